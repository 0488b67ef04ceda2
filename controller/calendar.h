/*
 * The civil calendar: days, weekdays, Easter, and the public holidays of the
 * German states (rules B7, D10). Days count from 1970-01-01 in the proleptic
 * Gregorian calendar (ISO 8601). Pure.
 */
#ifndef ZUTRITT_CONTROLLER_CALENDAR_H
#define ZUTRITT_CONTROLLER_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

/* The states by their official abbreviations (ISO 3166-2:DE), as bits. */
enum calendar_state {
	CALENDAR_NO_STATE = 0, /* no public holidays */
	CALENDAR_BW = 1 << 0,
	CALENDAR_BY = 1 << 1,
	CALENDAR_BE = 1 << 2,
	CALENDAR_BB = 1 << 3,
	CALENDAR_HB = 1 << 4,
	CALENDAR_HH = 1 << 5,
	CALENDAR_HE = 1 << 6,
	CALENDAR_MV = 1 << 7,
	CALENDAR_NI = 1 << 8,
	CALENDAR_NW = 1 << 9,
	CALENDAR_RP = 1 << 10,
	CALENDAR_SL = 1 << 11,
	CALENDAR_SN = 1 << 12,
	CALENDAR_ST = 1 << 13,
	CALENDAR_SH = 1 << 14,
	CALENDAR_TH = 1 << 15
};

enum calendar_weekday { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

struct calendar_date {
	int32_t year;
	uint8_t month; /* 1 to 12 */
	uint8_t day;   /* 1 to 31 */
};

int32_t calendar_day(struct calendar_date date);
struct calendar_date calendar_date(int32_t day);
enum calendar_weekday calendar_weekday(int32_t day);

/* The day of Easter Sunday, years 1583 to 9999. */
int32_t calendar_easter(int32_t year);

/*
 * The German name of the public holiday of the state on that day, or NULL.
 * Holidays of a whole state by its law of 2026, with the years in which they
 * began; those of single municipalities (Assumption in Bavaria, Corpus Christi
 * in Saxony and Thuringia, the peace festival of Augsburg) are left to the
 * company's own holidays.
 */
const char *calendar_holiday(int32_t day, enum calendar_state state);

/* "SH" to CALENDAR_SH; CALENDAR_NO_STATE for anything else. And back: "" for none. */
enum calendar_state calendar_state_parse(const char *text);
const char *calendar_state_name(enum calendar_state state);

#endif
