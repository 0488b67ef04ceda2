/* The states that hang on the broker: see states.h. */
#include "reception/states.h"

#include <stdio.h>
#include <stdlib.h>

#include "reception/feed.h"

/* What makes topics of one answer: each item of the list that it holds. */
struct kind {
	const char *method;
	const char *list;
	const char *name; /* member that names the item */
	int (*topic)(char topic[TOPIC_MAX], const char *site, const char *name);
	char *(*key)(const struct message *item);
	char *(*text)(const struct message *item, int64_t known_event);
};

static int alarm_topic(char topic[TOPIC_MAX], const char *site, const char *area)
{
	return topic_area(topic, site, area, "alarm");
}

static int occupancy_topic(char topic[TOPIC_MAX], const char *site, const char *area)
{
	return topic_area(topic, site, area, "occupancy");
}

static char *door_key(const struct message *door)
{
	return feed_door(door, -1);
}

static char *alarm_text(const struct message *area, int64_t known_event)
{
	(void)known_event;
	return feed_alarm(area);
}

static char *occupancy_text(const struct message *area, int64_t known_event)
{
	(void)known_event;
	return feed_occupancy(area);
}

static const struct kind kinds[] = {
        {"DoorList", "doors", "name", topic_door, door_key, feed_door},
        {"AlarmStatus", "areas", "area", alarm_topic, feed_alarm, alarm_text},
        {"OccupancyGet", "areas", "area", occupancy_topic, feed_occupancy, occupancy_text},
};

static void set_item(struct retained *r, const struct kind *kind, const char *site,
                     const struct message *item, int64_t known_event)
{
	char topic[TOPIC_MAX];
	const char *name = message_text(item, kind->name);

	if (name == NULL || kind->topic(topic, site, name) < 0)
		return;
	char *key = kind->key(item);
	char *text = kind->text(item, known_event);
	/* A site has at most 64 doors and 8 areas; the table holds them. */
	if (!retained_set(r, topic, key, text))
		fprintf(stderr, "zutritt-mqtt: no room for the topic %s\n", topic);
	free(key);
	free(text);
}

static int refresh_kind(struct retained *r, struct source *source, const struct kind *kind, const char *site,
                        int64_t known_event, int64_t now_ms, uint32_t random)
{
	struct message *reply;

	int result = source_call(source, kind->method, now_ms, random, &reply);
	if (result != 0)
		return result;
	const struct message *list = message_get(reply, kind->list);
	for (size_t i = 0; i < message_count(list); i++)
		set_item(r, kind, site, message_item(list, i), known_event);
	message_free(reply);
	return 0;
}

void states_set_status(struct retained *r, const struct source *source, const struct states_own *own)
{
	char *text = feed_status(source->status, source->is_here, own->public_key);
	retained_set(r, own->topic, NULL, text);
	free(text);
}

int states_refresh(struct retained *r, struct source *source, const char *site, const struct states_own *own,
                   int64_t known_event, int64_t now_ms, uint32_t random)
{
	int result = 0;

	retained_begin(r);
	states_set_status(r, source, own);
	for (size_t i = 0; result == 0 && i < sizeof kinds / sizeof kinds[0]; i++)
		result = refresh_kind(r, source, &kinds[i], site, known_event, now_ms, random);
	/* Only a round that saw everything knows what is gone. */
	if (result == 0)
		retained_end(r);
	return result;
}
