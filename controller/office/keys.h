/*
 * Keys: one person's right to enter one room (rules K1, K2).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_KEYS_H
#define ZUTRITT_CONTROLLER_OFFICE_KEYS_H

#include "controller/office/change.h"

bool key_list(struct office *o, const struct request *r, struct answer *a);
bool key_issue(struct office *o, const struct request *r, struct answer *a);
bool key_revoke(struct office *o, const struct request *r, struct answer *a);

/* Add to the act that the key is issued, or revoked for that reason; each with its event. */
void key_give(struct change *c, struct policy_key key);
void key_take(struct change *c, struct policy_key key, const char *reason);

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
