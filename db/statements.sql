-- Every statement of the program, prepared once when the database is opened.
-- The parameters of a row are its columns in the order of the table.

-- ---- what is kept in memory from the start ----

-- name: journal_id
SELECT value FROM meta WHERE name = 'journal'

-- name: event_last
SELECT coalesce(max(number), 0) FROM event

-- name: body_first
SELECT coalesce(min(number), 0) FROM body

-- name: policy_version
SELECT coalesce(max(version), 0) FROM policy_change

-- ---- the map: changed only where it differs ----

-- name: area_put
INSERT INTO area (name) VALUES (?1) ON CONFLICT (name) DO NOTHING

-- name: room_put
INSERT INTO room (name, area) VALUES (?1, ?2)
ON CONFLICT (name) DO UPDATE SET area = excluded.area WHERE area IS NOT excluded.area

-- name: door_put
INSERT INTO door (name, kind, from_room, to_room, release_ms, schedule, first_person)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (name) DO UPDATE SET
	kind = excluded.kind, from_room = excluded.from_room, to_room = excluded.to_room,
	release_ms = excluded.release_ms, schedule = excluded.schedule, first_person = excluded.first_person
WHERE kind IS NOT excluded.kind OR from_room IS NOT excluded.from_room OR to_room IS NOT excluded.to_room
	OR release_ms IS NOT excluded.release_ms OR schedule IS NOT excluded.schedule
	OR first_person IS NOT excluded.first_person

-- name: doors
SELECT name, kind, from_room, to_room, release_ms, schedule, first_person FROM door ORDER BY name

-- name: door_by_name
SELECT name, kind, from_room, to_room, release_ms, schedule, first_person FROM door WHERE name = ?1

-- ---- schedules ----

-- name: schedule_put
INSERT INTO schedule (name, place) VALUES (?1,
	(SELECT min(free) FROM (SELECT 0 AS free UNION SELECT place + 1 FROM schedule)
	 WHERE free NOT IN (SELECT place FROM schedule)))
ON CONFLICT (name) DO NOTHING

-- name: schedule_spans_clear
DELETE FROM schedule_span WHERE schedule = ?1

-- name: schedule_span_put
INSERT INTO schedule_span (schedule, place, days, begin_min, end_min) VALUES (?1, ?2, ?3, ?4, ?5)

-- name: schedule_exceptions_clear
DELETE FROM schedule_exception WHERE schedule = ?1

-- name: schedule_remove
DELETE FROM schedule WHERE name = ?1

-- name: schedules
SELECT name, place FROM schedule ORDER BY name

-- name: schedule_by_name
SELECT name, place FROM schedule WHERE name = ?1

-- name: schedule_spans
SELECT days, begin_min, end_min FROM schedule_span WHERE schedule = ?1 ORDER BY place

-- name: schedule_keys
SELECT count(*) FROM key WHERE schedule = ?1 AND state NOT IN ('revoked', 'returned', 'destroyed')

-- name: exception_put
INSERT INTO schedule_exception (schedule, day, begin_min, end_min) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (schedule, day) DO UPDATE SET begin_min = excluded.begin_min, end_min = excluded.end_min
WHERE begin_min IS NOT excluded.begin_min OR end_min IS NOT excluded.end_min

-- name: exception_remove
DELETE FROM schedule_exception WHERE schedule = ?1 AND day = ?2

-- name: exceptions
SELECT schedule, day, begin_min, end_min FROM schedule_exception ORDER BY day, schedule

-- name: holiday_put
INSERT INTO holiday (day, name) VALUES (?1, ?2)
ON CONFLICT (day) DO UPDATE SET name = excluded.name WHERE name IS NOT excluded.name

-- name: holiday_remove
DELETE FROM holiday WHERE day = ?1

-- name: holidays
SELECT day, name FROM holiday ORDER BY day

-- name: calendar_put
UPDATE calendar SET state = ?1 WHERE state IS NOT ?1

-- name: calendar
SELECT state FROM calendar

-- ---- positions ----

-- name: position_put
INSERT INTO position (name, rights) VALUES (?1, ?2)
ON CONFLICT (name) DO UPDATE SET rights = excluded.rights

-- name: position_keys_clear
DELETE FROM position_key WHERE position = ?1

-- name: position_key_put
INSERT INTO position_key (position, place, room, door) VALUES (?1, ?2, ?3, ?4)

-- name: position_by_name
SELECT name, rights FROM position WHERE name = ?1

-- name: positions
SELECT name, rights FROM position ORDER BY name

-- name: position_keys
SELECT room, door FROM position_key WHERE position = ?1 ORDER BY place

-- ---- persons ----

-- name: person_insert
INSERT INTO person (id, name, kind, state, position, first_day, last_day, rights, employer, release_ms, revision)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 1)

-- name: person_update
UPDATE person SET
	name = ?2, kind = ?3, state = ?4, position = ?5, first_day = ?6, last_day = ?7, rights = ?8,
	employer = ?9, release_ms = ?10, revision = revision + 1
WHERE id = ?1 AND revision = ?11

-- name: persons
SELECT id, name, kind, state, position, first_day, last_day, rights, employer, release_ms, revision
FROM person ORDER BY name COLLATE NOCASE, id

-- name: person_by_id
SELECT id, name, kind, state, position, first_day, last_day, rights, employer, release_ms, revision
FROM person WHERE id = ?1

-- name: person_by_name
-- Those who are still here come first.
SELECT id, name, kind, state, position, first_day, last_day, rights, employer, release_ms, revision
FROM person WHERE name = ?1 COLLATE NOCASE ORDER BY state = 'exited', name, id

-- ---- badges ----

-- name: badge_insert
INSERT INTO badge (id, person, state, format, facility, card, first_day, last_day, is_day, receipt, return_receipt, revision)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 1)

-- name: badge_update
UPDATE badge SET
	person = ?2, state = ?3, format = ?4, facility = ?5, card = ?6, first_day = ?7, last_day = ?8,
	is_day = ?9, receipt = ?10, return_receipt = ?11, revision = revision + 1
WHERE id = ?1 AND revision = ?12

-- name: badges
SELECT id, person, state, format, facility, card, first_day, last_day, is_day, receipt, return_receipt, revision
FROM badge ORDER BY id

-- name: badge_by_id
SELECT id, person, state, format, facility, card, first_day, last_day, is_day, receipt, return_receipt, revision
FROM badge WHERE id = ?1

-- name: badge_by_number
SELECT id, person, state, format, facility, card, first_day, last_day, is_day, receipt, return_receipt, revision
FROM badge WHERE format = ?1 AND facility = ?2 AND card = ?3 AND state NOT IN ('returned', 'destroyed')

-- name: badges_of_number
-- All that ever had it.
SELECT id, person, state, format, facility, card, first_day, last_day, is_day, receipt, return_receipt, revision
FROM badge WHERE format = ?1 AND facility = ?2 AND card = ?3 ORDER BY id

-- name: badges_of_person
SELECT id, person, state, format, facility, card, first_day, last_day, is_day, receipt, return_receipt, revision
FROM badge WHERE person = ?1 ORDER BY id

-- name: badges_of_receipt
SELECT id, person, state, format, facility, card, first_day, last_day, is_day, receipt, return_receipt, revision
FROM badge WHERE receipt = ?1 OR return_receipt = ?1 ORDER BY id

-- ---- keys ----

-- name: key_insert
INSERT INTO key (id, person, room, door, first_day, last_day, reason, position, state, issued_utc_ms,
	asked_by, approved_by, receipt, return_receipt, schedule, any_time, revision)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, 1)

-- name: key_update
UPDATE key SET
	person = ?2, room = ?3, door = ?4, first_day = ?5, last_day = ?6, reason = ?7, position = ?8,
	state = ?9, issued_utc_ms = ?10, asked_by = ?11, approved_by = ?12, receipt = ?13,
	return_receipt = ?14, schedule = ?15, any_time = ?16, revision = revision + 1
WHERE id = ?1 AND revision = ?17

-- name: keys
SELECT id, person, room, door, first_day, last_day, reason, position, state, issued_utc_ms,
	asked_by, approved_by, receipt, return_receipt, schedule, any_time, revision
FROM key ORDER BY id

-- name: keys_of_person
SELECT id, person, room, door, first_day, last_day, reason, position, state, issued_utc_ms,
	asked_by, approved_by, receipt, return_receipt, schedule, any_time, revision
FROM key WHERE person = ?1 ORDER BY room, door, id

-- name: key_by_id
SELECT id, person, room, door, first_day, last_day, reason, position, state, issued_utc_ms,
	asked_by, approved_by, receipt, return_receipt, schedule, any_time, revision
FROM key WHERE id = ?1

-- name: keys_of_room
SELECT id, person, room, door, first_day, last_day, reason, position, state, issued_utc_ms,
	asked_by, approved_by, receipt, return_receipt, schedule, any_time, revision
FROM key WHERE room = ?1 ORDER BY (SELECT name FROM person WHERE person.id = key.person) COLLATE NOCASE, id

-- name: keys_of_receipt
SELECT id, person, room, door, first_day, last_day, reason, position, state, issued_utc_ms,
	asked_by, approved_by, receipt, return_receipt, schedule, any_time, revision
FROM key WHERE receipt = ?1 OR return_receipt = ?1 ORDER BY id

-- name: keys_that_wait
SELECT id, person, room, door, first_day, last_day, reason, position, state, issued_utc_ms,
	asked_by, approved_by, receipt, return_receipt, schedule, any_time, revision
FROM key WHERE state IN ('requested', 'approved') ORDER BY id

-- name: keys_that_end
SELECT id, person, room, door, first_day, last_day, reason, position, state, issued_utc_ms,
	asked_by, approved_by, receipt, return_receipt, schedule, any_time, revision
FROM key WHERE last_day BETWEEN ?1 AND ?2 ORDER BY last_day, id

-- name: counts
SELECT (SELECT count(*) FROM person WHERE state <> 'exited'),
	(SELECT count(*) FROM badge WHERE state = 'active'),
	(SELECT count(*) FROM key WHERE state = 'issued')

-- ---- receipts ----

-- name: receipt_insert
INSERT INTO receipt (number, kind, person, person_name, operator, operator_name, made_utc_ms, code)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)

-- name: receipt_last
SELECT coalesce(max(number), 0) FROM receipt WHERE number BETWEEN ?1 AND ?2

-- name: receipt_by_number
SELECT number, kind, person, person_name, operator, operator_name, made_utc_ms, code
FROM receipt WHERE number = ?1

-- name: receipts
SELECT number, kind, person, person_name, operator, operator_name, made_utc_ms, code
FROM receipt ORDER BY number

-- name: receipts_of_person
SELECT number, kind, person, person_name, operator, operator_name, made_utc_ms, code
FROM receipt WHERE person = ?1 ORDER BY number

-- name: receipt_secret
SELECT secret FROM receipt_secret

-- ---- reviews ----

-- name: review_insert
INSERT INTO review (id, room, begun_utc_ms, begun_by, finished_utc_ms, finished_by, revision)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)

-- name: review_update
UPDATE review SET
	room = ?2, begun_utc_ms = ?3, begun_by = ?4, finished_utc_ms = ?5, finished_by = ?6,
	revision = revision + 1
WHERE id = ?1 AND revision = ?7

-- name: reviews
SELECT id, room, begun_utc_ms, begun_by, finished_utc_ms, finished_by, revision
FROM review ORDER BY begun_utc_ms, id

-- name: verdict_insert
INSERT INTO verdict (review, key, verdict, who, utc_ms) VALUES (?1, ?2, ?3, ?4, ?5)

-- name: verdicts
SELECT review, key, verdict, who, utc_ms FROM verdict WHERE review = ?1 ORDER BY key

-- name: verdict_by_key
SELECT review, key, verdict, who, utc_ms FROM verdict WHERE review = ?1 AND key = ?2

-- ---- when a right was last used ----

-- name: key_use_put
INSERT INTO key_use (person, room, door, utc_day) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (person, room, door) DO UPDATE SET utc_day = excluded.utc_day WHERE utc_day < excluded.utc_day

-- name: key_use_last
SELECT coalesce(max(utc_day), -1) FROM key_use WHERE person = ?1 AND room = ?2 AND (?3 IS NULL OR door = ?3)

-- ---- operators ----

-- name: operator_insert
INSERT INTO operator (id, user, person, roles, state, revision) VALUES (?1, ?2, ?3, ?4, ?5, 1)

-- name: operator_update
UPDATE operator SET user = ?2, person = ?3, roles = ?4, state = ?5, revision = revision + 1
WHERE id = ?1 AND revision = ?6

-- name: operators
SELECT id, user, person, roles, state, revision FROM operator ORDER BY user, state = 'closed', id

-- name: operator_by_id
SELECT id, user, person, roles, state, revision FROM operator WHERE id = ?1

-- name: operator_by_user
-- An account that is closed opens nothing: its name may be somebody else's by now.
SELECT id, user, person, roles, state, revision FROM operator WHERE user = ?1 AND state = 'open'

-- name: operator_of_person
SELECT id, user, person, roles, state, revision FROM operator WHERE person = ?1 AND state = 'open'

-- name: login_put
INSERT INTO login (operator, memory_kib, passes, salt, digest, is_first, changed_day, attempts, is_pending, is_locked)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (operator) DO UPDATE SET
	memory_kib = excluded.memory_kib, passes = excluded.passes, salt = excluded.salt, digest = excluded.digest,
	is_first = excluded.is_first, changed_day = excluded.changed_day, attempts = excluded.attempts,
	is_pending = excluded.is_pending, is_locked = excluded.is_locked

-- name: login
SELECT operator, memory_kib, passes, salt, digest, is_first, changed_day, attempts, is_pending, is_locked
FROM login WHERE operator = ?1

-- name: logins_pending
SELECT operator, memory_kib, passes, salt, digest, is_first, changed_day, attempts, is_pending, is_locked
FROM login WHERE is_pending = 1 ORDER BY operator

-- name: login_of_nobody
UPDATE login_of_nobody SET attempts = attempts + 1

-- name: password_keep
-- The password as it is now goes to those that were used before.
INSERT INTO password_before (operator, number, memory_kib, passes, salt, digest)
SELECT operator, (SELECT coalesce(max(number), 0) + 1 FROM password_before WHERE operator = ?1),
	memory_kib, passes, salt, digest
FROM login WHERE operator = ?1

-- name: password_forget
-- Rule P4: the last ten.
DELETE FROM password_before
WHERE operator = ?1 AND number <= (SELECT max(number) FROM password_before WHERE operator = ?1) - ?2

-- name: passwords_before
SELECT memory_kib, passes, salt, digest FROM password_before WHERE operator = ?1 ORDER BY number DESC

-- ---- what waits for a second person ----

-- name: approval_insert
INSERT INTO approval (id, method, request, sentence, fingerprint, asked_by, beneficiary, asked_utc_ms, state, decided_by,
	decided_utc_ms, half_memory_kib, half_passes, half_salt, half_digest, revision)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 1)

-- name: approval_update
UPDATE approval SET
	method = ?2, request = ?3, sentence = ?4, fingerprint = ?5, asked_by = ?6, beneficiary = ?7, asked_utc_ms = ?8,
	state = ?9, decided_by = ?10, decided_utc_ms = ?11, half_memory_kib = ?12, half_passes = ?13, half_salt = ?14,
	half_digest = ?15, revision = revision + 1
WHERE id = ?1 AND revision = ?16

-- name: approval_by_id
SELECT id, method, request, sentence, fingerprint, asked_by, beneficiary, asked_utc_ms, state, decided_by,
	decided_utc_ms, half_memory_kib, half_passes, half_salt, half_digest, revision
FROM approval WHERE id = ?1

-- name: approvals
SELECT id, method, request, sentence, fingerprint, asked_by, beneficiary, asked_utc_ms, state, decided_by,
	decided_utc_ms, half_memory_kib, half_passes, half_salt, half_digest, revision
FROM approval ORDER BY asked_utc_ms, id

-- ---- visits ----

-- name: visit_insert
INSERT INTO visit (id, kind, name, company, host, purpose, order_number, area, state, announced_utc_ms, arrived_utc_ms,
	handed_over_utc_ms, left_utc_ms, end_utc_ms, is_reminded, told_day, revision)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, 1)

-- name: visit_update
UPDATE visit SET
	kind = ?2, name = ?3, company = ?4, host = ?5, purpose = ?6, order_number = ?7, area = ?8, state = ?9,
	announced_utc_ms = ?10, arrived_utc_ms = ?11, handed_over_utc_ms = ?12, left_utc_ms = ?13, end_utc_ms = ?14,
	is_reminded = ?15, told_day = ?16, revision = revision + 1
WHERE id = ?1 AND revision = ?17

-- name: visit_by_id
SELECT id, kind, name, company, host, purpose, order_number, area, state, announced_utc_ms, arrived_utc_ms,
	handed_over_utc_ms, left_utc_ms, end_utc_ms, is_reminded, told_day, revision
FROM visit WHERE id = ?1

-- name: visits_open
SELECT id, kind, name, company, host, purpose, order_number, area, state, announced_utc_ms, arrived_utc_ms,
	handed_over_utc_ms, left_utc_ms, end_utc_ms, is_reminded, told_day, revision
FROM visit WHERE state NOT IN ('left', 'cancelled') ORDER BY announced_utc_ms, id

-- name: visits_erase
-- Rule V4. Whoever never left is nobody's guest any more after that time.
DELETE FROM visit WHERE coalesce(left_utc_ms, arrived_utc_ms, announced_utc_ms) < ?1

-- name: visits_erasable
SELECT (SELECT count(*) FROM visit WHERE coalesce(left_utc_ms, arrived_utc_ms, announced_utc_ms) < ?1)
	+ (SELECT count(*) FROM visitor_release WHERE released_utc_ms < ?1)

-- ---- releases that wait for their visit, and closing ----

-- name: release_insert
INSERT INTO visitor_release (id, door, area, who, released_utc_ms, is_reminded) VALUES (?1, ?2, ?3, ?4, ?5, ?6)

-- name: release_by_id
SELECT id, door, area, who, released_utc_ms, is_reminded FROM visitor_release WHERE id = ?1

-- name: releases
SELECT id, door, area, who, released_utc_ms, is_reminded FROM visitor_release ORDER BY released_utc_ms, id

-- name: release_remind
UPDATE visitor_release SET is_reminded = 1 WHERE id = ?1

-- name: release_end
DELETE FROM visitor_release WHERE id = ?1

-- name: releases_erase
DELETE FROM visitor_release WHERE released_utc_ms < ?1

-- name: closing_of_area
SELECT day FROM closing_told WHERE area = ?1

-- name: closing_tell
INSERT INTO closing_told (area, day) VALUES (?1, ?2) ON CONFLICT (area) DO UPDATE SET day = excluded.day

-- ---- the list of changes: each operation as the row it made ----

-- name: operations_clear
DELETE FROM temp.operation

-- name: area_operation
INSERT INTO temp.operation (json)
SELECT json_object('put', 'area', 'name', name) FROM area WHERE name = ?1

-- name: room_operation
INSERT INTO temp.operation (json)
SELECT json_object('put', 'room', 'name', name, 'area', area) FROM room WHERE name = ?1

-- name: door_operation
INSERT INTO temp.operation (json)
SELECT json_object('put', 'door', 'name', name, 'kind', kind, 'from', from_room, 'to', to_room,
	'release_ms', release_ms, 'schedule', schedule, 'first_person', first_person)
FROM door WHERE name = ?1

-- name: schedule_operation
INSERT INTO temp.operation (json)
SELECT json_object('put', 'schedule', 'name', name, 'place', place, 'spans',
	(SELECT json_group_array(json_object('days', days, 'begin_min', begin_min, 'end_min', end_min))
	 FROM (SELECT days, begin_min, end_min FROM schedule_span WHERE schedule = ?1 ORDER BY place)))
FROM schedule WHERE name = ?1

-- name: schedule_removal
INSERT INTO temp.operation (json) VALUES (json_object('remove', 'schedule', 'name', ?1))

-- name: exception_operation
INSERT INTO temp.operation (json)
SELECT json_object('put', 'exception', 'schedule', schedule, 'day', day, 'begin_min', begin_min, 'end_min', end_min)
FROM schedule_exception WHERE schedule = ?1 AND day = ?2

-- name: exception_removal
INSERT INTO temp.operation (json) VALUES (json_object('remove', 'exception', 'schedule', ?1, 'day', ?2))

-- name: holiday_operation
INSERT INTO temp.operation (json)
SELECT json_object('put', 'holiday', 'day', day, 'name', name) FROM holiday WHERE day = ?1

-- name: holiday_removal
INSERT INTO temp.operation (json) VALUES (json_object('remove', 'holiday', 'day', ?1))

-- name: calendar_operation
INSERT INTO temp.operation (json) SELECT json_object('put', 'calendar', 'state', state) FROM calendar

-- name: position_operation
INSERT INTO temp.operation (json)
SELECT json_object('put', 'position', 'name', name, 'rights', rights, 'keys',
	(SELECT json_group_array(json_object('room', room, 'door', door))
	 FROM (SELECT room, door FROM position_key WHERE position = ?1 ORDER BY place)))
FROM position WHERE name = ?1

-- name: person_operation
INSERT INTO temp.operation (json)
SELECT json_object('put', 'person', 'id', id, 'name', name, 'kind', kind, 'state', state,
	'position', position, 'first_day', first_day, 'last_day', last_day, 'rights', rights,
	'employer', employer, 'release_ms', release_ms, 'revision', revision)
FROM person WHERE id = ?1

-- name: badge_operation
INSERT INTO temp.operation (json)
SELECT json_object('put', 'badge', 'id', id, 'person', person, 'state', state, 'format', format,
	'facility', facility, 'card', card, 'first_day', first_day, 'last_day', last_day, 'is_day', is_day,
	'receipt', receipt, 'return_receipt', return_receipt, 'revision', revision)
FROM badge WHERE id = ?1

-- name: key_operation
INSERT INTO temp.operation (json)
SELECT json_object('put', 'key', 'id', id, 'person', person, 'room', room, 'door', door,
	'first_day', first_day, 'last_day', last_day, 'reason', reason, 'position', position, 'state', state,
	'issued_utc_ms', issued_utc_ms, 'asked_by', asked_by, 'approved_by', approved_by,
	'receipt', receipt, 'return_receipt', return_receipt, 'schedule', schedule, 'any_time', any_time,
	'revision', revision)
FROM key WHERE id = ?1

-- name: receipt_operation
INSERT INTO temp.operation (json)
SELECT json_object('put', 'receipt', 'number', number, 'kind', kind, 'person', person,
	'person_name', person_name, 'operator', operator, 'operator_name', operator_name,
	'made_utc_ms', made_utc_ms, 'code', code)
FROM receipt WHERE number = ?1

-- name: operator_operation
INSERT INTO temp.operation (json)
SELECT json_object('put', 'operator', 'id', id, 'user', user, 'person', person, 'roles', roles, 'state', state,
	'revision', revision)
FROM operator WHERE id = ?1

-- name: approval_operation
INSERT INTO temp.operation (json)
SELECT json_object('put', 'approval', 'id', id, 'method', method, 'asked_by', asked_by, 'beneficiary', beneficiary,
	'state', state, 'decided_by', decided_by, 'revision', revision)
FROM approval WHERE id = ?1

-- name: login_operation
-- Rule E5: not a byte of a password, nor of what is made of it.
INSERT INTO temp.operation (json) SELECT json_object('put', 'login', 'operator', ?1)

-- name: review_operation
INSERT INTO temp.operation (json)
SELECT json_object('put', 'review', 'id', id, 'room', room, 'begun_utc_ms', begun_utc_ms,
	'begun_by', begun_by, 'finished_utc_ms', finished_utc_ms, 'finished_by', finished_by,
	'revision', revision)
FROM review WHERE id = ?1

-- name: verdict_operation
INSERT INTO temp.operation (json)
SELECT json_object('put', 'verdict', 'review', review, 'key', key, 'verdict', verdict, 'who', who,
	'utc_ms', utc_ms)
FROM verdict WHERE review = ?1 AND key = ?2

-- name: change_body_insert
INSERT INTO change_body (version, salt, utc_ms, who, operations)
VALUES (?1, ?2, ?3, ?4,
	-- brackets as rows of their own: around the whole they would copy it twice, and an import's is large
	(SELECT group_concat(part, '') FROM (
		SELECT '[' AS part
		UNION ALL
		SELECT part FROM (SELECT iif(place = (SELECT min(place) FROM temp.operation), '', ',') || json AS part
			FROM temp.operation ORDER BY place)
		UNION ALL
		SELECT ']')))

-- name: change_insert
-- Both functions are the program's: functions.c.
INSERT INTO policy_change (version, commitment, previous_hash)
SELECT version, commit_change(salt, utc_ms, who, operations), coalesce(
	(SELECT hash_change(version, commitment, previous_hash) FROM policy_change WHERE version = ?1 - 1),
	zeroblob(32))
FROM change_body WHERE version = ?1

-- ---- the journal ----

-- name: event_insert
INSERT INTO event (number, class, commitment) VALUES (?1, ?2, ?3)

-- name: body_insert
INSERT INTO body (number, salt, is_incident, utc_ms, mono_ns, is_clock_trusted, policy_version,
	kind, door, reader, room, area, person, badge, operator, cause, reason, detail)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)

-- name: events_since
SELECT number, class, is_incident, utc_ms, mono_ns, is_clock_trusted, policy_version,
	kind, door, reader, room, area, person, badge, operator, cause, reason, detail
FROM body JOIN event USING (number)
WHERE number > ?1 ORDER BY number LIMIT ?2

-- name: incidents_since
SELECT number, class, is_incident, utc_ms, mono_ns, is_clock_trusted, policy_version,
	kind, door, reader, room, area, person, badge, operator, cause, reason, detail
FROM body JOIN event USING (number)
WHERE number > ?1 AND is_incident = 1 ORDER BY number LIMIT ?2

-- name: events_newest
SELECT * FROM (
	SELECT number, class, is_incident, utc_ms, mono_ns, is_clock_trusted, policy_version,
		kind, door, reader, room, area, person, badge, operator, cause, reason, detail
	FROM body JOIN event USING (number)
	ORDER BY number DESC LIMIT ?1)
ORDER BY number

-- name: incidents_newest
SELECT * FROM (
	SELECT number, class, is_incident, utc_ms, mono_ns, is_clock_trusted, policy_version,
		kind, door, reader, room, area, person, badge, operator, cause, reason, detail
	FROM body JOIN event USING (number)
	WHERE is_incident = 1 ORDER BY number DESC LIMIT ?1)
ORDER BY number

-- ---- what the doors' machines keep ----

-- name: presence_put
INSERT INTO presence (person, area, door, since_utc_ms) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (person, area) DO UPDATE SET door = excluded.door, since_utc_ms = excluded.since_utc_ms

-- name: presence_remove
DELETE FROM presence WHERE person = ?1 AND area = ?2

-- name: presences
SELECT person, area, door, since_utc_ms FROM presence ORDER BY person, area

-- name: area_state_put
INSERT INTO area_state (area, alarm, since_utc_ms, is_certain, why) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (area) DO UPDATE SET
	alarm = excluded.alarm, since_utc_ms = excluded.since_utc_ms,
	is_certain = excluded.is_certain, why = excluded.why

-- name: area_states
SELECT area, alarm, since_utc_ms, is_certain, why FROM area_state ORDER BY area

-- name: fire_put
UPDATE fire SET is_latched = ?1 WHERE is_latched <> ?1

-- name: fire
SELECT is_latched FROM fire

-- name: ring_mark_put
INSERT INTO ring_mark (ring, sequence) VALUES (?1, ?2)
ON CONFLICT (ring) DO UPDATE SET sequence = excluded.sequence

-- name: ring_mark
SELECT sequence FROM ring_mark WHERE ring = ?1

-- name: ring_mark_remove
DELETE FROM ring_mark WHERE ring = ?1
