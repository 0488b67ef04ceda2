/*
 * How the areas stand, kept on tmpfs by the door thread itself: alarm, who is
 * inside and how certain that is, the fire latch (rules D3, L1, O4, D13). It
 * outlives the process and is right whatever becomes of disk and ring: a start
 * goes on from here, and asks the database only when there is nothing here,
 * which means that the machine itself was off.
 *
 * The file DIRECTORY/standing holds two halves that are written in turn, each
 * with a checksum: a process killed within one leaves the other. Beside them
 * stand, each word for itself, when the doors were last watched and which of
 * them were open or released then.
 */
#ifndef ZUTRITT_CONTROLLER_STANDING_H
#define ZUTRITT_CONTROLLER_STANDING_H

#include "controller/engine.h"

enum { STANDING_LAYOUT = 3 /* version of the file's layout */ };

struct standing;

/* What does not lie in the engine before it begins. */
struct standing_left {
	struct alarm_state alarms[SITE_AREAS_MAX];
	bool is_fire_latched;
	uint64_t watched_ns;                /* when the doors were last watched, CLOCK_MONOTONIC */
	bool was_unsettled[SITE_DOORS_MAX]; /* which were open or released then (rule O4) */
};

/*
 * Puts what was left in directory into e, which is initialised, and into left;
 * areas and doors are found by their names, an area that is not in the file
 * keeps what left says. 0; -ENOENT: nothing was left; -EPROTO: of another
 * layout; -EBADMSG: damaged, and then nothing is touched.
 */
int standing_restore(const char *directory, struct engine *e, struct standing_left *left);

/*
 * Makes a new file (mode 0600, allocated; locked when the limits allow) beside
 * the old one, which stays until standing_publish(). 0 or -errno.
 */
int standing_create(struct standing **out, const char *directory, const struct site *site);

/* Writes how the areas stand now. For the door thread: never blocks, allocates or fails. NULL: nothing. */
void standing_keep(struct standing *s, const struct engine *e);

/*
 * That the doors are watched now, and which of them somebody may pass: written
 * in place, a byte each, after every step. For the door thread. NULL: nothing.
 */
void standing_watch(struct standing *s, const struct engine *e, uint64_t now_ns);

/* After the first standing_keep(): from now on it is this one. NULL: nothing. 0 or -errno. */
int standing_publish(struct standing *s);

void standing_close(struct standing *s); /* NULL is allowed; the file stays */

#endif
