/* The stations and their keys: see stations.h. */
#include "reception/stations.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CALL_COSTS_MS = 50, SAVED_MAX_MS = 2000 };

int stations_open(struct stations *s, const char *path)
{
	memset(s, 0, sizeof *s);
	s->directory = path == NULL ? -1 : open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return s->directory < 0 && path != NULL ? -errno : 0;
}

static void forget(struct station *station)
{
	outcomes_free(&station->outcomes);
	seal_wipe(station, sizeof *station);
}

void stations_close(struct stations *s)
{
	for (size_t i = 0; i < STATIONS_MAX; i++)
		forget(&s->list[i]);
	if (s->directory >= 0)
		close(s->directory);
	s->directory = -1;
}

static struct station *place_of(struct stations *s, const char *name)
{
	struct station *free_place = NULL;
	for (size_t i = 0; i < STATIONS_MAX; i++) {
		if (strcmp(s->list[i].name, name) == 0)
			return &s->list[i];
		if (s->list[i].name[0] == '\0' && free_place == NULL)
			free_place = &s->list[i];
	}
	return free_place;
}

/* 0 or -errno; changed_ns of the file whose key it is. */
static int read_key(int directory, const char *name, struct station *station)
{
	char file[CALL_NAME + 8], text[SEAL_KEY_TEXT + 1] = "";
	struct stat about;
	snprintf(file, sizeof file, "%s.key", name);
	int fd = openat(directory, file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return -errno;
	int result = fstat(fd, &about) < 0 || read(fd, text, sizeof text - 1) < 0 ? -errno : 0;
	close(fd);
	text[strcspn(text, "\n")] = '\0';
	if (result == 0)
		result = seal_decode(text, station->key, SEAL_KEY);
	seal_wipe(text, sizeof text);
	station->changed_ns = about.st_mtim.tv_sec * INT64_C(1000000000) + about.st_mtim.tv_nsec;
	return result;
}

static bool is_as_it_was(const struct stations *s, const struct station *station)
{
	char file[CALL_NAME + 8];
	struct stat about;
	snprintf(file, sizeof file, "%s.key", station->name);
	return fstatat(s->directory, file, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
	       station->changed_ns == about.st_mtim.tv_sec * INT64_C(1000000000) + about.st_mtim.tv_nsec;
}

struct station *stations_find(struct stations *s, const char *name)
{
	if (s->directory < 0 || name[0] == '\0')
		return NULL;
	struct station *station = place_of(s, name);
	if (station == NULL)
		return NULL;
	if (station->name[0] != '\0' && is_as_it_was(s, station))
		return station;
	forget(station);
	if (read_key(s->directory, name, station) < 0) {
		forget(station);
		return NULL;
	}
	strcpy(station->name, name);
	return station;
}

bool stations_may_call(struct station *station, int64_t now_ms)
{
	int64_t saved =
	        station->filled_ms == 0 ? SAVED_MAX_MS : station->tokens_ms + (now_ms - station->filled_ms);
	station->tokens_ms = saved > SAVED_MAX_MS ? SAVED_MAX_MS : saved;
	station->filled_ms = now_ms;
	if (station->tokens_ms < CALL_COSTS_MS)
		return false;
	station->tokens_ms -= CALL_COSTS_MS;
	return true;
}
