/*
 * Weekly schedules with holidays and one-day exceptions (rules D10, B7): is it
 * open now? A question of state, asked at any time, never of edges, so that
 * nothing is missed by a restart, a clock step or a daylight-saving night.
 * Local time is what the site's clock on the wall shows. Pure.
 */
#ifndef ZUTRITT_CONTROLLER_SCHEDULE_H
#define ZUTRITT_CONTROLLER_SCHEDULE_H

#include "controller/calendar.h"
#include "controller/site.h"

enum {
	SCHEDULE_SPANS_MAX = 16,
	SCHEDULES_MAX = 32,
	SCHEDULE_DAYS_MAX = 1024, /* company holidays and exceptions of the book, together */
	SCHEDULE_MINUTES = 1440,  /* of a day on the wall clock */
	SCHEDULE_EVERY = 0xffff   /* a day that is meant for every schedule */
};

/* Days of the week as bits, Monday first; and the day that is a public or company holiday. */
enum schedule_day_bit { SCHEDULE_HOLIDAY = 1 << 7 };

/* From begin to end (not included), in minutes of the day: 0 to 1440, begin < end. */
struct schedule_span {
	uint8_t days; /* bit 0 Monday ... bit 6 Sunday, SCHEDULE_HOLIDAY */
	uint16_t begin_min;
	uint16_t end_min;
};

struct schedule {
	char name[SITE_NAME_MAX];
	uint8_t span_count;
	struct schedule_span spans[SCHEDULE_SPANS_MAX];
};

/* One day that differs: a company holiday, or other hours. begin == end: closed all day. */
struct schedule_day {
	int32_t day;
	uint16_t schedule; /* index, or SCHEDULE_EVERY */
	bool is_holiday;   /* counts as a holiday; else the hours below hold and no others */
	uint16_t begin_min;
	uint16_t end_min;
};

/*
 * Everything that schedules need, as one value. A schedule keeps its place as
 * long as it is there; one without a name is none. Where things refer to a
 * schedule they hold its place + 1, so that 0 means none.
 */
struct schedule_book {
	enum calendar_state state; /* whose public holidays count */
	struct schedule schedules[SCHEDULES_MAX];
	uint16_t day_count;
	struct schedule_day days[SCHEDULE_DAYS_MAX]; /* rising: schedule_add_day() keeps them so */
};

/* Is it open on this local day at this local minute? False for a schedule that is not in the book. */
bool schedule_is_open(const struct schedule_book *book, uint16_t schedule, int32_t day, uint16_t minute);

/* The minute at which its last hours of that local day end, 1 to 1440; 0 when it is closed all day. */
uint16_t schedule_closing(const struct schedule_book *book, uint16_t schedule, int32_t day);

/* Is that day a public holiday of the book's state, or a company holiday (for this schedule)? */
bool schedule_is_holiday(const struct schedule_book *book, uint16_t schedule, int32_t day);

/* Puts a day where it belongs: 0, or -ENOSPC when the book is full. */
int schedule_add_day(struct schedule_book *book, const struct schedule_day *day);

/* Place of the schedule with that name, or SITE_NONE. */
uint16_t schedule_find(const struct schedule_book *book, const char *name);

#endif
