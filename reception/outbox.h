/*
 * The outbox: which event goes to the broker next, which ones it has not
 * acknowledged, up to which number all of them are delivered (rule M4). Pure:
 * numbers in, slots out; the texts lie with the caller, one for each slot.
 *
 * The journal is the queue; this is only the window that moves over it. What is
 * forgotten here (a crash, a lost connection) is read from the journal again
 * after outbox.delivered, so every event is sent at least once and in order.
 */
#ifndef ZUTRITT_RECEPTION_OUTBOX_H
#define ZUTRITT_RECEPTION_OUTBOX_H

#include <stdbool.h>
#include <stdint.h>

enum {
	OUTBOX_MAX = 200,  /* items held */
	OUTBOX_WINDOW = 20 /* sent and not yet answered, at most */
};

enum outbox_state { OUTBOX_WAITING, OUTBOX_SENT, OUTBOX_ACCEPTED, OUTBOX_REFUSED };

struct outbox_item {
	uint64_t number; /* everything up to it is delivered when this item is */
	enum outbox_state state;
	int ticket; /* of the transport, while sent */
};

struct outbox {
	uint64_t delivered; /* the cursor: the broker has acknowledged everything up to here */
	uint64_t passed;    /* items delivered since outbox_init(), notices too */
	uint64_t taken;     /* newest number that is in here or delivered; EventFollow resumes after it */
	unsigned head;      /* slot of the oldest item */
	unsigned count;
	unsigned sent;      /* of the oldest items, how many were given to the transport */
	unsigned in_flight; /* of those, how many were not answered */
	unsigned window;
	bool is_held; /* the broker refused: nothing is sent before outbox_resume() */
	struct outbox_item items[OUTBOX_MAX];
};

/* Nothing held, everything up to delivered done. */
void outbox_init(struct outbox *o, uint64_t delivered);

bool outbox_has_room(const struct outbox *o);

enum outbox_taken {
	OUTBOX_EVENT, /* it is in: put its text beside *slot */
	OUTBOX_GAP,   /* events before it are missing: put a notice that names taken + 1 (before the call) to
	               * number - 1 beside *slot and offer the same event again */
	OUTBOX_KNOWN, /* it was offered before: nothing to do */
	OUTBOX_FULL   /* offer it again when there is room */
};

/* Offers the next event of the journal. number: 1 or more. slot is below OUTBOX_MAX and only written for
 * EVENT and GAP.
 */
enum outbox_taken outbox_take(struct outbox *o, uint64_t number, unsigned *slot);

/* Puts in a notice that is no event, after all that is held; it moves no number. False when full. */
bool outbox_note(struct outbox *o, unsigned *slot);

/* The next item to send: its slot, or false when the window is full, the outbox held or nothing waits. */
bool outbox_next(const struct outbox *o, unsigned *slot);

/*
 * True when half of the window is free. Whoever begins to send only then, and
 * fills it, sends a backlog ten at a time, and wakes the broker once for ten.
 */
bool outbox_wants_batch(const struct outbox *o);

/* That item is on its way; the answer will carry ticket. */
void outbox_sent(struct outbox *o, int ticket);

/*
 * The broker has answered ticket. False: it is none of ours (or older than the
 * last restart). After a refusal the outbox is held, so that no later event
 * overtakes the one refused.
 */
bool outbox_answered(struct outbox *o, int ticket, bool is_accepted);

/* After the pause for a refusal: everything not delivered is sent again, one at a time until one is accepted.
 */
void outbox_resume(struct outbox *o);

/* The connection is lost: everything not delivered will be sent again, in order. */
void outbox_restart(struct outbox *o);

#endif
