#include "controller/office/settling.h"
#include "controller/office/badges.h"
#include "controller/office/change.h"
#include "controller/office/journalist.h"
#include "controller/office/keeping.h"
#include "controller/office/keys.h"
#include "controller/office/person_acts.h"
#include "controller/office/persons.h"
#include "controller/office/text.h"
#include "controller/office/trial.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the site's map ---- */

/* What the database says of a door that the configuration does not. */
struct door_policy {
	struct office *office;
	struct policy_door doors[SITE_DOORS_MAX]; /* without a name: it does not know the door */
};

static bool visit_door(void *context, const struct policy_door *door)
{
	struct door_policy *policy = context;
	uint16_t i = site_door(&policy->office->config->site, door->name);
	if (i != SITE_NONE)
		policy->doors[i] = *door;
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

/* Rule D9: a door that has become one of these loses what frees it. */
static void lock_guarded(struct policy_door *door, enum site_door_kind kind)
{
	if (!site_door_is_guarded(kind))
		return;
	door->schedule[0] = '\0';
	door->is_first_person = false;
}

static void put_doors(struct office *o, struct change *map, const struct door_policy *policy)
{
	const struct site *site = &o->config->site;
	for (uint16_t i = 0; i < site->door_count; i++) {
		const struct site_door *d = &site->doors[i];
		bool is_new = policy->doors[i].name[0] == '\0';
		struct policy_door *door = &change_op(map, POLICY_DOOR_PUT)->door;
		*door = policy->doors[i];
		text_copy(door->name, sizeof(door->name), d->name);
		text_copy(door->from, sizeof(door->from), site->rooms[d->from].name);
		text_copy(door->to, sizeof(door->to), site->rooms[d->to].name);
		door->kind = door_kind(d->kind);
		if (is_new)
			door->release_ms = (int32_t)d->release_ms;
		lock_guarded(door, d->kind);
	}
}

/* Doors that do not answer are no trouble of the disk: they get the version with the next change. */
static int tell_version(struct office *o)
{
	if (store_policy_version(o->store) != table_version(o->table.table))
		change_tell_version(o);
	return 0;
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
	return result < 0 ? result : tell_version(o);
}

/* ---- restrictions that wait ---- */

/* The act as it would have been, at the time when it was done. */
static void begin_late(struct change *c, const struct snapshot_restriction *r)
{
	*c = (struct change){
	        .now = {.utc_ms = r->utc_ms, .mono_ns = r->mono_ns, .is_clock_trusted = r->is_clock_trusted},
	        .who = r->operator_id};
}

/* One that is suspended, lost, handed in or destroyed by now, or not there at all, is refused as much
 * already. */
static int collect_badge(struct office *o, struct change *c, const struct snapshot_restriction *r)
{
	struct policy_badge badge;
	bool is_lost = r->delta.badge.state == TABLE_BADGE_LOST;
	int result = store_badge(o->store, r->delta.badge.id, &badge);
	if (result == -ENOENT)
		return 0;
	if (result < 0 || !badge_state_step(badge.state, is_lost ? STEP_LOSE : STEP_SUSPEND, &badge.state))
		return result;
	badge_put(c, &badge, is_lost ? "badge.lost" : "badge.suspended", r->detail);
	return 0;
}

static int collect_suspended(struct change *c, struct policy_person person, const char *reason)
{
	if (person.state == POLICY_PERSON_ACTIVE)
		person_put_suspended(c, person, reason);
	return 0;
}

static int collect_person(struct office *o, struct change *c, const struct snapshot_restriction *r)
{
	struct policy_person person;
	int result = store_person(o->store, r->delta.person.id, &person);
	if (result < 0)
		return result == -ENOENT ? 0 : result;
	if (r->delta.person.state == TABLE_PERSON_SUSPENDED)
		return collect_suspended(c, person, r->detail);
	return person.state == POLICY_PERSON_EXITED ? 0 : person_collect_exit(o, c, person, r->detail);
}

static bool is_answer(int result)
{
	return result == -EEXIST || result == -ESTALE || result == -EPERM || result == -ENOENT;
}

static int write_restriction(struct office *o, const struct snapshot_restriction *r)
{
	struct change c;
	begin_late(&c, r);
	int result = r->delta.kind == TABLE_PERSON_PUT ? collect_person(o, &c, r) : collect_badge(o, &c, r);
	if (result == 0 && c.op_count > 0)
		result = change_store_late(o, &c);
	change_end(&c);
	return result;
}

/* Once for each time that something waits. */
static void tell_refusal(struct office *o)
{
	if (!o->unsaved.is_refusal_told)
		fprintf(stderr, "zutrittd: a restriction that the doors have taken cannot be stored: %s\n",
		        store_error(o->store));
	o->unsaved.is_refusal_told = true;
}

/*
 * Rule A3: what the database says no to goes on to wait, for the doors' next table needs it; it keeps nothing
 * else from being written.
 */
static int write_restrictions(struct office *o)
{
	size_t kept = 0;
	while (kept < o->unsaved.count) {
		struct snapshot_restriction next = o->unsaved.items[kept];
		int result = write_restriction(o, &next);
		if (result < 0 && !is_answer(result))
			return result;
		if (result == 0) {
			change_settled(o, kept);
			continue;
		}
		tell_refusal(o);
		kept++;
	}
	o->unsaved.is_refusal_told = kept > 0;
	return 0;
}

/* ---- all of it ---- */

int settling_work(struct office *o)
{
	if (!o->is_map_put) {
		int result = put_map(o);
		if (result < 0)
			return result;
		o->is_map_put = true;
	}
	if (!o->are_trials_settled) {
		int result = trials_settle(o);
		if (result < 0)
			return result;
		o->are_trials_settled = true;
	}
	int result = journalist_take_left(o->journalist);
	return result < 0 ? result : write_restrictions(o);
}
