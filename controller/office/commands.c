#include "controller/office/commands.h"
#include "controller/office/areas.h"
#include "controller/office/badge_acts.h"
#include "controller/office/badges.h"
#include "controller/office/enrol.h"
#include "controller/office/events.h"
#include "controller/office/key_acts.h"
#include "controller/office/keys.h"
#include "controller/office/person_acts.h"
#include "controller/office/persons.h"
#include "controller/office/positions.h"
#include "controller/office/receipts.h"
#include "controller/office/reports.h"
#include "controller/office/reviews.h"
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

#define BADGE_ACT FIELDS(MUST("badge", MESSAGE_TEXT), MAY("reason", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT))
#define KEY_ACT   FIELDS(MUST("key", MESSAGE_TEXT), MAY("reason", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT))

const struct command command_table[] = {
        {"GetStatus", COMMAND_LOOKS, NO_FIELDS, status_get},
        {"RoomList", COMMAND_LOOKS, NO_FIELDS, room_list},
        {"DoorList", COMMAND_LOOKS, NO_FIELDS, door_list},
        {"DoorShow", COMMAND_LOOKS, FIELDS(MUST("door", MESSAGE_TEXT)), door_show},
        {"DoorRelease", COMMAND_CHANGES,
         FIELDS(MUST("door", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         door_release},
        {"DoorHold", COMMAND_CHANGES,
         FIELDS(MUST("door", MESSAGE_TEXT), MUST("minutes", MESSAGE_INT), MUST("reason", MESSAGE_TEXT),
                MUST("by", MESSAGE_TEXT)),
         door_hold},
        {"FireReset", COMMAND_CHANGES, FIELDS(MUST("by", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT)),
         fire_reset},
        {"PersonList", COMMAND_LOOKS, FIELDS(MAY("all", MESSAGE_BOOL)), person_list},
        {"PersonShow", COMMAND_LOOKS, FIELDS(MUST("person", MESSAGE_TEXT)), person_show},
        {"PersonHire", COMMAND_BEGINS,
         FIELDS(MUST("name", MESSAGE_TEXT), MAY("kind", MESSAGE_TEXT), MAY("position", MESSAGE_TEXT),
                MAY("badge", MESSAGE_TEXT), MAY("rights", MESSAGE_TEXTS), MAY("first_day", MESSAGE_TEXT),
                MAY("last_day", MESSAGE_TEXT), MAY("employer", MESSAGE_TEXT), MAY("by", MESSAGE_TEXT)),
         person_hire},
        {"PersonExit", COMMAND_CHANGES,
         FIELDS(MUST("person", MESSAGE_TEXT), MAY("on", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT),
                MUST("by", MESSAGE_TEXT)),
         person_exit},
        {"PersonSuspend", COMMAND_CHANGES,
         FIELDS(MUST("person", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         person_suspend},
        {"PersonResume", COMMAND_CHANGES,
         FIELDS(MUST("person", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         person_resume},
        {"PersonRename", COMMAND_CHANGES,
         FIELDS(MUST("person", MESSAGE_TEXT), MUST("name", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         person_rename},
        {"PersonTransfer", COMMAND_CHANGES,
         FIELDS(MUST("person", MESSAGE_TEXT), MUST("position", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         person_transfer},
        {"PersonExtend", COMMAND_CHANGES,
         FIELDS(MUST("person", MESSAGE_TEXT), MAY("last_day", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         person_extend},
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
        {"BadgeSuspend", COMMAND_CHANGES, BADGE_ACT, badge_suspend},
        {"BadgeResume", COMMAND_CHANGES, BADGE_ACT, badge_resume},
        {"BadgeFound", COMMAND_CHANGES, BADGE_ACT, badge_found},
        {"BadgeReturn", COMMAND_CHANGES, BADGE_ACT, badge_return},
        {"BadgeDestroy", COMMAND_CHANGES, BADGE_ACT, badge_destroy},
        {"BadgeReplace", COMMAND_CHANGES,
         FIELDS(MUST("badge", MESSAGE_TEXT), MUST("with", MESSAGE_TEXT), MAY("is_lost", MESSAGE_BOOL),
                MAY("reason", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         badge_replace},
        {"BadgeDay", COMMAND_CHANGES,
         FIELDS(MUST("person", MESSAGE_TEXT), MUST("badge", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         badge_day},
        {"BadgeEnrol", COMMAND_CHANGES,
         FIELDS(MUST("reader", MESSAGE_TEXT), MAY("again", MESSAGE_BOOL), MUST("by", MESSAGE_TEXT)),
         badge_enrol},
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
        {"KeyListWaiting", COMMAND_LOOKS, NO_FIELDS, key_list_waiting},
        {"KeyApprove", COMMAND_CHANGES, FIELDS(MUST("key", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         key_approve},
        {"KeySuspend", COMMAND_CHANGES, KEY_ACT, key_suspend},
        {"KeyResume", COMMAND_CHANGES, KEY_ACT, key_resume},
        {"KeyLost", COMMAND_CHANGES, KEY_ACT, key_lost},
        {"KeyFound", COMMAND_CHANGES, KEY_ACT, key_found},
        {"KeyReturn", COMMAND_CHANGES, KEY_ACT, key_return},
        {"KeyDestroy", COMMAND_CHANGES, KEY_ACT, key_destroy},
        {"ReceiptList", COMMAND_LOOKS, FIELDS(MAY("person", MESSAGE_TEXT)), receipt_list},
        {"ReceiptShow", COMMAND_LOOKS, FIELDS(MUST("receipt", MESSAGE_TEXT)), receipt_show},
        {"ReceiptCheck", COMMAND_LOOKS, FIELDS(MUST("receipt", MESSAGE_TEXT), MAY("code", MESSAGE_TEXT)),
         receipt_check},
        {"ReportLockPlan", COMMAND_LOOKS, FIELDS(MAY("room", MESSAGE_TEXT)), report_lock_plan},
        {"ReportUnused", COMMAND_LOOKS, FIELDS(MAY("days", MESSAGE_INT)), report_unused},
        {"ReportLeavers", COMMAND_LOOKS, NO_FIELDS, report_leavers},
        {"ReportEnding", COMMAND_LOOKS, FIELDS(MAY("days", MESSAGE_INT)), report_ending},
        {"ReviewList", COMMAND_LOOKS, NO_FIELDS, review_list},
        {"ReviewBegin", COMMAND_CHANGES, FIELDS(MUST("room", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         review_begin},
        {"ReviewShow", COMMAND_LOOKS, FIELDS(MUST("room", MESSAGE_TEXT)), review_show},
        {"ReviewConfirm", COMMAND_CHANGES, FIELDS(MUST("keys", MESSAGE_TEXTS), MUST("by", MESSAGE_TEXT)),
         review_confirm},
        {"ReviewWithdraw", COMMAND_CHANGES,
         FIELDS(MUST("key", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         review_withdraw},
        {"ReviewFinish", COMMAND_CHANGES, FIELDS(MUST("room", MESSAGE_TEXT), MUST("by", MESSAGE_TEXT)),
         review_finish},
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
