/*
 * A connection is a small machine: read, cut frames, answer, write. What it
 * waits for follows from its state alone (connection_watch()). Start reading
 * at on_io().
 */
#include "controller/office/socket.h"
#include "controller/office/buffer.h"
#include "controller/office/dispatch.h"
#include "controller/office/events.h"
#include "controller/protocol/frames.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

struct connection {
	struct listener *listener;
	int fd;
	uid_t uid;
	sd_event_source *io, *again, *patience;
	struct frames in;
	struct buffer out;
	struct ongoing ongoing;
	bool is_ended;     /* the peer sends no more */
	bool is_closing;   /* closed when what waits is written */
	bool is_long;      /* one long answer waits: no more requests until it is written */
	bool is_patient;   /* the timer runs */
	uint64_t asked_ns; /* CLOCK_MONOTONIC of the last request, or of the beginning */
	bool has_moved;    /* a frame was answered or bytes were written since the timer was started */
};

struct listener {
	struct office *office;
	int fd;
	sd_event_source *io;
	char path[CONFIG_PATH_MAX + 16];
	struct connection *connections[SOCKET_CONNECTIONS_MAX];
};

static uint64_t now_ns(struct office *o)
{
	return clock_now(&o->clock).mono_ns;
}

/* ---- the life of a connection ---- */

static void forget_file(struct connection *c)
{
	if (c->ongoing.has_file)
		close(c->ongoing.file);
	c->ongoing.has_file = false;
}

static void connection_close(struct connection *c)
{
	if (c == NULL)
		return;
	struct listener *l = c->listener;
	for (size_t i = 0; i < SOCKET_CONNECTIONS_MAX; i++)
		if (l->connections[i] == c)
			l->connections[i] = NULL;
	sd_event_source_disable_unref(c->io);
	sd_event_source_disable_unref(c->again);
	sd_event_source_disable_unref(c->patience);
	ongoing_end(&c->ongoing);
	forget_file(c);
	buffer_free(&c->out);
	close(c->fd);
	explicit_bzero(c, sizeof(*c));
	free(c);
}

/* Goes on only when what came before is answered, in order. */
static bool wants_frames(const struct connection *c)
{
	return !c->is_closing && !c->is_long && !ongoing_is_on(&c->ongoing);
}

static bool wants_input(const struct connection *c)
{
	return wants_frames(c) && !c->is_ended;
}

/* Frames that wait for their turn, events that a follower has not got. */
static bool has_work(const struct connection *c)
{
	if (ongoing_is_on(&c->ongoing))
		return buffer_size(&c->out) == 0 && ongoing_has_work(c->listener->office, &c->ongoing);
	return wants_frames(c) && frames_has_next(&c->in);
}

/* A frame that was begun must end, an answer must be read, in time. */
static bool needs_patience(const struct connection *c)
{
	return buffer_size(&c->out) > 0 || (wants_input(c) && frames_held(&c->in) > 0);
}

static int set_patience(struct connection *c, bool is_on)
{
	/* a peer that reads slowly, but reads, gets its time anew; one frame gets it once */
	bool is_renewed = is_on && c->is_patient && c->has_moved;
	if (is_on == c->is_patient && !is_renewed)
		return 0;
	c->is_patient = is_on;
	c->has_moved = false;
	if (!is_on)
		return sd_event_source_set_enabled(c->patience, SD_EVENT_OFF);
	int result = sd_event_source_set_time_relative(c->patience, SOCKET_PATIENCE_MS * 1000ull);
	return result < 0 ? result : sd_event_source_set_enabled(c->patience, SD_EVENT_ONESHOT);
}

/* What to wait for now; false when the connection is done with. */
static bool connection_watch(struct connection *c)
{
	bool has_output = buffer_size(&c->out) > 0;
	bool is_over = c->is_closing || (c->is_ended && !ongoing_is_on(&c->ongoing) && !has_work(c));
	if (is_over && !has_output)
		return false;
	uint32_t events = (wants_input(c) ? EPOLLIN : 0u) | (has_output ? EPOLLOUT : 0u);
	return sd_event_source_set_io_events(c->io, events) >= 0 && set_patience(c, needs_patience(c)) >= 0;
}

/* ---- writing ---- */

static bool connection_write(struct connection *c)
{
	while (buffer_size(&c->out) > 0) {
		ssize_t n =
		        send(c->fd, buffer_bytes(&c->out), buffer_size(&c->out), MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN;
		buffer_take(&c->out, (size_t)n);
		c->has_moved = true;
	}
	c->is_long = false;
	return true;
}

/* ---- requests ---- */

static void answer_frame(struct connection *c, const char *frame, size_t length)
{
	size_t before = buffer_size(&c->out);
	dispatch(c->listener->office, c->uid, frame, length, &c->ongoing, &c->out);
	forget_file(c); /* whoever wanted it has read it */
	c->is_long = buffer_size(&c->out) - before > FRAMES_MAX;
	c->asked_ns = now_ns(c->listener->office);
	c->has_moved = true;
}

/* One frame a turn, so that the ring and the other connections get theirs. */
static void answer_next(struct connection *c)
{
	const char *frame;
	size_t length;
	int result = wants_frames(c) ? frames_next(&c->in, &frame, &length) : 0;
	if (result > 0) {
		answer_frame(c, frame, length);
		frames_wipe(&c->in); /* there may have been a password in it */
	}
	if (result < 0) {
		dispatch_too_long(&c->out);
		c->is_closing = true;
	}
}

/* The next piece only when the last one is gone: who reads slowly is late, until its patience ends. */
static void go_on(struct connection *c)
{
	if (buffer_size(&c->out) == 0 && ongoing_has_work(c->listener->office, &c->ongoing))
		ongoing_continue(c->listener->office, &c->ongoing, &c->out);
}

/* False when the connection must be closed. */
static bool connection_serve(struct connection *c)
{
	answer_next(c);
	go_on(c);
	if (!connection_write(c))
		return false;
	if (!c->is_long && buffer_size(&c->out) > SOCKET_WAITING_MAX)
		return false; /* asks and asks, and reads no answer */
	if (has_work(c) && sd_event_source_set_enabled(c->again, SD_EVENT_ONESHOT) < 0)
		return false;
	return connection_watch(c);
}

/* Rule M5: the last descriptor that came; those before it are closed. */
static void keep_files(struct connection *c, struct msghdr *message)
{
	for (struct cmsghdr *m = CMSG_FIRSTHDR(message); m != NULL; m = CMSG_NXTHDR(message, m)) {
		size_t bytes = m->cmsg_len - CMSG_LEN(0);
		if (m->cmsg_level != SOL_SOCKET || m->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t at = 0; at + sizeof(int) <= bytes; at += sizeof(int)) {
			forget_file(c);
			memcpy(&c->ongoing.file, CMSG_DATA(m) + at, sizeof(int));
			c->ongoing.has_file = true;
		}
	}
}

static ssize_t receive(struct connection *c, char *space, size_t size)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
	struct iovec part = {space, size};
	struct msghdr message = {
	        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)};
	ssize_t n = recvmsg(c->fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	if (n >= 0)
		keep_files(c, &message);
	return n;
}

static bool connection_read(struct connection *c)
{
	size_t size;
	char *space = frames_space(&c->in, &size);
	ssize_t n = receive(c, space, size);
	if (n > 0)
		frames_filled(&c->in, (size_t)n);
	if (n == 0)
		c->is_ended = true;
	return n >= 0 || errno == EAGAIN || errno == EINTR;
}

/* ---- what happens to a connection ---- */

static bool on_events(struct connection *c, uint32_t revents)
{
	if (revents & EPOLLERR)
		return false;
	if ((revents & EPOLLIN) && wants_input(c) && !connection_read(c))
		return false;
	/* a peer that is gone wants no answers, but what it asked for "oneway" is done */
	if ((revents & EPOLLHUP) && !wants_input(c) && (ongoing_is_on(&c->ongoing) || !has_work(c)))
		return false;
	return connection_write(c) && connection_serve(c);
}

static int on_io(sd_event_source *s, int fd, uint32_t revents, void *context)
{
	struct connection *c = context;
	(void)s;
	(void)fd;
	if (!on_events(c, revents))
		connection_close(c);
	return 0;
}

static int on_again(sd_event_source *s, uint64_t usec, void *context)
{
	struct connection *c = context;
	(void)s;
	(void)usec;
	if (!connection_serve(c))
		connection_close(c);
	return 0;
}

static int on_patience(sd_event_source *s, uint64_t usec, void *context)
{
	(void)s;
	(void)usec;
	connection_close(context);
	return 0;
}

void listener_tell_followers(struct listener *l)
{
	for (size_t i = 0; i < SOCKET_CONNECTIONS_MAX; i++)
		if (l->connections[i] != NULL && l->connections[i]->ongoing.follow.is_on &&
		    !connection_serve(l->connections[i]))
			connection_close(l->connections[i]);
}

void listener_tell_waiting(struct listener *l)
{
	for (size_t i = 0; i < SOCKET_CONNECTIONS_MAX; i++)
		if (l->connections[i] != NULL && has_work(l->connections[i]))
			sd_event_source_set_enabled(l->connections[i]->again, SD_EVENT_ONESHOT);
}

/* ---- accepting ---- */

static int connection_sources(struct connection *c)
{
	sd_event *loop = c->listener->office->loop;
	int result = sd_event_add_io(loop, &c->io, c->fd, EPOLLIN, on_io, c);
	if (result >= 0)
		/* due at once; a deferred source would come before every other connection, again and again */
		result = sd_event_add_time(loop, &c->again, CLOCK_MONOTONIC, 0, 1, on_again, c);
	if (result >= 0)
		result = sd_event_source_set_enabled(c->again, SD_EVENT_OFF);
	if (result >= 0)
		result = sd_event_add_time_relative(loop, &c->patience, CLOCK_MONOTONIC, UINT64_MAX / 4,
		                                    100000, on_patience, c);
	if (result >= 0)
		result = sd_event_source_set_enabled(c->patience, SD_EVENT_OFF);
	return result;
}

static void refuse(int fd)
{
	struct buffer out = {0};
	dispatch_too_many(&out);
	send(fd, buffer_bytes(&out), buffer_size(&out), MSG_NOSIGNAL | MSG_DONTWAIT);
	buffer_free(&out);
	close(fd);
}

static struct connection **free_place(struct listener *l)
{
	for (size_t i = 0; i < SOCKET_CONNECTIONS_MAX; i++)
		if (l->connections[i] == NULL)
			return &l->connections[i];
	return NULL;
}

/* A peer that is gone may not have had its turn in the loop yet. */
static void close_dead(struct listener *l)
{
	for (size_t i = 0; i < SOCKET_CONNECTIONS_MAX; i++) {
		struct connection *c = l->connections[i];
		struct pollfd p = {.fd = c == NULL ? -1 : c->fd};
		if (poll(&p, 1, 0) > 0 && !frames_has_next(&c->in))
			connection_close(c);
	}
}

/* Has asked nothing for long, and waits for nothing: not one that follows the journal or is being answered.
 */
static bool is_idle(const struct connection *c, uint64_t since_ns)
{
	return c->asked_ns < since_ns && !ongoing_is_on(&c->ongoing) && buffer_size(&c->out) == 0;
}

static void close_idlest(struct listener *l)
{
	struct connection *idlest = NULL;
	uint64_t now = now_ns(l->office), limit_ns = SOCKET_IDLE_MS * UINT64_C(1000000);
	for (size_t i = 0; i < SOCKET_CONNECTIONS_MAX; i++) {
		struct connection *c = l->connections[i];
		if (c != NULL && !dispatch_is_root(c->uid) && now > limit_ns && is_idle(c, now - limit_ns) &&
		    (idlest == NULL || c->asked_ns < idlest->asked_ns))
			idlest = c;
	}
	connection_close(idlest);
}

static size_t places_taken(const struct listener *l)
{
	size_t count = 0;
	for (size_t i = 0; i < SOCKET_CONNECTIONS_MAX; i++)
		count += l->connections[i] != NULL;
	return count;
}

bool listener_has_place(size_t taken, bool is_ours)
{
	return taken < (is_ours ? SOCKET_CONNECTIONS_MAX : SOCKET_CONNECTIONS_MAX - SOCKET_RESERVED);
}

static bool has_place(const struct listener *l, uid_t uid)
{
	return listener_has_place(places_taken(l), dispatch_is_root(uid));
}

static struct connection **find_place(struct listener *l, uid_t uid)
{
	if (!has_place(l, uid))
		close_dead(l);
	if (!has_place(l, uid))
		close_idlest(l);
	return has_place(l, uid) ? free_place(l) : NULL;
}

static void welcome(struct listener *l, int fd)
{
	struct ucred peer;
	socklen_t size = sizeof(peer);
	bool is_known = getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0;
	struct connection **place = is_known ? find_place(l, peer.uid) : NULL;
	struct connection *c = place == NULL ? NULL : calloc(1, sizeof(*c));
	if (c == NULL) {
		refuse(fd);
		return;
	}
	c->listener = l;
	c->fd = fd;
	c->uid = peer.uid;
	c->asked_ns = now_ns(l->office);
	frames_init(&c->in);
	*place = c;
	if (connection_sources(c) < 0)
		connection_close(c);
}

static int on_connect(sd_event_source *s, int fd, uint32_t revents, void *context)
{
	(void)s;
	(void)revents;
	int accepted = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (accepted >= 0)
		welcome(context, accepted);
	return 0;
}

/* ---- the listener ---- */

static int path_of(const struct config *config, char *path, size_t size)
{
	return snprintf(path, size, "%s/control", config->runtime_dir) < (int)size ? 0 : -ENAMETOOLONG;
}

static int address_of(const char *path, struct sockaddr_un *address)
{
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof(address->sun_path))
		return -ENAMETOOLONG;
	strcpy(address->sun_path, path);
	return 0;
}

static bool is_alive(const char *path)
{
	struct sockaddr_un address;
	if (address_of(path, &address) < 0)
		return false;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* a full backlog (EAGAIN) is somebody as well */
	bool answers = fd >= 0 && (connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0 ||
	                           errno == EAGAIN);
	if (fd >= 0)
		close(fd);
	return answers;
}

/* Removes what a dead process left, but nothing that is no socket. */
static int remove_stale(const char *path)
{
	struct stat st;
	if (lstat(path, &st) < 0)
		return errno == ENOENT ? 0 : -errno;
	if (!S_ISSOCK(st.st_mode))
		return -EEXIST;
	if (is_alive(path))
		return -EADDRINUSE;
	return unlink(path) < 0 ? -errno : 0;
}

static int listen_at(const char *path)
{
	struct sockaddr_un address;
	int result = address_of(path, &address);
	if (result == 0)
		result = remove_stale(path);
	if (result < 0)
		return result;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -errno;
	/* the mode of an unbound socket is that of its file: never open wider than meant */
	if (fchmod(fd, 0660) < 0 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0 ||
	    chmod(path, 0660) < 0 || listen(fd, SOCKET_CONNECTIONS_MAX) < 0) {
		result = -errno;
		close(fd);
		return result;
	}
	return fd;
}

int listener_open(struct listener **out, struct office *o)
{
	struct listener *l = calloc(1, sizeof(*l));
	if (l == NULL)
		return -ENOMEM;
	l->office = o;
	int result = path_of(o->config, l->path, sizeof(l->path));
	l->fd = result < 0 ? result : listen_at(l->path);
	if (l->fd < 0) {
		result = l->fd;
		free(l);
		return result;
	}
	result = sd_event_add_io(o->loop, &l->io, l->fd, EPOLLIN, on_connect, l);
	if (result < 0) {
		listener_close(l);
		return result;
	}
	*out = l;
	return 0;
}

void listener_close(struct listener *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; i < SOCKET_CONNECTIONS_MAX; i++)
		connection_close(l->connections[i]);
	sd_event_source_disable_unref(l->io);
	unlink(l->path);
	close(l->fd);
	free(l);
}
