/* The outbox (rule M4): see outbox.h. Items [0, sent) were given to the transport, [sent, count) wait. */
#include "reception/outbox.h"

#include <string.h>

static unsigned slot_of(const struct outbox *o, unsigned i)
{
	return (o->head + i) % OUTBOX_MAX;
}

void outbox_init(struct outbox *o, uint64_t delivered)
{
	memset(o, 0, sizeof *o);
	o->delivered = o->taken = delivered;
	o->window = OUTBOX_WINDOW;
}

bool outbox_has_room(const struct outbox *o)
{
	return o->count < OUTBOX_MAX;
}

static unsigned put(struct outbox *o, uint64_t number)
{
	unsigned slot = slot_of(o, o->count++);
	o->items[slot] = (struct outbox_item){.number = number, .state = OUTBOX_WAITING};
	o->taken = number;
	return slot;
}

enum outbox_taken outbox_take(struct outbox *o, uint64_t number, unsigned *slot)
{
	if (number <= o->taken)
		return OUTBOX_KNOWN;
	if (!outbox_has_room(o))
		return OUTBOX_FULL;
	bool is_gap = number - o->taken > 1;
	*slot = put(o, is_gap ? number - 1 : number);
	return is_gap ? OUTBOX_GAP : OUTBOX_EVENT;
}

bool outbox_note(struct outbox *o, unsigned *slot)
{
	if (!outbox_has_room(o))
		return false;
	*slot = put(o, o->taken);
	return true;
}

bool outbox_next(const struct outbox *o, unsigned *slot)
{
	if (o->is_held || o->in_flight >= o->window || o->sent == o->count)
		return false;
	*slot = slot_of(o, o->sent);
	return true;
}

bool outbox_wants_batch(const struct outbox *o)
{
	return o->in_flight <= o->window / 2;
}

void outbox_sent(struct outbox *o, int ticket)
{
	struct outbox_item *item = &o->items[slot_of(o, o->sent)];
	item->state = OUTBOX_SENT;
	item->ticket = ticket;
	o->sent++;
	o->in_flight++;
}

static struct outbox_item *item_in_flight(struct outbox *o, int ticket)
{
	for (unsigned i = 0; i < o->sent; i++) {
		struct outbox_item *item = &o->items[slot_of(o, i)];
		if (item->state == OUTBOX_SENT && item->ticket == ticket)
			return item;
	}
	return NULL;
}

/* Only what nothing older is missing from counts as delivered. */
static void drop_delivered(struct outbox *o)
{
	while (o->sent > 0 && o->items[o->head].state == OUTBOX_ACCEPTED) {
		o->delivered = o->items[o->head].number;
		o->passed++;
		o->head = slot_of(o, 1);
		o->count--;
		o->sent--;
	}
}

bool outbox_answered(struct outbox *o, int ticket, bool is_accepted)
{
	struct outbox_item *item = item_in_flight(o, ticket);
	if (item == NULL)
		return false;
	item->state = is_accepted ? OUTBOX_ACCEPTED : OUTBOX_REFUSED;
	o->in_flight--;
	if (!is_accepted)
		o->is_held = true;
	else if (!o->is_held)
		o->window = OUTBOX_WINDOW;
	drop_delivered(o);
	return true;
}

static void send_again(struct outbox *o, unsigned window)
{
	for (unsigned i = 0; i < o->sent; i++)
		o->items[slot_of(o, i)].state = OUTBOX_WAITING;
	o->sent = 0;
	o->in_flight = 0;
	o->is_held = false;
	o->window = window;
}

void outbox_resume(struct outbox *o)
{
	send_again(o, 1);
}

void outbox_restart(struct outbox *o)
{
	send_again(o, OUTBOX_WINDOW);
}
