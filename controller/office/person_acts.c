#include "controller/office/person_acts.h"
#include "controller/office/keys.h"
#include "controller/office/names.h"
#include "controller/office/persons.h"
#include "controller/office/receipts.h"
#include "controller/office/restrictions.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <stdio.h>
#include <string.h>

/* ---- parts ---- */

/* Somebody who has not left, as the doors go by it: what waits for the disk has happened. */
static bool find_here(struct office *o, const struct request *r, struct answer *a,
                      struct policy_person *person)
{
	if (!name_person(o, a, message_text(r->parameters, "person"), person))
		return false;
	person->state = restriction_person_state(&o->unsaved, person);
	return person->state != POLICY_PERSON_EXITED ||
	       answer_conflict(a, person->name, "%s has left: hire them anew.", person->name);
}

static void put_person(struct change *c, const struct policy_person *person, const char *kind,
                       const char *detail)
{
	change_op(c, POLICY_PERSON_PUT)->person = *person;
	struct journal_event *e = change_event(c, JOURNAL_KEY, kind);
	e->person = person->id;
	text_copy(e->detail, sizeof(e->detail), detail);
}

static void answer_person(struct office *o, struct answer *a, const struct change *c)
{
	message_put(a->members, "person", shape_person(&change_find(c, POLICY_PERSON_PUT)->person));
	change_put_since(o, a);
}

/* ---- suspend and resume ---- */

void person_put_suspended(struct change *c, struct policy_person person, const char *reason)
{
	person.state = POLICY_PERSON_SUSPENDED;
	put_person(c, &person, "person.suspended", reason);
}

static bool suspend(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_person person;
	const char *reason = message_text(r->parameters, "reason");
	if (!find_here(o, r, a, &person) || !name_text(a, "reason", reason))
		return false;
	if (person.state == POLICY_PERSON_SUSPENDED)
		return answer_conflict(a, person.name, "%s is suspended already.", person.name);
	person_put_suspended(c, person, reason);
	if (!change_restrict(o, c, person.name, a))
		return false;
	answer_person(o, a, c);
	change_put_note(r, a, "%s is suspended: no badge of theirs opens a door for entry from now on.",
	                person.name);
	return true;
}

bool person_suspend(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, suspend);
}

static bool resume(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_person person;
	const char *reason = message_text(r->parameters, "reason");
	if (!find_here(o, r, a, &person) || !name_text(a, "reason", reason))
		return false;
	if (person.state == POLICY_PERSON_ACTIVE)
		return answer_conflict(a, person.name, "%s is not suspended.", person.name);
	person.state = POLICY_PERSON_ACTIVE;
	put_person(c, &person, "person.resumed", reason);
	if (!change_make(o, c, a))
		return false;
	answer_person(o, a, c);
	change_put_note(r, a, "%s is active again, with badges and keys as before.", person.name);
	return true;
}

bool person_resume(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, resume);
}

/* ---- rename ---- */

static bool rename_person(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_person person;
	const char *name = message_text(r->parameters, "name");
	if (!find_here(o, r, a, &person) || !name_text(a, "name", name))
		return false;
	char before[POLICY_TEXT_MAX];
	text_copy(before, sizeof(before), person.name);
	text_copy(person.name, sizeof(person.name), name);
	put_person(c, &person, "person.renamed", before);
	if (!change_make(o, c, a))
		return false;
	answer_person(o, a, c);
	change_put_note(r, a, "%s is called %s now.", before, name);
	return true;
}

bool person_rename(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, rename_person);
}

/* ---- another end of the contract (rule K4) ---- */

static bool read_last_day(struct answer *a, const struct change *c, struct policy_person *person,
                          const char *text)
{
	if (!name_day(a, "last_day", text, &person->last_day))
		return false;
	if (text == NULL)
		return person->kind == POLICY_EMPLOYEE ||
		       answer_invalid(a, "last_day",
		                      "Only an employee stays without end: %s needs a last day.",
		                      person->name);
	if (person->last_day < moment_day(&c->now))
		return answer_invalid(a, "last_day", "%s is over already.", text);
	return person->last_day >= person->first_day ||
	       answer_invalid(a, "last_day", "%s is before the first day.", text);
}

static bool extend(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_person person;
	const char *text = message_text(r->parameters, "last_day");
	if (!find_here(o, r, a, &person) || !read_last_day(a, c, &person, text))
		return false;
	put_person(c, &person, "person.extended", text == NULL ? "" : text);
	if (!change_make(o, c, a))
		return false;
	answer_person(o, a, c);
	if (text == NULL)
		change_put_note(r, a, "The contract of %s has no end.", person.name);
	else
		change_put_note(r, a, "The last day of %s is %s.", person.name, text);
	return true;
}

bool person_extend(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, extend);
}

/* ---- another position: what stays stays ---- */

struct transfer {
	struct change *change;
	const struct policy_person *person;
	const struct policy_position *position; /* the new one */
	struct guarded_rooms rooms;             /* that stay */
	const struct site *site;
	bool has[POLICY_POSITION_KEYS_MAX]; /* of the new one's keys: held already */
	size_t revoked, given, waiting;
};

static bool is_place_of(const struct policy_key *key, const struct policy_position *position, size_t i)
{
	return strcmp(key->room, position->keys[i].room) == 0 &&
	       strcmp(key->door, position->keys[i].door) == 0;
}

/* Does the new position have that key too? */
static bool find_in_position(struct transfer *t, const struct policy_key *key)
{
	for (size_t i = 0; i < t->position->key_count; i++) {
		if (is_place_of(key, t->position, i)) {
			t->has[i] = true;
			return true;
		}
	}
	return false;
}

static void keep(struct transfer *t, struct policy_key key)
{
	guarded_add(t->site, &t->rooms, key.room);
	if (key.position[0] == '\0')
		return; /* given singly: it stays what it was */
	text_copy(key.position, sizeof(key.position), t->position->name);
	snprintf(key.reason, sizeof(key.reason), "position %s", t->position->name);
	change_op(t->change, POLICY_KEY_PUT)->key = key;
}

static bool visit_old(void *context, const struct policy_key *key)
{
	struct transfer *t = context;
	bool is_here = key_state_is_held(key->state) || key_waits(key);
	if (!is_here)
		return true;
	bool is_in_new = find_in_position(t, key);
	if (is_in_new || key->position[0] == '\0') {
		keep(t, *key);
	} else {
		key_take(t->change, *key, "transfer");
		t->revoked++;
	}
	return true;
}

static void give_new(struct transfer *t)
{
	for (size_t i = 0; i < t->position->key_count; i++) {
		struct policy_key key = person_key(t->person->id, t->position, i);
		if (t->has[i])
			continue;
		bool is_given = key_give(t->change, key, guarded_key(t->site, &t->rooms, key.room));
		guarded_add(t->site, &t->rooms, key.room);
		t->given += is_given;
		t->waiting += !is_given;
	}
}

static bool may_transfer(struct answer *a, const struct policy_person *person,
                         const struct policy_position *position)
{
	if (strcmp(person->position, position->name) == 0)
		return answer_conflict(a, position->name, "%s has the position %s already.", person->name,
		                       position->name);
	if (person->kind == POLICY_TECHNICIAN && position->key_count > 0)
		return answer_refused(a, "A9",
		                      "A technician's badge opens nothing alone: no position with keys.");
	return true;
}

static bool move_rights(struct office *o, struct answer *a, struct policy_person *person,
                        const struct policy_position *position)
{
	struct policy_position before = {0};
	if (!person_position(o, a, person->position[0] == '\0' ? NULL : person->position, &before))
		return false;
	person->rights = (person->rights & ~before.rights) | position->rights;
	text_copy(person->position, sizeof(person->position), position->name);
	return true;
}

static bool collect(struct office *o, const struct request *r, struct answer *a, struct transfer *t)
{
	struct change *c = t->change;
	put_person(c, t->person, "person.transferred", t->position->name);
	if (!receipt_begin(o, r, c, a, POLICY_RECEIPT_ISSUE, t->person))
		return false;
	if (store_keys(o->store, t->person->id, visit_old, t) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	give_new(t);
	if (t->waiting > 0 && !key_may_ask(a, c, t->person->id))
		return false;
	return receipt_end(o, c, a);
}

bool person_move(struct office *o, const struct request *r, struct answer *a, struct change *c,
                 struct policy_person *person, const char *name, struct person_moved *moved)
{
	struct policy_position position = {0};
	struct transfer t = {.change = c, .person = person, .position = &position, .site = &o->config->site};
	if (!person_position(o, a, name, &position) || !may_transfer(a, person, &position) ||
	    !move_rights(o, a, person, &position) || !collect(o, r, a, &t))
		return false;
	*moved = (struct person_moved){t.given, t.revoked, t.waiting};
	return true;
}

static void put_transferred(struct office *o, const struct request *r, struct answer *a,
                            const struct change *c, const struct policy_person *person,
                            const struct person_moved *moved)
{
	answer_person(o, a, c);
	receipt_put(o, a, c);
	answer_list(a, "keys");
	for (size_t i = 0; i < c->op_count; i++)
		if (c->ops[i].kind == POLICY_KEY_PUT)
			answer_item(a, shape_key(o, &c->ops[i].key));
	change_put_note(r, a,
	                "%s has the position %s now; keys issued: %zu, revoked: %zu, waiting for a second "
	                "person: %zu. What both positions have has stayed.",
	                person->name, person->position, moved->given, moved->revoked, moved->waiting);
}

static bool transfer(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_person person;
	struct person_moved moved;
	if (!find_here(o, r, a, &person) ||
	    !person_move(o, r, a, c, &person, message_text(r->parameters, "position"), &moved) ||
	    !change_make(o, c, a))
		return false;
	put_transferred(o, r, a, c, &person, &moved);
	return true;
}

bool person_transfer(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, transfer);
}
