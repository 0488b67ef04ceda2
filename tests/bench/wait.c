/*
 * How long a badge waits after its last bit, and how many of two badges shown
 * 30 ms apart are read, at bit periods from 0.24 to 20 ms with 100 us of
 * jitter. Beside it: decoders that wait for a fixed silence, as most do.
 */
#include "readers/formats.h"
#include "readers/wiegand.h"
#include "tests/bench/bench.h"

#include <stdlib.h>

enum { BITS = 26, US = 1000, MS = 1000 * 1000, JITTER = 100 * US, APART = 30 * MS };

struct edge {
	uint64_t t;
	uint8_t wire;
};

static struct edge edges[2 * BITS];
static uint64_t shown[2];
static uint64_t state = 1;

static uint64_t jitter(uint64_t period)
{
	uint64_t most = period / 3 < JITTER ? period / 3 : JITTER;
	return bench_random(&state) % (2 * most + 1);
}

static void show_two(uint64_t period)
{
	uint64_t t = 1000 * (uint64_t)MS;
	for (unsigned i = 0; i < 2 * BITS; i++, t += period) {
		if (i % BITS == 0)
			shown[i / BITS] = bench_random(&state) & ((1u << BITS) - 1);
		if (i == BITS)
			t += APART - period;
		edges[i] = (struct edge){t + jitter(period), shown[i / BITS] >> (BITS - 1 - i % BITS) & 1};
	}
}

struct outcome {
	struct samples wait;
	unsigned right, total;
};

static void judge(struct outcome *o, struct frame frame, unsigned *next)
{
	o->right += *next < 2 && frame.bit_count == BITS && frame.bits == shown[*next];
	++*next;
}

static void ours(struct outcome *o)
{
	struct wiegand w;
	struct frame frame;
	unsigned next = 0;
	wiegand_init(&w);
	for (uint32_t i = 0; i < 2 * BITS; i++) {
		if (wiegand_deadline(&w) <= edges[i].t &&
		    wiegand_end(&w, wiegand_deadline(&w), &frame) == WIEGAND_FRAME)
			judge(o, frame, &next);
		wiegand_step(&w, (struct wiegand_edge){edges[i].t, i, edges[i].wire}, &frame);
	}
	samples_add(&o->wait, wiegand_deadline(&w) - edges[2 * BITS - 1].t);
	if (wiegand_end(&w, wiegand_deadline(&w), &frame) == WIEGAND_FRAME)
		judge(o, frame, &next);
	o->total += 2;
}

static void fixed(struct outcome *o, uint64_t silence)
{
	struct frame frame = {0, 0};
	unsigned next = 0;
	for (unsigned i = 0; i < 2 * BITS; i++) {
		if (i > 0 && edges[i].t - edges[i - 1].t >= silence) {
			judge(o, frame, &next);
			frame = (struct frame){0, 0};
		}
		frame.bits = frame.bits << 1 | edges[i].wire;
		frame.bit_count++;
	}
	judge(o, frame, &next);
	samples_add(&o->wait, silence);
	o->total += 2;
}

static const char *told(struct outcome *o)
{
	return bench_text("%.2f ms, %.1f %% read", (double)samples_at(&o->wait, 500) / MS,
	                  100.0 * o->right / o->total);
}

static void bench_period(uint64_t period, unsigned rounds)
{
	static const uint64_t silences[] = {5 * MS, 25 * MS, 50 * MS};
	struct outcome mine = {.right = 0}, theirs[3] = {{.right = 0}, {.right = 0}, {.right = 0}};
	samples_open(&mine.wait, rounds);
	for (unsigned k = 0; k < 3; k++)
		samples_open(&theirs[k].wait, rounds);
	for (unsigned i = 0; i < rounds; i++) {
		show_two(period);
		ours(&mine);
		for (unsigned k = 0; k < 3; k++)
			fixed(&theirs[k], silences[k]);
	}
	/* the longest interval has the jitter of two edges in it */
	uint64_t silence = (period + 2 * JITTER) * 5 / 2;
	silence = silence < 1 * MS ? 1 * MS : silence > 25 * MS ? 25 * MS : silence;
	bench_row(bench_text("wait after the last bit, period %.2f ms", (double)period / MS), told(&mine),
	          bench_text("<= %.2f ms, all read", (double)silence / MS),
	          samples_at(&mine.wait, 1000) <= silence && mine.right == mine.total,
	          bench_text("fixed 5, 25, 50 ms: %.0f, %.0f, %.0f %% read",
	                     100.0 * theirs[0].right / theirs[0].total,
	                     100.0 * theirs[1].right / theirs[1].total,
	                     100.0 * theirs[2].right / theirs[2].total));
	samples_close(&mine.wait);
	for (unsigned k = 0; k < 3; k++)
		samples_close(&theirs[k].wait);
}

int main(int argc, char **argv)
{
	static const uint64_t periods[] = {240 * US, 500 * US, 1 * MS, 2 * MS, 5 * MS, 10 * MS, 20 * MS};
	for (size_t i = 0; i < sizeof(periods) / sizeof(periods[0]); i++)
		bench_period(periods[i], bench_is_tiny(argc, argv) ? 10 : 10000);
	return EXIT_SUCCESS;
}
