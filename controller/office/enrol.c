#include "controller/office/enrol.h"
#include "controller/office/names.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <string.h>

static bool call_doors(struct office *o, struct answer *a, struct doors_call *call)
{
	int result = doors_call(o->doors, call, call);
	return result == 0 || answer_unavailable(a, "The doors do not answer: %s.", strerror(-result));
}

/* One waits at a time; whoever begins again takes the place of their own earlier one. */
static bool is_free(struct office *o, const struct request *r, struct answer *a, uint64_t now_ns)
{
	const struct office_enrolment *e = &o->enrolment;
	return now_ns >= e->until_ns || e->who == r->actor.id ||
	       answer_conflict(a, "reader", "Somebody else waits for a badge just now.");
}

static bool begin(struct office *o, const struct request *r, struct answer *a, uint16_t reader)
{
	uint64_t now_ns = clock_now(&o->clock).mono_ns;
	if (!is_free(o, r, a, now_ns))
		return false;
	uint64_t until_ns = now_ns + ENROL_WAIT_MS * UINT64_C(1000000);
	struct doors_call call = {.kind = DOORS_ENROL, .reader = reader, .until_ns = until_ns};
	if (!call_doors(o, a, &call))
		return false;
	o->enrolment = (struct office_enrolment){.who = r->actor.id, .until_ns = until_ns};
	return true;
}

static void put_number(struct office *o, struct answer *a, struct badge_number number)
{
	struct policy_badge badge = {.facility = number.facility, .card = number.card};
	char text[SHAPE_NUMBER_MAX];
	text_copy(badge.format, sizeof(badge.format), o->config->formats.items[number.format].name);
	shape_number(&badge, text);
	message_put_text(a->members, "badge", text);
}

/* The number, once, to the one who waits for it; without one yet, that it is still waited for. */
static bool look(struct office *o, const struct request *r, struct answer *a)
{
	struct office_enrolment *e = &o->enrolment;
	struct doors_call call = {.kind = DOORS_ENROLLED};
	if (e->until_ns == 0 || e->who != r->actor.id)
		return answer_conflict(a, "reader", "Nobody waits for a badge: begin with a reader.");
	if (!call_doors(o, a, &call))
		return false;
	if (call.has_number) {
		put_number(o, a, call.number);
		*e = (struct office_enrolment){0};
	} else if (clock_now(&o->clock).mono_ns >= e->until_ns) {
		*e = (struct office_enrolment){0};
		return answer_not_found(a, "badge", "No unknown badge was presented within %d s.",
		                        ENROL_WAIT_MS / 1000);
	}
	return true;
}

bool badge_enrol(struct office *o, const struct request *r, struct answer *a)
{
	const char *text = message_text(r->parameters, "reader");
	uint16_t reader = site_reader(&o->config->site, text);
	if (reader == SITE_NONE)
		return answer_not_found(a, text, "There is no reader \"%s\".", text);
	message_put_int(a->members, "wait_s", ENROL_WAIT_MS / 1000);
	return message_bool(r->parameters, "again", false) ? look(o, r, a) : begin(o, r, a, reader);
}
