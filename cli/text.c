/* Texts for people: see text.h. */
#include "cli/text.h"

#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

const char *text_translated(const char *english)
{
	/* gettext keeps notes about the catalogue under the empty text */
	return english[0] == '\0' ? english : dgettext("zutritt", english);
}

const char *text_without_context(const char *text)
{
	const char *end = strchr(text, '\004'); /* gettext's own mark; a translation has none */
	return end == NULL ? text : end + 1;
}

static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};

static size_t length_of(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

static bool is_character(uint32_t c, size_t length)
{
	return c >= smallest[length] && c <= 0x10ffff && !(c >= 0xd800 && c <= 0xdfff);
}

size_t text_next(const char *utf8, uint32_t *character)
{
	const unsigned char *bytes = (const unsigned char *)utf8;
	size_t length = length_of(bytes[0]);
	if (bytes[0] == '\0' || length == 0)
		return 0;
	uint32_t c = length == 1 ? bytes[0] : bytes[0] & (0x7fu >> length);
	for (size_t i = 1; i < length; i++) {
		/* the NUL at the end is no continuation, so this never reads past it */
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (bytes[i] & 0x3f);
	}
	if (!is_character(c, length))
		return 0;
	*character = c;
	return length;
}

bool text_is_utf8(const char *text)
{
	uint32_t c;
	while (*text != '\0') {
		size_t length = text_next(text, &c);
		if (length == 0)
			return false;
		text += length;
	}
	return true;
}

/* C0, DEL, C1, line separators, and the marks that make "exe.txt" out of "txt.exe". */
static bool is_dangerous(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x061c || (c >= 0x200e && c <= 0x200f) ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/* One character as it is shown; piece has room for it. Returns how far to go on in text. */
static size_t escape_one(const char *text, char piece[8])
{
	uint32_t c = 0;
	size_t length = text_next(text, &c);
	if (length == 0) {
		memcpy(piece, "?", 2);
		return 1;
	}
	if (is_dangerous(c)) {
		snprintf(piece, 8, "\\u%04x", c & 0xffffu);
		return length;
	}
	memcpy(piece, text, length);
	piece[length] = '\0';
	return length;
}

size_t text_escape(char *out, size_t size, const char *text)
{
	size_t needed = 0, used = 0;
	while (*text != '\0') {
		char piece[8];
		text += escape_one(text, piece);
		size_t length = strlen(piece);
		/* used == needed: once something was left out, nothing shorter may follow */
		if (used == needed && used + length < size) {
			memcpy(out + used, piece, length);
			used += length;
		}
		needed += length;
	}
	if (size > 0)
		out[used] = '\0';
	return needed;
}

char *text_escaped(const char *text)
{
	if (text == NULL)
		text = "";
	size_t size = text_escape(NULL, 0, text) + 1;
	char *out = malloc(size);
	if (out == NULL) {
		fputs("zutritt: no memory\n", stderr);
		exit(EXIT_FAILURE);
	}
	text_escape(out, size, text);
	return out;
}

const char *text_quote(char *out, size_t size, const char *text)
{
	const size_t marks = sizeof "\"...\"";
	if (size < marks)
		return "";
	out[0] = '"';
	size_t room = size - marks + 1;
	size_t needed = text_escape(out + 1, room, text);
	strcat(out, needed >= room ? "...\"" : "\"");
	return out;
}

size_t text_width(const char *text)
{
	size_t width = 0;
	mbstate_t state = {0};
	while (*text != '\0') {
		wchar_t c;
		size_t length = mbrtowc(&c, text, strlen(text), &state);
		if (length == 0 || length > strlen(text)) {
			memset(&state, 0, sizeof state);
			length = 1;
			c = L'?';
		}
		int columns = wcwidth(c);
		width += columns > 0 ? (size_t)columns : 0;
		text += length;
	}
	return width;
}

bool text_local_time(const char *utc, char out[TEXT_TIME_MAX])
{
	struct tm tm = {0};
	const char *rest = strptime(utc, "%Y-%m-%dT%H:%M:%S", &tm);
	if (rest == NULL || (*rest != '.' && *rest != 'Z'))
		return false;
	time_t t = timegm(&tm);
	struct tm local;
	if (localtime_r(&t, &local) == NULL)
		return false;
	return strftime(out, TEXT_TIME_MAX, "%Y-%m-%d %H:%M:%S", &local) > 0;
}

static bool is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool text_is_day(const char *text)
{
	static const int64_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	char copy[] = "YYYY-MM-DD";
	if (strlen(text) != strlen(copy) || text[4] != '-' || text[7] != '-')
		return false;
	memcpy(copy, text, sizeof copy);
	copy[4] = copy[7] = '\0';
	int64_t year, month, day;
	if (!text_number(copy, 1970, 9999, &year) || !text_number(copy + 5, 1, 12, &month))
		return false;
	int64_t last = days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
	return text_number(copy + 8, 1, last, &day);
}

bool text_number(const char *text, int64_t min, int64_t max, int64_t *number)
{
	if (*text == '\0')
		return false;
	int64_t n = 0;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return false;
		if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, *text - '0', &n))
			return false;
	}
	if (n < min || n > max)
		return false;
	*number = n;
	return true;
}
