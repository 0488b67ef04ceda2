/*
 * One slow input (contact, REX, bell, fire): a level that must hold for 20 ms
 * before it counts (rule D4). Levels are given as read, never toggled, so a
 * lost edge can not turn the meaning round. Pure.
 */
#ifndef ZUTRITT_READERS_INPUT_H
#define ZUTRITT_READERS_INPUT_H

#include <stdbool.h>
#include <stdint.h>

enum { INPUT_DEBOUNCE_NS = 20 * 1000 * 1000 };

struct input {
	bool is_active;       /* the level that counts */
	bool is_settling;     /* another level was seen */
	uint64_t changed_ns;  /* CLOCK_MONOTONIC of the edge that brought the level that counts */
	uint64_t seen_ns;     /* CLOCK_MONOTONIC of the edge that brought the level now settling */
	uint64_t deadline_ns; /* when the new level will count, UINT64_MAX when it is steady */
};

/* At start the level read counts at once (rule D3). */
void input_init(struct input *in, bool is_active, uint64_t now_ns);

/*
 * A level as read after an edge at t_ns. Reading the old level again ends the
 * change; reading the new one again does not begin its 20 ms anew, so that a
 * chattering fire input or contact still counts in time (rules D5, D13).
 */
void input_step(struct input *in, bool is_active, uint64_t t_ns);

/* When to ask input_settle(), UINT64_MAX when the level is steady. */
uint64_t input_deadline(const struct input *in);

/* True once, when a new level has held long enough: is_active and changed_ns say which and since when. */
bool input_settle(struct input *in, uint64_t now_ns);

#endif
