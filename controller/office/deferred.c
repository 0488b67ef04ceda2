#include "controller/office/deferred.h"
#include "controller/office/desks.h"
#include "controller/office/sentence.h"
#include "controller/office/socket.h"

static void free_whole(struct deferred *d)
{
	answer_free(&d->answer);
	d->free(d);
}

void deferred_begin(struct deferred *d, const struct request *r, void (*free_it)(struct deferred *d))
{
	d->waits = r->ongoing;
	d->free = free_it;
	d->is_ready = false;
	d->spoken = sentence_spoken();
	answer_init(&d->answer, false);
	r->ongoing->deferred = d;
}

void deferred_speak(const struct deferred *d)
{
	sentence_speak_again(d->spoken);
}

void deferred_ready(struct office *o, struct deferred *d)
{
	desks_settle(o);
	if (d->waits == NULL) {
		free_whole(d);
		return;
	}
	d->is_ready = true;
	if (o->listener != NULL)
		listener_tell_waiting(o->listener);
}

void deferred_send(struct deferred *d, struct buffer *out)
{
	d->waits->deferred = NULL;
	answer_finish(&d->answer);
	buffer_add(out, buffer_bytes(&d->answer.frames), buffer_size(&d->answer.frames));
	free_whole(d);
}

void deferred_abandon(struct deferred *d)
{
	if (d == NULL)
		return;
	d->waits->deferred = NULL;
	d->waits = NULL;
	if (d->is_ready)
		free_whole(d);
}
