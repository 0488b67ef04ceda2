/*
 * The database written whole into another file, and that file put where the
 * database should be: after somebody has deleted or replaced it under the
 * process, which still has all of it. Two names, so that a process killed at
 * any moment leaves either nothing that counts or something whole: PATH.part
 * while it is written, PATH.whole from then on.
 */
#include "db/errors.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

bool store_has_moved(struct store *s)
{
	int has_moved = 0;

	return sqlite3_file_control(s->db, "main", SQLITE_FCNTL_HAS_MOVED, &has_moved) == SQLITE_OK &&
	       has_moved != 0;
}

/* PATH and what is written behind it; freed by the caller. */
static char *beside(const char *path, const char *suffix)
{
	size_t size = strlen(path) + strlen(suffix) + 1;
	char *name = malloc(size);

	if (name != NULL)
		snprintf(name, size, "%s%s", path, suffix);
	return name;
}

static int flush_path(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	int rc = fd < 0 || fsync(fd) != 0 ? -errno : 0;

	if (fd >= 0)
		close(fd);
	return rc;
}

static int flush_directory(const char *path)
{
	char *directory = beside(path, "");
	char *slash = directory == NULL ? NULL : strrchr(directory, '/');
	int rc = -ENOMEM;

	if (slash != NULL) {
		*slash = '\0';
		rc = flush_path(directory, O_RDONLY | O_DIRECTORY);
	}
	free(directory);
	return rc;
}

/* ---- writing it ---- */

static int copy_pages(struct store *s, sqlite3 *to)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", s->db, "main");

	if (backup == NULL)
		return errors_say(s, -EIO, "%s can not be copied: %s", s->path, sqlite3_errmsg(to));
	sqlite3_backup_step(backup, -1);
	if (sqlite3_backup_finish(backup) != SQLITE_OK)
		return errors_say(s, sqlite3_errcode(to) == SQLITE_FULL ? -ENOSPC : -EIO,
		                  "%s can not be copied: %s", s->path, sqlite3_errmsg(to));
	return 0;
}

/* Private from the first byte on. */
static int make_empty(struct store *s, const char *part)
{
	unlink(part);
	int fd = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);

	if (fd < 0)
		return errors_say(s, -errno, "%s can not be made: %m", part);
	close(fd);
	return 0;
}

static int write_part(struct store *s, const char *part)
{
	sqlite3 *to = NULL;
	int rc = make_empty(s, part);

	if (rc != 0)
		return rc;
	if (sqlite3_open_v2(part, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		rc = errors_say(s, -EIO, "%s can not be opened: %s", part, sqlite3_errmsg(to));
	if (rc == 0)
		rc = copy_pages(s, to);
	sqlite3_close(to);
	if (rc == 0 && (rc = flush_path(part, O_RDWR)) != 0)
		rc = errors_say(s, rc, "%s can not be flushed: %s", part, strerror(-rc));
	return rc;
}

static int write_whole(struct store *s, const char *part, const char *whole)
{
	int rc = write_part(s, part);

	if (rc == 0 && rename(part, whole) != 0)
		rc = errors_say(s, -errno, "%s can not be renamed: %m", part);
	if (rc != 0)
		unlink(part);
	return rc;
}

int store_copy(struct store *s)
{
	char *part = beside(s->path, ".part");
	char *whole = beside(s->path, ".whole");
	int rc = part == NULL || whole == NULL ? errors_say(s, -ENOMEM, "no memory")
	                                       : write_whole(s, part, whole);

	free(part);
	free(whole);
	return rc;
}

/* ---- putting it back ---- */

/* What another file has beside it goes with it; what is left of ours beside a file that is gone goes away. */
static void put_aside(const char *path, const char *suffix, const char *aside)
{
	char *from = beside(path, suffix);
	char *to = aside == NULL ? NULL : beside(aside, suffix);

	if (from != NULL && to != NULL)
		rename(from, to);
	else if (from != NULL && aside == NULL)
		unlink(from);
	free(from);
	free(to);
}

static void clear_the_place(const char *path)
{
	struct stat st;
	char suffix[40];
	bool is_taken = lstat(path, &st) == 0;

	snprintf(suffix, sizeof suffix, ".foreign-%lld", (long long)time(NULL));
	char *aside = is_taken ? beside(path, suffix) : NULL;
	put_aside(path, "-wal", aside);
	put_aside(path, "-shm", aside);
	if (aside != NULL)
		rename(path, aside);
	free(aside);
}

int store_put_back(const char *path)
{
	char *whole = beside(path, ".whole");
	int rc = whole == NULL ? -ENOMEM : access(whole, F_OK) != 0 ? -errno : 0;

	if (rc == 0) {
		clear_the_place(path);
		rc = rename(whole, path) != 0 ? -errno : flush_directory(path);
	}
	free(whole);
	return rc;
}
