/*
 * Intake: edges become events of the engine (rules F1 to F6, D4). Each reader
 * has its decoder, each slow input its debouncing; what comes out is a badge,
 * a rejected frame, a fault, a door that opened. Counts and advice for the
 * installer (rule F5) are kept beside. Pure, except that time comes in.
 */
#ifndef ZUTRITT_CONTROLLER_INTAKE_H
#define ZUTRITT_CONTROLLER_INTAKE_H

#include "controller/config.h"
#include "controller/engine.h"
#include "readers/input.h"
#include "readers/lines.h"
#include "readers/wiegand.h"

enum {
	INTAKE_INPUTS_MAX = 3 * SITE_DOORS_MAX + 1, /* contact, REX, bell of each door, and fire */
	INTAKE_TELL_MS = 1000, /* a reader's rejected frames and faults: one event of each a second */
	INTAKE_STREAK = 3      /* that many bad frames after each other, before there is advice */
};

#define INTAKE_NEVER UINT64_MAX

/* What is wrong with the wires (rule F5). */
enum intake_advice {
	INTAKE_NO_ADVICE,
	INTAKE_SWAPPED,  /* the inverted frame is valid */
	INTAKE_SHORT,    /* frames with too few bits */
	INTAKE_LONG,     /* frames of a length that is not allowed here */
	INTAKE_FLOATING, /* edges without frames */
	INTAKE_LOST,     /* gaps in the kernel's numbers */
	INTAKE_DAMAGED   /* glitches, missing bits, wrong speed, wrong parity */
};

/* For the installer; the office has the words (advice.h). */
struct intake_hint {
	enum intake_advice advice;
	uint8_t bits;     /* of the last frame of a wrong length */
	uint8_t shortest; /* format that this reader takes, in bits */
};

struct intake_reader {
	struct wiegand wiegand;
	uint64_t deadline_ns;      /* of the frame coming in */
	uint64_t read_until_ns;    /* its edges are read up to then; INTAKE_NEVER: all of them */
	size_t source;             /* descriptor that its edges come from */
	uint64_t rejected_told_ns; /* 0: never */
	uint64_t fault_told_ns;
	uint32_t good, rejected, faults;
	enum intake_advice advice;
	enum intake_advice suspicion; /* of the last bad frames, streak of them */
	uint8_t streak;
	uint8_t bits; /* of the last frame of a wrong length */
};

struct intake_input {
	enum engine_event_kind kind; /* ENGINE_CONTACT, _REX, _BELL, _FIRE */
	uint16_t door;
	uint16_t line;
	struct input input;
};

struct intake {
	const struct config *config;
	uint16_t reader_of[LINES_MAX]; /* SITE_NONE: no data line */
	uint16_t input_of[LINES_MAX];
	uint16_t input_count; /* fire first (rule D3) */
	struct intake_input inputs[INTAKE_INPUTS_MAX];
	struct intake_reader readers[SITE_READERS_MAX];
};

void intake_init(struct intake *in, const struct config *config);

/* A level read at start: counts at once, makes no event. */
void intake_begin(struct intake *in, uint16_t input, bool is_active, uint64_t now_ns);

/* A level that was read without an edge: a lost edge heals. */
void intake_level(struct intake *in, uint16_t input, bool is_active, uint64_t now_ns);

/* Edges of that reader come from the descriptor called source; 0 before that. */
void intake_place(struct intake *in, uint16_t reader, size_t source);

/* One edge. True when it ended something: event is filled but for its time. */
bool intake_edge(struct intake *in, const struct lines_event *edge, struct engine_event *event);

/*
 * Edges of source are read up to t_ns; INTAKE_NEVER when none waits. A frame
 * is not judged by a clock that is ahead of its edges.
 */
void intake_read_until(struct intake *in, size_t source, uint64_t t_ns);

/* True when something ended by now, filled as above. To be called until false. */
bool intake_due(struct intake *in, uint64_t now_ns, struct engine_event *event);

uint64_t intake_deadline(const struct intake *in);

struct intake_hint intake_hint(const struct intake *in, uint16_t reader);

#endif
