/* Growing pauses: from 1 s doubling to 60 s, half of it by chance. */
#include "tests/unit/suite.h"

#include <stdint.h>

#include "reception/backoff.h"

static const uint32_t longest[] = {1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000};
enum { STEPS = sizeof longest / sizeof longest[0] };

static void pauses_double_up_to_the_longest(void)
{
	struct backoff b = {0};
	for (int i = 0; i < STEPS; i++)
		/* The remainder that makes the pause the whole step. */
		CU_ASSERT_EQUAL(backoff_next_ms(&b, longest[i] / 2), longest[i]);
}

static void no_chance_makes_it_less_than_half(void)
{
	struct backoff b = {0};
	for (int i = 0; i < STEPS; i++)
		CU_ASSERT_EQUAL(backoff_next_ms(&b, 0), longest[i] / 2);
}

static void any_chance_stays_between_half_and_whole(void)
{
	for (uint32_t random = 0; random < 100000; random++) {
		struct backoff b = {0};
		uint32_t pause = backoff_next_ms(&b, random * 42949U);
		CU_ASSERT_FATAL(pause >= 500 && pause <= 1000);
	}
	struct backoff b = {0};
	CU_ASSERT(backoff_next_ms(&b, UINT32_MAX) <= 1000);
}

static void after_success_it_begins_again(void)
{
	struct backoff b = {0};
	for (int i = 0; i < STEPS; i++)
		backoff_next_ms(&b, 0);
	backoff_reset(&b);
	CU_ASSERT_EQUAL(backoff_next_ms(&b, 0), 500);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"pauses double up to the longest", pauses_double_up_to_the_longest},
	        {"no chance makes it less than half", no_chance_makes_it_less_than_half},
	        {"any chance stays between half and whole", any_chance_stays_between_half_and_whole},
	        {"after success it begins again", after_success_it_begins_again},
	};
	return suite_run("backoff", cases, sizeof cases / sizeof cases[0]);
}
