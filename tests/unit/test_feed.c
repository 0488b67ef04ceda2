/* The texts of the feed: rule E6, no person, badge or operator. */
#include "tests/unit/suite.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "reception/feed.h"

/* ---- helpers ---- */

static struct message *parse_or_fail(const char *text)
{
	char error[128];
	struct message *m = message_parse(text, strlen(text), error, sizeof error);
	CU_ASSERT_PTR_NOT_NULL_FATAL(m);
	return m;
}

static void event_or_fail(const char *event, const char *expected)
{
	struct message *m = parse_or_fail(event);
	char *text = feed_event(m, "j1");
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	CU_ASSERT_STRING_EQUAL(text, expected);
	free(text);
	message_free(m);
}

static void text_or_fail(char *text, const char *expected)
{
	CU_ASSERT_STRING_EQUAL(text, expected);
	free(text);
}

/* ---- events ---- */

static void an_event_says_what_happened_and_not_to_whom(void)
{
	event_or_fail(
	        "{\"number\":7,\"time\":\"t\",\"kind\":\"access.granted\",\"is_incident\":true,\"door\":"
	        "\"d\","
	        "\"reader\":\"r\",\"area\":\"a\",\"room\":\"Anna's\",\"person\":\"Anna\",\"person_name\":"
	        "\"Anna\","
	        "\"badge\":\"Anna\",\"operator\":\"Anna\",\"operator_name\":\"Anna\",\"cause\":\"grant\","
	        "\"detail\":\"Anna\",\"reason\":\"Anna\",\"new\":\"Anna\"}",
	        "{\"number\":7,\"is_incident\":true,\"journal\":\"j1\",\"time\":\"t\",\"kind\":\"access."
	        "granted\","
	        "\"door\":\"d\",\"reader\":\"r\",\"area\":\"a\",\"cause\":\"grant\"}");
}

static void what_an_event_has_not_is_left_out(void)
{
	event_or_fail(
	        "{\"number\":1,\"kind\":\"controller.started\",\"door\":null}",
	        "{\"number\":1,\"is_incident\":false,\"journal\":\"j1\",\"kind\":\"controller.started\"}");
}

static const struct {
	const char *kind;
	bool has_reason;
} reasons[] = {
        {"access.denied", true},   {"reader.rejected", true},   {"reader.fault", true},
        {"alarm.cancelled", true}, {"session.refused", true},   {"session.locked", true},
        {"session.ended", true},   {"session.unlocked", false}, {"access.granted", false},
        {"door.released", false},  {"person.exited", false},    {"badge.lost", false},
        {"fire.reset", false},     {"access.denied2", false},   {"", false},
};

static void only_reasons_from_a_list_go_out(void)
{
	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
		char event[128];
		snprintf(event, sizeof event, "{\"number\":1,\"kind\":\"%s\",\"reason\":\"why\"}",
		         reasons[i].kind);
		struct message *m = parse_or_fail(event);
		char *text = feed_event(m, "j1");
		CU_ASSERT_EQUAL(strstr(text, "why") != NULL, reasons[i].has_reason);
		free(text);
		message_free(m);
	}
}

static void texts_are_escaped_as_json_wants(void)
{
	struct message *m = parse_or_fail(
	        "{\"number\":9007199254740993,\"kind\":\"k\",\"door\":\"\\\"\\\\\\n\\u001f Tür\","
	        "\"cause\":\"\\u0001\\u0001\\u0001\"}");
	char *text = feed_event(m, "j1");
	struct message *back = parse_or_fail(text);
	CU_ASSERT_STRING_EQUAL(message_text(back, "door"), "\"\\\n\x1f Tür");
	CU_ASSERT_STRING_EQUAL(message_text(back, "cause"), "\x01\x01\x01");
	CU_ASSERT_EQUAL(message_int(back, "number", 0), 9007199254740993);
	message_free(back);
	free(text);
	message_free(m);
}

static void what_is_no_event_makes_no_text(void)
{
	static const char *const none[] = {"{}",
	                                   "{\"number\":0,\"kind\":\"k\"}",
	                                   "{\"number\":-1,\"kind\":\"k\"}",
	                                   "{\"number\":1}",
	                                   "{\"number\":\"1\",\"kind\":\"k\"}",
	                                   "[]"};
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
		struct message *m = parse_or_fail(none[i]);
		CU_ASSERT_PTR_NULL(feed_event(m, "j1"));
		message_free(m);
	}
}

static void notices_name_journal_and_numbers(void)
{
	text_or_fail(feed_gap("j1", 1, 100), "{\"journal\":\"j1\",\"purged_from\":1,\"purged_to\":100}");
	text_or_fail(feed_new_journal("j2", "j1"), "{\"journal\":\"j2\",\"journal_before\":\"j1\"}");
	text_or_fail(feed_went_back("j1", 5), "{\"journal\":\"j1\",\"continues_after\":5}");
}

/* ---- states ---- */

static const char door_text[] =
        "{\"name\":\"d\",\"kind\":\"goods\",\"has_bell\":true,\"state\":\"open\",\"lock\":\"released\","
        "\"contact\":\"open\",\"cause\":\"grant\","
        "\"since\":\"t\",\"faults\":[\"open_too_long\"],"
        "\"last_person\":\"Anna\",\"readers\":[{\"name\":\"r1\",\"good\":9,\"rejected\":4,\"faults\":2},"
        "{\"name\":\"r2\",\"faults\":0,\"advice\":\"swapped\"},{\"name\":\"r3\",\"good\":1,\"faults\":0,"
        "\"advice\":null}]}";

static void a_door_says_lock_contact_state_and_faults(void)
{
	struct message *door = parse_or_fail(door_text);
	text_or_fail(feed_door(door, 12),
	             "{\"kind\":\"goods\",\"lock\":\"released\",\"contact\":\"open\",\"state\":\"open\","
	             "\"cause\":\"grant\","
	             "\"since\":\"t\",\"has_bell\":true,"
	             "\"faults\":[{\"reader\":\"r1\",\"count\":2,\"advice\":null},"
	             "{\"reader\":\"r2\",\"count\":0,\"advice\":\"swapped\"}],"
	             "\"door_faults\":[\"open_too_long\"],\"event\":12}");
	char *key = feed_door(door, -1);
	CU_ASSERT_PTR_NULL(strstr(key, "\"event\""));
	free(key);
	message_free(door);
}

static void a_door_without_cause_says_null(void)
{
	struct message *door =
	        parse_or_fail("{\"lock\":\"locked\",\"contact\":\"none\",\"state\":\"locked\"}");
	text_or_fail(
	        feed_door(door, 0),
	        "{\"kind\":null,\"lock\":\"locked\",\"contact\":\"none\",\"state\":\"locked\",\"cause\":null,"
	        "\"since\":null,\"has_bell\":false,\"faults\":[],\"door_faults\":[],\"event\":0}");
	message_free(door);
}

static void an_area_says_count_and_alarm_but_not_who(void)
{
	struct message *area =
	        parse_or_fail("{\"area\":\"a\",\"mode\":\"automatic\",\"state\":\"unset\",\"since\":\"t\","
	                      "\"prevented_by\":[\"one\",\"two\"],\"count\":3,\"is_certain\":true,"
	                      "\"inside\":[{\"name\":\"Anna\"}]}");
	text_or_fail(feed_alarm(area),
	             "{\"mode\":\"automatic\",\"state\":\"unset\",\"since\":\"t\",\"until\":null,"
	             "\"prevented_by\":[\"one\",\"two\"],\"overridden\":[]}");
	text_or_fail(feed_occupancy(area), "{\"count\":3,\"is_certain\":true,\"why\":null}");
	message_free(area);
}

static void an_unknown_count_is_not_certain(void)
{
	struct message *area = parse_or_fail("{\"area\":\"a\"}");
	text_or_fail(feed_occupancy(area), "{\"count\":0,\"is_certain\":false,\"why\":null}");
	message_free(area);
}

/* ---- the controller ---- */

static const struct {
	const char *flags, *mode;
} modes[] = {
        {"\"fire\":false,\"is_storing\":true", "normal"},
        {"\"fire\":false,\"is_storing\":false", "memory"},
        {"\"fire\":true,\"is_storing\":true", "fire"},
        {"\"fire\":true,\"is_storing\":false", "fire"},
};

static void the_status_says_mode_and_whether_the_controller_is_here(void)
{
	for (size_t i = 0; i < 2 * sizeof modes / sizeof modes[0]; i++) {
		bool is_here = i % 2 == 0;
		char status[200], expected[200];
		snprintf(status, sizeof status,
		         "{\"version\":\"1\",\"journal\":\"j\",\"lines\":\"gpiod\",\"by\":\"Anna\",%s}",
		         modes[i / 2].flags);
		snprintf(expected, sizeof expected,
		         "{\"online\":true,\"controller\":\"%s\",\"version\":\"1\",\"journal\":\"j\","
		         "\"lines\":\"gpiod\","
		         "\"mode\":\"%s\",\"public_key\":\"KEY\"}",
		         is_here ? "here" : "away", modes[i / 2].mode);
		struct message *m = parse_or_fail(status);
		text_or_fail(feed_status(m, is_here, "KEY"), expected);
		message_free(m);
	}
}

static void the_beat_carries_the_one_time_number_in_hex(void)
{
	const uint8_t once[FEED_ONCE_BYTES] = {0x00, 0x01, 0xfe, 0xff};
	struct message *status = parse_or_fail("{\"now\":\"t\",\"last_event\":5}");
	text_or_fail(feed_beat(status, once),
	             "{\"time\":\"t\",\"last_event\":5,\"once\":\"0001feff000000000000000000000000\"}");
	message_free(status);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"E6: an event says what happened and not to whom",
	         an_event_says_what_happened_and_not_to_whom},
	        {"what an event has not is left out", what_an_event_has_not_is_left_out},
	        {"E6: only reasons from a list go out", only_reasons_from_a_list_go_out},
	        {"texts are escaped as JSON wants", texts_are_escaped_as_json_wants},
	        {"what is no event makes no text", what_is_no_event_makes_no_text},
	        {"notices name journal and numbers", notices_name_journal_and_numbers},
	        {"a door says lock, contact, state and faults", a_door_says_lock_contact_state_and_faults},
	        {"a door without cause says null", a_door_without_cause_says_null},
	        {"E6: an area says count and alarm but not who", an_area_says_count_and_alarm_but_not_who},
	        {"an unknown count is not certain", an_unknown_count_is_not_certain},
	        {"the status says mode and whether the controller is here",
	         the_status_says_mode_and_whether_the_controller_is_here},
	        {"the beat carries the one-time number in hex", the_beat_carries_the_one_time_number_in_hex},
	};
	return suite_run("feed", cases, sizeof cases / sizeof cases[0]);
}
