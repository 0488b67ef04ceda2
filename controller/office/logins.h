/*
 * Logging in and out, and changing one's own password (rules P3 to P8).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_LOGINS_H
#define ZUTRITT_CONTROLLER_OFFICE_LOGINS_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

bool login(struct office *o, const struct request *r, struct answer *a);
bool logout(struct office *o, const struct request *r, struct answer *a);
bool who_am_i(struct office *o, const struct request *r, struct answer *a);
bool password_change(struct office *o, const struct request *r, struct answer *a);

/* Rule P7: a locked session may do nothing but be unlocked: by its operator's password here, by their badge
 * in desks.h. */
bool session_lock(struct office *o, const struct request *r, struct answer *a);
bool session_unlock(struct office *o, const struct request *r, struct answer *a);

#endif
