/*
 * Opening and closing. Start reading at open_file(); store_policy.c changes
 * what people decide, store_lists.c reads it, store_journal.c is the journal,
 * store_state.c what the doors keep across restarts.
 */
#include "db/connection.h"
#include "db/errors.h"
#include "db/functions.h"
#include "db/migrate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct store *handle_new(const char *path)
{
	struct store *s = calloc(1, sizeof *s);

	if (s != NULL && (s->path = strdup(path)) == NULL) {
		free(s);
		s = NULL;
	}
	return s;
}

void store_close(struct store *s)
{
	if (s == NULL)
		return;
	statements_finalize(s);
	sqlite3_close(s->db);
	free(s->path);
	free(s);
}

static int give_up(struct store *s, int result, char *error, size_t error_size)
{
	snprintf(error, error_size, "%s", s == NULL ? "no memory" : s->error);
	store_close(s);
	return result;
}

static int load_journal_id(struct store *s)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_JOURNAL_ID);
	int row = statement_row(s, q);

	if (row == 0)
		return errors_say_damaged(s, "it does not say whose journal it is");
	if (row > 0)
		policy_id_text(column_id(q, 0), s->journal_id);
	return statement_end(q, row);
}

static int load_policy_version(struct store *s)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_POLICY_VERSION);
	int row = statement_row(s, q);

	if (row > 0)
		s->policy_version = column_integer(q, 0);
	return statement_end(q, row);
}

static int load_last_number(struct store *s)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_EVENT_LAST);
	int row = statement_row(s, q);

	if (row > 0)
		s->last_number = column_integer(q, 0);
	return statement_end(q, row);
}

static int load_numbers(struct store *s)
{
	int rc = connection_judge_numbers(s);

	return rc == 0 ? load_last_number(s) : rc;
}

static int load_first_body(struct store *s)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_BODY_FIRST);
	int row = statement_row(s, q);

	if (row > 0)
		s->first_number = column_integer(q, 0);
	return statement_end(q, row);
}

static int load(struct store *s, int (*load_last)(struct store *s))
{
	int rc = load_journal_id(s);

	if (rc == 0)
		rc = load_policy_version(s);
	if (rc == 0)
		rc = load_last(s);
	if (rc == 0)
		rc = load_first_body(s);
	return rc;
}

/* What differs between looking at everything and starting soon. */
struct way_in {
	int (*open)(struct store *s);
	int (*judge)(struct store *s, int64_t *version);
	int (*load_last)(struct store *s);
};

static int open_file(struct store *s, struct way_in way)
{
	int64_t version = 0;
	int rc = way.open(s);

	if (rc == 0)
		rc = way.judge(s, &version);
	if (rc == 0)
		rc = connection_configure(s, version == 0);
	if (rc == 0)
		rc = functions_add(s);
	if (rc == 0)
		rc = migrate(s, version);
	if (rc == 0)
		rc = statements_prepare(s);
	if (rc == 0)
		rc = load(s, way.load_last);
	return rc;
}

static int open_handle(struct store **out, const char *path, struct way_in way, char *error,
                       size_t error_size)
{
	struct store *s = handle_new(path);
	int rc = s == NULL ? -ENOMEM : open_file(s, way);

	*out = NULL;
	if (rc != 0)
		return give_up(s, rc, error, error_size);
	*out = s;
	return 0;
}

int store_open(struct store **out, const char *path, char *error, size_t error_size)
{
	struct way_in way = {connection_open, connection_judge, load_numbers};

	return open_handle(out, path, way, error, error_size);
}

int store_start(struct store **out, const char *path, bool may_make, char *error, size_t error_size)
{
	struct way_in way = {may_make ? connection_open : connection_open_existing, connection_judge_quickly,
	                     load_last_number};

	return open_handle(out, path, way, error, error_size);
}

int store_check(const char *path, char *error, size_t error_size)
{
	struct stat unused;
	int64_t version = 0;

	if (stat(path, &unused) != 0 && errno == ENOENT)
		return 0;
	struct store *s = handle_new(path);
	int rc = s == NULL ? -ENOMEM : connection_open_read_only(s);
	if (rc == 0)
		rc = connection_judge(s, &version);
	if (rc != 0)
		return give_up(s, rc, error, error_size);
	store_close(s);
	return 0;
}

/* As store_check(), and the numbers as well. */
static int examine(struct store *s)
{
	int64_t version = 0;
	int rc = connection_open_read_only(s);

	if (rc == 0)
		rc = connection_judge(s, &version);
	if (rc == 0 && version > 0)
		rc = connection_judge_numbers(s);
	return rc;
}

int store_examine(const char *path, char *error, size_t error_size)
{
	struct store *s = handle_new(path);
	int rc = s == NULL ? -ENOMEM : examine(s);

	if (rc != 0)
		return give_up(s, rc, error, error_size);
	store_close(s);
	return 0;
}

const char *store_error(const struct store *s)
{
	return s->error;
}

const char *store_journal_id(const struct store *s)
{
	return s->journal_id;
}

int64_t store_policy_version(const struct store *s)
{
	return s->policy_version;
}

int64_t store_last_number(const struct store *s)
{
	return s->last_number;
}

int64_t store_first_number(const struct store *s)
{
	return s->first_number;
}
