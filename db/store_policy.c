/*
 * Changing what people decide: a list of operations and its row in
 * policy_change, all or nothing. Start reading at store_apply().
 */
#include "db/connection.h"
#include "db/errors.h"
#include "db/rows.h"
#include "db/store_journal.h"
#include "db/store_operators.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

/* An operation: 1 it changed something, 0 all was so already, or -errno. */
static int changed(struct store *s, sqlite3_stmt *q)
{
	int rc = statement_run(s, q);

	return rc != 0 ? rc : statement_changes(s) > 0;
}

/* ---- the map ---- */

static int put_area(struct store *s, const struct policy_area *area)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_AREA_PUT);

	bind_text(q, 1, area->name);
	return changed(s, q);
}

static int put_room(struct store *s, const struct policy_room *room)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_ROOM_PUT);

	bind_text(q, 1, room->name);
	bind_text(q, 2, room->area);
	return changed(s, q);
}

static int put_door(struct store *s, const struct policy_door *door)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_DOOR_PUT);

	door_bind(q, door);
	return changed(s, q);
}

/* ---- positions ---- */

static bool is_same_position(const struct policy_position *a, const struct policy_position *b)
{
	if (a->rights != b->rights || a->key_count != b->key_count)
		return false;
	for (size_t i = 0; i < a->key_count; i++)
		if (strcmp(a->keys[i].room, b->keys[i].room) != 0 ||
		    strcmp(a->keys[i].door, b->keys[i].door) != 0)
			return false;
	return true;
}

static int put_position_row(struct store *s, const struct policy_position *position)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_POSITION_PUT);

	bind_text(q, 1, position->name);
	bind_integer(q, 2, position->rights);
	return statement_run(s, q);
}

static int clear_position_keys(struct store *s, const struct policy_position *position)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_POSITION_KEYS_CLEAR);

	bind_text(q, 1, position->name);
	return statement_run(s, q);
}

static int put_position_key(struct store *s, const struct policy_position *position, int place)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_POSITION_KEY_PUT);

	bind_text(q, 1, position->name);
	bind_integer(q, 2, place);
	bind_text(q, 3, position->keys[place].room);
	bind_text(q, 4, position->keys[place].door);
	return statement_run(s, q);
}

static int write_position(struct store *s, const struct policy_position *position)
{
	int rc = put_position_row(s, position);

	if (rc == 0)
		rc = clear_position_keys(s, position);
	for (int i = 0; rc == 0 && i < position->key_count; i++)
		rc = put_position_key(s, position, i);
	return rc == 0 ? 1 : rc;
}

static int put_position(struct store *s, const struct policy_position *position)
{
	struct policy_position before;

	if (position->key_count > POLICY_POSITION_KEYS_MAX)
		return errors_say(s, -EPERM, "a position has at most %d keys", POLICY_POSITION_KEYS_MAX);
	int rc = store_position(s, position->name, &before);
	if (rc == 0 && is_same_position(position, &before))
		return 0;
	return rc == 0 || rc == -ENOENT ? write_position(s, position) : rc;
}

/* ---- schedules ---- */

static bool is_same_spans(const struct policy_schedule *a, const struct policy_schedule *b)
{
	if (a->span_count != b->span_count)
		return false;
	for (size_t i = 0; i < a->span_count; i++)
		if (a->spans[i].days != b->spans[i].days || a->spans[i].begin_min != b->spans[i].begin_min ||
		    a->spans[i].end_min != b->spans[i].end_min)
			return false;
	return true;
}

static int run_named(struct store *s, enum statement which, const char name[POLICY_NAME_MAX])
{
	sqlite3_stmt *q = statement_take(s, which);

	bind_buffer(q, 1, name, POLICY_NAME_MAX);
	return statement_run(s, q);
}

static int put_span(struct store *s, const struct policy_schedule *schedule, int place)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_SCHEDULE_SPAN_PUT);

	bind_text(q, 1, schedule->name);
	bind_integer(q, 2, place);
	bind_integer(q, 3, schedule->spans[place].days);
	bind_integer(q, 4, schedule->spans[place].begin_min);
	bind_integer(q, 5, schedule->spans[place].end_min);
	return statement_run(s, q);
}

static int write_schedule(struct store *s, const struct policy_schedule *schedule)
{
	int rc = run_named(s, STATEMENT_SCHEDULE_PUT, schedule->name);

	if (rc == 0)
		rc = run_named(s, STATEMENT_SCHEDULE_SPANS_CLEAR, schedule->name);
	for (int i = 0; rc == 0 && i < schedule->span_count; i++)
		rc = put_span(s, schedule, i);
	return rc == 0 ? 1 : rc;
}

static int remove_schedule(struct store *s, const struct policy_schedule *schedule)
{
	int rc = run_named(s, STATEMENT_SCHEDULE_SPANS_CLEAR, schedule->name);

	if (rc == 0)
		rc = run_named(s, STATEMENT_SCHEDULE_EXCEPTIONS_CLEAR, schedule->name);
	if (rc == 0)
		rc = run_named(s, STATEMENT_SCHEDULE_REMOVE, schedule->name);
	return rc == 0 ? 1 : rc;
}

static int put_schedule(struct store *s, const struct policy_schedule *schedule)
{
	struct policy_schedule before;

	if (schedule->span_count > POLICY_SPANS_MAX)
		return errors_say(s, -EPERM, "a schedule has at most %d spans", POLICY_SPANS_MAX);
	int rc = store_schedule(s, schedule->name, &before);
	if (rc != 0 && rc != -ENOENT)
		return rc;
	if (schedule->is_removed)
		return rc == -ENOENT ? 0 : remove_schedule(s, schedule);
	return rc == 0 && is_same_spans(schedule, &before) ? 0 : write_schedule(s, schedule);
}

static int put_exception(struct store *s, const struct policy_exception *e)
{
	sqlite3_stmt *q =
	        statement_take(s, e->is_removed ? STATEMENT_EXCEPTION_REMOVE : STATEMENT_EXCEPTION_PUT);

	bind_text(q, 1, e->schedule);
	bind_integer(q, 2, e->day);
	if (!e->is_removed) {
		bind_integer(q, 3, e->begin_min);
		bind_integer(q, 4, e->end_min);
	}
	return changed(s, q);
}

static int put_holiday(struct store *s, const struct policy_holiday *holiday)
{
	sqlite3_stmt *q =
	        statement_take(s, holiday->is_removed ? STATEMENT_HOLIDAY_REMOVE : STATEMENT_HOLIDAY_PUT);

	bind_integer(q, 1, holiday->day);
	if (!holiday->is_removed)
		bind_text(q, 2, holiday->name);
	return changed(s, q);
}

static int put_calendar(struct store *s, const struct policy_calendar *calendar)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_CALENDAR_PUT);

	bind_text(q, 1, calendar->state);
	return changed(s, q);
}

/* ---- persons, badges, keys: new with revision 0, else exactly the revision seen ---- */

static int put_revision(struct store *s, sqlite3_stmt *q, const char *what, policy_id id, int64_t revision)
{
	char text[13];
	int rc = changed(s, q);

	if (rc != 0)
		return rc;
	policy_id_text(id, text);
	return errors_say(s, -ESTALE, "%s %s is not at revision %" PRId64 " any more", what, text, revision);
}

static int put_person(struct store *s, const struct policy_person *person)
{
	bool is_new = person->revision == 0;
	sqlite3_stmt *q = statement_take(s, is_new ? STATEMENT_PERSON_INSERT : STATEMENT_PERSON_UPDATE);

	person_bind(q, person);
	if (!is_new)
		bind_integer(q, PERSON_REVISION_PLACE, person->revision);
	return put_revision(s, q, "person", person->id, person->revision);
}

static int put_badge(struct store *s, const struct policy_badge *badge)
{
	bool is_new = badge->revision == 0;
	sqlite3_stmt *q = statement_take(s, is_new ? STATEMENT_BADGE_INSERT : STATEMENT_BADGE_UPDATE);

	badge_bind(q, badge);
	if (!is_new)
		bind_integer(q, BADGE_REVISION_PLACE, badge->revision);
	return put_revision(s, q, "badge", badge->id, badge->revision);
}

static int put_key(struct store *s, const struct policy_key *key)
{
	bool is_new = key->revision == 0;
	sqlite3_stmt *q = statement_take(s, is_new ? STATEMENT_KEY_INSERT : STATEMENT_KEY_UPDATE);

	key_bind(q, key);
	if (!is_new)
		bind_integer(q, KEY_REVISION_PLACE, key->revision);
	return put_revision(s, q, "key", key->id, key->revision);
}

static int put_receipt(struct store *s, const struct policy_receipt *receipt)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_RECEIPT_INSERT);

	receipt_bind(q, receipt);
	return changed(s, q);
}

static int put_review(struct store *s, const struct policy_review *review)
{
	bool is_new = review->revision == 0;
	sqlite3_stmt *q = statement_take(s, is_new ? STATEMENT_REVIEW_INSERT : STATEMENT_REVIEW_UPDATE);

	review_bind(q, review);
	if (!is_new)
		bind_integer(q, REVIEW_REVISION_PLACE, review->revision);
	return put_revision(s, q, "review", review->id, review->revision);
}

static int put_verdict(struct store *s, const struct policy_review_verdict *verdict)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_VERDICT_INSERT);

	verdict_bind(q, verdict);
	return changed(s, q);
}

static int put_operator(struct store *s, const struct policy_operator *operator)
{
	bool is_new = operator->revision == 0;
	sqlite3_stmt *q = statement_take(s, is_new ? STATEMENT_OPERATOR_INSERT : STATEMENT_OPERATOR_UPDATE);

	operator_bind(q, operator);
	if (!is_new)
		bind_integer(q, OPERATOR_REVISION_PLACE, operator->revision);
	return put_revision(s, q, "account", operator->id, operator->revision);
}

static int put_approval(struct store *s, const struct policy_approval *approval)
{
	bool is_new = approval->revision == 0;
	sqlite3_stmt *q = statement_take(s, is_new ? STATEMENT_APPROVAL_INSERT : STATEMENT_APPROVAL_UPDATE);

	approval_bind(q, approval);
	if (!is_new)
		bind_integer(q, APPROVAL_REVISION_PLACE, approval->revision);
	return put_revision(s, q, "what waits for a second person,", approval->id, approval->revision);
}

static int put_login(struct store *s, const struct policy_login *login)
{
	int rc = login_keep_old(s, login->operator_id);

	if (rc == 0)
		rc = login_write(s, login);
	return rc == 0 ? 1 : rc;
}

/* ---- operations ---- */

static int put(struct store *s, const struct policy_op *op)
{
	switch (op->kind) {
	case POLICY_AREA_PUT:
		return put_area(s, &op->area);
	case POLICY_ROOM_PUT:
		return put_room(s, &op->room);
	case POLICY_DOOR_PUT:
		return put_door(s, &op->door);
	case POLICY_PERSON_PUT:
		return put_person(s, &op->person);
	case POLICY_BADGE_PUT:
		return put_badge(s, &op->badge);
	case POLICY_KEY_PUT:
		return put_key(s, &op->key);
	case POLICY_POSITION_PUT:
		return put_position(s, &op->position);
	case POLICY_RECEIPT_PUT:
		return put_receipt(s, &op->receipt);
	case POLICY_REVIEW_PUT:
		return put_review(s, &op->review);
	case POLICY_VERDICT_PUT:
		return put_verdict(s, &op->verdict);
	case POLICY_OPERATOR_PUT:
		return put_operator(s, &op->operator);
	case POLICY_LOGIN_PUT:
		return put_login(s, &op->login);
	case POLICY_SCHEDULE_PUT:
		return put_schedule(s, &op->schedule);
	case POLICY_EXCEPTION_PUT:
		return put_exception(s, &op->exception);
	case POLICY_HOLIDAY_PUT:
		return put_holiday(s, &op->holiday);
	case POLICY_CALENDAR_PUT:
		return put_calendar(s, &op->calendar);
	case POLICY_APPROVAL_PUT:
		return put_approval(s, &op->approval);
	}
	return errors_say(s, -EPERM, "there is no operation %u", op->kind);
}

/* The statement that notes the row which the operation made, with the row's key bound. */
static sqlite3_stmt *note_of(struct store *s, const struct policy_op *op)
{
	sqlite3_stmt *q = NULL;

	switch (op->kind) {
	case POLICY_AREA_PUT:
		q = statement_take(s, STATEMENT_AREA_OPERATION);
		bind_text(q, 1, op->area.name);
		break;
	case POLICY_ROOM_PUT:
		q = statement_take(s, STATEMENT_ROOM_OPERATION);
		bind_text(q, 1, op->room.name);
		break;
	case POLICY_DOOR_PUT:
		q = statement_take(s, STATEMENT_DOOR_OPERATION);
		bind_text(q, 1, op->door.name);
		break;
	case POLICY_PERSON_PUT:
		q = statement_take(s, STATEMENT_PERSON_OPERATION);
		bind_id(q, 1, op->person.id);
		break;
	case POLICY_BADGE_PUT:
		q = statement_take(s, STATEMENT_BADGE_OPERATION);
		bind_id(q, 1, op->badge.id);
		break;
	case POLICY_KEY_PUT:
		q = statement_take(s, STATEMENT_KEY_OPERATION);
		bind_id(q, 1, op->key.id);
		break;
	case POLICY_POSITION_PUT:
		q = statement_take(s, STATEMENT_POSITION_OPERATION);
		bind_text(q, 1, op->position.name);
		break;
	case POLICY_RECEIPT_PUT:
		q = statement_take(s, STATEMENT_RECEIPT_OPERATION);
		bind_integer(q, 1, op->receipt.number);
		break;
	case POLICY_REVIEW_PUT:
		q = statement_take(s, STATEMENT_REVIEW_OPERATION);
		bind_id(q, 1, op->review.id);
		break;
	case POLICY_VERDICT_PUT:
		q = statement_take(s, STATEMENT_VERDICT_OPERATION);
		bind_id(q, 1, op->verdict.review);
		bind_id(q, 2, op->verdict.key);
		break;
	case POLICY_OPERATOR_PUT:
		q = statement_take(s, STATEMENT_OPERATOR_OPERATION);
		bind_id(q, 1, op->operator.id);
		break;
	case POLICY_LOGIN_PUT:
		q = statement_take(s, STATEMENT_LOGIN_OPERATION);
		bind_id(q, 1, op->login.operator_id);
		break;
	case POLICY_SCHEDULE_PUT:
		q = statement_take(s, op->schedule.is_removed ? STATEMENT_SCHEDULE_REMOVAL
		                                              : STATEMENT_SCHEDULE_OPERATION);
		bind_text(q, 1, op->schedule.name);
		break;
	case POLICY_EXCEPTION_PUT:
		q = statement_take(s, op->exception.is_removed ? STATEMENT_EXCEPTION_REMOVAL
		                                               : STATEMENT_EXCEPTION_OPERATION);
		bind_text(q, 1, op->exception.schedule);
		bind_integer(q, 2, op->exception.day);
		break;
	case POLICY_HOLIDAY_PUT:
		q = statement_take(s, op->holiday.is_removed ? STATEMENT_HOLIDAY_REMOVAL
		                                             : STATEMENT_HOLIDAY_OPERATION);
		bind_integer(q, 1, op->holiday.day);
		break;
	case POLICY_CALENDAR_PUT:
		q = statement_take(s, STATEMENT_CALENDAR_OPERATION);
		break;
	case POLICY_APPROVAL_PUT:
		q = statement_take(s, STATEMENT_APPROVAL_OPERATION);
		bind_id(q, 1, op->approval.id);
		break;
	}
	return q;
}

static int put_and_note(struct store *s, const struct policy_op *op, bool *has_changed)
{
	int rc = put(s, op);

	if (rc <= 0)
		return rc;
	*has_changed = true;
	return statement_run(s, note_of(s, op));
}

/* Operations, one after the other: an array, or what somebody fills in. */
struct ops {
	store_next_op *next;
	void *context;
	struct policy_op op;
};

static int put_all(struct store *s, struct ops *ops, bool *has_changed)
{
	int rc = statement_run(s, statement_take(s, STATEMENT_OPERATIONS_CLEAR));

	for (size_t count = 0; rc == 0 && ops->next(ops->context, &ops->op); count++)
		rc = count == STORE_MANY_MAX ? errors_say(s, -E2BIG,
		                                          "more than %d operations are too many for "
		                                          "one change",
		                                          STORE_MANY_MAX)
		                             : put_and_note(s, &ops->op, has_changed);
	return rc;
}

static void raise_revisions(struct policy_op *ops, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		switch (ops[i].kind) {
		case POLICY_PERSON_PUT:
			ops[i].person.revision++;
			break;
		case POLICY_BADGE_PUT:
			ops[i].badge.revision++;
			break;
		case POLICY_KEY_PUT:
			ops[i].key.revision++;
			break;
		case POLICY_REVIEW_PUT:
			ops[i].review.revision++;
			break;
		case POLICY_OPERATOR_PUT:
			ops[i].operator.revision++;
			break;
		case POLICY_APPROVAL_PUT:
			ops[i].approval.revision++;
			break;
		case POLICY_LOGIN_PUT:
		case POLICY_AREA_PUT:
		case POLICY_ROOM_PUT:
		case POLICY_DOOR_PUT:
		case POLICY_POSITION_PUT:
		case POLICY_RECEIPT_PUT:
		case POLICY_VERDICT_PUT:
		case POLICY_SCHEDULE_PUT:
		case POLICY_EXCEPTION_PUT:
		case POLICY_HOLIDAY_PUT:
		case POLICY_CALENDAR_PUT:
			break;
		}
	}
}

/* ---- the rows in policy_change and change_body ---- */

static int64_t wall_clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int write_change_body(struct store *s, policy_id who, int64_t utc_ms)
{
	uint8_t salt[JOURNAL_SALT];
	sqlite3_stmt *q = statement_take(s, STATEMENT_CHANGE_BODY_INSERT);

	if (getrandom(salt, sizeof salt, 0) != (ssize_t)sizeof salt)
		return errors_say(s, -EIO, "no random numbers: %m");
	bind_integer(q, 1, s->policy_version + 1);
	bind_blob(q, 2, salt, sizeof salt);
	bind_integer(q, 3, utc_ms);
	bind_id(q, 4, who);
	return statement_run(s, q);
}

static int write_change(struct store *s, policy_id who, int64_t utc_ms)
{
	int rc = write_change_body(s, who, utc_ms);

	if (rc != 0)
		return rc;
	sqlite3_stmt *q = statement_take(s, STATEMENT_CHANGE_INSERT);
	bind_integer(q, 1, s->policy_version + 1);
	return statement_run(s, q);
}

static int apply(struct store *s, struct ops *ops, policy_id who, const struct journal_event *events,
                 size_t event_count, bool *is_new_version)
{
	int rc = put_all(s, ops, is_new_version);

	if (event_count > 0)
		*is_new_version = true;
	if (rc != 0 || !*is_new_version)
		return rc;
	rc = write_change(s, who, event_count > 0 ? events[0].utc_ms : wall_clock_ms());
	if (rc == 0)
		rc = journal_write(s, events, event_count, s->policy_version + 1);
	return rc;
}

static int apply_and_keep(struct store *s, struct ops *ops, policy_id who, struct journal_event *events,
                          size_t event_count, bool *is_new_version)
{
	int rc = connection_begin(s);

	if (rc != 0)
		return rc;
	rc = connection_end(s, apply(s, ops, who, events, event_count, is_new_version));
	if (rc != 0 || !*is_new_version)
		return rc;
	s->policy_version++;
	journal_keep(s, events, event_count, s->policy_version);
	return 0;
}

struct array {
	const struct policy_op *ops;
	size_t count, next;
};

static bool next_of_array(void *context, struct policy_op *op)
{
	struct array *array = context;

	if (array->next == array->count)
		return false;
	*op = array->ops[array->next++];
	return true;
}

int store_apply(struct store *s, struct policy_op *ops, size_t op_count, policy_id who,
                struct journal_event *events, size_t event_count)
{
	bool is_new_version = false;
	struct array array = {ops, op_count, 0};
	struct ops all = {.next = next_of_array, .context = &array};

	if (op_count > STORE_OPS_MAX)
		return errors_say(s, -E2BIG, "%zu operations are too many for one change", op_count);
	int rc = apply_and_keep(s, &all, who, events, event_count, &is_new_version);
	if (rc == 0 && is_new_version)
		raise_revisions(ops, op_count);
	return rc;
}

int store_apply_many(struct store *s, store_next_op *next, void *context, policy_id who,
                     struct journal_event *events, size_t event_count)
{
	bool is_new_version = false;
	struct ops all = {.next = next, .context = context};
	int rc = connection_cache(s, true);

	if (rc == 0)
		rc = apply_and_keep(s, &all, who, events, event_count, &is_new_version);
	statement_run(s, statement_take(s, STATEMENT_OPERATIONS_CLEAR)); /* else kept until the next change */
	connection_cache(s, false);
	sqlite3_db_release_memory(s->db);
	return rc;
}
