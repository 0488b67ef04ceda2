/*
 * What the command zutritt can do, as one table: words, arguments, options,
 * the method behind them, help, and how the answer is shown. Parser
 * (parse.h), help (help.h), requests (request.h) and views (view.h) all read
 * it; the table itself stands in commands.c. Plain constant data.
 */
#ifndef ZUTRITT_CLI_COMMAND_H
#define ZUTRITT_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a value may be; parse.c checks it before anything is sent. */
enum value_kind {
	VALUE_FLAG,        /* an option without a value */
	VALUE_TEXT,        /* what people type: UTF-8, 1 to 200 bytes */
	VALUE_NAME,        /* of a door, room, area, reader, position: 1 to 47 bytes */
	VALUE_USER,        /* of an account: 1 to 32 bytes */
	VALUE_NUMBER,      /* min to max */
	VALUE_DAY,         /* YYYY-MM-DD */
	VALUE_BADGE,       /* "FACILITY:CARD", or "FORMAT FACILITY:CARD" */
	VALUE_BADGE_OR_ID, /* the same, or a badge's id */
	VALUE_FORMAT,      /* of the badge number beside it: goes in front of it */
	VALUE_ID,          /* 12 characters of Crockford's base 32 */
	VALUE_ROOM_KEY,    /* ROOM, or ROOM/DOOR */
	VALUE_CHOICE,      /* one of choices */
	VALUE_BITS,        /* 0, 1 and spaces */
	VALUE_PATH         /* of a file or socket */
};

enum { VALUE_TEXT_MAX = 200, VALUE_NAME_MAX = 47, VALUE_USER_MAX = 32, VALUE_ID_LENGTH = 12 };

/* An argument ("PERSON") or an option ("--reason"). A list of them ends with a NULL name. */
struct parameter {
	const char *name;
	const char *value; /* an option's value as help names it */
	enum value_kind kind;
	const char *field; /* the method's parameter; NULL: for the command itself */
	bool is_required;
	bool is_asked; /* the command asks for it when it is missing; the parser does not */
	bool is_repeated;
	int64_t min, max;           /* VALUE_NUMBER; max of a repeated one: how often */
	const char *const *choices; /* VALUE_CHOICE; ends with NULL */
	const char *otherwise;      /* what is sent when it is not given, or NULL */
	const char *help;
};

/* How a value of an answer becomes a cell. */
enum cell_kind {
	CELL_TEXT,    /* text, number, yes or no; lists joined by ", " */
	CELL_WORD,    /* one of the product's words, or a list of them, each perhaps with a name: "door_open:
	                 gate" */
	CELL_NUMBER,  /* aligned to the right */
	CELL_TIME,    /* in the local zone */
	CELL_EVENT,   /* an event: its kind, marked when it is an incident */
	CELL_STATE,   /* a word of a state machine, coloured when it calls for somebody */
	CELL_ACCOUNT, /* the state of an account: its words are not those of a door */
	CELL_REASON,  /* what somebody gave as reason, or that a position brought it */
	CELL_KEYS,    /* a position's keys: ROOM or ROOM/DOOR */
	CELL_WHY      /* of an event: reason or cause in words, and the detail */
};

/* A list of columns ends with a NULL heading. */
struct column {
	const char *heading;
	const char *path; /* of the value in the row's object; "" the object itself */
	enum cell_kind kind;
	bool is_optional; /* left out when no row, or not the record, has a value */
	bool is_outer;    /* path belongs to the object around the row: see section.each */
	bool is_wide;     /* may be wrapped where the terminal is narrow */
	size_t width;     /* where rows are printed one by one */
	const char *bad;  /* shown as a warning when the value is this word */
};

enum section_shape {
	SECTION_END,    /* ends a list of sections */
	SECTION_NOTE,   /* the sentence at path */
	SECTION_RECORD, /* one object, a line for each column */
	SECTION_TABLE   /* an array of objects, a row each */
};

/* A part of what is shown of an answer. */
struct section {
	enum section_shape shape;
	const char *title; /* above it, or NULL */
	const char *path;  /* "" the whole answer */
	const char *each;  /* NULL, or the member of each object at path that holds the rows */
	const struct column *columns;
	const char *none; /* said when there are no rows; NULL: nothing is said */
};

/* What runs a command. */
enum command_action {
	COMMAND_ASK, /* one call of the method, its answer shown by sections */
	COMMAND_EVENTS_LIST,
	COMMAND_HIRE, /* the method, after asking for what is missing */
	COMMAND_IMPORT,
	COMMAND_EXPORT,
	COMMAND_PAGE,          /* the method, and its answer as a page to print */
	COMMAND_BADGE_ENROL,   /* the method, again and again until the badge has come */
	COMMAND_EVENTS_FOLLOW, /* the method with "more", a line for each event */
	COMMAND_INIT,          /* asks for what is missing, then as COMMAND_ASK */
	COMMAND_LOGIN,
	COMMAND_LOGOUT, /* as COMMAND_ASK, and forgets the session */
	COMMAND_PASSWD,
	COMMAND_CARD_DECODE,
	COMMAND_SIM_BADGE,
	COMMAND_SIM_LINE,
	COMMAND_SIM_OUTPUTS
};

/*
 * Two commands with the same words stand side by side and differ in the
 * number of arguments.
 */
struct command {
	const char *noun;
	const char *verb; /* NULL: the noun alone is the command */
	enum command_action action;
	const char *method; /* of io.zutritt; NULL for commands without the daemon */
	bool is_act; /* changes something: when the connection breaks, nobody knows whether it is done */
	const struct parameter *arguments;
	const struct parameter *options;
	const char *summary; /* one line of a list */
	const char *details; /* one or two sentences */
	const char *example;
	const struct section *sections;
};

/* A noun with verbs, for its own page of help. */
struct noun {
	const char *name;
	const char *purpose;
};

extern const struct command commands[];
extern const size_t command_count;
extern const struct noun command_nouns[]; /* ends with a NULL name */

/* Options that every command takes. */
extern const struct parameter command_globals[];

/* The columns of an event, for the list and for following. */
extern const struct column command_event_columns[];

/* The columns of the simulator's outputs, likewise. */
extern const struct column command_output_columns[];

/* NULL when the noun is none. verb is NULL for a noun that is the command. The first of several forms. */
const struct command *command_find(const char *noun, const char *verb);
bool command_is_noun(const char *noun);
bool command_is_same(const struct command *a, const struct command *b); /* the same words */

/* The parameter of that name, or NULL. name need not end after length bytes. */
const struct parameter *parameter_find(const struct parameter *list, const char *name, size_t length);

/* An option of any command or a global one: a name means a flag everywhere, or an option with a value
 * everywhere. */
const struct parameter *command_option_anywhere(const char *name, size_t length);

size_t parameter_count(const struct parameter *list);

#endif
