/*
 * The engine composes the machines: a badge is decided (engine_badges.c), opens
 * a door (engine_doors.c), its person passes (engine_presence.c), the building
 * is set or unset (engine_areas.c). Start reading at engine_step().
 */
#include "controller/engine_step.h"
#include <string.h>

/* ---- readers ---- */

static void on_reader_trouble(struct step *s, const struct engine_event *event, enum record_kind kind)
{
	struct record *r = step_record(s, kind);
	r->reader = event->reader;
	r->door = s->e->site->readers[event->reader].door;
	r->reason = (uint8_t)event->reason;
	if (kind == RECORD_READER_FAULT)
		s->e->readers[event->reader].fault_until_ns =
		        s->now->mono_ns + ENGINE_READER_FAULT_MS * 1000000ull;
}

/* ---- lines that cannot be read or driven (rule L3) ---- */

static void put_fault(uint8_t *faults, enum door_fault fault, bool is_active)
{
	*faults = (uint8_t)(is_active ? *faults | fault : *faults & ~fault);
}

static void on_line_fault(struct step *s, const struct engine_event *event)
{
	struct record *r = step_record(s, event->is_active ? RECORD_LINE_FAULT : RECORD_LINE_CLEAR);
	r->door = event->door;
	r->reader = event->reader;
	r->area = event->area;
	r->reason = (uint8_t)event->reason;
	r->is_incident = event->is_active;
	if (event->reader != SITE_NONE)
		s->e->readers[event->reader].is_deaf = event->is_active;
	else if (event->area != SITE_NONE)
		s->e->areas[event->area].is_sounder_faulty = event->is_active;
	else if (event->door != SITE_NONE)
		put_fault(&s->e->doors[event->door].door.faults,
		          event->reason == REASON_OUTPUT_FAULT ? DOOR_FAULT_OUTPUT : DOOR_FAULT_CONTACT,
		          event->is_active);
}

/* ---- fire (rule D13) ---- */

static void on_fire(struct step *s, bool is_active)
{
	if (is_active == s->e->is_fire_active)
		return;
	s->e->is_fire_active = is_active;
	struct record *r = step_record(s, is_active ? RECORD_FIRE_ACTIVE : RECORD_FIRE_CLEAR);
	r->is_incident = is_active;
	if (!is_active)
		return; /* latched until a person resets it */
	s->e->is_fire_latched = true;
	for (uint16_t i = 0; i < s->e->site->area_count; i++)
		presence_suspect(s, i, OCCUPANCY_FIRE); /* rule O4 */
	step_escape_doors(s, true);
}

/* ---- the rest ---- */

static void on_time(struct step *s)
{
	uint64_t now_ns = s->now->mono_ns;
	for (uint16_t i = 0; i < s->e->site->door_count; i++) {
		struct door_input in = {.kind = DOOR_INPUT_TIME};
		if (now_ns >= door_deadline(&s->e->doors[i].door))
			step_door(s, i, &in, NULL);
	}
	for (uint16_t i = 0; i < s->e->site->area_count; i++)
		if (now_ns >= alarm_deadline(&s->e->areas[i].alarm))
			area_step(s, i, ALARM_INPUT_TIME, &area_no_why);
	for (uint16_t i = 0; i < s->e->site->reader_count; i++)
		if (now_ns >= s->e->readers[i].fault_until_ns)
			s->e->readers[i].fault_until_ns = 0;
}

static void on_contact(struct step *s, const struct engine_event *event)
{
	struct door_input in = {.kind = DOOR_INPUT_CONTACT, .is_active = event->is_active};
	step_door(s, event->door, &in, NULL);
}

static void on_rex(struct step *s, const struct engine_event *event)
{
	struct door_input in = {.kind = DOOR_INPUT_REX, .is_active = event->is_active};
	struct area_why why = {.door = event->door, .reason = REASON_EXIT_REQUEST};
	step_door(s, event->door, &in, NULL);
	if (!event->is_active)
		return;
	presence_disturbed(s, event->door);
	areas_tell(s, event->door, ALARM_INPUT_DISTURB, &why); /* rule L5 */
}

/* Rule D17: the bell calls; it never opens. */
static void on_bell(struct step *s, const struct engine_event *event)
{
	if (event->is_active)
		step_record(s, RECORD_DOOR_BELL)->door = event->door;
}

static void on_stop(struct step *s)
{
	for (uint16_t i = 0; i < s->e->site->door_count; i++) {
		struct door_input in = {.kind = DOOR_INPUT_STOP};
		step_door(s, i, &in, NULL);
	}
	step_record(s, RECORD_CONTROLLER_STOPPED);
}

static void dispatch(struct step *s, const struct engine_event *event)
{
	switch (event->kind) {
	case ENGINE_TIME:
		break; /* every step looks at the time */
	case ENGINE_BADGE:
		badges_present(s, event);
		break;
	case ENGINE_FRAME_REJECTED:
		on_reader_trouble(s, event, RECORD_READER_REJECTED);
		break;
	case ENGINE_READER_FAULT:
		on_reader_trouble(s, event, RECORD_READER_FAULT);
		break;
	case ENGINE_CONTACT:
		on_contact(s, event);
		break;
	case ENGINE_REX:
		on_rex(s, event);
		break;
	case ENGINE_BELL:
		on_bell(s, event);
		break;
	case ENGINE_FIRE:
		on_fire(s, event->is_active);
		break;
	case ENGINE_LINE_FAULT:
		on_line_fault(s, event);
		break;
	case ENGINE_RELEASE:
	case ENGINE_HOLD:
	case ENGINE_FIRE_RESET:
	case ENGINE_CORRECT:
	case ENGINE_SET:
	case ENGINE_UNSET:
	case ENGINE_ACK:
	case ENGINE_OVERRIDE:
		operators_act(s, event);
		break;
	case ENGINE_DESK:
		desks_change(s, event);
		break;
	case ENGINE_STOP:
		on_stop(s);
		break;
	}
}

void engine_step(struct engine *e, const struct table *table, const struct engine_event *event,
                 struct engine_actions *actions)
{
	struct step s = {e, table, &event->now, actions};
	actions->count = 0;
	actions->is_overflowed = false;
	step_watch_clock(&s);
	on_time(&s); /* what was due before this event happened before it */
	dispatch(&s, event);
	if (event->kind == ENGINE_STOP)
		return;
	step_keep_hours(&s);
	areas_look(&s);
}

void engine_init(struct engine *e, const struct site *site)
{
	memset(e, 0, sizeof(*e));
	e->site = site;
	for (uint16_t i = 0; i < SITE_AREAS_MAX; i++)
		occupancy_init(&e->areas[i].occupancy);
}

/* Fire first (rule D3); one that went on while nobody watched is not a new one. */
static void begin_fire(struct step *s, const struct engine_start *start)
{
	s->e->is_fire_active = start->is_fire_active;
	s->e->is_fire_latched = start->is_fire_active || start->is_fire_latched;
	if (start->is_fire_active && !start->is_fire_latched)
		step_record(s, RECORD_FIRE_ACTIVE)->is_incident = true;
	else if (start->is_fire_latched && start->replaced != REASON_NONE)
		step_record(s, RECORD_FIRE_ACTIVE)->reason = (uint8_t)start->replaced;
}

/* The journal that knew how it was is gone: whoever takes it away must not go unseen (rules L1, O4). */
static void begin_journal(struct step *s, enum record_reason replaced)
{
	if (replaced == REASON_NONE)
		return;
	struct record *r = step_record(s, RECORD_JOURNAL_REPLACED);
	r->reason = (uint8_t)replaced;
	r->is_incident = true;
}

static void begin_door(struct step *s, uint16_t door, const struct engine_start *start)
{
	const struct site_door *site = &s->e->site->doors[door];
	struct door_start left = {.is_guarded = site_door_is_guarded(site->kind),
	                          .is_open = start->is_open[door],
	                          .is_rex = start->is_rex[door],
	                          .now_ns = start->now.mono_ns,
	                          .utc_ms = start->now.utc_ms,
	                          .held_limit_ms = site->open_limit_ms};
	door_init(&s->e->doors[door].door, &left);
	struct door_input in = {.kind = DOOR_INPUT_FIRE, .is_active = true};
	if (s->e->is_fire_latched && site->is_escape)
		step_door(s, door, &in, NULL);
	else
		step_strike(s, door, false);
}

/* A journal that does not know it is told that the area is set: the next start may have nothing else. */
static void tell_journal(struct step *s, uint16_t area, enum record_reason replaced)
{
	const struct alarm *alarm = &s->e->areas[area].alarm;
	if (!alarm_is_set(alarm))
		return;
	struct record *r =
	        step_record(s, alarm->state == ALARM_ALARM ? RECORD_ALARM_RAISED : RECORD_ALARM_SET);
	r->area = area;
	r->reason = (uint8_t)replaced;
	r->is_incident = alarm->state == ALARM_ALARM;
}

/* Rule L1: as it was left. A door that stands open where the alarm is set was opened while nobody watched. */
static void begin_area(struct step *s, uint16_t area, const struct engine_start *start)
{
	struct engine_area *a = &s->e->areas[area];
	const struct site_area *site = &s->e->site->areas[area];
	alarm_init(&a->alarm, &start->alarms[area], start->now.mono_ns, site->exit_delay_ms,
	           site->sounder_ms);
	struct engine_action *set = step_act(s, ACTION_SET);
	set->area = area;
	set->is_on = a->is_set_output = alarm_is_set(&a->alarm);
	a->prevented_by = area_prevented_by(s, area);
	if (start->replaced != REASON_NONE)
		tell_journal(s, area, start->replaced);
	struct area_why why = {.door = SITE_NONE, .reason = REASON_DOOR_OPENED};
	if (a->prevented_by & ALARM_PREVENTED_OPEN)
		area_step(s, area, ALARM_INPUT_INTRUDE, &why);
	area_show(s, area);
}

/* Rule O4: nobody counted who ran from a fire that began while nobody watched. */
static void begin_doubts(struct step *s, uint16_t area, const struct engine_start *start)
{
	if (start->is_fire_active && !start->is_fire_latched)
		presence_suspect(s, area, OCCUPANCY_FIRE);
	if (start->has_gap)
		presence_suspect(s, area, OCCUPANCY_POWER_LOSS);
}

void engine_begin(struct engine *e, const struct engine_start *start, struct engine_actions *actions)
{
	struct step s = {e, NULL, &start->now, actions};
	actions->count = 0;
	actions->is_overflowed = false;
	e->watched_ns = start->now.mono_ns;
	e->watched_utc_ms = start->now.utc_ms;
	e->look_again_ns = start->now.mono_ns; /* rule D10: right at once, not with the next event */
	step_record(&s, RECORD_CONTROLLER_STARTED);
	begin_journal(&s, start->replaced);
	begin_fire(&s, start);
	for (uint16_t i = 0; i < e->site->door_count; i++)
		begin_door(&s, i, start);
	for (uint16_t i = 0; i < e->site->area_count; i++) {
		begin_area(&s, i, start);
		begin_doubts(&s, i, start);
	}
	for (uint16_t i = 0; i < e->site->door_count; i++)
		if (start->is_open[i] || start->was_unsettled[i])
			presence_unwatched(&s, i);
	areas_look(&s);
}

uint64_t engine_deadline(const struct engine *e)
{
	uint64_t earliest = e->look_again_ns != 0 ? e->look_again_ns : ENGINE_NEVER;
	for (uint16_t i = 0; i < e->site->door_count; i++) {
		uint64_t t = door_deadline(&e->doors[i].door);
		earliest = t < earliest ? t : earliest;
	}
	for (uint16_t i = 0; i < e->site->area_count; i++) {
		uint64_t t = area_deadline(e, i);
		earliest = t < earliest ? t : earliest;
	}
	for (uint16_t i = 0; i < e->site->reader_count; i++) {
		uint64_t t = e->readers[i].fault_until_ns;
		earliest = t != 0 && t < earliest ? t : earliest;
	}
	return earliest;
}
