/*
 * What zutrittd keeps in memory: at rest in the example building, and with
 * 100,000 keys; and how long its program is. Beside the keys: the same rows in
 * an SQLite database in memory.
 */
#include "tests/bench/bench.h"
#include "tests/bench/daemon.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SETTLE_MS = 1500 };

static const char *in_checkout(const char *path)
{
	return bench_text("%s/%s", BENCH_CHECKOUT, path);
}

/* After the first turns, and with one client having asked. */
static unsigned at_rest_kib(const struct house *h, const char *config)
{
	struct daemon d;
	daemon_run_zutrittd(&d, h, config);
	bench_sleep_ms(SETTLE_MS);
	unsigned kib = daemon_memory_kib(&d, "VmRSS:");
	daemon_stop(&d);
	return kib;
}

static unsigned example_kib(void)
{
	struct house h;
	house_begin(&h, 1);
	unsigned kib = at_rest_kib(&h, in_checkout("deploy/example/zutritt.conf"));
	house_end(&h);
	return kib;
}

static unsigned house_kib(unsigned keys)
{
	struct house h;
	house_begin(&h, HOUSE_DOORS_MAX);
	house_fill(&h, keys);
	unsigned kib = at_rest_kib(&h, h.file);
	house_end(&h);
	return kib;
}

static void run_or_fail(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		bench_fail("%s", sqlite3_errmsg(db));
}

static double pragma(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *q;
	if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK || sqlite3_step(q) != SQLITE_ROW)
		bench_fail("%s", sqlite3_errmsg(db));
	double value = sqlite3_column_double(q, 0);
	sqlite3_finalize(q);
	return value;
}

/* Badges and keys with the indexes that a decision needs. */
static double sqlite_mib(unsigned keys)
{
	sqlite3 *db;
	if (sqlite3_open(":memory:", &db) != SQLITE_OK)
		bench_fail("no database in memory");
	run_or_fail(db,
	            "CREATE TABLE badge (facility, card, person, PRIMARY KEY (facility, card)) WITHOUT ROWID;"
	            "CREATE TABLE key (person, room, door, first_day, last_day);"
	            "CREATE INDEX by_person ON key (person, room)");
	run_or_fail(db,
	            bench_text("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %u) "
	                       "INSERT INTO key SELECT i / 10, i %% 32, 0, 20114, 20914 FROM n",
	                       keys - 1));
	run_or_fail(db, "INSERT INTO badge SELECT 42, person, person FROM key GROUP BY person");
	double mib = pragma(db, "PRAGMA page_count") * pragma(db, "PRAGMA page_size") / 1048576;
	sqlite3_close(db);
	return mib;
}

static void bench_keys(unsigned keys)
{
	double base = house_kib(1000) / 1024.0, full = house_kib(keys) / 1024.0;
	bench_row(bench_text("memory of zutrittd, %u keys more", keys), bench_text("+ %.1f MiB", full - base),
	          "<= + 16 MiB", full - base <= 16,
	          bench_text("the same in SQLite, in memory: %.1f MiB", sqlite_mib(keys)));
}

static void bench_program(void)
{
	struct stat st = {.st_size = 0};
	const char *stripped = bench_text("/tmp/zutrittd-stripped-%d", getpid());
	const char *strip = bench_text("strip -o %s %s", stripped, daemon_program("ZUTRITTD"));
	if (system(strip) != 0 || stat(stripped, &st) < 0) /* a benchmark may use a shell */
		bench_fail("%s", strip);
	unlink(stripped);
	bench_row("zutrittd, the program without symbols", bench_text("%.0f kB", (double)st.st_size / 1000),
	          "<= 500 kB", st.st_size <= 500000, "");
}

int main(int argc, char **argv)
{
	double mib = example_kib() / 1024.0;
	bench_row("memory of zutrittd at rest, example building", bench_text("%.1f MiB", mib), "<= 10 MiB",
	          mib <= 10, "");
	bench_keys(bench_is_tiny(argc, argv) ? 3000 : 100000);
	bench_program();
	return EXIT_SUCCESS;
}
