/*
 * Doors without a thread, for tests of the office: doors.h's functions defined
 * here, so that the linker takes these. Calls are carried out at once on the
 * table, and written down. Included by one file of a test.
 */
#ifndef ZUTRITT_TESTS_FAKE_DOORS_H
#define ZUTRITT_TESTS_FAKE_DOORS_H

#include "controller/doors.h"

#include <string.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct doors {
	struct table *table;
	struct engine *engine;
	size_t calls[DOORS_VIEW + 1]; /* by kind */
	struct doors_call last;       /* of a release or reset */
	struct doors_call desk;       /* the last that told of a session */
	int result;                   /* of every call but views: -ETIMEDOUT plays dead */
	enum engine_answer answer;
	bool is_fire_latched; /* as views say */
	bool has_number;      /* of an unknown badge that was presented */
	struct badge_number number;
	void (*on_call)(const struct doors_call *call); /* before it is carried out */
	int fd;
};

static inline void fake_doors_init(struct doors *d, struct table *table, struct engine *engine)
{
	*d = (struct doors){.table = table, .engine = engine, .fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
}

static inline void fake_doors_ring(struct doors *d)
{
	uint64_t one = 1;
	if (write(d->fd, &one, sizeof(one)) < 0)
		abort();
}

static inline int fake_doors_deltas(struct doors *d, const struct doors_call *call)
{
	int first = 0;
	for (size_t i = 0; i < call->delta_count; i++) {
		int result = table_apply(d->table, &call->deltas[i]);
		first = first == 0 ? result : first;
	}
	return first;
}

static inline void fake_doors_view(const struct doors *d, struct doors_view *view)
{
	memset(view, 0, sizeof(*view));
	view->now.utc_ms = 1700000000000;
	view->is_fire_latched = d->is_fire_latched;
	for (size_t i = 0; i < SITE_AREAS_MAX; i++) {
		view->areas[i].occupancy = d->engine->areas[i].occupancy;
		view->areas[i].prevented_by = d->engine->areas[i].prevented_by;
		view->areas[i].override = d->engine->areas[i].override;
		view->areas[i].alarm = d->engine->areas[i].alarm;
	}
	for (size_t i = 0; i < SITE_DOORS_MAX; i++)
		view->doors[i] = d->engine->doors[i].door;
	for (size_t i = 0; i < SITE_READERS_MAX; i++)
		view->readers[i].is_faulty = engine_reader_is_faulty(&d->engine->readers[i]);
}

int doors_call(struct doors *d, const struct doors_call *call, struct doors_call *answered)
{
	d->calls[call->kind]++;
	if (d->on_call != NULL)
		d->on_call(call);
	*answered = *call;
	if (call->kind != DOORS_VIEW && d->result < 0)
		return d->result;
	switch (call->kind) {
	case DOORS_DELTAS:
		answered->error = fake_doors_deltas(d, call);
		break;
	case DOORS_TABLE:
		answered->table = d->table;
		d->table = call->table;
		break;
	case DOORS_RELEASE:
	case DOORS_HOLD:
	case DOORS_FIRE_RESET:
	case DOORS_CORRECT:
	case DOORS_ALARM_SET:
	case DOORS_ALARM_UNSET:
	case DOORS_ALARM_ACK:
	case DOORS_ALARM_OVERRIDE:
		d->last = *call;
		answered->answer = d->answer;
		break;
	case DOORS_DESK:
		d->desk = *call;
		break;
	case DOORS_ENROL:
		d->has_number = false;
		d->last = *call;
		break;
	case DOORS_ENROLLED:
		answered->has_number = d->has_number;
		answered->number = d->number;
		d->has_number = false;
		break;
	case DOORS_VIEW:
		fake_doors_view(d, call->view);
		break;
	}
	return 0;
}

int doors_fd(const struct doors *d)
{
	return d->fd;
}

void doors_heard(struct doors *d)
{
	uint64_t count;
	if (read(d->fd, &count, sizeof(count)) < 0)
		return;
}

uint64_t doors_turns(const struct doors *d)
{
	return d->calls[DOORS_VIEW];
}

int doors_start(struct doors **out, const struct doors_setup *setup)
{
	(void)out;
	(void)setup;
	abort();
}

void doors_stop(struct doors *d)
{
	if (d != NULL)
		close(d->fd);
}

#endif
