/*
 * A catalogue is the file that msgfmt makes (GNU gettext manual, "The Format
 * of GNU MO Files"), here of known good make: a table of texts in rising order
 * and one of their translations, each entry length and place, little-endian.
 * A text with a plural is "one\0many", its translation the same.
 */
#include "controller/office/sentence.h"

#include <stdint.h>
#include <string.h>

enum { COUNT_AT = 8, TEXTS_AT = 12, TRANSLATIONS_AT = 16, ENTRY_SIZE = 8, PLACE_AT = 4 };

static const unsigned char german[] = {
#include "de.mo.h" /* made from po/de.po */
};

/* The catalogue of the language spoken; NULL: English. Of each thread, as the request that it answers. */
static _Thread_local const unsigned char *spoken;

void sentence_speak(const char *language)
{
	spoken = language != NULL && strcmp(language, "de") == 0 ? german : NULL;
}

const void *sentence_spoken(void)
{
	return spoken;
}

void sentence_speak_again(const void *language)
{
	spoken = language;
}

static uint32_t number_at(uint32_t place)
{
	const unsigned char *b = spoken + place;
	return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static const char *text_at(uint32_t table, uint32_t entry)
{
	return (const char *)spoken + number_at(number_at(table) + entry * ENTRY_SIZE + PLACE_AT);
}

/* Texts are compared up to their NUL, so one with a plural is found by its first half. */
static const char *translation_of(const char *english)
{
	uint32_t low = 0, high = number_at(COUNT_AT);
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = strcmp(english, text_at(TEXTS_AT, middle));
		if (order == 0)
			return text_at(TRANSLATIONS_AT, middle);
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const char *sentence(const char *english)
{
	/* the entry of the empty text is about the catalogue */
	const char *translation = spoken == NULL || english[0] == '\0' ? NULL : translation_of(english);
	return translation == NULL ? english : translation;
}

/* English and German have the same two forms. */
const char *sentence_of(size_t count, const char *one, const char *many)
{
	const char *translation = spoken == NULL ? NULL : translation_of(one);
	if (translation == NULL)
		return count == 1 ? one : many;
	return count == 1 ? translation : translation + strlen(translation) + 1;
}
