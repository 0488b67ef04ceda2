/*
 * Areas: who is inside (rules O1 to O4), and the alarm (rules L1 to L9).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_AREAS_H
#define ZUTRITT_CONTROLLER_OFFICE_AREAS_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

bool occupancy_get(struct office *o, const struct request *r, struct answer *a);
bool alarm_status(struct office *o, const struct request *r, struct answer *a);

/* The area named; without a name the only one. */
bool area_of_act(struct office *o, const struct request *r, struct answer *a, uint16_t *area);

/* Acts of a person (rules O5, L2, L8, L9). */
bool occupancy_correct(struct office *o, const struct request *r, struct answer *a);
bool alarm_set(struct office *o, const struct request *r, struct answer *a);
bool alarm_unset(struct office *o, const struct request *r, struct answer *a);
bool alarm_ack(struct office *o, const struct request *r, struct answer *a);

#endif
