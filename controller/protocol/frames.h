/*
 * Frames of the control socket: a stream of bytes cut at NUL, at most 64 KiB
 * each (rule M5; the Varlink wire form). Pure: bytes in, frames out.
 */
#ifndef ZUTRITT_CONTROLLER_PROTOCOL_FRAMES_H
#define ZUTRITT_CONTROLLER_PROTOCOL_FRAMES_H

#include <stdbool.h>
#include <stddef.h>

enum { FRAMES_MAX = 64 * 1024 }; /* bytes of one frame without its NUL */

struct frames {
	size_t start; /* of the frame that is being cut */
	size_t end;   /* of the bytes held */
	char bytes[FRAMES_MAX + 1];
};

void frames_init(struct frames *f);

/* Where the next bytes read may be put, and how many: never 0 after frames_next() has answered 0. */
char *frames_space(struct frames *f, size_t *size);
void frames_filled(struct frames *f, size_t count);

/*
 * The next whole frame: 1 with frame (not NUL counted; ends with a NUL; lives
 * until the next call of any of these), 0 when more bytes are needed,
 * -EMSGSIZE when the sender exceeded FRAMES_MAX (the stream is then useless).
 */
int frames_next(struct frames *f, const char **frame, size_t *length);

/* Wipes what was handed out: frames got before are gone. */
void frames_wipe(struct frames *f);

/* Bytes held that no frame has been made of yet; and whether a whole frame is among them. */
size_t frames_held(const struct frames *f);
bool frames_has_next(const struct frames *f);

#endif
