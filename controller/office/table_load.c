#include "controller/office/deltas.h"
#include "controller/office/table_load.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>

enum { PERSONS_LEAST = 1024, TABLE_MOST = 1 << 22 };

struct loading {
	struct office *office;
	struct table *table;
	size_t unplaced; /* keys of rooms and doors that the site has no more */
	int error;
};

static bool put(struct loading *l, const struct table_delta *delta)
{
	l->error = table_apply(l->table, delta);
	return l->error == 0;
}

static bool visit_person(void *context, const struct policy_person *person)
{
	struct table_delta delta;
	delta_of_person(person, &delta);
	return put(context, &delta);
}

static bool visit_badge(void *context, const struct policy_badge *badge)
{
	struct loading *l = context;
	struct table_delta delta;
	if (badge->state == POLICY_BADGE_RETURNED)
		return true;
	delta_of_badge(&l->office->config->formats, badge, &delta);
	return put(l, &delta);
}

static bool visit_key(void *context, const struct policy_key *key)
{
	struct loading *l = context;
	struct table_delta delta;
	if (key->state == POLICY_KEY_REVOKED)
		return true;
	if (delta_of_key(&l->office->config->site, key, &delta))
		return put(l, &delta);
	l->unplaced++;
	return true;
}

static bool put_version(struct loading *l)
{
	struct table_delta delta;
	delta_of_version(store_policy_version(l->office->store), &delta);
	return put(l, &delta);
}

static bool put_unsaved(struct loading *l)
{
	const struct office_unsaved *unsaved = &l->office->unsaved;
	bool is_put = true;
	for (size_t i = 0; is_put && i < unsaved->count; i++)
		is_put = put(l, &unsaved->deltas[i]);
	return is_put;
}

/* Trouble with the disk comes before a table that is full: it has not all been seen. */
static int fill(struct loading *l)
{
	struct store *s = l->office->store;
	int result = store_persons(s, visit_person, l);
	if (result == 0 && l->error == 0)
		result = store_badges(s, visit_badge, l);
	if (result == 0 && l->error == 0)
		result = store_keys(s, 0, visit_key, l);
	if (result == 0 && l->error == 0 && put_version(l))
		put_unsaved(l);
	return result < 0 ? result : l->error;
}

static int map_table(struct office_table *t, struct table_capacity capacity)
{
	t->size = table_size(capacity);
	void *memory = mmap(NULL, t->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return -errno;
	t->table = table_init(memory, capacity);
	return 0;
}

void table_unload(struct office_table *t)
{
	if (t->table != NULL)
		munmap(t->table, t->size);
	*t = (struct office_table){0};
}

static uint32_t at_least(int64_t count, uint32_t least)
{
	int64_t wanted = count * 2;
	if (wanted > TABLE_MOST)
		return TABLE_MOST;
	return wanted > least ? (uint32_t)wanted : least;
}

static struct table_capacity capacity_for(struct office *o)
{
	int64_t persons = 0, badges = 0, keys = 0;
	store_counts(o->store, &persons, &badges, &keys);
	return (struct table_capacity){.persons = at_least(persons, PERSONS_LEAST),
	                               .badges = at_least(badges, PERSONS_LEAST),
	                               .keys = at_least(keys, o->config->table_keys)};
}

static int load_into(struct office *o, struct office_table *t, struct table_capacity capacity)
{
	int result = map_table(t, capacity);
	if (result < 0)
		return result;
	struct loading l = {.office = o, .table = t->table};
	result = fill(&l);
	if (result < 0)
		table_unload(t);
	else if (l.unplaced > 0)
		fprintf(stderr,
		        "zutrittd: %zu keys are for rooms or doors that the configuration does not have\n",
		        l.unplaced);
	return result;
}

int table_load(struct office *o, struct office_table *out)
{
	/* The counts leave out those who have left and badges that are lost, which need a place too. */
	struct table_capacity capacity = capacity_for(o);
	for (;;) {
		struct office_table t = {0};
		int result = load_into(o, &t, capacity);
		if (result != -ENOSPC || capacity.keys >= TABLE_MOST) {
			if (result == 0)
				*out = t;
			return result;
		}
		capacity.persons *= 2;
		capacity.badges *= 2;
		capacity.keys *= 2;
	}
}
