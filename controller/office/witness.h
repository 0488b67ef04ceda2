/*
 * The witness: a small file beside the database that says whose journal lies
 * there, how far it had got, and how alarm and fire stood. A database that is
 * lost, new or older than that is noticed at the next start, and neither unsets
 * an alarm nor counts for a house that is empty for certain (rules L1, O4, B2).
 *
 * STATE-DIR/witness is text, written whole beside and renamed:
 *
 *   zutritt witness 1
 *   journal 0D7K2MZX91QF     identity of the journal
 *   number 4711              its last event, at least
 *   fire 0                   1: latched
 *   area building set        one line for each area
 *   sum 9ae16a3b2f90404f     checksum of all that comes before
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_WITNESS_H
#define ZUTRITT_CONTROLLER_OFFICE_WITNESS_H

#include "alarm/alarm.h"
#include "controller/record.h"

struct witness_area {
	char name[SITE_NAME_MAX];
	enum alarm_mode_state alarm; /* an exit delay counts as unset */
};

struct witness {
	char journal[16];
	int64_t number;
	bool is_fire_latched;
	uint16_t area_count;
	struct witness_area areas[SITE_AREAS_MAX];
};

/* 0; -ENOENT: there is none; -EBADMSG: damaged, or of a newer version; -errno. w names nothing then. */
int witness_read(struct witness *w, const char *directory);

/* On disk when it answers 0. -errno: the one before stays. */
int witness_write(const struct witness *w, const char *directory);

/* Why the database is not the one that was witnessed; REASON_NONE: it is. */
enum record_reason witness_judge(const struct witness *w, const char *journal, int64_t last_number);

/* True when that is new. An area that is not there is added, as far as there is room. */
bool witness_note_area(struct witness *w, const char *name, enum alarm_mode_state alarm);
bool witness_note_fire(struct witness *w, bool is_latched);

/* As it was; ALARM_SET for an area that it does not name. */
enum alarm_mode_state witness_alarm(const struct witness *w, const char *name);

#endif
