#include "controller/office/founding.h"
#include "controller/office/accounts.h"
#include "controller/office/names.h"
#include "controller/office/roles.h"
#include "controller/office/sentence.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* ---- who is there ---- */

struct census {
	struct office *office;
	size_t count;   /* of accounts that ever were */
	uint32_t roles; /* that somebody has in an open one, and may act */
};

static bool somebody_may_use(struct office *o, const struct policy_operator *operator)
{
	struct policy_person person;
	return operator->state == POLICY_OPERATOR_OPEN &&
	               store_person(o->store, operator->person, &person) == 0 &&
	       name_why_not_acting(o, &person) == NULL;
}

static bool visit_operator(void *context, const struct policy_operator *operator)
{
	struct census *census = context;
	census->count++;
	if (somebody_may_use(census->office, operator))
		census->roles |= operator->roles;
	return true;
}

static bool take_census(struct office *o, struct answer *a, struct census *census)
{
	*census = (struct census){.office = o};
	return (o->store != NULL && store_operators(o->store, visit_operator, census) == 0) ||
	       answer_unavailable(a, "The database does not answer: %s.", office_trouble(o));
}

/* ---- one founder ---- */

struct founder {
	const char *person, *user; /* the fields of the request */
	uint32_t role;
	uint32_t rights; /* of one who is hired: somebody must be able to unset the alarm */
};

static const struct founder founders[] = {
        {"management", "management_user", ROLE_MANAGEMENT, POLICY_RIGHT_UNSET | POLICY_RIGHT_SET},
        {"administrator", "administrator_user", ROLE_ADMINISTRATOR, 0},
};

/* The person of that name; nobody: one who is hired. */
static bool find_or_hire(struct office *o, struct answer *a, const char *field, const char *name,
                         struct policy_person *person)
{
	struct policy_person none[1];
	size_t count = 0;
	policy_id id = policy_id_parse(name);
	if (!name_text(a, field, name))
		return false;
	bool is_id = id != 0 && store_person(o->store, id, person) == 0;
	if (is_id || store_person_by_name(o->store, name, none, 1, &count) < 0 || count > 0)
		return name_person(o, a, name, person);
	*person = (struct policy_person){.id = policy_id_new(),
	                                 .kind = POLICY_EMPLOYEE,
	                                 .state = POLICY_PERSON_ACTIVE,
	                                 .first_day = POLICY_DAY_NONE,
	                                 .last_day = POLICY_DAY_NONE};
	text_copy(person->name, sizeof(person->name), name);
	return true;
}

static bool may_act(struct office *o, struct answer *a, const struct policy_person *person)
{
	const char *why = name_why_not_acting(o, person);
	return why == NULL ||
	       answer_refused(a, "P1", "%s cannot be an operator: %s %s.", person->name, person->name, why);
}

static bool read_founder(struct office *o, const struct request *r, struct answer *a, const struct founder *f,
                         struct account *account)
{
	const char *name = message_text(r->parameters, f->person),
	           *user = message_text(r->parameters, f->user);
	if (name == NULL || user == NULL)
		return answer_invalid(a, name == NULL ? f->person : f->user,
		                      "Nobody has the role %s: name the person and the user name.",
		                      f->person);
	if (!name_user(a, f->user, user) || !find_or_hire(o, a, f->person, name, &account->person) ||
	    !may_act(o, a, &account->person))
		return false;
	if (account->person.revision == 0)
		account->person.rights = f->rights;
	account->is_changed = true;
	account->operator=(struct policy_operator){
	        .id = policy_id_new(), .person = account->person.id, .roles = f->role};
	text_copy(account->operator.user, sizeof(account->operator.user), user);
	return true;
}

static bool is_unwanted(const struct request *r, struct answer *a, const struct founder *f)
{
	if (message_get(r->parameters, f->person) == NULL && message_get(r->parameters, f->user) == NULL)
		return false;
	answer_conflict(a, f->person,
	                "Somebody has the role %s already: operators request and approve accounts.",
	                f->person);
	return true;
}

/* Rule P2 begins with two: nobody can be both. */
static bool are_two(struct answer *a, const struct making *m)
{
	const struct policy_person *p = &m->accounts[0].person, *q = &m->accounts[1].person;
	if (m->count < 2 || (p->id != q->id && strcmp(p->name, q->name) != 0))
		return true;
	return answer_refused(a, "P2", "Management and administrator must be two different persons.");
}

static bool read_founders(struct office *o, const struct request *r, struct answer *a, struct making *m,
                          uint32_t there)
{
	for (size_t i = 0; i < sizeof(founders) / sizeof(founders[0]); i++) {
		const struct founder *f = &founders[i];
		if ((there & f->role) != 0 && is_unwanted(r, a, f))
			return false;
		if ((there & f->role) == 0 && !read_founder(o, r, a, f, making_add(m)))
			return false;
	}
	if (m->count == 0)
		return answer_conflict(a, "",
		                       "The site has operators already: they request and approve accounts.");
	return are_two(a, m);
}

/* ---- the answer ---- */

static void put_passwords(const struct making *m, struct answer *a)
{
	answer_list(a, "accounts");
	for (size_t i = 0; i < m->count; i++) {
		const struct account *account = &m->accounts[i];
		struct message *item = message_object();
		char roles[ROLES_WORDS_MAX];
		roles_words(account->operator.roles, roles);
		message_put_text(item, "user", account->operator.user);
		message_put_text(item, "name", account->person.name);
		message_put_text(item, "role", roles);
		message_put_text(item, "password", account->password);
		answer_item(a, item);
	}
}

static void finish_init(struct making *m, struct answer *a)
{
	struct census census;
	struct change c;
	if (!take_census(m->office, a, &census))
		return;
	change_begin(&c, m->office, &m->request);
	for (size_t i = 0; i < m->count; i++) {
		account_put(m->office, &c, &m->accounts[i], "operator.added");
		c.events[c.event_count - 1].is_incident = census.count > 0;
	}
	if (change_make(m->office, &c, a)) {
		put_passwords(m, a);
		change_put_note(
		        &m->request, a,
		        "These first passwords are shown this once. Each allows only changing it: zutritt "
		        "login, then zutritt passwd.");
	}
	change_end(&c);
}

bool init(struct office *o, const struct request *r, struct answer *a)
{
	struct census census;
	if (!take_census(o, a, &census))
		return false;
	struct making *m = making_new(o, r, a);
	if (m == NULL)
		return false;
	m->finish = finish_init;
	if (read_founders(o, r, a, m, census.roles))
		return making_begin(m, r, a);
	making_drop(m);
	return false;
}

/* ---- break glass (rule P5) ---- */

static void finish_break(struct making *m, struct answer *a)
{
	struct change c;
	struct account *account = &m->accounts[0];
	change_begin(&c, m->office, &m->request);
	account_put(m->office, &c, account, "operator.glass_broken");
	struct journal_event *e = &c.events[c.event_count - 1];
	e->is_incident = true;
	text_copy(e->detail, sizeof(e->detail), m->reason);
	if (change_make(m->office, &c, a)) {
		sessions_end_of(&m->office->sessions, account->person.id, REASON_PASSWORD_CHANGED);
		put_passwords(m, a);
		change_put_note(
		        &m->request, a,
		        "The glass is broken: the account of %s is open, with a first password that is shown "
		        "this once. It is an incident.",
		        account->person.name);
	}
	change_end(&c);
}

static bool find_account(struct office *o, struct answer *a, const char *user, struct account *account)
{
	int result = store_operator_by_user(o->store, user, &account->operator);
	if (result == 0)
		result = store_person(o->store, account->operator.person, &account->person);
	if (result == -ENOENT)
		return answer_not_found(a, user, "There is no account \"%s\".", user);
	return result == 0 || answer_unavailable(a, "The database does not answer: %s.", office_trouble(o));
}

bool break_glass(struct office *o, const struct request *r, struct answer *a)
{
	const char *reason = message_text(r->parameters, "reason");
	if (!name_text(a, "reason", reason))
		return false;
	struct making *m = making_new(o, r, a);
	if (m == NULL)
		return false;
	m->finish = finish_break;
	text_copy(m->reason, sizeof(m->reason), reason);
	struct account *account = making_add(m);
	if (find_account(o, a, message_text(r->parameters, "user"), account) &&
	    may_act(o, a, &account->person))
		return making_begin(m, r, a);
	making_drop(m);
	return false;
}
