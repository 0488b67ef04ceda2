/*
 * The schema's steps, db/migrations/NNNN-name.sql, in the order of their
 * numbers. Each ends with its own number in user_version.
 */
#ifndef ZUTRITT_DB_MIGRATE_H
#define ZUTRITT_DB_MIGRATE_H

#include "db/handle.h"

/*
 * From version to STORE_SCHEMA_VERSION, all steps or none. A step may make a
 * table anew under its name; what refers to it must still do so at its end.
 */
int migrate(struct store *s, int64_t version);

#endif
