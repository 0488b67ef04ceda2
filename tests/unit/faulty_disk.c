/*
 * Writes go through SQLite's own table of system calls; flushes do not, so
 * fsync() and fdatasync() are defined here in the place of libc's.
 */
#include "tests/unit/faulty_disk.h"

#include <errno.h>
#include <sqlite3.h>
#include <stddef.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static struct {
	struct faulty_disk_counts counts;
	int64_t fails_at; /* 0: never */
	int error;
	bool is_lasting;
	void (*hook)(void *context);
	void *context;
} disk;

static _Atomic unsigned flush_ms; /* of the thread that tests, read by the one that flushes */

static void watch(void)
{
	void (*hook)(void *context) = disk.hook;

	disk.hook = NULL;
	if (hook != NULL)
		hook(disk.context);
	disk.hook = hook;
}

static bool fails(void)
{
	watch();
	disk.counts.operations++;
	if (disk.fails_at == 0 || disk.counts.operations < disk.fails_at)
		return false;
	if (disk.counts.operations > disk.fails_at && !disk.is_lasting)
		return false;
	errno = disk.error;
	return true;
}

static ssize_t faulty_pwrite(int fd, const void *bytes, size_t size, off_t offset)
{
	if (fails())
		return -1;
	disk.counts.bytes += (int64_t)size;
	return pwrite(fd, bytes, size, offset);
}

static int faulty_ftruncate(int fd, off_t size)
{
	return fails() ? -1 : ftruncate(fd, size);
}

static void wait_as_told(void)
{
	unsigned ms = atomic_load(&flush_ms);
	struct timespec wait = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};

	if (ms > 0)
		nanosleep(&wait, NULL);
}

static int flush(int fd, long call)
{
	if (fails())
		return -1;
	wait_as_told();
	disk.counts.flushes++;
	return (int)syscall(call, fd);
}

__attribute__((visibility("default"))) int fsync(int fd)
{
	return flush(fd, SYS_fsync);
}

__attribute__((visibility("default"))) int fdatasync(int fd)
{
	return flush(fd, SYS_fdatasync);
}

void faulty_disk_install(void)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find("unix");

	if (vfs == NULL || vfs->iVersion < 3)
		abort();
	/* Which of the two SQLite calls depends on how it was built. */
	vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)faulty_pwrite);
	vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)faulty_pwrite);
	vfs->xSetSystemCall(vfs, "ftruncate", (sqlite3_syscall_ptr)faulty_ftruncate);
}

void faulty_disk_reset(void)
{
	disk.counts = (struct faulty_disk_counts){0};
	disk.fails_at = 0;
	disk.hook = NULL;
}

void faulty_disk_fail(int64_t nth, int error, bool is_lasting)
{
	disk.fails_at = disk.counts.operations + nth;
	disk.error = error;
	disk.is_lasting = is_lasting;
}

void faulty_disk_slow(unsigned ms)
{
	atomic_store(&flush_ms, ms);
}

void faulty_disk_watch(void (*hook)(void *context), void *context)
{
	disk.hook = hook;
	disk.context = context;
}

struct faulty_disk_counts faulty_disk_counts(void)
{
	return disk.counts;
}
