/* The journal on the terminal: what was, and what comes. */
#ifndef ZUTRITT_CLI_EVENTS_H
#define ZUTRITT_CLI_EVENTS_H

#include "cli/parse.h"

/* Both return the exit code. */
int events_list(const struct invocation *inv);
int events_follow(const struct invocation *inv);

#endif
