/* The door machine (controller/door.h): rules D1, D2, D5, D7, D9, D13. */
#include "controller/door.h"
#include "tests/unit/suite.h"
#include <string.h>

#define MS 1000000ull

static struct door door;
static struct door_news news;

static void step_at(uint64_t ms, enum door_input_kind kind, bool is_active, enum record_cause cause,
                    bool rex_releases)
{
	struct door_input in = {.kind = kind,
	                        .now_ns = ms * MS,
	                        .utc_ms = (int64_t)ms,
	                        .is_active = is_active,
	                        .cause = cause,
	                        .release_ms = 5000,
	                        .rex_releases = rex_releases};
	door_step(&door, &in, &news);
}

static void release_at(uint64_t ms)
{
	step_at(ms, DOOR_INPUT_RELEASE, true, CAUSE_GRANT, false);
}

static void contact_at(uint64_t ms, bool is_open)
{
	step_at(ms, DOOR_INPUT_CONTACT, is_open, CAUSE_NONE, false);
}

static void time_at(uint64_t ms)
{
	step_at(ms, DOOR_INPUT_TIME, false, CAUSE_NONE, false);
}

static void begin(bool is_guarded)
{
	door_init(&door, &(struct door_start){.is_guarded = is_guarded, .held_limit_ms = 30000});
}

static void told(size_t count, const enum record_kind *kinds)
{
	CU_ASSERT_EQUAL(news.count, count);
	for (size_t i = 0; i < count && i < news.count; i++)
		CU_ASSERT_EQUAL(news.kinds[i], kinds[i]);
}

#define TOLD(...)                                                                                            \
	told(sizeof((enum record_kind[]){__VA_ARGS__}) / sizeof(enum record_kind),                           \
	     (const enum record_kind[]){__VA_ARGS__})

static void a_release_lasts_its_time_to_the_millisecond(void)
{
	begin(false);
	release_at(100);
	TOLD(RECORD_DOOR_RELEASED);
	CU_ASSERT_TRUE(door.is_strike_on);
	CU_ASSERT_EQUAL(door.state, DOOR_RELEASED);
	CU_ASSERT_EQUAL(door_deadline(&door), 5100 * MS);
	time_at(5099);
	CU_ASSERT_TRUE(door.is_strike_on);
	time_at(5100);
	CU_ASSERT_FALSE(door.is_strike_on);
	TOLD(RECORD_DOOR_LOCKED);
	CU_ASSERT_EQUAL(door.state, DOOR_LOCKED);
}

static void a_grant_at_a_door_that_falls_shut_opens_it_once_more(void)
{
	begin(false);
	release_at(0);
	contact_at(1000, true);
	release_at(3000);
	contact_at(3999, false);
	TOLD(RECORD_DOOR_CLOSED);
	CU_ASSERT_EQUAL(door.state, DOOR_RELEASED);
	CU_ASSERT_EQUAL(door_deadline(&door), 8000 * MS);
	contact_at(5000, true);
	CU_ASSERT_TRUE(news.is_opened);
	contact_at(5500, false);
	TOLD(RECORD_DOOR_CLOSED, RECORD_DOOR_LOCKED);
	time_at(5600);
	CU_ASSERT_TRUE(news.is_over);
	CU_ASSERT_FALSE(news.is_missed);
}

static void a_grant_a_second_before_it_closes_is_over_then(void)
{
	begin(false);
	release_at(0);
	contact_at(1000, true);
	release_at(3000);
	contact_at(4000, false);
	TOLD(RECORD_DOOR_CLOSED, RECORD_DOOR_LOCKED);
	time_at(4100);
	CU_ASSERT_TRUE(news.is_ended);
	CU_ASSERT_FALSE(news.is_missed);
}

static void a_door_that_fell_shut_and_was_not_opened_is_told(void)
{
	begin(false);
	release_at(0);
	contact_at(1000, true);
	release_at(3000);
	contact_at(3500, false);
	contact_at(3550, true); /* it bounces */
	contact_at(3600, false);
	CU_ASSERT_EQUAL(door.state, DOOR_RELEASED);
	time_at(8000);
	CU_ASSERT_FALSE(news.is_missed);
	time_at(8100);
	CU_ASSERT_TRUE(news.is_missed);
	CU_ASSERT_TRUE(news.is_over);
	release_at(9000);
	time_at(14000);
	time_at(14100);
	CU_ASSERT_FALSE(news.is_missed);
}

static void a_release_ends_early_when_opened_and_closed(void)
{
	begin(false);
	release_at(0);
	contact_at(1000, true);
	TOLD(RECORD_DOOR_OPENED);
	CU_ASSERT_TRUE(news.is_opened);
	CU_ASSERT_TRUE(door.is_strike_on);
	contact_at(2000, false);
	TOLD(RECORD_DOOR_CLOSED, RECORD_DOOR_LOCKED);
	CU_ASSERT_FALSE(door.is_strike_on);
	CU_ASSERT_EQUAL(door_deadline(&door), 2100 * MS);
	CU_ASSERT_TRUE(door_may_open(&door));
	time_at(2100);
	CU_ASSERT_TRUE(news.is_ended);
	CU_ASSERT_TRUE(news.is_over);
	CU_ASSERT_FALSE(door_may_open(&door));
	CU_ASSERT_EQUAL(door_deadline(&door), DOOR_NEVER);
}

static void a_leaf_that_bounces_is_not_forced(void)
{
	begin(false);
	release_at(0);
	contact_at(1000, true);
	contact_at(2000, false);
	contact_at(2099, true);
	TOLD(RECORD_DOOR_OPENED);
	CU_ASSERT_EQUAL(door.cause, CAUSE_GRANT);
	contact_at(2150, false);
	time_at(2250);
	contact_at(2250, true);
	TOLD(RECORD_DOOR_FORCED);
}

static void a_forced_leaf_that_bounces_is_forced_again(void)
{
	begin(false);
	contact_at(0, true);
	contact_at(1000, false);
	CU_ASSERT_FALSE(door_may_open(&door));
	contact_at(1050, true);
	TOLD(RECORD_DOOR_FORCED);
}

static void operator_at(uint64_t ms)
{
	step_at(ms, DOOR_INPUT_RELEASE, true, CAUSE_RELEASE, false);
}

static void an_operators_part_lasts_as_long_as_the_opening(void)
{
	begin(false);
	operator_at(0);
	release_at(1000);
	CU_ASSERT_TRUE(door.has_release);
	contact_at(2000, true);
	CU_ASSERT_TRUE(door.has_release);
	contact_at(3000, false);
	CU_ASSERT_TRUE(door.has_release);
	time_at(3099);
	CU_ASSERT_TRUE(door.has_release);
	time_at(3100);
	CU_ASSERT_FALSE(door.has_release);
}

static void a_part_in_an_open_door_is_news_at_once(void)
{
	begin(false);
	release_at(0);
	operator_at(1);
	CU_ASSERT_FALSE(news.is_part);
	contact_at(1000, true);
	operator_at(1500);
	TOLD(RECORD_DOOR_RELEASED);
	CU_ASSERT_TRUE(news.is_part);
	step_at(1600, DOOR_INPUT_REX, true, CAUSE_NONE, false);
	CU_ASSERT_TRUE(news.is_part);
	CU_ASSERT_TRUE(door.has_rex);
}

static void a_held_rex_takes_over_when_a_grant_ends(void)
{
	begin(false);
	release_at(0);
	step_at(1000, DOOR_INPUT_REX, true, CAUSE_NONE, false);
	time_at(5000);
	CU_ASSERT_EQUAL(door.cause, CAUSE_GRANT);
	time_at(5100);
	CU_ASSERT_TRUE(news.is_ended);
	CU_ASSERT_FALSE(news.is_over);
	CU_ASSERT_EQUAL(door.cause, CAUSE_REX);
	contact_at(5101, true);
	TOLD(RECORD_DOOR_OPENED);
	CU_ASSERT_EQUAL(door.cause, CAUSE_REX);
}

static void a_rex_that_lasts_60_s_is_a_fault_until_it_ends(void)
{
	begin(false);
	step_at(0, DOOR_INPUT_REX, true, CAUSE_NONE, false);
	time_at(59999);
	CU_ASSERT_EQUAL(news.count, 0);
	CU_ASSERT_EQUAL(door.faults, 0);
	time_at(60000);
	TOLD(RECORD_DOOR_REX_STUCK);
	CU_ASSERT_EQUAL(door.faults, DOOR_FAULT_REX);
	time_at(120000);
	CU_ASSERT_EQUAL(news.count, 0);
	step_at(130000, DOOR_INPUT_REX, false, CAUSE_NONE, false);
	CU_ASSERT_EQUAL(door.faults, 0);
}

static void a_rex_held_at_the_start_counts_from_there(void)
{
	door_init(&door, &(struct door_start){.is_rex = true, .now_ns = 1000 * MS});
	CU_ASSERT_EQUAL(door_deadline(&door), 61000 * MS);
}

static struct door_input input_at(uint64_t ms, enum door_input_kind kind, bool is_active)
{
	return (struct door_input){.kind = kind,
	                           .now_ns = ms * MS,
	                           .is_active = is_active,
	                           .held_limit_ms = 30000,
	                           .cause = CAUSE_GRANT,
	                           .release_ms = 5000};
}

static void watched_at(uint64_t ms, enum door_input_kind kind, bool is_active)
{
	struct door_input in = input_at(ms, kind, is_active);
	door_step(&door, &in, &news);
}

static void an_open_door_warns_is_too_long_open_and_reminds(void)
{
	begin(false);
	watched_at(0, DOOR_INPUT_RELEASE, true);
	watched_at(1000, DOOR_INPUT_CONTACT, true);
	watched_at(20999, DOOR_INPUT_TIME, false);
	CU_ASSERT_FALSE(news.is_warning);
	watched_at(21000, DOOR_INPUT_TIME, false);
	CU_ASSERT_TRUE(news.is_warning);
	watched_at(30999, DOOR_INPUT_TIME, false);
	CU_ASSERT_EQUAL(news.count, 0);
	watched_at(31000, DOOR_INPUT_TIME, false);
	TOLD(RECORD_DOOR_HELD);
	CU_ASSERT_FALSE(news.is_reminder);
	CU_ASSERT_EQUAL(door.faults, DOOR_FAULT_HELD);
	CU_ASSERT_EQUAL(door_deadline(&door), 331000 * MS);
	watched_at(331000, DOOR_INPUT_TIME, false);
	TOLD(RECORD_DOOR_HELD);
	CU_ASSERT_TRUE(news.is_reminder);
	watched_at(331001, DOOR_INPUT_CONTACT, false);
	CU_ASSERT_EQUAL(door.faults, 0);
	watched_at(331101, DOOR_INPUT_TIME, false);
	CU_ASSERT_EQUAL(door_deadline(&door), DOOR_NEVER);
}

static void a_hold_excuses_the_contact_and_never_the_lock(void)
{
	static const struct {
		uint32_t asked, given;
	} rows[] = {{60000, 60000}, {2699999, 2699999}, {2700000, 2700000}, {2700001, 2700000}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		begin(true);
		struct door_input in = input_at(0, DOOR_INPUT_HOLD, true);
		in.hold_ms = rows[i].asked;
		door_step(&door, &in, &news);
		TOLD(RECORD_DOOR_HOLD);
		CU_ASSERT_FALSE(door.is_strike_on);
		CU_ASSERT_FALSE(door_may_open(&door));
		watched_at(0, DOOR_INPUT_RELEASE, true);
		watched_at(1, DOOR_INPUT_CONTACT, true);
		watched_at(rows[i].given - 1, DOOR_INPUT_TIME, false);
		CU_ASSERT_EQUAL(door.faults, 0);
		watched_at(rows[i].given, DOOR_INPUT_TIME, false);
		CU_ASSERT_EQUAL(door.faults, DOOR_FAULT_HELD);
	}
}

static void an_open_door_locks_when_the_time_is_over(void)
{
	begin(false);
	release_at(0);
	contact_at(4999, true);
	time_at(5000);
	CU_ASSERT_FALSE(door.is_strike_on);
	CU_ASSERT_EQUAL(door.state, DOOR_OPEN);
	contact_at(60000, false);
	TOLD(RECORD_DOOR_CLOSED);
	CU_ASSERT_EQUAL(door.state, DOOR_LOCKED);
}

static void an_opening_within_the_grace_belongs_to_the_release(void)
{
	begin(false);
	release_at(0);
	time_at(5000);
	CU_ASSERT_FALSE(news.is_ended);
	CU_ASSERT_EQUAL(door_deadline(&door), 5100 * MS);
	contact_at(5099, true);
	TOLD(RECORD_DOOR_OPENED);
	CU_ASSERT_TRUE(news.is_opened);
	CU_ASSERT_EQUAL(door.cause, CAUSE_GRANT);
}

static void an_opening_after_the_grace_is_forced(void)
{
	begin(false);
	release_at(0);
	time_at(5000);
	time_at(5100);
	CU_ASSERT_TRUE(news.is_ended);
	contact_at(5100, true);
	TOLD(RECORD_DOOR_FORCED);
	CU_ASSERT_FALSE(news.is_opened);
	CU_ASSERT_EQUAL(door.state, DOOR_FORCED);
	CU_ASSERT_EQUAL(door.cause, CAUSE_NONE);
}

static void a_forced_door_stays_forced_until_closed(void)
{
	begin(false);
	contact_at(10, true);
	TOLD(RECORD_DOOR_FORCED);
	release_at(20);
	CU_ASSERT_EQUAL(door.state, DOOR_FORCED);
	contact_at(30, false);
	CU_ASSERT_EQUAL(door.state, DOOR_LOCKED);
}

static void the_same_level_twice_is_no_news(void)
{
	begin(false);
	contact_at(0, false);
	CU_ASSERT_EQUAL(news.count, 0);
	release_at(0);
	contact_at(1, true);
	contact_at(2, true);
	CU_ASSERT_EQUAL(news.count, 0);
}

static void a_second_release_prolongs_and_is_no_second_output_change(void)
{
	begin(false);
	release_at(0);
	release_at(3000);
	CU_ASSERT_EQUAL(news.count, 0);
	CU_ASSERT_EQUAL(door_deadline(&door), 8000 * MS);
}

static void release_times_outside_the_range_are_brought_into_it(void)
{
	static const struct {
		uint32_t asked, given;
	} rows[] = {{0, 1000},      {999, 1000},    {1000, 1000},
	            {30000, 30000}, {30001, 30000}, {UINT32_MAX, 30000}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct door_input in = {
		        .kind = DOOR_INPUT_RELEASE, .cause = CAUSE_GRANT, .release_ms = rows[i].asked};
		begin(false);
		door_step(&door, &in, &news);
		CU_ASSERT_EQUAL(door_deadline(&door), rows[i].given * MS);
	}
}

static void a_rex_excuses_the_opening_and_leaves_the_strike_alone(void)
{
	begin(false);
	step_at(0, DOOR_INPUT_REX, true, CAUSE_NONE, false);
	TOLD(RECORD_DOOR_REX);
	CU_ASSERT_FALSE(door.is_strike_on);
	step_at(200, DOOR_INPUT_REX, false, CAUSE_NONE, false);
	contact_at(5199, true);
	TOLD(RECORD_DOOR_OPENED);
	CU_ASSERT_EQUAL(door.cause, CAUSE_REX);
}

static void a_rex_excuses_no_longer_than_the_release_time_after_it_was_let_go(void)
{
	begin(false);
	step_at(0, DOOR_INPUT_REX, true, CAUSE_NONE, false);
	step_at(200, DOOR_INPUT_REX, false, CAUSE_NONE, false);
	time_at(5200);
	contact_at(5200, true);
	TOLD(RECORD_DOOR_FORCED);
}

static void a_held_rex_excuses_as_long_as_it_is_held(void)
{
	begin(false);
	step_at(0, DOOR_INPUT_REX, true, CAUSE_NONE, false);
	time_at(5000);
	contact_at(3600000, true);
	TOLD(RECORD_DOOR_OPENED);
}

static void a_rex_releases_where_the_lock_needs_power(void)
{
	begin(false);
	step_at(0, DOOR_INPUT_REX, true, CAUSE_NONE, true);
	TOLD(RECORD_DOOR_REX, RECORD_DOOR_RELEASED);
	CU_ASSERT_TRUE(door.is_strike_on);
	CU_ASSERT_EQUAL(door.cause, CAUSE_REX);
}

static void fire_releases_without_end_and_closing_does_not_lock(void)
{
	begin(true);
	step_at(0, DOOR_INPUT_FIRE, true, CAUSE_NONE, false);
	TOLD(RECORD_DOOR_RELEASED);
	CU_ASSERT_EQUAL(door.cause, CAUSE_FIRE);
	contact_at(10, true);
	CU_ASSERT_TRUE(news.is_opened);
	contact_at(20, false);
	time_at(86400000);
	CU_ASSERT_TRUE(door.is_strike_on);
	step_at(86400001, DOOR_INPUT_FIRE, false, CAUSE_NONE, false);
	TOLD(RECORD_DOOR_LOCKED);
}

static void a_guarded_door_is_never_released_by_a_schedule(void)
{
	begin(true);
	step_at(0, DOOR_INPUT_RELEASE, true, CAUSE_SCHEDULE, false);
	CU_ASSERT_FALSE(door.is_strike_on);
	begin(false);
	step_at(0, DOOR_INPUT_RELEASE, true, CAUSE_SCHEDULE, false);
	CU_ASSERT_TRUE(door.is_strike_on);
}

static void nothing_is_released_without_a_cause(void)
{
	begin(false);
	step_at(0, DOOR_INPUT_RELEASE, true, CAUSE_NONE, false);
	CU_ASSERT_FALSE(door.is_strike_on);
}

static void stop_locks_what_was_released(void)
{
	begin(false);
	release_at(0);
	step_at(1, DOOR_INPUT_STOP, false, CAUSE_NONE, false);
	TOLD(RECORD_DOOR_LOCKED);
}

static void stop_does_not_lock_what_fire_released(void)
{
	begin(false);
	step_at(0, DOOR_INPUT_FIRE, true, CAUSE_NONE, false);
	step_at(1, DOOR_INPUT_STOP, false, CAUSE_NONE, false);
	CU_ASSERT_EQUAL(news.count, 0);
	CU_ASSERT_TRUE(door.is_strike_on);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"D2: a release lasts its time, to the millisecond",
	         a_release_lasts_its_time_to_the_millisecond},
	        {"D2: it ends early when the door was opened and closed",
	         a_release_ends_early_when_opened_and_closed},
	        {"D2: a grant at a door that falls shut opens it once more",
	         a_grant_at_a_door_that_falls_shut_opens_it_once_more},
	        {"D2: a grant a second before it closes is over then",
	         a_grant_a_second_before_it_closes_is_over_then},
	        {"O4: a door that fell shut and was not opened is told",
	         a_door_that_fell_shut_and_was_not_opened_is_told},
	        {"D5: a leaf that bounces is not forced", a_leaf_that_bounces_is_not_forced},
	        {"D5: one that was forced is forced again", a_forced_leaf_that_bounces_is_forced_again},
	        {"O4: an operator's part lasts as long as the opening",
	         an_operators_part_lasts_as_long_as_the_opening},
	        {"O4: a part in the opening of an open door is news at once",
	         a_part_in_an_open_door_is_news_at_once},
	        {"D7: a held REX takes over when a grant ends", a_held_rex_takes_over_when_a_grant_ends},
	        {"D7: a REX that lasts 60 s is a fault until it ends",
	         a_rex_that_lasts_60_s_is_a_fault_until_it_ends},
	        {"D7: one held at the start counts from there", a_rex_held_at_the_start_counts_from_there},
	        {"D6: an open door warns, is open too long, and reminds",
	         an_open_door_warns_is_too_long_open_and_reminds},
	        {"D6: a hold of up to 45 min excuses the contact and never the lock",
	         a_hold_excuses_the_contact_and_never_the_lock},
	        {"D2: an open door locks when the time is over", an_open_door_locks_when_the_time_is_over},
	        {"D5: an opening within the grace belongs to the release",
	         an_opening_within_the_grace_belongs_to_the_release},
	        {"D5: an opening after it is forced", an_opening_after_the_grace_is_forced},
	        {"D5: a forced door stays forced until it is closed",
	         a_forced_door_stays_forced_until_closed},
	        {"D4: the same level twice is no news", the_same_level_twice_is_no_news},
	        {"E1: a second release prolongs and is no second output change",
	         a_second_release_prolongs_and_is_no_second_output_change},
	        {"D2: release times are 1 to 30 s", release_times_outside_the_range_are_brought_into_it},
	        {"D7: a REX excuses the opening", a_rex_excuses_the_opening_and_leaves_the_strike_alone},
	        {"D7: but not for ever", a_rex_excuses_no_longer_than_the_release_time_after_it_was_let_go},
	        {"D7: a held REX excuses as long as it is held", a_held_rex_excuses_as_long_as_it_is_held},
	        {"D7: a REX releases where the lock needs power", a_rex_releases_where_the_lock_needs_power},
	        {"D13: fire releases without end", fire_releases_without_end_and_closing_does_not_lock},
	        {"D9: a guarded door is never released by a schedule",
	         a_guarded_door_is_never_released_by_a_schedule},
	        {"D1: nothing is released without a cause", nothing_is_released_without_a_cause},
	        {"D3: stopping locks what was released", stop_locks_what_was_released},
	        {"D3, D13: stopping does not lock what fire released", stop_does_not_lock_what_fire_released},
	};
	return suite_run("door", cases, sizeof(cases) / sizeof(cases[0]));
}
