/*
 * Schedules (controller/schedule.h): hours of the week, holidays, exceptions,
 * one minute before and at each boundary. tests/calendar holds the same code
 * against another calendar for twenty years.
 */
#include "controller/schedule.h"
#include "tests/unit/suite.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { SHOP, YARD }; /* schedules of the book */

static struct schedule_book book;

static void add_span(struct schedule *s, uint8_t days, uint16_t begin_min, uint16_t end_min)
{
	s->spans[s->span_count++] = (struct schedule_span){days, begin_min, end_min};
}

/* Shop: Monday to Friday 8 to 17 with an hour at noon, Saturday from 9 to midnight; yard: holidays only. */
static void begin(enum calendar_state state)
{
	memset(&book, 0, sizeof(book));
	book.state = state;
	snprintf(book.schedules[SHOP].name, SITE_NAME_MAX, "shop");
	snprintf(book.schedules[YARD].name, SITE_NAME_MAX, "yard");
	add_span(&book.schedules[SHOP], 0x1f, 8 * 60, 12 * 60);
	add_span(&book.schedules[SHOP], 0x1f, 13 * 60, 17 * 60);
	add_span(&book.schedules[SHOP], 1 << SATURDAY, 9 * 60, SCHEDULE_MINUTES);
	add_span(&book.schedules[YARD], SCHEDULE_HOLIDAY, 10 * 60, 11 * 60);
}

static int32_t day(int32_t year, uint8_t month, uint8_t mday)
{
	return calendar_day((struct calendar_date){year, month, mday});
}

static bool is_open(int32_t on, unsigned hour, unsigned minute)
{
	return schedule_is_open(&book, SHOP, on, (uint16_t)(hour * 60 + minute));
}

static void add_or_fail(struct schedule_day d)
{
	CU_ASSERT_EQUAL_FATAL(schedule_add_day(&book, &d), 0);
}

static void hours_begin_with_their_minute_and_end_before_it(void)
{
	int32_t monday = day(2026, 3, 2);
	begin(CALENDAR_NO_STATE);
	CU_ASSERT_FALSE(is_open(monday, 7, 59));
	CU_ASSERT_TRUE(is_open(monday, 8, 0));
	CU_ASSERT_TRUE(is_open(monday, 11, 59));
	CU_ASSERT_FALSE(is_open(monday, 12, 0));
	CU_ASSERT_FALSE(is_open(monday, 12, 59));
	CU_ASSERT_TRUE(is_open(monday, 13, 0));
	CU_ASSERT_TRUE(is_open(monday, 16, 59));
	CU_ASSERT_FALSE(is_open(monday, 17, 0));
}

static void each_day_of_the_week_has_its_own_hours(void)
{
	int32_t saturday = day(2026, 3, 7);
	begin(CALENDAR_NO_STATE);
	CU_ASSERT_TRUE(is_open(saturday - 1, 8, 0));
	CU_ASSERT_FALSE(is_open(saturday, 8, 59));
	CU_ASSERT_TRUE(is_open(saturday, 23, 59));
	CU_ASSERT_FALSE(is_open(saturday + 1, 0, 0));
	CU_ASSERT_FALSE(is_open(saturday + 1, 12, 0));
}

/* Reformation Day is a Saturday in 2026 and a holiday in SH, not in BY. */
static void a_public_holiday_has_the_hours_of_holidays(void)
{
	int32_t reformation = day(2026, 10, 31);
	begin(CALENDAR_BY);
	CU_ASSERT_TRUE(is_open(reformation, 10, 0));
	CU_ASSERT_FALSE(schedule_is_open(&book, YARD, reformation, 600));
	begin(CALENDAR_SH);
	CU_ASSERT_FALSE(is_open(reformation, 10, 0));
	CU_ASSERT_FALSE(schedule_is_open(&book, YARD, reformation, 599));
	CU_ASSERT_TRUE(schedule_is_open(&book, YARD, reformation, 600));
	CU_ASSERT_FALSE(schedule_is_open(&book, YARD, reformation, 660));
}

static void a_company_holiday_counts_like_a_public_one(void)
{
	int32_t bridge = day(2026, 5, 15);
	begin(CALENDAR_SH);
	add_or_fail((struct schedule_day){.day = bridge, .schedule = SCHEDULE_EVERY, .is_holiday = true});
	CU_ASSERT_FALSE(is_open(bridge, 10, 0));
	CU_ASSERT_TRUE(schedule_is_open(&book, YARD, bridge, 600));
	CU_ASSERT_TRUE(is_open(bridge + 3, 10, 0));
}

static void an_exception_replaces_the_day_of_one_schedule(void)
{
	int32_t christmas = day(2026, 12, 25), monday = day(2026, 3, 2);
	begin(CALENDAR_SH);
	add_or_fail(
	        (struct schedule_day){.day = christmas, .schedule = SHOP, .begin_min = 600, .end_min = 660});
	add_or_fail((struct schedule_day){.day = monday, .schedule = SHOP}); /* closed all day */
	CU_ASSERT_FALSE(is_open(christmas, 9, 59));
	CU_ASSERT_TRUE(is_open(christmas, 10, 0));
	CU_ASSERT_FALSE(is_open(christmas, 11, 0));
	CU_ASSERT_FALSE(is_open(monday, 10, 0));
	CU_ASSERT_TRUE(is_open(monday + 1, 10, 0));
	CU_ASSERT_TRUE(schedule_is_open(&book, YARD, christmas, 600)); /* a holiday as ever */
}

static void an_exception_for_one_goes_before_one_for_all(void)
{
	int32_t monday = day(2026, 3, 2);
	for (int order = 0; order < 2; order++) {
		struct schedule_day all = {.day = monday, .schedule = SCHEDULE_EVERY};
		struct schedule_day one = {.day = monday, .schedule = SHOP, .begin_min = 60, .end_min = 120};
		begin(CALENDAR_NO_STATE);
		add_or_fail(order == 0 ? all : one);
		add_or_fail(order == 0 ? one : all);
		CU_ASSERT_TRUE(is_open(monday, 1, 0));
		CU_ASSERT_FALSE(is_open(monday, 8, 0));
	}
}

static void a_day_closes_with_its_last_hours(void)
{
	begin(CALENDAR_SH);
	CU_ASSERT_EQUAL(schedule_closing(&book, SHOP, day(2026, 3, 2)), 17 * 60);
	CU_ASSERT_EQUAL(schedule_closing(&book, SHOP, day(2026, 3, 7)), SCHEDULE_MINUTES);
	CU_ASSERT_EQUAL(schedule_closing(&book, SHOP, day(2026, 3, 8)), 0);
	CU_ASSERT_EQUAL(schedule_closing(&book, SHOP, day(2026, 12, 25)), 0);
	CU_ASSERT_EQUAL(schedule_closing(&book, YARD, day(2026, 12, 25)), 11 * 60);
	add_or_fail((struct schedule_day){
	        .day = day(2026, 3, 2), .schedule = SHOP, .begin_min = 0, .end_min = 1});
	CU_ASSERT_EQUAL(schedule_closing(&book, SHOP, day(2026, 3, 2)), 1);
	CU_ASSERT_EQUAL(schedule_closing(&book, SITE_NONE, day(2026, 3, 3)), 0);
}

static void days_stay_in_order_until_the_book_is_full(void)
{
	struct schedule_day d = {.schedule = SCHEDULE_EVERY, .is_holiday = true};
	begin(CALENDAR_NO_STATE);
	for (int32_t i = 0; i < SCHEDULE_DAYS_MAX; i++) {
		d.day = 20000 + i * 7919 % SCHEDULE_DAYS_MAX; /* all of them, mixed */
		add_or_fail(d);
	}
	for (int32_t i = 0; i < SCHEDULE_DAYS_MAX; i++)
		CU_ASSERT_EQUAL(book.days[i].day, 20000 + i);
	CU_ASSERT_EQUAL(schedule_add_day(&book, &d), -ENOSPC);
	CU_ASSERT_TRUE(schedule_is_holiday(&book, SHOP, 20000));
	CU_ASSERT_TRUE(schedule_is_holiday(&book, SHOP, 20000 + SCHEDULE_DAYS_MAX - 1));
	CU_ASSERT_FALSE(schedule_is_holiday(&book, SHOP, 20000 + SCHEDULE_DAYS_MAX));
	CU_ASSERT_FALSE(schedule_is_holiday(&book, SHOP, 19999));
}

static void what_is_not_in_the_book_is_never_open(void)
{
	begin(CALENDAR_NO_STATE);
	for (uint16_t minute = 0; minute < SCHEDULE_MINUTES; minute++) {
		CU_ASSERT_FALSE(schedule_is_open(&book, SCHEDULES_MAX - 1, day(2026, 3, 2), minute));
		CU_ASSERT_FALSE(schedule_is_open(&book, SCHEDULES_MAX, day(2026, 3, 2), minute));
	}
	CU_ASSERT_EQUAL(schedule_find(&book, "yard"), YARD);
	CU_ASSERT_EQUAL(schedule_find(&book, "none"), SITE_NONE);
	CU_ASSERT_EQUAL(schedule_find(&book, ""), SITE_NONE);
}

static void states_have_the_names_of_their_laws(void)
{
	for (unsigned i = 0; i < 16; i++)
		CU_ASSERT_EQUAL(calendar_state_parse(calendar_state_name((enum calendar_state)(1u << i))),
		                (enum calendar_state)(1u << i));
	CU_ASSERT_EQUAL(calendar_state_parse("XX"), CALENDAR_NO_STATE);
	CU_ASSERT_STRING_EQUAL(calendar_holiday(day(2026, 11, 18), CALENDAR_SN), "Buß- und Bettag");
	CU_ASSERT_STRING_EQUAL(calendar_holiday(day(2026, 10, 31), CALENDAR_SH), "Reformationstag");
	CU_ASSERT_PTR_NULL(calendar_holiday(day(2026, 10, 31), CALENDAR_NO_STATE));
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"D10: hours begin with their minute and end before it",
	         hours_begin_with_their_minute_and_end_before_it},
	        {"D10: each day of the week has its own hours", each_day_of_the_week_has_its_own_hours},
	        {"D10: a public holiday has the hours of holidays",
	         a_public_holiday_has_the_hours_of_holidays},
	        {"D10: a company holiday counts like a public one",
	         a_company_holiday_counts_like_a_public_one},
	        {"D10: an exception replaces the day of one schedule",
	         an_exception_replaces_the_day_of_one_schedule},
	        {"an exception for one goes before one for all",
	         an_exception_for_one_goes_before_one_for_all},
	        {"V3: a day closes with its last hours", a_day_closes_with_its_last_hours},
	        {"days stay in order until the book is full", days_stay_in_order_until_the_book_is_full},
	        {"what is not in the book is never open", what_is_not_in_the_book_is_never_open},
	        {"states have the names of their laws", states_have_the_names_of_their_laws},
	};
	return suite_run("schedule", cases, sizeof(cases) / sizeof(cases[0]));
}
