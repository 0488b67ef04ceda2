/*
 * The part of a batch that is not events, inside its transaction.
 */
#ifndef ZUTRITT_DB_STORE_STATE_H
#define ZUTRITT_DB_STORE_STATE_H

#include "db/handle.h"

/* One passage by a right, into key_use. */
int key_use_write(struct store *s, const struct store_key_use *use);

int state_write(struct store *s, const struct store_batch *batch);

#endif
