#include "controller/office/change.h"
#include "controller/office/book.h"
#include "controller/office/sentence.h"
#include "controller/office/deltas.h"
#include "controller/office/events.h"
#include "controller/office/journalist.h"
#include "controller/office/keeping.h"
#include "controller/office/restrictions.h"
#include "controller/office/settling.h"
#include "controller/office/shapes.h"
#include "controller/office/table_load.h"
#include "controller/office/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- putting an act together ---- */

/* Rule P10: the act and its confirmation are one, so that it is done once. */
static void put_confirmed(struct change *c, const struct policy_approval *asked)
{
	struct policy_approval *approval = &change_op(c, POLICY_APPROVAL_PUT)->approval;
	*approval = *asked;
	approval->state = POLICY_APPROVAL_CONFIRMED;
	approval->decided_by = c->who;
	approval->decided_utc_ms = c->now.utc_ms;
	approval->request[0] = '\0';
	approval->has_half = false;
	struct journal_event *e = change_event(c, JOURNAL_ACT, "approval.confirmed");
	e->person = asked->beneficiary;
	text_copy(e->detail, sizeof(e->detail), asked->sentence);
}

void change_begin(struct change *c, struct office *o, const struct request *r)
{
	/* the disk may work again, and nobody have told the journalist */
	if (o->unsaved.count > 0 && o->store != NULL)
		settling_work(o);
	change_begin_part(c, o, r);
}

void change_begin_part(struct change *c, struct office *o, const struct request *r)
{
	*c = (struct change){.now = clock_now(&o->clock), .who = r->actor.id};
	if (r->approval != NULL)
		put_confirmed(c, r->approval);
}

void change_end(struct change *c)
{
	free(c->ops);
	free(c->events);
	*c = (struct change){0};
}

bool change_do(struct office *o, const struct request *r, struct answer *a, change_run *run)
{
	struct change c;
	change_begin(&c, o, r);
	bool is_good = run(o, r, a, &c);
	change_end(&c);
	return is_good;
}

/* Room for one more item of that size; without memory the program ends. */
static void *with_room(void *items, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return items;
	*capacity = *capacity == 0 ? 8 : *capacity * 2;
	items = realloc(items, *capacity * size);
	if (items == NULL) {
		fputs("zutrittd: out of memory\n", stderr);
		abort();
	}
	return items;
}

struct policy_op *change_op(struct change *c, enum policy_op_kind kind)
{
	c->ops = with_room(c->ops, c->op_count, &c->op_capacity, sizeof(*c->ops));
	struct policy_op *op = &c->ops[c->op_count++];
	memset(op, 0, sizeof(*op));
	op->kind = kind;
	return op;
}

struct journal_event *change_event(struct change *c, enum journal_class class, const char *kind)
{
	c->events = with_room(c->events, c->event_count, &c->event_capacity, sizeof(*c->events));
	struct journal_event *e = &c->events[c->event_count++];
	memset(e, 0, sizeof(*e));
	e->class = class;
	e->utc_ms = c->now.utc_ms;
	e->mono_ns = c->now.mono_ns;
	e->is_clock_trusted = c->now.is_clock_trusted;
	e->operator_id = c->who;
	snprintf(e->kind, sizeof(e->kind), "%s", kind);
	return e;
}

const struct policy_op *change_find(const struct change *c, enum policy_op_kind kind)
{
	for (size_t i = 0; i < c->op_count; i++)
		if (c->ops[i].kind == kind)
			return &c->ops[i];
	return NULL;
}

size_t change_count(const struct change *c, enum policy_op_kind kind)
{
	size_t count = 0;
	for (size_t i = 0; i < c->op_count; i++)
		count += c->ops[i].kind == kind;
	return count;
}

/* ---- the disk ---- */

static bool is_not_taken(struct office *o, struct answer *a)
{
	return answer_unavailable(a, "Nothing is changed, the disk does not take it: %s.",
	                          store_error(o->store));
}

static bool was_stored(struct office *o, struct answer *a, int result)
{
	switch (result) {
	case 0:
		events_were_stored(o);
		return true;
	case -EEXIST:
		return answer_conflict(a, "", "Nothing is changed: %s.", store_error(o->store));
	case -ESTALE:
		return answer_conflict(a, "", "Nothing is changed, somebody was faster: %s.",
		                       store_error(o->store));
	case -ENOENT:
		return answer_not_found(a, "", "Nothing is changed: %s.", store_error(o->store));
	case -EPERM:
		return answer_refused(a, "", "Nothing is changed: %s.", store_error(o->store));
	default:
		return is_not_taken(o, a);
	}
}

static bool store(struct office *o, struct change *c, struct answer *a)
{
	return was_stored(o, a,
	                  store_apply(o->store, c->ops, c->op_count, c->who, c->events, c->event_count));
}

/* ---- the doors ---- */

/* Rule A3: what waits for the disk holds, whoever changes something meanwhile. */
static bool delta_of(const struct office *o, const struct policy_op *op, struct table_delta *delta)
{
	if (!delta_of_op(&o->config->site, &o->config->formats, table_book(o->table.table), op, delta))
		return false;
	restriction_hold(&o->unsaved, delta);
	return true;
}

/* 0, or why the doors have not taken the deltas. */
static int hand_over(struct office *o, const struct table_delta *deltas, size_t count)
{
	keeping_append(o, deltas, count); /* rule A3: a restart without the database knows it as well */
	struct doors_call answered, call = {.kind = DOORS_DELTAS, .deltas = deltas, .delta_count = count};
	int result = doors_call(o->doors, &call, &answered);
	return result < 0 ? result : answered.error;
}

static int swap_table(struct office *o, struct office_table *made)
{
	struct doors_call answered, call = {.kind = DOORS_TABLE, .table = made->table};
	int result = doors_call(o->doors, &call, &answered);
	if (result < 0)
		return result; /* the doors may still take it: it must stay */
	if (answered.error < 0) {
		table_unload(made);
		return answered.error;
	}
	table_unload(&o->table);
	o->table = *made;
	return 0;
}

/* A table that is full, or not what the database says: a new one. */
int change_renew_table(struct office *o)
{
	struct office_table made;
	int result = table_load(o->store, o->config, &o->unsaved, &made);
	if (result < 0)
		return result;
	keeping_write(o, made.table);
	return swap_table(o, &made);
}

/* The deltas, and the book in them, are leaked when the doors may still look at them. */
static int hand_over_and_free(struct office *o, struct table_delta *deltas, size_t count,
                              struct schedule_book *book)
{
	int result = hand_over(o, deltas, count);
	if (result != -ETIMEDOUT) {
		free(deltas);
		free(book);
	}
	return result;
}

static bool has_book(const struct change *c)
{
	for (size_t i = 0; i < c->op_count; i++)
		if (is_of_book(&c->ops[i]))
			return true;
	return false;
}

/* All of an act, with the version that it made; the book first, in which the others have their places. */
static int doors_take(struct office *o, const struct change *c)
{
	struct schedule_book *book = NULL;
	int result = has_book(c) ? book_load(o->store, &book) : 0;
	struct table_delta *deltas = calloc(c->op_count + 2, sizeof(*deltas));
	size_t count = 0;
	if (result < 0 || deltas == NULL) {
		free(deltas);
		free(book);
		return result < 0 ? result : -ENOMEM;
	}
	if (book != NULL)
		deltas[count++] = (struct table_delta){.kind = TABLE_BOOK, .book = book};
	for (size_t i = 0; i < c->op_count; i++)
		count += delta_of(o, &c->ops[i], &deltas[count]);
	delta_of_version(store_policy_version(o->store), &deltas[count++]);
	return hand_over_and_free(o, deltas, count, book);
}

/* A person's or badge's state denies alone; that their keys are gone can wait for the disk. */
static int doors_restrict(struct office *o, const struct change *c)
{
	struct table_delta *deltas = calloc(c->op_count, sizeof(*deltas));
	size_t count = 0;
	if (deltas == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < c->op_count; i++)
		if (delta_of(o, &c->ops[i], &deltas[count]))
			count += restriction_is(&deltas[count]);
	return hand_over_and_free(o, deltas, count, NULL);
}

/* The map is not in the table; but its version is. */
int change_tell_version(struct office *o)
{
	struct table_delta *delta = calloc(1, sizeof(*delta));
	if (delta == NULL)
		return -ENOMEM;
	delta_of_version(store_policy_version(o->store), delta);
	if (o->doors != NULL)
		return hand_over_and_free(o, delta, 1, NULL);
	int result = table_apply(o->table.table, delta); /* nobody decides by it yet */
	free(delta);
	return result;
}

static int doors_take_or_renew(struct office *o, const struct change *c)
{
	int result = doors_take(o, c);
	return result == 0 || result == -ETIMEDOUT ? result : change_renew_table(o);
}

/* ---- restrictions that the disk has not taken ---- */

void change_settled(struct office *o, size_t i)
{
	uint64_t subject = restriction_subject(&o->unsaved.items[i].delta);
	restriction_remove(&o->unsaved, i);
	keeping_settle(o, subject);
}

/*
 * Rule B6: it outlives the process, and is written when the disk is back. What is told twice waits once.
 * Without memory the doors have it all the same; only a table made anew would not.
 */
static void remember_unsaved(struct office *o, const struct snapshot_restriction *restriction)
{
	if (!restriction_is_waiting(&o->unsaved, &restriction->delta) &&
	    restriction_add(&o->unsaved, restriction))
		keeping_restrict(o, restriction);
	journalist_try_later(o->journalist);
}

static void remember_change(struct office *o, const struct change *c, const struct table_delta *delta)
{
	struct snapshot_restriction restriction = {.delta = *delta,
	                                           .operator_id = c->who,
	                                           .mono_ns = c->now.mono_ns,
	                                           .utc_ms = c->now.utc_ms,
	                                           .is_clock_trusted = c->now.is_clock_trusted};
	if (c->event_count > 0)
		text_copy(restriction.detail, sizeof(restriction.detail), c->events[0].detail);
	remember_unsaved(o, &restriction);
}

/* What the doors took of the act, and the disk did not. */
static void remember_restrictions(struct office *o, const struct change *c)
{
	for (size_t i = 0; i < c->op_count; i++) {
		struct table_delta delta;
		if (delta_of(o, &c->ops[i], &delta) && restriction_is(&delta))
			remember_change(o, c, &delta);
	}
}

/* Is there one of the same badge or person? It is written first. */
static bool is_behind(struct office *o, const struct change *c)
{
	for (size_t i = 0; i < c->op_count; i++) {
		struct table_delta delta;
		if (delta_of(o, &c->ops[i], &delta) && restriction_is(&delta) &&
		    restriction_of(&o->unsaved, restriction_subject(&delta)) != NULL)
			return true;
	}
	return false;
}

bool change_may(struct office *o, const struct change *c, struct answer *a)
{
	for (size_t i = 0; i < c->op_count; i++)
		if (restriction_concerns(&o->unsaved, &c->ops[i]))
			return is_not_taken(o, a);
	return true;
}

/* ---- the two orders ---- */

static bool all_hold(struct answer *a, int doors_error)
{
	if (doors_error == 0)
		return true;
	return answer_unavailable(
	        a,
	        "It is on disk, but the doors have not taken it (%s): it holds from the next "
	        "start at the latest.",
	        strerror(-doors_error));
}

bool change_make_many(struct office *o, store_next_op *next, void *context, struct change *c,
                      struct answer *a)
{
	int result = store_apply_many(o->store, next, context, c->who, c->events, c->event_count);
	return was_stored(o, a, result) && all_hold(a, change_renew_table(o));
}

bool change_make(struct office *o, struct change *c, struct answer *a)
{
	if (!change_may(o, c, a) || !store(o, c, a))
		return false;
	return all_hold(a, doors_take_or_renew(o, c));
}

/* What neither the doors nor the disk took. */
static bool nothing_holds(struct answer *a, int doors_error)
{
	const char *why = message_text(a->wrong, "message");
	char disk[512];
	snprintf(disk, sizeof(disk), "%s", why == NULL ? "" : why);
	return answer_unavailable(a, "Neither the doors (%s) nor the disk have taken it. %s",
	                          strerror(-doors_error), disk);
}

static bool only_doors_hold(struct answer *a, const char *subject, const char *why)
{
	return answer_unavailable(
	        a,
	        "%s is refused at the doors from now on, but not yet on disk: %s. It is written "
	        "when the disk works again; a restart of the program keeps it, a power failure "
	        "before that forgets it.",
	        subject, why);
}

bool change_restrict_doors(struct office *o, const struct snapshot_restriction *restriction,
                           const char *subject, const char *why, struct answer *a)
{
	struct table_delta *delta = calloc(1, sizeof(*delta));
	if (delta == NULL)
		return answer_unavailable(a, "Out of memory.");
	*delta = restriction->delta;
	int result = hand_over_and_free(o, delta, 1, NULL);
	if (result == 0)
		remember_unsaved(o, restriction);
	else
		return answer_unavailable(a, "Neither the doors (%s) nor the disk (%s) have taken it.",
		                          strerror(-result), why);
	return only_doors_hold(a, subject, why);
}

int change_store_late(struct office *o, struct change *c)
{
	int result = store_apply(o->store, c->ops, c->op_count, c->who, c->events, c->event_count);
	if (result < 0)
		return result;
	events_were_stored(o);
	if (o->doors != NULL)
		doors_take_or_renew(o, c); /* they refuse already; now they know the rest */
	return 0;
}

bool change_restrict(struct office *o, struct change *c, const char *subject, struct answer *a)
{
	int result = doors_restrict(o, c);
	bool is_stored = is_behind(o, c) ? is_not_taken(o, a) : store(o, c, a);
	if (is_stored) /* now all of it, with the version that the act made */
		return all_hold(a, doors_take_or_renew(o, c));
	if (result < 0)
		return nothing_holds(a, result);
	remember_restrictions(o, c);
	return only_doors_hold(a, subject, store_error(o->store));
}

/* ---- what the answer says of it ---- */

void change_put_since(struct office *o, struct answer *a)
{
	struct moment now = clock_now(&o->clock);
	shape_put_time(a->members, "since", now.utc_ms);
}

void change_put_note(const struct request *r, struct answer *a, const char *format, ...)
{
	char note[768];
	va_list arguments;
	(void)r;
	va_start(arguments, format);
	vsnprintf(note, sizeof(note), sentence(format), arguments);
	va_end(arguments);
	message_put_text(a->members, "note", note);
}
