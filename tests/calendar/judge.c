/*
 * Compares what the controller takes each minute for with what another
 * calendar says (almanac; rules B7, D10): day, minute and weekday on the
 * wall, public holidays of all states, open or closed.
 *
 *   judge FILE     exit 0 when they agree in every minute, else the first difference
 */
#include "controller/access.h"
#include "controller/clock.h"
#include "controller/schedule.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_LENGTH = 1024, SCHEDULES = 3, STATES = 16 };

static struct schedule_book book;
static struct clock zone_clock;
static int64_t next_min = -1; /* since 1970: where the next run must begin */
static uint64_t judged;

/* Minutes of the run's day in which each schedule is open. */
static bool is_open[SCHEDULES][SCHEDULE_MINUTES];

static void differ(const char *what, int64_t utc_min, const char *line)
{
	fprintf(stderr, "%s differs at minute %" PRId64 " of:\n%s", what, utc_min, line);
	exit(EXIT_FAILURE);
}

static void agree(bool is_so, const char *what, int64_t utc_min, const char *line)
{
	if (!is_so)
		differ(what, utc_min, line);
}

/* ---- what is decided ---- */

static int32_t day_of(const char *text)
{
	int year = 0;
	unsigned month = 0, day = 0;
	if (sscanf(text, "%4d-%2u-%2u", &year, &month, &day) != 3)
		differ("a date", 0, text);
	return calendar_day((struct calendar_date){year, (uint8_t)month, (uint8_t)day});
}

static void add_span(unsigned schedule, unsigned days, unsigned begin_min, unsigned end_min)
{
	struct schedule *s = &book.schedules[schedule];
	s->spans[s->span_count++] =
	        (struct schedule_span){(uint8_t)days, (uint16_t)begin_min, (uint16_t)end_min};
}

static void add_day(struct schedule_day day, const char *line)
{
	agree(schedule_add_day(&book, &day) == 0, "the room for days", 0, line);
}

static bool decide(const char *line)
{
	char word[64];
	unsigned a, b, c, d;
	if (sscanf(line, "zone %63s", word) == 1)
		clock_set_zone(word);
	else if (sscanf(line, "state %63s", word) == 1)
		book.state = calendar_state_parse(word);
	else if (sscanf(line, "span %u %u %u %u", &a, &b, &c, &d) == 4)
		add_span(a, b, c, d);
	else if (sscanf(line, "off %63s", word) == 1)
		add_day((struct schedule_day){day_of(word), SCHEDULE_EVERY, true, 0, 0}, line);
	else if (sscanf(line, "other %u %63s %u %u", &a, word, &b, &c) == 4)
		add_day((struct schedule_day){day_of(word), (uint16_t)a, false, (uint16_t)b, (uint16_t)c},
		        line);
	else
		return false;
	return true;
}

/* ---- a run of minutes ---- */

struct run {
	int64_t utc_min;
	uint32_t count;
	int32_t day;
	uint16_t minute;
	unsigned weekday;
	unsigned holidays;
	char open[SCHEDULES][256];
};

/* "480-720,780-1020", "-" */
static void open_minutes(bool minutes[SCHEDULE_MINUTES], const char *text)
{
	memset(minutes, 0, SCHEDULE_MINUTES * sizeof(*minutes));
	for (; text != NULL && *text != '-'; text = strchr(text, ',')) {
		unsigned begin_min, end_min;
		text += *text == ',';
		if (sscanf(text, "%u-%u", &begin_min, &end_min) != 2 || end_min > SCHEDULE_MINUTES)
			differ("the spelling", 0, text);
		for (unsigned m = begin_min; m < end_min; m++)
			minutes[m] = true;
	}
}

static void judge_day(const struct run *r, const char *line)
{
	agree(calendar_weekday(r->day) == (enum calendar_weekday)r->weekday, "the weekday", r->utc_min, line);
	for (unsigned i = 0; i < STATES; i++)
		agree((calendar_holiday(r->day, (enum calendar_state)(1u << i)) != NULL) ==
		              ((r->holidays >> i & 1) != 0),
		      calendar_state_name((enum calendar_state)(1u << i)), r->utc_min, line);
}

/* The first and the last millisecond of it. */
static void judge_minute(const struct run *r, uint32_t i, const char *line)
{
	int64_t utc_min = r->utc_min + i;
	struct moment begin = {.utc_ms = utc_min * 60000,
	                       .utc_offset_s = clock_offset_s(&zone_clock, utc_min * 60)};
	struct moment end = {.utc_ms = utc_min * 60000 + 59999,
	                     .utc_offset_s = clock_offset_s(&zone_clock, utc_min * 60 + 59)};
	uint16_t minute = moment_minute(&begin);
	agree(moment_day(&begin) == r->day && moment_day(&end) == r->day, "the day", utc_min, line);
	agree(minute == r->minute + i && moment_minute(&end) == minute, "the minute", utc_min, line);
	for (uint16_t s = 0; s < SCHEDULES; s++)
		agree(schedule_is_open(&book, s, r->day, minute) == is_open[s][minute], "open or closed",
		      utc_min, line);
}

static void judge_run(const char *line)
{
	struct run r;
	char day[16];
	unsigned minute;
	int fields = sscanf(line, "run %" SCNd64 " %" SCNu32 " %15s %u %u %x %255s %255s %255s", &r.utc_min,
	                    &r.count, day, &minute, &r.weekday, &r.holidays, r.open[0], r.open[1], r.open[2]);
	agree(fields == 9, "the spelling", 0, line);
	agree(next_min < 0 || r.utc_min == next_min, "where a run begins", r.utc_min, line);
	r.day = day_of(day);
	r.minute = (uint16_t)minute;
	for (size_t s = 0; s < SCHEDULES; s++)
		open_minutes(is_open[s], r.open[s]);
	judge_day(&r, line);
	for (uint32_t i = 0; i < r.count; i++)
		judge_minute(&r, i, line);
	judged += r.count;
	next_min = r.utc_min + r.count;
}

int main(int argc, char **argv)
{
	char line[LINE_MAX_LENGTH];
	uint64_t total = 0;
	FILE *f = argc == 2 ? fopen(argv[1], "r") : NULL;
	if (f == NULL) {
		fprintf(stderr, "usage: judge FILE\n");
		return 2;
	}
	clock_init(&zone_clock, true);
	while (fgets(line, sizeof(line), f) != NULL)
		if (sscanf(line, "end %" SCNu64, &total) != 1 && !decide(line))
			judge_run(line);
	fclose(f);
	agree(judged > 0 && judged == total, "the number of minutes", next_min, line);
	printf("%" PRIu64 " minutes agree\n", judged);
	return EXIT_SUCCESS;
}
