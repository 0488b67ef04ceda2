/*
 * What the parts of an engine step share. Internal to engine*.c: engine.h is
 * the face of the engine.
 */
#ifndef ZUTRITT_CONTROLLER_ENGINE_STEP_H
#define ZUTRITT_CONTROLLER_ENGINE_STEP_H

#include "controller/engine.h"

struct step {
	struct engine *e;
	const struct table *table; /* NULL while the engine begins */
	const struct moment *now;
	struct engine_actions *actions;
};

/* ---- engine_actions.c: the list that comes out ---- */

struct engine_action *step_act(struct step *s, enum engine_action_kind kind);
struct record *step_record(struct step *s, enum record_kind kind);
void step_indicate(struct step *s, uint16_t reader, enum engine_signal signal);
void step_answer(struct step *s, enum engine_answer result);

/* ---- engine_areas.c: the alarm of each area (rules L1 to L9) ---- */

/* Why an area is told something: who, at which door. */
struct area_why {
	uint64_t person;
	uint16_t door;
	enum record_reason reason;
	uint64_t operator_id;
	const char *detail; /* what an operator typed, or NULL */
};

extern const struct area_why area_no_why;

void area_step(struct step *s, uint16_t area, enum alarm_input_kind kind, const struct area_why *why);

/* Brings the area's outputs to where its alarm is; only what changes is told. */
void area_show(struct step *s, uint16_t area);

/* Every step ends with a look at every area: what prevents setting now? (rule L2) */
void areas_look(struct step *s);

/* The same input to each area that the door belongs to. */
void areas_tell(struct step *s, uint16_t door, enum alarm_input_kind kind, const struct area_why *why);

/* Is the alarm set in an area that the door belongs to? */
bool areas_are_set(const struct engine *e, uint16_t door);

/* Setting is asked for, by badge or command: it begins as soon as nothing prevents it (rule L2). */
void area_ask(struct step *s, uint16_t area);

/* When areas want to be looked at again. */
uint64_t area_deadline(const struct engine *e, uint16_t area);

/* ---- engine_prevented.c: what prevents setting (rule L3) ---- */

uint32_t area_prevented_by(const struct step *s, uint16_t area);

/* In spite of that the area may be set, once (rule L4); no longer. */
void area_override(struct step *s, uint16_t area, const struct engine_override *override);
void area_end_override(struct engine_area *a);

/* The weightiest of them. */
enum record_reason area_prevention_reason(uint32_t by);

/* A record with the weightiest of by as its reason and all of them, by name, as its detail. */
struct record *area_record_prevention(struct step *s, uint16_t area, enum record_kind kind, uint32_t by);

/* ---- engine_presence.c: who goes where, and whether that is certain (rules O1 to O5) ---- */

/*
 * From now on the count is not certain. The first reason stays; a further one
 * is recorded as such, once until somebody says that the count is right (O4).
 */
void presence_suspect(struct step *s, uint16_t area, enum occupancy_doubt doubt);

enum presence_moment {
	PRESENCE_OPENING, /* the door opens */
	PRESENCE_PART     /* it stands open already, and not a badge takes part */
};

/*
 * What does not a badge explain of a door that is open? At the edge of an area
 * that is a doubt, and so is any within while nobody should be there.
 */
void presence_opened(struct step *s, uint16_t door, enum presence_moment moment);

/* Somebody may pass the door whom no badge counts: intrusion where it is set (rule L7). */
bool presence_is_unexplained(const struct step *s, uint16_t door, enum presence_moment moment);

/* A door stood open or was released while nobody watched. */
void presence_unwatched(struct step *s, uint16_t door);

/* Who is inside for long? (rule O6) */
void presence_look_at_time(struct step *s, uint16_t area);

/* Somebody asked to leave while the exit delay ran: somebody is inside (rule L5). */
void presence_disturbed(struct step *s, uint16_t door);

/* The building is empty but for the person who says so on leaving (rule O5). */
void presence_declare_empty(struct step *s, uint16_t area, uint64_t person, uint16_t reader);

void presence_visit(struct step *s, uint16_t door, uint64_t visitor); /* let in by an operator (rule O3) */
void presence_correct(struct step *s, const struct engine_event *event);

void passages_expect(struct step *s, uint16_t door, const struct engine_passage *p);
void passages_happen(struct step *s, uint16_t door);
void passages_forget(struct engine_door *d);

/* The door fell shut on whoever was granted last, and was not opened any more: which side are they on? */
void passages_missed(struct step *s, uint16_t door);

/* ---- engine_doors.c: locks, contacts, hours (rules D1 to D10) ---- */

/*
 * detail: what an operator typed, or NULL. An opening lasts as long as the
 * door's policy says, or longer where in->release_ms does (rule D2).
 */
void step_door(struct step *s, uint16_t door, struct door_input *in, const char *detail);
struct record *step_record_door(struct step *s, uint16_t door, enum record_kind kind, const char *detail);
void step_strike(struct step *s, uint16_t door, bool is_on);
void step_keep_hours(struct step *s);

/* Before anything else in a step: has the wall clock jumped? */
void step_watch_clock(struct step *s);

/* Rule D13: every escape door released, or given back. */
void step_escape_doors(struct step *s, bool is_fire);

/* ---- engine_operators.c: what people do from desk and command line ---- */

void operators_act(struct step *s, const struct engine_event *event);

/* ---- engine_badges.c: a badge is presented (rules A1 to A4) ---- */

void badges_present(struct step *s, const struct engine_event *event);

/* Is a denial with this decision an incident? (rule A11) To be asked once a presentation: it counts. */
bool badges_is_misuse(struct step *s, const struct access_decision *decision);

/* Rule E5: of an unknown badge the journal keeps no more than two digits. */
void badges_describe_unknown(char detail[RECORD_DETAIL_MAX], struct badge_number number);

/* ---- engine_desks.c: the reader at a desk (rule P7) ---- */

void desks_change(struct step *s, const struct engine_event *event);
void desks_present(struct step *s, const struct engine_event *event);

#endif
