/*
 * The alarm of one area (rules L1, L2 automatic, L5, L7, L8; EN 50131-1's
 * words: set and unset). Pure: it is told what the area is like after every
 * event, and says what it does.
 */
#ifndef ZUTRITT_ALARM_ALARM_H
#define ZUTRITT_ALARM_ALARM_H

#include <stdbool.h>
#include <stdint.h>

enum alarm_mode_state { ALARM_UNSET, ALARM_EXIT_DELAY, ALARM_SET, ALARM_ENTRY_DELAY, ALARM_ALARM };

/* What survives a restart (rule L1). */
struct alarm_state {
	enum alarm_mode_state state;
	int64_t since_utc_ms;
};

struct alarm {
	enum alarm_mode_state state;
	int64_t since_utc_ms;
	uint64_t until_ns;         /* end of the exit delay; 0 none */
	uint64_t sounder_until_ns; /* rule L7; 0: silent */
};

/* What prevents setting (rule L3), as bits; alarm_prevention_name() has the words. */
enum alarm_prevention {
	ALARM_PREVENTED_INSIDE = 1 << 0,    /* somebody is inside */
	ALARM_PREVENTED_UNCERTAIN = 1 << 1, /* nobody knows who is */
	ALARM_PREVENTED_OPEN = 1 << 2,      /* a door is open */
	ALARM_PREVENTED_RELEASED = 1 << 3,  /* a door is released */
	ALARM_PREVENTED_FIRE = 1 << 4,      /* fire or its latch */
	ALARM_PREVENTED_REX = 1 << 5,       /* an exit request is held */
	ALARM_PREVENTED_BY_HAND = 1 << 6,   /* an operator unset it just now */
	ALARM_PREVENTED_CLOCK = 1 << 7,     /* the clock is not trusted */
	ALARM_PREVENTED_READER = 1 << 8,    /* a reader is at fault */
	ALARM_PREVENTED_CONTACT = 1 << 9,   /* a contact cannot be read */
	ALARM_PREVENTED_OUTPUT = 1 << 10,   /* a strike could not be driven */
	ALARM_PREVENTED_SOUNDER = 1 << 11   /* the sounder or the set output could not be driven */
};
enum { ALARM_PREVENTIONS = 12 };

/*
 * What two persons may let pass for one set period (rule L4): faults, and what does not let itself be closed.
 * Not persons inside, fire, or a door that is released; an uncertain count is put right instead (rule O5).
 */
enum {
	ALARM_OVERRIDABLE = ALARM_PREVENTED_OPEN | ALARM_PREVENTED_REX | ALARM_PREVENTED_CLOCK |
	                    ALARM_PREVENTED_READER | ALARM_PREVENTED_CONTACT | ALARM_PREVENTED_OUTPUT |
	                    ALARM_PREVENTED_SOUNDER
};

enum alarm_input_kind {
	ALARM_INPUT_LOOK,    /* something changed: prevented_by is new */
	ALARM_INPUT_TIME,    /* the deadline */
	ALARM_INPUT_DISTURB, /* entry, exit request, door opening: cancels an exit delay (rule L5) */
	ALARM_INPUT_UNSET,   /* a badge with the right, or an operator (rule L8) */
	ALARM_INPUT_ACK,     /* an operator has seen the alarm: silent, and set as before (rule L9) */
	ALARM_INPUT_INTRUDE  /* a door opened while set, not by unsetting: alarm at once (rule L7) */
};

struct alarm_input {
	enum alarm_input_kind kind;
	uint64_t now_ns;
	int64_t utc_ms;
	uint32_t prevented_by; /* of enum alarm_prevention */
	bool is_automatic;     /* rule L2: by itself, or because a person has asked for it */
	uint32_t exit_delay_ms;
	uint32_t sounder_ms;
};

enum alarm_news {
	ALARM_NO_NEWS,
	ALARM_NEWS_EXIT_DELAY,
	ALARM_NEWS_CANCELLED,
	ALARM_NEWS_SET,
	ALARM_NEWS_UNSET,
	ALARM_NEWS_RAISED,
	ALARM_NEWS_SILENT,
	ALARM_NEWS_ACKNOWLEDGED
};

/* As it was left. An exit delay starts again in full; set stays set, alarm stays alarm (rule L1). */
void alarm_init(struct alarm *a, const struct alarm_state *left, uint64_t now_ns, uint32_t exit_delay_ms,
                uint32_t sounder_ms);
enum alarm_news alarm_step(struct alarm *a, const struct alarm_input *input);
uint64_t alarm_deadline(const struct alarm *a); /* UINT64_MAX: none */

/* Entry is refused without the right to unset: set, entry delay or alarm (rule L8). */
bool alarm_is_set(const struct alarm *a);

const char *alarm_state_name(enum alarm_mode_state state);
int alarm_state_parse(const char *name, enum alarm_mode_state *state); /* 0 or -EINVAL */
const char *alarm_prevention_name(enum alarm_prevention one);

#endif
