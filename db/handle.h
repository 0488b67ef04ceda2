/*
 * What the files behind store.h share: the handle itself. Nobody outside db/
 * includes this.
 */
#ifndef ZUTRITT_DB_HANDLE_H
#define ZUTRITT_DB_HANDLE_H

#include "db/statements.h"
#include "db/store.h"

#include <sqlite3.h>

enum { HANDLE_ERROR_MAX = 512 };

struct store {
	sqlite3 *db;
	char *path;
	sqlite3_stmt *statements[STATEMENT_COUNT];
	char journal_id[13];
	/* As the last commit left them: what a failed transaction gave out was never given. */
	int64_t first_number;
	int64_t last_number;
	int64_t policy_version;
	char error[HANDLE_ERROR_MAX];
};

#endif
