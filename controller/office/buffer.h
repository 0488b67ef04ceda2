/*
 * Bytes that wait: added at the end, taken from the front. Without memory the
 * program ends (the office may; see message.h).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_BUFFER_H
#define ZUTRITT_CONTROLLER_OFFICE_BUFFER_H

#include <stddef.h>

struct buffer {
	char *bytes;
	size_t start, end, capacity;
}; /* {0} is empty */

void buffer_add(struct buffer *b, const char *bytes, size_t count);
void buffer_add_text(struct buffer *b, const char *text); /* without its NUL */
const char *buffer_bytes(const struct buffer *b);
size_t buffer_size(const struct buffer *b);
void buffer_take(struct buffer *b, size_t count); /* the first count are done with */
void buffer_empty(struct buffer *b);              /* keeps the memory */
void buffer_free(struct buffer *b);

#endif
