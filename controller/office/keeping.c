#include "controller/office/keeping.h"
#include "controller/office/table_load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what was left ---- */

static void read_restrictions(struct office *o)
{
	struct office_unsaved *u = &o->unsaved;
	u->items = calloc(SNAPSHOT_RESTRICTIONS_MAX, sizeof(*u->items));
	if (u->items == NULL)
		return; /* the table has what they restrict */
	u->count = snapshot_restrictions(o->left, &o->config->site, &o->config->formats, u->items,
	                                 SNAPSHOT_RESTRICTIONS_MAX);
	if (u->count == 0) {
		free(u->items);
		u->items = NULL;
	}
}

void keeping_look(struct office *o)
{
	int result = snapshot_open_left(&o->left, o->config->runtime_dir);
	if (result < 0 && result != -ENOENT)
		fprintf(stderr, "zutrittd: %s/table cannot be read (%s); the doors wait for the database\n",
		        o->config->runtime_dir, strerror(-result));
	if (result == 0)
		read_restrictions(o);
}

int keeping_restore(struct office *o)
{
	int result = table_load_left(o->left, o->config, &o->unsaved, &o->table);
	if (result < 0)
		return result;
	snprintf(o->journal, sizeof(o->journal), "%s", snapshot_journal(o->left));
	return 0;
}

/* ---- writing ---- */

static void forget_file(struct office *o)
{
	snapshot_close(o->snapshot);
	o->snapshot = NULL;
}

static int write_whole(struct office *o, const struct table *table, size_t least_changes)
{
	struct snapshot *made;
	struct snapshot_whole whole = {.journal = o->journal,
	                               .wiring_checksum = o->wiring_checksum,
	                               .site = &o->config->site,
	                               .formats = &o->config->formats,
	                               .table = table,
	                               .restrictions = o->unsaved.items,
	                               .restriction_count = o->unsaved.count};
	int result = snapshot_write(&made, o->config->runtime_dir, &whole, least_changes);
	if (result < 0)
		return result;
	forget_file(o);
	o->snapshot = made;
	return 0;
}

/* Rule A3: a snapshot without the last change could let somebody in. */
static void give_up(struct office *o, int result)
{
	fprintf(stderr,
	        "zutrittd: %s/table cannot be written (%s): without the database a restart would not know "
	        "who "
	        "may pass\n",
	        o->config->runtime_dir, strerror(-result));
	forget_file(o);
	snapshot_remove(o->config->runtime_dir);
}

static void write_or_give_up(struct office *o, const struct table *table, size_t least_changes)
{
	int result = write_whole(o, table, least_changes);
	if (result < 0)
		give_up(o, result);
}

void keeping_write(struct office *o, const struct table *table)
{
	write_or_give_up(o, table, 0);
}

/* Room for that many bytes of changes is there, or nothing is. */
static bool make_room(struct office *o, size_t changes)
{
	write_or_give_up(o, o->table.table, changes);
	return o->snapshot != NULL;
}

static bool is_done(struct office *o, int result)
{
	if (result < 0 && result != -ENOSPC)
		fprintf(stderr, "zutrittd: %s/table: %s\n", o->config->runtime_dir, strerror(-result));
	return result == 0;
}

void keeping_append(struct office *o, const struct table_delta *deltas, size_t count)
{
	if (o->snapshot != NULL && is_done(o, snapshot_append(o->snapshot, deltas, count)))
		return;
	if (!make_room(o, snapshot_room_for(count) + snapshot_room_for(0) + sizeof(struct schedule_book) * 2))
		return;
	int result = snapshot_append(o->snapshot, deltas, count);
	if (result < 0)
		give_up(o, result);
}

/* A file written anew has them: o->unsaved is told first. */
void keeping_restrict(struct office *o, const struct snapshot_restriction *restriction)
{
	if (o->snapshot == NULL || !is_done(o, snapshot_restrict(o->snapshot, restriction)))
		make_room(o, 0);
}

void keeping_settle(struct office *o, uint64_t subject)
{
	if (o->snapshot == NULL || !is_done(o, snapshot_settle(o->snapshot, subject)))
		make_room(o, 0);
}
