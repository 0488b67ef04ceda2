/*
 * The words that stand in the database for the enumerations of policy.h.
 */
#ifndef ZUTRITT_DB_WORDS_H
#define ZUTRITT_DB_WORDS_H

struct words {
	int count;
	const char *word[8]; /* in the order of the enumeration */
};

extern const struct words words_door_kind;
extern const struct words words_person_kind;
extern const struct words words_person_state;
extern const struct words words_badge_state;
extern const struct words words_key_state;
extern const struct words words_receipt_kind;
extern const struct words words_verdict;
extern const struct words words_operator_state;
extern const struct words words_visit_kind;
extern const struct words words_visit_state;
extern const struct words words_approval_state;

/* NULL when the enumeration has no such value: NOT NULL in the schema then refuses the row. */
const char *words_text(const struct words *words, unsigned value);

/*
 * The schema lets no other word in and quick_check looks for them; should one
 * be there all the same, it reads as the last, which allows least.
 */
unsigned words_value(const struct words *words, const char *text);

#endif
