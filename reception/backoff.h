/*
 * How long to wait before the next attempt: 1 s doubling to 60 s, of which a
 * random half is left out so that many do not come back at once. Pure.
 */
#ifndef ZUTRITT_RECEPTION_BACKOFF_H
#define ZUTRITT_RECEPTION_BACKOFF_H

#include <stdint.h>

enum { BACKOFF_FIRST_MS = 1000, BACKOFF_LONGEST_MS = 60000 };

struct backoff {
	uint32_t step_ms; /* longest pause of the next attempt; 0 before the first */
};

/* The pause after one more failure, from half of the step to the whole of it. random: any 32 bits. */
uint32_t backoff_next_ms(struct backoff *b, uint32_t random);

/* An attempt came out: the next pause is the first one again. */
void backoff_reset(struct backoff *b);

#endif
