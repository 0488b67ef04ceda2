/*
 * wires: the hand on the wires of the kernel's simulated GPIO chip (gpio-sim), inside the test VM.
 *
 *     wires badge D0 D1 BITS [--period-us 2000] [--pulse-us 50]
 *         sends a Wiegand frame (SIA AC-01): both lines idle high by their pull-up, a 0 pulls D0 low for
 *         the pulse, a 1 pulls D1. Prints "bits 26 longest-period-us 2004 longest-pulse-us 53", what the
 *         frame came out as: a busy host stretches it.
 *     wires play TRAIN...
 *         several at once, each "D0,D1:BITS@PERIOD_US+START_US", a frame as above, or
 *         "N*COUNT@PERIOD_US+START_US", that many pulses on one line. Pulses have 50 us. Prints a line for
 *         each as badge does. It sleeps between edges, so that who reads them can run: keep the processor
 *         awake beside it, or sleeping is late.
 *     wires level N up|down
 *         moves an input line.
 *     wires watch [--every-us 1000] N...
 *         prints "watching", then "MONOTONIC_NS N 0|1" at each change of a line, until SIGTERM or SIGINT.
 *     wires wait N 0|1 TIMEOUT_MS
 *         waits until a line reads that value, prints after how many milliseconds.
 *
 * Exit code: 0 done, 1 it did not come out (no such line, time over), 2 called wrongly.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define CHIP      "/sys/devices/platform/gpio-sim.0/gpiochip0"
#define LINES     64
#define POLL_NS   (1000 * 1000) /* every 200 us costs an emulated processor half its time */
#define SPIN_NS   (300 * 1000)
#define PERIOD_US 2000
#define PULSE_US  50
#define NS_PER_US 1000
#define NS_PER_MS (1000 * 1000)
#define NS_PER_S  (1000 * 1000 * 1000)

enum { EXIT_USAGE = 2 };

static volatile sig_atomic_t is_over;

static _Noreturn void die(int code, const char *what, const char *which)
{
	fprintf(stderr, "wires: %s%s.\n", what, which);
	exit(code);
}

static _Noreturn void die_of_usage(void)
{
	die(EXIT_USAGE,
	    "usage: wires badge D0 D1 BITS [--period-us US] [--pulse-us US] | play TRAIN... | level N "
	    "up|down | "
	    "watch [--every-us US] N... | "
	    "wait N 0|1 TIMEOUT_MS",
	    "");
}

static int64_t number_or_die(const char *text, int64_t max)
{
	char *rest;

	errno = 0;
	long long value = strtoll(text, &rest, 10);
	if (errno || rest == text || *rest || value < 0 || value > max)
		die(EXIT_USAGE, "not a number that fits here: ", text);
	return value;
}

static int line_or_die(const char *text)
{
	return (int)number_or_die(text, LINES - 1);
}

static int open_or_die(int line, const char *attribute, int flags)
{
	char path[sizeof CHIP + 32];

	snprintf(path, sizeof path, CHIP "/sim_gpio%d/%s", line, attribute);
	int fd = open(path, flags | O_CLOEXEC);
	if (fd < 0)
		die(EXIT_FAILURE, "cannot open ", path);
	return fd;
}

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}

static void sleep_until(int64_t time_ns)
{
	struct timespec until = {.tv_sec = time_ns / NS_PER_S, .tv_nsec = time_ns % NS_PER_S};

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

/* Sleeps the most of it and spins the rest, because sleeping alone is late by up to SPIN_NS. */
static void reach(int64_t time_ns)
{
	if (time_ns - now_ns() > SPIN_NS)
		sleep_until(time_ns - SPIN_NS);
	while (now_ns() < time_ns)
		;
}

static void pull_or_die(int pull_fd, bool is_up)
{
	const char *pull = is_up ? "pull-up" : "pull-down";

	if (pwrite(pull_fd, pull, strlen(pull), 0) < 0)
		die(EXIT_FAILURE, "cannot move the line: ", strerror(errno));
}

static int read_or_die(int value_fd)
{
	char value;

	if (pread(value_fd, &value, 1, 0) != 1)
		die(EXIT_FAILURE, "cannot read the line: ", strerror(errno));
	return value == '1';
}

static int64_t longer(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

struct timing {
	int64_t period_ns; /* from fall to fall */
	int64_t pulse_ns;  /* from fall to rise */
};

/* Pulses that follow each other: the bits of a frame on two lines, or all of them on one. */
struct train {
	int line[2];
	int pull_fd[2];
	const char *bits; /* which line each pulse is on; NULL: always the first */
	int64_t count;
	struct timing asked;
	struct timing longest;
	int64_t sent;
	int64_t fall_ns; /* of the last pulse */
	int64_t next_ns; /* when the next edge is due */
	bool is_low;     /* the next edge is the rise that ends a pulse */
};

static int pull_fd_of_next(const struct train *t)
{
	return t->pull_fd[t->bits ? t->bits[t->sent] - '0' : 0];
}

/*
 * Each period is counted from the fall before, so that a late pulse never brings the next one nearer.
 * Counting starts before the write and the longest ends after it: what an edge takes is the same for all, how
 * long at most is told.
 */
static void fall(struct train *t)
{
	int64_t last_ns = t->fall_ns;

	t->fall_ns = now_ns();
	pull_or_die(pull_fd_of_next(t), false);
	if (t->sent > 0)
		t->longest.period_ns = longer(t->longest.period_ns, now_ns() - last_ns);
	t->next_ns = t->fall_ns + t->asked.pulse_ns;
	t->is_low = true;
}

static void rise(struct train *t)
{
	pull_or_die(pull_fd_of_next(t), true);
	t->longest.pulse_ns = longer(t->longest.pulse_ns, now_ns() - t->fall_ns);
	t->next_ns = t->fall_ns + t->asked.period_ns;
	t->is_low = false;
	t->sent++;
}

/* The train whose next edge is due first; NULL when all have passed. */
static struct train *first_due(struct train *trains, size_t count)
{
	struct train *first = NULL;

	for (size_t i = 0; i < count; i++) {
		if (trains[i].sent < trains[i].count && (!first || trains[i].next_ns < first->next_ns))
			first = &trains[i];
	}
	return first;
}

static void send(struct train *trains, size_t count, void (*wait_until)(int64_t time_ns))
{
	struct train *t;

	while ((t = first_due(trains, count))) {
		wait_until(t->next_ns);
		if (t->is_low)
			rise(t);
		else
			fall(t);
	}
}

static void open_train_or_die(struct train *t)
{
	for (int i = 0; i < (t->bits ? 2 : 1); i++) {
		t->pull_fd[i] = open_or_die(t->line[i], "pull", O_WRONLY);
		pull_or_die(t->pull_fd[i], true);
	}
}

static void print_train(const struct train *t)
{
	printf("%s %" PRId64 " longest-period-us %" PRId64 " longest-pulse-us %" PRId64 "\n",
	       t->bits ? "bits" : "pulses", t->count, t->longest.period_ns / NS_PER_US,
	       t->longest.pulse_ns / NS_PER_US);
}

/*
 * Below the kernel's interrupt threads (50): edges are taken the moment they happen, as real ones would be.
 * Without the rights for this the frame is only less even.
 */
static void be_punctual(void)
{
	struct sched_param priority = {.sched_priority = 40};

	sched_setscheduler(0, SCHED_FIFO, &priority);
	mlockall(MCL_CURRENT | MCL_FUTURE);
}

static struct timing timing_or_die(char **options)
{
	struct timing timing = {.period_ns = PERIOD_US * NS_PER_US, .pulse_ns = PULSE_US * NS_PER_US};

	for (; options[0]; options += 2) {
		if (!options[1])
			die_of_usage();
		if (!strcmp(options[0], "--period-us"))
			timing.period_ns = number_or_die(options[1], NS_PER_S) * NS_PER_US;
		else if (!strcmp(options[0], "--pulse-us"))
			timing.pulse_ns = number_or_die(options[1], NS_PER_S) * NS_PER_US;
		else
			die_of_usage();
	}
	if (timing.pulse_ns >= timing.period_ns)
		die(EXIT_USAGE, "the pulse must be shorter than the period", "");
	return timing;
}

static const char *bits_or_die(const char *bits)
{
	if (!*bits || bits[strspn(bits, "01")])
		die(EXIT_USAGE, "the bits are 0s and 1s, not ", bits);
	return bits;
}

static int badge(int count, char **arguments)
{
	if (count < 3)
		die_of_usage();
	struct train t = {.line = {line_or_die(arguments[0]), line_or_die(arguments[1])},
	                  .bits = bits_or_die(arguments[2]),
	                  .count = (int64_t)strlen(arguments[2]),
	                  .asked = timing_or_die(arguments + 3)};
	if (t.line[0] == t.line[1])
		die(EXIT_USAGE, "D0 and D1 are two lines", "");

	open_train_or_die(&t);
	be_punctual();
	t.next_ns = now_ns() + t.asked.period_ns;
	send(&t, 1, reach);
	print_train(&t);
	return EXIT_SUCCESS;
}

/* The text before mark, which becomes a string of its own; rest is what follows. */
static char *cut_or_die(char **rest, char mark)
{
	char *text = *rest;
	char *end = strchr(text, mark);

	if (!end)
		die(EXIT_USAGE, "not a train: ", text);
	*end = '\0';
	*rest = end + 1;
	return text;
}

/* D0,D1:BITS@PERIOD_US+START_US or N*COUNT@PERIOD_US+START_US; START_US becomes next_ns. */
static struct train train_or_die(char *text)
{
	struct train t = {.asked.pulse_ns = PULSE_US * NS_PER_US};

	if (strchr(text, '*')) {
		t.line[0] = line_or_die(cut_or_die(&text, '*'));
		t.count = number_or_die(cut_or_die(&text, '@'), INT32_MAX);
	} else {
		t.line[0] = line_or_die(cut_or_die(&text, ','));
		t.line[1] = line_or_die(cut_or_die(&text, ':'));
		t.bits = bits_or_die(cut_or_die(&text, '@'));
		t.count = (int64_t)strlen(t.bits);
	}
	t.asked.period_ns = number_or_die(cut_or_die(&text, '+'), NS_PER_S) * NS_PER_US;
	t.next_ns = number_or_die(text, INT32_MAX) * NS_PER_US;
	if (t.asked.pulse_ns >= t.asked.period_ns)
		die(EXIT_USAGE, "the pulse must be shorter than the period", "");
	return t;
}

static int play(int count, char **arguments)
{
	static struct train trains[LINES];

	if (count < 1 || count > LINES)
		die_of_usage();
	for (int i = 0; i < count; i++) {
		trains[i] = train_or_die(arguments[i]);
		open_train_or_die(&trains[i]);
	}
	be_punctual();
	int64_t start_ns = now_ns();
	for (int i = 0; i < count; i++)
		trains[i].next_ns += start_ns;
	send(trains, (size_t)count, sleep_until);
	for (int i = 0; i < count; i++)
		print_train(&trains[i]);
	return EXIT_SUCCESS;
}

static int level(int count, char **arguments)
{
	if (count != 2)
		die_of_usage();
	bool is_up = !strcmp(arguments[1], "up");
	if (!is_up && strcmp(arguments[1], "down"))
		die(EXIT_USAGE, "a level is up or down, not ", arguments[1]);
	pull_or_die(open_or_die(line_or_die(arguments[0]), "pull", O_WRONLY), is_up);
	return EXIT_SUCCESS;
}

static void end_watch(int signal_number)
{
	(void)signal_number;
	is_over = 1;
}

static int watch(int count, char **arguments)
{
	int line[LINES], value_fd[LINES], value[LINES];
	int64_t every_ns = POLL_NS;
	struct sigaction end = {.sa_handler = end_watch};

	if (count >= 2 && !strcmp(arguments[0], "--every-us")) {
		every_ns = number_or_die(arguments[1], NS_PER_S) * NS_PER_US;
		count -= 2;
		arguments += 2;
	}
	if (count < 1 || count > LINES)
		die_of_usage();
	sigaction(SIGTERM, &end, NULL);
	sigaction(SIGINT, &end, NULL);
	for (int i = 0; i < count; i++) {
		line[i] = line_or_die(arguments[i]);
		value_fd[i] = open_or_die(line[i], "value", O_RDONLY);
		value[i] = read_or_die(value_fd[i]);
	}
	puts("watching");
	fflush(stdout);
	for (; !is_over; sleep_until(now_ns() + every_ns)) {
		for (int i = 0; i < count; i++) {
			int read_value = read_or_die(value_fd[i]);
			if (read_value == value[i])
				continue;
			value[i] = read_value;
			printf("%" PRId64 " %d %d\n", now_ns(), line[i], read_value);
			fflush(stdout);
		}
	}
	return EXIT_SUCCESS;
}

static int wait_for(int count, char **arguments)
{
	if (count != 3)
		die_of_usage();
	int value_fd = open_or_die(line_or_die(arguments[0]), "value", O_RDONLY);
	int wanted = (int)number_or_die(arguments[1], 1);
	int64_t start_ns = now_ns();
	int64_t end_ns = start_ns + number_or_die(arguments[2], INT32_MAX) * NS_PER_MS;

	while (read_or_die(value_fd) != wanted) {
		if (now_ns() >= end_ns)
			die(EXIT_FAILURE, "the line did not change in time: ", arguments[0]);
		sleep_until(now_ns() + POLL_NS);
	}
	printf("%.3f\n", (double)(now_ns() - start_ns) / NS_PER_MS);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*act)(int count, char **arguments);
	} acts[] = {{"badge", badge}, {"play", play}, {"level", level}, {"watch", watch}, {"wait", wait_for}};

	for (size_t i = 0; argc > 1 && i < sizeof acts / sizeof *acts; i++) {
		if (!strcmp(argv[1], acts[i].name))
			return acts[i].act(argc - 2, argv + 2);
	}
	die_of_usage();
}
