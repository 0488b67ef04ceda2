/* Finding things in the table of commands: see command.h. */
#include "cli/command.h"

#include <string.h>

static bool is_equal(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

const struct command *command_find(const char *noun, const char *verb)
{
	for (size_t i = 0; i < command_count; i++)
		if (is_equal(commands[i].noun, noun) && is_equal(commands[i].verb, verb))
			return &commands[i];
	return NULL;
}

bool command_is_noun(const char *noun)
{
	for (size_t i = 0; i < command_count; i++)
		if (is_equal(commands[i].noun, noun))
			return true;
	return false;
}

bool command_is_same(const struct command *a, const struct command *b)
{
	return is_equal(a->noun, b->noun) && is_equal(a->verb, b->verb);
}

const struct parameter *parameter_find(const struct parameter *list, const char *name, size_t length)
{
	for (; list->name != NULL; list++)
		if (strlen(list->name) == length && memcmp(list->name, name, length) == 0)
			return list;
	return NULL;
}

const struct parameter *command_option_anywhere(const char *name, size_t length)
{
	const struct parameter *found = parameter_find(command_globals, name, length);
	for (size_t i = 0; found == NULL && i < command_count; i++)
		found = parameter_find(commands[i].options, name, length);
	return found;
}

size_t parameter_count(const struct parameter *list)
{
	size_t count = 0;
	while (list[count].name != NULL)
		count++;
	return count;
}
