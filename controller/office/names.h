/*
 * From the texts of a request to the things they name. Each answers true, or
 * false with the error in the answer.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_NAMES_H
#define ZUTRITT_CONTROLLER_OFFICE_NAMES_H

#include "controller/office/answer.h"
#include "controller/office/state.h"

/* PERSON: the id, or the name if only one person has it (those who have left count only when nobody else
 * has). */
bool name_person(struct office *o, struct answer *a, const char *text, struct policy_person *person);

/* Why that person can not act today, as in "has left", or NULL. */
const char *name_why_not_acting(struct office *o, const struct policy_person *person);

/* 1 to 32 of a-z, 0-9, '-', '.', '_', a letter first. */
bool name_user(struct answer *a, const char *field, const char *text);

/* Indexes of the site. */
bool name_room(struct office *o, struct answer *a, const char *text, uint16_t *room);
bool name_door(struct office *o, struct answer *a, const char *text, uint16_t *door);
bool name_area(struct office *o, struct answer *a, const char *text, uint16_t *area);

/*
 * A key's room and door (NULL: any): known, the door one of the room's, the
 * room not outside, where leaving needs no key.
 */
bool name_place(struct office *o, struct answer *a, const char *room, const char *door);

/*
 * "FACILITY:CARD" in the site's usual format, or "FORMAT FACILITY:CARD": fills
 * format, facility and card, in their range (rule F6).
 */
bool name_number(struct office *o, struct answer *a, const char *text, struct policy_badge *badge);

/* A badge that there is: by id or number. */
bool name_badge(struct office *o, struct answer *a, const char *text, struct policy_badge *badge);

/* "unset", "set", "override" to bits of enum policy_right; NULL is none. */
bool name_rights(struct answer *a, const struct message *texts, uint32_t *rights);

/* A day, or POLICY_DAY_NONE for NULL; field is named in the error. */
bool name_day(struct answer *a, const char *field, const char *text, int32_t *day);

/* first_day and last_day: in order, and the last not past, which nobody can mean. */
bool name_days(struct office *o, struct answer *a, const struct message *parameters, int32_t *first_day,
               int32_t *last_day);

/* Free text that is stored (text_fault()). */
bool name_text(struct answer *a, const char *field, const char *text);

#endif
