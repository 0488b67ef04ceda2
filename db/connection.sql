-- What is said to SQLite before the schema is known, and about the whole file.

-- name: tables
SELECT count(*) FROM sqlite_schema

-- name: application
PRAGMA application_id

-- name: version
PRAGMA user_version

-- name: page
-- Only a new file listens to it. A lone event touches two or three pages, so
-- small ones mean fewer bytes for the disk to write: 1 KiB pages need 3 kB a
-- commit where 4 KiB pages need 13.
PRAGMA page_size = 1024

-- name: wal
PRAGMA journal_mode = WAL

-- name: settings
-- synchronous FULL: what was answered survives a power cut (rule E2).
-- wal_autocheckpoint: after 4 MiB; journal_size_limit gives back what a long
-- reader or an import made of it beyond 16 MiB.
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA mmap_size = 0;
PRAGMA cache_size = -1024;
PRAGMA temp_store = MEMORY;
PRAGMA wal_autocheckpoint = 4096;
PRAGMA journal_size_limit = 16777216;

-- The CHECKs of all rows would take four times as long as the pages: 0.4 s for
-- 100,000 keys, 4 s for a million events. Those of the doors are looked at, for
-- rule D9; elsewhere a row that cheats is read as the one that allows least.

-- name: checks_off
PRAGMA ignore_check_constraints = ON

-- name: checks_on
PRAGMA ignore_check_constraints = OFF

-- name: quick_check
PRAGMA quick_check(1)

-- name: quick_check_door
PRAGMA quick_check(door)

-- name: numbers
-- Rule E1: a number that is missing was taken away by somebody.
SELECT CASE WHEN count(*) = 0 OR count(*) = max(number) - min(number) + 1 THEN 'ok'
	ELSE format('the journal has %d events between numbers %d and %d', count(*), min(number), max(number)) END
FROM event

-- Only outside of a transaction they listen: while tables change places, what refers to them is looked at afterwards.

-- name: references_off
PRAGMA foreign_keys = OFF

-- name: references_on
PRAGMA foreign_keys = ON

-- name: references_broken
SELECT count(*) FROM pragma_foreign_key_check

-- name: scratch
-- The operations of the change being made, until they become one JSON array.
CREATE TEMP TABLE operation (place INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT

-- name: cache_large
-- While an import writes: what does not fit is written out and read again, for each row anew.
PRAGMA cache_size = -16384

-- name: cache_small
PRAGMA cache_size = -1024

-- name: begin
BEGIN IMMEDIATE

-- name: commit
COMMIT

-- name: rollback
ROLLBACK
