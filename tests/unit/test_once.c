/* One-time numbers (rule M1): once each, for 5 s, for each who calls. */
#include "tests/unit/suite.h"

#include "reception/once.h"

#include <string.h>

static const uint8_t first[ONCE_BYTES] = {1}, second[ONCE_BYTES] = {2}, unheard[ONCE_BYTES] = {3};

static void a_number_is_taken_once_with_each_count(void)
{
	struct once o = {0};
	once_give(&o, first, 1000);
	for (uint32_t count = 1; count <= ONCE_COUNTS; count++) {
		CU_ASSERT(once_take(&o, first, count, 7, 1001));
		CU_ASSERT_FALSE(once_take(&o, first, count, 7, 1001));
	}
	CU_ASSERT_FALSE(once_take(&o, first, 0, 7, 1001));
	CU_ASSERT_FALSE(once_take(&o, first, ONCE_COUNTS + 1, 7, 1001));
}

static void it_is_good_for_5_s(void)
{
	struct once o = {0};
	once_give(&o, first, 1000);
	CU_ASSERT(once_take(&o, first, 1, 7, 1000 + ONCE_MAX_MS));
	CU_ASSERT_FALSE(once_take(&o, first, 2, 7, 1000 + ONCE_MAX_MS + 1));
}

static void callers_do_not_take_from_each_other(void)
{
	struct once o = {0};
	once_give(&o, first, 1000);
	for (uint64_t who = 1; who <= ONCE_CALLERS; who++)
		CU_ASSERT(once_take(&o, first, 1, who, 1001));
	CU_ASSERT_FALSE(once_take(&o, first, 1, ONCE_CALLERS + 1, 1001));
	CU_ASSERT_FALSE(once_take(&o, first, 1, 1, 1001));
	CU_ASSERT(once_take(&o, first, 2, 1, 1001));
}

static void one_that_was_not_given_is_never_taken(void)
{
	struct once o = {0};
	CU_ASSERT_FALSE(once_take(&o, first, 1, 7, 1000));
	once_give(&o, first, 1000);
	once_give(&o, second, 2000);
	CU_ASSERT_FALSE(once_take(&o, unheard, 1, 7, 2001));
	CU_ASSERT(once_take(&o, first, 1, 7, 2001));
	CU_ASSERT(once_take(&o, second, 1, 7, 2001));
}

/* A beat a second: the oldest that is still good is kept. */
static void none_is_forgotten_while_it_is_good(void)
{
	struct once o = {0};
	for (uint8_t i = 1; i <= 100; i++) {
		uint8_t bytes[ONCE_BYTES] = {i, 9};
		once_give(&o, bytes, i * 1000);
		uint8_t old[ONCE_BYTES] = {(uint8_t)(i - 5), 9};
		if (i > 5)
			CU_ASSERT(once_take(&o, old, 1, 7, i * 1000));
	}
}

static const struct suite_case cases[] = {
        {"a number is taken once with each count", a_number_is_taken_once_with_each_count},
        {"it is good for 5 s", it_is_good_for_5_s},
        {"callers do not take from each other", callers_do_not_take_from_each_other},
        {"one that was not given is never taken", one_that_was_not_given_is_never_taken},
        {"none is forgotten while it is good", none_is_forgotten_while_it_is_good},
};

int main(void)
{
	return suite_run("once", cases, sizeof cases / sizeof cases[0]);
}
