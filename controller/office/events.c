#include "controller/office/events.h"
#include "controller/office/sentence.h"
#include "controller/office/shapes.h"
#include "controller/office/socket.h"

enum { LIST_LIMIT = 100, LIST_LIMIT_MAX = 1000, FOLLOW_LIMIT = 200 };

struct event_items {
	struct office *office;
	struct answer *answer;
	bool with_persons;
	int64_t last;
	size_t count;
};

static bool visit_event(void *context, const struct journal_event *event)
{
	struct event_items *items = context;
	answer_item(items->answer, shape_event(items->office, event, items->with_persons));
	items->last = event->number;
	items->count++;
	return true;
}

static bool disk_fails(struct office *o, struct answer *a)
{
	return answer_unavailable(a, "The journal does not answer: %s.", store_error(o->store));
}

bool event_list(struct office *o, const struct request *r, struct answer *a)
{
	int64_t since = message_int(r->parameters, "since", -1);
	int64_t limit = message_int(r->parameters, "limit", LIST_LIMIT);
	bool has_since = message_get(r->parameters, "since") != NULL;
	bool incidents = message_bool(r->parameters, "incidents", false);
	if (has_since && since < 0)
		return answer_invalid(a, "since", "\"since\" is the number of an event, 0 or more.");
	if (limit < 1 || limit > LIST_LIMIT_MAX)
		return answer_invalid(a, "limit", "\"limit\" is 1 to %d.", LIST_LIMIT_MAX);

	struct event_items items = {
	        .office = o, .answer = a, .with_persons = message_bool(r->parameters, "persons", false)};
	answer_list(a, "events");
	int result = has_since ? store_events(o->store, since, (size_t)limit, incidents, visit_event, &items)
	                       : store_events_newest(o->store, (size_t)limit, incidents, visit_event, &items);
	if (result < 0)
		return disk_fails(o, a);
	message_put_int(a->members, "last_event", store_last_number(o->store));
	message_put_int(a->members, "first_kept", store_first_number(o->store));
	return true;
}

/* At most FOLLOW_LIMIT events behind follow->since, as one answer that is continued. */
static bool follow_page(struct office *o, struct follow *follow, struct answer *a)
{
	struct event_items items = {
	        .office = o, .answer = a, .with_persons = follow->with_persons, .last = follow->since};
	answer_list(a, "events");
	if (store_events(o->store, follow->since, FOLLOW_LIMIT, false, visit_event, &items) < 0)
		return disk_fails(o, a);
	/* what has been purged meanwhile will not come any more (rule M4) */
	follow->since = items.count < FOLLOW_LIMIT ? store_last_number(o->store) : items.last;
	message_put_int(a->members, "last_event", store_last_number(o->store));
	a->is_endless = true;
	return true;
}

bool event_follow(struct office *o, const struct request *r, struct answer *a)
{
	int64_t since = message_int(r->parameters, "since", store_last_number(o->store));
	if (!r->wants_more)
		return answer_protocol_error(a, "ExpectedMore", NULL, NULL,
		                             "EventFollow answers again and again: ask with \"more\".");
	if (since < 0)
		return answer_invalid(a, "since", "\"since\" is the number of an event, 0 or more.");
	struct follow *follow = &r->ongoing->follow;
	follow->since = since;
	follow->with_persons = message_bool(r->parameters, "persons", false);
	follow->session = r->session == NULL ? 0 : r->session->number;
	follow->is_on = follow_page(o, follow, a);
	return follow->is_on;
}

/* Rule E6: names come only as long as the session lasts that asked for them. */
static bool may_go_on(struct office *o, const struct follow *follow, struct answer *a)
{
	sentence_speak(NULL); /* nobody remembers in what language it was asked */
	return !follow->with_persons ||
	       session_numbered(&o->sessions, follow->session, clock_now(&o->clock).mono_ns) != NULL ||
	       answer_session_unknown(a, "The session has ended: log in again, with zutritt login.");
}

bool events_are_new(struct office *o, const struct follow *follow)
{
	return follow->is_on && o->store != NULL && follow->since < store_last_number(o->store);
}

void events_continue(struct office *o, struct follow *follow, struct buffer *out)
{
	if (!events_are_new(o, follow))
		return;
	struct answer a;
	answer_init(&a, true);
	follow->is_on = may_go_on(o, follow, &a) && follow_page(o, follow, &a);
	answer_finish(&a);
	buffer_add(out, buffer_bytes(&a.frames), buffer_size(&a.frames));
	answer_free(&a);
}

void events_were_stored(struct office *o)
{
	if (o->listener != NULL)
		listener_tell_followers(o->listener);
}
