/*
 * How the areas stand, across the death of the process (rules D3, L1, O4, D13,
 * B6): whatever the moment, what is read is what was written last or just
 * before, and nothing that is damaged counts.
 */
#include "controller/standing.h"
#include "tests/unit/suite.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BUILDING, ANNEX, AREAS, ANNA = 501, MIA = 502, KILLS = 40, PERSONS = 300 };

static char directory[] = "/tmp/zutritt-standing-XXXXXX";
static char path[64];
static struct site site;
static struct engine engine;   /* who writes */
static struct engine restored; /* who reads */
static struct standing_left left;

static void site_or_fail(void)
{
	memset(&site, 0, sizeof(site));
	site.area_count = AREAS;
	strcpy(site.areas[BUILDING].name, "building");
	strcpy(site.areas[ANNEX].name, "annex");
	site.door_count = 2;
	strcpy(site.doors[0].name, "entrance");
	strcpy(site.doors[1].name, "gate");
}

static struct standing *begin_or_fail(void)
{
	struct standing *s = NULL;
	strcpy(directory, "/tmp/zutritt-standing-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/standing", directory);
	site_or_fail();
	engine_init(&engine, &site);
	CU_ASSERT_EQUAL_FATAL(standing_create(&s, directory, &site), 0);
	return s;
}

static void end_with(struct standing *s)
{
	char unborn[80];
	snprintf(unborn, sizeof(unborn), "%s/.standing-new", directory);
	standing_close(s);
	unlink(path);
	unlink(unborn);
	rmdir(directory);
}

static int restore(void)
{
	engine_init(&restored, &site);
	left = (struct standing_left){.is_fire_latched = false};
	for (int i = 0; i < SITE_AREAS_MAX; i++)
		left.alarms[i].since_utc_ms = -1;
	return standing_restore(directory, &restored, &left);
}

static void keep_and_publish_or_fail(struct standing *s)
{
	standing_keep(s, &engine);
	CU_ASSERT_EQUAL_FATAL(standing_publish(s), 0);
}

/* Anna inside the building that is unset, nobody in the annex that is set and in doubt, fire latched. */
static void fill(void)
{
	occupancy_enter(&engine.areas[BUILDING].occupancy, ANNA, 1, 1000);
	occupancy_enter(&engine.areas[BUILDING].occupancy, MIA, 0, 2000);
	occupancy_note(&engine.areas[BUILDING].occupancy, ANNA);
	engine.areas[BUILDING].alarm = (struct alarm){.state = ALARM_UNSET, .since_utc_ms = 11};
	engine.areas[ANNEX].alarm = (struct alarm){.state = ALARM_SET, .since_utc_ms = 22};
	occupancy_suspect(&engine.areas[ANNEX].occupancy, OCCUPANCY_FORCED_DOOR);
	engine.is_fire_latched = true;
}

static void what_was_kept_is_restored(void)
{
	struct standing *s = begin_or_fail();
	fill();
	keep_and_publish_or_fail(s);
	CU_ASSERT_EQUAL_FATAL(restore(), 0);
	CU_ASSERT_TRUE(left.is_fire_latched);
	CU_ASSERT_EQUAL(left.alarms[BUILDING].state, ALARM_UNSET);
	CU_ASSERT_EQUAL(left.alarms[BUILDING].since_utc_ms, 11);
	CU_ASSERT_EQUAL(left.alarms[ANNEX].state, ALARM_SET);
	CU_ASSERT_EQUAL(left.alarms[ANNEX].since_utc_ms, 22);
	CU_ASSERT_TRUE(occupancy_is_inside(&restored.areas[BUILDING].occupancy, ANNA));
	CU_ASSERT_EQUAL(restored.areas[BUILDING].occupancy.inside[0].door, 1);
	CU_ASSERT_EQUAL(restored.areas[BUILDING].occupancy.inside[0].since_utc_ms, 1000);
	CU_ASSERT_TRUE(restored.areas[BUILDING].occupancy.inside[0].is_noted);
	CU_ASSERT_FALSE(restored.areas[BUILDING].occupancy.inside[1].is_noted);
	CU_ASSERT_EQUAL(restored.areas[BUILDING].occupancy.doubt, OCCUPANCY_CERTAIN);
	CU_ASSERT_EQUAL(restored.areas[ANNEX].occupancy.count, 0);
	CU_ASSERT_EQUAL(restored.areas[ANNEX].occupancy.doubt, OCCUPANCY_FORCED_DOOR);
	end_with(s);
}

/* Rule O4: also of a site whose doors stand in another order now. */
static void which_doors_somebody_may_have_passed_is_restored(void)
{
	struct standing *s = begin_or_fail();
	keep_and_publish_or_fail(s);
	engine.doors[1].door.is_open = true;
	standing_watch(s, &engine, 4711);
	CU_ASSERT_EQUAL_FATAL(restore(), 0);
	CU_ASSERT_EQUAL(left.watched_ns, 4711);
	CU_ASSERT_FALSE(left.was_unsettled[0]);
	CU_ASSERT_TRUE(left.was_unsettled[1]);
	strcpy(site.doors[0].name, "gate");
	strcpy(site.doors[1].name, "entrance");
	CU_ASSERT_EQUAL_FATAL(restore(), 0);
	CU_ASSERT_TRUE(left.was_unsettled[0]);
	CU_ASSERT_FALSE(left.was_unsettled[1]);
	engine.doors[1].door.is_open = false;
	engine.doors[0].door.is_strike_on = true;
	standing_watch(s, &engine, 4712);
	CU_ASSERT_EQUAL_FATAL(restore(), 0);
	CU_ASSERT_FALSE(left.was_unsettled[0]);
	CU_ASSERT_TRUE(left.was_unsettled[1]);
	end_with(s);
}

static void every_doubt_is_restored(void)
{
	struct standing *s = begin_or_fail();
	occupancy_suspect(&engine.areas[ANNEX].occupancy, OCCUPANCY_RELEASED);
	occupancy_suspect(&engine.areas[ANNEX].occupancy, OCCUPANCY_EXIT_REQUEST);
	keep_and_publish_or_fail(s);
	CU_ASSERT_EQUAL_FATAL(restore(), 0);
	CU_ASSERT_EQUAL(restored.areas[ANNEX].occupancy.doubt, OCCUPANCY_RELEASED);
	CU_ASSERT_TRUE(occupancy_is_suspected(&restored.areas[ANNEX].occupancy, OCCUPANCY_EXIT_REQUEST));
	CU_ASSERT_FALSE(occupancy_is_suspected(&restored.areas[ANNEX].occupancy, OCCUPANCY_FIRE));
	end_with(s);
}

static void the_newest_counts(void)
{
	struct standing *s = begin_or_fail();
	keep_and_publish_or_fail(s);
	for (uint16_t i = 1; i <= 5; i++) {
		occupancy_enter(&engine.areas[ANNEX].occupancy, i, 0, i);
		standing_keep(s, &engine);
		CU_ASSERT_EQUAL_FATAL(restore(), 0);
		CU_ASSERT_EQUAL(restored.areas[ANNEX].occupancy.count, i);
	}
	end_with(s);
}

static void the_old_file_counts_until_the_new_one_is_published(void)
{
	struct standing *next = NULL, *s = begin_or_fail();
	fill();
	keep_and_publish_or_fail(s);
	CU_ASSERT_EQUAL_FATAL(standing_create(&next, directory, &site), 0);
	CU_ASSERT_EQUAL(restore(), 0);
	CU_ASSERT_EQUAL(left.alarms[ANNEX].state, ALARM_SET);
	engine.areas[ANNEX].alarm.state = ALARM_ALARM;
	keep_and_publish_or_fail(next);
	CU_ASSERT_EQUAL(restore(), 0);
	CU_ASSERT_EQUAL(left.alarms[ANNEX].state, ALARM_ALARM);
	standing_close(next);
	end_with(s);
}

/* Rule D3: areas and doors are found by name, wherever the configuration has put them. */
static void the_next_site_may_number_otherwise(void)
{
	struct standing *s = begin_or_fail();
	fill();
	keep_and_publish_or_fail(s);
	strcpy(site.areas[BUILDING].name, "annex");
	strcpy(site.areas[ANNEX].name, "building");
	strcpy(site.doors[0].name, "gate");
	strcpy(site.doors[1].name, "new");
	CU_ASSERT_EQUAL_FATAL(restore(), 0);
	CU_ASSERT_EQUAL(left.alarms[BUILDING].state, ALARM_SET);
	CU_ASSERT_EQUAL(left.alarms[ANNEX].state, ALARM_UNSET);
	CU_ASSERT_TRUE(occupancy_is_inside(&restored.areas[ANNEX].occupancy, ANNA));
	CU_ASSERT_EQUAL(restored.areas[ANNEX].occupancy.inside[0].door, 0);
	end_with(s);
}

static void an_area_that_is_not_there_keeps_what_it_had(void)
{
	struct standing *s = begin_or_fail();
	fill();
	keep_and_publish_or_fail(s);
	strcpy(site.areas[ANNEX].name, "cellar");
	CU_ASSERT_EQUAL_FATAL(restore(), 0);
	CU_ASSERT_EQUAL(left.alarms[ANNEX].since_utc_ms, -1);
	end_with(s);
}

static void write_at_or_fail(off_t at, const void *bytes, size_t size)
{
	int fd = open(path, O_WRONLY);
	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL_FATAL(pwrite(fd, bytes, size, at), (ssize_t)size);
	close(fd);
}

static off_t size_or_fail(void)
{
	struct stat st;
	CU_ASSERT_EQUAL_FATAL(stat(path, &st), 0);
	return st.st_size;
}

/* Where the second half begins: both are alike, and end with the file. */
static off_t second_half_or_fail(void)
{
	off_t halves = (off_t)(2 * AREAS * OCCUPANCY_MAX * sizeof(struct occupant) + 2 * 152);
	return size_or_fail() - halves / 2;
}

static void a_torn_half_leaves_the_other(void)
{
	static const uint64_t stray = 0x5555;
	struct standing *s = begin_or_fail();
	keep_and_publish_or_fail(s);
	occupancy_enter(&engine.areas[BUILDING].occupancy, ANNA, 0, 1);
	standing_keep(s, &engine);
	CU_ASSERT_EQUAL(restore(), 0);
	CU_ASSERT_EQUAL(restored.areas[BUILDING].occupancy.count, 1);
	write_at_or_fail(second_half_or_fail() + 24, &stray, sizeof(stray));
	CU_ASSERT_EQUAL(restore(), 0);
	CU_ASSERT_EQUAL(restored.areas[BUILDING].occupancy.count, 0);
	end_with(s);
}

static void two_torn_halves_are_damage(void)
{
	static const uint64_t stray = 0x5555;
	struct standing *s = begin_or_fail();
	keep_and_publish_or_fail(s);
	off_t half = (size_or_fail() - second_half_or_fail());
	write_at_or_fail(second_half_or_fail() - half + 24, &stray, sizeof(stray));
	CU_ASSERT_EQUAL(restore(), -EBADMSG);
	CU_ASSERT_EQUAL(restored.areas[BUILDING].occupancy.count, 0);
	end_with(s);
}

static void another_layout_is_not_read(void)
{
	static const uint32_t next = STANDING_LAYOUT + 1;
	struct standing *s = begin_or_fail();
	keep_and_publish_or_fail(s);
	write_at_or_fail(8, &next, sizeof(next));
	CU_ASSERT_EQUAL(restore(), -EPROTO);
	end_with(s);
}

static void something_else_is_not_read(void)
{
	struct standing *s = begin_or_fail();
	keep_and_publish_or_fail(s);
	write_at_or_fail(0, "SQLite", 6);
	CU_ASSERT_EQUAL(restore(), -EBADMSG);
	CU_ASSERT_EQUAL_FATAL(truncate(path, 100), 0);
	CU_ASSERT_EQUAL(restore(), -EBADMSG);
	end_with(s);
}

static void without_a_file_nothing_was_left(void)
{
	struct standing *s = begin_or_fail();
	CU_ASSERT_EQUAL(restore(), -ENOENT);
	end_with(s);
}

static void nobody_else_may_read_it(void)
{
	struct stat st;
	struct standing *s = begin_or_fail();
	keep_and_publish_or_fail(s);
	CU_ASSERT_EQUAL_FATAL(stat(path, &st), 0);
	CU_ASSERT_EQUAL(st.st_mode & 0777, 0600);
	end_with(s);
}

/* ---- killed at any moment ---- */

static void write_for_ever(struct standing *s)
{
	for (uint64_t i = 1;; i++) {
		struct occupancy *o = &engine.areas[BUILDING].occupancy;
		occupancy_init(o);
		for (uint64_t p = 0; p < PERSONS; p++)
			occupancy_enter(o, i * 1000 + p, 0, (int64_t)i);
		engine.areas[BUILDING].alarm.since_utc_ms = (int64_t)i;
		standing_keep(s, &engine);
	}
}

/* Everybody inside, and the alarm, are of one and the same writing. */
static bool is_of_one_writing(void)
{
	const struct occupancy *o = &restored.areas[BUILDING].occupancy;
	int64_t written = left.alarms[BUILDING].since_utc_ms;
	bool is_whole = o->count == (written == 0 ? 0 : PERSONS);
	for (uint16_t i = 0; i < o->count; i++)
		is_whole &= o->inside[i].since_utc_ms == written;
	return is_whole;
}

static void killed_within_a_writing_the_last_whole_one_counts(void)
{
	int64_t most = 0;
	for (int i = 0; i < KILLS; i++) {
		struct standing *s = begin_or_fail();
		keep_and_publish_or_fail(s);
		pid_t child = fork();
		if (child == 0)
			write_for_ever(s);
		struct timespec moment = {.tv_nsec = 1000000 + i * 100000};
		nanosleep(&moment, NULL);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		CU_ASSERT_EQUAL_FATAL(restore(), 0);
		CU_ASSERT_TRUE(is_of_one_writing());
		most = left.alarms[BUILDING].since_utc_ms > most ? left.alarms[BUILDING].since_utc_ms : most;
		end_with(s);
	}
	CU_ASSERT_TRUE(most > 1);
}

static const struct suite_case cases[] = {
        {"what was kept is restored", what_was_kept_is_restored},
        {"O4: which doors somebody may have passed is restored",
         which_doors_somebody_may_have_passed_is_restored},
        {"O4: every doubt is restored", every_doubt_is_restored},
        {"the newest counts", the_newest_counts},
        {"the old file counts until the new one is published",
         the_old_file_counts_until_the_new_one_is_published},
        {"the next site may number otherwise", the_next_site_may_number_otherwise},
        {"an area that is not there keeps what it had", an_area_that_is_not_there_keeps_what_it_had},
        {"a torn half leaves the other", a_torn_half_leaves_the_other},
        {"two torn halves are damage", two_torn_halves_are_damage},
        {"another layout is not read", another_layout_is_not_read},
        {"something else is not read", something_else_is_not_read},
        {"without a file nothing was left", without_a_file_nothing_was_left},
        {"nobody else may read it", nobody_else_may_read_it},
        {"killed within a writing the last whole one counts",
         killed_within_a_writing_the_last_whole_one_counts},
};

int main(void)
{
	return suite_run("standing", cases, sizeof(cases) / sizeof(cases[0]));
}
