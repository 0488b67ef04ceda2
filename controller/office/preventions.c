/* Start reading at preventions_each(). */
#include "controller/office/preventions.h"
#include "controller/office/sentence.h"
#include "controller/office/view.h"

#include <stdio.h>
#include <string.h>

/* A reader at a desk is at no door. */
static bool is_door_of_area(const struct site *site, uint16_t area, uint16_t door)
{
	return door != SITE_NONE && area_has_door(site, area, &site->doors[door]);
}

/* ---- which things ---- */

/* Is this door such a reason, by the view; and is it let pass? (rule L4) */
static bool is_door(const struct doors_view *view, uint16_t area, uint16_t door, enum alarm_prevention why,
                    bool is_overridden)
{
	bool is_let_pass = (view->areas[area].override.doors[door] & why) != 0;
	return is_overridden ? is_let_pass : engine_door_prevents(&view->doors[door], why) && !is_let_pass;
}

static bool is_reader(const struct doors_view *view, uint16_t area, uint16_t reader, bool is_overridden)
{
	bool is_let_pass = (view->areas[area].override.readers[reader] & ALARM_PREVENTED_READER) != 0;
	return is_overridden ? is_let_pass : view->readers[reader].is_faulty && !is_let_pass;
}

struct search {
	const struct site *site;
	uint16_t area;
	const struct doors_view *view;
	bool is_overridden; /* what is let pass, instead of what prevents */
	preventions_visit *visit;
	void *context;
};

static void found(const struct search *s, enum alarm_prevention why, uint16_t door, uint16_t reader)
{
	struct prevention one = {why, door, reader};
	s->visit(s->context, s->site, &one);
}

/* Each door and reader that is such a reason; true when there is one. */
static bool each_thing(const struct search *s, enum alarm_prevention why)
{
	bool is_any = false;
	for (uint16_t i = 0; i < s->site->door_count; i++) {
		if (!is_door_of_area(s->site, s->area, i) ||
		    !is_door(s->view, s->area, i, why, s->is_overridden))
			continue;
		found(s, why, i, SITE_NONE);
		is_any = true;
	}
	for (uint16_t i = 0; why == ALARM_PREVENTED_READER && i < s->site->reader_count; i++) {
		if (!is_door_of_area(s->site, s->area, s->site->readers[i].door) ||
		    !is_reader(s->view, s->area, i, s->is_overridden))
			continue;
		found(s, why, SITE_NONE, i);
		is_any = true;
	}
	return is_any;
}

void preventions_each(const struct office *o, uint16_t area, const struct doors_view *view,
                      preventions_visit *visit, void *context)
{
	struct search s = {&o->config->site, area, view, false, visit, context};
	for (int i = 0; i < ALARM_PREVENTIONS; i++) {
		enum alarm_prevention why = (enum alarm_prevention)(1 << i);
		if ((view->areas[area].prevented_by & why) != 0 && !each_thing(&s, why))
			found(&s, why, SITE_NONE, SITE_NONE);
	}
}

static void each_overridden(const struct office *o, uint16_t area, const struct doors_view *view,
                            preventions_visit *visit, void *context)
{
	struct search s = {&o->config->site, area, view, true, visit, context};
	for (int i = 0; i < ALARM_PREVENTIONS; i++) {
		enum alarm_prevention why = (enum alarm_prevention)(1 << i);
		if (!each_thing(&s, why) && (view->areas[area].override.by & why) != 0)
			found(&s, why, SITE_NONE, SITE_NONE);
	}
}

/* ---- for programs ---- */

static const char *name_of(const struct site *site, const struct prevention *one)
{
	if (one->door != SITE_NONE)
		return site->doors[one->door].name;
	return one->reader != SITE_NONE ? site->readers[one->reader].name : "";
}

static void add_to_list(void *context, const struct site *site, const struct prevention *one)
{
	char text[SITE_NAME_MAX + 64];
	const char *word = alarm_prevention_name(one->why), *name = name_of(site, one);
	snprintf(text, sizeof(text), name[0] == '\0' ? "%s" : "%s: %s", word, name);
	message_add(context, message_of_text(text));
}

struct message *preventions_shape(struct office *o, uint16_t area, const struct doors_view *view)
{
	struct message *list = message_array();
	preventions_each(o, area, view, add_to_list, list);
	return list;
}

struct message *preventions_shape_overridden(struct office *o, uint16_t area, const struct doors_view *view)
{
	struct message *list = message_array();
	each_overridden(o, area, view, add_to_list, list);
	return list;
}

/* ---- for people ---- */

/* In their language. */
static const char *words_of(enum alarm_prevention why)
{
	switch (why) {
	case ALARM_PREVENTED_INSIDE:
		return sentence(N_("somebody is inside"));
	case ALARM_PREVENTED_UNCERTAIN:
		return sentence(N_("nobody knows for certain who is inside"));
	case ALARM_PREVENTED_OPEN:
		return sentence(N_("door open"));
	case ALARM_PREVENTED_RELEASED:
		return sentence(N_("door released"));
	case ALARM_PREVENTED_FIRE:
		return sentence(N_("fire"));
	case ALARM_PREVENTED_REX:
		return sentence(N_("exit request held"));
	case ALARM_PREVENTED_BY_HAND:
		return sentence(N_("unset by an operator"));
	case ALARM_PREVENTED_CLOCK:
		return sentence(N_("the clock cannot be trusted"));
	case ALARM_PREVENTED_READER:
		return sentence(N_("reader at fault"));
	case ALARM_PREVENTED_CONTACT:
		return sentence(N_("contact cannot be read"));
	case ALARM_PREVENTED_OUTPUT:
		return sentence(N_("strike cannot be driven"));
	case ALARM_PREVENTED_SOUNDER:
		return sentence(N_("sounder or set output cannot be driven"));
	}
	return "";
}

static void add_to_sentence(void *context, const struct site *site, const struct prevention *one)
{
	char *text = context;
	const char *name = name_of(site, one);
	size_t used = strlen(text);
	snprintf(text + used, PREVENTIONS_SENTENCE - used, "%s%s%s%s", used > 0 ? ", " : "",
	         words_of(one->why), name[0] == '\0' ? "" : ": ", name);
}

void preventions_say(const struct office *o, uint16_t area, const struct doors_view *view,
                     char text[PREVENTIONS_SENTENCE])
{
	text[0] = '\0';
	preventions_each(o, area, view, add_to_sentence, text);
}

bool preventions_refuse(struct office *o, struct answer *a, uint16_t area)
{
	char text[PREVENTIONS_SENTENCE];
	const struct doors_view *view = view_take(o, a);
	if (view == NULL)
		return false;
	preventions_say(o, area, view, text);
	return answer_refused(a, "L3", "The alarm of \"%s\" cannot be set now: %s.",
	                      o->config->site.areas[area].name, text);
}
