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

/* A second opening during the first prolongs it and never shortens it. */
static void release(struct door *d, const struct door_input *in, enum record_cause cause)
{
	if (!may_release(d, cause))
		return;
	d->release_until_ns =
	        later(d->release_until_ns, in->now_ns + momentary_ms(in->release_ms) * MS_TO_NS);
	if (!d->is_fire && !d->is_free)
		d->cause = cause;
	d->person_id = in->person_id;
	d->operator_id = in->operator_id;
}

static void press(struct door *d, const struct door_input *in, struct door_news *news)
{
	if (in->is_active == d->is_rex)
		return;
	d->is_rex = in->is_active;
	d->excused_until_ns =
	        later(d->excused_until_ns, in->now_ns + momentary_ms(in->release_ms) * MS_TO_NS);
	if (!in->is_active)
		return;
	tell(news, RECORD_DOOR_REX);
	if (in->rex_releases)
		release(d, in, CAUSE_REX);
	else if (!d->is_strike_on && !d->is_open)
		d->cause = CAUSE_REX;
}

static bool has_cause(const struct door *d, uint64_t now_ns)
{
	return d->is_strike_on || d->is_rex || now_ns < d->excused_until_ns;
}

static void open_leaf(struct door *d, const struct door_input *in, struct door_news *news)
{
	d->is_open = true;
	news->is_opened = has_cause(d, in->now_ns);
	d->state = news->is_opened ? DOOR_OPEN : DOOR_FORCED;
	if (!news->is_opened)
		d->cause = CAUSE_NONE;
	tell(news, news->is_opened ? RECORD_DOOR_OPENED : RECORD_DOOR_FORCED);
}

/* Rule D2: the opening ends early when the door has been opened and closed again. */
static void close_leaf(struct door *d, struct door_news *news)
{
	d->is_open = false;
	d->release_until_ns = 0;
	d->excused_until_ns = 0;
	news->is_ended = true;
	tell(news, RECORD_DOOR_CLOSED);
}

static void sense(struct door *d, const struct door_input *in, struct door_news *news)
{
	if (in->is_active == d->is_open)
		return;
	if (in->is_active)
		open_leaf(d, in, news);
	else
		close_leaf(d, news);
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

static void wait(struct door *d, const struct door_input *in, struct door_news *news)
{
	if (d->release_until_ns != 0 && in->now_ns >= d->release_until_ns) {
		d->excused_until_ns =
		        later(d->excused_until_ns, d->release_until_ns + DOOR_GRACE_MS * MS_TO_NS);
		d->release_until_ns = 0;
	}
	if (d->release_until_ns == 0 && d->excused_until_ns != 0 && in->now_ns >= d->excused_until_ns) {
		d->excused_until_ns = 0;
		news->is_ended = true;
	}
}

/* Whatever fire released stays released: the wires keep it, and so does the record (rule D3). */
static void stop(struct door *d, struct door_news *news)
{
	d->release_until_ns = 0;
	d->excused_until_ns = 0;
	d->is_free = false;
	news->is_ended = true;
}

static enum door_state settled_state(const struct door *d)
{
	if (d->is_open)
		return d->state == DOOR_FORCED ? DOOR_FORCED : DOOR_OPEN;
	return d->is_strike_on ? DOOR_RELEASED : DOOR_LOCKED;
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
	if (d->state == DOOR_LOCKED && d->excused_until_ns == 0 && !d->is_rex) {
		d->cause = CAUSE_NONE;
		d->person_id = d->operator_id = 0;
	}
}

void door_init(struct door *d, bool is_guarded, bool is_open, bool is_rex, int64_t utc_ms)
{
	memset(d, 0, sizeof(*d));
	d->is_guarded = is_guarded;
	d->is_open = is_open;
	d->is_rex = is_rex;
	d->state = is_open ? DOOR_OPEN : DOOR_LOCKED;
	d->since_utc_ms = utc_ms;
}

void door_step(struct door *d, const struct door_input *input, struct door_news *news)
{
	enum door_state before = d->state;
	memset(news, 0, sizeof(*news));
	switch (input->kind) {
	case DOOR_INPUT_RELEASE:
		release(d, input, input->cause);
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
	case DOOR_INPUT_TIME:
		wait(d, input, news);
		break;
	case DOOR_INPUT_STOP:
		stop(d, news);
		break;
	}
	settle(d, before, input->utc_ms, news);
}

uint64_t door_deadline(const struct door *d)
{
	if (d->release_until_ns != 0)
		return d->release_until_ns;
	return d->excused_until_ns != 0 ? d->excused_until_ns : DOOR_NEVER;
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
