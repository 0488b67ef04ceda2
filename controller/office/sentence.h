/*
 * Sentences for people, in the language that the request asks for: its
 * catalogue is compiled in (po/LANGUAGE.po), so that the controller needs no
 * locale and no file. What is written down (journal, feed, log) stays English.
 *
 * Errors and notes go through here by themselves (answer.h, change.h): write
 * them in English, whole and with their arguments, never put together from
 * pieces.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_SENTENCE_H
#define ZUTRITT_CONTROLLER_OFFICE_SENTENCE_H

#include <stddef.h>

/* Marks a text that goes through sentence() elsewhere. */
#define N_(english) english

/* From now on, on this thread: "de", or English for NULL and for every language that there is no catalogue
 * of. */
void sentence_speak(const char *language);

/* For an answer that comes later: what is spoken now, and to speak it again then. */
const void *sentence_spoken(void);
void sentence_speak_again(const void *spoken);

/* The text in the language spoken; as it is where the catalogue does not have it. */
__attribute__((format_arg(1))) const char *sentence(const char *english);

/* The same where a number decides: one is for 1, many for every other count. Both take the same arguments. */
__attribute__((format_arg(2), format_arg(3))) const char *sentence_of(size_t count, const char *one,
                                                                      const char *many);

#endif
