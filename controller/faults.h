/*
 * Lines that cannot be read or driven, as events for the engine: one when a
 * fault begins, one when it is over (rule L3). Pure.
 */
#ifndef ZUTRITT_CONTROLLER_FAULTS_H
#define ZUTRITT_CONTROLLER_FAULTS_H

#include "controller/engine.h"

struct faults {
	bool fire;                     /* its level cannot be read */
	bool contact[SITE_DOORS_MAX];  /* its level, or that of the exit request, cannot be read */
	bool output[SITE_DOORS_MAX];   /* the strike is not what it should be */
	bool reader[SITE_READERS_MAX]; /* its edges cannot be read */
	bool sounder[SITE_AREAS_MAX];  /* it, or the set output, is not what it should be */
};

/*
 * The next difference between what was told and what is so now, as an event
 * without its time; told follows. False when there is none any more.
 */
bool faults_next(struct faults *told, const struct faults *now, struct engine_event *event);

#endif
