/* Receipts (rule K5), and what they are for. */
#include "db/errors.h"
#include "db/rows.h"

#include <errno.h>
#include <string.h>

int store_receipt_next(struct store *s, int32_t year, int64_t *number)
{
	int64_t first = (int64_t)year * POLICY_RECEIPT_YEAR;
	sqlite3_stmt *q = statement_take(s, STATEMENT_RECEIPT_LAST);

	bind_integer(q, 1, first + 1);
	bind_integer(q, 2, first + POLICY_RECEIPT_YEAR - 1);
	int row = statement_row(s, q);
	if (row > 0) {
		int64_t last = column_integer(q, 0);
		*number = last == 0 ? first + 1 : last + 1;
	}
	return statement_end(q, row);
}

int store_receipt_secret(struct store *s, uint8_t secret[RECEIPT_SECRET])
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_RECEIPT_SECRET);
	int row = statement_row(s, q);

	if (row == 0 || (row > 0 && sqlite3_column_bytes(q, 0) != RECEIPT_SECRET))
		row = errors_say_damaged(s, "it has no secret for receipts");
	if (row > 0)
		memcpy(secret, sqlite3_column_blob(q, 0), RECEIPT_SECRET);
	return statement_end(q, row);
}

int store_receipt(struct store *s, int64_t number, struct policy_receipt *receipt)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_RECEIPT_BY_NUMBER);

	bind_integer(q, 1, number);
	int row = statement_row(s, q);
	if (row > 0)
		receipt_read(q, receipt);
	statement_end(q, row);
	return row == 0 ? errors_say(s, -ENOENT, "there is no such receipt") : row < 0 ? row : 0;
}

int store_receipts(struct store *s, policy_id person, store_visit_receipt *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, person == 0 ? STATEMENT_RECEIPTS : STATEMENT_RECEIPTS_OF_PERSON);
	struct policy_receipt receipt;
	int row;

	if (person != 0)
		bind_id(q, 1, person);
	while ((row = statement_row(s, q)) > 0) {
		receipt_read(q, &receipt);
		if (!visit(context, &receipt))
			break;
	}
	return statement_end(q, row);
}
