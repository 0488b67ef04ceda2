/*
 * The journal inside a transaction of somebody else: store_append() and
 * store_apply() write events alike.
 */
#ifndef ZUTRITT_DB_STORE_JOURNAL_H
#define ZUTRITT_DB_STORE_JOURNAL_H

#include "db/handle.h"

/*
 * Writes the events with the numbers after s->last_number. policy_version
 * replaces theirs unless it is 0. The events themselves stay as they are
 * until journal_keep() after the commit.
 */
int journal_write(struct store *s, const struct journal_event *events, size_t count, int64_t policy_version);

/* The commit held: the events and the handle learn their numbers. */
void journal_keep(struct store *s, struct journal_event *events, size_t count, int64_t policy_version);

#endif
