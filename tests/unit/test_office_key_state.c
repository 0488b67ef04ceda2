/*
 * Rule K1 as a truth table: every state and every step, in the program's own
 * machine and in the database's triggers.
 */
#include "tests/unit/office_fixture.h"

#include "controller/office/key_state.h"

enum { KEY_STATES = POLICY_KEY_DESTROYED + 1, BADGE_STATES = POLICY_BADGE_DESTROYED + 1 };

/* In the order of the steps: what becomes of a key; "" refused. */
static const char *const keys[KEY_STATES][STATE_STEPS + 1] = {
        /* approve, issue, suspend, resume, lose, find, revoke, return, destroy */
        {"approved", "", "", "", "", "", "revoked", "", "", "requested"},
        {"", "issued", "", "", "", "", "revoked", "", "", "approved"},
        {"", "", "suspended", "", "lost", "", "revoked", "", "", "issued"},
        {"", "", "", "issued", "lost", "", "revoked", "", "", "suspended"},
        {"", "", "", "", "", "issued", "revoked", "", "", "lost"},
        {"", "", "", "", "", "", "", "returned", "", "revoked"},
        {"", "", "", "", "", "", "", "", "destroyed", "returned"},
        {"", "", "", "", "", "", "", "", "", "destroyed"},
};

static const char *const badges[BADGE_STATES][STATE_STEPS + 1] = {
        {"", "", "suspended", "", "lost", "", "", "returned", "", "active"},
        {"", "", "", "active", "lost", "", "", "returned", "", "suspended"},
        {"", "", "", "", "", "active", "", "returned", "", "lost"},
        {"", "", "", "", "", "", "", "", "destroyed", "returned"},
        {"", "", "", "", "", "", "", "", "", "destroyed"},
};

static int state_called(const char *const *row_ends, size_t stride, int count, const char *name)
{
	for (int i = 0; i < count; i++)
		if (strcmp(row_ends[(size_t)i * stride], name) == 0)
			return i;
	return -1;
}

static int key_called(const char *name)
{
	return state_called(&keys[0][STATE_STEPS], STATE_STEPS + 1, KEY_STATES, name);
}

static int badge_called(const char *name)
{
	return state_called(&badges[0][STATE_STEPS], STATE_STEPS + 1, BADGE_STATES, name);
}

static void a_key_takes_the_steps_of_the_rule_and_no_other(void)
{
	for (int from = 0; from < KEY_STATES; from++)
		for (int step = 0; step < STATE_STEPS; step++) {
			enum policy_key_state to = (enum policy_key_state)99;
			bool is_step =
			        key_state_step((enum policy_key_state)from, (enum state_step)step, &to);
			CU_ASSERT_EQUAL(is_step, keys[from][step][0] != '\0');
			CU_ASSERT_EQUAL((int)to, is_step ? key_called(keys[from][step]) : 99);
		}
}

static void a_badge_takes_the_steps_of_the_rule_and_no_other(void)
{
	for (int from = 0; from < BADGE_STATES; from++)
		for (int step = 0; step < STATE_STEPS; step++) {
			enum policy_badge_state to = (enum policy_badge_state)99;
			bool is_step =
			        badge_state_step((enum policy_badge_state)from, (enum state_step)step, &to);
			CU_ASSERT_EQUAL(is_step, badges[from][step][0] != '\0');
			CU_ASSERT_EQUAL((int)to, is_step ? badge_called(badges[from][step]) : 99);
		}
}

static bool is_key_pair(int from, int to)
{
	for (int step = 0; step < STATE_STEPS; step++)
		if (key_called(keys[from][step]) == to)
			return true;
	return false;
}

static bool is_badge_pair(int from, int to)
{
	for (int step = 0; step < STATE_STEPS; step++)
		if (badge_called(badges[from][step]) == to)
			return true;
	return false;
}

static int apply(struct desk *d, struct policy_op *op)
{
	return store_apply(d->office->store, op, 1, 0, NULL, 0);
}

/* The shortest way from the beginning to that state, by the table above. */
static void walk_key_or_fail(struct desk *d, struct policy_op *op, int to)
{
	static const char *const ways[KEY_STATES] = {"", "1", "12", "123", "124", "125", "1256", "12567"};
	for (const char *at = ways[to]; *at != '\0'; at++) {
		op->key.state = (enum policy_key_state)(*at - '0');
		op->key.approved_by = 7;
		CU_ASSERT_EQUAL_FATAL(apply(d, op), 0);
	}
}

static void walk_badge_or_fail(struct desk *d, struct policy_op *op, int to)
{
	static const char *const ways[BADGE_STATES] = {"", "1", "2", "3", "34"};
	for (const char *at = ways[to]; *at != '\0'; at++) {
		op->badge.state = (enum policy_badge_state)(*at - '0');
		CU_ASSERT_EQUAL_FATAL(apply(d, op), 0);
	}
}

static void put_persons_or_fail(struct desk *d)
{
	struct policy_op ops[2] = {
	        {.kind = POLICY_PERSON_PUT,
	         .person =
	                 {.id = 6, .name = "Eva", .first_day = POLICY_DAY_NONE, .last_day = POLICY_DAY_NONE}},
	        {.kind = POLICY_PERSON_PUT,
	         .person = {
	                 .id = 7, .name = "Max", .first_day = POLICY_DAY_NONE, .last_day = POLICY_DAY_NONE}}};
	CU_ASSERT_EQUAL_FATAL(store_apply(d->office->store, ops, 2, 0, NULL, 0), 0);
}

static void the_database_lets_a_key_take_the_same_steps(void)
{
	struct desk *d = desk_begin();
	policy_id id = 100;
	put_persons_or_fail(d);
	for (int from = 0; from < KEY_STATES; from++)
		for (int to = 0; to < KEY_STATES; to++) {
			struct policy_op op = {.kind = POLICY_KEY_PUT,
			                       .key = {.id = id++,
			                               .person = 6,
			                               .room = "hall",
			                               .first_day = POLICY_DAY_NONE,
			                               .last_day = POLICY_DAY_NONE}};
			CU_ASSERT_EQUAL_FATAL(apply(d, &op), 0);
			walk_key_or_fail(d, &op, from);
			op.key.state = (enum policy_key_state)to;
			op.key.approved_by = 7;
			CU_ASSERT_EQUAL(apply(d, &op), from == to || is_key_pair(from, to) ? 0 : -EPERM);
		}
	desk_end(d);
}

static void the_database_lets_a_badge_take_the_same_steps(void)
{
	struct desk *d = desk_begin();
	policy_id id = 100;
	put_persons_or_fail(d);
	for (int from = 0; from < BADGE_STATES; from++)
		for (int to = 0; to < BADGE_STATES; to++) {
			struct policy_op op = {
			        .kind = POLICY_BADGE_PUT,
			        .badge = {.id = id, .person = 6, .format = "h10301", .card = id}};
			id++;
			CU_ASSERT_EQUAL_FATAL(apply(d, &op), 0);
			walk_badge_or_fail(d, &op, from);
			op.badge.state = (enum policy_badge_state)to;
			CU_ASSERT_EQUAL(apply(d, &op), from == to || is_badge_pair(from, to) ? 0 : -EPERM);
		}
	desk_end(d);
}

static void a_key_begins_requested_or_issued(void)
{
	struct desk *d = desk_begin();
	put_persons_or_fail(d);
	for (int state = 0; state < KEY_STATES; state++) {
		bool begins = state == POLICY_KEY_REQUESTED || state == POLICY_KEY_ISSUED;
		struct policy_op op = {.kind = POLICY_KEY_PUT,
		                       .key = {.id = (policy_id)state + 1,
		                               .person = 6,
		                               .room = "hall",
		                               .first_day = POLICY_DAY_NONE,
		                               .last_day = POLICY_DAY_NONE,
		                               .state = (enum policy_key_state)state}};
		CU_ASSERT_EQUAL(apply(d, &op), begins ? 0 : -EPERM);
	}
	desk_end(d);
}

/* Rule K2, whoever writes the file. */
static void nobody_approves_what_they_asked_for_or_get(void)
{
	static const struct {
		policy_id approver;
		int result;
	} cases[] = {{0, -EPERM}, {6, -EPERM}, {7, -EPERM}, {8, 0}};
	struct desk *d = desk_begin();
	put_persons_or_fail(d);
	struct policy_op third = {
	        .kind = POLICY_PERSON_PUT,
	        .person = {
	                .id = 8, .name = "Ida", .first_day = POLICY_DAY_NONE, .last_day = POLICY_DAY_NONE}};
	CU_ASSERT_EQUAL_FATAL(apply(d, &third), 0);
	struct policy_op op = {.kind = POLICY_KEY_PUT,
	                       .key = {.id = 50,
	                               .person = 6,
	                               .asked_by = 7,
	                               .room = "servers",
	                               .first_day = POLICY_DAY_NONE,
	                               .last_day = POLICY_DAY_NONE}};
	CU_ASSERT_EQUAL_FATAL(apply(d, &op), 0);
	op.key.state = POLICY_KEY_APPROVED;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		op.key.approved_by = cases[i].approver;
		CU_ASSERT_EQUAL(apply(d, &op), cases[i].result);
	}
	desk_end(d);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"K1: a key takes the steps of the rule and no other",
	         a_key_takes_the_steps_of_the_rule_and_no_other},
	        {"K1: a badge takes the steps of the rule and no other",
	         a_badge_takes_the_steps_of_the_rule_and_no_other},
	        {"K1: the database lets a key take the same steps",
	         the_database_lets_a_key_take_the_same_steps},
	        {"K1: the database lets a badge take the same steps",
	         the_database_lets_a_badge_take_the_same_steps},
	        {"K1: a key begins requested or issued", a_key_begins_requested_or_issued},
	        {"K2: nobody approves what they asked for or get",
	         nobody_approves_what_they_asked_for_or_get},
	};
	return suite_run("office: states of keys and badges", cases, sizeof(cases) / sizeof(cases[0]));
}
