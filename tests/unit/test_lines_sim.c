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
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS_MAX = 512, TRIES = 50, HANDS = 64 };

enum { DATA0, DATA1, CONTACT, FIRE, STRIKE, ESCAPE, LINES_COUNT };

/* The fire input is normally closed to ground by the panel's contact: high is fire, and so is a cut wire. */
static const struct lines_spec wiring[LINES_COUNT] = {
        [DATA0] = {.name = "entrance-in.data0", .use = LINES_DATA, .is_active_low = true, .wire = 0},
        [DATA1] = {.name = "entrance-in.data1", .use = LINES_DATA, .is_active_low = true, .wire = 1},
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
	int result = -ETIME; /* a busy machine */
	for (int i = 0; i < TRIES && result == -ETIME; i++)
		result = sim_frame(fd, "entrance-out", (struct frame){1, 4}, 2000);
	CU_ASSERT_EQUAL(result, -ENOENT);
	CU_ASSERT_EQUAL(sim_edge(fd, "entrance-in", 1), 0);
	close(fd);
	daemon_stop();
	CU_ASSERT_EQUAL(event_count, 1);
}

static void frames_outside_the_limits_are_not_sent(void)
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
	close(fd);
	daemon_stop();
	CU_ASSERT_EQUAL(event_count, 0);
}

/* Sends a card until the machine was not too busy to keep the spacing; the events are those of the last try.
 */
static void send_card(struct frame frame, uint32_t period_us)
{
	int result = -ETIME;
	for (int i = 0; i < TRIES && result == -ETIME; i++) {
		daemon_start();
		int fd = connect_or_fail();
		result = sim_frame(fd, "entrance-in", frame, period_us);
		close(fd);
		daemon_stop();
	}
	CU_ASSERT_EQUAL(result, 0);
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
	        {"frames outside the limits are not sent", frames_outside_the_limits_are_not_sent},
	        {"F1: a card arrives as it was sent, at every speed", a_card_arrives_as_it_was_sent},
	        {"D4: levels are electrical and start inactive", levels_are_electrical_and_start_inactive},
	        {"nonsense is answered and harms nobody", nonsense_is_answered_and_harms_nobody},
	        {"an edge from the future counts as now", an_edge_from_the_future_counts_as_now},
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
