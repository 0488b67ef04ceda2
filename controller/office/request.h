/*
 * One request, as a handler sees it: checked against the command's fields, by
 * somebody who may.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_REQUEST_H
#define ZUTRITT_CONTROLLER_OFFICE_REQUEST_H

#include "controller/protocol/message.h"
#include "db/policy.h"

#include <sys/types.h>

/* A followed call (EventFollow): the connection goes on sending what comes. */
struct follow {
	bool is_on;
	bool with_persons; /* rule E6 */
	int64_t since;     /* the last number sent */
};

struct request {
	const struct message *parameters;
	uid_t uid;
	bool wants_more;
	struct policy_person actor; /* who acts; id 0: nobody could yet */
	struct follow *follow;
};

#endif
