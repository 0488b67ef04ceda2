/* Start reading at on_opened(). */
#include "controller/office/reopening.h"
#include "controller/office/change.h"
#include "controller/office/examining.h"
#include "controller/office/journalist.h"
#include "controller/office/table_load.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- is it the right one? ---- */

static void refuse(struct opened *opened)
{
	store_close(opened->store);
	opened->store = NULL;
	table_unload(&opened->table);
	opened->result = -ESTALE;
}

/* What the doors go by: as it was left, or as they have it. */
static const char *known_journal(const struct office *o)
{
	return o->left != NULL ? snapshot_journal(o->left) : o->journal;
}

static int64_t known_version(const struct office *o)
{
	if (o->left != NULL)
		return snapshot_version(o->left);
	return o->table.table == NULL ? 0 : table_version(o->table.table);
}

#define TAKE_IT_ALL_THE_SAME "put the right one back, or stop zutrittd and remove %s/table to go by this one"

bool reopening_judge(struct office *o, struct opened *opened)
{
	const char *known = known_journal(o), *journal = store_journal_id(opened->store);
	int64_t version = store_policy_version(opened->store);
	if (known[0] == '\0' || (strcmp(known, journal) == 0 && version >= known_version(o)))
		return true;
	if (strcmp(known, journal) != 0)
		snprintf(opened->error, sizeof(opened->error),
		         "%s/zutritt.db has journal %s, the doors go by journal %s: " TAKE_IT_ALL_THE_SAME,
		         o->config->state_dir, journal, known, o->config->runtime_dir);
	else
		snprintf(opened->error, sizeof(opened->error),
		         "%s/zutritt.db is older (version %" PRId64
		         ") than what the doors go by (version %" PRId64 "): " TAKE_IT_ALL_THE_SAME,
		         o->config->state_dir, version, known_version(o), o->config->runtime_dir);
	refuse(opened);
	return false;
}

/* ---- trying again ---- */

static int try_later(struct office *o)
{
	int result = sd_event_source_set_time_relative(o->retry, OPENING_RETRY_MS * 1000ull);
	return result < 0 ? result : sd_event_source_set_enabled(o->retry, SD_EVENT_ONESHOT);
}

void reopening_say(struct office *o, const char *trouble)
{
	bool knows_somebody = o->journal[0] != '\0';
	if (strcmp(o->trouble, trouble) != 0)
		fprintf(stderr, "zutrittd: %s; %s\n", trouble,
		        knows_somebody
		                ? "doors go on deciding from memory"
		                : "nobody is let in until it is back, fire and the ways out work as ever");
	snprintf(o->trouble, sizeof(o->trouble), "%s", trouble);
}

/* A change that was stored and that the doors never heard of: the process ended between the two. */
static void catch_up(struct office *o)
{
	if (store_policy_version(o->store) != table_version(o->table.table))
		change_renew_table(o);
}

static void take(struct office *o, struct opened *opened)
{
	fprintf(stderr, "zutrittd: the database is back\n");
	o->store = opened->store;
	o->trouble[0] = '\0';
	o->is_map_put = false;
	o->are_trials_settled = false;
	table_unload(&opened->table);
	snprintf(o->journal, sizeof(o->journal), "%s", store_journal_id(o->store));
	catch_up(o);
	journalist_go_on(o->journalist);
	examining_stop(o);
	examining_start(o); /* without a thread for it, it is done after the next start */
}

static void end_opening(struct office *o)
{
	o->opened = sd_event_source_disable_unref(o->opened);
	opening_leave(o->opening);
	o->opening = NULL;
}

static int on_opened(sd_event_source *s, int fd, uint32_t revents, void *context)
{
	struct office *o = context;
	struct opened opened;
	(void)s;
	(void)fd;
	(void)revents;
	if (!opening_wait(o->opening, 0))
		return 0;
	opening_take(o->opening, &opened);
	end_opening(o);
	if (opened.result == 0 && reopening_judge(o, &opened)) {
		take(o, &opened);
		return 0;
	}
	reopening_say(o, opened.error);
	return try_later(o);
}

/* Before the clients, who want to know what is in it. */
static int listen_to_opening(struct office *o)
{
	int result = sd_event_add_io(o->loop, &o->opened, opening_fd(o->opening), EPOLLIN, on_opened, o);
	return result < 0 ? result : sd_event_source_set_priority(o->opened, SD_EVENT_PRIORITY_IMPORTANT);
}

static int on_retry(sd_event_source *s, uint64_t usec, void *context)
{
	struct office *o = context;
	struct opening_wish wish = {.config = o->config};
	(void)s;
	(void)usec;
	if (o->store != NULL || o->opening != NULL)
		return 0;
	int result = opening_begin(&o->opening, &wish);
	return result < 0 ? try_later(o) : listen_to_opening(o);
}

int reopening_start(struct office *o)
{
	int result = sd_event_add_time_relative(o->loop, &o->retry, CLOCK_MONOTONIC, 0, 1000, on_retry, o);
	if (result >= 0)
		result = sd_event_source_set_enabled(o->retry, SD_EVENT_OFF);
	if (result < 0 || o->store != NULL)
		return result;
	if (o->opening == NULL)
		return try_later(o);
	opening_wait(o->opening, OPENING_LISTEN_MS);
	return listen_to_opening(o);
}

void reopening_lost(struct office *o, const char *trouble)
{
	reopening_say(o, trouble);
	store_close(o->store);
	o->store = NULL;
	try_later(o);
}

void reopening_stop(struct office *o)
{
	o->opened = sd_event_source_disable_unref(o->opened);
	o->retry = sd_event_source_disable_unref(o->retry);
	opening_leave(o->opening);
	o->opening = NULL;
}
