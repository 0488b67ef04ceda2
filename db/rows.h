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
enum { PERSON_REVISION_PLACE = 9, BADGE_REVISION_PLACE = 7, KEY_REVISION_PLACE = 10 };
void person_bind(sqlite3_stmt *q, const struct policy_person *person);
void person_read(sqlite3_stmt *q, struct policy_person *person);
void badge_bind(sqlite3_stmt *q, const struct policy_badge *badge);
void badge_read(sqlite3_stmt *q, struct policy_badge *badge);
void key_bind(sqlite3_stmt *q, const struct policy_key *key);
void key_read(sqlite3_stmt *q, struct policy_key *key);

/* A row of body; salt has to live until the statement has run. */
void body_bind(sqlite3_stmt *q, const struct journal_event *event, const uint8_t salt[JOURNAL_SALT]);
void event_read(sqlite3_stmt *q, struct journal_event *event);

#endif
