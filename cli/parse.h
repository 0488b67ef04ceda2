/*
 * From the words of a command line to what is wanted: finds the command in
 * the table (command.h) and checks every argument and option against it.
 * Options may stand anywhere; "--" ends them. Pure.
 */
#ifndef ZUTRITT_CLI_PARSE_H
#define ZUTRITT_CLI_PARSE_H

#include "cli/command.h"
#include "cli/value.h"

enum { PARSE_WORDS_MAX = 256, PARSE_SENTENCE_MAX = 400 };

/* A value that was given, checked. Texts live as long as argv. */
struct given {
	const struct parameter *parameter;
	const char *text;
	int64_t number; /* VALUE_NUMBER */
};

struct invocation {
	const struct command *command; /* with PARSE_HELP: NULL for the page of a noun or of everything */
	const char *noun;              /* with PARSE_HELP and without a command: NULL for everything */
	bool is_json;
	const char *socket_path;     /* NULL: not given */
	const char *sim_socket_path; /* likewise */
	size_t count;
	struct given given[PARSE_WORDS_MAX]; /* arguments in the table's order, then options as they came */
};

enum parse_result {
	PARSE_RUN,
	PARSE_HELP,
	PARSE_VERSION,
	PARSE_WRONG /* the sentence says what; command and noun are set as far as they are known */
};

/* argv as in main(): argv[0] is the program, argv[argc] NULL. is_json is right whatever the result. */
enum parse_result parse_command(struct invocation *inv, int argc, char *const *argv,
                                char sentence[PARSE_SENTENCE_MAX]);

/* The first value given for the parameter of that name ("READER", "--period-us"), or NULL. */
const struct given *invocation_find(const struct invocation *inv, const char *name);

/* Its text, or NULL; its number, or the fallback. */
const char *invocation_text(const struct invocation *inv, const char *name);
int64_t invocation_number(const struct invocation *inv, const char *name, int64_t fallback);

#endif
