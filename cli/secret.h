/*
 * What is typed at the terminal: passwords, without being shown, and answers
 * to questions. Asked and read at /dev/tty, whatever standard input is; in
 * scripts passwords come from an open file instead (rule E5: never from
 * arguments or the environment, which others can see).
 */
#ifndef ZUTRITT_CLI_SECRET_H
#define ZUTRITT_CLI_SECRET_H

#include <stdbool.h>
#include <stddef.h>

enum { SECRET_MAX = 258 /* a password of 256 bytes, one too many to be told, and the NUL */ };

enum secret_result {
	SECRET_READ,
	SECRET_NO_TERMINAL, /* there is none, or it or the file has ended */
	SECRET_TOO_LONG
};

/* A line of at most size - 1 bytes, without its end. The terminal is as it was afterwards, also after a
 * signal. */
enum secret_result secret_type(const char *prompt, char *line, size_t size);
enum secret_result secret_ask(const char *prompt, char *line, size_t size); /* what is typed is shown */
enum secret_result secret_from(int fd, char *line, size_t size);

#endif
