/*
 * The four roles of operators (rule P1). What each of them may stands in the
 * table of commands; zutritt roles prints it. Pure.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_ROLES_H
#define ZUTRITT_CONTROLLER_OFFICE_ROLES_H

#include "db/policy.h"

enum { ROLES_COUNT = 4, ROLES_WORDS_MAX = 64 };

/* Short, for tables. */
enum {
	ROLE_MANAGEMENT = POLICY_ROLE_MANAGEMENT,
	ROLE_ADMINISTRATOR = POLICY_ROLE_ADMINISTRATOR,
	ROLE_RECEPTION = POLICY_ROLE_RECEPTION,
	ROLE_AUDITOR = POLICY_ROLE_AUDITOR,
	ROLE_ALL = POLICY_ROLES_ALL
};

/* The i-th role and its name, 0 to ROLES_COUNT - 1. */
uint32_t role_at(size_t i);
const char *role_name(size_t i);

uint32_t role_parse(const char *text); /* 0: none */

/* "management, reception"; "nobody" for 0. */
void roles_words(uint32_t roles, char words[ROLES_WORDS_MAX]);

#endif
