#include "controller/office/badges.h"
#include "controller/office/key_state.h"
#include "controller/office/memory.h"
#include "controller/office/names.h"
#include "controller/office/receipts.h"
#include "controller/office/sentence.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <errno.h>
#include <stdio.h>

/* ---- list ---- */

static int put_item(struct office *o, const struct listing *l, policy_id id, struct answer *a)
{
	struct policy_badge badge;
	(void)l;
	int result = store_badge(o->store, id, &badge);
	if (result == 0)
		answer_item(a, shape_badge(o, &badge));
	return result;
}

static bool visit_item(void *context, const struct policy_badge *badge)
{
	struct listing *l = context;
	if (l->with_all || badge->state == POLICY_BADGE_ACTIVE || badge->state == POLICY_BADGE_SUSPENDED)
		listing_add(l, badge->id);
	return true;
}

bool badge_list(struct office *o, const struct request *r, struct answer *a)
{
	struct listing *l = &r->ongoing->listing;
	l->name = "badges";
	l->put = put_item;
	l->with_all = message_bool(r->parameters, "all", false);
	if (store_badges(o->store, visit_item, l) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	return listing_page(o, l, a);
}

struct held {
	store_visit_badge *visit;
	void *context;
};

static bool visit_held(void *context, const struct policy_badge *badge)
{
	struct held *held = context;
	return !badge_state_is_held(badge->state) || held->visit(held->context, badge);
}

int badges_of(struct office *o, policy_id person, store_visit_badge *visit, void *context)
{
	struct held held = {visit, context};
	return store_badges_of(o->store, person, visit_held, &held);
}

/* ---- assign ---- */

static bool is_taken(struct office *o, struct answer *a, const char *number, const struct policy_badge *badge)
{
	char name[POLICY_TEXT_MAX];
	shape_name(o, badge->person, name);
	if (name[0] == '\0')
		return answer_conflict(a, number, "The badge %s is there already (%s).", number,
		                       sentence(shape_badge_state(badge->state)));
	return answer_conflict(a, number, "The badge %s belongs to %s already (%s).", number, name,
	                       sentence(shape_badge_state(badge->state)));
}

static bool is_free(const struct policy_badge *badge)
{
	return badge->person == 0 && badge->state == POLICY_BADGE_ACTIVE;
}

/* The badge that is to be given: a new one, or one that nobody has. */
static bool find_or_make(struct office *o, struct answer *a, const char *number, struct policy_badge *badge)
{
	struct policy_badge wanted = {
	        .state = POLICY_BADGE_ACTIVE, .first_day = POLICY_DAY_NONE, .last_day = POLICY_DAY_NONE};
	if (!name_number(o, a, number, &wanted))
		return false;
	int result = store_badge_by_number(o->store, wanted.format, wanted.facility, wanted.card, badge);
	if (result == 0)
		return is_free(badge) || is_taken(o, a, number, badge);
	if (result != -ENOENT)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	*badge = wanted;
	badge->id = policy_id_new();
	return true;
}

struct day_search {
	policy_id but;
	int32_t today;
	bool is_out;
};

static bool visit_day_badge(void *context, const struct policy_badge *badge)
{
	struct day_search *search = context;
	search->is_out |= badge->id != search->but && badge->is_day && badge->state == POLICY_BADGE_ACTIVE &&
	                  badge->last_day >= search->today;
	return !search->is_out;
}

bool badge_may_open(struct office *o, const struct change *c, struct answer *a, policy_id but,
                    const struct policy_person *person)
{
	struct day_search search = {.but = but, .today = moment_day(&c->now)};
	if (person->state == POLICY_PERSON_EXITED)
		return answer_conflict(a, person->name, "%s has left: no badge.", person->name);
	if (store_badges_of(o->store, person->id, visit_day_badge, &search) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	return !search.is_out ||
	       answer_conflict(a, person->name,
	                       "%s has a day badge today: take that one back first (zutritt badge return).",
	                       person->name);
}

bool badge_give(struct office *o, struct change *c, struct answer *a, const char *number, policy_id person)
{
	struct policy_badge badge;
	if (!find_or_make(o, a, number, &badge))
		return false;
	badge.person = person;
	badge.receipt = c->receipt;
	badge_put(c, &badge, "badge.assigned", "");
	return true;
}

void badge_put(struct change *c, const struct policy_badge *badge, const char *kind, const char *detail)
{
	change_op(c, POLICY_BADGE_PUT)->badge = *badge;
	struct journal_event *e = change_event(c, JOURNAL_KEY, kind);
	e->person = badge->person;
	e->badge = badge->id;
	text_copy(e->detail, sizeof(e->detail), detail);
}

static bool assign(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_person person;
	if (!name_person(o, a, message_text(r->parameters, "person"), &person))
		return false;
	if (!badge_may_open(o, c, a, 0, &person) ||
	    !receipt_begin(o, r, c, a, POLICY_RECEIPT_ISSUE, &person) ||
	    !badge_give(o, c, a, message_text(r->parameters, "badge"), person.id) || !receipt_end(o, c, a) ||
	    !change_make(o, c, a))
		return false;
	const struct policy_badge *badge = &change_find(c, POLICY_BADGE_PUT)->badge;
	char number[SHAPE_NUMBER_MAX];
	shape_number(badge, number);
	message_put(a->members, "badge", shape_badge(o, badge));
	receipt_put(o, a, c);
	change_put_note(r, a, "%s has the badge %s now.", person.name, number);
	return true;
}

bool badge_assign(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, assign);
}

/* ---- lost ---- */

bool badge_step(struct answer *a, struct policy_badge *badge, enum state_step step)
{
	char number[SHAPE_NUMBER_MAX];
	if (badge_state_step(badge->state, step, &badge->state))
		return true;
	shape_number(badge, number);
	return answer_conflict(a, number, "The badge %s is %s: it can not be %s.", number,
	                       sentence(shape_badge_state(badge->state)), sentence(state_step_done(step)));
}

static void put_lost(struct office *o, struct answer *a, const struct policy_badge *badge)
{
	message_put(a->members, "badge", shape_badge(o, badge));
	change_put_since(o, a);
}

static bool was_lost(struct office *o, const struct request *r, struct answer *a,
                     const struct policy_badge *badge, const char *number)
{
	put_lost(o, a, badge);
	change_put_note(r, a, "The badge %s was reported lost already; nothing is changed.", number);
	return true;
}

static bool lose(struct office *o, const struct request *r, struct answer *a, struct change *c,
                 struct policy_badge badge)
{
	char number[SHAPE_NUMBER_MAX], subject[SHAPE_NUMBER_MAX + 16];
	shape_number(&badge, number);
	if (badge.state == POLICY_BADGE_LOST)
		return was_lost(o, r, a, &badge, number);
	if (!badge_step(a, &badge, STEP_LOSE))
		return false;
	badge_put(c, &badge, "badge.lost", "");
	snprintf(subject, sizeof(subject), "The badge %s", number);
	if (!change_restrict(o, c, subject, a))
		return false;
	put_lost(o, a, &change_find(c, POLICY_BADGE_PUT)->badge);
	change_put_note(r, a, "The badge %s opens no door for entry from now on.", number);
	return true;
}

struct losing {
	struct answer *answer;
	struct change *change;
};

static bool lose_one(void *context, const struct policy_badge *badge)
{
	const struct losing *l = context;
	struct policy_badge lost = *badge;
	if (lost.state == POLICY_BADGE_ACTIVE || lost.state == POLICY_BADGE_SUSPENDED) {
		if (!badge_step(l->answer, &lost, STEP_LOSE))
			return false;
		badge_put(l->change, &lost, "badge.lost", "");
	}
	return true;
}

/* Whoever stands at the desk knows their name, not the number of what they have lost. */
static bool lose_all(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_person person;
	struct losing l = {a, c};
	if (!name_person(o, a, message_text(r->parameters, "person"), &person))
		return false;
	if (badges_of(o, person.id, lose_one, &l) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	if (change_count(c, POLICY_BADGE_PUT) == 0)
		return answer_not_found(a, person.name, "%s has no badge that could be lost.", person.name);
	if (!change_restrict(o, c, "The badge", a))
		return false;
	put_lost(o, a, &change_find(c, POLICY_BADGE_PUT)->badge);
	change_put_note(r, a, "No badge of %s opens a door for entry from now on.", person.name);
	return true;
}

bool badge_lost(struct office *o, const struct request *r, struct answer *a)
{
	struct policy_badge badge;
	struct change c;
	bool has_badge = message_text(r->parameters, "badge") != NULL;
	if (has_badge == (message_text(r->parameters, "person") != NULL))
		return answer_invalid(a, "badge",
		                      "What is lost is named by badge or by person, one of them.");
	if (!has_badge && o->store != NULL)
		return change_do(o, r, a, lose_all);
	if (!has_badge)
		return answer_unavailable(a,
		                          "Without the database nobody's badges are known: name its number.");
	if (o->store == NULL)
		return memory_badge_lost(o, r, a);
	change_begin(&c, o, r);
	bool is_good = name_badge(o, a, message_text(r->parameters, "badge"), &badge)
	                       ? lose(o, r, a, &c, badge)
	                       : memory_takes_over(o, a) && memory_badge_lost(o, r, a);
	change_end(&c);
	return is_good;
}
