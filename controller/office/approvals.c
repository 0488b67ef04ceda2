/*
 * Start reading at approval_ask() and approval_confirm(). Who may is decided
 * in consent.c; that a confirmed act and its confirmation are one is in
 * change_begin().
 */
#include "controller/office/approvals.h"
#include "controller/office/change.h"
#include "controller/office/consent.h"
#include "controller/office/deferred.h"
#include "controller/office/hasher.h"
#include "controller/office/names.h"
#include "controller/office/operators.h"
#include "controller/office/override.h"
#include "controller/office/passwords.h"
#include "controller/office/sentence.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <errno.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what needs a second person ---- */

static const struct approval_kind kinds[] = {
        {"OperatorRequest", ROLE_ADMINISTRATOR, operator_plan_request},
        {"OperatorReset", ROLE_ADMINISTRATOR, operator_plan_reset},
        {"AlarmOverride", ROLE_MANAGEMENT | ROLE_ADMINISTRATOR | ROLE_RECEPTION, alarm_plan_override},
};

const struct approval_kind *approval_kind_find(const char *method)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].method, method) == 0)
			return &kinds[i];
	return NULL;
}

uint32_t approval_roles(const char *method)
{
	const struct approval_kind *kind = approval_kind_find(method);
	return kind == NULL ? 0 : kind->confirm;
}

/* ---- plans ---- */

void plan_say(struct plan *plan, const char *format, ...)
{
	char text[2 * POLICY_SENTENCE_MAX];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), sentence(format), arguments);
	va_end(arguments);
	text_copy(plan->sentence, sizeof(plan->sentence), text);
}

void plan_touch(struct plan *plan, policy_id id, int64_t revision)
{
	if (plan->touched_count == PLAN_TOUCHED_MAX)
		abort(); /* our own fault: a plan says what it needs */
	plan->touched[plan->touched_count].id = id;
	plan->touched[plan->touched_count++].revision = revision;
}

/* In English, whoever asks: what is stored and compared is the same for both. */
static bool plan_in_english(struct office *o, const struct approval_kind *kind, const struct request *r,
                            struct answer *a, struct plan *plan)
{
	const void *spoken = sentence_spoken();
	*plan = (struct plan){0};
	if (!kind->plan(o, r, a, plan))
		return false; /* the error is in the language of the call */
	struct answer unused;
	answer_init(&unused, false);
	sentence_speak(NULL);
	*plan = (struct plan){0};
	bool is_good = kind->plan(o, r, &unused, plan);
	sentence_speak_again(spoken);
	answer_free(&unused);
	return is_good;
}

static void add_text(crypto_generichash_state *state, const char *text)
{
	crypto_generichash_update(state, (const uint8_t *)text, strlen(text) + 1);
}

/* Of exactly what is asked for, what would happen, and what it was worked out from. */
static void fingerprint_of(const char *method, const char *request, const struct plan *plan,
                           uint8_t fingerprint[POLICY_FINGERPRINT])
{
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, POLICY_FINGERPRINT);
	add_text(&state, method);
	add_text(&state, request);
	add_text(&state, plan->sentence);
	for (size_t i = 0; i < plan->touched_count; i++)
		crypto_generichash_update(&state, (const uint8_t *)&plan->touched[i],
		                          sizeof(plan->touched[i]));
	crypto_generichash_final(&state, fingerprint, POLICY_FINGERPRINT);
}

static void code_of_print(const uint8_t fingerprint[POLICY_FINGERPRINT], char code[13])
{
	policy_id id;
	memcpy(&id, fingerprint, sizeof(id));
	policy_id_text(id & POLICY_ID_MAX, code);
}

/* What the second person repeats, so that they confirm what they have read and nothing else. */
static void code_of(const struct policy_approval *approval, char code[13])
{
	code_of_print(approval->fingerprint, code);
}

void approval_code(const char *method, const char *text, const struct plan *plan, char code[13])
{
	uint8_t fingerprint[POLICY_FINGERPRINT];
	fingerprint_of(method, text, plan, fingerprint);
	code_of_print(fingerprint, code);
}

/* ---- who ---- */

struct consent_party approval_party(struct office *o, policy_id id)
{
	struct policy_person person;
	struct policy_operator operator;
	struct consent_party party = {.person = id};
	if (store_person(o->store, id, &person) < 0 || store_operator_of_person(o->store, id, &operator) < 0)
		return party;
	party.roles = operator.roles;
	party.can_act = name_why_not_acting(o, &person) == NULL;
	return party;
}

bool approval_refuse(struct answer *a, enum consent consent, const struct consent_rule *rule)
{
	char words[ROLES_WORDS_MAX];
	switch (consent) {
	case CONSENT_GOOD:
		return true;
	case CONSENT_DECIDED:
		return answer_conflict(a, "approval", "That was decided already.");
	case CONSENT_SAME_PERSON:
		return answer_refused(a, "P10", "Who asked for it cannot confirm it: a second person does.");
	case CONSENT_BENEFICIARY:
		return answer_refused(a, "P10",
		                      "Who gets something by it neither asks for it nor confirms it.");
	case CONSENT_NO_ROLE:
		roles_words(rule->confirm, words);
		return answer_not_permitted(a, "To confirm that takes the role %s.", words);
	case CONSENT_OTHER_TEXT:
		return answer_conflict(a, "code",
		                       "The code is not of what would be done: read it again, with "
		                       "zutritt approvals or zutritt key waiting.");
	case CONSENT_EXPIRED:
		return answer_refused(a, "P10", "It was asked for more than 24 hours ago: ask for it again.");
	case CONSENT_ASKER_GONE:
		return answer_refused(a, "P10", "Who asked for it may not do so any more.");
	case CONSENT_CHANGED:
		return answer_conflict(a, "approval",
		                       "Something it is about has changed since: ask for it again.");
	}
	return false;
}

/* ---- what is told of it ---- */

static bool is_over(struct office *o, const struct policy_approval *approval)
{
	return clock_now(&o->clock).utc_ms - approval->asked_utc_ms >= CONSENT_LASTS_MS;
}

static const char *state_name(struct office *o, const struct policy_approval *approval)
{
	switch (approval->state) {
	case POLICY_APPROVAL_OPEN:
		return is_over(o, approval) ? "expired" : "open";
	case POLICY_APPROVAL_CONFIRMED:
		return "confirmed";
	case POLICY_APPROVAL_REJECTED:
		return "rejected";
	case POLICY_APPROVAL_VOID:
		return "void";
	}
	return "";
}

static void put_name(struct office *o, struct message *m, const char *member, policy_id id)
{
	char name[POLICY_TEXT_MAX];
	shape_name(o, id, name);
	shape_put_name(m, member, name);
}

static struct message *shape_approval(struct office *o, const struct policy_approval *approval,
                                      const char *what)
{
	struct message *m = message_object();
	char code[13];
	code_of(approval, code);
	shape_put_id(m, "id", approval->id);
	message_put_text(m, "method", approval->method);
	message_put_text(m, "code", code);
	message_put_text(m, "sentence", what);
	message_put_text(m, "state", state_name(o, approval));
	put_name(o, m, "asked_by", approval->asked_by);
	shape_put_id(m, "asker", approval->asked_by);
	put_name(o, m, "for", approval->beneficiary);
	shape_put_time(m, "asked", approval->asked_utc_ms);
	shape_put_time(m, "ends", approval->asked_utc_ms + CONSENT_LASTS_MS);
	message_put(m, "roles", shape_roles(approval_roles(approval->method)));
	put_name(o, m, "decided_by", approval->decided_by);
	return m;
}

/* ---- what it comes to ---- */

static struct message *parse_request(const struct policy_approval *approval)
{
	char error[128];
	return message_parse(approval->request, strlen(approval->request), error, sizeof(error));
}

/* In the language of whoever reads it; as it was stored, where it would come to something else by now. */
static void tell(struct office *o, const struct policy_approval *approval, char text[POLICY_SENTENCE_MAX])
{
	const struct approval_kind *kind = approval_kind_find(approval->method);
	struct message *parameters = parse_request(approval);
	struct request r = {.parameters = parameters};
	struct plan plan = {0};
	struct answer unused;
	answer_init(&unused, false);
	bool is_good = kind != NULL && parameters != NULL && kind->plan(o, &r, &unused, &plan);
	text_copy(text, POLICY_SENTENCE_MAX, is_good ? plan.sentence : approval->sentence);
	answer_free(&unused);
	message_free(parameters);
}

/* ---- asking ---- */

struct asking {
	struct deferred deferred; /* first: see deferred.h */
	struct hasher_job job;
	struct office *office;
	struct policy_approval approval;
	struct policy_person actor;
	char half[PASSWORD_HALF + 1]; /* "": it makes no password */
};

static void free_asking(struct deferred *d)
{
	struct asking *asking = (struct asking *)(void *)d;
	sodium_memzero(asking->half, sizeof(asking->half));
	free(asking);
}

static void put_asked(struct asking *asking, struct answer *a)
{
	const struct policy_approval *approval = &asking->approval;
	char words[ROLES_WORDS_MAX], text[POLICY_SENTENCE_MAX];
	roles_words(approval_roles(approval->method), words);
	tell(asking->office, approval, text);
	message_put(a->members, "approval", shape_approval(asking->office, approval, text));
	if (asking->half[0] == '\0') {
		change_put_note(NULL, a, "It waits for a second person (%s), for 24 hours.", words);
		return;
	}
	message_put_text(a->members, "first_half", asking->half);
	change_put_note(
	        NULL, a,
	        "It waits for a second person (%s), for 24 hours. The first half of the first password "
	        "is %s; it is shown this once, and only for the one whose account it is.",
	        words, asking->half);
}

static void store_asked(struct asking *asking, struct answer *a)
{
	struct change c;
	struct request r = {.actor = asking->actor};
	if (asking->office->store == NULL) {
		answer_unavailable(a, "Nothing is changed, the database is away: %s.",
		                   office_trouble(asking->office));
		return;
	}
	change_begin(&c, asking->office, &r);
	asking->approval.asked_utc_ms = c.now.utc_ms;
	change_op(&c, POLICY_APPROVAL_PUT)->approval = asking->approval;
	struct journal_event *e = change_event(&c, JOURNAL_ACT, "approval.asked");
	e->person = asking->approval.beneficiary;
	text_copy(e->detail, sizeof(e->detail), asking->approval.sentence);
	if (change_make(asking->office, &c, a))
		put_asked(asking, a);
	change_end(&c);
}

static struct asking *asking_of(struct hasher_job *job)
{
	return (struct asking *)(void *)((char *)job - offsetof(struct asking, job));
}

static bool begin_half(struct hasher_job *job, struct hash_order *order, const char **password)
{
	struct asking *asking = asking_of(job);
	*password = asking->half;
	order->memory_kib = asking->approval.half.memory_kib;
	order->passes = asking->approval.half.passes;
	order->length = PASSWORD_HALF;
	memcpy(order->salt, asking->approval.half.salt, sizeof(order->salt));
	return true;
}

static void end_half(struct hasher_job *job, const uint8_t digest[HASH_DIGEST])
{
	struct asking *asking = asking_of(job);
	struct answer *a = &asking->deferred.answer;
	deferred_speak(&asking->deferred);
	if (digest != NULL) {
		memcpy(asking->approval.half.digest, digest, HASH_DIGEST);
		store_asked(asking, a);
	} else {
		answer_unavailable(a, "Nothing is changed: the password can not be hashed.");
	}
	deferred_ready(asking->office, &asking->deferred);
}

/* Rule P3: neither of the two who make an account can log in with it. */
static bool make_half(struct asking *asking, const struct plan *plan, const struct request *r,
                      struct answer *a)
{
	struct policy_login before;
	asking->approval.has_half = true;
	password_half(asking->half);
	password_begin(&asking->approval.half);
	if (plan->operator_id != 0 && store_login(asking->office->store, plan->operator_id, &before) == 0)
		memcpy(asking->approval.half.salt, before.password.salt, POLICY_SALT);
	asking->job.begin = begin_half;
	asking->job.end = end_half;
	if (hasher_ask(asking->office->hasher, &asking->job) < 0)
		return answer_unavailable(a, "Too many log in at once: try again in a few seconds.");
	deferred_begin(&asking->deferred, r, free_asking);
	return true;
}

struct double_search {
	struct office *office;
	const struct policy_approval *approval;
	bool is_found;
};

static bool visit_double(void *context, const struct policy_approval *other)
{
	struct double_search *search = context;
	search->is_found = other->state == POLICY_APPROVAL_OPEN && !is_over(search->office, other) &&
	                   memcmp(other->fingerprint, search->approval->fingerprint, POLICY_FINGERPRINT) == 0;
	return !search->is_found;
}

static bool is_new(struct office *o, const struct policy_approval *approval, struct answer *a)
{
	struct double_search search = {.office = o, .approval = approval};
	if (store_approvals(o->store, visit_double, &search) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", office_trouble(o));
	return !search.is_found || answer_conflict(a, "", "That waits for a second person already.");
}

/* The parameters as they will be read again: without the session, which nobody needs to know. */
static bool put_request(const struct request *r, struct policy_approval *approval, struct answer *a)
{
	struct message *copy = message_copy(r->parameters);
	message_drop(copy, "session");
	char *text = message_print(copy);
	bool fits = strlen(text) < sizeof(approval->request);
	if (fits)
		strcpy(approval->request, text);
	message_free_text(text);
	message_free(copy);
	return fits || answer_invalid(a, "", "That is too long to be kept for a second person.");
}

static bool fill_in(struct office *o, const struct approval_kind *kind, const struct request *r,
                    const struct plan *plan, struct policy_approval *approval, struct answer *a)
{
	*approval = (struct policy_approval){
	        .id = policy_id_new(), .asked_by = r->actor.id, .beneficiary = plan->beneficiary};
	text_copy(approval->method, sizeof(approval->method), kind->method);
	text_copy(approval->sentence, sizeof(approval->sentence), plan->sentence);
	if (!put_request(r, approval, a))
		return false;
	fingerprint_of(kind->method, approval->request, plan, approval->fingerprint);
	return is_new(o, approval, a);
}

static bool keep(struct asking *asking, const struct approval_kind *kind, const struct plan *plan,
                 const struct request *r, struct answer *a)
{
	asking->actor = r->actor;
	if (!fill_in(asking->office, kind, r, plan, &asking->approval, a)) {
		free_asking(&asking->deferred);
		return false;
	}
	if (plan->makes_password) {
		if (make_half(asking, plan, r, a))
			return true;
	} else {
		store_asked(asking, a);
	}
	free_asking(&asking->deferred);
	return a->error == NULL;
}

bool approval_ask(struct office *o, const struct command *command, const struct approval_kind *kind,
                  const struct request *r, struct answer *a)
{
	struct plan plan;
	if (!plan_in_english(o, kind, r, a, &plan))
		return false;
	struct consent_rule rule = {command->roles, kind->confirm, plan.beneficiary};
	struct consent_party asker = approval_party(o, r->actor.id);
	if (!approval_refuse(a, consent_ask(&rule, &asker), &rule))
		return false;
	struct asking *asking = calloc(1, sizeof(*asking));
	if (asking == NULL)
		return answer_unavailable(a, "Out of memory.");
	asking->office = o;
	return keep(asking, kind, &plan, r, a);
}

/* ---- list ---- */

/* The reception sees and rejects what it could confirm; accounts are none of its business. */
static bool concerns(uint32_t roles, const char *method)
{
	return ((approval_roles(method) | ROLE_MANAGEMENT | ROLE_ADMINISTRATOR | ROLE_AUDITOR) & roles) != 0;
}

static int put_item(struct office *o, const struct listing *l, policy_id id, struct answer *a)
{
	struct policy_approval approval;
	char text[POLICY_SENTENCE_MAX];
	(void)l;
	int result = store_approval(o->store, id, &approval);
	if (result < 0)
		return result;
	tell(o, &approval, text);
	answer_item(a, shape_approval(o, &approval, text));
	return 0;
}

static bool visit_item(void *context, const struct policy_approval *approval)
{
	struct listing *l = context;
	if ((l->with_all || approval->state == POLICY_APPROVAL_OPEN) && concerns(l->roles, approval->method))
		listing_add(l, approval->id);
	return true;
}

bool approval_list(struct office *o, const struct request *r, struct answer *a)
{
	struct listing *l = &r->ongoing->listing;
	l->name = "approvals";
	l->put = put_item;
	l->with_all = message_bool(r->parameters, "all", false);
	l->roles = r->roles;
	if (store_approvals(o->store, visit_item, l) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	return listing_page(o, l, a);
}

/* ---- deciding ---- */

static bool find(struct office *o, const struct request *r, struct answer *a,
                 struct policy_approval *approval)
{
	const char *text = message_text(r->parameters, "approval");
	policy_id id = policy_id_parse(text);
	int result = id == 0 ? -ENOENT : store_approval(o->store, id, approval);
	if (result == -ENOENT)
		return answer_not_found(a, text, "Nothing with the id \"%s\" waits for a second person.",
		                        text);
	return result == 0 ||
	       answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
}

static bool decide(struct office *o, const struct request *r, struct answer *a,
                   const struct policy_approval *asked, enum policy_approval_state state, const char *kind,
                   const char *reason)
{
	struct change c;
	change_begin(&c, o, r);
	struct policy_approval *approval = &change_op(&c, POLICY_APPROVAL_PUT)->approval;
	*approval = *asked;
	approval->state = state;
	approval->decided_by = r->actor.id;
	approval->decided_utc_ms = c.now.utc_ms;
	approval->request[0] = '\0';
	approval->has_half = false;
	struct journal_event *e = change_event(&c, JOURNAL_ACT, kind);
	e->person = asked->beneficiary;
	text_copy(e->detail, sizeof(e->detail), reason);
	bool is_made = change_make(o, &c, a);
	change_end(&c);
	return is_made;
}

bool approval_reject(struct office *o, const struct request *r, struct answer *a)
{
	struct policy_approval approval;
	const char *reason = message_text(r->parameters, "reason");
	if (!find(o, r, a, &approval) || !name_text(a, "reason", reason))
		return false;
	if (!concerns(r->roles, approval.method))
		return answer_not_permitted(a, "To reject that takes another role.");
	if (approval.state != POLICY_APPROVAL_OPEN)
		return approval_refuse(a, CONSENT_DECIDED, NULL);
	if (!decide(o, r, a, &approval, POLICY_APPROVAL_REJECTED, "approval.rejected", reason))
		return false;
	change_put_note(r, a, "It is rejected, and will not be done.");
	return true;
}

/* Does the request, asked anew now, come to the same? */
static bool is_unchanged(struct office *o, const struct policy_approval *approval,
                         const struct request *again)
{
	const struct approval_kind *kind = approval_kind_find(approval->method);
	uint8_t fingerprint[POLICY_FINGERPRINT];
	struct plan plan;
	struct answer unused;
	answer_init(&unused, false);
	bool is_good = plan_in_english(o, kind, again, &unused, &plan);
	answer_free(&unused);
	if (!is_good)
		return false;
	fingerprint_of(approval->method, approval->request, &plan, fingerprint);
	return memcmp(fingerprint, approval->fingerprint, sizeof(fingerprint)) == 0;
}

static enum consent judge(struct office *o, const struct request *r, const struct policy_approval *approval,
                          const struct request *again, struct consent_rule *rule)
{
	char code[13];
	code_of(approval, code);
	*rule = (struct consent_rule){command_find(approval->method)->roles, approval_roles(approval->method),
	                              approval->beneficiary};
	struct consent_case c = {.rule = *rule,
	                         .asker = approval_party(o, approval->asked_by),
	                         .second = approval_party(o, r->actor.id),
	                         .state = approval->state,
	                         .asked_utc_ms = approval->asked_utc_ms,
	                         .now_utc_ms = clock_now(&o->clock).utc_ms,
	                         .is_same_text = strcmp(message_text(r->parameters, "code"), code) == 0,
	                         .is_unchanged = approval->state == POLICY_APPROVAL_OPEN &&
	                                         is_unchanged(o, approval, again)};
	return consent_judge(&c);
}

static bool confirm(struct office *o, const struct request *r, struct answer *a,
                    const struct policy_approval *approval, struct request *again)
{
	struct consent_rule rule;
	enum consent consent = judge(o, r, approval, again, &rule);
	if (consent_is_void(consent) &&
	    !decide(o, r, a, approval, POLICY_APPROVAL_VOID, "approval.void", approval->sentence))
		return false;
	if (!approval_refuse(a, consent, &rule))
		return false;
	again->actor = r->actor;
	again->approval = approval;
	return command_find(approval->method)->run(o, again, a);
}

bool approval_confirm(struct office *o, const struct request *r, struct answer *a)
{
	struct policy_approval approval;
	if (!find(o, r, a, &approval))
		return false;
	if (approval.state != POLICY_APPROVAL_OPEN)
		return approval_refuse(a, CONSENT_DECIDED, NULL);
	if (approval_kind_find(approval.method) == NULL)
		return answer_conflict(a, "approval", "This version does not know what it was about.");
	struct message *parameters = parse_request(&approval);
	struct request again = {.parameters = parameters,
	                        .uid = r->uid,
	                        .wants_more = r->wants_more,
	                        .roles = r->roles,
	                        .ongoing = r->ongoing};
	bool is_good = parameters != NULL && confirm(o, r, a, &approval, &again);
	message_free(parameters);
	return is_good;
}
