/*
 * The office's life. Start reading at office_run().
 */
#include "controller/office/office.h"
#include "controller/office/change.h"
#include "controller/office/journalist.h"
#include "controller/office/socket.h"
#include "controller/office/table_load.h"
#include "controller/office/text.h"
#include "controller/standing.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the site's map, and the doors' policy ---- */

/* What the database says of a door that the configuration does not. */
struct door_policy {
	struct office *office;
	char schedule[SITE_DOORS_MAX][POLICY_NAME_MAX];
};

static bool visit_door(void *context, const struct policy_door *door)
{
	struct door_policy *policy = context;
	struct site *site = &policy->office->config->site;
	uint16_t i = site_door(site, door->name);
	if (i == SITE_NONE)
		return true;
	site->doors[i].release_ms = (uint32_t)door->release_ms; /* rule D2 */
	text_copy(policy->schedule[i], POLICY_NAME_MAX, door->schedule);
	return true;
}

static void put_areas(struct office *o, struct change *map)
{
	const struct site *site = &o->config->site;
	for (uint16_t i = 0; i < site->area_count; i++)
		text_copy(change_op(map, POLICY_AREA_PUT)->area.name, POLICY_NAME_MAX, site->areas[i].name);
}

static void put_rooms(struct office *o, struct change *map)
{
	const struct site *site = &o->config->site;
	for (uint16_t i = 0; i < site->room_count; i++) {
		struct policy_room *room = &change_op(map, POLICY_ROOM_PUT)->room;
		text_copy(room->name, sizeof(room->name), site->rooms[i].name);
		if (site->rooms[i].area != SITE_NONE)
			text_copy(room->area, sizeof(room->area), site->areas[site->rooms[i].area].name);
	}
}

static enum policy_door_kind door_kind(enum site_door_kind kind)
{
	switch (kind) {
	case SITE_ENTRANCE:
		return POLICY_ENTRANCE;
	case SITE_OFFICE:
		return POLICY_OFFICE;
	case SITE_GOODS:
		return POLICY_GOODS;
	case SITE_SECURE:
		return POLICY_SECURE;
	}
	return POLICY_SECURE;
}

static void put_doors(struct office *o, struct change *map, const struct door_policy *policy)
{
	const struct site *site = &o->config->site;
	for (uint16_t i = 0; i < site->door_count; i++) {
		const struct site_door *d = &site->doors[i];
		struct policy_door *door = &change_op(map, POLICY_DOOR_PUT)->door;
		text_copy(door->name, sizeof(door->name), d->name);
		text_copy(door->from, sizeof(door->from), site->rooms[d->from].name);
		text_copy(door->to, sizeof(door->to), site->rooms[d->to].name);
		door->kind = door_kind(d->kind);
		door->release_ms = (int32_t)d->release_ms;
		text_copy(door->schedule, sizeof(door->schedule), policy->schedule[i]);
	}
}

/*
 * The map is the configuration's; how long a door opens and when it is free is
 * what people decide: a door's first row takes it from the configuration, from
 * then on the database has it. The store leaves alone what is as it was.
 */
static int put_map(struct office *o)
{
	struct door_policy policy = {.office = o};
	struct change map = {0};
	int result = store_doors(o->store, visit_door, &policy);
	if (result < 0)
		return result;
	put_areas(o, &map);
	put_rooms(o, &map);
	put_doors(o, &map, &policy);
	result = store_apply(o->store, map.ops, map.op_count, 0, NULL, 0);
	change_end(&map);
	return result;
}

/* ---- open ---- */

static int fail(struct office *o, int result, const char *what, char *error, size_t error_size)
{
	const char *why = o->store == NULL ? "" : store_error(o->store);
	snprintf(error, error_size, "%s: %s", what, why[0] == '\0' ? strerror(-result) : why);
	return result;
}

static int open_store(struct office *o, char *error, size_t error_size)
{
	char path[CONFIG_PATH_MAX + 16];
	snprintf(path, sizeof(path), "%s/zutritt.db", o->config->state_dir);
	return store_open(&o->store, path, error, error_size);
}

static int open_parts(struct office *o, char *error, size_t error_size)
{
	int result = open_store(o, error, error_size);
	if (result < 0)
		return result;
	result = put_map(o);
	if (result < 0)
		return fail(o, result, "The site's map cannot be stored", error, error_size);
	result = journalist_new(&o->journalist, o);
	if (result == 0)
		result = journalist_take_left(o->journalist);
	if (result < 0)
		return fail(o, result, "Earlier events cannot be taken into the journal", error, error_size);
	return 0;
}

int office_open(struct office **out, struct config *config, char *error, size_t error_size)
{
	struct office *o = calloc(1, sizeof(*o));
	if (o == NULL) {
		snprintf(error, error_size, "Out of memory");
		return -ENOMEM;
	}
	o->config = config;
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

static int load_state(struct office *o, struct doors_setup *setup)
{
	begin_unset(o, setup);
	return restore_standing(o, setup) ? 0 : load_stored_state(o, setup);
}

int office_load(struct office *o, struct doors_setup *setup, char *error, size_t error_size)
{
	int result = table_load(o, &o->table);
	if (result == 0)
		result = load_state(o, setup);
	if (result < 0)
		return fail(o, result, "The database cannot be read", error, error_size);
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
		        store_error(o->store));
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
	sd_event_unref(o->loop);
	table_unload(&o->table);
	store_close(o->store);
	free(o->unsaved.deltas);
	free(o->view);
	free(o);
}
