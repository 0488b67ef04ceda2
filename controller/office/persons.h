/*
 * Persons: hire, exit, look up (rules K2 to K4).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_PERSONS_H
#define ZUTRITT_CONTROLLER_OFFICE_PERSONS_H

#include "controller/office/change.h"

bool person_list(struct office *o, const struct request *r, struct answer *a);
bool person_show(struct office *o, const struct request *r, struct answer *a);
bool person_hire(struct office *o, const struct request *r, struct answer *a);
bool person_exit(struct office *o, const struct request *r, struct answer *a);

/* Adds that the person has left and has no key any more (rule K3). 0 or -errno. */
int person_collect_exit(struct office *o, struct change *c, struct policy_person person, const char *reason);

/* The position of that name, empty for NULL; or NotFound. */
bool person_position(struct office *o, struct answer *a, const char *name, struct policy_position *position);

/*
 * Adds to the act that the person is hired: id, state, position and its rights
 * are filled in; with badge (NULL: none), keys and receipt (rule K3).
 */
bool person_add(struct office *o, const struct request *r, struct answer *a, struct change *c,
                struct policy_person *person, const struct policy_position *position, const char *badge);

/* The position's i-th key for that person, not yet given. */
struct policy_key person_key(policy_id person, const struct policy_position *position, size_t i);

#endif
