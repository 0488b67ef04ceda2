/*
 * The door thread (rules A3, B5, B6, D1, D3). One turn: wait, answer the
 * office, read what came on the lines, do what is due. Everything it needs is
 * in struct doors, made at start.
 *
 * Start reading at turn().
 */
#include "controller/doors.h"
#include "controller/clock.h"
#include "controller/effects.h"
#include "controller/faults.h"
#include "controller/intake.h"

#include <errno.h>
#include <assert.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum {
	DOORS_BATCH = 64,      /* edges of one descriptor at a time, */
	DOORS_ROUNDS = 4,      /* so many times in one turn: a flooded line starves no other */
	DOORS_WAKE_MS = 500,   /* the guard wants to see turns (rule B5) */
	DOORS_CALL_S = 1,      /* how long the office waits */
	DOORS_PRIORITY = 10,   /* SCHED_FIFO, where it is allowed */
	DOORS_STACK = 1 << 19, /* bytes */
	DOORS_FIRE_MISSES = 3, /* looks that fail, half a second apart, until the fire input counts as fire */
	DOORS_PENALTY_MS = 1000 /* a descriptor that fails is left alone for that long: it must not spin us */
};

#define MS_TO_NS UINT64_C(1000000)

/* A call on its way, in memory of its own, so that an office that gave up leaves nothing dangling. */
struct errand {
	struct doors_call call;
	_Atomic bool is_done;
	sem_t done;
};

/* A reader that listens for an unknown badge; the number stays here until the office takes it (rule E5). */
struct enrolment {
	uint16_t reader; /* SITE_NONE: none listens */
	uint64_t until_ns;
	bool has_number;
	struct badge_number number;
};

struct doors {
	const struct config *config;
	struct lines *lines;
	struct ring *ring;
	struct standing *standing;
	struct table *table;
	struct engine *engine;
	struct clock clock;
	struct intake intake;
	struct effects effects;
	struct engine_actions actions;
	struct engine_event event;
	struct enrolment enrolment;
	struct lines_event edges[DOORS_BATCH];
	int sources[LINES_FDS_MAX];             /* the lines' descriptors */
	struct pollfd polls[LINES_FDS_MAX + 1]; /* theirs, and the office's last */
	bool has_unread[LINES_FDS_MAX];         /* the last turn left edges there */
	uint64_t left_alone_ns[LINES_FDS_MAX];  /* until then */
	size_t line_fds;
	uint64_t check_ns; /* when levels are looked at without an edge */
	uint16_t check_next;
	uint32_t line_failures;
	uint8_t missed[INTAKE_INPUTS_MAX]; /* looks at its level that failed, one after the other */
	struct faults faults;              /* as the engine was told */
	int wake_fd;                       /* office to doors */
	int record_fd;                     /* doors to office */
	pthread_t thread;
	_Atomic(struct errand *) errand;
	_Atomic bool is_stopping;
	_Atomic uint64_t turns;
};

/* ---- steps ---- */

/* Nobody's presence, no alarm and no fire changes without one of these records (record.h). */
static bool moves_areas(const struct engine_actions *actions)
{
	for (uint16_t i = 0; i < actions->count; i++)
		if (actions->items[i].kind == ACTION_RECORD &&
		    record_moves_areas((enum record_kind)actions->items[i].record.kind))
			return true;
	return false;
}

static void listen_for_unknown(struct doors *d)
{
	struct enrolment *e = &d->enrolment;
	if (d->event.kind != ENGINE_BADGE || d->event.reader != e->reader || e->has_number ||
	    d->event.now.mono_ns >= e->until_ns || table_badge(d->table, d->event.number) != NULL)
		return;
	e->number = d->event.number;
	e->has_number = true;
}

static enum engine_answer step(struct doors *d)
{
	enum engine_answer answer = ANSWER_DONE;
	d->event.now = clock_now(&d->clock);
	listen_for_unknown(d);
	engine_step(d->engine, d->table, &d->event, &d->actions);
	if (d->event.kind != ENGINE_STOP) /* what was open or released before everything was locked */
		standing_watch(d->standing, d->engine, d->event.now.mono_ns);
	if (moves_areas(&d->actions))
		standing_keep(d->standing, d->engine);
	effects_carry_out(&d->effects, &d->actions, d->event.now.mono_ns, &answer);
	return answer;
}

static void step_time(struct doors *d)
{
	d->event = (struct engine_event){.kind = ENGINE_TIME, .door = SITE_NONE, .reader = SITE_NONE};
	step(d);
}

/* ---- lines ---- */

static void take_edges(struct doors *d, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (intake_edge(&d->intake, &d->edges[i], &d->event))
			step(d);
}

/* Edges of source wait unread from t_ns on; INTAKE_NEVER: none do. */
static void note_unread(struct doors *d, size_t source, uint64_t t_ns)
{
	d->has_unread[source] = t_ns != INTAKE_NEVER;
	intake_read_until(&d->intake, source, t_ns);
}

static void source_rests(struct doors *d, size_t source)
{
	d->polls[source].revents = 0;
	note_unread(d, source, INTAKE_NEVER);
}

static void leave_alone(struct doors *d, size_t source, uint64_t now_ns)
{
	d->line_failures++;
	d->left_alone_ns[source] = now_ns + DOORS_PENALTY_MS * MS_TO_NS;
	source_rests(d, source);
}

/* One batch. While edges wait unread, frames are judged by the time of the last one read, not by ours. */
static void read_source(struct doors *d, size_t source, uint64_t now_ns)
{
	int count = lines_read(d->lines, source, d->edges, DOORS_BATCH);
	if (count < 0) {
		leave_alone(d, source, now_ns);
	} else if (count == 0) {
		source_rests(d, source);
	} else {
		take_edges(d, (size_t)count);
		note_unread(d, source, d->edges[count - 1].t_ns);
	}
}

/* What the last turn could not finish may have been finished exactly: then poll() has nothing to report. */
static void note_drained(struct doors *d)
{
	for (size_t i = 0; i < d->line_fds; i++)
		if (d->has_unread[i] && d->polls[i].revents == 0)
			source_rests(d, i);
}

/* After poll() has answered, and before now_ns was taken, more edges may have come: no frame is judged
 * unasked. */
static void ask_where_frames_end(struct doors *d, uint64_t now_ns)
{
	for (uint16_t i = 0; i < d->config->site.reader_count; i++) {
		const struct intake_reader *r = &d->intake.readers[i];
		if (now_ns >= r->deadline_ns && d->polls[r->source].fd >= 0)
			d->polls[r->source].revents = POLLIN;
	}
}

static void read_lines(struct doors *d, uint64_t now_ns)
{
	ask_where_frames_end(d, now_ns);
	note_drained(d);
	for (int round = 0; round < DOORS_ROUNDS; round++)
		for (size_t i = 0; i < d->line_fds; i++)
			if (d->polls[i].revents != 0)
				read_source(d, i, now_ns);
}

/* Rule D13: a cut wire is fire, and so is an input that answers no more; one that does not answer once is
 * not. */
static void miss_level(struct doors *d, uint16_t input, uint64_t now_ns)
{
	d->line_failures++;
	if (d->missed[input] < DOORS_FIRE_MISSES)
		d->missed[input]++;
	if (d->intake.inputs[input].kind == ENGINE_FIRE && d->missed[input] == DOORS_FIRE_MISSES)
		intake_level(&d->intake, input, true, now_ns);
}

static void check_level(struct doors *d, uint16_t input, uint64_t now_ns)
{
	int level = lines_level(d->lines, d->intake.inputs[input].line);
	if (level < 0) {
		miss_level(d, input, now_ns);
		return;
	}
	d->missed[input] = 0;
	intake_level(&d->intake, input, level == 1, now_ns);
}

/* An interrupt that an expander swallowed heals here: fire is looked at every time, the others in turn. */
static void check_levels(struct doors *d, uint64_t now_ns)
{
	if (d->intake.input_count == 0)
		return;
	d->check_next = (uint16_t)((d->check_next + 1) % d->intake.input_count);
	check_level(d, 0, now_ns);
	if (d->check_next != 0)
		check_level(d, d->check_next, now_ns);
}

/* ---- lines at fault (rule L3) ---- */

static void note_inputs(const struct doors *d, struct faults *now)
{
	for (uint16_t i = 0; i < d->intake.input_count; i++) {
		const struct intake_input *input = &d->intake.inputs[i];
		bool *fault = input->kind == ENGINE_FIRE ? &now->fire : &now->contact[input->door];
		*fault |= d->missed[i] > 0;
	}
}

static void note_outputs(const struct doors *d, struct faults *now)
{
	const struct config *c = d->config;
	for (uint16_t i = 0; i < c->site.door_count; i++)
		now->output[i] = effects_is_failing(&d->effects, c->door_lines[i].strike);
	for (uint16_t i = 0; i < c->site.area_count; i++)
		now->sounder[i] = effects_is_failing(&d->effects, c->area_lines[i].sounder) ||
		                  effects_is_failing(&d->effects, c->area_lines[i].set_output);
}

static void tell_faults(struct doors *d, uint64_t now_ns)
{
	struct faults now = {.contact = {false}};
	note_inputs(d, &now);
	note_outputs(d, &now);
	for (uint16_t i = 0; i < d->config->site.reader_count; i++)
		now.reader[i] = now_ns < d->left_alone_ns[d->intake.readers[i].source];
	while (faults_next(&d->faults, &now, &d->event))
		step(d);
}

static void look_after_lines(struct doors *d, uint64_t now_ns)
{
	if (now_ns < d->check_ns)
		return;
	d->check_ns = now_ns + DOORS_WAKE_MS * MS_TO_NS;
	check_levels(d, now_ns);
	effects_retry(&d->effects);
	tell_faults(d, now_ns);
}

/* ---- the office's calls ---- */

static int take_deltas(struct doors *d, const struct doors_call *call)
{
	int first = 0;
	for (size_t i = 0; i < call->delta_count; i++) {
		int result = table_apply(d->table, &call->deltas[i]);
		first = first == 0 ? result : first;
	}
	return first;
}

static struct table *swap_table(struct doors *d, struct table *table)
{
	struct table *old = d->table;
	d->table = table;
	return old;
}

static enum engine_event_kind kind_of_act(enum doors_call_kind kind)
{
	switch (kind) {
	case DOORS_RELEASE:
		return ENGINE_RELEASE;
	case DOORS_HOLD:
		return ENGINE_HOLD;
	case DOORS_FIRE_RESET:
		return ENGINE_FIRE_RESET;
	case DOORS_CORRECT:
		return ENGINE_CORRECT;
	case DOORS_ALARM_SET:
		return ENGINE_SET;
	case DOORS_ALARM_UNSET:
		return ENGINE_UNSET;
	case DOORS_ALARM_ACK:
		return ENGINE_ACK;
	case DOORS_ALARM_OVERRIDE:
		return ENGINE_OVERRIDE;
	case DOORS_DESK:
		return ENGINE_DESK;
	case DOORS_DELTAS:
	case DOORS_TABLE:
	case DOORS_ENROL:
	case DOORS_ENROLLED:
	case DOORS_VIEW:
		break; /* nobody's act */
	}
	return ENGINE_TIME;
}

static bool is_at_door(enum doors_call_kind kind)
{
	return kind == DOORS_RELEASE || kind == DOORS_HOLD;
}

static enum engine_answer act(struct doors *d, const struct doors_call *call)
{
	d->event = (struct engine_event){.kind = kind_of_act(call->kind),
	                                 .door = is_at_door(call->kind) ? call->door : SITE_NONE,
	                                 .reader = call->kind == DOORS_DESK ? call->reader : SITE_NONE,
	                                 .area = call->area,
	                                 .correction = call->correction,
	                                 .person = call->person,
	                                 .hold_ms = call->hold_ms,
	                                 .override = &call->override,
	                                 .operator_id = call->operator_id,
	                                 .reason = call->reason,
	                                 .change = call->change,
	                                 .session = call->session,
	                                 .until_ns = call->until_ns,
	                                 .wants_password = call->wants_password};
	memcpy(d->event.detail, call->detail, sizeof(d->event.detail) - 1);
	return step(d);
}

static void begin_enrolment(struct doors *d, const struct doors_call *call)
{
	d->enrolment = (struct enrolment){.reader = call->reader, .until_ns = call->until_ns};
}

/* Given away once, then forgotten. */
static void end_enrolment(struct doors *d, struct doors_call *call)
{
	call->has_number = d->enrolment.has_number;
	call->number = d->enrolment.number;
	if (d->enrolment.has_number)
		d->enrolment = (struct enrolment){.reader = SITE_NONE};
}

static void view_reader(const struct doors *d, uint16_t reader, struct doors_reader_view *view)
{
	const struct intake_reader *r = &d->intake.readers[reader];
	view->good = r->good;
	view->rejected = r->rejected;
	view->faults = r->faults;
	view->is_faulty = engine_reader_is_faulty(&d->engine->readers[reader]);
	view->hint = intake_hint(&d->intake, reader);
}

static void view_area(const struct doors *d, uint16_t area, struct doors_view *view)
{
	const struct engine_area *a = &d->engine->areas[area];
	size_t used = offsetof(struct occupancy, inside) + a->occupancy.count * sizeof(struct occupant);
	view->areas[area].alarm = a->alarm;
	view->areas[area].prevented_by = a->prevented_by;
	view->areas[area].override = a->override;
	view->areas[area].sounder = a->sounder;
	memcpy(&view->areas[area].occupancy, &a->occupancy, used); /* 48 kB would cost a frame its time */
}

static void fill_view(struct doors *d, struct doors_view *view)
{
	const struct site *site = &d->config->site;
	view->now = clock_now(&d->clock);
	view->is_fire_active = d->engine->is_fire_active;
	view->is_fire_latched = d->engine->is_fire_latched;
	for (uint16_t i = 0; i < site->door_count; i++)
		view->doors[i] = d->engine->doors[i].door;
	for (uint16_t i = 0; i < site->reader_count; i++)
		view_reader(d, i, &view->readers[i]);
	for (uint16_t i = 0; i < site->area_count; i++)
		view_area(d, i, view);
	view->turns = atomic_load_explicit(&d->turns, memory_order_relaxed);
	view->output_failures = d->effects.failures;
	view->line_failures = d->line_failures;
	view->bugs = d->effects.refused + d->effects.overflowed;
}

static void run_errand(struct doors *d, struct doors_call *call)
{
	switch (call->kind) {
	case DOORS_DELTAS:
		call->error = take_deltas(d, call);
		step_time(d); /* a door may be free or locked by it now (rule D10) */
		break;
	case DOORS_TABLE:
		call->table = swap_table(d, call->table);
		step_time(d);
		break;
	case DOORS_RELEASE:
	case DOORS_HOLD:
	case DOORS_FIRE_RESET:
	case DOORS_CORRECT:
	case DOORS_ALARM_SET:
	case DOORS_ALARM_UNSET:
	case DOORS_ALARM_ACK:
	case DOORS_ALARM_OVERRIDE:
	case DOORS_DESK:
		call->answer = act(d, call);
		break;
	case DOORS_ENROL:
		begin_enrolment(d, call);
		break;
	case DOORS_ENROLLED:
		end_enrolment(d, call);
		break;
	case DOORS_VIEW:
		fill_view(d, call->view);
		break;
	}
}

static void answer_office(struct doors *d)
{
	uint64_t count;
	if (read(d->wake_fd, &count, sizeof(count)) < 0)
		return; /* nobody called */
	struct errand *e = atomic_exchange_explicit(&d->errand, NULL, memory_order_acq_rel);
	if (e == NULL)
		return;
	run_errand(d, &e->call);
	atomic_store_explicit(&e->is_done, true, memory_order_release);
	sem_post(&e->done);
}

static void tell_office(struct doors *d)
{
	uint64_t one = 1;
	if (ring_tend(d->ring))
		d->effects.has_recorded = true;
	if (!d->effects.has_recorded)
		return;
	d->effects.has_recorded = false;
	if (write(d->record_fd, &one, sizeof(one)) < 0)
		return; /* full to the brim: it is readable */
}

/* ---- the loop ---- */

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t deadline_ns(const struct doors *d, uint64_t now_ns)
{
	uint64_t t = now_ns + DOORS_WAKE_MS * MS_TO_NS;
	t = earlier(t, engine_deadline(d->engine));
	t = earlier(t, intake_deadline(&d->intake));
	return earlier(t, effects_deadline(&d->effects));
}

/* A failed descriptor would report its error again and again: poll() passes over a negative one. */
static void prepare_polls(struct doors *d, uint64_t now_ns)
{
	for (size_t i = 0; i < d->line_fds; i++)
		d->polls[i].fd = now_ns < d->left_alone_ns[i] ? -1 : d->sources[i];
}

static void wait_for_something(struct doors *d)
{
	uint64_t now_ns = clock_now(&d->clock).mono_ns;
	uint64_t until_ns = deadline_ns(d, now_ns);
	uint64_t wait_ns = until_ns > now_ns ? until_ns - now_ns : 0;
	struct timespec wait = {.tv_sec = (time_t)(wait_ns / 1000000000u),
	                        .tv_nsec = (long)(wait_ns % 1000000000u)};
	prepare_polls(d, now_ns);
	if (ppoll(d->polls, d->line_fds + 1, &wait, NULL) <= 0)
		for (size_t i = 0; i <= d->line_fds; i++)
			d->polls[i].revents = 0;
}

static void do_what_is_due(struct doors *d, uint64_t now_ns)
{
	while (intake_due(&d->intake, now_ns, &d->event))
		step(d);
	if (now_ns >= engine_deadline(d->engine))
		step_time(d);
	effects_play(&d->effects, now_ns);
}

/* The time is taken before the lines are read: whatever is due by then has shown its last edge. */
static void turn(struct doors *d)
{
	wait_for_something(d);
	atomic_fetch_add_explicit(&d->turns, 1, memory_order_relaxed);
	uint64_t now_ns = clock_now(&d->clock).mono_ns;
	if (d->polls[d->line_fds].revents != 0)
		answer_office(d);
	read_lines(d, now_ns);
	look_after_lines(d, now_ns);
	do_what_is_due(d, now_ns);
	standing_watch(d->standing, d->engine, now_ns);
	tell_office(d);
}

/* Rule D3: everything locked and recorded; what fire released stays released. */
static void finish(struct doors *d)
{
	d->effects.is_fire_held = d->engine->is_fire_active || d->engine->is_fire_latched;
	d->event = (struct engine_event){.kind = ENGINE_STOP, .door = SITE_NONE, .reader = SITE_NONE};
	step(d);
	effects_rest(&d->effects);
	tell_office(d);
}

static void *run(void *context)
{
	struct doors *d = context;
	prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL); /* 50 us otherwise, on every frame */
	while (!atomic_load_explicit(&d->is_stopping, memory_order_acquire))
		turn(d);
	finish(d);
	return NULL;
}

/* ---- start and stop ---- */

/* What cannot be read at once is a fault, told soon, and no reason to leave the other doors alone; of the
 * fire input it is fire (rule D13). */
static bool first_level(struct doors *d, uint16_t input)
{
	const struct intake_input *i = &d->intake.inputs[input];
	int level = lines_level(d->lines, i->line);
	if (level >= 0)
		return level == 1;
	d->line_failures++;
	d->missed[input] = DOORS_FIRE_MISSES;
	return i->kind == ENGINE_FIRE;
}

static void level_at_start(struct doors *d, uint16_t input, uint64_t now_ns, struct engine_start *start)
{
	const struct intake_input *i = &d->intake.inputs[input];
	bool is_active = first_level(d, input);
	intake_begin(&d->intake, input, is_active, now_ns);
	if (i->kind == ENGINE_FIRE)
		start->is_fire_active = is_active;
	if (i->kind == ENGINE_CONTACT)
		start->is_open[i->door] = is_active;
	if (i->kind == ENGINE_REX)
		start->is_rex[i->door] = is_active;
}

/* Rule D3: fire is the first of the inputs. */
static int begin(struct doors *d, const struct doors_setup *setup)
{
	struct engine_start start = {.now = clock_now(&d->clock),
	                             .is_fire_latched = setup->is_fire_latched,
	                             .has_gap = setup->has_gap,
	                             .replaced = setup->replaced};
	enum engine_answer none = ANSWER_DONE;
	memcpy(start.alarms, setup->alarms, sizeof(start.alarms));
	memcpy(start.was_unsettled, setup->was_unsettled, sizeof(start.was_unsettled));
	for (uint16_t i = 0; i < d->intake.input_count; i++)
		level_at_start(d, i, start.now.mono_ns, &start);
	engine_begin(d->engine, &start, &d->actions);
	standing_keep(d->standing, d->engine);
	standing_watch(d->standing, d->engine, start.now.mono_ns);
	int result = standing_publish(d->standing);
	if (result < 0)
		return result;
	effects_carry_out(&d->effects, &d->actions, start.now.mono_ns, &none);
	tell_office(d);
	return 0;
}

static int doors_init(struct doors *d, const struct doors_setup *setup)
{
	d->config = setup->config;
	d->lines = setup->lines;
	d->ring = setup->ring;
	d->standing = setup->standing;
	d->table = setup->table;
	d->engine = setup->engine;
	d->enrolment.reader = SITE_NONE;
	clock_init(&d->clock, setup->config->backend == CONFIG_SIMULATOR);
	clock_set_floor(&d->clock, setup->floor_utc_ms);
	intake_init(&d->intake, setup->config);
	effects_init(&d->effects, setup->config, setup->lines, setup->ring);
	d->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	d->record_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (d->wake_fd < 0 || d->record_fd < 0)
		return -errno;
	d->line_fds = lines_fds(setup->lines, d->sources, LINES_FDS_MAX);
	if (d->line_fds > LINES_FDS_MAX)
		return -E2BIG;
	for (size_t i = 0; i < d->line_fds; i++)
		d->polls[i].events = POLLIN;
	for (uint16_t i = 0; i < d->config->site.reader_count; i++)
		intake_place(&d->intake, i, lines_fd_of(d->lines, d->config->reader_lines[i].data0));
	d->polls[d->line_fds] = (struct pollfd){.fd = d->wake_fd, .events = POLLIN};
	return 0;
}

static int start_thread(struct doors *d)
{
	pthread_attr_t attributes;
	struct sched_param priority = {.sched_priority = DOORS_PRIORITY};
	int result = pthread_attr_init(&attributes);
	if (result != 0)
		return -result;
	pthread_attr_setstacksize(&attributes, DOORS_STACK);
	result = pthread_create(&d->thread, &attributes, run, d);
	pthread_attr_destroy(&attributes);
	if (result != 0)
		return -result;
	pthread_setname_np(d->thread, "doors");
	pthread_setschedparam(d->thread, SCHED_FIFO, &priority); /* where the unit allows it */
	return 0;
}

static void doors_free(struct doors *d)
{
	if (d->wake_fd >= 0)
		close(d->wake_fd);
	if (d->record_fd >= 0)
		close(d->record_fd);
	free(d);
}

int doors_start(struct doors **out, const struct doors_setup *setup)
{
	struct doors *d = calloc(1, sizeof(*d));
	if (d == NULL)
		return -ENOMEM;
	d->wake_fd = d->record_fd = -1;
	int result = doors_init(d, setup);
	if (result == 0)
		result = begin(d, setup);
	if (result == 0)
		result = start_thread(d);
	if (result < 0)
		doors_free(d);
	else
		*out = d;
	return result;
}

static void wake(const struct doors *d)
{
	uint64_t one = 1;
	if (write(d->wake_fd, &one, sizeof(one)) < 0)
		return; /* it is awake already */
}

void doors_stop(struct doors *d)
{
	if (d == NULL)
		return;
	atomic_store_explicit(&d->is_stopping, true, memory_order_release);
	wake(d);
	pthread_join(d->thread, NULL);
	doors_free(d);
}

/* ---- the office's side ---- */

static bool wait_for_answer(struct errand *e)
{
	struct timespec until;
	int result;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += DOORS_CALL_S;
	do
		result = sem_clockwait(&e->done, CLOCK_MONOTONIC, &until);
	while (result < 0 && errno == EINTR);
	return atomic_load_explicit(&e->is_done, memory_order_acquire);
}

static void errand_free(struct errand *e)
{
	sem_destroy(&e->done);
	free(e);
}

/* Too late; but when nobody had taken it yet, nobody ever will. */
static int give_up(struct doors *d, struct errand *e)
{
	if (atomic_exchange_explicit(&d->errand, NULL, memory_order_acq_rel) == e)
		errand_free(e);
	return -ETIMEDOUT;
}

int doors_call(struct doors *d, const struct doors_call *call, struct doors_call *answered)
{
	if (d == NULL)
		return -ESHUTDOWN; /* the controller stops */
	struct errand *e = calloc(1, sizeof(*e));
	if (e == NULL)
		return -ENOMEM;
	e->call = *call;
	e->call.error = 0;
	e->call.answer = ANSWER_DONE;
	sem_init(&e->done, 0, 0);
	atomic_store_explicit(&d->errand, e, memory_order_release);
	wake(d);
	if (!wait_for_answer(e))
		return give_up(d, e);
	*answered = e->call;
	errand_free(e);
	return 0;
}

int doors_fd(const struct doors *d)
{
	return d->record_fd;
}

void doors_heard(struct doors *d)
{
	uint64_t count;
	if (read(d->record_fd, &count, sizeof(count)) < 0)
		return; /* nothing was said */
}

uint64_t doors_turns(const struct doors *d)
{
	return atomic_load_explicit(&d->turns, memory_order_relaxed);
}
