#include "db/words.h"
#include "db/policy.h"

#include <stddef.h>
#include <string.h>

const struct words words_door_kind = {4,
                                      {[POLICY_ENTRANCE] = "entrance",
                                       [POLICY_OFFICE] = "office",
                                       [POLICY_GOODS] = "goods",
                                       [POLICY_SECURE] = "secure"}};

const struct words words_person_kind = {
        3,
        {[POLICY_EMPLOYEE] = "employee", [POLICY_EXTERNAL] = "external", [POLICY_TECHNICIAN] = "technician"}};

const struct words words_person_state = {3,
                                         {[POLICY_PERSON_ACTIVE] = "active",
                                          [POLICY_PERSON_SUSPENDED] = "suspended",
                                          [POLICY_PERSON_EXITED] = "exited"}};

const struct words words_badge_state = {5,
                                        {[POLICY_BADGE_ACTIVE] = "active",
                                         [POLICY_BADGE_SUSPENDED] = "suspended",
                                         [POLICY_BADGE_LOST] = "lost",
                                         [POLICY_BADGE_RETURNED] = "returned",
                                         [POLICY_BADGE_DESTROYED] = "destroyed"}};

const struct words words_key_state = {8,
                                      {[POLICY_KEY_REQUESTED] = "requested",
                                       [POLICY_KEY_APPROVED] = "approved",
                                       [POLICY_KEY_ISSUED] = "issued",
                                       [POLICY_KEY_SUSPENDED] = "suspended",
                                       [POLICY_KEY_LOST] = "lost",
                                       [POLICY_KEY_REVOKED] = "revoked",
                                       [POLICY_KEY_RETURNED] = "returned",
                                       [POLICY_KEY_DESTROYED] = "destroyed"}};

const struct words words_receipt_kind = {
        2, {[POLICY_RECEIPT_ISSUE] = "issue", [POLICY_RECEIPT_RETURN] = "return"}};

const struct words words_verdict = {2, {[POLICY_CONFIRMED] = "confirmed", [POLICY_WITHDRAWN] = "withdrawn"}};

const struct words words_operator_state = {
        2, {[POLICY_OPERATOR_OPEN] = "open", [POLICY_OPERATOR_CLOSED] = "closed"}};

const struct words words_visit_kind = {
        2, {[POLICY_VISIT_VISITOR] = "visitor", [POLICY_VISIT_TECHNICIAN] = "technician"}};

const struct words words_visit_state = {5,
                                        {[POLICY_VISIT_ANNOUNCED] = "announced",
                                         [POLICY_VISIT_ARRIVED] = "arrived",
                                         [POLICY_VISIT_WITH_HOST] = "with_host",
                                         [POLICY_VISIT_LEFT] = "left",
                                         [POLICY_VISIT_CANCELLED] = "cancelled"}};

const struct words words_approval_state = {4,
                                           {[POLICY_APPROVAL_OPEN] = "open",
                                            [POLICY_APPROVAL_CONFIRMED] = "confirmed",
                                            [POLICY_APPROVAL_REJECTED] = "rejected",
                                            [POLICY_APPROVAL_VOID] = "void"}};

const char *words_text(const struct words *words, unsigned value)
{
	return value < (unsigned)words->count ? words->word[value] : NULL;
}

unsigned words_value(const struct words *words, const char *text)
{
	unsigned last = (unsigned)words->count - 1;
	unsigned value = 0;

	while (value < last && (text == NULL || strcmp(text, words->word[value]) != 0))
		value++;
	return value;
}
