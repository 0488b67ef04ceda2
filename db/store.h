/*
 * The database: the only SQLite code. One writer, the office thread; a handle
 * belongs to one thread at a time. Every call is synchronous, and what it
 * answered survives the death of the process and a power cut (WAL,
 * synchronous=FULL). Statements stand in the .sql files, named, prepared once.
 *
 * Results: 0 or -errno. -EEXIST, -ESTALE, -EPERM and -ENOENT are answers about
 * the data (below); everything else is trouble with the disk (-EIO, -ENOSPC,
 * -EROFS, -EBUSY when another connection writes for more than 250 ms,
 * -EUCLEAN when a page is damaged, -ENOMEM, -E2BIG). Either way one sentence
 * stands in store_error(), nothing is changed, and the handle stays usable: it
 * works again when the disk does.
 */
#ifndef ZUTRITT_DB_STORE_H
#define ZUTRITT_DB_STORE_H

#include "db/journal.h"
#include "db/policy.h"
#include "db/receipt.h"

enum { STORE_SCHEMA_VERSION = 9, STORE_OPS_MAX = 4096, STORE_MANY_MAX = 400000 };

struct store;

/*
 * Opens or makes the database (mode 0600; its directory must exist), checks it
 * (all pages, the CHECKs of the doors, numbers without gaps; 1 s for a
 * million events) and migrates it to STORE_SCHEMA_VERSION.
 * Refuses a newer schema with -EPROTO, a file that is not ours with -EBADMSG,
 * a damaged one with -EUCLEAN; error gets one clear sentence that names the
 * file. An empty file counts as new. *out is NULL on failure.
 */
int store_open(struct store **out, const char *path, char *error, size_t error_size);

/*
 * The same, quickly: whose file it is, its schema and the CHECKs of the doors
 * are judged, its pages and numbers are not (store_examine() does, later, in a
 * thread of its own): 0.1 s where the whole would take a second. Without
 * may_make a file that is missing is -ENOENT, and none is made.
 */
int store_start(struct store **out, const char *path, bool may_make, char *error, size_t error_size);

/*
 * The rest of what store_open() looks at, by a connection of its own, beside
 * whoever has the file open: all pages, and that no number is missing. For a
 * thread of its own. 0, -EUCLEAN with one sentence, or trouble.
 */
int store_examine(const char *path, char *error, size_t error_size);

/*
 * The same without making, migrating or writing anything: for zutrittd
 * --check, also while the daemon runs. A file that is missing is fine (0), as
 * is one of an older schema. Finds damaged pages, but not rows that break a
 * CHECK or a gap in the journal: only the next start does.
 */
int store_check(const char *path, char *error, size_t error_size);

/* Does something else, or nothing, stand where the open database's file was? */
bool store_has_moved(struct store *s);

/*
 * All of the database, as it is now, into PATH.whole beside its place, flushed;
 * and, with the handle closed, from there to PATH. What stands at PATH becomes
 * PATH.foreign-SECONDS. store_put_back() also ends what a process that died
 * began: -ENOENT when there is nothing to put back.
 */
int store_copy(struct store *s);
int store_put_back(const char *path);

void store_close(struct store *s); /* NULL is allowed */

const char *store_error(const struct store *s); /* of the last failed call; "" before the first */

/* The random identity of this database's journal, as id text. */
const char *store_journal_id(const struct store *s);

/* ---- policy ---- */

int64_t store_policy_version(const struct store *s);

/*
 * One change: all ops, the row in policy_change (who, ops as JSON, hash of the
 * row before), and the journal's events, in one transaction; version + 1.
 * Events get their number, and policy_version, filled in. event_count may be 0.
 *
 * Ops are applied in their order: what one refers to is there or comes before
 * it. Area, room, door, position, schedule, exception, holiday and calendar are
 * put by name or day and leave an equal row alone, as does the removal of what
 * is not there; if no row changes and there are no events, the version stays (0).
 * Person, badge and key with revision 0 are new and get revision 1; otherwise
 * exactly that revision is changed. The change's time is the first event's,
 * without one the wall clock's. who is 0 for the configuration.
 *
 * -EEXIST: an id or a badge's number is taken (rule K7); -ESTALE: somebody was
 * faster (revision differs, or nothing has that id); -EPERM: the schema
 * forbids it (rule D9; a range; a key's door that is not of its room; the
 * removal of a schedule that doors or keys follow);
 * -ENOENT: refers to an area, room, door, position or person that is not
 * there; -E2BIG: more than STORE_OPS_MAX. Nothing is changed then, ops and
 * events included. Revisions of the ops are raised on success.
 */
int store_apply(struct store *s, struct policy_op *ops, size_t op_count, policy_id who,
                struct journal_event *events, size_t event_count);

/*
 * The same for more operations than one would hold in memory: next fills them
 * one after the other into *op and answers false behind the last one; at most
 * STORE_MANY_MAX. Their revisions are not raised.
 */
typedef bool store_next_op(void *context, struct policy_op *op);
int store_apply_many(struct store *s, store_next_op *next, void *context, policy_id who,
                     struct journal_event *events, size_t event_count);

/*
 * Readers of the whole, for start and for lists. visit returns false to stop;
 * it may look up other things, but neither change the store nor start the same
 * list again. 0 or -errno.
 */
typedef bool store_visit_person(void *context, const struct policy_person *person);
typedef bool store_visit_badge(void *context, const struct policy_badge *badge);
typedef bool store_visit_key(void *context, const struct policy_key *key);
typedef bool store_visit_position(void *context, const struct policy_position *position);
typedef bool store_visit_door(void *context, const struct policy_door *door);
typedef bool store_visit_schedule(void *context, const struct policy_schedule *schedule);
typedef bool store_visit_exception(void *context, const struct policy_exception *exception);
typedef bool store_visit_holiday(void *context, const struct policy_holiday *holiday);
int store_persons(struct store *s, store_visit_person *visit, void *context); /* by name */
int store_badges(struct store *s, store_visit_badge *visit, void *context);   /* by id */
/* A person's by room and door; person 0: everybody's, by id. */
int store_keys(struct store *s, policy_id person, store_visit_key *visit, void *context);
int store_badges_of(struct store *s, policy_id person, store_visit_badge *visit, void *context);  /* by id */
int store_keys_of_room(struct store *s, const char *room, store_visit_key *visit, void *context); /* by id */
/* Those that wait for a second person (rule K2), by id. */
int store_keys_that_wait(struct store *s, store_visit_key *visit, void *context);
/* Those whose last day is one of these, by that day. */
int store_keys_that_end(struct store *s, int32_t first_day, int32_t last_day, store_visit_key *visit,
                        void *context);
int store_positions(struct store *s, store_visit_position *visit, void *context);   /* by name */
int store_doors(struct store *s, store_visit_door *visit, void *context);           /* by name */
int store_schedules(struct store *s, store_visit_schedule *visit, void *context);   /* by name */
int store_exceptions(struct store *s, store_visit_exception *visit, void *context); /* by day and schedule */
int store_holidays(struct store *s, store_visit_holiday *visit, void *context);     /* by day */

/* Single look-ups: 0, -ENOENT, or trouble. */
int store_person(struct store *s, policy_id id, struct policy_person *person);
/*
 * Names compare without regard to the case of A to Z (SQLite's NOCASE: an
 * umlaut is itself): fills at most max, those not exited first; *count is how
 * many there are.
 */
int store_person_by_name(struct store *s, const char *name, struct policy_person *persons, size_t max,
                         size_t *count);
int store_badge(struct store *s, policy_id id, struct policy_badge *badge);
/* All that ever had that number, by id: more than one when it was handed out again. */
int store_badges_of_number(struct store *s, const char *format, uint32_t facility, uint64_t card,
                           store_visit_badge *visit, void *context);
/* The badge with that number that is neither returned nor destroyed. */
int store_badge_by_number(struct store *s, const char *format, uint32_t facility, uint64_t card,
                          struct policy_badge *badge);
int store_key(struct store *s, policy_id id, struct policy_key *key);
int store_position(struct store *s, const char *name, struct policy_position *position);
int store_door(struct store *s, const char *name, struct policy_door *door);
int store_schedule(struct store *s, const char *name, struct policy_schedule *schedule);
int store_calendar(struct store *s, struct policy_calendar *calendar);
/* How many keys that are not revoked follow the schedule. */
int store_schedule_keys(struct store *s, const char *name, int64_t *keys);
/* Persons not exited, active badges, issued keys. */
int store_counts(struct store *s, int64_t *persons, int64_t *badges, int64_t *keys);

/* ---- receipts (rule K5) ---- */

typedef bool store_visit_receipt(void *context, const struct policy_receipt *receipt);
int store_receipt_next(struct store *s, int32_t year,
                       int64_t *number); /* that the next one of the year gets */
int store_receipt_secret(struct store *s, uint8_t secret[RECEIPT_SECRET]);
int store_receipt(struct store *s, int64_t number, struct policy_receipt *receipt);
/* By number; person 0: everybody's. */
int store_receipts(struct store *s, policy_id person, store_visit_receipt *visit, void *context);
/* What a receipt is for, by id. */
int store_receipt_badges(struct store *s, int64_t number, store_visit_badge *visit, void *context);
int store_receipt_keys(struct store *s, int64_t number, store_visit_key *visit, void *context);

/* ---- visits (rules V1, V3, V4) ---- */

typedef bool store_visit_visit(void *context, const struct policy_visit *visit);
int store_visit(struct store *s, policy_id id, struct policy_visit *visit); /* 0, or -ENOENT */
/* Those that have neither left nor been called off, by when they were announced. */
int store_visits_open(struct store *s, store_visit_visit *see, void *context);
/* New when revision is 0, else exactly that revision (-ESTALE); with its event, in one transaction. */
int store_visit_put(struct store *s, struct policy_visit *visit, struct journal_event *event);
/* Rule V4: those whose last time lies before that one, and releases that nobody linked (below). How many
 * there are; erased, with an event that says so. */
int store_visits_erasable(struct store *s, int64_t before_utc_ms);
int store_visits_erase(struct store *s, int64_t before_utc_ms, struct journal_event *event);

/* ---- releases that wait for their visit (rule V2), closing (rule O6) ---- */

typedef bool store_visit_release(void *context, const struct policy_release *release);
int store_release(struct store *s, policy_id id, struct policy_release *release); /* 0, or -ENOENT */
int store_releases(struct store *s, store_visit_release *see, void *context);     /* the oldest first */
int store_release_put(struct store *s, const struct policy_release *release);     /* always new */
/* Each with its event, in one transaction: the reception is reminded of it; it waits no longer. */
int store_release_remind(struct store *s, policy_id id, struct journal_event *event);
int store_release_end(struct store *s, policy_id id, struct journal_event *event);
/* The day at whose closing the reception was last told of that area: 0, or -ENOENT. Told now, with the event.
 */
int store_closing(struct store *s, const char *area, int32_t *day);
int store_closing_tell(struct store *s, const char *area, int32_t day, struct journal_event *event);

/* ---- reviews (rule K6) ---- */

typedef bool store_visit_review(void *context, const struct policy_review *review);
int store_reviews(struct store *s, store_visit_review *visit, void *context); /* by when they began */
int store_verdict(struct store *s, policy_id review, policy_id key, struct policy_review_verdict *verdict);
/* The last day on which the person entered the room, door "" by any; POLICY_DAY_NONE: never. */
int store_key_last_use(struct store *s, policy_id person, const char *room, const char *door,
                       int32_t *utc_day);

/* ---- operators ---- */

typedef bool store_visit_operator(void *context, const struct policy_operator *operator);
typedef bool store_visit_login(void *context, const struct policy_login *login);
typedef bool store_visit_password(void *context, const struct policy_password *password);
int store_operators(struct store *s, store_visit_operator *visit,
                    void *context); /* by user, closed ones too */
int store_operator(struct store *s, policy_id id, struct policy_operator *operator);
/* The open account of that name, or of that person: at most one. */
int store_operator_by_user(struct store *s, const char *user, struct policy_operator *operator);
int store_operator_of_person(struct store *s, policy_id person, struct policy_operator *operator);

int store_login(struct store *s, policy_id operator_id, struct policy_login *login);
/* Those whose last attempt was cut off by the end of a process. */
int store_logins_pending(struct store *s, store_visit_login *visit, void *context);
/* The last POLICY_PASSWORDS_BEFORE, not the one that holds now; the newest first. */
int store_passwords_before(struct store *s, policy_id operator_id, store_visit_password *visit,
                           void *context);

/*
 * One step of a log-in and its events, in one transaction (rule P5). login
 * NULL: somebody who is not there is counted, for no other end than to take as
 * long. keeps_old: the password that was there goes to those before it. The
 * policy's version stays.
 */
int store_login_put(struct store *s, const struct policy_login *login, bool keeps_old,
                    struct journal_event *events, size_t event_count);

/* ---- what waits for a second person (rule P10) ---- */

typedef bool store_visit_approval(void *context, const struct policy_approval *approval);
int store_approval(struct store *s, policy_id id, struct policy_approval *approval);
int store_approvals(struct store *s, store_visit_approval *visit, void *context); /* in the order of asking */

/* ---- journal ---- */

/*
 * What the doors' machines keep across restarts; written with the events that
 * changed it (rule D3). A row for each person and area, so that the order of
 * leaving one and entering another does not matter. Neither these nor events
 * have to name anything that the policy knows: the journal outlives it.
 */
struct store_presence {
	policy_id person;
	char area[POLICY_NAME_MAX];
	char door[POLICY_NAME_MAX]; /* the last one passed */
	int64_t since_utc_ms;
	bool is_inside; /* false: the row is removed */
};

struct store_area_state {
	char area[POLICY_NAME_MAX];
	char alarm[JOURNAL_WORD_MAX]; /* name of the alarm machine's state */
	int64_t since_utc_ms;
	bool is_certain;
	char why[JOURNAL_WORD_MAX]; /* why it is not */
};

/* A person has entered a room: the day is kept when the passage is long purged. */
struct store_key_use {
	policy_id person;
	char room[POLICY_NAME_MAX];
	char door[POLICY_NAME_MAX];
	int32_t utc_day; /* since 1970-01-01 */
};

/*
 * The place in a ring file up to which its records are in the database: in the
 * same transaction, so nothing is doubled. A mark never goes back: -EPERM.
 */
struct store_ring_mark {
	char ring[POLICY_NAME_MAX];
	uint64_t sequence; /* of the last record taken; 0 none */
};

struct store_batch {
	struct journal_event *events;
	size_t event_count;
	const struct store_presence *presences;
	size_t presence_count;
	const struct store_area_state *areas;
	size_t area_count;
	const struct store_key_use *uses;
	size_t use_count;
	const bool *fire_latch;             /* NULL: unchanged */
	const struct store_ring_mark *mark; /* NULL: no ring */
};

/*
 * One group of events and what they changed, in one transaction; numbers are
 * filled in, on success only. -EPERM: an event without kind or class, or out
 * of range.
 */
int store_append(struct store *s, struct store_batch *batch);

int64_t store_last_number(const struct store *s);  /* 0: none */
int64_t store_first_number(const struct store *s); /* of the oldest body kept; 0: none */

typedef bool store_visit_event(void *context, const struct journal_event *event);
/* Events with number > since, rising, at most limit. incidents_only leaves out the others. */
int store_events(struct store *s, int64_t since, size_t limit, bool incidents_only, store_visit_event *visit,
                 void *context);
/* The newest limit events, in rising order. */
int store_events_newest(struct store *s, size_t limit, bool incidents_only, store_visit_event *visit,
                        void *context);

uint64_t store_ring_mark(struct store *s, const char *ring); /* 0: none taken */
int store_ring_forget(struct store *s, const char *ring);    /* 0 also when there was no mark */

typedef bool store_visit_presence(void *context, const struct store_presence *presence);
typedef bool store_visit_area_state(void *context, const struct store_area_state *state);
int store_presences(struct store *s, store_visit_presence *visit, void *context);
int store_area_states(struct store *s, store_visit_area_state *visit, void *context);
int store_fire_latch(struct store *s, bool *is_latched); /* true when it can not be read (rule D13) */

#endif
