/*
 * The port to the wires: data lines of readers, inputs, outputs. Two back
 * ends, lines_gpiod.c (libgpiod 2, the kernel's v2 interface) and lines_sim.c
 * (the simulator, lines over a socket), do the same behind this header, and
 * the same contract test runs against both.
 *
 * All calls belong to one thread, except lines_open and lines_close. Nothing
 * allocates after lines_open. Levels are logical: is_active is true when the
 * thing the line stands for holds (strike released, door open, button pressed);
 * polarity and bias are the back end's business.
 */
#ifndef ZUTRITT_READERS_LINES_H
#define ZUTRITT_READERS_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	LINES_MAX = 512,     /* lines of one controller */
	LINES_FDS_MAX = 160, /* file descriptors to wait for */
	LINES_NAME_MAX = 48,
	LINES_CHIP_MAX = 64,
	LINES_EVENT_BUFFER = 1024 /* events the kernel keeps for each request: the cap */
};

enum lines_use {
	LINES_DATA,  /* DATA0 or DATA1 of a reader: active edges only, never debounced */
	LINES_INPUT, /* contact, REX, bell, fire, zone: both edges, level read back after each */
	LINES_OUTPUT /* strike, LED, buzzer, sounder, set output */
};

enum lines_bias { LINES_BIAS_NONE, LINES_BIAS_PULL_UP, LINES_BIAS_PULL_DOWN };

struct lines_spec {
	char name[LINES_NAME_MAX]; /* as in "entrance.strike", unique */
	char chip[LINES_CHIP_MAX]; /* label, name or path; the simulator ignores it */
	uint32_t offset;
	enum lines_use use;
	enum lines_bias bias;
	bool is_active_low;
	uint16_t group; /* LINES_DATA: both wires of one reader share a group and so a request */
	uint8_t wire;   /* LINES_DATA: 0 for DATA0, 1 for DATA1 */
	bool safe;      /* LINES_OUTPUT: the state at open, at close and on every way out (rule D3) */
};

struct lines_event {
	uint64_t t_ns;  /* CLOCK_MONOTONIC, of the edge */
	uint32_t seqno; /* LINES_DATA: rising by one for every edge of the group */
	uint16_t line;  /* index into the specs */
	bool is_active; /* LINES_INPUT: the level read after the edge; LINES_DATA: always true */
};

struct lines;

/*
 * Claims every line; outputs take their safe state in the same step, inputs
 * are ready to be read. specs must outlive the handle. Returns 0, or -errno
 * with one sentence in error (which names chip and line), nothing claimed and
 * no output touched.
 */
int lines_open_gpiod(struct lines **out, const struct lines_spec *specs, size_t count, char *error,
                     size_t error_size);
int lines_open_sim(struct lines **out, const struct lines_spec *specs, size_t count, const char *socket_path,
                   char *error, size_t error_size);

/*
 * Only looks whether chips and lines are there: claims nothing, and lines in
 * use are all right (by a running zutrittd, for example). As lines_open_gpiod.
 */
int lines_look_gpiod(const struct lines_spec *specs, size_t count, char *error, size_t error_size);

/* Outputs to their safe state, lines given back. NULL is allowed. */
void lines_close(struct lines *l);

/*
 * Descriptors to poll for POLLIN: fills at most max, returns how many there
 * are. Fixed after open in both back ends (the simulator has one, which stands
 * for its socket and all clients); a place may be -1 and means nothing to wait
 * for, as poll() takes it.
 */
size_t lines_fds(const struct lines *l, int *fds, size_t max);

/* The place among them of the one that brings the edges of that line, which is no output. */
size_t lines_fd_of(const struct lines *l, uint16_t line);

/*
 * Reads what waits on the i-th descriptor: at most max events, never blocks;
 * what does not fit stays. Returns the number of events (0: nothing for the
 * caller) or -errno. Edges of one reader may come out of order of seqno.
 */
int lines_read(struct lines *l, size_t i, struct lines_event *events, size_t max);

/* The level of an input now: 0 or 1, or -errno (-EINVAL: not an input). */
int lines_level(struct lines *l, uint16_t line);

/* Drives an output. Returns 0 or -errno (-EINVAL: not an output). */
int lines_drive(struct lines *l, uint16_t line, bool is_active);

#endif
