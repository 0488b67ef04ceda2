/*
 * What the command says and how it ends. With --json everything goes to
 * standard output as JSON, errors too; else errors go to standard error.
 */
#ifndef ZUTRITT_CLI_OUTPUT_H
#define ZUTRITT_CLI_OUTPUT_H

#include <stdio.h>

#include "cli/parse.h"
#include "controller/protocol/message.h"

/* Exit codes. */
enum { STATUS_DONE = 0, STATUS_REFUSED = 1, STATUS_USAGE = 2 };

/* The reply as the command shows it: by its sections, or as JSON. Returns STATUS_DONE. */
int output_reply(const struct invocation *inv, const struct message *reply);

/* The same by other sections than the command's own. */
int output_sections(const struct invocation *inv, const struct section *sections,
                    const struct message *reply);

/* One JSON value on a line of its own. */
void output_json(const struct message *m);

/* Says what failed; error is its name in JSON ("Unavailable"). Returns STATUS_REFUSED. */
__attribute__((format(printf, 3, 4))) int output_failure(const struct invocation *inv, const char *error,
                                                         const char *format, ...);

/* Says what the daemon refused; parameters are those of the error. Returns STATUS_REFUSED. */
int output_refusal(const struct invocation *inv, const char *error, struct message *parameters);

/* Says what is wrong with the command line, and where help is. Returns STATUS_USAGE. */
int output_usage(const struct invocation *inv, const char *sentence);

/* Something to know beside the answer: on standard error, not with --json. */
__attribute__((format(printf, 2, 3))) void output_remark(const struct invocation *inv, const char *format,
                                                         ...);

/*
 * Pushes out what was printed. False when nobody reads standard output any
 * more (EPIPE: the reader of a pipe has seen enough) or it cannot be written.
 */
bool output_flush(void);

/* Waits until fd can be read; false when standard output has lost its reader. */
bool output_wait(int fd);

/* Writes the file by print, readable for its owner alone: it names persons. STATUS_DONE, or says why not. */
int output_file(const struct invocation *inv, const char *path,
                void (*print)(FILE *out, const struct message *m), const struct message *m);

/*
 * The end: status, or STATUS_REFUSED with a sentence when the output could
 * not be written. That a pipe's reader went away is no failure, and quiet.
 */
int output_finish(int status);

#endif
