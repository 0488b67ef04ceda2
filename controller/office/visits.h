/*
 * Visits, as the reception records them (rules V1 to V4, O3). Their names stand
 * in the database's table of visits alone: the journal knows them by id.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_VISITS_H
#define ZUTRITT_CONTROLLER_OFFICE_VISITS_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

bool visitor_list(struct office *o, const struct request *r, struct answer *a);
bool visitor_announce(struct office *o, const struct request *r, struct answer *a);
bool visitor_arrive(struct office *o, const struct request *r, struct answer *a);
bool visitor_hand_over(struct office *o, const struct request *r, struct answer *a);
bool visitor_leave(struct office *o, const struct request *r, struct answer *a);
bool host_list(struct office *o, const struct request *r, struct answer *a);

/* A visit that has not ended: by id, or by the name if only one has it. */
bool visit_name(struct office *o, struct answer *a, const char *text, struct policy_visit *visit);

/* A door was released for them: from now on they are there. What cannot be stored is said in the note. */
void visit_let_in(struct office *o, const struct request *r, struct answer *a, struct policy_visit *visit,
                  uint16_t area);

/* Reminds of those who wait too long (rule V3), and erases what is old (rule V4). */
void visits_look(struct office *o);

#endif
