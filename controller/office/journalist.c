/*
 * Start reading at take_group(): one transaction with the rows of a group of
 * records, what they changed, and how far the ring is taken.
 */
#include "controller/office/journalist.h"
#include "controller/office/desks.h"
#include "controller/office/events.h"
#include "controller/office/row.h"
#include "controller/office/settling.h"
#include "controller/office/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct journalist {
	struct office *office;
	sd_event_source *heard; /* the doors have written */
	sd_event_source *again; /* there is more than one group held */
	sd_event_source *pause; /* the disk failed: later */
	uint32_t pause_ms;      /* 0: storing */
	struct record records[JOURNALIST_GROUP];
	struct journal_event rows[JOURNALIST_GROUP];
	struct store_presence presences[JOURNALIST_GROUP];
	size_t presence_count;
	struct store_key_use uses[JOURNALIST_GROUP];
	size_t use_count;
	struct store_area_state areas[SITE_AREAS_MAX]; /* as they are in the journal, by name */
	struct store_area_state changed[SITE_AREAS_MAX];
	bool is_area_new[SITE_AREAS_MAX];
	size_t area_count;
	bool has_found_rings;
	bool has_areas;     /* areas is as in the journal of o->store */
	bool is_left_taken; /* earlier rings are in it */
	bool fire_latch;
	bool is_fire_new;
};

static bool visit_area(void *context, const struct store_area_state *state)
{
	struct journalist *j = context;
	if (j->area_count < SITE_AREAS_MAX)
		j->areas[j->area_count++] = *state;
	return true;
}

int journalist_new(struct journalist **out, struct office *o)
{
	struct journalist *j = calloc(1, sizeof(*j));
	if (j == NULL)
		return -ENOMEM;
	j->office = o;
	*out = j;
	return 0;
}

/* As they are in the journal, before anything is added to it. */
static int know_areas(struct journalist *j)
{
	if (j->has_areas)
		return 0;
	j->area_count = 0;
	int result = store_area_states(j->office->store, visit_area, j);
	j->has_areas = result == 0;
	return result;
}

void journalist_free(struct journalist *j)
{
	if (j == NULL)
		return;
	sd_event_source_disable_unref(j->heard);
	sd_event_source_disable_unref(j->again);
	sd_event_source_disable_unref(j->pause);
	free(j);
}

bool journalist_found_rings(const struct journalist *j)
{
	return j->has_found_rings;
}

bool journalist_is_storing(const struct journalist *j)
{
	return j->office->store != NULL && j->pause_ms == 0;
}

/* ---- what records change (rule D3) ---- */

static void note_presence(struct journalist *j, const struct record *record, const struct journal_event *row)
{
	if (row->person == 0 || row->area[0] == '\0')
		return;
	struct store_presence *p = &j->presences[j->presence_count++];
	p->person = row->person;
	text_copy(p->area, sizeof(p->area), row->area);
	text_copy(p->door, sizeof(p->door), row->door);
	p->since_utc_ms = row->utc_ms;
	p->is_inside = record->kind != RECORD_OCCUPANCY_LEFT;
}

/* Rule K6: somebody went into a room by a right; leaving takes none. */
static void note_use(struct journalist *j, const struct site *site, const struct record *record,
                     const struct journal_event *row)
{
	bool is_inside = record->room < site->room_count && !site->rooms[record->room].is_outside;
	if (!is_inside || row->person == 0 || row->door[0] == '\0' || row->utc_ms < 0)
		return;
	struct store_key_use *use = &j->uses[j->use_count++];
	use->person = row->person;
	text_copy(use->room, sizeof(use->room), row->room);
	text_copy(use->door, sizeof(use->door), row->door);
	use->utc_day = (int32_t)(row->utc_ms / 86400000);
}

/* The state of the area of that row, to be changed; NULL when it has none. */
static struct store_area_state *area_of(struct journalist *j, const struct journal_event *row)
{
	size_t i = 0;
	while (i < j->area_count && strcmp(j->areas[i].area, row->area) != 0)
		i++;
	if (row->area[0] == '\0' || i == SITE_AREAS_MAX)
		return NULL;
	if (i == j->area_count) {
		j->area_count++;
		j->areas[i] = (struct store_area_state){.since_utc_ms = row->utc_ms, .is_certain = true};
		text_copy(j->areas[i].area, sizeof(j->areas[i].area), row->area);
		text_copy(j->areas[i].alarm, sizeof(j->areas[i].alarm), alarm_state_name(ALARM_UNSET));
	}
	j->is_area_new[i] = true;
	return &j->areas[i];
}

static void note_alarm(struct journalist *j, const struct journal_event *row, enum alarm_mode_state state)
{
	struct store_area_state *area = area_of(j, row);
	if (area == NULL)
		return;
	text_copy(area->alarm, sizeof(area->alarm), alarm_state_name(state));
	area->since_utc_ms = row->utc_ms;
}

/* Rule O4: the doubt survives a restart, with its reason. */
static void note_certainty(struct journalist *j, const struct journal_event *row, const char *why)
{
	struct store_area_state *area = area_of(j, row);
	if (area == NULL)
		return;
	area->is_certain = why[0] == '\0';
	text_copy(area->why, sizeof(area->why), why);
}

static void note_fire(struct journalist *j, bool is_latched)
{
	j->fire_latch = is_latched;
	j->is_fire_new = true;
}

static void note_change(struct journalist *j, const struct site *site, const struct record *record,
                        const struct journal_event *row)
{
	switch ((enum record_kind)record->kind) {
	case RECORD_ACCESS_GRANTED:
		note_use(j, site, record, row);
		break;
	case RECORD_OCCUPANCY_ENTERED:
	case RECORD_OCCUPANCY_LEFT:
	case RECORD_OCCUPANCY_PASSED:
		note_presence(j, record, row);
		break;
	case RECORD_ALARM_EXIT_DELAY:
		note_alarm(j, row, ALARM_EXIT_DELAY);
		break;
	case RECORD_ALARM_CANCELLED:
	case RECORD_ALARM_UNSET:
		note_alarm(j, row, ALARM_UNSET);
		break;
	case RECORD_ALARM_SET:
	case RECORD_ALARM_ACKNOWLEDGED:
		note_alarm(j, row, ALARM_SET);
		break;
	case RECORD_OCCUPANCY_UNCERTAIN:
		note_certainty(j, row, row->reason);
		break;
	case RECORD_OCCUPANCY_CORRECTED:
		if (record->reason == REASON_NONE)
			note_certainty(j, row, "");
		break;
	case RECORD_ALARM_RAISED:
		note_alarm(j, row, ALARM_ALARM);
		break;
	case RECORD_FIRE_ACTIVE:
		note_fire(j, true);
		break;
	case RECORD_FIRE_RESET:
		note_fire(j, false);
		break;
	case RECORD_NONE:
	case RECORD_CONTROLLER_STARTED:
	case RECORD_CONTROLLER_STOPPED:
	case RECORD_EVENTS_LOST:
	case RECORD_ACCESS_DENIED:
	case RECORD_DOOR_RELEASED:
	case RECORD_DOOR_LOCKED:
	case RECORD_DOOR_OPENED:
	case RECORD_DOOR_CLOSED:
	case RECORD_DOOR_FORCED:
	case RECORD_DOOR_REX:
	case RECORD_DOOR_BELL:
	case RECORD_READER_REJECTED:
	case RECORD_DOOR_HELD:
	case RECORD_DOOR_HOLD:
	case RECORD_DOOR_REX_STUCK:
	case RECORD_READER_FAULT:
	case RECORD_LINE_FAULT:
	case RECORD_LINE_CLEAR:
	case RECORD_JOURNAL_REPLACED:
	case RECORD_OCCUPANCY_DOUBTED:
	case RECORD_OCCUPANCY_LONG:
	case RECORD_ALARM_SILENT:
	case RECORD_ALARM_PREVENTED:
	case RECORD_ALARM_REFUSED:
	case RECORD_ALARM_OVERRIDDEN:
	case RECORD_FIRE_CLEAR:
	case RECORD_SESSION_LOCKED:
	case RECORD_SESSION_UNLOCKED:
	case RECORD_SESSION_ENDED:
	case RECORD_SESSION_REFUSED:
		break;
	}
}

/* ---- one group ---- */

static void make_rows(struct journalist *j, const struct site *site, size_t count)
{
	j->presence_count = 0;
	j->use_count = 0;
	j->is_fire_new = false;
	memset(j->is_area_new, 0, sizeof(j->is_area_new));
	for (size_t i = 0; i < count; i++) {
		row_make(site, &j->records[i], &j->rows[i]);
		note_change(j, site, &j->records[i], &j->rows[i]);
	}
}

static size_t pack_areas(struct journalist *j)
{
	size_t count = 0;
	for (size_t i = 0; i < j->area_count; i++)
		if (j->is_area_new[i])
			j->changed[count++] = j->areas[i];
	return count;
}

static int store_rows(struct journalist *j, size_t count, const char *ring, uint64_t sequence)
{
	struct store_ring_mark mark = {.sequence = sequence};
	text_copy(mark.ring, sizeof(mark.ring), ring);
	struct store_batch batch = {.events = j->rows,
	                            .event_count = count,
	                            .presences = j->presences,
	                            .presence_count = j->presence_count,
	                            .uses = j->uses,
	                            .use_count = j->use_count,
	                            .areas = j->changed,
	                            .area_count = pack_areas(j),
	                            .fire_latch = j->is_fire_new ? &j->fire_latch : NULL,
	                            .mark = &mark};
	return store_append(j->office->store, &batch);
}

/* Alarm and fire beside the database, too (witness.h). */
static void witness_group(struct journalist *j)
{
	if (j->office->witness.journal[0] == '\0')
		return; /* of an earlier process: the start looks at the witness first */
	bool is_new = j->is_fire_new && witness_note_fire(&j->office->witness, j->fire_latch);
	for (size_t i = 0; i < j->area_count; i++) {
		enum alarm_mode_state alarm;
		if (j->is_area_new[i] && alarm_state_parse(j->areas[i].alarm, &alarm) == 0)
			is_new |= witness_note_area(&j->office->witness, j->areas[i].area, alarm);
	}
	if (is_new)
		office_witness(j->office);
}

/* How many records were taken, or -errno: then they stay in the ring. */
static int take_group(struct journalist *j, struct ring *ring)
{
	uint64_t first;
	size_t count = ring_read(ring, j->records, JOURNALIST_GROUP, &first);
	if (count == 0)
		return 0;
	make_rows(j, ring_site(ring), count);
	uint64_t last = first + count - 1;
	int result = store_rows(j, count, ring_name(ring), last);
	if (result < 0)
		return result;
	if (ring == j->office->ring)
		desks_hear(j->office); /* before it is gone: what a badge has unlocked (rule P7) */
	ring_release(ring, last);
	witness_group(j);
	return (int)count;
}

static int take_all(struct journalist *j, struct ring *ring)
{
	int count;
	do
		count = take_group(j, ring);
	while (count > 0);
	return count;
}

/* ---- rings that are left ---- */

static void put_aside(const char *path, const char *why)
{
	char aside[512];
	const char *name = strrchr(path, '/');
	name = name == NULL ? path : name + 1;
	snprintf(aside, sizeof(aside), "%.*sdamaged-%s", (int)(name - path), path, name);
	if (rename(path, aside) < 0)
		fprintf(stderr, "zutrittd: %s %s, and cannot be renamed: %s\n", path, why, strerror(errno));
	else
		fprintf(stderr, "zutrittd: %s %s; it is kept as %s\n", path, why, aside);
}

/* Removed before its mark is: without it, a ring that stayed would be taken twice. */
static int remove_ring(struct journalist *j, const char *path, const char *ring)
{
	if (unlink(path) < 0 && errno != ENOENT)
		return -errno;
	return store_ring_forget(j->office->store, ring);
}

static int take_left(struct journalist *j, struct ring *ring, const char *path)
{
	uint64_t mark = store_ring_mark(j->office->store, ring_name(ring));
	if (mark > 0)
		ring_release(ring, mark);
	int result = take_all(j, ring);
	if (result < 0)
		return result;
	if (ring_waiting(ring) == 0)
		return remove_ring(j, path, ring_name(ring));
	put_aside(path, "holds a torn record; what came before it is in the journal");
	return 0;
}

static int visit_left(void *context, const char *path)
{
	struct journalist *j = context;
	struct ring *ring;
	int result = ring_open(&ring, path);
	j->has_found_rings = true;
	if (result == -ENOENT)
		return 0;
	if (result == -EPROTO || result == -EBADMSG) {
		put_aside(path, result == -EPROTO ? "is of another version" : "is damaged");
		return 0;
	}
	if (result < 0)
		return result;
	result = take_left(j, ring, path);
	ring_close(ring);
	return result;
}

/* This process's own may be one that an earlier one left: what it had committed it may not have freed. */
static void pass_over_taken(struct journalist *j)
{
	struct ring *own = j->office->ring;
	uint64_t mark = own == NULL ? 0 : store_ring_mark(j->office->store, ring_name(own));
	if (mark > 0)
		ring_release(own, mark);
}

int journalist_take_left(struct journalist *j)
{
	if (j->is_left_taken)
		return 0;
	int result = know_areas(j);
	if (result == 0)
		result = ring_each_left(j->office->config->runtime_dir, j->office->ring, visit_left, j);
	if (result == -ENOENT)
		result = 0; /* no folder, no rings */
	if (result == 0)
		pass_over_taken(j);
	j->is_left_taken = result == 0;
	return result;
}

/* ---- the ring of this process ---- */

/* Rule B6: what the disk was not told while it was away comes first, in the order in which it happened. */
static int settle_and_take(struct journalist *j)
{
	int result = settling_work(j->office);
	return result < 0 ? result : take_group(j, j->office->ring);
}

static void begin_pause(struct journalist *j)
{
	if (j->pause_ms == 0)
		fprintf(stderr, "zutrittd: the journal cannot be written (%s); events wait in memory\n",
		        store_error(j->office->store));
	j->pause_ms = j->pause_ms == 0 ? JOURNALIST_PAUSE_MS : j->pause_ms * 2;
	if (j->pause_ms > JOURNALIST_PAUSE_MAX_MS)
		j->pause_ms = JOURNALIST_PAUSE_MAX_MS;
	sd_event_source_set_time_relative(j->pause, j->pause_ms * 1000ull);
	sd_event_source_set_enabled(j->pause, SD_EVENT_ONESHOT);
}

static void end_pause(struct journalist *j)
{
	if (j->pause_ms > 0)
		fprintf(stderr, "zutrittd: the journal is written again\n");
	j->pause_ms = 0;
}

static void work(struct journalist *j)
{
	if (j->office->store == NULL)
		return; /* journalist_go_on() comes when there is one */
	int count = settle_and_take(j);
	if (count < 0) {
		begin_pause(j);
		return;
	}
	end_pause(j);
	if (count > 0)
		events_were_stored(j->office);
	/* one group a turn, so that the socket gets its turn as well */
	sd_event_source_set_enabled(j->again, count == JOURNALIST_GROUP ? SD_EVENT_ONESHOT : SD_EVENT_OFF);
}

void journalist_try_later(struct journalist *j)
{
	if (j->pause != NULL && j->pause_ms == 0 && j->office->store != NULL)
		begin_pause(j);
}

void journalist_go_on(struct journalist *j)
{
	j->has_areas = j->is_left_taken = false;
	j->pause_ms = 0;
	work(j);
}

static int on_heard(sd_event_source *s, int fd, uint32_t revents, void *context)
{
	struct journalist *j = context;
	(void)s;
	(void)fd;
	(void)revents;
	doors_heard(j->office->doors);
	desks_hear(j->office); /* whatever the disk does */
	if (j->pause_ms == 0)
		work(j);
	return 0;
}

static int on_again(sd_event_source *s, void *context)
{
	struct journalist *j = context;
	(void)s;
	if (j->pause_ms == 0)
		work(j);
	return 0;
}

static int on_pause_over(sd_event_source *s, uint64_t usec, void *context)
{
	(void)s;
	(void)usec;
	work(context);
	return 0;
}

static int add_sources(struct journalist *j)
{
	sd_event *loop = j->office->loop;
	int result = sd_event_add_io(loop, &j->heard, doors_fd(j->office->doors), EPOLLIN, on_heard, j);
	if (result >= 0)
		result = sd_event_add_defer(loop, &j->again, on_again, j);
	if (result >= 0)
		result = sd_event_add_time_relative(loop, &j->pause, CLOCK_MONOTONIC, 0, 1000, on_pause_over,
		                                    j);
	if (result >= 0)
		result = sd_event_source_set_enabled(j->pause, SD_EVENT_OFF);
	return result;
}

int journalist_start(struct journalist *j)
{
	int result = add_sources(j);
	if (result >= 0)
		result = sd_event_source_set_priority(j->heard, SD_EVENT_PRIORITY_IMPORTANT);
	if (result >= 0)
		result = sd_event_source_set_priority(j->pause, SD_EVENT_PRIORITY_IMPORTANT);
	/* the first turn takes what the doors wrote before anybody listened */
	return result < 0 ? result : 0;
}

int journalist_finish(struct journalist *j)
{
	if (j->office->ring == NULL)
		return 0;
	if (j->office->store == NULL)
		return ring_waiting(j->office->ring) > 0 ? -EAGAIN : 0;
	int result = settling_work(j->office);
	return result < 0 ? result : take_all(j, j->office->ring);
}
