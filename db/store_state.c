/*
 * What the doors' machines keep across restarts (rule D3), and how far each
 * ring has been taken into the journal (rule E2).
 */
#include "db/store_state.h"
#include "db/statements.h"

#include <string.h>

static int write_presence(struct store *s, const struct store_presence *presence)
{
	sqlite3_stmt *q =
	        statement_take(s, presence->is_inside ? STATEMENT_PRESENCE_PUT : STATEMENT_PRESENCE_REMOVE);

	bind_id(q, 1, presence->person);
	bind_text(q, 2, presence->area);
	if (presence->is_inside) {
		bind_text(q, 3, presence->door);
		bind_integer(q, 4, presence->since_utc_ms);
	}
	return statement_run(s, q);
}

static int write_area(struct store *s, const struct store_area_state *area)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_AREA_STATE_PUT);

	bind_text(q, 1, area->area);
	bind_text(q, 2, area->alarm);
	bind_integer(q, 3, area->since_utc_ms);
	bind_integer(q, 4, area->is_certain);
	bind_text(q, 5, area->why);
	return statement_run(s, q);
}

static int write_fire_latch(struct store *s, bool is_latched)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_FIRE_PUT);

	bind_integer(q, 1, is_latched);
	return statement_run(s, q);
}

static int write_mark(struct store *s, const struct store_ring_mark *mark)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_RING_MARK_PUT);

	bind_text(q, 1, mark->ring);
	bind_integer(q, 2, (int64_t)mark->sequence);
	return statement_run(s, q);
}

int state_write(struct store *s, const struct store_batch *batch)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < batch->presence_count; i++)
		rc = write_presence(s, &batch->presences[i]);
	for (size_t i = 0; rc == 0 && i < batch->area_count; i++)
		rc = write_area(s, &batch->areas[i]);
	for (size_t i = 0; rc == 0 && i < batch->use_count; i++)
		rc = key_use_write(s, &batch->uses[i]);
	if (rc == 0 && batch->fire_latch != NULL)
		rc = write_fire_latch(s, *batch->fire_latch);
	if (rc == 0 && batch->mark != NULL)
		rc = write_mark(s, batch->mark);
	return rc;
}

uint64_t store_ring_mark(struct store *s, const char *ring)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_RING_MARK);

	bind_buffer(q, 1, ring, POLICY_NAME_MAX);
	uint64_t sequence = statement_row(s, q) > 0 ? (uint64_t)column_integer(q, 0) : 0;
	statement_end(q, 0);
	return sequence;
}

int store_ring_forget(struct store *s, const char *ring)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_RING_MARK_REMOVE);

	bind_buffer(q, 1, ring, POLICY_NAME_MAX);
	return statement_run(s, q);
}

int store_presences(struct store *s, store_visit_presence *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_PRESENCES);
	struct store_presence presence = {.is_inside = true};
	int row;

	while ((row = statement_row(s, q)) > 0) {
		presence.person = column_id(q, 0);
		column_text(q, 1, presence.area);
		column_text(q, 2, presence.door);
		presence.since_utc_ms = column_integer(q, 3);
		if (!visit(context, &presence))
			break;
	}
	return statement_end(q, row);
}

int store_area_states(struct store *s, store_visit_area_state *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_AREA_STATES);
	struct store_area_state state;
	int row;

	while ((row = statement_row(s, q)) > 0) {
		memset(&state, 0, sizeof state);
		column_text(q, 0, state.area);
		column_text(q, 1, state.alarm);
		state.since_utc_ms = column_integer(q, 2);
		state.is_certain = column_integer(q, 3) != 0;
		column_text(q, 4, state.why);
		if (!visit(context, &state))
			break;
	}
	return statement_end(q, row);
}

int store_fire_latch(struct store *s, bool *is_latched)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_FIRE);
	int row = statement_row(s, q);

	/* A latch that can not be read counts as latched: nobody is locked in (rule D13). */
	*is_latched = row <= 0 || column_integer(q, 0) != 0;
	return statement_end(q, row);
}
