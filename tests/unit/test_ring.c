/*
 * The ring between doors and office (rules D1, E2, B6): nothing published is
 * lost by kill -9, nothing torn is read, the reserve holds, losses are told.
 */
#include "controller/ring.h"
#include "tests/unit/suite.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	ORDINARY = RING_SLOTS - RING_RESERVED, /* slots that everybody may fill */
	PATH_SIZE = 256,
	KILLS = 300,
	RACE_RECORDS = 200000,
	LAYOUT_AT = 8, /* of the file: behind the magic */
	SITE_AT = 88,
};

static char directory[64];
static struct site site;
static struct record records[RING_SLOTS];

static void begin(void)
{
	strcpy(directory, "/tmp/zutritt-ring-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(directory));
	memset(&site, 0, sizeof(site));
	strcpy(site.name, "north");
	site.door_count = 1;
	strcpy(site.doors[0].name, "entrance");
}

static void end(void)
{
	char path[PATH_SIZE * 2];
	DIR *d = opendir(directory);
	CU_ASSERT_PTR_NOT_NULL_FATAL(d);
	for (struct dirent *e = readdir(d); e != NULL; e = readdir(d)) {
		snprintf(path, sizeof(path), "%s/%s", directory, e->d_name);
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			unlink(path);
	}
	closedir(d);
	CU_ASSERT_EQUAL(rmdir(directory), 0);
}

static struct ring *ring_or_fail(void)
{
	struct ring *r = NULL;
	CU_ASSERT_EQUAL_FATAL(ring_create(&r, directory, &site), 0);
	return r;
}

static const char *path_of(const struct ring *r)
{
	static char path[PATH_SIZE];
	snprintf(path, sizeof(path), "%s/%s", directory, ring_name(r));
	return path;
}

static struct record record_of(enum record_kind kind, uint32_t value)
{
	struct record r;
	memset(&r, 0, sizeof(r));
	r.kind = (uint16_t)kind;
	r.value = value;
	r.utc_ms = 1000000 + (int64_t)value;
	r.mono_ns = 5000 + value;
	snprintf(r.detail, sizeof(r.detail), "record %u", value);
	return r;
}

static bool append(struct ring *r, enum record_kind kind, uint32_t value)
{
	struct record record = record_of(kind, value);
	return ring_append(r, &record);
}

static bool append_incident(struct ring *r, uint32_t value)
{
	struct record record = record_of(RECORD_ACCESS_DENIED, value);
	record.is_incident = true;
	return ring_append(r, &record);
}

/* Whoever looks leaves everything where it is. */
static void looking_takes_nothing(void)
{
	struct record record;
	uint64_t sequence;
	begin();
	struct ring *r = ring_or_fail();
	CU_ASSERT_EQUAL(ring_look(r, 0, &record), 0);
	for (uint32_t i = 1; i <= 5; i++)
		CU_ASSERT_TRUE(append(r, RECORD_DOOR_OPENED, i));
	CU_ASSERT_EQUAL(ring_look(r, 0, &record), 1);
	CU_ASSERT_EQUAL(record.value, 1);
	CU_ASSERT_EQUAL(ring_look(r, 4, &record), 5);
	CU_ASSERT_EQUAL(record.value, 5);
	CU_ASSERT_EQUAL(ring_look(r, 5, &record), 0);
	CU_ASSERT_EQUAL(ring_waiting(r), 5);
	ring_release(r, 3);
	CU_ASSERT_EQUAL(ring_look(r, 1, &record),
	                4); /* what is in the journal was looked at, or never will be */
	CU_ASSERT_EQUAL(ring_read(r, &record, 1, &sequence), 1);
	CU_ASSERT_EQUAL(sequence, 4);
	ring_close(r);
	end();
}

static void fill_or_fail(struct ring *r, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		CU_ASSERT_TRUE_FATAL(append(r, RECORD_DOOR_OPENED, i));
}

/* Record by record as it was written: value n at sequence n + 1. */
static bool is_as_written(const struct record *record, uint64_t sequence)
{
	struct record expected = record_of(RECORD_DOOR_OPENED, (uint32_t)(sequence - 1));
	return memcmp(record, &expected, sizeof(expected)) == 0;
}

/* ---- reading and writing ---- */

static void record_comes_out_as_it_went_in(void)
{
	uint64_t sequence = 0;
	begin();
	struct ring *r = ring_or_fail();
	struct record record = record_of(RECORD_DOOR_RELEASED, 7);
	record.person = UINT64_MAX;
	memset(record.detail, 'x', sizeof(record.detail) - 1);
	CU_ASSERT_TRUE(ring_append(r, &record));
	CU_ASSERT_EQUAL(ring_waiting(r), 1);
	CU_ASSERT_EQUAL_FATAL(ring_read(r, records, 10, &sequence), 1);
	CU_ASSERT_EQUAL(sequence, 1);
	CU_ASSERT_EQUAL(memcmp(&records[0], &record, sizeof(record)), 0);
	ring_close(r);
	end();
}

static void empty_ring_has_nothing_to_read(void)
{
	uint64_t sequence = 0;
	begin();
	struct ring *r = ring_or_fail();
	CU_ASSERT_EQUAL(ring_waiting(r), 0);
	CU_ASSERT_EQUAL(ring_read(r, records, 10, &sequence), 0);
	CU_ASSERT_EQUAL(sequence, 1);
	ring_close(r);
	end();
}

static void what_is_not_released_is_read_again(void)
{
	uint64_t sequence = 0;
	begin();
	struct ring *r = ring_or_fail();
	fill_or_fail(r, 5);
	CU_ASSERT_EQUAL(ring_read(r, records, 3, &sequence), 3);
	CU_ASSERT_EQUAL(ring_read(r, records, 10, &sequence), 5);
	ring_release(r, 3);
	CU_ASSERT_EQUAL(ring_waiting(r), 2);
	CU_ASSERT_EQUAL(ring_read(r, records, 10, &sequence), 2);
	CU_ASSERT_EQUAL(sequence, 4);
	CU_ASSERT_TRUE(is_as_written(&records[0], 4));
	ring_close(r);
	end();
}

static void sequences_go_on_when_the_slots_wrap(void)
{
	uint64_t next = 1, sequence = 0;
	begin();
	struct ring *r = ring_or_fail();
	for (uint32_t i = 0; i < 3 * RING_SLOTS + 5; i++) {
		CU_ASSERT_TRUE_FATAL(append(r, RECORD_DOOR_OPENED, i));
		if (i % 1000 != 999)
			continue;
		size_t count = ring_read(r, records, RING_SLOTS, &sequence);
		CU_ASSERT_EQUAL_FATAL(count, 1000);
		CU_ASSERT_EQUAL_FATAL(sequence, next);
		for (size_t k = 0; k < count; k++)
			CU_ASSERT_TRUE_FATAL(is_as_written(&records[k], next + k));
		next += count;
		ring_release(r, next - 1);
	}
	CU_ASSERT_EQUAL(ring_waiting(r), (3 * RING_SLOTS + 5) % 1000);
	ring_close(r);
	end();
}

/* ---- the reserve (rule B6) ---- */

static void ordinary_records_stop_where_the_reserve_begins(void)
{
	begin();
	struct ring *r = ring_or_fail();
	fill_or_fail(r, ORDINARY);
	CU_ASSERT_FALSE(append(r, RECORD_DOOR_OPENED, 0));
	CU_ASSERT_EQUAL(ring_waiting(r), ORDINARY);
	ring_release(r, 1);
	CU_ASSERT_FALSE(append(r, RECORD_DOOR_OPENED, 0)); /* the one slot tells of the loss */
	ring_close(r);
	end();
}

static void reserve_takes_its_number_and_no_more(void)
{
	begin();
	struct ring *r = ring_or_fail();
	fill_or_fail(r, ORDINARY);
	for (uint32_t i = 0; i < RING_RESERVED; i++)
		CU_ASSERT_TRUE_FATAL(append_incident(r, i));
	CU_ASSERT_EQUAL(ring_waiting(r), RING_SLOTS);
	CU_ASSERT_FALSE(append_incident(r, 0));
	ring_release(r, 1);
	CU_ASSERT_TRUE(append_incident(r, 0));
	CU_ASSERT_FALSE(append_incident(r, 0));
	ring_close(r);
	end();
}

static void reserve_is_for_fire_leaving_strikes_and_incidents(void)
{
	static const struct {
		enum record_kind kind;
		bool is_reserved;
	} kinds[] = {{RECORD_FIRE_ACTIVE, true},        {RECORD_FIRE_CLEAR, true},
	             {RECORD_FIRE_RESET, true},         {RECORD_DOOR_REX, true},
	             {RECORD_DOOR_RELEASED, true},      {RECORD_DOOR_LOCKED, true},
	             {RECORD_DOOR_FORCED, true},        {RECORD_CONTROLLER_STARTED, true},
	             {RECORD_CONTROLLER_STOPPED, true}, {RECORD_ACCESS_GRANTED, false},
	             {RECORD_ACCESS_DENIED, false},     {RECORD_DOOR_OPENED, false},
	             {RECORD_DOOR_CLOSED, false},       {RECORD_READER_REJECTED, false},
	             {RECORD_OCCUPANCY_ENTERED, false}, {RECORD_ALARM_SET, false}};
	begin();
	struct ring *r = ring_or_fail();
	fill_or_fail(r, ORDINARY);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		CU_ASSERT_EQUAL(append(r, kinds[i].kind, 0), kinds[i].is_reserved);
	ring_close(r);
	end();
}

/* ---- losses ---- */

static struct record last_or_fail(struct ring *r)
{
	uint64_t sequence;
	size_t count = ring_read(r, records, RING_SLOTS, &sequence);
	CU_ASSERT_TRUE_FATAL(count > 0);
	return records[count - 1];
}

static void losses_become_one_event_when_there_is_room(void)
{
	begin();
	struct ring *r = ring_or_fail();
	fill_or_fail(r, ORDINARY);
	for (uint32_t i = 0; i < 25; i++)
		CU_ASSERT_FALSE(append(r, RECORD_DOOR_OPENED, 100 + i));
	ring_tend(r);
	CU_ASSERT_EQUAL(ring_waiting(r), ORDINARY); /* not out of the reserve */
	ring_release(r, 1);
	ring_tend(r);
	CU_ASSERT_EQUAL_FATAL(ring_waiting(r), ORDINARY);
	struct record lost = last_or_fail(r);
	CU_ASSERT_EQUAL(lost.kind, RECORD_EVENTS_LOST);
	CU_ASSERT_EQUAL(lost.value, 25);
	CU_ASSERT_EQUAL(lost.utc_ms, 1000000 + 100);
	CU_ASSERT_EQUAL(lost.mono_ns, 5000 + 100);
	CU_ASSERT_STRING_EQUAL(lost.detail, "1000124"); /* of the last one */
	CU_ASSERT_TRUE(lost.is_incident);
	CU_ASSERT_EQUAL(lost.door, SITE_NONE);
	ring_close(r);
	end();
}

static void losses_are_told_before_the_next_record(void)
{
	begin();
	struct ring *r = ring_or_fail();
	fill_or_fail(r, ORDINARY);
	CU_ASSERT_FALSE(append(r, RECORD_DOOR_OPENED, 1));
	ring_release(r, 2);
	CU_ASSERT_TRUE(append(r, RECORD_DOOR_CLOSED, 2));
	uint64_t sequence;
	size_t count = ring_read(r, records, RING_SLOTS, &sequence);
	CU_ASSERT_EQUAL_FATAL(count, ORDINARY);
	CU_ASSERT_EQUAL(records[count - 2].kind, RECORD_EVENTS_LOST);
	CU_ASSERT_EQUAL(records[count - 1].kind, RECORD_DOOR_CLOSED);
	ring_close(r);
	end();
}

static void nothing_lost_is_not_told(void)
{
	begin();
	struct ring *r = ring_or_fail();
	ring_tend(r);
	CU_ASSERT_EQUAL(ring_waiting(r), 0);
	ring_close(r);
	end();
}

static void losses_of_a_process_that_died_are_told_by_its_reader(void)
{
	struct ring *left = NULL;
	begin();
	struct ring *r = ring_or_fail();
	fill_or_fail(r, ORDINARY);
	CU_ASSERT_FALSE(append(r, RECORD_DOOR_OPENED, 77));
	CU_ASSERT_EQUAL_FATAL(ring_open(&left, path_of(r)), 0);
	ring_close(r);
	ring_release(left, ORDINARY);
	CU_ASSERT_EQUAL_FATAL(ring_waiting(left), 1);
	struct record lost = last_or_fail(left);
	CU_ASSERT_EQUAL(lost.kind, RECORD_EVENTS_LOST);
	CU_ASSERT_EQUAL(lost.value, 1);
	ring_release(left, ORDINARY + 1);
	CU_ASSERT_EQUAL(ring_waiting(left), 0);
	ring_close(left);
	end();
}

/* ---- files ---- */

static void overwrite_or_fail(const char *path, off_t at, const void *bytes, size_t size)
{
	int fd = open(path, O_RDWR);
	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL_FATAL(pwrite(fd, bytes, size, at), (ssize_t)size);
	close(fd);
}

static off_t find_or_fail(const char *path, const char *needle)
{
	static char bytes[4 << 20];
	int fd = open(path, O_RDONLY);
	CU_ASSERT_FATAL(fd >= 0);
	ssize_t size = read(fd, bytes, sizeof(bytes));
	close(fd);
	CU_ASSERT_FATAL(size > 0 && (size_t)size < sizeof(bytes));
	char *at = memmem(bytes, (size_t)size, needle, strlen(needle));
	CU_ASSERT_PTR_NOT_NULL_FATAL(at);
	return at - bytes;
}

static void torn_record_ends_the_reading(void)
{
	uint64_t sequence;
	begin();
	struct ring *r = ring_or_fail();
	fill_or_fail(r, 5);
	overwrite_or_fail(path_of(r), find_or_fail(path_of(r), "record 3"), "wreck", 5);
	CU_ASSERT_EQUAL(ring_read(r, records, 10, &sequence), 3);
	ring_close(r);
	end();
}

static void ring_survives_its_process_with_its_site(void)
{
	struct ring *left = NULL;
	uint64_t sequence;
	begin();
	struct ring *r = ring_or_fail();
	fill_or_fail(r, 9);
	ring_release(r, 4);
	CU_ASSERT_EQUAL_FATAL(ring_open(&left, path_of(r)), 0);
	CU_ASSERT_STRING_EQUAL(ring_name(left), ring_name(r));
	CU_ASSERT_EQUAL(memcmp(ring_site(left), &site, sizeof(site)), 0);
	ring_close(r);
	CU_ASSERT_EQUAL(ring_waiting(left), 5);
	CU_ASSERT_EQUAL(ring_read(left, records, 10, &sequence), 5);
	CU_ASSERT_EQUAL(sequence, 5);
	CU_ASSERT_TRUE(is_as_written(&records[4], 9));
	ring_close(left);
	end();
}

static void file_is_private_and_well_named(void)
{
	struct stat st;
	begin();
	struct ring *r = ring_or_fail();
	CU_ASSERT_EQUAL(stat(path_of(r), &st), 0);
	CU_ASSERT_EQUAL(st.st_mode & 07777, 0600);
	CU_ASSERT_EQUAL(strncmp(ring_name(r), "ring-", 5), 0);
	CU_ASSERT_EQUAL(strlen(ring_name(r)), 5 + 12);
	CU_ASSERT_TRUE(st.st_blocks * 512 >= st.st_size); /* no SIGBUS later on a full tmpfs */
	ring_close(r);
	end();
}

static int open_changed(off_t at, const void *bytes, size_t size)
{
	struct ring *left = NULL;
	begin();
	struct ring *r = ring_or_fail();
	overwrite_or_fail(path_of(r), at, bytes, size);
	int result = ring_open(&left, path_of(r));
	ring_close(left);
	ring_close(r);
	end();
	return result;
}

static void another_layout_is_refused(void)
{
	uint32_t layouts[] = {RING_LAYOUT - 1, RING_LAYOUT + 1};
	for (size_t i = 0; i < 2; i++)
		CU_ASSERT_EQUAL(open_changed(LAYOUT_AT, &layouts[i], sizeof(layouts[i])), -EPROTO);
}

static void other_sizes_are_another_layout(void)
{
	uint32_t size = 1;
	for (off_t at = LAYOUT_AT + 4; at <= LAYOUT_AT + 12; at += 4)
		CU_ASSERT_EQUAL(open_changed(at, &size, sizeof(size)), -EPROTO);
}

static void what_is_no_ring_is_refused(void)
{
	struct ring *left = NULL;
	begin();
	struct ring *r = ring_or_fail();
	CU_ASSERT_EQUAL(truncate(path_of(r), SITE_AT - 1), 0);
	CU_ASSERT_EQUAL(ring_open(&left, path_of(r)), -EBADMSG);
	CU_ASSERT_EQUAL(truncate(path_of(r), 0), 0);
	CU_ASSERT_EQUAL(ring_open(&left, path_of(r)), -EBADMSG);
	ring_close(r);
	end();
	CU_ASSERT_EQUAL(open_changed(0, "X", 1), -EBADMSG);
	CU_ASSERT_EQUAL(open_changed(SITE_AT + 3, "X", 1), -EBADMSG);
	CU_ASSERT_EQUAL(ring_open(&left, "/nonexistent/ring-0"), -ENOENT);
}

static void missing_directory_is_an_error(void)
{
	struct ring *r = NULL;
	CU_ASSERT_EQUAL(ring_create(&r, "/nonexistent", &site), -ENOENT);
	CU_ASSERT_PTR_NULL(r);
	ring_close(NULL);
}

/* ---- those that are left ---- */

struct seen {
	char names[8][PATH_SIZE];
	int count;
	int stop_at;
};

static int see(void *context, const char *path)
{
	struct seen *s = context;
	snprintf(s->names[s->count++], PATH_SIZE, "%s", strrchr(path, '/') + 1);
	return s->count == s->stop_at ? -ECANCELED : 0;
}

static void left_ones_come_oldest_first_without_the_own(void)
{
	struct seen seen = {.stop_at = -1};
	struct ring *rings[4];
	begin();
	for (int i = 0; i < 4; i++)
		rings[i] = ring_or_fail();
	CU_ASSERT_EQUAL(ring_each_left(directory, rings[3], see, &seen), 0);
	CU_ASSERT_EQUAL_FATAL(seen.count, 3);
	for (int i = 0; i < 3; i++)
		CU_ASSERT_STRING_EQUAL(seen.names[i], ring_name(rings[i]));
	for (int i = 0; i < 4; i++)
		ring_close(rings[i]);
	end();
}

static void visit_may_stop(void)
{
	struct seen seen = {.stop_at = 1};
	begin();
	ring_close(ring_or_fail());
	ring_close(ring_or_fail());
	CU_ASSERT_EQUAL(ring_each_left(directory, NULL, see, &seen), -ECANCELED);
	CU_ASSERT_EQUAL(seen.count, 1);
	CU_ASSERT_EQUAL(ring_each_left("/nonexistent", NULL, see, &seen), -ENOENT);
	end();
}

/* ---- kill -9 (rule E2) ---- */

/* Appends for ever, saying each number through the pipe once ring_append has returned. */
static void write_until_killed(int acknowledge)
{
	struct ring *r = NULL;
	if (ring_create(&r, directory, &site) < 0)
		_exit(1);
	for (uint32_t i = 0;; i++) {
		if (!append(r, RECORD_DOOR_OPENED, i))
			pause(); /* full */
		if (write(acknowledge, &i, sizeof(i)) != (ssize_t)sizeof(i))
			_exit(1);
	}
}

/* What the child acknowledged, after it was killed in the middle of it. */
static uint32_t killed_after(unsigned int delay_us)
{
	int ends[2];
	uint32_t number, acknowledged = 0;
	CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
	pid_t child = fork();
	CU_ASSERT_FATAL(child >= 0);
	if (child == 0)
		write_until_killed(ends[1]);
	close(ends[1]);
	if (read(ends[0], &number, sizeof(number)) == (ssize_t)sizeof(number))
		acknowledged = number + 1;
	usleep(delay_us);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	while (read(ends[0], &number, sizeof(number)) == (ssize_t)sizeof(number))
		acknowledged = number + 1;
	close(ends[0]);
	return acknowledged;
}

struct check {
	uint32_t acknowledged;
	size_t unacknowledged; /* one at most: published, and killed before it was said */
	int rings;
};

static int check_left(void *context, const char *path)
{
	struct check *c = context;
	struct ring *left = NULL;
	uint64_t sequence;
	CU_ASSERT_EQUAL_FATAL(ring_open(&left, path), 0);
	size_t count = ring_read(left, records, RING_SLOTS, &sequence);
	CU_ASSERT_EQUAL(sequence, 1);
	CU_ASSERT_EQUAL(count, ring_waiting(left));
	CU_ASSERT_TRUE(count >= c->acknowledged);
	for (size_t i = 0; i < count; i++)
		CU_ASSERT_TRUE_FATAL(is_as_written(&records[i], i + 1));
	c->unacknowledged = count - c->acknowledged;
	c->rings++;
	ring_close(left);
	unlink(path);
	return 0;
}

static void acknowledged_records_survive_kill_9(void)
{
	uint32_t random = 12345; /* the same every time */
	begin();
	for (int i = 0; i < KILLS; i++) {
		random = random * 1664525u + 1013904223u;
		struct check c = {.acknowledged = killed_after((random >> 16) % 1500)};
		CU_ASSERT_TRUE_FATAL(c.acknowledged > 0);
		CU_ASSERT_EQUAL_FATAL(ring_each_left(directory, NULL, check_left, &c), 0);
		CU_ASSERT_EQUAL_FATAL(c.rings, 1);
		CU_ASSERT_TRUE(c.unacknowledged <= 1);
	}
	end();
}

/* ---- two threads at once ---- */

static void *write_many(void *context)
{
	struct ring *r = context;
	for (uint32_t i = 0; i < RACE_RECORDS; i++)
		append(r, RECORD_DOOR_OPENED, i);
	return NULL;
}

static void reader_and_writer_lose_nothing_uncounted(void)
{
	pthread_t writer;
	uint64_t sequence, told = 0, taken = 0;
	uint32_t last = 0;
	bool is_joined = false;
	begin();
	struct ring *r = ring_or_fail();
	CU_ASSERT_EQUAL_FATAL(pthread_create(&writer, NULL, write_many, r), 0);
	while (taken + told < RACE_RECORDS) {
		size_t count = ring_read(r, records, 256, &sequence);
		for (size_t i = 0; i < count; i++) {
			bool is_lost = records[i].kind == RECORD_EVENTS_LOST;
			CU_ASSERT_TRUE_FATAL(is_lost || taken == 0 || records[i].value > last);
			told += is_lost ? records[i].value : 0;
			taken += is_lost ? 0 : 1;
			last = is_lost ? last : records[i].value;
		}
		if (count > 0)
			ring_release(r, sequence + count - 1);
		else if (is_joined || pthread_tryjoin_np(writer, NULL) == 0)
			is_joined = true;
		if (is_joined)
			ring_tend(r); /* the writer is gone: its last loss is ours to tell */
	}
	CU_ASSERT_EQUAL(taken + told, RACE_RECORDS);
	if (!is_joined)
		pthread_join(writer, NULL);
	ring_close(r);
	end();
}

/* ---- a start's ---- */

static void when_too_many_wait_the_newest_goes_on(void)
{
	char names[RING_LEFT_KEPT][RING_NAME_MAX];
	uint64_t sequence;
	struct ring *r = NULL;
	begin();
	for (int i = 0; i < RING_LEFT_KEPT; i++) {
		CU_ASSERT_EQUAL_FATAL(ring_begin(&r, directory, &site), 0);
		snprintf(names[i], sizeof(names[i]), "%s", ring_name(r));
		for (int k = 0; k < i; k++)
			CU_ASSERT_STRING_NOT_EQUAL(names[k], names[i]);
		append(r, RECORD_DOOR_OPENED, (uint32_t)i);
		ring_close(r);
	}
	CU_ASSERT_EQUAL_FATAL(ring_begin(&r, directory, &site), 0);
	CU_ASSERT_STRING_EQUAL(ring_name(r), names[RING_LEFT_KEPT - 1]);
	CU_ASSERT_TRUE(append(r, RECORD_DOOR_CLOSED, 99));
	CU_ASSERT_EQUAL_FATAL(ring_read(r, records, RING_SLOTS, &sequence), 2);
	CU_ASSERT_EQUAL(sequence, 1);
	CU_ASSERT_EQUAL(records[0].value, RING_LEFT_KEPT - 1);
	CU_ASSERT_EQUAL(records[1].value, 99);
	ring_close(r);

	/* records name doors by number: another site gets a ring of its own */
	struct site other = site;
	other.doors[0].release_ms++;
	CU_ASSERT_EQUAL_FATAL(ring_begin(&r, directory, &other), 0);
	for (int k = 0; k < RING_LEFT_KEPT; k++)
		CU_ASSERT_STRING_NOT_EQUAL(names[k], ring_name(r));
	ring_close(r);
	end();
}

static const struct suite_case cases[] = {
        {"looking takes nothing", looking_takes_nothing},
        {"a record comes out as it went in", record_comes_out_as_it_went_in},
        {"an empty ring has nothing to read", empty_ring_has_nothing_to_read},
        {"what is not released is read again", what_is_not_released_is_read_again},
        {"sequences go on when the slots wrap", sequences_go_on_when_the_slots_wrap},
        {"ordinary records stop where the reserve begins (rule B6)",
         ordinary_records_stop_where_the_reserve_begins},
        {"the reserve takes its number and no more (rule B6)", reserve_takes_its_number_and_no_more},
        {"the reserve is for fire, leaving, strikes and incidents (rule B6)",
         reserve_is_for_fire_leaving_strikes_and_incidents},
        {"losses become one event when there is room (rule B6)", losses_become_one_event_when_there_is_room},
        {"losses are told before the next record", losses_are_told_before_the_next_record},
        {"nothing lost is not told", nothing_lost_is_not_told},
        {"losses of a process that died are told by its reader",
         losses_of_a_process_that_died_are_told_by_its_reader},
        {"a torn record ends the reading", torn_record_ends_the_reading},
        {"a ring survives its process, with its site", ring_survives_its_process_with_its_site},
        {"the file is private and well named", file_is_private_and_well_named},
        {"another layout is refused", another_layout_is_refused},
        {"other sizes are another layout", other_sizes_are_another_layout},
        {"what is no ring is refused", what_is_no_ring_is_refused},
        {"a missing directory is an error", missing_directory_is_an_error},
        {"left ones come oldest first, without the own", left_ones_come_oldest_first_without_the_own},
        {"a visit may stop", visit_may_stop},
        {"acknowledged records survive kill -9, 300 times (rule E2)", acknowledged_records_survive_kill_9},
        {"B6: when too many wait the newest goes on", when_too_many_wait_the_newest_goes_on},
        {"reader and writer at once lose nothing uncounted", reader_and_writer_lose_nothing_uncounted},
};

int main(void)
{
	return suite_run("ring", cases, sizeof(cases) / sizeof(cases[0]));
}
