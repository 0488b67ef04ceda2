/*
 * The life of a key and of a badge (rule K1): which step leads from one state
 * to which other. Pure. The database keeps the same table in its triggers
 * (migrations/0003-people.sql).
 *
 *   key    requested ─approve─► approved ─issue─► issued ◄─resume─ suspended
 *                                                 issued ◄─find──  lost
 *          any of them ─revoke─► revoked ─return─► returned ─destroy─► destroyed
 *   badge  active ◄─resume─ suspended, active ◄─find─ lost
 *          any of them ─return─► returned ─destroy─► destroyed
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_KEY_STATE_H
#define ZUTRITT_CONTROLLER_OFFICE_KEY_STATE_H

#include "db/policy.h"

enum state_step {
	STEP_APPROVE, /* keys only, as ISSUE and REVOKE */
	STEP_ISSUE,
	STEP_SUSPEND,
	STEP_RESUME,
	STEP_LOSE,
	STEP_FIND,
	STEP_REVOKE,
	STEP_RETURN,
	STEP_DESTROY
};
enum { STATE_STEPS = STEP_DESTROY + 1 };

/* True with the state that the step leads to; false, and *to untouched, when it is none of rule K1. */
bool key_state_step(enum policy_key_state from, enum state_step step, enum policy_key_state *to);
bool badge_state_step(enum policy_badge_state from, enum state_step step, enum policy_badge_state *to);

/* Held by somebody, whether it opens now or not: issued, suspended, lost; a badge that was not handed in. */
bool key_state_is_held(enum policy_key_state state);
bool badge_state_is_held(enum policy_badge_state state);

/* The step as a sentence has it: "can not be suspended". */
const char *state_step_done(enum state_step step);

#endif
