/* JSON values behind their face. */
#include "controller/protocol/message.h"
#include "tests/unit/suite.h"

#include <string.h>

static char error[256];

static struct message *parse(const char *text)
{
	error[0] = '\0';
	return message_parse(text, strlen(text), error, sizeof(error));
}

static struct message *parse_or_fail(const char *text)
{
	struct message *m = parse(text);
	CU_ASSERT_PTR_NOT_NULL_FATAL(m);
	return m;
}

static void prints_as_or_fail(const struct message *m, const char *expected)
{
	char *text = message_print(m);
	CU_ASSERT_STRING_EQUAL(text, expected);
	free(text);
}

static void what_is_built_is_printed(void)
{
	struct message *m = message_object(), *list = message_array();
	message_put_text(m, "name", "J\xc3\xbcrgen \"J\"");
	message_put_text(m, "missing", NULL);
	message_put_int(m, "number", INT64_MIN);
	message_put_bool(m, "yes", true);
	message_put_null(m, "none");
	message_add(list, message_of_text("a"));
	message_put(m, "list", list);
	prints_as_or_fail(
	        m, "{\"name\":\"J\xc3\xbcrgen \\\"J\\\"\",\"number\":-9223372036854775808,\"yes\":true,"
	           "\"none\":null,\"list\":[\"a\"]}");
	message_free(m);
}

static void a_text_cut_in_a_letter_is_shown_with_question_marks(void)
{
	struct message *m = message_of_text("J\xc3");
	prints_as_or_fail(m, "\"J?\"");
	message_free(m);
}

static void members_are_found_by_path(void)
{
	struct message *m = parse_or_fail("{\"a\":{\"b\":{\"c\":\"deep\"}},\"n\":null,\"i\":7,\"t\":true}");
	CU_ASSERT_STRING_EQUAL(message_text(m, "a.b.c"), "deep");
	CU_ASSERT_PTR_NULL(message_get(m, "a.x.c"));
	CU_ASSERT_PTR_NULL(message_get(m, "a.b.c.d"));
	CU_ASSERT_PTR_NULL(message_get(m, "n"));
	CU_ASSERT_PTR_NULL(message_text(m, "i"));
	CU_ASSERT_EQUAL(message_int(m, "i", 1), 7);
	CU_ASSERT_EQUAL(message_int(m, "t", 1), 1);
	CU_ASSERT_TRUE(message_bool(m, "t", false));
	CU_ASSERT_PTR_NULL(message_get(NULL, "a"));
	message_free(m);
}

static const struct {
	const char *json, *text;
} described[] = {
        {"null", ""}, {"true", "yes"}, {"false", "no"},
        {"12", "12"}, {"\"x\"", "x"},  {"[\"a\",2,true]", "a, 2, yes"},
        {"[]", ""},
};

static void scalars_are_described_for_people(void)
{
	for (size_t i = 0; i < sizeof(described) / sizeof(described[0]); i++) {
		struct message *m = parse_or_fail(described[i].json);
		char *text = message_describe(m);
		CU_ASSERT_STRING_EQUAL(text, described[i].text);
		free(text);
		message_free(m);
	}
}

static const struct {
	const char *json, *says;
} refused[] = {
        {"", "not JSON"},
        {"{", "not JSON"},
        {"{\"a\":1} x", "not JSON"},
        {"{\"a\":1,\"a\":2}", "names a member twice"},
        {"\"\xff\"", "not UTF-8"},
        {"\"\xc0\xaf\"", "not UTF-8"},
        {"\"\xed\xa0\x80\"", "not UTF-8"},
        {"\"a\\u0000b\"", "not JSON"},
        {"99999999999999999999", "not JSON"},
        {"nul", "not JSON"},
};

static void what_is_no_message_is_refused_with_a_sentence(void)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		CU_ASSERT_PTR_NULL(parse(refused[i].json));
		if (strstr(error, refused[i].says) == NULL)
			printf("%s: %s\n", refused[i].json, error);
		CU_ASSERT_PTR_NOT_NULL(strstr(error, refused[i].says));
	}
}

static void nesting_has_an_end(void)
{
	static char deep[60000];
	memset(deep, '[', sizeof(deep) - 1);
	CU_ASSERT_PTR_NULL(parse(deep));
	CU_ASSERT_PTR_NOT_NULL(strstr(error, "too deep"));
}

static const struct message_field fields[] = {{"text", MESSAGE_TEXT, true},
                                              {"int", MESSAGE_INT, false},
                                              {"bool", MESSAGE_BOOL, false},
                                              {"texts", MESSAGE_TEXTS, false},
                                              {"object", MESSAGE_OBJECT, false},
                                              {"objects", MESSAGE_OBJECTS, false},
                                              {.name = NULL}};

static const struct {
	const char *json, *wrong; /* NULL: all right */
} checked[] = {
        {"{\"text\":\"\"}", NULL},
        {"{\"text\":\"a\",\"int\":1,\"bool\":false,\"texts\":[],\"object\":{},\"objects\":[{}]}", NULL},
        {"{\"text\":\"a\",\"int\":null}", NULL},
        {"{}", "text"},
        {"{\"text\":null}", "text"},
        {"{\"text\":1}", "text"},
        {"{\"text\":\"a\",\"int\":1.5}", "int"},
        {"{\"text\":\"a\",\"int\":\"1\"}", "int"},
        {"{\"text\":\"a\",\"bool\":0}", "bool"},
        {"{\"text\":\"a\",\"texts\":\"a\"}", "texts"},
        {"{\"text\":\"a\",\"texts\":[\"a\",1]}", "texts"},
        {"{\"text\":\"a\",\"object\":[]}", "object"},
        {"{\"text\":\"a\",\"objects\":[1]}", "objects"},
        {"{\"text\":\"a\",\"other\":1}", "other"},
};

static void parameters_are_checked_by_name_and_type(void)
{
	for (size_t i = 0; i < sizeof(checked) / sizeof(checked[0]); i++) {
		struct message *m = parse_or_fail(checked[i].json);
		const char *wrong;
		bool is_good = message_check(m, fields, &wrong, error, sizeof(error));
		CU_ASSERT_EQUAL(is_good, checked[i].wrong == NULL);
		if (!is_good)
			CU_ASSERT_STRING_EQUAL(wrong, checked[i].wrong);
		if (!is_good)
			CU_ASSERT_PTR_NOT_NULL(strstr(error, checked[i].wrong));
		message_free(m);
	}
}

static void joined(const char *first, const char *second, const char *expected)
{
	struct message *m = parse_or_fail(first);
	message_join(m, parse_or_fail(second));
	prints_as_or_fail(m, expected);
	message_free(m);
}

static void the_parts_of_a_long_list_are_joined(void)
{
	joined("{\"k\":[1,2]}", "{\"k\":[3],\"n\":4}", "{\"k\":[1,2,3],\"n\":4}");
	joined("{\"k\":[]}", "{\"k\":[3]}", "{\"k\":[3]}");
	joined("{}", "{\"k\":[3]}", "{\"k\":[3]}");
	/* two things that are alike stay two */
	joined("{\"k\":[{\"a\":1}]}", "{\"k\":[{\"a\":1}]}", "{\"k\":[{\"a\":1},{\"a\":1}]}");
}

static void an_object_cut_in_its_list_becomes_one_again(void)
{
	joined("{\"k\":[{\"a\":1,\"l\":[1]}]}", "{\"k\":[{\"a\":1,\"l\":[2]},{\"a\":2,\"l\":[]}]}",
	       "{\"k\":[{\"a\":1,\"l\":[1,2]},{\"a\":2,\"l\":[]}]}");
	joined("{\"k\":[{\"a\":1,\"l\":[1]}]}", "{\"k\":[{\"a\":2,\"l\":[2]}]}",
	       "{\"k\":[{\"a\":1,\"l\":[1]},{\"a\":2,\"l\":[2]}]}");
}

static void what_is_kept_is_the_same_one_and_lives_on(void)
{
	struct message *m = parse_or_fail("{\"a\":{\"b\":1}}");
	struct message *kept = message_keep(message_get(m, "a"));
	message_put_int(kept, "c", 2);
	prints_as_or_fail(m, "{\"a\":{\"b\":1,\"c\":2}}");
	message_free(m);
	prints_as_or_fail(kept, "{\"b\":1,\"c\":2}");
	message_free(kept);
}

static void a_copy_is_another_one(void)
{
	struct message *m = parse_or_fail("{\"a\":{\"b\":1}}");
	struct message *copy = message_copy(m);
	message_put_int(m, "c", 2);
	prints_as_or_fail(copy, "{\"a\":{\"b\":1}}");
	message_free(copy);
	message_free(m);
}

static const struct suite_case cases[] = {
        {"what is built is printed", what_is_built_is_printed},
        {"a text cut in a letter is shown with question marks",
         a_text_cut_in_a_letter_is_shown_with_question_marks},
        {"members are found by path", members_are_found_by_path},
        {"scalars are described for people", scalars_are_described_for_people},
        {"what is no message is refused with a sentence", what_is_no_message_is_refused_with_a_sentence},
        {"nesting has an end", nesting_has_an_end},
        {"parameters are checked by name and type", parameters_are_checked_by_name_and_type},
        {"the parts of a long list are joined", the_parts_of_a_long_list_are_joined},
        {"an object cut in its list becomes one again", an_object_cut_in_its_list_becomes_one_again},
        {"a copy is another one", a_copy_is_another_one},
        {"what is kept is the same one and lives on", what_is_kept_is_the_same_one_and_lives_on},
};

int main(void)
{
	return suite_run("message", cases, sizeof(cases) / sizeof(cases[0]));
}
