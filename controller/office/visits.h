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
bool visitor_cancel(struct office *o, const struct request *r, struct answer *a);
bool host_list(struct office *o, const struct request *r, struct answer *a);

/* A visit that has not ended: by id, or by the name if only one has it. */
bool visit_name(struct office *o, struct answer *a, const char *text, struct policy_visit *visit);

/* They are expected or here; false with the error where a door is no more released for them. */
bool visit_may_come_in(struct answer *a, const struct policy_visit *visit);

/* An event of the reception, now; of a visit, or with 0 of none. */
struct journal_event visit_event(struct office *o, const char *kind, policy_id visit, policy_id who);

/* A door was released for them: from now on they are there. What cannot be stored is said in the note. */
void visit_let_in(struct office *o, const struct request *r, struct answer *a, struct policy_visit *visit,
                  uint16_t area);

/* Once a minute: reminds of whatever waits too long or stays on (rules V2, V3, O6), calls off whoever did not
 * come (rule V1), and erases what is old (rule V4). */
void visits_look(struct office *o);

#endif
