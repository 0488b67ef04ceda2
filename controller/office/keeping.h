/*
 * The office keeps the snapshot of the doors' table (controller/snapshot.h):
 * every change goes there before it goes to the doors (rules A3, B6).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_KEEPING_H
#define ZUTRITT_CONTROLLER_OFFICE_KEEPING_H

#include "controller/office/state.h"

/* Looks for what an earlier process left: o->left, and the restrictions that wait for the disk. */
void keeping_look(struct office *o);

/*
 * The table as o->left has it, in memory of its own, and the doors' policy
 * with it. 0 or -errno.
 */
int keeping_restore(struct office *o);

/*
 * All of it anew, from that table (the doors' own, or one that they are about
 * to get). When that fails there is none, and it is tried again with the next
 * change: one that is out of date would be worse.
 */
void keeping_write(struct office *o, const struct table *table);

/* Before the doors take the deltas. */
void keeping_append(struct office *o, const struct table_delta *deltas, size_t count);

/* A restriction that the disk has not taken; and one that it has. */
void keeping_restrict(struct office *o, const struct snapshot_restriction *restriction);
void keeping_settle(struct office *o, uint64_t subject);

#endif
