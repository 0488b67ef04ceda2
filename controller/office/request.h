/*
 * One request, as a handler sees it: checked against the command's fields, by
 * somebody who may.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_REQUEST_H
#define ZUTRITT_CONTROLLER_OFFICE_REQUEST_H

#include "controller/office/ongoing.h"
#include "controller/protocol/message.h"
#include "db/policy.h"

#include <sys/types.h>

struct session;

struct request {
	const struct message *parameters;
	uid_t uid;
	bool wants_more;
	bool is_unattended;            /* made by a display by itself: no use of the session (rule P7) */
	bool speaks_for_stations;      /* it is the gateway that asks (rule P9) */
	const struct session *session; /* NULL: none; lives as long as the call of the handler */
	uint32_t roles;                /* of the session's operator (rule P1) */
	struct policy_person actor;    /* the session's person; id 0: nobody, or root at the console */
	const struct policy_approval *approval; /* what a second person has just confirmed; NULL: nothing */
	struct ongoing *ongoing;                /* for a call that goes on after its first reply */
};

#endif
