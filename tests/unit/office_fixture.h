/*
 * An office on a small site, with a real database and a real ring in memory, and
 * fake doors: hall and office behind the entrance, a warehouse behind a goods
 * door, a server room. Included by one file of a test.
 */
#ifndef ZUTRITT_TESTS_OFFICE_FIXTURE_H
#define ZUTRITT_TESTS_OFFICE_FIXTURE_H

#include "controller/office/dispatch.h"
#include "controller/office/journalist.h"
#include "controller/office/office.h"
#include "controller/office/roles.h"
#include "controller/office/state.h"
#include "tests/unit/fake_doors.h"
#include "tests/unit/suite.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OUTSIDE, HALL, OFFICE, WAREHOUSE, SERVERS };                       /* rooms */
enum { ENTRANCE, OFFICE_DOOR, GOODS_IN, SERVER_DOOR };                    /* doors */
enum { ENTRANCE_IN, ENTRANCE_OUT, OFFICE_IN, GOODS_READER, DESK_READER }; /* readers */

struct desk {
	char directory[64];
	struct config config;
	struct engine engine;
	struct doors_setup setup;
	struct doors doors;
	struct ring *ring;
	struct office *office;
	struct message *reply;           /* of the last desk_ask() */
	char session[SESSION_TOKEN_MAX]; /* in which desk_ask() asks */
	char text[128];                  /* of desk_id() */
	bool keeps_snapshot; /* the next start may go on without the database, if that is slow or away */
};

static inline void desk_room(struct site *s, const char *name, uint16_t area)
{
	struct site_room *room = &s->rooms[s->room_count++];
	snprintf(room->name, sizeof(room->name), "%s", name);
	room->area = area;
	room->is_outside = area == SITE_NONE;
}

static inline void desk_door(struct site *s, const char *name, enum site_door_kind kind, uint16_t from,
                             uint16_t to)
{
	struct site_door *door = &s->doors[s->door_count++];
	snprintf(door->name, sizeof(door->name), "%s", name);
	door->kind = kind;
	door->from = from;
	door->to = to;
	door->has_contact = true;
	door->release_ms = 5000;
}

static inline void desk_reader(struct site *s, const char *name, uint16_t door, uint16_t leads_to)
{
	struct site_reader *reader = &s->readers[s->reader_count++];
	snprintf(reader->name, sizeof(reader->name), "%s", name);
	reader->door = door;
	reader->leads_to = leads_to;
	reader->formats = 1;
}

static inline void desk_site(struct site *s)
{
	snprintf(s->name, sizeof(s->name), "test");
	snprintf(s->controller, sizeof(s->controller), "main");
	snprintf(s->areas[0].name, sizeof(s->areas[0].name), "building");
	s->area_count = 1;
	desk_room(s, "outside", SITE_NONE);
	desk_room(s, "hall", 0);
	desk_room(s, "office", 0);
	desk_room(s, "warehouse", 0);
	desk_room(s, "servers", 0);
	desk_door(s, "entrance", SITE_ENTRANCE, OUTSIDE, HALL);
	desk_door(s, "office-door", SITE_OFFICE, HALL, OFFICE);
	desk_door(s, "goods-in", SITE_GOODS, OUTSIDE, WAREHOUSE);
	desk_door(s, "server-door", SITE_SECURE, HALL, SERVERS);
	desk_reader(s, "entrance-in", ENTRANCE, HALL);
	desk_reader(s, "entrance-out", ENTRANCE, OUTSIDE);
	desk_reader(s, "office-in", OFFICE_DOOR, OFFICE);
	desk_reader(s, "goods-reader", GOODS_IN, WAREHOUSE);
	desk_reader(s, "desk", SITE_NONE, SITE_NONE); /* of the station "front" (rule P7) */
	snprintf(s->readers[DESK_READER].station, SITE_NAME_MAX, "front");
}

static inline void desk_config(struct config *c, const char *directory)
{
	memset(c, 0, sizeof(*c));
	desk_site(&c->site);
	formats_init(&c->formats);
	for (uint8_t i = 0; i < c->formats.count; i++) /* as config_read() leaves them */
		for (char *name = c->formats.items[i].name; *name != '\0'; name++)
			*name = (char)tolower((unsigned char)*name);
	c->backend = CONFIG_SIMULATOR;
	snprintf(c->runtime_dir, sizeof(c->runtime_dir), "%s/run", directory);
	snprintf(c->state_dir, sizeof(c->state_dir), "%s/state", directory);
	snprintf(c->zone, sizeof(c->zone), "UTC");
	snprintf(c->card_format, sizeof(c->card_format), "h10301");
	c->table_keys = 1024;
	snprintf(c->hash_program, sizeof(c->hash_program), "%s", ZUTRITT_HASH);
}

/* ---- operators ---- */

/* A person with an account, without an event: as if it had always been there. Everybody has the same user id.
 */
static inline void desk_account(struct desk *d, const char *user, const char *name, uint32_t roles)
{
	struct policy_op ops[3];
	memset(ops, 0, sizeof(ops));
	ops[0].kind = POLICY_PERSON_PUT;
	ops[0].person = (struct policy_person){.id = policy_id_new(),
	                                       .rights = POLICY_RIGHT_UNSET | POLICY_RIGHT_SET,
	                                       .first_day = POLICY_DAY_NONE,
	                                       .last_day = POLICY_DAY_NONE};
	snprintf(ops[0].person.name, sizeof(ops[0].person.name), "%s", name);
	ops[1].kind = POLICY_OPERATOR_PUT;
	ops[1].operator=(struct policy_operator){
	        .id = policy_id_new(), .person = ops[0].person.id, .roles = roles};
	snprintf(ops[1].operator.user, sizeof(ops[1].operator.user), "%s", user);
	CU_ASSERT_EQUAL_FATAL(store_apply(d->office->store, ops, 2, 0, NULL, 0), 0);
}

/* A session of that account, as if its password had been typed; desk_ask() asks in it from now on. */
static inline struct session *desk_log_in(struct desk *d, const char *user)
{
	struct policy_operator operator;
	struct policy_person person;
	struct session_origin origin = {.uid = 0};
	CU_ASSERT_EQUAL_FATAL(store_operator_by_user(d->office->store, user, &operator), 0);
	CU_ASSERT_EQUAL_FATAL(store_person(d->office->store, operator.person, &person), 0);
	return session_open(&d->office->sessions, &operator, & person, &origin,
	                    clock_now(&d->office->clock).mono_ns, d->session);
}

/* Who does everything in a test that is not about who may: with every role. */
static inline void desk_log_in_boss(struct desk *d)
{
	struct policy_operator operator;
	d->session[0] = '\0';
	if (d->office->store == NULL)
		return; /* nobody can log in: rule B6 */
	if (store_operator_by_user(d->office->store, "boss", &operator) < 0)
		desk_account(d, "boss", "Boss", ROLE_ALL);
	desk_log_in(d, "boss");
}

/* Opens what is in the directory, as main does. */
static inline void desk_open_or_fail(struct desk *d)
{
	char error[512] = "";
	if (!d->keeps_snapshot)
		snapshot_remove(d->config.runtime_dir);
	d->setup = (struct doors_setup){.config = &d->config, .engine = &d->engine};
	int result = office_open(&d->office, &d->config, error, sizeof(error));
	if (result < 0)
		printf("%s\n", error);
	CU_ASSERT_EQUAL_FATAL(result, 0);
	engine_init(&d->engine, &d->config.site);
	CU_ASSERT_EQUAL_FATAL(office_load(d->office, &d->setup, error, sizeof(error)), 0);
	CU_ASSERT_EQUAL_FATAL(ring_create(&d->ring, d->config.runtime_dir, &d->config.site), 0);
	fake_doors_init(&d->doors, d->setup.table, &d->engine);
	d->office->doors = &d->doors;
	d->office->ring = d->ring;
	desk_log_in_boss(d);
}

static inline void desk_close(struct desk *d)
{
	message_free(d->reply);
	d->reply = NULL;
	doors_stop(&d->doors);
	office_close(d->office);
	ring_close(d->ring);
	d->office = NULL;
}

static inline int desk_thread_count(void)
{
	int threads = 0;
	DIR *tasks = opendir("/proc/self/task");
	CU_ASSERT_PTR_NOT_NULL_FATAL(tasks);
	for (const struct dirent *e = readdir(tasks); e != NULL; e = readdir(tasks))
		threads += e->d_name[0] != '.';
	closedir(tasks);
	return threads;
}

/* Forks when all is closed. A thread that still ends (aside.h) may hold a lock of the allocator, which the
 * child would never get: it is waited for. */
static inline pid_t desk_fork(void)
{
	fflush(stdout);
	while (desk_thread_count() > 1)
		usleep(1000);
	return fork();
}

static inline void desk_reopen_or_fail(struct desk *d)
{
	desk_close(d);
	desk_open_or_fail(d);
}

static inline struct desk *desk_begin(void)
{
	struct desk *d = calloc(1, sizeof(*d));
	CU_ASSERT_PTR_NOT_NULL_FATAL(d);
	/* as in site_fixture.h: a flush that waits for a disk proves nothing more */
	snprintf(d->directory, sizeof(d->directory), "%s/zutritt-office-XXXXXX",
	         access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(d->directory));
	desk_config(&d->config, d->directory);
	CU_ASSERT_EQUAL_FATAL(mkdir(d->config.runtime_dir, 0700) | mkdir(d->config.state_dir, 0700), 0);
	desk_open_or_fail(d);
	return d;
}

static inline void desk_empty_folder(const char *path)
{
	DIR *folder = opendir(path);
	for (struct dirent *e = folder == NULL ? NULL : readdir(folder); e != NULL; e = readdir(folder))
		unlinkat(dirfd(folder), e->d_name, 0);
	if (folder != NULL)
		closedir(folder);
	rmdir(path);
}

static inline void desk_end(struct desk *d)
{
	if (d->office != NULL)
		desk_close(d);
	desk_empty_folder(d->config.runtime_dir);
	desk_empty_folder(d->config.state_dir);
	desk_empty_folder(d->directory);
	free(d);
}

/* ---- asking ---- */

/* The last reply to a whole request, as {"parameters":...} or {"error":...}. */
static inline const struct message *desk_send_as(struct desk *d, uid_t uid, const char *request)
{
	struct ongoing ongoing = {0};
	struct buffer out = {0};
	char error[200];
	dispatch(d->office, uid, request, strlen(request), &ongoing, &out);
	while (ongoing_is_on(&ongoing) && !ongoing.follow.is_on) {
		if (ongoing_has_work(d->office, &ongoing))
			ongoing_continue(d->office, &ongoing, &out);
		else
			CU_ASSERT_FATAL(sd_event_run(d->office->loop, 30 * 1000000) > 0);
	}
	CU_ASSERT_FATAL(buffer_size(&out) > 0);
	const char *frame = buffer_bytes(&out), *end = frame + buffer_size(&out);
	for (const char *next = frame; next < end; next += strlen(next) + 1)
		frame = next;
	message_free(d->reply);
	d->reply = message_parse(frame, strlen(frame), error, sizeof(error));
	CU_ASSERT_PTR_NOT_NULL_FATAL(d->reply);
	buffer_free(&out);
	return d->reply;
}

/* The session of the person of that name, who gets an account for it with every role. */
static inline void desk_log_in_as(struct desk *d, const char *name)
{
	struct policy_person person;
	struct policy_operator operator;
	size_t count = 0;
	CU_ASSERT_EQUAL_FATAL(store_person_by_name(d->office->store, name, &person, 1, &count), 0);
	CU_ASSERT_FATAL(count > 0);
	if (store_operator_of_person(d->office->store, person.id, &operator) < 0) {
		struct policy_op op = {
		        .kind = POLICY_OPERATOR_PUT,
		        .operator= {.id = policy_id_new(), .person = person.id, .roles = ROLE_ALL} };
		snprintf(op.operator.user, sizeof(op.operator.user), "u%010llu",
		         (unsigned long long)(person.id % 10000000000));
		CU_ASSERT_EQUAL_FATAL(store_apply(d->office->store, &op, 1, 0, NULL, 0), 0);
		operator= op.operator;
	}
	desk_log_in(d, operator.user);
}

static inline const struct message *desk_ask(struct desk *d, const char *method, const char *parameters);

/* Parameters that say who asks, as {"person":"Eva","by":"Max"}: asked in Max's session, and without saying
 * so. */
static inline const struct message *desk_ask_by(struct desk *d, const char *method, const char *parameters,
                                                const char *by)
{
	char rest[4096], name[64], before[SESSION_TOKEN_MAX];
	const char *begin = by + strlen("\"by\":\""), *end = strchr(begin, '"');
	const char *from = by[-1] == ',' ? by - 1 : by, *to = end[1] == ',' && from == by ? end + 2 : end + 1;
	snprintf(name, sizeof(name), "%.*s", (int)(end - begin), begin);
	snprintf(rest, sizeof(rest), "%.*s%s", (int)(from - parameters), parameters, to);
	memcpy(before, d->session, sizeof(before));
	desk_log_in_as(d, name);
	desk_ask(d, method, rest);
	memcpy(d->session, before, sizeof(before));
	return d->reply;
}

/* Calls io.zutritt.METHOD with the parameters as JSON, in the session of whoever logged in last, or of "by".
 */
static inline const struct message *desk_ask(struct desk *d, const char *method, const char *parameters)
{
	const char *by = strstr(parameters, "\"by\":\"");
	if (by != NULL)
		return desk_ask_by(d, method, parameters, by);
	char request[4608];
	snprintf(request, sizeof(request),
	         "{\"method\":\"io.zutritt.%s\",\"parameters\":{\"session\":\"%s\"%s%s}", method, d->session,
	         parameters[1] == '}' ? "" : ",", parameters + 1);
	return desk_send_as(d, 0, request);
}

/* The error's name without prefix, or "" when it was answered. */
static inline const char *desk_error(struct desk *d)
{
	const char *name = message_text(d->reply, "error");
	const char *dot = name == NULL ? NULL : strrchr(name, '.');
	return dot == NULL ? "" : dot + 1;
}

static inline const char *desk_says(struct desk *d)
{
	const char *message = message_text(d->reply, "parameters.message");
	return message == NULL ? "" : message;
}

static inline const struct message *desk_ask_or_fail(struct desk *d, const char *method,
                                                     const char *parameters)
{
	desk_ask(d, method, parameters);
	if (desk_error(d)[0] != '\0')
		printf("%s %s: %s %s\n", method, parameters, desk_error(d), desk_says(d));
	CU_ASSERT_STRING_EQUAL_FATAL(desk_error(d), "");
	return message_get(d->reply, "parameters");
}

/* Max, with badge 42:1 and a key for the hall. */
static inline void desk_hire_max(struct desk *d)
{
	desk_ask_or_fail(d, "PositionAdd",
	                 "{\"name\":\"front\",\"keys\":[{\"room\":\"hall\"}],\"rights\":[\"unset\"]}");
	desk_ask_or_fail(d, "PersonHire", "{\"name\":\"Max\",\"position\":\"front\",\"badge\":\"42:1\"}");
}

/* ---- the doors' side ---- */

static inline struct access_decision desk_present(struct desk *d, uint64_t card, uint16_t reader)
{
	struct access_request request = {.number = {.card = card, .facility = 42, .format = FORMAT_H10301},
	                                 .reader = reader,
	                                 .is_reader_enabled = true,
	                                 .is_commissioned = true,
	                                 .now = clock_now(&d->office->clock)};
	return access_decide(d->doors.table, &d->config.site, &request);
}

static inline void desk_record(struct desk *d, enum record_kind kind, uint64_t person)
{
	struct record r = {.kind = (uint16_t)kind,
	                   .utc_ms = 1700000000000,
	                   .mono_ns = 1,
	                   .door = ENTRANCE,
	                   .reader = SITE_NONE,
	                   .area = 0,
	                   .room = HALL,
	                   .person = person};
	CU_ASSERT_TRUE(ring_append(d->ring, &r));
}

/* ---- the disk ---- */

/* Every write to a file fails from now on, as on a full disk. */
static inline void disk_fails(void)
{
	struct rlimit limit;
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = 1;
	setrlimit(RLIMIT_FSIZE, &limit);
}

static inline void disk_works(void)
{
	struct rlimit limit;
	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_FSIZE, &limit);
}

/* ---- the journal ---- */

struct desk_count {
	const char *kind;
	size_t count;
	struct journal_event last;
};

static inline bool desk_count_event(void *context, const struct journal_event *event)
{
	struct desk_count *c = context;
	if (strcmp(event->kind, c->kind) == 0) {
		c->count++;
		c->last = *event;
	}
	return true;
}

static inline struct desk_count desk_events(struct desk *d, const char *kind)
{
	struct desk_count c = {.kind = kind};
	CU_ASSERT_EQUAL_FATAL(store_events(d->office->store, 0, 100000, false, desk_count_event, &c), 0);
	return c;
}

/* That user confirms what waits; error: "" or what must come of it. */
static inline void desk_confirm(struct desk *d, const char *user, const char *id, const char *code,
                                const char *error)
{
	char parameters[200];
	desk_log_in(d, user);
	snprintf(parameters, sizeof(parameters), "{\"approval\":\"%s\",\"code\":\"%s\"}", id, code);
	desk_ask(d, "ApprovalConfirm", parameters);
	if (strcmp(desk_error(d), error) != 0)
		printf("\n    %s confirms: %s %s ", user, desk_error(d), desk_says(d));
	CU_ASSERT_STRING_EQUAL(desk_error(d), error);
}

#endif
