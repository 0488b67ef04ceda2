/*
 * What became of calls (docs/PROTOCOL.md): after a lost answer a station asks,
 * and is told the truth. The last OUTCOMES_KEPT of each station, for 10 minutes.
 * A call that was asked for before it came is not carried out any more, so that
 * "unknown" stays true. Pure but for allocation.
 */
#ifndef ZUTRITT_RECEPTION_OUTCOMES_H
#define ZUTRITT_RECEPTION_OUTCOMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	OUTCOMES_KEPT = 64,
	OUTCOMES_MS = 600000,
	OUTCOMES_CORRELATION = 16,
	OUTCOMES_BOX_MAX =
	        4096 /* a longer answer is that of a question, which can be asked again: not kept */
};

enum outcome_state { OUTCOME_UNKNOWN, OUTCOME_WAITING, OUTCOME_ANSWERED };

struct outcome {
	uint8_t correlation[OUTCOMES_CORRELATION];
	enum outcome_state state; /* UNKNOWN: asked for before it came */
	int64_t since_ms;
	char *box; /* of the answer */
};

/* Of one station. Zero is empty; outcomes_free() ends it. */
struct outcomes {
	size_t next, count;
	struct outcome kept[OUTCOMES_KEPT];
};

void outcomes_free(struct outcomes *o);

bool outcomes_knows(const struct outcomes *o, const uint8_t correlation[OUTCOMES_CORRELATION]);

/* A call has come. False: it is known already, or somebody was told that it did not come. */
bool outcomes_begin(struct outcomes *o, const uint8_t correlation[OUTCOMES_CORRELATION], int64_t now_ms);

/* Its answer, copied. A call that is not kept any more is passed over. */
void outcomes_end(struct outcomes *o, const uint8_t correlation[OUTCOMES_CORRELATION], const char *box);

/* What became of it; *box lives until the next call of any of these. */
enum outcome_state outcomes_ask(struct outcomes *o, const uint8_t correlation[OUTCOMES_CORRELATION],
                                int64_t now_ms, const char **box);

#endif
