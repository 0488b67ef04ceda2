#include "controller/office/answer.h"
#include "controller/office/commands.h"
#include "controller/office/dispatch.h"
#include "controller/office/interface.h"
#include "controller/office/memory.h"
#include "controller/office/names.h"
#include "controller/office/sentence.h"
#include "controller/protocol/frames.h"

#include <string.h>
#include <unistd.h>

#define OURS    "io.zutritt"
#define SERVICE "org.varlink.service"

enum { SENTENCE_MAX = 320, NAME_MAX_BYTES = 128 };

bool dispatch_may(uid_t uid)
{
	return uid == 0 || uid == geteuid();
}

/* ---- who acts ---- */

static bool begin_without(struct office *o, const struct command *command, struct answer *a)
{
	if (command->who == COMMAND_BEGINS && !name_has_actor(o))
		return true;
	return answer_protocol_error(a, "InvalidParameter", "parameter", "by",
	                             "The parameter \"by\" is missing: name the employee who acts.");
}

static bool find_actor(struct office *o, const struct command *command, struct request *r, struct answer *a)
{
	const char *by = message_text(r->parameters, "by");
	if (command->who == COMMAND_LOOKS)
		return true;
	if (by == NULL)
		return begin_without(o, command, a);
	if (o->store != NULL && name_actor(o, a, by, &r->actor))
		return true;
	/* rule B6: what needs no database needs none to look the actor up either */
	if (!memory_is_enough(command->method) || (o->store != NULL && !memory_takes_over(o, a)))
		return false;
	memory_actor(r, by);
	return true;
}

/* ---- io.zutritt ---- */

static bool check_fields(const struct command *command, const struct request *r, struct answer *a)
{
	const char *wrong;
	char error[SENTENCE_MAX];
	if (message_check(r->parameters, command->fields, &wrong, error, sizeof(error)))
		return true;
	return answer_protocol_error(a, "InvalidParameter", "parameter", wrong, error);
}

static bool run_command(struct office *o, const char *method, struct request *r, struct answer *a)
{
	const struct command *command = command_find(method + strlen(OURS "."));
	if (command == NULL)
		return answer_protocol_error(a, "MethodNotFound", "method", method,
		                             "There is no such method.");
	if (!dispatch_may(r->uid))
		return answer_not_permitted(
		        a, "Only root and the controller's own user may do that, until operators "
		           "have accounts.");
	if (!check_fields(command, r, a))
		return false;
	if (o->store == NULL && !memory_is_enough(command->method))
		return memory_refuse(o, a);
	return find_actor(o, command, r, a) && command->run(o, r, a);
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

static const struct message_field call_fields[] = {
        {"method", MESSAGE_TEXT, true},    {"parameters", MESSAGE_OBJECT, false},
        {"oneway", MESSAGE_BOOL, false},   {"more", MESSAGE_BOOL, false},
        {"language", MESSAGE_TEXT, false}, {.name = NULL}};

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
	                    .wants_more = a->wants_more,
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
	if (call == NULL)
		answer_invalid(&a, "", "%s", error);
	else
		answer_call(o, uid, call, ongoing, &a);
	if (a.error != NULL)
		ongoing_end(ongoing);
	if (!is_oneway)
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
