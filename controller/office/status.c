#include "controller/office/status.h"
#include "controller/office/journalist.h"
#include "controller/office/rooms.h"
#include "controller/office/shapes.h"
#include "controller/office/view.h"

static const struct office_counts *count(struct office *o)
{
	struct office_counts *c = &o->counts;
	int64_t version = o->store == NULL ? 0 : store_policy_version(o->store);
	if (version != 0 && c->version != version &&
	    store_counts(o->store, &c->persons, &c->badges, &c->keys) == 0)
		c->version = version;
	return c;
}

static void put_counts(struct office *o, struct message *m)
{
	const struct office_counts *c = count(o);
	message_put_int(m, "persons", c->persons);
	message_put_int(m, "badges", c->badges);
	message_put_int(m, "keys", c->keys);
}

static void put_journal(struct office *o, struct message *m)
{
	bool is_open = o->store != NULL;
	message_put_text(m, "journal", o->journal);
	message_put_int(m, "last_event", is_open ? store_last_number(o->store) : 0);
	message_put_int(m, "policy_version",
	                is_open ? store_policy_version(o->store) : table_version(o->table.table));
	if (!is_open)
		message_put_text(m, "database_trouble", o->trouble);
	message_put_int(m, "ring_waiting", (int64_t)ring_waiting(o->ring));
	message_put_bool(m, "is_storing", journalist_is_storing(o->journalist));
}

bool status_get(struct office *o, const struct request *r, struct answer *a)
{
	const struct doors_view *view = view_take(o, a);
	(void)r;
	if (view == NULL)
		return false;
	struct message *m = message_object();
	struct moment now = clock_now(&o->clock);
	message_put_text(m, "version", ZUTRITT_VERSION);
	message_put_text(m, "site", o->config->site.name);
	message_put_text(m, "controller", o->config->site.controller);
	message_put_text(m, "lines", o->config->backend == CONFIG_SIMULATOR ? "simulator" : "gpiod");
	shape_put_time(m, "started", o->started_utc_ms);
	shape_put_time(m, "now", now.utc_ms);
	message_put_text(m, "zone", o->config->zone);
	put_journal(o, m);
	put_counts(o, m);
	message_put_bool(m, "fire", view->is_fire_active || view->is_fire_latched);
	message_put(m, "desks", rooms_readers(o, SITE_NONE, view));
	message_put(a->members, "status", m);
	return true;
}
