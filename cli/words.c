/* Words: see words.h. */
#include "cli/words.h"

#include <string.h>

#include "cli/text.h"

struct word {
	const char *journal;
	const char *people;
};

static const struct word reasons[] = {
        {"lock_down", N_("lock-down")},
        {"badge_lost", N_("badge reported lost")},
        {"person_exited", N_("person has left the company")},
        {"badge_unknown", N_("unknown badge")},
        {"badge_inactive", N_("badge not active")},
        {"person_suspended", N_("person suspended")},
        {"person_not_yet", N_("before the person's first day")},
        {"person_ended", N_("after the person's last day")},
        {"no_key", N_("no key for this room")},
        {"key_not_yet", N_("before the key's first day")},
        {"key_ended", N_("after the key's last day")},
        {"key_names_no_door", N_("the key does not name this goods door")},
        {"reader_disabled", N_("reader disabled")},
        {"not_commissioned", N_("door not commissioned")},
        {"alarm_set", N_("alarm set, no right to unset")},
        {"key_hours", N_("outside the key's hours")},
        {"clock_not_trusted", N_("the clock cannot be trusted yet")},
        {"frame_gap", N_("edges lost")},
        {"frame_glitches", N_("too many glitches")},
        {"frame_ambiguous", N_("glitches that cannot be told from bits")},
        {"frame_hole", N_("a bit is missing")},
        {"frame_speed", N_("bits too fast or too slow")},
        {"frame_too_long", N_("more bits than any card has")},
        {"frame_single", N_("a single edge")},
        {"frame_length", N_("no format of this reader has that many bits")},
        {"frame_parity", N_("wrong parity")},
        {"frame_inverted", N_("DATA0 and DATA1 are swapped")},
        {"door_opened", N_("a door was opened")},
        {"exit_request", N_("somebody asked to leave")},
        {"somebody_inside", N_("somebody is inside")},
        {"forced", N_("door forced")},
        {"released", N_("door released")},
        {"fire", N_("fire")},
        {NULL, NULL},
};

static const struct word causes[] = {
        {"grant", N_("badge granted")},
        {"release", N_("released by an operator")},
        {"schedule", N_("schedule")},
        {"rex", N_("exit request")},
        {"fire", N_("fire")},
        {"commissioning", N_("commissioning test")},
        {NULL, NULL},
};

static const struct word states[] = {
        {"exit_delay", N_("exit delay")},
        {"entry_delay", N_("entry delay")},
        {NULL, NULL},
};

static const char *look_up(const struct word *list, const char *word)
{
	for (; list->journal != NULL; list++)
		if (strcmp(list->journal, word) == 0)
			return _(list->people);
	return word;
}

const char *words_reason(const char *reason)
{
	return look_up(reasons, reason);
}

const char *words_cause(const char *cause)
{
	return look_up(causes, cause);
}

const char *words_state(const char *state)
{
	return look_up(states, state);
}

static bool is_among(const char *const *list, const char *word)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

int words_urgency(const char *state)
{
	static const char *const urgent[] = {"forced", "alarm", "lost", NULL};
	static const char *const restless[] = {"open",      "released", "exit_delay", "entry_delay",
	                                       "suspended", "exited",   "revoked",    NULL};
	if (is_among(urgent, state))
		return 2;
	return is_among(restless, state) ? 1 : 0;
}
