/*
 * One door: lock and contact (rules D1, D2, D4, D5, D7, D13). Pure: inputs in,
 * what the strike must do and what happened out. A goods or secure door is
 * guarded: nothing but a momentary opening or fire releases it (rule D9).
 */
#ifndef ZUTRITT_CONTROLLER_DOOR_H
#define ZUTRITT_CONTROLLER_DOOR_H

#include "controller/record.h"

enum {
	DOOR_RELEASE_MIN_MS = 1000,
	DOOR_RELEASE_MAX_MS = 30000, /* rule D2 */
	/*
	 * How long after the strike holds again an opening still belongs to the
	 * release: the contact is debounced (20 ms) and a leaf in motion cannot be
	 * called back.
	 */
	DOOR_GRACE_MS = 100
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
	enum record_cause cause;   /* of the current release or opening */
	uint64_t release_until_ns; /* end of the momentary opening; 0 none */
	uint64_t excused_until_ns; /* an opening until then has a cause (rule D7); 0 none */
	int64_t since_utc_ms;      /* of state */
	uint64_t person_id;        /* whose grant released it, 0 else */
	uint64_t operator_id;      /* who released it, 0 else */
};

enum door_input_kind {
	DOOR_INPUT_RELEASE, /* a grant's or an operator's momentary opening */
	DOOR_INPUT_CONTACT,
	DOOR_INPUT_REX,
	DOOR_INPUT_FIRE,
	DOOR_INPUT_SCHEDULE, /* free or not; a guarded door never is (rule D9) */
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
	uint64_t person_id;      /* of a grant */
	uint64_t operator_id;    /* of a release */
};

/* What happened, in order; each is one journal event (rule E1). */
enum { DOOR_NEWS_MAX = 4 };

struct door_news {
	uint8_t count;
	enum record_kind kinds[DOOR_NEWS_MAX]; /* RECORD_DOOR_... */
	bool is_opened;                        /* with a cause: granted passages happen (rule O1) */
	bool is_ended; /* the release and its grace are over: passages that did not happen are forgotten */
};

void door_init(struct door *d, bool is_guarded, bool is_open, bool is_rex, int64_t utc_ms);
void door_step(struct door *d, const struct door_input *input, struct door_news *news);

/* When DOOR_INPUT_TIME is due; DOOR_NEVER when nothing waits. */
uint64_t door_deadline(const struct door *d);

const char *door_state_name(enum door_state state);

#endif
