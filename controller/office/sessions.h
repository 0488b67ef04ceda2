/*
 * Who is logged in (rule P7). Sessions live in memory alone: a restart of
 * zutrittd ends them all. Of a session's token only a hash is kept. Time comes
 * in as a parameter, in nanoseconds of the monotonic clock. What others have to
 * know of stations' sessions waits in a list, to be told (desks.h).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_SESSIONS_H
#define ZUTRITT_CONTROLLER_OFFICE_SESSIONS_H

#include "controller/engine.h"
#include "db/policy.h"

#include <sys/types.h>

enum {
	SESSIONS_MAX = 64,
	SESSION_TOKEN_MAX = 44, /* base64url of 32 random bytes, with the NUL */
	SESSION_HASH = 32,
	SESSION_IDLE_S = 900,     /* of the command line: then it ends */
	SESSION_LOCK_S = 300,     /* of a station: then it is locked */
	SESSION_LONGEST_S = 36000 /* whatever happens */
};

/* Where a session is used from: a user of this machine, or a station for which the gateway speaks. */
struct session_origin {
	uid_t uid;
	char station[POLICY_NAME_MAX]; /* "": none */
};

struct session {
	uint64_t number; /* 0: free; never twice */
	uint8_t hash[SESSION_HASH];
	struct session_origin origin;
	struct policy_operator operator;
	struct policy_person person;
	int64_t version;  /* of the policy that these two are of */
	bool must_change; /* the password, before anything else (rules P3, P4) */
	bool is_locked;   /* until unlocked it may do nothing else */
	uint64_t locked_ns;
	uint64_t opened_ns, used_ns;
};

/* What became of a station's session, for the doors and the journal. */
struct session_news {
	enum engine_desk_change change;
	enum record_reason reason; /* REASON_NONE: its operator did it */
	char station[POLICY_NAME_MAX];
	uint64_t number;
	policy_id person;
	bool must_change;
	uint64_t ends_ns; /* whatever happens */
};

enum { SESSION_NEWS_MAX = 4 * SESSIONS_MAX };

struct sessions {
	struct session items[SESSIONS_MAX];
	uint64_t last_number;
	struct session_news news[SESSION_NEWS_MAX]; /* oldest first; beyond, the newest are not told */
	size_t news_count;
};

/*
 * A new one for that account, and its token, which is nowhere else. An older
 * one of the same account, of the command line or of a station as the new one,
 * ends; so does any of the same station, and the one unused for longest when
 * there is no room.
 */
struct session *session_open(struct sessions *all, const struct policy_operator *operator,
                             const struct policy_person * person, const struct session_origin *origin,
                             uint64_t now_ns, char token[SESSION_TOKEN_MAX]);

/* The one with that token, if that user opened it and its time is not over; else NULL. Which of its stations
 * may use one is the gateway's to say. */
struct session *session_find(struct sessions *all, const char *token, uid_t uid, uint64_t now_ns);

/* The one with that number, or NULL when it has ended. */
struct session *session_numbered(struct sessions *all, uint64_t number, uint64_t now_ns);

/* It was used now: idle time begins anew. */
void session_touch(struct session *s, uint64_t now_ns);

/* Nothing happens to one that is locked already, or is not. Reasons as in struct session_news. */
void session_shut(struct sessions *all, struct session *s, enum record_reason reason, uint64_t now_ns);
void session_free(struct sessions *all, struct session *s, uint64_t now_ns);

/*
 * Its operator's badge was shown at the desk at at_ns: it is unlocked, and was
 * used then. False when it is not locked, was not yet locked then, has ended or
 * wants another password first.
 */
bool session_free_by_badge(struct sessions *all, uint64_t number, uint64_t at_ns, uint64_t now_ns);

/* REASON_NONE: its operator logged out, which is an event of its own. */
void session_end(struct sessions *all, struct session *s, enum record_reason reason);
void sessions_end_of(struct sessions *all, policy_id person, enum record_reason reason); /* all of theirs */

/* Locks and ends what nobody has asked for since its time came. */
void sessions_pass_time(struct sessions *all, uint64_t now_ns);

/* The oldest of the news is told. */
void sessions_told(struct sessions *all);

/* How long it lasts at most from now on, in seconds; and how long unused. */
uint32_t session_left_s(const struct session *s, uint64_t now_ns);
uint32_t session_idle_s(const struct session *s);

#endif
