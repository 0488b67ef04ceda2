/*
 * From the start of zutrittd to the first badge, with 100,000 keys. Beside it:
 * reading the same rows from the database, and nothing else.
 */
#include "readers/sim_client.h"
#include "tests/bench/bench.h"
#include "tests/bench/daemon.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PERIOD_US = 200, CONNECT_TRIES = BENCH_PATIENCE_MS };

/* The wires are there before the first client could be answered: who has a badge does not wait for that. */
static int connect_at_once(const struct house *h)
{
	int fd = -1;
	for (int i = 0; fd < 0 && i < CONNECT_TRIES; i++) {
		fd = sim_connect(h->config.sim_socket);
		if (fd < 0)
			bench_sleep_ms(1);
	}
	return fd;
}

static uint64_t first_strike_ns(int hand, int watch, const struct house *h)
{
	struct sim_output change;
	if (sim_frame(hand, house_reader(h, 0), house_frame(h, 0), PERIOD_US) < 0)
		bench_fail("the first badge");
	while (sim_next(watch, &change, BENCH_PATIENCE_MS) > 0)
		if (strcmp(change.name, "door-0.strike") == 0 && change.is_active)
			return change.changed_ns;
	bench_fail("the first badge opens nothing");
}

static void measure(const struct house *h, struct samples *ready, struct samples *strike)
{
	struct daemon d;
	char *words[] = {(char *)daemon_program("ZUTRITTD"),
	                 "--simulate",
	                 "--config",
	                 (char *)h->file,
	                 "--runtime-dir",
	                 (char *)h->runtime,
	                 "--state-dir",
	                 (char *)h->state,
	                 NULL};
	daemon_run(&d, h, "zutrittd", words);
	int hand = connect_at_once(h), watch = connect_at_once(h);
	if (hand < 0 || watch < 0 || sim_watch(watch) < 0)
		bench_fail("zutrittd does not start");
	samples_add(strike, first_strike_ns(hand, watch, h) - d.started_ns);
	close(hand);
	close(watch);
	daemon_stop(&d);
	daemon_run_zutrittd(&d, h, h->file);
	samples_add(ready, d.ready_ns - d.started_ns);
	daemon_stop(&d);
}

static void read_all(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *q;
	if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK)
		bench_fail("%s", sqlite3_errmsg(db));
	while (sqlite3_step(q) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(q); i++)
			if (sqlite3_column_type(q, i) == SQLITE_TEXT)
				sqlite3_column_text(q, i);
	sqlite3_finalize(q);
}

static uint64_t read_rows_ns(const struct house *h)
{
	sqlite3 *db;
	uint64_t begin = bench_now_ns();
	if (sqlite3_open_v2(h->database, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		bench_fail("%s can not be opened", h->database);
	read_all(db, "SELECT * FROM person");
	read_all(db, "SELECT * FROM badge");
	read_all(db, "SELECT * FROM key");
	sqlite3_close(db);
	return bench_now_ns() - begin;
}

int main(int argc, char **argv)
{
	bool is_tiny = bench_is_tiny(argc, argv);
	struct samples ready, strike, rows;
	struct house h;
	int rounds = is_tiny ? 1 : 9;
	unsigned keys = is_tiny ? 1000 : 100000;

	samples_open(&ready, (size_t)rounds);
	samples_open(&strike, (size_t)rounds);
	samples_open(&rows, (size_t)rounds);
	house_begin(&h, HOUSE_DOORS_MAX);
	house_fill(&h, keys);
	house_write_journal(&h, is_tiny ? 100 : 10000);
	for (int i = 0; i < rounds; i++) {
		measure(&h, &ready, &strike);
		samples_add(&rows, read_rows_ns(&h));
	}
	bench_row(bench_text("start to first badge's strike, %u keys (median)", keys),
	          bench_time(samples_at(&strike, 500)), "<= 300 ms", samples_at(&strike, 500) <= 300000000,
	          bench_text("reading the rows alone: %s", bench_time(samples_at(&rows, 500))));
	bench_row("start to ready for commands (median)", bench_time(samples_at(&ready, 500)), "", true, "");
	samples_close(&ready);
	samples_close(&strike);
	samples_close(&rows);
	house_end(&h);
	return EXIT_SUCCESS;
}
