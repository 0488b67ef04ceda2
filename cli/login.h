/* Logging in and out, one's own password, the first accounts: what needs a terminal or the session's file. */
#ifndef ZUTRITT_CLI_LOGIN_H
#define ZUTRITT_CLI_LOGIN_H

#include "cli/parse.h"

/* Each returns the exit code. */
int login_run(const struct invocation *inv);
int login_run_logout(const struct invocation *inv);
int login_run_passwd(const struct invocation *inv);
int login_run_init(const struct invocation *inv);

#endif
