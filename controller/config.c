/*
 * Reading /etc/zutritt/zutritt.conf (rules D9, D19, L2, P7): the site with its
 * areas, rooms, doors and readers, and what must hold for all of it.
 *
 * Start reading at read_all().
 */
#include "controller/config_reading.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DIRECTORY_MAX = 90 }; /* sockets in it must fit into a sockaddr_un */

/* ---- the site ---- */

static int check_zone(struct reading *r, const char *zone)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/";
	char path[128];
	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", zone);
	if (*zone == '/' || zone[strspn(zone, allowed)] != '\0' || access(path, R_OK) < 0)
		return reading_fail(
		        r, reading_line(r, r->root, "zone"),
		        "this machine knows no time zone \"%s\"; one is written as \"Europe/Berlin\"", zone);
	return 0;
}

static int check_directory(struct reading *r, const char *option, const char *path)
{
	if (*path == '/')
		return 0;
	return reading_fail(r, reading_line(r, r->root, option), "%s must begin with '/', not \"%s\"", option,
	                    path);
}

static int read_places(struct reading *r)
{
	struct config *c = r->c;
	char sim[CONFIG_PATH_MAX + sizeof("/lines")];
	if (reading_copy_text(r, r->root, "runtime_dir", "/run/zutritt", c->runtime_dir, DIRECTORY_MAX) < 0 ||
	    check_directory(r, "runtime_dir", c->runtime_dir) < 0 ||
	    reading_copy_text(r, r->root, "state_dir", "/var/lib/zutritt", c->state_dir, DIRECTORY_MAX) < 0 ||
	    check_directory(r, "state_dir", c->state_dir) < 0)
		return -EINVAL;
	snprintf(sim, sizeof(sim), "%s/lines", c->runtime_dir);
	if (reading_copy_text(r, r->root, "sim_socket", sim, c->sim_socket, sizeof(c->sim_socket)) < 0)
		return -EINVAL;
	return check_directory(r, "sim_socket", c->sim_socket);
}

static int read_site_name(struct reading *r, const char *option, char *out)
{
	const char *name;
	int result = reading_need_text(r, r->root, option, &name);
	if (result == 0)
		result = reading_check_name(r, reading_line(r, r->root, option), option, name,
		                            SITE_NAME_MAX - 1);
	if (result == 0)
		strcpy(out, name);
	return result;
}

static int read_controller_name(struct reading *r)
{
	struct site *site = &r->c->site;
	strcpy(site->controller, "main");
	return reading_text(r->root, "controller") == NULL
	               ? 0
	               : read_site_name(r, "controller", site->controller);
}

static int read_site(struct reading *r)
{
	struct config *c = r->c;
	int backend;
	long keys;
	if (read_site_name(r, "site", c->site.name) < 0 || read_controller_name(r) < 0 ||
	    reading_copy_text(r, r->root, "zone", "Europe/Berlin", c->zone, sizeof(c->zone)) < 0 ||
	    check_zone(r, c->zone) < 0 ||
	    reading_choice(r, r->root, "lines", "gpiod|simulator", 0, &backend) < 0 ||
	    reading_number(r, r->root, "table_keys", 1024, 1000000, 8192, &keys) < 0)
		return -EINVAL;
	c->backend = (enum config_backend)backend;
	c->table_keys = (uint32_t)keys;
	return read_places(r);
}

/* ---- areas and rooms ---- */

static int read_area(struct reading *r, struct cfg_t *section)
{
	uint16_t i = r->c->site.area_count;
	struct site_area *area = &r->c->site.areas[i];
	struct config_area_lines *lines = &r->c->area_lines[i];
	int mode;
	long exit_delay_s, sounder_s;
	if (reading_title(r, section, READING_WIRED_MAX, area->name) < 0 ||
	    reading_choice(r, section, "alarm", "automatic|assisted", 0, &mode) < 0 ||
	    reading_number(r, section, "exit_delay_s", 0, 300, 60, &exit_delay_s) < 0 ||
	    reading_number(r, section, "sounder_s", 90, 900, 180, &sounder_s) < 0 ||
	    config_wires_add_output(r, section, "sounder", "sounder", &lines->sounder) < 0 ||
	    config_wires_add_output(r, section, "set_output", "set", &lines->set_output) < 0)
		return -EINVAL;
	area->mode = (enum site_alarm_mode)mode;
	area->exit_delay_ms = (uint32_t)exit_delay_s * 1000;
	area->sounder_ms = (uint32_t)sounder_s * 1000;
	r->c->site.area_count++;
	return 0;
}

static int read_room(struct reading *r, struct cfg_t *section)
{
	struct site *site = &r->c->site;
	struct site_room *room = &site->rooms[site->room_count];
	if (strcmp(reading_name(section), "outside") == 0)
		return reading_fail(r, reading_head_line(r, section),
		                    "the room \"outside\" is always there, of no area");
	if (reading_title(r, section, SITE_NAME_MAX - 1, room->name) < 0)
		return -EINVAL;
	room->area = SITE_NONE;
	if (reading_text(section, "area") != NULL &&
	    reading_need_index(r, section, "area", "area", site_area, &room->area) < 0)
		return -EINVAL;
	site->room_count++;
	return 0;
}

static int read_rooms(struct reading *r)
{
	struct site *site = &r->c->site;
	site->rooms[0] = (struct site_room){.name = "outside", .area = SITE_NONE, .is_outside = true};
	site->room_count = 1;
	if (reading_check_count(r, "room", SITE_ROOMS_MAX - 1) < 0)
		return -EINVAL;
	for (unsigned int i = 0; i < reading_count(r->root, "room"); i++)
		if (read_room(r, reading_section(r, "room", i)) < 0)
			return -EINVAL;
	return 0;
}

static int read_areas(struct reading *r)
{
	if (reading_check_count(r, "area", SITE_AREAS_MAX) < 0)
		return -EINVAL;
	for (unsigned int i = 0; i < reading_count(r->root, "area"); i++)
		if (read_area(r, reading_section(r, "area", i)) < 0)
			return -EINVAL;
	return 0;
}

/* ---- doors ---- */

/* Rule D9 where people would try it first: no line in a file makes a door free. */
static int check_never_free(struct reading *r, struct cfg_t *section, enum site_door_kind kind)
{
	static const char *const options[] = {"schedule", "free", "held"};
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		if (reading_text(section, options[i]) == NULL)
			continue;
		int line = reading_line(r, section, options[i]);
		if (site_door_is_guarded(kind))
			return reading_fail(
			        r, line,
			        "door \"%s\": a goods or secure door is never free, scheduled or held "
			        "unlocked (rule D9)",
			        reading_name(section));
		return reading_fail(r, line,
		                    "door \"%s\": schedules are set by command, not in the configuration",
		                    reading_name(section));
	}
	return 0;
}

static int read_contact(struct reading *r, struct cfg_t *section, uint16_t *index)
{
	int open_level;
	if (reading_choice(r, section, "contact_open", "high|low", 0, &open_level) < 0)
		return -EINVAL;
	struct wire wire = {
	        reading_name(section),
	        "contact",
	        {.use = LINES_INPUT, .bias = LINES_BIAS_PULL_UP, .is_active_low = open_level == 1},
	        false};
	return config_wires_add(r, section, "contact", &wire, index);
}

static int read_door_lines(struct reading *r, struct cfg_t *section, struct site_door *door,
                           struct config_door_lines *lines)
{
	const char *strike;
	if (reading_need_text(r, section, "strike", &strike) < 0 ||
	    config_wires_add_output(r, section, "strike", "strike", &lines->strike) < 0 ||
	    read_contact(r, section, &lines->contact) < 0 ||
	    config_wires_add_button(r, section, "rex", &lines->rex) < 0 ||
	    config_wires_add_button(r, section, "bell", &lines->bell) < 0)
		return -EINVAL;
	door->has_contact = lines->contact != CONFIG_LINE_NONE;
	door->has_rex = lines->rex != CONFIG_LINE_NONE;
	door->has_bell = lines->bell != CONFIG_LINE_NONE;
	if (!door->has_contact && reading_text(section, "contact_open") != NULL)
		return reading_fail(r, reading_line(r, section, "contact_open"),
		                    "door \"%s\": contact_open without a contact", door->name);
	return 0;
}

/* Rule D6: how long it may stand open; gates are goods doors and may need a quarter of an hour. */
static int read_open_limit(struct reading *r, struct cfg_t *section, struct site_door *door)
{
	bool is_goods = door->kind == SITE_GOODS;
	long open_limit_s;
	if (reading_number(r, section, "open_limit_s", 10, is_goods ? 900 : 120, is_goods ? 120 : 30,
	                   &open_limit_s) < 0)
		return -EINVAL;
	door->open_limit_ms = (uint32_t)open_limit_s * 1000;
	return 0;
}

/* Rule D19: whoever is inside gets out without a badge. */
static int read_way_out(struct reading *r, struct cfg_t *section, struct site_door *door)
{
	int way_out;
	if (reading_text(section, "way_out") == NULL)
		return reading_fail(
		        r, reading_head_line(r, section),
		        "door \"%s\" names no way out without a badge: way_out = \"mechanical\" or "
		        "\"rex\" (rule D19)",
		        door->name);
	if (reading_choice(r, section, "way_out", "mechanical|rex", 0, &way_out) < 0 ||
	    reading_flag(r, section, "rex_releases", &door->rex_releases) < 0 ||
	    reading_flag(r, section, "escape", &door->is_escape) < 0)
		return -EINVAL;
	door->way_out = way_out == 0 ? SITE_WAY_OUT_MECHANICAL : SITE_WAY_OUT_REX;
	if (way_out == 1 && !door->has_rex)
		return reading_fail(r, reading_line(r, section, "way_out"),
		                    "door \"%s\": way_out = \"rex\" needs a rex line (rule D19)", door->name);
	door->rex_releases |= way_out == 1; /* a way out that lets nobody out would be none (rule D19) */
	if (door->rex_releases && !door->has_rex)
		return reading_fail(r, reading_line(r, section, "rex_releases"),
		                    "door \"%s\": rex_releases without a rex line", door->name);
	if (door->is_escape && reading_count(r->root, "fire") == 0)
		return reading_fail(r, reading_line(r, section, "escape"),
		                    "door \"%s\" is an escape door, but there is no fire input", door->name);
	return 0;
}

static int read_door_rooms(struct reading *r, struct cfg_t *section, struct site_door *door)
{
	if (reading_need_index(r, section, "from", "room", site_room, &door->from) < 0 ||
	    reading_need_index(r, section, "to", "room", site_room, &door->to) < 0)
		return -EINVAL;
	if (door->from == door->to)
		return reading_fail(r, reading_line(r, section, "to"),
		                    "door \"%s\" leads from a room into the same room", door->name);
	return 0;
}

static int read_door(struct reading *r, struct cfg_t *section)
{
	uint16_t i = r->c->site.door_count;
	struct site_door *door = &r->c->site.doors[i];
	const char *value;
	int kind;
	r->door_at[i] = reading_head_line(r, section);
	if (reading_title(r, section, READING_WIRED_MAX, door->name) < 0 ||
	    reading_need_text(r, section, "kind", &value) < 0 ||
	    reading_choice(r, section, "kind", "entrance|office|goods|secure", 0, &kind) < 0)
		return -EINVAL;
	door->kind = (enum site_door_kind)kind;
	door->release_ms = 5000; /* until the office has read the door policy */
	if (check_never_free(r, section, door->kind) < 0 || read_door_rooms(r, section, door) < 0 ||
	    read_door_lines(r, section, door, &r->c->door_lines[i]) < 0 ||
	    read_way_out(r, section, door) < 0 || read_open_limit(r, section, door) < 0)
		return -EINVAL;
	r->c->site.door_count++;
	return 0;
}

static int read_doors(struct reading *r)
{
	if (reading_check_count(r, "door", SITE_DOORS_MAX) < 0)
		return -EINVAL;
	if (reading_count(r->root, "door") == 0)
		return reading_fail(r, 0, "there is no door");
	for (unsigned int i = 0; i < reading_count(r->root, "door"); i++)
		if (read_door(r, reading_section(r, "door", i)) < 0)
			return -EINVAL;
	return 0;
}

/* ---- readers ---- */

static int read_data_lines(struct reading *r, struct cfg_t *section, uint16_t group,
                           struct config_reader_lines *lines)
{
	const char *value;
	bool is_inverted;
	int bias;
	if (reading_flag(r, section, "inverted", &is_inverted) < 0 ||
	    reading_choice(r, section, "bias", "none|pull-up|pull-down", LINES_BIAS_PULL_UP, &bias) < 0)
		return -EINVAL;
	struct wire data = {reading_name(section),
	                    "data0",
	                    {.use = LINES_DATA,
	                     .bias = (enum lines_bias)bias,
	                     .is_active_low = !is_inverted, /* SIA AC-01: idle high, a pulse is low */
	                     .group = group},
	                    false};
	if (reading_need_text(r, section, "data0", &value) < 0 ||
	    config_wires_add(r, section, "data0", &data, &lines->data0) < 0 ||
	    reading_need_text(r, section, "data1", &value) < 0)
		return -EINVAL;
	data.suffix = "data1";
	data.preset.wire = 1;
	if (config_wires_add(r, section, "data1", &data, &lines->data1) < 0)
		return -EINVAL;
	if (strcmp(r->c->lines[lines->data0].chip, r->c->lines[lines->data1].chip) != 0)
		return reading_fail(r, reading_line(r, section, "data1"),
		                    "reader \"%s\": data0 and data1 must be on the same chip",
		                    reading_name(section));
	return 0;
}

static int read_reader_door(struct reading *r, struct cfg_t *section, struct site_reader *reader)
{
	if (reading_need_index(r, section, "door", "door", site_door, &reader->door) < 0 ||
	    reading_need_index(r, section, "leads_to", "room", site_room, &reader->leads_to) < 0)
		return -EINVAL;
	const struct site_door *door = &r->c->site.doors[reader->door];
	if (reader->leads_to != door->from && reader->leads_to != door->to)
		return reading_fail(r, reading_line(r, section, "leads_to"),
		                    "reader \"%s\": door \"%s\" does not lead to \"%s\"", reader->name,
		                    door->name, r->c->site.rooms[reader->leads_to].name);
	return 0;
}

/* As "zutritt-station add" takes it. */
static bool is_station(const char *name)
{
	size_t length = strlen(name);
	return length > 0 && length < SITE_NAME_MAX &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/* Rule P7: where nobody passes; it says no more than who sits at the desk. */
static int read_reader_station(struct reading *r, struct cfg_t *section, struct site_reader *reader)
{
	const struct site *site = &r->c->site;
	const char *station = reading_text(section, "station");
	int line = reading_line(r, section, "station");
	if (reading_text(section, "door") != NULL || reading_text(section, "leads_to") != NULL)
		return reading_fail(
		        r, line,
		        "reader \"%s\" is at a door (door, leads_to) or at a desk (station), not both",
		        reader->name);
	if (!is_station(station))
		return reading_fail(r, line,
		                    "reader \"%s\": a station's name has small letters, digits and '-' only, "
		                    "not \"%s\"",
		                    reader->name, station);
	uint16_t other = site_desk_reader(site, station);
	if (other != SITE_NONE)
		return reading_fail(r, line, "station \"%s\" has a reader already: \"%s\"", station,
		                    site->readers[other].name);
	strcpy(reader->station, station);
	reader->door = reader->leads_to = SITE_NONE;
	return 0;
}

static int read_reader_place(struct reading *r, struct cfg_t *section, struct site_reader *reader)
{
	if (reading_text(section, "station") != NULL)
		return read_reader_station(r, section, reader);
	if (reading_text(section, "door") == NULL)
		return reading_fail(r, reading_head_line(r, section),
		                    "reader \"%s\" names no door and no station", reader->name);
	return read_reader_door(r, section, reader);
}

static int read_reader(struct reading *r, struct cfg_t *section)
{
	uint16_t i = r->c->site.reader_count;
	struct site_reader *reader = &r->c->site.readers[i];
	struct config_reader_lines *lines = &r->c->reader_lines[i];
	if (reading_title(r, section, READING_WIRED_MAX, reader->name) < 0 ||
	    read_reader_place(r, section, reader) < 0 ||
	    config_formats_allowed(r, section, &reader->formats) < 0 ||
	    read_data_lines(r, section, i, lines) < 0 ||
	    config_wires_add_output(r, section, "led", "led", &lines->led) < 0 ||
	    config_wires_add_output(r, section, "buzzer", "buzzer", &lines->buzzer) < 0)
		return -EINVAL;
	r->c->site.reader_count++;
	return 0;
}

/* ---- what holds for the whole ---- */

static bool has_reader(const struct site *site, uint16_t door, uint16_t leads_to)
{
	for (uint16_t i = 0; i < site->reader_count; i++)
		if (site->readers[i].door == door && site->readers[i].leads_to == leads_to)
			return true;
	return false;
}

static bool is_border(const struct site *site, const struct site_door *door, uint16_t area)
{
	return (site->rooms[door->from].area == area) != (site->rooms[door->to].area == area);
}

/* Rule L2: counting to zero needs every passage seen, in and out. */
static int check_countable(struct reading *r, const struct site_area *area, uint16_t d)
{
	const struct site *site = &r->c->site;
	const struct site_door *door = &site->doors[d];
	if (!door->has_contact)
		return reading_fail(
		        r, r->door_at[d],
		        "area \"%s\" sets its alarm automatically, so door \"%s\" needs a contact (rule "
		        "L2); else write alarm = \"assisted\"",
		        area->name, door->name);
	if (has_reader(site, d, door->from) && has_reader(site, d, door->to))
		return 0;
	return reading_fail(
	        r, r->door_at[d],
	        "area \"%s\" sets its alarm automatically, so door \"%s\" needs readers on both sides "
	        "(rule L2); else write alarm = \"assisted\"",
	        area->name, door->name);
}

static int check_area(struct reading *r, struct cfg_t *section, uint16_t a)
{
	struct site *site = &r->c->site;
	struct site_area *area = &site->areas[a];
	if (reading_need_index(r, section, "entrance", "door", site_door, &area->entrance) < 0)
		return -EINVAL;
	if (!is_border(site, &site->doors[area->entrance], a))
		return reading_fail(r, reading_line(r, section, "entrance"),
		                    "area \"%s\": door \"%s\" does not lead into it from elsewhere",
		                    area->name, site->doors[area->entrance].name);
	for (uint16_t d = 0; d < site->door_count; d++)
		if (area->mode == SITE_ALARM_AUTOMATIC && is_border(site, &site->doors[d], a) &&
		    check_countable(r, area, d) < 0)
			return -EINVAL;
	return 0;
}

static int check_areas(struct reading *r)
{
	for (uint16_t a = 0; a < r->c->site.area_count; a++)
		if (check_area(r, reading_section(r, "area", a), a) < 0)
			return -EINVAL;
	return 0;
}

static int read_readers(struct reading *r)
{
	if (reading_check_count(r, "reader", SITE_READERS_MAX) < 0)
		return -EINVAL;
	for (unsigned int i = 0; i < reading_count(r->root, "reader"); i++)
		if (read_reader(r, reading_section(r, "reader", i)) < 0)
			return -EINVAL;
	return 0;
}

/* Rule D13: wired so that a cut wire is fire; the preset is a closed contact to ground under a pull-up. */
static int read_fire(struct reading *r)
{
	const char *value;
	int level;
	r->c->fire_line = CONFIG_LINE_NONE;
	if (reading_count(r->root, "fire") == 0)
		return 0;
	struct cfg_t *section = reading_section(r, "fire", 0);
	if (reading_count(r->root, "fire") > 1)
		return reading_fail(r, reading_head_line(r, reading_section(r, "fire", 1)),
		                    "fire is given twice, first in line %d", reading_head_line(r, section));
	if (reading_need_text(r, section, "line", &value) < 0 ||
	    reading_choice(r, section, "active", "high|low", 0, &level) < 0)
		return -EINVAL;
	struct wire wire = {NULL,
	                    "fire",
	                    {.use = LINES_INPUT, .bias = LINES_BIAS_PULL_UP, .is_active_low = level == 1},
	                    false};
	return config_wires_add(r, section, "line", &wire, &r->c->fire_line);
}

/* Rule K2: the room that a secure door protects is the one behind "to"; its keys take a second person. */
static int check_secure(struct reading *r, uint16_t d)
{
	const struct site *site = &r->c->site;
	const struct site_door *door = &site->doors[d];
	bool is_backwards = has_reader(site, d, door->from) && !has_reader(site, d, door->to);
	if (door->kind != SITE_SECURE || (!is_backwards && !site->rooms[door->to].is_outside))
		return 0;
	return reading_fail(
	        r, r->door_at[d],
	        "door \"%s\": a secure door protects the room in \"to\", and its reader leads into "
	        "it (rule K2): exchange from and to",
	        door->name);
}

static int check_doors(struct reading *r)
{
	for (uint16_t d = 0; d < r->c->site.door_count; d++)
		if (check_secure(r, d) < 0)
			return -EINVAL;
	return 0;
}

static int read_all(struct reading *r)
{
	if (read_site(r) < 0 || config_wires_chips(r) < 0 || config_formats_read(r) < 0 || read_fire(r) < 0 ||
	    read_areas(r) < 0 || read_rooms(r) < 0 || read_doors(r) < 0 || read_readers(r) < 0)
		return -EINVAL;
	return check_doors(r) < 0 ? -EINVAL : check_areas(r);
}

int config_read(struct config *c, const char *path, char *error, size_t error_size)
{
	memset(c, 0, sizeof(*c));
	struct reading *r = calloc(1, sizeof(*r));
	if (r == NULL) {
		snprintf(error, error_size, "%s: %s", path, strerror(ENOMEM));
		return -ENOMEM;
	}
	*r = (struct reading){.c = c, .path = path, .error = error, .error_size = error_size};
	int result = reading_open(r);
	if (result == 0)
		result = read_all(r);
	reading_close(r);
	free(r);
	return result;
}

int config_override(struct config *c, const struct config_override *o)
{
	bool is_default_socket = strncmp(c->sim_socket, c->runtime_dir, strlen(c->runtime_dir)) == 0 &&
	                         strcmp(c->sim_socket + strlen(c->runtime_dir), "/lines") == 0;
	if (o->is_simulated)
		c->backend = CONFIG_SIMULATOR;
	if (o->runtime_dir != NULL && strlen(o->runtime_dir) >= DIRECTORY_MAX)
		return -ENAMETOOLONG;
	if (o->state_dir != NULL && strlen(o->state_dir) >= DIRECTORY_MAX)
		return -ENAMETOOLONG;
	if (o->state_dir != NULL)
		strcpy(c->state_dir, o->state_dir);
	if (o->runtime_dir != NULL)
		strcpy(c->runtime_dir, o->runtime_dir);
	if (is_default_socket)
		snprintf(c->sim_socket, sizeof(c->sim_socket), "%.*s/lines", DIRECTORY_MAX, c->runtime_dir);
	return 0;
}
