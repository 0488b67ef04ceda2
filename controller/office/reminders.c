#include "controller/office/reminders.h"
#include "controller/office/closing.h"
#include "controller/office/events.h"
#include "controller/office/releases.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"
#include "controller/office/view.h"
#include "controller/office/visit_life.h"
#include "controller/office/visits.h"

#include <inttypes.h>
#include <stdio.h>

struct reminders {
	struct office *office;
	struct answer *answer;
	int64_t utc_ms;
	struct closing closings[SITE_AREAS_MAX]; /* by area */
	int count, further;
};

/* What goes beyond one reply is counted alone. */
static void add(struct reminders *l, struct message *m)
{
	if (l->count == REMINDERS_MAX) {
		l->further++;
		message_free(m);
		return;
	}
	l->count++;
	answer_item(l->answer, m);
}

static struct message *item(const char *kind, const char *area, int64_t since_utc_ms)
{
	struct message *m = message_object();
	message_put_text(m, "kind", kind);
	message_put_text(m, "area", area);
	shape_put_time(m, "since", since_utc_ms);
	return m;
}

static void put_name(struct office *o, struct message *m, const char *member, policy_id id)
{
	char name[POLICY_TEXT_MAX];
	shape_name(o, id, name);
	shape_put_name(m, member, name);
}

/* ---- releases without a visit ---- */

static bool list_release(void *context, const struct policy_release *release)
{
	struct reminders *l = context;
	if (!release_is_overdue(release, l->utc_ms))
		return true;
	struct message *m = item("unlinked", release->area, release->released_utc_ms);
	shape_put_id(m, "release", release->id);
	message_put_text(m, "door", release->door);
	put_name(l->office, m, "operator_name", release->who);
	add(l, m);
	return true;
}

/* ---- visitors ---- */

/* The weightiest of what is the matter with a visit; NULL: nothing. */
static const char *matter_of(const struct reminders *l, const struct policy_visit *visit)
{
	uint16_t area = site_area(&l->office->config->site, visit->area);
	if (area != SITE_NONE && visit_is_after_closing(visit, l->closings[area].utc_ms))
		return "not_signed_out";
	if (!visit_is_overdue(visit, l->utc_ms))
		return NULL;
	return visit->state == POLICY_VISIT_ARRIVED && visit->arrived_utc_ms + VISIT_WAITS_MS < l->utc_ms
	               ? "waiting"
	               : "work_over";
}

static bool list_visit(void *context, const struct policy_visit *visit)
{
	struct reminders *l = context;
	const char *kind = matter_of(l, visit);
	if (kind == NULL)
		return true;
	struct message *m = item(kind, visit->area, visit->arrived_utc_ms);
	shape_put_id(m, "visitor", visit->id);
	message_put_text(m, "name", visit->name);
	shape_put_name(m, "company", visit->company);
	put_name(l->office, m, "host_name", visit->host);
	add(l, m);
	return true;
}

/* ---- everybody else ---- */

/* In the evening whoever is inside, else whoever has been since the last closing. */
static bool is_after_closing(const struct closing *closing, const struct occupant *occupant)
{
	return closing->is_today || occupant->since_utc_ms < closing->utc_ms;
}

static void list_occupant(struct reminders *l, uint16_t area, const struct occupant *occupant)
{
	struct policy_person person;
	bool is_long = l->utc_ms - occupant->since_utc_ms >= ENGINE_LONG_MS;
	if ((!is_long && !is_after_closing(&l->closings[area], occupant)) ||
	    store_person(l->office->store, occupant->person, &person) < 0)
		return; /* a visitor has a reminder of their own */
	struct message *m = item(is_long ? "inside_long" : "after_closing",
	                         l->office->config->site.areas[area].name, occupant->since_utc_ms);
	shape_put_id(m, "person", person.id);
	message_put_text(m, "name", person.name);
	add(l, m);
}

static void list_occupants(struct reminders *l, const struct doors_view *view)
{
	for (uint16_t area = 0; area < l->office->config->site.area_count; area++)
		for (uint16_t i = 0; i < view->areas[area].occupancy.count; i++)
			list_occupant(l, area, &view->areas[area].occupancy.inside[i]);
}

bool reminder_list(struct office *o, const struct request *r, struct answer *a)
{
	struct reminders l = {.office = o, .answer = a, .utc_ms = clock_now(&o->clock).utc_ms};
	const struct doors_view *view = view_take(o, a);
	(void)r;
	if (view == NULL)
		return false;
	for (uint16_t area = 0; area < o->config->site.area_count; area++)
		l.closings[area] = closing_of(o, area);
	answer_list(a, "reminders");
	if (store_releases(o->store, list_release, &l) < 0 || store_visits_open(o->store, list_visit, &l) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", office_trouble(o));
	list_occupants(&l, view);
	if (l.further != 0)
		message_put_int(a->members, "further", l.further);
	return true;
}

/* ---- told at closing ---- */

static bool is_anybody_after(const struct closing *closing, const struct occupancy *occupancy)
{
	for (uint16_t i = 0; i < occupancy->count; i++)
		if (is_after_closing(closing, &occupancy->inside[i]))
			return true;
	return false;
}

static bool was_told(struct office *o, const char *area, int32_t day)
{
	int32_t told;
	return store_closing(o->store, area, &told) == 0 && told >= day;
}

static void tell_area(struct office *o, uint16_t area, const struct occupancy *occupancy)
{
	struct closing closing = closing_of(o, area);
	const char *name = o->config->site.areas[area].name;
	if (!is_anybody_after(&closing, occupancy) || was_told(o, name, closing.day))
		return;
	struct journal_event e = visit_event(o, "occupancy.after_closing", 0, 0);
	e.class = JOURNAL_PASSAGE;
	text_copy(e.area, sizeof(e.area), name);
	snprintf(e.detail, sizeof(e.detail), "%" PRIu16 " inside", occupancy->count);
	if (store_closing_tell(o->store, name, closing.day, &e) == 0)
		events_were_stored(o);
}

void reminders_look(struct office *o)
{
	struct answer unused;
	answer_init(&unused, false);
	const struct doors_view *view = view_take(o, &unused);
	for (uint16_t area = 0; view != NULL && area < o->config->site.area_count; area++)
		tell_area(o, area, &view->areas[area].occupancy);
	answer_free(&unused);
}
