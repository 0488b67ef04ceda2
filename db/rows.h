/*
 * The structs of policy.h and journal.h as rows of their tables. Places and
 * columns follow the order of the columns in statements.sql.
 */
#ifndef ZUTRITT_DB_ROWS_H
#define ZUTRITT_DB_ROWS_H

#include "db/statements.h"
#include "db/store.h"

void door_bind(sqlite3_stmt *q, const struct policy_door *door);
void door_read(sqlite3_stmt *q, struct policy_door *door);

/* Everything but the revision, which the statements count themselves. */
enum {
	PERSON_REVISION_PLACE = 11,
	BADGE_REVISION_PLACE = 12,
	KEY_REVISION_PLACE = 17,
	REVIEW_REVISION_PLACE = 7,
	VISIT_REVISION_PLACE = 17,
	OPERATOR_REVISION_PLACE = 6,
	APPROVAL_REVISION_PLACE = 16
};
void person_bind(sqlite3_stmt *q, const struct policy_person *person);
void person_read(sqlite3_stmt *q, struct policy_person *person);
void badge_bind(sqlite3_stmt *q, const struct policy_badge *badge);
void badge_read(sqlite3_stmt *q, struct policy_badge *badge);
void key_bind(sqlite3_stmt *q, const struct policy_key *key);
void key_read(sqlite3_stmt *q, struct policy_key *key);
void receipt_bind(sqlite3_stmt *q, const struct policy_receipt *receipt);
void receipt_read(sqlite3_stmt *q, struct policy_receipt *receipt);
void review_bind(sqlite3_stmt *q, const struct policy_review *review);
void review_read(sqlite3_stmt *q, struct policy_review *review);
void verdict_bind(sqlite3_stmt *q, const struct policy_review_verdict *verdict);
void verdict_read(sqlite3_stmt *q, struct policy_review_verdict *verdict);

void visit_bind(sqlite3_stmt *q, const struct policy_visit *visit);
void visit_read(sqlite3_stmt *q, struct policy_visit *visit);
void release_bind(sqlite3_stmt *q, const struct policy_release *release);
void release_read(sqlite3_stmt *q, struct policy_release *release);

void operator_bind(sqlite3_stmt *q, const struct policy_operator *operator);
void operator_read(sqlite3_stmt *q, struct policy_operator *operator);

/* approval has to live until the statement has run. */
void approval_bind(sqlite3_stmt *q, const struct policy_approval *approval);
void approval_read(sqlite3_stmt *q, struct policy_approval *approval);

/* login has to live until the statement has run. */
void login_bind(sqlite3_stmt *q, const struct policy_login *login);
void login_read(sqlite3_stmt *q, struct policy_login *login);
void password_read(sqlite3_stmt *q, int column, struct policy_password *password);

/* A row of body; salt has to live until the statement has run. */
void body_bind(sqlite3_stmt *q, const struct journal_event *event, const uint8_t salt[JOURNAL_SALT]);
void event_read(sqlite3_stmt *q, struct journal_event *event);

#endif
