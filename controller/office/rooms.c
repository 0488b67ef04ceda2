#include "controller/office/advice.h"
#include "controller/office/change.h"
#include "controller/office/names.h"
#include "controller/office/act.h"
#include "controller/office/rooms.h"
#include "controller/office/guarded.h"
#include "controller/office/releases.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"
#include "controller/office/view.h"
#include "controller/office/visits.h"

#include <string.h>

/* ---- rooms ---- */

static bool is_door_of(const struct site_door *door, uint16_t room)
{
	return door->from == room || door->to == room;
}

static struct message *doors_of(const struct site *site, uint16_t room)
{
	struct message *doors = message_array();
	for (uint16_t i = 0; i < site->door_count; i++)
		if (is_door_of(&site->doors[i], room))
			message_add(doors, message_of_text(site->doors[i].name));
	return doors;
}

bool room_list(struct office *o, const struct request *r, struct answer *a)
{
	const struct site *site = &o->config->site;
	(void)r;
	answer_list(a, "rooms");
	for (uint16_t i = 0; i < site->room_count; i++) {
		struct message *room = message_object();
		message_put_text(room, "name", site->rooms[i].name);
		if (site->rooms[i].area != SITE_NONE)
			message_put_text(room, "area", site->areas[site->rooms[i].area].name);
		message_put(room, "doors", doors_of(site, i));
		message_put_bool(room, "is_guarded", guarded_room(site, i));
		answer_item(a, room);
	}
	return true;
}

/* ---- doors ---- */

static struct message *formats_of(const struct formats *formats, uint32_t allowed)
{
	struct message *names = message_array();
	for (uint8_t i = 0; i < formats->count; i++)
		if (allowed & (1u << i))
			message_add(names, message_of_text(formats->items[i].name));
	return names;
}

static struct message *shape_reader(struct office *o, const struct site_reader *reader,
                                    const struct doors_reader_view *view)
{
	struct message *m = message_object();
	char advice[ADVICE_MAX];
	advice_say(&view->hint, reader->name, advice);
	message_put_text(m, "name", reader->name);
	if (site_reader_is_at_desk(reader))
		message_put_text(m, "station", reader->station);
	else
		message_put_text(m, "leads_to", o->config->site.rooms[reader->leads_to].name);
	message_put(m, "formats", formats_of(&o->config->formats, reader->formats));
	message_put_int(m, "good", view->good);
	message_put_int(m, "rejected", view->rejected);
	message_put_int(m, "faults", view->faults);
	shape_put_name(m, "advice", advice);
	return m;
}

struct message *rooms_readers(struct office *o, uint16_t door, const struct doors_view *view)
{
	const struct site *site = &o->config->site;
	struct message *readers = message_array();
	for (uint16_t i = 0; i < site->reader_count; i++)
		if (site->readers[i].door == door)
			message_add(readers, shape_reader(o, &site->readers[i], &view->readers[i]));
	return readers;
}

static const char *contact_name(const struct site_door *site, const struct door *door)
{
	if (!site->has_contact)
		return "none";
	return door->is_open ? "open" : "closed";
}

static struct message *faults_of(const struct door *door)
{
	struct message *faults = message_array();
	for (int i = 0; i < DOOR_FAULTS; i++)
		if (door->faults & (1u << i))
			message_add(faults, message_of_text(door_fault_name((enum door_fault)(1 << i))));
	return faults;
}

static int32_t release_s(const struct office *o, uint16_t index)
{
	uint32_t decided_ms = table_door(o->table.table, index)->release_ms;
	uint32_t ms = decided_ms != 0 ? decided_ms : o->config->site.doors[index].release_ms;
	return (int32_t)(ms / 1000);
}

/* What people decided of the door, as the doors have it: also without the database. */
static void put_policy(const struct office *o, struct message *m, uint16_t index)
{
	const struct table_door *door = table_door(o->table.table, index);
	message_put_int(m, "release_s", release_s(o, index));
	if (door->schedule != 0)
		shape_put_name(m, "schedule", table_book(o->table.table)->schedules[door->schedule - 1].name);
	message_put_bool(m, "first_person", door->wants_first_person);
}

static struct message *shape_door(struct office *o, uint16_t index, const struct doors_view *view)
{
	const struct site *site = &o->config->site;
	const struct site_door *d = &site->doors[index];
	const struct door *now = &view->doors[index];
	struct message *m = message_object();
	message_put_text(m, "name", d->name);
	message_put_text(m, "kind", site_door_kind_name(d->kind));
	message_put_text(m, "from", site->rooms[d->from].name);
	message_put_text(m, "to", site->rooms[d->to].name);
	message_put_text(m, "state", door_state_name(now->state));
	message_put_text(m, "lock", now->is_strike_on ? "released" : "locked");
	message_put_text(m, "contact", contact_name(d, now));
	shape_put_name(m, "cause", record_cause_name(now->cause));
	shape_put_time(m, "since", now->since_utc_ms);
	put_policy(o, m, index);
	message_put_bool(m, "has_bell", d->has_bell);
	message_put_bool(m, "is_escape", d->is_escape);
	message_put_text(m, "way_out", d->way_out == SITE_WAY_OUT_REX ? "rex" : "mechanical");
	message_put(m, "faults", faults_of(now));
	message_put(m, "readers", rooms_readers(o, index, view));
	return m;
}

bool door_list(struct office *o, const struct request *r, struct answer *a)
{
	const struct doors_view *view = view_take(o, a);
	(void)r;
	if (view == NULL)
		return false;
	answer_list(a, "doors");
	for (uint16_t i = 0; i < o->config->site.door_count; i++)
		answer_item(a, shape_door(o, i, view));
	return true;
}

bool door_show(struct office *o, const struct request *r, struct answer *a)
{
	uint16_t door;
	if (!name_door(o, a, message_text(r->parameters, "door"), &door))
		return false;
	const struct doors_view *view = view_take(o, a);
	if (view != NULL)
		message_put(a->members, "door", shape_door(o, door, view));
	return view != NULL;
}

/* ---- acts at the doors ---- */

/* Where whoever comes through counts. */
static uint16_t area_behind(const struct site *site, const struct site_door *door)
{
	uint16_t to = site->rooms[door->to].area;
	return to != SITE_NONE ? to : site->rooms[door->from].area;
}

/* A release for a visit says who comes in, so nobody has to wonder (rules V2, O3). */
bool door_release(struct office *o, const struct request *r, struct answer *a)
{
	struct doors_call call = {.kind = DOORS_RELEASE};
	struct policy_visit visit = {.id = 0};
	const char *who = message_text(r->parameters, "visit");
	bool wants_visit;
	if (!name_door(o, a, message_text(r->parameters, "door"), &call.door) ||
	    (who != NULL && !visit_name(o, a, who, &visit)) ||
	    !release_read_whom(r, a, who != NULL, &wants_visit) ||
	    (who != NULL && !visit_may_come_in(a, &visit)))
		return false;
	call.person = visit.id;
	const struct site_door *door = &o->config->site.doors[call.door];
	if (!act_make(o, r, a, &call, door->name))
		return false;
	message_put_int(a->members, "released_s", release_s(o, call.door));
	change_put_note(r, a, "%s is released for %u s.", door->name, (unsigned)release_s(o, call.door));
	if (wants_visit)
		release_keep(o, r, a, call.door);
	if (visit.id != 0)
		visit_let_in(o, r, a, &visit, area_behind(&o->config->site, door));
	return true;
}

/* Rule D6: excuses the open contact; the lock stays as it is. */
bool door_hold(struct office *o, const struct request *r, struct answer *a)
{
	enum { MINUTES_MAX = DOOR_HOLD_MAX_MS / 60000 };
	struct doors_call call = {.kind = DOORS_HOLD};
	int64_t minutes = message_int(r->parameters, "minutes", 0);
	if (!name_door(o, a, message_text(r->parameters, "door"), &call.door))
		return false;
	if (minutes < 1 || minutes > MINUTES_MAX)
		return answer_invalid(a, "minutes", "A door is held open for 1 to %d minutes.", MINUTES_MAX);
	call.hold_ms = (uint32_t)minutes * 60000;
	const char *name = o->config->site.doors[call.door].name;
	if (!act_make(o, r, a, &call, name))
		return false;
	change_put_note(r, a, "%s may stand open for %d min; its lock stays as it is.", name, (int)minutes);
	return true;
}

bool fire_reset(struct office *o, const struct request *r, struct answer *a)
{
	struct doors_call call = {.kind = DOORS_FIRE_RESET, .door = SITE_NONE};
	if (!act_make(o, r, a, &call, ""))
		return false;
	change_put_note(r, a, "The fire latch is reset.");
	return true;
}
