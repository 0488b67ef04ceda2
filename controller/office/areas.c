#include "controller/office/act.h"
#include "controller/office/areas.h"
#include "controller/office/change.h"
#include "controller/office/evacuation.h"
#include "controller/office/names.h"
#include "controller/office/preventions.h"
#include "controller/office/sentence.h"
#include "controller/office/shapes.h"
#include "controller/office/view.h"

#include <stdio.h>
#include <string.h>

enum { PIECE = 64 }; /* persons of one area in one piece: with the longest names they fit into a reply */

/* The areas asked for: one, or all; begin to end. */
static bool wanted(struct office *o, const struct request *r, struct answer *a, uint16_t *begin,
                   uint16_t *end)
{
	const char *text = message_text(r->parameters, "area");
	*begin = 0;
	*end = o->config->site.area_count;
	if (text == NULL)
		return true;
	if (!name_area(o, a, text, begin))
		return false;
	*end = (uint16_t)(*begin + 1);
	return true;
}

/* ---- occupancy ---- */

static struct message *inside_of(struct office *o, const struct occupancy *occupancy, uint16_t begin,
                                 uint16_t end)
{
	struct message *inside = message_array();
	for (uint16_t i = begin; i < end; i++)
		message_add(inside, shape_occupant(o, &occupancy->inside[i]));
	return inside;
}

static struct message *shape_occupancy(struct office *o, uint16_t area, const struct occupancy *occupancy)
{
	struct message *m = message_object();
	message_put_text(m, "area", o->config->site.areas[area].name);
	message_put_int(m, "count", occupancy->count);
	message_put_bool(m, "is_certain", occupancy->doubt == OCCUPANCY_CERTAIN);
	if (occupancy->doubt != OCCUPANCY_CERTAIN)
		message_put_text(m, "why", occupancy_doubt_name(occupancy->doubt));
	return m;
}

/* A full house does not fit into one reply: its area comes in pieces (answer_cut()). */
static void put_occupancy(struct office *o, struct answer *a, uint16_t area,
                          const struct occupancy *occupancy, bool with_persons)
{
	uint16_t piece = a->wants_more ? PIECE : OCCUPANCY_MAX, count = with_persons ? occupancy->count : 0;
	uint16_t begin = 0;
	do {
		uint16_t end = count - begin > piece ? (uint16_t)(begin + piece) : count;
		struct message *m = shape_occupancy(o, area, occupancy);
		message_put(m, "inside", inside_of(o, occupancy, begin, end));
		if (begin > 0)
			answer_cut(a);
		answer_item(a, m);
		begin = end;
	} while (begin < count);
}

bool occupancy_get(struct office *o, const struct request *r, struct answer *a)
{
	bool with_persons = message_bool(r->parameters, "persons", false);
	uint16_t begin, end;
	if (!wanted(o, r, a, &begin, &end))
		return false;
	const struct doors_view *view = view_take(o, a);
	if (view == NULL)
		return false;
	answer_list(a, "areas");
	for (uint16_t i = begin; i < end; i++)
		put_occupancy(o, a, i, &view->areas[i].occupancy, with_persons);
	return true;
}

/* ---- alarm ---- */

static const char *mode_name(enum site_alarm_mode mode)
{
	switch (mode) {
	case SITE_ALARM_AUTOMATIC:
		return "automatic";
	case SITE_ALARM_ASSISTED:
		return "assisted";
	}
	return "";
}

static void put_until(struct message *m, const struct doors_view *view, uint64_t until_ns)
{
	if (until_ns <= view->now.mono_ns)
		return;
	int64_t left_ms = (int64_t)((until_ns - view->now.mono_ns) / 1000000);
	shape_put_time(m, "until", view->now.utc_ms + left_ms);
}

static struct message *shape_alarm(struct office *o, uint16_t area, const struct doors_view *view)
{
	const struct alarm *alarm = &view->areas[area].alarm;
	struct message *m = message_object();
	message_put_text(m, "area", o->config->site.areas[area].name);
	message_put_text(m, "mode", mode_name(o->config->site.areas[area].mode));
	message_put_text(m, "state", alarm_state_name(alarm->state));
	shape_put_time(m, "since", alarm->since_utc_ms);
	put_until(m, view, alarm->until_ns);
	message_put(m, "prevented_by", preventions_shape(o, area, view));
	message_put(m, "overridden", preventions_shape_overridden(o, area, view));
	message_put_bool(m, "sounder", view->areas[area].sounder != SOUNDER_OFF);
	return m;
}

bool alarm_status(struct office *o, const struct request *r, struct answer *a)
{
	uint16_t begin, end;
	if (!wanted(o, r, a, &begin, &end))
		return false;
	const struct doors_view *view = view_take(o, a);
	if (view == NULL)
		return false;
	answer_list(a, "areas");
	for (uint16_t i = begin; i < end; i++)
		answer_item(a, shape_alarm(o, i, view));
	return true;
}

/* ---- acts ---- */

bool area_of_act(struct office *o, const struct request *r, struct answer *a, uint16_t *area)
{
	const char *text = message_text(r->parameters, "area");
	*area = 0;
	if (text != NULL)
		return name_area(o, a, text, area);
	if (o->config->site.area_count == 1)
		return true;
	return answer_invalid(a, "area", "There is more than one area: name it.");
}

static bool act_in_area(struct office *o, const struct request *r, struct answer *a, struct doors_call *call,
                        const char *done)
{
	if (!area_of_act(o, r, a, &call->area))
		return false;
	const char *name = o->config->site.areas[call->area].name;
	if (!act_make(o, r, a, call, name))
		return false;
	change_put_note(r, a, "%s: %s", name, sentence(done));
	return true;
}

bool alarm_set(struct office *o, const struct request *r, struct answer *a)
{
	struct doors_call call = {.kind = DOORS_ALARM_SET};
	if ((r->actor.rights & POLICY_RIGHT_SET) == 0)
		return answer_refused(a, "L2", "%s has no right to set the alarm.", r->actor.name);
	return act_in_area(o, r, a, &call, N_("the exit delay runs, then the alarm is set."));
}

bool alarm_unset(struct office *o, const struct request *r, struct answer *a)
{
	struct doors_call call = {.kind = DOORS_ALARM_UNSET};
	if ((r->actor.rights & POLICY_RIGHT_UNSET) == 0)
		return answer_refused(a, "L8", "%s has no right to unset the alarm.", r->actor.name);
	return act_in_area(o, r, a, &call, N_("the alarm is unset, for 15 minutes at least."));
}

bool alarm_ack(struct office *o, const struct request *r, struct answer *a)
{
	struct doors_call call = {.kind = DOORS_ALARM_ACK};
	return act_in_area(o, r, a, &call, N_("the alarm is acknowledged; it stays set."));
}

/* Exactly one of inside, outside and certain. */
static bool read_correction(struct office *o, const struct request *r, struct answer *a,
                            struct doors_call *call, struct policy_person *person)
{
	const char *inside = message_text(r->parameters, "inside");
	const char *outside = message_text(r->parameters, "outside");
	bool is_certain = message_bool(r->parameters, "certain", false);
	if ((inside != NULL) + (outside != NULL) + is_certain != 1)
		return answer_invalid(
		        a, "certain",
		        "A correction names one person inside or outside, or says that the count is right.");
	call->correction = CORRECT_CERTAIN;
	if (is_certain)
		return true;
	call->correction = inside != NULL ? CORRECT_INSIDE : CORRECT_OUTSIDE;
	if (!name_person(o, a, inside != NULL ? inside : outside, person))
		return false;
	call->person = person->id;
	return true;
}

static bool is_inside(const struct occupancy *o, policy_id person)
{
	for (uint16_t i = 0; i < o->count; i++)
		if (o->inside[i].person == person)
			return true;
	return false;
}

/* A correction that changes nothing is no mistake, but whoever makes it should know. */
static void tell_correction(char *done, size_t size, const struct doors_call *call, bool was_inside,
                            const char *name)
{
	if (call->correction == CORRECT_INSIDE)
		snprintf(done, size,
		         was_inside ? sentence("%s was inside already.") : sentence("%s is inside now."),
		         name);
	else
		snprintf(done, size,
		         was_inside ? sentence("%s is outside now.") : sentence("%s was outside already."),
		         name);
}

/* Rule O5: naming person or reason. */
bool occupancy_correct(struct office *o, const struct request *r, struct answer *a)
{
	struct doors_call call = {.kind = DOORS_CORRECT};
	struct policy_person person;
	char done[POLICY_TEXT_MAX + 64] = N_("the count is right as it stands.");
	if (!read_correction(o, r, a, &call, &person) || !area_of_act(o, r, a, &call.area))
		return false;
	const struct doors_view *view = view_take(o, a);
	if (view == NULL)
		return false;
	bool was_inside = is_inside(&view->areas[call.area].occupancy, call.person);
	if (call.correction != CORRECT_CERTAIN)
		tell_correction(done, sizeof(done), &call, was_inside, person.name);
	return act_in_area(o, r, a, &call, done);
}
