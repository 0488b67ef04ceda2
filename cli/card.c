/* Cards: see card.h. */
#include "cli/card.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/output.h"
#include "cli/text.h"

/* --- decoding --- */

/* Bits of all arguments together; count goes on beyond FORMAT_BITS_MAX so that the length can be named. */
static size_t collect(const struct invocation *inv, struct frame *frame)
{
	size_t count = 0;
	*frame = (struct frame){0};
	for (size_t i = 0; i < inv->count; i++)
		for (const char *c = inv->given[i].text; *c != '\0'; c++)
			if (*c != ' ') {
				frame->bits = frame->bits << 1 | (uint64_t)(*c == '1');
				count++;
			}
	frame->bit_count = count <= FORMAT_BITS_MAX ? (uint8_t)count : 0;
	return count;
}

static struct frame inverted(struct frame frame)
{
	uint64_t mask = frame.bit_count == 64 ? UINT64_MAX : (UINT64_C(1) << frame.bit_count) - 1;
	return (struct frame){~frame.bits & mask, frame.bit_count};
}

/* Every format on its own: where several accept the frame, the reader's setting decides. */
static struct message *accepted(const struct formats *f, struct frame frame)
{
	struct message *cards = message_array();
	for (unsigned i = 0; i < f->count; i++) {
		struct badge_number number;
		if (formats_decode(f, UINT32_C(1) << i, frame, &number) != FORMAT_OK)
			continue;
		struct message *card = message_object();
		message_put_text(card, "format", f->items[i].name);
		message_put_int(card, "bits", frame.bit_count);
		if (f->items[i].facility.length > 0)
			message_put_int(card, "facility", number.facility);
		else
			message_put_null(card, "facility");
		message_put_int(card, "card", (int64_t)number.card);
		message_add(cards, card);
	}
	return cards;
}

static void list_lengths(const struct formats *f, char *out, size_t size)
{
	out[0] = '\0';
	for (unsigned bits = 1; bits <= FORMAT_BITS_MAX; bits++) {
		bool is_known = false;
		for (unsigned i = 0; i < f->count; i++)
			is_known |= f->items[i].bit_count == bits;
		size_t used = strlen(out);
		if (is_known)
			snprintf(out + used, size - used, "%s%u", used > 0 ? ", " : "", bits);
	}
}

static int refuse_length(const struct invocation *inv, const struct formats *f, size_t count)
{
	char lengths[120];
	list_lengths(f, lengths, sizeof lengths);
	return output_failure(inv, "length", _("length: no built-in format has %zu bits (they have %s)"),
	                      count, lengths);
}

static int refuse_inverted(const struct invocation *inv, const struct formats *f, struct frame frame)
{
	struct badge_number number = {0};
	formats_decode(f, UINT32_MAX, inverted(frame), &number);
	return output_failure(inv, "inverted",
	                      _("inverted: DATA0 and DATA1 are swapped; the other way round this is %s "
	                        "%" PRIu32 ":%" PRIu64),
	                      f->items[number.format].name, number.facility, number.card);
}

/* The named reason, rule F5's words. */
static int refuse(const struct invocation *inv, const struct formats *f, struct frame frame, size_t count)
{
	struct badge_number number;
	switch (formats_decode(f, UINT32_MAX, frame, &number)) {
	case FORMAT_OK: /* cannot be: no single format has accepted it */
	case FORMAT_WRONG_LENGTH:
		return refuse_length(inv, f, count);
	case FORMAT_WRONG_PARITY:
		return output_failure(inv, "parity",
		                      _("parity: a format has %zu bits, but the parity bits are wrong"),
		                      count);
	case FORMAT_INVERTED:
		return refuse_inverted(inv, f, frame);
	}
	return STATUS_REFUSED;
}

int card_decode(const struct invocation *inv)
{
	struct formats f;
	struct frame frame;
	formats_init(&f);
	size_t count = collect(inv, &frame);
	struct message *cards = accepted(&f, frame);
	if (message_count(cards) == 0) {
		message_free(cards);
		return refuse(inv, &f, frame, count);
	}
	struct message *reply = message_object();
	message_put(reply, "cards", cards);
	int status = output_reply(inv, reply);
	message_free(reply);
	return status;
}

/* --- encoding --- */

static bool refuse_format(const struct formats *f, const char *name, char *sentence, size_t size)
{
	char names[FORMATS_MAX * (FORMAT_NAME_MAX + 2)] = "", quoted[40];
	for (unsigned i = 0; i < f->count; i++) {
		size_t used = strlen(names);
		snprintf(names + used, sizeof names - used, "%s%s", used > 0 ? ", " : "", f->items[i].name);
	}
	snprintf(sentence, size, _("FORMAT must be one of: %.200s; %s is not"), names,
	         text_quote(quoted, sizeof quoted, name));
	return false;
}

static uint64_t field_max(struct format_field field)
{
	return field.length == 0 ? 0 : UINT64_MAX >> (64 - field.length);
}

static bool refuse_number(const struct format *f, char *sentence, size_t size)
{
	snprintf(sentence, size,
	         _("FACILITY:CARD must fit %s: facility 0 to %" PRIu64 ", card 0 to %" PRIu64), f->name,
	         field_max(f->facility), field_max(f->card));
	return false;
}

bool card_frame(const char *badge, const char *format, struct frame *frame, char *sentence, size_t size)
{
	struct formats f;
	struct badge_text text;
	formats_init(&f);
	if (!badge_text_parse(badge, &text))
		return false;
	if (text.format[0] != '\0')
		format = text.format;
	int id = format != NULL ? formats_find(&f, format) : FORMAT_H10301;
	if (id < 0)
		return refuse_format(&f, format, sentence, size);
	struct badge_number number = {.card = text.card, .facility = text.facility, .format = (uint8_t)id};
	if (formats_encode(&f, number, frame) < 0)
		return refuse_number(&f.items[id], sentence, size);
	return true;
}
