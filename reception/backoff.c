/* Growing pauses: see backoff.h. */
#include "reception/backoff.h"

static uint32_t step_after(uint32_t step_ms)
{
	if (step_ms == 0)
		return BACKOFF_FIRST_MS;
	return step_ms > BACKOFF_LONGEST_MS / 2 ? BACKOFF_LONGEST_MS : step_ms * 2;
}

uint32_t backoff_next_ms(struct backoff *b, uint32_t random)
{
	b->step_ms = step_after(b->step_ms);
	uint32_t half = b->step_ms / 2;
	return half + random % (b->step_ms - half + 1);
}

void backoff_reset(struct backoff *b)
{
	b->step_ms = 0;
}
