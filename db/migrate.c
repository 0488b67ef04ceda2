#include "db/migrate.h"
#include "db/connection.h"
#include "db/errors.h"

static const char *const steps[] = {
#define SQL(name, text) text,
#include "migrations.sql.h"
#undef SQL
};

_Static_assert(sizeof steps / sizeof steps[0] == STORE_SCHEMA_VERSION, "one migration for each version");

static int take_steps(struct store *s, int64_t version)
{
	int rc = 0;

	for (; rc == 0 && version < STORE_SCHEMA_VERSION; version++) {
		if (sqlite3_exec(s->db, steps[version], NULL, NULL, NULL) != SQLITE_OK)
			return errors_tell(s);
		rc = connection_references_hold(s);
	}
	return rc;
}

int migrate(struct store *s, int64_t version)
{
	int rc = version == STORE_SCHEMA_VERSION ? 0 : connection_follow_references(s, false);

	if (version == STORE_SCHEMA_VERSION || rc != 0)
		return rc;
	rc = connection_begin(s);
	if (rc == 0)
		rc = connection_end(s, take_steps(s, version));
	/* a handle that failed is closed: then it does not matter whether it follows them */
	return rc == 0 ? connection_follow_references(s, true) : rc;
}
