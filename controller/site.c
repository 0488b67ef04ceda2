/* The site's map: names to numbers, rooms to areas. See site.h. */
#include "controller/site.h"
#include <string.h>

uint16_t site_room(const struct site *s, const char *name)
{
	for (uint16_t i = 0; i < s->room_count; i++)
		if (strcmp(s->rooms[i].name, name) == 0)
			return i;
	return SITE_NONE;
}

uint16_t site_door(const struct site *s, const char *name)
{
	for (uint16_t i = 0; i < s->door_count; i++)
		if (strcmp(s->doors[i].name, name) == 0)
			return i;
	return SITE_NONE;
}

uint16_t site_reader(const struct site *s, const char *name)
{
	for (uint16_t i = 0; i < s->reader_count; i++)
		if (strcmp(s->readers[i].name, name) == 0)
			return i;
	return SITE_NONE;
}

bool site_reader_is_at_desk(const struct site_reader *reader)
{
	return reader->door == SITE_NONE;
}

uint16_t site_desk_reader(const struct site *s, const char *station)
{
	for (uint16_t i = 0; i < s->reader_count; i++)
		if (site_reader_is_at_desk(&s->readers[i]) && strcmp(s->readers[i].station, station) == 0)
			return i;
	return SITE_NONE;
}

uint16_t site_area(const struct site *s, const char *name)
{
	for (uint16_t i = 0; i < s->area_count; i++)
		if (strcmp(s->areas[i].name, name) == 0)
			return i;
	return SITE_NONE;
}

uint16_t site_area_entered(const struct site *s, uint16_t from, uint16_t to)
{
	uint16_t area = s->rooms[to].area;
	return area == s->rooms[from].area ? SITE_NONE : area;
}

uint16_t site_area_left(const struct site *s, uint16_t from, uint16_t to)
{
	return site_area_entered(s, to, from);
}

bool site_door_is_guarded(enum site_door_kind kind)
{
	return kind == SITE_GOODS || kind == SITE_SECURE;
}

const char *site_door_kind_name(enum site_door_kind kind)
{
	switch (kind) {
	case SITE_ENTRANCE:
		return "entrance";
	case SITE_OFFICE:
		return "office";
	case SITE_GOODS:
		return "goods";
	case SITE_SECURE:
		return "secure";
	}
	return "";
}
