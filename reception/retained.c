/* Retained topics: see retained.h. */
#include "reception/retained.h"

#include <stdlib.h>
#include <string.h>

static char *copy_of(const char *text)
{
	char *copy = strdup(text);
	if (copy == NULL)
		abort();
	return copy;
}

void retained_free(struct retained *r)
{
	for (size_t i = 0; i < r->count; i++) {
		free(r->topics[i].key);
		free(r->topics[i].text);
	}
	memset(r, 0, sizeof *r);
}

static struct retained_topic *topic_named(struct retained *r, const char *topic)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->topics[i].topic, topic) == 0)
			return &r->topics[i];
	return NULL;
}

/* A place that was cleared on the broker is free again, else years of renamed doors would fill the table. */
static struct retained_topic *place_new(struct retained *r)
{
	for (size_t i = 0; i < r->count; i++) {
		struct retained_topic *t = &r->topics[i];
		if (t->text[0] == '\0' && !t->is_dirty && !t->is_in_flight)
			return t;
	}
	return r->count < RETAINED_MAX ? &r->topics[r->count++] : NULL;
}

static struct retained_topic *topic_new(struct retained *r, const char *topic)
{
	struct retained_topic *t = strlen(topic) < TOPIC_MAX ? place_new(r) : NULL;
	if (t == NULL)
		return NULL;
	free(t->key);
	free(t->text);
	memset(t, 0, sizeof *t);
	strcpy(t->topic, topic);
	return t;
}

static void change(struct retained_topic *t, const char *key, const char *text)
{
	free(t->key);
	free(t->text);
	t->key = copy_of(key);
	t->text = copy_of(text);
	t->is_dirty = true;
}

bool retained_set(struct retained *r, const char *topic, const char *key, const char *text)
{
	struct retained_topic *t = topic_named(r, topic);
	if (t == NULL)
		t = topic_new(r, topic);
	if (t == NULL)
		return false;
	t->is_listed = true;
	if (key == NULL)
		key = text;
	if (t->key == NULL || strcmp(t->key, key) != 0)
		change(t, key, text);
	return true;
}

void retained_begin(struct retained *r)
{
	for (size_t i = 0; i < r->count; i++)
		r->topics[i].is_listed = false;
}

void retained_end(struct retained *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (!r->topics[i].is_listed && r->topics[i].text[0] != '\0')
			change(&r->topics[i], "", "");
}

void retained_restart(struct retained *r)
{
	for (size_t i = 0; i < r->count; i++) {
		r->topics[i].is_dirty = true;
		r->topics[i].is_in_flight = false;
		r->topics[i].not_before_ms = 0;
	}
}

struct retained_topic *retained_next(struct retained *r, int64_t now_ms)
{
	for (size_t i = 0; i < r->count; i++) {
		struct retained_topic *t = &r->topics[i];
		if (t->is_dirty && !t->is_in_flight && now_ms >= t->not_before_ms)
			return t;
	}
	return NULL;
}

void retained_sent(struct retained_topic *t, int ticket)
{
	t->is_dirty = false;
	t->is_in_flight = true;
	t->ticket = ticket;
}

bool retained_refused(struct retained_topic *t, int reason, int64_t now_ms)
{
	bool is_new = t->reason != reason;
	t->is_dirty = true;
	t->is_in_flight = false;
	t->not_before_ms = now_ms + RETAINED_PAUSE_MS;
	t->reason = reason;
	return is_new;
}

static bool accept_topic(struct retained_topic *t)
{
	bool was_refused = t->reason != 0;
	t->is_in_flight = false;
	t->reason = 0;
	return was_refused;
}

struct retained_topic *retained_answered(struct retained *r, int ticket, int reason, int64_t now_ms,
                                         bool *is_change)
{
	for (size_t i = 0; i < r->count; i++) {
		struct retained_topic *t = &r->topics[i];
		if (!t->is_in_flight || t->ticket != ticket)
			continue;
		*is_change = reason >= 0x80 ? retained_refused(t, reason, now_ms) : accept_topic(t);
		return t;
	}
	return NULL;
}

bool retained_is_waiting(const struct retained *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->topics[i].is_in_flight)
			return true;
	return false;
}

bool retained_is_clean(const struct retained *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->topics[i].is_in_flight || r->topics[i].is_dirty)
			return false;
	return true;
}

int64_t retained_deadline_ms(const struct retained *r)
{
	int64_t earliest = INT64_MAX;
	for (size_t i = 0; i < r->count; i++) {
		const struct retained_topic *t = &r->topics[i];
		if (t->is_dirty && !t->is_in_flight && t->not_before_ms < earliest)
			earliest = t->not_before_ms;
	}
	return earliest;
}
