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

#endif
