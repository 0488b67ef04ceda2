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
/* Rule K1; which step leads from one to another stands in badge_state.h and key_state.h. */
enum policy_badge_state {
	POLICY_BADGE_ACTIVE,
	POLICY_BADGE_SUSPENDED,
	POLICY_BADGE_LOST,
	POLICY_BADGE_RETURNED,
	POLICY_BADGE_DESTROYED
};
enum policy_key_state {
	POLICY_KEY_REQUESTED, /* waits for a second person (rule K2) */
	POLICY_KEY_APPROVED,
	POLICY_KEY_ISSUED, /* the only one that opens */
	POLICY_KEY_SUSPENDED,
	POLICY_KEY_LOST,
	POLICY_KEY_REVOKED,
	POLICY_KEY_RETURNED,
	POLICY_KEY_DESTROYED
};
enum policy_receipt_kind { POLICY_RECEIPT_ISSUE, POLICY_RECEIPT_RETURN };
enum policy_verdict { POLICY_CONFIRMED, POLICY_WITHDRAWN };

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
	bool is_first_person;           /* free only after the first grant of the period; needs a schedule */
};

struct policy_person {
	policy_id id;
	char name[POLICY_TEXT_MAX];
	enum policy_person_kind kind;
	enum policy_person_state state;
	char position[POLICY_NAME_MAX]; /* "" none */
	char employer[POLICY_TEXT_MAX]; /* "" none; an external has one */
	int32_t first_day;              /* POLICY_DAY_NONE: no limit */
	int32_t last_day;
	uint32_t rights;    /* of enum policy_right */
	int32_t release_ms; /* an opening for them lasts so long at least (rule D2): 1000 to 30000; 0 as any
	                     */
	int64_t revision;
};

struct policy_badge {
	policy_id id;
	policy_id person; /* 0: nobody's */
	enum policy_badge_state state;
	char format[POLICY_FORMAT_MAX];
	uint32_t facility;
	uint64_t card;
	int32_t first_day; /* POLICY_DAY_NONE: no limit. Rule V6: tomorrow, while a day badge is out */
	int32_t last_day;  /* of a day badge: its one day */
	bool is_day;
	int64_t receipt, return_receipt; /* 0: none */
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
	char position[POLICY_NAME_MAX]; /* that it comes with; "": given singly */
	enum policy_key_state state;
	int64_t issued_utc_ms;           /* while it waits: when it was asked for */
	policy_id asked_by, approved_by; /* 0: no second person was needed */
	int64_t receipt, return_receipt; /* 0: none */
	char schedule[POLICY_NAME_MAX];  /* "" any time */
	bool is_any_time; /* its hours do not count while the clock is not trusted (rule D11); needs a
	                     schedule */
	int64_t revision;
};

/* Rule K5. What it is for are the badges and keys that name it; receipt.h has the code. */
enum { POLICY_RECEIPT_YEAR = 1000000 }; /* number: year * that + place in the year, from 1 */

struct policy_receipt {
	int64_t number;
	enum policy_receipt_kind kind;
	policy_id person;
	char person_name[POLICY_TEXT_MAX]; /* both as they were then */
	policy_id operator_id;
	char operator_name[POLICY_TEXT_MAX];
	int64_t made_utc_ms;
	uint64_t code; /* 60 bits */
};

/* Rule K6: the keys of one room are looked through. */
struct policy_review {
	policy_id id;
	char room[POLICY_NAME_MAX];
	int64_t begun_utc_ms;
	policy_id begun_by;
	int64_t finished_utc_ms; /* 0: not yet */
	policy_id finished_by;
	int64_t revision;
};

struct policy_review_verdict {
	policy_id review;
	policy_id key;
	enum policy_verdict verdict;
	policy_id who;
	int64_t utc_ms;
};

/* What an operator may is decided by their roles (rule P1); a sum of these. */
enum policy_role {
	POLICY_ROLE_MANAGEMENT = 1 << 0,
	POLICY_ROLE_ADMINISTRATOR = 1 << 1,
	POLICY_ROLE_RECEPTION = 1 << 2,
	POLICY_ROLE_AUDITOR = 1 << 3,
	POLICY_ROLES_ALL = 15
};

enum policy_operator_state { POLICY_OPERATOR_OPEN, POLICY_OPERATOR_CLOSED };

enum { POLICY_USER_MAX = 33 }; /* a user name: 1 to 32 of a-z, 0-9, '-', '.', '_', and the NUL */

/* A person's account; nobody has two that are open. */
struct policy_operator {
	policy_id id;
	char user[POLICY_USER_MAX];
	policy_id person;
	uint32_t roles; /* of enum policy_role, never 0 */
	enum policy_operator_state state;
	int64_t revision;
};

enum { POLICY_SALT = 16, POLICY_DIGEST = 32 };

/* A password as it is stored: Argon2id, version 19, one lane (rule P6, RFC 9106). */
struct policy_password {
	uint32_t memory_kib;
	uint32_t passes;
	uint8_t salt[POLICY_SALT];
	uint8_t digest[POLICY_DIGEST];
};

enum { POLICY_ATTEMPTS_MAX = 3, POLICY_PASSWORDS_BEFORE = 10 };

/* What stands beside an account, and changes with every log-in. */
struct policy_login {
	policy_id operator_id;
	struct policy_password password;
	bool is_first;       /* made by the system: allows only to be changed (rule P3) */
	int32_t changed_day; /* of the password */
	uint8_t attempts;    /* counted since the last right one, 0 to POLICY_ATTEMPTS_MAX (rule P5) */
	bool is_pending;     /* the last attempt was counted, and nobody knows yet how it ended */
	bool is_locked;
};

enum policy_approval_state {
	POLICY_APPROVAL_OPEN,
	POLICY_APPROVAL_CONFIRMED,
	POLICY_APPROVAL_REJECTED,
	POLICY_APPROVAL_VOID /* what it was about is no longer as it was */
};

enum {
	POLICY_METHOD_MAX = 32,
	POLICY_REQUEST_MAX = 2048,
	POLICY_SENTENCE_MAX = 512,
	POLICY_FINGERPRINT = 32
};

/* What one person has asked for, and a second one must confirm before it is done (rule P10). */
struct policy_approval {
	policy_id id;
	char method[POLICY_METHOD_MAX];
	char request[POLICY_REQUEST_MAX];        /* its parameters as JSON; "" once it is decided */
	char sentence[POLICY_SENTENCE_MAX];      /* what will happen, in English */
	uint8_t fingerprint[POLICY_FINGERPRINT]; /* of these three, and of what it touches as it was then */
	policy_id asked_by;
	policy_id beneficiary; /* 0: nobody gets anything by it */
	int64_t asked_utc_ms;
	enum policy_approval_state state;
	policy_id decided_by; /* 0: not yet, or nobody */
	int64_t decided_utc_ms;
	bool has_half;               /* a first password has begun with it (rule P3): */
	struct policy_password half; /* its first half, as it was shown to who asked */
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

enum { POLICY_SPANS_MAX = 16, POLICY_DAY_MIN = 1440 };

/* From begin to end (not included), in minutes of the day on the site's clock: 0 to 1440, begin < end. */
struct policy_span {
	uint8_t days; /* bit 0 Monday ... bit 6 Sunday, bit 7 holidays */
	uint16_t begin_min;
	uint16_t end_min;
};

struct policy_schedule {
	char name[POLICY_NAME_MAX]; /* never "none" */
	uint8_t place;              /* 0 to 31, given by the store: the lowest that is free */
	uint8_t span_count;
	struct policy_span spans[POLICY_SPANS_MAX];
	bool is_removed; /* with its exceptions; only when no door and no key follows it */
};

/* Other hours of a schedule on one day. */
struct policy_exception {
	char schedule[POLICY_NAME_MAX];
	int32_t day;
	uint16_t begin_min; /* begin and end 0: closed all day */
	uint16_t end_min;
	bool is_removed;
};

/* The company's own; the public ones are worked out. */
struct policy_holiday {
	int32_t day;
	char name[POLICY_TEXT_MAX];
	bool is_removed;
};

struct policy_calendar {
	char state[3]; /* whose public holidays count: "BW" to "TH"; "" none */
};

/* ---- visits (rule V1): no part of the policy, see store_visits.h ---- */

enum policy_visit_kind { POLICY_VISIT_VISITOR, POLICY_VISIT_TECHNICIAN };

enum policy_visit_state {
	POLICY_VISIT_ANNOUNCED,
	POLICY_VISIT_ARRIVED, /* waits for the host */
	POLICY_VISIT_WITH_HOST,
	POLICY_VISIT_LEFT,
	POLICY_VISIT_CANCELLED /* announced, and did not come */
};

/* Times in ms since 1970 UTC; 0: not yet, or none. */
struct policy_visit {
	policy_id id; /* counts in occupancy as a person's does */
	enum policy_visit_kind kind;
	char name[POLICY_TEXT_MAX];
	char company[POLICY_TEXT_MAX]; /* "" none */
	policy_id host;
	char purpose[POLICY_TEXT_MAX];
	char order[POLICY_TEXT_MAX]; /* of a technician */
	char area[POLICY_NAME_MAX];  /* where they count as inside */
	enum policy_visit_state state;
	int64_t announced_utc_ms;
	int64_t arrived_utc_ms;
	int64_t handed_over_utc_ms;
	int64_t left_utc_ms;
	int64_t end_utc_ms; /* of a technician's work */
	bool is_reminded;   /* that nobody fetched them, or that their time is over (rule V3) */
	int32_t told_day;   /* at whose closing they were still there, and the reception was told; 0: none */
	int64_t revision;   /* 0: new */
};

/* A door was released for a visitor whom no visit names yet (rule V2). */
struct policy_release {
	policy_id id;
	char door[POLICY_NAME_MAX];
	char area[POLICY_NAME_MAX]; /* where whoever came in counts */
	policy_id who;              /* released it */
	int64_t released_utc_ms;
	bool is_reminded; /* that no visit was linked for too long */
};

enum policy_op_kind {
	POLICY_AREA_PUT, /* the site's map, taken from the configuration at start */
	POLICY_ROOM_PUT,
	POLICY_DOOR_PUT,
	POLICY_PERSON_PUT, /* new when revision is 0, else changes exactly that revision */
	POLICY_BADGE_PUT,
	POLICY_KEY_PUT,
	POLICY_POSITION_PUT,
	POLICY_RECEIPT_PUT, /* always new; comes before the badges and keys that name it */
	POLICY_REVIEW_PUT,
	POLICY_VERDICT_PUT,  /* always new */
	POLICY_OPERATOR_PUT, /* as a person */
	POLICY_LOGIN_PUT, /* a new password for an account; the list of changes tells nothing of it but whose
	                   */
	POLICY_SCHEDULE_PUT, /* these four: put, or removed when they say so */
	POLICY_EXCEPTION_PUT,
	POLICY_HOLIDAY_PUT,
	POLICY_CALENDAR_PUT,
	POLICY_APPROVAL_PUT /* as a person; without what was asked for */
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
		struct policy_receipt receipt;
		struct policy_review review;
		struct policy_review_verdict verdict;
		struct policy_operator operator;
		struct policy_login login;
		struct policy_schedule schedule;
		struct policy_exception exception;
		struct policy_holiday holiday;
		struct policy_calendar calendar;
		struct policy_approval approval;
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
