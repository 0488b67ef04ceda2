/* The guard. See guard.h; watch() is where to start. */
#include "controller/guard.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

enum { GUARD_LOOKS = 4 }; /* in the time that the manager allows */

struct guard {
	const struct doors *doors;
	int interval_ms;
	int stop_fd;
	pthread_t thread;
};

static bool is_stopped(const struct guard *g)
{
	struct pollfd stop = {.fd = g->stop_fd, .events = POLLIN};
	return poll(&stop, 1, g->interval_ms) > 0;
}

static void *watch(void *context)
{
	const struct guard *g = context;
	uint64_t seen = doors_turns(g->doors);
	while (!is_stopped(g)) {
		uint64_t turns = doors_turns(g->doors);
		if (turns != seen)
			sd_notify(0, "WATCHDOG=1");
		seen = turns;
	}
	return NULL;
}

static int start_thread(struct guard *g)
{
	g->stop_fd = eventfd(0, EFD_CLOEXEC);
	if (g->stop_fd < 0)
		return -errno;
	int result = pthread_create(&g->thread, NULL, watch, g);
	if (result == 0)
		pthread_setname_np(g->thread, "guard");
	else
		close(g->stop_fd);
	return -result;
}

int guard_start(struct guard **out, const struct doors *doors)
{
	uint64_t allowed_us;
	*out = NULL;
	if (sd_watchdog_enabled(0, &allowed_us) <= 0)
		return 0;
	struct guard *g = calloc(1, sizeof(*g));
	if (g == NULL)
		return -ENOMEM;
	g->doors = doors;
	g->interval_ms = (int)(allowed_us / 1000 / GUARD_LOOKS);
	int result = start_thread(g);
	if (result < 0)
		free(g);
	else
		*out = g;
	return result;
}

void guard_stop(struct guard *g)
{
	uint64_t one = 1;
	if (g == NULL)
		return;
	while (write(g->stop_fd, &one, sizeof(one)) < 0 && errno == EINTR)
		;
	pthread_join(g->thread, NULL);
	close(g->stop_fd);
	free(g);
}
