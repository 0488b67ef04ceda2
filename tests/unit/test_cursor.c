/* The cursor file: whole or not at all, and never a wrong one. */
#include "tests/unit/suite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reception/cursor.h"

/* ---- helpers ---- */

static char folder[] = "/tmp/zutritt-cursor-XXXXXX";
static int directory;

static void write_file_or_fail(const char *bytes, size_t size)
{
	int fd = openat(directory, CURSOR_FILE, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL_FATAL(write(fd, bytes, size), (ssize_t)size);
	close(fd);
}

static void read_or_fail(const char *journal, uint64_t number)
{
	struct cursor c;
	CU_ASSERT_EQUAL_FATAL(cursor_read(directory, &c), 0);
	CU_ASSERT_STRING_EQUAL(c.journal, journal);
	CU_ASSERT_EQUAL(c.number, number);
}

/* ---- cases ---- */

static void a_missing_file_is_no_cursor(void)
{
	struct cursor c = {.journal = "before", .number = 3};
	CU_ASSERT_EQUAL(cursor_read(directory, &c), -ENOENT);
	CU_ASSERT_EQUAL(c.number, 3);
}

static void what_was_written_is_read(void)
{
	static const uint64_t numbers[] = {0, 1, 4294967296, UINT64_MAX};
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		struct cursor c = {.journal = "7m2k0vq4x9ab", .number = numbers[i]};
		CU_ASSERT_EQUAL(cursor_write(directory, &c), 0);
		read_or_fail("7m2k0vq4x9ab", numbers[i]);
	}
}

static void the_longest_journal_name_fits(void)
{
	struct cursor c = {.number = UINT64_MAX};
	memset(c.journal, 'j', CURSOR_JOURNAL_MAX - 1);
	CU_ASSERT_EQUAL(cursor_write(directory, &c), 0);
	read_or_fail(c.journal, UINT64_MAX);
}

static void a_name_that_could_not_be_read_again_is_not_written(void)
{
	static const char *const names[] = {"", "a b", "a\nb"};
	write_file_or_fail("j 5\n", 4);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct cursor c = {.number = 9};
		strcpy(c.journal, names[i]);
		CU_ASSERT_EQUAL(cursor_write(directory, &c), -EINVAL);
	}
	read_or_fail("j", 5);
}

static const struct {
	const char *bytes;
	size_t size;
} damaged[] = {
        {"", 0},
        {"j", 1},
        {"j 5", 3}, /* cut before the end of the line */
        {"j \n", 3},
        {" 5\n", 3},
        {"j 5x\n", 5},
        {"j  5\n", 5},
        {"j -5\n", 5},
        {"j +5\n", 5},
        {"j 5\n\n", 5},
        {"j 5\nj 6\n", 8},
        {"j 5\n\0", 5},
        {"j\0 5\n", 5},
        {"j 18446744073709551616\n", 23},
        {"jjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj 5\n", 68}, /* one too long */
};

static void a_damaged_file_is_told_and_leaves_the_cursor_alone(void)
{
	for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
		struct cursor c = {.journal = "before", .number = 3};
		write_file_or_fail(damaged[i].bytes, damaged[i].size);
		CU_ASSERT_EQUAL(cursor_read(directory, &c), -EBADMSG);
		CU_ASSERT_STRING_EQUAL(c.journal, "before");
		CU_ASSERT_EQUAL(c.number, 3);
	}
}

/* Also by root, whom permissions do not stop: a folder stands where the new file has to. */
static void a_write_that_fails_leaves_the_old_one(void)
{
	struct cursor c = {.journal = "j", .number = 6};
	write_file_or_fail("j 5\n", 4);
	CU_ASSERT_EQUAL_FATAL(mkdirat(directory, CURSOR_FILE ".new", 0700), 0);
	CU_ASSERT_EQUAL(cursor_write(directory, &c), -EISDIR);
	read_or_fail("j", 5);
	CU_ASSERT_EQUAL(unlinkat(directory, CURSOR_FILE ".new", AT_REMOVEDIR), 0);
	CU_ASSERT_EQUAL(cursor_write(directory, &c), 0);
	read_or_fail("j", 6);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"a missing file is no cursor", a_missing_file_is_no_cursor},
	        {"what was written is read", what_was_written_is_read},
	        {"the longest journal name fits", the_longest_journal_name_fits},
	        {"a name that could not be read again is not written",
	         a_name_that_could_not_be_read_again_is_not_written},
	        {"a damaged file is told and leaves the cursor alone",
	         a_damaged_file_is_told_and_leaves_the_cursor_alone},
	        {"a write that fails leaves the old one", a_write_that_fails_leaves_the_old_one},
	};
	if (mkdtemp(folder) == NULL || (directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
		return EXIT_FAILURE;
	int result = suite_run("cursor", cases, sizeof cases / sizeof cases[0]);
	unlinkat(directory, CURSOR_FILE, 0);
	close(directory);
	rmdir(folder);
	return result;
}
