/*
 * The commitments of the journal and of the policy's changes (rule E3). The
 * exact bytes are described in journal.h. Beside policy.c
 * and receipt.c the only file that knows libsodium.
 */
#include "db/journal.h"

#include <sodium.h>
#include <string.h>

_Static_assert(JOURNAL_COMMITMENT == crypto_hash_sha256_BYTES, "a commitment is a SHA-256");

enum { INTEGER_BYTES = 8, LENGTH_BYTES = 4 };

static void add_lowest_first(crypto_hash_sha256_state *hash, uint64_t value, size_t count)
{
	uint8_t bytes[INTEGER_BYTES];

	for (size_t i = 0; i < count; i++)
		bytes[i] = (uint8_t)(value >> (8 * i));
	crypto_hash_sha256_update(hash, bytes, count);
}

static void add_integer(crypto_hash_sha256_state *hash, uint64_t value)
{
	add_lowest_first(hash, value, INTEGER_BYTES);
}

static void add_string(crypto_hash_sha256_state *hash, const char *text, size_t size)
{
	size_t length = strnlen(text, size);

	add_lowest_first(hash, length, LENGTH_BYTES);
	crypto_hash_sha256_update(hash, (const uint8_t *)text, length);
}

static void add_what_and_where(crypto_hash_sha256_state *hash, const struct journal_event *event)
{
	add_string(hash, event->kind, sizeof event->kind);
	add_string(hash, event->door, sizeof event->door);
	add_string(hash, event->reader, sizeof event->reader);
	add_string(hash, event->room, sizeof event->room);
	add_string(hash, event->area, sizeof event->area);
}

void journal_commit(const struct journal_event *event, const uint8_t salt[JOURNAL_SALT],
                    uint8_t commitment[JOURNAL_COMMITMENT])
{
	crypto_hash_sha256_state hash;

	crypto_hash_sha256_init(&hash);
	crypto_hash_sha256_update(&hash, salt, JOURNAL_SALT);
	add_integer(&hash, event->is_incident);
	add_integer(&hash, (uint64_t)event->utc_ms);
	add_integer(&hash, event->mono_ns);
	add_integer(&hash, event->is_clock_trusted);
	add_integer(&hash, (uint64_t)event->policy_version);
	add_what_and_where(&hash, event);
	add_integer(&hash, event->person);
	add_integer(&hash, event->badge);
	add_integer(&hash, event->operator_id);
	add_string(&hash, event->cause, sizeof event->cause);
	add_string(&hash, event->reason, sizeof event->reason);
	add_string(&hash, event->detail, sizeof event->detail);
	crypto_hash_sha256_final(&hash, commitment);
}

void journal_commit_change(const struct journal_change *change, const uint8_t salt[JOURNAL_SALT],
                           uint8_t commitment[JOURNAL_COMMITMENT])
{
	crypto_hash_sha256_state hash;

	crypto_hash_sha256_init(&hash);
	crypto_hash_sha256_update(&hash, salt, JOURNAL_SALT);
	add_integer(&hash, (uint64_t)change->utc_ms);
	add_integer(&hash, change->who);
	add_string(&hash, change->operations, strlen(change->operations) + 1);
	crypto_hash_sha256_final(&hash, commitment);
}

void journal_hash_change(int64_t version, const uint8_t commitment[JOURNAL_COMMITMENT],
                         const uint8_t previous_hash[JOURNAL_COMMITMENT], uint8_t hash[JOURNAL_COMMITMENT])
{
	crypto_hash_sha256_state state;

	crypto_hash_sha256_init(&state);
	add_integer(&state, (uint64_t)version);
	crypto_hash_sha256_update(&state, commitment, JOURNAL_COMMITMENT);
	crypto_hash_sha256_update(&state, previous_hash, JOURNAL_COMMITMENT);
	crypto_hash_sha256_final(&state, hash);
}
