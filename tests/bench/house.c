#include "tests/bench/house.h"
#include "db/store.h"
#include "tests/bench/bench.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OPS_AT_ONCE = 2000, EVENTS_AT_ONCE = 1000, TODAY = 20000 };

void house_must(int result, const char *what, const char *error)
{
	if (result < 0)
		bench_fail("%s: %s (%s)", what, error == NULL ? "" : error, strerror(-result));
}

/* ---- folders and configuration ---- */

static void make_folder(char *path, size_t size, const char *parent)
{
	if (snprintf(path, size, "%s/zutritt-bench-XXXXXX", parent) >= (int)size || mkdtemp(path) == NULL)
		bench_fail("%s: no folder can be made", parent);
}

static void write_door(FILE *f, unsigned i)
{
	fprintf(f,
	        "room \"room-%u\" { area = \"building\" }\n"
	        "door \"door-%u\" {\n\tkind = \"office\"\n\tfrom = \"hall\"\n\tto = \"room-%u\"\n"
	        "\tstrike = \"chip:%u\"\n\tcontact = \"chip:%u\"\n\tway_out = \"mechanical\"\n}\n"
	        "reader \"door-%u-in\" {\n\tdoor = \"door-%u\"\n\tleads_to = \"room-%u\"\n"
	        "\tdata0 = \"chip:%u\"\n\tdata1 = \"chip:%u\"\n}\n",
	        i, i, i, 100 + i, 150 + i, i, i, i, 200 + 2 * i, 201 + 2 * i);
}

static void write_config(const struct house *h)
{
	FILE *f = fopen(h->file, "w");
	if (f == NULL)
		bench_fail("%s can not be written", h->file);
	fputs("site = \"bench\"\nlines = \"simulator\"\nchip \"chip\" { name = \"chip\" }\n"
	      "area \"building\" {\n\talarm = \"assisted\"\n\tentrance = \"entrance\"\n"
	      "\tsounder = \"chip:1\"\n}\nroom \"hall\" { area = \"building\" }\n"
	      "door \"entrance\" {\n\tkind = \"entrance\"\n\tfrom = \"outside\"\n\tto = \"hall\"\n"
	      "\tstrike = \"chip:2\"\n\tcontact = \"chip:3\"\n\tway_out = \"mechanical\"\n}\n",
	      f);
	for (unsigned i = 0; i < h->doors; i++)
		write_door(f, i);
	if (fclose(f) != 0)
		bench_fail("%s can not be written", h->file);
}

static void read_config(struct house *h)
{
	char error[512] = "";
	struct config_override o = {true, h->runtime, h->state};
	house_must(config_read(&h->config, h->file, error, sizeof(error)), h->file, error);
	house_must(config_override(&h->config, &o), "the folders", NULL);
}

void house_begin(struct house *h, unsigned doors)
{
	const char *disk = getenv("TMPDIR");
	*h = (struct house){.doors = doors};
	make_folder(h->state, sizeof(h->state), disk == NULL ? "/var/tmp" : disk);
	make_folder(h->runtime, sizeof(h->runtime), access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	snprintf(h->file, sizeof(h->file), "%s/zutritt.conf", h->state);
	snprintf(h->database, sizeof(h->database), "%s/zutritt.db", h->state);
	write_config(h);
	read_config(h);
}

static void remove_folder(const char *path)
{
	char name[512];
	DIR *d = opendir(path);
	for (struct dirent *e = d == NULL ? NULL : readdir(d); e != NULL; e = readdir(d)) {
		snprintf(name, sizeof(name), "%s/%s", path, e->d_name);
		unlink(name);
	}
	if (d != NULL)
		closedir(d);
	rmdir(path);
}

void house_end(struct house *h)
{
	remove_folder(h->state);
	remove_folder(h->runtime);
}

/* ---- people ---- */

static struct store *open_store(const struct house *h)
{
	char error[512] = "";
	struct store *store;
	house_must(store_open(&store, h->database, error, sizeof(error)), "the database", error);
	return store;
}

struct filling {
	struct store *store;
	size_t count;
	struct policy_op ops[OPS_AT_ONCE];
};

static void flush(struct filling *f)
{
	if (f->count > 0)
		house_must(store_apply(f->store, f->ops, f->count, 0, NULL, 0), "people",
		           store_error(f->store));
	f->count = 0;
}

static struct policy_op *next_op(struct filling *f, enum policy_op_kind kind)
{
	if (f->count == OPS_AT_ONCE)
		flush(f);
	struct policy_op *op = &f->ops[f->count++];
	memset(op, 0, sizeof(*op));
	op->kind = kind;
	return op;
}

/* As the controller would put it at its first start. */
static void put_map(struct filling *f, const struct site *site)
{
	strcpy(next_op(f, POLICY_AREA_PUT)->area.name, site->areas[0].name);
	for (uint16_t i = 0; i < site->room_count; i++) {
		struct policy_room *room = &next_op(f, POLICY_ROOM_PUT)->room;
		strcpy(room->name, site->rooms[i].name);
		if (!site->rooms[i].is_outside)
			strcpy(room->area, site->areas[0].name);
	}
	for (uint16_t i = 0; i < site->door_count; i++) {
		struct policy_door *door = &next_op(f, POLICY_DOOR_PUT)->door;
		strcpy(door->name, site->doors[i].name);
		strcpy(door->from, site->rooms[site->doors[i].from].name);
		strcpy(door->to, site->rooms[site->doors[i].to].name);
		door->kind = site->doors[i].kind == SITE_ENTRANCE ? POLICY_ENTRANCE : POLICY_OFFICE;
		door->release_ms = (int32_t)site->doors[i].release_ms;
	}
}

static struct badge_number number_of(unsigned person)
{
	return (struct badge_number){.format = FORMAT_H10301,
	                             .facility = HOUSE_FACILITY + person / 60000,
	                             .card = 1 + person % 60000};
}

static void put_person(struct filling *f, unsigned person)
{
	struct policy_person *p = &next_op(f, POLICY_PERSON_PUT)->person;
	p->id = person + 1;
	snprintf(p->name, sizeof(p->name), "Person %u", person);
	p->first_day = p->last_day = POLICY_DAY_NONE;
	p->rights = person == 0 ? POLICY_RIGHT_SET | POLICY_RIGHT_UNSET : 0;

	struct policy_badge *b = &next_op(f, POLICY_BADGE_PUT)->badge;
	struct badge_number number = number_of(person);
	b->id = b->person = person + 1;
	strcpy(b->format, "h10301");
	b->facility = number.facility;
	b->card = number.card;
}

static void put_key(struct filling *f, unsigned person, unsigned k, unsigned doors)
{
	struct policy_key *key = &next_op(f, POLICY_KEY_PUT)->key;
	key->id = (policy_id)person * HOUSE_KEYS_EACH + k + 1;
	key->person = person + 1;
	key->state = POLICY_KEY_ISSUED;
	snprintf(key->room, sizeof(key->room), "room-%u", (person + k) % doors);
	key->first_day = k % 2 == 0 ? POLICY_DAY_NONE : TODAY - 400;
	key->last_day = POLICY_DAY_NONE;
	key->issued_utc_ms = INT64_C(1750000000000);
	strcpy(key->reason, "office");
}

void house_fill(struct house *h, unsigned keys)
{
	unsigned each = h->doors < HOUSE_KEYS_EACH ? h->doors : HOUSE_KEYS_EACH;
	struct filling *f = calloc(1, sizeof(*f));
	f->store = open_store(h);
	put_map(f, &h->config.site);
	for (unsigned person = 0; person < keys / each; person++) {
		put_person(f, person);
		for (unsigned k = 0; k < each; k++)
			put_key(f, person, k, h->doors);
	}
	flush(f);
	store_close(f->store);
	free(f);
}

struct frame house_frame(const struct house *h, unsigned person)
{
	struct frame frame;
	house_must(formats_encode(&h->config.formats, number_of(person), &frame), "a card", NULL);
	return frame;
}

const char *house_reader(const struct house *h, unsigned door)
{
	(void)h;
	return bench_text("door-%u-in", door);
}

/* ---- the journal ---- */

/* Four of a passage, as the doors write them. */
static void make_event(struct journal_event *e, unsigned i, unsigned doors)
{
	static const char *const kinds[] = {"access.granted", "door.released", "door.opened", "door.closed"};
	memset(e, 0, sizeof(*e));
	e->class = JOURNAL_PASSAGE;
	e->utc_ms = INT64_C(1750000000000) + i * INT64_C(1000);
	e->mono_ns = i * UINT64_C(1000000000);
	e->is_clock_trusted = true;
	e->policy_version = 1;
	strcpy(e->kind, kinds[i % 4]);
	snprintf(e->door, sizeof(e->door), "door-%u", i / 4 % doors);
	snprintf(e->room, sizeof(e->room), "room-%u", i / 4 % doors);
	strcpy(e->area, "building");
	e->person = e->badge = i % 4 < 2 ? i / 4 % 1000 + 1 : 0;
	strcpy(e->cause, i % 4 < 2 ? "grant" : "");
	if (i % 4 == 0)
		snprintf(e->reader, sizeof(e->reader), "door-%u-in", i / 4 % doors);
}

void house_write_journal(struct house *h, unsigned events)
{
	struct store *store = open_store(h);
	struct journal_event *rows = calloc(EVENTS_AT_ONCE, sizeof(*rows));
	for (unsigned done = 0; done < events;) {
		unsigned count = events - done < EVENTS_AT_ONCE ? events - done : EVENTS_AT_ONCE;
		for (unsigned i = 0; i < count; i++)
			make_event(&rows[i], done + i, h->doors);
		struct store_batch batch = {.events = rows, .event_count = count};
		house_must(store_append(store, &batch), "the journal", store_error(store));
		done += count;
	}
	free(rows);
	store_close(store);
}
