/*
 * The snapshot: the access table as the doors have it, kept on tmpfs by the
 * office, so that a start without the database still knows who may pass (rules
 * A3, B6). Beside it lie the restrictions that doors took and the disk did
 * not: they outlive the process and wait for the disk.
 *
 * The file RUNTIME/table is the table in one piece, followed by what changed
 * since: each change is appended, with a checksum, before the doors take it and
 * so before anybody is told that it holds. When there is no more room, the
 * whole is written anew beside it and renamed.
 */
#ifndef ZUTRITT_CONTROLLER_SNAPSHOT_H
#define ZUTRITT_CONTROLLER_SNAPSHOT_H

#include "controller/record.h"
#include "controller/table.h"

enum {
	SNAPSHOT_LAYOUT = 3,             /* version of the file's layout */
	SNAPSHOT_CHANGES = 256 * 1024,   /* bytes for what changes until it is written anew, at least */
	SNAPSHOT_RESTRICTIONS_MAX = 1024 /* restrictions that wait for the disk */
};

/* A badge that is suspended or lost, a person who is suspended or has left: at the doors and not on the disk.
 */
struct snapshot_restriction {
	struct table_delta delta; /* TABLE_BADGE_PUT or TABLE_PERSON_PUT */
	uint64_t operator_id;     /* 0: nobody knew whether there is such a person */
	uint64_t mono_ns;
	int64_t utc_ms;
	bool is_clock_trusted;
	char detail[RECORD_DETAIL_MAX];
};

/* ---- writing: the office's ---- */

struct snapshot;

/* What is kept. site with the doors' policy in it. */
struct snapshot_whole {
	const char *journal;      /* the database's identity, at most 15 bytes */
	uint64_t wiring_checksum; /* of the site as the configuration says it, without policy */
	const struct site *site;
	const struct formats *formats;
	const struct table *table;
	const struct snapshot_restriction *restrictions;
	size_t restriction_count;
};

/*
 * Writes all of it anew, with room for at least SNAPSHOT_CHANGES bytes of
 * changes, and puts it into the place of the one before (mode 0600). 0 or
 * -errno: then the one before still stands.
 */
int snapshot_write(struct snapshot **out, const char *directory, const struct snapshot_whole *whole,
                   size_t least_changes);

/* Changes, in order, all or none of them. 0; -ENOSPC: it must be written anew, with room for them. */
int snapshot_append(struct snapshot *s, const struct table_delta *deltas, size_t count);
int snapshot_restrict(struct snapshot *s, const struct snapshot_restriction *restriction);
/* The disk has the oldest restriction of that badge or person. */
int snapshot_settle(struct snapshot *s, uint64_t subject);

/* Bytes that such a list of changes takes. */
size_t snapshot_room_for(size_t delta_count);

void snapshot_close(struct snapshot *s); /* NULL is allowed; the file stays */

/* What it says is no longer true and can not be mended: better none than a stale one (rule A3). */
void snapshot_remove(const char *directory);

/* ---- reading: a start's ---- */

struct snapshot_left;

/* 0; -ENOENT: there is none; -EPROTO: of another layout; -EBADMSG: damaged. */
int snapshot_open_left(struct snapshot_left **out, const char *directory);
void snapshot_close_left(struct snapshot_left *left); /* NULL is allowed */

const char *snapshot_journal(const struct snapshot_left *left);
uint64_t snapshot_wiring_checksum(const struct snapshot_left *left);
const struct site *snapshot_site(const struct snapshot_left *left);
int64_t snapshot_version(const struct snapshot_left *left); /* of the policy */

/* How many a table must have room for. */
struct table_capacity snapshot_capacity(const struct snapshot_left *left);

/*
 * Calls visit with what makes the table anew, for the rooms, doors and formats
 * of site and formats; unplaced counts keys of rooms or doors that it has no
 * more. False when visit stopped it.
 */
bool snapshot_each(const struct snapshot_left *left, const struct site *site, const struct formats *formats,
                   table_visit *visit, void *context, size_t *unplaced);

/* Those that wait for the disk, oldest first: at most max. Returns how many there are. */
size_t snapshot_restrictions(const struct snapshot_left *left, const struct site *site,
                             const struct formats *formats, struct snapshot_restriction *restrictions,
                             size_t max);

#endif
