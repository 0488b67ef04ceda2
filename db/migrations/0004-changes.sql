-- name: changes
--
-- Schema 4: the list of changes says in its chained row nothing about anybody,
-- as the journal does (rules E3, E7): a number and a salted commitment. What
-- was done, by whom and when stands beside it and can go when its time is over.
-- commit_change() and hash_change() are the program's: journal.h says how.

PRAGMA user_version = 4;

CREATE TABLE change_body (
	version    INTEGER PRIMARY KEY CHECK (version >= 1),
	salt       BLOB NOT NULL CHECK (length(salt) = 16),
	utc_ms     INTEGER NOT NULL CHECK (utc_ms >= 0),
	who        INTEGER CHECK (who BETWEEN 1 AND 1152921504606846975), -- NULL: the configuration
	operations TEXT NOT NULL CHECK (operations GLOB '[[]*]') -- JSON
) STRICT;

INSERT INTO change_body (version, salt, utc_ms, who, operations)
SELECT version, randomblob(16), utc_ms, who, operations FROM policy_change ORDER BY version;

DROP TABLE policy_change;

-- previous_hash: of the row before; zeros in the first.
CREATE TABLE policy_change (
	version       INTEGER PRIMARY KEY CHECK (version >= 1),
	commitment    BLOB NOT NULL CHECK (length(commitment) = 32),
	previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32)
) STRICT;

INSERT INTO policy_change (version, commitment, previous_hash)
WITH RECURSIVE chain (version, commitment, previous_hash) AS (
	SELECT version, commit_change(salt, utc_ms, who, operations), zeroblob(32) FROM change_body WHERE version = 1
	UNION ALL
	SELECT b.version, commit_change(b.salt, b.utc_ms, b.who, b.operations),
		hash_change(chain.version, chain.commitment, chain.previous_hash)
	FROM chain JOIN change_body AS b ON b.version = chain.version + 1
)
SELECT version, commitment, previous_hash FROM chain;

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

CREATE TRIGGER change_body_insert BEFORE INSERT ON change_body
WHEN EXISTS (SELECT 1 FROM change_body WHERE version = NEW.version)
BEGIN
	SELECT RAISE(ABORT, 'the list of changes is never changed');
END;

CREATE TRIGGER change_body_update BEFORE UPDATE ON change_body
BEGIN
	SELECT RAISE(ABORT, 'the list of changes is never changed');
END;

CREATE TRIGGER change_body_delete BEFORE DELETE ON change_body
BEGIN
	SELECT RAISE(ABORT, 'rule E4: only the purge may delete what a change did, when its time is over');
END;
