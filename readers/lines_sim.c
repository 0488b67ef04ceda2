/*
 * The simulator: the back end of lines.h whose wires end in a socket instead
 * of a connector. Whoever may connect (mode 0600: the daemon's own user and
 * root) is the hand on the wires; messages in sim_protocol.h.
 *
 * One epoll descriptor stands for listener, clients and timer, so the caller's
 * set of descriptors never changes. Everything is allocated at open. A client
 * that does not read is disconnected: the door thread waits for nobody.
 *
 * A frame comes as one message; its pulses are held and handed out when they
 * are due, not before, each with the time at which it was due, as an interrupt
 * would have stamped it. A machine that is late delays edges but never moves
 * them, and as the clock decides, not the timer, a read that returns nothing
 * has left nothing that was due when it was called.
 *
 * Start reading at sim_read().
 */
#include "readers/lines_backend.h"
#include "readers/sim_protocol.h"
#include "readers/wiegand.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum {
	SIM_CLIENTS_MAX = 64,
	SIM_LISTENER = SIM_CLIENTS_MAX,      /* the listener's number among the clients', */
	SIM_TIMER = SIM_CLIENTS_MAX + 1,     /* and the timer's */
	SIM_READY_MAX = SIM_CLIENTS_MAX + 2, /* one read serves all, so that 0 events means none */
	SIM_TURN_MAX = 64,                   /* messages of one client in one read */
	SIM_BUCKETS = 2048,                  /* of the table of names: a power of two, four times LINES_MAX */
	SIM_READERS_MAX = LINES_MAX / 2,
	SIM_NO_LINE = UINT16_MAX
};

struct sim_hand {
	int fd; /* -1: free */
	bool is_watching;
	uint64_t serial; /* never given twice: whose frame it is, when the place has been taken anew */
};

/* A reader's two wires and the frame that comes in on them. */
struct sim_reader {
	uint32_t seqno; /* last one given */
	uint16_t wires[2];
	uint8_t left; /* pulses of the frame still held, 0: none comes in */
	uint64_t bits;
	uint64_t period_ns;
	uint64_t due_ns; /* the next pulse; without a frame: no next one before */
	uint16_t hand;   /* who showed it, while its serial is that */
	uint64_t serial;
};

struct sim {
	struct lines base;
	int epoll;
	int listener;
	int timer;
	uint64_t timer_ns; /* when it fires, or has fired; 0: it rests */
	uint64_t serial;   /* of the last hand */
	char path[sizeof(((struct sockaddr_un *)NULL)->sun_path)];
	struct sim_hand hands[SIM_CLIENTS_MAX];
	uint16_t buckets[SIM_BUCKETS]; /* line by name */
	uint16_t reader_of[LINES_MAX]; /* of a data line */
	struct sim_reader readers[SIM_READERS_MAX];
	size_t reader_count;
	bool is_high[LINES_MAX]; /* inputs, electrically */
	struct sim_output outputs[LINES_MAX];
	struct sim_list list; /* answer under construction: too big for a stack */
};

static struct sim *sim_of(struct lines *l)
{
	return (struct sim *)l;
}

static uint64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* Names */

static uint32_t bucket_of(const char *name)
{
	uint32_t hash = 2166136261u; /* FNV-1a */
	for (; *name != '\0'; name++)
		hash = (hash ^ (uint8_t)*name) * 16777619u;
	return hash % SIM_BUCKETS;
}

static void names_add(struct sim *s, uint16_t line)
{
	uint32_t b = bucket_of(s->base.specs[line].name);
	while (s->buckets[b] != SIM_NO_LINE)
		b = (b + 1) % SIM_BUCKETS;
	s->buckets[b] = line;
}

static uint16_t names_find(const struct sim *s, const char *name)
{
	uint32_t b = bucket_of(name);
	while (s->buckets[b] != SIM_NO_LINE && strcmp(s->base.specs[s->buckets[b]].name, name) != 0)
		b = (b + 1) % SIM_BUCKETS;
	return s->buckets[b];
}

/* Hands */

static void hand_drop(struct sim_hand *hand)
{
	if (hand->fd >= 0)
		close(hand->fd);
	*hand = (struct sim_hand){.fd = -1};
}

static void hand_send(struct sim_hand *hand, const void *message, size_t size)
{
	if (hand->fd >= 0 && send(hand->fd, message, size, MSG_DONTWAIT | MSG_NOSIGNAL) != (ssize_t)size)
		hand_drop(hand);
}

static void hand_answer(struct sim_hand *hand, int result)
{
	hand_send(hand, &(struct sim_result){SIM_RESULT, result}, sizeof(struct sim_result));
}

static struct sim_hand *hand_free(struct sim *s)
{
	for (size_t i = 0; i < SIM_CLIENTS_MAX; i++)
		if (s->hands[i].fd < 0)
			return &s->hands[i];
	return NULL;
}

static int watch_fd(struct sim *s, int fd, uint32_t number)
{
	struct epoll_event event = {.events = EPOLLIN, .data = {.u32 = number}};
	return epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0;
}

static void sim_accept(struct sim *s)
{
	int fd = accept4(s->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (fd < 0)
		return;
	struct sim_hand *hand = hand_free(s);
	if (hand == NULL || watch_fd(s, fd, (uint32_t)(hand - s->hands)) < 0)
		close(fd);
	else
		*hand = (struct sim_hand){.fd = fd, .serial = ++s->serial};
}

/* Frames */

static int frame_check(const struct sim_request *request)
{
	uint64_t period_ns = request->period_us * UINT64_C(1000);
	bool is_possible = request->bit_count >= 1 && request->bit_count <= FORMAT_BITS_MAX &&
	                   period_ns >= WIEGAND_PERIOD_MIN_NS && period_ns <= WIEGAND_PERIOD_MAX_NS;
	return is_possible ? 0 : -EINVAL;
}

/* A reader is called as its wires are, without their endings. */
static int frame_reader(struct sim *s, const char *name, struct sim_reader **reader)
{
	char wire[LINES_NAME_MAX];
	int length = snprintf(wire, sizeof(wire), "%s.data0", name);
	if (length < 0 || (size_t)length >= sizeof(wire))
		return -ENOENT;
	uint16_t line = names_find(s, wire);
	if (line == SIM_NO_LINE)
		return -ENOENT;
	if (s->base.specs[line].use != LINES_DATA)
		return -EINVAL;
	*reader = &s->readers[s->reader_of[line]];
	return 0;
}

/* The first pulse is due at once, but never so soon that it would be read as one more bit of the last frame.
 */
static void frame_begin(struct sim_reader *reader, const struct sim_request *request)
{
	uint64_t now = now_ns();
	reader->bits = request->bits;
	reader->left = (uint8_t)request->bit_count;
	reader->period_ns = request->period_us * UINT64_C(1000);
	if (reader->due_ns < now)
		reader->due_ns = now;
}

static int frame_arrives(struct sim *s, const struct sim_hand *hand, const struct sim_request *request)
{
	struct sim_reader *reader;
	int result = frame_check(request);
	if (result == 0)
		result = frame_reader(s, request->line, &reader);
	if (result < 0)
		return result;
	if (reader->left > 0)
		return -EBUSY;
	frame_begin(reader, request);
	reader->hand = (uint16_t)(hand - s->hands);
	reader->serial = hand->serial;
	return 0;
}

static void frame_end(struct sim *s, struct sim_reader *reader)
{
	struct sim_hand *hand = &s->hands[reader->hand];
	reader->due_ns += WIEGAND_SILENCE_MAX_NS;
	if (hand->serial == reader->serial)
		hand_answer(hand, 0);
}

static struct lines_event frame_pulse(struct sim *s, struct sim_reader *reader)
{
	reader->left--;
	struct lines_event event = {.t_ns = reader->due_ns,
	                            .seqno = ++reader->seqno,
	                            .line = reader->wires[reader->bits >> reader->left & 1],
	                            .is_active = true};
	if (reader->left > 0)
		reader->due_ns += reader->period_ns;
	else
		frame_end(s, reader);
	return event;
}

/* The reader whose pulse is the next of all, or NULL. */
static struct sim_reader *frame_next(struct sim *s)
{
	struct sim_reader *next = NULL;
	for (size_t i = 0; i < s->reader_count; i++)
		if (s->readers[i].left > 0 && (next == NULL || s->readers[i].due_ns < next->due_ns))
			next = &s->readers[i];
	return next;
}

/* All readers' pulses in the order of time: whoever sees the last event has seen all that were due before it.
 */
static size_t frames_read(struct sim *s, struct lines_event *events, size_t max)
{
	uint64_t now = now_ns();
	size_t count = 0;
	for (; count < max; count++) {
		struct sim_reader *reader = frame_next(s);
		if (reader == NULL || reader->due_ns > now)
			break;
		events[count] = frame_pulse(s, reader);
	}
	return count;
}

/* A timer that has fired is left so while a due pulse is held: set anew, it would be silent for a moment. */
static void timer_set(struct sim *s)
{
	const struct sim_reader *next = frame_next(s);
	uint64_t t_ns = next == NULL ? 0 : next->due_ns;
	bool has_fired = s->timer_ns != 0 && s->timer_ns <= t_ns && t_ns <= now_ns();
	if (t_ns == s->timer_ns || has_fired)
		return;
	struct itimerspec when = {
	        .it_value = {.tv_sec = (time_t)(t_ns / 1000000000u), .tv_nsec = (long)(t_ns % 1000000000u)}};
	if (timerfd_settime(s->timer, TFD_TIMER_ABSTIME, &when, NULL) == 0)
		s->timer_ns = t_ns;
}

/* Requests: each returns 1 when it made an event for the caller, 0 when not, or -errno for the hand. */

static int sim_edge_arrives(struct sim *s, const struct sim_request *request, struct lines_event *event)
{
	uint16_t line = names_find(s, request->line);
	if (line == SIM_NO_LINE)
		return -ENOENT;
	if (s->base.specs[line].use != LINES_DATA)
		return -EINVAL;
	uint64_t now = now_ns();
	*event = (struct lines_event){.t_ns = request->t_ns < now ? request->t_ns : now,
	                              .seqno = ++s->readers[s->reader_of[line]].seqno,
	                              .line = line,
	                              .is_active = true};
	return 1;
}

static bool input_is_active(const struct sim *s, uint16_t line)
{
	return s->is_high[line] != s->base.specs[line].is_active_low;
}

static int sim_level_arrives(struct sim *s, const struct sim_request *request, struct lines_event *event)
{
	uint16_t line = names_find(s, request->line);
	if (line == SIM_NO_LINE)
		return -ENOENT;
	if (s->base.specs[line].use != LINES_INPUT)
		return -EINVAL;
	if (s->is_high[line] == (request->is_high != 0))
		return 0; /* no edge on a wire that stays as it is */
	s->is_high[line] = request->is_high != 0;
	*event = (struct lines_event){.t_ns = now_ns(), .line = line, .is_active = input_is_active(s, line)};
	return 1;
}

static void sim_list_outputs(struct sim *s, struct sim_hand *hand)
{
	s->list.kind = SIM_LIST;
	s->list.count = 0;
	for (size_t i = 0; i < s->base.count; i++)
		if (s->base.specs[i].use == LINES_OUTPUT)
			s->list.outputs[s->list.count++] = s->outputs[i];
	hand_send(hand, &s->list,
	          offsetof(struct sim_list, outputs) + s->list.count * sizeof(struct sim_output));
}

static int sim_request_arrives(struct sim *s, struct sim_hand *hand, const struct sim_request *request,
                               struct lines_event *event)
{
	if (memchr(request->line, '\0', sizeof(request->line)) == NULL)
		return -EINVAL;
	switch (request->kind) {
	case SIM_EDGE:
		return sim_edge_arrives(s, request, event);
	case SIM_FRAME:
		return frame_arrives(s, hand, request);
	case SIM_LEVEL:
		return sim_level_arrives(s, request, event);
	case SIM_WATCH:
		hand->is_watching = true;
		return 0;
	default: /* a number from outside, not one of our enum */
		return -EINVAL;
	}
}

static int sim_serve(struct sim *s, struct sim_hand *hand, const struct sim_request *request,
                     struct lines_event *event)
{
	if (request->kind == SIM_OUTPUTS) {
		sim_list_outputs(s, hand);
		return 0;
	}
	int result = sim_request_arrives(s, hand, request, event);
	if (result < 0 || request->kind != SIM_FRAME) /* a frame that comes in is answered at its end */
		hand_answer(hand, result < 0 ? result : 0);
	return result > 0;
}

/* One message of a hand: 1 with an event, 0 without, -1 when nothing waits (or the hand is gone). */
static int hand_read(struct sim *s, struct sim_hand *hand, struct lines_event *event)
{
	struct sim_request request;
	if (hand->fd < 0)
		return -1;
	ssize_t size = recv(hand->fd, &request, sizeof(request), MSG_DONTWAIT | MSG_TRUNC);
	if (size < 0 && (errno == EAGAIN || errno == EINTR))
		return -1;
	if (size <= 0) {
		hand_drop(hand);
		return -1;
	}
	if (size == sizeof(request))
		return sim_serve(s, hand, &request, event);
	hand_answer(hand, -EINVAL);
	return 0;
}

static size_t hand_read_all(struct sim *s, struct sim_hand *hand, struct lines_event *events, size_t max)
{
	size_t count = 0;
	for (int turn = 0; turn < SIM_TURN_MAX && count < max; turn++) {
		int result = hand_read(s, hand, &events[count]);
		if (result < 0)
			break;
		count += (size_t)result;
	}
	return count;
}

static size_t hands_read(struct sim *s, const struct epoll_event *ready, int ready_count,
                         struct lines_event *events, size_t max)
{
	size_t count = 0;
	for (int k = 0; k < ready_count; k++) {
		uint32_t number = ready[k].data.u32;
		if (number == SIM_LISTENER)
			sim_accept(s);
		else if (number != SIM_TIMER) /* whose work is done whether it has fired or not */
			count += hand_read_all(s, &s->hands[number], events + count, max - count);
	}
	return count;
}

/* What does not fit stays in the sockets or held; epoll reports it again. */
static int sim_read(struct lines *l, size_t i, struct lines_event *events, size_t max)
{
	struct sim *s = sim_of(l);
	struct epoll_event ready[SIM_READY_MAX];
	if (i != 0)
		return -EINVAL;
	int ready_count = epoll_wait(s->epoll, ready, SIM_READY_MAX, 0);
	if (ready_count < 0 && errno != EINTR)
		return -errno;
	size_t count = frames_read(s, events, max);
	count += hands_read(s, ready, ready_count, events + count, max - count);
	timer_set(s);
	return (int)count;
}

static size_t sim_fds(const struct lines *l, int *fds, size_t max)
{
	if (max > 0)
		fds[0] = ((const struct sim *)l)->epoll;
	return 1;
}

/* It has one, for all lines. */
static size_t sim_fd_of(const struct lines *l, uint16_t line)
{
	(void)l;
	(void)line;
	return 0;
}

static int sim_level_now(struct lines *l, uint16_t line)
{
	return input_is_active(sim_of(l), line);
}

static int sim_drive(struct lines *l, uint16_t line, bool is_active)
{
	struct sim *s = sim_of(l);
	struct sim_output *output = &s->outputs[line];
	if (output->is_active == is_active)
		return 0;
	output->is_active = is_active;
	output->changes++;
	output->changed_ns = now_ns();
	struct sim_change change = {.kind = SIM_CHANGE, .output = *output};
	for (size_t i = 0; i < SIM_CLIENTS_MAX; i++)
		if (s->hands[i].is_watching)
			hand_send(&s->hands[i], &change, sizeof(change));
	return 0;
}

static void sim_release(struct sim *s)
{
	for (size_t i = 0; i < SIM_CLIENTS_MAX; i++)
		hand_drop(&s->hands[i]);
	if (s->listener >= 0)
		close(s->listener);
	if (s->timer >= 0)
		close(s->timer);
	if (s->epoll >= 0)
		close(s->epoll);
	free(s);
}

static void sim_close(struct lines *l)
{
	struct sim *s = sim_of(l);
	for (uint16_t i = 0; i < l->count; i++)
		if (l->specs[i].use == LINES_OUTPUT)
			sim_drive(l, i, l->specs[i].safe);
	unlink(s->path);
	sim_release(s);
}

/* Opening */

/* The first wire of a group makes its reader. */
static void wire_data(struct sim *s, uint16_t line)
{
	size_t leader = lines_group_leader(s->base.specs, line);
	if (leader == line)
		s->reader_of[line] = (uint16_t)s->reader_count++;
	s->reader_of[line] = s->reader_of[leader];
	s->readers[s->reader_of[line]].wires[s->base.specs[line].wire] = line;
}

static void sim_wire(struct sim *s)
{
	memset(s->buckets, 0xFF, sizeof(s->buckets)); /* SIM_NO_LINE everywhere */
	for (uint16_t i = 0; i < s->base.count; i++) {
		const struct lines_spec *spec = &s->base.specs[i];
		names_add(s, i);
		if (spec->use == LINES_DATA)
			wire_data(s, i);
		s->is_high[i] = spec->is_active_low; /* everything starts inactive */
		memcpy(s->outputs[i].name, spec->name, sizeof(spec->name));
		s->outputs[i].is_active = spec->safe;
	}
}

static bool somebody_listens(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return true; /* cannot tell, so hands off */
	/* ECONNREFUSED alone means that nobody does: a full backlog or another socket type is somebody. */
	bool nobody =
	        connect(fd, (const struct sockaddr *)address, sizeof(*address)) < 0 && errno == ECONNREFUSED;
	close(fd);
	return !nobody;
}

/* A socket left by a process that died makes way; anything else at that path stays. */
static int clear_path(const struct sockaddr_un *address)
{
	struct stat st;
	if (lstat(address->sun_path, &st) < 0)
		return errno == ENOENT ? 0 : -errno;
	if (!S_ISSOCK(st.st_mode) || somebody_listens(address))
		return -EADDRINUSE;
	return unlink(address->sun_path) < 0 ? -errno : 0;
}

static int bind_listener(struct sim *s, const struct sockaddr_un *address)
{
	int result = clear_path(address);
	if (result < 0)
		return result;
	/* Linux gives the socket file the mode of the descriptor: no moment at which others could connect. */
	if (fchmod(s->listener, 0600) < 0 ||
	    bind(s->listener, (const struct sockaddr *)address, sizeof(*address)) < 0)
		return -errno;
	if (listen(s->listener, SIM_CLIENTS_MAX) == 0)
		return 0;
	result = -errno;
	unlink(address->sun_path);
	return result;
}

static int sim_listen(struct sim *s, const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	strcpy(address.sun_path, path);
	strcpy(s->path, path);
	s->epoll = epoll_create1(EPOLL_CLOEXEC);
	s->listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	s->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	if (s->epoll < 0 || s->listener < 0 || s->timer < 0)
		return -errno;
	int result = watch_fd(s, s->timer, SIM_TIMER);
	if (result == 0)
		result = watch_fd(s, s->listener, SIM_LISTENER);
	return result < 0 ? result : bind_listener(s, &address);
}

static struct sim *sim_new(const struct lines_spec *specs, size_t count)
{
	static const struct lines_backend backend = {sim_close, sim_fds,       sim_fd_of,
	                                             sim_read,  sim_level_now, sim_drive};
	struct sim *s = calloc(1, sizeof(*s));
	if (s == NULL)
		return NULL;
	s->base = (struct lines){&backend, specs, count};
	s->epoll = s->listener = s->timer = -1;
	for (size_t i = 0; i < SIM_CLIENTS_MAX; i++)
		s->hands[i].fd = -1;
	sim_wire(s);
	return s;
}

int lines_open_sim(struct lines **out, const struct lines_spec *specs, size_t count, const char *socket_path,
                   char *error, size_t error_size)
{
	int result = lines_check(specs, count, error, error_size);
	if (result < 0)
		return result;
	struct sim *s = sim_new(specs, count);
	if (s == NULL)
		return lines_fail(-ENOMEM, error, error_size, "the simulator: %s", strerror(ENOMEM));
	result = sim_listen(s, socket_path);
	if (result < 0) {
		sim_release(s);
		return lines_fail(result, error, error_size, "the simulator's socket %s: %s", socket_path,
		                  strerror(-result));
	}
	*out = &s->base;
	return 0;
}
