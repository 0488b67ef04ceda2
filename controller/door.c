/*
 * One door. Each input changes what is known; settle() then says what follows
 * for strike and state. See door.h. Start reading at door_step().
 */
#include "controller/door.h"
#include <string.h>

#define MS_TO_NS 1000000ull

static void tell(struct door_news *news, enum record_kind kind)
{
	if (news->count < DOOR_NEWS_MAX)
		news->kinds[news->count++] = kind;
}

static uint32_t momentary_ms(uint32_t release_ms)
{
	if (release_ms < DOOR_RELEASE_MIN_MS)
		return DOOR_RELEASE_MIN_MS;
	return release_ms > DOOR_RELEASE_MAX_MS ? DOOR_RELEASE_MAX_MS : release_ms;
}

static uint64_t later(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static bool may_release(const struct door *d, enum record_cause cause)
{
	switch (cause) {
	case CAUSE_GRANT:
	case CAUSE_RELEASE:
	case CAUSE_REX:
	case CAUSE_FIRE:
	case CAUSE_COMMISSIONING:
		return true;
	case CAUSE_SCHEDULE:
		return !d->is_guarded; /* rule D9 */
	case CAUSE_NONE:
		return false; /* rule D1 */
	}
	return false;
}

static uint64_t after_ms(uint64_t now_ns, uint64_t ms)
{
	return now_ns + ms * MS_TO_NS;
}

/* A second opening during the first prolongs it and never shortens it. */
static void release(struct door *d, const struct door_input *in, enum record_cause cause)
{
	if (!may_release(d, cause))
		return;
	d->release_until_ns = later(d->release_until_ns, after_ms(in->now_ns, momentary_ms(in->release_ms)));
	if (!d->is_fire && !d->is_free)
		d->cause = cause;
	d->person_id = in->person_id;
	d->operator_id = in->operator_id;
}

/* Who comes in by an operator's hand is counted by no badge, not even by one shown in the same opening (O4).
 */
static void take_part(struct door *d, bool *part, struct door_news *news)
{
	*part = true;
	news->is_part = d->is_open;
}

static void release_by(struct door *d, const struct door_input *in, struct door_news *news)
{
	release(d, in, in->cause);
	if (d->is_open && d->state != DOOR_FORCED && in->cause == CAUSE_GRANT)
		d->late_ns = in->now_ns;
	if (in->cause != CAUSE_RELEASE)
		return;
	if (in->person_id == 0) /* a visit explains its own person, as a badge does */
		take_part(d, &d->has_release, news);
	if (d->is_strike_on) /* the output does not move, the act is an event all the same (rule E1) */
		tell(news, RECORD_DOOR_RELEASED);
}

static void press(struct door *d, const struct door_input *in, struct door_news *news)
{
	if (in->is_active == d->is_rex)
		return;
	d->is_rex = in->is_active;
	d->excused_until_ns = later(d->excused_until_ns, after_ms(in->now_ns, momentary_ms(in->release_ms)));
	d->rex_until_ns = in->is_active ? after_ms(in->now_ns, DOOR_REX_STUCK_MS) : 0;
	if (!in->is_active) {
		d->faults &= (uint8_t)~DOOR_FAULT_REX;
		return;
	}
	tell(news, RECORD_DOOR_REX);
	take_part(d, &d->has_rex, news);
	if (in->rex_releases)
		release(d, in, CAUSE_REX);
	else if (!d->is_strike_on && !d->is_open && d->grace_until_ns == 0)
		d->cause = CAUSE_REX;
}

static bool has_cause(const struct door *d, uint64_t now_ns)
{
	return d->is_strike_on || d->is_rex || now_ns < d->grace_until_ns || now_ns < d->excused_until_ns;
}

/* Rule D6: a third of the time before it has been open too long, it warns. */
static void await_closing(struct door *d, uint32_t limit_ms)
{
	if (limit_ms == 0)
		return;
	d->held_ns = later(after_ms(d->open_since_ns, limit_ms), d->hold_until_ns);
	d->warn_ns = d->held_ns - limit_ms * MS_TO_NS / 3;
}

static void open_leaf(struct door *d, const struct door_input *in, struct door_news *news)
{
	d->is_open = true;
	d->open_since_ns = in->now_ns;
	bool is_bounce = d->late_ns != 0 && in->now_ns < d->grace_until_ns;
	d->late_ns = is_bounce ? in->now_ns : 0;
	await_closing(d, in->held_limit_ms);
	news->is_opened = has_cause(d, in->now_ns);
	d->state = news->is_opened ? DOOR_OPEN : DOOR_FORCED;
	if (!news->is_opened)
		d->cause = CAUSE_NONE;
	tell(news, news->is_opened ? RECORD_DOOR_OPENED : RECORD_DOOR_FORCED);
}

/* Whoever let go of it just now stands before a door that has fallen shut. */
static bool is_late(const struct door *d, uint64_t now_ns)
{
	return d->late_ns != 0 && now_ns - d->late_ns < DOOR_LATE_MS * MS_TO_NS;
}

/*
 * Rule D2: the opening ends early when the door has been opened and closed
 * again; but a leaf that bounces opens once more, and that is no force (D5).
 */
static void close_leaf(struct door *d, const struct door_input *in, struct door_news *news)
{
	bool was_forced = d->state == DOOR_FORCED;
	d->is_open = false;
	d->open_since_ns = d->warn_ns = d->held_ns = 0;
	d->faults &= (uint8_t)~DOOR_FAULT_HELD;
	if (!is_late(d, in->now_ns))
		d->late_ns = d->release_until_ns = 0;
	d->excused_until_ns = 0;
	d->grace_until_ns = was_forced ? 0 : after_ms(in->now_ns, DOOR_GRACE_MS);
	news->is_ended = was_forced;
	tell(news, RECORD_DOOR_CLOSED);
}

static void sense(struct door *d, const struct door_input *in, struct door_news *news)
{
	if (in->is_active == d->is_open)
		return;
	if (in->is_active)
		open_leaf(d, in, news);
	else
		close_leaf(d, in, news);
}

static void burn(struct door *d, const struct door_input *in)
{
	d->is_fire = in->is_active;
	if (in->is_active)
		d->cause = CAUSE_FIRE;
	else if (d->is_free)
		d->cause = CAUSE_SCHEDULE;
}

static void free_leaf(struct door *d, const struct door_input *in)
{
	d->is_free = in->is_active && may_release(d, CAUSE_SCHEDULE);
	if (d->is_free && !d->is_fire)
		d->cause = CAUSE_SCHEDULE;
}

static void hold(struct door *d, const struct door_input *in, struct door_news *news)
{
	uint32_t hold_ms = in->hold_ms < DOOR_HOLD_MAX_MS ? in->hold_ms : DOOR_HOLD_MAX_MS;
	d->hold_until_ns = after_ms(in->now_ns, hold_ms);
	d->faults &= (uint8_t)~DOOR_FAULT_HELD;
	if (d->is_open)
		await_closing(d, in->held_limit_ms);
	tell(news, RECORD_DOOR_HOLD);
}

/* ---- time ---- */

static bool is_due(uint64_t *at_ns, uint64_t now_ns)
{
	if (*at_ns == 0 || now_ns < *at_ns)
		return false;
	*at_ns = 0;
	return true;
}

/* What still explains an opening when a badge's time is over is the exit request (rule D7). */
static void end_grace(struct door *d, struct door_news *news)
{
	news->is_ended = true;
	news->is_missed = d->late_ns != 0 && !d->is_open;
	d->late_ns = 0;
	d->has_release = d->has_release && d->is_open;
	if (d->is_open || d->is_strike_on || !(d->is_rex || d->excused_until_ns != 0))
		return;
	d->cause = CAUSE_REX;
	d->person_id = d->operator_id = 0;
}

static void wait_for_the_leaf(struct door *d, const struct door_input *in, struct door_news *news)
{
	uint64_t since_ns = d->held_ns;
	news->is_warning = is_due(&d->warn_ns, in->now_ns) && !d->is_fire;
	if (!is_due(&d->held_ns, in->now_ns))
		return;
	d->held_ns = after_ms(since_ns, DOOR_HELD_AGAIN_MS);
	if (d->is_fire)
		return; /* nobody is told to close a door in a fire */
	news->is_reminder = (d->faults & DOOR_FAULT_HELD) != 0;
	d->faults |= DOOR_FAULT_HELD;
	tell(news, RECORD_DOOR_HELD);
}

static void wait(struct door *d, const struct door_input *in, struct door_news *news)
{
	uint64_t end_ns = d->release_until_ns;
	if (is_due(&d->release_until_ns, in->now_ns))
		d->grace_until_ns = later(d->grace_until_ns, after_ms(end_ns, DOOR_GRACE_MS));
	if (d->release_until_ns == 0 && is_due(&d->grace_until_ns, in->now_ns))
		end_grace(d, news);
	if (is_due(&d->excused_until_ns, in->now_ns))
		d->has_rex = d->is_rex || d->is_open;
	is_due(&d->hold_until_ns, in->now_ns);
	wait_for_the_leaf(d, in, news);
	if (!is_due(&d->rex_until_ns, in->now_ns))
		return;
	d->faults |= DOOR_FAULT_REX;
	tell(news, RECORD_DOOR_REX_STUCK);
}

/* Whatever fire released stays released: the wires keep it, and so does the record (rule D3). */
static void stop(struct door *d, struct door_news *news)
{
	news->is_missed = d->late_ns != 0 && !d->is_open;
	d->late_ns = 0;
	d->release_until_ns = 0;
	d->grace_until_ns = 0;
	d->excused_until_ns = 0;
	d->is_free = false;
	news->is_ended = true;
}

/* ---- what follows ---- */

static enum door_state settled_state(const struct door *d)
{
	if (d->is_open)
		return d->state == DOOR_FORCED ? DOOR_FORCED : DOOR_OPEN;
	return d->is_strike_on ? DOOR_RELEASED : DOOR_LOCKED;
}

/* Nobody's any more. What fire or schedule let go of goes on without the parts that others had. */
static void end_opening(struct door *d, struct door_news *news)
{
	news->is_over = true;
	d->has_release = d->has_rex = false;
	if (d->is_strike_on)
		return;
	d->cause = CAUSE_NONE;
	d->person_id = d->operator_id = 0;
}

static bool is_momentary(const struct door *d)
{
	return d->release_until_ns != 0 || d->grace_until_ns != 0 || d->excused_until_ns != 0 || d->is_rex;
}

/* The strike lets go exactly while a momentary opening runs, the schedule says so, or there is fire. */
static void settle(struct door *d, enum door_state before, int64_t utc_ms, struct door_news *news)
{
	bool is_on = d->is_fire || d->is_free || d->release_until_ns != 0;
	if (is_on != d->is_strike_on) {
		d->is_strike_on = is_on;
		tell(news, is_on ? RECORD_DOOR_RELEASED : RECORD_DOOR_LOCKED);
	}
	d->state = settled_state(d);
	if (d->state != before)
		d->since_utc_ms = utc_ms;
	if (!d->is_open && !is_momentary(d))
		end_opening(d, news);
}

void door_init(struct door *d, const struct door_start *start)
{
	memset(d, 0, sizeof(*d));
	d->is_guarded = start->is_guarded;
	d->is_open = start->is_open;
	d->is_rex = d->has_rex = start->is_rex;
	d->state = start->is_open ? DOOR_OPEN : DOOR_LOCKED;
	d->since_utc_ms = start->utc_ms;
	if (start->is_rex)
		d->rex_until_ns = after_ms(start->now_ns, DOOR_REX_STUCK_MS);
	if (!start->is_open)
		return;
	d->open_since_ns = start->now_ns;
	await_closing(d, start->held_limit_ms);
}

void door_step(struct door *d, const struct door_input *input, struct door_news *news)
{
	enum door_state before = d->state;
	memset(news, 0, sizeof(*news));
	switch (input->kind) {
	case DOOR_INPUT_RELEASE:
		release_by(d, input, news);
		break;
	case DOOR_INPUT_CONTACT:
		sense(d, input, news);
		break;
	case DOOR_INPUT_REX:
		press(d, input, news);
		break;
	case DOOR_INPUT_FIRE:
		burn(d, input);
		break;
	case DOOR_INPUT_SCHEDULE:
		free_leaf(d, input);
		break;
	case DOOR_INPUT_HOLD:
		hold(d, input, news);
		break;
	case DOOR_INPUT_TIME:
		wait(d, input, news);
		break;
	case DOOR_INPUT_STOP:
		stop(d, news);
		break;
	}
	settle(d, before, input->utc_ms, news);
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return b != 0 && b < a ? b : a;
}

uint64_t door_deadline(const struct door *d)
{
	uint64_t t = earlier(DOOR_NEVER, d->release_until_ns);
	if (d->release_until_ns == 0) /* a grace waits for the opening that runs */
		t = earlier(t, d->grace_until_ns);
	t = earlier(t, d->excused_until_ns);
	t = earlier(t, d->rex_until_ns);
	t = earlier(t, d->hold_until_ns);
	return earlier(earlier(t, d->warn_ns), d->held_ns);
}

bool door_may_open(const struct door *d)
{
	return !d->is_open && (d->is_strike_on || d->grace_until_ns != 0 || d->excused_until_ns != 0);
}

const char *door_fault_name(enum door_fault one)
{
	switch (one) {
	case DOOR_FAULT_REX:
		return "exit_request_stuck";
	case DOOR_FAULT_HELD:
		return "open_too_long";
	case DOOR_FAULT_CONTACT:
		return "contact";
	case DOOR_FAULT_OUTPUT:
		return "output";
	}
	return "";
}

const char *door_state_name(enum door_state state)
{
	switch (state) {
	case DOOR_LOCKED:
		return "locked";
	case DOOR_RELEASED:
		return "released";
	case DOOR_OPEN:
		return "open";
	case DOOR_FORCED:
		return "forced";
	}
	return "";
}
