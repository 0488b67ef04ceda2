/* The manual page, in the macros of man(7). Start at pages_manual(). */
#include "cli/manual/pages.h"

#include <inttypes.h>
#include <string.h>

#include "cli/command.h"
#include "cli/text.h"

/* Text as roff takes it: no line begins with a control character, '-' is the one that can be copied. */
static void put_text(FILE *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", out);
	for (; *text != '\0'; text++) {
		if (*text == '\\')
			fputs("\\e", out);
		else if (*text == '-')
			fputs("\\-", out);
		else if (*text == '\'')
			fputs("\\(aq", out);
		else
			fputc(*text, out);
	}
}

static void put_line(FILE *out, const char *text)
{
	put_text(out, text);
	fputc('\n', out);
}

/* ".SH NAME": a heading takes its words in one argument. */
static void put_heading(FILE *out, const char *macro, const char *words)
{
	fprintf(out, ".%s \"", macro);
	put_text(out, words);
	fputs("\"\n", out);
}

static void put_value(FILE *out, const struct parameter *p)
{
	if (p->choices == NULL) {
		fputs("\\fI", out);
		put_text(out, p->value != NULL ? p->value : p->name);
		fputs("\\fR", out);
		return;
	}
	for (const char *const *c = p->choices; *c != NULL; c++)
		fprintf(out, "%s\\fB%s\\fR", c == p->choices ? "" : "|", *c);
}

static void put_parameter(FILE *out, const struct parameter *p)
{
	if (p->name[0] == '-') {
		fputs("\\fB", out);
		put_text(out, p->name);
		fputs("\\fR", out);
	}
	if (p->kind != VALUE_FLAG) {
		fputs(p->name[0] == '-' ? " " : "", out);
		put_value(out, p);
	}
}

static void put_synopsis_of(FILE *out, const struct parameter *list)
{
	for (const struct parameter *p = list; p->name != NULL; p++) {
		fputs(p->is_required ? " " : " [", out);
		put_parameter(out, p);
		fputs(p->is_required ? "" : "]", out);
		fputs(p->is_repeated ? "..." : "", out);
	}
}

static void put_synopsis(FILE *out, const struct command *c)
{
	fprintf(out, ".PP\n\\fBzutritt %s%s%s\\fR", c->noun, c->verb != NULL ? " " : "",
	        c->verb != NULL ? c->verb : "");
	put_synopsis_of(out, c->arguments);
	put_synopsis_of(out, c->options);
	fputc('\n', out);
}

static void put_range(FILE *out, const struct parameter *p)
{
	char range[80];
	if (p->kind != VALUE_NUMBER)
		return;
	if (p->max == INT64_MAX)
		snprintf(range, sizeof range, _("; from %" PRId64 " on"), p->min);
	else
		snprintf(range, sizeof range, _("; %" PRId64 " to %" PRId64), p->min, p->max);
	put_text(out, range);
}

static void put_parameters(FILE *out, const struct parameter *list)
{
	for (const struct parameter *p = list; p->name != NULL; p++) {
		fputs(".TP\n", out);
		put_parameter(out, p);
		fputc('\n', out);
		put_text(out, _(p->help));
		put_range(out, p);
		fputc('\n', out);
	}
}

static void put_command(FILE *out, const struct command *c)
{
	char words[64];
	snprintf(words, sizeof words, "zutritt %s%s%s", c->noun, c->verb != NULL ? " " : "",
	         c->verb != NULL ? c->verb : "");
	put_heading(out, "SS", words);
	put_line(out, _(c->details));
	put_synopsis(out, c);
	put_parameters(out, c->arguments);
	put_parameters(out, c->options);
	fprintf(out, ".PP\n%s\n.PP\n.RS 4\n.EX\n", _("Example:"));
	put_line(out, c->example);
	fputs(".EE\n.RE\n", out);
}

static void put_head(FILE *out, const char *version)
{
	fprintf(out,
	        ".\\\" Made from cli/commands.c by zutritt-pages.\n.TH ZUTRITT 1 \"\" \"Zutritt %s\" "
	        "\"Zutritt\"\n",
	        version);
	put_heading(out, "SH", _("NAME"));
	fputs("zutritt \\- ", out);
	put_line(out, _("manages physical access"));
	put_heading(out, "SH", _("SYNOPSIS"));
	fputs("\\fBzutritt\\fR ", out);
	put_line(out, _("COMMAND [ARGUMENTS] [OPTIONS]"));
	put_heading(out, "SH", _("DESCRIPTION"));
	put_line(out,
	         _("Manages physical access: persons, badges, keys and doors of the controller zutrittd."));
}

static void put_place(FILE *out, const char *name, const char *what)
{
	fprintf(out, ".TP\n\\fI%s\\fR\n", name);
	put_line(out, what);
}

static void put_foot(FILE *out)
{
	put_heading(out, "SH", _("EXIT STATUS"));
	put_line(out, _("0 done, 1 refused or failed, 2 wrong usage"));
	put_heading(out, "SH", _("ENVIRONMENT"));
	put_place(out, "ZUTRITT_SOCKET", _("control socket of zutrittd, where --socket is not given"));
	put_place(out, "ZUTRITT_SIM_SOCKET",
	          _("socket of the simulated lines, where --sim-socket is not given"));
	put_place(out, "NO_COLOR", _("no colours, whatever its value"));
	put_place(out, "LANG, LC_ALL, LANGUAGE",
	          _("the language, in which zutrittd is asked to answer as well"));
	put_heading(out, "SH", _("SEE ALSO"));
	fputs("\\fBzutrittd\\fR(8), \\fBzutritt.conf\\fR(5), \\fBzutritt\\-mqtt\\fR(8)\n", out);
}

void pages_manual(FILE *out, const char *version)
{
	put_head(out, version);
	put_heading(out, "SH", _("COMMANDS"));
	for (size_t i = 0; i < command_count; i++)
		put_command(out, &commands[i]);
	put_heading(out, "SH", _("OPTIONS OF EVERY COMMAND"));
	put_parameters(out, command_globals);
	put_foot(out);
}
