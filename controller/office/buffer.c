#include "controller/office/buffer.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CAPACITY_FIRST = 4096, CAPACITY_KEPT = 64 * 1024 };

static void grow(struct buffer *b, size_t count)
{
	size_t held = b->end - b->start;
	if (b->start > 0) {
		memmove(b->bytes, b->bytes + b->start, held);
		b->start = 0;
		b->end = held;
	}
	size_t capacity = b->capacity == 0 ? CAPACITY_FIRST : b->capacity;
	while (capacity - held < count)
		capacity *= 2;
	if (capacity == b->capacity)
		return;
	char *bytes = malloc(capacity);
	if (bytes == NULL) {
		fputs("zutrittd: out of memory\n", stderr);
		abort();
	}
	/* realloc() would leave a copy behind */
	if (held > 0)
		memcpy(bytes, b->bytes, held);
	buffer_free(b);
	*b = (struct buffer){.bytes = bytes, .end = held, .capacity = capacity};
}

void buffer_add(struct buffer *b, const char *bytes, size_t count)
{
	if (b->capacity - b->end < count)
		grow(b, count);
	if (count > 0)
		memcpy(b->bytes + b->end, bytes, count);
	b->end += count;
}

void buffer_add_text(struct buffer *b, const char *text)
{
	buffer_add(b, text, strlen(text));
}

const char *buffer_bytes(const struct buffer *b)
{
	return b->bytes == NULL ? "" : b->bytes + b->start;
}

size_t buffer_size(const struct buffer *b)
{
	return b->end - b->start;
}

void buffer_take(struct buffer *b, size_t count)
{
	assert(count <= buffer_size(b));
	b->start += count;
	if (b->start == b->end)
		buffer_empty(b);
}

void buffer_empty(struct buffer *b)
{
	if (b->bytes != NULL)
		explicit_bzero(b->bytes, b->end);
	/* one long answer must not stay in memory for ever */
	if (b->capacity > CAPACITY_KEPT)
		buffer_free(b);
	b->start = 0;
	b->end = 0;
}

void buffer_free(struct buffer *b)
{
	if (b->bytes != NULL)
		explicit_bzero(b->bytes, b->end);
	free(b->bytes);
	*b = (struct buffer){0};
}
