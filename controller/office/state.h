/*
 * What the files of the office share: the handle itself. Nobody outside this
 * folder includes this. All of it belongs to the office's thread.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_STATE_H
#define ZUTRITT_CONTROLLER_OFFICE_STATE_H

#include "controller/clock.h"
#include "controller/office/office.h"
#include "controller/office/witness.h"
#include "controller/snapshot.h"
#include "controller/office/sessions.h"
#include "controller/office/sources.h"
#include "db/store.h"

#include <systemd/sd-event.h>

enum { OFFICE_TROUBLE_MAX = 512, OFFICE_PATH_MAX = CONFIG_PATH_MAX + 16 };

struct hasher;
struct journalist;
struct examining;
struct listener;
struct opening;

/* The table that the doors decide by; the memory is the office's, the content the doors'. */
struct office_table {
	struct table *table;
	size_t size; /* of the mapping */
};

/*
 * Restrictions that the doors took and the disk did not (rule B6): put back
 * when the table is made anew, kept in the snapshot, written when the disk is
 * back (settling.h).
 */
struct office_unsaved {
	struct snapshot_restriction *items;
	size_t count;
	bool is_refusal_told; /* that the database, not the disk, says no */
};

/* How many there are, as of that version of the policy: counting anew each second would be felt. */
struct office_counts {
	int64_t version; /* 0: not counted yet */
	int64_t persons, badges, keys;
};

/* Who waits for an unknown badge at a reader (enrol.h). */
struct office_enrolment {
	policy_id who;
	uint64_t until_ns; /* CLOCK_MONOTONIC; 0: nobody */
};

struct office {
	struct config *config;
	struct store *store; /* NULL: the database cannot be read, trouble says why (memory.h) */
	char trouble[OFFICE_TROUBLE_MAX];
	bool is_disk_silent;     /* it has not answered when the office began: nothing on it is read then */
	char journal[16];        /* identity of the journal that the doors' table is of */
	struct opening *opening; /* NULL: nothing is being opened */
	sd_event_source *opened, *retry;
	sd_event_source *minding;
	uint64_t visits_look_ns;     /* who waits at the reception is looked at then */
	bool has_told_loss;          /* that the file is gone stands in the journal already */
	struct examining *examining; /* NULL: no thread looks at the pages */
	struct snapshot_left *left;  /* of an earlier process, until office_load() */
	struct snapshot *snapshot;   /* NULL: it could not be written */
	uint64_t wiring_checksum;    /* of the site as the configuration says it */
	bool is_map_put;             /* the database has the site's map */
	bool are_trials_settled;     /* of earlier processes, in it */
	struct doors *doors;         /* NULL before office_run() */
	struct ring *ring;           /* likewise */
	sd_event *loop;
	struct clock clock;
	struct office_table table;
	struct office_unsaved unsaved;
	struct office_counts counts;
	struct office_enrolment enrolment;
	struct doors_view *view; /* filled by view_take() */
	struct journalist *journalist;
	struct hasher *hasher;
	struct sessions sessions;
	uint64_t desks_heard; /* of the ring: unlockings up to that record are done (desks.h) */
	struct sources sources;
	uid_t gateway;             /* who speaks for stations */
	struct listener *listener; /* NULL before office_run() */
	struct witness witness;    /* as it lies beside the database, or should */
	bool is_witness_told;      /* that it cannot be written */
	int64_t started_utc_ms;
};

/* What is the matter with the database, in a sentence; also when there is none. */
const char *office_trouble(const struct office *o);

/* The database's path. */
void office_database(const struct config *config, char path[OFFICE_PATH_MAX]);

/* Writes what o->witness says, with the journal's last number. What cannot be written is said on stderr. */
void office_witness(struct office *o);

#endif
