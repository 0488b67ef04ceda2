/* An answer on paper: the sections of a command (command.h) filled from a reply. */
#ifndef ZUTRITT_CLI_VIEW_H
#define ZUTRITT_CLI_VIEW_H

#include <stdio.h>

#include "cli/command.h"
#include "controller/protocol/message.h"

void view_print(FILE *out, const struct section *sections, const struct message *reply);

/* One row as a line, only the columns with a width: where rows come one by one. */
void view_print_line(FILE *out, const struct column *columns, const struct message *item);

#endif
