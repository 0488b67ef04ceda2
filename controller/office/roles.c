#include "controller/office/roles.h"

#include <stdio.h>
#include <string.h>

static const char *const names[ROLES_COUNT] = {"management", "administrator", "reception", "auditor"};

uint32_t role_at(size_t i)
{
	return 1u << i;
}

const char *role_name(size_t i)
{
	return names[i];
}

uint32_t role_parse(const char *text)
{
	for (size_t i = 0; i < ROLES_COUNT; i++)
		if (strcmp(names[i], text) == 0)
			return role_at(i);
	return 0;
}

void roles_words(uint32_t roles, char words[ROLES_WORDS_MAX])
{
	size_t used = 0;
	snprintf(words, ROLES_WORDS_MAX, "nobody");
	for (size_t i = 0; i < ROLES_COUNT; i++)
		if (roles & role_at(i))
			used += (size_t)snprintf(words + used, ROLES_WORDS_MAX - used, "%s%s",
			                         used == 0 ? "" : ", ", names[i]);
}
