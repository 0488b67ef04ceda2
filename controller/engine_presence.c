/*
 * Presence: from a granted badge and an open door to persons inside (rule O1),
 * whether the count is certain (O4), and how people put it right (O5).
 */
#include "controller/engine_step.h"
#include <string.h>

static void record_passage(struct step *s, enum record_kind kind, uint16_t area,
                           const struct engine_passage *p)
{
	struct record *r = step_record(s, kind);
	r->area = area;
	r->person = p->person;
	r->badge = p->badge;
	r->reader = p->reader;
	r->door = s->e->site->readers[p->reader].door;
	r->room = s->e->site->readers[p->reader].leads_to;
	r->value = s->e->areas[area].occupancy.count;
}

static enum record_reason reason_of_doubt(enum occupancy_doubt doubt)
{
	switch (doubt) {
	case OCCUPANCY_CERTAIN:
		return REASON_NONE;
	case OCCUPANCY_FULL:
		return REASON_TOO_MANY_PERSONS;
	case OCCUPANCY_EXIT_WITHOUT_ENTRY:
		return REASON_EXIT_WITHOUT_ENTRY;
	case OCCUPANCY_ENTRY_WHILE_INSIDE:
		return REASON_ENTRY_WHILE_INSIDE;
	case OCCUPANCY_FORCED_DOOR:
		return REASON_FORCED;
	case OCCUPANCY_FIRE:
		return REASON_FIRE;
	case OCCUPANCY_RELEASED:
		return REASON_RELEASED;
	case OCCUPANCY_EXIT_REQUEST:
		return REASON_EXIT_REQUEST;
	case OCCUPANCY_FREE_DOOR:
		return REASON_FREE_DOOR;
	case OCCUPANCY_DISTURBED:
		return REASON_EXIT_DELAY_DISTURBED;
	case OCCUPANCY_POWER_LOSS:
		return REASON_POWER_LOSS;
	case OCCUPANCY_UNWATCHED:
		return REASON_UNWATCHED;
	case OCCUPANCY_INSIDE_WITHOUT_ENTRY:
		return REASON_INSIDE_WITHOUT_ENTRY;
	case OCCUPANCY_DOOR_FELL_SHUT:
		return REASON_DOOR_FELL_SHUT;
	}
	return REASON_NONE;
}

static struct record *record_doubt(struct step *s, enum record_kind kind, uint16_t area,
                                   enum occupancy_doubt doubt)
{
	struct record *r = step_record(s, kind);
	r->area = area;
	r->reason = (uint8_t)reason_of_doubt(doubt);
	r->value = s->e->areas[area].occupancy.count;
	return r;
}

/* Told once: a door that everybody uses without a badge would fill the journal. */
static void suspect_at(struct step *s, uint16_t area, enum occupancy_doubt doubt, uint16_t door)
{
	struct occupancy *o = &s->e->areas[area].occupancy;
	bool is_known = occupancy_is_suspected(o, doubt);
	bool is_first = occupancy_suspect(o, doubt);
	if (is_first)
		record_doubt(s, RECORD_OCCUPANCY_UNCERTAIN, area, doubt)->door = door;
	else if (!is_known)
		record_doubt(s, RECORD_OCCUPANCY_DOUBTED, area, doubt)->door = door;
}

void presence_suspect(struct step *s, uint16_t area, enum occupancy_doubt doubt)
{
	suspect_at(s, area, doubt, SITE_NONE);
}

static void enter_area(struct step *s, uint16_t area, const struct engine_passage *p)
{
	uint16_t door = s->e->site->readers[p->reader].door;
	enum occupancy_result result =
	        occupancy_enter(&s->e->areas[area].occupancy, p->person, door, s->now->utc_ms);
	record_passage(s, RECORD_OCCUPANCY_ENTERED, area, p);
	if (result == OCCUPANCY_WAS_INSIDE)
		suspect_at(s, area, OCCUPANCY_ENTRY_WHILE_INSIDE, door);
	if (result == OCCUPANCY_NO_ROOM)
		suspect_at(s, area, OCCUPANCY_FULL, door);
}

static void leave_area(struct step *s, uint16_t area, const struct engine_passage *p)
{
	enum occupancy_result result = occupancy_leave(&s->e->areas[area].occupancy, p->person);
	record_passage(s, RECORD_OCCUPANCY_LEFT, area, p);
	if (result == OCCUPANCY_WAS_OUTSIDE)
		suspect_at(s, area, OCCUPANCY_EXIT_WITHOUT_ENTRY, s->e->site->readers[p->reader].door);
}

/* Whom no entry counted is inside all the same: came in behind somebody, perhaps, and perhaps not alone. */
static void pass_within(struct step *s, uint16_t area, const struct engine_passage *p)
{
	struct occupancy *o = &s->e->areas[area].occupancy;
	uint16_t door = s->e->site->readers[p->reader].door;
	if (!occupancy_is_inside(o, p->person)) {
		enter_area(s, area, p);
		suspect_at(s, area, OCCUPANCY_INSIDE_WITHOUT_ENTRY, door);
		return;
	}
	occupancy_pass(o, p->person, door);
	record_passage(s, RECORD_OCCUPANCY_PASSED, area, p);
}

static void pass(struct step *s, const struct engine_passage *p)
{
	const struct site *site = s->e->site;
	const struct site_reader *reader = &site->readers[p->reader];
	const struct site_door *door = &site->doors[reader->door];
	uint16_t to = reader->leads_to;
	uint16_t from = door->from == to ? door->to : door->from;
	uint16_t left = site_area_left(site, from, to);
	uint16_t entered = site_area_entered(site, from, to);
	if (p->person == 0)
		return; /* nobody's badge lets out, but counts nobody */
	if (left != SITE_NONE) {
		leave_area(s, left, p);
		s->e->doors[reader->door].left_areas |= (uint8_t)(1u << left);
	}
	if (entered != SITE_NONE)
		enter_area(s, entered, p);
	else if (left == SITE_NONE && site->rooms[to].area != SITE_NONE)
		pass_within(s, site->rooms[to].area, p);
}

static bool is_edge_of(const struct site *site, uint16_t area, const struct site_door *door)
{
	return (site->rooms[door->from].area == area) != (site->rooms[door->to].area == area);
}

/* Whoever was granted beyond the list has passed as well, and nobody knows any more who that was (rule O4).
 */
static void suspect_more(struct step *s, uint16_t door)
{
	for (uint16_t i = 0; i < s->e->site->area_count; i++)
		if (is_edge_of(s->e->site, i, &s->e->site->doors[door]))
			suspect_at(s, i, OCCUPANCY_FULL, door);
}

void passages_happen(struct step *s, uint16_t door)
{
	struct engine_door *d = &s->e->doors[door];
	for (uint8_t i = 0; i < d->passage_count; i++)
		pass(s, &d->passages[i]);
	if (d->has_more_passages)
		suspect_more(s, door);
	d->has_passed |= d->passage_count != 0;
	passages_forget(d);
}

void passages_forget(struct engine_door *d)
{
	d->passage_count = 0;
	d->has_more_passages = false;
}

/* Counted while it stood open: should it fall shut at once, nobody knows whether they came through. */
static void note_late(struct step *s, uint16_t door, const struct engine_passage *p)
{
	for (uint16_t i = 0; p->person != 0 && i < s->e->site->area_count; i++)
		if (is_edge_of(s->e->site, i, &s->e->site->doors[door]))
			s->e->doors[door].late_areas |= (uint8_t)(1u << i);
}

void passages_missed(struct step *s, uint16_t door)
{
	for (uint16_t i = 0; i < s->e->site->area_count; i++)
		if (s->e->doors[door].late_areas >> i & 1)
			suspect_at(s, i, OCCUPANCY_DOOR_FELL_SHUT, door);
}

/* Without a contact the grant counts; an open door is passed at once; else when it opens. */
void passages_expect(struct step *s, uint16_t door, const struct engine_passage *p)
{
	struct engine_door *d = &s->e->doors[door];
	if (!s->e->site->doors[door].has_contact || d->door.is_open) {
		pass(s, p);
		d->has_passed = true;
		note_late(s, door, p);
		return;
	}
	for (uint8_t i = 0; i < d->passage_count; i++)
		if (d->passages[i].person == p->person && d->passages[i].reader == p->reader)
			return; /* presented twice before the door opened: one passage */
	d->has_more_passages |= d->passage_count == ENGINE_PASSAGES_MAX;
	if (d->passage_count < ENGINE_PASSAGES_MAX)
		d->passages[d->passage_count++] = *p;
}

/* ---- openings that no badge explains (rule O4) ---- */

/*
 * A badge explains its own person and nobody else. So an operator's release is
 * a doubt in whatever order the two come within one opening; an exit request
 * is one unless somebody left the area by badge in the same opening, who is
 * the one that asked: a handle tells of itself after the badge, too.
 */
static enum occupancy_doubt doubt_of_parts(const struct engine_door *d, uint16_t area)
{
	if (d->door.has_release)
		return OCCUPANCY_RELEASED;
	if (d->door.has_rex && (d->left_areas >> area & 1) == 0)
		return OCCUPANCY_EXIT_REQUEST;
	return OCCUPANCY_CERTAIN;
}

static enum occupancy_doubt doubt_of(const struct engine_door *d, uint16_t area, enum presence_moment moment)
{
	enum occupancy_doubt parts = doubt_of_parts(d, area);
	if (moment == PRESENCE_PART)
		return parts;
	if (d->door.is_fire)
		return OCCUPANCY_FIRE;
	if (parts != OCCUPANCY_CERTAIN)
		return parts;
	if (d->door.state == DOOR_FORCED)
		return OCCUPANCY_FORCED_DOOR;
	return d->door.cause == CAUSE_SCHEDULE && !d->has_passed ? OCCUPANCY_FREE_DOOR : OCCUPANCY_CERTAIN;
}

static bool is_within(const struct site *site, uint16_t area, const struct site_door *door)
{
	return site->rooms[door->from].area == area && site->rooms[door->to].area == area;
}

void presence_opened(struct step *s, uint16_t door, enum presence_moment moment)
{
	const struct site *site = s->e->site;
	for (uint16_t i = 0; i < site->area_count; i++) {
		enum occupancy_doubt doubt = doubt_of(&s->e->doors[door], i, moment);
		if (doubt == OCCUPANCY_CERTAIN)
			continue;
		if (is_edge_of(site, i, &site->doors[door]))
			suspect_at(s, i, doubt, door);
		else if (is_within(site, i, &site->doors[door]) && s->e->areas[i].occupancy.count == 0)
			suspect_at(s, i, OCCUPANCY_DISTURBED, door);
	}
}

bool presence_is_unexplained(const struct step *s, uint16_t door, enum presence_moment moment)
{
	const struct engine_door *d = &s->e->doors[door];
	if (d->door.is_fire)
		return false; /* whoever runs from a fire is no intruder */
	for (uint16_t i = 0; i < s->e->site->area_count; i++)
		if (area_has_door(s->e->site, i, &s->e->site->doors[door]) &&
		    doubt_of(d, i, moment) != OCCUPANCY_CERTAIN)
			return true;
	return false;
}

void presence_unwatched(struct step *s, uint16_t door)
{
	for (uint16_t i = 0; i < s->e->site->area_count; i++)
		if (is_edge_of(s->e->site, i, &s->e->site->doors[door]))
			suspect_at(s, i, OCCUPANCY_UNWATCHED, door);
}

bool engine_door_is_unsettled(const struct engine_door *door)
{
	return door->door.is_open || door->door.is_strike_on || door_may_open(&door->door);
}

void presence_disturbed(struct step *s, uint16_t door)
{
	const struct site *site = s->e->site;
	const struct site_door *d = &site->doors[door];
	for (uint16_t i = 0; i < site->area_count; i++)
		if (s->e->areas[i].alarm.state == ALARM_EXIT_DELAY &&
		    (is_edge_of(site, i, d) || is_within(site, i, d)))
			suspect_at(s, i, OCCUPANCY_DISTURBED, door);
}

/* ---- people put it right (rule O5) ---- */

static struct record *record_correction(struct step *s, uint16_t area)
{
	struct record *r = step_record(s, RECORD_OCCUPANCY_CORRECTED);
	r->area = area;
	r->value = s->e->areas[area].occupancy.count;
	r->reason = (uint8_t)reason_of_doubt(s->e->areas[area].occupancy.doubt); /* what is left of it */
	return r;
}

static void record_presence(struct step *s, enum record_kind kind, uint16_t area, uint64_t person)
{
	struct record *r = step_record(s, kind);
	r->area = area;
	r->person = person;
	r->value = s->e->areas[area].occupancy.count;
}

/* Everybody counted but this one, beginning with the last in the list. */
static void count_out_others(struct step *s, uint16_t area, uint64_t person)
{
	struct occupancy *o = &s->e->areas[area].occupancy;
	for (uint16_t i = o->count; i-- > 0;) {
		uint64_t other = o->inside[i].person;
		if (other == person)
			continue;
		occupancy_leave(o, other);
		record_presence(s, RECORD_OCCUPANCY_LEFT, area, other);
	}
}

void presence_declare_empty(struct step *s, uint16_t area, uint64_t person, uint16_t reader)
{
	struct occupancy *o = &s->e->areas[area].occupancy;
	count_out_others(s, area, person);
	/* who declares is still inside until the door has closed behind them */
	if (occupancy_enter(o, person, s->e->site->readers[reader].door, s->now->utc_ms) == OCCUPANCY_ENTERED)
		record_presence(s, RECORD_OCCUPANCY_ENTERED, area, person);
	occupancy_settle(o);
	struct record *r = record_correction(s, area);
	r->person = person;
	r->reader = reader;
}

/* Rule O3: from here on the visitor counts, whoever opens the door in the end. */
static void arrive(struct step *s, uint16_t area, uint16_t door, uint64_t visitor)
{
	enum occupancy_result result =
	        occupancy_enter(&s->e->areas[area].occupancy, visitor, door, s->now->utc_ms);
	if (result == OCCUPANCY_ENTERED)
		record_presence(s, RECORD_OCCUPANCY_ENTERED, area, visitor);
	if (result == OCCUPANCY_NO_ROOM)
		suspect_at(s, area, OCCUPANCY_FULL, door);
}

/* No badge of theirs says where a visitor goes: they are out of every area but this one, or SITE_NONE. */
static void depart_but_for(struct step *s, uint16_t area, uint64_t visitor)
{
	for (uint16_t i = 0; i < s->e->site->area_count; i++)
		if (i != area && occupancy_leave(&s->e->areas[i].occupancy, visitor) == OCCUPANCY_LEFT)
			record_presence(s, RECORD_OCCUPANCY_LEFT, i, visitor);
}

static bool is_anywhere(const struct step *s, uint64_t visitor)
{
	for (uint16_t i = 0; i < s->e->site->area_count; i++)
		if (occupancy_is_inside(&s->e->areas[i].occupancy, visitor))
			return true;
	return false;
}

void presence_visit(struct step *s, uint16_t door, uint64_t visitor)
{
	const struct site *site = s->e->site;
	uint16_t to = site->rooms[site->doors[door].to].area, from = site->rooms[site->doors[door].from].area;
	uint16_t area = to != SITE_NONE ? to : from;
	if (area == SITE_NONE)
		return;
	arrive(s, area, door, visitor);
	depart_but_for(s, area, visitor);
}

/* Whoever was let in for the visit counts already, where that was. */
static void record_visit(struct step *s, const struct engine_event *event)
{
	if (event->correction == CORRECT_LEFT)
		depart_but_for(s, SITE_NONE, event->person);
	else if (!is_anywhere(s, event->person))
		arrive(s, event->area, SITE_NONE, event->person);
	step_answer(s, ANSWER_DONE);
}

void presence_correct(struct step *s, const struct engine_event *event)
{
	if (event->correction == CORRECT_ARRIVED || event->correction == CORRECT_LEFT) {
		record_visit(s, event);
		return;
	}
	struct occupancy *o = &s->e->areas[event->area].occupancy;
	enum occupancy_result result = OCCUPANCY_LEFT;
	switch (event->correction) {
	case CORRECT_ARRIVED:
	case CORRECT_LEFT:
		break; /* no corrections */
	case CORRECT_INSIDE:
		result = occupancy_enter(o, event->person, SITE_NONE, s->now->utc_ms);
		break;
	case CORRECT_OUTSIDE:
		result = occupancy_leave(o, event->person);
		break;
	case CORRECT_CERTAIN:
		occupancy_settle(o);
		break;
	}
	struct record *r = record_correction(s, event->area);
	r->operator_id = event->operator_id;
	memcpy(r->detail, event->detail, strnlen(event->detail, RECORD_DETAIL_MAX - 1));
	if (event->correction != CORRECT_CERTAIN)
		record_presence(s,
		                event->correction == CORRECT_INSIDE ? RECORD_OCCUPANCY_ENTERED
		                                                    : RECORD_OCCUPANCY_LEFT,
		                event->area, event->person);
	if (result == OCCUPANCY_NO_ROOM)
		suspect_at(s, event->area, OCCUPANCY_FULL, SITE_NONE);
	step_answer(s, result == OCCUPANCY_NO_ROOM ? ANSWER_NO_ROOM : ANSWER_DONE);
}

/* ---- who stays long (rule O6) ---- */

static void note_long(struct step *s, uint16_t area, struct occupant *o)
{
	if (o->is_noted || s->now->utc_ms - o->since_utc_ms < ENGINE_LONG_MS)
		return;
	o->is_noted = 1;
	struct record *r = step_record(s, RECORD_OCCUPANCY_LONG);
	r->area = area;
	r->person = o->person;
	r->door = o->door;
	r->value = (uint32_t)((s->now->utc_ms - o->since_utc_ms) / 60000);
}

/* At most so many in one look: the rest a minute later. */
enum { LONG_AT_ONCE = 64 };

void presence_look_at_time(struct step *s, uint16_t area)
{
	struct engine_area *a = &s->e->areas[area];
	uint16_t before = s->actions->count;
	if (a->occupancy.count == 0) {
		a->long_look_ns = 0;
		return;
	}
	if (a->long_look_ns == 0)
		a->long_look_ns = s->now->mono_ns + ENGINE_LONG_LOOK_MS * 1000000ull;
	if (s->now->mono_ns < a->long_look_ns)
		return;
	a->long_look_ns = s->now->mono_ns + ENGINE_LONG_LOOK_MS * 1000000ull;
	if (!s->now->is_clock_trusted)
		return;
	for (uint16_t i = 0; i < a->occupancy.count && s->actions->count - before < LONG_AT_ONCE; i++)
		note_long(s, area, &a->occupancy.inside[i]);
}
