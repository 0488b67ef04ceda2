/*
 * What the desk asks zutrittd: several calls at a time, each on a connection of
 * its own, and none holds the gateway up. Answers come when they come; a call
 * that cannot be answered says so after QUESTIONS_PATIENCE_MS.
 */
#ifndef ZUTRITT_RECEPTION_QUESTIONS_H
#define ZUTRITT_RECEPTION_QUESTIONS_H

#include <poll.h>

#include "controller/protocol/client.h"

enum {
	QUESTIONS_LINES = 4,
	QUESTIONS_WAITING = 16, /* more are refused (rule M5) */
	QUESTIONS_PATIENCE_MS = 10000 /* a password is looked at for up to a second, one after the other */,
	QUESTIONS_LANGUAGE = 3 /* "de", with the NUL */
};

/* How it is asked. */
struct question_manner {
	char language[QUESTIONS_LANGUAGE]; /* of the sentences in the answer; "" English */
	bool is_unattended;                /* by a display by itself (rule P7) */
};

struct question {
	uint32_t who; /* the asker's own number */
	char *method;
	struct message *parameters;
	struct question_manner manner;
};

struct question_line {
	struct client *client; /* NULL: not connected */
	bool is_busy;
	struct question question;
	struct message *joined; /* of a list that comes in pieces */
	int64_t end_ms;
};

struct questions {
	const char *socket_path;
	size_t waiting_count;
	struct question waiting[QUESTIONS_WAITING];
	struct question_line lines[QUESTIONS_LINES];
};

void questions_init(struct questions *q, const char *socket_path);
void questions_close(struct questions *q); /* what waits is forgotten */

/* parameters are taken over. False: too many wait already; nothing is asked. */
bool questions_ask(struct questions *q, uint32_t who, const struct question_manner *manner,
                   const char *method, struct message *parameters);

struct answer {
	uint32_t who;
	bool is_away;      /* zutrittd was not reached or did not answer: nobody knows what it did */
	const char *error; /* NULL, or the error's name without "io.zutritt."; lives until the next call */
	struct message *reply; /* parameters of answer or error, to be freed; NULL when away */
};

/* The next answer; false when there is none yet. */
bool questions_next(struct questions *q, int64_t now_ms, struct answer *answer);

void questions_fds(const struct questions *q, struct pollfd fds[QUESTIONS_LINES]);
int64_t questions_deadline_ms(const struct questions *q); /* INT64_MAX: none */

#endif
