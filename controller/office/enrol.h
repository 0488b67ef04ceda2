/*
 * Enrolment: a badge makes itself known by being presented at a reader. Its
 * number goes from the doors to the one who waits for it and nowhere else
 * (rule E5); the presentation itself is refused as that of any unknown badge.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_ENROL_H
#define ZUTRITT_CONTROLLER_OFFICE_ENROL_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

enum { ENROL_WAIT_MS = 30000 }; /* how long a reader listens for it */

bool badge_enrol(struct office *o, const struct request *r, struct answer *a);

#endif
