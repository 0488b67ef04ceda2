/* Persons from a table, and into one (rule K8). */
#ifndef ZUTRITT_CLI_IMPORT_H
#define ZUTRITT_CLI_IMPORT_H

#include <stdio.h>

#include "cli/parse.h"
#include "controller/protocol/message.h"

int import_run(const struct invocation *inv);
int export_run(const struct invocation *inv);

/*
 * The persons of PersonsExport as a table that German spreadsheets open by a
 * click: UTF-8 with a byte order mark, semicolons, a ' before what would be
 * taken for a formula.
 */
void export_print(FILE *out, const struct message *persons);

#endif
