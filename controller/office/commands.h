/*
 * The table of commands: the whole surface of io.zutritt. A test walks it
 * against docs/io.zutritt.varlink.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_COMMANDS_H
#define ZUTRITT_CONTROLLER_OFFICE_COMMANDS_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

/* Who may. Until operators have accounts: root, and the controller's own user, who could write the file
 * anyway. */
enum command_who {
	COMMAND_LOOKS,   /* changes nothing */
	COMMAND_CHANGES, /* and names who acts: "by", an active employee */
	COMMAND_BEGINS   /* the same, but "by" may be missing while nobody could act */
};

struct command {
	const char *method; /* without "io.zutritt." */
	enum command_who who;
	const struct message_field *fields;
	bool (*run)(struct office *o, const struct request *r, struct answer *a);
};

/* NULL when there is none. */
const struct command *command_find(const char *method);

/* All of them, for the test; ends with a NULL method. */
extern const struct command command_table[];

#endif
