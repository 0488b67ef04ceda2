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
};

extern const struct area_why area_no_why;

uint32_t area_prevented_by(const struct engine *e, uint16_t area);
void area_step(struct step *s, uint16_t area, enum alarm_input_kind kind, const struct area_why *why);

/* Brings the area's outputs to where its alarm is; only what changes is told. */
void area_show(struct step *s, uint16_t area);

/* Every step ends with a look at every area: what prevents setting now? (rule L2) */
void areas_look(struct step *s);

/* The same input to each area that the door belongs to. */
void areas_tell(struct step *s, uint16_t door, enum alarm_input_kind kind, const struct area_why *why);

/* Is the alarm set in an area that the door belongs to? */
bool areas_are_set(const struct engine *e, uint16_t door);

/* ---- engine_passages.c: who goes where (rule O1) ---- */

void passages_expect(struct step *s, uint16_t door, const struct engine_passage *p);
void passages_happen(struct step *s, struct engine_door *d);

/* ---- engine_doors.c: locks, contacts, hours (rules D1 to D10) ---- */

/* detail: what an operator typed, or NULL. */
void step_door(struct step *s, uint16_t door, struct door_input *in, const char *detail);
void step_record_door(struct step *s, uint16_t door, enum record_kind kind, const char *detail);
void step_strike(struct step *s, uint16_t door, bool is_on);
void step_keep_hours(struct step *s);

/* ---- engine_badges.c: a badge is presented (rules A1 to A4) ---- */

void badges_present(struct step *s, const struct engine_event *event);

#endif
