/*
 * Persons from a table and into one (rule K8). An import is planned row by
 * row, some rows a turn, so that the others get theirs; the whole is one
 * transaction at the end, after which the doors get a table made anew. A dry
 * run shows the difference and ends before that.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_IMPORT_H
#define ZUTRITT_CONTROLLER_OFFICE_IMPORT_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

enum {
	/* so that the whole transaction fits into the memory that the unit allows (deploy/systemd) */
	IMPORT_BYTES_MAX = 4 * 1024 * 1024,
	IMPORT_ROWS_MAX = 10000, /* persons of one table */
	IMPORT_TURN_ROWS = 40    /* planned in one turn of the office */
};

struct import;

bool persons_import(struct office *o, const struct request *r, struct answer *a);
bool persons_export(struct office *o, const struct request *r, struct answer *a);

/* The next piece, as replies behind the others in out; false: it is over. */
bool import_continue(struct office *o, struct import *i, struct buffer *out);
void import_free(struct import *i); /* NULL is allowed */

#endif
