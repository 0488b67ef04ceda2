/* Words: see words.h. */
#include "cli/words.h"

#include <stdio.h>
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
        {"badge_not_yet", N_("a day badge is out instead of it")},
        {"badge_ended", N_("after the badge's day")},
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
        {"wrong_password", N_("wrong password")},
        {"unknown_user", N_("no such user name")},
        {"account_locked", N_("the account may not log in")},
        {"interrupted", N_("counted, and cut off")},
        {"released", N_("door released")},
        {"fire", N_("fire")},
        {"exit_without_entry", N_("somebody left who was not inside")},
        {"entry_while_inside", N_("somebody entered who was inside")},
        {"inside_without_entry", N_("somebody was inside who had not entered")},
        {"door_fell_shut", N_("the door fell shut on somebody who was granted")},
        {"free_door", N_("a free door was opened without a badge")},
        {"exit_delay_disturbed", N_("something stirred in the exit delay")},
        {"power_loss", N_("nobody watched for a while")},
        {"unwatched", N_("a door was open or released while nobody watched")},
        {"too_many_persons", N_("more persons than can be counted")},
        {"occupancy_uncertain", N_("count uncertain")},
        {"unset_by_operator", N_("unset by an operator")},
        {"database_lost", N_("the database is lost, or another one")},
        {"database_old", N_("the database is older than it was")},
        {"reader_fault", N_("reader at fault")},
        {"contact_fault", N_("contact cannot be read")},
        {"output_fault", N_("strike cannot be driven")},
        {"sounder_fault", N_("sounder or set output cannot be driven")},
        {"fire_fault", N_("fire input cannot be read")},
        {"not_locked", N_("no page was locked")},
        {"not_the_operator", N_("the badge of somebody else")},
        {"password_first", N_("the password must be changed first")},
        {"day_badge", N_("a day badge is not enough")},
        {"idle", N_("nobody used it")},
        {"too_old", N_("after ten hours")},
        {"elsewhere", N_("logged in elsewhere")},
        {"replaced", N_("another log-in at this station")},
        {"account_closed", N_("the account may not be used any more")},
        {"password_changed", N_("the password was changed")},
        {"no_place", N_("too many are logged in")},
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
        {"first_password", N_("first password")},
        /* what prevents setting */
        {"somebody_inside", N_("somebody inside")},
        {"occupancy_uncertain", N_("count uncertain")},
        {"door_open", N_("door open")},
        {"door_released", N_("door released")},
        {"exit_request_held", N_("exit request held")},
        {"unset_by_operator", N_("unset by an operator")},
        {"clock_not_trusted", N_("clock not trusted")},
        {"reader_fault", N_("reader at fault")},
        {"contact_fault", N_("contact cannot be read")},
        {"output_fault", N_("strike cannot be driven")},
        {"sounder_fault", N_("sounder or set output cannot be driven")},
        /* what is wrong with a door */
        {"exit_request_stuck", N_("exit request stays active")},
        {"open_too_long", N_("open too long")},
        {"contact", N_("contact cannot be read")},
        {"output", N_("strike cannot be driven")},
        /* words that are the same in English */
        {"yes", N_("yes")},
        {"no", N_("no")},
        {"on", N_("on")},
        {"off", N_("off")},
        {"none", N_("none")},
        {"locked", N_("locked")},
        {"released", N_("released")},
        {"open", N_("open")},
        {"closed", N_("closed")},
        {"forced", N_("forced")},
        {"set", N_("set")},
        {"unset", N_("unset")},
        {"alarm", N_("alarm")},
        {"fire", N_("fire")},
        {"active", N_("active")},
        {"suspended", N_("suspended")},
        {"exited", N_("exited")},
        {"lost", N_("lost")},
        {"returned", N_("returned")},
        {"issued", N_("issued")},
        {"revoked", N_("revoked")},
        {"requested", N_("requested")},
        {"confirmed", N_("confirmed")},
        {"new", N_("new")},
        {"changed", N_("changed")},
        {"withdrawn", N_("withdrawn")},
        {"approved", N_("approved")},
        {"destroyed", N_("destroyed")},
        {"issue", N_("issue")},
        {"return", N_("return")},
        {"employee", N_("employee")},
        {"external", N_("external")},
        {"technician", N_("technician")},
        {"visitor", N_("visitor")},
        {"announced", N_("announced")},
        {"arrived", N_("waits for the host")},
        {"with_host", N_("with the host")},
        {"left", N_("left")},
        {"cancelled", N_("called off")},
        /* what became of a request that takes two */
        {"expired", N_("expired")},
        {"rejected", N_("rejected")},
        {"void", N_("void")},
        /* who may call a method */
        {"anybody", N_("anybody")},
        {"roles", N_("roles")},
        {"roles, anybody in a fire", N_("roles, anybody in a fire")},
        {"operators", N_("operators")},
        {"root", N_("root")},
        /* what the reception is reminded of */
        {"unlinked", N_("release without a visit")},
        {"waiting", N_("waits for the host for too long")},
        {"work_over", N_("there beyond the end of the work")},
        {"not_signed_out", N_("guest still here after closing")},
        {"inside_long", N_("inside for more than 14 h")},
        {"after_closing", N_("inside after closing")},
        {"entrance", N_("entrance")},
        {"office", N_("office")},
        {"goods", N_("goods")},
        {"secure", N_("secure")},
        {"automatic", N_("automatic")},
        {"assisted", N_("assisted")},
        {"mechanical", N_("mechanical")},
        {"rex", N_("exit button")},
        {"simulator", N_("simulator")},
        /* holidays */
        {"public", N_("public")},
        {"company", N_("company")},
        {"exception", N_("exception")},
        {"Mon", N_("Mon")},
        {"Tue", N_("Tue")},
        {"Wed", N_("Wed")},
        {"Thu", N_("Thu")},
        {"Fri", N_("Fri")},
        {"Sat", N_("Sat")},
        {"Sun", N_("Sun")},
        {NULL, NULL},
};

/* The same words that doors have, of accounts. */
static const struct word accounts[] = {
        {"open", C_("account", "open")},
        {"first_password", N_("first password")},
        {"locked", C_("account", "locked")},
        {"closed", C_("account", "closed")},
        {NULL, NULL},
};

/* Kinds of events: the journal's own names in English, words in other languages. */
static const char *const events[] = {
        N_("alarm.refused"),
        N_("alarm.overridden"),
        N_("door.held"),
        N_("door.hold"),
        N_("door.rex_stuck"),
        N_("journal.replaced"),
        N_("line.clear"),
        N_("line.fault"),
        N_("occupancy.doubted"),
        N_("occupancy.long"),
        N_("access.denied"),
        N_("access.granted"),
        N_("alarm.acknowledged"),
        N_("alarm.cancelled"),
        N_("alarm.exit_delay"),
        N_("alarm.prevented"),
        N_("alarm.raised"),
        N_("alarm.set"),
        N_("alarm.silent"),
        N_("alarm.unset"),
        N_("approval.asked"),
        N_("approval.confirmed"),
        N_("approval.rejected"),
        N_("approval.void"),
        N_("badge.assigned"),
        N_("badge.day_given"),
        N_("badge.destroyed"),
        N_("badge.found"),
        N_("badge.lost"),
        N_("badge.replaced"),
        N_("badge.resumed"),
        N_("badge.returned"),
        N_("badge.suspended"),
        N_("controller.started"),
        N_("controller.stopped"),
        N_("door.bell"),
        N_("door.closed"),
        N_("door.forced"),
        N_("door.locked"),
        N_("door.opened"),
        N_("door.released"),
        N_("door.rex"),
        N_("fire.active"),
        N_("fire.clear"),
        N_("fire.reset"),
        N_("journal.lost"),
        N_("journal.unknown"),
        N_("key.approved"),
        N_("key.confirmed"),
        N_("key.destroyed"),
        N_("key.found"),
        N_("key.issued"),
        N_("key.lost"),
        N_("key.requested"),
        N_("key.resumed"),
        N_("key.returned"),
        N_("key.revoked"),
        N_("key.suspended"),
        N_("occupancy.after_closing"),
        N_("occupancy.corrected"),
        N_("occupancy.entered"),
        N_("occupancy.left"),
        N_("occupancy.passed"),
        N_("occupancy.uncertain"),
        N_("operator.added"),
        N_("operator.changed"),
        N_("operator.closed"),
        N_("operator.confirmed"),
        N_("operator.glass_broken"),
        N_("operator.locked"),
        N_("operator.login"),
        N_("operator.logout"),
        N_("operator.password"),
        N_("operator.refused"),
        N_("operator.reset"),
        N_("operator.unlocked"),
        N_("person.changed"),
        N_("person.exited"),
        N_("person.extended"),
        N_("person.hired"),
        N_("person.leaves"),
        N_("person.renamed"),
        N_("person.resumed"),
        N_("person.suspended"),
        N_("person.transferred"),
        N_("persons.imported"),
        N_("position.added"),
        N_("reader.fault"),
        N_("reader.rejected"),
        N_("release.linked"),
        N_("release.put_aside"),
        N_("release.unlinked"),
        N_("review.begun"),
        N_("review.finished"),
        N_("door.set"),
        N_("holiday.added"),
        N_("holiday.removed"),
        N_("holiday.state"),
        N_("person.set"),
        N_("session.ended"),
        N_("session.locked"),
        N_("session.refused"),
        N_("session.unlocked"),
        N_("schedule.excepted"),
        N_("schedule.removed"),
        N_("schedule.set"),
        N_("visitor.after_closing"),
        N_("visitor.announced"),
        N_("visitor.arrived"),
        N_("visitor.cancelled"),
        N_("visitor.erased"),
        N_("visitor.handed_over"),
        N_("visitor.left"),
        N_("visitor.overdue"),
        NULL,
};

static const char *look_up(const struct word *list, const char *word)
{
	for (; list->journal != NULL; list++)
		if (strcmp(list->journal, word) == 0)
			return text_without_context(_(list->people));
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

const char *words_account(const char *state)
{
	return look_up(accounts, state);
}

const char *words_given(const char *reason, char out[WORDS_GIVEN_MAX])
{
	static const char brought[] = "position ";
	if (strncmp(reason, brought, sizeof brought - 1) != 0)
		return reason;
	snprintf(out, WORDS_GIVEN_MAX, _("position %s"), reason + sizeof brought - 1);
	return out;
}

const char *words_event(const char *kind)
{
	for (const char *const *known = events; *known != NULL; known++)
		if (strcmp(*known, kind) == 0)
			return _(*known);
	return kind;
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
	static const char *const restless[] = {"open",   "released", "exit_delay", "entry_delay", "suspended",
	                                       "exited", "revoked",  "requested",  NULL};
	if (is_among(urgent, state))
		return 2;
	return is_among(restless, state) ? 1 : 0;
}
