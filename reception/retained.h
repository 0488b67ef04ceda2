/*
 * What hangs on the broker as retained messages: one text for each topic, sent
 * when it changes and all of them after a reconnect. At most one message for
 * each topic is on its way, so a slow broker gets the newest state and not a
 * queue of old ones. No I/O, no clock.
 */
#ifndef ZUTRITT_RECEPTION_RETAINED_H
#define ZUTRITT_RECEPTION_RETAINED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reception/topic.h"

enum { RETAINED_MAX = 96, RETAINED_PAUSE_MS = 5000 };

struct retained_topic {
	char topic[TOPIC_MAX];
	char *key;  /* two texts with the same key say the same */
	char *text; /* "" clears the topic */
	bool is_dirty;
	bool is_in_flight;
	bool is_listed; /* named in the round that goes on */
	int ticket;
	int reason;            /* of the last refusal, 0: accepted */
	int64_t not_before_ms; /* after a refusal */
};

struct retained {
	size_t count;
	struct retained_topic topics[RETAINED_MAX];
};

void retained_free(struct retained *r); /* what it holds; r is empty then */

/*
 * The topic's text, with a key when part of the text is no news by itself
 * (NULL: the text is the key). Copies all. False: more than RETAINED_MAX topics.
 */
bool retained_set(struct retained *r, const char *topic, const char *key, const char *text);

/* A round names every topic that there is; what was not set in it is cleared on the broker. Starts and ends
 * it. */
void retained_begin(struct retained *r);
void retained_end(struct retained *r);

/* A new connection: everything is sent again. */
void retained_restart(struct retained *r);

/* The next to send, or NULL. Then retained_sent(). */
struct retained_topic *retained_next(struct retained *r, int64_t now_ms);
void retained_sent(struct retained_topic *t, int ticket);

/*
 * The broker's answer, reason as in MQTT 5 (0x80 and more: refused; tried again
 * after RETAINED_PAUSE_MS). The topic, or NULL when ticket is none of these.
 * *is_change: accepted after a refusal, or refused for a reason not told yet.
 */
struct retained_topic *retained_answered(struct retained *r, int ticket, int reason, int64_t now_ms,
                                         bool *is_change);

/* Refused without having been sent. True when the reason is new. */
bool retained_refused(struct retained_topic *t, int reason, int64_t now_ms);

bool retained_is_waiting(const struct retained *r); /* for an answer */
bool retained_is_clean(const struct retained *r);   /* the broker has everything */
int64_t retained_deadline_ms(
        const struct retained *r); /* when a refused one may be tried again, or INT64_MAX */

#endif
