#include "controller/office/holidays.h"
#include "controller/office/change.h"
#include "controller/office/hours.h"
#include "controller/office/names.h"
#include "controller/office/sentence.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <stdio.h>
#include <string.h>

enum { YEAR_FIRST = 1970, YEAR_LAST = 9999 };

/* ---- list: a year, day by day ---- */

struct year {
	struct answer *answer;
	int32_t day; /* of the one being looked at */
};

static struct message *shape_day(int32_t day, const char *kind, const char *name)
{
	struct message *m = message_object();
	shape_put_day(m, "day", day);
	message_put_text(m, "weekday", hours_day_name((unsigned)calendar_weekday(day)));
	message_put_text(m, "kind", kind);
	message_put_text(m, "name", name);
	return m;
}

static void put_exception(const struct office *o, const struct schedule_day *d, struct answer *a)
{
	struct message *m =
	        shape_day(d->day, "exception", table_book(o->table.table)->schedules[d->schedule].name);
	char hours[HOURS_RANGE_MAX];
	hours_range_text(d->begin_min, d->end_min, hours);
	message_put_text(m, "hours", hours);
	answer_item(a, m);
}

static bool visit_company(void *context, const struct policy_holiday *holiday)
{
	struct year *y = context;
	if (holiday->day == y->day)
		answer_item(y->answer, shape_day(y->day, "company", holiday->name));
	return holiday->day < y->day;
}

/* The book says that there is something; the names of holidays stand in the database. */
static bool put_company_days(struct office *o, struct year *y)
{
	int result = 0;
	for (uint16_t i = 0; result == 0 && i < table_book(o->table.table)->day_count; i++) {
		const struct schedule_day *d = &table_book(o->table.table)->days[i];
		if (d->day == y->day && d->is_holiday)
			result = store_holidays(o->store, visit_company, y);
		else if (d->day == y->day)
			put_exception(o, d, y->answer);
	}
	return result == 0 ||
	       answer_unavailable(y->answer, "The database does not answer: %s.", store_error(o->store));
}

static bool put_day(struct office *o, struct year *y)
{
	const char *name = calendar_holiday(y->day, table_book(o->table.table)->state);
	if (name != NULL)
		answer_item(y->answer, shape_day(y->day, "public", name));
	return put_company_days(o, y);
}

static int64_t this_year(struct office *o)
{
	struct moment now = clock_now(&o->clock);
	return calendar_date(moment_day(&now)).year;
}

bool holiday_list(struct office *o, const struct request *r, struct answer *a)
{
	int64_t year = message_int(r->parameters, "year", this_year(o));
	struct year y = {.answer = a};
	if (year < YEAR_FIRST || year > YEAR_LAST)
		return answer_invalid(a, "year", "\"year\" is %d to %d.", YEAR_FIRST, YEAR_LAST);
	int32_t first = calendar_day((struct calendar_date){(int32_t)year, 1, 1});
	int32_t last = calendar_day((struct calendar_date){(int32_t)year, 12, 31});
	answer_list(a, "holidays");
	for (y.day = first; y.day <= last; y.day++)
		if (!put_day(o, &y))
			return false;
	message_put_int(a->members, "year", year);
	shape_put_name(a->members, "state", calendar_state_name(table_book(o->table.table)->state));
	if (table_book(o->table.table)->state == CALENDAR_NO_STATE)
		message_put_text(
		        a->members, "hint",
		        sentence("No state is chosen, so no public holidays count: zutritt holiday state SH "
		                 "chooses one."));
	return true;
}

/* ---- acts ---- */

static bool add(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_holiday *h = &change_op(c, POLICY_HOLIDAY_PUT)->holiday;
	const char *day = message_text(r->parameters, "day"), *name = message_text(r->parameters, "name");
	if (!name_day(a, "day", day, &h->day) || !name_text(a, "name", name))
		return false;
	text_copy(h->name, sizeof(h->name), name);
	struct journal_event *e = change_event(c, JOURNAL_ACT, "holiday.added");
	snprintf(e->detail, sizeof(e->detail), "%s", day);
	if (!change_make(o, c, a))
		return false;
	change_put_note(r, a, "%s is a holiday of the company: %s.", day, name);
	return true;
}

struct search {
	int32_t day;
	bool is_found;
};

static bool visit_wanted(void *context, const struct policy_holiday *holiday)
{
	struct search *search = context;
	search->is_found = holiday->day == search->day;
	return holiday->day < search->day;
}

static bool is_there(struct office *o, struct answer *a, int32_t day, const char *text)
{
	struct search search = {.day = day};
	if (store_holidays(o->store, visit_wanted, &search) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	if (search.is_found)
		return true;
	if (calendar_holiday(day, table_book(o->table.table)->state) != NULL)
		return answer_conflict(
		        a, text,
		        "%s is a public holiday: a schedule that is open all the same takes an "
		        "exception (zutritt schedule except).",
		        text);
	return answer_not_found(a, text, "The company has no holiday on %s.", text);
}

static bool take_away(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_holiday *h = &change_op(c, POLICY_HOLIDAY_PUT)->holiday;
	const char *day = message_text(r->parameters, "day");
	if (!name_day(a, "day", day, &h->day) || !is_there(o, a, h->day, day))
		return false;
	h->is_removed = true;
	struct journal_event *e = change_event(c, JOURNAL_ACT, "holiday.removed");
	snprintf(e->detail, sizeof(e->detail), "%s", day);
	if (!change_make(o, c, a))
		return false;
	change_put_note(r, a, "%s is no holiday of the company any more.", day);
	return true;
}

static bool choose(struct office *o, const struct request *r, struct answer *a, struct change *c)
{
	struct policy_calendar *calendar = &change_op(c, POLICY_CALENDAR_PUT)->calendar;
	const char *state = message_text(r->parameters, "state");
	bool is_none = strcmp(state, "none") == 0;
	if (!is_none && calendar_state_parse(state) == CALENDAR_NO_STATE)
		return answer_invalid(
		        a, "state",
		        "\"%s\" is no state: BW, BY, BE, BB, HB, HH, HE, MV, NI, NW, RP, SL, SN, "
		        "ST, SH, TH or none.",
		        state);
	snprintf(calendar->state, sizeof(calendar->state), "%s", is_none ? "" : state);
	struct journal_event *e = change_event(c, JOURNAL_ACT, "holiday.state");
	snprintf(e->detail, sizeof(e->detail), "%s", state);
	if (!change_make(o, c, a))
		return false;
	if (is_none)
		change_put_note(r, a, "No public holidays count from now on.");
	else
		change_put_note(r, a, "The public holidays of %s count from now on.", state);
	return true;
}

bool holiday_add(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, add);
}

bool holiday_remove(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, take_away);
}

bool holiday_state(struct office *o, const struct request *r, struct answer *a)
{
	return change_do(o, r, a, choose);
}
