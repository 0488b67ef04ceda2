/*
 * From the end of a frame to the strike: one badge at a time, and 32 readers
 * badging at once at 200 us, while nothing else happens, while each flush of
 * the disk takes 500 ms, while the journal is copied as a backup would, while
 * clients ask as fast as they can, while passwords are hashed. Beside it, on
 * the same wires in the same run: a bare loop that decides nothing, and one
 * that commits on the door's thread.
 */
#include "readers/sim_protocol.h"
#include "readers/wiegand.h"
#include "controller/protocol/client.h"
#include "tests/bench/bench.h"
#include "tests/bench/crew.h"
#include "tests/bench/tap.h"
#include "tests/unit/faulty_disk.h"

#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	DOORS = HOUSE_DOORS_MAX,
	PERSONS = 3200,
	PERIOD_US = 200,
	SLOW_FLUSH_MS = 500,
	ROUND_MS = 90, /* from one badging of 32 doors to the next: frame, and the contact's way */
	PRIORITY = 10, /* as the door thread's */
	NS_PER_S = 1000000000
};

/* ---- the hand on the wires ---- */

struct hand {
	const struct house *house;
	int fd;
	unsigned next_person[DOORS];
};

static void send_request(const struct hand *h, struct sim_request request)
{
	if (send(h->fd, &request, sizeof(request), 0) != (ssize_t)sizeof(request))
		bench_fail("the simulator does not take a request");
}

/* Answers are counted elsewhere: by the tap. */
static void pass_over_answers(const struct hand *h)
{
	struct sim_result result;
	while (recv(h->fd, &result, sizeof(result), MSG_DONTWAIT) > 0)
		;
}

/* Each time another person: one badge at one reader would be one presentation within a second (rule A4). */
static void show(struct hand *h, unsigned door)
{
	struct frame frame = house_frame(h->house, door + DOORS * h->next_person[door]);
	struct sim_request r = {
	        .kind = SIM_FRAME, .bits = frame.bits, .bit_count = frame.bit_count, .period_us = PERIOD_US};
	h->next_person[door] = (h->next_person[door] + 1) % (PERSONS / DOORS);
	snprintf(r.line, sizeof(r.line), "door-%u-in", door);
	send_request(h, r);
}

/* Opened and closed again, a release ends (rule D2). */
static void move_contact(struct hand *h, unsigned door, bool is_open)
{
	struct sim_request r = {.kind = SIM_LEVEL, .is_high = is_open};
	snprintf(r.line, sizeof(r.line), "door-%u.contact", door);
	send_request(h, r);
}

/* One door after the other, 8 ms apart: a badge, and the door is opened and shut while the others have
 * theirs. */
static void badge_one_by_one(struct hand *h, unsigned badges)
{
	for (unsigned i = 0; i < badges; i++) {
		show(h, i % DOORS);
		move_contact(h, (i + DOORS - 4) % DOORS, true);
		move_contact(h, (i + DOORS - 12) % DOORS, false);
		bench_sleep_ms(8);
		pass_over_answers(h);
	}
	for (unsigned door = 0; door < DOORS; door++)
		move_contact(h, door, true);
	bench_sleep_ms(30);
	for (unsigned door = 0; door < DOORS; door++)
		move_contact(h, door, false);
	bench_sleep_ms(60);
	pass_over_answers(h);
}

static void badge_all_at_once(struct hand *h, unsigned rounds)
{
	for (unsigned i = 0; i < rounds; i++) {
		for (unsigned door = 0; door < DOORS; door++)
			show(h, door);
		bench_sleep_ms(ROUND_MS / 3);
		for (unsigned door = 0; door < DOORS; door++)
			move_contact(h, door, true);
		bench_sleep_ms(ROUND_MS / 3);
		for (unsigned door = 0; door < DOORS; door++)
			move_contact(h, door, false);
		bench_sleep_ms(ROUND_MS / 3);
		pass_over_answers(h);
	}
	bench_sleep_ms(60);
}

/* ---- the alternatives: a loop over the same wires ---- */

struct bare {
	struct house *house;
	struct lines *tap;
	sqlite3 *db; /* NULL: commits nothing */
	sqlite3_stmt *insert;
	struct wiegand wiegand[DOORS];
	uint16_t reader_of[LINES_MAX], door_of[LINES_MAX];
	_Atomic bool is_stopping;
	pthread_t thread;
};

static void commit(struct bare *b)
{
	if (b->db == NULL)
		return;
	sqlite3_step(b->insert);
	sqlite3_reset(b->insert);
}

static void bare_edge(struct bare *b, const struct lines_event *e)
{
	struct frame frame;
	if (b->reader_of[e->line] != SITE_NONE) {
		struct wiegand_edge edge = {e->t_ns, e->seqno, b->house->config.lines[e->line].wire};
		wiegand_step(&b->wiegand[b->reader_of[e->line]], edge, &frame);
	} else if (b->door_of[e->line] != SITE_NONE && !e->is_active) {
		lines_drive(b->tap, b->house->config.door_lines[b->door_of[e->line]].strike, false);
	}
}

static void bare_end(struct bare *b, uint16_t reader, uint64_t now)
{
	struct frame frame;
	if (wiegand_end(&b->wiegand[reader], now, &frame) != WIEGAND_FRAME)
		return;
	uint16_t door = b->house->config.site.readers[reader].door;
	lines_drive(b->tap, b->house->config.door_lines[door].strike, true);
	commit(b);
}

static uint64_t bare_deadline(const struct bare *b)
{
	uint64_t earliest = bench_now_ns() + NS_PER_S / 10;
	for (uint16_t i = 0; i < b->house->config.site.reader_count; i++) {
		uint64_t t = wiegand_deadline(&b->wiegand[i]);
		earliest = t < earliest ? t : earliest;
	}
	return earliest;
}

static void bare_wait(const struct bare *b, int fd)
{
	uint64_t until = bare_deadline(b), now = bench_now_ns(), left = until > now ? until - now : 0;
	struct timespec wait = {(time_t)(left / NS_PER_S), (long)(left % NS_PER_S)};
	struct pollfd p = {.fd = fd, .events = POLLIN};
	ppoll(&p, 1, &wait, NULL);
}

static void *bare_run(void *context)
{
	struct bare *b = context;
	struct lines_event events[64];
	int fd, count;
	lines_fds(b->tap, &fd, 1);
	prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
	while (!atomic_load(&b->is_stopping)) {
		bare_wait(b, fd);
		uint64_t now = bench_now_ns();
		while ((count = lines_read(b->tap, 0, events, 64)) > 0)
			for (int i = 0; i < count; i++)
				bare_edge(b, &events[i]);
		for (uint16_t i = 0; i < b->house->config.site.reader_count; i++)
			bare_end(b, i, now);
	}
	return NULL;
}

static void bare_map(struct bare *b)
{
	const struct config *c = &b->house->config;
	memset(b->reader_of, 0xff, sizeof(b->reader_of));
	memset(b->door_of, 0xff, sizeof(b->door_of));
	for (uint16_t i = 0; i < c->site.reader_count; i++) {
		wiegand_init(&b->wiegand[i]);
		b->reader_of[c->reader_lines[i].data0] = b->reader_of[c->reader_lines[i].data1] = i;
	}
	for (uint16_t i = 0; i < c->site.door_count; i++)
		if (c->door_lines[i].contact != CONFIG_LINE_NONE)
			b->door_of[c->door_lines[i].contact] = i;
}

static void bare_open_database(struct bare *b)
{
	if (sqlite3_open(bench_text("%s/bare.db", b->house->state), &b->db) != SQLITE_OK ||
	    sqlite3_exec(b->db,
	                 "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
	                 "CREATE TABLE IF NOT EXISTS e (number INTEGER PRIMARY KEY, kind)",
	                 NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(b->db, "INSERT INTO e (kind) VALUES ('granted')", -1, &b->insert, NULL) !=
	            SQLITE_OK)
		bench_fail("bare.db: %s", sqlite3_errmsg(b->db));
}

static struct bare *bare_start(struct house *h, bool commits)
{
	struct bare *b = calloc(1, sizeof(*b));
	struct lines *wires;
	char error[512] = "";
	struct sched_param priority = {.sched_priority = PRIORITY};
	b->house = h;
	house_must(lines_open_sim(&wires, h->config.lines, h->config.line_count, h->config.sim_socket, error,
	                          sizeof(error)),
	           "the wires", error);
	b->tap = tap_open(wires, &h->config);
	bare_map(b);
	if (commits)
		bare_open_database(b);
	if (pthread_create(&b->thread, NULL, bare_run, b) != 0)
		bench_fail("no thread");
	pthread_setschedparam(b->thread, SCHED_FIFO, &priority);
	return b;
}

static void bare_stop(struct bare *b)
{
	atomic_store(&b->is_stopping, true);
	pthread_join(b->thread, NULL);
	sqlite3_finalize(b->insert);
	sqlite3_close(b->db);
	lines_close(b->tap);
	free(b);
}

/* ---- what goes on beside ---- */

enum trouble { QUIET, SLOW_DISK, BACKUP, CLIENTS, PASSWORDS, TROUBLES };

static const char *const trouble_names[TROUBLES] = {"quiet", "each flush takes 500 ms", "a backup copies",
                                                    "clients flood", "passwords are hashed"};

struct beside {
	const struct house *house;
	enum trouble trouble;
	_Atomic bool is_stopping;
	pthread_t thread;
	pid_t child;
};

/* The whole database, again and again. */
static void copy_database(struct beside *b)
{
	sqlite3 *from, *to;
	if (sqlite3_open_v2(b->house->database, &from, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
	    sqlite3_open(bench_text("%s/backup.db", b->house->state), &to) != SQLITE_OK)
		bench_fail("backup.db can not be made");
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	while (backup != NULL && !atomic_load(&b->is_stopping) &&
	       sqlite3_backup_step(backup, 64) == SQLITE_OK)
		;
	sqlite3_backup_finish(backup);
	sqlite3_close(to);
	sqlite3_close(from);
}

static void ask(struct beside *b)
{
	static const char *const methods[] = {"OccupancyGet", "DoorList", "EventList", "GetStatus"};
	char error[256];
	struct client *client;
	house_must(client_connect(&client, bench_text("%s/control", b->house->runtime), error, sizeof(error)),
	           "the control socket", error);
	for (unsigned i = 0; !atomic_load(&b->is_stopping); i++) {
		struct message *reply;
		const char *name;
		house_must(client_call(client, methods[i % 4], NULL, BENCH_PATIENCE_MS, &reply, &name), "a call", NULL);
		message_free(reply);
	}
	client_close(client);
}

static void *run_beside(void *context)
{
	struct beside *b = context;
	while (!atomic_load(&b->is_stopping))
		if (b->trouble == BACKUP)
			copy_database(b);
		else
			ask(b);
	return NULL;
}

/* Another process, as the helper for passwords is one. */
static pid_t hash_passwords(void)
{
	char hash[crypto_pwhash_STRBYTES];
	pid_t child = fork();
	if (child != 0)
		return child;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;)
		if (crypto_pwhash_str(hash, "correct horse", 13, 2, 19 << 20) != 0)
			_exit(EXIT_FAILURE);
}

static void beside_start(struct beside *b, const struct house *h, enum trouble trouble)
{
	*b = (struct beside){.house = h, .trouble = trouble};
	if (trouble == SLOW_DISK)
		faulty_disk_slow(SLOW_FLUSH_MS);
	if (trouble == PASSWORDS)
		b->child = hash_passwords();
	if ((trouble == BACKUP || trouble == CLIENTS) && pthread_create(&b->thread, NULL, run_beside, b) != 0)
		bench_fail("no thread");
}

static void beside_stop(struct beside *b)
{
	faulty_disk_slow(0);
	if (b->child > 0) {
		kill(b->child, SIGKILL);
		waitpid(b->child, NULL, 0);
	}
	atomic_store(&b->is_stopping, true);
	if (b->trouble == BACKUP || b->trouble == CLIENTS)
		pthread_join(b->thread, NULL);
}

/* ---- measuring ---- */

struct result {
	struct samples after;
	size_t shown, struck;
};

static void measure(struct result *r, struct hand *hand, const struct lines *tap, bool at_once,
                    unsigned badges)
{
	size_t first = tap_count(tap);
	if (at_once)
		badge_all_at_once(hand, badges / DOORS);
	else
		badge_one_by_one(hand, badges);
	r->shown = badges / DOORS * DOORS;
	r->struck = tap_count(tap) - first;
	samples_open(&r->after, badges);
	for (size_t i = 0; i < r->struck; i++)
		samples_add(&r->after, tap_strike(tap, first + i).after_ns);
}

static struct hand open_hand(const struct house *h)
{
	struct hand hand = {.house = h, .fd = sim_connect(h->config.sim_socket)};
	if (hand.fd < 0)
		bench_fail("the simulator does not answer");
	return hand;
}

static void measure_ours(struct result *r, struct house *h, enum trouble trouble, bool at_once,
                         unsigned badges)
{
	struct beside beside;
	struct crew *crew = crew_start(h);
	struct hand hand = open_hand(h);
	beside_start(&beside, h, trouble);
	measure(r, &hand, crew_tap(crew), at_once, badges);
	beside_stop(&beside);
	close(hand.fd);
	crew_stop(crew);
}

static void measure_bare(struct result *r, struct house *h, bool commits, bool is_slow, bool at_once,
                         unsigned badges)
{
	struct bare *bare = bare_start(h, commits);
	struct hand hand = open_hand(h);
	faulty_disk_slow(is_slow ? SLOW_FLUSH_MS : 0);
	measure(r, &hand, bare->tap, at_once, badges);
	faulty_disk_slow(0);
	close(hand.fd);
	bare_stop(bare);
}

static const char *told(struct result *r)
{
	const char *percentiles = bench_percentiles(&r->after);
	if (r->struck == r->shown)
		return percentiles;
	return bench_text("%s, %zd of %zu badges lost", percentiles, (ssize_t)(r->shown - r->struck),
	                  r->shown);
}

static void bench_trouble(struct house *h, enum trouble trouble, bool at_once, unsigned badges)
{
	struct result ours, bare;
	uint64_t goal = at_once ? 500000 : 100000;
	bool shares_thread = trouble == SLOW_DISK;
	measure_bare(&bare, h, shares_thread, shares_thread, at_once, shares_thread ? 2 * DOORS : badges);
	measure_ours(&ours, h, trouble, at_once, badges);
	bench_row(
	        bench_text("frame end to strike, %s, %s", at_once ? "32 readers at once" : "one reader",
	                   trouble_names[trouble]),
	        told(&ours), bench_text("p99 <= %s, none lost", bench_time(goal)),
	        samples_at(&ours.after, 990) <= goal && ours.struck == ours.shown,
	        bench_text("%s: %s", shares_thread ? "commit on the door thread" : "bare loop", told(&bare)));
	samples_close(&ours.after);
	samples_close(&bare.after);
}

int main(int argc, char **argv)
{
	unsigned badges = bench_is_tiny(argc, argv) ? DOORS : 30 * DOORS;
	struct house h;
	faulty_disk_install();
	if (sodium_init() < 0)
		bench_fail("libsodium does not start");
	house_begin(&h, DOORS);
	house_fill(&h, PERSONS * HOUSE_KEYS_EACH);
	house_write_journal(&h, bench_is_tiny(argc, argv) ? 100 : 20000);
	for (int at_once = 0; at_once < 2; at_once++)
		for (int trouble = 0; trouble < TROUBLES; trouble++)
			bench_trouble(&h, (enum trouble)trouble, at_once != 0, badges);
	house_end(&h);
	return EXIT_SUCCESS;
}
