/*
 * A small site in a database of its own, for the tests of the store: hall and
 * office behind the entrance, a warehouse behind a goods door, a server room.
 */
#ifndef ZUTRITT_TESTS_SITE_FIXTURE_H
#define ZUTRITT_TESTS_SITE_FIXTURE_H

#include "db/store.h"
#include "tests/unit/suite.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FIXTURE_MAP_OPS = 11 };

struct fixture {
	char directory[32];
	char path[64];
	struct store *store;
	sqlite3 *other; /* a second connection, as an administrator with the sqlite3 shell has */
	char error[512];
};

#define AREA(n)    ((struct policy_op){.kind = POLICY_AREA_PUT, .area = {.name = n}})
#define ROOM(n, a) ((struct policy_op){.kind = POLICY_ROOM_PUT, .room = {.name = n, .area = a}})
#define DOOR(n, k, f, t)                                                                                     \
	((struct policy_op){.kind = POLICY_DOOR_PUT,                                                         \
	                    .door = {.name = n, .kind = k, .from = f, .to = t, .release_ms = 5000}})

static inline void fixture_map(struct policy_op ops[FIXTURE_MAP_OPS])
{
	ops[0] = AREA("building");
	ops[1] = AREA("yard");
	ops[2] = ROOM("outside", "");
	ops[3] = ROOM("hall", "building");
	ops[4] = ROOM("office", "building");
	ops[5] = ROOM("warehouse", "building");
	ops[6] = ROOM("servers", "building");
	ops[7] = DOOR("entrance", POLICY_ENTRANCE, "outside", "hall");
	ops[8] = DOOR("office-door", POLICY_OFFICE, "hall", "office");
	ops[9] = DOOR("goods-in", POLICY_GOODS, "outside", "warehouse");
	ops[10] = DOOR("server-door", POLICY_SECURE, "hall", "servers");
}

static inline void fixture_open_or_fail(struct fixture *f)
{
	CU_ASSERT_EQUAL_FATAL(store_open(&f->store, f->path, f->error, sizeof f->error), 0);
}

static inline void fixture_reopen_or_fail(struct fixture *f)
{
	store_close(f->store);
	fixture_open_or_fail(f);
}

/* A directory with nothing in it, below parent. */
static inline void fixture_begin_in(struct fixture *f, const char *parent)
{
	*f = (struct fixture){0};
	snprintf(f->directory, sizeof f->directory, "%s/zutritt-XXXXXX", parent);
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(f->directory));
	snprintf(f->path, sizeof f->path, "%s/zutritt.db", f->directory);
}

/* In memory where there is such a place: a flush that waits for a disk proves nothing more. */
static inline void fixture_begin(struct fixture *f)
{
	fixture_begin_in(f, access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
}

/* Opens it and puts the map in: version 1. */
static inline void fixture_open_with_map_or_fail(struct fixture *f)
{
	struct policy_op ops[FIXTURE_MAP_OPS];

	fixture_open_or_fail(f);
	fixture_map(ops);
	CU_ASSERT_EQUAL_FATAL(store_apply(f->store, ops, FIXTURE_MAP_OPS, 0, NULL, 0), 0);
}

static inline void fixture_begin_with_map(struct fixture *f)
{
	fixture_begin(f);
	fixture_open_with_map_or_fail(f);
}

static inline sqlite3 *fixture_other_or_fail(struct fixture *f)
{
	if (f->other == NULL) {
		CU_ASSERT_EQUAL_FATAL(sqlite3_open(f->path, &f->other), SQLITE_OK);
		CU_ASSERT_EQUAL_FATAL(sqlite3_exec(f->other, "PRAGMA foreign_keys = ON", NULL, NULL, NULL),
		                      SQLITE_OK);
	}
	return f->other;
}

/* The answer to a question with one value, through the second connection. */
static inline int64_t fixture_ask_or_fail(struct fixture *f, const char *sql)
{
	sqlite3_stmt *q = NULL;

	CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(fixture_other_or_fail(f), sql, -1, &q, NULL), SQLITE_OK);
	CU_ASSERT_EQUAL_FATAL(sqlite3_step(q), SQLITE_ROW);
	int64_t value = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return value;
}

/* A schedule that is never open, behind the program's back: no version. */
static inline void fixture_add_schedule(struct fixture *f, const char *name)
{
	char sql[128];

	snprintf(sql, sizeof sql, "INSERT INTO schedule (name, place) SELECT '%s', count(*) FROM schedule",
	         name);
	CU_ASSERT_EQUAL_FATAL(sqlite3_exec(fixture_other_or_fail(f), sql, NULL, NULL, NULL), SQLITE_OK);
}

static inline void fixture_end(struct fixture *f)
{
	static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
	char path[80];

	sqlite3_close(f->other);
	store_close(f->store);
	for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
		snprintf(path, sizeof path, "%s%s", f->path, suffixes[i]);
		unlink(path);
	}
	CU_ASSERT_EQUAL(rmdir(f->directory), 0);
}

#endif
