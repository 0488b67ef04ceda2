/*
 * The cursor file: up to which event of which journal the broker has
 * everything. One line of text; it is replaced whole, so that a crash or a
 * power cut leaves the old one or the new one. An old one only means that some
 * events are sent twice (rule M4: at least once).
 */
#ifndef ZUTRITT_RECEPTION_CURSOR_H
#define ZUTRITT_RECEPTION_CURSOR_H

#include <stdint.h>

enum { CURSOR_JOURNAL_MAX = 65 };

#define CURSOR_FILE "feed.cursor"

struct cursor {
	char journal[CURSOR_JOURNAL_MAX]; /* "": none yet */
	uint64_t number;
};

/* Reads CURSOR_FILE in the directory. 0, -ENOENT, -EBADMSG when it is no cursor, or another -errno; out is
 * untouched then. */
int cursor_read(int directory, struct cursor *out);

/* Replaces it. 0 or -errno: the old one stands. */
int cursor_write(int directory, const struct cursor *c);

#endif
