/*
 * Random histories of people against a real zutrittd on simulated wires, by
 * several clients at once (rule A3): hire, issue, revoke, loss, suspension,
 * exit, and badges presented in between. A model of a few flags says what each
 * presentation must become; what was answered before it holds.
 *
 *   histories ZUTRITTD CONFIG COUNT [SEED]
 */
#include "controller/protocol/client.h"
#include "readers/formats.h"
#include "readers/sim_client.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CLIENTS = 4, READERS = 2, CALL_S = 60, TEXT = 512, STEPS_MAX = 5 };

static const char *const readers[READERS] = {"entrance-in", "office-1-in"};
static const char *const rooms[READERS] = {"hall", "office-1"};

/* What was seen of a person at a reader; one presentation of each. */
struct seen {
	char person[16];
	char reason[32]; /* "granted", or that of the denial */
};

static struct {
	char folder[64], control[96], lines[96];
	char session[80]; /* of Max, who manages */
	pid_t daemon;
	int count, next; /* of histories */
	unsigned seed;
	pthread_mutex_t lock;
	pthread_cond_t news;
	pthread_mutex_t reader[READERS];
	struct seen seen[READERS]; /* the newest of each reader */
	int presented, granted, failures;
	bool is_followed; /* the journal is listened to */
} world = {.lock = PTHREAD_MUTEX_INITIALIZER,
           .news = PTHREAD_COND_INITIALIZER,
           .reader = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER}};

static void die(const char *what)
{
	fprintf(stderr, "histories: %s: %s\n", what, strerror(errno));
	if (world.daemon > 0)
		kill(world.daemon, SIGTERM);
	exit(EXIT_FAILURE);
}

/* ---- calls ---- */

/* Parameters with apostrophes for quotation marks; the reply's parameters, or NULL for a refusal. */
__attribute__((format(printf, 3, 4))) static struct message *call(struct client *c, const char *method,
                                                                  const char *format, ...)
{
	char text[TEXT], error[200];
	const char *name = NULL;
	struct message *reply = NULL;
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	for (char *at = text; *at != '\0'; at++)
		if (*at == '\'')
			*at = '"';
	struct message *parameters = message_parse(text, strlen(text), error, sizeof(error));
	if (parameters == NULL)
		die(error);
	message_put_text(parameters, "session", world.session[0] == '\0' ? NULL : world.session);
	int result = client_call(c, method, parameters, CALL_S * 1000, &reply, &name);
	message_free(parameters);
	if (result < 0)
		die(method);
	if (result == 0)
		return reply;
	fprintf(stderr, "histories: %s %s: %s %s\n", method, text, name, message_text(reply, "message"));
	message_free(reply);
	return NULL;
}

/* Takes over the reply. */
static bool is_done(struct message *reply)
{
	bool is_answer = reply != NULL;
	message_free(reply);
	return is_answer;
}

static struct client *connect_or_die(void)
{
	struct client *c;
	char error[256];
	if (client_connect(&c, world.control, error, sizeof(error)) < 0)
		die(error);
	return c;
}

/* ---- what the journal says of presentations ---- */

static void note(const struct message *event)
{
	const char *kind = message_text(event, "kind"), *reader = message_text(event, "reader");
	const char *person = message_text(event, "person"), *reason = message_text(event, "reason");
	if (reader == NULL || person == NULL || strncmp(kind, "access.", 7) != 0)
		return;
	pthread_mutex_lock(&world.lock);
	for (int i = 0; i < READERS; i++) {
		if (strcmp(readers[i], reader) != 0)
			continue;
		snprintf(world.seen[i].person, sizeof(world.seen[i].person), "%s", person);
		snprintf(world.seen[i].reason, sizeof(world.seen[i].reason), "%s",
		         reason == NULL ? "granted" : reason);
	}
	pthread_cond_broadcast(&world.news);
	pthread_mutex_unlock(&world.lock);
}

static void say_followed(void)
{
	pthread_mutex_lock(&world.lock);
	world.is_followed = true;
	pthread_cond_broadcast(&world.news);
	pthread_mutex_unlock(&world.lock);
}

/* The first reply says from where on. */
static void wait_until_followed(void)
{
	pthread_mutex_lock(&world.lock);
	while (!world.is_followed)
		pthread_cond_wait(&world.news, &world.lock);
	pthread_mutex_unlock(&world.lock);
}

static void *follow(void *context)
{
	struct client *c = connect_or_die();
	struct message *reply, *parameters = message_object();
	const char *error;
	(void)context;
	message_put_bool(parameters, "persons", true);
	message_put_text(parameters, "session", world.session);
	if (client_follow(c, "EventFollow", parameters) < 0)
		die("EventFollow");
	while (client_next(c, -1, &reply, &error) == 0) {
		const struct message *events = message_get(reply, "events");
		for (size_t i = 0; i < message_count(events); i++)
			note(message_item(events, i));
		message_free(reply);
		say_followed();
	}
	return NULL; /* the daemon has ended */
}

/* ---- one person ---- */

struct life {
	struct client *client;
	int lines;
	unsigned random;
	int number; /* of the history: also the badge's */
	char id[16];
	bool has_key[READERS];
	bool is_lost, is_badge_suspended, is_suspended, has_left;
	bool was_presented[READERS];
};

static unsigned below(struct life *l, unsigned limit)
{
	l->random = l->random * 1664525u + 1013904223u;
	return (l->random >> 16) % limit;
}

static const char *expected(const struct life *l, int reader)
{
	if (l->is_lost)
		return "badge_lost";
	if (l->has_left)
		return "person_exited";
	if (l->is_badge_suspended)
		return "badge_inactive";
	if (l->is_suspended)
		return "person_suspended";
	return l->has_key[reader] ? "granted" : "no_key";
}

static void wait_until_seen(const struct life *l, int reader)
{
	struct timespec until;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += CALL_S;
	pthread_mutex_lock(&world.lock);
	while (strcmp(world.seen[reader].person, l->id) != 0)
		if (pthread_cond_timedwait(&world.news, &world.lock, &until) != 0)
			die("a presentation was not seen");
	const char *wanted = expected(l, reader);
	world.presented++;
	world.granted += strcmp(wanted, "granted") == 0;
	if (strcmp(world.seen[reader].reason, wanted) != 0) {
		world.failures++;
		fprintf(stderr, "histories: number %d at %s: %s instead of %s\n", l->number, readers[reader],
		        world.seen[reader].reason, wanted);
	}
	pthread_mutex_unlock(&world.lock);
}

/* One frame after the other at a reader; the next one only when this one was seen. */
static void present(struct life *l, int reader)
{
	struct formats formats;
	struct frame frame;
	struct badge_number number = {.card = (uint64_t)(l->number % 65536),
	                              .facility = (uint32_t)(1 + l->number / 65536),
	                              .format = FORMAT_H10301};
	formats_init(&formats);
	if (formats_encode(&formats, number, &frame) < 0)
		die("a number that does not fit");
	pthread_mutex_lock(&world.reader[reader]);
	if (sim_frame(l->lines, readers[reader], frame, 200) < 0)
		die("the simulator does not take a frame");
	wait_until_seen(l, reader);
	pthread_mutex_unlock(&world.reader[reader]);
	l->was_presented[reader] = true;
}

static bool take_key(struct life *l, int room)
{
	if (!l->has_key[room])
		return true;
	l->has_key[room] = false;
	return is_done(
	        call(l->client, "KeyRevoke", "{'person':'%s','room':'%s','reason':'x'}", l->id, rooms[room]));
}

static bool give_key(struct life *l, int room)
{
	if (l->has_key[room] || l->has_left)
		return true;
	l->has_key[room] = true;
	return is_done(
	        call(l->client, "KeyIssue", "{'person':'%s','room':'%s','reason':'x'}", l->id, rooms[room]));
}

static bool turn_badge(struct life *l, bool *flag, const char *on, const char *off)
{
	char badge[32];
	snprintf(badge, sizeof(badge), "%d:%d", 1 + l->number / 65536, l->number % 65536);
	*flag = !*flag;
	return is_done(call(l->client, *flag ? on : off, "{'badge':'%s'}", badge));
}

static bool turn_person(struct life *l)
{
	if (l->has_left)
		return true;
	l->is_suspended = !l->is_suspended;
	return is_done(call(l->client, l->is_suspended ? "PersonSuspend" : "PersonResume",
	                    "{'person':'%s','reason':'x'}", l->id));
}

static bool leave(struct life *l)
{
	if (l->has_left)
		return true;
	l->has_left = true;
	l->is_suspended = false;
	l->has_key[0] = l->has_key[1] = false;
	return is_done(call(l->client, "PersonExit", "{'person':'%s','reason':'x'}", l->id));
}

static bool act(struct life *l)
{
	switch (below(l, 9)) {
	case 0:
	case 1:
		return take_key(l, (int)below(l, READERS));
	case 2:
	case 3:
		return give_key(l, (int)below(l, READERS));
	case 4:
		return l->is_badge_suspended || turn_badge(l, &l->is_lost, "BadgeLost", "BadgeFound");
	case 5:
		return l->is_lost || turn_badge(l, &l->is_badge_suspended, "BadgeSuspend", "BadgeResume");
	case 6:
		return turn_person(l);
	case 7:
		return below(l, 3) > 0 || leave(l);
	default:
		return true;
	}
}

static bool act_some(struct life *l)
{
	unsigned steps = below(l, STEPS_MAX);
	for (unsigned i = 0; i < steps; i++)
		if (!act(l))
			return false;
	return true;
}

static bool hire(struct life *l)
{
	struct message *reply =
	        call(l->client, "PersonHire", "{'name':'Person %d','position':'p','badge':'%d:%d'}",
	             l->number, 1 + l->number / 65536, l->number % 65536);
	if (reply == NULL)
		return false;
	snprintf(l->id, sizeof(l->id), "%s", message_text(reply, "person.id"));
	l->has_key[0] = true; /* the position's */
	message_free(reply);
	return true;
}

/* Hired, some acts, presented at one reader, some acts, presented at the other. */
static bool live(struct life *l)
{
	int first = (int)below(l, READERS);
	if (!hire(l) || !act_some(l))
		return false;
	present(l, first);
	if (!act_some(l))
		return false;
	present(l, 1 - first);
	return true;
}

static int take_number(void)
{
	pthread_mutex_lock(&world.lock);
	int number = world.next < world.count ? ++world.next : 0;
	pthread_mutex_unlock(&world.lock);
	return number;
}

static void *run_client(void *context)
{
	struct client *c = connect_or_die();
	int number, lines = sim_connect(world.lines);
	(void)context;
	if (lines < 0)
		die("the simulator does not listen");
	while ((number = take_number()) > 0) {
		struct life l = {.client = c, .lines = lines, .number = number};
		l.random = world.seed ^ (unsigned)number * 2654435761u;
		if (!live(&l)) {
			pthread_mutex_lock(&world.lock);
			world.failures++;
			pthread_mutex_unlock(&world.lock);
		}
	}
	close(lines);
	client_close(c);
	return NULL;
}

/* ---- the daemon ---- */

static void start_daemon(const char *program, const char *config)
{
	char run[80], state[80];
	snprintf(world.folder, sizeof(world.folder), "/tmp/zutritt-histories-XXXXXX");
	if (mkdtemp(world.folder) == NULL)
		die("mkdtemp");
	snprintf(run, sizeof(run), "%s/run", world.folder);
	snprintf(state, sizeof(state), "%s/state", world.folder);
	snprintf(world.control, sizeof(world.control), "%s/control", run);
	snprintf(world.lines, sizeof(world.lines), "%s/lines", run);
	world.daemon = fork();
	if (world.daemon == 0) {
		int log = open("/dev/null", O_WRONLY);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(log, STDOUT_FILENO);
		execlp(program, program, "--config", config, "--simulate", "--runtime-dir", run,
		       "--state-dir", state, (char *)NULL);
		_exit(127);
	}
}

static void wait_for_daemon(void)
{
	struct client *c;
	char error[256] = "";
	for (int i = 0; i < CALL_S * 100; i++) {
		if (client_connect(&c, world.control, error, sizeof(error)) == 0) {
			client_close(c);
			return;
		}
		nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
	}
	die(error);
}

/* As zutritt init and the first log-in do. */
static void log_in(struct client *c)
{
	static const char password[] = "Tuer und Tor 1";
	struct message *made = call(c, "Init",
	                            "{'management':'Max','management_user':'max','administrator':'Ada',"
	                            "'administrator_user':'ada'}");
	const struct message *account = message_item(message_get(made, "accounts"), 0);
	const char *first = message_text(account, "password");
	struct message *opened = call(c, "SessionOpen", "{'user':'max','password':'%s'}", first);
	snprintf(world.session, sizeof(world.session), "%s", message_text(opened, "session"));
	message_free(call(c, "PasswordChange", "{'old':'%s','new':'%s'}", first, password));
	message_free(opened);
	message_free(made);
}

static void begin(void)
{
	struct client *c = connect_or_die();
	log_in(c);
	message_free(call(c, "PositionAdd", "{'name':'p','keys':[{'room':'hall'}],'rights':['unset']}"));
	client_close(c);
}

static int stop_daemon(void)
{
	char command[128];
	int status = 0;
	kill(world.daemon, SIGTERM);
	waitpid(world.daemon, &status, 0);
	snprintf(command, sizeof(command), "%s", world.folder);
	pid_t remover = fork();
	if (remover == 0) {
		execlp("rm", "rm", "-rf", command, (char *)NULL);
		_exit(127);
	}
	waitpid(remover, NULL, 0);
	return status;
}

int main(int argc, char **argv)
{
	pthread_t follower, clients[CLIENTS];
	if (argc < 4) {
		fprintf(stderr, "usage: histories ZUTRITTD CONFIG COUNT [SEED]\n");
		return 2;
	}
	world.count = atoi(argv[3]);
	world.seed = argc > 4 ? (unsigned)strtoul(argv[4], NULL, 10) : 1;
	start_daemon(argv[1], argv[2]);
	wait_for_daemon();
	begin();
	pthread_create(&follower, NULL, follow, NULL);
	wait_until_followed();
	for (int i = 0; i < CLIENTS; i++)
		pthread_create(&clients[i], NULL, run_client, NULL);
	for (int i = 0; i < CLIENTS; i++)
		pthread_join(clients[i], NULL);
	int status = stop_daemon();
	pthread_join(follower, NULL);
	printf("histories: %d by %d clients, seed %u: %d presentations, %d granted, %d wrong\n", world.next,
	       CLIENTS, world.seed, world.presented, world.granted, world.failures);
	bool is_right = world.failures == 0 && status == 0 && world.next == world.count &&
	                world.presented == 2 * world.count && world.granted > 0 &&
	                world.granted < world.presented;
	return is_right ? EXIT_SUCCESS : EXIT_FAILURE;
}
