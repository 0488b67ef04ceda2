/*
 * Minding the database's file: one that was deleted or replaced under the
 * process is noticed within a second, is an incident, and is written back from
 * the open handle, which still has all of it.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_MINDING_H
#define ZUTRITT_CONTROLLER_OFFICE_MINDING_H

#include "controller/office/state.h"

enum { MINDING_MS = 1000 };

/* In the office's loop. 0 or -errno. */
int minding_start(struct office *o);
void minding_stop(struct office *o);

/* Looks now, and heals. */
void minding_look(struct office *o);

#endif
