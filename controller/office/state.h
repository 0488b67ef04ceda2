/*
 * What the files of the office share: the handle itself. Nobody outside this
 * folder includes this. All of it belongs to the office's thread.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_STATE_H
#define ZUTRITT_CONTROLLER_OFFICE_STATE_H

#include "controller/clock.h"
#include "controller/office/office.h"
#include "db/store.h"

#include <systemd/sd-event.h>

struct journalist;
struct listener;

/* The table that the doors decide by; the memory is the office's, the content the doors'. */
struct office_table {
	struct table *table;
	size_t size; /* of the mapping */
};

/* Restrictions that the doors took and the disk did not (rule B6): put back when the table is made anew. */
struct office_unsaved {
	struct table_delta *deltas;
	size_t count;
};

/* How many there are, as of that version of the policy: counting anew each second would be felt. */
struct office_counts {
	int64_t version; /* 0: not counted yet */
	int64_t persons, badges, keys;
};

struct office {
	struct config *config;
	struct store *store;
	struct doors *doors; /* NULL before office_run() */
	struct ring *ring;   /* likewise */
	sd_event *loop;
	struct clock clock;
	struct office_table table;
	struct office_unsaved unsaved;
	struct office_counts counts;
	struct doors_view *view; /* filled by view_take() */
	struct journalist *journalist;
	struct listener *listener; /* NULL before office_run() */
	int64_t started_utc_ms;
};

#endif
