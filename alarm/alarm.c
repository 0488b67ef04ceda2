/*
 * The alarm of one area as one small switch per input. See alarm.h; rules L1,
 * L2, L5, L7, L8. Start reading at alarm_step().
 */
#include "alarm/alarm.h"
#include <errno.h>
#include <string.h>

#define NEVER    UINT64_MAX
#define MS_TO_NS 1000000ull

static void enter(struct alarm *a, enum alarm_mode_state state, int64_t utc_ms)
{
	a->state = state;
	a->since_utc_ms = utc_ms;
	a->until_ns = 0;
	a->sounder_until_ns = 0;
}

/* Rule L2: nobody inside, the last door closed, nothing prevents it. */
static enum alarm_news begin_exit_delay(struct alarm *a, const struct alarm_input *in)
{
	enter(a, ALARM_EXIT_DELAY, in->utc_ms);
	a->until_ns = in->now_ns + in->exit_delay_ms * MS_TO_NS;
	return ALARM_NEWS_EXIT_DELAY;
}

static enum alarm_news cancel(struct alarm *a, const struct alarm_input *in)
{
	enter(a, ALARM_UNSET, in->utc_ms);
	return ALARM_NEWS_CANCELLED;
}

static enum alarm_news raise_alarm(struct alarm *a, const struct alarm_input *in)
{
	enter(a, ALARM_ALARM, in->utc_ms);
	a->sounder_until_ns = in->now_ns + in->sounder_ms * MS_TO_NS;
	return ALARM_NEWS_RAISED;
}

static enum alarm_news look(struct alarm *a, const struct alarm_input *in)
{
	switch (a->state) {
	case ALARM_UNSET:
		if (in->is_automatic && in->prevented_by == 0)
			return begin_exit_delay(a, in);
		return ALARM_NO_NEWS;
	case ALARM_EXIT_DELAY:
		return in->prevented_by != 0 ? cancel(a, in) : ALARM_NO_NEWS;
	case ALARM_SET:
	case ALARM_ENTRY_DELAY:
	case ALARM_ALARM:
		return ALARM_NO_NEWS;
	}
	return ALARM_NO_NEWS;
}

static enum alarm_news time_passed(struct alarm *a, const struct alarm_input *in)
{
	if (in->now_ns < alarm_deadline(a))
		return ALARM_NO_NEWS;
	switch (a->state) {
	case ALARM_EXIT_DELAY:
		if (in->prevented_by != 0)
			return cancel(a, in);
		enter(a, ALARM_SET, in->utc_ms);
		return ALARM_NEWS_SET;
	case ALARM_ALARM:
		a->sounder_until_ns = 0;
		return ALARM_NEWS_SILENT;
	case ALARM_UNSET:
	case ALARM_SET:
	case ALARM_ENTRY_DELAY:
		return ALARM_NO_NEWS;
	}
	return ALARM_NO_NEWS;
}

static enum alarm_news unset(struct alarm *a, const struct alarm_input *in)
{
	switch (a->state) {
	case ALARM_UNSET:
		return ALARM_NO_NEWS;
	case ALARM_EXIT_DELAY:
		return cancel(a, in);
	case ALARM_SET:
	case ALARM_ENTRY_DELAY:
	case ALARM_ALARM:
		enter(a, ALARM_UNSET, in->utc_ms);
		return ALARM_NEWS_UNSET;
	}
	return ALARM_NO_NEWS;
}

static enum alarm_news acknowledge(struct alarm *a, const struct alarm_input *in)
{
	if (a->state != ALARM_ALARM)
		return ALARM_NO_NEWS;
	enter(a, ALARM_SET, in->utc_ms);
	return ALARM_NEWS_ACKNOWLEDGED;
}

static enum alarm_news intrude(struct alarm *a, const struct alarm_input *in)
{
	switch (a->state) {
	case ALARM_UNSET:
		return ALARM_NO_NEWS;
	case ALARM_EXIT_DELAY:
		return cancel(a, in);
	case ALARM_SET:
	case ALARM_ENTRY_DELAY:
		return raise_alarm(a, in);
	case ALARM_ALARM:
		/* a sounder that has fallen silent sounds again; one that sounds is not
		 * prolonged (rule L7)
		 */
		return a->sounder_until_ns == 0 ? raise_alarm(a, in) : ALARM_NO_NEWS;
	}
	return ALARM_NO_NEWS;
}

void alarm_init(struct alarm *a, const struct alarm_state *left, uint64_t now_ns, uint32_t exit_delay_ms,
                uint32_t sounder_ms)
{
	enter(a, left->state, left->since_utc_ms);
	if (left->state == ALARM_EXIT_DELAY)
		a->until_ns = now_ns + exit_delay_ms * MS_TO_NS;
	if (left->state == ALARM_ALARM)
		a->sounder_until_ns = now_ns + sounder_ms * MS_TO_NS;
}

enum alarm_news alarm_step(struct alarm *a, const struct alarm_input *input)
{
	switch (input->kind) {
	case ALARM_INPUT_LOOK:
		return look(a, input);
	case ALARM_INPUT_TIME:
		return time_passed(a, input);
	case ALARM_INPUT_DISTURB:
		return a->state == ALARM_EXIT_DELAY ? cancel(a, input) : ALARM_NO_NEWS;
	case ALARM_INPUT_UNSET:
		return unset(a, input);
	case ALARM_INPUT_ACK:
		return acknowledge(a, input);
	case ALARM_INPUT_INTRUDE:
		return intrude(a, input);
	}
	return ALARM_NO_NEWS;
}

uint64_t alarm_deadline(const struct alarm *a)
{
	if (a->until_ns != 0)
		return a->until_ns;
	return a->sounder_until_ns != 0 ? a->sounder_until_ns : NEVER;
}

bool alarm_is_set(const struct alarm *a)
{
	switch (a->state) {
	case ALARM_UNSET:
	case ALARM_EXIT_DELAY:
		return false;
	case ALARM_SET:
	case ALARM_ENTRY_DELAY:
	case ALARM_ALARM:
		return true;
	}
	return true;
}

const char *alarm_state_name(enum alarm_mode_state state)
{
	switch (state) {
	case ALARM_UNSET:
		return "unset";
	case ALARM_EXIT_DELAY:
		return "exit_delay";
	case ALARM_SET:
		return "set";
	case ALARM_ENTRY_DELAY:
		return "entry_delay";
	case ALARM_ALARM:
		return "alarm";
	}
	return "";
}

int alarm_state_parse(const char *name, enum alarm_mode_state *state)
{
	for (enum alarm_mode_state s = ALARM_UNSET; s <= ALARM_ALARM; s++) {
		if (strcmp(name, alarm_state_name(s)) == 0) {
			*state = s;
			return 0;
		}
	}
	return -EINVAL;
}

const char *alarm_prevention_name(enum alarm_prevention one)
{
	switch (one) {
	case ALARM_PREVENTED_INSIDE:
		return "somebody_inside";
	case ALARM_PREVENTED_UNCERTAIN:
		return "occupancy_uncertain";
	case ALARM_PREVENTED_OPEN:
		return "door_open";
	case ALARM_PREVENTED_RELEASED:
		return "door_released";
	case ALARM_PREVENTED_FIRE:
		return "fire";
	case ALARM_PREVENTED_REX:
		return "exit_request_held";
	case ALARM_PREVENTED_BY_HAND:
		return "unset_by_operator";
	case ALARM_PREVENTED_CLOCK:
		return "clock_not_trusted";
	case ALARM_PREVENTED_READER:
		return "reader_fault";
	case ALARM_PREVENTED_CONTACT:
		return "contact_fault";
	case ALARM_PREVENTED_OUTPUT:
		return "output_fault";
	case ALARM_PREVENTED_SOUNDER:
		return "sounder_fault";
	}
	return "";
}
