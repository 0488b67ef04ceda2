/*
 * Rule K2: does this key need a second person? Pure. Keys for rooms behind a
 * secure door do, and those that would give one person more than half of all
 * rooms.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_GUARDED_H
#define ZUTRITT_CONTROLLER_OFFICE_GUARDED_H

#include "controller/site.h"
#include "db/policy.h"

enum guarded { GUARDED_NOT, GUARDED_SECURE, GUARDED_MANY };

/* The rooms that a person holds or has asked for, by index of the site. */
struct guarded_rooms {
	bool has[SITE_ROOMS_MAX];
};

/* Behind a secure door: one leads into it. */
bool guarded_room(const struct site *site, uint16_t room);

void guarded_add(const struct site *site, struct guarded_rooms *rooms, const char *room);

/* Would a further key for that room need a second person? */
enum guarded guarded_key(const struct site *site, const struct guarded_rooms *rooms, const char *room);

enum { GUARDED_SENTENCE_MAX = 1024, GUARDED_DAY_MAX = 32, GUARDED_HOURS_MAX = 128 };

/*
 * What exactly will happen when it is approved, and why it waits: one sentence
 * for the second person, the same as long as nothing about the key changes.
 */
void guarded_sentence(const struct policy_key *key, const char *name, enum guarded why,
                      char text[GUARDED_SENTENCE_MAX]);

#endif
