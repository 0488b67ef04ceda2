/* Language: see language.h. */
#include "cli/language.h"

#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "cli/text.h"

static const char *set(const char *variable)
{
	const char *value = getenv(variable);
	return value != NULL && value[0] != '\0' ? value : NULL;
}

/* What the environment asks for, whether this machine has such a locale or not. */
static const char *asked_for(void)
{
	const char *all = set("LC_ALL"), *messages = set("LC_MESSAGES");
	if (all != NULL)
		return all;
	return messages != NULL ? messages : set("LANG");
}

/*
 * A small Debian has no locale but C.UTF-8, whatever LANG says: the catalogue
 * can be used all the same.
 */
static void speak_without_locale(void)
{
	const char *language = asked_for();
	if (setlocale(LC_ALL, "C.UTF-8") != NULL && language != NULL)
		setenv("LANGUAGE", language, 0);
}

/* Names are UTF-8. Where no language is set, as under cron, they must not come out as '?'. */
static void set_characters(void)
{
	if (strcmp(nl_langinfo(CODESET), "ANSI_X3.4-1968") == 0)
		setlocale(LC_CTYPE, "C.UTF-8");
}

void language_begin(void)
{
	const char *folder = set("ZUTRITT_LOCALE_DIR");
	if (setlocale(LC_ALL, "") == NULL)
		speak_without_locale();
	set_characters();
	bindtextdomain("zutritt", folder != NULL ? folder : ZUTRITT_LOCALE_DIR);
	bind_textdomain_codeset("zutritt", "UTF-8");
}

const char *language_code(void)
{
	/* translators: the code of your language, as in "de" */
	return _("en");
}
