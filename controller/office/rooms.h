/*
 * Rooms and doors: what there is, how it stands, and one opening from here
 * (rules D1, D2, D9).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_ROOMS_H
#define ZUTRITT_CONTROLLER_OFFICE_ROOMS_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

bool room_list(struct office *o, const struct request *r, struct answer *a);
bool door_list(struct office *o, const struct request *r, struct answer *a);
bool door_show(struct office *o, const struct request *r, struct answer *a);
bool door_release(struct office *o, const struct request *r, struct answer *a);
bool door_hold(struct office *o, const struct request *r, struct answer *a);
bool fire_reset(struct office *o, const struct request *r, struct answer *a);

/* The readers of a door, or with SITE_NONE those at desks (rule P7). */
struct message *rooms_readers(struct office *o, uint16_t door, const struct doors_view *view);

#endif
