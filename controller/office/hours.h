/*
 * Hours as people write them: "Mon-Fri 08:00-12:00,13:00-17:00", "Sat,holiday
 * 09:00-13:00", "daily 00:00-24:00". Pure.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_HOURS_H
#define ZUTRITT_CONTROLLER_OFFICE_HOURS_H

#include "db/policy.h"

enum { HOURS_TEXT_MAX = 80, HOURS_RANGE_MAX = 12 };

/*
 * Adds the spans of one text to the schedule: days, a blank, ranges of time.
 * Days are Mon to Sun or Mo, Di ... So, in upper or lower case, one or several
 * with commas, from-to, "daily", and "holiday" or "Feiertag". NULL, or what is
 * the matter, to stand after the quoted text: "names no day that there is".
 */
const char *hours_parse(const char *text, struct policy_schedule *schedule);

/* "08:00-17:30": from 00:00 to 24:00, the end after the beginning. NULL, or what is the matter. */
const char *hours_range_parse(const char *text, uint16_t *begin_min, uint16_t *end_min);

/* "Mon-Fri 08:00-17:00" */
void hours_text(const struct policy_span *span, char text[HOURS_TEXT_MAX]);

/* "08:00-17:00", "closed" */
void hours_range_text(uint16_t begin_min, uint16_t end_min, char text[HOURS_RANGE_MAX]);

/* "Mon" to "Sun"; 0 is Monday. */
const char *hours_day_name(unsigned weekday);

#endif
