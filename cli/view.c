/* Views: see view.h. Start at view_print(). */
#include "cli/view.h"

#include <stdlib.h>
#include <string.h>

#include "cli/table.h"
#include "cli/text.h"
#include "cli/words.h"

/* One cell, ready to be shown. */
struct cell {
	char *text;
	enum table_mood mood;
};

/* A row's object and, where rows lie inside other objects, the one around it. */
struct row {
	const struct message *item;
	const struct message *outer;
};

struct rows {
	struct row *rows;
	size_t count;
};

/* Escaped and never empty. Takes over text, which may be NULL. */
static char *finish(char *text)
{
	char *shown = text_escaped(text != NULL && text[0] != '\0' ? text : "-");
	free(text);
	return shown;
}

static char *copy(const char *text)
{
	char *made = text != NULL ? strdup(text) : NULL;
	return made;
}

static char *format_time(const struct message *value)
{
	char *utc = message_describe(value);
	char local[TEXT_TIME_MAX];
	if (!text_local_time(utc, local))
		return utc;
	free(utc);
	return copy(local);
}

/* Joins the parts that are there by "; ". */
static char *join(const char *const *parts, size_t count)
{
	char *all = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&all, &size);
	if (out == NULL)
		return NULL;
	for (size_t i = 0, used = 0; i < count; i++)
		if (parts[i] != NULL && parts[i][0] != '\0')
			fprintf(out, "%s%s", used++ > 0 ? "; " : "", parts[i]);
	fclose(out);
	return all;
}

static char *format_why(const struct message *item)
{
	char given[WORDS_GIVEN_MAX];
	const char *reason = message_text(item, "reason"), *cause = message_text(item, "cause");
	const char *detail = message_text(item, "detail");
	const char *parts[] = {
	        reason != NULL ? words_reason(reason) : NULL,
	        cause != NULL ? words_cause(cause) : NULL,
	        detail != NULL ? words_given(detail, given) : NULL,
	};
	return join(parts, sizeof parts / sizeof parts[0]);
}

static char *format_keys(const struct message *keys)
{
	char *all = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&all, &size);
	if (out == NULL)
		return NULL;
	for (size_t i = 0; i < message_count(keys); i++) {
		const struct message *key = message_item(keys, i);
		const char *room = message_text(key, "room"), *door = message_text(key, "door");
		fprintf(out, "%s%s%s%s", i > 0 ? ", " : "", room != NULL ? room : "?",
		        door != NULL ? "/" : "", door != NULL ? door : "");
	}
	fclose(out);
	return all;
}

static void put_word(FILE *out, const char *text)
{
	char word[48];
	const char *name = strstr(text, ": ");
	size_t length = name != NULL ? (size_t)(name - text) : strlen(text);
	snprintf(word, sizeof word, "%.*s", (int)(length < sizeof word ? length : sizeof word - 1), text);
	fprintf(out, "%s%s", length < sizeof word ? words_state(word) : word, name != NULL ? name : "");
}

static char *format_words(const struct message *value)
{
	char *all = NULL, *one = NULL;
	size_t size = 0, count = message_count(value);
	FILE *out = open_memstream(&all, &size);
	if (out == NULL)
		return NULL;
	for (size_t i = 0; i < (count > 0 ? count : 1); i++, free(one)) {
		one = message_describe(count > 0 ? message_item(value, i) : value);
		fputs(i > 0 ? ", " : "", out);
		put_word(out, one);
	}
	fclose(out);
	return all;
}

/* An incident bears a mark, so that it is seen without colours too. */
static char *format_event(const struct message *item)
{
	const char *kind = message_text(item, "kind");
	char text[80];
	snprintf(text, sizeof text, "%s%s", kind != NULL ? words_event(kind) : "",
	         message_bool(item, "is_incident", false) ? " !" : "");
	return copy(text);
}

static char *format_by(const char *words(const char *), const struct message *value)
{
	char *word = message_describe(value);
	char *shown = copy(words(word));
	free(word);
	return shown;
}

static char *format_given(const struct message *value)
{
	char given[WORDS_GIVEN_MAX];
	char *reason = message_describe(value);
	char *shown = copy(words_given(reason, given));
	free(reason);
	return shown;
}

static char *format_value(enum cell_kind kind, const struct message *value)
{
	switch (kind) {
	case CELL_TEXT:
	case CELL_NUMBER:
		return message_describe(value);
	case CELL_TIME:
		return format_time(value);
	case CELL_WORD:
		return format_words(value);
	case CELL_STATE:
		return format_by(words_state, value);
	case CELL_ACCOUNT:
		return format_by(words_account, value);
	case CELL_REASON:
		return format_given(value);
	case CELL_EVENT:
		return format_event(value);
	case CELL_KEYS:
		return format_keys(value);
	case CELL_WHY:
		return format_why(value);
	}
	return NULL;
}

static enum table_mood mood_of(const struct column *column, const struct message *value)
{
	enum table_mood mood = TABLE_PLAIN;
	char *word = message_describe(value);
	if (column->bad != NULL && strcmp(column->bad, word) == 0)
		mood = TABLE_WARNING;
	if (column->kind == CELL_EVENT && message_bool(value, "is_incident", false))
		mood = TABLE_WARNING;
	if (column->kind == CELL_STATE && words_urgency(word) > 0)
		mood = words_urgency(word) > 1 ? TABLE_WARNING : TABLE_NOTICE;
	free(word);
	return mood;
}

static const struct message *value_at(const struct column *column, struct row row)
{
	return message_get(column->is_outer ? row.outer : row.item, column->path);
}

static struct cell cell_of(const struct column *column, struct row row)
{
	const struct message *value = value_at(column, row);
	struct cell cell = {.mood = TABLE_PLAIN};
	if (value != NULL)
		cell.mood = mood_of(column, value);
	cell.text = finish(value != NULL ? format_value(column->kind, value) : NULL);
	return cell;
}

static bool has_value(const struct message *value)
{
	char *text = message_describe(value);
	bool is_there = text[0] != '\0';
	free(text);
	return is_there;
}

/* --- records: a line for each column --- */

static void print_record(FILE *out, const struct section *section, const struct message *object)
{
	struct table *t = table_new(false);
	table_column(t, "name", true, false);
	table_column(t, "value", false, true);
	for (const struct column *c = section->columns; c->heading != NULL; c++) {
		if (c->is_optional && !has_value(message_get(object, c->path)))
			continue;
		struct cell cell = cell_of(c, (struct row){object, NULL});
		char heading[64];
		snprintf(heading, sizeof heading, "%s:", _(c->heading));
		table_row(t);
		table_cell(t, 0, heading, TABLE_PLAIN);
		table_cell(t, 1, cell.text, cell.mood);
		free(cell.text);
	}
	table_print(t, out);
	table_free(t);
}

/* --- tables: a row for each object --- */

static void add_row(struct rows *r, const struct message *item, const struct message *outer)
{
	struct row *grown = realloc(r->rows, (r->count + 1) * sizeof *grown);
	if (grown == NULL) {
		fputs("zutritt: no memory\n", stderr);
		exit(EXIT_FAILURE);
	}
	r->rows = grown;
	r->rows[r->count++] = (struct row){item, outer};
}

static struct rows rows_of(const struct section *section, const struct message *reply)
{
	struct rows r = {NULL, 0};
	const struct message *list = message_get(reply, section->path);
	for (size_t i = 0; i < message_count(list); i++) {
		const struct message *item = message_item(list, i);
		if (section->each == NULL) {
			add_row(&r, item, NULL);
			continue;
		}
		const struct message *inner = message_get(item, section->each);
		for (size_t j = 0; j < message_count(inner); j++)
			add_row(&r, message_item(inner, j), item);
	}
	return r;
}

static bool is_shown(const struct column *column, const struct rows *r)
{
	for (size_t i = 0; column->is_optional && i < r->count; i++)
		if (has_value(value_at(column, r->rows[i])))
			return true;
	return !column->is_optional;
}

static void fill_row(struct table *t, const struct column *columns, const struct rows *r, size_t i)
{
	size_t place = 0;
	table_row(t);
	for (const struct column *c = columns; c->heading != NULL; c++) {
		if (!is_shown(c, r))
			continue;
		struct cell cell = cell_of(c, r->rows[i]);
		table_cell(t, place++, cell.text, cell.mood);
		free(cell.text);
	}
}

static void print_rows(FILE *out, const struct column *columns, const struct rows *r)
{
	struct table *t = table_new(true);
	for (const struct column *c = columns; c->heading != NULL; c++)
		if (is_shown(c, r))
			table_column(t, _(c->heading), c->kind == CELL_NUMBER, c->is_wide);
	for (size_t i = 0; i < r->count; i++)
		fill_row(t, columns, r, i);
	table_print(t, out);
	table_free(t);
}

static void print_table(FILE *out, const struct section *section, const struct message *reply)
{
	struct rows r = rows_of(section, reply);
	if (section->title != NULL && (r.count > 0 || section->none != NULL))
		fprintf(out, "\n%s:%s", _(section->title), r.count > 0 ? "\n" : " ");
	if (r.count > 0)
		print_rows(out, section->columns, &r);
	else if (section->none != NULL)
		fprintf(out, "%s\n", _(section->none));
	free(r.rows);
}

static void print_note(FILE *out, const struct section *section, const struct message *reply)
{
	char *note = text_escaped(message_text(reply, section->path));
	if (note[0] != '\0')
		fprintf(out, "%s\n", note);
	free(note);
}

void view_print(FILE *out, const struct section *sections, const struct message *reply)
{
	for (const struct section *s = sections; s->shape != SECTION_END; s++) {
		switch (s->shape) {
		case SECTION_END:
			break;
		case SECTION_NOTE:
			print_note(out, s, reply);
			break;
		case SECTION_RECORD:
			print_record(out, s, message_get(reply, s->path));
			break;
		case SECTION_TABLE:
			print_table(out, s, reply);
			break;
		}
	}
}

void view_print_line(FILE *out, const struct column *columns, const struct message *item)
{
	for (const struct column *c = columns; c->heading != NULL; c++) {
		if (c->width == 0)
			continue;
		struct cell cell = cell_of(c, (struct row){item, NULL});
		size_t width = text_width(cell.text);
		int padding = width < c->width ? (int)(c->width - width) : 0;
		bool is_last = c[1].heading == NULL;
		if (c->kind == CELL_NUMBER)
			fprintf(out, "%*s%s%s", padding, "", cell.text, is_last ? "" : "  ");
		else
			fprintf(out, "%s%*s%s", cell.text, is_last ? 0 : padding, "", is_last ? "" : "  ");
		free(cell.text);
	}
	fputc('\n', out);
}
