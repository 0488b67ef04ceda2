/*
 * What a change means at the doors and on the disk (rules A3, B6, E1, E2, K3):
 * order, restrictions, a full table, doors that are dead, a killed process.
 */
#include "tests/unit/office_fixture.h"

#include "controller/office/table_load.h"

#include <sys/prctl.h>
#include <sys/wait.h>

static struct desk *desk; /* of the running case, for the hooks below */

static void eva_is_hired(struct desk *d)
{
	desk_hire_max(d);
	desk_ask_or_fail(d, "PersonHire", "{\"name\":\"Eva\",\"position\":\"front\",\"badge\":\"42:2\"}");
}

static enum record_reason refused(struct desk *d, uint64_t card, uint16_t reader)
{
	struct access_decision decision = desk_present(d, card, reader);
	CU_ASSERT_FALSE(decision.is_granted);
	return decision.reason;
}

/* ---- A3: what was answered holds at the next presentation ---- */

static void a_hire_opens_the_rooms_of_the_position_at_once(void)
{
	struct desk *d = desk_begin();
	CU_ASSERT_EQUAL(refused(d, 2, ENTRANCE_IN), REASON_BADGE_UNKNOWN);
	eva_is_hired(d);
	CU_ASSERT_TRUE(desk_present(d, 2, ENTRANCE_IN).is_granted);
	CU_ASSERT_EQUAL(refused(d, 2, OFFICE_IN), REASON_NO_KEY);
	CU_ASSERT_EQUAL(desk_present(d, 2, ENTRANCE_IN).policy_version,
	                store_policy_version(d->office->store));
	CU_ASSERT_EQUAL(desk_present(d, 2, ENTRANCE_IN).rights, TABLE_RIGHT_UNSET);
	desk_end(d);
}

static void a_key_opens_when_it_is_issued_and_not_when_it_is_revoked(void)
{
	struct desk *d = desk_begin();
	eva_is_hired(d);
	desk_ask_or_fail(d, "KeyIssue", "{\"person\":\"Eva\",\"room\":\"office\",\"reason\":\"w\"}");
	CU_ASSERT_TRUE(desk_present(d, 2, OFFICE_IN).is_granted);
	desk_ask_or_fail(d, "KeyRevoke", "{\"person\":\"Eva\",\"room\":\"office\",\"reason\":\"w\"}");
	CU_ASSERT_EQUAL(refused(d, 2, OFFICE_IN), REASON_NO_KEY);
	desk_end(d);
}

static void a_goods_door_opens_only_to_a_key_that_names_it(void)
{
	struct desk *d = desk_begin();
	eva_is_hired(d);
	desk_ask_or_fail(d, "KeyIssue", "{\"person\":\"Eva\",\"room\":\"warehouse\",\"reason\":\"w\"}");
	CU_ASSERT_EQUAL(refused(d, 2, GOODS_READER), REASON_KEY_NAMES_NO_DOOR);
	desk_ask_or_fail(
	        d, "KeyIssue",
	        "{\"person\":\"Eva\",\"room\":\"warehouse\",\"door\":\"goods-in\",\"reason\":\"w\"}");
	CU_ASSERT_TRUE(desk_present(d, 2, GOODS_READER).is_granted);
	desk_end(d);
}

static void who_has_left_is_refused_but_let_out(void)
{
	struct desk *d = desk_begin();
	eva_is_hired(d);
	desk_ask_or_fail(d, "PersonExit", "{\"person\":\"Eva\",\"reason\":\"end\"}");
	CU_ASSERT_EQUAL(refused(d, 2, ENTRANCE_IN), REASON_PERSON_EXITED);
	CU_ASSERT_TRUE(desk_present(d, 2, ENTRANCE_OUT).is_granted);
	CU_ASSERT_TRUE(desk_present(d, 2, ENTRANCE_OUT).is_leaving);
	desk_reopen_or_fail(d);
	CU_ASSERT_EQUAL(refused(d, 2, ENTRANCE_IN), REASON_PERSON_EXITED);
	CU_ASSERT_TRUE(desk_present(d, 2, ENTRANCE_OUT).is_granted);
	desk_end(d);
}

static void a_lost_badge_is_refused_but_lets_its_holder_out(void)
{
	struct desk *d = desk_begin();
	eva_is_hired(d);
	desk_ask_or_fail(d, "BadgeLost", "{\"badge\":\"42:2\"}");
	CU_ASSERT_EQUAL(refused(d, 2, ENTRANCE_IN), REASON_BADGE_LOST);
	CU_ASSERT_TRUE(desk_present(d, 2, ENTRANCE_OUT).is_granted);
	desk_reopen_or_fail(d);
	CU_ASSERT_EQUAL(refused(d, 2, ENTRANCE_IN), REASON_BADGE_LOST);
	CU_ASSERT_TRUE(desk_present(d, 2, ENTRANCE_OUT).is_granted);
	desk_end(d);
}

/* ---- the order ---- */

static int64_t version_when_called; /* of the database, when the doors were first told of a change */

static void note_version(const struct doors_call *call)
{
	if (call->kind == DOORS_DELTAS && version_when_called < 0)
		version_when_called = store_policy_version(desk->office->store);
}

static int64_t version_told_with(struct desk *d, const char *method, const char *parameters)
{
	desk = d;
	version_when_called = -1;
	d->doors.on_call = note_version;
	desk_ask_or_fail(d, method, parameters);
	d->doors.on_call = NULL;
	return version_when_called;
}

static void a_change_is_on_disk_before_the_doors_hear_of_it(void)
{
	struct desk *d = desk_begin();
	eva_is_hired(d);
	int64_t before = store_policy_version(d->office->store);
	int64_t told =
	        version_told_with(d, "KeyIssue", "{\"person\":\"Eva\",\"room\":\"office\",\"reason\":\"w\"}");
	CU_ASSERT_EQUAL(told, before + 1);
	desk_end(d);
}

static void a_restriction_is_at_the_doors_before_it_is_on_disk(void)
{
	struct desk *d = desk_begin();
	eva_is_hired(d);
	int64_t before = store_policy_version(d->office->store);
	CU_ASSERT_EQUAL(version_told_with(d, "BadgeLost", "{\"badge\":\"42:2\"}"), before);
	CU_ASSERT_EQUAL(version_told_with(d, "PersonExit", "{\"person\":\"Eva\",\"reason\":\"end\"}"),
	                before + 1);
	CU_ASSERT_EQUAL(table_version(d->doors.table), before + 2);
	desk_end(d);
}

/* ---- the disk fails (rule B6) ---- */

static void on_a_full_disk_nothing_is_given(void)
{
	struct desk *d = desk_begin();
	eva_is_hired(d);
	disk_fails();
	desk_ask(d, "KeyIssue", "{\"person\":\"Eva\",\"room\":\"office\",\"reason\":\"w\"}");
	disk_works();
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Unavailable");
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "Nothing is changed"));
	CU_ASSERT_EQUAL(refused(d, 2, OFFICE_IN), REASON_NO_KEY);
	desk_ask_or_fail(d, "KeyIssue", "{\"person\":\"Eva\",\"room\":\"office\",\"reason\":\"w\"}");
	CU_ASSERT_TRUE(desk_present(d, 2, OFFICE_IN).is_granted);
	desk_end(d);
}

static void on_a_full_disk_a_restriction_holds_and_says_so(void)
{
	struct desk *d = desk_begin();
	eva_is_hired(d);
	disk_fails();
	desk_ask(d, "BadgeLost", "{\"badge\":\"42:2\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Unavailable");
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "refused at the doors from now on, but not yet on disk"));
	CU_ASSERT_EQUAL(refused(d, 2, ENTRANCE_IN), REASON_BADGE_LOST);
	desk_ask(d, "PersonExit", "{\"person\":\"Max\",\"reason\":\"end\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Unavailable");
	CU_ASSERT_EQUAL(refused(d, 1, ENTRANCE_IN), REASON_PERSON_EXITED);
	disk_works();
	desk_end(d);
}

static void what_the_disk_did_not_take_holds_in_a_table_made_anew(void)
{
	struct desk *d = desk_begin();
	struct office_table made;
	eva_is_hired(d);
	disk_fails();
	desk_ask(d, "BadgeLost", "{\"badge\":\"42:2\"}");
	disk_works();
	CU_ASSERT_EQUAL_FATAL(table_load(d->office->store, &d->config, &d->office->unsaved, &made), 0);
	struct badge_number number = {.facility = 42, .card = 2, .format = FORMAT_H10301};
	CU_ASSERT_EQUAL(table_badge(made.table, number)->state, TABLE_BADGE_LOST);
	table_unload(&made);

	/* told again, it is on disk; and nothing is left over that could refuse a badge found later */
	desk_ask_or_fail(d, "BadgeLost", "{\"badge\":\"42:2\"}");
	CU_ASSERT_EQUAL(d->office->unsaved.count, 0);
	desk_end(d);
}

/* ---- the doors fail ---- */

static void doors_that_are_dead_are_told_of_truthfully(void)
{
	struct desk *d = desk_begin();
	eva_is_hired(d);
	d->doors.result = -EIO;
	desk_ask(d, "KeyIssue", "{\"person\":\"Eva\",\"room\":\"office\",\"reason\":\"w\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Unavailable");
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "on disk, but the doors have not taken it"));
	disk_fails();
	desk_ask(d, "BadgeLost", "{\"badge\":\"42:2\"}");
	disk_works();
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Unavailable");
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "Neither"));
	d->doors.result = 0;
	desk_reopen_or_fail(d);
	CU_ASSERT_TRUE(desk_present(d, 2, OFFICE_IN).is_granted);
	desk_end(d);
}

/* ---- a table that is full ---- */

static void a_full_table_is_replaced_by_a_bigger_one(void)
{
	struct desk *d = desk_begin();
	char parameters[128];
	desk_hire_max(d);
	desk_reopen_or_fail(d); /* a table that knows everybody there is */
	for (int i = 0; i < 1100; i++) {
		snprintf(parameters, sizeof(parameters), "{\"name\":\"P%d\",\"badge\":\"43:%d\"}", i, i);
		desk_ask_or_fail(d, "PersonHire", parameters);
	}
	CU_ASSERT_EQUAL(d->doors.calls[DOORS_TABLE], 1);
	CU_ASSERT_PTR_EQUAL(d->office->table.table, d->doors.table);
	CU_ASSERT_EQUAL(table_count(d->doors.table).persons, 1102);
	CU_ASSERT_EQUAL(table_count(d->doors.table).badges, 1101);
	CU_ASSERT_EQUAL(table_version(d->doors.table), store_policy_version(d->office->store));
	desk_end(d);
}

/* ---- E1: one event for each thing that changed ---- */

static const struct {
	const char *kind;
	size_t count;
} counts[] = {
        {"position.added", 1}, {"person.hired", 2},  {"badge.assigned", 2}, {"key.issued", 3},
        {"key.revoked", 2},    {"person.exited", 1}, {"badge.lost", 1},
};

static void every_thing_that_changes_is_one_event_with_its_operator(void)
{
	struct desk *d = desk_begin();
	eva_is_hired(d);
	desk_ask_or_fail(d, "KeyIssue", "{\"person\":\"Eva\",\"room\":\"office\",\"reason\":\"w\"}");
	desk_ask_or_fail(d, "BadgeLost", "{\"badge\":\"42:2\"}");
	desk_ask_or_fail(d, "BadgeLost", "{\"badge\":\"42:2\"}");
	desk_ask_or_fail(d, "PersonExit", "{\"person\":\"Eva\",\"reason\":\"end\"}");
	desk_ask_or_fail(d, "PersonExit", "{\"person\":\"Eva\",\"reason\":\"end\"}");
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		struct desk_count c = desk_events(d, counts[i].kind);
		CU_ASSERT_EQUAL(c.count, counts[i].count);
		CU_ASSERT(c.last.operator_id != 0);
		CU_ASSERT_EQUAL(c.last.class,
		                strcmp(c.kind, "position.added") == 0 ? JOURNAL_ACT : JOURNAL_KEY);
	}
	desk_end(d);
}

static void a_refused_act_leaves_no_event(void)
{
	struct desk *d = desk_begin();
	eva_is_hired(d);
	int64_t before = store_last_number(d->office->store);
	desk_ask(d, "PersonHire", "{\"name\":\"X\",\"badge\":\"42:2\",\"position\":\"front\"}");
	desk_ask(d, "KeyIssue", "{\"person\":\"Eva\",\"room\":\"hall\",\"reason\":\"w\"}");
	CU_ASSERT_EQUAL(store_last_number(d->office->store), before);
	desk_end(d);
}

/* ---- E2: killed ---- */

static int acknowledged[2]; /* a pipe: the number of each key that was answered */

static void issue_keys_until_killed(struct desk *d)
{
	static const char *const rooms[] = {"hall", "office", "warehouse", "servers"};
	char parameters[160];
	for (int i = 0;; i++) {
		snprintf(parameters, sizeof(parameters), "{\"name\":\"P%d\",\"badge\":\"7:%d\"}", i, i);
		desk_ask_or_fail(d, "PersonHire", parameters);
		snprintf(parameters, sizeof(parameters),
		         "{\"person\":\"P%d\",\"room\":\"%s\",\"reason\":\"w\"}", i, rooms[i % 4]);
		desk_ask_or_fail(d, "KeyIssue", parameters);
		if (write(acknowledged[1], &i, sizeof(i)) < 0)
			_exit(1);
	}
}

/* How many the child acknowledged before it was killed after at least so many. */
static int kill_after(struct desk *d, int least)
{
	int last = -1, number;
	CU_ASSERT_EQUAL_FATAL(pipe(acknowledged), 0);
	desk_close(d);
	pid_t child = desk_fork();
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		desk_open_or_fail(d);
		issue_keys_until_killed(d);
	}
	close(acknowledged[1]);
	while (last < least && read(acknowledged[0], &number, sizeof(number)) == sizeof(number))
		last = number;
	kill(child, SIGKILL);
	while (read(acknowledged[0], &number, sizeof(number)) == sizeof(number))
		last = number;
	waitpid(child, NULL, 0);
	close(acknowledged[0]);
	return last + 1;
}

static void what_was_acknowledged_survives_a_kill(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	int count = kill_after(d, 40);
	desk_open_or_fail(d);
	CU_ASSERT(count >= 41);
	for (int i = 0; i < count; i++) {
		char parameters[64];
		snprintf(parameters, sizeof(parameters), "{\"person\":\"P%d\"}", i);
		desk_ask_or_fail(d, "PersonShow", parameters);
		CU_ASSERT_EQUAL(message_count(message_get(d->reply, "parameters.keys")), 1);
		CU_ASSERT_EQUAL(message_count(message_get(d->reply, "parameters.badges")), 1);
		struct badge_number number = {.facility = 7, .card = (uint64_t)i, .format = FORMAT_H10301};
		CU_ASSERT_PTR_NOT_NULL(table_badge(d->doors.table, number));
	}
	desk_end(d);
}

static void die(const struct doors_call *call)
{
	if (call->kind == DOORS_DELTAS)
		raise(SIGKILL);
}

static void killed_between_disk_and_doors_both_agree_afterwards(void)
{
	struct desk *d = desk_begin();
	eva_is_hired(d);
	desk_close(d);
	pid_t child = desk_fork();
	if (child == 0) {
		desk_open_or_fail(d);
		d->doors.on_call = die;
		desk_ask(d, "KeyIssue", "{\"person\":\"Eva\",\"room\":\"office\",\"reason\":\"w\"}");
		_exit(1);
	}
	int status;
	waitpid(child, &status, 0);
	CU_ASSERT_TRUE(WIFSIGNALED(status));
	desk_open_or_fail(d);
	/* it was stored, and never answered: it holds on both sides */
	CU_ASSERT_EQUAL(desk_events(d, "key.issued").count, 3);
	CU_ASSERT_TRUE(desk_present(d, 2, OFFICE_IN).is_granted);
	desk_end(d);
}

/* ---- D2, D9: the map ---- */

static void the_map_is_put_once(void)
{
	struct desk *d = desk_begin();
	int64_t version = store_policy_version(d->office->store);
	desk_reopen_or_fail(d);
	CU_ASSERT_EQUAL(store_policy_version(d->office->store), version);
	desk_end(d);
}

static void the_database_says_how_long_a_door_opens(void)
{
	struct desk *d = desk_begin();
	struct policy_op op = {.kind = POLICY_DOOR_PUT,
	                       .door = {.name = "entrance",
	                                .kind = POLICY_ENTRANCE,
	                                .from = "outside",
	                                .to = "hall",
	                                .release_ms = 12000,
	                                .schedule = "shop"}};
	struct policy_op shop = {.kind = POLICY_SCHEDULE_PUT, .schedule = {.name = "shop"}};
	CU_ASSERT_EQUAL(store_apply(d->office->store, &shop, 1, 0, NULL, 0), 0);
	CU_ASSERT_EQUAL(store_apply(d->office->store, &op, 1, 0, NULL, 0), 0);
	int64_t version = store_policy_version(d->office->store);
	desk_reopen_or_fail(d);
	CU_ASSERT_EQUAL(table_door(d->doors.table, ENTRANCE)->release_ms, 12000);
	CU_ASSERT_EQUAL(table_door(d->doors.table, ENTRANCE)->schedule, 1);
	CU_ASSERT_EQUAL(table_door(d->doors.table, GOODS_IN)->release_ms, 5000);
	CU_ASSERT_EQUAL(store_policy_version(d->office->store), version);
	desk_end(d);
}

static void a_key_of_a_door_that_is_no_more_opens_no_other(void)
{
	struct desk *d = desk_begin();
	eva_is_hired(d);
	desk_ask_or_fail(
	        d, "KeyIssue",
	        "{\"person\":\"Eva\",\"room\":\"office\",\"door\":\"office-door\",\"reason\":\"w\"}");
	CU_ASSERT_TRUE(desk_present(d, 2, OFFICE_IN).is_granted);
	snprintf(d->config.site.doors[OFFICE_DOOR].name, SITE_NAME_MAX, "new-door");
	desk_reopen_or_fail(d);
	CU_ASSERT_EQUAL(refused(d, 2, OFFICE_IN), REASON_NO_KEY);
	CU_ASSERT_TRUE(desk_present(d, 2, ENTRANCE_IN).is_granted);
	/* it can still be revoked */
	desk_ask_or_fail(d, "KeyRevoke", "{\"person\":\"Eva\",\"room\":\"office\",\"reason\":\"w\"}");
	desk_end(d);
}

static const struct suite_case cases[] = {
        {"A3: a hire opens the rooms of the position at once",
         a_hire_opens_the_rooms_of_the_position_at_once},
        {"A3: a key opens when it is issued and not when it is revoked",
         a_key_opens_when_it_is_issued_and_not_when_it_is_revoked},
        {"K2: a goods door opens only to a key that names it",
         a_goods_door_opens_only_to_a_key_that_names_it},
        {"A3: who has left is refused but let out", who_has_left_is_refused_but_let_out},
        {"A3: a lost badge is refused but lets its holder out",
         a_lost_badge_is_refused_but_lets_its_holder_out},
        {"A3: a change is on disk before the doors hear of it",
         a_change_is_on_disk_before_the_doors_hear_of_it},
        {"B6: a restriction is at the doors before it is on disk",
         a_restriction_is_at_the_doors_before_it_is_on_disk},
        {"on a full disk nothing is given", on_a_full_disk_nothing_is_given},
        {"B6: on a full disk a restriction holds and says so",
         on_a_full_disk_a_restriction_holds_and_says_so},
        {"B6: what the disk did not take holds in a table made anew",
         what_the_disk_did_not_take_holds_in_a_table_made_anew},
        {"A3: doors that are dead are told of truthfully", doors_that_are_dead_are_told_of_truthfully},
        {"a full table is replaced by a bigger one", a_full_table_is_replaced_by_a_bigger_one},
        {"E1: every thing that changes is one event with its operator",
         every_thing_that_changes_is_one_event_with_its_operator},
        {"a refused act leaves no event", a_refused_act_leaves_no_event},
        {"E2: what was acknowledged survives a kill", what_was_acknowledged_survives_a_kill},
        {"killed between disk and doors, both agree afterwards",
         killed_between_disk_and_doors_both_agree_afterwards},
        {"the map is put once", the_map_is_put_once},
        {"a key of a door that is no more opens no other", a_key_of_a_door_that_is_no_more_opens_no_other},
        {"D2: the database says how long a door opens", the_database_says_how_long_a_door_opens},
};

int main(void)
{
	return suite_run("office: changes", cases, sizeof(cases) / sizeof(cases[0]));
}
