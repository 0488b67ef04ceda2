/*
 * The snapshot of the doors' table (rules A3, B6): what is read makes the same
 * table, for the site of today; what was appended is in it; what was torn when
 * the process was killed is not; restrictions wait until they are settled.
 */
#include "controller/snapshot.h"
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

enum { OUTSIDE, HALL, STORE, ANNA = 501, MIA = 502, KILLS = 30 };

static const struct table_capacity capacity = {64, 64, 64};

static struct fixture {
	char directory[40];
	char path[64];
	struct site site;
	struct formats formats;
	void *memory[2];
	struct table *table;    /* the doors' */
	struct table *restored; /* the next start's */
	struct snapshot *snapshot;
	struct snapshot_left *left;
} f;

static void *memory_or_fail(void)
{
	void *memory = aligned_alloc(64, (table_size(capacity) + 63) / 64 * 64);
	CU_ASSERT_PTR_NOT_NULL_FATAL(memory);
	return memory;
}

static void fill_site(struct site *site)
{
	memset(site, 0, sizeof(*site));
	site->room_count = 3;
	strcpy(site->rooms[OUTSIDE].name, "outside");
	strcpy(site->rooms[HALL].name, "hall");
	strcpy(site->rooms[STORE].name, "store");
	site->door_count = 2;
	strcpy(site->doors[0].name, "entrance");
	strcpy(site->doors[1].name, "gate");
}

static void put(struct table *t, struct table_delta delta)
{
	CU_ASSERT_EQUAL_FATAL(table_apply(t, &delta), 0);
}

static struct table_delta person(uint64_t id)
{
	return (struct table_delta){.kind = TABLE_PERSON_PUT,
	                            .person = {.id = id, .last_day = 100, .rights = 3}};
}

static struct table_delta badge(uint64_t id, uint64_t card, uint64_t of, enum table_badge_state state)
{
	return (struct table_delta){
	        .kind = TABLE_BADGE_PUT,
	        .badge = {.id = id,
	                  .number = {.format = FORMAT_H10301, .facility = 42, .card = card},
	                  .person = of,
	                  .state = (uint8_t)state}};
}

static struct table_delta key(uint64_t id, uint16_t room, uint16_t door)
{
	return (struct table_delta){
	        .kind = TABLE_KEY_PUT,
	        .key = {.id = id, .person = ANNA, .room = room, .door = door, .last_day = 7}};
}

static struct table_delta version(int64_t number)
{
	return (struct table_delta){.kind = TABLE_VERSION, .version = number};
}

static void fill_table(struct table *t)
{
	struct schedule_book book = {.schedules = {{.name = ""}}};
	strcpy(book.schedules[0].name, "shop");
	put(t, person(ANNA));
	put(t, badge(901, 1, ANNA, TABLE_BADGE_ACTIVE));
	put(t, key(1, HALL, SITE_NONE));
	put(t, key(2, STORE, 1));
	put(t, (struct table_delta){.kind = TABLE_BOOK, .book = &book});
	put(t, (struct table_delta){.kind = TABLE_DOOR_PUT, .door = {.door = 1, .release_ms = 7000}});
	put(t, version(9));
}

static void write_or_fail(const struct snapshot_restriction *restrictions, size_t count)
{
	struct snapshot_whole whole = {.journal = "j0urna1",
	                               .wiring_checksum = 77,
	                               .site = &f.site,
	                               .formats = &f.formats,
	                               .table = f.table,
	                               .restrictions = restrictions,
	                               .restriction_count = count};
	snapshot_close(f.snapshot);
	f.snapshot = NULL;
	CU_ASSERT_EQUAL_FATAL(snapshot_write(&f.snapshot, f.directory, &whole, 0), 0);
}

static void begin(void)
{
	memset(&f, 0, sizeof(f));
	strcpy(f.directory, "/tmp/zutritt-snapshot-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(f.directory));
	snprintf(f.path, sizeof(f.path), "%s/table", f.directory);
	fill_site(&f.site);
	formats_init(&f.formats);
	f.memory[0] = memory_or_fail();
	f.memory[1] = memory_or_fail();
	f.table = table_init(f.memory[0], capacity);
	fill_table(f.table);
	write_or_fail(NULL, 0);
}

static void end(void)
{
	snapshot_close_left(f.left);
	snapshot_close(f.snapshot);
	free(f.memory[0]);
	free(f.memory[1]);
	unlink(f.path);
	CU_ASSERT_EQUAL(rmdir(f.directory), 0);
}

static int open_left(void)
{
	snapshot_close_left(f.left);
	f.left = NULL;
	return snapshot_open_left(&f.left, f.directory);
}

static bool apply(void *context, const struct table_delta *delta)
{
	int result = table_apply(context, delta);
	CU_ASSERT(result == 0 || result == -ENOENT);
	return true;
}

/* As the next start makes it; how many keys have no place. */
static size_t restore_or_fail(void)
{
	size_t unplaced;
	f.restored = table_init(f.memory[1], capacity);
	CU_ASSERT_EQUAL_FATAL(open_left(), 0);
	CU_ASSERT_TRUE(snapshot_each(f.left, &f.site, &f.formats, apply, f.restored, &unplaced));
	return unplaced;
}

static const struct table_badge *restored_badge(uint64_t card)
{
	return table_badge(f.restored,
	                   (struct badge_number){.format = FORMAT_H10301, .facility = 42, .card = card});
}

/* ---- the whole ---- */

static void what_is_read_makes_the_same_table(void)
{
	begin();
	CU_ASSERT_EQUAL(restore_or_fail(), 0);
	CU_ASSERT_STRING_EQUAL(snapshot_journal(f.left), "j0urna1");
	CU_ASSERT_EQUAL(snapshot_wiring_checksum(f.left), 77);
	CU_ASSERT_EQUAL(snapshot_version(f.left), 9);
	CU_ASSERT_STRING_EQUAL(snapshot_site(f.left)->rooms[HALL].name, "hall");
	CU_ASSERT_EQUAL(table_version(f.restored), 9);
	CU_ASSERT_EQUAL(table_person(f.restored, ANNA)->rights, 3);
	CU_ASSERT_EQUAL(restored_badge(1)->id, 901);
	CU_ASSERT_EQUAL(table_key(f.restored, ANNA, HALL, SITE_NONE)->id, 1);
	CU_ASSERT_EQUAL(table_key(f.restored, ANNA, STORE, 1)->id, 2);
	CU_ASSERT_STRING_EQUAL(table_book(f.restored)->schedules[0].name, "shop");
	CU_ASSERT_EQUAL(table_door(f.restored, 1)->release_ms, 7000);
	CU_ASSERT_EQUAL(snapshot_capacity(f.left).keys, 2);
	end();
}

static void nobody_else_may_read_it(void)
{
	struct stat st;
	begin();
	CU_ASSERT_EQUAL_FATAL(stat(f.path, &st), 0);
	CU_ASSERT_EQUAL(st.st_mode & 0777, 0600);
	end();
}

/* Numbers are those of the site that wrote it: a key must never become one for another room. */
static void keys_are_for_the_rooms_by_their_names(void)
{
	begin();
	strcpy(f.site.rooms[HALL].name, "store");
	strcpy(f.site.rooms[STORE].name, "hall");
	strcpy(f.site.doors[0].name, "gate");
	strcpy(f.site.doors[1].name, "entrance");
	CU_ASSERT_EQUAL(restore_or_fail(), 0);
	CU_ASSERT_EQUAL(table_key(f.restored, ANNA, STORE, SITE_NONE)->id, 1);
	CU_ASSERT_EQUAL(table_key(f.restored, ANNA, HALL, 0)->id, 2);
	CU_ASSERT_PTR_NULL(table_key(f.restored, ANNA, HALL, SITE_NONE));
	CU_ASSERT_EQUAL(table_door(f.restored, 0)->release_ms, 7000);
	end();
}

static void a_key_whose_door_is_no_more_opens_nothing(void)
{
	begin();
	strcpy(f.site.doors[1].name, "portal");
	CU_ASSERT_EQUAL(restore_or_fail(), 1);
	CU_ASSERT_PTR_NULL(table_key(f.restored, ANNA, STORE, SITE_NONE));
	CU_ASSERT_PTR_NULL(table_key(f.restored, ANNA, STORE, 1));
	end();
}

static void a_badge_whose_format_is_no_more_is_no_other_badge(void)
{
	begin();
	strcpy(f.formats.items[FORMAT_H10301].name, "renamed");
	restore_or_fail();
	CU_ASSERT_PTR_NULL(restored_badge(1));
	end();
}

/* ---- what changes ---- */

static void what_was_appended_is_in_it(void)
{
	struct table_delta deltas[] = {person(MIA),
	                               badge(902, 2, MIA, TABLE_BADGE_ACTIVE),
	                               {.kind = TABLE_KEY_DROP, .id = 1},
	                               version(10)};
	struct table_delta lost = badge(901, 1, ANNA, TABLE_BADGE_LOST);
	begin();
	CU_ASSERT_EQUAL(snapshot_append(f.snapshot, deltas, 4), 0);
	CU_ASSERT_EQUAL(snapshot_append(f.snapshot, &lost, 1), 0);
	restore_or_fail();
	CU_ASSERT_EQUAL(snapshot_version(f.left), 10);
	CU_ASSERT_EQUAL(restored_badge(2)->person, MIA);
	CU_ASSERT_EQUAL(restored_badge(1)->state, TABLE_BADGE_LOST);
	CU_ASSERT_PTR_NULL(table_key(f.restored, ANNA, HALL, SITE_NONE));
	end();
}

static void another_book_counts_from_its_change_on(void)
{
	struct schedule_book book = {.schedules = {{.name = ""}}};
	strcpy(book.schedules[0].name, "summer");
	struct table_delta deltas[] = {{.kind = TABLE_BOOK, .book = &book}, version(11)};
	begin();
	CU_ASSERT_EQUAL(snapshot_append(f.snapshot, deltas, 2), 0);
	restore_or_fail();
	CU_ASSERT_STRING_EQUAL(table_book(f.restored)->schedules[0].name, "summer");
	CU_ASSERT_EQUAL(table_version(f.restored), 11);
	end();
}

static void when_it_is_full_it_says_so_and_stays_whole(void)
{
	struct table_delta delta = badge(902, 2, ANNA, TABLE_BADGE_ACTIVE);
	size_t count = 0;
	begin();
	while (snapshot_append(f.snapshot, &delta, 1) == 0)
		count++;
	CU_ASSERT_TRUE(count >= SNAPSHOT_CHANGES / snapshot_room_for(1));
	CU_ASSERT_EQUAL(snapshot_append(f.snapshot, &delta, 1), -ENOSPC);
	restore_or_fail();
	CU_ASSERT_EQUAL(restored_badge(2)->id, 902);
	end();
}

/* ---- damage ---- */

static off_t end_of_data_or_fail(void)
{
	struct stat st;
	CU_ASSERT_EQUAL_FATAL(stat(f.path, &st), 0);
	return st.st_size - SNAPSHOT_CHANGES; /* so much is left for changes after the whole */
}

static void write_at_or_fail(off_t at, const void *bytes, size_t size)
{
	int fd = open(f.path, O_WRONLY);
	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL_FATAL(pwrite(fd, bytes, size, at), (ssize_t)size);
	close(fd);
}

static void a_torn_change_never_was(void)
{
	struct table_delta delta = badge(901, 1, ANNA, TABLE_BADGE_LOST);
	begin();
	CU_ASSERT_EQUAL(snapshot_append(f.snapshot, &delta, 1), 0);
	restore_or_fail();
	CU_ASSERT_EQUAL(restored_badge(1)->state, TABLE_BADGE_LOST);
	/* SITE_DOORS_MAX places are kept for doors, one is used: the whole ends that much before the room for
	 * changes */
	off_t whole = end_of_data_or_fail() - (off_t)((SITE_DOORS_MAX - 1) * sizeof(delta));
	write_at_or_fail(whole + 24 + 40, "x", 1);
	restore_or_fail();
	CU_ASSERT_EQUAL(restored_badge(1)->state, TABLE_BADGE_ACTIVE);
	end();
}

static void a_damaged_whole_is_not_read(void)
{
	begin();
	write_at_or_fail(end_of_data_or_fail() - (off_t)((SITE_DOORS_MAX - 1) * sizeof(struct table_delta)) -
	                         8,
	                 "x", 1);
	CU_ASSERT_EQUAL(open_left(), -EBADMSG);
	end();
}

static void a_damaged_site_is_not_read(void)
{
	begin();
	write_at_or_fail(100, "x", 1);
	CU_ASSERT_EQUAL(open_left(), -EBADMSG);
	end();
}

static void another_layout_is_not_read(void)
{
	static const uint32_t next = SNAPSHOT_LAYOUT + 1;
	begin();
	write_at_or_fail(8, &next, sizeof(next));
	CU_ASSERT_EQUAL(open_left(), -EPROTO);
	end();
}

static void something_else_is_not_read(void)
{
	begin();
	write_at_or_fail(0, "SQLite", 6);
	CU_ASSERT_EQUAL(open_left(), -EBADMSG);
	CU_ASSERT_EQUAL_FATAL(truncate(f.path, 10), 0);
	CU_ASSERT_EQUAL(open_left(), -EBADMSG);
	snapshot_remove(f.directory);
	CU_ASSERT_EQUAL(open_left(), -ENOENT);
	end();
}

/* ---- restrictions ---- */

static struct snapshot_restriction restriction(struct table_delta delta, const char *detail)
{
	struct snapshot_restriction r = {.delta = delta, .operator_id = MIA, .utc_ms = 5, .mono_ns = 6};
	strcpy(r.detail, detail);
	return r;
}

static size_t restrictions_or_fail(struct snapshot_restriction *r, size_t max)
{
	CU_ASSERT_EQUAL_FATAL(open_left(), 0);
	return snapshot_restrictions(f.left, &f.site, &f.formats, r, max);
}

static void a_restriction_waits_until_it_is_settled(void)
{
	struct snapshot_restriction r[4];
	struct snapshot_restriction lost = restriction(badge(901, 1, ANNA, TABLE_BADGE_LOST), "");
	struct snapshot_restriction gone = restriction(person(ANNA), "left");
	begin();
	CU_ASSERT_EQUAL(snapshot_restrict(f.snapshot, &lost), 0);
	CU_ASSERT_EQUAL(snapshot_restrict(f.snapshot, &gone), 0);
	CU_ASSERT_EQUAL_FATAL(restrictions_or_fail(r, 4), 2);
	CU_ASSERT_EQUAL(r[0].delta.badge.id, 901);
	CU_ASSERT_EQUAL(r[0].delta.badge.state, TABLE_BADGE_LOST);
	CU_ASSERT_EQUAL(r[1].delta.kind, TABLE_PERSON_PUT);
	CU_ASSERT_STRING_EQUAL(r[1].detail, "left");
	CU_ASSERT(r[1].operator_id == MIA && r[1].utc_ms == 5 && r[1].mono_ns == 6);
	CU_ASSERT_EQUAL(snapshot_settle(f.snapshot, 901), 0);
	CU_ASSERT_EQUAL_FATAL(restrictions_or_fail(r, 4), 1);
	CU_ASSERT_EQUAL(r[0].delta.person.id, ANNA);
	end();
}

static void what_is_told_twice_waits_once(void)
{
	struct snapshot_restriction r[4];
	struct snapshot_restriction lost = restriction(badge(901, 1, ANNA, TABLE_BADGE_LOST), "");
	begin();
	CU_ASSERT_EQUAL(snapshot_restrict(f.snapshot, &lost), 0);
	CU_ASSERT_EQUAL(snapshot_restrict(f.snapshot, &lost), 0);
	CU_ASSERT_EQUAL(restrictions_or_fail(r, 4), 1);
	end();
}

static void a_file_written_anew_has_what_waits(void)
{
	struct snapshot_restriction r[4];
	struct snapshot_restriction lost = restriction(badge(901, 1, ANNA, TABLE_BADGE_LOST), "");
	begin();
	write_or_fail(&lost, 1);
	CU_ASSERT_EQUAL(restrictions_or_fail(r, 4), 1);
	end();
}

/* ---- killed at any moment ---- */

static void append_for_ever(int told)
{
	for (int64_t i = 10;; i++) {
		struct table_delta deltas[] = {
		        badge(901, 1, ANNA, i % 2 == 0 ? TABLE_BADGE_LOST : TABLE_BADGE_ACTIVE), version(i)};
		int result = snapshot_append(f.snapshot, deltas, 2);
		for (int d = 0; d < 2; d++)
			table_apply(f.table, &deltas[d]);
		if (result == -ENOSPC)
			write_or_fail(NULL, 0);
		if (write(told, &i, sizeof(i)) != (ssize_t)sizeof(i))
			_exit(1);
	}
}

/* Rule A3: what was told is in it; and a change is in it whole or not at all. */
static void killed_at_any_moment_what_was_told_is_in_it(void)
{
	for (int k = 0; k < KILLS; k++) {
		int64_t told = 9, next;
		int pipe_fds[2];
		begin();
		CU_ASSERT_EQUAL_FATAL(pipe(pipe_fds), 0);
		pid_t child = fork();
		if (child == 0)
			append_for_ever(pipe_fds[1]);
		close(pipe_fds[1]);
		struct timespec moment = {.tv_nsec = 3000000 + k * 300000};
		nanosleep(&moment, NULL);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		while (read(pipe_fds[0], &next, sizeof(next)) == (ssize_t)sizeof(next))
			told = next;
		close(pipe_fds[0]);
		restore_or_fail();
		CU_ASSERT_TRUE(table_version(f.restored) >= told);
		bool is_lost = table_version(f.restored) > 9 && table_version(f.restored) % 2 == 0;
		CU_ASSERT_EQUAL(restored_badge(1)->state, is_lost ? TABLE_BADGE_LOST : TABLE_BADGE_ACTIVE);
		char unborn[80];
		snprintf(unborn, sizeof(unborn), "%s/.table-new", f.directory);
		unlink(unborn);
		end();
	}
}

static const struct suite_case cases[] = {
        {"B6: what is read makes the same table", what_is_read_makes_the_same_table},
        {"nobody else may read it", nobody_else_may_read_it},
        {"B6: keys are for the rooms by their names", keys_are_for_the_rooms_by_their_names},
        {"a key whose door is no more opens nothing", a_key_whose_door_is_no_more_opens_nothing},
        {"a badge whose format is no more is no other badge",
         a_badge_whose_format_is_no_more_is_no_other_badge},
        {"A3: what was appended is in it", what_was_appended_is_in_it},
        {"another book counts from its change on", another_book_counts_from_its_change_on},
        {"when it is full it says so and stays whole", when_it_is_full_it_says_so_and_stays_whole},
        {"a torn change never was", a_torn_change_never_was},
        {"a damaged whole is not read", a_damaged_whole_is_not_read},
        {"a damaged site is not read", a_damaged_site_is_not_read},
        {"another layout is not read", another_layout_is_not_read},
        {"something else is not read", something_else_is_not_read},
        {"B6: a restriction waits until it is settled", a_restriction_waits_until_it_is_settled},
        {"what is told twice waits once", what_is_told_twice_waits_once},
        {"a file written anew has what waits", a_file_written_anew_has_what_waits},
        {"A3: killed at any moment, what was told is in it", killed_at_any_moment_what_was_told_is_in_it},
};

int main(void)
{
	return suite_run("snapshot", cases, sizeof(cases) / sizeof(cases[0]));
}
