/* The clocks, read together (rules B7, D11). */
#include "controller/clock.h"
#include "tests/unit/suite.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct clock started(const char *zone, bool is_always_trusted)
{
	struct clock c;
	clock_set_zone(zone);
	clock_init(&c, is_always_trusted);
	return c;
}

static void monotonic_time_never_goes_back(void)
{
	struct clock c = started("UTC", true);
	uint64_t last = clock_now(&c).mono_ns;
	for (int i = 0; i < 10000; i++) {
		uint64_t now = clock_now(&c).mono_ns;
		CU_ASSERT_TRUE_FATAL(now >= last);
		last = now;
	}
}

static void wall_time_is_utc_in_milliseconds(void)
{
	struct clock c = started("Asia/Tokyo", true);
	int64_t before_s = (int64_t)time(NULL) - 1; /* time() may lag the real clock by a tick */
	struct moment now = clock_now(&c);
	CU_ASSERT_TRUE(now.utc_ms >= before_s * 1000);
	CU_ASSERT_TRUE(now.utc_ms <= ((int64_t)time(NULL) + 2) * 1000);
}

static void offset_is_the_zones(void)
{
	static const struct {
		const char *zone;
		int32_t offset_s;
	} zones[] = {{"UTC", 0},
	             {"Asia/Tokyo", 9 * 3600},
	             {"Asia/Kathmandu", 5 * 3600 + 2700},
	             {"America/Phoenix", -7 * 3600}};
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		struct clock c = started(zones[i].zone, true);
		CU_ASSERT_EQUAL(clock_now(&c).utc_offset_s, zones[i].offset_s);
	}
}

static void offset_is_asked_for_once_a_quarter_of_an_hour(void)
{
	struct clock c = started("Asia/Tokyo", true);
	clock_now(&c);
	c.utc_offset_s = 1; /* stays while the quarter lasts */
	int64_t quarter = c.offset_quarter;
	struct moment now = clock_now(&c);
	CU_ASSERT_TRUE(now.utc_offset_s == 1 || c.offset_quarter != quarter);
	c.offset_quarter--; /* the quarter before is over */
	CU_ASSERT_EQUAL(clock_now(&c).utc_offset_s, 9 * 3600);
}

static void simulated_wires_have_a_trusted_clock(void)
{
	struct clock c = started("UTC", true);
	CU_ASSERT_TRUE(clock_now(&c).is_clock_trusted);
}

static void otherwise_the_kernel_is_believed(void)
{
	struct timex t = {.modes = 0};
	struct clock c = started("UTC", false);
	bool is_synchronised = adjtimex(&t) != TIME_ERROR && (t.status & STA_UNSYNC) == 0;
	CU_ASSERT_EQUAL(clock_now(&c).is_clock_trusted, is_synchronised || c.is_always_trusted);
}

/* Every way to ask the kernel fails with EPERM from now on, as in a sandbox that protects the clock. */
static bool forbid_to_ask(void)
{
	struct sock_filter filter[] = {
	        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_adjtimex, 1, 0),
	        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clock_adjtime, 0, 1),
	        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
	        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {.len = sizeof(filter) / sizeof(filter[0]), .filter = filter};
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* In a process of its own, which is not let go again. */
static void a_kernel_that_may_not_be_asked_is_not_believed(void)
{
	enum { TRUSTED = 10, DOUBTED = 11, NOT_FORBIDDEN = 12 };
	int status = 0;
	pid_t pid = fork();
	CU_ASSERT_TRUE_FATAL(pid >= 0);
	if (pid == 0) {
		struct timex t = {.modes = 0};
		struct clock c = started("UTC", false);
		c.is_always_trusted = false; /* whatever this machine has */
		if (!forbid_to_ask() || adjtimex(&t) >= 0)
			_exit(NOT_FORBIDDEN);
		_exit(clock_now(&c).is_clock_trusted ? TRUSTED : DOUBTED);
	}
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT_EQUAL(WEXITSTATUS(status), DOUBTED);
}

static void what_was_trusted_once_stays_so(void)
{
	struct clock c = started("UTC", true);
	clock_now(&c);
	c.is_always_trusted = false; /* as if only the kernel had said so, which may not say it any more */
	c.looked_ns = 0;
	CU_ASSERT_TRUE(clock_now(&c).is_clock_trusted);
}

/* A clock that nobody trusts, whatever this machine has. */
static struct clock doubted(const char *zone)
{
	struct clock c = started(zone, false);
	c.is_always_trusted = c.is_trusted = false;
	c.looked_ns = clock_now(&c).mono_ns; /* the kernel was asked just now */
	c.is_trusted = false;
	return c;
}

static void a_doubted_clock_is_not_behind_the_journal(void)
{
	enum { AHEAD_MS = 86400000 };
	struct clock c = doubted("UTC");
	int64_t real_ms = (int64_t)time(NULL) * 1000;
	clock_set_floor(&c, real_ms + AHEAD_MS);
	c.floor_ns -= UINT64_C(7000000000); /* set 7 s ago: time has gone on */
	int64_t now_ms = clock_now(&c).utc_ms;
	CU_ASSERT_TRUE(now_ms >= real_ms + AHEAD_MS + 7000 && now_ms < real_ms + AHEAD_MS + 9000);
	c.is_trusted = true;
	CU_ASSERT_TRUE(clock_now(&c).utc_ms < real_ms + AHEAD_MS);
}

static void a_doubted_clock_ahead_of_the_journal_is_taken_as_it_is(void)
{
	struct clock c = doubted("UTC");
	int64_t real_ms = (int64_t)time(NULL) * 1000;
	clock_set_floor(&c, real_ms - 3600000);
	int64_t now_ms = clock_now(&c).utc_ms;
	CU_ASSERT_TRUE(now_ms >= real_ms - 1000 && now_ms < real_ms + 2000);
}

static void the_offset_belongs_to_the_time_that_is_told(void)
{
	struct clock c = doubted("Europe/Berlin");
	clock_set_floor(&c, INT64_C(4087540800000)); /* 2099-07-12 */
	CU_ASSERT_EQUAL(clock_now(&c).utc_offset_s, 7200);
	clock_set_floor(&c, INT64_C(4102444800000)); /* 2100-01-01 */
	CU_ASSERT_EQUAL(clock_now(&c).utc_offset_s, 3600);
}

static void trust_is_looked_at_once_a_second(void)
{
	struct clock c = started("UTC", true);
	uint64_t first = clock_now(&c).mono_ns;
	uint64_t looked = c.looked_ns;
	CU_ASSERT_EQUAL(looked, first);
	struct moment now = clock_now(&c);
	CU_ASSERT_TRUE(c.looked_ns == looked || now.mono_ns - looked >= 1000000000);
	c.looked_ns = now.mono_ns - 1000000000;
	now = clock_now(&c);
	CU_ASSERT_EQUAL(c.looked_ns, now.mono_ns);
}

static const struct suite_case cases[] = {
        {"monotonic time never goes back", monotonic_time_never_goes_back},
        {"wall time is UTC in milliseconds (rule B7)", wall_time_is_utc_in_milliseconds},
        {"the offset is the zone's", offset_is_the_zones},
        {"the offset is asked for once a quarter of an hour", offset_is_asked_for_once_a_quarter_of_an_hour},
        {"simulated wires have a trusted clock", simulated_wires_have_a_trusted_clock},
        {"otherwise the kernel is believed (rule D11)", otherwise_the_kernel_is_believed},
        {"D11: a kernel that may not be asked is not believed",
         a_kernel_that_may_not_be_asked_is_not_believed},
        {"what was trusted once stays so (rule D11)", what_was_trusted_once_stays_so},
        {"a doubted clock is not behind the journal (rule D11)", a_doubted_clock_is_not_behind_the_journal},
        {"a doubted clock ahead of the journal is taken as it is",
         a_doubted_clock_ahead_of_the_journal_is_taken_as_it_is},
        {"the offset belongs to the time that is told", the_offset_belongs_to_the_time_that_is_told},
        {"trust is looked at once a second", trust_is_looked_at_once_a_second},
};

int main(void)
{
	return suite_run("clock", cases, sizeof(cases) / sizeof(cases[0]));
}
