#include "tests/bench/crew.h"
#include "controller/doors.h"
#include "controller/office/office.h"
#include "tests/bench/bench.h"
#include "tests/bench/tap.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>

struct crew {
	struct house *house;
	struct engine engine;
	struct doors_setup setup;
	struct office *office;
	struct doors *doors;
	struct lines *tap;
	pthread_t thread;
	int result;
	char error[512];
};

static sem_t ready; /* office_run() calls back without context */

static void on_ready(void)
{
	sem_post(&ready);
}

static void *run_office(void *context)
{
	struct crew *c = context;
	c->result = office_run(c->office, c->doors, c->setup.ring, on_ready, c->error, sizeof(c->error));
	return NULL;
}

static void block_signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static void load(struct crew *c)
{
	struct config *config = &c->house->config;
	c->setup = (struct doors_setup){.config = config, .engine = &c->engine};
	engine_init(&c->engine, &config->site);
	house_must(office_open(&c->office, config, c->error, sizeof(c->error)), "the office", c->error);
	house_must(office_load(c->office, &c->setup, c->error, sizeof(c->error)), "the office", c->error);
	house_must(ring_create(&c->setup.ring, config->runtime_dir, &config->site), "the ring", NULL);
	house_must(standing_create(&c->setup.standing, config->runtime_dir, &config->site), "standing", NULL);
}

static void open_wires(struct crew *c)
{
	struct config *config = &c->house->config;
	struct lines *wires;
	house_must(lines_open_sim(&wires, config->lines, config->line_count, config->sim_socket, c->error,
	                          sizeof(c->error)),
	           "the wires", c->error);
	c->tap = tap_open(wires, config);
	c->setup.lines = c->tap;
}

struct crew *crew_start(struct house *h)
{
	struct crew *c = calloc(1, sizeof(*c));
	if (c == NULL)
		bench_fail("out of memory");
	c->house = h;
	block_signals();
	load(c);
	open_wires(c);
	house_must(doors_start(&c->doors, &c->setup), "the door thread", NULL);
	sem_init(&ready, 0, 0);
	if (pthread_create(&c->thread, NULL, run_office, c) != 0)
		bench_fail("no thread");
	sem_wait(&ready);
	return c;
}

void crew_stop(struct crew *c)
{
	pthread_kill(c->thread, SIGTERM);
	pthread_join(c->thread, NULL);
	house_must(c->result, "the office", c->error);
	doors_stop(c->doors);
	lines_close(c->tap);
	office_close(c->office);
	ring_close(c->setup.ring);
	standing_close(c->setup.standing);
	free(c);
}

const struct lines *crew_tap(const struct crew *c)
{
	return c->tap;
}
