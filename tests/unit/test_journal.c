/*
 * The commitments (rule E3), computed a second time: a SHA-256 written from
 * FIPS 180-4 and the bytes written from the comment in journal.h. The fixed
 * values come from a third implementation, Python's hashlib.
 */
#include "db/journal.h"
#include "db/store.h"
#include "tests/unit/suite.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- SHA-256, for messages up to sizeof message - 72 bytes ---- */

struct bytes {
	uint8_t message[4096];
	size_t length;
};

static uint32_t turned(uint32_t x, int by)
{
	return x >> by | x << (32 - by);
}

static void hash_block(uint32_t h[8], const uint8_t *block)
{
	static const uint32_t k[64] = {0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	                               0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	                               0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	                               0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	                               0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	                               0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	                               0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	                               0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	                               0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	                               0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	                               0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
	uint32_t w[64];
	uint32_t v[8];

	for (int t = 0; t < 16; t++)
		w[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 |
		       (uint32_t)block[4 * t + 2] << 8 | block[4 * t + 3];
	for (int t = 16; t < 64; t++) {
		uint32_t s0 = turned(w[t - 15], 7) ^ turned(w[t - 15], 18) ^ w[t - 15] >> 3;
		uint32_t s1 = turned(w[t - 2], 17) ^ turned(w[t - 2], 19) ^ w[t - 2] >> 10;
		w[t] = w[t - 16] + s0 + w[t - 7] + s1;
	}
	memcpy(v, h, sizeof v);
	for (int t = 0; t < 64; t++) {
		uint32_t s1 = turned(v[4], 6) ^ turned(v[4], 11) ^ turned(v[4], 25);
		uint32_t t1 = v[7] + s1 + ((v[4] & v[5]) ^ (~v[4] & v[6])) + k[t] + w[t];
		uint32_t s0 = turned(v[0], 2) ^ turned(v[0], 13) ^ turned(v[0], 22);
		uint32_t t2 = s0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
		memmove(&v[1], &v[0], 7 * sizeof v[0]);
		v[4] += t1;
		v[0] = t1 + t2;
	}
	for (int i = 0; i < 8; i++)
		h[i] += v[i];
}

static void hash_again(struct bytes *b, uint8_t hash[32])
{
	uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
	                 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
	uint64_t bits = b->length * 8;

	b->message[b->length++] = 0x80;
	while (b->length % 64 != 56)
		b->message[b->length++] = 0;
	for (int i = 7; i >= 0; i--)
		b->message[b->length++] = (uint8_t)(bits >> (8 * i));
	for (size_t at = 0; at < b->length; at += 64)
		hash_block(h, b->message + at);
	for (int i = 0; i < 32; i++)
		hash[i] = (uint8_t)(h[i / 4] >> (24 - 8 * (i % 4)));
}

/* ---- the canonical form, from a row of the database ---- */

static void put_bytes(struct bytes *b, const void *bytes, size_t length)
{
	CU_ASSERT_FATAL(b->length + length + 72 <= sizeof b->message);
	if (length > 0)
		memcpy(b->message + b->length, bytes, length);
	b->length += length;
}

static void put_number(struct bytes *b, uint64_t number, int size)
{
	for (int i = 0; i < size; i++, number /= 256) {
		uint8_t byte = (uint8_t)(number % 256);
		put_bytes(b, &byte, 1);
	}
}

static void put_column(struct bytes *b, sqlite3_stmt *q, int column, bool is_string)
{
	if (!is_string) {
		put_number(b, (uint64_t)sqlite3_column_int64(q, column), 8);
		return;
	}
	const void *text = sqlite3_column_blob(q, column);
	size_t length = (size_t)sqlite3_column_bytes(q, column);
	put_number(b, length, 4);
	put_bytes(b, text, length);
}

/* ---- */

static void from_hex(const char *hex, uint8_t bytes[32])
{
	for (int i = 0; i < 32; i++) {
		unsigned byte = 0;
		CU_ASSERT_FATAL(sscanf(hex + 2 * i, "%2x", &byte) == 1);
		bytes[i] = (uint8_t)byte;
	}
}

static void assert_commits_to(const struct journal_event *event, const uint8_t salt[16], const char *hex)
{
	uint8_t commitment[JOURNAL_COMMITMENT];
	uint8_t expected[32];

	from_hex(hex, expected);
	journal_commit(event, salt, commitment);
	CU_ASSERT_EQUAL(memcmp(commitment, expected, 32), 0);
}

static const struct journal_event denial = {
        .number = 7,
        .class = JOURNAL_INCIDENT,
        .is_incident = true,
        .utc_ms = 1767225600123,
        .mono_ns = 987654321012345,
        .is_clock_trusted = true,
        .policy_version = 42,
        .kind = "access.denied",
        .door = "goods-in",
        .reader = "goods-in.out",
        .room = "warehouse",
        .area = "hall",
        .person = POLICY_ID_MAX,
        .badge = 1,
        .operator_id = UINT64_C(0x0123456789abcde),
        .cause = "grant",
        .reason = "no_key",
        .detail = "T\xc3\xbcr klemmt",
};

static const uint8_t counting[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

static void an_empty_event_has_the_known_commitment(void)
{
	static const struct journal_event empty;
	static const uint8_t zeros[16];

	assert_commits_to(&empty, zeros, "b5fdab78d8947eacc864bfeecb4d2100780e5afe1cd8efafb124887913ac49fa");
}

static void an_event_with_every_field_has_the_known_commitment(void)
{
	assert_commits_to(&denial, counting,
	                  "9bc8cd3fe5d55dc47dddb8777c83f1461d2e4d18435f4d16088e765af3f60dd9");
}

static void the_longest_event_has_the_known_commitment(void)
{
	struct journal_event e = {.utc_ms = -1,
	                          .mono_ns = INT64_MAX,
	                          .policy_version = INT64_MAX,
	                          .person = 1,
	                          .badge = 2,
	                          .operator_id = 3};
	uint8_t salt[16];

	memset(salt, 0xff, sizeof salt);
	memset(e.kind, 'k', sizeof e.kind - 1);
	memset(e.door, 'd', sizeof e.door - 1);
	memset(e.reader, 'r', sizeof e.reader - 1);
	memset(e.room, 'o', sizeof e.room - 1);
	memset(e.area, 'a', sizeof e.area - 1);
	memset(e.cause, 'c', sizeof e.cause - 1);
	memset(e.reason, 'e', sizeof e.reason - 1);
	memset(e.detail, 'x', sizeof e.detail - 1);
	assert_commits_to(&e, salt, "f5f22a82f20fb8357dc87ffb8a545ce7c9c029f06e80922f51a57752bd886f73");
}

static bool is_same_commitment(const struct journal_event *a, const struct journal_event *b)
{
	uint8_t of_a[JOURNAL_COMMITMENT];
	uint8_t of_b[JOURNAL_COMMITMENT];

	journal_commit(a, counting, of_a);
	journal_commit(b, counting, of_b);
	return memcmp(of_a, of_b, sizeof of_a) == 0;
}

/* number and class stand in the chained row itself. */
static void number_and_class_are_not_in_it(void)
{
	struct journal_event other = denial;

	other.number = 8;
	other.class = JOURNAL_PASSAGE;
	CU_ASSERT(is_same_commitment(&denial, &other));
}

#define ASSERT_COVERS(change)                                                                                \
	do {                                                                                                 \
		struct journal_event e = denial;                                                             \
		change;                                                                                      \
		CU_ASSERT_FALSE(is_same_commitment(&denial, &e));                                            \
	} while (0)

static void every_other_field_is_in_it(void)
{
	ASSERT_COVERS(e.is_incident = false);
	ASSERT_COVERS(e.utc_ms++);
	ASSERT_COVERS(e.mono_ns++);
	ASSERT_COVERS(e.is_clock_trusted = false);
	ASSERT_COVERS(e.policy_version++);
	ASSERT_COVERS(e.kind[0] = 'b');
	ASSERT_COVERS(e.door[0] = 'h');
	ASSERT_COVERS(e.reader[0] = 'h');
	ASSERT_COVERS(e.room[0] = 'x');
	ASSERT_COVERS(e.area[0] = 'x');
	ASSERT_COVERS(e.person--);
	ASSERT_COVERS(e.badge++);
	ASSERT_COVERS(e.operator_id++);
	ASSERT_COVERS(e.cause[0] = 'h');
	ASSERT_COVERS(e.reason[0] = 'm');
	ASSERT_COVERS(e.detail[9] = 'd');
}

static void a_letter_moved_to_the_next_field_changes_it(void)
{
	struct journal_event one = {.room = "ab", .area = "c"};
	struct journal_event other = {.room = "a", .area = "bc"};

	CU_ASSERT_FALSE(is_same_commitment(&one, &other));
}

static void bytes_after_the_end_of_a_string_do_not_count(void)
{
	struct journal_event other = denial;

	strcpy(other.detail + strlen(other.detail) + 1, "rest of an older one");
	CU_ASSERT(is_same_commitment(&denial, &other));
}

static void a_change_has_the_known_commitment_and_hash(void)
{
	struct journal_change first = {.utc_ms = 1767225600123, .operations = "[]"};
	struct journal_change second = {.utc_ms = 1767225600124,
	                                .who = POLICY_ID_MAX,
	                                .operations = "[{\"put\":\"area\",\"name\":\"hall\"}]"};
	uint8_t salt[JOURNAL_SALT], previous[32], expected[32], commitment[32], hash[32];

	for (uint8_t i = 0; i < 32; i++)
		previous[i] = i;
	memcpy(salt, previous, sizeof salt);
	from_hex("be41ec4215e64ee958639d60ca368baea292c14cc45ad54cebb8a14cab38043c", expected);
	journal_commit_change(&first, salt, commitment);
	CU_ASSERT_EQUAL(memcmp(commitment, expected, 32), 0);
	from_hex("b04bda772aa2fee58c2e48835145ce913ccbdaa5947bd9536e11b36b7946c291", expected);
	journal_commit_change(&second, salt, commitment);
	CU_ASSERT_EQUAL(memcmp(commitment, expected, 32), 0);
	from_hex("2edf710fa55ec3e84b86f0e338f12bf13a2cfb3ca56e3694252a9ec04f173022", expected);
	journal_hash_change(2, commitment, previous, hash);
	CU_ASSERT_EQUAL(memcmp(hash, expected, 32), 0);
}

/* Rule E7: without its salt nobody finds out by trying what a change did. */
static void the_commitment_of_a_change_depends_on_its_salt(void)
{
	struct journal_change change = {.utc_ms = 1, .operations = "[]"};
	uint8_t one[JOURNAL_SALT] = {1}, other[JOURNAL_SALT] = {2}, a[32], b[32];

	journal_commit_change(&change, one, a);
	journal_commit_change(&change, other, b);
	CU_ASSERT_NOT_EQUAL(memcmp(a, b, 32), 0);
}

/* Appends denial and a lone started to a new database and opens that a second time. */
static sqlite3 *store_two_events_or_fail(char directory[], char path[], size_t size)
{
	struct journal_event events[] = {denial, {.class = JOURNAL_ACT, .kind = "controller.started"}};
	struct store_batch batch = {.events = events, .event_count = 2};
	struct store *s = NULL;
	sqlite3 *db = NULL;
	char error[256];

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(directory));
	snprintf(path, size, "%s/zutritt.db", directory);
	CU_ASSERT_EQUAL_FATAL(store_open(&s, path, error, sizeof error), 0);
	CU_ASSERT_EQUAL_FATAL(store_append(s, &batch), 0);
	store_close(s);
	CU_ASSERT_EQUAL_FATAL(sqlite3_open(path, &db), SQLITE_OK);
	return db;
}

static void stored_rows_can_be_recomputed_from_the_file_alone(void)
{
	static const bool is_string[] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1};
	char directory[] = "/tmp/zutritt-journal-XXXXXX";
	char path[64];
	sqlite3 *db = store_two_events_or_fail(directory, path, sizeof path);
	sqlite3_stmt *q = NULL;
	int rows = 0;

	CU_ASSERT_EQUAL_FATAL(
	        sqlite3_prepare_v2(db,
	                           "SELECT commitment, salt, is_incident, utc_ms, mono_ns, is_clock_trusted,"
	                           " policy_version, kind, door, reader, room, area, person, badge, operator,"
	                           " cause, reason, detail FROM event JOIN body USING (number)",
	                           -1, &q, NULL),
	        SQLITE_OK);
	for (; sqlite3_step(q) == SQLITE_ROW; rows++) {
		struct bytes b = {.length = 0};
		uint8_t hash[32];
		put_bytes(&b, sqlite3_column_blob(q, 1), (size_t)sqlite3_column_bytes(q, 1));
		for (int i = 0; i < 16; i++)
			put_column(&b, q, i + 2, is_string[i]);
		hash_again(&b, hash);
		CU_ASSERT_EQUAL(memcmp(hash, sqlite3_column_blob(q, 0), 32), 0);
	}
	CU_ASSERT_EQUAL(rows, 2);
	sqlite3_finalize(q);
	sqlite3_close(db);
	unlink(path);
	CU_ASSERT_EQUAL(rmdir(directory), 0);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"an empty event has the known commitment", an_empty_event_has_the_known_commitment},
	        {"an event with every field has the known commitment",
	         an_event_with_every_field_has_the_known_commitment},
	        {"the longest event has the known commitment", the_longest_event_has_the_known_commitment},
	        {"number and class are not in it", number_and_class_are_not_in_it},
	        {"every other field is in it", every_other_field_is_in_it},
	        {"a letter moved to the next field changes it", a_letter_moved_to_the_next_field_changes_it},
	        {"bytes after the end of a string do not count",
	         bytes_after_the_end_of_a_string_do_not_count},
	        {"a change has the known commitment and hash", a_change_has_the_known_commitment_and_hash},
	        {"E7: the commitment of a change depends on its salt",
	         the_commitment_of_a_change_depends_on_its_salt},
	        {"E3: stored rows can be recomputed from the file alone",
	         stored_rows_can_be_recomputed_from_the_file_alone},
	};

	return suite_run("journal", cases, sizeof cases / sizeof cases[0]);
}
