/*
 * The control socket: the listener at RUNTIME_DIR/control and its connections
 * (rule M5). Each connection costs the others nothing but its turn: one frame
 * at a time, 30 s for a frame that was begun or an answer that is not read,
 * 256 KiB of answers.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_SOCKET_H
#define ZUTRITT_CONTROLLER_OFFICE_SOCKET_H

#include "controller/office/state.h"

enum {
	SOCKET_CONNECTIONS_MAX = 64,
	SOCKET_WAITING_MAX = 256 * 1024, /* bytes of answers that nobody reads */
	SOCKET_PATIENCE_MS = 30000
};

struct listener;

/*
 * Listens at RUNTIME_DIR/control (mode 0660). One that a dead process left is
 * removed; -EADDRINUSE when somebody answers there. 0 or -errno.
 */
int listener_open(struct listener **out, struct office *o);
void listener_close(struct listener *l); /* NULL is allowed; removes the socket */

/* Those who follow the journal get what is new. */
void listener_tell_followers(struct listener *l);

#endif
