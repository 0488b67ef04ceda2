/*
 * Rule P8: neither words nor time tell whether there is an account, whether it
 * is locked, or whether only the password was wrong.
 */
#include "tests/unit/login_fixture.h"

enum { TRIES = 200 };

static int by_size(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

static uint64_t median(uint64_t *took_ns)
{
	qsort(took_ns, TRIES, sizeof(*took_ns), by_size);
	return took_ns[TRIES / 2];
}

static uint64_t time_of(struct desk *d, const char *user)
{
	uint64_t before = clock_now(&d->office->clock).mono_ns;
	must_be_refused(d, user, wrong);
	uint64_t took = clock_now(&d->office->clock).mono_ns - before;
	forget_places(d);
	return took;
}

static bool is_alike(uint64_t a, uint64_t b)
{
	return a * 100 < b * 115 && b * 100 < a * 115;
}

/* In turns, so that what else the machine does touches all of them. */
static void unknown_wrong_and_locked_take_the_same_words_and_time(void)
{
	static uint64_t unknown[TRIES], is_wrong[TRIES], locked[TRIES];
	struct desk *d = begin();
	struct policy_login login = login_of(d, "anna"), shut;
	desk_account(d, "shut", "Shut", ROLE_RECEPTION);
	struct policy_operator operator;
	CU_ASSERT_EQUAL_FATAL(store_operator_by_user(d->office->store, "shut", &operator), 0);
	shut = login;
	shut.operator_id = operator.id;
	shut.is_locked = true;
	put_login(d, &shut);
	for (int i = 0; i < TRIES; i++) {
		unknown[i] = time_of(d, "nobody");
		is_wrong[i] = time_of(d, "anna");
		put_login(d, &login);
		locked[i] = time_of(d, "shut");
	}
	uint64_t u = median(unknown), w = median(is_wrong), l = median(locked);
	printf("medians: unknown %.1f ms, wrong %.1f ms, locked %.1f ms ", (double)u / 1e6, (double)w / 1e6,
	       (double)l / 1e6);
	CU_ASSERT_TRUE(is_alike(u, w));
	CU_ASSERT_TRUE(is_alike(u, l));
	desk_end(d);
}

static const struct suite_case cases[] = {
        {"P8: unknown, wrong and locked take the same words and time",
         unknown_wrong_and_locked_take_the_same_words_and_time},
};

int main(void)
{
	return suite_run("office: alike", cases, sizeof(cases) / sizeof(cases[0]));
}
