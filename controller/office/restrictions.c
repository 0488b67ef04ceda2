#include "controller/office/restrictions.h"

#include <stdlib.h>
#include <string.h>

static uint8_t state_of(const struct table_delta *delta)
{
	return delta->kind == TABLE_PERSON_PUT ? delta->person.state : delta->badge.state;
}

bool restriction_is(const struct table_delta *delta)
{
	if (delta->kind == TABLE_PERSON_PUT)
		return delta->person.state != TABLE_PERSON_ACTIVE;
	return delta->kind == TABLE_BADGE_PUT && delta->badge.state != TABLE_BADGE_ACTIVE;
}

uint64_t restriction_subject(const struct table_delta *delta)
{
	return delta->kind == TABLE_PERSON_PUT ? delta->person.id : delta->badge.id;
}

const struct snapshot_restriction *restriction_of(const struct office_unsaved *u, uint64_t subject)
{
	const struct snapshot_restriction *strongest = NULL;
	for (size_t i = 0; i < u->count; i++) {
		const struct snapshot_restriction *r = &u->items[i];
		if (restriction_subject(&r->delta) == subject &&
		    (strongest == NULL || state_of(&r->delta) >= state_of(&strongest->delta)))
			strongest = r;
	}
	return strongest;
}

bool restriction_is_waiting(const struct office_unsaved *u, const struct table_delta *delta)
{
	const struct snapshot_restriction *r = restriction_of(u, restriction_subject(delta));
	return r != NULL && state_of(&r->delta) >= state_of(delta);
}

void restriction_hold(const struct office_unsaved *u, struct table_delta *delta)
{
	if (delta->kind != TABLE_PERSON_PUT && delta->kind != TABLE_BADGE_PUT)
		return;
	const struct snapshot_restriction *r = restriction_of(u, restriction_subject(delta));
	if (r == NULL || state_of(&r->delta) <= state_of(delta))
		return;
	if (delta->kind == TABLE_PERSON_PUT)
		delta->person.state = r->delta.person.state;
	else
		delta->badge.state = r->delta.badge.state;
}

enum policy_person_state restriction_person_state(const struct office_unsaved *u,
                                                  const struct policy_person *person)
{
	const struct snapshot_restriction *r = restriction_of(u, person->id);
	if (r == NULL || person->state == POLICY_PERSON_EXITED)
		return person->state;
	return r->delta.person.state == TABLE_PERSON_EXITED ? POLICY_PERSON_EXITED : POLICY_PERSON_SUSPENDED;
}

enum policy_badge_state restriction_badge_state(const struct office_unsaved *u,
                                                const struct policy_badge *badge)
{
	const struct snapshot_restriction *r = restriction_of(u, badge->id);
	if (r == NULL || (badge->state != POLICY_BADGE_ACTIVE && badge->state != POLICY_BADGE_SUSPENDED))
		return badge->state;
	return r->delta.badge.state == TABLE_BADGE_LOST ? POLICY_BADGE_LOST : POLICY_BADGE_SUSPENDED;
}

static bool is_waiting(const struct office_unsaved *u, policy_id id)
{
	return id != 0 && restriction_of(u, id) != NULL;
}

bool restriction_concerns(const struct office_unsaved *u, const struct policy_op *op)
{
	switch (op->kind) {
	case POLICY_PERSON_PUT:
		return is_waiting(u, op->person.id);
	case POLICY_BADGE_PUT:
		return is_waiting(u, op->badge.id) || is_waiting(u, op->badge.person);
	case POLICY_KEY_PUT:
		return is_waiting(u, op->key.person);
	case POLICY_OPERATOR_PUT:
		return is_waiting(u, op->operator.person);
	case POLICY_AREA_PUT:
	case POLICY_ROOM_PUT:
	case POLICY_DOOR_PUT:
	case POLICY_POSITION_PUT:
	case POLICY_RECEIPT_PUT:
	case POLICY_REVIEW_PUT:
	case POLICY_VERDICT_PUT:
	case POLICY_LOGIN_PUT:
	case POLICY_SCHEDULE_PUT:
	case POLICY_EXCEPTION_PUT:
	case POLICY_HOLIDAY_PUT:
	case POLICY_CALENDAR_PUT:
	case POLICY_APPROVAL_PUT:
		return false;
	}
	return false;
}

bool restriction_add(struct office_unsaved *u, const struct snapshot_restriction *restriction)
{
	struct snapshot_restriction *items = realloc(u->items, (u->count + 1) * sizeof(*items));
	if (items == NULL)
		return false;
	u->items = items;
	u->items[u->count++] = *restriction;
	return true;
}

void restriction_remove(struct office_unsaved *u, size_t i)
{
	memmove(&u->items[i], &u->items[i + 1], (u->count - i - 1) * sizeof(*u->items));
	u->count--;
}
