/*
 * Log-ins with the real helper (rules P3 to P8, E5): what is counted, what is
 * locked, what a password may be, how long a session lasts, and that neither
 * words nor time tell whether there is an account.
 */
#include "tests/unit/login_fixture.h"

#include "controller/office/hasher.h"
#include "controller/office/passwords.h"
#include "controller/office/trial.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>

/* ---- counting and locking (rule P5) ---- */

static void the_third_wrong_password_in_a_row_locks_for_the_right_one_too(void)
{
	struct desk *d = begin();
	must_be_refused(d, "anna", wrong);
	must_be_refused(d, "anna", wrong);
	CU_ASSERT_EQUAL(login_of(d, "anna").attempts, 2);
	CU_ASSERT_FALSE(login_of(d, "anna").is_locked);
	must_be_refused(d, "anna", wrong);
	CU_ASSERT_TRUE(login_of(d, "anna").is_locked);
	forget_places(d);
	must_be_refused(d, "anna", right);
	struct desk_count locked = desk_events(d, "operator.locked");
	CU_ASSERT_EQUAL(locked.count, 1);
	CU_ASSERT_TRUE(locked.last.is_incident);
	CU_ASSERT_EQUAL(desk_events(d, "operator.refused").count, 4);
	CU_ASSERT_STRING_EQUAL(desk_events(d, "operator.refused").last.reason, "account_locked");
	desk_end(d);
}

static void the_right_one_begins_the_row_anew(void)
{
	struct desk *d = begin();
	for (int i = 0; i < 2; i++) {
		must_be_refused(d, "anna", wrong);
		must_be_refused(d, "anna", wrong);
		must_log_in(d, "anna", right);
		CU_ASSERT_EQUAL(login_of(d, "anna").attempts, 0);
		forget_places(d);
	}
	CU_ASSERT_EQUAL(desk_events(d, "operator.login").count, 2);
	CU_ASSERT_EQUAL(desk_events(d, "operator.locked").count, 0);
	desk_end(d);
}

static void an_administrator_unlocks_but_not_their_own_account(void)
{
	struct desk *d = begin();
	struct policy_login login = login_of(d, "anna");
	login.is_locked = true;
	login.attempts = 3;
	put_login(d, &login);
	desk_ask_or_fail(d, "OperatorUnlock", "{\"user\":\"anna\"}");
	must_log_in(d, "anna", right);
	desk_log_in(d, "boss");
	desk_ask(d, "OperatorUnlock", "{\"user\":\"anna\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Conflict");
	desk_ask(d, "OperatorUnlock", "{\"user\":\"boss\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Refused");
	CU_ASSERT_EQUAL(desk_events(d, "operator.unlocked").count, 1);
	desk_end(d);
}

/* Until a helper has the password: the attempt is counted then. */
static void wait_until_hashing(struct desk *d)
{
	while (hasher_helper(d->office->hasher) == 0)
		CU_ASSERT_FATAL(sd_event_run(d->office->loop, 60 * 1000000) >= 0);
}

static void the_count_is_on_disk_before_anything_is_hashed(void)
{
	struct desk *d = begin();
	struct ongoing ongoing = {0};
	struct buffer out = {0};
	static const char call[] = "{\"method\":\"io.zutritt.SessionOpen\",\"parameters\":{\"user\":\"anna\","
	                           "\"password\":\"Tuer und Tor 2\"}}";
	dispatch(d->office, 0, call, sizeof(call) - 1, &ongoing, &out);
	CU_ASSERT_EQUAL(login_of(d, "anna").attempts, 0); /* its turn has not come */
	wait_until_hashing(d);
	CU_ASSERT_EQUAL(login_of(d, "anna").attempts, 1);
	CU_ASSERT_TRUE(login_of(d, "anna").is_pending);
	ongoing_end(&ongoing); /* whoever asked has gone: it is judged all the same */
	while (login_of(d, "anna").is_pending)
		CU_ASSERT_FATAL(sd_event_run(d->office->loop, 60 * 1000000) >= 0);
	CU_ASSERT_EQUAL(desk_events(d, "operator.refused").count, 1);
	buffer_free(&out);
	desk_end(d);
}

/* As of a station whose gateway has waited long enough: a session that nobody knows would be in the way of
 * the next. */
static void whoever_has_gone_gets_no_session(void)
{
	struct desk *d = begin();
	struct ongoing ongoing = {0};
	struct buffer out = {0};
	static const char call[] = "{\"method\":\"io.zutritt.SessionOpen\",\"parameters\":{\"user\":\"anna\","
	                           "\"password\":\"Tuer und Tor 1\"}}";
	uint64_t sessions = d->office->sessions.last_number;
	dispatch(d->office, 0, call, sizeof(call) - 1, &ongoing, &out);
	wait_until_hashing(d);
	ongoing_end(&ongoing);
	while (login_of(d, "anna").is_pending)
		CU_ASSERT_FATAL(sd_event_run(d->office->loop, 60 * 1000000) >= 0);
	CU_ASSERT_EQUAL(desk_events(d, "operator.login").count, 1);
	CU_ASSERT_EQUAL(d->office->sessions.last_number, sessions);
	must_log_in(d, "anna", right);
	CU_ASSERT_EQUAL(d->office->sessions.last_number, sessions + 1);
	buffer_free(&out);
	desk_end(d);
}

static void a_helper_that_is_killed_has_used_up_an_attempt(void)
{
	struct desk *d = begin();
	struct ongoing ongoing = {0};
	struct buffer out = {0};
	static const char call[] = "{\"method\":\"io.zutritt.SessionOpen\",\"parameters\":{\"user\":\"anna\","
	                           "\"password\":\"Tuer und Tor 1\"}}";
	for (int i = 1; i <= 3; i++) {
		dispatch(d->office, 0, call, sizeof(call) - 1, &ongoing, &out);
		wait_until_hashing(d);
		kill(hasher_helper(d->office->hasher), SIGKILL);
		while (!ongoing_has_work(d->office, &ongoing))
			CU_ASSERT_FATAL(sd_event_run(d->office->loop, 60 * 1000000) >= 0);
		ongoing_continue(d->office, &ongoing, &out);
		CU_ASSERT_EQUAL(login_of(d, "anna").attempts, i);
	}
	CU_ASSERT_TRUE(login_of(d, "anna").is_locked);
	CU_ASSERT_STRING_EQUAL(desk_events(d, "operator.refused").last.reason, "interrupted");
	forget_places(d);
	must_be_refused(d, "anna", right);
	buffer_free(&out);
	desk_end(d);
}

/* In a process of its own: the right password, and death while it is being hashed. */
static void die_while_hashing(struct desk *d)
{
	static const char call[] = "{\"method\":\"io.zutritt.SessionOpen\",\"parameters\":{\"user\":\"anna\","
	                           "\"password\":\"Tuer und Tor 1\"}}";
	struct ongoing ongoing = {0};
	struct buffer out = {0};
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	desk_open_or_fail(d);
	dispatch(d->office, 0, call, sizeof(call) - 1, &ongoing, &out);
	while (hasher_helper(d->office->hasher) == 0)
		sd_event_run(d->office->loop, 60 * 1000000);
	raise(SIGKILL);
}

static void whoever_is_killed_between_count_and_hash_leaves_at_most_three(void)
{
	struct desk *d = begin();
	desk_close(d);
	for (int i = 1; i <= 3; i++) {
		int status;
		pid_t child = desk_fork();
		if (child == 0)
			die_while_hashing(d);
		CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
		CU_ASSERT_TRUE(WIFSIGNALED(status));
		desk_open_or_fail(d);
		CU_ASSERT_EQUAL(trials_settle(d->office), 0);
		CU_ASSERT_EQUAL(login_of(d, "anna").attempts, i);
		CU_ASSERT_EQUAL(login_of(d, "anna").is_locked, i == 3);
		CU_ASSERT_EQUAL(desk_events(d, "operator.refused").count, (size_t)i);
		desk_close(d);
	}
	desk_open_or_fail(d);
	CU_ASSERT_EQUAL(desk_events(d, "operator.locked").count, 1);
	must_be_refused(d, "anna", right);
	desk_end(d);
}

/* Twelve at once, from as many places, the right one among them as the fourth and as the last. */
static void no_interleaving_gives_a_fourth_try(void)
{
	enum { AT_ONCE = 12 };
	struct desk *d = begin();
	struct ongoing ongoing[AT_ONCE] = {0};
	struct buffer out[AT_ONCE] = {0};
	char call[200];
	for (unsigned i = 0; i < AT_ONCE; i++) {
		snprintf(call, sizeof(call),
		         "{\"method\":\"io.zutritt.SessionOpen\",\"parameters\":{\"user\":\"anna\","
		         "\"password\":\"%s\"}}",
		         i == 3 || i == AT_ONCE - 1 ? right : wrong);
		dispatch(d->office, 1000 + i, call, strlen(call), &ongoing[i], &out[i]);
	}
	for (unsigned i = 0; i < AT_ONCE; i++) {
		while (!ongoing_has_work(d->office, &ongoing[i]))
			CU_ASSERT_FATAL(sd_event_run(d->office->loop, 60 * 1000000) >= 0);
		ongoing_continue(d->office, &ongoing[i], &out[i]);
		CU_ASSERT_PTR_NOT_NULL(strstr(buffer_bytes(&out[i]), "NotPermitted"));
		buffer_free(&out[i]);
	}
	CU_ASSERT_EQUAL(desk_events(d, "operator.login").count, 0);
	CU_ASSERT_EQUAL(login_of(d, "anna").attempts, 3);
	desk_end(d);
}

static void too_many_at_once_are_told_to_come_again(void)
{
	struct desk *d = begin();
	struct ongoing ongoing[HASHER_QUEUE_MAX] = {0};
	struct buffer out = {0};
	static const char call[] = "{\"method\":\"io.zutritt.SessionOpen\",\"parameters\":{\"user\":\"x\","
	                           "\"password\":\"y\"}}";
	for (unsigned i = 0; i < HASHER_QUEUE_MAX; i++)
		dispatch(d->office, 1000 + i, call, sizeof(call) - 1, &ongoing[i], &out);
	CU_ASSERT_EQUAL(buffer_size(&out), 0);
	desk_send_as(d, 1, call);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Unavailable");
	for (unsigned i = 0; i < HASHER_QUEUE_MAX; i++)
		ongoing_end(&ongoing[i]);
	desk_end(d); /* with all of them still waiting */
}

static void five_failures_in_ten_minutes_close_the_place_and_touch_no_account(void)
{
	struct desk *d = begin();
	for (int i = 0; i < SOURCE_FAILURES_MAX; i++)
		must_be_refused(d, "nobody", wrong);
	log_in(d, "anna", right);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Refused");
	CU_ASSERT_STRING_EQUAL(message_text(d->reply, "parameters.rule"), "P5");
	CU_ASSERT_EQUAL(login_of(d, "anna").attempts, 0);
	desk_send_as(d, 1234,
	             "{\"method\":\"io.zutritt.SessionOpen\",\"parameters\":{\"user\":\"anna\",\"password\":"
	             "\"Tuer und Tor 1\"}}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "");
	desk_end(d);
}

static void a_place_is_open_again_when_the_first_failure_is_ten_minutes_old(void)
{
	static struct sources sources;
	struct session_origin here = {.uid = 1}, there = {.uid = 1, .station = "desk"};
	memset(&sources, 0, sizeof(sources));
	for (uint32_t i = 0; i < 5; i++) {
		CU_ASSERT_EQUAL(source_refused_s(&sources, &here, 1000 + i), 0);
		source_failed(&sources, &here, 1000 + i);
	}
	CU_ASSERT_EQUAL(source_refused_s(&sources, &there, 1004), 0);
	CU_ASSERT_EQUAL(source_refused_s(&sources, &here, 1599), 1);
	CU_ASSERT_EQUAL(source_refused_s(&sources, &here, 1600), 0);
	source_failed(&sources, &here, 1600);
	CU_ASSERT_EQUAL(source_refused_s(&sources, &here, 1600), 1);
}

static void a_count_that_the_disk_does_not_take_opens_nothing(void)
{
	struct desk *d = begin();
	disk_fails();
	log_in(d, "anna", right);
	disk_works();
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Unavailable");
	CU_ASSERT_EQUAL(login_of(d, "anna").attempts, 0);
	desk_end(d);
}

/* ---- what a password may be (rule P4) ---- */

static const struct {
	const char *password, *fault; /* "": none */
} passwords[] = {
        {"Abcdef1", "fewer than 8"},
        {"Abcdef12", ""},
        {"abcdef12", "three of these"},
        {"ABCDEF12", "three of these"},
        {"Abcdefgh", "three of these"},
        {"Abcdefg ", ""}, /* a blank is a character */
        {"abcdef1-", ""},
        {"\xc3\x84pfel\xc3\xbc"
         "12",
         ""}, /* umlauts are letters, and one each */
        {"\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f"
         "1234",
         "three of these"},
        {"\xc3\xa4\xc3\x84"
         "1\xc3\xb6\xc3\xbc",
         "fewer than 8"},
        {"Anna.1234", "user name"},
        {"1234-aNNa", "user name"},
        {"A\xcc\x88pfel12", "NFC"},
        {"Abcdef12\x01", "control"},
        {"Abcdef12\xff", "UTF-8"},
};

static void passwords_have_eight_characters_of_three_kinds(void)
{
	for (size_t i = 0; i < sizeof(passwords) / sizeof(passwords[0]); i++) {
		const char *fault = password_fault(passwords[i].password, "anna");
		bool is_right = passwords[i].fault[0] == '\0'
		                        ? fault == NULL
		                        : fault != NULL && strstr(fault, passwords[i].fault) != NULL;
		if (!is_right)
			printf("\n    %s: %s ", passwords[i].password, fault);
		CU_ASSERT_TRUE(is_right);
	}
}

static void passwords_have_up_to_256_bytes_and_none_is_cut(void)
{
	struct desk *d = begin();
	char longest[258], parameters[700];
	memset(longest, 'a', 257);
	memcpy(longest, "A1", 2);
	longest[257] = '\0';
	must_log_in(d, "anna", right);
	snprintf(parameters, sizeof(parameters), "{\"old\":\"%s\",\"new\":\"%s\"}", right, longest);
	desk_ask(d, "PasswordChange", parameters);
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "256 bytes"));
	longest[256] = '\0';
	snprintf(parameters, sizeof(parameters), "{\"old\":\"%s\",\"new\":\"%s\"}", right, longest);
	desk_ask_or_fail(d, "PasswordChange", parameters);
	must_log_in(d, "anna", longest);
	longest[255] = 'b';
	must_be_refused(d, "anna", longest);
	longest[255] = '\0';
	must_be_refused(d, "anna", longest);
	desk_end(d);
}

static void change(struct desk *d, const char *old, const char *fresh, const char *error)
{
	char parameters[200];
	snprintf(parameters, sizeof(parameters), "{\"old\":\"%s\",\"new\":\"%s\"}", old, fresh);
	desk_ask(d, "PasswordChange", parameters);
	if (strcmp(desk_error(d), error) != 0)
		printf("\n    %s to %s: %s %s ", old, fresh, desk_error(d), desk_says(d));
	CU_ASSERT_STRING_EQUAL(desk_error(d), error);
}

/* The one that holds and the ten before it: the one before these may come again. */
static void none_of_the_last_ten_comes_again(void)
{
	struct desk *d = begin();
	char old[40], fresh[40];
	must_log_in(d, "anna", right);
	change(d, right, right, "Refused");
	snprintf(old, sizeof(old), "%s", right);
	for (int i = 1; i <= 10; i++) {
		snprintf(fresh, sizeof(fresh), "Neues Wort %d", i);
		change(d, old, fresh, "");
		snprintf(old, sizeof(old), "%s", fresh);
	}
	change(d, "Neues Wort 10", right, "Refused"); /* ten before */
	change(d, "Neues Wort 10", "Neues Wort 1", "Refused");
	change(d, "Neues Wort 10", "Neues Wort 11", "");
	change(d, "Neues Wort 11", "Neues Wort 1", "Refused"); /* ten before */
	change(d, "Neues Wort 11", right, "");                 /* eleven before */
	desk_end(d);
}

static void changing_it_counts_a_wrong_old_one_as_a_log_in_does(void)
{
	struct desk *d = begin();
	must_log_in(d, "anna", right);
	for (int i = 0; i < 3; i++)
		change(d, wrong, "Neues Wort 1", "NotPermitted");
	CU_ASSERT_TRUE(login_of(d, "anna").is_locked);
	change(d, right, "Neues Wort 1", "NotPermitted");
	desk_end(d);
}

static void on_the_ninetieth_day_it_must_be_changed(void)
{
	struct policy_login login = {.changed_day = 20000};
	CU_ASSERT_FALSE(password_is_old(&login, 20089));
	CU_ASSERT_TRUE(password_is_old(&login, 20090));
	struct desk *d = begin();
	login = login_of(d, "anna");
	login.changed_day = today(d) - 90;
	put_login(d, &login);
	must_log_in(d, "anna", right);
	CU_ASSERT_TRUE(message_bool(d->reply, "parameters.must_change_password", false));
	desk_ask(d, "PersonList", "{}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "NotPermitted");
	change(d, right, "Neues Wort 1", "");
	desk_ask_or_fail(d, "PersonList", "{}");
	desk_end(d);
}

static void who_changes_it_ends_all_other_sessions_of_the_account(void)
{
	struct desk *d = begin();
	struct session *station = NULL;
	struct session_origin origin = {.uid = 0, .station = "desk"};
	struct policy_operator operator;
	struct policy_person person;
	char token[SESSION_TOKEN_MAX];
	must_log_in(d, "anna", right);
	CU_ASSERT_EQUAL_FATAL(store_operator_by_user(d->office->store, "anna", &operator), 0);
	CU_ASSERT_EQUAL_FATAL(store_person(d->office->store, operator.person, &person), 0);
	station = session_open(&d->office->sessions, &operator, & person, &origin,
	                       clock_now(&d->office->clock).mono_ns, token);
	uint64_t number = station->number;
	change(d, right, "Neues Wort 1", "");
	CU_ASSERT_PTR_NULL(
	        session_numbered(&d->office->sessions, number, clock_now(&d->office->clock).mono_ns));
	desk_ask_or_fail(d, "SessionShow", "{}");
	desk_end(d);
}

/* ---- how it is stored (rule P6, E5) ---- */

static void what_was_made_with_less_is_made_anew_at_the_log_in(void)
{
	struct desk *d = begin();
	struct policy_login login = login_of(d, "anna");
	login.password.memory_kib = 19456;
	login.password.passes = 2;
	hash_or_fail(d, &login.password, right);
	put_login(d, &login);
	must_be_refused(d, "anna", wrong);
	CU_ASSERT_EQUAL(login_of(d, "anna").password.memory_kib, 19456);
	must_log_in(d, "anna", right);
	CU_ASSERT_EQUAL(login_of(d, "anna").password.memory_kib, PASSWORD_MEMORY_KIB);
	CU_ASSERT_EQUAL(login_of(d, "anna").password.passes, PASSWORD_PASSES);
	must_log_in(d, "anna", right);
	/* and it is in use, not one that was used before */
	change(d, right, right, "Refused");
	desk_end(d);
}

/* RFC 9106. As its reference implementation has it: "argon2 saltsaltsaltsalt -id -t 2 -k 19456 -p 1 -l 32
 * -r". */
static void the_helper_makes_argon2id(void)
{
	static const uint8_t known[HASH_DIGEST] = {0xcb, 0x54, 0xa5, 0x68, 0x87, 0x2d, 0x25, 0xe3,
	                                           0x24, 0x33, 0x10, 0x54, 0xb6, 0x64, 0xc5, 0x03,
	                                           0x85, 0x50, 0x35, 0x64, 0xaf, 0xd9, 0x41, 0x0c,
	                                           0x07, 0xf5, 0xb3, 0x0d, 0xd0, 0x0e, 0xd9, 0xad};
	struct desk *d = desk_begin();
	struct policy_password password = {.memory_kib = 19456, .passes = 2};
	memcpy(password.salt, "saltsaltsaltsalt", sizeof(password.salt));
	hash_or_fail(d, &password, "Tuer und Tor 1");
	CU_ASSERT_EQUAL(memcmp(password.digest, known, sizeof(known)), 0);
	desk_end(d);
}

static bool holds(const char *path, const char *text)
{
	int fd = open(path, O_RDONLY);
	struct stat st;
	if (fd < 0 || fstat(fd, &st) < 0)
		return false;
	char *bytes = malloc((size_t)st.st_size + 1);
	ssize_t n = read(fd, bytes, (size_t)st.st_size);
	close(fd);
	bool is_there = n > 0 && memmem(bytes, (size_t)n, text, strlen(text)) != NULL;
	free(bytes);
	return is_there;
}

static void no_password_is_in_any_file(void)
{
	static const char *const files[] = {"state/zutritt.db", "state/zutritt.db-wal", "run/table"};
	struct desk *d = begin();
	must_be_refused(d, "anna", "Geheim-Falsch-77");
	must_log_in(d, "anna", right);
	change(d, right, "Geheim-Richtig-78", "");
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char path[128];
		snprintf(path, sizeof(path), "%s/%s", d->directory, files[i]);
		CU_ASSERT_FALSE(holds(path, "Geheim-"));
		CU_ASSERT_FALSE(holds(path, right));
		CU_ASSERT_FALSE(holds(path, d->session));
	}
	char path[128];
	snprintf(path, sizeof(path), "%s/state/zutritt.db-wal", d->directory);
	CU_ASSERT_TRUE(holds(path, "operator.password")); /* it is the file that is looked at */
	desk_end(d);
}

/* ---- first passwords (rules P1, P3) ---- */

static const char founders[] =
        "{\"management\":\"Mia\",\"management_user\":\"mia\",\"administrator\":\"Max\","
        "\"administrator_user\":\"max\"}";

/* A site that nobody works at yet. */
static struct desk *begin_empty(void)
{
	struct desk *d = desk_begin();
	struct policy_operator operator;
	CU_ASSERT_EQUAL_FATAL(store_operator_by_user(d->office->store, "boss", &operator), 0);
	desk_ask_or_fail(d, "PersonExit", "{\"person\":\"Boss\",\"reason\":\"x\"}");
	return d;
}

static void root_makes_the_first_two_accounts_once_for_two_persons(void)
{
	struct desk *d = begin_empty();
	char first[64];
	desk_ask(d, "Init",
	         "{\"management\":\"Mia\",\"management_user\":\"mia\",\"administrator\":\"Mia\","
	         "\"administrator_user\":\"max\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Refused");
	desk_ask_or_fail(d, "Init", founders);
	const struct message *accounts = message_get(d->reply, "parameters.accounts");
	CU_ASSERT_EQUAL_FATAL(message_count(accounts), 2);
	snprintf(first, sizeof(first), "%s", message_text(message_item(accounts, 0), "password"));
	CU_ASSERT_EQUAL(strlen(first), 23);
	CU_ASSERT_STRING_NOT_EQUAL(first, message_text(message_item(accounts, 1), "password"));
	desk_ask(d, "Init", founders);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Conflict");
	must_log_in(d, "mia", first);
	CU_ASSERT_TRUE(message_bool(d->reply, "parameters.must_change_password", false));
	desk_ask(d, "PersonList", "{}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "NotPermitted");
	change(d, first, first, "Refused");
	change(d, first, right, "");
	desk_ask_or_fail(d, "PersonList", "{}");
	must_be_refused(d, "mia", first);
	desk_end(d);
}

/* Rules P1, P2: where all who manage are away, root finds somebody who may; an external never does. */
static void root_finds_another_where_nobody_may_act(void)
{
	struct desk *d = begin_empty();
	desk_ask_or_fail(d, "Init", founders);
	struct policy_person person;
	desk_ask(d, "Init", "{\"management\":\"Eva\",\"management_user\":\"eva\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Conflict");
	struct policy_operator mia;
	CU_ASSERT_EQUAL_FATAL(store_operator_by_user(d->office->store, "mia", &mia), 0);
	CU_ASSERT_EQUAL_FATAL(store_person(d->office->store, mia.person, &person), 0);
	struct policy_op op = {.kind = POLICY_PERSON_PUT, .person = person};
	op.person.state = POLICY_PERSON_SUSPENDED;
	CU_ASSERT_EQUAL_FATAL(store_apply(d->office->store, &op, 1, 0, NULL, 0), 0);
	desk_ask_or_fail(d, "Init", "{\"management\":\"Eva\",\"management_user\":\"eva\"}");
	desk_end(d);
}

/* The half that somebody has seen opens nothing. */
static void half_a_first_password_opens_nothing(void)
{
	struct desk *d = begin_empty();
	char first[64], half[64];
	desk_ask_or_fail(d, "Init", founders);
	snprintf(first, sizeof(first), "%s",
	         message_text(message_item(message_get(d->reply, "parameters.accounts"), 0), "password"));
	snprintf(half, sizeof(half), "%.11s", first);
	must_be_refused(d, "mia", half);
	must_be_refused(d, "mia", first + 12);
	must_log_in(d, "mia", first);
	desk_end(d);
}

static void the_glass_is_broken_by_root_and_is_an_incident(void)
{
	struct desk *d = begin();
	struct policy_login login = login_of(d, "anna");
	login.is_locked = true;
	put_login(d, &login);
	desk_ask_or_fail(d, "BreakGlass", "{\"user\":\"anna\",\"reason\":\"all are locked\"}");
	char first[64];
	snprintf(first, sizeof(first), "%s",
	         message_text(message_item(message_get(d->reply, "parameters.accounts"), 0), "password"));
	must_be_refused(d, "anna", right);
	must_log_in(d, "anna", first);
	CU_ASSERT_TRUE(message_bool(d->reply, "parameters.must_change_password", false));
	struct desk_count broken = desk_events(d, "operator.glass_broken");
	CU_ASSERT_EQUAL(broken.count, 1);
	CU_ASSERT_TRUE(broken.last.is_incident);
	CU_ASSERT_STRING_EQUAL(broken.last.detail, "all are locked");
	desk_end(d);
}

/* Rule K3. */
static void who_leaves_has_no_account_and_no_session_any_more(void)
{
	struct desk *d = begin();
	char boss[SESSION_TOKEN_MAX], anna[SESSION_TOKEN_MAX];
	memcpy(boss, d->session, sizeof(boss));
	must_log_in(d, "anna", right);
	memcpy(anna, d->session, sizeof(anna));
	memcpy(d->session, boss, sizeof(boss));
	desk_ask_or_fail(d, "PersonExit", "{\"person\":\"Anna\",\"reason\":\"x\"}");
	CU_ASSERT_EQUAL(desk_events(d, "operator.closed").count, 1);
	memcpy(d->session, anna, sizeof(anna));
	desk_ask(d, "SessionShow", "{}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "SessionUnknown");
	must_be_refused(d, "anna", right);
	desk_end(d);
}

/* ---- sessions (rule P7), in time of their own ---- */

static const uint64_t second_ns = 1000000000;
static struct sessions sessions;

static struct session *open_at(uint64_t now_s, const char *station, char token[SESSION_TOKEN_MAX])
{
	struct policy_operator operator= {.id = 7};
	struct policy_person person = {.id = 8};
	struct session_origin origin = {.uid = 5};
	snprintf(origin.station, sizeof(origin.station), "%s", station);
	memset(&sessions, 0, sizeof(sessions));
	return session_open(&sessions, &operator, & person, &origin, now_s * second_ns, token);
}

static void a_session_ends_after_fifteen_minutes_idle_or_ten_hours(void)
{
	char token[SESSION_TOKEN_MAX];
	open_at(1000, "", token);
	CU_ASSERT_EQUAL(strlen(token), 43);
	CU_ASSERT_PTR_NULL(session_find(&sessions, token, 6, 1000 * second_ns));
	CU_ASSERT_PTR_NOT_NULL(session_find(&sessions, token, 5, 1899 * second_ns));
	CU_ASSERT_PTR_NULL(session_find(&sessions, token, 5, 1900 * second_ns));
	CU_ASSERT_PTR_NULL(session_find(&sessions, token, 5, 1001 * second_ns)); /* it does not come back */
	struct session *s = open_at(1000, "", token);
	for (uint64_t t = 1000; t < 37000; t += 600) {
		CU_ASSERT_PTR_NOT_NULL_FATAL(session_find(&sessions, token, 5, t * second_ns));
		session_touch(s, t * second_ns);
	}
	CU_ASSERT_PTR_NULL(session_find(&sessions, token, 5, 37000 * second_ns));
}

static void a_station_is_locked_after_five_minutes_and_ends_after_ten_hours(void)
{
	char token[SESSION_TOKEN_MAX];
	struct session *s = open_at(1000, "desk", token);
	CU_ASSERT_FALSE(session_find(&sessions, token, 5, 1299 * second_ns)->is_locked);
	CU_ASSERT_TRUE(session_find(&sessions, token, 5, 1300 * second_ns)->is_locked);
	s->is_locked = false;
	session_touch(s, 1400 * second_ns);
	CU_ASSERT_FALSE(session_find(&sessions, token, 5, 1500 * second_ns)->is_locked);
	CU_ASSERT_PTR_NOT_NULL(session_find(&sessions, token, 5, 36999 * second_ns));
	CU_ASSERT_PTR_NULL(session_find(&sessions, token, 5, 37000 * second_ns));
}

static void a_locked_session_is_unlocked_by_its_own_password(void)
{
	struct desk *d = begin();
	char parameters[64];
	must_log_in(d, "anna", right);
	desk_ask_or_fail(d, "SessionLock", "{}");
	desk_ask(d, "PersonList", "{}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "NotPermitted");
	snprintf(parameters, sizeof(parameters), "{\"password\":\"%s\"}", wrong);
	desk_ask(d, "SessionUnlock", parameters);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "NotPermitted");
	desk_ask(d, "PersonList", "{}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "NotPermitted");
	snprintf(parameters, sizeof(parameters), "{\"password\":\"%s\"}", right);
	desk_ask_or_fail(d, "SessionUnlock", parameters);
	desk_ask_or_fail(d, "PersonList", "{}");
	desk_end(d);
}

static void who_logs_in_elsewhere_ends_the_older_session(void)
{
	struct desk *d = begin();
	char older[SESSION_TOKEN_MAX], newer[SESSION_TOKEN_MAX];
	must_log_in(d, "anna", right);
	memcpy(older, d->session, sizeof(older));
	must_log_in(d, "anna", right);
	memcpy(newer, d->session, sizeof(newer));
	memcpy(d->session, older, sizeof(older));
	desk_ask(d, "SessionShow", "{}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "SessionUnknown");
	memcpy(d->session, newer, sizeof(newer));
	desk_ask_or_fail(d, "SessionShow", "{}");
	desk_ask_or_fail(d, "SessionClose", "{}");
	desk_ask(d, "SessionShow", "{}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "SessionUnknown");
	desk_end(d);
}

static const struct suite_case cases[] = {
        {"P5: the third wrong password in a row locks, for the right one too",
         the_third_wrong_password_in_a_row_locks_for_the_right_one_too},
        {"P5: the right one begins the row anew", the_right_one_begins_the_row_anew},
        {"P5: an administrator unlocks, but not their own account",
         an_administrator_unlocks_but_not_their_own_account},
        {"P5: the count is on disk before anything is hashed",
         the_count_is_on_disk_before_anything_is_hashed},
        {"P5: a helper that is killed has used up an attempt",
         a_helper_that_is_killed_has_used_up_an_attempt},
        {"whoever has gone gets no session", whoever_has_gone_gets_no_session},
        {"P5: whoever is killed between count and hash leaves at most three",
         whoever_is_killed_between_count_and_hash_leaves_at_most_three},
        {"P5: no interleaving gives a fourth try", no_interleaving_gives_a_fourth_try},
        {"P6: too many at once are told to come again", too_many_at_once_are_told_to_come_again},
        {"P5: five failures in ten minutes close the place and touch no account",
         five_failures_in_ten_minutes_close_the_place_and_touch_no_account},
        {"P5: a place is open again when the first failure is ten minutes old",
         a_place_is_open_again_when_the_first_failure_is_ten_minutes_old},
        {"P5: a count that the disk does not take opens nothing",
         a_count_that_the_disk_does_not_take_opens_nothing},
        {"P4: passwords have eight characters of three kinds",
         passwords_have_eight_characters_of_three_kinds},
        {"P4: passwords have up to 256 bytes, and none is cut",
         passwords_have_up_to_256_bytes_and_none_is_cut},
        {"P4: none of the last ten comes again", none_of_the_last_ten_comes_again},
        {"P5: changing it counts a wrong old one as a log-in does",
         changing_it_counts_a_wrong_old_one_as_a_log_in_does},
        {"P4: on the ninetieth day it must be changed", on_the_ninetieth_day_it_must_be_changed},
        {"who changes it ends all other sessions of the account",
         who_changes_it_ends_all_other_sessions_of_the_account},
        {"P6: what was made with less is made anew at the log-in",
         what_was_made_with_less_is_made_anew_at_the_log_in},
        {"P6: the helper makes Argon2id", the_helper_makes_argon2id},
        {"E5: no password is in any file", no_password_is_in_any_file},
        {"P1, P3: root makes the first two accounts, once, for two persons",
         root_makes_the_first_two_accounts_once_for_two_persons},
        {"P2: root finds another where nobody may act", root_finds_another_where_nobody_may_act},
        {"P3: half a first password opens nothing", half_a_first_password_opens_nothing},
        {"P5: the glass is broken by root, and is an incident",
         the_glass_is_broken_by_root_and_is_an_incident},
        {"K3: who leaves has no account and no session any more",
         who_leaves_has_no_account_and_no_session_any_more},
        {"P7: a session ends after fifteen minutes idle or ten hours",
         a_session_ends_after_fifteen_minutes_idle_or_ten_hours},
        {"P7: a station is locked after five minutes and ends after ten hours",
         a_station_is_locked_after_five_minutes_and_ends_after_ten_hours},
        {"P7: a locked session is unlocked by its own password",
         a_locked_session_is_unlocked_by_its_own_password},
        {"P7: who logs in elsewhere ends the older session", who_logs_in_elsewhere_ends_the_older_session},
};

int main(void)
{
	return suite_run("office: logins", cases, sizeof(cases) / sizeof(cases[0]));
}
