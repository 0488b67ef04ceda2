/*
 * The clocks, read together: monotonic for delays, UTC for storage, the offset
 * of the site's zone for people (rule B7), and whether the wall clock may be
 * believed (rule D11). Each thread that asks has a clock of its own.
 */
#ifndef ZUTRITT_CONTROLLER_CLOCK_H
#define ZUTRITT_CONTROLLER_CLOCK_H

#include "controller/access.h"

struct clock {
	bool is_always_trusted; /* a battery clock keeps time, or the wires are simulated */
	bool is_trusted;        /* the kernel has said so since, at looked_ns or before */
	uint64_t looked_ns;
	int64_t offset_quarter; /* of an hour, since 1970: for which utc_offset_s holds */
	int32_t utc_offset_s;
	int64_t floor_utc_ms; /* while it is not trusted the time is no earlier: then, and what has passed
	                         since */
	uint64_t floor_ns;
};

/* Sets the process's zone. In start code, before threads: it reads the zone's file, clock_now() never does.
 */
void clock_set_zone(const char *zone);

/*
 * Looks once for a battery clock that agrees with the system's time, and
 * whether the time was synchronised since boot. Once trusted it stays so: a
 * network that is away makes no clock wrong.
 */
void clock_init(struct clock *c, bool is_always_trusted);

/* Rule D11: the time of the newest entry of the journal. A clock that is not trusted goes on from there. */
void clock_set_floor(struct clock *c, int64_t utc_ms);

/* What the site's clock on the wall is ahead of UTC at that time, in seconds. */
int32_t clock_offset_s(struct clock *c, int64_t utc_s);

/* Touches no file, allocates nothing. */
struct moment clock_now(struct clock *c);

#endif
