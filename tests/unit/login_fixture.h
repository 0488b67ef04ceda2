/*
 * Anna, who has an account, a password and the real helper that looks at it.
 * Included by one file of a test.
 */
#ifndef ZUTRITT_TESTS_LOGIN_FIXTURE_H
#define ZUTRITT_TESTS_LOGIN_FIXTURE_H

#include "tests/unit/office_fixture.h"

#include "controller/office/hasher.h"
#include "controller/office/passwords.h"

static const char right[] = "Tuer und Tor 1", wrong[] = "Tuer und Tor 2";

static inline void put_login(struct desk *d, const struct policy_login *login)
{
	CU_ASSERT_EQUAL_FATAL(store_login_put(d->office->store, login, false, NULL, 0), 0);
}

static inline struct policy_login login_of(struct desk *d, const char *user)
{
	struct policy_operator operator;
	struct policy_login login;
	CU_ASSERT_EQUAL_FATAL(store_operator_by_user(d->office->store, user, &operator), 0);
	CU_ASSERT_EQUAL_FATAL(store_login(d->office->store, operator.id, &login), 0);
	return login;
}

struct digest_job {
	struct hasher_job job;
	const struct policy_password *as;
	const char *password;
	uint8_t digest[HASH_DIGEST];
	bool is_done;
};

static inline bool begin_digest(struct hasher_job *job, struct hash_order *order, const char **password)
{
	struct digest_job *d = (struct digest_job *)job;
	*password = d->password;
	order->memory_kib = d->as->memory_kib;
	order->passes = d->as->passes;
	order->length = (uint32_t)strlen(d->password);
	memcpy(order->salt, d->as->salt, sizeof(order->salt));
	return true;
}

static inline void end_digest(struct hasher_job *job, const uint8_t digest[HASH_DIGEST])
{
	struct digest_job *d = (struct digest_job *)job;
	CU_ASSERT_PTR_NOT_NULL_FATAL(digest);
	memcpy(d->digest, digest, sizeof(d->digest));
	d->is_done = true;
}

/* By the helper itself: the digest of the password, made as the password says. */
static inline void hash_or_fail(struct desk *d, struct policy_password *password, const char *text)
{
	struct digest_job job = {.job = {begin_digest, end_digest, NULL}, .as = password, .password = text};
	CU_ASSERT_EQUAL_FATAL(hasher_ask(d->office->hasher, &job.job), 0);
	while (!job.is_done)
		CU_ASSERT_FATAL(sd_event_run(d->office->loop, 60 * 1000000) >= 0);
	memcpy(password->digest, job.digest, sizeof(password->digest));
}

static inline int32_t today(struct desk *d)
{
	struct moment now = clock_now(&d->office->clock);
	return moment_day(&now);
}

/* Anna with the right password, as if she had chosen it today. */
static inline void anna_has_an_account(struct desk *d)
{
	struct policy_operator operator;
	desk_account(d, "anna", "Anna", ROLE_RECEPTION);
	CU_ASSERT_EQUAL_FATAL(store_operator_by_user(d->office->store, "anna", &operator), 0);
	struct policy_login login = {.operator_id = operator.id, .changed_day = today(d)};
	password_begin(&login.password);
	hash_or_fail(d, &login.password, right);
	put_login(d, &login);
}

static inline struct desk *begin(void)
{
	struct desk *d = desk_begin();
	anna_has_an_account(d);
	return d;
}

static inline const struct message *log_in(struct desk *d, const char *user, const char *password)
{
	char parameters[700];
	snprintf(parameters, sizeof(parameters), "{\"user\":\"%s\",\"password\":\"%s\"}", user, password);
	return desk_ask(d, "SessionOpen", parameters);
}

static inline void must_log_in(struct desk *d, const char *user, const char *password)
{
	log_in(d, user, password);
	CU_ASSERT_STRING_EQUAL_FATAL(desk_error(d), "");
	snprintf(d->session, sizeof(d->session), "%s", message_text(d->reply, "parameters.session"));
}

static inline void must_be_refused(struct desk *d, const char *user, const char *password)
{
	log_in(d, user, password);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "NotPermitted");
	CU_ASSERT_PTR_NOT_NULL(
	        strstr(desk_says(d), "User name or password is wrong, or the account is locked."));
}

static inline void forget_places(struct desk *d)
{
	memset(&d->office->sources, 0, sizeof(d->office->sources));
}

#endif
