/* What the desk asks zutrittd: see questions.h. */
#include "reception/questions.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void questions_init(struct questions *q, const char *socket_path)
{
	memset(q, 0, sizeof *q);
	q->socket_path = socket_path;
}

static void free_question(struct question *question)
{
	free(question->method);
	message_free(question->parameters);
	*question = (struct question){.who = 0};
}

static void hang_up(struct question_line *line)
{
	client_close(line->client);
	line->client = NULL;
}

/* The question is answered, or nobody will. */
static void settle(struct question_line *line)
{
	free_question(&line->question);
	message_free(line->joined);
	line->joined = NULL;
	line->is_busy = false;
}

void questions_close(struct questions *q)
{
	for (size_t i = 0; i < q->waiting_count; i++)
		free_question(&q->waiting[i]);
	for (size_t i = 0; i < QUESTIONS_LINES; i++) {
		settle(&q->lines[i]);
		hang_up(&q->lines[i]);
	}
	q->waiting_count = 0;
}

bool questions_ask(struct questions *q, uint32_t who, const struct question_manner *manner,
                   const char *method, struct message *parameters)
{
	if (q->waiting_count == QUESTIONS_WAITING) {
		message_free(parameters);
		return false;
	}
	char *copy = strdup(method);
	if (copy == NULL)
		abort();
	struct question *question = &q->waiting[q->waiting_count++];
	*question =
	        (struct question){.who = who, .method = copy, .parameters = parameters, .manner = *manner};
	return true;
}

/* ---- asking ---- */

static void take_first(struct questions *q, struct question_line *line, int64_t now_ms)
{
	line->question = q->waiting[0];
	line->is_busy = true;
	line->end_ms = now_ms + QUESTIONS_PATIENCE_MS;
	q->waiting_count--;
	memmove(q->waiting, q->waiting + 1, q->waiting_count * sizeof q->waiting[0]);
}

static int send_question(struct questions *q, struct question_line *line)
{
	char error[200];
	int r = 0;
	if (line->client == NULL)
		r = client_connect(&line->client, q->socket_path, error, sizeof error);
	if (r < 0)
		return r;
	client_speak(line->client, line->question.manner.language);
	client_leave(line->client, line->question.manner.is_unattended);
	return client_follow(line->client, line->question.method, line->question.parameters);
}

/* A connection that zutrittd closed while nobody asked is opened once more. */
static int begin(struct questions *q, struct question_line *line, int64_t now_ms)
{
	bool was_open = line->client != NULL;
	take_first(q, line, now_ms);
	int r = send_question(q, line);
	if (r < 0 && was_open) {
		hang_up(line);
		r = send_question(q, line);
	}
	return r;
}

/* ---- answers ---- */

static bool away(struct question_line *line, struct answer *answer)
{
	*answer = (struct answer){.who = line->question.who, .is_away = true};
	hang_up(line);
	settle(line);
	return true;
}

static void join(struct question_line *line, struct message *part)
{
	if (line->joined == NULL)
		line->joined = part;
	else
		message_join(line->joined, part);
}

/* One reply has been read: is it the last? */
static bool take_reply(struct question_line *line, int result, struct message *reply, const char *error,
                       bool continues, struct answer *answer)
{
	if (result == 1) {
		*answer = (struct answer){.who = line->question.who, .error = error, .reply = reply};
		settle(line);
		return true;
	}
	join(line, reply);
	if (continues)
		return false;
	*answer = (struct answer){.who = line->question.who, .reply = line->joined};
	line->joined = NULL;
	settle(line);
	return true;
}

static bool listen_to(struct question_line *line, int64_t now_ms, struct answer *answer)
{
	for (;;) {
		struct message *reply;
		const char *error;
		int r = client_next(line->client, 0, &reply, &error);
		if (r == -ETIMEDOUT)
			return now_ms >= line->end_ms && away(line, answer);
		if (r < 0)
			return away(line, answer);
		if (take_reply(line, r, reply, error, client_continues(line->client), answer))
			return true;
	}
}

bool questions_next(struct questions *q, int64_t now_ms, struct answer *answer)
{
	for (size_t i = 0; i < QUESTIONS_LINES; i++) {
		struct question_line *line = &q->lines[i];
		if (!line->is_busy && q->waiting_count > 0 && begin(q, line, now_ms) < 0)
			return away(line, answer);
		if (line->is_busy && listen_to(line, now_ms, answer))
			return true;
	}
	return false;
}

/* ---- waiting ---- */

void questions_fds(const struct questions *q, struct pollfd fds[QUESTIONS_LINES])
{
	for (size_t i = 0; i < QUESTIONS_LINES; i++) {
		const struct question_line *line = &q->lines[i];
		fds[i] =
		        (struct pollfd){.fd = line->is_busy ? client_fd(line->client) : -1, .events = POLLIN};
	}
}

int64_t questions_deadline_ms(const struct questions *q)
{
	int64_t deadline = INT64_MAX;
	for (size_t i = 0; i < QUESTIONS_LINES; i++)
		if (q->lines[i].is_busy && q->lines[i].end_ms < deadline)
			deadline = q->lines[i].end_ms;
	return deadline;
}
