/* Help: see help.h. Lines are kept to 78 columns where the words allow it. */
#include "cli/help.h"

#include <inttypes.h>
#include <string.h>

#include "cli/text.h"

enum { HELP_WIDTH = 78, HELP_PIECE_MAX = 160, HELP_COLUMN = 26 };

/* Where the line stands, to wrap it. */
struct line {
	FILE *out;
	size_t indent;
	size_t column;
};

static void line_put(struct line *l, const char *piece)
{
	size_t width = text_width(piece);
	if (l->column > l->indent && l->column + 1 + width > HELP_WIDTH) {
		fprintf(l->out, "\n%*s", (int)l->indent, "");
		l->column = l->indent;
	} else if (l->column > l->indent) {
		fputc(' ', l->out);
		l->column++;
	}
	fputs(piece, l->out);
	l->column += width;
}

/* A paragraph, word by word; the line already stands at its indent. */
static void print_wrapped(FILE *out, size_t indent, const char *text)
{
	struct line l = {.out = out, .indent = indent, .column = indent};
	while (*text != '\0') {
		char word[HELP_PIECE_MAX];
		size_t length = strcspn(text, " ");
		snprintf(word, sizeof word, "%.*s", (int)length, text);
		line_put(&l, word);
		text += length + (text[length] == ' ');
	}
	fputc('\n', out);
}

/* "unset|set|override", or the word for the value. */
static void describe_value(char *out, size_t size, const struct parameter *p)
{
	if (p->choices == NULL) {
		snprintf(out, size, "%s", p->value != NULL ? p->value : "");
		return;
	}
	out[0] = '\0';
	for (const char *const *c = p->choices; *c != NULL; c++) {
		size_t used = strlen(out);
		snprintf(out + used, size - used, "%s%s", used > 0 ? "|" : "", *c);
	}
}

/* "--right unset|set|override", "PERSON" */
static void describe_parameter(char *out, size_t size, const struct parameter *p)
{
	char value[HELP_PIECE_MAX / 2];
	describe_value(value, sizeof value, p);
	if (p->name[0] != '-')
		snprintf(out, size, "%s", value[0] != '\0' ? value : p->name);
	else
		snprintf(out, size, "%s%s%s", p->name, value[0] != '\0' ? " " : "", value);
}

static void put_usage(struct line *l, const struct parameter *list)
{
	for (const struct parameter *p = list; p->name != NULL; p++) {
		char what[HELP_PIECE_MAX / 2 + 40], piece[HELP_PIECE_MAX];
		describe_parameter(what, sizeof what, p);
		snprintf(piece, sizeof piece, p->is_required ? "%s%s" : "[%s]%s", what,
		         p->is_repeated ? "..." : "");
		line_put(l, piece);
	}
}

static void print_usage(FILE *out, const struct command *c)
{
	struct line l = {.out = out, .indent = 10, .column = 10};
	fprintf(out, "  zutritt ");
	line_put(&l, c->noun);
	if (c->verb != NULL)
		line_put(&l, c->verb);
	put_usage(&l, c->arguments);
	put_usage(&l, c->options);
	fputc('\n', out);
}

static void describe_range(char *out, size_t size, const struct parameter *p)
{
	out[0] = '\0';
	if (p->kind != VALUE_NUMBER)
		return;
	if (p->max == INT64_MAX)
		snprintf(out, size, _("; from %" PRId64 " on"), p->min);
	else
		snprintf(out, size, _("; %" PRId64 " to %" PRId64), p->min, p->max);
}

static void print_parameter(FILE *out, const struct parameter *p)
{
	char what[HELP_PIECE_MAX], range[80], text[HELP_PIECE_MAX * 2];
	describe_parameter(what, sizeof what, p);
	describe_range(range, sizeof range, p);
	snprintf(text, sizeof text, "%s%s", _(p->help), range);
	if (text_width(what) + 4 > HELP_COLUMN)
		fprintf(out, "  %s\n%*s", what, HELP_COLUMN, "");
	else
		fprintf(out, "  %s%*s", what, (int)(HELP_COLUMN - 2 - text_width(what)), "");
	print_wrapped(out, HELP_COLUMN, text);
}

static void print_parameters(FILE *out, const char *title, const struct parameter *list)
{
	if (list->name == NULL)
		return;
	fprintf(out, "\n%s\n", title);
	for (; list->name != NULL; list++)
		print_parameter(out, list);
}

static bool was_printed(const struct command *first, const struct command *form, const char *name)
{
	for (const struct command *c = first; c < form; c++)
		if (parameter_find(c->options, name, strlen(name)) != NULL)
			return true;
	return false;
}

/* Options of all forms of a command, each once. */
static void print_options(FILE *out, const struct command *first, const struct command *end)
{
	bool is_titled = false;
	for (const struct command *c = first; c < end; c++)
		for (const struct parameter *o = c->options; o->name != NULL; o++) {
			if (was_printed(first, c, o->name))
				continue;
			if (!is_titled)
				fprintf(out, "\n%s\n", _("Options:"));
			is_titled = true;
			print_parameter(out, o);
		}
}

static const struct command *first_form(const struct command *c)
{
	return command_find(c->noun, c->verb);
}

static const struct command *end_of_forms(const struct command *first)
{
	const struct command *c = first;
	while (c < commands + command_count && command_is_same(c, first))
		c++;
	return c;
}

static void print_command(FILE *out, const struct command *any)
{
	const struct command *first = first_form(any), *end = end_of_forms(first);
	fprintf(out, "%s\n", _("Usage:"));
	for (const struct command *c = first; c < end; c++)
		print_usage(out, c);
	fputc('\n', out);
	print_wrapped(out, 0, _(first->details));
	for (const struct command *c = first; c < end; c++)
		print_parameters(out, c == first ? _("Arguments:") : _("or:"), c->arguments);
	print_options(out, first, end);
	print_parameters(out, _("Options of every command:"), command_globals);
	fprintf(out, "\n%s\n", _("Example:"));
	for (const struct command *c = first; c < end; c++)
		fprintf(out, "  %s\n", c->example);
}

static void print_summary(FILE *out, const struct command *c)
{
	char words[HELP_COLUMN];
	snprintf(words, sizeof words, "%s %s", c->noun, c->verb != NULL ? c->verb : "");
	fprintf(out, "  %-*s  %s\n", HELP_COLUMN - 8, words, _(c->summary));
}

static void print_summaries(FILE *out, const char *noun)
{
	const struct command *end = commands + command_count;
	for (const struct command *c = commands; c < end; c = end_of_forms(c))
		if (noun == NULL || strcmp(c->noun, noun) == 0)
			print_summary(out, c);
}

static const char *noun_purpose(const char *noun)
{
	for (const struct noun *n = command_nouns; n->name != NULL; n++)
		if (strcmp(n->name, noun) == 0)
			return _(n->purpose);
	return "";
}

static void print_noun(FILE *out, const char *noun)
{
	fprintf(out, "%s\n  zutritt %s %s\n\n%s\n\n%s\n", _("Usage:"), noun,
	        _("COMMAND [ARGUMENTS] [OPTIONS]"), noun_purpose(noun), _("Commands:"));
	print_summaries(out, noun);
	fprintf(out, _("\n\"zutritt %s COMMAND --help\" explains a command.\n"), noun);
}

static void print_everything(FILE *out)
{
	fprintf(out, "%s\n  zutritt %s\n\n", _("Usage:"), _("COMMAND [ARGUMENTS] [OPTIONS]"));
	print_wrapped(
	        out, 0,
	        _("Manages physical access: persons, badges, keys and doors of the controller zutrittd."));
	fprintf(out, "\n%s\n", _("Commands:"));
	print_summaries(out, NULL);
	print_parameters(out, _("Options of every command:"), command_globals);
	fprintf(out, "\n%s\n  %s\n", _("Exit status:"), _("0 done, 1 refused or failed, 2 wrong usage"));
	fprintf(out, "\n%s\n  zutritt person hire \"Anna Berger\" --position office --badge 42:1337\n",
	        _("Example:"));
	fputs(_("\n\"zutritt COMMAND --help\" explains a command.\n"), out);
}

void help_print(FILE *out, const struct invocation *inv)
{
	if (inv->command != NULL)
		print_command(out, inv->command);
	else if (inv->noun != NULL)
		print_noun(out, inv->noun);
	else
		print_everything(out);
}

void help_words(char *out, size_t size, const struct invocation *inv)
{
	const struct command *c = inv->command;
	const char *noun = c != NULL ? c->noun : inv->noun;
	const char *verb = c != NULL ? c->verb : NULL;
	snprintf(out, size, "zutritt%s%s%s%s", noun != NULL ? " " : "", noun != NULL ? noun : "",
	         verb != NULL ? " " : "", verb != NULL ? verb : "");
}
