#include "controller/office/act.h"
#include "controller/office/preventions.h"
#include "controller/office/memory.h"
#include "controller/office/names.h"
#include "controller/office/text.h"

#include <string.h>

/* What the engine says to an operator: true when it is done. */
static bool is_done(struct office *o, struct answer *a, const struct doors_call *call, const char *name)
{
	switch (call->answer) {
	case ANSWER_DONE:
		return true;
	case ANSWER_FIRE_STILL_ACTIVE:
		return answer_refused(a, "D13", "The fire input is still active: reset it when it is clear.");
	case ANSWER_NO_FIRE:
		return answer_refused(a, "D13", "There is no fire to reset.");
	case ANSWER_ALARM_SET:
		return answer_refused(a, "L8", "The alarm behind \"%s\" is set: unset it first.", name);
	case ANSWER_ALREADY_OPEN:
		return answer_refused(a, "D13", "\"%s\" is released by fire already.", name);
	case ANSWER_PREVENTED:
		return preventions_refuse(o, a, call->area);
	case ANSWER_NOT_SET:
		return answer_refused(a, "L1", "The alarm of \"%s\" is unset already.", name);
	case ANSWER_NO_ALARM:
		return answer_refused(a, "L9", "There is no alarm in \"%s\" to acknowledge.", name);
	case ANSWER_NO_ROOM:
		return answer_refused(a, "O2", "More persons than can be counted are in \"%s\" already.",
		                      name);
	}
	return false;
}

bool act_make(struct office *o, const struct request *r, struct answer *a, struct doors_call *call,
              const char *name)
{
	const char *reason = message_text(r->parameters, "reason");
	if (!name_text(a, "reason", reason))
		return false;
	struct doors_call answered;
	call->operator_id = r->actor.id;
	memory_detail(r, reason, call->detail, sizeof(call->detail));
	int result = doors_call(o->doors, call, &answered);
	if (result < 0)
		return answer_unavailable(a, "The doors do not answer: %s.", strerror(-result));
	return is_done(o, a, &answered, name);
}
