#include "controller/office/answer.h"
#include "controller/office/approvals.h"
#include "controller/office/commands.h"
#include "controller/office/desks.h"
#include "controller/office/dispatch.h"
#include "controller/office/interface.h"
#include "controller/office/memory.h"
#include "controller/office/names.h"
#include "controller/office/sentence.h"
#include "controller/office/view.h"
#include "controller/protocol/frames.h"

#include <string.h>
#include <unistd.h>

#define OURS    "io.zutritt"
#define SERVICE "org.varlink.service"

enum { SENTENCE_MAX = 320, NAME_MAX_BYTES = 128 };

bool dispatch_is_root(uid_t uid)
{
	return uid == 0 || uid == geteuid();
}

/* ---- the session ---- */

/* The account and the person as they are now; what a dead disk can not tell stays as it was (rule B6). */
static void refresh(struct office *o, struct session *s)
{
	struct policy_operator operator;
	struct policy_person person;
	if (o->store == NULL || s->version == store_policy_version(o->store) ||
	    store_operator(o->store, s->operator.id, &operator) < 0 ||
	    store_person(o->store, s->person.id, &person) < 0)
		return;
	s->operator= operator;
	s->person = person;
	s->version = store_policy_version(o->store);
}

static bool may_still_act(struct office *o, const struct session *s)
{
	return s->operator.state == POLICY_OPERATOR_OPEN && name_why_not_acting(o, &s->person) == NULL;
}

/* The session that the request names, if it still is one. */
static struct session *find_session(struct office *o, const struct request *r)
{
	const char *token = message_text(r->parameters, "session");
	struct session *s = token == NULL
	                            ? NULL
	                            : session_find(&o->sessions, token, r->uid, clock_now(&o->clock).mono_ns);
	if (s == NULL)
		return NULL;
	refresh(o, s);
	if (may_still_act(o, s))
		return s;
	session_end(&o->sessions, s, REASON_ACCOUNT_CLOSED);
	return NULL;
}

static void act_in(struct office *o, struct request *r, struct session *s)
{
	if (!r->is_unattended)
		session_touch(s, clock_now(&o->clock).mono_ns);
	r->session = s;
	r->roles = s->operator.roles;
	r->actor = s->person;
}

/* ---- who may (rule P1) ---- */

static bool session_required(const struct request *r, struct answer *a)
{
	if (message_get(r->parameters, "session") == NULL)
		return answer_session_unknown(a, "Log in first: zutritt login.");
	return answer_session_unknown(a, "The session has ended: log in again, with zutritt login.");
}

/* Rules P3, P4, P7: what a session must do before anything else. */
static bool is_free(const struct session *s, struct answer *a)
{
	if (s->must_change)
		return answer_not_permitted(a, "The password must be changed first: zutritt passwd.");
	return !s->is_locked || answer_not_permitted(a, "The session is locked: unlock it first.");
}

static bool has_role(const struct command *command, const struct session *s, struct answer *a)
{
	char words[ROLES_WORDS_MAX];
	if (s->operator.roles & command->roles)
		return true;
	roles_words(command->roles, words);
	return answer_not_permitted(a, "%s has not the role for that: it takes %s.", s->person.name, words);
}

/*
 * Rule B6: a controller that starts without its database knows no accounts, and
 * nobody can log in. What needs no database root does then, as at any console;
 * what is recorded says so.
 */
static bool may_in_need(struct office *o, struct request *r)
{
	if (o->store != NULL || !dispatch_is_root(r->uid))
		return false;
	memory_actor(r, "root");
	return true;
}

static bool may_with_role(struct office *o, const struct command *command, struct request *r,
                          struct answer *a)
{
	struct session *s = find_session(o, r);
	if (s == NULL)
		return may_in_need(o, r) || session_required(r, a);
	if (!is_free(s, a) || !has_role(command, s, a))
		return false;
	act_in(o, r, s);
	return true;
}

/* Rule D13: a fire asks for no password. Doors that do not answer let nobody see. */
static bool may_in_fire(struct office *o, const struct command *command, struct request *r, struct answer *a)
{
	const struct doors_view *view = view_take(o, a);
	return view != NULL && (view->is_fire_latched || may_with_role(o, command, r, a));
}

static bool may_about_self(struct office *o, struct request *r, struct answer *a)
{
	struct session *s = find_session(o, r);
	if (s == NULL)
		return session_required(r, a);
	act_in(o, r, s);
	return true;
}

static bool may(struct office *o, const struct command *command, struct request *r, struct answer *a)
{
	switch (command->who) {
	case COMMAND_OPEN:
		/* rule E6: nobody is told of persons without being one */
		return !message_bool(r->parameters, "persons", false) || may_with_role(o, command, r, a);
	case COMMAND_FIRE:
		return may_in_fire(o, command, r, a);
	case COMMAND_ROLES:
		return may_with_role(o, command, r, a);
	case COMMAND_OWN:
		return may_about_self(o, r, a);
	case COMMAND_ROOT:
		return dispatch_is_root(r->uid) ||
		       answer_not_permitted(a, "Only root may do that, at the console.");
	}
	return false;
}

/* ---- io.zutritt ---- */

enum { FIELDS_MAX = 32 };

/* The command's own fields, and the session that every call may carry. */
static bool check_fields(const struct command *command, const struct request *r, struct answer *a)
{
	struct message_field fields[FIELDS_MAX + 2] = {{"session", MESSAGE_TEXT, false}};
	const char *wrong;
	char error[SENTENCE_MAX];
	for (size_t i = 0; i < FIELDS_MAX && command->fields[i].name != NULL; i++)
		fields[i + 1] = command->fields[i];
	if (message_check(r->parameters, fields, &wrong, error, sizeof(error)))
		return true;
	return answer_protocol_error(a, "InvalidParameter", "parameter", wrong, error);
}

static bool run_command(struct office *o, const char *method, struct request *r, struct answer *a)
{
	const struct command *command = command_find(method + strlen(OURS "."));
	if (command == NULL)
		return answer_protocol_error(a, "MethodNotFound", "method", method,
		                             "There is no such method.");
	if (!check_fields(command, r, a))
		return false;
	if (o->store == NULL && !memory_is_enough(command->method))
		return memory_refuse(o, a);
	if (!may(o, command, r, a))
		return false;
	const struct approval_kind *kind = approval_kind_find(command->method);
	return kind == NULL ? command->run(o, r, a) : approval_ask(o, command, kind, r, a);
}

/* ---- org.varlink.service: for everybody who may connect ---- */

static bool get_info(struct answer *a)
{
	struct message *interfaces = message_array();
	message_add(interfaces, message_of_text(SERVICE));
	message_add(interfaces, message_of_text(OURS));
	message_put_text(a->members, "vendor", "Zutritt");
	message_put_text(a->members, "product", "zutrittd");
	message_put_text(a->members, "version", ZUTRITT_VERSION);
	message_put_text(a->members, "url", "");
	message_put(a->members, "interfaces", interfaces);
	return true;
}

static bool get_description(const struct request *r, struct answer *a)
{
	const char *name = message_text(r->parameters, "interface");
	if (name == NULL)
		return answer_protocol_error(a, "InvalidParameter", "parameter", "interface",
		                             "The parameter \"interface\" is missing.");
	const char *text = interface_description(name);
	if (text == NULL)
		return answer_protocol_error(a, "InterfaceNotFound", "interface", name,
		                             "There is no such interface.");
	message_put_text(a->members, "description", text);
	return true;
}

static bool run_service(const char *method, const struct request *r, struct answer *a)
{
	if (strcmp(method, SERVICE ".GetInfo") == 0)
		return get_info(a);
	if (strcmp(method, SERVICE ".GetInterfaceDescription") == 0)
		return get_description(r, a);
	return answer_protocol_error(a, "MethodNotFound", "method", method, "There is no such method.");
}

/* ---- the request ---- */

static bool is_of_interface(const char *method, const char *interface)
{
	size_t length = strlen(interface);
	return strncmp(method, interface, length) == 0 && method[length] == '.' &&
	       strchr(method + length + 1, '.') == NULL;
}

static bool no_interface(struct answer *a, const char *method)
{
	char interface[NAME_MAX_BYTES];
	const char *dot = strrchr(method, '.');
	size_t length = dot == NULL ? strlen(method) : (size_t)(dot - method);
	if (length >= sizeof(interface))
		length = sizeof(interface) - 1;
	memcpy(interface, method, length);
	interface[length] = '\0';
	return answer_protocol_error(a, "InterfaceNotFound", "interface", interface,
	                             "There is no such interface.");
}

static bool run(struct office *o, const char *method, struct request *r, struct answer *a)
{
	if (is_of_interface(method, OURS))
		return run_command(o, method, r, a);
	if (is_of_interface(method, SERVICE))
		return run_service(method, r, a);
	return no_interface(a, method);
}

static const struct message_field call_fields[] = {{"method", MESSAGE_TEXT, true},
                                                   {"parameters", MESSAGE_OBJECT, false},
                                                   {"oneway", MESSAGE_BOOL, false},
                                                   {"more", MESSAGE_BOOL, false},
                                                   {"language", MESSAGE_TEXT, false},
                                                   {"unattended", MESSAGE_BOOL, false},
                                                   {.name = NULL}};

static bool check_call(const struct message *call, struct answer *a)
{
	const char *wrong;
	char error[SENTENCE_MAX];
	if (!message_is_object(call))
		return answer_invalid(a, "", "A message must be an object.");
	if (message_check(call, call_fields, &wrong, error, sizeof(error)))
		return true;
	return answer_protocol_error(a, "InvalidParameter", "parameter", wrong, error);
}

static void answer_call(struct office *o, uid_t uid, const struct message *call, struct ongoing *ongoing,
                        struct answer *a)
{
	if (!check_call(call, a))
		return;
	struct message *nothing = message_object();
	const struct message *parameters = message_get(call, "parameters");
	struct request r = {.parameters = parameters == NULL ? nothing : parameters,
	                    .uid = uid,
	                    .speaks_for_stations = uid == o->gateway || dispatch_is_root(uid),
	                    .wants_more = a->wants_more,
	                    .is_unattended = message_bool(call, "unattended", false),
	                    .ongoing = ongoing};
	run(o, message_text(call, "method"), &r, a);
	message_free(nothing);
}

static void send(struct answer *a, struct buffer *out)
{
	answer_finish(a);
	buffer_add(out, buffer_bytes(&a->frames), buffer_size(&a->frames));
}

void dispatch(struct office *o, uid_t uid, const char *frame, size_t length, struct ongoing *ongoing,
              struct buffer *out)
{
	char error[SENTENCE_MAX];
	struct answer a;
	struct message *call = message_parse(frame, length, error, sizeof(error));
	bool is_oneway = message_bool(call, "oneway", false);
	sentence_speak(message_text(call, "language"));
	answer_init(&a, message_bool(call, "more", false) && !is_oneway);
	desks_hear(o); /* what was shown before this call goes before it */
	if (call == NULL)
		answer_invalid(&a, "", "%s", error);
	else
		answer_call(o, uid, call, ongoing, &a);
	desks_settle(o); /* before anybody is answered (rule A3) */
	if (a.error != NULL || is_oneway)
		ongoing_end(ongoing);
	/* an answer that comes later comes alone */
	if (!is_oneway && ongoing->deferred == NULL)
		send(&a, out);
	message_free(call);
	answer_free(&a);
}

/* Nobody could say in what language. */
static void send_error(struct answer *a, struct buffer *out)
{
	send(a, out);
	answer_free(a);
}

void dispatch_too_long(struct buffer *out)
{
	struct answer a;
	sentence_speak(NULL);
	answer_init(&a, false);
	answer_invalid(&a, "", "A message has at most %d bytes.", FRAMES_MAX);
	send_error(&a, out);
}

void dispatch_too_many(struct buffer *out)
{
	struct answer a;
	sentence_speak(NULL);
	answer_init(&a, false);
	answer_unavailable(&a, "There are too many connections.");
	send_error(&a, out);
}
