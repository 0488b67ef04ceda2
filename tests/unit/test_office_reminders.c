/* Of what the reception is reminded: releases without a visit, guests and persons after closing, and visits
 * that never come (rules V1, V2, V3, V4, O6). */
#include "tests/unit/office_fixture.h"

#include "controller/office/closing.h"
#include "controller/office/releases.h"
#include "controller/office/reminders.h"
#include "controller/office/visit_life.h"
#include "controller/office/visits.h"

#define PETRA   "{\"name\":\"Petra Lang\",\"host\":\"Max\",\"purpose\":\"audit\""
#define VISITOR "{\"door\":\"entrance\",\"reason\":\"rings\",\"whom\":\"visitor\"}"

enum { HOUR_MS = 3600000 };

/* In the first minute of a day no closing of that day is past: it is waited for. */
static struct desk *begin(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	for (;;) {
		struct moment now = clock_now(&d->office->clock);
		if (moment_minute(&now) != 0)
			return d;
		usleep(100000);
	}
}

static void look(struct desk *d)
{
	d->office->visits_look_ns = 0;
	visits_look(d->office);
}

static int64_t now_ms(struct desk *d)
{
	return clock_now(&d->office->clock).utc_ms;
}

/* ---- releases ---- */

struct waiting {
	size_t count;
	struct policy_release oldest;
};

static bool see_release(void *context, const struct policy_release *release)
{
	struct waiting *w = context;
	if (w->count++ == 0)
		w->oldest = *release;
	return true;
}

static struct waiting waiting(struct desk *d)
{
	struct waiting w = {.count = 0};
	CU_ASSERT_EQUAL_FATAL(store_releases(d->office->store, see_release, &w), 0);
	return w;
}

/* As if the oldest had been so much earlier. */
static void age_release(struct desk *d, int64_t ms)
{
	struct waiting w = waiting(d);
	struct journal_event e = {.class = JOURNAL_ACT, .utc_ms = 1, .kind = "test.aged"};
	CU_ASSERT_NOT_EQUAL_FATAL(w.count, 0);
	CU_ASSERT_EQUAL_FATAL(store_release_end(d->office->store, w.oldest.id, &e), 0);
	w.oldest.released_utc_ms -= ms;
	CU_ASSERT_EQUAL_FATAL(store_release_put(d->office->store, &w.oldest), 0);
}

static const struct message *reminder(struct desk *d, size_t at)
{
	const struct message *list = message_get(desk_ask_or_fail(d, "ReminderList", "{}"), "reminders");
	return at < message_count(list) ? message_item(list, at) : NULL;
}

static void arrive_or_fail(struct desk *d)
{
	desk_ask_or_fail(d, "VisitorAnnounce", PETRA ",\"arrived\":true}");
}

static void a_release_waits_ten_minutes_for_its_visit(void)
{
	struct policy_release release = {.released_utc_ms = 5000000};
	CU_ASSERT_FALSE(release_is_overdue(&release, 5000000 + RELEASE_WAITS_MS));
	CU_ASSERT_TRUE(release_is_overdue(&release, 5000000 + RELEASE_WAITS_MS + 1));
}

static void a_release_without_a_visit_is_told_once_across_a_restart(void)
{
	struct desk *d = begin();
	char id[13];
	desk_ask_or_fail(d, "DoorRelease", VISITOR);
	CU_ASSERT_EQUAL_FATAL(waiting(d).count, 1);
	policy_id_text(waiting(d).oldest.id, id);
	CU_ASSERT_STRING_EQUAL(message_text(d->reply, "parameters.release"), id);
	look(d);
	CU_ASSERT_EQUAL(desk_events(d, "release.unlinked").count, 0);
	CU_ASSERT_PTR_NULL(reminder(d, 0));
	age_release(d, RELEASE_WAITS_MS + 1000);
	desk_reopen_or_fail(d);
	look(d);
	look(d);
	desk_reopen_or_fail(d);
	look(d);
	struct desk_count told = desk_events(d, "release.unlinked");
	CU_ASSERT_EQUAL(told.count, 1);
	CU_ASSERT_STRING_EQUAL(told.last.door, "entrance");
	CU_ASSERT_STRING_EQUAL(told.last.area, "building");
	CU_ASSERT_EQUAL(told.last.person, 0);
	CU_ASSERT_NOT_EQUAL(told.last.operator_id, 0);
	const struct message *m = reminder(d, 0);
	CU_ASSERT_PTR_NOT_NULL_FATAL(m);
	CU_ASSERT_STRING_EQUAL(message_text(m, "kind"), "unlinked");
	CU_ASSERT_STRING_EQUAL(message_text(m, "release"), id);
	CU_ASSERT_STRING_EQUAL(message_text(m, "door"), "entrance");
	CU_ASSERT_STRING_EQUAL(message_text(m, "operator_name"), "Boss");
	CU_ASSERT_PTR_NULL(reminder(d, 1));
	desk_end(d);
}

static void only_who_comes_in_without_a_name_is_waited_for(void)
{
	struct desk *d = begin();
	desk_ask_or_fail(d, "DoorRelease",
	                 "{\"door\":\"entrance\",\"reason\":\"a letter\",\"whom\":\"post\"}");
	desk_ask_or_fail(d, "DoorRelease",
	                 "{\"door\":\"entrance\",\"reason\":\"forgot it\",\"whom\":\"employee\"}");
	desk_ask_or_fail(d, "DoorRelease", "{\"door\":\"entrance\",\"reason\":\"air\",\"whom\":\"other\"}");
	desk_ask_or_fail(d, "DoorRelease", "{\"door\":\"entrance\",\"reason\":\"visitor\"}");
	desk_ask_or_fail(d, "DoorRelease",
	                 "{\"door\":\"office-door\",\"reason\":\"x\",\"whom\":\"visitor\"}");
	desk_ask_or_fail(d, "VisitorAnnounce", PETRA "}");
	desk_ask_or_fail(
	        d, "DoorRelease",
	        "{\"door\":\"entrance\",\"reason\":\"x\",\"whom\":\"visitor\",\"visit\":\"Petra Lang\"}");
	CU_ASSERT_EQUAL(waiting(d).count, 0);
	desk_ask(d, "DoorRelease", "{\"door\":\"entrance\",\"reason\":\"x\",\"whom\":\"friend\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Invalid");
	desk_ask(d, "DoorRelease",
	         "{\"door\":\"entrance\",\"reason\":\"x\",\"whom\":\"post\",\"visit\":\"Petra Lang\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Invalid");
	CU_ASSERT_EQUAL(d->doors.calls[DOORS_RELEASE], 6);
	desk_end(d);
}

/* The doors said no: nobody came in. */
static void a_release_that_was_refused_waits_for_nobody(void)
{
	struct desk *d = begin();
	d->doors.answer = ANSWER_ALARM_SET;
	desk_ask(d, "DoorRelease", VISITOR);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Refused");
	CU_ASSERT_EQUAL(waiting(d).count, 0);
	desk_end(d);
}

static void an_arrival_is_linked_to_the_oldest_release(void)
{
	struct desk *d = begin();
	desk_ask_or_fail(d, "DoorRelease", VISITOR);
	age_release(d, 60000);
	policy_id oldest = waiting(d).oldest.id;
	desk_ask_or_fail(d, "DoorRelease", VISITOR);
	desk_ask_or_fail(d, "VisitorAnnounce", PETRA "}");
	CU_ASSERT_EQUAL(waiting(d).count, 2);
	const struct message *arrived =
	        message_get(desk_ask_or_fail(d, "VisitorArrive", "{\"visitor\":\"Petra Lang\"}"), "visitor");
	policy_id petra = policy_id_parse(message_text(arrived, "id"));
	CU_ASSERT_EQUAL(waiting(d).count, 1);
	CU_ASSERT_NOT_EQUAL(waiting(d).oldest.id, oldest);
	struct desk_count linked = desk_events(d, "release.linked");
	CU_ASSERT_EQUAL(linked.count, 1);
	CU_ASSERT_EQUAL(linked.last.person, petra);
	CU_ASSERT_STRING_EQUAL(linked.last.door, "entrance");
	arrive_or_fail(d);
	CU_ASSERT_EQUAL(waiting(d).count, 0);
	arrive_or_fail(d);
	CU_ASSERT_EQUAL(desk_events(d, "release.linked").count, 2);
	desk_end(d);
}

/* Whoever was announced and let in by name explains their own release alone. */
static void a_release_for_a_visit_links_no_other(void)
{
	struct desk *d = begin();
	desk_ask_or_fail(d, "DoorRelease", VISITOR);
	desk_ask_or_fail(d, "VisitorAnnounce", PETRA "}");
	desk_ask_or_fail(d, "DoorRelease",
	                 "{\"door\":\"entrance\",\"reason\":\"x\",\"visit\":\"Petra Lang\"}");
	CU_ASSERT_EQUAL(waiting(d).count, 1);
	desk_end(d);
}

static void ask_of_release(struct desk *d, const char *method, const char *more)
{
	char parameters[256], id[13];
	policy_id_text(waiting(d).oldest.id, id);
	snprintf(parameters, sizeof(parameters), "{\"release\":\"%s\",%s}", id, more);
	desk_ask(d, method, parameters);
}

static void after_ten_minutes_a_release_is_linked_by_choice(void)
{
	struct desk *d = begin();
	desk_ask_or_fail(d, "DoorRelease", VISITOR);
	age_release(d, RELEASE_WAITS_MS + 1000);
	desk_ask_or_fail(d, "VisitorAnnounce", PETRA "}");
	ask_of_release(d, "ReleaseLink", "\"visitor\":\"Petra Lang\"");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Conflict");
	desk_ask_or_fail(d, "VisitorArrive", "{\"visitor\":\"Petra Lang\"}");
	CU_ASSERT_EQUAL_FATAL(waiting(d).count, 1);
	ask_of_release(d, "ReleaseLink", "\"visitor\":\"Petra Lang\"");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "");
	CU_ASSERT_EQUAL(waiting(d).count, 0);
	CU_ASSERT_EQUAL(desk_events(d, "release.linked").count, 1);
	CU_ASSERT_PTR_NULL(reminder(d, 0));
	desk_ask(d, "ReleaseLink", "{\"release\":\"7m2k0vq4x9ab\",\"visitor\":\"Petra Lang\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "NotFound");
	desk_end(d);
}

static void a_release_is_put_aside_with_a_reason(void)
{
	struct desk *d = begin();
	desk_ask_or_fail(d, "DoorRelease", VISITOR);
	age_release(d, RELEASE_WAITS_MS + 1000);
	ask_of_release(d, "ReleaseAside", "\"reason\":\" \"");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Invalid");
	CU_ASSERT_PTR_NOT_NULL(reminder(d, 0));
	ask_of_release(d, "ReleaseAside", "\"reason\":\"nobody came in\"");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "");
	CU_ASSERT_PTR_NULL(reminder(d, 0));
	struct desk_count aside = desk_events(d, "release.put_aside");
	CU_ASSERT_EQUAL(aside.count, 1);
	CU_ASSERT_STRING_EQUAL(aside.last.detail, "nobody came in");
	CU_ASSERT_STRING_EQUAL(aside.last.door, "entrance");
	desk_end(d);
}

/* Rule V4: the reminder, not the door's event. */
static void a_release_of_thirty_days_ago_is_erased(void)
{
	struct desk *d = begin();
	desk_ask_or_fail(d, "DoorRelease", VISITOR);
	age_release(d, VISIT_KEPT_DAYS * INT64_C(24) * HOUR_MS - 60000);
	look(d);
	CU_ASSERT_EQUAL(waiting(d).count, 1);
	age_release(d, 61000);
	look(d);
	CU_ASSERT_EQUAL(waiting(d).count, 0);
	CU_ASSERT_STRING_EQUAL(desk_events(d, "visitor.erased").last.detail, "1");
	desk_end(d);
}

static void of_more_than_a_hundred_the_rest_is_counted(void)
{
	struct desk *d = begin();
	desk_ask_or_fail(d, "DoorRelease", VISITOR);
	age_release(d, RELEASE_WAITS_MS + 1000);
	struct policy_release release = waiting(d).oldest;
	for (int i = 1; i < REMINDERS_MAX; i++) {
		release.id = policy_id_new();
		CU_ASSERT_EQUAL_FATAL(store_release_put(d->office->store, &release), 0);
	}
	CU_ASSERT_PTR_NOT_NULL(reminder(d, REMINDERS_MAX - 1));
	CU_ASSERT_EQUAL(message_int(message_get(d->reply, "parameters"), "further", 0), 0);
	release.id = policy_id_new();
	CU_ASSERT_EQUAL_FATAL(store_release_put(d->office->store, &release), 0);
	CU_ASSERT_PTR_NULL(reminder(d, REMINDERS_MAX));
	CU_ASSERT_EQUAL(message_int(message_get(d->reply, "parameters"), "further", 0), 1);
	desk_end(d);
}

/* ---- closing ---- */

static void set_hours(struct desk *d, const char *schedule, const char *hours)
{
	char parameters[256];
	snprintf(parameters, sizeof(parameters), "{\"schedule\":\"%s\",\"hours\":[\"daily %s\"]}", schedule,
	         hours);
	desk_ask_or_fail(d, "ScheduleSet", parameters);
}

static int closing_minute(struct desk *d)
{
	struct closing c = closing_of(d->office, 0);
	return (int)(c.utc_ms / 60000 % SCHEDULE_MINUTES);
}

static void an_area_closes_with_its_entrance_else_with_the_business_hours(void)
{
	struct desk *d = begin();
	CU_ASSERT_EQUAL(closing_minute(d), CLOSING_DEFAULT_MIN);
	set_hours(d, CLOSING_SCHEDULE, "08:00-18:30");
	CU_ASSERT_EQUAL(closing_minute(d), 18 * 60 + 30);
	set_hours(d, "inner", "08:00-23:00");
	desk_ask_or_fail(d, "DoorSet", "{\"door\":\"office-door\",\"schedule\":\"inner\"}");
	CU_ASSERT_EQUAL(closing_minute(d), 18 * 60 + 30);
	set_hours(d, "shop", "08:00-12:00");
	desk_ask_or_fail(d, "DoorSet", "{\"door\":\"entrance\",\"schedule\":\"shop\"}");
	CU_ASSERT_EQUAL(closing_minute(d), 12 * 60);
	desk_end(d);
}

static void the_last_closing_is_today_s_or_that_of_the_day_before(void)
{
	struct desk *d = begin();
	struct moment now = clock_now(&d->office->clock);
	set_hours(d, CLOSING_SCHEDULE, "00:00-00:01");
	struct closing c = closing_of(d->office, 0);
	CU_ASSERT_TRUE(c.is_today);
	CU_ASSERT_EQUAL(c.day, moment_day(&now));
	CU_ASSERT_EQUAL(c.utc_ms, moment_day(&now) * INT64_C(86400000) + 60000);
	set_hours(d, CLOSING_SCHEDULE, "00:00-24:00"); /* the day's end is no time of that day */
	c = closing_of(d->office, 0);
	CU_ASSERT_FALSE(c.is_today);
	CU_ASSERT_EQUAL(c.day, moment_day(&now) - 1);
	CU_ASSERT_EQUAL(c.utc_ms, moment_day(&now) * INT64_C(86400000));
	desk_end(d);
}

static bool take_first(void *context, const struct policy_visit *visit)
{
	*(struct policy_visit *)context = *visit;
	return false;
}

static struct policy_visit first_visit(struct desk *d)
{
	struct policy_visit visit = {.id = 0};
	CU_ASSERT_EQUAL_FATAL(store_visits_open(d->office->store, take_first, &visit), 0);
	CU_ASSERT_NOT_EQUAL_FATAL(visit.id, 0);
	return visit;
}

static int put_visit(struct desk *d, struct policy_visit *visit)
{
	struct journal_event e = {.class = JOURNAL_VISITOR, .utc_ms = 1, .kind = "test.aged"};
	return store_visit_put(d->office->store, visit, &e);
}

static bool is_overdue_in_the_list(struct desk *d)
{
	const struct message *list = message_get(desk_ask_or_fail(d, "VisitorList", "{}"), "visitors");
	return message_bool(message_item(list, 0), "is_overdue", false);
}

static void a_guest_who_is_there_at_closing_is_told_once_a_day(void)
{
	struct desk *d = begin();
	set_hours(d, CLOSING_SCHEDULE, "00:00-24:00");
	arrive_or_fail(d);
	desk_ask_or_fail(d, "VisitorHandOver", "{\"visitor\":\"Petra Lang\"}");
	look(d);
	CU_ASSERT_FALSE(is_overdue_in_the_list(d));
	CU_ASSERT_EQUAL(desk_events(d, "visitor.after_closing").count, 0);
	struct policy_visit visit = first_visit(d);
	visit.arrived_utc_ms -= 25 * (int64_t)HOUR_MS; /* yesterday, before it closed */
	CU_ASSERT_EQUAL_FATAL(put_visit(d, &visit), 0);
	look(d);
	look(d);
	desk_reopen_or_fail(d);
	look(d);
	CU_ASSERT_EQUAL(desk_events(d, "visitor.after_closing").count, 1);
	CU_ASSERT_EQUAL(desk_events(d, "visitor.overdue").count, 0);
	CU_ASSERT_TRUE(is_overdue_in_the_list(d));
	const struct message *m = reminder(d, 0);
	CU_ASSERT_PTR_NOT_NULL_FATAL(m);
	CU_ASSERT_STRING_EQUAL(message_text(m, "kind"), "not_signed_out");
	CU_ASSERT_STRING_EQUAL(message_text(m, "name"), "Petra Lang");
	CU_ASSERT_STRING_EQUAL(message_text(m, "host_name"), "Max");
	visit = first_visit(d);
	visit.told_day--; /* a day has passed */
	CU_ASSERT_EQUAL_FATAL(put_visit(d, &visit), 0);
	look(d);
	CU_ASSERT_EQUAL(desk_events(d, "visitor.after_closing").count, 2);
	desk_ask_or_fail(d, "VisitorLeave", "{\"visitor\":\"Petra Lang\"}");
	CU_ASSERT_PTR_NULL(reminder(d, 0));
	desk_end(d);
}

/* Who comes in the evening was not there when it closed. */
static void a_guest_of_the_evening_is_not_told_of(void)
{
	struct desk *d = begin();
	set_hours(d, CLOSING_SCHEDULE, "00:00-00:01");
	arrive_or_fail(d);
	look(d);
	CU_ASSERT_EQUAL(desk_events(d, "visitor.after_closing").count, 0);
	CU_ASSERT_PTR_NULL(reminder(d, 0));
	desk_end(d);
}

static policy_id max_of(struct desk *d)
{
	struct policy_person max;
	size_t count = 0;
	CU_ASSERT_EQUAL_FATAL(store_person_by_name(d->office->store, "Max", &max, 1, &count), 0);
	return max.id;
}

static void come_in(struct desk *d, int64_t since_utc_ms)
{
	occupancy_init(&d->engine.areas[0].occupancy);
	occupancy_enter(&d->engine.areas[0].occupancy, max_of(d), ENTRANCE, since_utc_ms);
}

static void whoever_is_inside_after_closing_is_told_once_and_not_by_name(void)
{
	struct desk *d = begin();
	set_hours(d, CLOSING_SCHEDULE, "00:00-24:00");
	come_in(d, now_ms(d));
	look(d);
	CU_ASSERT_PTR_NULL(reminder(d, 0));
	set_hours(d, CLOSING_SCHEDULE, "00:00-00:01");
	look(d);
	look(d);
	desk_reopen_or_fail(d);
	come_in(d, now_ms(d));
	look(d);
	struct desk_count told = desk_events(d, "occupancy.after_closing");
	CU_ASSERT_EQUAL(told.count, 1);
	CU_ASSERT_EQUAL(told.last.person, 0);
	CU_ASSERT_STRING_EQUAL(told.last.area, "building");
	CU_ASSERT_STRING_EQUAL(told.last.detail, "1 inside");
	const struct message *m = reminder(d, 0);
	CU_ASSERT_PTR_NOT_NULL_FATAL(m);
	CU_ASSERT_STRING_EQUAL(message_text(m, "kind"), "after_closing");
	CU_ASSERT_STRING_EQUAL(message_text(m, "name"), "Max");
	occupancy_init(&d->engine.areas[0].occupancy);
	CU_ASSERT_PTR_NULL(reminder(d, 0));
	desk_end(d);
}

/* Since yesterday evening, and the morning has come. */
static void whoever_stayed_overnight_is_still_told_of(void)
{
	struct desk *d = begin();
	set_hours(d, CLOSING_SCHEDULE, "00:00-24:00");
	struct moment now = clock_now(&d->office->clock);
	come_in(d, moment_day(&now) * INT64_C(86400000) - 1);
	look(d);
	CU_ASSERT_EQUAL(desk_events(d, "occupancy.after_closing").count, 1);
	CU_ASSERT_PTR_NOT_NULL(reminder(d, 0));
	come_in(d, now_ms(d));
	CU_ASSERT_PTR_NULL(reminder(d, 0));
	desk_end(d);
}

static void fourteen_hours_are_in_the_list(void)
{
	struct desk *d = begin();
	set_hours(d, CLOSING_SCHEDULE, "00:00-24:00");
	come_in(d, now_ms(d) - ENGINE_LONG_MS);
	const struct message *m = reminder(d, 0);
	CU_ASSERT_PTR_NOT_NULL_FATAL(m);
	CU_ASSERT_STRING_EQUAL(message_text(m, "kind"), "inside_long");
	CU_ASSERT_STRING_EQUAL(message_text(m, "name"), "Max");
	desk_end(d);
}

/* ---- visits that never come (rule V1) ---- */

static size_t visits_listed(struct desk *d)
{
	return message_count(message_get(desk_ask_or_fail(d, "VisitorList", "{}"), "visitors"));
}

static void who_does_not_come_is_called_off(void)
{
	char id[13], parameters[128];
	struct desk *d = begin();
	desk_ask_or_fail(d, "VisitorAnnounce", PETRA "}");
	struct policy_visit visit = first_visit(d);
	policy_id_text(visit.id, id);
	snprintf(parameters, sizeof(parameters), "{\"visitor\":\"%s\"}", id);
	desk_ask_or_fail(d, "VisitorCancel", parameters);
	CU_ASSERT_STRING_EQUAL(message_text(d->reply, "parameters.visitor.state"), "cancelled");
	CU_ASSERT_EQUAL(visits_listed(d), 0);
	desk_ask(d, "VisitorArrive", parameters);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Conflict");
	snprintf(parameters, sizeof(parameters), "{\"door\":\"entrance\",\"reason\":\"x\",\"visit\":\"%s\"}",
	         id);
	desk_ask(d, "DoorRelease", parameters);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Conflict");
	CU_ASSERT_EQUAL(d->doors.calls[DOORS_RELEASE], 0);
	CU_ASSERT_EQUAL(d->doors.calls[DOORS_CORRECT], 0);
	CU_ASSERT_EQUAL(desk_events(d, "visitor.cancelled").count, 1);
	arrive_or_fail(d);
	desk_ask(d, "VisitorCancel", "{\"visitor\":\"Petra Lang\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Conflict");
	desk_end(d);
}

/* The database has the same table. */
static void what_was_called_off_stays_so_in_the_database(void)
{
	struct desk *d = begin();
	desk_ask_or_fail(d, "VisitorAnnounce", PETRA "}");
	desk_ask_or_fail(d, "VisitorCancel", "{\"visitor\":\"Petra Lang\"}");
	struct policy_visit visit;
	struct desk_count off = desk_events(d, "visitor.cancelled");
	CU_ASSERT_EQUAL_FATAL(store_visit(d->office->store, off.last.person, &visit), 0);
	visit.state = POLICY_VISIT_ANNOUNCED;
	CU_ASSERT_NOT_EQUAL(put_visit(d, &visit), 0);
	visit.state = POLICY_VISIT_ARRIVED;
	visit.arrived_utc_ms = now_ms(d);
	CU_ASSERT_NOT_EQUAL(put_visit(d, &visit), 0);
	arrive_or_fail(d);
	visit = first_visit(d);
	visit.state = POLICY_VISIT_CANCELLED;
	visit.arrived_utc_ms = 0;
	CU_ASSERT_NOT_EQUAL(put_visit(d, &visit), 0);
	desk_end(d);
}

static void who_has_not_come_within_a_day_falls_off_by_itself(void)
{
	struct desk *d = begin();
	desk_ask_or_fail(d, "VisitorAnnounce", PETRA "}");
	struct policy_visit visit = first_visit(d);
	visit.announced_utc_ms -= VISIT_EXPECTED_MS - 60000;
	CU_ASSERT_EQUAL_FATAL(put_visit(d, &visit), 0);
	look(d);
	CU_ASSERT_EQUAL(visits_listed(d), 1);
	visit.announced_utc_ms -= 61000;
	CU_ASSERT_EQUAL_FATAL(put_visit(d, &visit), 0);
	look(d);
	look(d);
	struct desk_count off = desk_events(d, "visitor.cancelled");
	CU_ASSERT_EQUAL(off.count, 1);
	CU_ASSERT_EQUAL(off.last.operator_id, 0);
	CU_ASSERT_EQUAL(visits_listed(d), 0);
	CU_ASSERT_EQUAL(d->doors.calls[DOORS_CORRECT], 0);
	CU_ASSERT_EQUAL_FATAL(store_visit(d->office->store, visit.id, &visit), 0);
	CU_ASSERT_EQUAL(visit.state, POLICY_VISIT_CANCELLED);
	desk_end(d);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"V2: a release waits ten minutes for its visit", a_release_waits_ten_minutes_for_its_visit},
	        {"V2: a release without a visit is told once, across a restart",
	         a_release_without_a_visit_is_told_once_across_a_restart},
	        {"V2: only who comes in without a name is waited for",
	         only_who_comes_in_without_a_name_is_waited_for},
	        {"V2: a release that was refused waits for nobody",
	         a_release_that_was_refused_waits_for_nobody},
	        {"V2: an arrival is linked to the oldest release",
	         an_arrival_is_linked_to_the_oldest_release},
	        {"V2: a release for a visit links no other", a_release_for_a_visit_links_no_other},
	        {"V2: after ten minutes a release is linked by choice",
	         after_ten_minutes_a_release_is_linked_by_choice},
	        {"V2: a release is put aside with a reason", a_release_is_put_aside_with_a_reason},
	        {"V4: a release of thirty days ago is erased", a_release_of_thirty_days_ago_is_erased},
	        {"of more than a hundred the rest is counted", of_more_than_a_hundred_the_rest_is_counted},
	        {"V3: an area closes with its entrance, else with the business hours",
	         an_area_closes_with_its_entrance_else_with_the_business_hours},
	        {"V3: the last closing is today's or that of the day before",
	         the_last_closing_is_today_s_or_that_of_the_day_before},
	        {"V3: a guest who is there at closing is told once a day",
	         a_guest_who_is_there_at_closing_is_told_once_a_day},
	        {"V3: a guest of the evening is not told of", a_guest_of_the_evening_is_not_told_of},
	        {"O6: whoever is inside after closing is told once, and not by name",
	         whoever_is_inside_after_closing_is_told_once_and_not_by_name},
	        {"O6: whoever stayed overnight is still told of", whoever_stayed_overnight_is_still_told_of},
	        {"O6: fourteen hours are in the list", fourteen_hours_are_in_the_list},
	        {"V1: who does not come is called off", who_does_not_come_is_called_off},
	        {"V1: what was called off stays so in the database",
	         what_was_called_off_stays_so_in_the_database},
	        {"V1: who has not come within a day falls off by itself",
	         who_has_not_come_within_a_day_falls_off_by_itself},
	};
	return suite_run("office_reminders", cases, sizeof(cases) / sizeof(cases[0]));
}
