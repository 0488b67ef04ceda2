/* Start reading at alarm_plan_override(). */
#include "controller/office/override.h"
#include "controller/office/act.h"
#include "controller/office/areas.h"
#include "controller/office/change.h"
#include "controller/office/names.h"
#include "controller/office/preventions.h"
#include "controller/office/sentence.h"
#include "controller/office/view.h"

#include <stdio.h>
#include <string.h>

static void add_to_override(void *context, const struct site *site, const struct prevention *one)
{
	struct engine_override *override = context;
	uint32_t *by = &override->by;
	(void)site;
	if (one->door != SITE_NONE)
		by = &override->doors[one->door];
	else if (one->reader != SITE_NONE)
		by = &override->readers[one->reader];
	*by |= one->why;
}

/* What an operator has unset by hand is no condition: whoever sets it takes that back. */
static uint32_t prevented_by(const struct doors_view *view, uint16_t area)
{
	return view->areas[area].prevented_by & ~(uint32_t)ALARM_PREVENTED_BY_HAND;
}

/* There is something to let pass, and nothing that nobody may (rule L4). */
static bool may_pass(struct office *o, struct answer *a, uint16_t area, const struct doors_view *view)
{
	const char *name = o->config->site.areas[area].name;
	char text[PREVENTIONS_SENTENCE];
	if (view->areas[area].alarm.state != ALARM_UNSET)
		return answer_refused(a, "L1", "The alarm of \"%s\" is not unset.", name);
	if (prevented_by(view, area) == 0)
		return answer_refused(a, "L4", "Nothing prevents setting the alarm of \"%s\": set it.", name);
	if ((prevented_by(view, area) & ~(uint32_t)ALARM_OVERRIDABLE) == 0)
		return true;
	preventions_say(o, area, view, text);
	return answer_refused(a, "L4",
	                      "Persons inside, an uncertain count, fire and a released door are put right, "
	                      "not let pass. Now setting \"%s\" is prevented by: %s.",
	                      name, text);
}

/* The plan, and the view that it was made of; NULL with the error. */
static const struct doors_view *make_plan(struct office *o, const struct request *r, struct answer *a,
                                          uint16_t area, struct plan *plan)
{
	char text[PREVENTIONS_SENTENCE];
	const struct doors_view *view = view_take(o, a);
	if (view == NULL || !may_pass(o, a, area, view))
		return NULL;
	preventions_say(o, area, view, text);
	plan_say(plan, "The alarm of \"%s\" is set once, in spite of: %s. Reason: %s",
	         o->config->site.areas[area].name, text, message_text(r->parameters, "reason"));
	return view;
}

static bool may_set(struct answer *a, const struct policy_person *person)
{
	return (person->rights & POLICY_RIGHT_SET) != 0 ||
	       answer_refused(a, "L2", "%s has no right to set the alarm.", person->name);
}

bool alarm_plan_override(struct office *o, const struct request *r, struct answer *a, struct plan *plan)
{
	uint16_t area;
	if (!name_text(a, "reason", message_text(r->parameters, "reason")) || !area_of_act(o, r, a, &area) ||
	    (r->actor.id != 0 && !may_set(a, &r->actor)) || make_plan(o, r, a, area, plan) == NULL)
		return false;
	return strlen(plan->sentence) < POLICY_SENTENCE_MAX - 1 ||
	       answer_refused(a, "L4",
	                      "Too much prevents setting the alarm of \"%s\": put some of it right first.",
	                      o->config->site.areas[area].name);
}

/* The confirmation, whatever the doors say afterwards. */
static bool store_confirmation(struct office *o, const struct request *r, struct answer *a)
{
	struct change c;
	change_begin(&c, o, r);
	bool is_made = change_make(o, &c, a);
	change_end(&c);
	return is_made;
}

/* Who asked for it may set the alarm still: the second person only looks. */
static bool asker_may_set(struct office *o, const struct request *r, struct answer *a)
{
	struct policy_person asker;
	if (store_person(o->store, r->approval->asked_by, &asker) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	return may_set(a, &asker);
}

/* What is let pass is of the very view whose sentence is the one confirmed (rule P10). */
static const struct doors_view *confirmed_view(struct office *o, const struct request *r, struct answer *a,
                                               uint16_t area)
{
	struct plan plan = {0};
	const void *spoken = sentence_spoken();
	sentence_speak(NULL); /* as it was stored */
	const struct doors_view *view = make_plan(o, r, a, area, &plan);
	sentence_speak_again(spoken);
	if (view != NULL && strcmp(plan.sentence, r->approval->sentence) != 0) {
		approval_refuse(a, CONSENT_CHANGED, NULL);
		return NULL;
	}
	return view;
}

bool alarm_override(struct office *o, const struct request *r, struct answer *a)
{
	struct doors_call call = {.kind = DOORS_ALARM_OVERRIDE};
	if (!area_of_act(o, r, a, &call.area) || !asker_may_set(o, r, a))
		return false;
	const char *name = o->config->site.areas[call.area].name;
	const struct doors_view *view = confirmed_view(o, r, a, call.area);
	if (view == NULL)
		return false;
	preventions_each(o, call.area, view, add_to_override, &call.override);
	if (!store_confirmation(o, r, a) || !act_make(o, r, a, &call, name))
		return false;
	change_put_note(r, a, "%s: %s", name, sentence(N_("the exit delay runs, then the alarm is set.")));
	return true;
}
