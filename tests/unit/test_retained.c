/* Retained topics: the newest state, once on its way, all again after a reconnect. */
#include "tests/unit/suite.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "reception/retained.h"

/* ---- helpers ---- */

static struct retained table;

static void begin(void)
{
	retained_free(&table);
}

static void send_or_fail(const char *topic, const char *text, int ticket)
{
	struct retained_topic *t = retained_next(&table, 0);
	CU_ASSERT_PTR_NOT_NULL_FATAL(t);
	CU_ASSERT_STRING_EQUAL(t->topic, topic);
	CU_ASSERT_STRING_EQUAL(t->text, text);
	retained_sent(t, ticket);
}

static void accept_or_fail(int ticket)
{
	bool is_change;
	CU_ASSERT_PTR_NOT_NULL_FATAL(retained_answered(&table, ticket, 0, 0, &is_change));
}

/* ---- cases ---- */

static void a_change_is_sent_once(void)
{
	begin();
	CU_ASSERT_TRUE(retained_set(&table, "a", NULL, "1"));
	send_or_fail("a", "1", 1);
	accept_or_fail(1);
	retained_set(&table, "a", NULL, "1");
	CU_ASSERT_PTR_NULL(retained_next(&table, 0));
	CU_ASSERT_TRUE(retained_is_clean(&table));
	retained_set(&table, "a", NULL, "2");
	CU_ASSERT_FALSE(retained_is_clean(&table));
	send_or_fail("a", "2", 2);
}

static void the_same_key_is_no_change(void)
{
	begin();
	retained_set(&table, "a", "closed", "closed, event 1");
	send_or_fail("a", "closed, event 1", 1);
	accept_or_fail(1);
	retained_set(&table, "a", "closed", "closed, event 2");
	CU_ASSERT_PTR_NULL(retained_next(&table, 0));
	retained_set(&table, "a", "open", "open, event 3");
	send_or_fail("a", "open, event 3", 2);
}

static void one_message_of_a_topic_is_on_its_way_and_the_newest_follows(void)
{
	begin();
	retained_set(&table, "a", NULL, "1");
	send_or_fail("a", "1", 1);
	retained_set(&table, "a", NULL, "2");
	retained_set(&table, "a", NULL, "3");
	CU_ASSERT_PTR_NULL(retained_next(&table, 0));
	CU_ASSERT_TRUE(retained_is_waiting(&table));
	accept_or_fail(1);
	send_or_fail("a", "3", 2);
	accept_or_fail(2);
	CU_ASSERT_PTR_NULL(retained_next(&table, 0));
	CU_ASSERT_FALSE(retained_is_waiting(&table));
}

static void after_a_reconnect_everything_is_sent_again(void)
{
	bool is_change;
	begin();
	retained_set(&table, "a", NULL, "1");
	retained_set(&table, "b", NULL, "1");
	send_or_fail("a", "1", 1);
	accept_or_fail(1);
	send_or_fail("b", "1", 2);
	retained_restart(&table);
	CU_ASSERT_PTR_NULL(retained_answered(&table, 2, 0, 0, &is_change));
	send_or_fail("a", "1", 1);
	send_or_fail("b", "1", 2);
}

static void a_refused_topic_is_tried_after_the_pause_and_told_once(void)
{
	bool is_change;
	begin();
	retained_set(&table, "a", NULL, "1");
	retained_set(&table, "b", NULL, "1");
	send_or_fail("a", "1", 1);
	CU_ASSERT_PTR_NOT_NULL(retained_answered(&table, 1, 0x87, 100, &is_change));
	CU_ASSERT_TRUE(is_change);
	send_or_fail("b", "1", 2);
	accept_or_fail(2);
	CU_ASSERT_EQUAL(retained_deadline_ms(&table), 100 + RETAINED_PAUSE_MS);
	CU_ASSERT_PTR_NULL(retained_next(&table, 100 + RETAINED_PAUSE_MS - 1));
	struct retained_topic *t = retained_next(&table, 100 + RETAINED_PAUSE_MS);
	CU_ASSERT_PTR_NOT_NULL_FATAL(t);
	retained_sent(t, 3);
	retained_answered(&table, 3, 0x87, 9000, &is_change);
	CU_ASSERT_FALSE(is_change);
	retained_sent(retained_next(&table, 90000), 4);
	retained_answered(&table, 4, 0x97, 90000, &is_change);
	CU_ASSERT_TRUE(is_change); /* another reason */
	retained_sent(retained_next(&table, 900000), 5);
	retained_answered(&table, 5, 0x10, 900000, &is_change); /* no subscribers: accepted all the same */
	CU_ASSERT_TRUE(is_change);
	CU_ASSERT_EQUAL(retained_deadline_ms(&table), INT64_MAX);
}

static void what_a_round_does_not_name_is_cleared_once(void)
{
	begin();
	retained_set(&table, "a", NULL, "1");
	retained_set(&table, "b", NULL, "1");
	send_or_fail("a", "1", 1);
	send_or_fail("b", "1", 2);
	accept_or_fail(1);
	accept_or_fail(2);
	for (int round = 0; round < 2; round++) {
		retained_begin(&table);
		retained_set(&table, "b", NULL, "1");
		retained_end(&table);
		if (round == 0) {
			send_or_fail("a", "", 3);
			accept_or_fail(3);
		}
		CU_ASSERT_PTR_NULL(retained_next(&table, 0));
	}
}

static void a_cleared_place_is_used_again(void)
{
	begin();
	for (int i = 0; i < 3 * RETAINED_MAX; i++) {
		char topic[32];
		snprintf(topic, sizeof topic, "door %d", i);
		retained_begin(&table);
		CU_ASSERT_TRUE_FATAL(retained_set(&table, topic, NULL, "1"));
		retained_end(&table);
		struct retained_topic *t;
		while ((t = retained_next(&table, 0)) != NULL) {
			retained_sent(t, 1);
			accept_or_fail(1);
		}
	}
	CU_ASSERT(table.count <= 2);
}

static void the_table_is_full_at_its_limit(void)
{
	char topic[32];
	begin();
	for (int i = 0; i < RETAINED_MAX; i++) {
		snprintf(topic, sizeof topic, "door %d", i);
		CU_ASSERT_TRUE_FATAL(retained_set(&table, topic, NULL, "1"));
	}
	CU_ASSERT_FALSE(retained_set(&table, "one more", NULL, "1"));
	CU_ASSERT_TRUE(retained_set(&table, "door 0", NULL, "2"));
	begin();
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"a change is sent once", a_change_is_sent_once},
	        {"the same key is no change", the_same_key_is_no_change},
	        {"one message of a topic is on its way and the newest follows",
	         one_message_of_a_topic_is_on_its_way_and_the_newest_follows},
	        {"after a reconnect everything is sent again", after_a_reconnect_everything_is_sent_again},
	        {"a refused topic is tried after the pause and told once",
	         a_refused_topic_is_tried_after_the_pause_and_told_once},
	        {"what a round does not name is cleared once", what_a_round_does_not_name_is_cleared_once},
	        {"a cleared place is used again", a_cleared_place_is_used_again},
	        {"the table is full at its limit", the_table_is_full_at_its_limit},
	};
	return suite_run("retained", cases, sizeof cases / sizeof cases[0]);
}
