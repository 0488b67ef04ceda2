-- name: visits
--
-- Schema 8: visits, as the reception records them (rules V1, V3, V4). They are
-- no part of the policy: the list of changes would keep names for years that
-- are to be erased after 30 days.

PRAGMA user_version = 8;

CREATE TABLE visit (
	id                 INTEGER PRIMARY KEY,
	kind               TEXT NOT NULL CHECK (kind IN ('visitor', 'technician')),
	name               TEXT NOT NULL CHECK (length(CAST(name AS BLOB)) BETWEEN 1 AND 200),
	company            TEXT CHECK (length(CAST(company AS BLOB)) BETWEEN 1 AND 200),
	host               INTEGER NOT NULL REFERENCES person (id),
	purpose            TEXT NOT NULL CHECK (length(CAST(purpose AS BLOB)) BETWEEN 1 AND 200),
	order_number       TEXT CHECK (length(CAST(order_number AS BLOB)) BETWEEN 1 AND 200),
	area               TEXT NOT NULL CHECK (length(area) BETWEEN 1 AND 47), -- where they count
	state              TEXT NOT NULL CHECK (state IN ('announced', 'arrived', 'with_host', 'left')),
	announced_utc_ms   INTEGER NOT NULL CHECK (announced_utc_ms >= 0),
	arrived_utc_ms     INTEGER,
	handed_over_utc_ms INTEGER,
	left_utc_ms        INTEGER,
	end_utc_ms         INTEGER, -- of a technician's work
	is_reminded        INTEGER NOT NULL CHECK (is_reminded IN (0, 1)),
	revision           INTEGER NOT NULL CHECK (revision >= 1),
	CONSTRAINT "an id is a number of 60 bits"
		CHECK (id BETWEEN 1 AND 1152921504606846975),
	CONSTRAINT "rule V1: a technician has a company, an order and an end"
		CHECK (kind <> 'technician' OR (company IS NOT NULL AND order_number IS NOT NULL AND end_utc_ms IS NOT NULL)),
	CONSTRAINT "rule V1: who has arrived has a time of arrival"
		CHECK ((state = 'announced') = (arrived_utc_ms IS NULL)),
	CONSTRAINT "rule V1: who is with the host was handed over"
		CHECK (state <> 'with_host' OR handed_over_utc_ms IS NOT NULL),
	CONSTRAINT "rule V1: who has left has a time of departure"
		CHECK ((state = 'left') = (left_utc_ms IS NOT NULL))
) STRICT;

CREATE INDEX visit_open ON visit (announced_utc_ms) WHERE state <> 'left';

CREATE TRIGGER visit_update BEFORE UPDATE ON visit
WHEN NEW.id <> OLD.id OR NEW.host <> OLD.host OR OLD.state = 'left'
	OR (OLD.state <> 'announced' AND NEW.state = 'announced') OR (OLD.state = 'with_host' AND NEW.state = 'arrived')
BEGIN
	SELECT RAISE(ABORT, 'rule V1: a visit goes on from announced to arrived, with the host and left');
END;
