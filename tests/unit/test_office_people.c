/*
 * Persons, badges, keys and receipts over their whole life (rules K1 to K5,
 * V6, A11), against a real database and the doors' own table.
 */
#include "tests/unit/office_fixture.h"

#include "controller/office/consent.h"
#include "controller/office/text.h"

#include <sqlite3.h>

/* ---- helpers ---- */

static char asked[2048];

/* Parameters with their apostrophes as quotation marks: {'person':'Eva'}. */
static const char *with_quotes(const char *parameters)
{
	snprintf(asked, sizeof(asked), "%s", parameters);
	for (char *at = asked; *at != '\0'; at++)
		if (*at == '\'')
			*at = '"';
	return asked;
}

static const struct message *does(struct desk *d, const char *method, const char *parameters)
{
	return desk_ask_or_fail(d, method, with_quotes(parameters));
}

static void is_refused(struct desk *d, const char *method, const char *parameters, const char *error,
                       const char *says)
{
	desk_ask(d, method, with_quotes(parameters));
	bool is_right = strcmp(desk_error(d), error) == 0 && strstr(desk_says(d), says) != NULL;
	if (!is_right)
		printf("\n    %s %s: %s \"%s\" ", method, parameters, desk_error(d), desk_says(d));
	CU_ASSERT_TRUE(is_right);
}

/* The text at the path of the last reply, in memory that holds the last eight. */
static const char *told(struct desk *d, const char *path)
{
	static char texts[8][256];
	static unsigned next;
	char *text = texts[next++ % 8];
	const char *found = message_text(message_get(d->reply, "parameters"), path);
	CU_ASSERT_PTR_NOT_NULL_FATAL(found);
	snprintf(text, sizeof(texts[0]), "%s", found);
	return text;
}

/* {'key':'ID','by':'Max'} of the first key of a list. */
static const char *with_key(const char *id, const char *by)
{
	static char parameters[128];
	snprintf(parameters, sizeof(parameters), "{'key':'%s','by':'%s'}", id, by);
	return parameters;
}

/* As by who has read what waits: without a code where nothing does. */
static const char *approving(struct desk *d, const char *id, const char *by)
{
	static char parameters[160];
	const char *code = "?";
	desk_ask_or_fail(d, "KeyListWaiting", "{}");
	const struct message *keys = message_get(d->reply, "parameters.keys");
	for (size_t i = 0; i < message_count(keys); i++)
		if (strcmp(message_text(message_item(keys, i), "id"), id) == 0)
			code = message_text(message_item(keys, i), "code");
	snprintf(parameters, sizeof(parameters), "{'key':'%s','code':'%s','by':'%s'}", id, code, by);
	return parameters;
}

static const char *first_key(struct desk *d, const char *path)
{
	static char id[16];
	const struct message *keys = message_get(message_get(d->reply, "parameters"), path);
	CU_ASSERT_FATAL(message_count(keys) > 0);
	snprintf(id, sizeof(id), "%s", message_text(message_item(keys, 0), "id"));
	return id;
}

static enum record_reason reason_at(struct desk *d, uint64_t card, uint16_t reader)
{
	struct access_decision decision = desk_present(d, card, reader);
	return decision.is_granted ? REASON_NONE : decision.reason;
}

/* The same on a later day. */
static enum record_reason reason_in(struct desk *d, uint64_t card, int days)
{
	struct access_request request = {.number = {.card = card, .facility = 42, .format = FORMAT_H10301},
	                                 .reader = ENTRANCE_IN,
	                                 .is_reader_enabled = true,
	                                 .is_commissioned = true,
	                                 .now = clock_now(&d->office->clock)};
	request.now.utc_ms += days * INT64_C(86400000);
	struct access_decision decision = access_decide(d->doors.table, &d->config.site, &request);
	return decision.is_granted ? REASON_NONE : decision.reason;
}

static const char *day_in(struct desk *d, int days)
{
	static char text[TEXT_DAY_MAX];
	struct moment now = clock_now(&d->office->clock);
	text_day(moment_day(&now) + days, text);
	return text;
}

/* Max acts; Eva has badge 42:2 and the position front; Ida is there to approve. */
static struct desk *begin(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	does(d, "PersonHire", "{'name':'Eva','position':'front','badge':'42:2','by':'Max'}");
	does(d, "PersonHire", "{'name':'Ida','by':'Max'}");
	return d;
}

/* ---- K1, K2: keys ---- */

static void a_key_for_a_secure_room_waits_for_a_second_person(void)
{
	struct desk *d = begin();
	does(d, "KeyIssue", "{'person':'Eva','room':'servers','reason':'disks','by':'Max'}");
	CU_ASSERT_STRING_EQUAL(told(d, "key.state"), "requested");
	CU_ASSERT_PTR_NOT_NULL(strstr(told(d, "note"), "behind a secure door"));
	char id[16];
	snprintf(id, sizeof(id), "%s", told(d, "key.id"));
	does(d, "KeyListWaiting", "{}");
	CU_ASSERT_STRING_EQUAL(first_key(d, "keys"), id);
	is_refused(d, "KeyApprove", approving(d, id, "Max"), "Refused", "a second person does");
	is_refused(d, "KeyApprove", approving(d, id, "Eva"), "Refused",
	           "neither asks for it nor confirms it");
	struct policy_key key;
	CU_ASSERT_EQUAL(store_key(d->office->store, policy_id_parse(id), &key), 0);
	CU_ASSERT_PTR_NULL(table_key(d->doors.table, key.person, SERVERS, SITE_NONE));
	does(d, "KeyApprove", approving(d, id, "Ida"));
	CU_ASSERT_STRING_EQUAL(told(d, "key.state"), "issued");
	CU_ASSERT_STRING_EQUAL(told(d, "key.approved_by_name"), "Ida");
	CU_ASSERT(told(d, "key.receipt")[0] != '\0');
	CU_ASSERT_PTR_NOT_NULL(table_key(d->doors.table, key.person, SERVERS, SITE_NONE));
	CU_ASSERT_EQUAL(desk_events(d, "key.approved").count, 1);
	is_refused(d, "KeyApprove", approving(d, id, "Ida"), "Conflict", "can not be approved");
	desk_end(d);
}

/* Four rooms: a third one is more than half of them. */
static void more_than_half_of_all_rooms_waits_for_a_second_person(void)
{
	struct desk *d = begin();
	does(d, "KeyIssue", "{'person':'Eva','room':'office','reason':'w','by':'Max'}");
	CU_ASSERT_STRING_EQUAL(told(d, "key.state"), "issued");
	does(d, "KeyIssue", "{'person':'Eva','room':'hall','door':'entrance','reason':'w','by':'Max'}");
	CU_ASSERT_STRING_EQUAL(told(d, "key.state"), "issued"); /* no further room */
	does(d, "KeyIssue", "{'person':'Eva','room':'warehouse','reason':'w','by':'Max'}");
	CU_ASSERT_STRING_EQUAL(told(d, "key.state"), "requested");
	CU_ASSERT_PTR_NOT_NULL(strstr(told(d, "note"), "more than half"));
	desk_end(d);
}

static void a_request_is_over_after_a_day(void)
{
	struct desk *d = begin();
	does(d, "KeyIssue", "{'person':'Eva','room':'servers','reason':'disks','by':'Max'}");
	struct policy_op op = {.kind = POLICY_KEY_PUT};
	CU_ASSERT_EQUAL_FATAL(store_key(d->office->store, policy_id_parse(told(d, "key.id")), &op.key), 0);
	char id[16];
	policy_id_text(op.key.id, id);
	op.key.issued_utc_ms -= CONSENT_LASTS_MS - 60000; /* a minute less than a day ago */
	CU_ASSERT_EQUAL_FATAL(store_apply(d->office->store, &op, 1, 0, NULL, 0), 0);
	does(d, "KeyApprove", approving(d, id, "Ida"));
	does(d, "KeyIssue", "{'person':'Ida','room':'servers','reason':'disks','by':'Max'}");
	CU_ASSERT_EQUAL_FATAL(store_key(d->office->store, policy_id_parse(told(d, "key.id")), &op.key), 0);
	policy_id_text(op.key.id, id);
	op.key.issued_utc_ms -= CONSENT_LASTS_MS;
	CU_ASSERT_EQUAL_FATAL(store_apply(d->office->store, &op, 1, 0, NULL, 0), 0);
	is_refused(d, "KeyApprove", approving(d, id, "Boss"), "Refused", "24 hours");
	/* that is over, so it can be asked for again */
	does(d, "KeyIssue", "{'person':'Ida','room':'servers','reason':'disks','by':'Max'}");
	desk_end(d);
}

/* The hashed sentence is confirmed, nothing else. */
static void what_is_approved_is_what_was_read(void)
{
	struct desk *d = begin();
	char id[16], first[160];
	does(d, "KeyIssue", "{'person':'Eva','room':'servers','reason':'disks','by':'Max'}");
	snprintf(id, sizeof(id), "%s", told(d, "key.id"));
	snprintf(first, sizeof(first), "%s", approving(d, id, "Ida"));
	does(d, "PersonRename", "{'person':'Eva','name':'Eve','by':'Max'}");
	is_refused(d, "KeyApprove", first, "Conflict", "read it again");
	does(d, "KeyApprove", approving(d, id, "Ida"));
	desk_end(d);
}

/* Rules K2, P10: nor two of whom one profits. */
static void nobody_asks_for_a_guarded_key_for_themselves(void)
{
	struct desk *d = begin();
	does(d, "PositionAdd", "{'name':'machines','keys':[{'room':'servers'}],'by':'Max'}");
	is_refused(d, "KeyIssue", "{'person':'Max','room':'servers','reason':'x','by':'Max'}", "Refused",
	           "neither asks for it");
	is_refused(d, "PersonTransfer", "{'person':'Max','position':'machines','by':'Max'}", "Refused",
	           "neither asks for it");
	does(d, "KeyIssue", "{'person':'Max','room':'office','reason':'x','by':'Max'}");
	CU_ASSERT_STRING_EQUAL(told(d, "key.state"), "issued");
	desk_end(d);
}

static void who_asked_for_a_key_and_has_left_asked_for_nothing(void)
{
	struct desk *d = begin();
	char id[16];
	does(d, "KeyIssue", "{'person':'Eva','room':'servers','reason':'disks','by':'Max'}");
	snprintf(id, sizeof(id), "%s", told(d, "key.id"));
	does(d, "PersonExit", "{'person':'Max','reason':'x'}");
	is_refused(d, "KeyApprove", approving(d, id, "Ida"), "Refused", "may not do so any more");
	is_refused(d, "KeyApprove", approving(d, id, "Ida"), "Conflict", "revoked");
	desk_end(d);
}

static void a_key_goes_through_its_life_at_the_doors(void)
{
	struct desk *d = begin();
	does(d, "KeyIssue", "{'person':'Eva','room':'office','reason':'w','by':'Max'}");
	char id[16];
	snprintf(id, sizeof(id), "%s", told(d, "key.id"));
	static const struct {
		const char *method, *state;
		enum record_reason at_door;
	} life[] = {{"KeySuspend", "suspended", REASON_NO_KEY}, {"KeyResume", "issued", REASON_NONE},
	            {"KeyLost", "lost", REASON_NO_KEY},         {"KeyFound", "issued", REASON_NONE},
	            {"KeySuspend", "suspended", REASON_NO_KEY}, {"KeyLost", "lost", REASON_NO_KEY}};
	for (size_t i = 0; i < sizeof(life) / sizeof(life[0]); i++) {
		does(d, life[i].method, with_key(id, "Max"));
		CU_ASSERT_STRING_EQUAL(told(d, "key.state"), life[i].state);
		CU_ASSERT_EQUAL(reason_at(d, 2, OFFICE_IN), life[i].at_door);
	}
	is_refused(d, "KeyReturn", with_key(id, "Max"), "Conflict", "is lost: it can not be handed in");
	does(d, "KeyRevoke", "{'person':'Eva','room':'office','reason':'x','by':'Max'}");
	is_refused(d, "KeyDestroy", with_key(id, "Max"), "Conflict", "revoked");
	does(d, "KeyReturn", with_key(id, "Max"));
	CU_ASSERT(told(d, "receipt")[0] != '\0');
	does(d, "KeyDestroy", with_key(id, "Max"));
	is_refused(d, "KeyResume", with_key(id, "Max"), "Conflict", "destroyed");
	CU_ASSERT_EQUAL(d->doors.calls[DOORS_TABLE], 0); /* nothing of it made the doors' table wrong */
	desk_end(d);
}

/* ---- K1, K7: badges ---- */

static void a_badge_goes_through_its_life_at_the_doors(void)
{
	struct desk *d = begin();
	static const struct {
		const char *method;
		enum record_reason at_door;
	} life[] = {{"BadgeSuspend", REASON_BADGE_INACTIVE}, {"BadgeResume", REASON_NONE},
	            {"BadgeLost", REASON_BADGE_LOST},        {"BadgeFound", REASON_NONE},
	            {"BadgeReturn", REASON_BADGE_UNKNOWN},   {"BadgeDestroy", REASON_BADGE_UNKNOWN}};
	for (size_t i = 0; i < sizeof(life) / sizeof(life[0]); i++) {
		does(d, life[i].method, "{'badge':'42:2','by':'Max'}");
		CU_ASSERT_EQUAL(reason_at(d, 2, ENTRANCE_IN), life[i].at_door);
	}
	is_refused(d, "BadgeFound", "{'badge':'42:2','by':'Max'}", "NotFound", "42:2");
	CU_ASSERT_EQUAL(desk_events(d, "badge.destroyed").count, 1);
	CU_ASSERT_EQUAL(d->doors.calls[DOORS_TABLE], 0);
	desk_end(d);
}

static void a_number_that_was_handed_in_is_another_badge(void)
{
	struct desk *d = begin();
	does(d, "BadgeReturn", "{'badge':'42:2','by':'Max'}");
	does(d, "BadgeAssign", "{'badge':'42:2','person':'Ida','by':'Max'}");
	CU_ASSERT_STRING_EQUAL(told(d, "badge.person_name"), "Ida");
	does(d, "PersonShow", "{'person':'Eva'}");
	CU_ASSERT_EQUAL(message_count(message_get(d->reply, "parameters.badges")), 0);
	desk_end(d);
}

static void a_lost_badge_that_was_replaced_is_not_found_again(void)
{
	struct desk *d = begin();
	does(d, "BadgeReplace", "{'badge':'42:2','with':'42:3','is_lost':true,'by':'Max'}");
	CU_ASSERT_EQUAL(reason_at(d, 2, ENTRANCE_IN), REASON_BADGE_LOST);
	CU_ASSERT_EQUAL(reason_at(d, 3, ENTRANCE_IN), REASON_NONE);
	is_refused(d, "BadgeFound", "{'badge':'42:2','by':'Max'}", "Conflict", "taken its place");
	does(d, "BadgeReturn", "{'badge':'42:2','by':'Max'}");
	does(d, "BadgeReplace", "{'badge':'42:3','with':'42:4','by':'Max'}");
	CU_ASSERT_EQUAL(reason_at(d, 3, ENTRANCE_IN), REASON_BADGE_UNKNOWN);
	is_refused(d, "BadgeReplace", "{'badge':'42:4','with':'42:1','by':'Max'}", "Conflict",
	           "belongs to Max");
	CU_ASSERT_EQUAL(reason_at(d, 4, ENTRANCE_IN), REASON_NONE);
	desk_end(d);
}

/* ---- V6: the day badge ---- */

static void a_day_badge_stands_in_until_midnight(void)
{
	struct desk *d = begin();
	does(d, "BadgeDay", "{'person':'Eva','badge':'42:900','by':'Max'}");
	CU_ASSERT_EQUAL(reason_at(d, 900, ENTRANCE_IN), REASON_NONE);
	CU_ASSERT_EQUAL(reason_at(d, 2, ENTRANCE_IN), REASON_BADGE_NOT_YET);
	CU_ASSERT_EQUAL(reason_in(d, 900, 1), REASON_BADGE_ENDED);
	CU_ASSERT_EQUAL(reason_in(d, 2, 1), REASON_NONE);
	CU_ASSERT_TRUE(desk_present(d, 2, ENTRANCE_OUT).is_granted); /* nobody is locked in */
	desk_reopen_or_fail(d);
	CU_ASSERT_EQUAL(reason_at(d, 900, ENTRANCE_IN), REASON_NONE);
	CU_ASSERT_EQUAL(reason_at(d, 2, ENTRANCE_IN), REASON_BADGE_NOT_YET);
	CU_ASSERT_EQUAL(reason_in(d, 900, 1), REASON_BADGE_ENDED);
	CU_ASSERT_EQUAL(reason_in(d, 2, 1), REASON_NONE);
	is_refused(d, "BadgeDay", "{'person':'Eva','badge':'42:901','by':'Max'}", "Conflict", "already");
	is_refused(d, "BadgeDay", "{'person':'Ida','badge':'42:900','by':'Max'}", "Conflict", "in use");
	is_refused(d, "BadgeDay", "{'person':'Ida','badge':'42:1','by':'Max'}", "Conflict", "in use");
	desk_end(d);
}

static void handing_in_a_day_badge_ends_it_early(void)
{
	struct desk *d = begin();
	does(d, "BadgeDay", "{'person':'Eva','badge':'42:900','by':'Max'}");
	does(d, "BadgeReturn", "{'badge':'42:900','by':'Max'}");
	CU_ASSERT_EQUAL(reason_at(d, 900, ENTRANCE_IN), REASON_BADGE_UNKNOWN);
	CU_ASSERT_EQUAL(reason_at(d, 2, ENTRANCE_IN), REASON_NONE);
	does(d, "BadgeDay", "{'person':'Ida','badge':'42:900','by':'Max'}");
	desk_end(d);
}

static void nobody_has_a_second_badge_beside_a_day_badge(void)
{
	struct desk *d = begin();
	does(d, "BadgeLost", "{'badge':'42:2'}");
	does(d, "BadgeDay", "{'person':'Eva','badge':'42:900'}");
	is_refused(d, "BadgeFound", "{'badge':'42:2'}", "Conflict", "has a day badge today");
	is_refused(d, "BadgeAssign", "{'badge':'42:77','person':'Eva'}", "Conflict", "has a day badge today");
	is_refused(d, "BadgeReplace", "{'badge':'42:2','with':'42:77','is_lost':true}", "Conflict",
	           "has a day badge today");
	does(d, "BadgeReturn", "{'badge':'42:900'}");
	does(d, "BadgeFound", "{'badge':'42:2'}");
	CU_ASSERT_EQUAL(reason_at(d, 2, ENTRANCE_IN), REASON_NONE);
	desk_end(d);
}

static void who_loses_a_day_badge_gets_another(void)
{
	struct desk *d = begin();
	does(d, "BadgeDay", "{'person':'Eva','badge':'42:900'}");
	does(d, "BadgeLost", "{'badge':'42:900'}");
	does(d, "BadgeDay", "{'person':'Eva','badge':'42:901'}");
	CU_ASSERT_EQUAL(reason_at(d, 901, ENTRANCE_IN), REASON_NONE);
	is_refused(d, "BadgeFound", "{'badge':'42:900'}", "Conflict", "has a day badge today");
	CU_ASSERT_EQUAL(reason_at(d, 900, ENTRANCE_IN), REASON_BADGE_LOST);
	CU_ASSERT_EQUAL(reason_at(d, 2, ENTRANCE_IN), REASON_BADGE_NOT_YET);
	desk_end(d);
}

static void nothing_of_a_leaver_comes_back(void)
{
	struct desk *d = begin();
	does(d, "BadgeLost", "{'badge':'42:2'}");
	does(d, "PersonExit", "{'person':'Eva','reason':'x'}");
	is_refused(d, "BadgeFound", "{'badge':'42:2'}", "Conflict", "has left");
	is_refused(d, "PersonSet", "{'person':'Eva','release_s':20}", "Conflict", "has left");
	desk_end(d);
}

static void a_day_badge_is_for_employees_who_are_here(void)
{
	struct desk *d = begin();
	does(d, "PersonHire",
	     "{'name':'Ext','kind':'external','employer':'K','last_day':'2099-01-01','by':'Max'}");
	is_refused(d, "BadgeDay", "{'person':'Ext','badge':'42:900','by':'Max'}", "Refused", "no employee");
	does(d, "PersonExit", "{'person':'Ida','reason':'x','by':'Max'}");
	is_refused(d, "BadgeDay", "{'person':'Ida','badge':'42:900','by':'Max'}", "Conflict", "has left");
	desk_end(d);
}

/* ---- K3, K4: persons ---- */

static void a_suspended_person_is_refused_until_they_are_resumed(void)
{
	struct desk *d = begin();
	does(d, "PersonSuspend", "{'person':'Eva','reason':'leave','by':'Max'}");
	CU_ASSERT_EQUAL(reason_at(d, 2, ENTRANCE_IN), REASON_PERSON_SUSPENDED);
	CU_ASSERT_TRUE(desk_present(d, 2, ENTRANCE_OUT).is_granted);
	is_refused(d, "PersonSuspend", "{'person':'Eva','reason':'leave','by':'Max'}", "Conflict", "already");
	does(d, "PersonResume", "{'person':'Eva','reason':'back','by':'Max'}");
	CU_ASSERT_EQUAL(reason_at(d, 2, ENTRANCE_IN), REASON_NONE);
	is_refused(d, "PersonResume", "{'person':'Eva','reason':'back','by':'Max'}", "Conflict", "not");
	desk_end(d);
}

static void an_exit_on_a_day_ends_by_itself(void)
{
	struct desk *d = begin();
	char parameters[256];
	snprintf(parameters, sizeof(parameters), "{'person':'Eva','on':'%s','reason':'end','by':'Max'}",
	         day_in(d, 10));
	does(d, "PersonExit", parameters);
	CU_ASSERT_EQUAL(reason_in(d, 2, 10), REASON_NONE);
	CU_ASSERT_EQUAL(reason_in(d, 2, 11), REASON_PERSON_ENDED);
	snprintf(parameters, sizeof(parameters), "{'person':'Eva','on':'%s','reason':'end','by':'Max'}",
	         day_in(d, -1));
	is_refused(d, "PersonExit", parameters, "Invalid", "is over");
	snprintf(parameters, sizeof(parameters), "{'person':'Eva','on':'%s','reason':'end','by':'Max'}",
	         day_in(d, 11));
	is_refused(d, "PersonExit", parameters, "Conflict", "already");
	snprintf(parameters, sizeof(parameters), "{'person':'Eva','last_day':'%s','by':'Max'}",
	         day_in(d, 20));
	does(d, "PersonExtend", parameters);
	CU_ASSERT_EQUAL(reason_in(d, 2, 20), REASON_NONE);
	does(d, "PersonExtend", "{'person':'Eva','by':'Max'}");
	CU_ASSERT_EQUAL(reason_in(d, 2, 4000), REASON_NONE);
	desk_end(d);
}

static void a_transfer_keeps_what_both_positions_have(void)
{
	struct desk *d = begin();
	does(d, "PositionAdd",
	     "{'name':'back','keys':[{'room':'hall'},{'room':'office'},{'room':'servers'}],"
	     "'rights':['set'],'by':'Max'}");
	does(d, "KeyIssue", "{'person':'Eva','room':'hall','door':'entrance','reason':'own','by':'Max'}");
	does(d, "PersonTransfer", "{'person':'Eva','position':'back','by':'Max'}");
	CU_ASSERT_EQUAL(reason_at(d, 2, ENTRANCE_IN), REASON_NONE);
	CU_ASSERT_EQUAL(reason_at(d, 2, OFFICE_IN), REASON_NONE);
	CU_ASSERT_EQUAL(desk_present(d, 2, ENTRANCE_IN).rights, TABLE_RIGHT_SET);
	does(d, "KeyListWaiting", "{}");
	CU_ASSERT_EQUAL(message_count(message_get(d->reply, "parameters.keys")), 1);
	does(d, "PositionAdd", "{'name':'yard','keys':[{'room':'office'}],'by':'Max'}");
	does(d, "PersonTransfer", "{'person':'Eva','position':'yard','by':'Max'}");
	CU_ASSERT_EQUAL(reason_at(d, 2, ENTRANCE_IN), REASON_NONE); /* by the key of her own */
	does(d, "KeyRevoke", "{'person':'Eva','room':'hall','reason':'x','by':'Max'}");
	CU_ASSERT_EQUAL(reason_at(d, 2, ENTRANCE_IN), REASON_NO_KEY);
	does(d, "KeyListWaiting", "{}");
	CU_ASSERT_EQUAL(message_count(message_get(d->reply, "parameters.keys")), 0);
	is_refused(d, "PersonTransfer", "{'person':'Eva','position':'yard','by':'Max'}", "Conflict",
	           "already");
	is_refused(d, "PersonTransfer", "{'person':'Eva','position':'none','by':'Max'}", "NotFound", "none");
	desk_end(d);
}

static void a_person_is_renamed_and_stays_who_they_are(void)
{
	struct desk *d = begin();
	does(d, "PersonRename", "{'person':'Eva','name':'Eva Roth','by':'Max'}");
	does(d, "PersonShow", "{'person':'Eva Roth'}");
	CU_ASSERT_EQUAL(message_count(message_get(d->reply, "parameters.badges")), 1);
	is_refused(d, "PersonShow", "{'person':'Eva'}", "NotFound", "Eva");
	desk_end(d);
}

static void a_hire_gives_what_one_person_may_give_and_lets_the_rest_wait(void)
{
	struct desk *d = begin();
	does(d, "PositionAdd", "{'name':'boss','keys':[{'room':'hall'},{'room':'servers'}],'by':'Max'}");
	does(d, "PersonHire", "{'name':'Uwe','position':'boss','badge':'42:7','by':'Max'}");
	CU_ASSERT_PTR_NOT_NULL(strstr(told(d, "note"), "keys: 1, waiting for a second person: 1"));
	CU_ASSERT(told(d, "receipt")[0] != '\0');
	CU_ASSERT_EQUAL(reason_at(d, 7, ENTRANCE_IN), REASON_NONE);
	is_refused(d, "PersonHire", "{'name':'X','kind':'external','last_day':'2099-01-01','by':'Max'}",
	           "Invalid", "employer");
	is_refused(d, "PersonHire", "{'name':'X','kind':'external','employer':'K','by':'Max'}", "Invalid",
	           "last day");
	desk_end(d);
}

/* ---- K5: receipts ---- */

static void receipts_are_numbered_and_can_be_checked(void)
{
	struct desk *d = begin();
	char number[80], code[16], parameters[256];
	does(d, "BadgeAssign", "{'badge':'42:8','person':'Eva','by':'Max'}");
	snprintf(number, sizeof(number), "%s", told(d, "receipt"));
	snprintf(parameters, sizeof(parameters), "{'receipt':'%s'}", number);
	does(d, "ReceiptShow", parameters);
	CU_ASSERT_STRING_EQUAL(told(d, "receipt.person_name"), "Eva");
	CU_ASSERT_EQUAL(message_count(message_get(d->reply, "parameters.badges")), 1);
	snprintf(code, sizeof(code), "%s", told(d, "receipt.code"));
	does(d, "ReceiptCheck", parameters);
	snprintf(parameters, sizeof(parameters), "{'receipt':'%s','code':'%.4s-%.4s %s'}", number, code,
	         code + 4, code + 8);
	does(d, "ReceiptCheck", parameters);
	CU_ASSERT_PTR_NOT_NULL(strstr(told(d, "note"), "genuine"));
	code[0] = code[0] == 'a' ? 'b' : 'a';
	snprintf(parameters, sizeof(parameters), "{'receipt':'%s','code':'%s'}", number, code);
	is_refused(d, "ReceiptCheck", parameters, "Refused", "forged");
	is_refused(d, "ReceiptShow", "{'receipt':'test-1999-1'}", "NotFound", "1999");
	is_refused(d, "ReceiptShow", "{'receipt':'-1-1'}", "NotFound", "-1-1");
	does(d, "ReceiptList", "{'person':'Eva'}");
	CU_ASSERT_EQUAL(message_count(message_get(d->reply, "parameters.receipts")), 2);
	desk_end(d);
}

static void a_receipt_that_was_tampered_with_is_noticed(void)
{
	struct desk *d = begin();
	char number[80], parameters[160], path[160];
	does(d, "BadgeAssign", "{'badge':'42:8','person':'Eva','by':'Max'}");
	snprintf(number, sizeof(number), "%s", told(d, "receipt"));
	snprintf(parameters, sizeof(parameters), "{'receipt':'%s'}", number);
	desk_close(d);
	snprintf(path, sizeof(path), "%s/zutritt.db", d->config.state_dir);
	sqlite3 *db = NULL;
	CU_ASSERT_EQUAL_FATAL(sqlite3_open(path, &db), SQLITE_OK);
	CU_ASSERT_EQUAL(sqlite3_exec(db, "UPDATE receipt SET person_name = 'Eve'", NULL, NULL, NULL),
	                SQLITE_CONSTRAINT);
	CU_ASSERT_EQUAL(sqlite3_exec(db,
	                             "DROP TRIGGER badge_identity; UPDATE badge SET card = 9 WHERE card = 8",
	                             NULL, NULL, NULL),
	                SQLITE_OK);
	sqlite3_close(db);
	desk_open_or_fail(d);
	is_refused(d, "ReceiptCheck", parameters, "Refused", "was changed");
	desk_end(d);
}

static void the_last_badge_of_a_leaver_brings_the_keys_back(void)
{
	struct desk *d = begin();
	does(d, "PersonExit", "{'person':'Eva','reason':'end','by':'Max'}");
	does(d, "BadgeReturn", "{'badge':'42:2','by':'Max'}");
	char parameters[160];
	snprintf(parameters, sizeof(parameters), "{'receipt':'%s'}", told(d, "receipt"));
	does(d, "ReceiptShow", parameters);
	CU_ASSERT_STRING_EQUAL(told(d, "receipt.kind"), "return");
	CU_ASSERT_EQUAL(message_count(message_get(d->reply, "parameters.badges")), 1);
	CU_ASSERT_EQUAL(message_count(message_get(d->reply, "parameters.keys")), 1);
	does(d, "KeyList", "{'person':'Eva','all':true}");
	CU_ASSERT_STRING_EQUAL(
	        message_text(message_item(message_get(d->reply, "parameters.keys"), 0), "state"), "returned");
	desk_end(d);
}

/* ---- K6: reports and reviews ---- */

static size_t count_of(struct desk *d, const char *path)
{
	return message_count(message_get(message_get(d->reply, "parameters"), path));
}

static void the_lock_plan_lists_what_opens_and_nothing_else(void)
{
	struct desk *d = begin();
	does(d, "KeyIssue", "{'person':'Eva','room':'office','reason':'w','by':'Max'}");
	does(d, "KeyIssue", "{'person':'Eva','room':'servers','reason':'w','by':'Max'}"); /* waits */
	does(d, "ReportLockPlan", "{}");
	CU_ASSERT_EQUAL(count_of(d, "keys"), 3); /* Max and Eva in the hall, Eva in the office */
	does(d, "ReportLockPlan", "{'room':'office'}");
	CU_ASSERT_EQUAL(count_of(d, "keys"), 1);
	does(d, "PersonExit", "{'person':'Eva','reason':'x','by':'Max'}");
	does(d, "ReportLockPlan", "{}");
	CU_ASSERT_EQUAL(count_of(d, "keys"), 1);
	is_refused(d, "ReportLockPlan", "{'room':'attic'}", "NotFound", "attic");
	desk_end(d);
}

/* As if everything had been issued a hundred days ago. */
static void age_keys_or_fail(struct desk *d)
{
	char path[160];
	sqlite3 *db = NULL;
	desk_close(d);
	snprintf(path, sizeof(path), "%s/zutritt.db", d->config.state_dir);
	CU_ASSERT_EQUAL_FATAL(sqlite3_open(path, &db), SQLITE_OK);
	CU_ASSERT_EQUAL_FATAL(sqlite3_exec(db, "UPDATE key SET issued_utc_ms = issued_utc_ms - 8640000000",
	                                   NULL, NULL, NULL),
	                      SQLITE_OK);
	sqlite3_close(db);
	desk_open_or_fail(d);
}

static void a_key_that_nobody_used_for_90_days_is_reported(void)
{
	struct desk *d = begin();
	struct moment now = clock_now(&d->office->clock);
	int32_t day = (int32_t)(now.utc_ms / 86400000);
	does(d, "ReportUnused", "{}");
	CU_ASSERT_EQUAL(count_of(d, "keys"), 0); /* too new to tell */
	does(d, "PersonShow", "{'person':'Eva'}");
	struct store_key_use use = {.person = policy_id_parse(told(d, "person.id")),
	                            .room = "hall",
	                            .door = "entrance",
	                            .utc_day = day - 89};
	age_keys_or_fail(d);
	does(d, "ReportUnused", "{}");
	CU_ASSERT_EQUAL(count_of(d, "keys"), 2);
	struct store_batch batch = {.uses = &use, .use_count = 1};
	CU_ASSERT_EQUAL_FATAL(store_append(d->office->store, &batch), 0);
	does(d, "ReportUnused", "{}");
	CU_ASSERT_EQUAL(count_of(d, "keys"), 1);
	does(d, "ReportUnused", "{'days':89}");
	CU_ASSERT_EQUAL(count_of(d, "keys"), 2);
	is_refused(d, "ReportUnused", "{'days':0}", "Invalid", "1 to 3650");
	is_refused(d, "ReportUnused", "{'days':3651}", "Invalid", "1 to 3650");
	does(d, "ReportUnused", "{'days':3650}");
	desk_end(d);
}

static void a_passage_is_a_use_of_the_key(void)
{
	struct desk *d = begin();
	struct policy_person eva;
	size_t count;
	int32_t used;
	CU_ASSERT_EQUAL_FATAL(store_person_by_name(d->office->store, "Eva", &eva, 1, &count), 0);
	desk_record(d, RECORD_ACCESS_GRANTED, eva.id);
	CU_ASSERT_EQUAL_FATAL(journalist_finish(d->office->journalist), 0);
	CU_ASSERT_EQUAL(store_key_last_use(d->office->store, eva.id, "hall", "", &used), 0);
	CU_ASSERT_EQUAL(used, 1700000000000 / 86400000);
	CU_ASSERT_EQUAL(store_key_last_use(d->office->store, eva.id, "hall", "goods-in", &used), 0);
	CU_ASSERT_EQUAL(used, POLICY_DAY_NONE);
	desk_end(d);
}

static void leavers_and_endings_are_reported(void)
{
	struct desk *d = begin();
	char parameters[256];
	does(d, "ReportLeavers", "{}");
	CU_ASSERT_EQUAL(count_of(d, "badges"), 0);
	snprintf(parameters, sizeof(parameters), "{'person':'Eva','on':'%s','reason':'end','by':'Max'}",
	         day_in(d, 30));
	does(d, "PersonExit", parameters);
	snprintf(parameters, sizeof(parameters),
	         "{'person':'Max','room':'office','last_day':'%s','reason':'w','by':'Max'}", day_in(d, 31));
	does(d, "KeyIssue", parameters);
	does(d, "ReportEnding", "{}");
	CU_ASSERT_EQUAL(count_of(d, "keys"), 0);
	CU_ASSERT_EQUAL(count_of(d, "persons"), 1);
	does(d, "ReportEnding", "{'days':31}");
	CU_ASSERT_EQUAL(count_of(d, "keys"), 1);
	does(d, "PersonExit", "{'person':'Eva','reason':'x','by':'Max'}");
	does(d, "ReportLeavers", "{}");
	CU_ASSERT_EQUAL(count_of(d, "badges"), 1);
	does(d, "BadgeReturn", "{'badge':'42:2','by':'Max'}");
	does(d, "ReportLeavers", "{}");
	CU_ASSERT_EQUAL(count_of(d, "badges"), 0);
	desk_end(d);
}

static const char *with_keys(const char *one, const char *other)
{
	static char parameters[160];
	snprintf(parameters, sizeof(parameters), "{'keys':['%s','%s'],'by':'Max'}", one, other);
	return parameters;
}

static void a_review_is_finished_when_each_key_has_its_verdict(void)
{
	struct desk *d = begin();
	char ids[2][16], parameters[160];
	does(d, "ReviewList", "{}");
	CU_ASSERT_EQUAL(count_of(d, "reviews"), 4);
	does(d, "ReviewBegin", "{'room':'hall','by':'Max'}");
	is_refused(d, "ReviewBegin", "{'room':'hall','by':'Max'}", "Conflict", "under way");
	is_refused(d, "ReviewShow", "{'room':'office'}", "NotFound", "No review");
	does(d, "ReviewShow", "{'room':'hall'}");
	CU_ASSERT_EQUAL_FATAL(count_of(d, "keys"), 2);
	for (size_t i = 0; i < 2; i++)
		snprintf(ids[i], sizeof(ids[i]), "%s",
		         message_text(message_item(message_get(d->reply, "parameters.keys"), i), "id"));
	is_refused(d, "ReviewFinish", "{'room':'hall','by':'Max'}", "Conflict", "without a verdict: 2");
	is_refused(d, "ReviewConfirm", with_keys(ids[0], ids[0]), "Invalid", "twice");
	snprintf(parameters, sizeof(parameters), "{'keys':['%s'],'by':'Max'}", ids[0]);
	does(d, "ReviewConfirm", parameters);
	is_refused(d, "ReviewConfirm", parameters, "Conflict", "verdict already");
	is_refused(d, "ReviewFinish", "{'room':'hall','by':'Max'}", "Conflict", "without a verdict: 1");
	snprintf(parameters, sizeof(parameters), "{'key':'%s','reason':'not needed','by':'Max'}", ids[1]);
	does(d, "ReviewWithdraw", parameters);
	does(d, "ReviewFinish", "{'room':'hall','by':'Max'}");
	bool is_max_out = reason_at(d, 1, ENTRANCE_IN) == REASON_NO_KEY;
	bool is_eva_out = reason_at(d, 2, ENTRANCE_IN) == REASON_NO_KEY;
	CU_ASSERT_NOT_EQUAL(is_max_out, is_eva_out); /* one was confirmed, the other withdrawn */
	does(d, "ReviewList", "{}");
	const struct message *hall = message_item(message_get(d->reply, "parameters.reviews"), 0);
	CU_ASSERT_FALSE(message_bool(hall, "is_due", true));
	CU_ASSERT_EQUAL(desk_events(d, "key.confirmed").count, 1);
	CU_ASSERT_EQUAL(desk_events(d, "review.finished").count, 1);
	desk_end(d);
}

/* ---- enrolment ---- */

static void an_unknown_badge_is_told_once_to_the_one_who_waits(void)
{
	struct desk *d = begin();
	does(d, "BadgeEnrol", "{'reader':'entrance-in','by':'Max'}");
	CU_ASSERT_EQUAL(d->doors.last.reader, ENTRANCE_IN);
	does(d, "BadgeEnrol", "{'reader':'entrance-in','again':true,'by':'Max'}");
	CU_ASSERT_PTR_NULL(message_get(d->reply, "parameters.badge"));
	is_refused(d, "BadgeEnrol", "{'reader':'entrance-in','again':true,'by':'Ida'}", "Conflict", "Nobody");
	is_refused(d, "BadgeEnrol", "{'reader':'entrance-in','by':'Ida'}", "Conflict", "Somebody else");
	d->doors.has_number = true;
	d->doors.number = (struct badge_number){.card = 77, .facility = 42, .format = FORMAT_H10301};
	does(d, "BadgeEnrol", "{'reader':'entrance-in','again':true,'by':'Max'}");
	CU_ASSERT_STRING_EQUAL(told(d, "badge"), "h10301 42:77");
	is_refused(d, "BadgeEnrol", "{'reader':'entrance-in','again':true,'by':'Max'}", "Conflict", "Nobody");
	is_refused(d, "BadgeEnrol", "{'reader':'gate','by':'Max'}", "NotFound", "gate");
	desk_end(d);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"K2: a key for a secure room waits for a second person",
	         a_key_for_a_secure_room_waits_for_a_second_person},
	        {"K2: more than half of all rooms waits for a second person",
	         more_than_half_of_all_rooms_waits_for_a_second_person},
	        {"P10: what is approved is what was read", what_is_approved_is_what_was_read},
	        {"K2: nobody asks for a guarded key for themselves",
	         nobody_asks_for_a_guarded_key_for_themselves},
	        {"P10: who asked for a key and has left asked for nothing",
	         who_asked_for_a_key_and_has_left_asked_for_nothing},
	        {"P10: a request is over after a day", a_request_is_over_after_a_day},
	        {"K1: a key goes through its life at the doors", a_key_goes_through_its_life_at_the_doors},
	        {"K1: a badge goes through its life at the doors",
	         a_badge_goes_through_its_life_at_the_doors},
	        {"K7: a number that was handed in is another badge",
	         a_number_that_was_handed_in_is_another_badge},
	        {"K1: a lost badge that was replaced is not found again",
	         a_lost_badge_that_was_replaced_is_not_found_again},
	        {"V6: a day badge stands in until midnight", a_day_badge_stands_in_until_midnight},
	        {"V6: handing in a day badge ends it early", handing_in_a_day_badge_ends_it_early},
	        {"V6: a day badge is for employees who are here", a_day_badge_is_for_employees_who_are_here},
	        {"V6: nobody has a second badge beside a day badge",
	         nobody_has_a_second_badge_beside_a_day_badge},
	        {"V6: who loses a day badge gets another", who_loses_a_day_badge_gets_another},
	        {"K3: nothing of a leaver comes back", nothing_of_a_leaver_comes_back},
	        {"K3: a suspended person is refused until they are resumed",
	         a_suspended_person_is_refused_until_they_are_resumed},
	        {"K4: an exit on a day ends by itself", an_exit_on_a_day_ends_by_itself},
	        {"K2: a transfer keeps what both positions have", a_transfer_keeps_what_both_positions_have},
	        {"a person is renamed and stays who they are", a_person_is_renamed_and_stays_who_they_are},
	        {"K3: a hire gives what one person may give and lets the rest wait",
	         a_hire_gives_what_one_person_may_give_and_lets_the_rest_wait},
	        {"K5: receipts are numbered and can be checked", receipts_are_numbered_and_can_be_checked},
	        {"K5: a receipt that was tampered with is noticed",
	         a_receipt_that_was_tampered_with_is_noticed},
	        {"K5: the last badge of a leaver brings the keys back",
	         the_last_badge_of_a_leaver_brings_the_keys_back},
	        {"K6: the lock plan lists what opens and nothing else",
	         the_lock_plan_lists_what_opens_and_nothing_else},
	        {"K6: a key that nobody used for 90 days is reported",
	         a_key_that_nobody_used_for_90_days_is_reported},
	        {"K6: a passage is a use of the key", a_passage_is_a_use_of_the_key},
	        {"K6: leavers and endings are reported", leavers_and_endings_are_reported},
	        {"K6: a review is finished when each key has its verdict",
	         a_review_is_finished_when_each_key_has_its_verdict},
	        {"E5: an unknown badge is told once to the one who waits",
	         an_unknown_badge_is_told_once_to_the_one_who_waits},
	};
	return suite_run("office: people", cases, sizeof(cases) / sizeof(cases[0]));
}
