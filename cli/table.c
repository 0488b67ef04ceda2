/* Tables: see table.h. */
#include "cli/table.h"

#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct table {
	struct libscols_table *columns;
	struct libscols_line *row;
};

/* libsmartcols answers NULL or a negative number only when memory is used up. */
static void need(bool is_there)
{
	if (is_there)
		return;
	fputs("zutritt: no memory\n", stderr);
	exit(EXIT_FAILURE);
}

struct table *table_new(bool has_headings)
{
	struct table *t = calloc(1, sizeof *t);
	need(t != NULL);
	t->columns = scols_new_table();
	need(t->columns != NULL);
	scols_table_enable_noheadings(t->columns, !has_headings);
	return t;
}

void table_free(struct table *t)
{
	if (t == NULL)
		return;
	scols_unref_table(t->columns);
	free(t);
}

void table_column(struct table *t, const char *heading, bool is_right, bool is_wide)
{
	int flags = (is_right ? SCOLS_FL_RIGHT : 0) | (is_wide ? SCOLS_FL_WRAP : 0);
	need(scols_table_new_column(t->columns, heading, 0, flags) != NULL);
}

void table_row(struct table *t)
{
	t->row = scols_table_new_line(t->columns, NULL);
	need(t->row != NULL);
}

static const char *colour(enum table_mood mood)
{
	switch (mood) {
	case TABLE_PLAIN:
		return NULL;
	case TABLE_NOTICE:
		return "yellow";
	case TABLE_WARNING:
		return "red";
	}
	return NULL;
}

void table_cell(struct table *t, size_t column, const char *text, enum table_mood mood)
{
	need(scols_line_set_data(t->row, column, text) == 0);
	if (colour(mood) != NULL)
		need(scols_cell_set_color(scols_line_get_cell(t->row, column), colour(mood)) == 0);
}

static bool wants_colours(FILE *out)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
	return isatty(fileno(out)) && (no_color == NULL || no_color[0] == '\0') && term != NULL &&
	       strcmp(term, "dumb") != 0;
}

void table_print(struct table *t, FILE *out)
{
	scols_table_set_stream(t->columns, out);
	scols_table_enable_colors(t->columns, wants_colours(out));
	scols_print_table(t->columns);
}
