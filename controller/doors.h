/*
 * The door thread: lines in, engine, lines out. After doors_start() it never
 * allocates, never touches disk, network or JSON, and waits for nothing but
 * its inputs. The office speaks to it through doors_call() alone, and hears
 * from it through the ring.
 */
#ifndef ZUTRITT_CONTROLLER_DOORS_H
#define ZUTRITT_CONTROLLER_DOORS_H

#include "controller/config.h"
#include "controller/engine.h"
#include "controller/intake.h"
#include "controller/ring.h"
#include "controller/standing.h"
#include "readers/lines.h"

struct doors;

struct doors_setup {
	const struct config *config;
	struct lines *lines;
	struct ring *ring;
	struct standing *standing; /* NULL: nobody keeps it (tests) */
	struct table *table;
	struct engine *engine; /* initialised, with presence put in */
	struct alarm_state alarms[SITE_AREAS_MAX];
	bool is_fire_latched;
	int64_t floor_utc_ms;               /* of the newest entry of the journal (rule D11) */
	bool has_gap;                       /* power was lost: nobody watched for a while (rule O4) */
	bool was_unsettled[SITE_DOORS_MAX]; /* open or released when nobody watched any more (rule O4) */
	enum record_reason replaced;        /* why the database is not the one from before (rule L1) */
};

/* What the office may ask. */
enum doors_call_kind {
	DOORS_DELTAS, /* deltas, delta_count: taken into the table, from the next presentation on (rule A3) */
	DOORS_TABLE,  /* table: the new one; the old comes back in table, the caller's to free */
	DOORS_RELEASE, /* door, operator_id, detail, person: a visitor, or 0 */
	DOORS_HOLD,    /* door, hold_ms, operator_id, detail (rule D6) */
	DOORS_FIRE_RESET,
	DOORS_CORRECT,        /* area, correction, person, operator_id, detail (rule O5) */
	DOORS_ALARM_SET,      /* area, operator_id, detail */
	DOORS_ALARM_UNSET,    /* area, operator_id, detail */
	DOORS_ALARM_ACK,      /* area, operator_id, detail */
	DOORS_ALARM_OVERRIDE, /* area, override, operator_id, detail (rule L4) */
	DOORS_DESK,           /* reader or SITE_NONE, change, session, person, reason, operator_id, until_ns,
	                         wants_password, detail: the station (rule P7) */
	DOORS_ENROL,          /* reader, until_ns: the next unknown badge there is kept for DOORS_ENROLLED */
	DOORS_ENROLLED,       /* has_number, number: given away once */
	DOORS_VIEW            /* view is filled */
};

struct doors_reader_view {
	uint32_t good;
	uint32_t rejected;
	uint32_t faults;
	bool is_faulty;          /* now (rule L3) */
	struct intake_hint hint; /* rule F5 */
};

/* A copy of the state, for status and lists. */
struct doors_view {
	struct moment now;
	bool is_fire_active, is_fire_latched;
	struct door doors[SITE_DOORS_MAX];
	struct doors_reader_view readers[SITE_READERS_MAX];
	struct {
		struct alarm alarm;
		uint32_t prevented_by; /* of enum alarm_prevention */
		struct engine_override override;
		enum engine_sounder sounder;
		struct occupancy occupancy;
	} areas[SITE_AREAS_MAX];
	uint64_t turns;
	uint32_t output_failures; /* outputs that could not be driven; tried again twice a second */
	uint32_t line_failures;   /* descriptors and inputs that could not be read */
	uint32_t bugs;            /* strikes refused by rule D9, steps with too many actions: must be 0 */
};

struct doors_call {
	enum doors_call_kind kind;
	const struct table_delta *deltas;
	size_t delta_count;
	struct table *table;
	uint16_t door;
	uint16_t area;
	uint16_t reader;
	uint64_t until_ns;
	enum engine_correction correction;
	uint64_t person;
	uint64_t operator_id;
	uint32_t hold_ms;
	struct engine_override override; /* by value: the call outlives a caller who has waited too long */
	enum engine_desk_change change;
	uint32_t session;
	bool wants_password;
	enum record_reason reason;
	char detail[RECORD_DETAIL_MAX];
	struct doors_view *view;
	/* the answer */
	int error;                 /* 0, or the first -errno of table_apply() */
	enum engine_answer answer; /* of an operator's act */
	bool has_number;
	struct badge_number number;
};

/* Reads all levels, fire first, brings outputs to where they belong, and runs. 0 or -errno. */
int doors_start(struct doors **out, const struct doors_setup *setup);

/* Everything locked and recorded, outputs safe, thread ended. NULL is allowed. */
void doors_stop(struct doors *d);

/* Hands the call to the door thread and waits for its answer: 0, or -ETIMEDOUT after 1 s (the call is then
 * leaked, not reused). */
int doors_call(struct doors *d, const struct doors_call *call, struct doors_call *answered);

/* Readable when records wait in the ring. The reader resets it with doors_heard(). */
int doors_fd(const struct doors *d);
void doors_heard(struct doors *d);

/* Counts of the thread's turns: the guard feeds the watchdog only while it moves (rule B5). */
uint64_t doors_turns(const struct doors *d);

#endif
