#include "controller/office/book.h"
#include "controller/office/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct writing {
	struct schedule_book *book;
	int error;
};

static bool visit_schedule(void *context, const struct policy_schedule *from)
{
	struct writing *w = context;
	if (from->place >= SCHEDULES_MAX)
		return true; /* the schema has no such place: what follows it is never open */
	struct schedule *to = &w->book->schedules[from->place];
	text_copy(to->name, sizeof(to->name), from->name);
	to->span_count = from->span_count;
	for (uint8_t i = 0; i < from->span_count; i++)
		to->spans[i] = (struct schedule_span){from->spans[i].days, from->spans[i].begin_min,
		                                      from->spans[i].end_min};
	return true;
}

static bool add(struct writing *w, const struct schedule_day *day)
{
	w->error = schedule_add_day(w->book, day);
	return w->error == 0;
}

static bool visit_exception(void *context, const struct policy_exception *from)
{
	struct writing *w = context;
	uint16_t schedule = schedule_find(w->book, from->schedule);
	struct schedule_day day = {.day = from->day,
	                           .schedule = schedule,
	                           .begin_min = from->begin_min,
	                           .end_min = from->end_min};
	return schedule == SITE_NONE || add(w, &day); /* SITE_NONE would be every schedule */
}

static bool visit_holiday(void *context, const struct policy_holiday *from)
{
	struct schedule_day day = {.day = from->day, .schedule = SCHEDULE_EVERY, .is_holiday = true};
	return add(context, &day);
}

static int write_book(struct store *s, struct schedule_book *book)
{
	struct writing w = {.book = book};
	struct policy_calendar calendar;
	int result = store_calendar(s, &calendar);
	if (result == 0)
		book->state = calendar_state_parse(calendar.state);
	if (result == 0)
		result = store_schedules(s, visit_schedule, &w);
	if (result == 0)
		result = store_exceptions(s, visit_exception, &w);
	if (result == 0 && w.error == 0)
		result = store_holidays(s, visit_holiday, &w);
	return result < 0 ? result : w.error;
}

int book_load(struct store *store, struct schedule_book **out)
{
	struct schedule_book *book = calloc(1, sizeof(*book));
	if (book == NULL)
		return -ENOMEM;
	int result = write_book(store, book);
	if (result < 0)
		free(book);
	else
		*out = book;
	return result;
}
