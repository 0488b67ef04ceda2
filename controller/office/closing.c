#include "controller/office/closing.h"

static bool is_entrance_of(const struct site *site, const struct site_door *door, uint16_t area)
{
	return door->kind == SITE_ENTRANCE &&
	       (site->rooms[door->from].area == area) != (site->rooms[door->to].area == area);
}

static uint16_t later(uint16_t one, uint16_t other)
{
	return one > other ? one : other;
}

/* When the last of its entrances closes; 0 when none has hours on that day. */
static uint16_t entrances_close(struct office *o, uint16_t area, int32_t day)
{
	const struct site *site = &o->config->site;
	uint16_t minute = 0;
	for (uint16_t i = 0; i < site->door_count; i++) {
		uint8_t schedule = table_door(o->table.table, i)->schedule;
		if (schedule != 0 && is_entrance_of(site, &site->doors[i], area))
			minute = later(minute, schedule_closing(table_book(o->table.table),
			                                        (uint16_t)(schedule - 1), day));
	}
	return minute;
}

static uint16_t minute_of(struct office *o, uint16_t area, int32_t day)
{
	const struct schedule_book *book = table_book(o->table.table);
	uint16_t minute = entrances_close(o, area, day);
	if (minute == 0)
		minute = schedule_closing(book, schedule_find(book, CLOSING_SCHEDULE), day);
	return minute != 0 ? minute : CLOSING_DEFAULT_MIN;
}

/* Rule B7: the zone's offset then, not now. A guess without it is at most half a day away. */
static int64_t utc_ms_of(struct office *o, int32_t day, uint16_t minute)
{
	int64_t local_s = day * INT64_C(86400) + minute * INT64_C(60);
	int64_t guess_s = local_s - clock_offset_s(&o->clock, local_s);
	return (local_s - clock_offset_s(&o->clock, guess_s)) * 1000;
}

struct closing closing_of(struct office *o, uint16_t area)
{
	struct moment now = clock_now(&o->clock);
	struct closing c = {.day = moment_day(&now)};
	uint16_t minute = minute_of(o, area, c.day);
	c.is_today = moment_minute(&now) >= minute;
	if (!c.is_today)
		minute = minute_of(o, area, --c.day);
	c.utc_ms = utc_ms_of(o, c.day, minute);
	return c;
}
