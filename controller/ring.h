/*
 * The ring between the door thread and the office: records in shared memory on
 * tmpfs that outlive the process (rules D1, E2, B6). One writer, one reader.
 * A record is published by a release store of its sequence; it carries a
 * checksum, so a torn one is never taken.
 *
 * Each start makes a new file, ring-<12 characters>, allocated and locked; the
 * office first drains the older ones, then removes them. When the ring runs
 * full, slots are reserved for what must not be lost (fire, REX, strike,
 * incidents); what then finds no place is counted and becomes one
 * RECORD_EVENTS_LOST as soon as there is room.
 */
#ifndef ZUTRITT_CONTROLLER_RING_H
#define ZUTRITT_CONTROLLER_RING_H

#include "controller/record.h"
#include <stddef.h>

enum {
	RING_SLOTS = 4096,   /* a power of two */
	RING_RESERVED = 512, /* of them for fire, REX, strike and incidents */
	RING_LAYOUT = 3,     /* version of the file's layout */
	RING_LEFT_KEPT = 8,  /* so many may wait for the disk; then the newest one goes on */
	RING_NAME_MAX = 48
};

struct ring;

/*
 * Makes a new ring in directory (mode 0600, fallocated; locked when the limits
 * allow). It keeps a copy of site, because records name doors by their index
 * and the next start may know other doors. 0 or -errno.
 */
int ring_create(struct ring **out, const char *directory, const struct site *site);

/*
 * The ring of a start: a new one; but when RING_LEFT_KEPT wait for a disk that
 * does not come back, the newest goes on, if it is whole and of the same site.
 * So a process that dies again and again does not fill the memory (rule B6).
 */
int ring_begin(struct ring **out, const char *directory, const struct site *site);

/* The site that the records speak of. */
const struct site *ring_site(const struct ring *r);

/* Opens one that an earlier process left, for reading. -EPROTO: another layout; -EBADMSG: not a ring. */
int ring_open(struct ring **out, const char *path);

void ring_close(struct ring *r); /* NULL is allowed; the file stays */

const char *ring_name(const struct ring *r); /* "ring-7m2k0vq4x9ab" */

/* Writer: publishes a record. False when it was only counted. Never blocks, never fails otherwise. */
bool ring_append(struct ring *r, const struct record *record);

/* Writer, once in a while: tells of lost records (RECORD_EVENTS_LOST) as soon as there is room: true when it
 * has. */
bool ring_tend(struct ring *r);

/*
 * Reader: copies at most max records after those already released, the first
 * one's sequence into *sequence (sequences start with 1 and have no gaps).
 * Stops at a torn record. Returns how many.
 */
size_t ring_read(struct ring *r, struct record *records, size_t max, uint64_t *sequence);

/* Reader: the first record after that sequence of those not released: its sequence, 0 when there is none. */
uint64_t ring_look(const struct ring *r, uint64_t after, struct record *record);

/* Reader: everything up to and including sequence is in the database; its slots are free again. */
void ring_release(struct ring *r, uint64_t sequence);

size_t ring_waiting(const struct ring *r); /* published and not released */

/* Calls visit with the path of each ring file in directory except own, oldest first. 0 or -errno. */
int ring_each_left(const char *directory, const struct ring *own,
                   int (*visit)(void *context, const char *path), void *context);

#endif
