/* The life of a visit (rule V1): every state with every step. */
#include "controller/office/visit_life.h"
#include "tests/unit/suite.h"

#include <string.h>

enum { NOW = 1000000000, STATES = 5, STEPS = 4 };

static const enum policy_visit_state announced = POLICY_VISIT_ANNOUNCED, arrived = POLICY_VISIT_ARRIVED,
                                     with_host = POLICY_VISIT_WITH_HOST, left = POLICY_VISIT_LEFT,
                                     cancelled = POLICY_VISIT_CANCELLED;

static void each_step_leads_where_the_table_says(void)
{
	/* rows: from; columns: arrive, hand over, leave, cancel; -1: refused */
	const int table[STATES][STEPS] = {[POLICY_VISIT_ANNOUNCED] = {(int)arrived, -1, -1, (int)cancelled},
	                                  [POLICY_VISIT_ARRIVED] = {-1, (int)with_host, (int)left, -1},
	                                  [POLICY_VISIT_WITH_HOST] = {-1, -1, (int)left, -1},
	                                  [POLICY_VISIT_LEFT] = {-1, -1, -1, -1},
	                                  [POLICY_VISIT_CANCELLED] = {-1, -1, -1, -1}};
	for (int from = 0; from < STATES; from++) {
		for (int step = 0; step < STEPS; step++) {
			struct policy_visit before, visit;
			memset(&before, 0, sizeof(before));
			before.state = (enum policy_visit_state)from;
			before.is_reminded = true;
			visit = before;
			bool is_taken = visit_step(&visit, (enum visit_step)step, NOW);
			CU_ASSERT_EQUAL(is_taken, table[from][step] >= 0);
			if (!is_taken) {
				CU_ASSERT_EQUAL(memcmp(&visit, &before, sizeof(visit)), 0);
				continue;
			}
			CU_ASSERT_EQUAL((int)visit.state, table[from][step]);
			CU_ASSERT_FALSE(visit.is_reminded);
			/* whoever does not come has no other time */
			CU_ASSERT_EQUAL(visit.arrived_utc_ms + visit.handed_over_utc_ms + visit.left_utc_ms,
			                step == VISIT_CANCEL ? 0 : NOW);
		}
	}
}

static void whoever_is_here_counts(void)
{
	CU_ASSERT_FALSE(visit_is_inside(&(struct policy_visit){.state = announced}));
	CU_ASSERT_TRUE(visit_is_inside(&(struct policy_visit){.state = arrived}));
	CU_ASSERT_TRUE(visit_is_inside(&(struct policy_visit){.state = with_host}));
	CU_ASSERT_FALSE(visit_is_inside(&(struct policy_visit){.state = left}));
	CU_ASSERT_FALSE(visit_is_inside(&(struct policy_visit){.state = cancelled}));
}

static void who_was_announced_is_expected_for_a_day(void)
{
	struct policy_visit visit = {.state = announced, .announced_utc_ms = NOW};
	CU_ASSERT_FALSE(visit_is_forgotten(&visit, NOW + VISIT_EXPECTED_MS));
	CU_ASSERT_TRUE(visit_is_forgotten(&visit, NOW + (int64_t)VISIT_EXPECTED_MS + 1));
	visit.state = arrived;
	CU_ASSERT_FALSE(visit_is_forgotten(&visit, NOW + (int64_t)VISIT_EXPECTED_MS + 1));
}

static void who_was_there_at_closing_and_still_is_stayed_on(void)
{
	struct policy_visit visit = {.state = with_host, .arrived_utc_ms = NOW};
	CU_ASSERT_FALSE(visit_is_after_closing(&visit, NOW));
	CU_ASSERT_TRUE(visit_is_after_closing(&visit, NOW + 1));
	visit.state = left;
	CU_ASSERT_FALSE(visit_is_after_closing(&visit, NOW + 1));
}

static void waiting_for_more_than_ten_minutes_is_overdue(void)
{
	struct policy_visit visit = {.state = arrived, .arrived_utc_ms = NOW};
	CU_ASSERT_FALSE(visit_is_overdue(&visit, NOW + VISIT_WAITS_MS));
	CU_ASSERT_TRUE(visit_is_overdue(&visit, NOW + VISIT_WAITS_MS + 1));
	visit.state = with_host;
	CU_ASSERT_FALSE(visit_is_overdue(&visit, NOW + 100 * VISIT_WAITS_MS));
}

static void work_beyond_its_end_is_overdue(void)
{
	struct policy_visit visit = {.state = with_host, .end_utc_ms = NOW};
	CU_ASSERT_FALSE(visit_is_overdue(&visit, NOW));
	CU_ASSERT_TRUE(visit_is_overdue(&visit, NOW + 1));
	visit.state = left;
	CU_ASSERT_FALSE(visit_is_overdue(&visit, NOW + 1));
	visit.state = announced;
	CU_ASSERT_FALSE(visit_is_overdue(&visit, NOW + 1));
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"V1: each step leads where the table says", each_step_leads_where_the_table_says},
	        {"O3: whoever is here counts", whoever_is_here_counts},
	        {"V3: waiting for more than ten minutes is overdue",
	         waiting_for_more_than_ten_minutes_is_overdue},
	        {"V3: work beyond its end is overdue", work_beyond_its_end_is_overdue},
	        {"V1: who was announced is expected for a day", who_was_announced_is_expected_for_a_day},
	        {"V3: who was there at closing, and still is, stayed on",
	         who_was_there_at_closing_and_still_is_stayed_on},
	};
	return suite_run("office_visit_life", cases, sizeof(cases) / sizeof(cases[0]));
}
