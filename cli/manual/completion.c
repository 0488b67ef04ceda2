/*
 * The completion of bash. What is known from the table of commands stands in
 * arrays; the script behind them (completion.bash) is the same whatever the
 * commands are. Start at pages_completion().
 */
#include "cli/manual/pages.h"

#include <string.h>

#include "cli/command.h"

static const char script[] = {
#include "completion.bash.h" /* made from completion.bash */
};

static void put_words(FILE *out, const struct command *c)
{
	fprintf(out, "%s%s%s", c->noun, c->verb != NULL ? " " : "", c->verb != NULL ? c->verb : "");
}

/* What a value is, as the script knows it: its choices, or the word that stands for it in the help. */
static void put_kind(FILE *out, const struct parameter *p)
{
	for (const char *const *c = p->choices; c != NULL && *c != NULL; c++)
		fprintf(out, "%s%s", c == p->choices ? "=" : " ", *c);
	if (p->choices == NULL && p->kind == VALUE_PATH)
		fputs("PATH", out);
	else if (p->choices == NULL)
		fputs(p->value != NULL ? p->value : p->name, out);
}

static void put_options(FILE *out, const struct parameter *list)
{
	for (const struct parameter *p = list; p->name != NULL; p++)
		fprintf(out, " %s", p->name);
}

/* What follows stands for one element of an array, as in _zutritt_values['key issue --by']='PERSON'. */
static void put_key(FILE *out, const char *array, const struct command *c, const char *beside)
{
	fprintf(out, "%s['", array);
	put_words(out, c);
	fprintf(out, "%s%s']", beside[0] != '\0' ? " " : "", beside);
}

static void put_value(FILE *out, const struct parameter *p)
{
	fputs("='", out);
	put_kind(out, p);
	fputs("'\n", out);
}

static void put_options_of(FILE *out, const struct command *c)
{
	put_key(out, "_zutritt_options", c, "");
	fputs("+='", out);
	put_options(out, c->options);
	fputs("'\n", out);
}

static void put_values_of(FILE *out, const struct command *c)
{
	for (const struct parameter *p = c->options; p->name != NULL; p++) {
		if (p->kind == VALUE_FLAG)
			continue;
		put_key(out, "_zutritt_values", c, p->name);
		put_value(out, p);
	}
}

/* Of two forms of a command the first has the arguments that count; the other only those that are more. */
static void put_arguments_of(FILE *out, const struct command *c)
{
	const struct command *first = command_find(c->noun, c->verb);
	size_t known = c == first ? 0 : parameter_count(first->arguments),
	       count = parameter_count(c->arguments);
	for (size_t i = known; i < count; i++) {
		char place[24];
		snprintf(place, sizeof place, "%zu", i);
		put_key(out, "_zutritt_arguments", c, place);
		put_value(out, &c->arguments[i]);
	}
}

static void put_verb_of(FILE *out, const struct command *c)
{
	if (c->verb != NULL && command_find(c->noun, c->verb) == c)
		fprintf(out, "_zutritt_verbs['%s']+=' %s'\n", c->noun, c->verb);
}

static void put_globals(FILE *out)
{
	for (const struct parameter *p = command_globals; p->name != NULL; p++) {
		if (p->kind == VALUE_FLAG)
			continue;
		fprintf(out, "_zutritt_values['%s']", p->name);
		put_value(out, p);
	}
	fputs("_zutritt_globals='", out);
	put_options(out, command_globals);
	fputs("'\n", out);
}

static void put_nouns(FILE *out)
{
	const char *last = "";
	fputs("_zutritt_nouns='", out);
	for (size_t i = 0; i < command_count; last = commands[i].noun, i++)
		if (strcmp(last, commands[i].noun) != 0)
			fprintf(out, "%s%s", i == 0 ? "" : " ", commands[i].noun);
	fputs("'\n", out);
}

static void put_commands(FILE *out)
{
	for (const struct command *c = commands; c < commands + command_count; c++) {
		put_verb_of(out, c);
		put_options_of(out, c);
		put_values_of(out, c);
		put_arguments_of(out, c);
	}
}

void pages_completion(FILE *out)
{
	fputs("# Made from cli/commands.c by zutritt-pages.\n"
	      "unset -v _zutritt_verbs _zutritt_options _zutritt_values _zutritt_arguments\n"
	      "declare -gA _zutritt_verbs _zutritt_options _zutritt_values _zutritt_arguments\n",
	      out);
	put_nouns(out);
	put_commands(out);
	put_globals(out);
	fputs(script, out);
}
