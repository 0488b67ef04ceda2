/*
 * Settings follow SQLite's "Defense against the dark arts"
 * (https://www.sqlite.org/security.html): even a file that somebody prepared
 * must not make this process do more than read rows.
 */
#include "db/connection.h"
#include "db/errors.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* "Zutr"; the first migration writes it. */
enum { APPLICATION_ID = 0x5a757472 };

/* A colleague with the sqlite3 shell, or a backup's reader at its end, is waited for this long. */
enum { BUSY_TIMEOUT_MS = 250 };

enum connection_sql {
#define SQL(name, text) CONNECTION_##name,
#include "connection.sql.h"
#undef SQL
	CONNECTION_COUNT
};

static const char *const texts[CONNECTION_COUNT] = {
#define SQL(name, text) text,
#include "connection.sql.h"
#undef SQL
};

static const struct {
	int id;
	int value;
} limits[] = {
        {SQLITE_LIMIT_LENGTH, 192 * 1024 * 1024}, /* STORE_MANY_MAX operations as JSON */
        {SQLITE_LIMIT_SQL_LENGTH, 64 * 1024},
        {SQLITE_LIMIT_COLUMN, 64},
        {SQLITE_LIMIT_EXPR_DEPTH, 32},
        {SQLITE_LIMIT_COMPOUND_SELECT, 4},
        {SQLITE_LIMIT_VDBE_OP, 25000},
        {SQLITE_LIMIT_FUNCTION_ARG, 48},
        {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
        {SQLITE_LIMIT_VARIABLE_NUMBER, 32},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 4},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
};

/* A file that may hold anything: before its schema is read at all. */
static void distrust(sqlite3 *db)
{
	sqlite3_extended_result_codes(db, 1);
	for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
		sqlite3_limit(db, limits[i].id, limits[i].value);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	sqlite3_busy_timeout(db, BUSY_TIMEOUT_MS);
}

/*
 * Counting its memory costs SQLite a lock for every allocation, a tenth of an
 * event's time. Too late once a database is open, which is then no fault.
 */
static void do_not_count_memory(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static int open_path(struct store *s, const char *path, int flags)
{
	do_not_count_memory();
	/* One thread uses the handle, so it needs no lock of its own. */
	if (sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		return errors_tell_open(s);
	distrust(s->db);
	return 0;
}

/*
 * SQLite would give a new file what the umask leaves, and its -wal and -shm
 * the same mode. An existing file is not opened here: closing it would drop
 * the locks that another handle of this process has on it.
 */
static int make_private(struct store *s)
{
	int fd = open(s->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);

	if (fd >= 0)
		close(fd);
	else if (errno != EEXIST)
		return errors_say(s, -errno, "%s can not be made: %m", s->path);
	else if (chmod(s->path, S_IRUSR | S_IWUSR) != 0)
		return errors_say(s, -errno, "%s can not be kept from others: %m", s->path);
	return 0;
}

static int open_writable(struct store *s)
{
	int rc = open_path(s, s->path, SQLITE_OPEN_READWRITE);

	if (rc == 0 && sqlite3_db_readonly(s->db, "main") == 1)
		rc = errors_say(s, -EROFS, "%s can not be written", s->path);
	return rc;
}

int connection_open(struct store *s)
{
	int rc = make_private(s);

	return rc == 0 ? open_writable(s) : rc;
}

int connection_open_existing(struct store *s)
{
	struct stat unused;

	if (stat(s->path, &unused) != 0)
		return errors_say(s, -errno, "%s can not be opened: %m", s->path);
	return open_writable(s);
}

/* "file:PATH?immutable=1", with what has a meaning in a URI escaped. Freed by the caller. */
static char *immutable_uri(const char *path)
{
	sqlite3_str *uri = sqlite3_str_new(NULL);

	sqlite3_str_appendall(uri, "file:");
	for (; *path != '\0'; path++) {
		if (strchr("%?#", *path) != NULL)
			sqlite3_str_appendf(uri, "%%%02x", (unsigned char)*path);
		else
			sqlite3_str_appendchar(uri, 1, *path);
	}
	sqlite3_str_appendall(uri, "?immutable=1");
	return sqlite3_str_finish(uri);
}

/*
 * Without a -wal beside it nobody has the file open and it is complete;
 * "immutable" then keeps SQLite from making -wal and -shm for us. With one,
 * what it holds counts.
 */
int connection_open_read_only(struct store *s)
{
	struct stat unused;
	char *wal = sqlite3_mprintf("%s-wal", s->path);
	char *uri = immutable_uri(s->path);
	int rc;

	if (wal == NULL || uri == NULL)
		rc = errors_say(s, -ENOMEM, "no memory");
	else if (stat(wal, &unused) == 0)
		rc = open_path(s, s->path, SQLITE_OPEN_READONLY);
	else
		rc = open_path(s, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
	if (rc == 0)
		sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_free(wal);
	sqlite3_free(uri);
	return rc;
}

static int run(struct store *s, enum connection_sql which)
{
	return sqlite3_exec(s->db, texts[which], NULL, NULL, NULL) == SQLITE_OK ? 0 : errors_tell(s);
}

int connection_cache(struct store *s, bool is_large)
{
	return run(s, is_large ? CONNECTION_CACHE_LARGE : CONNECTION_CACHE_SMALL);
}

int connection_begin(struct store *s)
{
	return run(s, CONNECTION_BEGIN);
}

/* SQLite may have rolled back by itself, or not: either way no transaction is left, nor a word of error lost.
 */
static void roll_back(struct store *s)
{
	if (sqlite3_get_autocommit(s->db) == 0)
		sqlite3_exec(s->db, texts[CONNECTION_ROLLBACK], NULL, NULL, NULL);
}

int connection_end(struct store *s, int rc)
{
	if (rc == 0)
		rc = run(s, CONNECTION_COMMIT);
	if (rc != 0)
		roll_back(s);
	return rc;
}

/* The first column of the first row, as text. */
static int ask(struct store *s, enum connection_sql which, char *answer, size_t size)
{
	sqlite3_stmt *q = NULL;
	int rc = 0;

	answer[0] = '\0';
	if (sqlite3_prepare_v2(s->db, texts[which], -1, &q, NULL) != SQLITE_OK ||
	    sqlite3_step(q) != SQLITE_ROW)
		rc = errors_tell_open(s);
	else
		column_buffer(q, 0, answer, size);
	sqlite3_finalize(q);
	return rc;
}

static int ask_number(struct store *s, enum connection_sql which, int64_t *number)
{
	char answer[24];
	int rc = ask(s, which, answer, sizeof answer);

	*number = rc == 0 ? strtoll(answer, NULL, 10) : 0;
	return rc;
}

static int judge_owner(struct store *s, int64_t *version)
{
	int64_t application = 0;
	int64_t tables = 0;
	int rc = ask_number(s, CONNECTION_APPLICATION, &application);

	if (rc == 0)
		rc = ask_number(s, CONNECTION_VERSION, version);
	if (rc == 0)
		rc = ask_number(s, CONNECTION_TABLES, &tables);
	if (rc == -EBADMSG)
		return errors_say(s, rc, "%s is not a database", s->path);
	if (rc != 0)
		return rc;
	bool is_empty = application == 0 && *version == 0 && tables == 0;
	bool is_ours = application == APPLICATION_ID && *version > 0;
	return is_empty || is_ours ? 0 : errors_say(s, -EBADMSG, "%s is not a database of Zutritt", s->path);
}

static int judge_version(struct store *s, int64_t version)
{
	if (version <= STORE_SCHEMA_VERSION)
		return 0;
	return errors_say(s, -EPROTO,
	                  "%s was written by a newer Zutritt (schema %lld, this one knows %d); "
	                  "install that version or restore a backup",
	                  s->path, (long long)version, STORE_SCHEMA_VERSION);
}

static int quick_check(struct store *s, enum connection_sql which)
{
	char answer[HANDLE_ERROR_MAX / 2];
	int rc = ask(s, which, answer, sizeof answer);

	return rc == 0 && strcmp(answer, "ok") != 0 ? errors_say_damaged(s, answer) : rc;
}

static int judge_pages(struct store *s)
{
	int rc = run(s, CONNECTION_CHECKS_OFF);

	if (rc == 0)
		rc = quick_check(s, CONNECTION_QUICK_CHECK);
	/* Before anything is prepared: statements keep what held when they were. */
	if (rc == 0)
		rc = run(s, CONNECTION_CHECKS_ON);
	return rc;
}

static int judge_doors(struct store *s, int64_t version)
{
	return version == 0 ? 0 : quick_check(s, CONNECTION_QUICK_CHECK_DOOR);
}

int connection_judge_quickly(struct store *s, int64_t *version)
{
	int rc = judge_owner(s, version);

	if (rc == 0)
		rc = judge_version(s, *version);
	if (rc == 0)
		rc = judge_doors(s, *version);
	return rc;
}

int connection_judge(struct store *s, int64_t *version)
{
	int rc = judge_owner(s, version);

	if (rc == 0)
		rc = judge_version(s, *version);
	if (rc == 0)
		rc = judge_pages(s);
	if (rc == 0)
		rc = judge_doors(s, *version);
	return rc;
}

int connection_judge_numbers(struct store *s)
{
	return quick_check(s, CONNECTION_NUMBERS);
}

int connection_follow_references(struct store *s, bool is_followed)
{
	return run(s, is_followed ? CONNECTION_REFERENCES_ON : CONNECTION_REFERENCES_OFF);
}

int connection_references_hold(struct store *s)
{
	int64_t broken = 0;
	int rc = ask_number(s, CONNECTION_REFERENCES_BROKEN, &broken);

	return rc == 0 && broken > 0 ? errors_say_damaged(s, "rows refer to what is not there") : rc;
}

int connection_configure(struct store *s, bool is_new)
{
	char mode[16];
	int rc = is_new ? run(s, CONNECTION_PAGE) : 0;

	if (rc == 0)
		rc = ask(s, CONNECTION_WAL, mode, sizeof mode);
	if (rc == 0 && strcmp(mode, "wal") != 0)
		rc = errors_say(s, -ENOTSUP, "%s lies on a file system without shared memory", s->path);
	if (rc == 0)
		rc = run(s, CONNECTION_SETTINGS);
	if (rc == 0)
		rc = run(s, CONNECTION_SCRATCH);
	return rc;
}
