-- name: operators
--
-- Schema 5: accounts of operators and their passwords (rules P1 to P6). What a
-- person may is in operator, and in the list of changes; what a log-in moves
-- is in login, beside it. Passwords are there as Argon2id alone (RFC 9106),
-- with what it was made with.

PRAGMA user_version = 5;

-- roles: 1 management, 2 administrator, 4 reception, 8 auditor; their sum.
CREATE TABLE operator (
	id       INTEGER PRIMARY KEY,
	user     TEXT NOT NULL,
	person   INTEGER NOT NULL REFERENCES person (id),
	roles    INTEGER NOT NULL,
	state    TEXT NOT NULL,
	revision INTEGER NOT NULL,
	CONSTRAINT "an id is a number of 60 bits"
		CHECK (id BETWEEN 1 AND 1152921504606846975),
	CONSTRAINT "a user name has 1 to 32 of a-z, 0-9, '-', '.', '_' and begins with a letter"
		CHECK (length(user) BETWEEN 1 AND 32 AND user NOT GLOB '*[^-._a-z0-9]*' AND user GLOB '[a-z]*'),
	CONSTRAINT "rule P1: a role is management, administrator, reception or auditor"
		CHECK (roles BETWEEN 1 AND 15),
	CONSTRAINT "an account is open or closed"
		CHECK (state IN ('open', 'closed')),
	CONSTRAINT "revisions count from 1"
		CHECK (revision >= 1)
) STRICT;

-- Rule P1: an account is one person's; closed ones may have had the same name.
CREATE UNIQUE INDEX operator_by_user ON operator (user) WHERE state = 'open';
CREATE UNIQUE INDEX operator_of_person ON operator (person) WHERE state = 'open';

CREATE TRIGGER operator_update BEFORE UPDATE ON operator
WHEN NEW.id <> OLD.id OR NEW.person <> OLD.person OR (OLD.state = 'closed' AND NEW.state <> 'closed')
BEGIN
	SELECT RAISE(ABORT, 'rule P1: an account stays its person''s, and a closed one stays closed');
END;

CREATE TRIGGER operator_delete BEFORE DELETE ON operator
BEGIN
	SELECT RAISE(ABORT, 'an account is closed, never deleted: the journal speaks of it');
END;

CREATE TABLE login (
	operator    INTEGER PRIMARY KEY REFERENCES operator (id),
	memory_kib  INTEGER NOT NULL,
	passes      INTEGER NOT NULL,
	salt        BLOB NOT NULL CHECK (length(salt) = 16),
	digest      BLOB NOT NULL CHECK (length(digest) = 32),
	is_first    INTEGER NOT NULL CHECK (is_first IN (0, 1)), -- made by the system, must be changed
	changed_day INTEGER NOT NULL,
	attempts    INTEGER NOT NULL, -- since the last right one
	is_pending  INTEGER NOT NULL CHECK (is_pending IN (0, 1)), -- counted, and nobody knows yet how it ended
	is_locked   INTEGER NOT NULL CHECK (is_locked IN (0, 1)),
	CONSTRAINT "rule P6: at least 19 MiB and 2 passes"
		CHECK (memory_kib BETWEEN 19456 AND 1048576 AND passes BETWEEN 2 AND 64),
	CONSTRAINT "a day lies between 1970 and 9999"
		CHECK (changed_day BETWEEN 0 AND 2932896),
	CONSTRAINT "rule P5: three attempts"
		CHECK (attempts BETWEEN 0 AND 3)
) STRICT;

CREATE INDEX login_pending ON login (operator) WHERE is_pending = 1;

-- Attempts for names that nobody has and accounts that are locked: counted as the others are, so that they take as
-- long (rule P8). One row.
CREATE TABLE login_of_nobody (
	only     INTEGER PRIMARY KEY CHECK (only = 1),
	attempts INTEGER NOT NULL
) STRICT;

INSERT INTO login_of_nobody (only, attempts) VALUES (1, 0);

-- Rule P4: none of the last ten.
CREATE TABLE password_before (
	operator   INTEGER NOT NULL REFERENCES operator (id),
	number     INTEGER NOT NULL,
	memory_kib INTEGER NOT NULL,
	passes     INTEGER NOT NULL,
	salt       BLOB NOT NULL CHECK (length(salt) = 16),
	digest     BLOB NOT NULL CHECK (length(digest) = 32),
	PRIMARY KEY (operator, number)
) STRICT, WITHOUT ROWID;
