#include "tests/bench/tap.h"
#include "readers/lines_backend.h"
#include "readers/wiegand.h"
#include "tests/bench/bench.h"

#include <stdatomic.h>
#include <stdlib.h>

struct tap {
	struct lines base;
	struct lines *wires;
	const struct config *config;
	uint16_t door_of[LINES_MAX];        /* of a data line or a strike; SITE_NONE: neither */
	uint64_t last_ns[SITE_DOORS_MAX];   /* edge at the door's reader */
	uint64_t period_ns[SITE_DOORS_MAX]; /* between the last two */
	_Atomic size_t count;
	struct tap_strike strikes[TAP_STRIKES_MAX];
};

static struct tap *tap_of(const struct lines *l)
{
	return (struct tap *)l;
}

static void note_edge(struct tap *t, const struct lines_event *e)
{
	uint16_t door = t->door_of[e->line];
	if (t->base.specs[e->line].use != LINES_DATA || door == SITE_NONE)
		return;
	t->period_ns[door] = e->t_ns - t->last_ns[door];
	t->last_ns[door] = e->t_ns;
}

static uint64_t end_of_frame(const struct tap *t, uint16_t door)
{
	uint64_t silence = t->period_ns[door] * 5 / 2;
	return t->last_ns[door] + (silence < WIEGAND_SILENCE_MIN_NS ? WIEGAND_SILENCE_MIN_NS : silence);
}

static void note_strike(struct tap *t, uint16_t door)
{
	size_t i = atomic_load_explicit(&t->count, memory_order_relaxed);
	uint64_t end = end_of_frame(t, door), now = bench_now_ns();
	if (i == TAP_STRIKES_MAX || t->last_ns[door] == 0)
		return;
	t->strikes[i] = (struct tap_strike){door, now > end ? now - end : 0};
	atomic_store_explicit(&t->count, i + 1, memory_order_release);
}

static void tap_close(struct lines *l)
{
	lines_close(tap_of(l)->wires);
	free(l);
}

static size_t tap_fds(const struct lines *l, int *fds, size_t max)
{
	return lines_fds(tap_of(l)->wires, fds, max);
}

static size_t tap_fd_of(const struct lines *l, uint16_t line)
{
	return lines_fd_of(tap_of(l)->wires, line);
}

static int tap_read(struct lines *l, size_t i, struct lines_event *events, size_t max)
{
	struct tap *t = tap_of(l);
	int count = lines_read(t->wires, i, events, max);
	for (int k = 0; k < count; k++)
		note_edge(t, &events[k]);
	return count;
}

static int tap_level(struct lines *l, uint16_t line)
{
	return lines_level(tap_of(l)->wires, line);
}

/* The time is taken when the wire has moved. */
static int tap_drive(struct lines *l, uint16_t line, bool is_active)
{
	struct tap *t = tap_of(l);
	int result = lines_drive(t->wires, line, is_active);
	if (is_active && t->door_of[line] != SITE_NONE)
		note_strike(t, t->door_of[line]);
	return result;
}

struct lines *tap_open(struct lines *wires, const struct config *config)
{
	static const struct lines_backend backend = {tap_close, tap_fds,   tap_fd_of,
	                                             tap_read,  tap_level, tap_drive};
	struct tap *t = calloc(1, sizeof(*t));
	if (t == NULL)
		bench_fail("out of memory");
	t->base = (struct lines){&backend, config->lines, config->line_count};
	t->wires = wires;
	t->config = config;
	for (uint16_t i = 0; i < LINES_MAX; i++)
		t->door_of[i] = SITE_NONE;
	for (uint16_t i = 0; i < config->site.door_count; i++)
		t->door_of[config->door_lines[i].strike] = i;
	for (uint16_t i = 0; i < config->site.reader_count; i++) {
		t->door_of[config->reader_lines[i].data0] = config->site.readers[i].door;
		t->door_of[config->reader_lines[i].data1] = config->site.readers[i].door;
	}
	return &t->base;
}

size_t tap_count(const struct lines *tap)
{
	return atomic_load_explicit(&tap_of(tap)->count, memory_order_acquire);
}

struct tap_strike tap_strike(const struct lines *tap, size_t i)
{
	return tap_of(tap)->strikes[i];
}
