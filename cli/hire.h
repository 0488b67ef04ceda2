/*
 * Hiring at a terminal: what is missing is asked for, with a default, until
 * the answer fits. In scripts, without one, a sentence names what is missing.
 */
#ifndef ZUTRITT_CLI_HIRE_H
#define ZUTRITT_CLI_HIRE_H

#include "cli/parse.h"

int hire_run(struct invocation *inv);

/*
 * Asks for what is missing: everything when the name is, else only what the
 * kind needs. ask reads one line after the prompt, false: there is nobody to
 * ask. False with the name of what is missing in *missing.
 */
typedef bool hire_ask(const char *prompt, char *line, size_t size);
bool hire_complete(struct invocation *inv, hire_ask *ask, const char **missing);

#endif
