/*
 * When an area closes (rules V3, O6): at the end of the hours of its
 * entrances; where none has a schedule, of the schedule "business-hours", which
 * no door need follow; on a day without hours, or where there is no schedule,
 * at 20:00.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_CLOSING_H
#define ZUTRITT_CONTROLLER_OFFICE_CLOSING_H

#include "controller/office/state.h"

enum { CLOSING_DEFAULT_MIN = 1200 /* of the day, on the site's clock */ };

#define CLOSING_SCHEDULE "business-hours"

struct closing {
	int32_t day; /* whose closing it is */
	int64_t utc_ms;
	bool is_today; /* the evening of that day is not over */
};

/* The last one that is past. */
struct closing closing_of(struct office *o, uint16_t area);

#endif
