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
