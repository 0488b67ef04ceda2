/*
 * JSON values over jansson. A struct message is a json_t under another name,
 * so that nobody else needs jansson's header.
 */
#include "controller/protocol/message.h"

#include <jansson.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MEMBER_MAX = 64 }; /* longest name in a path, with the NUL */

static struct message *from_json(json_t *json)
{
	return (struct message *)json;
}

static json_t *to_json(const struct message *m)
{
	return (json_t *)m; /* jansson counts references inside, also for reading */
}

/* Without memory there is nothing left to do (see message.h). */
static void *or_end(void *made)
{
	if (made == NULL) {
		fputs("zutritt: out of memory\n", stderr);
		abort();
	}
	return made;
}

static void put_or_end(int result)
{
	or_end(result == 0 ? &result : NULL);
}

/* ---- leaving nothing behind ---- */

static void wipe_and_free(void *memory)
{
	if (memory == NULL)
		return;
	explicit_bzero(memory, malloc_usable_size(memory));
	free(memory);
}

void message_wipe_all(void)
{
	json_set_alloc_funcs(malloc, wipe_and_free);
}

void message_free_text(char *text)
{
	wipe_and_free(text);
}

/* ---- building ---- */

struct message *message_object(void)
{
	return from_json(or_end(json_object()));
}

struct message *message_array(void)
{
	return from_json(or_end(json_array()));
}

/* What is not UTF-8 (a detail cut in the middle of a letter) is shown as '?', never a reason to fail. */
static json_t *text_repaired(const char *text)
{
	char *copy = or_end(strdup(text));
	for (char *c = copy; *c != '\0'; c++)
		if ((unsigned char)*c >= 0x80)
			*c = '?';
	json_t *json = or_end(json_string(copy));
	free(copy);
	return json;
}

struct message *message_of_text(const char *utf8)
{
	json_t *json = json_string(utf8);
	return from_json(json != NULL ? json : text_repaired(utf8));
}

void message_free(struct message *m)
{
	json_decref(to_json(m));
}

void message_put(struct message *object, const char *name, struct message *value)
{
	if (value != NULL)
		put_or_end(json_object_set_new(to_json(object), name, to_json(value)));
}

void message_put_text(struct message *object, const char *name, const char *utf8)
{
	if (utf8 != NULL)
		message_put(object, name, message_of_text(utf8));
}

void message_put_int(struct message *object, const char *name, int64_t value)
{
	message_put(object, name, from_json(or_end(json_integer(value))));
}

void message_put_bool(struct message *object, const char *name, bool value)
{
	message_put(object, name, from_json(json_boolean(value)));
}

void message_put_null(struct message *object, const char *name)
{
	message_put(object, name, from_json(json_null()));
}

void message_drop(struct message *object, const char *name)
{
	json_object_del(to_json(object), name);
}

void message_add(struct message *array, struct message *value)
{
	put_or_end(json_array_append_new(to_json(array), to_json(value)));
}

struct message *message_copy(const struct message *m)
{
	return from_json(or_end(json_deep_copy(to_json(m))));
}

struct message *message_keep(const struct message *m)
{
	return from_json(json_incref(to_json(m)));
}

/* Every member of a that is no list is the same in b. */
static bool has_scalars_of(json_t *a, json_t *b)
{
	const char *name;
	json_t *value;
	json_object_foreach(a, name, value)
	{
		if (!json_is_array(value) && !json_equal(value, json_object_get(b, name)))
			return false;
	}
	return true;
}

static bool has_list(json_t *object)
{
	const char *name;
	json_t *value;
	json_object_foreach(object, name, value)
	{
		if (json_is_array(value))
			return true;
	}
	return false;
}

/* Appends the lists of an object to those of another one of the same members. */
static void extend_lists(json_t *object, json_t *more)
{
	const char *name;
	json_t *value;
	json_object_foreach(more, name, value)
	{
		if (json_is_array(value) && json_is_array(json_object_get(object, name)))
			put_or_end(json_array_extend(json_object_get(object, name), value));
	}
}

static void join_lists(json_t *list, json_t *more)
{
	size_t count = json_array_size(list);
	json_t *last = json_array_get(list, count - 1);
	json_t *first = json_array_get(more, 0);
	put_or_end(json_array_extend(list, more));
	if (!json_is_object(first) || !json_is_object(last) || !has_list(first))
		return;
	if (!has_scalars_of(last, first) || !has_scalars_of(first, last))
		return;
	extend_lists(last, first);
	put_or_end(json_array_remove(list, count));
}

void message_join(struct message *object, struct message *part)
{
	const char *name;
	json_t *value;
	json_object_foreach(to_json(part), name, value)
	{
		json_t *before = json_object_get(to_json(object), name);
		if (json_is_array(before) && json_is_array(value))
			join_lists(before, value);
		else
			put_or_end(json_object_set(to_json(object), name, value));
	}
	message_free(part);
}

/* ---- reading ---- */

const struct message *message_get(const struct message *m, const char *path)
{
	const json_t *json = to_json(m);
	while (json != NULL && *path != '\0') {
		size_t length = strcspn(path, ".");
		char name[MEMBER_MAX];
		if (length >= sizeof(name))
			return NULL;
		memcpy(name, path, length);
		name[length] = '\0';
		json = json_object_get(json, name);
		path += length + (path[length] == '.');
	}
	return json_is_null(json) ? NULL : from_json((json_t *)json);
}

bool message_is_object(const struct message *m)
{
	return json_is_object(to_json(m));
}

bool message_is_array(const struct message *m)
{
	return json_is_array(to_json(m));
}

const char *message_text(const struct message *m, const char *path)
{
	return json_string_value(to_json(message_get(m, path)));
}

int64_t message_int(const struct message *m, const char *path, int64_t fallback)
{
	const json_t *json = to_json(message_get(m, path));
	return json_is_integer(json) ? json_integer_value(json) : fallback;
}

bool message_bool(const struct message *m, const char *path, bool fallback)
{
	const json_t *json = to_json(message_get(m, path));
	return json_is_boolean(json) ? json_is_true(json) : fallback;
}

size_t message_count(const struct message *array)
{
	return json_array_size(to_json(array));
}

const struct message *message_item(const struct message *array, size_t i)
{
	return from_json(json_array_get(to_json(array), i));
}

/* One scalar; what is none (an object in a list) is shown as it stands in JSON. */
static char *describe_one(const json_t *json)
{
	if (json == NULL || json_is_null(json))
		return or_end(strdup(""));
	if (json_is_string(json))
		return or_end(strdup(json_string_value(json)));
	if (json_is_boolean(json))
		return or_end(strdup(json_is_true(json) ? "yes" : "no"));
	return or_end(json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY));
}

char *message_describe(const struct message *m)
{
	if (!message_is_array(m))
		return describe_one(to_json(m));

	char *all = NULL;
	size_t size = 0;
	FILE *out = or_end(open_memstream(&all, &size));
	for (size_t i = 0; i < message_count(m); i++) {
		char *one = describe_one(to_json(message_item(m, i)));
		fprintf(out, "%s%s", i == 0 ? "" : ", ", one);
		free(one);
	}
	fclose(out);
	return or_end(all);
}

/* ---- text ---- */

static void explain(const json_error_t *why, char *error, size_t error_size)
{
	switch (json_error_code(why)) {
	case json_error_invalid_utf8:
		snprintf(error, error_size, "The message is not UTF-8 at byte %d.", why->position);
		break;
	case json_error_stack_overflow:
		snprintf(error, error_size, "The message is nested too deep.");
		break;
	case json_error_duplicate_key:
		snprintf(error, error_size, "The message names a member twice (byte %d).", why->position);
		break;
	default:
		snprintf(error, error_size, "The message is not JSON: %s (byte %d).", why->text,
		         why->position);
	}
}

struct message *message_parse(const char *text, size_t length, char *error, size_t error_size)
{
	json_error_t why;
	json_t *json = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	if (json == NULL)
		explain(&why, error, error_size);
	return from_json(json);
}

char *message_print(const struct message *m)
{
	return or_end(json_dumps(to_json(m), JSON_COMPACT | JSON_ENCODE_ANY));
}

/* ---- the parameters of a method ---- */

static bool is_list_of(const json_t *json, json_type type)
{
	if (!json_is_array(json))
		return false;
	for (size_t i = 0; i < json_array_size(json); i++)
		if (json_typeof(json_array_get(json, i)) != type)
			return false;
	return true;
}

static bool is_of_type(const json_t *json, enum message_type type)
{
	switch (type) {
	case MESSAGE_TEXT:
		return json_is_string(json);
	case MESSAGE_INT:
		return json_is_integer(json);
	case MESSAGE_BOOL:
		return json_is_boolean(json);
	case MESSAGE_TEXTS:
		return is_list_of(json, JSON_STRING);
	case MESSAGE_OBJECT:
		return json_is_object(json);
	case MESSAGE_OBJECTS:
		return is_list_of(json, JSON_OBJECT);
	}
	return false;
}

static const char *type_name(enum message_type type)
{
	switch (type) {
	case MESSAGE_TEXT:
		return "a text";
	case MESSAGE_INT:
		return "a whole number";
	case MESSAGE_BOOL:
		return "true or false";
	case MESSAGE_TEXTS:
		return "a list of texts";
	case MESSAGE_OBJECT:
		return "an object";
	case MESSAGE_OBJECTS:
		return "a list of objects";
	}
	return "";
}

static bool is_named(const struct message_field *fields, const char *name)
{
	for (; fields->name != NULL; fields++)
		if (strcmp(fields->name, name) == 0)
			return true;
	return false;
}

/* The first member that no field names, or NULL. */
static const char *unknown_member(const struct message *object, const struct message_field *fields)
{
	json_t *json = to_json(object);
	for (void *i = json_object_iter(json); i != NULL; i = json_object_iter_next(json, i))
		if (!is_named(fields, json_object_iter_key(i)))
			return json_object_iter_key(i);
	return NULL;
}

static bool check_field(const struct message *object, const struct message_field *field, char *error,
                        size_t error_size)
{
	const json_t *json = json_object_get(to_json(object), field->name);
	if (json == NULL || json_is_null(json)) {
		snprintf(error, error_size, "The parameter \"%s\" is missing.", field->name);
		return !field->is_required;
	}
	snprintf(error, error_size, "The parameter \"%s\" must be %s.", field->name, type_name(field->type));
	return is_of_type(json, field->type);
}

bool message_check(const struct message *object, const struct message_field *fields, const char **wrong,
                   char *error, size_t error_size)
{
	*wrong = unknown_member(object, fields);
	if (*wrong != NULL) {
		snprintf(error, error_size, "There is no parameter \"%.64s\" here.", *wrong);
		return false;
	}
	for (; fields->name != NULL; fields++) {
		*wrong = fields->name;
		if (!check_field(object, fields, error, error_size))
			return false;
	}
	*wrong = NULL;
	return true;
}
