/*
 * The contract of readers/lines.h, run against either back end: what differs
 * is who opens the lines and whose hands move the wires.
 *
 *   lines_contract             the simulator
 *   lines_contract gpio-sim    libgpiod on the kernel's simulated chip "zutritt-sim" (64 lines, wires in
 *                              /sys/devices/platform/gpio-sim.0/gpiochip0), inside the test VM
 */
#include "readers/lines.h"
#include "readers/sim_protocol.h"
#include "tests/unit/suite.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { US = 1000, MS = 1000 * 1000, WAIT_MS = 60000, EVENTS_MAX = 512 };

enum { DATA0, DATA1, RISING_DATA0, RISING_DATA1, CONTACT, REX, STRIKE, ESCAPE, LED, LINES_COUNT };

static const struct lines_spec wiring[LINES_COUNT] = {
        [DATA0] = {.name = "reader.data0",
                   .chip = "zutritt-sim",
                   .offset = 4,
                   .use = LINES_DATA,
                   .bias = LINES_BIAS_PULL_UP,
                   .is_active_low = true,
                   .group = 1,
                   .wire = 0},
        [DATA1] = {.name = "reader.data1",
                   .chip = "zutritt-sim",
                   .offset = 5,
                   .use = LINES_DATA,
                   .bias = LINES_BIAS_PULL_UP,
                   .is_active_low = true,
                   .group = 1,
                   .wire = 1},
        [RISING_DATA0] = {.name = "rising.data0",
                          .chip = "zutritt-sim",
                          .offset = 6,
                          .use = LINES_DATA,
                          .bias = LINES_BIAS_PULL_DOWN,
                          .group = 7,
                          .wire = 0},
        [RISING_DATA1] = {.name = "rising.data1",
                          .chip = "zutritt-sim",
                          .offset = 7,
                          .use = LINES_DATA,
                          .bias = LINES_BIAS_PULL_DOWN,
                          .group = 7,
                          .wire = 1},
        [CONTACT] = {.name = "door.contact",
                     .chip = "zutritt-sim",
                     .offset = 8,
                     .use = LINES_INPUT,
                     .bias = LINES_BIAS_PULL_DOWN},
        [REX] = {.name = "door.rex",
                 .chip = "zutritt-sim",
                 .offset = 9,
                 .use = LINES_INPUT,
                 .bias = LINES_BIAS_PULL_UP,
                 .is_active_low = true},
        [STRIKE] = {.name = "door.strike", .chip = "zutritt-sim", .offset = 10, .use = LINES_OUTPUT},
        [ESCAPE] = {.name = "door.escape",
                    .chip = "zutritt-sim",
                    .offset = 11,
                    .use = LINES_OUTPUT,
                    .is_active_low = true,
                    .safe = true},
        [LED] = {.name = "door.led",
                 .chip = "zutritt-sim",
                 .offset = 12,
                 .use = LINES_OUTPUT,
                 .is_active_low = true},
};

/* A back end and the hands on its wires; levels are electrical. */
struct hands {
	int (*open)(struct lines **l, const struct lines_spec *specs, size_t count, char *error, size_t size);
	void (*reach_out)(void); /* after open */
	void (*let_go)(void);    /* before close */
	void (*pulse)(const struct lines_spec *data);
	void (*level)(const struct lines_spec *input, bool is_high);
	bool (*is_high)(const struct lines_spec *output);
	int busy; /* what opening a second time says */
};

static const struct hands *hands;
static struct lines *lines;
static char error[300];
static struct lines_event events[EVENTS_MAX];
static size_t event_count;

static uint64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* Reads what there is at this moment, however many descriptors there are. */
static void read_now(void)
{
	size_t count = lines_fds(lines, NULL, 0);
	for (size_t i = 0; i < count; i++) {
		int result = lines_read(lines, i, events + event_count, EVENTS_MAX - event_count);
		CU_ASSERT_TRUE_FATAL(result >= 0);
		event_count += (size_t)result;
	}
}

static bool wait_readable(int timeout_ms)
{
	int numbers[LINES_FDS_MAX];
	struct pollfd fds[LINES_FDS_MAX];
	size_t count = lines_fds(lines, numbers, LINES_FDS_MAX);
	CU_ASSERT_TRUE_FATAL(count > 0 && count <= LINES_FDS_MAX);
	for (size_t i = 0; i < count; i++)
		fds[i] = (struct pollfd){.fd = numbers[i], .events = POLLIN};
	return poll(fds, count, timeout_ms) > 0;
}

/* Reads until so many events have come in all; fewer after two seconds are a failure. */
static void await_events(size_t count)
{
	uint64_t give_up_ns = now_ns() + WAIT_MS * (uint64_t)MS;
	while (event_count < count && now_ns() < give_up_ns)
		if (wait_readable(100))
			read_now();
	CU_ASSERT_EQUAL(event_count, count);
}

static void open_lines(void)
{
	event_count = 0;
	lines = NULL;
	int result = hands->open(&lines, wiring, LINES_COUNT, error, sizeof(error));
	if (result < 0)
		fprintf(stderr, "%s\n", error);
	CU_ASSERT_EQUAL_FATAL(result, 0);
	hands->reach_out();
}

static void close_lines(void)
{
	hands->let_go();
	lines_close(lines);
	lines = NULL;
}

/* The simulator's hands: messages without waiting for answers, as one thread plays both parts. */

static char socket_path[64];
static int hand = -1;

static int sim_open(struct lines **l, const struct lines_spec *specs, size_t count, char *text, size_t size)
{
	return lines_open_sim(l, specs, count, socket_path, text, size);
}

static void sim_reach_out(void)
{
	hand = sim_connect(socket_path);
	CU_ASSERT_TRUE_FATAL(hand >= 0);
	read_now(); /* accepts */
}

static void sim_let_go(void)
{
	close(hand);
}

static void sim_say(const struct sim_request *request)
{
	char answer[64];
	CU_ASSERT_EQUAL(send(hand, request, sizeof(*request), MSG_NOSIGNAL), sizeof(*request));
	while (recv(hand, answer, sizeof(answer), MSG_DONTWAIT) > 0)
		;
}

static void sim_pulse(const struct lines_spec *data)
{
	struct sim_request request = {.kind = SIM_EDGE, .t_ns = now_ns()};
	memcpy(request.line, data->name, sizeof(request.line));
	sim_say(&request);
}

static void sim_set_level(const struct lines_spec *input, bool is_high)
{
	struct sim_request request = {.kind = SIM_LEVEL, .is_high = is_high};
	memcpy(request.line, input->name, sizeof(request.line));
	sim_say(&request);
}

static bool sim_is_high(const struct lines_spec *output)
{
	struct sim_list list = {.count = 0};
	sim_say(&(struct sim_request){.kind = SIM_OUTPUTS});
	while (list.kind != SIM_LIST) {
		CU_ASSERT_TRUE_FATAL(wait_readable(WAIT_MS));
		read_now();
		CU_ASSERT_TRUE_FATAL(recv(hand, &list, sizeof(list), MSG_DONTWAIT) > 0 || errno == EAGAIN);
	}
	for (uint32_t i = 0; i < list.count; i++)
		if (strcmp(list.outputs[i].name, output->name) == 0)
			return list.outputs[i].is_active != output->is_active_low;
	CU_FAIL_FATAL("the simulator does not list the output");
	return false;
}

static const struct hands sim_hands = {sim_open,      sim_reach_out, sim_let_go, sim_pulse,
                                       sim_set_level, sim_is_high,   -EADDRINUSE};

/* The kernel's simulated chip: its pulls are the hands, its values what is driven. */

static int gpio_open(struct lines **l, const struct lines_spec *specs, size_t count, char *text, size_t size)
{
	return lines_open_gpiod(l, specs, count, text, size);
}

static void gpio_nothing(void)
{
}

static int gpio_file(const struct lines_spec *spec, const char *name, int flags)
{
	char path[128];
	snprintf(path, sizeof(path), "/sys/devices/platform/gpio-sim.0/gpiochip0/sim_gpio%u/%s", spec->offset,
	         name);
	int fd = open(path, flags | O_CLOEXEC);
	CU_ASSERT_TRUE_FATAL(fd >= 0);
	return fd;
}

static void gpio_set_level(const struct lines_spec *spec, bool is_high)
{
	const char *pull = is_high ? "pull-up" : "pull-down";
	int fd = gpio_file(spec, "pull", O_WRONLY);
	CU_ASSERT_EQUAL(write(fd, pull, strlen(pull)), (ssize_t)strlen(pull));
	close(fd);
}

/* Spaced as a reader does it: the kernel keeps one edge of a wire until its thread has run. */
static void gpio_pulse(const struct lines_spec *data)
{
	gpio_set_level(data, !data->is_active_low);
	nanosleep(&(struct timespec){.tv_nsec = 100 * US}, NULL);
	gpio_set_level(data, data->is_active_low);
	nanosleep(&(struct timespec){.tv_nsec = 2 * MS}, NULL);
}

static bool gpio_is_high(const struct lines_spec *output)
{
	char value = '?';
	int fd = gpio_file(output, "value", O_RDONLY);
	CU_ASSERT_EQUAL(read(fd, &value, 1), 1);
	close(fd);
	return value == '1';
}

static const struct hands gpio_hands = {gpio_open,      gpio_nothing, gpio_nothing, gpio_pulse,
                                        gpio_set_level, gpio_is_high, -EBUSY};

/* The contract */

static void outputs_are_safe_from_the_start(void)
{
	open_lines();
	CU_ASSERT_FALSE(hands->is_high(&wiring[STRIKE])); /* safe: inactive, which is low */
	CU_ASSERT_FALSE(hands->is_high(&wiring[ESCAPE])); /* safe: active, which is low */
	CU_ASSERT_TRUE(hands->is_high(&wiring[LED]));     /* safe: inactive, which is high */
	close_lines();
}

static void driving_applies_the_polarity(void)
{
	open_lines();
	for (int is_active = 1; is_active >= 0; is_active--) {
		CU_ASSERT_EQUAL(lines_drive(lines, STRIKE, is_active), 0);
		CU_ASSERT_EQUAL(hands->is_high(&wiring[STRIKE]), is_active);
		CU_ASSERT_EQUAL(lines_drive(lines, ESCAPE, is_active), 0);
		CU_ASSERT_EQUAL(hands->is_high(&wiring[ESCAPE]), !is_active);
	}
	close_lines();
}

static void inputs_can_be_read_at_once_and_follow_the_wire(void)
{
	open_lines();
	for (uint16_t line = CONTACT; line <= REX; line++) {
		CU_ASSERT_EQUAL(lines_level(lines, line), 0);
		hands->level(&wiring[line], !wiring[line].is_active_low);
		await_events(1);
		CU_ASSERT_EQUAL(lines_level(lines, line), 1);
		hands->level(&wiring[line], wiring[line].is_active_low);
		await_events(2);
		CU_ASSERT_EQUAL(lines_level(lines, line), 0);
		event_count = 0;
	}
	close_lines();
}

static void a_moved_input_is_an_event_with_its_level_and_time(void)
{
	open_lines();
	for (int is_active = 1; is_active >= 0; is_active--) {
		uint64_t before_ns = now_ns();
		event_count = 0;
		hands->level(&wiring[REX], !is_active);
		await_events(1);
		CU_ASSERT_EQUAL(events[0].line, REX);
		CU_ASSERT_EQUAL(events[0].is_active, is_active);
		CU_ASSERT_TRUE(events[0].t_ns >= before_ns && events[0].t_ns <= now_ns());
	}
	close_lines();
}

static void an_input_that_stays_is_no_event(void)
{
	open_lines();
	hands->level(&wiring[CONTACT], false); /* as it is */
	hands->level(&wiring[REX], false);
	await_events(1);
	read_now();
	CU_ASSERT_EQUAL(event_count, 1);
	CU_ASSERT_EQUAL(events[0].line, REX);
	close_lines();
}

/* F1: only the active edges, and one sequence for both wires of a reader. */
static void pulse_and_check(uint16_t data0, const char *bits)
{
	uint64_t before_ns = now_ns();
	event_count = 0;
	for (size_t i = 0; bits[i] != '\0'; i++)
		hands->pulse(&wiring[data0 + (bits[i] == '1')]);
	await_events(strlen(bits));
	for (size_t i = 0; i < event_count; i++) {
		CU_ASSERT_EQUAL(events[i].line, data0 + (bits[i] == '1'));
		CU_ASSERT_TRUE(events[i].is_active);
		CU_ASSERT_TRUE(events[i].t_ns >= (i == 0 ? before_ns : events[i - 1].t_ns));
		CU_ASSERT_EQUAL(events[i].seqno, events[0].seqno + i);
	}
	CU_ASSERT_TRUE(event_count == 0 || events[event_count - 1].t_ns <= now_ns());
}

static void pulses_of_both_wires_are_one_sequence(void)
{
	open_lines();
	pulse_and_check(DATA0, "01101010101010101110001101");
	pulse_and_check(RISING_DATA0, "0010111");
	read_now();
	CU_ASSERT_EQUAL(event_count, 7);
	close_lines();
}

static void every_reader_has_its_own_sequence(void)
{
	open_lines();
	hands->pulse(&wiring[DATA0]);
	await_events(1);
	uint32_t first = events[0].seqno;
	for (int i = 0; i < 5; i++)
		hands->pulse(&wiring[RISING_DATA1]);
	await_events(6);
	hands->pulse(&wiring[DATA1]);
	await_events(7);
	CU_ASSERT_EQUAL(events[6].line, DATA1);
	CU_ASSERT_EQUAL(events[6].seqno, first + 1);
	close_lines();
}

static void what_nobody_reads_is_kept(void)
{
	open_lines();
	for (int i = 0; i < 200; i++)
		hands->pulse(&wiring[i % 2 == 0 ? DATA0 : DATA1]);
	await_events(200);
	for (size_t i = 0; i < event_count; i++) {
		CU_ASSERT_EQUAL(events[i].line, i % 2 == 0 ? DATA0 : DATA1);
		CU_ASSERT_EQUAL(events[i].seqno, events[0].seqno + i);
	}
	close_lines();
}

static void each_line_says_where_its_edges_come_from(void)
{
	static const uint16_t moved[] = {DATA0, RISING_DATA1, CONTACT};
	struct lines_event one[4];
	open_lines();
	size_t fds = lines_fds(lines, NULL, 0);
	CU_ASSERT_EQUAL(lines_fd_of(lines, DATA0), lines_fd_of(lines, DATA1)); /* rule F1 */
	for (size_t i = 0; i < sizeof(moved) / sizeof(moved[0]); i++) {
		size_t place = lines_fd_of(lines, moved[i]);
		CU_ASSERT_TRUE_FATAL(place < fds);
		if (wiring[moved[i]].use == LINES_DATA)
			hands->pulse(&wiring[moved[i]]);
		else
			hands->level(&wiring[moved[i]], true);
		CU_ASSERT_TRUE(wait_readable(WAIT_MS));
		CU_ASSERT_EQUAL_FATAL(lines_read(lines, place, one, 4), 1);
		CU_ASSERT_EQUAL(one[0].line, moved[i]);
	}
	close_lines();
}

static void what_does_not_fit_is_read_the_next_time(void)
{
	struct lines_event one[3];
	open_lines();
	for (int i = 0; i < 7; i++)
		hands->pulse(&wiring[DATA0]);
	size_t fds = lines_fds(lines, NULL, 0), total = 0;
	while (total < 7 && wait_readable(WAIT_MS))
		for (size_t i = 0; i < fds; i++) {
			int count = lines_read(lines, i, one, 3);
			CU_ASSERT_TRUE_FATAL(count >= 0 && count <= 3);
			total += (size_t)count;
		}
	CU_ASSERT_EQUAL(total, 7);
	close_lines();
}

static void descriptors_are_readable_only_when_something_waits(void)
{
	open_lines();
	read_now();
	CU_ASSERT_FALSE(wait_readable(0));
	read_now();
	CU_ASSERT_EQUAL(event_count, 0);
	hands->pulse(&wiring[DATA0]);
	CU_ASSERT_TRUE(wait_readable(WAIT_MS));
	await_events(1);
	close_lines();
}

static void a_line_is_used_only_as_what_it_is(void)
{
	open_lines();
	CU_ASSERT_EQUAL(lines_level(lines, STRIKE), -EINVAL);
	CU_ASSERT_EQUAL(lines_level(lines, DATA0), -EINVAL);
	CU_ASSERT_EQUAL(lines_level(lines, LINES_COUNT), -EINVAL);
	CU_ASSERT_EQUAL(lines_drive(lines, CONTACT, true), -EINVAL);
	CU_ASSERT_EQUAL(lines_drive(lines, LINES_COUNT, true), -EINVAL);
	CU_ASSERT_EQUAL(lines_read(lines, LINES_FDS_MAX, events, 1), -EINVAL);
	close_lines();
}

static void close_takes_null(void)
{
	lines_close(NULL);
	CU_PASS("still here");
}

static void the_lines_belong_to_one_at_a_time(void)
{
	struct lines *second = NULL;
	open_lines();
	lines_drive(lines, STRIKE, true);
	CU_ASSERT_EQUAL(hands->open(&second, wiring, LINES_COUNT, error, sizeof(error)), hands->busy);
	CU_ASSERT_PTR_NULL(second);
	CU_ASSERT_TRUE(hands->is_high(&wiring[STRIKE])); /* the first goes on, its outputs untouched */
	close_lines();
	open_lines(); /* and after it the place is free */
	close_lines();
}

static void refuse(const struct lines_spec *specs, size_t count, int result, const char *word)
{
	error[0] = '\0';
	lines = NULL;
	CU_ASSERT_EQUAL(hands->open(&lines, specs, count, error, sizeof(error)), result);
	CU_ASSERT_PTR_NULL(lines);
	if (strstr(error, word) == NULL)
		fprintf(stderr, "\"%s\" does not name %s\n", error, word);
	CU_ASSERT_PTR_NOT_NULL(strstr(error, word));
	open_lines(); /* nothing was left claimed */
	close_lines();
}

static void wiring_that_can_not_work_is_refused(void)
{
	struct lines_spec specs[LINES_COUNT];
	memcpy(specs, wiring, sizeof(specs));
	strcpy(specs[REX].name, "door.contact");
	refuse(specs, LINES_COUNT, -EINVAL, "door.contact");
	memcpy(specs, wiring, sizeof(specs));
	specs[DATA1].wire = 0;
	refuse(specs, LINES_COUNT, -EINVAL, "reader.data0");
	memcpy(specs, wiring, sizeof(specs));
	specs[DATA1].group = 7;
	refuse(specs, LINES_COUNT, -EINVAL, "reader.data0");
	memcpy(specs, wiring, sizeof(specs));
	strcpy(specs[DATA1].chip, "elsewhere");
	refuse(specs, LINES_COUNT, -EINVAL, "same chip");
	memcpy(specs, wiring, sizeof(specs));
	memset(specs[LED].name, 'x', sizeof(specs[LED].name));
	refuse(specs, LINES_COUNT, -EINVAL, "8");
	static struct lines_spec many[LINES_MAX + 1];
	refuse(many, LINES_MAX + 1, -E2BIG, "513");
}

/* Only on a real chip. */

static void a_missing_chip_is_named(void)
{
	struct lines_spec specs[LINES_COUNT];
	memcpy(specs, wiring, sizeof(specs));
	strcpy(specs[STRIKE].chip, "nowhere");
	refuse(specs, LINES_COUNT, -ENODEV, "nowhere");
	strcpy(specs[STRIKE].chip, "/dev/nowhere");
	refuse(specs, LINES_COUNT, -ENOENT, "/dev/nowhere");
}

static void an_offset_beyond_the_chip_is_named(void)
{
	struct lines_spec specs[LINES_COUNT];
	memcpy(specs, wiring, sizeof(specs));
	specs[LED].offset = 64;
	refuse(specs, LINES_COUNT, -EINVAL, "door.led: the GPIO chip zutritt-sim has lines 0 to 63, not 64");
}

static void a_line_in_use_is_named_with_its_user_and_no_output_moves(void)
{
	struct lines_spec holder = wiring[LED];
	struct lines *held = NULL, *second = NULL;
	CU_ASSERT_EQUAL_FATAL(lines_open_gpiod(&held, &holder, 1, error, sizeof(error)), 0);
	gpio_set_level(&wiring[STRIKE], true); /* an output that nobody drives shows its pull */
	CU_ASSERT_EQUAL(lines_open_gpiod(&second, wiring, LINES_COUNT, error, sizeof(error)), -EBUSY);
	CU_ASSERT_STRING_EQUAL(error, "door.led: line 12 of zutritt-sim is in use by zutritt");
	CU_ASSERT_TRUE(hands->is_high(&wiring[STRIKE]));
	gpio_set_level(&wiring[STRIKE], false);
	lines_close(held);
}

static void a_line_given_twice_is_refused(void)
{
	struct lines_spec specs[LINES_COUNT];
	memcpy(specs, wiring, sizeof(specs));
	specs[LED].offset = specs[CONTACT].offset;
	refuse(specs, LINES_COUNT, -EBUSY, "in use by zutritt");
}

static void a_chip_goes_by_label_name_or_path(void)
{
	static const char *const chips[] = {"zutritt-sim", "gpiochip0", "/dev/gpiochip0"};
	for (size_t i = 0; i < 3; i++) {
		struct lines_spec strike = wiring[STRIKE];
		strcpy(strike.chip, chips[i]);
		CU_ASSERT_EQUAL_FATAL(lines_open_gpiod(&lines, &strike, 1, error, sizeof(error)), 0);
		CU_ASSERT_EQUAL(lines_drive(lines, 0, true), 0);
		CU_ASSERT_TRUE(hands->is_high(&strike));
		lines_close(lines);
	}
}

static const struct suite_case contract[] = {
        {"D3: outputs are safe from the start", outputs_are_safe_from_the_start},
        {"driving applies the polarity", driving_applies_the_polarity},
        {"D4: inputs can be read at once and follow the wire",
         inputs_can_be_read_at_once_and_follow_the_wire},
        {"D4: a moved input is an event with its level and time",
         a_moved_input_is_an_event_with_its_level_and_time},
        {"an input that stays is no event", an_input_that_stays_is_no_event},
        {"F1: pulses of both wires are one sequence, of active edges only",
         pulses_of_both_wires_are_one_sequence},
        {"F1: every reader has its own sequence", every_reader_has_its_own_sequence},
        {"what nobody reads is kept", what_nobody_reads_is_kept},
        {"each line says where its edges come from", each_line_says_where_its_edges_come_from},
        {"what does not fit is read the next time", what_does_not_fit_is_read_the_next_time},
        {"descriptors are readable only when something waits",
         descriptors_are_readable_only_when_something_waits},
        {"a line is used only as what it is", a_line_is_used_only_as_what_it_is},
        {"close takes NULL", close_takes_null},
        {"the lines belong to one at a time", the_lines_belong_to_one_at_a_time},
        {"wiring that can not work is refused and leaves nothing claimed",
         wiring_that_can_not_work_is_refused},
        /* from here on for a real chip */
        {"a missing chip is named", a_missing_chip_is_named},
        {"an offset beyond the chip is named", an_offset_beyond_the_chip_is_named},
        {"a line in use is named with its user and no output moves",
         a_line_in_use_is_named_with_its_user_and_no_output_moves},
        {"a line given twice is refused", a_line_given_twice_is_refused},
        {"a chip goes by label, name or path", a_chip_goes_by_label_name_or_path},
};

enum { CASES = sizeof(contract) / sizeof(contract[0]), CASES_OF_A_CHIP = 5 };

int main(int argc, char **argv)
{
	bool is_chip = argc == 2 && strcmp(argv[1], "gpio-sim") == 0;
	if (argc > 1 && !is_chip) {
		fprintf(stderr, "usage: %s [gpio-sim]\n", argv[0]);
		return 2;
	}
	hands = is_chip ? &gpio_hands : &sim_hands;
	snprintf(socket_path, sizeof(socket_path), "/tmp/lines-contract-%d", (int)getpid());
	return suite_run(is_chip ? "lines_gpiod" : "lines_sim", contract,
	                 is_chip ? CASES : CASES - CASES_OF_A_CHIP);
}
