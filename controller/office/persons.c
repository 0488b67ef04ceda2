#include "controller/office/persons.h"
#include "controller/office/accounts.h"
#include "controller/office/badges.h"
#include "controller/office/keys.h"
#include "controller/office/memory.h"
#include "controller/office/names.h"
#include "controller/office/receipts.h"
#include "controller/office/sentence.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"
#include "controller/office/view.h"

#include <errno.h>
#include <stdio.h>

/* ---- list and show ---- */

static int put_item(struct office *o, const struct listing *l, policy_id id, struct answer *a)
{
	struct policy_person person;
	(void)l;
	int result = store_person(o->store, id, &person);
	if (result == 0)
		answer_item(a, shape_person(&person));
	return result;
}

static bool visit_item(void *context, const struct policy_person *person)
{
	struct listing *l = context;
	if (l->with_all || person->state != POLICY_PERSON_EXITED)
		listing_add(l, person->id);
	return true;
}

bool person_list(struct office *o, const struct request *r, struct answer *a)
{
	struct listing *l = &r->ongoing->listing;
	l->name = "persons";
	l->put = put_item;
	l->with_all = message_bool(r->parameters, "all", false);
	if (store_persons(o->store, visit_item, l) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	return listing_page(o, l, a);
}

struct owned_items {
	struct office *office;
	struct answer *answer;
};

static bool visit_badge(void *context, const struct policy_badge *badge)
{
	struct owned_items *items = context;
	answer_item(items->answer, shape_badge(items->office, badge));
	return true;
}

static bool visit_key(void *context, const struct policy_key *key)
{
	struct owned_items *items = context;
	if (key_state_is_held(key->state) || key_waits(key))
		answer_item(items->answer, shape_key(items->office, key));
	return true;
}

static const struct occupant *find_occupant(const struct doors_view *view, const struct site *site,
                                            policy_id person)
{
	for (uint16_t i = 0; i < site->area_count; i++) {
		const struct occupancy *o = &view->areas[i].occupancy;
		for (uint16_t k = 0; k < o->count; k++)
			if (o->inside[k].person == person)
				return &o->inside[k];
	}
	return NULL;
}

static void put_whereabouts(struct office *o, struct answer *a, const struct doors_view *view,
                            policy_id person)
{
	const struct site *site = &o->config->site;
	const struct occupant *occupant = find_occupant(view, site, person);
	message_put_bool(a->members, "is_inside", occupant != NULL);
	if (occupant != NULL && occupant->door < site->door_count)
		message_put_text(a->members, "last_door", site->doors[occupant->door].name);
}

bool person_show(struct office *o, const struct request *r, struct answer *a)
{
	struct policy_person person;
	struct owned_items items = {o, a};
	if (!name_person(o, a, message_text(r->parameters, "person"), &person))
		return false;
	const struct doors_view *view = view_take(o, a);
	if (view == NULL)
		return false;
	put_whereabouts(o, a, view, person.id);
	message_put(a->members, "person", shape_person(&person));
	answer_list(a, "badges");
	int result = badges_of(o, person.id, visit_badge, &items);
	answer_list(a, "keys");
	if (result == 0)
		result = store_keys(o->store, person.id, visit_key, &items);
	return result == 0 ||
	       answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
}

/* ---- hire (rule K3) ---- */

bool person_position(struct office *o, struct answer *a, const char *name, struct policy_position *position)
{
	if (name == NULL)
		return true;
	int result = store_position(o->store, name, position);
	if (result == -ENOENT)
		return answer_not_found(a, name, "There is no position \"%s\".", name);
	return result == 0 ||
	       answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
}

static bool read_kind(struct answer *a, const char *text, enum policy_person_kind *kind)
{
	*kind = POLICY_EMPLOYEE;
	if (text != NULL && shape_person_kind_parse(text, kind) < 0)
		return answer_invalid(a, "kind", "A person is employee, external or technician, not \"%s\".",
		                      text);
	return true;
}

/* Externals and technicians come for a time; and rule A9: a technician's badge opens nothing alone. */
static bool kind_fits(struct answer *a, const struct policy_person *person,
                      const struct policy_position *position)
{
	if (person->kind == POLICY_EMPLOYEE)
		return true;
	if (person->last_day == POLICY_DAY_NONE)
		return person->kind == POLICY_EXTERNAL
		               ? answer_invalid(a, "last_day", "An external needs a last day.")
		               : answer_invalid(a, "last_day", "An outside technician needs a last day.");
	if (person->kind == POLICY_EXTERNAL && person->employer[0] == '\0')
		return answer_invalid(a, "employer", "An external needs an employer.");
	if (person->kind == POLICY_TECHNICIAN && position->key_count > 0)
		return answer_refused(a, "A9",
		                      "A technician's badge opens nothing alone: no position with keys.");
	return true;
}

static bool read_employer(struct answer *a, const char *text, char employer[POLICY_TEXT_MAX])
{
	if (text == NULL)
		return true;
	text_copy(employer, POLICY_TEXT_MAX, text);
	return name_text(a, "employer", text);
}

static bool read_person(struct office *o, const struct request *r, struct answer *a,
                        struct policy_person *person, struct policy_position *position)
{
	const char *name = message_text(r->parameters, "name");
	if (!name_text(a, "name", name) ||
	    !read_kind(a, message_text(r->parameters, "kind"), &person->kind) ||
	    !read_employer(a, message_text(r->parameters, "employer"), person->employer) ||
	    !person_position(o, a, message_text(r->parameters, "position"), position) ||
	    !name_rights(a, message_get(r->parameters, "rights"), &person->rights) ||
	    !name_days(o, a, r->parameters, &person->first_day, &person->last_day))
		return false;
	text_copy(person->name, sizeof(person->name), name);
	return true;
}

struct policy_key person_key(policy_id person, const struct policy_position *position, size_t i)
{
	struct policy_key key = {.person = person, .first_day = POLICY_DAY_NONE, .last_day = POLICY_DAY_NONE};
	text_copy(key.room, sizeof(key.room), position->keys[i].room);
	text_copy(key.door, sizeof(key.door), position->keys[i].door);
	text_copy(key.position, sizeof(key.position), position->name);
	/* rule K2: the reason is given by the position */
	snprintf(key.reason, sizeof(key.reason), "position %s", position->name);
	return key;
}

/* Those that need a second person wait, the others work at once (rule K3). */
static void give_keys(struct office *o, struct change *c, policy_id person,
                      const struct policy_position *position)
{
	struct guarded_rooms rooms = {0};
	for (size_t i = 0; i < position->key_count; i++) {
		struct policy_key key = person_key(person, position, i);
		key_give(c, key, guarded_key(&o->config->site, &rooms, key.room));
		guarded_add(&o->config->site, &rooms, key.room);
	}
}

/* number: of the badge, "" when there is none. */
static void note_hired(const struct request *r, struct answer *a, const char *name, const char *number,
                       size_t given, size_t waiting)
{
	if (waiting > 0 && number[0] == '\0')
		change_put_note(r, a,
		                "%s is hired, with no badge; keys: %zu, waiting for a second person: %zu.",
		                name, given, waiting);
	else if (waiting > 0)
		change_put_note(
		        r, a, "%s is hired, with the badge %s; keys: %zu, waiting for a second person: %zu.",
		        name, number, given, waiting);
	else if (number[0] == '\0')
		change_put_note(r, a,
		                sentence_of(given, "%s is hired, with no badge and %zu key.",
		                            "%s is hired, with no badge and %zu keys."),
		                name, given);
	else
		change_put_note(r, a,
		                sentence_of(given, "%s is hired, with the badge %s and %zu key.",
		                            "%s is hired, with the badge %s and %zu keys."),
		                name, number, given);
}

static void put_hired(struct office *o, const struct request *r, struct answer *a, const struct change *c,
                      size_t given, size_t waiting)
{
	const struct policy_person *person = &change_find(c, POLICY_PERSON_PUT)->person;
	const struct policy_op *badge = change_find(c, POLICY_BADGE_PUT);
	char number[SHAPE_NUMBER_MAX] = "";
	message_put(a->members, "person", shape_person(person));
	if (badge != NULL) {
		message_put(a->members, "badge", shape_badge(o, &badge->badge));
		shape_number(&badge->badge, number);
	}
	receipt_put(o, a, c);
	answer_list(a, "keys");
	for (size_t i = 0; i < c->op_count; i++)
		if (c->ops[i].kind == POLICY_KEY_PUT)
			answer_item(a, shape_key(o, &c->ops[i].key));
	note_hired(r, a, person->name, number, given, waiting);
}

bool person_add(struct office *o, const struct request *r, struct answer *a, struct change *c,
                struct policy_person *person, const struct policy_position *position, const char *badge)
{
	person->id = policy_id_new();
	person->state = POLICY_PERSON_ACTIVE;
	person->rights |= position->rights;
	text_copy(person->position, sizeof(person->position), position->name);
	if (!kind_fits(a, person, position))
		return false;
	change_op(c, POLICY_PERSON_PUT)->person = *person;
	change_event(c, JOURNAL_KEY, "person.hired")->person = person->id;
	if (!receipt_begin(o, r, c, a, POLICY_RECEIPT_ISSUE, person) ||
	    (badge != NULL && !badge_give(o, c, a, badge, person->id)))
		return false;
	give_keys(o, c, person->id, position);
	return receipt_end(o, c, a);
}

static size_t count_waiting(const struct change *c)
{
	size_t waiting = 0;
	for (size_t i = 0; i < c->op_count; i++)
		waiting += c->ops[i].kind == POLICY_KEY_PUT && key_waits(&c->ops[i].key);
	return waiting;
}

static bool hire(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_person person = {0};
	struct policy_position position = {0};
	if (!read_person(o, r, a, &person, &position) ||
	    !person_add(o, r, a, c, &person, &position, message_text(r->parameters, "badge")) ||
	    !change_make(o, c, a))
		return false;
	size_t waiting = count_waiting(c);
	put_hired(o, r, a, c, position.key_count - waiting, waiting);
	return true;
}

bool person_hire(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, hire);
}

/* ---- exit (rule K3): one act, one transaction ---- */

static bool put_outstanding(struct office *o, struct answer *a, policy_id person)
{
	struct owned_items items = {o, a};
	answer_list(a, "badges_outstanding");
	return badges_of(o, person, visit_badge, &items) == 0;
}

static void put_exited(struct office *o, struct answer *a, const struct policy_person *person, size_t keys)
{
	message_put(a->members, "person", shape_person(person));
	message_put_int(a->members, "keys_revoked", (int64_t)keys);
	change_put_since(o, a);
	/* the act is done: a list that can not be read now is no reason to answer that it is not */
	put_outstanding(o, a, person->id);
}

int person_collect_exit(struct office *o, struct change *c, struct policy_person person, const char *reason)
{
	static const struct key_filter all = {NULL, NULL};
	person.state = POLICY_PERSON_EXITED;
	change_op(c, POLICY_PERSON_PUT)->person = person;
	struct journal_event *e = change_event(c, JOURNAL_KEY, "person.exited");
	e->person = person.id;
	text_copy(e->detail, sizeof(e->detail), reason);
	int result = account_close(o, c, person.id, reason);
	return result < 0 ? result : keys_take(o, c, person.id, &all, reason);
}

static bool collect_exit(struct office *o, struct answer *a, struct change *c, struct policy_person person,
                         const char *reason)
{
	return person_collect_exit(o, c, person, reason) == 0 ||
	       answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
}

static bool read_end(struct answer *a, const struct change *c, const struct policy_person *person,
                     const char *text, int32_t *day)
{
	if (!name_day(a, "on", text, day))
		return false;
	if (*day < moment_day(&c->now))
		return answer_invalid(a, "on", "%s is over: without a day the exit holds at once.", text);
	if (*day < person->first_day)
		return answer_invalid(a, "on", "%s is before the first day.", text);
	if (person->last_day != POLICY_DAY_NONE && *day > person->last_day)
		return answer_conflict(a, "on", "The contract of %s ends before %s already.", person->name,
		                       text);
	return true;
}

/* Rule K4: from the day after nothing opens, without anybody's act. */
static bool leave_later(struct office *o, const struct request *r, struct answer *a, struct change *c,
                        struct policy_person person, const char *reason)
{
	const char *text = message_text(r->parameters, "on");
	int32_t day;
	if (!read_end(a, c, &person, text, &day))
		return false;
	person.last_day = day;
	change_op(c, POLICY_PERSON_PUT)->person = person;
	struct journal_event *e = change_event(c, JOURNAL_KEY, "person.leaves");
	e->person = person.id;
	text_copy(e->detail, sizeof(e->detail), reason);
	if (!change_make(o, c, a))
		return false;
	put_exited(o, a, &change_find(c, POLICY_PERSON_PUT)->person, 0);
	change_put_note(r, a,
	                "%s leaves: %s is the last day on which a badge of theirs opens a door for entry.",
	                person.name, text);
	return true;
}

static bool leave(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_person person;
	const char *reason = message_text(r->parameters, "reason");
	if (!name_person(o, a, message_text(r->parameters, "person"), &person))
		return memory_takes_over(o, a) && memory_person_exit(o, r, a);
	if (!name_text(a, "reason", reason))
		return false;
	if (person.state == POLICY_PERSON_EXITED) {
		put_exited(o, a, &person, 0);
		change_put_note(r, a, "%s had left already; nothing is changed.", person.name);
		return true;
	}
	if (message_get(r->parameters, "on") != NULL)
		return leave_later(o, r, a, c, person, reason);
	if (!collect_exit(o, a, c, person, reason))
		return false;
	/* whatever the disk says: who has left does nothing here any more */
	sessions_end_of(&o->sessions, person.id, REASON_ACCOUNT_CLOSED);
	if (!change_restrict(o, c, person.name, a))
		return false;
	size_t keys = change_count(c, POLICY_KEY_PUT);
	put_exited(o, a, &change_find(c, POLICY_PERSON_PUT)->person, keys);
	change_put_note(
	        r, a,
	        sentence_of(keys,
	                    "%s has left: %zu key revoked, no badge of theirs opens a door for entry "
	                    "from now on.",
	                    "%s has left: %zu keys revoked, no badge of theirs opens a door for entry "
	                    "from now on."),
	        person.name, keys);
	return true;
}

bool person_exit(struct office *o, const struct request *r, struct answer *a)
{
	if (o->store == NULL)
		return message_get(r->parameters, "on") == NULL ? memory_person_exit(o, r, a)
		                                                : memory_refuse(o, a);
	return change_do(o, r, a, leave);
}
