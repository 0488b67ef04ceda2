/*
 * Accounts of operators: requested by management, approved by an
 * administrator, neither of them the one who gets it (rule P2); unlocked by an
 * administrator who is somebody else (rule P5).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_OPERATORS_H
#define ZUTRITT_CONTROLLER_OFFICE_OPERATORS_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

struct plan;

bool operator_list(struct office *o, const struct request *r, struct answer *a);

/* A new account, or other roles for the one that a person has. Both are run when they have been confirmed. */
bool operator_plan_request(struct office *o, const struct request *r, struct answer *a, struct plan *plan);
bool operator_request(struct office *o, const struct request *r, struct answer *a);

/* A new first password for one who has forgotten theirs. */
bool operator_plan_reset(struct office *o, const struct request *r, struct answer *a, struct plan *plan);
bool operator_reset(struct office *o, const struct request *r, struct answer *a);

bool operator_unlock(struct office *o, const struct request *r, struct answer *a);
bool operator_close(struct office *o, const struct request *r, struct answer *a);

#endif
