/*
 * A disk that fails when it is told to, and counts what is asked of it: the
 * system calls by which SQLite writes are replaced for the whole process.
 */
#ifndef ZUTRITT_TESTS_FAULTY_DISK_H
#define ZUTRITT_TESTS_FAULTY_DISK_H

#include <stdbool.h>
#include <stdint.h>

struct faulty_disk_counts {
	int64_t operations; /* writes, truncations and flushes */
	int64_t flushes;
	int64_t bytes;
};

/* Once, before the first database is opened. */
void faulty_disk_install(void);

/* Counts from 0 again, and works. */
void faulty_disk_reset(void);

/* The nth operation from now on (1 is the next) fails with error, and all after it when is_lasting. */
void faulty_disk_fail(int64_t nth, int error, bool is_lasting);

/* Each flush from now on takes that long, 0: as long as it takes. Not ended by faulty_disk_reset(). */
void faulty_disk_slow(unsigned flush_ms);

/* Calls hook(context) before each operation; NULL for none. The hook may write freely. */
void faulty_disk_watch(void (*hook)(void *context), void *context);

struct faulty_disk_counts faulty_disk_counts(void);

#endif
