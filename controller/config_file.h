/*
 * The configuration's file as text, before libconfuse sees it.
 */
#ifndef ZUTRITT_CONTROLLER_CONFIG_FILE_H
#define ZUTRITT_CONTROLLER_CONFIG_FILE_H

#include <stddef.h>

enum { CONFIG_FILE_MAX = 1 << 20 }; /* bytes */

/*
 * Reads all of it, with a NUL behind. 0, -EFBIG when it does not fit, -EILSEQ
 * when there is a NUL in it, after which nobody would read on: *nul_line says
 * where, from 1; or -errno.
 */
int config_file_read(const char *path, char *text, size_t size, int *nul_line);

/*
 * Turns comments into blanks, since libconfuse 3.3 counts their lines twice and
 * more. Returns how many braces are still open at the end, which libconfuse
 * takes for an end like any other.
 */
int config_file_blank_comments(char *text);

#endif
