/* Schedules, holidays and exceptions in the database (rules D2, D9, D10, D11). */
#include "tests/unit/site_fixture.h"

#include <errno.h>

enum { PERSON_ID = 7 };

#define SCHEDULE(n)       ((struct policy_op){.kind = POLICY_SCHEDULE_PUT, .schedule = {.name = n}})
#define EXCEPTION(n, ...) ((struct policy_op){.kind = POLICY_EXCEPTION_PUT, .exception = {n, __VA_ARGS__}})
#define HOLIDAY(d, n)     ((struct policy_op){.kind = POLICY_HOLIDAY_PUT, .holiday = {.day = d, .name = n}})
#define STATE(s)          ((struct policy_op){.kind = POLICY_CALENDAR_PUT, .calendar = {.state = s}})

static int apply(struct fixture *f, struct policy_op op)
{
	return store_apply(f->store, &op, 1, 0, NULL, 0);
}

static struct policy_op shop(void)
{
	struct policy_op op = SCHEDULE("shop");
	op.schedule.span_count = 2;
	op.schedule.spans[0] = (struct policy_span){0x1f, 480, 1020};
	op.schedule.spans[1] = (struct policy_span){0xa0, 0, 1440};
	return op;
}

static struct policy_op removed(struct policy_op op)
{
	if (op.kind == POLICY_SCHEDULE_PUT)
		op.schedule.is_removed = true;
	if (op.kind == POLICY_EXCEPTION_PUT)
		op.exception.is_removed = true;
	if (op.kind == POLICY_HOLIDAY_PUT)
		op.holiday.is_removed = true;
	return op;
}

static void a_schedule_is_read_as_it_was_put(void)
{
	struct fixture f;
	struct policy_schedule read;

	fixture_begin_with_map(&f);
	CU_ASSERT_EQUAL(apply(&f, shop()), 0);
	CU_ASSERT_EQUAL_FATAL(store_schedule(f.store, "shop", &read), 0);
	CU_ASSERT_EQUAL(read.span_count, 2);
	CU_ASSERT_EQUAL(read.spans[0].days, 0x1f);
	CU_ASSERT_EQUAL(read.spans[0].begin_min, 480);
	CU_ASSERT_EQUAL(read.spans[1].end_min, 1440);
	CU_ASSERT_EQUAL(store_policy_version(f.store), 2);
	CU_ASSERT_EQUAL(apply(&f, shop()), 0); /* equal: nothing happened */
	CU_ASSERT_EQUAL(store_policy_version(f.store), 2);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT operations ->> '$[0].spans[1].days' = 160"
	                                        " AND operations ->> '$[0].put' = 'schedule'"
	                                        " FROM change_body WHERE version = 2"),
	                1);
	CU_ASSERT_EQUAL(store_schedule(f.store, "none", &read), -ENOENT);
	fixture_end(&f);
}

static bool copy_schedule(void *context, const struct policy_schedule *schedule)
{
	struct policy_schedule **next = context;

	*(*next)++ = *schedule;
	return true;
}

static void a_schedule_keeps_its_place_and_the_lowest_free_one_is_given(void)
{
	struct fixture f;
	struct policy_schedule all[4], *next = all;

	fixture_begin_with_map(&f);
	apply(&f, SCHEDULE("c"));
	apply(&f, SCHEDULE("b"));
	apply(&f, SCHEDULE("d"));
	CU_ASSERT_EQUAL(apply(&f, removed(SCHEDULE("b"))), 0);
	CU_ASSERT_EQUAL(apply(&f, SCHEDULE("a")), 0);
	CU_ASSERT_EQUAL(store_schedules(f.store, copy_schedule, &next), 0);
	CU_ASSERT_EQUAL_FATAL(next - all, 3);
	CU_ASSERT_EQUAL(all[0].place, 1); /* a, where b was */
	CU_ASSERT_EQUAL(all[1].place, 0);
	CU_ASSERT_EQUAL(all[2].place, 2);
	fixture_end(&f);
}

static void there_are_at_most_32_schedules(void)
{
	struct fixture f;
	struct policy_op op = SCHEDULE("");

	fixture_begin_with_map(&f);
	for (int i = 0; i < 32; i++) {
		snprintf(op.schedule.name, sizeof op.schedule.name, "s%d", i);
		CU_ASSERT_EQUAL(apply(&f, op), 0);
	}
	CU_ASSERT_EQUAL(apply(&f, SCHEDULE("one-more")), -EPERM);
	fixture_end(&f);
}

static void a_span_keeps_its_ranges(void)
{
	static const struct {
		struct policy_span span;
		int result;
	} cases[] = {{{1, 0, 1440}, 0},     {{1, 1439, 1440}, 0},  {{255, 0, 1}, 0},      {{0, 0, 1}, -EPERM},
	             {{1, 60, 60}, -EPERM}, {{1, 61, 60}, -EPERM}, {{1, 0, 1441}, -EPERM}};
	struct fixture f;

	fixture_begin_with_map(&f);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct policy_op op = SCHEDULE("shop");
		op.schedule.span_count = 1;
		op.schedule.spans[0] = cases[i].span;
		CU_ASSERT_EQUAL(apply(&f, op), cases[i].result);
	}
	struct policy_op many = SCHEDULE("many");
	many.schedule.span_count = POLICY_SPANS_MAX + 1;
	CU_ASSERT_EQUAL(apply(&f, many), -EPERM);
	CU_ASSERT_EQUAL(apply(&f, SCHEDULE("none")), -EPERM);
	CU_ASSERT_EQUAL(apply(&f, SCHEDULE("Lager ")), -EPERM);
	fixture_end(&f);
}

static bool count_exception(void *context, const struct policy_exception *exception)
{
	struct policy_exception *last = context;

	*last = *exception;
	return true;
}

static void an_exception_is_one_for_a_day_and_schedule(void)
{
	struct fixture f;
	struct policy_exception last = {.day = -1};

	fixture_begin_with_map(&f);
	apply(&f, shop());
	CU_ASSERT_EQUAL(apply(&f, EXCEPTION("shop", 20000, 60, 120, false)), 0);
	CU_ASSERT_EQUAL(apply(&f, EXCEPTION("shop", 20000, 0, 0, false)), 0); /* another word on it */
	CU_ASSERT_EQUAL(store_exceptions(f.store, count_exception, &last), 0);
	CU_ASSERT_EQUAL(last.day, 20000);
	CU_ASSERT_EQUAL(last.end_min, 0);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT count(*) FROM schedule_exception"), 1);
	CU_ASSERT_EQUAL(apply(&f, EXCEPTION("shop", 20001, 60, 60, false)), -EPERM);
	CU_ASSERT_EQUAL(apply(&f, EXCEPTION("shop", -1, 0, 60, false)), -EPERM);
	CU_ASSERT_EQUAL(apply(&f, EXCEPTION("shop", 20001, 0, 1441, false)), -EPERM);
	CU_ASSERT_EQUAL(apply(&f, EXCEPTION("yard", 20001, 0, 60, false)), -ENOENT);
	CU_ASSERT_EQUAL(apply(&f, removed(EXCEPTION("shop", 20000, 0, 0, false))), 0);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT count(*) FROM schedule_exception"), 0);
	fixture_end(&f);
}

static bool copy_holiday(void *context, const struct policy_holiday *holiday)
{
	struct policy_holiday *last = context;

	*last = *holiday;
	return true;
}

static void a_company_holiday_has_a_day_and_a_name(void)
{
	struct fixture f;
	struct policy_holiday last = {.day = -1};

	fixture_begin_with_map(&f);
	CU_ASSERT_EQUAL(apply(&f, HOLIDAY(20588, "Brückentag")), 0);
	CU_ASSERT_EQUAL(apply(&f, HOLIDAY(20588, "Betriebsferien")), 0);
	CU_ASSERT_EQUAL(store_holidays(f.store, copy_holiday, &last), 0);
	CU_ASSERT_STRING_EQUAL(last.name, "Betriebsferien");
	CU_ASSERT_EQUAL(apply(&f, HOLIDAY(20588, "")), -EPERM);
	CU_ASSERT_EQUAL(apply(&f, HOLIDAY(-1, "x")), -EPERM);
	CU_ASSERT_EQUAL(apply(&f, removed(HOLIDAY(20588, "x"))), 0);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT count(*) FROM holiday"), 0);
	fixture_end(&f);
}

static void days_are_1024_at_most(void)
{
	static struct policy_op ops[1023];
	struct fixture f;

	fixture_begin_with_map(&f);
	apply(&f, shop());
	for (int i = 0; i < 1023; i++)
		ops[i] = HOLIDAY(20000 + i, "off");
	CU_ASSERT_EQUAL(store_apply(f.store, ops, 1023, 0, NULL, 0), 0);
	CU_ASSERT_EQUAL(apply(&f, EXCEPTION("shop", 20000, 0, 60, false)), 0);
	CU_ASSERT_EQUAL(apply(&f, EXCEPTION("shop", 20001, 0, 60, false)), -EPERM);
	CU_ASSERT_EQUAL(apply(&f, HOLIDAY(30000, "off")), -EPERM);
	CU_ASSERT_EQUAL(apply(&f, EXCEPTION("shop", 20000, 0, 90, false)), 0); /* changed, not one more */
	fixture_end(&f);
}

static void a_state_is_one_of_sixteen_or_none(void)
{
	struct fixture f;
	struct policy_calendar calendar;

	fixture_begin_with_map(&f);
	CU_ASSERT_EQUAL(store_calendar(f.store, &calendar), 0);
	CU_ASSERT_STRING_EQUAL(calendar.state, "");
	CU_ASSERT_EQUAL(apply(&f, STATE("SH")), 0);
	CU_ASSERT_EQUAL(store_calendar(f.store, &calendar), 0);
	CU_ASSERT_STRING_EQUAL(calendar.state, "SH");
	CU_ASSERT_EQUAL(apply(&f, STATE("XX")), -EPERM);
	CU_ASSERT_EQUAL(apply(&f, STATE("")), 0);
	fixture_end(&f);
}

static struct policy_op door_with(const char *schedule, bool is_first_person)
{
	struct policy_op op = DOOR("entrance", POLICY_ENTRANCE, "outside", "hall");
	snprintf(op.door.schedule, sizeof op.door.schedule, "%s", schedule);
	op.door.is_first_person = is_first_person;
	return op;
}

static struct policy_op key_with(const char *schedule, bool is_any_time)
{
	struct policy_op op = {.kind = POLICY_KEY_PUT,
	                       .key = {.id = 70,
	                               .person = PERSON_ID,
	                               .room = "hall",
	                               .first_day = POLICY_DAY_NONE,
	                               .last_day = POLICY_DAY_NONE,
	                               .reason = "work",
	                               .is_any_time = is_any_time}};
	snprintf(op.key.schedule, sizeof op.key.schedule, "%s", schedule);
	return op;
}

static struct policy_op person_with(int32_t release_ms)
{
	return (struct policy_op){.kind = POLICY_PERSON_PUT,
	                          .person = {.id = PERSON_ID,
	                                     .name = "Eva",
	                                     .first_day = POLICY_DAY_NONE,
	                                     .last_day = POLICY_DAY_NONE,
	                                     .release_ms = release_ms}};
}

static void what_doors_and_keys_follow_is_there_and_stays(void)
{
	struct fixture f;
	struct policy_key key;
	struct policy_door door;
	int64_t keys = 0;

	fixture_begin_with_map(&f);
	apply(&f, person_with(0));
	CU_ASSERT_EQUAL(apply(&f, door_with("shop", false)), -EPERM);
	CU_ASSERT_EQUAL(apply(&f, key_with("shop", false)), -EPERM);
	apply(&f, shop());
	CU_ASSERT_EQUAL(apply(&f, door_with("shop", true)), 0);
	CU_ASSERT_EQUAL(apply(&f, key_with("shop", true)), 0);
	CU_ASSERT_EQUAL(store_door(f.store, "entrance", &door), 0);
	CU_ASSERT_TRUE(door.is_first_person);
	CU_ASSERT_EQUAL_FATAL(store_key(f.store, 70, &key), 0);
	CU_ASSERT_STRING_EQUAL(key.schedule, "shop");
	CU_ASSERT_TRUE(key.is_any_time);
	CU_ASSERT_EQUAL(store_schedule_keys(f.store, "shop", &keys), 0);
	CU_ASSERT_EQUAL(keys, 1);
	CU_ASSERT_EQUAL(apply(&f, removed(shop())), -EPERM);
	CU_ASSERT_EQUAL(apply(&f, door_with("", false)), 0);
	CU_ASSERT_EQUAL(apply(&f, removed(shop())), -EPERM); /* the key */
	key.state = POLICY_KEY_REVOKED;
	CU_ASSERT_EQUAL(apply(&f, (struct policy_op){.kind = POLICY_KEY_PUT, .key = key}), 0);
	CU_ASSERT_EQUAL(apply(&f, removed(shop())), 0);
	fixture_end(&f);
}

static void marks_need_a_schedule(void)
{
	struct fixture f;

	fixture_begin_with_map(&f);
	apply(&f, person_with(0));
	CU_ASSERT_EQUAL(apply(&f, door_with("", true)), -EPERM);
	CU_ASSERT_EQUAL(apply(&f, key_with("", true)), -EPERM);
	CU_ASSERT_EQUAL(apply(&f, key_with("", false)), 0);
	fixture_end(&f);
}

static void an_opening_for_a_person_lasts_1_to_30_s(void)
{
	static const struct {
		int32_t release_ms;
		int result;
	} cases[] = {{999, -EPERM}, {30001, -EPERM}, {-1, -EPERM}, {1000, 0}};
	struct fixture f;
	struct policy_person person;

	fixture_begin_with_map(&f);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		CU_ASSERT_EQUAL(apply(&f, person_with(cases[i].release_ms)), cases[i].result);
	CU_ASSERT_EQUAL_FATAL(store_person(f.store, PERSON_ID, &person), 0);
	CU_ASSERT_EQUAL(person.release_ms, 1000);
	person.release_ms = 30000;
	CU_ASSERT_EQUAL(apply(&f, (struct policy_op){.kind = POLICY_PERSON_PUT, .person = person}), 0);
	CU_ASSERT_EQUAL_FATAL(store_person(f.store, PERSON_ID, &person), 0);
	CU_ASSERT_EQUAL(person.release_ms, 30000);
	fixture_end(&f);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"a schedule is read as it was put", a_schedule_is_read_as_it_was_put},
	        {"a schedule keeps its place", a_schedule_keeps_its_place_and_the_lowest_free_one_is_given},
	        {"there are at most 32 schedules", there_are_at_most_32_schedules},
	        {"a span keeps its ranges", a_span_keeps_its_ranges},
	        {"an exception is one for a day and schedule", an_exception_is_one_for_a_day_and_schedule},
	        {"a company holiday has a day and a name", a_company_holiday_has_a_day_and_a_name},
	        {"days are 1024 at most", days_are_1024_at_most},
	        {"a state is one of sixteen or none", a_state_is_one_of_sixteen_or_none},
	        {"what doors and keys follow is there and stays",
	         what_doors_and_keys_follow_is_there_and_stays},
	        {"D9, D11: marks need a schedule", marks_need_a_schedule},
	        {"D2: an opening for a person lasts 1 to 30 s", an_opening_for_a_person_lasts_1_to_30_s},
	};
	return suite_run("store_schedules", cases, sizeof cases / sizeof cases[0]);
}
