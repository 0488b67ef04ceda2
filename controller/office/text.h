/*
 * What people type and read: names, free text, days and times. Pure.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_TEXT_H
#define ZUTRITT_CONTROLLER_OFFICE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TEXT_DAY_MAX = 11, TEXT_TIME_MAX = 25 }; /* with the NUL */

/*
 * Free text that may be stored: 1 to 200 bytes of UTF-8, no control characters
 * (nor those that turn the direction of writing), no blank at either end, and
 * composed letters as NFC wants them (a letter followed by a combining accent
 * is refused: two ways to write one name would be two names), and something in
 * it that can be seen. NULL when it is
 * fit, else what is the matter, as in "must have 1 to 200 bytes".
 */
const char *text_fault(const char *utf8);

/* The same for the name of a position: 1 to 47 bytes. */
const char *text_name_fault(const char *utf8);

/* The same of its letters alone, however many there are. */
const char *text_letters_fault(const char *utf8);

/* The first letter's code, and how many bytes it has; 0 bytes: none, or not UTF-8. */
size_t text_letter(const char *utf8, uint32_t *code);

/* Copies at most size - 1 bytes and never half a letter. */
void text_copy(char *to, size_t size, const char *from);

/* "2026-03-31" and days since 1970-01-01, 1970 to 9999. parse: 0 or -EINVAL. */
int text_day_parse(const char *text, int32_t *day);
void text_day(int32_t day, char text[TEXT_DAY_MAX]);

/* "2026-03-31T07:58:10.042Z" */
void text_time(int64_t utc_ms, char text[TEXT_TIME_MAX]);

#endif
