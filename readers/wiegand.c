/*
 * The Wiegand decoder (rules F1 to F4).
 *
 * Edges are only collected, in the order of their sequence numbers, until
 * silence ends the frame; then wiegand_end() has the whole picture and judges
 * it in small steps: complete? how fast? which edges are glitches? any hole?
 * steady? A frame passes only if exactly one reading of it fits. What does not
 * is rejected with a reason: a rejected badge is shown again, a wrong identity
 * opens a door.
 */
#include "readers/wiegand.h"

#include <string.h>

#define MS_TO_NS INT64_C(1000000)

enum {
	GLITCHES_MAX = 2,                /* dropped from one frame */
	GLITCH_NS = 30 * 1000,           /* closer than this is never two bits */
	SLACK_NS = 200 * 1000,           /* of an interval: two edges' jitter */
	JITTER_NS = 100 * 1000,          /* of one edge, either way */
	ROUNDING_NS = 5 * 1000,          /* of limits derived from a period that is itself measured */
	SUSPECTS_MAX = 4 * GLITCHES_MAX, /* edges that may be glitches: more is noise */
	EDGES_TELL_SPEED = 4,            /* a bit with two glitches are three edges and no speed */
	LATE_MAX = 1024                  /* edges that can still be on their way: the kernel's buffer */
};

/* Edges under judgement: times relative to the first that came, which may have been dropped since. */
struct train {
	unsigned count;
	int64_t t_ns[WIEGAND_EDGES_MAX];
	uint8_t wire[WIEGAND_EDGES_MAX];
};

void wiegand_init(struct wiegand *w)
{
	memset(w, 0, sizeof(*w));
}

/* Collecting */

/* Sequence numbers wrap: only differences mean something. */
static int32_t seqno_distance(uint32_t from, uint32_t to)
{
	return (int32_t)(to - from);
}

static const struct wiegand_edge *last_edge(const struct wiegand *w)
{
	return &w->edges[w->count - 1];
}

static int64_t interval_before(const struct wiegand *w, unsigned i)
{
	return (int64_t)(w->edges[i].t_ns - w->edges[i - 1].t_ns);
}

/*
 * Rule F4. The first edges may be one bit and its glitches, which say nothing
 * about the longest interval: until there are four, wait as long as for the
 * slowest reader, or a glitch behind the first bit would end the frame.
 */
static int64_t silence_ns(const struct wiegand *w)
{
	if (w->count < EDGES_TELL_SPEED)
		return WIEGAND_SILENCE_MAX_NS;
	int64_t longest = WIEGAND_SILENCE_MIN_NS * 2 / 5;
	for (unsigned i = 1; i < w->count; i++)
		if (interval_before(w, i) > longest)
			longest = interval_before(w, i);
	return longest < WIEGAND_SILENCE_MAX_NS * 2 / 5 ? longest * 5 / 2 : WIEGAND_SILENCE_MAX_NS;
}

static bool comes_after_silence(const struct wiegand *w, struct wiegand_edge edge)
{
	return w->count > 0 && seqno_distance(last_edge(w)->seqno, edge.seqno) > 0 &&
	       (int64_t)(edge.t_ns - last_edge(w)->t_ns) >= silence_ns(w);
}

/* The frame of this edge was judged without it, and so found void. */
static bool comes_too_late(const struct wiegand *w, struct wiegand_edge edge)
{
	int32_t distance = seqno_distance(w->next_seqno, edge.seqno);
	return w->has_seqno && distance < 0 && distance >= -LATE_MAX;
}

/* Of a burst only the end matters any more: its time and where the sequence goes on. */
static void hold_burst(struct wiegand *w, struct wiegand_edge edge)
{
	if (!w->is_overflowed)
		w->told_ns = w->edges[0].t_ns;
	w->is_overflowed = true;
	if (seqno_distance(last_edge(w)->seqno, edge.seqno) > 0)
		w->edges[w->count - 1] = edge;
}

/* Rule F1: sequence numbers tell the order. Edges come nearly sorted, so the walk is short. */
static void hold_edge(struct wiegand *w, struct wiegand_edge edge)
{
	w->taken++;
	if (w->count == WIEGAND_EDGES_MAX) {
		hold_burst(w, edge);
		return;
	}
	unsigned i = w->count++;
	for (; i > 0 && seqno_distance(edge.seqno, w->edges[i - 1].seqno) > 0; i--)
		w->edges[i] = w->edges[i - 1];
	w->edges[i] = edge;
}

/*
 * A line that floats or hums may never be silent: who waits for the end of it is never told. The burst goes
 * on all the same, for what follows without a silence is no frame either.
 */
static bool is_time_to_tell(struct wiegand *w, uint64_t t_ns)
{
	if (!w->is_overflowed || (int64_t)(t_ns - w->told_ns) < WIEGAND_BURST_MS * MS_TO_NS)
		return false;
	w->told_ns = t_ns;
	return true;
}

/* Measuring */

static struct train train_of(const struct wiegand *w)
{
	struct train t = {.count = w->count};
	for (unsigned i = 0; i < w->count; i++) {
		t.t_ns[i] = (int64_t)(w->edges[i].t_ns - w->edges[0].t_ns);
		t.wire[i] = w->edges[i].wire;
	}
	return t;
}

static struct train train_without(const struct train *t, unsigned first, unsigned second)
{
	struct train rest = {.count = 0};
	for (unsigned i = 0; i < t->count; i++) {
		if (i == first || i == second)
			continue;
		rest.t_ns[rest.count] = t->t_ns[i];
		rest.wire[rest.count++] = t->wire[i];
	}
	return rest;
}

static int64_t interval(const struct train *t, unsigned i)
{
	return t->t_ns[i + 1] - t->t_ns[i];
}

/* T of rule F3, before anything is dropped: the upper median, which two glitches and a hole hardly move. */
static int64_t median_interval(const struct train *t)
{
	int64_t sorted[WIEGAND_EDGES_MAX];
	unsigned count = t->count - 1;
	for (unsigned i = 0; i < count; i++) {
		unsigned k = i;
		for (; k > 0 && sorted[k - 1] > interval(t, i); k--)
			sorted[k] = sorted[k - 1];
		sorted[k] = interval(t, i);
	}
	return sorted[count / 2];
}

static int64_t span(const struct train *t)
{
	return t->t_ns[t->count - 1] - t->t_ns[0];
}

static int64_t mean_interval(const struct train *t)
{
	return span(t) / (int64_t)(t->count - 1);
}

static int64_t smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t closest_interval(int64_t period)
{
	return larger(GLITCH_NS, period * 65 / 100 - SLACK_NS);
}

static int64_t widest_interval(int64_t period)
{
	return period * 3 / 2 + SLACK_NS;
}

/*
 * Stricter than F3, whose limits look at one interval at a time: below 0.8 ms
 * a lost bit is no longer than its widest interval, and below 2 ms a glitch in
 * the middle is no closer than its closest, so that the two together gave a
 * frame of the right length with bits moved by one, a third of which passes
 * parity. On the grid of the whole frame they show as a step of one period.
 * The limit is below half a step less jitter from 0.44 ms on. Below that the
 * jitter of all edges at once would have to hide the step: measured, one in a
 * million of the frames that lose a bit and catch a glitch, at a third of a
 * period of jitter.
 */
static int64_t deviation_allowed(int64_t period)
{
	int64_t limit = larger(JITTER_NS, period * 2 / 5 - 2 * JITTER_NS);
	return smaller(period / 3, limit) + ROUNDING_NS;
}

/* The largest distance of an edge from the line of least squares: how well a reading fits. */
static int64_t worst_deviation(const struct train *t)
{
	int64_t n = (int64_t)t->count, sum = 0, moment = 0, worst = 0;
	for (int64_t i = 0; i < n; i++) {
		sum += t->t_ns[i];
		moment += (2 * i - (n - 1)) * t->t_ns[i];
	}
	/* with i counted from the middle in halves: slope per half step = moment / sum of squares */
	int64_t squares = n * (n * n - 1) / 3;
	for (int64_t i = 0; i < n; i++) {
		int64_t on_line = sum / n + (2 * i - (n - 1)) * moment / squares;
		int64_t distance = t->t_ns[i] - on_line;
		worst = larger(worst, distance < 0 ? -distance : distance);
	}
	return worst;
}

/*
 * Is there a straight line, time over bit number, with every edge within limit
 * of it? Each pair of edges bounds its slope from both sides; there is one if
 * and only if the bounds leave something.
 */
static bool fits_some_line(const struct train *t, int64_t limit)
{
	int64_t slope_min = INT64_MIN, slope_max = INT64_MAX;
	for (unsigned i = 0; i + 1 < t->count; i++)
		for (unsigned k = i + 1; k < t->count; k++) {
			int64_t rise = t->t_ns[k] - t->t_ns[i], run = (int64_t)(k - i);
			slope_min = larger(slope_min, (rise - 2 * limit) / run);
			slope_max = smaller(slope_max, (rise + 2 * limit) / run);
		}
	return slope_min <= slope_max;
}

/* Nearly every frame fits the line of least squares, which is ten times cheaper than looking for another. */
static bool is_on_grid(const struct train *t, int64_t limit)
{
	return worst_deviation(t) <= limit || fits_some_line(t, limit);
}

/* Judging */

/* Rule F2, inside the frame and against the end of the one before. Of a burst only first and last edge are
 * held.
 */
static bool has_gap(const struct wiegand *w)
{
	if (w->has_seqno && w->edges[0].seqno != w->next_seqno)
		return true;
	if (w->is_overflowed)
		return last_edge(w)->seqno - w->edges[0].seqno + 1 != w->taken;
	for (unsigned i = 1; i < w->count; i++)
		if (seqno_distance(w->edges[i - 1].seqno, w->edges[i].seqno) != 1)
			return true;
	return false;
}

/* An edge from elsewhere in time, delivered late or stamped by a broken clock; after this sums cannot
 * overflow. */
static bool has_stray(const struct wiegand *w)
{
	for (unsigned i = 1; i < w->count; i++)
		if (interval_before(w, i) > WIEGAND_SILENCE_MAX_NS ||
		    interval_before(w, i) < -WIEGAND_SILENCE_MAX_NS)
			return true;
	return false;
}

static bool has_close_pair(const struct train *t, int64_t closest)
{
	for (unsigned i = 0; i + 1 < t->count; i++)
		if (interval(t, i) < closest)
			return true;
	return false;
}

static bool has_hole(const struct train *t, int64_t widest)
{
	for (unsigned i = 0; i + 1 < t->count; i++)
		if (interval(t, i) > widest)
			return true;
	return false;
}

/* Measured over the whole frame, where the jitter of its two ends matters least. */
static bool has_speed(const struct train *t)
{
	int64_t periods = (int64_t)t->count - 1;
	return span(t) >= periods * WIEGAND_PERIOD_MIN_NS - 2 * JITTER_NS &&
	       span(t) <= periods * WIEGAND_PERIOD_MAX_NS + 2 * JITTER_NS;
}

/* What a train is if every edge in it is a bit. */
static enum wiegand_result judge_bits(const struct train *t, int64_t period)
{
	if (t->count < 2)
		return WIEGAND_SINGLE;
	if (has_close_pair(t, closest_interval(period)))
		return WIEGAND_GLITCHES;
	if (has_hole(t, widest_interval(period)))
		return WIEGAND_HOLE;
	if (!has_speed(t) || !is_on_grid(t, deviation_allowed(mean_interval(t))))
		return WIEGAND_SPEED;
	return t->count > FORMAT_BITS_MAX ? WIEGAND_TOO_LONG : WIEGAND_FRAME;
}

static struct frame bits_of(const struct train *t)
{
	struct frame frame = {.bit_count = (uint8_t)t->count};
	for (unsigned i = 0; i < t->count; i++)
		frame.bits = frame.bits << 1 | t->wire[i];
	return frame;
}

/* Without this edge its neighbours would be one period apart: one of the three is too many. */
static bool splits_a_period(const struct train *t, unsigned i, int64_t period)
{
	/* In faster frames jitter alone moves two periods' ends that near. */
	if (period < 6 * JITTER_NS || i == 0 || i + 1 == t->count)
		return false;
	return t->t_ns[i + 1] - t->t_ns[i - 1] < period * 3 / 2;
}

static bool is_suspect(const struct train *t, unsigned i, int64_t period)
{
	int64_t closest = closest_interval(period);
	return (i > 0 && interval(t, i - 1) < closest) || (i + 1 < t->count && interval(t, i) < closest) ||
	       splits_a_period(t, i, period);
}

/* Which edges may be glitches; SUSPECTS_MAX + 1 stands for more than can be sorted out. */
static unsigned find_suspects(const struct train *t, int64_t period, unsigned suspects[SUSPECTS_MAX])
{
	unsigned count = 0;
	for (unsigned i = 0; i < t->count; i++) {
		if (!is_suspect(t, i, period))
			continue;
		if (count == SUSPECTS_MAX)
			return SUSPECTS_MAX + 1;
		suspects[count++] = i;
	}
	return count;
}

/* The readings found so far: the best one, and how well the best of those with other bits fits. */
struct readings {
	enum wiegand_result reason; /* why there is none: the first that is not about glitches */
	struct frame frame;         /* bit_count 0: none yet */
	int64_t deviation;
	int64_t rival;
};

static void readings_add(struct readings *r, struct frame frame, int64_t deviation)
{
	bool is_new = r->frame.bit_count == 0 || r->frame.bits != frame.bits;
	if (r->frame.bit_count == 0 || deviation < r->deviation) {
		if (is_new && r->frame.bit_count != 0)
			r->rival = r->deviation;
		r->frame = frame;
		r->deviation = deviation;
	} else if (is_new) {
		r->rival = smaller(r->rival, deviation);
	}
}

static void try_without(struct readings *r, const struct train *t, int64_t period, unsigned first,
                        unsigned second)
{
	struct train rest = train_without(t, first, second);
	enum wiegand_result result = judge_bits(&rest, period);
	if (result == WIEGAND_FRAME)
		readings_add(r, bits_of(&rest), worst_deviation(&rest));
	else if (r->reason == WIEGAND_GLITCHES)
		r->reason = result;
}

/*
 * F3 drops the later edge of a close pair. But a glitch may come before the
 * bit: then the later one is the bit, and the reading with the wrong one fits
 * the grid worse. Where it does not fit clearly worse, and the bits differ,
 * nobody can tell (crosstalk is such a pair).
 */
static enum wiegand_result readings_decide(const struct readings *r, struct frame *frame)
{
	if (r->frame.bit_count == 0)
		return r->reason;
	if (r->rival <= r->deviation * 5 / 4 + JITTER_NS / 5)
		return WIEGAND_AMBIGUOUS;
	*frame = r->frame;
	return WIEGAND_FRAME;
}

static void try_without_one(struct readings *r, const struct train *t, int64_t period,
                            const unsigned *suspects, unsigned count)
{
	for (unsigned a = 0; a < count; a++)
		try_without(r, t, period, suspects[a], suspects[a]);
}

static void try_without_two(struct readings *r, const struct train *t, int64_t period,
                            const unsigned *suspects, unsigned count)
{
	for (unsigned a = 0; a < count; a++)
		for (unsigned b = a + 1; b < count; b++)
			try_without(r, t, period, suspects[a], suspects[b]);
}

/* Rule F3: one glitch if that explains the frame, else two, never more. All readings are compared. */
static enum wiegand_result judge_glitches(const struct train *t, int64_t period, struct readings *r,
                                          struct frame *frame)
{
	unsigned suspects[SUSPECTS_MAX];
	unsigned count = find_suspects(t, period, suspects);
	if (count > SUSPECTS_MAX)
		return WIEGAND_GLITCHES;
	try_without_one(r, t, period, suspects, count);
	if (r->frame.bit_count == 0)
		try_without_two(r, t, period, suspects, count);
	return readings_decide(r, frame);
}

static enum wiegand_result judge_train(const struct train *t, struct frame *frame)
{
	int64_t period = median_interval(t);
	struct readings r = {.reason = judge_bits(t, period), .rival = INT64_MAX};
	if (r.reason != WIEGAND_FRAME)
		return judge_glitches(t, period, &r, frame);
	*frame = bits_of(t);
	return WIEGAND_FRAME;
}

static enum wiegand_result judge(const struct wiegand *w, struct frame *frame)
{
	if (has_gap(w))
		return WIEGAND_GAP;
	if (w->is_overflowed)
		return WIEGAND_BURST;
	if (w->count == 1)
		return WIEGAND_SINGLE;
	if (has_stray(w))
		return WIEGAND_HOLE;
	struct train t = train_of(w);
	return judge_train(&t, frame);
}

/* Whatever the judgement, the next frame goes on from the last number seen (rule F2). */
static enum wiegand_result finish(struct wiegand *w, struct frame *frame)
{
	enum wiegand_result result = judge(w, frame);
	w->next_seqno = last_edge(w)->seqno + 1;
	w->has_seqno = true;
	w->count = 0;
	w->taken = 0;
	w->is_overflowed = false;
	return result;
}

enum wiegand_result wiegand_step(struct wiegand *w, struct wiegand_edge edge, struct frame *frame)
{
	enum wiegand_result result = WIEGAND_NONE;
	if (comes_too_late(w, edge))
		return WIEGAND_NONE;
	if (comes_after_silence(w, edge)) {
		/* An edge lost between the two frames may have been the end of the first. */
		bool is_next = seqno_distance(last_edge(w)->seqno, edge.seqno) == 1;
		struct frame ended = {0};
		result = finish(w, &ended);
		if (result == WIEGAND_FRAME && !is_next)
			result = WIEGAND_GAP;
		if (result == WIEGAND_FRAME)
			*frame = ended;
	}
	hold_edge(w, edge);
	return result == WIEGAND_NONE && is_time_to_tell(w, edge.t_ns) ? WIEGAND_BURST : result;
}

uint64_t wiegand_deadline(const struct wiegand *w)
{
	return w->count == 0 ? WIEGAND_NEVER : last_edge(w)->t_ns + (uint64_t)silence_ns(w);
}

enum wiegand_result wiegand_end(struct wiegand *w, uint64_t now_ns, struct frame *frame)
{
	if (w->count == 0 || now_ns < wiegand_deadline(w))
		return WIEGAND_NONE;
	return finish(w, frame);
}

const char *wiegand_result_name(enum wiegand_result result)
{
	switch (result) {
	case WIEGAND_NONE:
		return "none";
	case WIEGAND_FRAME:
		return "frame";
	case WIEGAND_GAP:
		return "gap";
	case WIEGAND_GLITCHES:
		return "glitches";
	case WIEGAND_AMBIGUOUS:
		return "ambiguous";
	case WIEGAND_HOLE:
		return "hole";
	case WIEGAND_SPEED:
		return "speed";
	case WIEGAND_TOO_LONG:
		return "too long";
	case WIEGAND_BURST:
		return "burst";
	case WIEGAND_SINGLE:
		return "single";
	}
	return "unknown";
}
