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

/* ---- time ---- */

static bool is_of_station(const struct session *s)
{
	return s->origin.station[0] != '\0';
}

static uint64_t seconds_since(uint64_t then_ns, uint64_t now_ns)
{
	return now_ns <= then_ns ? 0 : (now_ns - then_ns) / second_ns;
}

/* Rule P7: a station is locked where the command line ends; after ten hours both end. */
static void pass_time(struct session *s, uint64_t now_ns)
{
	uint64_t idle_s = seconds_since(s->used_ns, now_ns);
	if (seconds_since(s->opened_ns, now_ns) >= SESSION_LONGEST_S ||
	    (!is_of_station(s) && idle_s >= SESSION_IDLE_S))
		session_end(s);
	else if (is_of_station(s) && idle_s >= SESSION_LOCK_S)
		s->is_locked = true;
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

static void end_older(struct sessions *all, const struct policy_operator *operator,
                      const struct session_origin * origin)
{
	for (size_t i = 0; i < SESSIONS_MAX; i++) {
		struct session *s = &all->items[i];
		if (s->number != 0 && s->operator.id == operator->id &&
		                              is_of_station(s) == (origin->station[0] != '\0'))
			session_end(s);
	}
}

static struct session *free_place(struct sessions *all)
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
	end_older(all, operator, origin);
	struct session *s = free_place(all);
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

static struct session *if_alive(struct session *s, uint64_t now_ns)
{
	if (s == NULL)
		return NULL;
	pass_time(s, now_ns);
	return s->number == 0 ? NULL : s;
}

struct session *session_find(struct sessions *all, const char *token, uid_t uid, uint64_t now_ns)
{
	uint8_t hash[SESSION_HASH];
	hash_of(token, hash);
	struct session *s = by_hash(all, hash);
	return s != NULL && s->origin.uid == uid ? if_alive(s, now_ns) : NULL;
}

struct session *session_numbered(struct sessions *all, uint64_t number, uint64_t now_ns)
{
	for (size_t i = 0; number != 0 && i < SESSIONS_MAX; i++)
		if (all->items[i].number == number)
			return if_alive(&all->items[i], now_ns);
	return NULL;
}

void session_touch(struct session *s, uint64_t now_ns)
{
	s->used_ns = now_ns;
}

/* ---- end ---- */

void session_end(struct session *s)
{
	*s = (struct session){0};
}

void sessions_end_of(struct sessions *all, policy_id person)
{
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		if (all->items[i].number != 0 && all->items[i].person.id == person)
			session_end(&all->items[i]);
}
