/*
 * The connection to the MQTT broker: MQTT 5 over TCP or TLS, without threads
 * (libmosquitto; the only file that knows it). It never connects again by
 * itself and never repeats a message: each connection is a new, clean session
 * (clean start, expiry 0), and what was not acknowledged is the caller's to
 * send again. MQTT 5 and nothing older, because 3.1.1 acknowledges a refused
 * publish like any other.
 */
#ifndef ZUTRITT_RECEPTION_BROKER_H
#define ZUTRITT_RECEPTION_BROKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct broker_config {
	const char *host; /* a name is looked up with getaddrinfo(), which may block; an address does not */
	int port;
	const char *user;     /* also the client id; NULL: none, id "zutritt-mqtt" */
	const char *password; /* NULL: none */
	const char *ca_file; /* NULL: no TLS; else the broker's certificate must be signed by one of these and
	                        name host */
};

struct broker;

/* config and its texts must live as long. 0 or -errno. */
int broker_open(struct broker **out, const struct broker_config *config);
void broker_close(struct broker *b); /* NULL is allowed; the connection ends without farewell */

/*
 * Begins a connection (ends one that stands), with a retained last will unless
 * will_topic is NULL. The outcome comes as an event, also when it fails at once.
 */
void broker_connect(struct broker *b, const char *will_topic, const char *will_text);

/* Ends the connection without farewell: the broker publishes the will. No event comes of it. */
void broker_drop(struct broker *b);

enum broker_event_kind {
	BROKER_CONNECTED, /* may publish */
	BROKER_LOST,      /* or not reached, or not let in: why says it; reason: the broker's own, else 0 */
	BROKER_ANSWERED   /* ticket: reason < 0x80 accepted, else refused */
};

struct broker_event {
	enum broker_event_kind kind;
	int ticket;
	int reason;
	const char *why; /* static text */
};

/* The next thing that happened, oldest first; false when there is none. */
bool broker_next(struct broker *b, struct broker_event *event);

/* A message on a topic that was subscribed to; texts live during the call. */
struct broker_message {
	const char *topic;
	const char *payload; /* ends with a NUL that length does not count */
	size_t length;
	const void *correlation; /* correlation data of MQTT 5, or NULL */
	size_t correlation_length;
	bool is_retained;
};
typedef void broker_hear(void *context, const struct broker_message *message);

/* From now on messages go to hear; it is called by broker_work(). */
void broker_listen(struct broker *b, broker_hear *hear, void *context);

/* Asks for the messages of a topic, each once at least. 0 or -ENOTCONN. */
int broker_subscribe(struct broker *b, const char *topic);

/* For poll(): -1 while there is no connection. */
int broker_fd(const struct broker *b);
short broker_poll_events(const struct broker *b);

/* Does what poll() answered; revents 0 is allowed. */
void broker_work(struct broker *b, short revents);

/* Keep-alive: to be called once a second. */
void broker_tick(struct broker *b);

/*
 * Publishes. With QoS 1 *ticket is written and an answer comes. 0, -ENOTCONN,
 * or a reason of MQTT 5 (0x80 and more) when it cannot be sent to this broker.
 */
int broker_publish(struct broker *b, const char *topic, const char *text, int qos, bool is_retained,
                   int *ticket);

/* Publishes an answer, QoS 1, with correlation data (16 bytes) unless it is NULL; nobody is told what becomes
 * of it. */
int broker_reply(struct broker *b, const char *topic, const char *text, const uint8_t *correlation);

/*
 * Between the two, what is published is kept together and leaves in as few
 * packets as it fits into; nothing leaves later than at the end.
 */
void broker_begin_batch(struct broker *b);
void broker_end_batch(struct broker *b);

/* Says goodbye properly: the will is not published. To be followed by broker_work() until broker_fd() is -1.
 */
void broker_goodbye(struct broker *b);

/* A reason of MQTT 5 in words, static. */
const char *broker_reason_text(int reason);

#endif
