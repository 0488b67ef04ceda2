/*
 * One event as the doors' machines write it: fixed size, no pointers, so that
 * it can lie in the ring and outlive the process (rules D1, E2). The office
 * turns it into a row of the journal. What happened is `kind`; the other
 * fields are SITE_NONE, 0 or "" where they do not apply.
 */
#ifndef ZUTRITT_CONTROLLER_RECORD_H
#define ZUTRITT_CONTROLLER_RECORD_H

#include "controller/site.h"

/*
 * The numbers lie in ring files: they never change. record_kind_name() has the
 * journal's words. 40 to 69 are all that tells of persons, alarm and fire.
 */
enum record_kind {
	RECORD_NONE = 0,
	RECORD_CONTROLLER_STARTED = 1, /* controller.started */
	RECORD_CONTROLLER_STOPPED = 2, /* controller.stopped */
	RECORD_EVENTS_LOST = 3, /* journal.lost: value events from utc_ms to detail (ms, digits); incident */
	RECORD_ACCESS_GRANTED = 10, /* access.granted */
	RECORD_ACCESS_DENIED = 11,  /* access.denied, reason */
	RECORD_DOOR_RELEASED = 20,  /* door.released: the strike lets go, cause; value: ms, 0 without end */
	RECORD_DOOR_LOCKED = 21,    /* door.locked: the strike holds */
	RECORD_DOOR_OPENED = 22,    /* door.opened, cause */
	RECORD_DOOR_CLOSED = 23,    /* door.closed */
	RECORD_DOOR_FORCED = 24,    /* door.forced: incident (rule D5) */
	RECORD_DOOR_REX = 25,       /* door.rex: somebody asked to leave */
	RECORD_DOOR_BELL = 26,      /* door.bell (rule D17) */
	RECORD_DOOR_HELD = 27, /* door.held: open too long, value ms; incident, then reminders (rule D6) */
	RECORD_DOOR_HOLD = 28, /* door.hold: by operator, value ms from now (rule D6) */
	RECORD_DOOR_REX_STUCK = 29,      /* door.rex_stuck: active for 60 s; incident (rule D7) */
	RECORD_READER_REJECTED = 30,     /* reader.rejected, reason: a frame that was none */
	RECORD_READER_FAULT = 31,        /* reader.fault, reason (rules F2, F5) */
	RECORD_OCCUPANCY_ENTERED = 40,   /* occupancy.entered: value persons inside afterwards */
	RECORD_OCCUPANCY_LEFT = 41,      /* occupancy.left */
	RECORD_OCCUPANCY_PASSED = 42,    /* occupancy.passed: a person inside passed a door of the area */
	RECORD_OCCUPANCY_UNCERTAIN = 43, /* occupancy.uncertain, reason (rule O4) */
	RECORD_OCCUPANCY_CORRECTED =
	        44, /* occupancy.corrected: by operator, or by person who declared it empty */
	RECORD_OCCUPANCY_DOUBTED = 45,  /* occupancy.doubted: a further reason, while uncertain (rule O4) */
	RECORD_OCCUPANCY_LONG = 46,     /* occupancy.long: a person inside for more than 14 h (rule O6) */
	RECORD_LINE_FAULT = 47,         /* line.fault: door, reader or area, reason; incident (rule L3) */
	RECORD_LINE_CLEAR = 48,         /* line.clear: it is over */
	RECORD_JOURNAL_REPLACED = 49,   /* journal.replaced: another database than before, reason; incident */
	RECORD_ALARM_EXIT_DELAY = 50,   /* alarm.exit_delay: value ms */
	RECORD_ALARM_CANCELLED = 51,    /* alarm.cancelled: the exit delay, reason */
	RECORD_ALARM_SET = 52,          /* alarm.set */
	RECORD_ALARM_UNSET = 53,        /* alarm.unset: by person */
	RECORD_ALARM_RAISED = 54,       /* alarm.raised: incident */
	RECORD_ALARM_SILENT = 55,       /* alarm.silent: the sounder's time is over */
	RECORD_ALARM_ACKNOWLEDGED = 56, /* alarm.acknowledged: by operator (rule L9) */
	RECORD_ALARM_PREVENTED = 57,    /* alarm.prevented: for 5 min, reason; incident (rule L3) */
	RECORD_ALARM_REFUSED = 58,      /* alarm.refused: asked for and prevented, reason; detail: all (L3) */
	RECORD_ALARM_OVERRIDDEN = 59,   /* alarm.overridden: by two persons, detail: what (rule L4) */
	RECORD_FIRE_ACTIVE = 60,        /* fire.active: incident */
	RECORD_FIRE_CLEAR = 61,         /* fire.clear: the input, not the latch */
	RECORD_FIRE_RESET = 62,         /* fire.reset: the latch, by operator */
	RECORD_SESSION_LOCKED =
	        70, /* session.locked: of a station (detail), value its number, reason (rule P7) */
	RECORD_SESSION_UNLOCKED =
	        71, /* session.unlocked: by badge at the desk's reader; value, detail likewise */
	RECORD_SESSION_ENDED =
	        72, /* session.ended: otherwise than by log-out; value, detail likewise, reason */
	RECORD_SESSION_REFUSED = 73 /* session.refused: a badge at a desk that unlocks nothing, reason */
};

/* Why an output changed or a door opened (rule D1). */
enum record_cause {
	CAUSE_NONE = 0,
	CAUSE_GRANT = 1,
	CAUSE_RELEASE = 2,
	CAUSE_SCHEDULE = 3,
	CAUSE_REX = 4,
	CAUSE_FIRE = 5,
	CAUSE_COMMISSIONING = 6
};

/* Why not: denials in the order of rule A1, then rejected frames, then the rest. */
enum record_reason {
	REASON_NONE = 0,
	REASON_LOCK_DOWN = 1,
	REASON_BADGE_LOST = 2,
	REASON_PERSON_EXITED = 3,
	REASON_BADGE_UNKNOWN = 4,
	REASON_BADGE_INACTIVE = 5,
	REASON_PERSON_SUSPENDED = 6,
	REASON_PERSON_NOT_YET = 7,
	REASON_PERSON_ENDED = 8,
	REASON_NO_KEY = 9,
	REASON_KEY_NOT_YET = 10,
	REASON_KEY_ENDED = 11,
	REASON_KEY_NAMES_NO_DOOR = 12, /* a goods door wants a key that names it */
	REASON_READER_DISABLED = 13,
	REASON_NOT_COMMISSIONED = 14,
	REASON_ALARM_SET = 15,
	REASON_KEY_HOURS = 16,         /* the key's schedule is closed now */
	REASON_CLOCK_NOT_TRUSTED = 17, /* a key with hours while nobody knows the hour (rule D11) */
	REASON_BADGE_NOT_YET = 18,     /* a day badge stands in for it until midnight (rule V6) */
	REASON_BADGE_ENDED = 19,       /* a day badge after its day (rule A11) */
	REASON_FRAME_GAP = 30,
	REASON_FRAME_GLITCHES = 31,
	REASON_FRAME_AMBIGUOUS = 32,
	REASON_FRAME_HOLE = 33,
	REASON_FRAME_SPEED = 34,
	REASON_FRAME_TOO_LONG = 35,
	REASON_FRAME_SINGLE = 36,
	REASON_FRAME_LENGTH = 37,
	REASON_FRAME_PARITY = 38,
	REASON_FRAME_INVERTED = 39,
	REASON_DOOR_OPENED = 50, /* the exit delay was cancelled by it */
	REASON_EXIT_REQUEST = 51,
	REASON_SOMEBODY_INSIDE = 52,
	REASON_FORCED = 53,
	REASON_RELEASED = 54,
	REASON_FIRE = 55,
	REASON_EXIT_WITHOUT_ENTRY = 60,
	REASON_ENTRY_WHILE_INSIDE = 61,
	REASON_FREE_DOOR = 62,
	REASON_EXIT_DELAY_DISTURBED = 63,
	REASON_POWER_LOSS = 64,
	REASON_TOO_MANY_PERSONS = 65,
	REASON_OCCUPANCY_UNCERTAIN = 66,
	REASON_UNSET_BY_OPERATOR = 67,
	REASON_INSIDE_WITHOUT_ENTRY = 68,
	REASON_DOOR_FELL_SHUT = 69, /* on somebody who was granted at the last moment */
	REASON_UNWATCHED = 70,      /* a door was open or released while nobody watched */
	REASON_DATABASE_LOST = 71,
	REASON_DATABASE_OLD = 72,
	REASON_READER_FAULT = 73,
	REASON_CONTACT_FAULT = 74,
	REASON_OUTPUT_FAULT = 75,
	REASON_SOUNDER_FAULT = 76,
	REASON_FIRE_FAULT = 77,       /* the fire input cannot be read */
	REASON_NOT_LOCKED = 80,       /* no session of the desk's station is locked (rule P7) */
	REASON_NOT_THE_OPERATOR = 81, /* a badge of somebody else than who is logged in */
	REASON_PASSWORD_FIRST = 82,   /* the session wants another password before anything else */
	REASON_DAY_BADGE = 90,        /* a badge for a day, given out by the reception alone */
	REASON_IDLE = 83,             /* a session was locked because nobody used it */
	REASON_TOO_OLD = 84,          /* a session ended: its ten hours are over */
	REASON_ELSEWHERE = 85,        /* its operator logged in at another station */
	REASON_REPLACED = 86,         /* somebody logged in at the same station */
	REASON_ACCOUNT_CLOSED = 87,   /* its operator may not act any more */
	REASON_PASSWORD_CHANGED = 88, /* its account has another password */
	REASON_NO_PLACE = 89          /* others needed its place */
};

enum { RECORD_DETAIL_MAX = 201 };

struct record {
	uint64_t mono_ns;
	int64_t utc_ms;
	uint64_t person;
	uint64_t badge;
	uint64_t operator_id;
	int64_t policy_version;
	uint32_t value;
	uint16_t kind;
	uint16_t door;
	uint16_t reader;
	uint16_t area;
	uint16_t room;
	uint8_t cause;
	uint8_t reason;
	bool is_incident;
	bool is_clock_trusted;
	char detail[RECORD_DETAIL_MAX];
};

/* Does such a record tell of a change in how the areas stand: persons, certainty, alarm, fire? */
bool record_moves_areas(enum record_kind kind);

const char *record_kind_name(enum record_kind kind);
const char *record_cause_name(enum record_cause cause);    /* "" for CAUSE_NONE */
const char *record_reason_name(enum record_reason reason); /* "" for REASON_NONE */

#endif
