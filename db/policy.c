/*
 * Ids: 60 random bits, written as 12 characters of Crockford's base 32
 * (https://www.crockford.com/base32.html), the most significant first.
 */
#include "db/policy.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { ID_CHARACTERS = 12, ID_CHARACTER_BITS = 5 };

static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

void policy_id_text(policy_id id, char text[13])
{
	for (int i = ID_CHARACTERS - 1; i >= 0; i--) {
		text[i] = digits[id & 31];
		id >>= ID_CHARACTER_BITS;
	}
	text[ID_CHARACTERS] = '\0';
}

/* What people misread counts as what it looks like: i and l as 1, o as 0. */
static char digit_as_meant(char c)
{
	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	if (c == 'i' || c == 'l')
		return '1';
	return c == 'o' ? '0' : c;
}

policy_id policy_id_parse(const char *text)
{
	policy_id id = 0;

	for (int i = 0; i < ID_CHARACTERS; i++) {
		const char *digit = text[i] == '\0' ? NULL : strchr(digits, digit_as_meant(text[i]));
		if (digit == NULL)
			return 0;
		id = id << ID_CHARACTER_BITS | (policy_id)(digit - digits);
	}
	return text[ID_CHARACTERS] == '\0' ? id : 0;
}

policy_id policy_id_new(void)
{
	policy_id id;

	do {
		/* Eight bytes come whole or not at all; a kernel without randomness must not hand out ids. */
		if (getrandom(&id, sizeof id, 0) != (ssize_t)sizeof id) {
			if (errno != EINTR)
				abort();
			id = 0;
		}
		id &= POLICY_ID_MAX;
	} while (id == 0);
	return id;
}
