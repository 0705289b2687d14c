#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "../fuzz/json_law.h"
#include "tp/file.h"
#include "tp/limits.h"

/* One text by itself. True when the lane took it. */
static bool hold_law(struct tp_text input)
{
	struct json_law law = {0};
	law_line(&law, input);
	law_free(&law);
	if (law.broken)
		fail_msg("%s: %.*s", law.broken, (int)input.len, input.ptr);
	return law.taken > 0;
}

/* Lines in a row: how many of them the lane took and called alike. */
static unsigned long hold_law_of_lines(const char *lines)
{
	struct json_law law = {0};
	law_lines(&law, tp_text_of(lines));
	law_free(&law);
	if (law.broken)
		fail_msg("%s: %s", law.broken, lines);
	return law.alike;
}

static void takes_plain_records(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"{\"kind\":\"begin\",\"by\":\"tp-import\"}",
		"{\"kind\":\"response\",\"values\":{\"data\":4,\"culture\":null,\"technology\":\"dk\"},\"round\":\"2026\"}",
		"{\"a\":-0.5,\"b\":[1,2,3],\"c\":true,\"d\":false,\"e\":{},\"f\":[]}",
		"{\"a\":[[[[[[[1]]]]]]]}", "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":[{},[]]}}}}}",
		"{\"title\":\"Sk\xc3\xa6rmbes\xc3\xb8g i hjemmeplejen\"}",
	};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		assert_true(hold_law(tp_text_of(lines[i])));
}

static void declines_the_rest(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"", " ", "{", "{\"a\":1,}", "[1,]", "{\"a\":1,\"a\":2}", "{\"a\":01}", "{\"a\":1e5}", "{\"a\":+1}",
		"{\"a\":1.}", "{\"a\":.5}", "{\"a\":-}", "{\"a\":1234567890123456}", "{\"a\":\"\\n\"}", "{\"a\":\"\t\"}",
		"{\"a\":\"\xff\"}", "{\"a\":\"\xed\xa0\x80\"}", "{\"a\":1}x", "{\"a\":nul}", "{\"a\" 1}", "{a:1}", "{\"a\":1 \"b\":2}",
		"[[[[[[[[[1]]]]]]]]]", "{\"\xc0\x80\":1}",
	};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		assert_false(hold_law(tp_text_of(lines[i])));
}

/* --- lines --- */

#define ROW(subject, values, who, day) \
	"{\"kind\":\"response\",\"subject\":\"" subject "\",\"values\":{" values "},\"respondent\":\"" who "\"," \
	"\"n\":" day ",\"last\":true}"

static void sees_what_is_alike(void **state)
{
	(void)state;
	static const struct {
		const char *lines;
		unsigned long alike;
	} cases[] = {
		{ROW("u1", "\"a\":1", "r1", "7") "\n" ROW("u1", "\"a\":1", "r1", "7"), 1},
		{ROW("u1", "\"a\":1", "r1", "7") "\n" ROW("u1", "\"bb\":22,\"c\":null", "r1", "7"), 1},
		{ROW("u1", "\"a\":1", "r1", "7") "\n" ROW("u22", "", "r", "77") "\n" ROW("u", "\"a\":1", "r1", "7"), 2},
		{ROW("u1", "\"a\":1", "r1", "7") "\n" ROW("u1", "\"a\":1", "r1", "7.5"), 1}, /* the number goes on */
		{ROW("u1", "\"a\":1", "r1", "7.5") "\n" ROW("u1", "\"a\":1", "r1", "7"), 1},
		{ROW("u1", "\"a\":1", "r1", "null") "\n" ROW("u1", "\"a\":1", "r1", "[]"), 1},
		{ROW("u1", "\"a\":1", "r1", "[1]") "\n" ROW("u1", "\"a\":1", "r1", "\"x\""), 1},
		{ROW("u\xc3\xa6", "", "r1", "7") "\n" ROW("u\xc3\xb8", "", "r1", "7"), 1}, /* half a character is the same */
		{ROW("u1", "\"a\":1", "r1", "7") " \n" ROW("u1", "\"a\":1", "r1", "7"), 1}, /* blanks behind */
		{"{\"a\" : 1 , \"b\" : 2 }\n{\"a\" : 3 , \"b\" : 4 }\n{\"a\" : 3, \"b\" : 4}", 1},
		{"{\"a\":1,\"b\":2}\n{\"a\":1,\"c\":2}", 0},
		{"{\"a\":1,\"b\":2}\n{\"a\":1}\n{\"a\":1,\"b\":2}", 0},
		{"{\"a\":1,\"b\":2}\n{\"b\":1,\"a\":2}", 0},
		{"{\"a\":1}\n{\"a\":\"\\n\"}\n{\"a\":1}\n{\"a\":2}", 1}, /* one that is not plain is forgotten */
		{"{\"a\":1}\n{\"a\":1}x\n{\"a\":1}\n{\"a\":1,\"a\":1}", 0},
		{"{}\n{}\n{ }", 0}, /* that has nothing to be alike in */
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (hold_law_of_lines(cases[i].lines) != cases[i].alike)
			fail_msg("%lu alike: %s", hold_law_of_lines(cases[i].lines), cases[i].lines);
}

/* Values and lines as long as a place for them, and longer. */
static void sees_long_lines(void **state)
{
	(void)state;
	static const size_t lens[] = {
		TP_JSON_VALUE_MAX - 3, TP_JSON_VALUE_MAX - 2, TP_JSON_VALUE_MAX - 1, TP_JSON_VALUE_MAX, 1000,
		TP_JSON_BYTES_MAX - 20, TP_JSON_BYTES_MAX};
	for (size_t i = 0; i < sizeof lens / sizeof *lens; i++) {
		struct tp_buf lines = {0};
		for (int n = 0; n < 3; n++) {
			tp_buf_add_string(&lines, "{\"a\":\"");
			for (size_t k = 0; k < lens[i]; k++)
				tp_buf_add_char(&lines, 'x');
			tp_buf_add_string(&lines, "\",\"b\":1}\n");
		}
		tp_buf_add_char(&lines, '\0');
		assert_int_equal(hold_law_of_lines(lines.ptr), lens[i] < TP_JSON_BYTES_MAX - 14 ? 2 : 0);
		tp_buf_free(&lines);
	}
}

/* As many members as it takes, and one more; keys that fill their room. */
static void sees_many_members(void **state)
{
	(void)state;
	static const struct {
		int members;
		const char *key;
		unsigned long alike;
	} cases[] = {
		{TP_JSON_MEMBERS_MAX, "k", 2}, {TP_JSON_MEMBERS_MAX + 1, "k", 0},
		{30, "a-key-of-thirty-two-characters", 2}, {33, "a-key-of-thirty-two-characters", 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct tp_buf lines = {0};
		for (int n = 0; n < 3; n++) {
			for (int k = 0; k < cases[i].members; k++)
				tp_buf_add_format(&lines, "%s\"%s%02d\":%d", k ? "," : "{", cases[i].key, k, n);
			tp_buf_add_string(&lines, "}\n");
		}
		tp_buf_add_char(&lines, '\0');
		assert_int_equal(hold_law_of_lines(lines.ptr), cases[i].alike);
		tp_buf_free(&lines);
	}
}

/* --- chance --- */

static uint64_t seed = 7;

static size_t chance(size_t below)
{
	seed = seed * 6364136223846793005 + 1442695040888963407;
	return (size_t)(seed >> 33) % below;
}

/* Random bytes put into plain lines: most break them, and the lane must then decline or agree. */
static void agrees_on_broken_lines(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"{\"kind\":\"benefit\",\"title\":\"K\xc3\xb8rselstid\",\"target\":1040.25,\"tags\":[\"a\",\"b\"],\"m\":{\"x\":null}} ",
		ROW("m00-u0", "\"strategy\":1", "r0000001", "12"), ROW("m00-u0", "\"data\":null", "r0000002", "1"),
		ROW("m00-u0", "\"data\":5,\"culture\":\"dk\"", "r0000002", "-0.5"), "{\"kind\":\"begin\"}",
	};
	static const char bytes[] = "{}[]\",:\\ \t\n0123456789.-eEntfalsru\x01\x80\xc3\xff";
	struct json_law law = {0};
	for (int round = 0; round < 300000; round++) {
		char broken[200];
		const char *line = lines[chance(8) % 5];
		size_t len = strlen(line);
		memcpy(broken, line, len);
		for (size_t edits = chance(4); edits > 0; edits--)
			broken[chance(len)] = bytes[chance(sizeof bytes - 1)];
		law_line(&law, (struct tp_text){broken, len});
		if (law.broken)
			fail_msg("%s: %.*s", law.broken, (int)len, broken);
	}
	assert_true(law.taken > 50000 && law.alike > 10000); /* the law was held to something */
	law_free(&law);
}

/* Mostly {"q":N}. */
static void add_value(struct tp_buf *line)
{
	static const char *const forms[][2] = {{"{\"q\":", "}"}, {"{\"q\":\"", "\"}"}, {"{\"item-", "\":null}"},
		{"{ \"q\" : ", " }"}, {"{\"q\":", ",\"r\":1}"}, {"{\"q\":{\"q\":", "}}"}, {"[", "]"}, {"", ""}};
	const char *const *form = forms[chance(3) ? 0 : chance(8)];
	tp_buf_add_format(line, "%s%zu%s", form[0], chance(chance(2) ? 5 : 500), form[1]);
}

/* More small objects than there are places for, in two members that are now and then something else. */
static void agrees_on_objects_that_come_again(void **state)
{
	(void)state;
	struct json_law law = {0};
	struct tp_buf line = {0};
	for (int round = 0; round < 300000 && !law.broken; round++) {
		tp_buf_reset(&line);
		tp_buf_add_format(&line, "{\"n\":%zu,\"a\":", chance(2));
		add_value(&line);
		tp_buf_add_string(&line, ",\"b\":");
		add_value(&line);
		tp_buf_add_char(&line, '}');
		law_line(&law, (struct tp_text){line.ptr, line.len});
	}
	if (law.broken)
		fail_msg("%s: %.*s", law.broken, (int)line.len, line.ptr);
	assert_true(law.again > 50000);
	tp_buf_free(&line);
	law_free(&law);
}

static void agrees_on_the_suite(void **state)
{
	(void)state;
	static const char folder[] = "../shared/suites/json/test_parsing";
	DIR *dir = opendir(folder);
	if (!dir) {
		printf("skipped: no %s here\n", folder);
		skip();
		return; /* never reached, which the analyser does not know */
	}
	unsigned long files = 0;
	for (struct dirent *entry; (entry = readdir(dir));) {
		char path[512];
		struct tp_buf bytes = {0};
		struct tp_err err = {0};
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		assert_int_equal(tp_file_read(path, TP_DOCUMENT_MAX, &bytes, &err), 0);
		struct tp_text text = {bytes.ptr ? bytes.ptr : "", bytes.len};
		struct json_law law = {0};
		hold_law(text);
		for (int i = 0; i < 2; i++) { /* before and behind a plain line, and twice */
			law_line(&law, text);
			law_line(&law, text);
			law_line(&law, tp_text_of("{\"a\":1}"));
		}
		if (law.broken)
			fail_msg("%s: %s", law.broken, path);
		law_free(&law);
		tp_buf_free(&bytes);
		files++;
	}
	closedir(dir);
	assert_true(files > 300);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_plain_records),
		cmocka_unit_test(declines_the_rest),
		cmocka_unit_test(sees_what_is_alike),
		cmocka_unit_test(sees_long_lines),
		cmocka_unit_test(sees_many_members),
		cmocka_unit_test(agrees_on_broken_lines),
		cmocka_unit_test(agrees_on_objects_that_come_again),
		cmocka_unit_test(agrees_on_the_suite),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
