/*
 * Four eyes: who may ask for what needs a second person, and who may confirm
 * it (rules P2, P10). Pure: everything it goes by is in its parameters.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_CONSENT_H
#define ZUTRITT_CONTROLLER_OFFICE_CONSENT_H

#include "db/policy.h"

/* It is over 24 hours after it was asked for. */
enum { CONSENT_LASTS_MS = 24 * 3600 * 1000 };

struct consent_party {
	policy_id person;
	uint32_t roles; /* of their account now; 0: none that is open */
	bool can_act;   /* today: employed, not suspended, with an open account */
};

/* Who takes part in what is asked for. */
struct consent_rule {
	uint32_t ask, confirm; /* the roles for it */
	policy_id beneficiary; /* 0: nobody */
};

struct consent_case {
	struct consent_rule rule;
	struct consent_party asker, second; /* both as they are now */
	enum policy_approval_state state;
	int64_t asked_utc_ms, now_utc_ms;
	bool is_same_text; /* the second person has said what they confirm, and it is that */
	bool is_unchanged; /* asked anew now, it would come to the same */
};

enum consent {
	CONSENT_GOOD,
	CONSENT_DECIDED,     /* already */
	CONSENT_SAME_PERSON, /* who asked does not confirm */
	CONSENT_BENEFICIARY, /* who gets it neither asks nor confirms */
	CONSENT_NO_ROLE,
	CONSENT_OTHER_TEXT,
	CONSENT_EXPIRED,
	CONSENT_ASKER_GONE, /* may not ask for it any more */
	CONSENT_CHANGED
};

/* May this be asked for? CONSENT_GOOD, CONSENT_BENEFICIARY or CONSENT_NO_ROLE. */
enum consent consent_ask(const struct consent_rule *rule, const struct consent_party *asker);

/* May the second person let it be done? The first thing that is wrong. */
enum consent consent_judge(const struct consent_case *c);

/* Will never be confirmed any more, whoever comes: it is void. */
bool consent_is_void(enum consent consent);

#endif
