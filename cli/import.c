/* Import and export: see import.h. */
#include "cli/import.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/ask.h"
#include "cli/output.h"
#include "cli/text.h"

enum { IMPORT_TIMEOUT_S = 300, COPY_BYTES = 65536 };

/* ---- import ---- */

/* Everything of in, into memory that nobody can change any more. The descriptor, or -errno. */
static int copy_to_memory(int in)
{
	static char bytes[COPY_BYTES];
	int memory = memfd_create("table", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	ssize_t n = memory < 0 ? -1 : 1;
	while (n > 0) {
		n = read(in, bytes, sizeof bytes);
		if (n > 0 && write(memory, bytes, (size_t)n) != n)
			n = -1;
	}
	if (n == 0 && fcntl(memory, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW) == 0)
		return memory;
	int result = -errno;
	if (memory >= 0)
		close(memory);
	return result;
}

/* "-" is standard input. */
static int read_table(const struct invocation *inv, const char *path)
{
	int in = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	int memory = in < 0 ? -errno : copy_to_memory(in);
	if (in > STDIN_FILENO)
		close(in);
	if (memory < 0)
		output_failure(inv, "Invalid", _("cannot read %s: %s"), path, strerror(-memory));
	return memory;
}

static int send_table(const struct invocation *inv, int table)
{
	struct client *c = ask_connect(inv);
	if (c == NULL)
		return STATUS_REFUSED;
	struct message *parameters = ask_parameters(inv);
	message_put_int(parameters, "file", 0);
	client_give_file(c, table);
	struct message *reply = ask_method_within(inv, c, inv->command->method, parameters, IMPORT_TIMEOUT_S);
	int status = reply == NULL ? STATUS_REFUSED : output_reply(inv, reply);
	message_free(reply);
	client_close(c);
	return status;
}

int import_run(const struct invocation *inv)
{
	int table = read_table(inv, invocation_text(inv, "FILE"));
	if (table < 0)
		return STATUS_REFUSED;
	int status = send_table(inv, table);
	close(table);
	return status;
}

/* ---- export ---- */

static const char *const columns[] = {"id",       "name",   "kind",  "position", "employer", "first_day",
                                      "last_day", "rights", "badge", "state",    NULL};

static bool is_formula(const char *text)
{
	return text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
}

static void print_field(FILE *out, const char *text)
{
	bool has_mark = is_formula(text);
	bool is_quoted = has_mark || strpbrk(text, ";,\"\r\n") != NULL || text[0] == ' ';
	if (!is_quoted) {
		fputs(text, out);
		return;
	}
	fputs(has_mark ? "\"'" : "\"", out);
	for (; *text != '\0'; text++)
		fprintf(out, *text == '"' ? "\"%c" : "%c", *text);
	fputc('"', out);
}

static void print_row(FILE *out, const struct message *person)
{
	for (size_t i = 0; columns[i] != NULL; i++) {
		char *text = message_describe(message_get(person, columns[i]));
		fputs(i == 0 ? "" : ";", out);
		print_field(out, text);
		free(text);
	}
	fputs("\r\n", out);
}

void export_print(FILE *out, const struct message *persons)
{
	fputs("\xef\xbb\xbf", out);
	for (size_t i = 0; columns[i] != NULL; i++)
		fprintf(out, "%s%s", i == 0 ? "" : ";", columns[i]);
	fputs("\r\n", out);
	for (size_t i = 0; i < message_count(persons); i++)
		print_row(out, message_item(persons, i));
}

int export_run(const struct invocation *inv)
{
	const char *path = invocation_text(inv, "FILE");
	struct message *reply = ask_call(inv);
	if (reply == NULL)
		return STATUS_REFUSED;
	int status = STATUS_DONE;
	if (inv->is_json)
		output_json(reply);
	else if (path == NULL || strcmp(path, "-") == 0)
		export_print(stdout, message_get(reply, "persons"));
	else
		status = output_file(inv, path, export_print, message_get(reply, "persons"));
	message_free(reply);
	return status;
}
