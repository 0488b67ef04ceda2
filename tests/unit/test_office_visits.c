/* Visits at the desk: recorded, counted, reminded of, erased (rules V1 to V4, O3, O7, D13, K7). */
#include "tests/unit/office_fixture.h"

#include "controller/office/visit_life.h"
#include "controller/office/visits.h"

#define PETRA "{\"name\":\"Petra Lang\",\"company\":\"Lang GmbH\",\"host\":\"Max\",\"purpose\":\"audit\""

static struct desk *begin(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	return d;
}

static const char *text_at(struct desk *d, const char *thing, const char *member)
{
	const struct message *m = message_get(message_get(d->reply, "parameters"), thing);
	const char *text = message_text(m, member);
	return text == NULL ? "" : text;
}

static void announce_or_fail(struct desk *d, char id[13])
{
	desk_ask_or_fail(d, "VisitorAnnounce", PETRA "}");
	CU_ASSERT_STRING_EQUAL(text_at(d, "visitor", "state"), "announced");
	snprintf(id, 13, "%s", text_at(d, "visitor", "id"));
}

static const struct message *step(struct desk *d, const char *method, const char *visitor)
{
	char parameters[256];
	snprintf(parameters, sizeof(parameters), "{\"visitor\":\"%s\"}", visitor);
	return desk_ask(d, method, parameters);
}

static void a_visit_goes_from_announced_to_left_and_counts_between(void)
{
	char id[13];
	struct desk *d = begin();
	announce_or_fail(d, id);
	CU_ASSERT_EQUAL(d->doors.calls[DOORS_CORRECT], 0);
	step(d, "VisitorHandOver", id);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Conflict");
	step(d, "VisitorArrive", "Petra Lang");
	CU_ASSERT_STRING_EQUAL(text_at(d, "visitor", "state"), "arrived");
	CU_ASSERT_EQUAL(d->doors.last.correction, CORRECT_ARRIVED);
	CU_ASSERT_EQUAL(d->doors.last.person, policy_id_parse(id));
	step(d, "VisitorArrive", id);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Conflict");
	step(d, "VisitorHandOver", id);
	CU_ASSERT_STRING_EQUAL(text_at(d, "visitor", "host_name"), "Max");
	step(d, "VisitorLeave", id);
	CU_ASSERT_EQUAL(d->doors.last.correction, CORRECT_LEFT);
	CU_ASSERT_EQUAL(d->doors.last.person, policy_id_parse(id));
	step(d, "VisitorLeave", id);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Conflict");
	CU_ASSERT_EQUAL(desk_events(d, "visitor.announced").count, 1);
	CU_ASSERT_EQUAL(desk_events(d, "visitor.arrived").count, 1);
	CU_ASSERT_EQUAL(desk_events(d, "visitor.handed_over").count, 1);
	struct desk_count left = desk_events(d, "visitor.left");
	CU_ASSERT_EQUAL(left.count, 1);
	CU_ASSERT_EQUAL(left.last.class, JOURNAL_VISITOR);
	CU_ASSERT_STRING_EQUAL(left.last.detail, "");
	desk_end(d);
}

/* Rules V2, O3. */
static void a_release_for_a_visit_names_who_comes(void)
{
	char id[13], parameters[256];
	struct desk *d = begin();
	announce_or_fail(d, id);
	snprintf(parameters, sizeof(parameters),
	         "{\"door\":\"entrance\",\"reason\":\"visitor\",\"visit\":\"%s\"}", id);
	desk_ask_or_fail(d, "DoorRelease", parameters);
	CU_ASSERT_EQUAL(d->doors.last.person, policy_id_parse(id));
	CU_ASSERT_STRING_EQUAL(text_at(d, "visitor", "state"), "arrived");
	desk_ask_or_fail(d, "DoorRelease", parameters); /* back from the car */
	CU_ASSERT_EQUAL(desk_events(d, "visitor.arrived").count, 1);
	step(d, "VisitorLeave", id);
	desk_ask(d, "DoorRelease", parameters);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Conflict");
	desk_ask_or_fail(d, "DoorRelease", "{\"door\":\"entrance\",\"reason\":\"post\"}");
	CU_ASSERT_EQUAL(d->doors.last.person, 0);
	desk_end(d);
}

static void a_technician_has_company_order_and_end(void)
{
	struct desk *d = begin();
	desk_ask(d, "VisitorAnnounce", PETRA ",\"kind\":\"technician\",\"end\":\"23:59\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Invalid");
	desk_ask(d, "VisitorAnnounce",
	         PETRA ",\"kind\":\"technician\",\"order\":\"4711\",\"end\":\"24:00\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Invalid");
	desk_ask(d, "VisitorAnnounce",
	         PETRA ",\"kind\":\"technician\",\"order\":\"4711\",\"end\":\"00:00\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Refused");
	desk_ask(d, "VisitorAnnounce", PETRA ",\"order\":\"4711\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Invalid");
	desk_ask_or_fail(d, "VisitorAnnounce",
	                 PETRA
	                 ",\"kind\":\"technician\",\"order\":\"4711\",\"end\":\"23:59\",\"arrived\":true}");
	CU_ASSERT_STRING_EQUAL(text_at(d, "visitor", "order"), "4711");
	CU_ASSERT_STRING_EQUAL(text_at(d, "visitor", "state"), "arrived");
	CU_ASSERT_EQUAL(d->doors.last.correction, CORRECT_ARRIVED);
	desk_end(d);
}

static void nobody_is_the_guest_of_one_who_left(void)
{
	struct desk *d = begin();
	desk_ask_or_fail(d, "PersonHire", "{\"name\":\"Eva\",\"position\":\"front\",\"badge\":\"42:2\"}");
	desk_ask_or_fail(d, "PersonExit", "{\"person\":\"Eva\",\"reason\":\"over\"}");
	desk_ask(d, "VisitorAnnounce", "{\"name\":\"Petra Lang\",\"host\":\"Eva\",\"purpose\":\"audit\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Refused");
	desk_end(d);
}

static bool set_back(void *context, const struct policy_visit *visit)
{
	*(struct policy_visit *)context = *visit;
	return false;
}

/* As if that had been so long ago. */
static void age(struct desk *d, int64_t ms)
{
	struct policy_visit visit = {.id = 0};
	struct journal_event e = {.class = JOURNAL_VISITOR, .utc_ms = 1, .kind = "test.aged"};
	CU_ASSERT_EQUAL_FATAL(store_visits_open(d->office->store, set_back, &visit), 0);
	CU_ASSERT_NOT_EQUAL_FATAL(visit.id, 0);
	visit.announced_utc_ms -= ms;
	if (visit.arrived_utc_ms != 0)
		visit.arrived_utc_ms -= ms;
	CU_ASSERT_EQUAL_FATAL(store_visit_put(d->office->store, &visit, &e), 0);
}

static void look(struct desk *d)
{
	d->office->visits_look_ns = 0;
	visits_look(d->office);
}

static void who_waits_for_ten_minutes_is_told_of_once(void)
{
	char id[13];
	struct desk *d = begin();
	announce_or_fail(d, id);
	step(d, "VisitorArrive", id);
	look(d);
	CU_ASSERT_EQUAL(desk_events(d, "visitor.overdue").count, 0);
	age(d, VISIT_WAITS_MS + 1000);
	look(d);
	look(d);
	CU_ASSERT_EQUAL(desk_events(d, "visitor.overdue").count, 1);
	desk_end(d);
}

static void after_thirty_days_a_visit_is_erased(void)
{
	char id[13];
	struct policy_visit visit;
	struct desk *d = begin();
	announce_or_fail(d, id);
	step(d, "VisitorArrive", id);
	age(d, (VISIT_KEPT_DAYS - 1) * INT64_C(86400000));
	look(d);
	CU_ASSERT_EQUAL(store_visit(d->office->store, policy_id_parse(id), &visit), 0);
	age(d, INT64_C(86400000) + 1000);
	look(d);
	CU_ASSERT_NOT_EQUAL(store_visit(d->office->store, policy_id_parse(id), &visit), 0);
	struct desk_count erased = desk_events(d, "visitor.erased");
	CU_ASSERT_EQUAL(erased.count, 1);
	CU_ASSERT_STRING_EQUAL(erased.last.detail, "1");
	desk_end(d);
}

/* Rules O7, D13. */
static void the_evacuation_list_names_visitors_with_their_host(void)
{
	char id[13];
	struct desk *d = begin();
	announce_or_fail(d, id);
	occupancy_enter(&d->engine.areas[0].occupancy, policy_id_parse(id), ENTRANCE, 1);
	desk_ask_or_fail(d, "EvacuationGet", "{}");
	const struct message *inside = message_get(message_get(d->reply, "parameters"), "inside");
	CU_ASSERT_EQUAL_FATAL(message_count(inside), 1);
	CU_ASSERT_STRING_EQUAL(message_text(message_item(inside, 0), "name"), "Petra Lang");
	CU_ASSERT_STRING_EQUAL(message_text(message_item(inside, 0), "host_name"), "Max");
	CU_ASSERT_STRING_EQUAL(message_text(message_item(inside, 0), "company"), "Lang GmbH");
	desk_send_as(d, 0, "{\"method\":\"io.zutritt.EvacuationGet\",\"parameters\":{}}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "SessionUnknown");
	d->doors.is_fire_latched = true;
	desk_send_as(d, 0, "{\"method\":\"io.zutritt.EvacuationGet\",\"parameters\":{}}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "");
	desk_end(d);
}

/* Rule K7: who stands at the desk knows the name, not the number. */
static void what_a_person_lost_is_refused_whatever_its_number(void)
{
	struct desk *d = begin();
	desk_ask_or_fail(d, "BadgeAssign", "{\"badge\":\"42:7\",\"person\":\"Max\"}");
	desk_ask_or_fail(d, "BadgeLost", "{\"person\":\"Max\"}");
	CU_ASSERT_EQUAL(desk_present(d, 1, ENTRANCE_IN).reason, REASON_BADGE_LOST);
	CU_ASSERT_EQUAL(desk_present(d, 7, ENTRANCE_IN).reason, REASON_BADGE_LOST);
	desk_ask(d, "BadgeLost", "{\"person\":\"Max\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "NotFound");
	desk_ask(d, "BadgeLost", "{}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Invalid");
	desk_end(d);
}

static void nothing_of_a_visit_stays_in_the_list_of_changes(void)
{
	char id[13];
	struct desk *d = begin();
	int64_t version = store_policy_version(d->office->store);
	announce_or_fail(d, id);
	step(d, "VisitorArrive", id);
	CU_ASSERT_EQUAL(store_policy_version(d->office->store), version);
	desk_end(d);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"V1, O3: a visit goes from announced to left and counts between",
	         a_visit_goes_from_announced_to_left_and_counts_between},
	        {"V2, O3: a release for a visit names who comes", a_release_for_a_visit_names_who_comes},
	        {"V1: a technician has company, order and end", a_technician_has_company_order_and_end},
	        {"V1: nobody is the guest of one who left", nobody_is_the_guest_of_one_who_left},
	        {"V3: who waits for ten minutes is told of once", who_waits_for_ten_minutes_is_told_of_once},
	        {"V4: after thirty days a visit is erased", after_thirty_days_a_visit_is_erased},
	        {"O7, D13: the evacuation list names visitors with their host",
	         the_evacuation_list_names_visitors_with_their_host},
	        {"K7: what a person lost is refused whatever its number",
	         what_a_person_lost_is_refused_whatever_its_number},
	        {"V4: nothing of a visit stays in the list of changes",
	         nothing_of_a_visit_stays_in_the_list_of_changes},
	};
	return suite_run("office_visits", cases, sizeof(cases) / sizeof(cases[0]));
}
