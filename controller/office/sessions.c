#include "controller/office/sessions.h"

#include <sodium.h>
#include <string.h>

enum { TOKEN_BYTES = 32, TOKEN_VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

static const uint64_t second_ns = 1000000000;

_Static_assert(SESSION_TOKEN_MAX == sodium_base64_ENCODED_LEN(TOKEN_BYTES, TOKEN_VARIANT), "a token's text");

static void hash_of(const char *token, uint8_t hash[SESSION_HASH])
{
	crypto_generichash(hash, SESSION_HASH, (const uint8_t *)token, strlen(token), NULL, 0);
}

static void make_token(char token[SESSION_TOKEN_MAX])
{
	uint8_t bytes[TOKEN_BYTES];
	randombytes_buf(bytes, sizeof(bytes));
	sodium_bin2base64(token, SESSION_TOKEN_MAX, bytes, sizeof(bytes), TOKEN_VARIANT);
	sodium_memzero(bytes, sizeof(bytes));
}

static bool is_of_station(const struct session *s)
{
	return s->origin.station[0] != '\0';
}

/* ---- news ---- */

/* What happens on the command line is nobody else's business: nobody else sees that screen. */
static void note(struct sessions *all, const struct session *s, enum engine_desk_change change,
                 enum record_reason reason)
{
	if (!is_of_station(s) || all->news_count == SESSION_NEWS_MAX)
		return;
	struct session_news *n = &all->news[all->news_count++];
	*n = (struct session_news){.change = change,
	                           .reason = reason,
	                           .number = s->number,
	                           .person = s->person.id,
	                           .must_change = s->must_change,
	                           .ends_ns = s->opened_ns + SESSION_LONGEST_S * second_ns};
	memcpy(n->station, s->origin.station, sizeof(n->station));
}

void sessions_told(struct sessions *all)
{
	all->news_count--;
	memmove(&all->news[0], &all->news[1], all->news_count * sizeof(all->news[0]));
}

/* ---- time ---- */

static uint64_t seconds_since(uint64_t then_ns, uint64_t now_ns)
{
	return now_ns <= then_ns ? 0 : (now_ns - then_ns) / second_ns;
}

/* Rule P7: a station is locked where the command line ends; after ten hours both end. */
static void pass_time(struct sessions *all, struct session *s, uint64_t now_ns)
{
	uint64_t idle_s = seconds_since(s->used_ns, now_ns);
	if (seconds_since(s->opened_ns, now_ns) >= SESSION_LONGEST_S)
		session_end(all, s, REASON_TOO_OLD);
	else if (!is_of_station(s) && idle_s >= SESSION_IDLE_S)
		session_end(all, s, REASON_IDLE);
	else if (is_of_station(s) && idle_s >= SESSION_LOCK_S)
		session_shut(all, s, REASON_IDLE, now_ns);
}

void sessions_pass_time(struct sessions *all, uint64_t now_ns)
{
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		if (all->items[i].number != 0)
			pass_time(all, &all->items[i], now_ns);
}

uint32_t session_left_s(const struct session *s, uint64_t now_ns)
{
	uint64_t age_s = seconds_since(s->opened_ns, now_ns);
	return age_s >= SESSION_LONGEST_S ? 0 : (uint32_t)(SESSION_LONGEST_S - age_s);
}

uint32_t session_idle_s(const struct session *s)
{
	return is_of_station(s) ? SESSION_LOCK_S : SESSION_IDLE_S;
}

/* ---- open ---- */

/* Why a new session ends this one; REASON_NONE: it does not. */
static enum record_reason why_older_ends(const struct session *s, policy_id operator_id,
                                         const struct session_origin *origin)
{
	bool is_same_kind = is_of_station(s) == (origin->station[0] != '\0');
	if (is_of_station(s) && strcmp(s->origin.station, origin->station) == 0)
		return REASON_REPLACED; /* one page, one session: nobody could use the older one */
	return is_same_kind && s->operator.id == operator_id ? REASON_ELSEWHERE : REASON_NONE;
}

static void end_older(struct sessions *all, policy_id operator_id, const struct session_origin *origin)
{
	for (size_t i = 0; i < SESSIONS_MAX; i++) {
		struct session *s = &all->items[i];
		enum record_reason why =
		        s->number == 0 ? REASON_NONE : why_older_ends(s, operator_id, origin);
		if (why != REASON_NONE)
			session_end(all, s, why);
	}
}

static struct session *find_place(struct sessions *all)
{
	struct session *oldest = &all->items[0];
	for (size_t i = 0; i < SESSIONS_MAX; i++) {
		if (all->items[i].number == 0)
			return &all->items[i];
		if (all->items[i].used_ns < oldest->used_ns)
			oldest = &all->items[i];
	}
	return oldest;
}

struct session *session_open(struct sessions *all, const struct policy_operator *operator,
                             const struct policy_person * person, const struct session_origin *origin,
                             uint64_t now_ns, char token[SESSION_TOKEN_MAX])
{
	end_older(all, operator->id, origin);
	struct session *s = find_place(all);
	if (s->number != 0)
		session_end(all, s, REASON_NO_PLACE);
	make_token(token);
	*s = (struct session){.number = ++all->last_number,
	                      .origin = *origin,
	                      .operator= * operator,
	                      .person = * person,
	                      .opened_ns = now_ns,
	                      .used_ns = now_ns};
	hash_of(token, s->hash);
	return s;
}

/* ---- find ---- */

/* Every place is compared, so that the time tells nothing of where it was found. */
static struct session *by_hash(struct sessions *all, const uint8_t hash[SESSION_HASH])
{
	struct session *found = NULL;
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		if (sodium_memcmp(all->items[i].hash, hash, SESSION_HASH) == 0 && all->items[i].number != 0)
			found = &all->items[i];
	return found;
}

static struct session *if_alive(struct sessions *all, struct session *s, uint64_t now_ns)
{
	if (s == NULL)
		return NULL;
	pass_time(all, s, now_ns);
	return s->number == 0 ? NULL : s;
}

struct session *session_find(struct sessions *all, const char *token, uid_t uid, uint64_t now_ns)
{
	uint8_t hash[SESSION_HASH];
	hash_of(token, hash);
	struct session *s = by_hash(all, hash);
	return s != NULL && s->origin.uid == uid ? if_alive(all, s, now_ns) : NULL;
}

struct session *session_numbered(struct sessions *all, uint64_t number, uint64_t now_ns)
{
	for (size_t i = 0; number != 0 && i < SESSIONS_MAX; i++)
		if (all->items[i].number == number)
			return if_alive(all, &all->items[i], now_ns);
	return NULL;
}

void session_touch(struct session *s, uint64_t now_ns)
{
	s->used_ns = now_ns;
}

/* ---- lock and unlock ---- */

void session_shut(struct sessions *all, struct session *s, enum record_reason reason, uint64_t now_ns)
{
	if (s->is_locked)
		return;
	s->is_locked = true;
	s->locked_ns = now_ns;
	note(all, s, DESK_LOCKED, reason);
}

void session_free(struct sessions *all, struct session *s, uint64_t now_ns)
{
	if (s->is_locked)
		note(all, s, DESK_FREED, REASON_NONE);
	s->is_locked = false;
	session_touch(s, now_ns);
}

bool session_free_by_badge(struct sessions *all, uint64_t number, uint64_t at_ns, uint64_t now_ns)
{
	struct session *s = session_numbered(all, number, now_ns);
	if (s == NULL || !s->is_locked || s->must_change || at_ns < s->locked_ns)
		return false;
	s->is_locked = false; /* the doors know */
	session_touch(s, at_ns);
	return true;
}

/* ---- end ---- */

void session_end(struct sessions *all, struct session *s, enum record_reason reason)
{
	if (s->number != 0)
		note(all, s, reason == REASON_NONE ? DESK_FREED : DESK_ENDED, reason);
	*s = (struct session){0};
}

void sessions_end_of(struct sessions *all, policy_id person, enum record_reason reason)
{
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		if (all->items[i].number != 0 && all->items[i].person.id == person)
			session_end(all, &all->items[i], reason);
}
