/* The command line: what is understood, and what is refused with which sentence. */
#include "tests/unit/suite.h"

#include <stdio.h>
#include <string.h>

#include "cli/help.h"
#include "cli/parse.h"
#include "cli/request.h"

enum { WORDS_MAX = 300 };

static struct invocation inv;
static char sentence[PARSE_SENTENCE_MAX];

/* Words are parted at '|', so that a word may hold spaces. */
static enum parse_result parse_line(const char *line)
{
	static char copy[4096];
	char *argv[WORDS_MAX + 1];
	int argc = 1;
	snprintf(copy, sizeof copy, "%s", line);
	argv[0] = copy;
	for (char *word = strtok(copy, "|"); word != NULL && argc < WORDS_MAX; word = strtok(NULL, "|"))
		argv[argc++] = word;
	argv[argc] = NULL;
	return parse_command(&inv, argc, argv, sentence);
}

/* --- what is sent --- */

static const struct {
	const char *line;
	const char *parameters; /* as they are sent */
} requests[] = {
        {"status", "{}"},
        {"person|hire|Anna Berger", "{\"name\":\"Anna Berger\"}"},
        {"person|hire|Anna|--position|office|--kind|external|--badge|42:1337|--first-day|2026-01-01|--last-"
         "day|"
         "2028-02-29",
         "{\"name\":\"Anna\",\"position\":\"office\",\"kind\":\"external\",\"badge\":\"42:1337\",\"first_"
         "day\":"
         "\"2026-01-01\",\"last_day\":\"2028-02-29\"}"},
        {"--position|office|person|--badge|h10306 7:8|hire|Anna",
         "{\"name\":\"Anna\",\"badge\":\"h10306 7:8\",\"position\":\"office\"}"},
        {"person|hire|Anna|--badge|7:8|--format|h10306", "{\"name\":\"Anna\",\"badge\":\"h10306 7:8\"}"},
        {"person|hire|Anna|--right|unset|--right=set", "{\"name\":\"Anna\",\"rights\":[\"unset\",\"set\"]}"},
        {"person|hire|--|--all", "{\"name\":\"--all\"}"},
        {"person|hire|-", "{\"name\":\"-\"}"},
        {"person|exit|Anna", "{\"person\":\"Anna\",\"reason\":\"exit\"}"},
        {"person|exit|Anna|--reason=--", "{\"person\":\"Anna\",\"reason\":\"--\"}"},
        {"person|list|--all|--all", "{\"all\":true}"},
        {"position|add|office|--key|hall|--key|store/goods-in",
         "{\"name\":\"office\",\"keys\":[{\"room\":\"hall\"},{\"room\":\"store\",\"door\":\"goods-in\"}]}"},
        {"badge|lost|7M2K0VQ4X9AB", "{\"badge\":\"7M2K0VQ4X9AB\"}"},
        {"badge|lost|0:0", "{\"badge\":\"0:0\"}"},
        {"key|revoke|Anna|lab|--reason|r", "{\"person\":\"Anna\",\"room\":\"lab\",\"reason\":\"r\"}"},
        {"key|revoke|7m2k0vq4x9ab|--reason|r", "{\"key\":\"7m2k0vq4x9ab\",\"reason\":\"r\"}"},
        {"events|list|--limit|1|--since|0", "{\"since\":0,\"limit\":1}"},
        {"events|list|--limit|1000|--incidents|--persons",
         "{\"limit\":1000,\"incidents\":true,\"persons\":true}"},
        {"events|list|--since|9223372036854775807", "{\"since\":9223372036854775807}"},
        {"occupancy|--area|main|--json|--socket|/s", "{\"area\":\"main\"}"},
};

/* The same members whatever their order: the request is compared as an object of the same length. */
static bool is_same_object(const char *a, const char *b)
{
	char error[100];
	struct message *x = message_parse(a, strlen(a), error, sizeof error);
	struct message *y = message_parse(b, strlen(b), error, sizeof error);
	bool is_same = x != NULL && y != NULL && strlen(a) == strlen(b);
	static const char *const names[] = {"name",     "position", "kind",      "badge",  "first_day",
	                                    "last_day", "rights",   "keys",      "person", "room",
	                                    "reason",   "key",      "since",     "limit",  "all",
	                                    "area",     "door",     "incidents", "persons"};
	for (size_t i = 0; is_same && i < sizeof names / sizeof names[0]; i++) {
		const struct message *left = message_get(x, names[i]), *right = message_get(y, names[i]);
		is_same = (left == NULL) == (right == NULL);
		if (left == NULL || right == NULL)
			continue;
		char *l = message_print(left), *r = message_print(right);
		is_same = is_same && strcmp(l, r) == 0;
		free(l);
		free(r);
	}
	message_free(x);
	message_free(y);
	return is_same;
}

static void what_is_given_is_sent(void)
{
	for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
		CU_ASSERT_EQUAL_FATAL(parse_line(requests[i].line), PARSE_RUN);
		struct message *m = request_build(&inv);
		char *text = message_print(m);
		if (!is_same_object(text, requests[i].parameters))
			printf("\n    %s: %s ", requests[i].line, text);
		CU_ASSERT(is_same_object(text, requests[i].parameters));
		free(text);
		message_free(m);
	}
}

/* --- what is refused --- */

#define LONG_50  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define LONG_200 LONG_50 LONG_50 LONG_50 LONG_50
#define LONG_47  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const struct {
	const char *line;
	const char *part; /* of the sentence */
} refusals[] = {
        {"", "a command is missing"},
        {"frob", "no command \"frob\""},
        {"fr\x1b[31mob", "no command \"fr\\u001b[31mob\""},
        {"person",
         "\"person\" needs one of: hire, exit, suspend, resume, rename, transfer, extend, list, show, set"},
        {"key", "\"key\" needs one of: issue, revoke, waiting, approve, suspend, "
                "resume, lost, found, return, destroy, list"},
        {"person|fire", "\"fire\" is nothing that can be done with \"person\""},
        {"person|hire|A|B", "\"B\" is one argument too many"},
        {"status|now", "\"now\" is one argument too many"},
        {"person|hire|A|--bogus", "no option \"--bogus\" here"},
        {"person|hire|A|-x", "no option \"-x\" here"},
        {"person|list|--reason|Max", "no option \"--reason\" here"},
        {"person|hire|A|--position", "--position lacks its value"},
        {"person|hire|--position|--json|A", "--position lacks its value"},
        {"person|hire|A|--position|B|--position|C", "--position is given twice"},
        {"person|list|--all=yes", "--all takes no value"},
        {"person|list|--json=1", "--json takes no value"},
        {"door|release|A", "--reason is missing"},
        {"login|a|b", "\"b\" is one argument too many"},
        {"login|" LONG_47, "USER must be a user name of 1 to 32 bytes"},
        {"login|anna|--password=x", "no option \"--password\" here"},
        {"passwd|--password-fd|-1", "--password-fd must be a number from 0 to 1023"},
        {"key|issue|A|lab", "--reason is missing"},
        {"key|issue|A", "ROOM is missing"},
        {"person|hire|A|--kind|boss",
         "--kind must be one of: employee, external, technician; \"boss\" is not"},
        {"person|hire|A|--right|fly", "--right must be one of: unset, set, override; \"fly\" is not"},
        {"person|hire|A|--last-day|2026-02-29", "--last-day must be a day of the calendar"},
        {"person|hire|A|--badge|42", "--badge must be FACILITY:CARD"},
        {"person|hire|A|--badge|4294967296:1", "--badge must be"},
        {"person|hire|A|--badge|1:72057594037927936", "--badge must be"},
        {"person|hire|A|--badge|h10301  1:2", "--badge must be"},
        {"person|hire|A|--badge|1:2:3", "--badge must be"},
        {"person|hire|A|--badge|-1:2", "--badge must be"},
        {"person|hire|A|--badge|h10301 1:2|--format|h10306", "--format belongs to a number"},
        {"badge|lost|7m2k0vq4x9ab|--format|h10301", "--format belongs to a number"},
        {"person|hire|A|--format|h10306", "--format needs a badge"},
        {"person|hire|A|--badge|1:2|--format|sixteen.letters.", "--format must be"},
        {"person|hire|\xff", "NAME must be text"},
        {"person|hire|" LONG_200 "a", "NAME must be text of 1 to 200 bytes"},
        {"door|show|" LONG_47 "a", "DOOR must be a name of 1 to 47 bytes"},
        {"key|revoke|7m2k0vq4x9ai|--reason|r", "KEYID must be an id"},
        {"key|revoke|7m2k0vq4x9a|--reason|r", "KEYID must be an id"},
        {"key|revoke|7m2k0vq4x9ab|--door|d|--reason|r", "no option \"--door\" here"},
        {"position|add|p|--key|a/b/c", "--key must be ROOM or ROOM/DOOR"},
        {"position|add|p|--key|/b", "--key must be"},
        {"position|add|p|--key|a/", "--key must be"},
        {"position|add|p", "--key is missing"},
        {"events|list|--limit|0", "--limit must be a number from 1 to 1000; \"0\" is not"},
        {"events|list|--limit|1001", "--limit must be"},
        {"events|list|--limit|1e2", "--limit must be"},
        {"events|list|--limit| 1", "--limit must be"},
        {"events|list|--limit|-1", "--limit must be"},
        {"events|list|--since|9223372036854775808", "--since must be a number from 0 on"},
        {"sim|badge|r|1:2|--period-us|199", "--period-us must be a number from 200 to 20000"},
        {"sim|badge|r|1:2|--period-us|20001", "--period-us must be"},
        {"sim|line|n|middle", "LEVEL must be one of: high, low"},
        {"card|decode|012", "BITS must be bits"},
        {"card|decode| ", "BITS must be bits"},
        {"card|decode", "BITS is missing"},
};

static void what_is_wrong_is_named(void)
{
	for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
		enum parse_result result = parse_line(refusals[i].line);
		bool is_named = result == PARSE_WRONG && strstr(sentence, refusals[i].part) != NULL;
		if (!is_named)
			printf("\n    %s: %s ", refusals[i].line, sentence);
		CU_ASSERT(is_named);
	}
}

static void values_at_their_limits_are_taken(void)
{
	CU_ASSERT_EQUAL(parse_line("person|hire|" LONG_200), PARSE_RUN);
	CU_ASSERT_EQUAL(parse_line("door|show|" LONG_47), PARSE_RUN);
	CU_ASSERT_EQUAL(parse_line("position|add|p|--key|" LONG_47 "/" LONG_47), PARSE_RUN);
	CU_ASSERT_EQUAL(parse_line("person|hire|A|--badge|fifteen.letters 4294967295:72057594037927935"),
	                PARSE_RUN);
	CU_ASSERT_EQUAL(parse_line("sim|badge|r|1:2|--period-us|200"), PARSE_RUN);
	CU_ASSERT_EQUAL(parse_line("sim|badge|r|1:2|--period-us|20000"), PARSE_RUN);
	CU_ASSERT_EQUAL(invocation_number(&inv, "--period-us", 0), 20000);
}

static enum parse_result parse_keys(int count)
{
	char line[4096] = "position|add|p";
	for (int i = 0; i < count; i++)
		strcat(line, "|--key|room");
	return parse_line(line);
}

static void a_position_takes_32_keys_and_no_more(void)
{
	CU_ASSERT_EQUAL(parse_keys(32), PARSE_RUN);
	CU_ASSERT_EQUAL(parse_keys(33), PARSE_WRONG);
	CU_ASSERT_PTR_NOT_NULL(strstr(sentence, "--key is given more than 32 times"));
}

static enum parse_result parse_many(int words)
{
	char line[4096] = "card|decode";
	for (int i = 0; i < words; i++)
		strcat(line, "|1");
	return parse_line(line);
}

static void too_many_words_are_refused(void)
{
	CU_ASSERT_EQUAL(parse_many(PARSE_WORDS_MAX - 3), PARSE_RUN);
	CU_ASSERT_EQUAL(inv.count, PARSE_WORDS_MAX - 3);
	CU_ASSERT_EQUAL(parse_many(PARSE_WORDS_MAX - 2), PARSE_WRONG);
}

static void help_wins_over_what_is_wrong(void)
{
	CU_ASSERT_EQUAL(parse_line("--help"), PARSE_HELP);
	CU_ASSERT(inv.command == NULL && inv.noun == NULL);
	CU_ASSERT_EQUAL(parse_line("person|--help"), PARSE_HELP);
	CU_ASSERT(inv.command == NULL && strcmp(inv.noun, "person") == 0);
	CU_ASSERT_EQUAL(parse_line("person|hire|--bogus|--help"), PARSE_HELP);
	CU_ASSERT(inv.command != NULL && strcmp(inv.command->verb, "hire") == 0);
	CU_ASSERT_EQUAL(parse_line("status|-h"), PARSE_HELP);
	CU_ASSERT_EQUAL(parse_line("frob|--help"), PARSE_WRONG);
}

static void the_name_help_is_a_name_after_two_dashes(void)
{
	CU_ASSERT_EQUAL(parse_line("person|hire|--|--help"), PARSE_RUN);
	CU_ASSERT_STRING_EQUAL(invocation_text(&inv, "NAME"), "--help");
}

static void json_is_known_even_when_the_rest_is_wrong(void)
{
	CU_ASSERT_EQUAL(parse_line("frob|--json"), PARSE_WRONG);
	CU_ASSERT(inv.is_json);
	CU_ASSERT_EQUAL(parse_line("frob|--|--json"), PARSE_WRONG);
	CU_ASSERT(!inv.is_json);
}

static void sockets_are_for_the_command_itself(void)
{
	CU_ASSERT_EQUAL(parse_line("--socket|/a|sim|outputs|--sim-socket=/b|--follow"), PARSE_RUN);
	CU_ASSERT_STRING_EQUAL(inv.socket_path, "/a");
	CU_ASSERT_STRING_EQUAL(inv.sim_socket_path, "/b");
	CU_ASSERT_EQUAL(inv.count, 1);
}

static void a_sentence_names_the_command_to_ask_for_help(void)
{
	char words[80];
	parse_line("key|revoke|a|b|c");
	help_words(words, sizeof words, &inv);
	CU_ASSERT_STRING_EQUAL(words, "zutritt key revoke");
	parse_line("key|fly");
	help_words(words, sizeof words, &inv);
	CU_ASSERT_STRING_EQUAL(words, "zutritt key");
	parse_line("fly");
	help_words(words, sizeof words, &inv);
	CU_ASSERT_STRING_EQUAL(words, "zutritt");
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"what is given is sent", what_is_given_is_sent},
	        {"what is wrong is named", what_is_wrong_is_named},
	        {"values at their limits are taken", values_at_their_limits_are_taken},
	        {"a position takes 32 keys and no more", a_position_takes_32_keys_and_no_more},
	        {"too many words are refused", too_many_words_are_refused},
	        {"help wins over what is wrong", help_wins_over_what_is_wrong},
	        {"--help after -- is a name", the_name_help_is_a_name_after_two_dashes},
	        {"--json is known even when the rest is wrong", json_is_known_even_when_the_rest_is_wrong},
	        {"sockets are for the command itself", sockets_are_for_the_command_itself},
	        {"a sentence names the command to ask for help",
	         a_sentence_names_the_command_to_ask_for_help},
	};
	return suite_run("cli parse", cases, sizeof cases / sizeof cases[0]);
}
