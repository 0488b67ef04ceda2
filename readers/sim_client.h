/*
 * The other end of the simulator's socket: the hand on the wires. The command
 * "zutritt sim", the demo and the tests pulse readers, move contacts and watch
 * outputs through it. One SOCK_SEQPACKET message is one act; the layout is in
 * sim_protocol.h.
 *
 * A reader is called as in the wiring ("entrance-in"); its data lines are
 * READER.data0 and READER.data1. Every function but sim_connect and sim_next
 * waits for the daemon's answer, at most 5 s, a frame's 7 s (-ETIMEDOUT: then
 * close, a late answer would be taken for the next act's); -ECONNRESET: the
 * daemon ended or dropped us. One descriptor belongs to one thread at a time.
 */
#ifndef ZUTRITT_READERS_SIM_CLIENT_H
#define ZUTRITT_READERS_SIM_CLIENT_H

#include "readers/formats.h"
#include "readers/lines.h"

struct sim_output {
	char name[LINES_NAME_MAX];
	bool is_active;
	uint32_t changes;    /* since the controller started, its safe state not counted */
	uint64_t changed_ns; /* CLOCK_MONOTONIC of the last change, 0 when there was none */
};

/* Connects to the simulator of a running zutrittd. Returns a descriptor or -errno. */
int sim_connect(const char *socket_path);

/* Sends one edge on a reader's wire (0 or 1), time stamped now. Returns 0 or -errno (-ENOENT: no such
 * reader). */
int sim_edge(int fd, const char *reader, uint8_t wire);

/*
 * Shows a whole frame, bit_count 1 to FORMAT_BITS_MAX, period_us 200 to 20000,
 * usually 2000: returns after the last pulse. The simulator paces the pulses
 * and stamps each with the time at which it was due, so that no delay of
 * either process breaks the frame; it goes on when its sender is gone. After
 * another frame at this reader the first pulse waits out the longest silence
 * (25 ms, rule F4). -ENOENT: no such reader, -EBUSY: a frame is coming in there
 * already, -EINVAL: out of the limits.
 */
int sim_frame(int fd, const char *reader, struct frame frame, uint32_t period_us);

/*
 * Puts an input line ("entrance.contact") to an electrical level; polarity is
 * applied as on real wires. -ENOENT: no such line, -EINVAL: it is no input.
 */
int sim_level(int fd, const char *line, bool is_high);

/* The outputs now: fills at most max, returns how many there are or -errno. */
int sim_outputs(int fd, struct sim_output *outputs, size_t max);

/*
 * From now on each output change arrives at fd: sim_next blocks for one
 * (timeout_ms -1: for ever). 1, 0 at time-out, -errno. A watching descriptor
 * is for watching: an act on it passes over the changes that came first. Who
 * does not read some 200 changes is disconnected.
 */
int sim_watch(int fd);
int sim_next(int fd, struct sim_output *change, int timeout_ms);

#endif
