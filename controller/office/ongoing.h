/*
 * Calls that go on after their first reply, a bounded piece each turn, so that
 * the ring and the other connections get theirs: following the journal, and
 * lists of everything there is; and those whose only reply comes later.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_ONGOING_H
#define ZUTRITT_CONTROLLER_OFFICE_ONGOING_H

#include "controller/office/answer.h"
#include "controller/office/state.h"

struct deferred;

/* EventFollow. */
struct follow {
	bool is_on;
	bool with_persons; /* rule E6: only as long as the session that asked is there */
	uint64_t session;  /* its number */
	int64_t since;     /* the last number sent */
};

/*
 * A list: what it is of was written down when it was asked for, and is looked
 * up when its turn comes.
 */
struct listing {
	const char *name; /* of the list in the answer */
	policy_id *ids;   /* NULL: no list goes on */
	size_t count, capacity, next;
	char room[POLICY_NAME_MAX]; /* only what is of this room; "" all */
	bool with_all;
	uint32_t roles;  /* of who asks */
	int32_t days;    /* of a report */
	bool is_waiting; /* only keys that wait for a second person */
	/* Puts what the id stands for into the answer. 0 or -errno of the store. */
	int (*put)(struct office *o, const struct listing *l, policy_id id, struct answer *a);
};

struct import;

struct ongoing {
	struct follow follow;
	struct listing listing;
	struct deferred *deferred; /* NULL: no answer comes later */
	struct import *import;     /* NULL: none (import.h) */
	bool has_file;
	int file; /* a descriptor that came with the call (rule M5); the connection's to close */
};

bool ongoing_is_on(const struct ongoing *g);

/* There is something to send now. */
bool ongoing_has_work(struct office *o, const struct ongoing *g);

/* The next replies, behind the others in out. */
void ongoing_continue(struct office *o, struct ongoing *g, struct buffer *out);

void ongoing_end(struct ongoing *g);

void listing_add(struct listing *l, policy_id id);

/* The next piece as one answer; with "more" what is left goes on later, without it all must fit. */
bool listing_page(struct office *o, struct listing *l, struct answer *a);

#endif
