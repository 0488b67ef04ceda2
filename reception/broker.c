/* The connection to the MQTT broker: see broker.h. */
#include "reception/broker.h"

#include <errno.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum {
	KEEP_ALIVE_S = 10,
	/* Answers between two broker_next(): at most one for each message on its way, 20 by the send quota.
	 */
	EVENTS_MAX = 256,
	UNUSED_COUNT = 1 /* libmosquitto wants it and ignores it */
};

struct broker {
	const struct broker_config *config;
	struct mosquitto *session; /* one for each connection */
	bool is_connected;         /* let in, and not lost */
	bool is_over;              /* nothing more is told of this connection */
	broker_hear *hear;
	void *hear_context;
	size_t first, count;
	struct broker_event events[EVENTS_MAX];
};

/* ---- events ---- */

static void push(struct broker *b, struct broker_event event)
{
	if (b->count == EVENTS_MAX)
		return; /* cannot be: see EVENTS_MAX; an answer that is missing ends in the caller's time-out
		         */
	b->events[(b->first + b->count++) % EVENTS_MAX] = event;
}

bool broker_next(struct broker *b, struct broker_event *event)
{
	if (b->count == 0)
		return false;
	*event = b->events[b->first];
	b->first = (b->first + 1) % EVENTS_MAX;
	b->count--;
	return true;
}

/* Several calls notice the same loss; it is told once. The session stays until the next connection, because
 * this may run inside one of its callbacks. */
static void lose_for(struct broker *b, int reason, const char *why)
{
	if (!b->is_over)
		push(b, (struct broker_event){.kind = BROKER_LOST, .reason = reason, .why = why});
	b->is_connected = false;
	b->is_over = true;
}

static void lose(struct broker *b, const char *why)
{
	lose_for(b, 0, why);
}

/* ---- callbacks of libmosquitto ---- */

static void on_connect(struct mosquitto *session, void *context, int reason, int flags,
                       const mosquitto_property *properties)
{
	struct broker *b = context;
	(void)session;
	(void)flags;
	(void)properties;
	if (reason != 0) {
		lose_for(b, reason, mosquitto_reason_string(reason));
		return;
	}
	b->is_connected = true;
	push(b, (struct broker_event){.kind = BROKER_CONNECTED});
}

static void on_publish(struct mosquitto *session, void *context, int ticket, int reason,
                       const mosquitto_property *properties)
{
	(void)session;
	(void)properties;
	push(context, (struct broker_event){.kind = BROKER_ANSWERED, .ticket = ticket, .reason = reason});
}

/* reason is the broker's own (0x80 and more) or an error of the library. */
static void on_disconnect(struct mosquitto *session, void *context, int reason,
                          const mosquitto_property *properties)
{
	(void)session;
	(void)properties;
	lose(context, reason >= 0x80 ? mosquitto_reason_string(reason) : mosquitto_strerror(reason));
}

/* Freed by the library's allocator, as it wants. */
static void on_message(struct mosquitto *session, void *context, const struct mosquitto_message *message,
                       const mosquitto_property *properties)
{
	struct broker *b = context;
	void *correlation = NULL;
	uint16_t length = 0;
	(void)session;
	mosquitto_property_read_binary(properties, MQTT_PROP_CORRELATION_DATA, &correlation, &length, false);
	struct broker_message heard = {.topic = message->topic,
	                               .payload = message->payload == NULL ? "" : message->payload,
	                               .length = (size_t)message->payloadlen,
	                               .correlation = correlation,
	                               .correlation_length = length,
	                               .is_retained = message->retain};
	if (b->hear != NULL)
		b->hear(b->hear_context, &heard);
	free(correlation);
}

/* ---- connect ---- */

int broker_open(struct broker **out, const struct broker_config *config)
{
	struct broker *b = calloc(1, sizeof *b);
	if (b == NULL)
		return -ENOMEM;
	if (mosquitto_lib_init() != MOSQ_ERR_SUCCESS) {
		free(b);
		return -ENOMEM;
	}
	b->config = config;
	*out = b;
	return 0;
}

void broker_drop(struct broker *b)
{
	b->is_over = true; /* no event of what destroying may call */
	mosquitto_destroy(b->session);
	b->session = NULL;
	b->is_connected = false;
	b->first = b->count = 0;
}

void broker_close(struct broker *b)
{
	if (b == NULL)
		return;
	broker_drop(b);
	mosquitto_lib_cleanup();
	free(b);
}

static void set_callbacks(struct mosquitto *session)
{
	mosquitto_connect_v5_callback_set(session, on_connect);
	mosquitto_publish_v5_callback_set(session, on_publish);
	mosquitto_disconnect_v5_callback_set(session, on_disconnect);
	mosquitto_message_v5_callback_set(session, on_message);
}

void broker_listen(struct broker *b, broker_hear *hear, void *context)
{
	b->hear = hear;
	b->hear_context = context;
}

static int set_options(struct mosquitto *session, const struct broker_config *config)
{
	int r = mosquitto_int_option(session, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
	if (r == MOSQ_ERR_SUCCESS)
		r = mosquitto_int_option(session, MOSQ_OPT_TCP_NODELAY, 1);
	if (r == MOSQ_ERR_SUCCESS)
		r = mosquitto_username_pw_set(session, config->user, config->password);
	if (r == MOSQ_ERR_SUCCESS && config->ca_file != NULL)
		r = mosquitto_tls_set(session, config->ca_file, NULL, NULL, NULL, NULL);
	return r;
}

/* clean_session makes a clean start; no session expiry property means that it ends with the connection. */
static int session_begin(struct broker *b, const char *will_topic, const char *will_text)
{
	const struct broker_config *config = b->config;
	b->session = mosquitto_new(config->user != NULL ? config->user : "zutritt-mqtt", true, b);
	if (b->session == NULL)
		return MOSQ_ERR_NOMEM;
	set_callbacks(b->session);
	int r = set_options(b->session, config);
	if (r == MOSQ_ERR_SUCCESS && will_topic != NULL)
		r = mosquitto_will_set_v5(b->session, will_topic, (int)strlen(will_text), will_text, 1, true,
		                          NULL);
	if (r == MOSQ_ERR_SUCCESS)
		r = mosquitto_connect_async(b->session, config->host, config->port, KEEP_ALIVE_S);
	return r;
}

static const char *error_text(int r)
{
	return r == MOSQ_ERR_ERRNO ? strerror(errno) : mosquitto_strerror(r);
}

void broker_connect(struct broker *b, const char *will_topic, const char *will_text)
{
	broker_drop(b);
	b->is_over = false;
	errno = 0;
	int r = session_begin(b, will_topic, will_text);
	if (r != MOSQ_ERR_SUCCESS)
		lose(b, error_text(r));
}

/* ---- work ---- */

int broker_fd(const struct broker *b)
{
	return b->session == NULL ? -1 : mosquitto_socket(b->session);
}

short broker_poll_events(const struct broker *b)
{
	return (short)(POLLIN | (mosquitto_want_write(b->session) ? POLLOUT : 0));
}

static void check(struct broker *b, int r)
{
	if (r != MOSQ_ERR_SUCCESS)
		lose(b, error_text(r));
}

void broker_work(struct broker *b, short revents)
{
	/* Reading first: a broker that was killed may have left answers, and writing would end the
	 * connection. */
	if (broker_fd(b) >= 0 && (revents & (POLLIN | POLLHUP | POLLERR)) != 0)
		check(b, mosquitto_loop_read(b->session, UNUSED_COUNT));
	if (broker_fd(b) >= 0 && (revents & POLLOUT) != 0)
		check(b, mosquitto_loop_write(b->session, UNUSED_COUNT));
}

void broker_tick(struct broker *b)
{
	if (broker_fd(b) >= 0)
		check(b, mosquitto_loop_misc(b->session));
}

/* ---- publish ---- */

/* What this broker said when it let us in that it will not take: the same as if it had refused. */
static int reason_of(int r)
{
	switch (r) {
	case MOSQ_ERR_SUCCESS:
		return 0;
	case MOSQ_ERR_OVERSIZE_PACKET:
	case MOSQ_ERR_PAYLOAD_SIZE:
		return MQTT_RC_PACKET_TOO_LARGE;
	case MOSQ_ERR_QOS_NOT_SUPPORTED:
		return MQTT_RC_QOS_NOT_SUPPORTED;
	case MOSQ_ERR_RETAIN_NOT_SUPPORTED:
		return MQTT_RC_RETAIN_NOT_SUPPORTED;
	case MOSQ_ERR_INVAL:
	case MOSQ_ERR_MALFORMED_UTF8:
		return MQTT_RC_TOPIC_NAME_INVALID;
	default: /* not an enum of ours: everything else is the connection */
		return -ENOTCONN;
	}
}

int broker_publish(struct broker *b, const char *topic, const char *text, int qos, bool is_retained,
                   int *ticket)
{
	if (!b->is_connected)
		return -ENOTCONN;
	int r = mosquitto_publish_v5(b->session, ticket, topic, (int)strlen(text), text, qos, is_retained,
	                             NULL);
	int reason = reason_of(r);
	if (reason < 0)
		lose(b, error_text(r));
	return reason;
}

int broker_subscribe(struct broker *b, const char *topic)
{
	/* what hangs on the topic from before is not wanted: a retained call never acts */
	int options = MQTT_SUB_OPT_SEND_RETAIN_NEVER;
	if (!b->is_connected)
		return -ENOTCONN;
	int r = mosquitto_subscribe_v5(b->session, NULL, topic, 1, options, NULL);
	if (r != MOSQ_ERR_SUCCESS)
		lose(b, error_text(r));
	return r == MOSQ_ERR_SUCCESS ? 0 : -ENOTCONN;
}

int broker_reply(struct broker *b, const char *topic, const char *text, const uint8_t *correlation)
{
	enum { CORRELATION_BYTES = 16 };
	mosquitto_property *properties = NULL;
	if (!b->is_connected)
		return -ENOTCONN;
	if (correlation != NULL &&
	    mosquitto_property_add_binary(&properties, MQTT_PROP_CORRELATION_DATA, correlation,
	                                  CORRELATION_BYTES) != MOSQ_ERR_SUCCESS)
		return -ENOMEM;
	int r = mosquitto_publish_v5(b->session, NULL, topic, (int)strlen(text), text, 1, false, properties);
	mosquitto_property_free_all(&properties);
	int reason = reason_of(r);
	if (reason < 0)
		lose(b, error_text(r));
	return reason;
}

/* Without it every message is a segment of its own, which wakes the broker each time: half of the work of a
 * drain. */
static void set_cork(struct broker *b, int is_on)
{
	if (broker_fd(b) >= 0)
		setsockopt(broker_fd(b), IPPROTO_TCP, TCP_CORK, &is_on, sizeof is_on);
}

void broker_begin_batch(struct broker *b)
{
	set_cork(b, 1);
}

void broker_end_batch(struct broker *b)
{
	set_cork(b, 0);
}

void broker_goodbye(struct broker *b)
{
	if (broker_fd(b) < 0)
		return;
	b->is_over = true;
	mosquitto_disconnect_v5(b->session, 0, NULL);
}

const char *broker_reason_text(int reason)
{
	return mosquitto_reason_string(reason);
}
