#include "controller/office/guarded.h"
#include "controller/office/sentence.h"
#include "controller/office/text.h"

#include <stdio.h>
#include <string.h>

bool guarded_room(const struct site *site, uint16_t room)
{
	for (uint16_t i = 0; i < site->door_count; i++)
		if (site->doors[i].kind == SITE_SECURE && site->doors[i].to == room)
			return true;
	return false;
}

void guarded_add(const struct site *site, struct guarded_rooms *rooms, const char *room)
{
	uint16_t i = site_room(site, room);
	if (i != SITE_NONE)
		rooms->has[i] = true;
}

/* Rooms that a key can be for: outside is none of them. */
static unsigned count_inside(const struct site *site, const struct guarded_rooms *rooms)
{
	unsigned count = 0;
	for (uint16_t i = 0; i < site->room_count; i++)
		count += !site->rooms[i].is_outside && (rooms == NULL || rooms->has[i]);
	return count;
}

enum guarded guarded_key(const struct site *site, const struct guarded_rooms *rooms, const char *room)
{
	struct guarded_rooms then = *rooms;
	uint16_t i = site_room(site, room);
	if (i == SITE_NONE)
		return GUARDED_NOT; /* opens nothing */
	if (guarded_room(site, i))
		return GUARDED_SECURE;
	then.has[i] = true;
	bool is_more = !rooms->has[i];
	return is_more && count_inside(site, &then) * 2 > count_inside(site, NULL) ? GUARDED_MANY
	                                                                           : GUARDED_NOT;
}

static void day_or(int32_t day, const char *otherwise, char text[GUARDED_DAY_MAX])
{
	if (day == POLICY_DAY_NONE)
		text_copy(text, GUARDED_DAY_MAX, otherwise);
	else
		text_day(day, text);
}

static void hours_of(const struct policy_key *key, char text[GUARDED_HOURS_MAX])
{
	if (key->is_any_time)
		snprintf(text, GUARDED_HOURS_MAX, sentence("%s, and any while the clock is not trusted"),
		         key->schedule);
	else
		text_copy(text, GUARDED_HOURS_MAX,
		          key->schedule[0] == '\0' ? sentence("any") : key->schedule);
}

void guarded_sentence(const struct policy_key *key, const char *name, enum guarded why,
                      char text[GUARDED_SENTENCE_MAX])
{
	char id[13], first[GUARDED_DAY_MAX], last[GUARDED_DAY_MAX], hours[GUARDED_HOURS_MAX];
	const char *place = key->door;
	bool is_secure = why == GUARDED_SECURE;
	policy_id_text(key->id, id);
	day_or(key->first_day, sentence("at once"), first);
	day_or(key->last_day, sentence("without end"), last);
	hours_of(key, hours);
	if (key->door[0] == '\0')
		place = sentence("any of its doors");
	snprintf(text, GUARDED_SENTENCE_MAX,
	         is_secure ? sentence("%s gets the key %s for the room %s (through %s), from: %s, until: %s, "
	                              "hours: "
	                              "%s, reason: %s. A second person approves it because the room lies "
	                              "behind a "
	                              "secure door.")
	                   : sentence("%s gets the key %s for the room %s (through %s), from: %s, until: %s, "
	                              "hours: "
	                              "%s, reason: %s. A second person approves it because it would make "
	                              "more than "
	                              "half of all rooms."),
	         name, id, key->room, place, first, last, hours, key->reason);
}
