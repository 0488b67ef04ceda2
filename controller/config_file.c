/* The configuration's file as text. See config_file.h. */
#include "controller/config_file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool begins_comment(const char *text, const char *p)
{
	bool is_apart = p == text || p[-1] == ' ' || p[-1] == '\t' || p[-1] == '\n';
	return *p == '#' || (is_apart && p[0] == '/' && (p[1] == '/' || p[1] == '*'));
}

static char *blank_comment(char *p)
{
	bool is_long = p[0] == '/' && p[1] == '*';
	char *end = is_long ? strstr(p + 2, "*/") : strchr(p, '\n');
	end = end == NULL ? p + strlen(p) : end + (is_long ? 2 : 0);
	for (; p < end; p++)
		if (*p != '\n')
			*p = ' ';
	return end;
}

static char *skip_quoted(char *p)
{
	char quote = *p++;
	while (*p != '\0' && *p != quote)
		p += p[0] == '\\' && p[1] != '\0' ? 2 : 1;
	return *p == '\0' ? p : p + 1;
}

static int brace_of(char c)
{
	return c == '{' ? 1 : c == '}' ? -1 : 0;
}

int config_file_blank_comments(char *text)
{
	int depth = 0;
	for (char *p = text; *p != '\0';) {
		if (*p == '"' || *p == '\'')
			p = skip_quoted(p);
		else if (begins_comment(text, p))
			p = blank_comment(p);
		else
			depth += brace_of(*p++);
	}
	return depth;
}

static int line_of(const char *text, const char *at)
{
	int line = 1;
	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

static int judge(const char *text, size_t length, size_t size, int *nul_line)
{
	const char *nul = memchr(text, '\0', length);
	if (length == size - 1)
		return -EFBIG;
	if (nul == NULL)
		return 0;
	*nul_line = line_of(text, nul);
	return -EILSEQ;
}

int config_file_read(const char *path, char *text, size_t size, int *nul_line)
{
	FILE *f = fopen(path, "re");
	if (f == NULL)
		return -errno;
	size_t length = fread(text, 1, size - 1, f);
	int result = ferror(f) ? -EIO : 0;
	fclose(f);
	text[length] = '\0';
	return result < 0 ? result : judge(text, length, size, nul_line);
}
