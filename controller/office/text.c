#include "controller/office/text.h"
#include "controller/office/sentence.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_BYTES_MAX = 200, NAME_BYTES_MAX = 47, DAY_LAST = 2932896 /* 9999-12-31 */ };

/* ---- UTF-8 ---- */

/* How many bytes a letter has that begins with this one; 0: none begins so. */
static size_t letter_length(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	if (first >= 0xf0 && first <= 0xf4)
		return 4;
	return 0;
}

/* The next letter's code and length; false when the bytes are not UTF-8 (RFC 3629). */
static bool letter(const char *text, uint32_t *code, size_t *length)
{
	static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
	static const uint8_t mask[5] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	unsigned char first = (unsigned char)text[0];
	size_t n = letter_length(first);
	if (n == 0)
		return false;
	uint32_t value = first & mask[n];
	for (size_t i = 1; i < n; i++) {
		unsigned char next = (unsigned char)text[i];
		if ((next & 0xc0) != 0x80)
			return false;
		value = value << 6 | (next & 0x3f);
	}
	*code = value;
	*length = n;
	return value >= least[n] && value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
}

static bool is_control(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || /* C0, DEL, C1 */
	       code == 0x2028 || code == 0x2029 ||             /* ends of line and paragraph */
	       code == 0x200e || code == 0x200f ||             /* direction of writing */
	       (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
	       code == 0xfeff; /* byte order mark */
}

struct range {
	uint32_t first, last;
};

/* Blanks of other scripts, joiners, fillers, selectors: nobody sees them where they stand alone. */
static bool is_invisible(uint32_t code)
{
	static const struct range ranges[] = {
	        {0x20, 0x20},       {0xa0, 0xa0},      {0xad, 0xad},     {0x34f, 0x34f},   {0x61c, 0x61c},
	        {0x115f, 0x1160},   {0x1680, 0x1680},  {0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x2000, 0x200d},
	        {0x202f, 0x202f},   {0x205f, 0x2065},  {0x206a, 0x206f}, {0x2800, 0x2800}, {0x3000, 0x3000},
	        {0x3164, 0x3164},   {0xfe00, 0xfe0f},  {0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0x1bca0, 0x1bca3},
	        {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff}};
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

static bool is_combining(uint32_t code)
{
	return code >= 0x300 && code <= 0x36f;
}

const char *text_letters_fault(const char *utf8)
{
	bool is_seen = false;
	size_t length;
	for (const char *at = utf8; *at != '\0'; at += length) {
		uint32_t code;
		if (!letter(at, &code, &length))
			return N_("must be UTF-8");
		if (is_control(code))
			return N_("must not contain control characters");
		if (is_combining(code))
			return N_("must be written with composed letters (Unicode NFC)");
		is_seen |= !is_invisible(code);
	}
	return is_seen ? NULL : N_("must have a character that can be seen");
}

size_t text_letter(const char *utf8, uint32_t *code)
{
	size_t length;
	return letter(utf8, code, &length) ? length : 0;
}

static const char *fault(const char *utf8, size_t bytes)
{
	if (utf8[0] == ' ' || utf8[bytes - 1] == ' ')
		return N_("must not begin or end with a blank");
	return text_letters_fault(utf8);
}

const char *text_fault(const char *utf8)
{
	size_t bytes = strlen(utf8);
	if (bytes < 1 || bytes > TEXT_BYTES_MAX)
		return N_("must have 1 to 200 bytes");
	return fault(utf8, bytes);
}

const char *text_name_fault(const char *utf8)
{
	size_t bytes = strlen(utf8);
	if (bytes < 1 || bytes > NAME_BYTES_MAX)
		return N_("must have 1 to 47 bytes");
	return fault(utf8, bytes);
}

void text_copy(char *to, size_t size, const char *from)
{
	size_t n = strnlen(from, size);
	if (n == size) {
		n = size - 1;
		while (n > 0 && ((unsigned char)from[n] & 0xc0) == 0x80)
			n--;
	}
	memcpy(to, from, n);
	to[n] = '\0';
}

/* ---- days and times ---- */

/* The civil calendar counted from 1 March, so that the leap day is the year's last (Hinnant). */
static int32_t day_of(int32_t year, int32_t month, int32_t mday)
{
	int32_t y = month <= 2 ? year - 1 : year;
	int32_t era = y / 400;
	int32_t in_era = y - era * 400;
	int32_t in_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + mday - 1;
	return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

static void date_of(int32_t day, int32_t *year, int32_t *month, int32_t *mday)
{
	int32_t z = day + 719468;
	int32_t era = z / 146097;
	int32_t in_era = z - era * 146097;
	int32_t of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int32_t in_year = in_era - (365 * of_era + of_era / 4 - of_era / 100);
	int32_t m = (5 * in_year + 2) / 153;
	*mday = in_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = of_era + era * 400 + (*month <= 2);
}

static bool digits(const char *text, size_t count, int32_t *value)
{
	*value = 0;
	for (size_t i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*value = *value * 10 + (text[i] - '0');
	}
	return true;
}

int text_day_parse(const char *text, int32_t *day)
{
	int32_t year, month, mday, back_year, back_month, back_mday;
	if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
		return -EINVAL;
	if (!digits(text, 4, &year) || !digits(text + 5, 2, &month) || !digits(text + 8, 2, &mday))
		return -EINVAL;
	if (year < 1970 || month < 1 || month > 12 || mday < 1 || mday > 31)
		return -EINVAL;
	/* 31 April becomes 1 May on the way back */
	int32_t result = day_of(year, month, mday);
	date_of(result, &back_year, &back_month, &back_mday);
	if (back_month != month || back_mday != mday)
		return -EINVAL;
	*day = result;
	return 0;
}

void text_day(int32_t day, char text[TEXT_DAY_MAX])
{
	int32_t year, month, mday;
	if (day < 0)
		day = 0;
	if (day > DAY_LAST)
		day = DAY_LAST;
	date_of(day, &year, &month, &mday);
	snprintf(text, TEXT_DAY_MAX, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
	         (unsigned)mday % 100);
}

void text_time(int64_t utc_ms, char text[TEXT_TIME_MAX])
{
	const int64_t day_ms = 86400000;
	if (utc_ms < 0)
		utc_ms = 0;
	if (utc_ms > DAY_LAST * day_ms + day_ms - 1)
		utc_ms = DAY_LAST * day_ms + day_ms - 1;
	char day[TEXT_DAY_MAX];
	text_day((int32_t)(utc_ms / day_ms), day);
	unsigned ms = (unsigned)(utc_ms % day_ms);
	snprintf(text, TEXT_TIME_MAX, "%sT%02u:%02u:%02u.%03uZ", day, ms / 3600000 % 24, ms / 60000 % 60,
	         ms / 1000 % 60, ms % 1000);
}
