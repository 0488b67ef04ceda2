/*
 * The control socket as a whole: an office in a process of its own, spoken to
 * by clients. (What hostile frames do is in tests/system/control_socket.py.)
 */
#include "tests/unit/office_fixture.h"

#include "controller/office/socket.h"
#include "controller/protocol/client.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

struct running {
	struct desk *desk;
	pid_t pid;
	char path[128];
};

static int ready_pipe[2];

static void say_ready(void)
{
	if (write(ready_pipe[1], "", 1) != 1)
		_exit(3);
}

static void block_signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

enum { PATIENCE_MS = 60000 };

static char session[SESSION_TOKEN_MAX]; /* of the boss, in the office that runs */
static int crowd;                       /* persons that are there before anybody asks */

static void add_crowd(struct desk *d)
{
	struct policy_op *ops = calloc((size_t)crowd, sizeof(*ops));
	CU_ASSERT_PTR_NOT_NULL_FATAL(ops);
	for (int i = 0; i < crowd; i++) {
		struct policy_person *p = &ops[i].person;
		ops[i].kind = POLICY_PERSON_PUT;
		p->id = policy_id_new();
		p->first_day = p->last_day = POLICY_DAY_NONE;
		snprintf(p->name, sizeof(p->name), "%0150d", i);
	}
	CU_ASSERT_EQUAL_FATAL(store_apply(d->office->store, ops, (size_t)crowd, 0, NULL, 0), 0);
	free(ops);
}

static void run_office(struct desk *d)
{
	char error[256];
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails leaves nobody behind */
	block_signals();
	desk_open_or_fail(d);
	desk_hire_max(d);
	if (crowd > 0)
		add_crowd(d);
	CU_ASSERT_EQUAL_FATAL(write(ready_pipe[1], d->session, sizeof(d->session)), sizeof(d->session));
	int result = office_run(d->office, &d->doors, d->ring, say_ready, error, sizeof(error));
	if (result < 0)
		printf("%s\n", error);
	desk_end(d);
	_exit(result < 0 ? 1 : 0);
}

static void begin(struct running *r)
{
	char byte;
	r->desk = desk_begin();
	desk_close(r->desk);
	snprintf(r->path, sizeof(r->path), "%s/control", r->desk->config.runtime_dir);
	CU_ASSERT_EQUAL_FATAL(pipe(ready_pipe), 0);
	fflush(stdout);
	r->pid = desk_fork();
	if (r->pid == 0)
		run_office(r->desk);
	close(ready_pipe[1]);
	CU_ASSERT_EQUAL_FATAL(read(ready_pipe[0], session, sizeof(session)), sizeof(session));
	CU_ASSERT_EQUAL_FATAL(read(ready_pipe[0], &byte, 1), 1);
	close(ready_pipe[0]);
}

/* Ends the office as systemd does; it must end well. */
static void end(struct running *r)
{
	int status;
	kill(r->pid, SIGTERM);
	CU_ASSERT_EQUAL(waitpid(r->pid, &status, 0), r->pid);
	CU_ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	CU_ASSERT_EQUAL(access(r->path, F_OK), -1);
	free(r->desk);
}

static struct client *connect_or_fail(struct running *r)
{
	struct client *c;
	char error[256];
	CU_ASSERT_EQUAL_FATAL(client_connect(&c, r->path, error, sizeof(error)), 0);
	return c;
}

static struct message *call_or_fail(struct client *c, const char *method, const char *json)
{
	struct message *reply = NULL, *parameters;
	const char *error_name;
	char error[200];
	parameters = message_parse(json == NULL ? "{}" : json, json == NULL ? 2 : strlen(json), error,
	                           sizeof(error));
	message_put_text(parameters, "session", session);
	CU_ASSERT_EQUAL_FATAL(client_call(c, method, parameters, PATIENCE_MS, &reply, &error_name), 0);
	message_free(parameters);
	return reply;
}

static void hire(struct client *c, int number)
{
	char json[300];
	snprintf(json, sizeof(json), "{\"name\":\"%0150d\"}", number);
	message_free(call_or_fail(c, "PersonHire", json));
}

/* ---- ---- */

static void the_socket_is_for_owner_and_group(void)
{
	struct running r;
	struct stat st;
	begin(&r);
	CU_ASSERT_EQUAL(stat(r.path, &st), 0);
	CU_ASSERT_EQUAL(st.st_mode & 0777, 0660);
	end(&r);
}

static void a_second_office_does_not_take_the_first_ones_socket(void)
{
	struct running r;
	begin(&r);
	struct desk *d = desk_begin();
	snprintf(d->office->config->runtime_dir, sizeof(d->config.runtime_dir), "%s",
	         r.desk->config.runtime_dir);
	CU_ASSERT_EQUAL(listener_open(&d->office->listener, d->office), -EADDRINUSE);
	snprintf(d->office->config->runtime_dir, sizeof(d->config.runtime_dir), "%s/run", d->directory);
	desk_end(d);
	struct client *c = connect_or_fail(&r);
	message_free(call_or_fail(c, "GetStatus", NULL));
	client_close(c);
	end(&r);
}

static void what_a_dead_office_left_is_removed_and_nothing_else(void)
{
	struct desk *d = desk_begin();
	char path[128];
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	snprintf(path, sizeof(path), "%s/control", d->config.runtime_dir);
	snprintf(address.sun_path, sizeof(address.sun_path), "%.100s", path);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	CU_ASSERT_EQUAL(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	close(fd);
	CU_ASSERT_EQUAL_FATAL(listener_open(&d->office->listener, d->office), 0);
	listener_close(d->office->listener);
	d->office->listener = NULL;

	fd = open(path, O_CREAT | O_WRONLY, 0600);
	close(fd);
	CU_ASSERT_EQUAL(listener_open(&d->office->listener, d->office), -EEXIST);
	CU_ASSERT_EQUAL(access(path, F_OK), 0);
	desk_end(d);
}

static void a_long_list_reaches_the_client_whole(void)
{
	struct running r;
	crowd = 4000; /* more than may wait unread, if it were many answers */
	begin(&r);
	crowd = 0;
	struct client *c = connect_or_fail(&r);
	struct message *reply = call_or_fail(c, "PersonList", NULL);
	CU_ASSERT_EQUAL(message_count(message_get(reply, "persons")), 4002);
	message_free(reply);
	/* and the connection is of use afterwards */
	message_free(call_or_fail(c, "GetStatus", NULL));
	client_close(c);
	end(&r);
}

/* The numbers of the events in the next reply must follow last; returns the new last. */
static int64_t next_events_or_fail(struct client *c, int64_t last)
{
	struct message *reply = NULL;
	const char *error_name;
	CU_ASSERT_EQUAL_FATAL(client_next(c, PATIENCE_MS, &reply, &error_name), 0);
	const struct message *events = message_get(reply, "events");
	for (size_t i = 0; i < message_count(events); i++)
		CU_ASSERT_EQUAL(message_int(message_item(events, i), "number", 0), ++last);
	message_free(reply);
	return last;
}

static struct client *follow_or_fail(struct running *r, const char *json)
{
	struct client *c = connect_or_fail(r);
	char error[200];
	struct message *parameters = message_parse(json, strlen(json), error, sizeof(error));
	message_put_text(parameters, "session", session);
	CU_ASSERT_EQUAL_FATAL(client_follow(c, "EventFollow", parameters), 0);
	message_free(parameters);
	return c;
}

static void followers_get_every_event_once_and_in_order(void)
{
	struct running r;
	begin(&r);
	struct client *c = connect_or_fail(&r);
	for (int i = 0; i < 500; i++)
		hire(c, i);
	struct client *from_start = follow_or_fail(&r, "{\"since\":0}");
	struct client *from_now = follow_or_fail(&r, "{}");
	int64_t a = 0, b = next_events_or_fail(from_now, 504);
	CU_ASSERT_EQUAL(b, 504); /* Max's four, and 500: nothing new yet */
	while (a < 504)
		a = next_events_or_fail(from_start, a);
	for (int i = 500; i < 600; i++)
		hire(c, i);
	while (a < 604)
		a = next_events_or_fail(from_start, a);
	while (b < 604)
		b = next_events_or_fail(from_now, b);
	client_close(from_start);
	client_close(from_now);
	client_close(c);
	end(&r);
}

static void a_follower_that_sleeps_is_only_late_and_hinders_nobody(void)
{
	struct running r;
	begin(&r);
	struct client *sleeper = follow_or_fail(&r, "{\"since\":0,\"persons\":true}");
	struct client *c = connect_or_fail(&r);
	for (int i = 0; i < 800; i++)
		hire(c, i);
	int64_t last = 0;
	while (last < 804)
		last = next_events_or_fail(sleeper, last);
	client_close(sleeper);
	client_close(c);
	end(&r);
}

static const char info[] = "{\"method\":\"org.varlink.service.GetInfo\"}";

static int raw_or_fail(struct running *r)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	snprintf(address.sun_path, sizeof(address.sun_path), "%.100s", r->path);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	CU_ASSERT_EQUAL_FATAL(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static void read_reply_or_fail(int fd, char *text, size_t size)
{
	size_t at = 0;
	do {
		CU_ASSERT_EQUAL_FATAL(recv(fd, text + at, 1, 0), 1);
	} while (text[at++] != '\0' && at < size);
}

static void what_is_asked_while_following_waits(void)
{
	struct running r;
	static const char calls[] = "{\"method\":\"io.zutritt.EventFollow\",\"more\":true}\0"
	                            "{\"method\":\"org.varlink.service.GetInfo\"}";
	char text[4096];
	begin(&r);
	int fd = raw_or_fail(&r);
	struct client *c = connect_or_fail(&r);
	CU_ASSERT_EQUAL(send(fd, calls, sizeof(calls), MSG_NOSIGNAL), sizeof(calls));
	for (int i = 0; i < 3; i++) {
		read_reply_or_fail(fd, text, sizeof(text));
		CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"events\":"));
		hire(c, i);
	}
	close(fd);
	client_close(c);
	end(&r);
}

/* Asks on and on and never reads: closed when 256 KiB of answers wait, so that sending fails. */
static void who_never_reads_is_closed(void)
{
	struct running r;
	static const char call[] = "{\"method\":\"io.zutritt.DoorList\"}";
	begin(&r);
	int fd = raw_or_fail(&r);
	ssize_t sent = 0;
	for (int i = 0; i < 100000 && sent >= 0; i++)
		sent = send(fd, call, sizeof(call), MSG_NOSIGNAL);
	CU_ASSERT(sent < 0 && (errno == EPIPE || errno == ECONNRESET));
	close(fd);
	struct client *c = connect_or_fail(&r);
	message_free(call_or_fail(c, "GetStatus", NULL));
	client_close(c);
	end(&r);
}

static void what_was_asked_before_the_end_is_answered(void)
{
	struct running r;
	char answer[4096];
	size_t nuls = 0;
	begin(&r);
	int fd = raw_or_fail(&r);
	for (int i = 0; i < 100; i++)
		CU_ASSERT_EQUAL(send(fd, info, sizeof(info), MSG_NOSIGNAL), sizeof(info));
	shutdown(fd, SHUT_WR);
	for (ssize_t n = recv(fd, answer, sizeof(answer), 0); n > 0; n = recv(fd, answer, sizeof(answer), 0))
		for (ssize_t i = 0; i < n; i++)
			nuls += answer[i] == '\0';
	CU_ASSERT_EQUAL(nuls, 100);
	close(fd);
	end(&r);
}

static void fill_up(struct running *r, int fds[SOCKET_CONNECTIONS_MAX])
{
	char text[512];
	for (size_t i = 0; i < SOCKET_CONNECTIONS_MAX; i++) {
		fds[i] = raw_or_fail(r);
		CU_ASSERT_EQUAL(send(fds[i], info, sizeof(info), MSG_NOSIGNAL), sizeof(info));
		CU_ASSERT(recv(fds[i], text, sizeof(text), 0) > 0); /* it is welcome */
	}
}

static void close_all(int fds[SOCKET_CONNECTIONS_MAX])
{
	for (size_t i = 0; i < SOCKET_CONNECTIONS_MAX; i++)
		close(fds[i]);
}

static void the_65th_connection_is_told_that_there_are_too_many(void)
{
	struct running r;
	int fds[SOCKET_CONNECTIONS_MAX];
	char text[512];
	begin(&r);
	fill_up(&r, fds);
	int fd = raw_or_fail(&r);
	ssize_t n = recv(fd, text, sizeof(text) - 1, 0);
	CU_ASSERT_FATAL(n > 0);
	text[n] = '\0';
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "too many connections"));
	CU_ASSERT_EQUAL(recv(fd, text, sizeof(text), 0), 0);
	close(fd);
	close_all(fds);
	end(&r);
}

static void the_last_places_are_roots_and_our_own(void)
{
	size_t others = SOCKET_CONNECTIONS_MAX - SOCKET_RESERVED;
	CU_ASSERT_TRUE(listener_has_place(others - 1, false));
	CU_ASSERT_FALSE(listener_has_place(others, false));
	CU_ASSERT_TRUE(listener_has_place(others, true));
	CU_ASSERT_TRUE(listener_has_place(SOCKET_CONNECTIONS_MAX - 1, true));
	CU_ASSERT_FALSE(listener_has_place(SOCKET_CONNECTIONS_MAX, true));
}

static void those_that_are_gone_hold_no_place(void)
{
	struct running r;
	int fds[SOCKET_CONNECTIONS_MAX];
	begin(&r);
	for (int i = 0; i < 50; i++) {
		char text[512] = "";
		fill_up(&r, fds);
		/* stopped, it sees the new one and the end of all others in the same turn */
		kill(r.pid, SIGSTOP);
		waitpid(r.pid, NULL, WUNTRACED);
		int fd = raw_or_fail(&r);
		close_all(fds);
		kill(r.pid, SIGCONT);
		CU_ASSERT_EQUAL(send(fd, info, sizeof(info), MSG_NOSIGNAL), sizeof(info));
		CU_ASSERT(recv(fd, text, sizeof(text) - 1, 0) > 0);
		CU_ASSERT_PTR_NOT_NULL(strstr(text, "zutrittd"));
		close(fd);
	}
	end(&r);
}

static const struct suite_case cases[] = {
        {"the socket is for owner and group", the_socket_is_for_owner_and_group},
        {"a second office does not take the first one's socket",
         a_second_office_does_not_take_the_first_ones_socket},
        {"what a dead office left is removed, and nothing else",
         what_a_dead_office_left_is_removed_and_nothing_else},
        {"a long list reaches the client whole", a_long_list_reaches_the_client_whole},
        {"M4: followers get every event once and in order", followers_get_every_event_once_and_in_order},
        {"a follower that sleeps is only late and hinders nobody",
         a_follower_that_sleeps_is_only_late_and_hinders_nobody},
        {"what is asked while following waits", what_is_asked_while_following_waits},
        {"M5: who never reads is closed", who_never_reads_is_closed},
        {"what was asked before the end is answered", what_was_asked_before_the_end_is_answered},
        {"M5: the 65th connection is told that there are too many",
         the_65th_connection_is_told_that_there_are_too_many},
        {"M5: the last places are root's and our own", the_last_places_are_roots_and_our_own},
        {"those that are gone hold no place", those_that_are_gone_hold_no_place},
};

int main(void)
{
	return suite_run("office: socket", cases, sizeof(cases) / sizeof(cases[0]));
}
