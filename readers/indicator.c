/*
 * Readers' LED and buzzer (rule D16): each signal is a row of beats, played so
 * many times. What is shown follows from the time alone, so nothing can get
 * out of step.
 */
#include "readers/indicator.h"

#include <stddef.h>

enum { BEATS_MAX = 6, FOR_EVER = 0 };

struct beat {
	uint16_t length_ms; /* 0 ends the row */
	bool led;
	bool buzzer;
};

struct pattern {
	uint16_t times; /* FOR_EVER or how often the row is played */
	struct beat beats[BEATS_MAX];
};

static const struct pattern patterns[] = {
        [INDICATOR_OFF] = {.times = 1},
        [INDICATOR_GRANTED] = {1, {{600, true, true}, {1400, true, false}}},
        [INDICATOR_DENIED] = {3, {{100, false, true}, {100, false, false}}},
        [INDICATOR_SET_REFUSED] = {2, {{600, false, true}, {300, true, false}}},
        [INDICATOR_EXIT_DELAY] = {FOR_EVER, {{100, true, true}, {900, false, false}}},
        [INDICATOR_WAITING] = {30, {{250, true, false}, {250, false, false}}},
        [INDICATOR_WARNING] = {20, {{150, false, true}, {350, false, false}}},
        [INDICATOR_LAST_ONE] =
                {2, {{600, true, true}, {150, true, false}, {150, true, true}, {300, true, false}}},
        [INDICATOR_SET] = {1, {{1500, true, true}}},
        [INDICATOR_UNSET] = {1,
                             {{150, true, true}, {150, true, false}, {150, true, true}, {1550, true, false}}},
};

static uint64_t row_ns(const struct pattern *p)
{
	uint64_t length = 0;
	for (size_t i = 0; i < BEATS_MAX; i++)
		length += p->beats[i].length_ms * UINT64_C(1000000);
	return length;
}

/* The beat being played, and when it ends; NULL when the signal is over. */
static const struct beat *beat_at(const struct indicator *i, uint64_t now_ns, uint64_t *end_ns)
{
	const struct pattern *p = &patterns[i->signal];
	uint64_t row = row_ns(p);
	uint64_t elapsed = now_ns > i->since_ns ? now_ns - i->since_ns : 0;
	if (row == 0 || (p->times != FOR_EVER && elapsed / row >= p->times))
		return NULL;
	uint64_t into_row = elapsed % row;
	const struct beat *beat = p->beats;
	uint64_t end = beat->length_ms * UINT64_C(1000000);
	while (into_row >= end)
		end += (++beat)->length_ms * UINT64_C(1000000);
	*end_ns = i->since_ns + elapsed - into_row + end;
	return beat;
}

void indicator_init(struct indicator *i)
{
	*i = (struct indicator){.signal = INDICATOR_OFF};
}

void indicator_show(struct indicator *i, enum indicator_signal signal, uint64_t now_ns)
{
	*i = (struct indicator){signal, now_ns};
}

struct indicator_state indicator_state(const struct indicator *i, uint64_t now_ns)
{
	uint64_t end_ns;
	const struct beat *beat = beat_at(i, now_ns, &end_ns);
	return beat == NULL ? (struct indicator_state){false, false}
	                    : (struct indicator_state){beat->led, beat->buzzer};
}

uint64_t indicator_deadline(const struct indicator *i, uint64_t now_ns)
{
	uint64_t end_ns;
	return beat_at(i, now_ns, &end_ns) == NULL ? UINT64_MAX : end_ns;
}

const char *indicator_signal_name(enum indicator_signal signal)
{
	switch (signal) {
	case INDICATOR_OFF:
		return "off";
	case INDICATOR_GRANTED:
		return "granted";
	case INDICATOR_DENIED:
		return "denied";
	case INDICATOR_SET_REFUSED:
		return "set refused";
	case INDICATOR_EXIT_DELAY:
		return "exit delay";
	case INDICATOR_WAITING:
		return "waiting";
	case INDICATOR_WARNING:
		return "warning";
	case INDICATOR_LAST_ONE:
		return "last one";
	case INDICATOR_SET:
		return "set";
	case INDICATOR_UNSET:
		return "unset";
	}
	return "unknown";
}
