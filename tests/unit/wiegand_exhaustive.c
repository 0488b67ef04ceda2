/*
 * All 2^26 frames through the 26-bit format: exactly 2^24 are cards, every one
 * of them a different card, and encoding a card gives its frame back (rule F6).
 */
#include "readers/formats.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BITS = 26, CARDS = 1 << 24 };

static uint8_t seen[CARDS / 8];

static bool is_new(uint32_t card)
{
	bool was_seen = seen[card / 8] >> card % 8 & 1;
	seen[card / 8] = (uint8_t)(seen[card / 8] | 1u << card % 8);
	return !was_seen;
}

static bool encodes_back(const struct formats *f, struct badge_number number, struct frame frame)
{
	struct frame again;
	return formats_encode(f, number, &again) == 0 && again.bits == frame.bits &&
	       again.bit_count == frame.bit_count;
}

int main(void)
{
	static struct formats f;
	uint32_t cards = 0, wrong = 0, inverted = 0;
	formats_init(&f);
	for (uint64_t bits = 0; bits < UINT64_C(1) << BITS; bits++) {
		struct frame frame = {bits, BITS};
		struct badge_number number;
		enum format_result result = formats_decode(&f, 1u << FORMAT_H10301, frame, &number);
		inverted += result == FORMAT_INVERTED;
		if (result != FORMAT_OK)
			continue;
		cards++;
		wrong += !is_new(number.facility << 16 | (uint32_t)number.card) ||
		         !encodes_back(&f, number, frame);
	}
	printf("%u of %u frames are cards, %u inverted cards, %u wrong\n", cards, 1u << BITS, inverted,
	       wrong);
	return cards == CARDS && inverted == CARDS && wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
