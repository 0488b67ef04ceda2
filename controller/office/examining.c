#include "controller/office/examining.h"
#include "controller/office/aside.h"
#include "controller/office/events.h"
#include "controller/office/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct examining {
	struct aside *aside;
	sd_event_source *ended;
	char path[OFFICE_PATH_MAX];
	int result;
	char error[OFFICE_TROUBLE_MAX];
};

static void work(void *context)
{
	struct examining *e = context;
	e->result = store_examine(e->path, e->error, sizeof(e->error));
}

static void release(void *context)
{
	free(context);
}

/* It goes on as long as the disk takes events: closing it would lose them, and doors decide from memory. */
static void tell(struct office *o, const struct examining *e)
{
	struct moment now = clock_now(&o->clock);
	struct journal_event event = {.class = JOURNAL_INCIDENT,
	                              .is_incident = true,
	                              .utc_ms = now.utc_ms,
	                              .mono_ns = now.mono_ns,
	                              .is_clock_trusted = now.is_clock_trusted};
	struct store_batch batch = {.events = &event, .event_count = 1};
	fprintf(stderr, "zutrittd: %s\n", e->error);
	text_copy(event.kind, sizeof(event.kind), "database.damaged");
	text_copy(event.detail, sizeof(event.detail), e->error);
	if (o->store != NULL && store_append(o->store, &batch) == 0)
		events_were_stored(o);
}

static int on_ended(sd_event_source *s, int fd, uint32_t revents, void *context)
{
	struct office *o = context;
	(void)s;
	(void)fd;
	(void)revents;
	if (!aside_wait(o->examining->aside, 0))
		return 0;
	if (o->examining->result == -EUCLEAN)
		tell(o, o->examining);
	examining_stop(o);
	return 0;
}

int examining_start(struct office *o)
{
	struct examining *e = calloc(1, sizeof(*e));
	if (e == NULL)
		return -ENOMEM;
	office_database(o->config, e->path);
	int result = aside_begin(&e->aside, "examining", work, release, e);
	if (result < 0) {
		free(e);
		return result;
	}
	o->examining = e;
	result = sd_event_add_io(o->loop, &e->ended, aside_fd(e->aside), EPOLLIN, on_ended, o);
	return result < 0 ? result : 0;
}

void examining_stop(struct office *o)
{
	struct examining *e = o->examining;
	if (e == NULL)
		return;
	o->examining = NULL;
	sd_event_source_disable_unref(e->ended);
	aside_leave(e->aside);
}
