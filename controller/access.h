/*
 * The decision: may this badge pass at this reader, now? (rules A1 to A4) Pure:
 * table, site, moment in; an answer with its one reason out. A denial is an
 * answer, not an error.
 */
#ifndef ZUTRITT_CONTROLLER_ACCESS_H
#define ZUTRITT_CONTROLLER_ACCESS_H

#include "controller/record.h"
#include "controller/table.h"

/* What a machine must know of the time: the one clock for delays, the other for dates. */
struct moment {
	uint64_t mono_ns;      /* CLOCK_MONOTONIC */
	int64_t utc_ms;        /* CLOCK_REALTIME */
	int32_t utc_offset_s;  /* of the site's zone, now */
	bool is_clock_trusted; /* rule D11 */
};

/* Days since 1970-01-01 in the site's zone. */
int32_t moment_day(const struct moment *now);

/* Minutes since midnight on the site's clock on the wall, 0 to 1439. */
uint16_t moment_minute(const struct moment *now);

struct access_request {
	struct badge_number number;
	uint16_t reader;
	bool is_alarm_set; /* in the area that this reader leads into */
	bool is_lock_down; /* of the site or the room (rule D12) */
	bool is_reader_enabled;
	bool is_commissioned; /* rule D18 */
	struct moment now;
};

struct access_decision {
	bool is_granted;
	bool is_leaving;           /* leads to outside: a known badge is enough (rule A3) */
	enum record_reason reason; /* REASON_NONE when granted */
	uint64_t person;           /* 0 when unknown */
	uint64_t badge;
	uint8_t rights;
	uint32_t release_ms; /* of the person (rule D2); 0: as the door says */
	int64_t policy_version;
};

struct access_decision access_decide(const struct table *table, const struct site *site,
                                     const struct access_request *request);

/*
 * Is this the own badge of somebody who may act here today? As an entry, without
 * a door, its key and its alarm; a lock-down does not matter (rule P7).
 */
struct access_decision access_at_desk(const struct table *table, struct badge_number number,
                                      const struct moment *now);

#endif
