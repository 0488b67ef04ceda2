/*
 * Who fails to log in too often from one place is refused there for a while,
 * whatever account they try (rule P5). In memory, so a restart forgets; what
 * an account has counted it does not. Pure: time comes in, in seconds of the
 * monotonic clock.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_SOURCES_H
#define ZUTRITT_CONTROLLER_OFFICE_SOURCES_H

#include "controller/office/sessions.h"

enum { SOURCES_MAX = 128, SOURCE_FAILURES_MAX = 5, SOURCE_WINDOW_S = 600 };

struct source {
	struct session_origin origin;
	uint8_t count;                          /* of failures held; 0: free */
	uint32_t failed_s[SOURCE_FAILURES_MAX]; /* rising */
};

struct sources {
	struct source items[SOURCES_MAX];
};

/* Seconds until that place may try again; 0: now. */
uint32_t source_refused_s(struct sources *all, const struct session_origin *origin, uint32_t now_s);

void source_failed(struct sources *all, const struct session_origin *origin, uint32_t now_s);

#endif
