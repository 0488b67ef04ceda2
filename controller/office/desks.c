#include "controller/office/desks.h"
#include "controller/office/text.h"

/* ---- hearing ---- */

static void take(struct office *o, const struct record *record)
{
	if (record->kind == RECORD_SESSION_UNLOCKED)
		session_free_by_badge(&o->sessions, record->value, record->mono_ns,
		                      clock_now(&o->clock).mono_ns);
}

/* The next record that was not heard. */
static bool next(struct office *o, struct record *record)
{
	uint64_t sequence = o->ring == NULL ? 0 : ring_look(o->ring, o->desks_heard, record);
	if (sequence == 0)
		return false;
	o->desks_heard = sequence;
	return true;
}

void desks_begin(struct office *o)
{
	struct record record;
	while (next(o, &record))
		;
}

void desks_hear(struct office *o)
{
	struct record record;
	while (next(o, &record))
		take(o, &record);
}

/* ---- telling ---- */

static bool tell(struct office *o, const struct session_news *n)
{
	struct doors_call call = {.kind = DOORS_DESK,
	                          .reader = site_desk_reader(&o->config->site, n->station),
	                          .change = n->change,
	                          .session = (uint32_t)n->number,
	                          .person = n->person,
	                          .reason = n->reason,
	                          .operator_id = n->reason == REASON_NONE ? n->person : 0,
	                          .until_ns = n->ends_ns,
	                          .wants_password = n->must_change};
	text_copy(call.detail, sizeof(call.detail), n->station);
	return doors_call(o->doors, &call, &call) == 0;
}

void desks_settle(struct office *o)
{
	desks_hear(o);
	while (o->doors != NULL && o->sessions.news_count > 0 && tell(o, &o->sessions.news[0]))
		sessions_told(&o->sessions);
}

void desks_look(struct office *o)
{
	desks_hear(o);
	sessions_pass_time(&o->sessions, clock_now(&o->clock).mono_ns);
	desks_settle(o);
}
