/*
 * The controller inside this process, over the simulator with a tap on its
 * wires, so that a benchmark sees the strike itself and not the message about
 * it. The same threads in the same order as controller/main.c starts them.
 */
#ifndef ZUTRITT_TESTS_BENCH_CREW_H
#define ZUTRITT_TESTS_BENCH_CREW_H

#include "tests/bench/house.h"

struct crew;

/* Door thread and office of that house run when it returns. */
struct crew *crew_start(struct house *h);
void crew_stop(struct crew *c);

const struct lines *crew_tap(const struct crew *c);

#endif
