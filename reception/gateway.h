/*
 * The gateway: one more client of zutrittd that tells the broker what happens.
 * It has no GPIO and no database; if it dies, the doors do not notice (rule
 * M3). Events go out of the journal through the outbox (M4), without persons
 * (E6). Single-threaded: fds and a deadline out, work in.
 */
#ifndef ZUTRITT_RECEPTION_GATEWAY_H
#define ZUTRITT_RECEPTION_GATEWAY_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reception/broker.h"
#include "reception/questions.h"

struct gateway_config {
	const char *socket_path;  /* of zutrittd */
	const char *state_dir;    /* where the cursor and the controller's keys are kept; must exist */
	const char *stations_dir; /* keys of stations, of zutritt-station; NULL: none may call */
	struct broker_config broker;
};

struct gateway;

/*
 * Reads the cursor. config and its texts must live as long. 0, or -errno with
 * one sentence in error: the directory is none, or the cursor file cannot be
 * read (a damaged one is told on stderr, and the whole journal sent again).
 */
int gateway_open(struct gateway **out, const struct gateway_config *config, char *error, size_t error_size);

/* Everything that is to be done at now_ms (monotonic). */
void gateway_turn(struct gateway *g, int64_t now_ms);

/* What to wait for: fds (unused ones are -1) and until when. After poll(): gateway_polled(). */
enum { GATEWAY_FDS = 3 + QUESTIONS_LINES };
void gateway_fds(const struct gateway *g, struct pollfd fds[GATEWAY_FDS]);
int64_t gateway_deadline_ms(const struct gateway *g);
void gateway_polled(struct gateway *g, const struct pollfd fds[GATEWAY_FDS]);

/* Each was reached at least once. */
bool gateway_has_reached_controller(const struct gateway *g);
bool gateway_has_reached_broker(const struct gateway *g);

/*
 * Says goodbye: publishes that the gateway is offline, waits for the answers
 * on their way (2 s at most), writes the cursor. Frees everything.
 */
void gateway_close(struct gateway *g);

#endif
