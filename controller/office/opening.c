/* Start reading at work(), the thread. */
#include "controller/office/opening.h"
#include "controller/office/aside.h"
#include "controller/office/table_load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct opening {
	struct aside *aside;
	struct config config;
	bool may_make, wants_table;
	struct office_unsaved unsaved;
	struct opened opened;
};

/* ---- the thread ---- */

static int fail(struct opening *o, int result)
{
	snprintf(o->opened.error, sizeof(o->opened.error), "%s", store_error(o->opened.store));
	return result;
}

static int make_table(struct opening *o)
{
	int result = 0;
	if (o->wants_table)
		result = table_load(o->opened.store, &o->config, &o->unsaved, &o->opened.table);
	return result < 0 ? fail(o, result) : 0;
}

static int open_store(struct opening *o)
{
	char path[OFFICE_PATH_MAX];
	office_database(&o->config, path);
	store_put_back(path); /* what an earlier process had begun */
	int result =
	        store_start(&o->opened.store, path, o->may_make, o->opened.error, sizeof(o->opened.error));
	return result < 0 ? result : make_table(o);
}

static void opened_free(struct opened *opened)
{
	table_unload(&opened->table);
	store_close(opened->store);
	opened->store = NULL;
}

static void release(void *context)
{
	struct opening *o = context;
	opened_free(&o->opened);
	free(o->unsaved.items);
	free(o);
}

static void work(void *context)
{
	struct opening *o = context;
	o->opened.result = open_store(o);
	if (o->opened.result < 0)
		opened_free(&o->opened);
}

/* ---- who waits ---- */

static int copy_unsaved(struct opening *o, const struct office_unsaved *unsaved)
{
	if (unsaved == NULL || unsaved->count == 0)
		return 0;
	o->unsaved.items = calloc(unsaved->count, sizeof(*unsaved->items));
	if (o->unsaved.items == NULL)
		return -ENOMEM;
	memcpy(o->unsaved.items, unsaved->items, unsaved->count * sizeof(*unsaved->items));
	o->unsaved.count = unsaved->count;
	return 0;
}

int opening_begin(struct opening **out, const struct opening_wish *wish)
{
	struct opening *o = calloc(1, sizeof(*o));
	if (o == NULL)
		return -ENOMEM;
	o->config = *wish->config;
	o->may_make = wish->may_make;
	o->wants_table = wish->wants_table;
	int result = copy_unsaved(o, wish->unsaved);
	if (result == 0)
		result = aside_begin(&o->aside, "opening", work, release, o);
	if (result < 0)
		release(o);
	else
		*out = o;
	return result;
}

bool opening_wait(struct opening *o, int timeout_ms)
{
	return aside_wait(o->aside, timeout_ms);
}

int opening_fd(const struct opening *o)
{
	return aside_fd(o->aside);
}

void opening_take(struct opening *o, struct opened *out)
{
	*out = o->opened;
	o->opened.store = NULL;
	o->opened.table = (struct office_table){0};
}

void opening_leave(struct opening *o)
{
	if (o != NULL)
		aside_leave(o->aside);
}
