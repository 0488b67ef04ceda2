/*
 * The named statements of statements.sql and how they are run. All are
 * prepared when the database is opened; there is no other SQL afterwards.
 */
#ifndef ZUTRITT_DB_STATEMENTS_H
#define ZUTRITT_DB_STATEMENTS_H

#include "db/policy.h"
#include "db/words.h"

#include <sqlite3.h>

enum statement {
#define SQL(name, text) STATEMENT_##name,
#include "statements.sql.h"
#undef SQL
	STATEMENT_COUNT
};

struct store;

int statements_prepare(struct store *s);
void statements_finalize(struct store *s);

/* The statement, reset and with all parameters NULL. */
sqlite3_stmt *statement_take(struct store *s, enum statement which);

/* Runs it to its end: 0 or -errno. */
int statement_run(struct store *s, sqlite3_stmt *q);

/*
 * The next row: 1, 0 at the end, or -errno. statement_end() resets and turns
 * the last of these into the caller's result; a list that was stopped early
 * comes with 1, which is fine.
 */
int statement_row(struct store *s, sqlite3_stmt *q);
int statement_end(sqlite3_stmt *q, int row);

/* The rows that the statement just run has changed. */
int statement_changes(struct store *s);

/*
 * Binding never fails: nothing is copied, so what is bound has to live until
 * the statement has run. "" and 0 of a text or id become NULL, "none".
 */
void bind_integer(sqlite3_stmt *q, int place, int64_t value);
void bind_id(sqlite3_stmt *q, int place, policy_id id);
void bind_number(sqlite3_stmt *q, int place, int64_t number); /* NULL for 0 */
void bind_day(sqlite3_stmt *q, int place, int32_t day);
void bind_blob(sqlite3_stmt *q, int place, const void *bytes, size_t size);
void bind_word(sqlite3_stmt *q, int place, const struct words *words, unsigned value);
void bind_buffer(sqlite3_stmt *q, int place, const char *text, size_t size);
#define bind_text(q, place, array) bind_buffer(q, place, array, sizeof(array))

/* Columns count from 0. */
int64_t column_integer(sqlite3_stmt *q, int column);
policy_id column_id(sqlite3_stmt *q, int column);
int32_t column_day(sqlite3_stmt *q, int column);
unsigned column_word(sqlite3_stmt *q, int column, const struct words *words);
void column_buffer(sqlite3_stmt *q, int column, char *text, size_t size);
#define column_text(q, column, array) column_buffer(q, column, array, sizeof(array))

#endif
