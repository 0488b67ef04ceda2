/*
 * The decision (controller/access.h): rules A1 to A3 and K4. Everything that
 * can be wrong is one bit; a badge with several wrongs is told the first in
 * A1's order.
 */
#include "controller/access.h"
#include "tests/unit/suite.h"
#include <string.h>

enum { OUTSIDE, HALL, STORE, ROOMS };
enum { ENTRANCE, GATE };
enum { ENTRANCE_IN, ENTRANCE_OUT, GATE_IN };
enum { TODAY = 20000, PERSON = 7, BADGE = 70, KEY = 700 };

static struct site site;
static struct table *t;
static void *memory;

static void make_site(void)
{
	memset(&site, 0, sizeof(site));
	site.room_count = ROOMS;
	site.rooms[OUTSIDE].is_outside = true;
	site.door_count = 2;
	site.doors[ENTRANCE] = (struct site_door){.kind = SITE_ENTRANCE, .from = OUTSIDE, .to = HALL};
	site.doors[GATE] = (struct site_door){.kind = SITE_GOODS, .from = OUTSIDE, .to = STORE};
	site.reader_count = 3;
	site.readers[ENTRANCE_IN] = (struct site_reader){.door = ENTRANCE, .leads_to = HALL};
	site.readers[ENTRANCE_OUT] = (struct site_reader){.door = ENTRANCE, .leads_to = OUTSIDE};
	site.readers[GATE_IN] = (struct site_reader){.door = GATE, .leads_to = STORE};
}

static void make_table(void)
{
	struct table_capacity capacity = {8, 8, 8};
	free(memory);
	memory = aligned_alloc(64, table_size(capacity));
	t = table_init(memory, capacity);
}

static void apply(struct table_delta d)
{
	CU_ASSERT_EQUAL_FATAL(table_apply(t, &d), 0);
}

static const struct badge_number number = {1337, 42, FORMAT_H10301};

static struct table_person good_person(void)
{
	return (struct table_person){.id = PERSON, .first_day = TODAY, .last_day = TODAY};
}

static struct table_badge good_badge(void)
{
	return (struct table_badge){.id = BADGE, .number = number, .person = PERSON};
}

static struct table_key good_key(uint16_t room, uint16_t door)
{
	return (struct table_key){.id = KEY,
	                          .person = PERSON,
	                          .room = room,
	                          .door = door,
	                          .first_day = TODAY,
	                          .last_day = TODAY};
}

static struct access_request good_request(uint16_t reader)
{
	return (struct access_request){
	        .number = number,
	        .reader = reader,
	        .is_reader_enabled = true,
	        .is_commissioned = true,
	        .now = {.utc_ms = (int64_t)TODAY * 86400000 + 43200000, .is_clock_trusted = true}};
}

/* What may be wrong, in A1's order, and what it is called. */
enum { WRONGS = 13 };

static const enum record_reason reasons[WRONGS] = {
        REASON_LOCK_DOWN,        REASON_BADGE_LOST,     REASON_PERSON_EXITED,   REASON_BADGE_INACTIVE,
        REASON_PERSON_SUSPENDED, REASON_PERSON_NOT_YET, REASON_PERSON_ENDED,    REASON_NO_KEY,
        REASON_KEY_NOT_YET,      REASON_KEY_ENDED,      REASON_READER_DISABLED, REASON_NOT_COMMISSIONED,
        REASON_ALARM_SET};

static bool is_wrong(unsigned wrongs, enum record_reason reason)
{
	for (unsigned i = 0; i < WRONGS; i++)
		if (reasons[i] == reason)
			return (wrongs >> i & 1) != 0;
	return false;
}

/* Wrongs that cannot be at once: two states of one thing. */
static bool is_possible(unsigned wrongs)
{
	return is_wrong(wrongs, REASON_BADGE_LOST) + is_wrong(wrongs, REASON_BADGE_INACTIVE) <= 1 &&
	       is_wrong(wrongs, REASON_PERSON_EXITED) + is_wrong(wrongs, REASON_PERSON_SUSPENDED) <= 1 &&
	       is_wrong(wrongs, REASON_PERSON_NOT_YET) + is_wrong(wrongs, REASON_PERSON_ENDED) <= 1 &&
	       is_wrong(wrongs, REASON_NO_KEY) + is_wrong(wrongs, REASON_KEY_NOT_YET) +
	                       is_wrong(wrongs, REASON_KEY_ENDED) <=
	               1;
}

static struct access_request spoil(unsigned wrongs, uint16_t reader)
{
	struct table_person person = good_person();
	struct table_badge badge = good_badge();
	struct table_key key = good_key(HALL, SITE_NONE);
	struct access_request request = good_request(reader);
	request.is_lock_down = is_wrong(wrongs, REASON_LOCK_DOWN);
	request.is_reader_enabled = !is_wrong(wrongs, REASON_READER_DISABLED);
	request.is_commissioned = !is_wrong(wrongs, REASON_NOT_COMMISSIONED);
	request.is_alarm_set = is_wrong(wrongs, REASON_ALARM_SET);
	if (is_wrong(wrongs, REASON_BADGE_LOST))
		badge.state = TABLE_BADGE_LOST;
	if (is_wrong(wrongs, REASON_BADGE_INACTIVE))
		badge.state = TABLE_BADGE_INACTIVE;
	if (is_wrong(wrongs, REASON_PERSON_EXITED))
		person.state = TABLE_PERSON_EXITED;
	if (is_wrong(wrongs, REASON_PERSON_SUSPENDED))
		person.state = TABLE_PERSON_SUSPENDED;
	if (is_wrong(wrongs, REASON_PERSON_NOT_YET))
		person.first_day = person.last_day = TODAY + 1;
	if (is_wrong(wrongs, REASON_PERSON_ENDED))
		person.first_day = person.last_day = TODAY - 1;
	if (is_wrong(wrongs, REASON_KEY_NOT_YET))
		key.first_day = key.last_day = TODAY + 1;
	if (is_wrong(wrongs, REASON_KEY_ENDED))
		key.first_day = key.last_day = TODAY - 1;
	make_table();
	apply((struct table_delta){.kind = TABLE_PERSON_PUT, .person = person});
	apply((struct table_delta){.kind = TABLE_BADGE_PUT, .badge = badge});
	if (!is_wrong(wrongs, REASON_NO_KEY))
		apply((struct table_delta){.kind = TABLE_KEY_PUT, .key = key});
	return request;
}

static enum record_reason first_wrong(unsigned wrongs)
{
	for (unsigned i = 0; i < WRONGS; i++)
		if (wrongs >> i & 1)
			return reasons[i];
	return REASON_NONE;
}

/* All 8192 combinations, less the impossible ones. */
static void the_first_wrong_in_the_order_of_the_rule_is_the_reason(void)
{
	unsigned tried = 0;
	for (unsigned wrongs = 0; wrongs < 1u << WRONGS; wrongs++) {
		if (!is_possible(wrongs))
			continue;
		struct access_request request = spoil(wrongs, ENTRANCE_IN);
		struct access_decision d = access_decide(t, &site, &request);
		CU_ASSERT_EQUAL(d.reason, first_wrong(wrongs));
		CU_ASSERT_EQUAL(d.is_granted, wrongs == 0);
		tried++;
	}
	CU_ASSERT_TRUE(tried > 1000);
}

static void a_known_badge_gets_out_whatever_is_wrong(void)
{
	for (unsigned wrongs = 0; wrongs < 1u << WRONGS; wrongs++) {
		if (!is_possible(wrongs))
			continue;
		struct access_request request = spoil(wrongs, ENTRANCE_OUT);
		struct access_decision d = access_decide(t, &site, &request);
		CU_ASSERT_TRUE(d.is_granted && d.is_leaving);
		CU_ASSERT_EQUAL(d.person, PERSON);
	}
}

static void an_unknown_badge_gets_neither_in_nor_out(void)
{
	struct access_request request = spoil(0, ENTRANCE_IN);
	request.number.card++;
	CU_ASSERT_EQUAL(access_decide(t, &site, &request).reason, REASON_BADGE_UNKNOWN);
	request.reader = ENTRANCE_OUT;
	CU_ASSERT_EQUAL(access_decide(t, &site, &request).reason, REASON_BADGE_UNKNOWN);
	request.number = number;
	request.number.format = FORMAT_H10306; /* the same digits of another format are another badge */
	CU_ASSERT_EQUAL(access_decide(t, &site, &request).reason, REASON_BADGE_UNKNOWN);
}

static void rights_open_what_they_are_for(void)
{
	static const struct {
		uint8_t rights;
		bool is_lock_down, is_alarm_set;
		enum record_reason reason;
	} rows[] = {
	        {0, true, false, REASON_LOCK_DOWN},
	        {TABLE_RIGHT_UNSET | TABLE_RIGHT_SET, true, false, REASON_LOCK_DOWN},
	        {TABLE_RIGHT_OVERRIDE, true, false, REASON_NONE},
	        {0, false, true, REASON_ALARM_SET},
	        {TABLE_RIGHT_SET | TABLE_RIGHT_OVERRIDE, false, true, REASON_ALARM_SET},
	        {TABLE_RIGHT_UNSET, false, true, REASON_NONE},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct access_request request = spoil(0, ENTRANCE_IN);
		struct table_person person = good_person();
		person.rights = rows[i].rights;
		apply((struct table_delta){.kind = TABLE_PERSON_PUT, .person = person});
		request.is_lock_down = rows[i].is_lock_down;
		request.is_alarm_set = rows[i].is_alarm_set;
		CU_ASSERT_EQUAL(access_decide(t, &site, &request).reason, rows[i].reason);
	}
}

/* It lets out, and neither sets an alarm nor declares a building empty on the way. */
static void a_badge_that_is_dead_or_for_a_day_has_no_rights(void)
{
	static const struct {
		enum table_badge_state badge;
		enum table_person_state person;
		int32_t badge_from, badge_to, person_from,
		        person_to; /* days from today; badge_to 0: no end */
		uint8_t rights;
	} rows[] = {
	        {TABLE_BADGE_ACTIVE, TABLE_PERSON_ACTIVE, 0, 0, 0, 0, TABLE_RIGHT_SET | TABLE_RIGHT_UNSET},
	        {TABLE_BADGE_ACTIVE, TABLE_PERSON_ACTIVE, 0, 1, 0, 0, 0},
	        {TABLE_BADGE_ACTIVE, TABLE_PERSON_ACTIVE, 1, 0, 0, 0, 0},
	        {TABLE_BADGE_ACTIVE, TABLE_PERSON_ACTIVE, 0, 0, 1, 1, 0},
	        {TABLE_BADGE_ACTIVE, TABLE_PERSON_ACTIVE, 0, 0, -2, -1, 0},
	        {TABLE_BADGE_LOST, TABLE_PERSON_ACTIVE, 0, 0, 0, 0, 0},
	        {TABLE_BADGE_INACTIVE, TABLE_PERSON_ACTIVE, 0, 0, 0, 0, 0},
	        {TABLE_BADGE_ACTIVE, TABLE_PERSON_SUSPENDED, 0, 0, 0, 0, 0},
	        {TABLE_BADGE_ACTIVE, TABLE_PERSON_EXITED, 0, 0, 0, 0, 0}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct access_request request = spoil(0, ENTRANCE_OUT);
		struct table_person person = good_person();
		struct table_badge badge = good_badge();
		person.rights = TABLE_RIGHT_SET | TABLE_RIGHT_UNSET;
		person.state = (uint8_t)rows[i].person;
		badge.state = (uint8_t)rows[i].badge;
		badge.first_day = TODAY + rows[i].badge_from;
		badge.last_day = rows[i].badge_to == 0 ? 0 : TODAY + rows[i].badge_to;
		person.first_day = TODAY + rows[i].person_from;
		person.last_day = TODAY + rows[i].person_to;
		apply((struct table_delta){.kind = TABLE_PERSON_PUT, .person = person});
		apply((struct table_delta){.kind = TABLE_BADGE_PUT, .badge = badge});
		struct access_decision d = access_decide(t, &site, &request);
		CU_ASSERT_TRUE(d.is_granted);
		CU_ASSERT_EQUAL(d.rights, rows[i].rights);
	}
}

static void a_goods_door_opens_only_to_a_key_that_names_it(void)
{
	struct access_request request = spoil(0, GATE_IN);
	CU_ASSERT_EQUAL(access_decide(t, &site, &request).reason, REASON_NO_KEY);
	apply((struct table_delta){.kind = TABLE_KEY_PUT, .key = good_key(STORE, SITE_NONE)});
	CU_ASSERT_EQUAL(access_decide(t, &site, &request).reason, REASON_KEY_NAMES_NO_DOOR);
	apply((struct table_delta){.kind = TABLE_KEY_PUT, .key = good_key(STORE, GATE)});
	CU_ASSERT_TRUE(access_decide(t, &site, &request).is_granted);
}

static void a_key_that_names_a_door_opens_no_other(void)
{
	struct access_request request = spoil(0, ENTRANCE_IN);
	apply((struct table_delta){.kind = TABLE_KEY_PUT, .key = good_key(HALL, GATE)});
	CU_ASSERT_EQUAL(access_decide(t, &site, &request).reason, REASON_NO_KEY);
	apply((struct table_delta){.kind = TABLE_KEY_PUT, .key = good_key(HALL, ENTRANCE)});
	CU_ASSERT_TRUE(access_decide(t, &site, &request).is_granted);
}

static void one_valid_key_among_ended_ones_is_enough(void)
{
	struct access_request request = spoil(0, ENTRANCE_IN);
	struct table_key ended = good_key(HALL, SITE_NONE);
	ended.id = KEY + 1;
	ended.last_day = TODAY - 1;
	ended.first_day = TODAY - 2;
	apply((struct table_delta){.kind = TABLE_KEY_PUT, .key = ended});
	ended.id = KEY + 2;
	ended.door = ENTRANCE;
	apply((struct table_delta){.kind = TABLE_KEY_PUT, .key = ended});
	CU_ASSERT_TRUE(access_decide(t, &site, &request).is_granted);
}

/* Rule K4: to the second, in the site's own calendar. */
static void a_day_begins_and_ends_at_local_midnight(void)
{
	struct access_request request = spoil(0, ENTRANCE_IN);
	int64_t midnight = (int64_t)TODAY * 86400000 - 7200000; /* 22:00 UTC of the day before, at UTC+2 */
	static const struct {
		int64_t offset_ms;
		enum record_reason reason;
	} rows[] = {{-1, REASON_PERSON_NOT_YET},
	            {0, REASON_NONE},
	            {86399999, REASON_NONE},
	            {86400000, REASON_PERSON_ENDED}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		request.now.utc_offset_s = 7200;
		request.now.utc_ms = midnight + rows[i].offset_ms;
		CU_ASSERT_EQUAL(access_decide(t, &site, &request).reason, rows[i].reason);
	}
}

static void days_before_1970_round_down(void)
{
	struct moment m = {.utc_ms = -1};
	CU_ASSERT_EQUAL(moment_day(&m), -1);
	m.utc_ms = 0;
	CU_ASSERT_EQUAL(moment_day(&m), 0);
	m.utc_offset_s = -1;
	CU_ASSERT_EQUAL(moment_day(&m), -1);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"A1, A2: the first wrong in A1's order is the reason",
	         the_first_wrong_in_the_order_of_the_rule_is_the_reason},
	        {"A3: a known badge gets out whatever is wrong", a_known_badge_gets_out_whatever_is_wrong},
	        {"A1: an unknown badge gets neither in nor out", an_unknown_badge_gets_neither_in_nor_out},
	        {"L8, D12: rights open what they are for", rights_open_what_they_are_for},
	        {"V6, A3: a badge that is dead or for a day has no rights",
	         a_badge_that_is_dead_or_for_a_day_has_no_rights},
	        {"a goods door opens only to a key that names it",
	         a_goods_door_opens_only_to_a_key_that_names_it},
	        {"a key that names a door opens no other", a_key_that_names_a_door_opens_no_other},
	        {"A1: one valid key among ended ones is enough", one_valid_key_among_ended_ones_is_enough},
	        {"K4: a day begins and ends at local midnight", a_day_begins_and_ends_at_local_midnight},
	        {"B7: days before 1970 round down", days_before_1970_round_down},
	};
	make_site();
	int result = suite_run("access", cases, sizeof(cases) / sizeof(cases[0]));
	free(memory);
	return result;
}
