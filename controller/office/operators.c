#include "controller/office/operators.h"
#include "controller/office/accounts.h"
#include "controller/office/approvals.h"
#include "controller/office/events.h"
#include "controller/office/names.h"
#include "controller/office/roles.h"
#include "controller/office/sentence.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

static bool disk_fails(struct office *o, struct answer *a)
{
	return answer_unavailable(a, "The database does not answer: %s.", office_trouble(o));
}

/* ---- list ---- */

static const char *state_of(const struct policy_operator *operator, const struct policy_login * login)
{
	if (operator->state == POLICY_OPERATOR_CLOSED)
		return "closed";
	if (login->is_locked)
		return "locked";
	return login->is_first ? "first_password" : "open";
}

static int put_item(struct office *o, const struct listing *l, policy_id id, struct answer *a)
{
	struct policy_operator operator;
	struct policy_login login = {0};
	char name[POLICY_TEXT_MAX];
	(void)l;
	int result = store_operator(o->store, id, &operator);
	if (result == 0)
		result = store_login(o->store, id, &login);
	if (result < 0 && result != -ENOENT)
		return result;
	struct message *m = message_object();
	shape_name(o, operator.person, name);
	message_put_text(m, "user", operator.user);
	message_put_text(m, "name", name);
	message_put(m, "roles", shape_roles(operator.roles));
	message_put_text(m, "state", state_of(&operator, & login));
	shape_put_day(m, "password_of", login.changed_day == 0 ? POLICY_DAY_NONE : login.changed_day);
	answer_item(a, m);
	return 0;
}

static bool visit_item(void *context, const struct policy_operator *operator)
{
	struct listing *l = context;
	if (l->with_all || operator->state == POLICY_OPERATOR_OPEN)
		listing_add(l, operator->id);
	return true;
}

bool operator_list(struct office *o, const struct request *r, struct answer *a)
{
	struct listing *l = &r->ongoing->listing;
	l->name = "operators";
	l->put = put_item;
	l->with_all = message_bool(r->parameters, "all", false);
	if (store_operators(o->store, visit_item, l) < 0)
		return disk_fails(o, a);
	return listing_page(o, l, a);
}

/* ---- a request (rule P2) ---- */

struct wish {
	struct policy_person person;
	struct policy_operator operator; /* as it would be; revision 0: a new one */
	uint32_t roles_before;
};

static bool read_roles(struct answer *a, const struct message *texts, uint32_t *roles)
{
	*roles = 0;
	for (size_t i = 0; i < message_count(texts); i++) {
		const char *text = message_text(message_item(texts, i), "");
		uint32_t role = role_parse(text);
		if (role == 0)
			return answer_invalid(a, "roles",
			                      "There is no role \"%s\": only management, administrator, "
			                      "reception and auditor.",
			                      text);
		*roles |= role;
	}
	return *roles != 0 || answer_invalid(a, "roles", "An account has at least one role.");
}

static bool may_operate(struct office *o, struct answer *a, const struct policy_person *person)
{
	const char *why = name_why_not_acting(o, person);
	return why == NULL || answer_refused(a, "P1", "%s cannot be an operator: %s %s.", person->name,
	                                     person->name, sentence(why));
}

static bool read_new(struct office *o, struct answer *a, const char *user, struct wish *wish)
{
	struct policy_operator other;
	if (user == NULL)
		return answer_invalid(a, "user", "%s has no account yet: name its user name.",
		                      wish->person.name);
	if (!name_user(a, "user", user))
		return false;
	int result = store_operator_by_user(o->store, user, &other);
	if (result == 0)
		return answer_conflict(a, user, "There is an account \"%s\" already.", user);
	if (result != -ENOENT)
		return disk_fails(o, a);
	text_copy(wish->operator.user, sizeof(wish->operator.user), user);
	wish->operator.person = wish->person.id;
	return true;
}

static bool read_known(struct answer *a, const char *user, uint32_t roles, struct wish *wish)
{
	wish->roles_before = wish->operator.roles;
	if (user != NULL && strcmp(user, wish->operator.user) != 0)
		return answer_conflict(a, user, "%s has the account \"%s\" already.", wish->person.name,
		                       wish->operator.user);
	return wish->roles_before != roles ||
	       answer_conflict(a, wish->operator.user, "%s has just these roles already.", wish->person.name);
}

static bool read_wish(struct office *o, const struct request *r, struct answer *a, struct wish *wish)
{
	const char *user = message_text(r->parameters, "user");
	uint32_t roles;
	*wish = (struct wish){0};
	if (!name_person(o, a, message_text(r->parameters, "person"), &wish->person) ||
	    !may_operate(o, a, &wish->person) || !read_roles(a, message_get(r->parameters, "roles"), &roles))
		return false;
	int result = store_operator_of_person(o->store, wish->person.id, &wish->operator);
	if (result < 0 && result != -ENOENT)
		return disk_fails(o, a);
	bool is_good = result == 0 ? read_known(a, user, roles, wish) : read_new(o, a, user, wish);
	wish->operator.roles = roles;
	return is_good;
}

bool operator_plan_request(struct office *o, const struct request *r, struct answer *a, struct plan *plan)
{
	struct wish wish;
	char id[13], roles[ROLES_WORDS_MAX], before[ROLES_WORDS_MAX];
	if (!read_wish(o, r, a, &wish))
		return false;
	bool is_new = wish.operator.revision == 0;
	policy_id_text(wish.person.id, id);
	roles_words(wish.operator.roles, roles);
	roles_words(wish.roles_before, before);
	plan->beneficiary = wish.person.id;
	plan->makes_password = is_new;
	plan_touch(plan, wish.person.id, wish.person.revision);
	plan_touch(plan, wish.operator.id, wish.operator.revision);
	if (is_new)
		plan_say(plan, "%s (%s) gets an account \"%s\": %s.", wish.person.name, id,
		         wish.operator.user, roles);
	else
		plan_say(plan, "The account \"%s\" of %s (%s) is for %s from then on, instead of %s.",
		         wish.operator.user, wish.person.name, id, roles, before);
	return true;
}

/* ---- the second half of a first password (rule P3) ---- */

/* The password is what who asked was shown, a dash, and the half made here. */
static void complete_password(const struct policy_approval *approval, policy_id operator_id, int32_t today,
                              struct policy_login *login, char half[PASSWORD_HALF + 1])
{
	char password[PASSWORD_FIRST];
	*login = (struct policy_login){.operator_id = operator_id,
	                               .password = approval->half,
	                               .is_first = true,
	                               .changed_day = today};
	password_half(half);
	/* the first half is in the digest already */
	memset(password, '-', PASSWORD_HALF + 1);
	memcpy(password + PASSWORD_HALF + 1, half, PASSWORD_HALF + 1);
	password_seal(password, true, login->password.digest);
	sodium_memzero(password, sizeof(password));
}

static void put_half(struct office *o, const struct request *r, struct answer *a,
                     const struct policy_person *person, const char *half)
{
	char asker[POLICY_TEXT_MAX];
	shape_name(o, r->approval->asked_by, asker);
	message_put_text(a->members, "second_half", half);
	change_put_note(
	        r, a,
	        "%s has an account now. Its first password is the half that %s was shown, a dash, and "
	        "%s; this half is shown this once, and only for %s. It allows only changing it.",
	        person->name, asker, half, person->name);
}

static bool add_account(struct office *o, const struct request *r, struct answer *a, struct change *c,
                        struct wish *wish)
{
	struct policy_login login;
	char half[PASSWORD_HALF + 1];
	wish->operator.id = policy_id_new();
	complete_password(r->approval, wish->operator.id, moment_day(&c->now), &login, half);
	change_op(c, POLICY_OPERATOR_PUT)->operator= wish->operator;
	change_op(c, POLICY_LOGIN_PUT)->login = login;
	change_event(c, JOURNAL_ACT, "operator.added")->person = wish->person.id;
	bool is_made = change_make(o, c, a);
	if (is_made)
		put_half(o, r, a, &wish->person, half);
	sodium_memzero(half, sizeof(half));
	return is_made;
}

static bool change_roles(struct office *o, const struct request *r, struct answer *a, struct change *c,
                         const struct wish *wish)
{
	char roles[ROLES_WORDS_MAX];
	roles_words(wish->operator.roles, roles);
	change_op(c, POLICY_OPERATOR_PUT)->operator= wish->operator;
	struct journal_event *e = change_event(c, JOURNAL_ACT, "operator.changed");
	e->person = wish->person.id;
	text_copy(e->detail, sizeof(e->detail), roles);
	if (!change_make(o, c, a))
		return false;
	change_put_note(r, a, "The account of %s is for %s from now on.", wish->person.name, roles);
	return true;
}

static bool carry_out(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct wish wish;
	if (!read_wish(o, r, a, &wish))
		return false;
	return wish.operator.revision == 0 ? add_account(o, r, a, c, &wish) : change_roles(o, r, a, c, &wish);
}

bool operator_request(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, carry_out);
}

/* ---- one account ---- */

static bool find(struct office *o, const struct request *r, struct answer *a,
                 struct policy_operator *operator, struct policy_person * person)
{
	const char *user = message_text(r->parameters, "user");
	int result = store_operator_by_user(o->store, user, operator);
	if (result == 0)
		result = store_person(o->store, operator->person, person);
	if (result == -ENOENT)
		return answer_not_found(a, user, "There is no account \"%s\".", user);
	return result == 0 || disk_fails(o, a);
}

/* ---- a forgotten password ---- */

bool operator_plan_reset(struct office *o, const struct request *r, struct answer *a, struct plan *plan)
{
	struct policy_operator operator;
	struct policy_person person;
	char id[13];
	if (!find(o, r, a, &operator, & person) || !may_operate(o, a, &person))
		return false;
	policy_id_text(person.id, id);
	plan->beneficiary = person.id;
	plan->makes_password = true;
	plan->operator_id = operator.id;
	plan_touch(plan, operator.id, operator.revision);
	plan_say(plan, "%s (%s) gets a new first password for the account \"%s\", which is unlocked by that.",
	         person.name, id, operator.user);
	return true;
}

static bool put_reset(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_operator operator;
	struct policy_person person;
	struct policy_login login;
	char half[PASSWORD_HALF + 1];
	if (!find(o, r, a, &operator, & person))
		return false;
	complete_password(r->approval, operator.id, moment_day(&c->now), &login, half);
	change_op(c, POLICY_LOGIN_PUT)->login = login;
	change_event(c, JOURNAL_ACT, "operator.reset")->person = person.id;
	bool is_made = change_make(o, c, a);
	if (is_made) {
		sessions_end_of(&o->sessions, person.id, REASON_PASSWORD_CHANGED);
		put_half(o, r, a, &person, half);
	}
	sodium_memzero(half, sizeof(half));
	return is_made;
}

bool operator_reset(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, put_reset);
}

/* ---- unlock (rule P5) ---- */

static int store_unlocked(struct office *o, const struct request *r, struct policy_login *login,
                          policy_id person)
{
	struct moment now = clock_now(&o->clock);
	struct journal_event e = {.class = JOURNAL_ACT,
	                          .utc_ms = now.utc_ms,
	                          .mono_ns = now.mono_ns,
	                          .is_clock_trusted = now.is_clock_trusted,
	                          .person = person,
	                          .operator_id = r->actor.id};
	text_copy(e.kind, sizeof(e.kind), "operator.unlocked");
	login->is_locked = false;
	login->attempts = 0;
	login->is_pending = false;
	int result = store_login_put(o->store, login, false, &e, 1);
	if (result == 0)
		events_were_stored(o);
	return result;
}

bool operator_unlock(struct office *o, const struct request *r, struct answer *a)
{
	struct policy_operator operator;
	struct policy_person person;
	struct policy_login login;
	if (!find(o, r, a, &operator, & person))
		return false;
	if (person.id == r->actor.id)
		return answer_refused(a, "P5", "Nobody unlocks their own account.");
	if (store_login(o->store, operator.id, &login) < 0)
		return disk_fails(o, a);
	if (!login.is_locked)
		return answer_conflict(a, operator.user, "The account \"%s\" is not locked.", operator.user);
	if (store_unlocked(o, r, &login, person.id) < 0)
		return answer_unavailable(a, "Nothing is changed, the disk does not take it: %s.",
		                          store_error(o->store));
	change_put_note(r, a, "The account \"%s\" of %s is unlocked.", operator.user, person.name);
	return true;
}

/* ---- close: it only restricts, so one person is enough ---- */

static bool put_closed(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_operator operator;
	struct policy_person person;
	const char *reason = message_text(r->parameters, "reason");
	if (!name_text(a, "reason", reason) || !find(o, r, a, &operator, & person))
		return false;
	if (account_close(o, c, person.id, reason) < 0)
		return disk_fails(o, a);
	if (!change_make(o, c, a))
		return false;
	sessions_end_of(&o->sessions, person.id, REASON_ACCOUNT_CLOSED);
	change_put_note(r, a, "The account \"%s\" of %s is closed.", operator.user, person.name);
	return true;
}

bool operator_close(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, put_closed);
}
