/* How the areas stand. See standing.h; start reading at standing_keep(). */
#include "controller/standing.h"
#include "controller/checksum.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char standing_name[] = "standing";
static const char standing_unborn[] = ".standing-new";
static const uint8_t standing_magic[8] = {'Z', 'U', 'T', 'S', 'T', 'A', 'N', '\n'};

struct standing_header {
	uint8_t magic[8];
	uint32_t layout;
	uint32_t half_size;
	uint64_t site_checksum;
	struct site site; /* areas and doors are numbers below */
	uint64_t watched_ns;
	uint8_t is_unsettled[SITE_DOORS_MAX];
};

struct standing_area {
	int64_t since_utc_ms;
	uint16_t alarm;  /* enum alarm_mode_state */
	uint16_t doubt;  /* enum occupancy_doubt */
	uint16_t count;  /* so many of the persons, area after area */
	uint16_t doubts; /* all of them, as bits */
};

struct standing_half {
	uint64_t generation; /* 0: never written; the higher one counts */
	uint64_t checksum;   /* of the generation and all that follows */
	uint32_t person_count;
	uint32_t is_fire_latched;
	struct standing_area areas[SITE_AREAS_MAX];
	struct occupant persons[];
};

/* A promise to the next version's start: who changes it raises STANDING_LAYOUT. */
static_assert(sizeof(struct standing_area) == 16, "area: a new layout needs a new STANDING_LAYOUT");
static_assert(sizeof(struct occupant) == 24, "occupant: a new layout needs a new STANDING_LAYOUT");
static_assert(offsetof(struct standing_half, persons) == 152,
              "half: a new layout needs a new STANDING_LAYOUT");

struct standing {
	struct standing_header *file;
	size_t size;
	uint64_t generation;
	int directory; /* -1 once published */
};

static size_t half_size(const struct site *site)
{
	return offsetof(struct standing_half, persons) +
	       (size_t)site->area_count * OCCUPANCY_MAX * sizeof(struct occupant);
}

static size_t file_size(const struct site *site)
{
	return sizeof(struct standing_header) + 2 * half_size(site);
}

static struct standing_half *half_at(const struct standing_header *file, unsigned which)
{
	return (struct standing_half *)((uint8_t *)(file + 1) + which * (size_t)file->half_size);
}

static uint64_t sum_of(const struct standing_half *half)
{
	size_t from = offsetof(struct standing_half, person_count);
	size_t size = offsetof(struct standing_half, persons) - from +
	              (size_t)half->person_count * sizeof(struct occupant);
	return checksum(half->generation, &half->person_count, size);
}

/* ---- the door thread ---- */

static void keep_area(struct standing_half *half, uint16_t area, const struct engine_area *a)
{
	half->areas[area] = (struct standing_area){.since_utc_ms = a->alarm.since_utc_ms,
	                                           .alarm = (uint16_t)a->alarm.state,
	                                           .doubt = (uint16_t)a->occupancy.doubt,
	                                           .doubts = a->occupancy.doubts,
	                                           .count = a->occupancy.count};
	memcpy(&half->persons[half->person_count], a->occupancy.inside,
	       a->occupancy.count * sizeof(struct occupant));
	half->person_count += a->occupancy.count;
}

void standing_keep(struct standing *s, const struct engine *e)
{
	if (s == NULL)
		return;
	struct standing_half *half = half_at(s->file, (unsigned)(s->generation & 1));
	half->generation = ++s->generation;
	half->person_count = 0;
	half->is_fire_latched = e->is_fire_latched;
	for (uint16_t i = 0; i < e->site->area_count; i++)
		keep_area(half, i, &e->areas[i]);
	half->checksum = sum_of(half);
}

void standing_watch(struct standing *s, const struct engine *e, uint64_t now_ns)
{
	if (s == NULL)
		return;
	s->file->watched_ns = now_ns;
	for (uint16_t i = 0; i < e->site->door_count; i++)
		s->file->is_unsettled[i] = engine_door_is_unsettled(&e->doors[i]);
}

/* ---- making the file ---- */

static int map_file(struct standing *s, int fd)
{
	void *p = mmap(NULL, s->size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
	if (p == MAP_FAILED)
		return -errno;
	s->file = p;
	mlock(p, s->size); /* as far as the limits allow */
	return 0;
}

/* Space is taken now: a full tmpfs refuses the start, it never kills a door thread with SIGBUS. */
static int make_file(struct standing *s)
{
	int fd = openat(s->directory, standing_unborn, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
	                0600);
	if (fd < 0)
		return -errno;
	int result = -posix_fallocate(fd, 0, (off_t)s->size);
	if (result == 0)
		result = map_file(s, fd);
	close(fd);
	return result;
}

static void header_init(struct standing_header *h, const struct site *site)
{
	memcpy(h->magic, standing_magic, sizeof(h->magic));
	h->layout = STANDING_LAYOUT;
	h->half_size = (uint32_t)half_size(site);
	h->site = *site;
	h->site_checksum = checksum(0, &h->site, sizeof(h->site));
}

int standing_create(struct standing **out, const char *directory, const struct site *site)
{
	struct standing *s = calloc(1, sizeof(*s));
	if (s == NULL)
		return -ENOMEM;
	s->size = file_size(site);
	s->directory = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = s->directory < 0 ? -errno : make_file(s);
	if (result < 0) {
		standing_close(s);
		return result;
	}
	header_init(s->file, site);
	*out = s;
	return 0;
}

int standing_publish(struct standing *s)
{
	if (s == NULL)
		return 0;
	if (renameat(s->directory, standing_unborn, s->directory, standing_name) < 0)
		return -errno;
	close(s->directory);
	s->directory = -1;
	return 0;
}

void standing_close(struct standing *s)
{
	if (s == NULL)
		return;
	if (s->file != NULL)
		munmap(s->file, s->size);
	if (s->directory >= 0)
		close(s->directory);
	free(s);
}

/* ---- what was left ---- */

static bool is_whole(const struct standing_half *half, size_t size)
{
	size_t most = (size - offsetof(struct standing_half, persons)) / sizeof(struct occupant);
	size_t count = 0;
	if (half->generation == 0 || half->person_count > most || half->checksum != sum_of(half))
		return false;
	for (uint16_t i = 0; i < SITE_AREAS_MAX; i++)
		count += half->areas[i].count;
	return count == half->person_count;
}

static const struct standing_half *newest_half(const struct standing_header *file)
{
	const struct standing_half *newest = NULL;
	for (unsigned i = 0; i < 2; i++) {
		const struct standing_half *half = half_at(file, i);
		if (is_whole(half, file->half_size) &&
		    (newest == NULL || half->generation > newest->generation))
			newest = half;
	}
	return newest;
}

/* A word of a newer version must neither unset nor settle anything (rules L1, O4). */
static enum alarm_mode_state alarm_of(uint16_t number)
{
	return number <= ALARM_ALARM ? (enum alarm_mode_state)number : ALARM_SET;
}

static enum occupancy_doubt doubt_of(uint16_t number)
{
	enum occupancy_doubt doubt = (enum occupancy_doubt)number;
	return doubt == OCCUPANCY_CERTAIN || occupancy_doubt_name(doubt)[0] != '\0' ? doubt
	                                                                            : OCCUPANCY_POWER_LOSS;
}

static void restore_persons(const struct site *was, const struct occupant *persons, uint16_t count,
                            struct engine *e, uint16_t area)
{
	for (uint16_t i = 0; i < count; i++) {
		uint16_t door = persons[i].door < was->door_count
		                        ? site_door(e->site, was->doors[persons[i].door].name)
		                        : SITE_NONE;
		occupancy_enter(&e->areas[area].occupancy, persons[i].person, door, persons[i].since_utc_ms);
		if (persons[i].is_noted)
			occupancy_note(&e->areas[area].occupancy, persons[i].person);
	}
}

static void restore_area(const struct site *was, const struct standing_area *left,
                         const struct occupant *persons, struct engine *e, struct standing_left *out,
                         uint16_t area)
{
	out->alarms[area] =
	        (struct alarm_state){.state = alarm_of(left->alarm), .since_utc_ms = left->since_utc_ms};
	restore_persons(was, persons, left->count, e, area);
	if (doubt_of(left->doubt) == OCCUPANCY_CERTAIN)
		return;
	occupancy_suspect(&e->areas[area].occupancy, doubt_of(left->doubt));
	e->areas[area].occupancy.doubts |= left->doubts;
}

static void restore_doors(const struct standing_header *file, const struct site *site,
                          struct standing_left *out)
{
	out->watched_ns = file->watched_ns;
	for (uint16_t i = 0; i < file->site.door_count; i++) {
		uint16_t door = site_door(site, file->site.doors[i].name);
		if (door != SITE_NONE)
			out->was_unsettled[door] = file->is_unsettled[i] != 0;
	}
}

static int restore(const struct standing_header *file, struct engine *e, struct standing_left *out)
{
	const struct standing_half *half = newest_half(file);
	if (half == NULL)
		return -EBADMSG;
	const struct occupant *persons = half->persons;
	for (uint16_t i = 0; i < file->site.area_count; i++) {
		uint16_t area = site_area(e->site, file->site.areas[i].name);
		if (area != SITE_NONE)
			restore_area(&file->site, &half->areas[i], persons, e, out, area);
		persons += half->areas[i].count;
	}
	out->is_fire_latched = half->is_fire_latched != 0;
	restore_doors(file, e->site, out);
	return 0;
}

static int check_header(const struct standing_header *h, size_t size)
{
	if (size < sizeof(*h) || memcmp(h->magic, standing_magic, sizeof(h->magic)) != 0)
		return -EBADMSG;
	if (h->layout != STANDING_LAYOUT)
		return -EPROTO;
	if (h->site_checksum != checksum(0, &h->site, sizeof(h->site)) ||
	    h->site.area_count > SITE_AREAS_MAX || h->site.door_count > SITE_DOORS_MAX ||
	    h->half_size != half_size(&h->site) || size != file_size(&h->site))
		return -EBADMSG;
	return 0;
}

static int restore_from(int fd, struct engine *e, struct standing_left *left)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return -errno;
	size_t size = (size_t)st.st_size;
	if (size < sizeof(struct standing_header))
		return -EBADMSG;
	void *p = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return -errno;
	int result = check_header(p, size);
	if (result == 0)
		result = restore(p, e, left);
	munmap(p, size);
	return result;
}

int standing_restore(const char *directory, struct engine *e, struct standing_left *left)
{
	int dir = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int fd = dir < 0 ? -1 : openat(dir, standing_name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int result = fd < 0 ? -errno : restore_from(fd, e, left);
	if (fd >= 0)
		close(fd);
	if (dir >= 0)
		close(dir);
	return result;
}
