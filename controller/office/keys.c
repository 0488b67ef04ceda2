#include "controller/office/keys.h"
#include "controller/office/approvals.h"
#include "controller/office/names.h"
#include "controller/office/receipts.h"
#include "controller/office/sentence.h"
#include "controller/office/schedules.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* ---- list ---- */

bool key_waits(const struct policy_key *key)
{
	return key->state == POLICY_KEY_REQUESTED || key->state == POLICY_KEY_APPROVED;
}

struct key_items {
	struct office *office;
	struct answer *answer;
	const struct listing *listing;
};

static bool visit_key(void *context, const struct policy_key *key)
{
	const struct key_items *items = context;
	const struct listing *l = items->listing;
	bool is_of_room = l->room[0] == '\0' || strcmp(l->room, key->room) == 0;
	if (is_of_room && (l->with_all || key_state_is_held(key->state) || key_waits(key)))
		answer_item(items->answer, shape_key(items->office, key));
	return true;
}

/* All keys of one person: there are never many. */
static int put_person(struct office *o, const struct listing *l, policy_id person, struct answer *a)
{
	struct key_items items = {o, a, l};
	return store_keys(o->store, person, visit_key, &items);
}

static bool visit_person(void *context, const struct policy_person *person)
{
	struct listing *l = context;
	if (l->with_all || person->state != POLICY_PERSON_EXITED)
		listing_add(l, person->id);
	return true;
}

/* Whose keys: one person's, or everybody's, by name. */
static bool choose_persons(struct office *o, const struct request *r, struct answer *a, struct listing *l)
{
	const char *text = message_text(r->parameters, "person");
	struct policy_person person;
	if (text == NULL)
		return store_persons(o->store, visit_person, l) == 0 ||
		       answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	if (!name_person(o, a, text, &person))
		return false;
	listing_add(l, person.id);
	return true;
}

/* The sentence that the second person agrees to. */
static void say_waiting(struct office *o, const struct policy_key *key, char text[GUARDED_SENTENCE_MAX])
{
	char name[POLICY_TEXT_MAX];
	uint16_t room = site_room(&o->config->site, key->room);
	bool is_secure = room != SITE_NONE && guarded_room(&o->config->site, room);
	shape_name(o, key->person, name);
	guarded_sentence(key, name, is_secure ? GUARDED_SECURE : GUARDED_MANY, text);
}

/* In English, whoever reads it: one code for both languages. */
void key_code(struct office *o, const struct policy_key *key, char code[13])
{
	const void *spoken = sentence_spoken();
	struct policy_person person = {0};
	struct plan plan = {.beneficiary = key->person};
	char text[GUARDED_SENTENCE_MAX];
	sentence_speak(NULL);
	say_waiting(o, key, text);
	sentence_speak_again(spoken);
	if (store_person(o->store, key->person, &person) == 0)
		plan_touch(&plan, person.id, person.revision);
	plan_touch(&plan, key->id, key->revision);
	approval_code("KeyApprove", text, &plan, code);
}

/* A key that waits, with what the second person agrees to. */
static struct message *shape_waiting(struct office *o, const struct policy_key *key)
{
	struct message *m = shape_key(o, key);
	char text[GUARDED_SENTENCE_MAX], code[13];
	say_waiting(o, key, text);
	key_code(o, key, code);
	message_put_text(m, "what", text);
	message_put_text(m, "code", code);
	return m;
}

/* One key by its id: those of a room, or those that wait. */
static int put_one(struct office *o, const struct listing *l, policy_id id, struct answer *a)
{
	struct policy_key key;
	int result = store_key(o->store, id, &key);
	if (result != 0)
		return result;
	bool is_wanted = l->is_waiting ? key_waits(&key) : key_state_is_held(key.state) || key_waits(&key);
	if (l->with_all || is_wanted)
		answer_item(a, l->is_waiting ? shape_waiting(o, &key) : shape_key(o, &key));
	return 0;
}

static bool visit_one(void *context, const struct policy_key *key)
{
	listing_add(context, key->id);
	return true;
}

/* Looked up by the room's index, not through everybody. */
static bool list_room(struct office *o, struct answer *a, struct listing *l)
{
	l->put = put_one;
	if (store_keys_of_room(o->store, l->room, visit_one, l) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	return listing_page(o, l, a);
}

bool key_list_waiting(struct office *o, const struct request *r, struct answer *a)
{
	struct listing *l = &r->ongoing->listing;
	l->name = "keys";
	l->put = put_one;
	l->is_waiting = true;
	if (store_keys_that_wait(o->store, visit_one, l) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	return listing_page(o, l, a);
}

bool key_list(struct office *o, const struct request *r, struct answer *a)
{
	struct listing *l = &r->ongoing->listing;
	const char *room = message_text(r->parameters, "room");
	uint16_t index;
	if (room != NULL && !name_room(o, a, room, &index))
		return false;
	l->name = "keys";
	l->put = put_person;
	l->with_all = message_bool(r->parameters, "all", false);
	text_copy(l->room, sizeof(l->room), room == NULL ? "" : room);
	if (room != NULL && message_get(r->parameters, "person") == NULL)
		return list_room(o, a, l);
	return choose_persons(o, r, a, l) && listing_page(o, l, a);
}

/* ---- parts of acts ---- */

static struct journal_event *key_event(struct change *c, const char *kind, const struct policy_key *key,
                                       const char *reason)
{
	struct journal_event *e = change_event(c, JOURNAL_KEY, kind);
	e->person = key->person;
	text_copy(e->room, sizeof(e->room), key->room);
	text_copy(e->door, sizeof(e->door), key->door);
	text_copy(e->detail, sizeof(e->detail), reason);
	return e;
}

void key_put(struct change *c, const struct policy_key *key, const char *kind, const char *reason)
{
	change_op(c, POLICY_KEY_PUT)->key = *key;
	key_event(c, kind, key, reason);
}

bool key_give(struct change *c, struct policy_key key, enum guarded why)
{
	key.id = policy_id_new();
	key.issued_utc_ms = c->now.utc_ms;
	key.state = why == GUARDED_NOT ? POLICY_KEY_ISSUED : POLICY_KEY_REQUESTED;
	if (why == GUARDED_NOT)
		key.receipt = c->receipt;
	else
		key.asked_by = c->who;
	key_put(c, &key, why == GUARDED_NOT ? "key.issued" : "key.requested", key.reason);
	return why == GUARDED_NOT;
}

void key_take(struct change *c, struct policy_key key, const char *reason)
{
	if (key_state_step(key.state, STEP_REVOKE, &key.state))
		key_put(c, &key, "key.revoked", reason);
}

struct holding {
	const struct site *site;
	struct guarded_rooms *rooms;
	int32_t today;
};

static bool visit_holding(void *context, const struct policy_key *key)
{
	struct holding *h = context;
	bool has_ended = key->last_day != POLICY_DAY_NONE && key->last_day < h->today;
	if (!has_ended && (key_state_is_held(key->state) || key_waits(key)))
		guarded_add(h->site, h->rooms, key->room);
	return true;
}

int keys_rooms(struct office *o, const struct change *c, policy_id person, struct guarded_rooms *rooms)
{
	struct holding h = {&o->config->site, rooms, moment_day(&c->now)};
	return store_keys(o->store, person, visit_holding, &h);
}

struct taking {
	struct change *change;
	const struct key_filter *filter;
	const char *reason;
};

static bool visit_take(void *context, const struct policy_key *key)
{
	struct taking *t = context;
	const char *room = t->filter->room, *door = t->filter->door;
	if ((room == NULL || strcmp(room, key->room) == 0) && (door == NULL || strcmp(door, key->door) == 0))
		key_take(t->change, *key, t->reason);
	return true;
}

int keys_take(struct office *o, struct change *c, policy_id person, const struct key_filter *filter,
              const char *reason)
{
	struct taking t = {c, filter, reason};
	return store_keys(o->store, person, visit_take, &t);
}

bool key_wants_door(const struct site *site, const char *room)
{
	uint16_t index = site_room(site, room);
	bool has_goods = false;
	for (uint16_t i = 0; i < site->door_count; i++) {
		const struct site_door *d = &site->doors[i];
		if (d->from != index && d->to != index)
			continue;
		if (d->kind != SITE_GOODS)
			return false;
		has_goods = true;
	}
	return has_goods;
}

/* ---- issue ---- */

struct double_search {
	const struct policy_key *wanted;
	bool is_found;
};

static bool visit_double(void *context, const struct policy_key *key)
{
	struct double_search *search = context;
	bool is_same =
	        strcmp(key->room, search->wanted->room) == 0 && strcmp(key->door, search->wanted->door) == 0;
	if (is_same && (key_state_is_held(key->state) || key_waits(key)))
		search->is_found = true;
	return !search->is_found;
}

static bool is_new(struct office *o, struct answer *a, const struct policy_key *key, const char *name)
{
	struct double_search search = {.wanted = key};
	if (store_keys(o->store, key->person, visit_double, &search) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	if (search.is_found)
		return answer_conflict(a, key->room, "%s has that key for \"%s\" already.", name, key->room);
	return true;
}

/* Rule A9: a technician's badge opens nothing alone. */
static bool may_hold_keys(struct answer *a, const struct policy_person *person)
{
	if (person->state == POLICY_PERSON_EXITED)
		return answer_conflict(a, person->name, "%s has left: no keys.", person->name);
	if (person->kind == POLICY_TECHNICIAN)
		return answer_refused(a, "A9",
		                      "%s is a technician, whose badge opens nothing alone: no keys.",
		                      person->name);
	return true;
}

/* Rule D11: only who has hours can be let off them. */
static bool read_hours(struct office *o, const struct request *r, struct answer *a, struct policy_key *key)
{
	const char *name = message_text(r->parameters, "schedule");
	struct policy_schedule schedule;
	key->is_any_time = message_bool(r->parameters, "any_time", false);
	if (name == NULL && key->is_any_time)
		return answer_invalid(
		        a, "any_time",
		        "A key without a schedule opens at any time as it is: there is nothing to "
		        "mark.");
	if (name == NULL)
		return true;
	text_copy(key->schedule, sizeof(key->schedule), name);
	return schedule_by_name(o, a, name, &schedule);
}

static bool read_key(struct office *o, const struct request *r, struct answer *a, struct policy_key *key,
                     struct policy_person *person)
{
	const char *room = message_text(r->parameters, "room"), *door = message_text(r->parameters, "door");
	const char *reason = message_text(r->parameters, "reason");
	if (!name_person(o, a, message_text(r->parameters, "person"), person) || !may_hold_keys(a, person) ||
	    !name_place(o, a, room, door) ||
	    !name_days(o, a, r->parameters, &key->first_day, &key->last_day) ||
	    !name_text(a, "reason", reason) || !read_hours(o, r, a, key))
		return false;
	key->person = person->id;
	text_copy(key->room, sizeof(key->room), room);
	text_copy(key->door, sizeof(key->door), door == NULL ? "" : door);
	text_copy(key->reason, sizeof(key->reason), reason);
	return is_new(o, a, key, person->name);
}

static void note_issued(struct office *o, const struct request *r, struct answer *a,
                        const struct policy_key *key, const char *name)
{
	bool has_hours = key->schedule[0] != '\0';
	if (key->door[0] != '\0' && has_hours)
		change_put_note(r, a,
		                "%s has a key for %s now, only through the door %s and in the hours of %s.",
		                name, key->room, key->door, key->schedule);
	else if (key->door[0] != '\0')
		change_put_note(r, a, "%s has a key for %s now, only through the door %s.", name, key->room,
		                key->door);
	else if (key_wants_door(&o->config->site, key->room))
		change_put_note(
		        r, a,
		        "%s has a key for %s now. It opens nothing yet: a goods door wants a key that "
		        "names it.",
		        name, key->room);
	else if (has_hours)
		change_put_note(r, a, "%s has a key for %s now, in the hours of %s.", name, key->room,
		                key->schedule);
	else
		change_put_note(r, a, "%s has a key for %s now.", name, key->room);
}

bool key_may_ask(struct answer *a, const struct change *c, policy_id person)
{
	return person != c->who || approval_refuse(a, CONSENT_BENEFICIARY, NULL);
}

/* Adds the key to the act: it is issued, or waits for a second person (rule K2). */
static bool add(struct office *o, const struct request *r, struct answer *a, struct change *c,
                const struct policy_key *key, const struct policy_person *person, enum guarded *why)
{
	struct guarded_rooms rooms = {0};
	if (keys_rooms(o, c, person->id, &rooms) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	*why = guarded_key(&o->config->site, &rooms, key->room);
	if (*why != GUARDED_NOT && !key_may_ask(a, c, key->person))
		return false;
	if (!receipt_begin(o, r, c, a, POLICY_RECEIPT_ISSUE, person))
		return false;
	key_give(c, *key, *why);
	return receipt_end(o, c, a);
}

static void put_issued(struct office *o, const struct request *r, struct answer *a, const struct change *c,
                       const char *name, enum guarded why)
{
	const struct policy_key *key = &change_find(c, POLICY_KEY_PUT)->key;
	char text[GUARDED_SENTENCE_MAX];
	message_put(a->members, "key", shape_key(o, key));
	receipt_put(o, a, c);
	change_put_since(o, a);
	guarded_sentence(key, name, why, text);
	if (why == GUARDED_NOT)
		note_issued(o, r, a, key, name);
	else
		change_put_note(r, a, "Asked for, it opens nothing yet. %s", text);
}

static bool issue(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_person person;
	struct policy_key key = {0};
	enum guarded why = GUARDED_NOT;
	if (!read_key(o, r, a, &key, &person) || !add(o, r, a, c, &key, &person, &why) ||
	    !change_make(o, c, a))
		return false;
	put_issued(o, r, a, c, person.name, why);
	return true;
}

bool key_issue(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, issue);
}

/* ---- revoke ---- */

bool key_step(struct answer *a, struct policy_key *key, enum state_step step)
{
	char id[13];
	if (key_state_step(key->state, step, &key->state))
		return true;
	policy_id_text(key->id, id);
	return answer_conflict(a, id, "The key %s is %s: it can not be %s.", id,
	                       sentence(shape_key_state(key->state)), sentence(state_step_done(step)));
}

bool key_find(struct office *o, struct answer *a, const char *text, struct policy_key *key)
{
	policy_id id = policy_id_parse(text);
	int result = id == 0 ? -ENOENT : store_key(o->store, id, key);
	if (result == -ENOENT)
		return answer_not_found(a, text, "There is no key \"%s\".", text);
	return result == 0 ||
	       answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
}

static bool collect_one(struct office *o, struct answer *a, struct change *c, const char *text,
                        const char *reason)
{
	struct policy_key key;
	if (!key_find(o, a, text, &key))
		return false;
	enum policy_key_state state = key.state;
	if (!key_step(a, &key, STEP_REVOKE))
		return false;
	key.state = state;
	key_take(c, key, reason);
	return true;
}

static bool collect_by_place(struct office *o, const struct request *r, struct answer *a, struct change *c,
                             const char *reason)
{
	struct policy_person person;
	struct key_filter filter = {.room = message_text(r->parameters, "room"),
	                            .door = message_text(r->parameters, "door")};
	uint16_t index;
	if (!name_person(o, a, message_text(r->parameters, "person"), &person) ||
	    !name_room(o, a, filter.room, &index))
		return false;
	if (filter.door != NULL && !name_door(o, a, filter.door, &index))
		return false;
	if (keys_take(o, c, person.id, &filter, reason) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	if (c->op_count == 0)
		return answer_not_found(a, filter.room, "%s has no such key for \"%s\".", person.name,
		                        filter.room);
	return true;
}

static bool collect(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	const char *key = message_text(r->parameters, "key"), *reason = message_text(r->parameters, "reason");
	bool has_person = message_get(r->parameters, "person") != NULL;
	bool has_room = message_get(r->parameters, "room") != NULL;
	if (!name_text(a, "reason", reason))
		return false;
	if (key != NULL && (has_person || has_room || message_get(r->parameters, "door") != NULL))
		return answer_invalid(a, "key", "Give either the key, or the person and the room.");
	if (key == NULL && !(has_person && has_room))
		return answer_invalid(a, has_person ? "room" : "person",
		                      "Give the key, or the person and the room.");
	return key != NULL ? collect_one(o, a, c, key, reason) : collect_by_place(o, r, a, c, reason);
}

static void put_keys(struct office *o, struct answer *a, const struct change *c)
{
	answer_list(a, "keys");
	for (size_t i = 0; i < c->op_count; i++)
		if (c->ops[i].kind == POLICY_KEY_PUT)
			answer_item(a, shape_key(o, &c->ops[i].key));
}

static bool take_back(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	if (!collect(o, r, a, c) || !change_make(o, c, a))
		return false;
	const struct policy_key *key = &change_find(c, POLICY_KEY_PUT)->key;
	char name[POLICY_TEXT_MAX];
	shape_name(o, key->person, name);
	put_keys(o, a, c);
	change_put_since(o, a);
	change_put_note(r, a,
	                sentence_of(c->op_count, "%zu key of %s for %s revoked: refused from now on.",
	                            "%zu keys of %s for %s revoked: refused from now on."),
	                c->op_count, name, key->room);
	return true;
}

bool key_revoke(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, take_back);
}
