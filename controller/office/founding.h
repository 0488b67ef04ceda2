/*
 * What root may do at the console, and nobody else (rules P1, P5): give a site
 * its first accounts, and break the glass.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_FOUNDING_H
#define ZUTRITT_CONTROLLER_OFFICE_FOUNDING_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

/*
 * A first account for each of management and administrator that nobody has
 * open: for two different persons, who are hired when there is nobody of that
 * name. Where there were operators before, it is an incident.
 */
bool init(struct office *o, const struct request *r, struct answer *a);

/* An account that nobody can open any more gets a first password: an incident. */
bool break_glass(struct office *o, const struct request *r, struct answer *a);

#endif
