/* Card formats of the configuration (rule F6). Start reading at config_formats_read(). */
#include "controller/config_reading.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* "12" or "1-12", bits counted from 0, at the beginning of value. Returns what follows, or NULL. */
static const char *parse_range(const char *value, int bits, int *first, int *last)
{
	int used = 0;
	if (*value < '0' || *value > '9' || sscanf(value, "%3d%n", first, &used) != 1)
		return NULL;
	value += used;
	*last = *first;
	if (*value == '-') {
		if (value[1] < '0' || value[1] > '9' || sscanf(value + 1, "%3d%n", last, &used) != 1)
			return NULL;
		value += 1 + used;
	}
	return *first <= *last && *last < bits ? value : NULL;
}

static int read_field(struct reading *r, struct cfg_t *section, const char *option, int bits,
                      struct format_field *field)
{
	const char *value = reading_text(section, option);
	int first, last;
	if (value == NULL)
		return 0;
	const char *rest = parse_range(value, bits, &first, &last);
	if (rest == NULL || *rest != '\0')
		return reading_fail(r, reading_line(r, section, option),
		                    "%s names its bits as in \"1-12\", from 0 to %d, not \"%s\"", option,
		                    bits - 1, value);
	*field = (struct format_field){(uint8_t)first, (uint8_t)(last - first + 1)};
	return 0;
}

static uint64_t mask_of(int bits, int first, int last)
{
	uint64_t mask = 0;
	for (int i = first; i <= last; i++)
		mask |= UINT64_C(1) << (bits - 1 - i);
	return mask;
}

/* "even 0: 1-12" or "odd 39: 1-12,14,20-38": the parity bit, and the bits that it covers. */
static bool parse_parity(const char *value, int bits, struct format_parity *parity)
{
	int first, last;
	*parity = (struct format_parity){.is_odd = strncmp(value, "odd ", 4) == 0};
	if (!parity->is_odd && strncmp(value, "even ", 5) != 0)
		return false;
	value = parse_range(value + (parity->is_odd ? 4 : 5), bits, &first, &last);
	if (value == NULL || first != last || strncmp(value, ": ", 2) != 0)
		return false;
	parity->bit = (uint8_t)first;
	parity->mask = mask_of(bits, first, first);
	for (value++; value != NULL && *value != '\0';) {
		value = parse_range(value + 1, bits, &first, &last);
		if (value == NULL || (*value != ',' && *value != '\0'))
			return false;
		parity->mask |= mask_of(bits, first, last);
	}
	return value != NULL;
}

static int read_parities(struct reading *r, struct cfg_t *section, int bits, struct format *format)
{
	unsigned int count = reading_count(section, "parity");
	if (count > FORMAT_PARITY_MAX)
		return reading_fail(r, reading_line(r, section, "parity"),
		                    "a format has at most %d parity bits", FORMAT_PARITY_MAX);
	for (unsigned int i = 0; i < count; i++) {
		const char *value = reading_item(section, "parity", i);
		if (!parse_parity(value, bits, &format->parity[i]))
			return reading_fail(
			        r, reading_line(r, section, "parity"),
			        "parity is written \"even 0: 1-12\", with bits from 0 to %d, not \"%s\"",
			        bits - 1, value);
	}
	format->parity_count = (uint8_t)count;
	return 0;
}

static int add_format(struct reading *r, struct cfg_t *section, const struct format *format)
{
	int line = reading_head_line(r, section);
	if (formats_find(&r->c->formats, format->name) >= 0)
		return reading_fail(r, line, "there is a format \"%s\" already", format->name);
	switch (formats_add(&r->c->formats, format)) {
	case -ENOSPC:
		return reading_fail(r, line, "more than %d formats", FORMATS_MAX);
	case -EINVAL:
		return reading_fail(
		        r, line,
		        "format \"%s\": facility (at most 32 bits), card (at most 56) and parity bits "
		        "must not overlap",
		        format->name);
	default: /* its number */
		return 0;
	}
}

static int read_format(struct reading *r, struct cfg_t *section)
{
	struct format format = {0};
	char name[SITE_NAME_MAX] = "";
	const char *value;
	long bits;
	if (reading_title(r, section, FORMAT_NAME_MAX - 1, name) < 0 ||
	    reading_need_text(r, section, "bits", &value) < 0 ||
	    reading_number(r, section, "bits", 1, FORMAT_BITS_MAX, 0, &bits) < 0 ||
	    reading_need_text(r, section, "card", &value) < 0 ||
	    read_field(r, section, "facility", (int)bits, &format.facility) < 0 ||
	    read_field(r, section, "card", (int)bits, &format.card) < 0 ||
	    read_parities(r, section, (int)bits, &format) < 0)
		return -EINVAL;
	memcpy(format.name, name, sizeof(format.name));
	format.bit_count = (uint8_t)bits;
	return add_format(r, section, &format);
}

int config_formats_read(struct reading *r)
{
	struct config *c = r->c;
	formats_init(&c->formats);
	for (unsigned int i = 0; i < reading_count(r->root, "format"); i++)
		if (read_format(r, reading_section(r, "format", i)) < 0)
			return -EINVAL;
	const char *name = reading_text(r->root, "card_format");
	int usual = name == NULL ? FORMAT_H10301 : formats_find(&c->formats, name);
	if (usual < 0)
		return reading_fail(r, reading_line(r, r->root, "card_format"), "there is no format \"%s\"",
		                    name);
	memcpy(c->card_format, c->formats.items[usual].name, sizeof(c->card_format));
	return 0;
}

/* ---- of one reader ---- */

static int add_reader_format(struct reading *r, struct cfg_t *section, const char *name, uint32_t *allowed)
{
	const struct formats *formats = &r->c->formats;
	int line = reading_line(r, section, "formats");
	int number_of = formats_find(formats, name);
	if (number_of < 0)
		return reading_fail(r, line, "reader \"%s\": there is no format \"%s\"",
		                    reading_name(section), name);
	for (int i = 0; i < formats->count; i++)
		if ((*allowed & UINT32_C(1) << i) != 0 && i != number_of &&
		    formats_are_ambiguous(&formats->items[i], &formats->items[number_of]))
			return reading_fail(
			        r, line, "reader \"%s\": the formats \"%s\" and \"%s\" can not be told apart",
			        reading_name(section), formats->items[i].name, name);
	*allowed |= UINT32_C(1) << number_of;
	return 0;
}

int config_formats_allowed(struct reading *r, struct cfg_t *section, uint32_t *allowed)
{
	*allowed = 0;
	for (unsigned int i = 0; i < reading_count(section, "formats"); i++)
		if (add_reader_format(r, section, reading_item(section, "formats", i), allowed) < 0)
			return -EINVAL;
	if (*allowed != 0)
		return 0;
	if (reading_is_given(section, "formats"))
		return reading_fail(r, reading_head_line(r, section),
		                    "reader \"%s\" has an empty list of formats", reading_name(section));
	*allowed = UINT32_C(1) << FORMAT_H10301;
	return 0;
}
