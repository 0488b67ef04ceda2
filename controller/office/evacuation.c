#include "controller/office/evacuation.h"
#include "controller/office/shapes.h"
#include "controller/office/view.h"

/* ---- who is inside ---- */

static bool put_person(struct office *o, struct message *m, policy_id id)
{
	struct policy_person person;
	if (o->store == NULL || store_person(o->store, id, &person) < 0)
		return false;
	message_put_text(m, "name", person.name);
	message_put_text(m, "kind", shape_person_kind(person.kind));
	shape_put_name(m, "company", person.employer);
	return true;
}

static bool put_visitor(struct office *o, struct message *m, policy_id id)
{
	struct policy_visit visit;
	char host[POLICY_TEXT_MAX];
	if (o->store == NULL || store_visit(o->store, id, &visit) < 0)
		return false;
	shape_name(o, visit.host, host);
	message_put_text(m, "name", visit.name);
	message_put_text(m, "kind", visit.kind == POLICY_VISIT_TECHNICIAN ? "technician" : "visitor");
	shape_put_name(m, "company", visit.company);
	shape_put_name(m, "host_name", host);
	return true;
}

struct message *shape_occupant(struct office *o, const struct occupant *occupant)
{
	const struct site *site = &o->config->site;
	struct message *m = message_object();
	shape_put_id(m, "person", occupant->person);
	if (!put_person(o, m, occupant->person) && !put_visitor(o, m, occupant->person)) {
		shape_put_id(m, "name", occupant->person); /* rule D13: better a number than nobody */
		message_put_text(m, "kind", "");
	}
	message_put_text(m, "door",
	                 occupant->door < site->door_count ? site->doors[occupant->door].name : "");
	shape_put_time(m, "since", occupant->since_utc_ms);
	return m;
}

/* ---- the list ---- */

bool evacuation_get(struct office *o, const struct request *r, struct answer *a)
{
	const struct doors_view *view = view_take(o, a);
	bool is_certain = true;
	(void)r;
	if (view == NULL)
		return false;
	for (uint16_t i = 0; i < o->config->site.area_count; i++)
		is_certain = is_certain && view->areas[i].occupancy.doubt == OCCUPANCY_CERTAIN;
	message_put_bool(a->members, "is_certain", is_certain);
	shape_put_time(a->members, "time", view->now.utc_ms);
	answer_list(a, "inside");
	for (uint16_t i = 0; i < o->config->site.area_count; i++)
		for (uint16_t n = 0; n < view->areas[i].occupancy.count; n++)
			answer_item(a, shape_occupant(o, &view->areas[i].occupancy.inside[n]));
	return true;
}
