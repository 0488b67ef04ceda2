/* Effects: see effects.h. Start reading at effects_carry_out(). */
#include "controller/effects.h"

#include <string.h>

#define MS_TO_NS UINT64_C(1000000)

/* ---- outputs ---- */

static void drive(struct effects *f, uint16_t line)
{
	struct effects_output *o = &f->outputs[line];
	if (o->is_wanted == o->is_driven)
		return;
	if (lines_drive(f->lines, line, o->is_wanted) < 0)
		f->failures++; /* effects_retry() comes back to it */
	else
		o->is_driven = o->is_wanted;
}

static void want(struct effects *f, uint16_t line, bool is_active)
{
	if (line == CONFIG_LINE_NONE)
		return;
	f->outputs[line].is_wanted = is_active;
	drive(f, line);
}

void effects_retry(struct effects *f)
{
	for (uint16_t i = 0; i < f->config->line_count; i++)
		if (f->config->lines[i].use == LINES_OUTPUT)
			drive(f, i);
}

bool effects_is_failing(const struct effects *f, uint16_t line)
{
	return line != CONFIG_LINE_NONE && f->outputs[line].is_wanted != f->outputs[line].is_driven;
}

void effects_init(struct effects *f, const struct config *config, struct lines *lines, struct ring *ring)
{
	memset(f, 0, sizeof(*f));
	f->config = config;
	f->lines = lines;
	f->ring = ring;
	f->deadline_ns = EFFECTS_NEVER;
	for (uint16_t i = 0; i < config->line_count; i++)
		f->outputs[i] = (struct effects_output){config->lines[i].safe, config->lines[i].safe};
	for (uint16_t i = 0; i < config->site.reader_count; i++)
		indicator_init(&f->readers[i].indicator);
}

/* ---- strikes ---- */

/* The last thing that this step's records say of the door's strike. */
static void remember_cause(struct effects *f, const struct record *record)
{
	if (record->door >= SITE_DOORS_MAX)
		return;
	if (record->kind == RECORD_DOOR_RELEASED)
		f->causes[record->door] = (enum record_cause)record->cause;
	else if (record->kind == RECORD_DOOR_LOCKED)
		f->causes[record->door] = CAUSE_NONE;
}

static bool is_moment_or_fire(enum record_cause cause)
{
	switch (cause) {
	case CAUSE_GRANT:
	case CAUSE_RELEASE:
	case CAUSE_REX:
	case CAUSE_FIRE:
		return true;
	case CAUSE_NONE:
	case CAUSE_SCHEDULE:
	case CAUSE_COMMISSIONING:
		break;
	}
	return false;
}

/* Rule D9 once more, at the last place before the wire; rule D1 for every door: no cause, no current. */
static bool may_energise(const struct effects *f, uint16_t door)
{
	enum record_cause cause = f->causes[door];
	if (site_door_is_guarded(f->config->site.doors[door].kind))
		return is_moment_or_fire(cause);
	return cause != CAUSE_NONE;
}

static void strike(struct effects *f, uint16_t door, bool is_on)
{
	uint16_t line = f->config->door_lines[door].strike;
	if (is_on && !f->outputs[line].is_wanted && !may_energise(f, door)) {
		f->refused++;
		is_on = false;
	}
	if (!is_on && f->is_fire_held && f->config->site.doors[door].is_escape)
		return; /* rule D3 */
	want(f, line, is_on);
}

/* ---- what is seen and heard ---- */

static enum indicator_signal signal_of(enum engine_signal signal)
{
	switch (signal) {
	case SIGNAL_GRANTED:
		return INDICATOR_GRANTED;
	case SIGNAL_DENIED:
		return INDICATOR_DENIED;
	case SIGNAL_SET_REFUSED:
		return INDICATOR_SET_REFUSED;
	case SIGNAL_EXIT_DELAY:
		return INDICATOR_EXIT_DELAY;
	case SIGNAL_QUIET:
		return INDICATOR_OFF;
	case SIGNAL_LAST_ONE:
		return INDICATOR_LAST_ONE;
	case SIGNAL_WARNING:
		return INDICATOR_WARNING;
	case SIGNAL_SET:
		return INDICATOR_SET;
	case SIGNAL_UNSET:
		return INDICATOR_UNSET;
	}
	return INDICATOR_OFF;
}

static void play_reader(struct effects *f, uint16_t reader, uint64_t now_ns)
{
	struct effects_reader *r = &f->readers[reader];
	if (r->is_exit_delay && indicator_deadline(&r->indicator, now_ns) == EFFECTS_NEVER)
		indicator_show(&r->indicator, INDICATOR_EXIT_DELAY, now_ns);
	struct indicator_state state = indicator_state(&r->indicator, now_ns);
	want(f, f->config->reader_lines[reader].led, state.led);
	want(f, f->config->reader_lines[reader].buzzer, state.buzzer);
	if (indicator_deadline(&r->indicator, now_ns) == EFFECTS_NEVER)
		indicator_init(&r->indicator); /* over: it costs nothing from here on */
}

/* What begins or ends the exit delay; everything else is shown in the middle of it. */
static bool is_of_alarm(enum engine_signal signal)
{
	return signal == SIGNAL_EXIT_DELAY || signal == SIGNAL_QUIET || signal == SIGNAL_SET ||
	       signal == SIGNAL_UNSET;
}

static void indicate(struct effects *f, uint16_t reader, enum engine_signal signal, uint64_t now_ns)
{
	struct effects_reader *r = &f->readers[reader];
	if (is_of_alarm(signal))
		r->is_exit_delay = signal == SIGNAL_EXIT_DELAY;
	indicator_show(&r->indicator, signal_of(signal), now_ns);
	play_reader(f, reader, now_ns);
}

static bool is_pulse(uint64_t since_ns, uint64_t now_ns)
{
	return (now_ns - since_ns) % (EFFECTS_PERIOD_MS * MS_TO_NS) < EFFECTS_PULSE_MS * MS_TO_NS;
}

static bool sounder_is_on(const struct effects_area *a, uint64_t now_ns)
{
	switch (a->sounder) {
	case SOUNDER_OFF:
		return false;
	case SOUNDER_EXIT_DELAY:
		return is_pulse(a->since_ns, now_ns);
	case SOUNDER_ALARM:
		return true;
	}
	return false;
}

static bool is_playing(const struct effects_reader *r)
{
	return r->is_exit_delay || r->indicator.signal != INDICATOR_OFF;
}

static void play_area(struct effects *f, uint16_t area, uint64_t now_ns)
{
	want(f, f->config->area_lines[area].sounder, sounder_is_on(&f->areas[area], now_ns));
}

static void sound(struct effects *f, uint16_t area, enum engine_sounder sounder, uint64_t now_ns)
{
	f->areas[area] = (struct effects_area){sounder, now_ns};
	play_area(f, area, now_ns);
}

static uint64_t sounder_deadline(const struct effects_area *a, uint64_t now_ns)
{
	if (a->sounder != SOUNDER_EXIT_DELAY)
		return EFFECTS_NEVER;
	uint64_t into = (now_ns - a->since_ns) % (EFFECTS_PERIOD_MS * MS_TO_NS);
	uint64_t end = into < EFFECTS_PULSE_MS * MS_TO_NS ? EFFECTS_PULSE_MS : EFFECTS_PERIOD_MS;
	return now_ns - into + end * MS_TO_NS;
}

static uint64_t next_change(const struct effects *f, uint64_t now_ns)
{
	uint64_t earliest = EFFECTS_NEVER;
	for (uint16_t i = 0; i < f->config->site.reader_count; i++) {
		if (!is_playing(&f->readers[i]))
			continue;
		uint64_t t = indicator_deadline(&f->readers[i].indicator, now_ns);
		earliest = t < earliest ? t : earliest;
	}
	for (uint16_t i = 0; i < f->config->site.area_count; i++) {
		uint64_t t = sounder_deadline(&f->areas[i], now_ns);
		earliest = t < earliest ? t : earliest;
	}
	return earliest;
}

void effects_play(struct effects *f, uint64_t now_ns)
{
	if (now_ns < f->deadline_ns)
		return;
	for (uint16_t i = 0; i < f->config->site.reader_count; i++)
		if (is_playing(&f->readers[i]))
			play_reader(f, i, now_ns);
	for (uint16_t i = 0; i < f->config->site.area_count; i++)
		play_area(f, i, now_ns);
	f->deadline_ns = next_change(f, now_ns);
}

uint64_t effects_deadline(const struct effects *f)
{
	return f->deadline_ns;
}

void effects_rest(struct effects *f)
{
	for (uint16_t i = 0; i < f->config->site.reader_count; i++) {
		f->readers[i] = (struct effects_reader){.indicator = {.signal = INDICATOR_OFF}};
		play_reader(f, i, 0);
	}
	for (uint16_t i = 0; i < f->config->site.area_count; i++)
		sound(f, i, SOUNDER_OFF, 0);
}

/* ---- the list ---- */

static void append(struct effects *f, const struct record *record)
{
	ring_append(f->ring, record); /* when full it counts: fire and leaving never wait (rule B6) */
	f->has_recorded = true;
	remember_cause(f, record);
}

static void carry_out(struct effects *f, const struct engine_action *a, uint64_t now_ns,
                      enum engine_answer *answer)
{
	switch (a->kind) {
	case ACTION_RECORD:
		append(f, &a->record);
		break;
	case ACTION_STRIKE:
		strike(f, a->door, a->is_on);
		break;
	case ACTION_SET:
		want(f, f->config->area_lines[a->area].set_output, a->is_on);
		break;
	case ACTION_SOUNDER:
		sound(f, a->area, a->sounder, now_ns);
		break;
	case ACTION_INDICATE:
		indicate(f, a->reader, a->signal, now_ns);
		break;
	case ACTION_ANSWER:
		*answer = a->answer;
		break;
	}
}

void effects_carry_out(struct effects *f, const struct engine_actions *actions, uint64_t now_ns,
                       enum engine_answer *answer)
{
	memset(f->causes, 0, sizeof(f->causes)); /* CAUSE_NONE */
	for (uint16_t i = 0; i < actions->count; i++)
		carry_out(f, &actions->items[i], now_ns, answer);
	f->deadline_ns = next_change(f, now_ns);
	if (actions->is_overflowed)
		f->overflowed++;
}
