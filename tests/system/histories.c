/*
 * Random histories of people against a real zutrittd on simulated wires, by
 * several clients at once (rule A3): hire, issue, revoke, loss, suspension,
 * exit, and badges presented in between. A model of a few flags says what each
 * presentation must become: what was answered before it holds; of what is asked
 * meanwhile, before or after.
 *
 * Each client has two doors of its own, at which its people show their badges.
 *
 *   histories ZUTRITTD COUNT [SEED]
 */
#include "controller/protocol/client.h"
#include "readers/formats.h"
#include "readers/sim_client.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CLIENTS = 12, EACH = 2, READERS = CLIENTS * EACH, CALL_S = 60, TEXT = 512, STEPS_MAX = 5 };

/* What was seen of a person at a reader; one presentation of each. */
struct seen {
	char person[16];
	char reason[32]; /* "granted", or that of the denial */
};

static struct {
	char folder[64], config[96], control[96], lines[96];
	char session[80]; /* of Max, who manages */
	pid_t daemon;
	int count, next; /* of histories */
	unsigned seed;
	pthread_mutex_t lock;
	pthread_cond_t news;
	struct seen seen[READERS]; /* the newest of each reader */
	int presented, granted, raced, failures;
	bool is_followed; /* the journal is listened to */
} world = {.lock = PTHREAD_MUTEX_INITIALIZER, .news = PTHREAD_COND_INITIALIZER};

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
	int number;
	if (reader == NULL || person == NULL || strncmp(kind, "access.", 7) != 0 ||
	    sscanf(reader, "door-%d-in", &number) != 1)
		return;
	struct seen *seen = &world.seen[number];
	pthread_mutex_lock(&world.lock);
	snprintf(seen->person, sizeof(seen->person), "%s", person);
	snprintf(seen->reason, sizeof(seen->reason), "%s", reason == NULL ? "granted" : reason);
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
	message_free(parameters);
	client_close(c);
	return NULL; /* the daemon has ended */
}

/* ---- one person ---- */

struct life {
	struct client *client;
	int lines;
	unsigned random;
	int number; /* of the history: also the badge's */
	int doors;  /* the first of the client's own; what follows counts from there */
	char id[16];
	bool has_key[EACH];
	bool is_lost, is_badge_suspended, is_suspended, has_left;
};

static unsigned below(struct life *l, unsigned limit)
{
	l->random = l->random * 1664525u + 1013904223u;
	return (l->random >> 16) % limit;
}

static const char *expected(const struct life *l, int door)
{
	if (l->is_lost)
		return "badge_lost";
	if (l->has_left)
		return "person_exited";
	if (l->is_badge_suspended)
		return "badge_inactive";
	if (l->is_suspended)
		return "person_suspended";
	return l->has_key[door] ? "granted" : "no_key";
}

/* What a presentation may become: one thing, or several while acts are under way. */
struct outcomes {
	const char *reasons[STEPS_MAX + 1];
	int count;
};

static bool is_one_of(const struct outcomes *may, const char *reason)
{
	for (int i = 0; i < may->count; i++)
		if (strcmp(may->reasons[i], reason) == 0)
			return true;
	return false;
}

static void wait_until_seen(const struct life *l, int door, const struct outcomes *may)
{
	const struct seen *seen = &world.seen[l->doors + door];
	struct timespec until;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += CALL_S;
	pthread_mutex_lock(&world.lock);
	while (strcmp(seen->person, l->id) != 0)
		if (pthread_cond_timedwait(&world.news, &world.lock, &until) != 0)
			die("a presentation was not seen");
	const char *reason = seen->reason;
	world.presented++;
	world.granted += strcmp(reason, "granted") == 0;
	world.raced += may->count > 1;
	if (!is_one_of(may, reason)) {
		world.failures++;
		fprintf(stderr, "histories: number %d at door %d: %s instead of %s\n", l->number,
		        l->doors + door, reason, may->reasons[may->count - 1]);
	}
	pthread_mutex_unlock(&world.lock);
}

static bool take_key(struct life *l, int room)
{
	if (!l->has_key[room])
		return true;
	l->has_key[room] = false;
	return is_done(call(l->client, "KeyRevoke", "{'person':'%s','room':'room-%d','reason':'x'}", l->id,
	                    l->doors + room));
}

static bool give_key(struct life *l, int room)
{
	if (l->has_key[room] || l->has_left)
		return true;
	l->has_key[room] = true;
	return is_done(call(l->client, "KeyIssue", "{'person':'%s','room':'room-%d','reason':'x'}", l->id,
	                    l->doors + room));
}

static bool turn_badge(struct life *l, bool *flag, const char *on, const char *off)
{
	char badge[32];
	if (l->has_left && *flag)
		return true; /* nothing of a leaver comes back */
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
		return take_key(l, (int)below(l, EACH));
	case 2:
	case 3:
		return give_key(l, (int)below(l, EACH));
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

/* Acts while the badge is before the reader: what holds before or after each of them may come of it. */
static bool act_meanwhile(struct life *l, int door, struct outcomes *may)
{
	bool is_good = true;
	may->reasons[may->count++] = expected(l, door);
	for (unsigned steps = below(l, 2) == 0 ? 0 : below(l, STEPS_MAX); is_good && steps > 0; steps--) {
		is_good = act(l);
		may->reasons[may->count++] = expected(l, door);
	}
	return is_good;
}

/* One frame after the other at a reader; the next one only when this one was seen. */
static bool present(struct life *l, int door)
{
	char reader[32];
	struct outcomes may = {.count = 0};
	struct formats formats;
	struct frame frame;
	struct badge_number number = {.card = (uint64_t)(l->number % 65536),
	                              .facility = (uint32_t)(1 + l->number / 65536),
	                              .format = FORMAT_H10301};
	formats_init(&formats);
	if (formats_encode(&formats, number, &frame) < 0)
		die("a number that does not fit");
	snprintf(reader, sizeof(reader), "door-%d-in", l->doors + door);
	if (sim_frame(l->lines, reader, frame, 200) < 0)
		die("the simulator does not take a frame");
	bool is_good = act_meanwhile(l, door, &may);
	wait_until_seen(l, door, &may);
	return is_good;
}

static bool hire(struct life *l)
{
	struct message *reply =
	        call(l->client, "PersonHire", "{'name':'Person %d','position':'p%d','badge':'%d:%d'}",
	             l->number, l->doors, 1 + l->number / 65536, l->number % 65536);
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
	int first = (int)below(l, EACH);
	if (!hire(l) || !act_some(l))
		return false;
	return present(l, first) && act_some(l) && present(l, 1 - first);
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
	if (lines < 0)
		die("the simulator does not listen");
	while ((number = take_number()) > 0) {
		struct life l = {
		        .client = c, .lines = lines, .number = number, .doors = (int)(intptr_t)context};
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

static void write_door(FILE *f, int i)
{
	fprintf(f,
	        "room \"room-%d\" { area = \"building\" }\n"
	        "door \"door-%d\" { kind = \"office\" from = \"hall\" to = \"room-%d\""
	        " strike = \"chip:%d\" contact = \"chip:%d\" way_out = \"mechanical\" }\n"
	        "reader \"door-%d-in\" { door = \"door-%d\" leads_to = \"room-%d\""
	        " data0 = \"chip:%d\" data1 = \"chip:%d\" }\n",
	        i, i, i, 100 + i, 150 + i, i, i, i, 200 + 2 * i, 201 + 2 * i);
}

static void write_config(void)
{
	FILE *f = fopen(world.config, "w");
	if (f == NULL)
		die(world.config);
	fputs("site = \"histories\"\nlines = \"simulator\"\nchip \"chip\" { name = \"chip\" }\n"
	      "area \"building\" { alarm = \"assisted\" entrance = \"entrance\" sounder = \"chip:1\" }\n"
	      "room \"hall\" { area = \"building\" }\n"
	      "door \"entrance\" { kind = \"entrance\" from = \"outside\" to = \"hall\""
	      " strike = \"chip:2\" contact = \"chip:3\" way_out = \"mechanical\" }\n",
	      f);
	for (int i = 0; i < READERS; i++)
		write_door(f, i);
	if (fclose(f) != 0)
		die(world.config);
}

static void start_daemon(const char *program)
{
	char run[80], state[80];
	const char *parent = getenv("TMPDIR");
	snprintf(world.folder, sizeof(world.folder), "%.40s/zutritt-XXXXXX",
	         parent == NULL ? "/tmp" : parent);
	if (mkdtemp(world.folder) == NULL)
		die("mkdtemp");
	snprintf(run, sizeof(run), "%s/run", world.folder);
	snprintf(state, sizeof(state), "%s/state", world.folder);
	snprintf(world.control, sizeof(world.control), "%s/control", run);
	snprintf(world.lines, sizeof(world.lines), "%s/lines", run);
	snprintf(world.config, sizeof(world.config), "%s/zutritt.conf", world.folder);
	write_config();
	world.daemon = fork();
	if (world.daemon == 0) {
		int log = open("/dev/null", O_WRONLY);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(log, STDOUT_FILENO);
		execlp(program, program, "--config", world.config, "--simulate", "--runtime-dir", run,
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
	for (int i = 0; i < READERS; i += EACH)
		message_free(call(c, "PositionAdd",
		                  "{'name':'p%d','keys':[{'room':'room-%d'}],'rights':['unset']}", i, i));
	client_close(c);
}

static int stop_daemon(void)
{
	int status = 0;
	kill(world.daemon, SIGTERM);
	waitpid(world.daemon, &status, 0);
	pid_t remover = fork();
	if (remover == 0) {
		execlp("rm", "rm", "-rf", world.folder, (char *)NULL);
		_exit(127);
	}
	waitpid(remover, NULL, 0);
	return status;
}

int main(int argc, char **argv)
{
	pthread_t follower, clients[CLIENTS];
	if (argc < 3) {
		fprintf(stderr, "usage: histories ZUTRITTD COUNT [SEED]\n");
		return 2;
	}
	world.count = atoi(argv[2]);
	world.seed = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 1;
	start_daemon(argv[1]);
	wait_for_daemon();
	begin();
	pthread_create(&follower, NULL, follow, NULL);
	wait_until_followed();
	for (int i = 0; i < CLIENTS; i++)
		pthread_create(&clients[i], NULL, run_client, (void *)(intptr_t)(i * EACH));
	for (int i = 0; i < CLIENTS; i++)
		pthread_join(clients[i], NULL);
	int status = stop_daemon();
	pthread_join(follower, NULL);
	printf("histories: %d by %d clients, seed %u: %d presentations, %d of them beside acts, "
	       "%d granted, %d wrong\n",
	       world.next, CLIENTS, world.seed, world.presented, world.raced, world.granted, world.failures);
	bool is_right = world.failures == 0 && status == 0 && world.next == world.count &&
	                world.presented == 2 * world.count && world.granted > 0 &&
	                world.granted < world.presented;
	return is_right ? EXIT_SUCCESS : EXIT_FAILURE;
}
