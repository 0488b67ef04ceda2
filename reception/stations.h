/*
 * The stations that there are, and their keys: files NAME.key in one folder,
 * made by zutritt-station. Read whenever a station calls that is not known, or
 * whose file has changed; a file that is gone is a station that is no more.
 */
#ifndef ZUTRITT_RECEPTION_STATIONS_H
#define ZUTRITT_RECEPTION_STATIONS_H

#include "reception/call.h"
#include "reception/seal.h"

enum { STATIONS_MAX = 32 };

struct station {
	char name[CALL_NAME]; /* "" a free place */
	uint8_t key[SEAL_KEY];
	int64_t changed_ns; /* of its file */
	struct outcomes outcomes;
	int64_t tokens_ms; /* what it may still ask for: see stations_may_call() */
	int64_t filled_ms;
};

struct stations {
	int directory; /* -1: there are none */
	struct station list[STATIONS_MAX];
};

/* A folder that cannot be opened has no stations: -errno, and every look-up says NULL. */
int stations_open(struct stations *s, const char *path);
void stations_close(struct stations *s);

/* The station of that name, its key as it is now; NULL: there is none (any more), or there are too many. */
struct station *stations_find(struct stations *s, const char *name);

/* Twenty calls a second, forty at once (rule M5): false when it asks for more. */
bool stations_may_call(struct station *station, int64_t now_ms);

#endif
