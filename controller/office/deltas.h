/*
 * From what people decide to what the doors decide by: operations to deltas of
 * the access table. Pure.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_DELTAS_H
#define ZUTRITT_CONTROLLER_OFFICE_DELTAS_H

#include "controller/table.h"
#include "db/policy.h"

void delta_of_person(const struct policy_person *person, struct table_delta *delta);

/* A lost badge stays in the table, to be refused and told of; one that was handed in goes. */
void delta_of_badge(const struct formats *formats, const struct policy_badge *badge,
                    struct table_delta *delta);

/*
 * False when the site has no such room or door any more, or the book no such
 * schedule: the key then opens nothing.
 */
bool delta_of_key(const struct site *site, const struct schedule_book *book, const struct policy_key *key,
                  struct table_delta *delta);

/* False when the site has no such door any more. A schedule that the book does not have frees nothing. */
bool delta_of_door(const struct site *site, const struct schedule_book *book, const struct policy_door *door,
                   struct table_delta *delta);

/*
 * False for operations that the table does not know of (areas, rooms,
 * positions), or only as part of the whole book (is_of_book()).
 */
bool delta_of_op(const struct site *site, const struct formats *formats, const struct schedule_book *book,
                 const struct policy_op *op, struct table_delta *delta);

/* Does the operation change schedules, holidays or exceptions? */
bool is_of_book(const struct policy_op *op);

void delta_of_version(int64_t version, struct table_delta *delta);

#endif
