/*
 * zutrittd: the controller of one site's doors. Everything is started here in
 * the order of who needs whom, and stopped in the mirror of it (rules D3, B5).
 * Whatever can fail for the sake of data - configuration, database, table -
 * comes before the first line is touched; once lines are open, every way out
 * leaves the outputs safe.
 *
 * Start reading at serve().
 */
#include "controller/clock.h"
#include "controller/doors.h"
#include "controller/guard.h"
#include "controller/office/office.h"
#include "controller/office/resting.h"
#include "controller/protocol/message.h"
#include "db/store.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

enum { ERROR_SIZE = 512, EXIT_USAGE = 2, PATH_SIZE = 256 };

static const char default_config[] = "/etc/zutritt/zutritt.conf";

enum task { TASK_SERVE, TASK_CHECK, TASK_OUTPUTS_SAFE };

struct options {
	enum task task;
	const char *config;
	struct config_override override;
};

/* Everything that lives as long as the process; too big for a stack. */
struct daemon {
	struct config config;
	struct engine engine;
	struct doors_setup setup;
	struct office *office;
	struct ring *ring;
	struct standing *standing;
	struct lines *lines;
	struct doors *doors;
	struct guard *guard;
	int lock_fd;
	char error[ERROR_SIZE];
};

static int fail(struct daemon *d, int result, const char *what)
{
	snprintf(d->error, sizeof(d->error), "%s: %s", what, strerror(-result));
	return result;
}

/* ---- the command line ---- */

static void print_usage(FILE *out)
{
	fputs("Usage: zutrittd [OPTION]...\n"
	      "The controller of a site's doors.\n\n"
	      "  --config FILE      the wiring (default /etc/zutritt/zutritt.conf)\n"
	      "  --check            say whether configuration and database are all right, and end\n"
	      "  --simulate         no real lines: wires end in the socket RUNTIME-DIR/lines\n"
	      "  --runtime-dir DIR  sockets and what outlives the process (default /run/zutritt)\n"
	      "  --state-dir DIR    the database (default /var/lib/zutritt)\n"
	      "  --outputs-safe     put all outputs into their safe state, and end\n"
	      "  --version          the version\n"
	      "  --help             this\n\n"
	      "Exit status: 0 all right, 1 something is wrong and was said, 2 wrong usage.\n",
	      out);
}

static int wrong_usage(void)
{
	print_usage(stderr);
	return EXIT_USAGE;
}

enum option_key {
	OPTION_CONFIG = 1,
	OPTION_CHECK,
	OPTION_SIMULATE,
	OPTION_RUNTIME,
	OPTION_STATE,
	OPTION_SAFE,
	OPTION_VERSION,
	OPTION_HELP
};

static const struct option long_options[] = {
        {"config", required_argument, NULL, OPTION_CONFIG},
        {"check", no_argument, NULL, OPTION_CHECK},
        {"simulate", no_argument, NULL, OPTION_SIMULATE},
        {"runtime-dir", required_argument, NULL, OPTION_RUNTIME},
        {"state-dir", required_argument, NULL, OPTION_STATE},
        {"outputs-safe", no_argument, NULL, OPTION_SAFE},
        {"version", no_argument, NULL, OPTION_VERSION},
        {"help", no_argument, NULL, OPTION_HELP},
        {NULL, 0, NULL, 0},
};

/* -1: go on; else the exit status. */
static int take_option(struct options *o, int key)
{
	switch (key) {
	case OPTION_CONFIG:
		o->config = optarg;
		return -1;
	case OPTION_CHECK:
		o->task = TASK_CHECK;
		return -1;
	case OPTION_SIMULATE:
		o->override.is_simulated = true;
		return -1;
	case OPTION_RUNTIME:
		o->override.runtime_dir = optarg;
		return -1;
	case OPTION_STATE:
		o->override.state_dir = optarg;
		return -1;
	case OPTION_SAFE:
		o->task = TASK_OUTPUTS_SAFE;
		return -1;
	case OPTION_VERSION:
		puts("zutrittd " ZUTRITT_VERSION);
		return EXIT_SUCCESS;
	case OPTION_HELP:
		print_usage(stdout);
		return EXIT_SUCCESS;
	default: /* getopt has said what it did not understand */
		return wrong_usage();
	}
}

static int parse_options(struct options *o, int argc, char **argv)
{
	int key, result = -1;
	*o = (struct options){.task = TASK_SERVE, .config = default_config};
	while (result < 0 && (key = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		result = take_option(o, key);
	if (result < 0 && optind < argc)
		return wrong_usage();
	return result;
}

/* ---- data: everything that can be wrong before a line is touched ---- */

static int read_config(struct daemon *d, const struct options *o)
{
	int result = config_read(&d->config, o->config, d->error, sizeof(d->error));
	if (result < 0)
		return result;
	result = config_override(&d->config, &o->override);
	return result < 0 ? fail(d, result, "--runtime-dir or --state-dir") : 0;
}

/* The helper of this build lies beside the program that runs, wherever that is. */
static int find_helper(struct daemon *d)
{
	char *path = d->config.hash_program;
	const size_t size = sizeof(d->config.hash_program);
	ssize_t length = readlink("/proc/self/exe", path, size - 1);
	if (length < 0)
		return fail(d, -errno, "/proc/self/exe");
	path[length] = '\0';
	char *name = strrchr(path, '/');
	if (name == NULL || (size_t)(name - path) + sizeof("/zutritt-hash") > size)
		return fail(d, -ENAMETOOLONG, "zutritt-hash");
	strcpy(name, "/zutritt-hash");
	return access(path, X_OK) < 0 ? fail(d, -errno, path) : 0;
}

static void database_path(const struct daemon *d, char path[PATH_SIZE])
{
	snprintf(path, PATH_SIZE, "%s/zutritt.db", d->config.state_dir);
}

static int check(struct daemon *d, const struct options *o)
{
	char path[PATH_SIZE];
	const struct config *c = &d->config;
	database_path(d, path);
	int result = store_check(path, d->error, sizeof(d->error));
	if (result == 0 && c->backend == CONFIG_GPIOD)
		result = lines_look_gpiod(c->lines, c->line_count, d->error, sizeof(d->error));
	if (result < 0)
		return result;
	printf("%s: all right: %u doors, %u readers, %u rooms, %u areas, %u lines\n", o->config,
	       c->site.door_count, c->site.reader_count, c->site.room_count, c->site.area_count,
	       c->line_count);
	return 0;
}

static int make_directory(struct daemon *d, const char *path)
{
	return mkdir(path, 0755) < 0 && errno != EEXIST ? fail(d, -errno, path) : 0;
}

/* Two controllers on the same wires would fight; the lock falls with the process. */
static int lock_runtime(struct daemon *d)
{
	char path[PATH_SIZE];
	snprintf(path, sizeof(path), "%s/lock", d->config.runtime_dir);
	d->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (d->lock_fd < 0)
		return fail(d, -errno, path);
	if (flock(d->lock_fd, LOCK_EX | LOCK_NB) == 0)
		return 0;
	snprintf(d->error, sizeof(d->error), "%s: another zutrittd is running there", d->config.runtime_dir);
	return -EBUSY;
}

/* ---- the process ---- */

/* Every thread inherits the mask; the office's loop takes SIGTERM and SIGINT from a descriptor. */
static void set_signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

/* With a limit, MCL_FUTURE would turn the first big allocation into a failure; so only without one. */
static void lock_memory(void)
{
	struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
	setrlimit(RLIMIT_MEMLOCK, &limit);
	if (getrlimit(RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_cur == RLIM_INFINITY)
		mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
}

/* Rule E5: passwords and badge numbers pass through here, and must not lie in a core. */
static void forbid_core(void)
{
	struct rlimit none = {0, 0};
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
}

static int prepare(struct daemon *d)
{
	set_signals();
	message_wipe_all();
	int result = find_helper(d);
	forbid_core();
	clock_set_zone(d->config.zone);
	if (result == 0)
		result = make_directory(d, d->config.runtime_dir);
	if (result == 0)
		result = lock_runtime(d);
	if (result == 0)
		mkdir(d->config.state_dir, 0700); /* when it cannot be made, opening the database says so */
	if (result == 0)
		lock_memory();
	return result;
}

/* ---- lines ---- */

static int open_lines(struct daemon *d, const struct lines_spec *specs, size_t count, struct lines **lines)
{
	if (d->config.backend == CONFIG_SIMULATOR)
		return lines_open_sim(lines, specs, count, d->config.sim_socket, d->error, sizeof(d->error));
	return lines_open_gpiod(lines, specs, count, d->error, sizeof(d->error));
}

/*
 * Rule D3: the fire input is read before any output is claimed. One that cannot
 * be read counts as fire, as a cut wire does (rule D13). The simulator's wires
 * rest until then.
 */
static bool is_fire_now(struct daemon *d)
{
	struct lines *fire = NULL;
	if (d->config.backend == CONFIG_SIMULATOR || d->config.fire_line == CONFIG_LINE_NONE)
		return false;
	if (open_lines(d, &d->config.lines[d->config.fire_line], 1, &fire) < 0)
		return true;
	int level = lines_level(fire, 0);
	lines_close(fire);
	return level != 0;
}

static int open_all_lines(struct daemon *d)
{
	resting_put(&d->config, is_fire_now(d) || d->setup.is_fire_latched, d->setup.alarms);
	return open_lines(d, d->config.lines, d->config.line_count, &d->lines);
}

static void close_all_lines(struct daemon *d)
{
	for (uint16_t i = 0; i < d->config.site.area_count; i++)
		d->setup.alarms[i].state = d->engine.areas[i].alarm.state;
	resting_put(&d->config, d->engine.is_fire_active || d->engine.is_fire_latched, d->setup.alarms);
	lines_close(d->lines);
}

/* Each by itself: a chip that is away keeps no other output from being made safe. */
static int drive_safe_states(struct daemon *d)
{
	int result = 0;
	struct lines *driven[LINES_MAX] = {NULL};
	for (uint16_t i = 0; i < d->config.line_count; i++) {
		const struct lines_spec *spec = &d->config.lines[i];
		int opened = spec->use == LINES_OUTPUT ? open_lines(d, spec, 1, &driven[i]) : 0;
		result = opened < 0 ? opened : result;
	}
	for (uint16_t i = 0; i < d->config.line_count; i++)
		lines_close(driven[i]);
	return result;
}

/* After a crash: the kernel may keep an output driven when its process dies. */
static int make_outputs_safe(struct daemon *d)
{
	struct standing_left left;
	if (d->config.backend == CONFIG_SIMULATOR)
		return 0; /* its outputs died with it */
	resting_look(&d->config, &d->engine, &left);
	resting_put(&d->config, is_fire_now(d) || left.is_fire_latched, left.alarms);
	return drive_safe_states(d);
}

/* ---- start and stop ---- */

static void on_ready(void)
{
	sd_notify(0, "READY=1");
}

static int load(struct daemon *d)
{
	d->setup = (struct doors_setup){.config = &d->config, .engine = &d->engine};
	engine_init(&d->engine, &d->config.site);
	int result = office_load(d->office, &d->setup, d->error, sizeof(d->error));
	if (result < 0)
		return result;
	result = ring_begin(&d->ring, d->config.runtime_dir, &d->config.site);
	if (result == 0)
		result = standing_create(&d->standing, d->config.runtime_dir, &d->config.site);
	return result < 0 ? fail(d, result, d->config.runtime_dir) : 0;
}

static int run_doors(struct daemon *d)
{
	d->setup.lines = d->lines;
	d->setup.ring = d->ring;
	d->setup.standing = d->standing;
	int result = doors_start(&d->doors, &d->setup);
	if (result < 0)
		return fail(d, result, "the door thread");
	result = guard_start(&d->guard, d->doors);
	if (result < 0)
		result = fail(d, result, "the guard thread");
	else
		result = office_run(d->office, d->doors, d->ring, on_ready, d->error, sizeof(d->error));
	sd_notify(0, "STOPPING=1");
	guard_stop(d->guard);
	doors_stop(d->doors);
	return result;
}

static int run_lines(struct daemon *d)
{
	int result = open_all_lines(d);
	if (result < 0)
		return result;
	result = run_doors(d);
	close_all_lines(d);
	return result;
}

static int serve(struct daemon *d)
{
	int result = prepare(d);
	if (result == 0)
		result = office_open(&d->office, &d->config, d->error, sizeof(d->error));
	if (result == 0)
		result = load(d);
	if (result == 0)
		result = run_lines(d);
	office_close(d->office);
	ring_close(d->ring);
	standing_close(d->standing);
	if (d->lock_fd >= 0)
		close(d->lock_fd);
	return result;
}

static int perform(struct daemon *d, const struct options *o)
{
	int result = read_config(d, o);
	if (result < 0)
		return result;
	switch (o->task) {
	case TASK_SERVE:
		return serve(d);
	case TASK_CHECK:
		return check(d, o);
	case TASK_OUTPUTS_SAFE:
		return make_outputs_safe(d);
	}
	return -EINVAL;
}

int main(int argc, char **argv)
{
	struct options options;
	int status = parse_options(&options, argc, argv);
	if (status >= 0)
		return status;
	struct daemon *d = calloc(1, sizeof(*d));
	if (d == NULL)
		return EXIT_FAILURE;
	d->lock_fd = -1;
	int result = perform(d, &options);
	if (result < 0)
		fprintf(stderr, "zutrittd: %s\n", d->error);
	free(d);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
