#include "controller/office/ongoing.h"
#include "controller/office/deferred.h"
#include "controller/office/events.h"
#include "controller/office/import.h"
#include "controller/office/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- lists ---- */

void listing_add(struct listing *l, policy_id id)
{
	if (l->count == l->capacity) {
		l->capacity = l->capacity == 0 ? 64 : l->capacity * 2;
		l->ids = realloc(l->ids, l->capacity * sizeof(*l->ids));
	}
	if (l->ids == NULL) {
		fputs("zutrittd: out of memory\n", stderr);
		abort();
	}
	l->ids[l->count++] = id;
}

static void listing_end(struct listing *l)
{
	free(l->ids);
	*l = (struct listing){0};
}

/* What was there when the list was asked for may be gone by now: it is left out. */
static bool put_next(struct office *o, struct listing *l, struct answer *a)
{
	int result = l->put(o, l, l->ids[l->next++], a);
	return result == 0 || result == -ENOENT ||
	       answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
}

bool listing_page(struct office *o, struct listing *l, struct answer *a)
{
	bool is_good = true;
	answer_list(a, l->name);
	if (o->store == NULL)
		is_good = memory_refuse(o, a);
	while (is_good && l->next < l->count && !answer_is_full(a))
		is_good = put_next(o, l, a);
	a->is_endless = is_good && l->next < l->count;
	if (!a->is_endless || !a->wants_more)
		listing_end(l);
	return is_good;
}

static void continue_listing(struct office *o, struct listing *l, struct buffer *out)
{
	struct answer a;
	answer_init(&a, true);
	listing_page(o, l, &a);
	answer_finish(&a);
	buffer_add(out, buffer_bytes(&a.frames), buffer_size(&a.frames));
	answer_free(&a);
}

static void end_import(struct ongoing *g)
{
	import_free(g->import);
	g->import = NULL;
}

static void continue_import(struct office *o, struct ongoing *g, struct buffer *out)
{
	if (!import_continue(o, g->import, out))
		end_import(g);
}

/* ---- all kinds ---- */

bool ongoing_is_on(const struct ongoing *g)
{
	return g->follow.is_on || g->listing.ids != NULL || g->import != NULL || g->deferred != NULL;
}

bool ongoing_has_work(struct office *o, const struct ongoing *g)
{
	if (g->deferred != NULL)
		return g->deferred->is_ready;
	return g->import != NULL || g->listing.ids != NULL || events_are_new(o, &g->follow);
}

void ongoing_continue(struct office *o, struct ongoing *g, struct buffer *out)
{
	if (g->deferred != NULL)
		deferred_send(g->deferred, out);
	else if (g->import != NULL)
		continue_import(o, g, out);
	else if (g->listing.ids != NULL)
		continue_listing(o, &g->listing, out);
	else
		events_continue(o, &g->follow, out);
}

void ongoing_end(struct ongoing *g)
{
	end_import(g);
	listing_end(&g->listing);
	deferred_abandon(g->deferred);
	g->follow.is_on = false;
}
