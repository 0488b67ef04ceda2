/*
 * Who is logged in (rule P7). Sessions live in memory alone: a restart of
 * zutrittd ends them all. Of a session's token only a hash is kept. Time comes
 * in as a parameter, in nanoseconds of the monotonic clock.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_SESSIONS_H
#define ZUTRITT_CONTROLLER_OFFICE_SESSIONS_H

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
	uint64_t opened_ns, used_ns;
};

struct sessions {
	struct session items[SESSIONS_MAX];
	uint64_t last_number;
};

/*
 * A new one for that account, and its token, which is nowhere else. An older
 * one of the same account, of the command line or of a station as the new one,
 * ends; so does the one unused for longest when there is no room.
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

void session_end(struct session *s);
void sessions_end_of(struct sessions *all, policy_id person); /* all of that person's */

/* How long it lasts at most from now on, in seconds; and how long unused. */
uint32_t session_left_s(const struct session *s, uint64_t now_ns);
uint32_t session_idle_s(const struct session *s);

#endif
