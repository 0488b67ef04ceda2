/*
 * Card formats (readers/formats.h): rule F6. The encoder here works bit by bit
 * on text, after the formats' descriptions (positions counted from 1, as those
 * do), and shares nothing with the masks it tests.
 */
#include "readers/formats.h"
#include "tests/unit/suite.h"

#include <errno.h>
#include <string.h>

static struct formats f;

static uint64_t random_state = 1;

static uint64_t random_next(void)
{
	uint64_t z = random_state += 0x9E3779B97F4A7C15u;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

/* The formats as their descriptions have them. */

struct description {
	enum format_id id;
	const char *name;
	unsigned length, facility_length, card_length;
	void (*parity)(char *bits); /* fills bits[1] to bits[length] */
};

static void fill(char *bits, unsigned first, unsigned length, uint64_t value)
{
	for (unsigned i = 0; i < length; i++)
		bits[first + i] = value >> (length - 1 - i) & 1 ? '1' : '0';
}

static unsigned ones_among(const char *bits, unsigned first, unsigned last)
{
	unsigned count = 0;
	for (unsigned i = first; i <= last; i++)
		count += bits[i] == '1';
	return count;
}

static char even(unsigned ones)
{
	return ones % 2 == 0 ? '0' : '1';
}

static char odd(unsigned ones)
{
	return ones % 2 == 0 ? '1' : '0';
}

static void no_parity(char *bits)
{
	(void)bits;
}

static void parity_h10301(char *bits)
{
	bits[1] = even(ones_among(bits, 2, 13));
	bits[26] = odd(ones_among(bits, 14, 25));
}

static void parity_h10306(char *bits)
{
	bits[1] = even(ones_among(bits, 2, 17));
	bits[34] = odd(ones_among(bits, 18, 33));
}

static void parity_37(char *bits)
{
	bits[1] = even(ones_among(bits, 2, 19));
	bits[37] = odd(ones_among(bits, 19, 36));
}

/* Two of three: 3, 4, 6, 7, 9, ... or 2, 3, 5, 6, 8, ... */
static unsigned ones_two_of_three(const char *bits, unsigned first, unsigned last)
{
	unsigned count = 0;
	for (unsigned i = first; i <= last; i += 3)
		count += ones_among(bits, i, i + 1);
	return count;
}

static void parity_c1k35(char *bits)
{
	bits[2] = even(ones_two_of_three(bits, 3, 33));
	bits[35] = odd(ones_two_of_three(bits, 2, 32));
	bits[1] = odd(ones_among(bits, 2, 35));
}

/* Here the two runs of pairs begin one bit apart: 4, 5, 7, 8, ... to 47 and 3, 4, 6, 7, ... to 46. */
static void parity_c1k48(char *bits)
{
	bits[2] = even(ones_two_of_three(bits, 4, 46));
	bits[48] = odd(ones_two_of_three(bits, 3, 45));
	bits[1] = odd(ones_among(bits, 2, 48));
}

static const struct description descriptions[] = {
        {FORMAT_H10301, "h10301", 26, 8, 16, parity_h10301},
        {FORMAT_H10306, "h10306", 34, 16, 16, parity_h10306},
        {FORMAT_C1K35, "c1k35", 35, 12, 20, parity_c1k35},
        {FORMAT_C1K48, "c1k48", 48, 22, 23, parity_c1k48},
        {FORMAT_H10302, "h10302", 37, 0, 35, parity_37},
        {FORMAT_H10304, "h10304", 37, 16, 19, parity_37},
        {FORMAT_RAW32, "raw32", 32, 0, 32, no_parity},
        {FORMAT_RAW56, "raw56", 56, 0, 56, no_parity},
};

enum { DESCRIPTIONS = sizeof(descriptions) / sizeof(descriptions[0]) };

static unsigned fields_first(const struct description *d)
{
	return d->parity == no_parity ? 1 : d->id == FORMAT_C1K35 || d->id == FORMAT_C1K48 ? 3 : 2;
}

static struct frame encode_by_description(const struct description *d, struct badge_number number)
{
	char bits[66] = {0};
	unsigned first = fields_first(d);
	fill(bits, first, d->facility_length, number.facility);
	fill(bits, first + d->facility_length, d->card_length, number.card);
	d->parity(bits);
	return (struct frame){strtoull(&bits[1], NULL, 2), (uint8_t)d->length};
}

static struct badge_number random_number(const struct description *d)
{
	uint64_t card = random_next() >> (64 - d->card_length);
	uint32_t facility =
	        d->facility_length == 0 ? 0 : (uint32_t)(random_next() >> (64 - d->facility_length));
	return (struct badge_number){card, facility, (uint8_t)d->id};
}

static enum format_result decode_alone(unsigned id, struct frame frame, struct badge_number *number)
{
	return formats_decode(&f, 1u << id, frame, number);
}

static void built_in_formats_have_their_names_and_numbers(void)
{
	formats_init(&f);
	CU_ASSERT_EQUAL(f.count, DESCRIPTIONS);
	for (unsigned i = 0; i < DESCRIPTIONS; i++) {
		CU_ASSERT_EQUAL(formats_find(&f, descriptions[i].name), (int)descriptions[i].id);
		CU_ASSERT_EQUAL(f.items[descriptions[i].id].bit_count, descriptions[i].length);
	}
	CU_ASSERT_EQUAL(formats_find(&f, "H1030"), -ENOENT);
	CU_ASSERT_EQUAL(formats_find(&f, "H10301"), FORMAT_H10301);
	CU_ASSERT_EQUAL(formats_find(&f, "h103011"), -ENOENT);
}

/* Cards known from elsewhere, so that encoder and masks can not be wrong together. */
static void known_cards_are_read(void)
{
	static const struct {
		enum format_id id;
		const char *bits;
		uint32_t facility;
		uint64_t card;
	} cards[] = {
	        {FORMAT_H10301, "10000000100000000000000010", 1, 1},
	        {FORMAT_H10301, "10111011000000110010000110", 118, 1603},
	        {FORMAT_C1K35, "11000001110110000000000110010000111", 118, 1603},
	        {FORMAT_H10306, "1000000000000000100000000000000010", 1, 1},
	        {FORMAT_H10302, "0000000000000000000000000000000000010", 0, 1},
	        {FORMAT_H10304, "1000000000000000100000000000000000010", 1, 1},
	};
	formats_init(&f);
	for (size_t i = 0; i < sizeof(cards) / sizeof(cards[0]); i++) {
		struct frame frame = {strtoull(cards[i].bits, NULL, 2), (uint8_t)strlen(cards[i].bits)};
		struct badge_number number = {0};
		CU_ASSERT_EQUAL(decode_alone(cards[i].id, frame, &number), FORMAT_OK);
		CU_ASSERT_EQUAL(number.facility, cards[i].facility);
		CU_ASSERT_EQUAL(number.card, cards[i].card);
		CU_ASSERT_EQUAL(number.format, cards[i].id);
	}
}

static void random_numbers_agree_with_the_descriptions(void)
{
	formats_init(&f);
	for (unsigned i = 0; i < DESCRIPTIONS; i++)
		for (unsigned round = 0; round < 20000; round++) {
			struct badge_number number = random_number(&descriptions[i]), read = {0};
			struct frame expected = encode_by_description(&descriptions[i], number), frame = {0};
			bool is_right = formats_encode(&f, number, &frame) == 0 &&
			                frame.bits == expected.bits &&
			                frame.bit_count == expected.bit_count &&
			                decode_alone(descriptions[i].id, expected, &read) == FORMAT_OK &&
			                badge_number_is_equal(read, number);
			if (!is_right) {
				CU_FAIL("a number differs from its description");
				return;
			}
		}
	CU_PASS("all agree");
}

static void every_single_flipped_bit_is_rejected(void)
{
	formats_init(&f);
	for (unsigned i = 0; i < DESCRIPTIONS; i++) {
		const struct description *d = &descriptions[i];
		for (unsigned round = 0; round < 500 && d->parity != no_parity; round++)
			for (unsigned bit = 0; bit < d->length; bit++) {
				struct frame frame = encode_by_description(d, random_number(d));
				struct badge_number untouched = {77, 77, 77}, number = untouched;
				frame.bits ^= UINT64_C(1) << bit;
				if (decode_alone(d->id, frame, &number) == FORMAT_OK ||
				    !badge_number_is_equal(number, untouched)) {
					CU_FAIL("a flipped bit was accepted");
					return;
				}
			}
	}
	CU_PASS("all rejected");
}

static void swapped_wires_are_told_from_wrong_parity(void)
{
	formats_init(&f);
	for (unsigned i = 0; i < DESCRIPTIONS; i++) {
		const struct description *d = &descriptions[i];
		if (d->parity == no_parity)
			continue;
		struct frame frame = encode_by_description(d, random_number(d));
		struct badge_number number;
		frame.bits ^= (UINT64_C(1) << d->length) - 1;
		CU_ASSERT_EQUAL(decode_alone(d->id, frame, &number), FORMAT_INVERTED);
	}
	/* one bit wrong in the first half only: neither it nor its complement is valid */
	struct frame frame = {UINT64_C(1) << 20 | 1, 26};
	struct badge_number number;
	CU_ASSERT_EQUAL(decode_alone(FORMAT_H10301, frame, &number), FORMAT_WRONG_PARITY);
}

static void a_length_that_no_allowed_format_has_is_named(void)
{
	static const uint8_t lengths[] = {0, 25, 27, 34, 64, 65, 255};
	struct badge_number number;
	formats_init(&f);
	for (size_t i = 0; i < sizeof(lengths); i++)
		CU_ASSERT_EQUAL(decode_alone(FORMAT_H10301, (struct frame){0, lengths[i]}, &number),
		                FORMAT_WRONG_LENGTH);
	struct frame good = {1, 26};
	CU_ASSERT_EQUAL(formats_decode(&f, 0, good, &number), FORMAT_WRONG_LENGTH);
	CU_ASSERT_EQUAL(formats_decode(&f, ~(1u << FORMAT_H10301), good, &number), FORMAT_WRONG_LENGTH);
	CU_ASSERT_EQUAL(formats_decode(&f, UINT32_MAX, good, &number), FORMAT_OK);
}

static void a_number_that_does_not_fit_is_not_encoded(void)
{
	struct frame frame = {5, 5};
	formats_init(&f);
	for (unsigned i = 0; i < DESCRIPTIONS; i++) {
		const struct description *d = &descriptions[i];
		uint8_t id = (uint8_t)d->id;
		struct badge_number most = {(UINT64_C(1) << d->card_length) - 1,
		                            (uint32_t)((UINT64_C(1) << d->facility_length) - 1), id};
		struct badge_number card = {most.card + 1, 0, id};
		struct badge_number facility = {0, most.facility + 1, id};
		CU_ASSERT_EQUAL(formats_encode(&f, card, &frame), -ERANGE);
		CU_ASSERT_EQUAL(formats_encode(&f, facility, &frame), -ERANGE);
		CU_ASSERT_EQUAL(frame.bit_count, 5);
		CU_ASSERT_EQUAL(formats_encode(&f, most, &frame), 0);
		frame = (struct frame){5, 5};
	}
	CU_ASSERT_EQUAL(formats_encode(&f, (struct badge_number){1, 1, FORMATS_BUILTIN}, &frame), -EINVAL);
	CU_ASSERT_EQUAL(formats_encode(&f, (struct badge_number){1, 1, 255}, &frame), -EINVAL);
}

static void the_full_number_is_the_identity(void)
{
	struct badge_number a = {1, 2, 3};
	CU_ASSERT_TRUE(badge_number_is_equal(a, (struct badge_number){1, 2, 3}));
	CU_ASSERT_FALSE(badge_number_is_equal(a, (struct badge_number){2, 2, 3}));
	CU_ASSERT_FALSE(badge_number_is_equal(a, (struct badge_number){1, 3, 3}));
	CU_ASSERT_FALSE(badge_number_is_equal(a, (struct badge_number){1, 2, 4}));
}

/* A site's own format: 40 bits, 10 facility, 28 card, even parity over all in the last bit but one. */
static struct format own_format(void)
{
	return (struct format){.name = "SITE40",
	                       .bit_count = 40,
	                       .facility = {0, 10},
	                       .card = {10, 28},
	                       .parity_count = 1,
	                       .parity = {{0xFFFFFFFFFE, 38, false}}};
}

static void a_site_format_works_like_a_built_in_one(void)
{
	formats_init(&f);
	struct format own = own_format();
	int id = formats_add(&f, &own);
	CU_ASSERT_EQUAL(id, FORMATS_BUILTIN);
	CU_ASSERT_EQUAL(formats_find(&f, "SITE40"), id);
	struct badge_number number = {0xABCDEF1, 0x3FF, (uint8_t)id}, read = {0};
	struct frame frame;
	CU_ASSERT_EQUAL(formats_encode(&f, number, &frame), 0);
	CU_ASSERT_EQUAL(frame.bits, 0xFFEAF37BC4); /* 1111111111 1010101111001101111011110001 + parity 0, 0 */
	CU_ASSERT_EQUAL(decode_alone((unsigned)id, frame, &read), FORMAT_OK);
	CU_ASSERT_TRUE(badge_number_is_equal(read, number));
	CU_ASSERT_EQUAL(formats_add(&f, &own), -EEXIST);
}

static void without_name(struct format *own)
{
	own->name[0] = '\0';
}

static void with_name_not_ended(struct format *own)
{
	memset(own->name, 'x', sizeof(own->name));
}

static void with_no_bits(struct format *own)
{
	own->bit_count = 0;
}

static void with_65_bits(struct format *own)
{
	own->bit_count = 65;
}

static void without_card(struct format *own)
{
	own->card.length = 0;
}

static void with_card_beyond_the_end(struct format *own)
{
	own->card = (struct format_field){20, 21};
}

static void with_facility_beyond_the_end(struct format *own)
{
	own->facility = (struct format_field){250, 10};
}

static void with_facility_of_33_bits(struct format *own)
{
	own->facility = (struct format_field){0, 33};
	own->card = (struct format_field){33, 2};
}

static void with_fields_that_overlap(struct format *own)
{
	own->facility.length = 11;
}

static void with_parity_beyond_the_end(struct format *own)
{
	own->parity[0].bit = 40;
}

static void with_mask_beyond_the_end(struct format *own)
{
	own->parity[0].mask |= UINT64_C(1) << 40;
}

static void with_parity_outside_its_mask(struct format *own)
{
	own->parity[0].bit = 39;
}

static void with_parity_in_the_card(struct format *own)
{
	own->parity[0].bit = 37;
}

static void with_five_parities(struct format *own)
{
	own->parity_count = 5;
}

static void with_parity_over_a_later_one(struct format *own)
{
	own->parity_count = 2;
	own->parity[0].mask |= 1;
	own->parity[1] = (struct format_parity){0xFF, 39, true};
}

static void with_one_bit_for_two_parities(struct format *own)
{
	own->parity_count = 2;
	own->parity[1] = (struct format_parity){0xFF, 38, true};
}

static void a_format_that_can_not_be_right_is_refused(void)
{
	static void (*const spoils[])(struct format *) = {without_name,
	                                                  with_name_not_ended,
	                                                  with_no_bits,
	                                                  with_65_bits,
	                                                  without_card,
	                                                  with_card_beyond_the_end,
	                                                  with_facility_beyond_the_end,
	                                                  with_facility_of_33_bits,
	                                                  with_fields_that_overlap,
	                                                  with_parity_beyond_the_end,
	                                                  with_mask_beyond_the_end,
	                                                  with_parity_outside_its_mask,
	                                                  with_parity_in_the_card,
	                                                  with_five_parities,
	                                                  with_parity_over_a_later_one,
	                                                  with_one_bit_for_two_parities};
	formats_init(&f);
	for (size_t i = 0; i < sizeof(spoils) / sizeof(spoils[0]); i++) {
		struct format own = own_format();
		spoils[i](&own);
		CU_ASSERT_EQUAL(formats_add(&f, &own), -EINVAL);
	}
	CU_ASSERT_EQUAL(f.count, FORMATS_BUILTIN);
}

static void there_is_room_for_32_formats(void)
{
	formats_init(&f);
	struct format own = own_format();
	for (int i = FORMATS_BUILTIN; i < FORMATS_MAX; i++) {
		own.name[0] = (char)('A' + i);
		CU_ASSERT_EQUAL(formats_add(&f, &own), i);
	}
	CU_ASSERT_EQUAL(formats_add(&f, &(struct format){.name = "33", .bit_count = 8, .card = {0, 8}}),
	                -ENOSPC);
	/* and the last of them can be allowed */
	struct badge_number number = {5, 5, FORMATS_MAX - 1}, read = {0};
	struct frame frame;
	CU_ASSERT_EQUAL(formats_encode(&f, number, &frame), 0);
	CU_ASSERT_EQUAL(decode_alone(FORMATS_MAX - 1, frame, &read), FORMAT_OK);
	CU_ASSERT_TRUE(badge_number_is_equal(read, number));
}

static void formats_of_64_bits_are_whole(void)
{
	formats_init(&f);
	struct format own = {.name = "SITE64",
	                     .bit_count = 64,
	                     .facility = {1, 32},
	                     .card = {33, 30},
	                     .parity_count = 2,
	                     .parity = {{UINT64_MAX << 31, 0, false}, {UINT64_MAX >> 32, 63, true}}};
	int id = formats_add(&f, &own);
	CU_ASSERT_TRUE(id > 0);
	struct badge_number number = {0x3FFFFFFF, UINT32_MAX, (uint8_t)id}, read = {0};
	struct frame frame;
	CU_ASSERT_EQUAL(formats_encode(&f, number, &frame), 0);
	CU_ASSERT_EQUAL(decode_alone((unsigned)id, frame, &read), FORMAT_OK);
	CU_ASSERT_TRUE(badge_number_is_equal(read, number));
}

static void formats_are_ambiguous_when_both_accept_some_frame(void)
{
	formats_init(&f);
	for (unsigned a = 0; a < FORMATS_BUILTIN; a++)
		for (unsigned b = 0; b < FORMATS_BUILTIN; b++) {
			bool are_37 = (a == FORMAT_H10302 || a == FORMAT_H10304) &&
			              (b == FORMAT_H10302 || b == FORMAT_H10304);
			CU_ASSERT_EQUAL(formats_are_ambiguous(&f.items[a], &f.items[b]), a == b || are_37);
		}
}

/* Small enough to try all frames: ambiguity as computed against ambiguity as found. */
static void ambiguity_agrees_with_trying_all_frames(void)
{
	unsigned ambiguous = 0;
	for (unsigned round = 0; round < 4000; round++) {
		struct format own[2];
		bool both_accept_one = false;
		for (unsigned i = 0; i < 2; i++) {
			own[i] = (struct format){
			        .name = "A", .bit_count = 6, .card = {2, 2}, .parity_count = 2};
			own[i].name[0] = (char)('A' + i);
			own[i].parity[0] = (struct format_parity){(random_next() & 0x1E) | 0x20, 0,
			                                          (random_next() & 1) != 0};
			own[i].parity[1] = (struct format_parity){(random_next() & 0x3E) | 0x01, 5,
			                                          (random_next() & 1) != 0};
		}
		formats_init(&f);
		int a = formats_add(&f, &own[0]), b = formats_add(&f, &own[1]);
		CU_ASSERT_TRUE_FATAL(a > 0 && b > 0);
		for (uint64_t bits = 0; bits < 64; bits++) {
			struct badge_number number;
			struct frame frame = {bits, 6};
			both_accept_one |= decode_alone((unsigned)a, frame, &number) == FORMAT_OK &&
			                   decode_alone((unsigned)b, frame, &number) == FORMAT_OK;
		}
		CU_ASSERT_EQUAL(formats_are_ambiguous(&own[0], &own[1]), both_accept_one);
		ambiguous += both_accept_one;
	}
	CU_ASSERT_TRUE(ambiguous > 1000 && ambiguous < 3999); /* both answers were asked for */
}

static void of_two_that_accept_the_lower_number_reads(void)
{
	formats_init(&f);
	struct frame frame;
	struct badge_number number;
	CU_ASSERT_EQUAL(formats_encode(&f, (struct badge_number){7, 7, FORMAT_H10304}, &frame), 0);
	CU_ASSERT_EQUAL(formats_decode(&f, 1u << FORMAT_H10302 | 1u << FORMAT_H10304, frame, &number),
	                FORMAT_OK);
	CU_ASSERT_EQUAL(number.format, FORMAT_H10302);
}

static void every_result_has_a_name_of_its_own(void)
{
	for (int a = FORMAT_OK; a <= FORMAT_INVERTED; a++)
		for (int b = FORMAT_OK; b < a; b++)
			CU_ASSERT_STRING_NOT_EQUAL(format_result_name((enum format_result)a),
			                           format_result_name((enum format_result)b));
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"F6: built-in formats have their names and numbers",
	         built_in_formats_have_their_names_and_numbers},
	        {"F6: known cards are read", known_cards_are_read},
	        {"F6: random numbers agree with the descriptions",
	         random_numbers_agree_with_the_descriptions},
	        {"F6: every single flipped bit is rejected", every_single_flipped_bit_is_rejected},
	        {"F5: swapped wires are told from wrong parity", swapped_wires_are_told_from_wrong_parity},
	        {"F3: a length that no allowed format has is named",
	         a_length_that_no_allowed_format_has_is_named},
	        {"F6: a number that does not fit is not encoded", a_number_that_does_not_fit_is_not_encoded},
	        {"F6: the full number is the identity", the_full_number_is_the_identity},
	        {"F6: a site's format works like a built-in one", a_site_format_works_like_a_built_in_one},
	        {"F6: a format that can not be right is refused", a_format_that_can_not_be_right_is_refused},
	        {"F6: there is room for 32 formats", there_is_room_for_32_formats},
	        {"F6: formats of 64 bits are whole", formats_of_64_bits_are_whole},
	        {"F6: formats are ambiguous when both accept some frame",
	         formats_are_ambiguous_when_both_accept_some_frame},
	        {"F6: ambiguity agrees with trying all frames", ambiguity_agrees_with_trying_all_frames},
	        {"F6: of two that accept, the lower number reads", of_two_that_accept_the_lower_number_reads},
	        {"every result has a name of its own", every_result_has_a_name_of_its_own},
	};
	return suite_run("formats", cases, sizeof(cases) / sizeof(cases[0]));
}
