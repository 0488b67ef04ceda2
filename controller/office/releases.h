/*
 * Releases for a visitor whom nobody has named yet (rule V2): each waits for
 * its visit, and the reception is reminded of one that waits for too long. The
 * next arrival that is recorded is linked to the oldest; later ones by choice.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_RELEASES_H
#define ZUTRITT_CONTROLLER_OFFICE_RELEASES_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

enum { RELEASE_WAITS_MS = 600000 /* for its visit; then the reception is reminded */ };

bool release_link(struct office *o, const struct request *r, struct answer *a);
bool release_put_aside(struct office *o, const struct request *r, struct answer *a);

/* Whom a door is released for, as the request says it: false with the error. wants_visit: nobody knows yet
 * who comes. */
bool release_read_whom(const struct request *r, struct answer *a, bool has_visit, bool *wants_visit);

/* The door was released for somebody whose visit will be recorded. What cannot be stored is said in the note.
 */
void release_keep(struct office *o, const struct request *r, struct answer *a, uint16_t door);

/* A visitor's arrival was recorded. */
void release_link_arrival(struct office *o, const struct policy_visit *visit, policy_id who);

bool release_is_overdue(const struct policy_release *release, int64_t utc_ms);

/* Reminds of those that wait for too long, each once. */
void releases_look(struct office *o);

#endif
