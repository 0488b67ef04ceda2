#include "controller/office/accounts.h"
#include "controller/office/text.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static struct making *making_of(struct hasher_job *job)
{
	return (struct making *)(void *)((char *)job - offsetof(struct making, job));
}

static void free_making(struct deferred *d)
{
	struct making *m = (struct making *)(void *)d;
	sodium_memzero(m->accounts, sizeof(m->accounts));
	free(m);
}

void making_drop(struct making *m)
{
	free_making(&m->deferred);
}

/* ---- its turns at the hasher ---- */

static bool begin_making(struct hasher_job *job, struct hash_order *order, const char **password)
{
	struct making *m = making_of(job);
	struct account *account = &m->accounts[m->at];
	*password = account->password;
	order->memory_kib = account->login.password.memory_kib;
	order->passes = account->login.password.passes;
	order->length = (uint32_t)password_head(account->password, true);
	memcpy(order->salt, account->login.password.salt, sizeof(order->salt));
	return true;
}

static void end_making(struct hasher_job *job, const uint8_t digest[HASH_DIGEST])
{
	struct making *m = making_of(job);
	struct account *account = &m->accounts[m->at];
	deferred_speak(&m->deferred);
	if (digest == NULL) {
		answer_unavailable(&m->deferred.answer,
		                   "Nothing is changed: the password can not be hashed.");
		deferred_ready(m->office, &m->deferred);
		return;
	}
	memcpy(account->login.password.digest, digest, HASH_DIGEST);
	password_seal(account->password, true, account->login.password.digest);
	if (++m->at < m->count) {
		hasher_go_on(m->office->hasher, &m->job);
		return;
	}
	if (m->office->store != NULL)
		m->finish(m, &m->deferred.answer);
	else
		answer_unavailable(&m->deferred.answer, "Nothing is changed, the database is away: %s.",
		                   office_trouble(m->office));
	deferred_ready(m->office, &m->deferred);
}

/* ---- beginning ---- */

struct making *making_new(struct office *o, const struct request *r, struct answer *a)
{
	struct making *m = calloc(1, sizeof(*m));
	if (m == NULL) {
		answer_unavailable(a, "Out of memory.");
		return NULL;
	}
	m->office = o;
	m->request = (struct request){.uid = r->uid, .actor = r->actor, .roles = r->roles};
	m->job.begin = begin_making;
	m->job.end = end_making;
	return m;
}

struct account *making_add(struct making *m)
{
	return &m->accounts[m->count++];
}

static void begin_password(struct office *o, struct account *account)
{
	struct moment now = clock_now(&o->clock);
	struct policy_login before;
	password_half(account->password);
	account->password[PASSWORD_HALF] = '-';
	password_half(account->password + PASSWORD_HALF + 1);
	password_begin(&account->login.password);
	/* one salt for all passwords of an account (see collect_known() in logins.c) */
	if (store_login(o->store, account->operator.id, &before) == 0)
		memcpy(account->login.password.salt, before.password.salt, POLICY_SALT);
	account->login.operator_id = account->operator.id;
	account->login.is_first = true;
	account->login.changed_day = moment_day(&now);
}

bool making_begin(struct making *m, const struct request *r, struct answer *a)
{
	for (size_t i = 0; i < m->count; i++)
		begin_password(m->office, &m->accounts[i]);
	if (hasher_ask(m->office->hasher, &m->job) == 0) {
		deferred_begin(&m->deferred, r, free_making);
		return true;
	}
	making_drop(m);
	return answer_unavailable(a, "Too many log in at once: try again in a few seconds.");
}

/* ---- parts of acts ---- */

void account_put(struct office *o, struct change *c, const struct account *account, const char *event)
{
	(void)o;
	if (account->person.revision == 0) {
		change_op(c, POLICY_PERSON_PUT)->person = account->person;
		change_event(c, JOURNAL_KEY, "person.hired")->person = account->person.id;
	}
	if (account->is_changed)
		change_op(c, POLICY_OPERATOR_PUT)->operator= account->operator;
	change_op(c, POLICY_LOGIN_PUT)->login = account->login;
	change_event(c, JOURNAL_ACT, event)->person = account->person.id;
}

int account_close(struct office *o, struct change *c, policy_id person, const char *reason)
{
	struct policy_operator operator;
	int result = store_operator_of_person(o->store, person, &operator);
	if (result == -ENOENT)
		return 0;
	if (result < 0)
		return result;
	operator.state = POLICY_OPERATOR_CLOSED;
	change_op(c, POLICY_OPERATOR_PUT)->operator= operator;
	struct journal_event *e = change_event(c, JOURNAL_ACT, "operator.closed");
	e->person = person;
	text_copy(e->detail, sizeof(e->detail), reason);
	return 0;
}
