#include "controller/office/releases.h"
#include "controller/office/change.h"
#include "controller/office/events.h"
#include "controller/office/names.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"
#include "controller/office/visits.h"

#include <errno.h>
#include <string.h>

static bool does_not_answer(struct office *o, struct answer *a)
{
	return answer_unavailable(a, "The database does not answer: %s.", office_trouble(o));
}

static struct journal_event event_of(struct office *o, const char *kind, const struct policy_release *release,
                                     policy_id who)
{
	struct journal_event e = visit_event(o, kind, 0, who);
	e.class = JOURNAL_ACT;
	text_copy(e.door, sizeof(e.door), release->door);
	text_copy(e.area, sizeof(e.area), release->area);
	return e;
}

static int end(struct office *o, const struct policy_release *release, struct journal_event *event)
{
	int result = store_release_end(o->store, release->id, event);
	if (result == 0)
		events_were_stored(o);
	return result;
}

/* ---- released ---- */

static bool is_whom(const char *text)
{
	static const char *const known[] = {"visitor", "post", "employee", "other"};
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(text, known[i]) == 0)
			return true;
	return false;
}

bool release_read_whom(const struct request *r, struct answer *a, bool has_visit, bool *wants_visit)
{
	const char *whom = message_text(r->parameters, "whom");
	bool is_visitor = whom != NULL && strcmp(whom, "visitor") == 0;
	*wants_visit = is_visitor && !has_visit;
	if (whom != NULL && !is_whom(whom))
		return answer_invalid(a, "whom", "A door is released for visitor, post, employee or other.");
	return whom == NULL || is_visitor || !has_visit ||
	       answer_invalid(a, "whom", "Who comes for a visit is a visitor.");
}

/* Whoever comes in by that door counts there from then on; SITE_NONE for a door within an area. */
static uint16_t area_entered(const struct site *site, const struct site_door *door)
{
	uint16_t area = site_area_entered(site, door->from, door->to);
	return area != SITE_NONE ? area : site_area_entered(site, door->to, door->from);
}

void release_keep(struct office *o, const struct request *r, struct answer *a, uint16_t door)
{
	const struct site *site = &o->config->site;
	uint16_t area = area_entered(site, &site->doors[door]);
	struct policy_release release = {
	        .id = policy_id_new(), .who = r->actor.id, .released_utc_ms = clock_now(&o->clock).utc_ms};
	if (area == SITE_NONE)
		return;
	text_copy(release.door, sizeof(release.door), site->doors[door].name);
	text_copy(release.area, sizeof(release.area), site->areas[area].name);
	if (o->store != NULL && store_release_put(o->store, &release) == 0)
		shape_put_id(a->members, "release", release.id);
	else
		change_put_note(r, a, "The door is released; nobody will be reminded of its visit: %s.",
		                office_trouble(o));
}

/* ---- linked ---- */

bool release_is_overdue(const struct policy_release *release, int64_t utc_ms)
{
	return utc_ms - release->released_utc_ms > RELEASE_WAITS_MS;
}

struct search {
	const char *area;
	int64_t utc_ms;
	struct policy_release found;
};

static bool see_waiting(void *context, const struct policy_release *release)
{
	struct search *s = context;
	if (strcmp(release->area, s->area) != 0 || release_is_overdue(release, s->utc_ms))
		return true;
	s->found = *release;
	return false;
}

static int link_to(struct office *o, const struct policy_release *release, policy_id visit, policy_id who)
{
	struct journal_event e = event_of(o, "release.linked", release, who);
	e.class = JOURNAL_VISITOR;
	e.person = visit;
	return end(o, release, &e);
}

/* One that cannot be linked goes on waiting. */
void release_link_arrival(struct office *o, const struct policy_visit *visit, policy_id who)
{
	struct search s = {.area = visit->area, .utc_ms = clock_now(&o->clock).utc_ms};
	if (store_releases(o->store, see_waiting, &s) == 0 && s.found.id != 0)
		link_to(o, &s.found, visit->id, who);
}

static bool find(struct office *o, const struct request *r, struct answer *a, struct policy_release *release)
{
	const char *text = message_text(r->parameters, "release");
	policy_id id = policy_id_parse(text);
	int result = id == 0 ? -ENOENT : store_release(o->store, id, release);
	if (result == -ENOENT)
		return answer_not_found(a, text, "No release \"%s\" waits for its visit.", text);
	return result == 0 || does_not_answer(o, a);
}

bool release_link(struct office *o, const struct request *r, struct answer *a)
{
	struct policy_visit visit;
	struct policy_release release;
	if (!visit_name(o, a, message_text(r->parameters, "visitor"), &visit) || !find(o, r, a, &release))
		return false;
	if (visit.arrived_utc_ms == 0)
		return answer_conflict(a, visit.name, "%s has not arrived yet.", visit.name);
	if (link_to(o, &release, visit.id, r->actor.id) < 0)
		return does_not_answer(o, a);
	change_put_note(r, a, "The release of %s was for %s.", release.door, visit.name);
	return true;
}

bool release_put_aside(struct office *o, const struct request *r, struct answer *a)
{
	struct policy_release release;
	const char *reason = message_text(r->parameters, "reason");
	if (!name_text(a, "reason", reason) || !find(o, r, a, &release))
		return false;
	struct journal_event e = event_of(o, "release.put_aside", &release, r->actor.id);
	text_copy(e.detail, sizeof(e.detail), reason);
	if (end(o, &release, &e) < 0)
		return does_not_answer(o, a);
	change_put_note(r, a, "Nobody is reminded of the release of %s any more.", release.door);
	return true;
}

/* ---- reminded of ---- */

static bool see_overdue(void *context, const struct policy_release *release)
{
	struct search *s = context;
	if (release->is_reminded || !release_is_overdue(release, s->utc_ms))
		return true;
	s->found = *release;
	return false;
}

static bool remind_of_one(struct office *o, int64_t utc_ms)
{
	struct search s = {.utc_ms = utc_ms};
	if (store_releases(o->store, see_overdue, &s) < 0 || s.found.id == 0)
		return false;
	struct journal_event e = event_of(o, "release.unlinked", &s.found, s.found.who);
	if (store_release_remind(o->store, s.found.id, &e) < 0)
		return false;
	events_were_stored(o);
	return true;
}

void releases_look(struct office *o)
{
	while (remind_of_one(o, clock_now(&o->clock).utc_ms))
		;
}
