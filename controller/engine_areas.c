/* The alarm of each area, as the engine sees it: what disturbs, what shows. See engine_prevented.c for L3. */
#include "controller/engine_step.h"
#include <string.h>

bool area_has_door(const struct site *site, uint16_t area, const struct site_door *door)
{
	return site->rooms[door->from].area == area || site->rooms[door->to].area == area;
}

static enum engine_sounder sounder_of(const struct alarm *a)
{
	if (a->state == ALARM_EXIT_DELAY)
		return SOUNDER_EXIT_DELAY;
	return a->sounder_until_ns != 0 ? SOUNDER_ALARM : SOUNDER_OFF;
}

/* Rule L9: setting and unsetting are shown and sounded at the main entrance. */
static void show_at_entrance(struct step *s, uint16_t area, enum engine_signal signal)
{
	const struct site *site = s->e->site;
	for (uint16_t i = 0; i < site->reader_count; i++)
		if (site->readers[i].door == site->areas[area].entrance)
			step_indicate(s, i, signal);
}

/* Brings the area's outputs to where its alarm is; only what changes is told. */
void area_show(struct step *s, uint16_t area)
{
	struct engine_area *a = &s->e->areas[area];
	enum engine_sounder sounder = sounder_of(&a->alarm);
	bool is_set = alarm_is_set(&a->alarm);
	if (is_set != a->is_set_output) {
		struct engine_action *set = step_act(s, ACTION_SET);
		set->area = area;
		set->is_on = a->is_set_output = is_set;
	}
	if (sounder == a->sounder)
		return;
	struct engine_action *sound = step_act(s, ACTION_SOUNDER);
	sound->area = area;
	sound->sounder = sounder;
	if (sounder == SOUNDER_EXIT_DELAY)
		show_at_entrance(s, area, SIGNAL_EXIT_DELAY);
	else if (a->sounder == SOUNDER_EXIT_DELAY)
		show_at_entrance(s, area, is_set ? SIGNAL_SET : SIGNAL_QUIET);
	a->sounder = sounder;
}

static enum record_kind kind_of_news(enum alarm_news news)
{
	switch (news) {
	case ALARM_NO_NEWS:
		return RECORD_NONE;
	case ALARM_NEWS_EXIT_DELAY:
		return RECORD_ALARM_EXIT_DELAY;
	case ALARM_NEWS_CANCELLED:
		return RECORD_ALARM_CANCELLED;
	case ALARM_NEWS_SET:
		return RECORD_ALARM_SET;
	case ALARM_NEWS_UNSET:
		return RECORD_ALARM_UNSET;
	case ALARM_NEWS_RAISED:
		return RECORD_ALARM_RAISED;
	case ALARM_NEWS_SILENT:
		return RECORD_ALARM_SILENT;
	case ALARM_NEWS_ACKNOWLEDGED:
		return RECORD_ALARM_ACKNOWLEDGED;
	}
	return RECORD_NONE;
}

const struct area_why area_no_why = {.door = SITE_NONE};

static void area_record(struct step *s, uint16_t area, enum alarm_news news, const struct area_why *why)
{
	struct record *r = step_record(s, kind_of_news(news));
	r->area = area;
	r->person = why->person;
	r->door = why->door;
	r->reason = (uint8_t)why->reason;
	r->operator_id = why->operator_id;
	if (why->detail != NULL)
		memcpy(r->detail, why->detail, strnlen(why->detail, RECORD_DETAIL_MAX - 1));
	r->is_incident = news == ALARM_NEWS_RAISED;
	if (news == ALARM_NEWS_EXIT_DELAY)
		r->value = s->e->site->areas[area].exit_delay_ms;
}

void area_step(struct step *s, uint16_t area, enum alarm_input_kind kind, const struct area_why *why)
{
	struct engine_area *a = &s->e->areas[area];
	const struct site_area *site = &s->e->site->areas[area];
	struct alarm_input in = {
	        .kind = kind,
	        .now_ns = s->now->mono_ns,
	        .utc_ms = s->now->utc_ms,
	        .prevented_by = a->prevented_by,
	        .is_automatic = site->mode == SITE_ALARM_AUTOMATIC || a->asked_until_ns != 0,
	        .exit_delay_ms = site->exit_delay_ms,
	        .sounder_ms = site->sounder_ms,
	};
	enum alarm_news news = alarm_step(&a->alarm, &in);
	if (news != ALARM_NO_NEWS)
		area_record(s, area, news, why);
	if (news == ALARM_NEWS_SET || news == ALARM_NEWS_UNSET)
		a->asked_until_ns = 0;
	area_show(s, area);
	if (news == ALARM_NEWS_UNSET)
		show_at_entrance(s, area, SIGNAL_UNSET);
}

static void forget_what_is_over(struct engine_area *a, uint64_t now_ns)
{
	if (now_ns >= a->asked_until_ns)
		a->asked_until_ns = 0;
	if (now_ns >= a->by_hand_until_ns)
		a->by_hand_until_ns = 0;
	if (a->asked_until_ns == 0 && a->alarm.state == ALARM_UNSET)
		area_end_override(a); /* it has been set that once, or is not any more (rule L4) */
}

/* Rule L3: nobody is inside any more, and for 5 min something prevents setting. Told once, until it ends. */
static void watch_prevention(struct step *s, uint16_t area)
{
	struct engine_area *a = &s->e->areas[area];
	bool is_expected =
	        a->alarm.state == ALARM_UNSET && a->occupancy.count == 0 && a->by_hand_until_ns == 0;
	if (!is_expected || a->prevented_by == 0) {
		a->prevented_since_ns = 0;
		a->is_prevention_told = false;
	} else if (a->prevented_since_ns == 0) {
		a->prevented_since_ns = s->now->mono_ns;
	} else if (!a->is_prevention_told &&
	           s->now->mono_ns - a->prevented_since_ns >= ENGINE_PREVENTED_MS * 1000000ull) {
		a->is_prevention_told = true;
		area_record_prevention(s, area, RECORD_ALARM_PREVENTED, a->prevented_by)->is_incident = true;
	}
}

void area_ask(struct step *s, uint16_t area)
{
	s->e->areas[area].asked_until_ns = s->now->mono_ns + ENGINE_ASKED_MS * 1000000ull;
	s->e->areas[area].by_hand_until_ns = 0;
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return b != 0 && b < a ? b : a;
}

uint64_t area_deadline(const struct engine *e, uint16_t area)
{
	const struct engine_area *a = &e->areas[area];
	uint64_t t = earlier(alarm_deadline(&a->alarm), a->asked_until_ns);
	t = earlier(t, a->by_hand_until_ns);
	t = earlier(t, a->long_look_ns);
	if (a->prevented_since_ns != 0 && !a->is_prevention_told)
		t = earlier(t, a->prevented_since_ns + ENGINE_PREVENTED_MS * 1000000ull);
	return t;
}

/* Every step ends with a look at every area: what prevents setting now? (rule L2) */
void areas_look(struct step *s)
{
	for (uint16_t i = 0; i < s->e->site->area_count; i++) {
		struct engine_area *a = &s->e->areas[i];
		struct area_why why = area_no_why;
		forget_what_is_over(a, s->now->mono_ns);
		a->prevented_by = area_prevented_by(s, i);
		if (a->prevented_by != 0)
			why.reason = area_prevention_reason(a->prevented_by);
		area_step(s, i, ALARM_INPUT_LOOK, &why);
		presence_look_at_time(s, i);
		watch_prevention(s, i);
	}
}

/* The same input to each area that the door belongs to. */
void areas_tell(struct step *s, uint16_t door, enum alarm_input_kind kind, const struct area_why *why)
{
	const struct site *site = s->e->site;
	for (uint16_t i = 0; i < site->area_count; i++)
		if (area_has_door(site, i, &site->doors[door]))
			area_step(s, i, kind, why);
}

bool areas_are_set(const struct engine *e, uint16_t door)
{
	for (uint16_t i = 0; i < e->site->area_count; i++)
		if (area_has_door(e->site, i, &e->site->doors[door]) && alarm_is_set(&e->areas[i].alarm))
			return true;
	return false;
}
