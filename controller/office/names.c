#include "controller/office/names.h"
#include "controller/office/restrictions.h"
#include "controller/office/sentence.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- persons ---- */

enum { CANDIDATES_MAX = 20 };

struct namesakes {
	struct policy_person persons[CANDIDATES_MAX];
	size_t count; /* may be more than there is place for */
};

static size_t held(const struct namesakes *n)
{
	return n->count < CANDIDATES_MAX ? n->count : CANDIDATES_MAX;
}

/* Those who have not left; they come first in the list. */
static size_t still_here(const struct namesakes *n)
{
	size_t count = 0;
	while (count < held(n) && n->persons[count].state != POLICY_PERSON_EXITED)
		count++;
	return count;
}

static bool ambiguous(struct answer *a, const char *text, const struct namesakes *n)
{
	struct message *candidates = message_array();
	for (size_t i = 0; i < held(n); i++) {
		char line[POLICY_TEXT_MAX + POLICY_NAME_MAX + 64], id[13];
		const struct policy_person *p = &n->persons[i];
		policy_id_text(p->id, id);
		snprintf(line, sizeof(line), "%s %s, %s%s%s, %s", id, p->name, shape_person_kind(p->kind),
		         p->position[0] == '\0' ? "" : ", ", p->position, shape_person_state(p->state));
		message_add(candidates, message_of_text(line));
	}
	return answer_ambiguous(a, text, candidates, "%zu persons are called \"%s\": give the id.", n->count,
	                        text);
}

static bool choose(struct answer *a, const char *text, const struct namesakes *n,
                   struct policy_person *person)
{
	if (n->count == 0)
		return answer_not_found(a, text, "There is no person \"%s\".", text);
	if (n->count > 1 && still_here(n) != 1)
		return ambiguous(a, text, n);
	*person = n->persons[0];
	return true;
}

static bool person_by_name(struct office *o, struct answer *a, const char *text, struct policy_person *person)
{
	struct namesakes namesakes;
	int result =
	        store_person_by_name(o->store, text, namesakes.persons, CANDIDATES_MAX, &namesakes.count);
	if (result < 0 && result != -ENOENT)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	return choose(a, text, &namesakes, person);
}

bool name_person(struct office *o, struct answer *a, const char *text, struct policy_person *person)
{
	policy_id id = policy_id_parse(text);
	/* a name of twelve letters may read as an id that nobody has */
	if (id != 0 && store_person(o->store, id, person) == 0)
		return true;
	return person_by_name(o, a, text, person);
}

static int32_t today(struct office *o)
{
	struct moment now = clock_now(&o->clock);
	return moment_day(&now);
}

const char *name_why_not_acting(struct office *o, const struct policy_person *p)
{
	int32_t day = today(o);
	enum policy_person_state state = restriction_person_state(&o->unsaved, p);
	if (p->kind == POLICY_TECHNICIAN)
		return N_("is a technician");
	if (p->kind == POLICY_EXTERNAL)
		return N_("is an external");
	if (state == POLICY_PERSON_EXITED)
		return N_("has left");
	if (state == POLICY_PERSON_SUSPENDED)
		return N_("is suspended");
	if (p->first_day != POLICY_DAY_NONE && day < p->first_day)
		return N_("has not begun yet");
	if (p->last_day != POLICY_DAY_NONE && day > p->last_day)
		return N_("has a contract that has ended");
	return NULL;
}

bool name_user(struct answer *a, const char *field, const char *text)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-._";
	size_t length = strlen(text);
	bool is_good = length >= 1 && length < POLICY_USER_MAX && text[0] >= 'a' && text[0] <= 'z' &&
	               strspn(text, allowed) == length;
	return is_good ||
	       answer_invalid(a, field,
	                      "A user name has 1 to 32 small letters, digits, '-', '.' and '_', and "
	                      "begins with a letter.");
}

/* ---- the site ---- */

bool name_room(struct office *o, struct answer *a, const char *text, uint16_t *room)
{
	*room = site_room(&o->config->site, text);
	return *room != SITE_NONE || answer_not_found(a, text, "There is no room \"%s\".", text);
}

bool name_door(struct office *o, struct answer *a, const char *text, uint16_t *door)
{
	*door = site_door(&o->config->site, text);
	return *door != SITE_NONE || answer_not_found(a, text, "There is no door \"%s\".", text);
}

bool name_area(struct office *o, struct answer *a, const char *text, uint16_t *area)
{
	*area = site_area(&o->config->site, text);
	return *area != SITE_NONE || answer_not_found(a, text, "There is no area \"%s\".", text);
}

bool name_place(struct office *o, struct answer *a, const char *room, const char *door)
{
	uint16_t room_index, door_index;
	if (!name_room(o, a, room, &room_index))
		return false;
	if (o->config->site.rooms[room_index].is_outside)
		return answer_invalid(a, room, "\"%s\" is outside: leaving needs no key.", room);
	if (door == NULL)
		return true;
	if (!name_door(o, a, door, &door_index))
		return false;
	const struct site_door *d = &o->config->site.doors[door_index];
	if (d->from != room_index && d->to != room_index)
		return answer_invalid(a, door, "The door \"%s\" does not belong to the room \"%s\".", door,
		                      room);
	return true;
}

/* ---- badges ---- */

/* A decimal number that is followed by end; 0 or -EINVAL. */
static int decimal(const char **text, char end, uint64_t *value)
{
	const char *t = *text;
	*value = 0;
	if (*t < '0' || *t > '9')
		return -EINVAL;
	for (; *t >= '0' && *t <= '9'; t++) {
		if (*value > (UINT64_MAX - 9) / 10)
			return -EINVAL;
		*value = *value * 10 + (uint64_t)(*t - '0');
	}
	if (*t != end)
		return -EINVAL;
	*text = t + (end != '\0');
	return 0;
}

/* The format's name before the blank, or the site's usual one. Advances text behind it. */
static int format_name(struct office *o, const char **text, char name[POLICY_FORMAT_MAX])
{
	const char *blank = strchr(*text, ' ');
	if (blank == NULL) {
		text_copy(name, POLICY_FORMAT_MAX, o->config->card_format);
		return 0;
	}
	size_t length = (size_t)(blank - *text);
	if (length == 0 || length >= POLICY_FORMAT_MAX)
		return -EINVAL;
	memcpy(name, *text, length);
	name[length] = '\0';
	*text = blank + 1;
	return 0;
}

/* As data sheets write them or as we do: "H10301" is "h10301". */
static int find_format(const struct formats *formats, const char *name)
{
	int format = formats_find(formats, name);
	for (uint8_t i = 0; format < 0 && i < formats->count; i++)
		if (strcasecmp(formats->items[i].name, name) == 0)
			format = i;
	return format;
}

static bool number_fits(struct office *o, struct answer *a, const char *text, struct policy_badge *badge,
                        uint64_t facility)
{
	const struct formats *formats = &o->config->formats;
	int format = find_format(formats, badge->format);
	if (format < 0)
		return answer_invalid(a, "badge", "There is no card format \"%s\".", badge->format);
	text_copy(badge->format, sizeof(badge->format), formats->items[format].name);
	struct badge_number number = {
	        .card = badge->card, .facility = (uint32_t)facility, .format = (uint8_t)format};
	struct frame frame;
	if (facility > UINT32_MAX || formats_encode(formats, number, &frame) < 0)
		return answer_invalid(a, "badge", "\"%s\" does not fit into the card format %s.", text,
		                      badge->format);
	return true;
}

bool name_number(struct office *o, struct answer *a, const char *text, struct policy_badge *badge)
{
	const char *rest = text;
	uint64_t facility;
	if (format_name(o, &rest, badge->format) < 0 || decimal(&rest, ':', &facility) < 0 ||
	    decimal(&rest, '\0', &badge->card) < 0)
		return answer_invalid(a, "badge",
		                      "\"%s\" is no badge number: write FACILITY:CARD, as in 42:1337, or "
		                      "FORMAT FACILITY:CARD.",
		                      text);
	badge->facility = (uint32_t)facility;
	return number_fits(o, a, text, badge, facility);
}

static bool found_badge(struct office *o, struct answer *a, const char *text, int result)
{
	if (result == -ENOENT)
		return answer_not_found(a, text, "There is no badge \"%s\".", text);
	return result == 0 ||
	       answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
}

bool name_badge(struct office *o, struct answer *a, const char *text, struct policy_badge *badge)
{
	policy_id id = policy_id_parse(text);
	if (id != 0)
		return found_badge(o, a, text, store_badge(o->store, id, badge));
	struct policy_badge number;
	if (!name_number(o, a, text, &number))
		return false;
	return found_badge(
	        o, a, text,
	        store_badge_by_number(o->store, number.format, number.facility, number.card, badge));
}

/* ---- rights, days, texts ---- */

bool name_rights(struct answer *a, const struct message *texts, uint32_t *rights)
{
	*rights = 0;
	for (size_t i = 0; i < message_count(texts); i++) {
		const char *text = message_text(message_item(texts, i), "");
		uint32_t right = shape_right_parse(text);
		if (right == 0)
			return answer_invalid(
			        a, "rights", "There is no right \"%s\": only unset, set and override.", text);
		*rights |= right;
	}
	return true;
}

bool name_day(struct answer *a, const char *field, const char *text, int32_t *day)
{
	*day = POLICY_DAY_NONE;
	if (text != NULL && text_day_parse(text, day) < 0)
		return answer_invalid(a, field, "\"%s\" is no day: write YYYY-MM-DD.", text);
	return true;
}

bool name_days(struct office *o, struct answer *a, const struct message *parameters, int32_t *first_day,
               int32_t *last_day)
{
	if (!name_day(a, "first_day", message_text(parameters, "first_day"), first_day) ||
	    !name_day(a, "last_day", message_text(parameters, "last_day"), last_day))
		return false;
	if (*last_day != POLICY_DAY_NONE && *last_day < *first_day)
		return answer_invalid(a, "last_day", "The last day, %s, is before the first, %s.",
		                      message_text(parameters, "last_day"),
		                      message_text(parameters, "first_day"));
	if (*last_day != POLICY_DAY_NONE && *last_day < today(o))
		return answer_invalid(a, "last_day", "The last day, %s, is past: it would never hold.",
		                      message_text(parameters, "last_day"));
	return true;
}

bool name_text(struct answer *a, const char *field, const char *text)
{
	const char *fault = text_fault(text);
	return fault == NULL || answer_invalid(a, field, "The parameter \"%s\" %s.", field, sentence(fault));
}
