/* Help, made from the table of commands. */
#ifndef ZUTRITT_CLI_HELP_H
#define ZUTRITT_CLI_HELP_H

#include <stdio.h>

#include "cli/parse.h"

/* The page for what inv names: a command with all its forms, a noun, or everything. */
void help_print(FILE *out, const struct invocation *inv);

/* "zutritt person hire": as far as inv knows what was wanted. */
void help_words(char *out, size_t size, const struct invocation *inv);

#endif
