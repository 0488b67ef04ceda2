/*
 * The client's end of the control socket. Calls are sent with "more", so that
 * a long list may come in several replies; client_call() joins them again.
 */
#include "controller/protocol/client.h"
#include "controller/protocol/frames.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define INTERFACE_PREFIX "io.zutritt."

enum { CONNECT_TIMEOUT_S = 5, METHOD_MAX = 128 };

struct client {
	int fd;
	int file;                           /* goes along with the next call; -1 none */
	char language[CLIENT_LANGUAGE_MAX]; /* "": not said */
	bool is_unattended;
	struct message *last; /* the reply that error_name points into */
	struct frames frames;
};

/* ---- connect ---- */

static void explain(int error_number, const char *path, char *error, size_t error_size)
{
	switch (error_number) {
	case ENOENT:
	case ECONNREFUSED:
		snprintf(error, error_size, "The controller does not run: nobody listens at %s.", path);
		break;
	case EACCES:
	case EPERM:
		snprintf(error, error_size, "No permission to speak to the controller at %s.", path);
		break;
	default:
		snprintf(error, error_size, "Cannot reach the controller at %s: %s.", path,
		         strerror(error_number));
	}
}

static int connect_to(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	strcpy(address.sun_path, path);

	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	/* A full backlog would block connect() for ever. */
	struct timeval patience = {.tv_sec = CONNECT_TIMEOUT_S};
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) < 0 ||
	    fcntl(fd, F_SETFL, O_NONBLOCK) < 0) {
		int result = -errno;
		close(fd);
		return result;
	}
	return fd;
}

int client_connect(struct client **out, const char *socket_path, char *error, size_t error_size)
{
	int fd = connect_to(socket_path);
	if (fd < 0) {
		explain(-fd, socket_path, error, error_size);
		return fd;
	}
	struct client *c = calloc(1, sizeof(*c));
	if (c == NULL) {
		close(fd);
		snprintf(error, error_size, "Out of memory.");
		return -ENOMEM;
	}
	c->fd = fd;
	c->file = -1;
	frames_init(&c->frames);
	*out = c;
	return 0;
}

void client_close(struct client *c)
{
	if (c == NULL)
		return;
	message_free(c->last);
	close(c->fd);
	free(c);
}

int client_fd(const struct client *c)
{
	return c->fd;
}

/* ---- time-outs ---- */

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A negative time-out has no end. */
static int64_t end_of(int timeout_ms)
{
	return timeout_ms < 0 ? INT64_MAX : now_ms() + timeout_ms;
}

static int left_until(int64_t end_ms)
{
	if (end_ms == INT64_MAX)
		return -1;
	int64_t left = end_ms - now_ms();
	return left > 0 ? (int)left : 0;
}

static int wait_for(int fd, short events, int64_t end_ms)
{
	for (;;) {
		struct pollfd p = {.fd = fd, .events = events};
		int n = poll(&p, 1, left_until(end_ms));
		if (n > 0)
			return 0;
		if (n == 0)
			return -ETIMEDOUT;
		if (errno != EINTR)
			return -errno;
	}
}

/* ---- send ---- */

static int send_bytes(int fd, const char *bytes, size_t size, int64_t end_ms)
{
	while (size > 0) {
		ssize_t n = send(fd, bytes, size, MSG_NOSIGNAL);
		if (n >= 0) {
			bytes += n;
			size -= (size_t)n;
			continue;
		}
		if (errno != EAGAIN && errno != EINTR)
			return -errno;
		int result = wait_for(fd, POLLOUT, end_ms);
		if (result < 0)
			return result;
	}
	return 0;
}

void client_give_file(struct client *c, int file)
{
	c->file = file;
}

/* The first bytes carry the descriptor; how many went, or -errno. */
static ssize_t send_with_file(int fd, int file, const char *bytes, size_t size)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {0};
	struct iovec part = {(void *)(uintptr_t)bytes, size};
	struct msghdr message = {
	        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)};
	struct cmsghdr *m = CMSG_FIRSTHDR(&message);
	m->cmsg_level = SOL_SOCKET;
	m->cmsg_type = SCM_RIGHTS;
	m->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(m), &file, sizeof(int));
	ssize_t n = sendmsg(fd, &message, MSG_NOSIGNAL);
	return n < 0 ? -errno : n;
}

/* The call, with the descriptor that was given for it. */
static int send_all(struct client *c, const char *bytes, size_t size, int64_t end_ms)
{
	ssize_t sent = c->file < 0 ? 0 : send_with_file(c->fd, c->file, bytes, size);
	c->file = -1;
	return sent < 0 ? (int)sent : send_bytes(c->fd, bytes + sent, size - (size_t)sent, end_ms);
}

void client_speak(struct client *c, const char *language)
{
	snprintf(c->language, sizeof(c->language), "%s", strcmp(language, "en") == 0 ? "" : language);
}

void client_leave(struct client *c, bool is_unattended)
{
	c->is_unattended = is_unattended;
}

static int send_call(struct client *c, const char *method, const struct message *parameters, int64_t end_ms)
{
	char name[METHOD_MAX];
	if (snprintf(name, sizeof(name), INTERFACE_PREFIX "%s", method) >= (int)sizeof(name))
		return -EINVAL;

	struct message *call = message_object();
	message_put_text(call, "method", name);
	message_put_bool(call, "more", true);
	if (c->language[0] != '\0')
		message_put_text(call, "language", c->language);
	if (c->is_unattended)
		message_put_bool(call, "unattended", true);
	if (parameters != NULL)
		message_put(call, "parameters", message_keep(parameters));
	char *text = message_print(call);
	message_free(call);
	size_t length = strlen(text);
	int result = length > FRAMES_MAX ? -EMSGSIZE : send_all(c, text, length + 1, end_ms);
	message_free_text(text);
	return result;
}

/* ---- receive ---- */

static int receive_frame(struct client *c, const char **frame, size_t *length, int64_t end_ms)
{
	for (;;) {
		int result = frames_next(&c->frames, frame, length);
		if (result != 0)
			return result;
		size_t size;
		char *space = frames_space(&c->frames, &size);
		ssize_t n = recv(c->fd, space, size, 0);
		if (n > 0) {
			frames_filled(&c->frames, (size_t)n);
			continue;
		}
		if (n == 0)
			return -ECONNRESET;
		if (errno != EAGAIN && errno != EINTR)
			return -errno;
		result = wait_for(c->fd, POLLIN, end_ms);
		if (result < 0)
			return result;
	}
}

/* The next reply as a whole: {"parameters":..., "error":..., "continues":...}. */
static int receive_reply(struct client *c, struct message **whole, int64_t end_ms)
{
	const char *frame;
	size_t length;
	int result = receive_frame(c, &frame, &length, end_ms);
	if (result < 0)
		return result;
	char error[200];
	*whole = message_parse(frame, length, error, sizeof(error));
	if (!message_is_object(*whole)) {
		message_free(*whole);
		return -EBADMSG;
	}
	return 0;
}

/* Not copied, which cost a third of a backlog's time: nobody looks at them in whole any more. */
static struct message *parameters_of(const struct message *whole)
{
	const struct message *parameters = message_get(whole, "parameters");
	return message_is_object(parameters) ? message_keep(parameters) : message_object();
}

static const char *without_prefix(const char *error_name)
{
	size_t length = strlen(INTERFACE_PREFIX);
	return strncmp(error_name, INTERFACE_PREFIX, length) == 0 ? error_name + length : error_name;
}

/* Takes the reply apart: 0 or 1 as client_call() answers. */
static int open_reply(struct client *c, struct message *whole, struct message **reply,
                      const char **error_name)
{
	message_free(c->last);
	c->last = whole;
	*reply = parameters_of(whole);
	const char *error = message_text(whole, "error");
	*error_name = error == NULL ? NULL : without_prefix(error);
	return error == NULL ? 0 : 1;
}

/* ---- the public calls ---- */

int client_next(struct client *c, int timeout_ms, struct message **reply, const char **error_name)
{
	struct message *whole;
	int result = receive_reply(c, &whole, end_of(timeout_ms));
	return result < 0 ? result : open_reply(c, whole, reply, error_name);
}

bool client_continues(const struct client *c)
{
	return message_bool(c->last, "continues", false);
}

int client_follow(struct client *c, const char *method, const struct message *parameters)
{
	enum { FOLLOW_TIMEOUT_MS = 5000 };
	return send_call(c, method, parameters, end_of(FOLLOW_TIMEOUT_MS));
}

int client_call(struct client *c, const char *method, const struct message *parameters, int timeout_ms,
                struct message **reply, const char **error_name)
{
	int64_t end_ms = end_of(timeout_ms);
	int result = send_call(c, method, parameters, end_ms);
	if (result < 0)
		return result;

	struct message *joined = NULL;
	for (;;) {
		struct message *whole;
		result = receive_reply(c, &whole, end_ms);
		if (result < 0)
			break;
		bool continues = message_bool(whole, "continues", false);
		struct message *part;
		result = open_reply(c, whole, &part, error_name);
		if (result == 1 || joined == NULL) {
			message_free(joined);
			joined = part;
		} else {
			message_join(joined, part);
		}
		if (result == 1 || !continues)
			break;
	}
	if (result < 0)
		message_free(joined);
	else
		*reply = joined;
	return result;
}
