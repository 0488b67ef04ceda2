/* Doors: the machine of door.c with its records, its strike, its passages and its hours. */
#include "controller/engine_step.h"
#include <string.h>

void step_record_door(struct step *s, uint16_t door, enum record_kind kind, const char *detail)
{
	const struct door *d = &s->e->doors[door].door;
	struct record *r = step_record(s, kind);
	r->door = door;
	r->is_incident = kind == RECORD_DOOR_FORCED;
	if (kind == RECORD_DOOR_RELEASED || kind == RECORD_DOOR_OPENED)
		r->cause = (uint8_t)d->cause;
	if (kind != RECORD_DOOR_RELEASED)
		return;
	r->person = d->person_id;
	r->operator_id = d->operator_id;
	if (d->release_until_ns > s->now->mono_ns)
		r->value = (uint32_t)((d->release_until_ns - s->now->mono_ns) / 1000000);
	if (detail != NULL)
		memcpy(r->detail, detail, strnlen(detail, RECORD_DETAIL_MAX - 1));
}

void step_strike(struct step *s, uint16_t door, bool is_on)
{
	struct engine_action *a = step_act(s, ACTION_STRIKE);
	a->door = door;
	a->is_on = is_on;
}

/* Rule L7: nobody should be where the alarm is set; leaving by badge and fire are no intrusion. */
static bool is_intrusion(const struct door *d)
{
	return d->state == DOOR_FORCED || d->cause == CAUSE_REX || d->cause == CAUSE_RELEASE;
}

static void after_opening(struct step *s, uint16_t door)
{
	struct engine_door *d = &s->e->doors[door];
	struct area_why why = {.door = door,
	                       .reason = d->door.state == DOOR_FORCED ? REASON_FORCED : REASON_DOOR_OPENED};
	presence_opened(s, door);
	areas_tell(s, door, ALARM_INPUT_DISTURB, &why);
	if (is_intrusion(&d->door))
		areas_tell(s, door, ALARM_INPUT_INTRUDE, &why);
}

/* What people decided, else what the site says (rule D2). Nobody has decided anything while the engine
 * begins. */
static uint32_t release_ms(const struct step *s, uint16_t door)
{
	uint32_t decided = s->table == NULL ? 0 : table_door(s->table, door)->release_ms;
	return decided != 0 ? decided : s->e->site->doors[door].release_ms;
}

/* Records come before the strike that they explain (rule D1). */
void step_door(struct step *s, uint16_t door, struct door_input *in, const char *detail)
{
	struct engine_door *d = &s->e->doors[door];
	const struct site_door *site = &s->e->site->doors[door];
	struct door_news news;
	bool was_on = d->door.is_strike_on;
	in->now_ns = s->now->mono_ns;
	in->utc_ms = s->now->utc_ms;
	if (in->release_ms < release_ms(s, door))
		in->release_ms = release_ms(s, door);
	in->rex_releases = site->rex_releases;
	door_step(&d->door, in, &news);
	for (uint8_t i = 0; i < news.count; i++)
		step_record_door(s, door, news.kinds[i], detail);
	if (d->door.is_strike_on != was_on)
		step_strike(s, door, d->door.is_strike_on);
	if (news.is_opened)
		passages_happen(s, d);
	if (news.is_ended)
		d->passage_count = 0;
	if (in->kind == DOOR_INPUT_CONTACT && !in->is_active)
		d->has_passed = false;
	if (in->kind == DOOR_INPUT_CONTACT && in->is_active)
		after_opening(s, door);
}

/* ---- schedules (rule D10) ---- */

static bool is_open_hours(const struct step *s, uint16_t door)
{
	uint8_t schedule = table_door(s->table, door)->schedule;
	if (schedule == 0 || !s->now->is_clock_trusted) /* rule D11 */
		return false;
	return schedule_is_open(table_book(s->table), (uint16_t)(schedule - 1), moment_day(s->now),
	                        moment_minute(s->now));
}

/*
 * What the door should be now, whatever it was: a question of state, so that no
 * boundary is ever missed. Where the alarm is set no schedule frees a door
 * (L8).
 */
static void keep_hours(struct step *s, uint16_t door)
{
	struct engine_door *d = &s->e->doors[door];
	bool is_open = is_open_hours(s, door);
	if (!is_open)
		d->has_first_person = false;
	bool waits = table_door(s->table, door)->wants_first_person && !d->has_first_person;
	struct door_input in = {.kind = DOOR_INPUT_SCHEDULE};
	in.is_active = is_open && !waits && !areas_are_set(s->e, door);
	if (in.is_active != d->door.is_free)
		step_door(s, door, &in, NULL);
}

/* A step of the wall clock may lead into another period, in which nobody has come yet. */
void step_watch_clock(struct step *s)
{
	struct engine *e = s->e;
	int64_t passed_ms = (int64_t)((s->now->mono_ns - e->watched_ns) / 1000000);
	int64_t jump_ms = s->now->utc_ms - e->watched_utc_ms - passed_ms;
	bool is_jump = jump_ms > ENGINE_JUMP_MS || jump_ms < -ENGINE_JUMP_MS;
	for (uint16_t i = 0; is_jump && i < e->site->door_count; i++)
		e->doors[i].has_first_person = false;
	e->watched_ns = s->now->mono_ns;
	e->watched_utc_ms = s->now->utc_ms;
}

void step_keep_hours(struct step *s)
{
	s->e->look_again_ns = 0;
	for (uint16_t i = 0; i < s->e->site->door_count; i++) {
		if (table_door(s->table, i)->schedule == 0 && !s->e->doors[i].door.is_free) {
			s->e->doors[i].has_first_person = false;
			continue;
		}
		keep_hours(s, i);
		s->e->look_again_ns = s->now->mono_ns + ENGINE_HOURS_MS * 1000000ull;
	}
}

/* ---- fire (rule D13) ---- */

void step_escape_doors(struct step *s, bool is_fire)
{
	for (uint16_t i = 0; i < s->e->site->door_count; i++) {
		struct door_input in = {.kind = DOOR_INPUT_FIRE, .is_active = is_fire};
		if (s->e->site->doors[i].is_escape)
			step_door(s, i, &in, NULL);
	}
}
