/*
 * What people decide, as data: sites' doors and rooms, persons, positions,
 * badges, keys; and the operations that change it. Every change is a list of
 * operations made in one place (controller/office) and applied in another:
 * store_apply() to the database, table_apply() to the doors' memory. Plain
 * data, no pointers to own.
 */
#ifndef ZUTRITT_DB_POLICY_H
#define ZUTRITT_DB_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	POLICY_NAME_MAX =
	        48, /* door, room, area, reader, position: ASCII letters, digits, '-', '.'; with the NUL */
	POLICY_TEXT_MAX =
	        201, /* what people type: UTF-8, NFC, no control characters, 200 bytes and the NUL */
	POLICY_FORMAT_MAX = 16
};

/* Days since 1970-01-01 of the site's calendar. */
#define POLICY_DAY_NONE INT32_MIN

/* A random 60-bit number; written as 12 characters of Crockford's base 32. 0 is nobody and nothing. */
typedef uint64_t policy_id;
#define POLICY_ID_MAX ((UINT64_C(1) << 60) - 1)

enum policy_door_kind { POLICY_ENTRANCE, POLICY_OFFICE, POLICY_GOODS, POLICY_SECURE };
enum policy_person_kind { POLICY_EMPLOYEE, POLICY_EXTERNAL, POLICY_TECHNICIAN };
enum policy_person_state { POLICY_PERSON_ACTIVE, POLICY_PERSON_SUSPENDED, POLICY_PERSON_EXITED };
enum policy_badge_state {
	POLICY_BADGE_ACTIVE,
	POLICY_BADGE_SUSPENDED,
	POLICY_BADGE_LOST,
	POLICY_BADGE_RETURNED
};
enum policy_key_state { POLICY_KEY_ISSUED, POLICY_KEY_REVOKED };

enum policy_right {
	POLICY_RIGHT_UNSET = 1 << 0,   /* may unset the alarm (rule L8) */
	POLICY_RIGHT_SET = 1 << 1,     /* may set it, may declare the building empty */
	POLICY_RIGHT_OVERRIDE = 1 << 2 /* passes a lock-down (rule D12) */
};

struct policy_area {
	char name[POLICY_NAME_MAX];
};

struct policy_room {
	char name[POLICY_NAME_MAX];
	char area[POLICY_NAME_MAX]; /* "" for a room of no area, such as outside */
};

struct policy_door {
	char name[POLICY_NAME_MAX];
	enum policy_door_kind kind;
	char from[POLICY_NAME_MAX];
	char to[POLICY_NAME_MAX];
	int32_t release_ms;             /* rule D2: 1000 to 30000 */
	char schedule[POLICY_NAME_MAX]; /* "" always locked; goods and secure must be "" (rule D9) */
};

struct policy_person {
	policy_id id;
	char name[POLICY_TEXT_MAX];
	enum policy_person_kind kind;
	enum policy_person_state state;
	char position[POLICY_NAME_MAX]; /* "" none */
	int32_t first_day;              /* POLICY_DAY_NONE: no limit */
	int32_t last_day;
	uint32_t rights; /* of enum policy_right */
	int64_t revision;
};

struct policy_badge {
	policy_id id;
	policy_id person; /* 0: nobody's */
	enum policy_badge_state state;
	char format[POLICY_FORMAT_MAX];
	uint32_t facility;
	uint64_t card;
	int64_t revision;
};

struct policy_key {
	policy_id id;
	policy_id person;
	char room[POLICY_NAME_MAX];
	char door[POLICY_NAME_MAX]; /* "": any door of the room, never a goods door */
	int32_t first_day;
	int32_t last_day;
	char reason[POLICY_TEXT_MAX];
	enum policy_key_state state;
	int64_t issued_utc_ms;
	int64_t revision;
};

enum { POLICY_POSITION_KEYS_MAX = 32 };

struct policy_position {
	char name[POLICY_NAME_MAX];
	uint32_t rights;
	uint8_t key_count;
	struct {
		char room[POLICY_NAME_MAX];
		char door[POLICY_NAME_MAX];
	} keys[POLICY_POSITION_KEYS_MAX];
};

enum policy_op_kind {
	POLICY_AREA_PUT, /* the site's map, taken from the configuration at start */
	POLICY_ROOM_PUT,
	POLICY_DOOR_PUT,
	POLICY_PERSON_PUT, /* new when revision is 0, else changes exactly that revision */
	POLICY_BADGE_PUT,
	POLICY_KEY_PUT,
	POLICY_POSITION_PUT
};

struct policy_op {
	enum policy_op_kind kind;
	union {
		struct policy_area area;
		struct policy_room room;
		struct policy_door door;
		struct policy_person person;
		struct policy_badge badge;
		struct policy_key key;
		struct policy_position position;
	};
};

/*
 * id as 12 characters and NUL; text to id: 0 when it is none. Upper and lower
 * case read alike, i and l as 1, o as 0; nothing but the 12 characters.
 */
void policy_id_text(policy_id id, char text[13]);
policy_id policy_id_parse(const char *text);

/* A new random id, never 0 (getrandom). */
policy_id policy_id_new(void);

#endif
