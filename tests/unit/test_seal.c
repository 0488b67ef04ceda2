/* Sealed calls and log-ins (rule M1): nobody without the key reads, alters or makes one. */
#include "tests/unit/suite.h"

#include "reception/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const uint8_t key[SEAL_KEY] = {1, 2, 3}, other[SEAL_KEY] = {1, 2, 4};

static void what_was_closed_opens(void)
{
	char text[64];
	char *box = seal_close(key, "data", "{\"method\":\"x\"}");
	CU_ASSERT_EQUAL(seal_open(key, "data", box, text, sizeof text), 14);
	CU_ASSERT_STRING_EQUAL(text, "{\"method\":\"x\"}");
	free(box);
}

static void other_key_or_data_opens_nothing(void)
{
	char text[64];
	char *box = seal_close(key, "data", "text");
	CU_ASSERT_EQUAL(seal_open(other, "data", box, text, sizeof text), -EBADMSG);
	CU_ASSERT_EQUAL(seal_open(key, "date", box, text, sizeof text), -EBADMSG);
	CU_ASSERT_EQUAL(seal_open(key, "", box, text, sizeof text), -EBADMSG);
	free(box);
}

/* Every character of the box, every other value of it. */
static void no_altered_box_opens(void)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	char text[64];
	char *box = seal_close(key, "data", "text");
	for (size_t i = 0; box[i] != '\0'; i++) {
		char was = box[i];
		for (const char *d = digits; *d != '\0'; d++) {
			box[i] = *d;
			if (*d != was)
				CU_ASSERT_FATAL(seal_open(key, "data", box, text, sizeof text) == -EBADMSG);
		}
		box[i] = was;
	}
	for (size_t i = strlen(box); i-- > 0;) {
		box[i] = '\0';
		CU_ASSERT_FATAL(seal_open(key, "data", box, text, sizeof text) == -EBADMSG);
	}
	free(box);
}

static void a_text_that_does_not_fit_is_refused(void)
{
	char text[8];
	char *box = seal_close(key, "data", "1234567"), *longer = seal_close(key, "data", "12345678");
	CU_ASSERT_EQUAL(seal_open(key, "data", box, text, sizeof text), 7);
	CU_ASSERT_EQUAL(seal_open(key, "data", longer, text, sizeof text), -EBADMSG);
	free(box);
	free(longer);
}

static void what_is_no_box_opens_nothing(void)
{
	char text[64];
	static const char *const none[] = {"", "A", "AAAA", "====", "not base64!", "\xff\xfe", "AAAA AAAA"};
	struct seal_controller c = {{0}, {0}};
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
		CU_ASSERT_EQUAL(seal_open(key, "data", none[i], text, sizeof text), -EBADMSG);
		CU_ASSERT_EQUAL(seal_open_secret(&c, none[i], text, sizeof text), -EBADMSG);
	}
}

static int made_directory(char path[64])
{
	snprintf(path, 64, "/tmp/zutritt-seal-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(path));
	return open(path, O_RDONLY | O_DIRECTORY);
}

static void remove_directory(int directory, const char *path)
{
	unlinkat(directory, "secret-key", 0);
	unlinkat(directory, "public-key", 0);
	close(directory);
	rmdir(path);
}

static void the_controllers_keys_stay(void)
{
	char path[64];
	struct stat about;
	struct seal_controller made, read;
	int directory = made_directory(path);
	CU_ASSERT_EQUAL_FATAL(seal_controller_load(&made, directory), 0);
	CU_ASSERT_EQUAL_FATAL(fstatat(directory, "secret-key", &about, 0), 0);
	CU_ASSERT_EQUAL(about.st_mode & 0777, 0600);
	unlinkat(directory, "public-key", 0);
	CU_ASSERT_EQUAL_FATAL(seal_controller_load(&read, directory), 0);
	CU_ASSERT_EQUAL(memcmp(&made, &read, sizeof made), 0);
	CU_ASSERT_EQUAL(fstatat(directory, "public-key", &about, 0), 0);
	remove_directory(directory, path);
}

static void a_damaged_key_is_told_and_not_replaced(void)
{
	char path[64];
	struct seal_controller c;
	int directory = made_directory(path);
	int fd = openat(directory, "secret-key", O_WRONLY | O_CREAT, 0600);
	CU_ASSERT_EQUAL(write(fd, "damaged\n", 8), 8);
	close(fd);
	CU_ASSERT_EQUAL(seal_controller_load(&c, directory), -EBADMSG);
	remove_directory(directory, path);
}

static void a_session_key_belongs_to_one_session(void)
{
	uint8_t one[SEAL_KEY], same[SEAL_KEY], another[SEAL_KEY], of_other[SEAL_KEY];
	seal_session_key(one, "a", key);
	seal_session_key(same, "a", key);
	seal_session_key(another, "b", key);
	seal_session_key(of_other, "a", other);
	CU_ASSERT_EQUAL(memcmp(one, same, SEAL_KEY), 0);
	CU_ASSERT_NOT_EQUAL(memcmp(one, another, SEAL_KEY), 0);
	CU_ASSERT_NOT_EQUAL(memcmp(one, of_other, SEAL_KEY), 0);
}

static const struct suite_case cases[] = {
        {"what was closed opens", what_was_closed_opens},
        {"other key or data opens nothing", other_key_or_data_opens_nothing},
        {"no altered box opens", no_altered_box_opens},
        {"a text that does not fit is refused", a_text_that_does_not_fit_is_refused},
        {"what is no box opens nothing", what_is_no_box_opens_nothing},
        {"the controller's keys stay", the_controllers_keys_stay},
        {"a damaged key is told and not replaced", a_damaged_key_is_told_and_not_replaced},
        {"a session key belongs to one session", a_session_key_belongs_to_one_session},
};

int main(void)
{
	if (seal_init() < 0)
		return EXIT_FAILURE;
	return suite_run("seal", cases, sizeof cases / sizeof cases[0]);
}
