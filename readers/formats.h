/*
 * Card formats as data: fields and parity masks, from a frame of bits to the
 * number of a badge and back (rule F6). Pure.
 *
 * The full number (format, facility, card) is the identity of a badge: two
 * cards that differ in any of the three are two badges (EN 60839-11-1).
 */
#ifndef ZUTRITT_READERS_FORMATS_H
#define ZUTRITT_READERS_FORMATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	FORMATS_MAX = 32,      /* built in and the site's own */
	FORMAT_BITS_MAX = 64,  /* bits of the longest frame */
	FORMAT_PARITY_MAX = 4, /* parity bits of one format */
	FORMAT_NAME_MAX = 16   /* with the NUL */
};

/* Numbers of the built-in formats; they never change. The site's own follow. */
enum format_id {
	FORMAT_H10301 = 0, /* 26 bits: 8 facility, 16 card */
	FORMAT_H10306 = 1, /* 34 bits: 16 facility, 16 card */
	FORMAT_C1K35 = 2,  /* 35 bits, Corporate 1000: 12 facility, 20 card */
	FORMAT_C1K48 = 3,  /* 48 bits, Corporate 1000: 22 facility, 23 card */
	FORMAT_H10302 = 4, /* 37 bits: 35 card, no facility */
	FORMAT_H10304 = 5, /* 37 bits: 16 facility, 19 card */
	FORMAT_RAW32 = 6,  /* 32 bits: a UID, no parity */
	FORMAT_RAW56 = 7,  /* 56 bits: a UID, no parity */
	FORMATS_BUILTIN = 8
};

/* The bits of one frame in the order they came; the first is the most significant of bit_count. */
struct frame {
	uint64_t bits;
	uint8_t bit_count; /* 0 to FORMAT_BITS_MAX */
};

/* The identity of a badge. facility is 0 in formats without one. */
struct badge_number {
	uint64_t card;
	uint32_t facility;
	uint8_t format;
};

/* A run of bits; first counts from 0 at the frame's first bit. */
struct format_field {
	uint8_t first;
	uint8_t length; /* 0: the format has no such field */
};

/* The bits of the frame under the mask (parity bit included) must have an even or odd number of ones. */
struct format_parity {
	uint64_t mask; /* aligned as frame.bits */
	uint8_t bit;   /* the parity bit's own position, from 0 at the frame's first bit */
	bool is_odd;
};

struct format {
	char name[FORMAT_NAME_MAX];
	uint8_t bit_count;
	struct format_field facility; /* at most 32 bits */
	struct format_field card;     /* at most 56 bits */
	uint8_t parity_count;
	/* in the order in which an encoder must fill them: a later one may cover an earlier one's bit */
	struct format_parity parity[FORMAT_PARITY_MAX];
};

struct formats {
	uint8_t count;
	struct format items[FORMATS_MAX];
};

enum format_result {
	FORMAT_OK,
	FORMAT_WRONG_LENGTH, /* no allowed format has this many bits */
	FORMAT_WRONG_PARITY, /* the length fits, the parity does not */
	FORMAT_INVERTED      /* wrong, but the complement is valid: DATA0 and DATA1 are swapped (rule F5) */
};

/* Fills f with the built-in formats. */
void formats_init(struct formats *f);

/*
 * Adds a site's format. Returns its number, or -EINVAL when a field or mask
 * leaves the frame, the fields overlap, a parity bit lies in a field, outside
 * its own mask or in the mask of an earlier one, or the name is empty or not
 * ended; -EEXIST for a name in use, -ENOSPC when FORMATS_MAX are known. A card
 * field is needed. Bits in no field and no mask are not looked at.
 */
int formats_add(struct formats *f, const struct format *own);

/* The number of the format with that name, or -ENOENT. Data sheets write "H10301", we "h10301": both are
 * found. */
int formats_find(const struct formats *f, const char *name);

/*
 * True when a and b could both accept some frame: a reader may be given only
 * one of them. (If one should be, all the same, formats_decode() takes the
 * lower number.) Formats whose lengths differ by one are not ambiguous, but a
 * cable that loses a frame's first or last bit turns the longer into the
 * shorter, and two parity bits let a quarter of those pass.
 */
bool formats_are_ambiguous(const struct format *a, const struct format *b);

/*
 * Reads a frame by the formats in allowed (bit i: format i). On FORMAT_OK
 * number is set; otherwise it is untouched. Never tries a shorter format.
 */
enum format_result formats_decode(const struct formats *f, uint32_t allowed, struct frame frame,
                                  struct badge_number *number);

/* The inverse. Returns 0, -EINVAL for an unknown format, -ERANGE when a field does not fit. */
int formats_encode(const struct formats *f, struct badge_number number, struct frame *frame);

bool badge_number_is_equal(struct badge_number a, struct badge_number b);

const char *format_result_name(enum format_result result);

#endif
