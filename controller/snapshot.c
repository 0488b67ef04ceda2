/*
 * The snapshot. See snapshot.h. A file is a header and then groups, each with
 * its sequence, kind and checksum: the first holds the table, the second the
 * schedules, the others what happened since. A group that is not whole ends
 * it: its writer was killed before anybody was answered.
 *
 * Start reading at snapshot_write() and next_group().
 */
#include "controller/snapshot.h"
#include "controller/checksum.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { JOURNAL_MAX = 16, BASE_GROUPS = 2 };

static const char snapshot_name[] = "table";
static const char snapshot_unborn[] = ".table-new";
static const uint8_t snapshot_magic[8] = {'Z', 'U', 'T', 'T', 'A', 'B', 'L', '\n'};

struct snapshot_header {
	uint8_t magic[8];
	uint32_t layout;
	uint32_t header_size;
	char journal[JOURNAL_MAX];
	uint64_t wiring_checksum;
	uint64_t checksum; /* of all that follows */
	struct site site;
	struct formats formats;
};

enum group_kind {
	GROUP_DELTAS = 1,
	GROUP_BOOK = 2,
	GROUP_RESTRICTION = 3,
	GROUP_SETTLED = 4, /* all of a subject: by versions that kept one of each */
	GROUP_WRITTEN = 5  /* the oldest of a subject */
};

struct group {
	uint64_t sequence; /* from 1 */
	uint32_t kind;
	uint32_t size; /* of what follows, a multiple of 8 */
	uint64_t checksum;
};

/* A promise to the next version's start: who changes it raises SNAPSHOT_LAYOUT. */
static_assert(sizeof(struct table_delta) == 56, "delta: a new layout needs a new SNAPSHOT_LAYOUT");
static_assert(sizeof(struct snapshot_restriction) == 288,
              "restriction: a new layout needs a new SNAPSHOT_LAYOUT");
static_assert(sizeof(struct schedule_book) % 4 == 0 && sizeof(struct group) == 24, "groups are aligned");

struct snapshot {
	int fd;
	off_t end, limit;
	uint64_t sequence; /* of the last group */
};

struct snapshot_left {
	const struct snapshot_header *file;
	size_t size;
	struct table_capacity capacity;
	int64_t version;
};

static size_t aligned(size_t size)
{
	return (size + 7) / 8 * 8;
}

size_t snapshot_room_for(size_t delta_count)
{
	return sizeof(struct group) + delta_count * sizeof(struct table_delta);
}

static uint64_t sum_of(const struct group *g, const void *payload)
{
	return checksum(checksum(g->sequence ^ (uint64_t)g->kind << 32, &g->size, sizeof(g->size)), payload,
	                g->size);
}

/* ---- writing the whole ---- */

/* Where the next byte goes. */
struct pen {
	uint8_t *at;
	uint64_t sequence;
};

static void put_group(struct pen *pen, enum group_kind kind, uint32_t size)
{
	struct group *g = (struct group *)(void *)pen->at;
	g->sequence = ++pen->sequence;
	g->kind = kind;
	g->size = size;
	g->checksum = sum_of(g, g + 1);
	pen->at += sizeof(*g) + size;
}

struct writing {
	struct table_delta *next;
	struct pen *pen;
};

static bool write_delta(void *context, const struct table_delta *delta)
{
	struct writing *w = context;
	if (delta->kind == TABLE_BOOK)
		return true; /* has a group of its own: it is a pointer here */
	memset(w->next, 0, sizeof(*w->next));
	memcpy(w->next++, delta, sizeof(*delta));
	return true;
}

static void put_table(struct pen *pen, const struct table *table)
{
	struct table_delta *first = (struct table_delta *)(void *)(pen->at + sizeof(struct group));
	struct writing w = {first, pen};
	table_each(table, write_delta, &w);
	put_group(pen, GROUP_DELTAS, (uint32_t)((size_t)(w.next - first) * sizeof(*first)));
}

static void put_payload(struct pen *pen, enum group_kind kind, const void *payload, size_t size)
{
	memcpy(pen->at + sizeof(struct group), payload, size);
	put_group(pen, kind, (uint32_t)aligned(size));
}

static void put_header(struct snapshot_header *h, const struct snapshot_whole *whole)
{
	memcpy(h->magic, snapshot_magic, sizeof(h->magic));
	h->layout = SNAPSHOT_LAYOUT;
	h->header_size = sizeof(*h);
	snprintf(h->journal, sizeof(h->journal), "%s", whole->journal);
	h->wiring_checksum = whole->wiring_checksum;
	h->site = *whole->site;
	h->formats = *whole->formats;
	h->checksum = checksum(0, &h->site, sizeof(*h) - offsetof(struct snapshot_header, site));
}

static size_t base_size(const struct snapshot_whole *whole)
{
	struct table_capacity count = table_count(whole->table);
	size_t deltas = (size_t)count.persons + count.badges + count.keys + 1;
	return sizeof(struct snapshot_header) + snapshot_room_for(deltas + SITE_DOORS_MAX) +
	       sizeof(struct group) + aligned(sizeof(struct schedule_book)) +
	       whole->restriction_count * (sizeof(struct group) + sizeof(struct snapshot_restriction));
}

static void put_whole(void *file, const struct snapshot_whole *whole, struct pen *pen)
{
	put_header(file, whole);
	pen->at = (uint8_t *)file + sizeof(struct snapshot_header);
	put_table(pen, whole->table);
	put_payload(pen, GROUP_BOOK, table_book(whole->table), sizeof(struct schedule_book));
	for (size_t i = 0; i < whole->restriction_count; i++)
		put_payload(pen, GROUP_RESTRICTION, &whole->restrictions[i], sizeof(whole->restrictions[i]));
}

/* Space is taken now: a full tmpfs is told here, and a change that fits later is sure to. */
static int fill_file(struct snapshot *s, const struct snapshot_whole *whole, size_t changes)
{
	size_t size = base_size(whole);
	struct pen pen = {.at = NULL};
	s->limit = (off_t)(size + changes);
	int result = -posix_fallocate(s->fd, 0, s->limit);
	if (result < 0)
		return result;
	void *file = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, s->fd, 0);
	if (file == MAP_FAILED)
		return -errno;
	put_whole(file, whole, &pen);
	s->end = pen.at - (uint8_t *)file;
	s->sequence = pen.sequence;
	munmap(file, size);
	return 0;
}

static int make_file(struct snapshot *s, int dir, const struct snapshot_whole *whole, size_t changes)
{
	s->fd = openat(dir, snapshot_unborn, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (s->fd < 0)
		return -errno;
	int result = fill_file(s, whole, changes);
	if (result == 0 && renameat(dir, snapshot_unborn, dir, snapshot_name) < 0)
		result = -errno;
	if (result < 0)
		unlinkat(dir, snapshot_unborn, 0);
	return result;
}

int snapshot_write(struct snapshot **out, const char *directory, const struct snapshot_whole *whole,
                   size_t least_changes)
{
	size_t changes = least_changes > SNAPSHOT_CHANGES ? least_changes : SNAPSHOT_CHANGES;
	struct snapshot *s = calloc(1, sizeof(*s));
	if (s == NULL)
		return -ENOMEM;
	s->fd = -1;
	int dir = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = dir < 0 ? -errno : make_file(s, dir, whole, changes);
	if (dir >= 0)
		close(dir);
	if (result < 0)
		snapshot_close(s);
	else
		*out = s;
	return result;
}

void snapshot_close(struct snapshot *s)
{
	if (s == NULL)
		return;
	if (s->fd >= 0)
		close(s->fd);
	free(s);
}

void snapshot_remove(const char *directory)
{
	int dir = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return;
	unlinkat(dir, snapshot_name, 0);
	close(dir);
}

/* ---- writing what changes ---- */

static int append(struct snapshot *s, enum group_kind kind, void *payload, size_t size)
{
	struct group g = {.sequence = s->sequence + 1, .kind = kind, .size = (uint32_t)size};
	struct iovec parts[] = {{&g, sizeof(g)}, {payload, size}};
	off_t end = s->end + (off_t)(sizeof(g) + size);
	if (end > s->limit)
		return -ENOSPC;
	g.checksum = sum_of(&g, payload);
	ssize_t written = pwritev(s->fd, parts, 2, s->end);
	if (written < 0)
		return -errno;
	if (written != (ssize_t)(sizeof(g) + size))
		return -EIO;
	s->end = end;
	s->sequence++;
	return 0;
}

/* A book is a pointer in a delta: it goes into a group of its own, before the others. */
static int append_book(struct snapshot *s, const struct schedule_book *book)
{
	static_assert(sizeof(*book) < 65536, "it fits on the stack");
	uint8_t payload[(sizeof(*book) + 7) / 8 * 8] = {0};
	memcpy(payload, book, sizeof(*book));
	return append(s, GROUP_BOOK, payload, sizeof(payload));
}

static int append_books(struct snapshot *s, const struct table_delta *deltas, size_t count)
{
	int result = 0;
	for (size_t i = 0; result == 0 && i < count; i++)
		if (deltas[i].kind == TABLE_BOOK)
			result = append_book(s, deltas[i].book);
	return result;
}

int snapshot_append(struct snapshot *s, const struct table_delta *deltas, size_t count)
{
	int result = append_books(s, deltas, count);
	if (result < 0 || count == 0)
		return result;
	struct table_delta *payload = calloc(count, sizeof(*payload));
	if (payload == NULL)
		return -ENOMEM;
	struct writing w = {payload, NULL};
	for (size_t i = 0; i < count; i++)
		write_delta(&w, &deltas[i]);
	result = append(s, GROUP_DELTAS, payload, (size_t)(w.next - payload) * sizeof(*payload));
	free(payload);
	return result;
}

int snapshot_restrict(struct snapshot *s, const struct snapshot_restriction *restriction)
{
	struct snapshot_restriction payload;
	memcpy(&payload, restriction, sizeof(payload));
	return append(s, GROUP_RESTRICTION, &payload, sizeof(payload));
}

int snapshot_settle(struct snapshot *s, uint64_t subject)
{
	return append(s, GROUP_WRITTEN, &subject, sizeof(subject));
}

/* ---- reading ---- */

static const struct group *first_group(const struct snapshot_left *left)
{
	return (const struct group *)(const void *)(left->file + 1);
}

/* Where the group after g would begin; for g whole. */
static const struct group *after(const struct group *g)
{
	return (const struct group *)(const void *)((const uint8_t *)(g + 1) + g->size);
}

static bool is_whole(const struct snapshot_left *left, const struct group *g, uint64_t sequence)
{
	size_t at = (size_t)((const uint8_t *)g - (const uint8_t *)left->file);
	return at + sizeof(*g) <= left->size && g->sequence == sequence && g->size % 8 == 0 &&
	       g->size <= left->size - at - sizeof(*g) && g->checksum == sum_of(g, g + 1);
}

/* g is NULL before the first; NULL after the last one that is whole. */
static const struct group *next_group(const struct snapshot_left *left, const struct group *g)
{
	uint64_t sequence = g == NULL ? 1 : g->sequence + 1;
	const struct group *next = g == NULL ? first_group(left) : after(g);
	return is_whole(left, next, sequence) ? next : NULL;
}

static const struct table_delta *deltas_of(const struct group *g, size_t *count)
{
	*count = g->kind == GROUP_DELTAS ? g->size / sizeof(struct table_delta) : 0;
	return (const struct table_delta *)(const void *)(g + 1);
}

static void note_delta(struct snapshot_left *left, const struct table_delta *delta)
{
	left->capacity.persons += delta->kind == TABLE_PERSON_PUT;
	left->capacity.badges += delta->kind == TABLE_BADGE_PUT;
	left->capacity.keys += delta->kind == TABLE_KEY_PUT;
	if (delta->kind == TABLE_VERSION)
		left->version = delta->version;
}

/* Every group is looked at once, at the start: what it holds, and that the first ones are there. */
static int look_through(struct snapshot_left *left)
{
	size_t groups = 0;
	for (const struct group *g = next_group(left, NULL); g != NULL; g = next_group(left, g)) {
		size_t count;
		const struct table_delta *deltas = deltas_of(g, &count);
		for (size_t i = 0; i < count; i++)
			note_delta(left, &deltas[i]);
		groups++;
	}
	return groups < BASE_GROUPS ? -EBADMSG : 0;
}

static int check_header(const struct snapshot_header *h, size_t size)
{
	if (size < sizeof(*h) || memcmp(h->magic, snapshot_magic, sizeof(h->magic)) != 0)
		return -EBADMSG;
	if (h->layout != SNAPSHOT_LAYOUT || h->header_size != sizeof(*h))
		return -EPROTO;
	size_t summed = sizeof(*h) - offsetof(struct snapshot_header, site);
	if (h->checksum != checksum(0, &h->site, summed) ||
	    memchr(h->journal, '\0', sizeof(h->journal)) == NULL || h->site.room_count > SITE_ROOMS_MAX ||
	    h->site.door_count > SITE_DOORS_MAX || h->formats.count > FORMATS_MAX)
		return -EBADMSG;
	return 0;
}

static int map_left(struct snapshot_left *left, int fd)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return -errno;
	if ((size_t)st.st_size < sizeof(struct snapshot_header))
		return -EBADMSG;
	left->size = (size_t)st.st_size;
	void *p = mmap(NULL, left->size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
	if (p == MAP_FAILED)
		return -errno;
	left->file = p;
	int result = check_header(left->file, left->size);
	return result < 0 ? result : look_through(left);
}

int snapshot_open_left(struct snapshot_left **out, const char *directory)
{
	int dir = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int fd = dir < 0 ? -1 : openat(dir, snapshot_name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int result = fd < 0 ? -errno : 0;
	struct snapshot_left *left = calloc(1, sizeof(*left));
	if (dir >= 0)
		close(dir);
	if (result == 0)
		result = left == NULL ? -ENOMEM : map_left(left, fd);
	if (fd >= 0)
		close(fd);
	if (result < 0)
		snapshot_close_left(left);
	else
		*out = left;
	return result;
}

void snapshot_close_left(struct snapshot_left *left)
{
	if (left == NULL)
		return;
	if (left->file != NULL)
		munmap((void *)(uintptr_t)left->file, left->size);
	free(left);
}

const char *snapshot_journal(const struct snapshot_left *left)
{
	return left->file->journal;
}

uint64_t snapshot_wiring_checksum(const struct snapshot_left *left)
{
	return left->file->wiring_checksum;
}

const struct site *snapshot_site(const struct snapshot_left *left)
{
	return &left->file->site;
}

int64_t snapshot_version(const struct snapshot_left *left)
{
	return left->version;
}

struct table_capacity snapshot_capacity(const struct snapshot_left *left)
{
	return left->capacity;
}

/* ---- for the site of today ---- */

/* From the numbers of then to those of now; SITE_NONE and UINT8_MAX for what is no more. */
struct translation {
	uint16_t rooms[SITE_ROOMS_MAX];
	uint16_t doors[SITE_DOORS_MAX];
	uint8_t formats[FORMATS_MAX];
};

static void translation_init(struct translation *t, const struct snapshot_header *was,
                             const struct site *site, const struct formats *formats)
{
	memset(t, 0xff, sizeof(*t)); /* SITE_NONE, UINT8_MAX */
	for (uint16_t i = 0; i < was->site.room_count; i++)
		t->rooms[i] = site_room(site, was->site.rooms[i].name);
	for (uint16_t i = 0; i < was->site.door_count; i++)
		t->doors[i] = site_door(site, was->site.doors[i].name);
	for (uint8_t i = 0; i < was->formats.count; i++) {
		int format = formats_find(formats, was->formats.items[i].name);
		t->formats[i] = format < 0 ? UINT8_MAX : (uint8_t)format;
	}
}

static bool translate_key(const struct translation *t, struct table_key *key)
{
	bool names_door = key->door != SITE_NONE;
	key->room = key->room < SITE_ROOMS_MAX ? t->rooms[key->room] : SITE_NONE;
	key->door = key->door < SITE_DOORS_MAX ? t->doors[key->door] : SITE_NONE;
	return key->room != SITE_NONE && names_door == (key->door != SITE_NONE);
}

/* A format that is no more is read by no reader; its number keeps the badge apart from others. */
static void translate_badge(const struct translation *t, struct table_badge *badge)
{
	uint8_t format = badge->number.format;
	badge->number.format = format < FORMATS_MAX ? t->formats[format] : UINT8_MAX;
}

/* False for what is of a room or door that is no more. */
static bool translate(const struct translation *t, struct table_delta *delta)
{
	switch ((enum table_delta_kind)delta->kind) {
	case TABLE_BADGE_PUT:
		translate_badge(t, &delta->badge);
		return true;
	case TABLE_KEY_PUT:
		return translate_key(t, &delta->key);
	case TABLE_DOOR_PUT:
		delta->door.door = delta->door.door < SITE_DOORS_MAX ? t->doors[delta->door.door] : SITE_NONE;
		return delta->door.door != SITE_NONE;
	case TABLE_PERSON_PUT:
	case TABLE_BADGE_DROP:
	case TABLE_KEY_DROP:
	case TABLE_VERSION:
		return true;
	case TABLE_BOOK:
		break; /* has a group of its own */
	}
	return false;
}

static bool tell_book(const struct group *g, table_visit *visit, void *context)
{
	struct schedule_book book;
	if (g->size != aligned(sizeof(book)))
		return true;
	memcpy(&book, g + 1, sizeof(book));
	struct table_delta delta = {.kind = TABLE_BOOK, .book = &book};
	return visit(context, &delta);
}

static bool tell_deltas(const struct translation *t, const struct group *g, table_visit *visit, void *context,
                        size_t *unplaced)
{
	size_t count;
	const struct table_delta *deltas = deltas_of(g, &count);
	for (size_t i = 0; i < count; i++) {
		struct table_delta delta = deltas[i];
		if (!translate(t, &delta))
			*unplaced += delta.kind == TABLE_KEY_PUT;
		else if (!visit(context, &delta))
			return false;
	}
	return true;
}

bool snapshot_each(const struct snapshot_left *left, const struct site *site, const struct formats *formats,
                   table_visit *visit, void *context, size_t *unplaced)
{
	struct translation t;
	bool goes_on = true;
	*unplaced = 0;
	translation_init(&t, left->file, site, formats);
	for (const struct group *g = next_group(left, NULL); goes_on && g != NULL; g = next_group(left, g)) {
		if (g->kind == GROUP_BOOK)
			goes_on = tell_book(g, visit, context);
		else
			goes_on = tell_deltas(&t, g, visit, context, unplaced);
	}
	return goes_on;
}

/* ---- restrictions ---- */

static uint64_t subject_of(const struct snapshot_restriction *r)
{
	return r->delta.kind == TABLE_PERSON_PUT ? r->delta.person.id : r->delta.badge.id;
}

static uint8_t state_of(const struct snapshot_restriction *r)
{
	return r->delta.kind == TABLE_PERSON_PUT ? r->delta.person.state : r->delta.badge.state;
}

/* Those that wait, while they are read. */
struct waiting {
	struct snapshot_restriction *items;
	size_t count, max;
};

static void drop(struct waiting *w, size_t i)
{
	memmove(&w->items[i], &w->items[i + 1], (w->count - i - 1) * sizeof(*w->items));
	w->count--;
}

static void drop_subject(struct waiting *w, uint64_t subject, bool is_all)
{
	for (size_t i = 0; i < w->count; i++) {
		if (subject_of(&w->items[i]) != subject)
			continue;
		drop(w, i--);
		if (!is_all)
			return;
	}
}

/* Told twice it is one. */
static void drop_same(struct waiting *w, const struct snapshot_restriction *r)
{
	for (size_t i = 0; i < w->count; i++)
		if (subject_of(&w->items[i]) == subject_of(r) && state_of(&w->items[i]) == state_of(r))
			drop(w, i--);
}

static void take_restriction(const struct translation *t, const struct group *g, struct waiting *w)
{
	struct snapshot_restriction r;
	if (g->size != sizeof(r))
		return;
	memcpy(&r, g + 1, sizeof(r));
	r.detail[sizeof(r.detail) - 1] = '\0';
	translate(t, &r.delta);
	drop_same(w, &r);
	if (w->count < w->max)
		w->items[w->count++] = r;
}

static void take_settled(const struct group *g, struct waiting *w)
{
	uint64_t subject;
	if (g->size != sizeof(subject))
		return;
	memcpy(&subject, g + 1, sizeof(subject));
	drop_subject(w, subject, g->kind == GROUP_SETTLED);
}

size_t snapshot_restrictions(const struct snapshot_left *left, const struct site *site,
                             const struct formats *formats, struct snapshot_restriction *restrictions,
                             size_t max)
{
	struct translation t;
	struct waiting w = {.items = restrictions, .max = max};
	translation_init(&t, left->file, site, formats);
	for (const struct group *g = next_group(left, NULL); g != NULL; g = next_group(left, g)) {
		if (g->kind == GROUP_RESTRICTION)
			take_restriction(&t, g, &w);
		if (g->kind == GROUP_SETTLED || g->kind == GROUP_WRITTEN)
			take_settled(g, &w);
	}
	return w.count;
}
