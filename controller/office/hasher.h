/*
 * Passwords are hashed by another program, one at a time (rule P6): this is
 * the queue in front of it. Nothing here waits; what is asked for ends in a
 * call-back from the office's loop.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_HASHER_H
#define ZUTRITT_CONTROLLER_OFFICE_HASHER_H

#include "controller/hash.h"
#include "controller/office/state.h"

enum { HASHER_QUEUE_MAX = 16, HASHER_PATIENCE_MS = 20000 };

/* What has been asked for; belongs to whoever asks, and stays where it is until end() was called. */
struct hasher_job {
	/*
	 * Its turn has come: fills in the order and the password (its bytes live
	 * until the call returns). False: nothing is to be hashed any more; end()
	 * is not called then. Called from the loop, never from hasher_ask().
	 */
	bool (*begin)(struct hasher_job *job, struct hash_order *order, const char **password);
	/* The digest, or NULL when the helper failed. The job may be freed, or asked for again. */
	void (*end)(struct hasher_job *job, const uint8_t digest[HASH_DIGEST]);
	struct hasher_job *next;
};

/* Takes the helper from config->hash_program. NULL without memory. */
struct hasher *hasher_new(struct office *o);

/* Kills the helper; jobs that wait are given to end() without a digest. NULL is allowed. */
void hasher_free(struct hasher *h);

/* Puts it behind the others: 0, or -EAGAIN when HASHER_QUEUE_MAX wait already. */
int hasher_ask(struct hasher *h, struct hasher_job *job);

/* The same, before all others: for the next digest of one that had its turn. Always taken. */
void hasher_go_on(struct hasher *h, struct hasher_job *job);

/* For the test of what happens when it is killed; 0: nothing is being hashed. */
pid_t hasher_helper(const struct hasher *h);

#endif
