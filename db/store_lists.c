/*
 * Reading what people decide: one by one, and the whole.
 */
#include "db/errors.h"
#include "db/rows.h"

#include <errno.h>
#include <string.h>

int store_persons(struct store *s, store_visit_person *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_PERSONS);
	struct policy_person person;
	int row;

	while ((row = statement_row(s, q)) > 0) {
		person_read(q, &person);
		if (!visit(context, &person))
			break;
	}
	return statement_end(q, row);
}

static int visit_badges(struct store *s, sqlite3_stmt *q, store_visit_badge *visit, void *context)
{
	struct policy_badge badge;
	int row;

	while ((row = statement_row(s, q)) > 0) {
		badge_read(q, &badge);
		if (!visit(context, &badge))
			break;
	}
	return statement_end(q, row);
}

int store_badges(struct store *s, store_visit_badge *visit, void *context)
{
	return visit_badges(s, statement_take(s, STATEMENT_BADGES), visit, context);
}

int store_badges_of(struct store *s, policy_id person, store_visit_badge *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_BADGES_OF_PERSON);

	bind_id(q, 1, person);
	return visit_badges(s, q, visit, context);
}

int store_badges_of_number(struct store *s, const char *format, uint32_t facility, uint64_t card,
                           store_visit_badge *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_BADGES_OF_NUMBER);

	bind_buffer(q, 1, format, POLICY_FORMAT_MAX);
	bind_integer(q, 2, facility);
	bind_integer(q, 3, (int64_t)card);
	return visit_badges(s, q, visit, context);
}

int store_receipt_badges(struct store *s, int64_t number, store_visit_badge *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_BADGES_OF_RECEIPT);

	bind_integer(q, 1, number);
	return visit_badges(s, q, visit, context);
}

static int visit_keys(struct store *s, sqlite3_stmt *q, store_visit_key *visit, void *context)
{
	struct policy_key key;
	int row;

	while ((row = statement_row(s, q)) > 0) {
		key_read(q, &key);
		if (!visit(context, &key))
			break;
	}
	return statement_end(q, row);
}

int store_keys(struct store *s, policy_id person, store_visit_key *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, person == 0 ? STATEMENT_KEYS : STATEMENT_KEYS_OF_PERSON);

	if (person != 0)
		bind_id(q, 1, person);
	return visit_keys(s, q, visit, context);
}

int store_receipt_keys(struct store *s, int64_t number, store_visit_key *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_KEYS_OF_RECEIPT);

	bind_integer(q, 1, number);
	return visit_keys(s, q, visit, context);
}

int store_keys_of_room(struct store *s, const char *room, store_visit_key *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_KEYS_OF_ROOM);

	bind_buffer(q, 1, room, POLICY_NAME_MAX);
	return visit_keys(s, q, visit, context);
}

int store_keys_that_wait(struct store *s, store_visit_key *visit, void *context)
{
	return visit_keys(s, statement_take(s, STATEMENT_KEYS_THAT_WAIT), visit, context);
}

int store_keys_that_end(struct store *s, int32_t first_day, int32_t last_day, store_visit_key *visit,
                        void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_KEYS_THAT_END);

	bind_integer(q, 1, first_day);
	bind_integer(q, 2, last_day);
	return visit_keys(s, q, visit, context);
}

int store_doors(struct store *s, store_visit_door *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_DOORS);
	struct policy_door door;
	int row;

	while ((row = statement_row(s, q)) > 0) {
		door_read(q, &door);
		if (!visit(context, &door))
			break;
	}
	return statement_end(q, row);
}

/* name and rights come from the row of q; the keys from their own table. */
static int read_position(struct store *s, sqlite3_stmt *q, struct policy_position *position)
{
	sqlite3_stmt *keys = statement_take(s, STATEMENT_POSITION_KEYS);
	int row;

	memset(position, 0, sizeof *position);
	column_text(q, 0, position->name);
	position->rights = (uint32_t)column_integer(q, 1);
	bind_text(keys, 1, position->name);
	while ((row = statement_row(s, keys)) > 0 && position->key_count < POLICY_POSITION_KEYS_MAX) {
		column_text(keys, 0, position->keys[position->key_count].room);
		column_text(keys, 1, position->keys[position->key_count].door);
		position->key_count++;
	}
	return statement_end(keys, row);
}

int store_positions(struct store *s, store_visit_position *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_POSITIONS);
	struct policy_position position;
	int row;

	while ((row = statement_row(s, q)) > 0) {
		int rc = read_position(s, q, &position);
		if (rc != 0)
			row = rc;
		if (rc != 0 || !visit(context, &position))
			break;
	}
	return statement_end(q, row);
}

/* name and place come from the row of q; the spans from their own table. */
static int read_schedule(struct store *s, sqlite3_stmt *q, struct policy_schedule *schedule)
{
	sqlite3_stmt *spans = statement_take(s, STATEMENT_SCHEDULE_SPANS);
	int row;

	memset(schedule, 0, sizeof *schedule);
	column_text(q, 0, schedule->name);
	schedule->place = (uint8_t)column_integer(q, 1);
	bind_text(spans, 1, schedule->name);
	while ((row = statement_row(s, spans)) > 0 && schedule->span_count < POLICY_SPANS_MAX) {
		struct policy_span *span = &schedule->spans[schedule->span_count++];
		span->days = (uint8_t)column_integer(spans, 0);
		span->begin_min = (uint16_t)column_integer(spans, 1);
		span->end_min = (uint16_t)column_integer(spans, 2);
	}
	return statement_end(spans, row);
}

int store_schedules(struct store *s, store_visit_schedule *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_SCHEDULES);
	struct policy_schedule schedule;
	int row;

	while ((row = statement_row(s, q)) > 0) {
		int rc = read_schedule(s, q, &schedule);
		if (rc != 0)
			row = rc;
		if (rc != 0 || !visit(context, &schedule))
			break;
	}
	return statement_end(q, row);
}

int store_exceptions(struct store *s, store_visit_exception *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_EXCEPTIONS);
	int row;

	while ((row = statement_row(s, q)) > 0) {
		struct policy_exception e = {.day = column_day(q, 1),
		                             .begin_min = (uint16_t)column_integer(q, 2),
		                             .end_min = (uint16_t)column_integer(q, 3)};
		column_text(q, 0, e.schedule);
		if (!visit(context, &e))
			break;
	}
	return statement_end(q, row);
}

int store_holidays(struct store *s, store_visit_holiday *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_HOLIDAYS);
	int row;

	while ((row = statement_row(s, q)) > 0) {
		struct policy_holiday holiday = {.day = column_day(q, 0)};
		column_text(q, 1, holiday.name);
		if (!visit(context, &holiday))
			break;
	}
	return statement_end(q, row);
}

/* A look-up for one row: 1 is found, 0 is not there. */
static int found(struct store *s, sqlite3_stmt *q, int row)
{
	statement_end(q, row);
	if (row == 0)
		return errors_say(s, -ENOENT, "there is no such row");
	return row < 0 ? row : 0;
}

int store_person(struct store *s, policy_id id, struct policy_person *person)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_PERSON_BY_ID);

	bind_id(q, 1, id);
	int row = statement_row(s, q);
	if (row > 0)
		person_read(q, person);
	return found(s, q, row);
}

int store_person_by_name(struct store *s, const char *name, struct policy_person *persons, size_t max,
                         size_t *count)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_PERSON_BY_NAME);
	int row;

	*count = 0;
	bind_buffer(q, 1, name, POLICY_TEXT_MAX);
	while ((row = statement_row(s, q)) > 0) {
		if (*count < max)
			person_read(q, &persons[*count]);
		++*count;
	}
	return statement_end(q, row);
}

int store_badge(struct store *s, policy_id id, struct policy_badge *badge)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_BADGE_BY_ID);

	bind_id(q, 1, id);
	int row = statement_row(s, q);
	if (row > 0)
		badge_read(q, badge);
	return found(s, q, row);
}

int store_badge_by_number(struct store *s, const char *format, uint32_t facility, uint64_t card,
                          struct policy_badge *badge)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_BADGE_BY_NUMBER);

	bind_buffer(q, 1, format, POLICY_FORMAT_MAX);
	bind_integer(q, 2, facility);
	bind_integer(q, 3, (int64_t)card);
	int row = statement_row(s, q);
	if (row > 0)
		badge_read(q, badge);
	return found(s, q, row);
}

int store_key(struct store *s, policy_id id, struct policy_key *key)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_KEY_BY_ID);

	bind_id(q, 1, id);
	int row = statement_row(s, q);
	if (row > 0)
		key_read(q, key);
	return found(s, q, row);
}

int store_position(struct store *s, const char *name, struct policy_position *position)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_POSITION_BY_NAME);

	bind_buffer(q, 1, name, POLICY_NAME_MAX);
	int row = statement_row(s, q);
	if (row > 0) {
		int rc = read_position(s, q, position);
		row = rc == 0 ? 1 : rc;
	}
	return found(s, q, row);
}

int store_door(struct store *s, const char *name, struct policy_door *door)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_DOOR_BY_NAME);

	bind_buffer(q, 1, name, POLICY_NAME_MAX);
	int row = statement_row(s, q);
	if (row > 0)
		door_read(q, door);
	return found(s, q, row);
}

int store_schedule(struct store *s, const char *name, struct policy_schedule *schedule)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_SCHEDULE_BY_NAME);

	bind_buffer(q, 1, name, POLICY_NAME_MAX);
	int row = statement_row(s, q);
	if (row > 0) {
		int rc = read_schedule(s, q, schedule);
		row = rc == 0 ? 1 : rc;
	}
	return found(s, q, row);
}

int store_calendar(struct store *s, struct policy_calendar *calendar)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_CALENDAR);
	int row = statement_row(s, q);

	memset(calendar, 0, sizeof *calendar);
	if (row > 0)
		column_text(q, 0, calendar->state);
	return found(s, q, row);
}

int store_schedule_keys(struct store *s, const char *name, int64_t *keys)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_SCHEDULE_KEYS);

	bind_buffer(q, 1, name, POLICY_NAME_MAX);
	int row = statement_row(s, q);
	if (row > 0)
		*keys = column_integer(q, 0);
	return found(s, q, row);
}

int store_counts(struct store *s, int64_t *persons, int64_t *badges, int64_t *keys)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_COUNTS);
	int row = statement_row(s, q);

	if (row > 0) {
		*persons = column_integer(q, 0);
		*badges = column_integer(q, 1);
		*keys = column_integer(q, 2);
	}
	return found(s, q, row);
}
