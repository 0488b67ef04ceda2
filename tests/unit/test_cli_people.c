/* Pages to print (rules K5, K6), tables that go out (K8), and what hiring asks for (K3). */
#include "tests/unit/suite.h"

#include <stdio.h>
#include <string.h>

#include "cli/hire.h"
#include "cli/import.h"
#include "cli/page.h"

static char page[16384];

static const char *made(void (*print)(FILE *out, const struct message *reply), const char *json)
{
	char error[200];
	struct message *reply = message_parse(json, strlen(json), error, sizeof error);
	CU_ASSERT_PTR_NOT_NULL_FATAL(reply);
	FILE *out = fmemopen(page, sizeof page, "w");
	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	print(out, reply);
	fclose(out);
	message_free(reply);
	return page;
}

static void has(const char *text)
{
	if (strstr(page, text) == NULL)
		printf("\n    not there: %s ", text);
	CU_ASSERT_PTR_NOT_NULL(strstr(page, text));
}

static void has_not(const char *text)
{
	CU_ASSERT_PTR_NULL(strstr(page, text));
}

#define RECEIPT                                                                                              \
	"{\"site\":\"here\",\"receipt\":{\"number\":\"here-2026-00042\",\"kind\":\"issue\",\"person_name\":" \
	"\"Anna <script>alert(1)</script> & Co\",\"operator_name\":\"Max \\\"M\\\" Roth\",\"made\":"         \
	"\"2026-07-01T10:00:00.000Z\",\"code\":\"7m2k0vq4x9ab\"},\"badges\":[{\"number\":\"h10301 42:7\"}]," \
	"\"keys\":[{\"id\":\"9m2k0vq4x9ab\",\"room\":\"lab\",\"door\":null,\"first_day\":null,\"last_day\":" \
	"\"2027-01-31\"}]}"

static void a_receipt_says_what_was_handed_out(void)
{
	made(page_receipt, RECEIPT);
	has("here-2026-00042");
	has("7m2k-0vq4-x9ab");
	has("h10301 42:7");
	has("<td>lab</td>");
	has("2027-01-31");
	has("class=\"sign\"");
	has("@page{size:A4");
}

static void a_page_needs_nothing_else_and_runs_nothing(void)
{
	made(page_receipt, RECEIPT);
	has("Anna &lt;script&gt;alert(1)&lt;/script&gt; &amp; Co");
	has("Max &quot;M&quot; Roth");
	has_not("<script");
	has_not("http");
	has_not("src=");
	has_not("url(");
	CU_ASSERT_STRING_EQUAL(page + strlen(page) - strlen("</html>\n"), "</html>\n");
}

static void the_lock_plan_has_a_table_for_each_room(void)
{
	made(page_lock_plan,
	     "{\"keys\":[{\"room\":\"hall\",\"person_name\":\"Anna\",\"kind\":\"employee\",\"reason\":\"r\"},"
	     "{\"room\":\"hall\",\"person_name\":\"Ben\",\"kind\":\"external\",\"reason\":\"r\"},"
	     "{\"room\":\"lab\",\"person_name\":\"Cem\",\"kind\":\"employee\",\"reason\":\"r\"}]}");
	size_t tables = 0, ends = 0;
	for (const char *at = page; (at = strstr(at, "<table>")) != NULL; at++)
		tables++;
	for (const char *at = page; (at = strstr(at, "</table>")) != NULL; at++)
		ends++;
	CU_ASSERT_EQUAL(tables, 2);
	CU_ASSERT_EQUAL(ends, 2);
	has("<h2>lab</h2>");
	made(page_lock_plan, "{\"keys\":[]}");
	has("No keys.");
}

/* ---- tables that go out (rule K8) ---- */

static void print_persons(FILE *out, const struct message *reply)
{
	export_print(out, message_get(reply, "persons"));
}

static void a_table_has_no_formulas(void)
{
	made(print_persons,
	     "{\"persons\":[{\"id\":\"7m2k0vq4x9ab\",\"name\":\"=cmd|' /C calc'!A0\",\"kind\":\"employee\","
	     "\"employer\":\"K; \\\"L\\\"\",\"rights\":[\"unset\",\"set\"],\"state\":\"active\"}]}");
	has("\xef\xbb\xbfid;name;kind;position;employer;first_day;last_day;rights;badge;state\r\n");
	has("7m2k0vq4x9ab;\"'=cmd|' /C calc'!A0\";employee;;\"K; \"\"L\"\"\";;;\"unset, set\";;active\r\n");
}

/* ---- what is asked at the terminal (rule K3) ---- */

static const char *const *typed;
static char prompts[1024];

static bool ask(const char *prompt, char *line, size_t size)
{
	strncat(prompts, prompt, sizeof prompts - strlen(prompts) - 1);
	if (*typed == NULL)
		return false;
	snprintf(line, size, "%s", *typed++);
	return true;
}

static struct invocation inv;

static bool completes(const char *const *words, int count, const char *const *lines, const char **missing)
{
	char *argv[16], sentence[PARSE_SENTENCE_MAX];
	for (int i = 0; i < count; i++)
		argv[i] = (char *)(uintptr_t)words[i];
	argv[count] = NULL;
	CU_ASSERT_EQUAL_FATAL(parse_command(&inv, count, argv, sentence), PARSE_RUN);
	typed = lines;
	prompts[0] = '\0';
	return hire_complete(&inv, ask, missing);
}

static void hire_asks_for_what_is_missing_until_it_fits(void)
{
	static const char *const words[] = {"zutritt", "person", "hire"};
	static const char *const lines[] = {"",     "Eva Lind", "boss",  "external", "desk",       "42",
	                                    "42:7", "",         "Bau K", "tomorrow", "2098-01-31", NULL};
	const char *missing;
	CU_ASSERT_TRUE(completes(words, 3, lines, &missing));
	CU_ASSERT_PTR_NULL(*typed); /* every line was asked for */
	CU_ASSERT_STRING_EQUAL(invocation_text(&inv, "NAME"), "Eva Lind");
	CU_ASSERT_STRING_EQUAL(invocation_text(&inv, "--kind"), "external");
	CU_ASSERT_STRING_EQUAL(invocation_text(&inv, "--badge"), "42:7");
	CU_ASSERT_STRING_EQUAL(invocation_text(&inv, "--employer"), "Bau K");
	CU_ASSERT_STRING_EQUAL(invocation_text(&inv, "--last-day"), "2098-01-31");
	CU_ASSERT_PTR_NULL(invocation_text(&inv, "--first-day"));
}

static void hire_asks_nothing_that_was_said(void)
{
	static const char *const words[] = {"zutritt", "person", "hire", "Eva"};
	static const char *const lines[] = {NULL};
	const char *missing;
	CU_ASSERT_TRUE(completes(words, 4, lines, &missing));
	CU_ASSERT_STRING_EQUAL(prompts, "");
	static const char *const external[] = {"zutritt", "person", "hire", "Eva", "--kind", "external"};
	CU_ASSERT_FALSE(completes(external, 6, lines, &missing));
	CU_ASSERT_STRING_EQUAL(missing, "--employer");
	CU_ASSERT_FALSE(completes(words, 3, lines, &missing));
	CU_ASSERT_STRING_EQUAL(missing, "NAME");
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"K5: a receipt says what was handed out", a_receipt_says_what_was_handed_out},
	        {"a page needs nothing else and runs nothing", a_page_needs_nothing_else_and_runs_nothing},
	        {"K6: the lock plan has a table for each room", the_lock_plan_has_a_table_for_each_room},
	        {"K8: a table has no formulas", a_table_has_no_formulas},
	        {"K3: hire asks for what is missing until it fits",
	         hire_asks_for_what_is_missing_until_it_fits},
	        {"K3: hire asks nothing that was said", hire_asks_nothing_that_was_said},
	};
	return suite_run("cli people", cases, sizeof cases / sizeof cases[0]);
}
