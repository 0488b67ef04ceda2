/*
 * Programs of their own: zutrittd as it is installed, and whoever else takes
 * part. Their paths come from the environment (ZUTRITTD, ZUTRITT_MQTT).
 */
#ifndef ZUTRITT_TESTS_BENCH_DAEMON_H
#define ZUTRITT_TESTS_BENCH_DAEMON_H

#include "tests/bench/house.h"

#include <sys/types.h>

struct client;

struct daemon {
	pid_t pid;
	uint64_t started_ns; /* just before it was executed */
	uint64_t ready_ns;   /* when it told the service manager; 0: not asked for */
};

/* Runs words[0] with these arguments (ended by NULL); its complaints go to house->state/NAME.log. */
void daemon_run(struct daemon *d, const struct house *h, const char *name, char *const words[]);
/* Waits for READY=1 as well. */
void daemon_run_until_ready(struct daemon *d, const struct house *h, const char *name, char *const words[]);
/* zutrittd with that configuration, simulated wires and the folders of the house; ready when it returns. */
void daemon_run_zutrittd(struct daemon *d, const struct house *h, const char *config);
void daemon_stop(struct daemon *d); /* SIGTERM, and waits */

/* A number of /proc/PID/status in KiB, as "VmRSS:". */
unsigned daemon_memory_kib(const struct daemon *d, const char *name);

/* Processor time of all its threads so far. */
double daemon_work_us(const struct daemon *d);

const char *daemon_program(const char *variable); /* from the environment, or the bench ends */

/* The control socket and the wires of a running zutrittd. */
struct client *daemon_ask(const struct house *h);

/* Makes an account that manages, and logs in with it: the session, in static memory. */
const char *daemon_log_in(struct client *c);
int daemon_wires(const struct house *h);

#endif
