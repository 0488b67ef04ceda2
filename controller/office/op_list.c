#include "controller/office/op_list.h"

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
	list->capacity = list->capacity == 0 ? 65536 : list->capacity * 2;
	list->bytes = realloc(list->bytes, list->capacity);
	if (list->bytes == NULL) {
		fputs("zutrittd: out of memory\n", stderr);
		abort();
	}
}

void op_list_add(struct op_list *list, const struct policy_op *op)
{
	size_t size = size_of(op->kind);
	make_room(list, size);
	memcpy(list->bytes + list->size, op, size);
	list->size += size;
	list->count++;
}

void op_list_free(struct op_list *list)
{
	free(list->bytes);
	*list = (struct op_list){0};
}

bool op_list_next(void *context, struct policy_op *op)
{
	struct op_list *list = context;
	if (list->at == list->size)
		return false;
	memcpy(&op->kind, list->bytes + list->at, sizeof(op->kind));
	memcpy(op, list->bytes + list->at, size_of(op->kind));
	list->at += size_of(op->kind);
	return true;
}
