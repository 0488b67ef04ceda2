#include "controller/office/trial.h"
#include "controller/office/events.h"
#include "controller/office/names.h"
#include "controller/office/text.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* Where an attempt came from that nobody remembers. */
static const uid_t nobody = (uid_t)-1;

/* ---- what is tried ---- */

/* Who writes their name with a capital letter is meant all the same. */
static void put_user(struct trial *t, const char *user)
{
	size_t i = 0;
	for (; user[i] != '\0' && i < sizeof(t->user) - 1; i++)
		t->user[i] = user[i] >= 'A' && user[i] <= 'Z' ? (char)(user[i] - 'A' + 'a') : user[i];
	/* one that is too long is nobody's name */
	t->user[user[i] == '\0' ? i : 0] = '\0';
}

bool trial_read(struct trial *t, const char *user, const char *password, const struct session_origin *origin,
                struct answer *a)
{
	*t = (struct trial){.origin = *origin};
	if (strlen(password) > PASSWORD_BYTES_MAX)
		return answer_invalid(a, "password", "A password has at most %d bytes.", PASSWORD_BYTES_MAX);
	put_user(t, user);
	strcpy(t->password, password);
	return true;
}

void trial_end(struct trial *t)
{
	sodium_memzero(t, sizeof(*t));
}

/* ---- events ---- */

/* Who was tried, and from where; who tried it nobody knows. Never what was typed (rule E5). */
static void event_begin(struct office *o, const struct session_origin *origin, struct journal_event *e,
                        const char *kind, policy_id person)
{
	struct moment now = clock_now(&o->clock);
	*e = (struct journal_event){.class = JOURNAL_ACT,
	                            .utc_ms = now.utc_ms,
	                            .mono_ns = now.mono_ns,
	                            .is_clock_trusted = now.is_clock_trusted,
	                            .person = person};
	text_copy(e->kind, sizeof(e->kind), kind);
	if (origin->station[0] != '\0')
		snprintf(e->detail, sizeof(e->detail), "station %s", origin->station);
	else if (origin->uid != nobody)
		snprintf(e->detail, sizeof(e->detail), "user id %u", (unsigned)origin->uid);
}

static int store_step(struct office *o, const struct policy_login *login, struct journal_event *events,
                      size_t count)
{
	int result = o->store == NULL ? -EIO : store_login_put(o->store, login, false, events, count);
	if (result == 0 && count > 0)
		events_were_stored(o);
	return result;
}

/* ---- the account ---- */

static uint32_t now_s(struct office *o)
{
	return (uint32_t)(clock_now(&o->clock).mono_ns / 1000000000);
}

static bool place_is_refused(struct office *o, struct trial *t, struct answer *a)
{
	uint32_t left_s = source_refused_s(&o->sources, &t->origin, now_s(o));
	if (left_s == 0)
		return false;
	answer_refused(a, "P5", "Too many log-ins have failed from here: try again in %u min.",
	               (unsigned)(left_s + 59) / 60);
	return true;
}

/* 0, -ENOENT when the password can not be right whatever it is, or trouble with the disk. */
static int find_account(struct office *o, struct trial *t)
{
	int result = o->store == NULL ? -EIO : store_operator_by_user(o->store, t->user, &t->operator);
	if (result == 0)
		result = store_login(o->store, t->operator.id, &t->login);
	if (result == 0)
		result = store_person(o->store, t->operator.person, &t->person);
	if (result == 0 && (t->login.is_locked || name_why_not_acting(o, &t->person) != NULL))
		result = -ENOENT;
	return result;
}

/* Work for nothing, with what a new password is made with: it takes as long (rule P8). */
static void play_for_nobody(struct trial *t)
{
	t->operator.id = 0;
	password_begin(&t->login.password);
	t->login.is_first = false;
}

static int lock_now(struct office *o, struct trial *t)
{
	struct journal_event e;
	event_begin(o, &t->origin, &e, "operator.locked", t->person.id);
	e.is_incident = true;
	t->login.is_locked = true;
	return store_step(o, &t->login, &e, 1);
}

/* Rule P5: the count is on disk before anything is hashed. */
static int count(struct office *o, struct trial *t)
{
	int result = find_account(o, t);
	/* a count that could not be settled before, as on a full disk */
	if (result == 0 && t->login.attempts >= POLICY_ATTEMPTS_MAX)
		result = lock_now(o, t) < 0 ? -EIO : -ENOENT;
	if (result == -ENOENT) {
		play_for_nobody(t);
		return store_step(o, NULL, NULL, 0);
	}
	if (result < 0)
		return result;
	t->login.attempts++;
	t->login.is_pending = true;
	return store_step(o, &t->login, NULL, 0);
}

static void order_of(const struct trial *t, struct hash_order *order)
{
	order->memory_kib = t->login.password.memory_kib;
	order->passes = t->login.password.passes;
	order->length = (uint32_t)password_head(t->password, t->login.is_first);
	memcpy(order->salt, t->login.password.salt, sizeof(order->salt));
}

bool trial_count(struct office *o, struct trial *t, struct hash_order *order, struct answer *a)
{
	if (place_is_refused(o, t, a))
		return false;
	if (count(o, t) < 0)
		return answer_unavailable(a, "Nobody can log in, the disk does not take it: %s.",
		                          office_trouble(o));
	t->is_counted = true;
	order_of(t, order);
	return true;
}

/* ---- judging ---- */

/* As it is now: an administrator may have unlocked it, or closed it, in the meantime. */
static int reload(struct office *o, struct trial *t)
{
	struct policy_login now;
	struct policy_operator operator;
	if (t->operator.id == 0)
		return -ENOENT;
	if (o->store == NULL)
		return -EIO;
	int result = store_login(o->store, t->operator.id, &now);
	if (result == 0)
		result = store_operator(o->store, t->operator.id, &operator);
	if (result < 0)
		return result;
	bool is_same = sodium_memcmp(now.password.digest, t->login.password.digest, HASH_DIGEST) == 0;
	t->login = now;
	t->operator= operator;
	return is_same && !now.is_locked && operator.state == POLICY_OPERATOR_OPEN ? 0 : - ESTALE;
}

static bool is_right(const struct trial *t, const uint8_t digest[HASH_DIGEST])
{
	uint8_t sealed[HASH_DIGEST];
	memcpy(sealed, digest, sizeof(sealed));
	password_seal(t->password, t->login.is_first, sealed);
	bool is_equal = sodium_memcmp(sealed, t->login.password.digest, sizeof(sealed)) == 0;
	sodium_memzero(sealed, sizeof(sealed));
	return is_equal && t->operator.id != 0;
}

/* One sentence for a wrong name, a wrong password and a locked account (rule P8). */
static bool refuse(struct answer *a)
{
	return answer_not_permitted(
	        a, "User name or password is wrong, or the account is locked. Three wrong passwords in a row "
	           "lock it; an administrator unlocks it.");
}

/* The failure, and with the third one the lock, in one transaction. */
static int settle_failure(struct office *o, const struct session_origin *origin, struct policy_login *login,
                          policy_id person, const char *reason)
{
	struct journal_event events[2];
	size_t count = 1;
	event_begin(o, origin, &events[0], "operator.refused", person);
	text_copy(events[0].reason, sizeof(events[0].reason), reason);
	if (login != NULL) {
		login->is_pending = false;
		if (login->attempts >= POLICY_ATTEMPTS_MAX) {
			login->is_locked = true;
			event_begin(o, origin, &events[count], "operator.locked", person);
			events[count++].is_incident = true;
		}
	}
	return store_step(o, login, events, count);
}

static bool failed(struct office *o, struct trial *t, bool is_of_account, const char *reason,
                   struct answer *a)
{
	source_failed(&o->sources, &t->origin, now_s(o));
	int result = settle_failure(o, &t->origin, is_of_account ? &t->login : NULL, t->person.id, reason);
	trial_end(t);
	if (result < 0)
		return answer_unavailable(a, "Nobody can log in, the disk does not take it: %s.",
		                          office_trouble(o));
	return refuse(a);
}

static bool succeeded(struct office *o, struct trial *t, const char *kind, struct answer *a)
{
	struct journal_event e;
	event_begin(o, &t->origin, &e, kind, t->person.id);
	e.operator_id = t->person.id;
	t->login.attempts = 0;
	t->login.is_pending = false;
	if (store_step(o, &t->login, &e, 1) == 0)
		return true;
	trial_end(t);
	return answer_unavailable(a, "Nobody can log in, the disk does not take it: %s.", office_trouble(o));
}

bool trial_judge(struct office *o, struct trial *t, const uint8_t digest[HASH_DIGEST], const char *kind,
                 struct answer *a)
{
	bool is_good = digest != NULL && is_right(t, digest);
	int result = reload(o, t);
	if (digest == NULL)
		return failed(o, t, result == 0, "interrupted", a);
	if (result == 0)
		return is_good ? succeeded(o, t, kind, a) : failed(o, t, true, "wrong_password", a);
	return failed(o, t, false, t->person.id == 0 ? "unknown_user" : "account_locked", a);
}

/* ---- after a death ---- */

struct settling {
	struct policy_login logins[16];
	size_t count;
};

static bool visit_pending(void *context, const struct policy_login *login)
{
	struct settling *s = context;
	s->logins[s->count++] = *login;
	return s->count < sizeof(s->logins) / sizeof(s->logins[0]);
}

static int settle_one(struct office *o, struct policy_login *login)
{
	const struct session_origin nowhere = {.uid = nobody};
	struct policy_operator operator;
	int result = store_operator(o->store, login->operator_id, &operator);
	return result < 0 ? result : settle_failure(o, &nowhere, login, operator.person, "interrupted");
}

int trials_settle(struct office *o)
{
	struct settling s;
	int result;
	do {
		s.count = 0;
		result = store_logins_pending(o->store, visit_pending, &s);
		for (size_t i = 0; result == 0 && i < s.count; i++)
			result = settle_one(o, &s.logins[i]);
	} while (result == 0 && s.count > 0);
	return result;
}
