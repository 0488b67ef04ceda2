/*
 * The engine where a story would be too long: a full house declared empty
 * (rule O5), who stays long (O6), and every reason that prevents setting in one
 * record (L3).
 */
#include "controller/faults.h"
#include "tests/unit/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OUTSIDE, HALL };
enum { ANNA = 5000, IN = 0, OUT = 1, CROWD = ENGINE_PASSAGES_MAX + 1, CROWD_CARD = 100 };

static struct site site;
static struct engine engine;
static struct engine_actions actions;
static struct table *table;
static uint64_t now_ms;
static int64_t wall_ahead_ms; /* of the monotonic clock */

static struct moment moment(void)
{
	return (struct moment){.mono_ns = now_ms * 1000000,
	                       .utc_ms = (int64_t)now_ms + wall_ahead_ms,
	                       .is_clock_trusted = true};
}

static void site_or_fail(uint16_t door_count)
{
	memset(&site, 0, sizeof(site));
	site.room_count = 2;
	site.rooms[OUTSIDE] = (struct site_room){.area = SITE_NONE, .is_outside = true};
	site.area_count = 1;
	site.areas[0] = (struct site_area){.exit_delay_ms = 60000, .sounder_ms = 180000};
	strcpy(site.areas[0].name, "building");
	site.door_count = door_count;
	for (uint16_t i = 0; i < door_count; i++) {
		site.doors[i] = (struct site_door){
		        .from = OUTSIDE, .to = HALL, .has_contact = true, .release_ms = 5000};
		snprintf(site.doors[i].name, SITE_NAME_MAX, "a-door-with-a-name-as-long-as-they-get-%08u", i);
	}
	site.reader_count = 2;
	site.readers[IN] = (struct site_reader){.door = 0, .leads_to = HALL};
	site.readers[OUT] = (struct site_reader){.door = 0, .leads_to = OUTSIDE};
}

static void table_or_fail(void)
{
	static const struct table_capacity capacity = {CROWD + 4, CROWD + 4, 4};
	free(table);
	table = table_init(aligned_alloc(64, table_size(capacity)), capacity);
	struct table_delta person = {.kind = TABLE_PERSON_PUT,
	                             .person = {.id = ANNA,
	                                        .first_day = TABLE_DAY_FIRST,
	                                        .last_day = TABLE_DAY_LAST,
	                                        .rights = TABLE_RIGHT_SET}};
	struct table_delta badge = {.kind = TABLE_BADGE_PUT,
	                            .badge = {.id = 1, .number = {.card = 7}, .person = ANNA}};
	CU_ASSERT_EQUAL_FATAL(table_apply(table, &person), 0);
	struct table_delta key = {.kind = TABLE_KEY_PUT,
	                          .key = {.id = 1,
	                                  .person = ANNA,
	                                  .room = HALL,
	                                  .door = SITE_NONE,
	                                  .first_day = TABLE_DAY_FIRST,
	                                  .last_day = TABLE_DAY_LAST}};
	CU_ASSERT_EQUAL_FATAL(table_apply(table, &badge), 0);
	CU_ASSERT_EQUAL_FATAL(table_apply(table, &key), 0);
}

/* Persons 1 to CROWD, who are inside and may leave. */
static void crowd_or_fail(void)
{
	for (uint64_t i = 1; i <= CROWD; i++) {
		struct table_delta person = {
		        .kind = TABLE_PERSON_PUT,
		        .person = {.id = i, .first_day = TABLE_DAY_FIRST, .last_day = TABLE_DAY_LAST}};
		struct table_delta badge = {
		        .kind = TABLE_BADGE_PUT,
		        .badge = {.id = i + 1, .number = {.card = CROWD_CARD + i}, .person = i}};
		CU_ASSERT_EQUAL_FATAL(table_apply(table, &person), 0);
		CU_ASSERT_EQUAL_FATAL(table_apply(table, &badge), 0);
		occupancy_enter(&engine.areas[0].occupancy, i, 0, (int64_t)now_ms);
	}
}

static void begin_or_fail(uint16_t door_count)
{
	static struct engine_start start;
	now_ms = 1000000;
	site_or_fail(door_count);
	table_or_fail();
	engine_init(&engine, &site);
	start.now = moment();
	engine_begin(&engine, &start, &actions);
}

static void step(struct engine_event event)
{
	event.now = moment();
	engine_step(&engine, table, &event, &actions);
	CU_ASSERT_FALSE(actions.is_overflowed);
}

static void badge(uint16_t reader)
{
	step((struct engine_event){.kind = ENGINE_BADGE, .reader = reader, .number = {.card = 7}});
}

static const struct record *record_of(enum record_kind kind)
{
	for (uint16_t i = 0; i < actions.count; i++)
		if (actions.items[i].kind == ACTION_RECORD && actions.items[i].record.kind == kind)
			return &actions.items[i].record;
	return NULL;
}

static unsigned records_of(enum record_kind kind)
{
	unsigned count = 0;
	for (uint16_t i = 0; i < actions.count; i++)
		count += actions.items[i].kind == ACTION_RECORD && actions.items[i].record.kind == kind;
	return count;
}

/* Everybody but anna, and the last place for her. */
static void fill_house(uint16_t count)
{
	for (uint16_t i = 0; i < count; i++)
		occupancy_enter(&engine.areas[0].occupancy, 1 + i, 0, (int64_t)now_ms);
	occupancy_suspect(&engine.areas[0].occupancy, OCCUPANCY_FIRE);
}

static void a_full_house_is_declared_empty_by_one_badge(void)
{
	static const uint16_t counts[] = {100, 101, OCCUPANCY_MAX - 1, OCCUPANCY_MAX};
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		begin_or_fail(1);
		fill_house(counts[i]);
		for (int k = 0; k < 3; k++) {
			now_ms += 2000;
			badge(OUT);
		}
		CU_ASSERT_EQUAL(records_of(RECORD_OCCUPANCY_LEFT), counts[i]);
		CU_ASSERT_EQUAL(engine.areas[0].occupancy.count, 1);
		CU_ASSERT_TRUE(occupancy_is_inside(&engine.areas[0].occupancy, ANNA));
		CU_ASSERT_EQUAL(engine.areas[0].occupancy.doubt, OCCUPANCY_CERTAIN);
		CU_ASSERT_EQUAL(engine.areas[0].occupancy.doubts, 0);
		const struct record *r = record_of(RECORD_OCCUPANCY_CORRECTED);
		CU_ASSERT_PTR_NOT_NULL_FATAL(r);
		CU_ASSERT_EQUAL(r->person, ANNA);
	}
}

static void contact(bool is_open)
{
	step((struct engine_event){.kind = ENGINE_CONTACT, .door = 0, .is_active = is_open});
}

static void whoever_cannot_be_counted_any_more_is_a_doubt_that_is_told(void)
{
	begin_or_fail(1);
	for (uint16_t i = 0; i < OCCUPANCY_MAX; i++)
		occupancy_enter(&engine.areas[0].occupancy, 1 + i, 0, (int64_t)now_ms);
	badge(IN);
	contact(true);
	const struct record *r = record_of(RECORD_OCCUPANCY_UNCERTAIN);
	CU_ASSERT_PTR_NOT_NULL_FATAL(r);
	CU_ASSERT_EQUAL(r->reason, REASON_TOO_MANY_PERSONS);
	CU_ASSERT_EQUAL(engine.areas[0].occupancy.doubt, OCCUPANCY_FULL);
}

static void whoever_is_corrected_into_a_full_house_is_a_doubt_that_is_told(void)
{
	begin_or_fail(1);
	for (uint16_t i = 0; i < OCCUPANCY_MAX; i++)
		occupancy_enter(&engine.areas[0].occupancy, 1 + i, 0, (int64_t)now_ms);
	step((struct engine_event){
	        .kind = ENGINE_CORRECT, .correction = CORRECT_INSIDE, .person = ANNA, .operator_id = 1});
	CU_ASSERT_PTR_NOT_NULL_FATAL(record_of(RECORD_OCCUPANCY_UNCERTAIN));
	CU_ASSERT_EQUAL(record_of(RECORD_OCCUPANCY_UNCERTAIN)->reason, REASON_TOO_MANY_PERSONS);
}

static void leave_together(uint64_t count)
{
	begin_or_fail(1);
	crowd_or_fail();
	for (uint64_t i = 1; i <= count; i++)
		step((struct engine_event){
		        .kind = ENGINE_BADGE, .reader = OUT, .number = {.card = CROWD_CARD + i}});
}

static void more_grants_for_an_opening_than_can_be_kept_are_a_doubt(void)
{
	leave_together(ENGINE_PASSAGES_MAX);
	contact(true);
	CU_ASSERT_EQUAL(records_of(RECORD_OCCUPANCY_LEFT), ENGINE_PASSAGES_MAX);
	CU_ASSERT_EQUAL(engine.areas[0].occupancy.doubt, OCCUPANCY_CERTAIN);
	leave_together(CROWD);
	CU_ASSERT_EQUAL(engine.areas[0].occupancy.doubt, OCCUPANCY_CERTAIN);
	contact(true);
	CU_ASSERT_EQUAL(records_of(RECORD_OCCUPANCY_LEFT), ENGINE_PASSAGES_MAX);
	CU_ASSERT_EQUAL(records_of(RECORD_OCCUPANCY_UNCERTAIN), 1);
	CU_ASSERT_EQUAL(engine.areas[0].occupancy.doubt, OCCUPANCY_FULL);
}

/* Rule O1: a grant without an opening changes nothing, whichever it was. */
static void grants_that_nobody_used_are_no_doubt(void)
{
	leave_together(CROWD);
	now_ms += 6000;
	step((struct engine_event){.kind = ENGINE_TIME});
	now_ms += 1000;
	badge(OUT);
	contact(true);
	CU_ASSERT_EQUAL(records_of(RECORD_OCCUPANCY_LEFT), 1);
	CU_ASSERT_NOT_EQUAL(engine.areas[0].occupancy.doubt, OCCUPANCY_FULL);
}

static void time_passes(uint64_t ms)
{
	uint64_t until = now_ms + ms;
	while (engine_deadline(&engine) <= until * 1000000) {
		now_ms = engine_deadline(&engine) / 1000000;
		step((struct engine_event){.kind = ENGINE_TIME});
		if (record_of(RECORD_OCCUPANCY_LONG) != NULL)
			return;
	}
	now_ms = until;
}

/* Looked at every minute: 14 h, and not a millisecond less. */
static void who_stays_long_is_told_once(void)
{
	begin_or_fail(1);
	occupancy_enter(&engine.areas[0].occupancy, ANNA, 0, (int64_t)now_ms + 1);
	time_passes(1);
	step((struct engine_event){.kind = ENGINE_TIME});
	int64_t since_ms = engine.areas[0].occupancy.inside[0].since_utc_ms;
	time_passes(UINT64_C(15) * 3600000);
	const struct record *r = record_of(RECORD_OCCUPANCY_LONG);
	CU_ASSERT_PTR_NOT_NULL_FATAL(r);
	CU_ASSERT_EQUAL(r->person, ANNA);
	CU_ASSERT_TRUE((int64_t)now_ms - since_ms >= ENGINE_LONG_MS);
	CU_ASSERT_TRUE((int64_t)now_ms - since_ms <= ENGINE_LONG_MS + ENGINE_LONG_LOOK_MS);
	step((struct engine_event){.kind = ENGINE_TIME});
	time_passes(UINT64_C(15) * 3600000);
	CU_ASSERT_PTR_NULL(record_of(RECORD_OCCUPANCY_LONG));
}

/* Two hours inside, and the clock is put fifteen further: nobody is inside for 17 h; after 12 more they are.
 */
static void a_step_of_the_clock_makes_nobody_stay_long(void)
{
	begin_or_fail(1);
	occupancy_enter(&engine.areas[0].occupancy, ANNA, 0, (int64_t)now_ms);
	step((struct engine_event){.kind = ENGINE_TIME});
	time_passes(UINT64_C(2) * 3600000);
	wall_ahead_ms = INT64_C(15) * 3600000;
	time_passes(UINT64_C(11) * 3600000);
	CU_ASSERT_PTR_NULL(record_of(RECORD_OCCUPANCY_LONG));
	wall_ahead_ms = -INT64_C(20) * 3600000;
	time_passes(UINT64_C(1) * 3600000 + 2 * ENGINE_LONG_LOOK_MS);
	CU_ASSERT_PTR_NOT_NULL(record_of(RECORD_OCCUPANCY_LONG));
	wall_ahead_ms = 0;
}

/* However many doors there are with however long names, no reason is missing. */
static void a_refusal_has_room_for_every_reason(void)
{
	begin_or_fail(SITE_DOORS_MAX);
	occupancy_enter(&engine.areas[0].occupancy, ANNA, 0, (int64_t)now_ms);
	occupancy_suspect(&engine.areas[0].occupancy, OCCUPANCY_FIRE);
	for (uint16_t i = 0; i < SITE_DOORS_MAX; i++) {
		engine.doors[i].door.is_open = engine.doors[i].door.is_strike_on = true;
		engine.doors[i].door.is_rex = true;
		engine.doors[i].door.faults = DOOR_FAULT_CONTACT | DOOR_FAULT_OUTPUT;
	}
	engine.readers[IN].is_deaf = true;
	engine.areas[0].is_sounder_faulty = true;
	engine.is_fire_latched = true;
	struct engine_event set = {.kind = ENGINE_SET, .operator_id = ANNA, .now = moment()};
	set.now.is_clock_trusted = false;
	engine_step(&engine, table, &set, &actions);
	const struct record *r = record_of(RECORD_ALARM_REFUSED);
	CU_ASSERT_PTR_NOT_NULL_FATAL(r);
	CU_ASSERT_EQUAL(r->operator_id, ANNA);
	CU_ASSERT_TRUE(strnlen(r->detail, RECORD_DETAIL_MAX) < RECORD_DETAIL_MAX);
	for (int i = 0; i < ALARM_PREVENTIONS; i++)
		if ((1 << i) != ALARM_PREVENTED_BY_HAND) /* asking to set ends that one */
			CU_ASSERT_PTR_NOT_NULL(
			        strstr(r->detail, alarm_prevention_name((enum alarm_prevention)(1 << i))));
}

static void a_fault_of_a_line_is_told_when_it_begins_and_ends(void)
{
	static struct faults told, now;
	struct engine_event event;
	CU_ASSERT_FALSE(faults_next(&told, &now, &event));
	now.contact[3] = now.output[4] = now.reader[5] = now.sounder[6] = true;
	unsigned count = 0;
	while (faults_next(&told, &now, &event)) {
		count++;
		CU_ASSERT_TRUE(event.is_active);
		CU_ASSERT_TRUE(event.reason != REASON_CONTACT_FAULT || event.door == 3);
		CU_ASSERT_TRUE(event.reason != REASON_OUTPUT_FAULT || event.door == 4);
		CU_ASSERT_TRUE(event.reason != REASON_READER_FAULT || event.reader == 5);
		CU_ASSERT_TRUE(event.reason != REASON_SOUNDER_FAULT || event.area == 6);
	}
	CU_ASSERT_EQUAL(count, 4);
	now.reader[5] = false;
	CU_ASSERT_TRUE(faults_next(&told, &now, &event));
	CU_ASSERT_FALSE(event.is_active);
	CU_ASSERT_FALSE(faults_next(&told, &now, &event));
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"O5: a full house is declared empty by one badge",
	         a_full_house_is_declared_empty_by_one_badge},
	        {"O4: whoever cannot be counted any more is a doubt that is told",
	         whoever_cannot_be_counted_any_more_is_a_doubt_that_is_told},
	        {"O4: so is whoever is corrected into a full house",
	         whoever_is_corrected_into_a_full_house_is_a_doubt_that_is_told},
	        {"O4: more grants for one opening than can be kept are a doubt",
	         more_grants_for_an_opening_than_can_be_kept_are_a_doubt},
	        {"O1: grants that nobody used are none", grants_that_nobody_used_are_no_doubt},
	        {"O6: who stays long is told, once", who_stays_long_is_told_once},
	        {"O6: a step of the clock makes nobody stay long",
	         a_step_of_the_clock_makes_nobody_stay_long},
	        {"L3: a refusal has room for every reason", a_refusal_has_room_for_every_reason},
	        {"L3: a line's fault is told when it begins and when it ends",
	         a_fault_of_a_line_is_told_when_it_begins_and_ends},
	};
	int result = suite_run("engine", cases, sizeof(cases) / sizeof(cases[0]));
	free(table);
	return result;
}
