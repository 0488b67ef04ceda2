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

int store_visits_erase(struct store *s, int64_t before_utc_ms, struct journal_event *event)
{
	int rc = connection_begin(s);

	if (rc != 0)
		return rc;
	sqlite3_stmt *q = statement_take(s, STATEMENT_VISITS_ERASE);
	bind_integer(q, 1, before_utc_ms);
	return end_with(s, statement_run(s, q), event, 1);
}
