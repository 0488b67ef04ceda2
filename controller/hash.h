/*
 * What zutrittd asks of zutritt-hash: one password made into one digest, over
 * a socket pair that is the helper's standard input and output. The order,
 * then the password's bytes; the answer is the digest's 32 bytes, or nothing.
 */
#ifndef ZUTRITT_CONTROLLER_HASH_H
#define ZUTRITT_CONTROLLER_HASH_H

#include <stdint.h>

enum { HASH_MAGIC = 0x7a75682d /* "zuh-" */, HASH_SALT = 16, HASH_DIGEST = 32, HASH_PASSWORD_MAX = 256 };

/* Argon2id (RFC 9106), one lane. Both programs are of one build and one machine: the order travels as it is.
 */
struct hash_order {
	uint32_t magic;
	uint32_t memory_kib; /* 8 KiB and more */
	uint32_t passes;     /* 1 and more */
	uint32_t length;     /* of the password: 0 to HASH_PASSWORD_MAX bytes */
	uint8_t salt[HASH_SALT];
};

#endif
