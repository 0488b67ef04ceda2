/*
 * What SQLite says, as -errno and as one sentence in store_error().
 */
#ifndef ZUTRITT_DB_ERRORS_H
#define ZUTRITT_DB_ERRORS_H

#include "db/handle.h"

/* Writes the sentence and returns result, so that a caller can return it in turn. */
__attribute__((format(printf, 3, 4))) int errors_say(struct store *s, int result, const char *format, ...);

/* "FILE is damaged (WHAT); restore a backup", -EUCLEAN. */
int errors_say_damaged(struct store *s, const char *what);

/* The last call to SQLite failed: says why and returns its -errno. Never 0. */
int errors_tell(struct store *s);

/* The same while the file is being opened: also the errno of the system, where it has one. */
int errors_tell_open(struct store *s);

#endif
