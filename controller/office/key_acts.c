#include "controller/office/key_acts.h"
#include "controller/office/approvals.h"
#include "controller/office/keys.h"
#include "controller/office/names.h"
#include "controller/office/receipts.h"
#include "controller/office/schedules.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <stdio.h>
#include <string.h>

/* ---- one step, as asked for ---- */

struct act {
	enum state_step step;
	const char *kind; /* of the event */
	bool has_receipt; /* for its return */
};

static void note_step(const struct request *r, struct answer *a, enum state_step step, const char *name,
                      const char *room)
{
	switch (step) {
	case STEP_APPROVE:
	case STEP_ISSUE:
		change_put_note(r, a, "The key of %s for %s is approved and issued.", name, room);
		break;
	case STEP_SUSPEND:
		change_put_note(r, a, "The key of %s for %s opens nothing until it is resumed.", name, room);
		break;
	case STEP_LOSE:
		change_put_note(r, a, "The key of %s for %s opens nothing until it is found.", name, room);
		break;
	case STEP_RESUME:
	case STEP_FIND:
		change_put_note(r, a, "The key of %s for %s opens again.", name, room);
		break;
	case STEP_REVOKE:
	case STEP_RETURN:
		change_put_note(r, a, "The key of %s for %s is handed in.", name, room);
		break;
	case STEP_DESTROY:
		change_put_note(r, a, "The key of %s for %s is destroyed.", name, room);
		break;
	}
}

static void put_key(struct office *o, const struct request *r, struct answer *a, const struct change *c,
                    enum state_step step)
{
	const struct policy_key *key = &c->ops[c->op_count - 1].key;
	char name[POLICY_TEXT_MAX];
	shape_name(o, key->person, name);
	message_put(a->members, "key", shape_key(o, key));
	receipt_put(o, a, c);
	change_put_since(o, a);
	note_step(r, a, step, name, key->room);
}

static bool read_reason(const struct request *r, struct answer *a, const char **reason)
{
	*reason = message_text(r->parameters, "reason");
	if (*reason == NULL)
		*reason = "";
	return **reason == '\0' || name_text(a, "reason", *reason);
}

static bool begin_return(struct office *o, const struct request *r, struct answer *a, struct change *c,
                         struct policy_key *key)
{
	struct policy_person person = {0};
	if (store_person(o->store, key->person, &person) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	if (!receipt_begin(o, r, c, a, POLICY_RECEIPT_RETURN, &person))
		return false;
	key->return_receipt = c->receipt;
	return true;
}

static bool take_step(struct office *o, const struct request *r, struct answer *a, struct change *c,
                      const struct act *act)
{
	struct policy_key key;
	const char *reason;
	if (!read_reason(r, a, &reason) || !key_find(o, a, message_text(r->parameters, "key"), &key) ||
	    !key_step(a, &key, act->step))
		return false;
	if (act->has_receipt && !begin_return(o, r, a, c, &key))
		return false;
	key_put(c, &key, act->kind, reason);
	if ((act->has_receipt && !receipt_end(o, c, a)) || !change_make(o, c, a))
		return false;
	put_key(o, r, a, c, act->step);
	return true;
}

static bool run(struct office *o, const struct request *r, struct answer *a, const struct act *act)
{
	struct change c;
	change_begin(&c, o, r);
	bool is_good = take_step(o, r, a, &c, act);
	change_end(&c);
	return is_good;
}

bool key_suspend(struct office *o, const struct request *r, struct answer *a)
{
	static const struct act act = {STEP_SUSPEND, "key.suspended", false};
	return run(o, r, a, &act);
}

bool key_resume(struct office *o, const struct request *r, struct answer *a)
{
	static const struct act act = {STEP_RESUME, "key.resumed", false};
	return run(o, r, a, &act);
}

bool key_lost(struct office *o, const struct request *r, struct answer *a)
{
	static const struct act act = {STEP_LOSE, "key.lost", false};
	return run(o, r, a, &act);
}

bool key_found(struct office *o, const struct request *r, struct answer *a)
{
	static const struct act act = {STEP_FIND, "key.found", false};
	return run(o, r, a, &act);
}

bool key_return(struct office *o, const struct request *r, struct answer *a)
{
	static const struct act act = {STEP_RETURN, "key.returned", true};
	return run(o, r, a, &act);
}

bool key_destroy(struct office *o, const struct request *r, struct answer *a)
{
	static const struct act act = {STEP_DESTROY, "key.destroyed", false};
	return run(o, r, a, &act);
}

/* ---- the second person (rules K2, P10) ---- */

/* What it was asked for can still be done: the person is there, and so are room, door and hours. */
static bool still_stands(struct office *o, const struct policy_key *key, const struct policy_person *person)
{
	struct policy_schedule schedule;
	struct answer unused;
	answer_init(&unused, false);
	bool is_there = person->state != POLICY_PERSON_EXITED &&
	                name_place(o, &unused, key->room, key->door[0] == '\0' ? NULL : key->door) &&
	                (key->schedule[0] == '\0' || schedule_by_name(o, &unused, key->schedule, &schedule));
	answer_free(&unused);
	return is_there;
}

static struct consent_case case_of(struct office *o, const struct request *r, const struct change *c,
                                   const struct policy_key *key, const struct policy_person *person)
{
	char code[13];
	key_code(o, key, code);
	return (struct consent_case){
	        .rule = {command_find("KeyIssue")->roles, command_find("KeyApprove")->roles, key->person},
	        .asker = approval_party(o, key->asked_by),
	        .second = approval_party(o, r->actor.id),
	        .state = POLICY_APPROVAL_OPEN,
	        .asked_utc_ms = key->issued_utc_ms,
	        .now_utc_ms = c->now.utc_ms,
	        .is_same_text = strcmp(message_text(r->parameters, "code"), code) == 0,
	        .is_unchanged = still_stands(o, key, person)};
}

/* What nobody can approve any more is revoked, so that it can be asked for again. */
static bool may_approve(struct office *o, const struct request *r, struct answer *a, struct change *c,
                        const struct policy_key *key, const struct policy_person *person)
{
	struct consent_case asked = case_of(o, r, c, key, person);
	enum consent consent = consent_judge(&asked);
	if (consent_is_void(consent)) {
		key_take(c, *key, "not approved in time, or changed since");
		if (!change_make(o, c, a))
			return false;
	}
	return approval_refuse(a, consent, &asked.rule);
}

static void add_approved(struct change *c, struct policy_key key, policy_id by)
{
	key.approved_by = by;
	key.state = POLICY_KEY_APPROVED;
	key_put(c, &key, "key.approved", key.reason);
	key.revision++;
	key.state = POLICY_KEY_ISSUED;
	key.issued_utc_ms = c->now.utc_ms;
	key.receipt = c->receipt;
	key_put(c, &key, "key.issued", key.reason);
}

static bool approve(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_key key;
	struct policy_person person;
	if (!key_find(o, a, message_text(r->parameters, "key"), &key))
		return false;
	struct policy_key approved = key;
	if (!key_step(a, &approved, STEP_APPROVE))
		return false;
	if (store_person(o->store, key.person, &person) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	if (!may_approve(o, r, a, c, &key, &person) ||
	    !receipt_begin(o, r, c, a, POLICY_RECEIPT_ISSUE, &person))
		return false;
	add_approved(c, key, r->actor.id);
	if (!receipt_end(o, c, a) || !change_make(o, c, a))
		return false;
	put_key(o, r, a, c, STEP_APPROVE);
	return true;
}

bool key_approve(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, approve);
}
