-- name: schedules
--
-- Schema 6. Schedules, holidays and exceptions (rules D10, D11), what doors
-- and keys have of them, and openings for persons who need longer (rule D2).
-- Minutes are those of the wall clock of the site, 0 to 1440.

-- place: its number in the doors' memory, as long as it is there.
CREATE TABLE schedule (
	name  TEXT PRIMARY KEY,
	place INTEGER NOT NULL UNIQUE,
	CONSTRAINT "a schedule's name has 1 to 47 letters, digits, '-', '.', and is not 'none'"
		CHECK (length(name) BETWEEN 1 AND 47 AND name NOT GLOB '*[^-.A-Za-z0-9]*' AND name <> 'none'),
	CONSTRAINT "there are at most 32 schedules"
		CHECK (place BETWEEN 0 AND 31)
) STRICT, WITHOUT ROWID;

-- days: 1 Monday, 2 Tuesday ... 64 Sunday, 128 holidays; their sum.
CREATE TABLE schedule_span (
	schedule  TEXT NOT NULL REFERENCES schedule (name),
	place     INTEGER NOT NULL, -- in the schedule's list, from 0
	days      INTEGER NOT NULL,
	begin_min INTEGER NOT NULL,
	end_min   INTEGER NOT NULL,
	PRIMARY KEY (schedule, place),
	CONSTRAINT "a schedule has at most 16 spans"
		CHECK (place BETWEEN 0 AND 15),
	CONSTRAINT "a span has days"
		CHECK (days BETWEEN 1 AND 255),
	CONSTRAINT "a span begins before it ends, within one day"
		CHECK (begin_min >= 0 AND begin_min < end_min AND end_min <= 1440)
) STRICT, WITHOUT ROWID;

-- Hours of one day that replace the schedule's; both 0: closed all day.
CREATE TABLE schedule_exception (
	schedule  TEXT NOT NULL REFERENCES schedule (name),
	day       INTEGER NOT NULL,
	begin_min INTEGER NOT NULL,
	end_min   INTEGER NOT NULL,
	PRIMARY KEY (schedule, day),
	CONSTRAINT "a day lies between 1970 and 9999"
		CHECK (day BETWEEN 0 AND 2932896),
	CONSTRAINT "an exception begins before it ends, within one day, or is closed"
		CHECK (begin_min >= 0 AND end_min <= 1440 AND (begin_min < end_min OR (begin_min = 0 AND end_min = 0)))
) STRICT, WITHOUT ROWID;

-- The company's own; the public ones are worked out.
CREATE TABLE holiday (
	day  INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	CONSTRAINT "a day lies between 1970 and 9999"
		CHECK (day BETWEEN 0 AND 2932896),
	CONSTRAINT "a holiday's name has 1 to 200 bytes without control characters"
		CHECK (length(CAST(name AS BLOB)) BETWEEN 1 AND 200 AND name NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*')
) STRICT;

CREATE TRIGGER holiday_insert BEFORE INSERT ON holiday
WHEN (SELECT count(*) FROM holiday) + (SELECT count(*) FROM schedule_exception) >= 1024
BEGIN
	SELECT RAISE(ABORT, 'there are at most 1024 company holidays and exceptions');
END;

CREATE TRIGGER exception_insert BEFORE INSERT ON schedule_exception
WHEN (SELECT count(*) FROM holiday) + (SELECT count(*) FROM schedule_exception) >= 1024
	AND NOT EXISTS (SELECT 1 FROM schedule_exception WHERE schedule = NEW.schedule AND day = NEW.day)
BEGIN
	SELECT RAISE(ABORT, 'there are at most 1024 company holidays and exceptions');
END;

-- Whose public holidays count; NULL: none. One row.
CREATE TABLE calendar (
	only  INTEGER PRIMARY KEY CHECK (only = 1),
	state TEXT,
	CONSTRAINT "a state is BW, BY, BE, BB, HB, HH, HE, MV, NI, NW, RP, SL, SN, ST, SH or TH"
		CHECK (state IN ('BW', 'BY', 'BE', 'BB', 'HB', 'HH', 'HE', 'MV', 'NI', 'NW', 'RP', 'SL', 'SN', 'ST', 'SH', 'TH'))
) STRICT;

INSERT INTO calendar (only, state) VALUES (1, NULL);

-- ---- what has schedules ----

-- Rule D9: a goods or secure door has no schedule, so nobody's coming frees it either.
ALTER TABLE door ADD COLUMN first_person INTEGER NOT NULL DEFAULT 0
	CONSTRAINT "only a door with a schedule waits for the first person"
		CHECK (first_person = 0 OR (first_person = 1 AND schedule IS NOT NULL));

ALTER TABLE person ADD COLUMN release_ms INTEGER -- NULL: as the doors say
	CONSTRAINT "rule D2: an opening for a person lasts 1 to 30 seconds"
		CHECK (release_ms BETWEEN 1000 AND 30000);

ALTER TABLE key ADD COLUMN schedule TEXT; -- NULL: any time

ALTER TABLE key ADD COLUMN any_time INTEGER NOT NULL DEFAULT 0
	CONSTRAINT "rule D11: only a key with a schedule is marked any time"
		CHECK (any_time = 0 OR (any_time = 1 AND schedule IS NOT NULL));

CREATE INDEX door_of_schedule ON door (schedule);
CREATE INDEX key_of_schedule ON key (schedule);

-- Keys that were taken back may keep the name of a schedule that is gone.
CREATE TRIGGER door_insert_schedule BEFORE INSERT ON door
WHEN NEW.schedule IS NOT NULL AND NEW.schedule NOT IN (SELECT name FROM schedule)
BEGIN
	SELECT RAISE(ABORT, 'a door follows a schedule that is there');
END;

CREATE TRIGGER door_update_schedule BEFORE UPDATE ON door
WHEN NEW.schedule IS NOT NULL AND NEW.schedule NOT IN (SELECT name FROM schedule)
BEGIN
	SELECT RAISE(ABORT, 'a door follows a schedule that is there');
END;

CREATE TRIGGER key_insert_schedule BEFORE INSERT ON key
WHEN NEW.state NOT IN ('revoked', 'returned', 'destroyed') AND NEW.schedule IS NOT NULL AND NEW.schedule NOT IN (SELECT name FROM schedule)
BEGIN
	SELECT RAISE(ABORT, 'a key follows a schedule that is there');
END;

CREATE TRIGGER key_update_schedule BEFORE UPDATE ON key
WHEN NEW.state NOT IN ('revoked', 'returned', 'destroyed') AND NEW.schedule IS NOT NULL AND NEW.schedule NOT IN (SELECT name FROM schedule)
BEGIN
	SELECT RAISE(ABORT, 'a key follows a schedule that is there');
END;

CREATE TRIGGER schedule_delete BEFORE DELETE ON schedule
WHEN EXISTS (SELECT 1 FROM door WHERE schedule = OLD.name)
	OR EXISTS (SELECT 1 FROM key WHERE schedule = OLD.name AND state NOT IN ('revoked', 'returned', 'destroyed'))
BEGIN
	SELECT RAISE(ABORT, 'a schedule that doors or keys follow is not removed');
END;

-- An older database may name schedules that nobody has made: its doors stay locked.
UPDATE door SET schedule = NULL;

PRAGMA user_version = 6;
