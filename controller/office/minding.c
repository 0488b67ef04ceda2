#include "controller/office/minding.h"
#include "controller/office/desks.h"
#include "controller/office/events.h"
#include "controller/office/reopening.h"
#include "controller/office/text.h"
#include "controller/office/visits.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The incident stands in the database before it is copied. */
static int record_loss(struct office *o, bool is_replaced)
{
	struct moment now = clock_now(&o->clock);
	struct journal_event event = {.class = JOURNAL_INCIDENT,
	                              .is_incident = true,
	                              .utc_ms = now.utc_ms,
	                              .mono_ns = now.mono_ns,
	                              .is_clock_trusted = now.is_clock_trusted};
	struct store_batch batch = {.events = &event, .event_count = 1};
	text_copy(event.kind, sizeof(event.kind), "database.replaced");
	text_copy(
	        event.detail, sizeof(event.detail),
	        is_replaced
	                ? "another file stood in its place while it was in use; it is kept beside, and ours "
	                  "is written back"
	                : "its file was deleted while it was in use, and is written back");
	int result = store_append(o->store, &batch);
	o->has_told_loss = result == 0;
	return result;
}

static void say_once(struct office *o, const char *sentence)
{
	if (strcmp(o->trouble, sentence) != 0)
		fprintf(stderr, "zutrittd: %s\n", sentence);
	snprintf(o->trouble, sizeof(o->trouble), "%s", sentence);
}

/* Ours is whole beside the place where it belongs: closed, put there, opened again. */
static void change_over(struct office *o, const char *path)
{
	char error[OFFICE_TROUBLE_MAX];
	store_close(o->store);
	o->store = NULL;
	int result = store_put_back(path);
	if (result == 0)
		result = store_start(&o->store, path, false, error, sizeof(error));
	else
		snprintf(error, sizeof(error), "%s can not be put back: %s", path, strerror(-result));
	if (result < 0) {
		reopening_lost(o, error);
		return;
	}
	o->has_told_loss = false;
	o->trouble[0] = '\0';
	fprintf(stderr, "zutrittd: %s is written back\n", path);
	events_were_stored(o);
}

/* While that fails the journal goes on in the file without a name, and it is tried again. */
static void heal(struct office *o)
{
	char path[OFFICE_PATH_MAX], error[OFFICE_TROUBLE_MAX];
	office_database(o->config, path);
	bool is_replaced = access(path, F_OK) == 0;
	snprintf(error, sizeof(error), "%s was %s while it was in use", path,
	         is_replaced ? "replaced" : "deleted");
	say_once(o, error);
	if (!o->has_told_loss && record_loss(o, is_replaced) < 0)
		return;
	if (store_copy(o->store) == 0)
		change_over(o, path);
}

void minding_look(struct office *o)
{
	if (o->store != NULL && store_has_moved(o->store))
		heal(o);
}

static int on_look(sd_event_source *s, uint64_t usec, void *context)
{
	(void)usec;
	minding_look(context);
	desks_look(context);
	visits_look(context);
	int result = sd_event_source_set_time_relative(s, MINDING_MS * 1000ull);
	return result < 0 ? result : sd_event_source_set_enabled(s, SD_EVENT_ONESHOT);
}

int minding_start(struct office *o)
{
	int result = sd_event_add_time_relative(o->loop, &o->minding, CLOCK_MONOTONIC, MINDING_MS * 1000ull,
	                                        10000, on_look, o);
	return result < 0 ? result : 0;
}

void minding_stop(struct office *o)
{
	o->minding = sd_event_source_disable_unref(o->minding);
}
