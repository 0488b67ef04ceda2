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

/* Adds one at the end. False without memory. */
bool restriction_add(struct office_unsaved *u, const struct snapshot_restriction *restriction);

/* Takes one away; the others stay in their order. */
void restriction_remove(struct office_unsaved *u, size_t i);

#endif
