#include "controller/office/book.h"
#include "controller/office/deltas.h"
#include "controller/office/key_state.h"
#include "controller/office/restrictions.h"
#include "controller/office/table_load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { PERSONS_LEAST = 1024, TABLE_MOST = 1 << 22 };

struct loading {
	struct store *store;              /* either the database */
	const struct snapshot_left *left; /* or what an earlier process left */
	const struct config *config;
	const struct office_unsaved *unsaved;
	struct table *table;
	size_t unplaced; /* keys of rooms, doors and schedules that are no more */
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
	if (!badge_state_is_held(badge->state))
		return true;
	delta_of_badge(&l->config->formats, badge, &delta);
	return put(l, &delta);
}

static bool visit_key(void *context, const struct policy_key *key)
{
	struct loading *l = context;
	struct table_delta delta;
	if (key->state != POLICY_KEY_ISSUED)
		return true;
	if (delta_of_key(&l->config->site, table_book(l->table), key, &delta))
		return put(l, &delta);
	l->unplaced++;
	return true;
}

static bool visit_door(void *context, const struct policy_door *door)
{
	struct loading *l = context;
	struct table_delta delta;
	if (!delta_of_door(&l->config->site, table_book(l->table), door, &delta))
		return true;
	return put(l, &delta);
}

/* First: doors and keys hold places in it. */
static int put_book(struct loading *l)
{
	struct schedule_book *book;
	int result = book_load(l->store, &book);
	if (result < 0)
		return result;
	struct table_delta delta = {.kind = TABLE_BOOK, .book = book};
	put(l, &delta);
	free(book);
	return 0;
}

static bool put_version(struct loading *l)
{
	struct table_delta delta;
	delta_of_version(store_policy_version(l->store), &delta);
	return put(l, &delta);
}

/* The person's or badge's row as it is there, and refused all the same. */
static bool put_restriction(struct loading *l, struct table_delta delta)
{
	const struct table_person *person =
	        delta.kind == TABLE_PERSON_PUT ? table_person(l->table, delta.person.id) : NULL;
	const struct table_badge *badge =
	        delta.kind == TABLE_BADGE_PUT ? table_badge(l->table, delta.badge.number) : NULL;
	if (person != NULL)
		delta.person = *person;
	if (badge != NULL && badge->id != delta.badge.id)
		return true; /* the number is another badge's by now (rule K7) */
	if (badge != NULL)
		delta.badge = *badge;
	restriction_hold(l->unsaved, &delta);
	return put(l, &delta);
}

static bool put_unsaved(struct loading *l)
{
	bool is_put = true;
	for (size_t i = 0; is_put && i < l->unsaved->count; i++)
		is_put = put_restriction(l, l->unsaved->items[i].delta);
	return is_put;
}

/* Trouble with the disk comes before a table that is full: it has not all been seen. */
static int fill(struct loading *l)
{
	int result = put_book(l);
	if (result == 0 && l->error == 0)
		result = store_doors(l->store, visit_door, l);
	if (result == 0 && l->error == 0)
		result = store_persons(l->store, visit_person, l);
	if (result == 0 && l->error == 0)
		result = store_badges(l->store, visit_badge, l);
	if (result == 0 && l->error == 0)
		result = store_keys(l->store, 0, visit_key, l);
	if (result == 0 && l->error == 0 && put_version(l))
		put_unsaved(l);
	return result < 0 ? result : l->error;
}

/* A drop of what is not there: its key was of a room that is no more. */
static bool visit_left(void *context, const struct table_delta *delta)
{
	struct loading *l = context;
	int result = table_apply(l->table, delta);
	l->error = result == -ENOENT ? 0 : result;
	return l->error == 0;
}

static int fill_from_left(struct loading *l)
{
	const struct config *c = l->config;
	if (snapshot_each(l->left, &c->site, &c->formats, visit_left, l, &l->unplaced))
		put_unsaved(l);
	return l->error;
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

static struct table_capacity with_room(const struct config *config, int64_t persons, int64_t badges,
                                       int64_t keys)
{
	return (struct table_capacity){.persons = at_least(persons, PERSONS_LEAST),
	                               .badges = at_least(badges, PERSONS_LEAST),
	                               .keys = at_least(keys, config->table_keys)};
}

static struct table_capacity capacity_for(struct store *store, const struct config *config)
{
	int64_t persons = 0, badges = 0, keys = 0;
	store_counts(store, &persons, &badges, &keys);
	return with_room(config, persons, badges, keys);
}

static void say_unplaced(size_t unplaced)
{
	if (unplaced > 0)
		fprintf(stderr,
		        "zutrittd: %zu keys are for rooms, doors or schedules that are not there any more\n",
		        unplaced);
}

static int load_into(struct loading *l, struct office_table *t, struct table_capacity capacity)
{
	int result = map_table(t, capacity);
	if (result < 0)
		return result;
	l->table = t->table;
	l->unplaced = 0;
	l->error = 0;
	result = l->left == NULL ? fill(l) : fill_from_left(l);
	if (result < 0)
		table_unload(t);
	else
		say_unplaced(l->unplaced);
	return result;
}

/* The counts leave out those who have left and badges that are lost, which need a place too. */
static int load(struct loading *l, struct table_capacity capacity, struct office_table *out)
{
	for (;;) {
		struct office_table t = {0};
		int result = load_into(l, &t, capacity);
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

int table_load(struct store *store, const struct config *config, const struct office_unsaved *unsaved,
               struct office_table *out)
{
	struct loading l = {.store = store, .config = config, .unsaved = unsaved};
	return load(&l, capacity_for(store, config), out);
}

int table_load_nobody(const struct config *config, struct office_table *out)
{
	return map_table(out, with_room(config, 0, 0, 0));
}

int table_load_left(const struct snapshot_left *left, const struct config *config,
                    const struct office_unsaved *unsaved, struct office_table *out)
{
	struct table_capacity count = snapshot_capacity(left);
	struct loading l = {.left = left, .config = config, .unsaved = unsaved};
	return load(&l, with_room(config, count.persons, count.badges, count.keys), out);
}
