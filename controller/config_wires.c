/* The wires of the configuration: "header:17 pull-up" and what it means. Start at config_wires_add(). */
#include "controller/config_reading.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { OFFSET_MAX = 1023 }; /* line of a chip */

int config_wires_chips(struct reading *r)
{
	if (reading_check_count(r, "chip", READING_CHIPS_MAX) < 0)
		return -EINVAL;
	for (unsigned int i = 0; i < reading_count(r->root, "chip"); i++) {
		struct cfg_t *section = reading_section(r, "chip", i);
		struct reading_chip *chip = &r->chips[r->chip_count];
		const char *name;
		if (reading_title(r, section, READING_CHIP_NAME_MAX - 1, chip->title) < 0 ||
		    reading_need_text(r, section, "name", &name) < 0 ||
		    reading_copy_text(r, section, "name", "", chip->name, sizeof(chip->name)) < 0)
			return -EINVAL;
		r->chip_count++;
	}
	return 0;
}

static const struct reading_chip *chip_find(const struct reading *r, const char *title, size_t length)
{
	for (size_t i = 0; i < r->chip_count; i++)
		if (strlen(r->chips[i].title) == length && strncmp(r->chips[i].title, title, length) == 0)
			return &r->chips[i];
	return NULL;
}

/* "header:17" into chip and offset of spec; *rest is what follows. */
static int parse_pin(struct reading *r, int line, const char *value, struct lines_spec *spec,
                     const char **rest)
{
	char digits[8] = "";
	size_t title = strcspn(value, ": ");
	size_t length = value[title] == ':' ? strcspn(value + title + 1, " ") : 0;
	long offset;
	if (length > 0 && length < sizeof(digits))
		memcpy(digits, value + title + 1, length);
	if (reading_parse_number(digits, 0, OFFSET_MAX, &offset) < 0)
		return reading_fail(r, line, "a line is written CHIP:NUMBER, as in \"header:17\", not \"%s\"",
		                    value);
	const struct reading_chip *chip = chip_find(r, value, title);
	if (chip == NULL)
		return reading_fail(r, line, "there is no chip \"%.*s\"", (int)title, value);
	strcpy(spec->chip, chip->name);
	spec->offset = (uint32_t)offset;
	*rest = value + title + 1 + length;
	return 0;
}

static bool take_word(const char *word, size_t length, struct lines_spec *spec, bool has_polarity)
{
	static const struct {
		const char *word;
		enum lines_bias bias;
	} biases[] = {{"pull-up", LINES_BIAS_PULL_UP},
	              {"pull-down", LINES_BIAS_PULL_DOWN},
	              {"no-pull", LINES_BIAS_NONE}};
	for (size_t i = 0; i < sizeof(biases) / sizeof(biases[0]); i++)
		if (strlen(biases[i].word) == length && strncmp(biases[i].word, word, length) == 0) {
			spec->bias = biases[i].bias;
			return spec->use != LINES_OUTPUT;
		}
	bool is_low = length == strlen("active-low") && strncmp(word, "active-low", length) == 0;
	bool is_high = length == strlen("active-high") && strncmp(word, "active-high", length) == 0;
	if (is_low || is_high)
		spec->is_active_low = is_low;
	return has_polarity && (is_low || is_high);
}

/* What may follow the number: how the wire is pulled; which level is active where no option says so. */
static int parse_words(struct reading *r, int line, const char *rest, struct lines_spec *spec,
                       bool has_polarity)
{
	for (const char *word = rest + strspn(rest, " "); *word != '\0'; word += strspn(word, " ")) {
		size_t length = strcspn(word, " ");
		if (!take_word(word, length, spec, has_polarity))
			return reading_fail(r, line, "%s: \"%.*s\" can not be said of this line", spec->name,
			                    (int)length, word);
		word += length;
	}
	return 0;
}

static int check_unused(struct reading *r, int line, const struct lines_spec *spec)
{
	for (uint16_t i = 0; i < r->c->line_count; i++) {
		const struct lines_spec *other = &r->c->lines[i];
		if (other->offset == spec->offset && strcmp(other->chip, spec->chip) == 0)
			return reading_fail(r, line, "line %u of %s is used twice: by %s (line %d) and by %s",
			                    (unsigned)spec->offset, spec->chip, other->name, r->line_at[i],
			                    spec->name);
	}
	return 0;
}

static int add_line(struct reading *r, int line, const char *value, const struct wire *wire, uint16_t *index)
{
	struct config *c = r->c;
	struct lines_spec spec = wire->preset;
	const char *rest = "";
	if (wire->owner == NULL)
		snprintf(spec.name, sizeof(spec.name), "%s", wire->suffix);
	else
		snprintf(spec.name, sizeof(spec.name), "%.*s.%s", READING_WIRED_MAX, wire->owner,
		         wire->suffix);
	if (parse_pin(r, line, value, &spec, &rest) < 0 ||
	    parse_words(r, line, rest, &spec, wire->has_polarity) < 0 || check_unused(r, line, &spec) < 0)
		return -EINVAL;
	if (c->line_count == LINES_MAX)
		return reading_fail(r, line, "more than %d lines", LINES_MAX);
	*index = c->line_count++;
	c->lines[*index] = spec;
	r->line_at[*index] = line;
	return 0;
}

int config_wires_add(struct reading *r, struct cfg_t *section, const char *option, const struct wire *wire,
                     uint16_t *index)
{
	const char *value = reading_text(section, option);
	*index = CONFIG_LINE_NONE;
	return value == NULL ? 0 : add_line(r, reading_line(r, section, option), value, wire, index);
}

int config_wires_add_output(struct reading *r, struct cfg_t *section, const char *option, const char *suffix,
                            uint16_t *index)
{
	struct wire wire = {reading_name(section), suffix, {.use = LINES_OUTPUT}, true};
	return config_wires_add(r, section, option, &wire, index);
}

int config_wires_add_button(struct reading *r, struct cfg_t *section, const char *option, uint16_t *index)
{
	struct wire wire = {reading_name(section),
	                    option,
	                    {.use = LINES_INPUT, .bias = LINES_BIAS_PULL_UP, .is_active_low = true},
	                    true};
	return config_wires_add(r, section, option, &wire, index);
}
