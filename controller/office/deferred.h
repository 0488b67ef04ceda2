/*
 * A call whose answer comes later, because a password is being hashed. What it
 * asked for goes on, whether or not anybody still waits for the answer.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_DEFERRED_H
#define ZUTRITT_CONTROLLER_OFFICE_DEFERRED_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

/* Stands first in what it belongs to. */
struct deferred {
	struct ongoing *waits; /* NULL: nobody any more */
	struct answer answer;
	const void *spoken; /* the language of the call (sentence.h) */
	bool is_ready;
	void (*free)(struct deferred *d);
};

/* The call of r waits for d from now on; the handler then returns true with an empty answer. */
void deferred_begin(struct deferred *d, const struct request *r, void (*free_it)(struct deferred *d));

/* Before anything is put into its answer, each time: what it says is in the language of the call. */
void deferred_speak(const struct deferred *d);

/* The answer is whole: it is sent to whoever waits; d is freed now or when it is sent. */
void deferred_ready(struct office *o, struct deferred *d);

/* For ongoing.c: the replies behind the others in out, and what is left of d is freed. */
void deferred_send(struct deferred *d, struct buffer *out);

/* Nobody waits any more. */
void deferred_abandon(struct deferred *d);

#endif
