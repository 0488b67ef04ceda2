/* Start reading at import_continue(); what a row means stands in plan_row(). */
#include "controller/office/import.h"
#include "controller/office/badges.h"
#include "controller/office/csv.h"
#include "controller/office/import_row.h"
#include "controller/office/op_list.h"
#include "controller/office/sentence.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Something that may stand in the table once, and where it did. */
struct seen {
	uint64_t hash; /* 0: free */
	size_t line;
};

enum { SEEN_PLACES = 131072 /* a power of two, over four times two things a row */ };

struct import {
	struct request request; /* who imports; no parameters */
	bool is_dry;
	const void *language; /* spoken when it was asked for */
	char *text;
	size_t size;
	struct csv csv;
	struct csv_row row;
	struct import_columns columns;
	bool has_header;
	size_t rows, hired, changed, same;
	int64_t version; /* of the policy, when it began */
	int64_t receipt_last;
	struct op_list ops;
	struct change events; /* carries the events alone */
	struct seen *seen;
};

/* ---- the file ---- */

/* Only what cannot change any more and needs no disk: else a slow or shrinking file would stop the office. */
static bool is_sealed(int fd, struct stat *st)
{
	int seals = fcntl(fd, F_GET_SEALS);
	int needed = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW;
	return seals >= 0 && (seals & needed) == needed && fstat(fd, st) == 0 && S_ISREG(st->st_mode);
}

static bool read_text(struct import *i, int fd)
{
	while (i->size > 0 && i->csv.at < i->size) {
		ssize_t n = pread(fd, i->text + i->csv.at, i->size - i->csv.at, (off_t)i->csv.at);
		if (n <= 0)
			return false;
		i->csv.at += (size_t)n;
	}
	return true;
}

static bool take_file(struct answer *a, struct import *i, struct ongoing *g)
{
	struct stat st;
	if (!g->has_file)
		return answer_invalid(a, "file", "The table comes as a file descriptor with the call.");
	if (!is_sealed(g->file, &st))
		return answer_invalid(a, "file", "The file descriptor must be a sealed memory file.");
	if (st.st_size > IMPORT_BYTES_MAX)
		return answer_invalid(a, "file", "The table has more than %d bytes.", IMPORT_BYTES_MAX);
	i->size = (size_t)st.st_size;
	i->text = malloc(i->size + 1);
	if (i->text == NULL || !read_text(i, g->file))
		return answer_unavailable(a, "The table cannot be read.");
	csv_begin(&i->csv, i->text, i->size);
	return true;
}

/* ---- begin ---- */

void import_free(struct import *i)
{
	if (i == NULL)
		return;
	op_list_free(&i->ops);
	change_end(&i->events);
	free(i->seen);
	free(i->text);
	free(i);
}

static struct import *import_new(struct office *o, const struct request *r)
{
	struct import *i = calloc(1, sizeof(*i));
	if (i == NULL)
		return NULL;
	i->seen = calloc(SEEN_PLACES, sizeof(*i->seen));
	i->request = *r;
	i->request.parameters = NULL;
	i->request.ongoing = NULL;
	i->is_dry = message_bool(r->parameters, "dry_run", false);
	i->language = sentence_spoken();
	change_begin(&i->events, o, r);
	i->version = store_policy_version(o->store);
	if (i->seen == NULL) {
		import_free(i);
		return NULL;
	}
	return i;
}

bool persons_import(struct office *o, const struct request *r, struct answer *a)
{
	struct ongoing *g = r->ongoing;
	struct import *i;
	if (!r->wants_more)
		return answer_protocol_error(a, "ExpectedMore", NULL, NULL, "An import wants \"more\".");
	i = import_new(o, r);
	if (i == NULL)
		return answer_unavailable(a, "There is no memory for the table.");
	if (!take_file(a, i, g)) {
		import_free(i);
		return false;
	}
	g->import = i;
	a->is_endless = true;
	return true;
}

/* ---- one row ---- */

static bool wrong_line(struct answer *a, size_t line, const char *what)
{
	char text[512];
	snprintf(text, sizeof(text), "%s", what);
	return answer_invalid(a, "line", "Line %zu: %s Nothing is changed.", line, text);
}

/* The sentence that a handler answered, with the line in front. */
static bool wrong_row(struct answer *a, size_t line)
{
	const char *what = message_text(a->wrong, "message");
	char text[512];
	snprintf(text, sizeof(text), "%s", what == NULL ? "" : what);
	return wrong_line(a, line, text);
}

static uint64_t hash_of(char kind, const char *text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ (unsigned char)kind;
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;
		hash = (hash ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) * UINT64_C(0x100000001b3);
	}
	return hash == 0 ? 1 : hash;
}

/* The line in which the same stood before; 0: it is new, and noted. */
static size_t seen_before(struct import *i, char kind, const char *text, size_t line)
{
	uint64_t hash = hash_of(kind, text);
	size_t place = hash & (SEEN_PLACES - 1);
	while (i->seen[place].hash != 0 && i->seen[place].hash != hash)
		place = (place + 1) & (SEEN_PLACES - 1);
	if (i->seen[place].hash == hash)
		return i->seen[place].line;
	i->seen[place] = (struct seen){hash, line};
	return 0;
}

static bool is_once(struct import *i, struct answer *a, char kind, const char *text)
{
	size_t line = text[0] == '\0' ? 0 : seen_before(i, kind, text, i->row.line);
	return line == 0 || answer_conflict(a, text, "\"%s\" stands in line %zu already.", text, line);
}

static bool is_alone(struct import *i, struct answer *a, const struct import_row *row)
{
	char id[13] = "";
	if (row->person.revision != 0)
		policy_id_text(row->person.id, id);
	return is_once(i, a, 'b', row->badge) &&
	       (id[0] != '\0' ? is_once(i, a, 'i', id) : is_once(i, a, 'n', row->person.name));
}

static void put_difference(struct import *i, struct answer *a, const struct import_row *row)
{
	if (!i->is_dry || row->what == IMPORT_SAME)
		return;
	struct message *m = message_object();
	message_put_int(m, "line", (int64_t)i->row.line);
	message_put_text(m, "what", row->what == IMPORT_NEW ? "new" : "changed");
	message_put_text(m, "name", row->person.name);
	message_put_text(m, "detail", row->detail);
	answer_item(a, m);
}

static void keep_events(struct import *i, const struct change *c)
{
	for (size_t k = 0; k < c->event_count; k++) {
		struct journal_event *e = change_event(&i->events, c->events[k].class, c->events[k].kind);
		*e = c->events[k];
	}
}

static void keep(struct import *i, const struct change *c, const struct import_row *row)
{
	for (size_t k = 0; k < c->op_count; k++)
		op_list_add(&i->ops, &c->ops[k]);
	keep_events(i, c);
	if (c->receipt != 0)
		i->receipt_last = c->receipt;
	i->hired += row->what == IMPORT_NEW;
	i->changed += row->what == IMPORT_CHANGED;
	i->same += row->what == IMPORT_SAME;
}

static bool plan_row(struct office *o, struct import *i, struct answer *a)
{
	struct import_row row = {0};
	struct change c;
	change_begin_part(&c, o, &i->request);
	c.receipt_last = i->receipt_last;
	bool is_good = import_row_read(o, a, &i->columns, &i->row, &row) && is_alone(i, a, &row) &&
	               import_row_plan(o, &i->request, a, &c, &row) && change_may(o, &c, a);
	if (is_good) {
		keep(i, &c, &row);
		put_difference(i, a, &row);
	}
	change_end(&c);
	return is_good || wrong_row(a, i->row.line);
}

/* ---- some rows a turn ---- */

static bool take_row(struct office *o, struct import *i, struct answer *a)
{
	if (!i->has_header) {
		i->has_header = import_columns_read(a, &i->row, &i->columns);
		return i->has_header || wrong_row(a, i->row.line);
	}
	if (++i->rows > IMPORT_ROWS_MAX)
		return answer_invalid(a, "file", "The table has more than %d persons.", IMPORT_ROWS_MAX);
	return plan_row(o, i, a);
}

/* CSV_ROW: more to come; CSV_FAULT: the error is in the answer. */
static enum csv_result take_rows(struct office *o, struct import *i, struct answer *a)
{
	char what[160];
	for (int k = 0; k < IMPORT_TURN_ROWS; k++) {
		const char *fault;
		enum csv_result result = csv_next(&i->csv, &i->row, &fault);
		if (result == CSV_END)
			return CSV_END;
		if (result == CSV_FAULT) {
			snprintf(what, sizeof(what), sentence("the line %s."), sentence(fault));
			wrong_line(a, i->row.line, what);
			return CSV_FAULT;
		}
		if (!take_row(o, i, a))
			return CSV_FAULT;
	}
	return CSV_ROW;
}

/* ---- the end ---- */

static bool is_still_so(struct office *o, const struct import *i, struct answer *a)
{
	return store_policy_version(o->store) == i->version ||
	       answer_conflict(a, "",
	                       "Somebody has changed persons, badges or keys in the meantime: nothing is "
	                       "changed, do it again.");
}

static void add_summary(struct import *i)
{
	struct journal_event *e = change_event(&i->events, JOURNAL_KEY, "persons.imported");
	snprintf(e->detail, sizeof(e->detail), "%zu rows: %zu hired, %zu changed, %zu as they were", i->rows,
	         i->hired, i->changed, i->same);
}

static void put_counts(const struct import *i, struct answer *a)
{
	message_put_int(a->members, "rows", (int64_t)i->rows);
	message_put_int(a->members, "hired", (int64_t)i->hired);
	message_put_int(a->members, "changed", (int64_t)i->changed);
	message_put_int(a->members, "same", (int64_t)i->same);
}

static bool finish(struct office *o, struct import *i, struct answer *a)
{
	if (!i->has_header)
		return answer_invalid(a, "file", "The table is empty.");
	put_counts(i, a);
	if (i->is_dry) {
		change_put_note(
		        &i->request, a,
		        "A dry run, nothing is changed. It would hire %zu, change %zu and leave %zu as they "
		        "are.",
		        i->hired, i->changed, i->same);
		return true;
	}
	add_summary(i);
	if (!is_still_so(o, i, a) ||
	    (i->ops.count > 0 && !change_make_many(o, op_list_next, &i->ops, &i->events, a)))
		return false;
	change_put_note(&i->request, a, "Hired %zu, changed %zu, %zu are as they were.", i->hired, i->changed,
	                i->same);
	return true;
}

static void send(struct answer *a, struct buffer *out)
{
	answer_finish(a);
	buffer_add(out, buffer_bytes(&a->frames), buffer_size(&a->frames));
}

bool import_continue(struct office *o, struct import *i, struct buffer *out)
{
	struct answer a;
	sentence_speak_again(i->language);
	answer_init(&a, true);
	answer_list(&a, "rows_changed");
	enum csv_result result = take_rows(o, i, &a);
	if (result == CSV_END)
		finish(o, i, &a);
	a.is_endless = result == CSV_ROW;
	if (result != CSV_ROW || answer_has_items(&a))
		send(&a, out);
	answer_free(&a);
	return result == CSV_ROW;
}

/* ---- export ---- */

struct badge_search {
	struct policy_badge badge;
	bool is_found;
};

static bool visit_badge(void *context, const struct policy_badge *badge)
{
	struct badge_search *search = context;
	if (badge->is_day)
		return true;
	search->badge = *badge;
	search->is_found = true;
	return badge->state != POLICY_BADGE_ACTIVE; /* an active one is the one to tell */
}

static int put_person(struct office *o, const struct listing *l, policy_id id, struct answer *a)
{
	struct policy_person person;
	struct badge_search search = {.is_found = false};
	char number[SHAPE_NUMBER_MAX] = "";
	(void)l;
	int result = store_person(o->store, id, &person);
	if (result == 0)
		result = badges_of(o, id, visit_badge, &search);
	if (result != 0)
		return result;
	if (search.is_found)
		shape_number(&search.badge, number);
	struct message *m = shape_person(&person);
	shape_put_name(m, "badge", number);
	answer_item(a, m);
	return 0;
}

static bool visit_person(void *context, const struct policy_person *person)
{
	if (person->state != POLICY_PERSON_EXITED)
		listing_add(context, person->id);
	return true;
}

bool persons_export(struct office *o, const struct request *r, struct answer *a)
{
	struct listing *l = &r->ongoing->listing;
	l->name = "persons";
	l->put = put_person;
	if (store_persons(o->store, visit_person, l) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	return listing_page(o, l, a);
}
