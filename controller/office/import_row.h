/*
 * One row of a table of persons (rule K8): what stands in it, and what it
 * would change.
 *
 *   name        needed, or an id
 *   id          of a person who is there: then the name may change
 *   kind        employee (default), external, technician
 *   position, employer, first_day, last_day, rights, badge
 *   state       as exported; nobody is suspended or exits by a table
 *
 * Columns may bear German names, stand in any order and be missing. An empty
 * field of somebody who is there means: as it is.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_IMPORT_ROW_H
#define ZUTRITT_CONTROLLER_OFFICE_IMPORT_ROW_H

#include "controller/office/change.h"
#include "controller/office/csv.h"

enum import_column {
	IMPORT_NAME,
	IMPORT_ID,
	IMPORT_KIND,
	IMPORT_POSITION,
	IMPORT_EMPLOYER,
	IMPORT_FIRST_DAY,
	IMPORT_LAST_DAY,
	IMPORT_RIGHTS,
	IMPORT_BADGE,
	IMPORT_STATE
};
enum { IMPORT_COLUMNS = IMPORT_STATE + 1 };

struct import_columns {
	size_t count;              /* of the header */
	size_t at[IMPORT_COLUMNS]; /* the column's place, from 1; 0: it is not there */
};

enum import_what { IMPORT_SAME, IMPORT_NEW, IMPORT_CHANGED };

struct import_row {
	enum import_what what;
	struct policy_person person; /* as it shall be; revision 0: new */
	struct policy_person before; /* as it is; id 0: nobody */
	char badge[64];              /* the number; "" none */
	char detail[240];            /* of the difference */
};

/* The header: which column is what. False with the error in the answer. */
bool import_columns_read(struct answer *a, const struct csv_row *header, struct import_columns *columns);

bool import_row_read(struct office *o, struct answer *a, const struct import_columns *columns,
                     const struct csv_row *fields, struct import_row *row);

/* Adds to the act what the row changes, and says in it what that is. */
bool import_row_plan(struct office *o, const struct request *r, struct answer *a, struct change *c,
                     struct import_row *row);

#endif
