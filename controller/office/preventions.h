/*
 * What prevents setting an area, for people and programs (rule L3): every
 * reason, with the name of the door or reader that it is about.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_PREVENTIONS_H
#define ZUTRITT_CONTROLLER_OFFICE_PREVENTIONS_H

#include "controller/office/answer.h"
#include "controller/office/state.h"

enum { PREVENTIONS_SENTENCE = 1024 };

/* One reason; door and reader are SITE_NONE where it is about no such thing. */
struct prevention {
	enum alarm_prevention why;
	uint16_t door, reader;
};

typedef void preventions_visit(void *context, const struct site *site, const struct prevention *one);
void preventions_each(const struct office *o, uint16_t area, const struct doors_view *view,
                      preventions_visit *visit, void *context);

/* A list of "door_open: entrance". */
struct message *preventions_shape(struct office *o, uint16_t area, const struct doors_view *view);

/* What two persons let pass till the area is unset again (rule L4), in the same words. */
struct message *preventions_shape_overridden(struct office *o, uint16_t area, const struct doors_view *view);

/* In the language spoken, separated by commas. */
void preventions_say(const struct office *o, uint16_t area, const struct doors_view *view,
                     char text[PREVENTIONS_SENTENCE]);

/* Answers false: refused, and every reason. */
bool preventions_refuse(struct office *o, struct answer *a, uint16_t area);

#endif
