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
	door_init(&door, is_guarded, false, false, 0);
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
	CU_ASSERT_TRUE(news.is_ended);
	CU_ASSERT_FALSE(door.is_strike_on);
	CU_ASSERT_EQUAL(door_deadline(&door), DOOR_NEVER);
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
