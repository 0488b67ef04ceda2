/*
 * The office: everything that may wait. It is the only writer of the database,
 * drains the ring into the journal, answers the control socket. It runs in the
 * process's first thread, in one sd-event loop; the doors have their own.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_OFFICE_H
#define ZUTRITT_CONTROLLER_OFFICE_OFFICE_H

#include "controller/doors.h"

struct office;

/*
 * Opens the database in config->state_dir, puts the site's map into it, and
 * drains the rings that earlier processes left; so before this process makes
 * its own ring, and under a lock that keeps others out. config must outlive
 * the office. 0 or -errno with one sentence.
 */
int office_open(struct office **out, struct config *config, char *error, size_t error_size);

/*
 * What the doors need to begin: the access table (made in memory of its own,
 * large enough to grow), presence put into setup->engine, the alarms' states
 * and the fire latch as they were left. 0 or -errno with one sentence.
 */
int office_load(struct office *o, struct doors_setup *setup, char *error, size_t error_size);

/*
 * Opens the control socket and serves until SIGTERM or SIGINT, which must be
 * blocked in every thread: 0, or -errno with one sentence. on_ready is called
 * once, when the first client could be answered.
 */
int office_run(struct office *o, struct doors *doors, struct ring *ring, void (*on_ready)(void), char *error,
               size_t error_size);

/* Takes what the stopped doors have left in the ring, closes database and sockets. NULL is allowed. */
void office_close(struct office *o);

#endif
