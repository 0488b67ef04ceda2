/*
 * Badges: assign, report lost, list (rules K1, K7).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_BADGES_H
#define ZUTRITT_CONTROLLER_OFFICE_BADGES_H

#include "controller/office/change.h"
#include "controller/office/key_state.h"

bool badge_list(struct office *o, const struct request *r, struct answer *a);
bool badge_assign(struct office *o, const struct request *r, struct answer *a);
bool badge_lost(struct office *o, const struct request *r, struct answer *a);

/* Adds to the act that the badge is as it stands there, with the event of that kind. */
void badge_put(struct change *c, const struct policy_badge *badge, const char *kind, const char *detail);

/* The badge takes the step, or Conflict with one sentence (rule K1). */
bool badge_step(struct answer *a, struct policy_badge *badge, enum state_step step);

/* Rule V6: refused while a day badge of theirs (but that one) is out today, since their own ones rest till
 * then. */
bool badge_may_open(struct office *o, const struct change *c, struct answer *a, policy_id but,
                    const struct policy_person *person);

/*
 * Adds to the act that the badge of that number is the person's from now on:
 * Conflict when somebody has it already (rule K7).
 */
bool badge_give(struct office *o, struct change *c, struct answer *a, const char *number, policy_id person);

/* Calls visit with each badge of the person that is not returned. 0 or -errno. */
int badges_of(struct office *o, policy_id person, store_visit_badge *visit, void *context);

#endif
