/* The client's end of the control socket, against a server that plays a script. */
#include "controller/protocol/client.h"
#include "tests/unit/suite.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_MS = 60000 };

/* The server in a process of its own: reads one call, writes the bytes, waits for the end. */
struct server {
	char path[64];
	pid_t pid;
	struct client *client;
	char error[256];
};

static int listen_at(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	CU_ASSERT_EQUAL_FATAL(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	CU_ASSERT_EQUAL_FATAL(listen(fd, 1), 0);
	return fd;
}

static void play(int listener, const char *bytes, size_t size, size_t piece)
{
	char byte;
	int fd = accept(listener, NULL, NULL);
	while (read(fd, &byte, 1) == 1 && byte != '\0')
		;
	for (size_t at = 0; at < size; at += piece)
		if (write(fd, bytes + at, size - at < piece ? size - at : piece) < 0)
			_exit(1);
	if (size > 0 && bytes[size - 1] != '\0')
		_exit(0); /* hangs up in the middle */
	while (read(fd, &byte, 1) == 1)
		;
	_exit(0);
}

static void server_begin(struct server *s, const char *bytes, size_t size, size_t piece)
{
	*s = (struct server){.path = "/tmp/zutritt-client-XXXXXX"};
	int fd = mkstemp(s->path);
	close(fd);
	unlink(s->path);
	int listener = listen_at(s->path);
	s->pid = fork();
	if (s->pid == 0)
		play(listener, bytes, size, piece);
	close(listener);
	CU_ASSERT_EQUAL_FATAL(client_connect(&s->client, s->path, s->error, sizeof(s->error)), 0);
}

static void server_end(struct server *s)
{
	client_close(s->client);
	kill(s->pid, SIGTERM);
	waitpid(s->pid, NULL, 0);
	unlink(s->path);
}

static int call(struct server *s, struct message **reply, const char **error_name)
{
	return client_call(s->client, "Test", NULL, PATIENCE_MS, reply, error_name);
}

#define BEGIN(s, text, piece) server_begin(s, text, sizeof(text) - 1, piece)

static void nobody_there_is_said_in_a_sentence(void)
{
	struct client *c;
	char error[256];
	CU_ASSERT_EQUAL(client_connect(&c, "/tmp/zutritt-nobody", error, sizeof(error)), -ENOENT);
	CU_ASSERT_PTR_NOT_NULL(strstr(error, "does not run"));
	CU_ASSERT_PTR_NOT_NULL(strstr(error, "/tmp/zutritt-nobody"));
}

static void a_path_too_long_is_refused(void)
{
	struct client *c;
	char path[200], error[256];
	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	CU_ASSERT_EQUAL(client_connect(&c, path, error, sizeof(error)), -ENAMETOOLONG);
}

static void a_reply_comes_whole_however_it_was_split(void)
{
	for (size_t piece = 1; piece <= 40; piece += 13) {
		struct server s;
		struct message *reply = NULL;
		const char *error_name;
		BEGIN(&s, "{\"parameters\":{\"a\":\"b\"}}\0", piece);
		CU_ASSERT_EQUAL(call(&s, &reply, &error_name), 0);
		CU_ASSERT_STRING_EQUAL(message_text(reply, "a"), "b");
		message_free(reply);
		server_end(&s);
	}
}

static void parts_of_a_long_list_are_joined(void)
{
	struct server s;
	struct message *reply = NULL;
	const char *error_name;
	BEGIN(&s,
	      "{\"parameters\":{\"l\":[1,2]},\"continues\":true}\0{\"parameters\":{\"l\":[3]},\"continues\":"
	      "true}\0"
	      "{\"parameters\":{\"l\":[],\"n\":3}}\0",
	      4096);
	CU_ASSERT_EQUAL(call(&s, &reply, &error_name), 0);
	CU_ASSERT_EQUAL(message_count(message_get(reply, "l")), 3);
	CU_ASSERT_EQUAL(message_int(reply, "n", 0), 3);
	message_free(reply);
	server_end(&s);
}

static void an_error_is_answered_with_its_name(void)
{
	struct server s;
	struct message *reply = NULL;
	const char *error_name;
	BEGIN(&s, "{\"error\":\"io.zutritt.NotFound\",\"parameters\":{\"message\":\"no\"}}\0", 4096);
	CU_ASSERT_EQUAL(call(&s, &reply, &error_name), 1);
	CU_ASSERT_STRING_EQUAL(error_name, "NotFound");
	CU_ASSERT_STRING_EQUAL(message_text(reply, "message"), "no");
	message_free(reply);
	server_end(&s);
}

static void an_error_in_the_middle_of_a_list_ends_it(void)
{
	struct server s;
	struct message *reply = NULL;
	const char *error_name;
	BEGIN(&s,
	      "{\"parameters\":{\"l\":[1]},\"continues\":true}\0{\"error\":\"org.varlink.service."
	      "MethodNotFound\"}\0",
	      4096);
	CU_ASSERT_EQUAL(call(&s, &reply, &error_name), 1);
	CU_ASSERT_STRING_EQUAL(error_name, "org.varlink.service.MethodNotFound");
	message_free(reply);
	server_end(&s);
}

static void who_hangs_up_is_noticed(void)
{
	struct server s;
	struct message *reply = NULL;
	const char *error_name;
	BEGIN(&s, "{\"parameters\":", 4096);
	CU_ASSERT_EQUAL(call(&s, &reply, &error_name), -ECONNRESET);
	CU_ASSERT_PTR_NULL(reply);
	server_end(&s);
}

static void nonsense_is_no_reply(void)
{
	struct server s;
	struct message *reply = NULL;
	const char *error_name;
	BEGIN(&s, "nonsense\0", 4096);
	CU_ASSERT_EQUAL(call(&s, &reply, &error_name), -EBADMSG);
	server_end(&s);
}

static void a_list_is_not_waited_for_longer_than_asked(void)
{
	struct server s;
	struct message *reply = NULL;
	const char *error_name;
	BEGIN(&s, "{\"parameters\":{\"l\":[1]},\"continues\":true}\0", 4096);
	CU_ASSERT_EQUAL(client_call(s.client, "Test", NULL, 50, &reply, &error_name), -ETIMEDOUT);
	CU_ASSERT_PTR_NULL(reply);
	server_end(&s);
}

static void followed_replies_come_one_by_one_and_a_time_out_hurts_nothing(void)
{
	struct server s;
	struct message *reply = NULL;
	const char *error_name;
	BEGIN(&s,
	      "{\"parameters\":{\"n\":1},\"continues\":true}\0{\"parameters\":{\"n\":2},\"continues\":true}"
	      "\0",
	      4096);
	CU_ASSERT_EQUAL(client_follow(s.client, "Test", NULL), 0);
	for (int n = 1; n <= 2; n++) {
		CU_ASSERT_EQUAL_FATAL(client_next(s.client, PATIENCE_MS, &reply, &error_name), 0);
		CU_ASSERT_EQUAL(message_int(reply, "n", 0), n);
		message_free(reply);
	}
	CU_ASSERT_EQUAL(client_next(s.client, 20, &reply, &error_name), -ETIMEDOUT);
	CU_ASSERT_EQUAL(client_next(s.client, 20, &reply, &error_name), -ETIMEDOUT);
	server_end(&s);
}

static void a_call_longer_than_a_frame_is_not_sent(void)
{
	struct server s;
	struct message *reply = NULL, *parameters = message_object();
	const char *error_name;
	static char text[70000];
	memset(text, 'x', sizeof(text) - 1);
	message_put_text(parameters, "a", text);
	BEGIN(&s, "{}\0", 4096);
	CU_ASSERT_EQUAL(client_call(s.client, "Test", parameters, PATIENCE_MS, &reply, &error_name),
	                -EMSGSIZE);
	message_free(parameters);
	server_end(&s);
}

static const struct suite_case cases[] = {
        {"nobody there is said in a sentence", nobody_there_is_said_in_a_sentence},
        {"a path too long is refused", a_path_too_long_is_refused},
        {"a reply comes whole, however it was split", a_reply_comes_whole_however_it_was_split},
        {"parts of a long list are joined", parts_of_a_long_list_are_joined},
        {"an error is answered with its name", an_error_is_answered_with_its_name},
        {"an error in the middle of a list ends it", an_error_in_the_middle_of_a_list_ends_it},
        {"who hangs up is noticed", who_hangs_up_is_noticed},
        {"nonsense is no reply", nonsense_is_no_reply},
        {"a list is not waited for longer than asked", a_list_is_not_waited_for_longer_than_asked},
        {"followed replies come one by one, and a time-out hurts nothing",
         followed_replies_come_one_by_one_and_a_time_out_hurts_nothing},
        {"a call longer than a frame is not sent", a_call_longer_than_a_frame_is_not_sent},
};

int main(void)
{
	return suite_run("client", cases, sizeof(cases) / sizeof(cases[0]));
}
