#include "db/statements.h"
#include "db/errors.h"
#include "db/handle.h"

#include <string.h>

static const char *const texts[STATEMENT_COUNT] = {
#define SQL(name, text) text,
#include "statements.sql.h"
#undef SQL
};

int statements_prepare(struct store *s)
{
	for (int i = 0; i < STATEMENT_COUNT; i++)
		if (sqlite3_prepare_v3(s->db, texts[i], -1, SQLITE_PREPARE_PERSISTENT, &s->statements[i],
		                       NULL) != SQLITE_OK)
			return errors_tell_open(s);
	return 0;
}

void statements_finalize(struct store *s)
{
	for (int i = 0; i < STATEMENT_COUNT; i++)
		sqlite3_finalize(s->statements[i]);
}

sqlite3_stmt *statement_take(struct store *s, enum statement which)
{
	sqlite3_stmt *q = s->statements[which];

	sqlite3_reset(q);
	sqlite3_clear_bindings(q);
	return q;
}

int statement_row(struct store *s, sqlite3_stmt *q)
{
	switch (sqlite3_step(q)) {
	case SQLITE_ROW:
		return 1;
	case SQLITE_DONE:
		return 0;
	default:
		return errors_tell(s);
	}
}

int statement_end(sqlite3_stmt *q, int row)
{
	sqlite3_reset(q);
	return row < 0 ? row : 0;
}

int statement_run(struct store *s, sqlite3_stmt *q)
{
	int row;

	do {
		row = statement_row(s, q);
	} while (row > 0);
	return statement_end(q, row);
}

int statement_changes(struct store *s)
{
	return sqlite3_changes(s->db);
}

void bind_integer(sqlite3_stmt *q, int place, int64_t value)
{
	sqlite3_bind_int64(q, place, value);
}

void bind_id(sqlite3_stmt *q, int place, policy_id id)
{
	if (id != 0)
		sqlite3_bind_int64(q, place, (int64_t)id);
}

void bind_number(sqlite3_stmt *q, int place, int64_t number)
{
	if (number != 0)
		sqlite3_bind_int64(q, place, number);
}

void bind_day(sqlite3_stmt *q, int place, int32_t day)
{
	if (day != POLICY_DAY_NONE)
		sqlite3_bind_int64(q, place, day);
}

void bind_blob(sqlite3_stmt *q, int place, const void *bytes, size_t size)
{
	sqlite3_bind_blob(q, place, bytes, (int)size, SQLITE_STATIC);
}

void bind_word(sqlite3_stmt *q, int place, const struct words *words, unsigned value)
{
	sqlite3_bind_text(q, place, words_text(words, value), -1, SQLITE_STATIC);
}

/* A buffer without its NUL is bound whole: one byte more than the schema lets in. */
void bind_buffer(sqlite3_stmt *q, int place, const char *text, size_t size)
{
	if (text[0] != '\0')
		sqlite3_bind_text(q, place, text, (int)strnlen(text, size), SQLITE_STATIC);
}

int64_t column_integer(sqlite3_stmt *q, int column)
{
	return sqlite3_column_int64(q, column);
}

policy_id column_id(sqlite3_stmt *q, int column)
{
	return (policy_id)sqlite3_column_int64(q, column);
}

int32_t column_day(sqlite3_stmt *q, int column)
{
	if (sqlite3_column_type(q, column) == SQLITE_NULL)
		return POLICY_DAY_NONE;
	return sqlite3_column_int(q, column);
}

unsigned column_word(sqlite3_stmt *q, int column, const struct words *words)
{
	return words_value(words, (const char *)sqlite3_column_text(q, column));
}

void column_buffer(sqlite3_stmt *q, int column, char *text, size_t size)
{
	const void *bytes = sqlite3_column_text(q, column);
	size_t length = (size_t)sqlite3_column_bytes(q, column);

	if (length >= size)
		length = size - 1;
	memset(text, 0, size);
	if (bytes != NULL)
		memcpy(text, bytes, length);
}
