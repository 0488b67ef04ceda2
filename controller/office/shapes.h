/*
 * The things of the interface as messages: Person, Badge, Key, Position, Event
 * and the words in them (docs/io.zutritt.varlink).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_SHAPES_H
#define ZUTRITT_CONTROLLER_OFFICE_SHAPES_H

#include "controller/office/state.h"
#include "controller/protocol/message.h"

enum { SHAPE_NUMBER_MAX = 48 };

struct message *shape_person(const struct policy_person *person);
struct message *shape_badge(struct office *o, const struct policy_badge *badge);
struct message *shape_key(struct office *o, const struct policy_key *key);
struct message *shape_roles(uint32_t roles);
struct message *shape_position(const struct policy_position *position);

/* Without persons nothing tells who (rule E6): no person, badge, operator, and no text that one of them
 * typed. */
struct message *shape_event(struct office *o, const struct journal_event *event, bool with_persons);

/* "h10301 42:1337": for those who may see numbers, never for journal, feed or log (rule E5). */
void shape_number(const struct policy_badge *badge, char text[SHAPE_NUMBER_MAX]);

/* The name of the person, "" when there is none. */
void shape_name(struct office *o, policy_id id, char name[POLICY_TEXT_MAX]);

void shape_put_id(struct message *object, const char *name, policy_id id);       /* nothing for 0 */
void shape_put_name(struct message *object, const char *name, const char *text); /* nothing for "" */
void shape_put_day(struct message *object, const char *name, int32_t day);
void shape_put_time(struct message *object, const char *name, int64_t utc_ms);

const char *shape_person_kind(enum policy_person_kind kind);
const char *shape_person_state(enum policy_person_state state);
const char *shape_badge_state(enum policy_badge_state state);
const char *shape_key_state(enum policy_key_state state);

/* The kind of that name; 0 or -EINVAL. */
int shape_person_kind_parse(const char *text, enum policy_person_kind *kind);

uint32_t shape_right_parse(const char *text); /* 0: none */

enum { SHAPE_RIGHTS_MAX = 32 };

/* As in "unset+set"; "" for none. */
void shape_rights_words(uint32_t set, char words[SHAPE_RIGHTS_MAX]);

#endif
