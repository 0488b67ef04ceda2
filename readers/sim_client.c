/*
 * A hand on the simulator's wires: one function per act, each one message out
 * and one answer back. Layout in sim_protocol.h.
 */
#include "readers/sim_protocol.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum {
	ANSWER_TIMEOUT_MS = 5000,
	/* The longest frame of the slowest reader, after the longest pause, takes 1.3 s of it. */
	FRAME_TIMEOUT_MS = ANSWER_TIMEOUT_MS + 2000
};

int sim_connect(const char *socket_path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (strlen(socket_path) >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	strcpy(address.sun_path, socket_path);
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	int result = -errno;
	close(fd);
	return result;
}

static uint64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int send_request(int fd, const struct sim_request *request)
{
	ssize_t size;
	do
		size = send(fd, request, sizeof(*request), MSG_NOSIGNAL);
	while (size < 0 && errno == EINTR);
	return size < 0 ? -errno : 0;
}

/* 1 when something can be read, 0 at time-out, -errno. */
static int wait_readable(int fd, int timeout_ms)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	int result;
	do
		result = poll(&p, 1, timeout_ms);
	while (result < 0 && errno == EINTR);
	return result < 0 ? -errno : result;
}

/* Receives one message of at most size: its length, -ETIMEDOUT, -ECONNRESET when the other end closed. */
static ssize_t receive(int fd, void *message, size_t size, int timeout_ms)
{
	int result = wait_readable(fd, timeout_ms);
	if (result <= 0)
		return result < 0 ? result : -ETIMEDOUT;
	ssize_t length = recv(fd, message, size, 0);
	if (length < 0)
		return -errno;
	return length == 0 ? -ECONNRESET : length;
}

static int receive_result(int fd, int timeout_ms)
{
	struct sim_change message; /* the larger of the two */
	struct sim_result answer;
	do { /* changes of outputs that came first are for sim_next(), on a descriptor of its own */
		ssize_t length = receive(fd, &message, sizeof(message), timeout_ms);
		if (length < 0)
			return (int)length;
		if ((size_t)length < sizeof(answer))
			return -EBADMSG;
	} while (message.kind == SIM_CHANGE);
	memcpy(&answer, &message, sizeof(answer));
	return answer.kind == SIM_RESULT ? answer.result : -EBADMSG;
}

static int act(int fd, const struct sim_request *request)
{
	int result = send_request(fd, request);
	return result < 0 ? result : receive_result(fd, ANSWER_TIMEOUT_MS);
}

static int set_line(struct sim_request *request, const char *line)
{
	int length = snprintf(request->line, sizeof(request->line), "%s", line);
	return length < 0 || (size_t)length >= sizeof(request->line) ? -ENOENT : 0;
}

/* A reader's wires are lines of their own, named after it. */
static int edge_request(struct sim_request *request, const char *reader, unsigned wire)
{
	*request = (struct sim_request){.kind = SIM_EDGE};
	int length = snprintf(request->line, sizeof(request->line), "%s.data%u", reader, wire);
	return length < 0 || (size_t)length >= sizeof(request->line) ? -ENOENT : 0;
}

int sim_edge(int fd, const char *reader, uint8_t wire)
{
	struct sim_request request;
	int result = edge_request(&request, reader, wire);
	request.t_ns = now_ns();
	return result < 0 ? result : act(fd, &request);
}

int sim_level(int fd, const char *line, bool is_high)
{
	struct sim_request request = {.kind = SIM_LEVEL, .is_high = is_high};
	int result = set_line(&request, line);
	return result < 0 ? result : act(fd, &request);
}

int sim_frame(int fd, const char *reader, struct frame frame, uint32_t period_us)
{
	struct sim_request request = {
	        .kind = SIM_FRAME, .bits = frame.bits, .bit_count = frame.bit_count, .period_us = period_us};
	int result = set_line(&request, reader);
	if (result == 0)
		result = send_request(fd, &request);
	return result < 0 ? result : receive_result(fd, FRAME_TIMEOUT_MS);
}

int sim_outputs(int fd, struct sim_output *outputs, size_t max)
{
	struct sim_list list;
	int result = send_request(fd, &(struct sim_request){.kind = SIM_OUTPUTS});
	if (result < 0)
		return result;
	do {
		ssize_t length = receive(fd, &list, sizeof(list), ANSWER_TIMEOUT_MS);
		if (length < 0)
			return (int)length;
	} while (list.kind == SIM_CHANGE);
	if (list.kind != SIM_LIST || list.count > LINES_MAX)
		return -EBADMSG;
	size_t fill = list.count < max ? list.count : max;
	if (fill > 0)
		memcpy(outputs, list.outputs, fill * sizeof(outputs[0]));
	return (int)list.count;
}

int sim_watch(int fd)
{
	return act(fd, &(struct sim_request){.kind = SIM_WATCH});
}

int sim_next(int fd, struct sim_output *change, int timeout_ms)
{
	struct sim_change message;
	ssize_t length = receive(fd, &message, sizeof(message), timeout_ms);
	if (length == -ETIMEDOUT)
		return 0;
	if (length < 0)
		return (int)length;
	if (length != sizeof(message) || message.kind != SIM_CHANGE)
		return -EBADMSG;
	*change = message.output;
	return 1;
}
