/* Commands that ask the daemon once. */
#ifndef ZUTRITT_CLI_ASK_H
#define ZUTRITT_CLI_ASK_H

#include "cli/parse.h"
#include "controller/protocol/client.h"

/* Connects as the command line says; NULL when that failed and was said. */
struct client *ask_connect(const struct invocation *inv);

enum { ASK_TIMEOUT_S = 10 };

/* The session of whoever is logged in, as the parameters of a call that has no others. To be freed. */
struct message *ask_session(void);

/* What the command line says, with the session. To be freed. */
struct message *ask_parameters(const struct invocation *inv);

/* Calls the command's method with these parameters, which are taken over, and waits that long; else as
 * ask_call(). */
struct message *ask_once(const struct invocation *inv, struct message *parameters, int timeout_s);

/* Calls the command's method: the reply, to be freed, or NULL when it was refused or failed and was said. */
struct message *ask_call(const struct invocation *inv);

/* The whole command: calls and shows the answer. Returns the exit code. */
int ask_run(const struct invocation *inv);

/*
 * Another method than the command's own, or another time-out, with those
 * parameters (which are taken over); else as ask_call().
 */
struct message *ask_method_within(const struct invocation *inv, struct client *c, const char *method,
                                  struct message *parameters, int timeout_s);
struct message *ask_method(const struct invocation *inv, struct client *c, const char *method,
                           struct message *parameters);

#endif
