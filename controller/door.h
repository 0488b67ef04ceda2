/*
 * One door: lock and contact (rules D1, D2, D4, D5, D6, D7, D13). Pure: inputs
 * in, what the strike must do and what happened out. A goods or secure door is
 * guarded: nothing but a momentary opening or fire releases it (rule D9).
 *
 * An opening begins with what lets go of the door and lasts until the door is
 * closed again and nothing lets go of it any more. Whatever besides a badge had
 * a part in it is remembered until then (rule O4).
 */
#ifndef ZUTRITT_CONTROLLER_DOOR_H
#define ZUTRITT_CONTROLLER_DOOR_H

#include "controller/record.h"

enum {
	DOOR_RELEASE_MIN_MS = 1000,
	DOOR_RELEASE_MAX_MS = 30000, /* rule D2 */
	/*
	 * How long after the strike holds again, and after the leaf has closed, an
	 * opening still belongs to the one before: the contact is debounced (20
	 * ms), a leaf in motion cannot be called back, and one that falls shut
	 * bounces.
	 */
	DOOR_GRACE_MS = 100,
	/*
	 * Rule D2: a door that falls shut sooner after a grant that found it open has hardly let anybody
	 * through: that opening goes on until the door has been opened and closed again, or its time is over.
	 */
	DOOR_LATE_MS = 1000,
	DOOR_REX_STUCK_MS = 60000,   /* rule D7: an exit request that stays active so long is a fault */
	DOOR_HELD_AGAIN_MS = 300000, /* rule D6: a reminder so often */
	DOOR_HOLD_MAX_MS = 2700000   /* rule D6: a named employee may hold a door open for 45 min */
};

#define DOOR_NEVER UINT64_MAX

enum door_state {
	DOOR_LOCKED,   /* closed, strike holds */
	DOOR_RELEASED, /* closed, strike lets go */
	DOOR_OPEN,     /* opened for a cause */
	DOOR_FORCED    /* opened without one */
};

struct door {
	enum door_state state;
	bool is_guarded;           /* rule D9 */
	bool is_strike_on;         /* the strike lets go */
	bool is_open;              /* contact; false without one */
	bool is_rex;               /* exit request held */
	bool is_fire;              /* released by fire: without end */
	bool is_free;              /* released by its schedule, as long as that says (rule D10) */
	bool has_release;          /* an operator had a part in this opening */
	bool has_rex;              /* an exit request had */
	uint8_t faults;            /* of enum door_fault */
	enum record_cause cause;   /* of the current release or opening */
	uint64_t release_until_ns; /* end of the momentary opening; 0 none */
	uint64_t late_ns;        /* the last grant while it stood open; 0 none, or it has been opened since */
	uint64_t grace_until_ns; /* an opening until then still belongs to it; 0 none */
	uint64_t excused_until_ns; /* an exit request explains an opening until then (rule D7); 0 none */
	uint64_t rex_until_ns;     /* held until then it is a fault; 0 not held, or told */
	uint64_t open_since_ns;    /* 0: closed */
	uint64_t hold_until_ns;    /* somebody holds it open until then (rule D6); 0 nobody */
	uint64_t warn_ns;          /* when to warn that it stands open; 0 warned, or closed */
	uint64_t held_ns;          /* when it has been open too long, and when that is told again; 0 closed */
	int64_t since_utc_ms;      /* of state */
	uint64_t person_id;        /* whose grant released it, 0 else */
	uint64_t operator_id;      /* who released it, 0 else */
};

/* What is wrong with it, as bits; door_fault_name() has the words. */
enum door_fault {
	DOOR_FAULT_REX = 1 << 0,     /* the exit request stays active (rule D7) */
	DOOR_FAULT_HELD = 1 << 1,    /* open too long (rule D6) */
	DOOR_FAULT_CONTACT = 1 << 2, /* the contact cannot be read */
	DOOR_FAULT_OUTPUT = 1 << 3   /* the strike could not be driven */
};
enum { DOOR_FAULTS = 4 };

enum door_input_kind {
	DOOR_INPUT_RELEASE, /* a grant's or an operator's momentary opening */
	DOOR_INPUT_CONTACT,
	DOOR_INPUT_REX,
	DOOR_INPUT_FIRE,
	DOOR_INPUT_SCHEDULE, /* free or not; a guarded door never is (rule D9) */
	DOOR_INPUT_HOLD,     /* somebody holds it open for hold_ms from now (rule D6) */
	DOOR_INPUT_TIME,
	DOOR_INPUT_STOP /* the controller stops: the strike holds */
};

struct door_input {
	enum door_input_kind kind;
	uint64_t now_ns; /* CLOCK_MONOTONIC: no wall clock moves a release (rule D2) */
	int64_t utc_ms;
	bool is_active;          /* contact open, REX pressed, fire, free */
	enum record_cause cause; /* of a release: CAUSE_GRANT or CAUSE_RELEASE */
	uint32_t release_ms;     /* of a release, and how long a REX excuses */
	bool rex_releases;       /* rule D7: the lock needs power to let people out */
	uint32_t held_limit_ms;  /* rule D6: open so long is too long; 0 never */
	uint32_t hold_ms;        /* of a hold: up to DOOR_HOLD_MAX_MS */
	uint64_t person_id;      /* of a grant; of a release: the visitor whom it is for, or 0 */
	uint64_t operator_id;    /* of a release */
};

/* What happened, in order; each is one journal event (rule E1). */
enum { DOOR_NEWS_MAX = 4 };

struct door_news {
	uint8_t count;
	enum record_kind kinds[DOOR_NEWS_MAX]; /* RECORD_DOOR_... */
	bool is_opened;                        /* with a cause: granted passages happen (rule O1) */
	bool is_ended;    /* the release and its grace are over: passages that did not happen are forgotten */
	bool is_missed;   /* that was so of a release on which the door fell shut, and it was not opened any
	                     more */
	bool is_over;     /* the whole opening is: closed, and nothing lets go of the door */
	bool is_part;     /* not a badge had a part in the opening of a door that stands open already */
	bool is_warning;  /* it has been open for two thirds of its time (rule D6) */
	bool is_reminder; /* RECORD_DOOR_HELD was told before */
};

/* What is read at start: an open door is open from now on. */
struct door_start {
	bool is_guarded;
	bool is_open;
	bool is_rex;
	uint64_t now_ns;
	int64_t utc_ms;
	uint32_t held_limit_ms;
};

void door_init(struct door *d, const struct door_start *start);
void door_step(struct door *d, const struct door_input *input, struct door_news *news);

/* When DOOR_INPUT_TIME is due; DOOR_NEVER when nothing waits. */
uint64_t door_deadline(const struct door *d);

/* Does something still let go of it, or explain an opening that comes now? Never while it is open. */
bool door_may_open(const struct door *d);

const char *door_state_name(enum door_state state);
const char *door_fault_name(enum door_fault one);

#endif
