#include "controller/office/shapes.h"
#include "controller/office/receipts.h"
#include "controller/office/roles.h"
#include "controller/office/sentence.h"
#include "controller/office/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- words ---- */

const char *shape_person_kind(enum policy_person_kind kind)
{
	switch (kind) {
	case POLICY_EMPLOYEE:
		return "employee";
	case POLICY_EXTERNAL:
		return "external";
	case POLICY_TECHNICIAN:
		return "technician";
	}
	return "";
}

int shape_person_kind_parse(const char *text, enum policy_person_kind *kind)
{
	static const enum policy_person_kind kinds[] = {POLICY_EMPLOYEE, POLICY_EXTERNAL, POLICY_TECHNICIAN};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(shape_person_kind(kinds[i]), text) == 0) {
			*kind = kinds[i];
			return 0;
		}
	}
	return -EINVAL;
}

const char *shape_person_state(enum policy_person_state state)
{
	switch (state) {
	case POLICY_PERSON_ACTIVE:
		return "active";
	case POLICY_PERSON_SUSPENDED:
		return "suspended";
	case POLICY_PERSON_EXITED:
		return "exited";
	}
	return "";
}

const char *shape_badge_state(enum policy_badge_state state)
{
	switch (state) {
	case POLICY_BADGE_ACTIVE:
		return N_("active");
	case POLICY_BADGE_SUSPENDED:
		return N_("suspended");
	case POLICY_BADGE_LOST:
		return N_("lost");
	case POLICY_BADGE_RETURNED:
		return N_("returned");
	case POLICY_BADGE_DESTROYED:
		return N_("destroyed");
	}
	return "";
}

const char *shape_key_state(enum policy_key_state state)
{
	switch (state) {
	case POLICY_KEY_REQUESTED:
		return N_("requested");
	case POLICY_KEY_APPROVED:
		return N_("approved");
	case POLICY_KEY_ISSUED:
		return N_("issued");
	case POLICY_KEY_SUSPENDED:
		return N_("suspended");
	case POLICY_KEY_LOST:
		return N_("lost");
	case POLICY_KEY_REVOKED:
		return N_("revoked");
	case POLICY_KEY_RETURNED:
		return N_("returned");
	case POLICY_KEY_DESTROYED:
		return N_("destroyed");
	}
	return "";
}

static const struct {
	uint32_t right;
	const char *name;
} rights[] = {{POLICY_RIGHT_UNSET, "unset"}, {POLICY_RIGHT_SET, "set"}, {POLICY_RIGHT_OVERRIDE, "override"}};

enum { RIGHTS = sizeof(rights) / sizeof(rights[0]) };

uint32_t shape_right_parse(const char *text)
{
	for (size_t i = 0; i < RIGHTS; i++)
		if (strcmp(rights[i].name, text) == 0)
			return rights[i].right;
	return 0;
}

static struct message *shape_rights(uint32_t set)
{
	struct message *list = message_array();
	for (size_t i = 0; i < RIGHTS; i++)
		if (set & rights[i].right)
			message_add(list, message_of_text(rights[i].name));
	return list;
}

void shape_rights_words(uint32_t set, char words[SHAPE_RIGHTS_MAX])
{
	size_t used = 0;
	words[0] = '\0';
	for (size_t i = 0; i < RIGHTS; i++)
		if (set & rights[i].right)
			used += (size_t)snprintf(words + used, SHAPE_RIGHTS_MAX - used, "%s%s",
			                         used == 0 ? "" : "+", rights[i].name);
}

/* ---- members ---- */

void shape_put_id(struct message *object, const char *name, policy_id id)
{
	char text[13];
	if (id == 0)
		return;
	policy_id_text(id, text);
	message_put_text(object, name, text);
}

void shape_put_name(struct message *object, const char *name, const char *text)
{
	if (text[0] != '\0')
		message_put_text(object, name, text);
}

void shape_put_day(struct message *object, const char *name, int32_t day)
{
	char text[TEXT_DAY_MAX];
	if (day == POLICY_DAY_NONE)
		return;
	text_day(day, text);
	message_put_text(object, name, text);
}

void shape_put_time(struct message *object, const char *name, int64_t utc_ms)
{
	char text[TEXT_TIME_MAX];
	text_time(utc_ms, text);
	message_put_text(object, name, text);
}

void shape_name(struct office *o, policy_id id, char name[POLICY_TEXT_MAX])
{
	struct policy_person person;
	struct policy_visit visit;
	name[0] = '\0';
	if (id == 0 || o->store == NULL)
		return;
	if (store_person(o->store, id, &person) == 0)
		memcpy(name, person.name, POLICY_TEXT_MAX);
	else if (store_visit(o->store, id, &visit) == 0)
		memcpy(name, visit.name, POLICY_TEXT_MAX);
}

static void put_receipt(const struct office *o, struct message *object, const char *name, int64_t number)
{
	char text[RECEIPT_TEXT_MAX];
	receipt_text(o, number, text);
	shape_put_name(object, name, text);
}

static void put_person_name(struct office *o, struct message *object, const char *member, policy_id id)
{
	char name[POLICY_TEXT_MAX];
	shape_name(o, id, name);
	shape_put_name(object, member, name);
}

/* ---- things ---- */

struct message *shape_person(const struct policy_person *person)
{
	struct message *m = message_object();
	shape_put_id(m, "id", person->id);
	message_put_text(m, "name", person->name);
	message_put_text(m, "kind", shape_person_kind(person->kind));
	shape_put_name(m, "position", person->position);
	shape_put_name(m, "employer", person->employer);
	message_put_text(m, "state", shape_person_state(person->state));
	shape_put_day(m, "first_day", person->first_day);
	shape_put_day(m, "last_day", person->last_day);
	message_put(m, "rights", shape_rights(person->rights));
	if (person->release_ms != 0)
		message_put_int(m, "release_s", person->release_ms / 1000);
	message_put_int(m, "revision", person->revision);
	return m;
}

void shape_number(const struct policy_badge *badge, char text[SHAPE_NUMBER_MAX])
{
	snprintf(text, SHAPE_NUMBER_MAX, "%s %" PRIu32 ":%" PRIu64, badge->format, badge->facility,
	         badge->card);
}

struct message *shape_badge(struct office *o, const struct policy_badge *badge)
{
	struct message *m = message_object();
	char number[SHAPE_NUMBER_MAX];
	shape_number(badge, number);
	shape_put_id(m, "id", badge->id);
	message_put_text(m, "number", number);
	shape_put_id(m, "person", badge->person);
	put_person_name(o, m, "person_name", badge->person);
	message_put_text(m, "state", shape_badge_state(badge->state));
	message_put_bool(m, "is_day", badge->is_day);
	shape_put_day(m, "first_day", badge->first_day);
	shape_put_day(m, "last_day", badge->last_day);
	put_receipt(o, m, "receipt", badge->receipt);
	put_receipt(o, m, "return_receipt", badge->return_receipt);
	message_put_int(m, "revision", badge->revision);
	return m;
}

struct message *shape_key(struct office *o, const struct policy_key *key)
{
	struct message *m = message_object();
	char name[POLICY_TEXT_MAX];
	shape_name(o, key->person, name);
	shape_put_id(m, "id", key->id);
	shape_put_id(m, "person", key->person);
	message_put_text(m, "person_name", name);
	message_put_text(m, "room", key->room);
	shape_put_name(m, "door", key->door);
	shape_put_day(m, "first_day", key->first_day);
	shape_put_day(m, "last_day", key->last_day);
	message_put_text(m, "reason", key->reason);
	shape_put_name(m, "position", key->position);
	message_put_text(m, "state", shape_key_state(key->state));
	shape_put_time(m, "issued", key->issued_utc_ms);
	put_person_name(o, m, "asked_by_name", key->asked_by);
	put_person_name(o, m, "approved_by_name", key->approved_by);
	put_receipt(o, m, "receipt", key->receipt);
	put_receipt(o, m, "return_receipt", key->return_receipt);
	shape_put_name(m, "schedule", key->schedule);
	message_put_bool(m, "any_time", key->is_any_time);
	message_put_int(m, "revision", key->revision);
	return m;
}

struct message *shape_roles(uint32_t roles)
{
	struct message *list = message_array();
	for (size_t i = 0; i < ROLES_COUNT; i++)
		if (roles & role_at(i))
			message_add(list, message_of_text(role_name(i)));
	return list;
}

struct message *shape_position(const struct policy_position *position)
{
	struct message *m = message_object();
	struct message *keys = message_array();
	for (size_t i = 0; i < position->key_count; i++) {
		struct message *key = message_object();
		message_put_text(key, "room", position->keys[i].room);
		shape_put_name(key, "door", position->keys[i].door);
		message_add(keys, key);
	}
	message_put_text(m, "name", position->name);
	message_put(m, "rights", shape_rights(position->rights));
	message_put(m, "keys", keys);
	return m;
}

static void put_persons(struct office *o, struct message *m, const struct journal_event *event)
{
	shape_put_id(m, "person", event->person);
	put_person_name(o, m, "person_name", event->person);
	shape_put_id(m, "badge", event->badge);
	shape_put_id(m, "operator", event->operator_id);
	put_person_name(o, m, "operator_name", event->operator_id);
}

/* Rule P7: what a gateway must know of stations' sessions; as row.c writes it, and no person. */
static void put_session(struct message *m, const struct journal_event *event)
{
	static const char *const kinds[] = {"session.locked", "session.unlocked", "session.ended"};
	char station[POLICY_NAME_MAX];
	unsigned long long number;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(event->kind, kinds[i]) == 0 &&
		    sscanf(event->detail, "%47[^,], session %llu", station, &number) == 2) {
			message_put_text(m, "station", station);
			message_put_int(m, "session", (int64_t)number);
		}
}

struct message *shape_event(struct office *o, const struct journal_event *event, bool with_persons)
{
	struct message *m = message_object();
	message_put_int(m, "number", event->number);
	shape_put_time(m, "time", event->utc_ms);
	message_put_text(m, "kind", event->kind);
	message_put_bool(m, "is_incident", event->is_incident);
	shape_put_name(m, "door", event->door);
	shape_put_name(m, "reader", event->reader);
	shape_put_name(m, "area", event->area);
	shape_put_name(m, "room", event->room);
	if (with_persons)
		put_persons(o, m, event);
	shape_put_name(m, "cause", event->cause);
	shape_put_name(m, "reason", event->reason);
	put_session(m, event);
	/* what an operator typed may name anybody */
	if (with_persons || event->operator_id == 0)
		shape_put_name(m, "detail", event->detail);
	return m;
}
