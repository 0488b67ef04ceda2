/* The parameters of a method, built from what was given on the command line. Pure. */
#ifndef ZUTRITT_CLI_REQUEST_H
#define ZUTRITT_CLI_REQUEST_H

#include "cli/parse.h"
#include "controller/protocol/message.h"

/* An object to be freed. Holds only what was given, and what the table says otherwise. */
struct message *request_build(const struct invocation *inv);

#endif
