/*
 * The text of a reply is {"parameters":{MEMBERS,LISTS},"continues":true}. The
 * lists are printed item by item, so that a long one needs no tree in memory;
 * the members go into the last reply.
 */
#include "controller/office/answer.h"
#include "controller/office/sentence.h"
#include "controller/protocol/frames.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	PART_MAX =
	        48 *
	        1024, /* a list is cut after that many bytes; an item, the members and the rest fit behind */
	SENTENCE_MAX = 768
};

void answer_init(struct answer *a, bool wants_more)
{
	*a = (struct answer){.wants_more = wants_more, .members = message_object()};
}

void answer_free(struct answer *a)
{
	message_free(a->members);
	message_free(a->wrong);
	buffer_free(&a->lists);
	buffer_free(&a->frames);
}

/* ---- replies ---- */

/* Prints an object without its closing brace, with or without members. */
static void print_members(struct buffer *out, const struct message *members)
{
	char *text = message_print(members);
	buffer_add(out, text, strlen(text) - 1);
	message_free_text(text);
}

static void add_reply(struct answer *a, const struct message *members, bool continues)
{
	struct buffer *out = &a->frames;
	buffer_add_text(out, "{\"parameters\":");
	size_t before = buffer_size(out);
	print_members(out, members);
	bool is_empty = buffer_size(out) == before + 1;
	if (!is_empty && buffer_size(&a->lists) > 0)
		buffer_add_text(out, ",");
	buffer_add(out, buffer_bytes(&a->lists), buffer_size(&a->lists));
	buffer_add_text(out, continues ? "},\"continues\":true}" : "}}");
	buffer_add(out, "", 1);
	buffer_empty(&a->lists);
}

static void close_list(struct answer *a)
{
	if (a->list != NULL)
		buffer_add_text(&a->lists, "]");
	a->list = NULL;
}

static void open_list(struct answer *a, const char *name)
{
	if (buffer_size(&a->lists) > 0)
		buffer_add_text(&a->lists, ",");
	buffer_add_text(&a->lists, "\"");
	buffer_add_text(&a->lists, name);
	buffer_add_text(&a->lists, "\":[");
	a->list = name;
	a->has_items = false;
}

/* What is there so far becomes a reply; the open list goes on in the next. */
void answer_cut(struct answer *a)
{
	if (!a->wants_more)
		return;
	const char *name = a->list;
	struct message *nothing = message_object();
	close_list(a);
	add_reply(a, nothing, true);
	message_free(nothing);
	open_list(a, name);
}

void answer_list(struct answer *a, const char *name)
{
	close_list(a);
	open_list(a, name);
}

static void make_room(struct answer *a, size_t size)
{
	if (buffer_size(&a->lists) + size <= PART_MAX)
		return;
	if (!a->wants_more)
		a->is_too_long = true;
	else if (a->has_items)
		answer_cut(a);
}

void answer_item(struct answer *a, struct message *item)
{
	char *text = message_print(item);
	message_free(item);
	make_room(a, strlen(text));
	if (!a->is_too_long) {
		if (a->has_items)
			buffer_add_text(&a->lists, ",");
		buffer_add_text(&a->lists, text);
		a->has_items = true;
	}
	message_free_text(text);
}

bool answer_is_full(const struct answer *a)
{
	return a->is_too_long || (a->wants_more && buffer_size(&a->lists) > PART_MAX / 2);
}

bool answer_has_items(const struct answer *a)
{
	return a->has_items || buffer_size(&a->frames) > 0;
}

static void add_error(struct answer *a)
{
	struct message *reply = message_object();
	message_put_text(reply, "error", a->error);
	message_put(reply, "parameters", a->wrong);
	a->wrong = NULL;
	char *text = message_print(reply);
	message_free(reply);
	buffer_add(&a->frames, text, strlen(text) + 1);
	message_free_text(text);
}

void answer_finish(struct answer *a)
{
	if (a->is_too_long && a->error == NULL)
		answer_invalid(a, "more", "The answer is too long for one message: ask with \"more\".");
	close_list(a);
	if (a->error != NULL)
		add_error(a);
	else
		add_reply(a, a->members, a->is_endless);
}

/* ---- errors ---- */

/* A later error takes the place of an earlier one. */
__attribute__((format(printf, 3, 0))) static struct message *begin_error(struct answer *a, const char *error,
                                                                         const char *format,
                                                                         va_list arguments)
{
	char text[SENTENCE_MAX];
	vsnprintf(text, sizeof(text), sentence(format), arguments);
	message_free(a->wrong);
	a->error = error;
	a->wrong = message_object();
	message_put_text(a->wrong, "message", text);
	return a->wrong;
}

#define ANSWER_ERROR(error)                                                                                  \
	va_list arguments;                                                                                   \
	va_start(arguments, format);                                                                         \
	struct message *wrong = begin_error(a, "io.zutritt." error, format, arguments);                      \
	va_end(arguments)

bool answer_session_unknown(struct answer *a, const char *format, ...)
{
	ANSWER_ERROR("SessionUnknown");
	(void)wrong;
	return false;
}

bool answer_not_permitted(struct answer *a, const char *format, ...)
{
	ANSWER_ERROR("NotPermitted");
	(void)wrong;
	return false;
}

bool answer_not_found(struct answer *a, const char *name, const char *format, ...)
{
	ANSWER_ERROR("NotFound");
	message_put_text(wrong, "name", name);
	return false;
}

bool answer_ambiguous(struct answer *a, const char *name, struct message *candidates, const char *format, ...)
{
	ANSWER_ERROR("Ambiguous");
	message_put_text(wrong, "name", name);
	message_put(wrong, "candidates", candidates);
	return false;
}

bool answer_invalid(struct answer *a, const char *name, const char *format, ...)
{
	ANSWER_ERROR("Invalid");
	message_put_text(wrong, "name", name);
	return false;
}

bool answer_conflict(struct answer *a, const char *name, const char *format, ...)
{
	ANSWER_ERROR("Conflict");
	message_put_text(wrong, "name", name);
	return false;
}

bool answer_refused(struct answer *a, const char *rule, const char *format, ...)
{
	ANSWER_ERROR("Refused");
	message_put_text(wrong, "rule", rule);
	return false;
}

bool answer_unavailable(struct answer *a, const char *format, ...)
{
	ANSWER_ERROR("Unavailable");
	(void)wrong;
	return false;
}

bool answer_is_unavailable(const struct answer *a)
{
	return a->error != NULL && strcmp(a->error, "io.zutritt.Unavailable") == 0;
}

void answer_take_back(struct answer *a)
{
	a->error = NULL;
	message_free(a->wrong);
	a->wrong = NULL;
}

static const char *protocol_error_name(const char *error)
{
	static const char *const names[] = {
	        "org.varlink.service.InterfaceNotFound", "org.varlink.service.MethodNotFound",
	        "org.varlink.service.InvalidParameter", "org.varlink.service.ExpectedMore"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i] + strlen("org.varlink.service."), error) == 0)
			return names[i];
	abort();
}

bool answer_protocol_error(struct answer *a, const char *error, const char *member, const char *value,
                           const char *message)
{
	message_free(a->wrong);
	a->error = protocol_error_name(error);
	a->wrong = message_object();
	if (member != NULL)
		message_put_text(a->wrong, member, value);
	message_put_text(a->wrong, "message", message);
	return false;
}
