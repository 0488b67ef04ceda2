#include "db/rows.h"

#include <string.h>

/* Not as NULL when it is 0: SQLite would make up an id for such a row. */
static void bind_own_id(sqlite3_stmt *q, policy_id id)
{
	bind_integer(q, 1, (int64_t)id);
}

void door_bind(sqlite3_stmt *q, const struct policy_door *door)
{
	bind_text(q, 1, door->name);
	bind_word(q, 2, &words_door_kind, door->kind);
	bind_text(q, 3, door->from);
	bind_text(q, 4, door->to);
	bind_integer(q, 5, door->release_ms);
	bind_text(q, 6, door->schedule);
}

void door_read(sqlite3_stmt *q, struct policy_door *door)
{
	memset(door, 0, sizeof *door);
	column_text(q, 0, door->name);
	door->kind = (enum policy_door_kind)column_word(q, 1, &words_door_kind);
	column_text(q, 2, door->from);
	column_text(q, 3, door->to);
	door->release_ms = (int32_t)column_integer(q, 4);
	column_text(q, 5, door->schedule);
}

void person_bind(sqlite3_stmt *q, const struct policy_person *person)
{
	bind_own_id(q, person->id);
	bind_text(q, 2, person->name);
	bind_word(q, 3, &words_person_kind, person->kind);
	bind_word(q, 4, &words_person_state, person->state);
	bind_text(q, 5, person->position);
	bind_day(q, 6, person->first_day);
	bind_day(q, 7, person->last_day);
	bind_integer(q, 8, person->rights);
}

void person_read(sqlite3_stmt *q, struct policy_person *person)
{
	memset(person, 0, sizeof *person);
	person->id = column_id(q, 0);
	column_text(q, 1, person->name);
	person->kind = (enum policy_person_kind)column_word(q, 2, &words_person_kind);
	person->state = (enum policy_person_state)column_word(q, 3, &words_person_state);
	column_text(q, 4, person->position);
	person->first_day = column_day(q, 5);
	person->last_day = column_day(q, 6);
	person->rights = (uint32_t)column_integer(q, 7);
	person->revision = column_integer(q, 8);
}

void badge_bind(sqlite3_stmt *q, const struct policy_badge *badge)
{
	bind_own_id(q, badge->id);
	bind_id(q, 2, badge->person);
	bind_word(q, 3, &words_badge_state, badge->state);
	bind_text(q, 4, badge->format);
	bind_integer(q, 5, badge->facility);
	bind_integer(q, 6, (int64_t)badge->card);
}

void badge_read(sqlite3_stmt *q, struct policy_badge *badge)
{
	memset(badge, 0, sizeof *badge);
	badge->id = column_id(q, 0);
	badge->person = column_id(q, 1);
	badge->state = (enum policy_badge_state)column_word(q, 2, &words_badge_state);
	column_text(q, 3, badge->format);
	badge->facility = (uint32_t)column_integer(q, 4);
	badge->card = (uint64_t)column_integer(q, 5);
	badge->revision = column_integer(q, 6);
}

void key_bind(sqlite3_stmt *q, const struct policy_key *key)
{
	bind_own_id(q, key->id);
	bind_id(q, 2, key->person);
	bind_text(q, 3, key->room);
	bind_text(q, 4, key->door);
	bind_day(q, 5, key->first_day);
	bind_day(q, 6, key->last_day);
	bind_text(q, 7, key->reason);
	bind_word(q, 8, &words_key_state, key->state);
	bind_integer(q, 9, key->issued_utc_ms);
}

void key_read(sqlite3_stmt *q, struct policy_key *key)
{
	memset(key, 0, sizeof *key);
	key->id = column_id(q, 0);
	key->person = column_id(q, 1);
	column_text(q, 2, key->room);
	column_text(q, 3, key->door);
	key->first_day = column_day(q, 4);
	key->last_day = column_day(q, 5);
	column_text(q, 6, key->reason);
	key->state = (enum policy_key_state)column_word(q, 7, &words_key_state);
	key->issued_utc_ms = column_integer(q, 8);
	key->revision = column_integer(q, 9);
}

void body_bind(sqlite3_stmt *q, const struct journal_event *event, const uint8_t salt[JOURNAL_SALT])
{
	bind_integer(q, 1, event->number);
	bind_blob(q, 2, salt, JOURNAL_SALT);
	bind_integer(q, 3, event->is_incident);
	bind_integer(q, 4, event->utc_ms);
	bind_integer(q, 5, (int64_t)event->mono_ns);
	bind_integer(q, 6, event->is_clock_trusted);
	bind_integer(q, 7, event->policy_version);
	bind_text(q, 8, event->kind);
	bind_text(q, 9, event->door);
	bind_text(q, 10, event->reader);
	bind_text(q, 11, event->room);
	bind_text(q, 12, event->area);
	bind_id(q, 13, event->person);
	bind_id(q, 14, event->badge);
	bind_id(q, 15, event->operator_id);
	bind_text(q, 16, event->cause);
	bind_text(q, 17, event->reason);
	bind_text(q, 18, event->detail);
}

void event_read(sqlite3_stmt *q, struct journal_event *event)
{
	memset(event, 0, sizeof *event);
	event->number = column_integer(q, 0);
	event->class = (enum journal_class)column_integer(q, 1);
	event->is_incident = column_integer(q, 2) != 0;
	event->utc_ms = column_integer(q, 3);
	event->mono_ns = (uint64_t)column_integer(q, 4);
	event->is_clock_trusted = column_integer(q, 5) != 0;
	event->policy_version = column_integer(q, 6);
	column_text(q, 7, event->kind);
	column_text(q, 8, event->door);
	column_text(q, 9, event->reader);
	column_text(q, 10, event->room);
	column_text(q, 11, event->area);
	event->person = column_id(q, 12);
	event->badge = column_id(q, 13);
	event->operator_id = column_id(q, 14);
	column_text(q, 15, event->cause);
	column_text(q, 16, event->reason);
	column_text(q, 17, event->detail);
}
