/*
 * The journal: every event, in order, with a gap-free number given at commit
 * (rules E1 to E3). The chained row keeps number, retention class and a salted
 * commitment; the rest stands in the body beside it.
 */
#ifndef ZUTRITT_DB_JOURNAL_H
#define ZUTRITT_DB_JOURNAL_H

#include "db/policy.h"

/* How long a body is kept (rule E4). The numbers are stored; they never change. */
enum journal_class {
	JOURNAL_PASSAGE = 1,  /* granted passages, door movements: 30 days */
	JOURNAL_INCIDENT = 2, /* denials and incidents: 90 days, never less */
	JOURNAL_VISITOR = 3,  /* 30 days */
	JOURNAL_ACT = 4,      /* operators' acts, modes, faults: 1 year */
	JOURNAL_KEY = 5       /* issue and return of keys: employment and 3 years */
};

enum { JOURNAL_WORD_MAX = 32, JOURNAL_COMMITMENT = 32, JOURNAL_SALT = 16 };

/* Empty strings and 0 ids mean: not of this event. */
struct journal_event {
	int64_t number; /* given at commit; 0 before */
	enum journal_class class;
	bool is_incident;
	int64_t utc_ms;
	uint64_t mono_ns;
	bool is_clock_trusted;
	int64_t policy_version;      /* that a decision used */
	char kind[JOURNAL_WORD_MAX]; /* "access.granted" */
	char door[POLICY_NAME_MAX];
	char reader[POLICY_NAME_MAX];
	char room[POLICY_NAME_MAX];
	char area[POLICY_NAME_MAX];
	policy_id person;
	policy_id badge;
	policy_id operator_id;
	char cause[JOURNAL_WORD_MAX];
	char reason[JOURNAL_WORD_MAX]; /* of a denial or rejection */
	char detail[POLICY_TEXT_MAX];
};

/*
 * The commitment of an event: SHA-256 over the salt and the canonical form of
 * the body. Anybody can compute it from a row of `body` and what stands here.
 *
 * The canonical form is the fields of struct journal_event after `class`, in
 * that order, without anything between them (rule E3):
 *
 *   integer   8 bytes, the lowest first (two's complement); false is 0 and
 *             true is 1; an id of nobody is 0
 *   string    its length in bytes as 4 bytes, the lowest first, then its UTF-8
 *             bytes without a NUL; an empty one is the length 0 alone
 *
 *   is_incident utc_ms mono_ns is_clock_trusted policy_version   integers
 *   kind door reader room area                                   strings
 *   person badge operator_id                                     integers
 *   cause reason detail                                          strings
 *
 * number and class are not in it: they stand beside the commitment in `event`.
 */
void journal_commit(const struct journal_event *event, const uint8_t salt[JOURNAL_SALT],
                    uint8_t commitment[JOURNAL_COMMITMENT]);

/* What one change of the policy did, as it stands in change_body. */
struct journal_change {
	int64_t utc_ms;
	policy_id who;          /* 0: the configuration, at start */
	const char *operations; /* JSON, as stored */
};

/*
 * The commitment of a change: SHA-256 over the salt, then utc_ms, who and
 * operations in the canonical form above. It alone is chained, so that the
 * rest can go when its time is over (rule E7).
 */
void journal_commit_change(const struct journal_change *change, const uint8_t salt[JOURNAL_SALT],
                           uint8_t commitment[JOURNAL_COMMITMENT]);

/*
 * previous_hash of the row after this one in policy_change: SHA-256 over
 * version in the canonical form above, the 32 bytes of commitment and those of
 * this row's previous_hash (zeros in the first).
 */
void journal_hash_change(int64_t version, const uint8_t commitment[JOURNAL_COMMITMENT],
                         const uint8_t previous_hash[JOURNAL_COMMITMENT], uint8_t hash[JOURNAL_COMMITMENT]);

#endif
