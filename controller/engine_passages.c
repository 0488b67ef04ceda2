/* Passages: from a granted badge and an open door to persons inside (rule O1). */
#include "controller/engine_step.h"

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

static void enter_area(struct step *s, uint16_t area, const struct engine_passage *p)
{
	uint16_t door = s->e->site->readers[p->reader].door;
	occupancy_enter(&s->e->areas[area].occupancy, p->person, door, s->now->utc_ms);
	record_passage(s, RECORD_OCCUPANCY_ENTERED, area, p);
}

static void leave_area(struct step *s, uint16_t area, const struct engine_passage *p)
{
	occupancy_leave(&s->e->areas[area].occupancy, p->person);
	record_passage(s, RECORD_OCCUPANCY_LEFT, area, p);
}

static void pass_within(struct step *s, uint16_t area, const struct engine_passage *p)
{
	occupancy_pass(&s->e->areas[area].occupancy, p->person, s->e->site->readers[p->reader].door);
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
	if (left != SITE_NONE)
		leave_area(s, left, p);
	if (entered != SITE_NONE)
		enter_area(s, entered, p);
	else if (left == SITE_NONE && site->rooms[to].area != SITE_NONE)
		pass_within(s, site->rooms[to].area, p);
}

void passages_happen(struct step *s, struct engine_door *d)
{
	for (uint8_t i = 0; i < d->passage_count; i++)
		pass(s, &d->passages[i]);
	d->passage_count = 0;
}

/* Without a contact the grant counts; an open door is passed at once; else when it opens. */
void passages_expect(struct step *s, uint16_t door, const struct engine_passage *p)
{
	struct engine_door *d = &s->e->doors[door];
	if (!s->e->site->doors[door].has_contact || d->door.is_open) {
		pass(s, p);
		return;
	}
	for (uint8_t i = 0; i < d->passage_count; i++)
		if (d->passages[i].person == p->person && d->passages[i].reader == p->reader)
			return; /* presented twice before the door opened: one passage */
	if (d->passage_count < ENGINE_PASSAGES_MAX)
		d->passages[d->passage_count++] = *p;
}
