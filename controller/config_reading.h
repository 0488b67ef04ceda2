/*
 * Reading a configuration value by value: every value is text to libconfuse
 * (whose only user is config_reading.c) and converted here, so that each
 * mistake gets one sentence in our words, with file and line. Only the files
 * config*.c include this.
 *
 * Functions return 0, or -EINVAL after a sentence was written.
 */
#ifndef ZUTRITT_CONTROLLER_CONFIG_READING_H
#define ZUTRITT_CONTROLLER_CONFIG_READING_H

#include "controller/config.h"

enum {
	READING_CHIPS_MAX = 16,
	READING_CHIP_NAME_MAX = 48,
	READING_WIRED_MAX = LINES_NAME_MAX - (int)sizeof(".contact") /* its lines are called NAME.contact */
};

struct cfg_t; /* a section, as libconfuse has it */

struct reading_place;

struct reading_chip {
	char title[READING_CHIP_NAME_MAX];
	char name[LINES_CHIP_MAX];
};

struct reading {
	struct config *c;
	struct cfg_t *root;
	const char *path;
	char *error;
	size_t error_size;
	bool has_failed;
	struct reading_place *places;
	size_t place_count;
	struct reading_chip chips[READING_CHIPS_MAX];
	size_t chip_count;
	int line_at[LINES_MAX]; /* of the file, for each wire */
	int door_at[SITE_DOORS_MAX];
};

/* Reads the file into sections: 0, -EINVAL or -errno. To be closed in either case. */
int reading_open(struct reading *r);
void reading_close(struct reading *r);

/* Writes "FILE:LINE: ..." unless there is a sentence already; line 0: none. Returns -EINVAL. */
__attribute__((format(printf, 3, 4))) int reading_fail(struct reading *r, int line, const char *format, ...);

/* Where the section begins; where the option stands, or else where its section begins. */
int reading_head_line(const struct reading *r, struct cfg_t *section);
int reading_line(const struct reading *r, struct cfg_t *section, const char *option);

/* Sections of a kind, or values of a list; the i-th of them; the section's title, checked by reading_title().
 */
unsigned int reading_count(struct cfg_t *section, const char *name);
struct cfg_t *reading_section(const struct reading *r, const char *kind, unsigned int i);
const char *reading_item(struct cfg_t *section, const char *option, unsigned int i);
const char *reading_name(const struct cfg_t *section);
bool reading_is_given(struct cfg_t *section, const char *option);

/* The option's value as it stands, NULL when it is not given. */
const char *reading_text(struct cfg_t *section, const char *option);

int reading_need_text(struct reading *r, struct cfg_t *section, const char *option, const char **out);
int reading_copy_text(struct reading *r, struct cfg_t *section, const char *option, const char *preset,
                      char *out, size_t size);
int reading_number(struct reading *r, struct cfg_t *section, const char *option, long min, long max,
                   long preset, long *out);
int reading_flag(struct reading *r, struct cfg_t *section, const char *option, bool *out); /* preset false */

/* One of the words, separated by '|': its place among them, preset when the option is not given. */
int reading_choice(struct reading *r, struct cfg_t *section, const char *option, const char *words,
                   int preset, int *out);

/* Decimal digits only, from min to max: 0, or -EINVAL without a sentence. */
int reading_parse_number(const char *value, long min, long max, long *out);

/* Letters, digits and '-', at most max of them. reading_title() copies the section's title to name. */
int reading_check_name(struct reading *r, int line, const char *what, const char *name, size_t max);
int reading_title(struct reading *r, struct cfg_t *section, size_t max, char *name);

int reading_check_count(struct reading *r, const char *kind, unsigned int max);

/* The option names a thing that must be there: its index, found by find. */
int reading_need_index(struct reading *r, struct cfg_t *section, const char *option, const char *what,
                       uint16_t (*find)(const struct site *, const char *), uint16_t *out);

/* ---- config_wires.c ---- */

/* What a wire is, before the file says more. */
struct wire {
	const char *owner;  /* "entrance"; NULL: the name is the suffix alone */
	const char *suffix; /* "strike" */
	struct lines_spec preset;
	bool has_polarity; /* active-low and active-high may follow the number */
};

int config_wires_chips(struct reading *r);

/* The wire that an option names; CONFIG_LINE_NONE when it is not given. */
int config_wires_add(struct reading *r, struct cfg_t *section, const char *option, const struct wire *wire,
                     uint16_t *index);
int config_wires_add_output(struct reading *r, struct cfg_t *section, const char *option, const char *suffix,
                            uint16_t *index);
/* A button to ground: pressed is low. */
int config_wires_add_button(struct reading *r, struct cfg_t *section, const char *option, uint16_t *index);

/* ---- config_formats.c ---- */

/* The site's own formats and the usual one. */
int config_formats_read(struct reading *r);

/* Those that the reader's section allows, h10301 when it says nothing. */
int config_formats_allowed(struct reading *r, struct cfg_t *section, uint32_t *allowed);

#endif
