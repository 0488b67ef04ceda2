/*
 * A log-in is a small machine driven by the hasher: counted when its turn has
 * come, judged when the digest is there, answered when what came of it is on
 * disk. Start reading at login().
 */
#include "controller/office/logins.h"
#include "controller/office/change.h"
#include "controller/office/deferred.h"
#include "controller/office/events.h"
#include "controller/office/hasher.h"
#include "controller/office/sentence.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"
#include "controller/office/trial.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum attempt_step { ATTEMPT_TRY, ATTEMPT_RAISE };

/* Of a log-in or an unlocking. */
struct attempt {
	struct deferred deferred; /* first: see deferred.h */
	struct hasher_job job;
	struct office *office;
	struct trial trial;
	enum attempt_step step;
	uint64_t session; /* to be unlocked; 0: a new one is opened */
};

static struct attempt *attempt_of(struct hasher_job *job)
{
	return (struct attempt *)(void *)((char *)job - offsetof(struct attempt, job));
}

static void free_attempt(struct deferred *d)
{
	struct attempt *attempt = (struct attempt *)(void *)d;
	trial_end(&attempt->trial);
	free(attempt);
}

static uint64_t now_ns(struct office *o)
{
	return clock_now(&o->clock).mono_ns;
}

static int32_t today(struct office *o)
{
	struct moment now = clock_now(&o->clock);
	return moment_day(&now);
}

/* ---- what a session looks like ---- */

/* Rule P7: whether there is a reader at which a badge unlocks it. */
static void put_desk_reader(struct office *o, struct answer *a, const struct session *s)
{
	const struct site *site = &o->config->site;
	uint16_t reader =
	        s->origin.station[0] == '\0' ? SITE_NONE : site_desk_reader(site, s->origin.station);
	if (reader != SITE_NONE)
		message_put_text(a->members, "desk_reader", site->readers[reader].name);
}

static void put_session(struct office *o, struct answer *a, const struct session *s)
{
	struct moment now = clock_now(&o->clock);
	int64_t ends_ms = now.utc_ms + (int64_t)session_left_s(s, now.mono_ns) * 1000;
	message_put_text(a->members, "user", s->operator.user);
	message_put_text(a->members, "name", s->person.name);
	shape_put_id(a->members, "person", s->person.id);
	message_put(a->members, "roles", shape_roles(s->operator.roles));
	message_put_bool(a->members, "must_change_password", s->must_change);
	message_put_bool(a->members, "is_locked", s->is_locked);
	message_put_int(a->members, "number", (int64_t)s->number);
	put_desk_reader(o, a, s);
	message_put_int(a->members, "idle_s", session_idle_s(s));
	shape_put_time(a->members, "ends", ends_ms);
}

/* ---- log-in ---- */

static bool must_change(struct office *o, const struct policy_login *login)
{
	return login->is_first || password_is_old(login, today(o));
}

static void say_welcome(const struct session *s, struct answer *a)
{
	if (s->must_change)
		change_put_note(NULL, a,
		                "%s is logged in. The password must be changed before anything else: zutritt "
		                "passwd.",
		                s->person.name);
	else
		change_put_note(NULL, a, "%s is logged in.", s->person.name);
}

static void open_session(struct attempt *attempt)
{
	struct office *o = attempt->office;
	struct trial *t = &attempt->trial;
	struct answer *a = &attempt->deferred.answer;
	char token[SESSION_TOKEN_MAX];
	struct session *s =
	        session_open(&o->sessions, &t->operator, & t->person, &t->origin, now_ns(o), token);
	s->version = o->store == NULL ? 0 : store_policy_version(o->store);
	s->must_change = must_change(o, &t->login);
	message_put_text(a->members, "session", token);
	sodium_memzero(token, sizeof(token));
	put_session(o, a, s);
	say_welcome(s, a);
}

static void unlock_session(struct attempt *attempt)
{
	struct office *o = attempt->office;
	struct session *s = session_numbered(&o->sessions, attempt->session, now_ns(o));
	if (s == NULL) {
		answer_session_unknown(&attempt->deferred.answer, "The session has ended: log in again.");
		return;
	}
	session_free(&o->sessions, s, now_ns(o));
	put_session(o, &attempt->deferred.answer, s);
	change_put_note(NULL, &attempt->deferred.answer, "The session is unlocked.");
}

/* Nobody else ever gets the token of a session: where nobody waits for it any more none is opened. */
static void welcome(struct attempt *attempt)
{
	bool is_awaited = attempt->deferred.waits != NULL;
	if (attempt->session != 0)
		unlock_session(attempt);
	else if (is_awaited)
		open_session(attempt);
	deferred_ready(attempt->office, &attempt->deferred);
}

/* ---- its turns at the hasher ---- */

static bool begin_attempt(struct hasher_job *job, struct hash_order *order, const char **password)
{
	struct attempt *attempt = attempt_of(job);
	deferred_speak(&attempt->deferred);
	*password = attempt->trial.password;
	if (attempt->step == ATTEMPT_TRY) {
		if (trial_count(attempt->office, &attempt->trial, order, &attempt->deferred.answer))
			return true;
		deferred_ready(attempt->office, &attempt->deferred);
		return false;
	}
	order->memory_kib = PASSWORD_MEMORY_KIB;
	order->passes = PASSWORD_PASSES;
	order->length = (uint32_t)strlen(attempt->trial.password);
	memcpy(order->salt, attempt->trial.login.password.salt, sizeof(order->salt));
	return true;
}

/* Rule P6: the same password, made with what is asked for today. That it can not be stored is no reason to
 * refuse. */
static void raise_password(struct attempt *attempt, const uint8_t digest[HASH_DIGEST])
{
	struct policy_login *l = &attempt->trial.login;
	l->password.memory_kib = PASSWORD_MEMORY_KIB;
	l->password.passes = PASSWORD_PASSES;
	memcpy(l->password.digest, digest, sizeof(l->password.digest));
	if (attempt->office->store != NULL)
		store_login_put(attempt->office->store, l, false, NULL, 0);
}

static bool wants_raise(const struct policy_login *login)
{
	return !login->is_first && password_is_weak(&login->password);
}

static void end_try(struct attempt *attempt, const uint8_t *digest)
{
	const char *kind = attempt->session == 0 ? "operator.login" : "operator.confirmed";
	if (!trial_judge(attempt->office, &attempt->trial, digest, kind, &attempt->deferred.answer)) {
		deferred_ready(attempt->office, &attempt->deferred);
	} else if (wants_raise(&attempt->trial.login)) {
		attempt->step = ATTEMPT_RAISE;
		hasher_go_on(attempt->office->hasher, &attempt->job);
	} else {
		welcome(attempt);
	}
}

static void end_attempt(struct hasher_job *job, const uint8_t digest[HASH_DIGEST])
{
	struct attempt *attempt = attempt_of(job);
	deferred_speak(&attempt->deferred);
	if (attempt->step == ATTEMPT_RAISE) {
		if (digest != NULL)
			raise_password(attempt, digest);
		welcome(attempt);
	} else if (attempt->trial.is_counted) {
		end_try(attempt, digest);
	} else { /* the office closes before its turn came */
		answer_unavailable(&attempt->deferred.answer, "The controller is stopping.");
		deferred_ready(attempt->office, &attempt->deferred);
	}
}

static bool ask_hasher(struct attempt *attempt, const struct request *r, struct answer *a)
{
	struct office *o = attempt->office;
	attempt->job.begin = begin_attempt;
	attempt->job.end = end_attempt;
	if (hasher_ask(o->hasher, &attempt->job) == 0) {
		deferred_begin(&attempt->deferred, r, free_attempt);
		return true;
	}
	trial_end(&attempt->trial);
	free(attempt);
	return answer_unavailable(a, "Too many log in at once: try again in a few seconds.");
}

static bool begin(struct office *o, const struct request *r, struct answer *a, const char *user,
                  const struct session_origin *origin, uint64_t session)
{
	struct attempt *attempt = calloc(1, sizeof(*attempt));
	if (attempt == NULL)
		return answer_unavailable(a, "Out of memory.");
	attempt->office = o;
	attempt->session = session;
	if (trial_read(&attempt->trial, user, message_text(r->parameters, "password"), origin, a))
		return ask_hasher(attempt, r, a);
	trial_end(&attempt->trial);
	free(attempt);
	return false;
}

static bool is_station(const char *text)
{
	size_t length = strlen(text);
	return length >= 1 && length < POLICY_NAME_MAX &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/* Rule P9: which station asks is the gateway's to say, and nobody else's. */
static bool read_origin(const struct request *r, struct answer *a, struct session_origin *origin)
{
	const char *station = message_text(r->parameters, "station");
	*origin = (struct session_origin){.uid = r->uid};
	if (station == NULL)
		return true;
	if (!r->speaks_for_stations)
		return answer_not_permitted(a, "Only the gateway may speak for a station.");
	if (!is_station(station))
		return answer_invalid(a, "station", "\"%s\" is no station.", station);
	text_copy(origin->station, sizeof(origin->station), station);
	return true;
}

bool login(struct office *o, const struct request *r, struct answer *a)
{
	struct session_origin origin;
	return read_origin(r, a, &origin) && begin(o, r, a, message_text(r->parameters, "user"), &origin, 0);
}

bool session_unlock(struct office *o, const struct request *r, struct answer *a)
{
	const struct session *s = r->session;
	return begin(o, r, a, s->operator.user, &s->origin, s->number);
}

bool session_lock(struct office *o, const struct request *r, struct answer *a)
{
	struct session *s = session_numbered(&o->sessions, r->session->number, now_ns(o));
	if (s != NULL)
		session_shut(&o->sessions, s, REASON_NONE, now_ns(o));
	change_put_note(r, a, "The session is locked.");
	return true;
}

/* ---- log-out, who ---- */

static void tell_logout(struct office *o, const struct session *s)
{
	struct moment now = clock_now(&o->clock);
	struct journal_event e = {.class = JOURNAL_ACT,
	                          .utc_ms = now.utc_ms,
	                          .mono_ns = now.mono_ns,
	                          .is_clock_trusted = now.is_clock_trusted,
	                          .person = s->person.id,
	                          .operator_id = s->person.id};
	struct store_batch batch = {.events = &e, .event_count = 1};
	text_copy(e.kind, sizeof(e.kind), "operator.logout");
	if (o->store != NULL && store_append(o->store, &batch) == 0)
		events_were_stored(o);
}

bool logout(struct office *o, const struct request *r, struct answer *a)
{
	struct session *s = session_numbered(&o->sessions, r->session->number, now_ns(o));
	change_put_note(r, a, "%s is logged out.", r->session->person.name);
	if (s != NULL) {
		tell_logout(o, s);
		session_end(&o->sessions, s, REASON_NONE);
	}
	return true;
}

bool who_am_i(struct office *o, const struct request *r, struct answer *a)
{
	put_session(o, a, r->session);
	return true;
}

/* ---- one's own password (rules P3, P4) ---- */

enum { KNOWN_MAX = POLICY_PASSWORDS_BEFORE + 1 };

enum renewal_step { RENEWAL_TRY, RENEWAL_COMPARE };

struct renewal {
	struct deferred deferred;
	struct hasher_job job;
	struct office *office;
	struct trial trial; /* of the old one */
	uint64_t session;
	enum renewal_step step;
	char fresh[PASSWORD_BYTES_MAX + 1];
	/* the one that holds, those before it, and last what it will be made with */
	struct policy_password known[KNOWN_MAX + 1];
	bool is_compared[KNOWN_MAX + 1];
	size_t count;
	bool was_used;
};

static struct renewal *renewal_of(struct hasher_job *job)
{
	return (struct renewal *)(void *)((char *)job - offsetof(struct renewal, job));
}

static void free_renewal(struct deferred *d)
{
	struct renewal *n = (struct renewal *)(void *)d;
	trial_end(&n->trial);
	sodium_memzero(n->fresh, sizeof(n->fresh));
	free(n);
}

static void renewal_ready(struct renewal *n)
{
	deferred_ready(n->office, &n->deferred);
}

static bool visit_before(void *context, const struct policy_password *password)
{
	struct renewal *n = context;
	n->known[n->count++] = *password;
	return n->count < KNOWN_MAX;
}

/* All passwords of an account share its salt, so that one digest is compared with all of one making. */
static int collect_known(struct renewal *n)
{
	const struct policy_login *l = &n->trial.login;
	n->known[0] = l->password;
	n->count = 1;
	int result = store_passwords_before(n->office->store, l->operator_id, visit_before, n);
	struct policy_password *made = &n->known[n->count];
	memcpy(made->salt, l->password.salt, sizeof(made->salt));
	made->memory_kib = PASSWORD_MEMORY_KIB;
	made->passes = PASSWORD_PASSES;
	return result;
}

static size_t next_to_compare(const struct renewal *n)
{
	size_t i = 0;
	while (i <= n->count && n->is_compared[i])
		i++;
	return i;
}

/* The digest of the new password as the i-th was made: compared with all that were made alike. */
static void compare(struct renewal *n, size_t i, const uint8_t digest[HASH_DIGEST])
{
	for (size_t k = 0; k <= n->count; k++) {
		if (!password_is_alike(&n->known[k], &n->known[i]))
			continue;
		n->is_compared[k] = true;
		if (k == n->count)
			memcpy(n->known[k].digest, digest, HASH_DIGEST);
		else if (sodium_memcmp(n->known[k].digest, digest, HASH_DIGEST) == 0)
			n->was_used = true;
	}
}

static void put_changed(struct renewal *n, struct journal_event *e)
{
	struct moment now = clock_now(&n->office->clock);
	*e = (struct journal_event){.class = JOURNAL_ACT,
	                            .utc_ms = now.utc_ms,
	                            .mono_ns = now.mono_ns,
	                            .is_clock_trusted = now.is_clock_trusted,
	                            .person = n->trial.person.id,
	                            .operator_id = n->trial.person.id};
	text_copy(e->kind, sizeof(e->kind), "operator.password");
}

/* Whoever else uses the account does so with the old password. */
static void keep_only(struct renewal *n)
{
	struct office *o = n->office;
	for (size_t i = 0; i < SESSIONS_MAX; i++) {
		struct session *s = &o->sessions.items[i];
		if (s->number == 0 || s->operator.id != n->trial.operator.id)
			continue;
		if (s->number == n->session)
			s->must_change = false;
		else
			session_end(&o->sessions, s, REASON_PASSWORD_CHANGED);
	}
}

static bool store_renewed(struct renewal *n)
{
	struct journal_event e;
	struct policy_login *l = &n->trial.login;
	l->password = n->known[n->count];
	l->is_first = false;
	l->changed_day = today(n->office);
	put_changed(n, &e);
	if (n->office->store == NULL || store_login_put(n->office->store, l, true, &e, 1) < 0)
		return answer_unavailable(&n->deferred.answer,
		                          "The password stays as it was, the disk does not take it: %s.",
		                          office_trouble(n->office));
	events_were_stored(n->office);
	keep_only(n);
	change_put_note(NULL, &n->deferred.answer, "The password is changed.");
	return true;
}

static void finish_renewal(struct renewal *n)
{
	if (n->was_used)
		answer_refused(&n->deferred.answer, "P4",
		               "That password was used before: none of the last %d may come again.",
		               POLICY_PASSWORDS_BEFORE);
	else
		store_renewed(n);
	renewal_ready(n);
}

static void go_on_comparing(struct renewal *n)
{
	if (n->was_used || next_to_compare(n) > n->count)
		finish_renewal(n);
	else
		hasher_go_on(n->office->hasher, &n->job);
}

static bool begin_renewal(struct hasher_job *job, struct hash_order *order, const char **password)
{
	struct renewal *n = renewal_of(job);
	deferred_speak(&n->deferred);
	if (n->step == RENEWAL_TRY) {
		*password = n->trial.password;
		if (trial_count(n->office, &n->trial, order, &n->deferred.answer))
			return true;
		renewal_ready(n);
		return false;
	}
	const struct policy_password *as = &n->known[next_to_compare(n)];
	*password = n->fresh;
	order->memory_kib = as->memory_kib;
	order->passes = as->passes;
	order->length = (uint32_t)strlen(n->fresh);
	memcpy(order->salt, as->salt, sizeof(order->salt));
	return true;
}

static void end_old(struct renewal *n, const uint8_t *digest)
{
	struct answer *a = &n->deferred.answer;
	if (!n->trial.is_counted)
		answer_unavailable(a, "The controller is stopping.");
	if (!n->trial.is_counted || !trial_judge(n->office, &n->trial, digest, "operator.confirmed", a)) {
		renewal_ready(n);
		return;
	}
	if (n->office->store == NULL || collect_known(n) < 0) {
		answer_unavailable(a, "The database does not answer: %s.", office_trouble(n->office));
		renewal_ready(n);
		return;
	}
	n->step = RENEWAL_COMPARE;
	go_on_comparing(n);
}

static void end_renewal(struct hasher_job *job, const uint8_t digest[HASH_DIGEST])
{
	struct renewal *n = renewal_of(job);
	deferred_speak(&n->deferred);
	if (n->step == RENEWAL_TRY) {
		end_old(n, digest);
		return;
	}
	if (digest == NULL) {
		answer_unavailable(&n->deferred.answer,
		                   "The password stays as it was: it can not be hashed.");
		renewal_ready(n);
		return;
	}
	compare(n, next_to_compare(n), digest);
	go_on_comparing(n);
}

/* ---- asking for it ---- */

static bool is_fit(struct answer *a, const char *old, const char *fresh, const char *user)
{
	const char *fault = password_fault(fresh, user);
	if (fault != NULL)
		return answer_refused(a, "P4", "The new password %s.", sentence(fault));
	if (strcmp(old, fresh) == 0)
		return answer_refused(a, "P4", "The new password is the old one.");
	return true;
}

bool password_change(struct office *o, const struct request *r, struct answer *a)
{
	const char *old = message_text(r->parameters, "old"), *fresh = message_text(r->parameters, "new");
	struct renewal *n = calloc(1, sizeof(*n));
	if (n == NULL)
		return answer_unavailable(a, "Out of memory.");
	n->office = o;
	n->session = r->session->number;
	n->job.begin = begin_renewal;
	n->job.end = end_renewal;
	bool is_good = is_fit(a, old, fresh, r->session->operator.user) &&
	               trial_read(&n->trial, r->session->operator.user, old, &r->session->origin, a);
	if (is_good) {
		strcpy(n->fresh, fresh);
		is_good = hasher_ask(o->hasher, &n->job) == 0 ||
		          answer_unavailable(a, "Too many log in at once: try again in a few seconds.");
	}
	if (is_good)
		deferred_begin(&n->deferred, r, free_renewal);
	else
		free_renewal(&n->deferred);
	return is_good;
}
