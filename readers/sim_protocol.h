/*
 * The messages between the simulator (lines_sim.c) and a hand on its wires
 * (sim_client.c). One SOCK_SEQPACKET message is one of these structs, whole;
 * both ends are built together and run on one machine, so the layout is the
 * compiler's.
 *
 *   request                       answer
 *   SIM_EDGE    line, t_ns        SIM_RESULT
 *   SIM_FRAME   line, bits,       SIM_RESULT, with the last pulse
 *               bit_count,
 *               period_us
 *   SIM_LEVEL   line, is_high     SIM_RESULT
 *   SIM_OUTPUTS                   SIM_LIST
 *   SIM_WATCH                     SIM_RESULT, then a SIM_CHANGE for every change of an output
 *
 * Requests may be sent ahead; answers come in the same order, but for a
 * frame's, which comes when its last pulse was handed out. Whoever does not
 * read what comes back is disconnected, never waited for.
 */
#ifndef ZUTRITT_READERS_SIM_PROTOCOL_H
#define ZUTRITT_READERS_SIM_PROTOCOL_H

#include "readers/sim_client.h"

enum sim_kind {
	SIM_EDGE = 1,
	SIM_FRAME,
	SIM_LEVEL,
	SIM_OUTPUTS,
	SIM_WATCH,
	SIM_RESULT,
	SIM_LIST,
	SIM_CHANGE
};

struct sim_request {
	uint32_t kind;
	uint32_t is_high;   /* SIM_LEVEL: electrical, before polarity */
	uint64_t t_ns;      /* SIM_EDGE: CLOCK_MONOTONIC of the edge; one in the future counts as now */
	uint64_t bits;      /* SIM_FRAME: as in struct frame, */
	uint32_t bit_count; /* 1 to FORMAT_BITS_MAX, */
	uint32_t period_us; /* 200 to 20000 */
	char line[LINES_NAME_MAX]; /* "entrance-in.data0", "entrance.contact"; SIM_FRAME: "entrance-in" */
};

/* -ENOENT: no such line; -EINVAL: not a line for this, or not a message; -EBUSY: a frame is coming in there.
 */
struct sim_result {
	uint32_t kind;
	int32_t result;
};

struct sim_change {
	uint32_t kind;
	uint32_t zero;
	struct sim_output output;
};

struct sim_list {
	uint32_t kind;
	uint32_t count; /* outputs that follow */
	struct sim_output outputs[LINES_MAX];
};

#endif
