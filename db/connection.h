/*
 * The connection to the file: how it is opened, made safe and judged before
 * anything is read from it.
 */
#ifndef ZUTRITT_DB_CONNECTION_H
#define ZUTRITT_DB_CONNECTION_H

#include "db/handle.h"

/* Makes the file when it is missing; only its owner may read it. */
int connection_open(struct store *s);

/* For looking only: makes no file, writes to none. */
int connection_open_read_only(struct store *s);

/* The same, for a file that is there: -ENOENT otherwise. */
int connection_open_existing(struct store *s);

/*
 * Whose file it is: -EBADMSG, -EPROTO, -EUCLEAN with the sentence. *version is
 * its schema, 0 for a new file. _quickly leaves out the pages.
 */
int connection_judge(struct store *s, int64_t *version);
int connection_judge_quickly(struct store *s, int64_t *version);

/* Is every number of the journal there (rule E1)? -EUCLEAN when not. For a file that is not new. */
int connection_judge_numbers(struct store *s);

/* WAL and the other settings; is_new also fixes the size of a page. */
int connection_configure(struct store *s, bool is_new);

/*
 * Foreign keys are not followed until connection_follow_references(true);
 * only between transactions. connection_references_hold() is 0 when every one
 * of them leads somewhere, else -EUCLEAN with the sentence.
 */
int connection_follow_references(struct store *s, bool is_followed);
int connection_references_hold(struct store *s);

/* For a transaction that touches much of the file; 16 MiB instead of 1. */
int connection_cache(struct store *s, bool is_large);

/*
 * A transaction: everything between connection_begin() and connection_end()
 * holds or nothing does. connection_end() commits when rc is 0, else rolls
 * back; it returns rc, or why the commit failed. The handle is usable after
 * both.
 */
int connection_begin(struct store *s);
int connection_end(struct store *s, int rc);

#endif
