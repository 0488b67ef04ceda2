#include "db/rows.h"

#include <string.h>

/* Not as NULL when it is 0: SQLite would make up an id for such a row. */
static void bind_own_id(sqlite3_stmt *q, policy_id id)
{
	bind_integer(q, 1, (int64_t)id);
}

void door_bind(sqlite3_stmt *q, const struct policy_door *door)
{
	bind_text(q, 1, door->name);
	bind_word(q, 2, &words_door_kind, door->kind);
	bind_text(q, 3, door->from);
	bind_text(q, 4, door->to);
	bind_integer(q, 5, door->release_ms);
	bind_text(q, 6, door->schedule);
	bind_integer(q, 7, door->is_first_person);
}

void door_read(sqlite3_stmt *q, struct policy_door *door)
{
	memset(door, 0, sizeof *door);
	column_text(q, 0, door->name);
	door->kind = (enum policy_door_kind)column_word(q, 1, &words_door_kind);
	column_text(q, 2, door->from);
	column_text(q, 3, door->to);
	door->release_ms = (int32_t)column_integer(q, 4);
	column_text(q, 5, door->schedule);
	door->is_first_person = column_integer(q, 6) != 0;
}

void person_bind(sqlite3_stmt *q, const struct policy_person *person)
{
	bind_own_id(q, person->id);
	bind_text(q, 2, person->name);
	bind_word(q, 3, &words_person_kind, person->kind);
	bind_word(q, 4, &words_person_state, person->state);
	bind_text(q, 5, person->position);
	bind_day(q, 6, person->first_day);
	bind_day(q, 7, person->last_day);
	bind_integer(q, 8, person->rights);
	bind_text(q, 9, person->employer);
	if (person->release_ms != 0)
		bind_integer(q, 10, person->release_ms);
}

void person_read(sqlite3_stmt *q, struct policy_person *person)
{
	memset(person, 0, sizeof *person);
	person->id = column_id(q, 0);
	column_text(q, 1, person->name);
	person->kind = (enum policy_person_kind)column_word(q, 2, &words_person_kind);
	person->state = (enum policy_person_state)column_word(q, 3, &words_person_state);
	column_text(q, 4, person->position);
	person->first_day = column_day(q, 5);
	person->last_day = column_day(q, 6);
	person->rights = (uint32_t)column_integer(q, 7);
	column_text(q, 8, person->employer);
	person->release_ms = (int32_t)column_integer(q, 9);
	person->revision = column_integer(q, 10);
}

void badge_bind(sqlite3_stmt *q, const struct policy_badge *badge)
{
	bind_own_id(q, badge->id);
	bind_id(q, 2, badge->person);
	bind_word(q, 3, &words_badge_state, badge->state);
	bind_text(q, 4, badge->format);
	bind_integer(q, 5, badge->facility);
	bind_integer(q, 6, (int64_t)badge->card);
	bind_day(q, 7, badge->first_day);
	bind_day(q, 8, badge->last_day);
	bind_integer(q, 9, badge->is_day);
	bind_number(q, 10, badge->receipt);
	bind_number(q, 11, badge->return_receipt);
}

void badge_read(sqlite3_stmt *q, struct policy_badge *badge)
{
	memset(badge, 0, sizeof *badge);
	badge->id = column_id(q, 0);
	badge->person = column_id(q, 1);
	badge->state = (enum policy_badge_state)column_word(q, 2, &words_badge_state);
	column_text(q, 3, badge->format);
	badge->facility = (uint32_t)column_integer(q, 4);
	badge->card = (uint64_t)column_integer(q, 5);
	badge->first_day = column_day(q, 6);
	badge->last_day = column_day(q, 7);
	badge->is_day = column_integer(q, 8) != 0;
	badge->receipt = column_integer(q, 9);
	badge->return_receipt = column_integer(q, 10);
	badge->revision = column_integer(q, 11);
}

void key_bind(sqlite3_stmt *q, const struct policy_key *key)
{
	bind_own_id(q, key->id);
	bind_id(q, 2, key->person);
	bind_text(q, 3, key->room);
	bind_text(q, 4, key->door);
	bind_day(q, 5, key->first_day);
	bind_day(q, 6, key->last_day);
	bind_text(q, 7, key->reason);
	bind_text(q, 8, key->position);
	bind_word(q, 9, &words_key_state, key->state);
	bind_integer(q, 10, key->issued_utc_ms);
	bind_id(q, 11, key->asked_by);
	bind_id(q, 12, key->approved_by);
	bind_number(q, 13, key->receipt);
	bind_number(q, 14, key->return_receipt);
	bind_text(q, 15, key->schedule);
	bind_integer(q, 16, key->is_any_time);
}

void key_read(sqlite3_stmt *q, struct policy_key *key)
{
	memset(key, 0, sizeof *key);
	key->id = column_id(q, 0);
	key->person = column_id(q, 1);
	column_text(q, 2, key->room);
	column_text(q, 3, key->door);
	key->first_day = column_day(q, 4);
	key->last_day = column_day(q, 5);
	column_text(q, 6, key->reason);
	column_text(q, 7, key->position);
	key->state = (enum policy_key_state)column_word(q, 8, &words_key_state);
	key->issued_utc_ms = column_integer(q, 9);
	key->asked_by = column_id(q, 10);
	key->approved_by = column_id(q, 11);
	key->receipt = column_integer(q, 12);
	key->return_receipt = column_integer(q, 13);
	column_text(q, 14, key->schedule);
	key->is_any_time = column_integer(q, 15) != 0;
	key->revision = column_integer(q, 16);
}

void receipt_bind(sqlite3_stmt *q, const struct policy_receipt *receipt)
{
	bind_integer(q, 1, receipt->number);
	bind_word(q, 2, &words_receipt_kind, receipt->kind);
	bind_id(q, 3, receipt->person);
	bind_text(q, 4, receipt->person_name);
	bind_id(q, 5, receipt->operator_id);
	bind_text(q, 6, receipt->operator_name);
	bind_integer(q, 7, receipt->made_utc_ms);
	bind_integer(q, 8, (int64_t)receipt->code);
}

void receipt_read(sqlite3_stmt *q, struct policy_receipt *receipt)
{
	memset(receipt, 0, sizeof *receipt);
	receipt->number = column_integer(q, 0);
	receipt->kind = (enum policy_receipt_kind)column_word(q, 1, &words_receipt_kind);
	receipt->person = column_id(q, 2);
	column_text(q, 3, receipt->person_name);
	receipt->operator_id = column_id(q, 4);
	column_text(q, 5, receipt->operator_name);
	receipt->made_utc_ms = column_integer(q, 6);
	receipt->code = (uint64_t)column_integer(q, 7);
}

void review_bind(sqlite3_stmt *q, const struct policy_review *review)
{
	bind_own_id(q, review->id);
	bind_text(q, 2, review->room);
	bind_integer(q, 3, review->begun_utc_ms);
	bind_id(q, 4, review->begun_by);
	bind_number(q, 5, review->finished_utc_ms);
	bind_id(q, 6, review->finished_by);
}

void review_read(sqlite3_stmt *q, struct policy_review *review)
{
	memset(review, 0, sizeof *review);
	review->id = column_id(q, 0);
	column_text(q, 1, review->room);
	review->begun_utc_ms = column_integer(q, 2);
	review->begun_by = column_id(q, 3);
	review->finished_utc_ms = column_integer(q, 4);
	review->finished_by = column_id(q, 5);
	review->revision = column_integer(q, 6);
}

void verdict_bind(sqlite3_stmt *q, const struct policy_review_verdict *verdict)
{
	bind_id(q, 1, verdict->review);
	bind_id(q, 2, verdict->key);
	bind_word(q, 3, &words_verdict, verdict->verdict);
	bind_id(q, 4, verdict->who);
	bind_integer(q, 5, verdict->utc_ms);
}

void verdict_read(sqlite3_stmt *q, struct policy_review_verdict *verdict)
{
	memset(verdict, 0, sizeof *verdict);
	verdict->review = column_id(q, 0);
	verdict->key = column_id(q, 1);
	verdict->verdict = (enum policy_verdict)column_word(q, 2, &words_verdict);
	verdict->who = column_id(q, 3);
	verdict->utc_ms = column_integer(q, 4);
}

void visit_bind(sqlite3_stmt *q, const struct policy_visit *visit)
{
	bind_own_id(q, visit->id);
	bind_word(q, 2, &words_visit_kind, visit->kind);
	bind_text(q, 3, visit->name);
	bind_text(q, 4, visit->company);
	bind_id(q, 5, visit->host);
	bind_text(q, 6, visit->purpose);
	bind_text(q, 7, visit->order);
	bind_text(q, 8, visit->area);
	bind_word(q, 9, &words_visit_state, visit->state);
	bind_integer(q, 10, visit->announced_utc_ms);
	bind_number(q, 11, visit->arrived_utc_ms);
	bind_number(q, 12, visit->handed_over_utc_ms);
	bind_number(q, 13, visit->left_utc_ms);
	bind_number(q, 14, visit->end_utc_ms);
	bind_integer(q, 15, visit->is_reminded);
	bind_number(q, 16, visit->told_day);
}

void visit_read(sqlite3_stmt *q, struct policy_visit *visit)
{
	memset(visit, 0, sizeof *visit);
	visit->id = column_id(q, 0);
	visit->kind = (enum policy_visit_kind)column_word(q, 1, &words_visit_kind);
	column_text(q, 2, visit->name);
	column_text(q, 3, visit->company);
	visit->host = column_id(q, 4);
	column_text(q, 5, visit->purpose);
	column_text(q, 6, visit->order);
	column_text(q, 7, visit->area);
	visit->state = (enum policy_visit_state)column_word(q, 8, &words_visit_state);
	visit->announced_utc_ms = column_integer(q, 9);
	visit->arrived_utc_ms = column_integer(q, 10);
	visit->handed_over_utc_ms = column_integer(q, 11);
	visit->left_utc_ms = column_integer(q, 12);
	visit->end_utc_ms = column_integer(q, 13);
	visit->is_reminded = column_integer(q, 14) != 0;
	visit->told_day = (int32_t)column_integer(q, 15);
	visit->revision = column_integer(q, 16);
}

void release_bind(sqlite3_stmt *q, const struct policy_release *release)
{
	bind_own_id(q, release->id);
	bind_text(q, 2, release->door);
	bind_text(q, 3, release->area);
	bind_id(q, 4, release->who);
	bind_integer(q, 5, release->released_utc_ms);
	bind_integer(q, 6, release->is_reminded);
}

void release_read(sqlite3_stmt *q, struct policy_release *release)
{
	memset(release, 0, sizeof *release);
	release->id = column_id(q, 0);
	column_text(q, 1, release->door);
	column_text(q, 2, release->area);
	release->who = column_id(q, 3);
	release->released_utc_ms = column_integer(q, 4);
	release->is_reminded = column_integer(q, 5) != 0;
}

void operator_bind(sqlite3_stmt *q, const struct policy_operator *operator)
{
	bind_own_id(q, operator->id);
	bind_text(q, 2, operator->user);
	bind_id(q, 3, operator->person);
	bind_integer(q, 4, operator->roles);
	bind_word(q, 5, &words_operator_state, operator->state);
}

void operator_read(sqlite3_stmt *q, struct policy_operator *operator)
{
	memset(operator, 0, sizeof *operator);
	operator->id = column_id(q, 0);
	column_text(q, 1, operator->user);
	operator->person = column_id(q, 2);
	operator->roles =(uint32_t) column_integer(q, 3);
	operator->state =(enum policy_operator_state) column_word(q, 4, &words_operator_state);
	operator->revision = column_integer(q, 5);
}

void login_bind(sqlite3_stmt *q, const struct policy_login *login)
{
	bind_id(q, 1, login->operator_id);
	bind_integer(q, 2, login->password.memory_kib);
	bind_integer(q, 3, login->password.passes);
	bind_blob(q, 4, login->password.salt, POLICY_SALT);
	bind_blob(q, 5, login->password.digest, POLICY_DIGEST);
	bind_integer(q, 6, login->is_first);
	bind_integer(q, 7, login->changed_day);
	bind_integer(q, 8, login->attempts);
	bind_integer(q, 9, login->is_pending);
	bind_integer(q, 10, login->is_locked);
}

static void bind_half(sqlite3_stmt *q, const struct policy_approval *approval)
{
	if (!approval->has_half)
		return;
	bind_integer(q, 12, approval->half.memory_kib);
	bind_integer(q, 13, approval->half.passes);
	bind_blob(q, 14, approval->half.salt, POLICY_SALT);
	bind_blob(q, 15, approval->half.digest, POLICY_DIGEST);
}

void approval_bind(sqlite3_stmt *q, const struct policy_approval *approval)
{
	bind_own_id(q, approval->id);
	bind_text(q, 2, approval->method);
	bind_text(q, 3, approval->request);
	bind_text(q, 4, approval->sentence);
	bind_blob(q, 5, approval->fingerprint, POLICY_FINGERPRINT);
	bind_id(q, 6, approval->asked_by);
	bind_id(q, 7, approval->beneficiary);
	bind_integer(q, 8, approval->asked_utc_ms);
	bind_word(q, 9, &words_approval_state, approval->state);
	bind_id(q, 10, approval->decided_by);
	if (approval->decided_utc_ms != 0)
		bind_integer(q, 11, approval->decided_utc_ms);
	bind_half(q, approval);
}

static void read_blob(sqlite3_stmt *q, int column, uint8_t *bytes, size_t size)
{
	if ((size_t)sqlite3_column_bytes(q, column) == size)
		memcpy(bytes, sqlite3_column_blob(q, column), size);
}

void password_read(sqlite3_stmt *q, int column, struct policy_password *password)
{
	memset(password, 0, sizeof *password);
	password->memory_kib = (uint32_t)column_integer(q, column);
	password->passes = (uint32_t)column_integer(q, column + 1);
	read_blob(q, column + 2, password->salt, POLICY_SALT);
	read_blob(q, column + 3, password->digest, POLICY_DIGEST);
}

void approval_read(sqlite3_stmt *q, struct policy_approval *approval)
{
	memset(approval, 0, sizeof *approval);
	approval->id = column_id(q, 0);
	column_text(q, 1, approval->method);
	column_text(q, 2, approval->request);
	column_text(q, 3, approval->sentence);
	read_blob(q, 4, approval->fingerprint, POLICY_FINGERPRINT);
	approval->asked_by = column_id(q, 5);
	approval->beneficiary = column_id(q, 6);
	approval->asked_utc_ms = column_integer(q, 7);
	approval->state = (enum policy_approval_state)column_word(q, 8, &words_approval_state);
	approval->decided_by = column_id(q, 9);
	approval->decided_utc_ms = column_integer(q, 10);
	approval->has_half = sqlite3_column_type(q, 13) != SQLITE_NULL;
	password_read(q, 11, &approval->half);
	approval->revision = column_integer(q, 15);
}

void login_read(sqlite3_stmt *q, struct policy_login *login)
{
	memset(login, 0, sizeof *login);
	login->operator_id = column_id(q, 0);
	password_read(q, 1, &login->password);
	login->is_first = column_integer(q, 5) != 0;
	login->changed_day = (int32_t)column_integer(q, 6);
	login->attempts = (uint8_t)column_integer(q, 7);
	login->is_pending = column_integer(q, 8) != 0;
	login->is_locked = column_integer(q, 9) != 0;
}

void body_bind(sqlite3_stmt *q, const struct journal_event *event, const uint8_t salt[JOURNAL_SALT])
{
	bind_integer(q, 1, event->number);
	bind_blob(q, 2, salt, JOURNAL_SALT);
	bind_integer(q, 3, event->is_incident);
	bind_integer(q, 4, event->utc_ms);
	bind_integer(q, 5, (int64_t)event->mono_ns);
	bind_integer(q, 6, event->is_clock_trusted);
	bind_integer(q, 7, event->policy_version);
	bind_text(q, 8, event->kind);
	bind_text(q, 9, event->door);
	bind_text(q, 10, event->reader);
	bind_text(q, 11, event->room);
	bind_text(q, 12, event->area);
	bind_id(q, 13, event->person);
	bind_id(q, 14, event->badge);
	bind_id(q, 15, event->operator_id);
	bind_text(q, 16, event->cause);
	bind_text(q, 17, event->reason);
	bind_text(q, 18, event->detail);
}

void event_read(sqlite3_stmt *q, struct journal_event *event)
{
	memset(event, 0, sizeof *event);
	event->number = column_integer(q, 0);
	event->class = (enum journal_class)column_integer(q, 1);
	event->is_incident = column_integer(q, 2) != 0;
	event->utc_ms = column_integer(q, 3);
	event->mono_ns = (uint64_t)column_integer(q, 4);
	event->is_clock_trusted = column_integer(q, 5) != 0;
	event->policy_version = column_integer(q, 6);
	column_text(q, 7, event->kind);
	column_text(q, 8, event->door);
	column_text(q, 9, event->reader);
	column_text(q, 10, event->room);
	column_text(q, 11, event->area);
	event->person = column_id(q, 12);
	event->badge = column_id(q, 13);
	event->operator_id = column_id(q, 14);
	column_text(q, 15, event->cause);
	column_text(q, 16, event->reason);
	column_text(q, 17, event->detail);
}
