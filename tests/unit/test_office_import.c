/* Persons from a table (rule K8): the difference first, all or nothing, one sentence with the line. */
#include "tests/unit/office_fixture.h"

#include "controller/office/import.h"

#include <fcntl.h>
#include <sys/mman.h>

/* ---- helpers ---- */

static int table_or_fail(const char *bytes, size_t size, int seals)
{
	int fd = memfd_create("table", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL_FATAL(write(fd, bytes, size), (ssize_t)size);
	CU_ASSERT_EQUAL_FATAL(fcntl(fd, F_ADD_SEALS, seals), 0);
	return fd;
}

enum { SEALED = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW };

/* All replies joined, as a client does. */
static void join_replies(struct desk *d, const struct buffer *out)
{
	const char *frame = buffer_bytes(out), *end = frame + buffer_size(out);
	struct message *whole = message_object();
	char error[200];
	message_free(d->reply);
	d->reply = NULL;
	for (; frame < end; frame += strlen(frame) + 1) {
		struct message *reply = message_parse(frame, strlen(frame), error, sizeof(error));
		CU_ASSERT_PTR_NOT_NULL_FATAL(reply);
		const struct message *part = message_get(reply, "parameters");
		if (message_text(reply, "error") != NULL) {
			message_free(whole);
			d->reply = reply;
			return;
		}
		message_join(whole, message_copy(part));
		message_free(reply);
	}
	d->reply = message_object();
	message_put(d->reply, "parameters", whole);
}

static void (*between)(struct desk *d); /* two turns of the import, once */

static void import_file(struct desk *d, int fd, bool is_dry)
{
	char request[512];
	struct ongoing g = {.has_file = fd >= 0, .file = fd};
	struct buffer out = {0};
	snprintf(request, sizeof(request),
	         "{\"method\":\"io.zutritt.PersonsImport\",\"more\":true,\"parameters\":{\"session\":\"%s\","
	         "\"dry_run\":%s}}",
	         d->session, is_dry ? "true" : "false");
	dispatch(d->office, 0, request, strlen(request), &g, &out);
	while (g.import != NULL) {
		if (between != NULL)
			between(d);
		between = NULL;
		ongoing_continue(d->office, &g, &out);
	}
	join_replies(d, &out);
	buffer_free(&out);
}

static void import_bytes(struct desk *d, const char *bytes, size_t size, bool is_dry)
{
	int fd = table_or_fail(bytes, size, SEALED);
	import_file(d, fd, is_dry);
	close(fd);
}

static void import(struct desk *d, const char *text, bool is_dry)
{
	import_bytes(d, text, strlen(text), is_dry);
}

static void has_counts(struct desk *d, int64_t hired, int64_t changed, int64_t same)
{
	if (desk_error(d)[0] != '\0')
		printf("\n    %s ", desk_says(d));
	CU_ASSERT_EQUAL(message_int(d->reply, "parameters.hired", -1), hired);
	CU_ASSERT_EQUAL(message_int(d->reply, "parameters.changed", -1), changed);
	CU_ASSERT_EQUAL(message_int(d->reply, "parameters.same", -1), same);
}

static struct desk *begin(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	desk_ask_or_fail(
	        d, "PositionAdd",
	        "{\"name\":\"desk\",\"keys\":[{\"room\":\"hall\"},{\"room\":\"office\"}],\"by\":\"Max\"}");
	return d;
}

static const char three[] = "name;position;badge\nAnna;front;42:10\nBen;desk;42:11\nCem;;\n";

/* ---- what an import does ---- */

static void an_import_hires_with_position_and_badge(void)
{
	struct desk *d = begin();
	import(d, three, false);
	has_counts(d, 3, 0, 0);
	CU_ASSERT_TRUE(desk_present(d, 10, ENTRANCE_IN).is_granted);
	CU_ASSERT_TRUE(desk_present(d, 11, OFFICE_IN).is_granted);
	CU_ASSERT_FALSE(desk_present(d, 10, OFFICE_IN).is_granted);
	CU_ASSERT_EQUAL(desk_events(d, "person.hired").count, 4);
	CU_ASSERT_EQUAL(desk_events(d, "persons.imported").count, 1);
	desk_ask_or_fail(d, "ReceiptList", "{\"person\":\"Ben\"}");
	CU_ASSERT_EQUAL(message_count(message_get(d->reply, "parameters.receipts")), 1);
	desk_reopen_or_fail(d);
	CU_ASSERT_TRUE(desk_present(d, 11, OFFICE_IN).is_granted);
	desk_end(d);
}

/* Rule V6: while a day badge is out no other one opens. */
static void an_import_gives_nobody_a_second_badge_beside_a_day_badge(void)
{
	struct desk *d = begin();
	desk_ask_or_fail(d, "BadgeDay", "{\"person\":\"Max\",\"badge\":\"42:900\"}");
	import(d, "name;badge\nCem;\nMax;42:901\n", false);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Invalid");
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "Line 3: Max has a day badge today"));
	CU_ASSERT_FALSE(desk_present(d, 901, ENTRANCE_IN).is_granted);
	desk_ask_or_fail(d, "BadgeReturn", "{\"badge\":\"42:900\"}");
	import(d, "name;badge\nCem;\nMax;42:901\n", false);
	has_counts(d, 1, 1, 0);
	CU_ASSERT_TRUE(desk_present(d, 901, ENTRANCE_IN).is_granted);
	desk_end(d);
}

static void a_dry_run_shows_the_difference_and_changes_nothing(void)
{
	struct desk *d = begin();
	int64_t version = store_policy_version(d->office->store), last = store_last_number(d->office->store);
	import(d, three, true);
	has_counts(d, 3, 0, 0);
	const struct message *rows = message_get(d->reply, "parameters.rows_changed");
	CU_ASSERT_EQUAL_FATAL(message_count(rows), 3);
	CU_ASSERT_STRING_EQUAL(message_text(message_item(rows, 1), "name"), "Ben");
	CU_ASSERT_STRING_EQUAL(message_text(message_item(rows, 1), "what"), "new");
	CU_ASSERT_EQUAL(message_int(message_item(rows, 1), "line", 0), 3);
	CU_ASSERT_EQUAL(store_policy_version(d->office->store), version);
	CU_ASSERT_EQUAL(store_last_number(d->office->store), last);
	CU_ASSERT_FALSE(desk_present(d, 10, ENTRANCE_IN).is_granted);
	desk_end(d);
}

static void a_dry_run_names_the_rights_that_change(void)
{
	struct desk *d = begin();
	import(d, "name;rights\nMax;override,unset\n", true);
	has_counts(d, 0, 1, 0);
	const struct message *rows = message_get(d->reply, "parameters.rows_changed");
	CU_ASSERT_PTR_NOT_NULL(strstr(message_text(message_item(rows, 0), "detail"), "-> unset+override"));
	desk_end(d);
}

static void the_same_table_again_changes_nothing(void)
{
	struct desk *d = begin();
	import(d, three, false);
	int64_t version = store_policy_version(d->office->store);
	import(d, three, false);
	has_counts(d, 0, 0, 3);
	CU_ASSERT_EQUAL(store_policy_version(d->office->store), version);
	desk_end(d);
}

static void a_table_of_excel_in_german_is_read(void)
{
	struct desk *d = begin();
	import(d,
	       "\xef\xbb\xbfName;Art;Firma;Letzter Tag;Stelle;Ausweis\r\n"
	       "\"J\xc3\xbcrgen \"\"Jo\"\" K\";Externer;'=Bau GmbH;31.12.2098;front;42:12\r\n",
	       false);
	has_counts(d, 1, 0, 0);
	desk_ask_or_fail(d, "PersonShow", "{\"person\":\"J\xc3\xbcrgen \\\"Jo\\\" K\"}");
	CU_ASSERT_STRING_EQUAL(message_text(d->reply, "parameters.person.employer"), "=Bau GmbH");
	CU_ASSERT_STRING_EQUAL(message_text(d->reply, "parameters.person.last_day"), "2098-12-31");
	CU_ASSERT_STRING_EQUAL(message_text(d->reply, "parameters.person.kind"), "external");
	desk_end(d);
}

static void who_is_there_is_changed(void)
{
	struct desk *d = begin();
	char table[256];
	import(d, three, false);
	import(d, "name;position;last_day;badge\nAnna;desk;2098-01-31;42:10\nBen;;;42:13\n", true);
	has_counts(d, 0, 2, 0);
	CU_ASSERT_FALSE(desk_present(d, 10, OFFICE_IN).is_granted);
	import(d, "name;position;last_day;badge\nAnna;desk;2098-01-31;42:10\nBen;;;42:13\n", false);
	has_counts(d, 0, 2, 0);
	CU_ASSERT_TRUE(desk_present(d, 10, OFFICE_IN).is_granted);
	CU_ASSERT_TRUE(desk_present(d, 13, OFFICE_IN).is_granted);
	desk_ask_or_fail(d, "PersonShow", "{\"person\":\"Anna\"}");
	CU_ASSERT_STRING_EQUAL(message_text(d->reply, "parameters.person.last_day"), "2098-01-31");
	snprintf(table, sizeof(table), "id,name\n%s,Anna Roth\n",
	         message_text(d->reply, "parameters.person.id"));
	import(d, table, false);
	has_counts(d, 0, 1, 0);
	desk_ask_or_fail(d, "PersonShow", "{\"person\":\"Anna Roth\"}");
	desk_end(d);
}

static void keys_that_need_a_second_person_wait_here_too(void)
{
	struct desk *d = begin();
	desk_ask_or_fail(
	        d, "PositionAdd",
	        "{\"name\":\"boss\",\"keys\":[{\"room\":\"hall\"},{\"room\":\"servers\"}],\"by\":\"Max\"}");
	import(d, "name;position;badge\nUwe;boss;42:20\n", false);
	CU_ASSERT_TRUE(desk_present(d, 20, ENTRANCE_IN).is_granted);
	desk_ask_or_fail(d, "KeyListWaiting", "{}");
	CU_ASSERT_EQUAL(message_count(message_get(d->reply, "parameters.keys")), 1);
	desk_end(d);
}

/* ---- what it refuses ---- */

#define EXTERNAL "kind;employer;last_day;name\n"

static const struct {
	const char *table, *says;
} hostile[] = {
        {"", "empty"},
        {"\n\n", "empty"},
        {"position\nfront\n", "Line 1: The column \"name\" is missing."},
        {"name;wage\nA;1\n", "Line 1: There is no column \"wage\"."},
        {"name;name\nA;B\n", "Line 1: The column \"name\" stands there twice."},
        {"name;\xff\nA;B\n", "Line 1: There is no column \"?\"."},
        {"name;position\nA\n", "Line 2: There are 1 columns, in the first line 2."},
        {"name;position\nA;front;x\n", "Line 2: There are 3 columns"},
        {"name\nA\nB\xfcrger\n", "Line 3: The column \"name\" must be UTF-8."},
        {"name\n\"a\nb\"\n", "Line 2: The column \"name\" must not contain control characters."},
        {"name\nu\xcc\x88\n", "Unicode NFC"},
        {"name\n\"A\n", "Line 2: the line has a quotation mark that does not end."},
        {"name\n\"A\"B\n", "Line 2: the line has text behind a quotation mark."},
        {"name;badge\nA;42\n", "Line 2: \"42\" is no badge number"},
        {"name;badge\nA;42:1\n", "Line 2: The badge 42:1 belongs to Max already"},
        {"name;badge\nA;42:30\nB;42:30\n", "Line 3: \"42:30\" stands in line 2 already."},
        {"name\nA\na\n", "Line 3: \"a\" stands in line 2 already."},
        {"name;position\nA;none\n", "Line 2: There is no position \"none\"."},
        {"name;last_day\nA;2026-02-30\n", "Line 2: \"2026-02-30\" is no day"},
        {"name;last_day\nA;30.02.2098\n", "Line 2: \"2098-02-30\" is no day"},
        {"name;last_day\nA;2020-01-01\n", "Line 2: The last day is past."},
        {"name;first_day;last_day\nA;2098-01-02;2098-01-01\n", "Line 2: The last day is before the first."},
        {"name;rights\nA;fly\n", "Line 2: There is no right \"fly\""},
        {"name;kind\nA;boss\n", "Line 2: A person is employee"},
        {"name;kind\nMax;external\n", "Line 2: Max stays employee"},
        {"name;state\nMax;exited\n", "Line 2: Nobody is suspended or exits by a table"},
        {"name;id\nA;7m2k0vq4x9ab\n", "Line 2: There is no person \"7m2k0vq4x9ab\"."},
        {"name;position\n;front\n", "Line 2: The name is missing."},
        {EXTERNAL "external;;2098-01-01;A\n", "Line 2: An external needs an employer."},
        {EXTERNAL "external;K;;A\n", "Line 2: An external needs a last day."},
        {"name;kind;position;last_day\nA;technician;front;2098-01-01\n", "opens nothing alone"},
};

static void hostile_tables_end_in_one_sentence_and_change_nothing(void)
{
	struct desk *d = begin();
	int64_t version = store_policy_version(d->office->store);
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		import(d, hostile[i].table, false);
		bool is_right = desk_error(d)[0] != '\0' && strstr(desk_says(d), hostile[i].says) != NULL;
		if (!is_right)
			printf("\n    %s: %s %s ", hostile[i].table, desk_error(d), desk_says(d));
		CU_ASSERT_TRUE(is_right);
		CU_ASSERT_PTR_NULL(strchr(desk_says(d), '\n'));
	}
	CU_ASSERT_EQUAL(store_policy_version(d->office->store), version);
	CU_ASSERT_FALSE(desk_present(d, 30, ENTRANCE_IN).is_granted);
	desk_end(d);
}

static void a_line_of_a_megabyte_is_refused(void)
{
	static char table[1 << 20];
	struct desk *d = begin();
	memset(table, 'x', sizeof(table));
	memcpy(table, "name\n", 5);
	import_bytes(d, table, sizeof(table), false);
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "Line 2: the line is longer than 16384 bytes."));
	memcpy(table, "name\0", 5);
	import_bytes(d, table, sizeof(table), false);
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "Line 1: the line contains a NUL byte."));
	desk_end(d);
}

static void a_wrong_row_at_the_end_takes_back_the_whole(void)
{
	struct desk *d = begin();
	static char table[64 * 1024];
	size_t used = (size_t)snprintf(table, sizeof(table), "name;position;badge\n");
	for (int i = 0; i < 200; i++)
		used += (size_t)snprintf(table + used, sizeof(table) - used, "Person %d;front;43:%d\n", i,
		                         i + 1);
	snprintf(table + used, sizeof(table) - used, "Last;none;\n");
	int64_t version = store_policy_version(d->office->store);
	import(d, table, false);
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "Line 202: There is no position"));
	CU_ASSERT_EQUAL(store_policy_version(d->office->store), version);
	desk_end(d);
}

static void issues_a_key(struct desk *d)
{
	desk_ask_or_fail(d, "KeyIssue",
	                 "{\"person\":\"Max\",\"room\":\"office\",\"reason\":\"w\",\"by\":\"Max\"}");
}

static void who_is_faster_wins(void)
{
	struct desk *d = begin();
	between = issues_a_key;
	import(d, three, false);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Conflict");
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "nothing is changed"));
	CU_ASSERT_FALSE(desk_present(d, 10, ENTRANCE_IN).is_granted);
	import(d, three, false);
	has_counts(d, 3, 0, 0);
	desk_end(d);
}

static void only_a_sealed_memory_file_is_read(void)
{
	struct desk *d = begin();
	int fd = table_or_fail(three, strlen(three), F_SEAL_SHRINK | F_SEAL_GROW);
	import_file(d, fd, true);
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "sealed"));
	close(fd);
	import_file(d, -1, true);
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "file descriptor"));
	fd = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	import_file(d, fd, true);
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "sealed"));
	close(fd);
	desk_end(d);
}

/* More operations than one act may have otherwise, and more than the doors' table has room for at first. */
static void thousands_come_in_one_act(void)
{
	enum { PERSONS = 3000 };
	struct desk *d = begin();
	static char table[256 * 1024];
	size_t used = (size_t)snprintf(table, sizeof(table), "name;position;badge\n");
	for (int i = 0; i < PERSONS; i++)
		used += (size_t)snprintf(table + used, sizeof(table) - used, "Person %d;desk;44:%d\n", i,
		                         i + 1);
	int64_t version = store_policy_version(d->office->store);
	import(d, table, false);
	has_counts(d, PERSONS, 0, 0);
	CU_ASSERT_EQUAL(store_policy_version(d->office->store), version + 1);
	struct access_request request = {.number = {.card = PERSONS, .facility = 44, .format = FORMAT_H10301},
	                                 .reader = OFFICE_IN,
	                                 .is_reader_enabled = true,
	                                 .is_commissioned = true,
	                                 .now = clock_now(&d->office->clock)};
	CU_ASSERT_TRUE(access_decide(d->doors.table, &d->config.site, &request).is_granted);
	CU_ASSERT_TRUE(desk_present(d, 1, ENTRANCE_IN).is_granted);
	desk_end(d);
}

/* A person more, or a byte more, than an import may have. */
static void a_table_at_its_limits_is_read(void)
{
	static char table[IMPORT_BYTES_MAX + 1];
	struct desk *d = begin();
	size_t used = (size_t)snprintf(table, sizeof(table), "name\n");
	for (int i = 0; i < IMPORT_ROWS_MAX; i++)
		used += (size_t)snprintf(table + used, sizeof(table) - used, "P%d\n", i);
	import_bytes(d, table, used, true);
	has_counts(d, IMPORT_ROWS_MAX, 0, 0);
	used += (size_t)snprintf(table + used, sizeof(table) - used, "One more\n");
	import_bytes(d, table, used, true);
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "more than 10000 persons"));
	memset(table, '\n', sizeof(table));
	memcpy(table, "name\nA\n", 7);
	import_bytes(d, table, IMPORT_BYTES_MAX, true);
	has_counts(d, 1, 0, 0);
	import_bytes(d, table, sizeof(table), true);
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "more than 4194304 bytes"));
	desk_end(d);
}

static void an_export_names_everybody_with_their_badge(void)
{
	struct desk *d = begin();
	import(d, three, false);
	desk_ask_or_fail(d, "PersonExit", "{\"person\":\"Cem\",\"reason\":\"x\",\"by\":\"Max\"}");
	desk_ask_or_fail(d, "PersonsExport", "{}");
	const struct message *persons = message_get(d->reply, "parameters.persons");
	bool has_anna = false, has_cem = false;
	for (size_t i = 0; i < message_count(persons); i++) {
		const struct message *person = message_item(persons, i);
		const char *name = message_text(person, "name");
		has_cem |= strcmp(name, "Cem") == 0;
		if (strcmp(name, "Anna") != 0)
			continue;
		has_anna = true;
		CU_ASSERT_STRING_EQUAL(message_text(person, "badge"), "h10301 42:10");
	}
	CU_ASSERT_TRUE(has_anna);
	CU_ASSERT_FALSE(has_cem); /* has left */
	desk_end(d);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"K8: an import hires with position and badge", an_import_hires_with_position_and_badge},
	        {"V6: an import gives nobody a second badge beside a day badge",
	         an_import_gives_nobody_a_second_badge_beside_a_day_badge},
	        {"K8: a dry run shows the difference and changes nothing",
	         a_dry_run_shows_the_difference_and_changes_nothing},
	        {"K8: a dry run names the rights that change", a_dry_run_names_the_rights_that_change},
	        {"K8: the same table again changes nothing", the_same_table_again_changes_nothing},
	        {"K8: a table of Excel in German is read", a_table_of_excel_in_german_is_read},
	        {"K8: who is there is changed", who_is_there_is_changed},
	        {"K2: keys that need a second person wait here too",
	         keys_that_need_a_second_person_wait_here_too},
	        {"K8: hostile tables end in one sentence and change nothing",
	         hostile_tables_end_in_one_sentence_and_change_nothing},
	        {"K8: a line of a megabyte is refused", a_line_of_a_megabyte_is_refused},
	        {"K8: a wrong row at the end takes back the whole",
	         a_wrong_row_at_the_end_takes_back_the_whole},
	        {"K8: who is faster wins", who_is_faster_wins},
	        {"M5: only a sealed memory file is read", only_a_sealed_memory_file_is_read},
	        {"K8: thousands come in one act", thousands_come_in_one_act},
	        {"K8: a table at its limits is read", a_table_at_its_limits_is_read},
	        {"K8: an export names everybody with their badge",
	         an_export_names_everybody_with_their_badge},
	};
	return suite_run("office: import", cases, sizeof(cases) / sizeof(cases[0]));
}
