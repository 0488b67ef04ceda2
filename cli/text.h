/*
 * Texts for people: the one place where they are marked for translation, and
 * what foreign text (names, reasons, arguments) goes through before a
 * terminal sees it. Pure but for the local time zone.
 */
#ifndef ZUTRITT_CLI_TEXT_H
#define ZUTRITT_CLI_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Every text that a person reads goes through _(); N_() marks one in a table that is shown through _() later.
 */
#define _(text)  text_translated(text)
#define N_(text) text

/* The same English word for different things: C_("account", "open"). What _() gives goes through
 * text_without_context(). */
#define C_(context, text) context "\004" text

/* In the language that language_begin() chose (language.h); English, as it is, before that. "" stays "". */
__attribute__((format_arg(1))) const char *text_translated(const char *english);

const char *text_without_context(const char *text);

enum { TEXT_TIME_MAX = 32 };

/*
 * Reads one character of UTF-8. Returns its length in bytes (1 to 4) and sets
 * *character, or 0 when the bytes are not UTF-8 (RFC 3629: no overlong forms,
 * no surrogates) or the text ends.
 */
size_t text_next(const char *utf8, uint32_t *character);

bool text_is_utf8(const char *text);

/*
 * Copies text with control characters, and those that turn the direction of
 * writing, as \u001b, and bytes that are not UTF-8 as '?'. Always ends with a
 * NUL; what does not fit is cut between characters. Returns the length needed
 * without the NUL, as snprintf() does.
 */
size_t text_escape(char *out, size_t size, const char *text);

/* The same into memory of its own, to be freed with free(). NULL gives an empty text. */
char *text_escaped(const char *text);

/* As text_escape(), in quotation marks and cut with "..." when it is long: for arguments in error sentences.
 */
const char *text_quote(char *out, size_t size, const char *text);

/* Columns that the text takes on a terminal. */
size_t text_width(const char *text);

/* "2025-03-30T01:00:00.000Z" as "2025-03-30 03:00:00" of the local zone. False when utc is no such time. */
bool text_local_time(const char *utc, char out[TEXT_TIME_MAX]);

/* True for a date of the calendar from 1970-01-01 to 9999-12-31, written "YYYY-MM-DD". */
bool text_is_day(const char *text);

/* Digits only, min to max. */
bool text_number(const char *text, int64_t min, int64_t max, int64_t *number);

#endif
