/*
 * What keeps the broker out (rule M1, docs/PROTOCOL.md): calls and answers
 * sealed with a key that it does not have, log-ins in a box that only the
 * controller opens. The only user of libsodium here.
 *
 * "base64" is base64url without padding. Keys and passwords are wiped by whoever
 * holds them, with seal_wipe().
 */
#ifndef ZUTRITT_RECEPTION_SEAL_H
#define ZUTRITT_RECEPTION_SEAL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	SEAL_KEY = 32,
	SEAL_KEY_TEXT = 44,   /* a key in base64, and the NUL */
	SEAL_TEXT_MAX = 65536 /* of what is sealed */
};

/* The controller's pair of keys: made at the first start, kept by the gateway. */
struct seal_controller {
	uint8_t public_key[SEAL_KEY];
	uint8_t secret_key[SEAL_KEY];
};

int seal_init(void); /* once, before anything else: 0 or -ENOSYS */

/*
 * Reads the pair from the files secret-key (0600) and public-key in directory,
 * makes it when there is none. 0; -EBADMSG when a file holds something else;
 * -errno.
 */
int seal_controller_load(struct seal_controller *c, int directory);

/* text to exactly size bytes: 0 or -EBADMSG. bytes to text, which has 4/3 of size and a NUL. */
int seal_decode(const char *text, uint8_t *bytes, size_t size);
void seal_encode(const uint8_t *bytes, size_t size, char *text);

/*
 * Opens box, bound to data. The length of text, which gets a NUL behind it, or
 * -EBADMSG: another key, other data, altered, or larger than size - 1.
 */
ssize_t seal_open(const uint8_t key[SEAL_KEY], const char *data, const char *box, char *text, size_t size);

/* The box of text, bound to data: base64, to be freed with free(). */
char *seal_close(const uint8_t key[SEAL_KEY], const char *data, const char *text);

/* The same for a box that was sealed to the controller's public key. */
ssize_t seal_open_secret(const struct seal_controller *c, const char *box, char *text, size_t size);

/* The session key of both sides. */
void seal_session_key(uint8_t key[SEAL_KEY], const char *data, const uint8_t secret[SEAL_KEY]);

void seal_random(void *bytes, size_t size);
void seal_wipe(void *bytes, size_t size);

#endif
