-- name: approvals
--
-- Schema 7: what one person has asked for and a second one must confirm (rules
-- P2, P10). The first half of a first password is there as Argon2id alone: the
-- second half is made, and shown to another person, when it is confirmed.

PRAGMA user_version = 7;

CREATE TABLE approval (
	id              INTEGER PRIMARY KEY,
	method          TEXT NOT NULL CHECK (length(method) BETWEEN 1 AND 31),
	request         TEXT CHECK (length(CAST(request AS BLOB)) BETWEEN 2 AND 2047), -- JSON; NULL once it is decided
	sentence        TEXT NOT NULL CHECK (length(CAST(sentence AS BLOB)) BETWEEN 1 AND 511),
	fingerprint     BLOB NOT NULL CHECK (length(fingerprint) = 32),
	asked_by        INTEGER NOT NULL REFERENCES person (id),
	beneficiary     INTEGER REFERENCES person (id),
	asked_utc_ms    INTEGER NOT NULL CHECK (asked_utc_ms >= 0),
	state           TEXT NOT NULL,
	decided_by      INTEGER REFERENCES person (id),
	decided_utc_ms  INTEGER,
	half_memory_kib INTEGER,
	half_passes     INTEGER,
	half_salt       BLOB CHECK (length(half_salt) = 16),
	half_digest     BLOB CHECK (length(half_digest) = 32),
	revision        INTEGER NOT NULL,
	CONSTRAINT "an id is a number of 60 bits"
		CHECK (id BETWEEN 1 AND 1152921504606846975),
	CONSTRAINT "what waits is open, confirmed, rejected or void"
		CHECK (state IN ('open', 'confirmed', 'rejected', 'void')),
	CONSTRAINT "what waits says what was asked for"
		CHECK (state <> 'open' OR request IS NOT NULL),
	CONSTRAINT "rule P10: somebody else confirms"
		CHECK (state <> 'confirmed' OR (decided_by IS NOT NULL AND decided_by <> asked_by
			AND decided_by IS NOT beneficiary AND asked_by IS NOT beneficiary)),
	CONSTRAINT "revisions count from 1"
		CHECK (revision >= 1)
) STRICT;

CREATE TRIGGER approval_update BEFORE UPDATE ON approval
WHEN OLD.state <> 'open' OR NEW.asked_by <> OLD.asked_by OR NEW.beneficiary IS NOT OLD.beneficiary
	OR NEW.fingerprint <> OLD.fingerprint OR NEW.method <> OLD.method
BEGIN
	SELECT RAISE(ABORT, 'rule P10: what was asked for is decided once, as it was asked for');
END;
