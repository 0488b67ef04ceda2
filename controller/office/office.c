/*
 * The office's life. Start reading at office_run().
 */
#include "controller/office/office.h"
#include "controller/checksum.h"
#include "controller/office/examining.h"
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
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- open: the database, or what an earlier process left ---- */

void office_database(const struct config *config, char path[OFFICE_PATH_MAX])
{
	snprintf(path, OFFICE_PATH_MAX, "%s/zutritt.db", config->state_dir);
}

static int fail(struct office *o, int result, const char *what, char *error, size_t error_size)
{
	const char *why = o->store == NULL ? "" : store_error(o->store);
	snprintf(error, error_size, "%s: %s", what, why[0] == '\0' ? strerror(-result) : why);
	return result;
}

/* Rule D2: how long a door opens is the database's, from its first row on. */
static void take_policy(struct office *o, const struct opened *opened)
{
	struct site *site = &o->config->site;
	for (uint16_t i = 0; i < site->door_count; i++)
		if (opened->release_ms[i] != 0)
			site->doors[i].release_ms = opened->release_ms[i];
}

static void take_opened(struct office *o, struct opened *opened)
{
	o->store = opened->store;
	o->table = opened->table;
	take_policy(o, opened);
	snprintf(o->journal, sizeof(o->journal), "%s", store_journal_id(o->store));
}

/* The doors go on with what was left, and the database is tried again and again (reopening.h). */
static int go_without(struct office *o, const struct opened *opened)
{
	snprintf(o->trouble, sizeof(o->trouble), "%s", opened->error);
	fprintf(stderr, "zutrittd: %s; doors go on deciding from memory\n", o->trouble);
	return keeping_restore(o);
}

static int take_or_go_without(struct office *o, struct opened *opened, char *error, size_t error_size)
{
	if (opened->result == 0 && reopening_judge(o, opened)) {
		take_opened(o, opened);
		return 0;
	}
	if (o->left != NULL)
		return go_without(o, opened);
	snprintf(error, error_size, "%s", opened->error);
	return opened->result;
}

/* Without anything left there is nothing to go on with, and nobody can say how long the disk needs. */
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
	if (opening_wait(o->opening, o->left == NULL ? -1 : OPENING_PATIENCE_MS)) {
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
	o->started_utc_ms = clock_now(&o->clock).utc_ms;
	int result = open_parts(o, error, error_size);
	if (result < 0) {
		office_close(o);
		return result;
	}
	*out = o;
	return 0;
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
	if (area != SITE_NONE)
		occupancy_enter(&s->setup->engine->areas[area].occupancy, presence->person,
		                site_door(site, presence->door), presence->since_utc_ms);
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

static bool visit_last(void *context, const struct journal_event *event)
{
	bool *was_stopped = context;
	*was_stopped = strcmp(event->kind, record_kind_name(RECORD_CONTROLLER_STOPPED)) == 0;
	return false;
}

/* Rule O4: no orderly stop, and no ring of a process that died: nobody watched for a while. */
static int find_gap(struct office *o, bool *has_gap)
{
	bool was_stopped = true;
	int result = store_events_newest(o->store, 1, false, visit_last, &was_stopped);
	*has_gap = !was_stopped && !journalist_found_rings(o->journalist);
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
	setup->is_fire_latched = left.is_fire_latched;
	return true;
}

/* Nobody can say how it was: nothing is unset, and nobody is counted out (rules L1, O4). */
static int begin_in_doubt(struct office *o, struct doors_setup *setup)
{
	for (uint16_t i = 0; i < o->config->site.area_count; i++)
		setup->alarms[i].state = ALARM_SET;
	setup->has_gap = true;
	return 0;
}

static int load_state(struct office *o, struct doors_setup *setup)
{
	begin_unset(o, setup);
	if (restore_standing(o, setup))
		return 0; /* what the disk must be told can wait until the doors run */
	if (o->store == NULL)
		return begin_in_doubt(o, setup);
	int result = settling_work(o);
	return result < 0 ? result : load_stored_state(o, setup);
}

int office_load(struct office *o, struct doors_setup *setup, char *error, size_t error_size)
{
	int result = load_state(o, setup);
	if (result < 0)
		return fail(o, result, "The database cannot be read", error, error_size);
	snapshot_close_left(o->left);
	o->left = NULL;
	setup->table = o->table.table;
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
	int result = sd_event_new(&o->loop);
	if (result >= 0)
		result = add_signals(o);
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

int office_run(struct office *o, struct doors *doors, struct ring *ring, void (*on_ready)(void), char *error,
               size_t error_size)
{
	o->doors = doors;
	o->ring = ring;
	keeping_write(o, o->table.table); /* the doors run already, and nobody has been answered yet */
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
