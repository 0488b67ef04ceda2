/* One value of a command line against the table: is it what it should be? Pure. */
#ifndef ZUTRITT_CLI_VALUE_H
#define ZUTRITT_CLI_VALUE_H

#include "cli/command.h"

/*
 * True when text is a value of the parameter's kind and within its range;
 * else sentence says what is the matter, naming the parameter. Sets *number
 * for VALUE_NUMBER. text is NULL for flags.
 */
bool value_check(const struct parameter *p, const char *text, int64_t *number, char *sentence, size_t size);

/* Of a badge number as people write it, "h10301 42:1337" or "42:1337". */
struct badge_text {
	char format[16]; /* "" when it is not said */
	uint32_t facility;
	uint64_t card;
};

/* False when text is no badge number. Facility to 2^32 - 1, card to 2^56 - 1. */
bool badge_text_parse(const char *text, struct badge_text *badge);

#endif
