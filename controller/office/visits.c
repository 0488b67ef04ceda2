#include "controller/office/visits.h"
#include "controller/office/areas.h"
#include "controller/office/change.h"
#include "controller/office/closing.h"
#include "controller/office/events.h"
#include "controller/office/names.h"
#include "controller/office/releases.h"
#include "controller/office/reminders.h"
#include "controller/office/sentence.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"
#include "controller/office/visit_life.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { DAY_MS = 86400000 };

static bool does_not_answer(struct office *o, struct answer *a)
{
	return answer_unavailable(a, "The database does not answer: %s.", office_trouble(o));
}

/* ---- stored, with its event ---- */

struct journal_event visit_event(struct office *o, const char *kind, policy_id visit, policy_id who)
{
	struct moment now = clock_now(&o->clock);
	struct journal_event e = {.class = JOURNAL_VISITOR,
	                          .utc_ms = now.utc_ms,
	                          .mono_ns = now.mono_ns,
	                          .is_clock_trusted = now.is_clock_trusted,
	                          .person = visit,
	                          .operator_id = who};
	text_copy(e.kind, sizeof(e.kind), kind);
	return e;
}

static int store_it(struct office *o, struct policy_visit *visit, const char *kind, policy_id who)
{
	struct journal_event e = visit_event(o, kind, visit->id, who);
	text_copy(e.area, sizeof(e.area), visit->area);
	if (o->store == NULL)
		return -EIO;
	int result = store_visit_put(o->store, visit, &e);
	if (result == 0)
		events_were_stored(o);
	return result;
}

static bool put(struct office *o, struct answer *a, struct policy_visit *visit, const char *kind,
                policy_id who)
{
	int result = store_it(o, visit, kind, who);
	if (result == -ESTALE)
		return answer_conflict(a, visit->name, "Nothing is changed, somebody was faster: %s.",
		                       store_error(o->store));
	return result == 0 ||
	       answer_unavailable(a, "The visit is not recorded, the disk does not take it: %s.",
	                          office_trouble(o));
}

/* ---- how it looks ---- */

static const char *kind_name(enum policy_visit_kind kind)
{
	return kind == POLICY_VISIT_TECHNICIAN ? "technician" : "visitor";
}

static const char *state_name(enum policy_visit_state state)
{
	switch (state) {
	case POLICY_VISIT_ANNOUNCED:
		return "announced";
	case POLICY_VISIT_ARRIVED:
		return "arrived";
	case POLICY_VISIT_WITH_HOST:
		return "with_host";
	case POLICY_VISIT_LEFT:
		return "left";
	case POLICY_VISIT_CANCELLED:
		return "cancelled";
	}
	return "";
}

static bool is_after_closing(struct office *o, const struct policy_visit *visit)
{
	uint16_t area = site_area(&o->config->site, visit->area);
	return area != SITE_NONE && visit_is_inside(visit) &&
	       visit_is_after_closing(visit, closing_of(o, area).utc_ms);
}

static struct message *shape_visit(struct office *o, const struct policy_visit *visit)
{
	char host[POLICY_TEXT_MAX];
	struct message *m = message_object();
	shape_name(o, visit->host, host);
	shape_put_id(m, "id", visit->id);
	message_put_text(m, "kind", kind_name(visit->kind));
	message_put_text(m, "name", visit->name);
	shape_put_name(m, "company", visit->company);
	shape_put_id(m, "host", visit->host);
	message_put_text(m, "host_name", host);
	message_put_text(m, "purpose", visit->purpose);
	shape_put_name(m, "order", visit->order);
	message_put_text(m, "area", visit->area);
	message_put_text(m, "state", state_name(visit->state));
	shape_put_time(m, "announced", visit->announced_utc_ms);
	if (visit->arrived_utc_ms != 0)
		shape_put_time(m, "arrived", visit->arrived_utc_ms);
	if (visit->handed_over_utc_ms != 0)
		shape_put_time(m, "handed_over", visit->handed_over_utc_ms);
	if (visit->left_utc_ms != 0)
		shape_put_time(m, "left", visit->left_utc_ms);
	if (visit->end_utc_ms != 0)
		shape_put_time(m, "end", visit->end_utc_ms);
	message_put_bool(m, "is_overdue",
	                 visit_is_overdue(visit, clock_now(&o->clock).utc_ms) || is_after_closing(o, visit));
	return m;
}

/* ---- lists ---- */

struct visitors {
	struct office *office;
	struct answer *answer;
	int64_t utc_ms;
};

/* Whoever was announced the day before and never came is not waited for. */
static bool list_visit(void *context, const struct policy_visit *visit)
{
	const struct visitors *l = context;
	if (!visit_is_forgotten(visit, l->utc_ms))
		answer_item(l->answer, shape_visit(l->office, visit));
	return true;
}

bool visitor_list(struct office *o, const struct request *r, struct answer *a)
{
	struct visitors l = {o, a, clock_now(&o->clock).utc_ms};
	(void)r;
	answer_list(a, "visitors");
	return store_visits_open(o->store, list_visit, &l) == 0 || does_not_answer(o, a);
}

struct hosts {
	struct office *office;
	struct answer *answer;
};

static bool may_host(struct office *o, const struct policy_person *person)
{
	return person->kind == POLICY_EMPLOYEE && name_why_not_acting(o, person) == NULL;
}

static bool list_host(void *context, const struct policy_person *person)
{
	const struct hosts *h = context;
	if (may_host(h->office, person)) {
		struct message *m = message_object();
		shape_put_id(m, "id", person->id);
		message_put_text(m, "name", person->name);
		answer_item(h->answer, m);
	}
	return true;
}

bool host_list(struct office *o, const struct request *r, struct answer *a)
{
	struct hosts h = {o, a};
	(void)r;
	answer_list(a, "hosts");
	return store_persons(o->store, list_host, &h) == 0 || does_not_answer(o, a);
}

/* ---- which one ---- */

struct search {
	const char *name;
	size_t count;
	struct policy_visit found;
};

static bool see_name(void *context, const struct policy_visit *visit)
{
	struct search *s = context;
	if (strcmp(visit->name, s->name) != 0)
		return true;
	s->found = *visit;
	s->count++;
	return true;
}

static bool by_name(struct office *o, struct answer *a, const char *text, struct policy_visit *visit)
{
	struct search s = {.name = text};
	if (store_visits_open(o->store, see_name, &s) < 0)
		return does_not_answer(o, a);
	*visit = s.found;
	if (s.count == 1)
		return true;
	if (s.count == 0)
		return answer_not_found(a, text, "Nobody called \"%s\" is announced or here.", text);
	return answer_conflict(a, text, "More than one visitor is called \"%s\": name them by id.", text);
}

bool visit_name(struct office *o, struct answer *a, const char *text, struct policy_visit *visit)
{
	policy_id id = policy_id_parse(text);
	if (o->store == NULL)
		return does_not_answer(o, a);
	int result = id == 0 ? -ENOENT : store_visit(o->store, id, visit);
	if (result == -ENOENT)
		return by_name(o, a, text, visit);
	return result == 0 || does_not_answer(o, a);
}

/* ---- announced ---- */

/* "17:00" of today, later than now (rule V1). */
static bool read_end(struct office *o, struct answer *a, const char *text, int64_t *utc_ms)
{
	struct moment now = clock_now(&o->clock);
	unsigned hour, minute;
	int length = 0;
	if (sscanf(text, "%2u:%2u%n", &hour, &minute, &length) != 2 || text[length] != '\0' || hour > 23 ||
	    minute > 59)
		return answer_invalid(a, "end", "\"%s\" is no time of the day: 17:00.", text);
	*utc_ms = (moment_day(&now) * INT64_C(86400) + hour * 3600 + minute * 60 - now.utc_offset_s) * 1000;
	return *utc_ms > now.utc_ms ||
	       answer_refused(a, "V1", "%s is past: a technician's work ends later, today at the latest.",
	                      text);
}

static bool read_technician(struct office *o, const struct request *r, struct answer *a,
                            struct policy_visit *visit)
{
	const char *order = message_text(r->parameters, "order"), *end = message_text(r->parameters, "end");
	if (visit->kind != POLICY_VISIT_TECHNICIAN)
		return (order == NULL && end == NULL) ||
		       answer_invalid(a, "kind", "Only a technician has an order and an end.");
	if (visit->company[0] == '\0' || order == NULL || end == NULL)
		return answer_invalid(a, "order", "A technician has a company, an order and an end.");
	if (!name_text(a, "order", order) || !read_end(o, a, end, &visit->end_utc_ms))
		return false;
	text_copy(visit->order, sizeof(visit->order), order);
	return true;
}

static bool read_text(const struct request *r, struct answer *a, const char *field, char *to)
{
	const char *text = message_text(r->parameters, field);
	to[0] = '\0';
	if (text == NULL || text[0] == '\0')
		return true;
	if (!name_text(a, field, text))
		return false;
	text_copy(to, POLICY_TEXT_MAX, text);
	return true;
}

static bool read_host(struct office *o, const struct request *r, struct answer *a, struct policy_visit *visit)
{
	struct policy_person host;
	if (!name_person(o, a, message_text(r->parameters, "host"), &host))
		return false;
	visit->host = host.id;
	return may_host(o, &host) ||
	       answer_refused(a, "V1", "%s is no employee who works here today: nobody can be their guest.",
	                      host.name);
}

static bool read_kind(const struct request *r, struct answer *a, struct policy_visit *visit)
{
	const char *kind = message_text(r->parameters, "kind");
	visit->kind = kind != NULL && strcmp(kind, "technician") == 0 ? POLICY_VISIT_TECHNICIAN
	                                                              : POLICY_VISIT_VISITOR;
	return kind == NULL || strcmp(kind, kind_name(visit->kind)) == 0 ||
	       answer_invalid(a, "kind", "A guest is a visitor or a technician.");
}

static bool read_name(const struct request *r, struct answer *a, struct policy_visit *visit)
{
	return read_text(r, a, "name", visit->name) && read_text(r, a, "company", visit->company) &&
	       read_text(r, a, "purpose", visit->purpose) &&
	       ((visit->name[0] != '\0' && visit->purpose[0] != '\0') ||
	        answer_invalid(a, "name", "A visit has a name and a purpose."));
}

static bool read_visit(struct office *o, const struct request *r, struct answer *a,
                       struct policy_visit *visit, uint16_t *area)
{
	*visit =
	        (struct policy_visit){.id = policy_id_new(), .announced_utc_ms = clock_now(&o->clock).utc_ms};
	if (!read_kind(r, a, visit) || !read_name(r, a, visit) || !read_host(o, r, a, visit) ||
	    !read_technician(o, r, a, visit) || !area_of_act(o, r, a, area))
		return false;
	text_copy(visit->area, sizeof(visit->area), o->config->site.areas[*area].name);
	return true;
}

/* ---- counted (rule O3) ---- */

/* The doors' own answer is of no use: the record is made, and who is counted already is counted once. */
static bool count(struct office *o, const struct request *r, struct answer *a,
                  const struct policy_visit *visit, enum engine_correction correction)
{
	struct doors_call answered, call = {.kind = DOORS_CORRECT,
	                                    .correction = correction,
	                                    .person = visit->id,
	                                    .operator_id = r->actor.id};
	call.area = site_area(&o->config->site, visit->area);
	if (call.area == SITE_NONE) { /* the site has another map by now */
		if (correction != CORRECT_LEFT || o->config->site.area_count == 0)
			return true;
		call.area = 0; /* who leaves, leaves all of them */
	}
	int result = doors_call(o->doors, &call, &answered);
	return result == 0 || answer_unavailable(a, "The doors do not answer: %s.", strerror(-result));
}

/* Somebody is here: they count, and a release that waits for a visit was theirs (rule V2). */
static bool is_here(struct office *o, const struct request *r, struct answer *a,
                    const struct policy_visit *visit)
{
	release_link_arrival(o, visit, r->actor.id);
	return count(o, r, a, visit, CORRECT_ARRIVED);
}

static bool announce_here(struct office *o, const struct request *r, struct answer *a,
                          struct policy_visit *visit)
{
	visit_step(visit, VISIT_ARRIVE, visit->announced_utc_ms);
	return put(o, a, visit, "visitor.arrived", r->actor.id) && is_here(o, r, a, visit);
}

bool visitor_announce(struct office *o, const struct request *r, struct answer *a)
{
	struct policy_visit visit;
	uint16_t area;
	bool has_arrived = message_bool(r->parameters, "arrived", false);
	if (!read_visit(o, r, a, &visit, &area))
		return false;
	if (!(has_arrived ? announce_here(o, r, a, &visit)
	                  : put(o, a, &visit, "visitor.announced", r->actor.id)))
		return false;
	message_put(a->members, "visitor", shape_visit(o, &visit));
	if (has_arrived)
		change_put_note(r, a, "%s has arrived and counts as inside.", visit.name);
	else
		change_put_note(r, a, "%s is announced.", visit.name);
	return true;
}

/* ---- the steps ---- */

static bool cannot(struct answer *a, const struct policy_visit *visit)
{
	switch (visit->state) {
	case POLICY_VISIT_ANNOUNCED:
		return answer_conflict(a, visit->name, "%s has not arrived yet.", visit->name);
	case POLICY_VISIT_ARRIVED:
		return answer_conflict(a, visit->name, "%s has arrived already.", visit->name);
	case POLICY_VISIT_WITH_HOST:
		return answer_conflict(a, visit->name, "%s is with the host already.", visit->name);
	case POLICY_VISIT_LEFT:
		return answer_conflict(a, visit->name, "%s has left already.", visit->name);
	case POLICY_VISIT_CANCELLED:
		break;
	}
	return answer_conflict(a, visit->name, "The visit of %s was called off: announce it anew.",
	                       visit->name);
}

bool visit_may_come_in(struct answer *a, const struct policy_visit *visit)
{
	return visit->state == POLICY_VISIT_ANNOUNCED || visit_is_inside(visit) || cannot(a, visit);
}

static bool take_step(struct office *o, const struct request *r, struct answer *a, enum visit_step step,
                      const char *kind, struct policy_visit *visit)
{
	if (!visit_name(o, a, message_text(r->parameters, "visitor"), visit))
		return false;
	if (!visit_step(visit, step, clock_now(&o->clock).utc_ms))
		return cannot(a, visit);
	if (!put(o, a, visit, kind, r->actor.id))
		return false;
	message_put(a->members, "visitor", shape_visit(o, visit));
	return true;
}

bool visitor_arrive(struct office *o, const struct request *r, struct answer *a)
{
	struct policy_visit visit;
	if (!take_step(o, r, a, VISIT_ARRIVE, "visitor.arrived", &visit) || !is_here(o, r, a, &visit))
		return false;
	change_put_note(r, a, "%s has arrived and counts as inside.", visit.name);
	return true;
}

bool visitor_hand_over(struct office *o, const struct request *r, struct answer *a)
{
	struct policy_visit visit;
	if (!take_step(o, r, a, VISIT_HAND_OVER, "visitor.handed_over", &visit))
		return false;
	change_put_note(r, a, "%s is with the host.", visit.name);
	return true;
}

bool visitor_leave(struct office *o, const struct request *r, struct answer *a)
{
	struct policy_visit visit;
	if (!take_step(o, r, a, VISIT_LEAVE, "visitor.left", &visit) || !count(o, r, a, &visit, CORRECT_LEFT))
		return false;
	change_put_note(r, a, "%s has left and counts as outside.", visit.name);
	return true;
}

bool visitor_cancel(struct office *o, const struct request *r, struct answer *a)
{
	struct policy_visit visit;
	if (!take_step(o, r, a, VISIT_CANCEL, "visitor.cancelled", &visit))
		return false;
	change_put_note(r, a, "%s is not expected any more.", visit.name);
	return true;
}

void visit_let_in(struct office *o, const struct request *r, struct answer *a, struct policy_visit *visit,
                  uint16_t area)
{
	if (!visit_step(visit, VISIT_ARRIVE, clock_now(&o->clock).utc_ms))
		return; /* comes back from the car */
	if (area != SITE_NONE)
		text_copy(visit->area, sizeof(visit->area), o->config->site.areas[area].name);
	if (store_it(o, visit, "visitor.arrived", r->actor.id) == 0)
		message_put(a->members, "visitor", shape_visit(o, visit));
	else
		change_put_note(r, a, "The door is released; the visit is not recorded: %s.",
		                office_trouble(o));
}

/* ---- reminders, and the end of it ---- */

struct look {
	int64_t utc_ms;
	const struct site *site;
	struct closing closings[SITE_AREAS_MAX]; /* by area */
};

static const struct closing *closing_for(const struct look *look, const struct policy_visit *visit)
{
	uint16_t area = site_area(look->site, visit->area);
	return area == SITE_NONE ? NULL : &look->closings[area];
}

static bool is_late(const struct look *look, const struct policy_visit *visit)
{
	return !visit->is_reminded && visit_is_overdue(visit, look->utc_ms);
}

static void note_late(const struct look *look, struct policy_visit *visit)
{
	(void)look;
	visit->is_reminded = true;
}

static bool stayed_on(const struct look *look, const struct policy_visit *visit)
{
	const struct closing *closing = closing_for(look, visit);
	return closing != NULL && visit->told_day < closing->day &&
	       visit_is_after_closing(visit, closing->utc_ms);
}

static void note_closing(const struct look *look, struct policy_visit *visit)
{
	visit->told_day = closing_for(look, visit)->day;
}

static bool never_came(const struct look *look, const struct policy_visit *visit)
{
	return visit_is_forgotten(visit, look->utc_ms);
}

static void call_off(const struct look *look, struct policy_visit *visit)
{
	visit_step(visit, VISIT_CANCEL, look->utc_ms);
}

/* What a look finds to do with a visit. note makes that it is not due again. */
static const struct chore {
	const char *kind;
	bool (*is_due)(const struct look *look, const struct policy_visit *visit);
	void (*note)(const struct look *look, struct policy_visit *visit);
} chores[] = {{"visitor.overdue", is_late, note_late},
              {"visitor.after_closing", stayed_on, note_closing},
              {"visitor.cancelled", never_came, call_off}};

struct seeking {
	const struct look *look;
	const struct chore *chore;
	struct policy_visit found; /* one at a time: it is written while none is being read */
};

static bool see_due(void *context, const struct policy_visit *visit)
{
	struct seeking *s = context;
	if (!s->chore->is_due(s->look, visit))
		return true;
	s->found = *visit;
	return false;
}

static bool do_one(struct office *o, const struct look *look, const struct chore *chore)
{
	struct seeking s = {.look = look, .chore = chore};
	if (store_visits_open(o->store, see_due, &s) < 0 || s.found.id == 0)
		return false;
	chore->note(look, &s.found);
	return store_it(o, &s.found, chore->kind, 0) == 0;
}

static void do_all(struct office *o, int64_t utc_ms)
{
	struct look look = {.utc_ms = utc_ms, .site = &o->config->site};
	for (uint16_t area = 0; area < look.site->area_count; area++)
		look.closings[area] = closing_of(o, area);
	for (size_t i = 0; i < sizeof(chores) / sizeof(chores[0]); i++)
		while (do_one(o, &look, &chores[i]))
			;
}

static void erase(struct office *o, int64_t before_utc_ms)
{
	int count = store_visits_erasable(o->store, before_utc_ms);
	if (count <= 0)
		return;
	struct journal_event e = visit_event(o, "visitor.erased", 0, 0);
	snprintf(e.detail, sizeof(e.detail), "%d", count);
	if (store_visits_erase(o->store, before_utc_ms, &e) == 0)
		events_were_stored(o);
}

void visits_look(struct office *o)
{
	struct moment now = clock_now(&o->clock);
	if (o->store == NULL || !now.is_clock_trusted || now.mono_ns < o->visits_look_ns)
		return;
	o->visits_look_ns = now.mono_ns + VISIT_LOOK_MS * UINT64_C(1000000);
	do_all(o, now.utc_ms);
	releases_look(o);
	reminders_look(o);
	erase(o, now.utc_ms - VISIT_KEPT_DAYS * (int64_t)DAY_MS);
}
