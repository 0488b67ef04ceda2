/*
 * The life of a visit (rule V1): announced, arrived, with the host, left; or
 * announced and called off. Pure: a visit, a step and a time in; the visit as
 * it is then, or false.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_VISIT_LIFE_H
#define ZUTRITT_CONTROLLER_OFFICE_VISIT_LIFE_H

#include "db/policy.h"

enum visit_step { VISIT_ARRIVE, VISIT_HAND_OVER, VISIT_LEAVE, VISIT_CANCEL };

enum {
	VISIT_WAITS_MS = 600000,      /* for the host; then the reception is reminded (rule V3) */
	VISIT_EXPECTED_MS = 86400000, /* announced so long ago and not come: called off by itself */
	VISIT_KEPT_DAYS = 30,         /* rule V4 */
	VISIT_LOOK_MS = 60000         /* so often it is looked who waits, and whom nobody needs to remember */
};

/* False, and nothing is changed, where that step does not lead on from here. */
bool visit_step(struct policy_visit *visit, enum visit_step step, int64_t utc_ms);

/* Do they count as inside (rule O3)? */
bool visit_is_inside(const struct policy_visit *visit);

/* Waits for the host for too long, or is there beyond the end of their work (rule V3). */
bool visit_is_overdue(const struct policy_visit *visit, int64_t utc_ms);

/* Announced so long ago that nobody expects them any more. */
bool visit_is_forgotten(const struct policy_visit *visit, int64_t utc_ms);

/* Was there when the site closed, and is still (rule V3). closing: the last one that is past. */
bool visit_is_after_closing(const struct policy_visit *visit, int64_t closing_utc_ms);

#endif
