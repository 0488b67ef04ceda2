/*
 * How a door opens: how long for a moment, and when it is free (rules D2, D9,
 * D10); and for whom it stays open longer.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_OPENINGS_H
#define ZUTRITT_CONTROLLER_OFFICE_OPENINGS_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

bool door_set(struct office *o, const struct request *r, struct answer *a);
bool person_set(struct office *o, const struct request *r, struct answer *a);

#endif
