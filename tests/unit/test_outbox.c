/* The outbox (rule M4): every event at least once, in order, the cursor never ahead of what the broker has.
 */
#include "tests/unit/suite.h"

#include <stdint.h>
#include <string.h>

#include "reception/outbox.h"

/* ---- helpers ---- */

static unsigned take_or_fail(struct outbox *o, uint64_t number)
{
	unsigned slot = OUTBOX_MAX;
	CU_ASSERT_EQUAL_FATAL(outbox_take(o, number, &slot), OUTBOX_EVENT);
	CU_ASSERT_FATAL(slot < OUTBOX_MAX);
	return slot;
}

static void take_up_to_or_fail(struct outbox *o, uint64_t last)
{
	for (uint64_t number = o->taken + 1; number <= last; number++)
		take_or_fail(o, number);
}

/* Sends what may be sent, with the event's number as its ticket. How many. */
static unsigned send_all(struct outbox *o)
{
	unsigned slot, count = 0;
	while (outbox_next(o, &slot)) {
		outbox_sent(o, (int)o->items[slot].number);
		count++;
	}
	return count;
}

static void answer_or_fail(struct outbox *o, uint64_t number, bool is_accepted)
{
	CU_ASSERT_TRUE_FATAL(outbox_answered(o, (int)number, is_accepted));
}

/* ---- cases ---- */

static void begins_after_the_cursor(void)
{
	struct outbox o;
	unsigned slot;
	outbox_init(&o, 41);
	CU_ASSERT_FALSE(outbox_next(&o, &slot));
	take_or_fail(&o, 42);
	CU_ASSERT_TRUE(outbox_next(&o, &slot));
	CU_ASSERT_EQUAL(o.items[slot].number, 42);
	CU_ASSERT_EQUAL(o.delivered, 41);
}

static void what_was_offered_before_is_known(void)
{
	struct outbox o;
	unsigned slot = 7;
	outbox_init(&o, 10);
	take_or_fail(&o, 11);
	for (uint64_t number = 1; number <= 11; number++)
		CU_ASSERT_EQUAL(outbox_take(&o, number, &slot), OUTBOX_KNOWN);
	CU_ASSERT_EQUAL(slot, 7);
	CU_ASSERT_EQUAL(o.count, 1);
}

static void a_jump_of_numbers_is_a_gap_first(void)
{
	struct outbox o;
	unsigned slot;
	outbox_init(&o, 0);
	CU_ASSERT_EQUAL(outbox_take(&o, 101, &slot), OUTBOX_GAP);
	CU_ASSERT_EQUAL(o.items[slot].number, 100);
	CU_ASSERT_EQUAL(outbox_take(&o, 101, &slot), OUTBOX_EVENT);
	CU_ASSERT_EQUAL(o.items[slot].number, 101);
}

static void a_gap_delivered_moves_the_cursor_to_its_end(void)
{
	struct outbox o;
	unsigned slot;
	outbox_init(&o, 5);
	CU_ASSERT_EQUAL(outbox_take(&o, 7, &slot), OUTBOX_GAP);
	CU_ASSERT_EQUAL(send_all(&o), 1);
	answer_or_fail(&o, 6, true);
	CU_ASSERT_EQUAL(o.delivered, 6);
}

static void it_is_full_at_its_limit_and_not_before(void)
{
	struct outbox o;
	unsigned slot;
	outbox_init(&o, 0);
	take_up_to_or_fail(&o, OUTBOX_MAX - 1);
	CU_ASSERT_TRUE(outbox_has_room(&o));
	take_or_fail(&o, OUTBOX_MAX);
	CU_ASSERT_FALSE(outbox_has_room(&o));
	CU_ASSERT_EQUAL(outbox_take(&o, OUTBOX_MAX + 1, &slot), OUTBOX_FULL);
	CU_ASSERT_FALSE(outbox_note(&o, &slot));
	send_all(&o);
	answer_or_fail(&o, 1, true);
	take_or_fail(&o, OUTBOX_MAX + 1);
}

static void a_gap_that_takes_the_last_place_leaves_its_event_waiting(void)
{
	struct outbox o;
	unsigned slot;
	outbox_init(&o, 0);
	take_up_to_or_fail(&o, OUTBOX_MAX - 1);
	CU_ASSERT_EQUAL(outbox_take(&o, OUTBOX_MAX + 9, &slot), OUTBOX_GAP);
	CU_ASSERT_EQUAL(outbox_take(&o, OUTBOX_MAX + 9, &slot), OUTBOX_FULL);
	CU_ASSERT_EQUAL(o.taken, OUTBOX_MAX + 8);
}

static void at_most_a_window_is_on_its_way(void)
{
	struct outbox o;
	unsigned slot;
	outbox_init(&o, 0);
	take_up_to_or_fail(&o, 3 * OUTBOX_WINDOW);
	CU_ASSERT_EQUAL(send_all(&o), OUTBOX_WINDOW);
	answer_or_fail(&o, 1, true);
	CU_ASSERT_EQUAL(send_all(&o), 1);
	CU_ASSERT_FALSE(outbox_next(&o, &slot));
	CU_ASSERT_EQUAL(o.in_flight, OUTBOX_WINDOW);
}

static void a_batch_begins_when_half_of_the_window_is_free(void)
{
	struct outbox o;
	outbox_init(&o, 0);
	CU_ASSERT_TRUE(outbox_wants_batch(&o)); /* a lone event goes at once */
	take_up_to_or_fail(&o, 2 * OUTBOX_WINDOW);
	send_all(&o);
	for (uint64_t number = 1; number < OUTBOX_WINDOW / 2; number++)
		answer_or_fail(&o, number, true);
	CU_ASSERT_FALSE(outbox_wants_batch(&o));
	answer_or_fail(&o, OUTBOX_WINDOW / 2, true);
	CU_ASSERT_TRUE(outbox_wants_batch(&o));
	CU_ASSERT_EQUAL(send_all(&o), OUTBOX_WINDOW / 2);
	CU_ASSERT_FALSE(outbox_wants_batch(&o));
}

static void the_cursor_waits_for_the_oldest_answer(void)
{
	struct outbox o;
	outbox_init(&o, 0);
	take_up_to_or_fail(&o, 3);
	send_all(&o);
	answer_or_fail(&o, 3, true);
	answer_or_fail(&o, 2, true);
	CU_ASSERT_EQUAL(o.delivered, 0);
	CU_ASSERT_EQUAL(o.passed, 0);
	answer_or_fail(&o, 1, true);
	CU_ASSERT_EQUAL(o.delivered, 3);
	CU_ASSERT_EQUAL(o.passed, 3);
}

static void strange_and_repeated_answers_change_nothing(void)
{
	struct outbox o, before;
	outbox_init(&o, 0);
	take_up_to_or_fail(&o, 3);
	send_all(&o);
	answer_or_fail(&o, 2, true);
	before = o;
	CU_ASSERT_FALSE(outbox_answered(&o, 2, true));
	CU_ASSERT_FALSE(outbox_answered(&o, 99, true));
	CU_ASSERT_FALSE(outbox_answered(&o, 99, false));
	CU_ASSERT_EQUAL(memcmp(&o, &before, sizeof o), 0);
}

static void after_a_lost_connection_all_unanswered_go_again_in_order(void)
{
	struct outbox o;
	unsigned slot;
	outbox_init(&o, 0);
	take_up_to_or_fail(&o, 30);
	send_all(&o);
	answer_or_fail(&o, 1, true);
	answer_or_fail(&o, 3, true);
	outbox_restart(&o);
	CU_ASSERT_EQUAL(o.in_flight, 0);
	for (unsigned i = 0; i < o.count; i++)
		CU_ASSERT_EQUAL(o.items[(o.head + i) % OUTBOX_MAX].state, OUTBOX_WAITING);
	CU_ASSERT_FALSE(outbox_answered(&o, 2, true)); /* of the connection before */
	for (uint64_t number = 2; number <= 1 + OUTBOX_WINDOW; number++) {
		CU_ASSERT_TRUE_FATAL(outbox_next(&o, &slot));
		CU_ASSERT_EQUAL(o.items[slot].number, number);
		outbox_sent(&o, (int)number + 1000);
	}
	CU_ASSERT_FALSE(outbox_next(&o, &slot));
}

static void a_refused_event_holds_all_later_ones(void)
{
	struct outbox o;
	unsigned slot;
	outbox_init(&o, 0);
	take_up_to_or_fail(&o, 40);
	send_all(&o);
	answer_or_fail(&o, 1, true);
	answer_or_fail(&o, 2, false);
	CU_ASSERT_TRUE(o.is_held);
	answer_or_fail(&o, 3, true);
	CU_ASSERT_FALSE(outbox_next(&o, &slot));
	CU_ASSERT_EQUAL(o.delivered, 1);
}

static void after_a_refusal_one_is_tried_until_one_is_accepted(void)
{
	struct outbox o;
	unsigned slot;
	outbox_init(&o, 0);
	take_up_to_or_fail(&o, 40);
	send_all(&o);
	answer_or_fail(&o, 1, false);
	outbox_resume(&o);
	CU_ASSERT_EQUAL(send_all(&o), 1);
	answer_or_fail(&o, 1, false);
	outbox_resume(&o);
	CU_ASSERT_TRUE(outbox_next(&o, &slot));
	CU_ASSERT_EQUAL(o.items[slot].number, 1);
	CU_ASSERT_EQUAL(send_all(&o), 1);
	answer_or_fail(&o, 1, true);
	CU_ASSERT_EQUAL(o.delivered, 1);
	CU_ASSERT_EQUAL(send_all(&o), OUTBOX_WINDOW);
}

static void a_notice_goes_in_its_place_and_moves_no_number(void)
{
	struct outbox o;
	unsigned slot, next;
	outbox_init(&o, 0);
	CU_ASSERT_TRUE(outbox_note(&o, &slot));
	take_or_fail(&o, 1);
	CU_ASSERT_TRUE(outbox_next(&o, &next));
	CU_ASSERT_EQUAL(next, slot);
	outbox_sent(&o, 500);
	CU_ASSERT_TRUE(outbox_answered(&o, 500, true));
	CU_ASSERT_EQUAL(o.delivered, 0);
	CU_ASSERT_EQUAL(o.passed, 1);
}

/* ---- random histories against a model ---- */

enum { NUMBERS = 2000, HISTORIES = 300 };

/* A broker that takes messages in order and remembers them, and a journal with holes. */
struct world {
	struct outbox outbox;
	uint32_t random;
	bool is_purged[NUMBERS + 1];
	bool is_recorded[NUMBERS + 1]; /* the broker has it, or the notice of the gap that it lies in */
	uint64_t newest;               /* number recorded */
	bool is_in_order;
	uint64_t wire[OUTBOX_WINDOW]; /* numbers on their way to the broker, with their tickets */
	int tickets[OUTBOX_WINDOW];
	unsigned wire_count;
	int ticket;
	uint64_t saved; /* the cursor file */
};

static uint32_t chance(struct world *w, uint32_t below)
{
	w->random ^= w->random << 13;
	w->random ^= w->random >> 17;
	w->random ^= w->random << 5;
	return w->random % below;
}

/* EventFollow after what is taken: the next event that is still in the journal. */
static void offer(struct world *w)
{
	unsigned slot;
	uint64_t number = w->outbox.taken + 1;
	while (number <= NUMBERS && w->is_purged[number])
		number++;
	if (number > NUMBERS)
		return;
	if (outbox_take(&w->outbox, number, &slot) == OUTBOX_GAP)
		outbox_take(&w->outbox, number, &slot);
}

static void send_one(struct world *w)
{
	unsigned slot;
	if (!outbox_next(&w->outbox, &slot))
		return;
	CU_ASSERT_FATAL(w->wire_count < OUTBOX_WINDOW);
	w->wire[w->wire_count] = w->outbox.items[slot].number;
	w->tickets[w->wire_count++] = ++w->ticket;
	outbox_sent(&w->outbox, w->ticket);
}

/* The broker has taken everything up to number: the holes in front of it were in notices. */
static void record(struct world *w, uint64_t number)
{
	if (number > w->newest) {
		for (uint64_t between = w->newest + 1; between < number; between++)
			w->is_in_order &= w->is_purged[between];
		w->newest = number;
	}
	w->is_recorded[number] = true;
	for (uint64_t n = number - 1; n > 0 && w->is_purged[n] && !w->is_recorded[n]; n--)
		w->is_recorded[n] = true;
}

static void broker_answers(struct world *w, bool is_accepting, bool is_answer_lost)
{
	if (w->wire_count == 0)
		return;
	uint64_t number = w->wire[0];
	int ticket = w->tickets[0];
	w->wire_count--;
	memmove(w->wire, w->wire + 1, w->wire_count * sizeof w->wire[0]);
	memmove(w->tickets, w->tickets + 1, w->wire_count * sizeof w->tickets[0]);
	if (is_accepting)
		record(w, number);
	if (!is_answer_lost)
		CU_ASSERT_TRUE(outbox_answered(&w->outbox, ticket, is_accepting));
}

/* Killed: what the broker had not read is gone, and maybe answers too. */
static void lose_connection(struct world *w)
{
	uint32_t read = chance(w, w->wire_count + 1);
	while (read-- > 0)
		broker_answers(w, true, true);
	w->wire_count = 0;
	outbox_restart(&w->outbox);
}

static void crash(struct world *w)
{
	lose_connection(w);
	outbox_init(&w->outbox, w->saved);
}

static void step(struct world *w, bool is_refusing)
{
	uint32_t what = chance(w, 1000);
	if (what < 350)
		offer(w);
	else if (what < 650)
		send_one(w);
	else if (what < 950)
		broker_answers(w, !(is_refusing && chance(w, 20) == 0), false);
	else if (what < 970)
		w->saved = w->outbox.delivered;
	else if (what < 980)
		lose_connection(w);
	else if (what < 984)
		crash(w);
	/* The pause after a refusal is longer than what is on the wire. */
	if (w->outbox.is_held && w->wire_count == 0)
		outbox_resume(&w->outbox);
}

static void check_or_fail(const struct world *w)
{
	const struct outbox *o = &w->outbox;
	CU_ASSERT_FATAL(o->count <= OUTBOX_MAX && o->sent <= o->count);
	CU_ASSERT_FATAL(o->in_flight <= o->window && o->in_flight == w->wire_count);
	CU_ASSERT_FATAL(w->saved <= o->delivered && o->delivered <= o->taken);
	/* M4: what the cursor counts as delivered, the broker has. */
	for (uint64_t n = w->saved + 1; n <= o->delivered; n++)
		CU_ASSERT_FATAL(w->is_recorded[n]);
}

static void begin(struct world *w, uint32_t seed)
{
	memset(w, 0, sizeof *w);
	w->random = seed * 2654435761U + 1;
	w->is_in_order = true;
	outbox_init(&w->outbox, 0);
	for (uint64_t n = 1; n < NUMBERS; n++)
		w->is_purged[n] = chance(w, 10) == 0;
}

static void run_to_the_end_or_fail(struct world *w, bool is_refusing)
{
	for (long steps = 0; w->outbox.delivered < NUMBERS; steps++) {
		CU_ASSERT_FATAL(steps < 1000000);
		step(w, is_refusing);
		check_or_fail(w);
	}
	for (uint64_t n = 1; n <= NUMBERS; n++)
		CU_ASSERT_FATAL(w->is_recorded[n]);
}

static void any_history_of_losses_and_crashes_delivers_all_in_order(void)
{
	static struct world w;
	for (uint32_t seed = 1; seed <= HISTORIES; seed++) {
		begin(&w, seed);
		run_to_the_end_or_fail(&w, false);
		CU_ASSERT_TRUE_FATAL(w.is_in_order);
	}
}

/* A broker that refuses single messages may have taken later ones already: then order is lost, but nothing
 * else. */
static void any_history_of_refusals_delivers_all(void)
{
	static struct world w;
	for (uint32_t seed = 1; seed <= HISTORIES; seed++) {
		begin(&w, seed + HISTORIES);
		run_to_the_end_or_fail(&w, true);
	}
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"begins after the cursor", begins_after_the_cursor},
	        {"what was offered before is known", what_was_offered_before_is_known},
	        {"a jump of numbers is a gap first", a_jump_of_numbers_is_a_gap_first},
	        {"a gap delivered moves the cursor to its end", a_gap_delivered_moves_the_cursor_to_its_end},
	        {"it is full at its limit and not before", it_is_full_at_its_limit_and_not_before},
	        {"a gap that takes the last place leaves its event waiting",
	         a_gap_that_takes_the_last_place_leaves_its_event_waiting},
	        {"at most a window is on its way", at_most_a_window_is_on_its_way},
	        {"a batch begins when half of the window is free",
	         a_batch_begins_when_half_of_the_window_is_free},
	        {"the cursor waits for the oldest answer", the_cursor_waits_for_the_oldest_answer},
	        {"strange and repeated answers change nothing", strange_and_repeated_answers_change_nothing},
	        {"after a lost connection all unanswered go again in order",
	         after_a_lost_connection_all_unanswered_go_again_in_order},
	        {"a refused event holds all later ones", a_refused_event_holds_all_later_ones},
	        {"after a refusal one is tried until one is accepted",
	         after_a_refusal_one_is_tried_until_one_is_accepted},
	        {"a notice goes in its place and moves no number",
	         a_notice_goes_in_its_place_and_moves_no_number},
	        {"M4: any history of losses and crashes delivers all in order",
	         any_history_of_losses_and_crashes_delivers_all_in_order},
	        {"M4: any history of refusals delivers all", any_history_of_refusals_delivers_all},
	};
	return suite_run("outbox", cases, sizeof cases / sizeof cases[0]);
}
