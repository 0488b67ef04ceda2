/*
 * The store when disk, power or process fail (rules E1, E2, B6), and what it
 * asks of a disk that works. Each fault is put at every place where it can
 * happen, one after the other.
 */
#include "tests/unit/faulty_disk.h"
#include "tests/unit/site_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

static struct journal_event passage(void)
{
	return (struct journal_event){.class = JOURNAL_PASSAGE,
	                              .utc_ms = 1767225600123,
	                              .mono_ns = 987654321012345,
	                              .is_clock_trusted = true,
	                              .policy_version = 12,
	                              .kind = "access.granted",
	                              .door = "entrance",
	                              .reader = "entrance-in",
	                              .room = "hall",
	                              .area = "building",
	                              .person = UINT64_C(0x123456789abcdef),
	                              .badge = UINT64_C(0xfedcba987654321),
	                              .cause = "grant"};
}

enum { GROUP_MAX = 64 };

/* A group of passages; the ring's mark is the journal's last number, so each can prove the other. */
static int append_group(struct store *s, size_t count)
{
	struct journal_event events[GROUP_MAX];
	struct store_ring_mark mark = {.ring = "ring", .sequence = (uint64_t)store_last_number(s) + count};
	struct store_batch batch = {.events = events, .event_count = count, .mark = &mark};

	for (size_t i = 0; i < count; i++)
		events[i] = passage();
	return store_append(s, &batch);
}

static void assert_consistent(struct fixture *f)
{
	CU_ASSERT_EQUAL((int64_t)store_ring_mark(f->store, "ring"), store_last_number(f->store));
	CU_ASSERT_EQUAL(fixture_ask_or_fail(f, "SELECT count(*) FROM event"), store_last_number(f->store));
	CU_ASSERT_EQUAL(fixture_ask_or_fail(f, "SELECT count(*) FROM body"), store_last_number(f->store));
}

static bool is_trouble(int rc)
{
	return rc < 0 && rc != -EEXIST && rc != -ESTALE && rc != -EPERM && rc != -ENOENT;
}

/* The same numbers on every machine (Knuth's MMIX generator). */
static unsigned random_below(unsigned limit)
{
	static uint64_t state = 20260101;

	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(state >> 33) % limit;
}

/* ---- a disk that fails ---- */

static const struct {
	int error;
	bool is_lasting;
	int result;
} faults[] = {{EIO, true, -EIO}, {EIO, false, -EIO}, {ENOSPC, true, -ENOSPC}};

enum { FAULTS = sizeof faults / sizeof faults[0] };

/* Lets the nth operation of the next call fail. */
static void arm(int64_t nth, size_t fault)
{
	faulty_disk_reset();
	faulty_disk_fail(nth, faults[fault].error, faults[fault].is_lasting);
}

/* False: the call had no nth operation. */
static bool has_struck(int64_t nth)
{
	bool struck = faulty_disk_counts().operations >= nth;

	faulty_disk_reset();
	return struck;
}

static void a_group_that_fails_at_any_operation_leaves_nothing_and_can_be_repeated(void)
{
	struct fixture f;

	fixture_begin_with_map(&f);
	for (size_t fault = 0; fault < FAULTS; fault++) {
		int64_t nth = 1;
		for (bool struck = true; struck; nth++) {
			int64_t before = store_last_number(f.store);
			arm(nth, fault);
			int rc = append_group(f.store, 3);
			struck = has_struck(nth);
			CU_ASSERT_EQUAL(rc != 0, struck);
			CU_ASSERT(rc == 0 || is_trouble(rc));
			CU_ASSERT_EQUAL(store_last_number(f.store), before + (rc == 0 ? 3 : 0));
			CU_ASSERT_EQUAL(append_group(f.store, 3), 0);
			assert_consistent(&f);
		}
		CU_ASSERT(nth > 5);
	}
	fixture_reopen_or_fail(&f);
	assert_consistent(&f);
	fixture_end(&f);
}

static void a_full_disk_is_called_full_and_a_broken_one_broken(void)
{
	struct fixture f;

	fixture_begin_with_map(&f);
	for (size_t fault = 0; fault < FAULTS; fault++) {
		arm(1, fault);
		CU_ASSERT_EQUAL(append_group(f.store, 1), faults[fault].result);
		CU_ASSERT_PTR_NOT_NULL(strstr(store_error(f.store), f.path));
		faulty_disk_reset();
	}
	fixture_end(&f);
}

static void a_change_that_fails_at_any_operation_leaves_nothing_and_can_be_repeated(void)
{
	struct fixture f;
	policy_id id = 1;

	fixture_begin_with_map(&f);
	for (size_t fault = 0; fault < FAULTS; fault++) {
		int64_t nth = 1;
		for (bool struck = true; struck; nth++, id++) {
			struct policy_op op = {.kind = POLICY_PERSON_PUT,
			                       .person = {.id = id, .name = "Anna"}};
			struct journal_event event = passage();
			int64_t version = store_policy_version(f.store);
			arm(nth, fault);
			int rc = store_apply(f.store, &op, 1, 0, &event, 1);
			struck = has_struck(nth);
			CU_ASSERT_EQUAL(rc != 0, struck);
			CU_ASSERT(rc == 0 || is_trouble(rc));
			CU_ASSERT_EQUAL(op.person.revision, rc == 0);
			if (rc != 0)
				CU_ASSERT_EQUAL(store_apply(f.store, &op, 1, 0, &event, 1), 0);
			CU_ASSERT_EQUAL(store_policy_version(f.store), version + 1);
			CU_ASSERT_EQUAL(event.policy_version, version + 1);
		}
		CU_ASSERT(nth > 5);
	}
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT count(*) FROM person"), (int64_t)id - 1);
	fixture_reopen_or_fail(&f);
	CU_ASSERT_EQUAL(store_policy_version(f.store), (int64_t)id);
	fixture_end(&f);
}

/* The 4096 pages after which the WAL goes back into the file are passed more than once. */
static void faults_in_a_checkpoint_lose_nothing(void)
{
	enum { GROUPS = 700 };
	struct fixture f;
	int64_t expected = 0;
	int failed = 0;

	fixture_begin_with_map(&f);
	for (int i = 0; i < GROUPS; i++) {
		arm(1 + random_below(60), random_below(FAULTS));
		int rc = append_group(f.store, 32);
		faulty_disk_reset();
		failed += rc != 0;
		expected += rc == 0 ? 32 : 0;
		CU_ASSERT_EQUAL_FATAL(store_last_number(f.store), expected);
	}
	CU_ASSERT(failed > GROUPS / 10 && failed < GROUPS);
	assert_consistent(&f);
	fixture_reopen_or_fail(&f);
	CU_ASSERT_EQUAL(store_last_number(f.store), expected);
	assert_consistent(&f);
	fixture_end(&f);
}

static void making_a_database_fails_at_any_operation_and_can_be_repeated(void)
{
	for (size_t fault = 0; fault < FAULTS; fault++) {
		int64_t nth = 1;
		int failed = 0;
		for (bool struck = true; struck; nth++) {
			struct fixture f;
			fixture_begin(&f);
			arm(nth, fault);
			int rc = store_open(&f.store, f.path, f.error, sizeof f.error);
			struck = has_struck(nth);
			/* SQLite lives with a size that could not be preset, for one. */
			CU_ASSERT(rc == 0 || struck);
			failed += rc != 0;
			CU_ASSERT(rc == 0 || (is_trouble(rc) && strstr(f.error, f.path) != NULL));
			CU_ASSERT_EQUAL(f.store == NULL, rc != 0);
			if (rc != 0)
				fixture_open_or_fail(&f);
			CU_ASSERT_EQUAL(append_group(f.store, 1), 0);
			assert_consistent(&f);
			fixture_end(&f);
		}
		CU_ASSERT(failed > 10);
	}
}

/* ---- a power cut after every write ---- */

struct power {
	struct fixture *running;
	int64_t in_flight; /* events of the call that is under way */
	int cuts;
	bool is_torn; /* the WAL also loses a part of its end */
};

static void copy_file(const char *from, const char *to, bool is_torn)
{
	char bytes[4096];
	FILE *in = fopen(from, "r");
	FILE *out = in == NULL ? NULL : fopen(to, "w");
	size_t size;

	if (in == NULL)
		return;
	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	while ((size = fread(bytes, 1, sizeof bytes, in)) > 0)
		CU_ASSERT_EQUAL_FATAL(fwrite(bytes, 1, size, out), size);
	if (is_torn && ftell(out) > 0)
		CU_ASSERT_EQUAL(ftruncate(fileno(out), random_below((unsigned)ftell(out))), 0);
	fclose(in);
	fclose(out);
}

/* What a restart would find if the power went now. */
static void cut(void *context)
{
	struct power *power = context;
	struct fixture f;
	char from[80];
	char to[80];

	fixture_begin(&f);
	copy_file(power->running->path, f.path, false);
	snprintf(from, sizeof from, "%s-wal", power->running->path);
	snprintf(to, sizeof to, "%s-wal", f.path);
	copy_file(from, to, power->is_torn);
	fixture_open_or_fail(&f);
	int64_t acknowledged = store_last_number(power->running->store);
	CU_ASSERT(power->is_torn || store_last_number(f.store) >= acknowledged);
	CU_ASSERT(store_last_number(f.store) <= acknowledged + power->in_flight);
	assert_consistent(&f);
	fixture_end(&f);
	power->cuts++;
}

static void append_with_cuts(bool is_torn)
{
	struct fixture f;
	struct power power = {.running = &f, .is_torn = is_torn};

	fixture_begin_with_map(&f);
	/* All of the map is in the file itself, so that a torn WAL can only lose events. */
	fixture_reopen_or_fail(&f);
	faulty_disk_watch(cut, &power);
	for (int i = 0; i < 12; i++) {
		power.in_flight = 1 + i % 4;
		CU_ASSERT_EQUAL(append_group(f.store, (size_t)power.in_flight), 0);
	}
	CU_ASSERT(power.cuts > 40);
	faulty_disk_reset();
	fixture_end(&f);
}

static void after_a_power_cut_at_any_write_all_acknowledged_is_there(void)
{
	append_with_cuts(false);
}

static void a_torn_end_loses_whole_groups_only(void)
{
	append_with_cuts(true);
}

static void a_checkpoint_can_be_cut_at_any_write(void)
{
	struct fixture f;
	struct power power = {.running = &f};

	fixture_begin_with_map(&f);
	for (int i = 0; i < 20; i++)
		CU_ASSERT_EQUAL(append_group(f.store, 8), 0);
	sqlite3 *db = fixture_other_or_fail(&f);
	faulty_disk_watch(cut, &power);
	CU_ASSERT_EQUAL(sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL), SQLITE_OK);
	CU_ASSERT(power.cuts > 20);
	faulty_disk_reset();
	fixture_end(&f);
}

/* ---- a process that is killed ---- */

/* Appends groups for ever and tells the last number of each that was answered. */
static _Noreturn void append_until_killed(const char *path, int told)
{
	struct store *s = NULL;
	char error[256];

	if (store_open(&s, path, error, sizeof error) != 0)
		_exit(1);
	for (size_t i = 0;; i++) {
		if (append_group(s, 1 + i % 4) != 0)
			_exit(2);
		int64_t number = store_last_number(s);
		if (write(told, &number, sizeof number) != sizeof number)
			_exit(3);
	}
}

static void spin_us(unsigned us)
{
	struct timespec start, now;

	clock_gettime(CLOCK_MONOTONIC, &start);
	do {
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while ((now.tv_sec - start.tv_sec) * 1000000 + (now.tv_nsec - start.tv_nsec) / 1000 < (long)us);
}

/* The last number that was answered before the kill; known when nothing was. */
static int64_t kill_one(const char *path, int64_t known)
{
	int64_t number = known;
	int pipe_ends[2];

	CU_ASSERT_EQUAL_FATAL(pipe(pipe_ends), 0);
	pid_t child = fork();
	CU_ASSERT_FATAL(child >= 0);
	if (child == 0)
		append_until_killed(path, pipe_ends[1]);
	close(pipe_ends[1]);
	for (unsigned left = random_below(20); left > 0; left--)
		CU_ASSERT_EQUAL(read(pipe_ends[0], &number, sizeof number), sizeof number);
	/* Somewhere in the next commit, or in opening. */
	spin_us(random_below(600));
	int status = 0;
	CU_ASSERT_EQUAL(kill(child, SIGKILL), 0);
	CU_ASSERT_EQUAL_FATAL(waitpid(child, &status, 0), child);
	CU_ASSERT(WIFSIGNALED(status));
	while (read(pipe_ends[0], &number, sizeof number) == sizeof number)
		;
	close(pipe_ends[0]);
	return number;
}

static void two_hundred_kills_lose_nothing_that_was_answered(void)
{
	enum { KILLS = 200 };
	struct fixture f;
	int64_t number = 0;

	fixture_begin_in(&f, "/tmp");
	for (int i = 0; i < KILLS; i++) {
		number = kill_one(f.path, number);
		fixture_open_or_fail(&f);
		CU_ASSERT_FATAL(store_last_number(f.store) >= number);
		CU_ASSERT(store_last_number(f.store) <= number + 4);
		assert_consistent(&f);
		number = store_last_number(f.store);
		/* No connection may cross the next fork. */
		sqlite3_close(f.other);
		store_close(f.store);
		f.other = NULL;
		f.store = NULL;
	}
	printf("\n    %d kills, %" PRId64 " events ", KILLS, number);
	CU_ASSERT(number > KILLS);
	fixture_end(&f);
}

/* ---- a file that was damaged, or can not be written ---- */

static long size_of(const char *path)
{
	struct stat file;

	CU_ASSERT_EQUAL_FATAL(stat(path, &file), 0);
	return (long)file.st_size;
}

/* Journal and policy in one file, closed. */
static void begin_closed(struct fixture *f)
{
	fixture_begin_with_map(f);
	for (int i = 0; i < 20; i++)
		CU_ASSERT_EQUAL_FATAL(append_group(f->store, 16), 0);
	store_close(f->store);
	f->store = NULL;
}

static void swap_page(const char *path, long at, char page[1024])
{
	char before[1024];
	int fd = open(path, O_RDWR);

	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL_FATAL(pread(fd, before, sizeof before, at), sizeof before);
	CU_ASSERT_EQUAL_FATAL(pwrite(fd, page, sizeof before, at), sizeof before);
	memcpy(page, before, sizeof before);
	close(fd);
}

static void assert_damaged(struct fixture *f)
{
	memset(f->error, 0, sizeof f->error);
	CU_ASSERT_EQUAL(store_check(f->path, f->error, sizeof f->error), -EUCLEAN);
	CU_ASSERT_EQUAL(store_open(&f->store, f->path, f->error, sizeof f->error), -EUCLEAN);
	CU_ASSERT_PTR_NULL(f->store);
	CU_ASSERT_PTR_NOT_NULL(strstr(f->error, f->path));
	CU_ASSERT_PTR_NOT_NULL(strstr(f->error, "is damaged ("));
	CU_ASSERT_PTR_NOT_NULL(strstr(f->error, "restore a backup"));
}

static void a_page_of_garbage_is_found_wherever_it_is(void)
{
	struct fixture f;
	char page[1024];

	begin_closed(&f);
	for (long at = 1024; at < size_of(f.path); at += 1024) {
		memset(page, 0xa5, sizeof page);
		swap_page(f.path, at, page);
		assert_damaged(&f);
		swap_page(f.path, at, page);
	}
	fixture_open_or_fail(&f);
	fixture_end(&f);
}

static void a_file_cut_short_is_damaged(void)
{
	struct fixture f;

	begin_closed(&f);
	CU_ASSERT_EQUAL_FATAL(truncate(f.path, size_of(f.path) / 2 / 1024 * 1024), 0);
	assert_damaged(&f);
	fixture_end(&f);
}

/* SQLite knows CHECKs only where it may write, so store_check() can not see it. */
static void a_row_against_the_rules_is_found(void)
{
	struct fixture f;

	begin_closed(&f);
	CU_ASSERT_EQUAL_FATAL(sqlite3_exec(fixture_other_or_fail(&f),
	                                   "PRAGMA ignore_check_constraints = ON;"
	                                   "INSERT INTO schedule VALUES ('always', 0);"
	                                   "UPDATE door SET schedule = 'always' WHERE name = 'goods-in'",
	                                   NULL, NULL, NULL),
	                      SQLITE_OK);
	CU_ASSERT_EQUAL(store_open(&f.store, f.path, f.error, sizeof f.error), -EUCLEAN);
	CU_ASSERT_PTR_NOT_NULL(strstr(f.error, "CHECK constraint failed in door"));
	fixture_end(&f);
}

/* As a user who may not write: root may everywhere, so it becomes somebody else first. */
static int open_as_nobody(const char *path)
{
	pid_t child = fork();
	int status = 0;

	CU_ASSERT_FATAL(child >= 0);
	if (child == 0) {
		struct store *s = NULL;
		char error[256] = "";
		if (geteuid() == 0 && setuid(65534) != 0)
			_exit(1);
		int rc = store_open(&s, path, error, sizeof error);
		_exit(strstr(error, path) != NULL && s == NULL ? -rc : 255);
	}
	CU_ASSERT_EQUAL_FATAL(waitpid(child, &status, 0), child);
	CU_ASSERT(WIFEXITED(status));
	return -WEXITSTATUS(status);
}

static void a_directory_that_can_not_be_written_is_told(void)
{
	struct fixture f;

	fixture_begin(&f);
	CU_ASSERT_EQUAL_FATAL(chmod(f.directory, 0555), 0);
	CU_ASSERT_EQUAL(open_as_nobody(f.path), -EACCES);
	CU_ASSERT_EQUAL(access(f.path, F_OK), -1);
	CU_ASSERT_EQUAL_FATAL(chmod(f.directory, 0755), 0);
	fixture_end(&f);
}

static void a_file_of_somebody_else_is_told(void)
{
	struct fixture f;

	begin_closed(&f);
	CU_ASSERT_EQUAL_FATAL(chmod(f.directory, 0755), 0);
	CU_ASSERT_EQUAL_FATAL(chmod(f.path, geteuid() == 0 ? 0644 : 0), 0);
	int rc = open_as_nobody(f.path);
	CU_ASSERT(rc == -EPERM || rc == -EACCES);
	CU_ASSERT_EQUAL_FATAL(chmod(f.path, 0600), 0);
	fixture_end(&f);
}

static void a_directory_that_is_missing_is_told(void)
{
	struct store *s = NULL;
	char error[256];

	CU_ASSERT_EQUAL(store_open(&s, "/nowhere/at/all/zutritt.db", error, sizeof error), -ENOENT);
	CU_ASSERT_STRING_EQUAL(error,
	                       "/nowhere/at/all/zutritt.db can not be made: No such file or directory");
	CU_ASSERT_PTR_NULL(s);
}

/* ---- what it costs ---- */

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* What the kernel sent to the block device for this process; 0 on a file system in memory. */
static int64_t device_bytes(void)
{
	char line[128];
	int64_t bytes = 0;
	FILE *io = fopen("/proc/self/io", "r");

	while (io != NULL && fgets(line, sizeof line, io) != NULL)
		if (sscanf(line, "write_bytes: %" SCNd64, &bytes) == 1)
			break;
	if (io != NULL)
		fclose(io);
	return bytes;
}

struct cost {
	double events_per_second;
	double bytes;        /* written by SQLite, checkpoints included */
	double device_bytes; /* as the kernel counts them, in pages of 4 KiB */
	double flushes;
};

/* Per event, over so many that the WAL goes back into the file several times. */
static struct cost measure(size_t group, int groups)
{
	struct fixture f;
	double events = (double)group * groups;

	fixture_begin_in(&f, "/tmp");
	fixture_open_with_map_or_fail(&f);
	faulty_disk_reset();
	int64_t device = device_bytes();
	double start = seconds();
	for (int i = 0; i < groups; i++)
		CU_ASSERT_EQUAL_FATAL(append_group(f.store, group), 0);
	struct cost cost = {.events_per_second = events / (seconds() - start),
	                    .bytes = (double)faulty_disk_counts().bytes / events,
	                    .device_bytes = (double)(device_bytes() - device) / events,
	                    .flushes = (double)faulty_disk_counts().flushes / events};
	printf("\n    %5.0f events in groups of %2zu: %6.0f events/s, per event %5.0f bytes written,"
	       " %5.0f to the device, %.3f flushes ",
	       events, group, cost.events_per_second, cost.bytes, cost.device_bytes, cost.flushes);
	fixture_end(&f);
	return cost;
}

/* Bytes and flushes are the same on every machine; speed is only told. */
static void a_lone_event_costs_one_flush_and_few_bytes(void)
{
	struct cost cost = measure(1, 2500);

	CU_ASSERT(cost.flushes >= 1.0 && cost.flushes <= 1.2);
	CU_ASSERT(cost.bytes <= 8500);
	CU_ASSERT(cost.device_bytes <= 8500 * 1.1);
}

static void a_group_shares_its_flush(void)
{
	struct cost cost = measure(32, 600);

	CU_ASSERT(cost.flushes <= 1.2 / 32);
	CU_ASSERT(cost.bytes <= 1000);
}

/* Nobody reads for long: the WAL stays far below the 64 MiB it may have. */
static void the_wal_stays_small(void)
{
	struct fixture f;
	char wal[80];
	long largest = 0;

	fixture_begin_with_map(&f);
	snprintf(wal, sizeof wal, "%s-wal", f.path);
	for (int i = 0; i < 600; i++) {
		CU_ASSERT_EQUAL_FATAL(append_group(f.store, 64), 0);
		largest = size_of(wal) > largest ? size_of(wal) : largest;
	}
	CU_ASSERT(largest > 1024 * 1024);
	CU_ASSERT(largest < 8 * 1024 * 1024);
	fixture_end(&f);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"E2: a group that fails at any operation leaves nothing and can be repeated",
	         a_group_that_fails_at_any_operation_leaves_nothing_and_can_be_repeated},
	        {"a full disk is called full, a broken one broken",
	         a_full_disk_is_called_full_and_a_broken_one_broken},
	        {"a change that fails at any operation leaves nothing and can be repeated",
	         a_change_that_fails_at_any_operation_leaves_nothing_and_can_be_repeated},
	        {"faults in a checkpoint lose nothing", faults_in_a_checkpoint_lose_nothing},
	        {"making a database fails at any operation and can be repeated",
	         making_a_database_fails_at_any_operation_and_can_be_repeated},
	        {"E2: after a power cut at any write all acknowledged is there",
	         after_a_power_cut_at_any_write_all_acknowledged_is_there},
	        {"E2: a torn end loses whole groups only", a_torn_end_loses_whole_groups_only},
	        {"a checkpoint can be cut at any write", a_checkpoint_can_be_cut_at_any_write},
	        {"E2: two hundred kills lose nothing that was answered",
	         two_hundred_kills_lose_nothing_that_was_answered},
	        {"a page of garbage is found wherever it is", a_page_of_garbage_is_found_wherever_it_is},
	        {"a file cut short is damaged", a_file_cut_short_is_damaged},
	        {"D9: a row against the rules is found", a_row_against_the_rules_is_found},
	        {"a directory that can not be written is told", a_directory_that_can_not_be_written_is_told},
	        {"a file of somebody else is told", a_file_of_somebody_else_is_told},
	        {"a directory that is missing is told", a_directory_that_is_missing_is_told},
	        {"a lone event costs one flush and few bytes", a_lone_event_costs_one_flush_and_few_bytes},
	        {"a group shares its flush", a_group_shares_its_flush},
	        {"the WAL stays small", the_wal_stays_small},
	};

	faulty_disk_install();
	faulty_disk_reset();
	return suite_run("store_disk", cases, sizeof cases / sizeof cases[0]);
}
