#include "controller/office/memory.h"
#include "controller/office/change.h"
#include "controller/office/names.h"
#include "controller/office/text.h"

#include <stdio.h>
#include <string.h>

/* In the order of commands.c. */
static const char *const enough[] = {
        "GetStatus",  "RoomList",  "DoorList",     "DoorShow",      "DoorRelease", "FireReset",
        "PersonExit", "BadgeLost", "OccupancyGet", "EvacuationGet", "AlarmStatus", "AlarmSet",
        "AlarmUnset", "AlarmAck",  "SessionClose", "SessionShow",   "SessionLock", "RolesList",
};

bool memory_is_enough(const char *method)
{
	for (size_t i = 0; i < sizeof(enough) / sizeof(enough[0]); i++)
		if (strcmp(enough[i], method) == 0)
			return true;
	return false;
}

bool memory_refuse(struct office *o, struct answer *a)
{
	return answer_unavailable(
	        a,
	        "The database is away, doors go on deciding from memory: nothing else can be "
	        "looked up or changed until it is back (%s).",
	        o->trouble);
}

bool memory_takes_over(struct office *o, struct answer *a)
{
	if (!answer_is_unavailable(a))
		return false;
	answer_take_back(a);
	if (o->store != NULL)
		snprintf(o->trouble, sizeof(o->trouble), "%s", store_error(o->store));
	return true;
}

void memory_actor(struct request *r, const char *by)
{
	memset(&r->actor, 0, sizeof(r->actor));
	text_copy(r->actor.name, sizeof(r->actor.name), by);
}

void memory_detail(const struct request *r, const char *reason, char *detail, size_t size)
{
	char text[2 * POLICY_TEXT_MAX + 32];
	bool is_unchecked = r->actor.id == 0 && r->actor.name[0] != '\0';
	const char *gap = is_unchecked && reason[0] != '\0' ? ": " : "";
	if (is_unchecked)
		snprintf(text, sizeof(text), "by \"%s\", not checked%s%s", r->actor.name, gap, reason);
	else
		snprintf(text, sizeof(text), "%s", reason);
	text_copy(detail, size, text);
}

/* ---- what only restricts ---- */

static bool restrict_by(struct office *o, const struct request *r, struct answer *a,
                        const struct table_delta *delta, const char *reason, const char *subject)
{
	struct moment now = clock_now(&o->clock);
	struct snapshot_restriction restriction = {.delta = *delta,
	                                           .operator_id = r->actor.id,
	                                           .mono_ns = now.mono_ns,
	                                           .utc_ms = now.utc_ms,
	                                           .is_clock_trusted = now.is_clock_trusted};
	memory_detail(r, reason, restriction.detail, sizeof(restriction.detail));
	return change_restrict_doors(o, &restriction, subject, o->trouble, a);
}

bool memory_badge_lost(struct office *o, const struct request *r, struct answer *a)
{
	const char *text = message_text(r->parameters, "badge");
	struct policy_badge named = {0};
	if (!name_number(o, a, text, &named))
		return false;
	struct badge_number number = {.format = (uint8_t)formats_find(&o->config->formats, named.format),
	                              .facility = named.facility,
	                              .card = named.card};
	const struct table_badge *badge = table_badge(o->table.table, number);
	if (badge == NULL)
		return answer_not_found(a, text, "The doors know no badge \"%s\".", text);
	char subject[POLICY_TEXT_MAX];
	struct table_delta delta = {.kind = TABLE_BADGE_PUT, .badge = *badge};
	delta.badge.state = TABLE_BADGE_LOST;
	snprintf(subject, sizeof(subject), "The badge %.100s", text);
	return restrict_by(o, r, a, &delta, "", subject);
}

bool memory_person_exit(struct office *o, const struct request *r, struct answer *a)
{
	const char *text = message_text(r->parameters, "person");
	const char *reason = message_text(r->parameters, "reason");
	policy_id id = policy_id_parse(text);
	const struct table_person *person = id == 0 ? NULL : table_person(o->table.table, id);
	if (!name_text(a, "reason", reason))
		return false;
	if (person == NULL)
		return answer_unavailable(
		        a,
		        "Without the database a person is known by id alone. Their badge can be refused now: "
		        "zutritt badge lost NUMBER (%s).",
		        o->trouble);
	struct table_delta delta = {.kind = TABLE_PERSON_PUT, .person = *person};
	delta.person.state = TABLE_PERSON_EXITED;
	return restrict_by(o, r, a, &delta, reason, text);
}
