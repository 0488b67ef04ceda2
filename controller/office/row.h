/*
 * From a record of the ring to a row of the journal. Pure: the names come from
 * the site that the ring carries.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_ROW_H
#define ZUTRITT_CONTROLLER_OFFICE_ROW_H

#include "controller/record.h"
#include "db/journal.h"

/* Never a row that the database refuses: what is out of range in a damaged record is left out. */
void row_make(const struct site *site, const struct record *record, struct journal_event *row);

enum journal_class row_class(const struct record *record);

#endif
