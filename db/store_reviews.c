/* The quarterly reviews of rooms, and when a right was last used (rule K6). */
#include "db/rows.h"
#include "db/store_state.h"

#include <errno.h>

int store_reviews(struct store *s, store_visit_review *visit, void *context)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_REVIEWS);
	struct policy_review review;
	int row;

	while ((row = statement_row(s, q)) > 0) {
		review_read(q, &review);
		if (!visit(context, &review))
			break;
	}
	return statement_end(q, row);
}

int store_verdict(struct store *s, policy_id review, policy_id key, struct policy_review_verdict *verdict)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_VERDICT_BY_KEY);

	bind_id(q, 1, review);
	bind_id(q, 2, key);
	int row = statement_row(s, q);
	if (row > 0)
		verdict_read(q, verdict);
	statement_end(q, row);
	return row > 0 ? 0 : row == 0 ? -ENOENT : row;
}

int store_key_last_use(struct store *s, policy_id person, const char *room, const char *door,
                       int32_t *utc_day)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_KEY_USE_LAST);

	bind_id(q, 1, person);
	bind_buffer(q, 2, room, POLICY_NAME_MAX);
	bind_buffer(q, 3, door, POLICY_NAME_MAX);
	int row = statement_row(s, q);
	if (row > 0) {
		int64_t day = column_integer(q, 0);
		*utc_day = day < 0 ? POLICY_DAY_NONE : (int32_t)day;
	}
	return statement_end(q, row);
}

int key_use_write(struct store *s, const struct store_key_use *use)
{
	sqlite3_stmt *q = statement_take(s, STATEMENT_KEY_USE_PUT);

	bind_id(q, 1, use->person);
	bind_text(q, 2, use->room);
	bind_text(q, 3, use->door);
	bind_integer(q, 4, use->utc_day);
	return statement_run(s, q);
}
