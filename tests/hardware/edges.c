/*
 * edges: what the kernel's GPIO interface makes of a Wiegand frame; the other end of wires, for the selftest.
 *
 *     edges falls D0 D1 COMMAND...
 *         asks /dev/gpiochip0 for falling edges, runs COMMAND, prints what came: the bits, or fails where
 *         sequence numbers have a gap; then the shortest and longest period.
 *     edges pulses D0 D1 COMMAND...
 *         asks for both edges and prints the shortest and longest pulse by their time stamps (the kernel
 *         may call a fall a rise here, so the names are not looked at).
 */
#include <fcntl.h>
#include <inttypes.h>
#include <linux/gpio.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define EVENTS    1024 /* what the kernel keeps at most */
#define QUIET_MS  200
#define NS_PER_US 1000.0

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "edges: %s.\n", what);
	exit(EXIT_FAILURE);
}

static int request_or_die(uint32_t d0, uint32_t d1, uint64_t edges)
{
	struct gpio_v2_line_request request = {
	        .offsets = {d0, d1}, .num_lines = 2, .event_buffer_size = EVENTS};
	int chip = open("/dev/gpiochip0", O_RDWR | O_CLOEXEC);

	request.config.flags = GPIO_V2_LINE_FLAG_INPUT | edges;
	strcpy(request.consumer, "edges");
	if (chip < 0 || ioctl(chip, GPIO_V2_GET_LINE_IOCTL, &request) < 0)
		die("/dev/gpiochip0 does not give the lines");
	close(chip);
	fcntl(request.fd, F_SETFD, FD_CLOEXEC);
	return request.fd;
}

static void run_or_die(char **command)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		execvp(command[0], command);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
		die("the command failed");
}

static size_t collect(int fd, struct gpio_v2_line_event *events)
{
	struct pollfd readable = {.fd = fd, .events = POLLIN};
	size_t count = 0;

	while (count < EVENTS && poll(&readable, 1, QUIET_MS) == 1) {
		ssize_t size = read(fd, &events[count], (EVENTS - count) * sizeof *events);
		if (size <= 0)
			die("/dev/gpiochip0 cannot be read");
		count += (size_t)size / sizeof *events;
	}
	return count;
}

/*
 * From an edge to the next, from every edge or every other one. Two edges of a line close together may reach
 * the program as one, so only those that follow each other by number count.
 */
static void print_spacing(const char *what, const struct gpio_v2_line_event *events, size_t count,
                          bool are_pulses)
{
	uint64_t shortest_ns = UINT64_MAX, longest_ns = 0, sum_ns = 0, n = 0;

	for (size_t i = 0; i + 1 < count; i++) {
		uint64_t spacing_ns = events[i + 1].timestamp_ns - events[i].timestamp_ns;
		if (events[i + 1].seqno != events[i].seqno + 1 || (are_pulses && events[i].seqno % 2 == 0))
			continue;
		shortest_ns = spacing_ns < shortest_ns ? spacing_ns : shortest_ns;
		longest_ns = spacing_ns > longest_ns ? spacing_ns : longest_ns;
		sum_ns += spacing_ns;
		n++;
	}
	if (n > 0)
		printf("%s-us %.1f to %.1f, mean %.1f of %" PRIu64 "\n", what,
		       (double)shortest_ns / NS_PER_US, (double)longest_ns / NS_PER_US,
		       (double)sum_ns / (double)n / NS_PER_US, n);
}

static void print_bits_or_die(const struct gpio_v2_line_event *events, size_t count, uint32_t d1)
{
	for (size_t i = 0; i < count; i++) {
		if (events[i].id != GPIO_V2_LINE_EVENT_FALLING_EDGE)
			die("an edge is no fall");
		if (events[i].seqno != i + 1)
			die("the sequence numbers have a gap");
		putchar(events[i].offset == d1 ? '1' : '0');
	}
	putchar('\n');
}

int main(int argc, char **argv)
{
	static struct gpio_v2_line_event events[EVENTS];

	if (argc < 5)
		die("usage: edges falls|pulses D0 D1 COMMAND...");
	bool are_pulses = !strcmp(argv[1], "pulses");
	uint32_t d0 = (uint32_t)strtoul(argv[2], NULL, 10), d1 = (uint32_t)strtoul(argv[3], NULL, 10);
	uint64_t edges = GPIO_V2_LINE_FLAG_EDGE_FALLING | (are_pulses ? GPIO_V2_LINE_FLAG_EDGE_RISING : 0);

	int fd = request_or_die(d0, d1, edges);
	run_or_die(argv + 4);
	size_t count = collect(fd, events);
	if (are_pulses) {
		print_spacing("pulse", events, count, true);
	} else {
		print_bits_or_die(events, count, d1);
		print_spacing("period", events, count, false);
	}
	return EXIT_SUCCESS;
}
