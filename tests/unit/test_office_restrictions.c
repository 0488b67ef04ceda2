/*
 * What was answered as refused holds from then on, whatever the disk does
 * meanwhile, and is written once, as what it was, when the disk is back (rules
 * A3, B6).
 */
#include "controller/office/reopening.h"
#include "tests/unit/faulty_disk.h"
#include "tests/unit/office_fixture.h"

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
};

int main(void)
{
	faulty_disk_install();
	return suite_run("office: restrictions that wait for the disk", cases,
	                 sizeof(cases) / sizeof(cases[0]));
}
