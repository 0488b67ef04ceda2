/*
 * Effects: the engine's actions carried out, strictly in their order: a record
 * is in the ring before the output that it explains moves (rule D1). Indicators
 * and sounders are played against the clock in between. A guarded door's strike
 * is driven only when its record names a cause that rule D9 allows.
 */
#ifndef ZUTRITT_CONTROLLER_EFFECTS_H
#define ZUTRITT_CONTROLLER_EFFECTS_H

#include "controller/config.h"
#include "controller/engine.h"
#include "controller/ring.h"
#include "readers/indicator.h"
#include "readers/lines.h"

enum { EFFECTS_PULSE_MS = 100, EFFECTS_PERIOD_MS = 1000 }; /* the sounder in the exit delay */

#define EFFECTS_NEVER UINT64_MAX

struct effects_output {
	bool is_wanted;
	bool is_driven; /* what the line was last told */
};

struct effects_reader {
	struct indicator indicator;
	bool is_exit_delay; /* goes on when a shorter signal is over */
};

struct effects_area {
	enum engine_sounder sounder;
	uint64_t since_ns;
};

struct effects {
	const struct config *config;
	struct lines *lines;
	struct ring *ring;
	struct effects_output outputs[LINES_MAX];
	struct effects_reader readers[SITE_READERS_MAX];
	struct effects_area areas[SITE_AREAS_MAX];
	enum record_cause causes[SITE_DOORS_MAX]; /* of the release recorded in this step */
	uint64_t deadline_ns;                     /* when an indicator or sounder changes next */
	bool is_fire_held;                        /* rule D3: stopping during a fire locks no escape door */
	bool has_recorded;                        /* since the caller last cleared it */
	uint32_t failures;                        /* outputs that could not be driven */
	uint32_t refused;                         /* strikes that rule D9 refused: a bug of ours */
	uint32_t overflowed;                      /* steps with more actions than fit: a bug of ours */
};

/* Outputs are as lines_open left them: safe. */
void effects_init(struct effects *f, const struct config *config, struct lines *lines, struct ring *ring);

/* The answer is changed only when there is one among the actions. */
void effects_carry_out(struct effects *f, const struct engine_actions *actions, uint64_t now_ns,
                       enum engine_answer *answer);

/* Brings indicators and sounders to where they belong now. */
void effects_play(struct effects *f, uint64_t now_ns);

/* When one of them changes next. */
uint64_t effects_deadline(const struct effects *f);

/* Tries again what could not be driven. */
void effects_retry(struct effects *f);

/* Is the output another than it should be? CONFIG_LINE_NONE: no. */
bool effects_is_failing(const struct effects *f, uint16_t line);

/* Silent and dark, for the end. */
void effects_rest(struct effects *f);

#endif
