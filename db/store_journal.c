/*
 * Rules E1 to E3: numbers without gaps, given at commit; a commitment in
 * `event`, everything else in `body`.
 */
#include "db/store_journal.h"
#include "db/connection.h"
#include "db/errors.h"
#include "db/rows.h"
#include "db/store_state.h"

#include <errno.h>
#include <sys/random.h>

enum { SALTS_AT_ONCE = 256 / JOURNAL_SALT };

static int write_event(struct store *s, const struct journal_event *event, const uint8_t salt[JOURNAL_SALT])
{
	uint8_t commitment[JOURNAL_COMMITMENT];
	sqlite3_stmt *q = statement_take(s, STATEMENT_EVENT_INSERT);

	journal_commit(event, salt, commitment);
	bind_integer(q, 1, event->number);
	bind_integer(q, 2, event->class);
	bind_blob(q, 3, commitment, sizeof commitment);
	return statement_run(s, q);
}

static int write_body(struct store *s, const struct journal_event *event, const uint8_t salt[JOURNAL_SALT])
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_BODY_INSERT);

	body_bind(q, event, salt);
	return statement_run(s, q);
}

static int write_both(struct store *s, const struct journal_event *event, const uint8_t salt[JOURNAL_SALT])
{
	int rc = write_event(s, event, salt);

	return rc == 0 ? write_body(s, event, salt) : rc;
}

/* A call for each event would cost a tenth of its time; up to 256 bytes come whole (getrandom(2)). */
static int refill(struct store *s, uint8_t salts[SALTS_AT_ONCE][JOURNAL_SALT])
{
	size_t size = SALTS_AT_ONCE * sizeof salts[0];

	if (getrandom(salts, size, 0) != (ssize_t)size)
		return errors_say(s, -EIO, "no random numbers: %m");
	return 0;
}

int journal_write(struct store *s, const struct journal_event *events, size_t count, int64_t policy_version)
{
	uint8_t salts[SALTS_AT_ONCE][JOURNAL_SALT];
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < count; i++) {
		struct journal_event event = events[i];
		event.number = s->last_number + 1 + (int64_t)i;
		if (policy_version != 0)
			event.policy_version = policy_version;
		if (i % SALTS_AT_ONCE == 0)
			rc = refill(s, salts);
		if (rc == 0)
			rc = write_both(s, &event, salts[i % SALTS_AT_ONCE]);
	}
	return rc;
}

void journal_keep(struct store *s, struct journal_event *events, size_t count, int64_t policy_version)
{
	for (size_t i = 0; i < count; i++) {
		events[i].number = ++s->last_number;
		if (policy_version != 0)
			events[i].policy_version = policy_version;
	}
	if (s->first_number == 0)
		s->first_number = s->last_number - (int64_t)count + (count > 0);
}

int store_append(struct store *s, struct store_batch *batch)
{
	int rc = connection_begin(s);

	if (rc != 0)
		return rc;
	rc = journal_write(s, batch->events, batch->event_count, 0);
	if (rc == 0)
		rc = state_write(s, batch);
	rc = connection_end(s, rc);
	if (rc == 0)
		journal_keep(s, batch->events, batch->event_count, 0);
	return rc;
}

static int64_t as_limit(size_t limit)
{
	return limit > INT64_MAX ? INT64_MAX : (int64_t)limit;
}

static int visit_events(struct store *s, sqlite3_stmt *q, store_visit_event *visit, void *context)
{
	struct journal_event event;
	int row;

	while ((row = statement_row(s, q)) > 0) {
		event_read(q, &event);
		if (!visit(context, &event))
			break;
	}
	return statement_end(q, row);
}

int store_events(struct store *s, int64_t since, size_t limit, bool incidents_only, store_visit_event *visit,
                 void *context)
{
	sqlite3_stmt *q =
	        statement_take(s, incidents_only ? STATEMENT_INCIDENTS_SINCE : STATEMENT_EVENTS_SINCE);

	bind_integer(q, 1, since);
	bind_integer(q, 2, as_limit(limit));
	return visit_events(s, q, visit, context);
}

int store_events_newest(struct store *s, size_t limit, bool incidents_only, store_visit_event *visit,
                        void *context)
{
	sqlite3_stmt *q =
	        statement_take(s, incidents_only ? STATEMENT_INCIDENTS_NEWEST : STATEMENT_EVENTS_NEWEST);

	bind_integer(q, 1, as_limit(limit));
	return visit_events(s, q, visit, context);
}
