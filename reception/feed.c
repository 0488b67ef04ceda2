/* The texts of the feed (rules E6, M4): see feed.h. */
#include "reception/feed.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *print_and_free(struct message *m)
{
	char *text = message_print(m);
	message_free(m);
	return text;
}

static void copy_text(struct message *to, const struct message *from, const char *name)
{
	message_put_text(to, name, message_text(from, name));
}

/* For members that are always there, null or not, so that a display need not ask twice. */
static void copy_text_or_null(struct message *to, const struct message *from, const char *name)
{
	if (message_text(from, name) == NULL)
		message_put_null(to, name);
	else
		copy_text(to, from, name);
}

/* ---- events ---- */

/* Whose reasons are words of the controller's own; those of people's acts are typed and may name somebody. */
static bool has_reason_from_list(const char *kind)
{
	static const char *const kinds[] = {"access.denied",   "reader.rejected", "reader.fault",
	                                    "alarm.cancelled", "session.refused", "session.locked",
	                                    "session.ended"};
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(kind, kinds[i]) == 0)
			return true;
	return false;
}

/*
 * Events are the one text that is written a million times after an outage, so
 * it is put together by hand: through message.h it cost more than sending it.
 */
struct line {
	char *text;
	size_t length;
};

enum {
	EVENT_FRAME = 128, /* the numbers and all that is not a text */
	ESCAPED_MAX = 6    /* bytes of "\u001f" */
};

struct member {
	const char *name;
	const char *value; /* NULL: left out */
};

static void write_plain(struct line *l, const char *text)
{
	size_t length = strlen(text);
	memcpy(l->text + l->length, text, length);
	l->length += length;
}

/* One byte of a string of RFC 8259; what is not ASCII is UTF-8 already and stays. */
static void write_char(struct line *l, char c)
{
	if ((unsigned char)c < ' ') {
		l->length += (size_t)sprintf(l->text + l->length, "\\u%04x", (unsigned)c);
		return;
	}
	if (c == '"' || c == '\\')
		l->text[l->length++] = '\\';
	l->text[l->length++] = c;
}

static void write_member(struct line *l, const struct member *m)
{
	if (m->value == NULL)
		return;
	write_plain(l, ",\"");
	write_plain(l, m->name);
	write_plain(l, "\":\"");
	for (const char *c = m->value; *c != '\0'; c++)
		write_char(l, *c);
	write_plain(l, "\"");
}

static size_t room_for(const struct member *members, size_t count)
{
	size_t room = EVENT_FRAME;
	for (size_t i = 0; i < count; i++)
		if (members[i].value != NULL)
			room += strlen(members[i].name) + strlen(",\"\":\"\"") +
			        ESCAPED_MAX * strlen(members[i].value);
	return room;
}

static char *write_event(int64_t number, bool is_incident, const struct member *members, size_t count)
{
	struct line l = {.text = malloc(room_for(members, count))};
	if (l.text == NULL)
		abort();
	l.length = (size_t)sprintf(l.text, "{\"number\":%" PRId64 ",\"is_incident\":%s", number,
	                           is_incident ? "true" : "false");
	for (size_t i = 0; i < count; i++)
		write_member(&l, &members[i]);
	write_plain(&l, "}");
	l.text[l.length] = '\0';
	return l.text;
}

char *feed_event(const struct message *event, const char *journal)
{
	int64_t number = message_int(event, "number", 0);
	const char *kind = message_text(event, "kind");

	if (number < 1 || kind == NULL)
		return NULL;
	const struct member members[] = {
	        {"journal", journal},
	        {"time", message_text(event, "time")},
	        {"kind", kind},
	        {"door", message_text(event, "door")},
	        {"reader", message_text(event, "reader")},
	        {"area", message_text(event, "area")},
	        {"cause", message_text(event, "cause")},
	        {"reason", has_reason_from_list(kind) ? message_text(event, "reason") : NULL},
	};
	return write_event(number, message_bool(event, "is_incident", false), members,
	                   sizeof members / sizeof members[0]);
}

char *feed_gap(const char *journal, uint64_t from, uint64_t to)
{
	struct message *m = message_object();
	message_put_text(m, "journal", journal);
	message_put_int(m, "purged_from", (int64_t)from);
	message_put_int(m, "purged_to", (int64_t)to);
	return print_and_free(m);
}

char *feed_new_journal(const char *journal, const char *before)
{
	struct message *m = message_object();
	message_put_text(m, "journal", journal);
	message_put_text(m, "journal_before", before);
	return print_and_free(m);
}

char *feed_went_back(const char *journal, uint64_t last_event)
{
	struct message *m = message_object();
	message_put_text(m, "journal", journal);
	message_put_int(m, "continues_after", (int64_t)last_event);
	return print_and_free(m);
}

/* ---- doors and areas ---- */

static struct message *faults_of(const struct message *door)
{
	struct message *faults = message_array();
	const struct message *readers = message_get(door, "readers");

	for (size_t i = 0; i < message_count(readers); i++) {
		const struct message *reader = message_item(readers, i);
		int64_t count = message_int(reader, "faults", 0);
		if (count == 0 && message_text(reader, "advice") == NULL)
			continue;
		struct message *fault = message_object();
		message_put_text(fault, "reader", message_text(reader, "name"));
		message_put_int(fault, "count", count);
		copy_text_or_null(fault, reader, "advice");
		message_add(faults, fault);
	}
	return faults;
}

static struct message *texts_of(const struct message *array);

char *feed_door(const struct message *door, int64_t event)
{
	struct message *m = message_object();
	copy_text_or_null(m, door, "kind");
	copy_text_or_null(m, door, "lock");
	copy_text_or_null(m, door, "contact");
	copy_text_or_null(m, door, "state");
	copy_text_or_null(m, door, "cause");
	copy_text_or_null(m, door, "since");
	message_put_bool(m, "has_bell", message_bool(door, "has_bell", false));
	message_put(m, "faults", faults_of(door));
	message_put(m, "door_faults", texts_of(message_get(door, "faults")));
	if (event >= 0)
		message_put_int(m, "event", event);
	return print_and_free(m);
}

static struct message *texts_of(const struct message *array)
{
	struct message *texts = message_array();
	for (size_t i = 0; i < message_count(array); i++) {
		/* An item is a value without a name: describe is the one way to its text. */
		char *text = message_describe(message_item(array, i));
		message_add(texts, message_of_text(text));
		free(text);
	}
	return texts;
}

char *feed_alarm(const struct message *area)
{
	struct message *m = message_object();
	copy_text_or_null(m, area, "mode");
	copy_text_or_null(m, area, "state");
	copy_text_or_null(m, area, "since");
	copy_text_or_null(m, area, "until");
	message_put(m, "prevented_by", texts_of(message_get(area, "prevented_by")));
	message_put(m, "overridden", texts_of(message_get(area, "overridden")));
	return print_and_free(m);
}

char *feed_occupancy(const struct message *area)
{
	struct message *m = message_object();
	message_put_int(m, "count", message_int(area, "count", 0));
	message_put_bool(m, "is_certain", message_bool(area, "is_certain", false));
	copy_text_or_null(m, area, "why");
	return print_and_free(m);
}

/* ---- the controller ---- */

static const char *mode_of(const struct message *status)
{
	if (message_bool(status, "fire", false))
		return "fire";
	return message_bool(status, "is_storing", true) ? "normal" : "memory";
}

char *feed_status(const struct message *status, bool is_here, const char *public_key)
{
	struct message *m = message_object();
	message_put_bool(m, "online", true);
	message_put_text(m, "controller", is_here ? "here" : "away");
	copy_text(m, status, "version");
	copy_text(m, status, "journal");
	copy_text(m, status, "lines");
	message_put_text(m, "mode", mode_of(status));
	message_put_text(m, "public_key", public_key);
	return print_and_free(m);
}

char *feed_beat(const struct message *status, const uint8_t once[FEED_ONCE_BYTES])
{
	static const char digits[] = "0123456789abcdef";
	char hex[2 * FEED_ONCE_BYTES + 1] = "";

	for (size_t i = 0; i < FEED_ONCE_BYTES; i++) {
		hex[2 * i] = digits[once[i] >> 4];
		hex[2 * i + 1] = digits[once[i] & 15];
	}
	struct message *m = message_object();
	message_put_text(m, "time", message_text(status, "now"));
	message_put_int(m, "last_event", message_int(status, "last_event", 0));
	message_put_text(m, "once", hex);
	return print_and_free(m);
}
