/* Events: see events.h. */
#include "cli/events.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/ask.h"
#include "cli/output.h"
#include "cli/text.h"
#include "cli/view.h"

/* Rule M4: what retention has purged is answered as such, not as if it had never been. */
static void remark_purged(const struct invocation *inv, const struct message *reply)
{
	int64_t since = invocation_number(inv, "--since", INT64_MAX);
	int64_t first_kept = message_int(reply, "first_kept", 0);
	if (since != INT64_MAX && first_kept > 0 && first_kept - 1 > since)
		output_remark(inv, _("the events %" PRId64 " to %" PRId64 " are past their retention"),
		              since + 1, first_kept - 1);
}

int events_list(const struct invocation *inv)
{
	struct message *reply = ask_call(inv);
	if (reply == NULL)
		return STATUS_REFUSED;
	int status = output_reply(inv, reply);
	remark_purged(inv, reply);
	message_free(reply);
	return status;
}

/* A stream of events, and the number to go on from when it breaks. */
struct stream {
	const struct invocation *inv;
	struct client *client;
	int64_t last; /* number of the event shown last; -1: none yet */
};

static void show(struct stream *s, const struct message *reply)
{
	const struct message *events = message_get(reply, "events");
	for (size_t i = 0; i < message_count(events); i++) {
		const struct message *event = message_item(events, i);
		if (s->inv->is_json)
			output_json(event);
		else
			view_print_line(stdout, command_event_columns, event);
		s->last = message_int(event, "number", s->last);
	}
	/* without events too: the number at which this stream began */
	if (s->last < 0)
		s->last = message_int(reply, "last_event", s->last);
}

static int say_broken(const struct stream *s, int result)
{
	if (s->last < 0)
		return output_failure(s->inv, "Unavailable", _("the connection to zutrittd broke: %s"),
		                      strerror(-result));
	return output_failure(s->inv, "Unavailable",
	                      _("the connection to zutrittd broke: %s; go on with --since %" PRId64),
	                      strerror(-result), s->last);
}

static int follow(struct stream *s)
{
	for (;;) {
		struct message *reply = NULL;
		const char *error = NULL;
		int result = client_next(s->client, 0, &reply, &error);
		if (result == -ETIMEDOUT) {
			if (!output_wait(client_fd(s->client)))
				return STATUS_DONE;
			continue;
		}
		if (result < 0)
			return say_broken(s, result);
		if (result > 0)
			output_refusal(s->inv, error, reply);
		else
			show(s, reply);
		message_free(reply);
		if (result > 0)
			return STATUS_REFUSED;
		if (!output_flush())
			return STATUS_DONE;
	}
}

int events_follow(const struct invocation *inv)
{
	struct stream s = {.inv = inv, .client = ask_connect(inv)};
	s.last = invocation_number(inv, "--since", -1);
	if (s.client == NULL)
		return STATUS_REFUSED;
	struct message *parameters = ask_parameters(inv);
	int result = client_follow(s.client, inv->command->method, parameters);
	message_free(parameters);
	int status = result < 0 ? say_broken(&s, result) : follow(&s);
	client_close(s.client);
	return status;
}
