/*
 * Positions: a job, the keys it needs and its rights.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_POSITIONS_H
#define ZUTRITT_CONTROLLER_OFFICE_POSITIONS_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

bool position_list(struct office *o, const struct request *r, struct answer *a);
bool position_add(struct office *o, const struct request *r, struct answer *a);

#endif
