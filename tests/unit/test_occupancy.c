/* Who is inside (alarm/occupancy.h): rule O2. */
#include "alarm/occupancy.h"
#include "tests/unit/suite.h"

static struct occupancy o;

static void a_person_is_counted_once(void)
{
	occupancy_init(&o);
	CU_ASSERT_EQUAL(occupancy_enter(&o, 7, 1, 100), OCCUPANCY_ENTERED);
	CU_ASSERT_EQUAL(occupancy_enter(&o, 7, 2, 200), OCCUPANCY_WAS_INSIDE);
	CU_ASSERT_EQUAL(o.count, 1);
	CU_ASSERT_EQUAL(o.inside[0].since_utc_ms, 100);
	CU_ASSERT_EQUAL(o.inside[0].door, 2);
}

static void the_count_never_falls_below_zero(void)
{
	occupancy_init(&o);
	CU_ASSERT_EQUAL(occupancy_leave(&o, 7), OCCUPANCY_WAS_OUTSIDE);
	CU_ASSERT_EQUAL(o.count, 0);
	CU_ASSERT_TRUE(occupancy_is_empty(&o));
}

static void beyond_the_limit_nobody_is_counted(void)
{
	occupancy_init(&o);
	for (uint64_t p = 1; p <= OCCUPANCY_MAX; p++)
		CU_ASSERT_EQUAL(occupancy_enter(&o, p, 0, 0), OCCUPANCY_ENTERED);
	CU_ASSERT_EQUAL(o.doubt, OCCUPANCY_CERTAIN);
	CU_ASSERT_EQUAL(occupancy_enter(&o, OCCUPANCY_MAX + 1, 0, 0), OCCUPANCY_NO_ROOM);
	CU_ASSERT_EQUAL(o.count, OCCUPANCY_MAX);
	CU_ASSERT_FALSE(occupancy_is_inside(&o, OCCUPANCY_MAX + 1));
	CU_ASSERT_EQUAL(occupancy_enter(&o, OCCUPANCY_MAX, 0, 0), OCCUPANCY_WAS_INSIDE);
}

static void whoever_suspects_makes_zero_no_empty_house(void)
{
	occupancy_init(&o);
	CU_ASSERT_TRUE(occupancy_suspect(&o, OCCUPANCY_FULL));
	CU_ASSERT_FALSE(occupancy_suspect(&o, OCCUPANCY_FIRE));
	CU_ASSERT_EQUAL(o.doubt, OCCUPANCY_FULL);
	CU_ASSERT_FALSE(occupancy_is_empty(&o));
	occupancy_settle(&o);
	CU_ASSERT_TRUE(occupancy_is_empty(&o));
}

/* Ten thousand random comings and goings against a plain table of flags. */
static void random_histories_agree_with_a_table_of_flags(void)
{
	static bool is_in[256];
	uint32_t random = 12345;
	uint16_t count = 0;
	occupancy_init(&o);
	for (int i = 0; i < 10000; i++) {
		random = random * 1664525u + 1013904223u;
		uint64_t person = 1 + (random >> 16) % 255;
		bool is_entry = random >> 31;
		if (is_entry) {
			CU_ASSERT_EQUAL(occupancy_enter(&o, person, 0, i),
			                is_in[person] ? OCCUPANCY_WAS_INSIDE : OCCUPANCY_ENTERED);
			count = (uint16_t)(count + !is_in[person]);
		} else {
			CU_ASSERT_EQUAL(occupancy_leave(&o, person),
			                is_in[person] ? OCCUPANCY_LEFT : OCCUPANCY_WAS_OUTSIDE);
			count = (uint16_t)(count - is_in[person]);
		}
		is_in[person] = is_entry;
		CU_ASSERT_EQUAL(o.count, count);
		CU_ASSERT_EQUAL(occupancy_is_inside(&o, person), is_entry);
	}
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"O2: a person is counted once", a_person_is_counted_once},
	        {"O2: the count never falls below zero", the_count_never_falls_below_zero},
	        {"O4: beyond the limit nobody is counted", beyond_the_limit_nobody_is_counted},
	        {"O4: whoever suspects makes zero no empty house",
	         whoever_suspects_makes_zero_no_empty_house},
	        {"O2: random histories agree with a table of flags",
	         random_histories_agree_with_a_table_of_flags},
	};
	return suite_run("occupancy", cases, sizeof(cases) / sizeof(cases[0]));
}
