/*
 * Where the session of whoever is logged in lies between two commands: a file
 * that only they can read, which goes when they leave the machine.
 * $ZUTRITT_SESSION_FILE, else zutritt/session in $XDG_RUNTIME_DIR or in
 * /run/user/UID; nowhere else, since others could have laid it there.
 */
#ifndef ZUTRITT_CLI_SESSION_H
#define ZUTRITT_CLI_SESSION_H

#include <stdbool.h>
#include <stddef.h>

enum { SESSION_TOKEN_MAX = 64, SESSION_PATH_MAX = 512 };

/* False when there is none, or its file is not theirs alone. */
bool session_load(char token[SESSION_TOKEN_MAX]);

/* 0 or -errno; path names the file in either case, "" when there is no place for it (-ENOENT). */
int session_store(const char *token, char path[SESSION_PATH_MAX]);

void session_forget(void);

#endif
