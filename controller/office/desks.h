/*
 * Stations' sessions and the doors (rule P7). The doors are told which session
 * of which station is locked, and whose it is; they decide about a badge at the
 * desk's reader and record it, and what they unlocked is heard here. All of it
 * goes through the ring, so that the disk has no part in it (rule B6).
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_DESKS_H
#define ZUTRITT_CONTROLLER_OFFICE_DESKS_H

#include "controller/office/state.h"

/* What the ring holds is of earlier sessions. */
void desks_begin(struct office *o);

/* Carries out what badges have unlocked since. */
void desks_hear(struct office *o);

/*
 * Hears, then tells the doors, and by them the journal, what became of stations'
 * sessions; what they do not take waits. Before an answer: what a badge unlocked
 * until its loss was taken is done then, and nothing afterwards (rule A3).
 */
void desks_settle(struct office *o);

/* Once in a while: hears, lets time pass, and tells. */
void desks_look(struct office *o);

#endif
