/*
 * The gateway's end of zutrittd: one connection that asks, one that follows the
 * journal. Each is opened again after a growing pause; a call waits at most
 * SOURCE_PATIENCE_MS, so a zutrittd that hangs holds the gateway up that long
 * and then counts as away.
 */
#ifndef ZUTRITT_RECEPTION_SOURCE_H
#define ZUTRITT_RECEPTION_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/protocol/client.h"
#include "reception/backoff.h"

enum { SOURCE_PATIENCE_MS = 1000, SOURCE_WHY_MAX = 256 };

struct source_link {
	struct client *client; /* NULL: not connected */
	struct backoff backoff;
	int64_t not_before_ms; /* the next attempt */
};

struct source {
	const char *path;
	struct source_link ask;
	struct source_link follow;
	bool is_here;             /* the last GetStatus was answered */
	struct message *status;   /* of the last answer; NULL before the first */
	bool is_answered;         /* EventFollow was, on this connection */
	bool may_have_more;       /* the follower's socket has not been read empty */
	struct message *reply;    /* of EventFollow, being taken out */
	size_t next;              /* event of reply */
	char why[SOURCE_WHY_MAX]; /* the last failure in one sentence */
};

void source_init(struct source *s, const char *socket_path);
void source_close(struct source *s);

/* Asks GetStatus, when the pause after the last failure is over. Sets is_here and status. */
void source_ask(struct source *s, int64_t now_ms, uint32_t random);

/*
 * Calls a method. 0 with *reply to be freed; 1 when zutrittd refuses, with why;
 * -errno when it does not answer: it is away then.
 */
int source_call(struct source *s, const char *method, int64_t now_ms, uint32_t random,
                struct message **reply);

/* Nobody follows, zutrittd is here and the pause is over. */
bool source_may_follow(const struct source *s, int64_t now_ms);

/*
 * Connects the follower and asks GetStatus on that same connection, so that
 * status names the journal that it will follow. Then source_follow_from().
 * 0 or -errno with why.
 */
int source_follow(struct source *s, int64_t now_ms, uint32_t random);
int source_follow_from(struct source *s, uint64_t since, int64_t now_ms, uint32_t random);

/* Ends following; it begins anew after a pause. */
void source_unfollow(struct source *s, int64_t now_ms, uint32_t random);

/* For poll(): -1 when nobody follows. After POLLIN: source_readable(). */
int source_fd(const struct source *s);
void source_readable(struct source *s);

/*
 * The next event of the journal, until source_taken() the same one: lives until
 * the next call of any of these. *event is NULL when none is there. 0, or
 * -errno with why: the follower is closed, and begins anew after a pause.
 */
int source_event(struct source *s, int64_t now_ms, uint32_t random, const struct message **event);
void source_taken(struct source *s);

#endif
