/*
 * JSON values behind a small face: the only user of jansson. Both ends of the
 * control socket build and read messages through it.
 *
 * Building: every value is owned by whoever made it until it is put into
 * another with message_put() or message_add(), which take it over. A failed
 * allocation ends the program (these programs may; the door thread never
 * comes here).
 */
#ifndef ZUTRITT_CONTROLLER_PROTOCOL_MESSAGE_H
#define ZUTRITT_CONTROLLER_PROTOCOL_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct message; /* an object, array, string, number, boolean or null */

/*
 * From now on every value is wiped when it is freed: passwords come in
 * messages (rule E5). Once, at the start of a program, before the first one.
 */
void message_wipe_all(void);

/* Frees a text of message_print() or message_describe(), wiped. NULL is allowed. */
void message_free_text(char *text);

struct message *message_object(void);
struct message *message_array(void);
struct message *message_of_text(const char *utf8);
void message_free(struct message *m); /* NULL is allowed */

/* Members of an object. A NULL text or value leaves the member out; put_null writes null. */
void message_put(struct message *object, const char *name, struct message *value);
void message_put_text(struct message *object, const char *name, const char *utf8);
void message_put_int(struct message *object, const char *name, int64_t value);
void message_put_bool(struct message *object, const char *name, bool value);
void message_put_null(struct message *object, const char *name);
void message_drop(struct message *object, const char *name); /* a member that may be there */
void message_add(struct message *array, struct message *value);

struct message *message_copy(const struct message *m);

/* The same value once more, to be freed on its own; who changes it changes it for both. */
struct message *message_keep(const struct message *m);

/*
 * Appends the lists of part to the lists of the same name in object, and puts
 * its other members there. An object at the seam of two lists that is alike in
 * all but its own lists is one object, whose lists go on. Takes part over.
 */
void message_join(struct message *object, struct message *part);

/* Reading. path is a member's name, or names joined by '.'; values read live as long as m. NULL: missing (or
 * null). */
const struct message *message_get(const struct message *m, const char *path);
bool message_is_object(const struct message *m);
bool message_is_array(const struct message *m);
const char *message_text(const struct message *m, const char *path); /* NULL when missing or not a string */
int64_t message_int(const struct message *m, const char *path, int64_t fallback);
bool message_bool(const struct message *m, const char *path, bool fallback);
size_t message_count(const struct message *array); /* 0 for NULL */
const struct message *message_item(const struct message *array, size_t i);
/* Any scalar as text for a person ("", "12", "yes"); arrays of scalars joined by ", ". To be freed with
 * free(). */
char *message_describe(const struct message *m);

/* Parses one JSON value of length bytes. NULL with one sentence in error: not UTF-8, not JSON, too deep, a
 * member twice. */
struct message *message_parse(const char *text, size_t length, char *error, size_t error_size);

/* Compact JSON in one line, to be freed with free(). */
char *message_print(const struct message *m);

/* What the parameters of a method may be, for message_check(). */
enum message_type { MESSAGE_TEXT, MESSAGE_INT, MESSAGE_BOOL, MESSAGE_TEXTS, MESSAGE_OBJECT, MESSAGE_OBJECTS };

struct message_field {
	const char *name;
	enum message_type type;
	bool is_required;
};

/*
 * True when object has only the fields named, each of its type (null counts
 * as missing), and all required ones; else wrong names the field and error
 * says what is the matter in one sentence. fields ends with a NULL name.
 */
bool message_check(const struct message *object, const struct message_field *fields, const char **wrong,
                   char *error, size_t error_size);

#endif
