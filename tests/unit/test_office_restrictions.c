/*
 * What was answered as refused holds from then on, whatever the disk does
 * meanwhile, and is written once, as what it was, when the disk is back (rules
 * A3, B6).
 */
#include "controller/office/reopening.h"
#include "tests/unit/faulty_disk.h"
#include "tests/unit/office_fixture.h"

#include <sqlite3.h>

enum { PATIENCE_US = 30 * 1000000 };

static const char eva[] = "{\"person\":\"Eva\",\"reason\":\"w\"}", evas[] = "{\"badge\":\"42:2\"}";

/* Max with badge 42:1 and Eva with 42:2, and a disk that takes nothing more. What is kept in memory stays. */
static struct desk *begin_on_full_disk(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	desk_ask_or_fail(d, "PersonHire", "{\"name\":\"Eva\",\"position\":\"front\",\"badge\":\"42:2\"}");
	d->keeps_snapshot = true;
	faulty_disk_fail(1, ENOSPC, true);
	return d;
}

/* The act holds at the doors, and is not on disk. */
static void restrict_or_fail(struct desk *d, const char *method, const char *parameters)
{
	desk_ask(d, method, parameters);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Unavailable");
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "refused at the doors from now on, but not yet on disk"));
	CU_ASSERT_FALSE(desk_present(d, 2, ENTRANCE_IN).is_granted);
}

static enum record_reason refused(struct desk *d)
{
	struct access_decision decision = desk_present(d, 2, ENTRANCE_IN);
	CU_ASSERT_FALSE(decision.is_granted);
	return decision.reason;
}

static void disk_is_back(struct desk *d)
{
	faulty_disk_reset();
	CU_ASSERT_EQUAL(journalist_finish(d->office->journalist), 0);
	CU_ASSERT_EQUAL(d->office->unsaved.count, 0);
}

static void has_written(struct desk *d, const char *kind, size_t count)
{
	struct desk_count c = desk_events(d, kind);
	if (c.count != count)
		printf("\n    %s: %zu times ", kind, c.count);
	CU_ASSERT_EQUAL(c.count, count);
}

/* On a busy machine the start goes on before the database was looked at: then it is waited for. */
static void start_or_fail(struct desk *d)
{
	desk_open_or_fail(d);
	if (d->office->store != NULL)
		return;
	CU_ASSERT_EQUAL_FATAL(journalist_start(d->office->journalist), 0);
	CU_ASSERT_EQUAL_FATAL(reopening_start(d->office), 0);
	while (d->office->store == NULL)
		CU_ASSERT_FATAL(sd_event_run(d->office->loop, PATIENCE_US) > 0);
	desk_log_in_boss(d);
}

/* From the database alone. */
static void start_from_disk(struct desk *d)
{
	d->keeps_snapshot = false;
	desk_close(d);
	start_or_fail(d);
}

/* ---- as what it was ---- */

static void a_suspended_person_has_not_left(void)
{
	struct desk *d = begin_on_full_disk();
	restrict_or_fail(d, "PersonSuspend", eva);
	CU_ASSERT_EQUAL(refused(d), REASON_PERSON_SUSPENDED);
	disk_is_back(d);
	has_written(d, "person.suspended", 1);
	CU_ASSERT_STRING_EQUAL(desk_events(d, "person.suspended").last.detail, "w");
	has_written(d, "person.exited", 0);
	has_written(d, "key.revoked", 0);
	start_from_disk(d);
	CU_ASSERT_EQUAL(refused(d), REASON_PERSON_SUSPENDED);
	desk_ask_or_fail(d, "PersonResume", eva);
	CU_ASSERT_TRUE(desk_present(d, 2, ENTRANCE_IN).is_granted);
	desk_end(d);
}

static void a_suspended_badge_is_not_lost(void)
{
	struct desk *d = begin_on_full_disk();
	restrict_or_fail(d, "BadgeSuspend", evas);
	disk_is_back(d);
	has_written(d, "badge.suspended", 1);
	has_written(d, "badge.lost", 0);
	start_from_disk(d);
	CU_ASSERT_EQUAL(refused(d), REASON_BADGE_INACTIVE);
	desk_ask_or_fail(d, "BadgeResume", evas);
	CU_ASSERT_TRUE(desk_present(d, 2, ENTRANCE_IN).is_granted);
	desk_end(d);
}

/* ---- two that wait for the same badge or person ---- */

static void a_badge_that_was_suspended_and_then_lost_was_both(void)
{
	struct desk *d = begin_on_full_disk();
	restrict_or_fail(d, "BadgeSuspend", evas);
	restrict_or_fail(d, "BadgeLost", evas);
	CU_ASSERT_EQUAL(refused(d), REASON_BADGE_LOST);
	disk_is_back(d);
	has_written(d, "badge.suspended", 1);
	has_written(d, "badge.lost", 1);
	CU_ASSERT(desk_events(d, "badge.suspended").last.number < desk_events(d, "badge.lost").last.number);
	CU_ASSERT_EQUAL(refused(d), REASON_BADGE_LOST);
	start_from_disk(d);
	CU_ASSERT_EQUAL(refused(d), REASON_BADGE_LOST);
	desk_end(d);
}

static void a_person_who_was_suspended_and_then_left_was_both(void)
{
	struct desk *d = begin_on_full_disk();
	restrict_or_fail(d, "PersonSuspend", eva);
	restrict_or_fail(d, "PersonExit", eva);
	disk_is_back(d);
	has_written(d, "person.suspended", 1);
	has_written(d, "person.exited", 1);
	has_written(d, "key.revoked", 1);
	start_from_disk(d);
	CU_ASSERT_EQUAL(refused(d), REASON_PERSON_EXITED);
	desk_end(d);
}

static void what_is_told_twice_is_written_once(void)
{
	struct desk *d = begin_on_full_disk();
	restrict_or_fail(d, "BadgeLost", evas);
	restrict_or_fail(d, "BadgeLost", evas);
	restrict_or_fail(d, "PersonExit", eva);
	restrict_or_fail(d, "PersonExit", eva);
	CU_ASSERT_EQUAL(d->office->unsaved.count, 2);
	disk_is_back(d);
	has_written(d, "badge.lost", 1);
	has_written(d, "person.exited", 1);
	desk_end(d);
}

/* ---- the process ends meanwhile ---- */

static void both_outlive_the_process(void)
{
	struct desk *d = begin_on_full_disk();
	restrict_or_fail(d, "BadgeSuspend", evas);
	restrict_or_fail(d, "BadgeLost", evas);
	restrict_or_fail(d, "PersonSuspend", eva);
	desk_close(d);
	faulty_disk_reset();
	start_or_fail(d);
	CU_ASSERT_EQUAL(refused(d), REASON_BADGE_LOST);
	has_written(d, "badge.suspended", 1);
	has_written(d, "badge.lost", 1);
	has_written(d, "person.suspended", 1);
	has_written(d, "person.exited", 0);
	CU_ASSERT_EQUAL(d->office->unsaved.count, 0);
	desk_end(d);
}

static void copy_or_fail(const struct desk *d, const char *from, const char *to)
{
	char command[300];
	snprintf(command, sizeof(command), "cp %s/%s %s/%s", d->directory, from, d->directory, to);
	CU_ASSERT_EQUAL_FATAL(system(command), 0);
}

static void killed_after_the_disk_took_it_nothing_is_written_again(void)
{
	struct desk *d = begin_on_full_disk();
	restrict_or_fail(d, "BadgeSuspend", evas);
	restrict_or_fail(d, "BadgeLost", evas);
	restrict_or_fail(d, "PersonSuspend", eva);
	copy_or_fail(d, "run/table", "table");
	disk_is_back(d);
	desk_close(d);
	copy_or_fail(d, "table", "run/table");
	start_or_fail(d);
	has_written(d, "badge.suspended", 1);
	has_written(d, "badge.lost", 1);
	has_written(d, "person.suspended", 1);
	CU_ASSERT_EQUAL(d->office->unsaved.count, 0);
	desk_end(d);
}

/* ---- something else happens before it is written (rule A3) ---- */

/* The disk works, and nobody has told the journalist. */
static void the_next_act_writes_first_what_waits(void)
{
	static const char *const acts[][2] = {
	        {"BadgeDay", "{\"person\":\"Eva\",\"badge\":\"42:9\"}"},
	        {"PersonRename", "{\"person\":\"Eva\",\"name\":\"Eva Two\"}"},
	        {"BadgeAssign", "{\"person\":\"Max\",\"badge\":\"42:8\"}"},
	};
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		struct desk *d = begin_on_full_disk();
		restrict_or_fail(d, "BadgeLost", evas);
		faulty_disk_reset();
		desk_ask_or_fail(d, acts[i][0], acts[i][1]);
		CU_ASSERT_EQUAL(refused(d), REASON_BADGE_LOST);
		CU_ASSERT_EQUAL(d->office->unsaved.count, 0);
		has_written(d, "badge.lost", 1);
		start_from_disk(d);
		CU_ASSERT_EQUAL(refused(d), REASON_BADGE_LOST);
		desk_end(d);
	}
}

static void who_has_left_is_not_changed_back(void)
{
	static const char *const acts[][2] = {
	        {"PersonRename", "{\"person\":\"Eva\",\"name\":\"Eva Two\"}"},
	        {"PersonExtend", "{\"person\":\"Eva\"}"},
	        {"PersonSet", "{\"person\":\"Eva\",\"release_s\":9}"},
	        {"KeyIssue", "{\"person\":\"Eva\",\"room\":\"office\",\"reason\":\"w\"}"},
	        {"PersonResume", "{\"person\":\"Eva\",\"reason\":\"w\"}"},
	};
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		struct desk *d = begin_on_full_disk();
		restrict_or_fail(d, "PersonExit", eva);
		faulty_disk_reset();
		desk_ask(d, acts[i][0], acts[i][1]);
		if (strcmp(desk_error(d), "Conflict") != 0)
			printf("\n    %s: %s %s ", acts[i][0], desk_error(d), desk_says(d));
		CU_ASSERT_STRING_EQUAL(desk_error(d), "Conflict");
		CU_ASSERT_EQUAL(refused(d), REASON_PERSON_EXITED);
		has_written(d, "person.exited", 1);
		desk_end(d);
	}
}

/* The disk fails once more, at the restriction, and takes what comes after it. */
static void what_waits_is_never_overtaken(void)
{
	static const char *const acts[][2] = {
	        {"PersonRename", "{\"person\":\"Eva\",\"name\":\"Eva Two\"}"},
	        {"PersonSet", "{\"person\":\"Eva\",\"release_s\":9}"},
	        {"PersonResume", "{\"person\":\"Eva\",\"reason\":\"w\"}"},
	        {"BadgeAssign", "{\"person\":\"Eva\",\"badge\":\"42:8\"}"},
	        {"KeyIssue", "{\"person\":\"Eva\",\"room\":\"office\",\"reason\":\"w\"}"},
	};
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		struct desk *d = begin_on_full_disk();
		restrict_or_fail(d, "PersonSuspend", eva);
		faulty_disk_fail(1, ENOSPC, false);
		desk_ask(d, acts[i][0], acts[i][1]);
		CU_ASSERT_STRING_EQUAL(desk_error(d), "Unavailable");
		CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "Nothing is changed"));
		CU_ASSERT_EQUAL(refused(d), REASON_PERSON_SUSPENDED);
		CU_ASSERT_EQUAL(d->office->unsaved.count, 1);
		disk_is_back(d);
		has_written(d, "person.suspended", 1);
		CU_ASSERT_EQUAL(refused(d), REASON_PERSON_SUSPENDED);
		desk_end(d);
	}
}

static void a_loss_does_not_overtake_a_suspension(void)
{
	struct desk *d = begin_on_full_disk();
	restrict_or_fail(d, "BadgeSuspend", evas);
	faulty_disk_fail(1, ENOSPC, false);
	restrict_or_fail(d, "BadgeLost", evas);
	CU_ASSERT_EQUAL(refused(d), REASON_BADGE_LOST);
	disk_is_back(d);
	has_written(d, "badge.suspended", 1);
	has_written(d, "badge.lost", 1);
	CU_ASSERT_EQUAL(refused(d), REASON_BADGE_LOST);
	desk_end(d);
}

static void lost_and_found_while_the_disk_is_away_it_stays_lost(void)
{
	struct desk *d = begin_on_full_disk();
	restrict_or_fail(d, "BadgeLost", evas);
	desk_ask(d, "BadgeFound", evas);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Unavailable");
	CU_ASSERT_EQUAL(refused(d), REASON_BADGE_LOST);
	faulty_disk_reset();
	desk_ask_or_fail(d, "BadgeFound", evas);
	has_written(d, "badge.lost", 1);
	has_written(d, "badge.found", 1);
	CU_ASSERT_TRUE(desk_present(d, 2, ENTRANCE_IN).is_granted);
	desk_close(d); /* and nothing is left over that would lose it again */
	start_or_fail(d);
	CU_ASSERT_TRUE(desk_present(d, 2, ENTRANCE_IN).is_granted);
	has_written(d, "badge.lost", 1);
	desk_end(d);
}

static void it_is_tried_again_by_itself(void)
{
	struct desk *d = begin_on_full_disk();
	CU_ASSERT_EQUAL_FATAL(journalist_start(d->office->journalist), 0);
	faulty_disk_reset();
	CU_ASSERT_TRUE(sd_event_run(d->office->loop, PATIENCE_US) > 0);
	faulty_disk_fail(1, ENOSPC, true);
	restrict_or_fail(d, "BadgeLost", evas);
	CU_ASSERT_FALSE(journalist_is_storing(d->office->journalist));
	faulty_disk_reset();
	while (d->office->unsaved.count > 0)
		CU_ASSERT_FATAL(sd_event_run(d->office->loop, PATIENCE_US) > 0);
	has_written(d, "badge.lost", 1);
	desk_end(d);
}

static void who_is_suspended_does_nothing_more_here(void)
{
	struct desk *d = begin_on_full_disk();
	char session[SESSION_TOKEN_MAX];
	faulty_disk_reset();
	desk_log_in_as(d, "Eva");
	memcpy(session, d->session, sizeof(session));
	desk_log_in(d, "boss");
	faulty_disk_fail(1, ENOSPC, true);
	restrict_or_fail(d, "PersonSuspend", eva);
	faulty_disk_reset();
	memcpy(d->session, session, sizeof(session));
	desk_ask(d, "PersonList", "{}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "SessionUnknown");
	desk_end(d);
}

/* ---- the database, not the disk, says no ---- */

static void database_or_fail(const struct desk *d, const char *sql)
{
	char path[128];
	sqlite3 *db;
	snprintf(path, sizeof(path), "%s/zutritt.db", d->config.state_dir);
	CU_ASSERT_EQUAL_FATAL(sqlite3_open(path, &db), SQLITE_OK);
	CU_ASSERT_EQUAL(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void what_the_database_refuses_holds_all_the_same(void)
{
	struct desk *d = begin_on_full_disk();
	restrict_or_fail(d, "BadgeLost", evas);
	restrict_or_fail(d, "PersonSuspend", eva);
	faulty_disk_reset();
	database_or_fail(d, "CREATE TRIGGER stubborn BEFORE UPDATE ON badge "
	                    "BEGIN SELECT RAISE(ABORT, 'no'); END;");
	CU_ASSERT_EQUAL(journalist_finish(d->office->journalist), 0);
	has_written(d, "person.suspended", 1); /* what comes after it is not kept waiting */
	CU_ASSERT_EQUAL(d->office->unsaved.count, 1);
	desk_ask_or_fail(d, "PersonResume", eva);
	CU_ASSERT_EQUAL(refused(d), REASON_BADGE_LOST);
	desk_close(d);
	start_or_fail(d);
	CU_ASSERT_EQUAL(refused(d), REASON_BADGE_LOST);
	database_or_fail(d, "DROP TRIGGER stubborn;");
	disk_is_back(d);
	has_written(d, "badge.lost", 1);
	desk_end(d);
}

static const struct suite_case cases[] = {
        {"K3: a suspended person has not left", a_suspended_person_has_not_left},
        {"K1: a suspended badge is not lost", a_suspended_badge_is_not_lost},
        {"E1: a badge that was suspended and then lost was both",
         a_badge_that_was_suspended_and_then_lost_was_both},
        {"E1: a person who was suspended and then left was both",
         a_person_who_was_suspended_and_then_left_was_both},
        {"E1: what is told twice is written once", what_is_told_twice_is_written_once},
        {"B6: both outlive the process", both_outlive_the_process},
        {"E2: killed after the disk took it, nothing is written again",
         killed_after_the_disk_took_it_nothing_is_written_again},
        {"A3: the next act writes first what waits", the_next_act_writes_first_what_waits},
        {"A3: who has left is not changed back", who_has_left_is_not_changed_back},
        {"A3: what waits is never overtaken", what_waits_is_never_overtaken},
        {"A3: a loss does not overtake a suspension", a_loss_does_not_overtake_a_suspension},
        {"A3: lost and found while the disk is away, it stays lost",
         lost_and_found_while_the_disk_is_away_it_stays_lost},
        {"B6: it is tried again by itself", it_is_tried_again_by_itself},
        {"K3: who is suspended does nothing more here", who_is_suspended_does_nothing_more_here},
        {"A3: what the database refuses holds all the same", what_the_database_refuses_holds_all_the_same},
};

int main(void)
{
	faulty_disk_install();
	return suite_run("office: restrictions that wait for the disk", cases,
	                 sizeof(cases) / sizeof(cases[0]));
}
