/*
 * Reports on keys and badges (rule K6): who may enter which room, rights that
 * nobody uses, what is still out with those who have left, what ends soon.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_REPORTS_H
#define ZUTRITT_CONTROLLER_OFFICE_REPORTS_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

enum { REPORT_UNUSED_DAYS = 90, REPORT_ENDING_DAYS = 30, REPORT_DAYS_MAX = 3650 };

bool report_lock_plan(struct office *o, const struct request *r, struct answer *a);
bool report_unused(struct office *o, const struct request *r, struct answer *a);
bool report_leavers(struct office *o, const struct request *r, struct answer *a);
bool report_ending(struct office *o, const struct request *r, struct answer *a);

#endif
