/*
 * How many events a second become durable, in groups of so many, and what a
 * lone one costs the disk. Beside it, on the same disk in the same run: one
 * commit for each event, and a plain table without commitments and checks.
 */
#include "db/store.h"
#include "tests/bench/bench.h"
#include "tests/bench/house.h"
#include "tests/unit/faulty_disk.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GROUP_MAX = 512, ROUNDS = 5 };

static struct journal_event rows[GROUP_MAX];

static void make_rows(void)
{
	for (unsigned i = 0; i < GROUP_MAX; i++) {
		struct journal_event *e = &rows[i];
		*e = (struct journal_event){.class = JOURNAL_PASSAGE,
		                            .utc_ms = INT64_C(1750000000000),
		                            .mono_ns = i,
		                            .is_clock_trusted = true,
		                            .policy_version = 1,
		                            .person = 1 + i,
		                            .badge = 1 + i};
		strcpy(e->kind, "access.granted");
		strcpy(e->door, "door-7");
		strcpy(e->reader, "door-7-in");
		strcpy(e->room, "room-7");
		strcpy(e->area, "building");
		strcpy(e->cause, "grant");
	}
}

/* With the ring's mark, as the office does it. */
static void append(struct store *store, size_t count)
{
	static struct store_ring_mark mark = {.ring = "ring-bench"};
	mark.sequence += count;
	struct store_batch batch = {.events = rows, .event_count = count, .mark = &mark};
	house_must(store_append(store, &batch), "the journal", store_error(store));
}

static double events_a_second(uint64_t ns, size_t events)
{
	return (double)events * 1e9 / (double)ns;
}

struct outcome {
	double a_second;
	double bytes, flushes; /* of one event */
};

static struct outcome ours(struct store *store, size_t group, size_t events)
{
	faulty_disk_reset();
	uint64_t begin = bench_now_ns();
	for (size_t i = 0; i < events; i += group)
		append(store, group);
	uint64_t ns = bench_now_ns() - begin;
	struct faulty_disk_counts counts = faulty_disk_counts();
	return (struct outcome){events_a_second(ns, events), (double)counts.bytes / (double)events,
	                        (double)counts.flushes / (double)events};
}

/* ---- beside it: one table, one row for each event ---- */

static sqlite3 *open_plain(const struct house *h)
{
	sqlite3 *db;
	if (sqlite3_open(bench_text("%s/plain.db", h->state), &db) != SQLITE_OK ||
	    sqlite3_exec(
	            db,
	            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE e (number INTEGER "
	            "PRIMARY KEY, utc_ms, mono_ns, kind, door, reader, room, area, person, badge, cause)",
	            NULL, NULL, NULL) != SQLITE_OK)
		bench_fail("plain.db: %s", sqlite3_errmsg(db));
	return db;
}

static void plain_row(sqlite3_stmt *q, const struct journal_event *e)
{
	const char *texts[] = {e->kind, e->door, e->reader, e->room, e->area};
	sqlite3_bind_int64(q, 1, e->utc_ms);
	sqlite3_bind_int64(q, 2, (sqlite3_int64)e->mono_ns);
	for (int i = 0; i < 5; i++)
		sqlite3_bind_text(q, 3 + i, texts[i], -1, SQLITE_STATIC);
	sqlite3_bind_int64(q, 8, (sqlite3_int64)e->person);
	sqlite3_bind_int64(q, 9, (sqlite3_int64)e->badge);
	sqlite3_bind_text(q, 10, e->cause, -1, SQLITE_STATIC);
	if (sqlite3_step(q) != SQLITE_DONE)
		bench_fail("plain.db: a row");
	sqlite3_reset(q);
}

static double plain(sqlite3 *db, size_t group, size_t events)
{
	sqlite3_stmt *q;
	if (sqlite3_prepare_v2(db, "INSERT INTO e VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", -1, &q,
	                       NULL) != SQLITE_OK)
		bench_fail("plain.db: %s", sqlite3_errmsg(db));
	uint64_t begin = bench_now_ns();
	for (size_t i = 0; i < events; i += group) {
		sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
		for (size_t k = 0; k < group; k++)
			plain_row(q, &rows[k]);
		if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
			bench_fail("plain.db: commit");
	}
	uint64_t ns = bench_now_ns() - begin;
	sqlite3_finalize(q);
	return events_a_second(ns, events);
}

/* ---- the table ---- */

/* By turns, so that both see the same machine; the median of the rounds. */
static void bench_group(struct store *store, sqlite3 *db, size_t group, size_t events)
{
	struct samples mine, theirs;
	struct outcome o = {0};
	samples_open(&mine, ROUNDS);
	samples_open(&theirs, ROUNDS);
	for (int i = 0; i < ROUNDS; i++) {
		o = ours(store, group, events);
		samples_add(&mine, (uint64_t)o.a_second);
		samples_add(&theirs, (uint64_t)plain(db, group, events));
	}
	double median = (double)samples_at(&mine, 500);
	bool has_goal = group == GROUP_MAX;
	bench_row(bench_text("events made durable, groups of %zu", group), bench_text("%.0f /s", median),
	          has_goal ? ">= 50,000 /s" : "", median >= 50000,
	          bench_text("plain table, same groups: %.0f /s", (double)samples_at(&theirs, 500)));
	if (group == 1 || group == 32)
		bench_row(bench_text("bytes and flushes per event, groups of %zu", group),
		          bench_text("%.0f B, %.2f", o.bytes, o.flushes),
		          group == 1 ? "<= 8,500 B, 1.2" : "<= 1,000 B",
		          group == 1 ? o.bytes <= 8500 && o.flushes <= 1.2 : o.bytes <= 1000, "");
	samples_close(&mine);
	samples_close(&theirs);
}

int main(int argc, char **argv)
{
	size_t scale = bench_is_tiny(argc, argv) ? 1 : 40;
	struct house h;
	struct store *store;
	char error[512] = "";

	faulty_disk_install();
	make_rows();
	house_begin(&h, 1);
	house_must(store_open(&store, h.database, error, sizeof(error)), "the database", error);
	sqlite3 *db = open_plain(&h);
	bench_group(store, db, 1, 25 * scale);
	bench_group(store, db, 32, 256 * scale);
	bench_group(store, db, 512, 512 * scale);
	sqlite3_close(db);
	store_close(store);
	house_end(&h);
	return EXIT_SUCCESS;
}
