/*
 * The steps in a badge's life after it was given or lost (rule K1), its
 * replacement, and day badges (rule V6): one command each.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_BADGE_ACTS_H
#define ZUTRITT_CONTROLLER_OFFICE_BADGE_ACTS_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

bool badge_suspend(struct office *o, const struct request *r, struct answer *a);
bool badge_resume(struct office *o, const struct request *r, struct answer *a);
bool badge_found(struct office *o, const struct request *r, struct answer *a);
bool badge_return(struct office *o, const struct request *r, struct answer *a);
bool badge_destroy(struct office *o, const struct request *r, struct answer *a);
bool badge_replace(struct office *o, const struct request *r, struct answer *a);
bool badge_day(struct office *o, const struct request *r, struct answer *a);

#endif
