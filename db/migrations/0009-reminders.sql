-- name: reminders
--
-- Schema 9: of what the reception is reminded (rules V2, V3, O6), and visits
-- that are called off (rule V1).

PRAGMA user_version = 9;

-- Made anew: a visit may be called off, and knows the day at whose closing its guest was still there.
CREATE TABLE visit_made (
	id                 INTEGER PRIMARY KEY,
	kind               TEXT NOT NULL CHECK (kind IN ('visitor', 'technician')),
	name               TEXT NOT NULL CHECK (length(CAST(name AS BLOB)) BETWEEN 1 AND 200),
	company            TEXT CHECK (length(CAST(company AS BLOB)) BETWEEN 1 AND 200),
	host               INTEGER NOT NULL REFERENCES person (id),
	purpose            TEXT NOT NULL CHECK (length(CAST(purpose AS BLOB)) BETWEEN 1 AND 200),
	order_number       TEXT CHECK (length(CAST(order_number AS BLOB)) BETWEEN 1 AND 200),
	area               TEXT NOT NULL CHECK (length(area) BETWEEN 1 AND 47), -- where they count
	state              TEXT NOT NULL CHECK (state IN ('announced', 'arrived', 'with_host', 'left', 'cancelled')),
	announced_utc_ms   INTEGER NOT NULL CHECK (announced_utc_ms >= 0),
	arrived_utc_ms     INTEGER,
	handed_over_utc_ms INTEGER,
	left_utc_ms        INTEGER,
	end_utc_ms         INTEGER, -- of a technician's work
	is_reminded        INTEGER NOT NULL CHECK (is_reminded IN (0, 1)),
	told_day           INTEGER, -- at whose closing the reception was told that they are still there
	revision           INTEGER NOT NULL CHECK (revision >= 1),
	CONSTRAINT "an id is a number of 60 bits"
		CHECK (id BETWEEN 1 AND 1152921504606846975),
	CONSTRAINT "rule V1: a technician has a company, an order and an end"
		CHECK (kind <> 'technician' OR (company IS NOT NULL AND order_number IS NOT NULL AND end_utc_ms IS NOT NULL)),
	CONSTRAINT "rule V1: who has arrived has a time of arrival"
		CHECK ((state IN ('announced', 'cancelled')) = (arrived_utc_ms IS NULL)),
	CONSTRAINT "rule V1: who is with the host was handed over"
		CHECK (state <> 'with_host' OR handed_over_utc_ms IS NOT NULL),
	CONSTRAINT "rule V1: who has left has a time of departure"
		CHECK ((state = 'left') = (left_utc_ms IS NOT NULL))
) STRICT;

INSERT INTO visit_made (id, kind, name, company, host, purpose, order_number, area, state, announced_utc_ms,
	arrived_utc_ms, handed_over_utc_ms, left_utc_ms, end_utc_ms, is_reminded, revision)
SELECT id, kind, name, company, host, purpose, order_number, area, state, announced_utc_ms,
	arrived_utc_ms, handed_over_utc_ms, left_utc_ms, end_utc_ms, is_reminded, revision
FROM visit;

DROP TABLE visit;
ALTER TABLE visit_made RENAME TO visit;

CREATE INDEX visit_open ON visit (announced_utc_ms) WHERE state NOT IN ('left', 'cancelled');

CREATE TRIGGER visit_update BEFORE UPDATE ON visit
WHEN NEW.id <> OLD.id OR NEW.host <> OLD.host OR OLD.state IN ('left', 'cancelled')
	OR (OLD.state <> 'announced' AND NEW.state IN ('announced', 'cancelled'))
	OR (OLD.state = 'with_host' AND NEW.state = 'arrived')
BEGIN
	SELECT RAISE(ABORT, 'rule V1: a visit goes on from announced to arrived, with the host and left, or is called off');
END;

-- Rule V2: a door was released for a visitor, and no visit says yet who that was. It goes when a visit is
-- linked or somebody puts it aside: the journal has both.
CREATE TABLE visitor_release (
	id              INTEGER PRIMARY KEY,
	door            TEXT NOT NULL CHECK (length(door) BETWEEN 1 AND 47),
	area            TEXT NOT NULL CHECK (length(area) BETWEEN 1 AND 47), -- where whoever came in counts
	who             INTEGER NOT NULL REFERENCES person (id),             -- released it
	released_utc_ms INTEGER NOT NULL CHECK (released_utc_ms >= 0),
	is_reminded     INTEGER NOT NULL CHECK (is_reminded IN (0, 1)),
	CONSTRAINT "an id is a number of 60 bits"
		CHECK (id BETWEEN 1 AND 1152921504606846975)
) STRICT;

-- Rule O6: the last day at whose closing somebody was inside, and the reception was told.
CREATE TABLE closing_told (
	area TEXT PRIMARY KEY CHECK (length(area) BETWEEN 1 AND 47),
	day  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
