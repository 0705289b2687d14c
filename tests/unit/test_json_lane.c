#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "tp/file.h"
#include "tp/json.h"
#include "tp/limits.h"

/* The law: what the lane takes, the library takes too, with the same parts. */

static void same_text(struct tp_text a, struct tp_text b)
{
	assert_int_equal(a.len, b.len);
	if (a.len)
		assert_memory_equal(a.ptr, b.ptr, a.len);
}

static void same(const struct tp_json *a, const struct tp_json *b)
{
	assert_int_equal(a->type, b->type);
	assert_int_equal(a->n, b->n);
	same_text(a->key, b->key);
	same_text(a->raw, b->raw);
	same_text(a->text, b->text);
	for (size_t i = 0; i < a->n; i++)
		same(&a->child[i], &b->child[i]);
}

/* True when the lane took it. */
static bool hold_law(struct tp_text input)
{
	struct tp_arena arena = {0};
	struct tp_json fast, slow;
	struct tp_err err = {0};
	bool taken = tp_json_plain(&arena, input, &fast);
	if (taken) {
		if (tp_json_library(&arena, input, &slow, &err) < 0)
			fail_msg("the lane takes what the library refuses: %.*s", (int)input.len, input.ptr);
		same(&fast, &slow);
	}
	tp_arena_free(&arena);
	return taken;
}

static void takes_plain_records(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"{\"kind\":\"begin\",\"by\":\"tp-import\"}",
		"{\"kind\":\"response\",\"values\":{\"data\":4,\"culture\":null,\"technology\":\"dk\"},\"round\":\"2026\"}",
		"{\"a\":-0.5,\"b\":[1,2,3],\"c\":true,\"d\":false,\"e\":{},\"f\":[]}",
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
		"[[[[[1]]]]]", "{\"\xc0\x80\":1}",
	};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		assert_false(hold_law(tp_text_of(lines[i])));
}

/* Random bytes put into plain lines: most break them, and the lane must then decline or agree. */
static void agrees_on_broken_lines(void **state)
{
	(void)state;
	static const char line[] =
		"{\"kind\":\"benefit\",\"title\":\"K\xc3\xb8rselstid\",\"target\":1040.25,\"tags\":[\"a\",\"b\"],\"m\":{\"x\":null}} ";
	static const char bytes[] = "{}[]\",:\\ \t\n0123456789.-eEntfalsru\x01\x80\xc3\xff";
	uint64_t seed = 7;
	unsigned long taken = 0;
	for (int round = 0; round < 200000; round++) {
		char broken[sizeof line];
		memcpy(broken, line, sizeof line);
		for (int edits = 1 + round % 3; edits > 0; edits--) {
			seed = seed * 6364136223846793005 + 1442695040888963407;
			broken[(seed >> 33) % (sizeof line - 1)] = bytes[(seed >> 20) % (sizeof bytes - 1)];
		}
		taken += hold_law((struct tp_text){broken, sizeof line - 1});
	}
	assert_true(taken > 1000); /* the law was held to something */
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
		hold_law((struct tp_text){bytes.ptr ? bytes.ptr : "", bytes.len});
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
		cmocka_unit_test(agrees_on_broken_lines),
		cmocka_unit_test(agrees_on_the_suite),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
