/* Values of a command line: see value.h. */
#include "cli/value.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/text.h"

enum { CARD_BITS_MAX = 56 };

/* True when nothing is left of text after the digits, the number is in *number and not above max. */
static bool digits(const char *text, size_t length, int64_t max, int64_t *number)
{
	char copy[20];
	if (length >= sizeof copy)
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	return text_number(copy, 0, max, number);
}

static bool is_format_name(const char *text, size_t length)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
	return length > 0 && length < sizeof(((struct badge_text *)0)->format) &&
	       strspn(text, letters) >= length;
}

bool badge_text_parse(const char *text, struct badge_text *badge)
{
	struct badge_text b = {0};
	const char *space = strchr(text, ' ');
	if (space != NULL) {
		size_t length = (size_t)(space - text);
		if (!is_format_name(text, length))
			return false;
		memcpy(b.format, text, length);
		text = space + 1;
	}
	size_t length = strcspn(text, ":");
	int64_t facility, card;
	if (text[length] != ':' || !digits(text, length, UINT32_MAX, &facility) ||
	    !text_number(text + length + 1, 0, ((int64_t)1 << CARD_BITS_MAX) - 1, &card))
		return false;
	b.facility = (uint32_t)facility;
	b.card = (uint64_t)card;
	*badge = b;
	return true;
}

/* Crockford's base 32 leaves out i, l, o and u. Upper and lower case read alike. */
static bool is_id(const char *text)
{
	return strlen(text) == VALUE_ID_LENGTH &&
	       strspn(text, "0123456789abcdefghjkmnpqrstvwxyzABCDEFGHJKMNPQRSTVWXYZ") == VALUE_ID_LENGTH;
}

static bool is_text(const char *text, size_t max)
{
	return text[0] != '\0' && strlen(text) <= max && text_is_utf8(text);
}

static bool is_room_key(const char *text)
{
	const char *slash = strchr(text, '/');
	if (slash == NULL)
		return is_text(text, VALUE_NAME_MAX);
	return slash != text && slash - text <= VALUE_NAME_MAX && strchr(slash + 1, '/') == NULL &&
	       is_text(slash + 1, VALUE_NAME_MAX) && text_is_utf8(text);
}

static bool is_choice(const struct parameter *p, const char *text)
{
	for (const char *const *c = p->choices; *c != NULL; c++)
		if (strcmp(*c, text) == 0)
			return true;
	return false;
}

static bool is_bits(const char *text)
{
	return text[0] != '\0' && strspn(text, "01 ") == strlen(text) && strpbrk(text, "01") != NULL;
}

static bool is_right(const struct parameter *p, const char *text, int64_t *number)
{
	struct badge_text badge;
	switch (p->kind) {
	case VALUE_FLAG:
		return true;
	case VALUE_TEXT:
		return is_text(text, VALUE_TEXT_MAX);
	case VALUE_NAME:
		return is_text(text, VALUE_NAME_MAX);
	case VALUE_USER:
		return is_text(text, VALUE_USER_MAX);
	case VALUE_NUMBER:
		return text_number(text, p->min, p->max, number);
	case VALUE_DAY:
		return text_is_day(text);
	case VALUE_BADGE:
		return badge_text_parse(text, &badge);
	case VALUE_BADGE_OR_ID:
		return badge_text_parse(text, &badge) || is_id(text);
	case VALUE_FORMAT:
		return is_format_name(text, strlen(text));
	case VALUE_ID:
		return is_id(text);
	case VALUE_ROOM_KEY:
		return is_room_key(text);
	case VALUE_CHOICE:
		return is_choice(p, text);
	case VALUE_BITS:
		return is_bits(text);
	case VALUE_PATH:
		return text[0] != '\0';
	}
	return false;
}

static void list_choices(char *out, size_t size, const struct parameter *p)
{
	out[0] = '\0';
	for (const char *const *c = p->choices; *c != NULL; c++) {
		size_t used = strlen(out);
		snprintf(out + used, size - used, "%s%s", used > 0 ? ", " : "", *c);
	}
}

/* What the parameter wants, to stand after "must be". */
static void describe(char *out, size_t size, const struct parameter *p)
{
	switch (p->kind) {
	case VALUE_FLAG:
		snprintf(out, size, "%s", _("without a value"));
		return;
	case VALUE_TEXT:
		snprintf(out, size, _("text of 1 to %d bytes of UTF-8"), VALUE_TEXT_MAX);
		return;
	case VALUE_NAME:
		snprintf(out, size, _("a name of 1 to %d bytes"), VALUE_NAME_MAX);
		return;
	case VALUE_USER:
		snprintf(out, size, _("a user name of 1 to %d bytes"), VALUE_USER_MAX);
		return;
	case VALUE_NUMBER:
		if (p->max == INT64_MAX)
			snprintf(out, size, _("a number from %" PRId64 " on"), p->min);
		else
			snprintf(out, size, _("a number from %" PRId64 " to %" PRId64), p->min, p->max);
		return;
	case VALUE_DAY:
		snprintf(out, size, "%s", _("a day of the calendar, YYYY-MM-DD"));
		return;
	case VALUE_BADGE:
		snprintf(out, size, "%s", _("FACILITY:CARD, as in 42:1337"));
		return;
	case VALUE_BADGE_OR_ID:
		snprintf(out, size, "%s", _("a badge number, as in 42:1337, or a badge's id"));
		return;
	case VALUE_FORMAT:
		snprintf(out, size, "%s", _("the name of a card format, as in h10301"));
		return;
	case VALUE_ID:
		snprintf(out, size, "%s", _("an id: 12 letters and digits, none of them i, l, o, u"));
		return;
	case VALUE_ROOM_KEY:
		snprintf(out, size, "%s", _("ROOM or ROOM/DOOR"));
		return;
	case VALUE_CHOICE: {
		char choices[120];
		list_choices(choices, sizeof choices, p);
		snprintf(out, size, _("one of: %s"), choices);
		return;
	}
	case VALUE_BITS:
		snprintf(out, size, "%s", _("bits: 0, 1 and spaces"));
		return;
	case VALUE_PATH:
		snprintf(out, size, "%s", _("a path"));
		return;
	}
}

bool value_check(const struct parameter *p, const char *text, int64_t *number, char *sentence, size_t size)
{
	if (is_right(p, text, number))
		return true;
	char wanted[160], quoted[80];
	describe(wanted, sizeof wanted, p);
	snprintf(sentence, size, _("%s must be %s; %s is not"), p->name, wanted,
	         text_quote(quoted, sizeof quoted, text));
	return false;
}
