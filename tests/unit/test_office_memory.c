/*
 * The office without the database (rule B6): started while it is away, doors
 * decide as before; what only restricts is done, kept across restarts and
 * written when the database is back; another database is never taken for it.
 */
#include "controller/office/minding.h"
#include "controller/office/reopening.h"
#include "tests/unit/office_fixture.h"

enum { LONG_MS = 60000 };

static const char anna_lost[] = "{\"badge\":\"42:2\"}";

static void away_path(const struct desk *d, char path[128])
{
	snprintf(path, 128, "%s/away", d->directory);
}

static void take_disk_away_or_fail(struct desk *d)
{
	char away[128];
	away_path(d, away);
	CU_ASSERT_EQUAL_FATAL(rename(d->config.state_dir, away), 0);
}

static void bring_disk_back_or_fail(struct desk *d)
{
	char away[128];
	away_path(d, away);
	CU_ASSERT_EQUAL_FATAL(rename(away, d->config.state_dir), 0);
}

static int next_turn(sd_event_source *s, uint64_t usec, void *context)
{
	(void)s;
	(void)usec;
	*(bool *)context = true;
	return 0;
}

static void start_loop_or_fail(struct desk *d)
{
	CU_ASSERT_EQUAL_FATAL(journalist_start(d->office->journalist), 0);
	CU_ASSERT_EQUAL_FATAL(reopening_start(d->office), 0);
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

static void run_loop_until_open(struct desk *d)
{
	for (int i = 0; i < LONG_MS / 50 && d->office->store == NULL; i++)
		run_loop_for(d, 50);
	CU_ASSERT_PTR_NOT_NULL_FATAL(d->office->store);
	desk_log_in_boss(d);
}

/* On a busy machine a start may have gone on before the database was looked at: it is waited for here. */
static void wait_for_opening(struct desk *d)
{
	if (d->office->store != NULL || d->office->opening == NULL)
		return;
	start_loop_or_fail(d);
	for (int i = 0; i < LONG_MS / 50 && d->office->opening != NULL; i++)
		run_loop_for(d, 50);
	desk_log_in_boss(d);
}

/* Max, and Anna with badge 42:2; then the process ends and the disk is gone. */
static struct desk *begin_without_disk(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	desk_ask_or_fail(d, "PersonHire", "{\"name\":\"Anna\",\"position\":\"front\",\"badge\":\"42:2\"}");
	d->keeps_snapshot = true;
	desk_close(d);
	take_disk_away_or_fail(d);
	desk_open_or_fail(d);
	wait_for_opening(d);
	return d;
}

static void doors_decide_as_before(void)
{
	struct desk *d = begin_without_disk();
	CU_ASSERT_PTR_NULL(d->office->store);
	CU_ASSERT_TRUE(desk_present(d, 1, ENTRANCE_IN).is_granted);
	CU_ASSERT_TRUE(desk_present(d, 2, ENTRANCE_IN).is_granted);
	CU_ASSERT_FALSE(desk_present(d, 2, OFFICE_IN).is_granted);
	CU_ASSERT_FALSE(desk_present(d, 3, ENTRANCE_IN).is_granted);
	bring_disk_back_or_fail(d);
	desk_end(d);
}

/* Nobody can say how it was: without the doors' own notes nothing is unset. */
static void what_nobody_knows_is_set_and_in_doubt(void)
{
	struct desk *d = begin_without_disk();
	CU_ASSERT_EQUAL(d->setup.alarms[0].state, ALARM_SET);
	CU_ASSERT_TRUE(d->setup.has_gap);
	bring_disk_back_or_fail(d);
	desk_end(d);
}

static void what_doors_know_is_answered_and_the_rest_refused_in_one_sentence(void)
{
	struct desk *d = begin_without_disk();
	desk_ask_or_fail(d, "GetStatus", "{}");
	CU_ASSERT_FALSE(message_bool(d->reply, "parameters.status.is_storing", true));
	CU_ASSERT_PTR_NOT_NULL(
	        strstr(message_text(d->reply, "parameters.status.database_trouble"), "zutritt.db"));
	desk_ask_or_fail(d, "DoorList", "{}");
	desk_ask_or_fail(d, "OccupancyGet", "{\"persons\":true}");
	desk_ask_or_fail(d, "AlarmStatus", "{}");
	static const char *const refused[] = {"PersonList", "BadgeList", "KeyList", "EventList",
	                                      "PositionList"};
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		desk_ask(d, refused[i], "{}");
		CU_ASSERT_STRING_EQUAL(desk_error(d), "Unavailable");
		CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "The database is away"));
	}
	desk_ask(d, "PersonHire", "{\"name\":\"Eve\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Unavailable");
	bring_disk_back_or_fail(d);
	desk_end(d);
}

static void a_release_names_who_could_not_be_checked(void)
{
	struct desk *d = begin_without_disk();
	desk_ask_or_fail(d, "DoorRelease", "{\"door\":\"entrance\",\"reason\":\"post\"}");
	CU_ASSERT_STRING_EQUAL(d->doors.last.detail, "by \"root\", not checked: post");
	CU_ASSERT_EQUAL(d->doors.last.operator_id, 0);
	bring_disk_back_or_fail(d);
	desk_end(d);
}

/* Rules D13, O7: whoever can be reached looks for them by number, and by name as soon as that can be read. */
static void in_a_fire_the_evacuation_list_needs_no_database(void)
{
	static const char ask[] = "{\"method\":\"io.zutritt.EvacuationGet\",\"parameters\":{}}";
	const uid_t station = 12345;
	struct desk *d = begin_without_disk();
	struct badge_number number = {.facility = 42, .card = 2, .format = FORMAT_H10301};
	policy_id anna = table_badge(d->doors.table, number)->person;
	char id[13];
	policy_id_text(anna, id);
	occupancy_enter(&d->engine.areas[0].occupancy, anna, ENTRANCE, 1);
	desk_send_as(d, station, ask);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "SessionUnknown");
	d->doors.is_fire_latched = true;
	desk_send_as(d, station, ask);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "");
	const struct message *inside = message_get(d->reply, "parameters.inside");
	CU_ASSERT_EQUAL_FATAL(message_count(inside), 1);
	CU_ASSERT_STRING_EQUAL(message_text(message_item(inside, 0), "person"), id);
	CU_ASSERT_STRING_EQUAL(message_text(message_item(inside, 0), "name"), id);
	CU_ASSERT_STRING_EQUAL(message_text(message_item(inside, 0), "door"), "entrance");
	bring_disk_back_or_fail(d);
	desk_end(d);
}

static void a_lost_badge_is_refused_at_once_also_after_a_restart(void)
{
	struct desk *d = begin_without_disk();
	desk_ask(d, "BadgeLost", anna_lost);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "Unavailable");
	CU_ASSERT_PTR_NOT_NULL(strstr(desk_says(d), "refused at the doors from now on, but not yet on disk"));
	CU_ASSERT_EQUAL(desk_present(d, 2, ENTRANCE_IN).reason, REASON_BADGE_LOST);
	desk_reopen_or_fail(d);
	CU_ASSERT_PTR_NULL(d->office->store);
	CU_ASSERT_EQUAL(desk_present(d, 2, ENTRANCE_IN).reason, REASON_BADGE_LOST);
	CU_ASSERT_EQUAL(d->office->unsaved.count, 1);
	bring_disk_back_or_fail(d);
	desk_end(d);
}

static void a_badge_that_doors_do_not_know_is_not_found(void)
{
	struct desk *d = begin_without_disk();
	desk_ask(d, "BadgeLost", "{\"badge\":\"42:77\"}");
	CU_ASSERT_STRING_EQUAL(desk_error(d), "NotFound");
	bring_disk_back_or_fail(d);
	desk_end(d);
}

static void what_waits_is_written_when_the_database_is_back(void)
{
	struct desk *d = begin_without_disk();
	desk_ask(d, "BadgeLost", anna_lost);
	desk_reopen_or_fail(d);
	start_loop_or_fail(d);
	bring_disk_back_or_fail(d);
	run_loop_until_open(d);
	CU_ASSERT_EQUAL(d->office->unsaved.count, 0);
	struct desk_count lost = desk_events(d, "badge.lost");
	CU_ASSERT_EQUAL(lost.count, 1);
	CU_ASSERT_STRING_EQUAL(lost.last.detail, "by \"root\", not checked");
	CU_ASSERT_EQUAL(desk_present(d, 2, ENTRANCE_IN).reason, REASON_BADGE_LOST);
	desk_ask_or_fail(d, "PersonHire", "{\"name\":\"Eve\"}");

	/* and it is on disk: a start from there alone refuses as well, and writes nothing again */
	d->keeps_snapshot = false;
	desk_reopen_or_fail(d);
	CU_ASSERT_EQUAL(desk_present(d, 2, ENTRANCE_IN).reason, REASON_BADGE_LOST);
	CU_ASSERT_EQUAL(desk_events(d, "badge.lost").count, 1);
	desk_end(d);
}

/* An exit that the disk did not take while it could still be read. */
static void an_exit_on_a_full_disk_is_whole_when_the_disk_is_back(void)
{
	struct desk *d = desk_begin();
	char request[128];
	desk_hire_max(d);
	desk_ask_or_fail(d, "PersonHire", "{\"name\":\"Anna\",\"position\":\"front\",\"badge\":\"42:2\"}");
	struct snapshot_restriction r = {
	        .delta = {.kind = TABLE_PERSON_PUT}, .utc_ms = 1700000000123, .mono_ns = 5};
	struct policy_person anna;
	size_t count;
	CU_ASSERT_EQUAL_FATAL(store_person_by_name(d->office->store, "Anna", &anna, 1, &count), 0);
	r.delta.person = *table_person(d->doors.table, anna.id);
	r.delta.person.state = TABLE_PERSON_EXITED;
	snprintf(r.detail, sizeof(r.detail), "contract ended");
	d->office->unsaved.items = calloc(1, sizeof(r));
	d->office->unsaved.items[d->office->unsaved.count++] = r;
	CU_ASSERT_EQUAL(journalist_finish(d->office->journalist), 0);
	CU_ASSERT_EQUAL(d->office->unsaved.count, 0);
	struct desk_count exited = desk_events(d, "person.exited");
	CU_ASSERT_EQUAL(exited.count, 1);
	CU_ASSERT_EQUAL(exited.last.utc_ms, 1700000000123);
	CU_ASSERT_STRING_EQUAL(exited.last.detail, "contract ended");
	CU_ASSERT_EQUAL(desk_events(d, "key.revoked").count, 1);
	CU_ASSERT_FALSE(desk_present(d, 2, ENTRANCE_IN).is_granted);
	snprintf(request, sizeof(request), "{\"person\":\"Anna\"}");
	desk_ask_or_fail(d, "PersonShow", request);
	desk_end(d);
}

/* ---- which database is the right one ---- */

static void database(const struct desk *d, char path[128])
{
	snprintf(path, 128, "%s/zutritt.db", d->config.state_dir);
}

static void a_database_of_another_journal_is_not_taken(void)
{
	struct desk *d = begin_without_disk();
	char path[128], error[512];
	struct store *other;
	CU_ASSERT_EQUAL_FATAL(mkdir(d->config.state_dir, 0700), 0);
	database(d, path);
	CU_ASSERT_EQUAL_FATAL(store_open(&other, path, error, sizeof(error)), 0);
	store_close(other);
	desk_reopen_or_fail(d);
	wait_for_opening(d);
	CU_ASSERT_PTR_NULL(d->office->store);
	CU_ASSERT_PTR_NOT_NULL(strstr(d->office->trouble, "the doors go by journal"));
	CU_ASSERT_TRUE(desk_present(d, 2, ENTRANCE_IN).is_granted);
	desk_empty_folder(d->config.state_dir);
	bring_disk_back_or_fail(d);
	desk_end(d);
}

static void a_missing_database_is_not_made_anew(void)
{
	struct desk *d = begin_without_disk();
	char path[128];
	CU_ASSERT_EQUAL_FATAL(mkdir(d->config.state_dir, 0700), 0);
	desk_reopen_or_fail(d);
	wait_for_opening(d);
	CU_ASSERT_PTR_NULL(d->office->store);
	database(d, path);
	CU_ASSERT(access(path, F_OK) < 0);
	desk_empty_folder(d->config.state_dir);
	bring_disk_back_or_fail(d);
	desk_end(d);
}

static void copy_or_fail(const char *from, const char *to)
{
	FILE *in = fopen(from, "re"), *out = fopen(to, "we");
	CU_ASSERT_FATAL(in != NULL && out != NULL);
	for (int c = fgetc(in); c != EOF; c = fgetc(in))
		fputc(c, out);
	fclose(in);
	fclose(out);
}

/* Rule B2: an older copy would bring back what was revoked since. */
static void an_older_database_is_not_taken(void)
{
	struct desk *d = desk_begin();
	char path[128], kept[128];
	desk_hire_max(d);
	d->keeps_snapshot = true;
	desk_close(d);
	database(d, path);
	snprintf(kept, sizeof(kept), "%s/kept.db", d->directory);
	copy_or_fail(path, kept);
	desk_open_or_fail(d);
	wait_for_opening(d);
	desk_ask_or_fail(d, "BadgeLost", "{\"badge\":\"42:1\"}");
	desk_close(d);
	copy_or_fail(kept, path);
	desk_open_or_fail(d);
	wait_for_opening(d);
	CU_ASSERT_PTR_NULL(d->office->store);
	CU_ASSERT_PTR_NOT_NULL(strstr(d->office->trouble, "is older"));
	CU_ASSERT_EQUAL(desk_present(d, 1, ENTRANCE_IN).reason, REASON_BADGE_LOST);
	desk_end(d);
}

/* ---- nothing left in memory, as after a power cut, and no database either ---- */

static void spoil_or_fail(const char *path)
{
	FILE *f = fopen(path, "we");
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	for (int i = 0; i < 8192; i++)
		fputc('U', f);
	fclose(f);
}

/* Max; the machine was off, and his database is at kept. */
static struct desk *begin_with_nothing(char kept[128])
{
	struct desk *d = desk_begin();
	char path[128];
	desk_hire_max(d);
	desk_close(d);
	database(d, path);
	snprintf(kept, 128, "%s/kept.db", d->directory);
	copy_or_fail(path, kept);
	spoil_or_fail(path);
	desk_open_or_fail(d);
	return d;
}

static void with_nothing_left_the_doors_run_and_let_nobody_in(void)
{
	char kept[128], path[128];
	struct desk *d = begin_with_nothing(kept);
	CU_ASSERT_PTR_NULL(d->office->store);
	CU_ASSERT_EQUAL(desk_present(d, 1, ENTRANCE_IN).reason, REASON_BADGE_UNKNOWN);
	CU_ASSERT_EQUAL(d->setup.alarms[0].state, ALARM_UNSET); /* as it was witnessed */
	CU_ASSERT_TRUE(d->setup.has_gap);
	desk_ask_or_fail(d, "GetStatus", "{}");
	CU_ASSERT_PTR_NOT_NULL(
	        strstr(message_text(d->reply, "parameters.status.database_trouble"), "zutritt.db"));

	start_loop_or_fail(d);
	database(d, path);
	copy_or_fail(kept, path);
	run_loop_until_open(d);
	CU_ASSERT_TRUE(desk_present(d, 1, ENTRANCE_IN).is_granted);
	desk_end(d);
}

/* Whoever installs it should see at once that the file is wrong. */
static void a_first_start_says_what_is_wrong_and_ends(void)
{
	struct desk *d = desk_begin();
	struct office *office = NULL;
	char path[128], error[512] = "";
	desk_close(d);
	desk_empty_folder(d->config.state_dir);
	CU_ASSERT_EQUAL_FATAL(mkdir(d->config.state_dir, 0700), 0);
	database(d, path);
	spoil_or_fail(path);
	snapshot_remove(d->config.runtime_dir);
	CU_ASSERT(office_open(&office, &d->config, error, sizeof(error)) < 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(error, "zutritt.db"));
	desk_end(d);
}

/* ---- deleted or replaced while it is open ---- */

static void a_deleted_database_is_written_back_whole(void)
{
	struct desk *d = desk_begin();
	char path[128];
	desk_hire_max(d);
	database(d, path);
	minding_look(d->office);
	CU_ASSERT_EQUAL(desk_events(d, "database.replaced").count, 0);
	CU_ASSERT_EQUAL_FATAL(unlink(path), 0);
	minding_look(d->office);
	CU_ASSERT_EQUAL(access(path, F_OK), 0);
	CU_ASSERT_TRUE(desk_events(d, "database.replaced").last.is_incident);
	desk_ask_or_fail(d, "BadgeLost", "{\"badge\":\"42:1\",\"by\":\"Max\"}");
	desk_reopen_or_fail(d); /* from the file alone */
	CU_ASSERT_EQUAL(desk_events(d, "database.replaced").count, 1);
	CU_ASSERT_EQUAL(desk_events(d, "person.hired").count, 1);
	CU_ASSERT_EQUAL(desk_events(d, "badge.lost").count, 1);
	CU_ASSERT_EQUAL(desk_present(d, 1, ENTRANCE_IN).reason, REASON_BADGE_LOST);
	desk_end(d);
}

static bool has_foreign(const struct desk *d)
{
	bool is_there = false;
	DIR *folder = opendir(d->config.state_dir);
	CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
	for (struct dirent *e = readdir(folder); e != NULL; e = readdir(folder))
		is_there |= strncmp(e->d_name, "zutritt.db.foreign-", 19) == 0 &&
		            strchr(e->d_name + 19, '-') == NULL;
	closedir(folder);
	return is_there;
}

static void what_stands_in_its_place_is_kept_aside(void)
{
	struct desk *d = desk_begin();
	char path[128], other[140], error[512];
	struct store *foreign;
	desk_hire_max(d);
	database(d, path);
	snprintf(other, sizeof(other), "%s.other", path);
	CU_ASSERT_EQUAL_FATAL(store_open(&foreign, other, error, sizeof(error)), 0);
	store_close(foreign);
	CU_ASSERT_EQUAL_FATAL(rename(other, path), 0);
	minding_look(d->office);
	CU_ASSERT_TRUE(has_foreign(d));
	CU_ASSERT_EQUAL(desk_events(d, "database.replaced").count, 1);
	desk_reopen_or_fail(d);
	CU_ASSERT_EQUAL(desk_events(d, "person.hired").count, 1);
	desk_end(d);
}

/* Killed after the copy was whole and before it stood in its place. */
static void what_a_dead_process_had_begun_to_put_back_is_put_back(void)
{
	struct desk *d = desk_begin();
	char path[128];
	desk_hire_max(d);
	database(d, path);
	CU_ASSERT_EQUAL_FATAL(store_copy(d->office->store), 0);
	d->keeps_snapshot = true;
	desk_close(d);
	CU_ASSERT_EQUAL_FATAL(unlink(path), 0);
	desk_open_or_fail(d);
	wait_for_opening(d);
	CU_ASSERT_PTR_NOT_NULL_FATAL(d->office->store);
	CU_ASSERT_EQUAL(desk_events(d, "person.hired").count, 1);
	desk_end(d);
}

/* ---- the same configuration, or another ---- */

static void the_doors_policy_is_as_it_was(void)
{
	struct desk *d = begin_without_disk();
	bring_disk_back_or_fail(d);
	desk_reopen_or_fail(d);
	CU_ASSERT_EQUAL(d->config.site.doors[ENTRANCE].release_ms, 5000);
	desk_end(d);
}

static void a_key_of_a_door_that_is_no_more_opens_no_other(void)
{
	struct desk *d = begin_without_disk();
	snprintf(d->config.site.rooms[HALL].name, SITE_NAME_MAX, "foyer");
	desk_reopen_or_fail(d);
	CU_ASSERT_PTR_NULL(d->office->store);
	CU_ASSERT_FALSE(desk_present(d, 2, ENTRANCE_IN).is_granted);
	bring_disk_back_or_fail(d);
	desk_end(d);
}

static const struct suite_case cases[] = {
        {"D13, B6: with nothing left the doors run and let nobody in",
         with_nothing_left_the_doors_run_and_let_nobody_in},
        {"a first start says what is wrong, and ends", a_first_start_says_what_is_wrong_and_ends},
        {"B6: doors decide as before", doors_decide_as_before},
        {"L1: what nobody knows is set and in doubt", what_nobody_knows_is_set_and_in_doubt},
        {"B6: what doors know is answered, the rest refused in one sentence",
         what_doors_know_is_answered_and_the_rest_refused_in_one_sentence},
        {"a release names who could not be checked", a_release_names_who_could_not_be_checked},
        {"D13: in a fire the evacuation list needs no database",
         in_a_fire_the_evacuation_list_needs_no_database},
        {"A3: a lost badge is refused at once, also after a restart",
         a_lost_badge_is_refused_at_once_also_after_a_restart},
        {"a badge that doors do not know is not found", a_badge_that_doors_do_not_know_is_not_found},
        {"B6: what waits is written when the database is back",
         what_waits_is_written_when_the_database_is_back},
        {"K3: an exit on a full disk is whole when the disk is back",
         an_exit_on_a_full_disk_is_whole_when_the_disk_is_back},
        {"L1: a database of another journal is not taken", a_database_of_another_journal_is_not_taken},
        {"a missing database is not made anew", a_missing_database_is_not_made_anew},
        {"B2: an older database is not taken", an_older_database_is_not_taken},
        {"B6: a deleted database is written back whole", a_deleted_database_is_written_back_whole},
        {"what stands in its place is kept aside", what_stands_in_its_place_is_kept_aside},
        {"what a dead process had begun to put back is put back",
         what_a_dead_process_had_begun_to_put_back_is_put_back},
        {"the doors' policy is as it was", the_doors_policy_is_as_it_was},
        {"a key of a door that is no more opens no other", a_key_of_a_door_that_is_no_more_opens_no_other},
};

int main(void)
{
	return suite_run("office: without the database", cases, sizeof(cases) / sizeof(cases[0]));
}
