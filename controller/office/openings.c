#include "controller/office/openings.h"
#include "controller/office/change.h"
#include "controller/office/names.h"
#include "controller/office/schedules.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <stdio.h>
#include <string.h>

/* Rule D2, in seconds. */
static bool read_release(struct answer *a, int64_t release_s, int32_t *release_ms)
{
	if (release_s * 1000 < DOOR_RELEASE_MIN_MS || release_s * 1000 > DOOR_RELEASE_MAX_MS)
		return answer_invalid(a, "release_s", "A door opens for 1 to 30 seconds.");
	*release_ms = (int32_t)release_s * 1000;
	return true;
}

/* ---- a door ---- */

/* Rule D9. The database and the door's machine refuse it as well. */
static bool may_follow(struct answer *a, const struct policy_door *door)
{
	if (door->kind == POLICY_GOODS)
		return answer_refused(a, "D9",
		                      "%s is a goods door: it opens for one moment only and has no "
		                      "schedule.",
		                      door->name);
	if (door->kind == POLICY_SECURE)
		return answer_refused(a, "D9",
		                      "%s is a secure door: it opens for one moment only and has no "
		                      "schedule.",
		                      door->name);
	return true;
}

/* A schedule given anew says anew whether it waits for the first person. */
static bool read_schedule(struct office *o, const struct request *r, struct answer *a,
                          struct policy_door *door)
{
	const char *name = message_text(r->parameters, "schedule");
	struct policy_schedule schedule;
	if (name != NULL && strcmp(name, "none") == 0)
		name = "";
	else if (name != NULL && (!may_follow(a, door) || !schedule_by_name(o, a, name, &schedule)))
		return false;
	if (name != NULL) {
		text_copy(door->schedule, sizeof(door->schedule), name);
		door->is_first_person = false;
	}
	if (message_get(r->parameters, "first_person") != NULL)
		door->is_first_person = message_bool(r->parameters, "first_person", false);
	if (door->is_first_person && !may_follow(a, door))
		return false;
	return !door->is_first_person || door->schedule[0] != '\0' ||
	       answer_invalid(a, "first_person",
	                      "%s has no schedule: only a door with a schedule waits for the first person.",
	                      door->name);
}

static bool read_door(struct office *o, const struct request *r, struct answer *a, struct policy_door *door)
{
	uint16_t index;
	const char *name = message_text(r->parameters, "door");
	bool has_release = message_get(r->parameters, "release_s") != NULL;
	if (!has_release && message_get(r->parameters, "schedule") == NULL &&
	    message_get(r->parameters, "first_person") == NULL)
		return answer_invalid(a, "schedule",
		                      "Say what to set: a schedule, or how long the door opens.");
	if (!name_door(o, a, name, &index))
		return false;
	if (store_door(o->store, name, door) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	return (!has_release ||
	        read_release(a, message_int(r->parameters, "release_s", 0), &door->release_ms)) &&
	       read_schedule(o, r, a, door);
}

static void describe(const struct policy_door *door, char text[POLICY_TEXT_MAX])
{
	snprintf(text, POLICY_TEXT_MAX, "opens for %d s, %s%s%s", (int)(door->release_ms / 1000),
	         door->schedule[0] == '\0' ? "always locked" : "free by schedule ", door->schedule,
	         door->is_first_person ? " from the first person on" : "");
}

static void note_door(const struct request *r, struct answer *a, const struct policy_door *door)
{
	int release_s = door->release_ms / 1000;
	if (door->schedule[0] == '\0')
		change_put_note(r, a, "%s opens for %d s and is always locked.", door->name, release_s);
	else if (door->is_first_person)
		change_put_note(r, a,
		                "%s opens for %d s and is free in the hours of %s, from the first person on.",
		                door->name, release_s, door->schedule);
	else
		change_put_note(r, a, "%s opens for %d s and is free in the hours of %s.", door->name,
		                release_s, door->schedule);
}

static bool set_door(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_door *door = &change_op(c, POLICY_DOOR_PUT)->door;
	char text[POLICY_TEXT_MAX];
	if (!read_door(o, r, a, door))
		return false;
	describe(door, text);
	struct journal_event *e = change_event(c, JOURNAL_ACT, "door.set");
	text_copy(e->door, sizeof(e->door), door->name);
	text_copy(e->detail, sizeof(e->detail), text);
	if (!change_make(o, c, a))
		return false;
	note_door(r, a, door);
	return true;
}

bool door_set(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, set_door);
}

/* ---- a person ---- */

static bool set_person(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_person *person = &change_op(c, POLICY_PERSON_PUT)->person;
	int64_t release_s = message_int(r->parameters, "release_s", 0);
	if (!name_person(o, a, message_text(r->parameters, "person"), person))
		return false;
	if (person->state == POLICY_PERSON_EXITED)
		return answer_conflict(a, person->name, "%s has left: hire them anew.", person->name);
	person->release_ms = 0;
	if (release_s != 0 && !read_release(a, release_s, &person->release_ms))
		return false;
	struct journal_event *e = change_event(c, JOURNAL_ACT, "person.set");
	e->person = person->id;
	snprintf(e->detail, sizeof(e->detail), "doors open for %d s", (int)release_s);
	if (release_s == 0)
		snprintf(e->detail, sizeof(e->detail), "doors open as for everybody");
	if (!change_make(o, c, a))
		return false;
	message_put(a->members, "person", shape_person(person));
	if (release_s == 0)
		change_put_note(r, a, "Doors open for %s as for everybody.", person->name);
	else
		change_put_note(r, a, "Doors open for %s for %d s, or longer where they do for everybody.",
		                person->name, (int)release_s);
	return true;
}

bool person_set(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, set_person);
}
