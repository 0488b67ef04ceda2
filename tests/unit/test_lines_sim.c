/*
 * The simulator and its client (readers/lines_sim.c, sim_client.c): what is
 * theirs alone; what every back end does is in lines_contract.c.
 */
#include "readers/formats.h"
#include "readers/sim_protocol.h"
#include "readers/wiegand.h"
#include "tests/unit/suite.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS_MAX = 512, HANDS = 64, WAIT_MS = 20000, FRAME_BITS = 26 };

enum { DATA0, DATA1, GOODS_DATA1, GOODS_DATA0, ODD, CONTACT, FIRE, STRIKE, ESCAPE, LINES_COUNT };

/* The fire input is normally closed to ground by the panel's contact: high is fire, and so is a cut wire. */
static const struct lines_spec wiring[LINES_COUNT] = {
        [DATA0] = {.name = "entrance-in.data0", .use = LINES_DATA, .is_active_low = true, .wire = 0},
        [DATA1] = {.name = "entrance-in.data1", .use = LINES_DATA, .is_active_low = true, .wire = 1},
        [GOODS_DATA1] =
                {.name = "goods-in.data1", .use = LINES_DATA, .is_active_low = true, .group = 1, .wire = 1},
        [GOODS_DATA0] =
                {.name = "goods-in.data0", .use = LINES_DATA, .is_active_low = true, .group = 1, .wire = 0},
        [ODD] = {.name = "odd.data0", .use = LINES_INPUT}, /* called like a reader's */
        [CONTACT] = {.name = "entrance.contact", .use = LINES_INPUT, .is_active_low = true},
        [FIRE] = {.name = "fire", .use = LINES_INPUT},
        [STRIKE] = {.name = "entrance.strike", .use = LINES_OUTPUT},
        [ESCAPE] = {.name = "entrance.escape", .use = LINES_OUTPUT, .safe = true},
};

static char socket_path[64];
static char error[300];
static struct lines *lines;

static uint64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int try_open(void)
{
	lines = NULL;
	error[0] = '\0';
	return lines_open_sim(&lines, wiring, LINES_COUNT, socket_path, error, sizeof(error));
}

static void open_or_fail(void)
{
	CU_ASSERT_EQUAL_FATAL(try_open(), 0);
}

static int connect_or_fail(void)
{
	int fd = sim_connect(socket_path);
	CU_ASSERT_TRUE_FATAL(fd >= 0);
	return fd;
}

/* A thread in the daemon's place, where a client's function waits for its answers. */

static pthread_t daemon_thread;
static atomic_bool is_ending;
static struct lines_event events[EVENTS_MAX];
static size_t event_count;

static void *serve(void *unused)
{
	(void)unused;
	struct pollfd p = {.events = POLLIN};
	lines_fds(lines, &p.fd, 1);
	while (!is_ending)
		if (poll(&p, 1, 1) > 0) {
			int count = lines_read(lines, 0, events + event_count, EVENTS_MAX - event_count);
			event_count += count > 0 ? (size_t)count : 0;
		}
	return NULL;
}

static void daemon_start(void)
{
	open_or_fail();
	event_count = 0;
	is_ending = false;
	CU_ASSERT_EQUAL_FATAL(pthread_create(&daemon_thread, NULL, serve, NULL), 0);
}

/* From here on the test may look at events and drive lines itself. */
static void daemon_pause(void)
{
	is_ending = true;
	pthread_join(daemon_thread, NULL);
}

static void daemon_stop(void)
{
	daemon_pause();
	lines_close(lines);
}

/* Without a thread: takes in whatever waits. */
static size_t read_now(void)
{
	size_t total = 0;
	struct pollfd p = {.events = POLLIN};
	lines_fds(lines, &p.fd, 1);
	while (poll(&p, 1, 0) > 0) {
		int count = lines_read(lines, 0, events, EVENTS_MAX);
		CU_ASSERT_TRUE_FATAL(count >= 0);
		total += (size_t)count;
	}
	return total;
}

/* The socket */

static void the_socket_is_the_owners_alone(void)
{
	struct stat st;
	mode_t before = umask(0);
	open_or_fail();
	CU_ASSERT_EQUAL(stat(socket_path, &st), 0);
	CU_ASSERT_TRUE(S_ISSOCK(st.st_mode));
	CU_ASSERT_EQUAL(st.st_mode & 07777, 0600);
	umask(before);
	lines_close(lines);
	CU_ASSERT_TRUE(stat(socket_path, &st) < 0 && errno == ENOENT);
}

static void a_socket_left_by_a_dead_process_makes_way(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int dead = socket(AF_UNIX, SOCK_SEQPACKET, 0);
	strcpy(address.sun_path, socket_path);
	CU_ASSERT_EQUAL_FATAL(bind(dead, (struct sockaddr *)&address, sizeof(address)), 0);
	CU_ASSERT_EQUAL_FATAL(listen(dead, 1), 0);
	close(dead); /* the file stays */
	open_or_fail();
	close(connect_or_fail());
	lines_close(lines);
}

static void what_is_no_dead_socket_stays(void)
{
	int file = open(socket_path, O_CREAT | O_EXCL | O_WRONLY, 0600);
	CU_ASSERT_TRUE_FATAL(file >= 0);
	close(file);
	CU_ASSERT_EQUAL(try_open(), -EADDRINUSE);
	CU_ASSERT_PTR_NULL(lines);
	CU_ASSERT_PTR_NOT_NULL(strstr(error, socket_path));
	CU_ASSERT_EQUAL(unlink(socket_path), 0);

	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int other = socket(AF_UNIX, SOCK_STREAM, 0); /* somebody else's, of another type */
	strcpy(address.sun_path, socket_path);
	CU_ASSERT_EQUAL_FATAL(bind(other, (struct sockaddr *)&address, sizeof(address)), 0);
	CU_ASSERT_EQUAL_FATAL(listen(other, 1), 0);
	CU_ASSERT_EQUAL(try_open(), -EADDRINUSE);
	close(other);
	CU_ASSERT_EQUAL(unlink(socket_path), 0);
}

static void a_path_too_long_or_nowhere_is_refused(void)
{
	char path[200];
	memset(path, 'x', sizeof(path));
	path[0] = '/';
	path[108] = '\0';
	CU_ASSERT_EQUAL(lines_open_sim(&lines, wiring, LINES_COUNT, path, error, sizeof(error)),
	                -ENAMETOOLONG);
	CU_ASSERT_EQUAL(sim_connect(path), -ENAMETOOLONG);
	CU_ASSERT_EQUAL(lines_open_sim(&lines, wiring, LINES_COUNT, "/nowhere/lines", error, sizeof(error)),
	                -ENOENT);
	CU_ASSERT_EQUAL(sim_connect("/nowhere/lines"), -ENOENT);
}

static void there_is_room_for_64_hands(void)
{
	int hands[HANDS];
	char byte;
	open_or_fail();
	for (int i = 0; i < HANDS; i++)
		hands[i] = connect_or_fail();
	read_now();
	int one_more = connect_or_fail();
	read_now();
	CU_ASSERT_EQUAL(recv(one_more, &byte, 1, MSG_DONTWAIT), 0); /* sent away */
	for (int i = 0; i < HANDS; i++)
		CU_ASSERT_TRUE(recv(hands[i], &byte, 1, MSG_DONTWAIT) < 0 && errno == EAGAIN);
	close(one_more);
	close(hands[17]);
	read_now();
	hands[17] = connect_or_fail();
	read_now();
	CU_ASSERT_TRUE(recv(hands[17], &byte, 1, MSG_DONTWAIT) < 0 && errno == EAGAIN);
	for (int i = 0; i < HANDS; i++)
		close(hands[i]);
	lines_close(lines);
}

/* Acts */

static void unknown_names_are_answered(void)
{
	char long_name[100];
	memset(long_name, 'x', sizeof(long_name));
	long_name[99] = '\0';
	daemon_start();
	int fd = connect_or_fail();
	CU_ASSERT_EQUAL(sim_edge(fd, "entrance-out", 0), -ENOENT);
	CU_ASSERT_EQUAL(sim_edge(fd, "entrance-in", 2), -ENOENT);
	CU_ASSERT_EQUAL(sim_edge(fd, long_name, 0), -ENOENT);
	CU_ASSERT_EQUAL(sim_level(fd, "entrance.rex", true), -ENOENT);
	CU_ASSERT_EQUAL(sim_level(fd, long_name, true), -ENOENT);
	CU_ASSERT_EQUAL(sim_level(fd, "entrance.strike", true), -EINVAL);
	CU_ASSERT_EQUAL(sim_frame(fd, "entrance-out", (struct frame){1, 4}, 2000), -ENOENT);
	CU_ASSERT_EQUAL(sim_frame(fd, long_name, (struct frame){1, 4}, 2000), -ENOENT);
	long_name[LINES_NAME_MAX - 1] = '\0'; /* fits, but its wires' names do not */
	CU_ASSERT_EQUAL(sim_frame(fd, long_name, (struct frame){1, 4}, 2000), -ENOENT);
	CU_ASSERT_EQUAL(sim_frame(fd, "odd", (struct frame){1, 4}, 2000), -EINVAL);
	CU_ASSERT_EQUAL(sim_edge(fd, "entrance-in", 1), 0);
	close(fd);
	daemon_stop();
	CU_ASSERT_EQUAL(event_count, 1);
}

static void frames_outside_the_limits_are_refused(void)
{
	static const struct {
		uint8_t bit_count;
		uint32_t period_us;
	} cases[] = {{26, 199}, {26, 20001}, {0, 2000}, {65, 2000}};
	daemon_start();
	int fd = connect_or_fail();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CU_ASSERT_EQUAL(sim_frame(fd, "entrance-in", (struct frame){0, cases[i].bit_count},
		                          cases[i].period_us),
		                -EINVAL);
	CU_ASSERT_EQUAL(sim_frame(fd, "entrance-in", (struct frame){0, 1}, 20000), 0);
	CU_ASSERT_EQUAL(sim_frame(fd, "entrance-in", (struct frame){0, 64}, 200), 0);
	close(fd);
	daemon_stop();
	CU_ASSERT_EQUAL(event_count, 65);
}

static void send_card(struct frame frame, uint32_t period_us)
{
	daemon_start();
	int fd = connect_or_fail();
	CU_ASSERT_EQUAL(sim_frame(fd, "entrance-in", frame, period_us), 0);
	close(fd);
	daemon_stop();
}

static void a_card_arrives_as_it_was_sent(void)
{
	static const uint32_t periods_us[] = {200, 1000, 2000, 5000};
	struct formats f;
	struct badge_number card = {.card = 4711, .facility = 12, .format = FORMAT_H10301}, read;
	struct frame frame;
	formats_init(&f);
	CU_ASSERT_EQUAL_FATAL(formats_encode(&f, card, &frame), 0);
	for (size_t k = 0; k < sizeof(periods_us) / sizeof(periods_us[0]); k++) {
		struct wiegand w;
		struct frame got;
		wiegand_init(&w);
		send_card(frame, periods_us[k]);
		for (size_t i = 0; i < event_count; i++)
			wiegand_step(&w,
			             (struct wiegand_edge){events[i].t_ns, events[i].seqno,
			                                   wiring[events[i].line].wire},
			             &got);
		CU_ASSERT_EQUAL_FATAL(wiegand_end(&w, wiegand_deadline(&w), &got), WIEGAND_FRAME);
		CU_ASSERT_EQUAL(formats_decode(&f, 1u << FORMAT_H10301, got, &read), FORMAT_OK);
		CU_ASSERT_TRUE(badge_number_is_equal(read, card));
		CU_ASSERT_EQUAL(events[25].t_ns - events[0].t_ns, 25u * periods_us[k] * 1000u);
	}
}

static void levels_are_electrical_and_start_inactive(void)
{
	daemon_start();
	int fd = connect_or_fail();
	CU_ASSERT_EQUAL(lines_level(lines, CONTACT), 0);
	CU_ASSERT_EQUAL(lines_level(lines, FIRE), 0);
	CU_ASSERT_EQUAL(sim_level(fd, "entrance.contact", true), 0); /* as it is */
	CU_ASSERT_EQUAL(sim_level(fd, "fire", false), 0);            /* as it is */
	CU_ASSERT_EQUAL(sim_level(fd, "entrance.contact", false), 0);
	CU_ASSERT_EQUAL(sim_level(fd, "fire", true), 0);
	close(fd);
	daemon_pause();
	CU_ASSERT_EQUAL(event_count, 2);
	CU_ASSERT_TRUE(events[0].line == CONTACT && events[0].is_active);
	CU_ASSERT_TRUE(events[1].line == FIRE && events[1].is_active);
	CU_ASSERT_EQUAL(lines_level(lines, CONTACT), 1);
	CU_ASSERT_EQUAL(lines_level(lines, FIRE), 1);
	lines_close(lines);
}

static int say(int fd, const void *message, size_t size)
{
	struct sim_result answer = {0, 1};
	CU_ASSERT_EQUAL(send(fd, message, size, MSG_NOSIGNAL), (ssize_t)size);
	CU_ASSERT_EQUAL(read_now(), 0);
	CU_ASSERT_EQUAL(recv(fd, &answer, sizeof(answer), MSG_DONTWAIT), sizeof(answer));
	CU_ASSERT_EQUAL(answer.kind, SIM_RESULT);
	return answer.result;
}

static void nonsense_is_answered_and_harms_nobody(void)
{
	struct sim_request request = {.kind = 99};
	char big[10000] = {0};
	open_or_fail();
	int fd = connect_or_fail();
	CU_ASSERT_EQUAL(say(fd, &request, sizeof(request)), -EINVAL);
	request.kind = SIM_RESULT;
	CU_ASSERT_EQUAL(say(fd, &request, sizeof(request)), -EINVAL);
	CU_ASSERT_EQUAL(say(fd, &request, 3), -EINVAL);
	CU_ASSERT_EQUAL(say(fd, big, sizeof(big)), -EINVAL);
	request.kind = SIM_EDGE;
	memset(request.line, 'x', sizeof(request.line)); /* never ended */
	CU_ASSERT_EQUAL(say(fd, &request, sizeof(request)), -EINVAL);
	strcpy(request.line, "fire"); /* no data line */
	CU_ASSERT_EQUAL(say(fd, &request, sizeof(request)), -EINVAL);
	close(fd);
	lines_close(lines);
}

static void an_edge_from_the_future_counts_as_now(void)
{
	struct sim_request request = {.kind = SIM_EDGE, .t_ns = UINT64_MAX, .line = "entrance-in.data1"};
	open_or_fail();
	int fd = connect_or_fail();
	read_now(); /* accepts, so that one read takes both edges */
	uint64_t before_ns = now_ns();
	CU_ASSERT_EQUAL(send(fd, &request, sizeof(request), MSG_NOSIGNAL), sizeof(request));
	request.t_ns = before_ns - 5;
	CU_ASSERT_EQUAL(send(fd, &request, sizeof(request), MSG_NOSIGNAL), sizeof(request));
	CU_ASSERT_EQUAL(read_now(), 2);
	CU_ASSERT_EQUAL(events[0].line, DATA1);
	CU_ASSERT_TRUE(events[0].t_ns >= before_ns && events[0].t_ns <= now_ns());
	CU_ASSERT_EQUAL(events[1].t_ns, before_ns - 5);
	close(fd);
	lines_close(lines);
}

/* Frames: one thread is hand and daemon, and so decides when the daemon reads. */

static struct sim_request frame_request(const char *reader, uint64_t bits, uint32_t period_us)
{
	struct sim_request request = {
	        .kind = SIM_FRAME, .bits = bits, .bit_count = FRAME_BITS, .period_us = period_us};
	strcpy(request.line, reader);
	return request;
}

static void send_or_fail(int fd, struct sim_request request)
{
	CU_ASSERT_EQUAL_FATAL(send(fd, &request, sizeof(request), MSG_NOSIGNAL), sizeof(request));
}

/* What was sent has arrived, nothing of it was handed out yet. */
static void arrive_or_fail(void)
{
	CU_ASSERT_EQUAL_FATAL(lines_read(lines, 0, events, EVENTS_MAX), 0);
}

static void show_or_fail(int fd, const char *reader, uint64_t bits, uint32_t period_us)
{
	send_or_fail(fd, frame_request(reader, bits, period_us));
	arrive_or_fail();
}

/* At least that long: the daemon was busy elsewhere. */
static void be_late_ms(long ms)
{
	uint64_t until_ns = now_ns() + (uint64_t)ms * 1000000u;
	struct timespec t = {(time_t)(until_ns / 1000000000u), (long)(until_ns % 1000000000u)};
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) != 0)
		;
}

static bool is_readable(int timeout_ms)
{
	struct pollfd p = {.events = POLLIN};
	lines_fds(lines, &p.fd, 1);
	return poll(&p, 1, timeout_ms) > 0;
}

/* -EAGAIN while there is none. */
static int answer_now(int fd)
{
	struct sim_result answer = {0};
	if (recv(fd, &answer, sizeof(answer), MSG_DONTWAIT) < 0)
		return -errno;
	CU_ASSERT_EQUAL(answer.kind, SIM_RESULT);
	return answer.result;
}

static int connect_and_accept_or_fail(void)
{
	int fd = connect_or_fail();
	read_now();
	return fd;
}

static void every_pulse_comes_when_it_is_due_and_not_before(void)
{
	open_or_fail();
	int fd = connect_and_accept_or_fail();
	uint64_t before_ns = now_ns();
	show_or_fail(fd, "entrance-in", 0x2AAAAAA, 1000);
	for (size_t total = 0; total < FRAME_BITS;) {
		CU_ASSERT_EQUAL(answer_now(fd), -EAGAIN);
		CU_ASSERT_TRUE_FATAL(is_readable(WAIT_MS));
		int count = lines_read(lines, 0, events + total, EVENTS_MAX - total);
		CU_ASSERT_TRUE_FATAL(count >= 0);
		total += (size_t)count;
		CU_ASSERT_TRUE(total == 0 || events[total - 1].t_ns <= now_ns());
	}
	for (size_t i = 0; i < FRAME_BITS; i++) {
		CU_ASSERT_EQUAL(events[i].line, i % 2 == 0 ? DATA1 : DATA0);
		CU_ASSERT_EQUAL(events[i].seqno, i + 1);
		CU_ASSERT_EQUAL(events[i].t_ns, events[0].t_ns + i * 1000000u);
	}
	CU_ASSERT_TRUE(events[0].t_ns >= before_ns);
	CU_ASSERT_EQUAL(answer_now(fd), 0);
	CU_ASSERT_FALSE(is_readable(0));
	close(fd);
	lines_close(lines);
}

static void a_late_reader_gets_all_that_is_due_at_once(void)
{
	open_or_fail();
	int fd = connect_and_accept_or_fail();
	show_or_fail(fd, "goods-in", 1, 1000);
	be_late_ms(FRAME_BITS);
	CU_ASSERT_EQUAL(answer_now(fd), -EAGAIN);
	CU_ASSERT_EQUAL(lines_read(lines, 0, events, EVENTS_MAX), FRAME_BITS);
	for (size_t i = 0; i < FRAME_BITS; i++) {
		CU_ASSERT_EQUAL(events[i].line, i < FRAME_BITS - 1 ? GOODS_DATA0 : GOODS_DATA1);
		CU_ASSERT_EQUAL(events[i].t_ns, events[0].t_ns + i * 1000000u);
	}
	CU_ASSERT_EQUAL(answer_now(fd), 0);
	CU_ASSERT_FALSE(is_readable(0));
	close(fd);
	lines_close(lines);
}

/* While some wait, the last one read tells up to when all readers have been heard (intake_read_until). */
static void late_pulses_of_all_readers_come_in_the_order_of_time(void)
{
	struct lines_event few[3];
	uint64_t last_ns = 0;
	size_t total = 0;
	open_or_fail();
	int fd = connect_and_accept_or_fail();
	send_or_fail(fd, frame_request("goods-in", 0, 2000));
	send_or_fail(fd, frame_request("entrance-in", 0, 500));
	arrive_or_fail();
	be_late_ms(2 * FRAME_BITS);
	for (int count = 3; count == 3; total += (size_t)count) {
		CU_ASSERT_TRUE(is_readable(0));
		count = lines_read(lines, 0, few, 3);
		for (int i = 0; i < count; i++) {
			CU_ASSERT_TRUE(few[i].t_ns >= last_ns);
			last_ns = few[i].t_ns;
		}
	}
	CU_ASSERT_EQUAL(total, 2 * FRAME_BITS);
	CU_ASSERT_FALSE(is_readable(0));
	close(fd);
	lines_close(lines);
}

/* A level that moved is younger than what was held, so it may not hide that: it waits in its socket. */
static void held_pulses_come_before_what_the_hands_do(void)
{
	struct sim_request level = {.kind = SIM_LEVEL, .is_high = true, .line = "fire"};
	open_or_fail();
	int fd = connect_and_accept_or_fail();
	show_or_fail(fd, "goods-in", 0, 200);
	be_late_ms(10);
	send_or_fail(fd, level);
	CU_ASSERT_EQUAL(lines_read(lines, 0, events, FRAME_BITS), FRAME_BITS);
	CU_ASSERT_EQUAL(events[FRAME_BITS - 1].line, GOODS_DATA0);
	CU_ASSERT_TRUE(is_readable(0));
	CU_ASSERT_EQUAL(lines_read(lines, 0, events, FRAME_BITS), 1);
	CU_ASSERT_EQUAL(events[0].line, FIRE);
	close(fd);
	lines_close(lines);
}

static void one_frame_at_a_time_comes_in_at_a_reader(void)
{
	open_or_fail();
	int fd = connect_and_accept_or_fail();
	send_or_fail(fd, frame_request("entrance-in", 0, 1000));
	send_or_fail(fd, frame_request("entrance-in", 0, 1000));
	send_or_fail(fd, frame_request("goods-in", 0, 1000));
	arrive_or_fail();
	CU_ASSERT_EQUAL(answer_now(fd), -EBUSY);
	CU_ASSERT_EQUAL(answer_now(fd), -EAGAIN);
	be_late_ms(FRAME_BITS);
	CU_ASSERT_EQUAL(lines_read(lines, 0, events, EVENTS_MAX), 2 * FRAME_BITS);
	CU_ASSERT_EQUAL(answer_now(fd), 0);
	CU_ASSERT_EQUAL(answer_now(fd), 0);
	show_or_fail(fd, "entrance-in", 0, 1000);
	CU_ASSERT_EQUAL(answer_now(fd), -EAGAIN);
	close(fd);
	lines_close(lines);
}

static void the_next_frame_waits_until_the_last_one_has_ended(void)
{
	open_or_fail();
	int fd = connect_and_accept_or_fail();
	show_or_fail(fd, "entrance-in", 0, 200);
	be_late_ms(10);
	CU_ASSERT_EQUAL(lines_read(lines, 0, events, EVENTS_MAX), FRAME_BITS);
	uint64_t last_ns = events[FRAME_BITS - 1].t_ns;
	show_or_fail(fd, "entrance-in", 0, 200);
	be_late_ms(40);
	CU_ASSERT_EQUAL(lines_read(lines, 0, events, EVENTS_MAX), FRAME_BITS);
	CU_ASSERT_TRUE(events[0].t_ns >= last_ns + WIEGAND_SILENCE_MAX_NS);
	close(fd);
	lines_close(lines);
}

static void a_frame_goes_on_when_its_hand_is_gone_and_answers_nobody_else(void)
{
	open_or_fail();
	int fd = connect_and_accept_or_fail();
	show_or_fail(fd, "entrance-in", 0, 20000); /* so slow that the second hand comes before its end */
	close(fd);
	CU_ASSERT_TRUE(is_readable(WAIT_MS));
	size_t total = (size_t)lines_read(lines, 0, events, EVENTS_MAX); /* drops the hand */
	int next = connect_or_fail();                                    /* has its place */
	while (total < FRAME_BITS && is_readable(WAIT_MS))
		total += (size_t)lines_read(lines, 0, events, EVENTS_MAX);
	CU_ASSERT_EQUAL(total, FRAME_BITS);
	CU_ASSERT_EQUAL(answer_now(next), -EAGAIN);
	close(next);
	lines_close(lines);
}

/*
 * A storm: cards at four readers while the process that reads them is stopped
 * and let go at random and four others take the processors. It judges frames
 * as the door thread does: time first, then the lines, then what is due.
 */
enum {
	STORM_READERS = 4,
	STORM_FRAMES = 50, /* at each reader */
	STORM_LOADS = 4,
	STORM_BATCH = 64,
	STORM_ROUNDS = 4,
	STORM_STOP_US = 40000, /* at most */
	STORM_GO_US = 20000
};

struct storm_card {
	uint8_t reader;
	enum wiegand_result result;
	struct frame frame;
};

static struct lines_spec storm_wiring[2 * STORM_READERS];
static uint32_t storm_period_us;
static int storm_pipe[2]; /* from the reading process: "open" as an empty card, then what it read */

static uint64_t mixed(uint64_t x) /* splitmix64: the same cards in every run */
{
	x += 0x9E3779B97F4A7C15u;
	x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
	x = (x ^ x >> 27) * 0x94D049BB133111EBu;
	return x ^ x >> 31;
}

static struct frame storm_frame(unsigned reader, unsigned number)
{
	static const uint8_t bit_counts[] = {26, 34, 37};
	uint64_t random = mixed(reader * 1000u + number);
	uint8_t bit_count = bit_counts[random % 3];
	return (struct frame){random >> (64 - bit_count), bit_count};
}

static void storm_wire(void)
{
	for (unsigned i = 0; i < 2 * STORM_READERS; i++) {
		storm_wiring[i] = (struct lines_spec){
		        .use = LINES_DATA, .group = (uint16_t)(i / 2), .wire = (uint8_t)(i % 2)};
		snprintf(storm_wiring[i].name, LINES_NAME_MAX, "r%u.data%u", i / 2, i % 2);
	}
}

static void storm_tell(unsigned reader, enum wiegand_result result, struct frame frame)
{
	struct storm_card card = {(uint8_t)reader, result, frame};
	if (result != WIEGAND_NONE && write(storm_pipe[1], &card, sizeof(card)) != sizeof(card))
		_exit(1);
}

static void storm_take(struct wiegand *decoders, int count)
{
	for (int i = 0; i < count; i++) {
		const struct lines_spec *spec = &storm_wiring[events[i].line];
		struct wiegand_edge edge = {events[i].t_ns, events[i].seqno, spec->wire};
		struct frame frame = {0};
		storm_tell(spec->group, wiegand_step(&decoders[spec->group], edge, &frame), frame);
	}
}

/* Up to when everything was read. */
static uint64_t storm_read(struct wiegand *decoders)
{
	uint64_t until_ns = WIEGAND_NEVER;
	for (int round = 0; round < STORM_ROUNDS; round++) {
		int count = lines_read(lines, 0, events, STORM_BATCH);
		if (count < 0)
			_exit(1);
		if (count == 0)
			return WIEGAND_NEVER;
		storm_take(decoders, count);
		until_ns = events[count - 1].t_ns;
	}
	return until_ns;
}

static void storm_wait(const struct wiegand *decoders)
{
	struct pollfd p = {.events = POLLIN};
	uint64_t now = now_ns(), until = now + 100000000u;
	lines_fds(lines, &p.fd, 1);
	for (unsigned i = 0; i < STORM_READERS; i++)
		until = wiegand_deadline(&decoders[i]) < until ? wiegand_deadline(&decoders[i]) : until;
	ppoll(&p, 1, &(struct timespec){.tv_nsec = until > now ? (long)(until - now) : 0}, NULL);
}

static void storm_turn(struct wiegand *decoders)
{
	storm_wait(decoders);
	uint64_t now = now_ns();
	uint64_t read_until = storm_read(decoders);
	uint64_t judged_by = read_until < now ? read_until : now;
	for (unsigned i = 0; i < STORM_READERS; i++) {
		struct frame frame = {0};
		if (judged_by >= wiegand_deadline(&decoders[i]))
			storm_tell(i, wiegand_end(&decoders[i], judged_by, &frame), frame);
	}
}

static void storm_read_cards(void)
{
	static struct wiegand decoders[STORM_READERS];
	struct storm_card open = {0};
	for (unsigned i = 0; i < STORM_READERS; i++)
		wiegand_init(&decoders[i]);
	if (lines_open_sim(&lines, storm_wiring, 2 * STORM_READERS, socket_path, error, sizeof(error)) < 0 ||
	    write(storm_pipe[1], &open, sizeof(open)) != sizeof(open))
		_exit(1);
	for (;;)
		storm_turn(decoders);
}

static void storm_load(void)
{
	for (volatile unsigned i = 0;; i++)
		;
}

/* A process that lives no longer than this one. */
static pid_t start_process_or_fail(void (*run)(void))
{
	fflush(stdout);
	pid_t pid = fork();
	CU_ASSERT_TRUE_FATAL(pid >= 0);
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		run();
	}
	return pid;
}

static void end_process(pid_t pid)
{
	int status = 0;
	kill(pid, SIGKILL);
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT_TRUE(WIFSIGNALED(status)); /* and had not ended by itself */
}

static bool storm_hear(struct storm_card *card)
{
	struct pollfd p = {.fd = storm_pipe[0], .events = POLLIN};
	return poll(&p, 1, WAIT_MS) > 0 && read(storm_pipe[0], card, sizeof(*card)) == sizeof(*card);
}

static atomic_uint storm_hands; /* still at it */
static atomic_uint storm_shown;

static void *storm_show(void *number)
{
	unsigned reader = *(unsigned *)number;
	char name[8];
	int fd = sim_connect(socket_path);
	snprintf(name, sizeof(name), "r%u", reader);
	for (unsigned i = 0; i < STORM_FRAMES; i++)
		storm_shown += sim_frame(fd, name, storm_frame(reader, i), storm_period_us) == 0;
	close(fd);
	storm_hands--;
	return NULL;
}

static void storm_pause_us(uint64_t us)
{
	nanosleep(&(struct timespec){.tv_nsec = (long)us * 1000}, NULL);
}

/* Stops the reading process at random until all cards are shown: how often it did. */
static unsigned storm_blow(pid_t reading)
{
	unsigned stops = 0;
	for (; storm_hands > 0; stops++) {
		kill(reading, SIGSTOP);
		storm_pause_us(mixed(2 * stops) % STORM_STOP_US);
		kill(reading, SIGCONT);
		storm_pause_us(mixed(2 * stops + 1) % STORM_GO_US);
	}
	return stops;
}

static void storm_check(void)
{
	unsigned next[STORM_READERS] = {0};
	for (unsigned i = 0; i < STORM_READERS * STORM_FRAMES; i++) {
		struct storm_card card = {0};
		CU_ASSERT_TRUE_FATAL(storm_hear(&card));
		CU_ASSERT_EQUAL(card.result, WIEGAND_FRAME);
		CU_ASSERT_TRUE_FATAL(card.reader < STORM_READERS);
		struct frame shown = storm_frame(card.reader, next[card.reader]++);
		CU_ASSERT_EQUAL(card.frame.bit_count, shown.bit_count);
		CU_ASSERT_EQUAL(card.frame.bits, shown.bits);
	}
}

static void storm_at(uint32_t period_us)
{
	static unsigned numbers[STORM_READERS];
	pthread_t hands[STORM_READERS];
	pid_t loads[STORM_LOADS];
	struct storm_card open;
	storm_period_us = period_us;
	storm_shown = 0;
	storm_hands = STORM_READERS;
	CU_ASSERT_EQUAL_FATAL(pipe(storm_pipe), 0);
	pid_t reading = start_process_or_fail(storm_read_cards);
	CU_ASSERT_TRUE_FATAL(storm_hear(&open));
	for (unsigned i = 0; i < STORM_LOADS; i++)
		loads[i] = start_process_or_fail(storm_load);
	for (unsigned i = 0; i < STORM_READERS; i++) {
		numbers[i] = i;
		CU_ASSERT_EQUAL_FATAL(pthread_create(&hands[i], NULL, storm_show, &numbers[i]), 0);
	}
	CU_ASSERT_TRUE(storm_blow(reading) > 0);
	for (unsigned i = 0; i < STORM_READERS; i++)
		pthread_join(hands[i], NULL);
	for (unsigned i = 0; i < STORM_LOADS; i++)
		end_process(loads[i]);
	CU_ASSERT_EQUAL(storm_shown, STORM_READERS * STORM_FRAMES);
	storm_check();
	end_process(reading);
	unlink(socket_path);
	close(storm_pipe[0]);
	close(storm_pipe[1]);
}

static void no_delay_breaks_a_frame(void)
{
	storm_wire();
	storm_at(200);
	storm_at(1000);
	storm_at(2000);
}

/* Outputs */

static void outputs_are_listed_with_their_changes(void)
{
	struct sim_output outputs[4];
	memset(outputs, 0, sizeof(outputs));
	daemon_start();
	int fd = connect_or_fail();
	CU_ASSERT_EQUAL(sim_outputs(fd, outputs, 4), 2);
	CU_ASSERT_STRING_EQUAL(outputs[0].name, "entrance.strike");
	CU_ASSERT_FALSE(outputs[0].is_active);
	CU_ASSERT_TRUE(outputs[1].is_active); /* its safe state */
	CU_ASSERT_EQUAL(outputs[0].changes, 0);
	CU_ASSERT_EQUAL(outputs[0].changed_ns, 0);
	daemon_pause();
	uint64_t before_ns = now_ns();
	CU_ASSERT_EQUAL(lines_drive(lines, STRIKE, true), 0);
	CU_ASSERT_EQUAL(lines_drive(lines, STRIKE, true), 0); /* no change */
	is_ending = false;
	CU_ASSERT_EQUAL_FATAL(pthread_create(&daemon_thread, NULL, serve, NULL), 0);
	CU_ASSERT_EQUAL(sim_outputs(fd, outputs, 1), 2);
	CU_ASSERT_TRUE(outputs[0].is_active);
	CU_ASSERT_EQUAL(outputs[0].changes, 1);
	CU_ASSERT_TRUE(outputs[0].changed_ns >= before_ns && outputs[0].changed_ns <= now_ns());
	CU_ASSERT_EQUAL(sim_outputs(fd, NULL, 0), 2);
	close(fd);
	daemon_stop();
}

static int watcher(void)
{
	int fd = connect_or_fail();
	CU_ASSERT_EQUAL(say(fd, &(struct sim_request){.kind = SIM_WATCH}, sizeof(struct sim_request)), 0);
	return fd;
}

static void a_watcher_sees_every_change_in_order(void)
{
	struct sim_output change;
	open_or_fail();
	int fd = watcher();
	CU_ASSERT_EQUAL(sim_next(fd, &change, 0), 0);
	for (int i = 0; i < 50; i++)
		lines_drive(lines, STRIKE, i % 2 == 0);
	for (unsigned i = 0; i < 50; i++) {
		CU_ASSERT_EQUAL(sim_next(fd, &change, 1000), 1);
		CU_ASSERT_STRING_EQUAL(change.name, "entrance.strike");
		CU_ASSERT_EQUAL(change.is_active, i % 2 == 0);
		CU_ASSERT_EQUAL(change.changes, i + 1);
	}
	CU_ASSERT_EQUAL(sim_next(fd, &change, 0), 0);
	close(fd);
	lines_close(lines);
}

static void a_watcher_sees_the_outputs_go_safe_at_the_end(void)
{
	struct sim_output change;
	open_or_fail();
	int fd = watcher();
	lines_drive(lines, STRIKE, true);
	lines_drive(lines, ESCAPE, false);
	lines_close(lines);
	CU_ASSERT_EQUAL(sim_next(fd, &change, 0), 1);
	CU_ASSERT_EQUAL(sim_next(fd, &change, 0), 1);
	CU_ASSERT_EQUAL(sim_next(fd, &change, 0), 1);
	CU_ASSERT_TRUE(strcmp(change.name, "entrance.strike") == 0 && !change.is_active);
	CU_ASSERT_EQUAL(sim_next(fd, &change, 0), 1);
	CU_ASSERT_TRUE(strcmp(change.name, "entrance.escape") == 0 && change.is_active);
	CU_ASSERT_EQUAL(sim_next(fd, &change, 0), -ECONNRESET);
	close(fd);
}

static void who_does_not_read_is_dropped_and_never_waited_for(void)
{
	struct sim_output change;
	unsigned seen = 0, deaf_seen = 0;
	int result;
	open_or_fail();
	int deaf = watcher(), attentive = watcher();
	for (unsigned i = 0; i < 20000; i++) {
		lines_drive(lines, STRIKE, i % 2 == 0);
		seen += sim_next(attentive, &change, 0) == 1;
	}
	CU_ASSERT_EQUAL(seen, 20000);
	while ((result = sim_next(deaf, &change, 0)) == 1)
		deaf_seen++;
	CU_ASSERT_EQUAL(result, -ECONNRESET);
	CU_ASSERT_TRUE(deaf_seen >= 200 && deaf_seen < 20000);
	close(deaf);
	close(attentive);
	lines_close(lines);
}

static void who_does_not_read_the_answers_is_dropped(void)
{
	struct sim_request request = {.kind = SIM_OUTPUTS};
	open_or_fail();
	int fd = connect_or_fail();
	int sent = 0;
	while (sent < 100000 && send(fd, &request, sizeof(request), MSG_NOSIGNAL | MSG_DONTWAIT) > 0) {
		sent++;
		read_now();
	}
	CU_ASSERT_TRUE(sent > 10 && sent < 100000);
	close(fd);
	lines_close(lines);
}

/* glibc tells; under a sanitizer, whose allocator tells nothing, this holds anyway. */
static void nothing_is_allocated_after_open(void)
{
	struct sim_request request = {.kind = SIM_EDGE, .line = "entrance-in.data0"};
	open_or_fail();
	int fd = connect_or_fail();
	size_t before = mallinfo2().uordblks;
	for (int i = 0; i < 100; i++) {
		CU_ASSERT_EQUAL(send(fd, &request, sizeof(request), MSG_NOSIGNAL), sizeof(request));
		read_now();
		lines_drive(lines, STRIKE, i % 2 == 0);
	}
	show_or_fail(fd, "goods-in", 0, 200);
	for (size_t total = 0; total < FRAME_BITS && is_readable(WAIT_MS);)
		total += (size_t)lines_read(lines, 0, events, EVENTS_MAX);
	CU_ASSERT_EQUAL(mallinfo2().uordblks, before);
	close(fd);
	lines_close(lines);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"the socket is the owner's alone, and gone after close", the_socket_is_the_owners_alone},
	        {"a socket left by a dead process makes way", a_socket_left_by_a_dead_process_makes_way},
	        {"what is no dead socket stays", what_is_no_dead_socket_stays},
	        {"a path too long or nowhere is refused", a_path_too_long_or_nowhere_is_refused},
	        {"there is room for 64 hands", there_is_room_for_64_hands},
	        {"unknown names are answered", unknown_names_are_answered},
	        {"F3: frames outside the limits are refused", frames_outside_the_limits_are_refused},
	        {"F1: a card arrives as it was sent, at every speed", a_card_arrives_as_it_was_sent},
	        {"D4: levels are electrical and start inactive", levels_are_electrical_and_start_inactive},
	        {"nonsense is answered and harms nobody", nonsense_is_answered_and_harms_nobody},
	        {"an edge from the future counts as now", an_edge_from_the_future_counts_as_now},
	        {"every pulse of a frame comes when it is due, not before, and bears that time",
	         every_pulse_comes_when_it_is_due_and_not_before},
	        {"a late reader gets all pulses that are due at once",
	         a_late_reader_gets_all_that_is_due_at_once},
	        {"late pulses of all readers come in the order of time",
	         late_pulses_of_all_readers_come_in_the_order_of_time},
	        {"held pulses come before what the hands do", held_pulses_come_before_what_the_hands_do},
	        {"one frame at a time comes in at a reader", one_frame_at_a_time_comes_in_at_a_reader},
	        {"F4: the next frame waits until the last one has ended",
	         the_next_frame_waits_until_the_last_one_has_ended},
	        {"a frame goes on when its hand is gone and answers nobody else",
	         a_frame_goes_on_when_its_hand_is_gone_and_answers_nobody_else},
	        {"F4: no delay breaks a frame: 600 at 200 us, 1 ms, 2 ms, with the reader stopped at random",
	         no_delay_breaks_a_frame},
	        {"outputs are listed with their changes", outputs_are_listed_with_their_changes},
	        {"a watcher sees every change in order", a_watcher_sees_every_change_in_order},
	        {"D3: a watcher sees the outputs go safe at the end",
	         a_watcher_sees_the_outputs_go_safe_at_the_end},
	        {"who does not read is dropped and never waited for",
	         who_does_not_read_is_dropped_and_never_waited_for},
	        {"who does not read the answers is dropped", who_does_not_read_the_answers_is_dropped},
	        {"nothing is allocated after open", nothing_is_allocated_after_open},
	};
	snprintf(socket_path, sizeof(socket_path), "/tmp/lines-sim-%d", (int)getpid());
	return suite_run("lines_sim", cases, sizeof(cases) / sizeof(cases[0]));
}
