/*
 * The access table made from the database, or from what an earlier process
 * left, in memory of its own.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_TABLE_LOAD_H
#define ZUTRITT_CONTROLLER_OFFICE_TABLE_LOAD_H

#include "controller/office/state.h"

/*
 * A new table with twice the room that is needed now, and at least that of the
 * configuration; restrictions that the disk has not taken are in it as well.
 * 0 or -errno.
 */
int table_load(struct store *store, const struct config *config, const struct office_unsaved *unsaved,
               struct office_table *out);
int table_load_left(const struct snapshot_left *left, const struct config *config,
                    const struct office_unsaved *unsaved, struct office_table *out);

/* One that knows nobody: nobody is let in. */
int table_load_nobody(const struct config *config, struct office_table *out);

void table_unload(struct office_table *t); /* nothing for {0} */

#endif
