/*
 * Tables on a terminal, as lsblk draws them: the only user of libsmartcols.
 * Texts put into it are already escaped (text.h). A failed allocation ends
 * the program.
 */
#ifndef ZUTRITT_CLI_TABLE_H
#define ZUTRITT_CLI_TABLE_H

#include <stdbool.h>
#include <stdio.h>

enum table_mood {
	TABLE_PLAIN,
	TABLE_NOTICE, /* something is not as it rests: yellow */
	TABLE_WARNING /* somebody should look: red */
};

struct table;

struct table *table_new(bool has_headings);
void table_free(struct table *t); /* NULL is allowed */

void table_column(struct table *t, const char *heading, bool is_right, bool is_wide);
void table_row(struct table *t);
/* In the row begun last; cells are copied. */
void table_cell(struct table *t, size_t column, const char *text, enum table_mood mood);

/* Colours only where out is a terminal that can show them and NO_COLOR is not set (no-color.org). */
void table_print(struct table *t, FILE *out);

#endif
