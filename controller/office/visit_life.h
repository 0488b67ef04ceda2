/*
 * The life of a visit (rule V1): announced, arrived, with the host, left. Pure:
 * a visit, a step and a time in; the visit as it is then, or false.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_VISIT_LIFE_H
#define ZUTRITT_CONTROLLER_OFFICE_VISIT_LIFE_H

#include "db/policy.h"

enum visit_step { VISIT_ARRIVE, VISIT_HAND_OVER, VISIT_LEAVE };

enum {
	VISIT_WAITS_MS = 600000, /* for the host; then the reception is reminded (rule V3) */
	VISIT_KEPT_DAYS = 30,    /* rule V4 */
	VISIT_LOOK_MS = 60000    /* so often it is looked who waits, and whom nobody needs to remember */
};

/* False, and nothing is changed, where that step does not lead on from here. */
bool visit_step(struct policy_visit *visit, enum visit_step step, int64_t utc_ms);

/* Do they count as inside (rule O3)? */
bool visit_is_inside(const struct policy_visit *visit);

/* Waits for the host for too long, or is there beyond the end of their work (rule V3). */
bool visit_is_overdue(const struct policy_visit *visit, int64_t utc_ms);

#endif
