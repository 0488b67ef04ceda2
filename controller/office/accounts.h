/*
 * Making accounts: a person, a user name, roles, and a first password, which
 * takes a turn at the hasher for each (rules P1, P3).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_ACCOUNTS_H
#define ZUTRITT_CONTROLLER_OFFICE_ACCOUNTS_H

#include "controller/office/change.h"
#include "controller/office/deferred.h"
#include "controller/office/hasher.h"
#include "controller/office/passwords.h"

enum { MAKING_MAX = 2 };

/* One account that is to get a first password. */
struct account {
	struct policy_person person;     /* revision 0: is hired with it */
	struct policy_operator operator; /* revision 0: new */
	struct policy_login login;
	char password[PASSWORD_FIRST]; /* shown once */
	bool is_changed;               /* operator is to be put; else only the password is new */
};

/* Some accounts on their way through the hasher, for one call. */
struct making {
	struct deferred deferred; /* first: see deferred.h */
	struct hasher_job job;
	struct office *office;
	struct request request; /* only who acts: its parameters are gone */
	struct account accounts[MAKING_MAX];
	size_t count, at;
	char reason[POLICY_TEXT_MAX];
	/* All passwords are there: makes the change and fills in the answer. */
	void (*finish)(struct making *m, struct answer *a);
};

/* NULL without memory, with the error in the answer. */
struct making *making_new(struct office *o, const struct request *r, struct answer *a);

/* The next one in it, still empty. */
struct account *making_add(struct making *m);

/* Makes their passwords; the call of r waits. Takes m over, also when it is refused. */
bool making_begin(struct making *m, const struct request *r, struct answer *a);
void making_drop(struct making *m); /* one that was never begun */

/* The operations of one account, and its event. */
void account_put(struct office *o, struct change *c, const struct account *account, const char *event);

/* Rule K3: closes the account of a person who leaves, if there is one. 0 or -errno. */
int account_close(struct office *o, struct change *c, policy_id person, const char *reason);

#endif
