/*
 * The port to the wires: hands every call to the back end that was opened,
 * after checking what holds for both.
 */
#include "readers/lines_backend.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int lines_fail(int result, char *error, size_t error_size, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(error, error_size, format, args);
	va_end(args);
	return result;
}

size_t lines_group_leader(const struct lines_spec *specs, size_t line)
{
	for (size_t i = 0; i < line; i++)
		if (specs[i].use == LINES_DATA && specs[i].group == specs[line].group)
			return i;
	return line;
}

static bool has_terminator(const char *text, size_t size)
{
	return memchr(text, '\0', size) != NULL;
}

static int check_names(const struct lines_spec *specs, size_t i, char *error, size_t error_size)
{
	if (!has_terminator(specs[i].name, sizeof(specs[i].name)) ||
	    !has_terminator(specs[i].chip, sizeof(specs[i].chip)) || specs[i].name[0] == '\0')
		return lines_fail(-EINVAL, error, error_size, "line number %zu has no proper name", i);
	for (size_t k = 0; k < i; k++)
		if (strcmp(specs[k].name, specs[i].name) == 0)
			return lines_fail(-EINVAL, error, error_size, "two lines have the name %s",
			                  specs[i].name);
	return 0;
}

/* Sequence numbers order edges only inside one request, and a request lies on one chip (rule F1). */
static int check_wires(const struct lines_spec *specs, size_t count, size_t i, char *error, size_t error_size)
{
	unsigned wires[2] = {0, 0};
	for (size_t k = 0; k < count; k++) {
		if (specs[k].use != LINES_DATA || specs[k].group != specs[i].group)
			continue;
		if (strcmp(specs[k].chip, specs[i].chip) != 0)
			return lines_fail(-EINVAL, error, error_size, "%s and %s must be on the same chip",
			                  specs[i].name, specs[k].name);
		wires[specs[k].wire == 0 ? 0 : 1]++;
	}
	if (specs[i].wire > 1 || wires[0] != 1 || wires[1] != 1)
		return lines_fail(-EINVAL, error, error_size,
		                  "the reader of %s needs exactly one DATA0 and one DATA1", specs[i].name);
	return 0;
}

int lines_check(const struct lines_spec *specs, size_t count, char *error, size_t error_size)
{
	if (count > LINES_MAX)
		return lines_fail(-E2BIG, error, error_size, "%zu lines, at most %d", count, LINES_MAX);
	for (size_t i = 0; i < count; i++) {
		int result = check_names(specs, i, error, error_size);
		if (result == 0 && specs[i].use == LINES_DATA)
			result = check_wires(specs, count, i, error, error_size);
		if (result < 0)
			return result;
	}
	return 0;
}

void lines_close(struct lines *l)
{
	if (l != NULL)
		l->backend->close(l);
}

size_t lines_fds(const struct lines *l, int *fds, size_t max)
{
	return l->backend->fds(l, fds, max);
}

size_t lines_fd_of(const struct lines *l, uint16_t line)
{
	return l->backend->fd_of(l, line);
}

int lines_read(struct lines *l, size_t i, struct lines_event *events, size_t max)
{
	return l->backend->read(l, i, events, max);
}

static bool line_is(const struct lines *l, uint16_t line, enum lines_use use)
{
	return line < l->count && l->specs[line].use == use;
}

int lines_level(struct lines *l, uint16_t line)
{
	return line_is(l, line, LINES_INPUT) ? l->backend->level(l, line) : -EINVAL;
}

int lines_drive(struct lines *l, uint16_t line, bool is_active)
{
	return line_is(l, line, LINES_OUTPUT) ? l->backend->drive(l, line, is_active) : -EINVAL;
}
