/* Requests: see request.h. */
#include "cli/request.h"

#include <stdio.h>
#include <string.h>

enum { BADGE_MAX = 64 };

/* "warehouse/goods-in" as {"room":..., "door":...}. */
static struct message *room_key(const char *text)
{
	struct message *key = message_object();
	char room[VALUE_NAME_MAX + 1];
	size_t length = strcspn(text, "/");
	snprintf(room, sizeof room, "%.*s", (int)length, text);
	message_put_text(key, "room", room);
	message_put_text(key, "door", text[length] == '/' ? text + length + 1 : NULL);
	return key;
}

/* The format goes in front of the number; a number that bears one already was refused by the parser. */
static struct message *badge(const struct invocation *inv, const char *text)
{
	const char *format = invocation_text(inv, "--format");
	if (format == NULL)
		return message_of_text(text);
	char number[BADGE_MAX];
	snprintf(number, sizeof number, "%s %s", format, text);
	return message_of_text(number);
}

static struct message *value(const struct invocation *inv, const struct given *g)
{
	switch (g->parameter->kind) {
	case VALUE_ROOM_KEY:
		return room_key(g->text);
	case VALUE_BADGE:
	case VALUE_BADGE_OR_ID:
		return badge(inv, g->text);
	case VALUE_FLAG:
	case VALUE_NUMBER: /* put by put_one(): these are not texts */
	case VALUE_TEXT:
	case VALUE_NAME:
	case VALUE_USER:
	case VALUE_DAY:
	case VALUE_FORMAT:
	case VALUE_ID:
	case VALUE_CHOICE:
	case VALUE_BITS:
	case VALUE_PATH:
		return message_of_text(g->text);
	}
	return NULL;
}

static void put_one(struct message *parameters, const struct invocation *inv, const struct given *g)
{
	const char *field = g->parameter->field;
	if (g->parameter->kind == VALUE_FLAG)
		message_put_bool(parameters, field, true);
	else if (g->parameter->kind == VALUE_NUMBER)
		message_put_int(parameters, field, g->number);
	else
		message_put(parameters, field, value(inv, g));
}

static void put_all(struct message *parameters, const struct invocation *inv, const struct parameter *p)
{
	struct message *list = message_array();
	for (size_t i = 0; i < inv->count; i++)
		if (inv->given[i].parameter == p)
			message_add(list, value(inv, &inv->given[i]));
	message_put(parameters, p->field, list);
}

static void put_parameters(struct message *parameters, const struct invocation *inv,
                           const struct parameter *list)
{
	for (const struct parameter *p = list; p->name != NULL; p++) {
		const struct given *g = invocation_find(inv, p->name);
		if (p->field == NULL)
			continue;
		if (g == NULL)
			message_put_text(parameters, p->field, p->otherwise);
		else if (p->is_repeated)
			put_all(parameters, inv, p);
		else
			put_one(parameters, inv, g);
	}
}

struct message *request_build(const struct invocation *inv)
{
	struct message *parameters = message_object();
	put_parameters(parameters, inv, inv->command->arguments);
	put_parameters(parameters, inv, inv->command->options);
	return parameters;
}
