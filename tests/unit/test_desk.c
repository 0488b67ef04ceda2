/*
 * The desk against a broker in wrong hands (rules M1, M5): it saw a good call,
 * and sends a million that are like it. None reaches zutrittd.
 */
#include "tests/unit/suite.h"

#include "reception/desk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { MUTATIONS = 1000000 };

static const uint8_t key[SEAL_KEY] = {7};
static const char key_text[] = "BwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
static const struct call_place place = {"site", "main"};
static const char topic[] = "zutritt/site/controller/main/call/front";

/* A desk with one station, and a zutrittd that only counts who comes. */
struct scene {
	char folder[64];
	char socket_path[96];
	int directory, listener;
	struct desk *desk;
	int64_t now_ms;
	uint8_t once[ONCE_BYTES];
	int asked;
	int busy;       /* calls that were not even looked at */
	char said[512]; /* by the desk, when it was asked last */
};

static void listen_or_fail(struct scene *s)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	snprintf(s->socket_path, sizeof s->socket_path, "%s/control", s->folder);
	snprintf(address.sun_path, sizeof address.sun_path, "%s", s->socket_path);
	s->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	CU_ASSERT_EQUAL_FATAL(bind(s->listener, (struct sockaddr *)&address, sizeof address), 0);
	CU_ASSERT_EQUAL_FATAL(listen(s->listener, 64), 0);
}

static void beat(struct scene *s)
{
	seal_random(s->once, sizeof s->once);
	desk_beat(s->desk, s->once, s->now_ms);
}

static void scene_begin(struct scene *s)
{
	char error[200];
	*s = (struct scene){.folder = "/tmp/zutritt-desk-XXXXXX", .now_ms = 1000};
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(s->folder));
	s->directory = open(s->folder, O_RDONLY | O_DIRECTORY);
	int fd = openat(s->directory, "front.key", O_WRONLY | O_CREAT, 0600);
	CU_ASSERT_EQUAL_FATAL(write(fd, key_text, strlen(key_text)), (ssize_t)strlen(key_text));
	close(fd);
	listen_or_fail(s);
	struct desk_config config = {s->socket_path, s->folder, s->directory};
	CU_ASSERT_EQUAL_FATAL(desk_open(&s->desk, &config, error, sizeof error), 0);
	desk_set_place(s->desk, &place);
	desk_set_open(s->desk, true);
	beat(s);
}

static void scene_end(struct scene *s)
{
	static const char *const files[] = {"front.key", "control", "secret-key", "public-key"};
	desk_close(s->desk);
	close(s->listener);
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		unlinkat(s->directory, files[i], 0);
	close(s->directory);
	rmdir(s->folder);
}

/* Everything that the desk does now; connections are counted and cut. */
static void settle(struct scene *s)
{
	struct desk_reply reply;
	int fd;
	while (desk_next(s->desk, s->now_ms, &reply))
		s->busy += strstr(reply.text, "Busy") != NULL;
	while ((fd = accept(s->listener, NULL, NULL)) >= 0) {
		s->asked++;
		ssize_t size = recv(fd, s->said, sizeof s->said - 1, MSG_DONTWAIT);
		s->said[size < 0 ? 0 : size] = '\0';
		close(fd);
	}
	while (desk_next(s->desk, s->now_ms, &reply))
		;
}

/* A call that the station itself would make, without a session; size of payload is CALL_MAX. */
static void make_call_of(struct scene *s, uint32_t count, const uint8_t *correlation, const char *text,
                         char *payload)
{
	char data[CALL_DATA_MAX], once[2 * ONCE_BYTES + 1];
	struct call c = {.station = "front", .count = count};
	memcpy(c.once, s->once, ONCE_BYTES);
	memcpy(c.correlation, correlation, OUTCOMES_CORRELATION);
	call_data(&place, &c, data);
	call_hex(s->once, ONCE_BYTES, once);
	char *box = seal_close(key, data, text);
	snprintf(payload, CALL_MAX, "{\"v\":1,\"session\":\"\",\"once\":\"%s\",\"count\":%u,\"box\":\"%s\"}",
	         once, (unsigned)count, box);
	free(box);
}

static void make_call(struct scene *s, uint32_t count, const uint8_t *correlation, char *payload)
{
	make_call_of(s, count, correlation,
	             "{\"method\":\"io.zutritt.EventList\",\"parameters\":{\"limit\":1}}", payload);
}

static void take(struct scene *s, const char *payload, size_t length, const uint8_t *correlation)
{
	desk_take(s->desk,
	          &(struct desk_message){.topic = topic,
	                                 .payload = payload,
	                                 .length = length,
	                                 .correlation = correlation,
	                                 .correlation_length = OUTCOMES_CORRELATION},
	          s->now_ms);
	settle(s);
}

static void a_good_call_reaches_zutrittd_once(void)
{
	struct scene s;
	char payload[CALL_MAX];
	const uint8_t correlation[OUTCOMES_CORRELATION] = {1};
	scene_begin(&s);
	make_call(&s, 1, correlation, payload);
	for (int i = 0; i < 10; i++)
		take(&s, payload, strlen(payload), correlation);
	CU_ASSERT_EQUAL(s.asked, 1);
	scene_end(&s);
}

static void how_a_call_is_made_is_passed_on(void)
{
	struct scene s;
	char payload[CALL_MAX];
	const uint8_t first[OUTCOMES_CORRELATION] = {1}, second[OUTCOMES_CORRELATION] = {2};
	scene_begin(&s);
	make_call_of(&s, 1, first,
	             "{\"method\":\"io.zutritt.EventList\",\"language\":\"de\",\"unattended\":true}",
	             payload);
	take(&s, payload, strlen(payload), first);
	CU_ASSERT_PTR_NOT_NULL(strstr(s.said, "\"language\":\"de\""));
	CU_ASSERT_PTR_NOT_NULL(strstr(s.said, "\"unattended\":true"));
	make_call(&s, 2, second, payload);
	take(&s, payload, strlen(payload), second);
	CU_ASSERT_PTR_NOT_NULL(strstr(s.said, "EventList"));
	CU_ASSERT_PTR_NULL(strstr(s.said, "language"));
	CU_ASSERT_PTR_NULL(strstr(s.said, "unattended"));
	scene_end(&s);
}

/* Rule P9: whoever has the link alone may look, and nothing else. */
static void without_a_session_nothing_acts(void)
{
	static const char *const texts[] = {
	        "{\"method\":\"io.zutritt.DoorRelease\",\"parameters\":{\"door\":\"entrance\",\"reason\":"
	        "\"x\"}}",
	        "{\"method\":\"io.zutritt.AlarmUnset\",\"parameters\":{\"reason\":\"x\"}}",
	        "{\"method\":\"io.zutritt.OccupancyCorrect\",\"parameters\":{\"certain\":true,\"reason\":"
	        "\"x\"}}",
	        "{\"method\":\"io.zutritt.BadgeLost\",\"parameters\":{\"badge\":\"42:1\"}}",
	        "{\"method\":\"io.zutritt.VisitorList\",\"parameters\":{}}",
	        "{\"method\":\"io.zutritt.EvacuationGet\",\"parameters\":{}}",
	        "{\"method\":\"io.zutritt.EventList\",\"parameters\":{\"persons\":true}}",
	        "{\"method\":\"io.zutritt.FireReset\",\"parameters\":{\"reason\":\"x\"}}",
	        "{\"method\":\"io.zutritt.SessionOpen\",\"parameters\":{\"user\":\"a\",\"password\":\"b\"}}",
	};
	struct scene s;
	char payload[CALL_MAX];
	scene_begin(&s);
	for (uint8_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const uint8_t correlation[OUTCOMES_CORRELATION] = {9, i};
		make_call_of(&s, i + 1u, correlation, texts[i], payload);
		take(&s, payload, strlen(payload), correlation);
	}
	CU_ASSERT_EQUAL(s.asked, 0);
	scene_end(&s);
}

/* xorshift: the same million each time. */
static uint64_t chance(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static size_t spoil(uint64_t *random, char *payload, size_t length)
{
	size_t at = chance(random) % length;
	switch (chance(random) % 5) {
	case 0:
		payload[at] = (char)(payload[at] ^ (1 << chance(random) % 8));
		return length;
	case 1:
		payload[at] = "ABCDEFGHabcdefgh0123456789-_\"{}:,"[chance(random) % 33];
		return length;
	case 2: /* cut */
		return at;
	case 3: /* a byte less within */
		memmove(payload + at, payload + at + 1, length - at - 1);
		return length - 1;
	default: { /* two bytes change places */
		size_t other = chance(random) % length;
		char was = payload[at];
		payload[at] = payload[other];
		payload[other] = was;
		return length;
	}
	}
}

/* What was spoiled into itself is no mutation. */
static bool is_spoiled(const char *good, const char *payload, size_t length)
{
	return length != strlen(good) || memcmp(good, payload, length) != 0;
}

static void a_million_altered_calls_reach_nobody(void)
{
	struct scene s;
	char good[CALL_MAX], payload[CALL_MAX];
	uint8_t correlation[OUTCOMES_CORRELATION] = {1};
	uint64_t random = 88172645463325252ull;
	scene_begin(&s);
	make_call(&s, 1, correlation, good);
	for (int i = 0; i < MUTATIONS; i++) {
		memcpy(payload, good, sizeof payload);
		size_t length = spoil(&random, payload, strlen(good));
		if (is_spoiled(good, payload, length))
			take(&s, payload, length, correlation);
		/* as fast as a station may call, with a number that is good */
		s.now_ms += 50;
		if (i % 20 == 19) {
			beat(&s);
			make_call(&s, 1, correlation, good);
		}
	}
	CU_ASSERT_EQUAL(s.asked, 0);
	CU_ASSERT_EQUAL(s.busy, 0);
	scene_end(&s);
}

static void a_good_call_elsewhere_reaches_nobody(void)
{
	struct scene s;
	char payload[CALL_MAX];
	const uint8_t correlation[OUTCOMES_CORRELATION] = {1}, other[OUTCOMES_CORRELATION] = {2};
	scene_begin(&s);
	make_call(&s, 1, correlation, payload);
	take(&s, payload, strlen(payload), other);
	CU_ASSERT_EQUAL(s.asked, 0);
	struct desk_message m = {topic, payload, strlen(payload), correlation, OUTCOMES_CORRELATION, true};
	desk_take(s.desk, &m, s.now_ms);
	m.is_retained = false;
	m.correlation_length = OUTCOMES_CORRELATION - 1;
	desk_take(s.desk, &m, s.now_ms);
	m.correlation_length = OUTCOMES_CORRELATION;
	m.topic = "zutritt/site/controller/main/call/back";
	desk_take(s.desk, &m, s.now_ms);
	settle(&s);
	CU_ASSERT_EQUAL(s.asked, 0);
	scene_end(&s);
}

static void a_call_is_too_late_after_5_s(void)
{
	struct scene s;
	char payload[CALL_MAX];
	const uint8_t correlation[OUTCOMES_CORRELATION] = {1};
	scene_begin(&s);
	make_call(&s, 1, correlation, payload);
	s.now_ms += ONCE_MAX_MS + 1;
	take(&s, payload, strlen(payload), correlation);
	CU_ASSERT_EQUAL(s.asked, 0);
	scene_end(&s);
}

static void a_desk_that_is_closed_takes_nothing(void)
{
	struct scene s;
	char payload[CALL_MAX];
	const uint8_t correlation[OUTCOMES_CORRELATION] = {1};
	scene_begin(&s);
	desk_set_open(s.desk, false);
	make_call(&s, 1, correlation, payload);
	take(&s, payload, strlen(payload), correlation);
	CU_ASSERT_EQUAL(s.asked, 0);
	scene_end(&s);
}

static const struct suite_case cases[] = {
        {"a good call reaches zutrittd once", a_good_call_reaches_zutrittd_once},
        {"how a call is made is passed on", how_a_call_is_made_is_passed_on},
        {"without a session nothing acts", without_a_session_nothing_acts},
        {"a million altered calls reach nobody", a_million_altered_calls_reach_nobody},
        {"a good call elsewhere reaches nobody", a_good_call_elsewhere_reaches_nobody},
        {"a call is too late after 5 s", a_call_is_too_late_after_5_s},
        {"a desk that is closed takes nothing", a_desk_that_is_closed_takes_nothing},
};

int main(void)
{
	return suite_run("desk", cases, sizeof cases / sizeof cases[0]);
}
