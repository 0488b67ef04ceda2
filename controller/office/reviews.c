#include "controller/office/reviews.h"
#include "controller/office/change.h"
#include "controller/office/keys.h"
#include "controller/office/names.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <errno.h>
#include <string.h>

enum { DAY_MS = 86400000 };

static bool does_not_answer(struct office *o, struct answer *a)
{
	return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
}

/* ---- which one ---- */

struct review_search {
	const char *room;
	struct policy_review under_way; /* id 0: none */
	struct policy_review last;      /* finished */
};

static bool visit_review(void *context, const struct policy_review *review)
{
	struct review_search *search = context;
	if (strcmp(review->room, search->room) != 0)
		return true;
	if (review->finished_utc_ms == 0)
		search->under_way = *review;
	else
		search->last = *review; /* they come by the time they began */
	return true;
}

/* The one that is under way in the room; NotFound when there is none. */
static bool find_review(struct office *o, struct answer *a, const char *room, struct policy_review *review)
{
	struct review_search search = {.room = room};
	uint16_t index;
	if (!name_room(o, a, room, &index))
		return false;
	if (store_reviews(o->store, visit_review, &search) < 0)
		return does_not_answer(o, a);
	*review = search.under_way;
	return review->id != 0 ||
	       answer_not_found(a, room, "No review of \"%s\" is under way: begin one.", room);
}

static bool is_of_review(const struct policy_review *review, const struct policy_key *key)
{
	return key_state_is_held(key->state) && strcmp(key->room, review->room) == 0 &&
	       key->issued_utc_ms <= review->begun_utc_ms;
}

/* ---- list: every room, when it was reviewed, whether it is due ---- */

static bool put_room(struct office *o, struct answer *a, const char *room)
{
	struct review_search search = {.room = room};
	struct moment now = clock_now(&o->clock);
	if (store_reviews(o->store, visit_review, &search) < 0)
		return does_not_answer(o, a);
	int64_t age_ms = now.utc_ms - search.last.finished_utc_ms;
	struct message *m = message_object();
	message_put_text(m, "room", room);
	if (search.under_way.id != 0)
		shape_put_time(m, "begun", search.under_way.begun_utc_ms);
	if (search.last.id != 0)
		shape_put_time(m, "finished", search.last.finished_utc_ms);
	message_put_bool(m, "is_due", search.last.id == 0 || age_ms > REVIEW_DUE_DAYS * (int64_t)DAY_MS);
	answer_item(a, m);
	return true;
}

bool review_list(struct office *o, const struct request *r, struct answer *a)
{
	const struct site *site = &o->config->site;
	bool is_good = true;
	(void)r;
	answer_list(a, "reviews");
	for (uint16_t i = 0; is_good && i < site->room_count; i++)
		if (!site->rooms[i].is_outside)
			is_good = put_room(o, a, site->rooms[i].name);
	return is_good;
}

/* ---- begin ---- */

static void put_review(struct change *c, const struct policy_review *review, const char *kind)
{
	change_op(c, POLICY_REVIEW_PUT)->review = *review;
	struct journal_event *e = change_event(c, JOURNAL_KEY, kind);
	text_copy(e->room, sizeof(e->room), review->room);
}

static bool begin(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	const char *room = message_text(r->parameters, "room");
	struct review_search search = {.room = room};
	uint16_t index;
	if (!name_place(o, a, room, NULL) || !name_room(o, a, room, &index))
		return false;
	if (store_reviews(o->store, visit_review, &search) < 0)
		return does_not_answer(o, a);
	if (search.under_way.id != 0)
		return answer_conflict(a, room, "A review of \"%s\" is under way already.", room);
	struct policy_review review = {
	        .id = policy_id_new(), .begun_utc_ms = c->now.utc_ms, .begun_by = r->actor.id};
	text_copy(review.room, sizeof(review.room), room);
	put_review(c, &review, "review.begun");
	if (!change_make(o, c, a))
		return false;
	change_put_note(r, a, "The review of %s has begun: confirm or withdraw each of its keys.", room);
	return true;
}

bool review_begin(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, begin);
}

/* ---- show ---- */

struct shown {
	struct office *office;
	struct answer *answer;
	const struct policy_review *review;
	int error;
	size_t open; /* without a verdict */
};

static bool visit_shown(void *context, const struct policy_key *key)
{
	struct shown *s = context;
	struct policy_review_verdict verdict;
	int result = store_verdict(s->office->store, s->review->id, key->id, &verdict);
	bool has_verdict = result == 0;
	if (result < 0 && result != -ENOENT) {
		s->error = result;
		return false;
	}
	if (!has_verdict && !is_of_review(s->review, key))
		return true;
	s->open += !has_verdict;
	if (s->answer == NULL)
		return true;
	struct message *m = shape_key(s->office, key);
	const char *word = !has_verdict                          ? "open"
	                   : verdict.verdict == POLICY_CONFIRMED ? "confirmed"
	                                                         : "withdrawn";
	message_put_text(m, "verdict", word);
	answer_item(s->answer, m);
	return true;
}

bool review_show(struct office *o, const struct request *r, struct answer *a)
{
	struct policy_review review;
	if (!find_review(o, a, message_text(r->parameters, "room"), &review))
		return false;
	struct shown s = {o, a, &review, 0, 0};
	shape_put_time(a->members, "begun", review.begun_utc_ms);
	answer_list(a, "keys");
	if (store_keys_of_room(o->store, review.room, visit_shown, &s) < 0 || s.error < 0)
		return does_not_answer(o, a);
	message_put_int(a->members, "open", (int64_t)s.open);
	return true;
}

/* ---- verdicts ---- */

static void put_verdict(struct change *c, const struct policy_review *review, const struct policy_key *key,
                        enum policy_verdict verdict)
{
	struct policy_review_verdict *v = &change_op(c, POLICY_VERDICT_PUT)->verdict;
	v->review = review->id;
	v->key = key->id;
	v->verdict = verdict;
	v->who = c->who;
	v->utc_ms = c->now.utc_ms;
}

/* The key, when it is one of a review under way and has no verdict yet. */
static bool find_open(struct office *o, struct answer *a, const char *id, struct policy_key *key,
                      struct policy_review *review)
{
	struct policy_review_verdict verdict;
	if (!key_find(o, a, id, key) || !find_review(o, a, key->room, review))
		return false;
	int result = store_verdict(o->store, review->id, key->id, &verdict);
	if (result == 0)
		return answer_conflict(a, id, "The key %s has its verdict already.", id);
	if (result != -ENOENT)
		return does_not_answer(o, a);
	return is_of_review(review, key) ||
	       answer_conflict(a, id, "The key %s does not belong to the review of %s.", id, key->room);
}

static bool is_twice(const struct change *c, policy_id key)
{
	for (size_t i = 0; i < c->op_count; i++)
		if (c->ops[i].kind == POLICY_VERDICT_PUT && c->ops[i].verdict.key == key)
			return true;
	return false;
}

static bool confirm_one(struct office *o, struct answer *a, struct change *c, const char *id)
{
	struct policy_key key;
	struct policy_review review;
	if (!find_open(o, a, id, &key, &review))
		return false;
	if (is_twice(c, key.id))
		return answer_invalid(a, "keys", "The key %s is named twice.", id);
	put_verdict(c, &review, &key, POLICY_CONFIRMED);
	struct journal_event *e = change_event(c, JOURNAL_KEY, "key.confirmed");
	e->person = key.person;
	text_copy(e->room, sizeof(e->room), key.room);
	text_copy(e->door, sizeof(e->door), key.door);
	return true;
}

static bool confirm(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	const struct message *keys = message_get(r->parameters, "keys");
	size_t count = message_count(keys);
	if (count == 0)
		return answer_invalid(a, "keys", "Name the keys that are confirmed.");
	for (size_t i = 0; i < count; i++)
		if (!confirm_one(o, a, c, message_text(message_item(keys, i), "")))
			return false;
	if (!change_make(o, c, a))
		return false;
	change_put_note(r, a, "Keys confirmed: %zu.", count);
	return true;
}

bool review_confirm(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, confirm);
}

/* Revoked in the same act. */
static bool withdraw(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	const char *reason = message_text(r->parameters, "reason");
	struct policy_key key;
	struct policy_review review;
	char name[POLICY_TEXT_MAX];
	if (!name_text(a, "reason", reason) ||
	    !find_open(o, a, message_text(r->parameters, "key"), &key, &review))
		return false;
	put_verdict(c, &review, &key, POLICY_WITHDRAWN);
	key_take(c, key, reason);
	if (!change_make(o, c, a))
		return false;
	shape_name(o, key.person, name);
	change_put_since(o, a);
	change_put_note(r, a, "The key of %s for %s is withdrawn: refused from now on.", name, key.room);
	return true;
}

bool review_withdraw(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, withdraw);
}

/* ---- finish ---- */

static bool finish(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_review review;
	if (!find_review(o, a, message_text(r->parameters, "room"), &review))
		return false;
	struct shown s = {o, NULL, &review, 0, 0};
	if (store_keys_of_room(o->store, review.room, visit_shown, &s) < 0 || s.error < 0)
		return does_not_answer(o, a);
	if (s.open > 0)
		return answer_conflict(a, review.room, "Keys of \"%s\" without a verdict: %zu.", review.room,
		                       s.open);
	review.finished_utc_ms = c->now.utc_ms;
	review.finished_by = r->actor.id;
	put_review(c, &review, "review.finished");
	if (!change_make(o, c, a))
		return false;
	change_put_note(r, a, "The review of %s is finished.", review.room);
	return true;
}

bool review_finish(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, finish);
}
