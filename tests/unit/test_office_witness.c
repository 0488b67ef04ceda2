/*
 * The witness beside the database (controller/office/witness.h): what it says
 * is whole or nothing, and it tells another database from the one of before.
 */
#include "controller/office/witness.h"
#include "tests/unit/suite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char directory[] = "/tmp/zutritt-witness-XXXXXX";
static char path[64];

static void begin_or_fail(void)
{
	strcpy(directory, "/tmp/zutritt-witness-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/witness", directory);
}

static void end(void)
{
	unlink(path);
	rmdir(directory);
}

static struct witness example(void)
{
	struct witness w = {.journal = "0D7K2MZX91QF", .number = 4711, .is_fire_latched = true};
	witness_note_area(&w, "building", ALARM_ALARM);
	witness_note_area(&w, "sum", ALARM_UNSET); /* a name that looks like the last line */
	return w;
}

static void what_was_written_is_read(void)
{
	struct witness w = example(), read;
	begin_or_fail();
	CU_ASSERT_EQUAL(witness_read(&read, directory), -ENOENT);
	CU_ASSERT_EQUAL_FATAL(witness_write(&w, directory), 0);
	CU_ASSERT_EQUAL_FATAL(witness_read(&read, directory), 0);
	CU_ASSERT_STRING_EQUAL(read.journal, w.journal);
	CU_ASSERT_EQUAL(read.number, 4711);
	CU_ASSERT_TRUE(read.is_fire_latched);
	CU_ASSERT_EQUAL(witness_alarm(&read, "building"), ALARM_ALARM);
	CU_ASSERT_EQUAL(witness_alarm(&read, "sum"), ALARM_UNSET);
	end();
}

static size_t text_or_fail(char *text, size_t size)
{
	FILE *f = fopen(path, "r");
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	size_t length = fread(text, 1, size - 1, f);
	text[length] = '\0';
	fclose(f);
	return length;
}

static void put_or_fail(const char *text, size_t length)
{
	FILE *f = fopen(path, "w");
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	CU_ASSERT_EQUAL(fwrite(text, 1, length, f), length);
	fclose(f);
}

/* Cut anywhere, and with any byte changed: nothing of it counts. */
static void a_damaged_one_is_refused_at_every_byte(void)
{
	struct witness w = example(), read;
	char text[1024], changed[1024];
	begin_or_fail();
	CU_ASSERT_EQUAL_FATAL(witness_write(&w, directory), 0);
	size_t length = text_or_fail(text, sizeof(text));
	for (size_t i = 0; i + 1 < length; i++) {
		memcpy(changed, text, sizeof(text));
		changed[i] ^= 0x01;
		put_or_fail(changed, length);
		CU_ASSERT_EQUAL(witness_read(&read, directory), -EBADMSG);
		put_or_fail(text, i);
		CU_ASSERT_EQUAL(witness_read(&read, directory), -EBADMSG);
	}
	end();
}

static void one_of_a_newer_version_is_refused(void)
{
	struct witness read;
	begin_or_fail();
	put_or_fail("zutritt witness 2\nsum 0000000000000000\n", 39);
	CU_ASSERT_EQUAL(witness_read(&read, directory), -EBADMSG);
	end();
}

static void it_is_written_whole_or_not_at_all(void)
{
	struct witness w = example(), read;
	begin_or_fail();
	CU_ASSERT_EQUAL_FATAL(witness_write(&w, directory), 0);
	char unborn[96];
	snprintf(unborn, sizeof(unborn), "%s/.witness-new", directory);
	CU_ASSERT_EQUAL_FATAL(mkdir(unborn, 0700), 0);
	w.number = 5000;
	CU_ASSERT_TRUE(witness_write(&w, directory) < 0);
	CU_ASSERT_EQUAL(witness_read(&read, directory), 0);
	CU_ASSERT_EQUAL(read.number, 4711);
	rmdir(unborn);
	end();
}

static void it_tells_another_database_from_this_one(void)
{
	static const struct {
		const char *journal;
		int64_t number;
		enum record_reason reason;
	} rows[] = {{"0D7K2MZX91QF", 4711, REASON_NONE},          {"0D7K2MZX91QF", 4712, REASON_NONE},
	            {"0D7K2MZX91QF", 4710, REASON_DATABASE_OLD},  {"0D7K2MZX91QF", 0, REASON_DATABASE_OLD},
	            {"0D7K2MZX91QG", 4712, REASON_DATABASE_LOST}, {"0D7K2MZX91QG", 0, REASON_DATABASE_LOST}};
	struct witness w = example();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CU_ASSERT_EQUAL(witness_judge(&w, rows[i].journal, rows[i].number), rows[i].reason);
}

static void only_what_is_new_is_noted(void)
{
	struct witness w = example();
	CU_ASSERT_FALSE(witness_note_area(&w, "building", ALARM_ALARM));
	CU_ASSERT_TRUE(witness_note_area(&w, "building", ALARM_SET));
	CU_ASSERT_TRUE(witness_note_area(&w, "building", ALARM_EXIT_DELAY));
	CU_ASSERT_FALSE(witness_note_area(&w, "building", ALARM_UNSET));
	CU_ASSERT_FALSE(witness_note_fire(&w, true));
	CU_ASSERT_TRUE(witness_note_fire(&w, false));
}

static void an_area_that_it_does_not_name_is_set(void)
{
	struct witness w = example();
	CU_ASSERT_EQUAL(witness_alarm(&w, "annex"), ALARM_SET);
}

static void the_longest_names_of_all_areas_fit(void)
{
	struct witness w = {.journal = "0D7K2MZX91QF", .number = INT64_MAX}, read;
	char name[SITE_NAME_MAX];
	for (int i = 0; i < SITE_AREAS_MAX; i++) {
		memset(name, 'a' + i, sizeof(name) - 1);
		name[sizeof(name) - 1] = '\0';
		CU_ASSERT_TRUE(witness_note_area(&w, name, ALARM_ENTRY_DELAY));
	}
	CU_ASSERT_FALSE(witness_note_area(&w, "one too many", ALARM_SET));
	begin_or_fail();
	CU_ASSERT_EQUAL_FATAL(witness_write(&w, directory), 0);
	CU_ASSERT_EQUAL_FATAL(witness_read(&read, directory), 0);
	CU_ASSERT_EQUAL(read.area_count, SITE_AREAS_MAX);
	CU_ASSERT_EQUAL(witness_alarm(&read, name), ALARM_ENTRY_DELAY);
	end();
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"what was written is read", what_was_written_is_read},
	        {"a damaged one is refused at every byte", a_damaged_one_is_refused_at_every_byte},
	        {"one of a newer version is refused", one_of_a_newer_version_is_refused},
	        {"it is written whole or not at all", it_is_written_whole_or_not_at_all},
	        {"L1: it tells another database from this one", it_tells_another_database_from_this_one},
	        {"only what is new is noted", only_what_is_new_is_noted},
	        {"L1: an area that it does not name is set", an_area_that_it_does_not_name_is_set},
	        {"the longest names of all areas fit", the_longest_names_of_all_areas_fit},
	};
	return suite_run("office_witness", cases, sizeof(cases) / sizeof(cases[0]));
}
