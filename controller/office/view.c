#include "controller/office/view.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct doors_view *fails(struct answer *a, int error)
{
	answer_unavailable(a, "The doors do not answer: %s.", strerror(error));
	return NULL;
}

const struct doors_view *view_take(struct office *o, struct answer *a)
{
	if (o->view == NULL)
		o->view = calloc(1, sizeof(*o->view));
	if (o->view == NULL)
		return fails(a, ENOMEM);
	struct doors_call answered, call = {.kind = DOORS_VIEW, .view = o->view};
	int result = doors_call(o->doors, &call, &answered);
	if (result == -ETIMEDOUT)
		o->view = NULL; /* the doors may still write into it: it is theirs now */
	return result < 0 ? fails(a, -result) : o->view;
}
