/*
 * A helper is started for each password: it knows nothing of the one before,
 * and its memory is gone with it. Start reading at take_turn().
 */
#include "controller/office/hasher.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct hasher {
	struct office *office;
	struct hasher_job *first, **last; /* those who wait */
	size_t count;
	sd_event_source *turn;
	/* the one at work */
	struct hasher_job *job;
	pid_t pid;
	int fd;
	sd_event_source *io, *patience;
	uint8_t digest[HASH_DIGEST];
	size_t received;
};

struct hasher *hasher_new(struct office *o)
{
	struct hasher *h = calloc(1, sizeof(*h));
	if (h == NULL)
		return NULL;
	h->office = o;
	h->last = &h->first;
	h->fd = -1;
	return h;
}

pid_t hasher_helper(const struct hasher *h)
{
	return h->pid;
}

/* ---- the helper ---- */

/* It gets its end of the pair as input and output, and of all that is open here nothing. */
static int prepare(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes, int fd)
{
	sigset_t none;
	sigemptyset(&none);
	int result = posix_spawn_file_actions_adddup2(actions, fd, STDIN_FILENO);
	if (result == 0)
		result = posix_spawn_file_actions_adddup2(actions, fd, STDOUT_FILENO);
	if (result == 0)
		result = posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
	if (result == 0)
		result = posix_spawnattr_setsigmask(attributes, &none);
	if (result == 0)
		result = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK);
	return result;
}

static int start_program(const char *path, int fd, pid_t *pid)
{
	char name[] = "zutritt-hash";
	char *const arguments[] = {name, NULL}, *const environment[] = {NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	int result = prepare(&actions, &attributes, fd);
	if (result == 0)
		result = posix_spawn(pid, path, &actions, &attributes, arguments, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	if (result != 0)
		*pid = 0;
	return -result;
}

static int start_helper(struct hasher *h)
{
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return -errno;
	int result = start_program(h->office->config->hash_program, ends[1], &h->pid);
	close(ends[1]);
	if (result < 0) {
		close(ends[0]);
		return result;
	}
	h->fd = ends[0];
	h->received = 0;
	return 0;
}

/* Both fit into the socket's buffer: this does not wait for the helper. */
static int give_order(struct hasher *h, const struct hash_order *order, const char *password)
{
	uint8_t bytes[sizeof(*order) + HASH_PASSWORD_MAX];
	size_t size = sizeof(*order) + order->length;
	memcpy(bytes, order, sizeof(*order));
	memcpy(bytes + sizeof(*order), password, order->length);
	ssize_t n = send(h->fd, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
	sodium_memzero(bytes, sizeof(bytes));
	return n == (ssize_t)size ? 0 : -EIO;
}

/* It has answered or never will: killed, it is gone at once. */
static void stop_helper(struct hasher *h)
{
	h->io = sd_event_source_disable_unref(h->io);
	h->patience = sd_event_source_disable_unref(h->patience);
	if (h->pid > 0) {
		kill(h->pid, SIGKILL);
		while (waitpid(h->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	if (h->fd >= 0)
		close(h->fd);
	h->pid = 0;
	h->fd = -1;
}

/* ---- the queue ---- */

static void next_turn(struct hasher *h);

static void finish(struct hasher *h, bool is_made)
{
	struct hasher_job *job = h->job;
	uint8_t digest[HASH_DIGEST];
	stop_helper(h);
	memcpy(digest, h->digest, sizeof(digest));
	sodium_memzero(h->digest, sizeof(h->digest));
	h->job = NULL;
	job->end(job, is_made ? digest : NULL);
	sodium_memzero(digest, sizeof(digest));
	next_turn(h);
}

static int on_io(sd_event_source *s, int fd, uint32_t revents, void *context)
{
	struct hasher *h = context;
	(void)s;
	(void)revents;
	ssize_t n = recv(fd, h->digest + h->received, sizeof(h->digest) - h->received, MSG_DONTWAIT);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	h->received += n > 0 ? (size_t)n : 0;
	if (n <= 0 || h->received == sizeof(h->digest))
		finish(h, h->received == sizeof(h->digest));
	return 0;
}

static int on_patience(sd_event_source *s, uint64_t usec, void *context)
{
	(void)s;
	(void)usec;
	finish(context, false);
	return 0;
}

static int watch_helper(struct hasher *h)
{
	sd_event *loop = h->office->loop;
	int result = sd_event_add_io(loop, &h->io, h->fd, EPOLLIN, on_io, h);
	if (result >= 0)
		result = sd_event_add_time_relative(loop, &h->patience, CLOCK_MONOTONIC,
		                                    HASHER_PATIENCE_MS * 1000ull, 100000, on_patience, h);
	return result;
}

static void work(struct hasher *h, struct hasher_job *job, const struct hash_order *order,
                 const char *password)
{
	h->job = job;
	int result = start_helper(h);
	if (result == 0)
		result = give_order(h, order, password);
	if (result == 0)
		result = watch_helper(h);
	if (result < 0)
		finish(h, false);
}

static struct hasher_job *take_first(struct hasher *h)
{
	struct hasher_job *job = h->first;
	if (job == NULL)
		return NULL;
	h->first = job->next;
	if (h->first == NULL)
		h->last = &h->first;
	h->count--;
	return job;
}

/* The next one whose password is still to be hashed. */
static int take_turn(sd_event_source *s, void *context)
{
	struct hasher *h = context;
	struct hash_order order = {.magic = HASH_MAGIC};
	const char *password = "";
	(void)s;
	struct hasher_job *job = h->job == NULL ? take_first(h) : NULL;
	if (job == NULL)
		return 0;
	if (job->begin(job, &order, &password))
		work(h, job, &order, password);
	else
		next_turn(h);
	return 0;
}

/* Always by way of the loop, so that whoever asks has its own call behind it when it is answered. */
static void next_turn(struct hasher *h)
{
	if (h->job != NULL || h->first == NULL)
		return;
	if (h->turn == NULL && sd_event_add_defer(h->office->loop, &h->turn, take_turn, h) < 0)
		return;
	sd_event_source_set_enabled(h->turn, SD_EVENT_ONESHOT);
}

int hasher_ask(struct hasher *h, struct hasher_job *job)
{
	if (h->count >= HASHER_QUEUE_MAX)
		return -EAGAIN;
	job->next = NULL;
	*h->last = job;
	h->last = &job->next;
	h->count++;
	next_turn(h);
	return 0;
}

void hasher_go_on(struct hasher *h, struct hasher_job *job)
{
	job->next = h->first;
	if (h->first == NULL)
		h->last = &job->next;
	h->first = job;
	h->count++;
	next_turn(h);
}

void hasher_free(struct hasher *h)
{
	if (h == NULL)
		return;
	stop_helper(h);
	if (h->job != NULL)
		h->job->end(h->job, NULL);
	for (struct hasher_job *job = take_first(h); job != NULL; job = take_first(h))
		job->end(job, NULL);
	sd_event_source_disable_unref(h->turn);
	free(h);
}
