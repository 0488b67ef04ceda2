#include "controller/office/commands.h"
#include "controller/office/approvals.h"
#include "controller/office/areas.h"
#include "controller/office/badge_acts.h"
#include "controller/office/badges.h"
#include "controller/office/enrol.h"
#include "controller/office/evacuation.h"
#include "controller/office/events.h"
#include "controller/office/founding.h"
#include "controller/office/holidays.h"
#include "controller/office/import.h"
#include "controller/office/key_acts.h"
#include "controller/office/keys.h"
#include "controller/office/logins.h"
#include "controller/office/openings.h"
#include "controller/office/operators.h"
#include "controller/office/override.h"
#include "controller/office/person_acts.h"
#include "controller/office/persons.h"
#include "controller/office/positions.h"
#include "controller/office/receipts.h"
#include "controller/office/releases.h"
#include "controller/office/reminders.h"
#include "controller/office/reports.h"
#include "controller/office/reviews.h"
#include "controller/office/rooms.h"
#include "controller/office/schedules.h"
#include "controller/office/shapes.h"
#include "controller/office/status.h"
#include "controller/office/visits.h"

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

#define BADGE_ACT FIELDS(MUST("badge", MESSAGE_TEXT), MAY("reason", MESSAGE_TEXT))
#define KEY_ACT   FIELDS(MUST("key", MESSAGE_TEXT), MAY("reason", MESSAGE_TEXT))

/* Who looks after the doors all day. */
#define DESK (ROLE_MANAGEMENT | ROLE_RECEPTION)

const struct command command_table[] = {
        {"GetStatus", COMMAND_OPEN, 0, NO_FIELDS, status_get},
        {"RoomList", COMMAND_OPEN, 0, NO_FIELDS, room_list},
        {"DoorList", COMMAND_OPEN, 0, NO_FIELDS, door_list},
        {"DoorShow", COMMAND_OPEN, 0, FIELDS(MUST("door", MESSAGE_TEXT)), door_show},
        {"DoorRelease", COMMAND_ROLES, DESK,
         FIELDS(MUST("door", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT), MAY("visit", MESSAGE_TEXT),
                MAY("whom", MESSAGE_TEXT)),
         door_release},
        {"DoorHold", COMMAND_ROLES, DESK,
         FIELDS(MUST("door", MESSAGE_TEXT), MUST("minutes", MESSAGE_INT), MUST("reason", MESSAGE_TEXT)),
         door_hold},
        {"DoorSet", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("door", MESSAGE_TEXT), MAY("schedule", MESSAGE_TEXT), MAY("first_person", MESSAGE_BOOL),
                MAY("release_s", MESSAGE_INT)),
         door_set},
        {"PersonSet", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("person", MESSAGE_TEXT), MUST("release_s", MESSAGE_INT)), person_set},
        {"ScheduleList", COMMAND_ROLES, ROLE_ALL, NO_FIELDS, schedule_list},
        {"ScheduleShow", COMMAND_ROLES, ROLE_ALL, FIELDS(MUST("schedule", MESSAGE_TEXT)), schedule_show},
        {"ScheduleSet", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("schedule", MESSAGE_TEXT), MUST("hours", MESSAGE_TEXTS)), schedule_set},
        {"ScheduleRemove", COMMAND_ROLES, ROLE_MANAGEMENT, FIELDS(MUST("schedule", MESSAGE_TEXT)),
         schedule_remove},
        {"ScheduleExcept", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("schedule", MESSAGE_TEXT), MUST("day", MESSAGE_TEXT), MUST("hours", MESSAGE_TEXT)),
         schedule_except},
        {"HolidayList", COMMAND_ROLES, ROLE_ALL, FIELDS(MAY("year", MESSAGE_INT)), holiday_list},
        {"HolidayAdd", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("day", MESSAGE_TEXT), MUST("name", MESSAGE_TEXT)), holiday_add},
        {"HolidayRemove", COMMAND_ROLES, ROLE_MANAGEMENT, FIELDS(MUST("day", MESSAGE_TEXT)), holiday_remove},
        {"HolidayState", COMMAND_ROLES, ROLE_MANAGEMENT, FIELDS(MUST("state", MESSAGE_TEXT)), holiday_state},
        {"FireReset", COMMAND_ROLES, DESK | ROLE_ADMINISTRATOR, FIELDS(MUST("reason", MESSAGE_TEXT)),
         fire_reset},
        {"PersonList", COMMAND_ROLES, ROLE_ALL, FIELDS(MAY("all", MESSAGE_BOOL)), person_list},
        {"PersonShow", COMMAND_ROLES, DESK | ROLE_AUDITOR, FIELDS(MUST("person", MESSAGE_TEXT)), person_show},
        {"PersonHire", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("name", MESSAGE_TEXT), MAY("kind", MESSAGE_TEXT), MAY("position", MESSAGE_TEXT),
                MAY("badge", MESSAGE_TEXT), MAY("rights", MESSAGE_TEXTS), MAY("first_day", MESSAGE_TEXT),
                MAY("last_day", MESSAGE_TEXT), MAY("employer", MESSAGE_TEXT)),
         person_hire},
        {"PersonExit", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("person", MESSAGE_TEXT), MAY("on", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT)),
         person_exit},
        {"PersonSuspend", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("person", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT)), person_suspend},
        {"PersonResume", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("person", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT)), person_resume},
        {"PersonRename", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("person", MESSAGE_TEXT), MUST("name", MESSAGE_TEXT)), person_rename},
        {"PersonTransfer", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("person", MESSAGE_TEXT), MUST("position", MESSAGE_TEXT)), person_transfer},
        {"PersonExtend", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("person", MESSAGE_TEXT), MAY("last_day", MESSAGE_TEXT)), person_extend},
        {"PersonsExport", COMMAND_ROLES, ROLE_MANAGEMENT | ROLE_AUDITOR, NO_FIELDS, persons_export},
        {"PersonsImport", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MAY("file", MESSAGE_INT), MAY("dry_run", MESSAGE_BOOL)), persons_import},
        {"PositionList", COMMAND_ROLES, ROLE_MANAGEMENT | ROLE_AUDITOR, NO_FIELDS, position_list},
        {"PositionAdd", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("name", MESSAGE_TEXT), MUST("keys", MESSAGE_OBJECTS), MAY("rights", MESSAGE_TEXTS)),
         position_add},
        {"BadgeList", COMMAND_ROLES, DESK | ROLE_AUDITOR, FIELDS(MAY("all", MESSAGE_BOOL)), badge_list},
        {"BadgeAssign", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("badge", MESSAGE_TEXT), MUST("person", MESSAGE_TEXT)), badge_assign},
        {"BadgeLost", COMMAND_ROLES, DESK, FIELDS(MAY("badge", MESSAGE_TEXT), MAY("person", MESSAGE_TEXT)),
         badge_lost},
        {"BadgeSuspend", COMMAND_ROLES, ROLE_MANAGEMENT, BADGE_ACT, badge_suspend},
        {"BadgeResume", COMMAND_ROLES, ROLE_MANAGEMENT, BADGE_ACT, badge_resume},
        {"BadgeFound", COMMAND_ROLES, ROLE_MANAGEMENT, BADGE_ACT, badge_found},
        {"BadgeReturn", COMMAND_ROLES, DESK, BADGE_ACT, badge_return},
        {"BadgeDestroy", COMMAND_ROLES, ROLE_MANAGEMENT, BADGE_ACT, badge_destroy},
        {"BadgeReplace", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("badge", MESSAGE_TEXT), MUST("with", MESSAGE_TEXT), MAY("is_lost", MESSAGE_BOOL),
                MAY("reason", MESSAGE_TEXT)),
         badge_replace},
        {"BadgeDay", COMMAND_ROLES, DESK, FIELDS(MUST("person", MESSAGE_TEXT), MUST("badge", MESSAGE_TEXT)),
         badge_day},
        {"BadgeEnrol", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("reader", MESSAGE_TEXT), MAY("again", MESSAGE_BOOL)), badge_enrol},
        {"KeyList", COMMAND_ROLES, ROLE_MANAGEMENT | ROLE_AUDITOR,
         FIELDS(MAY("person", MESSAGE_TEXT), MAY("room", MESSAGE_TEXT), MAY("all", MESSAGE_BOOL)), key_list},
        {"KeyIssue", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("person", MESSAGE_TEXT), MUST("room", MESSAGE_TEXT), MAY("door", MESSAGE_TEXT),
                MAY("first_day", MESSAGE_TEXT), MAY("last_day", MESSAGE_TEXT), MAY("schedule", MESSAGE_TEXT),
                MAY("any_time", MESSAGE_BOOL), MUST("reason", MESSAGE_TEXT)),
         key_issue},
        {"KeyRevoke", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MAY("key", MESSAGE_TEXT), MAY("person", MESSAGE_TEXT), MAY("room", MESSAGE_TEXT),
                MAY("door", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT)),
         key_revoke},
        {"KeyListWaiting", COMMAND_ROLES, ROLE_MANAGEMENT | ROLE_ADMINISTRATOR | ROLE_AUDITOR, NO_FIELDS,
         key_list_waiting},
        {"KeyApprove", COMMAND_ROLES, ROLE_MANAGEMENT | ROLE_ADMINISTRATOR,
         FIELDS(MUST("key", MESSAGE_TEXT), MUST("code", MESSAGE_TEXT)), key_approve},
        {"KeySuspend", COMMAND_ROLES, ROLE_MANAGEMENT, KEY_ACT, key_suspend},
        {"KeyResume", COMMAND_ROLES, ROLE_MANAGEMENT, KEY_ACT, key_resume},
        {"KeyLost", COMMAND_ROLES, ROLE_MANAGEMENT, KEY_ACT, key_lost},
        {"KeyFound", COMMAND_ROLES, ROLE_MANAGEMENT, KEY_ACT, key_found},
        {"KeyReturn", COMMAND_ROLES, ROLE_MANAGEMENT, KEY_ACT, key_return},
        {"KeyDestroy", COMMAND_ROLES, ROLE_MANAGEMENT, KEY_ACT, key_destroy},
        {"ReceiptList", COMMAND_ROLES, ROLE_MANAGEMENT | ROLE_AUDITOR, FIELDS(MAY("person", MESSAGE_TEXT)),
         receipt_list},
        {"ReceiptShow", COMMAND_ROLES, ROLE_MANAGEMENT | ROLE_AUDITOR, FIELDS(MUST("receipt", MESSAGE_TEXT)),
         receipt_show},
        {"ReceiptCheck", COMMAND_ROLES, ROLE_MANAGEMENT | ROLE_AUDITOR,
         FIELDS(MUST("receipt", MESSAGE_TEXT), MAY("code", MESSAGE_TEXT)), receipt_check},
        {"ReportLockPlan", COMMAND_ROLES, ROLE_MANAGEMENT | ROLE_AUDITOR, FIELDS(MAY("room", MESSAGE_TEXT)),
         report_lock_plan},
        {"ReportUnused", COMMAND_ROLES, ROLE_MANAGEMENT | ROLE_AUDITOR, FIELDS(MAY("days", MESSAGE_INT)),
         report_unused},
        {"ReportLeavers", COMMAND_ROLES, ROLE_MANAGEMENT | ROLE_AUDITOR, NO_FIELDS, report_leavers},
        {"ReportEnding", COMMAND_ROLES, ROLE_MANAGEMENT | ROLE_AUDITOR, FIELDS(MAY("days", MESSAGE_INT)),
         report_ending},
        {"ReviewList", COMMAND_ROLES, ROLE_MANAGEMENT | ROLE_AUDITOR, NO_FIELDS, review_list},
        {"ReviewBegin", COMMAND_ROLES, ROLE_MANAGEMENT, FIELDS(MUST("room", MESSAGE_TEXT)), review_begin},
        {"ReviewShow", COMMAND_ROLES, ROLE_MANAGEMENT | ROLE_AUDITOR, FIELDS(MUST("room", MESSAGE_TEXT)),
         review_show},
        {"ReviewConfirm", COMMAND_ROLES, ROLE_MANAGEMENT, FIELDS(MUST("keys", MESSAGE_TEXTS)),
         review_confirm},
        {"ReviewWithdraw", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("key", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT)), review_withdraw},
        {"ReviewFinish", COMMAND_ROLES, ROLE_MANAGEMENT, FIELDS(MUST("room", MESSAGE_TEXT)), review_finish},
        {"EventList", COMMAND_OPEN, DESK | ROLE_AUDITOR,
         FIELDS(MAY("since", MESSAGE_INT), MAY("limit", MESSAGE_INT), MAY("persons", MESSAGE_BOOL),
                MAY("incidents", MESSAGE_BOOL)),
         event_list},
        {"EventFollow", COMMAND_OPEN, DESK | ROLE_AUDITOR,
         FIELDS(MAY("since", MESSAGE_INT), MAY("persons", MESSAGE_BOOL)), event_follow},
        {"OccupancyGet", COMMAND_OPEN, DESK, FIELDS(MAY("area", MESSAGE_TEXT), MAY("persons", MESSAGE_BOOL)),
         occupancy_get},
        {"EvacuationGet", COMMAND_FIRE, DESK, NO_FIELDS, evacuation_get},
        {"VisitorList", COMMAND_ROLES, DESK, NO_FIELDS, visitor_list},
        {"VisitorAnnounce", COMMAND_ROLES, DESK,
         FIELDS(MUST("name", MESSAGE_TEXT), MUST("host", MESSAGE_TEXT), MUST("purpose", MESSAGE_TEXT),
                MAY("kind", MESSAGE_TEXT), MAY("company", MESSAGE_TEXT), MAY("order", MESSAGE_TEXT),
                MAY("end", MESSAGE_TEXT), MAY("area", MESSAGE_TEXT), MAY("arrived", MESSAGE_BOOL)),
         visitor_announce},
        {"VisitorArrive", COMMAND_ROLES, DESK, FIELDS(MUST("visitor", MESSAGE_TEXT)), visitor_arrive},
        {"VisitorHandOver", COMMAND_ROLES, DESK, FIELDS(MUST("visitor", MESSAGE_TEXT)), visitor_hand_over},
        {"VisitorLeave", COMMAND_ROLES, DESK, FIELDS(MUST("visitor", MESSAGE_TEXT)), visitor_leave},
        {"VisitorCancel", COMMAND_ROLES, DESK, FIELDS(MUST("visitor", MESSAGE_TEXT)), visitor_cancel},
        {"ReminderList", COMMAND_ROLES, DESK, NO_FIELDS, reminder_list},
        {"ReleaseLink", COMMAND_ROLES, DESK,
         FIELDS(MUST("release", MESSAGE_TEXT), MUST("visitor", MESSAGE_TEXT)), release_link},
        {"ReleaseAside", COMMAND_ROLES, DESK,
         FIELDS(MUST("release", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT)), release_put_aside},
        {"HostList", COMMAND_ROLES, DESK, NO_FIELDS, host_list},
        {"OccupancyCorrect", COMMAND_ROLES, DESK,
         FIELDS(MAY("area", MESSAGE_TEXT), MAY("inside", MESSAGE_TEXT), MAY("outside", MESSAGE_TEXT),
                MAY("certain", MESSAGE_BOOL), MUST("reason", MESSAGE_TEXT)),
         occupancy_correct},
        {"AlarmStatus", COMMAND_OPEN, 0, FIELDS(MAY("area", MESSAGE_TEXT)), alarm_status},
        {"AlarmSet", COMMAND_ROLES, DESK, FIELDS(MAY("area", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT)),
         alarm_set},
        {"AlarmUnset", COMMAND_ROLES, DESK, FIELDS(MAY("area", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT)),
         alarm_unset},
        {"AlarmAck", COMMAND_ROLES, DESK, FIELDS(MAY("area", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT)),
         alarm_ack},
        {"AlarmOverride", COMMAND_ROLES, DESK, FIELDS(MAY("area", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT)),
         alarm_override},
        {"Init", COMMAND_ROOT, 0,
         FIELDS(MAY("management", MESSAGE_TEXT), MAY("management_user", MESSAGE_TEXT),
                MAY("administrator", MESSAGE_TEXT), MAY("administrator_user", MESSAGE_TEXT)),
         init},
        {"BreakGlass", COMMAND_ROOT, 0, FIELDS(MUST("user", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT)),
         break_glass},
        {"SessionOpen", COMMAND_OPEN, 0,
         FIELDS(MUST("user", MESSAGE_TEXT), MUST("password", MESSAGE_TEXT), MAY("station", MESSAGE_TEXT)),
         login},
        {"SessionClose", COMMAND_OWN, ROLE_ALL, NO_FIELDS, logout},
        {"SessionShow", COMMAND_OWN, ROLE_ALL, NO_FIELDS, who_am_i},
        {"PasswordChange", COMMAND_OWN, ROLE_ALL,
         FIELDS(MUST("old", MESSAGE_TEXT), MUST("new", MESSAGE_TEXT)), password_change},
        {"SessionLock", COMMAND_OWN, ROLE_ALL, NO_FIELDS, session_lock},
        {"SessionUnlock", COMMAND_OWN, ROLE_ALL, FIELDS(MUST("password", MESSAGE_TEXT)), session_unlock},
        {"OperatorList", COMMAND_ROLES, ROLE_MANAGEMENT | ROLE_ADMINISTRATOR | ROLE_AUDITOR,
         FIELDS(MAY("all", MESSAGE_BOOL)), operator_list},
        {"OperatorRequest", COMMAND_ROLES, ROLE_MANAGEMENT,
         FIELDS(MUST("person", MESSAGE_TEXT), MAY("user", MESSAGE_TEXT), MUST("roles", MESSAGE_TEXTS)),
         operator_request},
        {"OperatorReset", COMMAND_ROLES, ROLE_MANAGEMENT, FIELDS(MUST("user", MESSAGE_TEXT)), operator_reset},
        {"OperatorUnlock", COMMAND_ROLES, ROLE_ADMINISTRATOR, FIELDS(MUST("user", MESSAGE_TEXT)),
         operator_unlock},
        {"OperatorClose", COMMAND_ROLES, ROLE_MANAGEMENT | ROLE_ADMINISTRATOR,
         FIELDS(MUST("user", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT)), operator_close},
        {"ApprovalList", COMMAND_ROLES, ROLE_ALL,
         FIELDS(MAY("all", MESSAGE_BOOL)), approval_list},
        {"ApprovalConfirm", COMMAND_ROLES, DESK | ROLE_ADMINISTRATOR,
         FIELDS(MUST("approval", MESSAGE_TEXT), MUST("code", MESSAGE_TEXT)), approval_confirm},
        {"ApprovalReject", COMMAND_ROLES, DESK | ROLE_ADMINISTRATOR,
         FIELDS(MUST("approval", MESSAGE_TEXT), MUST("reason", MESSAGE_TEXT)), approval_reject},
        {"RolesList", COMMAND_OPEN, 0, NO_FIELDS, roles_list},
        {.method = NULL},
};

static const char *who_name(enum command_who who)
{
	switch (who) {
	case COMMAND_OPEN:
		return "anybody";
	case COMMAND_FIRE:
		return "roles, anybody in a fire";
	case COMMAND_ROLES:
		return "roles";
	case COMMAND_OWN:
		return "operators";
	case COMMAND_ROOT:
		return "root";
	}
	return "";
}

bool roles_list(struct office *o, const struct request *r, struct answer *a)
{
	(void)o;
	(void)r;
	answer_list(a, "methods");
	for (const struct command *c = command_table; c->method != NULL; c++) {
		struct message *item = message_object();
		message_put_text(item, "method", c->method);
		message_put_text(item, "who", who_name(c->who));
		message_put(item, "roles", shape_roles(c->roles));
		message_put(item, "second", shape_roles(approval_roles(c->method)));
		answer_item(a, item);
	}
	return true;
}

const struct command *command_find(const char *method)
{
	for (const struct command *c = command_table; c->method != NULL; c++)
		if (strcmp(c->method, method) == 0)
			return c;
	return NULL;
}
