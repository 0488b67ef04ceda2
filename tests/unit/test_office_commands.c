/*
 * Every method against a real database: what is answered, and each refusal by
 * its name. Numbers of rules stand where one forbids it.
 */
#include "tests/unit/office_fixture.h"

#include "controller/office/commands.h"
#include "controller/office/interface.h"

/* One question, what must come: the error's name ("" none), and a word of its message or of the reply. */
struct step {
	const char *method;
	const char *parameters;
	const char *error;
	const char *says;
};

static void take_step_or_fail(struct desk *d, const struct step *s)
{
	desk_ask(d, s->method, s->parameters);
	char *text = message_print(d->reply);
	bool is_right = strcmp(desk_error(d), s->error) == 0 && strstr(text, s->says) != NULL;
	if (!is_right)
		printf("%s %s\n  wanted %s \"%s\"\n  got %s\n", s->method, s->parameters, s->error, s->says,
		       text);
	free(text);
	CU_ASSERT_TRUE(is_right);
}

static void take_steps_or_fail(const struct step *steps, size_t count)
{
	struct desk *d = desk_begin();
	for (size_t i = 0; i < count; i++)
		take_step_or_fail(d, &steps[i]);
	desk_end(d);
}

#define STEPS(steps) take_steps_or_fail(steps, sizeof(steps) / sizeof(steps[0]))

#define MAX_COMES                                                                                            \
	{"PositionAdd", "{\"name\":\"front\",\"keys\":[{\"room\":\"hall\"}],\"rights\":[\"unset\"]}", "",    \
	 "front"},                                                                                           \
	{                                                                                                    \
		"PersonHire", "{\"name\":\"Max\",\"position\":\"front\",\"badge\":\"42:1\"}", "",            \
		        "h10301 42:1"                                                                        \
	}

/* ---- persons ---- */

static const struct step hires[] = {
        MAX_COMES,
        {"PersonList", "{}", "", "\"rights\":[\"unset\"]"},
        {"PersonHire", "{\"name\":\"Eva\"}", "", "Eva is hired"},
        {"PersonHire", "{\"name\":\"\"}", "Invalid", "1 to 200 bytes"},
        {"PersonHire", "{\"name\":\"a\\nb\"}", "Invalid", "control"},
        {"PersonHire", "{\"name\":1}", "InvalidParameter", "name"},
        {"PersonHire", "{\"name\":\"X\",\"kind\":\"boss\"}", "Invalid", "boss"},
        {"PersonHire", "{\"name\":\"X\",\"position\":\"none\"}", "NotFound", "none"},
        {"PersonHire", "{\"name\":\"X\",\"rights\":[\"fly\"]}", "Invalid", "fly"},
        {"PersonHire", "{\"name\":\"X\",\"badge\":\"42:1\"}", "Conflict", "belongs to Max"},
        {"PersonHire", "{\"name\":\"X\",\"badge\":\"nine\"}", "Invalid", "no badge number"},
        {"PersonHire", "{\"name\":\"X\",\"first_day\":\"2026-02-30\"}", "Invalid", "first_day"},
        {"PersonHire", "{\"name\":\"X\",\"first_day\":\"2026-02-02\",\"last_day\":\"2026-02-01\"}", "Invalid",
         "before the first"},
        {"PersonHire", "{\"name\":\"One Day\",\"first_day\":\"2099-02-02\",\"last_day\":\"2099-02-02\"}", "",
         "2099-02-02"},
        {"PersonHire", "{\"name\":\"X\",\"last_day\":\"2020-01-01\"}", "Invalid", "is past"},
        {"PersonHire", "{\"name\":\"X\",\"kind\":\"external\"}", "Invalid", "last_day"},
        {"PersonHire",
         "{\"name\":\"Ext\",\"kind\":\"external\",\"employer\":\"K\",\"last_day\":\"2099-01-01\"}", "",
         "external"},
        {"PersonHire",
         "{\"name\":\"T\",\"kind\":\"technician\",\"position\":\"front\",\"last_day\":\"2099-01-01\"}",
         "Refused", "A9"},
        {"PersonHire", "{\"name\":\"X\",\"wage\":1}", "InvalidParameter", "wage"},
        /* nobody of the refused ones is there */
        {"PersonShow", "{\"person\":\"X\"}", "NotFound", "X"},
        {"PersonShow", "{\"person\":\"max\"}", "", "\"is_inside\":false"},
};

static void persons_are_hired_whole_or_not_at_all(void)
{
	STEPS(hires);
}

static const struct step actors[] = {
        MAX_COMES,
        {"PersonHire", "{\"name\":\"New\",\"first_day\":\"2999-01-01\"}", "", "New"},
        {"PersonHire", "{\"name\":\"T\",\"kind\":\"technician\",\"last_day\":\"2099-01-01\"}", "", "T"},
        {"PersonHire", "{\"name\":\"Gone\"}", "", "Gone"},
        {"PersonExit", "{\"person\":\"Gone\",\"reason\":\"x\"}", "", "keys_revoked"},
        {"PersonHire", "{\"name\":\"A\",\"by\":\"New\"}", "SessionUnknown", "has ended"},
        {"PersonHire", "{\"name\":\"A\",\"by\":\"T\"}", "SessionUnknown", "has ended"},
        {"PersonHire", "{\"name\":\"A\",\"by\":\"Gone\"}", "SessionUnknown", "has ended"},
        {"PersonHire", "{\"name\":\"A\",\"by\":\"Max\"}", "", "A is hired"},
};

static void who_cannot_act_today_has_no_session(void)
{
	STEPS(actors);
}

/* As it is the day after: a contract that is past already is not entered. */
static void end_contract_or_fail(struct desk *d, const char *name)
{
	struct policy_op op = {.kind = POLICY_PERSON_PUT};
	size_t count;
	CU_ASSERT_EQUAL_FATAL(store_person_by_name(d->office->store, name, &op.person, 1, &count), 0);
	op.person.last_day = 18262; /* 2020-01-01 */
	CU_ASSERT_EQUAL_FATAL(store_apply(d->office->store, &op, 1, 0, NULL, 0), 0);
}

static void nobody_acts_after_the_last_day(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	desk_ask(d, "PersonHire", "{\"name\":\"Old\"}");
	end_contract_or_fail(d, "Old");
	desk_ask(d, "PersonHire", "{\"name\":\"A\",\"by\":\"Old\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "SessionUnknown");
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "has ended"));
	desk_end(d);
}

static const struct step namesakes[] = {
        MAX_COMES,
        {"PersonHire", "{\"name\":\"Anna\"}", "", "Anna"},
        {"PersonHire", "{\"name\":\"ANNA\"}", "", "ANNA"},
        {"PersonShow", "{\"person\":\"anna\"}", "Ambiguous", "candidates\":[\""},
        {"KeyIssue", "{\"person\":\"Anna\",\"room\":\"hall\",\"reason\":\"x\"}", "Ambiguous", "2 persons"},
};

static void a_name_that_two_persons_have_is_answered_with_both_ids(void)
{
	STEPS(namesakes);
}

static const char *with_id(struct desk *d, const char *path, const char *format)
{
	static char text[512];
	const char *id = message_text(d->reply, path);
	CU_ASSERT_PTR_NOT_NULL_FATAL(id);
	const char *mark = strchr(format, '@');
	CU_ASSERT_PTR_NOT_NULL_FATAL(mark);
	snprintf(text, sizeof(text), "%.*s%s%s", (int)(mark - format), format, id, mark + 1);
	return text;
}

static void one_who_has_left_does_not_stand_in_the_way_of_a_namesake(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	desk_ask_or_fail(d, "PersonHire", "{\"name\":\"Anna\"}");
	desk_ask_or_fail(d, "PersonExit", "{\"person\":\"Anna\",\"reason\":\"x\"}");
	desk_ask_or_fail(d, "PersonShow", "{\"person\":\"Anna\"}");
	CU_ASSERT_STRING_EQUAL(message_text(d->reply, "parameters.person.state"), "exited");
	desk_ask_or_fail(d, "PersonHire", "{\"name\":\"Anna\"}");
	const char *by_id = with_id(d, "parameters.person.id", "{\"person\":\"@\"}");
	desk_ask_or_fail(d, "PersonShow", "{\"person\":\"Anna\"}");
	CU_ASSERT_STRING_EQUAL(message_text(d->reply, "parameters.person.state"), "active");
	desk_ask_or_fail(d, "PersonShow", by_id);
	CU_ASSERT_STRING_EQUAL(message_text(d->reply, "parameters.person.state"), "active");
	desk_end(d);
}

static const struct step exits[] = {
        MAX_COMES,
        {"PersonHire", "{\"name\":\"Eva\",\"badge\":\"42:2\",\"position\":\"front\"}", "", "Eva"},
        {"PersonExit", "{\"person\":\"Eva\",\"reason\":\"\"}", "Invalid", "reason"},
        {"PersonExit", "{\"person\":\"Ida\",\"reason\":\"end\"}", "NotFound", "Ida"},
        {"PersonExit", "{\"person\":\"Eva\",\"reason\":\"end\"}", "", "\"keys_revoked\":1"},
        {"PersonExit", "{\"person\":\"Eva\",\"reason\":\"end\"}", "", "had left already"},
        {"PersonShow", "{\"person\":\"Eva\"}", "", "\"keys\":[]"},
        {"BadgeList", "{}", "", "h10301 42:2"}, /* outstanding */
        {"BadgeAssign", "{\"badge\":\"42:9\",\"person\":\"Eva\"}", "Conflict", "has left"},
        {"KeyIssue", "{\"person\":\"Eva\",\"room\":\"hall\",\"reason\":\"x\"}", "Conflict", "has left"},
        {"PersonList", "{}", "", "Max"},
        /* the last one who could act may leave too */
        {"PersonExit", "{\"person\":\"Boss\",\"reason\":\"end\"}", "", "keys_revoked"},
        {"PersonHire", "{\"name\":\"Eve\"}", "SessionUnknown", "has ended"},
};

static void exit_revokes_every_key_and_tells_what_is_outstanding(void)
{
	STEPS(exits);
}

/* ---- positions ---- */

static const struct step positions[] = {
        {"PositionAdd", "{\"name\":\"front\",\"keys\":[]}", "", "The position front"},
        {"PositionAdd", "{\"name\":\"front\",\"keys\":[]}", "Conflict", "front"},
        {"PositionAdd", "{\"name\":\"B\xc3\xbcro\",\"keys\":[]}", "", "B\xc3\xbcro is there"},
        {"PositionAdd", "{\"name\":\"B\xc3\xbcro\",\"keys\":[]}", "Conflict", "B\xc3\xbcro"},
        {"PositionAdd", "{\"name\":\"Bu\xcc\x88ro\",\"keys\":[]}", "Invalid", "composed"},
        {"PositionAdd", "{\"name\":\"\xe2\x80\x8b\",\"keys\":[]}", "Invalid", "seen"},
        {"PositionAdd", "{\"name\":\"123456789012345678901234567890123456789012345678\",\"keys\":[]}",
         "Invalid", "1 to 47 bytes"},
        {"PositionAdd", "{\"name\":\"p\",\"keys\":[{\"room\":\"attic\"}]}", "NotFound", "attic"},
        {"PositionAdd", "{\"name\":\"p\",\"keys\":[{\"room\":\"outside\"}]}", "Invalid",
         "leaving needs no key"},
        {"PositionAdd", "{\"name\":\"p\",\"keys\":[{\"room\":\"hall\",\"door\":\"gate\"}]}", "NotFound",
         "gate"},
        {"PositionAdd", "{\"name\":\"p\",\"keys\":[{\"room\":\"hall\",\"door\":\"goods-in\"}]}", "Invalid",
         "does not belong"},
        {"PositionAdd", "{\"name\":\"p\",\"keys\":[{\"door\":\"entrance\"}]}", "InvalidParameter", "room"},
        {"PositionAdd", "{\"name\":\"p\",\"keys\":[{\"room\":\"hall\",\"when\":\"noon\"}]}",
         "InvalidParameter", "when"},
        {"PositionAdd", "{\"name\":\"p\",\"keys\":[{\"room\":\"hall\"},{\"room\":\"hall\"}]}", "Invalid",
         "twice"},
        {"PositionAdd", "{\"name\":\"p\",\"keys\":\"hall\"}", "InvalidParameter", "keys"},
        {"PositionAdd",
         "{\"name\":\"p\",\"keys\":[{\"room\":\"hall\"},{\"room\":\"hall\",\"door\":\"entrance\"}]}", "",
         "2 keys"},
        {"PositionList", "{}", "", "\"door\":\"entrance\""},
};

static void positions_have_keys_that_are_possible(void)
{
	STEPS(positions);
}

static void a_position_has_at_most_32_keys(void)
{
	struct desk *d = desk_begin();
	char parameters[4000] = "{\"name\":\"p\",\"keys\":[";
	for (int i = 0; i < 33; i++)
		strcat(parameters, i == 0 ? "{\"room\":\"hall\"}" : ",{\"room\":\"hall\"}");
	strcat(parameters, "]}");
	desk_ask(d, "PositionAdd", parameters);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Invalid");
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "at most 32"));
	desk_end(d);
}

/* ---- badges (rules F6, K7) ---- */

static const struct step badges[] = {
        MAX_COMES,
        {"BadgeAssign", "{\"badge\":\"42:2\",\"person\":\"Max\"}", "", "h10301 42:2"},
        {"BadgeAssign", "{\"badge\":\"H10301 42:2\",\"person\":\"Max\"}", "Conflict", "belongs to Max"},
        {"BadgeAssign", "{\"badge\":\"h10306 42:2\",\"person\":\"Max\"}", "", "h10306 42:2"},
        {"BadgeAssign", "{\"badge\":\"raw32 0:4294967295\",\"person\":\"Max\"}", "", "raw32 0:4294967295"},
        {"BadgeAssign", "{\"badge\":\"raw32 0:4294967296\",\"person\":\"Max\"}", "Invalid", "does not fit"},
        {"BadgeAssign", "{\"badge\":\"255:65535\",\"person\":\"Max\"}", "", "255:65535"},
        {"BadgeAssign", "{\"badge\":\"256:1\",\"person\":\"Max\"}", "Invalid", "does not fit"},
        {"BadgeAssign", "{\"badge\":\"1:65536\",\"person\":\"Max\"}", "Invalid", "does not fit"},
        {"BadgeAssign", "{\"badge\":\"4294967338:2\",\"person\":\"Max\"}", "Invalid", "does not fit"},
        {"BadgeAssign", "{\"badge\":\"1:99999999999999999999999\",\"person\":\"Max\"}", "Invalid",
         "no badge number"},
        {"BadgeAssign", "{\"badge\":\"h99 1:1\",\"person\":\"Max\"}", "Invalid", "h99"},
        {"BadgeAssign", "{\"badge\":\"-1:1\",\"person\":\"Max\"}", "Invalid", "no badge number"},
        {"BadgeAssign", "{\"badge\":\"1:1 \",\"person\":\"Max\"}", "Invalid", "badge"},
        {"BadgeAssign", "{\"badge\":\"\",\"person\":\"Max\"}", "Invalid", "badge"},
        {"BadgeAssign", "{\"badge\":\"42:3\",\"person\":\"Ida\"}", "NotFound", "Ida"},
        {"BadgeLost", "{\"badge\":\"42:3\"}", "NotFound", "42:3"},
        {"BadgeLost", "{\"badge\":\"42:2\"}", "", "\"state\":\"lost\""},
        {"BadgeLost", "{\"badge\":\"42:2\"}", "", "already"},
        {"BadgeAssign", "{\"badge\":\"42:2\",\"person\":\"Max\"}", "Conflict", "(lost)"},
        {"BadgeList", "{\"all\":true}", "", "\"state\":\"lost\""},
};

static void badges_have_a_number_in_range_that_nobody_else_has(void)
{
	STEPS(badges);
}

static void a_badge_is_lost_by_its_id_as_well(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	desk_ask_or_fail(d, "BadgeLost", with_id(d, "parameters.badge.id", "{\"badge\":\"@\"}"));
	CU_ASSERT_STRING_EQUAL(message_text(d->reply, "parameters.badge.state"), "lost");
	CU_ASSERT_PTR_NOT_NULL(message_text(d->reply, "parameters.since"));
	desk_end(d);
}

/* ---- keys (rules K1, K2) ---- */

static const struct step keys[] = {
        MAX_COMES,
        {"PersonHire", "{\"name\":\"Eva\"}", "", "Eva"},
        {"PersonHire", "{\"name\":\"Tec\",\"kind\":\"technician\",\"last_day\":\"2099-01-01\"}", "", "Tec"},
        {"KeyIssue", "{\"person\":\"Eva\",\"room\":\"hall\",\"reason\":\"work\"}", "", "\"since\""},
        {"KeyIssue", "{\"person\":\"Eva\",\"room\":\"hall\",\"reason\":\"work\"}", "Conflict", "already"},
        {"KeyIssue", "{\"person\":\"Eva\",\"room\":\"hall\",\"door\":\"entrance\",\"reason\":\"work\"}", "",
         "entrance"},
        {"KeyIssue", "{\"person\":\"Eva\",\"room\":\"warehouse\",\"door\":\"goods-in\",\"reason\":\"w\"}", "",
         "goods-in"},
        {"KeyIssue", "{\"person\":\"Eva\",\"room\":\"warehouse\",\"reason\":\"w\"}", "",
         "a key that names it"},
        {"KeyIssue", "{\"person\":\"Eva\",\"room\":\"attic\",\"reason\":\"w\"}", "NotFound", "attic"},
        {"KeyIssue", "{\"person\":\"Eva\",\"room\":\"outside\",\"reason\":\"w\"}", "Invalid", "leaving"},
        {"KeyIssue", "{\"person\":\"Eva\",\"room\":\"office\",\"door\":\"gate\",\"reason\":\"w\"}",
         "NotFound", "gate"},
        {"KeyIssue", "{\"person\":\"Eva\",\"room\":\"office\",\"door\":\"goods-in\",\"reason\":\"w\"}",
         "Invalid", "does not belong"},
        {"KeyIssue", "{\"person\":\"Eva\",\"room\":\"office\",\"reason\":\"\"}", "Invalid", "reason"},
        {"KeyIssue", "{\"person\":\"Eva\",\"room\":\"office\"}", "InvalidParameter", "reason"},
        {"KeyIssue",
         "{\"person\":\"Eva\",\"room\":\"office\",\"reason\":\"w\",\"first_day\":\"2026-03-02\",\"last_day\":"
         "\"2026-03-01\"}",
         "Invalid", "before the first"},
        {"KeyIssue", "{\"person\":\"Tec\",\"room\":\"office\",\"reason\":\"w\"}", "Refused", "A9"},
        {"KeyIssue", "{\"person\":\"Ida\",\"room\":\"office\",\"reason\":\"w\"}", "NotFound", "Ida"},
        {"KeyList", "{\"person\":\"Eva\",\"room\":\"hall\"}", "", "entrance"},
        {"KeyList", "{\"room\":\"attic\"}", "NotFound", "attic"},
        {"KeyRevoke", "{\"person\":\"Eva\",\"room\":\"office\",\"reason\":\"x\"}", "NotFound", "no such key"},
        {"KeyRevoke", "{\"person\":\"Eva\",\"reason\":\"x\"}", "Invalid", "room"},
        {"KeyRevoke", "{\"reason\":\"x\"}", "Invalid", "person"},
        {"KeyRevoke", "{\"key\":\"7m2k0vq4x9ab\",\"room\":\"hall\",\"reason\":\"x\"}", "Invalid", "either"},
        {"KeyRevoke", "{\"key\":\"7m2k0vq4x9ab\",\"reason\":\"x\"}", "NotFound", "7m2k0vq4x9ab"},
        {"KeyRevoke", "{\"key\":\"x\",\"reason\":\"x\"}", "NotFound", "x"},
        {"KeyRevoke", "{\"person\":\"Eva\",\"room\":\"hall\",\"door\":\"entrance\",\"reason\":\"x\"}", "",
         "1 key of Eva"},
        {"KeyRevoke", "{\"person\":\"Eva\",\"room\":\"warehouse\",\"reason\":\"x\"}", "", "2 keys of Eva"},
        {"KeyList", "{\"person\":\"Eva\",\"all\":true}", "", "revoked"},
};

static void keys_are_for_rooms_and_doors_that_there_are(void)
{
	STEPS(keys);
}

static void a_revoked_key_is_not_revoked_twice(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	desk_ask_or_fail(d, "KeyIssue", "{\"person\":\"Max\",\"room\":\"office\",\"reason\":\"w\"}");
	char revoke[256];
	snprintf(revoke, sizeof(revoke), "%s",
	         with_id(d, "parameters.key.id", "{\"key\":\"@\",\"reason\":\"x\"}"));
	desk_ask_or_fail(d, "KeyRevoke", revoke);
	CU_ASSERT_EQUAL(message_count(message_get(d->reply, "parameters.keys")), 1);
	desk_ask(d, "KeyRevoke", revoke);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Conflict");
	desk_end(d);
}

/* ---- doors ---- */

static const struct step doors[] = {
        MAX_COMES,
        {"RoomList", "{}", "",
         "\"name\":\"servers\",\"area\":\"building\",\"doors\":[\"server-door\"],\"is_guarded\":true"},
        {"DoorList", "{}", "", "\"kind\":\"goods\""},
        {"DoorShow", "{\"door\":\"entrance\"}", "",
         "\"name\":\"entrance-out\",\"leads_to\":\"outside\",\"formats\":[\"h10301\"]"},
        {"DoorShow", "{\"door\":\"gate\"}", "NotFound", "gate"},
        {"DoorShow", "{}", "InvalidParameter", "door"},
        {"DoorRelease", "{\"door\":\"goods-in\",\"reason\":\"parcel\"}", "", "\"released_s\":5"},
        {"DoorRelease", "{\"door\":\"gate\",\"reason\":\"parcel\"}", "NotFound", "gate"},
        {"DoorRelease", "{\"door\":\"entrance\",\"reason\":\" \"}", "Invalid", "reason"},
        {"OccupancyGet", "{}", "", "\"count\":0,\"is_certain\":true"},
        {"OccupancyGet", "{\"area\":\"roof\"}", "NotFound", "roof"},
        {"AlarmStatus", "{\"area\":\"building\"}", "", "\"state\":\"unset\""},
        {"AlarmStatus", "{\"area\":\"roof\"}", "NotFound", "roof"},
        {"GetStatus", "{}", "", "\"persons\":2,\"badges\":1,\"keys\":1"},
        {"PersonHire", "{\"name\":\"Eva\",\"badge\":\"42:2\",\"position\":\"front\"}", "", "Eva"},
        {"GetStatus", "{}", "", "\"persons\":3,\"badges\":2,\"keys\":2"},
        {"GetStatus", "{\"x\":1}", "InvalidParameter", "x"},
};

static void doors_and_areas_are_shown(void)
{
	STEPS(doors);
}

static const struct {
	enum engine_answer answer;
	const char *error, *rule;
} answers[] = {
        {ANSWER_DONE, "", NULL},
        {ANSWER_ALARM_SET, "Refused", "L8"},
        {ANSWER_ALREADY_OPEN, "Refused", "D13"},
        {ANSWER_FIRE_STILL_ACTIVE, "Refused", "D13"},
        {ANSWER_NO_FIRE, "Refused", "D13"},
};

static void what_the_doors_say_to_an_operator_is_answered_with_the_rule(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		d->doors.answer = answers[i].answer;
		desk_ask(d, "DoorRelease", "{\"door\":\"goods-in\",\"reason\":\"parcel\"}");
		CU_ASSERT_STRING_EQUAL(desk_error(d), answers[i].error);
		if (answers[i].rule != NULL)
			CU_ASSERT_STRING_EQUAL(message_text(d->reply, "parameters.rule"), answers[i].rule);
		desk_ask(d, "FireReset", "{\"reason\":\"all clear\"}");
		CU_ASSERT_STRING_EQUAL(desk_error(d), answers[i].error);
	}
	CU_ASSERT_EQUAL(d->doors.last.kind, DOORS_FIRE_RESET);
	CU_ASSERT_STRING_EQUAL(d->doors.last.detail, "all clear");
	CU_ASSERT(d->doors.last.operator_id != 0);
	desk_end(d);
}

static void a_release_names_door_operator_and_reason_to_the_doors(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	desk_ask_or_fail(d, "DoorRelease", "{\"door\":\"goods-in\",\"reason\":\"parcel\"}");
	CU_ASSERT_EQUAL(d->doors.last.door, GOODS_IN);
	CU_ASSERT_STRING_EQUAL(d->doors.last.detail, "parcel");
	CU_ASSERT_EQUAL(d->doors.calls[DOORS_RELEASE], 1);
	desk_end(d);
}

static void a_hold_names_door_minutes_operator_and_reason_to_the_doors(void)
{
	static const struct {
		const char *minutes;
		uint32_t hold_ms; /* 0: refused */
	} rows[] = {{"0", 0}, {"1", 60000}, {"45", 2700000}, {"46", 0}, {"-1", 0}};
	struct desk *d = desk_begin();
	desk_hire_max(d);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char parameters[160];
		snprintf(parameters, sizeof(parameters),
		         "{\"door\":\"goods-in\",\"minutes\":%s,\"reason\":\"pallets\",\"by\":\"Max\"}",
		         rows[i].minutes);
		d->doors.last.hold_ms = 0;
		desk_ask(d, "DoorHold", parameters);
		CU_ASSERT_STRING_EQUAL(desk_error(d), rows[i].hold_ms == 0 ? "Invalid" : "");
		CU_ASSERT_EQUAL(d->doors.last.hold_ms, rows[i].hold_ms);
	}
	CU_ASSERT_EQUAL(d->doors.last.kind, DOORS_HOLD);
	CU_ASSERT_EQUAL(d->doors.last.door, GOODS_IN);
	CU_ASSERT_STRING_EQUAL(d->doors.last.detail, "pallets");
	CU_ASSERT(d->doors.last.operator_id != 0);
	desk_end(d);
}

/* Max may unset and not set, Ben may neither (rules L2, L8). */
static void the_alarm_is_set_and_unset_only_by_who_has_the_right(void)
{
	static const struct {
		const char *method, *by, *error, *rule;
	} rows[] = {{"AlarmUnset", "Max", "", NULL},
	            {"AlarmUnset", "Ben", "Refused", "L8"},
	            {"AlarmSet", "Max", "Refused", "L2"},
	            {"AlarmSet", "Ben", "Refused", "L2"}};
	struct desk *d = desk_begin();
	desk_hire_max(d);
	desk_ask_or_fail(d, "PersonHire", "{\"name\":\"Ben\",\"by\":\"Max\"}");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char parameters[80];
		snprintf(parameters, sizeof(parameters), "{\"reason\":\"night\",\"by\":\"%s\"}", rows[i].by);
		size_t calls = d->doors.calls[DOORS_ALARM_UNSET] + d->doors.calls[DOORS_ALARM_SET];
		desk_ask(d, rows[i].method, parameters);
		CU_ASSERT_STRING_EQUAL(desk_error(d), rows[i].error);
		if (rows[i].rule != NULL)
			CU_ASSERT_STRING_EQUAL(message_text(d->reply, "parameters.rule"), rows[i].rule);
		calls = d->doors.calls[DOORS_ALARM_UNSET] + d->doors.calls[DOORS_ALARM_SET] - calls;
		CU_ASSERT_EQUAL(calls, rows[i].rule == NULL ? 1 : 0);
	}
	desk_end(d);
}

static void a_refusal_to_set_names_every_reason(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	desk_ask_or_fail(d, "PersonHire", "{\"name\":\"Mia\",\"rights\":[\"set\"],\"by\":\"Max\"}");
	d->engine.areas[0].prevented_by = ALARM_PREVENTED_UNCERTAIN | ALARM_PREVENTED_OPEN |
	                                  ALARM_PREVENTED_READER | ALARM_PREVENTED_CONTACT;
	d->engine.doors[ENTRANCE].door.is_open = d->engine.doors[GOODS_IN].door.is_open = true;
	d->engine.doors[GOODS_IN].door.faults = DOOR_FAULT_CONTACT | DOOR_FAULT_HELD;
	d->engine.readers[ENTRANCE_OUT].is_deaf = true;
	d->doors.answer = ANSWER_PREVENTED;
	desk_ask(d, "AlarmSet", "{\"reason\":\"night\",\"by\":\"Mia\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Refused");
	CU_ASSERT_STRING_EQUAL(message_text(d->reply, "parameters.message"),
	                       "The alarm of \"building\" cannot be set now: nobody knows for certain "
	                       "who is inside, door open: entrance, door open: goods-in, reader at fault: "
	                       "entrance-out, contact cannot be read: goods-in.");
	desk_ask_or_fail(d, "DoorShow", "{\"door\":\"goods-in\"}");
	char *text = message_print(d->reply);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"faults\":[\"open_too_long\",\"contact\"]"));
	free(text);
	desk_end(d);
}

static void doors_that_do_not_answer_are_unavailable(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	d->doors.result = -ETIMEDOUT;
	desk_ask(d, "DoorRelease", "{\"door\":\"goods-in\",\"reason\":\"parcel\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Unavailable");
	desk_end(d);
}

/* ---- events ---- */

static const struct step events[] = {
        MAX_COMES,
        {"EventList", "{}", "", "\"last_event\":4,\"first_kept\":1"},
        {"EventList", "{\"since\":3}", "", "\"events\":[{\"number\":4,"},
        {"EventList", "{\"since\":4}", "", "\"events\":[]"},
        {"EventList", "{\"limit\":1}", "", "\"events\":[{\"number\":4,"},
        {"EventList", "{\"since\":0,\"limit\":1}", "", "\"events\":[{\"number\":1,"},
        {"EventList", "{\"limit\":0}", "Invalid", "1 to 1000"},
        {"EventList", "{\"limit\":1000}", "", "last_event"},
        {"EventList", "{\"limit\":1001}", "Invalid", "1 to 1000"},
        {"EventList", "{\"since\":-1}", "Invalid", "since"},
        {"EventList", "{\"since\":\"1\"}", "InvalidParameter", "since"},
        {"EventList", "{\"incidents\":true}", "", "\"events\":[]"},
        {"EventList", "{\"persons\":true}", "", "\"person_name\":\"Max\""},
        {"EventFollow", "{}", "ExpectedMore", "more"},
};

static void events_are_listed_by_number(void)
{
	STEPS(events);
}

static void without_persons_no_event_tells_who(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	desk_ask_or_fail(d, "KeyIssue", "{\"person\":\"Max\",\"room\":\"office\",\"reason\":\"for Max\"}");
	desk_ask_or_fail(d, "EventList", "{}");
	char *text = message_print(d->reply);
	CU_ASSERT_PTR_NULL(strstr(text, "Max"));
	CU_ASSERT_PTR_NULL(strstr(text, "person\":"));
	CU_ASSERT_PTR_NULL(strstr(text, "\"badge\":"));
	CU_ASSERT_PTR_NULL(strstr(text, "operator"));
	free(text);
	desk_end(d);
}

static void no_event_tells_a_badge_number(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	desk_ask_or_fail(d, "BadgeAssign", "{\"badge\":\"77:31337\",\"person\":\"Max\"}");
	desk_ask_or_fail(d, "BadgeLost", "{\"badge\":\"77:31337\"}");
	desk_ask_or_fail(d, "EventList", "{\"persons\":true}");
	char *text = message_print(d->reply);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "badge.lost"));
	CU_ASSERT_PTR_NULL(strstr(text, "31337"));
	free(text);
	desk_end(d);
}

/* ---- the Varlink form, and who may ---- */

static const struct {
	const char *request, *error, *says;
} requests[] = {
        {"", "Invalid", "not JSON"},
        {"[]", "Invalid", "object"},
        {"{}", "InvalidParameter", "method"},
        {"{\"method\":1}", "InvalidParameter", "method"},
        {"{\"method\":\"io.zutritt.GetStatus\",\"parameters\":[]}", "InvalidParameter", "parameters"},
        {"{\"method\":\"io.zutritt.GetStatus\",\"more\":1}", "InvalidParameter", "more"},
        {"{\"method\":\"io.zutritt.GetStatus\",\"extra\":1}", "InvalidParameter", "extra"},
        {"{\"method\":\"io.zutritt.Nonsense\"}", "MethodNotFound", "io.zutritt.Nonsense"},
        {"{\"method\":\"io.zutritt.\"}", "MethodNotFound", "io.zutritt."},
        {"{\"method\":\"io.zutritt\"}", "InterfaceNotFound", "io"},
        {"{\"method\":\"io.zutritt.sub.Method\"}", "InterfaceNotFound", "io.zutritt.sub"},
        {"{\"method\":\"io.zutrittX.GetStatus\"}", "InterfaceNotFound", "io.zutrittX"},
        {"{\"method\":\"GetStatus\"}", "InterfaceNotFound", "GetStatus"},
        {"{\"method\":\"org.varlink.service.Nonsense\"}", "MethodNotFound", "Nonsense"},
        {"{\"method\":\"org.varlink.service.GetInfo\"}", "",
         "\"interfaces\":[\"org.varlink.service\",\"io.zutritt\"]"},
        {"{\"method\":\"org.varlink.service.GetInterfaceDescription\"}", "InvalidParameter", "interface"},
        {"{\"method\":\"org.varlink.service.GetInterfaceDescription\",\"parameters\":{\"interface\":\"x.y\"}"
         "}",
         "InterfaceNotFound", "x.y"},
        {"{\"method\":\"org.varlink.service.GetInterfaceDescription\",\"parameters\":{\"interface\":\"io."
         "zutritt\"}}",
         "", "method BadgeLost(badge: ?string"},
        {"{\"method\":\"io.zutritt.GetStatus\",\"parameters\":null}", "", "\"site\":\"test\""},
};

static void requests_are_judged_by_the_varlink_form(void)
{
	struct desk *d = desk_begin();
	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
		char *text = message_print(desk_send_as(d, 0, requests[i].request));
		bool is_right = strcmp(desk_error(d), requests[i].error) == 0 &&
		                strstr(text, requests[i].says) != NULL;
		if (!is_right)
			printf("%s\n  %s\n", requests[i].request, text);
		CU_ASSERT_TRUE(is_right);
		free(text);
	}
	desk_end(d);
}

static void oneway_is_done_and_not_answered(void)
{
	struct desk *d = desk_begin();
	struct ongoing ongoing = {0};
	struct buffer out = {0};
	char request[256];
	snprintf(request, sizeof(request),
	         "{\"method\":\"io.zutritt.PersonHire\",\"oneway\":true,\"parameters\":{\"name\":\"Max\","
	         "\"session\":\"%s\"}}",
	         d->session);
	dispatch(d->office, 0, request, strlen(request), &ongoing, &out);
	while (ongoing.listing.ids != NULL)
		ongoing_continue(d->office, &ongoing, &out);
	CU_ASSERT_EQUAL(buffer_size(&out), 0);
	buffer_free(&out);
	desk_ask_or_fail(d, "PersonShow", "{\"person\":\"Max\"}");
	desk_end(d);
}

/* ---- the table against the interface file ---- */

static size_t methods_of(const char *text, bool is_known)
{
	size_t count = 0;
	for (const char *m = strstr(text, "\nmethod "); m != NULL; m = strstr(m + 1, "\nmethod ")) {
		char name[64];
		CU_ASSERT_EQUAL_FATAL(sscanf(m, "\nmethod %63[A-Za-z]", name), 1);
		if (is_known && command_find(name) == NULL)
			CU_FAIL(name);
		count++;
	}
	return count;
}

static bool has_parameters(const char *text, const struct command *command)
{
	char start[64];
	snprintf(start, sizeof(start), "\nmethod %s(", command->method);
	const char *begin = strstr(text, start);
	const char *end = begin == NULL ? NULL : strstr(begin, "->");
	if (end == NULL)
		return false;
	size_t declared = 0, length = (size_t)(end - begin);
	for (size_t i = 0; i < length; i++)
		declared += begin[i] == ':' && begin[i + 1] == ' ';
	/* every call may carry a session */
	if (memmem(begin, length, "session: ?string", 16) == NULL)
		return false;
	declared--;
	for (const struct message_field *f = command->fields; f->name != NULL; f++, declared--) {
		char optional[64], name[64];
		snprintf(name, sizeof(name), "%s: ", f->name);
		snprintf(optional, sizeof(optional), "%s: ?", f->name);
		const char *at = memmem(begin, length, name, strlen(name));
		if (at == NULL ||
		    (memmem(begin, length, optional, strlen(optional)) == NULL) != f->is_required)
			return false;
	}
	return declared == 0;
}

/* The file without its comments, where words of prose look like parameters. */
static char *without_comments(const char *text)
{
	char *copy = strdup(text), *to = copy;
	bool is_comment = false;
	for (const char *from = text; *from != '\0'; from++) {
		is_comment = *from == '#' || (is_comment && *from != '\n');
		if (!is_comment)
			*to++ = *from;
	}
	*to = '\0';
	return copy;
}

static void the_table_of_commands_is_what_the_interface_says(void)
{
	char *text = without_comments(interface_description("io.zutritt"));
	size_t count = 0;
	for (const struct command *c = command_table; c->method != NULL; c++, count++)
		if (!has_parameters(text, c))
			CU_FAIL(c->method);
	CU_ASSERT_EQUAL(methods_of(text, true), count);
	free(text);
}

/* ---- long answers ---- */

static void hire_many(struct desk *d, int count)
{
	char parameters[512];
	for (int i = 0; i < count; i++) {
		snprintf(parameters, sizeof(parameters), "{\"name\":\"%0150d\"}", i);
		desk_ask_or_fail(d, "PersonHire", parameters);
	}
}

static void a_list_too_long_for_one_message_comes_in_several_when_asked_with_more(void)
{
	struct desk *d = desk_begin();
	struct ongoing ongoing = {0};
	struct buffer out = {0};
	char request[256];
	char error[200];
	size_t replies = 0;
	desk_hire_max(d);
	hire_many(d, 300);
	desk_ask(d, "PersonList", "{}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Invalid");

	snprintf(request, sizeof(request),
	         "{\"method\":\"io.zutritt.PersonList\",\"more\":true,\"parameters\":{\"session\":\"%s\"}}",
	         d->session);
	dispatch(d->office, 0, request, strlen(request), &ongoing, &out);
	while (ongoing.listing.ids != NULL)
		ongoing_continue(d->office, &ongoing, &out);
	struct message *all = message_object();
	for (const char *f = buffer_bytes(&out), *end = f + buffer_size(&out); f < end;
	     f += strlen(f) + 1, replies++) {
		struct message *reply = message_parse(f, strlen(f), error, sizeof(error));
		CU_ASSERT_PTR_NOT_NULL_FATAL(reply);
		CU_ASSERT(strlen(f) <= 64 * 1024);
		CU_ASSERT_EQUAL(message_bool(reply, "continues", false), f + strlen(f) + 1 < end);
		message_join(all, message_copy(message_get(reply, "parameters")));
		message_free(reply);
	}
	CU_ASSERT(replies > 1);
	CU_ASSERT_EQUAL(message_count(message_get(all, "persons")), 302);
	message_free(all);
	buffer_free(&out);
	desk_end(d);
}

static void a_full_house_is_one_area_again_when_its_pieces_are_joined(void)
{
	struct desk *d = desk_begin();
	struct ongoing ongoing = {0};
	struct buffer out = {0};
	char request[256];
	snprintf(request, sizeof(request),
	         "{\"method\":\"io.zutritt.OccupancyGet\",\"more\":true,\"parameters\":{\"persons\":true,"
	         "\"session\":\"%s\"}}",
	         d->session);
	char error[200];
	for (uint64_t person = 1; person <= OCCUPANCY_MAX; person++)
		occupancy_enter(&d->engine.areas[0].occupancy, person, ENTRANCE, 1700000000000);
	dispatch(d->office, 0, request, strlen(request), &ongoing, &out);
	while (ongoing.listing.ids != NULL)
		ongoing_continue(d->office, &ongoing, &out);
	struct message *all = message_object();
	for (const char *f = buffer_bytes(&out), *end = f + buffer_size(&out); f < end; f += strlen(f) + 1) {
		struct message *reply = message_parse(f, strlen(f), error, sizeof(error));
		CU_ASSERT_PTR_NOT_NULL_FATAL(reply);
		message_join(all, message_copy(message_get(reply, "parameters")));
		message_free(reply);
	}
	const struct message *areas = message_get(all, "areas");
	CU_ASSERT_EQUAL(message_count(areas), 1);
	CU_ASSERT_EQUAL(message_count(message_get(message_item(areas, 0), "inside")), OCCUPANCY_MAX);
	message_free(all);
	buffer_free(&out);
	desk_end(d);
}

static const struct suite_case cases[] = {
        {"persons are hired whole or not at all", persons_are_hired_whole_or_not_at_all},
        {"who cannot act today has no session", who_cannot_act_today_has_no_session},
        {"nobody acts after the last day", nobody_acts_after_the_last_day},
        {"a name that two persons have is answered with both ids",
         a_name_that_two_persons_have_is_answered_with_both_ids},
        {"one who has left does not stand in the way of a namesake",
         one_who_has_left_does_not_stand_in_the_way_of_a_namesake},
        {"K3: exit revokes every key and tells what is outstanding",
         exit_revokes_every_key_and_tells_what_is_outstanding},
        {"positions have keys that are possible", positions_have_keys_that_are_possible},
        {"a position has at most 32 keys", a_position_has_at_most_32_keys},
        {"F6, K7: badges have a number in range that nobody else has",
         badges_have_a_number_in_range_that_nobody_else_has},
        {"a badge is lost by its id as well", a_badge_is_lost_by_its_id_as_well},
        {"K2: keys are for rooms and doors that there are", keys_are_for_rooms_and_doors_that_there_are},
        {"a revoked key is not revoked twice", a_revoked_key_is_not_revoked_twice},
        {"doors and areas are shown", doors_and_areas_are_shown},
        {"what the doors say to an operator is answered with the rule",
         what_the_doors_say_to_an_operator_is_answered_with_the_rule},
        {"D9: a release names door, operator and reason to the doors",
         a_release_names_door_operator_and_reason_to_the_doors},
        {"D6: a hold names door, minutes, operator and reason",
         a_hold_names_door_minutes_operator_and_reason_to_the_doors},
        {"L2, L8: the alarm is set and unset only by who has the right",
         the_alarm_is_set_and_unset_only_by_who_has_the_right},
        {"L3: a refusal to set names every reason", a_refusal_to_set_names_every_reason},
        {"doors that do not answer are unavailable", doors_that_do_not_answer_are_unavailable},
        {"events are listed by number", events_are_listed_by_number},
        {"E6: without persons no event tells who", without_persons_no_event_tells_who},
        {"E5: no event tells a badge number", no_event_tells_a_badge_number},
        {"requests are judged by the Varlink form", requests_are_judged_by_the_varlink_form},
        {"oneway is done and not answered", oneway_is_done_and_not_answered},
        {"the table of commands is what the interface says",
         the_table_of_commands_is_what_the_interface_says},
        {"a list too long for one message comes in several when asked with more",
         a_list_too_long_for_one_message_comes_in_several_when_asked_with_more},
        {"a full house is one area again when its pieces are joined",
         a_full_house_is_one_area_again_when_its_pieces_are_joined},
};

int main(void)
{
	return suite_run("office: commands", cases, sizeof(cases) / sizeof(cases[0]));
}
