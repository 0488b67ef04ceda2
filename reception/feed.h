/*
 * The texts of the feed: what zutrittd answers, written for everybody who may
 * look. Only the members named here go out, so that a member that zutrittd
 * learns later stays inside until somebody decides about it (rule E6: no
 * person, badge or operator). Pure; every text is JSON, to be freed with free().
 */
#ifndef ZUTRITT_RECEPTION_FEED_H
#define ZUTRITT_RECEPTION_FEED_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/protocol/message.h"

/* The last will, and the farewell. */
#define FEED_OFFLINE "{\"online\":false}"

/*
 * {"number","is_incident","journal","time","kind","door","reader","area",
 * "cause","reason"}; what an event has not is left out. reason only of kinds
 * whose reasons come from a fixed list, never what somebody typed; no detail.
 * NULL when event is not one (no number or kind).
 */
char *feed_event(const struct message *event, const char *journal);

/* {"journal","purged_from","purged_to"}: these numbers are no longer in the journal (rule M4). */
char *feed_gap(const char *journal, uint64_t from, uint64_t to);

/* {"journal","journal_before"}: from here on the events of another journal, from its first one. */
char *feed_new_journal(const char *journal, const char *before);

/* {"journal","continues_after"}: the journal ends before what was sent already; numbers above are given
 * again. */
char *feed_went_back(const char *journal, uint64_t last_event);

/*
 * {"kind","lock","contact","state","cause","since","has_bell","faults":[{"reader","count","advice"}],"event"}.
 * event: the state is at least as new as this event; -1 leaves it out, which
 * makes the text that tells whether anything changed.
 */
char *feed_door(const struct message *door, int64_t event);

/* {"mode","state","since","until","prevented_by":[],"overridden":[]} */
char *feed_alarm(const struct message *area);

/* {"count","is_certain","why"} */
char *feed_occupancy(const struct message *area);

/*
 * {"online":true,"controller":"here" or "away","version","journal","lines","mode","public_key"},
 * mode: "normal", "fire" (input or latch active) or "memory" (nothing reaches
 * the disk, rule B6). status: of GetStatus.
 */
char *feed_status(const struct message *status, bool is_here, const char *public_key);

enum { FEED_ONCE_BYTES = 16 };

/* {"time","last_event","once"}; once: fresh random bytes, written in hex (rule M1). */
char *feed_beat(const struct message *status, const uint8_t once[FEED_ONCE_BYTES]);

#endif
