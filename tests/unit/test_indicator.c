/* LED and buzzer (readers/indicator.h): rules D16 and A2. */
#include "readers/indicator.h"
#include "tests/unit/suite.h"

#include <stdio.h>
#include <string.h>

static const uint64_t MS = 1000 * 1000;
static const uint64_t START = 77 * 1000 * 1000;

static struct indicator i;

/* The beats of a signal by walking its deadlines: "B600" buzzer for 600 ms, "L" LED, "." neither. */
static void beats_of(enum indicator_signal signal, unsigned beats_max, char *text, size_t size)
{
	text[0] = '\0';
	indicator_show(&i, signal, START);
	uint64_t now = START;
	for (unsigned beat = 0; beat < beats_max; beat++) {
		uint64_t next = indicator_deadline(&i, now);
		if (next == UINT64_MAX)
			return;
		CU_ASSERT_TRUE_FATAL(next > now);
		struct indicator_state at = indicator_state(&i, now), before = indicator_state(&i, next - 1);
		CU_ASSERT_TRUE(at.led == before.led && at.buzzer == before.buzzer);
		size_t used = strlen(text);
		snprintf(text + used, size - used, "%s%s%s%u ", at.led ? "L" : "", at.buzzer ? "B" : "",
		         at.led || at.buzzer ? "" : ".", (unsigned)((next - now) / MS));
		now = next;
	}
}

static void every_signal_has_its_beats(void)
{
	static const struct {
		enum indicator_signal signal;
		const char *beats;
	} cases[] = {
	        {INDICATOR_OFF, ""},
	        {INDICATOR_GRANTED, "LB600 L1400 "},
	        {INDICATOR_DENIED, "B100 .100 B100 .100 B100 .100 "},
	        {INDICATOR_SET_REFUSED, "B600 L300 B600 L300 "},
	        {INDICATOR_LAST_ONE, "LB600 L150 LB150 L300 LB600 L150 LB150 L300 "},
	        {INDICATOR_SET, "LB1500 "},
	        {INDICATOR_UNSET, "LB150 L150 LB150 L1550 "},
	};
	char text[200];
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
		beats_of(cases[k].signal, 20, text, sizeof(text));
		CU_ASSERT_STRING_EQUAL(text, cases[k].beats);
	}
}

static void a_beat_changes_at_its_deadline_and_not_before(void)
{
	indicator_show(&i, INDICATOR_DENIED, START);
	CU_ASSERT_TRUE(indicator_state(&i, START).buzzer);
	CU_ASSERT_EQUAL(indicator_deadline(&i, START), START + 100 * MS);
	CU_ASSERT_TRUE(indicator_state(&i, START + 100 * MS - 1).buzzer);
	CU_ASSERT_FALSE(indicator_state(&i, START + 100 * MS).buzzer);
	CU_ASSERT_TRUE(indicator_state(&i, START + 200 * MS).buzzer);
	CU_ASSERT_EQUAL(indicator_deadline(&i, START + 599 * MS), START + 600 * MS);
	CU_ASSERT_EQUAL(indicator_deadline(&i, START + 600 * MS), UINT64_MAX);
}

/* When the signal is over, UINT64_MAX when it goes on for a day. */
static uint64_t end_of(enum indicator_signal signal)
{
	indicator_show(&i, signal, START);
	uint64_t now = START;
	while (now < START + 86400 * 1000 * MS) {
		uint64_t next = indicator_deadline(&i, now);
		if (next == UINT64_MAX)
			return now - START;
		now = next;
	}
	return UINT64_MAX;
}

static void only_the_exit_delay_goes_on_until_another_signal(void)
{
	CU_ASSERT_EQUAL(end_of(INDICATOR_EXIT_DELAY), UINT64_MAX);
	CU_ASSERT_EQUAL(end_of(INDICATOR_OFF), 0);
	CU_ASSERT_EQUAL(end_of(INDICATOR_GRANTED), 2000 * MS);
	CU_ASSERT_EQUAL(end_of(INDICATOR_DENIED), 600 * MS);
	CU_ASSERT_EQUAL(end_of(INDICATOR_WAITING), 15000 * MS);
	CU_ASSERT_EQUAL(end_of(INDICATOR_WARNING), 10000 * MS);
}

static void after_its_end_a_signal_shows_nothing(void)
{
	for (int s = INDICATOR_OFF; s <= INDICATOR_UNSET; s++) {
		if (s == INDICATOR_EXIT_DELAY)
			continue;
		uint64_t end = end_of((enum indicator_signal)s);
		struct indicator_state state = indicator_state(&i, START + end);
		CU_ASSERT_FALSE(state.led);
		CU_ASSERT_FALSE(state.buzzer);
	}
}

static void waiting_is_silent_and_the_exit_delay_beeps_every_second(void)
{
	indicator_show(&i, INDICATOR_WAITING, START);
	for (uint64_t t = 0; t < 16000; t += 10)
		CU_ASSERT_FALSE(indicator_state(&i, START + t * MS).buzzer);
	indicator_show(&i, INDICATOR_EXIT_DELAY, START);
	for (uint64_t s = 0; s < 300; s++) {
		CU_ASSERT_TRUE(indicator_state(&i, START + s * 1000 * MS).buzzer);
		CU_ASSERT_FALSE(indicator_state(&i, START + (s * 1000 + 100) * MS).buzzer);
	}
}

static void a_new_signal_cuts_the_old_one_short(void)
{
	indicator_show(&i, INDICATOR_GRANTED, START);
	indicator_show(&i, INDICATOR_OFF, START + 10 * MS);
	CU_ASSERT_FALSE(indicator_state(&i, START + 10 * MS).led);
	CU_ASSERT_EQUAL(indicator_deadline(&i, START + 10 * MS), UINT64_MAX);
}

static void at_start_nothing_is_shown(void)
{
	indicator_init(&i);
	CU_ASSERT_FALSE(indicator_state(&i, START).led);
	CU_ASSERT_FALSE(indicator_state(&i, START).buzzer);
	CU_ASSERT_EQUAL(indicator_deadline(&i, START), UINT64_MAX);
}

static void every_signal_has_a_name_of_its_own(void)
{
	for (int a = INDICATOR_OFF; a <= INDICATOR_UNSET; a++)
		for (int b = INDICATOR_OFF; b < a; b++)
			CU_ASSERT_STRING_NOT_EQUAL(indicator_signal_name((enum indicator_signal)a),
			                           indicator_signal_name((enum indicator_signal)b));
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"D16: every signal has its beats", every_signal_has_its_beats},
	        {"D16: a beat changes at its deadline and not before",
	         a_beat_changes_at_its_deadline_and_not_before},
	        {"D16: only the exit delay goes on until another signal",
	         only_the_exit_delay_goes_on_until_another_signal},
	        {"D16: after its end a signal shows nothing", after_its_end_a_signal_shows_nothing},
	        {"D16: waiting is silent and the exit delay beeps every second",
	         waiting_is_silent_and_the_exit_delay_beeps_every_second},
	        {"D16: a new signal cuts the old one short", a_new_signal_cuts_the_old_one_short},
	        {"D16: at start nothing is shown", at_start_nothing_is_shown},
	        {"every signal has a name of its own", every_signal_has_a_name_of_its_own},
	};
	return suite_run("indicator", cases, sizeof(cases) / sizeof(cases[0]));
}
