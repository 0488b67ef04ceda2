/*
 * The quarterly review of a room (rule K6): every key that was issued when it
 * began is confirmed or withdrawn, each by name; only then is it finished.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_REVIEWS_H
#define ZUTRITT_CONTROLLER_OFFICE_REVIEWS_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

enum { REVIEW_DUE_DAYS = 92 }; /* a room is due that long after its last review */

bool review_list(struct office *o, const struct request *r, struct answer *a);
bool review_begin(struct office *o, const struct request *r, struct answer *a);
bool review_show(struct office *o, const struct request *r, struct answer *a);
bool review_confirm(struct office *o, const struct request *r, struct answer *a);
bool review_withdraw(struct office *o, const struct request *r, struct answer *a);
bool review_finish(struct office *o, const struct request *r, struct answer *a);

#endif
