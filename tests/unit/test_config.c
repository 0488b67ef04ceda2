/*
 * The configuration: the example building as it must come out, every limit from
 * inside, and the bad ones of tests/unit/config, each of which says in its
 * first line what is expected of it: "# expect: LINE: sentence".
 */
#include "controller/config.h"
#include "tests/unit/suite.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BAD_ONES = 97, PATH_SIZE = 1024, TEXT_SIZE = 16384, SENTENCE_SIZE = 2048, EXPECTED_SIZE = 6144 };

static struct config config;
static char sentence[SENTENCE_SIZE];

/* The checkout, however this file was named to the compiler. */
static const char *in_checkout(const char *path)
{
	static char full[PATH_SIZE];
	static const char here[] = __FILE__;
	snprintf(full, sizeof(full), "%.*s../../%s", (int)(strrchr(here, '/') + 1 - here), here, path);
	return full;
}

static int read_text_or_fail(const char *text)
{
	char path[] = "/tmp/zutritt-config-XXXXXX";
	int fd = mkstemp(path);
	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL_FATAL(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	int result = config_read(&config, path, sentence, sizeof(sentence));
	unlink(path);
	return result;
}

/* A small site with one door, and more text before or in its door. */
static int read_with(const char *before, const char *in_door)
{
	char text[TEXT_SIZE];
	snprintf(text, sizeof(text),
	         "site = \"north\"\nchip \"header\" { name = \"pinctrl-bcm2711\" }\n%s\nroom \"hall\" { }\n"
	         "door \"entrance\" { kind = \"entrance\" from = \"outside\" to = \"hall\" way_out = "
	         "\"mechanical\"\n strike = \"header:0\"\n%s }\n",
	         before, in_door);
	return read_text_or_fail(text);
}

static const struct lines_spec *line_or_fail(const char *name)
{
	for (uint16_t i = 0; i < config.line_count; i++)
		if (strcmp(config.lines[i].name, name) == 0)
			return &config.lines[i];
	CU_FAIL_FATAL("there is no such line");
	return NULL;
}

static void read_example_or_fail(void)
{
	int result =
	        config_read(&config, in_checkout("deploy/example/zutritt.conf"), sentence, sizeof(sentence));
	if (result != 0)
		puts(sentence);
	CU_ASSERT_EQUAL_FATAL(result, 0);
}

/* ---- the example building ---- */

static void example_is_all_right(void)
{
	read_example_or_fail();
	CU_ASSERT_STRING_EQUAL(config.site.name, "westerroenfeld");
	CU_ASSERT_STRING_EQUAL(config.site.controller, "main");
	CU_ASSERT_STRING_EQUAL(config.zone, "Europe/Berlin");
	CU_ASSERT_STRING_EQUAL(config.card_format, "h10301");
	CU_ASSERT_EQUAL(config.backend, CONFIG_GPIOD);
	CU_ASSERT_EQUAL(config.site.door_count, 7);
	CU_ASSERT_EQUAL(config.site.reader_count, 11);
	CU_ASSERT_EQUAL(config.site.room_count, 6);
	CU_ASSERT_EQUAL(config.site.area_count, 1);
}

static void example_has_its_doors(void)
{
	static const struct {
		const char *name;
		enum site_door_kind kind;
		bool has_bell;
	} doors[] = {{"entrance", SITE_ENTRANCE, false},     {"office-1-door", SITE_OFFICE, false},
	             {"office-2-door", SITE_OFFICE, false},  {"server-room-door", SITE_SECURE, false},
	             {"warehouse-door", SITE_OFFICE, false}, {"goods-door", SITE_GOODS, true},
	             {"goods-gate", SITE_GOODS, true}};
	read_example_or_fail();
	for (size_t i = 0; i < sizeof(doors) / sizeof(doors[0]); i++) {
		uint16_t d = site_door(&config.site, doors[i].name);
		CU_ASSERT_NOT_EQUAL_FATAL(d, SITE_NONE);
		CU_ASSERT_EQUAL(config.site.doors[d].kind, doors[i].kind);
		CU_ASSERT_EQUAL(config.site.doors[d].has_bell, doors[i].has_bell);
		CU_ASSERT_TRUE(config.site.doors[d].has_contact);
		CU_ASSERT_TRUE(config.site.doors[d].has_rex);
		CU_ASSERT_EQUAL(config.site.doors[d].release_ms, 5000);
		CU_ASSERT_NOT_EQUAL(config.door_lines[d].strike, CONFIG_LINE_NONE);
	}
}

/* 14 and 15 are serial until the console is off: the file says so where it takes them. */
static void example_leaves_i2c_free(void)
{
	static const uint32_t busy[] = {0, 1, 2, 3};
	read_example_or_fail();
	for (uint16_t i = 0; i < config.line_count; i++)
		for (size_t k = 0; k < sizeof(busy) / sizeof(busy[0]); k++)
			CU_ASSERT_FALSE(strcmp(config.lines[i].chip, "pinctrl-bcm2711") == 0 &&
			                config.lines[i].offset == busy[k]);
}

static void example_has_a_reader_at_the_desk(void)
{
	read_example_or_fail();
	uint16_t r = site_desk_reader(&config.site, "reception");
	CU_ASSERT_NOT_EQUAL_FATAL(r, SITE_NONE);
	CU_ASSERT_STRING_EQUAL(config.site.readers[r].name, "desk");
	CU_ASSERT_TRUE(site_reader_is_at_desk(&config.site.readers[r]));
	CU_ASSERT_EQUAL(config.site.readers[r].leads_to, SITE_NONE);
	CU_ASSERT_EQUAL(site_desk_reader(&config.site, ""), SITE_NONE);
	CU_ASSERT_EQUAL(site_desk_reader(&config.site, "back"), SITE_NONE);
	for (uint16_t i = 0; i < config.site.reader_count; i++)
		CU_ASSERT_EQUAL(site_reader_is_at_desk(&config.site.readers[i]), i == r);
}

static void example_reads_fire_from_a_cut_wire(void)
{
	read_example_or_fail();
	CU_ASSERT_NOT_EQUAL_FATAL(config.fire_line, CONFIG_LINE_NONE);
	const struct lines_spec *fire = &config.lines[config.fire_line];
	CU_ASSERT_STRING_EQUAL(fire->name, "fire");
	CU_ASSERT_EQUAL(fire->use, LINES_INPUT);
	CU_ASSERT_EQUAL(fire->bias, LINES_BIAS_PULL_UP);
	CU_ASSERT_FALSE(fire->is_active_low);
}

/* ---- what a wire is when nothing is said ---- */

static void wires_have_the_usual_polarity(void)
{
	static const struct {
		const char *name;
		enum lines_use use;
		enum lines_bias bias;
		bool is_active_low;
	} wires[] = {{"entrance.strike", LINES_OUTPUT, LINES_BIAS_NONE, false},
	             {"entrance.contact", LINES_INPUT, LINES_BIAS_PULL_UP, false},
	             {"entrance.rex", LINES_INPUT, LINES_BIAS_PULL_UP, true},
	             {"goods-door.bell", LINES_INPUT, LINES_BIAS_PULL_UP, true},
	             {"entrance-in.data0", LINES_DATA, LINES_BIAS_PULL_UP, true},
	             {"entrance-in.led", LINES_OUTPUT, LINES_BIAS_NONE, true},
	             {"building.sounder", LINES_OUTPUT, LINES_BIAS_NONE, false},
	             {"building.set", LINES_OUTPUT, LINES_BIAS_NONE, false}};
	read_example_or_fail();
	for (size_t i = 0; i < sizeof(wires) / sizeof(wires[0]); i++) {
		const struct lines_spec *spec = line_or_fail(wires[i].name);
		CU_ASSERT_EQUAL(spec->use, wires[i].use);
		CU_ASSERT_EQUAL(spec->bias, wires[i].bias);
		CU_ASSERT_EQUAL(spec->is_active_low, wires[i].is_active_low);
		CU_ASSERT_FALSE(spec->safe);
	}
}

static void wires_of_one_reader_share_a_group(void)
{
	read_example_or_fail();
	const struct lines_spec *zero = line_or_fail("goods-gate-in.data0");
	const struct lines_spec *one = line_or_fail("goods-gate-in.data1");
	CU_ASSERT_EQUAL(zero->group, one->group);
	CU_ASSERT_EQUAL(zero->wire, 0);
	CU_ASSERT_EQUAL(one->wire, 1);
	CU_ASSERT_NOT_EQUAL(zero->group, line_or_fail("goods-gate-out.data0")->group);
}

static void words_change_bias_and_polarity(void)
{
	CU_ASSERT_EQUAL_FATAL(read_with("", "rex = \"header:1 active-high  pull-down\"\n"
	                                    "contact = \"header:2 no-pull\" contact_open = \"low\"\n"
	                                    "bell = \"header:3\""),
	                      0);
	CU_ASSERT_FALSE(line_or_fail("entrance.rex")->is_active_low);
	CU_ASSERT_EQUAL(line_or_fail("entrance.rex")->bias, LINES_BIAS_PULL_DOWN);
	CU_ASSERT_TRUE(line_or_fail("entrance.contact")->is_active_low);
	CU_ASSERT_EQUAL(line_or_fail("entrance.contact")->bias, LINES_BIAS_NONE);
}

static void inverted_reader_pulses_high(void)
{
	char text[TEXT_SIZE];
	snprintf(text, sizeof(text), "%s",
	         "site=\"north\" chip \"h\" {name=\"x\"} room \"hall\" {}\n"
	         "door \"d\" {kind=\"office\" from=\"outside\" to=\"hall\" strike=\"h:0\" "
	         "way_out=\"mechanical\"}\n"
	         "reader \"r\" {door=\"d\" leads_to=\"hall\" data0=\"h:1\" data1=\"h:2\" inverted=true "
	         "bias=\"none\"}\n");
	CU_ASSERT_EQUAL_FATAL(read_text_or_fail(text), 0);
	CU_ASSERT_FALSE(line_or_fail("r.data0")->is_active_low);
	CU_ASSERT_FALSE(line_or_fail("r.data1")->is_active_low);
	CU_ASSERT_EQUAL(line_or_fail("r.data1")->bias, LINES_BIAS_NONE);
	CU_ASSERT_EQUAL(config.site.readers[0].formats, UINT32_C(1) << FORMAT_H10301);
}

/* ---- defaults and limits, from inside ---- */

static void defaults_hold_when_nothing_is_said(void)
{
	CU_ASSERT_EQUAL_FATAL(read_with("", ""), 0);
	CU_ASSERT_EQUAL(config.backend, CONFIG_GPIOD);
	CU_ASSERT_STRING_EQUAL(config.site.controller, "main");
	CU_ASSERT_STRING_EQUAL(config.zone, "Europe/Berlin");
	CU_ASSERT_STRING_EQUAL(config.card_format, "h10301");
	CU_ASSERT_STRING_EQUAL(config.runtime_dir, "/run/zutritt");
	CU_ASSERT_STRING_EQUAL(config.state_dir, "/var/lib/zutritt");
	CU_ASSERT_STRING_EQUAL(config.sim_socket, "/run/zutritt/lines");
	CU_ASSERT_EQUAL(config.table_keys, 8192);
	CU_ASSERT_EQUAL(config.fire_line, CONFIG_LINE_NONE);
	CU_ASSERT_EQUAL(config.door_lines[0].contact, CONFIG_LINE_NONE);
	CU_ASSERT_EQUAL(config.site.doors[0].release_ms, 5000);
	CU_ASSERT_FALSE(config.site.doors[0].is_escape);
	CU_ASSERT_FALSE(config.site.doors[0].rex_releases);
	CU_ASSERT_STRING_EQUAL(config.site.rooms[0].name, "outside");
	CU_ASSERT_TRUE(config.site.rooms[0].is_outside);
	CU_ASSERT_EQUAL(config.site.rooms[0].area, SITE_NONE);
}

static void way_out_by_request_releases_the_lock(void)
{
	CU_ASSERT_EQUAL_FATAL(
	        read_text_or_fail("site=\"n\" chip \"h\" {name=\"x\"} room \"hall\" {}\n"
	                          "door \"d\" {kind=\"office\" from=\"outside\" to=\"hall\" strike=\"h:0\" "
	                          "rex=\"h:1\" way_out=\"rex\" rex_releases=false}\n"),
	        0);
	CU_ASSERT_TRUE(config.site.doors[0].rex_releases);
}

static void area_has_its_defaults(void)
{
	CU_ASSERT_EQUAL_FATAL(
	        read_text_or_fail("site=\"n\" chip \"h\" {name=\"x\"} area \"a\" {entrance=\"d\" "
	                          "alarm=\"assisted\"}\nroom \"hall\" {area=\"a\"}\n"
	                          "door \"d\" {kind=\"office\" from=\"outside\" to=\"hall\" "
	                          "strike=\"h:0\" way_out=\"mechanical\"}\n"),
	        0);
	CU_ASSERT_EQUAL(config.site.areas[0].mode, SITE_ALARM_ASSISTED);
	CU_ASSERT_EQUAL(config.site.areas[0].exit_delay_ms, 60000);
	CU_ASSERT_EQUAL(config.site.areas[0].sounder_ms, 180000);
	CU_ASSERT_EQUAL(config.site.areas[0].entrance, 0);
	CU_ASSERT_EQUAL(config.area_lines[0].sounder, CONFIG_LINE_NONE);
}

static void values_at_their_limits_are_taken(void)
{
	static const struct {
		const char *option;
		uint32_t exit_delay_ms, sounder_ms;
	} areas[] = {{"exit_delay_s = 0 sounder_s = 90", 0, 90000},
	             {"exit_delay_s = 300 sounder_s = 900", 300000, 900000}};
	for (size_t i = 0; i < sizeof(areas) / sizeof(areas[0]); i++) {
		char text[TEXT_SIZE];
		snprintf(text, sizeof(text),
		         "site=\"n\" chip \"h\" {name=\"x\"} area \"a\" {entrance=\"d\" alarm=\"assisted\" "
		         "%s}\nroom \"hall\" {area=\"a\"}\ndoor \"d\" {kind=\"office\" from=\"outside\" "
		         "to=\"hall\" strike=\"h:1023\" way_out=\"mechanical\"}\n",
		         areas[i].option);
		CU_ASSERT_EQUAL_FATAL(read_text_or_fail(text), 0);
		CU_ASSERT_EQUAL(config.site.areas[0].exit_delay_ms, areas[i].exit_delay_ms);
		CU_ASSERT_EQUAL(config.site.areas[0].sounder_ms, areas[i].sounder_ms);
	}
	static const struct {
		const char *option;
		uint32_t open_limit_ms;
	} limits[] = {{"", 30000}, {"open_limit_s = 10", 10000}, {"open_limit_s = 120", 120000}};
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		CU_ASSERT_EQUAL(read_with("", limits[i].option), 0);
		CU_ASSERT_EQUAL(config.site.doors[0].open_limit_ms, limits[i].open_limit_ms);
	}
	read_example_or_fail();
	CU_ASSERT_EQUAL(config.site.doors[site_door(&config.site, "goods-gate")].open_limit_ms, 900000);
	CU_ASSERT_EQUAL(config.site.doors[site_door(&config.site, "goods-door")].open_limit_ms, 120000);
	CU_ASSERT_EQUAL(read_with("table_keys = 1024", ""), 0);
	CU_ASSERT_EQUAL(config.table_keys, 1024);
	CU_ASSERT_EQUAL(read_with("table_keys = 1000000", ""), 0);
	CU_ASSERT_EQUAL(config.table_keys, 1000000);
}

static void names_may_be_as_long_as_they_fit(void)
{
	char text[TEXT_SIZE];
	snprintf(text, sizeof(text),
	         "site=\"n\" chip \"h\" {name=\"x\"} room \"%s\" {}\ndoor \"%s\" {kind=\"office\" "
	         "from=\"outside\" to=\"%s\" strike=\"h:0\" contact=\"h:1\" way_out=\"mechanical\"}\n",
	         "rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr", /* 47 */
	         "ddddddddddddddddddddddddddddddddddddddd",         /* 39 */
	         "rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr");
	CU_ASSERT_EQUAL(read_text_or_fail(text), 0);
	CU_ASSERT_EQUAL(strlen(config.lines[1].name), LINES_NAME_MAX - 1);
}

static void own_format_comes_from_ranges(void)
{
	CU_ASSERT_EQUAL_FATAL(read_with("format \"own-8\" {\nbits = 8\nfacility = \"1-2\"\ncard = \"3-6\"\n"
	                                "parity = {\"even 0: 1-3\", \"odd 7: 1,3,4-6\"}\n}",
	                                ""),
	                      0);
	int i = formats_find(&config.formats, "own-8");
	CU_ASSERT_EQUAL_FATAL(i, FORMATS_BUILTIN);
	const struct format *f = &config.formats.items[i];
	CU_ASSERT_EQUAL(f->bit_count, 8);
	CU_ASSERT_EQUAL(f->facility.first, 1);
	CU_ASSERT_EQUAL(f->facility.length, 2);
	CU_ASSERT_EQUAL(f->card.first, 3);
	CU_ASSERT_EQUAL(f->card.length, 4);
	CU_ASSERT_EQUAL_FATAL(f->parity_count, 2);
	CU_ASSERT_EQUAL(f->parity[0].mask, 0xF0);
	CU_ASSERT_EQUAL(f->parity[0].bit, 0);
	CU_ASSERT_FALSE(f->parity[0].is_odd);
	CU_ASSERT_EQUAL(f->parity[1].mask, 0x5F);
	CU_ASSERT_EQUAL(f->parity[1].bit, 7);
	CU_ASSERT_TRUE(f->parity[1].is_odd);
}

/* ---- the command line ---- */

static void command_line_moves_directories_and_socket(void)
{
	struct config_override o = {.is_simulated = true, .runtime_dir = "/tmp/r", .state_dir = "/tmp/s"};
	read_example_or_fail();
	CU_ASSERT_EQUAL(config_override(&config, &o), 0);
	CU_ASSERT_EQUAL(config.backend, CONFIG_SIMULATOR);
	CU_ASSERT_STRING_EQUAL(config.runtime_dir, "/tmp/r");
	CU_ASSERT_STRING_EQUAL(config.state_dir, "/tmp/s");
	CU_ASSERT_STRING_EQUAL(config.sim_socket, "/tmp/r/lines");
}

static void command_line_leaves_a_socket_that_the_file_names(void)
{
	struct config_override o = {.runtime_dir = "/tmp/r"};
	CU_ASSERT_EQUAL_FATAL(read_with("sim_socket = \"/tmp/wires\"", ""), 0);
	CU_ASSERT_EQUAL(config_override(&config, &o), 0);
	CU_ASSERT_EQUAL(config.backend, CONFIG_GPIOD);
	CU_ASSERT_STRING_EQUAL(config.sim_socket, "/tmp/wires");
	CU_ASSERT_STRING_EQUAL(config.state_dir, "/var/lib/zutritt");
}

static void command_line_refuses_a_directory_too_long_for_sockets(void)
{
	char path[91 + 1] = "";
	memset(path, 'x', 90);
	path[0] = '/';
	CU_ASSERT_EQUAL_FATAL(read_with("", ""), 0);
	CU_ASSERT_EQUAL(config_override(&config, &(struct config_override){.runtime_dir = path}),
	                -ENAMETOOLONG);
	CU_ASSERT_STRING_EQUAL(config.runtime_dir, "/run/zutritt");
	path[89] = '\0';
	CU_ASSERT_EQUAL(config_override(&config, &(struct config_override){.runtime_dir = path}), 0);
}

/* ---- the bad ones ---- */

static void missing_file_is_named(void)
{
	CU_ASSERT_EQUAL(config_read(&config, "/nonexistent/zutritt.conf", sentence, sizeof(sentence)),
	                -ENOENT);
	CU_ASSERT_STRING_EQUAL(sentence, "/nonexistent/zutritt.conf: No such file or directory");
}

static void short_buffer_is_not_overrun(void)
{
	char small[12] = "0123456789a";
	CU_ASSERT_EQUAL(config_read(&config, "/nonexistent/zutritt.conf", small, 10), -ENOENT);
	CU_ASSERT_STRING_EQUAL(small, "/nonexist");
	CU_ASSERT_EQUAL(small[10], 'a');
}

/* "# expect: 12: sentence" becomes "PATH:12: sentence", "# expect: sentence" becomes "PATH: sentence". */
static void expectation_or_fail(const char *path, char expected[EXPECTED_SIZE])
{
	static const char mark[] = "# expect: ";
	char first[SENTENCE_SIZE];
	FILE *f = fopen(path, "re");
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	CU_ASSERT_PTR_NOT_NULL_FATAL(fgets(first, sizeof(first), f));
	fclose(f);
	first[strcspn(first, "\n")] = '\0';
	CU_ASSERT_EQUAL_FATAL(strncmp(first, mark, strlen(mark)), 0);
	const char *rest = first + strlen(mark);
	bool has_line = *rest >= '0' && *rest <= '9';
	snprintf(expected, EXPECTED_SIZE, "%s:%s%s", path, has_line ? "" : " ", rest);
}

static void refuse_or_fail(const char *path)
{
	char expected[EXPECTED_SIZE];
	expectation_or_fail(path, expected);
	sentence[0] = '\0';
	int result = config_read(&config, path, sentence, sizeof(sentence));
	if (result != -EINVAL || strcmp(sentence, expected) != 0)
		printf("\n%s\n  expected: %s\n  said:     %s (%d)\n", path, expected, sentence, result);
	CU_ASSERT_EQUAL(result, -EINVAL);
	CU_ASSERT_STRING_EQUAL(sentence, expected);
}

static void bad_ones_are_refused_in_their_words(void)
{
	char directory[PATH_SIZE], path[PATH_SIZE * 2];
	size_t count = 0;
	strcpy(directory, in_checkout("tests/unit/config"));
	DIR *d = opendir(directory);
	CU_ASSERT_PTR_NOT_NULL_FATAL(d);
	for (struct dirent *e = readdir(d); e != NULL; e = readdir(d)) {
		if (strstr(e->d_name, ".conf") == NULL || strcmp(e->d_name, "good.conf") == 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", directory, e->d_name);
		refuse_or_fail(path);
		count++;
	}
	closedir(d);
	CU_ASSERT_EQUAL(count, BAD_ONES);
}

static void file_that_they_were_made_from_is_good(void)
{
	CU_ASSERT_EQUAL(
	        config_read(&config, in_checkout("tests/unit/config/good.conf"), sentence, sizeof(sentence)),
	        0);
}

static const struct suite_case cases[] = {
        {"the example building is all right", example_is_all_right},
        {"the example building has its doors", example_has_its_doors},
        {"the example building leaves I2C lines free", example_leaves_i2c_free},
        {"P7: the example building has a reader at the desk", example_has_a_reader_at_the_desk},
        {"the example building reads fire from a cut wire", example_reads_fire_from_a_cut_wire},
        {"wires have the usual polarity", wires_have_the_usual_polarity},
        {"the wires of one reader share a group", wires_of_one_reader_share_a_group},
        {"words behind the number change bias and polarity", words_change_bias_and_polarity},
        {"an inverted reader pulses high", inverted_reader_pulses_high},
        {"defaults hold when nothing is said", defaults_hold_when_nothing_is_said},
        {"D19: a way out by request releases the lock, whatever else is said",
         way_out_by_request_releases_the_lock},
        {"an area has its defaults", area_has_its_defaults},
        {"values at their limits are taken", values_at_their_limits_are_taken},
        {"names may be as long as they fit", names_may_be_as_long_as_they_fit},
        {"an own format comes from ranges", own_format_comes_from_ranges},
        {"the command line moves directories and socket", command_line_moves_directories_and_socket},
        {"the command line leaves a socket that the file names",
         command_line_leaves_a_socket_that_the_file_names},
        {"the command line refuses a directory too long for sockets",
         command_line_refuses_a_directory_too_long_for_sockets},
        {"a missing file is named", missing_file_is_named},
        {"a short buffer is not overrun", short_buffer_is_not_overrun},
        {"the file that the bad ones were made from is good", file_that_they_were_made_from_is_good},
        {"bad ones are refused in their words (rules D9, D19, K2, L2)", bad_ones_are_refused_in_their_words},
};

int main(void)
{
	return suite_run("config", cases, sizeof(cases) / sizeof(cases[0]));
}
