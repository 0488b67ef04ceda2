/* The list of actions that a step hands out. See engine_step.h. */
#include "controller/engine_step.h"
#include <string.h>

struct engine_action *step_act(struct step *s, enum engine_action_kind kind)
{
	struct engine_actions *a = s->actions;
	if (a->count == ENGINE_ACTIONS_MAX) {
		a->is_overflowed = true;
		a->count--;
	}
	struct engine_action *action = &a->items[a->count++];
	memset(action, 0, sizeof(*action));
	action->kind = kind;
	action->door = action->reader = action->area = SITE_NONE;
	return action;
}

struct record *step_record(struct step *s, enum record_kind kind)
{
	struct record *r = &step_act(s, ACTION_RECORD)->record;
	r->kind = (uint16_t)kind;
	r->mono_ns = s->now->mono_ns;
	r->utc_ms = s->now->utc_ms;
	r->is_clock_trusted = s->now->is_clock_trusted;
	r->policy_version = s->table == NULL ? 0 : table_version(s->table);
	r->door = r->reader = r->area = r->room = SITE_NONE;
	return r;
}

void step_indicate(struct step *s, uint16_t reader, enum engine_signal signal)
{
	struct engine_action *a = step_act(s, ACTION_INDICATE);
	a->reader = reader;
	a->signal = signal;
}

void step_answer(struct step *s, enum engine_answer result)
{
	step_act(s, ACTION_ANSWER)->answer = result;
}
