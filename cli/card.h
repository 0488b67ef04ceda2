/* Cards without the daemon: from bits to a number, from a number to a frame (rule F6). */
#ifndef ZUTRITT_CLI_CARD_H
#define ZUTRITT_CLI_CARD_H

#include "cli/parse.h"
#include "readers/formats.h"

/* "zutritt card decode". Returns the exit code. */
int card_decode(const struct invocation *inv);

/*
 * The frame of a card of a built-in format. The badge's own format counts,
 * else format, else h10301; upper and lower case read alike. False with a
 * sentence when there is no such format or the number does not fit it.
 */
bool card_frame(const char *badge, const char *format, struct frame *frame, char *sentence, size_t size);

#endif
