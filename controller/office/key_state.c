#include "controller/office/key_state.h"
#include "controller/office/sentence.h"

struct key_row {
	enum policy_key_state from;
	enum state_step step;
	enum policy_key_state to;
};

static const struct key_row key_rows[] = {
        {POLICY_KEY_REQUESTED, STEP_APPROVE, POLICY_KEY_APPROVED},
        {POLICY_KEY_REQUESTED, STEP_REVOKE, POLICY_KEY_REVOKED}, /* rejected, or taken back */
        {POLICY_KEY_APPROVED, STEP_ISSUE, POLICY_KEY_ISSUED},
        {POLICY_KEY_APPROVED, STEP_REVOKE, POLICY_KEY_REVOKED},
        {POLICY_KEY_ISSUED, STEP_SUSPEND, POLICY_KEY_SUSPENDED},
        {POLICY_KEY_SUSPENDED, STEP_RESUME, POLICY_KEY_ISSUED},
        {POLICY_KEY_ISSUED, STEP_LOSE, POLICY_KEY_LOST},
        {POLICY_KEY_SUSPENDED, STEP_LOSE, POLICY_KEY_LOST},
        {POLICY_KEY_LOST, STEP_FIND, POLICY_KEY_ISSUED},
        {POLICY_KEY_ISSUED, STEP_REVOKE, POLICY_KEY_REVOKED},
        {POLICY_KEY_SUSPENDED, STEP_REVOKE, POLICY_KEY_REVOKED},
        {POLICY_KEY_LOST, STEP_REVOKE, POLICY_KEY_REVOKED},
        {POLICY_KEY_REVOKED, STEP_RETURN, POLICY_KEY_RETURNED},
        {POLICY_KEY_RETURNED, STEP_DESTROY, POLICY_KEY_DESTROYED},
};

struct badge_row {
	enum policy_badge_state from;
	enum state_step step;
	enum policy_badge_state to;
};

static const struct badge_row badge_rows[] = {
        {POLICY_BADGE_ACTIVE, STEP_SUSPEND, POLICY_BADGE_SUSPENDED},
        {POLICY_BADGE_SUSPENDED, STEP_RESUME, POLICY_BADGE_ACTIVE},
        {POLICY_BADGE_ACTIVE, STEP_LOSE, POLICY_BADGE_LOST},
        {POLICY_BADGE_SUSPENDED, STEP_LOSE, POLICY_BADGE_LOST},
        {POLICY_BADGE_LOST, STEP_FIND, POLICY_BADGE_ACTIVE},
        {POLICY_BADGE_ACTIVE, STEP_RETURN, POLICY_BADGE_RETURNED},
        {POLICY_BADGE_SUSPENDED, STEP_RETURN, POLICY_BADGE_RETURNED},
        {POLICY_BADGE_LOST, STEP_RETURN, POLICY_BADGE_RETURNED},
        {POLICY_BADGE_RETURNED, STEP_DESTROY, POLICY_BADGE_DESTROYED},
};

enum {
	KEY_ROWS = sizeof(key_rows) / sizeof(key_rows[0]),
	BADGE_ROWS = sizeof(badge_rows) / sizeof(badge_rows[0])
};

bool key_state_step(enum policy_key_state from, enum state_step step, enum policy_key_state *to)
{
	for (size_t i = 0; i < KEY_ROWS; i++) {
		if (key_rows[i].from == from && key_rows[i].step == step) {
			*to = key_rows[i].to;
			return true;
		}
	}
	return false;
}

bool badge_state_step(enum policy_badge_state from, enum state_step step, enum policy_badge_state *to)
{
	for (size_t i = 0; i < BADGE_ROWS; i++) {
		if (badge_rows[i].from == from && badge_rows[i].step == step) {
			*to = badge_rows[i].to;
			return true;
		}
	}
	return false;
}

bool key_state_is_held(enum policy_key_state state)
{
	return state == POLICY_KEY_ISSUED || state == POLICY_KEY_SUSPENDED || state == POLICY_KEY_LOST;
}

bool badge_state_is_held(enum policy_badge_state state)
{
	return state != POLICY_BADGE_RETURNED && state != POLICY_BADGE_DESTROYED;
}

const char *state_step_done(enum state_step step)
{
	switch (step) {
	case STEP_APPROVE:
		return N_("approved");
	case STEP_ISSUE:
		return N_("issued");
	case STEP_SUSPEND:
		return N_("suspended");
	case STEP_RESUME:
		return N_("resumed");
	case STEP_LOSE:
		return N_("reported lost");
	case STEP_FIND:
		return N_("reported found");
	case STEP_REVOKE:
		return N_("revoked");
	case STEP_RETURN:
		return N_("handed in");
	case STEP_DESTROY:
		return N_("destroyed");
	}
	return "";
}
