/*
 * Between the door thread and its wires: a back end that hands everything on
 * to another one and writes down when a frame ended (rule F4: 2.5 bit periods
 * after its last edge, at least 1 ms) and when its door's strike was driven.
 */
#ifndef ZUTRITT_TESTS_BENCH_TAP_H
#define ZUTRITT_TESTS_BENCH_TAP_H

#include "controller/config.h"

enum { TAP_STRIKES_MAX = 1 << 16 };

struct tap_strike {
	uint16_t door;
	uint64_t after_ns; /* from the end of the frame to the strike */
};

/* Takes wires over; lines_close() of the result closes both. */
struct lines *tap_open(struct lines *wires, const struct config *config);

/* Strikes energised after a frame, since tap_open(); may be asked from another thread. */
size_t tap_count(const struct lines *tap);
struct tap_strike tap_strike(const struct lines *tap, size_t i);

#endif
