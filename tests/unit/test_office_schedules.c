/*
 * Schedules, holidays, and how doors open, as a manager sets them: what is
 * answered holds at the doors from then on (rules A3, D2, D9, D10, D11).
 */
#include "tests/unit/office_fixture.h"

#include "controller/office/hours.h"

#define BY_MAX ",\"by\":\"Max\"}"

enum { MONDAY_2026_03_02 = 20514 };

static struct desk *begin(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	return d;
}

static void set_shop_or_fail(struct desk *d)
{
	desk_ask_or_fail(d, "ScheduleSet",
	                 "{\"schedule\":\"shop\",\"hours\":[\"Mon-Fri 08:00-12:00,13:00-17:00\",\"sa "
	                 "9:00-13:00\"]" BY_MAX);
}

static bool is_shop_open(struct desk *d, int32_t day, unsigned hour)
{
	const struct schedule_book *book = table_book(d->doors.table);
	return schedule_is_open(book, schedule_find(book, "shop"), day, (uint16_t)(hour * 60));
}

static const char *text_at(const struct message *m, const char *path)
{
	const char *text = message_text(m, path);
	return text == NULL ? "" : text;
}

/* ---- hours as people write them ---- */

static void hours_are_read_as_they_are_written(void)
{
	static const struct {
		const char *text, *written;
	} rows[] = {
	        {"Mon-Fri 08:00-17:00", "Mon-Fri 08:00-17:00"},
	        {"mo-fr 8:00-17:00", "Mon-Fri 08:00-17:00"},
	        {"Sa,So 00:00-24:00", "Sat-Sun 00:00-24:00"},
	        {"Fri-Mon 1:02-3:04", "Mon,Fri-Sun 01:02-03:04"},
	        {"daily,holiday 23:59-24:00", "Mon-Sun,holiday 23:59-24:00"},
	        {"Feiertag 10:00-11:00", "holiday 10:00-11:00"},
	        {"täglich 0:00-0:01", "Mon-Sun 00:00-00:01"},
	        {"DI,do 12:00-12:01", "Tue,Thu 12:00-12:01"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct policy_schedule s = {.span_count = 0};
		char text[HOURS_TEXT_MAX] = "";
		CU_ASSERT_PTR_NULL(hours_parse(rows[i].text, &s));
		CU_ASSERT_EQUAL_FATAL(s.span_count, 1);
		hours_text(&s.spans[0], text);
		CU_ASSERT_STRING_EQUAL(text, rows[i].written);
	}
}

static void what_is_no_hours_is_told(void)
{
	static const struct {
		const char *text, *wrong;
	} rows[] = {
	        {"", "does not begin with days"},
	        {"Mon", "does not begin with days"},
	        {"08:00-17:00", "does not begin with days"},
	        {"Mon,, 08:00-17:00", "does not begin with days"},
	        {"Mond 08:00-17:00", "does not begin with days"},
	        {"Mon- 08:00-17:00", "does not begin with days"},
	        {"Mon-Tue-Wed 08:00-17:00", "does not begin with days"},
	        {"Mon  08:00-17:00", "has no time"},
	        {"Mon 08:00", "has no time"},
	        {"Mon 08-17", "has no time"},
	        {"Mon 008:00-17:00", "has no time"},
	        {"Mon 08:60-17:00", "has no time"},
	        {"Mon 08:00-17:00 ", "has no time"},
	        {"Mon 08:00-17:00,", "has no time"},
	        {"Mon 08:00-17:00;13:00-14:00", "has no time"},
	        {"Mon 08:00-24:01", "goes beyond"},
	        {"Mon 99:00-99:59", "goes beyond"},
	        {"Mon 08:00-08:00", "does not end after"},
	        {"Mon 22:00-06:00", "does not end after"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct policy_schedule s = {.span_count = 0};
		const char *wrong = hours_parse(rows[i].text, &s);
		CU_ASSERT_PTR_NOT_NULL_FATAL(wrong);
		CU_ASSERT_PTR_EQUAL(strstr(wrong, rows[i].wrong), wrong);
	}
}

static void seventeen_spans_are_too_many(void)
{
	struct policy_schedule s = {.span_count = POLICY_SPANS_MAX - 1};
	CU_ASSERT_PTR_NULL(hours_parse("Mon 08:00-09:00", &s));
	CU_ASSERT_PTR_NOT_NULL(strstr(hours_parse("Mon 10:00-11:00", &s), "16 spans"));
	CU_ASSERT_EQUAL(s.span_count, POLICY_SPANS_MAX);
}

/* ---- schedules ---- */

static void a_schedule_is_at_the_doors_when_it_is_answered(void)
{
	struct desk *d = begin();
	set_shop_or_fail(d);
	CU_ASSERT_TRUE(is_shop_open(d, MONDAY_2026_03_02, 8));
	CU_ASSERT_FALSE(is_shop_open(d, MONDAY_2026_03_02, 12));
	CU_ASSERT_TRUE(is_shop_open(d, MONDAY_2026_03_02 + 5, 9));
	CU_ASSERT_EQUAL(table_version(d->doors.table), store_policy_version(d->office->store));
	desk_ask_or_fail(d, "ScheduleSet", "{\"schedule\":\"shop\",\"hours\":[\"daily 12:00-13:00\"]" BY_MAX);
	CU_ASSERT_FALSE(is_shop_open(d, MONDAY_2026_03_02, 8));
	CU_ASSERT_TRUE(is_shop_open(d, MONDAY_2026_03_02, 12));
	desk_reopen_or_fail(d);
	CU_ASSERT_TRUE(is_shop_open(d, MONDAY_2026_03_02, 12));
	CU_ASSERT_EQUAL(desk_events(d, "schedule.set").count, 2);
	CU_ASSERT_STRING_EQUAL(desk_events(d, "schedule.set").last.detail, "shop: Mon-Sun 12:00-13:00");
	desk_end(d);
}

static void schedules_are_listed_with_who_follows_them(void)
{
	struct desk *d = begin();
	set_shop_or_fail(d);
	desk_ask_or_fail(d, "DoorSet", "{\"door\":\"entrance\",\"schedule\":\"shop\"" BY_MAX);
	desk_ask_or_fail(
	        d, "KeyIssue",
	        "{\"person\":\"Max\",\"room\":\"office\",\"schedule\":\"shop\",\"reason\":\"w\"" BY_MAX);
	desk_ask_or_fail(d, "ScheduleExcept",
	                 "{\"schedule\":\"shop\",\"day\":\"2026-12-24\",\"hours\":\"08:00-12:00\"" BY_MAX);
	const struct message *reply = desk_ask_or_fail(d, "ScheduleList", "{}");
	const struct message *shop = message_item(message_get(reply, "schedules"), 0);
	CU_ASSERT_STRING_EQUAL(text_at(shop, "name"), "shop");
	CU_ASSERT_EQUAL(message_count(message_get(shop, "hours")), 3);
	CU_ASSERT_EQUAL(message_count(message_get(shop, "doors")), 1);
	CU_ASSERT_EQUAL(message_int(shop, "keys", -1), 1);
	reply = desk_ask_or_fail(d, "ScheduleShow", "{\"schedule\":\"shop\"}");
	const struct message *exception = message_item(message_get(reply, "exceptions"), 0);
	CU_ASSERT_STRING_EQUAL(text_at(exception, "day"), "2026-12-24");
	CU_ASSERT_STRING_EQUAL(text_at(exception, "hours"), "08:00-12:00");
	desk_end(d);
}

static void a_schedule_that_somebody_follows_stays(void)
{
	struct desk *d = begin();
	set_shop_or_fail(d);
	desk_ask_or_fail(d, "DoorSet", "{\"door\":\"entrance\",\"schedule\":\"shop\"" BY_MAX);
	desk_ask(d, "ScheduleRemove", "{\"schedule\":\"shop\"" BY_MAX);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Conflict");
	desk_ask_or_fail(d, "DoorSet", "{\"door\":\"entrance\",\"schedule\":\"none\"" BY_MAX);
	desk_ask_or_fail(d, "ScheduleRemove", "{\"schedule\":\"shop\"" BY_MAX);
	CU_ASSERT_EQUAL(schedule_find(table_book(d->doors.table), "shop"), SITE_NONE);
	desk_ask(d, "ScheduleRemove", "{\"schedule\":\"shop\"" BY_MAX);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "NotFound");
	desk_end(d);
}

static void an_exception_holds_for_its_day_and_can_be_taken_back(void)
{
	struct desk *d = begin();
	set_shop_or_fail(d);
	desk_ask_or_fail(d, "ScheduleExcept",
	                 "{\"schedule\":\"shop\",\"day\":\"2026-03-02\",\"hours\":\"18:00-20:00\"" BY_MAX);
	CU_ASSERT_FALSE(is_shop_open(d, MONDAY_2026_03_02, 8));
	CU_ASSERT_TRUE(is_shop_open(d, MONDAY_2026_03_02, 18));
	CU_ASSERT_TRUE(is_shop_open(d, MONDAY_2026_03_02 + 1, 8));
	desk_ask_or_fail(d, "ScheduleExcept",
	                 "{\"schedule\":\"shop\",\"day\":\"2026-03-02\",\"hours\":\"closed\"" BY_MAX);
	CU_ASSERT_FALSE(is_shop_open(d, MONDAY_2026_03_02, 18));
	desk_ask_or_fail(d, "ScheduleExcept",
	                 "{\"schedule\":\"shop\",\"day\":\"2026-03-02\",\"hours\":\"usual\"" BY_MAX);
	CU_ASSERT_TRUE(is_shop_open(d, MONDAY_2026_03_02, 8));
	desk_end(d);
}

/* ---- holidays ---- */

static void holidays_of_a_year_are_listed_with_their_names(void)
{
	struct desk *d = begin();
	set_shop_or_fail(d);
	const struct message *reply = desk_ask_or_fail(d, "HolidayList", "{\"year\":2026}");
	CU_ASSERT_EQUAL(message_count(message_get(reply, "holidays")), 0);
	CU_ASSERT_PTR_NOT_NULL(message_text(reply, "hint"));
	desk_ask_or_fail(d, "HolidayState", "{\"state\":\"SH\"" BY_MAX);
	desk_ask_or_fail(d, "HolidayAdd", "{\"day\":\"2026-05-15\",\"name\":\"Brückentag\"" BY_MAX);
	desk_ask_or_fail(d, "ScheduleExcept",
	                 "{\"schedule\":\"shop\",\"day\":\"2026-12-25\",\"hours\":\"10:00-12:00\"" BY_MAX);
	reply = desk_ask_or_fail(d, "HolidayList", "{\"year\":2026}");
	const struct message *list = message_get(reply, "holidays");
	CU_ASSERT_EQUAL_FATAL(message_count(list), 12); /* ten of Schleswig-Holstein, and these two */
	CU_ASSERT_STRING_EQUAL(text_at(message_item(list, 1), "name"), "Karfreitag");
	CU_ASSERT_STRING_EQUAL(text_at(message_item(list, 1), "weekday"), "Fri");
	CU_ASSERT_STRING_EQUAL(text_at(message_item(list, 5), "name"), "Brückentag");
	CU_ASSERT_STRING_EQUAL(text_at(message_item(list, 5), "kind"), "company");
	CU_ASSERT_STRING_EQUAL(text_at(message_item(list, 10), "kind"), "exception");
	CU_ASSERT_STRING_EQUAL(text_at(message_item(list, 10), "hours"), "10:00-12:00");
	CU_ASSERT_PTR_NULL(message_text(reply, "hint"));
	desk_end(d);
}

static void holidays_close_at_the_doors_at_once(void)
{
	struct desk *d = begin();
	int32_t ascension = MONDAY_2026_03_02 + 73; /* 14 May 2026, a Thursday */
	set_shop_or_fail(d);
	CU_ASSERT_TRUE(is_shop_open(d, ascension, 8));
	desk_ask_or_fail(d, "HolidayState", "{\"state\":\"SH\"" BY_MAX);
	CU_ASSERT_FALSE(is_shop_open(d, ascension, 8));
	CU_ASSERT_TRUE(is_shop_open(d, ascension + 1, 8));
	desk_ask_or_fail(d, "HolidayAdd", "{\"day\":\"2026-05-15\",\"name\":\"off\"" BY_MAX);
	CU_ASSERT_FALSE(is_shop_open(d, ascension + 1, 8));
	desk_reopen_or_fail(d);
	CU_ASSERT_FALSE(is_shop_open(d, ascension, 8));
	CU_ASSERT_FALSE(is_shop_open(d, ascension + 1, 8));
	desk_ask_or_fail(d, "HolidayRemove", "{\"day\":\"2026-05-15\"" BY_MAX);
	CU_ASSERT_TRUE(is_shop_open(d, ascension + 1, 8));
	desk_ask_or_fail(d, "HolidayState", "{\"state\":\"none\"" BY_MAX);
	CU_ASSERT_TRUE(is_shop_open(d, ascension, 8));
	desk_end(d);
}

/* ---- doors, persons, keys ---- */

static void a_door_is_set_without_a_restart(void)
{
	struct desk *d = begin();
	set_shop_or_fail(d);
	desk_ask_or_fail(
	        d, "DoorSet",
	        "{\"door\":\"entrance\",\"schedule\":\"shop\",\"first_person\":true,\"release_s\":12" BY_MAX);
	const struct table_door *door = table_door(d->doors.table, ENTRANCE);
	CU_ASSERT_EQUAL(door->release_ms, 12000);
	CU_ASSERT_EQUAL(door->schedule, 1);
	CU_ASSERT_TRUE(door->wants_first_person);
	desk_ask_or_fail(d, "DoorSet", "{\"door\":\"entrance\",\"release_s\":7" BY_MAX);
	CU_ASSERT_EQUAL(door->release_ms, 7000);
	CU_ASSERT_EQUAL(door->schedule, 1);
	CU_ASSERT_TRUE(door->wants_first_person);
	const struct message *reply = desk_ask_or_fail(d, "DoorShow", "{\"door\":\"entrance\"}");
	CU_ASSERT_EQUAL(message_int(reply, "door.release_s", 0), 7);
	CU_ASSERT_STRING_EQUAL(text_at(reply, "door.schedule"), "shop");
	desk_ask_or_fail(d, "DoorSet", "{\"door\":\"entrance\",\"schedule\":\"shop\"" BY_MAX);
	CU_ASSERT_FALSE(door->wants_first_person);
	desk_reopen_or_fail(d);
	door = table_door(d->doors.table, ENTRANCE);
	CU_ASSERT_EQUAL(door->release_ms, 7000);
	CU_ASSERT_EQUAL(door->schedule, 1);
	CU_ASSERT_EQUAL(desk_events(d, "door.set").count, 3);
	desk_end(d);
}

static void a_goods_or_secure_door_is_refused_a_schedule(void)
{
	static const char *const asks[] = {
	        "{\"door\":\"goods-in\",\"schedule\":\"shop\"" BY_MAX,
	        "{\"door\":\"server-door\",\"schedule\":\"shop\"" BY_MAX,
	        "{\"door\":\"goods-in\",\"first_person\":true" BY_MAX,
	        "{\"door\":\"goods-in\",\"schedule\":\"shop\",\"release_s\":7" BY_MAX,
	};
	struct desk *d = begin();
	set_shop_or_fail(d);
	int64_t version = store_policy_version(d->office->store);
	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++) {
		desk_ask(d, "DoorSet", asks[i]);
		CU_ASSERT_STRING_EQUAL(desk_error(d), "Refused");
		CU_ASSERT_STRING_EQUAL(text_at(d->reply, "parameters.rule"), "D9");
	}
	CU_ASSERT_EQUAL(store_policy_version(d->office->store), version);
	CU_ASSERT_EQUAL(table_door(d->doors.table, GOODS_IN)->schedule, 0);
	desk_ask_or_fail(d, "DoorSet", "{\"door\":\"goods-in\",\"schedule\":\"none\",\"release_s\":9" BY_MAX);
	CU_ASSERT_EQUAL(table_door(d->doors.table, GOODS_IN)->release_ms, 9000);
	desk_end(d);
}

/* The configuration is changed, as somebody does who makes a door a goods door. */
static void a_door_that_becomes_a_goods_door_loses_its_schedule(void)
{
	struct desk *d = begin();
	struct policy_door door;
	set_shop_or_fail(d);
	desk_ask_or_fail(d, "DoorSet",
	                 "{\"door\":\"office-door\",\"schedule\":\"shop\",\"first_person\":true" BY_MAX);
	d->config.site.doors[OFFICE_DOOR].kind = SITE_GOODS;
	desk_reopen_or_fail(d);
	desk_ask_or_fail(d, "HolidayState", "{\"state\":\"SH\"" BY_MAX);
	CU_ASSERT_EQUAL_FATAL(store_door(d->office->store, "office-door", &door), 0);
	CU_ASSERT_EQUAL(door.kind, POLICY_GOODS);
	CU_ASSERT_STRING_EQUAL(door.schedule, "");
	CU_ASSERT_FALSE(door.is_first_person);
	desk_end(d);
}

static void a_person_who_needs_it_has_longer_openings(void)
{
	struct desk *d = begin();
	CU_ASSERT_EQUAL(desk_present(d, 1, ENTRANCE_IN).release_ms, 0);
	desk_ask_or_fail(d, "PersonSet", "{\"person\":\"Max\",\"release_s\":20" BY_MAX);
	CU_ASSERT_EQUAL(desk_present(d, 1, ENTRANCE_IN).release_ms, 20000);
	desk_reopen_or_fail(d);
	CU_ASSERT_EQUAL(desk_present(d, 1, ENTRANCE_IN).release_ms, 20000);
	desk_ask_or_fail(d, "PersonSet", "{\"person\":\"Max\",\"release_s\":0" BY_MAX);
	CU_ASSERT_EQUAL(desk_present(d, 1, ENTRANCE_IN).release_ms, 0);
	desk_end(d);
}

static enum record_reason at(struct desk *d, uint64_t card, unsigned hour, bool is_trusted)
{
	struct access_request request = {.number = {.card = card, .facility = 42, .format = FORMAT_H10301},
	                                 .reader = OFFICE_IN,
	                                 .is_reader_enabled = true,
	                                 .is_commissioned = true,
	                                 .now = {.utc_ms = ((int64_t)MONDAY_2026_03_02 * 24 + hour) * 3600000,
	                                         .is_clock_trusted = is_trusted}};
	return access_decide(d->doors.table, &d->config.site, &request).reason;
}

static void a_key_opens_in_its_hours(void)
{
	struct desk *d = begin();
	set_shop_or_fail(d);
	desk_ask_or_fail(d, "PersonHire", "{\"name\":\"Eva\",\"badge\":\"42:2\"" BY_MAX);
	desk_ask_or_fail(
	        d, "KeyIssue",
	        "{\"person\":\"Max\",\"room\":\"office\",\"schedule\":\"shop\",\"reason\":\"w\"" BY_MAX);
	const struct message *reply = desk_ask_or_fail(d, "KeyIssue",
	                                               "{\"person\":\"Eva\",\"room\":\"office\",\"schedule\":"
	                                               "\"shop\",\"any_time\":true,\"reason\":\"w\"" BY_MAX);
	CU_ASSERT_STRING_EQUAL(text_at(reply, "key.schedule"), "shop");
	CU_ASSERT_TRUE(message_bool(reply, "key.any_time", false));
	for (int restarts = 0; restarts < 2; restarts++) {
		CU_ASSERT_EQUAL(at(d, 1, 8, true), REASON_NONE);
		CU_ASSERT_EQUAL(at(d, 1, 12, true), REASON_KEY_HOURS);
		CU_ASSERT_EQUAL(at(d, 2, 12, true), REASON_KEY_HOURS);
		CU_ASSERT_EQUAL(at(d, 1, 8, false), REASON_CLOCK_NOT_TRUSTED);
		CU_ASSERT_EQUAL(at(d, 2, 12, false), REASON_NONE);
		desk_reopen_or_fail(d);
	}
	desk_end(d);
}

/* ---- D11: the floor of the time ---- */

static void time_is_not_before_the_newest_entry(void)
{
	struct desk *d = begin();
	struct journal_event event = {
	        .class = JOURNAL_ACT, .utc_ms = INT64_C(4102444800000), .kind = "door.set"}; /* 2100 */
	struct store_batch batch = {.events = &event, .event_count = 1};
	CU_ASSERT_EQUAL_FATAL(store_append(d->office->store, &batch), 0);
	desk_reopen_or_fail(d);
	CU_ASSERT_EQUAL(d->setup.floor_utc_ms, INT64_C(4102444800000));
	CU_ASSERT_EQUAL(d->office->clock.floor_utc_ms, INT64_C(4102444800000));
	desk_end(d);
}

/* ---- what is refused, in one sentence ---- */

static void what_is_wrong_changes_nothing(void)
{
	static const struct {
		const char *method, *parameters, *error;
	} rows[] = {
	        {"ScheduleSet", "{\"schedule\":\"none\",\"hours\":[\"Mon 08:00-09:00\"]", "Invalid"},
	        {"ScheduleSet", "{\"schedule\":\"Büro\",\"hours\":[\"Mon 08:00-09:00\"]", "Invalid"},
	        {"ScheduleSet", "{\"schedule\":\"shop\",\"hours\":[]", "Invalid"},
	        {"ScheduleSet", "{\"schedule\":\"shop\",\"hours\":[\"Mon 22:00-06:00\"]", "Invalid"},
	        {"ScheduleSet", "{\"schedule\":\"shop\",\"hours\":\"Mon 08:00-09:00\"", "InvalidParameter"},
	        {"ScheduleShow", "{\"schedule\":\"yard\"", "NotFound"},
	        {"ScheduleRemove", "{\"schedule\":\"yard\"", "NotFound"},
	        {"ScheduleExcept", "{\"schedule\":\"yard\",\"day\":\"2026-03-02\",\"hours\":\"closed\"",
	         "NotFound"},
	        {"ScheduleExcept", "{\"schedule\":\"shop\",\"day\":\"2026-02-29\",\"hours\":\"closed\"",
	         "Invalid"},
	        {"ScheduleExcept", "{\"schedule\":\"shop\",\"day\":\"2026-03-02\",\"hours\":\"zu\"",
	         "Invalid"},
	        {"ScheduleExcept", "{\"schedule\":\"shop\",\"day\":\"2026-03-02\",\"hours\":\"8:00-7:00\"",
	         "Invalid"},
	        {"HolidayAdd", "{\"day\":\"2026-13-01\",\"name\":\"x\"", "Invalid"},
	        {"HolidayAdd", "{\"day\":\"2026-03-02\",\"name\":\"\"", "Invalid"},
	        {"HolidayRemove", "{\"day\":\"2026-03-02\"", "NotFound"},
	        {"HolidayState", "{\"state\":\"sh\"", "Invalid"},
	        {"HolidayState", "{\"state\":\"\"", "Invalid"},
	        {"DoorSet", "{\"door\":\"entrance\"", "Invalid"},
	        {"DoorSet", "{\"door\":\"entrance\",\"release_s\":0", "Invalid"},
	        {"DoorSet", "{\"door\":\"entrance\",\"release_s\":31", "Invalid"},
	        {"DoorSet", "{\"door\":\"entrance\",\"release_s\":9223372036854775", "Invalid"},
	        {"DoorSet", "{\"door\":\"entrance\",\"schedule\":\"yard\"", "NotFound"},
	        {"DoorSet", "{\"door\":\"entrance\",\"first_person\":true", "Invalid"},
	        {"DoorSet", "{\"door\":\"nowhere\",\"release_s\":5", "NotFound"},
	        {"PersonSet", "{\"person\":\"Max\",\"release_s\":31", "Invalid"},
	        {"PersonSet", "{\"person\":\"Max\",\"release_s\":-1", "Invalid"},
	        {"KeyIssue", "{\"person\":\"Max\",\"room\":\"office\",\"schedule\":\"yard\",\"reason\":\"w\"",
	         "NotFound"},
	        {"KeyIssue", "{\"person\":\"Max\",\"room\":\"office\",\"any_time\":true,\"reason\":\"w\"",
	         "Invalid"},
	};
	struct desk *d = begin();
	char parameters[512];
	set_shop_or_fail(d);
	int64_t version = store_policy_version(d->office->store);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(parameters, sizeof(parameters), "%s" BY_MAX, rows[i].parameters);
		desk_ask(d, rows[i].method, parameters);
		if (strcmp(desk_error(d), rows[i].error) != 0)
			printf("%s %s: %s\n", rows[i].method, rows[i].parameters, desk_says(d));
		CU_ASSERT_STRING_EQUAL(desk_error(d), rows[i].error);
	}
	CU_ASSERT_EQUAL(store_policy_version(d->office->store), version);
	desk_ask(d, "HolidayList", "{\"year\":1969}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Invalid");
	desk_ask(d, "HolidayList", "{\"year\":10000}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Invalid");
	desk_end(d);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"hours are read as they are written", hours_are_read_as_they_are_written},
	        {"what is no hours is told", what_is_no_hours_is_told},
	        {"seventeen spans are too many", seventeen_spans_are_too_many},
	        {"A3, D10: a schedule is at the doors when it is answered",
	         a_schedule_is_at_the_doors_when_it_is_answered},
	        {"schedules are listed with who follows them", schedules_are_listed_with_who_follows_them},
	        {"a schedule that somebody follows stays", a_schedule_that_somebody_follows_stays},
	        {"D10: an exception holds for its day and can be taken back",
	         an_exception_holds_for_its_day_and_can_be_taken_back},
	        {"holidays of a year are listed with their names",
	         holidays_of_a_year_are_listed_with_their_names},
	        {"D10: holidays close at the doors at once", holidays_close_at_the_doors_at_once},
	        {"D2, D10: a door is set without a restart", a_door_is_set_without_a_restart},
	        {"D9: a goods or secure door is refused a schedule",
	         a_goods_or_secure_door_is_refused_a_schedule},
	        {"D9: a door that becomes a goods door loses its schedule",
	         a_door_that_becomes_a_goods_door_loses_its_schedule},
	        {"D2: a person who needs it has longer openings", a_person_who_needs_it_has_longer_openings},
	        {"D11: a key opens in its hours", a_key_opens_in_its_hours},
	        {"D11: time is not before the newest entry", time_is_not_before_the_newest_entry},
	        {"what is wrong changes nothing", what_is_wrong_changes_nothing},
	};
	return suite_run("office_schedules", cases, sizeof(cases) / sizeof(cases[0]));
}
