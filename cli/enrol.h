/* A badge makes itself known by being presented at a reader. */
#ifndef ZUTRITT_CLI_ENROL_H
#define ZUTRITT_CLI_ENROL_H

#include "cli/parse.h"

/* Begins, asks until the badge has come, and gives it to the person named. */
int enrol_run(const struct invocation *inv);

#endif
