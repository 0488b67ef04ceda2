/*
 * Schedules: when a door is free and when a key opens (rules D10, D11), with
 * exceptions for single days.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_SCHEDULES_H
#define ZUTRITT_CONTROLLER_OFFICE_SCHEDULES_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

bool schedule_list(struct office *o, const struct request *r, struct answer *a);
bool schedule_show(struct office *o, const struct request *r, struct answer *a);
bool schedule_set(struct office *o, const struct request *r, struct answer *a);
bool schedule_remove(struct office *o, const struct request *r, struct answer *a);
bool schedule_except(struct office *o, const struct request *r, struct answer *a);

/* A schedule that there is. */
bool schedule_by_name(struct office *o, struct answer *a, const char *name, struct policy_schedule *schedule);

#endif
