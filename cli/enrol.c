/* Enrolment: see enrol.h. */
#include "cli/enrol.h"

#include <time.h>

#include "cli/ask.h"
#include "cli/output.h"
#include "cli/text.h"

enum { LOOK_AGAIN_MS = 200 };

static void wait_a_little(void)
{
	nanosleep(&(struct timespec){.tv_nsec = LOOK_AGAIN_MS * 1000000L}, NULL);
}

static struct message *look(const struct invocation *inv, struct client *c, bool is_again)
{
	struct message *parameters = ask_parameters(inv);
	if (is_again)
		message_put_bool(parameters, "again", true);
	return ask_method(inv, c, inv->command->method, parameters);
}

/* The answer that has the badge; NULL when none came, and it has been said why. The daemon ends the waiting.
 */
static struct message *wait_for_badge(const struct invocation *inv, struct client *c)
{
	struct message *reply = look(inv, c, false);
	if (reply != NULL)
		output_remark(inv, _("present the badge at %s now"), invocation_text(inv, "--reader"));
	while (reply != NULL && message_text(reply, "badge") == NULL) {
		message_free(reply);
		wait_a_little();
		reply = look(inv, c, true);
	}
	return reply;
}

static int give(const struct invocation *inv, struct client *c, const char *badge, const char *person)
{
	static const struct section note[] = {{.shape = SECTION_NOTE, .path = "note"},
	                                      {.shape = SECTION_END}};
	struct message *parameters = ask_session();
	message_put_text(parameters, "badge", badge);
	message_put_text(parameters, "person", person);
	struct message *reply = ask_method(inv, c, "BadgeAssign", parameters);
	if (reply == NULL)
		return STATUS_REFUSED;
	int status = output_sections(inv, note, reply);
	message_free(reply);
	return status;
}

int enrol_run(const struct invocation *inv)
{
	const char *person = invocation_text(inv, "--to");
	struct client *c = ask_connect(inv);
	if (c == NULL)
		return STATUS_REFUSED;
	int status = STATUS_REFUSED;
	struct message *reply = wait_for_badge(inv, c);
	if (reply != NULL)
		status = person == NULL ? output_reply(inv, reply)
		                        : give(inv, c, message_text(reply, "badge"), person);
	message_free(reply);
	client_close(c);
	return status;
}
