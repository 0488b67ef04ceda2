/*
 * The access table: three arrays of slots (persons, badges, keys), each with
 * chains by which it is searched. One block of memory holds all of it.
 *
 * A chain is a hash table whose entries are slot numbers: buckets and one
 * "next" per slot. Chains never rehash; table_init() makes them as large as
 * the slots they serve, so a look-up walks a handful of entries at most.
 */
#include "controller/table.h"
#include <errno.h>
#include <string.h>

enum { ALIGNMENT = 64, NOTHING = -1 };

struct chain {
	uint32_t mask;
	int32_t *buckets;
	int32_t *next;
};

/* Slots in use are counted; the free ones are linked through the first chain's next. */
struct slots {
	uint32_t capacity;
	uint32_t used;
	int32_t free;
};

struct table {
	int64_t version;
	struct schedule_book book;
	struct table_door doors[SITE_DOORS_MAX];
	struct slots persons, badges, keys;
	struct table_person *person;
	struct table_badge *badge;
	struct table_key *key;
	struct chain person_by_id;
	struct chain badge_by_id, badge_by_number;
	struct chain key_by_id, key_by_place;
};

/* ---- hashes ---- */

static uint64_t mix(uint64_t x)
{
	x ^= x >> 30;
	x *= 0xbf58476d1ce4e5b9u;
	x ^= x >> 27;
	x *= 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

static uint32_t hash_id(uint64_t id)
{
	return (uint32_t)mix(id);
}

static uint32_t hash_number(struct badge_number n)
{
	return (uint32_t)mix(n.card ^ mix(((uint64_t)n.format << 32) | n.facility));
}

static uint32_t hash_place(uint64_t person, uint16_t room, uint16_t door)
{
	return (uint32_t)mix(person ^ ((uint64_t)room << 16 | door));
}

/* ---- chains ---- */

static uint32_t buckets_for(uint32_t capacity)
{
	uint32_t count = 16;
	while (count < capacity)
		count *= 2;
	return count;
}

static void chain_put(struct chain *c, uint32_t hash, int32_t slot)
{
	int32_t *bucket = &c->buckets[hash & c->mask];
	c->next[slot] = *bucket;
	*bucket = slot;
}

static void chain_drop(struct chain *c, uint32_t hash, int32_t slot)
{
	int32_t *link = &c->buckets[hash & c->mask];
	while (*link != slot)
		link = &c->next[*link];
	*link = c->next[slot];
}

/* ---- memory ---- */

static size_t aligned(size_t size)
{
	return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* Hands out parts of the block; with no block it only adds up what they take. */
struct carver {
	unsigned char *at;
	size_t size;
};

static void *carve(struct carver *c, size_t size)
{
	void *part = c->at == NULL ? NULL : c->at + c->size;
	c->size += aligned(size);
	return part;
}

static void carve_chain(struct carver *c, struct chain *chain, uint32_t capacity)
{
	uint32_t count = buckets_for(capacity);
	chain->mask = count - 1;
	chain->buckets = carve(c, count * sizeof(int32_t));
	chain->next = carve(c, capacity * sizeof(int32_t));
}

static void carve_table(struct carver *c, struct table *t, struct table_capacity capacity)
{
	carve(c, sizeof(*t));
	t->person = carve(c, capacity.persons * sizeof(*t->person));
	t->badge = carve(c, capacity.badges * sizeof(*t->badge));
	t->key = carve(c, capacity.keys * sizeof(*t->key));
	carve_chain(c, &t->person_by_id, capacity.persons);
	carve_chain(c, &t->badge_by_id, capacity.badges);
	carve_chain(c, &t->badge_by_number, capacity.badges);
	carve_chain(c, &t->key_by_id, capacity.keys);
	carve_chain(c, &t->key_by_place, capacity.keys);
}

static void clear_chain(struct chain *c)
{
	for (uint32_t i = 0; i <= c->mask; i++)
		c->buckets[i] = NOTHING;
}

static void clear_slots(struct slots *s, struct chain *first, uint32_t capacity)
{
	*s = (struct slots){.capacity = capacity, .free = capacity == 0 ? NOTHING : 0};
	for (uint32_t i = 0; i < capacity; i++)
		first->next[i] = i + 1 < capacity ? (int32_t)(i + 1) : NOTHING;
}

size_t table_size(struct table_capacity capacity)
{
	struct carver c = {NULL, 0};
	struct table t;
	carve_table(&c, &t, capacity);
	return c.size;
}

struct table *table_init(void *memory, struct table_capacity capacity)
{
	struct carver c = {memory, 0};
	struct table *t = memory;
	memset(t, 0, sizeof(*t));
	carve_table(&c, t, capacity);
	clear_chain(&t->person_by_id);
	clear_chain(&t->badge_by_id);
	clear_chain(&t->badge_by_number);
	clear_chain(&t->key_by_id);
	clear_chain(&t->key_by_place);
	clear_slots(&t->persons, &t->person_by_id, capacity.persons);
	clear_slots(&t->badges, &t->badge_by_id, capacity.badges);
	clear_slots(&t->keys, &t->key_by_id, capacity.keys);
	return t;
}

static int32_t slot_take(struct slots *s, const struct chain *first)
{
	int32_t slot = s->free;
	if (slot != NOTHING) {
		s->free = first->next[slot];
		s->used++;
	}
	return slot;
}

static void slot_give(struct slots *s, struct chain *first, int32_t slot)
{
	first->next[slot] = s->free;
	s->free = slot;
	s->used--;
}

/* ---- look-ups ---- */

static int32_t find_person(const struct table *t, uint64_t id)
{
	const struct chain *c = &t->person_by_id;
	int32_t i = c->buckets[hash_id(id) & c->mask];
	while (i != NOTHING && t->person[i].id != id)
		i = c->next[i];
	return i;
}

static int32_t find_badge(const struct table *t, uint64_t id)
{
	const struct chain *c = &t->badge_by_id;
	int32_t i = c->buckets[hash_id(id) & c->mask];
	while (i != NOTHING && t->badge[i].id != id)
		i = c->next[i];
	return i;
}

static int32_t find_number(const struct table *t, struct badge_number number)
{
	const struct chain *c = &t->badge_by_number;
	int32_t i = c->buckets[hash_number(number) & c->mask];
	while (i != NOTHING && !badge_number_is_equal(t->badge[i].number, number))
		i = c->next[i];
	return i;
}

static int32_t find_key(const struct table *t, uint64_t id)
{
	const struct chain *c = &t->key_by_id;
	int32_t i = c->buckets[hash_id(id) & c->mask];
	while (i != NOTHING && t->key[i].id != id)
		i = c->next[i];
	return i;
}

static const struct table_key *key_at_place(const struct table *t, int32_t i, uint64_t person, uint16_t room,
                                            uint16_t door)
{
	for (; i != NOTHING; i = t->key_by_place.next[i]) {
		const struct table_key *k = &t->key[i];
		if (k->person == person && k->room == room && k->door == door)
			return k;
	}
	return NULL;
}

const struct table_badge *table_badge(const struct table *t, struct badge_number number)
{
	int32_t i = find_number(t, number);
	return i == NOTHING ? NULL : &t->badge[i];
}

const struct table_person *table_person(const struct table *t, uint64_t id)
{
	int32_t i = find_person(t, id);
	return i == NOTHING ? NULL : &t->person[i];
}

const struct table_key *table_key(const struct table *t, uint64_t person, uint16_t room, uint16_t door)
{
	const struct chain *c = &t->key_by_place;
	return key_at_place(t, c->buckets[hash_place(person, room, door) & c->mask], person, room, door);
}

const struct table_key *table_key_next(const struct table *t, const struct table_key *key)
{
	return key_at_place(t, t->key_by_place.next[key - t->key], key->person, key->room, key->door);
}

int64_t table_version(const struct table *t)
{
	return t->version;
}

const struct schedule_book *table_book(const struct table *t)
{
	return &t->book;
}

const struct table_door *table_door(const struct table *t, uint16_t door)
{
	return &t->doors[door];
}

bool table_has_room(const struct table *t, struct table_capacity more)
{
	return more.persons <= t->persons.capacity - t->persons.used &&
	       more.badges <= t->badges.capacity - t->badges.used &&
	       more.keys <= t->keys.capacity - t->keys.used;
}

struct table_capacity table_count(const struct table *t)
{
	return (struct table_capacity){t->persons.used, t->badges.used, t->keys.used};
}

/* ---- all of it ---- */

/* Every slot in use hangs in one chain by its id: calls tell with each. */
static bool each_slot(const struct table *t, const struct chain *by_id,
                      bool (*tell)(const struct table *t, int32_t slot, table_visit *visit, void *context),
                      table_visit *visit, void *context)
{
	for (uint32_t b = 0; b <= by_id->mask; b++)
		for (int32_t i = by_id->buckets[b]; i != NOTHING; i = by_id->next[i])
			if (!tell(t, i, visit, context))
				return false;
	return true;
}

static bool tell_person(const struct table *t, int32_t slot, table_visit *visit, void *context)
{
	struct table_delta delta = {.kind = TABLE_PERSON_PUT, .person = t->person[slot]};
	return visit(context, &delta);
}

static bool tell_badge(const struct table *t, int32_t slot, table_visit *visit, void *context)
{
	struct table_delta delta = {.kind = TABLE_BADGE_PUT, .badge = t->badge[slot]};
	return visit(context, &delta);
}

static bool tell_key(const struct table *t, int32_t slot, table_visit *visit, void *context)
{
	struct table_delta delta = {.kind = TABLE_KEY_PUT, .key = t->key[slot]};
	return visit(context, &delta);
}

/* A door of which nobody has decided anything is all zero: there is nothing to tell. */
static bool tell_doors(const struct table *t, table_visit *visit, void *context)
{
	for (uint16_t i = 0; i < SITE_DOORS_MAX; i++) {
		struct table_delta delta = {.kind = TABLE_DOOR_PUT, .door = t->doors[i]};
		delta.door.door = i;
		if ((delta.door.release_ms != 0 || delta.door.schedule != 0 ||
		     delta.door.wants_first_person) &&
		    !visit(context, &delta))
			return false;
	}
	return true;
}

bool table_each(const struct table *t, table_visit *visit, void *context)
{
	struct table_delta book = {.kind = TABLE_BOOK, .book = &t->book};
	struct table_delta version = {.kind = TABLE_VERSION, .version = t->version};
	return each_slot(t, &t->person_by_id, tell_person, visit, context) &&
	       each_slot(t, &t->badge_by_id, tell_badge, visit, context) &&
	       each_slot(t, &t->key_by_id, tell_key, visit, context) && visit(context, &book) &&
	       tell_doors(t, visit, context) && visit(context, &version);
}

/* ---- changes ---- */

static int put_person(struct table *t, const struct table_person *person)
{
	int32_t i = find_person(t, person->id);
	if (i == NOTHING) {
		i = slot_take(&t->persons, &t->person_by_id);
		if (i == NOTHING)
			return -ENOSPC;
		chain_put(&t->person_by_id, hash_id(person->id), i);
	}
	t->person[i] = *person;
	return 0;
}

static void drop_badge_at(struct table *t, int32_t i)
{
	chain_drop(&t->badge_by_number, hash_number(t->badge[i].number), i);
	chain_drop(&t->badge_by_id, hash_id(t->badge[i].id), i);
	slot_give(&t->badges, &t->badge_by_id, i);
}

static int put_badge(struct table *t, const struct table_badge *badge)
{
	int32_t other = find_number(t, badge->number);
	if (other != NOTHING && t->badge[other].id != badge->id)
		return -EEXIST; /* rule K7 */
	int32_t i = find_badge(t, badge->id);
	if (i != NOTHING)
		drop_badge_at(t, i);
	i = slot_take(&t->badges, &t->badge_by_id);
	if (i == NOTHING)
		return -ENOSPC;
	t->badge[i] = *badge;
	chain_put(&t->badge_by_id, hash_id(badge->id), i);
	chain_put(&t->badge_by_number, hash_number(badge->number), i);
	return 0;
}

static int drop_badge(struct table *t, uint64_t id)
{
	int32_t i = find_badge(t, id);
	if (i != NOTHING)
		drop_badge_at(t, i);
	return 0;
}

static int drop_key(struct table *t, uint64_t id)
{
	int32_t i = find_key(t, id);
	if (i == NOTHING)
		return 0;
	const struct table_key *k = &t->key[i];
	chain_drop(&t->key_by_place, hash_place(k->person, k->room, k->door), i);
	chain_drop(&t->key_by_id, hash_id(id), i);
	slot_give(&t->keys, &t->key_by_id, i);
	return 0;
}

static int put_key(struct table *t, const struct table_key *key)
{
	if (find_key(t, key->id) != NOTHING)
		drop_key(t, key->id);
	int32_t i = slot_take(&t->keys, &t->key_by_id);
	if (i == NOTHING)
		return -ENOSPC;
	t->key[i] = *key;
	chain_put(&t->key_by_id, hash_id(key->id), i);
	chain_put(&t->key_by_place, hash_place(key->person, key->room, key->door), i);
	return 0;
}

static int put_door(struct table *t, const struct table_door *door)
{
	if (door->door >= SITE_DOORS_MAX)
		return -EINVAL;
	t->doors[door->door] = *door;
	return 0;
}

int table_apply(struct table *t, const struct table_delta *delta)
{
	switch ((enum table_delta_kind)delta->kind) {
	case TABLE_PERSON_PUT:
		return put_person(t, &delta->person);
	case TABLE_BADGE_PUT:
		return put_badge(t, &delta->badge);
	case TABLE_BADGE_DROP:
		return drop_badge(t, delta->id);
	case TABLE_KEY_PUT:
		return put_key(t, &delta->key);
	case TABLE_KEY_DROP:
		return drop_key(t, delta->id);
	case TABLE_BOOK:
		t->book = *delta->book;
		return 0;
	case TABLE_DOOR_PUT:
		return put_door(t, &delta->door);
	case TABLE_VERSION:
		t->version = delta->version;
		return 0;
	}
	return -EINVAL;
}
