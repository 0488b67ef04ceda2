#include "controller/office/positions.h"
#include "controller/office/change.h"
#include "controller/office/names.h"
#include "controller/office/sentence.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <errno.h>
#include <string.h>

static bool visit_item(void *context, const struct policy_position *position)
{
	answer_item(context, shape_position(position));
	return true;
}

bool position_list(struct office *o, const struct request *r, struct answer *a)
{
	(void)r;
	answer_list(a, "positions");
	return store_positions(o->store, visit_item, a) == 0 ||
	       answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
}

static bool has_key(const struct policy_position *p, const char *room, const char *door)
{
	for (size_t i = 0; i < p->key_count; i++)
		if (strcmp(p->keys[i].room, room) == 0 && strcmp(p->keys[i].door, door) == 0)
			return true;
	return false;
}

static const struct message_field key_fields[] = {
        {"room", MESSAGE_TEXT, true}, {"door", MESSAGE_TEXT, false}, {.name = NULL}};

static bool add_key(struct office *o, struct answer *a, struct policy_position *p, const struct message *key)
{
	const char *wrong, *room = message_text(key, "room"), *door = message_text(key, "door");
	char error[200];
	if (!message_check(key, key_fields, &wrong, error, sizeof(error)))
		return answer_protocol_error(a, "InvalidParameter", "parameter", "keys", error);
	if (!name_place(o, a, room, door))
		return false;
	if (has_key(p, room, door == NULL ? "" : door))
		return answer_invalid(a, "keys", "The key for \"%s\" is named twice.", room);
	text_copy(p->keys[p->key_count].room, POLICY_NAME_MAX, room);
	text_copy(p->keys[p->key_count].door, POLICY_NAME_MAX, door == NULL ? "" : door);
	p->key_count++;
	return true;
}

static bool add_keys(struct office *o, struct answer *a, struct policy_position *p,
                     const struct message *keys)
{
	if (message_count(keys) > POLICY_POSITION_KEYS_MAX)
		return answer_invalid(a, "keys", "A position has at most %d keys.", POLICY_POSITION_KEYS_MAX);
	for (size_t i = 0; i < message_count(keys); i++)
		if (!add_key(o, a, p, message_item(keys, i)))
			return false;
	return true;
}

static bool is_free(struct office *o, struct answer *a, const char *name)
{
	struct policy_position there;
	int result = store_position(o->store, name, &there);
	if (result == 0)
		return answer_conflict(a, name, "There is a position \"%s\" already.", name);
	return result == -ENOENT ||
	       answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
}

static bool read_position(struct office *o, const struct request *r, struct answer *a,
                          struct policy_position *p)
{
	const char *name = message_text(r->parameters, "name");
	const char *fault = text_name_fault(name);
	if (fault != NULL)
		return answer_invalid(a, "name", "The parameter \"%s\" %s.", "name", sentence(fault));
	text_copy(p->name, sizeof(p->name), name);
	return is_free(o, a, name) && name_rights(a, message_get(r->parameters, "rights"), &p->rights) &&
	       add_keys(o, a, p, message_get(r->parameters, "keys"));
}

static bool add(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_position *p = &change_op(c, POLICY_POSITION_PUT)->position;
	if (!read_position(o, r, a, p))
		return false;
	struct journal_event *e = change_event(c, JOURNAL_ACT, "position.added");
	text_copy(e->detail, sizeof(e->detail), p->name);
	if (!change_make(o, c, a))
		return false;
	message_put(a->members, "position", shape_position(p));
	change_put_note(r, a,
	                sentence_of(p->key_count, "The position %s is there, with %u key.",
	                            "The position %s is there, with %u keys."),
	                p->name, (unsigned)p->key_count);
	return true;
}

bool position_add(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, add);
}
