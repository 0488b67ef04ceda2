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
	bool is_trusted;        /* as the kernel said at looked_ns */
	uint64_t looked_ns;
	int64_t offset_quarter; /* of an hour, since 1970: for which utc_offset_s holds */
	int32_t utc_offset_s;
};

/* Sets the process's zone. In start code, before threads: it reads the zone's file, clock_now() never does.
 */
void clock_set_zone(const char *zone);

/* Looks once for a battery clock that agrees with the system's time. */
void clock_init(struct clock *c, bool is_always_trusted);

/* Touches no file, allocates nothing. */
struct moment clock_now(struct clock *c);

#endif
