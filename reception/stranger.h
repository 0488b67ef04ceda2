/*
 * Looks whether the broker lets in whoever comes: connects without a name, and
 * wants to be refused. Until it has been, the desk takes no commands: lists of
 * rights that were empty or damaged have let strangers in before.
 */
#ifndef ZUTRITT_RECEPTION_STRANGER_H
#define ZUTRITT_RECEPTION_STRANGER_H

#include "reception/broker.h"

#include <stdint.h>

enum stranger_state {
	STRANGER_UNTRIED, /* or not reached */
	STRANGER_REFUSED, /* as it should be */
	STRANGER_LET_IN
};

enum { STRANGER_AGAIN_MS = 60000, STRANGER_PATIENCE_MS = 5000 };

struct stranger {
	struct broker_config config;
	struct broker *broker;
	enum stranger_state state;
	bool is_trying;
	int64_t until_ms; /* of this attempt, or of the pause */
};

/* config: the broker's, of which only the address is used. 0 or -errno. */
int stranger_open(struct stranger *s, const struct broker_config *config);
void stranger_close(struct stranger *s);

/* Tries now: the connection to the broker was made anew. */
void stranger_again(struct stranger *s);

/* True when the state has changed. */
bool stranger_turn(struct stranger *s, int64_t now_ms);

/* For poll(): -1 while nothing is tried. */
int stranger_fd(const struct stranger *s);
short stranger_poll_events(const struct stranger *s);
void stranger_work(struct stranger *s, short revents);
int64_t stranger_deadline_ms(const struct stranger *s);

#endif
