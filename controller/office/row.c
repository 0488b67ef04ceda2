#include "controller/office/row.h"
#include "controller/office/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Rule E4: how long it is kept. An incident is kept as one, whatever it is. */
static enum journal_class class_of_kind(enum record_kind kind)
{
	switch (kind) {
	case RECORD_ACCESS_GRANTED:
	case RECORD_DOOR_RELEASED:
	case RECORD_DOOR_LOCKED:
	case RECORD_DOOR_OPENED:
	case RECORD_DOOR_CLOSED:
	case RECORD_DOOR_REX:
	case RECORD_DOOR_BELL:
	case RECORD_OCCUPANCY_ENTERED:
	case RECORD_OCCUPANCY_LEFT:
	case RECORD_OCCUPANCY_PASSED:
	case RECORD_OCCUPANCY_LONG:
		return JOURNAL_PASSAGE;
	case RECORD_ACCESS_DENIED:
	case RECORD_DOOR_FORCED:
	case RECORD_DOOR_HELD:
	case RECORD_DOOR_REX_STUCK:
	case RECORD_ALARM_RAISED:
	case RECORD_ALARM_PREVENTED:
	case RECORD_ALARM_REFUSED:
	case RECORD_SESSION_REFUSED:
		return JOURNAL_INCIDENT;
	case RECORD_NONE:
	case RECORD_CONTROLLER_STARTED:
	case RECORD_CONTROLLER_STOPPED:
	case RECORD_EVENTS_LOST:
	case RECORD_READER_REJECTED:
	case RECORD_READER_FAULT:
	case RECORD_DOOR_HOLD:
	case RECORD_LINE_FAULT:
	case RECORD_LINE_CLEAR:
	case RECORD_JOURNAL_REPLACED:
	case RECORD_OCCUPANCY_DOUBTED:
	case RECORD_ALARM_EXIT_DELAY:
	case RECORD_ALARM_CANCELLED:
	case RECORD_ALARM_SET:
	case RECORD_ALARM_UNSET:
	case RECORD_ALARM_SILENT:
	case RECORD_ALARM_ACKNOWLEDGED:
	case RECORD_ALARM_OVERRIDDEN:
	case RECORD_OCCUPANCY_UNCERTAIN:
	case RECORD_OCCUPANCY_CORRECTED:
	case RECORD_FIRE_ACTIVE:
	case RECORD_FIRE_CLEAR:
	case RECORD_FIRE_RESET:
	case RECORD_SESSION_LOCKED:
	case RECORD_SESSION_UNLOCKED:
	case RECORD_SESSION_ENDED:
		return JOURNAL_ACT;
	}
	return JOURNAL_ACT;
}

/* Acts are kept a year, longer than incidents; passages are not, so an incident among them moves up. */
enum journal_class row_class(const struct record *record)
{
	enum journal_class class = class_of_kind((enum record_kind)record->kind);
	/* an operator's act at a door is an act, not a passage */
	if (record->operator_id != 0)
		return JOURNAL_ACT;
	return class == JOURNAL_PASSAGE && record->is_incident ? JOURNAL_INCIDENT : class;
}

static policy_id id_of(uint64_t id)
{
	return id <= POLICY_ID_MAX ? id : 0;
}

static void put_places(const struct site *site, const struct record *record, struct journal_event *row)
{
	if (record->door < site->door_count)
		text_copy(row->door, sizeof(row->door), site->doors[record->door].name);
	if (record->reader < site->reader_count)
		text_copy(row->reader, sizeof(row->reader), site->readers[record->reader].name);
	if (record->room < site->room_count)
		text_copy(row->room, sizeof(row->room), site->rooms[record->room].name);
	if (record->area < site->area_count)
		text_copy(row->area, sizeof(row->area), site->areas[record->area].name);
}

/* What the value means, where nobody typed a text. */
static void describe_value(const struct record *record, struct journal_event *row)
{
	char *detail = row->detail;
	size_t size = sizeof(row->detail);
	uint16_t kind = record->kind;
	if (kind == RECORD_OCCUPANCY_ENTERED || kind == RECORD_OCCUPANCY_LEFT ||
	    kind == RECORD_OCCUPANCY_UNCERTAIN || kind == RECORD_OCCUPANCY_CORRECTED)
		snprintf(detail, size, "%" PRIu32 " inside", record->value);
	else if (kind == RECORD_DOOR_HELD)
		snprintf(detail, size, "open for %" PRIu32 " s", record->value / 1000);
	else if (kind == RECORD_OCCUPANCY_LONG)
		snprintf(detail, size, "inside for %" PRIu32 " h", record->value / 60);
	else if (kind == RECORD_ALARM_EXIT_DELAY || (kind == RECORD_DOOR_RELEASED && record->value > 0))
		snprintf(detail, size, "%" PRIu32 " s", record->value / 1000);
}

/* Rule B6: how many, and from when to when. */
static void describe_lost(const struct record *record, struct journal_event *row)
{
	char from[TEXT_TIME_MAX], to[TEXT_TIME_MAX];
	text_time(record->utc_ms, from);
	text_time(strtoll(row->detail, NULL, 10), to);
	snprintf(row->detail, sizeof(row->detail), "%" PRIu32 " lost from %s to %s", record->value, from, to);
}

/* Rule P7: which session of which station, for whoever follows the journal (shape_event()). */
static void describe_session(const struct record *record, struct journal_event *row)
{
	char station[SITE_NAME_MAX];
	text_copy(station, sizeof(station), record->detail);
	snprintf(row->detail, sizeof(row->detail), "%s, session %" PRIu32, station, record->value);
}

static bool is_of_session(uint16_t kind)
{
	return kind == RECORD_SESSION_LOCKED || kind == RECORD_SESSION_UNLOCKED ||
	       kind == RECORD_SESSION_ENDED;
}

static const char *kind_name(uint16_t kind)
{
	const char *name = kind == RECORD_NONE ? NULL : record_kind_name((enum record_kind)kind);
	return name == NULL || name[0] == '\0' ? "journal.unknown" : name;
}

void row_make(const struct site *site, const struct record *record, struct journal_event *row)
{
	memset(row, 0, sizeof(*row));
	row->class = row_class(record);
	row->is_incident = record->is_incident;
	row->utc_ms = record->utc_ms;
	row->mono_ns = record->mono_ns <= INT64_MAX ? record->mono_ns : 0;
	row->is_clock_trusted = record->is_clock_trusted;
	row->policy_version = record->policy_version >= 0 ? record->policy_version : 0;
	row->person = id_of(record->person);
	row->badge = id_of(record->badge);
	row->operator_id = id_of(record->operator_id);
	put_places(site, record, row);
	text_copy(row->kind, sizeof(row->kind), kind_name(record->kind));
	text_copy(row->cause, sizeof(row->cause), record_cause_name((enum record_cause)record->cause));
	text_copy(row->reason, sizeof(row->reason), record_reason_name((enum record_reason)record->reason));
	text_copy(row->detail, sizeof(row->detail), record->detail);
	if (record->kind == RECORD_EVENTS_LOST)
		describe_lost(record, row);
	else if (is_of_session(record->kind))
		describe_session(record, row);
	else if (row->detail[0] == '\0')
		describe_value(record, row);
}
