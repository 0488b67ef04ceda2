/*
 * "zutritt sim" against the simulator's own lines: the command's frames,
 * levels and list of outputs, seen from the other end by the code the
 * controller reads its lines with.
 */
#include "tests/unit/suite.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/card.h"
#include "cli/output.h"
#include "cli/sim.h"
#include "readers/sim_protocol.h"

enum { DATA0, DATA1, CONTACT, STRIKE, LINE_COUNT, WAIT_MS = 10000, OUT_MAX = 4096 };

static const struct lines_spec specs[LINE_COUNT] = {
        [DATA0] = {.name = "entrance-in.data0",
                   .chip = "c",
                   .offset = 0,
                   .use = LINES_DATA,
                   .is_active_low = true},
        [DATA1] = {.name = "entrance-in.data1",
                   .chip = "c",
                   .offset = 1,
                   .use = LINES_DATA,
                   .is_active_low = true,
                   .wire = 1},
        [CONTACT] = {.name = "entrance.contact", .chip = "c", .offset = 2, .use = LINES_INPUT},
        [STRIKE] = {.name = "entrance.strike", .chip = "c", .offset = 3, .use = LINES_OUTPUT},
};

static char directory[] = "/tmp/test_cli_sim.XXXXXX";
static char socket_path[64];
static char printed[OUT_MAX];

/* A command in a process of its own, its output in a pipe, while this one serves the lines. */
struct command_run {
	pid_t pid;
	int out;
};

static int run_command(char *const *argv, int argc)
{
	static struct invocation inv;
	char sentence[PARSE_SENTENCE_MAX];
	if (parse_command(&inv, argc, argv, sentence) != PARSE_RUN)
		return output_finish(output_usage(&inv, sentence));
	if (inv.command->action == COMMAND_SIM_BADGE)
		return output_finish(sim_run_badge(&inv));
	if (inv.command->action == COMMAND_SIM_LINE)
		return output_finish(sim_run_line(&inv));
	return output_finish(sim_run_outputs(&inv));
}

static struct command_run start_or_fail(const char *noun_verb_rest)
{
	int pipe_ends[2];
	CU_ASSERT_EQUAL_FATAL(pipe(pipe_ends), 0);
	fflush(stdout);
	pid_t pid = fork();
	CU_ASSERT_FATAL(pid >= 0);
	if (pid == 0) {
		static char line[256];
		char *argv[16] = {line, (char *)"--sim-socket", socket_path};
		int argc = 3;
		snprintf(line, sizeof line, "%s", noun_verb_rest);
		for (char *word = strtok(line, " "); word != NULL; word = strtok(NULL, " "))
			argv[argc++] = word;
		close(pipe_ends[0]); /* or its reader would never be gone */
		dup2(pipe_ends[1], STDOUT_FILENO);
		dup2(pipe_ends[1], STDERR_FILENO);
		_exit(run_command(argv, argc));
	}
	close(pipe_ends[1]);
	return (struct command_run){pid, pipe_ends[0]};
}

/* What the lines saw. */
struct seen {
	struct frame frame;
	size_t levels;
	bool level; /* of the contact, last */
};

static void take(struct lines *l, size_t i, struct seen *seen)
{
	struct lines_event events[64];
	int count = lines_read(l, i, events, 64);
	CU_ASSERT_FATAL(count >= 0);
	for (int e = 0; e < count; e++) {
		if (events[e].line == CONTACT) {
			seen->levels++;
			seen->level = events[e].is_active;
			continue;
		}
		seen->frame.bits = seen->frame.bits << 1 | (events[e].line == DATA1);
		seen->frame.bit_count++;
	}
}

/* Serves the lines until the command has closed its output: what it printed is in printed. Its exit code. */
static int serve(struct lines *l, struct command_run run, struct seen *seen)
{
	size_t used = 0;
	for (;;) {
		int fds[LINES_FDS_MAX];
		struct pollfd p[LINES_FDS_MAX + 1];
		size_t count = lines_fds(l, fds, LINES_FDS_MAX);
		for (size_t i = 0; i < count; i++)
			p[i] = (struct pollfd){.fd = fds[i], .events = POLLIN};
		p[count] = (struct pollfd){.fd = run.out, .events = POLLIN};
		CU_ASSERT_FATAL(poll(p, count + 1, WAIT_MS) > 0);
		for (size_t i = 0; i < count; i++)
			if (p[i].revents != 0)
				take(l, i, seen);
		if (p[count].revents == 0)
			continue;
		ssize_t length = read(run.out, printed + used, sizeof printed - used - 1);
		CU_ASSERT_FATAL(length >= 0);
		used += (size_t)length;
		if (length == 0)
			break;
	}
	printed[used] = '\0';
	close(run.out);
	int status = 0;
	CU_ASSERT_EQUAL_FATAL(waitpid(run.pid, &status, 0), run.pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static struct lines *open_or_fail(void)
{
	struct lines *l = NULL;
	char error[200] = "";
	int result = lines_open_sim(&l, specs, LINE_COUNT, socket_path, error, sizeof error);
	if (result < 0)
		printf("\n    %s ", error);
	CU_ASSERT_EQUAL_FATAL(result, 0);
	return l;
}

static int run_or_fail(struct lines *l, const char *command, struct seen *seen)
{
	*seen = (struct seen){0};
	return serve(l, start_or_fail(command), seen);
}

static void a_badge_arrives_bit_by_bit(void)
{
	struct seen seen;
	struct frame wanted;
	char sentence[PARSE_SENTENCE_MAX];
	struct lines *l = open_or_fail();
	CU_ASSERT_EQUAL(run_or_fail(l, "sim badge entrance-in 42:1337", &seen), STATUS_DONE);
	CU_ASSERT_STRING_EQUAL(printed, "Sent 26 bits to entrance-in.\n");
	CU_ASSERT(card_frame("42:1337", NULL, &wanted, sentence, sizeof sentence));
	CU_ASSERT_EQUAL(seen.frame.bit_count, 26);
	CU_ASSERT_EQUAL(seen.frame.bits, wanted.bits);
	/* worked out by hand: parity, 42, 1337, parity */
	CU_ASSERT_EQUAL(seen.frame.bits, 1u << 25 | 42u << 17 | 1337u << 1 | 1u);

	CU_ASSERT_EQUAL(
	        run_or_fail(l, "sim badge entrance-in 0:7 --format raw32 --json --period-us 1000", &seen),
	        STATUS_DONE);
	CU_ASSERT_STRING_EQUAL(printed, "{\"note\":\"Sent 32 bits to entrance-in.\"}\n");
	CU_ASSERT_EQUAL(seen.frame.bit_count, 32);
	CU_ASSERT_EQUAL(seen.frame.bits, 7);
	lines_close(l);
}

static void a_card_that_cannot_be_is_wrong_usage(void)
{
	struct seen seen;
	struct lines *l = open_or_fail();
	CU_ASSERT_EQUAL(run_or_fail(l, "sim badge entrance-in 256:1", &seen), STATUS_USAGE);
	CU_ASSERT_PTR_NOT_NULL(strstr(printed, "facility 0 to 255, card 0 to 65535"));
	CU_ASSERT_EQUAL(run_or_fail(l, "sim badge entrance-in 255:65536", &seen), STATUS_USAGE);
	CU_ASSERT_EQUAL(run_or_fail(l, "sim badge entrance-in 1:1 --format raw32", &seen), STATUS_USAGE);
	CU_ASSERT_EQUAL(run_or_fail(l, "sim badge entrance-in 1:1 --format h1", &seen), STATUS_USAGE);
	CU_ASSERT_PTR_NOT_NULL(strstr(printed, "FORMAT must be one of: "));
	CU_ASSERT_EQUAL(seen.frame.bit_count, 0);
	CU_ASSERT_EQUAL(run_or_fail(l, "sim badge entrance-in 255:65535", &seen), STATUS_DONE);
	CU_ASSERT_EQUAL(seen.frame.bit_count, 26);
	lines_close(l);
}

static void what_is_not_wired_is_named(void)
{
	struct seen seen;
	struct lines *l = open_or_fail();
	CU_ASSERT_EQUAL(run_or_fail(l, "sim badge back-in 42:1337", &seen), STATUS_REFUSED);
	CU_ASSERT_STRING_EQUAL(printed, "zutritt: there is no reader \"back-in\"\n");
	CU_ASSERT_EQUAL(run_or_fail(l, "sim line back.contact high", &seen), STATUS_REFUSED);
	CU_ASSERT_STRING_EQUAL(printed, "zutritt: there is no line \"back.contact\"\n");
	CU_ASSERT_EQUAL(run_or_fail(l, "sim line entrance.strike high --json", &seen), STATUS_REFUSED);
	CU_ASSERT_STRING_EQUAL(
	        printed, "{\"error\":\"Invalid\",\"message\":\"\\\"entrance.strike\\\" is no input\"}\n");
	lines_close(l);
	struct command_run run = start_or_fail("sim outputs");
	CU_ASSERT_FATAL(read(run.out, printed, 8) == 8);
	int status = 0;
	waitpid(run.pid, &status, 0);
	close(run.out);
	CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == STATUS_REFUSED);
}

/* Somebody in the simulator's place who takes one request and answers it. */
static struct sim_request answer_once_or_fail(const char *command, int answer)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct sim_request request = {0};
	struct sim_result result = {SIM_RESULT, answer};
	strcpy(address.sun_path, socket_path);
	int listener = socket(AF_UNIX, SOCK_SEQPACKET, 0);
	CU_ASSERT_EQUAL_FATAL(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
	CU_ASSERT_EQUAL_FATAL(listen(listener, 1), 0);
	struct command_run run = start_or_fail(command);
	int fd = accept(listener, NULL, NULL);
	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL(recv(fd, &request, sizeof request, 0), (ssize_t)sizeof request);
	CU_ASSERT_EQUAL(send(fd, &result, sizeof result, MSG_NOSIGNAL), (ssize_t)sizeof result);
	ssize_t length = read(run.out, printed, sizeof printed - 1);
	printed[length > 0 ? length : 0] = '\0';
	int status = 0;
	CU_ASSERT_EQUAL(waitpid(run.pid, &status, 0), run.pid);
	CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == STATUS_REFUSED);
	close(run.out);
	close(fd);
	close(listener);
	unlink(socket_path);
	return request;
}

static void a_card_is_one_message_and_waits_for_none_before(void)
{
	struct sim_request request = answer_once_or_fail("sim badge entrance-in 42:1337", -EBUSY);
	CU_ASSERT_STRING_EQUAL(printed, "zutritt: another card is just being shown to entrance-in\n");
	CU_ASSERT_EQUAL(request.kind, SIM_FRAME);
	CU_ASSERT_STRING_EQUAL(request.line, "entrance-in");
	CU_ASSERT_EQUAL(request.bit_count, 26);
	CU_ASSERT_EQUAL(request.period_us, 2000);
}

static void a_line_goes_high_and_low(void)
{
	struct seen seen;
	struct lines *l = open_or_fail();
	CU_ASSERT_EQUAL(run_or_fail(l, "sim line entrance.contact high", &seen), STATUS_DONE);
	CU_ASSERT_STRING_EQUAL(printed, "entrance.contact is high.\n");
	CU_ASSERT_EQUAL(lines_level(l, CONTACT), 1);
	CU_ASSERT_EQUAL(run_or_fail(l, "sim line entrance.contact low", &seen), STATUS_DONE);
	CU_ASSERT_EQUAL(lines_level(l, CONTACT), 0);
	lines_close(l);
}

static void outputs_are_listed_with_their_changes(void)
{
	struct seen seen;
	struct lines *l = open_or_fail();
	CU_ASSERT_EQUAL(run_or_fail(l, "sim outputs --json", &seen), STATUS_DONE);
	CU_ASSERT_STRING_EQUAL(printed, "{\"outputs\":[{\"name\":\"entrance.strike\",\"state\":\"off\","
	                                "\"changes\":0,\"since\":null}]}\n");
	CU_ASSERT_EQUAL(lines_drive(l, STRIKE, true), 0);
	CU_ASSERT_EQUAL(run_or_fail(l, "sim outputs", &seen), STATUS_DONE);
	CU_ASSERT_PTR_NOT_NULL(strstr(printed, "\nentrance.strike on          1 20"));
	lines_close(l);
}

/* Serves the lines until the follower has printed that many rows, which are then in printed. */
static void serve_rows(struct lines *l, struct command_run run, int rows)
{
	size_t used = 0;
	while (rows > 0) {
		int fds[LINES_FDS_MAX];
		struct pollfd p[LINES_FDS_MAX + 1];
		struct seen seen = {0};
		size_t count = lines_fds(l, fds, LINES_FDS_MAX);
		for (size_t i = 0; i < count; i++)
			p[i] = (struct pollfd){.fd = fds[i], .events = POLLIN};
		p[count] = (struct pollfd){.fd = run.out, .events = POLLIN};
		CU_ASSERT_FATAL(poll(p, count + 1, WAIT_MS) > 0);
		for (size_t i = 0; i < count; i++)
			if (p[i].revents != 0)
				take(l, i, &seen);
		if (p[count].revents == 0)
			continue;
		ssize_t length = read(run.out, printed + used, sizeof printed - used - 1);
		CU_ASSERT_FATAL(length > 0);
		printed[used + (size_t)length] = '\0';
		for (; printed[used] != '\0'; used++)
			rows -= printed[used] == '\n';
	}
}

static void every_change_is_followed_until_the_reader_goes(void)
{
	struct lines *l = open_or_fail();
	struct command_run run = start_or_fail("sim outputs --follow --json");
	serve_rows(l, run, 1);
	CU_ASSERT_PTR_NOT_NULL(
	        strstr(printed, "{\"name\":\"entrance.strike\",\"state\":\"off\",\"changes\":0"));
	lines_drive(l, STRIKE, true);
	serve_rows(l, run, 1);
	CU_ASSERT_PTR_NOT_NULL(
	        strstr(printed, "{\"name\":\"entrance.strike\",\"state\":\"on\",\"changes\":1"));
	lines_drive(l, STRIKE, false);
	serve_rows(l, run, 1);
	CU_ASSERT_PTR_NOT_NULL(strstr(printed, "\"state\":\"off\",\"changes\":2"));
	/* nothing changes any more, and yet it ends when nobody reads */
	close(run.out);
	int status = 0;
	CU_ASSERT_EQUAL(waitpid(run.pid, &status, 0), run.pid);
	CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == STATUS_DONE);
	lines_close(l);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"a badge arrives bit by bit", a_badge_arrives_bit_by_bit},
	        {"a card that cannot be is wrong usage", a_card_that_cannot_be_is_wrong_usage},
	        {"what is not wired is named", what_is_not_wired_is_named},
	        {"a card is one message, and waits for none before it",
	         a_card_is_one_message_and_waits_for_none_before},
	        {"a line goes high and low", a_line_goes_high_and_low},
	        {"outputs are listed with their changes", outputs_are_listed_with_their_changes},
	        {"every change is followed until the reader goes",
	         every_change_is_followed_until_the_reader_goes},
	};
	if (mkdtemp(directory) == NULL)
		return EXIT_FAILURE;
	snprintf(socket_path, sizeof socket_path, "%s/lines", directory);
	int status = suite_run("cli sim", cases, sizeof cases / sizeof cases[0]);
	unlink(socket_path);
	rmdir(directory);
	return status;
}
