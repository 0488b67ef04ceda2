/* What people type: names, texts, days, times. */
#include "controller/office/text.h"
#include "tests/unit/suite.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static char letters[256];

static const char *of_length(size_t count)
{
	memset(letters, 'x', count);
	letters[count] = '\0';
	return letters;
}

static void a_text_has_1_to_200_bytes(void)
{
	CU_ASSERT_PTR_NOT_NULL(text_fault(""));
	CU_ASSERT_PTR_NULL(text_fault("x"));
	CU_ASSERT_PTR_NULL(text_fault(of_length(200)));
	CU_ASSERT_PTR_NOT_NULL(text_fault(of_length(201)));
}

static const struct {
	const char *text;
	const char *fault; /* NULL: fit */
} texts[] = {
        {"J\xc3\xbcrgen M\xc3\xbcller-L\xc3\xbc"
         "denscheidt",
         NULL},
        {"\xe6\x9d\x8e\xe6\x98\x8e \xf0\x9f\x94\x91", NULL},
        {" x", "blank"},
        {"x ", "blank"},
        {"a\nb", "control"},
        {"a\tb", "control"},
        {"a\x1b[31m", "control"},
        {"a\x7f", "control"},
        {"a\xc2\x85", "control"},
        {"a\xe2\x80\xae"
         "b",
         "control"}, /* right-to-left override */
        {"a\xe2\x80\xa8"
         "b",
         "control"}, /* line separator */
        {"Ju\xcc\x88rgen", "composed"},
        {"\xe2\x80\x8b", "seen"},                         /* zero-width space */
        {"\xe2\x80\x8d\xe2\x81\xa0", "seen"},             /* zero-width joiner, word joiner */
        {"\xc2\xa0\xc2\xad", "seen"},                     /* no-break space, soft hyphen */
        {"\xe3\x85\xa4\xe1\x85\xa0\xe2\xa0\x80", "seen"}, /* two Hangul fillers, an empty Braille cell */
        {"\xef\xb8\x8f\xf3\xa0\x80\xa0", "seen"},         /* a variation selector, a tag */
        {"a\xe2\x80\x8d", NULL},                          /* as some scripts and emoji need them */
        {"\xff", "UTF-8"},
        {"\xc3", "UTF-8"},
        {"\xc0\xaf", "UTF-8"},         /* overlong */
        {"\xe0\x80\x80", "UTF-8"},     /* overlong */
        {"\xed\xa0\x80", "UTF-8"},     /* surrogate */
        {"\xf4\x90\x80\x80", "UTF-8"}, /* beyond U+10FFFF */
        {"\xf0\x9f\x94", "UTF-8"},     /* cut */
};

static void texts_are_utf8_composed_and_without_controls(void)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const char *fault = text_fault(texts[i].text);
		bool is_right = texts[i].fault == NULL
		                        ? fault == NULL
		                        : fault != NULL && strstr(fault, texts[i].fault) != NULL;
		CU_ASSERT_TRUE(is_right);
	}
}

static void the_name_of_a_position_is_such_a_text_of_1_to_47_bytes(void)
{
	CU_ASSERT_PTR_NULL(text_name_fault("B\xc3\xbcro 1.a/b_c"));
	CU_ASSERT_PTR_NULL(text_name_fault(of_length(47)));
	CU_ASSERT_PTR_NOT_NULL(text_name_fault(of_length(48)));
	CU_ASSERT_PTR_NOT_NULL(text_name_fault(""));
	CU_ASSERT_PTR_NOT_NULL(text_name_fault(" b"));
	CU_ASSERT_PTR_NOT_NULL(text_name_fault("Bu\xcc\x88ro"));
}

static void a_copy_never_ends_in_half_a_letter(void)
{
	char to[5];
	text_copy(to, sizeof(to), "abcd");
	CU_ASSERT_STRING_EQUAL(to, "abcd");
	text_copy(to, sizeof(to), "abc\xc3\xbc");
	CU_ASSERT_STRING_EQUAL(to, "abc");
	text_copy(to, sizeof(to), "ab\xc3\xbcx");
	CU_ASSERT_STRING_EQUAL(to, "ab\xc3\xbc");
	text_copy(to, sizeof(to), "\xf0\x9f\x94\x91x");
	CU_ASSERT_STRING_EQUAL(to, "\xf0\x9f\x94\x91");
}

static const struct {
	const char *text;
	int32_t day; /* -1: none */
} days[] = {
        {"1970-01-01", 0},       {"1970-01-02", 1},   {"2000-02-29", 11016}, {"2026-03-29", 20541},
        {"9999-12-31", 2932896}, {"1969-12-31", -1},  {"2100-02-29", -1},    {"2024-02-30", -1},
        {"2024-13-01", -1},      {"2024-00-01", -1},  {"2024-04-31", -1},    {"2024-4-01", -1},
        {"2024-04-01 ", -1},     {"24-04-01", -1},    {"2024/04/01", -1},    {"", -1},
        {"2024-04-00", -1},      {"10000-01-01", -1},
};

static void days_are_read_as_the_calendar_has_them(void)
{
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		int32_t day = -1;
		int result = text_day_parse(days[i].text, &day);
		CU_ASSERT_EQUAL(result, days[i].day < 0 ? -EINVAL : 0);
		CU_ASSERT_EQUAL(day, days[i].day);
	}
}

static void every_day_to_9999_is_written_as_it_is_read(void)
{
	for (int32_t day = 0; day <= 2932896; day++) {
		char text[TEXT_DAY_MAX];
		int32_t back = -1;
		text_day(day, text);
		if (text_day_parse(text, &back) < 0 || back != day) {
			CU_FAIL_FATAL(text);
		}
	}
}

static void times_are_utc_with_milliseconds(void)
{
	char text[TEXT_TIME_MAX];
	text_time(0, text);
	CU_ASSERT_STRING_EQUAL(text, "1970-01-01T00:00:00.000Z");
	text_time(1774684799999, text);
	CU_ASSERT_STRING_EQUAL(text, "2026-03-28T07:59:59.999Z");
	text_time(INT64_MAX, text);
	CU_ASSERT_STRING_EQUAL(text, "9999-12-31T23:59:59.999Z");
	text_time(INT64_MIN, text);
	CU_ASSERT_STRING_EQUAL(text, "1970-01-01T00:00:00.000Z");
}

static const struct suite_case cases[] = {
        {"a text has 1 to 200 bytes", a_text_has_1_to_200_bytes},
        {"texts are UTF-8, composed and without controls", texts_are_utf8_composed_and_without_controls},
        {"the name of a position is such a text of 1 to 47 bytes",
         the_name_of_a_position_is_such_a_text_of_1_to_47_bytes},
        {"a copy never ends in half a letter", a_copy_never_ends_in_half_a_letter},
        {"days are read as the calendar has them", days_are_read_as_the_calendar_has_them},
        {"every day to 9999 is written as it is read", every_day_to_9999_is_written_as_it_is_read},
        {"times are UTC with milliseconds", times_are_utc_with_milliseconds},
};

int main(void)
{
	return suite_run("office: text", cases, sizeof(cases) / sizeof(cases[0]));
}
