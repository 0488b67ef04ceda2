#include "tests/bench/daemon.h"
#include "controller/protocol/client.h"
#include "readers/sim_client.h"
#include "tests/bench/bench.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

const char *daemon_program(const char *variable)
{
	const char *path = getenv(variable);
	if (path == NULL)
		bench_fail("%s does not name a program", variable);
	return path;
}

__attribute__((noreturn)) static void become(const struct house *h, const char *name, char *const words[],
                                             const char *notify)
{
	char log[160];
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	snprintf(log, sizeof(log), "%s/%s.log", h->state, name);
	int fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	if (notify == NULL)
		unsetenv("NOTIFY_SOCKET");
	else
		setenv("NOTIFY_SOCKET", notify, 1);
	unsetenv("WATCHDOG_USEC");
	execv(words[0], words);
	_exit(127);
}

static void run(struct daemon *d, const struct house *h, const char *name, char *const words[],
                const char *notify)
{
	*d = (struct daemon){.started_ns = bench_now_ns(), .pid = fork()};
	if (d->pid < 0)
		bench_fail("%s can not be started", words[0]);
	if (d->pid == 0)
		become(h, name, words, notify);
}

void daemon_run(struct daemon *d, const struct house *h, const char *name, char *const words[])
{
	run(d, h, name, words, NULL);
}

static int listen_for_ready(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	unlink(path);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0)
		bench_fail("%s can not be listened at", path);
	return fd;
}

static void wait_until_ready(struct daemon *d, int fd, const char *name)
{
	char text[256] = "";
	struct pollfd p = {.fd = fd, .events = POLLIN};
	while (strstr(text, "READY=1") == NULL) {
		if (poll(&p, 1, BENCH_PATIENCE_MS) <= 0)
			bench_fail("%s does not get ready", name);
		ssize_t size = recv(fd, text, sizeof(text) - 1, 0);
		text[size < 0 ? 0 : size] = '\0';
	}
	d->ready_ns = bench_now_ns();
}

void daemon_run_until_ready(struct daemon *d, const struct house *h, const char *name, char *const words[])
{
	char path[100];
	snprintf(path, sizeof(path), "%s/ready-%s", h->runtime, name);
	int fd = listen_for_ready(path);
	run(d, h, name, words, path);
	wait_until_ready(d, fd, name);
	close(fd);
	unlink(path);
}

void daemon_run_zutrittd(struct daemon *d, const struct house *h, const char *config)
{
	char *words[] = {(char *)daemon_program("ZUTRITTD"),
	                 "--simulate",
	                 "--config",
	                 (char *)config,
	                 "--runtime-dir",
	                 (char *)h->runtime,
	                 "--state-dir",
	                 (char *)h->state,
	                 NULL};
	daemon_run_until_ready(d, h, "zutrittd", words);
}

void daemon_stop(struct daemon *d)
{
	kill(d->pid, SIGTERM);
	waitpid(d->pid, NULL, 0);
	d->pid = 0;
}

unsigned daemon_memory_kib(const struct daemon *d, const char *name)
{
	char line[128];
	unsigned kib = 0;
	FILE *f = fopen(bench_text("/proc/%d/status", d->pid), "r");
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, name, strlen(name)) == 0)
			sscanf(line + strlen(name), "%u", &kib);
	if (f != NULL)
		fclose(f);
	return kib;
}

double daemon_work_us(const struct daemon *d)
{
	unsigned long user = 0, system = 0;
	FILE *f = fopen(bench_text("/proc/%d/stat", d->pid), "r");
	/* fields 14 and 15; the name in field 2 has no space in it */
	if (f == NULL ||
	    fscanf(f, "%*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %lu %lu", &user, &system) != 2)
		bench_fail("/proc/%d/stat can not be read", d->pid);
	fclose(f);
	return (double)(user + system) * 1e6 / (double)sysconf(_SC_CLK_TCK);
}

struct client *daemon_ask(const struct house *h)
{
	char error[256];
	struct client *client;
	house_must(client_connect(&client, bench_text("%s/control", h->runtime), error, sizeof(error)),
	           "the control socket", error);
	return client;
}

/* Parameters as NAME, VALUE, ..., NULL. */
static struct message *ask_or_fail(struct client *c, const char *method, const char *const words[])
{
	struct message *reply, *parameters = message_object();
	const char *error;
	for (size_t i = 0; words[i] != NULL; i += 2)
		message_put_text(parameters, words[i], words[i + 1]);
	int result = client_call(c, method, parameters, BENCH_PATIENCE_MS, &reply, &error);
	if (result != 0)
		bench_fail("%s: %s", method, result > 0 ? message_text(reply, "message") : strerror(-result));
	message_free(parameters);
	return reply;
}

const char *daemon_log_in(struct client *c)
{
	static char session[64];
	const char *password = "Tuer und Tor 1";
	struct message *made = ask_or_fail(
	        c, "Init",
	        (const char *const[]){"management", "Manager", "management_user", "manager", "administrator",
	                              "Administrator", "administrator_user", "administrator", NULL});
	const char *first = message_text(message_item(message_get(made, "accounts"), 0), "password");
	struct message *opened = ask_or_fail(
	        c, "SessionOpen", (const char *const[]){"user", "manager", "password", first, NULL});
	snprintf(session, sizeof(session), "%s", message_text(opened, "session"));
	message_free(
	        ask_or_fail(c, "PasswordChange",
	                    (const char *const[]){"old", first, "new", password, "session", session, NULL}));
	message_free(opened);
	message_free(made);
	return session;
}

int daemon_wires(const struct house *h)
{
	int fd = sim_connect(h->config.sim_socket);
	if (fd < 0)
		bench_fail("the simulator does not answer");
	return fd;
}
