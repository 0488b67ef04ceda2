/*
 * Plays a timed story against the engine, with virtual time, and compares
 * everything it does with what the story says.
 *
 *   play FILE           exit 0 when the trace is the story's, else the first difference
 *   play --print FILE   the story with the trace as it is, for writing new ones
 *
 * A story first describes a building (room, area, door, reader, person, key,
 * schedule ...), then tells what happens, one line each with its time. Indented
 * lines say what the engine must do, in order, each with the time at which it
 * does it. The first day is Monday, 2 March 2026; "26:00:00" is two in the
 * morning of Tuesday. Times are those of the monotonic clock: "clock +3600"
 * puts the wall clock an hour ahead of them.
 */
#include "controller/engine.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 16, PERSONS_MAX = 64, LINE_MAX_LENGTH = 512, DAY_2026_03_02 = 20514 };

struct story {
	const char *path;
	unsigned line;
	bool is_printing;
	struct site site;
	struct table *table;
	struct engine engine;
	struct engine_actions actions;
	struct schedule_book book;
	char persons[PERSONS_MAX][32]; /* a person's id is the place in here, from 1 */
	uint64_t person_count, key_count;
	uint32_t session;     /* the number of the last one that was locked */
	uint64_t now_ms;      /* since the first midnight */
	int64_t wall_step_ms; /* what the wall clock is ahead */
	bool is_doubted;      /* the wall clock is not trusted (rule D11) */
	bool is_running, is_stopped;
	bool was_unsettled[SITE_DOORS_MAX]; /* which doors were open or released, as the doors keep it */
	FILE *trace;                        /* what happened since the last line, and its text */
	char *text;
	size_t length;
	size_t taken; /* of the text, by expected lines */
};

static void fail(const struct story *s, const char *what, const char *word)
{
	fprintf(stderr, "%s:%u: %s%s%s\n", s->path, s->line, what, *word != '\0' ? ": " : "", word);
	exit(EXIT_FAILURE);
}

static uint16_t found_or_fail(const struct story *s, uint16_t index, const char *name)
{
	if (index == SITE_NONE)
		fail(s, "there is nothing of that name", name);
	return index;
}

static uint64_t person_or_fail(const struct story *s, const char *name)
{
	for (uint64_t i = 1; i <= s->person_count; i++)
		if (strcmp(s->persons[i], name) == 0)
			return i;
	fail(s, "nobody has that name", name);
	return 0;
}

static bool has_word(char *const *words, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

static void copy_name(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from);
}

/* ---- the building ---- */

static void add_room(struct story *s, char *const *w, size_t count)
{
	struct site_room *r = &s->site.rooms[s->site.room_count++];
	copy_name(r->name, sizeof(r->name), w[1]);
	r->is_outside = strcmp(w[1], "outside") == 0;
	r->area = count > 2 ? found_or_fail(s, site_area(&s->site, w[2]), w[2]) : SITE_NONE;
}

static void add_area(struct story *s, char *const *w, size_t count)
{
	struct site_area *a = &s->site.areas[s->site.area_count++];
	copy_name(a->name, sizeof(a->name), w[1]);
	a->mode = has_word(w, count, "assisted") ? SITE_ALARM_ASSISTED : SITE_ALARM_AUTOMATIC;
	a->exit_delay_ms = 60000;
	a->sounder_ms = 180000;
	a->entrance = 0; /* the first door of the story */
}

static enum site_door_kind kind_or_fail(const struct story *s, const char *word)
{
	for (enum site_door_kind k = SITE_ENTRANCE; k <= SITE_SECURE; k++)
		if (strcmp(site_door_kind_name(k), word) == 0)
			return k;
	fail(s, "no such kind of door", word);
	return SITE_OFFICE;
}

static void add_door(struct story *s, char *const *w, size_t count)
{
	struct site_door *d = &s->site.doors[s->site.door_count++];
	copy_name(d->name, sizeof(d->name), w[1]);
	d->kind = kind_or_fail(s, w[2]);
	d->from = found_or_fail(s, site_room(&s->site, w[3]), w[3]);
	d->to = found_or_fail(s, site_room(&s->site, w[4]), w[4]);
	d->has_contact = !has_word(w, count, "no-contact");
	d->is_escape = has_word(w, count, "escape");
	d->rex_releases = has_word(w, count, "rex-releases");
	d->release_ms = 5000;
	d->open_limit_ms = d->kind == SITE_GOODS ? 120000 : 30000;
}

static void add_reader(struct story *s, char *const *w, size_t count)
{
	(void)count;
	struct site_reader *r = &s->site.readers[s->site.reader_count++];
	copy_name(r->name, sizeof(r->name), w[1]);
	r->door = found_or_fail(s, site_door(&s->site, w[2]), w[2]);
	r->leads_to = found_or_fail(s, site_room(&s->site, w[3]), w[3]);
}

/* desk READER STATION: of no door (rule P7) */
static void add_desk(struct story *s, char *const *w, size_t count)
{
	(void)count;
	struct site_reader *r = &s->site.readers[s->site.reader_count++];
	copy_name(r->name, sizeof(r->name), w[1]);
	copy_name(r->station, sizeof(r->station), w[2]);
	r->door = r->leads_to = SITE_NONE;
}

static void apply(struct story *s, struct table_delta delta)
{
	if (table_apply(s->table, &delta) != 0)
		fail(s, "the table refuses this", "");
}

static struct badge_number badge_of(uint64_t person)
{
	return (struct badge_number){.card = 1000 + person, .facility = 42, .format = FORMAT_H10301};
}

static void put_person(struct story *s, uint64_t person, enum table_person_state state, uint8_t rights)
{
	apply(s, (struct table_delta){.kind = TABLE_PERSON_PUT,
	                              .person = {.id = person,
	                                         .first_day = TABLE_DAY_FIRST,
	                                         .last_day = TABLE_DAY_LAST,
	                                         .state = (uint8_t)state,
	                                         .rights = rights}});
}

static void put_badge(struct story *s, uint64_t person, enum table_badge_state state)
{
	apply(s, (struct table_delta){.kind = TABLE_BADGE_PUT,
	                              .badge = {.id = person,
	                                        .number = badge_of(person),
	                                        .person = person,
	                                        .state = (uint8_t)state}});
}

static int32_t day_or_fail(const struct story *s, const char *word)
{
	int year;
	unsigned month, day;
	if (sscanf(word, "%4d-%2u-%2u", &year, &month, &day) != 3)
		fail(s, "no day", word);
	return calendar_day((struct calendar_date){year, (uint8_t)month, (uint8_t)day});
}

/* days PERSON FIRST|- LAST|-: their badge is valid on these days only (rule V6) */
static void set_days(struct story *s, char *const *w, size_t count)
{
	(void)count;
	uint64_t person = person_or_fail(s, w[1]);
	bool has_first = strcmp(w[2], "-") != 0, has_last = strcmp(w[3], "-") != 0;
	apply(s, (struct table_delta){.kind = TABLE_BADGE_PUT,
	                              .badge = {.id = person,
	                                        .number = badge_of(person),
	                                        .person = person,
	                                        .first_day = has_first ? day_or_fail(s, w[2]) : 0,
	                                        .last_day = has_last ? day_or_fail(s, w[3]) : 0}});
}

/* Everybody has a badge: 42:1001 for the first, and so on. */
static void add_person(struct story *s, char *const *w, size_t count)
{
	uint64_t person = ++s->person_count;
	if (person == PERSONS_MAX)
		fail(s, "too many persons", w[1]);
	copy_name(s->persons[person], sizeof(s->persons[person]), w[1]);
	unsigned rights = has_word(w, count, "unset") ? TABLE_RIGHT_UNSET : 0;
	rights |= has_word(w, count, "set") ? TABLE_RIGHT_SET : 0;
	put_person(s, person, TABLE_PERSON_ACTIVE, (uint8_t)rights);
	put_badge(s, person, TABLE_BADGE_ACTIVE);
}

/* ---- schedules ---- */

/* Of a door or key: its place + 1, 0 for "none". */
static uint8_t schedule_or_fail(const struct story *s, const char *name)
{
	if (strcmp(name, "none") == 0)
		return 0;
	return (uint8_t)(found_or_fail(s, schedule_find(&s->book, name), name) + 1);
}

static void put_book(struct story *s)
{
	apply(s, (struct table_delta){.kind = TABLE_BOOK, .book = &s->book});
}

/* "08:00-17:30", "closed". */
static void hours_or_fail(const struct story *s, const char *word, uint16_t *begin_min, uint16_t *end_min)
{
	unsigned h1, m1, h2, m2;
	*begin_min = *end_min = 0;
	if (strcmp(word, "closed") == 0)
		return;
	if (sscanf(word, "%2u:%2u-%2u:%2u", &h1, &m1, &h2, &m2) != 4)
		fail(s, "no hours", word);
	*begin_min = (uint16_t)(h1 * 60 + m1);
	*end_min = (uint16_t)(h2 * 60 + m2);
}

static uint8_t days_or_fail(const struct story *s, const char *word)
{
	static const struct {
		const char *word;
		uint8_t days;
	} rows[] = {{"Mon-Fri", 0x1f}, {"Mon", 1},      {"Tue", 2},
	            {"Sat", 0x20},     {"daily", 0x7f}, {"holiday", 0x80}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].word, word) == 0)
			return rows[i].days;
	fail(s, "no such days", word);
	return 0;
}

/* schedule NAME DAYS HOURS [DAYS HOURS]...: new, or instead of the one of that name */
static void add_schedule(struct story *s, char *const *w, size_t count)
{
	uint16_t place = schedule_find(&s->book, w[1]);
	for (uint16_t i = 0; place == SITE_NONE && i < SCHEDULES_MAX; i++)
		if (s->book.schedules[i].name[0] == '\0')
			place = i;
	struct schedule *new = &s->book.schedules[place];
	memset(new, 0, sizeof(*new));
	copy_name(new->name, sizeof(new->name), w[1]);
	for (size_t i = 2; i + 1 < count; i += 2) {
		struct schedule_span *span = &new->spans[new->span_count++];
		span->days = days_or_fail(s, w[i]);
		hours_or_fail(s, w[i + 1], &span->begin_min, &span->end_min);
	}
	put_book(s);
}

static void set_state(struct story *s, char *const *w, size_t count)
{
	(void)count;
	s->book.state = calendar_state_parse(w[1]);
	put_book(s);
}

/* holiday DAY */
static void add_holiday(struct story *s, char *const *w, size_t count)
{
	(void)count;
	struct schedule_day d = {.day = day_or_fail(s, w[1]), .schedule = SCHEDULE_EVERY, .is_holiday = true};
	if (schedule_add_day(&s->book, &d) != 0)
		fail(s, "too many days", w[1]);
	put_book(s);
}

/* except SCHEDULE DAY HOURS */
static void add_exception(struct story *s, char *const *w, size_t count)
{
	(void)count;
	struct schedule_day d = {.day = day_or_fail(s, w[2]),
	                         .schedule = found_or_fail(s, schedule_find(&s->book, w[1]), w[1])};
	hours_or_fail(s, w[3], &d.begin_min, &d.end_min);
	if (schedule_add_day(&s->book, &d) != 0)
		fail(s, "too many days", w[2]);
	put_book(s);
}

/* policy DOOR SECONDS SCHEDULE|none [first-person] */
static void set_policy(struct story *s, char *const *w, size_t count)
{
	apply(s, (struct table_delta){.kind = TABLE_DOOR_PUT,
	                              .door = {.door = found_or_fail(s, site_door(&s->site, w[1]), w[1]),
	                                       .release_ms = (uint32_t)strtoul(w[2], NULL, 10) * 1000,
	                                       .schedule = schedule_or_fail(s, w[3]),
	                                       .wants_first_person = has_word(w, count, "first-person")}});
}

/* slow PERSON SECONDS */
static void set_slow(struct story *s, char *const *w, size_t count)
{
	(void)count;
	apply(s, (struct table_delta){.kind = TABLE_PERSON_PUT,
	                              .person = {.id = person_or_fail(s, w[1]),
	                                         .first_day = TABLE_DAY_FIRST,
	                                         .last_day = TABLE_DAY_LAST,
	                                         .release_ms = (uint32_t)strtoul(w[2], NULL, 10) * 1000}});
}

/* key PERSON ROOM [DOOR] [hours SCHEDULE [any-time]] */
static void add_key(struct story *s, char *const *w, size_t count)
{
	struct table_key key = {.id = ++s->key_count,
	                        .person = person_or_fail(s, w[1]),
	                        .room = found_or_fail(s, site_room(&s->site, w[2]), w[2]),
	                        .door = SITE_NONE,
	                        .first_day = TABLE_DAY_FIRST,
	                        .last_day = TABLE_DAY_LAST,
	                        .is_any_time = has_word(w, count, "any-time")};
	size_t next = 3;
	if (next < count && strcmp(w[next], "hours") != 0) {
		key.door = found_or_fail(s, site_door(&s->site, w[next]), w[next]);
		next++;
	}
	if (next + 1 < count)
		key.schedule = schedule_or_fail(s, w[next + 1]);
	apply(s, (struct table_delta){.kind = TABLE_KEY_PUT, .key = key});
}

/* ---- the trace ---- */

static const char *name_of(const struct story *s, uint64_t person)
{
	return person != 0 && person <= s->person_count ? s->persons[person] : "";
}

static void print_word(FILE *f, const char *word)
{
	if (*word != '\0')
		fprintf(f, " %s", word);
}

static void print_record(const struct story *s, const struct record *r)
{
	FILE *f = s->trace;
	fprintf(f, "recorded %s", record_kind_name(r->kind));
	print_word(f, r->reader != SITE_NONE ? s->site.readers[r->reader].name : "");
	print_word(f, r->door != SITE_NONE && r->reader == SITE_NONE ? s->site.doors[r->door].name : "");
	print_word(f, r->area != SITE_NONE && r->reader == SITE_NONE ? s->site.areas[r->area].name : "");
	print_word(f, name_of(s, r->person));
	print_word(f, record_cause_name(r->cause));
	print_word(f, record_reason_name(r->reason));
	if (r->operator_id != 0)
		fprintf(f, " by %s", name_of(s, r->operator_id));
	if (r->detail[0] != '\0')
		fprintf(f, " \"%s\"", r->detail);
	if (r->kind == RECORD_DOOR_HELD || r->kind == RECORD_DOOR_HOLD)
		fprintf(f, " %" PRIu32 " s", r->value / 1000);
	if (r->kind == RECORD_OCCUPANCY_ENTERED || r->kind == RECORD_OCCUPANCY_LEFT)
		fprintf(f, " inside %" PRIu32, r->value);
	if (r->is_incident)
		fprintf(f, " INCIDENT");
}

static const char *const sounders[] = {"off", "exit-delay", "alarm"};
static const char *const signals[] = {"granted",  "denied",  "set-refused", "exit-delay", "quiet",
                                      "last-one", "warning", "set",         "unset"};

static void print_action(const struct story *s, const struct engine_action *a)
{
	FILE *f = s->trace;
	uint64_t ms = s->now_ms;
	fprintf(f, "    %02" PRIu64 ":%02" PRIu64 ":%02" PRIu64 ".%03" PRIu64 " ", ms / 3600000,
	        ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
	switch (a->kind) {
	case ACTION_RECORD:
		print_record(s, &a->record);
		break;
	case ACTION_STRIKE:
		fprintf(f, "strike %s %s", s->site.doors[a->door].name, a->is_on ? "on" : "off");
		break;
	case ACTION_SET:
		fprintf(f, "set output %s %s", s->site.areas[a->area].name, a->is_on ? "on" : "off");
		break;
	case ACTION_SOUNDER:
		fprintf(f, "sounder %s %s", s->site.areas[a->area].name, sounders[a->sounder]);
		break;
	case ACTION_INDICATE:
		fprintf(f, "show %s %s", s->site.readers[a->reader].name, signals[a->signal]);
		break;
	case ACTION_ANSWER:
		fprintf(f, "answer %s", engine_answer_name(a->answer));
		break;
	}
	fputc('\n', f);
}

static void print_actions(const struct story *s)
{
	for (uint16_t i = 0; i < s->actions.count; i++)
		print_action(s, &s->actions.items[i]);
	if (s->actions.is_overflowed)
		fail(s, "more actions than fit in a step", "");
}

/* ---- what happens ---- */

static struct moment moment_of(const struct story *s)
{
	return (struct moment){.mono_ns = (1000000 + s->now_ms) * 1000000,
	                       .utc_ms = (int64_t)DAY_2026_03_02 * 86400000 + (int64_t)s->now_ms +
	                                 s->wall_step_ms,
	                       .is_clock_trusted = !s->is_doubted};
}

/* Noted before a stop locks everything. */
static void note_doors(struct story *s)
{
	for (uint16_t i = 0; i < s->site.door_count; i++)
		s->was_unsettled[i] = engine_door_is_unsettled(&s->engine.doors[i]);
}

static void step(struct story *s, struct engine_event *event)
{
	event->now = moment_of(s);
	engine_step(&s->engine, s->table, event, &s->actions);
	s->is_stopped = event->kind == ENGINE_STOP;
	if (!s->is_stopped)
		note_doors(s);
	print_actions(s);
}

/* Everything that is due before the next line happens at its own time. */
static void run_until(struct story *s, uint64_t ms)
{
	uint64_t deadline;
	while (!s->is_stopped && (deadline = engine_deadline(&s->engine)) <= (1000000 + ms) * 1000000) {
		s->now_ms = deadline / 1000000 - 1000000;
		step(s, &(struct engine_event){.kind = ENGINE_TIME});
	}
	s->now_ms = ms;
}

/*
 * A start, or a restart with what survives one: presence, alarm, fire latch,
 * which doors were open or released, and the contacts as they are. how: "open",
 * "power-loss", "lost", "fire".
 */
static void start(struct story *s, bool is_restart, char *const *how, size_t count)
{
	static struct engine before;
	struct engine_start begin = {.now = moment_of(s)};
	if (has_word(how, count, "lost"))
		begin.replaced = REASON_DATABASE_LOST;
	before = s->engine;
	engine_init(&s->engine, &s->site);
	for (uint16_t i = 0; is_restart && i < s->site.area_count; i++) {
		s->engine.areas[i].occupancy = before.areas[i].occupancy;
		begin.alarms[i] = (struct alarm_state){before.areas[i].alarm.state, 0};
	}
	for (uint16_t i = 0; is_restart && i < s->site.door_count; i++)
		begin.is_open[i] = before.doors[i].door.is_open || has_word(how, count, "open");
	for (uint16_t i = 0; is_restart && i < s->site.door_count; i++)
		begin.is_rex[i] = before.doors[i].door.is_rex;
	memcpy(begin.was_unsettled, s->was_unsettled, sizeof(begin.was_unsettled));
	begin.has_gap = has_word(how, count, "power-loss") || begin.replaced != REASON_NONE;
	begin.is_fire_latched = is_restart && before.is_fire_latched;
	begin.is_fire_active = (is_restart && before.is_fire_active) || has_word(how, count, "fire");
	engine_begin(&s->engine, &begin, &s->actions);
	note_doors(s);
	print_actions(s);
	s->is_running = true;
	s->is_stopped = false;
}

static uint16_t door_word(const struct story *s, const char *word)
{
	return found_or_fail(s, site_door(&s->site, word), word);
}

static void happen_badge(struct story *s, char *const *w, struct badge_number number)
{
	step(s, &(struct engine_event){.kind = ENGINE_BADGE,
	                               .reader = found_or_fail(s, site_reader(&s->site, w[2]), w[2]),
	                               .number = number});
}

static void happen_level(struct story *s, enum engine_event_kind kind, const char *door, bool is_active)
{
	step(s, &(struct engine_event){.kind = kind, .door = door_word(s, door), .is_active = is_active});
}

static void join_detail(struct engine_event *event, char *const *w, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t used = strlen(event->detail);
		snprintf(event->detail + used, sizeof(event->detail) - used, "%s%s", i > 0 ? " " : "", w[i]);
	}
}

static void happen_act(struct story *s, enum engine_event_kind kind, uint16_t door, char *const *w,
                       size_t count)
{
	struct engine_event event = {.kind = kind, .door = door, .operator_id = person_or_fail(s, w[0])};
	join_detail(&event, w + 1, count - 1);
	step(s, &event);
}

/* admit DOOR VISITOR BY REASON... */
static void happen_admit(struct story *s, char *const *w, size_t count)
{
	struct engine_event event = {.kind = ENGINE_RELEASE,
	                             .door = door_word(s, w[1]),
	                             .person = person_or_fail(s, w[2]),
	                             .operator_id = person_or_fail(s, w[3])};
	join_detail(&event, w + 4, count - 4);
	step(s, &event);
}

/* arrives VISITOR, leaves VISITOR: as the reception records it, in the first area. */
static void happen_visit(struct story *s, const char *visitor, enum engine_correction correction)
{
	step(s, &(struct engine_event){.kind = ENGINE_CORRECT,
	                               .door = SITE_NONE,
	                               .correction = correction,
	                               .person = person_or_fail(s, visitor)});
}

/* hold DOOR MINUTES BY REASON... */
static void happen_hold(struct story *s, char *const *w, size_t count)
{
	struct engine_event event = {.kind = ENGINE_HOLD,
	                             .door = door_word(s, w[1]),
	                             .hold_ms = (uint32_t)strtoul(w[2], NULL, 10) * 60000,
	                             .operator_id = person_or_fail(s, w[3])};
	join_detail(&event, w + 4, count - 4);
	step(s, &event);
}

/* fault contact|strike DOOR, fault reader READER, fault sounder AREA; likewise mended */
static void happen_fault(struct story *s, const char *what, const char *name, bool is_active)
{
	struct engine_event event = {.kind = ENGINE_LINE_FAULT,
	                             .door = site_door(&s->site, name),
	                             .reader = site_reader(&s->site, name),
	                             .area = SITE_NONE,
	                             .reason = REASON_CONTACT_FAULT,
	                             .is_active = is_active};
	if (strcmp(what, "strike") == 0)
		event.reason = REASON_OUTPUT_FAULT;
	if (strcmp(what, "reader") == 0)
		event.reason = REASON_READER_FAULT;
	if (strcmp(what, "sounder") == 0) {
		event.reason = REASON_SOUNDER_FAULT;
		event.area = found_or_fail(s, site_area(&s->site, name), name);
	}
	step(s, &event);
}

static void happen_lost_edges(struct story *s, const char *reader)
{
	step(s, &(struct engine_event){.kind = ENGINE_READER_FAULT,
	                               .reader = found_or_fail(s, site_reader(&s->site, reader), reader),
	                               .reason = REASON_FRAME_GAP});
}

/* correct inside|outside PERSON BY REASON..., correct certain - BY REASON... */
static void happen_correct(struct story *s, char *const *w, size_t count)
{
	struct engine_event event = {.kind = ENGINE_CORRECT, .correction = CORRECT_CERTAIN};
	event.operator_id = person_or_fail(s, w[3]);
	if (strcmp(w[1], "certain") != 0) {
		event.correction = strcmp(w[1], "inside") == 0 ? CORRECT_INSIDE : CORRECT_OUTSIDE;
		event.person = person_or_fail(s, w[2]);
	}
	join_detail(&event, w + 4, count - 4);
	step(s, &event);
}

/* Of a station's session, as the office tells; a station without a reader may lock as well. */
static struct engine_event session_event(const struct story *s, const char *station)
{
	struct engine_event event = {.kind = ENGINE_DESK,
	                             .door = SITE_NONE,
	                             .reader = site_desk_reader(&s->site, station),
	                             .session = s->session};
	copy_name(event.detail, sizeof(event.detail), station);
	return event;
}

/* locked STATION PERSON [new-password] [for SECONDS]: another session each time */
static void happen_locked(struct story *s, char *const *w, size_t count)
{
	s->session++;
	struct engine_event event = session_event(s, w[1]);
	uint64_t lasts_s = 36000;
	if (strcmp(w[count - 2], "for") == 0)
		lasts_s = strtoull(w[count - 1], NULL, 10);
	event.change = DESK_LOCKED;
	event.reason = REASON_IDLE;
	event.person = person_or_fail(s, w[2]);
	event.wants_password = has_word(w, count, "new-password");
	event.until_ns = moment_of(s).mono_ns + lasts_s * 1000000000;
	step(s, &event);
}

/* freed STATION, ended STATION: the last session that was locked */
static void happen_over(struct story *s, const char *station, enum engine_desk_change change)
{
	struct engine_event event = session_event(s, station);
	event.change = change;
	event.reason = change == DESK_ENDED ? REASON_ELSEWHERE : REASON_NONE;
	step(s, &event);
}

/* clock +SECONDS | -SECONDS | doubted | trusted; the next look at the hours sees it */
static void happen_clock(struct story *s, const char *how)
{
	if (strcmp(how, "doubted") == 0)
		s->is_doubted = true;
	else if (strcmp(how, "trusted") == 0)
		s->is_doubted = false;
	else
		s->wall_step_ms += strtoll(how, NULL, 10) * 1000;
}

/* override all|DOOR BY REASON...: everything that prevents setting now, or what is about that door alone
 * (rule L4) */
static void happen_override(struct story *s, char *const *w, size_t count)
{
	static struct engine_override override;
	uint16_t only = strcmp(w[1], "all") == 0 ? SITE_NONE : door_word(s, w[1]);
	struct engine_event event = {.kind = ENGINE_OVERRIDE, .override = &override};
	event.operator_id = person_or_fail(s, w[2]);
	join_detail(&event, w + 3, count - 3);
	override = (struct engine_override){.by = only == SITE_NONE ? UINT32_MAX : 0};
	for (uint16_t i = 0; i < s->site.door_count; i++)
		for (int bit = 0; bit < ALARM_PREVENTIONS; bit++)
			if ((only == SITE_NONE || only == i) &&
			    engine_door_prevents(&s->engine.doors[i].door, (enum alarm_prevention)(1 << bit)))
				override.doors[i] |= 1u << bit;
	for (uint16_t i = 0; only == SITE_NONE && i < s->site.reader_count; i++)
		if (engine_reader_is_faulty(&s->engine.readers[i]))
			override.readers[i] = ALARM_PREVENTED_READER;
	step(s, &event);
}

struct describing {
	const char *word;
	size_t least;
	void (*add)(struct story *s, char *const *w, size_t count);
};

static bool describe(struct story *s, const struct describing *rows, char *const *w, size_t count)
{
	for (; rows->word != NULL; rows++) {
		if (strcmp(rows->word, w[0]) == 0 && count >= rows->least) {
			rows->add(s, w, count);
			return true;
		}
	}
	return false;
}

/* What people decide, before the story begins and while it goes on. */
static const struct describing decisions[] = {
        {"key", 3, add_key},         {"schedule", 4, add_schedule}, {"state", 2, set_state},
        {"holiday", 2, add_holiday}, {"except", 4, add_exception},  {"policy", 4, set_policy},
        {"slow", 3, set_slow},       {"days", 4, set_days},         {NULL, 0, NULL}};

static void happen(struct story *s, char *const *w, size_t count)
{
	const char *what = w[0];
	if (describe(s, decisions, w, count))
		step(s, &(struct engine_event){.kind = ENGINE_TIME}); /* as the doors do */
	else if (strcmp(what, "clock") == 0 && count == 2)
		happen_clock(s, w[1]);
	else if (strcmp(what, "badge") == 0 && count == 3)
		happen_badge(s, w, badge_of(person_or_fail(s, w[1])));
	else if (strcmp(what, "stranger") == 0 && count == 3)
		happen_badge(s, w, (struct badge_number){.card = (uint64_t)strtoull(w[1], NULL, 10)});
	else if (strcmp(what, "contact") == 0 && count == 3)
		happen_level(s, ENGINE_CONTACT, w[1], strcmp(w[2], "open") == 0);
	else if (strcmp(what, "rex") == 0 && count == 3)
		happen_level(s, ENGINE_REX, w[1], strcmp(w[2], "pressed") == 0);
	else if (strcmp(what, "bell") == 0 && count == 2)
		happen_level(s, ENGINE_BELL, w[1], true);
	else if (strcmp(what, "fire") == 0 && count == 2)
		step(s, &(struct engine_event){.kind = ENGINE_FIRE, .is_active = strcmp(w[1], "on") == 0});
	else if (strcmp(what, "release") == 0 && count >= 3)
		happen_act(s, ENGINE_RELEASE, door_word(s, w[1]), w + 2, count - 2);
	else if (strcmp(what, "admit") == 0 && count >= 4)
		happen_admit(s, w, count);
	else if (strcmp(what, "arrives") == 0 && count == 2)
		happen_visit(s, w[1], CORRECT_ARRIVED);
	else if (strcmp(what, "leaves") == 0 && count == 2)
		happen_visit(s, w[1], CORRECT_LEFT);
	else if (strcmp(what, "hold") == 0 && count >= 4)
		happen_hold(s, w, count);
	else if (strcmp(what, "fault") == 0 && count == 3)
		happen_fault(s, w[1], w[2], true);
	else if (strcmp(what, "mended") == 0 && count == 3)
		happen_fault(s, w[1], w[2], false);
	else if (strcmp(what, "lost-edges") == 0 && count == 2)
		happen_lost_edges(s, w[1]);
	else if (strcmp(what, "reset") == 0 && count >= 2)
		happen_act(s, ENGINE_FIRE_RESET, SITE_NONE, w + 1, count - 1);
	else if (strcmp(what, "correct") == 0 && count >= 4)
		happen_correct(s, w, count);
	else if (strcmp(what, "set") == 0 && count >= 2)
		happen_act(s, ENGINE_SET, SITE_NONE, w + 1, count - 1);
	else if (strcmp(what, "unset") == 0 && count >= 2)
		happen_act(s, ENGINE_UNSET, SITE_NONE, w + 1, count - 1);
	else if (strcmp(what, "override") == 0 && count >= 4)
		happen_override(s, w, count);
	else if (strcmp(what, "ack") == 0 && count >= 2)
		happen_act(s, ENGINE_ACK, SITE_NONE, w + 1, count - 1);
	else if (strcmp(what, "locked") == 0 && count >= 3)
		happen_locked(s, w, count);
	else if (strcmp(what, "freed") == 0 && count == 2)
		happen_over(s, w[1], DESK_FREED);
	else if (strcmp(what, "ended") == 0 && count == 2)
		happen_over(s, w[1], DESK_ENDED);
	else if (strcmp(what, "exit") == 0 && count == 2)
		put_person(s, person_or_fail(s, w[1]), TABLE_PERSON_EXITED, 0);
	else if (strcmp(what, "lost") == 0 && count == 2)
		put_badge(s, person_or_fail(s, w[1]), TABLE_BADGE_LOST);
	else if (strcmp(what, "restart") == 0)
		start(s, true, w, count);
	else if (strcmp(what, "stop") == 0)
		step(s, &(struct engine_event){.kind = ENGINE_STOP});
	else if (strcmp(what, "time") != 0)
		fail(s, "no such happening", what);
}

static uint64_t time_or_fail(const struct story *s, const char *word)
{
	unsigned h, m, sec, ms = 0;
	int fields = sscanf(word, "%2u:%2u:%2u.%3u", &h, &m, &sec, &ms);
	if (fields < 3 || m > 59 || sec > 59)
		fail(s, "a line begins with a time, as in 07:58:10.250, or describes the building", word);
	uint64_t at = ((h * 60u + m) * 60u + sec) * 1000u + ms;
	if (at < s->now_ms)
		fail(s, "time runs forward", word);
	return at;
}

/* ---- reading ---- */

static const struct describing building[] = {
        {"room", 2, add_room},     {"area", 2, add_area}, {"door", 5, add_door}, {"reader", 4, add_reader},
        {"person", 2, add_person}, {"desk", 3, add_desk}, {NULL, 0, NULL}};

static size_t split(char *line, char **words)
{
	size_t count = 0;
	char *rest = line;
	char *word;
	while (count < WORDS_MAX && (word = strsep(&rest, " \t\n")) != NULL)
		if (*word != '\0')
			words[count++] = word;
	return count;
}

static void forget_trace(struct story *s)
{
	if (s->trace != NULL)
		fclose(s->trace);
	free(s->text);
	s->taken = 0;
	s->trace = open_memstream(&s->text, &s->length);
	if (s->trace == NULL)
		fail(s, "out of memory", "");
}

/* Takes the expected line off the front of the trace. */
static void compare(struct story *s, const char *expected)
{
	fflush(s->trace);
	size_t length = strlen(expected);
	if (strncmp(s->text + s->taken, expected, length) != 0) {
		fprintf(stderr, "expected:\n%sbut it was:\n%s", expected, s->text + s->taken);
		fail(s, "the engine did something else", "");
	}
	s->taken += length;
}

/* Nothing may be left of the trace when the story goes on. */
static void compare_end(struct story *s)
{
	fflush(s->trace);
	if (s->taken < s->length && !s->is_printing)
		fail(s, "before this line the engine also did", s->text + s->taken);
}

static void tell(struct story *s, const char *line)
{
	char words_of[LINE_MAX_LENGTH];
	char *words[WORDS_MAX];
	snprintf(words_of, sizeof(words_of), "%s", line);
	size_t count = split(words_of, words);
	if (count == 0 || words[0][0] == '#')
		return;
	compare_end(s);
	forget_trace(s);
	if (!s->is_running && (describe(s, building, words, count) || describe(s, decisions, words, count)))
		return;
	uint64_t at = time_or_fail(s, words[0]);
	if (!s->is_running) {
		s->now_ms = at;
		start(s, false, words + 2, count > 2 ? count - 2 : 0);
		if (count > 1 && strcmp(words[1], "start") == 0)
			return;
	}
	run_until(s, at);
	if (count > 1)
		happen(s, words + 1, count - 1);
}

static void play(struct story *s, FILE *f)
{
	char line[LINE_MAX_LENGTH];
	while (fgets(line, sizeof(line), f) != NULL) {
		s->line++;
		if (line[0] == ' ') {
			if (!s->is_printing)
				compare(s, line);
			continue;
		}
		tell(s, line);
		if (s->is_printing) {
			fflush(s->trace);
			printf("%s%s", line, s->text);
			forget_trace(s);
		}
	}
	compare_end(s);
}

int main(int argc, char **argv)
{
	static struct story s;
	static const struct table_capacity capacity = {PERSONS_MAX, PERSONS_MAX, 256};
	s.is_printing = argc == 3 && strcmp(argv[1], "--print") == 0;
	if (argc != (s.is_printing ? 3 : 2)) {
		fprintf(stderr, "usage: play [--print] FILE\n");
		return 2;
	}
	s.path = argv[argc - 1];
	FILE *f = fopen(s.path, "r");
	if (f == NULL)
		fail(&s, "cannot be read", "");
	void *memory = aligned_alloc(64, table_size(capacity));
	s.table = table_init(memory, capacity);
	forget_trace(&s);
	play(&s, f);
	fclose(f);
	fclose(s.trace);
	free(s.text);
	free(memory);
	return EXIT_SUCCESS;
}
