/* Texts for people: nothing that moves a cursor, times in the local zone, days of the calendar. */
#include "tests/unit/suite.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cli/text.h"

static const struct {
	const char *text;
	const char *shown;
} escapes[] = {
        {"", ""},
        {"Anna Berger", "Anna Berger"},
        {"J\xc3\xbcrgen \xe2\x82\xac \xf0\x9f\x94\x91", "J\xc3\xbcrgen \xe2\x82\xac \xf0\x9f\x94\x91"},
        {"a\x1b[31mb", "a\\u001b[31mb"},
        {"a\nb\tc\rd", "a\\u000ab\\u0009c\\u000dd"},
        {"\x7f", "\\u007f"},
        {"\xc2\x80", "\\u0080"},
        {"\xc2\x9b"
         "31m",
         "\\u009b31m"},              /* CSI in one character */
        {"\xc2\xa0", "\xc2\xa0"},    /* the first after the C1 controls */
        {"\xe2\x80\xae", "\\u202e"}, /* turns the direction of writing */
        {"\xe2\x81\xa6", "\\u2066"},
        {"\xe2\x80\xaf", "\xe2\x80\xaf"}, /* one beyond: a narrow space */
        {"\xef\xbb\xbf", "\\ufeff"},
        {"a\\x1b", "a\\x1b"},
        {"\xff", "?"},
        {"\x80", "?"},
        {"\xc3", "?"}, /* ends too early */
        {"\xc3(", "?("},
        {"\xc0\xaf", "??"}, /* overlong */
        {"\xe0\x80\xaf", "???"},
        {"\xe0\xa0\x80", "\xe0\xa0\x80"}, /* the smallest of three bytes */
        {"\xed\xa0\x80", "???"},          /* a surrogate */
        {"\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf"},
        {"\xf4\x90\x80\x80", "????"}, /* beyond Unicode */
};

static void control_characters_are_shown_as_numbers(void)
{
	for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++) {
		char *shown = text_escaped(escapes[i].text);
		if (strcmp(shown, escapes[i].shown) != 0)
			printf("\n    %zu: %s ", i, shown);
		CU_ASSERT_STRING_EQUAL(shown, escapes[i].shown);
		CU_ASSERT_EQUAL(text_escape(NULL, 0, escapes[i].text), strlen(escapes[i].shown));
		free(shown);
	}
	char *nothing = text_escaped(NULL);
	CU_ASSERT_STRING_EQUAL(nothing, "");
	free(nothing);
}

static void a_cut_falls_between_characters(void)
{
	char out[8];
	CU_ASSERT_EQUAL(text_escape(out, 4, "ab\xc3\xbc"), 4);
	CU_ASSERT_STRING_EQUAL(out, "ab");
	CU_ASSERT_EQUAL(text_escape(out, 5, "ab\xc3\xbc"), 4);
	CU_ASSERT_STRING_EQUAL(out, "ab\xc3\xbc");
	CU_ASSERT_EQUAL(text_escape(out, 8,
	                            "ab\x1b"
	                            "c"),
	                9);
	CU_ASSERT_STRING_EQUAL(out, "ab");
	CU_ASSERT_EQUAL(text_escape(out, 1, "ab"), 2);
	CU_ASSERT_STRING_EQUAL(out, "");
}

static void long_arguments_are_quoted_in_short(void)
{
	char out[11];
	CU_ASSERT_STRING_EQUAL(text_quote(out, sizeof out, "abcde"), "\"abcde\"");
	CU_ASSERT_STRING_EQUAL(text_quote(out, sizeof out, "abcdef"), "\"abcde...\"");
	CU_ASSERT_EQUAL(strlen(out), sizeof out - 1);
}

static const struct {
	const char *utc;
	const char *local; /* NULL: no time */
} times[] = {
        /* the night in which Berlin's clocks go forward, and the one in which they go back */
        {"2025-03-30T00:59:59.999Z", "2025-03-30 01:59:59"},
        {"2025-03-30T01:00:00.000Z", "2025-03-30 03:00:00"},
        {"2025-10-26T00:59:59.000Z", "2025-10-26 02:59:59"},
        {"2025-10-26T01:00:00.000Z", "2025-10-26 02:00:00"},
        {"2024-12-31T23:30:00.000Z", "2025-01-01 00:30:00"},
        {"2025-03-30T01:00:00Z", "2025-03-30 03:00:00"},
        {"2025-03-30", NULL},
        {"2025-03-30T01:00:00", NULL},
        {"yesterday", NULL},
        {"", NULL},
};

static void times_are_shown_in_the_local_zone(void)
{
	setenv("TZ", "Europe/Berlin", 1);
	tzset();
	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
		char out[TEXT_TIME_MAX] = "";
		CU_ASSERT_EQUAL(text_local_time(times[i].utc, out), times[i].local != NULL);
		if (times[i].local != NULL)
			CU_ASSERT_STRING_EQUAL(out, times[i].local);
	}
}

static const struct {
	const char *text;
	bool is_day;
} days[] = {
        {"1970-01-01", true},  {"1969-12-31", false},  {"9999-12-31", true},
        {"2024-02-29", true},  {"2025-02-29", false},  {"2000-02-29", true},
        {"2100-02-29", false}, {"2025-04-30", true},   {"2025-04-31", false},
        {"2025-12-31", true},  {"2025-12-32", false},  {"2025-13-01", false},
        {"2025-00-01", false}, {"2025-01-00", false},  {"2025-1-01", false},
        {"25-01-01", false},   {"2025-01-01 ", false}, {" 2025-01-0", false},
        {"2025/01/01", false}, {"2025-01-+1", false},  {"", false},
        {"today", false},
};

static void a_day_is_one_of_the_calendar(void)
{
	for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
		if (text_is_day(days[i].text) != days[i].is_day)
			printf("\n    %s ", days[i].text);
		CU_ASSERT_EQUAL(text_is_day(days[i].text), days[i].is_day);
	}
}

static void a_number_is_digits_within_its_range(void)
{
	int64_t n = -7;
	CU_ASSERT(!text_number("", 0, 9, &n));
	CU_ASSERT(!text_number("10", 0, 9, &n));
	CU_ASSERT(!text_number("0", 1, 9, &n));
	CU_ASSERT(!text_number("+1", 0, 9, &n));
	CU_ASSERT(!text_number("0x1", 0, 9, &n));
	CU_ASSERT(!text_number("9223372036854775808", 0, INT64_MAX, &n));
	CU_ASSERT_EQUAL(n, -7);
	CU_ASSERT(text_number("9223372036854775807", 0, INT64_MAX, &n));
	CU_ASSERT_EQUAL(n, INT64_MAX);
	CU_ASSERT(text_number("009", 1, 9, &n));
	CU_ASSERT_EQUAL(n, 9);
}

static void the_width_is_that_of_the_terminal(void)
{
	CU_ASSERT_PTR_NOT_NULL_FATAL(setlocale(LC_CTYPE, "C.UTF-8"));
	CU_ASSERT_EQUAL(text_width(""), 0);
	CU_ASSERT_EQUAL(text_width("J\xc3\xbcrgen"), 6);
	CU_ASSERT_EQUAL(text_width("\xe6\x9d\xb1"), 2);
	CU_ASSERT_EQUAL(text_width("\xff"
	                           "a"),
	                2);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"control characters are shown as numbers", control_characters_are_shown_as_numbers},
	        {"a cut falls between characters", a_cut_falls_between_characters},
	        {"long arguments are quoted in short", long_arguments_are_quoted_in_short},
	        {"times are shown in the local zone", times_are_shown_in_the_local_zone},
	        {"a day is one of the calendar", a_day_is_one_of_the_calendar},
	        {"a number is digits within its range", a_number_is_digits_within_its_range},
	        {"the width is that of the terminal", the_width_is_that_of_the_terminal},
	};
	return suite_run("cli text", cases, sizeof cases / sizeof cases[0]);
}
