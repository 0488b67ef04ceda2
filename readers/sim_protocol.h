/*
 * The messages between the simulator (lines_sim.c) and a hand on its wires
 * (sim_client.c). One SOCK_SEQPACKET message is one of these structs, whole;
 * both ends are built together and run on one machine, so the layout is the
 * compiler's.
 *
 *   request                       answer
 *   SIM_EDGE    line, t_ns        SIM_RESULT
 *   SIM_LEVEL   line, is_high     SIM_RESULT
 *   SIM_OUTPUTS                   SIM_LIST
 *   SIM_WATCH                     SIM_RESULT, then a SIM_CHANGE for every change of an output
 *
 * Requests may be sent ahead; answers come in the same order. Whoever does
 * not read what comes back is disconnected, never waited for.
 */
#ifndef ZUTRITT_READERS_SIM_PROTOCOL_H
#define ZUTRITT_READERS_SIM_PROTOCOL_H

#include "readers/sim_client.h"

enum sim_kind { SIM_EDGE = 1, SIM_LEVEL, SIM_OUTPUTS, SIM_WATCH, SIM_RESULT, SIM_LIST, SIM_CHANGE };

struct sim_request {
	uint32_t kind;
	uint32_t is_high; /* SIM_LEVEL: electrical, before polarity */
	uint64_t t_ns;    /* SIM_EDGE: CLOCK_MONOTONIC of the edge; one in the future counts as now */
	char line[LINES_NAME_MAX]; /* as in the wiring: "entrance-in.data0", "entrance.contact" */
};

/* -ENOENT: no such line; -EINVAL: not a line for this, or not a message. */
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
