/* The Wiegand decoder (readers/wiegand.h): rules F1 to F4, at their limits. */
#include "readers/wiegand.h"
#include "tests/unit/suite.h"

#include <string.h>

enum { US = 1000, MS = 1000 * 1000 };

#define FRAME26 "01101010101010101110001101"

static const uint64_t START = 5000ull * MS;

static struct wiegand w;
static struct frame frame;
static uint64_t now; /* of the last edge put */
static uint32_t seqno;

static void begin_at(uint32_t first_seqno)
{
	wiegand_init(&w);
	frame = (struct frame){0};
	now = START;
	seqno = first_seqno;
}

static void begin(void)
{
	begin_at(1);
}

static enum wiegand_result put_edge(uint64_t t_ns, uint32_t number, char bit)
{
	return wiegand_step(&w, (struct wiegand_edge){t_ns, number, bit == '1'}, &frame);
}

/* One edge, after_ns behind the last one; it must not end anything. */
static void put(char bit, int64_t after_ns)
{
	now += (uint64_t)after_ns;
	CU_ASSERT_EQUAL(put_edge(now, seqno++, bit), WIEGAND_NONE);
}

static void put_bits(const char *bits, int64_t period_ns)
{
	for (; *bits != '\0'; bits++)
		put(*bits, period_ns);
}

static enum wiegand_result end(void)
{
	return wiegand_end(&w, wiegand_deadline(&w), &frame);
}

static uint64_t bits_of(const char *bits)
{
	return strtoull(bits, NULL, 2);
}

static void assert_frame(enum wiegand_result result, const char *bits)
{
	CU_ASSERT_EQUAL(result, WIEGAND_FRAME);
	CU_ASSERT_EQUAL(frame.bit_count, strlen(bits));
	CU_ASSERT_EQUAL(frame.bits, bits_of(bits));
}

static void a_frame_is_read_at_every_speed(void)
{
	static const int64_t periods[] = {200 * US, 240 * US, 500 * US, 1 * MS,
	                                  2 * MS,   5 * MS,   10 * MS,  20 * MS};
	for (size_t i = 0; i < sizeof(periods) / sizeof(periods[0]); i++) {
		begin();
		put_bits(FRAME26, periods[i]);
		assert_frame(end(), FRAME26);
	}
}

static void outside_200_us_to_20_ms_is_no_speed(void)
{
	/* the jitter of the two ends, 100 us each, is allowed for: 8 us a period of 26 bits */
	static const struct {
		int64_t period_ns;
		enum wiegand_result result;
	} cases[] = {{192 * US, WIEGAND_FRAME},
	             {192 * US - 1, WIEGAND_SPEED},
	             {100 * US, WIEGAND_SPEED},
	             {20008 * US, WIEGAND_FRAME},
	             {20008 * US + 1, WIEGAND_SPEED}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin();
		put_bits(FRAME26, cases[i].period_ns);
		CU_ASSERT_EQUAL(end(), cases[i].result);
	}
}

static void edges_are_ordered_by_number_not_by_arrival(void)
{
	begin();
	for (unsigned i = 0; i < 26; i += 2) { /* each pair the other way round */
		CU_ASSERT_EQUAL(put_edge(START + (i + 1) * 2ull * MS, i + 1, FRAME26[i + 1]), WIEGAND_NONE);
		CU_ASSERT_EQUAL(put_edge(START + i * 2ull * MS, i, FRAME26[i]), WIEGAND_NONE);
	}
	assert_frame(end(), FRAME26);
}

static void numbers_may_wrap_in_a_frame(void)
{
	begin_at(UINT32_MAX - 12);
	put_bits(FRAME26, 2 * MS);
	assert_frame(end(), FRAME26);
	put_bits(FRAME26, 2 * MS);
	assert_frame(end(), FRAME26);
}

static void a_gap_inside_voids_the_frame_only(void)
{
	begin();
	put_bits(FRAME26, 2 * MS);
	w.edges[13].seqno += 1000; /* sorted last: a gap before and after */
	CU_ASSERT_EQUAL(end(), WIEGAND_GAP);
	begin();
	put_bits("0110101010101", 2 * MS);
	seqno++;
	put_bits("0101110001101", 2 * MS);
	CU_ASSERT_EQUAL(end(), WIEGAND_GAP);
	put_bits(FRAME26, 2 * MS);
	assert_frame(end(), FRAME26);
}

static void a_gap_after_the_last_frame_voids_the_next_only(void)
{
	begin();
	put_bits(FRAME26, 2 * MS);
	assert_frame(end(), FRAME26);
	seqno++;
	put_bits(FRAME26, 2 * MS);
	CU_ASSERT_EQUAL(end(), WIEGAND_GAP);
	put_bits(FRAME26, 2 * MS);
	assert_frame(end(), FRAME26);
}

static void a_number_given_twice_voids_the_frame(void)
{
	begin();
	put_bits("0110101010101", 2 * MS);
	seqno--;
	put_bits("0101110001101", 2 * MS);
	CU_ASSERT_EQUAL(end(), WIEGAND_GAP);
}

static void an_edge_that_comes_after_the_judgement_harms_nobody(void)
{
	begin();
	put_bits("0110101010101", 2 * MS);
	uint64_t late_t = now + 2 * MS;
	uint32_t late_seqno = seqno++;
	now = late_t;
	put_bits("101110001101", 2 * MS);
	CU_ASSERT_EQUAL(end(), WIEGAND_GAP);
	CU_ASSERT_EQUAL(put_edge(late_t, late_seqno, '0'), WIEGAND_NONE);
	CU_ASSERT_EQUAL(wiegand_deadline(&w), WIEGAND_NEVER);
	put_bits(FRAME26, 2 * MS);
	assert_frame(end(), FRAME26);
}

static void numbers_that_start_anew_cost_one_frame(void)
{
	begin_at(100000);
	put_bits(FRAME26, 2 * MS);
	assert_frame(end(), FRAME26);
	seqno = 1;
	put_bits(FRAME26, 2 * MS);
	CU_ASSERT_EQUAL(end(), WIEGAND_GAP);
	put_bits(FRAME26, 2 * MS);
	assert_frame(end(), FRAME26);
}

static void silence_is_two_and_a_half_times_the_longest_interval(void)
{
	static const struct {
		const char *bits;
		int64_t period_ns;
		uint64_t silence_ns;
	} cases[] = {
	        {"0110", 2 * MS, 5 * MS},   {"0110", 8 * MS, 20 * MS},  {"0110", 10 * MS, 25 * MS},
	        {"0110", 20 * MS, 25 * MS}, {"0110", 400 * US, 1 * MS}, {"0110", 402 * US, 1005 * US},
	        {"0110", 240 * US, 1 * MS}, {"0", 2 * MS, 25 * MS},     {"011", 1 * MS, 25 * MS},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin();
		put_bits(cases[i].bits, cases[i].period_ns);
		CU_ASSERT_EQUAL(wiegand_deadline(&w), now + cases[i].silence_ns);
		CU_ASSERT_EQUAL(wiegand_end(&w, now + cases[i].silence_ns - 1, &frame), WIEGAND_NONE);
		CU_ASSERT_EQUAL(w.count, strlen(cases[i].bits));
		CU_ASSERT_NOT_EQUAL(wiegand_end(&w, now + cases[i].silence_ns, &frame), WIEGAND_NONE);
		CU_ASSERT_EQUAL(wiegand_deadline(&w), WIEGAND_NEVER);
	}
}

static void without_edges_nothing_ends(void)
{
	begin();
	CU_ASSERT_EQUAL(wiegand_deadline(&w), WIEGAND_NEVER);
	CU_ASSERT_EQUAL(wiegand_end(&w, WIEGAND_NEVER, &frame), WIEGAND_NONE);
}

static void a_glitch_behind_the_first_bit_does_not_end_the_frame(void)
{
	begin();
	put('0', 0);
	put('1', 100 * US);
	put('1', 1900 * US);
	put_bits("101010101010101110001101", 2 * MS);
	assert_frame(end(), FRAME26);
}

static void the_edge_after_the_silence_returns_what_nobody_collected(void)
{
	begin();
	put_bits(FRAME26, 2 * MS);
	assert_frame(put_edge(now + 5 * MS, seqno, '1'), FRAME26);
	CU_ASSERT_EQUAL(w.count, 1);
	begin();
	put_bits(FRAME26, 2 * MS);
	CU_ASSERT_EQUAL(put_edge(now + 5 * MS - 1, seqno, '1'), WIEGAND_NONE);
	CU_ASSERT_EQUAL(w.count, 27);
}

static void an_edge_lost_between_two_frames_voids_both(void)
{
	begin();
	put_bits(FRAME26, 2 * MS);
	now += 50 * MS;
	CU_ASSERT_EQUAL(put_edge(now, seqno + 1, FRAME26[0]), WIEGAND_GAP);
	CU_ASSERT_EQUAL(frame.bit_count, 0);
	seqno += 2;
	put_bits(&FRAME26[1], 2 * MS);
	CU_ASSERT_EQUAL(end(), WIEGAND_GAP);
	put_bits(FRAME26, 2 * MS);
	assert_frame(end(), FRAME26);
}

static void one_option_decides_at_the_last_bit(void)
{
	begin();
	put_bits(FRAME26, 2 * MS);
	CU_ASSERT_EQUAL(w.count, 26);
	assert_frame(wiegand_end(&w, wiegand_deadline(&w), &frame), FRAME26);
}

static void a_lost_bit_is_a_hole(void)
{
	for (unsigned lost = 1; lost < 25; lost++) {
		begin();
		for (unsigned i = 0; i < 26; i++)
			if (i == lost)
				now += 2 * MS;
			else
				put(FRAME26[i], 2 * MS);
		CU_ASSERT_EQUAL(end(), WIEGAND_HOLE);
	}
}

static void the_widest_interval_is_one_and_a_half_periods_and_200_us(void)
{
	static const struct {
		int64_t interval_ns;
		enum wiegand_result result;
	} cases[] = {{3200 * US, WIEGAND_FRAME}, {3200 * US + 1, WIEGAND_HOLE}};
	for (size_t i = 0; i < 2; i++) {
		begin();
		put_bits("0110101010101", 2 * MS);
		put('0', cases[i].interval_ns);
		put_bits("101110001101", 2 * MS);
		CU_ASSERT_EQUAL(end(), cases[i].result);
	}
}

static void the_closest_interval_is_065_periods_less_200_us(void)
{
	begin();
	put_bits("0110101010101", 2 * MS);
	put('0', 1100 * US);
	put_bits("101110001101", 2 * MS);
	assert_frame(end(), FRAME26);
	begin();
	put_bits("0110101010101", 2 * MS);
	put('0', 1100 * US - 1);
	put_bits("101110001101", 2 * MS);
	CU_ASSERT_EQUAL(end(), WIEGAND_AMBIGUOUS);
}

/* A frame with extra edges: after bit number at, at_ns behind it, on a wire. */
struct glitch {
	unsigned at;
	int64_t at_ns;
	char wire;
};

static enum wiegand_result with_glitches(int64_t period_ns, const struct glitch *glitches, size_t count)
{
	size_t next = 0;
	begin();
	for (unsigned i = 0; i < 26; i++) {
		uint64_t due = START + i * (uint64_t)period_ns;
		put(FRAME26[i], (int64_t)(due - now));
		for (; next < count && glitches[next].at == i; next++)
			put(glitches[next].wire, (int64_t)(due + (uint64_t)glitches[next].at_ns - now));
	}
	return end();
}

static void one_glitch_is_dropped_wherever_it_is(void)
{
	for (int64_t period = 1 * MS; period <= 16 * MS; period *= 2)
		for (unsigned at = 0; at < 25; at++)
			for (int64_t i = 1; i < 20; i++) {
				int64_t place = 101 * US + (period - 202 * US) * i / 20;
				assert_frame(with_glitches(period, &(struct glitch){at, place, '0'}, 1),
				             FRAME26);
				assert_frame(with_glitches(period, &(struct glitch){at, place, '1'}, 1),
				             FRAME26);
			}
}

static void two_glitches_are_dropped_and_three_are_not(void)
{
	static const struct glitch three[] = {{3, 300 * US, '1'}, {12, 1500 * US, '0'}, {20, 800 * US, '1'}};
	assert_frame(with_glitches(2 * MS, three, 2), FRAME26);
	CU_ASSERT_EQUAL(with_glitches(2 * MS, three, 3), WIEGAND_GLITCHES);
}

static void two_glitches_around_one_bit_do_not_replace_it(void)
{
	static const struct glitch two[] = {{15, 900 * US, '1'}, {16, 700 * US, '1'}};
	assert_frame(with_glitches(2 * MS, two, 2), FRAME26);
}

static void a_glitch_before_the_bit_does_not_take_its_place(void)
{
	/* bit 5 is a 0; a pulse on DATA1 comes 0.3 periods before it: by order alone it would be the bit */
	assert_frame(with_glitches(2 * MS, &(struct glitch){4, 1400 * US, '1'}, 1), FRAME26);
}

static void two_wires_at_once_are_ambiguous(void)
{
	for (unsigned at = 0; at < 26; at++) {
		char other = FRAME26[at] == '0' ? '1' : '0';
		CU_ASSERT_EQUAL(with_glitches(2 * MS, &(struct glitch){at, 5 * US, other}, 1),
		                WIEGAND_AMBIGUOUS);
		CU_ASSERT_EQUAL(with_glitches(300 * US, &(struct glitch){at, 5 * US, other}, 1),
		                WIEGAND_AMBIGUOUS);
	}
}

static void the_same_wire_twice_at_once_is_one_bit(void)
{
	for (unsigned at = 0; at < 26; at++)
		assert_frame(with_glitches(2 * MS, &(struct glitch){at, 5 * US, FRAME26[at]}, 1), FRAME26);
}

/* Each alone passes F3's limits at this speed, and the length is right again: the grid tells. */
static void a_lost_end_and_a_glitch_in_the_middle_do_not_make_a_frame(void)
{
	for (unsigned at = 1; at < 25; at++) {
		begin();
		for (unsigned i = 1; i < 26; i++) { /* the first bit is lost */
			put(FRAME26[i], i == at + 1 ? 600 * US : 1200 * US);
			if (i == at)
				put('0', 600 * US);
		}
		CU_ASSERT_EQUAL(w.count, 26);
		CU_ASSERT_FALSE(end() == WIEGAND_FRAME && frame.bit_count == 26);
	}
}

static void jitter_of_a_third_of_a_period_is_read_at_full_speed(void)
{
	for (int64_t period = 200 * US; period <= 300 * US; period += 10 * US)
		for (unsigned pattern = 0; pattern < 64; pattern++) {
			begin();
			for (unsigned i = 0; i < 26; i++) {
				bool is_late = (i * 7 + pattern) % 13 < 6;
				uint64_t due = START + i * (uint64_t)period;
				due = is_late ? due + (uint64_t)period / 3 : due - (uint64_t)period / 3;
				put(FRAME26[i], (int64_t)(due - now));
			}
			assert_frame(end(), FRAME26);
		}
}

/* 27 edges whose delays rise from -d to d in the middle and fall back: no line is nearer than d to all. */
static enum wiegand_result with_bow(int64_t period_ns, int64_t d_ns)
{
	begin();
	for (int64_t i = 0; i < 27; i++) {
		int64_t from_middle = i < 13 ? 13 - i : i - 13;
		int64_t due = (int64_t)START + i * period_ns + d_ns - 2 * d_ns * from_middle / 13;
		put('1', due - (int64_t)now);
	}
	return end();
}

static void the_grid_allows_a_third_of_a_period_and_less_where_bits_could_move(void)
{
	static const struct {
		int64_t period_ns, allowed_ns;
	} cases[] = {
	        {240 * US, 85 * US}, {300 * US, 105 * US}, {500 * US, 105 * US}, {750 * US, 105 * US},
	        {1 * MS, 205 * US},  {2 * MS, 605 * US},   {3 * MS, 1005 * US},  {18 * MS, 6005 * US},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CU_ASSERT_EQUAL(with_bow(cases[i].period_ns, cases[i].allowed_ns), WIEGAND_FRAME);
		CU_ASSERT_EQUAL(with_bow(cases[i].period_ns, cases[i].allowed_ns + US / 5), WIEGAND_SPEED);
	}
}

static void one_edge_is_noise(void)
{
	begin();
	put('1', 0);
	CU_ASSERT_EQUAL(end(), WIEGAND_SINGLE);
}

static void more_than_64_bits_are_too_long(void)
{
	begin();
	for (unsigned i = 0; i < 64; i++)
		put('1', 2 * MS);
	CU_ASSERT_EQUAL(end(), WIEGAND_FRAME);
	CU_ASSERT_EQUAL(frame.bits, UINT64_MAX);
	for (unsigned i = 0; i < 65; i++)
		put('1', 2 * MS);
	CU_ASSERT_EQUAL(end(), WIEGAND_TOO_LONG);
}

static void a_burst_ends_with_its_silence_and_the_next_frame_is_read(void)
{
	begin();
	for (unsigned i = 0; i < 1500; i++)
		put('1', 500 * US);
	CU_ASSERT_TRUE(wiegand_deadline(&w) > now);
	CU_ASSERT_TRUE(wiegand_deadline(&w) <= now + 25 * MS);
	CU_ASSERT_EQUAL(end(), WIEGAND_BURST);
	put_bits(FRAME26, 2 * MS);
	assert_frame(end(), FRAME26);
}

/* How often a burst of n edges, 500 us apart, is told of while it lasts. */
static unsigned told_during(unsigned n)
{
	unsigned told = 0;
	for (unsigned i = 0; i < n; i++) {
		now += 500 * US;
		enum wiegand_result result = put_edge(now, seqno++, '0');
		CU_ASSERT_TRUE(result == WIEGAND_NONE || result == WIEGAND_BURST);
		told += result == WIEGAND_BURST;
	}
	return told;
}

static void a_burst_without_end_is_told_once_a_second(void)
{
	begin();
	CU_ASSERT_EQUAL(told_during(2000), 0); /* from the first edge to the last: 999.5 ms */
	CU_ASSERT_EQUAL(told_during(1), 1);
	CU_ASSERT_EQUAL(told_during(1999), 0);
	CU_ASSERT_EQUAL(told_during(2001), 2);
	put_bits(FRAME26, 500 * US); /* without a silence before it, it is no frame */
	CU_ASSERT_EQUAL(end(), WIEGAND_BURST);
	put_bits(FRAME26, 500 * US);
	assert_frame(end(), FRAME26);
}

static void a_burst_with_lost_edges_is_a_gap(void)
{
	begin();
	CU_ASSERT_EQUAL(told_during(100), 0);
	seqno++;
	CU_ASSERT_EQUAL(told_during(100), 0);
	CU_ASSERT_EQUAL(end(), WIEGAND_GAP);
	seqno += 500; /* between two bursts */
	CU_ASSERT_EQUAL(told_during(100), 0);
	CU_ASSERT_EQUAL(end(), WIEGAND_GAP);
	CU_ASSERT_EQUAL(told_during(100), 0);
	CU_ASSERT_EQUAL(end(), WIEGAND_BURST);
}

static void a_burst_is_counted_across_the_end_of_the_numbers(void)
{
	begin_at(UINT32_MAX - 50);
	CU_ASSERT_EQUAL(told_during(100), 0);
	CU_ASSERT_EQUAL(end(), WIEGAND_BURST);
}

static void stamps_from_another_time_are_rejected(void)
{
	static const uint64_t stamps[] = {0, 1, UINT64_MAX, INT64_MAX, 5000ull * MS - 30 * MS};
	for (size_t i = 0; i < sizeof(stamps) / sizeof(stamps[0]); i++) {
		begin();
		put_bits("0110101010101", 2 * MS);
		enum wiegand_result result = put_edge(stamps[i], seqno++, '0');
		if (result == WIEGAND_NONE)
			result = end();
		CU_ASSERT_NOT_EQUAL(result, WIEGAND_NONE);
		CU_ASSERT_FALSE(result == WIEGAND_FRAME && frame.bit_count == 14);
	}
}

static void a_first_stamp_from_the_future_spoils_its_frame_only(void)
{
	static const uint64_t stamps[] = {5026ull * MS, 6000ull * MS, INT64_MAX, 1ull << 62};
	for (size_t i = 0; i < sizeof(stamps) / sizeof(stamps[0]); i++) {
		begin();
		CU_ASSERT_EQUAL(put_edge(stamps[i], seqno++, '1'), WIEGAND_NONE);
		now = START - 2 * MS;
		put_bits(FRAME26, 2 * MS);
		CU_ASSERT_EQUAL(end(), WIEGAND_HOLE);
		put_bits(FRAME26, 2 * MS);
		assert_frame(end(), FRAME26);
	}
}

static void every_result_has_a_name_of_its_own(void)
{
	for (int a = WIEGAND_NONE; a <= WIEGAND_SINGLE; a++)
		for (int b = WIEGAND_NONE; b < a; b++)
			CU_ASSERT_STRING_NOT_EQUAL(wiegand_result_name((enum wiegand_result)a),
			                           wiegand_result_name((enum wiegand_result)b));
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"F3: a frame is read at every speed from 200 us to 20 ms", a_frame_is_read_at_every_speed},
	        {"F3: outside 200 us to 20 ms is no speed", outside_200_us_to_20_ms_is_no_speed},
	        {"F3: jitter of a third of a period is read at full speed",
	         jitter_of_a_third_of_a_period_is_read_at_full_speed},
	        {"F1: edges are ordered by number, not by arrival",
	         edges_are_ordered_by_number_not_by_arrival},
	        {"F1: numbers may wrap in a frame", numbers_may_wrap_in_a_frame},
	        {"F2: a gap inside voids the frame, and only that", a_gap_inside_voids_the_frame_only},
	        {"F2: a gap after the last frame voids the next, and only that",
	         a_gap_after_the_last_frame_voids_the_next_only},
	        {"F2: a number given twice voids the frame", a_number_given_twice_voids_the_frame},
	        {"F2: an edge that comes after the judgement harms nobody",
	         an_edge_that_comes_after_the_judgement_harms_nobody},
	        {"F2: an edge lost between two frames voids both",
	         an_edge_lost_between_two_frames_voids_both},
	        {"F2: numbers that start anew cost one frame", numbers_that_start_anew_cost_one_frame},
	        {"F4: silence is 2.5 times the longest interval, 1 to 25 ms",
	         silence_is_two_and_a_half_times_the_longest_interval},
	        {"F4: without edges nothing ends", without_edges_nothing_ends},
	        {"F4: a glitch behind the first bit does not end the frame",
	         a_glitch_behind_the_first_bit_does_not_end_the_frame},
	        {"F4: the edge after the silence returns what nobody collected",
	         the_edge_after_the_silence_returns_what_nobody_collected},
	        {"F4: one option decides at the last bit", one_option_decides_at_the_last_bit},
	        {"F3: a lost bit is a hole", a_lost_bit_is_a_hole},
	        {"F3: the widest interval is 1.5 periods and 200 us",
	         the_widest_interval_is_one_and_a_half_periods_and_200_us},
	        {"F3: the closest interval is 0.65 periods less 200 us",
	         the_closest_interval_is_065_periods_less_200_us},
	        {"F3: one glitch is dropped wherever it is", one_glitch_is_dropped_wherever_it_is},
	        {"F3: two glitches are dropped and three are not",
	         two_glitches_are_dropped_and_three_are_not},
	        {"F3: two glitches around one bit do not replace it",
	         two_glitches_around_one_bit_do_not_replace_it},
	        {"F3: a glitch before the bit does not take its place",
	         a_glitch_before_the_bit_does_not_take_its_place},
	        {"F3: two wires at once are ambiguous", two_wires_at_once_are_ambiguous},
	        {"F3: the same wire twice at once is one bit", the_same_wire_twice_at_once_is_one_bit},
	        {"F3: a lost end and a glitch in the middle do not make a frame",
	         a_lost_end_and_a_glitch_in_the_middle_do_not_make_a_frame},
	        {"F3: the grid allows a third of a period, and less where bits could move",
	         the_grid_allows_a_third_of_a_period_and_less_where_bits_could_move},
	        {"F3: one edge is noise", one_edge_is_noise},
	        {"F3: more than 64 bits are too long", more_than_64_bits_are_too_long},
	        {"F5: a burst without end is told once a second", a_burst_without_end_is_told_once_a_second},
	        {"F2: a burst with lost edges is a gap", a_burst_with_lost_edges_is_a_gap},
	        {"F2: a burst is counted across the end of the numbers",
	         a_burst_is_counted_across_the_end_of_the_numbers},
	        {"F3: a burst ends with its silence and the next frame is read",
	         a_burst_ends_with_its_silence_and_the_next_frame_is_read},
	        {"F3: a first stamp from the future spoils its frame only",
	         a_first_stamp_from_the_future_spoils_its_frame_only},
	        {"F3: stamps from another time are rejected", stamps_from_another_time_are_rejected},
	        {"every result has a name of its own", every_result_has_a_name_of_its_own},
	};
	return suite_run("wiegand", cases, sizeof(cases) / sizeof(cases[0]));
}
