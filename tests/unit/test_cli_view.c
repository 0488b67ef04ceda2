/* Answers as people see them: the whole text, for every shape of view. */
#include "tests/unit/suite.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cli/view.h"
#include "cli/words.h"
#include "controller/record.h"

static char shown[8192];

static struct message *parse_or_fail(const char *json)
{
	char error[200] = "";
	struct message *m = message_parse(json, strlen(json), error, sizeof error);
	if (m == NULL)
		printf("\n    %s: %s ", json, error);
	CU_ASSERT_PTR_NOT_NULL_FATAL(m);
	return m;
}

static const char *show(const char *noun, const char *verb, const char *json)
{
	struct message *reply = parse_or_fail(json);
	shown[0] = '\0';
	FILE *out = fmemopen(shown, sizeof shown, "w");
	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	view_print(out, command_find(noun, verb)->sections, reply);
	fclose(out);
	message_free(reply);
	return shown;
}

static const char *show_line(const struct column *columns, const char *json)
{
	struct message *item = parse_or_fail(json);
	shown[0] = '\0';
	FILE *out = fmemopen(shown, sizeof shown, "w");
	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	view_print_line(out, columns, item);
	fclose(out);
	message_free(item);
	return shown;
}

static void expect(const char *text, const char *wanted)
{
	if (strcmp(text, wanted) != 0)
		printf("\n%s--- instead of\n%s", text, wanted);
	CU_ASSERT_STRING_EQUAL(text, wanted);
}

#define PERSON_ANNA                                                                                          \
	"{\"id\":\"7m2k0vq4x9ab\",\"name\":\"Anna "                                                          \
	"\xc3\x96lberg\",\"kind\":\"external\",\"position\":\"office\","                                     \
	"\"state\":\"active\",\"first_day\":null,\"last_day\":\"2026-12-31\",\"rights\":[\"unset\",\"set\"]" \
	","                                                                                                  \
	"\"revision\":1}"
#define PERSON_EVIL                                                                                          \
	"{\"id\":\"8m2k0vq4x9ab\",\"name\":\"E\\u001b[2Jvil\\nRoot\",\"kind\":\"employee\",\"position\":"    \
	"null,"                                                                                              \
	"\"state\":\"exited\",\"first_day\":null,\"last_day\":null,\"rights\":[],\"revision\":1}"

static void persons_are_listed_and_control_characters_shown(void)
{
	expect(show("person", "list", "{\"persons\":[" PERSON_ANNA "," PERSON_EVIL "]}"),
	       "NAME                    POSITION KIND     LAST DAY   STATE  RIGHTS     ID\n"
	       "Anna \xc3\x96lberg             office   external 2026-12-31 active unset, set "
	       "7m2k0vq4x9ab\n"
	       "E\\u001b[2Jvil\\u000aRoot -        employee -          exited -          8m2k0vq4x9ab\n");
}

static void an_empty_list_is_said_in_words(void)
{
	expect(show("person", "list", "{\"persons\":[]}"), "No persons.\n");
	expect(show("door", "list", "{}"), "No doors.\n");
}

static void a_person_is_a_record_with_badges_and_keys(void)
{
	expect(show("person", "show",
	            "{\"person\":" PERSON_ANNA ",\"badges\":[],\"keys\":[{\"id\":\"9m2k0vq4x9ab\",\"person\":"
	            "\"7m2k0vq4x9ab\",\"person_name\":\"Anna\",\"room\":\"lab\",\"door\":null,\"first_day\":"
	            "null,"
	            "\"last_day\":null,\"reason\":\"project\",\"state\":\"issued\",\"issued\":\"2026-07-"
	            "01T10:00:00."
	            "000Z\",\"revision\":1}],\"is_inside\":true,\"last_door\":\"entrance\"}"),
	       "     Name: Anna \xc3\x96lberg\n"
	       "       Id: 7m2k0vq4x9ab\n"
	       "     Kind: external\n"
	       " Position: office\n"
	       " Employer: -\n"
	       "    State: active\n"
	       "First day: -\n"
	       " Last day: 2026-12-31\n"
	       "   Rights: unset, set\n"
	       "   Inside: yes\n"
	       "Last door: entrance\n"
	       "\n"
	       "Badges: none\n"
	       "\n"
	       "Keys:\n"
	       "ROOM DOOR STATE  ISSUED              REASON  ID\n"
	       "lab  -    issued 2026-07-01 12:00:00 project 9m2k0vq4x9ab\n");
}

static void a_position_names_rooms_and_doors(void)
{
	expect(show("position", "list",
	            "{\"positions\":[{\"name\":\"store\",\"rights\":[],\"keys\":[{\"room\":\"hall\",\"door\":"
	            "null},"
	            "{\"room\":\"warehouse\",\"door\":\"goods-in\"}]}]}"),
	       "POSITION RIGHTS KEYS\n"
	       "store    -      hall, warehouse/goods-in\n");
}

static void a_door_says_why_it_is_open(void)
{
	expect(show("door", "list",
	            "{\"doors\":[{\"name\":\"entrance\",\"kind\":\"entrance\",\"from\":\"outside\",\"to\":"
	            "\"hall\","
	            "\"state\":\"open\",\"lock\":\"released\",\"contact\":\"open\",\"cause\":\"rex\","
	            "\"since\":"
	            "\"2026-01-02T10:00:00.000Z\"}]}"),
	       "DOOR     KIND     FROM    TO   STATE LOCK     CONTACT CAUSE        SINCE\n"
	       "entrance entrance outside hall open  released open    exit request 2026-01-02 11:00:00\n");
}

static void a_door_shows_its_readers_and_their_advice(void)
{
	const char *text = show(
	        "door", "show",
	        "{\"door\":{\"name\":\"lab\",\"kind\":\"secure\",\"from\":\"hall\",\"to\":\"lab\",\"state\":"
	        "\"locked\",\"lock\":\"locked\",\"contact\":\"none\",\"cause\":null,\"since\":\"2026-01-"
	        "02T10:00:"
	        "00.000Z\",\"release_s\":5,\"has_bell\":false,\"is_escape\":true,\"way_out\":\"mechanical\","
	        "\"readers\":[{\"name\":\"lab-in\",\"leads_to\":\"lab\",\"formats\":[\"h10301\",\"h10306\"],"
	        "\"good\":120,\"rejected\":3,\"faults\":0,\"advice\":\"DATA0 and DATA1 are swapped\"}]}}");
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "   Opens for (s): 5\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "Released by fire: yes\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(
	        text, "\nReaders (frames since start):\n"
	              "READER LEADS TO FORMATS        GOOD REJECTED FAULTS ADVICE\n"
	              "lab-in lab      h10301, h10306  120        3      0 DATA0 and DATA1 are swapped\n"));
}

static void occupants_stand_with_their_area(void)
{
	expect(show("occupancy", NULL,
	            "{\"areas\":[{\"area\":\"main\",\"count\":1,\"is_certain\":false,\"why\":\"fire\","
	            "\"inside\":["
	            "{\"person\":\"7m2k0vq4x9ab\",\"name\":\"Anna\",\"kind\":\"employee\",\"door\":"
	            "\"entrance\","
	            "\"since\":\"2026-01-02T10:00:00.000Z\"}]},{\"area\":\"annex\",\"count\":0,\"is_"
	            "certain\":true,"
	            "\"why\":null,\"inside\":[]}]}"),
	       "AREA  INSIDE CERTAIN WHY NOT\n"
	       "main       1 no      fire\n"
	       "annex      0 yes     -\n"
	       "\n"
	       "Inside:\n"
	       "AREA NAME KIND     LAST DOOR SINCE\n"
	       "main Anna employee entrance  2026-01-02 11:00:00\n");
}

static void the_alarm_names_every_reason_that_prevents_it(void)
{
	expect(show("alarm", "status",
	            "{\"areas\":[{\"area\":\"main\",\"mode\":\"automatic\",\"state\":\"exit_delay\","
	            "\"since\":"
	            "\"2026-01-02T10:00:00.000Z\",\"until\":\"2026-01-02T10:01:00.000Z\",\"prevented_by\":["
	            "\"door back "
	            "is open\",\"1 inside\"],\"sounder\":true}]}"),
	       "AREA MODE      STATE      SINCE               UNTIL               SOUNDER PREVENTED BY\n"
	       "main automatic exit delay 2026-01-02 11:00:00 2026-01-02 11:01:00 yes     door back is open, "
	       "1 "
	       "inside\n");
}

static void an_answer_that_is_not_as_expected_is_shown_as_far_as_it_goes(void)
{
	expect(show("person", "list", "{\"persons\":[7,null,{\"name\":{\"a\":1}}]}"),
	       "NAME    POSITION KIND LAST DAY STATE ID\n"
	       "-       -        -    -        -     -\n"
	       "-       -        -    -        -     -\n"
	       "{\"a\":1} -        -    -        -     -\n");
	expect(show("door", "release", "{\"note\":12}"), "");
	expect(show("room", "list", "{\"rooms\":\"none\"}"), "No rooms.\n");
}

static void an_event_is_one_line(void)
{
	expect(show_line(command_event_columns,
	                 "{\"number\":12,\"time\":\"2026-01-02T10:00:00.000Z\",\"kind\":\"door.forced\","
	                 "\"is_incident\":true,\"door\":\"entrance\",\"detail\":\"a\\nb\"}"),
	       "      12  2026-01-02 11:00:00  door.forced !          entrance        -                     "
	       "a\\u000ab\n");
}

static void every_word_of_the_journal_has_its_words_for_people(void)
{
	for (int r = REASON_LOCK_DOWN; r <= REASON_FIRE; r++) {
		const char *name = record_reason_name((enum record_reason)r);
		if (name[0] == '\0')
			continue;
		if (strchr(words_reason(name), '_') != NULL)
			printf("\n    %s ", name);
		CU_ASSERT_PTR_NULL(strchr(words_reason(name), '_'));
	}
	for (int c = CAUSE_GRANT; c <= CAUSE_COMMISSIONING; c++) {
		const char *name = record_cause_name((enum record_cause)c);
		CU_ASSERT(name[0] == '\0' || words_cause(name) != name);
	}
	CU_ASSERT_STRING_EQUAL(words_reason("courier with two parcels"), "courier with two parcels");
}

static void an_account_has_words_of_its_own(void)
{
	expect(show("operator", "list",
	            "{\"operators\":[{\"user\":\"eva\",\"name\":\"Eva Lind\",\"roles\":[\"reception\"],"
	            "\"state\":\"locked\",\"password_of\":\"2026-01-02\"}]}"),
	       "USER NAME     ROLES     STATE  PASSWORD OF\n"
	       "eva  Eva Lind reception locked 2026-01-02\n");
	CU_ASSERT_STRING_EQUAL(words_account("closed"), "closed");
	CU_ASSERT_STRING_EQUAL(words_account("first_password"), "first password");
	CU_ASSERT_STRING_EQUAL(words_account("unheard of"), "unheard of");
}

static void a_reason_that_a_position_gave_is_told_from_others(void)
{
	char given[WORDS_GIVEN_MAX];
	CU_ASSERT_STRING_EQUAL(words_given("position office", given), "position office");
	CU_ASSERT_STRING_EQUAL(words_given("new machines", given), "new machines");
	CU_ASSERT_STRING_EQUAL(words_given("", given), "");
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"persons are listed and control characters shown",
	         persons_are_listed_and_control_characters_shown},
	        {"an account has words of its own", an_account_has_words_of_its_own},
	        {"a reason that a position gave is told from others",
	         a_reason_that_a_position_gave_is_told_from_others},
	        {"an empty list is said in words", an_empty_list_is_said_in_words},
	        {"a person is a record with badges and keys", a_person_is_a_record_with_badges_and_keys},
	        {"a position names rooms and doors", a_position_names_rooms_and_doors},
	        {"a door says why it is open", a_door_says_why_it_is_open},
	        {"a door shows its readers and their advice", a_door_shows_its_readers_and_their_advice},
	        {"occupants stand with their area", occupants_stand_with_their_area},
	        {"the alarm names every reason that prevents it",
	         the_alarm_names_every_reason_that_prevents_it},
	        {"an answer that is not as expected is shown as far as it goes",
	         an_answer_that_is_not_as_expected_is_shown_as_far_as_it_goes},
	        {"an event is one line", an_event_is_one_line},
	        {"every word of the journal has its words for people",
	         every_word_of_the_journal_has_its_words_for_people},
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	setenv("TZ", "Europe/Berlin", 1);
	tzset();
	return suite_run("cli view", cases, sizeof cases / sizeof cases[0]);
}
