/*
 * How outputs rest when nobody drives them (rules D3, D13, L1): what the doors
 * left in memory counts, then what was witnessed, and nothing of it unsets.
 */
#include "controller/office/resting.h"
#include "controller/office/witness.h"
#include "tests/unit/suite.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ESCAPE, GATE, DOORS };
enum { BUILDING, ANNEX, AREAS };
enum { STRIKE, GATE_STRIKE, SET_OUTPUT, LED, LINES };

static char directory[] = "/tmp/zutritt-resting-XXXXXX";
static struct config config;
static struct engine engine;
static struct standing_left left;

static void begin_or_fail(void)
{
	strcpy(directory, "/tmp/zutritt-resting-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(directory));
	memset(&config, 0, sizeof(config));
	strcpy(config.runtime_dir, directory);
	strcpy(config.state_dir, directory);
	config.site.door_count = DOORS;
	strcpy(config.site.doors[ESCAPE].name, "escape");
	strcpy(config.site.doors[GATE].name, "gate");
	config.site.doors[ESCAPE].is_escape = true;
	config.site.area_count = AREAS;
	strcpy(config.site.areas[BUILDING].name, "building");
	strcpy(config.site.areas[ANNEX].name, "annex");
	config.line_count = LINES;
	config.door_lines[ESCAPE].strike = STRIKE;
	config.door_lines[GATE].strike = GATE_STRIKE;
	config.area_lines[BUILDING].set_output = SET_OUTPUT;
	config.area_lines[ANNEX].set_output = CONFIG_LINE_NONE;
}

static void end(void)
{
	static const char *const files[] = {"witness", "standing", ".standing-new"};
	int dir = open(directory, O_RDONLY | O_DIRECTORY);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		unlinkat(dir, files[i], 0);
	close(dir);
	rmdir(directory);
}

static void witness_or_fail(enum alarm_mode_state building, bool is_fire)
{
	struct witness w = {.journal = "0D7K2MZX91QF", .number = 1, .is_fire_latched = is_fire};
	witness_note_area(&w, "building", building);
	CU_ASSERT_EQUAL_FATAL(witness_write(&w, directory), 0);
}

static void leave_or_fail(enum alarm_mode_state building, bool is_fire)
{
	struct standing *s = NULL;
	engine_init(&engine, &config.site);
	engine.areas[BUILDING].alarm.state = building;
	engine.is_fire_latched = is_fire;
	CU_ASSERT_EQUAL_FATAL(standing_create(&s, directory, &config.site), 0);
	standing_keep(s, &engine);
	CU_ASSERT_EQUAL_FATAL(standing_publish(s), 0);
	standing_close(s);
}

static void rest(bool is_fire)
{
	resting_look(&config, &engine, &left);
	resting_put(&config, is_fire || left.is_fire_latched, left.alarms);
}

static void must_rest(bool strike, bool set_output)
{
	CU_ASSERT_EQUAL(config.lines[STRIKE].safe, strike);
	CU_ASSERT_EQUAL(config.lines[SET_OUTPUT].safe, set_output);
	CU_ASSERT_FALSE(config.lines[GATE_STRIKE].safe);
	CU_ASSERT_FALSE(config.lines[LED].safe);
}

static void where_nothing_ever_was_nothing_is_on(void)
{
	begin_or_fail();
	rest(false);
	must_rest(false, false);
	rest(true);
	must_rest(true, false);
	end();
}

static void what_the_doors_left_counts_before_the_witness(void)
{
	begin_or_fail();
	witness_or_fail(ALARM_UNSET, false);
	leave_or_fail(ALARM_SET, true);
	rest(false);
	must_rest(true, true);
	witness_or_fail(ALARM_SET, true);
	leave_or_fail(ALARM_UNSET, false);
	rest(false);
	must_rest(false, false);
	end();
}

static void a_set_output_goes_on_through_entry_delay_and_alarm(void)
{
	begin_or_fail();
	leave_or_fail(ALARM_ENTRY_DELAY, false);
	rest(false);
	must_rest(false, true);
	leave_or_fail(ALARM_ALARM, false);
	rest(false);
	must_rest(false, true);
	leave_or_fail(ALARM_EXIT_DELAY, false);
	rest(false);
	must_rest(false, false);
	end();
}

static void the_witness_tells_of_a_machine_that_was_off(void)
{
	begin_or_fail();
	witness_or_fail(ALARM_SET, true);
	rest(false);
	must_rest(true, true);
	CU_ASSERT_EQUAL(left.alarms[ANNEX].state, ALARM_SET); /* which it does not name */
	witness_or_fail(ALARM_UNSET, false);
	rest(false);
	must_rest(false, false);
	end();
}

static void a_damaged_witness_unsets_nothing(void)
{
	begin_or_fail();
	witness_or_fail(ALARM_UNSET, false);
	int dir = open(directory, O_RDONLY | O_DIRECTORY);
	int fd = openat(dir, "witness", O_WRONLY);
	CU_ASSERT_EQUAL(pwrite(fd, "x", 1, 3), 1);
	close(fd);
	close(dir);
	rest(false);
	must_rest(false, true);
	end();
}

static const struct suite_case cases[] = {
        {"where nothing ever was, nothing is on", where_nothing_ever_was_nothing_is_on},
        {"D3: what the doors left counts before the witness", what_the_doors_left_counts_before_the_witness},
        {"L1: a set output goes on through entry delay and alarm",
         a_set_output_goes_on_through_entry_delay_and_alarm},
        {"D13, L1: the witness tells of a machine that was off", the_witness_tells_of_a_machine_that_was_off},
        {"L1: a damaged witness unsets nothing", a_damaged_witness_unsets_nothing},
};

int main(void)
{
	return suite_run("office: resting", cases, sizeof(cases) / sizeof(cases[0]));
}
