/*
 * Counts the allocations of each thread, for tests/crash/door_thread. Loaded
 * before the C library (LD_PRELOAD), it stands in front of the functions that
 * give and take memory, counts, and passes the call on. The counts lie in the
 * file $ZUTRITT_ALLOCATIONS, one place for each thread: its number, then how
 * often it took and gave back memory.
 */
#include <fcntl.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { THREADS_MAX = 64 };

struct counts {
	uint64_t thread; /* 0: free */
	uint64_t taken;
	uint64_t given;
};

#define FOR_ALL __attribute__((visibility("default")))

/* What the C library calls its own. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *p, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *p);

FOR_ALL int posix_memalign(void **p, size_t alignment, size_t size);
FOR_ALL void *aligned_alloc(size_t alignment, size_t size);

static struct counts *table;
static _Atomic size_t used;
static _Thread_local struct counts *own;

__attribute__((constructor)) static void make_table(void)
{
	const char *path = getenv("ZUTRITT_ALLOCATIONS");
	size_t size = THREADS_MAX * sizeof(struct counts);
	int fd = path == NULL ? -1 : open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || ftruncate(fd, (off_t)size) < 0)
		abort(); /* a count that nobody can read is worse than none */
	table = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (table == MAP_FAILED)
		abort();
	close(fd);
}

/* NULL before the table is there. */
static struct counts *count_of_thread(void)
{
	if (own != NULL || table == NULL)
		return own;
	size_t place = atomic_fetch_add(&used, 1);
	if (place >= THREADS_MAX)
		abort();
	own = &table[place];
	own->thread = (uint64_t)gettid();
	return own;
}

static void count_taken(void)
{
	struct counts *c = count_of_thread();
	if (c != NULL)
		c->taken++;
}

static void count_given(void)
{
	struct counts *c = count_of_thread();
	if (c != NULL)
		c->given++;
}

FOR_ALL void *malloc(size_t size)
{
	count_taken();
	return __libc_malloc(size);
}

FOR_ALL void *calloc(size_t count, size_t size)
{
	count_taken();
	return __libc_calloc(count, size);
}

FOR_ALL void *realloc(void *p, size_t size)
{
	count_taken();
	return __libc_realloc(p, size);
}

FOR_ALL void *memalign(size_t alignment, size_t size)
{
	count_taken();
	return __libc_memalign(alignment, size);
}

FOR_ALL void *aligned_alloc(size_t alignment, size_t size)
{
	return memalign(alignment, size);
}

FOR_ALL int posix_memalign(void **p, size_t alignment, size_t size)
{
	*p = memalign(alignment, size);
	return *p == NULL ? 12 /* ENOMEM */ : 0;
}

FOR_ALL void free(void *p)
{
	count_given();
	__libc_free(p);
}
