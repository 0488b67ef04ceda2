/*
 * What becomes of a person between hire and exit: suspended and resumed,
 * renamed, another position, another end of the contract (rules K2 to K4).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_PERSON_ACTS_H
#define ZUTRITT_CONTROLLER_OFFICE_PERSON_ACTS_H

#include "controller/office/change.h"

bool person_suspend(struct office *o, const struct request *r, struct answer *a);
bool person_resume(struct office *o, const struct request *r, struct answer *a);
bool person_rename(struct office *o, const struct request *r, struct answer *a);
bool person_transfer(struct office *o, const struct request *r, struct answer *a);
bool person_extend(struct office *o, const struct request *r, struct answer *a);

/* Adds to the act that the person is suspended, with its event. */
void person_put_suspended(struct change *c, struct policy_person person, const char *reason);

/* Adds to the act that the person gets that position (a name): its keys come, those of the old one go. */
struct person_moved {
	size_t given, revoked, waiting; /* keys */
};
bool person_move(struct office *o, const struct request *r, struct answer *a, struct change *c,
                 struct policy_person *person, const char *name, struct person_moved *moved);

#endif
