/*
 * The restrictions that wait for the disk, in the order in which they were
 * answered (rules A3, B6). One subject, a badge or a person, may have several:
 * suspended, then lost; each is stronger than the one before. Pure.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_RESTRICTIONS_H
#define ZUTRITT_CONTROLLER_OFFICE_RESTRICTIONS_H

#include "controller/office/state.h"

/* Does the delta keep somebody out? Only badges and persons do: their state denies alone. */
bool restriction_is(const struct table_delta *delta);

/* The badge or person of such a delta. */
uint64_t restriction_subject(const struct table_delta *delta);

/* The strongest that waits for that badge or person; NULL: none. */
const struct snapshot_restriction *restriction_of(const struct office_unsaved *u, uint64_t subject);

/* Does something wait already that restricts that subject as much? */
bool restriction_is_waiting(const struct office_unsaved *u, const struct table_delta *delta);

/* What waits for that badge or person holds, whatever the database's row says: the delta never lets in again.
 */
void restriction_hold(const struct office_unsaved *u, struct table_delta *delta);

/* The person's or badge's state with what waits: as the doors go by it. */
enum policy_person_state restriction_person_state(const struct office_unsaved *u,
                                                  const struct policy_person *person);
enum policy_badge_state restriction_badge_state(const struct office_unsaved *u,
                                                const struct policy_badge *badge);

/* Does something wait that the operation's row must not be changed before? The badge or person itself, or
 * whose badge, key or account it is. */
bool restriction_concerns(const struct office_unsaved *u, const struct policy_op *op);

/* Adds one at the end. False without memory. */
bool restriction_add(struct office_unsaved *u, const struct snapshot_restriction *restriction);

/* Takes one away; the others stay in their order. */
void restriction_remove(struct office_unsaved *u, size_t i);

#endif
