/*
 * The way back to the database: while there is none it is tried again every
 * OPENING_RETRY_MS, in a thread of its own, and taken when it is the one that
 * the doors go by (rule B6).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_REOPENING_H
#define ZUTRITT_CONTROLLER_OFFICE_REOPENING_H

#include "controller/office/opening.h"

/*
 * Is the opened one that of the doors: the same journal, and not older than
 * what they know? True also when nothing was left to compare. False with the
 * sentence and -ESTALE in opened: it is closed then.
 */
bool reopening_judge(struct office *o, struct opened *opened);

/*
 * In the office's loop; when there is a database, nothing. One that is being
 * opened is waited for a little: the doors run already, and clients would
 * rather wait than be refused. 0 or -errno.
 */
int reopening_start(struct office *o);

/* Why there is none, for `zutritt status` and once for the log, with what that means for the doors. */
void reopening_say(struct office *o, const char *trouble);

/* The database is lost: closed, and looked for from now on. */
void reopening_lost(struct office *o, const char *trouble);

void reopening_stop(struct office *o);

#endif
