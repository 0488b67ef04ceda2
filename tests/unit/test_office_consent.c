/*
 * Four eyes, the decision alone (rules P2, P10): a truth table, and a million
 * acts of people who try whatever they can, against a model that knows nothing
 * of the code but who did what. A single person, or two of whom one profits,
 * must never get an account, a role or a guarded key.
 */
#include "controller/office/consent.h"
#include "controller/office/guarded.h"
#include "controller/office/roles.h"
#include "tests/unit/suite.h"

#include <stdio.h>
#include <string.h>

/* ---- the table ---- */

static const struct consent_rule rule = {ROLE_MANAGEMENT, ROLE_ADMINISTRATOR, 3};

static struct consent_case good(void)
{
	return (struct consent_case){.rule = rule,
	                             .asker = {1, ROLE_MANAGEMENT, true},
	                             .second = {2, ROLE_ADMINISTRATOR, true},
	                             .asked_utc_ms = 1000,
	                             .now_utc_ms = 1000,
	                             .is_same_text = true,
	                             .is_unchanged = true};
}

static void whoever_asks_has_the_role_and_gets_nothing(void)
{
	struct consent_party asker = {1, ROLE_MANAGEMENT, true};
	CU_ASSERT_EQUAL(consent_ask(&rule, &asker), CONSENT_GOOD);
	asker.person = 3;
	CU_ASSERT_EQUAL(consent_ask(&rule, &asker), CONSENT_BENEFICIARY);
	asker = (struct consent_party){1, ROLE_ALL & ~ROLE_MANAGEMENT, true};
	CU_ASSERT_EQUAL(consent_ask(&rule, &asker), CONSENT_NO_ROLE);
	asker = (struct consent_party){1, ROLE_MANAGEMENT, false};
	CU_ASSERT_EQUAL(consent_ask(&rule, &asker), CONSENT_NO_ROLE);
}

#define JUDGE(change, expected)                                                                              \
	do {                                                                                                 \
		struct consent_case c = good();                                                              \
		change;                                                                                      \
		CU_ASSERT_EQUAL(consent_judge(&c), expected);                                                \
	} while (0)

static void one_thing_that_is_wrong_is_enough_to_refuse(void)
{
	JUDGE(, CONSENT_GOOD);
	JUDGE(c.state = POLICY_APPROVAL_CONFIRMED, CONSENT_DECIDED);
	JUDGE(c.state = POLICY_APPROVAL_REJECTED, CONSENT_DECIDED);
	JUDGE(c.state = POLICY_APPROVAL_VOID, CONSENT_DECIDED);
	JUDGE(c.second.person = 1, CONSENT_SAME_PERSON);
	JUDGE(c.second = ((struct consent_party){1, ROLE_ALL, true}), CONSENT_SAME_PERSON);
	JUDGE(c.second.person = 3, CONSENT_BENEFICIARY);
	JUDGE(c.second.roles = ROLE_ALL & ~ROLE_ADMINISTRATOR, CONSENT_NO_ROLE);
	JUDGE(c.second.can_act = false, CONSENT_NO_ROLE);
	JUDGE(c.asker.can_act = false, CONSENT_ASKER_GONE);
	JUDGE(c.asker.roles = ROLE_AUDITOR, CONSENT_ASKER_GONE);
	JUDGE(c.rule.beneficiary = 1, CONSENT_ASKER_GONE);
	JUDGE(c.is_unchanged = false, CONSENT_CHANGED);
	JUDGE(c.is_same_text = false, CONSENT_OTHER_TEXT);
}

static void it_lasts_24_hours_to_the_millisecond(void)
{
	JUDGE(c.now_utc_ms = 1000 + 86400000 - 1, CONSENT_GOOD);
	JUDGE(c.now_utc_ms = 1000 + 86400000, CONSENT_EXPIRED);
	JUDGE(c.now_utc_ms = 999, CONSENT_EXPIRED); /* a clock that was put back */
}

/* ---- a million acts ---- */

enum { PEOPLE = 6, WAITING = 8, ACTS = 1000000, SEEDS = 4 };
enum what { ACCOUNT, ROLE, KEY };

/* The office, as far as it goes by consent.c. */
struct wait {
	bool is_there;
	enum what what;
	uint64_t beneficiary, asker;
	uint32_t roles;    /* that an account gets */
	uint64_t revision; /* of the beneficiary, as it was then */
	int64_t asked_ms;
	enum policy_approval_state state;
};

struct office {
	struct consent_party people[PEOPLE + 1]; /* by person; 0 is nobody */
	uint64_t revision[PEOPLE + 1];
	bool has_key[PEOPLE + 1];
	struct wait waiting[WAITING];
	int64_t now_ms;
};

/* What was really done, written down apart from the office. */
struct deed {
	uint64_t asker, second, beneficiary;
	uint32_t asker_roles, second_roles; /* when each of them did it */
	int64_t asked_ms, done_ms;
	uint64_t asked_revision, done_revision;
};

struct model {
	struct {
		uint64_t asker;
		uint32_t roles;
		int64_t ms;
		uint64_t revision;
	} asked[WAITING];
	size_t done;
	const char *wrong;
};

static uint64_t state;

static uint64_t chance(uint64_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % below;
}

static struct consent_rule rule_of(enum what what, uint64_t beneficiary)
{
	if (what == KEY)
		return (struct consent_rule){ROLE_MANAGEMENT, ROLE_MANAGEMENT | ROLE_ADMINISTRATOR,
		                             beneficiary};
	return (struct consent_rule){ROLE_MANAGEMENT, ROLE_ADMINISTRATOR, beneficiary};
}

static void ask(struct office *o, struct model *m)
{
	size_t place = chance(WAITING);
	struct wait w = {.is_there = true,
	                 .what = (enum what)chance(3),
	                 .beneficiary = 1 + chance(PEOPLE),
	                 .asker = 1 + chance(PEOPLE),
	                 .roles = (uint32_t)(1 + chance(ROLE_ALL)),
	                 .asked_ms = o->now_ms};
	struct consent_rule r = rule_of(w.what, w.beneficiary);
	w.revision = o->revision[w.beneficiary];
	if (consent_ask(&r, &o->people[w.asker]) != CONSENT_GOOD)
		return;
	o->waiting[place] = w;
	m->asked[place].asker = w.asker;
	m->asked[place].roles = o->people[w.asker].can_act ? o->people[w.asker].roles : 0;
	m->asked[place].ms = o->now_ms;
	m->asked[place].revision = w.revision;
}

/* The model's own word on what may not be. */
static void judge_deed(struct model *m, const struct deed *d, enum what what)
{
	uint32_t second = what == KEY ? ROLE_MANAGEMENT | ROLE_ADMINISTRATOR : ROLE_ADMINISTRATOR;
	m->done++;
	if (d->asker == d->second)
		m->wrong = "one person alone";
	if (d->asker == d->beneficiary || d->second == d->beneficiary)
		m->wrong = "one of the two profits";
	if ((d->asker_roles & ROLE_MANAGEMENT) == 0)
		m->wrong = "who asked did not manage";
	if ((d->second_roles & second) == 0)
		m->wrong = "who confirmed had not the role";
	if (d->done_ms - d->asked_ms >= 24 * 3600 * 1000 || d->done_ms < d->asked_ms)
		m->wrong = "it was too old";
	if (d->asked_revision != d->done_revision)
		m->wrong = "it was another matter by then";
}

static void carry_out(struct office *o, const struct wait *w)
{
	struct consent_party *p = &o->people[w->beneficiary];
	o->revision[w->beneficiary]++;
	if (w->what == KEY)
		o->has_key[w->beneficiary] = true;
	else
		*p = (struct consent_party){w->beneficiary, w->roles, true};
}

static void confirm(struct office *o, struct model *m)
{
	size_t place = chance(WAITING);
	struct wait *w = &o->waiting[place];
	uint64_t second = 1 + chance(PEOPLE);
	if (!w->is_there)
		return;
	struct consent_case c = {.rule = rule_of(w->what, w->beneficiary),
	                         .asker = o->people[w->asker],
	                         .second = o->people[second],
	                         .state = w->state,
	                         .asked_utc_ms = w->asked_ms,
	                         .now_utc_ms = o->now_ms,
	                         .is_same_text = chance(8) != 0,
	                         .is_unchanged = w->revision == o->revision[w->beneficiary]};
	enum consent consent = consent_judge(&c);
	if (consent_is_void(consent))
		w->state = POLICY_APPROVAL_VOID;
	if (consent != CONSENT_GOOD)
		return;
	struct deed deed = {.asker = m->asked[place].asker,
	                    .second = second,
	                    .beneficiary = w->beneficiary,
	                    .asker_roles = m->asked[place].roles,
	                    .second_roles = o->people[second].can_act ? o->people[second].roles : 0,
	                    .asked_ms = m->asked[place].ms,
	                    .done_ms = o->now_ms,
	                    .asked_revision = m->asked[place].revision,
	                    .done_revision = o->revision[w->beneficiary]};
	if (w->state != POLICY_APPROVAL_OPEN)
		m->wrong = "it was done twice";
	judge_deed(m, &deed, w->what);
	w->state = POLICY_APPROVAL_CONFIRMED;
	carry_out(o, w);
}

/* What one person may do alone only takes away: leave, close, lock; and time passes, in both directions. */
static void disturb(struct office *o)
{
	uint64_t person = 1 + chance(PEOPLE);
	switch (chance(6)) {
	case 0:
		o->people[person].can_act = !o->people[person].can_act && o->people[person].roles != 0;
		break;
	case 1:
		if (chance(50) == 0)
			o->people[person].roles = 0;
		break;
	case 2:
		o->has_key[person] = false;
		break;
	case 3:
		o->now_ms -= (int64_t)chance(1000);
		break;
	default:
		o->now_ms += (int64_t)chance(3600 * 1000);
		break;
	}
}

/* As root leaves a site: two persons, or the glass broken when nobody is left. */
static void found(struct office *o)
{
	memset(o, 0, sizeof(*o));
	for (uint64_t p = 1; p <= PEOPLE; p++)
		o->people[p].person = p;
	o->people[1] = (struct consent_party){1, ROLE_MANAGEMENT, true};
	o->people[2] = (struct consent_party){2, ROLE_ADMINISTRATOR, true};
	o->now_ms = 1700000000000;
}

static bool is_stuck(const struct office *o)
{
	uint32_t roles = 0;
	for (size_t p = 1; p <= PEOPLE; p++)
		roles |= o->people[p].roles;
	return (roles & (ROLE_MANAGEMENT | ROLE_ADMINISTRATOR)) != (ROLE_MANAGEMENT | ROLE_ADMINISTRATOR);
}

static void play(uint64_t seed, struct model *m)
{
	static struct office o;
	state = seed;
	found(&o);
	for (int i = 0; i < ACTS / SEEDS && m->wrong == NULL; i++) {
		uint64_t what = chance(10);
		if (is_stuck(&o))
			found(&o);
		if (what < 4)
			ask(&o, m);
		else if (what < 9)
			confirm(&o, m);
		else
			disturb(&o);
	}
}

static void a_million_acts_give_nothing_to_one_person_nor_to_two_of_whom_one_profits(void)
{
	size_t done = 0;
	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		struct model m = {.wrong = NULL};
		play(seed * 7919, &m);
		if (m.wrong != NULL)
			CU_FAIL(m.wrong);
		done += m.done;
	}
	printf("%zu were done ", done);
	CU_ASSERT(done > 10000); /* else it would prove nothing */
}

/* ---- rooms (rule K2): a million acts more ---- */

/* outside, six offices and a vault; more than half of the seven are four. */
enum { ROOMS = 8, VAULT = 7, HALF = 3 };

struct house {
	struct site site;
	struct consent_party people[PEOPLE + 1];
	struct guarded_rooms holds[PEOPLE + 1]; /* or has asked for */
	struct wait waiting[WAITING];
	uint16_t room[WAITING];
	/* the model's own: how each room was got, and by whom it was asked for */
	bool has[PEOPLE + 1][ROOMS];
	size_t alone, together;
	const char *wrong;
};

static void build(struct house *h)
{
	memset(h, 0, sizeof(*h));
	h->site.room_count = ROOMS;
	h->site.door_count = ROOMS - 1;
	for (uint16_t i = 0; i < ROOMS; i++)
		snprintf(h->site.rooms[i].name, sizeof(h->site.rooms[i].name), "room-%d", i);
	h->site.rooms[0].is_outside = true;
	for (uint16_t i = 1; i < ROOMS; i++)
		h->site.doors[i - 1] =
		        (struct site_door){.to = i, .kind = i == VAULT ? SITE_SECURE : SITE_OFFICE};
	for (uint64_t p = 1; p <= PEOPLE; p++)
		h->people[p] = (struct consent_party){p, (uint32_t)(1 + chance(ROLE_ALL)), true};
}

static unsigned count_rooms(const struct house *h, uint64_t person)
{
	unsigned count = 0;
	for (uint16_t i = 1; i < ROOMS; i++)
		count += h->has[person][i];
	return count;
}

/* The model's word on a key that is given: seconds is how many persons beside the holder had a hand in it. */
static void give(struct house *h, uint64_t person, uint16_t room, unsigned seconds)
{
	bool is_new = !h->has[person][room];
	h->has[person][room] = true;
	bool is_guarded = room == VAULT || (is_new && count_rooms(h, person) > HALF);
	if (is_guarded && seconds < 2)
		h->wrong =
		        room == VAULT ? "one person opened the vault" : "one person gave half of all rooms";
	if (is_guarded)
		h->together++;
	else
		h->alone++;
}

/* As the office does: issued at once, or kept for a second person. */
static void issue(struct house *h, int64_t now_ms)
{
	size_t place = chance(WAITING);
	struct wait w = {.is_there = true,
	                 .beneficiary = 1 + chance(PEOPLE),
	                 .asker = 1 + chance(PEOPLE),
	                 .asked_ms = now_ms};
	uint16_t room = (uint16_t)(1 + chance(ROOMS - 1));
	struct consent_rule r = rule_of(KEY, w.beneficiary);
	enum guarded why = guarded_key(&h->site, &h->holds[w.beneficiary], h->site.rooms[room].name);
	enum consent consent = consent_ask(&r, &h->people[w.asker]);
	if (consent == CONSENT_NO_ROLE || (why != GUARDED_NOT && consent != CONSENT_GOOD))
		return;
	if (why == GUARDED_NOT) {
		give(h, w.beneficiary, room, w.asker != w.beneficiary);
		guarded_add(&h->site, &h->holds[w.beneficiary], h->site.rooms[room].name);
		return;
	}
	h->waiting[place] = w;
	h->room[place] = room;
}

static void approve(struct house *h, int64_t now_ms)
{
	size_t place = chance(WAITING);
	struct wait *w = &h->waiting[place];
	uint64_t second = 1 + chance(PEOPLE);
	struct consent_case c = {.rule = rule_of(KEY, w->beneficiary),
	                         .asker = h->people[w->asker],
	                         .second = h->people[second],
	                         .asked_utc_ms = w->asked_ms,
	                         .now_utc_ms = now_ms,
	                         .is_same_text = true,
	                         .is_unchanged = true};
	if (!w->is_there || consent_judge(&c) != CONSENT_GOOD)
		return;
	bool is_alone = second == w->asker;
	unsigned seconds = w->asker != w->beneficiary;
	seconds += second != w->beneficiary && !is_alone;
	give(h, w->beneficiary, h->room[place], seconds);
	guarded_add(&h->site, &h->holds[w->beneficiary], h->site.rooms[h->room[place]].name);
	w->is_there = false;
}

static void take(struct house *h)
{
	uint64_t person = 1 + chance(PEOPLE);
	size_t room = 1 + chance(ROOMS - 1);
	h->has[person][room] = false;
	h->holds[person].has[room] = false;
}

static void a_million_keys_are_given_by_nobody_alone_who_may_not(void)
{
	static struct house h;
	int64_t now_ms = 1700000000000;
	state = 104729;
	build(&h);
	for (int i = 0; i < ACTS && h.wrong == NULL; i++) {
		uint64_t what = chance(10);
		now_ms += (int64_t)chance(60000);
		if (i % 5000 == 0)
			for (uint64_t p = 1; p <= PEOPLE; p++)
				h.people[p].roles = (uint32_t)(1 + chance(ROLE_ALL));
		if (what < 4)
			issue(&h, now_ms);
		else if (what < 8)
			approve(&h, now_ms);
		else
			take(&h);
	}
	if (h.wrong != NULL)
		CU_FAIL(h.wrong);
	printf("%zu by one, %zu by two ", h.alone, h.together);
	CU_ASSERT(h.alone > 10000 && h.together > 10000); /* else it would prove nothing */
}

static const struct suite_case cases[] = {
        {"P2: whoever asks has the role and gets nothing", whoever_asks_has_the_role_and_gets_nothing},
        {"P10: one thing that is wrong is enough to refuse", one_thing_that_is_wrong_is_enough_to_refuse},
        {"P10: it lasts 24 hours, to the millisecond", it_lasts_24_hours_to_the_millisecond},
        {"P2, P10, K2: a million acts give nothing to one person, nor to two of whom one profits",
         a_million_acts_give_nothing_to_one_person_nor_to_two_of_whom_one_profits},
        {"K2: a million keys are given by nobody alone who may not",
         a_million_keys_are_given_by_nobody_alone_who_may_not},
};

int main(void)
{
	return suite_run("office: consent", cases, sizeof(cases) / sizeof(cases[0]));
}
