/*
 * Four eyes over a real database (rules P2, P3, P10): what is asked for, what
 * is confirmed, what is void by then; and histories of people who try whatever
 * they can, after which every account must be explained by two others.
 */
#include "tests/unit/office_fixture.h"

#include "controller/office/consent.h"

#include <sqlite3.h>

static char asked[64], code[64], half[64];

static struct desk *begin(void)
{
	struct desk *d = desk_begin();
	desk_account(d, "mia", "Mia", ROLE_MANAGEMENT);
	desk_account(d, "max", "Max", ROLE_ADMINISTRATOR);
	desk_account(d, "ada", "Ada", ROLE_ADMINISTRATOR | ROLE_MANAGEMENT);
	desk_ask_or_fail(d, "PersonHire", "{\"name\":\"Eva\"}");
	desk_log_in(d, "mia");
	return d;
}

static void keep(struct desk *d, char text[64], const char *path)
{
	const char *found = message_text(d->reply, path);
	CU_ASSERT_PTR_NOT_NULL_FATAL(found);
	snprintf(text, 64, "%s", found);
}

static const char eva[] = "{\"person\":\"Eva\",\"user\":\"eva\",\"roles\":[\"reception\"]}";

static void ask(struct desk *d, const char *method, const char *parameters)
{
	desk_ask_or_fail(d, method, parameters);
	keep(d, asked, "parameters.approval.id");
	keep(d, code, "parameters.approval.code");
	if (message_text(d->reply, "parameters.first_half") != NULL)
		keep(d, half, "parameters.first_half");
}

static void confirm(struct desk *d, const char *user, const char *error)
{
	desk_confirm(d, user, asked, code, error);
}

static const char *state_of_asked(struct desk *d)
{
	static char text[32];
	desk_log_in(d, "boss");
	desk_ask_or_fail(d, "ApprovalList", "{\"all\":true}");
	const struct message *list = message_get(d->reply, "parameters.approvals");
	for (size_t i = 0; i < message_count(list); i++)
		if (strcmp(message_text(message_item(list, i), "id"), asked) == 0)
			snprintf(text, sizeof(text), "%s", message_text(message_item(list, i), "state"));
	return text;
}

static bool has_account(struct desk *d, const char *user, uint32_t roles)
{
	struct policy_operator operator;
	return store_operator_by_user(d->office->store, user, &operator) == 0 && operator.roles == roles;
}

static void nothing_is_done_before_a_second_person_confirms(void)
{
	struct desk *d = begin();
	ask(d, "OperatorRequest", eva);
	CU_ASSERT_FALSE(has_account(d, "eva", ROLE_RECEPTION));
	CU_ASSERT_PTR_NOT_NULL(strstr(message_text(d->reply, "parameters.approval.sentence"), "Eva ("));
	CU_ASSERT_PTR_NOT_NULL(
	        strstr(message_text(d->reply, "parameters.approval.sentence"), "\"eva\": reception"));
	confirm(d, "max", "");
	CU_ASSERT_TRUE(has_account(d, "eva", ROLE_RECEPTION));
	CU_ASSERT_EQUAL(desk_events(d, "approval.asked").count, 1);
	CU_ASSERT_EQUAL(desk_events(d, "approval.confirmed").count, 1);
	struct desk_count added = desk_events(d, "operator.added");
	CU_ASSERT_EQUAL(added.count, 1);
	CU_ASSERT_NOT_EQUAL(added.last.operator_id, desk_events(d, "approval.asked").last.operator_id);
	confirm(d, "max", "Conflict"); /* once */
	CU_ASSERT_STRING_EQUAL(state_of_asked(d), "confirmed");
	desk_end(d);
}

static void who_asked_or_profits_or_has_not_the_role_does_not_confirm(void)
{
	struct desk *d = begin();
	desk_log_in(d, "ada");
	ask(d, "OperatorRequest", eva);
	confirm(d, "ada", "Refused");
	confirm(d, "mia", "NotPermitted");
	CU_ASSERT_STRING_EQUAL(state_of_asked(d), "open");
	confirm(d, "max", "");
	/* and nobody asks for themselves, nor confirms what they get */
	desk_log_in(d, "ada");
	desk_ask(d, "OperatorRequest", "{\"person\":\"Ada\",\"roles\":[\"auditor\"]}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Refused");
	desk_log_in(d, "mia");
	ask(d, "OperatorRequest", "{\"person\":\"Max\",\"roles\":[\"management\",\"administrator\"]}");
	confirm(d, "max", "Refused");
	CU_ASSERT_TRUE(has_account(d, "max", ROLE_ADMINISTRATOR));
	confirm(d, "ada", "");
	CU_ASSERT_TRUE(has_account(d, "max", ROLE_MANAGEMENT | ROLE_ADMINISTRATOR));
	desk_end(d);
}

static void what_is_confirmed_is_what_was_read(void)
{
	struct desk *d = begin();
	char other[64];
	ask(d, "OperatorRequest", eva);
	snprintf(other, sizeof(other), "%s", code);
	desk_log_in(d, "boss");
	desk_ask_or_fail(d, "PersonHire", "{\"name\":\"Ole\"}");
	desk_log_in(d, "mia");
	ask(d, "OperatorRequest", "{\"person\":\"Ole\",\"user\":\"ole\",\"roles\":[\"auditor\"]}");
	CU_ASSERT_STRING_NOT_EQUAL(other, code);
	snprintf(code, sizeof(code), "%s", other);
	confirm(d, "max", "Conflict");
	CU_ASSERT_STRING_EQUAL(state_of_asked(d), "open");
	CU_ASSERT_FALSE(has_account(d, "ole", ROLE_AUDITOR));
	desk_end(d);
}

static void what_has_changed_since_is_void(void)
{
	struct desk *d = begin();
	ask(d, "OperatorRequest", eva);
	desk_log_in(d, "boss");
	desk_ask_or_fail(d, "PersonRename", "{\"person\":\"Eva\",\"name\":\"Eve\"}");
	confirm(d, "max", "Conflict");
	CU_ASSERT_STRING_EQUAL(state_of_asked(d), "void");
	CU_ASSERT_EQUAL(desk_events(d, "approval.void").count, 1);
	confirm(d, "max", "Conflict");
	CU_ASSERT_FALSE(has_account(d, "eva", ROLE_RECEPTION));
	desk_end(d);
}

/* It could still be done, but would be another matter by then. */
static void what_would_come_to_something_else_is_void(void)
{
	struct desk *d = begin();
	char first[64], its_code[64];
	ask(d, "OperatorRequest", "{\"person\":\"Max\",\"roles\":[\"administrator\",\"reception\"]}");
	snprintf(first, sizeof(first), "%s", asked);
	snprintf(its_code, sizeof(its_code), "%s", code);
	ask(d, "OperatorRequest", "{\"person\":\"Max\",\"roles\":[\"auditor\"]}");
	confirm(d, "ada", "");
	snprintf(asked, sizeof(asked), "%s", first);
	snprintf(code, sizeof(code), "%s", its_code);
	confirm(d, "ada", "Conflict");
	CU_ASSERT_STRING_EQUAL(state_of_asked(d), "void");
	CU_ASSERT_TRUE(has_account(d, "max", ROLE_AUDITOR));
	desk_end(d);
}

static void who_asked_and_has_left_asked_for_nothing(void)
{
	struct desk *d = begin();
	ask(d, "OperatorRequest", eva);
	desk_log_in(d, "boss");
	desk_ask_or_fail(d, "PersonExit", "{\"person\":\"Mia\",\"reason\":\"x\"}");
	confirm(d, "max", "Refused");
	CU_ASSERT_STRING_EQUAL(state_of_asked(d), "void");
	desk_end(d);
}

/* As if it had been asked for a day ago. */
static void make_old(struct desk *d)
{
	sqlite3 *other = NULL;
	char sql[200], path[128];
	snprintf(path, sizeof(path), "%s/zutritt.db", d->config.state_dir);
	snprintf(sql, sizeof(sql), "UPDATE approval SET asked_utc_ms = asked_utc_ms - %lld",
	         (long long)CONSENT_LASTS_MS);
	CU_ASSERT_EQUAL_FATAL(sqlite3_open(path, &other), SQLITE_OK);
	CU_ASSERT_EQUAL_FATAL(sqlite3_exec(other, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(other);
}

static void after_24_hours_it_is_over(void)
{
	struct desk *d = begin();
	ask(d, "OperatorRequest", eva);
	make_old(d);
	CU_ASSERT_STRING_EQUAL(state_of_asked(d), "expired");
	confirm(d, "max", "Refused");
	CU_ASSERT_STRING_EQUAL(state_of_asked(d), "void");
	desk_log_in(d, "mia");
	ask(d, "OperatorRequest", eva); /* and can be asked for again */
	confirm(d, "max", "");
	desk_end(d);
}

static void it_is_asked_for_once_and_rejected_once(void)
{
	struct desk *d = begin();
	char parameters[200];
	ask(d, "OperatorRequest", eva);
	desk_ask(d, "OperatorRequest", eva);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Conflict");
	desk_log_in(d, "max");
	snprintf(parameters, sizeof(parameters), "{\"approval\":\"%s\",\"reason\":\"not needed\"}", asked);
	desk_ask_or_fail(d, "ApprovalReject", parameters);
	desk_ask(d, "ApprovalReject", parameters);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Conflict");
	confirm(d, "max", "Conflict");
	CU_ASSERT_STRING_EQUAL(desk_events(d, "approval.rejected").last.detail, "not needed");
	desk_end(d);
}

static const struct {
	const char *parameters, *error, *says;
} refusals[] = {
        {"{\"person\":\"Eva\",\"roles\":[\"reception\"]}", "Invalid", "no account yet"},
        {"{\"person\":\"Eva\",\"user\":\"Eva\",\"roles\":[\"reception\"]}", "Invalid", "small letters"},
        {"{\"person\":\"Eva\",\"user\":\"eva\",\"roles\":[]}", "Invalid", "at least one"},
        {"{\"person\":\"Eva\",\"user\":\"eva\",\"roles\":[\"boss\"]}", "Invalid", "boss"},
        {"{\"person\":\"Eva\",\"user\":\"max\",\"roles\":[\"reception\"]}", "Conflict", "max"},
        {"{\"person\":\"Ida\",\"user\":\"ida\",\"roles\":[\"reception\"]}", "NotFound", "Ida"},
        {"{\"person\":\"Max\",\"user\":\"other\",\"roles\":[\"reception\"]}", "Conflict", "already"},
        {"{\"person\":\"Max\",\"roles\":[\"administrator\"]}", "Conflict", "just these"},
};

static void what_cannot_be_is_refused_when_it_is_asked_for(void)
{
	struct desk *d = begin();
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		desk_ask(d, "OperatorRequest", refusals[i].parameters);
		bool is_right = strcmp(desk_error(d), refusals[i].error) == 0 &&
		                strstr(desk_says(d), refusals[i].says) != NULL;
		if (!is_right)
			printf("\n    %s: %s %s ", refusals[i].parameters, desk_error(d), desk_says(d));
		CU_ASSERT_TRUE(is_right);
	}
	desk_end(d);
}

/* Whatever the office thinks. */
static void the_database_takes_no_confirmation_by_who_asked_or_profits(void)
{
	struct desk *d = begin();
	ask(d, "OperatorRequest", eva);
	struct policy_op op = {.kind = POLICY_APPROVAL_PUT};
	CU_ASSERT_EQUAL_FATAL(store_approval(d->office->store, policy_id_parse(asked), &op.approval), 0);
	policy_id wrong[] = {op.approval.asked_by, op.approval.beneficiary, 0};
	op.approval.state = POLICY_APPROVAL_CONFIRMED;
	op.approval.decided_utc_ms = op.approval.asked_utc_ms;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		op.approval.decided_by = wrong[i];
		CU_ASSERT(store_apply(d->office->store, &op, 1, 0, NULL, 0) < 0);
		CU_ASSERT_PTR_NOT_NULL(strstr(store_error(d->office->store), "P10"));
	}
	CU_ASSERT_STRING_EQUAL(state_of_asked(d), "open");
	desk_end(d);
}

/* ---- the two halves (rule P3) ---- */

static void log_in(struct desk *d, const char *password, const char *error)
{
	char parameters[200];
	snprintf(parameters, sizeof(parameters), "{\"user\":\"eva\",\"password\":\"%s\"}", password);
	desk_ask(d, "SessionOpen", parameters);
	CU_ASSERT_STRING_EQUAL(desk_error(d), error);
	memset(&d->office->sources, 0, sizeof(d->office->sources));
}

static void a_first_password_is_shown_to_two_in_halves(void)
{
	struct desk *d = begin();
	char second[64], whole[160];
	ask(d, "OperatorRequest", eva);
	CU_ASSERT_EQUAL(strlen(half), 11);
	confirm(d, "max", "");
	keep(d, second, "parameters.second_half");
	CU_ASSERT_STRING_NOT_EQUAL(half, second);
	log_in(d, half, "NotPermitted");
	log_in(d, second, "NotPermitted");
	snprintf(whole, sizeof(whole), "%s-%s", half, second);
	log_in(d, whole, "");
	CU_ASSERT_TRUE(message_bool(d->reply, "parameters.must_change_password", false));
	desk_end(d);
}

static void who_forgot_theirs_gets_another_by_the_same_two_pairs_of_eyes(void)
{
	struct desk *d = begin();
	char second[64], whole[160];
	ask(d, "OperatorRequest", eva);
	confirm(d, "max", "");
	for (int i = 0; i < 3; i++)
		log_in(d, "wrong", "NotPermitted");
	desk_log_in(d, "mia");
	ask(d, "OperatorReset", "{\"user\":\"eva\"}");
	confirm(d, "max", "");
	keep(d, second, "parameters.second_half");
	snprintf(whole, sizeof(whole), "%s-%s", half, second);
	log_in(d, whole, "");
	CU_ASSERT_EQUAL(desk_events(d, "operator.reset").count, 1);
	desk_end(d);
}

/* ---- whatever they try ---- */

enum { ACTS = 2500, TRIERS = 7 };

static uint64_t state = 88172645463325252;

static uint64_t chance(uint64_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % below;
}

/*
 * Each account, and each change of roles, must have been confirmed by who made
 * it, in the words in which it was asked for by somebody else, once; and be for
 * neither of them.
 */
struct asked_event {
	policy_id asker, beneficiary;
	char what[POLICY_TEXT_MAX];
	bool is_used;
};

struct explanation {
	size_t made, asked_count;
	struct asked_event asked[4096];
	struct journal_event confirmed; /* the last one */
	bool is_good;
};

static struct asked_event *explain(struct explanation *x, const struct journal_event *made)
{
	for (size_t i = 0; i < x->asked_count; i++) {
		struct asked_event *it = &x->asked[i];
		bool is_it = it->beneficiary == made->person && !it->is_used &&
		             strcmp(it->what, x->confirmed.detail) == 0;
		if (is_it && it->asker != made->operator_id && it->asker != made->person)
			return it;
	}
	return NULL;
}

static void judge_made(struct explanation *x, const struct journal_event *made)
{
	struct asked_event *it = explain(x, made);
	x->is_good &= it != NULL && made->operator_id != made->person &&
	              x->confirmed.operator_id == made->operator_id &&
	              x->confirmed.number + 1 == made->number;
	if (it != NULL)
		it->is_used = true;
	x->made++;
}

static bool visit_event(void *context, const struct journal_event *event)
{
	struct explanation *x = context;
	if (strcmp(event->kind, "approval.asked") == 0) {
		struct asked_event *it = &x->asked[x->asked_count++];
		*it = (struct asked_event){.asker = event->operator_id, .beneficiary = event->person};
		snprintf(it->what, sizeof(it->what), "%s", event->detail);
	}
	if (strcmp(event->kind, "approval.confirmed") == 0)
		x->confirmed = *event;
	if (strcmp(event->kind, "operator.added") == 0 || strcmp(event->kind, "operator.changed") == 0)
		judge_made(x, event);
	return true;
}

/* As root would have to when nobody is left who may ask or confirm: else little would be tried. */
static void restore(struct desk *d, const char *user, uint32_t roles)
{
	struct policy_op op = {.kind = POLICY_OPERATOR_PUT};
	CU_ASSERT_EQUAL_FATAL(store_operator_by_user(d->office->store, user, &op.operator), 0);
	if (op.operator.roles == roles)
		return;
	op.operator.roles = roles;
	CU_ASSERT_EQUAL_FATAL(store_apply(d->office->store, &op, 1, 0, NULL, 0), 0);
}

static void restore_all(struct desk *d)
{
	restore(d, "mia", ROLE_MANAGEMENT);
	restore(d, "max", ROLE_ADMINISTRATOR);
	restore(d, "ada", ROLE_ADMINISTRATOR | ROLE_MANAGEMENT);
}

static void try_something(struct desk *d, char names[TRIERS][16])
{
	static const char *const roles[] = {"management", "administrator", "reception", "auditor"};
	char parameters[256];
	const char *who = names[chance(TRIERS)], *whom = names[chance(TRIERS)];
	struct policy_operator operator;
	if (store_operator_by_user(d->office->store, who, &operator) < 0)
		return;
	desk_log_in(d, who);
	switch (chance(8)) {
	case 0:
	case 1:
		snprintf(parameters, sizeof(parameters),
		         "{\"person\":\"%s\",\"user\":\"%s\",\"roles\":[\"%s\",\"%s\"]}", whom, whom,
		         roles[chance(4)], roles[chance(4)]);
		desk_ask(d, "OperatorRequest", parameters);
		if (desk_error(d)[0] == '\0') {
			keep(d, asked, "parameters.approval.id");
			keep(d, code, "parameters.approval.code");
		}
		break;
	case 2:
		if (whom[0] == 'p') {
			snprintf(parameters, sizeof(parameters), "{\"user\":\"%s\",\"reason\":\"x\"}", whom);
			desk_ask(d, "OperatorClose", parameters);
		}
		break;
	default:
		snprintf(parameters, sizeof(parameters), "{\"approval\":\"%s\",\"code\":\"%s\"}", asked,
		         code);
		desk_ask(d, "ApprovalConfirm", parameters);
		break;
	}
}

static void whatever_they_try_every_account_is_explained_by_two_others(void)
{
	static struct explanation x;
	struct desk *d = begin();
	char names[TRIERS][16] = {"mia", "max", "ada"};
	for (int i = 3; i < TRIERS; i++) {
		char parameters[64];
		snprintf(names[i], sizeof(names[i]), "p%d", i);
		snprintf(parameters, sizeof(parameters), "{\"name\":\"%s\"}", names[i]);
		desk_log_in(d, "boss");
		desk_ask_or_fail(d, "PersonHire", parameters);
	}
	desk_ask_or_fail(d, "OperatorClose", "{\"user\":\"boss\",\"reason\":\"x\"}");
	for (int i = 0; i < ACTS; i++) {
		try_something(d, names);
		if (i % 50 == 0)
			restore_all(d);
	}
	x = (struct explanation){.is_good = true};
	CU_ASSERT_EQUAL(store_events(d->office->store, 0, 1000000, false, visit_event, &x), 0);
	printf("%zu were made ", x.made);
	CU_ASSERT(x.made > 20); /* else it would prove nothing */
	CU_ASSERT_TRUE(x.is_good);
	desk_end(d);
}

static const struct suite_case cases[] = {
        {"P10: nothing is done before a second person confirms",
         nothing_is_done_before_a_second_person_confirms},
        {"P2: who asked, or profits, or has not the role, does not confirm",
         who_asked_or_profits_or_has_not_the_role_does_not_confirm},
        {"P10: what is confirmed is what was read", what_is_confirmed_is_what_was_read},
        {"P10: what has changed since is void", what_has_changed_since_is_void},
        {"P10: what would come to something else is void", what_would_come_to_something_else_is_void},
        {"P10: who asked and has left asked for nothing", who_asked_and_has_left_asked_for_nothing},
        {"P10: after 24 hours it is over", after_24_hours_it_is_over},
        {"P10: it is asked for once and rejected once", it_is_asked_for_once_and_rejected_once},
        {"P1: what cannot be is refused when it is asked for",
         what_cannot_be_is_refused_when_it_is_asked_for},
        {"P2: the database takes no confirmation by who asked, or profits",
         the_database_takes_no_confirmation_by_who_asked_or_profits},
        {"P3: a first password is shown to two, in halves", a_first_password_is_shown_to_two_in_halves},
        {"P2: who forgot theirs gets another by the same two pairs of eyes",
         who_forgot_theirs_gets_another_by_the_same_two_pairs_of_eyes},
        {"P2: whatever they try, every account is explained by two others",
         whatever_they_try_every_account_is_explained_by_two_others},
};

int main(void)
{
	return suite_run("office: approvals", cases, sizeof(cases) / sizeof(cases[0]));
}
