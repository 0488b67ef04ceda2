/*
 * From the ring to the journal (rules E1, E2, B6, D3): rows, what survives a
 * restart, rings that are left, a disk that fails and comes back.
 */
#include "tests/unit/office_fixture.h"

#include "controller/office/row.h"

#include <fcntl.h>

/* ---- rows ---- */

static const struct {
	enum record_kind kind;
	bool is_incident;
	uint64_t operator_id;
	enum journal_class class;
} classes[] = {
        {RECORD_ACCESS_GRANTED, false, 0, JOURNAL_PASSAGE},
        {RECORD_ACCESS_DENIED, false, 0, JOURNAL_INCIDENT},
        {RECORD_ACCESS_DENIED, true, 0, JOURNAL_INCIDENT},
        {RECORD_DOOR_OPENED, false, 0, JOURNAL_PASSAGE},
        {RECORD_DOOR_FORCED, true, 0, JOURNAL_INCIDENT},
        {RECORD_DOOR_RELEASED, false, 0, JOURNAL_PASSAGE},
        {RECORD_DOOR_RELEASED, false, 7, JOURNAL_ACT},
        {RECORD_DOOR_BELL, true, 0, JOURNAL_INCIDENT},
        {RECORD_OCCUPANCY_LEFT, false, 0, JOURNAL_PASSAGE},
        {RECORD_ALARM_SET, false, 0, JOURNAL_ACT},
        {RECORD_ALARM_RAISED, true, 0, JOURNAL_INCIDENT},
        {RECORD_FIRE_ACTIVE, true, 0, JOURNAL_ACT},
        {RECORD_READER_FAULT, false, 0, JOURNAL_ACT},
        {RECORD_CONTROLLER_STARTED, false, 0, JOURNAL_ACT},
        {RECORD_EVENTS_LOST, true, 0, JOURNAL_ACT},
};

static void the_class_says_how_long_a_row_is_kept(void)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		struct record r = {.kind = (uint16_t)classes[i].kind,
		                   .is_incident = classes[i].is_incident,
		                   .operator_id = classes[i].operator_id};
		CU_ASSERT_EQUAL(row_class(&r), classes[i].class);
	}
}

static void a_row_has_the_names_of_the_rings_site(void)
{
	static struct site site;
	struct journal_event row;
	desk_site(&site);
	struct record r = {.kind = RECORD_ACCESS_DENIED,
	                   .utc_ms = 5,
	                   .mono_ns = 6,
	                   .person = 7,
	                   .badge = 8,
	                   .policy_version = 9,
	                   .door = GOODS_IN,
	                   .reader = GOODS_READER,
	                   .room = WAREHOUSE,
	                   .area = 0,
	                   .reason = REASON_NO_KEY,
	                   .is_clock_trusted = true};
	row_make(&site, &r, &row);
	CU_ASSERT_STRING_EQUAL(row.kind, "access.denied");
	CU_ASSERT_STRING_EQUAL(row.door, "goods-in");
	CU_ASSERT_STRING_EQUAL(row.reader, "goods-reader");
	CU_ASSERT_STRING_EQUAL(row.room, "warehouse");
	CU_ASSERT_STRING_EQUAL(row.area, "building");
	CU_ASSERT_STRING_EQUAL(row.reason, record_reason_name(REASON_NO_KEY));
	CU_ASSERT(row.person == 7 && row.badge == 8 && row.policy_version == 9 && row.is_clock_trusted);
}

/* Bytes that no controller wrote: the database must take the row all the same, or the journal would stop. */
static void a_damaged_record_is_a_row_that_the_database_takes(void)
{
	struct desk *d = desk_begin();
	struct journal_event row;
	struct record r;
	for (unsigned kind = 0; kind < 300; kind++) {
		memset(&r, 0xff, sizeof(r));
		r.is_incident = true;
		r.is_clock_trusted = true;
		r.kind = (uint16_t)(kind * 37);
		row_make(&d->config.site, &r, &row);
		struct store_batch batch = {.events = &row, .event_count = 1};
		CU_ASSERT_EQUAL(store_append(d->office->store, &batch), 0);
	}
	desk_end(d);
}

static void a_detail_of_full_length_is_kept(void)
{
	static struct site site;
	struct record r = {.kind = RECORD_DOOR_RELEASED};
	struct journal_event row;
	memset(r.detail, 'x', sizeof(r.detail) - 1);
	row_make(&site, &r, &row);
	CU_ASSERT_EQUAL(strlen(row.detail), RECORD_DETAIL_MAX - 1);
}

/* Rule B6: how many were lost, and from when to when. */
static void events_lost_say_how_many_and_both_times(void)
{
	static struct site site;
	struct journal_event row;
	struct record r = {
	        .kind = RECORD_EVENTS_LOST, .value = 12, .utc_ms = 1774943890042, .is_incident = true};
	snprintf(r.detail, sizeof(r.detail), "1774943891500");
	row_make(&site, &r, &row);
	CU_ASSERT_STRING_EQUAL(row.kind, "journal.lost");
	CU_ASSERT_STRING_EQUAL(row.detail,
	                       "12 lost from 2026-03-31T07:58:10.042Z to 2026-03-31T07:58:11.500Z");
}

/* ---- the ring of this process ---- */

static void records_become_rows_in_their_order(void)
{
	struct desk *d = desk_begin();
	desk_record(d, RECORD_ACCESS_GRANTED, 5);
	desk_record(d, RECORD_DOOR_RELEASED, 5);
	desk_record(d, RECORD_DOOR_LOCKED, 0);
	CU_ASSERT_EQUAL(journalist_finish(d->office->journalist), 0);
	CU_ASSERT_EQUAL(ring_waiting(d->ring), 0);
	CU_ASSERT_EQUAL(store_last_number(d->office->store), 3);
	CU_ASSERT_EQUAL(desk_events(d, "access.granted").last.number, 1);
	CU_ASSERT_EQUAL(desk_events(d, "door.locked").last.number, 3);
	CU_ASSERT_EQUAL(store_ring_mark(d->office->store, ring_name(d->ring)), 3);
	desk_end(d);
}

static void more_records_than_one_group_are_all_taken(void)
{
	struct desk *d = desk_begin();
	for (int i = 0; i < 3 * JOURNALIST_GROUP + 1; i++)
		desk_record(d, RECORD_DOOR_REX, 0);
	CU_ASSERT_EQUAL(journalist_finish(d->office->journalist), 0);
	CU_ASSERT_EQUAL(store_last_number(d->office->store), 3 * JOURNALIST_GROUP + 1);
	desk_end(d);
}

static void on_a_full_disk_records_stay_in_the_ring(void)
{
	struct desk *d = desk_begin();
	desk_record(d, RECORD_DOOR_REX, 0);
	disk_fails();
	CU_ASSERT(journalist_finish(d->office->journalist) < 0);
	disk_works();
	CU_ASSERT_EQUAL(ring_waiting(d->ring), 1);
	CU_ASSERT_EQUAL(journalist_finish(d->office->journalist), 0);
	CU_ASSERT_EQUAL(store_last_number(d->office->store), 1);
	desk_end(d);
}

/* ---- what survives (rule D3) ---- */

static void presence_alarm_and_fire_survive_a_restart(void)
{
	struct desk *d = desk_begin();
	desk_record(d, RECORD_OCCUPANCY_ENTERED, 5);
	desk_record(d, RECORD_OCCUPANCY_ENTERED, 6);
	desk_record(d, RECORD_OCCUPANCY_LEFT, 5);
	desk_record(d, RECORD_ALARM_EXIT_DELAY, 0);
	desk_record(d, RECORD_ALARM_SET, 0);
	desk_record(d, RECORD_FIRE_ACTIVE, 0);
	desk_reopen_or_fail(d);
	const struct occupancy *o = &d->engine.areas[0].occupancy;
	CU_ASSERT_EQUAL(o->count, 1);
	CU_ASSERT_EQUAL(o->inside[0].person, 6);
	CU_ASSERT_EQUAL(o->inside[0].door, ENTRANCE);
	CU_ASSERT_EQUAL(o->inside[0].since_utc_ms, 1700000000000);
	CU_ASSERT_EQUAL(d->setup.alarms[0].state, ALARM_SET);
	CU_ASSERT_EQUAL(d->setup.alarms[0].since_utc_ms, 1700000000000);
	CU_ASSERT_TRUE(d->setup.is_fire_latched);

	desk_record(d, RECORD_FIRE_CLEAR, 0); /* the input, not the latch */
	desk_reopen_or_fail(d);
	CU_ASSERT_TRUE(d->setup.is_fire_latched);
	desk_record(d, RECORD_FIRE_RESET, 0);
	desk_record(d, RECORD_ALARM_UNSET, 6);
	desk_reopen_or_fail(d);
	CU_ASSERT_FALSE(d->setup.is_fire_latched);
	CU_ASSERT_EQUAL(d->setup.alarms[0].state, ALARM_UNSET);
	desk_end(d);
}

static const struct {
	enum record_kind kind;
	enum alarm_mode_state state;
} alarms[] = {
        {RECORD_ALARM_EXIT_DELAY, ALARM_EXIT_DELAY},
        {RECORD_ALARM_CANCELLED, ALARM_UNSET},
        {RECORD_ALARM_SET, ALARM_SET},
        {RECORD_ALARM_RAISED, ALARM_ALARM},
        {RECORD_ALARM_SILENT, ALARM_ALARM},
        {RECORD_ALARM_UNSET, ALARM_UNSET},
};

static void every_state_of_the_alarm_survives_a_restart(void)
{
	struct desk *d = desk_begin();
	CU_ASSERT_EQUAL(d->setup.alarms[0].state, ALARM_UNSET);
	for (size_t i = 0; i < sizeof(alarms) / sizeof(alarms[0]); i++) {
		desk_record(d, alarms[i].kind, 0);
		desk_reopen_or_fail(d);
		CU_ASSERT_EQUAL(d->setup.alarms[0].state, alarms[i].state);
	}
	desk_end(d);
}

static void an_alarm_state_that_nobody_knows_counts_as_set(void)
{
	struct desk *d = desk_begin();
	struct store_area_state state = {.area = "building", .alarm = "asleep", .is_certain = true};
	struct store_batch batch = {.areas = &state, .area_count = 1};
	CU_ASSERT_EQUAL(store_append(d->office->store, &batch), 0);
	desk_reopen_or_fail(d);
	CU_ASSERT_EQUAL(d->setup.alarms[0].state, ALARM_SET);
	desk_end(d);
}

/* ---- rings that are left ---- */

static size_t rings(struct desk *d, const char *prefix)
{
	size_t count = 0;
	DIR *folder = opendir(d->config.runtime_dir);
	CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
	for (struct dirent *e = readdir(folder); e != NULL; e = readdir(folder))
		count += strncmp(e->d_name, prefix, strlen(prefix)) == 0;
	closedir(folder);
	return count;
}

/* As if the process had died: nothing is drained, nothing is closed in order. */
static void forget_process(struct desk *d)
{
	d->office->ring = NULL;
	ring_close(d->ring);
	d->ring = NULL;
	desk_close(d);
}

static void a_ring_that_was_left_is_taken_and_removed(void)
{
	struct desk *d = desk_begin();
	desk_record(d, RECORD_OCCUPANCY_ENTERED, 5);
	desk_record(d, RECORD_DOOR_REX, 0);
	forget_process(d);
	desk_open_or_fail(d);
	CU_ASSERT_EQUAL(store_last_number(d->office->store), 2);
	CU_ASSERT_EQUAL(d->engine.areas[0].occupancy.count, 1);
	CU_ASSERT_EQUAL(rings(d, "ring-"), 1);
	desk_end(d);
}

static void what_was_committed_and_not_released_is_not_doubled(void)
{
	struct desk *d = desk_begin();
	struct journal_event row;
	struct record r = {.kind = RECORD_DOOR_REX, .door = ENTRANCE};
	desk_record(d, RECORD_DOOR_REX, 0);
	desk_record(d, RECORD_DOOR_BELL, 0);
	/* the transaction was made, then the process died before the ring was told */
	struct store_ring_mark mark = {.sequence = 1};
	snprintf(mark.ring, sizeof(mark.ring), "%s", ring_name(d->ring));
	row_make(&d->config.site, &r, &row);
	struct store_batch batch = {.events = &row, .event_count = 1, .mark = &mark};
	CU_ASSERT_EQUAL(store_append(d->office->store, &batch), 0);
	forget_process(d);
	desk_open_or_fail(d);
	CU_ASSERT_EQUAL(desk_events(d, "door.rex").count, 1);
	CU_ASSERT_EQUAL(desk_events(d, "door.bell").count, 1);
	CU_ASSERT_EQUAL(store_ring_mark(d->office->store, mark.ring), 0);
	desk_end(d);
}

static void names_are_those_of_the_ring_not_of_todays_site(void)
{
	struct desk *d = desk_begin();
	desk_record(d, RECORD_DOOR_REX, 0);
	forget_process(d);
	snprintf(d->config.site.doors[ENTRANCE].name, SITE_NAME_MAX, "front");
	desk_open_or_fail(d);
	CU_ASSERT_STRING_EQUAL(desk_events(d, "door.rex").last.door, "entrance");
	desk_end(d);
}

static void a_file_that_is_no_ring_is_put_aside_and_kept(void)
{
	struct desk *d = desk_begin();
	char path[160];
	snprintf(path, sizeof(path), "%s/ring-000000000000", d->config.runtime_dir);
	int fd = open(path, O_CREAT | O_WRONLY, 0600);
	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL(write(fd, "no ring", 7), 7);
	close(fd);
	forget_process(d);
	desk_open_or_fail(d);
	CU_ASSERT_EQUAL(rings(d, "damaged-ring-"), 1);
	CU_ASSERT_EQUAL(rings(d, "ring-"), 1);
	desk_end(d);
}

static void flip_byte(const char *path, off_t at)
{
	unsigned char byte;
	int fd = open(path, O_RDWR);
	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL(pread(fd, &byte, 1, at), 1);
	byte ^= 0xff;
	CU_ASSERT_EQUAL(pwrite(fd, &byte, 1, at), 1);
	close(fd);
}

/* Where the bytes stand in the file of the ring. */
static off_t place_of(const char *path, const char *bytes)
{
	FILE *file = fopen(path, "r");
	static char all[4 << 20];
	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	size_t size = fread(all, 1, sizeof(all), file);
	fclose(file);
	const char *at = memmem(all, size, bytes, strlen(bytes));
	CU_ASSERT_PTR_NOT_NULL_FATAL(at);
	return at - all;
}

static void before_a_torn_record_all_is_taken_and_the_file_is_kept(void)
{
	struct desk *d = desk_begin();
	struct record torn = {.kind = RECORD_DOOR_BELL, .detail = "this one will be torn"};
	char path[160];
	desk_record(d, RECORD_DOOR_REX, 0);
	CU_ASSERT_TRUE(ring_append(d->ring, &torn));
	snprintf(path, sizeof(path), "%s/%s", d->config.runtime_dir, ring_name(d->ring));
	forget_process(d);
	flip_byte(path, place_of(path, torn.detail));
	desk_open_or_fail(d);
	CU_ASSERT_EQUAL(desk_events(d, "door.rex").count, 1);
	CU_ASSERT_EQUAL(desk_events(d, "door.bell").count, 0);
	CU_ASSERT_EQUAL(rings(d, "damaged-ring-"), 1);
	desk_end(d);
}

/* ---- in the loop: the disk fails and comes back (rule B6) ---- */

static int next_turn(sd_event_source *s, uint64_t usec, void *context)
{
	(void)s;
	(void)usec;
	*(bool *)context = true;
	return 0;
}

static void run_loop_for(struct desk *d, uint64_t ms)
{
	sd_event_source *end = NULL;
	bool is_over = false;
	sd_event_add_time_relative(d->office->loop, &end, CLOCK_MONOTONIC, ms * 1000, 1, next_turn, &is_over);
	while (!is_over)
		sd_event_run(d->office->loop, UINT64_MAX);
	sd_event_source_disable_unref(end);
}

/* Until the ring is empty; the pauses between two attempts bound how long that can take. */
static void run_loop_until_taken(struct desk *d)
{
	for (int i = 0; i < 100 && ring_waiting(d->ring) > 0; i++)
		run_loop_for(d, JOURNALIST_PAUSE_MS / 2);
	CU_ASSERT_EQUAL(ring_waiting(d->ring), 0);
}

static void the_journal_goes_on_when_the_disk_does(void)
{
	struct desk *d = desk_begin();
	CU_ASSERT_EQUAL_FATAL(journalist_start(d->office->journalist), 0);
	desk_record(d, RECORD_DOOR_REX, 0);
	fake_doors_ring(&d->doors);
	disk_fails();
	run_loop_for(d, JOURNALIST_PAUSE_MS / 2);
	CU_ASSERT_FALSE(journalist_is_storing(d->office->journalist));
	CU_ASSERT_EQUAL(ring_waiting(d->ring), 1);
	desk_ask_or_fail(d, "GetStatus", "{}");
	CU_ASSERT_FALSE(message_bool(d->reply, "parameters.status.is_storing", true));
	CU_ASSERT_EQUAL(message_int(d->reply, "parameters.status.ring_waiting", 0), 1);
	disk_works();
	run_loop_until_taken(d);
	CU_ASSERT_TRUE(journalist_is_storing(d->office->journalist));
	CU_ASSERT_EQUAL(store_last_number(d->office->store), 1);
	desk_end(d);
}

static void what_was_recorded_before_the_loop_began_is_taken(void)
{
	struct desk *d = desk_begin();
	desk_record(d, RECORD_CONTROLLER_STARTED, 0);
	CU_ASSERT_EQUAL_FATAL(journalist_start(d->office->journalist), 0);
	run_loop_until_taken(d);
	desk_end(d);
}

static const struct suite_case cases[] = {
        {"E4: the class says how long a row is kept", the_class_says_how_long_a_row_is_kept},
        {"a row has the names of the ring's site", a_row_has_the_names_of_the_rings_site},
        {"a damaged record is a row that the database takes",
         a_damaged_record_is_a_row_that_the_database_takes},
        {"a detail of full length is kept", a_detail_of_full_length_is_kept},
        {"B6: events lost say how many and both times", events_lost_say_how_many_and_both_times},
        {"E1: records become rows in their order", records_become_rows_in_their_order},
        {"more records than one group are all taken", more_records_than_one_group_are_all_taken},
        {"B6: on a full disk records stay in the ring", on_a_full_disk_records_stay_in_the_ring},
        {"D3: presence, alarm and fire survive a restart", presence_alarm_and_fire_survive_a_restart},
        {"L1: every state of the alarm survives a restart", every_state_of_the_alarm_survives_a_restart},
        {"L1: an alarm state that nobody knows counts as set",
         an_alarm_state_that_nobody_knows_counts_as_set},
        {"E2: a ring that was left is taken and removed", a_ring_that_was_left_is_taken_and_removed},
        {"E2: what was committed and not released is not doubled",
         what_was_committed_and_not_released_is_not_doubled},
        {"names are those of the ring, not of today's site", names_are_those_of_the_ring_not_of_todays_site},
        {"a file that is no ring is put aside and kept", a_file_that_is_no_ring_is_put_aside_and_kept},
        {"before a torn record all is taken, and the file is kept",
         before_a_torn_record_all_is_taken_and_the_file_is_kept},
        {"B6: the journal goes on when the disk does", the_journal_goes_on_when_the_disk_does},
        {"what was recorded before the loop began is taken",
         what_was_recorded_before_the_loop_began_is_taken},
};

int main(void)
{
	return suite_run("office: journalist", cases, sizeof(cases) / sizeof(cases[0]));
}
