/*
 * What needs a second person (rules P2, P10): asked for, kept for 24 hours,
 * confirmed by somebody else, and done only then, if it is still what it was.
 * A method needs one when it has a row in the table of approvals.c.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_APPROVALS_H
#define ZUTRITT_CONTROLLER_OFFICE_APPROVALS_H

#include "controller/office/commands.h"
#include "controller/office/consent.h"

enum { PLAN_TOUCHED_MAX = 8 };

/* What a request would do, worked out without doing it. */
struct plan {
	policy_id beneficiary; /* 0: nobody */
	char sentence[POLICY_SENTENCE_MAX];
	/* what it was worked out from: any other revision, and it is another matter */
	struct {
		policy_id id;
		int64_t revision;
	} touched[PLAN_TOUCHED_MAX];
	size_t touched_count;
	bool makes_password;   /* a first one, whose first half is shown to who asks */
	policy_id operator_id; /* whose: to go on with its salt; 0: an account that is not there yet */
};

void plan_say(struct plan *plan, const char *format, ...) ANSWER_FORMAT(2);
void plan_touch(struct plan *plan, policy_id id, int64_t revision);

struct approval_kind {
	const char *method;
	uint32_t confirm; /* the roles of the second person */
	/* Fills in the plan; false with the error in the answer when the request can not be done at all. */
	bool (*plan)(struct office *o, const struct request *r, struct answer *a, struct plan *plan);
};

/* NULL: the method needs nobody else. */
const struct approval_kind *approval_kind_find(const char *method);
uint32_t approval_roles(const char *method); /* 0 likewise */

/* Keeps the request for a second person instead of doing it. */
bool approval_ask(struct office *o, const struct command *command, const struct approval_kind *kind,
                  const struct request *r, struct answer *a);

/* ---- for what is kept elsewhere until it is confirmed (the keys of rule K2) ---- */

/* Somebody as they are now; without roles when their account is not open. */
struct consent_party approval_party(struct office *o, policy_id id);

/* True for CONSENT_GOOD; else the error that says why not. */
bool approval_refuse(struct answer *a, enum consent consent, const struct consent_rule *rule);

/* Of the text that the second person agrees to, and of what the plan was worked out from. */
void approval_code(const char *method, const char *text, const struct plan *plan, char code[13]);

bool approval_list(struct office *o, const struct request *r, struct answer *a);
bool approval_confirm(struct office *o, const struct request *r, struct answer *a);
bool approval_reject(struct office *o, const struct request *r, struct answer *a);

#endif
