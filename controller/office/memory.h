/*
 * The office without the database: it cannot be opened, or does not answer.
 * Doors decide from memory; what is asked about them is answered, what they
 * are asked to do is done, and so is what only restricts. Everything else is
 * refused with one sentence (rule B6).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_MEMORY_H
#define ZUTRITT_CONTROLLER_OFFICE_MEMORY_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

/* Does the method, without its interface, need no database? */
bool memory_is_enough(const char *method);

/* Answers false: "Unavailable", and why there is no database. */
bool memory_refuse(struct office *o, struct answer *a);

/*
 * The handler's answer so far is that the database does not answer: forgets it
 * and answers true, so that the handler can go on with what the doors know.
 */
bool memory_takes_over(struct office *o, struct answer *a);

/*
 * Who acts, when nobody can look whether there is such a person: the name
 * stays a word, and memory_detail() puts it before what is recorded.
 */
void memory_actor(struct request *r, const char *by);
void memory_detail(const struct request *r, const char *reason, char *detail, size_t size);

/* BadgeLost and PersonExit by what the doors know: the badge's number, the person's id. */
bool memory_badge_lost(struct office *o, const struct request *r, struct answer *a);
bool memory_person_exit(struct office *o, const struct request *r, struct answer *a);

#endif
