/*
 * Random cards of 34 and 37 bits by the million, over the wires: each is
 * encoded from the data sheet, and not from our tables, and sent at a random
 * bit period from 0.24 to 20 ms with up to 100 us of jitter (never more than a
 * third of a period). Every one must be read as what it is; with one bit
 * turned over, none may be read at all (rules F3, F6).
 *
 * Usage: wiegand_random [cards of each format, 1000000 [seed, 1]]
 */
#include "readers/wiegand.h"

#include <stdio.h>
#include <stdlib.h>

enum { US = 1000, PERIOD_MIN = 240 * US, PERIOD_MAX = 20000 * US, JITTER = 100 * US, CARDS = 1000000 };

static uint64_t state; /* splitmix64 */

static uint64_t random_next(void)
{
	uint64_t z = state += 0x9E3779B97F4A7C15u;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

static uint64_t random_bits(unsigned count)
{
	return random_next() >> (64 - count);
}

/* As many fast frames as slow ones. */
static uint64_t random_period(void)
{
	uint64_t max = PERIOD_MAX >> random_bits(3) % 7;
	return PERIOD_MIN + random_next() % (max - PERIOD_MIN + 1);
}

static uint64_t parity(uint64_t bits, bool is_odd)
{
	return ((unsigned)__builtin_popcountll(bits) + is_odd) % 2;
}

static uint64_t lowest(uint64_t bits, unsigned count)
{
	return bits & ((UINT64_C(1) << count) - 1);
}

/* One even bit before the first half of the data, one odd bit behind the second; of 35 bits both halves take
 * the middle one. */
static uint64_t between_parities(uint64_t data, unsigned count)
{
	unsigned half = (count + 1) / 2;
	return parity(data >> (count - half), false) << (count + 1) | data << 1 |
	       parity(lowest(data, half), true);
}

static struct frame random_card(enum format_id format, struct badge_number *card)
{
	uint64_t data;
	*card = (struct badge_number){.format = (uint8_t)format};
	switch (format) {
	case FORMAT_H10306:
		card->facility = (uint32_t)random_bits(16);
		card->card = random_bits(16);
		data = (uint64_t)card->facility << 16 | card->card;
		return (struct frame){between_parities(data, 32), 34};
	case FORMAT_H10302:
		card->card = random_bits(35);
		return (struct frame){between_parities(card->card, 35), 37};
	case FORMAT_H10304:
		card->facility = (uint32_t)random_bits(16);
		card->card = random_bits(19);
		data = (uint64_t)card->facility << 19 | card->card;
		return (struct frame){between_parities(data, 35), 37};
	default: /* formats without parity, or checked elsewhere */
		abort();
	}
}

static enum wiegand_result send(struct frame sent, struct frame *read)
{
	struct wiegand w;
	uint64_t t = UINT64_C(1000000000), period = random_period();
	uint64_t jitter = period / 3 < JITTER ? period / 3 : JITTER;
	wiegand_init(&w);
	for (uint32_t i = 0; i < sent.bit_count; i++, t += period) {
		uint8_t wire = sent.bits >> (sent.bit_count - 1 - i) & 1;
		wiegand_step(&w, (struct wiegand_edge){t + random_next() % (2 * jitter + 1), i, wire}, read);
	}
	return wiegand_end(&w, wiegand_deadline(&w), read);
}

static bool is_read(const struct formats *f, struct badge_number card, struct frame sent)
{
	struct frame frame;
	struct badge_number number;
	return send(sent, &frame) == WIEGAND_FRAME &&
	       formats_decode(f, 1u << card.format, frame, &number) == FORMAT_OK &&
	       badge_number_is_equal(number, card);
}

static bool is_refused(const struct formats *f, struct badge_number card, struct frame sent)
{
	struct badge_number number;
	sent.bits ^= UINT64_C(1) << random_next() % sent.bit_count;
	return formats_decode(f, 1u << card.format, sent, &number) != FORMAT_OK;
}

static bool play(const struct formats *f, enum format_id format, unsigned cards)
{
	unsigned right = 0, refused = 0;
	for (unsigned i = 0; i < cards; i++) {
		struct badge_number card;
		struct frame sent = random_card(format, &card);
		right += is_read(f, card, sent);
		refused += is_refused(f, card, sent);
	}
	printf("%s: %u of %u read right, %u of %u with one wrong bit refused\n", f->items[format].name, right,
	       cards, refused, cards);
	return right == cards && refused == cards;
}

int main(int argc, char **argv)
{
	unsigned cards = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : CARDS;
	static struct formats f;
	state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	formats_init(&f);
	bool all_right = cards > 0;
	all_right = play(&f, FORMAT_H10306, cards) && all_right;
	all_right = play(&f, FORMAT_H10302, cards) && all_right;
	all_right = play(&f, FORMAT_H10304, cards) && all_right;
	return all_right ? EXIT_SUCCESS : EXIT_FAILURE;
}
