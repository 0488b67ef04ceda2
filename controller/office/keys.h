/*
 * Keys: one person's right to enter one room (rules K1, K2).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_KEYS_H
#define ZUTRITT_CONTROLLER_OFFICE_KEYS_H

#include "controller/office/change.h"
#include "controller/office/guarded.h"
#include "controller/office/key_state.h"

bool key_list(struct office *o, const struct request *r, struct answer *a);
bool key_list_waiting(struct office *o, const struct request *r, struct answer *a);
bool key_issue(struct office *o, const struct request *r, struct answer *a);
bool key_revoke(struct office *o, const struct request *r, struct answer *a);

/* It waits for a second person. */
bool key_waits(const struct policy_key *key);

/* The key with that id, or NotFound. */
bool key_find(struct office *o, struct answer *a, const char *text, struct policy_key *key);

/* The key takes the step, or Conflict with one sentence (rule K1). */
bool key_step(struct answer *a, struct policy_key *key, enum state_step step);

/* What the second person repeats of a key that waits, so that they approve what they have read (rule P10). */
void key_code(struct office *o, const struct policy_key *key, char code[13]);

/* Rule K2: nobody asks for a guarded key for themselves; false with the error. */
bool key_may_ask(struct answer *a, const struct change *c, policy_id person);

/* Adds to the act that the key is as it stands there, with the event of that kind. */
void key_put(struct change *c, const struct policy_key *key, const char *kind, const char *reason);

/* Adds a new key: issued, on the act's receipt (true), or asked for, when it needs a second person. */
bool key_give(struct change *c, struct policy_key key, enum guarded why);

/* Adds that it is revoked for that reason; nothing when it was so already. */
void key_take(struct change *c, struct policy_key key, const char *reason);

/* The rooms that the person holds a key for or has asked for. 0 or -errno. */
int keys_rooms(struct office *o, const struct change *c, policy_id person, struct guarded_rooms *rooms);

/* Adds that all keys of the person which pass the filter are revoked. 0 or -errno. */
struct key_filter {
	const char *room; /* NULL: any */
	const char *door; /* NULL: any, "" those that name none */
};
int keys_take(struct office *o, struct change *c, policy_id person, const struct key_filter *filter,
              const char *reason);

/* True when no door of the room opens to a key that names none: a note is due. */
bool key_wants_door(const struct site *site, const char *room);

#endif
