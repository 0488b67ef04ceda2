/* Hiring: see hire.h. Start at hire_complete(). */
#include "cli/hire.h"

#include <stdio.h>
#include <string.h>

#include "cli/ask.h"
#include "cli/output.h"
#include "cli/secret.h"
#include "cli/text.h"

enum { LINE_MAX_BYTES = 256, QUESTIONS = 7 };

/* The answers live as long as the program: the invocation points into them. */
static char answers[QUESTIONS][LINE_MAX_BYTES];

struct question {
	const char *name; /* of the argument or option */
	const char *prompt;
	const char *otherwise; /* taken for an empty line; NULL: it must be answered, "": nothing is sent */
};

static const struct parameter *parameter_of(const struct invocation *inv, const char *name)
{
	const struct parameter *p = parameter_find(inv->command->arguments, name, strlen(name));
	return p != NULL ? p : parameter_find(inv->command->options, name, strlen(name));
}

static void give(struct invocation *inv, const struct parameter *p, const char *text)
{
	if (inv->count < PARSE_WORDS_MAX)
		inv->given[inv->count++] = (struct given){.parameter = p, .text = text};
}

/* Again and again until the answer fits; false: nobody answers. */
static bool put_question(struct invocation *inv, hire_ask *ask, const struct question *q, char *answer)
{
	const struct parameter *p = parameter_of(inv, q->name);
	char sentence[PARSE_SENTENCE_MAX];
	int64_t number;
	while (ask(_(q->prompt), answer, LINE_MAX_BYTES)) {
		if (answer[0] == '\0' && q->otherwise != NULL && q->otherwise[0] == '\0')
			return true;
		const char *text = answer[0] == '\0' && q->otherwise != NULL ? q->otherwise : answer;
		if (value_check(p, text, &number, sentence, sizeof sentence)) {
			give(inv, p, text);
			return true;
		}
		output_remark(inv, "%s", sentence);
	}
	return false;
}

static bool ask_missing(struct invocation *inv, hire_ask *ask, const struct question *q, char *answer,
                        const char **missing)
{
	*missing = q->name;
	return invocation_find(inv, q->name) != NULL || put_question(inv, ask, q, answer);
}

static bool is_external(const struct invocation *inv)
{
	const char *kind = invocation_text(inv, "--kind");
	return kind != NULL && strcmp(kind, "external") == 0;
}

static bool needs_last_day(const struct invocation *inv)
{
	const char *kind = invocation_text(inv, "--kind");
	return kind != NULL && strcmp(kind, "employee") != 0;
}

static bool ask_what_the_kind_needs(struct invocation *inv, hire_ask *ask, const char **missing)
{
	static const struct question employer = {"--employer", N_("Employer: "), NULL};
	static const struct question last_day = {"--last-day", N_("Last day (YYYY-MM-DD): "), NULL};
	return (!is_external(inv) || ask_missing(inv, ask, &employer, answers[0], missing)) &&
	       (!needs_last_day(inv) || ask_missing(inv, ask, &last_day, answers[1], missing));
}

static bool ask_everything(struct invocation *inv, hire_ask *ask, const char **missing)
{
	static const struct question questions[] = {
	        {"NAME", N_("Name: "), NULL},
	        {"--kind", N_("Kind (employee, external, technician) [employee]: "), "employee"},
	        {"--position", N_("Position (empty: none): "), ""},
	        {"--badge", N_("Badge, FACILITY:CARD (empty: none): "), ""},
	        {"--first-day", N_("First day, YYYY-MM-DD (empty: at once): "), ""},
	};
	for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
		if (!ask_missing(inv, ask, &questions[i], answers[2 + i], missing))
			return false;
	return true;
}

bool hire_complete(struct invocation *inv, hire_ask *ask, const char **missing)
{
	bool has_name = invocation_find(inv, "NAME") != NULL;
	return (has_name || ask_everything(inv, ask, missing)) && ask_what_the_kind_needs(inv, ask, missing);
}

/* What did not fit is longer than any answer may be: the check of its value says so. */
static bool ask_terminal(const char *prompt, char *line, size_t size)
{
	return secret_ask(prompt, line, size) != SECRET_NO_TERMINAL;
}

int hire_run(struct invocation *inv)
{
	const char *missing = "";
	char sentence[PARSE_SENTENCE_MAX];
	if (hire_complete(inv, ask_terminal, &missing))
		return ask_run(inv);
	snprintf(sentence, sizeof sentence, _("%s is missing: %s"), missing,
	         _(parameter_of(inv, missing)->help));
	return output_usage(inv, sentence);
}
