/*
 * One-time numbers (rule M1): each beat carries one, a call names it with a
 * count, and the same pair is taken once for each who calls. So a call that is
 * repeated, or held back for more than 5 s, moves nothing, and no two clocks are
 * compared. Pure.
 */
#ifndef ZUTRITT_RECEPTION_ONCE_H
#define ZUTRITT_RECEPTION_ONCE_H

#include <stdbool.h>
#include <stdint.h>

enum {
	ONCE_BYTES = 16,
	ONCE_MAX_MS = 5000, /* how long a number is good */
	ONCE_COUNTS = 64,   /* calls with the same number, of one who calls */
	ONCE_KEPT = 8,      /* more than beats fit into ONCE_MAX_MS */
	ONCE_CALLERS = 64   /* who used one number; more are refused */
};

struct once_caller {
	uint64_t who;  /* never 0 */
	uint64_t used; /* bit count - 1 */
};

struct once_number {
	uint8_t bytes[ONCE_BYTES];
	int64_t given_ms;
	uint32_t caller_count;
	struct once_caller callers[ONCE_CALLERS];
};

/* Plain data; zero: no number was given yet. */
struct once {
	uint32_t next, count;
	struct once_number numbers[ONCE_KEPT];
};

/* A new number, fresh random bytes, given out at now_ms (monotonic). */
void once_give(struct once *o, const uint8_t bytes[ONCE_BYTES], int64_t now_ms);

/* True at the first use of the number with this count (1 to ONCE_COUNTS) by who, while it is good. */
bool once_take(struct once *o, const uint8_t bytes[ONCE_BYTES], uint32_t count, uint64_t who, int64_t now_ms);

#endif
