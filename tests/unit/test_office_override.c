/* Set once in spite of what prevents it, by two persons (rules L4, P10). The engine's part:
 * scenarios.override. */
#include "tests/unit/office_fixture.h"

static char asked[64], code[64], sentence_of_it[600];

static void keep(struct desk *d, char *text, size_t size, const char *path)
{
	const char *found = message_text(d->reply, path);
	CU_ASSERT_PTR_NOT_NULL_FATAL(found);
	snprintf(text, size, "%s", found);
}

/* The gate stands open, and a reader at the entrance is deaf. */
static struct desk *begin(void)
{
	struct desk *d = desk_begin();
	desk_account(d, "rita", "Rita", ROLE_RECEPTION);
	desk_account(d, "rolf", "Rolf", ROLE_RECEPTION);
	desk_account(d, "uwe", "Uwe", ROLE_AUDITOR);
	d->engine.areas[0].prevented_by = ALARM_PREVENTED_OPEN | ALARM_PREVENTED_READER;
	d->engine.doors[GOODS_IN].door.is_open = true;
	d->engine.readers[ENTRANCE_OUT].is_deaf = true;
	desk_log_in(d, "rita");
	return d;
}

static void ask(struct desk *d)
{
	desk_ask_or_fail(d, "AlarmOverride", "{\"reason\":\"the fitter comes tomorrow\"}");
	keep(d, asked, sizeof(asked), "parameters.approval.id");
	keep(d, code, sizeof(code), "parameters.approval.code");
	keep(d, sentence_of_it, sizeof(sentence_of_it), "parameters.approval.sentence");
}

static void confirm(struct desk *d, const char *user, const char *error)
{
	desk_confirm(d, user, asked, code, error);
}

static size_t overrides(const struct desk *d)
{
	return d->doors.calls[DOORS_ALARM_OVERRIDE];
}

static void two_persons_let_exactly_that_pass(void)
{
	struct desk *d = begin();
	ask(d);
	CU_ASSERT_STRING_EQUAL(
	        sentence_of_it,
	        "The alarm of \"building\" is set once, in spite of: door open: goods-in, reader "
	        "at fault: entrance-out. Reason: the fitter comes tomorrow");
	confirm(d, "rita", "Refused");
	CU_ASSERT_EQUAL(overrides(d), 0);
	confirm(d, "uwe", "NotPermitted");
	CU_ASSERT_EQUAL(overrides(d), 0);
	confirm(d, "rolf", "");
	CU_ASSERT_EQUAL_FATAL(overrides(d), 1);
	const struct engine_override *passed = &d->doors.last.override;
	CU_ASSERT_EQUAL(passed->by, 0);
	CU_ASSERT_EQUAL(passed->doors[GOODS_IN], ALARM_PREVENTED_OPEN);
	CU_ASSERT_EQUAL(passed->doors[ENTRANCE], 0);
	CU_ASSERT_EQUAL(passed->readers[ENTRANCE_OUT], ALARM_PREVENTED_READER);
	CU_ASSERT_EQUAL(passed->readers[ENTRANCE_IN], 0);
	CU_ASSERT_EQUAL(desk_events(d, "approval.confirmed").count, 1);
	confirm(d, "rolf", "Conflict"); /* once */
	CU_ASSERT_EQUAL(overrides(d), 1);
	desk_end(d);
}

static void what_prevents_it_meanwhile_is_another_matter(void)
{
	struct desk *d = begin();
	ask(d);
	d->engine.doors[ENTRANCE].door.is_open = true;
	confirm(d, "rolf", "Conflict");
	CU_ASSERT_EQUAL(overrides(d), 0);
	CU_ASSERT_EQUAL(desk_events(d, "approval.void").count, 1);
	desk_end(d);
}

static void what_is_put_right_is_not_let_pass(void)
{
	static const struct {
		uint32_t by;
		enum alarm_mode_state state;
		const char *rule;
	} rows[] = {{ALARM_PREVENTED_INSIDE, ALARM_UNSET, "L4"},
	            {ALARM_PREVENTED_UNCERTAIN, ALARM_UNSET, "L4"},
	            {ALARM_PREVENTED_RELEASED, ALARM_UNSET, "L4"},
	            {ALARM_PREVENTED_FIRE, ALARM_UNSET, "L4"},
	            {0, ALARM_UNSET, "L4"},
	            {ALARM_PREVENTED_BY_HAND, ALARM_UNSET, "L4"},
	            {ALARM_PREVENTED_OPEN, ALARM_SET, "L1"},
	            {ALARM_PREVENTED_OPEN, ALARM_EXIT_DELAY, "L1"}};
	struct desk *d = begin();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		d->engine.areas[0].prevented_by = rows[i].by;
		if (rows[i].by != 0 && rows[i].by != ALARM_PREVENTED_BY_HAND)
			d->engine.areas[0].prevented_by |= ALARM_PREVENTED_READER;
		d->engine.areas[0].alarm.state = rows[i].state;
		desk_ask(d, "AlarmOverride", "{\"reason\":\"night\"}");
		CU_ASSERT_STRING_EQUAL(desk_error(d), "Refused");
		CU_ASSERT_STRING_EQUAL(message_text(d->reply, "parameters.rule"), rows[i].rule);
	}
	CU_ASSERT_EQUAL(desk_events(d, "approval.asked").count, 0);
	desk_end(d);
}

static void take_the_right_of(struct desk *d, const char *user)
{
	struct policy_operator operator;
	struct policy_op op = {.kind = POLICY_PERSON_PUT};
	CU_ASSERT_EQUAL_FATAL(store_operator_by_user(d->office->store, user, &operator), 0);
	CU_ASSERT_EQUAL_FATAL(store_person(d->office->store, operator.person, &op.person), 0);
	op.person.rights = 0;
	CU_ASSERT_EQUAL_FATAL(store_apply(d->office->store, &op, 1, 0, NULL, 0), 0);
}

static void who_has_no_right_to_set_does_not_ask(void)
{
	struct desk *d = begin();
	take_the_right_of(d, "rita");
	desk_log_in(d, "rita");
	desk_ask(d, "AlarmOverride", "{\"reason\":\"night\"}");
	CU_ASSERT_STRING_EQUAL(message_text(d->reply, "parameters.rule"), "L2");
	desk_end(d);
}

/* Nor does a second person without it make up for who has lost it meanwhile. */
static void who_has_lost_the_right_to_set_asked_for_nothing(void)
{
	struct desk *d = begin();
	ask(d);
	take_the_right_of(d, "rita");
	take_the_right_of(d, "rolf");
	confirm(d, "rolf", "Refused");
	CU_ASSERT_EQUAL(overrides(d), 0);
	desk_end(d);
}

/* Accounts and roles are no business of the reception's. */
static void the_reception_sees_and_rejects_what_it_could_confirm(void)
{
	struct desk *d = begin();
	char parameters[200];
	ask(d);
	desk_ask_or_fail(d, "PersonList", "{}");
	desk_log_in(d, "boss");
	desk_ask_or_fail(d, "PersonHire", "{\"name\":\"Eva\"}");
	desk_ask_or_fail(d, "OperatorRequest",
	                 "{\"person\":\"Eva\",\"user\":\"eva\",\"roles\":[\"reception\"]}");
	snprintf(parameters, sizeof(parameters), "{\"approval\":\"%s\",\"reason\":\"no\"}",
	         message_text(d->reply, "parameters.approval.id"));
	desk_ask_or_fail(d, "ApprovalList", "{}");
	CU_ASSERT_EQUAL(message_count(message_get(d->reply, "parameters.approvals")), 2);
	desk_log_in(d, "rolf");
	desk_ask(d, "ApprovalReject", parameters);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "NotPermitted");
	desk_ask_or_fail(d, "ApprovalList", "{}");
	const struct message *list = message_get(d->reply, "parameters.approvals");
	CU_ASSERT_EQUAL_FATAL(message_count(list), 1);
	CU_ASSERT_STRING_EQUAL(message_text(message_item(list, 0), "method"), "AlarmOverride");
	snprintf(parameters, sizeof(parameters), "{\"approval\":\"%s\",\"reason\":\"no\"}", asked);
	desk_ask_or_fail(d, "ApprovalReject", parameters);
	confirm(d, "boss", "Conflict");
	CU_ASSERT_EQUAL(overrides(d), 0);
	desk_end(d);
}

static const struct suite_case cases[] = {
        {"L4: two persons let exactly that pass", two_persons_let_exactly_that_pass},
        {"P10: what prevents it meanwhile is another matter", what_prevents_it_meanwhile_is_another_matter},
        {"L4: what is put right is not let pass", what_is_put_right_is_not_let_pass},
        {"L2: who has no right to set does not ask", who_has_no_right_to_set_does_not_ask},
        {"L2: who has lost the right to set asked for nothing",
         who_has_lost_the_right_to_set_asked_for_nothing},
        {"P1: the reception sees and rejects what it could confirm",
         the_reception_sees_and_rejects_what_it_could_confirm},
};

int main(void)
{
	return suite_run("office: override", cases, sizeof(cases) / sizeof(cases[0]));
}
