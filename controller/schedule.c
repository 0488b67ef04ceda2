/* Weekly schedules. See schedule.h. */
#include "controller/schedule.h"
#include <errno.h>
#include <stddef.h>
#include <string.h>

/* Where the days from that one on begin: they rise. */
static uint16_t first_from(const struct schedule_book *book, int32_t day)
{
	uint16_t low = 0, high = book->day_count;
	while (low < high) {
		uint16_t middle = (uint16_t)((low + high) / 2);
		if (book->days[middle].day < day)
			low = (uint16_t)(middle + 1);
		else
			high = middle;
	}
	return low;
}

static bool is_of_day(const struct schedule_book *book, uint16_t i, int32_t day)
{
	return i < book->day_count && book->days[i].day == day;
}

static bool is_meant(const struct schedule_day *d, uint16_t schedule)
{
	return d->schedule == schedule || d->schedule == SCHEDULE_EVERY;
}

/* Other hours of that day; those for this schedule alone go before those for all. */
static const struct schedule_day *exception_of(const struct schedule_book *book, uint16_t schedule,
                                               int32_t day)
{
	const struct schedule_day *found = NULL;
	for (uint16_t i = first_from(book, day); is_of_day(book, i, day); i++) {
		const struct schedule_day *d = &book->days[i];
		if (is_meant(d, schedule) && !d->is_holiday && (found == NULL || d->schedule == schedule))
			found = d;
	}
	return found;
}

bool schedule_is_holiday(const struct schedule_book *book, uint16_t schedule, int32_t day)
{
	for (uint16_t i = first_from(book, day); is_of_day(book, i, day); i++)
		if (is_meant(&book->days[i], schedule) && book->days[i].is_holiday)
			return true;
	return calendar_holiday(day, book->state) != NULL;
}

static bool is_within(uint16_t minute, uint16_t begin_min, uint16_t end_min)
{
	return minute >= begin_min && minute < end_min;
}

bool schedule_is_open(const struct schedule_book *book, uint16_t schedule, int32_t day, uint16_t minute)
{
	if (schedule >= SCHEDULES_MAX)
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

/* Hours end where the last minute before is open: whatever makes it so is asked in one place. */
uint16_t schedule_closing(const struct schedule_book *book, uint16_t schedule, int32_t day)
{
	uint16_t minute = SCHEDULE_MINUTES;
	while (minute > 0 && !schedule_is_open(book, schedule, day, (uint16_t)(minute - 1)))
		minute--;
	return minute;
}

int schedule_add_day(struct schedule_book *book, const struct schedule_day *day)
{
	uint16_t at = first_from(book, day->day);
	if (book->day_count == SCHEDULE_DAYS_MAX)
		return -ENOSPC;
	memmove(&book->days[at + 1], &book->days[at], (book->day_count - at) * sizeof(*day));
	book->days[at] = *day;
	book->day_count++;
	return 0;
}

uint16_t schedule_find(const struct schedule_book *book, const char *name)
{
	for (uint16_t i = 0; i < SCHEDULES_MAX; i++)
		if (name[0] != '\0' && strcmp(book->schedules[i].name, name) == 0)
			return i;
	return SITE_NONE;
}
