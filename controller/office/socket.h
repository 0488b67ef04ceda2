/*
 * The control socket: the listener at RUNTIME_DIR/control and its connections
 * (rule M5). Each connection costs the others nothing but its turn: one frame
 * at a time, 30 s for a frame that was begun or an answer that is not read,
 * 256 KiB of answers. The last places are root's and our own user's; when all
 * the others are taken, whoever has asked nothing for a minute gives way to
 * the next.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_SOCKET_H
#define ZUTRITT_CONTROLLER_OFFICE_SOCKET_H

#include "controller/office/state.h"

enum {
	SOCKET_CONNECTIONS_MAX = 64,
	SOCKET_RESERVED = 8,             /* of them for root and the controller's own user */
	SOCKET_IDLE_MS = 60000,          /* without a request, before a place is given to somebody else */
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

/* Is there a place for one more, with so many taken? is_ours: root, or the controller's own user. */
bool listener_has_place(size_t taken, bool is_ours);

/* Those who follow the journal get what is new. */
void listener_tell_followers(struct listener *l);

/* Those whose answer has come get it, in their next turn. */
void listener_tell_waiting(struct listener *l);

#endif
