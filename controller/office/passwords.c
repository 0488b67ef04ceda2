#include "controller/office/passwords.h"
#include "controller/office/sentence.h"
#include "controller/office/text.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- what a password must be (rule P4) ---- */

enum { CLASS_UPPER = 1, CLASS_LOWER = 2, CLASS_DIGIT = 4, CLASS_OTHER = 8 };

/* Western letters with accents are letters too; every other script, and every sign, is one of the rest. */
static unsigned class_of(uint32_t code)
{
	if ((code >= 'A' && code <= 'Z') || (code >= 0xc0 && code <= 0xde && code != 0xd7) || code == 0x1e9e)
		return CLASS_UPPER;
	if ((code >= 'a' && code <= 'z') || (code >= 0xdf && code <= 0xff && code != 0xf7))
		return CLASS_LOWER;
	return code >= '0' && code <= '9' ? CLASS_DIGIT : CLASS_OTHER;
}

struct makeup {
	size_t letters;
	unsigned classes;
};

static struct makeup makeup_of(const char *password)
{
	struct makeup m = {0, 0};
	uint32_t code;
	for (size_t length; (length = text_letter(password, &code)) > 0 && code != 0; password += length) {
		m.classes |= class_of(code);
		m.letters++;
	}
	return m;
}

static unsigned count_classes(unsigned classes)
{
	return (classes & 1) + (classes >> 1 & 1) + (classes >> 2 & 1) + (classes >> 3 & 1);
}

static bool has_inside(const char *password, const char *user)
{
	size_t length = strlen(user);
	for (const char *at = password; strlen(at) >= length; at++)
		if (strncasecmp(at, user, length) == 0)
			return true;
	return false;
}

const char *password_fault(const char *password, const char *user)
{
	if (strlen(password) > PASSWORD_BYTES_MAX)
		return N_("has more than 256 bytes");
	const char *fault = text_letters_fault(password);
	if (fault != NULL)
		return fault;
	struct makeup m = makeup_of(password);
	if (m.letters < PASSWORD_LETTERS_MIN)
		return N_("has fewer than 8 characters");
	if (count_classes(m.classes) < PASSWORD_CLASSES_MIN)
		return N_("needs three of these: capital letters, small letters, digits, other characters");
	/* a user name of one or two letters is in every second password */
	if (strcasecmp(password, user) == 0 || (strlen(user) > 2 && has_inside(password, user)))
		return N_("contains the user name");
	return NULL;
}

bool password_is_old(const struct policy_login *login, int32_t today)
{
	return today - login->changed_day >= PASSWORD_DAYS;
}

/* ---- the first one (rule P3) ---- */

void password_half(char half[PASSWORD_HALF + 1])
{
	static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
	for (size_t i = 0; i < PASSWORD_HALF; i++)
		half[i] = i == PASSWORD_HALF / 2 ? '-' : letters[randombytes_uniform(sizeof(letters) - 1)];
	half[PASSWORD_HALF] = '\0';
}

size_t password_head(const char *password, bool is_first)
{
	size_t length = strlen(password);
	return is_first && length > PASSWORD_HALF ? PASSWORD_HALF : length;
}

/*
 * The second half has 50 random bits and is hashed with a key that costs
 * Argon2id to try: whoever knows the first half and the stored digest has
 * those 50 bits to search, whoever knows the second one all of them.
 */
void password_seal(const char *password, bool is_first, uint8_t digest[HASH_DIGEST])
{
	uint8_t key[HASH_DIGEST];
	if (!is_first)
		return;
	const char *rest = password + password_head(password, true);
	memcpy(key, digest, sizeof(key));
	crypto_generichash(digest, HASH_DIGEST, (const uint8_t *)rest, strlen(rest), key, sizeof(key));
	sodium_memzero(key, sizeof(key));
}

/* ---- what is stored ---- */

void password_begin(struct policy_password *password)
{
	*password = (struct policy_password){.memory_kib = PASSWORD_MEMORY_KIB, .passes = PASSWORD_PASSES};
	randombytes_buf(password->salt, sizeof(password->salt));
}

bool password_is_weak(const struct policy_password *password)
{
	return password->memory_kib < PASSWORD_MEMORY_KIB || password->passes < PASSWORD_PASSES;
}

bool password_is_alike(const struct policy_password *a, const struct policy_password *b)
{
	return a->memory_kib == b->memory_kib && a->passes == b->passes &&
	       memcmp(a->salt, b->salt, sizeof(a->salt)) == 0;
}
