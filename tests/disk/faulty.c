/*
 * A disk that fails when a test says so, below SQLite: preloaded into zutrittd
 * it stands between the program and the system's calls on files in one folder.
 *
 *   FAULTY_FOLDER   the folder
 *   FAULTY_CONTROL  a file whose first byte says what is the matter:
 *                   '.' nothing, 'f' full, 'e' every access is an error,
 *                   'r' read-only, 's' every access hangs until it says another
 */
/* The functions defined here must not be libc's checked ones at the same time. */
#undef _FORTIFY_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

enum { FDS = 1024 };

enum access { READS, WRITES, FLUSHES };

static const volatile char *control; /* NULL: a process of which nothing is wanted */
static const char *folder;
static bool is_there[FDS]; /* descriptors of files in the folder */

__attribute__((constructor)) static void look(void)
{
	const char *path = getenv("FAULTY_CONTROL");
	folder = getenv("FAULTY_FOLDER");
	int fd = path == NULL || folder == NULL
	                 ? -1
	                 : (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
	void *p = fd < 0 ? MAP_FAILED : mmap(NULL, 1, PROT_READ, MAP_SHARED, fd, 0);
	control = p == MAP_FAILED ? NULL : p;
}

static void hang(void)
{
	struct timespec moment = {.tv_nsec = 5000000};
	while (*control == 's')
		nanosleep(&moment, NULL);
}

/* 0, or why the access fails now. */
static int fault(enum access access)
{
	switch (*control) {
	case 's':
		hang();
		return 0;
	case 'e':
		return EIO;
	case 'f':
		return access == WRITES ? ENOSPC : 0;
	case 'r':
		return access == READS ? 0 : EROFS;
	default:
		return 0;
	}
}

static bool fails(enum access access)
{
	int error = fault(access);
	if (error != 0)
		errno = error;
	return error != 0;
}

static bool fd_fails(int fd, enum access access)
{
	return control != NULL && fd >= 0 && fd < FDS && is_there[fd] && fails(access);
}

static bool is_in_folder(const char *path)
{
	size_t length = control == NULL ? 0 : strlen(folder);
	return length > 0 && strncmp(path, folder, length) == 0 && path[length] == '/';
}

static int open_file(const char *path, int flags, mode_t mode)
{
	bool is_ours = is_in_folder(path);
	bool writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT) != 0;
	if (is_ours && fails(writes ? WRITES : READS))
		return -1;
	int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
	if (fd >= 0 && fd < FDS)
		is_there[fd] = is_ours;
	return fd;
}

/* ---- what SQLite and the program call; each name once for 32-bit and once for 64-bit offsets ---- */

EXPORT int open(const char *path, int flags, ...)
{
	va_list more;
	va_start(more, flags);
	mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
	va_end(more);
	return open_file(path, flags, mode);
}

EXPORT int open64(const char *path, int flags, ...)
{
	va_list more;
	va_start(more, flags);
	mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
	va_end(more);
	return open_file(path, flags, mode);
}

EXPORT int close(int fd)
{
	if (fd >= 0 && fd < FDS)
		is_there[fd] = false;
	return (int)syscall(SYS_close, fd);
}

EXPORT ssize_t pread64(int fd, void *bytes, size_t size, off_t at)
{
	return fd_fails(fd, READS) ? -1 : (ssize_t)syscall(SYS_pread64, fd, bytes, size, at);
}

EXPORT ssize_t pread(int fd, void *bytes, size_t size, off_t at)
{
	return pread64(fd, bytes, size, at);
}

EXPORT ssize_t pwrite64(int fd, const void *bytes, size_t size, off_t at)
{
	return fd_fails(fd, WRITES) ? -1 : (ssize_t)syscall(SYS_pwrite64, fd, bytes, size, at);
}

EXPORT ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
	return pwrite64(fd, bytes, size, at);
}

EXPORT int ftruncate64(int fd, off_t size)
{
	return fd_fails(fd, WRITES) ? -1 : (int)syscall(SYS_ftruncate, fd, size);
}

EXPORT int ftruncate(int fd, off_t size)
{
	return ftruncate64(fd, size);
}

EXPORT int fsync(int fd)
{
	return fd_fails(fd, FLUSHES) ? -1 : (int)syscall(SYS_fsync, fd);
}

EXPORT int fdatasync(int fd)
{
	return fd_fails(fd, FLUSHES) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

EXPORT int fchmod(int fd, mode_t mode)
{
	return fd_fails(fd, WRITES) ? -1 : (int)syscall(SYS_fchmod, fd, mode);
}

EXPORT int chmod(const char *path, mode_t mode)
{
	return is_in_folder(path) && fails(WRITES) ? -1 : (int)syscall(SYS_fchmodat, AT_FDCWD, path, mode);
}

EXPORT int unlink(const char *path)
{
	return is_in_folder(path) && fails(WRITES) ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}
