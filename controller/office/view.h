/*
 * The doors' state as it is now, copied by the door thread.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_VIEW_H
#define ZUTRITT_CONTROLLER_OFFICE_VIEW_H

#include "controller/office/answer.h"
#include "controller/office/state.h"

/* Lives until the next call; NULL with Unavailable in the answer when the doors do not answer. */
const struct doors_view *view_take(struct office *o, struct answer *a);

#endif
