/* The civil calendar. See calendar.h; the holidays stand in one table below. */
#include "controller/calendar.h"
#include <stddef.h>
#include <string.h>

enum { DAYS_400_YEARS = 146097, DAYS_TO_1970 = 719468 };

/* Years begin in March here, so that the leap day is the last of a year. */
int32_t calendar_day(struct calendar_date date)
{
	int32_t year = date.year - (date.month <= 2);
	int32_t era = (year >= 0 ? year : year - 399) / 400;
	int32_t year_of_era = year - era * 400;
	int32_t month = date.month + (date.month > 2 ? -3 : 9);
	int32_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
	int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * DAYS_400_YEARS + day_of_era - DAYS_TO_1970;
}

struct calendar_date calendar_date(int32_t day)
{
	int32_t shifted = day + DAYS_TO_1970;
	int32_t era = (shifted >= 0 ? shifted : shifted - (DAYS_400_YEARS - 1)) / DAYS_400_YEARS;
	int32_t of_era = shifted - era * DAYS_400_YEARS;
	int32_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int32_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int32_t month = (5 * of_year + 2) / 153;
	return (struct calendar_date){
	        .year = year_of_era + era * 400 + (month >= 10),
	        .month = (uint8_t)(month < 10 ? month + 3 : month - 9),
	        .day = (uint8_t)(of_year - (153 * month + 2) / 5 + 1),
	};
}

/* 1970-01-01 was a Thursday. */
enum calendar_weekday calendar_weekday(int32_t day)
{
	int32_t weekday = (day % 7 + 7 + THURSDAY) % 7;
	return (enum calendar_weekday)weekday;
}

/* The Gregorian computus of Meeus, Jones and Butcher. */
int32_t calendar_easter(int32_t year)
{
	int32_t a = year % 19;
	int32_t b = year / 100;
	int32_t c = year % 100;
	int32_t d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int32_t e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
	int32_t f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
	return calendar_day((struct calendar_date){year, (uint8_t)(f / 31), (uint8_t)(f % 31 + 1)});
}

/* ---- holidays ---- */

enum { ALL = 0xffff, NO_END = 9999 };

/* A fixed date (month, day), or so many days from Easter Sunday (month 0). */
struct holiday {
	const char *name;
	uint8_t month;
	int8_t day;
	uint16_t states;
	int16_t first_year, last_year;
};

static const struct holiday holidays[] = {
        {"Neujahr", 1, 1, ALL, 0, NO_END},
        {"Heilige Drei Könige", 1, 6, CALENDAR_BW | CALENDAR_BY | CALENDAR_ST, 0, NO_END},
        {"Internationaler Frauentag", 3, 8, CALENDAR_BE, 2019, NO_END},
        {"Internationaler Frauentag", 3, 8, CALENDAR_MV, 2023, NO_END},
        {"Karfreitag", 0, -2, ALL, 0, NO_END},
        {"Ostersonntag", 0, 0, CALENDAR_BB, 0, NO_END},
        {"Ostermontag", 0, 1, ALL, 0, NO_END},
        {"Tag der Arbeit", 5, 1, ALL, 0, NO_END},
        {"Tag der Befreiung", 5, 8, CALENDAR_BE, 2020, 2020},
        {"Tag der Befreiung", 5, 8, CALENDAR_BE, 2025, 2025},
        {"Christi Himmelfahrt", 0, 39, ALL, 0, NO_END},
        {"Pfingstsonntag", 0, 49, CALENDAR_BB, 0, NO_END},
        {"Pfingstmontag", 0, 50, ALL, 0, NO_END},
        {"Fronleichnam", 0, 60,
         CALENDAR_BW | CALENDAR_BY | CALENDAR_HE | CALENDAR_NW | CALENDAR_RP | CALENDAR_SL, 0, NO_END},
        {"Jahrestag des Volksaufstandes", 6, 17, CALENDAR_BE, 2028, 2028},
        {"Mariä Himmelfahrt", 8, 15, CALENDAR_SL, 0, NO_END},
        {"Weltkindertag", 9, 20, CALENDAR_TH, 2019, NO_END},
        {"Tag der Deutschen Einheit", 10, 3, ALL, 1990, NO_END},
        {"Reformationstag", 10, 31, CALENDAR_BB | CALENDAR_MV | CALENDAR_SN | CALENDAR_ST | CALENDAR_TH, 0,
         NO_END},
        {"Reformationstag", 10, 31, ALL, 2017, 2017},
        {"Reformationstag", 10, 31, CALENDAR_HB | CALENDAR_HH | CALENDAR_NI | CALENDAR_SH, 2018, NO_END},
        {"Allerheiligen", 11, 1, CALENDAR_BW | CALENDAR_BY | CALENDAR_NW | CALENDAR_RP | CALENDAR_SL, 0,
         NO_END},
        {"Erster Weihnachtstag", 12, 25, ALL, 0, NO_END},
        {"Zweiter Weihnachtstag", 12, 26, ALL, 0, NO_END},
};

static bool is_holiday(const struct holiday *h, struct calendar_date date, int32_t from_easter,
                       enum calendar_state state)
{
	if ((h->states & (unsigned)state) == 0 || date.year < h->first_year || date.year > h->last_year)
		return false;
	if (h->month == 0)
		return from_easter == h->day;
	return date.month == h->month && date.day == h->day;
}

/* The Wednesday before the 23rd of November. */
static bool is_repentance_day(int32_t day, struct calendar_date date, enum calendar_state state)
{
	return (state & CALENDAR_SN) != 0 && date.month == 11 && date.day >= 16 && date.day <= 22 &&
	       calendar_weekday(day) == WEDNESDAY;
}

const char *calendar_holiday(int32_t day, enum calendar_state state)
{
	struct calendar_date date = calendar_date(day);
	int32_t from_easter = day - calendar_easter(date.year);
	for (size_t i = 0; i < sizeof(holidays) / sizeof(holidays[0]); i++)
		if (is_holiday(&holidays[i], date, from_easter, state))
			return holidays[i].name;
	return is_repentance_day(day, date, state) ? "Buß- und Bettag" : NULL;
}

static const char state_names[][3] = {"BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV",
                                      "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH"};

enum calendar_state calendar_state_parse(const char *text)
{
	for (unsigned i = 0; i < 16; i++)
		if (strcmp(text, state_names[i]) == 0)
			return (enum calendar_state)(1u << i);
	return CALENDAR_NO_STATE;
}

const char *calendar_state_name(enum calendar_state state)
{
	for (unsigned i = 0; i < 16; i++)
		if ((unsigned)state == 1u << i)
			return state_names[i];
	return "";
}
