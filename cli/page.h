/*
 * Pages to print: a receipt (rule K5) and the lock plan (K6), as HTML that
 * needs no other file and fits A4. In the language of the command.
 */
#ifndef ZUTRITT_CLI_PAGE_H
#define ZUTRITT_CLI_PAGE_H

#include <stdio.h>

#include "cli/parse.h"
#include "controller/protocol/message.h"

/* Asks, and writes the page to the file of --html ("-": standard output); without it shows the answer. */
int page_run(const struct invocation *inv);

/* Text as it may stand in HTML: what has a meaning there is escaped, control characters shown. */
void page_text(FILE *out, const char *text);

void page_receipt(FILE *out, const struct message *reply);
void page_lock_plan(FILE *out, const struct message *reply);

#endif
