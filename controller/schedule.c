/* Weekly schedules. See schedule.h. */
#include "controller/schedule.h"
#include <stddef.h>
#include <string.h>

static bool is_meant(const struct schedule_day *d, uint16_t schedule, int32_t day)
{
	return d->day == day && (d->schedule == schedule || d->schedule == SCHEDULE_EVERY);
}

/* Other hours of that day; those for this schedule alone go before those for all. */
static const struct schedule_day *exception_of(const struct schedule_book *book, uint16_t schedule,
                                               int32_t day)
{
	const struct schedule_day *found = NULL;
	for (uint16_t i = 0; i < book->day_count; i++) {
		const struct schedule_day *d = &book->days[i];
		if (is_meant(d, schedule, day) && !d->is_holiday &&
		    (found == NULL || d->schedule == schedule))
			found = d;
	}
	return found;
}

bool schedule_is_holiday(const struct schedule_book *book, uint16_t schedule, int32_t day)
{
	for (uint16_t i = 0; i < book->day_count; i++)
		if (is_meant(&book->days[i], schedule, day) && book->days[i].is_holiday)
			return true;
	return calendar_holiday(day, book->state) != NULL;
}

static bool is_within(uint16_t minute, uint16_t begin_min, uint16_t end_min)
{
	return minute >= begin_min && minute < end_min;
}

bool schedule_is_open(const struct schedule_book *book, uint16_t schedule, int32_t day, uint16_t minute)
{
	if (schedule >= book->count)
		return false;
	const struct schedule_day *other = exception_of(book, schedule, day);
	if (other != NULL)
		return is_within(minute, other->begin_min, other->end_min);
	const struct schedule *s = &book->schedules[schedule];
	bool is_holiday = schedule_is_holiday(book, schedule, day);
	unsigned today = is_holiday ? SCHEDULE_HOLIDAY : 1u << calendar_weekday(day);
	for (uint8_t i = 0; i < s->span_count; i++)
		if ((s->spans[i].days & today) != 0 &&
		    is_within(minute, s->spans[i].begin_min, s->spans[i].end_min))
			return true;
	return false;
}

uint16_t schedule_find(const struct schedule_book *book, const char *name)
{
	for (uint16_t i = 0; i < book->count; i++)
		if (strcmp(book->schedules[i].name, name) == 0)
			return i;
	return SITE_NONE;
}
