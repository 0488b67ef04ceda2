#include "tests/bench/bench.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TEXTS = 16 };

bool bench_is_tiny(int argc, char **argv)
{
	return argc > 1 && strcmp(argv[1], "tiny") == 0;
}

uint64_t bench_now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

void bench_sleep_ms(unsigned ms)
{
	struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
	nanosleep(&t, NULL);
}

uint64_t bench_random(uint64_t *state)
{
	uint64_t z = *state += 0x9E3779B97F4A7C15u;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

void bench_fail(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fputs("bench: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
	exit(EXIT_FAILURE);
}

/* ---- samples ---- */

void samples_open(struct samples *s, size_t max)
{
	*s = (struct samples){.values = malloc(max * sizeof(s->values[0])), .max = max};
	if (s->values == NULL)
		bench_fail("out of memory");
}

void samples_add(struct samples *s, uint64_t value)
{
	if (s->count < s->max)
		s->values[s->count++] = value;
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

uint64_t samples_at(struct samples *s, unsigned per_mille)
{
	if (s->count == 0)
		return 0;
	qsort(s->values, s->count, sizeof(s->values[0]), compare);
	size_t i = s->count * per_mille / 1000;
	return s->values[i < s->count ? i : s->count - 1];
}

void samples_close(struct samples *s)
{
	free(s->values);
	*s = (struct samples){.values = NULL};
}

/* ---- texts ---- */

const char *bench_text(const char *format, ...)
{
	static char texts[TEXTS][BENCH_TEXT_MAX];
	static unsigned next;
	char *text = texts[next++ % TEXTS];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, BENCH_TEXT_MAX, format, arguments);
	va_end(arguments);
	return text;
}

const char *bench_time(uint64_t ns)
{
	if (ns < 10000)
		return bench_text("%u ns", (unsigned)ns);
	if (ns < 10000000)
		return bench_text("%.0f us", (double)ns / 1e3);
	return bench_text("%.0f ms", (double)ns / 1e6);
}

const char *bench_percentiles(struct samples *s)
{
	return bench_text("p50 %s, p99 %s", bench_time(samples_at(s, 500)), bench_time(samples_at(s, 990)));
}

void bench_row(const char *what, const char *measured, const char *goal, bool is_met, const char *beside)
{
	const char *verdict = goal[0] == '\0' || is_met ? "" : ", **missed**";
	printf("| %s | %s%s | %s | %s |\n", what, measured, verdict, goal, beside);
	fflush(stdout);
}
