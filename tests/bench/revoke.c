/*
 * A key is revoked: from the question to the answer, after which it holds. An
 * operator releases a door: from the question to the strike. Beside both: one
 * commit of one row on the same disk in the same run.
 */
#include "controller/protocol/client.h"
#include "readers/sim_client.h"
#include "tests/bench/bench.h"
#include "tests/bench/daemon.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PERIOD_US = 200, STILL_MS = 60, KEYS_AT_LEAST = 2000 };

static const char *session;

static void call(struct client *c, const char *method, struct message *parameters)
{
	struct message *reply;
	const char *error;
	message_put_text(parameters, "session", session);
	message_put_text(parameters, "reason", "benchmark");
	int result = client_call(c, method, parameters, BENCH_PATIENCE_MS, &reply, &error);
	if (result != 0)
		bench_fail("%s: %s %s", method, result > 0 ? error : "",
		           result > 0 ? message_text(reply, "message") : strerror(-result));
	message_free(parameters);
	message_free(reply);
}

static uint64_t revoke_ns(struct client *c, unsigned person, unsigned doors)
{
	struct message *parameters = message_object();
	message_put_text(parameters, "person", bench_text("Person %u", person));
	message_put_text(parameters, "room", bench_text("room-%u", person % doors));
	uint64_t begin = bench_now_ns();
	call(c, "KeyRevoke", parameters);
	return bench_now_ns() - begin;
}

/* Nothing may open for that badge any more: who measures the speed of a promise looks whether it is kept. */
static void must_be_refused(const struct house *h, int hand, int watch, unsigned person)
{
	struct sim_output change;
	unsigned door = person % h->doors;
	if (sim_frame(hand, house_reader(h, door), house_frame(h, person), PERIOD_US) < 0)
		bench_fail("a badge");
	while (sim_next(watch, &change, STILL_MS) > 0)
		if (strcmp(change.name, bench_text("door-%u.strike", door)) == 0 && change.is_active)
			bench_fail("a revoked key has opened door-%u", door);
}

static uint64_t release_ns(struct client *c, int watch, unsigned door)
{
	struct sim_output change;
	struct message *parameters = message_object();
	message_put_text(parameters, "door", bench_text("door-%u", door));
	uint64_t begin = bench_now_ns();
	call(c, "DoorRelease", parameters);
	while (sim_next(watch, &change, BENCH_PATIENCE_MS) > 0)
		if (strcmp(change.name, bench_text("door-%u.strike", door)) == 0 && change.is_active)
			return change.changed_ns - begin;
	bench_fail("door-%u is not released", door);
}

static void commit_rows(const struct house *h, struct samples *s, unsigned count)
{
	sqlite3 *db;
	if (sqlite3_open(bench_text("%s/plain.db", h->state), &db) != SQLITE_OK ||
	    sqlite3_exec(db,
	                 "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
	                 "CREATE TABLE e (number INTEGER PRIMARY KEY, kind)",
	                 NULL, NULL, NULL) != SQLITE_OK)
		bench_fail("plain.db: %s", sqlite3_errmsg(db));
	for (unsigned i = 0; i < count; i++) {
		uint64_t begin = bench_now_ns();
		if (sqlite3_exec(db, "INSERT INTO e (kind) VALUES ('revoked')", NULL, NULL, NULL) !=
		    SQLITE_OK)
			bench_fail("plain.db: %s", sqlite3_errmsg(db));
		samples_add(s, bench_now_ns() - begin);
	}
	sqlite3_close(db);
}

int main(int argc, char **argv)
{
	bool is_tiny = bench_is_tiny(argc, argv);
	unsigned count = is_tiny ? 3 : 100, releases = is_tiny ? 3 : HOUSE_DOORS_MAX;
	struct samples revoke, release, commit;
	struct daemon d;
	struct house h;

	samples_open(&revoke, count);
	samples_open(&release, releases);
	samples_open(&commit, count);
	house_begin(&h, HOUSE_DOORS_MAX);
	house_fill(&h, is_tiny ? KEYS_AT_LEAST : 100000);
	daemon_run_zutrittd(&d, &h, h.file);
	struct client *client = daemon_ask(&h);
	session = daemon_log_in(client);
	int hand = daemon_wires(&h), watch = daemon_wires(&h);
	house_must(sim_watch(watch), "the outputs", NULL);
	for (unsigned i = 0; i < count; i++) {
		samples_add(&revoke, revoke_ns(client, i + 1, h.doors));
		must_be_refused(&h, hand, watch, i + 1);
	}
	for (unsigned i = 0; i < releases; i++)
		samples_add(&release, release_ns(client, watch, i));
	commit_rows(&h, &commit, count);
	uint64_t limit = 50000000 + samples_at(&commit, 990);
	bench_row("a key revoked: question to answer, in force", bench_percentiles(&revoke),
	          "<= 50 ms and a flush", samples_at(&revoke, 990) <= limit,
	          bench_text("one row committed: %s", bench_percentiles(&commit)));
	bench_row("a door released: question to strike", bench_percentiles(&release), "p99 <= 150 ms",
	          samples_at(&release, 990) <= 150000000, "");
	close(hand);
	close(watch);
	client_close(client);
	daemon_stop(&d);
	samples_close(&revoke);
	samples_close(&release);
	samples_close(&commit);
	house_end(&h);
	return EXIT_SUCCESS;
}
