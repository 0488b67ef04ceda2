#include "controller/office/reports.h"
#include "controller/office/key_state.h"
#include "controller/office/names.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <errno.h>

static int32_t today(struct office *o)
{
	struct moment now = clock_now(&o->clock);
	return moment_day(&now);
}

static bool does_not_answer(struct office *o, struct answer *a)
{
	return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
}

static bool is_over(int32_t last_day, int32_t day)
{
	return last_day != POLICY_DAY_NONE && last_day < day;
}

/* Somebody whose badge and keys still count on that day. */
static bool is_here(const struct policy_person *person, int32_t day)
{
	return person->state != POLICY_PERSON_EXITED && !is_over(person->last_day, day);
}

static bool read_days(const struct request *r, struct answer *a, int32_t otherwise, int32_t *days)
{
	int64_t asked = message_int(r->parameters, "days", otherwise);
	*days = (int32_t)asked;
	return (asked >= 1 && asked <= REPORT_DAYS_MAX) ||
	       answer_invalid(a, "days", "The days must be 1 to %d.", REPORT_DAYS_MAX);
}

static bool visit_id(void *context, const struct policy_key *key)
{
	if (key->state == POLICY_KEY_ISSUED)
		listing_add(context, key->id);
	return true;
}

/* The key and whose it is, when it opens something; -ENOENT leaves it out. */
static int find_live(struct office *o, policy_id id, struct policy_key *key, struct policy_person *person)
{
	int result = store_key(o->store, id, key);
	if (result == 0)
		result = store_person(o->store, key->person, person);
	if (result != 0)
		return result;
	int32_t day = today(o);
	bool is_live =
	        key->state == POLICY_KEY_ISSUED && !is_over(key->last_day, day) && is_here(person, day);
	return is_live ? 0 : -ENOENT;
}

/* ---- the lock plan ---- */

static int put_planned(struct office *o, const struct listing *l, policy_id id, struct answer *a)
{
	struct policy_key key;
	struct policy_person person;
	(void)l;
	int result = find_live(o, id, &key, &person);
	if (result == 0) {
		struct message *m = shape_key(o, &key);
		message_put_text(m, "kind", shape_person_kind(person.kind));
		shape_put_name(m, "employer", person.employer);
		answer_item(a, m);
	}
	return result;
}

static bool collect_rooms(struct office *o, struct answer *a, struct listing *l, const char *room)
{
	const struct site *site = &o->config->site;
	for (uint16_t i = 0; i < site->room_count; i++) {
		bool is_wanted = room == NULL || site_room(site, room) == i;
		if (is_wanted && store_keys_of_room(o->store, site->rooms[i].name, visit_id, l) < 0)
			return does_not_answer(o, a);
	}
	return true;
}

bool report_lock_plan(struct office *o, const struct request *r, struct answer *a)
{
	struct listing *l = &r->ongoing->listing;
	const char *room = message_text(r->parameters, "room");
	uint16_t index;
	if (room != NULL && !name_room(o, a, room, &index))
		return false;
	l->name = "keys";
	l->put = put_planned;
	return collect_rooms(o, a, l, room) && listing_page(o, l, a);
}

/* ---- rights that nobody uses ---- */

/* Issued, and not used, within the last l->days days. */
static int put_unused(struct office *o, const struct listing *l, policy_id id, struct answer *a)
{
	struct policy_key key;
	struct policy_person person;
	int32_t used, since = today(o) - l->days;
	int result = find_live(o, id, &key, &person);
	if (result == 0)
		result = store_key_last_use(o->store, key.person, key.room, key.door, &used);
	if (result != 0)
		return result;
	bool is_new = key.issued_utc_ms / 86400000 > since;
	if (is_new || (used != POLICY_DAY_NONE && used > since))
		return -ENOENT;
	struct message *m = shape_key(o, &key);
	shape_put_day(m, "last_used", used);
	answer_item(a, m);
	return 0;
}

bool report_unused(struct office *o, const struct request *r, struct answer *a)
{
	struct listing *l = &r->ongoing->listing;
	if (!read_days(r, a, REPORT_UNUSED_DAYS, &l->days))
		return false;
	l->name = "keys";
	l->put = put_unused;
	return collect_rooms(o, a, l, NULL) && listing_page(o, l, a);
}

/* ---- leavers with outstanding badges ---- */

static int put_leaver(struct office *o, const struct listing *l, policy_id id, struct answer *a)
{
	struct policy_badge badge;
	struct policy_person person;
	(void)l;
	int result = store_badge(o->store, id, &badge);
	if (result == 0)
		result = badge.person == 0 ? -ENOENT : store_person(o->store, badge.person, &person);
	if (result != 0)
		return result;
	if (is_here(&person, today(o)))
		return -ENOENT;
	struct message *m = shape_badge(o, &badge);
	shape_put_day(m, "left_on", person.last_day);
	shape_put_name(m, "employer", person.employer);
	answer_item(a, m);
	return 0;
}

static bool visit_held(void *context, const struct policy_badge *badge)
{
	if (badge_state_is_held(badge->state))
		listing_add(context, badge->id);
	return true;
}

bool report_leavers(struct office *o, const struct request *r, struct answer *a)
{
	struct listing *l = &r->ongoing->listing;
	l->name = "badges";
	l->put = put_leaver;
	return store_badges(o->store, visit_held, l) == 0 ? listing_page(o, l, a) : does_not_answer(o, a);
}

/* ---- what ends soon ---- */

struct ending {
	struct office *office;
	struct answer *answer;
	int32_t first, last;
};

static bool visit_ending_key(void *context, const struct policy_key *key)
{
	const struct ending *e = context;
	if (key->state == POLICY_KEY_ISSUED)
		answer_item(e->answer, shape_key(e->office, key));
	return true;
}

static bool visit_ending_person(void *context, const struct policy_person *person)
{
	const struct ending *e = context;
	bool is_soon = person->last_day >= e->first && person->last_day <= e->last;
	if (person->state != POLICY_PERSON_EXITED && is_soon)
		answer_item(e->answer, shape_person(person));
	return true;
}

bool report_ending(struct office *o, const struct request *r, struct answer *a)
{
	struct ending e = {o, a, today(o), 0};
	int32_t days;
	if (!read_days(r, a, REPORT_ENDING_DAYS, &days))
		return false;
	e.last = e.first + days;
	answer_list(a, "keys");
	if (store_keys_that_end(o->store, e.first, e.last, visit_ending_key, &e) < 0)
		return does_not_answer(o, a);
	answer_list(a, "persons");
	return store_persons(o->store, visit_ending_person, &e) == 0 || does_not_answer(o, a);
}
