/*
 * What a reader's LED and buzzer show (rule D16): patterns as data, played
 * against the clock. A granted badge has a long beep, a refused one three
 * short; the reason of a denial is never shown (rule A2). Pure.
 */
#ifndef ZUTRITT_READERS_INDICATOR_H
#define ZUTRITT_READERS_INDICATOR_H

#include <stdbool.h>
#include <stdint.h>

/* Every signal but the exit delay ends by itself; a new one cuts the old one short. */
enum indicator_signal {
	INDICATOR_OFF,
	INDICATOR_GRANTED,     /* one long beep, lit for 2 s */
	INDICATOR_DENIED,      /* three short beeps */
	INDICATOR_SET_REFUSED, /* the alarm is set and stays set: two long beeps, as no denial has */
	INDICATOR_EXIT_DELAY,  /* a short beep every second; repeats until another signal */
	INDICATOR_WAITING,     /* PIN, second person or escort: blinks silently for 15 s, the longest wait */
	INDICATOR_WARNING,     /* beeps every half second for 10 s */
	INDICATOR_LAST_ONE,    /* long and short beep, twice */
	INDICATOR_SET,         /* the alarm is set (rule L9): one beep of 1.5 s */
	INDICATOR_UNSET        /* and unset: two short beeps, lit for 2 s */
};

struct indicator {
	enum indicator_signal signal;
	uint64_t since_ns;
};

struct indicator_state {
	bool led;
	bool buzzer;
};

void indicator_init(struct indicator *i);
/* Begins signal at its first beat, also when it is already shown. */
void indicator_show(struct indicator *i, enum indicator_signal signal, uint64_t now_ns);
struct indicator_state indicator_state(const struct indicator *i, uint64_t now_ns);

/* When led or buzzer may change next (always after now_ns), UINT64_MAX when they rest. */
uint64_t indicator_deadline(const struct indicator *i, uint64_t now_ns);

const char *indicator_signal_name(enum indicator_signal signal);

#endif
