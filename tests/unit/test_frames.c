/* Frames of the control socket (rule M5). */
#include "controller/protocol/frames.h"
#include "tests/unit/suite.h"

#include <errno.h>
#include <string.h>

static struct frames f;

static void feed(const char *bytes, size_t count)
{
	size_t size;
	char *space = frames_space(&f, &size);
	CU_ASSERT_TRUE_FATAL(size >= count);
	memcpy(space, bytes, count);
	frames_filled(&f, count);
}

static void next_is_or_fail(const char *expected)
{
	const char *frame;
	size_t length;
	CU_ASSERT_EQUAL_FATAL(frames_next(&f, &frame, &length), 1);
	CU_ASSERT_EQUAL(length, strlen(expected));
	CU_ASSERT_STRING_EQUAL(frame, expected);
}

static void nothing_is_next_or_fail(void)
{
	const char *frame;
	size_t length;
	CU_ASSERT_EQUAL_FATAL(frames_next(&f, &frame, &length), 0);
}

static void a_frame_comes_whole_however_it_was_split(void)
{
	static const char bytes[] = "first\0second";
	for (size_t cut = 0; cut <= sizeof(bytes); cut++) {
		size_t count = 0;
		const char *frame;
		size_t length;
		frames_init(&f);
		feed(bytes, cut);
		while (frames_next(&f, &frame, &length) == 1)
			CU_ASSERT_STRING_EQUAL(frame, count++ == 0 ? "first" : "second");
		feed(bytes + cut, sizeof(bytes) - cut);
		while (frames_next(&f, &frame, &length) == 1)
			CU_ASSERT_STRING_EQUAL(frame, count++ == 0 ? "first" : "second");
		CU_ASSERT_EQUAL(count, 2);
		CU_ASSERT_EQUAL(frames_held(&f), 0);
	}
}

static void many_frames_of_one_read_come_in_order(void)
{
	frames_init(&f);
	feed("a\0b\0\0c", 7);
	CU_ASSERT_TRUE(frames_has_next(&f));
	next_is_or_fail("a");
	next_is_or_fail("b");
	next_is_or_fail("");
	next_is_or_fail("c");
	nothing_is_next_or_fail();
	CU_ASSERT_FALSE(frames_has_next(&f));
}

static void fill_with_letters(size_t count)
{
	size_t size;
	while (count > 0) {
		char *space = frames_space(&f, &size);
		size_t n = count < size ? count : size;
		CU_ASSERT_FATAL(n > 0);
		memset(space, 'x', n);
		frames_filled(&f, n);
		count -= n;
	}
}

static void a_frame_of_64_kib_is_taken(void)
{
	const char *frame;
	size_t length;
	frames_init(&f);
	fill_with_letters(FRAMES_MAX);
	nothing_is_next_or_fail();
	feed("", 1);
	CU_ASSERT_EQUAL(frames_next(&f, &frame, &length), 1);
	CU_ASSERT_EQUAL(length, FRAMES_MAX);
}

static void one_byte_more_is_refused(void)
{
	const char *frame;
	size_t length;
	frames_init(&f);
	fill_with_letters(FRAMES_MAX);
	feed("x", 1);
	CU_ASSERT_EQUAL(frames_next(&f, &frame, &length), -EMSGSIZE);
}

static void there_is_always_space_after_a_frame_was_asked_for(void)
{
	size_t size;
	frames_init(&f);
	feed("a\0", 2);
	fill_with_letters(FRAMES_MAX - 2);
	next_is_or_fail("a");
	nothing_is_next_or_fail();
	frames_space(&f, &size);
	CU_ASSERT_EQUAL(size, 3);
	CU_ASSERT_EQUAL(frames_held(&f), FRAMES_MAX - 2);
}

static const struct suite_case cases[] = {
        {"a frame comes whole, however it was split", a_frame_comes_whole_however_it_was_split},
        {"many frames of one read come in order", many_frames_of_one_read_come_in_order},
        {"a frame of 64 KiB is taken", a_frame_of_64_kib_is_taken},
        {"one byte more is refused", one_byte_more_is_refused},
        {"there is always space after a frame was asked for",
         there_is_always_space_after_a_frame_was_asked_for},
};

int main(void)
{
	return suite_run("frames", cases, sizeof(cases) / sizeof(cases[0]));
}
