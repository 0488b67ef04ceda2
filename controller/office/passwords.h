/*
 * Passwords: what they must be (rule P4), the first one of an account (rule
 * P3), and what is stored of them (rule P6). Pure but for random numbers.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_PASSWORDS_H
#define ZUTRITT_CONTROLLER_OFFICE_PASSWORDS_H

#include "controller/hash.h"
#include "db/policy.h"

enum {
	PASSWORD_BYTES_MAX = HASH_PASSWORD_MAX,
	PASSWORD_LETTERS_MIN = 8,
	PASSWORD_CLASSES_MIN = 3,
	PASSWORD_DAYS = 90,          /* then it must be changed */
	PASSWORD_MEMORY_KIB = 32768, /* 0.1 s on a PC, 0.5 s on a Pi 4 */
	PASSWORD_PASSES = 3
};

/*
 * First passwords have two halves, joined by a dash: "k7m2q-x9ab3" and
 * "p0vtr-5h8nc", which may be shown to two persons. Nobody but who was given
 * both can log in with it.
 */
enum { PASSWORD_HALF = 11, PASSWORD_FIRST = 2 * PASSWORD_HALF + 2 /* with dash and NUL */ };

/* Why it can not be a password, as in "has fewer than 8 letters", or NULL. user is the account's name. */
const char *password_fault(const char *password, const char *user);

/* A random half with its NUL: 50 bits. */
void password_half(char half[PASSWORD_HALF + 1]);

/* Day in days since 1970: changed so long ago that it must be changed now. */
bool password_is_old(const struct policy_login *login, int32_t today);

/* A new salt, and what a password is made with today. */
void password_begin(struct policy_password *password);

/* What was made with less than today's must be made anew. */
bool password_is_weak(const struct policy_password *password);
bool password_is_alike(const struct policy_password *a,
                       const struct policy_password *b); /* but for the digest */

/* How many of its bytes go into the digest: all, or of a first one the first half. */
size_t password_head(const char *password, bool is_first);

/* What becomes of the digest of the head: the same, or for a first one with the second half in it. */
void password_seal(const char *password, bool is_first, uint8_t digest[HASH_DIGEST]);

#endif
