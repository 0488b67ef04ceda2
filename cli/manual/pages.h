/*
 * What is made of the table of commands when the product is built: the manual
 * page and the completion of bash. Nothing of it is in the command itself.
 */
#ifndef ZUTRITT_CLI_MANUAL_PAGES_H
#define ZUTRITT_CLI_MANUAL_PAGES_H

#include <stdio.h>

/* zutritt(1), in the language that language_begin() chose; version stands in its foot. */
void pages_manual(FILE *out, const char *version);

/* The script for share/bash-completion/completions/zutritt. */
void pages_completion(FILE *out);

#endif
