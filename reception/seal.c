/* Sealed calls, answers and log-ins: see seal.h. */
#include "reception/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECRET_FILE "secret-key"
#define PUBLIC_FILE "public-key"

enum {
	VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING,
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES
};

_Static_assert(SEAL_KEY == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "one size of keys");
_Static_assert(SEAL_KEY == crypto_box_SECRETKEYBYTES, "one size of keys");
_Static_assert(SEAL_KEY == crypto_generichash_BYTES, "one size of keys");

int seal_init(void)
{
	return sodium_init() < 0 ? -ENOSYS : 0;
}

void seal_random(void *bytes, size_t size)
{
	randombytes_buf(bytes, size);
}

void seal_wipe(void *bytes, size_t size)
{
	sodium_memzero(bytes, size);
}

/* ---- base64 ---- */

void seal_encode(const uint8_t *bytes, size_t size, char *text)
{
	sodium_bin2base64(text, sodium_base64_encoded_len(size, VARIANT), bytes, size, VARIANT);
}

/* The bytes of all of text, or -EBADMSG. */
static ssize_t decode(const char *text, uint8_t *bytes, size_t size)
{
	size_t count;
	const char *end;
	size_t length = strlen(text);
	if (sodium_base642bin(bytes, size, text, length, NULL, &count, &end, VARIANT) != 0 ||
	    end != text + length)
		return -EBADMSG;
	return (ssize_t)count;
}

int seal_decode(const char *text, uint8_t *bytes, size_t size)
{
	return decode(text, bytes, size) == (ssize_t)size ? 0 : -EBADMSG;
}

/* ---- the controller's keys ---- */

static int read_key(int directory, const char *name, uint8_t key[SEAL_KEY])
{
	char text[SEAL_KEY_TEXT + 2] = "";
	int fd = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return -errno;
	ssize_t count = read(fd, text, sizeof text - 1);
	int result = count < 0 ? -errno : 0;
	close(fd);
	if (result == 0) {
		text[strcspn(text, "\n")] = '\0';
		result = seal_decode(text, key, SEAL_KEY);
	}
	seal_wipe(text, sizeof text);
	return result;
}

static int write_all(int fd, const char *text)
{
	size_t length = strlen(text);
	if (write(fd, text, length) != (ssize_t)length)
		return errno == 0 ? -EIO : -errno;
	return fsync(fd) < 0 ? -errno : 0;
}

static int write_key(int directory, const char *name, mode_t mode, const uint8_t key[SEAL_KEY])
{
	char text[SEAL_KEY_TEXT + 1];
	seal_encode(key, SEAL_KEY, text);
	text[SEAL_KEY_TEXT - 1] = '\n';
	text[SEAL_KEY_TEXT] = '\0';
	int fd = openat(directory, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
	if (fd < 0)
		return -errno;
	errno = 0;
	int result = fchmod(fd, mode) < 0 ? -errno : write_all(fd, text);
	close(fd);
	seal_wipe(text, sizeof text);
	return result;
}

/* The secret is in its place last: a start that died between the two makes a new pair. */
static int make_pair(struct seal_controller *c, int directory)
{
	crypto_box_keypair(c->public_key, c->secret_key);
	int result = write_key(directory, PUBLIC_FILE, 0644, c->public_key);
	if (result == 0)
		result = write_key(directory, SECRET_FILE ".new", 0600, c->secret_key);
	if (result == 0 && renameat(directory, SECRET_FILE ".new", directory, SECRET_FILE) < 0)
		result = -errno;
	return result == 0 && fsync(directory) < 0 ? -errno : result;
}

int seal_controller_load(struct seal_controller *c, int directory)
{
	int result = read_key(directory, SECRET_FILE, c->secret_key);
	if (result == -ENOENT)
		return make_pair(c, directory);
	if (result < 0)
		return result;
	/* what is public follows from what is not: the file is for people */
	crypto_scalarmult_base(c->public_key, c->secret_key);
	uint8_t told[SEAL_KEY];
	if (read_key(directory, PUBLIC_FILE, told) == 0 && memcmp(told, c->public_key, SEAL_KEY) == 0)
		return 0;
	return write_key(directory, PUBLIC_FILE, 0644, c->public_key);
}

/* ---- boxes ---- */

/* The bytes of box, to be freed; NULL when it is none, or shorter than least or longer than most. */
static uint8_t *box_bytes(const char *box, size_t least, size_t most, size_t *count)
{
	size_t room = strlen(box) / 4 * 3 + 3;
	uint8_t *bytes = room > most + 3 ? NULL : malloc(room);
	if (bytes == NULL)
		return NULL;
	ssize_t decoded = decode(box, bytes, room);
	if (decoded >= (ssize_t)least && decoded <= (ssize_t)most) {
		*count = (size_t)decoded;
		return bytes;
	}
	free(bytes);
	return NULL;
}

ssize_t seal_open(const uint8_t key[SEAL_KEY], const char *data, const char *box, char *text, size_t size)
{
	size_t count;
	uint8_t *bytes = box_bytes(box, NONCE + TAG, NONCE + TAG + size - 1, &count);
	if (bytes == NULL)
		return -EBADMSG;
	unsigned long long length;
	int result = crypto_aead_xchacha20poly1305_ietf_decrypt((uint8_t *)text, &length, NULL, bytes + NONCE,
	                                                        count - NONCE, (const uint8_t *)data,
	                                                        strlen(data), bytes, key);
	free(bytes);
	if (result != 0)
		return -EBADMSG;
	text[length] = '\0';
	return (ssize_t)length;
}

char *seal_close(const uint8_t key[SEAL_KEY], const char *data, const char *text)
{
	size_t length = strlen(text), count = NONCE + length + TAG;
	size_t size = sodium_base64_encoded_len(count, VARIANT);
	uint8_t *bytes = malloc(count);
	char *box = malloc(size);
	if (bytes == NULL || box == NULL)
		abort();
	seal_random(bytes, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + NONCE, NULL, (const uint8_t *)text, length,
	                                           (const uint8_t *)data, strlen(data), NULL, bytes, key);
	sodium_bin2base64(box, size, bytes, count, VARIANT);
	free(bytes);
	return box;
}

ssize_t seal_open_secret(const struct seal_controller *c, const char *box, char *text, size_t size)
{
	size_t count;
	uint8_t *bytes = box_bytes(box, crypto_box_SEALBYTES, crypto_box_SEALBYTES + size - 1, &count);
	if (bytes == NULL)
		return -EBADMSG;
	int result = crypto_box_seal_open((uint8_t *)text, bytes, count, c->public_key, c->secret_key);
	free(bytes);
	if (result != 0)
		return -EBADMSG;
	text[count - crypto_box_SEALBYTES] = '\0';
	return (ssize_t)(count - crypto_box_SEALBYTES);
}

void seal_session_key(uint8_t key[SEAL_KEY], const char *data, const uint8_t secret[SEAL_KEY])
{
	crypto_generichash(key, SEAL_KEY, (const uint8_t *)data, strlen(data), secret, SEAL_KEY);
}
