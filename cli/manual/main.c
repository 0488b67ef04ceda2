/* zutritt-pages manual|completion: prints one of them; run by the build. See pages.h. */
#include "cli/manual/pages.h"

#include <stdlib.h>
#include <string.h>

#include "cli/language.h"

int main(int argc, char **argv)
{
	language_begin();
	if (argc == 2 && strcmp(argv[1], "manual") == 0)
		pages_manual(stdout, ZUTRITT_VERSION);
	else if (argc == 2 && strcmp(argv[1], "completion") == 0)
		pages_completion(stdout);
	else
		return EXIT_FAILURE;
	return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
