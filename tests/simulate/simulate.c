/*
 * Random days by the million: the engine gets whatever people, doors, fire and
 * management may do in any order, and after every step the rules are checked
 * against a plain model that knows nothing of the engine's insides.
 *
 *   simulate SEED STEPS     prints the trace's hash; exit 1 names the rule, seed and step
 *
 * The same seed gives the same hash on every processor.
 */
#include "controller/engine.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GRACE_NS (DOOR_GRACE_MS * UINT64_C(1000000))

enum { OUTSIDE, HALL, WAREHOUSE, SERVER_ROOM, CORRIDOR, ROOMS }; /* outside and corridor are of no area */
enum { ENTRANCE, GATE, SERVER, INNER, BACK, DOORS };
enum {
	ENTRANCE_IN,
	ENTRANCE_OUT,
	GATE_IN,
	GATE_OUT,
	SERVER_IN,
	INNER_IN,
	BACK_IN,
	BACK_OUT,
	READERS,
	DESK = READERS
};
enum { PERSONS = 12, KEYS = PERSONS * READERS, AREA = 0, DAY_MIN = 1440, EVENING_STEPS = 40 };

/* The one schedule of this site, written down minute by minute: weekdays from Monday, and one other day. */
struct hours {
	bool is_open[7][DAY_MIN];
	int64_t other_day; /* since 1970; -1 none */
	bool is_open_then[DAY_MIN];
};

/*
 * Somebody let go of a door without a badge. For sure that counts for its time
 * and as long as the door has not been closed; it may count as long as
 * anything keeps the door from being locked.
 */
struct part {
	bool may_count;
	uint64_t sure_until_ns;
};

enum key_hours { ANY_HOUR, SHOP_HOURS, SHOP_HOURS_MARKED };

/* The session that is locked at the desk (rule P7). */
struct locked {
	uint32_t session; /* 0: none */
	uint64_t person, until_ns;
	bool wants_password;
};

/* What the world is like, kept by hand. Person p has badge and id p; 0 is nobody. */
struct model {
	bool is_exited[PERSONS + 1], is_lost[PERSONS + 1], may_unset[PERSONS + 1];
	bool has_key[PERSONS + 1][READERS]; /* for the room of that reader through its door */
	enum key_hours key_hours[PERSONS + 1][READERS];
	uint64_t needs_ms[PERSONS + 1]; /* an opening for them lasts so long; 0 as any (rule D2) */
	struct hours hours;
	bool follows_hours[DOORS], wants_first[DOORS], has_first[DOORS];
	uint64_t release_ms[DOORS];
	int64_t wall_ahead_ms; /* of the monotonic clock */
	bool is_doubted;
	bool is_inside[PERSONS + 1];
	bool is_open[DOORS], is_on[DOORS];
	uint64_t on_until_ns[DOORS]; /* the latest end any cause may have given */
	bool is_fire_active, is_fire_latched, is_set, is_uncertain;
	bool is_rex[DOORS];
	struct part by_hand[DOORS], asked[DOORS]; /* what not a badge did in this opening */
	bool free_counts[DOORS];
	bool has_passed[DOORS], has_left[DOORS]; /* what badges did */
	uint64_t late_ns[DOORS]; /* let go of then while it stood open; 0 not, or opened again since */
	bool is_late_counted[DOORS];
	uint64_t closed_ns[DOORS], off_ns[DOORS]; /* the leaf last closed, the strike last held */
	bool was_free, was_locked, is_odd; /* before this step; the last passage fits nobody's presence */
	bool is_forced, is_released, is_pressed, is_new_fire, is_found; /* in this step */
	struct locked locked;
	uint32_t last_session;
	uint64_t shown_ns[READERS + 1][PERSONS + 3]; /* when a badge was last read there (rule A4); 0 never */
	uint16_t last_reader;
	unsigned answers;            /* to badges, in this step */
	unsigned evening, times_set; /* steps that are left of it; how often the alarm was set */
};

static struct site site;
static struct table *table;
static struct engine engine;
static struct engine_actions actions;
static struct model model;
static uint64_t seed, step_number, random_state, hash;
static uint64_t now_ns = 1000000000;
static struct schedule_book book;

static void broken(const char *rule)
{
	fprintf(stderr, "seed %" PRIu64 ", step %" PRIu64 ": broken: %s\n", seed, step_number, rule);
	exit(EXIT_FAILURE);
}

static void holds(bool is_so, const char *rule)
{
	if (!is_so)
		broken(rule);
}

static uint32_t random_below(uint32_t limit)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (uint32_t)(random_state >> 32) % limit;
}

static void mix_into_hash(const void *bytes, size_t size)
{
	const unsigned char *at = bytes;
	for (size_t i = 0; i < size; i++)
		hash = (hash ^ at[i]) * 0x100000001b3u;
}

/* ---- the building ---- */

static void name(char *to, const char *from)
{
	snprintf(to, SITE_NAME_MAX, "%s", from);
}

static void make_door(uint16_t i, const char *text, enum site_door_kind kind, uint16_t from, uint16_t to)
{
	site.doors[i] = (struct site_door){.kind = kind,
	                                   .from = from,
	                                   .to = to,
	                                   .has_contact = true,
	                                   .has_rex = true,
	                                   .is_escape = kind == SITE_ENTRANCE,
	                                   .rex_releases = i == INNER,
	                                   .release_ms = 5000};
	name(site.doors[i].name, text);
}

static void make_reader(uint16_t i, uint16_t door, uint16_t leads_to)
{
	site.readers[i] = (struct site_reader){.door = door, .leads_to = leads_to};
}

static void make_site(void)
{
	site.room_count = ROOMS;
	site.door_count = DOORS;
	site.reader_count = READERS + 1;
	site.area_count = 1;
	for (uint16_t i = HALL; i < CORRIDOR; i++)
		site.rooms[i].area = AREA;
	site.rooms[CORRIDOR].area = SITE_NONE;
	site.rooms[OUTSIDE] = (struct site_room){.area = SITE_NONE, .is_outside = true};
	site.areas[AREA] =
	        (struct site_area){.exit_delay_ms = 60000, .sounder_ms = 180000, .entrance = ENTRANCE};
	make_door(ENTRANCE, "entrance", SITE_ENTRANCE, OUTSIDE, HALL);
	make_door(GATE, "gate", SITE_GOODS, OUTSIDE, WAREHOUSE);
	make_door(SERVER, "server", SITE_SECURE, HALL, SERVER_ROOM);
	make_door(INNER, "inner", SITE_OFFICE, HALL, WAREHOUSE);
	make_door(BACK, "back", SITE_OFFICE, WAREHOUSE, CORRIDOR);
	make_reader(ENTRANCE_IN, ENTRANCE, HALL);
	make_reader(ENTRANCE_OUT, ENTRANCE, OUTSIDE);
	make_reader(GATE_IN, GATE, WAREHOUSE);
	make_reader(GATE_OUT, GATE, OUTSIDE);
	make_reader(SERVER_IN, SERVER, SERVER_ROOM);
	make_reader(INNER_IN, INNER, WAREHOUSE);
	make_reader(BACK_IN, BACK, WAREHOUSE);
	make_reader(BACK_OUT, BACK, CORRIDOR);
	make_reader(DESK, SITE_NONE, SITE_NONE);
	name(site.readers[DESK].station, "reception");
}

/* ---- management ---- */

static void apply(struct table_delta delta)
{
	holds(table_apply(table, &delta) == 0, "the table takes every delta");
}

static struct badge_number number_of(uint64_t person)
{
	return (struct badge_number){.card = 100 + person, .facility = 1, .format = FORMAT_H10301};
}

static void put_person(uint64_t p)
{
	apply((struct table_delta){
	        .kind = TABLE_PERSON_PUT,
	        .person = {.id = p,
	                   .first_day = TABLE_DAY_FIRST,
	                   .last_day = TABLE_DAY_LAST,
	                   .state = model.is_exited[p] ? TABLE_PERSON_EXITED : TABLE_PERSON_ACTIVE,
	                   .rights = model.may_unset[p] ? TABLE_RIGHT_UNSET : 0,
	                   .release_ms = (uint32_t)model.needs_ms[p]}});
	apply((struct table_delta){
	        .kind = TABLE_BADGE_PUT,
	        .badge = {.id = p,
	                  .number = number_of(p),
	                  .person = p,
	                  .state = model.is_lost[p] ? TABLE_BADGE_LOST : TABLE_BADGE_ACTIVE}});
}

static void turn_key(uint64_t p, uint16_t reader)
{
	uint64_t id = p * READERS + reader;
	model.key_hours[p][reader] = (enum key_hours)random_below(3);
	model.has_key[p][reader] = !model.has_key[p][reader];
	if (model.has_key[p][reader])
		apply((struct table_delta){
		        .kind = TABLE_KEY_PUT,
		        .key = {.id = id,
		                .person = p,
		                .room = site.readers[reader].leads_to,
		                .door = site.readers[reader].door,
		                .first_day = TABLE_DAY_FIRST,
		                .last_day = TABLE_DAY_LAST,
		                .schedule = model.key_hours[p][reader] != ANY_HOUR,
		                .is_any_time = model.key_hours[p][reader] == SHOP_HOURS_MARKED}});
	else
		apply((struct table_delta){.kind = TABLE_KEY_DROP, .id = id});
}

/* ---- schedules ---- */

/* Up to three spans, in the book and minute by minute. */
static void change_hours(void)
{
	struct schedule *s = &book.schedules[0];
	memset(model.hours.is_open, 0, sizeof(model.hours.is_open));
	s->span_count = (uint8_t)random_below(4);
	for (uint8_t i = 0; i < s->span_count; i++) {
		uint16_t begin_min = (uint16_t)random_below(DAY_MIN);
		uint16_t end_min = (uint16_t)(begin_min + 1 + random_below(DAY_MIN - begin_min));
		uint8_t days = (uint8_t)random_below(128);
		s->spans[i] = (struct schedule_span){days, begin_min, end_min};
		for (unsigned day = 0; day < 7; day++)
			for (uint16_t m = begin_min; (days >> day & 1) && m < end_min; m++)
				model.hours.is_open[day][m] = true;
	}
}

static int64_t wall_ms(void)
{
	return (int64_t)(now_ns / 1000000) + model.wall_ahead_ms;
}

/* Today or one of the next days is different; what was different before is not any more. */
static void change_one_day(void)
{
	uint16_t begin_min = (uint16_t)random_below(DAY_MIN), length = (uint16_t)random_below(600);
	uint16_t end_min = (uint16_t)(begin_min + length > DAY_MIN ? DAY_MIN : begin_min + length);
	struct schedule_day day = {.begin_min = begin_min, .end_min = end_min};
	model.hours.other_day = wall_ms() / 86400000 + random_below(3);
	day.day = (int32_t)model.hours.other_day;
	book.day_count = 0;
	holds(schedule_add_day(&book, &day) == 0, "the book takes a day");
	for (uint16_t m = 0; m < DAY_MIN; m++)
		model.hours.is_open_then[m] = m >= begin_min && m < end_min;
}

/* The clock of these days shows UTC, and 1970-01-01 was a Thursday. */
static bool is_open_hour(void)
{
	int64_t minute = wall_ms() / 60000, day = minute / DAY_MIN;
	if (model.is_doubted)
		return false;
	if (day == model.hours.other_day)
		return model.hours.is_open_then[minute % DAY_MIN];
	return model.hours.is_open[(day + 3) % 7][minute % DAY_MIN];
}

static void put_door(uint16_t door)
{
	apply((struct table_delta){.kind = TABLE_DOOR_PUT,
	                           .door = {.door = door,
	                                    .release_ms = (uint32_t)model.release_ms[door],
	                                    .schedule = model.follows_hours[door],
	                                    .wants_first_person = model.wants_first[door]}});
}

/* A guarded door is told a schedule as well: it must not follow it (rule D9). */
static void change_door(void)
{
	uint16_t door = (uint16_t)random_below(DOORS);
	model.follows_hours[door] = random_below(3) != 0;
	model.wants_first[door] = random_below(2) == 0;
	model.release_ms[door] = 1000 + random_below(29001);
	put_door(door);
}

/* Small corrections, and jumps; now and then nobody knows what the time is. */
static void change_clock(void)
{
	switch (random_below(4)) {
	case 0:
		model.is_doubted = !model.is_doubted;
		break;
	case 1:
		model.wall_ahead_ms += random_below(120001) - INT64_C(60000);
		break;
	default:
		model.wall_ahead_ms += INT64_C(60001) + random_below(200000000);
		memset(model.has_first, 0, sizeof(model.has_first));
		break;
	}
}

static void change_time(void)
{
	switch (random_below(5)) {
	case 0:
		change_hours();
		break;
	case 1:
		change_one_day();
		break;
	case 2:
		change_door();
		break;
	default:
		change_clock();
		return;
	}
	apply((struct table_delta){.kind = TABLE_BOOK, .book = &book});
}

static void manage(void)
{
	uint64_t p = 1 + random_below(PERSONS);
	switch (random_below(6)) {
	case 0:
		model.is_exited[p] = random_below(3) == 0;
		break;
	case 1:
		model.is_lost[p] = random_below(3) == 0;
		break;
	case 2:
		model.may_unset[p] = random_below(3) == 0;
		break;
	case 3:
		model.needs_ms[p] = random_below(3) == 0 ? 1000 + random_below(29001) : 0;
		break;
	default:
		turn_key(p, (uint16_t)random_below(READERS));
		return;
	}
	put_person(p);
}

/* ---- what must hold ---- */

/* Rule D11: by a clock that nobody trusts, no hours are kept, and only marked keys with hours open. */
static bool is_key_hour(uint64_t p, uint16_t reader)
{
	enum key_hours hours = model.key_hours[p][reader];
	if (hours == ANY_HOUR)
		return true;
	return model.is_doubted ? hours == SHOP_HOURS_MARKED : is_open_hour();
}

/* Into the area, or further into it. */
static bool leads_in(uint16_t reader)
{
	return site.readers[reader].leads_to != OUTSIDE && site.readers[reader].leads_to != CORRIDOR;
}

static bool may_enter(uint64_t p, uint16_t reader)
{
	return p >= 1 && p <= PERSONS && !model.is_lost[p] && !model.is_exited[p] &&
	       model.has_key[p][reader] && is_key_hour(p, reader) &&
	       (!model.is_set || model.may_unset[p] || !leads_in(reader));
}

static bool is_exit(uint16_t reader)
{
	return site.readers[reader].leads_to == OUTSIDE;
}

/* ---- the desk (rule P7) ---- */

static bool may_unlock(uint64_t p)
{
	const struct locked *l = &model.locked;
	return p >= 1 && p <= PERSONS && !model.is_lost[p] && !model.is_exited[p] && l->session != 0 &&
	       l->person == p && now_ns < l->until_ns && !l->wants_password;
}

static void check_desk(const struct record *r, const struct engine_event *event)
{
	bool is_unlocked = r->kind == RECORD_SESSION_UNLOCKED;
	uint64_t p = event->number.card - 100;
	holds(event->kind == ENGINE_BADGE && event->reader == DESK && r->reader == DESK,
	      "P7: a session is unlocked by a badge at the desk");
	holds(r->door == SITE_NONE, "P7: a reader at a desk has no door");
	holds(is_unlocked == may_unlock(p), "P7: its operator's badge unlocks, and no other");
	if (is_unlocked) {
		holds(r->value == model.locked.session, "P7: what is unlocked is what was locked");
		model.locked.session = 0;
	}
	model.answers++;
}

static bool is_shown_again(const struct engine_event *e)
{
	uint64_t *shown_ns = &model.shown_ns[e->reader][e->number.card - 100];
	bool is_again = *shown_ns != 0 && now_ns - *shown_ns <= UINT64_C(1000000000);
	*shown_ns = now_ns;
	return is_again;
}

/* One answer to each presentation (rules A4, E1), and nothing of it anywhere else. */
static void check_answers(const struct engine_event *e)
{
	unsigned expected = e->kind == ENGINE_BADGE && !is_shown_again(e) ? 1 : 0;
	holds(model.answers == expected, "A4, E1: a presentation is one event");
	model.answers = 0;
}

/* Who is let through an open door that falls shut within a second may open it once more (rule D2). */
static void note_late(uint16_t door)
{
	model.late_ns[door] = now_ns;
	model.is_late_counted[door] = true;
}

static void note_leaf(uint16_t door, bool is_open)
{
	if (is_open && now_ns < model.closed_ns[door] + GRACE_NS && model.late_ns[door] != 0)
		model.late_ns[door] = now_ns;
	else if (is_open || now_ns >= model.late_ns[door] + UINT64_C(1000000000))
		model.late_ns[door] = 0;
}

static void check_decision(const struct record *r, const struct engine_event *event)
{
	model.answers++;
	holds(event->reader != DESK, "P7: a badge at the desk passes no door");
	bool is_granted = r->kind == RECORD_ACCESS_GRANTED;
	uint64_t p = event->number.card - 100;
	bool is_known = p >= 1 && p <= PERSONS;
	if (is_granted && model.is_open[site.readers[event->reader].door])
		note_late(site.readers[event->reader].door);
	if (is_exit(event->reader)) {
		holds(is_granted == is_known, "A3: a known badge gets out, an unknown one does not");
		return;
	}
	holds(!is_granted || may_enter(p, event->reader), "A1: a grant has every right");
	holds(!is_granted || !model.is_set || !leads_in(event->reader), "L8: unset first, then the grant");
	holds(is_granted || !may_enter(p, event->reader), "A1: whoever may pass, passes");
	if (is_granted)
		model.has_first[site.readers[event->reader].door] = true;
}

static bool is_edge(uint16_t door)
{
	return door == ENTRANCE || door == GATE || door == BACK;
}

static void check_passage(const struct record *r)
{
	bool is_entry = r->kind == RECORD_OCCUPANCY_ENTERED;
	holds(r->person != 0, "O1: a passage has a person");
	model.is_odd = model.is_inside[r->person] == is_entry;
	if (r->door < DOORS) {
		model.has_passed[r->door] = true;
		model.has_left[r->door] |= !is_entry;
		model.is_found |= is_entry && !is_edge(r->door);
	}
	model.is_inside[r->person] = r->kind == RECORD_OCCUPANCY_ENTERED;
}

/* Whoever shows a badge within is inside, entered or not. */
static void check_within(const struct record *r)
{
	holds(r->door < DOORS && !is_edge(r->door), "O1: a door within has no edge");
	holds(model.is_inside[r->person], "O4: whom no entry counted is counted within");
}

static void check_release(const struct record *r)
{
	holds(r->cause != CAUSE_NONE, "D1: a release has a cause");
	if (site_door_is_guarded(site.doors[r->door].kind))
		holds(r->cause == CAUSE_GRANT || r->cause == CAUSE_RELEASE || r->cause == CAUSE_REX ||
		              r->cause == CAUSE_FIRE,
		      "D9: a guarded door opens for a moment or for fire");
	if (r->cause == CAUSE_GRANT)
		holds(r->person != 0, "D9: a grant names who");
	if (r->cause == CAUSE_RELEASE)
		holds(r->operator_id != 0, "D9: a release names who");
}

static bool is_anything_open_or_on(void)
{
	for (uint16_t i = 0; i < DOORS; i++)
		if (model.is_open[i] || model.is_on[i])
			return true;
	return false;
}

static unsigned persons_inside(void)
{
	unsigned count = 0;
	for (uint64_t p = 1; p <= PERSONS; p++)
		count += model.is_inside[p];
	return count;
}

/* Rule O4: every doubt has a cause that the model knows of as well. */
static void check_doubt(const struct record *r)
{
	bool is_at_door = r->door < DOORS;
	switch ((enum record_reason)r->reason) {
	case REASON_RELEASED:
		holds(is_at_door && model.by_hand[r->door].may_count, "O4: somebody released it");
		break;
	case REASON_EXIT_REQUEST:
		holds(is_at_door && model.asked[r->door].may_count, "O4: somebody asked to leave");
		break;
	case REASON_FORCED:
		holds(model.is_forced, "O4: a door was forced");
		break;
	case REASON_FREE_DOOR:
		holds(is_at_door && model.free_counts[r->door], "O4: the door was free");
		break;
	case REASON_FIRE:
		holds(model.is_fire_latched, "O4: there is fire");
		break;
	case REASON_EXIT_WITHOUT_ENTRY:
	case REASON_ENTRY_WHILE_INSIDE:
		holds(model.is_odd, "O4: a passage that fits nobody's presence");
		break;
	case REASON_INSIDE_WITHOUT_ENTRY:
		holds(model.is_found, "O4: somebody was seen within");
		break;
	case REASON_DOOR_FELL_SHUT:
		holds(is_at_door && is_edge(r->door) && !model.is_open[r->door] &&
		              model.late_ns[r->door] != 0 && model.is_late_counted[r->door],
		      "O4: the door fell shut on somebody");
		break;
	case REASON_EXIT_DELAY_DISTURBED:
		break;
	default:
		broken("O4: a doubt has one of its reasons");
	}
}

static void check_record(const struct record *r, const struct engine_event *event)
{
	switch ((enum record_kind)r->kind) {
	case RECORD_ACCESS_GRANTED:
	case RECORD_ACCESS_DENIED:
		check_decision(r, event);
		break;
	case RECORD_SESSION_UNLOCKED:
	case RECORD_SESSION_REFUSED:
		check_desk(r, event);
		break;
	case RECORD_OCCUPANCY_ENTERED:
	case RECORD_OCCUPANCY_LEFT:
		check_passage(r);
		break;
	case RECORD_OCCUPANCY_PASSED:
		check_within(r);
		break;
	case RECORD_OCCUPANCY_UNCERTAIN:
		holds(!model.is_uncertain, "O4: the first reason stays");
		check_doubt(r);
		model.is_uncertain = true;
		break;
	case RECORD_OCCUPANCY_DOUBTED:
		holds(model.is_uncertain, "O4: a further reason comes after a first");
		check_doubt(r);
		break;
	case RECORD_DOOR_FORCED:
		model.is_forced = true;
		break;
	case RECORD_OCCUPANCY_CORRECTED:
		if (event->correction == CORRECT_CERTAIN || r->operator_id == 0)
			model.is_uncertain = false;
		break;
	case RECORD_DOOR_RELEASED:
		check_release(r);
		break;
	case RECORD_ALARM_SET:
		holds(persons_inside() == 0, "L2: it sets only when nobody is inside");
		holds(!is_anything_open_or_on(), "L3: it sets only when everything is closed and locked");
		holds(!model.is_fire_latched, "L3: it does not set in a fire");
		holds(!model.is_uncertain, "O4: an uncertain count is never zero");
		model.is_set = true;
		model.times_set++;
		break;
	case RECORD_ALARM_UNSET:
		holds(model.is_set && (model.may_unset[r->person] || r->operator_id != 0),
		      "L8: only who may unsets");
		holds(event->kind != ENGINE_BADGE || leads_in(event->reader),
		      "L10: nobody unsets by leaving");
		model.is_set = false;
		break;
	case RECORD_ALARM_RAISED:
		holds(model.is_set, "L7: an alarm is raised only where it was set");
		break;
	default:
		break;
	}
}

/* Rule D1: in the same list, before the strike, a record of this door says why. */
static bool is_explained(uint16_t upto, uint16_t door, enum record_kind kind)
{
	for (uint16_t i = 0; i < upto; i++)
		if (actions.items[i].kind == ACTION_RECORD && actions.items[i].record.kind == kind &&
		    actions.items[i].record.door == door)
			return true;
	return false;
}

static void check_strike(uint16_t i)
{
	const struct engine_action *a = &actions.items[i];
	holds(is_explained(i, a->door, a->is_on ? RECORD_DOOR_RELEASED : RECORD_DOOR_LOCKED),
	      "D1: the cause is recorded before the strike moves");
	holds(a->is_on != model.is_on[a->door], "E1: an output is told only what is new");
	model.is_on[a->door] = a->is_on;
	if (!a->is_on)
		model.off_ns[a->door] = now_ns;
}

static void check_actions(const struct engine_event *event)
{
	holds(!actions.is_overflowed, "the actions of one step fit");
	for (uint16_t i = 0; i < actions.count; i++) {
		const struct engine_action *a = &actions.items[i];
		if (a->kind == ACTION_RECORD)
			check_record(&a->record, event);
		if (a->kind == ACTION_STRIKE)
			check_strike(i);
		if (a->kind == ACTION_ANSWER && event->kind == ENGINE_RELEASE)
			model.is_released = a->answer == ANSWER_DONE;
		mix_into_hash(&a->kind, sizeof(a->kind));
		mix_into_hash(&a->record.kind, sizeof(a->record.kind));
		mix_into_hash(&a->record.person, sizeof(a->record.person));
		mix_into_hash(&a->door, sizeof(a->door));
	}
}

/* Rules D10, D11: exactly in its hours, and never while the alarm is set. */
static bool is_free(uint16_t door)
{
	if (!is_open_hour() || !model.follows_hours[door])
		model.has_first[door] = false;
	return model.follows_hours[door] && !site_door_is_guarded(site.doors[door].kind) && is_open_hour() &&
	       !model.is_set && (!model.wants_first[door] || model.has_first[door]);
}

static void check_door(uint16_t i)
{
	bool is_momentary = model.is_on[i] && now_ns <= model.on_until_ns[i];
	bool is_scheduled = is_free(i);
	if (model.is_fire_latched && site.doors[i].is_escape)
		holds(model.is_on[i], "D13: fire releases every escape door");
	else if (is_scheduled)
		holds(model.is_on[i], "D10: a door is free in its hours");
	else
		holds(!model.is_on[i] || is_momentary,
		      "D2, D10: locked outside its hours, and no opening outlasts its time");
}

/* Closed, and nothing may keep it from being locked: whatever was done there is over. */
static void end_openings(void)
{
	for (uint16_t i = 0; i < DOORS; i++) {
		model.free_counts[i] |= is_free(i);
		if (model.is_open[i] || now_ns <= model.closed_ns[i] + GRACE_NS)
			continue;
		if (model.late_ns[i] != 0 && now_ns <= model.on_until_ns[i] + GRACE_NS)
			continue;
		model.late_ns[i] = 0;
		model.is_late_counted[i] = model.has_passed[i] = model.has_left[i] = false;
		if (model.is_rex[i] || now_ns <= model.on_until_ns[i] + GRACE_NS)
			continue;
		model.by_hand[i].may_count = model.asked[i].may_count = false;
		model.free_counts[i] = is_free(i);
	}
}

static void check_state(void)
{
	end_openings();
	const struct engine_area *area = &engine.areas[AREA];
	holds(area->occupancy.count == persons_inside(), "O2: the count is the distinct persons inside");
	holds((area->occupancy.doubt != OCCUPANCY_CERTAIN) == model.is_uncertain,
	      "O4: doubt is in the journal");
	holds(alarm_is_set(&area->alarm) == model.is_set, "L1: set is what the journal says");
	for (uint16_t i = 0; i < DOORS; i++)
		check_door(i);
}

/* ---- what happens ---- */

/* Any cause may keep a door released for its time from now; longer for who needs it (rule D2). */
static void allow(uint16_t door, uint64_t person)
{
	uint64_t least_ms = person >= 1 && person <= PERSONS ? model.needs_ms[person] : 0;
	uint64_t ms = model.release_ms[door] > least_ms ? model.release_ms[door] : least_ms;
	if (model.on_until_ns[door] < now_ns + ms * 1000000)
		model.on_until_ns[door] = now_ns + ms * 1000000;
}

static void choose_badge(struct engine_event *e)
{
	e->kind = ENGINE_BADGE;
	e->reader = (uint16_t)random_below(READERS);
	e->number = number_of(1 + random_below(PERSONS + 2)); /* two strangers among them */
	if (random_below(3) == 0) {                           /* two in one wallet */
		e->reader = model.last_reader;
		e->number = number_of(1 + random_below(2));
	}
	model.last_reader = e->reader;
	allow(site.readers[e->reader].door, e->number.card - 100);
}

static void choose_desk_badge(struct engine_event *e)
{
	bool is_own = model.locked.session != 0 && random_below(2) == 0;
	e->kind = ENGINE_BADGE;
	e->reader = DESK;
	e->number = number_of(is_own ? model.locked.person : 1 + random_below(PERSONS + 2));
}

/* Half of the time it is another session than the one that is locked. */
static void choose_desk_change(struct engine_event *e)
{
	e->kind = ENGINE_DESK;
	e->reader = DESK;
	e->change = (enum engine_desk_change)random_below(3);
	e->session = random_below(2) == 0 ? model.locked.session : model.last_session + 1;
	if (e->change == DESK_LOCKED) {
		e->session = ++model.last_session;
		e->person = 1 + random_below(PERSONS);
		e->until_ns = now_ns + random_below(3600000) * UINT64_C(1000000);
		e->wants_password = random_below(8) == 0;
		model.locked = (struct locked){e->session, e->person, e->until_ns, e->wants_password};
	} else if (e->session == model.locked.session) {
		model.locked.session = 0;
	}
}

static void choose_desk(struct engine_event *e)
{
	if (random_below(3) == 0)
		choose_desk_change(e);
	else
		choose_desk_badge(e);
}

/* ---- openings that no badge explains (rule O4) ---- */

/* Before the step: the parts count from now on, as the engine is about to be told. */
static void note_parts(const struct engine_event *e)
{
	uint64_t sure_until_ns = now_ns + model.release_ms[e->door % DOORS] * 1000000;
	model.was_free = e->kind == ENGINE_CONTACT && model.follows_hours[e->door] && is_free(e->door);
	model.was_locked = e->kind == ENGINE_CONTACT && !model.is_on[e->door] &&
	                   now_ns > model.off_ns[e->door] + GRACE_NS &&
	                   now_ns > model.closed_ns[e->door] + GRACE_NS;
	model.is_forced = model.is_released = model.is_found = false;
	if (e->kind == ENGINE_RELEASE)
		model.by_hand[e->door].may_count = true;
	model.is_pressed = e->kind == ENGINE_REX && e->is_active && !model.is_rex[e->door];
	if (model.is_pressed)
		model.asked[e->door] = (struct part){true, sure_until_ns};
	if (e->kind == ENGINE_REX)
		model.is_rex[e->door] = e->is_active;
}

static bool is_sure(const struct part *part)
{
	return now_ns < part->sure_until_ns;
}

/* After the step: must somebody have come in or gone out whom nobody counted? */
static bool must_doubt(const struct engine_event *e)
{
	uint16_t door = e->door;
	if (model.is_found)
		return true;
	bool is_asked = is_sure(&model.asked[door]) && !model.has_left[door];
	if (e->kind == ENGINE_CONTACT && e->is_active && is_edge(door))
		return is_sure(&model.by_hand[door]) || is_asked || model.is_forced || model.was_locked ||
		       (model.was_free && !model.has_passed[door]);
	if (e->kind == ENGINE_RELEASE)
		return model.is_released && model.is_open[door] && is_edge(door);
	if (e->kind == ENGINE_REX)
		return model.is_pressed && is_asked && model.is_open[door] && is_edge(door);
	return e->kind == ENGINE_FIRE && model.is_new_fire;
}

static void check_parts(const struct engine_event *e)
{
	if (e->kind == ENGINE_RELEASE && model.is_released)
		model.by_hand[e->door].sure_until_ns = now_ns + model.release_ms[e->door] * 1000000;
	if (e->kind == ENGINE_CONTACT && !e->is_active)
		model.by_hand[e->door].sure_until_ns = model.asked[e->door].sure_until_ns = 0;
	if (e->kind == ENGINE_CONTACT && !e->is_active)
		model.closed_ns[e->door] = now_ns;
	holds(!must_doubt(e) || model.is_uncertain, "O4: nobody counted who may have passed");
}

static void choose_contact(struct engine_event *e)
{
	e->kind = ENGINE_CONTACT;
	e->is_active = !model.is_open[e->door];
	note_leaf(e->door, e->is_active);
	model.is_open[e->door] = e->is_active;
}

static void choose_fire(struct engine_event *e)
{
	e->kind = random_below(2) == 0 ? ENGINE_FIRE : ENGINE_FIRE_RESET;
	if (e->kind == ENGINE_FIRE) {
		e->is_active = random_below(8) == 0;
		model.is_new_fire = e->is_active && !model.is_fire_active;
		model.is_fire_active = e->is_active;
		model.is_fire_latched |= e->is_active;
	} else if (!model.is_fire_active) {
		model.is_fire_latched = false;
	}
}

static void choose_act(struct engine_event *e)
{
	static const enum engine_event_kind acts[] = {ENGINE_SET, ENGINE_UNSET, ENGINE_ACK, ENGINE_CORRECT};
	e->kind = acts[random_below(4)];
	e->operator_id = 1 + random_below(PERSONS);
	e->area = AREA;
	e->correction = (enum engine_correction)random_below(3);
	e->person = 1 + random_below(PERSONS);
}

/* Somebody looks, sends home who is not counted, and says so: else a building in doubt would never be set. */
static void choose_certainty(struct engine_event *e)
{
	e->kind = ENGINE_CORRECT;
	e->operator_id = 1 + random_below(PERSONS);
	e->area = AREA;
	e->correction = CORRECT_CERTAIN;
}

static uint16_t first_of(const bool *flags, uint16_t count)
{
	uint16_t i = 0;
	while (i < count && !flags[i])
		i++;
	return i;
}

static void choose_closing(struct engine_event *e, uint16_t door)
{
	e->door = door;
	choose_contact(e);
}

static void choose_letting_go(struct engine_event *e, uint16_t door)
{
	e->door = door;
	e->kind = ENGINE_REX;
	allow(door, 0);
}

static void choose_sending_home(struct engine_event *e, uint64_t person)
{
	choose_certainty(e);
	e->correction = CORRECT_OUTSIDE;
	e->person = person;
}

/* At random a building is never quiet, and so never set: now and then somebody goes round and sees to it. */
static void choose_evening(struct engine_event *e)
{
	uint16_t open = first_of(model.is_open, DOORS), held = first_of(model.is_rex, DOORS);
	uint16_t inside = first_of(model.is_inside, PERSONS + 1);
	model.evening--;
	model.is_doubted = false;
	if (open < DOORS)
		choose_closing(e, open);
	else if (held < DOORS)
		choose_letting_go(e, held);
	else if (model.is_fire_active || model.is_fire_latched)
		choose_fire(e);
	else if (inside <= PERSONS)
		choose_sending_home(e, inside);
	else if (model.is_uncertain)
		choose_certainty(e);
	else
		e->kind = ENGINE_TIME;
}

static void choose(struct engine_event *e)
{
	uint32_t dice = random_below(100);
	e->door = (uint16_t)random_below(DOORS);
	if (random_below(200) == 0)
		model.evening = EVENING_STEPS;
	if (model.evening != 0) {
		choose_evening(e);
	} else if (model.is_uncertain && random_below(6) == 0) {
		choose_certainty(e);
	} else if (dice < 6) {
		choose_desk(e);
	} else if (dice < 45) {
		choose_badge(e);
	} else if (dice < 75) {
		choose_contact(e);
	} else if (dice < 85) {
		e->kind = ENGINE_REX;
		e->is_active = random_below(2) == 0;
		allow(e->door, 0);
	} else if (dice < 92) {
		e->kind = ENGINE_RELEASE;
		e->operator_id = 1 + random_below(PERSONS);
		allow(e->door, 0);
	} else if (dice < 94) {
		choose_fire(e);
	} else if (dice < 97) {
		choose_act(e);
	} else {
		e->kind = ENGINE_TIME;
	}
}

static struct moment moment_now(void)
{
	return (struct moment){.mono_ns = now_ns, .utc_ms = wall_ms(), .is_clock_trusted = !model.is_doubted};
}

/*
 * Time goes on by anything from a millisecond to an hour; what falls due on
 * the way happens at its time. A scheduled door falls due every second, so
 * that long spans are rare; the wall clock's jumps make up for them.
 */
static void let_time_pass(void)
{
	static const uint64_t spans_ms[] = {1, 300, 2000, 7000, 61000, 400000, 3600000};
	uint32_t last = random_below(32) == 0 ? 7 : 4;
	uint64_t until = now_ns + (1 + random_below((uint32_t)spans_ms[random_below(last)])) * 1000000ull;
	while (engine_deadline(&engine) <= until) {
		now_ns = engine_deadline(&engine);
		struct engine_event e = {.kind = ENGINE_TIME, .now = moment_now()};
		engine_step(&engine, table, &e, &actions);
		check_actions(&e);
		check_state();
	}
	now_ns = until;
}

static void one_step(void)
{
	struct engine_event e = {.operator_id = 1};
	if (random_below(20) == 0)
		manage();
	if (random_below(20) == 0)
		change_time();
	let_time_pass();
	choose(&e);
	e.now = moment_now();
	note_parts(&e);
	engine_step(&engine, table, &e, &actions);
	check_actions(&e);
	check_answers(&e);
	check_parts(&e);
	check_state();
}

static void begin(void)
{
	static const struct table_capacity capacity = {PERSONS + 1, PERSONS + 1, KEYS + READERS + 1};
	static struct engine_start start;
	make_site();
	model.hours.other_day = -1;
	model.wall_ahead_ms = INT64_C(20514) * 86400000; /* no step back leads before the first of all days */
	snprintf(book.schedules[0].name, SITE_NAME_MAX, "shop");
	for (uint16_t i = 0; i < DOORS; i++)
		model.release_ms[i] = 5000;
	table = table_init(aligned_alloc(64, table_size(capacity)), capacity);
	for (uint64_t p = 1; p <= PERSONS; p++) {
		model.may_unset[p] = p <= 2;
		put_person(p);
		turn_key(p, ENTRANCE_IN);
	}
	start.now = moment_now();
	engine_init(&engine, &site);
	engine_begin(&engine, &start, &actions);
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: simulate SEED STEPS\n");
		return 2;
	}
	seed = strtoull(argv[1], NULL, 10);
	uint64_t steps = strtoull(argv[2], NULL, 10);
	random_state = seed * 0x9e3779b97f4a7c15u + 1;
	hash = 0xcbf29ce484222325u;
	begin();
	for (step_number = 1; step_number <= steps; step_number++)
		one_step();
	holds(steps < 50000 || model.times_set > 10, "the alarm was set every now and then");
	printf("seed %" PRIu64 ": %" PRIu64 " steps, trace %016" PRIx64 "\n", seed, steps, hash);
	free(table);
	return EXIT_SUCCESS;
}
