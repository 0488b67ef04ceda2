/*
 * The steps in a key's life after it was issued or asked for (rules K1, K2):
 * one command each.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_KEY_ACTS_H
#define ZUTRITT_CONTROLLER_OFFICE_KEY_ACTS_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

bool key_approve(struct office *o, const struct request *r, struct answer *a);
bool key_suspend(struct office *o, const struct request *r, struct answer *a);
bool key_resume(struct office *o, const struct request *r, struct answer *a);
bool key_lost(struct office *o, const struct request *r, struct answer *a);
bool key_found(struct office *o, const struct request *r, struct answer *a);
bool key_return(struct office *o, const struct request *r, struct answer *a);
bool key_destroy(struct office *o, const struct request *r, struct answer *a);

#endif
