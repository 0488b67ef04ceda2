/* A badge is presented: decided, granted or denied, and shown. Start reading at badges_present(). */
#include "controller/engine_step.h"
#include <string.h>

/* The badge's place among those read here; without one, that of the badge read longest ago. */
static uint8_t shown_place(const struct engine_reader *r, struct badge_number number)
{
	uint8_t place = 0;
	for (uint8_t i = 0; i < ENGINE_SHOWN_MAX; i++) {
		if (r->shown[i].last_ns != 0 && badge_number_is_equal(r->shown[i].number, number))
			return i;
		if (r->shown[i].last_ns < r->shown[place].last_ns)
			place = i;
	}
	return place;
}

/*
 * Rule A4. A badge held at the reader goes on being the same presentation, and so do two that the reader
 * reads by turns. Three presentations in a row (rule O5) are one badge's alone.
 */
static bool is_same_presentation(struct engine_reader *r, const struct engine_event *event)
{
	uint64_t now_ns = event->now.mono_ns;
	uint8_t place = shown_place(r, event->number);
	struct engine_shown *shown = &r->shown[place];
	bool is_known = shown->last_ns != 0 && badge_number_is_equal(shown->number, event->number);
	bool is_same = is_known && now_ns - shown->last_ns <= ENGINE_SAME_MS * 1000000ull;
	if (!is_known || place != r->last)
		r->counted_ns[0] = r->counted_ns[1] = 0;
	*shown = (struct engine_shown){event->number, now_ns};
	r->last = place;
	return is_same;
}

/* Rule O5: the third presentation within 10 s, whenever the first of the three was. */
static bool is_third_presentation(struct engine_reader *r, uint64_t now_ns)
{
	uint64_t first_ns = r->counted_ns[1];
	bool is_third = first_ns != 0 && now_ns - first_ns <= ENGINE_ASK_MS * 1000000ull;
	r->counted_ns[1] = is_third ? 0 : r->counted_ns[0];
	r->counted_ns[0] = is_third ? 0 : now_ns;
	return is_third;
}

void badges_describe_unknown(char detail[RECORD_DETAIL_MAX], struct badge_number number)
{
	static const char text[] = "number ends in ";
	memcpy(detail, text, sizeof(text) - 1);
	detail[sizeof(text) - 1] = (char)('0' + number.card / 10 % 10);
	detail[sizeof(text)] = (char)('0' + number.card % 10);
}

static struct record *record_decision(struct step *s, const struct engine_event *event,
                                      const struct access_decision *decision)
{
	const struct site *site = s->e->site;
	const struct site_reader *reader = &site->readers[event->reader];
	struct record *r =
	        step_record(s, decision->is_granted ? RECORD_ACCESS_GRANTED : RECORD_ACCESS_DENIED);
	r->reader = event->reader;
	r->door = reader->door;
	r->room = reader->leads_to;
	r->area = site->rooms[reader->leads_to].area;
	r->person = decision->person;
	r->badge = decision->badge;
	r->reason = (uint8_t)decision->reason;
	r->policy_version = decision->policy_version;
	return r;
}

/* The badge's place in the list; without one, that of the badge used longest ago. */
static struct engine_ended *place_of(struct engine *e, uint64_t badge)
{
	struct engine_ended *place = &e->ended[0];
	for (size_t i = 0; i < ENGINE_ENDED_MAX; i++) {
		if (e->ended[i].badge == badge)
			return &e->ended[i];
		if (e->ended[i].last_ns < place->last_ns)
			place = &e->ended[i];
	}
	*place = (struct engine_ended){.badge = badge};
	return place;
}

/* Rule A11: a badge whose time is over, or its holder's, may be a mistake; not the third time. */
static bool is_used_too_often(struct step *s, const struct access_decision *decision)
{
	if (decision->reason != REASON_BADGE_ENDED && decision->reason != REASON_PERSON_ENDED)
		return false;
	struct engine_ended *place = place_of(s->e, decision->badge);
	place->last_ns = s->now->mono_ns;
	place->uses += place->uses < ENGINE_ENDED_USES;
	return place->uses >= ENGINE_ENDED_USES;
}

bool badges_is_misuse(struct step *s, const struct access_decision *decision)
{
	/* rule A11: a lost or revoked badge in use is an incident */
	return decision->reason == REASON_BADGE_LOST || decision->reason == REASON_PERSON_EXITED ||
	       is_used_too_often(s, decision);
}

static void deny(struct step *s, const struct engine_event *event, const struct access_decision *decision)
{
	struct record *r = record_decision(s, event, decision);
	r->is_incident = badges_is_misuse(s, decision);
	if (decision->reason == REASON_BADGE_UNKNOWN)
		badges_describe_unknown(r->detail, event->number);
	step_indicate(s, event->reader,
	              decision->reason == REASON_ALARM_SET ? SIGNAL_SET_REFUSED : SIGNAL_DENIED);
}

/* The area that this reader leads into, or further into; SITE_NONE: it leads out of all of them. */
static uint16_t area_ahead(const struct step *s, uint16_t reader)
{
	const struct site *site = s->e->site;
	return site->rooms[site->readers[reader].leads_to].area;
}

/*
 * Rule L8: unset first, then the strike fires; an entry also ends an exit delay (rule L5). What lies behind
 * stays as it is: nobody unsets by leaving, nor is hindered from it (L10).
 */
static void unset_before_entry(struct step *s, uint16_t reader, uint64_t person)
{
	uint16_t area = area_ahead(s, reader);
	struct area_why why = {
	        .person = person, .door = s->e->site->readers[reader].door, .reason = REASON_NONE};
	if (area != SITE_NONE)
		area_step(s, area, ALARM_INPUT_UNSET, &why);
}

static bool is_set_ahead(const struct step *s, uint16_t reader)
{
	uint16_t area = area_ahead(s, reader);
	return area != SITE_NONE && alarm_is_set(&s->e->areas[area].alarm);
}

/* The area that this reader leads out of, or SITE_NONE. */
static uint16_t area_left(const struct step *s, uint16_t reader)
{
	const struct site *site = s->e->site;
	const struct site_door *door = &site->doors[site->readers[reader].door];
	uint16_t to = site->readers[reader].leads_to;
	return site_area_left(site, door->from == to ? door->to : door->from, to);
}

/*
 * Three times at the exit reader, which leads out of the area and into no other: with automatic setting the
 * person declares that nobody else is inside (rule O5), with assisted setting they ask for it (L2).
 */
static bool is_refused_to_set(struct step *s, uint16_t area, const struct access_decision *decision,
                              uint16_t reader)
{
	struct engine_area *a = &s->e->areas[area];
	bool is_automatic = s->e->site->areas[area].mode == SITE_ALARM_AUTOMATIC;
	if ((decision->rights & TABLE_RIGHT_SET) == 0)
		return false; /* nobody who could ask: they only leave */
	if (is_automatic)
		presence_declare_empty(s, area, decision->person, reader);
	if (!is_automatic && a->occupancy.count > 1) {
		/* the door that is released for them here is none of the reasons */
		uint32_t by = area_prevented_by(s, area) & ~(uint32_t)ALARM_PREVENTED_RELEASED;
		area_record_prevention(s, area, RECORD_ALARM_REFUSED, by)->person = decision->person;
		return true; /* refused while anyone else is inside */
	}
	area_ask(s, area);
	return false;
}

static enum engine_signal signal_on_leaving(const struct step *s, uint16_t area, uint64_t person)
{
	const struct occupancy *o = &s->e->areas[area].occupancy;
	return o->count == 1 && occupancy_is_inside(o, person) ? SIGNAL_LAST_ONE : SIGNAL_GRANTED;
}

/* Shown before the passage is counted: the last counted person is told so (rule O5). */
static void show_grant(struct step *s, uint16_t reader, const struct access_decision *decision)
{
	uint16_t area = area_left(s, reader);
	bool is_third = is_third_presentation(&s->e->readers[reader], s->now->mono_ns);
	bool asks = area != SITE_NONE && area_ahead(s, reader) == SITE_NONE && is_third;
	enum engine_signal signal = SIGNAL_GRANTED;
	if (asks && is_refused_to_set(s, area, decision, reader))
		signal = SIGNAL_DENIED; /* of setting: the way out is open all the same */
	else if (area != SITE_NONE)
		signal = signal_on_leaving(s, area, decision->person);
	step_indicate(s, reader, signal);
}

static void grant(struct step *s, const struct engine_event *event, const struct access_decision *decision)
{
	uint16_t door = s->e->site->readers[event->reader].door;
	struct engine_passage passage = {decision->person, decision->badge, event->reader};
	unset_before_entry(s, event->reader, decision->person);
	struct record *r = record_decision(s, event, decision);
	r->cause = CAUSE_GRANT;
	/* a lost or dead badge at the way out lets out, and is told (rules A3, A11) */
	const struct table_badge *badge = table_badge(s->table, event->number);
	r->is_incident = badge != NULL && badge->state == TABLE_BADGE_LOST;
	struct door_input in = {.kind = DOOR_INPUT_RELEASE,
	                        .cause = CAUSE_GRANT,
	                        .person_id = decision->person,
	                        .release_ms = decision->release_ms};
	step_door(s, door, &in, NULL);
	s->e->doors[door].has_first_person |= !decision->is_leaving;
	show_grant(s, event->reader, decision);
	passages_expect(s, door, &passage);
}

static void decide(struct step *s, const struct engine_event *event)
{
	struct access_request request = {
	        .number = event->number,
	        .reader = event->reader,
	        .is_alarm_set = is_set_ahead(s, event->reader),
	        .is_lock_down = false,
	        .is_reader_enabled = true,
	        .is_commissioned = true,
	        .now = event->now,
	};
	struct access_decision decision = access_decide(s->table, s->e->site, &request);
	if (decision.is_granted)
		grant(s, event, &decision);
	else
		deny(s, event, &decision);
}

void badges_present(struct step *s, const struct engine_event *event)
{
	s->e->readers[event->reader].fault_until_ns = 0; /* a good frame came through (rule L3) */
	if (is_same_presentation(&s->e->readers[event->reader], event))
		return;
	if (site_reader_is_at_desk(&s->e->site->readers[event->reader]))
		desks_present(s, event);
	else
		decide(s, event);
}
