/*
 * A building to measure in: folders, a configuration with so many office doors
 * (each with strike, contact and one reader), and a database with persons,
 * badges and keys. All of it is gone after house_end().
 */
#ifndef ZUTRITT_TESTS_BENCH_HOUSE_H
#define ZUTRITT_TESTS_BENCH_HOUSE_H

#include "controller/config.h"

enum {
	HOUSE_DOORS_MAX = 32,
	HOUSE_KEYS_EACH = 10, /* of one person: for ten rooms; the person's own is among them */
	HOUSE_FACILITY = 42,
	HOUSE_EVENT_DETAIL = 12
};

struct house {
	unsigned doors;
	char state[96];   /* the database lies here: on a disk, below $TMPDIR or /var/tmp */
	char runtime[64]; /* ring and sockets: in memory, as /run is */
	char file[128];   /* the configuration */
	char database[128];
	struct config config; /* as read from file, with the simulator */
};

void house_begin(struct house *h, unsigned doors);
void house_end(struct house *h);

/* Puts in persons with one badge each and HOUSE_KEYS_EACH keys, keys in all; the map first. */
void house_fill(struct house *h, unsigned keys);

/* So many events of a working day into the journal. */
void house_write_journal(struct house *h, unsigned events);

/* Person p (from 0) enters at the reader of door p % doors with this card; it is 26 bits long. */
struct frame house_frame(const struct house *h, unsigned person);
const char *house_reader(const struct house *h, unsigned door); /* "door-7-in" */

/* 0, or the bench ends with what store or configuration said. */
void house_must(int result, const char *what, const char *error);

#endif
