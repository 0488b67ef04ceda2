/*
 * The fault bench of the Wiegand decoder: what becomes of a badge when the
 * cable does this or that. Every row plays so many frames of all parity
 * formats at bit periods from 0.24 to 20 ms, every edge moved by up to 100 us
 * (never more than a third of a period), and counts
 *
 *   right      the card that was shown
 *   rejected   nothing: show it again
 *   wrong      the number of a card that nobody showed
 *   plain      wrong of the same frames, if the decoder took every edge for a
 *              bit, ended a frame after 50 ms and looked at the parity
 *   eager      the same, but a frame ends when it has enough bits
 *
 * Exits non-zero when a wrong identity is accepted (rule F3; noise excepted,
 * which can only be thinned out to what parity lets pass), or when a row that
 * must be read right is not.
 *
 * Left out as nobody can tell: the first bit lost and a pulse right where the
 * bit after the last would be (a whole frame, moved by one).
 *
 * Usage: wiegand_faults [frames per row, 20000 [seed, 1]]
 */
#include "readers/wiegand.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	PULSES_MAX = 256,
	US = 1000,
	MS = 1000 * 1000,
	PERIOD_MIN = 240 * US,
	PERIOD_MAX = 20 * MS,
	JITTER = 100 * US,
	ROUNDS = 20000
};

/* Random numbers: splitmix64, the same on every machine. */

static uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += 0x9E3779B97F4A7C15u;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

static uint64_t random_below(uint64_t *state, uint64_t limit)
{
	return random_next(state) % limit;
}

static int64_t random_within(uint64_t *state, int64_t limit)
{
	return limit == 0 ? 0 : (int64_t)random_below(state, (uint64_t)(2 * limit + 1)) - limit;
}

/* As many slow frames as fast ones: a random number of halvings, and a random rest. */
static int64_t random_period(uint64_t *state, int64_t min, int64_t max)
{
	int64_t period;
	do {
		period = max >> random_below(state, 8);
		period = period / 2 + (int64_t)random_below(state, (uint64_t)(period / 2) + 1);
	} while (period < min);
	return period;
}

/* What goes over the cable in one round, and how the kernel hands it on. */

struct pulse {
	int64_t t;
	int64_t delivered;
	uint8_t wire;
	bool is_missed; /* the kernel counted it and lost it */
	uint32_t seqno;
};

struct round {
	uint64_t random;
	int64_t period;
	int64_t jitter;
	int64_t end; /* where the next frame may begin */
	enum format_id format;
	enum format_id allowed; /* what the reader is configured for */
	unsigned shown;         /* cards shown */
	struct badge_number cards[2];
	unsigned count;
	struct pulse pulses[PULSES_MAX];
};

static void pulse_add(struct round *r, int64_t t, unsigned wire)
{
	if (r->count < PULSES_MAX)
		r->pulses[r->count++] = (struct pulse){.t = t, .delivered = t, .wire = wire & 1};
}

static void pulse_remove(struct round *r, unsigned i)
{
	memmove(&r->pulses[i], &r->pulses[i + 1], (--r->count - i) * sizeof(r->pulses[0]));
}

static unsigned random_pulse(struct round *r)
{
	return (unsigned)random_below(&r->random, r->count);
}

static struct badge_number random_card(struct round *r, const struct formats *f)
{
	const struct format *item = &f->items[r->format];
	return (struct badge_number){
	        .card = random_next(&r->random) & ((UINT64_C(1) << item->card.length) - 1),
	        .facility =
	                (uint32_t)(random_next(&r->random) & ((UINT64_C(1) << item->facility.length) - 1)),
	        .format = (uint8_t)r->format};
}

/* Plays a card from t on; only its first bits when it is taken away too soon. */
static void show_card(struct round *r, const struct formats *f, int64_t t, unsigned bits_max)
{
	struct badge_number card = random_card(r, f);
	struct frame frame;
	if (formats_encode(f, card, &frame) < 0)
		abort();
	r->cards[r->shown++] = card;
	for (unsigned i = 0; i < frame.bit_count && i < bits_max; i++, t += r->period)
		pulse_add(r, t + random_within(&r->random, r->jitter),
		          (unsigned)(frame.bits >> (frame.bit_count - 1u - i) & 1));
	r->end = t - r->period;
}

static int64_t random_place(struct round *r)
{
	int64_t first = r->pulses[0].t;
	return first + (int64_t)random_below(&r->random, (uint64_t)(r->pulses[r->count - 1].t - first));
}

static int64_t distance_to_bits(const struct round *r, int64_t t)
{
	int64_t nearest = INT64_MAX;
	for (unsigned i = 0; i < r->count; i++)
		if (llabs(r->pulses[i].t - t) < nearest)
			nearest = llabs(r->pulses[i].t - t);
	return nearest;
}

static void add_glitch(struct round *r, int64_t away)
{
	int64_t t;
	do
		t = random_place(r);
	while (distance_to_bits(r, t) <= away);
	pulse_add(r, t, (unsigned)random_below(&r->random, 2));
}

/* The faults. Each gets a round with period and jitter set. */

static void good(struct round *r, const struct formats *f)
{
	show_card(r, f, 0, FORMAT_BITS_MAX);
}

static void bit_lost(struct round *r, const struct formats *f)
{
	good(r, f);
	pulse_remove(r, random_pulse(r));
}

static void glitch(struct round *r, const struct formats *f)
{
	good(r, f);
	add_glitch(r, 0);
}

static void glitch_at_steady_reader(struct round *r, const struct formats *f)
{
	r->jitter = 5 * US;
	good(r, f);
	add_glitch(r, 100 * US);
}

/* Jitter moves the bit one way, makes the glitch look like a bit moved the other way, and blurs the grid. */
static void glitch_away(struct round *r, const struct formats *f)
{
	good(r, f);
	add_glitch(r, 100 * US + 3 * r->jitter);
}

static void two_glitches(struct round *r, const struct formats *f)
{
	good(r, f);
	add_glitch(r, 0);
	add_glitch(r, 0);
}

static void wrong_wire(struct round *r, const struct formats *f)
{
	good(r, f);
	r->pulses[random_pulse(r)].wire ^= 1;
}

static void lost_and_glitch(struct round *r, const struct formats *f)
{
	good(r, f);
	unsigned lost = random_pulse(r);
	add_glitch(r, 0);
	pulse_remove(r, lost);
}

static void crosstalk(struct round *r, const struct formats *f)
{
	good(r, f);
	struct pulse hit = r->pulses[random_pulse(r)];
	pulse_add(r, hit.t + random_within(&r->random, 5 * US), hit.wire ^ 1u);
}

static void crosstalk_and_wrong_wire(struct round *r, const struct formats *f)
{
	crosstalk(r, f);
	r->pulses[random_pulse(r)].wire ^= 1;
}

static void truncated_then_good(struct round *r, const struct formats *f)
{
	unsigned bits = f->items[r->format].bit_count;
	show_card(r, f, 0, 1 + (unsigned)random_below(&r->random, bits - 1));
	show_card(r, f, r->end + 30 * MS, FORMAT_BITS_MAX);
}

static void two_frames(struct round *r, const struct formats *f)
{
	show_card(r, f, 0, FORMAT_BITS_MAX);
	show_card(r, f, r->end + 15 * MS, FORMAT_BITS_MAX);
}

static void longer_card(struct round *r, const struct formats *f)
{
	r->format = FORMAT_H10306;
	r->allowed = FORMAT_H10301;
	good(r, f);
}

static void noise(struct round *r, const struct formats *f)
{
	(void)f;
	unsigned count = 1 + (unsigned)random_below(&r->random, 100);
	int64_t t = 0;
	for (unsigned i = 0; i < count; i++) {
		pulse_add(r, t, (unsigned)random_below(&r->random, 2));
		t += 1 + (int64_t)random_below(&r->random, (uint64_t)(2 * r->period));
	}
}

/* Noise at its most frame-like: as many random bits as the format has, at a steady period. */
static void noise_as_frame(struct round *r, const struct formats *f)
{
	for (unsigned i = 0; i < f->items[r->format].bit_count; i++)
		pulse_add(r, (int64_t)i * r->period, (unsigned)random_below(&r->random, 2));
}

/* The thread of one wire gets the processor later than that of the other. */
static void reordered(struct round *r, const struct formats *f)
{
	good(r, f);
	uint8_t slow = (uint8_t)random_below(&r->random, 2);
	int64_t delay_max = r->period < 1 * MS ? r->period / 2 : 500 * US;
	for (unsigned i = 0; i < r->count; i++)
		if (r->pulses[i].wire == slow)
			r->pulses[i].delivered += (int64_t)random_below(&r->random, (uint64_t)delay_max);
}

static void missed_by_kernel(struct round *r, const struct formats *f)
{
	reordered(r, f);
	r->pulses[random_pulse(r)].is_missed = true;
}

static void missed_and_glitch(struct round *r, const struct formats *f)
{
	missed_by_kernel(r, f);
	add_glitch(r, 0);
}

/* Playing */

static int by_time(const void *a, const void *b)
{
	const struct pulse *x = a, *y = b;
	return (x->t > y->t) - (x->t < y->t);
}

static int by_delivery(const void *a, const void *b)
{
	const struct pulse *x = a, *y = b;
	return (x->delivered > y->delivered) - (x->delivered < y->delivered);
}

struct tally {
	unsigned right;
	unsigned rejected;
	unsigned wrong;
	unsigned plain_wrong, eager_wrong;
};

struct outcome {
	unsigned found[2]; /* how often each card was read */
	unsigned wrong;
};

static void take(struct outcome *o, const struct round *r, const struct formats *f,
                 enum wiegand_result result, struct frame frame)
{
	struct badge_number number;
	if (result != WIEGAND_FRAME || formats_decode(f, 1u << r->allowed, frame, &number) != FORMAT_OK)
		return;
	unsigned i = 0;
	while (i < r->shown && !badge_number_is_equal(number, r->cards[i]))
		i++;
	if (i < r->shown)
		o->found[i]++;
	else
		o->wrong++;
}

/* As the door thread does it: what the kernel delivers is read before a deadline is looked at. */
static struct outcome play(struct round *r, const struct formats *f, uint32_t seqno)
{
	const uint64_t start = 1000000 * (uint64_t)MS;
	struct outcome o = {{0, 0}, 0};
	struct wiegand w;
	struct frame frame = {0};
	wiegand_init(&w);
	qsort(r->pulses, r->count, sizeof(r->pulses[0]), by_time);
	for (unsigned i = 0; i < r->count; i++)
		r->pulses[i].seqno = seqno++;
	qsort(r->pulses, r->count, sizeof(r->pulses[0]), by_delivery);
	for (unsigned i = 0; i < r->count; i++) {
		const struct pulse *p = &r->pulses[i];
		if (p->is_missed)
			continue;
		if (wiegand_deadline(&w) < start + (uint64_t)p->delivered)
			take(&o, r, f, wiegand_end(&w, wiegand_deadline(&w), &frame), frame);
		struct wiegand_edge edge = {start + (uint64_t)p->t, p->seqno, p->wire};
		take(&o, r, f, wiegand_step(&w, edge, &frame), frame);
	}
	take(&o, r, f, wiegand_end(&w, wiegand_deadline(&w), &frame), frame);
	return o;
}

/* The alternatives: pulses as they are delivered. */
static struct outcome play_plain(const struct round *r, const struct formats *f, bool is_eager)
{
	const int64_t silence = 50 * MS;
	struct outcome o = {{0, 0}, 0};
	struct frame frame = {0, 0};
	for (unsigned i = 0; i < r->count; i++) {
		const struct pulse *p = &r->pulses[i];
		if (p->is_missed)
			continue;
		if (i > 0 && p->delivered - r->pulses[i - 1].delivered > silence) {
			take(&o, r, f, WIEGAND_FRAME, frame);
			frame = (struct frame){0, 0};
		}
		frame.bits = frame.bits << 1 | p->wire;
		frame.bit_count = (uint8_t)(frame.bit_count + (frame.bit_count < UINT8_MAX));
		if (is_eager && frame.bit_count == f->items[r->allowed].bit_count) {
			take(&o, r, f, WIEGAND_FRAME, frame);
			frame = (struct frame){0, 0};
		}
	}
	take(&o, r, f, WIEGAND_FRAME, frame);
	return o;
}

enum demand { NO_WRONG, ALL_RIGHT, NONE_RIGHT, PARITY_FLOOR };

struct row {
	const char *name;
	void (*make)(struct round *r, const struct formats *f);
	enum demand demand;
	int64_t period_min;
	int64_t period_max;
	unsigned last; /* the card that must be read, when not all */
};

static const struct row rows[] = {
        {"good frames", good, ALL_RIGHT, PERIOD_MIN, PERIOD_MAX, 0},
        {"events reordered between the wires", reordered, ALL_RIGHT, PERIOD_MIN, PERIOD_MAX, 0},
        {"two frames 15 ms apart, up to 5 ms", two_frames, ALL_RIGHT, PERIOD_MIN, 5 * MS, 0},
        {"two frames 15 ms apart", two_frames, NO_WRONG, PERIOD_MIN, PERIOD_MAX, 0},
        {"truncated frame 30 ms before a good one", truncated_then_good, ALL_RIGHT, PERIOD_MIN, PERIOD_MAX,
         1},
        {"glitch > 100 us away, steady, from 1 ms", glitch_at_steady_reader, ALL_RIGHT, 1 * MS, PERIOD_MAX,
         0},
        {"glitch > 100 us + 3 x jitter away, from 1 ms", glitch_away, ALL_RIGHT, 1 * MS, PERIOD_MAX, 0},
        {"glitch anywhere", glitch, NO_WRONG, PERIOD_MIN, PERIOD_MAX, 0},
        {"two glitches", two_glitches, NO_WRONG, PERIOD_MIN, PERIOD_MAX, 0},
        {"one bit lost", bit_lost, NONE_RIGHT, PERIOD_MIN, PERIOD_MAX, 0},
        {"one bit on the wrong wire", wrong_wire, NONE_RIGHT, PERIOD_MIN, PERIOD_MAX, 0},
        {"lost bit and a glitch elsewhere", lost_and_glitch, NO_WRONG, PERIOD_MIN, PERIOD_MAX, 0},
        {"lost bit and a glitch, 0.24 to 2 ms", lost_and_glitch, NO_WRONG, PERIOD_MIN, 2 * MS, 0},
        {"crosstalk within 5 us", crosstalk, NO_WRONG, PERIOD_MIN, PERIOD_MAX, 0},
        {"crosstalk and a bit on the wrong wire", crosstalk_and_wrong_wire, NO_WRONG, PERIOD_MIN, PERIOD_MAX,
         0},
        {"34-bit card at a 26-bit reader", longer_card, NONE_RIGHT, PERIOD_MIN, PERIOD_MAX, 0},
        {"edge lost by the kernel", missed_by_kernel, NO_WRONG, PERIOD_MIN, PERIOD_MAX, 0},
        {"edge lost by the kernel and a glitch", missed_and_glitch, NO_WRONG, PERIOD_MIN, PERIOD_MAX, 0},
        {"noise bursts", noise, PARITY_FLOOR, PERIOD_MIN, PERIOD_MAX, 0},
        {"noise, steady and of the right length", noise_as_frame, PARITY_FLOOR, PERIOD_MIN, PERIOD_MAX, 0},
};

static const enum format_id formats_played[] = {FORMAT_H10301, FORMAT_H10306, FORMAT_C1K35,
                                                FORMAT_C1K48,  FORMAT_H10302, FORMAT_H10304};

static void round_init(struct round *r, const struct row *row, uint64_t random, unsigned number)
{
	memset(r, 0, sizeof(*r));
	r->random = random;
	r->format = r->allowed =
	        formats_played[number % (sizeof(formats_played) / sizeof(formats_played[0]))];
	r->period = random_period(&r->random, row->period_min, row->period_max);
	r->jitter = r->period / 3 < JITTER ? r->period / 3 : JITTER;
}

static void judge_round(struct tally *t, const struct row *row, const struct round *r, struct outcome o)
{
	unsigned from = row->last, read = 0;
	for (unsigned i = from; i < r->shown; i++)
		read += o.found[i] == 1;
	if (o.wrong > 0 || o.found[0] > 1 || o.found[1] > 1)
		t->wrong++;
	else if (read > 0 && read == r->shown - from)
		t->right++;
	else
		t->rejected++;
}

static bool row_holds(const struct row *row, const struct tally *t)
{
	switch (row->demand) {
	case NO_WRONG:
		return t->wrong == 0;
	case ALL_RIGHT:
		return t->wrong == 0 && t->rejected == 0;
	case NONE_RIGHT:
		return t->wrong == 0 && t->right == 0;
	case PARITY_FLOOR: /* a quarter of random frames with two parity bits is valid, an eighth with three
	                    */
		return t->wrong <= (t->wrong + t->rejected) * 3 / 10;
	}
	return false;
}

static bool play_row(const struct row *row, unsigned row_number, const struct formats *f, unsigned rounds,
                     uint64_t seed)
{
	struct tally t = {0, 0, 0, 0, 0};
	uint64_t random = seed * 1000003u + row_number;
	for (unsigned i = 0; i < rounds; i++) {
		struct round r;
		round_init(&r, row, random_next(&random), i);
		row->make(&r, f);
		/* some frames cross the point where the kernel's numbers wrap */
		struct outcome o = play(&r, f, i % 16 == 0 ? UINT32_MAX - 10 : i);
		judge_round(&t, row, &r, o);
		t.plain_wrong += play_plain(&r, f, false).wrong > 0;
		t.eager_wrong += play_plain(&r, f, true).wrong > 0;
	}
	bool holds = row_holds(row, &t);
	printf("%-44s %8u %8u %8u %8u %8u  %s\n", row->name, t.right, t.rejected, t.wrong, t.plain_wrong,
	       t.eager_wrong, holds ? "" : "FAILED");
	return holds;
}

int main(int argc, char **argv)
{
	unsigned rounds = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : ROUNDS;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	struct formats f;
	formats_init(&f);
	printf("%u frames a row, seed %" PRIu64 "\n%-44s %8s %8s %8s %8s %8s\n", rounds, seed, "", "right",
	       "rejected", "wrong", "plain", "eager");
	bool all_hold = rounds > 0;
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		all_hold = play_row(&rows[i], i, &f, rounds, seed) && all_hold;
	return all_hold ? EXIT_SUCCESS : EXIT_FAILURE;
}
