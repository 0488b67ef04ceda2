/* Faults of lines: see faults.h. */
#include "controller/faults.h"

static bool differs(bool *told, const bool *now, uint16_t count, uint16_t *which)
{
	for (uint16_t i = 0; i < count; i++) {
		if (told[i] == now[i])
			continue;
		told[i] = now[i];
		*which = i;
		return true;
	}
	return false;
}

static void describe(struct engine_event *event, enum record_reason reason, bool is_active)
{
	*event = (struct engine_event){.kind = ENGINE_LINE_FAULT,
	                               .door = SITE_NONE,
	                               .reader = SITE_NONE,
	                               .area = SITE_NONE,
	                               .reason = reason,
	                               .is_active = is_active};
}

bool faults_next(struct faults *told, const struct faults *now, struct engine_event *event)
{
	uint16_t which;
	if (differs(&told->fire, &now->fire, 1, &which)) {
		describe(event, REASON_FIRE_FAULT, now->fire);
	} else if (differs(told->contact, now->contact, SITE_DOORS_MAX, &which)) {
		describe(event, REASON_CONTACT_FAULT, now->contact[which]);
		event->door = which;
	} else if (differs(told->output, now->output, SITE_DOORS_MAX, &which)) {
		describe(event, REASON_OUTPUT_FAULT, now->output[which]);
		event->door = which;
	} else if (differs(told->reader, now->reader, SITE_READERS_MAX, &which)) {
		describe(event, REASON_READER_FAULT, now->reader[which]);
		event->reader = which;
	} else if (differs(told->sounder, now->sounder, SITE_AREAS_MAX, &which)) {
		describe(event, REASON_SOUNDER_FAULT, now->sounder[which]);
		event->area = which;
	} else {
		return false;
	}
	return true;
}
