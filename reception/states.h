/*
 * The states that hang on the broker: asks zutrittd for doors, alarms and
 * occupancy and lays the answers into the retained topics. Names of persons are
 * not asked for (rule E6).
 */
#ifndef ZUTRITT_RECEPTION_STATES_H
#define ZUTRITT_RECEPTION_STATES_H

#include "reception/retained.h"
#include "reception/source.h"

/* The controller's own status: its topic, and the key that log-ins are sealed for. */
struct states_own {
	const char *topic;
	const char *public_key;
};

/*
 * Brings every topic up to date, own's too. known_event: newest event that happened before the call.
 * 0; 1 when zutrittd refused one of the questions, with source->why: topics
 * stay as they are; -errno when it is away.
 */
int states_refresh(struct retained *r, struct source *source, const char *site, const struct states_own *own,
                   int64_t known_event, int64_t now_ms, uint32_t random);

/* The controller's own status. */
void states_set_status(struct retained *r, const struct source *source, const struct states_own *own);

#endif
