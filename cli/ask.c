/* Asking the daemon: see ask.h. */
#include "cli/ask.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/language.h"
#include "cli/output.h"
#include "cli/request.h"
#include "cli/session.h"
#include "cli/text.h"

static const char *socket_path(const struct invocation *inv)
{
	const char *path = inv->socket_path != NULL ? inv->socket_path : getenv("ZUTRITT_SOCKET");
	return path != NULL && path[0] != '\0' ? path : CLIENT_SOCKET_DEFAULT;
}

struct client *ask_connect(const struct invocation *inv)
{
	struct client *c = NULL;
	char error[256] = "";
	int result = client_connect(&c, socket_path(inv), error, sizeof error);
	if (result == 0) {
		client_speak(c, language_code());
		return c;
	}
	if (result == -ENOENT || result == -ECONNREFUSED)
		output_failure(inv, "Unavailable",
		               _("zutrittd does not answer at %s: is it running? (systemctl status zutritt)"),
		               socket_path(inv));
	else if (result == -EACCES || result == -EPERM)
		output_failure(inv, "Unavailable",
		               _("no permission to speak to zutrittd at %s: it takes the group zutritt (sudo "
		                 "usermod -aG zutritt USER, then log in to this machine anew)"),
		               socket_path(inv));
	else
		output_failure(inv, "Unavailable", _("cannot reach zutrittd at %s: %s"), socket_path(inv),
		               strerror(-result));
	return NULL;
}

/* The connection broke, perhaps after the daemon had begun: say how to find out. */
static void say_broken(const struct invocation *inv, int result, int timeout_s)
{
	const char *doubt =
	        inv->command->is_act ? _("; whether it was done is shown by zutritt events list") : "";
	if (result == -ETIMEDOUT)
		output_failure(inv, "Unavailable", _("zutrittd did not answer within %d s%s"), timeout_s,
		               doubt);
	else if (result == -EMSGSIZE)
		output_failure(inv, "Invalid", "%s", _("the request or its answer is longer than 64 KiB"));
	else
		output_failure(inv, "Unavailable", _("the connection to zutrittd broke: %s%s"),
		               strerror(-result), doubt);
}

struct message *ask_method_within(const struct invocation *inv, struct client *c, const char *method,
                                  struct message *parameters, int timeout_s)
{
	struct message *reply = NULL;
	const char *error = NULL;
	int result = client_call(c, method, parameters, timeout_s * 1000, &reply, &error);
	message_free(parameters);
	if (result == 0)
		return reply;
	if (result < 0) {
		say_broken(inv, result, timeout_s);
		return NULL;
	}
	output_refusal(inv, error, reply);
	message_free(reply);
	return NULL;
}

struct message *ask_method(const struct invocation *inv, struct client *c, const char *method,
                           struct message *parameters)
{
	return ask_method_within(inv, c, method, parameters, ASK_TIMEOUT_S);
}

struct message *ask_once(const struct invocation *inv, struct message *parameters, int timeout_s)
{
	struct client *c = ask_connect(inv);
	struct message *reply = NULL;
	if (c != NULL)
		reply = ask_method_within(inv, c, inv->command->method, parameters, timeout_s);
	else
		message_free(parameters);
	client_close(c);
	return reply;
}

static struct message *with_session(struct message *parameters)
{
	char token[SESSION_TOKEN_MAX];
	if (session_load(token))
		message_put_text(parameters, "session", token);
	explicit_bzero(token, sizeof token);
	return parameters;
}

struct message *ask_session(void)
{
	return with_session(message_object());
}

struct message *ask_parameters(const struct invocation *inv)
{
	return with_session(request_build(inv));
}

struct message *ask_call(const struct invocation *inv)
{
	return ask_once(inv, ask_parameters(inv), ASK_TIMEOUT_S);
}

int ask_run(const struct invocation *inv)
{
	struct message *reply = ask_call(inv);
	if (reply == NULL)
		return STATUS_REFUSED;
	int status = output_reply(inv, reply);
	message_free(reply);
	return status;
}
