#include "controller/office/badge_acts.h"
#include "controller/office/badges.h"
#include "controller/office/keys.h"
#include "controller/office/names.h"
#include "controller/office/receipts.h"
#include "controller/office/restrictions.h"
#include "controller/office/sentence.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <errno.h>
#include <stdio.h>

static bool does_not_answer(struct office *o, struct answer *a)
{
	return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
}

static void put_badge(struct office *o, struct answer *a, const struct change *c,
                      const struct policy_badge *badge)
{
	message_put(a->members, "badge", shape_badge(o, badge));
	receipt_put(o, a, c);
	change_put_since(o, a);
}

static const char *reason_of(const struct request *r)
{
	const char *reason = message_text(r->parameters, "reason");
	return reason == NULL ? "" : reason;
}

/* As the doors go by it: what waits for the disk has happened. */
static bool find_badge(struct office *o, const struct request *r, struct answer *a,
                       struct policy_badge *badge)
{
	const char *reason = reason_of(r);
	if (reason[0] != '\0' && !name_text(a, "reason", reason))
		return false;
	if (!name_badge(o, a, message_text(r->parameters, "badge"), badge))
		return false;
	badge->state = restriction_badge_state(&o->unsaved, badge);
	return true;
}

static const struct policy_badge *last_badge(const struct change *c)
{
	const struct policy_badge *badge = NULL;
	for (size_t i = 0; i < c->op_count; i++)
		if (c->ops[i].kind == POLICY_BADGE_PUT)
			badge = &c->ops[i].badge;
	return badge;
}

/* ---- suspend, resume, found ---- */

static bool suspend(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_badge badge;
	char number[SHAPE_NUMBER_MAX], subject[SHAPE_NUMBER_MAX + 16];
	if (!find_badge(o, r, a, &badge) || !badge_step(a, &badge, STEP_SUSPEND))
		return false;
	shape_number(&badge, number);
	snprintf(subject, sizeof(subject), "The badge %s", number);
	badge_put(c, &badge, "badge.suspended", reason_of(r));
	if (!change_restrict(o, c, subject, a))
		return false;
	put_badge(o, a, c, last_badge(c));
	change_put_note(r, a, "The badge %s is suspended: it opens no door for entry from now on.", number);
	return true;
}

bool badge_suspend(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, suspend);
}

struct other_search {
	policy_id but;
	int32_t today;
	bool is_found; /* an own one that opens today */
};

static bool visit_other(void *context, const struct policy_badge *badge)
{
	struct other_search *search = context;
	if (badge->id != search->but && !badge->is_day && badge->state == POLICY_BADGE_ACTIVE &&
	    badge->first_day <= search->today)
		search->is_found = true;
	return !search->is_found;
}

/* Nobody gets a second one by it, and no leaver one. */
static bool may_revive(struct office *o, struct answer *a, const struct change *c,
                       const struct policy_badge *badge)
{
	struct policy_person person;
	if (badge->person == 0)
		return true;
	if (store_person(o->store, badge->person, &person) < 0)
		return does_not_answer(o, a);
	return badge_may_open(o, c, a, badge->id, &person);
}

/* Back to active. */
static bool revive(struct office *o, const struct request *r, struct answer *a, struct change *c,
                   enum state_step step, const char *kind)
{
	struct policy_badge badge;
	char number[SHAPE_NUMBER_MAX];
	if (!find_badge(o, r, a, &badge) || !badge_step(a, &badge, step) || !may_revive(o, a, c, &badge))
		return false;
	shape_number(&badge, number);
	badge_put(c, &badge, kind, reason_of(r));
	if (!change_make(o, c, a))
		return false;
	put_badge(o, a, c, last_badge(c));
	change_put_note(r, a, "The badge %s is active again.", number);
	return true;
}

static bool resume(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	return revive(o, r, a, c, STEP_RESUME, "badge.resumed");
}

bool badge_resume(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, resume);
}

static bool found(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_badge badge;
	if (!find_badge(o, r, a, &badge))
		return false;
	struct other_search search = {.but = badge.id, .today = moment_day(&c->now)};
	if (badge.person != 0 && badges_of(o, badge.person, visit_other, &search) < 0)
		return does_not_answer(o, a);
	if (search.is_found && badge.state == POLICY_BADGE_LOST)
		return answer_conflict(a, message_text(r->parameters, "badge"),
		                       "Another badge has taken its place: take this one back (zutritt badge "
		                       "return).");
	return revive(o, r, a, c, STEP_FIND, "badge.found");
}

bool badge_found(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, found);
}

/* ---- handed in ---- */

struct revoked_keys {
	struct change *change;
};

static bool visit_revoked(void *context, const struct policy_key *key)
{
	const struct revoked_keys *keys = context;
	struct policy_key returned = *key;
	if (key->state != POLICY_KEY_REVOKED || key->receipt == 0 ||
	    !key_state_step(key->state, STEP_RETURN, &returned.state))
		return true;
	returned.return_receipt = keys->change->receipt;
	key_put(keys->change, &returned, "key.returned", "");
	return true;
}

struct held_search {
	policy_id but;
	size_t count;
};

static bool visit_held(void *context, const struct policy_badge *badge)
{
	struct held_search *search = context;
	search->count += badge->id != search->but;
	return true;
}

/* With the last badge of somebody who has left, their revoked keys are back as well. */
static int return_keys(struct office *o, struct change *c, const struct policy_badge *badge,
                       const struct policy_person *person)
{
	struct revoked_keys keys = {c};
	struct held_search search = {.but = badge->id};
	int result = badges_of(o, person->id, visit_held, &search);
	if (result < 0 || search.count > 0 || person->state != POLICY_PERSON_EXITED)
		return result;
	return store_keys(o->store, person->id, visit_revoked, &keys);
}

/* Rule V6: the own badges that a day badge stood in for, from today on again. */
static bool visit_waiting(void *context, const struct policy_badge *badge)
{
	struct change *c = context;
	struct policy_badge own = *badge;
	if (own.is_day || own.first_day == POLICY_DAY_NONE)
		return true;
	own.first_day = POLICY_DAY_NONE;
	change_op(c, POLICY_BADGE_PUT)->badge = own;
	return true;
}

static bool collect_return(struct office *o, const struct request *r, struct answer *a, struct change *c,
                           struct policy_badge badge)
{
	struct policy_person person = {0};
	if (badge.person != 0 && store_person(o->store, badge.person, &person) < 0)
		return does_not_answer(o, a);
	bool has_receipt = badge.person != 0 && !badge.is_day;
	if (has_receipt && !receipt_begin(o, r, c, a, POLICY_RECEIPT_RETURN, &person))
		return false;
	badge.return_receipt = c->receipt;
	badge_put(c, &badge, "badge.returned", reason_of(r));
	int result = 0;
	if (has_receipt)
		result = return_keys(o, c, &badge, &person);
	else if (badge.is_day)
		result = badges_of(o, badge.person, visit_waiting, c);
	if (result < 0)
		return does_not_answer(o, a);
	return !has_receipt || receipt_end(o, c, a);
}

static bool take_back(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_badge badge;
	char number[SHAPE_NUMBER_MAX];
	if (!find_badge(o, r, a, &badge) || !badge_step(a, &badge, STEP_RETURN))
		return false;
	shape_number(&badge, number);
	if (!collect_return(o, r, a, c, badge) || !change_make(o, c, a))
		return false;
	put_badge(o, a, c, &change_find(c, POLICY_BADGE_PUT)->badge);
	if (badge.is_day)
		change_put_note(r, a, "The badge %s is handed in: the holder's own is valid again.", number);
	else
		change_put_note(r, a, "The badge %s is handed in.", number);
	return true;
}

bool badge_return(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, take_back);
}

/* ---- destroyed ---- */

struct destroying {
	struct change *change;
	const char *reason;
};

/* A number that was handed out and taken back more than once is one card. */
static bool visit_destroy(void *context, const struct policy_badge *badge)
{
	const struct destroying *d = context;
	struct policy_badge destroyed = *badge;
	if (badge_state_step(badge->state, STEP_DESTROY, &destroyed.state))
		badge_put(d->change, &destroyed, "badge.destroyed", d->reason);
	return true;
}

static bool destroy(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	const char *text = message_text(r->parameters, "badge"), *reason = reason_of(r);
	struct destroying d = {c, reason};
	struct policy_badge badge;
	if (reason[0] != '\0' && !name_text(a, "reason", reason))
		return false;
	policy_id id = policy_id_parse(text);
	if (id != 0 && store_badge(o->store, id, &badge) != 0)
		return answer_not_found(a, text, "There is no badge \"%s\".", text);
	if (id == 0 && !name_number(o, a, text, &badge))
		return false;
	if (store_badges_of_number(o->store, badge.format, badge.facility, badge.card, visit_destroy, &d) < 0)
		return does_not_answer(o, a);
	if (c->op_count == 0)
		return answer_conflict(a, text, "Only a badge that was handed in can be destroyed.");
	if (!change_make(o, c, a))
		return false;
	put_badge(o, a, c, last_badge(c));
	change_put_note(r, a, "The badge is destroyed.");
	return true;
}

bool badge_destroy(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, destroy);
}

/* ---- replaced: one act ---- */

/* A lost badge stays lost; one that is at hand is taken back. */
static bool replace(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_badge badge;
	struct policy_person person;
	char number[SHAPE_NUMBER_MAX], other[SHAPE_NUMBER_MAX];
	bool is_lost = message_bool(r->parameters, "is_lost", false);
	if (!find_badge(o, r, a, &badge))
		return false;
	shape_number(&badge, number);
	if (badge.person == 0 || badge.is_day)
		return answer_conflict(a, number,
		                       "The badge %s is nobody's own: there is nothing to replace.", number);
	if (store_person(o->store, badge.person, &person) < 0)
		return does_not_answer(o, a);
	if (!badge_may_open(o, c, a, badge.id, &person))
		return false;
	if (is_lost && badge.state != POLICY_BADGE_LOST && !badge_step(a, &badge, STEP_LOSE))
		return false;
	if (!is_lost && badge.state != POLICY_BADGE_LOST && !badge_step(a, &badge, STEP_RETURN))
		return false;
	badge_put(c, &badge, "badge.replaced", reason_of(r));
	if (!receipt_begin(o, r, c, a, POLICY_RECEIPT_ISSUE, &person) ||
	    !badge_give(o, c, a, message_text(r->parameters, "with"), person.id) || !receipt_end(o, c, a) ||
	    !change_make(o, c, a))
		return false;
	put_badge(o, a, c, last_badge(c));
	shape_number(last_badge(c), other);
	change_put_note(r, a, "%s has the badge %s now instead of %s, which is %s.", person.name, other,
	                number, sentence(shape_badge_state(badge.state)));
	return true;
}

bool badge_replace(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, replace);
}

/* ---- the day badge (rule V6) ---- */

struct own_badges {
	struct change *change;
	int32_t today;
	bool has_day_badge;
};

/* The own ones rest until midnight; both ends come by themselves, in the doors' table. */
static bool visit_own(void *context, const struct policy_badge *badge)
{
	struct own_badges *own = context;
	struct policy_badge resting = *badge;
	if (badge->is_day) {
		own->has_day_badge |= badge->state == POLICY_BADGE_ACTIVE && badge->last_day >= own->today;
		return true;
	}
	if (badge->state != POLICY_BADGE_ACTIVE || badge->first_day > own->today)
		return true;
	resting.first_day = own->today + 1;
	change_op(own->change, POLICY_BADGE_PUT)->badge = resting;
	return true;
}

static bool may_have_day_badge(struct answer *a, const struct change *c, const struct policy_person *person)
{
	int32_t today = moment_day(&c->now);
	if (person->kind != POLICY_EMPLOYEE)
		return answer_refused(a, "V6", "%s is no employee: a day badge is for employees.",
		                      person->name);
	if (person->state == POLICY_PERSON_EXITED)
		return answer_conflict(a, person->name, "%s has left: no badge.", person->name);
	if (person->last_day != POLICY_DAY_NONE && person->last_day < today)
		return answer_conflict(a, person->name, "The contract of %s has ended: no badge.",
		                       person->name);
	return c->now.is_clock_trusted ||
	       answer_refused(a, "D11", "The clock is not trusted: nobody knows when the day ends.");
}

/* A badge of that number that is in use: a day badge of yesterday that lies at the desk again is taken back.
 */
static bool make_room(struct office *o, struct answer *a, struct change *c, const struct policy_badge *wanted,
                      const char *number)
{
	struct policy_badge badge;
	int result = store_badge_by_number(o->store, wanted->format, wanted->facility, wanted->card, &badge);
	if (result == -ENOENT)
		return true;
	if (result < 0)
		return does_not_answer(o, a);
	bool is_of_yesterday = badge.is_day && badge.last_day < moment_day(&c->now);
	if (!is_of_yesterday || !badge_state_step(badge.state, STEP_RETURN, &badge.state))
		return answer_conflict(a, number, "The badge %s is in use (%s).", number,
		                       sentence(shape_badge_state(badge.state)));
	badge_put(c, &badge, "badge.returned", "");
	return true;
}

static bool give_day_badge(struct office *o, struct answer *a, struct change *c, const char *number,
                           const struct policy_person *person)
{
	struct own_badges own = {.change = c, .today = moment_day(&c->now)};
	struct policy_badge badge = {.person = person->id,
	                             .state = POLICY_BADGE_ACTIVE,
	                             .first_day = POLICY_DAY_NONE,
	                             .last_day = own.today,
	                             .is_day = true};
	if (!name_number(o, a, number, &badge))
		return false;
	if (badges_of(o, person->id, visit_own, &own) < 0)
		return does_not_answer(o, a);
	if (own.has_day_badge)
		return answer_conflict(a, person->name, "%s has a day badge already.", person->name);
	if (!make_room(o, a, c, &badge, number))
		return false;
	badge.id = policy_id_new();
	badge_put(c, &badge, "badge.day_given", "");
	return true;
}

static bool give_for_a_day(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_person person;
	const char *number = message_text(r->parameters, "badge");
	if (!name_person(o, a, message_text(r->parameters, "person"), &person) ||
	    !may_have_day_badge(a, c, &person) || !give_day_badge(o, a, c, number, &person) ||
	    !change_make(o, c, a))
		return false;
	put_badge(o, a, c, last_badge(c));
	change_put_note(r, a, "%s has a day badge until midnight; their own rests till then.", person.name);
	return true;
}

bool badge_day(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, give_for_a_day);
}
