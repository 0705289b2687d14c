#include "tp/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>

#include "starve.h"
#include "tp/file.h"
#include "tp/limits.h"

#define TEXT(literal) ((struct tp_text){literal, sizeof literal - 1})

static struct tp_arena arena;

static int end(void **state)
{
	(void)state;
	tp_arena_free(&arena);
	return 0;
}

static struct tp_json parse(const char *text)
{
	struct tp_json json;
	struct tp_err err = {0};
	if (tp_json_parse(&arena, tp_text_of(text), &json, &err) < 0)
		fail_msg("%s: %s", text, err.text);
	return json;
}

static bool is(struct tp_text text, const char *string)
{
	return text.len == strlen(string) && memcmp(text.ptr, string, text.len) == 0;
}

/* Refused as bad data, with a word of the reason and the member in which it lies. */
static void refuses(struct tp_text text, const char *word, const char *member)
{
	struct tp_json json;
	struct tp_err err = {0};
	assert_int_equal(tp_json_parse(&arena, text, &json, &err), -1);
	assert_int_equal(err.code, TP_DATA);
	if (!strstr(err.text, word))
		fail_msg("%.*s: \"%s\" does not say \"%s\"", (int)text.len, text.ptr, err.text, word);
	if (strcmp(err.field, member) != 0)
		fail_msg("%.*s: \"%s\" is named instead of \"%s\"", (int)text.len, text.ptr, err.field, member);
	assert_int_equal(err.line, 0);
}

/* --- what is accepted --- */

static void values_keep_what_they_were(void **state)
{
	(void)state;
	struct tp_json json = parse(" {\"a\" : [1, -2.50e+1,true ,false, null, {} ,[]], \"b\":\"x\"}\r\n\t");
	assert_int_equal(json.type, TP_JSON_OBJECT);
	assert_int_equal(json.n, 2);
	const struct tp_json *a = tp_json_get(&json, "a"), *b = tp_json_get(&json, "b");
	assert_ptr_equal(a, &json.child[0]);
	assert_true(is(a->key, "a"));
	assert_true(is(a->raw, "[1, -2.50e+1,true ,false, null, {} ,[]]"));
	assert_int_equal(a->n, 7);
	assert_true(is(a->child[1].text, "-2.50e+1"));
	static const enum tp_json_type types[] = {TP_JSON_NUMBER, TP_JSON_NUMBER, TP_JSON_TRUE, TP_JSON_FALSE,
		TP_JSON_NULL, TP_JSON_OBJECT, TP_JSON_ARRAY};
	for (size_t i = 0; i < 7; i++)
		assert_int_equal(a->child[i].type, types[i]);
	assert_int_equal(a->child[5].n, 0);
	assert_true(is(b->text, "x"));
	assert_true(is(b->raw, "\"x\""));
	assert_null(tp_json_get(&json, "c"));
	assert_null(tp_json_get(&json, ""));
	assert_null(tp_json_get(a, "a"));
}

static void strings_are_decoded(void **state)
{
	(void)state;
	struct tp_json json = parse("{\"\\u00e6\\n\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00E5\\ud83d\\ude42é\\u2028\"}");
	assert_true(is(json.child[0].key, "æ\n"));
	assert_true(is(json.child[0].text, "\"\\/\b\f\n\r\tå🙂é\xe2\x80\xa8"));
	assert_true(is(json.child[0].raw, "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00E5\\ud83d\\ude42é\\u2028\""));
	assert_true(is(parse("\"\"").text, ""));
	assert_true(is(parse("\"\x7f\"").text, "\x7f"));
}

static void scalars_stand_alone(void **state)
{
	(void)state;
	assert_true(is(parse("1").raw, "1"));
	assert_true(is(parse(" -0 ").raw, "-0"));
	assert_int_equal(parse("null").type, TP_JSON_NULL);
	struct tp_json json;
	struct tp_err err = {0};
	assert_int_equal(tp_json_parse(&arena, (struct tp_text){"12345", 3}, &json, &err), 0); /* no NUL behind */
	assert_true(is(json.raw, "123"));
}

static void huge_integers_stay_as_they_are(void **state)
{
	(void)state;
	static const char text[] =
		"{\"n\":123456789012345678901234567890,\"m\":-9007199254740993,\"o\":0.10000000000000000001}";
	struct tp_json json = parse(text);
	assert_true(is(json.child[0].text, "123456789012345678901234567890"));
	assert_true(is(json.child[1].text, "-9007199254740993"));
	assert_true(is(json.child[2].text, "0.10000000000000000001"));
	assert_true(is(parse("1e-999").raw, "1e-999")); /* nearly nothing is within the range */
}

static void many_members_are_kept_in_order(void **state)
{
	(void)state;
	struct tp_buf buf = {0};
	char key[20];
	tp_buf_add_char(&buf, '{');
	for (unsigned i = 0; i < 3000; i++)
		tp_buf_add_format(&buf, "%s\"k%u\":[%u,{\"k\":\"\\u0041%u\"}]", i ? ", " : "", i, i, i);
	tp_buf_add(&buf, "}", 2);
	struct tp_json json = parse(buf.ptr);
	assert_int_equal(json.n, 3000);
	for (unsigned i = 0; i < 3000; i++) {
		snprintf(key, sizeof key, "k%u", i);
		assert_true(is(json.child[i].key, key));
		snprintf(key, sizeof key, "A%u", i);
		assert_true(is(json.child[i].child[1].child[0].text, key));
	}
	tp_buf_free(&buf);
}

/* --- what is refused, and what the message names --- */

static void malformed_text_is_refused(void **state)
{
	(void)state;
	refuses(TEXT(""), "", "");
	refuses(TEXT(" "), "", "");
	refuses(TEXT("{\"a\":1"), "", "a");
	refuses(TEXT("{\"a\":1}}"), "not JSON", "");
	refuses(TEXT("{\"a\":1} {}"), "not JSON", "");
	refuses(TEXT("{\"a\":1,}"), "not JSON", "");
	refuses(TEXT("{\"a\":1,\"b\":}"), "not JSON", "b");
	refuses(TEXT("{\"a\":[1,2,\"b\",}"), "not JSON", "a");
	refuses(TEXT("{\"a\":{\"b\":nul}}"), "not JSON", "a");
	refuses(TEXT("{'a':1}"), "not JSON", "");
	refuses(TEXT("{\"a\":01}"), "not JSON", "a");
	refuses(TEXT("{\"a\":+1}"), "not JSON", "a");
	refuses(TEXT("{\"a\":NaN}"), "not JSON", "a");
	refuses(TEXT("{\"a\":\"b\tc\"}"), "", "a");
	refuses(TEXT("{\"a\":\"\\x\"}"), "", "a");
	refuses(TEXT("[\"a\",\"b\",}"), "not JSON", "");
	refuses(TEXT("\xef\xbb\xbf{\"a\":1}"), "not JSON", "");
}

static void a_member_twice_is_refused(void **state)
{
	(void)state;
	refuses(TEXT("{\"a\":1,\"b\":2,\"a\":1}"), "twice", "a");
	refuses(TEXT("{\"a\":1,\"\\u0061\":1}"), "twice", "\\u0061");
	refuses(TEXT("{\"a\":{\"b\":1,\"b\":2}}"), "twice", "a");
	refuses(TEXT("{ \"x\" : [ {\"b\":1} , {\"b\":1,\"b\":2}]}"), "twice", "x");
	parse("{\"a\":{\"a\":1},\"b\":{\"a\":1},\"A\":1}");
}

static void broken_text_is_refused(void **state)
{
	(void)state;
	refuses(TEXT("{\"a\":\"\xff\"}"), "UTF-8", "a");
	refuses(TEXT("{\"a\":\"\xc3\"}"), "", "a");
	refuses(TEXT("{\"a\":\"\xed\xa0\x80\"}"), "UTF-8", "a"); /* a surrogate as bytes */
	refuses(TEXT("{\"a\":\"\xc0\xaf\"}"), "UTF-8", "a");     /* an overlong slash */
	refuses(TEXT("{\"a\":\"\xf4\x90\x80\x80\"}"), "UTF-8", "a");
	refuses(TEXT("{\"a\":1,\"b\xff\":1}"), "UTF-8", "");
	refuses(TEXT("{\"a\":\"\\ud800\"}"), "", "a");
	refuses(TEXT("{\"a\":\"\\udc00\\ud800\"}"), "", "a");
	refuses(TEXT("{\"a\":\"\\ud800x\"}"), "", "a");
	refuses(TEXT("{\"a\":1,\"\\ud800\":1}"), "", "\\ud800");
}

static void nul_is_refused(void **state)
{
	(void)state;
	refuses(TEXT("{\"a\":\"x\\u0000\"}"), "NUL", "a");
	refuses(TEXT("{\"a\":1,\"b\\u0000\":1}"), "NUL", "b\\u0000");
	refuses(TEXT("{\"a\":1\0}"), "NUL", "a");
	refuses(TEXT("{\"a\":\"x\0y\"}"), "NUL", "a");
	refuses(TEXT("{\"a\":1}\0"), "NUL", "");
	refuses(TEXT("\0"), "NUL", "");
}

static void numbers_beyond_a_double_are_refused(void **state)
{
	(void)state;
	refuses(TEXT("{\"a\":1e309}"), "double", "a");
	refuses(TEXT("{\"a\":[0,-1e999]}"), "double", "a");
	struct tp_buf buf = {0};
	tp_buf_add_string(&buf, "{\"a\":1");
	for (int i = 0; i < 309; i++)
		tp_buf_add_char(&buf, '0');
	tp_buf_add_char(&buf, '}');
	refuses((struct tp_text){buf.ptr, buf.len}, "double", "a");
	buf.ptr[buf.len - 2] = '}'; /* 1e308 in full is within */
	struct tp_json json;
	struct tp_err err = {0};
	assert_int_equal(tp_json_parse(&arena, (struct tp_text){buf.ptr, buf.len - 1}, &json, &err), 0);
	tp_buf_free(&buf);
}

static void the_line_is_told_where_there_are_several(void **state)
{
	(void)state;
	struct tp_json json;
	struct tp_err err = {0};
	assert_int_equal(tp_json_parse(&arena, tp_text_of("{\n\"items\": [\n  1,\n  }\n]\n}"), &json, &err), -1);
	assert_int_equal(err.line, 4);
	assert_string_equal(err.field, "items");
}

static void long_names_are_cut_with_dots(void **state)
{
	(void)state;
	char text[400] = "{\"";
	struct tp_json json;
	struct tp_err err = {0};
	memset(text + 2, 'k', 300);
	memcpy(text + 302, "\":x}", 5);
	assert_int_equal(tp_json_parse(&arena, tp_text_of(text), &json, &err), -1);
	assert_int_equal(strlen(err.field), sizeof err.field - 1);
	assert_string_equal(err.field + strlen(err.field) - 4, "k...");
}

static void nest(struct tp_buf *buf, int depth, const char *open, const char *close)
{
	tp_buf_reset(buf);
	tp_buf_add_string(buf, "{\"a\":");
	for (int i = 1; i < depth; i++)
		tp_buf_add_string(buf, open);
	tp_buf_add_string(buf, "1");
	for (int i = 1; i < depth; i++)
		tp_buf_add_string(buf, close);
	tp_buf_add(buf, "}", 2);
}

static void nesting_has_a_limit(void **state)
{
	(void)state;
	struct tp_buf buf = {0};
	static const struct {
		const char *open, *close;
	} ways[] = {{"[", "]"}, {"{\"k\":", "}"}, {"[0, ", " ]"}};
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		nest(&buf, TP_NESTING_MAX, ways[i].open, ways[i].close);
		parse(buf.ptr);
		nest(&buf, TP_NESTING_MAX + 1, ways[i].open, ways[i].close);
		refuses(tp_text_of(buf.ptr), "nested", "a");
		nest(&buf, 100000, ways[i].open, ways[i].close);
		refuses(tp_text_of(buf.ptr), "nested", "a");
	}
	tp_buf_free(&buf);
}

/* --- the public suite --- */

/* Valid JSON that the stream refuses all the same: a member twice, and NUL. */
static bool is_ours_to_refuse(const char *name)
{
	static const char *const names[] = {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
		"y_object_escaped_null_in_key.json", "y_string_null_escape.json"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static void try_case(const char *folder, const char *name)
{
	char path[400];
	struct tp_buf buf = {0};
	struct tp_json json;
	struct tp_err err = {0};
	snprintf(path, sizeof path, "%s/%s", folder, name);
	assert_int_equal(tp_file_read(path, 1 << 20, &buf, &err), 0);
	int result = tp_json_parse(&arena, (struct tp_text){buf.ptr ? buf.ptr : "", buf.len}, &json, &err);
	if (result == 0 ? name[0] == 'n' || is_ours_to_refuse(name) : name[0] == 'y' && !is_ours_to_refuse(name))
		fail_msg("%s: %s", name, result == 0 ? "accepted" : err.text);
	assert_int_equal(err.code, result == 0 ? TP_OK : TP_DATA);
	tp_buf_free(&buf);
	tp_arena_reset(&arena);
}

static void the_public_suite_is_met(void **state)
{
	(void)state;
	static const char folder[] = "../shared/suites/json/test_parsing";
	DIR *dir = opendir(folder);
	size_t n = 0;
	if (!dir) {
		print_message("%s is not there: the JSON suite is left out\n", folder);
		skip();
		return; /* never reached, which the analyser does not know */
	}
	for (struct dirent *entry; (entry = readdir(dir));)
		if (entry->d_name[0] != '.') {
			try_case(folder, entry->d_name);
			n++;
		}
	closedir(dir);
	assert_true(n >= 300);
}

/* --- writing --- */

static void writes(struct tp_text text, const char *expected)
{
	struct tp_buf buf = {0};
	tp_json_add_text(&buf, text);
	assert_true(is((struct tp_text){buf.ptr, buf.len}, expected));
	tp_buf_free(&buf);
}

static void texts_are_escaped_as_little_as_can_be(void **state)
{
	(void)state;
	writes(TEXT(""), "\"\"");
	writes(TEXT("Blåbær/\x7f🙂'<&>"), "\"Blåbær/\x7f🙂'<&>\"");
	writes(TEXT("\"\\\n\r\t\x01\x1f"), "\"\\\"\\\\\\n\\r\\t\\u0001\\u001f\"");
	writes(TEXT("\b\f"), "\"\\u0008\\u000c\"");
	writes(TEXT("abcdefgh\"abcdefghi\n"), "\"abcdefgh\\\"abcdefghi\\n\"");
}

/* Every byte at every place of a word and its neighbours comes back. */
static void what_is_written_is_read(void **state)
{
	(void)state;
	for (unsigned at = 0; at < 20; at++)
		for (unsigned c = 1; c < 0x80; c++) {
			char text[21] = "abcdefghijklmnopqrst";
			struct tp_buf buf = {0};
			text[at] = (char)c;
			tp_json_add_text(&buf, tp_text_of(text));
			tp_buf_add_char(&buf, '\0');
			assert_true(is(parse(buf.ptr).text, text));
			tp_buf_free(&buf);
			tp_arena_reset(&arena);
		}
}

/* --- memory --- */

/* With one allocation failing, or all from one on: memory is told, or the text is read whole, nothing between. */
static int parse_starved(const char *text, long at, bool once, struct tp_arena *own)
{
	struct tp_json json;
	struct tp_err err = {0};
	int result;
	if (once)
		STARVED_ONCE(at, result = tp_json_parse(own, tp_text_of(text), &json, &err));
	else
		STARVED(at, result = tp_json_parse(own, tp_text_of(text), &json, &err));
	assert_int_equal(err.code, result < 0 ? TP_SYSTEM : TP_OK);
	if (result == 0) {
		assert_true(is(json.raw, text));
		assert_true(is(json.child[0].child[1].text, "A rather long text, longer than any first buffer\n"));
	}
	return result;
}

static void memory_that_runs_out_is_told(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"{\"a\":[1e5,\"A rather long text, longer than any first buffer\\n\","
		"{\"b\\u0041 and much more of it\":true}]}",
		"{\"a\":[15,\"A rather long text, longer than any first buffer\\u000a\",0.1234567890123456789]}",
	};
	if (!CAN_STARVE)
		skip();
	for (size_t i = 0; i < 4; i++) {
		long at = 0, told = 0;
		do {
			struct tp_arena own = {0};
			told += parse_starved(texts[i / 2], at++, i % 2, &own) < 0;
			tp_arena_free(&own);
		} while (starve_hit && at < 1000);
		assert_true(told > 5 && at < 1000);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(values_keep_what_they_were, end),
		cmocka_unit_test_teardown(strings_are_decoded, end),
		cmocka_unit_test_teardown(scalars_stand_alone, end),
		cmocka_unit_test_teardown(huge_integers_stay_as_they_are, end),
		cmocka_unit_test_teardown(many_members_are_kept_in_order, end),
		cmocka_unit_test_teardown(malformed_text_is_refused, end),
		cmocka_unit_test_teardown(a_member_twice_is_refused, end),
		cmocka_unit_test_teardown(broken_text_is_refused, end),
		cmocka_unit_test_teardown(nul_is_refused, end),
		cmocka_unit_test_teardown(numbers_beyond_a_double_are_refused, end),
		cmocka_unit_test_teardown(the_line_is_told_where_there_are_several, end),
		cmocka_unit_test_teardown(long_names_are_cut_with_dots, end),
		cmocka_unit_test_teardown(nesting_has_a_limit, end),
		cmocka_unit_test_teardown(the_public_suite_is_met, end),
		cmocka_unit_test_teardown(texts_are_escaped_as_little_as_can_be, end),
		cmocka_unit_test_teardown(what_is_written_is_read, end),
		cmocka_unit_test_teardown(memory_that_runs_out_is_told, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
