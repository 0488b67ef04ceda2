#include "controller/office/aside.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct aside {
	void (*work)(void *context);
	void (*release)(void *context);
	void *context;
	int fd;
	pthread_mutex_t lock; /* for the two below */
	bool has_ended;
	bool is_left; /* nobody waits any more */
};

static void aside_free(struct aside *a)
{
	close(a->fd);
	pthread_mutex_destroy(&a->lock);
	free(a);
}

static void end(struct aside *a)
{
	a->release(a->context);
	aside_free(a);
}

static void *run(void *context)
{
	struct aside *a = context;
	uint64_t one = 1;
	a->work(a->context);
	pthread_mutex_lock(&a->lock);
	a->has_ended = true;
	bool is_left = a->is_left;
	if (write(a->fd, &one, sizeof(one)) < 0)
		abort(); /* a fresh eventfd takes it */
	pthread_mutex_unlock(&a->lock);
	if (is_left)
		end(a);
	return NULL;
}

static int start_thread(struct aside *a, const char *name)
{
	pthread_t thread;
	int result = pthread_create(&thread, NULL, run, a);
	if (result != 0)
		return -result;
	pthread_setname_np(thread, name);
	pthread_detach(thread);
	return 0;
}

int aside_begin(struct aside **out, const char *name, void (*work)(void *context),
                void (*release)(void *context), void *context)
{
	struct aside *a = calloc(1, sizeof(*a));
	if (a == NULL)
		return -ENOMEM;
	*a = (struct aside){.work = work, .release = release, .context = context};
	a->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (a->fd < 0) {
		free(a);
		return -errno;
	}
	pthread_mutex_init(&a->lock, NULL);
	int result = start_thread(a, name);
	if (result < 0)
		aside_free(a);
	else
		*out = a;
	return result;
}

/* Behind the lock lies all that the work has written; a descriptor that is readable promises no such thing.
 */
static bool is_over(struct aside *a)
{
	pthread_mutex_lock(&a->lock);
	bool has_ended = a->has_ended;
	pthread_mutex_unlock(&a->lock);
	return has_ended;
}

bool aside_wait(struct aside *a, int timeout_ms)
{
	struct pollfd ended = {.fd = a->fd, .events = POLLIN};
	int result;
	do
		result = poll(&ended, 1, timeout_ms);
	while (result < 0 && errno == EINTR);
	return result > 0 && is_over(a);
}

int aside_fd(const struct aside *a)
{
	return a->fd;
}

void aside_leave(struct aside *a)
{
	if (a == NULL)
		return;
	pthread_mutex_lock(&a->lock);
	bool has_ended = a->has_ended;
	a->is_left = true;
	pthread_mutex_unlock(&a->lock);
	if (has_ended)
		end(a);
}
