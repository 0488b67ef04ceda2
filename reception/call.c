/* A station's call, taken apart: see call.h. */
#include "reception/call.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { VERSION = 1, HEX_MAX = 33 };

/* ---- hex ---- */

void call_hex(const uint8_t *bytes, size_t size, char *text)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < size; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	text[2 * size] = '\0';
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int call_unhex(const char *text, uint8_t *bytes, size_t size)
{
	if (strlen(text) != 2 * size)
		return -EINVAL;
	for (size_t i = 0; i < size; i++) {
		int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
		if (high < 0 || low < 0)
			return -EINVAL;
		bytes[i] = (uint8_t)(high * 16 + low);
	}
	return 0;
}

/* ---- the message ---- */

static const struct message_field fields[] = {{"v", MESSAGE_INT, true},     {"session", MESSAGE_TEXT, true},
                                              {"once", MESSAGE_TEXT, true}, {"count", MESSAGE_INT, true},
                                              {"box", MESSAGE_TEXT, true},  {.name = NULL}};

/* "" or 32 hex digits. */
static int take_session(struct call *c, const char *session)
{
	uint8_t bytes[(CALL_SESSION - 1) / 2];
	if (session[0] != '\0' && call_unhex(session, bytes, sizeof bytes) < 0)
		return -EINVAL;
	strcpy(c->session, session);
	return 0;
}

static int take_members(struct call *c)
{
	int64_t count = message_int(c->message, "count", 0);
	if (message_int(c->message, "v", 0) != VERSION || count < 1 || count > ONCE_COUNTS)
		return -EINVAL;
	c->count = (uint32_t)count;
	c->box = message_text(c->message, "box");
	int result = call_unhex(message_text(c->message, "once"), c->once, ONCE_BYTES);
	return result == 0 ? take_session(c, message_text(c->message, "session")) : result;
}

int call_parse(struct call *c, const char *payload, size_t length)
{
	const char *wrong;
	char error[200];
	c->message = NULL;
	if (length > CALL_MAX)
		return -EINVAL;
	c->message = message_parse(payload, length, error, sizeof error);
	if (!message_is_object(c->message) || !message_check(c->message, fields, &wrong, error, sizeof error))
		return -EINVAL;
	return take_members(c);
}

void call_free(struct call *c)
{
	message_free(c->message);
	c->message = NULL;
	c->box = NULL;
}

/* ---- topics, and what boxes are bound to ---- */

static bool is_station_name(const char *name)
{
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
	return length >= 1 && length < CALL_NAME && name[length] == '\0' && name[0] != '-';
}

bool call_station(const struct call_place *place, const char *topic, char station[CALL_NAME])
{
	char start[CALL_DATA_MAX];
	int length = snprintf(start, sizeof start, "zutritt/%s/controller/%s/call/", place->site,
	                      place->controller);
	if (length < 0 || (size_t)length >= sizeof start || strncmp(topic, start, (size_t)length) != 0 ||
	    !is_station_name(topic + length))
		return false;
	strcpy(station, topic + length);
	return true;
}

static int begin_data(const struct call_place *place, const char *what, const char *station,
                      const char *session, char data[CALL_DATA_MAX])
{
	return snprintf(data, CALL_DATA_MAX, "zutritt/1 %s\n%s\n%s\n%s\n%s", what, place->site,
	                place->controller, station, session);
}

void call_data(const struct call_place *place, const struct call *c, char data[CALL_DATA_MAX])
{
	char once[HEX_MAX], correlation[HEX_MAX];
	int length = begin_data(place, "call", c->station, c->session, data);
	call_hex(c->once, ONCE_BYTES, once);
	call_hex(c->correlation, OUTCOMES_CORRELATION, correlation);
	snprintf(data + length, CALL_DATA_MAX - (size_t)length, "\n%s\n%u\n%s", once, (unsigned)c->count,
	         correlation);
}

void call_reply_data(const struct call_place *place, const struct call *c, char data[CALL_DATA_MAX])
{
	char correlation[HEX_MAX];
	int length = begin_data(place, "reply", c->station, c->session, data);
	call_hex(c->correlation, OUTCOMES_CORRELATION, correlation);
	snprintf(data + length, CALL_DATA_MAX - (size_t)length, "\n%s", correlation);
}

void call_notice_data(const struct call_place *place, const char *station, const char *session,
                      char data[CALL_DATA_MAX])
{
	begin_data(place, "notice", station, session, data);
}

void call_session_data(const struct call_place *place, const char *station, const char *session,
                       char data[CALL_DATA_MAX])
{
	begin_data(place, "session", station, session, data);
}
