/* A station's call taken apart (rule M5): what is no call is none, whatever it looks like. */
#include "tests/unit/suite.h"

#include "reception/call.h"
#include "reception/seal.h"
#include "reception/stations.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct call_place place = {"site", "main"};

#define ONCE "00112233445566778899aabbccddeeff"

static bool is_call(const char *payload)
{
	struct call c = {.station = "front"};
	bool is_good = call_parse(&c, payload, strlen(payload)) == 0;
	call_free(&c);
	return is_good;
}

static void a_call_is_taken_apart(void)
{
	struct call c = {.station = "front"};
	char data[CALL_DATA_MAX];
	const char *payload =
	        "{\"v\":1,\"session\":\"" ONCE "\",\"once\":\"" ONCE "\",\"count\":64,\"box\":\"B\"}";
	CU_ASSERT_EQUAL_FATAL(call_parse(&c, payload, strlen(payload)), 0);
	CU_ASSERT_EQUAL(c.count, 64);
	CU_ASSERT_EQUAL(c.once[1], 0x11);
	CU_ASSERT_STRING_EQUAL(c.session, ONCE);
	CU_ASSERT_STRING_EQUAL(c.box, "B");
	call_data(&place, &c, data);
	CU_ASSERT_STRING_EQUAL(data, "zutritt/1 call\nsite\nmain\nfront\n" ONCE "\n" ONCE
	                             "\n64\n00000000000000000000000000000000");
	call_reply_data(&place, &c, data);
	CU_ASSERT_STRING_EQUAL(data, "zutritt/1 reply\nsite\nmain\nfront\n" ONCE
	                             "\n00000000000000000000000000000000");
	call_free(&c);
}

static void what_is_no_call_is_refused(void)
{
	static const char *const none[] = {
	        "",
	        "x",
	        "[]",
	        "{}",
	        "null",
	        "\"\"",
	        "{\"v\":2,\"session\":\"\",\"once\":\"" ONCE "\",\"count\":1,\"box\":\"B\"}",
	        "{\"v\":1,\"session\":\"x\",\"once\":\"" ONCE "\",\"count\":1,\"box\":\"B\"}",
	        "{\"v\":1,\"session\":\"\",\"once\":\"0\",\"count\":1,\"box\":\"B\"}",
	        "{\"v\":1,\"session\":\"\",\"once\":\"" ONCE "00\",\"count\":1,\"box\":\"B\"}",
	        "{\"v\":1,\"session\":\"\",\"once\":\"00112233445566778899AABBCCDDEEFF\",\"count\":1,\"box\":"
	        "\"B\"}",
	        "{\"v\":1,\"session\":\"\",\"once\":\"" ONCE "\",\"count\":0,\"box\":\"B\"}",
	        "{\"v\":1,\"session\":\"\",\"once\":\"" ONCE "\",\"count\":65,\"box\":\"B\"}",
	        "{\"v\":1,\"session\":\"\",\"once\":\"" ONCE "\",\"count\":\"1\",\"box\":\"B\"}",
	        "{\"v\":1,\"session\":\"\",\"once\":\"" ONCE "\",\"count\":1}",
	        "{\"v\":1,\"session\":\"\",\"once\":\"" ONCE "\",\"count\":1,\"box\":\"B\",\"more\":1}",
	        "{\"v\":1,\"v\":1,\"session\":\"\",\"once\":\"" ONCE "\",\"count\":1,\"box\":\"B\"}"};
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		CU_ASSERT_FALSE(is_call(none[i]));
	CU_ASSERT(is_call("{\"v\":1,\"session\":\"\",\"once\":\"" ONCE "\",\"count\":1,\"box\":\"B\"}"));
}

static void a_call_has_4096_bytes_at_most(void)
{
	static char payload[CALL_MAX + 2];
	const char *start = "{\"v\":1,\"session\":\"\",\"once\":\"" ONCE "\",\"count\":1,\"box\":\"";
	memset(payload, 'B', sizeof payload - 1);
	memcpy(payload, start, strlen(start));
	memcpy(payload + CALL_MAX - 2, "\"}", 3);
	CU_ASSERT(is_call(payload));
	memcpy(payload + CALL_MAX - 2, "B\"}", 4);
	CU_ASSERT_FALSE(is_call(payload));
}

static void only_a_topic_of_this_place_names_a_station(void)
{
	char station[CALL_NAME];
	CU_ASSERT(call_station(&place, "zutritt/site/controller/main/call/front-2", station));
	CU_ASSERT_STRING_EQUAL(station, "front-2");
	static const char *const none[] = {
	        "zutritt/site/controller/main/call/",
	        "zutritt/site/controller/main/call/a/b",
	        "zutritt/other/controller/main/call/front",
	        "zutritt/site/controller/main/call/Front",
	        "zutritt/site/controller/main/call/../x",
	        "zutritt/site/controller/main/call/-x",
	        "zutritt/site/controller/main/reply/front",
	        "zutritt/site/controller/main/call/0123456789012345678901234567890123456789012345678"};
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		CU_ASSERT_FALSE(call_station(&place, none[i], station));
}

/* ---- stations ---- */

static void write_key(int directory, const char *text, int64_t mtime_s)
{
	struct timespec times[2] = {{.tv_sec = mtime_s}, {.tv_sec = mtime_s}};
	int fd = openat(directory, "front.key", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	CU_ASSERT_EQUAL_FATAL(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	futimens(fd, times);
	close(fd);
}

static void a_station_is_what_its_file_says(void)
{
	char path[] = "/tmp/zutritt-stations-XXXXXX";
	static struct stations s;
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(path));
	CU_ASSERT_EQUAL_FATAL(stations_open(&s, path), 0);
	CU_ASSERT_PTR_NULL(stations_find(&s, "front"));
	write_key(s.directory, "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n", 100);
	struct station *front = stations_find(&s, "front");
	CU_ASSERT_PTR_NOT_NULL_FATAL(front);
	CU_ASSERT_EQUAL(front->key[0], 1);
	write_key(s.directory, "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 101);
	front = stations_find(&s, "front");
	CU_ASSERT_PTR_NOT_NULL_FATAL(front);
	CU_ASSERT_EQUAL(front->key[0], 2);
	write_key(s.directory, "damaged", 102);
	CU_ASSERT_PTR_NULL(stations_find(&s, "front"));
	unlinkat(s.directory, "front.key", 0);
	CU_ASSERT_PTR_NULL(stations_find(&s, "front"));
	stations_close(&s);
	rmdir(path);
}

static void forty_calls_at_once_then_twenty_a_second(void)
{
	struct station station = {.name = "front"};
	for (int i = 0; i < 40; i++)
		CU_ASSERT(stations_may_call(&station, 1000));
	CU_ASSERT_FALSE(stations_may_call(&station, 1000));
	int taken = 0;
	for (int64_t ms = 1001; ms <= 11000; ms++)
		taken += stations_may_call(&station, ms);
	CU_ASSERT_EQUAL(taken, 200);
}

static const struct suite_case cases[] = {
        {"a call is taken apart", a_call_is_taken_apart},
        {"what is no call is refused", what_is_no_call_is_refused},
        {"a call has 4096 bytes at most", a_call_has_4096_bytes_at_most},
        {"only a topic of this place names a station", only_a_topic_of_this_place_names_a_station},
        {"a station is what its file says", a_station_is_what_its_file_says},
        {"forty calls at once, then twenty a second", forty_calls_at_once_then_twenty_a_second},
};

int main(void)
{
	if (seal_init() < 0)
		return EXIT_FAILURE;
	return suite_run("call", cases, sizeof cases / sizeof cases[0]);
}
