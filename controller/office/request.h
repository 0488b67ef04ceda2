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

struct request {
	const struct message *parameters;
	uid_t uid;
	bool wants_more;
	struct policy_person actor; /* who acts; id 0: nobody could yet */
	struct ongoing *ongoing;    /* for a call that goes on after its first reply */
};

#endif
