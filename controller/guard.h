/*
 * The guard: a thread that does nothing else but watch the doors' turns and,
 * while they move, tell the service manager so (rule B5). The office may wait
 * for a slow disk as long as it likes; the doors may not stand still.
 */
#ifndef ZUTRITT_CONTROLLER_GUARD_H
#define ZUTRITT_CONTROLLER_GUARD_H

#include "controller/doors.h"

struct guard;

/* Starts watching if the service manager asks for it (WATCHDOG_USEC); else *out is NULL. 0 or -errno. */
int guard_start(struct guard **out, const struct doors *doors);

/* To be called before doors_stop(). NULL is allowed. */
void guard_stop(struct guard *g);

#endif
