/* The witness: see witness.h. Start reading at witness_read(). */
#include "controller/office/witness.h"
#include "controller/checksum.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { WITNESS_SIZE = 1024 };

static const char witness_name[] = "witness";
static const char witness_unborn[] = ".witness-new";
static const char witness_head[] = "zutritt witness 1\n";
static const char witness_sum[] = "\nsum "; /* no other line begins so */

/* ---- reading ---- */

static bool take_area(struct witness *w, const char *line)
{
	char state[16] = "";
	struct witness_area *area = &w->areas[w->area_count];
	if (w->area_count == SITE_AREAS_MAX || sscanf(line, "area %47s %15s", area->name, state) != 2)
		return false;
	if (alarm_state_parse(state, &area->alarm) < 0)
		area->alarm = ALARM_SET; /* a word of a newer version must not unset (rule L1) */
	w->area_count++;
	return true;
}

static bool take_line(struct witness *w, const char *line)
{
	int latched;
	if (sscanf(line, "journal %15s", w->journal) == 1)
		return true;
	if (sscanf(line, "number %" SCNd64, &w->number) == 1)
		return true;
	if (sscanf(line, "fire %d", &latched) == 1) {
		w->is_fire_latched = latched != 0;
		return true;
	}
	return take_area(w, line);
}

/* The checksum's line is the last one, and what comes before adds up to it. */
static bool is_whole(const char *text)
{
	const char *sum = strstr(text, witness_sum);
	uint64_t said;
	if (strncmp(text, witness_head, sizeof(witness_head) - 1) != 0 || sum == NULL)
		return false;
	return sscanf(sum, "\nsum %16" SCNx64, &said) == 1 &&
	       said == checksum(0, text, (size_t)(sum + 1 - text));
}

static int parse(struct witness *w, char *text)
{
	char *rest = NULL;
	if (!is_whole(text))
		return -EBADMSG;
	*strstr(text, witness_sum) = '\0';
	for (char *line = strtok_r(text + sizeof(witness_head) - 1, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest))
		if (!take_line(w, line))
			return -EBADMSG;
	return w->journal[0] == '\0' ? -EBADMSG : 0;
}

static int read_text(int directory, char text[WITNESS_SIZE])
{
	int fd = openat(directory, witness_name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return -errno;
	ssize_t size = read(fd, text, WITNESS_SIZE - 1);
	int result = size < 0 ? -errno : 0;
	text[size < 0 ? 0 : size] = '\0';
	close(fd);
	return result;
}

int witness_read(struct witness *w, const char *directory)
{
	char text[WITNESS_SIZE];
	memset(w, 0, sizeof(*w));
	int dir = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return -errno;
	int result = read_text(dir, text);
	close(dir);
	if (result == 0)
		result = parse(w, text);
	if (result < 0)
		memset(w, 0, sizeof(*w));
	return result;
}

/* ---- writing ---- */

static size_t print(const struct witness *w, char text[WITNESS_SIZE])
{
	int used = snprintf(text, WITNESS_SIZE, "%sjournal %s\nnumber %" PRId64 "\nfire %d\n", witness_head,
	                    w->journal, w->number, w->is_fire_latched);
	for (uint16_t i = 0; i < w->area_count; i++)
		used += snprintf(text + used, WITNESS_SIZE - (size_t)used, "area %s %s\n", w->areas[i].name,
		                 alarm_state_name(w->areas[i].alarm));
	uint64_t sum = checksum(0, text, (size_t)used);
	used += snprintf(text + used, WITNESS_SIZE - (size_t)used, "%s%016" PRIx64 "\n", witness_sum + 1,
	                 sum);
	return (size_t)used;
}

static int write_text(int directory, const char *text, size_t size)
{
	int fd = openat(directory, witness_unborn, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
	                0600);
	if (fd < 0)
		return -errno;
	ssize_t written = write(fd, text, size);
	int result = written < 0 ? -errno : (size_t)written < size ? -ENOSPC : 0;
	if (result == 0 && fsync(fd) < 0)
		result = -errno;
	close(fd);
	return result;
}

static int publish(int directory)
{
	if (renameat(directory, witness_unborn, directory, witness_name) < 0 || fsync(directory) < 0)
		return -errno;
	return 0;
}

int witness_write(const struct witness *w, const char *directory)
{
	char text[WITNESS_SIZE];
	size_t size = print(w, text);
	int dir = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return -errno;
	int result = write_text(dir, text, size);
	if (result == 0)
		result = publish(dir);
	close(dir);
	return result;
}

/* ---- what it says ---- */

enum record_reason witness_judge(const struct witness *w, const char *journal, int64_t last_number)
{
	if (strcmp(w->journal, journal) != 0)
		return REASON_DATABASE_LOST;
	return last_number < w->number ? REASON_DATABASE_OLD : REASON_NONE;
}

bool witness_note_area(struct witness *w, const char *name, enum alarm_mode_state alarm)
{
	enum alarm_mode_state noted = alarm == ALARM_EXIT_DELAY ? ALARM_UNSET : alarm;
	uint16_t i = 0;
	while (i < w->area_count && strcmp(w->areas[i].name, name) != 0)
		i++;
	if (i == SITE_AREAS_MAX || (i < w->area_count && w->areas[i].alarm == noted))
		return false;
	if (i == w->area_count)
		snprintf(w->areas[w->area_count++].name, SITE_NAME_MAX, "%s", name);
	w->areas[i].alarm = noted;
	return true;
}

bool witness_note_fire(struct witness *w, bool is_latched)
{
	bool is_new = w->is_fire_latched != is_latched;
	w->is_fire_latched = is_latched;
	return is_new;
}

enum alarm_mode_state witness_alarm(const struct witness *w, const char *name)
{
	for (uint16_t i = 0; i < w->area_count; i++)
		if (strcmp(w->areas[i].name, name) == 0)
			return w->areas[i].alarm;
	return ALARM_SET;
}
