/* Ids: 60 bits as 12 characters that people can read out and type in again. */
#include "db/policy.h"
#include "tests/unit/suite.h"

#include <string.h>

static const struct {
	policy_id id;
	const char *text;
} pairs[] = {
        {1, "000000000001"},
        {31, "00000000000z"},
        {32, "000000000010"},
        {UINT64_C(0x123456789abcdef), "28t5cy4tqkff"},
        {UINT64_C(1) << 59, "g00000000000"},
        {POLICY_ID_MAX, "zzzzzzzzzzzz"},
};

static void writes_the_most_significant_character_first(void)
{
	char text[13];

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		policy_id_text(pairs[i].id, text);
		CU_ASSERT_STRING_EQUAL(text, pairs[i].text);
	}
}

static void reads_what_it_wrote(void)
{
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		CU_ASSERT_EQUAL(policy_id_parse(pairs[i].text), pairs[i].id);
}

static void reads_upper_and_lower_case_alike(void)
{
	CU_ASSERT_EQUAL(policy_id_parse("28T5CY4TQKFF"), UINT64_C(0x123456789abcdef));
	CU_ASSERT_EQUAL(policy_id_parse("28T5cy4tqKFF"), UINT64_C(0x123456789abcdef));
}

static void reads_what_people_take_for_a_digit_as_that_digit(void)
{
	CU_ASSERT_EQUAL(policy_id_parse("00000000000i"), 1);
	CU_ASSERT_EQUAL(policy_id_parse("00000000000L"), 1);
	CU_ASSERT_EQUAL(policy_id_parse("oOoOoO000010"), 32);
}

static void everything_else_is_no_id(void)
{
	static const char *const wrong[] = {
	        "",
	        "0",
	        "00000000001",
	        "0000000000001",
	        "00000000000u",
	        "00000000000U",
	        "000000-00001",
	        " 00000000001",
	        "00000000001 ",
	        "00000000000\xc3",
	        "zzzzzzzzzzzz1",
	        "000000000000",
	        "00000000000\n",
	        "zzzzzzzzzzz",
	};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		CU_ASSERT_EQUAL(policy_id_parse(wrong[i]), 0);
}

static void new_ids_fit_are_never_0_and_never_the_same(void)
{
	enum { COUNT = 1000 };
	static policy_id ids[COUNT];
	policy_id seen = 0;

	for (size_t i = 0; i < COUNT; i++) {
		ids[i] = policy_id_new();
		CU_ASSERT(ids[i] >= 1 && ids[i] <= POLICY_ID_MAX);
		seen |= ids[i];
		for (size_t k = 0; k < i; k++)
			CU_ASSERT_FATAL(ids[i] != ids[k]);
	}
	/* All 60 bits are in use: one that is always 0 would halve them. */
	CU_ASSERT_EQUAL(seen, POLICY_ID_MAX);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"an id is written with the most significant character first",
	         writes_the_most_significant_character_first},
	        {"an id is read as it was written", reads_what_it_wrote},
	        {"upper and lower case read alike", reads_upper_and_lower_case_alike},
	        {"i and l read as 1, o as 0", reads_what_people_take_for_a_digit_as_that_digit},
	        {"everything else is no id", everything_else_is_no_id},
	        {"new ids fit in 60 bits, are never 0 and never the same",
	         new_ids_fit_are_never_0_and_never_the_same},
	};

	return suite_run("policy", cases, sizeof cases / sizeof cases[0]);
}
