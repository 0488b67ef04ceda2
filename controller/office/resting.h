/*
 * How outputs rest: the state that each of them has before the doors run, when
 * they have stopped, and after a crash (rules D3, D13, L1).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_RESTING_H
#define ZUTRITT_CONTROLLER_OFFICE_RESTING_H

#include "controller/config.h"
#include "controller/standing.h"

/* Strikes locked, those of escape doors released in a fire; set outputs go on showing what they show; all
 * else off. alarms: by area. */
void resting_put(struct config *c, bool is_fire, const struct alarm_state *alarms);

/*
 * Fire latch and alarm as the doors left them in memory; else, of a machine
 * that was off, as they were last witnessed. The database is not asked: it may
 * hang. Unset is only what was witnessed so, or has never been anything else.
 * e is initialised anew.
 */
void resting_look(const struct config *c, struct engine *e, struct standing_left *left);

#endif
