-- name: start
--
-- Schema 1. Words instead of numbers, so that the file can be read with the
-- sqlite3 shell at night. NULL stands for "none", never an empty string. Days
-- count from 1970-01-01, times are milliseconds in UTC. Ids are 60-bit random
-- numbers. What the schema forbids, no command and no import can do.

PRAGMA application_id = 1517646962; -- "Zutr"
PRAGMA user_version = 1;

-- journal: the random identity of this file's journal.
CREATE TABLE meta (
	name  TEXT PRIMARY KEY CHECK (name IN ('journal', 'made_utc_ms')),
	value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta (name, value) VALUES
	('journal', max(1, random() & 1152921504606846975)),
	('made_utc_ms', unixepoch() * 1000);

-- ---- the site's map, from the configuration ----

CREATE TABLE area (
	name TEXT PRIMARY KEY,
	CONSTRAINT "a name has 1 to 47 letters, digits, '-', '.'"
		CHECK (length(name) BETWEEN 1 AND 47 AND name NOT GLOB '*[^-.A-Za-z0-9]*')
) STRICT, WITHOUT ROWID;

CREATE TABLE room (
	name TEXT PRIMARY KEY,
	area TEXT REFERENCES area (name),
	CONSTRAINT "a name has 1 to 47 letters, digits, '-', '.'"
		CHECK (length(name) BETWEEN 1 AND 47 AND name NOT GLOB '*[^-.A-Za-z0-9]*')
) STRICT, WITHOUT ROWID;

CREATE TABLE door (
	name       TEXT PRIMARY KEY,
	kind       TEXT NOT NULL,
	from_room  TEXT NOT NULL REFERENCES room (name),
	to_room    TEXT NOT NULL REFERENCES room (name),
	release_ms INTEGER NOT NULL,
	schedule   TEXT, -- when it is free; NULL: always locked
	CONSTRAINT "a name has 1 to 47 letters, digits, '-', '.'"
		CHECK (length(name) BETWEEN 1 AND 47 AND name NOT GLOB '*[^-.A-Za-z0-9]*'),
	CONSTRAINT "rule D8: a door is of kind entrance, office, goods or secure"
		CHECK (kind IN ('entrance', 'office', 'goods', 'secure')),
	CONSTRAINT "a door joins two rooms"
		CHECK (from_room <> to_room),
	CONSTRAINT "rule D2: a door opens for 1 to 30 seconds"
		CHECK (release_ms BETWEEN 1000 AND 30000),
	CONSTRAINT "a schedule's name has 1 to 47 letters, digits, '-', '.'"
		CHECK (length(schedule) BETWEEN 1 AND 47 AND schedule NOT GLOB '*[^-.A-Za-z0-9]*'),
	CONSTRAINT "rule D9: a goods or secure door has no schedule"
		CHECK (kind NOT IN ('goods', 'secure') OR schedule IS NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX room_of_area ON room (area);
CREATE INDEX door_of_from_room ON door (from_room);
CREATE INDEX door_of_to_room ON door (to_room);

-- ---- positions, persons, badges, keys ----

-- rights: 1 may unset the alarm, 2 may set it, 4 passes a lock-down; their sum.
CREATE TABLE position (
	name   TEXT PRIMARY KEY,
	rights INTEGER NOT NULL,
	CONSTRAINT "a name has 1 to 47 letters, digits, '-', '.'"
		CHECK (length(name) BETWEEN 1 AND 47 AND name NOT GLOB '*[^-.A-Za-z0-9]*'),
	CONSTRAINT "a right is unset, set or override"
		CHECK (rights BETWEEN 0 AND 7)
) STRICT, WITHOUT ROWID;

CREATE TABLE position_key (
	position TEXT NOT NULL REFERENCES position (name),
	place    INTEGER NOT NULL, -- in the position's list, from 0
	room     TEXT NOT NULL REFERENCES room (name),
	door     TEXT REFERENCES door (name), -- NULL: any door of the room
	PRIMARY KEY (position, place),
	CONSTRAINT "a position has at most 32 keys"
		CHECK (place BETWEEN 0 AND 31)
) STRICT, WITHOUT ROWID;

CREATE INDEX position_key_of_room ON position_key (room);
CREATE INDEX position_key_of_door ON position_key (door);

CREATE TABLE person (
	id        INTEGER PRIMARY KEY,
	name      TEXT NOT NULL,
	kind      TEXT NOT NULL,
	state     TEXT NOT NULL,
	position  TEXT REFERENCES position (name),
	first_day INTEGER, -- NULL: no limit
	last_day  INTEGER,
	rights    INTEGER NOT NULL, -- as in position
	revision  INTEGER NOT NULL,
	CONSTRAINT "an id is a number of 60 bits"
		CHECK (id BETWEEN 1 AND 1152921504606846975),
	CONSTRAINT "a person's name has 1 to 200 bytes without control characters"
		CHECK (length(CAST(name AS BLOB)) BETWEEN 1 AND 200 AND name NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	CONSTRAINT "a person is of kind employee, external or technician"
		CHECK (kind IN ('employee', 'external', 'technician')),
	CONSTRAINT "a person is active, suspended or exited"
		CHECK (state IN ('active', 'suspended', 'exited')),
	CONSTRAINT "a day lies between 1970 and 9999"
		CHECK (first_day BETWEEN 0 AND 2932896 AND last_day BETWEEN 0 AND 2932896),
	CONSTRAINT "the first day is not after the last"
		CHECK (first_day <= last_day),
	CONSTRAINT "a right is unset, set or override"
		CHECK (rights BETWEEN 0 AND 7),
	CONSTRAINT "revisions count from 1"
		CHECK (revision >= 1)
) STRICT;

CREATE INDEX person_by_name ON person (name COLLATE NOCASE);
CREATE INDEX person_of_position ON person (position);

CREATE TABLE badge (
	id       INTEGER PRIMARY KEY,
	person   INTEGER REFERENCES person (id), -- NULL: nobody's
	state    TEXT NOT NULL,
	format   TEXT NOT NULL,
	facility INTEGER NOT NULL,
	card     INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	CONSTRAINT "an id is a number of 60 bits"
		CHECK (id BETWEEN 1 AND 1152921504606846975),
	CONSTRAINT "a badge is active, suspended, lost or returned"
		CHECK (state IN ('active', 'suspended', 'lost', 'returned')),
	CONSTRAINT "a format's name has 1 to 15 letters, digits, '-', '.', '_'"
		CHECK (length(format) BETWEEN 1 AND 15 AND format NOT GLOB '*[^-._A-Za-z0-9]*'),
	CONSTRAINT "rule F6: a facility has at most 32 bits"
		CHECK (facility BETWEEN 0 AND 4294967295),
	CONSTRAINT "rule F6: a card number has at most 56 bits"
		CHECK (card BETWEEN 0 AND 72057594037927935),
	CONSTRAINT "revisions count from 1"
		CHECK (revision >= 1)
) STRICT;

-- Rule K7: no two badges in use share a number.
CREATE UNIQUE INDEX badge_by_number ON badge (format, facility, card) WHERE state <> 'returned';
CREATE INDEX badge_of_person ON badge (person);

CREATE TABLE key (
	id            INTEGER PRIMARY KEY,
	person        INTEGER NOT NULL REFERENCES person (id),
	room          TEXT NOT NULL REFERENCES room (name),
	door          TEXT REFERENCES door (name), -- NULL: any door of the room, never a goods door
	first_day     INTEGER, -- NULL: no limit
	last_day      INTEGER,
	reason        TEXT,
	state         TEXT NOT NULL,
	issued_utc_ms INTEGER NOT NULL,
	revision      INTEGER NOT NULL,
	CONSTRAINT "an id is a number of 60 bits"
		CHECK (id BETWEEN 1 AND 1152921504606846975),
	CONSTRAINT "a day lies between 1970 and 9999"
		CHECK (first_day BETWEEN 0 AND 2932896 AND last_day BETWEEN 0 AND 2932896),
	CONSTRAINT "the first day is not after the last"
		CHECK (first_day <= last_day),
	CONSTRAINT "a reason has at most 200 bytes without control characters"
		CHECK (length(CAST(reason AS BLOB)) BETWEEN 1 AND 200 AND reason NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	CONSTRAINT "a key is issued or revoked"
		CHECK (state IN ('issued', 'revoked')),
	CONSTRAINT "a time is not before 1970"
		CHECK (issued_utc_ms >= 0),
	CONSTRAINT "revisions count from 1"
		CHECK (revision >= 1)
) STRICT;

CREATE INDEX key_of_person ON key (person, room, door);
CREATE INDEX key_of_room ON key (room);
CREATE INDEX key_of_door ON key (door);

-- A named door must be one of the room's. A door that is rewired later leaves
-- such a key without effect, never with another one; it can still be revoked.
CREATE TRIGGER key_insert_door AFTER INSERT ON key
WHEN NEW.state = 'issued'
	AND EXISTS (SELECT 1 FROM room WHERE name = NEW.room)
	AND EXISTS (SELECT 1 FROM door WHERE name = NEW.door AND NEW.room NOT IN (from_room, to_room))
BEGIN
	SELECT RAISE(ABORT, 'the door of a key is a door of its room');
END;

CREATE TRIGGER key_update_door AFTER UPDATE ON key
WHEN NEW.state = 'issued'
	AND EXISTS (SELECT 1 FROM room WHERE name = NEW.room)
	AND EXISTS (SELECT 1 FROM door WHERE name = NEW.door AND NEW.room NOT IN (from_room, to_room))
BEGIN
	SELECT RAISE(ABORT, 'the door of a key is a door of its room');
END;

CREATE TRIGGER position_key_insert_door AFTER INSERT ON position_key
WHEN EXISTS (SELECT 1 FROM room WHERE name = NEW.room)
	AND EXISTS (SELECT 1 FROM door WHERE name = NEW.door AND NEW.room NOT IN (from_room, to_room))
BEGIN
	SELECT RAISE(ABORT, 'the door of a key is a door of its room');
END;

CREATE TRIGGER position_key_update_door AFTER UPDATE ON position_key
WHEN EXISTS (SELECT 1 FROM room WHERE name = NEW.room)
	AND EXISTS (SELECT 1 FROM door WHERE name = NEW.door AND NEW.room NOT IN (from_room, to_room))
BEGIN
	SELECT RAISE(ABORT, 'the door of a key is a door of its room');
END;

-- Every change of the above, in order. previous_hash: journal.h says how.
CREATE TABLE policy_change (
	version       INTEGER PRIMARY KEY CHECK (version >= 1),
	utc_ms        INTEGER NOT NULL CHECK (utc_ms >= 0),
	who           INTEGER CHECK (who BETWEEN 1 AND 1152921504606846975), -- NULL: the configuration
	operations    TEXT NOT NULL CHECK (operations GLOB '[[]*]'), -- JSON
	previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32)
) STRICT;

CREATE TRIGGER policy_change_insert BEFORE INSERT ON policy_change
WHEN NEW.version <> (SELECT coalesce(max(version), 0) + 1 FROM policy_change)
BEGIN
	SELECT RAISE(ABORT, 'changes are numbered without gaps');
END;

CREATE TRIGGER policy_change_update BEFORE UPDATE ON policy_change
BEGIN
	SELECT RAISE(ABORT, 'the list of changes is never changed');
END;

CREATE TRIGGER policy_change_delete BEFORE DELETE ON policy_change
BEGIN
	SELECT RAISE(ABORT, 'the list of changes is never shortened');
END;

-- ---- the journal ----
-- It takes what happened as it was told: no references to persons or doors,
-- which may be gone by then. The triggers refuse INSERT OR REPLACE as well.

-- class: 1 passage, 2 incident, 3 visitor, 4 act, 5 key (rule E4).
CREATE TABLE event (
	number     INTEGER PRIMARY KEY CHECK (number >= 1),
	class      INTEGER NOT NULL CHECK (class BETWEEN 1 AND 5),
	commitment BLOB NOT NULL CHECK (length(commitment) = 32)
) STRICT;

CREATE TABLE body (
	number           INTEGER PRIMARY KEY REFERENCES event (number),
	salt             BLOB NOT NULL CHECK (length(salt) = 16),
	is_incident      INTEGER NOT NULL CHECK (is_incident IN (0, 1)),
	utc_ms           INTEGER NOT NULL,
	mono_ns          INTEGER NOT NULL CHECK (mono_ns >= 0),
	is_clock_trusted INTEGER NOT NULL CHECK (is_clock_trusted IN (0, 1)),
	policy_version   INTEGER NOT NULL CHECK (policy_version >= 0),
	kind             TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 31),
	door             TEXT CHECK (length(door) BETWEEN 1 AND 47),
	reader           TEXT CHECK (length(reader) BETWEEN 1 AND 47),
	room             TEXT CHECK (length(room) BETWEEN 1 AND 47),
	area             TEXT CHECK (length(area) BETWEEN 1 AND 47),
	person           INTEGER CHECK (person BETWEEN 1 AND 1152921504606846975),
	badge            INTEGER CHECK (badge BETWEEN 1 AND 1152921504606846975),
	operator         INTEGER CHECK (operator BETWEEN 1 AND 1152921504606846975),
	cause            TEXT CHECK (length(cause) BETWEEN 1 AND 31),
	reason           TEXT CHECK (length(reason) BETWEEN 1 AND 31),
	detail           TEXT CHECK (length(CAST(detail AS BLOB)) BETWEEN 1 AND 200)
) STRICT;

CREATE INDEX incident ON body (number) WHERE is_incident = 1;

CREATE TRIGGER event_insert BEFORE INSERT ON event
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM event)
BEGIN
	SELECT RAISE(ABORT, 'rule E1: events are numbered without gaps');
END;

CREATE TRIGGER event_update BEFORE UPDATE ON event
BEGIN
	SELECT RAISE(ABORT, 'rule E1: events are never changed');
END;

CREATE TRIGGER event_delete BEFORE DELETE ON event
BEGIN
	SELECT RAISE(ABORT, 'rule E1: events are never deleted');
END;

CREATE TRIGGER body_insert BEFORE INSERT ON body
WHEN EXISTS (SELECT 1 FROM body WHERE number = NEW.number)
BEGIN
	SELECT RAISE(ABORT, 'rule E1: events are never changed');
END;

CREATE TRIGGER body_update BEFORE UPDATE ON body
BEGIN
	SELECT RAISE(ABORT, 'rule E1: events are never changed');
END;

CREATE TRIGGER body_delete BEFORE DELETE ON body
BEGIN
	SELECT RAISE(ABORT, 'rule E4: only the purge may delete the body of an event, when its time is over');
END;

-- ---- what the doors' machines keep across restarts (rule D3) ----
-- Comes from the ring as the journal does, so it refers to nothing either.

CREATE TABLE presence (
	person       INTEGER NOT NULL CHECK (person BETWEEN 1 AND 1152921504606846975),
	area         TEXT NOT NULL CHECK (length(area) BETWEEN 1 AND 47),
	door         TEXT CHECK (length(door) BETWEEN 1 AND 47), -- the last one passed
	since_utc_ms INTEGER NOT NULL,
	PRIMARY KEY (person, area)
) STRICT, WITHOUT ROWID;

CREATE TABLE area_state (
	area         TEXT PRIMARY KEY CHECK (length(area) BETWEEN 1 AND 47),
	alarm        TEXT NOT NULL CHECK (length(alarm) BETWEEN 1 AND 31),
	since_utc_ms INTEGER NOT NULL,
	is_certain   INTEGER NOT NULL CHECK (is_certain IN (0, 1)),
	why          TEXT CHECK (length(why) BETWEEN 1 AND 31)
) STRICT, WITHOUT ROWID;

-- Rule D13: latched until a person resets it. One row.
CREATE TABLE fire (
	only       INTEGER PRIMARY KEY CHECK (only = 1),
	is_latched INTEGER NOT NULL CHECK (is_latched IN (0, 1))
) STRICT;

INSERT INTO fire (only, is_latched) VALUES (1, 0);

-- Up to which record a ring file is in the journal (rule E2).
CREATE TABLE ring_mark (
	ring     TEXT PRIMARY KEY CHECK (length(ring) BETWEEN 1 AND 47),
	sequence INTEGER NOT NULL CHECK (sequence >= 0)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER ring_mark_update BEFORE UPDATE ON ring_mark
WHEN NEW.sequence < OLD.sequence
BEGIN
	SELECT RAISE(ABORT, 'the mark of a ring never goes back');
END;
