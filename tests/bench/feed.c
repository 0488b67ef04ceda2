/*
 * From the strike to a subscriber of the broker, from the strike to the
 * journal on disk, and how fast a backlog goes out after an outage. Beside it,
 * through the same broker in the same run: libmosquitto alone, from memory,
 * with as many messages on their way as the gateway has.
 */
#include "controller/protocol/client.h"
#include "readers/sim_client.h"
#include "tests/bench/bench.h"
#include "tests/bench/daemon.h"

#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	WINDOW = 20, /* of the gateway */
	PATIENCE_S = 120,
	PERIOD_US = 200,
	TEXT_MAX = 512
};

#define EVENTS "zutritt/bench/controller/main/event"
#define PLAIN  "bench/plain"

/* ---- the broker ---- */

static int free_port(void)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t size = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(fd, (struct sockaddr *)&a, sizeof(a)) < 0 ||
	    getsockname(fd, (struct sockaddr *)&a, &size) < 0)
		bench_fail("no port is free");
	close(fd);
	return ntohs(a.sin_port);
}

/* The limits of deploy/mosquitto/mosquitto.conf.in, but for the queue: the subscriber here must get them all.
 */
static void run_broker(struct daemon *d, const struct house *h, int port)
{
	const char *path = bench_text("%s/mosquitto.conf", h->state);
	FILE *f = fopen(path, "w");
	if (f == NULL)
		bench_fail("%s can not be written", path);
	fprintf(f,
	        "listener %d 127.0.0.1\nallow_anonymous true\npersistence false\nmax_packet_size 65536\n"
	        "max_inflight_messages 20\nmax_queued_messages 0\nmax_queued_bytes 0\nset_tcp_nodelay true\n"
	        "sys_interval 0\nlog_dest stderr\nlog_type error\n",
	        port);
	fclose(f);
	char *words[] = {"/usr/sbin/mosquitto", "-c", (char *)path, NULL};
	daemon_run(d, h, "mosquitto", words);
}

/* ---- the subscriber, in a thread of its own ---- */

struct subscriber {
	struct mosquitto *session;
	_Atomic bool is_subscribed;
	_Atomic unsigned events; /* that came */
	_Atomic unsigned plain;
	_Atomic unsigned grants;
	_Atomic uint64_t first_ns, last_ns, grant_ns;
	_Atomic size_t text_length; /* of a usual event */
};

static void on_subscribe(struct mosquitto *m, void *context, int id, int count, const int *granted)
{
	struct subscriber *s = context;
	(void)m;
	(void)id;
	(void)count;
	(void)granted;
	atomic_store(&s->is_subscribed, true);
}

static void on_connect(struct mosquitto *m, void *context, int reason)
{
	(void)context;
	if (reason != 0 || mosquitto_subscribe(m, NULL, "#", 1) != MOSQ_ERR_SUCCESS)
		bench_fail("the broker refuses the subscriber");
}

static void on_message(struct mosquitto *m, void *context, const struct mosquitto_message *message)
{
	struct subscriber *s = context;
	uint64_t now = bench_now_ns();
	(void)m;
	bool is_event = strcmp(message->topic, EVENTS) == 0;
	if (!is_event && strcmp(message->topic, PLAIN) != 0)
		return;
	if (is_event && memmem(message->payload, (size_t)message->payloadlen, "access.granted", 14) != NULL) {
		atomic_store(&s->grant_ns, now);
		atomic_fetch_add(&s->grants, 1);
	}
	atomic_store(&s->text_length, (size_t)message->payloadlen);
	atomic_store(&s->last_ns, now);
	if (atomic_fetch_add(is_event ? &s->events : &s->plain, 1) == 0)
		atomic_store(&s->first_ns, now);
}

static struct mosquitto *connect_or_fail(void *context, const char *name, int port)
{
	struct mosquitto *m = mosquitto_new(name, true, context);
	mosquitto_int_option(m, MOSQ_OPT_TCP_NODELAY, 1);
	return m == NULL || port == 0 ? NULL : m;
}

static void open_session(struct mosquitto *m, int port)
{
	int result = MOSQ_ERR_ERRNO;
	for (int i = 0; result != MOSQ_ERR_SUCCESS && i < 3000; i++) {
		result = mosquitto_connect(m, "127.0.0.1", port, 60);
		if (result != MOSQ_ERR_SUCCESS)
			bench_sleep_ms(20);
	}
	if (result != MOSQ_ERR_SUCCESS || mosquitto_loop_start(m) != MOSQ_ERR_SUCCESS)
		bench_fail("no connection to the broker");
}

static void wait_for(const _Atomic unsigned *counter, unsigned at_least, const char *what)
{
	uint64_t end = bench_now_ns() + PATIENCE_S * UINT64_C(1000000000);
	while (atomic_load(counter) < at_least) {
		if (bench_now_ns() > end)
			bench_fail("%s: %u of %u came", what, atomic_load(counter), at_least);
		usleep(200);
	}
}

static void subscribe(struct subscriber *s, int port)
{
	s->session = connect_or_fail(s, "bench-subscriber", port);
	mosquitto_connect_callback_set(s->session, on_connect);
	mosquitto_subscribe_callback_set(s->session, on_subscribe);
	mosquitto_message_callback_set(s->session, on_message);
	open_session(s->session, port);
	while (!atomic_load(&s->is_subscribed))
		usleep(1000);
}

/* ---- beside it: libmosquitto alone ---- */

struct publisher {
	struct mosquitto *session;
	_Atomic unsigned acknowledged;
	_Atomic bool is_connected;
};

static void on_publisher_connect(struct mosquitto *m, void *context, int reason)
{
	struct publisher *p = context;
	(void)m;
	atomic_store(&p->is_connected, reason == 0);
}

static void on_publish(struct mosquitto *m, void *context, int ticket)
{
	struct publisher *p = context;
	(void)m;
	(void)ticket;
	atomic_fetch_add(&p->acknowledged, 1);
}

static void publisher_open(struct publisher *p, int port)
{
	*p = (struct publisher){.session = NULL};
	p->session = connect_or_fail(p, "bench-publisher", port);
	mosquitto_max_inflight_messages_set(p->session, WINDOW);
	mosquitto_connect_callback_set(p->session, on_publisher_connect);
	mosquitto_publish_callback_set(p->session, on_publish);
	open_session(p->session, port);
	while (!atomic_load(&p->is_connected))
		usleep(1000);
}

static void publisher_close(struct publisher *p)
{
	mosquitto_disconnect(p->session);
	mosquitto_loop_stop(p->session, false);
	mosquitto_destroy(p->session);
}

static double drain_plain(struct subscriber *s, int port, unsigned count)
{
	struct publisher p;
	char text[TEXT_MAX];
	size_t length = atomic_load(&s->text_length);
	memset(text, 'x', sizeof(text));
	publisher_open(&p, port);
	atomic_store(&s->plain, 0);
	uint64_t begin = bench_now_ns();
	for (unsigned i = 0; i < count; i++) {
		/* the library queues without end: as much ahead as the gateway holds */
		while (i > atomic_load(&p.acknowledged) + 200)
			usleep(50);
		mosquitto_publish(p.session, NULL, PLAIN, (int)length, text, 1, false);
	}
	wait_for(&s->plain, count, "plain messages");
	uint64_t ns = atomic_load(&s->last_ns) - begin;
	publisher_close(&p);
	return count * 1e9 / (double)ns;
}

static void latency_plain(struct subscriber *s, int port, struct samples *samples, unsigned count)
{
	struct publisher p;
	publisher_open(&p, port);
	for (unsigned i = 0; i < count; i++) {
		atomic_store(&s->plain, 0);
		uint64_t begin = bench_now_ns();
		mosquitto_publish(p.session, NULL, PLAIN, 200, EVENTS EVENTS EVENTS EVENTS EVENTS EVENTS, 1,
		                  false);
		wait_for(&s->plain, 1, "a plain message");
		samples_add(samples, atomic_load(&s->last_ns) - begin);
		bench_sleep_ms(5);
	}
	publisher_close(&p);
}

/* ---- ours ---- */

static void run_gateway(struct daemon *d, const struct house *h, int port)
{
	char *words[] = {(char *)daemon_program("ZUTRITT_MQTT"),
	                 "--socket",
	                 (char *)bench_text("%s/control", h->runtime),
	                 "--port",
	                 (char *)bench_text("%d", port),
	                 "--state",
	                 (char *)h->state,
	                 NULL};
	daemon_run(d, h, "zutritt-mqtt", words);
}

static struct message *next_events(struct client *follower)
{
	struct message *reply;
	const char *error;
	house_must(client_next(follower, BENCH_PATIENCE_MS, &reply, &error), "EventFollow", NULL);
	return reply;
}

/* The first reply says from where on: what is badged before it would be missed. */
static struct client *follow(const struct house *h)
{
	struct client *follower = daemon_ask(h);
	house_must(client_follow(follower, "EventFollow", NULL), "EventFollow", NULL);
	message_free(next_events(follower));
	return follower;
}

/* A follower of the journal sees an event when it is on disk. */
static uint64_t wait_for_grant_in_journal(struct client *follower)
{
	for (;;) {
		struct message *reply = next_events(follower);
		uint64_t now = bench_now_ns();
		const struct message *events = message_get(reply, "events");
		bool is_there = false;
		for (size_t i = 0; i < message_count(events); i++)
			is_there |=
			        strcmp(message_text(message_item(events, i), "kind"), "access.granted") == 0;
		message_free(reply);
		if (is_there)
			return now;
	}
}

static uint64_t strike_of(int watch, const char *strike)
{
	struct sim_output change;
	while (sim_next(watch, &change, BENCH_PATIENCE_MS) > 0)
		if (strcmp(change.name, strike) == 0 && change.is_active)
			return change.changed_ns;
	bench_fail("%s stays off", strike);
}

static void badge(const struct house *h, struct subscriber *s, struct client *follower, int hand, int watch,
                  unsigned person, struct samples *to_disk, struct samples *to_subscriber)
{
	unsigned door = person % h->doors, before = atomic_load(&s->grants);
	if (sim_frame(hand, house_reader(h, door), house_frame(h, person), PERIOD_US) < 0)
		bench_fail("a badge");
	uint64_t struck = strike_of(watch, bench_text("door-%u.strike", door));
	samples_add(to_disk, wait_for_grant_in_journal(follower) - struck);
	wait_for(&s->grants, before + 1, "a grant");
	samples_add(to_subscriber, atomic_load(&s->grant_ns) - struck);
}

static void latency_ours(const struct house *h, struct subscriber *s, struct samples *to_disk,
                         struct samples *to_subscriber, unsigned count)
{
	struct client *follower = follow(h);
	int hand = daemon_wires(h), watch = daemon_wires(h);
	house_must(sim_watch(watch), "the outputs", NULL);
	for (unsigned person = 0; person < count; person++) {
		badge(h, s, follower, hand, watch, person, to_disk, to_subscriber);
		bench_sleep_ms(5000 / h->doors); /* until that door has locked again */
	}
	close(hand);
	close(watch);
	client_close(follower);
}

/* Also how long zutrittd and the gateway worked for each event, which other work on the machine does not
 * change. */
static double drain_ours(const struct house *h, struct subscriber *s, int port, const struct daemon *zutrittd,
                         struct daemon *gateway, unsigned events, double work_us[2])
{
	double before = daemon_work_us(zutrittd);
	atomic_store(&s->events, 0);
	run_gateway(gateway, h, port);
	wait_for(&s->events, events, "events");
	work_us[0] = (daemon_work_us(zutrittd) - before) / events;
	work_us[1] = daemon_work_us(gateway) / events;
	return (events - 1) * 1e9 / (double)(atomic_load(&s->last_ns) - atomic_load(&s->first_ns));
}

int main(int argc, char **argv)
{
	bool is_tiny = bench_is_tiny(argc, argv);
	unsigned events = is_tiny ? 1000 : 100000, badges = is_tiny ? 3 : 100;
	static struct subscriber s;
	struct samples to_disk, to_subscriber, plain;
	struct daemon broker, zutrittd, gateway;
	struct house h;
	int port = free_port();

	mosquitto_lib_init();
	samples_open(&to_disk, badges);
	samples_open(&to_subscriber, badges);
	samples_open(&plain, badges);
	house_begin(&h, HOUSE_DOORS_MAX);
	house_fill(&h, 3200 * HOUSE_KEYS_EACH);
	house_write_journal(&h, events);
	run_broker(&broker, &h, port);
	subscribe(&s, port);
	daemon_run_zutrittd(&zutrittd, &h, h.file);
	double work_us[2];
	double ours = drain_ours(&h, &s, port, &zutrittd, &gateway, events, work_us);
	double theirs = drain_plain(&s, port, events);
	latency_ours(&h, &s, &to_disk, &to_subscriber, badges);
	latency_plain(&s, port, &plain, badges);
	bench_row(bench_text("drained to a subscriber after an outage, %u events", events),
	          bench_text("%.0f /s", ours), ">= 50,000 /s", ours >= 50000,
	          bench_text("libmosquitto alone: %.0f /s", theirs));
	bench_row("processor time of an event drained",
	          bench_text("zutrittd %.1f us, gateway %.1f us", work_us[0], work_us[1]), "", true, "");
	bench_row("strike to journal on disk, read by a follower", bench_percentiles(&to_disk),
	          "p99 <= 10 ms", samples_at(&to_disk, 990) <= 10000000, "");
	bench_row("strike to subscriber", bench_percentiles(&to_subscriber), "p99 <= 10 ms",
	          samples_at(&to_subscriber, 990) <= 10000000,
	          bench_text("libmosquitto alone: %s", bench_percentiles(&plain)));
	daemon_stop(&gateway);
	daemon_stop(&zutrittd);
	mosquitto_disconnect(s.session);
	mosquitto_loop_stop(s.session, false);
	mosquitto_destroy(s.session);
	mosquitto_lib_cleanup();
	daemon_stop(&broker);
	samples_close(&to_disk);
	samples_close(&to_subscriber);
	samples_close(&plain);
	house_end(&h);
	return EXIT_SUCCESS;
}
