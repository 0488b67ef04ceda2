/* Doors: the machine of door.c with its records, its strike, its passages and its hours. */
#include "controller/engine_step.h"
#include <string.h>

static uint32_t ms_until(const struct step *s, uint64_t until_ns)
{
	return until_ns > s->now->mono_ns ? (uint32_t)((until_ns - s->now->mono_ns) / 1000000) : 0;
}

static void describe_release(const struct step *s, const struct door *d, struct record *r)
{
	r->person = d->person_id;
	r->operator_id = d->operator_id;
	r->value = ms_until(s, d->release_until_ns);
}

struct record *step_record_door(struct step *s, uint16_t door, enum record_kind kind, const char *detail)
{
	const struct door *d = &s->e->doors[door].door;
	struct record *r = step_record(s, kind);
	r->door = door;
	r->is_incident = kind == RECORD_DOOR_FORCED || kind == RECORD_DOOR_REX_STUCK;
	if (kind == RECORD_DOOR_RELEASED || kind == RECORD_DOOR_OPENED)
		r->cause = (uint8_t)d->cause;
	if (kind == RECORD_DOOR_HELD)
		r->value = (uint32_t)((s->now->mono_ns - d->open_since_ns) / 1000000);
	if (kind == RECORD_DOOR_HOLD)
		r->value = ms_until(s, d->hold_until_ns);
	if (kind == RECORD_DOOR_RELEASED)
		describe_release(s, d, r);
	if (detail != NULL)
		memcpy(r->detail, detail, strnlen(detail, RECORD_DETAIL_MAX - 1));
	return r;
}

void step_strike(struct step *s, uint16_t door, bool is_on)
{
	struct engine_action *a = step_act(s, ACTION_STRIKE);
	a->door = door;
	a->is_on = is_on;
}

/* Rule L7: nobody should be where the alarm is set; leaving by badge and fire are no intrusion. */
static void after_opening(struct step *s, uint16_t door, enum presence_moment moment)
{
	struct engine_door *d = &s->e->doors[door];
	struct area_why why = {.door = door,
	                       .reason = d->door.state == DOOR_FORCED ? REASON_FORCED : REASON_DOOR_OPENED};
	presence_opened(s, door, moment);
	areas_tell(s, door, ALARM_INPUT_DISTURB, &why);
	if (presence_is_unexplained(s, door, moment))
		areas_tell(s, door, ALARM_INPUT_INTRUDE, &why);
}

/*
 * Where no contact tells an opening, what lets go of the door counts as one
 * (rule O4), as a grant does (O1).
 */
static bool is_opening(const struct step *s, uint16_t door, const struct door_input *in)
{
	if (in->kind == DOOR_INPUT_CONTACT)
		return in->is_active;
	if (s->e->site->doors[door].has_contact)
		return false;
	return (in->kind == DOOR_INPUT_RELEASE && in->cause == CAUSE_RELEASE) ||
	       (in->kind == DOOR_INPUT_REX && in->is_active) ||
	       (in->kind == DOOR_INPUT_SCHEDULE && s->e->doors[door].door.is_free);
}

/* Granted badges that did not pass, and those that did. */
static void forget_badges(struct engine_door *d, const struct door_news *news)
{
	if (news->is_ended)
		passages_forget(d);
	if (!news->is_over && (!news->is_ended || d->door.is_open))
		return;
	d->has_passed = false;
	d->left_areas = 0;
}

static void show_warning(struct step *s, uint16_t door)
{
	for (uint16_t i = 0; i < s->e->site->reader_count; i++)
		if (s->e->site->readers[i].door == door)
			step_indicate(s, i, SIGNAL_WARNING);
}

/* A leaf may still bounce, but whoever acts now begins an opening that earlier badges explain no more. */
static void begin_opening(struct engine_door *d, const struct door_input *in)
{
	bool is_act = in->kind == DOOR_INPUT_RELEASE || (in->kind == DOOR_INPUT_REX && in->is_active);
	if (!is_act || d->door.is_open || d->door.release_until_ns != 0)
		return;
	d->has_passed = false;
	d->left_areas = 0;
}

/* What became of the opening, for presence. */
static void follow_opening(struct step *s, uint16_t door, const struct door_input *in,
                           const struct door_news *news)
{
	struct engine_door *d = &s->e->doors[door];
	if (news->is_opened)
		passages_happen(s, door);
	if (is_opening(s, door, in))
		after_opening(s, door, PRESENCE_OPENING);
	else if (news->is_part)
		after_opening(s, door, PRESENCE_PART);
	if (news->is_warning)
		show_warning(s, door);
	if (news->is_missed)
		passages_missed(s, door);
	if (d->door.late_ns == 0)
		d->late_areas = 0;
	forget_badges(d, news);
}

/* What people decided, else what the site says (rule D2). Nobody has decided anything while the engine
 * begins. */
static uint32_t release_ms(const struct step *s, uint16_t door)
{
	uint32_t decided = s->table == NULL ? 0 : table_door(s->table, door)->release_ms;
	return decided != 0 ? decided : s->e->site->doors[door].release_ms;
}

static void record_news(struct step *s, uint16_t door, const struct door_input *in,
                        const struct door_news *news, const char *detail)
{
	for (uint8_t i = 0; i < news->count; i++) {
		struct record *r = step_record_door(s, door, news->kinds[i], detail);
		if (news->kinds[i] == RECORD_DOOR_HOLD)
			r->operator_id = in->operator_id;
		if (news->kinds[i] == RECORD_DOOR_HELD) /* rule D6: an incident once, and then a reminder */
			r->is_incident = !news->is_reminder;
	}
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
	in->held_limit_ms = site->open_limit_ms;
	begin_opening(d, in);
	door_step(&d->door, in, &news);
	record_news(s, door, in, &news, detail);
	if (d->door.is_strike_on != was_on)
		step_strike(s, door, d->door.is_strike_on);
	follow_opening(s, door, in, &news);
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

/*
 * A step of the wall clock may lead into another period, in which nobody has come yet; and who is inside is
 * not there for longer because of it (rule O6).
 */
void step_watch_clock(struct step *s)
{
	struct engine *e = s->e;
	int64_t passed_ms = (int64_t)((s->now->mono_ns - e->watched_ns) / 1000000);
	int64_t jump_ms = s->now->utc_ms - e->watched_utc_ms - passed_ms;
	bool is_jump = jump_ms > ENGINE_JUMP_MS || jump_ms < -ENGINE_JUMP_MS;
	for (uint16_t i = 0; is_jump && i < e->site->door_count; i++)
		e->doors[i].has_first_person = false;
	for (uint16_t i = 0; is_jump && i < e->site->area_count; i++)
		occupancy_shift(&e->areas[i].occupancy, jump_ms);
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
