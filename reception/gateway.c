/*
 * The gateway (rules M3, M4, E6): see gateway.h. Start reading at
 * gateway_turn().
 */
#include "reception/gateway.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "reception/cursor.h"
#include "reception/desk.h"
#include "reception/feed.h"
#include "reception/outbox.h"
#include "reception/states.h"
#include "reception/stranger.h"

enum {
	BEAT_MS = 1000,
	REFRESH_MS = 200,        /* shortest time between two rounds of questions, while events come */
	REFRESH_IDLE_MS = 10000, /* and longest, in case a change made no event */
	CURSOR_MS = 200,         /* between two writes of the cursor: each costs a flush */
	CURSOR_PAUSE_MS = 5000,  /* after a write that failed */
	EVENT_PAUSE_MS = 5000,   /* after a refused event */
	STALLED_MS = 30000,      /* a broker that lets in and pings, but does not answer that long, is left */
	GOODBYE_MS = 2000,
	NAME_MAX_BYTES = 64
};

struct gateway {
	const struct gateway_config *config;
	struct source source;

	char site[NAME_MAX_BYTES]; /* "" before zutrittd was reached */
	char controller[NAME_MAX_BYTES];
	bool has_topics; /* of these names */
	char status_topic[TOPIC_MAX];
	char beat_topic[TOPIC_MAX];
	char event_topic[TOPIC_MAX];

	struct desk *desk; /* takes the calls of stations */
	struct stranger stranger;
	char calls_topic[TOPIC_MAX];

	struct broker *broker;
	struct backoff broker_backoff;
	int64_t broker_not_before_ms;
	bool is_connecting; /* or connected */
	bool is_connected;
	const char *broker_trouble; /* told last; NULL: all is well */
	int64_t waiting_since_ms;   /* for an answer, since the last one */

	char journal[CURSOR_JOURNAL_MAX]; /* that the outbox is about; "" before the first */
	struct outbox outbox;
	char *texts[OUTBOX_MAX]; /* one for each slot; an old one stays until its slot is used again */
	int event_reason;        /* of the last refused event, 0: accepted */
	int64_t event_resume_ms;
	struct retained retained;

	int directory;
	uint64_t passed_written; /* outbox.passed when the cursor was written */
	int64_t cursor_not_before_ms;
	int cursor_trouble; /* errno told last */

	int64_t next_tick_ms;
	int64_t refreshed_ms;
	bool is_beat_due;
	bool is_stale; /* events came since */
	bool is_source_trouble_told;
	bool is_states_trouble_told;
	bool is_gap_told; /* once for each time the journal is followed: an old journal has many */
	bool has_reached_controller;
	bool has_reached_broker;
};

/* ---- small things ---- */

__attribute__((format(printf, 1, 2))) static void say(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fputs("zutritt-mqtt: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
}

static void random_bytes(void *bytes, size_t size)
{
	/* Up to 256 bytes come whole; a system without randomness must not give out one-time numbers. */
	while (getrandom(bytes, size, 0) != (ssize_t)size)
		if (errno != EINTR)
			abort();
}

static uint32_t random_32(void)
{
	uint32_t random;
	random_bytes(&random, sizeof random);
	return random;
}

static void copy_name(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from);
}

static int64_t clock_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* ---- the cursor ---- */

static int read_cursor(struct gateway *g, char *error, size_t error_size)
{
	struct cursor cursor = {.number = 0};

	g->directory = open(g->config->state_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (g->directory < 0) {
		int r = -errno;
		snprintf(error, error_size, "%s: %s", g->config->state_dir, strerror(-r));
		return r;
	}
	int r = cursor_read(g->directory, &cursor);
	if (r < 0 && r != -ENOENT && r != -EBADMSG) {
		snprintf(error, error_size, "%s/" CURSOR_FILE ": %s", g->config->state_dir, strerror(-r));
		return r;
	}
	if (r == -EBADMSG)
		say("%s/" CURSOR_FILE " is damaged: the whole journal is sent again", g->config->state_dir);
	copy_name(g->journal, sizeof g->journal, cursor.journal);
	outbox_init(&g->outbox, cursor.number);
	return 0;
}

static void write_cursor(struct gateway *g, int64_t now_ms)
{
	struct cursor cursor = {.number = g->outbox.delivered};
	copy_name(cursor.journal, sizeof cursor.journal, g->journal);

	int r = cursor_write(g->directory, &cursor);
	if (r == 0)
		g->passed_written = g->outbox.passed;
	if (r < 0 && r != g->cursor_trouble)
		say("cannot write %s/" CURSOR_FILE ": %s", g->config->state_dir, strerror(-r));
	g->cursor_trouble = r;
	g->cursor_not_before_ms = now_ms + (r < 0 ? CURSOR_PAUSE_MS : CURSOR_MS);
}

static bool is_cursor_behind(const struct gateway *g)
{
	return g->outbox.passed != g->passed_written;
}

static void keep_cursor(struct gateway *g, int64_t now_ms)
{
	if (is_cursor_behind(g) && now_ms >= g->cursor_not_before_ms)
		write_cursor(g, now_ms);
}

/* ---- the broker ---- */

static void connect_broker(struct gateway *g, int64_t now_ms)
{
	if (g->is_connecting || !g->has_topics || now_ms < g->broker_not_before_ms)
		return;
	g->is_connecting = true;
	broker_connect(g->broker, g->status_topic, FEED_OFFLINE);
}

/* What was not acknowledged is sent again on the next connection, from the outbox and not by the library. */
static void leave_broker(struct gateway *g, int64_t now_ms)
{
	broker_drop(g->broker);
	g->is_connecting = g->is_connected = false;
	g->broker_not_before_ms = now_ms + backoff_next_ms(&g->broker_backoff, random_32());
	outbox_restart(&g->outbox);
	retained_restart(&g->retained);
}

static void broker_lost(struct gateway *g, const char *why, int64_t now_ms)
{
	if (g->broker_trouble == NULL || strcmp(g->broker_trouble, why) != 0)
		say("no connection to the broker at %s port %d: %s", g->config->broker.host,
		    g->config->broker.port, why);
	g->broker_trouble = why;
	leave_broker(g, now_ms);
}

static void refresh(struct gateway *g, int64_t now_ms);

static void broker_connected(struct gateway *g, int64_t now_ms)
{
	say("connected to the broker at %s port %d", g->config->broker.host, g->config->broker.port);
	g->broker_trouble = NULL;
	g->is_connected = g->has_reached_broker = true;
	g->waiting_since_ms = now_ms;
	broker_subscribe(g->broker, g->calls_topic);
	stranger_again(&g->stranger);
	/* So that the states sent first are not those of before an outage. */
	refresh(g, now_ms);
}

static void tell_answer(const char *topic, int reason)
{
	if (reason >= 0x80)
		say("the broker refuses %s: %s (0x%02x)", topic, broker_reason_text(reason),
		    (unsigned)reason);
	else
		say("the broker accepts %s again", topic);
}

static void event_answered(struct gateway *g, int reason, int64_t now_ms)
{
	int refusal = reason >= 0x80 ? reason : 0;
	if (refusal != g->event_reason)
		tell_answer(g->event_topic, reason);
	g->event_reason = refusal;
	if (refusal != 0)
		g->event_resume_ms = now_ms + EVENT_PAUSE_MS;
}

static void broker_answered(struct gateway *g, int ticket, int reason, int64_t now_ms)
{
	bool is_change = false;

	if (outbox_answered(&g->outbox, ticket, reason < 0x80)) {
		event_answered(g, reason, now_ms);
	} else {
		const struct retained_topic *t =
		        retained_answered(&g->retained, ticket, reason, now_ms, &is_change);
		if (t == NULL)
			return; /* a beat that was written: no answer of the broker */
		if (is_change)
			tell_answer(t->topic, reason);
	}
	g->waiting_since_ms = now_ms;
	if (reason < 0x80)
		backoff_reset(&g->broker_backoff);
}

static void take_broker_events(struct gateway *g, int64_t now_ms)
{
	struct broker_event event;

	while (broker_next(g->broker, &event)) {
		switch (event.kind) {
		case BROKER_CONNECTED:
			broker_connected(g, now_ms);
			break;
		case BROKER_LOST:
			broker_lost(g, event.why, now_ms);
			break;
		case BROKER_ANSWERED:
			broker_answered(g, event.ticket, event.reason, now_ms);
			break;
		}
	}
}

static bool is_waiting(const struct gateway *g)
{
	return g->outbox.in_flight > 0 || retained_is_waiting(&g->retained);
}

static void leave_stalled_broker(struct gateway *g, int64_t now_ms)
{
	if (!is_waiting(g))
		g->waiting_since_ms = now_ms;
	else if (now_ms - g->waiting_since_ms >= STALLED_MS)
		broker_lost(g, "it does not acknowledge", now_ms);
}

/* ---- names and journal, as zutrittd says them ---- */

static int make_topics(struct gateway *g)
{
	int r = topic_controller(g->status_topic, g->site, g->controller, "status");
	if (r == 0)
		r = topic_controller(g->beat_topic, g->site, g->controller, "beat");
	if (r == 0)
		r = topic_controller(g->event_topic, g->site, g->controller, "event");
	if (r == 0)
		r = topic_controller(g->calls_topic, g->site, g->controller, "call/+");
	return r;
}

static bool is_same_name(const char *kept, const char *name)
{
	return strncmp(kept, name, NAME_MAX_BYTES - 1) == 0;
}

/* The will and all topics carry the names: other names need a new connection, and the old will then says
 * offline. */
static void adopt_names(struct gateway *g, int64_t now_ms)
{
	const char *site = message_text(g->source.status, "site");
	const char *controller = message_text(g->source.status, "controller");

	if (is_same_name(g->site, site) && is_same_name(g->controller, controller))
		return;
	say("this is controller %s of site %s", controller, site);
	if (g->is_connecting)
		leave_broker(g, now_ms);
	retained_free(&g->retained);
	copy_name(g->site, sizeof g->site, site);
	copy_name(g->controller, sizeof g->controller, controller);
	g->has_topics = make_topics(g) == 0;
	desk_set_place(g->desk, &(struct call_place){g->site, g->controller});
	if (!g->has_topics)
		say("no topic can be made of these names");
}

static void put_text(struct gateway *g, unsigned slot, char *text)
{
	free(g->texts[slot]);
	g->texts[slot] = text;
}

/* Forgets what is held and goes on after number, beginning with a notice. text is taken over. */
static void begin_anew(struct gateway *g, uint64_t number, char *text)
{
	unsigned slot;

	outbox_init(&g->outbox, number);
	g->passed_written = 0;
	if (outbox_note(&g->outbox, &slot))
		put_text(g, slot, text);
}

/* Where to follow from, now that status names the journal. */
static void adopt_journal(struct gateway *g)
{
	const char *journal = message_text(g->source.status, "journal");
	int64_t last = message_int(g->source.status, "last_event", 0);
	uint64_t last_event = last < 0 ? 0 : (uint64_t)last;

	if (g->journal[0] == '\0')
		copy_name(g->journal, sizeof g->journal, journal);
	if (strcmp(g->journal, journal) != 0) {
		say("another journal: %s after %s; it is sent from its first event", journal, g->journal);
		begin_anew(g, 0, feed_new_journal(journal, g->journal));
		copy_name(g->journal, sizeof g->journal, journal);
	} else if (last_event < g->outbox.taken) {
		say("journal %s ends at %" PRIu64 ", but %" PRIu64 " was read from it: going on from there",
		    journal, last_event, g->outbox.taken);
		begin_anew(g, last_event, feed_went_back(journal, last_event));
	}
}

/* ---- zutrittd ---- */

static void tell_source_trouble(struct gateway *g)
{
	if (!g->is_source_trouble_told)
		say("%s", g->source.why);
	g->is_source_trouble_told = true;
}

static void follow(struct gateway *g, int64_t now_ms)
{
	if (!source_may_follow(&g->source, now_ms))
		return;
	g->is_gap_told = false;
	int r = source_follow(&g->source, now_ms, random_32());
	if (r == 0) {
		adopt_journal(g);
		r = source_follow_from(&g->source, g->outbox.taken, now_ms, random_32());
	}
	if (r < 0)
		tell_source_trouble(g);
}

static bool is_other_journal(const struct gateway *g)
{
	return g->journal[0] != '\0' && strcmp(g->journal, message_text(g->source.status, "journal")) != 0;
}

static struct states_own own_status(const struct gateway *g)
{
	return (struct states_own){g->status_topic, desk_public_key(g->desk)};
}

static void controller_answered(struct gateway *g, int64_t now_ms)
{
	struct states_own own = own_status(g);
	if (!g->has_reached_controller || g->is_source_trouble_told)
		say("zutrittd answers at %s", g->config->socket_path);
	g->has_reached_controller = true;
	g->is_source_trouble_told = false;
	adopt_names(g, now_ms);
	if (is_other_journal(g) && source_fd(&g->source) >= 0)
		source_unfollow(&g->source, now_ms, random_32());
	states_set_status(&g->retained, &g->source, &own);
	g->is_beat_due = true;
}

/* Once a second. The beat says that the controller lives, not the gateway: no answer, no beat. */
static void ask_controller(struct gateway *g, int64_t now_ms)
{
	bool was_here = g->source.is_here;
	struct states_own own = own_status(g);

	source_ask(&g->source, now_ms, random_32());
	if (g->source.is_here) {
		g->is_stale |= !was_here;
		controller_answered(g, now_ms);
		return;
	}
	tell_source_trouble(g);
	if (g->source.status != NULL)
		states_set_status(&g->retained, &g->source, &own);
}

static void tick(struct gateway *g, int64_t now_ms)
{
	if (now_ms < g->next_tick_ms)
		return;
	g->next_tick_ms = now_ms - g->next_tick_ms < BEAT_MS ? g->next_tick_ms + BEAT_MS : now_ms + BEAT_MS;
	ask_controller(g, now_ms);
	broker_tick(g->broker);
	leave_stalled_broker(g, now_ms);
}

/* ---- states ---- */

static int64_t newest_known(const struct gateway *g)
{
	int64_t last = message_int(g->source.status, "last_event", 0);
	int64_t taken = (int64_t)g->outbox.taken;
	return taken > last ? taken : last;
}

static void refresh(struct gateway *g, int64_t now_ms)
{
	if (!g->source.is_here)
		return;
	g->refreshed_ms = now_ms;
	g->is_stale = false;
	struct states_own own = own_status(g);
	int r = states_refresh(&g->retained, &g->source, g->site, &own, newest_known(g), now_ms, random_32());
	if (r < 0)
		tell_source_trouble(g);
	if (r == 1 && !g->is_states_trouble_told)
		say("%s", g->source.why);
	g->is_states_trouble_told = r == 1;
}

static int64_t refresh_due_ms(const struct gateway *g)
{
	return g->refreshed_ms + (g->is_stale ? REFRESH_MS : REFRESH_IDLE_MS);
}

static void refresh_if_due(struct gateway *g, int64_t now_ms)
{
	if (g->is_connected && now_ms >= refresh_due_ms(g))
		refresh(g, now_ms);
}

/* ---- events ---- */

static void tell_gap(struct gateway *g, uint64_t from, uint64_t to)
{
	if (!g->is_gap_told)
		say("events %" PRIu64 " to %" PRIu64 " are no longer in the journal", from, to);
	g->is_gap_told = true;
}

/* One event into the outbox, text taken over. False when it has to wait for room. */
static bool take_event(struct gateway *g, uint64_t number, char *text)
{
	uint64_t before = g->outbox.taken;
	unsigned slot;

	enum outbox_taken taken = outbox_take(&g->outbox, number, &slot);
	if (taken == OUTBOX_GAP) {
		tell_gap(g, before + 1, number - 1);
		put_text(g, slot, feed_gap(g->journal, before + 1, number - 1));
		taken = outbox_take(&g->outbox, number, &slot);
	}
	if (taken == OUTBOX_EVENT) {
		put_text(g, slot, text);
		g->is_stale = true;
	} else {
		free(text);
	}
	return taken != OUTBOX_FULL;
}

static void refuse_event(struct gateway *g, int64_t now_ms)
{
	snprintf(g->source.why, sizeof g->source.why,
	         "EventFollow: an event without number or kind after %" PRIu64, g->outbox.taken);
	tell_source_trouble(g);
	source_unfollow(&g->source, now_ms, random_32());
}

/* As many as there is room for: the rest waits in the journal, not here. */
static void take_events(struct gateway *g, int64_t now_ms)
{
	uint32_t random = random_32();

	while (source_fd(&g->source) >= 0 && outbox_has_room(&g->outbox)) {
		const struct message *event;
		if (source_event(&g->source, now_ms, random, &event) < 0) {
			tell_source_trouble(g);
			return;
		}
		if (event == NULL)
			return;
		desk_hear(g->desk, event);
		char *text = feed_event(event, g->journal);
		if (text == NULL) {
			refuse_event(g, now_ms);
			return;
		}
		if (!take_event(g, (uint64_t)message_int(event, "number", 0), text))
			return;
		source_taken(&g->source);
	}
}

static void fill_window(struct gateway *g, int64_t now_ms)
{
	unsigned slot;
	int ticket = 0;

	while (g->is_connected && outbox_next(&g->outbox, &slot)) {
		int r = broker_publish(g->broker, g->event_topic, g->texts[slot], 1, false, &ticket);
		if (r < 0)
			return;
		outbox_sent(&g->outbox, ticket);
		/* It will not take this one: the same as its own refusal, so that nothing overtakes. */
		if (r > 0 && outbox_answered(&g->outbox, ticket, false))
			event_answered(g, r, now_ms);
	}
}

static void send_events(struct gateway *g, int64_t now_ms)
{
	unsigned slot;

	if (g->outbox.is_held && now_ms >= g->event_resume_ms)
		outbox_resume(&g->outbox);
	if (!g->is_connected || !outbox_wants_batch(&g->outbox) || !outbox_next(&g->outbox, &slot))
		return;
	broker_begin_batch(g->broker);
	fill_window(g, now_ms);
	broker_end_batch(g->broker);
}

static void send_states(struct gateway *g, int64_t now_ms)
{
	struct retained_topic *t;

	while (g->is_connected && (t = retained_next(&g->retained, now_ms)) != NULL) {
		int ticket;
		int r = broker_publish(g->broker, t->topic, t->text, 1, true, &ticket);
		if (r < 0)
			return;
		if (r == 0)
			retained_sent(t, ticket);
		else if (retained_refused(t, r, now_ms))
			tell_answer(t->topic, r);
	}
}

/* After the states, so that nobody sees the beat of a controller that is still called away. */
static void send_beat(struct gateway *g, int64_t now_ms)
{
	uint8_t once[FEED_ONCE_BYTES];
	int ticket;

	if (!g->is_beat_due)
		return;
	g->is_beat_due = false;
	if (!g->is_connected)
		return;
	random_bytes(once, sizeof once);
	desk_beat(g->desk, once, now_ms);
	char *text = feed_beat(g->source.status, once);
	/* Quality 0, no answer: a beat that is late is worth nothing. */
	broker_publish(g->broker, g->beat_topic, text, 0, false, &ticket);
	free(text);
}

/* ---- the desk: what stations ask for ---- */

static void hear_call(void *context, const struct broker_message *m)
{
	struct gateway *g = context;
	desk_take(g->desk,
	          &(struct desk_message){.topic = m->topic,
	                                 .payload = m->payload,
	                                 .length = m->length,
	                                 .correlation = m->correlation,
	                                 .correlation_length = m->correlation_length,
	                                 .is_retained = m->is_retained},
	          clock_ms());
}

static void look_for_strangers(struct gateway *g, int64_t now_ms)
{
	if (!stranger_turn(&g->stranger, now_ms))
		return;
	if (g->stranger.state == STRANGER_LET_IN)
		say("the broker lets strangers in: no commands of stations are taken");
	else
		say("the broker refuses strangers: stations may call");
}

static void send_replies(struct gateway *g, int64_t now_ms)
{
	struct desk_reply reply;
	while (g->is_connected && desk_next(g->desk, now_ms, &reply)) {
		char topic[TOPIC_MAX], leaf[CALL_NAME + 8];
		snprintf(leaf, sizeof leaf, "reply/%s", reply.station);
		if (topic_controller(topic, g->site, g->controller, leaf) == 0)
			broker_reply(g->broker, topic, reply.text, reply.correlation);
	}
}

static void serve_desk(struct gateway *g, int64_t now_ms)
{
	if (g->is_connected)
		look_for_strangers(g, now_ms);
	desk_set_open(g->desk, g->source.is_here && g->stranger.state == STRANGER_REFUSED);
	desk_set_fire(g->desk, message_bool(g->source.status, "fire", false));
	send_replies(g, now_ms);
}

/* ---- the turn ---- */

void gateway_turn(struct gateway *g, int64_t now_ms)
{
	take_broker_events(g, now_ms);
	tick(g, now_ms);
	connect_broker(g, now_ms);
	follow(g, now_ms);
	take_events(g, now_ms);
	send_events(g, now_ms); /* before the questions: an event must not wait for their answers */
	refresh_if_due(g, now_ms);
	send_states(g, now_ms);
	send_beat(g, now_ms);
	serve_desk(g, now_ms);
	keep_cursor(g, now_ms);
	take_broker_events(g, now_ms);
}

void gateway_fds(const struct gateway *g, struct pollfd fds[GATEWAY_FDS])
{
	/* While the outbox is full, the journal waits where it is. */
	bool is_reading = outbox_has_room(&g->outbox);
	fds[0] = (struct pollfd){.fd = is_reading ? source_fd(&g->source) : -1, .events = POLLIN};
	fds[1] = (struct pollfd){.fd = g->is_connecting ? broker_fd(g->broker) : -1};
	if (fds[1].fd >= 0)
		fds[1].events = broker_poll_events(g->broker);
	fds[2] = (struct pollfd){.fd = g->is_connected ? stranger_fd(&g->stranger) : -1};
	if (fds[2].fd >= 0)
		fds[2].events = stranger_poll_events(&g->stranger);
	desk_fds(g->desk, fds + 3);
}

int64_t gateway_deadline_ms(const struct gateway *g)
{
	int64_t deadline = g->next_tick_ms;
	if (!g->is_connecting && g->has_topics)
		deadline = earlier(deadline, g->broker_not_before_ms);
	if (g->source.is_here && source_fd(&g->source) < 0)
		deadline = earlier(deadline, g->source.follow.not_before_ms);
	if (is_cursor_behind(g))
		deadline = earlier(deadline, g->cursor_not_before_ms);
	deadline = earlier(deadline, desk_deadline_ms(g->desk));
	if (!g->is_connected)
		return deadline;
	deadline = earlier(deadline, stranger_deadline_ms(&g->stranger));
	if (g->source.is_here)
		deadline = earlier(deadline, refresh_due_ms(g));
	if (g->outbox.is_held)
		deadline = earlier(deadline, g->event_resume_ms);
	return earlier(deadline, retained_deadline_ms(&g->retained));
}

void gateway_polled(struct gateway *g, const struct pollfd fds[GATEWAY_FDS])
{
	if (fds[0].fd >= 0 && fds[0].revents != 0)
		source_readable(&g->source);
	if (fds[1].fd >= 0 && fds[1].revents != 0)
		broker_work(g->broker, fds[1].revents);
	if (fds[2].fd >= 0 && fds[2].revents != 0)
		stranger_work(&g->stranger, fds[2].revents);
}

bool gateway_has_reached_controller(const struct gateway *g)
{
	return g->has_reached_controller;
}

bool gateway_has_reached_broker(const struct gateway *g)
{
	return g->has_reached_broker;
}

/* ---- open and close ---- */

int gateway_open(struct gateway **out, const struct gateway_config *config, char *error, size_t error_size)
{
	struct gateway *g = calloc(1, sizeof *g);
	if (g == NULL)
		return -ENOMEM;
	g->config = config;
	int r = read_cursor(g, error, error_size);
	if (r < 0)
		goto no_cursor;
	struct desk_config desk = {config->socket_path, config->stations_dir, g->directory};
	r = desk_open(&g->desk, &desk, error, error_size);
	if (r < 0)
		goto no_cursor;
	r = broker_open(&g->broker, &config->broker);
	if (r == 0)
		r = stranger_open(&g->stranger, &config->broker);
	if (r < 0) {
		snprintf(error, error_size, "%s", strerror(-r));
		goto no_broker;
	}
	broker_listen(g->broker, hear_call, g);
	source_init(&g->source, config->socket_path);
	*out = g;
	return 0;

no_broker:
	broker_close(g->broker);
	desk_close(g->desk);
no_cursor:
	if (g->directory >= 0)
		close(g->directory);
	free(g);
	return r;
}

/* One wait for the broker alone, and its answers. */
static void serve_broker(struct gateway *g, int64_t end_ms)
{
	struct pollfd fds[GATEWAY_FDS];

	gateway_fds(g, fds);
	fds[0].fd = -1;
	int64_t left = end_ms - clock_ms();
	if (poll(fds, GATEWAY_FDS, left > 0 ? (int)left : 0) > 0)
		gateway_polled(g, fds);
	take_broker_events(g, clock_ms());
}

/* Offline as an ordinary message, since a proper goodbye takes the will away. True when the broker has it. */
static bool say_offline(struct gateway *g, int64_t end_ms)
{
	retained_set(&g->retained, g->status_topic, NULL, FEED_OFFLINE);
	while (g->is_connected && clock_ms() < end_ms) {
		send_states(g, clock_ms());
		if (g->outbox.in_flight == 0 && retained_is_clean(&g->retained))
			return true;
		serve_broker(g, end_ms);
	}
	return false;
}

/* Without the proper goodbye the broker publishes the will, which says the same. */
static void leave_broker_politely(struct gateway *g)
{
	int64_t end_ms = clock_ms() + GOODBYE_MS;

	if (!g->is_connected || !say_offline(g, end_ms))
		return;
	broker_goodbye(g->broker);
	while (broker_fd(g->broker) >= 0 && clock_ms() < end_ms)
		serve_broker(g, end_ms);
}

void gateway_close(struct gateway *g)
{
	leave_broker_politely(g);
	stranger_close(&g->stranger);
	broker_close(g->broker);
	desk_close(g->desk);
	if (is_cursor_behind(g))
		write_cursor(g, clock_ms());
	source_close(&g->source);
	for (unsigned slot = 0; slot < OUTBOX_MAX; slot++)
		free(g->texts[slot]);
	retained_free(&g->retained);
	close(g->directory);
	free(g);
}
