/*
 * zutritt-mqtt: tells the site's MQTT broker what zutrittd does. Options, the
 * service manager, and one loop around gateway.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>
#include <time.h>
#include <unistd.h>

#include "controller/protocol/client.h"
#include "reception/gateway.h"

enum { PASSWORD_MAX = 256, PORT_DEFAULT = 1883, READY_AFTER_MS = 5000, EXIT_USAGE = 2 };

struct options {
	struct gateway_config gateway;
	const char *password_file;
	char password[PASSWORD_MAX + 1];
};

static const char usage[] =
        "Usage: zutritt-mqtt --state DIR [options]\n"
        "Publishes what zutrittd records to an MQTT broker.\n"
        "\n"
        "  --socket PATH         control socket of zutrittd (" CLIENT_SOCKET_DEFAULT ")\n"
        "  --host HOST           the broker's address (127.0.0.1); a name is looked up, which may take a "
        "while\n"
        "  --port PORT           (1883)\n"
        "  --user NAME           identity at the broker, also the client id\n"
        "  --password-file FILE  its password, one line; not readable for everybody\n"
        "  --ca-file FILE        TLS: the broker's certificate is signed by one of these authorities\n"
        "  --state DIR           directory of the cursor and of the controller's keys\n"
        "  --stations DIR        keys of the stations that may call, of zutritt-station\n"
        "  --version, --help\n";

enum option_code {
	OPTION_SOCKET = 1,
	OPTION_HOST,
	OPTION_PORT,
	OPTION_USER,
	OPTION_PASSWORD_FILE,
	OPTION_CA_FILE,
	OPTION_STATE,
	OPTION_STATIONS,
	OPTION_VERSION,
	OPTION_HELP
};

static const struct option long_options[] = {
        {"socket", required_argument, NULL, OPTION_SOCKET},
        {"host", required_argument, NULL, OPTION_HOST},
        {"port", required_argument, NULL, OPTION_PORT},
        {"user", required_argument, NULL, OPTION_USER},
        {"password-file", required_argument, NULL, OPTION_PASSWORD_FILE},
        {"ca-file", required_argument, NULL, OPTION_CA_FILE},
        {"state", required_argument, NULL, OPTION_STATE},
        {"stations", required_argument, NULL, OPTION_STATIONS},
        {"version", no_argument, NULL, OPTION_VERSION},
        {"help", no_argument, NULL, OPTION_HELP},
        {NULL, 0, NULL, 0},
};

__attribute__((noreturn)) static void refuse(const char *what, const char *why)
{
	fprintf(stderr, "zutritt-mqtt: %s: %s\n", what, why);
	exit(EXIT_USAGE);
}

/* ---- options ---- */

static int port_or_refuse(const char *text)
{
	char *end;
	long port = strtol(text, &end, 10);
	if (*text == '\0' || *end != '\0' || port < 1 || port > 65535)
		refuse("--port", "a number from 1 to 65535 is needed");
	return (int)port;
}

__attribute__((noreturn)) static void answer(const char *text)
{
	fputs(text, stdout);
	exit(EXIT_SUCCESS);
}

static void take_option(struct options *o, int code)
{
	switch (code) {
	case OPTION_SOCKET:
		o->gateway.socket_path = optarg;
		break;
	case OPTION_HOST:
		o->gateway.broker.host = optarg;
		break;
	case OPTION_PORT:
		o->gateway.broker.port = port_or_refuse(optarg);
		break;
	case OPTION_USER:
		o->gateway.broker.user = optarg;
		break;
	case OPTION_PASSWORD_FILE:
		o->password_file = optarg;
		break;
	case OPTION_CA_FILE:
		o->gateway.broker.ca_file = optarg;
		break;
	case OPTION_STATE:
		o->gateway.state_dir = optarg;
		break;
	case OPTION_STATIONS:
		o->gateway.stations_dir = optarg;
		break;
	case OPTION_VERSION:
		answer("zutritt-mqtt " ZUTRITT_VERSION "\n");
	case OPTION_HELP:
		answer(usage);
	default: /* not an enum: what getopt_long() did not know, and has said so */
		fputs(usage, stderr);
		exit(EXIT_USAGE);
	}
}

static ssize_t read_private(int fd, char *bytes, size_t size, const char *path)
{
	struct stat s;
	if (fstat(fd, &s) < 0)
		refuse(path, strerror(errno));
	if ((s.st_mode & S_IRWXO) != 0)
		refuse(path, "everybody may read this password; take the rights of others away (chmod o=)");
	return read(fd, bytes, size);
}

static void read_password(struct options *o)
{
	int fd = open(o->password_file, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		refuse(o->password_file, strerror(errno));
	ssize_t count = read_private(fd, o->password, sizeof o->password, o->password_file);
	if (count < 0)
		refuse(o->password_file, strerror(errno));
	close(fd);
	if ((size_t)count == sizeof o->password)
		refuse(o->password_file, "a password has at most 255 characters");
	o->password[count] = '\0';
	o->password[strcspn(o->password, "\r\n")] = '\0';
	o->gateway.broker.password = o->password;
}

static void read_options(struct options *o, int argc, char **argv)
{
	int code;

	while ((code = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		take_option(o, code);
	if (optind < argc)
		refuse(argv[optind], "not an option");
	if (o->gateway.state_dir == NULL)
		refuse("--state", "a directory for the cursor file is needed");
	if (o->password_file != NULL && o->gateway.broker.user == NULL)
		refuse("--password-file", "--user is missing");
	if (o->password_file != NULL)
		read_password(o);
}

/* ---- the service manager ---- */

struct service {
	int64_t started_ms;
	int64_t feed_every_ms; /* the watchdog; 0: not asked for */
	int64_t fed_ms;
	bool is_ready;
};

static int64_t clock_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct service service_begin(void)
{
	struct service s = {.started_ms = clock_ms()};
	uint64_t watchdog_us;

	if (sd_watchdog_enabled(0, &watchdog_us) > 0)
		s.feed_every_ms = (int64_t)(watchdog_us / 1000 / 3);
	return s;
}

/* Which of both was reached, as a sentence; ready is NULL until it is time. */
static const char *readiness(const struct service *s, const struct gateway *g, int64_t now_ms)
{
	bool has_controller = gateway_has_reached_controller(g);
	bool has_broker = gateway_has_reached_broker(g);

	if (has_controller && has_broker)
		return "READY=1\nSTATUS=zutrittd and the broker were reached";
	if (now_ms - s->started_ms < READY_AFTER_MS)
		return NULL;
	return has_controller ? "READY=1\nSTATUS=the broker was not reached yet"
	                      : "READY=1\nSTATUS=zutrittd was not reached yet";
}

static void service_notify(struct service *s, const struct gateway *g, int64_t now_ms)
{
	const char *ready = s->is_ready ? NULL : readiness(s, g, now_ms);
	if (ready != NULL) {
		sd_notify(0, ready);
		fprintf(stderr, "zutritt-mqtt: ready: %s\n", strstr(ready, "STATUS=") + strlen("STATUS="));
		s->is_ready = true;
	}
	if (s->feed_every_ms > 0 && now_ms - s->fed_ms >= s->feed_every_ms) {
		sd_notify(0, "WATCHDOG=1");
		s->fed_ms = now_ms;
	}
}

static int64_t service_deadline_ms(const struct service *s)
{
	int64_t deadline = s->is_ready ? INT64_MAX : s->started_ms + READY_AFTER_MS;
	if (s->feed_every_ms > 0 && s->fed_ms + s->feed_every_ms < deadline)
		deadline = s->fed_ms + s->feed_every_ms;
	return deadline;
}

/* ---- the loop ---- */

static int stop_signals_or_refuse(void)
{
	sigset_t stop;
	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGINT);
	signal(SIGPIPE, SIG_IGN);
	int fd = -1;
	if (sigprocmask(SIG_BLOCK, &stop, NULL) == 0)
		fd = signalfd(-1, &stop, SFD_CLOEXEC);
	if (fd < 0)
		refuse("signals", strerror(errno));
	return fd;
}

static int wait_ms(int64_t now_ms, int64_t a, int64_t b)
{
	int64_t until = a < b ? a : b;
	return until <= now_ms ? 0 : (int)(until - now_ms);
}

static void run(struct gateway *g, int stop_fd)
{
	struct service service = service_begin();
	struct pollfd fds[GATEWAY_FDS + 1];

	for (;;) {
		int64_t now_ms = clock_ms();
		gateway_turn(g, now_ms);
		service_notify(&service, g, now_ms);
		gateway_fds(g, fds);
		fds[GATEWAY_FDS] = (struct pollfd){.fd = stop_fd, .events = POLLIN};
		int patience = wait_ms(clock_ms(), gateway_deadline_ms(g), service_deadline_ms(&service));
		if (poll(fds, GATEWAY_FDS + 1, patience) < 0)
			continue;
		if (fds[GATEWAY_FDS].revents != 0)
			return;
		gateway_polled(g, fds);
	}
}

int main(int argc, char **argv)
{
	struct options options = {
	        .gateway = {.socket_path = CLIENT_SOCKET_DEFAULT,
	                    .broker = {.host = "127.0.0.1", .port = PORT_DEFAULT}},
	};
	char error[256] = "";
	struct gateway *g;

	read_options(&options, argc, argv);
	int stop_fd = stop_signals_or_refuse();
	if (gateway_open(&g, &options.gateway, error, sizeof error) < 0) {
		fprintf(stderr, "zutritt-mqtt: %s\n", error);
		return EXIT_FAILURE;
	}
	run(g, stop_fd);
	sd_notify(0, "STOPPING=1");
	gateway_close(g);
	close(stop_fd);
	return EXIT_SUCCESS;
}
