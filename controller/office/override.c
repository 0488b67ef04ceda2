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

bool alarm_plan_override(struct office *o, const struct request *r, struct answer *a, struct plan *plan)
{
	const char *reason = message_text(r->parameters, "reason");
	char text[PREVENTIONS_SENTENCE];
	uint16_t area;
	if (!name_text(a, "reason", reason) || !area_of_act(o, r, a, &area))
		return false;
	if (r->actor.id != 0 && (r->actor.rights & POLICY_RIGHT_SET) == 0)
		return answer_refused(a, "L2", "%s has no right to set the alarm.", r->actor.name);
	const struct doors_view *view = view_take(o, a);
	if (view == NULL || !may_pass(o, a, area, view))
		return false;
	preventions_say(o, area, view, text);
	plan_say(plan, "The alarm of \"%s\" is set once, in spite of: %s. Reason: %s",
	         o->config->site.areas[area].name, text, reason);
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

bool alarm_override(struct office *o, const struct request *r, struct answer *a)
{
	struct doors_call call = {.kind = DOORS_ALARM_OVERRIDE};
	if (!area_of_act(o, r, a, &call.area))
		return false;
	const char *name = o->config->site.areas[call.area].name;
	const struct doors_view *view = view_take(o, a);
	if (view == NULL || !may_pass(o, a, call.area, view))
		return false;
	preventions_each(o, call.area, view, add_to_override, &call.override);
	if (!store_confirmation(o, r, a) || !act_make(o, r, a, &call, name))
		return false;
	change_put_note(r, a, "%s: %s", name, sentence(N_("the exit delay runs, then the alarm is set.")));
	return true;
}
