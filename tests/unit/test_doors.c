/*
 * The door thread, end to end over the simulator (pulses in, strikes and
 * records out), and its edges over wires that can be made to fail: what is
 * recorded before what is driven (rule D1), what rule D9 refuses, what a
 * flooded or dead line may not do to the others.
 */
#include "controller/doors.h"
#include "controller/effects.h"
#include "controller/intake.h"
#include "readers/lines_backend.h"
#include "readers/sim_client.h"
#include "tests/unit/suite.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum {
	PATIENCE_MS = 60000, /* until a thing that must happen counts as not happened */
	PERIOD_US = 2000,
	RECORDS = 4096,
	PERSON = 501,
	BADGE = 901,
	OPERATOR = 77
};

static const struct table_capacity capacity = {16, 16, 16};

static struct fixture {
	char directory[32];
	struct config config;
	struct engine engine;
	struct doors_setup setup;
	struct ring *ring;
	struct lines *lines;
	struct doors *doors;
	void *table_memory;
	int hand;  /* on the wires */
	int watch; /* on the outputs */
	struct record records[RECORDS];
	size_t record_count; /* taken from the ring */
	size_t cursor;       /* looked at by wait_for() */
	struct doors_view view;
} f;

/* The checkout, however this file was named to the compiler. */
static const char *in_checkout(const char *path)
{
	static char full[1024];
	static const char here[] = __FILE__;
	snprintf(full, sizeof(full), "%.*s../../%s", (int)(strrchr(here, '/') + 1 - here), here, path);
	return full;
}

static uint64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint16_t door(const char *name)
{
	return site_door(&f.config.site, name);
}

static uint16_t reader(const char *name)
{
	return site_reader(&f.config.site, name);
}

/* ---- beginning and end ---- */

static void read_config_or_fail(void)
{
	char error[512] = "";
	struct config_override o = {true, f.directory, f.directory};
	int result = config_read(&f.config, in_checkout("deploy/example/zutritt.conf"), error, sizeof(error));
	if (result < 0)
		puts(error);
	CU_ASSERT_EQUAL_FATAL(result, 0);
	CU_ASSERT_EQUAL_FATAL(config_override(&f.config, &o), 0);
}

static void put_or_fail(struct table *t, struct table_delta delta)
{
	CU_ASSERT_EQUAL_FATAL(table_apply(t, &delta), 0);
}

static struct badge_number number_of(uint32_t card)
{
	return (struct badge_number){.format = FORMAT_H10301, .facility = 42, .card = card};
}

static void put_person_or_fail(struct table *t, uint64_t id, uint32_t first_card, int badges)
{
	put_or_fail(t, (struct table_delta){.kind = TABLE_PERSON_PUT,
	                                    .person = {.id = id,
	                                               .first_day = TABLE_DAY_FIRST,
	                                               .last_day = TABLE_DAY_LAST,
	                                               .rights = TABLE_RIGHT_UNSET}});
	for (int i = 0; i < badges; i++)
		put_or_fail(t, (struct table_delta){.kind = TABLE_BADGE_PUT,
		                                    .badge = {.id = BADGE + first_card + (uint32_t)i,
		                                              .number = number_of(first_card + (uint32_t)i),
		                                              .person = id}});
}

static void put_key_or_fail(struct table *t, uint64_t id, const char *room, uint16_t only)
{
	put_or_fail(t, (struct table_delta){.kind = TABLE_KEY_PUT,
	                                    .key = {.id = id,
	                                            .person = PERSON,
	                                            .room = site_room(&f.config.site, room),
	                                            .door = only,
	                                            .first_day = TABLE_DAY_FIRST,
	                                            .last_day = TABLE_DAY_LAST}});
}

/* Cards 1 to 6 are the person's, with keys for hall and warehouse, and one that names the goods door. */
static struct table *table_or_fail(void)
{
	size_t size = (table_size(capacity) + 63) / 64 * 64;
	f.table_memory = aligned_alloc(64, size);
	CU_ASSERT_PTR_NOT_NULL_FATAL(f.table_memory);
	struct table *t = table_init(f.table_memory, capacity);
	put_person_or_fail(t, PERSON, 1, 6);
	put_key_or_fail(t, 1, "hall", SITE_NONE);
	put_key_or_fail(t, 2, "warehouse", SITE_NONE);
	put_key_or_fail(t, 3, "warehouse", door("goods-door"));
	return t;
}

static void prepare_or_fail(void)
{
	doors_stop(f.doors); /* of a case that failed half-way */
	memset(&f, 0, sizeof(f));
	f.hand = f.watch = -1;
	strcpy(f.directory, "/tmp/zutritt-doors-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(f.directory));
	read_config_or_fail();
	engine_init(&f.engine, &f.config.site);
	CU_ASSERT_EQUAL_FATAL(ring_create(&f.ring, f.directory, &f.config.site), 0);
	f.setup = (struct doors_setup){
	        .config = &f.config, .ring = f.ring, .table = table_or_fail(), .engine = &f.engine};
}

static void connect_or_fail(void)
{
	f.hand = sim_connect(f.config.sim_socket);
	f.watch = sim_connect(f.config.sim_socket);
	CU_ASSERT_FATAL(f.hand >= 0 && f.watch >= 0);
	CU_ASSERT_EQUAL_FATAL(sim_watch(f.watch), 0);
}

static void start_or_fail(void)
{
	char error[512] = "";
	CU_ASSERT_EQUAL_FATAL(lines_open_sim(&f.lines, f.config.lines, f.config.line_count,
	                                     f.config.sim_socket, error, sizeof(error)),
	                      0);
	f.setup.lines = f.lines;
	CU_ASSERT_EQUAL_FATAL(doors_start(&f.doors, &f.setup), 0);
	connect_or_fail();
}

static void begin(void)
{
	prepare_or_fail();
	start_or_fail();
}

static void end(void)
{
	char path[300];
	doors_stop(f.doors);
	f.doors = NULL;
	lines_close(f.lines);
	if (f.hand >= 0)
		close(f.hand);
	if (f.watch >= 0)
		close(f.watch);
	snprintf(path, sizeof(path), "%s/%s", f.directory, ring_name(f.ring));
	ring_close(f.ring);
	free(f.table_memory);
	unlink(path);
	CU_ASSERT_EQUAL(rmdir(f.directory), 0);
}

/* ---- acting ---- */

static void pulse_or_fail(const char *name, struct frame frame)
{
	CU_ASSERT_EQUAL_FATAL(sim_frame(f.hand, name, frame, PERIOD_US), 0);
}

static struct frame frame_of(uint32_t card)
{
	struct frame frame;
	CU_ASSERT_EQUAL_FATAL(formats_encode(&f.config.formats, number_of(card), &frame), 0);
	return frame;
}

static void level_or_fail(const char *line, bool is_high)
{
	CU_ASSERT_EQUAL_FATAL(sim_level(f.hand, line, is_high), 0);
}

static struct doors_call call_or_fail(struct doors_call call)
{
	struct doors_call answered = {.error = -1};
	CU_ASSERT_EQUAL_FATAL(doors_call(f.doors, &call, &answered), 0);
	return answered;
}

static const struct doors_view *view_or_fail(void)
{
	struct doors_call answered, call = {.kind = DOORS_VIEW, .view = &f.view};
	uint64_t until = now_ns() + PATIENCE_MS * UINT64_C(1000000);
	int result;
	do /* looking once more changes nothing */
		result = doors_call(f.doors, &call, &answered);
	while (result == -ETIMEDOUT && now_ns() < until);
	CU_ASSERT_EQUAL_FATAL(result, 0);
	return &f.view;
}

/* The reader has judged one more frame: true when it was good. Waiting is for the thread, not for luck. */
static bool is_judged_good(const char *name, struct doors_reader_view before)
{
	struct timespec moment = {.tv_nsec = 1000000};
	uint64_t until = now_ns() + PATIENCE_MS * UINT64_C(1000000);
	const struct doors_reader_view *after = &f.view.readers[reader(name)];
	do {
		nanosleep(&moment, NULL);
		view_or_fail();
		CU_ASSERT_TRUE_FATAL(now_ns() < until);
	} while (after->good == before.good && after->rejected == before.rejected);
	return after->good > before.good;
}

/* Shown until it is read, as people do; a busy machine spoils a pulse train now and then. */
static void present_or_fail(const char *name, uint32_t card)
{
	struct doors_reader_view before = view_or_fail()->readers[reader(name)];
	pulse_or_fail(name, frame_of(card));
	CU_ASSERT_TRUE_FATAL(is_judged_good(name, before));
}

static enum engine_answer release_or_fail(const char *name)
{
	struct doors_call call = {.kind = DOORS_RELEASE, .door = door(name), .operator_id = OPERATOR};
	strcpy(call.detail, "post");
	return call_or_fail(call).answer;
}

static enum engine_answer reset_fire_or_fail(void)
{
	return call_or_fail((struct doors_call){.kind = DOORS_FIRE_RESET, .operator_id = OPERATOR}).answer;
}

/* ---- seeing ---- */

static void drain_ring(void)
{
	uint64_t sequence;
	size_t count = ring_read(f.ring, f.records + f.record_count, RECORDS - f.record_count, &sequence);
	if (count > 0)
		ring_release(f.ring, sequence + count - 1);
	f.record_count += count;
}

static const struct record *find(enum record_kind kind)
{
	for (; f.cursor < f.record_count; f.cursor++)
		if (f.records[f.cursor].kind == kind)
			return &f.records[f.cursor++];
	return NULL;
}

/* The next record of that kind: those before it are passed over. */
static const struct record *wait_for(enum record_kind kind)
{
	struct pollfd told = {.fd = doors_fd(f.doors), .events = POLLIN};
	for (;;) {
		drain_ring();
		const struct record *r = find(kind);
		if (r != NULL)
			return r;
		CU_ASSERT_TRUE_FATAL(poll(&told, 1, PATIENCE_MS) > 0);
		doors_heard(f.doors);
	}
}

/* Is it among the records from the cursor on? Everything that is due has been done: a call was answered. */
static bool has_recorded(enum record_kind kind)
{
	view_or_fail();
	drain_ring();
	size_t cursor = f.cursor;
	bool is_there = find(kind) != NULL;
	f.cursor = cursor;
	return is_there;
}

static struct sim_output wait_for_output(const char *name, bool is_active)
{
	struct sim_output change;
	for (;;) {
		CU_ASSERT_EQUAL_FATAL(sim_next(f.watch, &change, PATIENCE_MS), 1);
		if (strcmp(change.name, name) == 0 && change.is_active == is_active)
			return change;
	}
}

static bool output_is_on(const char *name)
{
	static struct sim_output outputs[LINES_MAX];
	int count = sim_outputs(f.hand, outputs, LINES_MAX);
	CU_ASSERT_TRUE_FATAL(count > 0);
	for (int i = 0; i < count; i++)
		if (strcmp(outputs[i].name, name) == 0)
			return outputs[i].is_active;
	CU_FAIL_FATAL("there is no such output");
	return false;
}

/* ---- badges ---- */

static void known_badge_opens_and_is_recorded_first(void)
{
	begin();
	present_or_fail("entrance-in", 1);
	struct sim_output strike = wait_for_output("entrance.strike", true);
	drain_ring(); /* what the ring holds at this moment was there before the strike moved */
	const struct record *granted = find(RECORD_ACCESS_GRANTED);
	const struct record *released = find(RECORD_DOOR_RELEASED);
	CU_ASSERT_PTR_NOT_NULL_FATAL(granted);
	CU_ASSERT_PTR_NOT_NULL_FATAL(released);
	CU_ASSERT_EQUAL(granted->person, PERSON);
	CU_ASSERT_EQUAL(granted->reader, reader("entrance-in"));
	CU_ASSERT_EQUAL(released->door, door("entrance"));
	CU_ASSERT_EQUAL(released->cause, CAUSE_GRANT);
	CU_ASSERT_EQUAL(released->value, 5000);
	CU_ASSERT_TRUE(released->mono_ns <= strike.changed_ns);
	end();
}

static void opening_and_closing_ends_the_release(void)
{
	begin();
	present_or_fail("entrance-in", 1);
	wait_for_output("entrance.strike", true);
	level_or_fail("entrance.contact", true);
	CU_ASSERT_EQUAL(wait_for(RECORD_DOOR_OPENED)->cause, CAUSE_GRANT);
	CU_ASSERT_EQUAL(wait_for(RECORD_OCCUPANCY_ENTERED)->person, PERSON);
	level_or_fail("entrance.contact", false);
	wait_for(RECORD_DOOR_CLOSED);
	wait_for(RECORD_DOOR_LOCKED);
	wait_for_output("entrance.strike", false);
	CU_ASSERT_EQUAL(view_or_fail()->areas[0].occupancy.count, 1);
	CU_ASSERT_EQUAL(f.view.areas[0].occupancy.inside[0].person, PERSON);
	CU_ASSERT_EQUAL(f.view.areas[0].prevented_by & ALARM_PREVENTED_INSIDE, ALARM_PREVENTED_INSIDE);
	end();
}

static void unknown_badge_is_denied_with_beeps(void)
{
	begin();
	present_or_fail("entrance-in", 4711);
	wait_for_output("entrance-in.buzzer", true);
	wait_for_output("entrance-in.buzzer", false);
	const struct record *denied = wait_for(RECORD_ACCESS_DENIED);
	CU_ASSERT_EQUAL(denied->reason, REASON_BADGE_UNKNOWN);
	CU_ASSERT_FALSE(output_is_on("entrance.strike"));
	CU_ASSERT_FALSE(has_recorded(RECORD_DOOR_RELEASED));
	end();
}

static void goods_door_opens_for_the_key_that_names_it(void)
{
	begin();
	present_or_fail("goods-gate-in", 1);
	CU_ASSERT_EQUAL(wait_for(RECORD_ACCESS_DENIED)->reason, REASON_KEY_NAMES_NO_DOOR);
	present_or_fail("goods-door-in", 2);
	wait_for_output("goods-door.strike", true);
	CU_ASSERT_EQUAL(wait_for(RECORD_DOOR_RELEASED)->cause, CAUSE_GRANT);
	CU_ASSERT_FALSE(output_is_on("goods-gate.strike"));
	CU_ASSERT_EQUAL(view_or_fail()->bugs, 0);
	end();
}

static void revoked_badge_is_denied_from_the_answer_on(void)
{
	begin();
	struct table_delta lost = {.kind = TABLE_BADGE_PUT,
	                           .badge = {.id = BADGE + 1,
	                                     .number = number_of(1),
	                                     .person = PERSON,
	                                     .state = TABLE_BADGE_LOST}};
	CU_ASSERT_EQUAL(
	        call_or_fail((struct doors_call){.kind = DOORS_DELTAS, .deltas = &lost, .delta_count = 1})
	                .error,
	        0);
	present_or_fail("entrance-in", 1);
	const struct record *denied = wait_for(RECORD_ACCESS_DENIED);
	CU_ASSERT_EQUAL(denied->reason, REASON_BADGE_LOST);
	CU_ASSERT_TRUE(denied->is_incident);
	CU_ASSERT_FALSE(output_is_on("entrance.strike"));
	end();
}

static void first_error_of_deltas_is_answered_and_the_rest_is_done(void)
{
	begin();
	struct table_delta deltas[] = {{.kind = TABLE_BADGE_DROP, .id = BADGE + 1},
	                               {.kind = TABLE_BADGE_PUT, /* the number of another one */
	                                .badge = {.id = BADGE + 9, .number = number_of(3)}},
	                               {.kind = TABLE_BADGE_DROP, .id = BADGE + 2}};
	CU_ASSERT_EQUAL(
	        call_or_fail((struct doors_call){.kind = DOORS_DELTAS, .deltas = deltas, .delta_count = 3})
	                .error,
	        -EEXIST);
	present_or_fail("entrance-in", 2);
	CU_ASSERT_EQUAL(wait_for(RECORD_ACCESS_DENIED)->reason, REASON_BADGE_UNKNOWN);
	end();
}

static void another_table_decides_from_the_answer_on(void)
{
	begin();
	struct table *old = f.setup.table;
	void *old_memory = f.table_memory;
	struct table *other = table_init(aligned_alloc(64, (table_size(capacity) + 63) / 64 * 64), capacity);
	f.table_memory = other;
	struct doors_call answered = call_or_fail((struct doors_call){.kind = DOORS_TABLE, .table = other});
	CU_ASSERT_PTR_EQUAL(answered.table, old);
	free(old_memory);
	present_or_fail("entrance-in", 1);
	CU_ASSERT_EQUAL(wait_for(RECORD_ACCESS_DENIED)->reason, REASON_BADGE_UNKNOWN);
	end();
}

/* ---- operators ---- */

static void release_names_its_operator(void)
{
	begin();
	CU_ASSERT_EQUAL(release_or_fail("goods-door"), ANSWER_DONE);
	wait_for_output("goods-door.strike", true);
	const struct record *released = wait_for(RECORD_DOOR_RELEASED);
	CU_ASSERT_EQUAL(released->cause, CAUSE_RELEASE);
	CU_ASSERT_EQUAL(released->operator_id, OPERATOR);
	CU_ASSERT_STRING_EQUAL(released->detail, "post");
	CU_ASSERT_EQUAL(view_or_fail()->doors[door("goods-door")].state, DOOR_RELEASED);
	end();
}

/* ---- inputs ---- */

static void forced_door_is_an_incident(void)
{
	begin();
	level_or_fail("server-room-door.contact", true);
	const struct record *forced = wait_for(RECORD_DOOR_FORCED);
	CU_ASSERT_EQUAL(forced->door, door("server-room-door"));
	CU_ASSERT_TRUE(forced->is_incident);
	end();
}

static void exit_request_excuses_the_opening(void)
{
	begin();
	level_or_fail("server-room-door.rex", false);
	CU_ASSERT_EQUAL(wait_for(RECORD_DOOR_REX)->door, door("server-room-door"));
	level_or_fail("server-room-door.contact", true);
	CU_ASSERT_EQUAL(wait_for(RECORD_DOOR_OPENED)->cause, CAUSE_REX);
	CU_ASSERT_FALSE(output_is_on("server-room-door.strike"));
	end();
}

static void exit_request_opens_where_the_lock_needs_power(void)
{
	begin();
	level_or_fail("goods-gate.rex", false);
	wait_for_output("goods-gate.strike", true);
	CU_ASSERT_EQUAL(wait_for(RECORD_DOOR_RELEASED)->cause, CAUSE_REX);
	CU_ASSERT_EQUAL(view_or_fail()->bugs, 0);
	end();
}

static void bell_calls_and_does_not_open(void)
{
	begin();
	level_or_fail("goods-door.bell", false);
	CU_ASSERT_EQUAL(wait_for(RECORD_DOOR_BELL)->door, door("goods-door"));
	CU_ASSERT_FALSE(output_is_on("goods-door.strike"));
	end();
}

/* ---- fire (rules D3, D13) ---- */

static void fire_releases_escape_doors_until_it_is_reset(void)
{
	begin();
	level_or_fail("fire", true);
	wait_for_output("entrance.strike", true);
	CU_ASSERT_TRUE(wait_for(RECORD_FIRE_ACTIVE)->is_incident);
	CU_ASSERT_EQUAL(wait_for(RECORD_DOOR_RELEASED)->cause, CAUSE_FIRE);
	CU_ASSERT_TRUE(output_is_on("goods-door.strike"));
	CU_ASSERT_TRUE(output_is_on("warehouse-door.strike"));
	CU_ASSERT_FALSE(output_is_on("server-room-door.strike"));
	CU_ASSERT_FALSE(output_is_on("goods-gate.strike"));
	CU_ASSERT_EQUAL(reset_fire_or_fail(), ANSWER_FIRE_STILL_ACTIVE);
	level_or_fail("fire", false);
	wait_for(RECORD_FIRE_CLEAR);
	CU_ASSERT_TRUE(output_is_on("entrance.strike"));
	CU_ASSERT_EQUAL(reset_fire_or_fail(), ANSWER_DONE);
	CU_ASSERT_EQUAL(wait_for(RECORD_FIRE_RESET)->operator_id, OPERATOR);
	wait_for_output("entrance.strike", false);
	CU_ASSERT_EQUAL(view_or_fail()->bugs, 0);
	end();
}

static void latched_fire_releases_from_the_start(void)
{
	prepare_or_fail();
	f.setup.is_fire_latched = true;
	start_or_fail();
	CU_ASSERT_TRUE(output_is_on("entrance.strike"));
	CU_ASSERT_FALSE(output_is_on("goods-gate.strike"));
	CU_ASSERT_TRUE(view_or_fail()->is_fire_latched);
	CU_ASSERT_FALSE(f.view.is_fire_active);
	end();
}

static void stop_locks_and_records(void)
{
	begin();
	present_or_fail("entrance-in", 1);
	wait_for_output("entrance.strike", true);
	doors_stop(f.doors);
	f.doors = NULL;
	wait_for_output("entrance.strike", false);
	drain_ring();
	CU_ASSERT_PTR_NOT_NULL(find(RECORD_DOOR_LOCKED));
	CU_ASSERT_PTR_NOT_NULL(find(RECORD_CONTROLLER_STOPPED));
	CU_ASSERT_EQUAL(f.cursor, f.record_count);
	end();
}

static void stop_during_fire_leaves_escape_doors_released(void)
{
	struct sim_output change;
	begin();
	level_or_fail("fire", true);
	wait_for_output("goods-door.strike", true);
	doors_stop(f.doors);
	f.doors = NULL;
	while (sim_next(f.watch, &change, 0) == 1)
		CU_ASSERT_FALSE(strstr(change.name, ".strike") != NULL && !change.is_active);
	end();
}

/* ---- how the areas stand (rules D3, B6): in memory that outlives the process, whatever the ring does ----
 */

static void begin_kept(void)
{
	prepare_or_fail();
	CU_ASSERT_EQUAL_FATAL(standing_create(&f.setup.standing, f.directory, &f.config.site), 0);
	start_or_fail();
}

static void end_kept(void)
{
	char path[300];
	snprintf(path, sizeof(path), "%s/standing", f.directory);
	unlink(path);
	struct standing *standing = f.setup.standing;
	end();
	standing_close(standing);
}

/* As the next start would find it. */
static struct standing_left left_or_fail(struct engine *next)
{
	struct standing_left left = {.is_fire_latched = false};
	engine_init(next, &f.config.site);
	CU_ASSERT_EQUAL_FATAL(standing_restore(f.directory, next, &left), 0);
	return left;
}

static void who_entered_is_kept_before_the_ring_has_the_record(void)
{
	static struct engine next;
	begin_kept();
	present_or_fail("entrance-in", 1);
	wait_for_output("entrance.strike", true);
	level_or_fail("entrance.contact", true);
	wait_for(RECORD_OCCUPANCY_ENTERED);
	left_or_fail(&next);
	CU_ASSERT_TRUE(occupancy_is_inside(&next.areas[0].occupancy, PERSON));
	end_kept();
}

static void fire_is_kept_until_it_is_reset(void)
{
	static struct engine next;
	begin_kept();
	CU_ASSERT_FALSE(left_or_fail(&next).is_fire_latched);
	level_or_fail("fire", true);
	wait_for_output("entrance.strike", true);
	CU_ASSERT_TRUE(left_or_fail(&next).is_fire_latched);
	CU_ASSERT_EQUAL(next.areas[0].occupancy.doubt, OCCUPANCY_FIRE);
	level_or_fail("fire", false);
	wait_for(RECORD_FIRE_CLEAR);
	CU_ASSERT_TRUE(left_or_fail(&next).is_fire_latched);
	CU_ASSERT_EQUAL(reset_fire_or_fail(), ANSWER_DONE);
	CU_ASSERT_FALSE(left_or_fail(&next).is_fire_latched);
	end_kept();
}

/* ---- readers ---- */

static void swapped_wires_are_told_in_words(void)
{
	begin();
	struct frame frame = frame_of(1);
	const struct doors_reader_view *view = &f.view.readers[reader("entrance-in")];
	frame.bits = ~frame.bits & ((UINT64_C(1) << frame.bit_count) - 1);
	struct doors_reader_view before = view_or_fail()->readers[reader("entrance-in")];
	pulse_or_fail("entrance-in", frame);
	CU_ASSERT_FALSE(is_judged_good("entrance-in", before));
	CU_ASSERT_EQUAL(view->hint.advice, INTAKE_SWAPPED);
	present_or_fail("entrance-in", 1);
	CU_ASSERT_EQUAL(view->hint.advice, INTAKE_NO_ADVICE);
	end();
}

static void lone_edges_are_told_in_words(void)
{
	begin();
	for (int i = 0; i < 3; i++) {
		struct doors_reader_view before = view_or_fail()->readers[reader("office-1-in")];
		CU_ASSERT_EQUAL_FATAL(sim_edge(f.hand, "office-1-in", 1), 0);
		CU_ASSERT_FALSE(is_judged_good("office-1-in", before));
	}
	CU_ASSERT_EQUAL(f.view.readers[reader("office-1-in")].hint.advice, INTAKE_FLOATING);
	CU_ASSERT_EQUAL(wait_for(RECORD_READER_REJECTED)->reason, REASON_FRAME_SINGLE);
	end();
}

/* ---- intake alone: time as we like it ---- */

static struct intake intake;
static struct engine_event event;

static void begin_intake(void)
{
	memset(&f, 0, sizeof(f));
	strcpy(f.directory, "/tmp");
	read_config_or_fail();
	intake_init(&intake, &f.config);
}

static struct lines_event edge_at(uint64_t t_ns, uint32_t seqno, int wire)
{
	const struct config_reader_lines *lines = &f.config.reader_lines[0];
	return (struct lines_event){
	        .t_ns = t_ns, .seqno = seqno, .line = wire == 0 ? lines->data0 : lines->data1};
}

/* A whole frame from t_ns on; edges number from seqno. Returns the time of its last edge. */
static uint64_t feed(struct frame frame, uint64_t t_ns, uint32_t seqno)
{
	for (uint8_t i = 0; i < frame.bit_count; i++, t_ns += 2000000) {
		struct lines_event e =
		        edge_at(t_ns, seqno + i, (int)(frame.bits >> (frame.bit_count - 1 - i) & 1));
		CU_ASSERT_FALSE(intake_edge(&intake, &e, &event));
	}
	return t_ns - 2000000;
}

static void noise_is_one_event_a_second_and_counted_all(void)
{
	uint64_t t = 1000000000;
	uint32_t told = 0;
	begin_intake();
	for (uint32_t i = 0; i < 20; i++, t += 100000000) { /* ten a second */
		struct lines_event e = edge_at(t, i + 1, 0);
		intake_edge(&intake, &e, &event);
		if (intake_due(&intake, t + 50000000, &event)) {
			CU_ASSERT_EQUAL(event.kind, ENGINE_FRAME_REJECTED);
			CU_ASSERT_EQUAL(event.reason, REASON_FRAME_SINGLE);
			told++;
		}
	}
	CU_ASSERT_EQUAL(told, 2);
	CU_ASSERT_EQUAL(intake.readers[0].rejected, 20);
}

static void next_rejection_is_told_a_second_later_and_not_before(void)
{
	uint64_t t = 1000000000;
	begin_intake();
	struct intake_reader *r = &intake.readers[0];
	struct lines_event e = edge_at(t, 1, 0);
	intake_edge(&intake, &e, &event);
	uint64_t end = intake_deadline(&intake);
	CU_ASSERT_TRUE(intake_due(&intake, end, &event));
	uint64_t told = r->rejected_told_ns;
	uint64_t silence = end - t;
	e = edge_at(told + 1000000000 - silence - 1, 2, 0);
	intake_edge(&intake, &e, &event);
	CU_ASSERT_FALSE(intake_due(&intake, told + 1000000000 - 1, &event));
	CU_ASSERT_EQUAL(r->rejected, 2);
	e = edge_at(told + 1000000000 - silence + 50000000, 3, 0);
	intake_edge(&intake, &e, &event);
	CU_ASSERT_TRUE(intake_due(&intake, told + 1000000000 + 50000000, &event));
}

static void gap_is_a_fault_and_never_a_badge(void)
{
	begin_intake();
	struct frame frame = frame_of(1);
	uint64_t t = 1000000000;
	for (uint32_t i = 0, seqno = 1; i < frame.bit_count; i++, seqno += i == 10 ? 2 : 1, t += 2000000) {
		struct lines_event e = edge_at(t, seqno, (int)(frame.bits >> (frame.bit_count - 1 - i) & 1));
		CU_ASSERT_FALSE(intake_edge(&intake, &e, &event));
	}
	CU_ASSERT_TRUE(intake_due(&intake, t + 25000000, &event));
	CU_ASSERT_EQUAL(event.kind, ENGINE_READER_FAULT);
	CU_ASSERT_EQUAL(event.reason, REASON_FRAME_GAP);
	CU_ASSERT_EQUAL(intake.readers[0].faults, 1);
	CU_ASSERT_EQUAL(intake.readers[0].good, 0);
	CU_ASSERT_EQUAL(intake_hint(&intake, 0).advice, INTAKE_LOST);
}

/* Edges for longer than a second without a pause: nobody waits for their end to be told. */
static void a_flooded_line_is_told_in_words(void)
{
	uint64_t t = 1000000000;
	uint32_t seqno = 1;
	unsigned told = 0;
	begin_intake();
	for (; t < 3500000000; t += 500000) {
		struct lines_event e = edge_at(t, seqno++, 0);
		if (!intake_edge(&intake, &e, &event))
			continue;
		told++;
		CU_ASSERT_EQUAL(event.kind, ENGINE_FRAME_REJECTED);
		CU_ASSERT_EQUAL(event.reason, REASON_FRAME_TOO_LONG);
	}
	CU_ASSERT_EQUAL(told, 2);
	CU_ASSERT_EQUAL(intake.readers[0].rejected, 2);
	CU_ASSERT_EQUAL(intake_hint(&intake, 0).advice, INTAKE_FLOATING);
}

/* After the third of them, so that one spoilt frame is no reason to open the wall. */
static void short_frames_are_told_in_words(void)
{
	static const enum intake_advice told[] = {INTAKE_NO_ADVICE, INTAKE_NO_ADVICE, INTAKE_SHORT};
	begin_intake();
	for (uint32_t i = 0; i < 3; i++) {
		uint64_t last = feed((struct frame){0x2AAAA, 20}, 1000000000 * (i + 1), 1 + 20 * i);
		CU_ASSERT_TRUE(intake_due(&intake, last + 100000000, &event));
		CU_ASSERT_EQUAL(event.reason, REASON_FRAME_LENGTH);
		CU_ASSERT_EQUAL(intake_hint(&intake, 0).advice, told[i]);
	}
	CU_ASSERT_EQUAL(intake_hint(&intake, 0).bits, 20);
	CU_ASSERT_EQUAL(intake_hint(&intake, 0).shortest, 26);
	uint64_t last = feed(frame_of(1), 5000000000, 61);
	CU_ASSERT_TRUE(intake_due(&intake, last + 100000000, &event));
	CU_ASSERT_EQUAL(intake_hint(&intake, 0).advice, INTAKE_NO_ADVICE);
}

static void frame_is_judged_at_its_deadline_and_not_before(void)
{
	begin_intake();
	feed(frame_of(3), 1000000000, 1);
	uint64_t deadline = intake_deadline(&intake);
	CU_ASSERT_FALSE(intake_due(&intake, deadline - 1, &event));
	CU_ASSERT_TRUE(intake_due(&intake, deadline, &event));
	CU_ASSERT_EQUAL(event.kind, ENGINE_BADGE);
	CU_ASSERT_EQUAL(event.reader, 0);
	CU_ASSERT_TRUE(badge_number_is_equal(event.number, number_of(3)));
	CU_ASSERT_FALSE(intake_due(&intake, deadline, &event));
	CU_ASSERT_EQUAL(intake_deadline(&intake), INTAKE_NEVER);
}

/* Our thread was away while half a frame came in, and the rest still waits unread. */
static void frame_is_not_cut_by_a_clock_ahead_of_its_edges(void)
{
	begin_intake();
	struct frame frame = frame_of(3);
	struct frame half = {frame.bits >> 13, 13};
	uint64_t last = feed(half, 1000000000, 1);
	intake_read_until(&intake, 0, last);
	CU_ASSERT_FALSE(intake_due(&intake, last + 500000000, &event));
	half.bits = frame.bits & ((1u << 13) - 1);
	last = feed(half, last + 2000000, 14);
	intake_read_until(&intake, 0, INTAKE_NEVER);
	CU_ASSERT_TRUE(intake_due(&intake, last + 500000000, &event));
	CU_ASSERT_EQUAL(event.kind, ENGINE_BADGE);
}

static void input_counts_after_20_ms_and_not_before(void)
{
	begin_intake();
	uint16_t contact = f.config.door_lines[0].contact;
	struct lines_event e = {.t_ns = 1000000000, .line = contact, .is_active = true};
	for (uint16_t i = 0; i < intake.input_count; i++)
		intake_begin(&intake, i, false, 0);
	CU_ASSERT_FALSE(intake_edge(&intake, &e, &event));
	CU_ASSERT_EQUAL(intake_deadline(&intake), 1020000000);
	CU_ASSERT_FALSE(intake_due(&intake, 1019999999, &event));
	CU_ASSERT_TRUE(intake_due(&intake, 1020000000, &event));
	CU_ASSERT_EQUAL(event.kind, ENGINE_CONTACT);
	CU_ASSERT_EQUAL(event.door, 0);
	CU_ASSERT_TRUE(event.is_active);
}

static void fire_is_told_before_what_else_is_due(void)
{
	begin_intake();
	for (uint16_t i = 0; i < intake.input_count; i++)
		intake_begin(&intake, i, false, 0);
	for (uint16_t i = intake.input_count; i-- > 0;)
		intake_level(&intake, i, true, 1000);
	CU_ASSERT_TRUE(intake_due(&intake, 1000000000, &event));
	CU_ASSERT_EQUAL(event.kind, ENGINE_FIRE);
}

/* ---- wires that fail ---- */

enum { WIRES_ALL = -1 };

/* Drives are written down together with how much the ring held at that moment. */
static struct wires {
	struct lines base;
	int event_fd;
	_Atomic int read_result; /* of every read from dead_fd: 0 or -errno */
	_Atomic int dead_fd;     /* a place; WIRES_ALL: every one */
	_Atomic int drive_result;
	_Atomic int fire_level; /* 0 or 1 or -errno */
	_Atomic int level;      /* of all other inputs */
	_Atomic int reads;
	_Atomic bool is_stuck;
	size_t fd_count;    /* all of them the same one */
	bool is_flooding;   /* the first never runs dry; the frame comes by the second */
	uint32_t flood;     /* edges so far */
	struct frame frame; /* comes in by its edges, some at each read; none when it has no bits */
	uint32_t sent;
	uint64_t first_ns;
	struct ring *ring;
	struct {
		uint16_t line;
		bool is_active;
		size_t waiting;
	} drives[256];
	size_t drive_count;
} wires;

static void wires_close(struct lines *l)
{
	(void)l;
}

static size_t wires_fds(const struct lines *l, int *fds, size_t max)
{
	(void)l;
	for (size_t i = 0; i < wires.fd_count && i < max; i++)
		fds[i] = wires.event_fd;
	return wires.fd_count;
}

/* With two descriptors the second one is that of reader 1, the first of all others. */
static size_t wires_fd_of(const struct lines *l, uint16_t line)
{
	(void)l;
	return wires.fd_count > 1 && line == f.config.reader_lines[1].data0 ? 1 : 0;
}

/* 26 edges in 12 reads, which is exactly three turns; then the descriptor is not readable any more. */
static int wires_read_frame(struct lines_event *events)
{
	const struct config_reader_lines *lines = &f.config.reader_lines[wires.fd_count - 1];
	uint64_t count;
	int batch = wires.sent < 22 ? 2 : 4;
	for (int i = 0; i < batch; i++, wires.sent++) {
		bool is_one = wires.frame.bits >> (25 - wires.sent) & 1;
		events[i] = (struct lines_event){.t_ns = wires.first_ns + wires.sent * UINT64_C(2000000),
		                                 .seqno = wires.sent + 1,
		                                 .line = is_one ? lines->data1 : lines->data0,
		                                 .is_active = true};
	}
	if (wires.sent == 26 && !wires.is_flooding && read(wires.event_fd, &count, sizeof(count)) < 0)
		return -errno;
	return batch;
}

/* As fast as they are taken: bursts of 100 edges, 10 us apart, and a silence after each. */
static int wires_read_flood(struct lines_event *events, size_t max)
{
	for (size_t i = 0; i < max; i++) {
		uint64_t bursts = ++wires.flood / 100;
		events[i] = (struct lines_event){.t_ns = wires.first_ns + wires.flood * UINT64_C(10000) +
		                                         bursts * UINT64_C(30000000),
		                                 .seqno = wires.flood,
		                                 .line = f.config.reader_lines[0].data0,
		                                 .is_active = true};
	}
	return (int)max;
}

static int wires_read(struct lines *l, size_t i, struct lines_event *events, size_t max)
{
	struct timespec moment = {.tv_nsec = 1000000};
	(void)l;
	atomic_fetch_add(&wires.reads, 1);
	while (atomic_load(&wires.is_stuck))
		nanosleep(&moment, NULL);
	if (wires.is_flooding && i == 0)
		return wires_read_flood(events, max);
	if (wires.sent < wires.frame.bit_count)
		return wires_read_frame(events);
	return wires.dead_fd == WIRES_ALL || (size_t)wires.dead_fd == i ? atomic_load(&wires.read_result) : 0;
}

static int wires_level(struct lines *l, uint16_t line)
{
	(void)l;
	return atomic_load(line == f.config.fire_line ? &wires.fire_level : &wires.level);
}

static int wires_drive(struct lines *l, uint16_t line, bool is_active)
{
	(void)l;
	int result = atomic_load(&wires.drive_result);
	if (result < 0 || wires.drive_count == 256)
		return result;
	wires.drives[wires.drive_count].line = line;
	wires.drives[wires.drive_count].is_active = is_active;
	wires.drives[wires.drive_count++].waiting = ring_waiting(wires.ring);
	return 0;
}

static void begin_wires(void)
{
	static const struct lines_backend backend = {wires_close, wires_fds,   wires_fd_of,
	                                             wires_read,  wires_level, wires_drive};
	prepare_or_fail();
	memset(&wires, 0, sizeof(wires));
	wires.base = (struct lines){&backend, f.config.lines, f.config.line_count};
	wires.event_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	wires.ring = f.ring;
	wires.fd_count = 1;
	wires.dead_fd = WIRES_ALL;
	CU_ASSERT_FATAL(wires.event_fd >= 0);
	f.setup.lines = &wires.base;
}

static void start_wires_or_fail(void)
{
	begin_wires();
	CU_ASSERT_EQUAL_FATAL(doors_start(&f.doors, &f.setup), 0);
}

static void end_wires(void)
{
	end();
	close(wires.event_fd);
}

static void make_readable(void)
{
	uint64_t one = 1;
	CU_ASSERT_EQUAL_FATAL(write(wires.event_fd, &one, sizeof(one)), (ssize_t)sizeof(one));
}

static void stuck_thread_times_the_call_out(void)
{
	struct doors_call call = {.kind = DOORS_RELEASE, .door = door("entrance")}, answered = {.error = 7};
	struct timespec moment = {.tv_nsec = 1000000};
	start_wires_or_fail();
	atomic_store(&wires.is_stuck, true);
	make_readable();
	while (atomic_load(&wires.reads) == 0)
		nanosleep(&moment, NULL);
	uint64_t turns = doors_turns(f.doors);
	CU_ASSERT_EQUAL(doors_call(f.doors, &call, &answered), -ETIMEDOUT);
	CU_ASSERT_EQUAL(answered.error, 7);
	CU_ASSERT_EQUAL(doors_turns(f.doors), turns); /* which the guard sees (rule B5) */
	atomic_store(&wires.is_stuck, false);
	CU_ASSERT_FALSE(has_recorded(RECORD_DOOR_RELEASED)); /* given up is given up */
	end_wires();
}

static void dead_descriptor_is_left_alone_and_counted(void)
{
	struct timespec moment = {.tv_nsec = 1000000};
	start_wires_or_fail();
	uint64_t begin_ns = now_ns();
	atomic_store(&wires.read_result, -ENODEV);
	make_readable();
	while (view_or_fail()->line_failures == 0)
		nanosleep(&moment, NULL);
	uint64_t turns = doors_turns(f.doors);
	for (int i = 0; i < 20; i++)
		view_or_fail();
	/* of a descriptor that stays readable: it does not spin, and beside the calls it turns twice a second
	 */
	uint64_t seconds = (now_ns() - begin_ns) / 1000000000;
	CU_ASSERT_TRUE((uint64_t)atomic_load(&wires.reads) <= 1 + seconds);
	CU_ASSERT_TRUE(doors_turns(f.doors) <= turns + 20 + 5 * (1 + seconds));
	end_wires();
}

static void frame_that_ends_with_the_turn_is_judged_all_the_same(void)
{
	begin_wires();
	wires.frame = frame_of(1);
	wires.first_ns = now_ns() - 500000000; /* we were away: all of it waits */
	CU_ASSERT_EQUAL_FATAL(doors_start(&f.doors, &f.setup), 0);
	make_readable();
	CU_ASSERT_EQUAL(wait_for(RECORD_ACCESS_GRANTED)->person, PERSON);
	end_wires();
}

static void flooded_line_starves_no_other(void)
{
	uint64_t turns;
	begin_wires();
	wires.fd_count = 2;
	wires.is_flooding = true;
	wires.frame = frame_of(1);
	wires.first_ns = now_ns() - 500000000;
	CU_ASSERT_EQUAL_FATAL(doors_start(&f.doors, &f.setup), 0);
	make_readable();
	CU_ASSERT_EQUAL(wait_for(RECORD_ACCESS_GRANTED)->reader, 1);
	CU_ASSERT_EQUAL(wait_for(RECORD_DOOR_RELEASED)->cause, CAUSE_GRANT);
	CU_ASSERT_EQUAL(release_or_fail("goods-door"), ANSWER_DONE);
	CU_ASSERT_EQUAL(wait_for(RECORD_DOOR_RELEASED)->cause, CAUSE_RELEASE);
	turns = doors_turns(f.doors);
	view_or_fail();
	CU_ASSERT_TRUE(doors_turns(f.doors) > turns);
	CU_ASSERT_EQUAL(f.view.readers[0].good, 0);
	CU_ASSERT_TRUE(f.view.readers[0].rejected > 0);
	drain_ring();
	size_t records = f.record_count;
	end_wires();
	/* one a second of the wires' own time, 310 us an edge, and what else was recorded: no flood of the
	 * journal */
	CU_ASSERT_TRUE(records < 20 + wires.flood * UINT64_C(310) / 1000000);
}

static void turns_go_on_when_nothing_happens(void)
{
	struct timespec moment = {.tv_nsec = 10000000};
	start_wires_or_fail();
	uint64_t turns = doors_turns(f.doors), until = now_ns() + PATIENCE_MS * UINT64_C(1000000);
	while (doors_turns(f.doors) < turns + 2 && now_ns() < until)
		nanosleep(&moment, NULL);
	CU_ASSERT_TRUE(doors_turns(f.doors) >= turns + 2);
	end_wires();
}

static void output_that_fails_is_counted_and_tried_again(void)
{
	struct timespec moment = {.tv_nsec = 1000000};
	start_wires_or_fail();
	atomic_store(&wires.drive_result, -EIO);
	CU_ASSERT_EQUAL(release_or_fail("entrance"), ANSWER_DONE);
	CU_ASSERT_TRUE(view_or_fail()->output_failures > 0);
	uint32_t failures = f.view.output_failures;
	while (view_or_fail()->output_failures == failures) /* by the twice-a-second look alone */
		nanosleep(&moment, NULL);
	const struct record *fault = wait_for(RECORD_LINE_FAULT); /* rule L3 */
	CU_ASSERT_EQUAL(fault->door, door("entrance"));
	CU_ASSERT_EQUAL(fault->reason, REASON_OUTPUT_FAULT);
	CU_ASSERT_TRUE(fault->is_incident);
	CU_ASSERT_TRUE((view_or_fail()->doors[door("entrance")].faults & DOOR_FAULT_OUTPUT) != 0);
	atomic_store(&wires.drive_result, 0);
	CU_ASSERT_EQUAL(wait_for(RECORD_LINE_CLEAR)->door, door("entrance"));
	CU_ASSERT_EQUAL(view_or_fail()->doors[door("entrance")].faults & DOOR_FAULT_OUTPUT, 0);
	doors_stop(f.doors);
	f.doors = NULL;
	end_wires();
}

/* Rule D13: as a cut wire. It clears when the input is read again, and stays latched. */
static void a_fire_input_that_cannot_be_read_is_fire(void)
{
	start_wires_or_fail();
	atomic_store(&wires.fire_level, -EIO);
	const struct record *fault = wait_for(RECORD_LINE_FAULT);
	CU_ASSERT_EQUAL(fault->reason, REASON_FIRE_FAULT);
	CU_ASSERT_TRUE(fault->is_incident);
	CU_ASSERT_TRUE(wait_for(RECORD_FIRE_ACTIVE)->is_incident);
	const struct record *released = wait_for(RECORD_DOOR_RELEASED);
	CU_ASSERT_EQUAL(released->cause, CAUSE_FIRE);
	CU_ASSERT_TRUE(f.config.site.doors[released->door].is_escape);
	atomic_store(&wires.fire_level, 0);
	CU_ASSERT_EQUAL(wait_for(RECORD_LINE_CLEAR)->reason, REASON_FIRE_FAULT);
	wait_for(RECORD_FIRE_CLEAR);
	CU_ASSERT_TRUE(view_or_fail()->is_fire_latched);
	end_wires();
}

static void a_fire_input_that_is_missed_once_is_no_fire(void)
{
	struct timespec moment = {.tv_nsec = 1000000};
	start_wires_or_fail();
	atomic_store(&wires.fire_level, -EIO);
	while (view_or_fail()->line_failures == 0)
		nanosleep(&moment, NULL);
	atomic_store(&wires.fire_level, 0);
	wait_for(RECORD_LINE_CLEAR);
	CU_ASSERT_FALSE(view_or_fail()->is_fire_latched);
	end_wires();
}

static void what_cannot_be_read_at_the_start_keeps_no_other_door_from_working(void)
{
	begin_wires();
	atomic_store(&wires.fire_level, -EIO);
	atomic_store(&wires.level, -EIO);
	CU_ASSERT_EQUAL_FATAL(doors_start(&f.doors, &f.setup), 0);
	CU_ASSERT_TRUE(view_or_fail()->is_fire_active);
	wait_for(RECORD_FIRE_ACTIVE);
	CU_ASSERT_EQUAL(wait_for(RECORD_LINE_FAULT)->reason, REASON_FIRE_FAULT);
	CU_ASSERT_EQUAL(wait_for(RECORD_LINE_FAULT)->reason, REASON_CONTACT_FAULT);
	CU_ASSERT_EQUAL(release_or_fail("goods-gate"), ANSWER_DONE);
	end_wires();
}

/* Rule L3: also one that has never shown an edge. */
static void a_reader_is_known_to_be_deaf_before_its_first_badge(void)
{
	begin_wires();
	wires.fd_count = 2;
	CU_ASSERT_EQUAL_FATAL(doors_start(&f.doors, &f.setup), 0);
	atomic_store(&wires.dead_fd, 1);
	atomic_store(&wires.read_result, -ENODEV);
	make_readable();
	const struct record *fault = wait_for(RECORD_LINE_FAULT);
	CU_ASSERT_EQUAL(fault->reason, REASON_READER_FAULT);
	CU_ASSERT_EQUAL(fault->reader, 1);
	CU_ASSERT_FALSE(view_or_fail()->readers[0].is_faulty);
	CU_ASSERT_TRUE(f.view.readers[1].is_faulty);
	end_wires();
}

/* ---- effects alone ---- */

static struct effects effects;
static struct engine_actions actions;
static enum engine_answer answer;

static void begin_effects(void)
{
	begin_wires();
	effects_init(&effects, &f.config, &wires.base, f.ring);
	memset(&actions, 0, sizeof(actions));
}

static struct engine_action *add(enum engine_action_kind kind)
{
	struct engine_action *a = &actions.items[actions.count++];
	memset(a, 0, sizeof(*a));
	a->kind = kind;
	a->door = a->reader = a->area = SITE_NONE;
	return a;
}

static void add_record(enum record_kind kind, const char *name, enum record_cause cause)
{
	struct record *r = &add(ACTION_RECORD)->record;
	r->kind = (uint16_t)kind;
	r->door = door(name);
	r->reader = r->area = r->room = SITE_NONE;
	r->cause = (uint8_t)cause;
}

static void add_strike(const char *name, bool is_on)
{
	struct engine_action *a = add(ACTION_STRIKE);
	a->door = door(name);
	a->is_on = is_on;
}

static bool strike_is_wanted(const char *name)
{
	return effects.outputs[f.config.door_lines[door(name)].strike].is_wanted;
}

static void carry_out(void)
{
	effects_carry_out(&effects, &actions, 1000000000, &answer);
	actions.count = 0;
}

static void record_is_in_the_ring_before_the_output_moves(void)
{
	begin_effects();
	add_record(RECORD_DOOR_RELEASED, "entrance", CAUSE_GRANT);
	add_strike("entrance", true);
	add_record(RECORD_DOOR_RELEASED, "office-1-door", CAUSE_GRANT);
	add_record(RECORD_OCCUPANCY_ENTERED, "office-1-door", CAUSE_NONE);
	add_strike("office-1-door", true);
	carry_out();
	CU_ASSERT_EQUAL_FATAL(wires.drive_count, 2);
	CU_ASSERT_EQUAL(wires.drives[0].waiting, 1);
	CU_ASSERT_EQUAL(wires.drives[1].waiting, 3);
	end_wires();
}

static void full_ring_does_not_hold_the_strike(void)
{
	begin_effects();
	struct record fire = {.kind = RECORD_FIRE_ACTIVE, .is_incident = true};
	while (ring_append(f.ring, &fire))
		;
	add_record(RECORD_DOOR_RELEASED, "entrance", CAUSE_FIRE);
	add_strike("entrance", true);
	carry_out();
	CU_ASSERT_TRUE(strike_is_wanted("entrance"));
	CU_ASSERT_EQUAL(wires.drive_count, 1);
	end_wires();
}

static void losses_are_told_when_nothing_else_happens(void)
{
	const struct record opened = {.kind = RECORD_DOOR_OPENED};
	prepare_or_fail();
	while (ring_append(f.ring, &opened))
		continue; /* until one found no place */
	start_or_fail();
	doors_heard(f.doors);
	ring_release(f.ring, ring_waiting(f.ring));
	struct pollfd told = {.fd = doors_fd(f.doors), .events = POLLIN};
	CU_ASSERT_TRUE_FATAL(poll(&told, 1, PATIENCE_MS) > 0);
	CU_ASSERT_TRUE(wait_for(RECORD_EVENTS_LOST)->value >= 1); /* the start had something to tell, too */
	end();
}

static void guarded_door_wants_its_cause(void)
{
	static const struct {
		enum record_cause cause;
		bool is_allowed;
	} causes[] = {{CAUSE_NONE, false},         {CAUSE_GRANT, true}, {CAUSE_RELEASE, true},
	              {CAUSE_SCHEDULE, false},     {CAUSE_REX, true},   {CAUSE_FIRE, true},
	              {CAUSE_COMMISSIONING, false}};
	static const char *const guarded[] = {"goods-door", "goods-gate", "server-room-door"};
	for (size_t d = 0; d < 3; d++)
		for (size_t i = 0; i < sizeof(causes) / sizeof(causes[0]); i++) {
			begin_effects();
			add_record(RECORD_DOOR_RELEASED, guarded[d], causes[i].cause);
			add_strike(guarded[d], true);
			carry_out();
			CU_ASSERT_EQUAL(strike_is_wanted(guarded[d]), causes[i].is_allowed);
			CU_ASSERT_EQUAL(effects.refused, causes[i].is_allowed ? 0 : 1);
			end_wires();
		}
}

static void cause_of_another_door_or_step_does_not_count(void)
{
	begin_effects();
	add_record(RECORD_DOOR_RELEASED, "goods-gate", CAUSE_GRANT);
	add_strike("goods-door", true);
	carry_out();
	CU_ASSERT_FALSE(strike_is_wanted("goods-door"));
	add_strike("goods-gate", true); /* the step after its record */
	carry_out();
	CU_ASSERT_FALSE(strike_is_wanted("goods-gate"));
	add_record(RECORD_DOOR_RELEASED, "goods-gate", CAUSE_GRANT);
	add_record(RECORD_DOOR_LOCKED, "goods-gate", CAUSE_NONE);
	add_strike("goods-gate", true); /* the last record counts */
	carry_out();
	CU_ASSERT_FALSE(strike_is_wanted("goods-gate"));
	CU_ASSERT_EQUAL(effects.refused, 3);
	CU_ASSERT_EQUAL(wires.drive_count, 0);
	end_wires();
}

static void office_door_may_follow_a_schedule(void)
{
	begin_effects();
	add_record(RECORD_DOOR_RELEASED, "office-1-door", CAUSE_SCHEDULE);
	add_strike("office-1-door", true);
	carry_out();
	CU_ASSERT_TRUE(strike_is_wanted("office-1-door"));
	add_strike("office-2-door", true); /* but no door moves without any cause (rule D1) */
	carry_out();
	CU_ASSERT_FALSE(strike_is_wanted("office-2-door"));
	end_wires();
}

static bool sounder_is_wanted(void)
{
	return effects.outputs[f.config.area_lines[0].sounder].is_wanted;
}

static void add_sounder(enum engine_sounder sounder)
{
	struct engine_action *a = add(ACTION_SOUNDER);
	a->area = 0;
	a->sounder = sounder;
}

static void exit_delay_pulses_a_tenth_of_each_second(void)
{
	static const struct {
		uint64_t after_ms;
		bool is_on;
	} moments[] = {{0, true},    {99, true},   {100, false}, {999, false},
	               {1000, true}, {1099, true}, {1100, false}};
	begin_effects();
	add_sounder(SOUNDER_EXIT_DELAY);
	carry_out();
	for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
		effects_play(&effects, 1000000000 + moments[i].after_ms * 1000000);
		CU_ASSERT_EQUAL(sounder_is_wanted(), moments[i].is_on);
	}
	CU_ASSERT_EQUAL(effects_deadline(&effects), 1000000000 + UINT64_C(2000) * 1000000);
	add_sounder(SOUNDER_OFF);
	carry_out();
	CU_ASSERT_FALSE(sounder_is_wanted());
	CU_ASSERT_EQUAL(effects_deadline(&effects), EFFECTS_NEVER);
	end_wires();
}

static void alarm_sounds_without_a_break(void)
{
	begin_effects();
	add_sounder(SOUNDER_ALARM);
	carry_out();
	for (uint64_t ms = 0; ms < 3000; ms += 50) {
		effects_play(&effects, 1000000000 + ms * 1000000);
		CU_ASSERT_TRUE(sounder_is_wanted());
	}
	end_wires();
}

static void exit_delay_comes_back_after_a_shorter_signal(void)
{
	begin_effects();
	struct engine_action *a = add(ACTION_INDICATE);
	a->reader = 0;
	a->signal = SIGNAL_EXIT_DELAY;
	a = add(ACTION_INDICATE);
	a->reader = 0;
	a->signal = SIGNAL_DENIED;
	carry_out();
	CU_ASSERT_EQUAL(effects.readers[0].indicator.signal, INDICATOR_DENIED);
	uint64_t now = 1000000000;
	for (int i = 0; i < 20 && effects_deadline(&effects) != EFFECTS_NEVER; i++) {
		now = effects_deadline(&effects);
		effects_play(&effects, now);
	}
	CU_ASSERT_EQUAL(effects.readers[0].indicator.signal, INDICATOR_EXIT_DELAY);
	a = add(ACTION_INDICATE);
	a->reader = 0;
	a->signal = SIGNAL_QUIET;
	carry_out();
	CU_ASSERT_EQUAL(effects_deadline(&effects), EFFECTS_NEVER);
	CU_ASSERT_FALSE(effects.outputs[f.config.reader_lines[0].led].is_wanted);
	end_wires();
}

static void set_output_follows_and_answers_are_handed_back(void)
{
	begin_effects();
	struct engine_action *a = add(ACTION_SET);
	a->area = 0;
	a->is_on = true;
	add(ACTION_ANSWER)->answer = ANSWER_ALARM_SET;
	answer = ANSWER_DONE;
	carry_out();
	CU_ASSERT_TRUE(effects.outputs[f.config.area_lines[0].set_output].is_wanted);
	CU_ASSERT_EQUAL(answer, ANSWER_ALARM_SET);
	end_wires();
}

static const struct suite_case cases[] = {
        {"a known badge opens, and is recorded first (rule D1)", known_badge_opens_and_is_recorded_first},
        {"opening and closing ends the release (rules D2, O1)", opening_and_closing_ends_the_release},
        {"an unknown badge is denied, with beeps (rule A2)", unknown_badge_is_denied_with_beeps},
        {"a goods door opens for the key that names it (rule D9)",
         goods_door_opens_for_the_key_that_names_it},
        {"a revoked badge is denied from the answer on (rule A3)",
         revoked_badge_is_denied_from_the_answer_on},
        {"the first error of deltas is answered and the rest is done",
         first_error_of_deltas_is_answered_and_the_rest_is_done},
        {"another table decides from the answer on", another_table_decides_from_the_answer_on},
        {"a release names its operator", release_names_its_operator},
        {"a forced door is an incident (rule D5)", forced_door_is_an_incident},
        {"an exit request excuses the opening (rule D7)", exit_request_excuses_the_opening},
        {"an exit request opens where the lock needs power (rule D7)",
         exit_request_opens_where_the_lock_needs_power},
        {"a bell calls and does not open (rule D17)", bell_calls_and_does_not_open},
        {"fire releases escape doors until it is reset (rule D13)",
         fire_releases_escape_doors_until_it_is_reset},
        {"a latched fire releases from the start (rule D3)", latched_fire_releases_from_the_start},
        {"a stop locks and records (rule D3)", stop_locks_and_records},
        {"a stop during fire leaves escape doors released (rule D3)",
         stop_during_fire_leaves_escape_doors_released},
        {"who entered is kept before the ring has the record (rule B6)",
         who_entered_is_kept_before_the_ring_has_the_record},
        {"fire is kept until it is reset (rules D13, B6)", fire_is_kept_until_it_is_reset},
        {"swapped wires are told in words (rule F5)", swapped_wires_are_told_in_words},
        {"a flooded line is told in words while it lasts (rule F5)", a_flooded_line_is_told_in_words},
        {"short frames are told in words (rule F5)", short_frames_are_told_in_words},
        {"lone edges are told in words (rule F5)", lone_edges_are_told_in_words},
        {"noise is one event a second, and counted all", noise_is_one_event_a_second_and_counted_all},
        {"the next rejection is told a second later and not before",
         next_rejection_is_told_a_second_later_and_not_before},
        {"a gap is a fault and never a badge (rule F2)", gap_is_a_fault_and_never_a_badge},
        {"a frame is judged at its deadline and not before (rule F4)",
         frame_is_judged_at_its_deadline_and_not_before},
        {"a frame is not cut by a clock ahead of its edges", frame_is_not_cut_by_a_clock_ahead_of_its_edges},
        {"an input counts after 20 ms and not before (rule D4)", input_counts_after_20_ms_and_not_before},
        {"fire is told before what else is due (rule D3)", fire_is_told_before_what_else_is_due},
        {"a stuck thread times the call out", stuck_thread_times_the_call_out},
        {"a dead descriptor is left alone and counted", dead_descriptor_is_left_alone_and_counted},
        {"a frame that ends with the turn is judged all the same",
         frame_that_ends_with_the_turn_is_judged_all_the_same},
        {"a flooded line starves no other", flooded_line_starves_no_other},
        {"turns go on when nothing happens (rule B5)", turns_go_on_when_nothing_happens},
        {"an output that fails is counted and tried again", output_that_fails_is_counted_and_tried_again},
        {"D13: a fire input that cannot be read is fire", a_fire_input_that_cannot_be_read_is_fire},
        {"a fire input that is missed once is no fire", a_fire_input_that_is_missed_once_is_no_fire},
        {"D13: what cannot be read at the start keeps no other door from working",
         what_cannot_be_read_at_the_start_keeps_no_other_door_from_working},
        {"L3: a reader is known to be deaf before its first badge",
         a_reader_is_known_to_be_deaf_before_its_first_badge},
        {"a record is in the ring before the output moves (rule D1)",
         record_is_in_the_ring_before_the_output_moves},
        {"a full ring does not hold the strike (rule B6)", full_ring_does_not_hold_the_strike},
        {"losses are told when nothing else happens (rule B6)", losses_are_told_when_nothing_else_happens},
        {"a guarded door wants its cause (rule D9)", guarded_door_wants_its_cause},
        {"the cause of another door or step does not count (rule D9)",
         cause_of_another_door_or_step_does_not_count},
        {"an office door may follow a schedule", office_door_may_follow_a_schedule},
        {"the exit delay pulses a tenth of each second (rule L9)", exit_delay_pulses_a_tenth_of_each_second},
        {"the alarm sounds without a break", alarm_sounds_without_a_break},
        {"the exit delay comes back after a shorter signal", exit_delay_comes_back_after_a_shorter_signal},
        {"the set output follows, and answers are handed back",
         set_output_follows_and_answers_are_handed_back},
};

int main(void)
{
	return suite_run("doors", cases, sizeof(cases) / sizeof(cases[0]));
}
