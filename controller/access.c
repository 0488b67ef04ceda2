/*
 * The decision, in the order of rule A1: each question is one function, the
 * first that finds something wrong names the reason (rule A2). Start reading
 * at access_decide().
 */
#include "controller/access.h"

enum { DAY_S = 86400 };

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t local_s(const struct moment *now)
{
	return floor_div(now->utc_ms, 1000) + now->utc_offset_s;
}

int32_t moment_day(const struct moment *now)
{
	return (int32_t)floor_div(local_s(now), DAY_S);
}

uint16_t moment_minute(const struct moment *now)
{
	int64_t of_day_s = local_s(now) - (int64_t)moment_day(now) * DAY_S;
	return (uint16_t)(of_day_s / 60);
}

/* Everything the questions need, looked up once. */
struct question {
	const struct table *table;
	const struct site *site;
	const struct access_request *request;
	const struct site_reader *reader;
	const struct table_badge *badge;   /* NULL: unknown */
	const struct table_person *person; /* NULL: nobody's badge */
	int32_t day;
	uint8_t rights; /* that are used with this badge */
};

static bool has_right(const struct question *q, enum table_right right)
{
	return (q->rights & right) != 0;
}

/* Restrictions only deny, and are asked first: they act without any disk. */
static enum record_reason ask_restrictions(const struct question *q)
{
	if (q->request->is_lock_down && !has_right(q, TABLE_RIGHT_OVERRIDE))
		return REASON_LOCK_DOWN;
	if (q->badge != NULL && q->badge->state == TABLE_BADGE_LOST)
		return REASON_BADGE_LOST;
	if (q->person != NULL && q->person->state == TABLE_PERSON_EXITED)
		return REASON_PERSON_EXITED;
	return REASON_NONE;
}

static enum record_reason ask_badge(const struct question *q)
{
	if (q->badge == NULL)
		return REASON_BADGE_UNKNOWN;
	if (q->badge->state != TABLE_BADGE_ACTIVE || q->person == NULL)
		return REASON_BADGE_INACTIVE;
	if (q->day < q->badge->first_day)
		return REASON_BADGE_NOT_YET; /* rule V6 */
	bool has_ended = q->badge->last_day != 0 && q->day > q->badge->last_day;
	return has_ended ? REASON_BADGE_ENDED : REASON_NONE;
}

static enum record_reason ask_person(const struct question *q)
{
	if (q->person->state == TABLE_PERSON_SUSPENDED)
		return REASON_PERSON_SUSPENDED;
	if (q->day < q->person->first_day)
		return REASON_PERSON_NOT_YET;
	return q->day > q->person->last_day ? REASON_PERSON_ENDED : REASON_NONE; /* rule K4 */
}

/* Rule D11: a key with hours wants to know the hour, but for those that somebody must hold. */
static enum record_reason ask_hours(const struct question *q, const struct table_key *k)
{
	if (k->schedule == 0)
		return REASON_NONE;
	if (!q->request->now.is_clock_trusted)
		return k->is_any_time ? REASON_NONE : REASON_CLOCK_NOT_TRUSTED;
	return schedule_is_open(table_book(q->table), (uint16_t)(k->schedule - 1), q->day,
	                        moment_minute(&q->request->now))
	               ? REASON_NONE
	               : REASON_KEY_HOURS;
}

static enum record_reason ask_key(const struct question *q, const struct table_key *k)
{
	if (q->day < k->first_day)
		return REASON_KEY_NOT_YET;
	if (q->day > k->last_day)
		return REASON_KEY_ENDED;
	return ask_hours(q, k);
}

/* One valid key is enough; the reason told is that of the last key looked at. */
static enum record_reason ask_keys_for(const struct question *q, uint16_t door, enum record_reason reason)
{
	const struct table_key *k = table_key(q->table, q->person->id, q->reader->leads_to, door);
	for (; k != NULL && reason != REASON_NONE; k = table_key_next(q->table, k))
		reason = ask_key(q, k);
	return reason;
}

/* A key covers the doors of its room, or the one it names; a goods door only by name (rules, Words). */
static enum record_reason ask_keys(const struct question *q)
{
	uint16_t room = q->reader->leads_to;
	enum record_reason reason = ask_keys_for(q, q->reader->door, REASON_NO_KEY);
	if (reason == REASON_NONE)
		return reason;
	if (q->site->doors[q->reader->door].kind != SITE_GOODS)
		return ask_keys_for(q, SITE_NONE, reason);
	if (reason == REASON_NO_KEY && table_key(q->table, q->person->id, room, SITE_NONE) != NULL)
		return REASON_KEY_NAMES_NO_DOOR;
	return reason;
}

static enum record_reason ask_door(const struct question *q)
{
	if (!q->request->is_reader_enabled)
		return REASON_READER_DISABLED;
	if (!q->request->is_commissioned)
		return REASON_NOT_COMMISSIONED;
	if (q->request->is_alarm_set && !has_right(q, TABLE_RIGHT_UNSET))
		return REASON_ALARM_SET; /* rule L8 */
	return REASON_NONE;
}

/* What is asked of the badge and its holder, whatever it is shown for. */
static enum record_reason ask_holder(const struct question *q)
{
	enum record_reason reason = ask_restrictions(q);
	if (reason == REASON_NONE)
		reason = ask_badge(q);
	if (reason == REASON_NONE)
		reason = ask_person(q);
	return reason;
}

static enum record_reason ask_entry(const struct question *q)
{
	enum record_reason reason = ask_holder(q);
	if (reason == REASON_NONE)
		reason = ask_keys(q);
	if (reason == REASON_NONE)
		reason = ask_door(q);
	return reason;
}

/* Rule A3: to the outside a known badge, dead or not, lets its holder out. */
static enum record_reason ask_exit(const struct question *q)
{
	return q->badge == NULL ? REASON_BADGE_UNKNOWN : REASON_NONE;
}

/*
 * A day badge, which the reception gives out alone, has keys and no rights (rule V6); nor has one that is not
 * good today, or whose holder is not: it lets them out and does nothing else (rule A3).
 */
static uint8_t rights_with(const struct question *q)
{
	bool is_good = ask_badge(q) == REASON_NONE && q->person->state == TABLE_PERSON_ACTIVE &&
	               ask_person(q) == REASON_NONE && q->badge->last_day == 0;
	return is_good ? q->person->rights : 0;
}

static struct question question_of(const struct table *table, const struct access_request *request)
{
	const struct table_badge *badge = table_badge(table, request->number);
	const struct table_person *person = badge == NULL ? NULL : table_person(table, badge->person);
	struct question q = {.table = table,
	                     .request = request,
	                     .badge = badge,
	                     .person = person,
	                     .day = moment_day(&request->now)};
	q.rights = rights_with(&q);
	return q;
}

static struct access_decision decide(const struct question *q, enum record_reason reason)
{
	return (struct access_decision){
	        .is_granted = reason == REASON_NONE,
	        .reason = reason,
	        .person = q->person == NULL ? 0 : q->person->id,
	        .badge = q->badge == NULL ? 0 : q->badge->id,
	        .rights = q->rights,
	        .release_ms = q->person == NULL ? 0 : q->person->release_ms,
	        .policy_version = table_version(q->table),
	};
}

struct access_decision access_decide(const struct table *table, const struct site *site,
                                     const struct access_request *request)
{
	struct question q = question_of(table, request);
	q.site = site;
	q.reader = &site->readers[request->reader];
	bool is_leaving = site->rooms[q.reader->leads_to].is_outside;
	struct access_decision decision = decide(&q, is_leaving ? ask_exit(&q) : ask_entry(&q));
	decision.is_leaving = is_leaving;
	return decision;
}

struct access_decision access_at_desk(const struct table *table, struct badge_number number,
                                      const struct moment *now)
{
	struct access_request request = {.number = number, .now = *now};
	struct question q = question_of(table, &request);
	enum record_reason reason = ask_holder(&q);
	/* the reception gives it out alone: it is no word for who sits there (rule V6) */
	if (reason == REASON_NONE && q.badge->last_day != 0)
		reason = REASON_DAY_BADGE;
	return decide(&q, reason);
}
