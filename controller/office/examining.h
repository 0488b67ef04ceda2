/*
 * The examination: all pages of the database are looked at once after each
 * start, by a thread and a connection of its own, because no start should wait
 * for that. What it finds is an incident.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_EXAMINING_H
#define ZUTRITT_CONTROLLER_OFFICE_EXAMINING_H

#include "controller/office/state.h"

struct examining;

/* Begins when there is a database; what comes of it is told in the office's loop. 0 or -errno. */
int examining_start(struct office *o);

/* Also while it goes on: it cleans up after itself. */
void examining_stop(struct office *o);

#endif
