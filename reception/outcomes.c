/* What became of calls: see outcomes.h. */
#include "reception/outcomes.h"

#include <stdlib.h>
#include <string.h>

static size_t place_of(const struct outcomes *o, const uint8_t correlation[OUTCOMES_CORRELATION])
{
	size_t i = 0;
	while (i < o->count && memcmp(o->kept[i].correlation, correlation, OUTCOMES_CORRELATION) != 0)
		i++;
	return i;
}

static struct outcome *find(struct outcomes *o, const uint8_t correlation[OUTCOMES_CORRELATION])
{
	size_t i = place_of(o, correlation);
	return i < o->count ? &o->kept[i] : NULL;
}

bool outcomes_knows(const struct outcomes *o, const uint8_t correlation[OUTCOMES_CORRELATION])
{
	return place_of(o, correlation) < o->count;
}

/* The place of the oldest. */
static struct outcome *keep(struct outcomes *o, const uint8_t correlation[OUTCOMES_CORRELATION],
                            enum outcome_state state, int64_t now_ms)
{
	struct outcome *kept = &o->kept[o->next];
	free(kept->box);
	*kept = (struct outcome){.state = state, .since_ms = now_ms};
	memcpy(kept->correlation, correlation, OUTCOMES_CORRELATION);
	o->next = (o->next + 1) % OUTCOMES_KEPT;
	if (o->count < OUTCOMES_KEPT)
		o->count++;
	return kept;
}

bool outcomes_begin(struct outcomes *o, const uint8_t correlation[OUTCOMES_CORRELATION], int64_t now_ms)
{
	if (find(o, correlation) != NULL)
		return false;
	keep(o, correlation, OUTCOME_WAITING, now_ms);
	return true;
}

void outcomes_end(struct outcomes *o, const uint8_t correlation[OUTCOMES_CORRELATION], const char *box)
{
	struct outcome *kept = find(o, correlation);
	if (kept == NULL)
		return;
	kept->state = OUTCOME_ANSWERED;
	if (strlen(box) > OUTCOMES_BOX_MAX)
		return;
	free(kept->box);
	kept->box = strdup(box);
	if (kept->box == NULL)
		abort();
}

enum outcome_state outcomes_ask(struct outcomes *o, const uint8_t correlation[OUTCOMES_CORRELATION],
                                int64_t now_ms, const char **box)
{
	struct outcome *kept = find(o, correlation);
	*box = NULL;
	if (kept == NULL)
		kept = keep(o, correlation, OUTCOME_UNKNOWN, now_ms);
	if (now_ms - kept->since_ms > OUTCOMES_MS)
		return OUTCOME_UNKNOWN;
	*box = kept->box;
	return kept->state;
}

void outcomes_free(struct outcomes *o)
{
	for (size_t i = 0; i < o->count; i++)
		free(o->kept[i].box);
	memset(o, 0, sizeof *o);
}
