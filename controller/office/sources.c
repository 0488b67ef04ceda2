#include "controller/office/sources.h"

#include <string.h>

static void forget_old(struct source *s, uint32_t now_s)
{
	uint8_t kept = 0;
	for (uint8_t i = 0; i < s->count; i++)
		if (now_s - s->failed_s[i] < SOURCE_WINDOW_S)
			s->failed_s[kept++] = s->failed_s[i];
	s->count = kept;
}

static bool is_of(const struct source *s, const struct session_origin *origin)
{
	return s->count > 0 && s->origin.uid == origin->uid &&
	       strcmp(s->origin.station, origin->station) == 0;
}

static struct source *find(struct sources *all, const struct session_origin *origin)
{
	for (size_t i = 0; i < SOURCES_MAX; i++)
		if (is_of(&all->items[i], origin))
			return &all->items[i];
	return NULL;
}

/* A free place, or that of the one whose last failure is oldest. */
static struct source *make(struct sources *all, const struct session_origin *origin)
{
	struct source *place = &all->items[0];
	for (size_t i = 1; i < SOURCES_MAX && place->count > 0; i++) {
		struct source *s = &all->items[i];
		if (s->count == 0 || s->failed_s[s->count - 1] < place->failed_s[place->count - 1])
			place = s;
	}
	*place = (struct source){.origin = *origin};
	return place;
}

uint32_t source_refused_s(struct sources *all, const struct session_origin *origin, uint32_t now_s)
{
	struct source *s = find(all, origin);
	if (s == NULL)
		return 0;
	forget_old(s, now_s);
	return s->count < SOURCE_FAILURES_MAX ? 0 : SOURCE_WINDOW_S - (now_s - s->failed_s[0]);
}

void source_failed(struct sources *all, const struct session_origin *origin, uint32_t now_s)
{
	struct source *s = find(all, origin);
	if (s == NULL)
		s = make(all, origin);
	forget_old(s, now_s);
	if (s->count == SOURCE_FAILURES_MAX) {
		memmove(s->failed_s, s->failed_s + 1, sizeof(s->failed_s) - sizeof(s->failed_s[0]));
		s->count--;
	}
	s->failed_s[s->count++] = now_s;
}
