/* The clocks. See clock.h; clock_now() is where to start. */
#include "controller/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

enum {
	CLOCK_LOOK_S = 1,     /* how long the kernel's word on synchronisation is believed */
	CLOCK_QUARTER_S = 900 /* zones change their offset at quarters of an hour only */
};

#define CLOCK_BATTERY_FIRST_S                                                                                \
	INT64_C(1735689600) /* 2025-01-01: a battery clock before that lost its battery */
#define CLOCK_BATTERY_OFF_S INT64_C(60)

static const char battery_path[] = "/sys/class/rtc/rtc0/since_epoch";

/* systemd-timesyncd makes it when it has set the clock; it goes with the next boot. */
static const char synchronised_path[] = "/run/systemd/timesync/synchronized";

void clock_set_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

/* The system takes its time from rtc0 when it starts; a board's clock without battery says 1970. */
static bool has_battery_clock(void)
{
	long long battery_s = 0;
	FILE *f = fopen(battery_path, "re");
	if (f == NULL)
		return false;
	bool is_read = fscanf(f, "%lld", &battery_s) == 1;
	fclose(f);
	int64_t off_s = (int64_t)time(NULL) - battery_s;
	return is_read && battery_s >= CLOCK_BATTERY_FIRST_S && off_s <= CLOCK_BATTERY_OFF_S &&
	       off_s >= -CLOCK_BATTERY_OFF_S;
}

void clock_init(struct clock *c, bool is_always_trusted)
{
	bool is_known = has_battery_clock() || access(synchronised_path, F_OK) == 0;
	*c = (struct clock){.is_always_trusted = is_always_trusted || is_known, .offset_quarter = INT64_MIN};
}

/* A kernel that does not say so, as in a sandbox that forbids to ask, has not said so. */
static bool is_synchronised(void)
{
	struct timex t = {.modes = 0};
	int state = adjtimex(&t);
	return state >= 0 && state != TIME_ERROR && (t.status & STA_UNSYNC) == 0;
}

static void look_at_trust(struct clock *c, uint64_t mono_ns)
{
	if (c->looked_ns != 0 && mono_ns - c->looked_ns < CLOCK_LOOK_S * UINT64_C(1000000000))
		return;
	c->looked_ns = mono_ns;
	c->is_trusted = c->is_trusted || c->is_always_trusted || is_synchronised();
}

int32_t clock_offset_s(struct clock *c, int64_t utc_s)
{
	int64_t quarter = utc_s / CLOCK_QUARTER_S;
	time_t t = (time_t)utc_s;
	struct tm local;
	if (quarter == c->offset_quarter)
		return c->utc_offset_s;
	c->offset_quarter = quarter;
	c->utc_offset_s = localtime_r(&t, &local) == NULL ? 0 : (int32_t)local.tm_gmtoff;
	return c->utc_offset_s;
}

static uint64_t monotonic_ns(void)
{
	struct timespec mono;
	clock_gettime(CLOCK_MONOTONIC, &mono);
	return (uint64_t)mono.tv_sec * 1000000000u + (uint64_t)mono.tv_nsec;
}

static int64_t wall_ms(void)
{
	struct timespec utc;
	clock_gettime(CLOCK_REALTIME, &utc);
	return (int64_t)utc.tv_sec * 1000 + utc.tv_nsec / 1000000;
}

void clock_set_floor(struct clock *c, int64_t utc_ms)
{
	c->floor_utc_ms = utc_ms;
	c->floor_ns = monotonic_ns();
}

/* Rule D11: a clock that nobody set since boot is at least not behind what has been written down. */
static int64_t not_before_floor(const struct clock *c, int64_t utc_ms, uint64_t mono_ns)
{
	int64_t least_ms = c->floor_utc_ms + (int64_t)((mono_ns - c->floor_ns) / 1000000);
	return !c->is_trusted && utc_ms < least_ms ? least_ms : utc_ms;
}

struct moment clock_now(struct clock *c)
{
	uint64_t mono_ns = monotonic_ns();
	look_at_trust(c, mono_ns);
	int64_t utc_ms = not_before_floor(c, wall_ms(), mono_ns);
	return (struct moment){.mono_ns = mono_ns,
	                       .utc_ms = utc_ms,
	                       .utc_offset_s = clock_offset_s(c, utc_ms / 1000),
	                       .is_clock_trusted = c->is_trusted};
}
