/*
 * The schedule book that the doors decide by, made from the database (rules
 * D10, D11).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_BOOK_H
#define ZUTRITT_CONTROLLER_OFFICE_BOOK_H

#include "controller/schedule.h"
#include "db/store.h"

/* A new one, as the database is now, to be freed by the caller. 0 or -errno. */
int book_load(struct store *store, struct schedule_book **out);

#endif
