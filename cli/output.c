/* Output: see output.h. */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/help.h"
#include "cli/text.h"
#include "cli/view.h"

enum { OUTPUT_SENTENCE_MAX = 1024 };

void output_json(const struct message *m)
{
	char *text = message_print(m);
	puts(text);
	free(text);
}

int output_sections(const struct invocation *inv, const struct section *sections, const struct message *reply)
{
	if (inv->is_json)
		output_json(reply);
	else
		view_print(stdout, sections, reply);
	return STATUS_DONE;
}

int output_reply(const struct invocation *inv, const struct message *reply)
{
	return output_sections(inv, inv->command->sections, reply);
}

/* Sentences carry foreign text: names, paths, what the daemon said. */
static void say(const char *sentence)
{
	char *shown = text_escaped(sentence);
	fprintf(stderr, "zutritt: %s\n", shown);
	free(shown);
}

static void say_json(const char *error, const char *sentence)
{
	struct message *m = message_object();
	message_put_text(m, "error", error);
	message_put_text(m, "message", sentence);
	output_json(m);
	message_free(m);
}

int output_failure(const struct invocation *inv, const char *error, const char *format, ...)
{
	char sentence[OUTPUT_SENTENCE_MAX];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(sentence, sizeof sentence, format, arguments);
	va_end(arguments);
	if (inv->is_json)
		say_json(error, sentence);
	else
		say(sentence);
	return STATUS_REFUSED;
}

void output_remark(const struct invocation *inv, const char *format, ...)
{
	char sentence[OUTPUT_SENTENCE_MAX];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(sentence, sizeof sentence, format, arguments);
	va_end(arguments);
	if (!inv->is_json)
		say(sentence);
}

/* What stands beside the sentence: which persons bear the name, which rule forbids it. */
static void say_refusal(const char *error, const struct message *parameters)
{
	char sentence[OUTPUT_SENTENCE_MAX], beside[OUTPUT_SENTENCE_MAX / 2] = "";
	const char *text = message_text(parameters, "message"), *rule = message_text(parameters, "rule");
	char *candidates = message_describe(message_get(parameters, "candidates"));
	if (rule != NULL)
		snprintf(beside, sizeof beside, _(" (rule %s)"), rule);
	else if (candidates[0] != '\0')
		snprintf(beside, sizeof beside, " (%s)", candidates);
	if (text != NULL)
		snprintf(sentence, sizeof sentence, "%s%s", text, beside);
	else
		snprintf(sentence, sizeof sentence, _("zutrittd refused: %s%s"), error, beside);
	say(sentence);
	free(candidates);
}

int output_refusal(const struct invocation *inv, const char *error, struct message *parameters)
{
	if (!inv->is_json) {
		say_refusal(error, parameters);
		return STATUS_REFUSED;
	}
	message_put_text(parameters, "error", error);
	if (message_text(parameters, "message") == NULL)
		message_put_text(parameters, "message", _("zutrittd refused"));
	output_json(parameters);
	return STATUS_REFUSED;
}

int output_usage(const struct invocation *inv, const char *sentence)
{
	char words[80];
	help_words(words, sizeof words, inv);
	output_failure(inv, "Usage", _("%s; try %s --help"), sentence, words);
	return STATUS_USAGE;
}

int output_file(const struct invocation *inv, const char *path,
                void (*print)(FILE *out, const struct message *m), const struct message *m)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
	if (out != NULL) {
		print(out, m);
		bool is_written = !ferror(out);
		if (fclose(out) == 0 && is_written)
			return STATUS_DONE;
	}
	return output_failure(inv, "Invalid", _("cannot write %s: %s"), path, strerror(errno));
}

bool output_flush(void)
{
	return fflush(stdout) == 0 && !ferror(stdout);
}

bool output_wait(int fd)
{
	/* no event is asked of standard output: poll() reports its end unasked */
	struct pollfd p[] = {{.fd = fd, .events = POLLIN}, {.fd = STDOUT_FILENO}};
	while (poll(p, 2, -1) < 0)
		if (errno != EINTR)
			return false;
	return p[1].revents == 0;
}

/* An earlier write may have failed long before anybody asks why; a pipe without a reader still tells. */
static bool is_reader_gone(void)
{
	struct pollfd p = {.fd = STDOUT_FILENO};
	return poll(&p, 1, 0) == 1 && (p.revents & (POLLERR | POLLHUP)) != 0;
}

int output_finish(int status)
{
	errno = 0;
	if (output_flush() || errno == EPIPE || is_reader_gone())
		return status;
	if (errno != 0)
		fprintf(stderr, _("zutritt: cannot write the output: %s\n"), strerror(errno));
	else
		fputs(_("zutritt: cannot write the output\n"), stderr);
	return STATUS_REFUSED;
}
