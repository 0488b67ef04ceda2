#include "controller/office/csv.h"
#include "controller/office/sentence.h"

#include <string.h>

static const char mark[] = "\xef\xbb\xbf";

/* The separator that the first line has most of. */
static char find_separator(const char *text, size_t size)
{
	static const char candidates[] = {';', ',', '\t'};
	size_t counts[sizeof(candidates)] = {0}, best = 0;
	for (size_t i = 0; i < size && text[i] != '\n' && text[i] != '\r'; i++)
		for (size_t k = 0; k < sizeof(candidates); k++)
			counts[k] += text[i] == candidates[k];
	for (size_t k = 1; k < sizeof(candidates); k++)
		if (counts[k] > counts[best])
			best = k;
	return candidates[best];
}

void csv_begin(struct csv *csv, const char *text, size_t size)
{
	size_t skip =
	        size >= sizeof(mark) - 1 && memcmp(text, mark, sizeof(mark) - 1) == 0 ? sizeof(mark) - 1 : 0;
	*csv = (struct csv){.text = text, .size = size, .at = skip, .line = 1};
	csv->separator = find_separator(text + skip, size - skip);
}

/* ---- one row ---- */

struct reader {
	struct csv *csv;
	struct csv_row *row;
	size_t used; /* of row->bytes */
	const char *fault;
};

static int peek(const struct reader *r)
{
	return r->csv->at < r->csv->size ? (unsigned char)r->csv->text[r->csv->at] : -1;
}

static int take(struct reader *r)
{
	int c = peek(r);
	if (c >= 0)
		r->csv->at++;
	if (c == '\n')
		r->csv->line++;
	return c;
}

static bool put(struct reader *r, int c)
{
	if (c == '\0')
		r->fault = N_("contains a NUL byte");
	else if (r->used >= CSV_LINE_MAX)
		r->fault = N_("is longer than 16384 bytes");
	else
		r->row->bytes[r->used++] = (char)c;
	return r->fault == NULL;
}

static bool is_end_of_line(int c)
{
	return c < 0 || c == '\n' || c == '\r';
}

/* Up to the quotation mark that ends it; two of them are one. */
static void read_quoted(struct reader *r)
{
	take(r);
	for (;;) {
		int c = take(r);
		if (c < 0)
			r->fault = N_("has a quotation mark that does not end");
		if (c == '"' && peek(r) == '"')
			take(r);
		else if (c == '"')
			break;
		if (r->fault != NULL || !put(r, c))
			return;
	}
	if (!is_end_of_line(peek(r)) && peek(r) != r->csv->separator)
		r->fault = N_("has text behind a quotation mark");
}

static void read_plain(struct reader *r)
{
	while (r->fault == NULL && !is_end_of_line(peek(r)) && peek(r) != r->csv->separator)
		put(r, take(r));
}

/* Ends the field that began at that place, without blanks around it. */
static void end_field(struct reader *r, size_t began)
{
	char *field = r->row->bytes + began;
	while (r->used > began && r->row->bytes[r->used - 1] == ' ')
		r->used--;
	if (r->used >= CSV_LINE_MAX) {
		r->fault = N_("is longer than 16384 bytes");
		return;
	}
	r->row->bytes[r->used++] = '\0';
	while (*field == ' ')
		field++;
	r->row->fields[r->row->count++] = field;
}

static void read_field(struct reader *r)
{
	size_t began = r->used;
	if (r->row->count == CSV_FIELDS_MAX) {
		r->fault = N_("has more than 32 columns");
		return;
	}
	if (peek(r) == '"')
		read_quoted(r);
	else
		read_plain(r);
	if (r->fault == NULL)
		end_field(r, began);
}

static void end_line(struct reader *r)
{
	if (take(r) != '\r')
		return;
	if (peek(r) == '\n')
		take(r);
	else
		r->csv->line++; /* the old end of line, a carriage return alone */
}

static void read_fields(struct reader *r)
{
	read_field(r);
	while (r->fault == NULL && peek(r) == r->csv->separator) {
		take(r);
		read_field(r);
	}
	if (r->fault == NULL)
		end_line(r);
}

static bool is_empty(const struct csv_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (row->fields[i][0] != '\0')
			return false;
	return true;
}

enum csv_result csv_next(struct csv *csv, struct csv_row *row, const char **fault)
{
	do {
		struct reader r = {.csv = csv, .row = row};
		row->line = csv->line;
		row->count = 0;
		if (peek(&r) < 0)
			return CSV_END;
		read_fields(&r);
		*fault = r.fault;
		if (r.fault != NULL)
			return CSV_FAULT;
	} while (is_empty(row));
	return CSV_ROW;
}

/* ---- formulas ---- */

bool csv_is_formula(const char *field)
{
	return field[0] != '\0' && strchr("=+-@\t\r", field[0]) != NULL;
}

const char *csv_plain(const char *field)
{
	return field[0] == '\'' && csv_is_formula(field + 1) ? field + 1 : field;
}
