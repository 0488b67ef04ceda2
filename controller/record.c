/* The words of the journal. See record.h. */
#include "controller/record.h"

enum { AREAS_FIRST = 40, AREAS_LAST = 69 };

bool record_moves_areas(enum record_kind kind)
{
	return (int)kind >= AREAS_FIRST && (int)kind <= AREAS_LAST;
}

const char *record_kind_name(enum record_kind kind)
{
	switch (kind) {
	case RECORD_NONE:
		return "";
	case RECORD_CONTROLLER_STARTED:
		return "controller.started";
	case RECORD_CONTROLLER_STOPPED:
		return "controller.stopped";
	case RECORD_EVENTS_LOST:
		return "journal.lost";
	case RECORD_ACCESS_GRANTED:
		return "access.granted";
	case RECORD_ACCESS_DENIED:
		return "access.denied";
	case RECORD_DOOR_RELEASED:
		return "door.released";
	case RECORD_DOOR_LOCKED:
		return "door.locked";
	case RECORD_DOOR_OPENED:
		return "door.opened";
	case RECORD_DOOR_CLOSED:
		return "door.closed";
	case RECORD_DOOR_FORCED:
		return "door.forced";
	case RECORD_DOOR_REX:
		return "door.rex";
	case RECORD_DOOR_BELL:
		return "door.bell";
	case RECORD_DOOR_HELD:
		return "door.held";
	case RECORD_DOOR_HOLD:
		return "door.hold";
	case RECORD_DOOR_REX_STUCK:
		return "door.rex_stuck";
	case RECORD_READER_REJECTED:
		return "reader.rejected";
	case RECORD_READER_FAULT:
		return "reader.fault";
	case RECORD_OCCUPANCY_ENTERED:
		return "occupancy.entered";
	case RECORD_OCCUPANCY_LEFT:
		return "occupancy.left";
	case RECORD_OCCUPANCY_UNCERTAIN:
		return "occupancy.uncertain";
	case RECORD_OCCUPANCY_CORRECTED:
		return "occupancy.corrected";
	case RECORD_OCCUPANCY_PASSED:
		return "occupancy.passed";
	case RECORD_OCCUPANCY_DOUBTED:
		return "occupancy.doubted";
	case RECORD_OCCUPANCY_LONG:
		return "occupancy.long";
	case RECORD_LINE_FAULT:
		return "line.fault";
	case RECORD_LINE_CLEAR:
		return "line.clear";
	case RECORD_JOURNAL_REPLACED:
		return "journal.replaced";
	case RECORD_ALARM_REFUSED:
		return "alarm.refused";
	case RECORD_ALARM_OVERRIDDEN:
		return "alarm.overridden";
	case RECORD_ALARM_EXIT_DELAY:
		return "alarm.exit_delay";
	case RECORD_ALARM_CANCELLED:
		return "alarm.cancelled";
	case RECORD_ALARM_SET:
		return "alarm.set";
	case RECORD_ALARM_UNSET:
		return "alarm.unset";
	case RECORD_ALARM_RAISED:
		return "alarm.raised";
	case RECORD_ALARM_ACKNOWLEDGED:
		return "alarm.acknowledged";
	case RECORD_ALARM_PREVENTED:
		return "alarm.prevented";
	case RECORD_ALARM_SILENT:
		return "alarm.silent";
	case RECORD_FIRE_ACTIVE:
		return "fire.active";
	case RECORD_FIRE_CLEAR:
		return "fire.clear";
	case RECORD_FIRE_RESET:
		return "fire.reset";
	case RECORD_SESSION_LOCKED:
		return "session.locked";
	case RECORD_SESSION_UNLOCKED:
		return "session.unlocked";
	case RECORD_SESSION_ENDED:
		return "session.ended";
	case RECORD_SESSION_REFUSED:
		return "session.refused";
	}
	return "";
}

const char *record_cause_name(enum record_cause cause)
{
	switch (cause) {
	case CAUSE_NONE:
		return "";
	case CAUSE_GRANT:
		return "grant";
	case CAUSE_RELEASE:
		return "release";
	case CAUSE_SCHEDULE:
		return "schedule";
	case CAUSE_REX:
		return "rex";
	case CAUSE_FIRE:
		return "fire";
	case CAUSE_COMMISSIONING:
		return "commissioning";
	}
	return "";
}

const char *record_reason_name(enum record_reason reason)
{
	switch (reason) {
	case REASON_NONE:
		return "";
	case REASON_LOCK_DOWN:
		return "lock_down";
	case REASON_BADGE_LOST:
		return "badge_lost";
	case REASON_PERSON_EXITED:
		return "person_exited";
	case REASON_BADGE_UNKNOWN:
		return "badge_unknown";
	case REASON_BADGE_INACTIVE:
		return "badge_inactive";
	case REASON_PERSON_SUSPENDED:
		return "person_suspended";
	case REASON_PERSON_NOT_YET:
		return "person_not_yet";
	case REASON_PERSON_ENDED:
		return "person_ended";
	case REASON_NO_KEY:
		return "no_key";
	case REASON_KEY_NOT_YET:
		return "key_not_yet";
	case REASON_KEY_ENDED:
		return "key_ended";
	case REASON_KEY_NAMES_NO_DOOR:
		return "key_names_no_door";
	case REASON_READER_DISABLED:
		return "reader_disabled";
	case REASON_NOT_COMMISSIONED:
		return "not_commissioned";
	case REASON_ALARM_SET:
		return "alarm_set";
	case REASON_KEY_HOURS:
		return "key_hours";
	case REASON_CLOCK_NOT_TRUSTED:
		return "clock_not_trusted";
	case REASON_BADGE_NOT_YET:
		return "badge_not_yet";
	case REASON_BADGE_ENDED:
		return "badge_ended";
	case REASON_FRAME_GAP:
		return "frame_gap";
	case REASON_FRAME_GLITCHES:
		return "frame_glitches";
	case REASON_FRAME_AMBIGUOUS:
		return "frame_ambiguous";
	case REASON_FRAME_HOLE:
		return "frame_hole";
	case REASON_FRAME_SPEED:
		return "frame_speed";
	case REASON_FRAME_TOO_LONG:
		return "frame_too_long";
	case REASON_FRAME_SINGLE:
		return "frame_single";
	case REASON_FRAME_LENGTH:
		return "frame_length";
	case REASON_FRAME_PARITY:
		return "frame_parity";
	case REASON_FRAME_INVERTED:
		return "frame_inverted";
	case REASON_DOOR_OPENED:
		return "door_opened";
	case REASON_EXIT_REQUEST:
		return "exit_request";
	case REASON_SOMEBODY_INSIDE:
		return "somebody_inside";
	case REASON_FORCED:
		return "forced";
	case REASON_RELEASED:
		return "released";
	case REASON_FIRE:
		return "fire";
	case REASON_EXIT_WITHOUT_ENTRY:
		return "exit_without_entry";
	case REASON_ENTRY_WHILE_INSIDE:
		return "entry_while_inside";
	case REASON_INSIDE_WITHOUT_ENTRY:
		return "inside_without_entry";
	case REASON_DOOR_FELL_SHUT:
		return "door_fell_shut";
	case REASON_FREE_DOOR:
		return "free_door";
	case REASON_EXIT_DELAY_DISTURBED:
		return "exit_delay_disturbed";
	case REASON_POWER_LOSS:
		return "power_loss";
	case REASON_TOO_MANY_PERSONS:
		return "too_many_persons";
	case REASON_OCCUPANCY_UNCERTAIN:
		return "occupancy_uncertain";
	case REASON_UNSET_BY_OPERATOR:
		return "unset_by_operator";
	case REASON_UNWATCHED:
		return "unwatched";
	case REASON_DATABASE_LOST:
		return "database_lost";
	case REASON_DATABASE_OLD:
		return "database_old";
	case REASON_READER_FAULT:
		return "reader_fault";
	case REASON_CONTACT_FAULT:
		return "contact_fault";
	case REASON_OUTPUT_FAULT:
		return "output_fault";
	case REASON_SOUNDER_FAULT:
		return "sounder_fault";
	case REASON_FIRE_FAULT:
		return "fire_fault";
	case REASON_NOT_LOCKED:
		return "not_locked";
	case REASON_NOT_THE_OPERATOR:
		return "not_the_operator";
	case REASON_PASSWORD_FIRST:
		return "password_first";
	case REASON_DAY_BADGE:
		return "day_badge";
	case REASON_IDLE:
		return "idle";
	case REASON_TOO_OLD:
		return "too_old";
	case REASON_ELSEWHERE:
		return "elsewhere";
	case REASON_REPLACED:
		return "replaced";
	case REASON_ACCOUNT_CLOSED:
		return "account_closed";
	case REASON_PASSWORD_CHANGED:
		return "password_changed";
	case REASON_NO_PLACE:
		return "no_place";
	}
	return "";
}
