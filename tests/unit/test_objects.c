#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tp/json.h"
#include "tp/objects.h"

static char name[] = "/tmp/test_objects_XXXXXX";

static void write_file(const char *bytes, size_t len)
{
	FILE *file = fopen(name, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

/* Reads the file and appends what came: "17:{…}\n" an object, "17!\n" a fault on that line. */
static void read_all(struct tp_buf *seen)
{
	struct tp_input in;
	struct tp_objects objects;
	struct tp_text text;
	struct tp_err err = {0};
	int got;
	assert_int_equal(tp_input_open(&in, name, &err), 0);
	tp_objects_init(&objects, &in);
	while ((got = tp_objects_next(&objects, &text, &err)) != 0) {
		if (got > 0)
			tp_buf_add_format(seen, "%lu:%.*s\n", objects.line, (int)text.len, text.ptr);
		else
			tp_buf_add_format(seen, "%lu!\n", err.line);
		tp_err_clear(&err);
	}
	tp_buf_add_char(seen, '\0');
	tp_objects_free(&objects);
	tp_input_close(&in);
}

static void gives(const char *input, const char *expected)
{
	struct tp_buf seen = {0};
	write_file(input, strlen(input));
	read_all(&seen);
	assert_string_equal(seen.ptr, expected);
	tp_buf_free(&seen);
}

static void takes_every_layout(void **state)
{
	(void)state;
	gives("", "");
	gives(" \n\t\r\n", "");
	gives("{\"a\":1}", "1:{\"a\":1}\n");
	gives("{\"a\":1}\n{\"b\":2}\n", "1:{\"a\":1}\n2:{\"b\":2}\n");
	gives("{\"a\":1}{\"b\":{\"c\":[{}]}} {}", "1:{\"a\":1}\n1:{\"b\":{\"c\":[{}]}}\n1:{}\n");
	gives("[\n]\n", "");
	gives("[{\"a\":1},\n\n {\"b\":2}]", "1:{\"a\":1}\n3:{\"b\":2}\n");
	gives("{\n\"a\":\n1}\n{}", "1:{ \"a\": 1}\n4:{}\n");
	gives("\xef\xbb\xbf{}", "1:{}\n");
	gives("{\"a\":\"}{\\\"}[\\\\\"}{}", "1:{\"a\":\"}{\\\"}[\\\\\"}\n1:{}\n");
}

static void goes_on_after_a_fault(void **state)
{
	(void)state;
	gives("42\n{\"a\":1}\n", "1!\n2:{\"a\":1}\n");
	gives("{\"a\":1} x\n{}", "1:{\"a\":1}\n1!\n2:{}\n");
	gives("[{} {}]\n", "1:{}\n1!\n1!\n");
	gives("[{}]{}", "1:{}\n1!\n");
	gives("[{},]", "1:{}\n1!\n1!\n");
	gives("{\"a\":{", "1!\n");
	gives("{\"a\":1\n{\"b\":2}\n", "1!\n2:{\"b\":2}\n"); /* a brace that is not closed costs one object */
	gives("{\"a\":[1\n{\"b\":2}\n", "1!\n2:{\"b\":2}\n");
	gives("[{\"a\":1\n,{\"b\":2}]", "1!\n2:{\"b\":2}\n");
	gives("{\"a\":\n{\"b\":[\n{\"c\":2},\n{\"d\":3}]}}\n{}", "1:{\"a\": {\"b\":[ {\"c\":2}, {\"d\":3}]}}\n5:{}\n");
	gives("{\"a\":\"x\ny\"}\n{}", "1!\n2!\n3:{}\n"); /* no line ends within a text */
	gives("{\"a\":\"x\n", "1!\n");
	gives("[{}", "1:{}\n1!\n");
}

/* The same objects in a random layout: blanks and line ends between any two tokens, with or without an array. */
static void layout_does_not_matter(void **state)
{
	(void)state;
	static const char *const tokens[] = {"{", "\"k\"", ":", "\"{[,]}\\\"\"", ",", "\"m\"", ":", "{", "\"x\"", ":", "[", "1", ",",
		"{", "}", "]", "}", "}"};
	static const char *const blanks[] = {"", " ", "\n", "\t", " \r\n", "\n\n"};
	srand(11);
	for (int round = 0; round < 3000; round++) {
		struct tp_buf file = {0}, seen = {0};
		bool array = round % 2;
		size_t n = 1 + (size_t)rand() % 4, count = 0;
		if (array)
			tp_buf_add_char(&file, '[');
		for (size_t i = 0; i < n; i++) {
			for (size_t t = 0; t < sizeof tokens / sizeof *tokens; t++) {
				tp_buf_add_string(&file, blanks[rand() % 6]);
				tp_buf_add_string(&file, tokens[t]);
			}
			tp_buf_add_string(&file, blanks[rand() % 6]);
			if (array)
				tp_buf_add_char(&file, i + 1 < n ? ',' : ']');
		}
		write_file(file.ptr, file.len);
		read_all(&seen);
		assert_null(strchr(seen.ptr, '!'));
		for (const char *p = seen.ptr; *p; p += strcspn(p, "\n") + 1, count++) {
			struct tp_arena arena = {0};
			struct tp_json json;
			struct tp_err err = {0};
			const char *object = strchr(p, '{');
			assert_non_null(object);
			if (!object)
				return; /* never reached, which the analyser does not know */
			struct tp_text text = {object, strcspn(object, "\n")};
			assert_int_equal(tp_json_parse(&arena, text, &json, &err), 0);
			assert_true(tp_text_is(tp_json_get(&json, "k")->text, "{[,]}\""));
			assert_int_equal(tp_json_get(&json, "m")->child[0].n, 2);
			tp_arena_free(&arena);
		}
		assert_int_equal(count, n);
		tp_buf_free(&file);
		tp_buf_free(&seen);
	}
}

static int make_name(void **state)
{
	(void)state;
	int fd = mkstemp(name);
	return fd < 0 ? -1 : close(fd);
}

static int remove_name(void **state)
{
	(void)state;
	return unlink(name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_every_layout),
		cmocka_unit_test(goes_on_after_a_fault),
		cmocka_unit_test(layout_does_not_matter),
	};
	return cmocka_run_group_tests(tests, make_name, remove_name);
}
