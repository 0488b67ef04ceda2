/*
 * The wires on the kernel's GPIO character devices, through libgpiod 2: the
 * only file that includes it.
 *
 * Every reader is a request of its own (one sequence over both wires, rule F1),
 * then come the inputs and last the outputs, some sixty lines of a chip to a
 * request. Everything is looked up before anything is claimed, and outputs are
 * claimed last: what fails, fails before an output moves.
 *
 * Start reading at lines_open_gpiod().
 */
#include "readers/lines_backend.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
	REQUEST_LINES_MAX = 64,            /* the kernel's limit */
	REQUESTS_MAX = LINES_FDS_MAX + 64, /* those to wait for, and outputs */
	CHIPS_MAX = 32,
	PATH_SIZE = 300 /* "/dev/" and a file name */
};

struct gpio_request {
	struct gpiod_line_request *request; /* NULL: planned only */
	enum lines_use use;
	size_t key; /* LINES_DATA: group's leader; else number of the chip */
	size_t count;
	uint16_t lines[REQUEST_LINES_MAX];
};

struct gpio {
	struct lines base;
	struct gpiod_edge_event_buffer *buffer;
	size_t request_count;
	size_t waiting_count; /* requests with edges; they come before the outputs */
	struct gpio_request requests[REQUESTS_MAX];
	uint16_t request_of[LINES_MAX];
};

/* What exists only while opening. */
struct opening {
	struct gpio *gpio;
	const struct lines_spec *specs;
	size_t count;
	size_t chip_count;
	const char *chip_names[CHIPS_MAX]; /* as the specs have them */
	struct gpiod_chip *chips[CHIPS_MAX];
	size_t chip_of[LINES_MAX];
	char *error;
	size_t error_size;
};

static struct gpio *gpio_of(struct lines *l)
{
	return (struct gpio *)l;
}

/* Finding chips */

static bool chip_is_called(struct gpiod_chip *chip, const char *name)
{
	struct gpiod_chip_info *info = gpiod_chip_get_info(chip);
	if (info == NULL)
		return false;
	bool is_it = strcmp(gpiod_chip_info_get_name(info), name) == 0 ||
	             strcmp(gpiod_chip_info_get_label(info), name) == 0;
	gpiod_chip_info_free(info);
	return is_it;
}

/* Some systems link an old number to a chip: as a chip of its own it would make labels look used twice. */
static bool is_chip_file(const struct dirent *entry, char path[PATH_SIZE])
{
	struct stat st;
	snprintf(path, PATH_SIZE, "/dev/%s", entry->d_name);
	return strncmp(entry->d_name, "gpiochip", 8) == 0 && lstat(path, &st) == 0 && !S_ISLNK(st.st_mode);
}

struct search {
	const char *name;
	struct gpiod_chip *found;
	bool is_ambiguous;
	int trouble; /* errno of a chip that could not be looked at */
};

static void search_chip(struct search *s, const char *path)
{
	struct gpiod_chip *chip = gpiod_chip_open(path);
	if (chip == NULL) {
		s->trouble = errno;
	} else if (!chip_is_called(chip, s->name)) {
		gpiod_chip_close(chip);
	} else if (s->found == NULL) {
		s->found = chip;
	} else {
		s->is_ambiguous = true;
		gpiod_chip_close(chip);
	}
}

static int search_result(struct search *s, struct opening *o)
{
	if (s->found == NULL && s->trouble != 0)
		return lines_fail(-s->trouble, o->error, o->error_size,
		                  "no GPIO chip called %s was found, and not all could be looked at: %s",
		                  s->name, strerror(s->trouble));
	if (s->found == NULL)
		return lines_fail(-ENODEV, o->error, o->error_size, "there is no GPIO chip called %s",
		                  s->name);
	if (!s->is_ambiguous)
		return 0;
	gpiod_chip_close(s->found);
	return lines_fail(-ENOTUNIQ, o->error, o->error_size,
	                  "several GPIO chips are called %s: name it by its path", s->name);
}

static int chip_find(struct opening *o, const char *name, struct gpiod_chip **chip)
{
	struct search s = {.name = name};
	char path[PATH_SIZE];
	DIR *dev = opendir("/dev");
	if (dev == NULL)
		return lines_fail(-errno, o->error, o->error_size, "/dev: %s", strerror(errno));
	for (struct dirent *entry = readdir(dev); entry != NULL; entry = readdir(dev))
		if (is_chip_file(entry, path))
			search_chip(&s, path);
	closedir(dev);
	*chip = s.found;
	return search_result(&s, o);
}

static int chip_open(struct opening *o, const char *name, struct gpiod_chip **chip)
{
	if (name[0] != '/')
		return chip_find(o, name, chip);
	*chip = gpiod_chip_open(name);
	return *chip != NULL ? 0
	                     : lines_fail(-errno, o->error, o->error_size, "the GPIO chip %s: %s", name,
	                                  strerror(errno));
}

static int open_chip_of(struct opening *o, size_t line)
{
	const char *name = o->specs[line].chip;
	size_t i = 0;
	while (i < o->chip_count && strcmp(o->chip_names[i], name) != 0)
		i++;
	o->chip_of[line] = i;
	if (i < o->chip_count)
		return 0;
	if (i == CHIPS_MAX)
		return lines_fail(-E2BIG, o->error, o->error_size, "more than %d GPIO chips", CHIPS_MAX);
	int result = chip_open(o, name, &o->chips[i]);
	if (result < 0)
		return result;
	o->chip_names[i] = name;
	o->chip_count++;
	return 0;
}

static void close_chips(struct opening *o)
{
	for (size_t i = 0; i < o->chip_count; i++)
		gpiod_chip_close(o->chips[i]);
}

/* Looking before claiming */

static int check_offset(struct opening *o, size_t line)
{
	const struct lines_spec *spec = &o->specs[line];
	struct gpiod_chip_info *info = gpiod_chip_get_info(o->chips[o->chip_of[line]]);
	if (info == NULL)
		return lines_fail(-errno, o->error, o->error_size, "the GPIO chip %s: %s", spec->chip,
		                  strerror(errno));
	size_t lines = gpiod_chip_info_get_num_lines(info);
	gpiod_chip_info_free(info);
	if (spec->offset < lines)
		return 0;
	return lines_fail(-EINVAL, o->error, o->error_size, "%s: the GPIO chip %s has lines 0 to %zu, not %u",
	                  spec->name, spec->chip, lines - 1, spec->offset);
}

static int check_free(struct opening *o, size_t line)
{
	const struct lines_spec *spec = &o->specs[line];
	struct gpiod_line_info *info = gpiod_chip_get_line_info(o->chips[o->chip_of[line]], spec->offset);
	if (info == NULL)
		return lines_fail(-errno, o->error, o->error_size, "%s: line %u of %s: %s", spec->name,
		                  spec->offset, spec->chip, strerror(errno));
	int result = 0;
	const char *consumer = gpiod_line_info_get_consumer(info);
	if (gpiod_line_info_is_used(info))
		result = lines_fail(-EBUSY, o->error, o->error_size, "%s: line %u of %s is in use by %s",
		                    spec->name, spec->offset, spec->chip,
		                    consumer != NULL ? consumer : "the kernel");
	gpiod_line_info_free(info);
	return result;
}

static int look_at_lines(struct opening *o)
{
	int result = 0;
	for (size_t i = 0; i < o->count && result == 0; i++) {
		result = open_chip_of(o, i);
		if (result == 0)
			result = check_offset(o, i);
		if (result == 0)
			result = check_free(o, i);
	}
	return result;
}

/* Planning: which lines go together */

static struct gpio_request *plan_request(struct gpio *g, enum lines_use use, size_t key)
{
	for (size_t i = 0; i < g->request_count; i++)
		if (g->requests[i].use == use && g->requests[i].key == key &&
		    g->requests[i].count < REQUEST_LINES_MAX)
			return &g->requests[i];
	if (g->request_count == REQUESTS_MAX)
		return NULL;
	struct gpio_request *r = &g->requests[g->request_count++];
	*r = (struct gpio_request){.use = use, .key = key};
	return r;
}

static int plan_use(struct opening *o, enum lines_use use)
{
	struct gpio *g = o->gpio;
	for (size_t i = 0; i < o->count; i++) {
		if (o->specs[i].use != use)
			continue;
		size_t key = use == LINES_DATA ? lines_group_leader(o->specs, i) : o->chip_of[i];
		struct gpio_request *r = plan_request(g, use, key);
		if (r == NULL)
			return lines_fail(-E2BIG, o->error, o->error_size, "too many readers");
		r->lines[r->count++] = (uint16_t)i;
		g->request_of[i] = (uint16_t)(r - g->requests);
	}
	return 0;
}

static int plan(struct opening *o)
{
	int result = plan_use(o, LINES_DATA);
	if (result == 0)
		result = plan_use(o, LINES_INPUT);
	o->gpio->waiting_count = o->gpio->request_count;
	if (result == 0 && o->gpio->waiting_count > LINES_FDS_MAX)
		return lines_fail(-E2BIG, o->error, o->error_size, "too many readers");
	return result == 0 ? plan_use(o, LINES_OUTPUT) : result;
}

/* Claiming */

static enum gpiod_line_bias bias_of(enum lines_bias bias)
{
	switch (bias) {
	case LINES_BIAS_NONE:
		return GPIOD_LINE_BIAS_DISABLED;
	case LINES_BIAS_PULL_UP:
		return GPIOD_LINE_BIAS_PULL_UP;
	case LINES_BIAS_PULL_DOWN:
		return GPIOD_LINE_BIAS_PULL_DOWN;
	}
	return GPIOD_LINE_BIAS_AS_IS;
}

static enum gpiod_line_value value_of(bool is_active)
{
	return is_active ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
}

/* Edges are logical as levels are: with active_low set, the rising edge is the wire's falling one. */
static int settings_fill(struct gpiod_line_settings *s, const struct lines_spec *spec)
{
	gpiod_line_settings_set_active_low(s, spec->is_active_low);
	if (spec->use == LINES_OUTPUT) {
		gpiod_line_settings_set_output_value(s, value_of(spec->safe));
		return gpiod_line_settings_set_direction(s, GPIOD_LINE_DIRECTION_OUTPUT);
	}
	/* One direction only for data: asked for both, the kernel tells them apart by reading the level
	 * later. */
	enum gpiod_line_edge edge = spec->use == LINES_DATA ? GPIOD_LINE_EDGE_RISING : GPIOD_LINE_EDGE_BOTH;
	if (gpiod_line_settings_set_direction(s, GPIOD_LINE_DIRECTION_INPUT) < 0 ||
	    gpiod_line_settings_set_edge_detection(s, edge) < 0 ||
	    gpiod_line_settings_set_bias(s, bias_of(spec->bias)) < 0)
		return -1;
	return gpiod_line_settings_set_event_clock(s, GPIOD_LINE_CLOCK_MONOTONIC);
}

static int config_add(struct gpiod_line_config *config, const struct lines_spec *spec)
{
	struct gpiod_line_settings *s = gpiod_line_settings_new();
	if (s == NULL)
		return -ENOMEM;
	int result = settings_fill(s, spec);
	if (result == 0)
		result = gpiod_line_config_add_line_settings(config, &spec->offset, 1, s);
	result = result < 0 ? -errno : 0;
	gpiod_line_settings_free(s);
	return result;
}

static int request_configured(struct opening *o, struct gpio_request *r, struct gpiod_request_config *how,
                              struct gpiod_line_config *config)
{
	int result = 0;
	for (size_t i = 0; i < r->count && result == 0; i++)
		result = config_add(config, &o->specs[r->lines[i]]);
	if (result < 0)
		return result;
	gpiod_request_config_set_consumer(how, "zutritt");
	gpiod_request_config_set_event_buffer_size(how, LINES_EVENT_BUFFER);
	r->request = gpiod_chip_request_lines(o->chips[o->chip_of[r->lines[0]]], how, config);
	return r->request == NULL ? -errno : 0;
}

static int request_lines(struct opening *o, struct gpio_request *r)
{
	int result = -ENOMEM;
	struct gpiod_request_config *how = gpiod_request_config_new();
	struct gpiod_line_config *config = gpiod_line_config_new();
	if (how != NULL && config != NULL)
		result = request_configured(o, r, how, config);
	gpiod_line_config_free(config);
	gpiod_request_config_free(how);
	return result;
}

/* Lines of one reader or chip are refused together; whom the kernel's refusal concerns is tried out here. */
static int claim_failed(struct opening *o, const struct gpio_request *r, int result)
{
	const struct lines_spec *spec = &o->specs[r->lines[0]];
	for (size_t i = 0; i < r->count; i++)
		if (check_free(o, r->lines[i]) < 0)
			return -EBUSY;
	return lines_fail(result, o->error, o->error_size, "%s%s: line %u of %s can not be claimed: %s",
	                  spec->name, r->count > 1 ? " and others" : "", spec->offset, spec->chip,
	                  strerror(-result));
}

static int make_nonblocking(const struct gpio_request *r)
{
	int fd = gpiod_line_request_get_fd(r->request);
	int flags = fcntl(fd, F_GETFL);
	return flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 ? -errno : 0;
}

static int claim(struct opening *o)
{
	for (size_t i = 0; i < o->gpio->request_count; i++) {
		struct gpio_request *r = &o->gpio->requests[i];
		int result = request_lines(o, r);
		if (result == 0)
			result = make_nonblocking(r);
		if (result < 0)
			return claim_failed(o, r, result);
	}
	return 0;
}

static void gpio_release(struct gpio *g)
{
	for (size_t i = 0; i < g->request_count; i++)
		if (g->requests[i].request != NULL)
			gpiod_line_request_release(g->requests[i].request);
	gpiod_edge_event_buffer_free(g->buffer);
	free(g);
}

/* In use */

static struct gpiod_line_request *request_of(struct gpio *g, uint16_t line)
{
	return g->requests[g->request_of[line]].request;
}

static int gpio_level(struct lines *l, uint16_t line)
{
	enum gpiod_line_value value =
	        gpiod_line_request_get_value(request_of(gpio_of(l), line), l->specs[line].offset);
	return value == GPIOD_LINE_VALUE_ERROR ? -errno : value == GPIOD_LINE_VALUE_ACTIVE;
}

static int gpio_drive(struct lines *l, uint16_t line, bool is_active)
{
	return gpiod_line_request_set_value(request_of(gpio_of(l), line), l->specs[line].offset,
	                                    value_of(is_active)) < 0
	               ? -errno
	               : 0;
}

static size_t gpio_fds(const struct lines *l, int *fds, size_t max)
{
	const struct gpio *g = (const struct gpio *)l;
	for (size_t i = 0; i < g->waiting_count && i < max; i++)
		fds[i] = gpiod_line_request_get_fd(g->requests[i].request);
	return g->waiting_count;
}

static size_t gpio_fd_of(const struct lines *l, uint16_t line)
{
	return ((const struct gpio *)l)->request_of[line];
}

static uint16_t line_at(const struct gpio *g, const struct gpio_request *r, unsigned offset)
{
	size_t i = 0;
	while (i + 1 < r->count && g->base.specs[r->lines[i]].offset != offset)
		i++;
	return r->lines[i];
}

/* The number is cut to the 32 bits that the kernel has, on machines with longer ones too. */
static struct lines_event event_of(const struct gpio *g, const struct gpio_request *r,
                                   struct gpiod_edge_event *edge)
{
	return (struct lines_event){.t_ns = gpiod_edge_event_get_timestamp_ns(edge),
	                            .seqno = (uint32_t)gpiod_edge_event_get_global_seqno(edge),
	                            .line = line_at(g, r, gpiod_edge_event_get_line_offset(edge)),
	                            .is_active = true};
}

/* An input's level is read now, not taken from the edge (rule D4). Without a level there is no event. */
static int take_events(struct gpio *g, const struct gpio_request *r, int waiting, struct lines_event *events)
{
	int count = 0, trouble = 0;
	for (int i = 0; i < waiting; i++) {
		struct lines_event event =
		        event_of(g, r, gpiod_edge_event_buffer_get_event(g->buffer, (unsigned long)i));
		int level = r->use == LINES_INPUT ? gpio_level(&g->base, event.line) : 1;
		event.is_active = level > 0;
		if (level < 0)
			trouble = level;
		else
			events[count++] = event;
	}
	return count > 0 ? count : trouble;
}

static int gpio_read(struct lines *l, size_t i, struct lines_event *events, size_t max)
{
	struct gpio *g = gpio_of(l);
	if (i >= g->waiting_count)
		return -EINVAL;
	size_t room = max < LINES_EVENT_BUFFER ? max : LINES_EVENT_BUFFER;
	if (room == 0)
		return 0;
	int waiting = gpiod_line_request_read_edge_events(g->requests[i].request, g->buffer, room);
	if (waiting < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -errno;
	return take_events(g, &g->requests[i], waiting, events);
}

static void gpio_close(struct lines *l)
{
	for (uint16_t i = 0; i < l->count; i++)
		if (l->specs[i].use == LINES_OUTPUT)
			gpio_drive(l, i, l->specs[i].safe);
	gpio_release(gpio_of(l));
}

/* Opening */

static struct gpio *gpio_new(const struct lines_spec *specs, size_t count)
{
	static const struct lines_backend backend = {gpio_close, gpio_fds,   gpio_fd_of,
	                                             gpio_read,  gpio_level, gpio_drive};
	struct gpio *g = calloc(1, sizeof(*g));
	if (g == NULL)
		return NULL;
	g->base = (struct lines){&backend, specs, count};
	g->buffer = gpiod_edge_event_buffer_new(LINES_EVENT_BUFFER);
	if (g->buffer != NULL)
		return g;
	free(g);
	return NULL;
}

static int open_lines(struct opening *o)
{
	int result = look_at_lines(o);
	if (result == 0)
		result = plan(o);
	if (result == 0)
		result = claim(o);
	return result;
}

int lines_open_gpiod(struct lines **out, const struct lines_spec *specs, size_t count, char *error,
                     size_t error_size)
{
	int result = lines_check(specs, count, error, error_size);
	if (result < 0)
		return result;
	struct gpio *g = gpio_new(specs, count);
	if (g == NULL)
		return lines_fail(-ENOMEM, error, error_size, "GPIO: %s", strerror(ENOMEM));
	struct opening o = {
	        .gpio = g, .specs = specs, .count = count, .error = error, .error_size = error_size};
	result = open_lines(&o);
	close_chips(&o);
	if (result < 0)
		gpio_release(g);
	else
		*out = &g->base;
	return result;
}

int lines_look_gpiod(const struct lines_spec *specs, size_t count, char *error, size_t error_size)
{
	struct opening o = {.specs = specs, .count = count, .error = error, .error_size = error_size};
	int result = lines_check(specs, count, error, error_size);
	for (size_t i = 0; i < count && result == 0; i++) {
		result = open_chip_of(&o, i);
		if (result == 0)
			result = check_offset(&o, i);
	}
	close_chips(&o);
	return result;
}
