/*
 * The table of commands is whole and agrees with docs/io.zutritt.varlink: the
 * interface is read here as text, so that neither can change alone.
 */
#include "tests/unit/suite.h"

#include <stdio.h>
#include <string.h>

#include "cli/command.h"

enum { INTERFACE_MAX = 64 * 1024, SIGNATURE_MAX = 1024 };

static char interface[INTERFACE_MAX];

/* The interface beside this source, without its comments. */
static void load_interface_or_fail(void)
{
	char path[512], line[512];
	snprintf(path, sizeof path, "%.*s../../docs/io.zutritt.varlink",
	         (int)(strlen(__FILE__) - strlen("test_cli_commands.c")), __FILE__);
	FILE *f = fopen(path, "r");
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	interface[0] = '\0';
	size_t used = 0;
	while (fgets(line, sizeof line, f) != NULL) {
		line[strcspn(line, "#\n")] = '\0';
		used += (size_t)snprintf(interface + used, sizeof interface - used, "%s\n", line);
		CU_ASSERT_FATAL(used < sizeof interface);
	}
	fclose(f);
}

/* The parameters of a method, from '(' up to "->". */
static bool find_signature(const char *method, char signature[SIGNATURE_MAX])
{
	char start[80];
	snprintf(start, sizeof start, "\nmethod %s(", method);
	const char *at = strstr(interface, start);
	if (at == NULL)
		return false;
	at += strlen(start) - 1;
	const char *end = strstr(at, "->");
	snprintf(signature, SIGNATURE_MAX, "%.*s", (int)(end - at), at);
	return true;
}

/* True when text has "name:"; *is_optional when its type begins with '?'. */
static bool has_field(const char *text, const char *name, bool *is_optional)
{
	char wanted[80];
	snprintf(wanted, sizeof wanted, "%s:", name);
	for (const char *at = strstr(text, wanted); at != NULL; at = strstr(at + 1, wanted)) {
		if (at != text && strchr("(, \n\t", at[-1]) == NULL)
			continue;
		const char *type = at + strlen(wanted);
		*is_optional = type[strspn(type, " ")] == '?';
		return true;
	}
	return false;
}

static void say(const struct command *c, const char *what)
{
	printf("\n    %s %s: %s ", c->noun, c->verb != NULL ? c->verb : "", what);
}

static void check_fields(const struct command *c, const struct parameter *list, const char *signature)
{
	bool is_optional;
	for (; list->name != NULL; list++) {
		if (list->field == NULL || has_field(signature, list->field, &is_optional))
			continue;
		say(c, list->field);
		CU_FAIL("is no parameter of the method");
	}
}

static void every_parameter_is_one_of_its_method(void)
{
	char signature[SIGNATURE_MAX];
	load_interface_or_fail();
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &commands[i];
		if (c->method == NULL)
			continue;
		CU_ASSERT_FATAL(find_signature(c->method, signature));
		check_fields(c, c->arguments, signature);
		check_fields(c, c->options, signature);
	}
}

static bool is_always_sent(const struct parameter *list, const char *field)
{
	for (; list->name != NULL; list++)
		if (list->field != NULL && strcmp(list->field, field) == 0)
			return list->is_required || list->otherwise != NULL;
	return false;
}

/* Walks "name: type" at the outer level of the signature. */
static void check_required(const struct command *c, const char *signature)
{
	int depth = 0;
	for (const char *at = signature; *at != '\0'; at++) {
		depth += *at == '(' ? 1 : *at == ')' ? -1 : 0;
		if (depth != 1 || (*at != '(' && *at != ',') || at[1] == ')')
			continue;
		char field[64];
		const char *name = at + 1 + strspn(at + 1, " \n\t");
		snprintf(field, sizeof field, "%.*s", (int)strcspn(name, ":"), name);
		const char *type = name + strlen(field) + 1;
		if (type[strspn(type, " ")] == '?')
			continue;
		if (!is_always_sent(c->arguments, field) && !is_always_sent(c->options, field)) {
			say(c, field);
			CU_FAIL("is required by the method and not by the command");
		}
	}
}

/* What is typed at the terminal, and never stands on the command line (rule E5). */
static bool is_typed(const struct command *c)
{
	return c->action == COMMAND_LOGIN || c->action == COMMAND_PASSWD;
}

static void what_a_method_requires_the_command_requires(void)
{
	char signature[SIGNATURE_MAX];
	load_interface_or_fail();
	for (size_t i = 0; i < command_count; i++) {
		if (commands[i].method == NULL || is_typed(&commands[i]))
			continue;
		CU_ASSERT_FATAL(find_signature(commands[i].method, signature));
		check_required(&commands[i], signature);
	}
}

/* A page at the desk locks itself; a terminal has a lock of its own. */
static bool is_for_stations(const char *name, size_t length)
{
	return strncmp(name, "SessionLock", length) == 0 || strncmp(name, "SessionUnlock", length) == 0;
}

static void every_method_has_a_command(void)
{
	load_interface_or_fail();
	int count = 0;
	for (const char *at = strstr(interface, "\nmethod "); at != NULL; at = strstr(at + 1, "\nmethod ")) {
		const char *name = at + strlen("\nmethod ");
		size_t length = strcspn(name, "(");
		bool is_there = is_for_stations(name, length);
		for (size_t i = 0; i < command_count; i++)
			is_there |= commands[i].method != NULL && strlen(commands[i].method) == length &&
			            memcmp(commands[i].method, name, length) == 0;
		if (!is_there)
			printf("\n    %.*s ", (int)length, name);
		CU_ASSERT(is_there);
		count++;
	}
	CU_ASSERT(count > 15);
}

static void check_path(const struct command *c, const char *path)
{
	while (*path != '\0') {
		char name[64];
		bool is_optional;
		snprintf(name, sizeof name, "%.*s", (int)strcspn(path, "."), path);
		if (!has_field(interface, name, &is_optional)) {
			say(c, name);
			CU_FAIL("is shown and not in the interface");
		}
		path += strlen(name);
		path += *path == '.';
	}
}

static void what_is_shown_is_in_the_interface(void)
{
	load_interface_or_fail();
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &commands[i];
		for (const struct section *s = c->sections; c->method != NULL && s->shape != SECTION_END;
		     s++) {
			check_path(c, s->path);
			check_path(c, s->each != NULL ? s->each : "");
			for (const struct column *n = s->columns; n != NULL && n->heading != NULL; n++)
				check_path(c, n->path);
		}
	}
}

static void check_option(const struct command *c, const struct parameter *o)
{
	bool is_right = strncmp(o->name, "--", 2) == 0 && o->help != NULL &&
	                (o->kind == VALUE_FLAG) == (o->value == NULL && o->choices == NULL) &&
	                (o->kind == VALUE_CHOICE) == (o->choices != NULL) &&
	                (o->kind == VALUE_NUMBER || o->is_repeated || o->max == 0) && o->min <= o->max;
	if (!is_right)
		say(c, o->name);
	CU_ASSERT(is_right);
	/* the parser parts the words before it knows the command */
	const struct parameter *any = command_option_anywhere(o->name, strlen(o->name));
	CU_ASSERT((any->kind == VALUE_FLAG) == (o->kind == VALUE_FLAG));
	CU_ASSERT(c == NULL || parameter_find(command_globals, o->name, strlen(o->name)) == NULL);
}

static void an_option_is_a_flag_everywhere_or_has_a_value_everywhere(void)
{
	for (const struct parameter *o = command_globals; o->name != NULL; o++)
		CU_ASSERT((o->kind == VALUE_FLAG) == (o->value == NULL));
	for (size_t i = 0; i < command_count; i++)
		for (const struct parameter *o = commands[i].options; o->name != NULL; o++)
			check_option(&commands[i], o);
}

static bool is_last(const struct parameter *p)
{
	return p[1].name == NULL;
}

static void arguments_are_read_from_left_to_right(void)
{
	for (size_t i = 0; i < command_count; i++)
		for (const struct parameter *a = commands[i].arguments; a->name != NULL; a++) {
			/* an optional or repeated one before another could not be told from it */
			CU_ASSERT(is_last(a) || (a->is_required && !a->is_repeated));
			CU_ASSERT(a->kind != VALUE_FLAG && a->help != NULL);
		}
}

static void every_command_explains_itself(void)
{
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &commands[i];
		char start[80];
		snprintf(start, sizeof start, "zutritt %s%s%s", c->noun, c->verb != NULL ? " " : "",
		         c->verb != NULL ? c->verb : "");
		CU_ASSERT(c->summary != NULL && strlen(c->summary) <= 56);
		CU_ASSERT(c->details != NULL && c->example != NULL && c->sections != NULL);
		const char *example = c->example + (strncmp(c->example, "sudo ", 5) == 0 ? 5 : 0);
		CU_ASSERT(strncmp(example, start, strlen(start)) == 0);
		CU_ASSERT((c->method == NULL) == (c->action >= COMMAND_CARD_DECODE));
	}
}

static bool has_verbs(const char *noun)
{
	for (size_t i = 0; i < command_count; i++)
		if (strcmp(commands[i].noun, noun) == 0 && commands[i].verb != NULL)
			return true;
	return false;
}

static void every_noun_with_verbs_has_its_page(void)
{
	for (size_t i = 0; i < command_count; i++) {
		bool has_page = false;
		for (const struct noun *n = command_nouns; n->name != NULL; n++)
			has_page |= strcmp(n->name, commands[i].noun) == 0;
		CU_ASSERT(has_page == has_verbs(commands[i].noun));
	}
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"every parameter is one of its method", every_parameter_is_one_of_its_method},
	        {"what a method requires the command requires", what_a_method_requires_the_command_requires},
	        {"every method has a command", every_method_has_a_command},
	        {"what is shown is in the interface", what_is_shown_is_in_the_interface},
	        {"an option is a flag everywhere or has a value everywhere",
	         an_option_is_a_flag_everywhere_or_has_a_value_everywhere},
	        {"arguments are read from left to right", arguments_are_read_from_left_to_right},
	        {"every command explains itself", every_command_explains_itself},
	        {"every noun with verbs has its page of help", every_noun_with_verbs_has_its_page},
	};
	return suite_run("cli commands", cases, sizeof cases / sizeof cases[0]);
}
