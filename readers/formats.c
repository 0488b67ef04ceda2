/*
 * Card formats (rule F6): from bits to the number of a badge and back.
 *
 * A format is two fields and some parity masks; nothing here knows a single
 * format by name except the table of the built-in ones. Start at
 * formats_decode().
 */
#include "readers/formats.h"

#include <errno.h>
#include <string.h>

enum { FORMAT_FACILITY_BITS_MAX = 32, FORMAT_CARD_BITS_MAX = 56 };

/*
 * Masks have the frame's last bit in bit 0 and include their parity bit.
 * H10301 to H10304: HID, "Understanding card data formats". Corporate 1000:
 * the masks skip every third bit; the parity over the whole frame comes first
 * on the wire and is computed last.
 */
static const struct format builtin[FORMATS_BUILTIN] = {
        [FORMAT_H10301] = {.name = "h10301",
                           .bit_count = 26,
                           .facility = {1, 8},
                           .card = {9, 16},
                           .parity_count = 2,
                           .parity = {{0x3FFE000, 0, false}, {0x0001FFF, 25, true}}},
        [FORMAT_H10306] = {.name = "h10306",
                           .bit_count = 34,
                           .facility = {1, 16},
                           .card = {17, 16},
                           .parity_count = 2,
                           .parity = {{0x3FFFE0000, 0, false}, {0x00001FFFF, 33, true}}},
        [FORMAT_C1K35] = {.name = "c1k35",
                          .bit_count = 35,
                          .facility = {2, 12},
                          .card = {14, 20},
                          .parity_count = 3,
                          .parity = {{0x3B6DB6DB6, 1, false},
                                     {0x36DB6DB6D, 34, true},
                                     {0x7FFFFFFFF, 0, true}}},
        [FORMAT_C1K48] = {.name = "c1k48",
                          .bit_count = 48,
                          .facility = {2, 22},
                          .card = {24, 23},
                          .parity_count = 3,
                          .parity = {{0x5B6DB6DB6DB6, 1, false},
                                     {0x36DB6DB6DB6D, 47, true},
                                     {0xFFFFFFFFFFFF, 0, true}}},
        [FORMAT_H10302] = {.name = "h10302",
                           .bit_count = 37,
                           .card = {1, 35},
                           .parity_count = 2,
                           .parity = {{0x1FFFFC0000, 0, false}, {0x000007FFFF, 36, true}}},
        [FORMAT_H10304] = {.name = "h10304",
                           .bit_count = 37,
                           .facility = {1, 16},
                           .card = {17, 19},
                           .parity_count = 2,
                           .parity = {{0x1FFFFC0000, 0, false}, {0x000007FFFF, 36, true}}},
        [FORMAT_RAW32] = {.name = "raw32", .bit_count = 32, .card = {0, 32}},
        [FORMAT_RAW56] = {.name = "raw56", .bit_count = 56, .card = {0, 56}},
};

static uint64_t ones(unsigned count)
{
	return count >= 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1;
}

static unsigned shift_of(const struct format *f, struct format_field field)
{
	return (unsigned)f->bit_count - field.first - field.length;
}

/* An absent field has no bits; its place in the frame means nothing. */
static uint64_t mask_of(const struct format *f, struct format_field field)
{
	return field.length == 0 ? 0 : ones(field.length) << shift_of(f, field);
}

static uint64_t mask_of_bit(const struct format *f, uint8_t bit)
{
	return mask_of(f, (struct format_field){bit, 1});
}

static uint64_t field_read(const struct format *f, struct format_field field, uint64_t bits)
{
	return field.length == 0 ? 0 : bits >> shift_of(f, field) & ones(field.length);
}

static uint64_t field_write(const struct format *f, struct format_field field, uint64_t value)
{
	return field.length == 0 ? 0 : value << shift_of(f, field);
}

static bool has_odd_ones(uint64_t bits)
{
	return __builtin_parityll(bits) != 0;
}

static bool parity_holds(const struct format_parity *p, uint64_t bits)
{
	return has_odd_ones(bits & p->mask) == p->is_odd;
}

static bool format_accepts(const struct format *f, uint64_t bits)
{
	for (unsigned i = 0; i < f->parity_count; i++)
		if (!parity_holds(&f->parity[i], bits))
			return false;
	return true;
}

void formats_init(struct formats *f)
{
	memset(f, 0, sizeof(*f));
	memcpy(f->items, builtin, sizeof(builtin));
	f->count = FORMATS_BUILTIN;
}

static bool field_is_inside(const struct format *f, struct format_field field, unsigned length_max)
{
	return field.length <= length_max && field.first + field.length <= f->bit_count;
}

static bool fields_are_valid(const struct format *f)
{
	return f->card.length > 0 && field_is_inside(f, f->card, FORMAT_CARD_BITS_MAX) &&
	       field_is_inside(f, f->facility, FORMAT_FACILITY_BITS_MAX) &&
	       (mask_of(f, f->card) & mask_of(f, f->facility)) == 0;
}

/* A parity bit stands outside the fields, and no mask covers a bit that is computed after it. */
static bool parity_is_valid(const struct format *f, unsigned i)
{
	const struct format_parity *p = &f->parity[i];
	if (p->bit >= f->bit_count || (p->mask & ~ones(f->bit_count)) != 0)
		return false;
	uint64_t own = mask_of_bit(f, p->bit);
	if ((p->mask & own) == 0 || (own & (mask_of(f, f->card) | mask_of(f, f->facility))) != 0)
		return false;
	for (unsigned later = i + 1; later < f->parity_count; later++)
		if (f->parity[later].bit == p->bit || (f->parity[later].bit < f->bit_count &&
		                                       (p->mask & mask_of_bit(f, f->parity[later].bit)) != 0))
			return false;
	return true;
}

static bool format_is_valid(const struct format *f)
{
	if (f->name[0] == '\0' || memchr(f->name, '\0', sizeof(f->name)) == NULL)
		return false;
	if (f->bit_count == 0 || f->bit_count > FORMAT_BITS_MAX || f->parity_count > FORMAT_PARITY_MAX)
		return false;
	if (!fields_are_valid(f))
		return false;
	for (unsigned i = 0; i < f->parity_count; i++)
		if (!parity_is_valid(f, i))
			return false;
	return true;
}

int formats_add(struct formats *f, const struct format *own)
{
	if (!format_is_valid(own))
		return -EINVAL;
	if (formats_find(f, own->name) >= 0)
		return -EEXIST;
	if (f->count >= FORMATS_MAX)
		return -ENOSPC;
	f->items[f->count] = *own;
	return f->count++;
}

static char folded(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_same_name(const char *a, const char *b)
{
	for (; *a != '\0' && folded(*a) == folded(*b); a++, b++)
		continue;
	return folded(*a) == folded(*b);
}

int formats_find(const struct formats *f, const char *name)
{
	for (int i = 0; i < f->count; i++)
		if (is_same_name(f->items[i].name, name))
			return i;
	return -ENOENT;
}

/*
 * Parity rules are linear equations over bits: both formats accept some frame
 * unless a sum of left sides vanishes whose right sides add up to one. Each
 * equation is kept with a leading bit that no other one contains.
 */
struct equations {
	uint64_t left[2 * FORMAT_PARITY_MAX];
	bool right[2 * FORMAT_PARITY_MAX];
	unsigned count;
};

static uint64_t leading_bit(uint64_t bits)
{
	return UINT64_C(1) << (63 - __builtin_clzll(bits));
}

/* False when the equation contradicts those already there. */
static bool equations_add(struct equations *e, uint64_t left, bool right)
{
	for (unsigned i = 0; i < e->count; i++)
		if ((left & leading_bit(e->left[i])) != 0) {
			left ^= e->left[i];
			right ^= e->right[i];
		}
	if (left == 0)
		return !right;
	for (unsigned i = 0; i < e->count; i++)
		if ((e->left[i] & leading_bit(left)) != 0) {
			e->left[i] ^= left;
			e->right[i] ^= right;
		}
	e->left[e->count] = left;
	e->right[e->count++] = right;
	return true;
}

static bool equations_add_format(struct equations *e, const struct format *f)
{
	for (unsigned i = 0; i < f->parity_count; i++)
		if (!equations_add(e, f->parity[i].mask, f->parity[i].is_odd))
			return false;
	return true;
}

bool formats_are_ambiguous(const struct format *a, const struct format *b)
{
	struct equations e = {.count = 0};
	return a->bit_count == b->bit_count && equations_add_format(&e, a) && equations_add_format(&e, b);
}

/* The lowest allowed format of that length that accepts the bits, or -1; has_length tells whether one fits.
 */
static int format_of(const struct formats *f, uint32_t allowed, struct frame frame, bool *has_length)
{
	*has_length = false;
	for (int i = 0; i < f->count; i++) {
		if ((allowed >> i & 1) == 0 || f->items[i].bit_count != frame.bit_count)
			continue;
		*has_length = true;
		if (format_accepts(&f->items[i], frame.bits))
			return i;
	}
	return -1;
}

static struct frame frame_inverted(struct frame frame)
{
	return (struct frame){~frame.bits & ones(frame.bit_count), frame.bit_count};
}

static struct badge_number number_read(const struct formats *f, int format, uint64_t bits)
{
	const struct format *item = &f->items[format];
	return (struct badge_number){.card = field_read(item, item->card, bits),
	                             .facility = (uint32_t)field_read(item, item->facility, bits),
	                             .format = (uint8_t)format};
}

enum format_result formats_decode(const struct formats *f, uint32_t allowed, struct frame frame,
                                  struct badge_number *number)
{
	if (frame.bit_count == 0 || frame.bit_count > FORMAT_BITS_MAX)
		return FORMAT_WRONG_LENGTH;
	frame.bits &= ones(frame.bit_count);
	bool has_length;
	int format = format_of(f, allowed, frame, &has_length);
	if (!has_length)
		return FORMAT_WRONG_LENGTH;
	if (format < 0)
		return format_of(f, allowed, frame_inverted(frame), &has_length) >= 0 ? FORMAT_INVERTED
		                                                                      : FORMAT_WRONG_PARITY;
	*number = number_read(f, format, frame.bits);
	return FORMAT_OK;
}

static uint64_t with_parity(const struct format *f, uint64_t bits)
{
	for (unsigned i = 0; i < f->parity_count; i++)
		if (!parity_holds(&f->parity[i], bits))
			bits ^= mask_of_bit(f, f->parity[i].bit);
	return bits;
}

int formats_encode(const struct formats *f, struct badge_number number, struct frame *frame)
{
	if (number.format >= f->count)
		return -EINVAL;
	const struct format *item = &f->items[number.format];
	if (number.card > ones(item->card.length) || number.facility > ones(item->facility.length))
		return -ERANGE;
	uint64_t bits = field_write(item, item->card, number.card) |
	                field_write(item, item->facility, number.facility);
	*frame = (struct frame){with_parity(item, bits), item->bit_count};
	return 0;
}

bool badge_number_is_equal(struct badge_number a, struct badge_number b)
{
	return a.format == b.format && a.facility == b.facility && a.card == b.card;
}

const char *format_result_name(enum format_result result)
{
	switch (result) {
	case FORMAT_OK:
		return "ok";
	case FORMAT_WRONG_LENGTH:
		return "wrong length";
	case FORMAT_WRONG_PARITY:
		return "wrong parity";
	case FORMAT_INVERTED:
		return "inverted";
	}
	return "unknown";
}
