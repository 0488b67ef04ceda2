/*
 * Rule K5: the code of a receipt, by which paper and database prove each other.
 * Keyed BLAKE2b (RFC 7693) with the database's own secret, so nobody else can
 * make one that fits. Pure.
 */
#ifndef ZUTRITT_DB_RECEIPT_H
#define ZUTRITT_DB_RECEIPT_H

#include "db/policy.h"

enum { RECEIPT_SECRET = 32 };

/*
 * 60 bits, never 0, over what the receipt says (all but the code) and over the
 * badges and keys that it is for, in the order of their ids. Of a badge: id,
 * format, facility, card; of a key: id, room, door, first_day, last_day.
 * Integers are 8 bytes, the lowest first; a text is its length as an integer
 * and its bytes; the two counts stand before the items.
 */
uint64_t receipt_code(const uint8_t secret[RECEIPT_SECRET], const struct policy_receipt *receipt,
                      const struct policy_badge *badges, size_t badge_count, const struct policy_key *keys,
                      size_t key_count);

#endif
