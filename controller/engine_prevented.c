/*
 * What prevents setting an area (rule L3), by bits for the alarm and by name
 * for people: a refusal names every reason. Start reading at
 * area_prevented_by().
 */
#include "controller/engine_step.h"
#include <string.h>

bool engine_door_prevents(const struct door *door, enum alarm_prevention why)
{
	switch (why) {
	case ALARM_PREVENTED_OPEN:
		return door->is_open;
	case ALARM_PREVENTED_RELEASED:
		return door->is_strike_on || door_may_open(door);
	case ALARM_PREVENTED_REX:
		return door->is_rex;
	case ALARM_PREVENTED_CONTACT:
		return (door->faults & DOOR_FAULT_CONTACT) != 0;
	case ALARM_PREVENTED_OUTPUT:
		return (door->faults & DOOR_FAULT_OUTPUT) != 0;
	case ALARM_PREVENTED_INSIDE:
	case ALARM_PREVENTED_UNCERTAIN:
	case ALARM_PREVENTED_FIRE:
	case ALARM_PREVENTED_BY_HAND:
	case ALARM_PREVENTED_CLOCK:
	case ALARM_PREVENTED_READER:
	case ALARM_PREVENTED_SOUNDER:
		return false;
	}
	return false;
}

bool engine_reader_is_faulty(const struct engine_reader *reader)
{
	return reader->is_deaf || reader->fault_until_ns != 0;
}

/* ---- what two persons let pass (rule L4) ---- */

void area_override(struct step *s, uint16_t area, const struct engine_override *override)
{
	struct engine_override *kept = &s->e->areas[area].override;
	kept->by = override->by & ALARM_OVERRIDABLE;
	for (uint16_t i = 0; i < s->e->site->door_count; i++)
		kept->doors[i] = override->doors[i] & ALARM_OVERRIDABLE;
	for (uint16_t i = 0; i < s->e->site->reader_count; i++)
		kept->readers[i] = override->readers[i] & ALARM_OVERRIDABLE;
}

void area_end_override(struct engine_area *a)
{
	a->override = (struct engine_override){0};
}

/* ---- what prevents ---- */

static uint32_t prevented_by_area(const struct engine_area *a)
{
	uint32_t by = 0;
	if (a->occupancy.count != 0)
		by |= ALARM_PREVENTED_INSIDE;
	if (a->occupancy.doubt != OCCUPANCY_CERTAIN)
		by |= ALARM_PREVENTED_UNCERTAIN;
	if (a->by_hand_until_ns != 0)
		by |= ALARM_PREVENTED_BY_HAND;
	if (a->is_sounder_faulty)
		by |= ALARM_PREVENTED_SOUNDER;
	return by;
}

/* A door of the area that is such a reason, and nobody lets it pass. */
static bool prevents(const struct engine *e, uint16_t area, uint16_t door, enum alarm_prevention why)
{
	return area_has_door(e->site, area, &e->site->doors[door]) &&
	       engine_door_prevents(&e->doors[door].door, why) &&
	       (e->areas[area].override.doors[door] & why) == 0;
}

static uint32_t prevented_by_doors(const struct engine *e, uint16_t area)
{
	uint32_t by = 0;
	for (uint16_t i = 0; i < e->site->door_count; i++)
		for (int bit = 0; bit < ALARM_PREVENTIONS; bit++)
			if (prevents(e, area, i, (enum alarm_prevention)(1 << bit)))
				by |= 1u << bit;
	return by;
}

static bool is_faulty_reader_of(const struct engine *e, uint16_t area, uint16_t reader)
{
	const struct site_reader *site = &e->site->readers[reader];
	return engine_reader_is_faulty(&e->readers[reader]) && !site_reader_is_at_desk(site) &&
	       area_has_door(e->site, area, &e->site->doors[site->door]) &&
	       (e->areas[area].override.readers[reader] & ALARM_PREVENTED_READER) == 0;
}

static uint32_t prevented_by_readers(const struct engine *e, uint16_t area)
{
	for (uint16_t i = 0; i < e->site->reader_count; i++)
		if (is_faulty_reader_of(e, area, i))
			return ALARM_PREVENTED_READER;
	return 0;
}

uint32_t area_prevented_by(const struct step *s, uint16_t area)
{
	const struct engine *e = s->e;
	uint32_t by = prevented_by_area(&e->areas[area]);
	if (!s->now->is_clock_trusted)
		by |= ALARM_PREVENTED_CLOCK;
	by &= ~e->areas[area].override.by;
	if (e->is_fire_active || e->is_fire_latched)
		by |= ALARM_PREVENTED_FIRE;
	return by | prevented_by_doors(e, area) | prevented_by_readers(e, area);
}

/* ---- for people ---- */

enum record_reason area_prevention_reason(uint32_t by)
{
	static const struct {
		enum alarm_prevention why;
		enum record_reason reason;
	} rows[] = {{ALARM_PREVENTED_FIRE, REASON_FIRE},
	            {ALARM_PREVENTED_CLOCK, REASON_CLOCK_NOT_TRUSTED},
	            {ALARM_PREVENTED_CONTACT, REASON_CONTACT_FAULT},
	            {ALARM_PREVENTED_OUTPUT, REASON_OUTPUT_FAULT},
	            {ALARM_PREVENTED_SOUNDER, REASON_SOUNDER_FAULT},
	            {ALARM_PREVENTED_READER, REASON_READER_FAULT},
	            {ALARM_PREVENTED_OPEN, REASON_DOOR_OPENED},
	            {ALARM_PREVENTED_UNCERTAIN, REASON_OCCUPANCY_UNCERTAIN},
	            {ALARM_PREVENTED_BY_HAND, REASON_UNSET_BY_OPERATOR},
	            {ALARM_PREVENTED_INSIDE, REASON_SOMEBODY_INSIDE},
	            {ALARM_PREVENTED_RELEASED, REASON_RELEASED},
	            {ALARM_PREVENTED_REX, REASON_EXIT_REQUEST}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (by & rows[i].why)
			return rows[i].reason;
	return REASON_NONE;
}

/* A text that grows, and what must still find room in it. */
struct listing {
	char *text; /* RECORD_DETAIL_MAX */
	size_t used, reserved;
};

static void append(struct listing *l, const char *between, const char *word)
{
	size_t between_size = strlen(between), size = strlen(word);
	if (l->used + between_size + size + l->reserved >= RECORD_DETAIL_MAX)
		return;
	memcpy(l->text + l->used, between, between_size);
	memcpy(l->text + l->used + between_size, word, size);
	l->used += between_size + size;
	l->text[l->used] = '\0';
}

/* Each thing that is one such reason, by its name, as far as there is room. */
static void list_things(const struct step *s, uint16_t area, enum alarm_prevention why, struct listing *l)
{
	const struct engine *e = s->e;
	const char *between = ": ";
	for (uint16_t i = 0; i < e->site->door_count; i++) {
		if (!prevents(e, area, i, why))
			continue;
		append(l, between, e->site->doors[i].name);
		between = ", ";
	}
	for (uint16_t i = 0; why == ALARM_PREVENTED_READER && i < e->site->reader_count; i++) {
		if (!is_faulty_reader_of(e, area, i))
			continue;
		append(l, between, e->site->readers[i].name);
		between = ", ";
	}
}

enum { BETWEEN = 2 }; /* bytes from one reason to the next */

static size_t length_of_reasons(uint32_t by)
{
	size_t length = 0;
	for (int bit = 0; bit < ALARM_PREVENTIONS; bit++)
		if (by & 1u << bit)
			length += BETWEEN + strlen(alarm_prevention_name((enum alarm_prevention)(1 << bit)));
	return length;
}

/* Every reason has its place; names of doors and readers have what is left. */
static void list_reasons(const struct step *s, uint16_t area, uint32_t by, char detail[RECORD_DETAIL_MAX])
{
	struct listing l = {.text = detail};
	for (int bit = 0; bit < ALARM_PREVENTIONS; bit++) {
		enum alarm_prevention why = (enum alarm_prevention)(1 << bit);
		if ((by & why) == 0)
			continue;
		by &= ~(uint32_t)why;
		append(&l, l.used == 0 ? "" : "; ", alarm_prevention_name(why));
		l.reserved = length_of_reasons(by);
		list_things(s, area, why, &l);
		l.reserved = 0;
	}
}

struct record *area_record_prevention(struct step *s, uint16_t area, enum record_kind kind, uint32_t by)
{
	struct record *r = step_record(s, kind);
	r->area = area;
	r->reason = (uint8_t)area_prevention_reason(by);
	list_reasons(s, area, by, r->detail);
	return r;
}
