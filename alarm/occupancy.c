/* Who is inside: a sorted list of persons, searched by halves. See occupancy.h. */
#include "alarm/occupancy.h"
#include <errno.h>
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
	if (o->count == OCCUPANCY_MAX)
		return OCCUPANCY_NO_ROOM;
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

void occupancy_note(struct occupancy *o, uint64_t person)
{
	uint16_t place = place_of(o, person);
	if (is_at(o, place, person))
		o->inside[place].is_noted = 1;
}

void occupancy_shift(struct occupancy *o, int64_t by_ms)
{
	for (uint16_t i = 0; i < o->count; i++)
		o->inside[i].since_utc_ms += by_ms;
}

bool occupancy_is_inside(const struct occupancy *o, uint64_t person)
{
	return is_at(o, place_of(o, person), person);
}

bool occupancy_is_empty(const struct occupancy *o)
{
	return o->count == 0 && o->doubt == OCCUPANCY_CERTAIN;
}

bool occupancy_suspect(struct occupancy *o, enum occupancy_doubt doubt)
{
	bool is_new = o->doubt == OCCUPANCY_CERTAIN;
	if (is_new)
		o->doubt = doubt;
	o->doubts |= (uint16_t)(1u << doubt);
	return is_new;
}

bool occupancy_is_suspected(const struct occupancy *o, enum occupancy_doubt doubt)
{
	return (o->doubts >> doubt & 1) != 0;
}

void occupancy_settle(struct occupancy *o)
{
	o->doubt = OCCUPANCY_CERTAIN;
	o->doubts = 0;
}

const char *occupancy_doubt_name(enum occupancy_doubt doubt)
{
	switch (doubt) {
	case OCCUPANCY_CERTAIN:
		return "";
	case OCCUPANCY_FULL:
		return "too_many_persons";
	case OCCUPANCY_EXIT_WITHOUT_ENTRY:
		return "exit_without_entry";
	case OCCUPANCY_ENTRY_WHILE_INSIDE:
		return "entry_while_inside";
	case OCCUPANCY_FORCED_DOOR:
		return "forced";
	case OCCUPANCY_FIRE:
		return "fire";
	case OCCUPANCY_RELEASED:
		return "released";
	case OCCUPANCY_EXIT_REQUEST:
		return "exit_request";
	case OCCUPANCY_FREE_DOOR:
		return "free_door";
	case OCCUPANCY_DISTURBED:
		return "exit_delay_disturbed";
	case OCCUPANCY_POWER_LOSS:
		return "power_loss";
	case OCCUPANCY_UNWATCHED:
		return "unwatched";
	case OCCUPANCY_INSIDE_WITHOUT_ENTRY:
		return "inside_without_entry";
	case OCCUPANCY_DOOR_FELL_SHUT:
		return "door_fell_shut";
	}
	return "";
}

int occupancy_doubt_parse(const char *name, enum occupancy_doubt *doubt)
{
	for (enum occupancy_doubt d = OCCUPANCY_CERTAIN; d <= OCCUPANCY_DOOR_FELL_SHUT; d++) {
		if (strcmp(name, occupancy_doubt_name(d)) == 0) {
			*doubt = d;
			return 0;
		}
	}
	return -EINVAL;
}
