#include "controller/office/op_list.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How much of an operation is used, of those that an import has; all kinds share their beginning. */
static size_t size_of(enum policy_op_kind kind)
{
	static const struct {
		enum policy_op_kind kind;
		size_t size;
	} rows[] = {{POLICY_PERSON_PUT, sizeof(struct policy_person)},
	            {POLICY_BADGE_PUT, sizeof(struct policy_badge)},
	            {POLICY_KEY_PUT, sizeof(struct policy_key)},
	            {POLICY_RECEIPT_PUT, sizeof(struct policy_receipt)}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].kind == kind)
			return offsetof(struct policy_op, person) + rows[i].size;
	return sizeof(struct policy_op);
}

static void make_room(struct op_list *list, size_t size)
{
	if (list->size + size <= list->capacity)
		return;
	list->capacity = list->capacity == 0 ? 65536 : list->capacity + list->capacity / 2;
	list->bytes = realloc(list->bytes, list->capacity);
	if (list->bytes == NULL) {
		fputs("zutrittd: out of memory\n", stderr);
		abort();
	}
}

/* ---- packed: a piece of bytes, and how many zeros follow, until all are there ---- */

struct piece {
	uint16_t used, zeros;
};

_Static_assert(sizeof(struct policy_op) < UINT16_MAX, "a piece can be as long as an operation");

static size_t count_zeros(const unsigned char *bytes, size_t size)
{
	size_t count = 0;
	while (count < size && bytes[count] == 0)
		count++;
	return count;
}

/* Up to zeros that are worth a piece of their own. */
static size_t count_used(const unsigned char *bytes, size_t size)
{
	size_t count = 0;
	while (count < size && count_zeros(bytes + count, size - count) <= sizeof(struct piece))
		count++;
	return count;
}

static void add_bytes(struct op_list *list, const void *bytes, size_t size)
{
	memcpy(list->bytes + list->size, bytes, size);
	list->size += size;
}

void op_list_add(struct op_list *list, const struct policy_op *op)
{
	const unsigned char *bytes = (const unsigned char *)op;
	size_t size = size_of(op->kind);
	make_room(list, 2 * size + sizeof(struct piece));
	for (size_t at = 0; at < size;) {
		size_t used = count_used(bytes + at, size - at);
		size_t zeros = count_zeros(bytes + at + used, size - at - used);
		add_bytes(list, &(struct piece){(uint16_t)used, (uint16_t)zeros}, sizeof(struct piece));
		add_bytes(list, bytes + at, used);
		at += used + zeros;
	}
	add_bytes(list, &(struct piece){0, 0}, sizeof(struct piece));
	list->count++;
}

void op_list_free(struct op_list *list)
{
	free(list->bytes);
	*list = (struct op_list){0};
}

static struct piece take_piece(struct op_list *list)
{
	struct piece piece;
	memcpy(&piece, list->bytes + list->at, sizeof(piece));
	list->at += sizeof(piece);
	return piece;
}

bool op_list_next(void *context, struct policy_op *op)
{
	struct op_list *list = context;
	unsigned char *bytes = (unsigned char *)op;
	if (list->at == list->size)
		return false;
	for (struct piece p = take_piece(list); p.used + p.zeros > 0; p = take_piece(list)) {
		memcpy(bytes, list->bytes + list->at, p.used);
		memset(bytes + p.used, 0, p.zeros);
		list->at += p.used;
		bytes += p.used + p.zeros;
	}
	return true;
}
