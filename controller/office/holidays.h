/*
 * Holidays (rule D10): the public ones of the chosen state, worked out, and the
 * company's own.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_HOLIDAYS_H
#define ZUTRITT_CONTROLLER_OFFICE_HOLIDAYS_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

bool holiday_list(struct office *o, const struct request *r, struct answer *a);
bool holiday_add(struct office *o, const struct request *r, struct answer *a);
bool holiday_remove(struct office *o, const struct request *r, struct answer *a);
bool holiday_state(struct office *o, const struct request *r, struct answer *a);

#endif
