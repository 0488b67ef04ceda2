/* The alarm machine (alarm/alarm.h): rules L1, L2, L5, L7, L8 as one table of state and input. */
#include "alarm/alarm.h"
#include "tests/unit/suite.h"
#include <string.h>

#define S 1000000000ull

static struct alarm alarm;

static enum alarm_news input_at(uint64_t s, enum alarm_input_kind kind, uint32_t prevented_by,
                                bool is_automatic)
{
	struct alarm_input in = {.kind = kind,
	                         .now_ns = s * S,
	                         .utc_ms = (int64_t)s * 1000,
	                         .prevented_by = prevented_by,
	                         .is_automatic = is_automatic,
	                         .exit_delay_ms = 60000,
	                         .sounder_ms = 180000};
	return alarm_step(&alarm, &in);
}

static void begin(enum alarm_mode_state state)
{
	struct alarm_state left = {state, 0};
	alarm_init(&alarm, &left, 0, 60000, 180000);
}

/* Every state with every input that does not depend on time. */
static void every_state_answers_every_input_as_the_table_says(void)
{
	enum { FREE = 0, HELD = ALARM_PREVENTED_OPEN };
	static const struct {
		enum alarm_mode_state before;
		enum alarm_input_kind kind;
		uint32_t prevented_by;
		enum alarm_mode_state after;
		enum alarm_news news;
	} rows[] = {
	        {ALARM_UNSET, ALARM_INPUT_LOOK, FREE, ALARM_EXIT_DELAY, ALARM_NEWS_EXIT_DELAY},
	        {ALARM_UNSET, ALARM_INPUT_LOOK, HELD, ALARM_UNSET, ALARM_NO_NEWS},
	        {ALARM_UNSET, ALARM_INPUT_DISTURB, FREE, ALARM_UNSET, ALARM_NO_NEWS},
	        {ALARM_UNSET, ALARM_INPUT_UNSET, FREE, ALARM_UNSET, ALARM_NO_NEWS},
	        {ALARM_UNSET, ALARM_INPUT_INTRUDE, FREE, ALARM_UNSET, ALARM_NO_NEWS},
	        {ALARM_EXIT_DELAY, ALARM_INPUT_LOOK, FREE, ALARM_EXIT_DELAY, ALARM_NO_NEWS},
	        {ALARM_EXIT_DELAY, ALARM_INPUT_LOOK, HELD, ALARM_UNSET, ALARM_NEWS_CANCELLED},
	        {ALARM_EXIT_DELAY, ALARM_INPUT_DISTURB, FREE, ALARM_UNSET, ALARM_NEWS_CANCELLED},
	        {ALARM_EXIT_DELAY, ALARM_INPUT_UNSET, FREE, ALARM_UNSET, ALARM_NEWS_CANCELLED},
	        {ALARM_EXIT_DELAY, ALARM_INPUT_INTRUDE, FREE, ALARM_UNSET, ALARM_NEWS_CANCELLED},
	        {ALARM_SET, ALARM_INPUT_LOOK, FREE, ALARM_SET, ALARM_NO_NEWS},
	        {ALARM_SET, ALARM_INPUT_LOOK, HELD, ALARM_SET, ALARM_NO_NEWS},
	        {ALARM_SET, ALARM_INPUT_DISTURB, FREE, ALARM_SET, ALARM_NO_NEWS},
	        {ALARM_SET, ALARM_INPUT_UNSET, FREE, ALARM_UNSET, ALARM_NEWS_UNSET},
	        {ALARM_SET, ALARM_INPUT_INTRUDE, HELD, ALARM_ALARM, ALARM_NEWS_RAISED},
	        {ALARM_ENTRY_DELAY, ALARM_INPUT_LOOK, FREE, ALARM_ENTRY_DELAY, ALARM_NO_NEWS},
	        {ALARM_ENTRY_DELAY, ALARM_INPUT_DISTURB, FREE, ALARM_ENTRY_DELAY, ALARM_NO_NEWS},
	        {ALARM_ENTRY_DELAY, ALARM_INPUT_UNSET, FREE, ALARM_UNSET, ALARM_NEWS_UNSET},
	        {ALARM_ENTRY_DELAY, ALARM_INPUT_INTRUDE, HELD, ALARM_ALARM, ALARM_NEWS_RAISED},
	        {ALARM_ALARM, ALARM_INPUT_LOOK, FREE, ALARM_ALARM, ALARM_NO_NEWS},
	        {ALARM_ALARM, ALARM_INPUT_DISTURB, FREE, ALARM_ALARM, ALARM_NO_NEWS},
	        {ALARM_ALARM, ALARM_INPUT_UNSET, FREE, ALARM_UNSET, ALARM_NEWS_UNSET},
	        {ALARM_ALARM, ALARM_INPUT_INTRUDE, HELD, ALARM_ALARM, ALARM_NO_NEWS},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		begin(rows[i].before);
		CU_ASSERT_EQUAL(input_at(1, rows[i].kind, rows[i].prevented_by, true), rows[i].news);
		CU_ASSERT_EQUAL(alarm.state, rows[i].after);
	}
}

static void it_sets_when_the_exit_delay_is_over_and_not_a_moment_before(void)
{
	begin(ALARM_UNSET);
	input_at(10, ALARM_INPUT_LOOK, 0, true);
	CU_ASSERT_EQUAL(alarm_deadline(&alarm), 70 * S);
	CU_ASSERT_EQUAL(input_at(69, ALARM_INPUT_TIME, 0, true), ALARM_NO_NEWS);
	CU_ASSERT_EQUAL(input_at(70, ALARM_INPUT_TIME, 0, true), ALARM_NEWS_SET);
	CU_ASSERT_TRUE(alarm_is_set(&alarm));
	CU_ASSERT_EQUAL(alarm_deadline(&alarm), UINT64_MAX);
}

static void it_does_not_set_at_the_end_of_a_delay_that_something_prevents(void)
{
	for (unsigned bit = 0; bit < ALARM_PREVENTIONS; bit++) {
		begin(ALARM_UNSET);
		input_at(0, ALARM_INPUT_LOOK, 0, true);
		CU_ASSERT_EQUAL(input_at(60, ALARM_INPUT_TIME, 1u << bit, true), ALARM_NEWS_CANCELLED);
		CU_ASSERT_EQUAL(alarm.state, ALARM_UNSET);
		CU_ASSERT_NOT_EQUAL(*alarm_prevention_name(1u << bit), '\0');
	}
}

static void assisted_never_begins_by_itself(void)
{
	begin(ALARM_UNSET);
	CU_ASSERT_EQUAL(input_at(0, ALARM_INPUT_LOOK, 0, false), ALARM_NO_NEWS);
	CU_ASSERT_EQUAL(alarm.state, ALARM_UNSET);
}

static void the_sounder_falls_silent_after_its_time_and_the_alarm_stays(void)
{
	begin(ALARM_SET);
	input_at(0, ALARM_INPUT_INTRUDE, 0, true);
	CU_ASSERT_EQUAL(input_at(179, ALARM_INPUT_TIME, 0, true), ALARM_NO_NEWS);
	CU_ASSERT_EQUAL(input_at(180, ALARM_INPUT_TIME, 0, true), ALARM_NEWS_SILENT);
	CU_ASSERT_EQUAL(alarm.state, ALARM_ALARM);
	CU_ASSERT_EQUAL(input_at(200, ALARM_INPUT_INTRUDE, 0, true), ALARM_NEWS_RAISED);
}

static void a_restart_changes_no_state_and_never_unsets(void)
{
	for (enum alarm_mode_state s = ALARM_UNSET; s <= ALARM_ALARM; s++) {
		enum alarm_mode_state parsed;
		begin(s);
		CU_ASSERT_EQUAL(alarm.state, s);
		CU_ASSERT_EQUAL(alarm_state_parse(alarm_state_name(s), &parsed), 0);
		CU_ASSERT_EQUAL(parsed, s);
	}
	begin(ALARM_EXIT_DELAY);
	CU_ASSERT_EQUAL(alarm_deadline(&alarm), 60 * S);
	begin(ALARM_ALARM);
	CU_ASSERT_EQUAL(alarm_deadline(&alarm), 180 * S);
}

static void a_word_that_is_no_state_is_refused(void)
{
	enum alarm_mode_state parsed = ALARM_SET;
	CU_ASSERT_NOT_EQUAL(alarm_state_parse("armed", &parsed), 0);
	CU_ASSERT_NOT_EQUAL(alarm_state_parse("", &parsed), 0);
	CU_ASSERT_EQUAL(parsed, ALARM_SET);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"L1: every state answers every input as the table says",
	         every_state_answers_every_input_as_the_table_says},
	        {"L2: it sets when the exit delay is over, not before",
	         it_sets_when_the_exit_delay_is_over_and_not_a_moment_before},
	        {"L3: it does not set when something prevents it",
	         it_does_not_set_at_the_end_of_a_delay_that_something_prevents},
	        {"L2: assisted never begins by itself", assisted_never_begins_by_itself},
	        {"L7: the sounder falls silent, the alarm stays",
	         the_sounder_falls_silent_after_its_time_and_the_alarm_stays},
	        {"L1: a restart changes no state", a_restart_changes_no_state_and_never_unsets},
	        {"L1: a word that is no state is refused", a_word_that_is_no_state_is_refused},
	};
	return suite_run("alarm", cases, sizeof(cases) / sizeof(cases[0]));
}
