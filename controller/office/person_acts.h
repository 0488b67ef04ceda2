/*
 * What becomes of a person between hire and exit: suspended and resumed,
 * renamed, another position, another end of the contract (rules K2 to K4).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_PERSON_ACTS_H
#define ZUTRITT_CONTROLLER_OFFICE_PERSON_ACTS_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

bool person_suspend(struct office *o, const struct request *r, struct answer *a);
bool person_resume(struct office *o, const struct request *r, struct answer *a);
bool person_rename(struct office *o, const struct request *r, struct answer *a);
bool person_transfer(struct office *o, const struct request *r, struct answer *a);
bool person_extend(struct office *o, const struct request *r, struct answer *a);

#endif
