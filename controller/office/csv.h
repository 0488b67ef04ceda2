/*
 * Tables as text, as spreadsheets write them (RFC 4180, and what Excel makes
 * of it): comma, semicolon or tab as the first line has it, quotation marks,
 * either end of line, a byte order mark. Pure; hostile input ends in a fault.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_CSV_H
#define ZUTRITT_CONTROLLER_OFFICE_CSV_H

#include <stdbool.h>
#include <stddef.h>

enum { CSV_LINE_MAX = 16384, CSV_FIELDS_MAX = 32 };

struct csv {
	const char *text;
	size_t size, at;
	size_t line; /* of what is read next, from 1 */
	char separator;
};

struct csv_row {
	size_t line; /* where it begins */
	size_t count;
	const char *fields[CSV_FIELDS_MAX]; /* blanks at both ends left out */
	char bytes[CSV_LINE_MAX + 1];
};

enum csv_result { CSV_END, CSV_ROW, CSV_FAULT };

/* The text stays the caller's and must live as long. */
void csv_begin(struct csv *csv, const char *text, size_t size);

/* The next row that is not empty. CSV_FAULT: row->line, and *fault says what is wrong with it, as in "has ...". */
enum csv_result csv_next(struct csv *csv, struct csv_row *row, const char **fault);

/*
 * A field as it may be written for a spreadsheet: what would be taken for a
 * formula there (it begins with = + - @, a tab or a carriage return) gets a '
 * in front, which csv_plain() takes away again.
 */
bool csv_is_formula(const char *field);
const char *csv_plain(const char *field);

#endif
