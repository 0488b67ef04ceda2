/*
 * The desk: takes the calls of stations, asks zutrittd in the session of the
 * person who sits there, and answers (rules M1, M2, M5, P7, P9;
 * docs/PROTOCOL.md). It decides nothing: who may do what, and whether a door
 * opens, is said by zutrittd. Memory is bounded whatever comes.
 *
 * Start reading at desk_take().
 */
#ifndef ZUTRITT_RECEPTION_DESK_H
#define ZUTRITT_RECEPTION_DESK_H

#include "reception/questions.h"
#include "reception/stations.h"

struct desk_config {
	const char *socket_path;
	const char *stations_dir; /* of zutritt-station; NULL: no station may call */
	int state_directory;      /* where the controller's keys are kept */
};

struct desk;

/* 0, or -errno with one sentence in error. */
int desk_open(struct desk **out, const struct desk_config *config, char *error, size_t error_size);
void desk_close(struct desk *d); /* NULL is allowed; sessions end */

/* The controller's public key, base64: for the retained status. */
const char *desk_public_key(const struct desk *d);

/* Names of site and controller, which live as long: calls are taken from now on. */
void desk_set_place(struct desk *d, const struct call_place *place);

/* Commands are refused until the broker has refused a stranger, and while zutrittd is away. */
void desk_set_open(struct desk *d, bool is_open);
void desk_set_fire(struct desk *d, bool is_fire);

/* The number of the beat that goes out now. */
void desk_beat(struct desk *d, const uint8_t once[ONCE_BYTES], int64_t now_ms);

/* A message on a topic of calls. correlation may be NULL. */
struct desk_message {
	const char *topic;
	const char *payload;
	size_t length;
	const uint8_t *correlation;
	size_t correlation_length;
	bool is_retained;
};
void desk_take(struct desk *d, const struct desk_message *message, int64_t now_ms);

/* An event of the journal tells of a session: the station has to know. */
void desk_hear(struct desk *d, const struct message *event);

/* What is to be published to a station; lives until the next call of this. */
struct desk_reply {
	const char *station;
	const uint8_t *correlation; /* NULL: a notice */
	const char *text;
};
bool desk_next(struct desk *d, int64_t now_ms, struct desk_reply *reply);

void desk_fds(const struct desk *d, struct pollfd fds[QUESTIONS_LINES]);
int64_t desk_deadline_ms(const struct desk *d);

#endif
