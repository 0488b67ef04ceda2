/*
 * One call of a station as it comes from the broker, taken apart and looked at
 * (docs/PROTOCOL.md); what it says is sealed still. Pure.
 */
#ifndef ZUTRITT_RECEPTION_CALL_H
#define ZUTRITT_RECEPTION_CALL_H

#include "controller/protocol/message.h"
#include "reception/once.h"
#include "reception/outcomes.h"

enum {
	CALL_MAX = 4096,    /* bytes (rule M5) */
	CALL_SESSION = 33,  /* a session's id, 32 hex digits, and the NUL; "" without one */
	CALL_NAME = 48,     /* of a station */
	CALL_DATA_MAX = 512 /* what a box is bound to, as text */
};

struct call {
	char station[CALL_NAME];
	uint8_t correlation[OUTCOMES_CORRELATION];
	char session[CALL_SESSION];
	uint8_t once[ONCE_BYTES];
	uint32_t count;
	struct message *message; /* box points into it */
	const char *box;
};

/* Where calls are made: names of site and controller. */
struct call_place {
	const char *site;
	const char *controller;
};

/* 0, or -EINVAL: no call. station and correlation are the caller's to fill in; call_free() in either case. */
int call_parse(struct call *c, const char *payload, size_t length);
void call_free(struct call *c);

/* The station that a topic of calls ends with; false when it is none, or of another place. */
bool call_station(const struct call_place *place, const char *topic, char station[CALL_NAME]);

/* What boxes of a call and of its answer are bound to. */
void call_data(const struct call_place *place, const struct call *c, char data[CALL_DATA_MAX]);
void call_reply_data(const struct call_place *place, const struct call *c, char data[CALL_DATA_MAX]);
void call_notice_data(const struct call_place *place, const char *station, const char *session,
                      char data[CALL_DATA_MAX]);
void call_session_data(const struct call_place *place, const char *station, const char *session,
                       char data[CALL_DATA_MAX]);

/* size bytes as hex: 2 * size digits and a NUL. And back: 0 or -EINVAL, small letters only. */
void call_hex(const uint8_t *bytes, size_t size, char *text);
int call_unhex(const char *text, uint8_t *bytes, size_t size);

#endif
