/*
 * Everything of which the reception is reminded, in one list (rules V2, V3,
 * O6): made anew whenever somebody asks, so that it never tells of what is over.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_REMINDERS_H
#define ZUTRITT_CONTROLLER_OFFICE_REMINDERS_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

enum { REMINDERS_MAX = 100 /* of a list; further ones are counted alone */ };

bool reminder_list(struct office *o, const struct request *r, struct answer *a);

/* Tells once for each area and day that somebody is inside after closing (rule O6): how many, not who. */
void reminders_look(struct office *o);

#endif
