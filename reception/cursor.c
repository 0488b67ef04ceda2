/* The cursor file: see cursor.h. */
#include "reception/cursor.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CURSOR_FILE_NEW CURSOR_FILE ".new"

enum { LINE_MAX_BYTES = CURSOR_JOURNAL_MAX + 24 };

static int parse_number(const char *text, uint64_t *number)
{
	char *end;

	if (!isdigit((unsigned char)text[0]))
		return -EBADMSG;
	errno = 0;
	*number = strtoull(text, &end, 10);
	return errno == 0 && strcmp(end, "\n") == 0 ? 0 : -EBADMSG;
}

/* "JOURNAL NUMBER\n" and nothing else. */
static int parse(const char *line, struct cursor *out)
{
	struct cursor c = {.number = 0};
	const char *blank = strchr(line, ' ');

	if (blank == NULL || blank == line || (size_t)(blank - line) >= sizeof c.journal)
		return -EBADMSG;
	memcpy(c.journal, line, (size_t)(blank - line));
	int r = parse_number(blank + 1, &c.number);
	if (r == 0)
		*out = c;
	return r;
}

int cursor_read(int directory, struct cursor *out)
{
	char line[LINE_MAX_BYTES + 1];

	int fd = openat(directory, CURSOR_FILE, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	ssize_t count = read(fd, line, sizeof line - 1);
	int r = count < 0 ? -errno : 0;
	close(fd);
	if (r < 0)
		return r;
	line[count] = '\0';
	return strlen(line) == (size_t)count ? parse(line, out) : -EBADMSG;
}

static int write_durably(int fd, const char *line, size_t length)
{
	ssize_t count = write(fd, line, length);
	if (count < 0)
		return -errno;
	if ((size_t)count != length)
		return -ENOSPC;
	return fsync(fd) < 0 ? -errno : 0;
}

static bool is_writable(const struct cursor *c)
{
	return c->journal[0] != '\0' && strpbrk(c->journal, " \n") == NULL;
}

int cursor_write(int directory, const struct cursor *c)
{
	char line[LINE_MAX_BYTES];

	if (!is_writable(c))
		return -EINVAL;
	int length = snprintf(line, sizeof line, "%s %" PRIu64 "\n", c->journal, c->number);
	int fd = openat(directory, CURSOR_FILE_NEW, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	int r = write_durably(fd, line, (size_t)length);
	close(fd);
	/* The directory needs no flush: a rename that a power cut takes back leaves an older cursor, which is
	 * safe. */
	if (r == 0 && renameat(directory, CURSOR_FILE_NEW, directory, CURSOR_FILE) < 0)
		r = -errno;
	return r;
}
