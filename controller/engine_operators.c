/*
 * What people do from desk and command line: a release, the fire's reset, a
 * corrected count, the alarm set, unset and acknowledged. Each is one event
 * that names who did it (rule E1). Start reading at operators_act().
 */
#include "controller/engine_step.h"
#include <string.h>

static void release(struct step *s, const struct engine_event *event)
{
	struct engine_door *d = &s->e->doors[event->door];
	if (d->door.is_fire) {
		step_answer(s, ANSWER_ALREADY_OPEN);
		return;
	}
	if (areas_are_set(s->e, event->door)) {
		step_answer(s, ANSWER_ALARM_SET);
		return;
	}
	struct door_input in = {.kind = DOOR_INPUT_RELEASE,
	                        .cause = CAUSE_RELEASE,
	                        .person_id = event->person,
	                        .operator_id = event->operator_id};
	if (event->person != 0)
		presence_visit(s, event->door, event->person);
	step_door(s, event->door, &in, event->detail);
	step_answer(s, ANSWER_DONE);
}

/* Rule D6: excuses that it stands open, never the lock. */
static void hold(struct step *s, const struct engine_event *event)
{
	struct door_input in = {
	        .kind = DOOR_INPUT_HOLD, .hold_ms = event->hold_ms, .operator_id = event->operator_id};
	step_door(s, event->door, &in, event->detail);
	step_answer(s, ANSWER_DONE);
}

/* Rule D13: nothing but this ends the latch. */
static void reset_fire(struct step *s, const struct engine_event *event)
{
	if (s->e->is_fire_active) {
		step_answer(s, ANSWER_FIRE_STILL_ACTIVE);
		return;
	}
	if (!s->e->is_fire_latched) {
		step_answer(s, ANSWER_NO_FIRE);
		return;
	}
	s->e->is_fire_latched = false;
	struct record *r = step_record(s, RECORD_FIRE_RESET);
	r->operator_id = event->operator_id;
	memcpy(r->detail, event->detail, strnlen(event->detail, RECORD_DETAIL_MAX - 1));
	step_escape_doors(s, false);
	step_answer(s, ANSWER_DONE);
}

static struct area_why why_of(const struct engine_event *event)
{
	return (struct area_why){
	        .door = SITE_NONE, .operator_id = event->operator_id, .detail = event->detail};
}

/* Rule L2 by command: begins now, or is refused and the view says by what. */
static void set_alarm(struct step *s, const struct engine_event *event)
{
	struct engine_area *a = &s->e->areas[event->area];
	struct area_why why = why_of(event);
	a->by_hand_until_ns = 0;
	a->prevented_by = area_prevented_by(s, event->area);
	if (a->prevented_by != 0) {
		area_record_prevention(s, event->area, RECORD_ALARM_REFUSED, a->prevented_by)->operator_id =
		        event->operator_id;
		step_answer(s, ANSWER_PREVENTED);
		return;
	}
	area_ask(s, event->area);
	area_step(s, event->area, ALARM_INPUT_LOOK, &why);
	step_answer(s, ANSWER_DONE);
}

/*
 * Rule L4: two persons have agreed to exactly this. It is recorded and holds when nothing else prevents
 * setting; otherwise it is refused as ever.
 */
static void override_alarm(struct step *s, const struct engine_event *event)
{
	struct engine_area *a = &s->e->areas[event->area];
	a->by_hand_until_ns = 0;
	uint32_t by = area_prevented_by(s, event->area);
	area_override(s, event->area, event->override);
	bool is_enough = a->alarm.state == ALARM_UNSET && area_prevented_by(s, event->area) == 0;
	area_end_override(a);
	if (is_enough) {
		area_record_prevention(s, event->area, RECORD_ALARM_OVERRIDDEN, by)->operator_id =
		        event->operator_id;
		area_override(s, event->area, event->override);
	}
	set_alarm(s, event);
}

static void unset_alarm(struct step *s, const struct engine_event *event)
{
	struct engine_area *a = &s->e->areas[event->area];
	struct area_why why = why_of(event);
	if (a->alarm.state == ALARM_UNSET) {
		step_answer(s, ANSWER_NOT_SET);
		return;
	}
	a->by_hand_until_ns = s->now->mono_ns + ENGINE_BY_HAND_MS * 1000000ull;
	a->asked_until_ns = 0; /* and with it what was let pass for it (rule L4) */
	area_step(s, event->area, ALARM_INPUT_UNSET, &why);
	step_answer(s, ANSWER_DONE);
}

static void acknowledge_alarm(struct step *s, const struct engine_event *event)
{
	struct area_why why = why_of(event);
	if (s->e->areas[event->area].alarm.state != ALARM_ALARM) {
		step_answer(s, ANSWER_NO_ALARM);
		return;
	}
	area_step(s, event->area, ALARM_INPUT_ACK, &why);
	step_answer(s, ANSWER_DONE);
}

void operators_act(struct step *s, const struct engine_event *event)
{
	switch (event->kind) {
	case ENGINE_RELEASE:
		release(s, event);
		break;
	case ENGINE_HOLD:
		hold(s, event);
		break;
	case ENGINE_FIRE_RESET:
		reset_fire(s, event);
		break;
	case ENGINE_CORRECT:
		presence_correct(s, event);
		break;
	case ENGINE_SET:
		set_alarm(s, event);
		break;
	case ENGINE_UNSET:
		unset_alarm(s, event);
		break;
	case ENGINE_ACK:
		acknowledge_alarm(s, event);
		break;
	case ENGINE_OVERRIDE:
		override_alarm(s, event);
		break;
	case ENGINE_TIME:
	case ENGINE_BADGE:
	case ENGINE_FRAME_REJECTED:
	case ENGINE_READER_FAULT:
	case ENGINE_CONTACT:
	case ENGINE_REX:
	case ENGINE_BELL:
	case ENGINE_FIRE:
	case ENGINE_LINE_FAULT:
	case ENGINE_DESK: /* engine_desks.c */
	case ENGINE_STOP:
		break; /* nobody's act */
	}
}

const char *engine_answer_name(enum engine_answer answer)
{
	switch (answer) {
	case ANSWER_DONE:
		return "done";
	case ANSWER_FIRE_STILL_ACTIVE:
		return "fire_still_active";
	case ANSWER_NO_FIRE:
		return "no_fire";
	case ANSWER_ALARM_SET:
		return "alarm_set";
	case ANSWER_ALREADY_OPEN:
		return "already_open";
	case ANSWER_PREVENTED:
		return "prevented";
	case ANSWER_NOT_SET:
		return "not_set";
	case ANSWER_NO_ALARM:
		return "no_alarm";
	case ANSWER_NO_ROOM:
		return "no_room";
	}
	return "";
}
