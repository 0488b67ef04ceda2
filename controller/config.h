/*
 * The configuration, /etc/zutritt/zutritt.conf: wiring only. Read once at
 * start; every mistake ends with one sentence that names file and line. The
 * only user of libconfuse.
 */
#ifndef ZUTRITT_CONTROLLER_CONFIG_H
#define ZUTRITT_CONTROLLER_CONFIG_H

#include "controller/site.h"
#include "readers/formats.h"
#include "readers/lines.h"

enum { CONFIG_PATH_MAX = 108, CONFIG_LINE_NONE = 0xffff };

enum config_backend { CONFIG_GPIOD, CONFIG_SIMULATOR };

/* Indexes into lines; CONFIG_LINE_NONE where there is no such line. */
struct config_door_lines {
	uint16_t strike, contact, rex, bell;
};

struct config_reader_lines {
	uint16_t data0, data1, led, buzzer;
};

struct config_area_lines {
	uint16_t sounder, set_output;
};

struct config {
	struct site site;
	struct formats formats;
	enum config_backend backend;
	char sim_socket[CONFIG_PATH_MAX];  /* default RUNTIME/lines */
	char runtime_dir[CONFIG_PATH_MAX]; /* /run/zutritt: ring, sockets */
	char state_dir[CONFIG_PATH_MAX];   /* /var/lib/zutritt: zutritt.db */
	char zone[64];                     /* "Europe/Berlin" */
	char card_format[FORMAT_NAME_MAX]; /* how "42:1337" without a format is meant; default h10301 */
	uint16_t line_count;
	struct lines_spec lines[LINES_MAX];
	struct config_door_lines door_lines[SITE_DOORS_MAX];
	struct config_reader_lines reader_lines[SITE_READERS_MAX];
	struct config_area_lines area_lines[SITE_AREAS_MAX];
	uint16_t fire_line;     /* active: fire (normally closed: a cut wire is fire) */
	char hash_program[256]; /* zutritt-hash, beside the program that runs */
	uint32_t table_keys;    /* least capacity of the access table, 1024 to 1000000 */
};

/* Reads and checks path. 0, or -EINVAL / -errno with one sentence in error: "FILE:LINE: ...". */
int config_read(struct config *c, const char *path, char *error, size_t error_size);

/* What the command line says instead of the file, so that one file serves a building and its demo. */
struct config_override {
	bool is_simulated;       /* lines = "simulator" */
	const char *runtime_dir; /* NULL: as in the file */
	const char *state_dir;
};

/* 0, or -ENAMETOOLONG for a directory of 90 characters and more. */
int config_override(struct config *c, const struct config_override *o);

#endif
