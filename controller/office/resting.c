#include "controller/office/resting.h"
#include "controller/office/witness.h"

#include <errno.h>

static bool shows_set(enum alarm_mode_state state)
{
	return state == ALARM_SET || state == ALARM_ENTRY_DELAY || state == ALARM_ALARM;
}

void resting_put(struct config *c, bool is_fire, const struct alarm_state *alarms)
{
	for (uint16_t i = 0; i < c->site.door_count; i++)
		c->lines[c->door_lines[i].strike].safe = is_fire && c->site.doors[i].is_escape;
	for (uint16_t i = 0; i < c->site.area_count; i++)
		if (c->area_lines[i].set_output != CONFIG_LINE_NONE)
			c->lines[c->area_lines[i].set_output].safe = shows_set(alarms[i].state);
}

void resting_look(const struct config *c, struct engine *e, struct standing_left *left)
{
	struct witness w;
	int result = witness_read(&w, c->state_dir); /* one that cannot be read names no area: set */
	*left = (struct standing_left){.is_fire_latched = w.is_fire_latched};
	for (uint16_t i = 0; i < c->site.area_count; i++)
		left->alarms[i].state =
		        result == -ENOENT ? ALARM_UNSET : witness_alarm(&w, c->site.areas[i].name);
	engine_init(e, &c->site);
	standing_restore(c->runtime_dir, e, left);
}
