/*
 * The client's end of the control socket, as the command line and the gateway
 * use it: connect, call, follow. Blocking with time-outs; one call at a time.
 */
#ifndef ZUTRITT_CONTROLLER_PROTOCOL_CLIENT_H
#define ZUTRITT_CONTROLLER_PROTOCOL_CLIENT_H

#include "controller/protocol/message.h"

#define CLIENT_SOCKET_DEFAULT "/run/zutritt/control"

enum { CLIENT_LANGUAGE_MAX = 16 };

struct client;

/* Connects. 0, or -errno with one sentence in error (not running, no permission). */
int client_connect(struct client **out, const char *socket_path, char *error, size_t error_size);
void client_close(struct client *c); /* NULL is allowed */
int client_fd(const struct client *c);

/* In which language sentences are wanted, as in "de"; English before that, and where the controller knows no
 * other. */
void client_speak(struct client *c, const char *language);

/* Whether the next calls are made by a display by itself: they do not keep a session open (rule P7). */
void client_leave(struct client *c, bool is_unattended);

/* The file descriptor goes along with the next call (rule M5), and stays the caller's to close. */
void client_give_file(struct client *c, int file);

/*
 * Calls io.zutritt.METHOD. parameters may be NULL and stay the caller's.
 * 0: *reply is the reply's parameters (an object, to be freed).
 * 1: the method answered an error: *reply is its parameters and *error_name
 *    the name without "io.zutritt." ("NotFound"), valid until the next call.
 * -errno: the connection is of no use any more (-ETIMEDOUT after timeout_ms, -1 waits for ever).
 *
 * A long list comes in several replies; they are joined here. So not for EventFollow, which has no end.
 */
int client_call(struct client *c, const char *method, const struct message *parameters, int timeout_ms,
                struct message **reply, const char **error_name);

/* Begins a call with "more": replies are collected with client_next(). 0 or -errno. */
int client_follow(struct client *c, const char *method, const struct message *parameters);

/* The next reply of a followed call, as client_call(), and -ETIMEDOUT does not hurt the connection here. */
int client_next(struct client *c, int timeout_ms, struct message **reply, const char **error_name);

/* More replies follow the last one. */
bool client_continues(const struct client *c);

#endif
