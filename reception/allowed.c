/* What a station may call: see allowed.h. */
#include "reception/allowed.h"

#include <stddef.h>
#include <string.h>

static const struct {
	const char *method;
	enum allowed allowed;
} table[] = {
        {"DoorRelease", ALLOWED_SESSION},    {"DoorHold", ALLOWED_SESSION},
        {"OccupancyGet", ALLOWED_SESSION},   {"OccupancyCorrect", ALLOWED_SESSION},
        {"EvacuationGet", ALLOWED_IN_FIRE},  {"AlarmSet", ALLOWED_SESSION},
        {"AlarmUnset", ALLOWED_SESSION},     {"AlarmAck", ALLOWED_SESSION},
        {"EventList", ALLOWED_OPEN},         {"BadgeLost", ALLOWED_SESSION},
        {"BadgeDay", ALLOWED_SESSION},       {"HostList", ALLOWED_SESSION},
        {"VisitorList", ALLOWED_SESSION},    {"VisitorAnnounce", ALLOWED_SESSION},
        {"VisitorArrive", ALLOWED_SESSION},  {"VisitorHandOver", ALLOWED_SESSION},
        {"VisitorLeave", ALLOWED_SESSION},   {"AlarmOverride", ALLOWED_SESSION},
        {"ApprovalList", ALLOWED_SESSION},   {"ApprovalConfirm", ALLOWED_SESSION},
        {"ApprovalReject", ALLOWED_SESSION}, {"VisitorCancel", ALLOWED_SESSION},
        {"ReminderList", ALLOWED_SESSION},   {"ReleaseLink", ALLOWED_SESSION},
        {"ReleaseAside", ALLOWED_SESSION},   {"SessionShow", ALLOWED_SESSION},
        {"FireReset", ALLOWED_SESSION},      {"BadgeReturn", ALLOWED_SESSION},
};

enum allowed allowed_method(const char *method)
{
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		if (strcmp(table[i].method, method) == 0)
			return table[i].allowed;
	return ALLOWED_NEVER;
}
