#include "db/receipt.h"

#include <sodium.h>
#include <string.h>

_Static_assert(RECEIPT_SECRET == crypto_generichash_KEYBYTES, "a key of BLAKE2b");

enum { INTEGER_BYTES = 8, CODE_BYTES = 16 /* the least that libsodium gives; 60 bits of them are used */ };

static void add_integer(crypto_generichash_state *hash, uint64_t value)
{
	uint8_t bytes[INTEGER_BYTES];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)(value >> (8 * i));
	crypto_generichash_update(hash, bytes, sizeof bytes);
}

static void add_text(crypto_generichash_state *hash, const char *text)
{
	size_t length = strlen(text);

	add_integer(hash, length);
	crypto_generichash_update(hash, (const uint8_t *)text, length);
}

static void add_receipt(crypto_generichash_state *hash, const struct policy_receipt *receipt)
{
	add_integer(hash, (uint64_t)receipt->number);
	add_integer(hash, receipt->kind);
	add_integer(hash, receipt->person);
	add_text(hash, receipt->person_name);
	add_integer(hash, receipt->operator_id);
	add_text(hash, receipt->operator_name);
	add_integer(hash, (uint64_t)receipt->made_utc_ms);
}

static void add_badge(crypto_generichash_state *hash, const struct policy_badge *badge)
{
	add_integer(hash, badge->id);
	add_text(hash, badge->format);
	add_integer(hash, badge->facility);
	add_integer(hash, badge->card);
}

static void add_key(crypto_generichash_state *hash, const struct policy_key *key)
{
	add_integer(hash, key->id);
	add_text(hash, key->room);
	add_text(hash, key->door);
	add_integer(hash, (uint64_t)(int64_t)key->first_day);
	add_integer(hash, (uint64_t)(int64_t)key->last_day);
}

uint64_t receipt_code(const uint8_t secret[RECEIPT_SECRET], const struct policy_receipt *receipt,
                      const struct policy_badge *badges, size_t badge_count, const struct policy_key *keys,
                      size_t key_count)
{
	crypto_generichash_state hash;
	uint8_t bytes[CODE_BYTES];
	uint64_t code = 0;

	crypto_generichash_init(&hash, secret, RECEIPT_SECRET, sizeof bytes);
	add_receipt(&hash, receipt);
	add_integer(&hash, badge_count);
	for (size_t i = 0; i < badge_count; i++)
		add_badge(&hash, &badges[i]);
	add_integer(&hash, key_count);
	for (size_t i = 0; i < key_count; i++)
		add_key(&hash, &keys[i]);
	crypto_generichash_final(&hash, bytes, sizeof bytes);
	for (size_t i = 0; i < INTEGER_BYTES; i++)
		code = code << 8 | bytes[i];
	code &= POLICY_ID_MAX;
	return code == 0 ? 1 : code;
}
