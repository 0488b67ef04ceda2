/*
 * Passwords inside a transaction of somebody else: store_apply() writes them
 * with the account that they are for.
 */
#ifndef ZUTRITT_DB_STORE_OPERATORS_H
#define ZUTRITT_DB_STORE_OPERATORS_H

#include "db/handle.h"

int login_write(struct store *s, const struct policy_login *login);

/* The password that holds goes to those before it; nothing when there is none yet. */
int login_keep_old(struct store *s, policy_id operator_id);

#endif
