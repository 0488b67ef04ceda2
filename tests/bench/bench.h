/*
 * What every benchmark needs: a clock, samples and their percentiles, and a
 * row of the table that tests/bench/run prints. Nothing here judges: a row
 * says what was measured, what the goal is and what the alternative took in
 * the same run.
 */
#ifndef ZUTRITT_TESTS_BENCH_H
#define ZUTRITT_TESTS_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* How long an answer may take before a benchmark ends: beside other work a disk can stall for seconds. */
enum { BENCH_TEXT_MAX = 256, BENCH_PATIENCE_MS = 60000 };

/* "NAME tiny" runs the same code with counts too small to say anything: for ctest. */
bool bench_is_tiny(int argc, char **argv);

uint64_t bench_now_ns(void); /* CLOCK_MONOTONIC */
void bench_sleep_ms(unsigned ms);

/* splitmix64: the same on every machine. */
uint64_t bench_random(uint64_t *state);

/* Ends the program with one sentence: a benchmark that cannot run has no result. */
__attribute__((noreturn, format(printf, 1, 2))) void bench_fail(const char *format, ...);

struct samples {
	uint64_t *values;
	size_t count;
	size_t max; /* what comes after is left out */
};

void samples_open(struct samples *s, size_t max);
void samples_add(struct samples *s, uint64_t value);
/* Sorts; per_mille of the samples are not greater. 500: the median; 1000: the worst. 0 without samples. */
uint64_t samples_at(struct samples *s, unsigned per_mille);
void samples_close(struct samples *s);

/* A text that lives until sixteen more were made. */
__attribute__((format(printf, 1, 2))) const char *bench_text(const char *format, ...);
/* "p50 1.2 ms, p99 3.4 ms", in the unit that fits. */
const char *bench_percentiles(struct samples *s);
const char *bench_time(uint64_t ns);

/* One line of the table. goal "" and beside "" where there is none; is_met counts only with a goal. */
void bench_row(const char *what, const char *measured, const char *goal, bool is_met, const char *beside);

#endif
