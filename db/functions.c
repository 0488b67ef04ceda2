#include "db/functions.h"
#include "db/errors.h"

enum { FLAGS = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY };

/* The bytes of a blob of exactly that size, or NULL with the error said. */
static const uint8_t *blob_of(sqlite3_context *context, sqlite3_value *value, int size)
{
	if (sqlite3_value_type(value) == SQLITE_BLOB && sqlite3_value_bytes(value) == size)
		return sqlite3_value_blob(value);
	sqlite3_result_error(context, "a blob of another size was expected", -1);
	return NULL;
}

static void commit_change(sqlite3_context *context, int count, sqlite3_value **values)
{
	uint8_t commitment[JOURNAL_COMMITMENT];
	const uint8_t *salt = blob_of(context, values[0], JOURNAL_SALT);
	struct journal_change change = {.utc_ms = sqlite3_value_int64(values[1]),
	                                .who = (policy_id)sqlite3_value_int64(values[2]),
	                                .operations = (const char *)sqlite3_value_text(values[3])};

	(void)count;
	if (salt == NULL)
		return;
	if (change.operations == NULL) {
		sqlite3_result_error(context, "a change without operations", -1);
		return;
	}
	journal_commit_change(&change, salt, commitment);
	sqlite3_result_blob(context, commitment, sizeof commitment, SQLITE_TRANSIENT);
}

static void hash_change(sqlite3_context *context, int count, sqlite3_value **values)
{
	uint8_t hash[JOURNAL_COMMITMENT];
	const uint8_t *commitment = blob_of(context, values[1], JOURNAL_COMMITMENT);
	const uint8_t *previous = blob_of(context, values[2], JOURNAL_COMMITMENT);

	(void)count;
	if (commitment == NULL || previous == NULL)
		return;
	journal_hash_change(sqlite3_value_int64(values[0]), commitment, previous, hash);
	sqlite3_result_blob(context, hash, sizeof hash, SQLITE_TRANSIENT);
}

int functions_add(struct store *s)
{
	int rc = sqlite3_create_function(s->db, "commit_change", 4, FLAGS, NULL, commit_change, NULL, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_create_function(s->db, "hash_change", 3, FLAGS, NULL, hash_change, NULL, NULL);
	return rc == SQLITE_OK ? 0 : errors_tell(s);
}
