/* Start reading at receipt_begin(), and at read_whole() for looking at one again. */
#include "controller/office/receipts.h"
#include "controller/office/names.h"
#include "controller/office/sentence.h"
#include "controller/office/shapes.h"
#include "controller/office/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ITEMS_MAX = 256 }; /* badges, and keys, on one receipt */

/* A receipt with what is on it, by id. */
struct whole {
	struct policy_receipt receipt;
	struct policy_badge badges[ITEMS_MAX];
	struct policy_key keys[ITEMS_MAX];
	size_t badge_count, key_count;
};

/* ---- numbers ---- */

void receipt_text(const struct office *o, int64_t number, char text[RECEIPT_TEXT_MAX])
{
	text[0] = '\0';
	if (number != 0)
		snprintf(text, RECEIPT_TEXT_MAX, "%s-%" PRId64 "-%05" PRId64, o->config->site.name,
		         number / POLICY_RECEIPT_YEAR, number % POLICY_RECEIPT_YEAR);
}

/* "YEAR-NUMBER", with the site's name in front or without; 0 when it is none. */
static int64_t parse_number(const struct office *o, const char *text)
{
	size_t length = strlen(o->config->site.name);
	int year, place, end = 0;
	if (strncmp(text, o->config->site.name, length) == 0 && text[length] == '-')
		text += length + 1;
	if (strspn(text, "0123456789-") != strlen(text) || text[0] == '-')
		return 0;
	if (sscanf(text, "%4d-%6d%n", &year, &place, &end) != 2 || text[end] != '\0' || year < 1970 ||
	    place < 1)
		return 0;
	return (int64_t)year * POLICY_RECEIPT_YEAR + place;
}

static int32_t year_of(const struct moment *now)
{
	char day[TEXT_DAY_MAX];
	text_day(moment_day(now), day);
	return (int32_t)strtol(day, NULL, 10);
}

/* ---- making one ---- */

bool receipt_begin(struct office *o, const struct request *r, struct change *c, struct answer *a,
                   enum policy_receipt_kind kind, const struct policy_person *person)
{
	c->receipt = c->receipt_last + 1;
	if (c->receipt_last == 0 && store_receipt_next(o->store, year_of(&c->now), &c->receipt) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	c->receipt_at = c->op_count;
	struct policy_receipt *receipt = &change_op(c, POLICY_RECEIPT_PUT)->receipt;
	receipt->number = c->receipt;
	receipt->kind = kind;
	receipt->person = person->id;
	text_copy(receipt->person_name, sizeof(receipt->person_name), person->name);
	receipt->operator_id = r->actor.id;
	text_copy(receipt->operator_name, sizeof(receipt->operator_name), r->actor.name);
	receipt->made_utc_ms = c->now.utc_ms;
	return true;
}

static struct whole *whole_new(void)
{
	struct whole *w = calloc(1, sizeof(*w));
	if (w == NULL) {
		fputs("zutrittd: out of memory\n", stderr);
		abort();
	}
	return w;
}

static bool add_badge(void *context, const struct policy_badge *badge)
{
	struct whole *w = context;
	if (w->badge_count == ITEMS_MAX)
		return false;
	w->badges[w->badge_count++] = *badge;
	return true;
}

static bool add_key(void *context, const struct policy_key *key)
{
	struct whole *w = context;
	if (w->key_count == ITEMS_MAX)
		return false;
	w->keys[w->key_count++] = *key;
	return true;
}

/* What the act puts on its receipt; false when there is no room for it. */
static bool collect(const struct change *c, struct whole *w)
{
	int64_t number = c->receipt;
	bool fits = true;
	for (size_t i = 0; fits && i < c->op_count; i++) {
		const struct policy_badge *badge = &c->ops[i].badge;
		const struct policy_key *key = &c->ops[i].key;
		if (c->ops[i].kind == POLICY_BADGE_PUT &&
		    (badge->receipt == number || badge->return_receipt == number))
			fits = add_badge(w, badge);
		if (c->ops[i].kind == POLICY_KEY_PUT &&
		    (key->receipt == number || key->return_receipt == number))
			fits = add_key(w, key);
	}
	return fits;
}

static int by_badge(const void *a, const void *b)
{
	const struct policy_badge *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

static int by_key(const void *a, const void *b)
{
	const struct policy_key *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

/* 0 when the database has no secret that it could tell. */
static uint64_t code_of(struct office *o, struct whole *w)
{
	uint8_t secret[RECEIPT_SECRET];
	if (store_receipt_secret(o->store, secret) < 0)
		return 0;
	qsort(w->badges, w->badge_count, sizeof(w->badges[0]), by_badge);
	qsort(w->keys, w->key_count, sizeof(w->keys[0]), by_key);
	return receipt_code(secret, &w->receipt, w->badges, w->badge_count, w->keys, w->key_count);
}

static void drop(struct change *c)
{
	size_t behind = c->op_count - c->receipt_at - 1;
	memmove(&c->ops[c->receipt_at], &c->ops[c->receipt_at + 1], behind * sizeof(*c->ops));
	c->op_count--;
	c->receipt = 0;
}

static bool seal(struct office *o, struct change *c, struct answer *a, struct whole *w)
{
	if (!collect(c, w))
		return answer_refused(a, "K5", "A receipt has place for %d badges and %d keys.", ITEMS_MAX,
		                      ITEMS_MAX);
	if (w->badge_count + w->key_count == 0) {
		drop(c);
		return true;
	}
	w->receipt = c->ops[c->receipt_at].receipt;
	c->ops[c->receipt_at].receipt.code = code_of(o, w);
	return c->ops[c->receipt_at].receipt.code != 0 ||
	       answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
}

bool receipt_end(struct office *o, struct change *c, struct answer *a)
{
	struct whole *w = whole_new();
	bool is_good = seal(o, c, a, w);
	free(w);
	return is_good;
}

void receipt_put(const struct office *o, struct answer *a, const struct change *c)
{
	char text[RECEIPT_TEXT_MAX];
	receipt_text(o, c->receipt, text);
	shape_put_name(a->members, "receipt", text);
}

/* ---- looking at one again ---- */

static struct message *shape_receipt(const struct office *o, const struct policy_receipt *receipt)
{
	struct message *m = message_object();
	char number[RECEIPT_TEXT_MAX], code[13];
	receipt_text(o, receipt->number, number);
	policy_id_text(receipt->code, code);
	message_put_text(m, "number", number);
	message_put_text(m, "kind", receipt->kind == POLICY_RECEIPT_ISSUE ? "issue" : "return");
	shape_put_id(m, "person", receipt->person);
	message_put_text(m, "person_name", receipt->person_name);
	shape_put_name(m, "operator_name", receipt->operator_name);
	shape_put_time(m, "made", receipt->made_utc_ms);
	message_put_text(m, "code", code);
	return m;
}

static bool visit_item(void *context, const struct policy_receipt *receipt)
{
	listing_add(context, (policy_id)receipt->number);
	return true;
}

static int put_item(struct office *o, const struct listing *l, policy_id number, struct answer *a)
{
	struct policy_receipt receipt;
	(void)l;
	int result = store_receipt(o->store, (int64_t)number, &receipt);
	if (result == 0)
		answer_item(a, shape_receipt(o, &receipt));
	return result;
}

bool receipt_list(struct office *o, const struct request *r, struct answer *a)
{
	struct listing *l = &r->ongoing->listing;
	const char *text = message_text(r->parameters, "person");
	struct policy_person person = {0};
	if (text != NULL && !name_person(o, a, text, &person))
		return false;
	l->name = "receipts";
	l->put = put_item;
	if (store_receipts(o->store, person.id, visit_item, l) < 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	return listing_page(o, l, a);
}

/* Takes the receipt and what is on it from the database. */
static bool read_whole(struct office *o, const struct request *r, struct answer *a, struct whole *w)
{
	const char *text = message_text(r->parameters, "receipt");
	int64_t number = parse_number(o, text);
	int result = number == 0 ? -ENOENT : store_receipt(o->store, number, &w->receipt);
	if (result == -ENOENT)
		return answer_not_found(a, text, "There is no receipt \"%s\".", text);
	if (result == 0)
		result = store_receipt_badges(o->store, number, add_badge, w);
	if (result == 0)
		result = store_receipt_keys(o->store, number, add_key, w);
	return result == 0 ||
	       answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
}

static void put_whole(struct office *o, struct answer *a, const struct whole *w)
{
	message_put_text(a->members, "site", o->config->site.name);
	message_put(a->members, "receipt", shape_receipt(o, &w->receipt));
	answer_list(a, "badges");
	for (size_t i = 0; i < w->badge_count; i++)
		answer_item(a, shape_badge(o, &w->badges[i]));
	answer_list(a, "keys");
	for (size_t i = 0; i < w->key_count; i++)
		answer_item(a, shape_key(o, &w->keys[i]));
}

bool receipt_show(struct office *o, const struct request *r, struct answer *a)
{
	struct whole *w = whole_new();
	bool is_good = read_whole(o, r, a, w);
	if (is_good)
		put_whole(o, a, w);
	free(w);
	return is_good;
}

/* The code as people read it from paper: groups, blanks and case do not matter. */
static policy_id read_code(const char *text)
{
	char plain[13] = "";
	size_t length = 0;
	for (; *text != '\0'; text++) {
		if (*text == '-' || *text == ' ')
			continue;
		if (length == sizeof(plain) - 1)
			return 0;
		plain[length++] = *text;
	}
	return policy_id_parse(plain);
}

static bool judge(struct office *o, const struct request *r, struct answer *a, struct whole *w)
{
	const char *code = message_text(r->parameters, "code");
	char number[RECEIPT_TEXT_MAX];
	uint64_t right = code_of(o, w);
	receipt_text(o, w->receipt.number, number);
	if (right == 0)
		return answer_unavailable(a, "The database does not answer: %s.", store_error(o->store));
	if (right != w->receipt.code)
		return answer_refused(a, "K5", "The receipt %s was changed in the database.", number);
	if (code != NULL && read_code(code) != right)
		return answer_refused(a, "K5",
		                      "The code does not belong to the receipt %s: the paper is forged "
		                      "or misread.",
		                      number);
	message_put(a->members, "receipt", shape_receipt(o, &w->receipt));
	char note[256];
	snprintf(note, sizeof(note),
	         code == NULL ? sentence("The receipt %s is unchanged; badges: %zu, keys: %zu.")
	                      : sentence("The receipt %s is genuine; badges: %zu, keys: %zu."),
	         number, w->badge_count, w->key_count);
	message_put_text(a->members, "note", note);
	return true;
}

bool receipt_check(struct office *o, const struct request *r, struct answer *a)
{
	struct whole *w = whole_new();
	bool is_good = read_whole(o, r, a, w) && judge(o, r, a, w);
	free(w);
	return is_good;
}
