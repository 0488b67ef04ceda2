/*
 * The configuration through libconfuse. See config_reading.h; start reading at
 * reading_open().
 */
#include "controller/config_reading.h"
#include "controller/config_file.h"

#include <confuse.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where an option, or the head of a section, stands in the file. */
struct reading_place {
	const cfg_opt_t *opt;
	int line;
	unsigned int values;
	bool is_closed; /* a list whose closing brace was seen */
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

int reading_fail(struct reading *r, int line, const char *format, ...)
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

static struct reading_place *place_of(const struct reading *r, const cfg_opt_t *opt)
{
	for (size_t i = 0; i < r->place_count; i++)
		if (r->places[i].opt == opt)
			return &r->places[i];
	return NULL;
}

static int place_add(struct reading *r, const cfg_opt_t *opt, int line)
{
	struct reading_place *grown = realloc(r->places, (r->place_count + 1) * sizeof(*grown));
	if (grown == NULL)
		return -1;
	r->places = grown;
	r->places[r->place_count++] =
	        (struct reading_place){.opt = opt, .line = line, .values = opt->nvalues};
	return 0;
}

/* Called for every value, and for a list once more at its closing brace, when its values stay the same. */
static int note_place(struct cfg_t *section, cfg_opt_t *opt)
{
	struct reading_place *seen = place_of(current, opt);
	if (seen == NULL)
		return place_add(current, opt, section->line);
	if ((opt->flags & CFGF_LIST) == 0 || seen->is_closed) {
		reading_fail(current, section->line, "%s is given twice, first in line %d", opt->name,
		             seen->line);
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

int reading_head_line(const struct reading *r, struct cfg_t *section)
{
	const struct reading_place *p = place_of(r, cfg_getopt(section, head_name));
	return p == NULL ? section->line : p->line;
}

/* The option's line; when it is not given, the line in which its section begins. */
int reading_line(const struct reading *r, struct cfg_t *section, const char *option)
{
	const struct reading_place *p = place_of(r, cfg_getopt(section, option));
	if (p != NULL)
		return p->line;
	return section == r->root ? 0 : reading_head_line(r, section);
}

/* ---- sections and values ---- */

unsigned int reading_count(struct cfg_t *section, const char *name)
{
	return cfg_size(section, name);
}

struct cfg_t *reading_section(const struct reading *r, const char *kind, unsigned int i)
{
	return cfg_getnsec(r->root, kind, i);
}

const char *reading_item(struct cfg_t *section, const char *option, unsigned int i)
{
	return cfg_getnstr(section, option, i);
}

const char *reading_name(const struct cfg_t *section)
{
	return section->title;
}

bool reading_is_given(struct cfg_t *section, const char *option)
{
	return (cfg_getopt(section, option)->flags & CFGF_MODIFIED) != 0;
}

const char *reading_text(struct cfg_t *section, const char *option)
{
	return cfg_size(section, option) > 0 ? cfg_getstr(section, option) : NULL;
}

int reading_need_text(struct reading *r, struct cfg_t *section, const char *option, const char **out)
{
	*out = reading_text(section, option);
	if (*out != NULL && **out != '\0')
		return 0;
	if (section == r->root)
		return reading_fail(r, 0, "%s is missing", option);
	return reading_fail(r, reading_line(r, section, option), "%s%s%s%s has no %s", section->name,
	                    section->title == NULL ? "" : " \"", section->title == NULL ? "" : section->title,
	                    section->title == NULL ? "" : "\"", option);
}

int reading_copy_text(struct reading *r, struct cfg_t *section, const char *option, const char *preset,
                      char *out, size_t size)
{
	const char *value = reading_text(section, option);
	if (value == NULL)
		value = preset;
	if (strlen(value) >= size)
		return reading_fail(r, reading_line(r, section, option), "%s is longer than %zu characters",
		                    option, size - 1);
	strcpy(out, value);
	return 0;
}

int reading_parse_number(const char *value, long min, long max, long *out)
{
	char *end;
	errno = 0;
	long n = strtol(value, &end, 10);
	if (*value < '0' || *value > '9' || *end != '\0' || errno != 0 || n < min || n > max)
		return -EINVAL;
	*out = n;
	return 0;
}

int reading_number(struct reading *r, struct cfg_t *section, const char *option, long min, long max,
                   long preset, long *out)
{
	const char *value = reading_text(section, option);
	*out = preset;
	if (value == NULL || reading_parse_number(value, min, max, out) == 0)
		return 0;
	return reading_fail(r, reading_line(r, section, option),
	                    "%s must be a number from %ld to %ld, not \"%s\"", option, min, max, value);
}

int reading_flag(struct reading *r, struct cfg_t *section, const char *option, bool *out)
{
	const char *value = reading_text(section, option);
	*out = false;
	if (value == NULL)
		return 0;
	int n = cfg_parse_boolean(value);
	if (n < 0)
		return reading_fail(r, reading_line(r, section, option),
		                    "%s must be true or false, not \"%s\"", option, value);
	*out = n == 1;
	return 0;
}

int reading_choice(struct reading *r, struct cfg_t *section, const char *option, const char *words,
                   int preset, int *out)
{
	const char *value = reading_text(section, option);
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
	return reading_fail(r, reading_line(r, section, option), "%s must be one of %s, not \"%s\"", option,
	                    words, value);
}

static bool is_name(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
	return *name != '\0' && name[strspn(name, allowed)] == '\0';
}

int reading_check_name(struct reading *r, int line, const char *what, const char *name, size_t max)
{
	if (!is_name(name))
		return reading_fail(r, line, "the name of a %s has letters, digits and '-' only, not \"%s\"",
		                    what, name);
	if (strlen(name) > max)
		return reading_fail(r, line, "the name of a %s has at most %zu characters: \"%s\"", what, max,
		                    name);
	return 0;
}

int reading_title(struct reading *r, struct cfg_t *section, size_t max, char *name)
{
	int result = reading_check_name(r, reading_head_line(r, section), section->name, section->title, max);
	if (result == 0)
		strcpy(name, section->title);
	return result;
}

int reading_check_count(struct reading *r, const char *kind, unsigned int max)
{
	if (cfg_size(r->root, kind) <= max)
		return 0;
	return reading_fail(r, reading_head_line(r, cfg_getnsec(r->root, kind, max)), "more than %u %ss", max,
	                    kind);
}

int reading_need_index(struct reading *r, struct cfg_t *section, const char *option, const char *what,
                       uint16_t (*find)(const struct site *, const char *), uint16_t *out)
{
	const char *name;
	int result = reading_need_text(r, section, option, &name);
	if (result < 0)
		return result;
	*out = find(&r->c->site, name);
	if (*out == SITE_NONE)
		return reading_fail(r, reading_line(r, section, option), "%s \"%s\": there is no %s \"%s\"",
		                    section->name, section->title, what, name);
	return 0;
}

/* ---- the grammar ---- */

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
	                    TEXT("open_limit_s"),
	                    TEXT("schedule"),
	                    TEXT("free"),
	                    TEXT("held"),
	                    CFG_END()};
	cfg_opt_t reader[] = {HEAD,           TEXT("door"),    TEXT("leads_to"),
	                      TEXT("data0"),  TEXT("data1"),   TEXT("led"),
	                      TEXT("buzzer"), LIST("formats"), TEXT("inverted"),
	                      TEXT("bias"),   TEXT("station"), CFG_END()};
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

static int parse_text(struct reading *r, char *text)
{
	int nul_line = 0;
	int result = config_file_read(r->path, text, CONFIG_FILE_MAX, &nul_line);
	if (result == -EILSEQ)
		return reading_fail(r, nul_line, "there is a NUL byte, and nothing behind it would be read");
	if (result < 0) {
		reading_fail(r, 0, "%s", strerror(-result));
		return result;
	}
	int depth = config_file_blank_comments(text);
	if (cfg_parse_buf(r->root, text) != CFG_SUCCESS)
		return reading_fail(r, r->root->line, "this can not be read");
	if (depth > 0)
		return reading_fail(r, r->root->line, "the file ends inside of a section: a '}' is missing");
	return 0;
}

int reading_open(struct reading *r)
{
	char *text = malloc(CONFIG_FILE_MAX);
	r->root = grammar();
	current = r;
	int result = -ENOMEM;
	if (text != NULL && r->root != NULL) {
		cfg_set_error_function(r->root, parser_fails);
		result = parse_text(r, text);
	} else {
		reading_fail(r, 0, "%s", strerror(ENOMEM));
	}
	current = NULL;
	free(text);
	return result;
}

void reading_close(struct reading *r)
{
	cfg_free(r->root);
	free(r->places);
}
