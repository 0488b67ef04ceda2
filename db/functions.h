/*
 * What the statements compute with the program's own code: the chain of the
 * list of changes (journal.h).
 *
 *   commit_change(salt, utc_ms, who, operations)          a commitment
 *   hash_change(version, commitment, previous_hash)       the next previous_hash
 *
 * Only statements of ours may call them, no trigger or view of the file.
 */
#ifndef ZUTRITT_DB_FUNCTIONS_H
#define ZUTRITT_DB_FUNCTIONS_H

#include "db/handle.h"

int functions_add(struct store *s);

#endif
