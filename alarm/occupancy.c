/* Who is inside: a sorted list of persons, searched by halves. See occupancy.h. */
#include "alarm/occupancy.h"
#include <string.h>

/* The place of person, or where it would stand. */
static uint16_t place_of(const struct occupancy *o, uint64_t person)
{
	uint16_t low = 0;
	uint16_t high = o->count;
	while (low < high) {
		uint16_t middle = (uint16_t)((low + high) / 2);
		if (o->inside[middle].person < person)
			low = (uint16_t)(middle + 1);
		else
			high = middle;
	}
	return low;
}

static bool is_at(const struct occupancy *o, uint16_t place, uint64_t person)
{
	return place < o->count && o->inside[place].person == person;
}

void occupancy_init(struct occupancy *o)
{
	memset(o, 0, sizeof(*o));
}

enum occupancy_result occupancy_enter(struct occupancy *o, uint64_t person, uint16_t door, int64_t utc_ms)
{
	uint16_t place = place_of(o, person);
	if (is_at(o, place, person)) {
		o->inside[place].door = door;
		return OCCUPANCY_WAS_INSIDE;
	}
	if (o->count == OCCUPANCY_MAX) {
		o->doubt = OCCUPANCY_FULL;
		return OCCUPANCY_NO_ROOM;
	}
	memmove(&o->inside[place + 1], &o->inside[place], (size_t)(o->count - place) * sizeof(o->inside[0]));
	o->inside[place] = (struct occupant){.person = person, .since_utc_ms = utc_ms, .door = door};
	o->count++;
	return OCCUPANCY_ENTERED;
}

enum occupancy_result occupancy_leave(struct occupancy *o, uint64_t person)
{
	uint16_t place = place_of(o, person);
	if (!is_at(o, place, person))
		return OCCUPANCY_WAS_OUTSIDE;
	o->count--;
	memmove(&o->inside[place], &o->inside[place + 1], (size_t)(o->count - place) * sizeof(o->inside[0]));
	return OCCUPANCY_LEFT;
}

void occupancy_pass(struct occupancy *o, uint64_t person, uint16_t door)
{
	uint16_t place = place_of(o, person);
	if (is_at(o, place, person))
		o->inside[place].door = door;
}

bool occupancy_is_inside(const struct occupancy *o, uint64_t person)
{
	return is_at(o, place_of(o, person), person);
}

bool occupancy_is_empty(const struct occupancy *o)
{
	return o->count == 0 && o->doubt == OCCUPANCY_CERTAIN;
}

const char *occupancy_doubt_name(enum occupancy_doubt doubt)
{
	switch (doubt) {
	case OCCUPANCY_CERTAIN:
		return "";
	case OCCUPANCY_FULL:
		return "more_persons_than_can_be_counted";
	}
	return "";
}
