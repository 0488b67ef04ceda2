/*
 * Opening the database in a thread of its own: a disk that hangs keeps neither
 * the doors' start nor the office waiting (rule B6). Whoever began it may stop
 * waiting; the thread then ends by itself when the disk lets go of it.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_OPENING_H
#define ZUTRITT_CONTROLLER_OFFICE_OPENING_H

#include "controller/office/state.h"

enum {
	OPENING_PATIENCE_MS = 250, /* of a start that could go on from memory */
	OPENING_FIRST_MS = 10000,  /* of one that would let nobody in */
	OPENING_LISTEN_MS = 3000,  /* of clients, while the doors run already */
	OPENING_RETRY_MS = 2000    /* from one attempt to the next */
};

struct opening;

/* What came of it; the holder's to close and unload. */
struct opened {
	int result;          /* 0 or -errno */
	struct store *store; /* NULL on failure */
	struct office_table table;
	char error[OFFICE_TROUBLE_MAX]; /* one sentence on failure */
};

struct opening_wish {
	const struct config *config; /* copied */
	bool may_make;               /* a new database where there is none */
	bool wants_table;
	const struct office_unsaved *unsaved; /* copied into the table */
};

int opening_begin(struct opening **out, const struct opening_wish *wish);

/* True when it has ended; timeout_ms < 0 waits for that. */
bool opening_wait(struct opening *o, int timeout_ms);

/* Readable when it has ended; opening_wait() then says so. */
int opening_fd(const struct opening *o);

/* What came of one that has ended, as opening_wait() has said. Once. */
void opening_take(struct opening *o, struct opened *out);

/* Also of one that has not ended: it cleans up after itself. NULL is allowed. */
void opening_leave(struct opening *o);

#endif
