#include "controller/office/hours.h"
#include "controller/office/sentence.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { DAYS = 7, DAILY = 0x7f, HOLIDAY = 0x80 };

static const char *const english[DAYS] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
static const char *const german[DAYS] = {"Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"};

static const char no_day[] = N_("does not begin with days, as in Mon-Fri, Sat, daily or holiday");
static const char no_range[] = N_("has no time as in 08:00-17:00");
static const char too_late[] = N_("goes beyond 24:00");
static const char backwards[] = N_(
        "does not end after it begins; over midnight it takes two: until 24:00, and from 00:00 on the next "
        "day");
static const char too_many[] = N_("is more than the 16 spans that a schedule may have");

const char *hours_day_name(unsigned weekday)
{
	return weekday < DAYS ? english[weekday] : "";
}

/* ---- times ---- */

/* One or two digits; moves *text behind them. */
static bool number(const char **text, unsigned *value)
{
	size_t digits = strspn(*text, "0123456789");
	*value = 0;
	if (digits < 1 || digits > 2)
		return false;
	for (size_t i = 0; i < digits; i++)
		*value = *value * 10 + (unsigned)(*(*text)++ - '0');
	return true;
}

static bool time_of_day(const char **text, unsigned *minute)
{
	unsigned hour, rest;
	if (!number(text, &hour) || *(*text)++ != ':' || !number(text, &rest) || rest > 59)
		return false;
	*minute = hour * 60 + rest;
	return true;
}

/* Moves *text behind the range. */
static const char *range(const char **text, uint16_t *begin_min, uint16_t *end_min)
{
	unsigned begin, end;
	if (!time_of_day(text, &begin) || *(*text)++ != '-' || !time_of_day(text, &end))
		return no_range;
	if (begin > POLICY_DAY_MIN || end > POLICY_DAY_MIN)
		return too_late;
	if (begin >= end)
		return backwards;
	*begin_min = (uint16_t)begin;
	*end_min = (uint16_t)end;
	return NULL;
}

const char *hours_range_parse(const char *text, uint16_t *begin_min, uint16_t *end_min)
{
	const char *wrong = range(&text, begin_min, end_min);
	return wrong == NULL && *text != '\0' ? no_range : wrong;
}

/* ---- days ---- */

static bool is_word(const char *text, size_t length, const char *word)
{
	return strlen(word) == length && strncasecmp(text, word, length) == 0;
}

/* The day of the week, or DAYS. */
static unsigned weekday(const char *text, size_t length)
{
	unsigned day = 0;
	while (day < DAYS && !is_word(text, length, english[day]) && !is_word(text, length, german[day]))
		day++;
	return day;
}

/* From one to another, over the weekend if need be. */
static unsigned from_to(unsigned first, unsigned last)
{
	unsigned days = 1u << first;
	for (unsigned day = first; day != last; day = (day + 1) % DAYS)
		days |= 1u << (day + 1) % DAYS;
	return days;
}

/* "Mon", "Mon-Fri", "daily", "holiday"; 0 for none of these. */
static unsigned days_of_word(const char *text, size_t length)
{
	const char *dash = memchr(text, '-', length);
	if (is_word(text, length, "daily") || is_word(text, length, "täglich"))
		return DAILY;
	if (is_word(text, length, "holiday") || is_word(text, length, "Feiertag"))
		return HOLIDAY;
	unsigned first = weekday(text, dash == NULL ? length : (size_t)(dash - text));
	unsigned last = dash == NULL ? first : weekday(dash + 1, length - (size_t)(dash + 1 - text));
	return first < DAYS && last < DAYS ? from_to(first, last) : 0;
}

/* All words up to the blank, moving *text behind it; 0 when one of them is no day. */
static unsigned days_of(const char **text)
{
	unsigned all = 0;
	for (;;) {
		size_t length = strcspn(*text, ", ");
		unsigned days = days_of_word(*text, length);
		char end = (*text)[length];
		if (days == 0 || end == '\0')
			return 0;
		all |= days;
		*text += length + 1;
		if (end == ' ')
			return all;
	}
}

const char *hours_parse(const char *text, struct policy_schedule *schedule)
{
	unsigned days = days_of(&text);
	if (days == 0)
		return no_day;
	do {
		struct policy_span span = {.days = (uint8_t)days};
		const char *wrong = range(&text, &span.begin_min, &span.end_min);
		if (wrong != NULL)
			return wrong;
		if (schedule->span_count == POLICY_SPANS_MAX)
			return too_many;
		schedule->spans[schedule->span_count++] = span;
	} while (*text++ == ',');
	return text[-1] == '\0' ? NULL : no_range;
}

/* ---- as text ---- */

/* A word more, with a comma before it where it is not the first. */
static void add_word(char text[HOURS_TEXT_MAX], const char *first, const char *last)
{
	size_t used = strlen(text);
	snprintf(text + used, HOURS_TEXT_MAX - used, "%s%s%s%s", used > 0 ? "," : "", first,
	         last == first ? "" : "-", last == first ? "" : last);
}

static void days_text(unsigned days, char text[HOURS_TEXT_MAX])
{
	for (unsigned day = 0; day < DAYS; day++) {
		unsigned last = day;
		if ((days >> day & 1) == 0)
			continue;
		while (last + 1 < DAYS && (days >> (last + 1) & 1))
			last++;
		add_word(text, english[day], english[last]);
		day = last;
	}
	if (days & HOLIDAY)
		add_word(text, "holiday", "holiday");
}

void hours_range_text(uint16_t begin_min, uint16_t end_min, char text[HOURS_RANGE_MAX])
{
	if (begin_min == end_min)
		snprintf(text, HOURS_RANGE_MAX, "closed");
	else
		snprintf(text, HOURS_RANGE_MAX, "%02u:%02u-%02u:%02u", begin_min / 60u % 100, begin_min % 60u,
		         end_min / 60u % 100, end_min % 60u);
}

void hours_text(const struct policy_span *span, char text[HOURS_TEXT_MAX])
{
	char range_of[HOURS_RANGE_MAX];
	text[0] = '\0';
	days_text(span->days, text);
	hours_range_text(span->begin_min, span->end_min, range_of);
	size_t used = strlen(text);
	snprintf(text + used, HOURS_TEXT_MAX - used, " %s", range_of);
}
