/*
 * The journalist: takes the records of the ring into the journal, in groups,
 * with what they changed (presence, alarms, the fire latch), and frees their
 * slots only then (rules E1, E2, D3). When the disk fails it tries again and
 * again; the ring holds what waits (rule B6).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_JOURNALIST_H
#define ZUTRITT_CONTROLLER_OFFICE_JOURNALIST_H

#include "controller/office/state.h"

enum {
	JOURNALIST_GROUP = 512, /* records of one transaction */
	JOURNALIST_PAUSE_MS = 200,
	JOURNALIST_PAUSE_MAX_MS = 5000
};

struct journalist;

int journalist_new(struct journalist **out, struct office *o);
void journalist_free(struct journalist *j); /* NULL is allowed */

/*
 * Takes what the rings of earlier processes hold and removes them, once for each database. One that is
 * torn or not ours is renamed ("damaged-..."), with a line on stderr. 0, or
 * -errno when the disk does not take it.
 */
int journalist_take_left(struct journalist *j);

/* Listens to the doors in the office's loop, before everything else there. 0 or -errno. */
int journalist_start(struct journalist *j);

/* The disk has not taken something: it is tried again after a pause, as if it had been an event. */
void journalist_try_later(struct journalist *j);

/* There is a database again: all that waits goes there, from the oldest ring on. */
void journalist_go_on(struct journalist *j);

/* After the doors have stopped: the last of the ring. 0 or -errno. */
int journalist_finish(struct journalist *j);

/* Did an earlier process leave a ring? Without one, and without an orderly stop, power was lost. */
bool journalist_found_rings(const struct journalist *j);

bool journalist_is_storing(const struct journalist *j);

#endif
