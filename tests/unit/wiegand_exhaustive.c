/*
 * All 2^26 frames through the 26-bit format: exactly 2^24 are cards, every one
 * of them the card that an encoder written from the data sheet, and not from
 * our tables, put into that frame (rule F6).
 */
#include "readers/formats.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BITS = 26, CARDS = 1 << 24, HALF = 12 };

static bool is_odd(uint32_t bits)
{
	return __builtin_popcount(bits) % 2 != 0;
}

/* H10301: even parity over the first twelve bits, facility and card, odd parity over the last twelve. */
static uint32_t by_data_sheet(uint32_t facility, uint32_t card)
{
	uint32_t number = facility << 16 | card;
	uint32_t even = is_odd(number >> HALF), odd = !is_odd(number & ((1u << HALF) - 1));
	return even << 25 | number << 1 | odd;
}

/* 0: none; else facility and card, and 1 above them. */
static uint32_t cards[1 << BITS];

static void encode_all(void)
{
	for (uint32_t number = 0; number < CARDS; number++)
		cards[by_data_sheet(number >> 16, number & 0xffff)] = 1u << 24 | number;
}

static bool is_the_card(struct badge_number number, uint32_t card)
{
	return card != 0 && number.format == FORMAT_H10301 && number.facility == (card >> 16 & 0xff) &&
	       number.card == (card & 0xffff);
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
	uint32_t accepted = 0, wrong = 0, inverted = 0, missed = 0;
	formats_init(&f);
	encode_all();
	for (uint64_t bits = 0; bits < UINT64_C(1) << BITS; bits++) {
		struct frame frame = {bits, BITS};
		struct badge_number number;
		enum format_result result = formats_decode(&f, 1u << FORMAT_H10301, frame, &number);
		inverted += result == FORMAT_INVERTED;
		missed += result != FORMAT_OK && cards[bits] != 0;
		if (result != FORMAT_OK)
			continue;
		accepted++;
		wrong += !is_the_card(number, cards[bits]) || !encodes_back(&f, number, frame);
	}
	printf("%u of %u frames are cards, %u inverted cards, %u wrong, %u missed\n", accepted, 1u << BITS,
	       inverted, wrong, missed);
	return accepted == CARDS && inverted == CARDS && wrong == 0 && missed == 0 ? EXIT_SUCCESS
	                                                                           : EXIT_FAILURE;
}
