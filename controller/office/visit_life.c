#include "controller/office/visit_life.h"

static bool go(struct policy_visit *visit, enum policy_visit_state state, int64_t *time, int64_t utc_ms)
{
	visit->state = state;
	visit->is_reminded = false;
	*time = utc_ms;
	return true;
}

/* Whoever never came has no time but that of the announcement. */
static bool cancel(struct policy_visit *visit)
{
	if (visit->state != POLICY_VISIT_ANNOUNCED)
		return false;
	visit->state = POLICY_VISIT_CANCELLED;
	visit->is_reminded = false;
	return true;
}

bool visit_step(struct policy_visit *visit, enum visit_step step, int64_t utc_ms)
{
	switch (step) {
	case VISIT_ARRIVE:
		return visit->state == POLICY_VISIT_ANNOUNCED &&
		       go(visit, POLICY_VISIT_ARRIVED, &visit->arrived_utc_ms, utc_ms);
	case VISIT_HAND_OVER:
		return visit->state == POLICY_VISIT_ARRIVED &&
		       go(visit, POLICY_VISIT_WITH_HOST, &visit->handed_over_utc_ms, utc_ms);
	case VISIT_LEAVE:
		return visit_is_inside(visit) && go(visit, POLICY_VISIT_LEFT, &visit->left_utc_ms, utc_ms);
	case VISIT_CANCEL:
		return cancel(visit);
	}
	return false;
}

bool visit_is_inside(const struct policy_visit *visit)
{
	return visit->state == POLICY_VISIT_ARRIVED || visit->state == POLICY_VISIT_WITH_HOST;
}

bool visit_is_overdue(const struct policy_visit *visit, int64_t utc_ms)
{
	bool waits = visit->state == POLICY_VISIT_ARRIVED && utc_ms - visit->arrived_utc_ms > VISIT_WAITS_MS;
	return waits || (visit_is_inside(visit) && visit->end_utc_ms != 0 && utc_ms > visit->end_utc_ms);
}

bool visit_is_forgotten(const struct policy_visit *visit, int64_t utc_ms)
{
	return visit->state == POLICY_VISIT_ANNOUNCED && utc_ms - visit->announced_utc_ms > VISIT_EXPECTED_MS;
}

bool visit_is_after_closing(const struct policy_visit *visit, int64_t closing_utc_ms)
{
	return visit_is_inside(visit) && visit->arrived_utc_ms < closing_utc_ms;
}
