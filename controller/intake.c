/* Intake: see intake.h. Start reading at intake_edge() and intake_due(). */
#include "controller/intake.h"

#include <stdio.h>
#include <string.h>

#define MS_TO_NS UINT64_C(1000000)

/* ---- the wiring, turned round ---- */

static void input_add(struct intake *in, enum engine_event_kind kind, uint16_t door, uint16_t line)
{
	if (line == CONFIG_LINE_NONE)
		return;
	in->input_of[line] = in->input_count;
	struct intake_input *i = &in->inputs[in->input_count++];
	*i = (struct intake_input){.kind = kind, .door = door, .line = line};
	input_init(&i->input, false, 0);
}

static void reader_init(struct intake *in, uint16_t reader)
{
	const struct config_reader_lines *lines = &in->config->reader_lines[reader];
	struct intake_reader *r = &in->readers[reader];
	in->reader_of[lines->data0] = reader;
	in->reader_of[lines->data1] = reader;
	wiegand_init(&r->wiegand);
	r->deadline_ns = INTAKE_NEVER;
	r->read_until_ns = INTAKE_NEVER;
}

void intake_init(struct intake *in, const struct config *config)
{
	memset(in, 0, sizeof(*in));
	in->config = config;
	for (size_t i = 0; i < LINES_MAX; i++)
		in->reader_of[i] = in->input_of[i] = SITE_NONE;
	for (uint16_t i = 0; i < config->site.reader_count; i++)
		reader_init(in, i);
	input_add(in, ENGINE_FIRE, SITE_NONE, config->fire_line);
	for (uint16_t i = 0; i < config->site.door_count; i++) {
		input_add(in, ENGINE_CONTACT, i, config->door_lines[i].contact);
		input_add(in, ENGINE_REX, i, config->door_lines[i].rex);
		input_add(in, ENGINE_BELL, i, config->door_lines[i].bell);
	}
}

void intake_place(struct intake *in, uint16_t reader, size_t source)
{
	in->readers[reader].source = source;
}

/* ---- advice (rule F5) ---- */

static void suspect(struct intake_reader *r, enum intake_advice advice, uint8_t streak_needed)
{
	r->streak = advice == r->suspicion && r->streak < UINT8_MAX ? r->streak + 1 : 1;
	r->suspicion = advice;
	if (r->streak >= streak_needed)
		r->advice = advice;
}

static void all_is_well(struct intake_reader *r)
{
	r->advice = r->suspicion = INTAKE_NO_ADVICE;
	r->streak = 0;
}

static uint8_t shortest_format(const struct intake *in, uint16_t reader)
{
	uint8_t shortest = FORMAT_BITS_MAX;
	for (uint8_t i = 0; i < in->config->formats.count; i++)
		if ((in->config->site.readers[reader].formats >> i & 1) != 0 &&
		    in->config->formats.items[i].bit_count < shortest)
			shortest = in->config->formats.items[i].bit_count;
	return shortest;
}

struct intake_hint intake_hint(const struct intake *in, uint16_t reader)
{
	const struct intake_reader *r = &in->readers[reader];
	return (struct intake_hint){r->advice, r->bits, shortest_format(in, reader)};
}

/* ---- frames ---- */

/* Everything is counted; the journal hears of it once a second, so that noise can not flood it. */
static bool is_told(uint64_t *told_ns, uint64_t now_ns)
{
	if (*told_ns != 0 && now_ns - *told_ns < INTAKE_TELL_MS * MS_TO_NS)
		return false;
	*told_ns = now_ns;
	return true;
}

static bool reject(struct intake_reader *r, enum record_reason reason, uint64_t now_ns,
                   struct engine_event *event)
{
	r->rejected++;
	event->kind = ENGINE_FRAME_REJECTED;
	event->reason = reason;
	return is_told(&r->rejected_told_ns, now_ns);
}

static bool reject_length(struct intake *in, uint16_t reader, uint8_t bits, uint64_t now_ns,
                          struct engine_event *event)
{
	struct intake_reader *r = &in->readers[reader];
	r->bits = bits;
	suspect(r, bits < shortest_format(in, reader) ? INTAKE_SHORT : INTAKE_LONG, INTAKE_STREAK);
	return reject(r, REASON_FRAME_LENGTH, now_ns, event);
}

static bool decode(struct intake *in, uint16_t reader, struct frame frame, uint64_t now_ns,
                   struct engine_event *event)
{
	struct intake_reader *r = &in->readers[reader];
	uint32_t allowed = in->config->site.readers[reader].formats;
	switch (formats_decode(&in->config->formats, allowed, frame, &event->number)) {
	case FORMAT_OK:
		r->good++;
		all_is_well(r);
		event->kind = ENGINE_BADGE;
		return true;
	case FORMAT_WRONG_LENGTH:
		return reject_length(in, reader, frame.bit_count, now_ns, event);
	case FORMAT_WRONG_PARITY:
		suspect(r, INTAKE_DAMAGED, INTAKE_STREAK);
		return reject(r, REASON_FRAME_PARITY, now_ns, event);
	case FORMAT_INVERTED:
		suspect(r, INTAKE_SWAPPED, 1);
		return reject(r, REASON_FRAME_INVERTED, now_ns, event);
	}
	return false;
}

/* Rule F2: what the kernel lost is a fault of the reader, not of the card. */
static bool fault(struct intake_reader *r, uint64_t now_ns, struct engine_event *event)
{
	r->faults++;
	suspect(r, INTAKE_LOST, 1);
	event->kind = ENGINE_READER_FAULT;
	event->reason = REASON_FRAME_GAP;
	return is_told(&r->fault_told_ns, now_ns);
}

static bool damaged(struct intake_reader *r, enum record_reason reason, uint64_t now_ns,
                    struct engine_event *event)
{
	suspect(r, INTAKE_DAMAGED, INTAKE_STREAK);
	return reject(r, reason, now_ns, event);
}

static bool judge(struct intake *in, uint16_t reader, enum wiegand_result result, struct frame frame,
                  uint64_t now_ns, struct engine_event *event)
{
	struct intake_reader *r = &in->readers[reader];
	*event = (struct engine_event){.reader = reader, .door = in->config->site.readers[reader].door};
	r->deadline_ns = wiegand_deadline(&r->wiegand);
	switch (result) {
	case WIEGAND_NONE:
		return false;
	case WIEGAND_FRAME:
		return decode(in, reader, frame, now_ns, event);
	case WIEGAND_GAP:
		return fault(r, now_ns, event);
	case WIEGAND_SINGLE:
		suspect(r, INTAKE_FLOATING, INTAKE_STREAK);
		return reject(r, REASON_FRAME_SINGLE, now_ns, event);
	case WIEGAND_GLITCHES:
		return damaged(r, REASON_FRAME_GLITCHES, now_ns, event);
	case WIEGAND_AMBIGUOUS:
		return damaged(r, REASON_FRAME_AMBIGUOUS, now_ns, event);
	case WIEGAND_HOLE:
		return damaged(r, REASON_FRAME_HOLE, now_ns, event);
	case WIEGAND_SPEED:
		return damaged(r, REASON_FRAME_SPEED, now_ns, event);
	case WIEGAND_TOO_LONG:
		return damaged(r, REASON_FRAME_TOO_LONG, now_ns, event);
	case WIEGAND_BURST:
		suspect(r, INTAKE_FLOATING, 1);
		return reject(r, REASON_FRAME_TOO_LONG, now_ns, event);
	}
	return false;
}

/* ---- edges ---- */

static bool data_edge(struct intake *in, uint16_t reader, const struct lines_event *edge,
                      struct engine_event *event)
{
	struct intake_reader *r = &in->readers[reader];
	struct wiegand_edge e = {
	        .t_ns = edge->t_ns, .seqno = edge->seqno, .wire = in->config->lines[edge->line].wire};
	struct frame frame = {0};
	enum wiegand_result result = wiegand_step(&r->wiegand, e, &frame);
	return judge(in, reader, result, frame, edge->t_ns, event);
}

bool intake_edge(struct intake *in, const struct lines_event *edge, struct engine_event *event)
{
	if (in->reader_of[edge->line] != SITE_NONE)
		return data_edge(in, in->reader_of[edge->line], edge, event);
	if (in->input_of[edge->line] != SITE_NONE)
		input_step(&in->inputs[in->input_of[edge->line]].input, edge->is_active, edge->t_ns);
	return false; /* slow inputs count when they have settled */
}

void intake_read_until(struct intake *in, size_t source, uint64_t t_ns)
{
	for (uint16_t i = 0; i < in->config->site.reader_count; i++)
		if (in->readers[i].source == source)
			in->readers[i].read_until_ns = t_ns;
}

/* ---- time ---- */

static bool reader_due(struct intake *in, uint16_t reader, uint64_t now_ns, struct engine_event *event)
{
	struct intake_reader *r = &in->readers[reader];
	struct frame frame = {0};
	if (r->read_until_ns < now_ns)
		now_ns = r->read_until_ns;
	if (now_ns < r->deadline_ns)
		return false;
	enum wiegand_result result = wiegand_end(&r->wiegand, now_ns, &frame);
	return judge(in, reader, result, frame, now_ns, event);
}

static bool input_due(struct intake_input *i, uint64_t now_ns, struct engine_event *event)
{
	if (now_ns < input_deadline(&i->input) || !input_settle(&i->input, now_ns))
		return false;
	*event = (struct engine_event){
	        .kind = i->kind, .door = i->door, .reader = SITE_NONE, .is_active = i->input.is_active};
	return true;
}

/* Inputs go first, and fire before all of them. */
bool intake_due(struct intake *in, uint64_t now_ns, struct engine_event *event)
{
	for (uint16_t i = 0; i < in->input_count; i++)
		if (input_due(&in->inputs[i], now_ns, event))
			return true;
	for (uint16_t i = 0; i < in->config->site.reader_count; i++)
		if (reader_due(in, i, now_ns, event))
			return true;
	return false;
}

uint64_t intake_deadline(const struct intake *in)
{
	uint64_t earliest = INTAKE_NEVER;
	for (uint16_t i = 0; i < in->config->site.reader_count; i++)
		if (in->readers[i].deadline_ns < earliest)
			earliest = in->readers[i].deadline_ns;
	for (uint16_t i = 0; i < in->input_count; i++)
		if (input_deadline(&in->inputs[i].input) < earliest)
			earliest = input_deadline(&in->inputs[i].input);
	return earliest;
}

/* ---- levels ---- */

void intake_begin(struct intake *in, uint16_t input, bool is_active, uint64_t now_ns)
{
	input_init(&in->inputs[input].input, is_active, now_ns);
}

void intake_level(struct intake *in, uint16_t input, bool is_active, uint64_t now_ns)
{
	input_step(&in->inputs[input].input, is_active, now_ns);
}
