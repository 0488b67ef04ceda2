/*
 * The evacuation list (rules O7, D13): who is inside, with host and last door.
 * While the fire is latched it is told without a session.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_EVACUATION_H
#define ZUTRITT_CONTROLLER_OFFICE_EVACUATION_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

bool evacuation_get(struct office *o, const struct request *r, struct answer *a);

/* A person or a visitor inside, by name as far as the database tells. */
struct message *shape_occupant(struct office *o, const struct occupant *occupant);

#endif
