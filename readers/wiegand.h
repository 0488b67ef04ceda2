/*
 * The Wiegand decoder: edges of DATA0 and DATA1 of one reader become one frame
 * or one named rejection (SIA AC-01; rules F1 to F4). Pure: time comes in with
 * the edges, the machine says when it wants to be asked again.
 *
 * Start reading at wiegand_end() in wiegand.c: a frame is judged whole.
 */
#ifndef ZUTRITT_READERS_WIEGAND_H
#define ZUTRITT_READERS_WIEGAND_H

#include "readers/formats.h"

enum {
	WIEGAND_EDGES_MAX = 80,               /* FORMAT_BITS_MAX and room for glitches; more is a burst */
	WIEGAND_BURST_MS = 1000,              /* a burst is told of that often */
	WIEGAND_PERIOD_MIN_NS = 200 * 1000,   /* fastest bit period, 200 us */
	WIEGAND_PERIOD_MAX_NS = 20000 * 1000, /* slowest, 20 ms */
	WIEGAND_SILENCE_MIN_NS = 1000 * 1000, /* rule F4; with fewer than four edges always the longest */
	WIEGAND_SILENCE_MAX_NS = 25000 * 1000
};

#define WIEGAND_NEVER UINT64_MAX

/* A falling edge (after the reader's polarity): a bit on one of the two wires. */
struct wiegand_edge {
	uint64_t t_ns;  /* CLOCK_MONOTONIC, taken at the interrupt */
	uint32_t seqno; /* of the line request: one more with every edge of either wire */
	uint8_t wire;   /* 0: DATA0, 1: DATA1 */
};

enum wiegand_result {
	WIEGAND_NONE,      /* nothing ended */
	WIEGAND_FRAME,     /* frame is set */
	WIEGAND_GAP,       /* the kernel lost edges: frame void, reader fault (rule F2) */
	WIEGAND_GLITCHES,  /* more than two glitches */
	WIEGAND_AMBIGUOUS, /* two wires pulsed at once and nothing tells which one meant it */
	WIEGAND_HOLE,      /* a bit is missing (rule F3) */
	WIEGAND_SPEED,     /* no steady bit period, or one outside 200 us to 20 ms */
	WIEGAND_TOO_LONG,  /* more bits than any frame has */
	WIEGAND_BURST,     /* edges without end: told once a second while they last, and when they end */
	WIEGAND_SINGLE     /* one lone edge: noise, not a frame */
};

struct wiegand {
	uint32_t next_seqno; /* expected next, valid when has_seqno */
	bool has_seqno;
	uint8_t count; /* edges held, in rising seqno */
	bool is_overflowed;
	uint32_t taken;   /* edges of this frame or burst, also those that were not held */
	uint64_t told_ns; /* of a burst: its first edge, or when it was last told of */
	struct wiegand_edge edges[WIEGAND_EDGES_MAX];
};

void wiegand_init(struct wiegand *w);

/*
 * Takes one edge; they may come out of order of seqno. If the silence before
 * this edge ended a frame that nobody collected, that frame is judged first
 * and returned, and the edge begins the next. frame is set only on WIEGAND_FRAME.
 * An edge of a frame that was already judged (void, as it was missing) is
 * passed over.
 */
enum wiegand_result wiegand_step(struct wiegand *w, struct wiegand_edge edge, struct frame *frame);

/*
 * When the frame that is coming in will have ended, CLOCK_MONOTONIC;
 * WIEGAND_NEVER when none is. Every edge moves it.
 */
uint64_t wiegand_deadline(const struct wiegand *w);

/*
 * Judges the frame if its deadline has come; else WIEGAND_NONE and nothing
 * changes. Read the lines first: an edge that waits there belongs to the frame.
 * To decide at the last bit (an option of rule F4) give wiegand_deadline() as
 * now_ns when as many edges are held as the reader's only format has bits.
 */
enum wiegand_result wiegand_end(struct wiegand *w, uint64_t now_ns, struct frame *frame);

/* "frame", "gap", "glitches", ...: the words of journal and command line. */
const char *wiegand_result_name(enum wiegand_result result);

#endif
