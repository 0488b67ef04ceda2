/*
 * Cutting a stream at NUL. The bytes lie in one buffer: frames are handed out
 * in place, what is left over moves to the front when space is asked for.
 */
#include "controller/protocol/frames.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

void frames_init(struct frames *f)
{
	f->start = 0;
	f->end = 0;
}

char *frames_space(struct frames *f, size_t *size)
{
	if (f->start > 0) {
		size_t held = f->end - f->start;
		memmove(f->bytes, f->bytes + f->start, held);
		explicit_bzero(f->bytes + held, f->end - held);
		f->end = held;
		f->start = 0;
	}
	*size = sizeof(f->bytes) - f->end;
	return f->bytes + f->end;
}

void frames_filled(struct frames *f, size_t count)
{
	assert(count <= sizeof(f->bytes) - f->end);
	f->end += count;
}

int frames_next(struct frames *f, const char **frame, size_t *length)
{
	const char *begin = f->bytes + f->start;
	size_t held = f->end - f->start;
	const char *nul = memchr(begin, '\0', held);
	if (nul == NULL)
		return held > FRAMES_MAX ? -EMSGSIZE : 0;

	*frame = begin;
	*length = (size_t)(nul - begin);
	f->start += *length + 1;
	return 1;
}

void frames_wipe(struct frames *f)
{
	explicit_bzero(f->bytes, f->start);
}

size_t frames_held(const struct frames *f)
{
	return f->end - f->start;
}

bool frames_has_next(const struct frames *f)
{
	return memchr(f->bytes + f->start, '\0', frames_held(f)) != NULL;
}
