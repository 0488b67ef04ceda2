/*
 * What a back end of lines.h is: six functions behind a handle that begins
 * with struct lines. Only lines.c and the back ends include this.
 */
#ifndef ZUTRITT_READERS_LINES_BACKEND_H
#define ZUTRITT_READERS_LINES_BACKEND_H

#include "readers/lines.h"

struct lines_backend {
	void (*close)(struct lines *l);
	size_t (*fds)(const struct lines *l, int *fds, size_t max);
	size_t (*fd_of)(const struct lines *l, uint16_t line);
	int (*read)(struct lines *l, size_t i, struct lines_event *events, size_t max);
	int (*level)(struct lines *l, uint16_t line);                 /* line is an input */
	int (*drive)(struct lines *l, uint16_t line, bool is_active); /* line is an output */
};

struct lines {
	const struct lines_backend *backend;
	const struct lines_spec *specs;
	size_t count;
};

/*
 * What both back ends refuse before they touch anything: too many lines, a
 * name used twice, a reader without its two wires or with wires on two chips.
 * Returns 0, or -errno with a sentence in error.
 */
int lines_check(const struct lines_spec *specs, size_t count, char *error, size_t error_size);

/* Writes the sentence to error and returns result, for "return lines_fail(...)". */
__attribute__((format(printf, 4, 5))) int lines_fail(int result, char *error, size_t error_size,
                                                     const char *format, ...);

/* The first of the specs in the same group: the place of what a group has only once. */
size_t lines_group_leader(const struct lines_spec *specs, size_t line);

#endif
