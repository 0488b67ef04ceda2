/*
 * The journal as clients see it: lists, and calls that follow it.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_EVENTS_H
#define ZUTRITT_CONTROLLER_OFFICE_EVENTS_H

#include "controller/office/answer.h"
#include "controller/office/ongoing.h"
#include "controller/office/request.h"

bool event_list(struct office *o, const struct request *r, struct answer *a);
bool event_follow(struct office *o, const struct request *r, struct answer *a);

/* The next replies of a followed call, behind the others in out; nothing when nothing is new. */
void events_continue(struct office *o, struct follow *follow, struct buffer *out);

bool events_are_new(struct office *o, const struct follow *follow);

/* Something was committed: those who follow get it. */
void events_were_stored(struct office *o);

#endif
