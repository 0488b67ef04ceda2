#include "controller/office/schedules.h"
#include "controller/office/change.h"
#include "controller/office/hours.h"
#include "controller/office/names.h"
#include "controller/office/sentence.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static bool disk_fails(struct office *o, struct answer *a)
{
	return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
}

/* ---- look ---- */

struct followers {
	const char *schedule;
	struct message *doors;
};

static bool visit_door(void *context, const struct policy_door *door)
{
	const struct followers *f = context;
	if (strcmp(door->schedule, f->schedule) == 0)
		message_add(f->doors, message_of_text(door->name));
	return true;
}

static struct message *doors_of(struct office *o, const char *schedule)
{
	struct followers f = {schedule, message_array()};
	store_doors(o->store, visit_door, &f);
	return f.doors;
}

static struct message *shape_schedule(struct office *o, const struct policy_schedule *schedule)
{
	struct message *m = message_object(), *hours = message_array();
	char text[HOURS_TEXT_MAX];
	int64_t keys = 0;
	for (size_t i = 0; i < schedule->span_count; i++) {
		hours_text(&schedule->spans[i], text);
		message_add(hours, message_of_text(text));
	}
	store_schedule_keys(o->store, schedule->name, &keys);
	message_put_text(m, "name", schedule->name);
	message_put(m, "hours", hours);
	message_put(m, "doors", doors_of(o, schedule->name));
	message_put_int(m, "keys", keys);
	return m;
}

struct schedule_items {
	struct office *office;
	struct answer *answer;
	const char *schedule; /* of exceptions */
};

static bool visit_schedule(void *context, const struct policy_schedule *schedule)
{
	const struct schedule_items *items = context;
	answer_item(items->answer, shape_schedule(items->office, schedule));
	return true;
}

bool schedule_list(struct office *o, const struct request *r, struct answer *a)
{
	struct schedule_items items = {o, a, NULL};
	(void)r;
	answer_list(a, "schedules");
	return store_schedules(o->store, visit_schedule, &items) == 0 || disk_fails(o, a);
}

static bool visit_exception(void *context, const struct policy_exception *e)
{
	const struct schedule_items *items = context;
	char text[HOURS_RANGE_MAX];
	if (strcmp(e->schedule, items->schedule) != 0)
		return true;
	struct message *m = message_object();
	hours_range_text(e->begin_min, e->end_min, text);
	shape_put_day(m, "day", e->day);
	message_put_text(m, "hours", text);
	answer_item(items->answer, m);
	return true;
}

bool schedule_by_name(struct office *o, struct answer *a, const char *name, struct policy_schedule *schedule)
{
	int result = store_schedule(o->store, name, schedule);
	if (result == -ENOENT)
		return answer_not_found(a, name, "There is no schedule \"%s\".", name);
	return result == 0 || disk_fails(o, a);
}

bool schedule_show(struct office *o, const struct request *r, struct answer *a)
{
	const char *name = message_text(r->parameters, "schedule");
	struct schedule_items items = {o, a, name};
	struct policy_schedule schedule;
	if (!schedule_by_name(o, a, name, &schedule))
		return false;
	message_put(a->members, "schedule", shape_schedule(o, &schedule));
	answer_list(a, "exceptions");
	return store_exceptions(o->store, visit_exception, &items) == 0 || disk_fails(o, a);
}

/* ---- set ---- */

static bool read_hours(struct answer *a, const struct message *hours, struct policy_schedule *schedule)
{
	for (size_t i = 0; i < message_count(hours); i++) {
		const char *text = message_text(message_item(hours, i), "");
		const char *wrong = hours_parse(text, schedule);
		if (wrong != NULL)
			return answer_invalid(a, "hours", "\"%s\" %s.", text, sentence(wrong));
	}
	return schedule->span_count > 0 ||
	       answer_invalid(a, "hours", "A schedule needs hours, as in \"Mon-Fri 08:00-17:00\".");
}

/* It stands in command lines and lists, and on doors: as the names of doors are. */
static bool is_name(const char *text)
{
	size_t length = strlen(text);
	return length >= 1 && length < POLICY_NAME_MAX && strcmp(text, "none") != 0 &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") == length;
}

static bool read_name(struct answer *a, const char *name, struct policy_schedule *schedule)
{
	if (!is_name(name))
		return answer_invalid(a, "schedule",
		                      "A schedule's name has 1 to 47 letters, digits, '-' and '.', without "
		                      "umlauts, and is not \"none\".");
	text_copy(schedule->name, sizeof(schedule->name), name);
	return true;
}

/* The event's detail: the name and its hours, as far as they fit. */
static void note_hours(struct journal_event *e, const struct policy_schedule *schedule)
{
	char text[HOURS_TEXT_MAX], all[sizeof(e->detail) + HOURS_TEXT_MAX];
	snprintf(all, sizeof(all), "%s:", schedule->name);
	for (size_t i = 0; i < schedule->span_count && strlen(all) < sizeof(e->detail); i++) {
		size_t used = strlen(all);
		hours_text(&schedule->spans[i], text);
		snprintf(all + used, sizeof(all) - used, "%s %s", i > 0 ? ";" : "", text);
	}
	text_copy(e->detail, sizeof(e->detail), all);
}

static bool set(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_schedule *s = &change_op(c, POLICY_SCHEDULE_PUT)->schedule;
	if (!read_name(a, message_text(r->parameters, "schedule"), s) ||
	    !read_hours(a, message_get(r->parameters, "hours"), s))
		return false;
	note_hours(change_event(c, JOURNAL_ACT, "schedule.set"), s);
	if (!change_make(o, c, a))
		return false;
	message_put(a->members, "schedule", shape_schedule(o, s));
	change_put_note(r, a, "The schedule %s holds from now on.", s->name);
	return true;
}

bool schedule_set(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, set);
}

/* ---- remove ---- */

/* Who follows it must be given another one first: nobody's hours end by accident. */
static bool has_no_followers(struct office *o, struct answer *a, const char *name)
{
	int64_t keys = 0;
	struct message *doors = doors_of(o, name);
	size_t count = message_count(doors);
	message_free(doors);
	if (store_schedule_keys(o->store, name, &keys) < 0)
		return disk_fails(o, a);
	if (count == 0 && keys == 0)
		return true;
	return answer_conflict(a, name,
	                       "Doors or keys follow the schedule \"%s\": change these first (zutritt "
	                       "schedule show %s).",
	                       name, name);
}

static bool take_away(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_schedule *s = &change_op(c, POLICY_SCHEDULE_PUT)->schedule;
	const char *name = message_text(r->parameters, "schedule");
	if (!schedule_by_name(o, a, name, s) || !has_no_followers(o, a, name))
		return false;
	s->is_removed = true;
	struct journal_event *e = change_event(c, JOURNAL_ACT, "schedule.removed");
	text_copy(e->detail, sizeof(e->detail), name);
	if (!change_make(o, c, a))
		return false;
	change_put_note(r, a, "The schedule %s is removed, with its exceptions.", name);
	return true;
}

bool schedule_remove(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, take_away);
}

/* ---- one day ---- */

/* "closed", "usual", or a range of time. */
static bool read_exception(struct answer *a, const char *hours, struct policy_exception *e)
{
	e->is_removed = strcmp(hours, "usual") == 0;
	if (e->is_removed || strcmp(hours, "closed") == 0)
		return true;
	const char *wrong = hours_range_parse(hours, &e->begin_min, &e->end_min);
	return wrong == NULL ||
	       answer_invalid(a, "hours", "\"%s\" %s: write hours as in 10:00-14:00, closed or usual.", hours,
	                      sentence(wrong));
}

static void note_exception(const struct request *r, struct answer *a, const struct policy_exception *e,
                           const char *day, const char *hours)
{
	if (e->is_removed)
		change_put_note(r, a, "On %s the schedule %s is as usual.", day, e->schedule);
	else if (e->end_min == 0)
		change_put_note(r, a, "On %s the schedule %s is closed.", day, e->schedule);
	else
		change_put_note(r, a, "On %s the schedule %s is open %s.", day, e->schedule, hours);
}

static bool except(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_schedule schedule;
	struct policy_exception *e = &change_op(c, POLICY_EXCEPTION_PUT)->exception;
	const char *name = message_text(r->parameters, "schedule"), *day = message_text(r->parameters, "day");
	const char *hours = message_text(r->parameters, "hours");
	if (!schedule_by_name(o, a, name, &schedule) || !name_day(a, "day", day, &e->day) ||
	    !read_exception(a, hours, e))
		return false;
	text_copy(e->schedule, sizeof(e->schedule), name);
	struct journal_event *event = change_event(c, JOURNAL_ACT, "schedule.excepted");
	snprintf(event->detail, sizeof(event->detail), "%s: %s %s", name, day, hours);
	if (!change_make(o, c, a))
		return false;
	note_exception(r, a, e, day, hours);
	return true;
}

bool schedule_except(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, except);
}
