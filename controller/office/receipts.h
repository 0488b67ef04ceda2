/*
 * Receipts for what is handed out and taken back (rule K5): numbered
 * SITE-YEAR-NUMBER without gaps, with a code by which paper and database prove
 * each other.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_RECEIPTS_H
#define ZUTRITT_CONTROLLER_OFFICE_RECEIPTS_H

#include "controller/office/change.h"

enum { RECEIPT_TEXT_MAX = 80 };

bool receipt_list(struct office *o, const struct request *r, struct answer *a);
bool receipt_show(struct office *o, const struct request *r, struct answer *a);
bool receipt_check(struct office *o, const struct request *r, struct answer *a);

/*
 * The act gets a receipt: from here on badges and keys that name c->receipt
 * are on it. receipt_end() stands before change_make() and leaves it away when
 * there is nothing on it.
 */
bool receipt_begin(struct office *o, const struct request *r, struct change *c, struct answer *a,
                   enum policy_receipt_kind kind, const struct policy_person *person);
bool receipt_end(struct office *o, struct change *c, struct answer *a);

/* "westerroenfeld-2026-00042"; "" for 0. */
void receipt_text(const struct office *o, int64_t number, char text[RECEIPT_TEXT_MAX]);

/* Puts "receipt" into the answer; nothing when the act has none. */
void receipt_put(const struct office *o, struct answer *a, const struct change *c);

#endif
