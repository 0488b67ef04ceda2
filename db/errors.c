/*
 * Four results are answers about the data and belong to constraints alone:
 * -EEXIST, -ENOENT, -EPERM here and -ESTALE in store_policy.c. Everything else
 * is trouble with the disk, and must never look like one of them.
 */
#include "db/errors.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

int errors_say(struct store *s, int result, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(s->error, sizeof s->error, format, arguments);
	va_end(arguments);
	return result;
}

/* SQLite quotes what it found in the damaged page: one line of plain characters shall be left of it. */
static void make_plain(char *text)
{
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~')
			*text = ' ';
}

int errors_say_damaged(struct store *s, const char *what)
{
	char plain[HANDLE_ERROR_MAX / 2];

	snprintf(plain, sizeof plain, "%s", what);
	make_plain(plain);
	return errors_say(s, -EUCLEAN, "%s is damaged (%s); restore a backup", s->path, plain);
}

static int constraint_errno(int extended)
{
	switch (extended) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return -EEXIST;
	case SQLITE_CONSTRAINT_FOREIGNKEY:
		return -ENOENT;
	default: /* CHECK, NOT NULL, types and the triggers: the schema forbids it */
		return -EPERM;
	}
}

static int trouble_errno(int code)
{
	switch (code) {
	case SQLITE_FULL:
		return -ENOSPC;
	case SQLITE_READONLY:
		return -EROFS;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -EBUSY;
	case SQLITE_NOMEM:
		return -ENOMEM;
	case SQLITE_TOOBIG:
		return -E2BIG;
	case SQLITE_NOTADB:
		return -EBADMSG;
	case SQLITE_CORRUPT:
		return -EUCLEAN;
	default:
		return -EIO;
	}
}

static const char *constraint_hint(int result)
{
	if (result == -EEXIST)
		return "it is taken already";
	return result == -ENOENT ? "it refers to something that is not there" : "the database forbids it";
}

int errors_tell(struct store *s)
{
	int extended = sqlite3_extended_errcode(s->db);
	int result;

	if ((extended & 0xff) == SQLITE_CONSTRAINT) {
		result = constraint_errno(extended);
		return errors_say(s, result, "%s: %s", constraint_hint(result), sqlite3_errmsg(s->db));
	}
	result = trouble_errno(extended & 0xff);
	if (result == -EUCLEAN)
		return errors_say_damaged(s, sqlite3_errmsg(s->db));
	return errors_say(s, result, "%s: %s (SQLite %d)", s->path, sqlite3_errmsg(s->db), extended);
}

int errors_tell_open(struct store *s)
{
	int result = errors_tell(s);
	int system = s->db == NULL ? ENOMEM : sqlite3_system_errno(s->db);

	if (result != -EIO || system == 0)
		return result;
	return errors_say(s, -system, "%s: %s: %m", s->path, sqlite3_errmsg(s->db));
}
