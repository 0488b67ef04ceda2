/* Debouncing of slow inputs (readers/input.h): rule D4, one tick before and at the limit. */
#include "readers/input.h"
#include "tests/unit/suite.h"

enum { MS = 1000 * 1000 };

static struct input in;

static void the_level_at_start_counts_at_once(void)
{
	input_init(&in, true, 5 * MS);
	CU_ASSERT_TRUE(in.is_active);
	CU_ASSERT_EQUAL(in.changed_ns, 5 * MS);
	CU_ASSERT_EQUAL(input_deadline(&in), UINT64_MAX);
	CU_ASSERT_FALSE(input_settle(&in, UINT64_MAX));
}

static void a_level_counts_after_20_ms(void)
{
	for (int was_active = 0; was_active <= 1; was_active++) {
		input_init(&in, was_active, 0);
		input_step(&in, !was_active, 100 * MS);
		CU_ASSERT_EQUAL(input_deadline(&in), 120 * MS);
		CU_ASSERT_FALSE(input_settle(&in, 120 * MS - 1));
		CU_ASSERT_EQUAL(in.is_active, was_active);
		CU_ASSERT_TRUE(input_settle(&in, 120 * MS));
		CU_ASSERT_EQUAL(in.is_active, !was_active);
		CU_ASSERT_EQUAL(in.changed_ns, 100 * MS);
		CU_ASSERT_EQUAL(input_deadline(&in), UINT64_MAX);
	}
}

static void a_change_is_told_once(void)
{
	input_init(&in, false, 0);
	input_step(&in, true, 100 * MS);
	CU_ASSERT_TRUE(input_settle(&in, 130 * MS));
	CU_ASSERT_FALSE(input_settle(&in, 130 * MS));
	CU_ASSERT_FALSE(input_settle(&in, UINT64_MAX));
}

static void a_level_that_returns_in_time_never_was(void)
{
	input_init(&in, false, 7);
	input_step(&in, true, 100 * MS);
	input_step(&in, false, 120 * MS - 1);
	CU_ASSERT_EQUAL(input_deadline(&in), UINT64_MAX);
	CU_ASSERT_FALSE(input_settle(&in, 200 * MS));
	CU_ASSERT_FALSE(in.is_active);
	CU_ASSERT_EQUAL(in.changed_ns, 7);
}

static void bouncing_counts_from_the_last_return(void)
{
	input_init(&in, false, 0);
	for (uint64_t t = 100; t < 110; t += 2) {
		input_step(&in, true, t * MS);
		input_step(&in, false, (t + 1) * MS);
	}
	input_step(&in, true, 110 * MS);
	CU_ASSERT_FALSE(input_settle(&in, 130 * MS - 1));
	CU_ASSERT_TRUE(input_settle(&in, 130 * MS));
	CU_ASSERT_EQUAL(in.changed_ns, 110 * MS);
}

static void edges_that_show_the_new_level_do_not_put_it_off(void)
{
	input_init(&in, false, 0);
	for (uint64_t t = 100; t <= 119; t++)
		input_step(&in, true, t * MS);
	CU_ASSERT_TRUE(input_settle(&in, 120 * MS));
	CU_ASSERT_EQUAL(in.changed_ns, 100 * MS);
}

static void a_lost_edge_does_not_turn_the_meaning_round(void)
{
	input_init(&in, false, 0);
	input_step(&in, true, 100 * MS);
	CU_ASSERT_TRUE(input_settle(&in, 120 * MS));
	/* closed again unseen, then opened: the reading says open, as before */
	input_step(&in, true, 500 * MS);
	CU_ASSERT_EQUAL(input_deadline(&in), UINT64_MAX);
	CU_ASSERT_TRUE(in.is_active);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"D3: the level at start counts at once", the_level_at_start_counts_at_once},
	        {"D4: a level counts after 20 ms", a_level_counts_after_20_ms},
	        {"D4: a change is told once", a_change_is_told_once},
	        {"D4: a level that returns in time never was", a_level_that_returns_in_time_never_was},
	        {"D4: bouncing counts from the last return", bouncing_counts_from_the_last_return},
	        {"D4: edges that show the new level do not put it off",
	         edges_that_show_the_new_level_do_not_put_it_off},
	        {"D4: a lost edge does not turn the meaning round",
	         a_lost_edge_does_not_turn_the_meaning_round},
	};
	return suite_run("input", cases, sizeof(cases) / sizeof(cases[0]));
}
