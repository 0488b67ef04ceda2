/*
 * A station's session and the reader at its desk (rule P7): what the doors are
 * told, and what becomes of a badge that they took. That only the right badge
 * is taken is shown by scenarios.desk_badge.
 */
#include "tests/unit/office_fixture.h"

#include "controller/office/desks.h"
#include "controller/office/shapes.h"

static const uint64_t second_ns = 1000000000;

/* ---- sessions alone, in time of their own ---- */

static struct sessions sessions;

static struct session *open_at(uint64_t now_s, uint64_t operator_id, const char *station)
{
	char token[SESSION_TOKEN_MAX];
	struct policy_operator operator= {.id = operator_id};
	struct policy_person person = {.id = operator_id + 100};
	struct session_origin origin = {.uid = 5};
	snprintf(origin.station, sizeof(origin.station), "%s", station);
	return session_open(&sessions, &operator, & person, &origin, now_s * second_ns, token);
}

static void begin_sessions(void)
{
	memset(&sessions, 0, sizeof(sessions));
}

/* The only news is this; it is told. */
static void must_tell(enum engine_desk_change change, enum record_reason reason, const struct session *s)
{
	const struct session_news *n = &sessions.news[0];
	CU_ASSERT_EQUAL_FATAL(sessions.news_count, 1);
	CU_ASSERT_EQUAL(n->change, change);
	CU_ASSERT_EQUAL(n->reason, reason);
	if (s != NULL)
		CU_ASSERT_EQUAL(n->number, s->number);
	sessions_told(&sessions);
}

static void a_station_is_locked_when_its_time_has_come_and_that_is_told_once(void)
{
	begin_sessions();
	struct session *s = open_at(1000, 7, "front");
	CU_ASSERT_EQUAL(sessions.news_count, 0);
	sessions_pass_time(&sessions, 1299 * second_ns);
	CU_ASSERT_EQUAL(sessions.news_count, 0);
	sessions_pass_time(&sessions, 1300 * second_ns);
	CU_ASSERT_TRUE(s->is_locked);
	CU_ASSERT_EQUAL(sessions.news[0].person, 107);
	CU_ASSERT_EQUAL(sessions.news[0].ends_ns, 37000 * second_ns);
	CU_ASSERT_STRING_EQUAL(sessions.news[0].station, "front");
	must_tell(DESK_LOCKED, REASON_IDLE, s);
	sessions_pass_time(&sessions, 1400 * second_ns);
	CU_ASSERT_EQUAL(sessions.news_count, 0);
	session_free(&sessions, s, 1500 * second_ns);
	must_tell(DESK_FREED, REASON_NONE, s);
	sessions_pass_time(&sessions, 1799 * second_ns);
	CU_ASSERT_FALSE(s->is_locked);
	session_shut(&sessions, s, REASON_NONE, 1799 * second_ns);
	must_tell(DESK_LOCKED, REASON_NONE, s);
	session_shut(&sessions, s, REASON_NONE, 1799 * second_ns);
	CU_ASSERT_EQUAL(sessions.news_count, 0);
	uint64_t number = s->number;
	sessions_pass_time(&sessions, 36999 * second_ns);
	CU_ASSERT_EQUAL(sessions.news_count, 0);
	sessions_pass_time(&sessions, 37000 * second_ns);
	CU_ASSERT_EQUAL(sessions.news[0].number, number);
	must_tell(DESK_ENDED, REASON_TOO_OLD, NULL);
}

static void why_a_session_ended_is_told(void)
{
	begin_sessions();
	open_at(1000, 7, "front");
	struct session *other = open_at(1001, 8, "front");
	must_tell(DESK_ENDED, REASON_REPLACED, NULL);
	CU_ASSERT_PTR_NOT_NULL(session_numbered(&sessions, other->number, 1002 * second_ns));
	struct session *again = open_at(1002, 8, "back");
	must_tell(DESK_ENDED, REASON_ELSEWHERE, NULL);
	open_at(1003, 8, ""); /* the command line is another matter */
	CU_ASSERT_EQUAL(sessions.news_count, 0);
	CU_ASSERT_PTR_NOT_NULL(session_numbered(&sessions, again->number, 1004 * second_ns));
	sessions_end_of(&sessions, 108, REASON_ACCOUNT_CLOSED);
	must_tell(DESK_ENDED, REASON_ACCOUNT_CLOSED, NULL);
	session_end(&sessions, open_at(1005, 9, "front"), REASON_NONE);
	must_tell(DESK_FREED, REASON_NONE, NULL); /* a log-out is an event already */
}

static void nothing_is_told_of_the_command_line(void)
{
	begin_sessions();
	struct session *s = open_at(1000, 7, "");
	session_shut(&sessions, s, REASON_NONE, 1001 * second_ns);
	session_free(&sessions, s, 1002 * second_ns);
	sessions_pass_time(&sessions, 2000 * second_ns);
	CU_ASSERT_EQUAL(s->number, 0);
	CU_ASSERT_EQUAL(sessions.news_count, 0);
}

static void the_one_that_nobody_used_for_longest_makes_room(void)
{
	begin_sessions();
	char station[8];
	for (uint64_t i = 0; i < SESSIONS_MAX; i++) {
		snprintf(station, sizeof(station), "s-%u", (unsigned)i);
		open_at(1000 + i, 10 + i, station);
	}
	CU_ASSERT_EQUAL(sessions.news_count, 0);
	open_at(1100, 9, "one-more");
	CU_ASSERT_EQUAL(sessions.news[0].number, 1);
	must_tell(DESK_ENDED, REASON_NO_PLACE, NULL);
}

static bool by_badge(const struct session *s, uint64_t at_s, uint64_t now_s)
{
	return session_free_by_badge(&sessions, s->number, at_s * second_ns, now_s * second_ns);
}

static void a_badge_unlocks_what_is_locked_and_was_when_it_was_shown(void)
{
	begin_sessions();
	struct session *s = open_at(1000, 7, "front");
	CU_ASSERT_FALSE(by_badge(s, 1001, 1001)); /* not locked */
	session_shut(&sessions, s, REASON_NONE, 1010 * second_ns);
	CU_ASSERT_FALSE(by_badge(s, 1009, 1011)); /* shown before */
	CU_ASSERT_TRUE(s->is_locked);
	CU_ASSERT_FALSE(session_free_by_badge(&sessions, s->number + 1, 1012 * second_ns, 1012 * second_ns));
	s->must_change = true;
	CU_ASSERT_FALSE(by_badge(s, 1012, 1012));
	s->must_change = false;
	CU_ASSERT_TRUE(by_badge(s, 1012, 1013));
	CU_ASSERT_FALSE(s->is_locked);
	CU_ASSERT_FALSE(by_badge(s, 1012, 1014)); /* once */
	/* idle begins with the badge, whenever the office got to know */
	sessions_pass_time(&sessions, 1311 * second_ns);
	CU_ASSERT_FALSE(s->is_locked);
	sessions_pass_time(&sessions, 1312 * second_ns);
	CU_ASSERT_TRUE(s->is_locked);
	CU_ASSERT_FALSE(by_badge(s, 36000, 37000)); /* ten hours are over */
}

/* ---- in the office ---- */

/* Boss sits at that station; desk_ask() asks in this session. */
static struct session *sit_down(struct desk *d, const char *station)
{
	struct policy_operator operator;
	struct policy_person person;
	struct session_origin origin = {.uid = 0};
	snprintf(origin.station, sizeof(origin.station), "%s", station);
	CU_ASSERT_EQUAL_FATAL(store_operator_by_user(d->office->store, "boss", &operator), 0);
	CU_ASSERT_EQUAL_FATAL(store_person(d->office->store, operator.person, &person), 0);
	return session_open(&d->office->sessions, &operator, & person, &origin,
	                    clock_now(&d->office->clock).mono_ns, d->session);
}

/* As the doors record it when they have taken the badge. */
static void badge_is_taken(struct desk *d, const struct session *s)
{
	struct record r = {.kind = RECORD_SESSION_UNLOCKED,
	                   .utc_ms = 1700000000000,
	                   .mono_ns = clock_now(&d->office->clock).mono_ns,
	                   .door = SITE_NONE,
	                   .reader = DESK_READER,
	                   .area = SITE_NONE,
	                   .room = SITE_NONE,
	                   .person = s->person.id,
	                   .operator_id = s->person.id,
	                   .value = (uint32_t)s->number,
	                   .detail = "front"};
	CU_ASSERT_TRUE(ring_append(d->ring, &r));
}

static bool is_locked(struct desk *d)
{
	desk_ask(d, "PersonList", "{}");
	return strcmp(desk_error(d), "NotPermitted") == 0;
}

static void the_doors_know_of_a_lock_before_it_is_answered(void)
{
	struct desk *d = desk_begin();
	struct session *s = sit_down(d, "front");
	s->must_change = true;
	desk_ask_or_fail(d, "SessionLock", "{}");
	CU_ASSERT_EQUAL_FATAL(d->doors.calls[DOORS_DESK], 1);
	const struct doors_call *told = &d->doors.desk;
	CU_ASSERT_EQUAL(told->change, DESK_LOCKED);
	CU_ASSERT_EQUAL(told->reader, DESK_READER);
	CU_ASSERT_EQUAL(told->session, s->number);
	CU_ASSERT_EQUAL(told->person, s->person.id);
	CU_ASSERT_EQUAL(told->operator_id, s->person.id);
	CU_ASSERT_EQUAL(told->reason, REASON_NONE);
	CU_ASSERT_EQUAL(told->until_ns, s->opened_ns + SESSION_LONGEST_S * second_ns);
	CU_ASSERT_TRUE(told->wants_password);
	CU_ASSERT_STRING_EQUAL(told->detail, "front");
	desk_ask_or_fail(d, "SessionClose", "{}");
	CU_ASSERT_EQUAL(d->doors.calls[DOORS_DESK], 2);
	CU_ASSERT_EQUAL(d->doors.desk.change, DESK_FREED);
	desk_end(d);
}

static void a_lock_that_comes_by_itself_is_told_as_well(void)
{
	struct desk *d = desk_begin();
	struct session *s = sit_down(d, "back");
	s->used_ns -= SESSION_LOCK_S * second_ns;
	desks_look(d->office);
	CU_ASSERT_TRUE(s->is_locked);
	CU_ASSERT_EQUAL_FATAL(d->doors.calls[DOORS_DESK], 1);
	CU_ASSERT_EQUAL(d->doors.desk.reader, SITE_NONE); /* no reader there: the event all the same */
	CU_ASSERT_EQUAL(d->doors.desk.reason, REASON_IDLE);
	CU_ASSERT_EQUAL(d->doors.desk.operator_id, 0);
	desk_end(d);
}

/* A page that asks by itself each minute would never be locked. */
static void what_a_display_asks_by_itself_keeps_no_session_open(void)
{
	struct desk *d = desk_begin();
	struct session *s = sit_down(d, "front");
	uint64_t used_ns = s->used_ns -= second_ns;
	char call[256];
	snprintf(call, sizeof(call),
	         "{\"method\":\"io.zutritt.PersonList\",\"unattended\":true,\"parameters\":{\"session\":\"%"
	         "s\"}}",
	         d->session);
	desk_send_as(d, 0, call);
	CU_ASSERT_STRING_EQUAL(desk_error(d), "");
	CU_ASSERT_EQUAL(s->used_ns, used_ns);
	desk_ask_or_fail(d, "PersonList", "{}");
	CU_ASSERT(s->used_ns > used_ns);
	desk_end(d);
}

static void what_the_doors_did_not_take_is_told_again_in_order(void)
{
	struct desk *d = desk_begin();
	struct session *s = sit_down(d, "front");
	d->doors.result = -ETIMEDOUT;
	desk_ask_or_fail(d, "SessionLock", "{}");
	CU_ASSERT_TRUE(s->is_locked);
	session_free(&d->office->sessions, s, s->used_ns);
	desks_look(d->office);
	CU_ASSERT_EQUAL(d->office->sessions.news_count, 2);
	d->doors.result = 0;
	desks_look(d->office);
	CU_ASSERT_EQUAL(d->office->sessions.news_count, 0);
	CU_ASSERT_EQUAL(d->doors.desk.change, DESK_FREED);
	desk_end(d);
}

static void a_badge_that_the_doors_took_unlocks_and_is_one_event(void)
{
	struct desk *d = desk_begin();
	struct session *s = sit_down(d, "front");
	desk_ask_or_fail(d, "SessionLock", "{}");
	CU_ASSERT_TRUE(is_locked(d));
	badge_is_taken(d, s);
	CU_ASSERT_FALSE(is_locked(d));
	CU_ASSERT_EQUAL(journalist_finish(d->office->journalist), 0);
	struct desk_count unlocked = desk_events(d, "session.unlocked");
	CU_ASSERT_EQUAL_FATAL(unlocked.count, 1);
	CU_ASSERT_EQUAL(unlocked.last.class, JOURNAL_ACT);
	CU_ASSERT_STRING_EQUAL(unlocked.last.reader, "desk");
	desk_ask_or_fail(d, "SessionLock", "{}");
	CU_ASSERT_TRUE(is_locked(d)); /* what was heard once is not heard again */
	desk_end(d);
}

/* Whoever follows without a session learns which session of which station it was, and nobody's name (rule
 * E6). */
static void the_event_names_station_and_session_and_nobody(void)
{
	struct desk *d = desk_begin();
	struct session *s = sit_down(d, "front");
	badge_is_taken(d, s);
	CU_ASSERT_EQUAL(journalist_finish(d->office->journalist), 0);
	struct desk_count unlocked = desk_events(d, "session.unlocked");
	struct message *m = shape_event(d->office, &unlocked.last, false);
	CU_ASSERT_STRING_EQUAL(message_text(m, "station"), "front");
	CU_ASSERT_EQUAL(message_int(m, "session", 0), (int64_t)s->number);
	CU_ASSERT_PTR_NULL(message_get(m, "person"));
	CU_ASSERT_PTR_NULL(message_get(m, "operator"));
	message_free(m);
	snprintf(unlocked.last.kind, sizeof(unlocked.last.kind), "door.released"); /* typed, perhaps */
	m = shape_event(d->office, &unlocked.last, false);
	CU_ASSERT_PTR_NULL(message_get(m, "station"));
	message_free(m);
	desk_end(d);
}

static void the_disk_has_no_part_in_it(void)
{
	struct desk *d = desk_begin();
	struct session *s = sit_down(d, "front");
	desk_ask_or_fail(d, "SessionLock", "{}");
	disk_fails();
	badge_is_taken(d, s);
	desks_hear(d->office);
	CU_ASSERT_FALSE(s->is_locked);
	CU_ASSERT_TRUE(journalist_finish(d->office->journalist) < 0);
	disk_works();
	CU_ASSERT_EQUAL(journalist_finish(d->office->journalist), 0);
	CU_ASSERT_EQUAL(desk_events(d, "session.unlocked").count, 1);
	desk_end(d);
}

static void what_the_ring_holds_of_earlier_sessions_unlocks_nothing(void)
{
	struct desk *d = desk_begin();
	struct session *s = sit_down(d, "front");
	badge_is_taken(d, s);
	desks_begin(d->office);
	s->is_locked = true; /* since the beginning of time */
	desks_hear(d->office);
	CU_ASSERT_TRUE(s->is_locked);
	desk_end(d);
}

static struct desk *shown_while_asked;
static const struct session *shown_for;

static void badge_is_shown_before(const struct doors_call *call)
{
	if (call->kind == DOORS_DELTAS)
		badge_is_taken(shown_while_asked, shown_for);
}

/* The doors took the badge, then its loss; when the loss is answered nothing is left to be unlocked by it. */
static void nothing_unlocks_after_a_loss_was_answered(void)
{
	struct desk *d = desk_begin();
	desk_hire_max(d);
	struct session *s = sit_down(d, "front");
	s->is_locked = true;
	struct session *other = desk_log_in(d, "boss");
	CU_ASSERT_PTR_NOT_NULL_FATAL(other);
	shown_while_asked = d;
	shown_for = s;
	d->doors.on_call = badge_is_shown_before;
	desk_ask_or_fail(d, "BadgeLost", "{\"badge\":\"42:1\"}");
	d->doors.on_call = NULL;
	CU_ASSERT_FALSE(s->is_locked); /* done before the answer, as it was shown before */
	s->is_locked = true;
	desks_look(d->office);
	CU_ASSERT_TRUE(s->is_locked);
	desk_end(d);
}

static void a_session_says_where_its_reader_is(void)
{
	struct desk *d = desk_begin();
	CU_ASSERT_PTR_NULL(message_get(desk_ask_or_fail(d, "SessionShow", "{}"), "desk_reader"));
	struct session *s = sit_down(d, "front");
	CU_ASSERT_STRING_EQUAL(message_text(desk_ask_or_fail(d, "SessionShow", "{}"), "desk_reader"), "desk");
	CU_ASSERT_EQUAL(message_int(message_get(d->reply, "parameters"), "number", 0), (int64_t)s->number);
	sit_down(d, "back");
	CU_ASSERT_PTR_NULL(message_get(desk_ask_or_fail(d, "SessionShow", "{}"), "desk_reader"));
	desk_end(d);
}

static void the_status_shows_the_readers_at_desks(void)
{
	struct desk *d = desk_begin();
	desk_ask_or_fail(d, "GetStatus", "{}");
	const struct message *desks = message_get(d->reply, "parameters.status.desks");
	CU_ASSERT_EQUAL_FATAL(message_count(desks), 1);
	CU_ASSERT_STRING_EQUAL(message_text(message_item(desks, 0), "name"), "desk");
	CU_ASSERT_STRING_EQUAL(message_text(message_item(desks, 0), "station"), "front");
	CU_ASSERT_PTR_NULL(message_get(message_item(desks, 0), "leads_to"));
	desk_end(d);
}

static const struct suite_case cases[] = {
        {"P7: a station is locked when its time has come, and that is told once",
         a_station_is_locked_when_its_time_has_come_and_that_is_told_once},
        {"P7: why a session ended is told", why_a_session_ended_is_told},
        {"nothing is told of the command line", nothing_is_told_of_the_command_line},
        {"the one that nobody used for longest makes room", the_one_that_nobody_used_for_longest_makes_room},
        {"P7: a badge unlocks what is locked, and was when it was shown",
         a_badge_unlocks_what_is_locked_and_was_when_it_was_shown},
        {"P7: the doors know of a lock before it is answered",
         the_doors_know_of_a_lock_before_it_is_answered},
        {"P7: a lock that comes by itself is told as well", a_lock_that_comes_by_itself_is_told_as_well},
        {"P7: what a display asks by itself keeps no session open",
         what_a_display_asks_by_itself_keeps_no_session_open},
        {"what the doors did not take is told again, in order",
         what_the_doors_did_not_take_is_told_again_in_order},
        {"P7, E1: a badge that the doors took unlocks, and is one event",
         a_badge_that_the_doors_took_unlocks_and_is_one_event},
        {"E6: the event names station and session, and nobody",
         the_event_names_station_and_session_and_nobody},
        {"B6: the disk has no part in it", the_disk_has_no_part_in_it},
        {"what the ring holds of earlier sessions unlocks nothing",
         what_the_ring_holds_of_earlier_sessions_unlocks_nothing},
        {"A3: nothing unlocks after a loss was answered", nothing_unlocks_after_a_loss_was_answered},
        {"P7: a session says where its reader is", a_session_says_where_its_reader_is},
        {"F5: the status shows the readers at desks", the_status_shows_the_readers_at_desks},
};

int main(void)
{
	return suite_run("office: desks", cases, sizeof(cases) / sizeof(cases[0]));
}
