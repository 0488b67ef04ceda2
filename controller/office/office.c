/*
 * The office's life. Start reading at office_run().
 */
#include "controller/office/office.h"
#include "controller/checksum.h"
#include "controller/office/desks.h"
#include "controller/office/examining.h"
#include "controller/office/hasher.h"
#include "controller/office/journalist.h"
#include "controller/office/keeping.h"
#include "controller/office/minding.h"
#include "controller/office/opening.h"
#include "controller/office/reopening.h"
#include "controller/office/settling.h"
#include "controller/office/socket.h"
#include "controller/office/table_load.h"
#include "controller/standing.h"

#include <errno.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- open: the database, or what an earlier process left ---- */

void office_database(const struct config *config, char path[OFFICE_PATH_MAX])
{
	snprintf(path, OFFICE_PATH_MAX, "%s/zutritt.db", config->state_dir);
}

const char *office_trouble(const struct office *o)
{
	return o->store == NULL ? o->trouble : store_error(o->store);
}

static int fail(struct office *o, int result, const char *what, char *error, size_t error_size)
{
	const char *why = o->store == NULL ? "" : store_error(o->store);
	snprintf(error, error_size, "%s: %s", what, why[0] == '\0' ? strerror(-result) : why);
	return result;
}

/* The newest entry of the journal. */
struct last_entry {
	bool was_stopped;
	int64_t utc_ms;
};

static bool visit_last(void *context, const struct journal_event *event)
{
	struct last_entry *last = context;
	last->was_stopped = strcmp(event->kind, record_kind_name(RECORD_CONTROLLER_STOPPED)) == 0;
	last->utc_ms = event->utc_ms;
	return false;
}

static int newest_entry(struct office *o, struct last_entry *last)
{
	*last = (struct last_entry){.was_stopped = true};
	return store_events_newest(o->store, 1, false, visit_last, last);
}

/* Rule D11: what was written down has been. A journal that can not be read says nothing. */
static void set_floor(struct office *o)
{
	struct last_entry last;
	if (newest_entry(o, &last) == 0)
		clock_set_floor(&o->clock, last.utc_ms);
}

static void take_opened(struct office *o, struct opened *opened)
{
	o->store = opened->store;
	o->table = opened->table;
	snprintf(o->journal, sizeof(o->journal), "%s", store_journal_id(o->store));
	set_floor(o);
}

/* The doors go on with what was left, or at least with fire and the ways out (rules D13, D19), and the
 * database is tried again and again (reopening.h). */
static int go_without(struct office *o, const struct opened *opened)
{
	int result = o->left != NULL ? keeping_restore(o) : table_load_nobody(o->config, &o->table);
	reopening_say(o, opened->error);
	return result;
}

/* Where nothing ever was, whoever installs it should see at once what is wrong. A disk that is silent is not
 * asked. */
static bool is_first_start(const struct office *o)
{
	struct witness w;
	return o->left == NULL && !o->is_disk_silent && witness_read(&w, o->config->state_dir) == -ENOENT;
}

static int take_or_go_without(struct office *o, struct opened *opened, char *error, size_t error_size)
{
	if (opened->result == 0 && reopening_judge(o, opened)) {
		take_opened(o, opened);
		return 0;
	}
	if (!is_first_start(o))
		return go_without(o, opened);
	snprintf(error, error_size, "%s", opened->error);
	return opened->result;
}

static int open_database(struct office *o, char *error, size_t error_size)
{
	struct opening_wish wish = {.config = o->config,
	                            .may_make = o->left == NULL,
	                            .wants_table = true,
	                            .unsaved = &o->unsaved};
	struct opened opened = {.result = -ETIMEDOUT, .error = "the database does not answer"};
	int result = opening_begin(&o->opening, &wish);
	if (result < 0)
		return fail(o, result, "The database cannot be opened", error, error_size);
	o->is_disk_silent =
	        !opening_wait(o->opening, o->left == NULL ? OPENING_FIRST_MS : OPENING_PATIENCE_MS);
	if (!o->is_disk_silent) {
		opening_take(o->opening, &opened);
		opening_leave(o->opening);
		o->opening = NULL;
	}
	return take_or_go_without(o, &opened, error, error_size);
}

static int open_parts(struct office *o, char *error, size_t error_size)
{
	int result = journalist_new(&o->journalist, o);
	if (result < 0)
		return fail(o, result, "The office cannot begin", error, error_size);
	keeping_look(o);
	result = open_database(o, error, error_size);
	if (result < 0 && error[0] == '\0')
		fail(o, result, "The doors' table cannot be made", error, error_size);
	return result;
}

/* Rule P9: one program alone may say which station asks. */
static uid_t find_gateway(void)
{
	const struct passwd *user = getpwnam("zutritt-mqtt");
	return user == NULL ? (uid_t)-1 : user->pw_uid;
}

int office_open(struct office **out, struct config *config, char *error, size_t error_size)
{
	struct office *o = calloc(1, sizeof(*o));
	error[0] = '\0';
	if (o == NULL) {
		snprintf(error, error_size, "Out of memory");
		return -ENOMEM;
	}
	o->config = config;
	o->wiring_checksum = checksum(0, &config->site, sizeof(config->site));
	clock_init(&o->clock, config->backend == CONFIG_SIMULATOR);
	o->gateway = find_gateway();
	o->hasher = hasher_new(o);
	int result = o->hasher == NULL ? -ENOMEM : sd_event_new(&o->loop);
	if (result >= 0)
		result = open_parts(o, error, error_size);
	o->started_utc_ms = clock_now(&o->clock).utc_ms;
	if (result < 0) {
		office_close(o);
		return result;
	}
	*out = o;
	return 0;
}

/* ---- the witness beside the database ---- */

void office_witness(struct office *o)
{
	o->witness.number = store_last_number(o->store);
	int result = witness_write(&o->witness, o->config->state_dir);
	if (result < 0 && !o->is_witness_told)
		fprintf(stderr, "zutrittd: %s/witness cannot be written: %s\n", o->config->state_dir,
		        strerror(-result));
	o->is_witness_told = result < 0;
}

static void witness_all(struct office *o, const struct doors_setup *setup)
{
	const struct site *site = &o->config->site;
	memset(&o->witness, 0, sizeof(o->witness));
	snprintf(o->witness.journal, sizeof(o->witness.journal), "%s", o->journal);
	witness_note_fire(&o->witness, setup->is_fire_latched);
	for (uint16_t i = 0; i < site->area_count; i++)
		witness_note_area(&o->witness, site->areas[i].name, setup->alarms[i].state);
	if (o->store != NULL)
		office_witness(o);
}

/* ---- load: what survived (rule D3) ---- */

struct survivors {
	struct office *office;
	struct doors_setup *setup;
};

/* An area or a person that is no more is left out. */
static bool visit_presence(void *context, const struct store_presence *presence)
{
	struct survivors *s = context;
	const struct site *site = &s->office->config->site;
	uint16_t area = site_area(site, presence->area);
	if (area == SITE_NONE)
		return true;
	struct occupancy *o = &s->setup->engine->areas[area].occupancy;
	uint16_t door = site_door(site, presence->door);
	if (occupancy_enter(o, presence->person, door, presence->since_utc_ms) == OCCUPANCY_NO_ROOM)
		occupancy_suspect(o, OCCUPANCY_FULL);
	return true;
}

/* Rule O4: a doubt that nobody can read is a doubt all the same. */
static void restore_doubt(struct occupancy *occupancy, const struct store_area_state *state)
{
	enum occupancy_doubt doubt = OCCUPANCY_POWER_LOSS;
	if (state->is_certain)
		return;
	if (occupancy_doubt_parse(state->why, &doubt) < 0 || doubt == OCCUPANCY_CERTAIN)
		doubt = OCCUPANCY_POWER_LOSS;
	occupancy_suspect(occupancy, doubt);
}

static bool visit_area(void *context, const struct store_area_state *state)
{
	struct survivors *s = context;
	uint16_t area = site_area(&s->office->config->site, state->area);
	if (area == SITE_NONE)
		return true;
	struct alarm_state *alarm = &s->setup->alarms[area];
	/* a word that nobody knows must not unset (rule L1) */
	if (alarm_state_parse(state->alarm, &alarm->state) < 0)
		alarm->state = ALARM_SET;
	alarm->since_utc_ms = state->since_utc_ms;
	restore_doubt(&s->setup->engine->areas[area].occupancy, state);
	return true;
}

static void begin_unset(struct office *o, struct doors_setup *setup)
{
	for (size_t i = 0; i < SITE_AREAS_MAX; i++)
		setup->alarms[i] =
		        (struct alarm_state){.state = ALARM_UNSET, .since_utc_ms = o->started_utc_ms};
}

/*
 * Rule O4: nobody watched for a while when there is no orderly stop of a
 * moment ago, and no ring of a process that died. Before its clock is right a
 * machine cannot know how long it was off.
 */
static int find_gap(struct office *o, bool *has_gap)
{
	struct moment now = clock_now(&o->clock);
	struct last_entry last;
	int result = newest_entry(o, &last);
	bool is_short = now.is_clock_trusted && now.utc_ms >= last.utc_ms &&
	                now.utc_ms - last.utc_ms <= ENGINE_UNWATCHED_MS;
	bool is_new = store_last_number(o->store) == 0;
	*has_gap = !is_new && !(last.was_stopped && is_short) && !journalist_found_rings(o->journalist);
	return result;
}

static int load_stored_state(struct office *o, struct doors_setup *setup)
{
	struct survivors survivors = {o, setup};
	int result = store_presences(o->store, visit_presence, &survivors);
	if (result == 0)
		result = store_area_states(o->store, visit_area, &survivors);
	if (result == 0)
		result = store_fire_latch(o->store, &setup->is_fire_latched);
	if (result == 0)
		result = find_gap(o, &setup->has_gap);
	return result;
}

/*
 * What the door thread itself left in memory is as it was when the process
 * ended; the database comes after it, and is asked when the machine was off.
 */
static bool restore_standing(struct office *o, struct doors_setup *setup)
{
	struct standing_left left = {.is_fire_latched = false};
	memcpy(left.alarms, setup->alarms, sizeof(left.alarms));
	int result = standing_restore(o->config->runtime_dir, setup->engine, &left);
	if (result < 0 && result != -ENOENT)
		fprintf(stderr, "zutrittd: %s/standing cannot be read (%s); the database is asked\n",
		        o->config->runtime_dir, strerror(-result));
	if (result < 0)
		return false;
	memcpy(setup->alarms, left.alarms, sizeof(left.alarms));
	memcpy(setup->was_unsettled, left.was_unsettled, sizeof(left.was_unsettled));
	setup->is_fire_latched = left.is_fire_latched;
	uint64_t now_ns = clock_now(&o->clock).mono_ns;
	setup->has_gap =
	        now_ns < left.watched_ns || now_ns - left.watched_ns > ENGINE_UNWATCHED_MS * 1000000ull;
	return true;
}

/* ---- another database than before (rules L1, O4, B2) ---- */

static void say_replaced(const struct office *o, enum record_reason why)
{
	const char *what = why == REASON_DATABASE_OLD ? "is older than it was" : "is not the one from before";
	fprintf(stderr,
	        "zutrittd: %s/zutritt.db %s. The alarm is as it was left, who is inside is not certain. If "
	        "the database was lost, stop zutrittd, put the last copy there, and start it again; if "
	        "this is "
	        "the right one, say so with: zutritt occupancy correct --certain --reason TEXT.\n",
	        o->config->state_dir, what);
}

/* What the database says of alarm and fire is of another time. */
static void believe_witness(struct office *o, struct doors_setup *setup, const struct witness *w)
{
	const struct site *site = &o->config->site;
	for (uint16_t i = 0; i < site->area_count; i++)
		setup->alarms[i].state = witness_alarm(w, site->areas[i].name);
	setup->is_fire_latched = w->is_fire_latched;
	setup->has_gap = true;
}

static enum record_reason judge_database(struct office *o, struct witness *w)
{
	int result = witness_read(w, o->config->state_dir);
	if (result == -ENOENT)
		return REASON_NONE; /* the first start */
	if (result == 0)
		return witness_judge(w, store_journal_id(o->store), store_last_number(o->store));
	fprintf(stderr, "zutrittd: %s/witness cannot be read (%s)\n", o->config->state_dir,
	        strerror(-result));
	/* a database that knows something counts; before an empty one something was there */
	return store_last_number(o->store) == 0 ? REASON_DATABASE_LOST : REASON_NONE;
}

/* Nobody can say how it was: nothing is unset, and nobody is counted out (rules L1, O4). */
static int begin_in_doubt(struct office *o, struct doors_setup *setup)
{
	struct witness w = {.area_count = 0}; /* one that cannot be read names no area: set */
	if (!o->is_disk_silent)
		witness_read(&w, o->config->state_dir);
	believe_witness(o, setup, &w);
	return 0;
}

/* is_standing: what the doors left in memory counts more than either. */
static void ask_witness(struct office *o, struct doors_setup *setup, bool is_standing)
{
	struct witness left;
	setup->replaced = o->store == NULL ? REASON_NONE : judge_database(o, &left);
	if (setup->replaced != REASON_NONE) {
		say_replaced(o, setup->replaced);
		if (!is_standing)
			believe_witness(o, setup, &left);
	}
	witness_all(o, setup);
}

static int settle_and_load(struct office *o, struct doors_setup *setup)
{
	int result = settling_work(o);
	return result < 0 ? result : load_stored_state(o, setup);
}

static int load_state(struct office *o, struct doors_setup *setup)
{
	begin_unset(o, setup);
	bool is_standing = restore_standing(o, setup);
	int result = 0;
	if (!is_standing) /* else what the disk must be told can wait until the doors run */
		result = o->store == NULL ? begin_in_doubt(o, setup) : settle_and_load(o, setup);
	if (result == 0)
		ask_witness(o, setup, is_standing);
	return result;
}

int office_load(struct office *o, struct doors_setup *setup, char *error, size_t error_size)
{
	int result = load_state(o, setup);
	if (result < 0)
		return fail(o, result, "The database cannot be read", error, error_size);
	snapshot_close_left(o->left);
	o->left = NULL;
	setup->table = o->table.table;
	setup->floor_utc_ms = o->clock.floor_utc_ms;
	return 0;
}

/* ---- run ---- */

static int add_signals(struct office *o)
{
	int result = sd_event_add_signal(o->loop, NULL, SIGTERM, NULL, NULL);
	return result < 0 ? result : sd_event_add_signal(o->loop, NULL, SIGINT, NULL, NULL);
}

static int start(struct office *o, char *error, size_t error_size)
{
	int result = add_signals(o);
	if (result >= 0)
		result = journalist_start(o->journalist);
	if (result >= 0)
		result = reopening_start(o);
	if (result >= 0 && o->store != NULL)
		result = examining_start(o);
	if (result >= 0)
		result = minding_start(o);
	if (result < 0) {
		snprintf(error, error_size, "The office cannot start: %s", strerror(-result));
		return result;
	}
	result = listener_open(&o->listener, o);
	if (result < 0)
		snprintf(error, error_size, "%s/control: %s", o->config->runtime_dir,
		         result == -EADDRINUSE ? "another controller listens there" : strerror(-result));
	return result;
}

static int go_on(struct office *o, void (*on_ready)(void), char *error, size_t error_size)
{
	int result = start(o, error, error_size);
	if (result < 0)
		return result;
	if (on_ready != NULL)
		on_ready();
	result = sd_event_loop(o->loop);
	if (result < 0)
		snprintf(error, error_size, "The office has stopped: %s", strerror(-result));
	return result < 0 ? result : 0;
}

int office_run(struct office *o, struct doors *doors, struct ring *ring, void (*on_ready)(void), char *error,
               size_t error_size)
{
	o->doors = doors;
	o->ring = ring;
	desks_begin(o);
	if (o->journal[0] != '\0') /* else there is nobody to keep */
		keeping_write(o,
		              o->table.table); /* the doors run already, and nobody has been answered yet */
	int result = go_on(o, on_ready, error, error_size);
	o->doors = NULL; /* they end before the office does, and nobody asks them from here on */
	return result;
}

/* ---- close ---- */

static void say_what_waits(struct office *o, int result)
{
	if (result < 0)
		fprintf(stderr,
		        "zutrittd: the last events are not in the journal yet (%s): the next start takes "
		        "them\n",
		        o->store == NULL ? o->trouble : store_error(o->store));
}

void office_close(struct office *o)
{
	if (o == NULL)
		return;
	listener_close(o->listener);
	o->listener = NULL;
	hasher_free(o->hasher);
	if (o->journalist != NULL)
		say_what_waits(o, journalist_finish(o->journalist));
	journalist_free(o->journalist);
	examining_stop(o);
	minding_stop(o);
	reopening_stop(o);
	sd_event_unref(o->loop);
	snapshot_close_left(o->left);
	snapshot_close(o->snapshot);
	table_unload(&o->table);
	store_close(o->store);
	free(o->unsaved.items);
	free(o->view);
	free(o);
}
