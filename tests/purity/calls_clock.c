/* A planted violation: tests/purity/check must name clock_gettime. */
#include <stdint.h>
#include <time.h>

uint64_t calls_clock(void);

uint64_t calls_clock(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec;
}
