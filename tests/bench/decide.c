/*
 * How long a decision takes, at 1,000, 100,000 and 1,000,000 keys, beside the
 * simplest good alternatives in the same run: a bare hash look-up of the badge
 * (the floor) and a prepared join in an in-memory SQLite database. A key in
 * four has a schedule. Prints a table; judges nothing.
 */
#include "controller/access.h"
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROOMS = 40, SAMPLES = 200000, SQL_SAMPLES = 20000, KEYS_EACH = 10, TODAY = 20514 };

static struct site site;
static uint64_t random_state = 88172645463325252u;

static uint64_t random_next(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

static void make_site(void)
{
	site.room_count = ROOMS + 1;
	site.rooms[0].is_outside = true;
	site.door_count = site.reader_count = ROOMS;
	for (uint16_t i = 0; i < ROOMS; i++) {
		site.doors[i] = (struct site_door){.kind = SITE_OFFICE, .from = 0, .to = (uint16_t)(i + 1)};
		site.readers[i] = (struct site_reader){.door = i, .leads_to = (uint16_t)(i + 1)};
	}
}

static void make_book(struct schedule_book *book)
{
	memset(book, 0, sizeof(*book));
	book->state = CALENDAR_SH;
	book->schedules[0].span_count = 2;
	book->schedules[0].spans[0] = (struct schedule_span){0x1f, 6 * 60, 18 * 60};
	book->schedules[0].spans[1] = (struct schedule_span){0x20, 8 * 60, 12 * 60};
}

static struct badge_number number_of(uint64_t person)
{
	return (struct badge_number){.card = person % 65536, .facility = (uint32_t)(person / 65536)};
}

static void apply_or_die(struct table *t, struct table_delta delta)
{
	if (table_apply(t, &delta) != 0)
		abort();
}

static void put_person(struct table *t, uint64_t p)
{
	apply_or_die(t,
	             (struct table_delta){
	                     .kind = TABLE_PERSON_PUT,
	                     .person = {.id = p, .first_day = TABLE_DAY_FIRST, .last_day = TABLE_DAY_LAST}});
	apply_or_die(t, (struct table_delta){.kind = TABLE_BADGE_PUT,
	                                     .badge = {.id = p, .number = number_of(p), .person = p}});
}

static void put_key(struct table *t, uint64_t id, uint64_t p, uint16_t room)
{
	apply_or_die(t, (struct table_delta){.kind = TABLE_KEY_PUT,
	                                     .key = {.id = id,
	                                             .person = p,
	                                             .room = room,
	                                             .door = SITE_NONE,
	                                             .first_day = TODAY - 400,
	                                             .last_day = TODAY + 400,
	                                             .schedule = id % 4 == 0}});
}

static struct table *make_table(uint64_t keys, void **memory)
{
	static struct schedule_book book;
	uint64_t persons = keys / KEYS_EACH;
	struct table_capacity capacity = {(uint32_t)persons + 1, (uint32_t)persons + 1, (uint32_t)keys + 1};
	*memory = aligned_alloc(64, table_size(capacity));
	struct table *t = table_init(*memory, capacity);
	make_book(&book);
	apply_or_die(t, (struct table_delta){.kind = TABLE_BOOK, .book = &book});
	for (uint64_t p = 1; p <= persons; p++) {
		put_person(t, p);
		for (uint64_t k = 0; k < KEYS_EACH; k++)
			put_key(t, p * KEYS_EACH + k, p, (uint16_t)(1 + (p + k * 4) % ROOMS));
	}
	return t;
}

static uint64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

static uint64_t samples[SAMPLES];

static void report(const char *what, uint64_t keys, size_t count)
{
	qsort(samples, count, sizeof(samples[0]), compare);
	printf("%-28s %9" PRIu64 "  %6" PRIu64 "  %6" PRIu64 "  %6" PRIu64 "\n", what, keys,
	       samples[count / 2], samples[count * 99 / 100], samples[count * 999 / 1000]);
}

static void bench_decide(const struct table *t, uint64_t keys)
{
	unsigned granted = 0;
	for (size_t i = 0; i < SAMPLES; i++) {
		struct access_request request = {
		        .number = number_of(1 + random_next() % (keys / KEYS_EACH)),
		        .reader = (uint16_t)(random_next() % ROOMS),
		        .is_reader_enabled = true,
		        .is_commissioned = true,
		        .now = {.utc_ms = (int64_t)TODAY * 86400000 + 36000000, .is_clock_trusted = true}};
		uint64_t begin = now_ns();
		granted += access_decide(t, &site, &request).is_granted;
		samples[i] = now_ns() - begin;
	}
	report("access_decide", keys, SAMPLES);
	if (granted == 0)
		abort();
}

static void bench_hash(const struct table *t, uint64_t keys)
{
	unsigned found = 0;
	for (size_t i = 0; i < SAMPLES; i++) {
		struct badge_number number = number_of(1 + random_next() % (keys / KEYS_EACH));
		uint64_t begin = now_ns();
		found += table_badge(t, number) != NULL;
		samples[i] = now_ns() - begin;
	}
	report("bare hash of the badge", keys, SAMPLES);
	if (found == 0)
		abort();
}

static void sql_or_die(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		abort();
}

static sqlite3 *make_database(uint64_t keys)
{
	sqlite3 *db;
	sqlite3_stmt *badge, *key;
	if (sqlite3_open(":memory:", &db) != SQLITE_OK)
		abort();
	sql_or_die(db,
	           "CREATE TABLE badge (facility, card, person, PRIMARY KEY (facility, card)) WITHOUT ROWID;"
	           "CREATE TABLE room_key (person, room, first_day, last_day);"
	           "CREATE INDEX by_person ON room_key (person, room); BEGIN");
	sqlite3_prepare_v2(db, "INSERT INTO badge VALUES (?, ?, ?)", -1, &badge, NULL);
	sqlite3_prepare_v2(db, "INSERT INTO room_key VALUES (?, ?, 20114, 20914)", -1, &key, NULL);
	for (uint64_t p = 1; p <= keys / KEYS_EACH; p++) {
		sqlite3_bind_int64(badge, 1, number_of(p).facility);
		sqlite3_bind_int64(badge, 2, (sqlite3_int64)number_of(p).card);
		sqlite3_bind_int64(badge, 3, (sqlite3_int64)p);
		sqlite3_step(badge);
		sqlite3_reset(badge);
		for (uint64_t k = 0; k < KEYS_EACH; k++) {
			sqlite3_bind_int64(key, 1, (sqlite3_int64)p);
			sqlite3_bind_int64(key, 2, (sqlite3_int64)(1 + (p + k * 4) % ROOMS));
			sqlite3_step(key);
			sqlite3_reset(key);
		}
	}
	sqlite3_finalize(badge);
	sqlite3_finalize(key);
	sql_or_die(db, "COMMIT");
	return db;
}

static void bench_sql(uint64_t keys)
{
	sqlite3 *db = make_database(keys);
	sqlite3_stmt *ask;
	if (sqlite3_prepare_v2(db,
	                       "SELECT 1 FROM badge JOIN room_key USING (person) WHERE facility = ? AND card "
	                       "= ? AND room "
	                       "= ? AND 20514 BETWEEN first_day AND last_day LIMIT 1",
	                       -1, &ask, NULL) != SQLITE_OK)
		abort();
	for (size_t i = 0; i < SQL_SAMPLES; i++) {
		struct badge_number number = number_of(1 + random_next() % (keys / KEYS_EACH));
		uint64_t begin = now_ns();
		sqlite3_bind_int64(ask, 1, number.facility);
		sqlite3_bind_int64(ask, 2, (sqlite3_int64)number.card);
		sqlite3_bind_int64(ask, 3, (sqlite3_int64)(1 + random_next() % ROOMS));
		sqlite3_step(ask);
		sqlite3_reset(ask);
		samples[i] = now_ns() - begin;
	}
	report("prepared SQLite join, memory", keys, SQL_SAMPLES);
	sqlite3_finalize(ask);
	sqlite3_close(db);
}

int main(void)
{
	static const uint64_t sizes[] = {1000, 100000, 1000000};
	make_site();
	printf("%-28s %9s  %6s  %6s  %6s\n", "ns", "keys", "p50", "p99", "p99.9");
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		void *memory;
		struct table *t = make_table(sizes[i], &memory);
		bench_decide(t, sizes[i]);
		bench_hash(t, sizes[i]);
		bench_sql(sizes[i]);
		free(memory);
	}
	return EXIT_SUCCESS;
}
