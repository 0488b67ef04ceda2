/*
 * The site as the doors' machines need it: rooms, doors, readers, areas as
 * small numbers, names beside them. Filled from the configuration at start, then
 * never changed (rule D3: a change is a restart). What people decide of doors
 * stands in the table. Plain data.
 */
#ifndef ZUTRITT_CONTROLLER_SITE_H
#define ZUTRITT_CONTROLLER_SITE_H

#include <stdbool.h>
#include <stdint.h>

enum {
	SITE_NAME_MAX = 48,
	SITE_ROOMS_MAX = 128,
	SITE_DOORS_MAX = 64,
	SITE_READERS_MAX = 128,
	SITE_AREAS_MAX = 8,
	SITE_NONE = 0xffff /* no such thing, in every index below */
};

enum site_door_kind { SITE_ENTRANCE, SITE_OFFICE, SITE_GOODS, SITE_SECURE };

enum site_way_out { SITE_WAY_OUT_MECHANICAL, SITE_WAY_OUT_REX };

struct site_room {
	char name[SITE_NAME_MAX];
	uint16_t area; /* SITE_NONE: of no area, such as outside */
	bool is_outside;
};

struct site_door {
	char name[SITE_NAME_MAX];
	enum site_door_kind kind;
	uint16_t from; /* rooms */
	uint16_t to;
	bool has_contact;
	bool has_rex;
	bool has_bell;
	bool is_escape;            /* released by fire (rule D13) */
	bool rex_releases;         /* the lock needs power to let people out (rule D7) */
	enum site_way_out way_out; /* rule D19 */
	uint32_t release_ms;    /* rule D2: 1000 to 30000; what people decide goes before it (table_door()) */
	uint32_t open_limit_ms; /* rule D6: open longer is too long; 10000 to 120000, goods to 900000; 0 never
	                         */
};

/* On one side of a door; or at a desk, of no door, where it unlocks the station's page (rule P7). */
struct site_reader {
	char name[SITE_NAME_MAX];
	uint16_t door;               /* SITE_NONE: at a desk */
	uint16_t leads_to;           /* room: the door's from or to; SITE_NONE at a desk */
	uint32_t formats;            /* bit i: format i is read here */
	char station[SITE_NAME_MAX]; /* at a desk: whose; else "" */
};

enum site_alarm_mode { SITE_ALARM_AUTOMATIC, SITE_ALARM_ASSISTED };

struct site_area {
	char name[SITE_NAME_MAX];
	enum site_alarm_mode mode; /* rule L2 */
	uint32_t exit_delay_ms;    /* 0 to 300000, default 60000 */
	uint32_t sounder_ms;       /* rule L7: 90000 to 900000, default 180000 */
	uint16_t entrance;         /* the door at which setting is shown and sounded (rule L9) */
};

struct site {
	char name[SITE_NAME_MAX];
	char controller[SITE_NAME_MAX];
	uint16_t room_count, door_count, reader_count, area_count;
	struct site_room rooms[SITE_ROOMS_MAX];
	struct site_door doors[SITE_DOORS_MAX];
	struct site_reader readers[SITE_READERS_MAX];
	struct site_area areas[SITE_AREAS_MAX];
};

/* Index of the thing with that name, or SITE_NONE. */
uint16_t site_room(const struct site *s, const char *name);
uint16_t site_door(const struct site *s, const char *name);
uint16_t site_reader(const struct site *s, const char *name);
uint16_t site_area(const struct site *s, const char *name);

/* The reader at the desk of that station, or SITE_NONE. */
uint16_t site_desk_reader(const struct site *s, const char *station);

bool site_reader_is_at_desk(const struct site_reader *reader);

/* The area that a passage into room enters, or SITE_NONE; and the one it leaves. */
uint16_t site_area_entered(const struct site *s, uint16_t from, uint16_t to);
uint16_t site_area_left(const struct site *s, uint16_t from, uint16_t to);

/* Never free, scheduled or held unlocked: goods and secure (rule D9). */
bool site_door_is_guarded(enum site_door_kind kind);

const char *site_door_kind_name(enum site_door_kind kind);

#endif
