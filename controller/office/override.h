/*
 * Setting the alarm once in spite of what prevents it, by two persons (rules
 * L4, P10).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_OVERRIDE_H
#define ZUTRITT_CONTROLLER_OFFICE_OVERRIDE_H

#include "controller/office/approvals.h"

/* What would be let pass; refused when nothing prevents setting, or something that nobody may let pass. */
bool alarm_plan_override(struct office *o, const struct request *r, struct answer *a, struct plan *plan);

/* With the confirmation of the second person. */
bool alarm_override(struct office *o, const struct request *r, struct answer *a);

#endif
