/* Topics from names that people gave. */
#include "tests/unit/suite.h"

#include <errno.h>
#include <string.h>

#include "reception/topic.h"

static void topics_are_those_of_the_protocol(void)
{
	char topic[TOPIC_MAX];
	CU_ASSERT_EQUAL(topic_controller(topic, "example", "main", "status"), 0);
	CU_ASSERT_STRING_EQUAL(topic, "zutritt/example/controller/main/status");
	CU_ASSERT_EQUAL(topic_door(topic, "example", "entrance"), 0);
	CU_ASSERT_STRING_EQUAL(topic, "zutritt/example/door/entrance");
	CU_ASSERT_EQUAL(topic_area(topic, "example", "building", "alarm"), 0);
	CU_ASSERT_STRING_EQUAL(topic, "zutritt/example/area/building/alarm");
}

static const struct {
	const char *name, *written;
} names[] = {
        {"yard/gate", "yard%2Fgate"},
        {"+", "%2B"},
        {"#", "%23"},
        {"100%", "100%25"},
        {"a\x01"
         "b\x1f",
         "a%01b%1F"},
        {"\x7f", "%7F"},
        {"~ !\"$&", "~ !\"$&"},
        {"Tür", "Tür"},
};

static void bytes_that_mean_something_in_a_topic_are_escaped(void)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		char topic[TOPIC_MAX], expected[TOPIC_MAX] = "zutritt/s/door/";
		CU_ASSERT_EQUAL(topic_door(topic, "s", names[i].name), 0);
		CU_ASSERT_STRING_EQUAL(topic, strcat(expected, names[i].written));
	}
}

static void an_empty_name_makes_no_topic(void)
{
	char topic[TOPIC_MAX] = "before";
	CU_ASSERT_EQUAL(topic_door(topic, "", "entrance"), -EINVAL);
	CU_ASSERT_STRING_EQUAL(topic, "");
	CU_ASSERT_EQUAL(topic_area(topic, "s", "", "alarm"), -EINVAL);
	CU_ASSERT_STRING_EQUAL(topic, "");
}

static void the_longest_names_fit(void)
{
	char topic[TOPIC_MAX], name[48];
	memset(name, '/', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	CU_ASSERT_EQUAL(topic_area(topic, name, name, "occupancy"), 0);
	CU_ASSERT_EQUAL(topic_controller(topic, name, name, "status"), 0);
}

static void a_topic_too_long_is_refused_at_its_limit(void)
{
	char topic[TOPIC_MAX], name[TOPIC_MAX + 1];
	size_t fits = TOPIC_MAX - 1 - strlen("zutritt/s/door/");
	memset(name, 'n', sizeof name);
	name[fits] = '\0';
	CU_ASSERT_EQUAL(topic_door(topic, "s", name), 0);
	CU_ASSERT_EQUAL(strlen(topic), TOPIC_MAX - 1);
	name[fits] = 'n';
	name[fits + 1] = '\0';
	CU_ASSERT_EQUAL(topic_door(topic, "s", name), -ENAMETOOLONG);
	CU_ASSERT_STRING_EQUAL(topic, "");
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"topics are those of the protocol", topics_are_those_of_the_protocol},
	        {"bytes that mean something in a topic are escaped",
	         bytes_that_mean_something_in_a_topic_are_escaped},
	        {"an empty name makes no topic", an_empty_name_makes_no_topic},
	        {"the longest names fit", the_longest_names_fit},
	        {"a topic too long is refused at its limit", a_topic_too_long_is_refused_at_its_limit},
	};
	return suite_run("topic", cases, sizeof cases / sizeof cases[0]);
}
