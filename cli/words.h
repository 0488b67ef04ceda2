/* The journal's words as people say them. Pure. */
#ifndef ZUTRITT_CLI_WORDS_H
#define ZUTRITT_CLI_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* Of a denial, a rejected frame, a cancelled delay ("no_key"). A word unknown here comes back as it is. */
const char *words_reason(const char *reason);

/* Why a door is or was open ("rex"). Likewise. */
const char *words_cause(const char *cause);

/* Of an event ("access.granted"): likewise. */
const char *words_event(const char *kind);

/* Of a state, a kind, yes and no ("exit_delay"): likewise. */
const char *words_state(const char *state);

/* Of an account ("locked", "closed"), which are words of doors too: likewise. */
const char *words_account(const char *state);

enum { WORDS_GIVEN_MAX = 512 }; /* bytes, with the NUL */

/* The reason of a key as somebody gave it; "position NAME", which the controller gives, in the reader's
 * language in out. */
const char *words_given(const char *reason, char out[WORDS_GIVEN_MAX]);

/* How much a state calls for somebody: 0 rests, 1 is something else, 2 needs a look. */
int words_urgency(const char *state);

#endif
