/*
 * Persons: hire, exit, look up (rules K2 to K4).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_PERSONS_H
#define ZUTRITT_CONTROLLER_OFFICE_PERSONS_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

bool person_list(struct office *o, const struct request *r, struct answer *a);
bool person_show(struct office *o, const struct request *r, struct answer *a);
bool person_hire(struct office *o, const struct request *r, struct answer *a);
bool person_exit(struct office *o, const struct request *r, struct answer *a);

#endif
