#include "controller/office/deltas.h"
#include "controller/office/key_state.h"

#include <string.h>

static int32_t first_day(int32_t day)
{
	return day == POLICY_DAY_NONE ? TABLE_DAY_FIRST : day;
}

static int32_t last_day(int32_t day)
{
	return day == POLICY_DAY_NONE ? TABLE_DAY_LAST : day;
}

static uint8_t person_state(enum policy_person_state state)
{
	switch (state) {
	case POLICY_PERSON_ACTIVE:
		return TABLE_PERSON_ACTIVE;
	case POLICY_PERSON_SUSPENDED:
		return TABLE_PERSON_SUSPENDED;
	case POLICY_PERSON_EXITED:
		return TABLE_PERSON_EXITED;
	}
	return TABLE_PERSON_EXITED;
}

void delta_of_person(const struct policy_person *person, struct table_delta *delta)
{
	memset(delta, 0, sizeof(*delta));
	delta->kind = TABLE_PERSON_PUT;
	delta->person.id = person->id;
	delta->person.first_day = first_day(person->first_day);
	delta->person.last_day = last_day(person->last_day);
	delta->person.state = person_state(person->state);
	delta->person.rights = (uint8_t)person->rights;
	delta->person.release_ms = (uint32_t)person->release_ms;
}

static uint8_t badge_state(enum policy_badge_state state)
{
	switch (state) {
	case POLICY_BADGE_ACTIVE:
		return TABLE_BADGE_ACTIVE;
	case POLICY_BADGE_LOST:
		return TABLE_BADGE_LOST;
	case POLICY_BADGE_SUSPENDED:
	case POLICY_BADGE_RETURNED:
	case POLICY_BADGE_DESTROYED:
		return TABLE_BADGE_INACTIVE;
	}
	return TABLE_BADGE_INACTIVE;
}

/* A format that the site has given up is read by no reader; its number keeps the badge apart from others. */
static uint8_t format_number(const struct formats *formats, const char *name)
{
	int format = formats_find(formats, name);
	return format < 0 ? UINT8_MAX : (uint8_t)format;
}

void delta_of_badge(const struct formats *formats, const struct policy_badge *badge,
                    struct table_delta *delta)
{
	memset(delta, 0, sizeof(*delta));
	if (!badge_state_is_held(badge->state)) {
		delta->kind = TABLE_BADGE_DROP;
		delta->id = badge->id;
		return;
	}
	delta->kind = TABLE_BADGE_PUT;
	delta->badge.id = badge->id;
	delta->badge.number.format = format_number(formats, badge->format);
	delta->badge.number.facility = badge->facility;
	delta->badge.number.card = badge->card;
	delta->badge.person = badge->person;
	delta->badge.first_day = badge->first_day == POLICY_DAY_NONE ? 0 : badge->first_day;
	delta->badge.last_day = badge->last_day == POLICY_DAY_NONE ? 0 : badge->last_day;
	delta->badge.state = badge_state(badge->state);
}

/* Its place + 1 in the book; 0 for none. False for one that the book does not have. */
static bool place_of(const struct schedule_book *book, const char *name, uint8_t *place)
{
	uint16_t i = name[0] == '\0' ? SITE_NONE : schedule_find(book, name);
	*place = i == SITE_NONE ? 0 : (uint8_t)(i + 1);
	return name[0] == '\0' || i != SITE_NONE;
}

bool delta_of_key(const struct site *site, const struct schedule_book *book, const struct policy_key *key,
                  struct table_delta *delta)
{
	memset(delta, 0, sizeof(*delta));
	if (key->state != POLICY_KEY_ISSUED) {
		delta->kind = TABLE_KEY_DROP;
		delta->id = key->id;
		return true;
	}
	delta->kind = TABLE_KEY_PUT;
	delta->key.id = key->id;
	delta->key.person = key->person;
	delta->key.room = site_room(site, key->room);
	delta->key.door = key->door[0] == '\0' ? SITE_NONE : site_door(site, key->door);
	delta->key.first_day = first_day(key->first_day);
	delta->key.last_day = last_day(key->last_day);
	/* SITE_NONE would be "any door" */
	bool has_door = key->door[0] == '\0' || delta->key.door != SITE_NONE;
	delta->key.is_any_time = key->is_any_time;
	/* and no schedule would be "at any time" */
	bool has_hours = place_of(book, key->schedule, &delta->key.schedule);
	return delta->key.room != SITE_NONE && has_door && has_hours;
}

bool delta_of_door(const struct site *site, const struct schedule_book *book, const struct policy_door *door,
                   struct table_delta *delta)
{
	memset(delta, 0, sizeof(*delta));
	delta->kind = TABLE_DOOR_PUT;
	delta->door.door = site_door(site, door->name);
	delta->door.release_ms = (uint32_t)door->release_ms;
	delta->door.wants_first_person = door->is_first_person;
	place_of(book, door->schedule, &delta->door.schedule);
	return delta->door.door != SITE_NONE;
}

bool is_of_book(const struct policy_op *op)
{
	return op->kind == POLICY_SCHEDULE_PUT || op->kind == POLICY_EXCEPTION_PUT ||
	       op->kind == POLICY_HOLIDAY_PUT || op->kind == POLICY_CALENDAR_PUT;
}

bool delta_of_op(const struct site *site, const struct formats *formats, const struct schedule_book *book,
                 const struct policy_op *op, struct table_delta *delta)
{
	switch (op->kind) {
	case POLICY_PERSON_PUT:
		delta_of_person(&op->person, delta);
		return true;
	case POLICY_BADGE_PUT:
		delta_of_badge(formats, &op->badge, delta);
		return true;
	case POLICY_KEY_PUT:
		return delta_of_key(site, book, &op->key, delta);
	case POLICY_DOOR_PUT:
		return delta_of_door(site, book, &op->door, delta);
	case POLICY_AREA_PUT:
	case POLICY_ROOM_PUT:
	case POLICY_POSITION_PUT:
	case POLICY_RECEIPT_PUT:
	case POLICY_REVIEW_PUT:
	case POLICY_VERDICT_PUT:
	case POLICY_OPERATOR_PUT:
	case POLICY_LOGIN_PUT:
	case POLICY_SCHEDULE_PUT:
	case POLICY_EXCEPTION_PUT:
	case POLICY_HOLIDAY_PUT:
	case POLICY_CALENDAR_PUT:
	case POLICY_APPROVAL_PUT:
		return false;
	}
	return false;
}

void delta_of_version(int64_t version, struct table_delta *delta)
{
	memset(delta, 0, sizeof(*delta));
	delta->kind = TABLE_VERSION;
	delta->version = version;
}
