/*
 * The table of commands: the whole surface of io.zutritt. A test walks it
 * against docs/io.zutritt.varlink.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_COMMANDS_H
#define ZUTRITT_CONTROLLER_OFFICE_COMMANDS_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/roles.h"
#include "controller/office/state.h"

/* Who may (rule P1). */
enum command_who {
	COMMAND_OPEN,  /* whoever may connect; to be told of persons, the roles (rule E6) */
	COMMAND_FIRE,  /* whoever may connect while the fire is latched (rule D13); else the roles */
	COMMAND_ROLES, /* an operator with one of the roles */
	COMMAND_OWN,   /* any operator, about themselves; also one who must change the password first */
	COMMAND_ROOT   /* root, and the controller's own user, who could write the file anyway; no session */
};

struct command {
	const char *method; /* without "io.zutritt." */
	enum command_who who;
	uint32_t roles; /* of enum policy_role */
	const struct message_field *fields;
	bool (*run)(struct office *o, const struct request *r, struct answer *a);
};

/* NULL when there is none. */
const struct command *command_find(const char *method);

/* All of them; ends with a NULL method. */
extern const struct command command_table[];

/* RolesList: the table, for people. */
bool roles_list(struct office *o, const struct request *r, struct answer *a);

#endif
