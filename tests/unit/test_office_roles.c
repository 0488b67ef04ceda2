/*
 * Rule P1: every cell of the table of roles and methods, each method with each
 * role, without a session, with one that has ended, is locked or must change
 * its password. What must come stands here in words of its own.
 */
#include "tests/unit/office_fixture.h"

#include "controller/office/commands.h"

/*
 * Who may: o everybody (o with a role after it: everybody, and to be told of
 * persons these), s any operator about themselves, r root without a session;
 * m management, a administrator, e reception, u auditor.
 */
static const struct {
	const char *method, *who;
} wanted[] = {
        {"GetStatus", "o"},         {"RoomList", "o"},
        {"DoorList", "o"},          {"DoorShow", "o"},
        {"DoorRelease", "me"},      {"DoorHold", "me"},
        {"DoorSet", "m"},           {"PersonSet", "m"},
        {"ScheduleList", "maeu"},   {"ScheduleShow", "maeu"},
        {"ScheduleSet", "m"},       {"ScheduleRemove", "m"},
        {"ScheduleExcept", "m"},    {"HolidayList", "maeu"},
        {"HolidayAdd", "m"},        {"HolidayRemove", "m"},
        {"HolidayState", "m"},      {"FireReset", "mae"},
        {"PersonList", "maeu"},     {"PersonShow", "meu"},
        {"PersonHire", "m"},        {"PersonExit", "m"},
        {"PersonSuspend", "m"},     {"PersonResume", "m"},
        {"PersonRename", "m"},      {"PersonTransfer", "m"},
        {"PersonExtend", "m"},      {"PositionList", "mu"},
        {"PositionAdd", "m"},       {"PersonsExport", "mu"},
        {"PersonsImport", "m"},     {"BadgeList", "meu"},
        {"BadgeAssign", "m"},       {"BadgeLost", "me"},
        {"BadgeSuspend", "m"},      {"BadgeResume", "m"},
        {"BadgeFound", "m"},        {"BadgeReturn", "me"},
        {"BadgeDestroy", "m"},      {"BadgeReplace", "m"},
        {"BadgeDay", "me"},         {"BadgeEnrol", "m"},
        {"KeyList", "mu"},          {"KeyIssue", "m"},
        {"KeyRevoke", "m"},         {"KeyListWaiting", "mau"},
        {"KeyApprove", "ma"},       {"KeySuspend", "m"},
        {"KeyResume", "m"},         {"KeyLost", "m"},
        {"KeyFound", "m"},          {"KeyReturn", "m"},
        {"KeyDestroy", "m"},        {"ReceiptList", "mu"},
        {"ReceiptShow", "mu"},      {"ReceiptCheck", "mu"},
        {"ReportLockPlan", "mu"},   {"ReportUnused", "mu"},
        {"ReportLeavers", "mu"},    {"ReportEnding", "mu"},
        {"ReviewList", "mu"},       {"ReviewBegin", "m"},
        {"ReviewShow", "mu"},       {"ReviewConfirm", "m"},
        {"ReviewWithdraw", "m"},    {"ReviewFinish", "m"},
        {"EventList", "omeu"},      {"EventFollow", "omeu"},
        {"OccupancyGet", "ome"},    {"EvacuationGet", "me"},
        {"VisitorList", "me"},      {"VisitorAnnounce", "me"},
        {"VisitorArrive", "me"},    {"VisitorHandOver", "me"},
        {"VisitorLeave", "me"},     {"VisitorCancel", "me"},
        {"ReminderList", "me"},     {"ReleaseLink", "me"},
        {"ReleaseAside", "me"},     {"HostList", "me"},
        {"OccupancyCorrect", "me"}, {"AlarmStatus", "o"},
        {"AlarmSet", "me"},         {"AlarmUnset", "me"},
        {"AlarmAck", "me"},         {"Init", "r"},
        {"BreakGlass", "r"},        {"SessionOpen", "o"},
        {"SessionClose", "s"},      {"SessionShow", "s"},
        {"SessionLock", "s"},       {"SessionUnlock", "s"},
        {"PasswordChange", "s"},    {"OperatorList", "mau"},
        {"OperatorRequest", "m"},   {"OperatorReset", "m"},
        {"OperatorUnlock", "a"},    {"OperatorClose", "ma"},
        {"ApprovalList", "maeu"},   {"ApprovalConfirm", "mae"},
        {"ApprovalReject", "mae"},  {"RolesList", "o"},
        {"AlarmOverride", "me"},
};

enum { WANTED = sizeof(wanted) / sizeof(wanted[0]), USER_ID = 65534 };

static const struct {
	const char *user;
	char letter;
	uint32_t role;
} people[] = {{"manager", 'm', ROLE_MANAGEMENT},
              {"admin", 'a', ROLE_ADMINISTRATOR},
              {"reception", 'e', ROLE_RECEPTION},
              {"auditor", 'u', ROLE_AUDITOR}};

static const char *wanted_of(const char *method)
{
	for (size_t i = 0; i < WANTED; i++)
		if (strcmp(wanted[i].method, method) == 0)
			return wanted[i].who;
	return NULL;
}

/* Refused at the door: before anything that the method is about was looked at. */
static bool is_kept_out(struct desk *d)
{
	const char *error = desk_error(d);
	return strcmp(error, "SessionUnknown") == 0 || strcmp(error, "NotPermitted") == 0;
}

/* With what the method wants at least, so that nothing but the right to call it can be in the way. */
static void ask_as(struct desk *d, uid_t uid, const struct command *c, const char *session, const char *more)
{
	char request[2048];
	int used = snprintf(request, sizeof(request),
	                    "{\"method\":\"io.zutritt.%s\",\"more\":true,\"parameters\":{", c->method);
	if (session != NULL)
		used += snprintf(request + used, sizeof(request) - (size_t)used, "\"session\":\"%s\",",
		                 session);
	for (const struct message_field *f = c->fields; f->name != NULL; f++) {
		static const char *const values[] = {
		        [MESSAGE_TEXT] = "\"?\"", [MESSAGE_INT] = "-1",
		        [MESSAGE_BOOL] = "false", [MESSAGE_TEXTS] = "[\"?\"]",
		        [MESSAGE_OBJECT] = "{}",  [MESSAGE_OBJECTS] = "[{\"room\":\"?\"}]"};
		if (f->is_required)
			used += snprintf(request + used, sizeof(request) - (size_t)used, "\"%s\":%s,",
			                 f->name, values[f->type]);
	}
	used += snprintf(request + used, sizeof(request) - (size_t)used, "%s", more);
	if (request[used - 1] == ',')
		used--;
	snprintf(request + used, sizeof(request) - (size_t)used, "}}");
	desk_send_as(d, uid, request);
}

static void must_be(struct desk *d, const struct command *c, const char *who, bool may)
{
	bool is_in = !is_kept_out(d);
	if (is_in != may)
		printf("\n    %s as %s: %s %s ", c->method, who, desk_error(d), desk_says(d));
	CU_ASSERT_EQUAL(is_in, may);
}

static bool has_persons(const struct command *c)
{
	for (const struct message_field *f = c->fields; f->name != NULL; f++)
		if (strcmp(f->name, "persons") == 0)
			return true;
	return false;
}

/* What an account that only looks for a right would end by calling it. */
static bool ends_the_session(const struct command *c)
{
	return strcmp(c->method, "SessionClose") == 0 || strcmp(c->method, "SessionLock") == 0;
}

/* An attempt with a wrong password is refused as somebody without the right is: it is tried in
 * test_office_logins.c. */
static bool asks_for_a_password(const struct command *c)
{
	return strcmp(c->method, "SessionOpen") == 0 || strcmp(c->method, "SessionUnlock") == 0 ||
	       strcmp(c->method, "PasswordChange") == 0;
}

static struct session *log_in_from(struct desk *d, const char *user)
{
	struct session *s = desk_log_in(d, user);
	s->origin.uid = USER_ID;
	return s;
}

static struct desk *begin(void)
{
	struct desk *d = desk_begin();
	for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++)
		desk_account(d, people[i].user, people[i].user, people[i].role);
	return d;
}

static void the_table_has_each_method_once(void)
{
	size_t count = 0;
	for (const struct command *c = command_table; c->method != NULL; c++, count++)
		if (wanted_of(c->method) == NULL)
			CU_FAIL(c->method);
	CU_ASSERT_EQUAL(count, WANTED);
}

static void every_cell_is_as_it_must_be(void)
{
	struct desk *d = begin();
	size_t cells = 0;
	for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++) {
		for (const struct command *c = command_table; c->method != NULL; c++) {
			const char *who = wanted_of(c->method);
			if (who == NULL || asks_for_a_password(c))
				continue;
			bool is_open = who[0] == 'o', has_role = strchr(who, people[i].letter) != NULL;
			log_in_from(d, people[i].user);
			ask_as(d, USER_ID, c, d->session, "");
			must_be(d, c, people[i].user,
			        is_open || who[0] == 's' || (has_role && who[0] != 'r'));
			if (has_persons(c)) {
				ask_as(d, USER_ID, c, d->session, "\"persons\":true,");
				must_be(d, c, people[i].user, has_role);
			}
			cells++;
		}
	}
	CU_ASSERT_EQUAL(cells, 4 * (WANTED - 3)); /* those that ask for a password: test_office_logins.c */
	desk_end(d);
}

static void without_a_session_only_what_names_nobody_is_told(void)
{
	struct desk *d = begin();
	for (const struct command *c = command_table; c->method != NULL; c++) {
		const char *who = wanted_of(c->method);
		if (who == NULL || strcmp(c->method, "SessionOpen") == 0)
			continue;
		ask_as(d, USER_ID, c, NULL, "");
		must_be(d, c, "nobody", who[0] == 'o');
		ask_as(d, 0, c, NULL, "");
		must_be(d, c, "root without a session", who[0] == 'o' || who[0] == 'r');
		if (has_persons(c)) {
			ask_as(d, 0, c, NULL, "\"persons\":true,");
			must_be(d, c, "root who asks for persons", false);
		}
	}
	desk_end(d);
}

/* Rules P3 and P7: such a session may look after itself, and no more than one without. */
static void a_session_that_is_locked_or_must_change_may_nothing(void)
{
	struct desk *d = begin();
	for (int is_locked = 0; is_locked < 2; is_locked++) {
		for (const struct command *c = command_table; c->method != NULL; c++) {
			const char *who = wanted_of(c->method);
			if (who == NULL || asks_for_a_password(c))
				continue;
			struct session *s = log_in_from(d, "boss");
			s->must_change = is_locked == 0;
			s->is_locked = is_locked == 1;
			ask_as(d, USER_ID, c, d->session, "");
			must_be(d, c, is_locked ? "locked" : "must change", who[0] == 'o' || who[0] == 's');
		}
	}
	desk_end(d);
}

/* Rule P7: a token is of use to nobody but who logged in. */
static void a_session_belongs_to_the_user_id_that_opened_it(void)
{
	struct desk *d = begin();
	for (const struct command *c = command_table; c->method != NULL; c++) {
		const char *who = wanted_of(c->method);
		if (who == NULL || strcmp(c->method, "SessionOpen") == 0)
			continue;
		log_in_from(d, "boss");
		ask_as(d, USER_ID - 1, c, d->session, "");
		must_be(d, c, "another user id", who[0] == 'o');
		CU_ASSERT_FALSE(ends_the_session(c) && d->office->sessions.items[0].number == 0);
	}
	desk_end(d);
}

/* Rule P9. */
static void nobody_but_the_gateway_speaks_for_a_station(void)
{
	struct desk *d = begin();
	static const char login[] =
	        "{\"method\":\"io.zutritt.SessionOpen\",\"parameters\":{\"user\":\"nobody\","
	        "\"password\":\"x\",\"station\":\"desk\"}}";
	desk_send_as(d, USER_ID, login);
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "Only the gateway"));
	d->office->gateway = USER_ID;
	desk_send_as(d, USER_ID, login);
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "User name or password"));
	desk_end(d);
}

/*
 * Rules P2 and L4: accounts, their roles and their first passwords take an administrator as the second
 * person; an alarm that is set in spite of something any operator but the auditor.
 */
static void must_have_second(const struct message *m)
{
	const char *method = message_text(m, "method");
	const struct message *second = message_get(m, "second");
	if (strcmp(method, "AlarmOverride") == 0) {
		CU_ASSERT_EQUAL(message_count(second), 3);
		return;
	}
	bool has_one = strcmp(method, "OperatorRequest") == 0 || strcmp(method, "OperatorReset") == 0;
	CU_ASSERT_EQUAL(message_count(second), has_one ? 1 : 0);
	if (has_one)
		CU_ASSERT_STRING_EQUAL(message_text(message_item(second, 0), ""), "administrator");
}

static void the_list_of_roles_says_what_the_table_does(void)
{
	struct desk *d = desk_begin();
	desk_ask_or_fail(d, "RolesList", "{}");
	const struct message *methods = message_get(d->reply, "parameters.methods");
	CU_ASSERT_EQUAL_FATAL(message_count(methods), WANTED);
	for (size_t i = 0; i < WANTED; i++) {
		const struct message *m = message_item(methods, i);
		const char *who = wanted_of(message_text(m, "method"));
		size_t roles = 0;
		for (const char *at = who; *at != '\0'; at++)
			roles += strchr("maeu", *at) != NULL;
		CU_ASSERT_EQUAL(message_count(message_get(m, "roles")), who[0] == 's' ? 4 : roles);
		must_have_second(m);
	}
	desk_end(d);
}

static const struct suite_case cases[] = {
        {"P1: the table has each method once", the_table_has_each_method_once},
        {"P1: every cell is as it must be", every_cell_is_as_it_must_be},
        {"E6: without a session only what names nobody is told",
         without_a_session_only_what_names_nobody_is_told},
        {"P3, P7: a session that is locked or must change its password may nothing",
         a_session_that_is_locked_or_must_change_may_nothing},
        {"P7: a session belongs to the user id that opened it",
         a_session_belongs_to_the_user_id_that_opened_it},
        {"P9: nobody but the gateway speaks for a station", nobody_but_the_gateway_speaks_for_a_station},
        {"P1: the list of roles says what the table does", the_list_of_roles_says_what_the_table_does},
};

int main(void)
{
	return suite_run("office: roles", cases, sizeof(cases) / sizeof(cases[0]));
}
