/* The session's file: see session.h. */
#include "cli/session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A directory of theirs that nobody else can write to. */
static bool is_own_directory(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid() &&
	       (st.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

static const char *find_runtime(char path[SESSION_PATH_MAX])
{
	const char *given = getenv("XDG_RUNTIME_DIR");
	if (given != NULL && given[0] == '/' && is_own_directory(given))
		return given;
	snprintf(path, SESSION_PATH_MAX, "/run/user/%u", (unsigned)geteuid());
	return is_own_directory(path) ? path : NULL;
}

/* The folder and the file in it; false when there is no place. */
static bool find_file(char folder[SESSION_PATH_MAX], char path[SESSION_PATH_MAX])
{
	const char *given = getenv("ZUTRITT_SESSION_FILE");
	char runtime[SESSION_PATH_MAX];
	folder[0] = '\0';
	path[0] = '\0';
	if (given != NULL && given[0] != '\0')
		return snprintf(path, SESSION_PATH_MAX, "%s", given) < SESSION_PATH_MAX;
	const char *found = find_runtime(runtime);
	return found != NULL && snprintf(folder, SESSION_PATH_MAX, "%s/zutritt", found) < SESSION_PATH_MAX &&
	       snprintf(path, SESSION_PATH_MAX, "%.*s/session", SESSION_PATH_MAX - 16, folder) <
	               SESSION_PATH_MAX;
}

/* Theirs, a plain file, and for nobody else to read or write. */
static bool is_private(int fd)
{
	struct stat st;
	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
	       (st.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

bool session_load(char token[SESSION_TOKEN_MAX])
{
	char folder[SESSION_PATH_MAX], path[SESSION_PATH_MAX];
	token[0] = '\0';
	int fd = find_file(folder, path) ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) : -1;
	if (fd < 0)
		return false;
	ssize_t n = is_private(fd) ? read(fd, token, SESSION_TOKEN_MAX - 1) : -1;
	close(fd);
	token[n > 0 ? n : 0] = '\0';
	return token[0] != '\0';
}

static int write_new(const char *path, const char *token)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return -errno;
	size_t length = strlen(token);
	ssize_t n = write(fd, token, length);
	int result = n == (ssize_t)length ? 0 : n < 0 ? -errno : -EIO;
	close(fd);
	return result;
}

int session_store(const char *token, char path[SESSION_PATH_MAX])
{
	char folder[SESSION_PATH_MAX], fresh[SESSION_PATH_MAX + 8];
	if (!find_file(folder, path)) {
		path[0] = '\0';
		return -ENOENT;
	}
	if (folder[0] != '\0' && mkdir(folder, 0700) < 0 && errno != EEXIST)
		return -errno;
	snprintf(fresh, sizeof fresh, "%s.new", path);
	unlink(fresh);
	int result = write_new(fresh, token);
	if (result == 0 && rename(fresh, path) < 0)
		result = -errno;
	if (result < 0)
		unlink(fresh);
	return result;
}

void session_forget(void)
{
	char folder[SESSION_PATH_MAX], path[SESSION_PATH_MAX];
	if (find_file(folder, path))
		unlink(path);
}
