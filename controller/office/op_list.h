/* Many operations in little memory: each takes what its kind needs. For an import. */
#ifndef ZUTRITT_CONTROLLER_OFFICE_OP_LIST_H
#define ZUTRITT_CONTROLLER_OFFICE_OP_LIST_H

#include "db/policy.h"

struct op_list {
	unsigned char *bytes;
	size_t size, capacity;
	size_t at; /* of the one that op_list_next() gives */
	size_t count;
};

void op_list_add(struct op_list *list, const struct policy_op *op); /* without memory the program ends */
void op_list_free(struct op_list *list);

/* Fills in the next one, from the first on; false behind the last. As store_next_op. */
bool op_list_next(void *list, struct policy_op *op);

#endif
