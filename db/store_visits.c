/* Visits, as the reception records them (rules V1, V3, V4): with their events, and without a trace in the
 * list of changes. */
#include "db/connection.h"
#include "db/errors.h"
#include "db/rows.h"
#include "db/store_journal.h"

#include <errno.h>
#include <inttypes.h>

int store_visit(struct store *s, policy_id id, struct policy_visit *visit)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_VISIT_BY_ID);

	bind_id(q, 1, id);
	int row = statement_row(s, q);
	if (row > 0)
		visit_read(q, visit);
	statement_end(q, row);
	return row == 0 ? errors_say(s, -ENOENT, "there is no such visit") : row < 0 ? row : 0;
}

int store_visits_open(struct store *s, store_visit_visit *see, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_VISITS_OPEN);
	struct policy_visit visit;
	int row;

	while ((row = statement_row(s, q)) > 0) {
		visit_read(q, &visit);
		if (!see(context, &visit))
			break;
	}
	return statement_end(q, row);
}

static int write_visit(struct store *s, const struct policy_visit *visit)
{
	bool is_new = visit->revision == 0;
	sqlite3_stmt *q = statement_take(s, is_new ? STATEMENT_VISIT_INSERT : STATEMENT_VISIT_UPDATE);

	visit_bind(q, visit);
	if (!is_new)
		bind_integer(q, VISIT_REVISION_PLACE, visit->revision);
	int rc = statement_run(s, q);
	if (rc != 0 || statement_changes(s) > 0)
		return rc;
	return errors_say(s, -ESTALE, "the visit is not at revision %" PRId64 " any more", visit->revision);
}

static int end_with(struct store *s, int rc, struct journal_event *events, size_t count)
{
	if (rc == 0)
		rc = journal_write(s, events, count, 0);
	rc = connection_end(s, rc);
	if (rc == 0)
		journal_keep(s, events, count, 0);
	return rc;
}

int store_visit_put(struct store *s, struct policy_visit *visit, struct journal_event *event)
{
	int rc = connection_begin(s);

	if (rc != 0)
		return rc;
	rc = end_with(s, write_visit(s, visit), event, 1);
	if (rc == 0)
		visit->revision++;
	return rc;
}

int store_visits_erasable(struct store *s, int64_t before_utc_ms)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_VISITS_ERASABLE);

	bind_integer(q, 1, before_utc_ms);
	int row = statement_row(s, q);
	int64_t count = row > 0 ? column_integer(q, 0) : 0;
	int rc = statement_end(q, row);
	return rc < 0 ? rc : count > INT32_MAX ? INT32_MAX : (int)count;
}

static int erase_before(struct store *s, enum statement which, int64_t before_utc_ms)
{
	sqlite3_stmt *q = statement_take(s, which);

	bind_integer(q, 1, before_utc_ms);
	return statement_run(s, q);
}

int store_visits_erase(struct store *s, int64_t before_utc_ms, struct journal_event *event)
{
	int rc = connection_begin(s);

	if (rc != 0)
		return rc;
	rc = erase_before(s, STATEMENT_VISITS_ERASE, before_utc_ms);
	if (rc == 0)
		rc = erase_before(s, STATEMENT_RELEASES_ERASE, before_utc_ms);
	return end_with(s, rc, event, 1);
}

/* ---- releases that wait for their visit (rule V2) ---- */

int store_release(struct store *s, policy_id id, struct policy_release *release)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_RELEASE_BY_ID);

	bind_id(q, 1, id);
	int row = statement_row(s, q);
	if (row > 0)
		release_read(q, release);
	statement_end(q, row);
	return row == 0 ? errors_say(s, -ENOENT, "there is no such release") : row < 0 ? row : 0;
}

int store_releases(struct store *s, store_visit_release *see, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_RELEASES);
	struct policy_release release;
	int row;

	while ((row = statement_row(s, q)) > 0) {
		release_read(q, &release);
		if (!see(context, &release))
			break;
	}
	return statement_end(q, row);
}

/* Its event is the doors' own. */
int store_release_put(struct store *s, const struct policy_release *release)
{
	int rc = connection_begin(s);

	if (rc != 0)
		return rc;
	sqlite3_stmt *q = statement_take(s, STATEMENT_RELEASE_INSERT);
	release_bind(q, release);
	return connection_end(s, statement_run(s, q));
}

static int change_release(struct store *s, enum statement which, policy_id id, struct journal_event *event)
{
	int rc = connection_begin(s);

	if (rc != 0)
		return rc;
	sqlite3_stmt *q = statement_take(s, which);
	bind_id(q, 1, id);
	rc = statement_run(s, q);
	if (rc == 0 && statement_changes(s) == 0)
		rc = errors_say(s, -ENOENT, "there is no such release");
	return end_with(s, rc, event, 1);
}

int store_release_remind(struct store *s, policy_id id, struct journal_event *event)
{
	return change_release(s, STATEMENT_RELEASE_REMIND, id, event);
}

int store_release_end(struct store *s, policy_id id, struct journal_event *event)
{
	return change_release(s, STATEMENT_RELEASE_END, id, event);
}

/* ---- closing (rule O6) ---- */

static void bind_area(sqlite3_stmt *q, const char *area)
{
	bind_buffer(q, 1, area, POLICY_NAME_MAX);
}

int store_closing(struct store *s, const char *area, int32_t *day)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_CLOSING_OF_AREA);

	bind_area(q, area);
	int row = statement_row(s, q);
	if (row > 0)
		*day = (int32_t)column_integer(q, 0);
	statement_end(q, row);
	return row == 0 ? -ENOENT : row < 0 ? row : 0;
}

int store_closing_tell(struct store *s, const char *area, int32_t day, struct journal_event *event)
{
	int rc = connection_begin(s);

	if (rc != 0)
		return rc;
	sqlite3_stmt *q = statement_take(s, STATEMENT_CLOSING_TELL);
	bind_area(q, area);
	bind_integer(q, 2, day);
	return end_with(s, statement_run(s, q), event, 1);
}
