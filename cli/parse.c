/*
 * The parser: see parse.h. First the words are parted from the options, then
 * the words find the command, then each value is checked. The first thing
 * that is wrong is what the sentence names.
 */
#include "cli/parse.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/text.h"

struct option_word {
	const char *name; /* "--door", not ended by a NUL where it came as "--door=gate" */
	size_t length;
	const char *value; /* NULL: none */
};

/* A command line, parted. */
struct words {
	size_t word_count;
	const char *words[PARSE_WORDS_MAX];
	size_t option_count;
	struct option_word options[PARSE_WORDS_MAX];
};

struct parser {
	struct invocation *inv;
	struct words words;
	size_t used; /* words that name the command */
	char *sentence;
};

__attribute__((format(printf, 2, 3))) static bool wrong(struct parser *p, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(p->sentence, PARSE_SENTENCE_MAX, format, arguments);
	va_end(arguments);
	return false;
}

static const char *quote_name(char *out, size_t size, const struct option_word *o)
{
	char name[64];
	snprintf(name, sizeof name, "%.*s", (int)(o->length < 60 ? o->length : 60), o->name);
	return text_quote(out, size, name);
}

/* --- parting words and options --- */

static bool is_option(const char *text)
{
	return text[0] == '-' && text[1] != '\0';
}

static struct option_word option_word(const char *text)
{
	if (strcmp(text, "-h") == 0)
		text = "--help";
	size_t length = strcspn(text, "=");
	return (struct option_word){text, length, text[length] == '=' ? text + length + 1 : NULL};
}

/*
 * An unknown option takes no word, so that what follows can still name the
 * command. A word that looks like an option is none's value, so that a value
 * left out is named; "--reason=--" says it all the same.
 */
static bool takes_next(const struct option_word *o, const char *next)
{
	const struct parameter *known = command_option_anywhere(o->name, o->length);
	return o->value == NULL && known != NULL && known->kind != VALUE_FLAG && next != NULL &&
	       strncmp(next, "--", 2) != 0;
}

static bool part(struct parser *p, int argc, char *const *argv)
{
	struct words *w = &p->words;
	bool is_ended = false;
	for (int i = 1; i < argc; i++) {
		if (i == PARSE_WORDS_MAX)
			return wrong(p, _("there are more than %d words"), PARSE_WORDS_MAX - 1);
		if (is_ended || !is_option(argv[i])) {
			w->words[w->word_count++] = argv[i];
		} else if (strcmp(argv[i], "--") == 0) {
			is_ended = true;
		} else {
			struct option_word o = option_word(argv[i]);
			if (takes_next(&o, argv[i + 1]))
				o.value = argv[++i];
			w->options[w->option_count++] = o;
		}
	}
	return true;
}

static bool has_flag(const struct words *w, const char *name)
{
	for (size_t i = 0; i < w->option_count; i++)
		if (w->options[i].length == strlen(name) &&
		    memcmp(w->options[i].name, name, strlen(name)) == 0)
			return true;
	return false;
}

/* --- finding the command --- */

static bool list_verbs(struct parser *p, const char *noun)
{
	char verbs[160] = "";
	const struct command *last = NULL;
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &commands[i];
		size_t used = strlen(verbs);
		if (strcmp(c->noun, noun) != 0 || (last != NULL && command_is_same(last, c)))
			continue;
		snprintf(verbs + used, sizeof verbs - used, "%s%s", used > 0 ? ", " : "", c->verb);
		last = c;
	}
	return wrong(p, _("\"%s\" needs one of: %s"), noun, verbs);
}

/* The form of the command that takes as many arguments as there are words, or the first. */
static const struct command *choose_form(const struct command *first, size_t count)
{
	const struct command *end = commands + command_count;
	for (const struct command *c = first; c < end && command_is_same(c, first); c++)
		if (parameter_count(c->arguments) == count)
			return c;
	return first;
}

static bool find_command(struct parser *p)
{
	const struct words *w = &p->words;
	char quoted[80];
	if (w->word_count == 0)
		return wrong(p, _("a command is missing"));
	if (!command_is_noun(w->words[0]))
		return wrong(p, _("there is no command %s"), text_quote(quoted, sizeof quoted, w->words[0]));
	p->inv->noun = w->words[0];
	const struct command *found = w->word_count > 1 ? command_find(w->words[0], w->words[1]) : NULL;
	p->used = 2;
	if (found == NULL) {
		found = command_find(w->words[0], NULL);
		p->used = 1;
	}
	if (found == NULL && w->word_count == 1)
		return list_verbs(p, w->words[0]);
	if (found == NULL)
		return wrong(p, _("%s is nothing that can be done with \"%s\""),
		             text_quote(quoted, sizeof quoted, w->words[1]), w->words[0]);
	p->inv->command = choose_form(found, w->word_count - p->used);
	return true;
}

/* --- values --- */

static bool add(struct parser *p, const struct parameter *parameter, const char *text)
{
	struct invocation *inv = p->inv;
	if (inv->count == PARSE_WORDS_MAX)
		return wrong(p, _("there are more than %d words"), PARSE_WORDS_MAX - 1);
	struct given *g = &inv->given[inv->count];
	*g = (struct given){.parameter = parameter, .text = text};
	if (!value_check(parameter, text, &g->number, p->sentence, PARSE_SENTENCE_MAX))
		return false;
	inv->count++;
	return true;
}

static bool bind_arguments(struct parser *p)
{
	const struct parameter *argument = p->inv->command->arguments;
	char quoted[80];
	size_t taken = 0;
	for (size_t i = p->used; i < p->words.word_count; i++) {
		if (argument->name == NULL)
			return wrong(p, _("%s is one argument too many"),
			             text_quote(quoted, sizeof quoted, p->words.words[i]));
		if (!add(p, argument, p->words.words[i]))
			return false;
		taken++;
		if (!argument->is_repeated) {
			argument++;
			taken = 0;
		}
	}
	if (argument->name != NULL && argument->is_required && !argument->is_asked && taken == 0)
		return wrong(p, _("%s is missing: %s"), argument->name, _(argument->help));
	return true;
}

static bool is_global(const struct parameter *parameter)
{
	for (const struct parameter *g = command_globals; g->name != NULL; g++)
		if (g == parameter)
			return true;
	return false;
}

static size_t times_given(const struct invocation *inv, const struct parameter *parameter)
{
	size_t times = 0;
	for (size_t i = 0; i < inv->count; i++)
		times += inv->given[i].parameter == parameter;
	return times;
}

static bool check_times(struct parser *p, const struct parameter *option)
{
	size_t times = times_given(p->inv, option);
	if (times > 0 && !option->is_repeated)
		return wrong(p, _("%s is given twice"), option->name);
	if (option->is_repeated && option->max > 0 && times >= (size_t)option->max)
		return wrong(p, _("%s is given more than %d times"), option->name, (int)option->max);
	return true;
}

static bool bind_option(struct parser *p, const struct option_word *o)
{
	const struct parameter *option = parameter_find(command_globals, o->name, o->length);
	char quoted[80];
	if (option == NULL)
		option = parameter_find(p->inv->command->options, o->name, o->length);
	if (option == NULL)
		return wrong(p, _("there is no option %s here"), quote_name(quoted, sizeof quoted, o));
	if (option->kind == VALUE_FLAG && o->value != NULL)
		return wrong(p, _("%s takes no value"), option->name);
	if (option->kind != VALUE_FLAG && o->value == NULL)
		return wrong(p, _("%s lacks its value"), option->name);
	/* a flag said twice is still one wish */
	if (option->kind == VALUE_FLAG && times_given(p->inv, option) > 0)
		return true;
	return check_times(p, option) && add(p, option, o->value);
}

static bool bind_options(struct parser *p)
{
	for (size_t i = 0; i < p->words.option_count; i++)
		if (!bind_option(p, &p->words.options[i]))
			return false;
	for (const struct parameter *o = p->inv->command->options; o->name != NULL; o++)
		if (o->is_required && times_given(p->inv, o) == 0)
			return wrong(p, _("%s is missing: %s"), o->name, _(o->help));
	return true;
}

/* "h10301 42:1337" and --format both: two answers to one question. */
static bool check_format(struct parser *p)
{
	bool has_format = invocation_find(p->inv, "--format") != NULL;
	bool has_badge = false;
	for (size_t i = 0; i < p->inv->count; i++) {
		const struct given *g = &p->inv->given[i];
		if (g->parameter->kind != VALUE_BADGE && g->parameter->kind != VALUE_BADGE_OR_ID)
			continue;
		has_badge = true;
		struct badge_text badge;
		bool is_number = badge_text_parse(g->text, &badge);
		if (has_format && (!is_number || badge.format[0] != '\0'))
			return wrong(p, _("--format belongs to a number written FACILITY:CARD"));
	}
	return !has_format || has_badge ? true : wrong(p, _("--format needs a badge"));
}

/* Globals are for the command itself: taken out of what was given. */
static void take_globals(struct invocation *inv)
{
	inv->socket_path = invocation_text(inv, "--socket");
	inv->sim_socket_path = invocation_text(inv, "--sim-socket");
	size_t kept = 0;
	for (size_t i = 0; i < inv->count; i++)
		if (!is_global(inv->given[i].parameter))
			inv->given[kept++] = inv->given[i];
	inv->count = kept;
}

/* Help wins over everything that is wrong: who asks for it may not know how to say the rest. */
static enum parse_result want_help(struct parser *p)
{
	if (p->words.word_count > 0 && !find_command(p) && p->inv->noun == NULL)
		return PARSE_WRONG;
	return PARSE_HELP;
}

enum parse_result parse_command(struct invocation *inv, int argc, char *const *argv,
                                char sentence[PARSE_SENTENCE_MAX])
{
	struct parser p = {.inv = inv, .sentence = sentence};
	*inv = (struct invocation){0};
	sentence[0] = '\0';
	bool is_parted = part(&p, argc, argv);
	inv->is_json = has_flag(&p.words, "--json");
	if (!is_parted)
		return PARSE_WRONG;
	if (has_flag(&p.words, "--help"))
		return want_help(&p);
	if (has_flag(&p.words, "--version"))
		return PARSE_VERSION;
	bool is_right = find_command(&p) && bind_arguments(&p) && bind_options(&p) && check_format(&p);
	take_globals(inv);
	return is_right ? PARSE_RUN : PARSE_WRONG;
}

const struct given *invocation_find(const struct invocation *inv, const char *name)
{
	for (size_t i = 0; i < inv->count; i++)
		if (strcmp(inv->given[i].parameter->name, name) == 0)
			return &inv->given[i];
	return NULL;
}

const char *invocation_text(const struct invocation *inv, const char *name)
{
	const struct given *g = invocation_find(inv, name);
	return g != NULL ? g->text : NULL;
}

int64_t invocation_number(const struct invocation *inv, const char *name, int64_t fallback)
{
	const struct given *g = invocation_find(inv, name);
	return g != NULL ? g->number : fallback;
}
