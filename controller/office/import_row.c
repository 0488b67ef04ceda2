#include "controller/office/import_row.h"
#include "controller/office/badges.h"
#include "controller/office/names.h"
#include "controller/office/person_acts.h"
#include "controller/office/persons.h"
#include "controller/office/receipts.h"
#include "controller/office/sentence.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- the header ---- */

static const struct {
	const char *name, *german;
	enum import_column column;
} headings[] = {
        {"name", "Name", IMPORT_NAME},
        {"id", "Kennung", IMPORT_ID},
        {"kind", "Art", IMPORT_KIND},
        {"position", "Stelle", IMPORT_POSITION},
        {"employer", "Firma", IMPORT_EMPLOYER},
        {"first_day", "Erster Tag", IMPORT_FIRST_DAY},
        {"last_day", "Letzter Tag", IMPORT_LAST_DAY},
        {"rights", "Rechte", IMPORT_RIGHTS},
        {"badge", "Ausweis", IMPORT_BADGE},
        {"state", "Zustand", IMPORT_STATE},
};

static int find_column(const char *heading)
{
	for (size_t i = 0; i < sizeof(headings) / sizeof(headings[0]); i++)
		if (strcasecmp(headings[i].name, heading) == 0 ||
		    strcasecmp(headings[i].german, heading) == 0)
			return (int)headings[i].column;
	return -1;
}

/* What is no UTF-8 must not come into an answer either. */
static const char *shown(const char *text)
{
	return text_fault(text) == NULL ? text : "?";
}

bool import_columns_read(struct answer *a, const struct csv_row *header, struct import_columns *columns)
{
	*columns = (struct import_columns){.count = header->count};
	for (size_t i = 0; i < header->count; i++) {
		int column = find_column(header->fields[i]);
		if (column < 0)
			return answer_invalid(a, "file", "There is no column \"%s\".",
			                      shown(header->fields[i]));
		if (columns->at[column] != 0)
			return answer_invalid(a, "file", "The column \"%s\" stands there twice.",
			                      shown(header->fields[i]));
		columns->at[column] = i + 1;
	}
	return columns->at[IMPORT_NAME] != 0 || answer_invalid(a, "file", "The column \"name\" is missing.");
}

/* ---- the fields ---- */

static const char *field(const struct import_columns *columns, const struct csv_row *fields,
                         enum import_column column)
{
	size_t at = columns->at[column];
	return at == 0 ? "" : csv_plain(fields->fields[at - 1]);
}

static bool are_texts(struct answer *a, const struct import_columns *columns, const struct csv_row *fields)
{
	if (fields->count != columns->count)
		return answer_invalid(a, "file", "There are %zu columns, in the first line %zu.",
		                      fields->count, columns->count);
	for (int i = 0; i < IMPORT_COLUMNS; i++) {
		const char *text = field(columns, fields, (enum import_column)i);
		const char *fault = text[0] == '\0' ? NULL : text_fault(text);
		if (fault != NULL)
			return answer_invalid(a, "file", "The column \"%s\" %s.", headings[i].name,
			                      sentence(fault));
	}
	return true;
}

/* "31.03.2026" as well, as German Excel writes it. */
static bool read_day(struct answer *a, const char *name, const char *text, int32_t *day)
{
	char iso[TEXT_DAY_MAX];
	unsigned d, m, y;
	int end = 0;
	if (text[0] == '\0')
		return true;
	if (sscanf(text, "%2u.%2u.%4u%n", &d, &m, &y, &end) == 3 && text[end] == '\0') {
		snprintf(iso, sizeof(iso), "%04u-%02u-%02u", y % 10000, m % 100, d % 100);
		text = iso;
	}
	return name_day(a, name, text, day);
}

static bool read_kind(struct answer *a, const char *text, enum policy_person_kind *kind)
{
	static const struct {
		const char *word;
		enum policy_person_kind kind;
	} german[] = {{"besch\xc3\xa4"
	               "ftigter",
	               POLICY_EMPLOYEE},
	              {"besch\xc3\xa4"
	               "ftigte",
	               POLICY_EMPLOYEE},
	              {"externer", POLICY_EXTERNAL},
	              {"externe", POLICY_EXTERNAL},
	              {"techniker", POLICY_TECHNICIAN},
	              {"technikerin", POLICY_TECHNICIAN}};
	if (text[0] == '\0' || shape_person_kind_parse(text, kind) == 0)
		return true;
	for (size_t i = 0; i < sizeof(german) / sizeof(german[0]); i++) {
		if (strcasecmp(german[i].word, text) == 0) {
			*kind = german[i].kind;
			return true;
		}
	}
	return answer_invalid(a, "kind", "A person is employee, external or technician, not \"%s\".", text);
}

/* "unset, set" */
static bool read_rights(struct answer *a, const char *text, uint32_t *rights)
{
	char words[POLICY_TEXT_MAX], *rest = words, *word;
	if (text[0] == '\0')
		return true;
	*rights = 0;
	text_copy(words, sizeof(words), text);
	while ((word = strtok_r(rest, ", ", &rest)) != NULL) {
		uint32_t right = shape_right_parse(word);
		if (right == 0)
			return answer_invalid(
			        a, "rights", "There is no right \"%s\": only unset, set and override.", word);
		*rights |= right;
	}
	return true;
}

/* ---- who it is ---- */

enum { NAMESAKES_MAX = 2 };

static bool find_by_name(struct office *o, struct answer *a, const char *name, struct policy_person *person)
{
	struct policy_person found[NAMESAKES_MAX];
	size_t count;
	int result = store_person_by_name(o->store, name, found, NAMESAKES_MAX, &count);
	if (result < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	if (count == 0 || found[0].state == POLICY_PERSON_EXITED)
		return true; /* new; the first in the list are those who are here */
	if (count > 1 && found[1].state != POLICY_PERSON_EXITED)
		return answer_conflict(a, name, "%zu persons are called \"%s\": give the id.", count, name);
	*person = found[0];
	return true;
}

static bool find_by_id(struct office *o, struct answer *a, const char *text, struct policy_person *person)
{
	policy_id id = policy_id_parse(text);
	int result = id == 0 ? -ENOENT : store_person(o->store, id, person);
	if (result == -ENOENT)
		return answer_not_found(a, text, "There is no person \"%s\".", text);
	return result == 0 ||
	       answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
}

static bool find_person(struct office *o, struct answer *a, const char *id, const char *name,
                        struct policy_person *person)
{
	if (id[0] == '\0' && name[0] == '\0')
		return answer_invalid(a, "name", "The name is missing.");
	return id[0] == '\0' ? find_by_name(o, a, name, person) : find_by_id(o, a, id, person);
}

static bool is_state_kept(struct answer *a, const char *text, const struct policy_person *before)
{
	const char *state = before->id == 0 ? "active" : shape_person_state(before->state);
	return text[0] == '\0' || strcmp(text, state) == 0 ||
	       answer_invalid(a, "state", "Nobody is suspended or exits by a table: \"%s\".", text);
}

bool import_row_read(struct office *o, struct answer *a, const struct import_columns *columns,
                     const struct csv_row *fields, struct import_row *row)
{
	if (!are_texts(a, columns, fields))
		return false;
	const char *name = field(columns, fields, IMPORT_NAME);
	if (!find_person(o, a, field(columns, fields, IMPORT_ID), name, &row->before) ||
	    !is_state_kept(a, field(columns, fields, IMPORT_STATE), &row->before))
		return false;
	struct policy_person *p = &row->person;
	*p = row->before;
	if (p->id == 0)
		*p = (struct policy_person){.first_day = POLICY_DAY_NONE, .last_day = POLICY_DAY_NONE};
	if (name[0] != '\0')
		text_copy(p->name, sizeof(p->name), name);
	if (field(columns, fields, IMPORT_EMPLOYER)[0] != '\0')
		text_copy(p->employer, sizeof(p->employer), field(columns, fields, IMPORT_EMPLOYER));
	if (strlen(field(columns, fields, IMPORT_POSITION)) >= sizeof(p->position))
		return answer_invalid(a, "position", "There is no position \"%s\".",
		                      field(columns, fields, IMPORT_POSITION));
	if (field(columns, fields, IMPORT_POSITION)[0] != '\0')
		text_copy(p->position, sizeof(p->position), field(columns, fields, IMPORT_POSITION));
	text_copy(row->badge, sizeof(row->badge), field(columns, fields, IMPORT_BADGE));
	return read_kind(a, field(columns, fields, IMPORT_KIND), &p->kind) &&
	       read_day(a, "first_day", field(columns, fields, IMPORT_FIRST_DAY), &p->first_day) &&
	       read_day(a, "last_day", field(columns, fields, IMPORT_LAST_DAY), &p->last_day) &&
	       read_rights(a, field(columns, fields, IMPORT_RIGHTS), &p->rights);
}

/* ---- what it changes ---- */

static void tell(struct import_row *row, const char *what, const char *before, const char *after)
{
	size_t used = strlen(row->detail);
	snprintf(row->detail + used, sizeof(row->detail) - used, "%s%s: %.60s -> %.60s", used > 0 ? ", " : "",
	         what, before[0] == '\0' ? "-" : before, after[0] == '\0' ? "-" : after);
	row->what = IMPORT_CHANGED;
}

static void compare_days(struct import_row *row, const char *what, int32_t before, int32_t after)
{
	char one[TEXT_DAY_MAX] = "", other[TEXT_DAY_MAX] = "";
	if (before == after)
		return;
	if (before != POLICY_DAY_NONE)
		text_day(before, one);
	if (after != POLICY_DAY_NONE)
		text_day(after, other);
	tell(row, what, one, other);
}

static void compare_texts(struct import_row *row, const char *what, const char *before, const char *after)
{
	if (strcmp(before, after) != 0)
		tell(row, what, before, after);
}

static void compare_rights(struct import_row *row, uint32_t before, uint32_t after)
{
	char one[SHAPE_RIGHTS_MAX], other[SHAPE_RIGHTS_MAX];
	shape_rights_words(before, one);
	shape_rights_words(after, other);
	compare_texts(row, "rights", one, other);
}

static void compare(struct import_row *row)
{
	const struct policy_person *was = &row->before, *is = &row->person;
	compare_texts(row, "name", was->name, is->name);
	compare_texts(row, "employer", was->employer, is->employer);
	compare_days(row, "first_day", was->first_day, is->first_day);
	compare_days(row, "last_day", was->last_day, is->last_day);
	compare_rights(row, was->rights, is->rights);
}

static bool days_fit(struct answer *a, const struct change *c, const struct policy_person *person)
{
	bool has_end = person->last_day != POLICY_DAY_NONE;
	if (has_end && person->last_day < person->first_day)
		return answer_invalid(a, "last_day", "The last day is before the first.");
	return !has_end || person->last_day >= moment_day(&c->now) ||
	       answer_invalid(a, "last_day", "The last day is past.");
}

static bool may_change(struct answer *a, const struct import_row *row)
{
	const struct policy_person *was = &row->before, *is = &row->person;
	if (was->state == POLICY_PERSON_EXITED)
		return answer_conflict(a, was->name, "%s has left: hire them anew.", was->name);
	if (was->kind != is->kind)
		return answer_conflict(a, is->name, "%s stays %s: another kind is another person.", is->name,
		                       sentence(shape_person_kind(was->kind)));
	if (is->kind != POLICY_EMPLOYEE && is->last_day == POLICY_DAY_NONE)
		return answer_invalid(a, "last_day", "An external needs a last day.");
	return true;
}

/* Whose badge the number is: the person's own already, or to be given. */
static bool plan_badge(struct office *o, const struct request *r, struct answer *a, struct change *c,
                       struct import_row *row)
{
	struct policy_badge wanted = {0}, badge;
	if (row->badge[0] == '\0')
		return true;
	if (!name_number(o, a, row->badge, &wanted))
		return false;
	int result = store_badge_by_number(o->store, wanted.format, wanted.facility, wanted.card, &badge);
	if (result < 0 && result != -ENOENT)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	if (result == 0 && badge.person == row->before.id)
		return true;
	if (!badge_may_open(o, c, a, 0, &row->before))
		return false;
	tell(row, "badge", "", row->badge);
	if (c->receipt != 0)
		c->receipt_last = c->receipt; /* the new position has one already */
	return receipt_begin(o, r, c, a, POLICY_RECEIPT_ISSUE, &row->person) &&
	       badge_give(o, c, a, row->badge, row->person.id) && receipt_end(o, c, a);
}

static void put_changed(struct change *c, const struct import_row *row)
{
	change_op(c, POLICY_PERSON_PUT)->person = row->person;
	change_event(c, JOURNAL_KEY, "person.changed")->person = row->person.id;
}

/* Another position: its keys, as person_transfer() would. The person's row is part of it. */
static bool plan_position(struct office *o, const struct request *r, struct answer *a, struct change *c,
                          struct import_row *row)
{
	struct policy_person wanted = row->person;
	compare_texts(row, "position", row->before.position, wanted.position);
	text_copy(row->person.position, sizeof(row->person.position), row->before.position);
	struct person_moved moved;
	return person_move(o, r, a, c, &row->person, wanted.position, &moved);
}

static bool plan_change(struct office *o, const struct request *r, struct answer *a, struct change *c,
                        struct import_row *row)
{
	bool is_moved = strcmp(row->before.position, row->person.position) != 0;
	if (!may_change(a, row))
		return false;
	compare(row);
	if (row->before.last_day != row->person.last_day && !days_fit(a, c, &row->person))
		return false;
	if (is_moved)
		return plan_position(o, r, a, c, row) && plan_badge(o, r, a, c, row);
	if (row->what == IMPORT_CHANGED)
		put_changed(c, row);
	return plan_badge(o, r, a, c, row);
}

static bool plan_hire(struct office *o, const struct request *r, struct answer *a, struct change *c,
                      struct import_row *row)
{
	struct policy_position position = {0};
	const char *name = row->person.position[0] == '\0' ? NULL : row->person.position;
	row->what = IMPORT_NEW;
	if (!days_fit(a, c, &row->person) || !person_position(o, a, name, &position) ||
	    !person_add(o, r, a, c, &row->person, &position, row->badge[0] == '\0' ? NULL : row->badge))
		return false;
	snprintf(row->detail, sizeof(row->detail), "%s%s%s", row->person.position,
	         row->badge[0] == '\0' ? "" : ", ", row->badge);
	return true;
}

bool import_row_plan(struct office *o, const struct request *r, struct answer *a, struct change *c,
                     struct import_row *row)
{
	return row->before.id == 0 ? plan_hire(o, r, a, c, row) : plan_change(o, r, a, c, row);
}
