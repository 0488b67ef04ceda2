/* What became of a call (rule M2): a station that asks is told the truth, and it stays true. */
#include "tests/unit/suite.h"

#include "reception/outcomes.h"

#include <string.h>

static uint8_t *correlation(unsigned n)
{
	static uint8_t bytes[OUTCOMES_CORRELATION];
	memset(bytes, 0, sizeof bytes);
	memcpy(bytes, &n, sizeof n);
	return bytes;
}

static void an_answer_is_kept_as_it_was(void)
{
	struct outcomes o = {0};
	const char *box;
	CU_ASSERT(outcomes_begin(&o, correlation(1), 1000));
	CU_ASSERT_EQUAL(outcomes_ask(&o, correlation(1), 1001, &box), OUTCOME_WAITING);
	CU_ASSERT_PTR_NULL(box);
	outcomes_end(&o, correlation(1), "sealed");
	CU_ASSERT_EQUAL(outcomes_ask(&o, correlation(1), 1000 + OUTCOMES_MS, &box), OUTCOME_ANSWERED);
	CU_ASSERT_STRING_EQUAL(box, "sealed");
	CU_ASSERT_EQUAL(outcomes_ask(&o, correlation(1), 1001 + OUTCOMES_MS, &box), OUTCOME_UNKNOWN);
	outcomes_free(&o);
}

static void one_that_came_is_not_begun_again(void)
{
	struct outcomes o = {0};
	CU_ASSERT(outcomes_begin(&o, correlation(1), 1000));
	CU_ASSERT_FALSE(outcomes_begin(&o, correlation(1), 1000));
	outcomes_end(&o, correlation(1), "sealed");
	CU_ASSERT_FALSE(outcomes_begin(&o, correlation(1), 1000));
	outcomes_free(&o);
}

/* The broker holds a call back until the station has been told that it did not come. */
static void one_that_was_asked_for_first_never_begins(void)
{
	struct outcomes o = {0};
	const char *box;
	CU_ASSERT_EQUAL(outcomes_ask(&o, correlation(1), 1000, &box), OUTCOME_UNKNOWN);
	CU_ASSERT_FALSE(outcomes_begin(&o, correlation(1), 1001));
	CU_ASSERT_EQUAL(outcomes_ask(&o, correlation(1), 1002, &box), OUTCOME_UNKNOWN);
	outcomes_free(&o);
}

static void the_last_64_are_kept(void)
{
	struct outcomes o = {0};
	const char *box;
	for (unsigned i = 0; i < 1000; i++) {
		CU_ASSERT(outcomes_begin(&o, correlation(i), 1000));
		outcomes_end(&o, correlation(i), "sealed");
	}
	for (unsigned i = 1000 - OUTCOMES_KEPT; i < 1000; i++)
		CU_ASSERT_EQUAL(outcomes_ask(&o, correlation(i), 1000, &box), OUTCOME_ANSWERED);
	CU_ASSERT_EQUAL(outcomes_ask(&o, correlation(0), 1000, &box), OUTCOME_UNKNOWN);
	outcomes_free(&o);
}

static void a_long_answer_is_not_kept(void)
{
	struct outcomes o = {0};
	static char long_box[OUTCOMES_BOX_MAX + 2];
	const char *box;
	memset(long_box, 'x', OUTCOMES_BOX_MAX);
	outcomes_begin(&o, correlation(1), 1000);
	outcomes_end(&o, correlation(1), long_box);
	CU_ASSERT_EQUAL(outcomes_ask(&o, correlation(1), 1000, &box), OUTCOME_ANSWERED);
	CU_ASSERT_PTR_NOT_NULL(box);
	long_box[OUTCOMES_BOX_MAX] = 'x';
	outcomes_begin(&o, correlation(2), 1000);
	outcomes_end(&o, correlation(2), long_box);
	CU_ASSERT_EQUAL(outcomes_ask(&o, correlation(2), 1000, &box), OUTCOME_ANSWERED);
	CU_ASSERT_PTR_NULL(box);
	outcomes_free(&o);
}

static const struct suite_case cases[] = {
        {"an answer is kept as it was", an_answer_is_kept_as_it_was},
        {"one that came is not begun again", one_that_came_is_not_begun_again},
        {"one that was asked for first never begins", one_that_was_asked_for_first_never_begins},
        {"the last 64 are kept", the_last_64_are_kept},
        {"a long answer is not kept", a_long_answer_is_not_kept},
};

int main(void)
{
	return suite_run("outcomes", cases, sizeof cases / sizeof cases[0]);
}
