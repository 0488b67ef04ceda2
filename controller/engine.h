/*
 * The engine: every door, the presence of people and the alarm of one
 * controller, as one machine. An event with its time goes in, a list of
 * actions comes out, in the order in which they must be carried out: records
 * before the outputs they explain (rule D1). Free of clock, I/O, allocation,
 * logging and randomness; the shell (intake, effects) does those.
 *
 * Start reading at engine_step() in engine.c.
 */
#ifndef ZUTRITT_CONTROLLER_ENGINE_H
#define ZUTRITT_CONTROLLER_ENGINE_H

#include "alarm/alarm.h"
#include "alarm/occupancy.h"
#include "controller/access.h"
#include "controller/door.h"

#include <assert.h>

enum {
	ENGINE_ACTIONS_MAX = 2560,    /* of one step: fire at 64 doors, or a full house declared empty */
	ENGINE_HOURS_MS = 1000,       /* rule D10: a boundary or a step of the clock is seen within 1 s */
	ENGINE_JUMP_MS = 60000,       /* a wall clock that was put further than that: see engine_door */
	ENGINE_ASK_MS = 10000,        /* rule O5: three presentations within 10 s */
	ENGINE_ASKED_MS = 300000,     /* rule L2: setting that was asked for waits so long for the door */
	ENGINE_BY_HAND_MS = 900000,   /* unset by an operator: time to come in before it sets itself again */
	ENGINE_PREVENTED_MS = 300000, /* rule L3: prevented so long is an incident */
	ENGINE_ENDED_MAX = 64,        /* rule A11: badges whose time is over, counted by their uses */
	ENGINE_ENDED_USES = 3,        /* from that use on it is an incident */
	ENGINE_LONG_MS = 50400000,    /* rule O6: 14 h inside are long */
	ENGINE_LONG_LOOK_MS = 60000,  /* rule O6: looked at so often */
	ENGINE_READER_FAULT_MS = 600000, /* rule L3: a reader is at fault so long after the last lost edges */
	ENGINE_UNWATCHED_MS = 10000,     /* rule O4: a restart takes less; longer is a gap */
	ENGINE_SAME_MS = 1000, /* rule A4: the same badge at the same reader within 1 s is one presentation */
	ENGINE_SHOWN_MAX = 8   /* rule A4: also when so many are shown by turns, as out of one wallet */
};

#define ENGINE_NEVER UINT64_MAX

enum engine_event_kind {
	ENGINE_TIME,           /* the deadline has come */
	ENGINE_BADGE,          /* reader, number */
	ENGINE_FRAME_REJECTED, /* reader, reason */
	ENGINE_READER_FAULT,   /* reader, reason */
	ENGINE_CONTACT,        /* door, is_active: open */
	ENGINE_REX,            /* door, is_active: pressed */
	ENGINE_BELL,           /* door, is_active: pressed */
	ENGINE_FIRE,           /* is_active */
	ENGINE_LINE_FAULT,     /* door, reader or area, reason, is_active: begins or ends (rule L3) */
	ENGINE_RELEASE, /* door, operator_id, detail: the reason typed; person: the visitor it is for, 0 none
	                 */
	ENGINE_HOLD,    /* door, hold_ms, operator_id, detail (rule D6) */
	ENGINE_FIRE_RESET, /* operator_id, detail */
	ENGINE_CORRECT,    /* area, correction, person, operator_id, detail (rule O5) */
	ENGINE_SET,        /* area, operator_id, detail: the alarm (rule L2) */
	ENGINE_UNSET,      /* area, operator_id, detail */
	ENGINE_ACK,        /* area, operator_id, detail (rule L9) */
	ENGINE_OVERRIDE,   /* area, override, operator_id, detail: set in spite of it (rule L4) */
	ENGINE_DESK,       /* reader or SITE_NONE, change, session, person, reason, operator_id, until_ns,
	                      wants_password, detail: the station (rule P7) */
	ENGINE_STOP        /* the controller stops: everything locked, recorded */
};

enum engine_correction {
	CORRECT_ARRIVED, /* a visitor, as the reception records it: no correction (rule O3) */
	CORRECT_LEFT,    /* a visitor, out of whatever area they were counted in */
	CORRECT_INSIDE,  /* person is inside */
	CORRECT_OUTSIDE, /* person is not */
	CORRECT_CERTAIN  /* the count is right as it stands */
};

/* What the alarm of an area is to be set in spite of, as bits of enum alarm_prevention (rule L4). */
struct engine_override {
	uint32_t by; /* of the area itself */
	uint32_t doors[SITE_DOORS_MAX];
	uint32_t readers[SITE_READERS_MAX];
};

/* What became of a station's session. */
enum engine_desk_change {
	DESK_LOCKED,
	DESK_FREED, /* not locked any more, or over: an event of its own tells of it */
	DESK_ENDED
};

struct engine_event {
	enum engine_event_kind kind;
	struct moment now;
	uint16_t door;
	uint16_t reader;
	uint16_t area;
	bool is_active;
	enum engine_correction correction;
	uint64_t person;
	enum record_reason reason;
	struct badge_number number;
	uint64_t operator_id;
	uint32_t hold_ms;
	const struct engine_override *override;
	enum engine_desk_change change;
	uint32_t session;
	uint64_t until_ns; /* the session lasts so long at most */
	bool wants_password;
	char detail[RECORD_DETAIL_MAX];
};

enum engine_action_kind {
	ACTION_RECORD,   /* record: safe in the ring before anything that follows */
	ACTION_STRIKE,   /* door, is_on */
	ACTION_SET,      /* area's set output, is_on */
	ACTION_SOUNDER,  /* area, sounder */
	ACTION_INDICATE, /* reader, signal */
	ACTION_ANSWER    /* answer to the ENGINE_RELEASE or ENGINE_FIRE_RESET of this step */
};

enum engine_sounder { SOUNDER_OFF, SOUNDER_EXIT_DELAY, SOUNDER_ALARM };
enum engine_signal {
	SIGNAL_GRANTED,
	SIGNAL_DENIED,
	SIGNAL_SET_REFUSED,
	SIGNAL_EXIT_DELAY,
	SIGNAL_QUIET,
	SIGNAL_LAST_ONE,
	SIGNAL_WARNING, /* the door stands open for too long (rule D6) */
	SIGNAL_SET,     /* the alarm is set now, and unset (rule L9) */
	SIGNAL_UNSET
};

/* Answers to operators. */
enum engine_answer {
	ANSWER_DONE,
	ANSWER_FIRE_STILL_ACTIVE, /* the input is not clear: no reset */
	ANSWER_NO_FIRE,           /* nothing latched */
	ANSWER_ALARM_SET,         /* a release into an area that is set: unset it first */
	ANSWER_ALREADY_OPEN,      /* released by fire: nothing to do */
	ANSWER_PREVENTED,         /* setting is prevented: the view says by what */
	ANSWER_NOT_SET,           /* nothing to unset */
	ANSWER_NO_ALARM,          /* nothing to acknowledge */
	ANSWER_NO_ROOM            /* more persons than can be counted */
};

struct engine_action {
	enum engine_action_kind kind;
	uint16_t door;
	uint16_t reader;
	uint16_t area;
	bool is_on;
	enum engine_sounder sounder;
	enum engine_signal signal;
	enum engine_answer answer;
	struct record record;
};

struct engine_actions {
	uint16_t count;
	bool is_overflowed; /* never in a configuration that fits; a bug if it happens */
	struct engine_action items[ENGINE_ACTIONS_MAX];
};

/* A granted badge that has not yet gone through (rule O1). */
enum { ENGINE_PASSAGES_MAX = 16 };

struct engine_passage {
	uint64_t person;
	uint64_t badge;
	uint16_t reader;
};

struct engine_door {
	struct door door;
	bool has_first_person; /* somebody was granted in this period of the schedule, and the wall clock has
	                          not jumped since (rule D10) */
	bool has_passed;       /* a badge has a part in the opening */
	uint8_t left_areas;    /* as bits: those that a badge was shown to leave in this opening */
	uint8_t late_areas; /* as bits: a badge counted in or out of them while the door stood open (rule D2)
	                     */
	uint8_t passage_count;
	bool has_more_passages; /* than there is room for */
	struct engine_passage passages[ENGINE_PASSAGES_MAX];
};

/* The session that is locked at a desk, and whose badge unlocks it (rule P7). */
struct engine_desk {
	uint32_t session; /* 0: none is */
	uint64_t person;
	uint64_t until_ns;
	bool wants_password; /* it must be changed first: no badge unlocks */
};

/* A badge that was read; the one longest ago gives its place to a new one. */
struct engine_shown {
	struct badge_number number;
	uint64_t last_ns; /* 0: free */
};

struct engine_reader {
	struct engine_desk desk;
	struct engine_shown shown[ENGINE_SHOWN_MAX];
	uint8_t last;            /* which of them was read last */
	uint64_t counted_ns[2];  /* its last presentation, and the one before (rule O5); 0 none */
	bool is_deaf;            /* its lines cannot be read (rule L3) */
	uint64_t fault_until_ns; /* it lost edges; 0 not, or a good frame came since */
};

struct engine_area {
	struct occupancy occupancy;
	struct alarm alarm;
	uint32_t prevented_by;           /* of enum alarm_prevention, as of the last step */
	struct engine_override override; /* until the area has been set once and is unset (rule L4) */
	bool is_sounder_faulty;          /* it, or the set output, could not be driven (rule L3) */
	uint64_t long_look_ns;     /* who is inside for long is asked then (rule O6); 0 nobody is inside */
	bool is_set_output;        /* what the outputs were last told */
	uint64_t asked_until_ns;   /* assisted setting was asked for (rule L2); 0 not */
	uint64_t by_hand_until_ns; /* an operator unset it: it does not set itself before; 0 not */
	bool is_prevention_told;
	uint64_t prevented_since_ns; /* nobody is inside and setting is prevented (rule L3); 0 not */
	enum engine_sounder sounder;
};

/* How often a badge was used after its time (rule A11); the one longest ago gives its place to a new one. */
struct engine_ended {
	uint64_t badge; /* 0: free */
	uint64_t last_ns;
	uint32_t uses;
};

static_assert(SITE_AREAS_MAX <= 8, "left_areas has a bit for each area");

/* Plain data: comparable, printable, copyable. About 400 kB: not for the stack. */
struct engine {
	const struct site *site;
	bool is_fire_active;
	bool is_fire_latched;
	uint64_t look_again_ns; /* schedules are asked again then; 0 when no door has one */
	uint64_t watched_ns;    /* both clocks as of the last step */
	int64_t watched_utc_ms;
	struct engine_door doors[SITE_DOORS_MAX];
	struct engine_reader readers[SITE_READERS_MAX];
	struct engine_area areas[SITE_AREAS_MAX];
	struct engine_ended ended[ENGINE_ENDED_MAX];
};

/* What is known at start: levels just read, and what survived (rule D3). */
struct engine_start {
	struct moment now;
	bool is_fire_active;
	bool is_fire_latched;
	bool has_gap;                /* nobody watched for a while: power was lost (rule O4) */
	enum record_reason replaced; /* why the database is not the one from before; REASON_NONE: it is */
	bool was_unsettled[SITE_DOORS_MAX]; /* open or released when nobody watched any more */
	bool is_open[SITE_DOORS_MAX];       /* contacts */
	bool is_rex[SITE_DOORS_MAX];        /* exit requests */
	struct alarm_state alarms[SITE_AREAS_MAX];
};

/*
 * Begins: presence is put in before with occupancy_restore(). The first
 * actions bring every output to where it belongs, fire first.
 */
void engine_init(struct engine *e, const struct site *site);
void engine_begin(struct engine *e, const struct engine_start *start, struct engine_actions *actions);

/* One event. actions is emptied first. */
void engine_step(struct engine *e, const struct table *table, const struct engine_event *event,
                 struct engine_actions *actions);

/* When ENGINE_TIME is due, CLOCK_MONOTONIC; ENGINE_NEVER when nothing waits. */
uint64_t engine_deadline(const struct engine *e);

const char *engine_answer_name(enum engine_answer answer);

/* Does the door lead into the area, or out of it? */
bool area_has_door(const struct site *site, uint16_t area, const struct site_door *door);

/* Is this door, or this reader, a reason of that kind? (rule L3) */
bool engine_door_prevents(const struct door *door, enum alarm_prevention why);
bool engine_reader_is_faulty(const struct engine_reader *reader);

/*
 * Open, released, or about to be opened with a cause: were the process to end
 * now, nobody could say who passes (rule O4).
 */
bool engine_door_is_unsettled(const struct engine_door *door);

#endif
