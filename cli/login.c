/* Logging in and out: see login.h. */
#include "cli/login.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/ask.h"
#include "cli/output.h"
#include "cli/secret.h"
#include "cli/session.h"
#include "cli/text.h"

enum { LOGIN_TIMEOUT_S = 60 }; /* sixteen may wait before us, each for a second */

/* ---- typing ---- */

static bool complain(const struct invocation *inv, enum secret_result result, const char *what)
{
	if (result == SECRET_TOO_LONG)
		output_failure(inv, "Invalid", _("%s has more than 256 bytes"), what);
	else
		output_failure(inv, "Invalid",
		               _("%s cannot be read: there is no terminal; scripts use --password-fd"), what);
	return false;
}

/* From the file that --password-fd names, else typed. */
static bool read_password(const struct invocation *inv, const char *prompt, char password[SECRET_MAX])
{
	int64_t fd = invocation_number(inv, "--password-fd", -1);
	enum secret_result result = fd >= 0 ? secret_from((int)fd, password, SECRET_MAX)
	                                    : secret_type(prompt, password, SECRET_MAX);
	return result == SECRET_READ || complain(inv, result, _("the password"));
}

/* ---- login ---- */

static const char *user_of(const struct invocation *inv)
{
	const char *given = invocation_text(inv, "USER");
	const struct passwd *own = given == NULL ? getpwuid(getuid()) : NULL;
	if (given != NULL)
		return given;
	return own != NULL ? own->pw_name : "";
}

static int keep_session(const struct invocation *inv, struct message *reply)
{
	char path[SESSION_PATH_MAX];
	int result = session_store(message_text(reply, "session"), path);
	if (result == 0)
		return output_reply(inv, reply);
	if (path[0] == '\0')
		return output_failure(
		        inv, "Unavailable",
		        _("there is no private place for the session: $XDG_RUNTIME_DIR is no folder "
		          "of yours, and neither is /run/user/%u; name a file in "
		          "$ZUTRITT_SESSION_FILE"),
		        (unsigned)geteuid());
	return output_failure(inv, "Unavailable", "%s: %s", path, strerror(-result));
}

static struct message *ask_login(const struct invocation *inv, const char *user, const char *password)
{
	struct message *parameters = message_object();
	message_put_text(parameters, "user", user);
	message_put_text(parameters, "password", password);
	return ask_once(inv, parameters, LOGIN_TIMEOUT_S);
}

int login_run(const struct invocation *inv)
{
	const char *user = user_of(inv);
	char password[SECRET_MAX], prompt[128];
	snprintf(prompt, sizeof prompt, _("Password of %.40s: "), user);
	if (!read_password(inv, prompt, password))
		return STATUS_REFUSED;
	struct message *reply = ask_login(inv, user, password);
	explicit_bzero(password, sizeof password);
	if (reply == NULL)
		return STATUS_REFUSED;
	int status = keep_session(inv, reply);
	message_free(reply);
	return status;
}

int login_run_logout(const struct invocation *inv)
{
	int status = ask_run(inv);
	session_forget();
	return status;
}

/* ---- passwd ---- */

static bool read_new(const struct invocation *inv, char fresh[SECRET_MAX])
{
	char again[SECRET_MAX];
	if (!read_password(inv, _("New password: "), fresh))
		return false;
	if (invocation_find(inv, "--password-fd") != NULL)
		return true;
	bool is_read = read_password(inv, _("New password again: "), again);
	bool is_same = is_read && strcmp(fresh, again) == 0;
	explicit_bzero(again, sizeof again);
	if (is_read && !is_same)
		output_failure(inv, "Invalid", _("the two new passwords differ; nothing is changed"));
	return is_same;
}

static struct message *ask_change(const struct invocation *inv, const char *old, const char *fresh)
{
	struct message *parameters = ask_parameters(inv);
	message_put_text(parameters, "old", old);
	message_put_text(parameters, "new", fresh);
	return ask_once(inv, parameters, LOGIN_TIMEOUT_S);
}

int login_run_passwd(const struct invocation *inv)
{
	char old[SECRET_MAX] = "", fresh[SECRET_MAX] = "";
	struct message *reply = NULL;
	if (read_password(inv, _("Old password: "), old) && read_new(inv, fresh))
		reply = ask_change(inv, old, fresh);
	explicit_bzero(old, sizeof old);
	explicit_bzero(fresh, sizeof fresh);
	if (reply == NULL)
		return STATUS_REFUSED;
	int status = output_reply(inv, reply);
	message_free(reply);
	return status;
}

/* ---- init ---- */

/* What was not given is asked for; an empty answer leaves it out, as where somebody has the role already. */
static bool ask_missing(const struct invocation *inv, struct message *parameters, const char *option,
                        const char *field, const char *prompt)
{
	char line[VALUE_TEXT_MAX + 1];
	if (invocation_find(inv, option) != NULL)
		return true;
	enum secret_result result = secret_ask(prompt, line, sizeof line);
	if (result == SECRET_TOO_LONG)
		return complain(inv, result, option);
	if (result != SECRET_READ) {
		output_failure(inv, "Invalid", _("%s is missing, and there is no terminal to ask at"),
		               option);
		return false;
	}
	if (line[0] != '\0')
		message_put_text(parameters, field, line);
	return true;
}

static bool wants_questions(const struct invocation *inv)
{
	return inv->count == 0;
}

static bool ask_all(const struct invocation *inv, struct message *parameters)
{
	return ask_missing(inv, parameters, "--management", "management", _("Who manages (full name): ")) &&
	       ask_missing(inv, parameters, "--management-user", "management_user", _("Their user name: ")) &&
	       ask_missing(inv, parameters, "--administrator", "administrator",
	                   _("Who administers, somebody else (full name): ")) &&
	       ask_missing(inv, parameters, "--administrator-user", "administrator_user",
	                   _("Their user name: "));
}

int login_run_init(const struct invocation *inv)
{
	struct message *parameters = ask_parameters(inv);
	/* with options only what is said: it may be that just one of the two is missing */
	if (wants_questions(inv) && !ask_all(inv, parameters)) {
		message_free(parameters);
		return STATUS_REFUSED;
	}
	struct message *reply = ask_once(inv, parameters, LOGIN_TIMEOUT_S);
	if (reply == NULL)
		return STATUS_REFUSED;
	int status = output_reply(inv, reply);
	message_free(reply);
	return status;
}
