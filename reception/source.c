/* The gateway's end of zutrittd: see source.h. */
#include "reception/source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* A follower that had been answered is only late (zutrittd closes slow ones): it comes back soon. */
enum { RESUME_PAUSE_MS = 100 };

void source_init(struct source *s, const char *socket_path)
{
	memset(s, 0, sizeof *s);
	s->path = socket_path;
}

/* ---- links ---- */

static void link_close(struct source_link *link)
{
	client_close(link->client);
	link->client = NULL;
}

static void link_fail(struct source_link *link, int64_t now_ms, uint32_t random)
{
	link_close(link);
	link->not_before_ms = now_ms + backoff_next_ms(&link->backoff, random);
}

static void drop_reply(struct source *s)
{
	message_free(s->reply);
	s->reply = NULL;
	s->next = 0;
	s->may_have_more = false;
}

void source_close(struct source *s)
{
	link_close(&s->ask);
	link_close(&s->follow);
	drop_reply(s);
	message_free(s->status);
	s->status = NULL;
	s->is_here = false;
}

static void explain(struct source *s, const char *method, int result)
{
	snprintf(s->why, sizeof s->why, "%s: zutrittd does not answer (%s)", method, strerror(-result));
}

static void explain_refusal(struct source *s, const char *method, const char *error,
                            const struct message *reply)
{
	const char *sentence = message_text(reply, "message");
	snprintf(s->why, sizeof s->why, "%s: %s: %s", method, error, sentence == NULL ? "" : sentence);
}

/* 0 and *reply, 1 refused, or -errno; why is set unless 0. */
static int call(struct source *s, struct client *client, const char *method, struct message **reply)
{
	struct message *answer;
	const char *error;

	int r = client_call(client, method, NULL, SOURCE_PATIENCE_MS, &answer, &error);
	if (r < 0) {
		explain(s, method, r);
	} else if (r == 1) {
		explain_refusal(s, method, error, answer);
		message_free(answer);
	} else {
		*reply = answer;
	}
	return r;
}

static int take_status(struct source *s, struct client *client)
{
	struct message *reply;

	int r = call(s, client, "GetStatus", &reply);
	if (r != 0)
		return r < 0 ? r : -EPROTO;
	const struct message *status = message_get(reply, "status");
	if (message_text(status, "site") == NULL || message_text(status, "controller") == NULL ||
	    message_text(status, "journal") == NULL) {
		snprintf(s->why, sizeof s->why, "GetStatus: the answer has no site, controller or journal");
		message_free(reply);
		return -EPROTO;
	}
	message_free(s->status);
	s->status = message_copy(status);
	message_free(reply);
	return 0;
}

static int link_open(struct source *s, struct source_link *link)
{
	return client_connect(&link->client, s->path, s->why, sizeof s->why);
}

/* ---- asking ---- */

static void away(struct source *s, int64_t now_ms, uint32_t random)
{
	link_fail(&s->ask, now_ms, random);
	s->is_here = false;
}

void source_ask(struct source *s, int64_t now_ms, uint32_t random)
{
	if (s->ask.client == NULL && now_ms < s->ask.not_before_ms)
		return;
	if ((s->ask.client == NULL && link_open(s, &s->ask) < 0) || take_status(s, s->ask.client) < 0) {
		away(s, now_ms, random);
		return;
	}
	backoff_reset(&s->ask.backoff);
	s->is_here = true;
}

int source_call(struct source *s, const char *method, int64_t now_ms, uint32_t random, struct message **reply)
{
	if (s->ask.client == NULL)
		return -ENOTCONN;
	int r = call(s, s->ask.client, method, reply);
	if (r < 0)
		away(s, now_ms, random);
	return r;
}

/* ---- following ---- */

bool source_may_follow(const struct source *s, int64_t now_ms)
{
	return s->is_here && s->follow.client == NULL && now_ms >= s->follow.not_before_ms;
}

void source_unfollow(struct source *s, int64_t now_ms, uint32_t random)
{
	drop_reply(s);
	link_fail(&s->follow, now_ms, random);
}

static void lose_follower(struct source *s, int64_t now_ms, uint32_t random)
{
	source_unfollow(s, now_ms, random);
	if (s->is_answered)
		s->follow.not_before_ms = now_ms + RESUME_PAUSE_MS;
}

int source_follow(struct source *s, int64_t now_ms, uint32_t random)
{
	int r = link_open(s, &s->follow);
	if (r == 0)
		r = take_status(s, s->follow.client);
	if (r < 0)
		source_unfollow(s, now_ms, random);
	return r;
}

int source_follow_from(struct source *s, uint64_t since, int64_t now_ms, uint32_t random)
{
	struct message *parameters = message_object();
	message_put_int(parameters, "since", (int64_t)since);
	message_put_bool(parameters, "persons", false);
	int r = client_follow(s->follow.client, "EventFollow", parameters);
	message_free(parameters);
	if (r < 0) {
		explain(s, "EventFollow", r);
		source_unfollow(s, now_ms, random);
	}
	s->is_answered = false;
	s->may_have_more = r == 0;
	return r;
}

int source_fd(const struct source *s)
{
	return s->follow.client == NULL ? -1 : client_fd(s->follow.client);
}

void source_readable(struct source *s)
{
	s->may_have_more = true;
}

static bool is_taken_out(const struct source *s)
{
	return s->next >= message_count(message_get(s->reply, "events"));
}

/* The next reply: 0 (also when there is none yet) or -errno. */
static int read_reply(struct source *s)
{
	struct message *reply;
	const char *error;

	message_free(s->reply);
	s->reply = NULL;
	s->next = 0;
	int r = client_next(s->follow.client, 0, &reply, &error);
	if (r == -ETIMEDOUT) {
		s->may_have_more = false;
		return 0;
	}
	if (r < 0) {
		explain(s, "EventFollow", r);
		return r;
	}
	if (r == 1) {
		explain_refusal(s, "EventFollow", error, reply);
		message_free(reply);
		return -EPROTO;
	}
	backoff_reset(&s->follow.backoff);
	s->is_answered = true;
	s->reply = reply;
	return 0;
}

int source_event(struct source *s, int64_t now_ms, uint32_t random, const struct message **event)
{
	*event = NULL;
	while (is_taken_out(s) && s->may_have_more) {
		int r = read_reply(s);
		if (r < 0) {
			lose_follower(s, now_ms, random);
			return r;
		}
	}
	if (!is_taken_out(s))
		*event = message_item(message_get(s->reply, "events"), s->next);
	return 0;
}

void source_taken(struct source *s)
{
	s->next++;
}
