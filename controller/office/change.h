/*
 * One act that changes what people have decided: its operations and its
 * journal events, carried out in the order of rule A3. Start reading at
 * change_make().
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_CHANGE_H
#define ZUTRITT_CONTROLLER_OFFICE_CHANGE_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

struct change {
	struct policy_op *ops;
	size_t op_count, op_capacity;
	struct journal_event *events;
	size_t event_count, event_capacity;
	struct moment now;
	policy_id who;
	int64_t receipt_last; /* that the act before this one used, of the same import; 0: ask the store */
	int64_t receipt;      /* of this act (receipts.h); 0: none */
	size_t receipt_at;    /* its operation */
};

/*
 * With the confirmation of a second person, when the request has one. What
 * waits for the disk is tried before the act looks at anything (rule A3); when
 * it is still not taken, the act may not change what that is about.
 */
void change_begin(struct change *c, struct office *o, const struct request *r);
/* One part of an act that has begun already, as a row of an import. */
void change_begin_part(struct change *c, struct office *o, const struct request *r);
void change_end(struct change *c);

/* One act from beginning to end: run puts it together and makes it. */
typedef bool change_run(struct office *o, const struct request *r, struct answer *a, struct change *c);
bool change_do(struct office *o, const struct request *r, struct answer *a, change_run *run);

/* New operations: zero but for the kind, to be filled in; valid until the next one is made. */
struct policy_op *change_op(struct change *c, enum policy_op_kind kind);

/* A new event of the act, with time and operator; valid until the next one is made. */
struct journal_event *change_event(struct change *c, enum journal_class class, const char *kind);

/* The one operation of that kind as it is now, and its revision; NULL when there is none. */
const struct policy_op *change_find(const struct change *c, enum policy_op_kind kind);

/* How many operations of that kind it has. */
size_t change_count(const struct change *c, enum policy_op_kind kind);

/*
 * Stored with its events, then taken by the doors; true when both is done
 * (rule A3). When it is not stored nothing is changed at all. What the doors
 * refuse already and the disk has not taken is never undone by it: Unavailable.
 */
bool change_make(struct office *o, struct change *c, struct answer *a);

/* May the act be made, or does the disk lack something that comes first? Then Unavailable. */
bool change_may(struct office *o, const struct change *c, struct answer *a);

/*
 * The same for an import: its operations come one after the other (store.h),
 * and the doors get a table made anew.
 */
bool change_make_many(struct office *o, store_next_op *next, void *context, struct change *c,
                      struct answer *a);

/*
 * The same for an act that only restricts (badge lost, exit): taken by the
 * doors first, then stored. When it is not stored it holds all the same, and
 * the answer is Unavailable and says so (rule B6). subject as in "the badge".
 */
bool change_restrict(struct office *o, struct change *c, const char *subject, struct answer *a);

/*
 * The same without the database: the doors take it, the snapshot keeps it, the
 * answer is Unavailable and says so. why: what is the matter with the disk.
 */
bool change_restrict_doors(struct office *o, const struct snapshot_restriction *restriction,
                           const char *subject, const char *why, struct answer *a);

/* An act that the doors took long ago, on the disk as well: 0 or -errno of store_apply(). */
int change_store_late(struct office *o, struct change *c);

/* The disk has the ith restriction of o->unsaved: it waits no more. */
void change_settled(struct office *o, size_t i);

/* The policy's version is another one, and nothing that the doors know has changed. 0 or -errno. */
int change_tell_version(struct office *o);

/* A table that is full, or not what the database says: a new one for the doors. 0 or -errno. */
int change_renew_table(struct office *o);

/* Puts "since", and "note": a sentence for the one who asked. */
void change_put_since(struct office *o, struct answer *a);
void change_put_note(const struct request *r, struct answer *a, const char *format, ...) ANSWER_FORMAT(3);

#endif
