/*
 * The table of commands. Arguments first, then options, then what is shown,
 * noun by noun; the commands themselves stand at the end. The methods and
 * their parameters are those of docs/io.zutritt.varlink.
 */
#include "cli/command.h"

#include "cli/text.h"

static const struct parameter nothing[] = {{.name = NULL}};

/* Options that many commands share. */
#define OPTION_REASON                                                                                        \
	{                                                                                                    \
		.name = "--reason", .value = "TEXT", .kind = VALUE_TEXT, .field = "reason",                  \
		.is_required = true, .help = N_("why; it goes into the journal (1 to 200 bytes)")            \
	}
#define OPTION_FIRST_DAY(what)                                                                               \
	{                                                                                                    \
		.name = "--first-day", .value = "DAY", .kind = VALUE_DAY, .field = "first_day", .help = what \
	}
#define OPTION_LAST_DAY(what)                                                                                \
	{                                                                                                    \
		.name = "--last-day", .value = "DAY", .kind = VALUE_DAY, .field = "last_day", .help = what   \
	}
#define OPTION_FORMAT                                                                                        \
	{                                                                                                    \
		.name = "--format", .value = "FORMAT", .kind = VALUE_FORMAT,                                 \
		.help = N_("the card's format, as in h10301 (default: the site's usual one)")                \
	}
#define OPTION_RIGHT(what)                                                                                   \
	{                                                                                                    \
		.name = "--right", .kind = VALUE_CHOICE, .field = "rights", .is_repeated = true,             \
		.choices = rights, .help = what                                                              \
	}
#define OPTION_AREA                                                                                          \
	{                                                                                                    \
		.name = "--area", .value = "AREA", .kind = VALUE_NAME, .field = "area",                      \
		.help = N_("only this area (default: all)")                                                  \
	}
#define OPTION_ALL(what)                                                                                     \
	{                                                                                                    \
		.name = "--all", .kind = VALUE_FLAG, .field = "all", .help = what                            \
	}
#define OPTION_PERSONS(what)                                                                                 \
	{                                                                                                    \
		.name = "--persons", .kind = VALUE_FLAG, .field = "persons", .help = what                    \
	}
#define OPTION_HTML                                                                                          \
	{                                                                                                    \
		.name = "--html", .value = "FILE", .kind = VALUE_PATH,                                       \
		.help = N_("write a page to print (HTML, A4) to this file; - for standard output")           \
	}
#define ARGUMENT_PERSON                                                                                      \
	{                                                                                                    \
		.name = "PERSON", .kind = VALUE_TEXT, .field = "person", .is_required = true,                \
		.help = N_("id, or name if only one person has it")                                          \
	}
#define ARGUMENT_DOOR                                                                                        \
	{                                                                                                    \
		.name = "DOOR", .kind = VALUE_NAME, .field = "door", .is_required = true,                    \
		.help = N_("the door's name, as in zutritt door list")                                       \
	}
#define ARGUMENT_ROOM                                                                                        \
	{                                                                                                    \
		.name = "ROOM", .kind = VALUE_NAME, .field = "room", .is_required = true,                    \
		.help = N_("the room's name, as in zutritt room list")                                       \
	}

static const char *const rights[] = {"unset", "set", "override", NULL};
static const char *const person_kinds[] = {"employee", "external", "technician", NULL};
static const char *const roles[] = {"management", "administrator", "reception", "auditor", NULL};
static const char *const levels[] = {"high", "low", NULL};

static const struct section note[] = {{.shape = SECTION_NOTE, .path = "note"}, {.shape = SECTION_END}};

/* --- status --- */

static const struct column status_columns[] = {
        {.heading = N_("Site"), .path = "site"},
        {.heading = N_("Controller"), .path = "controller"},
        {.heading = N_("Version"), .path = "version"},
        {.heading = N_("Time"), .path = "now", .kind = CELL_TIME},
        {.heading = N_("Time zone of the site"), .path = "zone"},
        {.heading = N_("Running since"), .path = "started", .kind = CELL_TIME},
        {.heading = N_("Lines"), .path = "lines", .kind = CELL_WORD},
        {.heading = N_("Fire"), .path = "fire", .kind = CELL_WORD, .bad = "yes"},
        {.heading = N_("Disk takes events"), .path = "is_storing", .kind = CELL_WORD, .bad = "no"},
        {.heading = N_("Events not yet on disk"), .path = "ring_waiting"},
        {.heading = N_("Last event"), .path = "last_event"},
        {.heading = N_("Journal"), .path = "journal"},
        {.heading = N_("Policy version"), .path = "policy_version"},
        {.heading = N_("Persons"), .path = "persons"},
        {.heading = N_("Active badges"), .path = "badges"},
        {.heading = N_("Keys"), .path = "keys"},
        {.heading = NULL},
};

static const struct column desk_columns[] = {
        {.heading = N_("READER"), .path = "name"},
        {.heading = N_("STATION"), .path = "station"},
        {.heading = N_("FORMATS"), .path = "formats"},
        {.heading = N_("GOOD"), .path = "good", .kind = CELL_NUMBER},
        {.heading = N_("REJECTED"), .path = "rejected", .kind = CELL_NUMBER},
        {.heading = N_("FAULTS"), .path = "faults", .kind = CELL_NUMBER},
        {.heading = N_("ADVICE"), .path = "advice", .is_optional = true, .is_wide = true},
        {.heading = NULL},
};

static const struct section status_sections[] = {
        {.shape = SECTION_RECORD, .path = "status", .columns = status_columns},
        {.shape = SECTION_TABLE,
         .title = N_("Readers at desks (frames since start)"),
         .path = "status.desks",
         .columns = desk_columns},
        {.shape = SECTION_END},
};

/* --- persons --- */

static const struct parameter person_hire_arguments[] = {
        {.name = "NAME",
         .kind = VALUE_TEXT,
         .field = "name",
         .is_required = true,
         .is_asked = true,
         .help = N_("the person's full name (1 to 200 bytes)")},
        {.name = NULL},
};

static const struct parameter person_hire_options[] = {
        {.name = "--position",
         .value = "POSITION",
         .kind = VALUE_NAME,
         .field = "position",
         .help = N_("the job; its keys are issued at once")},
        {.name = "--kind",
         .kind = VALUE_CHOICE,
         .field = "kind",
         .choices = person_kinds,
         .help = N_("employee if not given")},
        {.name = "--badge",
         .value = "FACILITY:CARD",
         .kind = VALUE_BADGE,
         .field = "badge",
         .help = N_("the badge handed over; also \"FORMAT FACILITY:CARD\"")},
        OPTION_FORMAT,
        OPTION_RIGHT(N_("beyond the position's: unset or set the alarm, pass a lock-down")),
        OPTION_FIRST_DAY(N_("the first day of work, YYYY-MM-DD (default: at once)")),
        OPTION_LAST_DAY(N_("the contract's last day, YYYY-MM-DD; all keys end with it")),
        {.name = "--employer",
         .value = "TEXT",
         .kind = VALUE_TEXT,
         .field = "employer",
         .help = N_("whose employee an external is (needed for externals, as is the last day)")},
        {.name = NULL},
};

static const struct parameter person_argument[] = {ARGUMENT_PERSON, {.name = NULL}};

static const struct parameter person_exit_options[] = {
        {.name = "--on",
         .value = "DAY",
         .kind = VALUE_DAY,
         .field = "on",
         .help = N_("the last day, YYYY-MM-DD; all keys end with it (default: at once)")},
        {.name = "--reason",
         .value = "TEXT",
         .kind = VALUE_TEXT,
         .field = "reason",
         .otherwise = "exit",
         .help = N_("why; it goes into the journal (1 to 200 bytes; default: exit)")},
        {.name = NULL},
};

static const struct parameter person_set_options[] = {
        {.name = "--release-s",
         .value = "N",
         .kind = VALUE_NUMBER,
         .field = "release_s",
         .is_required = true,
         .min = 0,
         .max = 30,
         .help = N_("doors open for them for N seconds at least; 0: as for everybody")},
        {.name = NULL},
};

static const struct parameter person_rename_arguments[] = {
        ARGUMENT_PERSON,
        {.name = "NAME",
         .kind = VALUE_TEXT,
         .field = "name",
         .is_required = true,
         .help = N_("the new name (1 to 200 bytes)")},
        {.name = NULL},
};

static const struct parameter person_transfer_arguments[] = {
        ARGUMENT_PERSON,
        {.name = "POSITION",
         .kind = VALUE_NAME,
         .field = "position",
         .is_required = true,
         .help = N_("the new job, as in zutritt position list")},
        {.name = NULL},
};

static const struct parameter person_extend_options[] = {
        OPTION_LAST_DAY(N_("the new last day, YYYY-MM-DD (default: no end, for employees)")),
        {.name = NULL},
};

static const struct parameter act_options[] = {OPTION_REASON, {.name = NULL}};

/* A step in the life of a badge or key (rule K1). */
static const struct parameter step_options[] = {
        {.name = "--reason",
         .value = "TEXT",
         .kind = VALUE_TEXT,
         .field = "reason",
         .help = N_("why, if there is more to say; it goes into the journal (1 to 200 bytes)")},
        {.name = NULL},
};

static const struct parameter person_list_options[] = {
        OPTION_ALL(N_("also persons who have left")),
        {.name = NULL},
};

static const struct column person_columns[] = {
        {.heading = N_("NAME"), .path = "name"},
        {.heading = N_("POSITION"), .path = "position"},
        {.heading = N_("KIND"), .path = "kind", .kind = CELL_WORD},
        {.heading = N_("EMPLOYER"), .path = "employer", .is_optional = true},
        {.heading = N_("FIRST DAY"), .path = "first_day", .is_optional = true},
        {.heading = N_("LAST DAY"), .path = "last_day"},
        {.heading = N_("STATE"), .path = "state", .kind = CELL_STATE},
        {.heading = N_("RIGHTS"), .path = "rights", .is_optional = true},
        {.heading = N_("ID"), .path = "id"},
        {.heading = NULL},
};

static const struct column person_record_columns[] = {
        {.heading = N_("Name"), .path = "person.name"},
        {.heading = N_("Id"), .path = "person.id"},
        {.heading = N_("Kind"), .path = "person.kind", .kind = CELL_WORD},
        {.heading = N_("Position"), .path = "person.position"},
        {.heading = N_("Employer"), .path = "person.employer"},
        {.heading = N_("State"), .path = "person.state", .kind = CELL_STATE},
        {.heading = N_("First day"), .path = "person.first_day"},
        {.heading = N_("Last day"), .path = "person.last_day"},
        {.heading = N_("Rights"), .path = "person.rights"},
        {.heading = N_("Doors open for (s)"), .path = "person.release_s", .is_optional = true},
        {.heading = N_("Inside"), .path = "is_inside", .kind = CELL_WORD},
        {.heading = N_("Last door"), .path = "last_door"},
        {.heading = NULL},
};

static const struct column badge_columns[] = {
        {.heading = N_("NUMBER"), .path = "number"},
        {.heading = N_("PERSON"), .path = "person_name"},
        {.heading = N_("STATE"), .path = "state", .kind = CELL_STATE},
        {.heading = N_("VALID FROM"), .path = "first_day", .is_optional = true},
        {.heading = N_("ONLY ON"), .path = "last_day", .is_optional = true},
        {.heading = N_("ID"), .path = "id"},
        {.heading = NULL},
};

static const struct column own_badge_columns[] = {
        {.heading = N_("NUMBER"), .path = "number"},
        {.heading = N_("STATE"), .path = "state", .kind = CELL_STATE},
        {.heading = N_("VALID FROM"), .path = "first_day", .is_optional = true},
        {.heading = N_("ONLY ON"), .path = "last_day", .is_optional = true},
        {.heading = N_("ID"), .path = "id"},
        {.heading = NULL},
};

static const struct column key_columns[] = {
        {.heading = N_("PERSON"), .path = "person_name"},
        {.heading = N_("ROOM"), .path = "room"},
        {.heading = N_("DOOR"), .path = "door"},
        {.heading = N_("FIRST DAY"), .path = "first_day", .is_optional = true},
        {.heading = N_("LAST DAY"), .path = "last_day", .is_optional = true},
        {.heading = N_("SCHEDULE"), .path = "schedule", .is_optional = true},
        {.heading = N_("STATE"), .path = "state", .kind = CELL_STATE},
        {.heading = N_("ISSUED"), .path = "issued", .kind = CELL_TIME},
        {.heading = N_("REASON"), .path = "reason", .kind = CELL_REASON, .is_wide = true},
        {.heading = N_("ID"), .path = "id"},
        {.heading = NULL},
};

static const struct column own_key_columns[] = {
        {.heading = N_("ROOM"), .path = "room"},
        {.heading = N_("DOOR"), .path = "door"},
        {.heading = N_("FIRST DAY"), .path = "first_day", .is_optional = true},
        {.heading = N_("LAST DAY"), .path = "last_day", .is_optional = true},
        {.heading = N_("SCHEDULE"), .path = "schedule", .is_optional = true},
        {.heading = N_("STATE"), .path = "state", .kind = CELL_STATE},
        {.heading = N_("ISSUED"), .path = "issued", .kind = CELL_TIME},
        {.heading = N_("REASON"), .path = "reason", .kind = CELL_REASON, .is_wide = true},
        {.heading = N_("ID"), .path = "id"},
        {.heading = NULL},
};

static const struct section person_list_sections[] = {
        {.shape = SECTION_TABLE, .path = "persons", .columns = person_columns, .none = N_("No persons.")},
        {.shape = SECTION_END},
};

static const struct section person_show_sections[] = {
        {.shape = SECTION_RECORD, .path = "", .columns = person_record_columns},
        {.shape = SECTION_TABLE,
         .title = N_("Badges"),
         .path = "badges",
         .columns = own_badge_columns,
         .none = N_("none")},
        {.shape = SECTION_TABLE,
         .title = N_("Keys"),
         .path = "keys",
         .columns = own_key_columns,
         .none = N_("none")},
        {.shape = SECTION_END},
};

static const struct section person_exit_sections[] = {
        {.shape = SECTION_NOTE, .path = "note"},
        {.shape = SECTION_TABLE,
         .title = N_("Badges to be handed in"),
         .path = "badges_outstanding",
         .columns = own_badge_columns},
        {.shape = SECTION_END},
};

/* --- import and export --- */

static const struct parameter import_arguments[] = {
        {.name = "FILE",
         .kind = VALUE_PATH,
         .is_required = true,
         .help = N_("a table as CSV; - for standard input")},
        {.name = NULL},
};

static const struct parameter import_options[] = {
        {.name = "--dry-run",
         .kind = VALUE_FLAG,
         .field = "dry_run",
         .help = N_("only show what it would change")},
        {.name = NULL},
};

static const struct parameter export_arguments[] = {
        {.name = "FILE", .kind = VALUE_PATH, .help = N_("where to write it (default: standard output)")},
        {.name = NULL},
};

static const struct column import_columns[] = {
        {.heading = N_("LINE"), .path = "line", .kind = CELL_NUMBER},
        {.heading = N_("WHAT"), .path = "what", .kind = CELL_WORD},
        {.heading = N_("NAME"), .path = "name"},
        {.heading = N_("DETAIL"), .path = "detail", .is_wide = true},
        {.heading = NULL},
};

static const struct section import_sections[] = {
        {.shape = SECTION_TABLE, .path = "rows_changed", .columns = import_columns},
        {.shape = SECTION_NOTE, .path = "note"},
        {.shape = SECTION_END},
};

/* --- positions --- */

static const struct parameter position_add_arguments[] = {
        {.name = "NAME",
         .kind = VALUE_NAME,
         .field = "name",
         .is_required = true,
         .help = N_("of the job (1 to 47 bytes)")},
        {.name = NULL},
};

static const struct parameter position_add_options[] = {
        {.name = "--key",
         .value = "ROOM[/DOOR]",
         .kind = VALUE_ROOM_KEY,
         .field = "keys",
         .is_required = true,
         .is_repeated = true,
         .help = N_("a room that the job needs, by any door or only by the one named (1 to 32 keys)"),
         .max = 32},
        OPTION_RIGHT(N_("that the job needs: unset or set the alarm, pass a lock-down")),
        {.name = NULL},
};

static const struct column position_columns[] = {
        {.heading = N_("POSITION"), .path = "name"},
        {.heading = N_("RIGHTS"), .path = "rights"},
        {.heading = N_("KEYS"), .path = "keys", .kind = CELL_KEYS, .is_wide = true},
        {.heading = NULL},
};

static const struct section position_list_sections[] = {
        {.shape = SECTION_TABLE,
         .path = "positions",
         .columns = position_columns,
         .none = N_("No positions.")},
        {.shape = SECTION_END},
};

/* --- badges --- */

static const struct parameter badge_assign_arguments[] = {
        {.name = "FACILITY:CARD",
         .kind = VALUE_BADGE,
         .field = "badge",
         .is_required = true,
         .help = N_("the number printed on the card; also \"FORMAT FACILITY:CARD\"")},
        ARGUMENT_PERSON,
        {.name = NULL},
};

static const struct parameter badge_assign_options[] = {OPTION_FORMAT, {.name = NULL}};

static const struct parameter badge_lost_arguments[] = {
        {.name = "BADGE",
         .kind = VALUE_BADGE_OR_ID,
         .field = "badge",
         .is_required = true,
         .help = N_("its number (FACILITY:CARD or \"FORMAT FACILITY:CARD\") or its id")},
        {.name = NULL},
};

static const struct parameter badge_replace_arguments[] = {
        {.name = "BADGE",
         .kind = VALUE_BADGE_OR_ID,
         .field = "badge",
         .is_required = true,
         .help = N_("the old one: its number or its id")},
        {.name = "FACILITY:CARD",
         .kind = VALUE_BADGE,
         .field = "with",
         .is_required = true,
         .help = N_("the number of the new one; also \"FORMAT FACILITY:CARD\"")},
        {.name = NULL},
};

static const struct parameter badge_replace_options[] = {
        {.name = "--lost",
         .kind = VALUE_FLAG,
         .field = "is_lost",
         .help = N_("the old one is lost (default: it is at hand and taken back)")},
        {.name = "--reason",
         .value = "TEXT",
         .kind = VALUE_TEXT,
         .field = "reason",
         .help = N_("why; it goes into the journal (1 to 200 bytes)")},
        {.name = NULL},
};

static const struct parameter badge_day_arguments[] = {
        ARGUMENT_PERSON,
        {.name = "FACILITY:CARD",
         .kind = VALUE_BADGE,
         .field = "badge",
         .is_required = true,
         .help = N_("the number of the day badge; also \"FORMAT FACILITY:CARD\"")},
        {.name = NULL},
};

static const struct parameter badge_enrol_options[] = {
        {.name = "--reader",
         .value = "READER",
         .kind = VALUE_NAME,
         .field = "reader",
         .is_required = true,
         .help = N_("where it will be presented, as in zutritt door show")},
        {.name = "--to",
         .value = "PERSON",
         .kind = VALUE_TEXT,
         .help = N_("who gets it at once: id, or name if only one person has it")},
        {.name = NULL},
};

static const struct column enrol_columns[] = {
        {.heading = N_("Badge"), .path = "badge"},
        {.heading = NULL},
};

static const struct section badge_enrol_sections[] = {
        {.shape = SECTION_RECORD, .path = "", .columns = enrol_columns},
        {.shape = SECTION_END},
};

static const struct parameter badge_list_options[] = {
        OPTION_ALL(N_("also badges that are lost or handed in")),
        {.name = NULL},
};

static const struct section badge_list_sections[] = {
        {.shape = SECTION_TABLE, .path = "badges", .columns = badge_columns, .none = N_("No badges.")},
        {.shape = SECTION_END},
};

/* --- keys --- */

static const struct parameter key_person_arguments[] = {ARGUMENT_PERSON, ARGUMENT_ROOM, {.name = NULL}};

static const struct parameter key_id_arguments[] = {
        {.name = "KEYID",
         .kind = VALUE_ID,
         .field = "key",
         .is_required = true,
         .help = N_("the key's id (12 letters and digits), as in zutritt key list")},
        {.name = NULL},
};

static const struct parameter key_approve_arguments[] = {
        {.name = "KEYID",
         .kind = VALUE_ID,
         .field = "key",
         .is_required = true,
         .help = N_("the key's id (12 letters and digits), as in zutritt key list")},
        {.name = "CODE",
         .kind = VALUE_ID,
         .field = "code",
         .is_required = true,
         .help = N_("that stands beside what will be done")},
        {.name = NULL},
};

static const struct parameter key_issue_options[] = {
        {.name = "--door",
         .value = "DOOR",
         .kind = VALUE_NAME,
         .field = "door",
         .help = N_("only this door of the room; a goods door opens only to a key that names it")},
        OPTION_FIRST_DAY(N_("valid from, YYYY-MM-DD (default: at once)")),
        OPTION_LAST_DAY(N_("valid up to and with, YYYY-MM-DD (default: without end)")),
        {.name = "--schedule",
         .value = "NAME",
         .kind = VALUE_NAME,
         .field = "schedule",
         .help = N_("only in its hours (default: at any time)")},
        {.name = "--any-time",
         .kind = VALUE_FLAG,
         .field = "any_time",
         .help = N_("its hours do not count while the controller's clock cannot be trusted")},
        OPTION_REASON,
        {.name = NULL},
};

static const struct parameter key_revoke_options[] = {
        {.name = "--door",
         .value = "DOOR",
         .kind = VALUE_NAME,
         .field = "door",
         .help = N_("only the key that names this door (default: all keys of the room)")},
        OPTION_REASON,
        {.name = NULL},
};

/* --- schedules and holidays --- */

#define ARGUMENT_SCHEDULE                                                                                    \
	{                                                                                                    \
		.name = "NAME", .kind = VALUE_NAME, .field = "schedule", .is_required = true,                \
		.help = N_("of the schedule: letters, digits, '-' and '.' (1 to 47)")                        \
	}
#define ARGUMENT_DAY(what)                                                                                   \
	{                                                                                                    \
		.name = "DAY", .kind = VALUE_DAY, .field = "day", .is_required = true, .help = what          \
	}

static const struct parameter schedule_argument[] = {ARGUMENT_SCHEDULE, {.name = NULL}};

static const struct parameter schedule_set_arguments[] = {
        ARGUMENT_SCHEDULE,
        {.name = "HOURS",
         .kind = VALUE_TEXT,
         .field = "hours",
         .is_required = true,
         .is_repeated = true,
         .help = N_("days and times, as in \"Mon-Fri 08:00-12:00,13:00-17:00\"; days are Mon to Sun (or Mo "
                    "to So), daily, holiday")},
        {.name = NULL},
};

static const struct parameter schedule_except_arguments[] = {
        ARGUMENT_SCHEDULE,
        ARGUMENT_DAY(N_("that is different, YYYY-MM-DD")),
        {.name = "HOURS",
         .kind = VALUE_TEXT,
         .field = "hours",
         .is_required = true,
         .help = N_("of that day, as in 10:00-14:00; closed; or usual, to take it back")},
        {.name = NULL},
};

static const struct column schedule_columns[] = {
        {.heading = N_("SCHEDULE"), .path = "name"},
        {.heading = N_("HOURS"), .path = "hours", .is_wide = true},
        {.heading = N_("DOORS"), .path = "doors", .is_wide = true},
        {.heading = N_("KEYS"), .path = "keys", .kind = CELL_NUMBER},
        {.heading = NULL},
};

static const struct column schedule_record_columns[] = {
        {.heading = N_("Schedule"), .path = "schedule.name"},
        {.heading = N_("Hours"), .path = "schedule.hours"},
        {.heading = N_("Doors"), .path = "schedule.doors"},
        {.heading = N_("Keys"), .path = "schedule.keys"},
        {.heading = NULL},
};

static const struct column exception_columns[] = {
        {.heading = N_("DAY"), .path = "day"},
        {.heading = N_("HOURS"), .path = "hours"},
        {.heading = NULL},
};

static const struct section schedule_list_sections[] = {
        {.shape = SECTION_TABLE,
         .path = "schedules",
         .columns = schedule_columns,
         .none = N_("No schedules: every door is always locked, every key opens at any time.")},
        {.shape = SECTION_END},
};

static const struct section schedule_show_sections[] = {
        {.shape = SECTION_RECORD, .path = "", .columns = schedule_record_columns},
        {.shape = SECTION_TABLE,
         .title = N_("Single days"),
         .path = "exceptions",
         .columns = exception_columns,
         .none = N_("none")},
        {.shape = SECTION_END},
};

static const struct parameter holiday_list_options[] = {
        {.name = "--year",
         .value = "YEAR",
         .kind = VALUE_NUMBER,
         .field = "year",
         .min = 1970,
         .max = 9999,
         .help = N_("of the calendar (default: this year)")},
        {.name = NULL},
};

static const struct parameter holiday_add_arguments[] = {
        ARGUMENT_DAY(N_("on which the company is closed, YYYY-MM-DD")),
        {.name = "NAME",
         .kind = VALUE_TEXT,
         .field = "name",
         .is_required = true,
         .help = N_("of the holiday (1 to 200 bytes)")},
        {.name = NULL},
};

static const struct parameter holiday_remove_arguments[] = {
        ARGUMENT_DAY(N_("of the company's holiday, YYYY-MM-DD")), {.name = NULL}};

static const char *const states[] = {"BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV",   "NI",
                                     "NW", "RP", "SL", "SN", "ST", "SH", "TH", "none", NULL};

static const struct parameter holiday_state_arguments[] = {
        {.name = "STATE",
         .kind = VALUE_CHOICE,
         .choices = states,
         .field = "state",
         .is_required = true,
         .help = N_("of Germany, as in SH for Schleswig-Holstein")},
        {.name = NULL},
};

static const struct column holiday_columns[] = {
        {.heading = N_("DAY"), .path = "day"},
        {.heading = N_("WEEKDAY"), .path = "weekday", .kind = CELL_WORD},
        {.heading = N_("KIND"), .path = "kind", .kind = CELL_WORD},
        {.heading = N_("NAME"), .path = "name", .is_wide = true},
        {.heading = N_("HOURS"), .path = "hours", .is_optional = true},
        {.heading = NULL},
};

static const struct section holiday_list_sections[] = {
        {.shape = SECTION_TABLE,
         .path = "holidays",
         .columns = holiday_columns,
         .none = N_("No holidays and no exceptions in that year.")},
        {.shape = SECTION_NOTE, .path = "hint"},
        {.shape = SECTION_END},
};

static const struct parameter key_list_options[] = {
        {.name = "--person",
         .value = "PERSON",
         .field = "person",
         .kind = VALUE_TEXT,
         .help = N_("only theirs")},
        {.name = "--room",
         .value = "ROOM",
         .field = "room",
         .kind = VALUE_NAME,
         .help = N_("only keys of this room")},
        OPTION_ALL(N_("also keys that were revoked")),
        {.name = NULL},
};

static const struct column waiting_columns[] = {
        {.heading = N_("KEY"), .path = "id"},
        {.heading = N_("ASKED"), .path = "issued", .kind = CELL_TIME},
        {.heading = N_("BY"), .path = "asked_by_name"},
        {.heading = N_("WHAT"), .path = "what", .is_wide = true},
        {.heading = N_("CODE"), .path = "code"},
        {.heading = NULL},
};

static const struct section key_waiting_sections[] = {
        {.shape = SECTION_TABLE, .path = "keys", .columns = waiting_columns, .none = N_("No keys wait.")},
        {.shape = SECTION_END},
};

/* --- receipts --- */

static const struct parameter receipt_arguments[] = {
        {.name = "NUMBER",
         .kind = VALUE_TEXT,
         .field = "receipt",
         .is_required = true,
         .help = N_("SITE-YEAR-NUMBER, or YEAR-NUMBER")},
        {.name = NULL},
};

static const struct parameter receipt_show_options[] = {OPTION_HTML, {.name = NULL}};

static const struct parameter receipt_check_options[] = {
        {.name = "--code",
         .value = "CODE",
         .kind = VALUE_TEXT,
         .field = "code",
         .help = N_("the code on paper: proves that the paper is genuine")},
        {.name = NULL},
};

static const struct parameter receipt_list_options[] = {
        {.name = "--person",
         .value = "PERSON",
         .field = "person",
         .kind = VALUE_TEXT,
         .help = N_("only theirs")},
        {.name = NULL},
};

static const struct column receipt_columns[] = {
        {.heading = N_("RECEIPT"), .path = "number"},
        {.heading = N_("FOR"), .path = "kind", .kind = CELL_WORD},
        {.heading = N_("PERSON"), .path = "person_name"},
        {.heading = N_("BY"), .path = "operator_name"},
        {.heading = N_("MADE"), .path = "made", .kind = CELL_TIME},
        {.heading = N_("CODE"), .path = "code"},
        {.heading = NULL},
};

static const struct section receipt_list_sections[] = {
        {.shape = SECTION_TABLE, .path = "receipts", .columns = receipt_columns, .none = N_("No receipts.")},
        {.shape = SECTION_END},
};

static const struct column receipt_record_columns[] = {
        {.heading = N_("Receipt"), .path = "receipt.number"},
        {.heading = N_("For"), .path = "receipt.kind", .kind = CELL_WORD},
        {.heading = N_("Person"), .path = "receipt.person_name"},
        {.heading = N_("By"), .path = "receipt.operator_name"},
        {.heading = N_("Made"), .path = "receipt.made", .kind = CELL_TIME},
        {.heading = N_("Code"), .path = "receipt.code"},
        {.heading = NULL},
};

static const struct section receipt_show_sections[] = {
        {.shape = SECTION_RECORD, .path = "", .columns = receipt_record_columns},
        {.shape = SECTION_TABLE, .title = N_("Badges"), .path = "badges", .columns = own_badge_columns},
        {.shape = SECTION_TABLE, .title = N_("Keys"), .path = "keys", .columns = own_key_columns},
        {.shape = SECTION_END},
};

/* --- reports and reviews --- */

static const struct parameter lock_plan_options[] = {
        {.name = "--room",
         .value = "ROOM",
         .field = "room",
         .kind = VALUE_NAME,
         .help = N_("only this room (default: all)")},
        OPTION_HTML,
        {.name = NULL},
};

#define OPTION_DAYS(what)                                                                                    \
	{                                                                                                    \
		.name = "--days", .value = "N", .kind = VALUE_NUMBER, .field = "days", .min = 1,             \
		.max = 3650, .help = what                                                                    \
	}

static const struct parameter unused_options[] = {
        OPTION_DAYS(N_("not used for N days (default: 90)")),
        {.name = NULL},
};

static const struct parameter ending_options[] = {
        OPTION_DAYS(N_("that end within N days (default: 30)")),
        {.name = NULL},
};

static const struct column lock_plan_columns[] = {
        {.heading = N_("ROOM"), .path = "room"},
        {.heading = N_("DOOR"), .path = "door"},
        {.heading = N_("PERSON"), .path = "person_name"},
        {.heading = N_("KIND"), .path = "kind", .kind = CELL_WORD},
        {.heading = N_("EMPLOYER"), .path = "employer", .is_optional = true},
        {.heading = N_("SCHEDULE"), .path = "schedule", .is_optional = true},
        {.heading = N_("FIRST DAY"), .path = "first_day", .is_optional = true},
        {.heading = N_("LAST DAY"), .path = "last_day", .is_optional = true},
        {.heading = N_("REASON"), .path = "reason", .kind = CELL_REASON, .is_wide = true},
        {.heading = NULL},
};

static const struct section lock_plan_sections[] = {
        {.shape = SECTION_TABLE, .path = "keys", .columns = lock_plan_columns, .none = N_("No keys.")},
        {.shape = SECTION_END},
};

static const struct column unused_columns[] = {
        {.heading = N_("PERSON"), .path = "person_name"},
        {.heading = N_("ROOM"), .path = "room"},
        {.heading = N_("DOOR"), .path = "door"},
        {.heading = N_("LAST USED"), .path = "last_used"},
        {.heading = N_("ISSUED"), .path = "issued", .kind = CELL_TIME},
        {.heading = N_("REASON"), .path = "reason", .kind = CELL_REASON, .is_wide = true},
        {.heading = N_("ID"), .path = "id"},
        {.heading = NULL},
};

static const struct section unused_sections[] = {
        {.shape = SECTION_TABLE, .path = "keys", .columns = unused_columns, .none = N_("No keys.")},
        {.shape = SECTION_END},
};

static const struct column leaver_columns[] = {
        {.heading = N_("PERSON"), .path = "person_name"},
        {.heading = N_("EMPLOYER"), .path = "employer", .is_optional = true},
        {.heading = N_("LAST DAY"), .path = "left_on"},
        {.heading = N_("NUMBER"), .path = "number"},
        {.heading = N_("STATE"), .path = "state", .kind = CELL_STATE},
        {.heading = N_("ID"), .path = "id"},
        {.heading = NULL},
};

static const struct section leaver_sections[] = {
        {.shape = SECTION_TABLE, .path = "badges", .columns = leaver_columns, .none = N_("No badges.")},
        {.shape = SECTION_END},
};

static const struct section ending_sections[] = {
        {.shape = SECTION_TABLE,
         .title = N_("Keys"),
         .path = "keys",
         .columns = lock_plan_columns,
         .none = N_("none")},
        {.shape = SECTION_TABLE,
         .title = N_("Contracts"),
         .path = "persons",
         .columns = person_columns,
         .none = N_("none")},
        {.shape = SECTION_END},
};

static const struct parameter room_argument[] = {ARGUMENT_ROOM, {.name = NULL}};

static const struct parameter review_keys_arguments[] = {
        {.name = "KEYID",
         .kind = VALUE_ID,
         .field = "keys",
         .is_required = true,
         .is_repeated = true,
         .help = N_("the ids of the keys, as in zutritt review show")},
        {.name = NULL},
};

static const struct column review_columns[] = {
        {.heading = N_("ROOM"), .path = "room"},
        {.heading = N_("LAST REVIEW"), .path = "finished", .kind = CELL_TIME},
        {.heading = N_("UNDER WAY SINCE"), .path = "begun", .kind = CELL_TIME},
        {.heading = N_("DUE"), .path = "is_due", .kind = CELL_WORD, .bad = "yes"},
        {.heading = NULL},
};

static const struct section review_list_sections[] = {
        {.shape = SECTION_TABLE, .path = "reviews", .columns = review_columns, .none = N_("No rooms.")},
        {.shape = SECTION_END},
};

static const struct column verdict_columns[] = {
        {.heading = N_("PERSON"), .path = "person_name"},
        {.heading = N_("DOOR"), .path = "door", .is_optional = true},
        {.heading = N_("VERDICT"), .path = "verdict", .kind = CELL_WORD},
        {.heading = N_("ISSUED"), .path = "issued", .kind = CELL_TIME},
        {.heading = N_("REASON"), .path = "reason", .kind = CELL_REASON, .is_wide = true},
        {.heading = N_("KEY"), .path = "id"},
        {.heading = NULL},
};

static const struct section review_show_sections[] = {
        {.shape = SECTION_TABLE, .path = "keys", .columns = verdict_columns, .none = N_("No keys.")},
        {.shape = SECTION_END},
};

static const struct section key_list_sections[] = {
        {.shape = SECTION_TABLE, .path = "keys", .columns = key_columns, .none = N_("No keys.")},
        {.shape = SECTION_END},
};

/* --- visits --- */

static const char *const guest_kinds[] = {"visitor", "technician", NULL};

static const struct parameter visitor_argument[] = {
        {.name = "VISITOR",
         .kind = VALUE_TEXT,
         .field = "visitor",
         .is_required = true,
         .help = N_("who is expected or here: the name, or the id where more than one has it")},
        {.name = NULL},
};

static const struct parameter guest_arguments[] = {
        {.name = "NAME",
         .kind = VALUE_TEXT,
         .field = "name",
         .is_required = true,
         .help = N_("the guest's name")},
        {.name = NULL},
};

static const struct parameter guest_options[] = {
        {.name = "--host",
         .value = "PERSON",
         .field = "host",
         .kind = VALUE_TEXT,
         .is_required = true,
         .help = N_("the employee who is visited")},
        {.name = "--purpose",
         .value = "TEXT",
         .field = "purpose",
         .kind = VALUE_TEXT,
         .is_required = true,
         .help = N_("what for")},
        {.name = "--company",
         .value = "TEXT",
         .field = "company",
         .kind = VALUE_TEXT,
         .help = N_("from where")},
        {.name = "--kind",
         .value = "KIND",
         .field = "kind",
         .kind = VALUE_CHOICE,
         .choices = guest_kinds,
         .help = N_("visitor (default) or technician, who has a company, an order and an end")},
        {.name = "--order",
         .value = "TEXT",
         .field = "order",
         .kind = VALUE_TEXT,
         .help = N_("a technician's order")},
        {.name = "--end",
         .value = "TIME",
         .field = "end",
         .kind = VALUE_TEXT,
         .help = N_("when a technician's work ends: 17:00, today at the latest")},
        {.name = "--arrived",
         .field = "arrived",
         .kind = VALUE_FLAG,
         .help = N_("the guest is here already and counts from now on")},
        {.name = NULL},
};

static const struct column visitor_columns[] = {
        {.heading = N_("NAME"), .path = "name"},
        {.heading = N_("COMPANY"), .path = "company", .is_optional = true},
        {.heading = N_("HOST"), .path = "host_name"},
        {.heading = N_("STATE"), .path = "state", .kind = CELL_WORD},
        {.heading = N_("ARRIVED"), .path = "arrived", .kind = CELL_TIME},
        {.heading = N_("OVERDUE"), .path = "is_overdue", .kind = CELL_WORD, .bad = "yes"},
        {.heading = N_("ID"), .path = "id"},
        {.heading = NULL},
};

static const struct column host_columns[] = {
        {.heading = N_("NAME"), .path = "name"},
        {.heading = N_("ID"), .path = "id"},
        {.heading = NULL},
};

static const struct section host_sections[] = {
        {.shape = SECTION_TABLE,
         .path = "hosts",
         .columns = host_columns,
         .none = N_("Nobody works here today.")},
        {.shape = SECTION_END},
};

static const struct column evacuation_columns[] = {
        {.heading = N_("NAME"), .path = "name"},
        {.heading = N_("COMPANY"), .path = "company", .is_optional = true},
        {.heading = N_("HOST"), .path = "host_name", .is_optional = true},
        {.heading = N_("LAST DOOR"), .path = "door"},
        {.heading = N_("SINCE"), .path = "since", .kind = CELL_TIME},
        {.heading = NULL},
};

static const struct section evacuation_sections[] = {
        {.shape = SECTION_TABLE,
         .path = "inside",
         .columns = evacuation_columns,
         .none = N_("Nobody is counted inside.")},
        {.shape = SECTION_END},
};

static const struct parameter release_arguments[] = {
        {.name = "RELEASE",
         .kind = VALUE_ID,
         .field = "release",
         .is_required = true,
         .help = N_("of the release, as in zutritt reminders")},
        {.name = NULL},
};

static const struct parameter release_link_arguments[] = {
        {.name = "RELEASE",
         .kind = VALUE_ID,
         .field = "release",
         .is_required = true,
         .help = N_("of the release, as in zutritt reminders")},
        {.name = "VISITOR",
         .kind = VALUE_TEXT,
         .field = "visitor",
         .is_required = true,
         .help = N_("who was let in: the name of a guest who is here, or the id")},
        {.name = NULL},
};

static const struct column reminder_columns[] = {
        {.heading = N_("WHAT"), .path = "kind", .kind = CELL_WORD},
        {.heading = N_("NAME"), .path = "name", .is_optional = true},
        {.heading = N_("COMPANY"), .path = "company", .is_optional = true},
        {.heading = N_("HOST"), .path = "host_name", .is_optional = true},
        {.heading = N_("DOOR"), .path = "door", .is_optional = true},
        {.heading = N_("BY"), .path = "operator_name", .is_optional = true},
        {.heading = N_("SINCE"), .path = "since", .kind = CELL_TIME},
        {.heading = N_("AREA"), .path = "area"},
        {.heading = N_("RELEASE"), .path = "release", .is_optional = true},
        {.heading = N_("VISITOR"), .path = "visitor", .is_optional = true},
        {.heading = NULL},
};

static const struct column reminder_further_columns[] = {
        {.heading = N_("Further ones"), .path = "further", .is_optional = true},
        {.heading = NULL},
};

static const struct section reminder_sections[] = {
        {.shape = SECTION_TABLE,
         .path = "reminders",
         .columns = reminder_columns,
         .none = N_("Nothing to be reminded of.")},
        {.shape = SECTION_RECORD, .path = "", .columns = reminder_further_columns},
        {.shape = SECTION_END},
};

static const struct section visitor_sections[] = {
        {.shape = SECTION_TABLE,
         .path = "visitors",
         .columns = visitor_columns,
         .none = N_("Nobody is expected, nobody is here.")},
        {.shape = SECTION_END},
};

/* --- rooms and doors --- */

static const struct column room_columns[] = {
        {.heading = N_("ROOM"), .path = "name"},
        {.heading = N_("AREA"), .path = "area"},
        {.heading = N_("DOORS"), .path = "doors", .is_wide = true},
        {.heading = N_("GUARDED"), .path = "is_guarded", .kind = CELL_WORD},
        {.heading = NULL},
};

static const struct section room_list_sections[] = {
        {.shape = SECTION_TABLE, .path = "rooms", .columns = room_columns, .none = N_("No rooms.")},
        {.shape = SECTION_END},
};

static const struct column door_columns[] = {
        {.heading = N_("DOOR"), .path = "name"},
        {.heading = N_("KIND"), .path = "kind", .kind = CELL_WORD},
        {.heading = N_("FROM"), .path = "from"},
        {.heading = N_("TO"), .path = "to"},
        {.heading = N_("STATE"), .path = "state", .kind = CELL_STATE},
        {.heading = N_("LOCK"), .path = "lock", .kind = CELL_STATE},
        {.heading = N_("CONTACT"), .path = "contact", .kind = CELL_STATE},
        {.heading = N_("CAUSE"), .path = "", .kind = CELL_WHY},
        {.heading = N_("SINCE"), .path = "since", .kind = CELL_TIME},
        {.heading = NULL},
};

static const struct column door_record_columns[] = {
        {.heading = N_("Door"), .path = "name"},
        {.heading = N_("Kind"), .path = "kind", .kind = CELL_WORD},
        {.heading = N_("From"), .path = "from"},
        {.heading = N_("To"), .path = "to"},
        {.heading = N_("State"), .path = "state", .kind = CELL_STATE},
        {.heading = N_("Since"), .path = "since", .kind = CELL_TIME},
        {.heading = N_("Lock"), .path = "lock", .kind = CELL_STATE},
        {.heading = N_("Cause"), .path = "", .kind = CELL_WHY},
        {.heading = N_("Contact"), .path = "contact", .kind = CELL_STATE},
        {.heading = N_("Opens for (s)"), .path = "release_s"},
        {.heading = N_("Faults"), .path = "faults", .kind = CELL_WORD, .is_optional = true},
        {.heading = N_("Free by schedule"), .path = "schedule", .is_optional = true},
        {.heading = N_("Waits for the first person"), .path = "first_person", .kind = CELL_WORD},
        {.heading = N_("Bell"), .path = "has_bell", .kind = CELL_WORD},
        {.heading = N_("Released by fire"), .path = "is_escape", .kind = CELL_WORD},
        {.heading = N_("Way out"), .path = "way_out", .kind = CELL_WORD},
        {.heading = NULL},
};

static const struct column reader_columns[] = {
        {.heading = N_("READER"), .path = "name"},
        {.heading = N_("LEADS TO"), .path = "leads_to"},
        {.heading = N_("FORMATS"), .path = "formats"},
        {.heading = N_("GOOD"), .path = "good", .kind = CELL_NUMBER},
        {.heading = N_("REJECTED"), .path = "rejected", .kind = CELL_NUMBER},
        {.heading = N_("FAULTS"), .path = "faults", .kind = CELL_NUMBER},
        {.heading = N_("ADVICE"), .path = "advice", .is_optional = true, .is_wide = true},
        {.heading = NULL},
};

static const char *const whoms[] = {"visitor", "post", "employee", "other", NULL};

static const struct parameter door_release_options[] = {
        OPTION_REASON,
        {.name = "--for",
         .value = "WHOM",
         .field = "whom",
         .kind = VALUE_CHOICE,
         .choices = whoms,
         .help = N_("visitor, post, employee or other; a visitor's visit is recorded within 10 minutes, or "
                    "reminded of")},
        {.name = NULL},
};

static const struct parameter door_hold_options[] = {
        {.name = "--minutes",
         .value = "N",
         .kind = VALUE_NUMBER,
         .field = "minutes",
         .min = 1,
         .max = 45,
         .is_required = true,
         .help = N_("for how long, from now")},
        OPTION_REASON,
        {.name = NULL},
};

static const struct section door_list_sections[] = {
        {.shape = SECTION_TABLE, .path = "doors", .columns = door_columns, .none = N_("No doors.")},
        {.shape = SECTION_END},
};

static const struct section door_show_sections[] = {
        {.shape = SECTION_RECORD, .path = "door", .columns = door_record_columns},
        {.shape = SECTION_TABLE,
         .title = N_("Readers (frames since start)"),
         .path = "door.readers",
         .columns = reader_columns,
         .none = N_("none")},
        {.shape = SECTION_END},
};

static const struct parameter door_argument[] = {ARGUMENT_DOOR, {.name = NULL}};

static const struct parameter door_set_options[] = {
        {.name = "--schedule",
         .value = "NAME",
         .kind = VALUE_NAME,
         .field = "schedule",
         .help = N_("free in its hours; none: always locked")},
        {.name = "--first-person",
         .kind = VALUE_FLAG,
         .field = "first_person",
         .help = N_("free only after the first badge of each period was granted")},
        {.name = "--release-s",
         .value = "N",
         .kind = VALUE_NUMBER,
         .field = "release_s",
         .min = 1,
         .max = 30,
         .help = N_("it opens for N seconds")},
        {.name = NULL},
};

/* --- events --- */

static const struct parameter event_list_options[] = {
        {.name = "--since",
         .value = "N",
         .kind = VALUE_NUMBER,
         .field = "since",
         .min = 0,
         .max = INT64_MAX,
         .help = N_("the events after number N, oldest first (default: the newest ones)")},
        {.name = "--limit",
         .value = "N",
         .kind = VALUE_NUMBER,
         .field = "limit",
         .min = 1,
         .max = 1000,
         .help = N_("at most N events (default: 100)")},
        {.name = "--incidents",
         .kind = VALUE_FLAG,
         .field = "incidents",
         .help = N_("only events that somebody must look at")},
        OPTION_PERSONS(N_("with the persons' names")),
        {.name = NULL},
};

static const struct parameter event_follow_options[] = {
        {.name = "--since",
         .value = "N",
         .kind = VALUE_NUMBER,
         .field = "since",
         .min = 0,
         .max = INT64_MAX,
         .help = N_("first what came after number N (default: only what comes from now on)")},
        OPTION_PERSONS(N_("with the persons' names")),
        {.name = NULL},
};

const struct column command_event_columns[] = {
        {.heading = N_("NUMBER"), .path = "number", .kind = CELL_NUMBER, .width = 8},
        {.heading = N_("TIME"), .path = "time", .kind = CELL_TIME, .width = 19},
        {.heading = N_("KIND"), .path = "", .kind = CELL_EVENT, .width = 21},
        {.heading = N_("DOOR"), .path = "door", .width = 14},
        {.heading = N_("READER"), .path = "reader", .is_optional = true},
        {.heading = N_("ROOM"), .path = "room", .is_optional = true},
        {.heading = N_("AREA"), .path = "area", .is_optional = true},
        {.heading = N_("PERSON"), .path = "person_name", .is_optional = true, .width = 20},
        {.heading = N_("BY"), .path = "operator_name", .is_optional = true},
        {.heading = N_("WHY"), .path = "", .kind = CELL_WHY, .is_wide = true, .width = 1},
        {.heading = NULL},
};

static const struct section event_list_sections[] = {
        {.shape = SECTION_TABLE,
         .path = "events",
         .columns = command_event_columns,
         .none = N_("No events.")},
        {.shape = SECTION_END},
};

/* --- occupancy, alarm, fire --- */

static const struct parameter area_options[] = {OPTION_AREA, {.name = NULL}};

static const struct parameter alarm_act_options[] = {OPTION_AREA, OPTION_REASON, {.name = NULL}};
static const struct parameter correct_options[] = {{.name = "--inside",
                                                    .value = "PERSON",
                                                    .kind = VALUE_TEXT,
                                                    .field = "inside",
                                                    .help = N_("this person is inside")},
                                                   {.name = "--outside",
                                                    .value = "PERSON",
                                                    .kind = VALUE_TEXT,
                                                    .field = "outside",
                                                    .help = N_("this person is not inside")},
                                                   {.name = "--certain",
                                                    .kind = VALUE_FLAG,
                                                    .field = "certain",
                                                    .help = N_("the count is right as it stands")},
                                                   OPTION_AREA,
                                                   OPTION_REASON,
                                                   {.name = NULL}};

static const struct parameter occupancy_options[] = {
        OPTION_AREA,
        OPTION_PERSONS(N_("also who is inside")),
        {.name = NULL},
};

static const struct column occupancy_columns[] = {
        {.heading = N_("AREA"), .path = "area"},
        {.heading = N_("INSIDE"), .path = "count", .kind = CELL_NUMBER},
        {.heading = N_("CERTAIN"), .path = "is_certain", .kind = CELL_WORD, .bad = "no"},
        {.heading = N_("WHY NOT"), .path = "why", .is_optional = true, .is_wide = true},
        {.heading = NULL},
};

static const struct column occupant_columns[] = {
        {.heading = N_("AREA"), .path = "area", .is_outer = true},
        {.heading = N_("NAME"), .path = "name"},
        {.heading = N_("KIND"), .path = "kind", .kind = CELL_WORD},
        {.heading = N_("LAST DOOR"), .path = "door"},
        {.heading = N_("SINCE"), .path = "since", .kind = CELL_TIME},
        {.heading = NULL},
};

static const struct section occupancy_sections[] = {
        {.shape = SECTION_TABLE, .path = "areas", .columns = occupancy_columns, .none = N_("No areas.")},
        {.shape = SECTION_TABLE,
         .title = N_("Inside"),
         .path = "areas",
         .each = "inside",
         .columns = occupant_columns},
        {.shape = SECTION_END},
};

static const struct column alarm_columns[] = {
        {.heading = N_("AREA"), .path = "area"},
        {.heading = N_("MODE"), .path = "mode", .kind = CELL_WORD},
        {.heading = N_("STATE"), .path = "state", .kind = CELL_STATE},
        {.heading = N_("SINCE"), .path = "since", .kind = CELL_TIME},
        {.heading = N_("UNTIL"), .path = "until", .kind = CELL_TIME, .is_optional = true},
        {.heading = N_("SOUNDER"), .path = "sounder", .kind = CELL_WORD, .bad = "yes"},
        {.heading = N_("PREVENTED BY"), .path = "prevented_by", .kind = CELL_WORD, .is_wide = true},
        {.heading = N_("IN SPITE OF"), .path = "overridden", .kind = CELL_WORD, .is_optional = true},
        {.heading = NULL},
};

static const struct section alarm_sections[] = {
        {.shape = SECTION_TABLE, .path = "areas", .columns = alarm_columns, .none = N_("No areas.")},
        {.shape = SECTION_END},
};

/* --- cards and the simulator: without the daemon's methods --- */

static const struct parameter card_arguments[] = {
        {.name = "BITS",
         .kind = VALUE_BITS,
         .is_required = true,
         .is_repeated = true,
         .help = N_("the frame as it came, 0 and 1; spaces are allowed for reading")},
        {.name = NULL},
};

static const struct column card_columns[] = {
        {.heading = N_("FORMAT"), .path = "format"},
        {.heading = N_("BITS"), .path = "bits", .kind = CELL_NUMBER},
        {.heading = N_("FACILITY"), .path = "facility", .kind = CELL_NUMBER},
        {.heading = N_("CARD"), .path = "card", .kind = CELL_NUMBER},
        {.heading = NULL},
};

static const struct section card_sections[] = {
        {.shape = SECTION_TABLE, .path = "cards", .columns = card_columns},
        {.shape = SECTION_END},
};

static const struct parameter sim_badge_arguments[] = {
        {.name = "READER",
         .kind = VALUE_NAME,
         .is_required = true,
         .help = N_("the reader's name, as in zutritt door show")},
        {.name = "FACILITY:CARD",
         .kind = VALUE_BADGE,
         .is_required = true,
         .help = N_("the card's number; also \"FORMAT FACILITY:CARD\"")},
        {.name = NULL},
};

static const struct parameter sim_badge_options[] = {
        {.name = "--format",
         .value = "FORMAT",
         .kind = VALUE_FORMAT,
         .help = N_("one of the built-in formats, as in h10306 (default: h10301)")},
        {.name = "--period-us",
         .value = "N",
         .kind = VALUE_NUMBER,
         .min = 200,
         .max = 20000,
         .help = N_("time from bit to bit in microseconds (default: 2000)")},
        {.name = NULL},
};

static const struct parameter sim_line_arguments[] = {
        {.name = "NAME",
         .kind = VALUE_NAME,
         .is_required = true,
         .help = N_("the input, as in entrance.contact")},
        {.name = "LEVEL",
         .kind = VALUE_CHOICE,
         .choices = levels,
         .is_required = true,
         .help = N_("the voltage at the line; what it means depends on the wiring")},
        {.name = NULL},
};

static const struct parameter sim_outputs_options[] = {
        {.name = "--follow", .kind = VALUE_FLAG, .help = N_("go on with every change, until Ctrl-C")},
        {.name = NULL},
};

const struct column command_output_columns[] = {
        {.heading = N_("OUTPUT"), .path = "name", .width = 28},
        {.heading = N_("STATE"), .path = "state", .width = 4},
        {.heading = N_("CHANGES"), .path = "changes", .kind = CELL_NUMBER, .width = 8},
        {.heading = N_("SINCE"), .path = "since", .kind = CELL_TIME, .width = 19},
        {.heading = NULL},
};

static const struct section sim_outputs_sections[] = {
        {.shape = SECTION_TABLE,
         .path = "outputs",
         .columns = command_output_columns,
         .none = N_("No outputs.")},
        {.shape = SECTION_END},
};

/* --- operators --- */

static const struct parameter login_arguments[] = {
        {.name = "USER",
         .kind = VALUE_USER,
         .help = N_("the account's user name (default: the one logged in on this machine)")},
        {.name = NULL},
};

#define OPTION_PASSWORD_FD(what)                                                                             \
	{                                                                                                    \
		.name = "--password-fd", .value = "N", .kind = VALUE_NUMBER, .min = 0, .max = 1023,          \
		.help = what                                                                                 \
	}

static const struct parameter login_options[] = {
        OPTION_PASSWORD_FD(N_("read the password from this open file instead of the terminal")),
        {.name = NULL},
};

static const struct parameter passwd_options[] = {
        OPTION_PASSWORD_FD(N_("read the old and the new password from this open file, a line each")),
        {.name = NULL},
};

static const struct parameter init_options[] = {
        {.name = "--management",
         .value = "NAME",
         .kind = VALUE_TEXT,
         .field = "management",
         .help = N_("who manages: hires, dismisses, issues keys, requests accounts")},
        {.name = "--management-user",
         .value = "USER",
         .kind = VALUE_USER,
         .field = "management_user",
         .help = N_("their user name")},
        {.name = "--administrator",
         .value = "NAME",
         .kind = VALUE_TEXT,
         .field = "administrator",
         .help = N_("who administers: approves and unlocks accounts; somebody else")},
        {.name = "--administrator-user",
         .value = "USER",
         .kind = VALUE_USER,
         .field = "administrator_user",
         .help = N_("their user name")},
        {.name = NULL},
};

static const struct parameter user_argument[] = {{.name = "USER",
                                                  .kind = VALUE_USER,
                                                  .field = "user",
                                                  .is_required = true,
                                                  .help = N_("the account's user name")},
                                                 {.name = NULL}};

static const struct column first_password_columns[] = {
        {.heading = N_("USER"), .path = "user"},
        {.heading = N_("NAME"), .path = "name"},
        {.heading = N_("ROLE"), .path = "role"},
        {.heading = N_("FIRST PASSWORD"), .path = "password"},
        {.heading = NULL},
};

static const struct section first_password_sections[] = {
        {.shape = SECTION_TABLE, .path = "accounts", .columns = first_password_columns},
        {.shape = SECTION_NOTE, .path = "note"},
        {.shape = SECTION_END},
};

static const struct column who_columns[] = {
        {.heading = N_("User name"), .path = "user"},
        {.heading = N_("Name"), .path = "name"},
        {.heading = N_("Roles"), .path = "roles"},
        {.heading = N_("Must change the password"),
         .path = "must_change_password",
         .kind = CELL_WORD,
         .bad = "yes"},
        {.heading = N_("Ends unused after (s)"), .path = "idle_s"},
        {.heading = N_("Ends at the latest"), .path = "ends", .kind = CELL_TIME},
        {.heading = NULL},
};

static const struct section who_sections[] = {
        {.shape = SECTION_RECORD, .path = "", .columns = who_columns},
        {.shape = SECTION_END},
};

static const struct parameter operator_request_options[] = {
        {.name = "--user",
         .value = "USER",
         .kind = VALUE_USER,
         .field = "user",
         .help = N_("the user name of a new account: small letters, digits, '-', '.', '_'")},
        {.name = "--role",
         .kind = VALUE_CHOICE,
         .field = "roles",
         .is_required = true,
         .is_repeated = true,
         .choices = roles,
         .help = N_("what the account is for; all its roles")},
        {.name = NULL},
};

static const struct parameter operator_list_options[] = {
        OPTION_ALL(N_("also accounts that were closed")),
        {.name = NULL},
};

static const struct column operator_columns[] = {
        {.heading = N_("USER"), .path = "user"},
        {.heading = N_("NAME"), .path = "name"},
        {.heading = N_("ROLES"), .path = "roles"},
        {.heading = N_("STATE"), .path = "state", .kind = CELL_ACCOUNT},
        {.heading = N_("PASSWORD OF"), .path = "password_of"},
        {.heading = NULL},
};

static const struct section operator_list_sections[] = {
        {.shape = SECTION_TABLE,
         .path = "operators",
         .columns = operator_columns,
         .none = N_("No accounts.")},
        {.shape = SECTION_END},
};

static const struct parameter approval_arguments[] = {
        {.name = "ID",
         .kind = VALUE_ID,
         .field = "approval",
         .is_required = true,
         .help = N_("of what waits, as in zutritt approvals")},
        {.name = NULL},
};

static const struct parameter approval_confirm_arguments[] = {
        {.name = "ID",
         .kind = VALUE_ID,
         .field = "approval",
         .is_required = true,
         .help = N_("of what waits, as in zutritt approvals")},
        {.name = "CODE",
         .kind = VALUE_ID,
         .field = "code",
         .is_required = true,
         .help = N_("that stands beside what will be done")},
        {.name = NULL},
};

static const struct parameter approval_list_options[] = {
        OPTION_ALL(N_("also what has been decided")),
        {.name = NULL},
};

static const struct column approval_columns[] = {
        {.heading = N_("WHAT WILL BE DONE"), .path = "sentence", .is_wide = true},
        {.heading = N_("ASKED BY"), .path = "asked_by"},
        {.heading = N_("CONFIRMED BY"), .path = "roles"},
        {.heading = N_("ENDS"), .path = "ends", .kind = CELL_TIME},
        {.heading = N_("STATE"), .path = "state", .kind = CELL_STATE},
        {.heading = N_("ID"), .path = "id"},
        {.heading = N_("CODE"), .path = "code"},
        {.heading = NULL},
};

static const struct section approval_sections[] = {
        {.shape = SECTION_TABLE,
         .path = "approvals",
         .columns = approval_columns,
         .none = N_("Nothing waits for a second person.")},
        {.shape = SECTION_END},
};

static const struct column asked_columns[] = {
        {.heading = N_("What will be done"), .path = "approval.sentence"},
        {.heading = N_("Ends"), .path = "approval.ends", .kind = CELL_TIME},
        {.heading = N_("Id"), .path = "approval.id"},
        {.heading = N_("First half of the password"), .path = "first_half"},
        {.heading = NULL},
};

static const struct section asked_sections[] = {
        {.shape = SECTION_RECORD, .path = "", .columns = asked_columns},
        {.shape = SECTION_NOTE, .path = "note"},
        {.shape = SECTION_END},
};

static const struct column role_columns[] = {
        {.heading = N_("METHOD"), .path = "method"},
        {.heading = N_("WHO"), .path = "who", .kind = CELL_WORD},
        {.heading = N_("ROLES"), .path = "roles", .is_wide = true},
        {.heading = N_("SECOND PERSON"), .path = "second"},
        {.heading = NULL},
};

static const struct section role_sections[] = {
        {.shape = SECTION_TABLE, .path = "methods", .columns = role_columns},
        {.shape = SECTION_END},
};

/* --- options everywhere --- */

const struct parameter command_globals[] = {
        {.name = "--json",
         .kind = VALUE_FLAG,
         .help = N_("one JSON value on standard output and nothing else, errors too")},
        {.name = "--socket",
         .value = "PATH",
         .kind = VALUE_PATH,
         .help = N_("of zutrittd (default: $ZUTRITT_SOCKET, or /run/zutritt/control)")},
        {.name = "--sim-socket",
         .value = "PATH",
         .kind = VALUE_PATH,
         .help = N_("of the simulated lines (default: $ZUTRITT_SIM_SOCKET, or /run/zutritt/lines)")},
        {.name = "--help", .kind = VALUE_FLAG, .help = N_("this help, for every command")},
        {.name = "--version", .kind = VALUE_FLAG, .help = N_("the version of this command")},
        {.name = NULL},
};

const struct noun command_nouns[] = {
        {"person", N_("Persons who may come in: hire, exit, look up.")},
        {"import", N_("Tables that come in.")},
        {"export", N_("Tables that go out.")},
        {"position", N_("Positions: a job and the keys it needs.")},
        {"badge", N_("Badges: the cards that persons carry.")},
        {"key", N_("Keys: one person's right to enter one room.")},
        {"report", N_("Who may enter what, and what nobody needs any more.")},
        {"review", N_("The quarterly review of a room's keys.")},
        {"receipt", N_("Receipts for what was handed out and taken back.")},
        {"room", N_("The rooms behind the doors.")},
        {"door", N_("Doors: their state, how they open, and one opening from here.")},
        {"schedule", N_("Schedules: when doors are free and keys open.")},
        {"holiday", N_("Holidays: public ones by state, and the company's own.")},
        {"events", N_("The journal: every event, in order.")},
        {"occupancy", N_("How many are inside, and who.")},
        {"visitor", N_("Guests: announced, arrived, handed over, gone.")},
        {"release", N_("Releases for visitors: which guest each was for.")},
        {"alarm", N_("The alarm, per area.")},
        {"fire", N_("The fire latch.")},
        {"operator", N_("Accounts of those who work with this command.")},
        {"approval", N_("What waits for a second person.")},
        {"card", N_("Card frames, without the daemon.")},
        {"sim", N_("The hand on the simulated wires, for trying things out.")},
        {NULL, NULL},
};

const struct command commands[] = {
        {
                .noun = "status",
                .method = "GetStatus",
                .arguments = nothing,
                .options = nothing,
                .summary = N_("show how the controller is doing"),
                .details = N_("Shows version, time, stored events and counts of the running controller."),
                .example = "zutritt status",
                .sections = status_sections,
        },
        {
                .noun = "person",
                .verb = "hire",
                .action = COMMAND_HIRE,
                .method = "PersonHire",
                .is_act = true,
                .arguments = person_hire_arguments,
                .options = person_hire_options,
                .summary = N_("take a person on, with badge and keys"),
                .details =
                        N_("Enters the person, assigns the badge and issues the keys of the position in one "
                           "act."),
                .example = "zutritt person hire \"Anna Berger\" --position office --badge 42:1337",
                .sections = note,
        },
        {
                .noun = "person",
                .verb = "exit",
                .method = "PersonExit",
                .is_act = true,
                .arguments = person_argument,
                .options = person_exit_options,
                .summary = N_("end a person's access, at once"),
                .details = N_(
                        "Revokes all keys and refuses all badges of the person in one act. The answer says "
                        "since when it holds and which badges are to be handed in."),
                .example = "zutritt person exit \"Anna Berger\" --reason 'contract ended'",
                .sections = person_exit_sections,
        },
        {
                .noun = "person",
                .verb = "suspend",
                .method = "PersonSuspend",
                .is_act = true,
                .arguments = person_argument,
                .options = act_options,
                .summary = N_("refuse a person for a while"),
                .details = N_("Refuses all badges of the person for entry, at once, until they are resumed."),
                .example = "zutritt person suspend \"Anna Berger\" --reason 'parental leave'",
                .sections = note,
        },
        {
                .noun = "person",
                .verb = "resume",
                .method = "PersonResume",
                .is_act = true,
                .arguments = person_argument,
                .options = act_options,
                .summary = N_("let a suspended person in again"),
                .details = N_("Badges and keys work again as before."),
                .example = "zutritt person resume \"Anna Berger\" --reason 'is back'",
                .sections = note,
        },
        {
                .noun = "person",
                .verb = "rename",
                .method = "PersonRename",
                .is_act = true,
                .arguments = person_rename_arguments,
                .options = nothing,
                .summary = N_("give a person another name"),
                .details = N_("Changes the name, as after a marriage; badges, keys and receipts stay."),
                .example = "zutritt person rename \"Anna Berger\" \"Anna Roth\"",
                .sections = note,
        },
        {
                .noun = "person",
                .verb = "transfer",
                .method = "PersonTransfer",
                .is_act = true,
                .arguments = person_transfer_arguments,
                .options = nothing,
                .summary = N_("give a person another position"),
                .details = N_("Revokes the keys of the old position and issues those of the new one; what "
                              "both have stays."),
                .example = "zutritt person transfer \"Anna Berger\" warehouse",
                .sections = note,
        },
        {
                .noun = "person",
                .verb = "extend",
                .method = "PersonExtend",
                .is_act = true,
                .arguments = person_argument,
                .options = person_extend_options,
                .summary = N_("move the end of a contract"),
                .details = N_("Sets the contract's last day; all keys end with it, without anybody's act."),
                .example = "zutritt person extend \"Ext Hansen\" --last-day 2027-06-30",
                .sections = note,
        },
        {
                .noun = "person",
                .verb = "list",
                .method = "PersonList",
                .arguments = nothing,
                .options = person_list_options,
                .summary = N_("list persons"),
                .details = N_("Lists persons with position, last day and state."),
                .example = "zutritt person list --all",
                .sections = person_list_sections,
        },
        {
                .noun = "person",
                .verb = "show",
                .method = "PersonShow",
                .arguments = person_argument,
                .options = nothing,
                .summary = N_("show a person with badges and keys"),
                .details =
                        N_("Shows everything about one person: dates, rights, badges, keys, inside or not."),
                .example = "zutritt person show \"Anna Berger\"",
                .sections = person_show_sections,
        },
        {
                .noun = "person",
                .verb = "set",
                .method = "PersonSet",
                .arguments = person_argument,
                .options = person_set_options,
                .summary = N_("let doors open longer for a person who needs it"),
                .details = N_("Doors open for the person for so many seconds at least, 1 to 30."),
                .example = "zutritt person set \"Eva Lind\" --release-s 20",
                .sections = note,
        },
        {
                .noun = "import",
                .verb = "persons",
                .action = COMMAND_IMPORT,
                .method = "PersonsImport",
                .arguments = import_arguments,
                .options = import_options,
                .is_act = true,
                .summary = N_("hire and change persons by a table"),
                .details = N_("Takes all rows or none. Columns: name, id, kind, position, employer, "
                              "first_day, last_day, rights, badge, state; try it with --dry-run."),
                .example = "zutritt import persons staff.csv --dry-run",
                .sections = import_sections,
        },
        {
                .noun = "export",
                .verb = "persons",
                .action = COMMAND_EXPORT,
                .method = "PersonsExport",
                .arguments = export_arguments,
                .options = nothing,
                .summary = N_("write all persons into a table"),
                .details = N_("Writes the persons who are here as CSV, as zutritt import takes it."),
                .example = "zutritt export persons staff.csv",
                .sections = person_list_sections,
        },
        {
                .noun = "position",
                .verb = "add",
                .method = "PositionAdd",
                .is_act = true,
                .arguments = position_add_arguments,
                .options = position_add_options,
                .summary = N_("describe a job and the keys it needs"),
                .details =
                        N_("Adds a position. Whoever is hired for it gets its keys and rights; goods doors "
                           "must be named, as in warehouse/goods-in."),
                .example = "zutritt position add office --key hall --key offices",
                .sections = note,
        },
        {
                .noun = "position",
                .verb = "list",
                .method = "PositionList",
                .arguments = nothing,
                .options = nothing,
                .summary = N_("list positions with rights and keys"),
                .details = N_("Lists positions with their rights and keys (ROOM, or ROOM/DOOR)."),
                .example = "zutritt position list",
                .sections = position_list_sections,
        },
        {
                .noun = "badge",
                .verb = "assign",
                .method = "BadgeAssign",
                .is_act = true,
                .arguments = badge_assign_arguments,
                .options = badge_assign_options,
                .summary = N_("give a person a badge"),
                .details = N_("Assigns a badge to a person. No two active badges share a number."),
                .example = "zutritt badge assign 42:1338 \"Anna Berger\"",
                .sections = note,
        },
        {
                .noun = "badge",
                .verb = "lost",
                .method = "BadgeLost",
                .is_act = true,
                .arguments = badge_lost_arguments,
                .options = badge_assign_options,
                .summary = N_("block a lost badge, at once"),
                .details = N_(
                        "Reports a badge lost: from the answer on it opens nothing for entry, and using it "
                        "is an incident."),
                .example = "zutritt badge lost 42:1337",
                .sections = note,
        },
        {
                .noun = "badge",
                .verb = "found",
                .method = "BadgeFound",
                .is_act = true,
                .arguments = badge_lost_arguments,
                .options = step_options,
                .summary = N_("a lost badge is found and works again"),
                .details = N_("Ends the loss. One that has been replaced is handed in instead."),
                .example = "zutritt badge found 42:1337",
                .sections = note,
        },
        {
                .noun = "badge",
                .verb = "suspend",
                .method = "BadgeSuspend",
                .is_act = true,
                .arguments = badge_lost_arguments,
                .options = step_options,
                .summary = N_("refuse a badge for a while"),
                .details = N_("Refuses the badge for entry, at once, until it is resumed."),
                .example = "zutritt badge suspend 42:1337",
                .sections = note,
        },
        {
                .noun = "badge",
                .verb = "resume",
                .method = "BadgeResume",
                .is_act = true,
                .arguments = badge_lost_arguments,
                .options = step_options,
                .summary = N_("let a suspended badge in again"),
                .details = N_("The badge works again as before."),
                .example = "zutritt badge resume 42:1337",
                .sections = note,
        },
        {
                .noun = "badge",
                .verb = "return",
                .method = "BadgeReturn",
                .is_act = true,
                .arguments = badge_lost_arguments,
                .options = step_options,
                .summary = N_("take a badge back, with a receipt"),
                .details = N_("The badge is handed in; its number may be given to somebody else. A day badge "
                              "ends early."),
                .example = "zutritt badge return 42:1337",
                .sections = note,
        },
        {
                .noun = "badge",
                .verb = "destroy",
                .method = "BadgeDestroy",
                .is_act = true,
                .arguments = badge_lost_arguments,
                .options = step_options,
                .summary = N_("destroy a badge that was handed in"),
                .details = N_("Notes that the card is destroyed."),
                .example = "zutritt badge destroy 42:1337",
                .sections = note,
        },
        {
                .noun = "badge",
                .verb = "replace",
                .method = "BadgeReplace",
                .is_act = true,
                .arguments = badge_replace_arguments,
                .options = badge_replace_options,
                .summary = N_("give another badge instead, in one act"),
                .details = N_("The old one is taken back, or lost with --lost; the new one opens what the "
                              "old one did."),
                .example = "zutritt badge replace 42:1337 42:1400 --lost",
                .sections = note,
        },
        {
                .noun = "badge",
                .verb = "day",
                .method = "BadgeDay",
                .is_act = true,
                .arguments = badge_day_arguments,
                .options = nothing,
                .summary = N_("give an employee a badge for today"),
                .details = N_("A day badge opens what the own one does, until midnight; the own one rests "
                              "till then."),
                .example = "zutritt badge day \"Anna Berger\" 42:900",
                .sections = note,
        },
        {
                .noun = "badge",
                .verb = "enrol",
                .action = COMMAND_BADGE_ENROL,
                .method = "BadgeEnrol",
                .is_act = true,
                .arguments = nothing,
                .options = badge_enrol_options,
                .summary = N_("learn the number of a badge by presenting it"),
                .details = N_("Waits up to 30 seconds for an unknown badge at the reader and tells its "
                              "number, or gives it to the person. It is refused at the door as ever."),
                .example = "zutritt badge enrol --reader entrance-in --to \"Anna Berger\"",
                .sections = badge_enrol_sections,
        },
        {
                .noun = "badge",
                .verb = "list",
                .method = "BadgeList",
                .arguments = nothing,
                .options = badge_list_options,
                .summary = N_("list badges"),
                .details = N_("Lists badges with number, holder and state."),
                .example = "zutritt badge list --all",
                .sections = badge_list_sections,
        },
        {
                .noun = "key",
                .verb = "issue",
                .method = "KeyIssue",
                .is_act = true,
                .arguments = key_person_arguments,
                .options = key_issue_options,
                .summary = N_("let a person into a room"),
                .details = N_(
                        "Issues a key for one room, through any of its doors or only the one named. It works "
                        "as soon as the answer is there."),
                .example = "zutritt key issue \"Anna Berger\" lab --last-day 2027-03-31 --reason 'project'",
                .sections = note,
        },
        {
                .noun = "key",
                .verb = "revoke",
                .method = "KeyRevoke",
                .is_act = true,
                .arguments = key_person_arguments,
                .options = key_revoke_options,
                .summary = N_("take a person's key to a room away, at once"),
                .details =
                        N_("Revokes a person's keys to a room, or the one key with that id. No presentation "
                           "after the answer is granted by it."),
                .example = "zutritt key revoke \"Anna Berger\" lab --reason 'project ended'",
                .sections = note,
        },
        {
                .noun = "key",
                .verb = "revoke",
                .method = "KeyRevoke",
                .is_act = true,
                .arguments = key_id_arguments,
                .options = act_options,
                .summary = N_("take one key away, by its id"),
                .details = N_("Revokes the key with that id."),
                .example = "zutritt key revoke 7m2k0vq4x9ab --reason 'project ended'",
                .sections = note,
        },
        {
                .noun = "key",
                .verb = "waiting",
                .method = "KeyListWaiting",
                .arguments = nothing,
                .options = nothing,
                .summary = N_("list keys that wait for a second person"),
                .details = N_("Keys for rooms behind secure doors, and for more than half of all rooms, need "
                              "a second person."),
                .example = "zutritt key waiting",
                .sections = key_waiting_sections,
        },
        {
                .noun = "key",
                .verb = "approve",
                .method = "KeyApprove",
                .is_act = true,
                .arguments = key_approve_arguments,
                .options = nothing,
                .summary = N_("approve a key as the second person"),
                .details = N_("Issues a key that waits. Not for who asked for it, nor for who gets it; "
                              "within 24 hours. The code stands beside the sentence in zutritt key waiting: "
                              "that, and nothing else, is approved."),
                .example = "zutritt key approve 7m2k0vq4x9ab 3kq0r5wx81cd",
                .sections = note,
        },
        {
                .noun = "key",
                .verb = "suspend",
                .method = "KeySuspend",
                .is_act = true,
                .arguments = key_id_arguments,
                .options = step_options,
                .summary = N_("refuse a key for a while"),
                .details = N_("The key opens nothing until it is resumed."),
                .example = "zutritt key suspend 7m2k0vq4x9ab",
                .sections = note,
        },
        {
                .noun = "key",
                .verb = "resume",
                .method = "KeyResume",
                .is_act = true,
                .arguments = key_id_arguments,
                .options = step_options,
                .summary = N_("let a suspended key open again"),
                .details = N_("The key opens again as before."),
                .example = "zutritt key resume 7m2k0vq4x9ab",
                .sections = note,
        },
        {
                .noun = "key",
                .verb = "lost",
                .method = "KeyLost",
                .is_act = true,
                .arguments = key_id_arguments,
                .options = step_options,
                .summary = N_("block a lost key, at once"),
                .details = N_("The key opens nothing until it is found."),
                .example = "zutritt key lost 7m2k0vq4x9ab",
                .sections = note,
        },
        {
                .noun = "key",
                .verb = "found",
                .method = "KeyFound",
                .is_act = true,
                .arguments = key_id_arguments,
                .options = step_options,
                .summary = N_("a lost key is found and opens again"),
                .details = N_("Ends the loss of a key."),
                .example = "zutritt key found 7m2k0vq4x9ab",
                .sections = note,
        },
        {
                .noun = "key",
                .verb = "return",
                .method = "KeyReturn",
                .is_act = true,
                .arguments = key_id_arguments,
                .options = step_options,
                .summary = N_("take a revoked key back, with a receipt"),
                .details = N_("Notes that a revoked key is handed in."),
                .example = "zutritt key return 7m2k0vq4x9ab",
                .sections = note,
        },
        {
                .noun = "key",
                .verb = "destroy",
                .method = "KeyDestroy",
                .is_act = true,
                .arguments = key_id_arguments,
                .options = step_options,
                .summary = N_("destroy a key that was handed in"),
                .details = N_("Notes that the key is destroyed."),
                .example = "zutritt key destroy 7m2k0vq4x9ab",
                .sections = note,
        },
        {
                .noun = "key",
                .verb = "list",
                .method = "KeyList",
                .arguments = nothing,
                .options = key_list_options,
                .summary = N_("list keys, by person or room"),
                .details = N_("Lists keys with person, room, dates and reason."),
                .example = "zutritt key list --room lab",
                .sections = key_list_sections,
        },
        {
                .noun = "report",
                .verb = "lockplan",
                .action = COMMAND_PAGE,
                .method = "ReportLockPlan",
                .is_act = true,
                .arguments = nothing,
                .options = lock_plan_options,
                .summary = N_("who may enter which room, and when"),
                .details = N_("Lists every key that opens something, room by room."),
                .example = "zutritt report lockplan --room server-room",
                .sections = lock_plan_sections,
        },
        {
                .noun = "report",
                .verb = "unused",
                .method = "ReportUnused",
                .arguments = nothing,
                .options = unused_options,
                .summary = N_("keys that nobody has used for long"),
                .details = N_(
                        "Lists keys that were issued, and not used, for 90 days: perhaps nobody needs them."),
                .example = "zutritt report unused --days 180",
                .sections = unused_sections,
        },
        {
                .noun = "report",
                .verb = "leavers",
                .method = "ReportLeavers",
                .arguments = nothing,
                .options = nothing,
                .summary = N_("badges still out with those who have left"),
                .details = N_("Lists badges that were not handed in by persons who have left, or whose "
                              "contract is over."),
                .example = "zutritt report leavers",
                .sections = leaver_sections,
        },
        {
                .noun = "report",
                .verb = "ending",
                .method = "ReportEnding",
                .is_act = true,
                .arguments = nothing,
                .options = ending_options,
                .summary = N_("keys and contracts that end soon"),
                .details = N_("Lists keys and contracts that end within 30 days."),
                .example = "zutritt report ending --days 60",
                .sections = ending_sections,
        },
        {
                .noun = "review",
                .verb = "list",
                .method = "ReviewList",
                .arguments = nothing,
                .options = nothing,
                .summary = N_("list rooms and when they were reviewed"),
                .details = N_("A room is due 92 days after its last review."),
                .example = "zutritt review list",
                .sections = review_list_sections,
        },
        {
                .noun = "review",
                .verb = "start",
                .method = "ReviewBegin",
                .is_act = true,
                .arguments = room_argument,
                .options = nothing,
                .summary = N_("begin the review of a room's keys"),
                .details = N_("Every key that is issued by now is to be confirmed or withdrawn."),
                .example = "zutritt review start server-room",
                .sections = note,
        },
        {
                .noun = "review",
                .verb = "show",
                .method = "ReviewShow",
                .arguments = room_argument,
                .options = nothing,
                .summary = N_("show the keys of a review and their verdicts"),
                .details = N_(
                        "Shows which keys of the review under way are confirmed, withdrawn or still open."),
                .example = "zutritt review show server-room",
                .sections = review_show_sections,
        },
        {
                .noun = "review",
                .verb = "confirm",
                .method = "ReviewConfirm",
                .is_act = true,
                .arguments = review_keys_arguments,
                .options = nothing,
                .summary = N_("confirm keys: they are still needed"),
                .details = N_("Confirms the keys with these ids."),
                .example = "zutritt review confirm 7m2k0vq4x9ab",
                .sections = note,
        },
        {
                .noun = "review",
                .verb = "withdraw",
                .method = "ReviewWithdraw",
                .is_act = true,
                .arguments = key_id_arguments,
                .options = act_options,
                .summary = N_("withdraw a key: it is not needed any more"),
                .details = N_("Revokes the key in the same act; it is refused from the answer on."),
                .example = "zutritt review withdraw 7m2k0vq4x9ab --reason 'project ended'",
                .sections = note,
        },
        {
                .noun = "review",
                .verb = "finish",
                .method = "ReviewFinish",
                .is_act = true,
                .arguments = room_argument,
                .options = nothing,
                .summary = N_("finish a review"),
                .details = N_("Refused as long as a key has no verdict."),
                .example = "zutritt review finish server-room",
                .sections = note,
        },
        {
                .noun = "receipt",
                .verb = "list",
                .method = "ReceiptList",
                .arguments = nothing,
                .options = receipt_list_options,
                .summary = N_("list receipts"),
                .details = N_("Lists the receipts for issue and return."),
                .example = "zutritt receipt list --person \"Anna Berger\"",
                .sections = receipt_list_sections,
        },
        {
                .noun = "receipt",
                .verb = "show",
                .action = COMMAND_PAGE,
                .method = "ReceiptShow",
                .arguments = receipt_arguments,
                .options = receipt_show_options,
                .summary = N_("show a receipt, or print it again"),
                .details = N_("Shows what was handed out or taken back."),
                .example = "zutritt receipt show 2027-42 --html receipt.html",
                .sections = receipt_show_sections,
        },
        {
                .noun = "receipt",
                .verb = "check",
                .method = "ReceiptCheck",
                .arguments = receipt_arguments,
                .options = receipt_check_options,
                .summary = N_("check a receipt against the database"),
                .details = N_("Says whether a receipt is unchanged and, with the code on paper, whether the "
                              "paper is genuine."),
                .example = "zutritt receipt check 2027-42 --code 7m2k-0vq4-x9ab",
                .sections = note,
        },
        {
                .noun = "room",
                .verb = "list",
                .method = "RoomList",
                .arguments = nothing,
                .options = nothing,
                .summary = N_("list rooms and their doors"),
                .details = N_("Lists rooms with area and doors; guarded ones lie behind a secure door."),
                .example = "zutritt room list",
                .sections = room_list_sections,
        },
        {
                .noun = "door",
                .verb = "list",
                .method = "DoorList",
                .arguments = nothing,
                .options = nothing,
                .summary = N_("list doors with lock and contact"),
                .details =
                        N_("Lists doors: what the lock is told, what the contact says, why and since when."),
                .example = "zutritt door list",
                .sections = door_list_sections,
        },
        {
                .noun = "door",
                .verb = "show",
                .method = "DoorShow",
                .arguments = door_argument,
                .options = nothing,
                .summary = N_("show a door and its readers"),
                .details =
                        N_("Shows a door and its readers with their counters, and advice when something is "
                           "wrong with the wiring."),
                .example = "zutritt door show entrance",
                .sections = door_show_sections,
        },
        {
                .noun = "door",
                .verb = "release",
                .method = "DoorRelease",
                .is_act = true,
                .arguments = door_argument,
                .options = door_release_options,
                .summary = N_("open a door for one moment"),
                .details = N_("Opens a door once, for as long as zutritt door show says. Who, which and why "
                              "go into "
                              "the journal before the lock lets go."),
                .example = "zutritt door release entrance --reason courier",
                .sections = note,
        },
        {
                .noun = "door",
                .verb = "hold",
                .method = "DoorHold",
                .is_act = true,
                .arguments = door_argument,
                .options = door_hold_options,
                .summary = N_("let a door stand open for a while"),
                .details = N_("For a delivery: nobody is told that the door stands open too long. The lock "
                              "stays as it is, and an open door still prevents setting the alarm."),
                .example = "zutritt door hold goods-gate --minutes 20 --reason pallets",
                .sections = note,
        },
        {
                .noun = "door",
                .verb = "set",
                .method = "DoorSet",
                .arguments = door_argument,
                .options = door_set_options,
                .summary = N_("say when a door is free and how long it opens"),
                .details = N_("Sets the schedule in which the door is free, and how long it opens for a "
                              "badge or a release; it holds from the answer on. Goods and secure doors have "
                              "no schedule."),
                .example = "zutritt door set entrance --schedule shop --first-person",
                .sections = note,
        },
        {
                .noun = "schedule",
                .verb = "list",
                .method = "ScheduleList",
                .arguments = nothing,
                .options = nothing,
                .summary = N_("list schedules with their hours"),
                .details = N_("Lists schedules with their hours, the doors that are free in them and how "
                              "many keys open in them."),
                .example = "zutritt schedule list",
                .sections = schedule_list_sections,
        },
        {
                .noun = "schedule",
                .verb = "show",
                .method = "ScheduleShow",
                .arguments = schedule_argument,
                .options = nothing,
                .summary = N_("show a schedule with its single days"),
                .details = N_("Shows a schedule's hours and the days on which it has others."),
                .example = "zutritt schedule show shop",
                .sections = schedule_show_sections,
        },
        {
                .noun = "schedule",
                .verb = "set",
                .method = "ScheduleSet",
                .arguments = schedule_set_arguments,
                .options = nothing,
                .summary = N_("make a schedule, or give it other hours"),
                .details = N_("Sets all hours of a schedule. On holidays it is closed but for the hours "
                              "given for \"holiday\". Where the entrance has no schedule, business-hours "
                              "says when the site closes."),
                .example = "zutritt schedule set shop \"Mon-Fri 08:00-17:00\" \"Sat 09:00-13:00\"",
                .sections = note,
        },
        {
                .noun = "schedule",
                .verb = "except",
                .method = "ScheduleExcept",
                .arguments = schedule_except_arguments,
                .options = nothing,
                .summary = N_("give a schedule other hours on one day"),
                .details = N_("On that day only these hours count, holiday or not."),
                .example = "zutritt schedule except shop 2026-12-24 08:00-12:00",
                .sections = note,
        },
        {
                .noun = "schedule",
                .verb = "remove",
                .method = "ScheduleRemove",
                .arguments = schedule_argument,
                .options = nothing,
                .summary = N_("remove a schedule that nothing follows"),
                .details = N_("Removes a schedule and its single days, when no door and no key follows it."),
                .example = "zutritt schedule remove shop",
                .sections = note,
        },
        {
                .noun = "holiday",
                .verb = "list",
                .method = "HolidayList",
                .arguments = nothing,
                .options = holiday_list_options,
                .summary = N_("list the holidays and exceptions of a year"),
                .details = N_("Lists public holidays of the chosen state, the company's own and the "
                              "exceptions of schedules, day by day."),
                .example = "zutritt holiday list --year 2027",
                .sections = holiday_list_sections,
        },
        {
                .noun = "holiday",
                .verb = "add",
                .method = "HolidayAdd",
                .arguments = holiday_add_arguments,
                .options = nothing,
                .summary = N_("enter a holiday of the company"),
                .details = N_("On that day every schedule has its hours of holidays."),
                .example = "zutritt holiday add 2026-05-15 \"Bridging day\"",
                .sections = note,
        },
        {
                .noun = "holiday",
                .verb = "remove",
                .method = "HolidayRemove",
                .arguments = holiday_remove_arguments,
                .options = nothing,
                .summary = N_("take a holiday of the company back"),
                .details = N_("Takes a holiday of the company back; public ones stay."),
                .example = "zutritt holiday remove 2026-05-15",
                .sections = note,
        },
        {
                .noun = "holiday",
                .verb = "state",
                .method = "HolidayState",
                .arguments = holiday_state_arguments,
                .options = nothing,
                .summary = N_("choose whose public holidays count"),
                .details = N_("Chooses the German state whose public holidays count, or none."),
                .example = "zutritt holiday state SH",
                .sections = note,
        },
        {
                .noun = "events",
                .verb = "list",
                .action = COMMAND_EVENTS_LIST,
                .method = "EventList",
                .arguments = nothing,
                .options = event_list_options,
                .summary = N_("list events of the journal"),
                .details = N_("Lists the newest events, or those after a number, in rising order."),
                .example = "zutritt events list --incidents --limit 20",
                .sections = event_list_sections,
        },
        {
                .noun = "events",
                .verb = "follow",
                .action = COMMAND_EVENTS_FOLLOW,
                .method = "EventFollow",
                .arguments = nothing,
                .options = event_follow_options,
                .summary = N_("show events as they come"),
                .details = N_(
                        "Shows each event as soon as it is on disk, until Ctrl-C. With --json one object a "
                        "line."),
                .example = "zutritt events follow --json",
                .sections = event_list_sections,
        },
        {
                .noun = "occupancy",
                .method = "OccupancyGet",
                .arguments = nothing,
                .options = occupancy_options,
                .summary = N_("how many are inside, and who"),
                .details = N_("Shows how many persons are inside, per area, and whether the count is "
                              "certain. \"zutritt occupancy correct\" puts it right."),
                .example = "zutritt occupancy --persons",
                .sections = occupancy_sections,
        },
        {
                .noun = "occupancy",
                .verb = "correct",
                .method = "OccupancyCorrect",
                .is_act = true,
                .arguments = nothing,
                .options = correct_options,
                .summary = N_("put the count right"),
                .details = N_("Counts a person in or out, or says that the count is right: that ends its "
                              "uncertainty."),
                .example = "zutritt occupancy correct --certain --reason 'the driver has left'",
                .sections = note,
        },
        {
                .noun = "occupancy",
                .verb = "evacuation",
                .method = "EvacuationGet",
                .arguments = nothing,
                .options = nothing,
                .summary = N_("list who is inside, for an evacuation"),
                .details =
                        N_("With company, host and last door. While the fire is latched it needs no log-in."),
                .example = "zutritt occupancy evacuation",
                .sections = evacuation_sections,
        },
        {
                .noun = "visitor",
                .verb = "hosts",
                .method = "HostList",
                .arguments = nothing,
                .options = nothing,
                .summary = N_("list who may be visited"),
                .details = N_("The employees who work today."),
                .example = "zutritt visitor hosts",
                .sections = host_sections,
        },
        {
                .noun = "visitor",
                .verb = "announce",
                .method = "VisitorAnnounce",
                .is_act = true,
                .arguments = guest_arguments,
                .options = guest_options,
                .summary = N_("announce a guest, or record one who is here"),
                .details = N_("Records a visit. Guests count as inside from arrival to departure; names are "
                              "erased after 30 days."),
                .example = "zutritt visitor announce 'Petra Lang' --host 'Anna Berger' --purpose audit",
                .sections = note,
        },
        {
                .noun = "visitor",
                .verb = "arrive",
                .method = "VisitorArrive",
                .is_act = true,
                .arguments = visitor_argument,
                .options = nothing,
                .summary = N_("a guest has arrived"),
                .details = N_("From now on the guest counts as inside."),
                .example = "zutritt visitor arrive 'Petra Lang'",
                .sections = note,
        },
        {
                .noun = "visitor",
                .verb = "hand-over",
                .method = "VisitorHandOver",
                .is_act = true,
                .arguments = visitor_argument,
                .options = nothing,
                .summary = N_("a guest is with the host"),
                .details = N_("Whoever waits for more than 10 minutes is overdue."),
                .example = "zutritt visitor hand-over 'Petra Lang'",
                .sections = note,
        },
        {
                .noun = "visitor",
                .verb = "leave",
                .method = "VisitorLeave",
                .is_act = true,
                .arguments = visitor_argument,
                .options = nothing,
                .summary = N_("a guest has left"),
                .details = N_("From now on the guest counts as outside."),
                .example = "zutritt visitor leave 'Petra Lang'",
                .sections = note,
        },
        {
                .noun = "visitor",
                .verb = "cancel",
                .method = "VisitorCancel",
                .is_act = true,
                .arguments = visitor_argument,
                .options = nothing,
                .summary = N_("a guest does not come"),
                .details = N_("Who was announced is not expected any more. Whoever has not come within a day "
                              "is called off by itself."),
                .example = "zutritt visitor cancel 'Petra Lang'",
                .sections = note,
        },
        {
                .noun = "visitor",
                .verb = "list",
                .method = "VisitorList",
                .arguments = nothing,
                .options = nothing,
                .summary = N_("list who is expected and who is here"),
                .details = N_("Guests who have not left, and those announced within a day."),
                .example = "zutritt visitor list",
                .sections = visitor_sections,
        },
        {
                .noun = "reminders",
                .method = "ReminderList",
                .arguments = nothing,
                .options = nothing,
                .summary = N_("show what waits for the reception"),
                .details =
                        N_("Releases for visitors whom no visit names after 10 minutes, guests who wait or "
                           "stay for too long, and who is inside after closing or for more than 14 hours."),
                .example = "zutritt reminders",
                .sections = reminder_sections,
        },
        {
                .noun = "release",
                .verb = "link",
                .method = "ReleaseLink",
                .is_act = true,
                .arguments = release_link_arguments,
                .options = nothing,
                .summary = N_("say which guest a release was for"),
                .details =
                        N_("The first arrival recorded within 10 minutes of a release is linked by itself; "
                           "this is for later."),
                .example = "zutritt release link 7m2k0vq4x9ab 'Petra Lang'",
                .sections = note,
        },
        {
                .noun = "release",
                .verb = "aside",
                .method = "ReleaseAside",
                .is_act = true,
                .arguments = release_arguments,
                .options = act_options,
                .summary = N_("put a release without a guest aside"),
                .details = N_("Nobody is reminded of it any more; the reason goes into the journal."),
                .example = "zutritt release aside 7m2k0vq4x9ab --reason 'nobody came in'",
                .sections = note,
        },
        {
                .noun = "alarm",
                .verb = "status",
                .method = "AlarmStatus",
                .arguments = nothing,
                .options = area_options,
                .summary = N_("set or not, and what prevents setting"),
                .details = N_(
                        "Shows the alarm of each area: set or unset, since when, and what prevents setting."),
                .example = "zutritt alarm status",
                .sections = alarm_sections,
        },
        {
                .noun = "alarm",
                .verb = "set",
                .method = "AlarmSet",
                .is_act = true,
                .arguments = nothing,
                .options = alarm_act_options,
                .summary = N_("set the alarm, after the exit delay"),
                .details = N_("Begins the exit delay, or says that setting is prevented; zutritt alarm "
                              "status names what prevents it."),
                .example = "zutritt alarm set --reason 'last one out'",
                .sections = note,
        },
        {
                .noun = "alarm",
                .verb = "unset",
                .method = "AlarmUnset",
                .is_act = true,
                .arguments = nothing,
                .options = alarm_act_options,
                .summary = N_("unset the alarm"),
                .details = N_("Unsets the alarm in the name of a person with the right; it does not set "
                              "itself again for 15 minutes."),
                .example = "zutritt alarm unset --reason 'cleaners come'",
                .sections = note,
        },
        {
                .noun = "alarm",
                .verb = "ack",
                .method = "AlarmAck",
                .is_act = true,
                .arguments = nothing,
                .options = alarm_act_options,
                .summary = N_("acknowledge an alarm"),
                .details = N_("Silences the sounder and names who has seen to the alarm; it stays set."),
                .example = "zutritt alarm ack --reason 'the wind at the gate, seen to'",
                .sections = note,
        },
        {
                .noun = "alarm",
                .verb = "override",
                .method = "AlarmOverride",
                .is_act = true,
                .arguments = nothing,
                .options = alarm_act_options,
                .summary = N_("set the alarm in spite of a fault, by two persons"),
                .details = N_(
                        "For this one time: what prevents setting now is let pass until the alarm is unset "
                        "again, once somebody else has confirmed it (zutritt approval confirm). Persons "
                        "inside, an uncertain count, fire and a released door are put right instead."),
                .example = "zutritt alarm override --reason 'the contact of the gate is broken, the fitter "
                           "comes tomorrow'",
                .sections = asked_sections,
        },
        {
                .noun = "fire",
                .verb = "reset",
                .method = "FireReset",
                .is_act = true,
                .arguments = nothing,
                .options = act_options,
                .summary = N_("lock escape doors again after a fire alarm"),
                .details = N_(
                        "Resets the fire latch once the input is clear; released escape doors lock again."),
                .example = "zutritt fire reset --reason 'false alarm, floor checked'",
                .sections = note,
        },
        {
                .noun = "init",
                .action = COMMAND_INIT,
                .method = "Init",
                .is_act = true,
                .arguments = nothing,
                .options = init_options,
                .summary = N_("make the first two accounts (root only)"),
                .details = N_("Makes the first account of management and the first administrator, for two "
                              "different persons, and shows their first passwords once. Asks for what is not "
                              "given."),
                .example = "sudo zutritt init --management 'Anna Berger' --management-user anna "
                           "--administrator 'Max Roth' --administrator-user max",
                .sections = first_password_sections,
        },
        {
                .noun = "login",
                .action = COMMAND_LOGIN,
                .method = "SessionOpen",
                .arguments = login_arguments,
                .options = login_options,
                .summary = N_("log in, for up to 10 hours"),
                .details =
                        N_("Asks for the password and opens a session, which ends after 15 minutes without "
                           "a command, after 10 hours, or with zutritt logout."),
                .example = "zutritt login anna",
                .sections = note,
        },
        {
                .noun = "logout",
                .action = COMMAND_LOGOUT,
                .method = "SessionClose",
                .arguments = nothing,
                .options = nothing,
                .summary = N_("log out"),
                .details = N_("Ends the session."),
                .example = "zutritt logout",
                .sections = note,
        },
        {
                .noun = "passwd",
                .action = COMMAND_PASSWD,
                .method = "PasswordChange",
                .is_act = true,
                .arguments = nothing,
                .options = passwd_options,
                .summary = N_("change one's own password"),
                .details = N_(
                        "Asks for the old password and twice for the new one: at least 8 characters, three "
                        "of capital letters, small letters, digits and others, none of the last 10."),
                .example = "zutritt passwd",
                .sections = note,
        },
        {
                .noun = "whoami",
                .method = "SessionShow",
                .arguments = nothing,
                .options = nothing,
                .summary = N_("show who is logged in"),
                .details = N_("Shows whose session this is, with what roles, and when it ends."),
                .example = "zutritt whoami",
                .sections = who_sections,
        },
        {
                .noun = "roles",
                .method = "RolesList",
                .arguments = nothing,
                .options = nothing,
                .summary = N_("show which role may do what"),
                .details = N_("Shows the table by which the controller decides who may do what."),
                .example = "zutritt roles",
                .sections = role_sections,
        },
        {
                .noun = "operator",
                .verb = "list",
                .method = "OperatorList",
                .arguments = nothing,
                .options = operator_list_options,
                .summary = N_("list accounts with their roles"),
                .details = N_(
                        "Lists accounts: whose they are, what for, locked or not, how old the password is."),
                .example = "zutritt operator list",
                .sections = operator_list_sections,
        },
        {
                .noun = "operator",
                .verb = "request",
                .method = "OperatorRequest",
                .is_act = true,
                .arguments = person_argument,
                .options = operator_request_options,
                .summary = N_("ask for an account, or for other roles"),
                .details = N_("An administrator confirms it with zutritt approval confirm; neither of the "
                              "two may be "
                              "the one who gets it. Each is shown one half of the first password."),
                .example = "zutritt operator request \"Mia Scholz\" --user mia --role reception",
                .sections = asked_sections,
        },
        {
                .noun = "operator",
                .verb = "reset",
                .method = "OperatorReset",
                .is_act = true,
                .arguments = user_argument,
                .options = nothing,
                .summary = N_("ask for a new first password"),
                .details = N_("For one who has forgotten theirs: confirmed by an administrator as a new "
                              "account is."),
                .example = "zutritt operator reset mia",
                .sections = asked_sections,
        },
        {
                .noun = "operator",
                .verb = "unlock",
                .method = "OperatorUnlock",
                .is_act = true,
                .arguments = user_argument,
                .options = nothing,
                .summary = N_("unlock an account after wrong passwords"),
                .details = N_("The password stays as it is. Nobody unlocks their own account."),
                .example = "zutritt operator unlock mia",
                .sections = note,
        },
        {
                .noun = "operator",
                .verb = "close",
                .method = "OperatorClose",
                .is_act = true,
                .arguments = user_argument,
                .options = act_options,
                .summary = N_("close an account, at once"),
                .details = N_("Ends the sessions of the account; nobody can log in with it any more."),
                .example = "zutritt operator close mia --reason 'works elsewhere now'",
                .sections = note,
        },
        {
                .noun = "approvals",
                .method = "ApprovalList",
                .arguments = nothing,
                .options = approval_list_options,
                .summary = N_("show what waits for a second person"),
                .details = N_(
                        "Shows what will be done when a second person confirms it, who asked, and until when "
                        "it waits."),
                .example = "zutritt approvals",
                .sections = approval_sections,
        },
        {
                .noun = "approval",
                .verb = "confirm",
                .method = "ApprovalConfirm",
                .is_act = true,
                .arguments = approval_confirm_arguments,
                .options = nothing,
                .summary = N_("let it be done, as the second person"),
                .details = N_("The code says that exactly what zutritt approvals shows is meant: when "
                              "anything about it "
                              "has changed, nothing is done."),
                .example = "zutritt approval confirm 7m2k0vq4x9ab 3kq0r5wx81cd",
                .sections = note,
        },
        {
                .noun = "approval",
                .verb = "reject",
                .method = "ApprovalReject",
                .is_act = true,
                .arguments = approval_arguments,
                .options = act_options,
                .summary = N_("refuse it; it will not be done"),
                .details = N_("Ends the waiting, for whoever could confirm it or has asked for it."),
                .example = "zutritt approval reject 7m2k0vq4x9ab --reason 'no account needed'",
                .sections = note,
        },
        {
                .noun = "operator",
                .verb = "break-glass",
                .method = "BreakGlass",
                .is_act = true,
                .arguments = user_argument,
                .options = act_options,
                .summary = N_("open an account that nobody can open (root only)"),
                .details =
                        N_("Unlocks the account and gives it a first password, which is shown once. It is an "
                           "incident."),
                .example = "sudo zutritt operator break-glass anna --reason 'both accounts are locked'",
                .sections = first_password_sections,
        },
        {
                .noun = "card",
                .verb = "decode",
                .action = COMMAND_CARD_DECODE,
                .arguments = card_arguments,
                .options = nothing,
                .summary = N_("read a frame of bits by the built-in formats"),
                .details = N_(
                        "Shows format, facility and card for every built-in format that accepts the frame, "
                        "or what is wrong with it: length, parity or swapped wires."),
                .example = "zutritt card decode 1 00101010 0000010100111001 1",
                .sections = card_sections,
        },
        {
                .noun = "sim",
                .verb = "badge",
                .action = COMMAND_SIM_BADGE,
                .arguments = sim_badge_arguments,
                .options = sim_badge_options,
                .summary = N_("present a card at a simulated reader"),
                .details =
                        N_("Sends the card's bits over the reader's two simulated wires, with real spacing."),
                .example = "zutritt sim badge entrance-in 42:1337",
                .sections = note,
        },
        {
                .noun = "sim",
                .verb = "line",
                .action = COMMAND_SIM_LINE,
                .arguments = sim_line_arguments,
                .options = nothing,
                .summary = N_("put a simulated input to a level"),
                .details = N_("Puts an input line to high or low, as a contact or button would."),
                .example = "zutritt sim line entrance.contact high",
                .sections = note,
        },
        {
                .noun = "sim",
                .verb = "outputs",
                .action = COMMAND_SIM_OUTPUTS,
                .arguments = nothing,
                .options = sim_outputs_options,
                .summary = N_("show strikes, lights and sounders"),
                .details = N_("Shows the simulated outputs: on or off, how often changed, since when."),
                .example = "zutritt sim outputs --follow",
                .sections = sim_outputs_sections,
        },
};

const size_t command_count = sizeof commands / sizeof commands[0];
