#include "controller/office/commands.h"
#include "controller/office/areas.h"
#include "controller/office/badges.h"
#include "controller/office/events.h"
#include "controller/office/keys.h"
#include "controller/office/persons.h"
#include "controller/office/positions.h"
#include "controller/office/rooms.h"
#include "controller/office/status.h"

#include <string.h>

#define FIELDS(...)                                                                                          \
	(const struct message_field[])                                                                       \
	{                                                                                                    \
		__VA_ARGS__,                                                                                 \
		{                                                                                            \
			.name = NULL                                                                         \
		}                                                                                            \
	}
#define NO_FIELDS                                                                                            \
	(const struct message_field[])                                                                       \
	{                                                                                                    \
		{                                                                                            \
			.name = NULL                                                                         \
		}                                                                                            \
	}
#define MUST(name, type)                                                                                     \
	{                                                                                                    \
		name, type, true                                                                             \
	}
#define MAY(name, type)                                                                                      \
	{                                                                                                    \
		name, type, false                                                                            \
	}

const struct command command_table[] = {
        {"GetStatus", COMMAND_LOOKS, NO_FIELDS, status_get},
        {"RoomList", COMMAND_LOOKS, NO_FIELDS, room_list},
        {"DoorList", COMMAND_LOOKS, NO_FIELDS, door_list},
        {"DoorShow", COMMAND_LOOKS, FIELDS(MUST("door", MESSAGE_TEXT)), door_show},
        {"DoorRelease", COMMAND_CHANGES,
         FIELDS(MUST("door", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         door_release},
        {"FireReset", COMMAND_CHANGES, FIELDS(MUST("by", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT)),
         fire_reset},
        {"PersonList", COMMAND_LOOKS, FIELDS(MAY("all", MESSAGE_BOOL)), person_list},
        {"PersonShow", COMMAND_LOOKS, FIELDS(MUST("person", MESSAGE_TEXT)), person_show},
        {"PersonHire", COMMAND_BEGINS,
         FIELDS(MUST("name", MESSAGE_TEXT), MAY("kind", MESSAGE_TEXT), MAY("position", MESSAGE_TEXT),
                MAY("badge", MESSAGE_TEXT), MAY("rights", MESSAGE_TEXTS), MAY("first_day", MESSAGE_TEXT),
                MAY("last_day", MESSAGE_TEXT), MAY("by", MESSAGE_TEXT)),
         person_hire},
        {"PersonExit", COMMAND_CHANGES,
         FIELDS(MUST("person", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         person_exit},
        {"PositionList", COMMAND_LOOKS, NO_FIELDS, position_list},
        {"PositionAdd", COMMAND_BEGINS,
         FIELDS(MUST("name", MESSAGE_TEXT), MUST("keys", MESSAGE_OBJECTS), MAY("rights", MESSAGE_TEXTS),
                MAY("by", MESSAGE_TEXT)),
         position_add},
        {"BadgeList", COMMAND_LOOKS, FIELDS(MAY("all", MESSAGE_BOOL)), badge_list},
        {"BadgeAssign", COMMAND_CHANGES,
         FIELDS(MUST("badge", MESSAGE_TEXT), MUST("person", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         badge_assign},
        {"BadgeLost", COMMAND_CHANGES, FIELDS(MUST("badge", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         badge_lost},
        {"KeyList", COMMAND_LOOKS,
         FIELDS(MAY("person", MESSAGE_TEXT), MAY("room", MESSAGE_TEXT), MAY("all", MESSAGE_BOOL)), key_list},
        {"KeyIssue", COMMAND_CHANGES,
         FIELDS(MUST("person", MESSAGE_TEXT), MUST("room", MESSAGE_TEXT), MAY("door", MESSAGE_TEXT),
                MAY("first_day", MESSAGE_TEXT), MAY("last_day", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT),
                MUST("by", MESSAGE_TEXT)),
         key_issue},
        {"KeyRevoke", COMMAND_CHANGES,
         FIELDS(MAY("key", MESSAGE_TEXT), MAY("person", MESSAGE_TEXT), MAY("room", MESSAGE_TEXT),
                MAY("door", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         key_revoke},
        {"EventList", COMMAND_LOOKS,
         FIELDS(MAY("since", MESSAGE_INT), MAY("limit", MESSAGE_INT), MAY("persons", MESSAGE_BOOL),
                MAY("incidents", MESSAGE_BOOL)),
         event_list},
        {"EventFollow", COMMAND_LOOKS, FIELDS(MAY("since", MESSAGE_INT), MAY("persons", MESSAGE_BOOL)),
         event_follow},
        {"OccupancyGet", COMMAND_LOOKS, FIELDS(MAY("area", MESSAGE_TEXT), MAY("persons", MESSAGE_BOOL)),
         occupancy_get},
        {"OccupancyCorrect", COMMAND_CHANGES,
         FIELDS(MAY("area", MESSAGE_TEXT), MAY("inside", MESSAGE_TEXT), MAY("outside", MESSAGE_TEXT),
                MAY("certain", MESSAGE_BOOL), MUST("reason", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         occupancy_correct},
        {"AlarmStatus", COMMAND_LOOKS, FIELDS(MAY("area", MESSAGE_TEXT)), alarm_status},
        {"AlarmSet", COMMAND_CHANGES,
         FIELDS(MAY("area", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         alarm_set},
        {"AlarmUnset", COMMAND_CHANGES,
         FIELDS(MAY("area", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         alarm_unset},
        {"AlarmAck", COMMAND_CHANGES,
         FIELDS(MAY("area", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         alarm_ack},
        {.method = NULL},
};

const struct command *command_find(const char *method)
{
	for (const struct command *c = command_table; c->method != NULL; c++)
		if (strcmp(c->method, method) == 0)
			return c;
	return NULL;
}
