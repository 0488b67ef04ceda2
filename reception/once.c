/* One-time numbers: see once.h. */
#include "reception/once.h"

#include <stddef.h>
#include <string.h>

void once_give(struct once *o, const uint8_t bytes[ONCE_BYTES], int64_t now_ms)
{
	struct once_number *n = &o->numbers[o->next];
	memset(n, 0, sizeof *n);
	memcpy(n->bytes, bytes, ONCE_BYTES);
	n->given_ms = now_ms;
	o->next = (o->next + 1) % ONCE_KEPT;
	if (o->count < ONCE_KEPT)
		o->count++;
}

static struct once_number *find(struct once *o, const uint8_t bytes[ONCE_BYTES])
{
	for (uint32_t i = 0; i < o->count; i++)
		if (memcmp(o->numbers[i].bytes, bytes, ONCE_BYTES) == 0)
			return &o->numbers[i];
	return NULL;
}

static struct once_caller *caller_of(struct once_number *n, uint64_t who)
{
	for (uint32_t i = 0; i < n->caller_count; i++)
		if (n->callers[i].who == who)
			return &n->callers[i];
	if (n->caller_count == ONCE_CALLERS)
		return NULL;
	struct once_caller *caller = &n->callers[n->caller_count++];
	*caller = (struct once_caller){.who = who};
	return caller;
}

bool once_take(struct once *o, const uint8_t bytes[ONCE_BYTES], uint32_t count, uint64_t who, int64_t now_ms)
{
	struct once_number *n = find(o, bytes);
	if (n == NULL || now_ms - n->given_ms > ONCE_MAX_MS || count < 1 || count > ONCE_COUNTS)
		return false;
	struct once_caller *caller = caller_of(n, who);
	uint64_t bit = UINT64_C(1) << (count - 1);
	if (caller == NULL || (caller->used & bit) != 0)
		return false;
	caller->used |= bit;
	return true;
}
