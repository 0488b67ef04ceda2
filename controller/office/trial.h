/*
 * One try of a password for one account (rules P5, P8): counted, and the count
 * committed, before the password is looked at; what came of it committed
 * before anybody hears of it. A name that nobody has, and an account that is
 * locked, cost the same work, and are told by the same words.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_TRIAL_H
#define ZUTRITT_CONTROLLER_OFFICE_TRIAL_H

#include "controller/office/answer.h"
#include "controller/office/passwords.h"
#include "controller/office/sessions.h"
#include "controller/office/state.h"

struct trial {
	char user[POLICY_USER_MAX];
	char password[PASSWORD_BYTES_MAX + 1];
	struct session_origin origin;
	/* as it was counted; operator.id 0: a password that can not be right */
	struct policy_operator operator;
	struct policy_person person;
	struct policy_login login;
	bool is_counted;
};

/* Takes user and password over. False, with the error in the answer, when one of them can be none. */
bool trial_read(struct trial *t, const char *user, const char *password, const struct session_origin *origin,
                struct answer *a);

/*
 * Its turn: refuses a place where too many failed, finds the account, counts.
 * False: the answer has the error, and nothing is to be hashed. Else the order
 * for the digest of the password's head (the bytes stay in t).
 */
bool trial_count(struct office *o, struct trial *t, struct hash_order *order, struct answer *a);

/*
 * The digest has come, or NULL: the helper failed, which counts as a wrong
 * password. True: it was right, and is so in the database, with an event of
 * that kind. Else the answer has the error. Wipes the password unless it was right.
 */
bool trial_judge(struct office *o, struct trial *t, const uint8_t digest[HASH_DIGEST], const char *kind,
                 struct answer *a);

/* At start: attempts that were counted by a process that died before it knew how they ended. 0 or -errno. */
int trials_settle(struct office *o);

void trial_end(struct trial *t); /* wipes it */

#endif
