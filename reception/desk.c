/* The desk: see desk.h. Start reading at desk_take(). */
#include "reception/desk.h"
#include "reception/allowed.h"
#include "reception/seal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OURS    "io.zutritt."
#define STATION "station."

enum {
	SESSIONS_MAX = STATIONS_MAX, /* one a station */
	TOKEN_MAX = 128,
	JOBS_MAX = QUESTIONS_WAITING + QUESTIONS_LINES,
	REPLIES_MAX = 64,  /* that wait for the broker; more are lost, and asked for again */
	REPLY_MAX = 49152, /* bytes of an answer's text: sealed it fits into the broker's 64 KiB */
	SECRET_MAX = 1024, /* of a sealed log-in: a password has 256 bytes at most */
	SESSION_BYTES = (CALL_SESSION - 1) / 2
};

/* A person's session at zutrittd, as the station knows it. */
struct desk_session {
	char id[CALL_SESSION]; /* "" a free place */
	char station[CALL_NAME];
	char token[TOKEN_MAX]; /* zutrittd's name for it: never leaves this machine */
	int64_t number;        /* zutrittd's, in the events that tell of it */
	uint8_t key[SEAL_KEY];
};

enum job_kind { JOB_PLAIN, JOB_LOGIN, JOB_LOGOUT };

/* A call that zutrittd has been asked about. */
struct desk_job {
	uint32_t who; /* 0: a free place */
	enum job_kind kind;
	struct call call; /* without its message */
	uint8_t key[SEAL_KEY];
	uint8_t secret[SEAL_KEY]; /* of a log-in */
};

struct desk_waiting {
	char station[CALL_NAME];
	uint8_t correlation[OUTCOMES_CORRELATION];
	bool is_notice;
	char *text;
};

struct desk {
	struct seal_controller controller;
	char public_key[SEAL_KEY_TEXT];
	struct call_place place; /* site NULL: not known yet */
	bool is_open, is_fire;
	struct once once;
	struct stations stations;
	struct questions questions;
	struct question_manner manner; /* of the call that is being carried out */
	uint32_t last_who;
	struct desk_session sessions[SESSIONS_MAX];
	struct desk_job jobs[JOBS_MAX];
	size_t first, count;
	struct desk_waiting waiting[REPLIES_MAX];
	char *given; /* the text of the reply handed out last */
};

/* ---- replies ---- */

static void push(struct desk *d, const char *station, const uint8_t *correlation, char *text)
{
	if (d->count == REPLIES_MAX) {
		free(text);
		return;
	}
	struct desk_waiting *w = &d->waiting[(d->first + d->count++) % REPLIES_MAX];
	snprintf(w->station, sizeof w->station, "%s", station);
	w->is_notice = correlation == NULL;
	if (correlation != NULL)
		memcpy(w->correlation, correlation, sizeof w->correlation);
	w->text = text;
}

static char *print_and_free(struct message *m)
{
	char *text = message_print(m);
	message_free(m);
	return text;
}

static struct message *message_v1(void)
{
	struct message *m = message_object();
	message_put_int(m, "v", 1);
	return m;
}

/* In the clear: a hint, and no proof of anything. */
static void push_hint(struct desk *d, const struct call *c, const char *error)
{
	struct message *m = message_v1();
	message_put_text(m, "error", error);
	push(d, c->station, c->correlation, print_and_free(m));
}

/* parameters are taken over. */
static char *reply_text(const char *error, struct message *parameters)
{
	char name[128];
	struct message *m = message_object();
	snprintf(name, sizeof name, OURS "%s", error == NULL ? "" : error);
	message_put_text(m, "error", error == NULL ? NULL : name);
	message_put(m, "parameters", parameters);
	return print_and_free(m);
}

static struct message *sentence(const char *text)
{
	struct message *m = message_object();
	message_put_text(m, "message", text);
	return m;
}

static char *fitting(char *text)
{
	if (strlen(text) <= REPLY_MAX)
		return text;
	free(text);
	return reply_text(STATION "TooLong", sentence("The answer is too long: ask for less."));
}

/* The one answer to a call (rule M2). parameters are taken over. */
static void reply(struct desk *d, const struct call *c, const uint8_t key[SEAL_KEY], const char *error,
                  struct message *parameters)
{
	char data[CALL_DATA_MAX];
	char *text = fitting(reply_text(error, parameters));
	struct station *station = stations_find(&d->stations, c->station);
	call_reply_data(&d->place, c, data);
	char *box = seal_close(key, data, text);
	if (station != NULL)
		outcomes_end(&station->outcomes, c->correlation, box);
	struct message *m = message_v1();
	message_put_text(m, "box", box);
	push(d, c->station, c->correlation, print_and_free(m));
	seal_wipe(text, strlen(text));
	free(text);
	free(box);
}

static void push_notice(struct desk *d, const struct desk_session *s, const char *notice)
{
	char data[CALL_DATA_MAX];
	struct message *said = message_object(), *m = message_v1();
	message_put_text(said, "notice", notice);
	char *text = print_and_free(said);
	call_notice_data(&d->place, s->station, s->id, data);
	char *box = seal_close(s->key, data, text);
	message_put_text(m, "session", s->id);
	message_put_text(m, "box", box);
	push(d, s->station, NULL, print_and_free(m));
	free(text);
	free(box);
}

/* ---- sessions ---- */

static struct desk_session *session_find(struct desk *d, const char *station, const char *id)
{
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		if (d->sessions[i].id[0] != '\0' && strcmp(d->sessions[i].id, id) == 0 &&
		    strcmp(d->sessions[i].station, station) == 0)
			return &d->sessions[i];
	return NULL;
}

static struct desk_session *session_of_station(struct desk *d, const char *station)
{
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		if (d->sessions[i].id[0] != '\0' && strcmp(d->sessions[i].station, station) == 0)
			return &d->sessions[i];
	return NULL;
}

static void session_end(struct desk_session *s)
{
	seal_wipe(s, sizeof *s);
}

/* A station has one; the place of stations that are no more is taken again. */
static struct desk_session *session_place(struct desk *d, const char *station)
{
	struct desk_session *s = session_of_station(d, station);
	for (size_t i = 0; s == NULL && i < SESSIONS_MAX; i++)
		if (d->sessions[i].id[0] == '\0' ||
		    stations_find(&d->stations, d->sessions[i].station) == NULL)
			s = &d->sessions[i];
	if (s != NULL)
		session_end(s);
	return s;
}

/* ---- jobs: what zutrittd is asked ---- */

static struct desk_job *job_place(struct desk *d)
{
	for (size_t i = 0; i < JOBS_MAX; i++)
		if (d->jobs[i].who == 0)
			return &d->jobs[i];
	return NULL;
}

static struct desk_job *job_find(struct desk *d, uint32_t who)
{
	for (size_t i = 0; i < JOBS_MAX; i++)
		if (d->jobs[i].who == who)
			return &d->jobs[i];
	return NULL;
}

static void job_end(struct desk_job *job)
{
	seal_wipe(job, sizeof *job);
}

static uint32_t next_who(struct desk *d)
{
	d->last_who = d->last_who == UINT32_MAX ? 1 : d->last_who + 1;
	return d->last_who;
}

/* NULL when too much is asked already. parameters are taken over. */
static struct desk_job *job_begin(struct desk *d, enum job_kind kind, const struct call *c,
                                  const uint8_t key[SEAL_KEY], const char *method, struct message *parameters)
{
	struct desk_job *job = job_place(d);
	if (job == NULL) {
		message_free(parameters);
		return NULL;
	}
	uint32_t who = next_who(d);
	if (!questions_ask(&d->questions, who, &d->manner, method, parameters))
		return NULL;
	*job = (struct desk_job){.who = who, .kind = kind, .call = *c};
	job->call.message = NULL;
	job->call.box = NULL;
	memcpy(job->key, key, SEAL_KEY);
	return job;
}

static void busy(struct desk *d, const struct call *c, const uint8_t key[SEAL_KEY])
{
	reply(d, c, key, STATION "Busy", sentence("Too much is asked at once: wait a second."));
}

static void ask(struct desk *d, enum job_kind kind, const struct call *c, const uint8_t key[SEAL_KEY],
                const char *method, struct message *parameters)
{
	if (job_begin(d, kind, c, key, method, parameters) == NULL)
		busy(d, c, key);
}

/* ---- a call, opened ---- */

struct opened {
	struct station *station;
	struct desk_session *session; /* NULL: without one */
	const uint8_t *key;
	const struct call *call;
	const char *method;               /* without "io.zutritt." */
	const struct message *parameters; /* an object */
};

static void refuse(struct desk *d, const struct opened *o, const char *error, const char *text)
{
	reply(d, o->call, o->key, error, sentence(text));
}

/* What a display gives, and the session that only the gateway may put there. */
static struct message *with_session(const struct opened *o)
{
	struct message *m = message_copy(o->parameters);
	if (o->session != NULL)
		message_put_text(m, "session", o->session->token);
	return m;
}

static bool may_call(const struct desk *d, const struct opened *o)
{
	switch (allowed_method(o->method)) {
	case ALLOWED_NEVER:
		return false;
	case ALLOWED_SESSION:
		return o->session != NULL;
	case ALLOWED_OPEN:
		return o->session != NULL || !message_bool(o->parameters, "persons", false);
	case ALLOWED_IN_FIRE:
		return o->session != NULL || d->is_fire;
	}
	return false;
}

static void call_zutrittd(struct desk *d, const struct opened *o)
{
	if (message_get(o->parameters, "session") != NULL)
		refuse(d, o, STATION "Malformed", "A display names no session in the parameters.");
	else if (!may_call(d, o))
		refuse(d, o, "NotPermitted", "This is not for displays, or needs a session.");
	else
		ask(d, JOB_PLAIN, o->call, o->key, o->method, with_session(o));
}

/* ---- log-in, lock, log-out ---- */

/* What was sealed to the controller: an object with the call's own one-time number; NULL otherwise. */
static struct message *open_secret(struct desk *d, const struct opened *o)
{
	char text[SECRET_MAX], error[200], once[2 * ONCE_BYTES + 1];
	const char *box = message_text(o->parameters, "box");
	ssize_t length = box == NULL ? -1 : seal_open_secret(&d->controller, box, text, sizeof text);
	struct message *m = length < 0 ? NULL : message_parse(text, (size_t)length, error, sizeof error);
	seal_wipe(text, sizeof text);
	call_hex(o->call->once, ONCE_BYTES, once);
	const char *named = message_text(m, "once");
	if (message_is_object(m) && named != NULL && strcmp(named, once) == 0)
		return m;
	message_free(m);
	return NULL;
}

static bool has_texts(const struct message *m, const char *one, const char *other)
{
	return message_text(m, one) != NULL && (other == NULL || message_text(m, other) != NULL);
}

static void bad_secret(struct desk *d, const struct opened *o)
{
	refuse(d, o, STATION "Malformed", "The sealed box does not open, or is not of this call.");
}

static void log_in(struct desk *d, const struct opened *o)
{
	uint8_t secret[SEAL_KEY];
	struct message *m = open_secret(d, o);
	const char *key = message_text(m, "key");
	if (!has_texts(m, "user", "password") || key == NULL || seal_decode(key, secret, SEAL_KEY) < 0) {
		bad_secret(d, o);
		message_free(m);
		return;
	}
	struct message *parameters = message_object();
	message_put_text(parameters, "user", message_text(m, "user"));
	message_put_text(parameters, "password", message_text(m, "password"));
	message_put_text(parameters, "station", o->station->name);
	struct desk_job *job = job_begin(d, JOB_LOGIN, o->call, o->key, "SessionOpen", parameters);
	if (job == NULL)
		busy(d, o->call, o->key);
	else
		memcpy(job->secret, secret, SEAL_KEY);
	seal_wipe(secret, sizeof secret);
	message_free(m);
}

/* A secret of one or two texts goes on to zutrittd in this session. */
static void pass_secret(struct desk *d, const struct opened *o, const char *method, const char *one,
                        const char *other)
{
	struct message *m = open_secret(d, o);
	if (!has_texts(m, one, other)) {
		bad_secret(d, o);
	} else {
		struct message *parameters = message_object();
		message_put_text(parameters, "session", o->session->token);
		message_put_text(parameters, one, message_text(m, one));
		if (other != NULL)
			message_put_text(parameters, other, message_text(m, other));
		ask(d, JOB_PLAIN, o->call, o->key, method, parameters);
	}
	message_free(m);
}

static void pass_session(struct desk *d, const struct opened *o, enum job_kind kind, const char *method)
{
	struct message *parameters = message_object();
	message_put_text(parameters, "session", o->session->token);
	ask(d, kind, o->call, o->key, method, parameters);
}

static void tell_outcome(struct desk *d, const struct opened *o, int64_t now_ms)
{
	static const char *const words[] = {"unknown", "waiting", "answered"};
	uint8_t correlation[OUTCOMES_CORRELATION];
	const char *box, *text = message_text(o->parameters, "correlation");
	if (text == NULL || call_unhex(text, correlation, sizeof correlation) < 0) {
		refuse(d, o, STATION "Malformed", "\"correlation\" takes 32 hex digits.");
		return;
	}
	struct message *m = message_object();
	message_put_text(m, "outcome", words[outcomes_ask(&o->station->outcomes, correlation, now_ms, &box)]);
	message_put_text(m, "box", box);
	reply(d, o->call, o->key, NULL, m);
}

static void call_in_session(struct desk *d, const struct opened *o, const char *verb)
{
	if (strcmp(verb, "PasswordChange") == 0)
		pass_secret(d, o, "PasswordChange", "old", "new");
	else if (strcmp(verb, "Unlock") == 0)
		pass_secret(d, o, "SessionUnlock", "password", NULL);
	else if (strcmp(verb, "Lock") == 0)
		pass_session(d, o, JOB_PLAIN, "SessionLock");
	else if (strcmp(verb, "Logout") == 0)
		pass_session(d, o, JOB_LOGOUT, "SessionClose");
	else
		refuse(d, o, "NotPermitted", "There is no such method for displays.");
}

static void call_desk(struct desk *d, const struct opened *o, int64_t now_ms)
{
	const char *verb = o->method + strlen(STATION);
	if (strcmp(verb, "Outcome") == 0 && o->session == NULL)
		tell_outcome(d, o, now_ms);
	else if (strcmp(verb, "Login") == 0 && o->session == NULL)
		log_in(d, o);
	else if (o->session == NULL)
		refuse(d, o, "NotPermitted", "There is no such method, or it needs a session.");
	else
		call_in_session(d, o, verb);
}

/* ---- taking a call ---- */

static bool is_ours(const char *method)
{
	return method != NULL && strncmp(method, OURS, strlen(OURS)) == 0;
}

/* Sentences are for whoever reads the display: German is asked for, all else is English. */
static void take_manner(struct desk *d, const struct message *m)
{
	const char *language = message_text(m, "language");
	bool is_german = language != NULL && strcmp(language, "de") == 0;
	snprintf(d->manner.language, sizeof d->manner.language, "%s", is_german ? "de" : "");
	d->manner.is_unattended = message_bool(m, "unattended", false);
}

static void carry_out(struct desk *d, struct opened *o, const char *text, int64_t now_ms)
{
	char error[200];
	struct message *m = message_parse(text, strlen(text), error, sizeof error);
	struct message *nothing = message_object();
	const char *method = message_is_object(m) ? message_text(m, "method") : NULL;
	const struct message *parameters = message_get(m, "parameters");
	o->parameters = parameters == NULL ? nothing : parameters;
	take_manner(d, m);
	if (!is_ours(method) || !message_is_object(o->parameters)) {
		refuse(d, o, STATION "Malformed", "A call is an object with \"method\" and \"parameters\".");
	} else {
		o->method = method + strlen(OURS);
		if (strncmp(o->method, STATION, strlen(STATION)) == 0)
			call_desk(d, o, now_ms);
		else
			call_zutrittd(d, o);
	}
	message_free(nothing);
	message_free(m);
}

/* Who calls, as one number: of station and session. */
static uint64_t caller_number(const struct station *station, const struct call *c)
{
	uint64_t who = UINT64_C(14695981039346656037);
	for (const char *s = station->name; *s != '\0'; s++)
		who = (who ^ (uint8_t)*s) * UINT64_C(1099511628211);
	for (const char *s = c->session; *s != '\0'; s++)
		who = (who ^ (uint8_t)*s) * UINT64_C(1099511628211);
	return who == 0 ? 1 : who;
}

/* NULL, or the hint why nothing was done. */
static const char *open_and_carry_out(struct desk *d, struct opened *o, int64_t now_ms)
{
	char data[CALL_DATA_MAX], text[CALL_MAX + 1];
	call_data(&d->place, o->call, data);
	if (seal_open(o->key, data, o->call->box, text, sizeof text) < 0)
		return "NotAuthentic";
	const char *hint = NULL;
	if (!d->is_open)
		hint = "Away";
	else if (!once_take(&d->once, o->call->once, o->call->count, caller_number(o->station, o->call),
	                    now_ms))
		hint = "Stale";
	else if (outcomes_begin(&o->station->outcomes, o->call->correlation, now_ms))
		carry_out(d, o, text, now_ms);
	seal_wipe(text, sizeof text);
	return hint;
}

static const char *consider(struct desk *d, struct station *station, struct call *c,
                            const struct desk_message *m, int64_t now_ms)
{
	struct opened o = {.station = station, .key = station->key, .call = c};
	if (!stations_may_call(station, now_ms))
		return "Busy";
	if (call_parse(c, m->payload, m->length) < 0)
		return "Malformed";
	if (c->session[0] != '\0') {
		o.session = session_find(d, station->name, c->session);
		if (o.session == NULL)
			return "SessionUnknown";
		o.key = o.session->key;
	}
	return open_and_carry_out(d, &o, now_ms);
}

void desk_take(struct desk *d, const struct desk_message *m, int64_t now_ms)
{
	struct call c = {.message = NULL};
	/* nobody to answer to, or nothing that was meant now (rule M1) */
	if (d->place.site == NULL || m->is_retained || m->correlation == NULL ||
	    m->correlation_length != OUTCOMES_CORRELATION || !call_station(&d->place, m->topic, c.station))
		return;
	struct station *station = stations_find(&d->stations, c.station);
	/* what comes twice, or was told to be lost, is not answered again (rule M2) */
	if (station == NULL || outcomes_knows(&station->outcomes, m->correlation))
		return;
	memcpy(c.correlation, m->correlation, OUTCOMES_CORRELATION);
	const char *hint = consider(d, station, &c, m, now_ms);
	if (hint != NULL)
		push_hint(d, &c, hint);
	call_free(&c);
}

/* ---- answers of zutrittd ---- */

/* The station gets a session of its own name; zutrittd's stays here. */
static bool begin_session(struct desk *d, const struct desk_job *job, struct message *reply_of)
{
	uint8_t bytes[SESSION_BYTES];
	char data[CALL_DATA_MAX];
	const char *token = message_text(reply_of, "session");
	struct desk_session *s = session_place(d, job->call.station);
	if (s == NULL || token == NULL || strlen(token) >= TOKEN_MAX)
		return false;
	seal_random(bytes, sizeof bytes);
	call_hex(bytes, sizeof bytes, s->id);
	snprintf(s->station, sizeof s->station, "%s", job->call.station);
	snprintf(s->token, sizeof s->token, "%s", token);
	s->number = message_int(reply_of, "number", 0);
	call_session_data(&d->place, s->station, s->id, data);
	seal_session_key(s->key, data, job->secret);
	message_put_text(reply_of, "session", s->id);
	return true;
}

static void take_login(struct desk *d, const struct desk_job *job, const struct answer *a)
{
	if (a->error == NULL && !begin_session(d, job, a->reply)) {
		message_free(a->reply);
		reply(d, &job->call, job->key, STATION "Busy",
		      sentence("There is no place for another session."));
		return;
	}
	reply(d, &job->call, job->key, a->error, a->reply);
}

static bool is_session_over(const char *error)
{
	return error != NULL && strcmp(error, "SessionUnknown") == 0;
}

static void take_plain(struct desk *d, const struct desk_job *job, const struct answer *a)
{
	struct desk_session *s = session_find(d, job->call.station, job->call.session);
	bool is_over = is_session_over(a->error) || (job->kind == JOB_LOGOUT && a->error == NULL);
	reply(d, &job->call, job->key, is_session_over(a->error) ? STATION "SessionUnknown" : a->error,
	      a->reply);
	if (is_over && s != NULL)
		session_end(s);
}

/* Nobody knows what zutrittd did: the answer says so, and the journal has the truth. */
static void take_silence(struct desk *d, const struct desk_job *job)
{
	reply(d, &job->call, job->key, STATION "Unknown",
	      sentence("The controller did not answer: nobody can tell whether it was done."));
}

static void take_answers(struct desk *d, int64_t now_ms)
{
	struct answer a;
	while (questions_next(&d->questions, now_ms, &a)) {
		struct desk_job *job = job_find(d, a.who);
		if (job == NULL) {
			message_free(a.reply);
			continue;
		}
		if (a.is_away)
			take_silence(d, job);
		else if (job->kind == JOB_LOGIN)
			take_login(d, job, &a);
		else
			take_plain(d, job, &a);
		job_end(job);
	}
}

/* ---- what the gateway does with it ---- */

bool desk_next(struct desk *d, int64_t now_ms, struct desk_reply *out)
{
	take_answers(d, now_ms);
	free(d->given);
	d->given = NULL;
	if (d->count == 0)
		return false;
	struct desk_waiting *w = &d->waiting[d->first];
	d->first = (d->first + 1) % REPLIES_MAX;
	d->count--;
	d->given = w->text;
	*out = (struct desk_reply){w->station, w->is_notice ? NULL : w->correlation, w->text};
	return true;
}

/* session.unlocked and the like name the session: one that was replaced must not end its successor. */
void desk_hear(struct desk *d, const struct message *event)
{
	static const char *const kinds[][2] = {
	        {"session.unlocked", "unlocked"}, {"session.locked", "locked"}, {"session.ended", "ended"}};
	const char *kind = message_text(event, "kind"), *station = message_text(event, "station");
	struct desk_session *s = station == NULL ? NULL : session_of_station(d, station);
	if (s == NULL || kind == NULL || message_int(event, "session", -1) != s->number)
		return;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (strcmp(kind, kinds[i][0]) != 0)
			continue;
		push_notice(d, s, kinds[i][1]);
		if (i == 2)
			session_end(s);
		return;
	}
}

const char *desk_public_key(const struct desk *d)
{
	return d->public_key;
}

void desk_set_place(struct desk *d, const struct call_place *place)
{
	d->place = *place;
}

void desk_set_open(struct desk *d, bool is_open)
{
	d->is_open = is_open;
}

void desk_set_fire(struct desk *d, bool is_fire)
{
	d->is_fire = is_fire;
}

void desk_beat(struct desk *d, const uint8_t once[ONCE_BYTES], int64_t now_ms)
{
	once_give(&d->once, once, now_ms);
}

void desk_fds(const struct desk *d, struct pollfd fds[QUESTIONS_LINES])
{
	questions_fds(&d->questions, fds);
}

int64_t desk_deadline_ms(const struct desk *d)
{
	return questions_deadline_ms(&d->questions);
}

/* ---- open and close ---- */

int desk_open(struct desk **out, const struct desk_config *config, char *error, size_t error_size)
{
	struct desk *d = calloc(1, sizeof *d);
	if (d == NULL)
		return -ENOMEM;
	int r = seal_init();
	if (r == 0)
		r = seal_controller_load(&d->controller, config->state_directory);
	if (r < 0)
		snprintf(error, error_size, "The controller's keys (secret-key, public-key): %s",
		         r == -EBADMSG
		                 ? "the file is damaged; take it away and every station needs a new link"
		                 : strerror(-r));
	if (r == 0) {
		r = stations_open(&d->stations, config->stations_dir);
		if (r < 0)
			snprintf(error, error_size, "%s: %s", config->stations_dir, strerror(-r));
	}
	if (r < 0) {
		free(d);
		return r;
	}
	seal_encode(d->controller.public_key, SEAL_KEY, d->public_key);
	questions_init(&d->questions, config->socket_path);
	*out = d;
	return 0;
}

void desk_close(struct desk *d)
{
	if (d == NULL)
		return;
	questions_close(&d->questions);
	stations_close(&d->stations);
	for (size_t i = 0; i < d->count; i++)
		free(d->waiting[(d->first + i) % REPLIES_MAX].text);
	free(d->given);
	seal_wipe(d, sizeof *d);
	free(d);
}
