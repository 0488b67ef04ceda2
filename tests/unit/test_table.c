/* The access table (controller/table.h) against plain arrays. */
#include "controller/table.h"
#include "tests/unit/suite.h"
#include <errno.h>
#include <string.h>

static struct table *t;
static void *memory;

static void begin(uint32_t persons, uint32_t badges, uint32_t keys)
{
	struct table_capacity capacity = {persons, badges, keys};
	free(memory);
	memory = aligned_alloc(64, table_size(capacity));
	t = table_init(memory, capacity);
}

static int put_person(uint64_t id)
{
	struct table_delta d = {
	        .kind = TABLE_PERSON_PUT,
	        .person = {.id = id, .first_day = TABLE_DAY_FIRST, .last_day = TABLE_DAY_LAST}};
	return table_apply(t, &d);
}

static int put_badge(uint64_t id, uint32_t facility, uint64_t card, uint64_t person)
{
	struct table_delta d = {
	        .kind = TABLE_BADGE_PUT,
	        .badge = {.id = id, .number = {card, facility, FORMAT_H10301}, .person = person}};
	return table_apply(t, &d);
}

static int put_key(uint64_t id, uint64_t person, uint16_t room, uint16_t door)
{
	struct table_delta d = {.kind = TABLE_KEY_PUT,
	                        .key = {.id = id, .person = person, .room = room, .door = door}};
	return table_apply(t, &d);
}

static int drop(enum table_delta_kind kind, uint64_t id)
{
	struct table_delta d = {.kind = (uint8_t)kind, .id = id};
	return table_apply(t, &d);
}

static void a_badge_is_found_by_its_full_number_only(void)
{
	begin(4, 4, 4);
	CU_ASSERT_EQUAL(put_badge(1, 42, 1337, 9), 0);
	const struct table_badge *b = table_badge(t, (struct badge_number){1337, 42, FORMAT_H10301});
	CU_ASSERT_PTR_NOT_NULL_FATAL(b);
	CU_ASSERT_EQUAL(b->person, 9);
	CU_ASSERT_PTR_NULL(table_badge(t, (struct badge_number){1338, 42, FORMAT_H10301}));
	CU_ASSERT_PTR_NULL(table_badge(t, (struct badge_number){1337, 43, FORMAT_H10301}));
	CU_ASSERT_PTR_NULL(table_badge(t, (struct badge_number){1337, 42, FORMAT_H10306}));
}

static void no_two_badges_share_a_number(void)
{
	begin(4, 4, 4);
	put_badge(1, 42, 1337, 9);
	CU_ASSERT_EQUAL(put_badge(2, 42, 1337, 8), -EEXIST);
	CU_ASSERT_EQUAL(drop(TABLE_BADGE_DROP, 1), 0);
	CU_ASSERT_EQUAL(put_badge(2, 42, 1337, 8), 0);
	CU_ASSERT_EQUAL(drop(TABLE_BADGE_DROP, 1), 0); /* is done already */
}

static void a_full_table_says_so_and_keeps_what_it_has(void)
{
	begin(2, 2, 2);
	CU_ASSERT_TRUE(table_has_room(t, (struct table_capacity){2, 2, 2}));
	CU_ASSERT_FALSE(table_has_room(t, (struct table_capacity){3, 0, 0}));
	put_person(1);
	put_person(2);
	CU_ASSERT_EQUAL(put_person(3), -ENOSPC);
	CU_ASSERT_EQUAL(put_person(2), 0);
	put_badge(1, 0, 1, 1);
	put_badge(2, 0, 2, 1);
	CU_ASSERT_EQUAL(put_badge(3, 0, 3, 1), -ENOSPC);
	CU_ASSERT_EQUAL(put_badge(2, 0, 4, 1), 0);
	put_key(1, 1, 1, 1);
	put_key(2, 1, 1, 1);
	CU_ASSERT_EQUAL(put_key(3, 1, 1, 1), -ENOSPC);
	CU_ASSERT_EQUAL(put_key(2, 1, 2, 1), 0);
	CU_ASSERT_EQUAL(table_count(t).keys, 2);
	CU_ASSERT_PTR_NOT_NULL(table_badge(t, (struct badge_number){4, 0, FORMAT_H10301}));
	CU_ASSERT_PTR_NULL(table_badge(t, (struct badge_number){2, 0, FORMAT_H10301}));
}

static void keys_of_one_place_are_all_found(void)
{
	begin(4, 4, 8);
	for (uint64_t id = 1; id <= 3; id++)
		put_key(id, 9, 2, SITE_NONE);
	put_key(4, 9, 2, 5);
	put_key(5, 8, 2, SITE_NONE);
	unsigned seen = 0;
	for (const struct table_key *k = table_key(t, 9, 2, SITE_NONE); k != NULL; k = table_key_next(t, k))
		seen |= 1u << k->id;
	CU_ASSERT_EQUAL(seen, 0xeu);
	CU_ASSERT_EQUAL(table_key(t, 9, 2, 5)->id, 4);
	CU_ASSERT_PTR_NULL(table_key(t, 9, 3, SITE_NONE));
}

/* 200,000 random changes; after each the touched key, now and then all of them, against an array. */
static void random_changes_agree_with_an_array(void)
{
	enum { KEYS = 500, PERSONS = 40, ROOMS = 8 };
	static struct table_key model[KEYS + 1];
	uint32_t random = 1;
	memset(model, 0, sizeof(model));
	begin(1, 1, KEYS);
	for (int i = 0; i < 200000; i++) {
		random = random * 1664525u + 1013904223u;
		uint64_t id = 1 + (random >> 8) % KEYS;
		if (random >> 31) {
			uint64_t person = 1 + (random >> 4) % PERSONS;
			uint16_t room = (uint16_t)((random >> 20) % ROOMS);
			CU_ASSERT_EQUAL(put_key(id, person, room, SITE_NONE), 0);
			model[id] = (struct table_key){.id = id, .person = person, .room = room};
		} else {
			CU_ASSERT_EQUAL(drop(TABLE_KEY_DROP, id), 0);
			model[id].id = 0;
		}
		if (i % 1000 != 0)
			continue;
		unsigned expected = 0;
		unsigned found = 0;
		for (uint64_t k = 1; k <= KEYS; k++)
			expected += model[k].id != 0;
		for (uint64_t p = 1; p <= PERSONS; p++)
			for (uint16_t room = 0; room < ROOMS; room++)
				for (const struct table_key *k = table_key(t, p, room, SITE_NONE); k != NULL;
				     k = table_key_next(t, k), found++)
					CU_ASSERT_EQUAL(model[k->id].person, p);
		CU_ASSERT_EQUAL(found, expected);
		CU_ASSERT_EQUAL(table_count(t).keys, expected);
	}
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"F6: a badge is found by its full number only", a_badge_is_found_by_its_full_number_only},
	        {"K7: no two badges share a number", no_two_badges_share_a_number},
	        {"a full table says so and keeps what it has", a_full_table_says_so_and_keeps_what_it_has},
	        {"all keys of one place are found", keys_of_one_place_are_all_found},
	        {"random changes agree with an array", random_changes_agree_with_an_array},
	};
	int result = suite_run("table", cases, sizeof(cases) / sizeof(cases[0]));
	free(memory);
	return result;
}
