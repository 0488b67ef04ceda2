/*
 * Who is inside an area (rules O1 to O3): distinct persons, never below zero.
 * Pure.
 */
#ifndef ZUTRITT_ALARM_OCCUPANCY_H
#define ZUTRITT_ALARM_OCCUPANCY_H

#include <stdbool.h>
#include <stdint.h>

enum { OCCUPANCY_MAX = 2048 }; /* persons inside at once; beyond it the count is uncertain */

struct occupant {
	uint64_t person;
	int64_t since_utc_ms;
	uint16_t door;     /* the last one passed */
	uint16_t is_noted; /* that they are inside for long (rule O6) */
};

/* Why the count is not certain (rule O4); the first reason stays until it is corrected. */
enum occupancy_doubt {
	OCCUPANCY_CERTAIN,
	OCCUPANCY_FULL, /* more persons than can be counted */
	OCCUPANCY_EXIT_WITHOUT_ENTRY,
	OCCUPANCY_ENTRY_WHILE_INSIDE,
	OCCUPANCY_FORCED_DOOR,
	OCCUPANCY_FIRE,
	OCCUPANCY_RELEASED,             /* opened by an operator, and nobody's visit explains it */
	OCCUPANCY_EXIT_REQUEST,         /* opened by a button or handle without a badge */
	OCCUPANCY_FREE_DOOR,            /* opened by schedule without a badge */
	OCCUPANCY_DISTURBED,            /* something stirred during the exit delay (rule L5) */
	OCCUPANCY_POWER_LOSS,           /* nobody watched for a while */
	OCCUPANCY_UNWATCHED,            /* a door was open or released while nobody watched */
	OCCUPANCY_INSIDE_WITHOUT_ENTRY, /* somebody's badge was seen within whom no entry had counted */
	OCCUPANCY_DOOR_FELL_SHUT        /* on somebody who was granted at the last moment and counted */
};

struct occupancy {
	uint16_t count;
	enum occupancy_doubt doubt;            /* the first reason, */
	uint16_t doubts;                       /* and all of them, as bits: 1 << OCCUPANCY_... */
	struct occupant inside[OCCUPANCY_MAX]; /* in rising order of person */
};

enum occupancy_result {
	OCCUPANCY_ENTERED,
	OCCUPANCY_WAS_INSIDE, /* entry of somebody counted inside already: the count stays */
	OCCUPANCY_LEFT,
	OCCUPANCY_WAS_OUTSIDE, /* exit of somebody not counted */
	OCCUPANCY_NO_ROOM      /* OCCUPANCY_MAX reached: the caller must suspect the count, and tell */
};

void occupancy_init(struct occupancy *o);
enum occupancy_result occupancy_enter(struct occupancy *o, uint64_t person, uint16_t door, int64_t utc_ms);
enum occupancy_result occupancy_leave(struct occupancy *o, uint64_t person);

/* A person inside passed another door of the area. */
void occupancy_pass(struct occupancy *o, uint64_t person, uint16_t door);

/* Of a person inside: that they are inside for long has been told (rule O6). */
void occupancy_note(struct occupancy *o, uint64_t person);

/* The wall clock was put further by so much: everybody came that much later by it, or earlier (rule B7). */
void occupancy_shift(struct occupancy *o, int64_t by_ms);

/* From now on nobody knows for certain. True when that is new. */
bool occupancy_suspect(struct occupancy *o, enum occupancy_doubt doubt);

/* Is that among the reasons? */
bool occupancy_is_suspected(const struct occupancy *o, enum occupancy_doubt doubt);

/* A person says that the count is right (rule O5). */
void occupancy_settle(struct occupancy *o);

bool occupancy_is_inside(const struct occupancy *o, uint64_t person);

/* Nobody inside, and that for certain. */
bool occupancy_is_empty(const struct occupancy *o);

const char *occupancy_doubt_name(enum occupancy_doubt doubt);             /* "" for OCCUPANCY_CERTAIN */
int occupancy_doubt_parse(const char *name, enum occupancy_doubt *doubt); /* 0 or -EINVAL */

#endif
