-- name: people
--
-- Schema 3: rules K1 to K6 and V6. Badges and keys have all their states and
-- take only the steps of rule K1; what is handed out and taken back has a
-- receipt; the quarterly review of a room; when a right was last used.

PRAGMA user_version = 3;

-- ---- persons ----

ALTER TABLE person ADD COLUMN employer TEXT -- of externals
	CONSTRAINT "an employer has 1 to 200 bytes without control characters"
	CHECK (length(CAST(employer AS BLOB)) BETWEEN 1 AND 200 AND employer NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*');

CREATE TRIGGER person_insert_external BEFORE INSERT ON person
WHEN NEW.kind = 'external' AND (NEW.employer IS NULL OR NEW.last_day IS NULL)
BEGIN
	SELECT RAISE(ABORT, 'an external has an employer and a last day');
END;

-- One that was there before employers were asked for may stay as they are.
CREATE TRIGGER person_update_external BEFORE UPDATE ON person
WHEN NEW.kind = 'external' AND (NEW.last_day IS NULL OR (NEW.employer IS NULL AND OLD.employer IS NOT NULL))
BEGIN
	SELECT RAISE(ABORT, 'an external has an employer and a last day');
END;

CREATE TRIGGER person_update_exited BEFORE UPDATE OF state ON person
WHEN OLD.state = 'exited' AND NEW.state <> 'exited'
BEGIN
	SELECT RAISE(ABORT, 'who has left is hired anew');
END;

-- ---- receipts (rule K5) ----

-- number: year * 1000000 + place in the year, from 1. What it is for are the
-- badges and keys that name it. code: receipt.h says how.
CREATE TABLE receipt (
	number        INTEGER PRIMARY KEY,
	kind          TEXT NOT NULL,
	person        INTEGER NOT NULL REFERENCES person (id),
	person_name   TEXT NOT NULL, -- as it was then
	operator      INTEGER REFERENCES person (id), -- NULL: the first, hired by nobody
	operator_name TEXT,
	made_utc_ms   INTEGER NOT NULL,
	code          INTEGER NOT NULL,
	CONSTRAINT "a receipt's number is its year and its place in it"
		CHECK (number BETWEEN 1970000001 AND 9999999999 AND number % 1000000 >= 1),
	CONSTRAINT "a receipt is for issue or return"
		CHECK (kind IN ('issue', 'return')),
	CONSTRAINT "a time is not before 1970"
		CHECK (made_utc_ms >= 0),
	CONSTRAINT "a code is a number of 60 bits"
		CHECK (code BETWEEN 1 AND 1152921504606846975)
) STRICT;

CREATE INDEX receipt_of_person ON receipt (person);
CREATE INDEX receipt_of_operator ON receipt (operator) WHERE operator IS NOT NULL;

CREATE TRIGGER receipt_insert BEFORE INSERT ON receipt
WHEN NEW.number <> (SELECT coalesce(max(number), NEW.number / 1000000 * 1000000) + 1 FROM receipt
	WHERE number BETWEEN NEW.number / 1000000 * 1000000 AND NEW.number / 1000000 * 1000000 + 999999)
BEGIN
	SELECT RAISE(ABORT, 'rule K5: receipts are numbered without gaps');
END;

CREATE TRIGGER receipt_update BEFORE UPDATE ON receipt
BEGIN
	SELECT RAISE(ABORT, 'rule K5: a receipt is never changed');
END;

-- What the codes of this database are made with; nobody else can make one.
CREATE TABLE receipt_secret (
	only   INTEGER PRIMARY KEY CHECK (only = 1),
	secret BLOB NOT NULL CHECK (length(secret) = 32)
) STRICT;

INSERT INTO receipt_secret (only, secret) VALUES (1, randomblob(32));

-- ---- badges ----

CREATE TABLE badge_made (
	id             INTEGER PRIMARY KEY,
	person         INTEGER REFERENCES person (id), -- NULL: nobody's
	state          TEXT NOT NULL,
	format         TEXT NOT NULL,
	facility       INTEGER NOT NULL,
	card           INTEGER NOT NULL,
	first_day      INTEGER, -- NULL: no limit; rule V6: tomorrow, while a day badge is out
	last_day       INTEGER, -- of a day badge: the one day
	is_day         INTEGER NOT NULL,
	receipt        INTEGER REFERENCES receipt (number), -- of its issue
	return_receipt INTEGER REFERENCES receipt (number),
	revision       INTEGER NOT NULL,
	CONSTRAINT "an id is a number of 60 bits"
		CHECK (id BETWEEN 1 AND 1152921504606846975),
	CONSTRAINT "a badge is active, suspended, lost, returned or destroyed"
		CHECK (state IN ('active', 'suspended', 'lost', 'returned', 'destroyed')),
	CONSTRAINT "a format's name has 1 to 15 letters, digits, '-', '.', '_'"
		CHECK (length(format) BETWEEN 1 AND 15 AND format NOT GLOB '*[^-._A-Za-z0-9]*'),
	CONSTRAINT "rule F6: a facility has at most 32 bits"
		CHECK (facility BETWEEN 0 AND 4294967295),
	CONSTRAINT "rule F6: a card number has at most 56 bits"
		CHECK (card BETWEEN 0 AND 72057594037927935),
	CONSTRAINT "a day lies between 1970 and 9999"
		CHECK (first_day BETWEEN 0 AND 2932896 AND last_day BETWEEN 0 AND 2932896),
	CONSTRAINT "rule V6: a day badge is somebody's for one day"
		CHECK (is_day = 0 OR (is_day = 1 AND person IS NOT NULL AND last_day IS NOT NULL)),
	CONSTRAINT "revisions count from 1"
		CHECK (revision >= 1)
) STRICT;

INSERT INTO badge_made (id, person, state, format, facility, card, is_day, revision)
SELECT id, person, state, format, facility, card, 0, revision FROM badge;
DROP TABLE badge;
ALTER TABLE badge_made RENAME TO badge;

-- Rule K7: no two badges in use share a number.
CREATE UNIQUE INDEX badge_by_number ON badge (format, facility, card) WHERE state NOT IN ('returned', 'destroyed');
CREATE INDEX badge_of_card ON badge (card, facility, format); -- also those that were handed in
CREATE INDEX badge_of_person ON badge (person);
CREATE INDEX badge_of_receipt ON badge (receipt) WHERE receipt IS NOT NULL;
CREATE INDEX badge_of_return_receipt ON badge (return_receipt) WHERE return_receipt IS NOT NULL;

-- As badge_state.h; a test compares the two.
CREATE TRIGGER badge_step BEFORE UPDATE OF state ON badge
WHEN NEW.state <> OLD.state AND OLD.state || ' to ' || NEW.state NOT IN (
	'active to suspended', 'suspended to active', 'active to lost', 'suspended to lost', 'lost to active',
	'active to returned', 'suspended to returned', 'lost to returned', 'returned to destroyed')
BEGIN
	SELECT RAISE(ABORT, 'rule K1: a badge does not take that step');
END;

CREATE TRIGGER badge_identity BEFORE UPDATE OF format, facility, card, person, is_day ON badge
WHEN NEW.format <> OLD.format OR NEW.facility <> OLD.facility OR NEW.card <> OLD.card OR NEW.is_day <> OLD.is_day
	OR (NEW.person IS NOT OLD.person AND OLD.person IS NOT NULL)
BEGIN
	SELECT RAISE(ABORT, 'a badge keeps its number and its holder: another one is another badge');
END;

-- ---- keys ----

CREATE TABLE key_made (
	id             INTEGER PRIMARY KEY,
	person         INTEGER NOT NULL REFERENCES person (id),
	room           TEXT NOT NULL REFERENCES room (name),
	door           TEXT REFERENCES door (name), -- NULL: any door of the room, never a goods door
	first_day      INTEGER, -- NULL: no limit
	last_day       INTEGER,
	reason         TEXT,
	position       TEXT REFERENCES position (name), -- that it comes with; NULL: given singly
	state          TEXT NOT NULL,
	issued_utc_ms  INTEGER NOT NULL, -- while it waits: when it was asked for
	asked_by       INTEGER REFERENCES person (id), -- NULL: no second person was needed (rule K2)
	approved_by    INTEGER REFERENCES person (id),
	receipt        INTEGER REFERENCES receipt (number), -- of its issue
	return_receipt INTEGER REFERENCES receipt (number),
	revision       INTEGER NOT NULL,
	CONSTRAINT "an id is a number of 60 bits"
		CHECK (id BETWEEN 1 AND 1152921504606846975),
	CONSTRAINT "a day lies between 1970 and 9999"
		CHECK (first_day BETWEEN 0 AND 2932896 AND last_day BETWEEN 0 AND 2932896),
	CONSTRAINT "the first day is not after the last"
		CHECK (first_day <= last_day),
	CONSTRAINT "a reason has at most 200 bytes without control characters"
		CHECK (length(CAST(reason AS BLOB)) BETWEEN 1 AND 200 AND reason NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	CONSTRAINT "a key is requested, approved, issued, suspended, lost, revoked, returned or destroyed"
		CHECK (state IN ('requested', 'approved', 'issued', 'suspended', 'lost', 'revoked', 'returned', 'destroyed')),
	CONSTRAINT "rule K2: who approves a key is somebody else than who asked for it and who gets it"
		CHECK (approved_by IS NULL OR (approved_by IS NOT asked_by AND approved_by <> person)),
	CONSTRAINT "a time is not before 1970"
		CHECK (issued_utc_ms >= 0),
	CONSTRAINT "revisions count from 1"
		CHECK (revision >= 1)
) STRICT;

INSERT INTO key_made (id, person, room, door, first_day, last_day, reason, position, state, issued_utc_ms, revision)
SELECT id, person, room, door, first_day, last_day, reason,
	(SELECT name FROM position WHERE 'position ' || name = key.reason), state, issued_utc_ms, revision
FROM key;
DROP TABLE key;
ALTER TABLE key_made RENAME TO key;

CREATE INDEX key_of_person ON key (person, room, door);
CREATE INDEX key_of_room ON key (room);
CREATE INDEX key_of_door ON key (door);
CREATE INDEX key_of_position ON key (position) WHERE position IS NOT NULL;
CREATE INDEX key_that_waits ON key (state) WHERE state IN ('requested', 'approved');
CREATE INDEX key_that_ends ON key (last_day) WHERE last_day IS NOT NULL;
CREATE INDEX key_of_receipt ON key (receipt) WHERE receipt IS NOT NULL;
CREATE INDEX key_of_return_receipt ON key (return_receipt) WHERE return_receipt IS NOT NULL;
CREATE INDEX key_of_asker ON key (asked_by) WHERE asked_by IS NOT NULL;
CREATE INDEX key_of_approver ON key (approved_by) WHERE approved_by IS NOT NULL;

CREATE TRIGGER key_insert_state BEFORE INSERT ON key
WHEN NEW.state NOT IN ('requested', 'issued')
BEGIN
	SELECT RAISE(ABORT, 'rule K1: a key begins requested or issued');
END;

-- As key_state.h; a test compares the two.
CREATE TRIGGER key_step BEFORE UPDATE OF state ON key
WHEN NEW.state <> OLD.state AND OLD.state || ' to ' || NEW.state NOT IN (
	'requested to approved', 'requested to revoked', 'approved to issued', 'approved to revoked',
	'issued to suspended', 'suspended to issued', 'issued to lost', 'suspended to lost', 'lost to issued',
	'issued to revoked', 'suspended to revoked', 'lost to revoked', 'revoked to returned', 'returned to destroyed')
BEGIN
	SELECT RAISE(ABORT, 'rule K1: a key does not take that step');
END;

CREATE TRIGGER key_approved BEFORE UPDATE OF state ON key
WHEN OLD.state = 'requested' AND NEW.state = 'approved' AND NEW.approved_by IS NULL
BEGIN
	SELECT RAISE(ABORT, 'rule K2: a second person approves');
END;

-- What a receipt says stays true.
CREATE TRIGGER key_identity BEFORE UPDATE OF person, room, door, first_day, last_day ON key
WHEN NEW.person <> OLD.person OR NEW.room <> OLD.room OR NEW.door IS NOT OLD.door
	OR NEW.first_day IS NOT OLD.first_day OR NEW.last_day IS NOT OLD.last_day
BEGIN
	SELECT RAISE(ABORT, 'a key keeps its person, room and days: another one is another key');
END;

-- As for positions, in 0001.
CREATE TRIGGER key_insert_door AFTER INSERT ON key
WHEN NEW.door IS NOT NULL
	AND EXISTS (SELECT 1 FROM room WHERE name = NEW.room)
	AND EXISTS (SELECT 1 FROM door WHERE name = NEW.door AND NEW.room NOT IN (from_room, to_room))
BEGIN
	SELECT RAISE(ABORT, 'the door of a key is a door of its room');
END;

CREATE TRIGGER key_update_door AFTER UPDATE ON key
WHEN NEW.state = 'issued' AND NEW.door IS NOT NULL
	AND EXISTS (SELECT 1 FROM room WHERE name = NEW.room)
	AND EXISTS (SELECT 1 FROM door WHERE name = NEW.door AND NEW.room NOT IN (from_room, to_room))
BEGIN
	SELECT RAISE(ABORT, 'the door of a key is a door of its room');
END;

-- ---- the review of a room (rule K6): each key confirmed or withdrawn ----

CREATE TABLE review (
	id              INTEGER PRIMARY KEY,
	room            TEXT NOT NULL REFERENCES room (name),
	begun_utc_ms    INTEGER NOT NULL CHECK (begun_utc_ms >= 0),
	begun_by        INTEGER REFERENCES person (id),
	finished_utc_ms INTEGER CHECK (finished_utc_ms >= begun_utc_ms), -- NULL: not yet
	finished_by     INTEGER REFERENCES person (id),
	revision        INTEGER NOT NULL,
	CONSTRAINT "an id is a number of 60 bits"
		CHECK (id BETWEEN 1 AND 1152921504606846975),
	CONSTRAINT "revisions count from 1"
		CHECK (revision >= 1)
) STRICT;

CREATE UNIQUE INDEX review_under_way ON review (room) WHERE finished_utc_ms IS NULL;
CREATE INDEX review_of_room ON review (room);
CREATE INDEX review_begun_by ON review (begun_by) WHERE begun_by IS NOT NULL;
CREATE INDEX review_finished_by ON review (finished_by) WHERE finished_by IS NOT NULL;

CREATE TABLE verdict (
	review  INTEGER NOT NULL REFERENCES review (id),
	key     INTEGER NOT NULL REFERENCES key (id),
	verdict TEXT NOT NULL,
	who     INTEGER REFERENCES person (id),
	utc_ms  INTEGER NOT NULL CHECK (utc_ms >= 0),
	PRIMARY KEY (review, key),
	CONSTRAINT "a key is confirmed or withdrawn"
		CHECK (verdict IN ('confirmed', 'withdrawn'))
) STRICT, WITHOUT ROWID;

CREATE INDEX verdict_of_key ON verdict (key);
CREATE INDEX verdict_of_person ON verdict (who) WHERE who IS NOT NULL;

-- ---- when a right was last used (rule K6) ----
-- The day alone, so that 90 days can be told when the passages are long purged.

CREATE TABLE key_use (
	person  INTEGER NOT NULL CHECK (person BETWEEN 1 AND 1152921504606846975),
	room    TEXT NOT NULL CHECK (length(room) BETWEEN 1 AND 47),
	door    TEXT NOT NULL CHECK (length(door) BETWEEN 1 AND 47),
	utc_day INTEGER NOT NULL CHECK (utc_day >= 0),
	PRIMARY KEY (person, room, door)
) STRICT, WITHOUT ROWID;
