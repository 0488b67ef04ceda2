/*
 * How long a decision takes, at 1,000, 100,000 and 1,000,000 keys, beside the
 * simplest good alternatives in the same run: a bare hash look-up of the badge
 * (the floor) and a prepared join in an in-memory SQLite database. A key in
 * four has a schedule. Prints a table; judges nothing.
 */
#include "controller/access.h"
#include "tests/bench/bench.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOMS = 40, SAMPLES = 200000, SQL_SHARE = 10, KEYS_EACH = 10, TODAY = 20514 };

static struct site site;
static uint64_t random_state = 1;

static uint64_t random_next(void)
{
	return bench_random(&random_state);
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

static void time_decisions(struct samples *samples, const struct table *t, uint64_t keys)
{
	unsigned granted = 0;
	for (size_t i = 0; i < samples->max; i++) {
		struct access_request request = {
		        .number = number_of(1 + random_next() % (keys / KEYS_EACH)),
		        .reader = (uint16_t)(random_next() % ROOMS),
		        .is_reader_enabled = true,
		        .is_commissioned = true,
		        .now = {.utc_ms = (int64_t)TODAY * 86400000 + 36000000, .is_clock_trusted = true}};
		uint64_t begin = bench_now_ns();
		granted += access_decide(t, &site, &request).is_granted;
		samples_add(samples, bench_now_ns() - begin);
	}
	if (granted == 0)
		abort();
}

static void time_hash(struct samples *samples, const struct table *t, uint64_t keys)
{
	unsigned found = 0;
	for (size_t i = 0; i < samples->max; i++) {
		struct badge_number number = number_of(1 + random_next() % (keys / KEYS_EACH));
		uint64_t begin = bench_now_ns();
		found += table_badge(t, number) != NULL;
		samples_add(samples, bench_now_ns() - begin);
	}
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

static void time_sql(struct samples *samples, uint64_t keys)
{
	sqlite3 *db = make_database(keys);
	sqlite3_stmt *ask;
	if (sqlite3_prepare_v2(db,
	                       "SELECT 1 FROM badge JOIN room_key USING (person) WHERE facility = ? AND card "
	                       "= ? AND room "
	                       "= ? AND 20514 BETWEEN first_day AND last_day LIMIT 1",
	                       -1, &ask, NULL) != SQLITE_OK)
		abort();
	for (size_t i = 0; i < samples->max; i++) {
		struct badge_number number = number_of(1 + random_next() % (keys / KEYS_EACH));
		uint64_t begin = bench_now_ns();
		sqlite3_bind_int64(ask, 1, number.facility);
		sqlite3_bind_int64(ask, 2, (sqlite3_int64)number.card);
		sqlite3_bind_int64(ask, 3, (sqlite3_int64)(1 + random_next() % ROOMS));
		sqlite3_step(ask);
		sqlite3_reset(ask);
		samples_add(samples, bench_now_ns() - begin);
	}
	sqlite3_finalize(ask);
	sqlite3_close(db);
}

static void bench_keys(uint64_t keys, size_t count)
{
	void *memory;
	struct samples decisions, hash, sql;
	struct table *t = make_table(keys, &memory);
	samples_open(&decisions, count);
	samples_open(&hash, count);
	samples_open(&sql, count / SQL_SHARE);
	time_decisions(&decisions, t, keys);
	time_hash(&hash, t, keys);
	time_sql(&sql, keys);
	bool has_goal = keys <= 100000;
	bench_row(bench_text("decision, %" PRIu64 " keys", keys), bench_percentiles(&decisions),
	          has_goal ? "p99 <= 1000 ns" : "", samples_at(&decisions, 990) <= 1000,
	          bench_text("bare hash: %s; prepared SQLite join in memory: %s", bench_percentiles(&hash),
	                     bench_percentiles(&sql)));
	samples_close(&decisions);
	samples_close(&hash);
	samples_close(&sql);
	free(memory);
}

int main(int argc, char **argv)
{
	static const uint64_t sizes[] = {1000, 10000, 100000, 1000000};
	bool is_tiny = bench_is_tiny(argc, argv);
	make_site();
	for (size_t i = 0; i < (is_tiny ? 1 : sizeof(sizes) / sizeof(sizes[0])); i++)
		bench_keys(sizes[i], is_tiny ? 1000 : SAMPLES);
	return EXIT_SUCCESS;
}
