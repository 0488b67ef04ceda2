/*
 * The language that the command speaks: that of the environment (LC_ALL,
 * LC_MESSAGES, LANG, LANGUAGE), as gettext finds it. The catalogues are made
 * from po/LANGUAGE.po; $ZUTRITT_LOCALE_DIR names another folder of them.
 */
#ifndef ZUTRITT_CLI_LANGUAGE_H
#define ZUTRITT_CLI_LANGUAGE_H

/* To be called once, first of all. */
void language_begin(void);

/* The language spoken, "en" or as in "de": in it zutrittd is asked to answer. */
const char *language_code(void);

#endif
