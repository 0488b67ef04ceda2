/*
 * The reader at a desk, which belongs to a station and to no door (rule P7).
 * The office tells which session of the station is locked, and whose it is;
 * that person's badge unlocks it. It opens nothing, counts nobody and excuses
 * nothing. Start reading at desks_present().
 */
#include "controller/engine_step.h"
#include <string.h>

static void copy_detail(struct record *r, const char *text)
{
	memcpy(r->detail, text, strnlen(text, RECORD_DETAIL_MAX - 1));
}

/* ---- the office tells ---- */

static void record_change(struct step *s, const struct engine_event *event, enum record_kind kind)
{
	struct record *r = step_record(s, kind);
	r->reader = event->reader;
	r->person = event->person;
	r->operator_id = event->operator_id;
	r->reason = (uint8_t)event->reason;
	r->value = event->session;
	copy_detail(r, event->detail);
}

/* The session that is locked here, if it is that one, is it no more. */
static void forget(struct step *s, const struct engine_event *event)
{
	if (event->reader == SITE_NONE)
		return;
	struct engine_desk *desk = &s->e->readers[event->reader].desk;
	if (desk->session == event->session)
		*desk = (struct engine_desk){.session = 0};
}

static void lock(struct step *s, const struct engine_event *event)
{
	record_change(s, event, RECORD_SESSION_LOCKED);
	if (event->reader != SITE_NONE)
		s->e->readers[event->reader].desk =
		        (struct engine_desk){.session = event->session,
		                             .person = event->person,
		                             .until_ns = event->until_ns,
		                             .wants_password = event->wants_password};
}

void desks_change(struct step *s, const struct engine_event *event)
{
	switch (event->change) {
	case DESK_LOCKED:
		lock(s, event);
		break;
	case DESK_ENDED:
		record_change(s, event, RECORD_SESSION_ENDED);
		forget(s, event);
		break;
	case DESK_FREED:
		forget(s, event);
		break;
	}
}

/* ---- a badge is presented ---- */

/* Why a good badge unlocks nothing. */
static enum record_reason ask_desk(const struct engine_desk *desk, uint64_t person, uint64_t now_ns)
{
	if (desk->session == 0 || now_ns >= desk->until_ns)
		return REASON_NOT_LOCKED;
	if (desk->person != person)
		return REASON_NOT_THE_OPERATOR;
	return desk->wants_password ? REASON_PASSWORD_FIRST : REASON_NONE;
}

static struct record *record_badge(struct step *s, const struct engine_event *event, enum record_kind kind,
                                   const struct access_decision *decision)
{
	struct record *r = step_record(s, kind);
	r->reader = event->reader;
	r->person = decision->person;
	r->badge = decision->badge;
	return r;
}

static void refuse(struct step *s, const struct engine_event *event, const struct access_decision *decision,
                   enum record_reason reason)
{
	struct record *r = record_badge(s, event, RECORD_SESSION_REFUSED, decision);
	r->reason = (uint8_t)reason;
	r->is_incident = badges_is_misuse(s, decision);
	if (reason == REASON_BADGE_UNKNOWN)
		badges_describe_unknown(r->detail, event->number);
	step_indicate(s, event->reader, SIGNAL_DENIED);
}

/* Once: until the office tells of another locking, the next badge finds nothing locked. */
static void unlock(struct step *s, const struct engine_event *event, const struct access_decision *decision)
{
	struct engine_desk *desk = &s->e->readers[event->reader].desk;
	struct record *r = record_badge(s, event, RECORD_SESSION_UNLOCKED, decision);
	r->operator_id = decision->person;
	r->value = desk->session;
	copy_detail(r, s->e->site->readers[event->reader].station);
	*desk = (struct engine_desk){.session = 0};
	step_indicate(s, event->reader, SIGNAL_GRANTED);
}

void desks_present(struct step *s, const struct engine_event *event)
{
	const struct engine_desk *desk = &s->e->readers[event->reader].desk;
	struct access_decision decision = access_at_desk(s->table, event->number, s->now);
	enum record_reason reason = decision.reason;
	if (reason == REASON_NONE)
		reason = ask_desk(desk, decision.person, s->now->mono_ns);
	if (reason == REASON_NONE)
		unlock(s, event, &decision);
	else
		refuse(s, event, &decision, reason);
}
