/*
 * Accounts of operators and what log-ins move (rules P1 to P6). Accounts
 * change through store_apply(); a log-in is no change of the policy.
 */
#include "db/store_operators.h"
#include "db/connection.h"
#include "db/errors.h"
#include "db/rows.h"
#include "db/store_journal.h"

#include <errno.h>

/* ---- reading ---- */

int store_operators(struct store *s, store_visit_operator *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_OPERATORS);
	struct policy_operator operator;
	int row;

	while ((row = statement_row(s, q)) > 0) {
		operator_read(q, &operator);
		if (!visit(context, &operator))
			break;
	}
	return statement_end(q, row);
}

static int read_operator(struct store *s, sqlite3_stmt *q, struct policy_operator *operator)
{
	int row = statement_row(s, q);

	if (row > 0)
		operator_read(q, operator);
	statement_end(q, row);
	return row == 0 ? errors_say(s, -ENOENT, "there is no such account") : row < 0 ? row : 0;
}

int store_operator(struct store *s, policy_id id, struct policy_operator *operator)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_OPERATOR_BY_ID);

	bind_id(q, 1, id);
	return read_operator(s, q, operator);
}

int store_operator_by_user(struct store *s, const char *user, struct policy_operator *operator)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_OPERATOR_BY_USER);

	bind_buffer(q, 1, user, POLICY_USER_MAX);
	return read_operator(s, q, operator);
}

int store_operator_of_person(struct store *s, policy_id person, struct policy_operator *operator)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_OPERATOR_OF_PERSON);

	bind_id(q, 1, person);
	return read_operator(s, q, operator);
}

int store_login(struct store *s, policy_id operator_id, struct policy_login *login)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_LOGIN);

	bind_id(q, 1, operator_id);
	int row = statement_row(s, q);
	if (row > 0)
		login_read(q, login);
	statement_end(q, row);
	return row == 0 ? errors_say(s, -ENOENT, "there is no such password") : row < 0 ? row : 0;
}

int store_logins_pending(struct store *s, store_visit_login *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_LOGINS_PENDING);
	struct policy_login login;
	int row;

	while ((row = statement_row(s, q)) > 0) {
		login_read(q, &login);
		if (!visit(context, &login))
			break;
	}
	return statement_end(q, row);
}

int store_passwords_before(struct store *s, policy_id operator_id, store_visit_password *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_PASSWORDS_BEFORE);
	struct policy_password password;
	int row;

	bind_id(q, 1, operator_id);
	while ((row = statement_row(s, q)) > 0) {
		password_read(q, 0, &password);
		if (!visit(context, &password))
			break;
	}
	return statement_end(q, row);
}

int store_approval(struct store *s, policy_id id, struct policy_approval *approval)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_APPROVAL_BY_ID);

	bind_id(q, 1, id);
	int row = statement_row(s, q);
	if (row > 0)
		approval_read(q, approval);
	statement_end(q, row);
	return row == 0 ? errors_say(s, -ENOENT, "nothing of that id waits") : row < 0 ? row : 0;
}

int store_approvals(struct store *s, store_visit_approval *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_APPROVALS);
	struct policy_approval approval;
	int row;

	while ((row = statement_row(s, q)) > 0) {
		approval_read(q, &approval);
		if (!visit(context, &approval))
			break;
	}
	return statement_end(q, row);
}

/* ---- writing ---- */

int login_write(struct store *s, const struct policy_login *login)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_LOGIN_PUT);

	login_bind(q, login);
	return statement_run(s, q);
}

static int forget_oldest(struct store *s, policy_id operator_id)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_PASSWORD_FORGET);

	bind_id(q, 1, operator_id);
	bind_integer(q, 2, POLICY_PASSWORDS_BEFORE);
	return statement_run(s, q);
}

int login_keep_old(struct store *s, policy_id operator_id)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_PASSWORD_KEEP);

	bind_id(q, 1, operator_id);
	int rc = statement_run(s, q);
	return rc == 0 ? forget_oldest(s, operator_id) : rc;
}

static int write_step(struct store *s, const struct policy_login *login, bool keeps_old)
{
	int rc = 0;

	if (login == NULL)
		return statement_run(s, statement_take(s, STATEMENT_LOGIN_OF_NOBODY));
	if (keeps_old)
		rc = login_keep_old(s, login->operator_id);
	return rc == 0 ? login_write(s, login) : rc;
}

int store_login_put(struct store *s, const struct policy_login *login, bool keeps_old,
                    struct journal_event *events, size_t event_count)
{
	int rc = connection_begin(s);

	if (rc != 0)
		return rc;
	rc = write_step(s, login, keeps_old);
	if (rc == 0)
		rc = journal_write(s, events, event_count, 0);
	rc = connection_end(s, rc);
	if (rc == 0)
		journal_keep(s, events, event_count, 0);
	return rc;
}
