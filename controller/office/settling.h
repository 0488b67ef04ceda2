/*
 * What a database must be told before the journal goes on in it: the site's
 * map, the rings that earlier processes left, the restrictions that doors took
 * while it was away (rules B6, E2). At a start, and whenever it comes back.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_SETTLING_H
#define ZUTRITT_CONTROLLER_OFFICE_SETTLING_H

#include "controller/office/state.h"

/* Does what is not done yet, which is mostly nothing. 0, or -errno of the disk: then it goes on next time. */
int settling_work(struct office *o);

#endif
