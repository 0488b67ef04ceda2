#include "controller/office/consent.h"

static bool may(const struct consent_party *party, uint32_t roles)
{
	return party->can_act && (party->roles & roles) != 0;
}

static bool is_beneficiary(const struct consent_rule *rule, const struct consent_party *party)
{
	return rule->beneficiary != 0 && rule->beneficiary == party->person;
}

enum consent consent_ask(const struct consent_rule *rule, const struct consent_party *asker)
{
	if (!may(asker, rule->ask))
		return CONSENT_NO_ROLE;
	return is_beneficiary(rule, asker) ? CONSENT_BENEFICIARY : CONSENT_GOOD;
}

/* A clock that was put back makes nothing young again: what was asked for in the future is over as well. */
static bool is_over(const struct consent_case *c)
{
	int64_t age_ms = c->now_utc_ms - c->asked_utc_ms;
	return age_ms < 0 || age_ms >= CONSENT_LASTS_MS;
}

/* What is wrong with the second person, whatever it is about. */
static enum consent judge_second(const struct consent_case *c)
{
	if (c->second.person == c->asker.person)
		return CONSENT_SAME_PERSON;
	if (is_beneficiary(&c->rule, &c->second))
		return CONSENT_BENEFICIARY;
	return may(&c->second, c->rule.confirm) ? CONSENT_GOOD : CONSENT_NO_ROLE;
}

static enum consent judge_matter(const struct consent_case *c)
{
	if (is_over(c))
		return CONSENT_EXPIRED;
	if (consent_ask(&c->rule, &c->asker) != CONSENT_GOOD)
		return CONSENT_ASKER_GONE;
	if (!c->is_unchanged)
		return CONSENT_CHANGED;
	return c->is_same_text ? CONSENT_GOOD : CONSENT_OTHER_TEXT;
}

enum consent consent_judge(const struct consent_case *c)
{
	if (c->state != POLICY_APPROVAL_OPEN)
		return CONSENT_DECIDED;
	enum consent second = judge_second(c);
	return second != CONSENT_GOOD ? second : judge_matter(c);
}

bool consent_is_void(enum consent consent)
{
	return consent == CONSENT_EXPIRED || consent == CONSENT_ASKER_GONE || consent == CONSENT_CHANGED;
}
