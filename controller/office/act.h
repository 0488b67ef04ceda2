/*
 * An act at the doors by a person: handed to the engine, and its answer told
 * in a sentence.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_ACT_H
#define ZUTRITT_CONTROLLER_OFFICE_ACT_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

/* call has kind and place; reason and operator come from the request. name is the place's, for the answer. */
bool act_make(struct office *o, const struct request *r, struct answer *a, struct doors_call *call,
              const char *name);

#endif
