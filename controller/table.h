/*
 * The access table: who may pass where, in memory, for decisions within a
 * microsecond. Loaded at start, then changed by deltas; the doors' machines
 * only read it. Lies in memory that the caller gives; never allocates.
 *
 * It also carries the restrictions: badge lost, person gone, lock-down. They
 * can only deny, are asked first, and need no disk to act.
 */
#ifndef ZUTRITT_CONTROLLER_TABLE_H
#define ZUTRITT_CONTROLLER_TABLE_H

#include "controller/schedule.h"
#include "readers/formats.h"
#include <stddef.h>

/* Days since 1970-01-01 of the site's calendar; no limit. */
#define TABLE_DAY_FIRST INT32_MIN
#define TABLE_DAY_LAST  INT32_MAX

/* Of both, each state keeps out more than the one before it. */
enum table_person_state { TABLE_PERSON_ACTIVE, TABLE_PERSON_SUSPENDED, TABLE_PERSON_EXITED };
enum table_badge_state { TABLE_BADGE_ACTIVE, TABLE_BADGE_INACTIVE, TABLE_BADGE_LOST };
enum table_right { TABLE_RIGHT_UNSET = 1, TABLE_RIGHT_SET = 2, TABLE_RIGHT_OVERRIDE = 4 };

struct table_person {
	uint64_t id; /* never 0 */
	int32_t first_day;
	int32_t last_day;
	uint32_t release_ms; /* an opening for them lasts so long at least (rule D2); 0: as the door says */
	uint8_t state;
	uint8_t rights;
};

struct table_badge {
	uint64_t id;
	struct badge_number number;
	uint64_t person;   /* 0: nobody's */
	int32_t first_day; /* rule V6: of a badge that a day badge stands in for; 0: no limit */
	int32_t last_day;  /* of a day badge; 0: no limit */
	uint8_t state;
};

struct table_key {
	uint64_t id;
	uint64_t person;
	uint16_t room;
	uint16_t door; /* SITE_NONE: any door of the room but a goods door */
	int32_t first_day;
	int32_t last_day;
	uint8_t schedule; /* 0: any time; else its place + 1 in the schedule book */
	bool is_any_time; /* its hours do not count while the clock is not trusted (rule D11) */
};

/* What people decide of a door; all zero until they do. */
struct table_door {
	uint16_t door;           /* index in the site */
	uint32_t release_ms;     /* length of a momentary opening (rule D2); 0: as the site says */
	uint8_t schedule;        /* that frees it (rule D10): its place + 1 in the book; 0: always locked */
	bool wants_first_person; /* free only after the first grant of the period */
};

enum table_delta_kind {
	TABLE_PERSON_PUT, /* new or changed, by id */
	TABLE_BADGE_PUT,  /* by id; its number must not belong to another live badge */
	TABLE_BADGE_DROP, /* returned: by id */
	TABLE_KEY_PUT,
	TABLE_KEY_DROP, /* by id */
	TABLE_BOOK,     /* schedules, holidays, exceptions: all of them anew */
	TABLE_DOOR_PUT,
	TABLE_VERSION /* the policy version from here on */
};

struct table_delta {
	uint8_t kind;
	union {
		struct table_person person;
		struct table_badge badge;
		struct table_key key;
		struct table_door door;
		uint64_t id;
		int64_t version;
		const struct schedule_book *book; /* copied */
	};
};

struct table_capacity {
	uint32_t persons, badges, keys;
};

struct table;

/* Bytes that a table of that capacity wants, and the table made in them (aligned to 64). */
size_t table_size(struct table_capacity capacity);
struct table *table_init(void *memory, struct table_capacity capacity);

/* True when that many more fit without a bigger table. */
bool table_has_room(const struct table *t, struct table_capacity more);
struct table_capacity table_count(const struct table *t);

/* Carries out one change: 0 (also for a drop of what is not there), -ENOSPC when full, -EEXIST for a number
 * in use, -EINVAL for a door that no site has. */
int table_apply(struct table *t, const struct table_delta *delta);

/*
 * Calls visit with a delta for each person, badge and key in it, then for the
 * book (which points into t), the doors of which something was decided and the version: applied to an empty
 * table they make it anew. visit returns false to stop; then so does this.
 */
typedef bool table_visit(void *context, const struct table_delta *delta);
bool table_each(const struct table *t, table_visit *visit, void *context);

int64_t table_version(const struct table *t);

const struct schedule_book *table_book(const struct table *t);

/* By the door's index in the site; never NULL for one below SITE_DOORS_MAX. */
const struct table_door *table_door(const struct table *t, uint16_t door);

/* Look-ups, NULL when there is none. */
const struct table_badge *table_badge(const struct table *t, struct badge_number number);
const struct table_person *table_person(const struct table *t, uint64_t id);

/* The first key of the person for the room (door as in the key: SITE_NONE for "any"), and the next of the
 * same three. */
const struct table_key *table_key(const struct table *t, uint64_t person, uint16_t room, uint16_t door);
const struct table_key *table_key_next(const struct table *t, const struct table_key *key);

#endif
