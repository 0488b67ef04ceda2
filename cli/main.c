/*
 * The command zutritt: management's hand on the controller. It opens no
 * database and no line; everything is asked of zutrittd over its control
 * socket (docs/io.zutritt.varlink). What it can do stands in commands.c;
 * start reading there.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/ask.h"
#include "cli/card.h"
#include "cli/enrol.h"
#include "cli/events.h"
#include "cli/help.h"
#include "cli/hire.h"
#include "cli/import.h"
#include "cli/language.h"
#include "cli/login.h"
#include "cli/output.h"
#include "cli/page.h"
#include "cli/sim.h"
#include "cli/text.h"

/* Started without one of them, a socket would take its place and be printed to. */
static void keep_standard_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", O_RDWR) != fd)
			_exit(STATUS_REFUSED);
}

static int run(struct invocation *inv)
{
	switch (inv->command->action) {
	case COMMAND_ASK:
		return ask_run(inv);
	case COMMAND_EVENTS_LIST:
		return events_list(inv);
	case COMMAND_HIRE:
		return hire_run(inv);
	case COMMAND_IMPORT:
		return import_run(inv);
	case COMMAND_EXPORT:
		return export_run(inv);
	case COMMAND_PAGE:
		return page_run(inv);
	case COMMAND_BADGE_ENROL:
		return enrol_run(inv);
	case COMMAND_EVENTS_FOLLOW:
		return events_follow(inv);
	case COMMAND_INIT:
		return login_run_init(inv);
	case COMMAND_LOGIN:
		return login_run(inv);
	case COMMAND_LOGOUT:
		return login_run_logout(inv);
	case COMMAND_PASSWD:
		return login_run_passwd(inv);
	case COMMAND_CARD_DECODE:
		return card_decode(inv);
	case COMMAND_SIM_BADGE:
		return sim_run_badge(inv);
	case COMMAND_SIM_LINE:
		return sim_run_line(inv);
	case COMMAND_SIM_OUTPUTS:
		return sim_run_outputs(inv);
	}
	return STATUS_REFUSED;
}

static int print_version(const struct invocation *inv)
{
	if (!inv->is_json) {
		puts("zutritt " ZUTRITT_VERSION);
		return STATUS_DONE;
	}
	struct message *m = message_object();
	message_put_text(m, "version", ZUTRITT_VERSION);
	output_json(m);
	message_free(m);
	return STATUS_DONE;
}

static int answer(int argc, char **argv)
{
	static struct invocation inv;
	char sentence[PARSE_SENTENCE_MAX];
	switch (parse_command(&inv, argc, argv, sentence)) {
	case PARSE_RUN:
		return run(&inv);
	case PARSE_HELP:
		help_print(stdout, &inv);
		return STATUS_DONE;
	case PARSE_VERSION:
		return print_version(&inv);
	case PARSE_WRONG:
		return output_usage(&inv, sentence);
	}
	return STATUS_USAGE;
}

int main(int argc, char **argv)
{
	keep_standard_streams();
	message_wipe_all();
	language_begin();
	/* a reader that went away is seen where the output is flushed */
	signal(SIGPIPE, SIG_IGN);
	return output_finish(answer(argc, argv));
}
