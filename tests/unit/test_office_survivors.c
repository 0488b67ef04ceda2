/*
 * What a start goes on from (rules D3, L1, O4): what the doors left in memory,
 * else the database, unless the witness beside it knows better.
 */
#include "tests/unit/office_fixture.h"

#include "controller/standing.h"

static struct desk *desk;

static void append(enum record_kind kind, int64_t utc_ms, enum record_reason reason)
{
	struct record r = {.kind = (uint16_t)kind,
	                   .utc_ms = utc_ms,
	                   .area = 0,
	                   .door = SITE_NONE,
	                   .reader = SITE_NONE,
	                   .room = SITE_NONE,
	                   .reason = (uint8_t)reason};
	CU_ASSERT_TRUE_FATAL(ring_append(desk->ring, &r));
}

static int64_t now_ms(void)
{
	return clock_now(&desk->office->clock).utc_ms;
}

/* Ends as after a loss of power: the journal is whole, what lay in memory is gone. */
static void lose_power(void)
{
	CU_ASSERT_EQUAL(journalist_finish(desk->office->journalist), 0);
	desk_close(desk);
	desk_empty_folder(desk->config.runtime_dir);
	CU_ASSERT_EQUAL(mkdir(desk->config.runtime_dir, 0700), 0);
}

static void begin(void)
{
	desk = desk_begin();
}

static void lose_database(void)
{
	char path[CONFIG_PATH_MAX + 32];
	static const char *const endings[] = {"", "-wal", "-shm"};
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/zutritt.db%s", desk->config.state_dir, endings[i]);
		unlink(path);
	}
}

static enum alarm_mode_state alarm_left(void)
{
	return desk->setup.alarms[0].state;
}

static void the_first_start_is_unset_and_certain(void)
{
	begin();
	CU_ASSERT_EQUAL(desk->setup.replaced, REASON_NONE);
	CU_ASSERT_EQUAL(alarm_left(), ALARM_UNSET);
	CU_ASSERT_FALSE(desk->setup.has_gap);
	desk_end(desk);
}

static void a_start_after_a_loss_of_power_is_a_gap(void)
{
	begin();
	append(RECORD_CONTROLLER_STARTED, now_ms(), REASON_NONE);
	append(RECORD_ALARM_SET, now_ms(), REASON_NONE);
	lose_power();
	desk_open_or_fail(desk);
	CU_ASSERT_TRUE(desk->setup.has_gap);
	CU_ASSERT_EQUAL(alarm_left(), ALARM_SET);
	CU_ASSERT_EQUAL(desk->setup.replaced, REASON_NONE);
	desk_end(desk);
}

/* Where the machine took its time for the start, more has passed than the row says: it is tried again. */
static bool took_too_long(int64_t happened_ms, bool has_gap)
{
	return !has_gap && now_ms() - happened_ms >= ENGINE_UNWATCHED_MS;
}

/* An orderly stop: within 10 s nobody can have come far, later nobody knows. */
static void a_stop_is_no_gap_for_ten_seconds(void)
{
	static const struct {
		int64_t ago_ms;
		bool has_gap;
	} rows[] = {{0, false}, {1000, false}, {ENGINE_UNWATCHED_MS + 1, true}, {-60000, true}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]);) {
		begin();
		int64_t stopped_ms = now_ms() - rows[i].ago_ms;
		append(RECORD_CONTROLLER_STOPPED, stopped_ms, REASON_NONE);
		lose_power();
		desk_open_or_fail(desk);
		if (!took_too_long(stopped_ms, rows[i].has_gap))
			CU_ASSERT_EQUAL(desk->setup.has_gap, rows[i++].has_gap);
		desk_end(desk);
	}
}

static void a_doubt_survives_the_loss_of_power(void)
{
	begin();
	append(RECORD_OCCUPANCY_UNCERTAIN, now_ms(), REASON_RELEASED);
	append(RECORD_CONTROLLER_STOPPED, now_ms(), REASON_NONE);
	lose_power();
	desk_open_or_fail(desk);
	CU_ASSERT_EQUAL(desk->engine.areas[0].occupancy.doubt, OCCUPANCY_RELEASED);
	desk_end(desk);
}

/* Whoever takes the database away does not unset the alarm. */
static void a_lost_database_unsets_nothing(void)
{
	begin();
	append(RECORD_ALARM_SET, now_ms(), REASON_NONE);
	append(RECORD_FIRE_ACTIVE, now_ms(), REASON_NONE);
	lose_power();
	lose_database();
	desk_open_or_fail(desk);
	CU_ASSERT_EQUAL(desk->setup.replaced, REASON_DATABASE_LOST);
	CU_ASSERT_EQUAL(alarm_left(), ALARM_SET);
	CU_ASSERT_TRUE(desk->setup.is_fire_latched);
	CU_ASSERT_TRUE(desk->setup.has_gap);
	/* from now on it is this one */
	append(RECORD_CONTROLLER_STOPPED, now_ms(), REASON_NONE);
	lose_power();
	desk_open_or_fail(desk);
	CU_ASSERT_EQUAL(desk->setup.replaced, REASON_NONE);
	desk_end(desk);
}

static void what_the_doors_left_counts_more_than_a_lost_database(void)
{
	struct standing *standing = NULL;
	begin();
	append(RECORD_ALARM_SET, now_ms(), REASON_NONE);
	CU_ASSERT_EQUAL(journalist_finish(desk->office->journalist), 0);
	CU_ASSERT_EQUAL_FATAL(standing_create(&standing, desk->config.runtime_dir, &desk->config.site), 0);
	desk->engine.areas[0].alarm.state = ALARM_ALARM;
	desk->engine.doors[ENTRANCE].door.is_open = true;
	standing_keep(standing, &desk->engine);
	standing_watch(standing, &desk->engine, clock_now(&desk->office->clock).mono_ns);
	CU_ASSERT_EQUAL(standing_publish(standing), 0);
	standing_close(standing);
	desk_close(desk);
	lose_database();
	desk_open_or_fail(desk);
	CU_ASSERT_EQUAL(desk->setup.replaced, REASON_DATABASE_LOST);
	CU_ASSERT_EQUAL(alarm_left(), ALARM_ALARM);
	CU_ASSERT_FALSE(desk->setup.has_gap);
	CU_ASSERT_TRUE(desk->setup.was_unsettled[ENTRANCE]);
	CU_ASSERT_FALSE(desk->setup.was_unsettled[GOODS_IN]);
	desk_end(desk);
}

/* A copy from last week in its place: what it says of the alarm was last week. */
static void an_older_database_unsets_nothing(void)
{
	char command[512];
	begin();
	append(RECORD_CONTROLLER_STOPPED, now_ms(), REASON_NONE);
	lose_power();
	snprintf(command, sizeof(command), "%s/zutritt.db", desk->config.state_dir);
	char kept[512];
	snprintf(kept, sizeof(kept), "%s/kept", desk->config.state_dir);
	CU_ASSERT_EQUAL_FATAL(link(command, kept), 0);
	static char bytes[1 << 20];
	FILE *f = fopen(kept, "r");
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	size_t size = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	CU_ASSERT_TRUE_FATAL(size < sizeof(bytes));
	desk_open_or_fail(desk);
	append(RECORD_ALARM_SET, now_ms(), REASON_NONE);
	lose_power();
	lose_database();
	f = fopen(command, "w");
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	CU_ASSERT_EQUAL(fwrite(bytes, 1, size, f), size);
	fclose(f);
	desk_open_or_fail(desk);
	CU_ASSERT_EQUAL(desk->setup.replaced, REASON_DATABASE_OLD);
	CU_ASSERT_EQUAL(alarm_left(), ALARM_SET);
	CU_ASSERT_TRUE(desk->setup.has_gap);
	desk_end(desk);
}

/* Watched until ten seconds ago, and a nanosecond more. */
static void a_process_that_was_away_for_long_is_a_gap(void)
{
	static const struct {
		uint64_t ago_ms;
		bool has_gap;
	} rows[] = {{0, false}, {1000, false}, {ENGINE_UNWATCHED_MS + 1, true}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]);) {
		struct standing *standing = NULL;
		begin();
		CU_ASSERT_EQUAL_FATAL(
		        standing_create(&standing, desk->config.runtime_dir, &desk->config.site), 0);
		standing_keep(standing, &desk->engine);
		uint64_t now_ns = clock_now(&desk->office->clock).mono_ns;
		int64_t watched_ms = now_ms() - (int64_t)rows[i].ago_ms;
		standing_watch(standing, &desk->engine, now_ns - rows[i].ago_ms * 1000000);
		CU_ASSERT_EQUAL(standing_publish(standing), 0);
		standing_close(standing);
		desk_reopen_or_fail(desk);
		if (!took_too_long(watched_ms, rows[i].has_gap))
			CU_ASSERT_EQUAL(desk->setup.has_gap, rows[i++].has_gap);
		desk_end(desk);
	}
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"the first start is unset and certain", the_first_start_is_unset_and_certain},
	        {"O4: a start after a loss of power is a gap", a_start_after_a_loss_of_power_is_a_gap},
	        {"O4: an orderly stop is none for ten seconds", a_stop_is_no_gap_for_ten_seconds},
	        {"O4: a doubt survives the loss of power", a_doubt_survives_the_loss_of_power},
	        {"L1: a lost database unsets nothing", a_lost_database_unsets_nothing},
	        {"L1: what the doors left counts more", what_the_doors_left_counts_more_than_a_lost_database},
	        {"L1: an older database unsets nothing", an_older_database_unsets_nothing},
	        {"O4: a process that was away for long is a gap", a_process_that_was_away_for_long_is_a_gap},
	};
	return suite_run("office_survivors", cases, sizeof(cases) / sizeof(cases[0]));
}
