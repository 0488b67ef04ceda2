/*
 * Reading /etc/zutritt/zutritt.conf (rules D9, D19, L2). Every value is text to
 * libconfuse and converted here, so that each mistake gets one sentence in our
 * words, with file and line.
 *
 * Start reading at read_all().
 */
#include "controller/config.h"

#include <confuse.h>
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum {
	CHIPS_MAX = 16,
	CHIP_NAME_MAX = 48,
	WIRED_NAME_MAX = LINES_NAME_MAX - (int)sizeof(".contact"), /* its lines are called NAME.contact */
	DIRECTORY_MAX = 90, /* sockets in it must fit into a sockaddr_un */
	FILE_MAX = 1 << 20, /* bytes */
	OFFSET_MAX = 1023   /* line of a chip */
};

/* Where an option, or the head of a section, stands in the file. */
struct place {
	const cfg_opt_t *opt;
	int line;
	unsigned int values;
	bool is_closed; /* a list whose closing brace was seen */
};

struct chip {
	char title[CHIP_NAME_MAX];
	char name[LINES_CHIP_MAX];
};

struct reading {
	struct config *c;
	cfg_t *root;
	const char *path;
	char *error;
	size_t error_size;
	bool has_failed;
	struct place *places;
	size_t place_count;
	struct chip chips[CHIPS_MAX];
	size_t chip_count;
	int line_at[LINES_MAX]; /* of the file, for each wire */
	int door_at[SITE_DOORS_MAX];
	int reader_at[SITE_READERS_MAX];
};

/* libconfuse's callbacks carry no context; a configuration is read once, at start, by one thread. */
static struct reading *current;

/* ---- mistakes ---- */

__attribute__((format(printf, 3, 0))) static void fail_with(struct reading *r, int line, const char *format,
                                                            va_list args)
{
	if (r->has_failed)
		return; /* the first one is the one to mend */
	r->has_failed = true;
	int n = line > 0 ? snprintf(r->error, r->error_size, "%s:%d: ", r->path, line)
	                 : snprintf(r->error, r->error_size, "%s: ", r->path);
	if (n >= 0 && (size_t)n < r->error_size)
		vsnprintf(r->error + n, r->error_size - (size_t)n, format, args);
}

__attribute__((format(printf, 3, 4))) static int fail(struct reading *r, int line, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fail_with(r, line, format, args);
	va_end(args);
	return -EINVAL;
}

__attribute__((format(printf, 2, 0))) static void parser_fails(cfg_t *cfg, const char *format, va_list args)
{
	fail_with(current, cfg->line, format, args);
}

/* ---- where things stand ---- */

static struct place *place_of(const struct reading *r, const cfg_opt_t *opt)
{
	for (size_t i = 0; i < r->place_count; i++)
		if (r->places[i].opt == opt)
			return &r->places[i];
	return NULL;
}

static int place_add(struct reading *r, const cfg_opt_t *opt, int line)
{
	struct place *grown = realloc(r->places, (r->place_count + 1) * sizeof(*grown));
	if (grown == NULL)
		return -1;
	r->places = grown;
	r->places[r->place_count++] = (struct place){.opt = opt, .line = line, .values = opt->nvalues};
	return 0;
}

/* Called for every value, and for a list once more at its closing brace, when its values stay the same. */
static int note_place(cfg_t *section, cfg_opt_t *opt)
{
	struct place *seen = place_of(current, opt);
	if (seen == NULL)
		return place_add(current, opt, section->line);
	if ((opt->flags & CFGF_LIST) == 0 || seen->is_closed) {
		fail(current, section->line, "%s is given twice, first in line %d", opt->name, seen->line);
		return -1;
	}
	seen->is_closed = opt->nvalues == seen->values;
	seen->values = opt->nvalues;
	return 0;
}

/*
 * A section tells its last line only. But libconfuse parses a list's default
 * when it makes the section: an option that no file can name (HEAD) thereby
 * notes where the section begins.
 */
static char head_name[] = "(head)";
static char head_default[] = "{here}";

#define TEXT(option)                                                                                         \
	{                                                                                                    \
		.name = option, .type = CFGT_STR, .flags = CFGF_NODEFAULT, .validcb = note_place             \
	}
#define LIST(option)                                                                                         \
	{                                                                                                    \
		.name = option, .type = CFGT_STR, .flags = CFGF_LIST | CFGF_NODEFAULT, .validcb = note_place \
	}
#define HEAD                                                                                                 \
	{                                                                                                    \
		.name = head_name, .type = CFGT_STR, .flags = CFGF_LIST, .def = {.parsed = head_default},    \
		.validcb = note_place                                                                        \
	}
#define SECTION(kind, options) CFG_SEC(kind, options, CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES)

static int head_of(const struct reading *r, cfg_t *section)
{
	const struct place *p = place_of(r, cfg_getopt(section, head_name));
	return p == NULL ? section->line : p->line;
}

/* The option's line; when it is not given, the line in which its section begins. */
static int line_of(const struct reading *r, cfg_t *section, const char *option)
{
	const struct place *p = place_of(r, cfg_getopt(section, option));
	if (p != NULL)
		return p->line;
	return section == r->root ? 0 : head_of(r, section);
}

/* ---- values ---- */

static const char *text(cfg_t *section, const char *option)
{
	return cfg_size(section, option) > 0 ? cfg_getstr(section, option) : NULL;
}

static int need_text(struct reading *r, cfg_t *section, const char *option, const char **out)
{
	*out = text(section, option);
	if (*out != NULL && **out != '\0')
		return 0;
	if (section == r->root)
		return fail(r, 0, "%s is missing", option);
	return fail(r, line_of(r, section, option), "%s%s%s%s has no %s", section->name,
	            section->title == NULL ? "" : " \"", section->title == NULL ? "" : section->title,
	            section->title == NULL ? "" : "\"", option);
}

static int copy_text(struct reading *r, cfg_t *section, const char *option, const char *preset, char *out,
                     size_t size)
{
	const char *value = text(section, option);
	if (value == NULL)
		value = preset;
	if (strlen(value) >= size)
		return fail(r, line_of(r, section, option), "%s is longer than %zu characters", option,
		            size - 1);
	strcpy(out, value);
	return 0;
}

static int parse_number(const char *value, long min, long max, long *out)
{
	char *end;
	errno = 0;
	long n = strtol(value, &end, 10);
	if (*value < '0' || *value > '9' || *end != '\0' || errno != 0 || n < min || n > max)
		return -EINVAL;
	*out = n;
	return 0;
}

static int number(struct reading *r, cfg_t *section, const char *option, long min, long max, long preset,
                  long *out)
{
	const char *value = text(section, option);
	*out = preset;
	if (value == NULL || parse_number(value, min, max, out) == 0)
		return 0;
	return fail(r, line_of(r, section, option), "%s must be a number from %ld to %ld, not \"%s\"", option,
	            min, max, value);
}

static int flag(struct reading *r, cfg_t *section, const char *option, bool *out)
{
	const char *value = text(section, option);
	*out = false;
	if (value == NULL)
		return 0;
	int n = cfg_parse_boolean(value);
	if (n < 0)
		return fail(r, line_of(r, section, option), "%s must be true or false, not \"%s\"", option,
		            value);
	*out = n == 1;
	return 0;
}

/* One of the words, separated by '|': its place among them, preset when the option is not given. */
static int choice(struct reading *r, cfg_t *section, const char *option, const char *words, int preset,
                  int *out)
{
	const char *value = text(section, option);
	*out = preset;
	if (value == NULL)
		return 0;
	const char *word = words;
	for (int i = 0; word != NULL; i++) {
		size_t length = strcspn(word, "|");
		if (strlen(value) == length && strncmp(word, value, length) == 0) {
			*out = i;
			return 0;
		}
		word = word[length] == '|' ? word + length + 1 : NULL;
	}
	return fail(r, line_of(r, section, option), "%s must be one of %s, not \"%s\"", option, words, value);
}

/* ---- names ---- */

static bool is_name(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
	return *name != '\0' && name[strspn(name, allowed)] == '\0';
}

static int check_name(struct reading *r, int line, const char *what, const char *name, size_t max)
{
	if (!is_name(name))
		return fail(r, line, "the name of a %s has letters, digits and '-' only, not \"%s\"", what,
		            name);
	if (strlen(name) > max)
		return fail(r, line, "the name of a %s has at most %zu characters: \"%s\"", what, max, name);
	return 0;
}

/* The head of the i-th section of a kind: its title checked and copied to name. */
static int section_head(struct reading *r, cfg_t *section, size_t max, char *name)
{
	int result = check_name(r, head_of(r, section), section->name, section->title, max);
	if (result == 0)
		strcpy(name, section->title);
	return result;
}

static int check_count(struct reading *r, const char *kind, unsigned int max)
{
	if (cfg_size(r->root, kind) <= max)
		return 0;
	return fail(r, head_of(r, cfg_getnsec(r->root, kind, max)), "more than %u %ss", max, kind);
}

/* The option names a thing that must be there: its index, found by find. */
static int need_index(struct reading *r, cfg_t *section, const char *option, const char *what,
                      uint16_t (*find)(const struct site *, const char *), uint16_t *out)
{
	const char *name;
	int result = need_text(r, section, option, &name);
	if (result < 0)
		return result;
	*out = find(&r->c->site, name);
	if (*out == SITE_NONE)
		return fail(r, line_of(r, section, option), "%s \"%s\": there is no %s \"%s\"", section->name,
		            section->title, what, name);
	return 0;
}

/* ---- wires ---- */

static const struct chip *chip_find(const struct reading *r, const char *title, size_t length)
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
	if (parse_number(digits, 0, OFFSET_MAX, &offset) < 0)
		return fail(r, line, "a line is written CHIP:NUMBER, as in \"header:17\", not \"%s\"", value);
	const struct chip *chip = chip_find(r, value, title);
	if (chip == NULL)
		return fail(r, line, "there is no chip \"%.*s\"", (int)title, value);
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

/* What may follow the number: how the wire is pulled, and which level means active where no option says so.
 */
static int parse_words(struct reading *r, int line, const char *rest, struct lines_spec *spec,
                       bool has_polarity)
{
	for (const char *word = rest + strspn(rest, " "); *word != '\0'; word += strspn(word, " ")) {
		size_t length = strcspn(word, " ");
		if (!take_word(word, length, spec, has_polarity))
			return fail(r, line, "%s: \"%.*s\" can not be said of this line", spec->name,
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
			return fail(r, line, "line %u of %s is used twice: by %s (line %d) and by %s",
			            (unsigned)spec->offset, spec->chip, other->name, r->line_at[i],
			            spec->name);
	}
	return 0;
}

/* What a wire is, before the file says more. */
struct wire {
	const char *owner;  /* "entrance"; NULL: the name is the suffix alone */
	const char *suffix; /* "strike" */
	struct lines_spec preset;
	bool has_polarity; /* active-low and active-high may follow the number */
};

static int add_line(struct reading *r, int line, const char *value, const struct wire *wire, uint16_t *index)
{
	struct config *c = r->c;
	struct lines_spec spec = wire->preset;
	const char *rest = "";
	if (wire->owner == NULL)
		snprintf(spec.name, sizeof(spec.name), "%s", wire->suffix);
	else
		snprintf(spec.name, sizeof(spec.name), "%.*s.%s", WIRED_NAME_MAX, wire->owner, wire->suffix);
	if (parse_pin(r, line, value, &spec, &rest) < 0 ||
	    parse_words(r, line, rest, &spec, wire->has_polarity) < 0 || check_unused(r, line, &spec) < 0)
		return -EINVAL;
	if (c->line_count == LINES_MAX)
		return fail(r, line, "more than %d lines", LINES_MAX);
	*index = c->line_count++;
	c->lines[*index] = spec;
	r->line_at[*index] = line;
	return 0;
}

/* The wire that an option names; CONFIG_LINE_NONE when it is not given. */
static int wire_of(struct reading *r, cfg_t *section, const char *option, const struct wire *wire,
                   uint16_t *index)
{
	const char *value = text(section, option);
	*index = CONFIG_LINE_NONE;
	return value == NULL ? 0 : add_line(r, line_of(r, section, option), value, wire, index);
}

static int output_of(struct reading *r, cfg_t *section, const char *option, const char *suffix,
                     uint16_t *index)
{
	struct wire wire = {section->title, suffix, {.use = LINES_OUTPUT}, true};
	return wire_of(r, section, option, &wire, index);
}

/* A button to ground: pressed is low. */
static int button_of(struct reading *r, cfg_t *section, const char *option, uint16_t *index)
{
	struct wire wire = {section->title,
	                    option,
	                    {.use = LINES_INPUT, .bias = LINES_BIAS_PULL_UP, .is_active_low = true},
	                    true};
	return wire_of(r, section, option, &wire, index);
}

/* ---- the site ---- */

static int check_zone(struct reading *r, const char *zone)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/";
	char path[128];
	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", zone);
	if (*zone == '/' || zone[strspn(zone, allowed)] != '\0' || access(path, R_OK) < 0)
		return fail(r, line_of(r, r->root, "zone"),
		            "this machine knows no time zone \"%s\"; one is written as \"Europe/Berlin\"",
		            zone);
	return 0;
}

static int check_directory(struct reading *r, const char *option, const char *path)
{
	if (*path == '/')
		return 0;
	return fail(r, line_of(r, r->root, option), "%s must begin with '/', not \"%s\"", option, path);
}

static int read_places(struct reading *r)
{
	struct config *c = r->c;
	char sim[CONFIG_PATH_MAX + sizeof("/lines")];
	if (copy_text(r, r->root, "runtime_dir", "/run/zutritt", c->runtime_dir, DIRECTORY_MAX) < 0 ||
	    check_directory(r, "runtime_dir", c->runtime_dir) < 0 ||
	    copy_text(r, r->root, "state_dir", "/var/lib/zutritt", c->state_dir, DIRECTORY_MAX) < 0 ||
	    check_directory(r, "state_dir", c->state_dir) < 0)
		return -EINVAL;
	snprintf(sim, sizeof(sim), "%s/lines", c->runtime_dir);
	if (copy_text(r, r->root, "sim_socket", sim, c->sim_socket, sizeof(c->sim_socket)) < 0)
		return -EINVAL;
	return check_directory(r, "sim_socket", c->sim_socket);
}

static int read_site_name(struct reading *r, const char *option, char *out)
{
	const char *name;
	int result = need_text(r, r->root, option, &name);
	if (result == 0)
		result = check_name(r, line_of(r, r->root, option), option, name, SITE_NAME_MAX - 1);
	if (result == 0)
		strcpy(out, name);
	return result;
}

static int read_controller_name(struct reading *r)
{
	struct site *site = &r->c->site;
	strcpy(site->controller, "main");
	return text(r->root, "controller") == NULL ? 0 : read_site_name(r, "controller", site->controller);
}

static int read_site(struct reading *r)
{
	struct config *c = r->c;
	int backend;
	long keys;
	if (read_site_name(r, "site", c->site.name) < 0 || read_controller_name(r) < 0 ||
	    copy_text(r, r->root, "zone", "Europe/Berlin", c->zone, sizeof(c->zone)) < 0 ||
	    check_zone(r, c->zone) < 0 || choice(r, r->root, "lines", "gpiod|simulator", 0, &backend) < 0 ||
	    number(r, r->root, "table_keys", 1024, 1000000, 8192, &keys) < 0)
		return -EINVAL;
	c->backend = (enum config_backend)backend;
	c->table_keys = (uint32_t)keys;
	return read_places(r);
}

static int read_chips(struct reading *r)
{
	if (check_count(r, "chip", CHIPS_MAX) < 0)
		return -EINVAL;
	for (unsigned int i = 0; i < cfg_size(r->root, "chip"); i++) {
		cfg_t *section = cfg_getnsec(r->root, "chip", i);
		struct chip *chip = &r->chips[r->chip_count];
		const char *name;
		if (section_head(r, section, CHIP_NAME_MAX - 1, chip->title) < 0 ||
		    need_text(r, section, "name", &name) < 0 ||
		    copy_text(r, section, "name", "", chip->name, sizeof(chip->name)) < 0)
			return -EINVAL;
		r->chip_count++;
	}
	return 0;
}

/* ---- formats ---- */

/* As data sheets write them or as we do: "H10301" is "h10301". */
static int find_format(const struct formats *formats, const char *name)
{
	for (int i = 0; i < formats->count; i++)
		if (strcasecmp(formats->items[i].name, name) == 0)
			return i;
	return -ENOENT;
}

/* "12" or "1-12", at the beginning of value; bits count from 0. Returns what follows, NULL when it is none.
 */
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

static int read_field(struct reading *r, cfg_t *section, const char *option, int bits,
                      struct format_field *field)
{
	const char *value = text(section, option);
	int first, last;
	if (value == NULL)
		return 0;
	const char *rest = parse_range(value, bits, &first, &last);
	if (rest == NULL || *rest != '\0')
		return fail(r, line_of(r, section, option),
		            "%s names its bits as in \"1-12\", from 0 to %d, not \"%s\"", option, bits - 1,
		            value);
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

static int read_parities(struct reading *r, cfg_t *section, int bits, struct format *format)
{
	unsigned int count = cfg_size(section, "parity");
	if (count > FORMAT_PARITY_MAX)
		return fail(r, line_of(r, section, "parity"), "a format has at most %d parity bits",
		            FORMAT_PARITY_MAX);
	for (unsigned int i = 0; i < count; i++) {
		const char *value = cfg_getnstr(section, "parity", i);
		if (!parse_parity(value, bits, &format->parity[i]))
			return fail(r, line_of(r, section, "parity"),
			            "parity is written \"even 0: 1-12\", with bits from 0 to %d, not \"%s\"",
			            bits - 1, value);
	}
	format->parity_count = (uint8_t)count;
	return 0;
}

static int add_format(struct reading *r, cfg_t *section, const struct format *format)
{
	int line = head_of(r, section);
	if (find_format(&r->c->formats, format->name) >= 0)
		return fail(r, line, "there is a format \"%s\" already", format->name);
	switch (formats_add(&r->c->formats, format)) {
	case -ENOSPC:
		return fail(r, line, "more than %d formats", FORMATS_MAX);
	case -EINVAL:
		return fail(r, line,
		            "format \"%s\": facility (at most 32 bits), card (at most 56) and parity bits "
		            "must not overlap",
		            format->name);
	default: /* its number */
		return 0;
	}
}

static int read_format(struct reading *r, cfg_t *section)
{
	struct format format = {0};
	char name[SITE_NAME_MAX];
	const char *value;
	long bits;
	if (section_head(r, section, FORMAT_NAME_MAX - 1, name) < 0 ||
	    need_text(r, section, "bits", &value) < 0 ||
	    number(r, section, "bits", 1, FORMAT_BITS_MAX, 0, &bits) < 0 ||
	    need_text(r, section, "card", &value) < 0 ||
	    read_field(r, section, "facility", (int)bits, &format.facility) < 0 ||
	    read_field(r, section, "card", (int)bits, &format.card) < 0 ||
	    read_parities(r, section, (int)bits, &format) < 0)
		return -EINVAL;
	memcpy(format.name, name, sizeof(format.name));
	format.bit_count = (uint8_t)bits;
	return add_format(r, section, &format);
}

/* One name, one spelling: the database and the command line compare them as they stand. */
static void lower_names(struct formats *formats)
{
	for (int i = 0; i < formats->count; i++)
		for (char *p = formats->items[i].name; *p != '\0'; p++)
			*p = (char)tolower((unsigned char)*p);
}

static int read_formats(struct reading *r)
{
	struct config *c = r->c;
	formats_init(&c->formats);
	for (unsigned int i = 0; i < cfg_size(r->root, "format"); i++)
		if (read_format(r, cfg_getnsec(r->root, "format", i)) < 0)
			return -EINVAL;
	lower_names(&c->formats);
	const char *name = text(r->root, "card_format");
	int usual = name == NULL ? FORMAT_H10301 : find_format(&c->formats, name);
	if (usual < 0)
		return fail(r, line_of(r, r->root, "card_format"), "there is no format \"%s\"", name);
	memcpy(c->card_format, c->formats.items[usual].name, sizeof(c->card_format));
	return 0;
}

/* ---- areas and rooms ---- */

static int read_area(struct reading *r, cfg_t *section)
{
	uint16_t i = r->c->site.area_count;
	struct site_area *area = &r->c->site.areas[i];
	struct config_area_lines *lines = &r->c->area_lines[i];
	int mode;
	long exit_delay_s, sounder_s;
	if (section_head(r, section, WIRED_NAME_MAX, area->name) < 0 ||
	    choice(r, section, "alarm", "automatic|assisted", 0, &mode) < 0 ||
	    number(r, section, "exit_delay_s", 0, 300, 60, &exit_delay_s) < 0 ||
	    number(r, section, "sounder_s", 90, 900, 180, &sounder_s) < 0 ||
	    output_of(r, section, "sounder", "sounder", &lines->sounder) < 0 ||
	    output_of(r, section, "set_output", "set", &lines->set_output) < 0)
		return -EINVAL;
	area->mode = (enum site_alarm_mode)mode;
	area->exit_delay_ms = (uint32_t)exit_delay_s * 1000;
	area->sounder_ms = (uint32_t)sounder_s * 1000;
	r->c->site.area_count++;
	return 0;
}

static int read_room(struct reading *r, cfg_t *section)
{
	struct site *site = &r->c->site;
	struct site_room *room = &site->rooms[site->room_count];
	if (strcmp(section->title, "outside") == 0)
		return fail(r, head_of(r, section), "the room \"outside\" is always there, of no area");
	if (section_head(r, section, SITE_NAME_MAX - 1, room->name) < 0)
		return -EINVAL;
	room->area = SITE_NONE;
	if (text(section, "area") != NULL &&
	    need_index(r, section, "area", "area", site_area, &room->area) < 0)
		return -EINVAL;
	site->room_count++;
	return 0;
}

static int read_rooms(struct reading *r)
{
	struct site *site = &r->c->site;
	site->rooms[0] = (struct site_room){.name = "outside", .area = SITE_NONE, .is_outside = true};
	site->room_count = 1;
	if (check_count(r, "room", SITE_ROOMS_MAX - 1) < 0)
		return -EINVAL;
	for (unsigned int i = 0; i < cfg_size(r->root, "room"); i++)
		if (read_room(r, cfg_getnsec(r->root, "room", i)) < 0)
			return -EINVAL;
	return 0;
}

static int read_areas(struct reading *r)
{
	if (check_count(r, "area", SITE_AREAS_MAX) < 0)
		return -EINVAL;
	for (unsigned int i = 0; i < cfg_size(r->root, "area"); i++)
		if (read_area(r, cfg_getnsec(r->root, "area", i)) < 0)
			return -EINVAL;
	return 0;
}

/* ---- doors ---- */

/* Rule D9 where people would try it first: no line in a file makes a door free. */
static int check_never_free(struct reading *r, cfg_t *section, enum site_door_kind kind)
{
	static const char *const options[] = {"schedule", "free", "held"};
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		if (text(section, options[i]) == NULL)
			continue;
		int line = line_of(r, section, options[i]);
		if (site_door_is_guarded(kind))
			return fail(r, line,
			            "door \"%s\": a goods or secure door is never free, scheduled or held "
			            "unlocked (rule D9)",
			            section->title);
		return fail(r, line, "door \"%s\": schedules are set by command, not in the configuration",
		            section->title);
	}
	return 0;
}

static int read_contact(struct reading *r, cfg_t *section, uint16_t *index)
{
	int open_level;
	if (choice(r, section, "contact_open", "high|low", 0, &open_level) < 0)
		return -EINVAL;
	struct wire wire = {
	        section->title,
	        "contact",
	        {.use = LINES_INPUT, .bias = LINES_BIAS_PULL_UP, .is_active_low = open_level == 1},
	        false};
	return wire_of(r, section, "contact", &wire, index);
}

static int read_door_lines(struct reading *r, cfg_t *section, struct site_door *door,
                           struct config_door_lines *lines)
{
	const char *strike;
	if (need_text(r, section, "strike", &strike) < 0 ||
	    output_of(r, section, "strike", "strike", &lines->strike) < 0 ||
	    read_contact(r, section, &lines->contact) < 0 || button_of(r, section, "rex", &lines->rex) < 0 ||
	    button_of(r, section, "bell", &lines->bell) < 0)
		return -EINVAL;
	door->has_contact = lines->contact != CONFIG_LINE_NONE;
	door->has_rex = lines->rex != CONFIG_LINE_NONE;
	door->has_bell = lines->bell != CONFIG_LINE_NONE;
	if (!door->has_contact && text(section, "contact_open") != NULL)
		return fail(r, line_of(r, section, "contact_open"),
		            "door \"%s\": contact_open without a contact", door->name);
	return 0;
}

/* Rule D19: whoever is inside gets out without a badge. */
static int read_way_out(struct reading *r, cfg_t *section, struct site_door *door)
{
	int way_out;
	if (text(section, "way_out") == NULL)
		return fail(r, head_of(r, section),
		            "door \"%s\" names no way out without a badge: way_out = \"mechanical\" or "
		            "\"rex\" (rule D19)",
		            door->name);
	if (choice(r, section, "way_out", "mechanical|rex", 0, &way_out) < 0 ||
	    flag(r, section, "rex_releases", &door->rex_releases) < 0 ||
	    flag(r, section, "escape", &door->is_escape) < 0)
		return -EINVAL;
	door->way_out = way_out == 0 ? SITE_WAY_OUT_MECHANICAL : SITE_WAY_OUT_REX;
	if (way_out == 1 && !door->has_rex)
		return fail(r, line_of(r, section, "way_out"),
		            "door \"%s\": way_out = \"rex\" needs a rex line (rule D19)", door->name);
	if (door->rex_releases && !door->has_rex)
		return fail(r, line_of(r, section, "rex_releases"),
		            "door \"%s\": rex_releases without a rex line", door->name);
	if (door->is_escape && cfg_size(r->root, "fire") == 0)
		return fail(r, line_of(r, section, "escape"),
		            "door \"%s\" is an escape door, but there is no fire input", door->name);
	return 0;
}

static int read_door_rooms(struct reading *r, cfg_t *section, struct site_door *door)
{
	if (need_index(r, section, "from", "room", site_room, &door->from) < 0 ||
	    need_index(r, section, "to", "room", site_room, &door->to) < 0)
		return -EINVAL;
	if (door->from == door->to)
		return fail(r, line_of(r, section, "to"), "door \"%s\" leads from a room into the same room",
		            door->name);
	return 0;
}

static int read_door(struct reading *r, cfg_t *section)
{
	uint16_t i = r->c->site.door_count;
	struct site_door *door = &r->c->site.doors[i];
	const char *value;
	int kind;
	r->door_at[i] = head_of(r, section);
	if (section_head(r, section, WIRED_NAME_MAX, door->name) < 0 ||
	    need_text(r, section, "kind", &value) < 0 ||
	    choice(r, section, "kind", "entrance|office|goods|secure", 0, &kind) < 0)
		return -EINVAL;
	door->kind = (enum site_door_kind)kind;
	door->release_ms = 5000; /* until the office has read the door policy */
	if (check_never_free(r, section, door->kind) < 0 || read_door_rooms(r, section, door) < 0 ||
	    read_door_lines(r, section, door, &r->c->door_lines[i]) < 0 || read_way_out(r, section, door) < 0)
		return -EINVAL;
	r->c->site.door_count++;
	return 0;
}

static int read_doors(struct reading *r)
{
	if (check_count(r, "door", SITE_DOORS_MAX) < 0)
		return -EINVAL;
	if (cfg_size(r->root, "door") == 0)
		return fail(r, 0, "there is no door");
	for (unsigned int i = 0; i < cfg_size(r->root, "door"); i++)
		if (read_door(r, cfg_getnsec(r->root, "door", i)) < 0)
			return -EINVAL;
	return 0;
}

/* ---- readers ---- */

static int add_reader_format(struct reading *r, cfg_t *section, const char *name, uint32_t *set)
{
	const struct formats *formats = &r->c->formats;
	int line = line_of(r, section, "formats");
	int number_of = find_format(formats, name);
	if (number_of < 0)
		return fail(r, line, "reader \"%s\": there is no format \"%s\"", section->title, name);
	for (int i = 0; i < formats->count; i++)
		if ((*set & UINT32_C(1) << i) != 0 && i != number_of &&
		    formats_are_ambiguous(&formats->items[i], &formats->items[number_of]))
			return fail(r, line,
			            "reader \"%s\": the formats \"%s\" and \"%s\" can not be told apart",
			            section->title, formats->items[i].name, name);
	*set |= UINT32_C(1) << number_of;
	return 0;
}

static int read_reader_formats(struct reading *r, cfg_t *section, uint32_t *set)
{
	*set = 0;
	for (unsigned int i = 0; i < cfg_size(section, "formats"); i++)
		if (add_reader_format(r, section, cfg_getnstr(section, "formats", i), set) < 0)
			return -EINVAL;
	if (*set != 0)
		return 0;
	if ((cfg_getopt(section, "formats")->flags & CFGF_MODIFIED) != 0)
		return fail(r, head_of(r, section), "reader \"%s\" has an empty list of formats",
		            section->title);
	*set = UINT32_C(1) << FORMAT_H10301;
	return 0;
}

static int read_data_lines(struct reading *r, cfg_t *section, uint16_t group,
                           struct config_reader_lines *lines)
{
	const char *value;
	bool is_inverted;
	int bias;
	if (flag(r, section, "inverted", &is_inverted) < 0 ||
	    choice(r, section, "bias", "none|pull-up|pull-down", LINES_BIAS_PULL_UP, &bias) < 0)
		return -EINVAL;
	struct wire data = {section->title,
	                    "data0",
	                    {.use = LINES_DATA,
	                     .bias = (enum lines_bias)bias,
	                     .is_active_low = !is_inverted, /* SIA AC-01: idle high, a pulse is low */
	                     .group = group},
	                    false};
	if (need_text(r, section, "data0", &value) < 0 ||
	    wire_of(r, section, "data0", &data, &lines->data0) < 0 ||
	    need_text(r, section, "data1", &value) < 0)
		return -EINVAL;
	data.suffix = "data1";
	data.preset.wire = 1;
	if (wire_of(r, section, "data1", &data, &lines->data1) < 0)
		return -EINVAL;
	if (strcmp(r->c->lines[lines->data0].chip, r->c->lines[lines->data1].chip) != 0)
		return fail(r, line_of(r, section, "data1"),
		            "reader \"%s\": data0 and data1 must be on the same chip", section->title);
	return 0;
}

static int read_reader_door(struct reading *r, cfg_t *section, struct site_reader *reader)
{
	if (need_index(r, section, "door", "door", site_door, &reader->door) < 0 ||
	    need_index(r, section, "leads_to", "room", site_room, &reader->leads_to) < 0)
		return -EINVAL;
	const struct site_door *door = &r->c->site.doors[reader->door];
	if (reader->leads_to != door->from && reader->leads_to != door->to)
		return fail(r, line_of(r, section, "leads_to"),
		            "reader \"%s\": door \"%s\" does not lead to \"%s\"", reader->name, door->name,
		            r->c->site.rooms[reader->leads_to].name);
	return 0;
}

static int read_reader(struct reading *r, cfg_t *section)
{
	uint16_t i = r->c->site.reader_count;
	struct site_reader *reader = &r->c->site.readers[i];
	struct config_reader_lines *lines = &r->c->reader_lines[i];
	r->reader_at[i] = head_of(r, section);
	if (section_head(r, section, WIRED_NAME_MAX, reader->name) < 0 ||
	    read_reader_door(r, section, reader) < 0 ||
	    read_reader_formats(r, section, &reader->formats) < 0 ||
	    read_data_lines(r, section, i, lines) < 0 ||
	    output_of(r, section, "led", "led", &lines->led) < 0 ||
	    output_of(r, section, "buzzer", "buzzer", &lines->buzzer) < 0)
		return -EINVAL;
	r->c->site.reader_count++;
	return 0;
}

/* ---- what holds for the whole ---- */

static bool has_reader(const struct site *site, uint16_t door, uint16_t leads_to)
{
	for (uint16_t i = 0; i < site->reader_count; i++)
		if (site->readers[i].door == door && site->readers[i].leads_to == leads_to)
			return true;
	return false;
}

static bool is_border(const struct site *site, const struct site_door *door, uint16_t area)
{
	return (site->rooms[door->from].area == area) != (site->rooms[door->to].area == area);
}

/* Rule L2: counting to zero needs every passage seen, in and out. */
static int check_countable(struct reading *r, const struct site_area *area, uint16_t d)
{
	const struct site *site = &r->c->site;
	const struct site_door *door = &site->doors[d];
	if (!door->has_contact)
		return fail(r, r->door_at[d],
		            "area \"%s\" sets its alarm automatically, so door \"%s\" needs a contact (rule "
		            "L2); else write alarm = \"assisted\"",
		            area->name, door->name);
	if (has_reader(site, d, door->from) && has_reader(site, d, door->to))
		return 0;
	return fail(r, r->door_at[d],
	            "area \"%s\" sets its alarm automatically, so door \"%s\" needs readers on both sides "
	            "(rule L2); else write alarm = \"assisted\"",
	            area->name, door->name);
}

static int check_area(struct reading *r, cfg_t *section, uint16_t a)
{
	struct site *site = &r->c->site;
	struct site_area *area = &site->areas[a];
	if (need_index(r, section, "entrance", "door", site_door, &area->entrance) < 0)
		return -EINVAL;
	if (!is_border(site, &site->doors[area->entrance], a))
		return fail(r, line_of(r, section, "entrance"),
		            "area \"%s\": door \"%s\" does not lead into it from elsewhere", area->name,
		            site->doors[area->entrance].name);
	for (uint16_t d = 0; d < site->door_count; d++)
		if (area->mode == SITE_ALARM_AUTOMATIC && is_border(site, &site->doors[d], a) &&
		    check_countable(r, area, d) < 0)
			return -EINVAL;
	return 0;
}

static int check_areas(struct reading *r)
{
	for (uint16_t a = 0; a < r->c->site.area_count; a++)
		if (check_area(r, cfg_getnsec(r->root, "area", a), a) < 0)
			return -EINVAL;
	return 0;
}

static int read_readers(struct reading *r)
{
	if (check_count(r, "reader", SITE_READERS_MAX) < 0)
		return -EINVAL;
	for (unsigned int i = 0; i < cfg_size(r->root, "reader"); i++)
		if (read_reader(r, cfg_getnsec(r->root, "reader", i)) < 0)
			return -EINVAL;
	return 0;
}

/* Rule D13: wired so that a cut wire is fire; the preset is a closed contact to ground under a pull-up. */
static int read_fire(struct reading *r)
{
	const char *value;
	int level;
	r->c->fire_line = CONFIG_LINE_NONE;
	if (cfg_size(r->root, "fire") == 0)
		return 0;
	cfg_t *section = cfg_getnsec(r->root, "fire", 0);
	if (cfg_size(r->root, "fire") > 1)
		return fail(r, head_of(r, cfg_getnsec(r->root, "fire", 1)),
		            "fire is given twice, first in line %d", head_of(r, section));
	if (need_text(r, section, "line", &value) < 0 ||
	    choice(r, section, "active", "high|low", 0, &level) < 0)
		return -EINVAL;
	struct wire wire = {NULL,
	                    "fire",
	                    {.use = LINES_INPUT, .bias = LINES_BIAS_PULL_UP, .is_active_low = level == 1},
	                    false};
	return wire_of(r, section, "line", &wire, &r->c->fire_line);
}

static int read_all(struct reading *r)
{
	if (read_site(r) < 0 || read_chips(r) < 0 || read_formats(r) < 0 || read_fire(r) < 0 ||
	    read_areas(r) < 0 || read_rooms(r) < 0 || read_doors(r) < 0 || read_readers(r) < 0)
		return -EINVAL;
	return check_areas(r);
}

/* ---- the file's grammar ---- */

static cfg_t *grammar(void)
{
	cfg_opt_t chip[] = {HEAD, TEXT("name"), CFG_END()};
	cfg_opt_t format[] = {HEAD, TEXT("bits"), TEXT("facility"), TEXT("card"), LIST("parity"), CFG_END()};
	cfg_opt_t area[] = {HEAD,
	                    TEXT("alarm"),
	                    TEXT("entrance"),
	                    TEXT("sounder"),
	                    TEXT("set_output"),
	                    TEXT("exit_delay_s"),
	                    TEXT("sounder_s"),
	                    CFG_END()};
	cfg_opt_t room[] = {HEAD, TEXT("area"), CFG_END()};
	cfg_opt_t door[] = {HEAD,
	                    TEXT("kind"),
	                    TEXT("from"),
	                    TEXT("to"),
	                    TEXT("strike"),
	                    TEXT("contact"),
	                    TEXT("contact_open"),
	                    TEXT("rex"),
	                    TEXT("bell"),
	                    TEXT("way_out"),
	                    TEXT("rex_releases"),
	                    TEXT("escape"),
	                    TEXT("schedule"),
	                    TEXT("free"),
	                    TEXT("held"),
	                    CFG_END()};
	cfg_opt_t reader[] = {HEAD,        TEXT("door"),   TEXT("leads_to"), TEXT("data0"),    TEXT("data1"),
	                      TEXT("led"), TEXT("buzzer"), LIST("formats"),  TEXT("inverted"), TEXT("bias"),
	                      CFG_END()};
	cfg_opt_t fire[] = {HEAD, TEXT("line"), TEXT("active"), CFG_END()};
	cfg_opt_t file[] = {TEXT("site"),
	                    TEXT("controller"),
	                    TEXT("zone"),
	                    TEXT("card_format"),
	                    TEXT("lines"),
	                    TEXT("runtime_dir"),
	                    TEXT("state_dir"),
	                    TEXT("sim_socket"),
	                    TEXT("table_keys"),
	                    SECTION("chip", chip),
	                    SECTION("format", format),
	                    SECTION("area", area),
	                    SECTION("room", room),
	                    SECTION("door", door),
	                    SECTION("reader", reader),
	                    CFG_SEC("fire", fire, CFGF_MULTI),
	                    CFG_END()};
	return cfg_init(file, CFGF_NONE);
}

/* ---- the file ---- */

static bool begins_comment(const char *text, const char *p)
{
	bool is_apart = p == text || p[-1] == ' ' || p[-1] == '\t' || p[-1] == '\n';
	return *p == '#' || (is_apart && p[0] == '/' && (p[1] == '/' || p[1] == '*'));
}

static char *blank_comment(char *p)
{
	bool is_long = p[0] == '/' && p[1] == '*';
	char *end = is_long ? strstr(p + 2, "*/") : strchr(p, '\n');
	end = end == NULL ? p + strlen(p) : end + (is_long ? 2 : 0);
	for (; p < end; p++)
		if (*p != '\n')
			*p = ' ';
	return end;
}

static char *skip_quoted(char *p)
{
	char quote = *p++;
	while (*p != '\0' && *p != quote)
		p += p[0] == '\\' && p[1] != '\0' ? 2 : 1;
	return *p == '\0' ? p : p + 1;
}

static int brace_of(char c)
{
	return c == '{' ? 1 : c == '}' ? -1 : 0;
}

/* libconfuse 3.3 counts the lines of comments twice and more: it gets to see none. Returns the open braces.
 */
static int blank_comments(char *text)
{
	int depth = 0;
	for (char *p = text; *p != '\0';) {
		if (*p == '"' || *p == '\'')
			p = skip_quoted(p);
		else if (begins_comment(text, p))
			p = blank_comment(p);
		else
			depth += brace_of(*p++);
	}
	return depth;
}

static int read_file(struct reading *r, char *text, size_t size)
{
	FILE *f = fopen(r->path, "re");
	if (f == NULL)
		return -errno;
	size_t length = fread(text, 1, size - 1, f);
	int result = ferror(f) ? -EIO : 0;
	fclose(f);
	text[length] = '\0';
	return result == 0 && length == size - 1 ? -EFBIG : result;
}

static int parse_text(struct reading *r, char *text)
{
	int result = read_file(r, text, FILE_MAX);
	if (result < 0) {
		fail(r, 0, "%s", strerror(-result));
		return result;
	}
	int depth = blank_comments(text);
	if (cfg_parse_buf(r->root, text) != CFG_SUCCESS)
		return fail(r, r->root->line, "this can not be read");
	if (depth > 0) /* which libconfuse takes for an end like any other */
		return fail(r, r->root->line, "the file ends inside of a section: a '}' is missing");
	return read_all(r);
}

static int parse(struct reading *r)
{
	char *text = malloc(FILE_MAX);
	if (text == NULL)
		return -ENOMEM;
	cfg_set_error_function(r->root, parser_fails);
	int result = parse_text(r, text);
	free(text);
	return result;
}

int config_read(struct config *c, const char *path, char *error, size_t error_size)
{
	memset(c, 0, sizeof(*c));
	struct reading *r = calloc(1, sizeof(*r));
	if (r == NULL)
		return -ENOMEM;
	*r = (struct reading){.c = c, .path = path, .error = error, .error_size = error_size};
	current = r;
	r->root = grammar();
	int result = r->root == NULL ? -ENOMEM : parse(r);
	current = NULL;
	cfg_free(r->root);
	free(r->places);
	free(r);
	return result;
}

int config_override(struct config *c, const struct config_override *o)
{
	bool is_default_socket = strncmp(c->sim_socket, c->runtime_dir, strlen(c->runtime_dir)) == 0 &&
	                         strcmp(c->sim_socket + strlen(c->runtime_dir), "/lines") == 0;
	if (o->is_simulated)
		c->backend = CONFIG_SIMULATOR;
	if (o->runtime_dir != NULL && strlen(o->runtime_dir) >= DIRECTORY_MAX)
		return -ENAMETOOLONG;
	if (o->state_dir != NULL && strlen(o->state_dir) >= DIRECTORY_MAX)
		return -ENAMETOOLONG;
	if (o->state_dir != NULL)
		strcpy(c->state_dir, o->state_dir);
	if (o->runtime_dir != NULL)
		strcpy(c->runtime_dir, o->runtime_dir);
	if (is_default_socket)
		snprintf(c->sim_socket, sizeof(c->sim_socket), "%.*s/lines", DIRECTORY_MAX, c->runtime_dir);
	return 0;
}
