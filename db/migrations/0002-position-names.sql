-- name: position_names
-- Names of positions are what people call a job, as in "Büro": text of 1 to 47 bytes. The office sees to UTF-8 and to
-- one way of writing a letter (NFC); foreign keys are off while tables change places (migrate.c).
PRAGMA user_version = 2;

CREATE TABLE position_named (
	name   TEXT PRIMARY KEY,
	rights INTEGER NOT NULL,
	CONSTRAINT "a position's name has 1 to 47 bytes without control characters"
		CHECK (length(CAST(name AS BLOB)) BETWEEN 1 AND 47 AND name NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	CONSTRAINT "a right is unset, set or override"
		CHECK (rights BETWEEN 0 AND 7)
) STRICT, WITHOUT ROWID;

INSERT INTO position_named (name, rights) SELECT name, rights FROM position;
DROP TABLE position;
ALTER TABLE position_named RENAME TO position;
