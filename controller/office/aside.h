/*
 * Work aside: a thread for one piece of work that may hang, such as a disk
 * that does not answer. Whoever began it may stop waiting at any time; then it
 * cleans up by itself when it ends at last.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_ASIDE_H
#define ZUTRITT_CONTROLLER_OFFICE_ASIDE_H

#include <stdbool.h>

struct aside;

/*
 * work and then release are called with context: work in the thread, release
 * once nobody needs the context any more. On failure neither is. 0 or -errno.
 */
int aside_begin(struct aside **out, const char *name, void (*work)(void *context),
                void (*release)(void *context), void *context);

/* True when the work has ended: the context is the caller's from then on. timeout_ms < 0 waits for that. */
bool aside_wait(struct aside *a, int timeout_ms);

/* Readable when it has ended; aside_wait() then hands the context over. */
int aside_fd(const struct aside *a);

/* Whether it has ended or not. NULL is allowed. */
void aside_leave(struct aside *a);

#endif
