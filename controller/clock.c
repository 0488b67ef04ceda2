/* The clocks. See clock.h; clock_now() is where to start. */
#include "controller/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/timex.h>
#include <time.h>

enum {
	CLOCK_LOOK_S = 1,     /* how long the kernel's word on synchronisation is believed */
	CLOCK_QUARTER_S = 900 /* zones change their offset at quarters of an hour only */
};

#define CLOCK_BATTERY_FIRST_S                                                                                \
	INT64_C(1735689600) /* 2025-01-01: a battery clock before that lost its battery */
#define CLOCK_BATTERY_OFF_S INT64_C(60)

static const char battery_path[] = "/sys/class/rtc/rtc0/since_epoch";

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
	*c = (struct clock){.is_always_trusted = is_always_trusted || has_battery_clock(),
	                    .offset_quarter = INT64_MIN};
}

static bool is_synchronised(void)
{
	struct timex t = {.modes = 0};
	return adjtimex(&t) != TIME_ERROR && (t.status & STA_UNSYNC) == 0;
}

static void look_at_trust(struct clock *c, uint64_t mono_ns)
{
	if (c->looked_ns != 0 && mono_ns - c->looked_ns < CLOCK_LOOK_S * UINT64_C(1000000000))
		return;
	c->looked_ns = mono_ns;
	c->is_trusted = c->is_always_trusted || is_synchronised();
}

static void look_at_zone(struct clock *c, time_t utc_s)
{
	int64_t quarter = (int64_t)utc_s / CLOCK_QUARTER_S;
	struct tm local;
	if (quarter == c->offset_quarter)
		return;
	c->offset_quarter = quarter;
	c->utc_offset_s = localtime_r(&utc_s, &local) == NULL ? 0 : (int32_t)local.tm_gmtoff;
}

struct moment clock_now(struct clock *c)
{
	struct timespec mono, utc;
	clock_gettime(CLOCK_MONOTONIC, &mono);
	clock_gettime(CLOCK_REALTIME, &utc);
	uint64_t mono_ns = (uint64_t)mono.tv_sec * 1000000000u + (uint64_t)mono.tv_nsec;
	look_at_trust(c, mono_ns);
	look_at_zone(c, utc.tv_sec);
	return (struct moment){.mono_ns = mono_ns,
	                       .utc_ms = (int64_t)utc.tv_sec * 1000 + utc.tv_nsec / 1000000,
	                       .utc_offset_s = c->utc_offset_s,
	                       .is_clock_trusted = c->is_trusted};
}
