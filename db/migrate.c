#include "db/migrate.h"
#include "db/connection.h"
#include "db/errors.h"

static const char *const steps[] = {
#define SQL(name, text) text,
#include "migrations.sql.h"
#undef SQL
};

_Static_assert(sizeof steps / sizeof steps[0] == STORE_SCHEMA_VERSION, "one migration for each version");

static int migrate_one(struct store *s, const char *step)
{
	int rc = connection_begin(s);

	if (rc != 0)
		return rc;
	if (sqlite3_exec(s->db, step, NULL, NULL, NULL) != SQLITE_OK)
		rc = errors_tell(s);
	if (rc == 0)
		rc = connection_references_hold(s);
	return connection_end(s, rc);
}

int migrate(struct store *s, int64_t version)
{
	int rc = connection_follow_references(s, false);

	for (; rc == 0 && version < STORE_SCHEMA_VERSION; version++)
		rc = migrate_one(s, steps[version]);
	/* a handle that failed is closed: then it does not matter whether it follows them */
	return rc == 0 ? connection_follow_references(s, true) : rc;
}
