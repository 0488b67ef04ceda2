/* The contract of db/store.h; faults of the disk are in test_store_disk.c. */
#include "tests/unit/site_fixture.h"

#include <errno.h>
#include <limits.h>
#include <sys/stat.h>

enum { ANNA = 1001, BERT = 1002, CARD = 2001, KEY = 3001 };

static struct policy_op person_op(policy_id id, const char *name)
{
	struct policy_op op = {.kind = POLICY_PERSON_PUT,
	                       .person = {.id = id, .first_day = 20000, .last_day = POLICY_DAY_NONE}};

	snprintf(op.person.name, sizeof op.person.name, "%s", name);
	return op;
}

static struct policy_op badge_op(policy_id id, policy_id person, uint64_t card)
{
	return (struct policy_op){
	        .kind = POLICY_BADGE_PUT,
	        .badge = {.id = id, .person = person, .format = "h10301", .facility = 42, .card = card}};
}

static struct policy_op key_op(policy_id id, policy_id person, const char *room, const char *door)
{
	struct policy_op op = {.kind = POLICY_KEY_PUT,
	                       .key = {.id = id,
	                               .person = person,
	                               .first_day = POLICY_DAY_NONE,
	                               .last_day = 20500,
	                               .state = POLICY_KEY_ISSUED,
	                               .reason = "by position",
	                               .issued_utc_ms = 1767225600000}};

	snprintf(op.key.room, sizeof op.key.room, "%s", room);
	snprintf(op.key.door, sizeof op.key.door, "%s", door);
	return op;
}

static struct journal_event act_event(const char *kind)
{
	struct journal_event event = {
	        .class = JOURNAL_ACT, .utc_ms = 1767225600123, .is_clock_trusted = true, .operator_id = ANNA};

	snprintf(event.kind, sizeof event.kind, "%s", kind);
	return event;
}

static int apply_one(struct fixture *f, struct policy_op *op)
{
	return store_apply(f->store, op, 1, ANNA, NULL, 0);
}

static int apply_copy(struct fixture *f, struct policy_op op)
{
	return apply_one(f, &op);
}

static int append_one(struct fixture *f, struct journal_event *event)
{
	return store_append(f->store, &(struct store_batch){.events = event, .event_count = 1});
}

/* Anna with badge 42:1337 and a key to the office: version 2. */
static void begin_with_anna(struct fixture *f)
{
	struct policy_op ops[] = {person_op(ANNA, "Anna Berg"), badge_op(CARD, ANNA, 1337),
	                          key_op(KEY, ANNA, "office", "")};

	fixture_begin_with_map(f);
	CU_ASSERT_EQUAL_FATAL(store_apply(f->store, ops, 3, 0, NULL, 0), 0);
}

/* ---- the file ---- */

static unsigned mode_of(const char *path)
{
	struct stat file;

	CU_ASSERT_EQUAL_FATAL(stat(path, &file), 0);
	return file.st_mode & 07777;
}

static void a_new_file_belongs_to_its_owner_alone(void)
{
	struct fixture f;
	char wal[80];
	mode_t before = umask(0);

	fixture_begin_with_map(&f);
	umask(before);
	CU_ASSERT_EQUAL(mode_of(f.path), 0600);
	snprintf(wal, sizeof wal, "%s-wal", f.path);
	CU_ASSERT_EQUAL(mode_of(wal), 0600);
	fixture_end(&f);
}

static void an_open_file_is_closed_to_others_at_start(void)
{
	struct fixture f;

	fixture_begin_with_map(&f);
	chmod(f.path, 0644);
	fixture_reopen_or_fail(&f);
	CU_ASSERT_EQUAL(mode_of(f.path), 0600);
	fixture_end(&f);
}

static void a_new_file_says_what_it_is(void)
{
	struct fixture f;

	fixture_begin(&f);
	fixture_open_or_fail(&f);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "PRAGMA application_id"), 0x5a757472);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "PRAGMA user_version"), STORE_SCHEMA_VERSION);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "PRAGMA page_size"), 1024);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f,
	                                    "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND"
	                                    " name NOT LIKE 'sqlite%' AND NOT strict"),
	                0);
	CU_ASSERT(fixture_ask_or_fail(&f, "SELECT value FROM meta WHERE name = 'made_utc_ms'") >
	          1700000000000);
	fixture_end(&f);
}

static void the_journal_keeps_its_identity(void)
{
	struct fixture f;
	char id[13];

	fixture_begin(&f);
	fixture_open_or_fail(&f);
	snprintf(id, sizeof id, "%s", store_journal_id(f.store));
	CU_ASSERT(policy_id_parse(id) != 0);
	fixture_reopen_or_fail(&f);
	CU_ASSERT_STRING_EQUAL(store_journal_id(f.store), id);
	store_close(f.store);
	unlink(f.path);
	fixture_open_or_fail(&f);
	CU_ASSERT_STRING_NOT_EQUAL(store_journal_id(f.store), id);
	fixture_end(&f);
}

static void write_file_or_fail(const char *path, const char *bytes, size_t size)
{
	FILE *file = fopen(path, "w");

	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	CU_ASSERT_EQUAL_FATAL(fwrite(bytes, 1, size, file), size);
	CU_ASSERT_EQUAL_FATAL(fclose(file), 0);
}

static void an_empty_file_counts_as_new(void)
{
	struct fixture f;

	fixture_begin(&f);
	write_file_or_fail(f.path, "", 0);
	CU_ASSERT_EQUAL(store_check(f.path, f.error, sizeof f.error), 0);
	fixture_open_or_fail(&f);
	fixture_end(&f);
}

/* Refused by both with result and with this sentence, and left as it was. */
static void assert_refused(struct fixture *f, int result, const char *sentence)
{
	struct stat before, after;

	CU_ASSERT_EQUAL_FATAL(stat(f->path, &before), 0);
	CU_ASSERT_EQUAL(store_check(f->path, f->error, sizeof f->error), result);
	CU_ASSERT_STRING_EQUAL(f->error, sentence);
	memset(f->error, 0, sizeof f->error);
	CU_ASSERT_EQUAL(store_open(&f->store, f->path, f->error, sizeof f->error), result);
	CU_ASSERT_STRING_EQUAL(f->error, sentence);
	CU_ASSERT_PTR_NULL(f->store);
	CU_ASSERT_EQUAL_FATAL(stat(f->path, &after), 0);
	CU_ASSERT_EQUAL(before.st_size, after.st_size);
	CU_ASSERT_EQUAL(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
}

static void a_newer_schema_is_refused(void)
{
	struct fixture f;
	char sentence[256];

	fixture_begin_with_map(&f);
	store_close(f.store);
	CU_ASSERT_EQUAL_FATAL(
	        sqlite3_exec(fixture_other_or_fail(&f), "PRAGMA user_version = 99", NULL, NULL, NULL),
	        SQLITE_OK);
	sqlite3_close(f.other);
	f.other = NULL;
	snprintf(sentence, sizeof sentence,
	         "%s was written by a newer Zutritt (schema 99, this one knows %d); "
	         "install that version or restore a backup",
	         f.path, STORE_SCHEMA_VERSION);
	assert_refused(&f, -EPROTO, sentence);
	fixture_end(&f);
}

/* The file of a migration, as SQL. Freed by the caller. */
static char *step_or_fail(const char *name)
{
	static const char here[] = __FILE__;
	char path[512];
	snprintf(path, sizeof path, "%.*s/../../db/migrations/%s", (int)(strrchr(here, '/') - here), here,
	         name);
	FILE *file = fopen(path, "r");
	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	char *text = NULL;
	size_t size = 0;
	CU_ASSERT_FATAL(getdelim(&text, &size, '\0', file) > 0);
	fclose(file);
	return text;
}

static const char people_of_schema_1[] =
        "INSERT INTO room VALUES ('hall', NULL);"
        "INSERT INTO position VALUES ('office', 3);"
        "INSERT INTO position_key VALUES ('office', 0, 'hall', NULL);"
        "INSERT INTO person VALUES (7, 'Max', 'employee', 'active', 'office', NULL, NULL, 3, 1);";

static void make_schema_1_or_fail(struct fixture *f, const char *rows)
{
	char *start = step_or_fail("0001-start.sql");
	fixture_begin(f);
	sqlite3 *db;
	CU_ASSERT_EQUAL_FATAL(sqlite3_open(f->path, &db), SQLITE_OK);
	CU_ASSERT_EQUAL_FATAL(sqlite3_exec(db, start, NULL, NULL, NULL), SQLITE_OK);
	CU_ASSERT_EQUAL_FATAL(sqlite3_exec(db, rows, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	free(start);
}

static void positions_keep_their_people_when_they_get_longer_names(void)
{
	struct fixture f;
	struct policy_position position;
	struct policy_person person;
	make_schema_1_or_fail(&f, people_of_schema_1);
	fixture_open_or_fail(&f);
	CU_ASSERT_EQUAL(store_position(f.store, "office", &position), 0);
	CU_ASSERT_EQUAL(position.rights, 3);
	CU_ASSERT_EQUAL(position.key_count, 1);
	CU_ASSERT_EQUAL(store_person(f.store, 7, &person), 0);
	CU_ASSERT_STRING_EQUAL(person.position, "office");
	struct policy_op op = {.kind = POLICY_POSITION_PUT, .position = {.name = "B\xc3\xbcro"}};
	CU_ASSERT_EQUAL(store_apply(f.store, &op, 1, 0, NULL, 0), 0);
	op = (struct policy_op){.kind = POLICY_PERSON_PUT, .person = person};
	strcpy(op.person.position, "nowhere");
	CU_ASSERT_EQUAL(store_apply(f.store, &op, 1, 0, NULL, 0),
	                -ENOENT); /* foreign keys are followed again */
	fixture_end(&f);
}

static const char *const steps_to_schema_8[] = {
        "0002-position-names.sql", "0003-people.sql",    "0004-changes.sql", "0005-operators.sql",
        "0006-schedules.sql",      "0007-approvals.sql", "0008-visits.sql"};

static const char visits_of_schema_8[] = "INSERT INTO visit VALUES (8, 'visitor', 'Petra', NULL, 7, 'audit', "
                                         "NULL, 'building', 'arrived', 5, 6, "
                                         "NULL, NULL, NULL, 1, 3);"
                                         "INSERT INTO visit VALUES (9, 'visitor', 'Ida', 'K', 7, 'audit', "
                                         "NULL, 'building', 'left', 5, 6, NULL, "
                                         "7, NULL, 0, 2);";

/* In the place of our functions, which a step calls: nobody verifies the list of changes here. */
static void nothing_of_32_bytes(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	(void)values;
	sqlite3_result_zeroblob(context, 32);
}

static void make_schema_8_or_fail(struct fixture *f)
{
	sqlite3 *db;
	make_schema_1_or_fail(f, people_of_schema_1);
	CU_ASSERT_EQUAL_FATAL(sqlite3_open(f->path, &db), SQLITE_OK);
	sqlite3_create_function(db, "commit_change", 4, SQLITE_UTF8, NULL, nothing_of_32_bytes, NULL, NULL);
	sqlite3_create_function(db, "hash_change", 3, SQLITE_UTF8, NULL, nothing_of_32_bytes, NULL, NULL);
	for (size_t i = 0; i < sizeof steps_to_schema_8 / sizeof steps_to_schema_8[0]; i++) {
		char *step = step_or_fail(steps_to_schema_8[i]);
		CU_ASSERT_EQUAL_FATAL(sqlite3_exec(db, step, NULL, NULL, NULL), SQLITE_OK);
		free(step);
	}
	CU_ASSERT_EQUAL_FATAL(sqlite3_exec(db, visits_of_schema_8, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void visits_stay_when_they_can_be_called_off(void)
{
	struct fixture f;
	struct policy_visit visit;
	make_schema_8_or_fail(&f);
	fixture_open_or_fail(&f);
	CU_ASSERT_EQUAL(store_visit(f.store, 8, &visit), 0);
	CU_ASSERT_STRING_EQUAL(visit.name, "Petra");
	CU_ASSERT_EQUAL(visit.host, 7);
	CU_ASSERT_EQUAL(visit.state, POLICY_VISIT_ARRIVED);
	CU_ASSERT_EQUAL(visit.arrived_utc_ms, 6);
	CU_ASSERT_TRUE(visit.is_reminded);
	CU_ASSERT_EQUAL(visit.told_day, 0);
	CU_ASSERT_EQUAL(visit.revision, 3);
	CU_ASSERT_EQUAL(store_visit(f.store, 9, &visit), 0);
	CU_ASSERT_EQUAL(visit.left_utc_ms, 7);
	CU_ASSERT_STRING_EQUAL(visit.company, "K");
	fixture_end(&f);
}

static void rows_that_refer_to_nothing_are_not_migrated(void)
{
	struct fixture f;
	make_schema_1_or_fail(
	        &f, "PRAGMA foreign_keys = OFF; INSERT INTO position_key VALUES ('gone', 0, 'gone', NULL)");
	CU_ASSERT_EQUAL(store_open(&f.store, f.path, f.error, sizeof f.error), -EUCLEAN);
	CU_ASSERT_PTR_NOT_NULL(strstr(f.error, "refer to what is not there"));
	fixture_end(&f);
}

static void something_else_than_a_database_is_refused(void)
{
	struct fixture f;
	char sentence[128];
	char bytes[5000];

	fixture_begin(&f);
	memset(bytes, 'x', sizeof bytes);
	write_file_or_fail(f.path, bytes, sizeof bytes);
	snprintf(sentence, sizeof sentence, "%s is not a database", f.path);
	assert_refused(&f, -EBADMSG, sentence);
	fixture_end(&f);
}

static void a_database_of_somebody_else_is_refused(void)
{
	static const char *const theirs[] = {
	        "CREATE TABLE diary (day TEXT)",
	        "PRAGMA user_version = 1",
	        "PRAGMA application_id = 5; CREATE TABLE door (name TEXT)",
	        "PRAGMA application_id = 1517646962; CREATE TABLE door (name TEXT)",
	};
	char sentence[128];

	for (size_t i = 0; i < sizeof theirs / sizeof theirs[0]; i++) {
		struct fixture f;
		fixture_begin(&f);
		CU_ASSERT_EQUAL_FATAL(sqlite3_exec(fixture_other_or_fail(&f), theirs[i], NULL, NULL, NULL),
		                      SQLITE_OK);
		snprintf(sentence, sizeof sentence, "%s is not a database of Zutritt", f.path);
		assert_refused(&f, -EBADMSG, sentence);
		fixture_end(&f);
	}
}

static void checking_makes_and_changes_nothing(void)
{
	struct fixture f;
	char wal[80];

	fixture_begin(&f);
	snprintf(wal, sizeof wal, "%s-wal", f.path);
	CU_ASSERT_EQUAL(store_check(f.path, f.error, sizeof f.error), 0);
	CU_ASSERT_EQUAL(access(f.path, F_OK), -1);
	fixture_open_or_fail(&f);
	store_close(f.store);
	f.store = NULL;
	CU_ASSERT_EQUAL(access(wal, F_OK), -1);
	CU_ASSERT_EQUAL(store_check(f.path, f.error, sizeof f.error), 0);
	CU_ASSERT_EQUAL(access(wal, F_OK), -1);
	fixture_end(&f);
}

static void checking_does_not_disturb_the_running_one(void)
{
	struct fixture f;

	begin_with_anna(&f);
	CU_ASSERT_EQUAL(store_check(f.path, f.error, sizeof f.error), 0);
	CU_ASSERT_EQUAL(apply_copy(&f, badge_op(CARD + 1, ANNA, 1338)), 0);
	CU_ASSERT_EQUAL(store_check(f.path, f.error, sizeof f.error), 0);
	fixture_reopen_or_fail(&f);
	CU_ASSERT_EQUAL(store_policy_version(f.store), 3);
	fixture_end(&f);
}

/* ---- the map ---- */

static void the_same_map_again_makes_no_new_version(void)
{
	struct fixture f;
	struct policy_op ops[FIXTURE_MAP_OPS];

	fixture_begin_with_map(&f);
	CU_ASSERT_EQUAL(store_policy_version(f.store), 1);
	fixture_map(ops);
	CU_ASSERT_EQUAL(store_apply(f.store, ops, FIXTURE_MAP_OPS, 0, NULL, 0), 0);
	CU_ASSERT_EQUAL(store_policy_version(f.store), 1);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT count(*) FROM policy_change"), 1);
	fixture_reopen_or_fail(&f);
	CU_ASSERT_EQUAL(store_policy_version(f.store), 1);
	fixture_end(&f);
}

static void a_door_that_differs_is_the_only_operation_of_the_next_version(void)
{
	struct fixture f;
	struct policy_op ops[FIXTURE_MAP_OPS];

	fixture_begin_with_map(&f);
	fixture_map(ops);
	ops[7].door.release_ms = 8000;
	CU_ASSERT_EQUAL(store_apply(f.store, ops, FIXTURE_MAP_OPS, 0, NULL, 0), 0);
	CU_ASSERT_EQUAL(store_policy_version(f.store), 2);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT json_array_length(operations) = 1"
	                                        " AND operations ->> '$[0].release_ms' = 8000"
	                                        " AND operations ->> '$[0].name' = 'entrance'"
	                                        " FROM change_body WHERE version = 2"),
	                1);
	fixture_end(&f);
}

static void every_field_of_the_map_can_change(void)
{
	struct fixture f;
	struct policy_op room = ROOM("office", "yard");
	struct policy_op free_room = ROOM("office", "");
	struct policy_op door = DOOR("office-door", POLICY_OFFICE, "hall", "office");

	fixture_begin_with_map(&f);
	fixture_add_schedule(&f, "business-hours");
	CU_ASSERT_EQUAL(apply_one(&f, &room), 0);
	CU_ASSERT_EQUAL(apply_one(&f, &free_room), 0);
	door.door.kind = POLICY_ENTRANCE;
	CU_ASSERT_EQUAL(apply_one(&f, &door), 0);
	snprintf(door.door.from, sizeof door.door.from, "outside");
	CU_ASSERT_EQUAL(apply_one(&f, &door), 0);
	snprintf(door.door.to, sizeof door.door.to, "hall");
	CU_ASSERT_EQUAL(apply_one(&f, &door), 0);
	snprintf(door.door.schedule, sizeof door.door.schedule, "business-hours");
	CU_ASSERT_EQUAL(apply_one(&f, &door), 0);
	CU_ASSERT_EQUAL(store_policy_version(f.store), 7);
	door.door.is_first_person = true;
	CU_ASSERT_EQUAL(apply_one(&f, &door), 0);
	CU_ASSERT_EQUAL(store_policy_version(f.store), 8);
	door.door.schedule[0] = '\0';
	door.door.is_first_person = false;
	CU_ASSERT_EQUAL(apply_one(&f, &door), 0);
	CU_ASSERT_EQUAL(store_policy_version(f.store), 9);
	fixture_end(&f);
}

static bool copy_door(void *context, const struct policy_door *door)
{
	struct policy_door **next = context;

	*(*next)++ = *door;
	return true;
}

static void doors_are_listed_by_name_as_they_were_put(void)
{
	struct fixture f;
	struct policy_op ops[FIXTURE_MAP_OPS];
	struct policy_door doors[5];
	struct policy_door *next = doors;

	fixture_begin_with_map(&f);
	fixture_map(ops);
	CU_ASSERT_EQUAL(store_doors(f.store, copy_door, &next), 0);
	CU_ASSERT_EQUAL_FATAL(next - doors, 4);
	CU_ASSERT_EQUAL(memcmp(&doors[0], &ops[7].door, sizeof doors[0]), 0);
	CU_ASSERT_EQUAL(memcmp(&doors[1], &ops[9].door, sizeof doors[0]), 0);
	CU_ASSERT_EQUAL(memcmp(&doors[2], &ops[8].door, sizeof doors[0]), 0);
	CU_ASSERT_EQUAL(memcmp(&doors[3], &ops[10].door, sizeof doors[0]), 0);
	fixture_end(&f);
}

/* ---- persons, badges, keys, positions ---- */

static struct policy_person full_person(void)
{
	struct policy_person p = {.id = POLICY_ID_MAX,
	                          .kind = POLICY_TECHNICIAN,
	                          .state = POLICY_PERSON_SUSPENDED,
	                          .position = "storekeeper",
	                          .first_day = 0,
	                          .last_day = 2932896,
	                          .rights = POLICY_RIGHT_UNSET | POLICY_RIGHT_SET | POLICY_RIGHT_OVERRIDE};

	memset(p.name, 'x', sizeof p.name - 1);
	return p;
}

static void a_person_comes_back_as_put(void)
{
	struct fixture f;
	struct policy_person got;
	struct policy_op ops[] = {
	        {.kind = POLICY_POSITION_PUT, .position = {.name = "storekeeper"}},
	        {.kind = POLICY_PERSON_PUT, .person = full_person()},
	};

	fixture_begin_with_map(&f);
	CU_ASSERT_EQUAL(store_apply(f.store, ops, 2, ANNA, NULL, 0), 0);
	CU_ASSERT_EQUAL(ops[1].person.revision, 1);
	fixture_reopen_or_fail(&f);
	CU_ASSERT_EQUAL(store_person(f.store, POLICY_ID_MAX, &got), 0);
	CU_ASSERT_EQUAL(memcmp(&got, &ops[1].person, sizeof got), 0);
	CU_ASSERT_EQUAL(
	        fixture_ask_or_fail(&f, "SELECT kind = 'technician' AND state = 'suspended' FROM person"), 1);
	fixture_end(&f);
}

static void a_badge_comes_back_as_put(void)
{
	struct fixture f;
	struct policy_badge got;
	struct policy_op op = badge_op(7, 0, (UINT64_C(1) << 56) - 1);

	op.badge.facility = UINT32_MAX;
	op.badge.state = POLICY_BADGE_LOST;
	fixture_begin_with_map(&f);
	CU_ASSERT_EQUAL(apply_one(&f, &op), 0);
	CU_ASSERT_EQUAL(store_badge(f.store, 7, &got), 0);
	CU_ASSERT_EQUAL(memcmp(&got, &op.badge, sizeof got), 0);
	CU_ASSERT_EQUAL(store_badge_by_number(f.store, "h10301", UINT32_MAX, (UINT64_C(1) << 56) - 1, &got),
	                0);
	CU_ASSERT_EQUAL(got.id, 7);
	CU_ASSERT_EQUAL(store_badge_by_number(f.store, "h10306", UINT32_MAX, (UINT64_C(1) << 56) - 1, &got),
	                -ENOENT);
	CU_ASSERT_EQUAL(store_badge_by_number(f.store, "h10301", 0, (UINT64_C(1) << 56) - 1, &got), -ENOENT);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT state = 'lost' FROM badge"), 1);
	fixture_end(&f);
}

static void a_key_comes_back_as_put(void)
{
	struct fixture f;
	struct policy_key got;
	struct policy_op op = key_op(9, ANNA, "warehouse", "goods-in");

	begin_with_anna(&f);
	op.key.state = POLICY_KEY_REQUESTED;
	op.key.asked_by = ANNA;
	CU_ASSERT_EQUAL(apply_one(&f, &op), 0);
	CU_ASSERT_EQUAL(store_key(f.store, 9, &got), 0);
	CU_ASSERT_EQUAL(memcmp(&got, &op.key, sizeof got), 0);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT state = 'requested' FROM key WHERE id = 9"), 1);
	fixture_end(&f);
}

static struct policy_op storekeeper(void)
{
	return (struct policy_op){
	        .kind = POLICY_POSITION_PUT,
	        .position = {.name = "storekeeper",
	                     .rights = POLICY_RIGHT_UNSET,
	                     .key_count = 3,
	                     .keys = {{"warehouse", "goods-in"}, {"hall", ""}, {"office", ""}}}};
}

static void a_position_comes_back_as_put_its_keys_in_order(void)
{
	struct fixture f;
	struct policy_position got;
	struct policy_op op = storekeeper();

	fixture_begin_with_map(&f);
	CU_ASSERT_EQUAL(apply_one(&f, &op), 0);
	CU_ASSERT_EQUAL(store_position(f.store, "storekeeper", &got), 0);
	CU_ASSERT_EQUAL(memcmp(&got, &op.position, sizeof got), 0);
	CU_ASSERT_EQUAL(store_position(f.store, "Storekeeper", &got), -ENOENT);
	CU_ASSERT_EQUAL(apply_one(&f, &op), 0);
	CU_ASSERT_EQUAL(store_policy_version(f.store), 2);
	op.position.key_count = 2;
	CU_ASSERT_EQUAL(apply_one(&f, &op), 0);
	CU_ASSERT_EQUAL(store_policy_version(f.store), 3);
	CU_ASSERT_EQUAL(store_position(f.store, "storekeeper", &got), 0);
	CU_ASSERT_EQUAL(got.key_count, 2);
	fixture_end(&f);
}

static void what_is_not_there_is_not_found(void)
{
	struct fixture f;
	struct policy_person person;
	struct policy_badge badge;
	struct policy_key key;

	begin_with_anna(&f);
	CU_ASSERT_EQUAL(store_person(f.store, BERT, &person), -ENOENT);
	CU_ASSERT_EQUAL(store_person(f.store, 0, &person), -ENOENT);
	CU_ASSERT_EQUAL(store_badge(f.store, BERT, &badge), -ENOENT);
	CU_ASSERT_EQUAL(store_key(f.store, BERT, &key), -ENOENT);
	fixture_end(&f);
}

static void a_change_raises_the_revision_and_wants_the_newest(void)
{
	struct fixture f;
	struct policy_op op = person_op(ANNA, "Anna Berg");
	struct policy_person got;

	begin_with_anna(&f);
	op.person.revision = 1;
	op.person.state = POLICY_PERSON_SUSPENDED;
	CU_ASSERT_EQUAL(apply_one(&f, &op), 0);
	CU_ASSERT_EQUAL(op.person.revision, 2);
	op.person.revision = 1;
	op.person.state = POLICY_PERSON_EXITED;
	CU_ASSERT_EQUAL(apply_one(&f, &op), -ESTALE);
	op.person.revision = 3;
	CU_ASSERT_EQUAL(apply_one(&f, &op), -ESTALE);
	CU_ASSERT_EQUAL(op.person.revision, 3);
	CU_ASSERT_EQUAL(store_person(f.store, ANNA, &got), 0);
	CU_ASSERT_EQUAL(got.state, POLICY_PERSON_SUSPENDED);
	CU_ASSERT_EQUAL(got.revision, 2);
	CU_ASSERT_EQUAL(store_policy_version(f.store), 3);
	fixture_end(&f);
}

static void badges_and_keys_want_the_newest_revision_too(void)
{
	struct fixture f;
	struct policy_op badge = badge_op(CARD, ANNA, 1337);
	struct policy_op key = key_op(KEY, ANNA, "office", "");

	begin_with_anna(&f);
	badge.badge.revision = key.key.revision = 2;
	CU_ASSERT_EQUAL(apply_one(&f, &badge), -ESTALE);
	CU_ASSERT_EQUAL(apply_one(&f, &key), -ESTALE);
	badge.badge.revision = key.key.revision = 1;
	CU_ASSERT_EQUAL(apply_one(&f, &badge), 0);
	CU_ASSERT_EQUAL(apply_one(&f, &key), 0);
	CU_ASSERT_EQUAL(badge.badge.revision, 2);
	CU_ASSERT_EQUAL(key.key.revision, 2);
	fixture_end(&f);
}

static void nobody_can_be_changed_who_is_not_there(void)
{
	struct fixture f;
	struct policy_op op = person_op(BERT, "Bert");

	begin_with_anna(&f);
	op.person.revision = 1;
	CU_ASSERT_EQUAL(apply_one(&f, &op), -ESTALE);
	fixture_end(&f);
}

static void an_id_is_given_once(void)
{
	struct fixture f;

	begin_with_anna(&f);
	CU_ASSERT_EQUAL(apply_copy(&f, person_op(ANNA, "Anna Two")), -EEXIST);
	CU_ASSERT_EQUAL(apply_copy(&f, badge_op(CARD, ANNA, 1338)), -EEXIST);
	CU_ASSERT_EQUAL(apply_copy(&f, key_op(KEY, ANNA, "hall", "")), -EEXIST);
	fixture_end(&f);
}

/* Rule K7, for every state of the first badge. */
static void no_two_badges_in_use_share_a_number(void)
{
	static const struct {
		enum policy_badge_state state;
		int result;
	} cases[] = {{POLICY_BADGE_ACTIVE, -EEXIST},
	             {POLICY_BADGE_SUSPENDED, -EEXIST},
	             {POLICY_BADGE_LOST, -EEXIST},
	             {POLICY_BADGE_RETURNED, 0}};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct fixture f;
		struct policy_op op = badge_op(CARD, ANNA, 1337);
		begin_with_anna(&f);
		op.badge.revision = 1;
		op.badge.state = cases[i].state;
		CU_ASSERT_EQUAL(apply_one(&f, &op), 0);
		CU_ASSERT_EQUAL(apply_copy(&f, badge_op(CARD + 1, ANNA, 1337)), cases[i].result);
		fixture_end(&f);
	}
}

static void a_returned_badge_does_not_come_back_to_a_number_that_is_taken(void)
{
	struct fixture f;
	struct policy_op op = badge_op(CARD, ANNA, 1337);
	struct policy_badge got;

	begin_with_anna(&f);
	op.badge.revision = 1;
	op.badge.state = POLICY_BADGE_RETURNED;
	CU_ASSERT_EQUAL(apply_one(&f, &op), 0);
	CU_ASSERT_EQUAL(apply_copy(&f, badge_op(CARD + 1, ANNA, 1337)), 0);
	op.badge.state = POLICY_BADGE_ACTIVE;
	CU_ASSERT_EQUAL(apply_one(&f, &op), -EPERM); /* rule K1 */
	CU_ASSERT_EQUAL(store_badge_by_number(f.store, "h10301", 42, 1337, &got), 0);
	CU_ASSERT_EQUAL(got.id, CARD + 1);
	fixture_end(&f);
}

static void the_same_digits_in_another_format_or_facility_are_another_badge(void)
{
	struct fixture f;
	struct policy_op format = badge_op(CARD + 1, ANNA, 1337);
	struct policy_op facility = badge_op(CARD + 2, ANNA, 1337);

	begin_with_anna(&f);
	snprintf(format.badge.format, sizeof format.badge.format, "h10306");
	facility.badge.facility = 43;
	CU_ASSERT_EQUAL(apply_one(&f, &format), 0);
	CU_ASSERT_EQUAL(apply_one(&f, &facility), 0);
	fixture_end(&f);
}

/* ---- what the schema forbids: -EPERM, each at its limit ---- */

#define ASSERT_APPLY(result, made, ...)                                                                      \
	do {                                                                                                 \
		struct policy_op op = made;                                                                  \
		__VA_ARGS__;                                                                                 \
		CU_ASSERT_EQUAL(apply_one(&f, &op), result);                                                 \
	} while (0)

static void a_goods_or_secure_door_has_no_schedule(void)
{
	static const struct {
		enum policy_door_kind kind;
		int result;
	} cases[] = {
	        {POLICY_ENTRANCE, 0}, {POLICY_OFFICE, 0}, {POLICY_GOODS, -EPERM}, {POLICY_SECURE, -EPERM}};
	struct fixture f;

	fixture_begin_with_map(&f);
	fixture_add_schedule(&f, "business-hours");
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		ASSERT_APPLY(cases[i].result, DOOR("gate", cases[i].kind, "outside", "hall"),
		             strcpy(op.door.schedule, "business-hours"));
	CU_ASSERT_PTR_NOT_NULL(strstr(store_error(f.store), "rule D9"));
	fixture_end(&f);
}

static void nobody_frees_a_goods_door_behind_the_program(void)
{
	static const char *const attempts[] = {
	        "UPDATE door SET schedule = 'always' WHERE name = 'goods-in'",
	        "UPDATE door SET schedule = 'always' WHERE name = 'server-door'",
	        ("INSERT OR REPLACE INTO door VALUES ('goods-in', 'goods', 'outside', 'warehouse', 5000, "
	         "'always', 0)"),
	        "UPDATE door SET first_person = 1 WHERE name = 'goods-in'",
	        "UPDATE OR REPLACE door SET release_ms = 30001 WHERE name = 'goods-in'",
	        "UPDATE door SET kind = 'open' WHERE name = 'goods-in'",
	};
	struct fixture f;

	fixture_begin_with_map(&f);
	fixture_add_schedule(&f, "always");
	for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++)
		CU_ASSERT_EQUAL(sqlite3_exec(fixture_other_or_fail(&f), attempts[i], NULL, NULL, NULL),
		                SQLITE_CONSTRAINT);
	/* A door that has a schedule does not become one either. */
	CU_ASSERT_EQUAL(sqlite3_exec(f.other, "UPDATE door SET schedule = 'always' WHERE name = 'entrance'",
	                             NULL, NULL, NULL),
	                SQLITE_OK);
	CU_ASSERT_EQUAL(sqlite3_exec(f.other, "UPDATE door SET kind = 'goods' WHERE name = 'entrance'", NULL,
	                             NULL, NULL),
	                SQLITE_CONSTRAINT);
	fixture_end(&f);
}

static void a_door_keeps_its_ranges(void)
{
	const struct policy_op gate = DOOR("gate", POLICY_GOODS, "outside", "hall");
	struct fixture f;

	fixture_begin_with_map(&f);
	ASSERT_APPLY(-EPERM, gate, op.door.release_ms = 999);
	ASSERT_APPLY(0, gate, op.door.release_ms = 1000);
	ASSERT_APPLY(0, gate, op.door.release_ms = 30000);
	ASSERT_APPLY(-EPERM, gate, op.door.release_ms = 30001);
	ASSERT_APPLY(-EPERM, gate, op.door.kind = (enum policy_door_kind)4);
	ASSERT_APPLY(-EPERM, gate, strcpy(op.door.to, "outside"));
	ASSERT_APPLY(-EPERM, gate, op.door.name[0] = '\0');
	ASSERT_APPLY(0, gate, memset(op.door.name, 'g', 47));
	ASSERT_APPLY(-EPERM, gate, memset(op.door.name, 'g', 48));
	ASSERT_APPLY(-EPERM, gate, strcpy(op.door.name, "g te"));
	ASSERT_APPLY(-EPERM, gate, strcpy(op.door.name, "g_te"));
	ASSERT_APPLY(-EPERM, gate, strcpy(op.door.name, "g\xc3\xa4te"));
	ASSERT_APPLY(0, gate, strcpy(op.door.name, "Gate-2.b"));
	fixture_end(&f);
}

static void a_person_keeps_their_ranges(void)
{
	const struct policy_op bert = person_op(BERT, "Bert");
	struct fixture f;

	fixture_begin_with_map(&f);
	ASSERT_APPLY(-EPERM, bert, op.person.id = 0);
	ASSERT_APPLY(0, bert, op.person.id = 1);
	ASSERT_APPLY(0, bert, op.person.id = POLICY_ID_MAX);
	ASSERT_APPLY(-EPERM, bert, op.person.id = POLICY_ID_MAX + 1);
	ASSERT_APPLY(-EPERM, bert, op.person.id = UINT64_MAX);
	ASSERT_APPLY(-EPERM, bert, op.person.name[0] = '\0');
	ASSERT_APPLY(0, bert, op.person.id = 2, memset(op.person.name, 'b', 200));
	ASSERT_APPLY(-EPERM, bert, memset(op.person.name, 'b', 201));
	ASSERT_APPLY(-EPERM, bert, strcpy(op.person.name, "Bert\n"));
	ASSERT_APPLY(-EPERM, bert, strcpy(op.person.name, "\x7f"));
	ASSERT_APPLY(0, bert, op.person.id = 3, strcpy(op.person.name, "J\xc3\xbcrgen O'Neill-\xe5\xb1\xb1"));
	ASSERT_APPLY(-EPERM, bert, op.person.kind = (enum policy_person_kind)3);
	ASSERT_APPLY(-EPERM, bert, op.person.state = (enum policy_person_state)3);
	ASSERT_APPLY(-EPERM, bert, op.person.first_day = -1);
	ASSERT_APPLY(0, bert, op.person.id = 4, op.person.first_day = 0);
	ASSERT_APPLY(-EPERM, bert, op.person.last_day = 2932897);
	ASSERT_APPLY(-EPERM, bert, op.person.last_day = op.person.first_day - 1);
	ASSERT_APPLY(0, bert, op.person.id = 5, op.person.last_day = op.person.first_day);
	ASSERT_APPLY(0, bert, op.person.id = 6, op.person.rights = 7);
	ASSERT_APPLY(-EPERM, bert, op.person.rights = 8);
	fixture_end(&f);
}

static void a_badge_keeps_its_ranges(void)
{
	const struct policy_op badge = badge_op(CARD + 1, 0, 1);
	struct fixture f;

	begin_with_anna(&f);
	ASSERT_APPLY(-EPERM, badge, op.badge.id = 0);
	ASSERT_APPLY(-EPERM, badge, op.badge.id = POLICY_ID_MAX + 1);
	ASSERT_APPLY(-EPERM, badge, op.badge.card = UINT64_C(1) << 56);
	ASSERT_APPLY(-EPERM, badge, op.badge.card = UINT64_MAX);
	ASSERT_APPLY(0, badge, op.badge.card = 0);
	ASSERT_APPLY(-EPERM, badge, op.badge.format[0] = '\0');
	ASSERT_APPLY(-EPERM, badge, memset(op.badge.format, 'f', 16));
	ASSERT_APPLY(0, badge, op.badge.id = 5, memset(op.badge.format, 'f', 15));
	ASSERT_APPLY(-EPERM, badge, op.badge.state = (enum policy_badge_state)5);
	fixture_end(&f);
}

static void a_key_keeps_its_ranges(void)
{
	const struct policy_op key = key_op(KEY + 1, ANNA, "hall", "");
	struct fixture f;

	begin_with_anna(&f);
	ASSERT_APPLY(-EPERM, key, op.key.id = 0);
	ASSERT_APPLY(-EPERM, key, op.key.person = 0);
	ASSERT_APPLY(-EPERM, key, op.key.room[0] = '\0');
	ASSERT_APPLY(-EPERM, key, op.key.state = (enum policy_key_state)8);
	ASSERT_APPLY(-EPERM, key, op.key.first_day = op.key.last_day + 1);
	ASSERT_APPLY(0, key, op.key.first_day = op.key.last_day);
	ASSERT_APPLY(-EPERM, key, memset(op.key.reason, 'r', 201));
	ASSERT_APPLY(-EPERM, key, strcpy(op.key.reason, "tab\t"));
	ASSERT_APPLY(0, key, op.key.id = 5, op.key.reason[0] = '\0');
	ASSERT_APPLY(-EPERM, key, op.key.issued_utc_ms = -1);
	fixture_end(&f);
}

static void a_position_keeps_its_ranges(void)
{
	struct fixture f;

	fixture_begin_with_map(&f);
	ASSERT_APPLY(-EPERM, storekeeper(), op.position.rights = 8);
	ASSERT_APPLY(-EPERM, storekeeper(), op.position.name[0] = '\0');
	ASSERT_APPLY(-EPERM, storekeeper(), op.position.key_count = 33);
	ASSERT_APPLY(-EPERM, storekeeper(), strcpy(op.position.keys[1].door, "goods-in"));
	ASSERT_APPLY(-EPERM, storekeeper(), op.kind = (enum policy_op_kind)99);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT count(*) FROM position"), 0);
	fixture_end(&f);
}

/* The door of a key is a door of its room, on either side of it. */
static void the_door_of_a_key_is_one_of_its_room(void)
{
	static const struct {
		const char *room;
		const char *door;
		int result;
	} cases[] = {
	        {"warehouse", "goods-in", 0},
	        {"outside", "goods-in", 0},
	        {"hall", "goods-in", -EPERM},
	        {"hall", "entrance", 0},
	        {"hall", "server-door", 0},
	        {"office", "office-door", 0},
	        {"office", "entrance", -EPERM},
	        {"warehouse", "", 0},
	        {"servers", "", 0},
	        {"servers", "office-door", -EPERM},
	};
	struct fixture f;

	begin_with_anna(&f);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		CU_ASSERT_EQUAL(apply_copy(&f, key_op(100 + i, ANNA, cases[i].room, cases[i].door)),
		                cases[i].result);
	fixture_end(&f);
}

static void a_key_does_not_change_to_a_door_of_another_room(void)
{
	struct fixture f;
	struct policy_op key = key_op(KEY, ANNA, "office", "entrance");

	begin_with_anna(&f);
	key.key.revision = 1;
	CU_ASSERT_EQUAL(apply_one(&f, &key), -EPERM);
	CU_ASSERT_EQUAL(
	        sqlite3_exec(fixture_other_or_fail(&f), "UPDATE key SET door = 'entrance'", NULL, NULL, NULL),
	        SQLITE_CONSTRAINT);
	fixture_end(&f);
}

static void a_key_whose_door_was_rewired_can_still_be_revoked(void)
{
	struct fixture f;
	struct policy_op key = key_op(9, ANNA, "office", "office-door");
	struct policy_op moved = DOOR("office-door", POLICY_OFFICE, "hall", "warehouse");

	begin_with_anna(&f);
	CU_ASSERT_EQUAL(apply_one(&f, &key), 0);
	CU_ASSERT_EQUAL(apply_one(&f, &moved), 0);
	CU_ASSERT_EQUAL(apply_one(&f, &key), -EPERM);
	key.key.state = POLICY_KEY_REVOKED;
	CU_ASSERT_EQUAL(apply_one(&f, &key), 0);
	fixture_end(&f);
}

static void what_is_referred_to_must_be_there(void)
{
	struct fixture f;

	begin_with_anna(&f);
	ASSERT_APPLY(-ENOENT, ROOM("attic", "roof"));
	ASSERT_APPLY(-ENOENT, DOOR("hatch", POLICY_OFFICE, "hall", "attic"));
	ASSERT_APPLY(-ENOENT, DOOR("hatch", POLICY_OFFICE, "attic", "hall"));
	ASSERT_APPLY(-ENOENT, person_op(BERT, "Bert"), strcpy(op.person.position, "king"));
	ASSERT_APPLY(-ENOENT, badge_op(5, BERT, 7));
	ASSERT_APPLY(-ENOENT, key_op(5, BERT, "hall", ""));
	ASSERT_APPLY(-ENOENT, key_op(5, ANNA, "attic", ""));
	ASSERT_APPLY(-ENOENT, key_op(5, ANNA, "hall", "hatch"));
	ASSERT_APPLY(-ENOENT, key_op(5, ANNA, "attic", "entrance"));
	ASSERT_APPLY(-ENOENT, storekeeper(), strcpy(op.position.keys[2].room, "attic"));
	CU_ASSERT_EQUAL(store_policy_version(f.store), 2);
	fixture_end(&f);
}

/* ---- a change as a whole ---- */

static void a_refused_change_changes_nothing_at_all(void)
{
	static const int results[] = {-EEXIST, -ESTALE, -EPERM, -ENOENT};
	struct policy_op bad[] = {badge_op(CARD + 1, BERT, 1337), person_op(ANNA, "Anna"),
	                          badge_op(8, BERT, 1), key_op(8, BERT, "attic", "")};
	struct fixture f;

	begin_with_anna(&f);
	bad[1].person.revision = 5;
	bad[2].badge.format[0] = '\0';
	for (size_t i = 0; i < 4; i++) {
		struct policy_op ops[] = {person_op(BERT, "Bert"), AREA("roof"), bad[i]};
		struct journal_event event = act_event("person.hired");
		int64_t before = fixture_ask_or_fail(&f, "PRAGMA data_version");
		CU_ASSERT_EQUAL(store_apply(f.store, ops, 3, ANNA, &event, 1), results[i]);
		CU_ASSERT(strlen(store_error(f.store)) > 10);
		CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "PRAGMA data_version"), before);
		CU_ASSERT_EQUAL(ops[0].person.revision, 0);
		CU_ASSERT_EQUAL(event.number, 0);
		CU_ASSERT_EQUAL(event.policy_version, 0);
		CU_ASSERT_EQUAL(store_policy_version(f.store), 2);
		CU_ASSERT_EQUAL(store_last_number(f.store), 0);
	}
	CU_ASSERT_EQUAL(apply_copy(&f, person_op(BERT, "Bert")), 0);
	fixture_end(&f);
}

static void a_bad_event_refuses_its_change(void)
{
	struct fixture f;
	struct policy_op op = person_op(BERT, "Bert");
	struct journal_event events[] = {act_event("person.hired"), act_event("")};

	begin_with_anna(&f);
	CU_ASSERT_EQUAL(store_apply(f.store, &op, 1, ANNA, events, 2), -EPERM);
	CU_ASSERT_EQUAL(op.person.revision, 0);
	CU_ASSERT_EQUAL(events[0].number, 0);
	CU_ASSERT_EQUAL(store_policy_version(f.store), 2);
	CU_ASSERT_EQUAL(store_last_number(f.store), 0);
	fixture_end(&f);
}

static void the_events_of_a_change_get_numbers_and_its_version(void)
{
	struct fixture f;
	struct policy_op op = person_op(BERT, "Bert");
	struct journal_event events[] = {act_event("person.hired"), act_event("key.issued")};

	begin_with_anna(&f);
	CU_ASSERT_EQUAL(store_apply(f.store, &op, 1, ANNA, events, 2), 0);
	CU_ASSERT_EQUAL(events[0].number, 1);
	CU_ASSERT_EQUAL(events[1].number, 2);
	CU_ASSERT_EQUAL(events[1].policy_version, 3);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT sum(policy_version) FROM body"), 6);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT utc_ms FROM change_body WHERE version = 3"),
	                1767225600123);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT who FROM change_body WHERE version = 3"), ANNA);
	fixture_end(&f);
}

static void an_act_that_changes_no_row_is_a_version_all_the_same(void)
{
	struct fixture f;
	struct journal_event event = act_event("keys.reviewed");

	begin_with_anna(&f);
	CU_ASSERT_EQUAL(store_apply(f.store, NULL, 0, ANNA, &event, 1), 0);
	CU_ASSERT_EQUAL(event.policy_version, 3);
	CU_ASSERT_EQUAL(store_policy_version(f.store), 3);
	CU_ASSERT_EQUAL(
	        fixture_ask_or_fail(&f, "SELECT operations = '[]' FROM change_body WHERE version = 3"), 1);
	fixture_end(&f);
}

static void every_operation_is_listed_as_the_row_it_made(void)
{
	struct fixture f;
	struct policy_op ops[] = {AREA("roof"), storekeeper(), person_op(BERT, "Bert \"B\" \\ \xc3\xa4"),
	                          badge_op(8, BERT, 99), key_op(9, BERT, "hall", "entrance")};

	begin_with_anna(&f);
	CU_ASSERT_EQUAL(store_apply(f.store, ops, 5, ANNA, NULL, 0), 0);
	CU_ASSERT_EQUAL(
	        fixture_ask_or_fail(
	                &f,
	                "SELECT operations ->> '$[0].put' = 'area' AND operations ->> '$[0].name' = 'roof'"
	                " AND operations ->> '$[1].keys[0].door' = 'goods-in'"
	                " AND operations -> '$[1].keys[1].door' = 'null'"
	                " AND json_array_length(operations, '$[1].keys') = 3"
	                " AND operations ->> '$[2].name' = (SELECT name FROM person WHERE id = 1002)"
	                " AND operations ->> '$[2].revision' = 1"
	                " AND operations ->> '$[3].card' = 99 AND operations ->> '$[3].person' = 1002"
	                " AND operations ->> '$[3].state' = 'active'"
	                " AND operations ->> '$[4].last_day' = 20500 AND json_array_length(operations) = 5"
	                " FROM change_body WHERE version = 3"),
	        1);
	fixture_end(&f);
}

static void each_change_carries_the_hash_of_the_one_before(void)
{
	struct fixture f;
	sqlite3_stmt *q = NULL;
	uint8_t expected[JOURNAL_COMMITMENT] = {0};
	int rows = 0;

	begin_with_anna(&f);
	CU_ASSERT_EQUAL(apply_copy(&f, person_op(BERT, "Bert")), 0);
	fixture_reopen_or_fail(&f);
	CU_ASSERT_EQUAL(apply_copy(&f, badge_op(8, BERT, 99)), 0);
	CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(fixture_other_or_fail(&f),
	                                         "SELECT version, utc_ms, who, operations, salt, commitment,"
	                                         " previous_hash"
	                                         " FROM policy_change JOIN change_body USING (version)"
	                                         " ORDER BY version",
	                                         -1, &q, NULL),
	                      SQLITE_OK);
	for (; sqlite3_step(q) == SQLITE_ROW; rows++) {
		struct journal_change change = {.utc_ms = sqlite3_column_int64(q, 1),
		                                .who = (policy_id)sqlite3_column_int64(q, 2),
		                                .operations = (const char *)sqlite3_column_text(q, 3)};
		uint8_t commitment[JOURNAL_COMMITMENT], previous[JOURNAL_COMMITMENT];
		CU_ASSERT_EQUAL(sqlite3_column_int64(q, 0), rows + 1);
		CU_ASSERT_EQUAL(memcmp(sqlite3_column_blob(q, 6), expected, sizeof expected), 0);
		journal_commit_change(&change, sqlite3_column_blob(q, 4), commitment);
		CU_ASSERT_EQUAL(memcmp(sqlite3_column_blob(q, 5), commitment, sizeof commitment), 0);
		memcpy(previous, expected, sizeof previous);
		journal_hash_change(rows + 1, commitment, previous, expected);
	}
	CU_ASSERT_EQUAL(rows, 4);
	sqlite3_finalize(q);
	fixture_end(&f);
}

static void as_many_operations_fit_as_promised(void)
{
	static struct policy_op ops[STORE_OPS_MAX + 1];
	struct fixture f;

	fixture_begin_with_map(&f);
	for (policy_id i = 0; i <= STORE_OPS_MAX; i++)
		ops[i] =
		        person_op(i + 1, "somebody with quite a long name, as it is found in some countries");
	CU_ASSERT_EQUAL(store_apply(f.store, ops, STORE_OPS_MAX + 1, ANNA, NULL, 0), -E2BIG);
	CU_ASSERT_EQUAL(store_apply(f.store, ops, STORE_OPS_MAX, ANNA, NULL, 0), 0);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT count(*) FROM person"), STORE_OPS_MAX);
	CU_ASSERT_EQUAL(apply_copy(&f, person_op(BERT + STORE_OPS_MAX, "Bert")), 0);
	fixture_end(&f);
}

/* 32 keys each, every name as long as it may be: 15 MB of JSON. */
static void as_many_operations_of_the_largest_kind_fit_too(void)
{
	static struct policy_op ops[STORE_OPS_MAX];
	struct policy_op map[] = {ROOM("", ""), DOOR("", POLICY_OFFICE, "", "hall")};
	struct fixture f;

	fixture_begin_with_map(&f);
	memset(map[0].room.name, 'r', POLICY_NAME_MAX - 1);
	memset(map[1].door.name, 'd', POLICY_NAME_MAX - 1);
	memset(map[1].door.from, 'r', POLICY_NAME_MAX - 1);
	CU_ASSERT_EQUAL_FATAL(store_apply(f.store, map, 2, 0, NULL, 0), 0);
	for (int i = 0; i < STORE_OPS_MAX; i++) {
		struct policy_position *position = &ops[i].position;
		ops[i].kind = POLICY_POSITION_PUT;
		snprintf(position->name, sizeof position->name, "%047d", i);
		position->key_count = POLICY_POSITION_KEYS_MAX;
		for (int k = 0; k < POLICY_POSITION_KEYS_MAX; k++) {
			memset(position->keys[k].room, 'r', POLICY_NAME_MAX - 1);
			memset(position->keys[k].door, 'd', POLICY_NAME_MAX - 1);
		}
	}
	CU_ASSERT_EQUAL(store_apply(f.store, ops, STORE_OPS_MAX, ANNA, NULL, 0), 0);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT count(*) FROM position_key"),
	                STORE_OPS_MAX * POLICY_POSITION_KEYS_MAX);
	CU_ASSERT(fixture_ask_or_fail(&f, "SELECT length(operations) FROM change_body WHERE version = 3") >
	          15000000);
	CU_ASSERT_EQUAL(apply_copy(&f, person_op(BERT, "Bert")), 0);
	fixture_end(&f);
}

/* ---- lists ---- */

struct seen {
	policy_id ids[16];
	size_t count;
	size_t stop_after;
	struct store *store;
};

static bool see(struct seen *seen, policy_id id)
{
	seen->ids[seen->count++] = id;
	return seen->count != seen->stop_after;
}

static bool see_person(void *context, const struct policy_person *person)
{
	return see(context, person->id);
}

static bool see_badge(void *context, const struct policy_badge *badge)
{
	return see(context, badge->id);
}

static bool see_key(void *context, const struct policy_key *key)
{
	struct seen *seen = context;
	struct policy_person person;

	/* A visitor looks up others meanwhile. */
	CU_ASSERT_EQUAL(store_person(seen->store, key->person, &person), 0);
	return see(seen, key->id);
}

static bool see_position(void *context, const struct policy_position *position)
{
	return see(context, position->key_count);
}

static void begin_with_people(struct fixture *f)
{
	struct policy_op ops[] = {
	        person_op(5, "anna Berg"),
	        person_op(BERT, "Bert"),
	        person_op(3, "Zoe"),
	        badge_op(50, 5, 1),
	        badge_op(40, BERT, 2),
	        key_op(90, 5, "office", ""),
	        key_op(91, 5, "hall", ""),
	        key_op(80, BERT, "hall", ""),
	        {.kind = POLICY_POSITION_PUT,
	         .position = {.name = "b", .key_count = 1, .keys = {{"hall", ""}}}},
	        {.kind = POLICY_POSITION_PUT, .position = {.name = "a"}},
	};

	begin_with_anna(f);
	ops[2].person.state = POLICY_PERSON_EXITED;
	ops[4].badge.state = POLICY_BADGE_LOST;
	CU_ASSERT_EQUAL_FATAL(store_apply(f->store, ops, sizeof ops / sizeof ops[0], ANNA, NULL, 0), 0);
	ops[7].key.state = POLICY_KEY_REVOKED;
	CU_ASSERT_EQUAL_FATAL(store_apply(f->store, &ops[7], 1, ANNA, NULL, 0), 0);
}

static void lists_have_their_order(void)
{
	struct fixture f;

	begin_with_people(&f);
	struct seen persons = {.store = f.store}, badges = persons, keys = persons, annas = persons,
	            positions = persons;
	CU_ASSERT_EQUAL(store_persons(f.store, see_person, &persons), 0);
	CU_ASSERT_EQUAL(memcmp(persons.ids, (policy_id[]){5, ANNA, BERT, 3}, 4 * sizeof(policy_id)), 0);
	CU_ASSERT_EQUAL(store_badges(f.store, see_badge, &badges), 0);
	CU_ASSERT_EQUAL(memcmp(badges.ids, (policy_id[]){40, 50, CARD}, 3 * sizeof(policy_id)), 0);
	CU_ASSERT_EQUAL(store_keys(f.store, 0, see_key, &keys), 0);
	CU_ASSERT_EQUAL(memcmp(keys.ids, (policy_id[]){80, 90, 91, KEY}, 4 * sizeof(policy_id)), 0);
	CU_ASSERT_EQUAL(store_keys(f.store, 5, see_key, &annas), 0);
	CU_ASSERT_EQUAL(annas.count, 2);
	CU_ASSERT_EQUAL(memcmp(annas.ids, (policy_id[]){91, 90}, 2 * sizeof(policy_id)), 0);
	CU_ASSERT_EQUAL(store_positions(f.store, see_position, &positions), 0);
	CU_ASSERT_EQUAL(positions.count, 2);
	CU_ASSERT_EQUAL(memcmp(positions.ids, (policy_id[]){0, 1}, 2 * sizeof(policy_id)), 0);
	fixture_end(&f);
}

static void a_list_can_be_stopped_and_started_again(void)
{
	struct fixture f;

	begin_with_people(&f);
	for (int i = 0; i < 2; i++) {
		struct seen seen = {.stop_after = 2};
		CU_ASSERT_EQUAL(store_persons(f.store, see_person, &seen), 0);
		CU_ASSERT_EQUAL(seen.count, 2);
	}
	CU_ASSERT_EQUAL(apply_copy(&f, person_op(6, "after it")), 0);
	fixture_end(&f);
}

static void a_name_is_found_in_any_case_those_who_left_last(void)
{
	struct fixture f;
	struct policy_person persons[2];
	struct policy_op gone = person_op(2, "ANNA BERG");
	size_t count = 0;

	begin_with_people(&f);
	gone.person.state = POLICY_PERSON_EXITED;
	CU_ASSERT_EQUAL(apply_one(&f, &gone), 0);
	CU_ASSERT_EQUAL(store_person_by_name(f.store, "aNNa bERg", persons, 2, &count), 0);
	CU_ASSERT_EQUAL(count, 3);
	CU_ASSERT_EQUAL(persons[0].id, ANNA);
	CU_ASSERT_EQUAL(persons[1].id, 5);
	CU_ASSERT_EQUAL(store_person_by_name(f.store, "Anna", persons, 2, &count), 0);
	CU_ASSERT_EQUAL(count, 0);
	CU_ASSERT_EQUAL(store_person_by_name(f.store, "", persons, 2, &count), 0);
	CU_ASSERT_EQUAL(count, 0);
	fixture_end(&f);
}

static void counts_leave_out_what_is_over(void)
{
	struct fixture f;
	int64_t persons = 0, badges = 0, keys = 0;

	begin_with_people(&f);
	CU_ASSERT_EQUAL(store_counts(f.store, &persons, &badges, &keys), 0);
	CU_ASSERT_EQUAL(persons, 3);
	CU_ASSERT_EQUAL(badges, 2);
	CU_ASSERT_EQUAL(keys, 3);
	fixture_end(&f);
}

/* ---- the journal ---- */

static void append_or_fail(struct fixture *f, const char *kind, bool is_incident)
{
	struct journal_event event = act_event(kind);

	event.is_incident = is_incident;
	CU_ASSERT_EQUAL_FATAL(append_one(f, &event), 0);
}

static void an_empty_journal_has_no_numbers(void)
{
	struct fixture f;

	fixture_begin(&f);
	fixture_open_or_fail(&f);
	CU_ASSERT_EQUAL(store_last_number(f.store), 0);
	CU_ASSERT_EQUAL(store_first_number(f.store), 0);
	fixture_end(&f);
}

static void numbers_go_on_after_a_restart(void)
{
	struct fixture f;
	struct journal_event events[3] = {act_event("a"), act_event("b"), act_event("c")};

	fixture_begin_with_map(&f);
	append_or_fail(&f, "first", false);
	CU_ASSERT_EQUAL(store_first_number(f.store), 1);
	fixture_reopen_or_fail(&f);
	CU_ASSERT_EQUAL(store_last_number(f.store), 1);
	CU_ASSERT_EQUAL(store_append(f.store, &(struct store_batch){.events = events, .event_count = 3}), 0);
	for (int i = 0; i < 3; i++)
		CU_ASSERT_EQUAL(events[i].number, 2 + i);
	CU_ASSERT_EQUAL(store_last_number(f.store), 4);
	CU_ASSERT_EQUAL(store_first_number(f.store), 1);
	fixture_end(&f);
}

static bool copy_event(void *context, const struct journal_event *event)
{
	*(struct journal_event *)context = *event;
	return true;
}

static void an_event_comes_back_as_written(void)
{
	struct fixture f;
	struct journal_event got = {0};
	struct journal_event event = {.class = JOURNAL_PASSAGE,
	                              .is_incident = true,
	                              .utc_ms = -1,
	                              .mono_ns = INT64_MAX,
	                              .is_clock_trusted = true,
	                              .policy_version = 12,
	                              .kind = "access.granted",
	                              .door = "entrance",
	                              .reader = "entrance.in",
	                              .room = "hall",
	                              .area = "building",
	                              .person = POLICY_ID_MAX,
	                              .badge = 1,
	                              .operator_id = 2,
	                              .cause = "grant",
	                              .reason = "none",
	                              .detail = "\xc3\xa4\xc3\xb6\xc3\xbc"};

	fixture_begin_with_map(&f);
	CU_ASSERT_EQUAL(append_one(&f, &event), 0);
	CU_ASSERT_EQUAL(store_events(f.store, 0, 1, false, copy_event, &got), 0);
	CU_ASSERT_EQUAL(memcmp(&got, &event, sizeof got), 0);
	fixture_end(&f);
}

static void a_lone_event_comes_back_empty_but_for_its_kind(void)
{
	struct fixture f;
	struct journal_event got;
	struct journal_event event = {.class = JOURNAL_KEY, .kind = "x"};

	fixture_begin_with_map(&f);
	CU_ASSERT_EQUAL(append_one(&f, &event), 0);
	CU_ASSERT_EQUAL(store_events_newest(f.store, 1, false, copy_event, &got), 0);
	CU_ASSERT_EQUAL(memcmp(&got, &event, sizeof got), 0);
	fixture_end(&f);
}

static void an_event_keeps_its_ranges(void)
{
	static const struct journal_event bad[] = {
	        {.class = JOURNAL_ACT},
	        {.kind = "x"},
	        {.class = (enum journal_class)6, .kind = "x"},
	        {.class = JOURNAL_ACT, .kind = "x", .person = POLICY_ID_MAX + 1},
	        {.class = JOURNAL_ACT, .kind = "x", .mono_ns = UINT64_MAX},
	};
	struct fixture f;

	fixture_begin_with_map(&f);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct journal_event events[] = {act_event("good"), bad[i]};
		struct store_ring_mark mark = {.ring = "ring", .sequence = 2};
		struct store_batch batch = {.events = events, .event_count = 2, .mark = &mark};
		CU_ASSERT_EQUAL(store_append(f.store, &batch), -EPERM);
		CU_ASSERT_EQUAL(events[0].number, 0);
	}
	CU_ASSERT_EQUAL(store_last_number(f.store), 0);
	CU_ASSERT_EQUAL(store_ring_mark(f.store, "ring"), 0);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT count(*) FROM event"), 0);
	fixture_end(&f);
}

static bool see_event(void *context, const struct journal_event *event)
{
	return see(context, (policy_id)event->number);
}

/* Ten events, 3, 6 and 9 incidents. */
static void events_are_asked_for_by_number(void)
{
	static const struct {
		bool is_newest;
		int64_t since;
		size_t limit;
		bool incidents_only;
		size_t count;
		policy_id first, last;
	} cases[] = {
	        {false, 0, 100, false, 10, 1, 10},  {false, 0, 3, false, 3, 1, 3},
	        {false, 9, 3, false, 1, 10, 10},    {false, 10, 3, false, 0, 0, 0},
	        {false, 0, 0, false, 0, 0, 0},      {false, 0, SIZE_MAX, true, 3, 3, 9},
	        {false, 3, 10, true, 2, 6, 9},      {false, 2, 1, true, 1, 3, 3},
	        {true, 0, 4, false, 4, 7, 10},      {true, 0, 100, false, 10, 1, 10},
	        {true, 0, 2, true, 2, 6, 9},        {true, 0, 0, true, 0, 0, 0},
	        {false, -5, 100, false, 10, 1, 10},
	};
	struct fixture f;

	fixture_begin_with_map(&f);
	for (int i = 1; i <= 10; i++)
		append_or_fail(&f, "x", i % 3 == 0);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct seen seen = {0};
		int rc = cases[i].is_newest ? store_events_newest(f.store, cases[i].limit,
		                                                  cases[i].incidents_only, see_event, &seen)
		                            : store_events(f.store, cases[i].since, cases[i].limit,
		                                           cases[i].incidents_only, see_event, &seen);
		CU_ASSERT_EQUAL(rc, 0);
		CU_ASSERT_EQUAL(seen.count, cases[i].count);
		CU_ASSERT_EQUAL(seen.ids[0], cases[i].first);
		CU_ASSERT_EQUAL(seen.count == 0 ? 0 : seen.ids[seen.count - 1], cases[i].last);
		for (size_t k = 1; k < seen.count; k++)
			CU_ASSERT(seen.ids[k] > seen.ids[k - 1]);
	}
	fixture_end(&f);
}

static void the_journal_can_not_be_changed_behind_the_program(void)
{
	static const char *const attempts[] = {
	        "UPDATE event SET class = 1 WHERE number = 2",
	        "UPDATE body SET person = NULL WHERE number = 2",
	        "DELETE FROM event WHERE number = 2",
	        "DELETE FROM body WHERE number = 2",
	        "DELETE FROM body",
	        "INSERT OR REPLACE INTO event SELECT number, 1, commitment FROM event WHERE number = 2",
	        "INSERT OR REPLACE INTO body SELECT * FROM body WHERE number = 2",
	        "INSERT INTO event VALUES (5, 1, zeroblob(32))",
	        "INSERT INTO event VALUES (4, 1, zeroblob(31))",
	        "INSERT INTO event VALUES (NULL, 1, zeroblob(31))",
	        "REPLACE INTO policy_change SELECT version, zeroblob(32), previous_hash FROM policy_change",
	        "UPDATE policy_change SET commitment = zeroblob(32)",
	        "REPLACE INTO change_body SELECT version, salt, utc_ms, who, '[]' FROM change_body",
	        "UPDATE change_body SET operations = '[]'",
	        "DELETE FROM change_body",
	        "DELETE FROM policy_change",
	};
	struct fixture f;

	fixture_begin_with_map(&f);
	for (int i = 0; i < 3; i++)
		append_or_fail(&f, "x", false);
	for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++)
		CU_ASSERT_EQUAL(sqlite3_exec(fixture_other_or_fail(&f), attempts[i], NULL, NULL, NULL),
		                SQLITE_CONSTRAINT);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT count(*) FROM body JOIN event USING (number)"), 3);
	fixture_end(&f);
}

static void a_journal_with_a_gap_is_damaged(void)
{
	struct fixture f;
	char sentence[256];

	fixture_begin_with_map(&f);
	for (int i = 0; i < 3; i++)
		append_or_fail(&f, "x", false);
	store_close(f.store);
	f.store = NULL;
	CU_ASSERT_EQUAL_FATAL(sqlite3_exec(fixture_other_or_fail(&f),
	                                   "PRAGMA foreign_keys = OFF; DROP TRIGGER event_delete;"
	                                   "DELETE FROM event WHERE number = 2",
	                                   NULL, NULL, NULL),
	                      SQLITE_OK);
	snprintf(sentence, sizeof sentence,
	         "%s is damaged (the journal has 2 events between numbers 1 and 3); restore a backup",
	         f.path);
	CU_ASSERT_EQUAL(store_open(&f.store, f.path, f.error, sizeof f.error), -EUCLEAN);
	CU_ASSERT_STRING_EQUAL(f.error, sentence);
	fixture_end(&f);
}

/* ---- what the doors keep ---- */

static bool see_presence(void *context, const struct store_presence *presence)
{
	struct seen *seen = context;

	CU_ASSERT(presence->is_inside);
	CU_ASSERT_STRING_EQUAL(presence->door, "entrance");
	CU_ASSERT_EQUAL(presence->since_utc_ms, 1000 + (int64_t)presence->person);
	return see(seen, presence->person * 10 + (presence->area[0] == 'y'));
}

static struct store_presence presence(policy_id person, const char *area, bool is_inside)
{
	struct store_presence p = {.person = person,
	                           .door = "entrance",
	                           .since_utc_ms = 1000 + (int64_t)person,
	                           .is_inside = is_inside};

	snprintf(p.area, sizeof p.area, "%s", area);
	return p;
}

static void presence_survives_a_restart_and_ends_with_leaving(void)
{
	struct fixture f;
	struct store_presence rows[] = {presence(2, "building", true), presence(1, "building", true),
	                                presence(1, "yard", true),     presence(2, "building", false),
	                                presence(3, "yard", false),    presence(1, "yard", true)};
	struct seen seen = {0};

	fixture_begin_with_map(&f);
	CU_ASSERT_EQUAL(store_append(f.store, &(struct store_batch){.presences = rows, .presence_count = 6}),
	                0);
	fixture_reopen_or_fail(&f);
	CU_ASSERT_EQUAL(store_presences(f.store, see_presence, &seen), 0);
	CU_ASSERT_EQUAL(seen.count, 2);
	CU_ASSERT_EQUAL(seen.ids[0], 10);
	CU_ASSERT_EQUAL(seen.ids[1], 11);
	fixture_end(&f);
}

static bool copy_area(void *context, const struct store_area_state *state)
{
	struct store_area_state **next = context;

	*(*next)++ = *state;
	return true;
}

static void area_states_survive_a_restart(void)
{
	struct fixture f;
	struct store_area_state rows[] = {
	        {.area = "yard", .alarm = "set", .since_utc_ms = 5, .is_certain = true},
	        {.area = "building", .alarm = "unset", .since_utc_ms = 6, .why = "forced"},
	        {.area = "yard", .alarm = "alarm", .since_utc_ms = 7, .is_certain = true},
	};
	struct store_area_state got[3];
	struct store_area_state *next = got;

	fixture_begin_with_map(&f);
	CU_ASSERT_EQUAL(store_append(f.store, &(struct store_batch){.areas = rows, .area_count = 3}), 0);
	fixture_reopen_or_fail(&f);
	CU_ASSERT_EQUAL(store_area_states(f.store, copy_area, &next), 0);
	CU_ASSERT_EQUAL_FATAL(next - got, 2);
	CU_ASSERT_EQUAL(memcmp(&got[0], &rows[1], sizeof got[0]), 0);
	CU_ASSERT_EQUAL(memcmp(&got[1], &rows[2], sizeof got[0]), 0);
	fixture_end(&f);
}

static void the_fire_latch_survives_a_restart(void)
{
	struct fixture f;
	bool is_latched = true;

	fixture_begin_with_map(&f);
	CU_ASSERT_EQUAL(store_fire_latch(f.store, &is_latched), 0);
	CU_ASSERT_FALSE(is_latched);
	is_latched = true;
	CU_ASSERT_EQUAL(store_append(f.store, &(struct store_batch){.fire_latch = &is_latched}), 0);
	append_or_fail(&f, "other", false);
	fixture_reopen_or_fail(&f);
	is_latched = false;
	CU_ASSERT_EQUAL(store_fire_latch(f.store, &is_latched), 0);
	CU_ASSERT(is_latched);
	is_latched = false;
	CU_ASSERT_EQUAL(store_append(f.store, &(struct store_batch){.fire_latch = &is_latched}), 0);
	CU_ASSERT_EQUAL(store_fire_latch(f.store, &is_latched), 0);
	CU_ASSERT_FALSE(is_latched);
	fixture_end(&f);
}

static int mark_at(struct fixture *f, uint64_t sequence)
{
	struct journal_event event = act_event("x");
	struct store_ring_mark mark = {.ring = "ring-a", .sequence = sequence};

	return store_append(f->store,
	                    &(struct store_batch){.events = &event, .event_count = 1, .mark = &mark});
}

static void the_mark_of_a_ring_never_goes_back(void)
{
	struct fixture f;

	fixture_begin_with_map(&f);
	CU_ASSERT_EQUAL(store_ring_mark(f.store, "ring-a"), 0);
	CU_ASSERT_EQUAL(mark_at(&f, 7), 0);
	CU_ASSERT_EQUAL(mark_at(&f, 6), -EPERM);
	CU_ASSERT_EQUAL(store_ring_mark(f.store, "ring-a"), 7);
	CU_ASSERT_EQUAL(store_last_number(f.store), 1);
	fixture_reopen_or_fail(&f);
	CU_ASSERT_EQUAL(mark_at(&f, 8), 0);
	CU_ASSERT_EQUAL(store_ring_mark(f.store, "ring-a"), 8);
	CU_ASSERT_EQUAL(store_ring_mark(f.store, "ring-b"), 0);
	fixture_end(&f);
}

static void a_ring_is_forgotten_when_it_is_gone(void)
{
	struct fixture f;

	fixture_begin_with_map(&f);
	CU_ASSERT_EQUAL(mark_at(&f, 7), 0);
	CU_ASSERT_EQUAL(store_ring_forget(f.store, "ring-a"), 0);
	CU_ASSERT_EQUAL(store_ring_forget(f.store, "ring-a"), 0);
	CU_ASSERT_EQUAL(store_ring_mark(f.store, "ring-a"), 0);
	CU_ASSERT_EQUAL(fixture_ask_or_fail(&f, "SELECT count(*) FROM ring_mark"), 0);
	fixture_end(&f);
}

static void an_empty_batch_is_fine(void)
{
	struct fixture f;

	fixture_begin_with_map(&f);
	CU_ASSERT_EQUAL(store_append(f.store, &(struct store_batch){0}), 0);
	CU_ASSERT_EQUAL(store_last_number(f.store), 0);
	CU_ASSERT_EQUAL(store_first_number(f.store), 0);
	fixture_end(&f);
}

static void another_writer_makes_busy_and_then_all_goes_on(void)
{
	struct fixture f;

	begin_with_anna(&f);
	CU_ASSERT_EQUAL(sqlite3_exec(fixture_other_or_fail(&f), "BEGIN IMMEDIATE", NULL, NULL, NULL),
	                SQLITE_OK);
	CU_ASSERT_EQUAL(mark_at(&f, 1), -EBUSY);
	CU_ASSERT_EQUAL(apply_copy(&f, person_op(BERT, "Bert")), -EBUSY);
	CU_ASSERT_EQUAL(sqlite3_exec(f.other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	CU_ASSERT_EQUAL(mark_at(&f, 1), 0);
	CU_ASSERT_EQUAL(apply_copy(&f, person_op(BERT, "Bert")), 0);
	fixture_end(&f);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"a new file belongs to its owner alone", a_new_file_belongs_to_its_owner_alone},
	        {"a file open to others is closed to them at start",
	         an_open_file_is_closed_to_others_at_start},
	        {"a new file says what it is", a_new_file_says_what_it_is},
	        {"the journal keeps its identity", the_journal_keeps_its_identity},
	        {"an empty file counts as new", an_empty_file_counts_as_new},
	        {"a newer schema is refused with both numbers", a_newer_schema_is_refused},
	        {"positions keep their people when they get longer names",
	         positions_keep_their_people_when_they_get_longer_names},
	        {"visits stay when they can be called off", visits_stay_when_they_can_be_called_off},
	        {"rows that refer to nothing are not migrated", rows_that_refer_to_nothing_are_not_migrated},
	        {"something else than a database is refused", something_else_than_a_database_is_refused},
	        {"a database of somebody else is refused", a_database_of_somebody_else_is_refused},
	        {"checking makes and changes nothing", checking_makes_and_changes_nothing},
	        {"checking does not disturb the running one", checking_does_not_disturb_the_running_one},
	        {"the same map again makes no new version", the_same_map_again_makes_no_new_version},
	        {"a door that differs is the only operation of the next version",
	         a_door_that_differs_is_the_only_operation_of_the_next_version},
	        {"every field of the map can change", every_field_of_the_map_can_change},
	        {"doors are listed by name as they were put", doors_are_listed_by_name_as_they_were_put},
	        {"a person comes back as put", a_person_comes_back_as_put},
	        {"a badge comes back as put", a_badge_comes_back_as_put},
	        {"a key comes back as put", a_key_comes_back_as_put},
	        {"a position comes back as put, its keys in order",
	         a_position_comes_back_as_put_its_keys_in_order},
	        {"what is not there is not found", what_is_not_there_is_not_found},
	        {"a change raises the revision and wants the newest",
	         a_change_raises_the_revision_and_wants_the_newest},
	        {"badges and keys want the newest revision too",
	         badges_and_keys_want_the_newest_revision_too},
	        {"nobody can be changed who is not there", nobody_can_be_changed_who_is_not_there},
	        {"an id is given once", an_id_is_given_once},
	        {"K7: no two badges in use share a number", no_two_badges_in_use_share_a_number},
	        {"K7: a returned badge does not come back to a number that is taken",
	         a_returned_badge_does_not_come_back_to_a_number_that_is_taken},
	        {"F6: the same digits in another format or facility are another badge",
	         the_same_digits_in_another_format_or_facility_are_another_badge},
	        {"D9: a goods or secure door has no schedule", a_goods_or_secure_door_has_no_schedule},
	        {"D9: nobody frees a goods door behind the program",
	         nobody_frees_a_goods_door_behind_the_program},
	        {"D2, D8: a door keeps its ranges", a_door_keeps_its_ranges},
	        {"a person keeps their ranges", a_person_keeps_their_ranges},
	        {"a badge keeps its ranges", a_badge_keeps_its_ranges},
	        {"a key keeps its ranges", a_key_keeps_its_ranges},
	        {"a position keeps its ranges", a_position_keeps_its_ranges},
	        {"the door of a key is one of its room", the_door_of_a_key_is_one_of_its_room},
	        {"a key does not change to a door of another room",
	         a_key_does_not_change_to_a_door_of_another_room},
	        {"a key whose door was rewired can still be revoked",
	         a_key_whose_door_was_rewired_can_still_be_revoked},
	        {"what is referred to must be there", what_is_referred_to_must_be_there},
	        {"a refused change changes nothing at all", a_refused_change_changes_nothing_at_all},
	        {"a bad event refuses its change", a_bad_event_refuses_its_change},
	        {"the events of a change get numbers and its version",
	         the_events_of_a_change_get_numbers_and_its_version},
	        {"an act that changes no row is a version all the same",
	         an_act_that_changes_no_row_is_a_version_all_the_same},
	        {"every operation is listed as the row it made",
	         every_operation_is_listed_as_the_row_it_made},
	        {"each change carries the hash of the one before",
	         each_change_carries_the_hash_of_the_one_before},
	        {"as many operations fit as promised", as_many_operations_fit_as_promised},
	        {"as many operations of the largest kind fit too",
	         as_many_operations_of_the_largest_kind_fit_too},
	        {"lists have their order", lists_have_their_order},
	        {"a list can be stopped and started again", a_list_can_be_stopped_and_started_again},
	        {"a name is found in any case, those who left last",
	         a_name_is_found_in_any_case_those_who_left_last},
	        {"counts leave out what is over", counts_leave_out_what_is_over},
	        {"an empty journal has no numbers", an_empty_journal_has_no_numbers},
	        {"E1: numbers go on after a restart", numbers_go_on_after_a_restart},
	        {"E1: an event comes back as written", an_event_comes_back_as_written},
	        {"a lone event comes back empty but for its kind",
	         a_lone_event_comes_back_empty_but_for_its_kind},
	        {"an event keeps its ranges", an_event_keeps_its_ranges},
	        {"events are asked for by number", events_are_asked_for_by_number},
	        {"E1: the journal can not be changed behind the program",
	         the_journal_can_not_be_changed_behind_the_program},
	        {"E1: a journal with a gap is damaged", a_journal_with_a_gap_is_damaged},
	        {"D3: presence survives a restart and ends with leaving",
	         presence_survives_a_restart_and_ends_with_leaving},
	        {"D3: area states survive a restart", area_states_survive_a_restart},
	        {"D13: the fire latch survives a restart", the_fire_latch_survives_a_restart},
	        {"E2: the mark of a ring never goes back", the_mark_of_a_ring_never_goes_back},
	        {"a ring is forgotten when it is gone", a_ring_is_forgotten_when_it_is_gone},
	        {"an empty batch is fine", an_empty_batch_is_fine},
	        {"another writer makes busy, and then all goes on",
	         another_writer_makes_busy_and_then_all_goes_on},
	};

	return suite_run("store", cases, sizeof cases / sizeof cases[0]);
}
