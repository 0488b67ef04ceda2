/* The simulated wires: see sim.h. */
#include "cli/sim.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/card.h"
#include "cli/output.h"
#include "cli/text.h"
#include "cli/view.h"
#include "readers/sim_client.h"

enum { PERIOD_DEFAULT_US = 2000 };

/* --- connection --- */

static const char *socket_path(const struct invocation *inv)
{
	const char *path = inv->sim_socket_path != NULL ? inv->sim_socket_path : getenv("ZUTRITT_SIM_SOCKET");
	return path != NULL && path[0] != '\0' ? path : SIM_SOCKET_DEFAULT;
}

/* A descriptor, or -errno when that failed and was said. */
static int connect_or_say(const struct invocation *inv)
{
	int fd = sim_connect(socket_path(inv));
	if (fd == -ENOENT || fd == -ECONNREFUSED)
		output_failure(inv, "Unavailable",
		               _("the simulated lines do not answer at %s: does zutrittd run with the "
		                 "simulator? (zutritt status)"),
		               socket_path(inv));
	else if (fd < 0)
		output_failure(inv, "Unavailable", _("cannot reach the simulated lines at %s: %s"),
		               socket_path(inv), strerror(-fd));
	return fd;
}

static int say_broken(const struct invocation *inv, int result)
{
	return output_failure(inv, "Unavailable", _("the connection to the simulated lines broke: %s"),
	                      strerror(-result));
}

__attribute__((format(printf, 2, 3))) static int done(const struct invocation *inv, const char *format, ...)
{
	char sentence[200];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(sentence, sizeof sentence, format, arguments);
	va_end(arguments);
	struct message *reply = message_object();
	message_put_text(reply, "note", sentence);
	output_reply(inv, reply);
	message_free(reply);
	return STATUS_DONE;
}

/* --- badge --- */

static int send_badge(const struct invocation *inv, struct frame frame)
{
	const char *reader = invocation_text(inv, "READER");
	uint32_t period_us = (uint32_t)invocation_number(inv, "--period-us", PERIOD_DEFAULT_US);
	int fd = connect_or_say(inv);
	if (fd < 0)
		return STATUS_REFUSED;
	int result = sim_frame(fd, reader, frame, period_us);
	close(fd);
	if (result == -ENOENT)
		return output_failure(inv, "NotFound", _("there is no reader \"%s\""), reader);
	if (result == -EBUSY)
		return output_failure(inv, "Conflict", _("another card is just being shown to %s"), reader);
	if (result < 0)
		return say_broken(inv, result);
	return done(inv, _("Sent %u bits to %s."), frame.bit_count, reader);
}

int sim_run_badge(const struct invocation *inv)
{
	struct frame frame;
	char sentence[PARSE_SENTENCE_MAX] = "";
	if (!card_frame(invocation_text(inv, "FACILITY:CARD"), invocation_text(inv, "--format"), &frame,
	                sentence, sizeof sentence))
		return output_usage(inv, sentence);
	return send_badge(inv, frame);
}

/* --- line --- */

int sim_run_line(const struct invocation *inv)
{
	const char *line = invocation_text(inv, "NAME"), *level = invocation_text(inv, "LEVEL");
	int fd = connect_or_say(inv);
	if (fd < 0)
		return STATUS_REFUSED;
	int result = sim_level(fd, line, strcmp(level, "high") == 0);
	close(fd);
	if (result == -ENOENT)
		return output_failure(inv, "NotFound", _("there is no line \"%s\""), line);
	if (result == -EINVAL)
		return output_failure(inv, "Invalid", _("\"%s\" is no input"), line);
	if (result < 0)
		return say_broken(inv, result);
	return done(inv, _("%s is %s."), line, level);
}

/* --- outputs --- */

static int64_t now_ns(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* The daemon knows its outputs by the monotonic clock; people read the other one. */
static void format_utc(uint64_t mono_ns, char *out, size_t size)
{
	int64_t age_ns = now_ns(CLOCK_MONOTONIC) - (int64_t)mono_ns;
	int64_t utc_ms = (now_ns(CLOCK_REALTIME) - age_ns) / 1000000;
	time_t seconds = (time_t)(utc_ms / 1000);
	struct tm tm;
	char whole[32] = "";
	if (gmtime_r(&seconds, &tm) != NULL)
		strftime(whole, sizeof whole, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(out, size, "%s.%03dZ", whole, (int)(utc_ms % 1000));
}

static struct message *describe(const struct sim_output *o)
{
	struct message *m = message_object();
	char since[64];
	message_put_text(m, "name", o->name);
	message_put_text(m, "state", o->is_active ? "on" : "off");
	message_put_int(m, "changes", o->changes);
	format_utc(o->changed_ns, since, sizeof since);
	if (o->changed_ns != 0)
		message_put_text(m, "since", since);
	else
		message_put_null(m, "since");
	return m;
}

static struct message *describe_all(const struct sim_output *outputs, int count)
{
	struct message *list = message_array();
	for (int i = 0; i < count && i < LINES_MAX; i++)
		message_add(list, describe(&outputs[i]));
	return list;
}

/* The outputs as they are now, or NULL when that failed and was said. */
static struct message *ask_outputs(const struct invocation *inv)
{
	static struct sim_output outputs[LINES_MAX];
	int fd = connect_or_say(inv);
	if (fd < 0)
		return NULL;
	int count = sim_outputs(fd, outputs, LINES_MAX);
	close(fd);
	if (count < 0) {
		say_broken(inv, count);
		return NULL;
	}
	return describe_all(outputs, count);
}

static bool show_output(const struct invocation *inv, const struct message *output)
{
	if (inv->is_json)
		output_json(output);
	else
		view_print_line(stdout, command_output_columns, output);
	return output_flush();
}

static int follow_changes(const struct invocation *inv, int fd)
{
	for (;;) {
		struct sim_output change;
		int result = sim_next(fd, &change, 0);
		if (result < 0)
			return say_broken(inv, result);
		if (result == 0 && !output_wait(fd))
			return STATUS_DONE;
		if (result == 0)
			continue;
		struct message *m = describe(&change);
		bool is_read = show_output(inv, m);
		message_free(m);
		if (!is_read)
			return STATUS_DONE;
	}
}

/* Watching begins before the list is asked for, so that no change falls between them. */
static int follow_outputs(const struct invocation *inv, int fd)
{
	int result = sim_watch(fd);
	if (result < 0)
		return say_broken(inv, result);
	struct message *list = ask_outputs(inv);
	if (list == NULL)
		return STATUS_REFUSED;
	for (size_t i = 0; i < message_count(list); i++)
		show_output(inv, message_item(list, i));
	message_free(list);
	return output_flush() ? follow_changes(inv, fd) : STATUS_DONE;
}

static int show_outputs(const struct invocation *inv)
{
	struct message *list = ask_outputs(inv);
	if (list == NULL)
		return STATUS_REFUSED;
	struct message *reply = message_object();
	message_put(reply, "outputs", list);
	int status = output_reply(inv, reply);
	message_free(reply);
	return status;
}

int sim_run_outputs(const struct invocation *inv)
{
	if (invocation_find(inv, "--follow") == NULL)
		return show_outputs(inv);
	int fd = connect_or_say(inv);
	if (fd < 0)
		return STATUS_REFUSED;
	int status = follow_outputs(inv, fd);
	close(fd);
	return status;
}
